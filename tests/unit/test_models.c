/* Spheres by Eddington's inversion, the disc galaxy and the encounter: distribution functions
 * against closed forms, sampled masses against the profile, dispersions against Jeans's equation,
 * the orbit against Kepler's formulas. */
#include "cloud.h"

/* The encounter's own functions, beside the library's row. */
#define aps_ic_encounter encounter_here
#include "../../src/ic/encounter.c"
#undef aps_ic_encounter

enum { N = 20000 };
static const double G = 1.5, mass = 2.5, scale = 0.75;

/* ---- Eddington's inversion */

typedef struct {
  aps_well well;
  aps_sphere sphere;
} tables;

static aps_density plummer_density(const void *self, double r) {
  (void)self;
  const double a = 1 + r * r;
  return (aps_density){pow(a, -2.5), -5 * r * r / a, -10 * r * r / (a * a)};
}

static void invert(tables *t, aps_density_fn *density, const void *self, double inner,
                   double outer) {
  aps_well_start(&t->well, inner, outer, 0);
  aps_well_add(&t->well, density, self, 1);
  aps_well_close(&t->well);
  aps_sphere_make(&t->well, density, self, &t->sphere);
}

/* Binney & Tremaine 2008, eq. 4.83 for index 5; G = M = a = 1. */
static double plummer_f(double E) { return 24 * sqrt(2) / (7 * pow(PI, 3)) * pow(E, 3.5); }
/* Hernquist 1990, eq. 17. */
static double hernquist_f(double E) {
  const double q = sqrt(E), p = 1 - E;
  return (3 * asin(q) + q * sqrt(p) * (1 - 2 * E) * (8 * E * E - 8 * E - 3)) /
         (8 * sqrt(2) * pow(PI, 3) * pow(p, 2.5));
}

/* The grid steps by du = 0.008 to 0.013 in ln r. Parabolas over two steps of a function that goes
 * as r^-s leave (s du)^3 / 20 or so: 1e-6 for s = 2.5; linear interpolation between the nodes, s (s
 * + 1) du^2 / 8: 1.8e-4. The mass beyond the grid is 2e-6 of Hernquist's. */
static void test_eddington_finds_the_closed_forms(void) {
  const aps_profile hernquist = {1, 4, 1, 0};
  tables *t = malloc(sizeof *t);
  for (int k = 0; k < 2; k++) {
    double node = 0, between = 0;
    if (k == 0)
      invert(t, plummer_density, NULL, 1e-3, 1e4);
    else
      invert(t, aps_profile_at, &hernquist, 1e-5, 1e6);
    for (int i = 1; i < APS_SHELLS - 1; i++) {
      const double r = t->well.r[i];
      if (r < 0.003 || r > 100) continue;
      double (*f)(double) = k ? hernquist_f : plummer_f;
      const double out = t->well.r[i + 1], E = k ? 1 / (1 + r) : 1 / sqrt(1 + r * r);
      const double middle = (E + (k ? 1 / (1 + out) : 1 / sqrt(1 + out * out))) / 2;
      const double here =
          (t->well.psi[i] + t->well.psi[i + 1]) / 2; /* near a cusp f is very steep */
      CHECK_NEAR(t->well.psi[i], E, 4e-6);
      node = fmax(node, fabs(t->sphere.f[i] / f(E) - 1));
      between = fmax(between, fabs(aps_sphere_f(&t->well, &t->sphere, here) / f(middle) - 1));
    }
    printf("     %s: f off by %.2g at the nodes, %.2g between\n", k ? "hernquist" : "plummer", node,
           between);
    CHECK(node < 2e-5);
    CHECK(between < 2e-4);
    CHECK(t->sphere.worst == 0);
  }
  free(t);
}

/* Any truncation and, for cusps, any black hole leaves f >= 0. A flat core around a hole does not,
 * and is refused. */
static void test_distribution_functions_are_positive(void) {
  tables *t = malloc(sizeof *t);
  for (double outer = 3; outer <= 4; outer++)
    for (double edge = 0.2; edge < 200; edge *= 5)
      for (double hole = 0; hole < 2; hole = hole == 0 ? 0.01 : hole * 10) {
        const aps_profile p = {1, outer, 1, edge};
        aps_well_start(&t->well, aps_profile_inside(&p), aps_profile_outside(&p), hole);
        aps_well_add(&t->well, aps_profile_at, &p, 1);
        aps_well_close(&t->well);
        aps_sphere_make(&t->well, aps_profile_at, &p, &t->sphere);
        CHECK(t->sphere.worst == 0);
      }
  aps_ctx *ctx = aps_ctx_create();
  aps_well_start(&t->well, 1e-3, 1e4, 0.1);
  aps_well_add(&t->well, plummer_density, NULL, 1);
  aps_well_close(&t->well);
  aps_sphere_make(&t->well, plummer_density, NULL, &t->sphere);
  CHECK(aps_sphere_check(ctx, &t->sphere, "model: core") == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(ctx), "model: core: ") != NULL);
  aps_ctx_free(&ctx);
  free(t);
}

/* ---- sampled spheres against quadratures of this file's own */

enum { GRID = 6000 };
static struct { double r[GRID], rho[GRID], inside[GRID], sigma2[GRID]; /* G = 1 */ } own;

/* Mass from the densities by the trapezium rule in ln r, then the dispersion of the isotropic Jeans
 * equation, sigma^2 = 1 / rho int_r^infinity rho M / r^2 dr, with `more` mass within r beside its
 * own. */
static void solve_jeans(double (*rho)(double), double m, double from, double to,
                        double (*more)(double)) {
  const double du = log(to / from) / (GRID - 1);
  for (int k = 0; k < GRID; k++) {
    own.r[k] = from * exp(du * k);
    own.rho[k] = rho(own.r[k]);
    const double y = 4 * PI * own.rho[k] * pow(own.r[k], 3);
    const double before = k ? 4 * PI * own.rho[k - 1] * pow(own.r[k - 1], 3) : 0;
    own.inside[k] = k ? own.inside[k - 1] + (before + y) / 2 * du : y / 2;
  }
  const double total = own.inside[GRID - 1];
  for (int k = 0; k < GRID; k++) own.inside[k] *= m / total;
  double sum = 0, outer = 0;
  for (int k = GRID - 1; k >= 0; k--) {
    const double pull = (own.inside[k] + (more ? more(own.r[k]) : 0)) / own.r[k] * own.rho[k];
    sum += (outer + pull) / 2 * du, outer = pull;
    own.sigma2[k] = own.rho[k] > 0 ? sum / own.rho[k] : 0;
  }
}

static double at_radius(const double *table, double r) {
  const double u = log(r / own.r[0]) / log(own.r[1] / own.r[0]);
  const int k = (int)fmin(fmax(u, 0), GRID - 2);
  return table[k] + fmin(fmax(u - k, 0), 1) * (table[k + 1] - table[k]);
}
static double own_share(double r) { return at_radius(own.inside, r) / own.inside[GRID - 1]; }

/* In each shell of n particles the mean of v^2 / 3 has relative error sqrt(2 / 3n), for Gaussians,
 * a little less for bounded ones: four of 0.82 / sqrt(n). Radii and directions by
 * Kolmogorov-Smirnov. */
static void check_equilibrium(const cloud *c, const char *name, double unit) {
  CHECK(kolmogorov(c, radius, own_share) < 1.95);
  check_isotropic(c);
  static const double edge[] = {0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 1};
  for (int s = 0; s < 8; s++) {
    double sum = 0, expected = 0, n = 0;
    for (int64_t i = 0; i < c->n; i++) {
      const double share = own_share(radius(c, i));
      if (share < edge[s] || share >= edge[s + 1]) continue;
      n++, sum += speed2(c, i) / 3, expected += unit * at_radius(own.sigma2, radius(c, i));
    }
    printf("     %s: %3.0f to %3.0f %% of the mass: dispersion^2 / Jeans %.4f\n", name,
           100 * edge[s], 100 * edge[s + 1], sum / expected);
    CHECK_NEAR(sum / expected, 1, 4 * 0.82 / sqrt(n));
  }
}

static double nfw_rho(double r) {
  const double x = r / scale;
  return 1 / (x * (1 + x) * (1 + x)) / cosh(x / 5);
}
static void test_nfw_is_in_equilibrium(void) {
  model m = make("nfw");
  set(&m, "n", N), set(&m, "mass", mass), set(&m, "scale", scale), set(&m, "cutoff", 5);
  cloud c = draw(&m, G, 1);
  solve_jeans(nfw_rho, mass, 1e-5, 150, NULL);
  check_equilibrium(&c, "nfw", G);
  free(c.data);
  unmake(&m);
}

static double hole;
static double hole_mass(double r) { return r > 0 ? hole : 0; }
static double isothermal_rho(double r) { return exp(-r / scale) / (r * r); }
static double isothermal_share(double r) { return 1 - exp(-r / scale); }

static void test_isothermal_is_in_equilibrium(void) {
  for (int k = 0; k < 2; k++) {
    hole = k * 0.3;
    model m = make("isothermal");
    set(&m, "n", N), set(&m, "mass", mass), set(&m, "scale", scale), set(&m, "black_hole", hole);
    cloud c = draw(&m, G, 1), stars = c;
    CHECK(c.n == N + k);
    if (k) CHECK(c.view.mass[N] == hole && radius(&c, N) == 0 && speed2(&c, N) == 0);
    if (k) CHECK(c.type[N] == IC_BLACK_HOLE);
    stars.n = N;
    solve_jeans(isothermal_rho, mass, 1e-7, 30, hole_mass);
    CHECK(kolmogorov(&stars, radius, isothermal_share) < 1.95);
    check_equilibrium(&stars, k ? "black hole" : "isothermal", G);
    /* the dispersion of the singular sphere, well inside: G M / 2 scale */
    if (!k)
      CHECK_NEAR(at_radius(own.sigma2, 1e-3 * scale), mass / (2 * scale), 0.02 * mass / scale);
    free(c.data);
    unmake(&m);
  }
}

/* ---- King: this file's own integration, by small steps of Heun's rule in r */

enum { STEPS = 400000 };
static struct { double W[STEPS], m[STEPS], end, total; } kings;

static double king_rho(double W) {
  return W > 0 ? exp(W) * erf(sqrt(W)) - sqrt(4 * W / PI) * (1 + 2 * W / 3) : 0;
}
/* r in King radii, up to `reach`. */
static void solve_king(double W0, double reach) {
  const double h = reach / STEPS, rho0 = king_rho(W0);
  double W = W0, m = 0;
  kings.end = 0;
  for (int k = 0; k < STEPS; k++) {
    const double r = h * k, next = r + h;
    kings.W[k] = W, kings.m[k] = m;
    if (W > 0) kings.end = next;
    const double a = r > 0 ? -m / (r * r) : 0, b = 9 * r * r * king_rho(W) / rho0;
    const double c = -(m + h * b) / (next * next), d = 9 * next * next * king_rho(W + h * a) / rho0;
    W += h * (a + c) / 2, m += h * (b + d) / 2;
  }
  kings.total = m;
}
static double king_table(const double *y, double r) {
  const double u = r / scale * STEPS / 20;
  const int k = u < STEPS - 2 ? (int)u : STEPS - 2;
  return y[k] + (u - k) * (y[k + 1] - y[k]);
}
static double king_share(double r) { return king_table(kings.m, r) / kings.total; }
/* Probability of a speed below the particle's own in v^2 (exp(W - v^2 / 2 sigma^2) - 1). */
static double king_rank(const cloud *c, int64_t i) {
  enum { M = 200 };
  const double W = king_table(kings.W, radius(c, i));
  const double v = sqrt(speed2(c, i) * scale * kings.total / (G * mass)), top = sqrt(2 * W);
  double part[2] = {0};
  for (int k = 0; k < 2; k++)
    for (int j = 0; j <= M; j++) {
      const double x = (k ? top : v) * j / M;
      part[k] += (j == 0 || j == M ? 1
                  : j % 2          ? 4
                                   : 2) *
                 (k ? top : v) * x * x * expm1(fmax(W - x * x / 2, 0));
    }
  return part[0] / part[1];
}
static double identity(double u) { return u; }

static void test_king_is_in_equilibrium(void) {
  model m = make("king");
  set(&m, "n", N), set(&m, "mass", mass), set(&m, "scale", scale);
  cloud c = draw(&m, G, 1);
  solve_king(6, 20);
  CHECK(kolmogorov(&c, radius, king_share) < 1.95);
  CHECK(kolmogorov(&c, king_rank, identity) < 1.95);
  check_isotropic(&c);
  for (int64_t i = 0; i < c.n; i++) CHECK(radius(&c, i) <= kings.end * scale * (1 + 1e-4));
  free(c.data);
  unmake(&m);
}

/* Binney & Tremaine 2008, figure 4.9 and King 1966, table 2: log10(r_t / r0) = 0.672, 1.255, 2.119.
 * The outermost of many particles lies close within. */
static void test_king_has_its_concentration(void) {
  static const double W0[3] = {3, 6, 9}, want[3] = {0.672, 1.255, 2.119};
  for (int k = 0; k < 3; k++) {
    solve_king(W0[k], 1.1 * pow(10, want[k]));
    printf("     W0 = %g: log10 c = %.4f\n", W0[k], log10(kings.end));
    CHECK_NEAR(log10(kings.end), want[k], 0.002);
    model m = make("king");
    set(&m, "n", N), set(&m, "W0", W0[k]);
    cloud c = draw(&m, 1, 1);
    double far = 0;
    for (int64_t i = 0; i < c.n; i++) far = fmax(far, radius(&c, i));
    CHECK(far < kings.end * 1.0001 && far > 0.8 * kings.end);
    free(c.data);
    unmake(&m);
  }
}

/* ---- cold collapse */

static double collapse_share(double r) { return pow(r / scale, 2); }
/* W of n random points scatters by less than 1 / sqrt(n) = 2.2 %, K by sqrt(2 / 3n) = 1.8 %; four.
 */
static void test_cold_collapse_has_its_virial_ratio(void) {
  model m = make("cold_collapse");
  set(&m, "n", 2000), set(&m, "mass", mass), set(&m, "radius", scale), set(&m, "slope", 1);
  set(&m, "virial", 0.3);
  cloud c = draw(&m, G, 1);
  CHECK(kolmogorov(&c, radius, collapse_share) < 1.95);
  check_isotropic(&c);
  const double binding = 2.0 / 3 * G * mass * mass / scale;
  double kinetic = 0, potential = 0;
  for (int64_t i = 0; i < c.n; i++) {
    kinetic += c.view.mass[i] * speed2(&c, i) / 2;
    for (int64_t j = 0; j < i; j++)
      potential += G * c.view.mass[i] * c.view.mass[j] /
                   sqrt(pow(c.view.x[i] - c.view.x[j], 2) + pow(c.view.y[i] - c.view.y[j], 2) +
                        pow(c.view.z[i] - c.view.z[j], 2));
  }
  CHECK_NEAR(potential / binding, 1, 0.09);
  CHECK_NEAR(2 * kinetic / binding, 0.3, 0.3 * 0.072);
  free(c.data);
  unmake(&m);
}

/* ---- the galaxy */

static aps_galaxy_shape milky_way(void) {
  return (aps_galaxy_shape){.n_disc = 2 * N,
                            .n_bulge = N / 2,
                            .n_halo = N,
                            .disc = {1, 1, 0.2, 1.4, 0},
                            .mass_bulge = 0.25,
                            .scale_bulge = 0.2,
                            .mass_halo = 20,
                            .scale_halo = 8,
                            .cutoff = 40};
}

static aps_galaxy *prepare(const aps_galaxy_shape *s, aps_ctx *ctx) {
  aps_galaxy *g = NULL;
  CHECK_OK(ctx, aps_galaxy_prepare(s, ctx, "galaxy", &g));
  return g;
}

/* I0 K0 - I1 K1 from integrals: I_n = 1/pi int_0^pi exp(y cos t) cos nt dt, K_n = int_0^infinity
 * exp(-y cosh t) cosh nt dt. */
static double freeman(double y) {
  enum { M = 20000 };
  double I[2] = {0}, K[2] = {0};
  for (int i = 0; i < M; i++) {
    const double t = PI * (i + 0.5) / M, u = 20.0 * (i + 0.5) / M;
    for (int n = 0; n < 2; n++) {
      I[n] += exp(y * cos(t)) * cos(n * t) / M;
      K[n] += exp(-y * cosh(u)) * cosh(n * u) * 20 / M;
    }
  }
  return I[0] * K[0] - I[1] * K[1];
}

/* Freeman's rotation curve, v^2 = 2 M / Rd y^2 (I0 K0 - I1 K1), y = R / 2 Rd, for a disc so thin
 * that thickness matters by z0 / R = 0.5 % at the most; the Hankel integral is cut where 1e-3 is
 * left of it. */
static void test_thin_disc_has_freemans_rotation_curve(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_galaxy_shape s = milky_way();
  s.disc.height = 0.005, s.disc.mass = 3, s.disc.scale = 2;
  aps_galaxy *g = prepare(&s, ctx);
  const aps_disc *d = aps_galaxy_disc(g);
  for (double R = 1; R < 14; R += 1.5) {
    const double y = R / 4, want = 2 * 3.0 / 2 * y * y * freeman(y);
    CHECK_NEAR(aps_disc_table(d, d->own, R) / want, 1, 0.008);
  }
  aps_release(ctx, g);
  aps_ctx_free(&ctx);
}

/* Inward pull at (R, z) of a disc of n particles, the mean over 64 directions. The softening, a
 * quarter of z0, tames near pairs. */
static double pull_of(const cloud *c, int64_t n, double R, double z) {
  enum { WAYS = 64 };
  double sum = 0;
  for (int w = 0; w < WAYS; w++) {
    const double ux = cos(2 * PI * w / WAYS), uy = sin(2 * PI * w / WAYS);
    for (int64_t i = 0; i < n; i++) {
      const double x = c->view.x[i] - R * ux, y = c->view.y[i] - R * uy, h = c->view.z[i] - z;
      const double r2 = x * x + y * y + h * h + 0.05 * 0.05;
      sum -= (x * ux + y * uy) / (r2 * sqrt(r2));
    }
  }
  return sum / (double)n / WAYS;
}

/* A thick disc, z0 = 0.2, pulls as its own particles do, in the midplane and, by eq. 3, above it.
 * The sample of 40000 has 90 to the scale length each way and so leaves 1 % or so; softening (0.05
 * / 0.2)^2 / 2 of the effect of thickness, which takes 20 % at R = 0.5: 4 %. What eq. 3 leaves out
 * is of the order (z / R)^4, 0.4 at the worst place here, with a coefficient near 1/4. */
static void test_thick_disc_pulls_as_its_particles_do(void) {
  aps_ctx *ctx = aps_ctx_create();
  const aps_galaxy_shape s = milky_way();
  aps_galaxy *g = prepare(&s, ctx);
  const aps_disc *d = aps_galaxy_disc(g);
  model m = make("galaxy");
  set(&m, "n_disc", 2 * N);
  cloud c = draw(&m, 1, 1);
  for (double R = 0.5; R < 5; R *= 2)
    for (double z = 0; z < 0.5; z += 0.2) {
      const double want = aps_disc_pull(d, R, z), got = pull_of(&c, 2 * N, R, z);
      printf("     R = %.1f, z = %.1f: pull %.4f of the particles, %.4f, thin %.4f\n", R, z, got,
             want, R / 2 * freeman(R / 2));
      CHECK_NEAR(got / want, 1, 0.04 + 0.25 * pow(z / R, 4));
    }
  aps_release(ctx, g);
  aps_ctx_free(&ctx);
  free(c.data);
  unmake(&m);
}

static double disc_share(double R) { return (1 - (1 + R) * exp(-R)) / (1 - 11 * exp(-10)); }
static double cylinder(const cloud *c, int64_t i) { return hypot(c->view.x[i], c->view.y[i]); }
static double height(const cloud *c, int64_t i) { return c->view.z[i]; }
static double sheet_share(double z) { return (1 + tanh(z / 0.2)) / 2; }

static cloud part_of(const cloud *c, int64_t first, int64_t n) {
  cloud p = *c;
  p.n = n, p.view = rows(c, first, n), p.type = c->type + first;
  return p;
}

/* Mass within r of all but one component; the disc's by rings of height tanh(sqrt(r^2 - R^2) / z0).
 */
static double disc_within(double r) {
  enum { M = 60 };
  double sum = 0;
  const double end = fmin(r, 10);
  for (int i = 0; i < M; i++) {
    const double R = end * (i + 0.5) / M;
    sum += end / M * R * exp(-R) * tanh(sqrt(fmax(r * r - R * R, 0)) / 0.2);
  }
  return sum / (1 - 11 * exp(-10));
}
static double sphere_rho(double r, double a) {
  return 1 / (r / a * pow(1 + r / a, 3)) / cosh(fmin(r / 40, 300));
}
static double bulge_rho(double r) { return sphere_rho(r, 0.2); }
static double halo_rho(double r) { return sphere_rho(r, 8); }
static double other[GRID];
static double others(double r) { return disc_within(r) + at_radius(other, r); }

static void test_galaxy_is_what_was_asked_for(void) {
  model m = make("galaxy");
  set(&m, "n_disc", 2 * N), set(&m, "n_bulge", N / 2), set(&m, "n_halo", N);
  cloud c = draw(&m, G, 1);
  CHECK(c.n == 2 * N + N / 2 + N);
  const cloud disc = part_of(&c, 0, 2 * N), bulge = part_of(&c, 2 * N, N / 2),
              halo = part_of(&c, 2 * N + N / 2, N);
  for (int64_t i = 0; i < c.n; i++)
    CHECK(c.type[i] == (uint32_t)(i < 2 * N ? IC_DISC : i < 2 * N + N / 2 ? IC_BULGE : IC_HALO));
  CHECK(disc.view.mass[0] == 1.0 / (2 * N) && bulge.view.mass[0] == 0.25 / (N / 2) &&
        halo.view.mass[0] == 20.0 / N);
  CHECK(kolmogorov(&disc, cylinder, disc_share) < 1.95);
  CHECK(kolmogorov(&disc, height, sheet_share) < 1.95);
  CHECK(kolmogorov(&disc, azimuth, uniform_azimuth) < 1.95);
  solve_jeans(halo_rho, 20, 1e-5, 1400, NULL);
  memcpy(other, own.inside, sizeof other);
  solve_jeans(bulge_rho, 0.25, 1e-5, 1400, others);
  check_equilibrium(&bulge, "bulge", G);
  memcpy(other, own.inside, sizeof other);
  solve_jeans(halo_rho, 20, 1e-5, 1400, others);
  check_equilibrium(&halo, "halo", G);
  free(c.data);
  unmake(&m);
}

/* Moments of the disc in rings: sigma_R from the definition of Q at every ring, sigma_R over
 * sigma_phi and the asymmetric drift from the epicycle approximation, with the rotation curve
 * differentiated here; n particles give dispersions to 1 / sqrt(2 n), four of them, and 3 % for the
 * width of the ring. */
static void test_disc_has_its_velocities(void) {
  aps_ctx *ctx = aps_ctx_create();
  const aps_galaxy_shape s = milky_way();
  aps_galaxy *g = prepare(&s, ctx);
  model m = make("galaxy");
  set(&m, "n_disc", 2 * N);
  cloud c = draw(&m, 1, 1);
  double least = 100;
  for (double R = 1; R < 5; R += 0.5) {
    double n = 0, vR = 0, vphi = 0, vR2 = 0, vphi2 = 0, vz2 = 0;
    for (int64_t i = 0; i < 2 * N; i++) {
      const aps_view *p = &c.view;
      const double r = cylinder(&c, i);
      if (fabs(r - R) > 0.1) continue;
      const double a = (p->x[i] * p->vx[i] + p->y[i] * p->vy[i]) / r;
      const double b = (p->x[i] * p->vy[i] - p->y[i] * p->vx[i]) / r;
      n++, vR += a, vphi += b, vR2 += a * a, vphi2 += b * b, vz2 += p->vz[i] * p->vz[i];
    }
    vR /= n, vphi /= n, vR2 /= n, vphi2 = vphi2 / n - vphi * vphi, vz2 /= n;
    const double h = 0.05, v2 = aps_galaxy_circular2(g, R);
    const double rise = (aps_galaxy_circular2(g, R + h) - aps_galaxy_circular2(g, R - h)) / (2 * h);
    const double kappa2 = rise / R + 2 * v2 / (R * R), omega2 = v2 / (R * R);
    const double Q = sqrt(vR2 * kappa2) / (3.36 * exp(-R) / (2 * PI));
    const double drift2 = v2 + vR2 * (1 - kappa2 / (4 * omega2) - R - R * R / sqrt(R * R + 0.125));
    printf("     R = %.1f: v_c %.3f, mean v_phi %.3f (drift %.3f), sigma_R %.3f phi %.3f z %.3f, Q "
           "%.2f\n",
           R, sqrt(v2), vphi, sqrt(drift2), sqrt(vR2), sqrt(vphi2), sqrt(vz2), Q);
    least = fmin(least, Q);
    const double error = 4 / sqrt(2 * n);
    CHECK(fabs(vR) < 4 * sqrt(vR2 / n));
    CHECK_NEAR(sqrt(vphi2 / vR2), sqrt(kappa2 / (4 * omega2)), 1.5 * error + 0.03);
    CHECK_NEAR(vphi, sqrt(drift2), 4 * sqrt(vphi2 / n) + 0.022 * sqrt(v2)); /* layers pull less */
    CHECK(vz2 > PI * 0.2 * exp(-R) / (2 * PI));
  }
  CHECK_NEAR(least, 1.4, 1.4 * 0.09);
  aps_release(ctx, g);
  aps_ctx_free(&ctx);
  free(c.data);
  unmake(&m);
}

/* Q at a stated radius. */
static void test_Q_holds_where_it_is_asked_for(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_galaxy_shape s = milky_way();
  aps_galaxy *g = prepare(&s, ctx);
  CHECK_NEAR(aps_galaxy_disc(g)->Q_min, 1.4, 1e-12);
  const double where = aps_galaxy_disc(g)->Q_min_radius;
  aps_release(ctx, g);
  s.disc.Q_radius = 4;
  g = prepare(&s, ctx);
  CHECK(aps_galaxy_disc(g)->Q_min < 1.2 && aps_galaxy_disc(g)->Q_min_radius == where);
  aps_release(ctx, g);
  aps_ctx_free(&ctx);
}

/* Any one component, or two, alone. */
static void test_components_may_be_left_out(void) {
  static const char *const name[3] = {"disc", "bulge", "halo"};
  for (int out = 1; out < 7; out++) {
    model m = make("galaxy");
    for (int k = 0; k < 3; k++) {
      char key[32];
      if (!(out >> k & 1)) continue;
      snprintf(key, sizeof key, "n_%s", name[k]);
      set(&m, key, 0);
      snprintf(key, sizeof key, "mass_%s", name[k]);
      set(&m, key, 0);
    }
    cloud c = draw(&m, 1, 1);
    for (int64_t i = 0; i < c.n; i++) CHECK(isfinite(radius(&c, i)) && isfinite(speed2(&c, i)));
    CHECK(c.n == 5000 - (out & 1) * 2000 - (out >> 1 & 1) * 400 - (out >> 2 & 1) * 2600);
    free(c.data);
    unmake(&m);
  }
}

/* ---- the encounter */

static encounter meeting(double e, double separation) {
  encounter s = {.shape = milky_way(),
                 .mass_ratio = 0.4,
                 .size_ratio = NAN,
                 .n_ratio = NAN,
                 .pericentre = 2.5,
                 .eccentricity = e,
                 .separation = separation,
                 .i1 = 30,
                 .omega1 = 50,
                 .i2 = 110,
                 .omega2 = -70};
  return s;
}

/* Two points from the centres, by Runge and Kutta's rule, until the distance grows. */
static double fall(const part g[2], double GM, double *nearest) {
  double q[4], t = 0, r = 1e300;
  for (int d = 0; d < 2; d++) q[d] = g[1].x[d] - g[0].x[d], q[2 + d] = g[1].v[d] - g[0].v[d];
  for (;;) {
    const double now = hypot(q[0], q[1]), rate = (q[0] * q[2] + q[1] * q[3]) / now;
    if (rate >= 0) return *nearest = fmin(r, now), t;
    r = now;
    double h = 1e-3 * sqrt(now * now * now / GM), k[4][4], y[4];
    const double accel = GM / (now * now),
                 last = -rate / (accel + hypot(q[2], q[3]) * hypot(q[2], q[3]) / now);
    if (last < h) h = fmax(last, 1e-9); /* the last steps close in on rate = 0 */
    static const double part_of_h[4] = {0, 0.5, 0.5, 1};
    for (int s = 0; s < 4; s++) {
      for (int d = 0; d < 4; d++) y[d] = q[d] + (s ? part_of_h[s] * h * k[s - 1][d] : 0);
      const double y3 = pow(hypot(y[0], y[1]), 3);
      k[s][0] = y[2], k[s][1] = y[3], k[s][2] = -GM * y[0] / y3, k[s][3] = -GM * y[1] / y3;
    }
    for (int d = 0; d < 4; d++) q[d] += h / 6 * (k[0][d] + 2 * k[1][d] + 2 * k[2][d] + k[3][d]);
    t += h;
  }
}

/* Energy G M (e - 1) / 2q and angular momentum sqrt(G M q (1 + e)) per reduced mass, barycentre at
 * rest, to rounding; pericentre and its time by an integration of steps t_dyn / 1000, which leaves
 * 1e-9, and the search for its end, 1e-6. */
static void test_encounter_is_on_its_orbit(void) {
  static const double e[] = {0, 0.5, 0.5, 0.999999, 1, 1.000001, 2.5, 2.5},
                      r[] = {2.5, 7.5, 4, 30, 30, 30, 30, 1000};
  for (int k = 0; k < 8; k++) {
    const encounter s = meeting(e[k], r[k]);
    const double m1 = 21.25, m2 = 0.4 * m1, M = m1 + m2;
    part g[2];
    const double time = arrange(&s, G, g);
    double x[2], v[2];
    for (int d = 0; d < 2; d++) {
      x[d] = g[1].x[d] - g[0].x[d], v[d] = g[1].v[d] - g[0].v[d];
      CHECK_NEAR(m1 * g[0].x[d] + m2 * g[1].x[d], 0, 1e-13);
      CHECK_NEAR(m1 * g[0].v[d] + m2 * g[1].v[d], 0, 1e-13);
    }
    CHECK_NEAR(hypot(x[0], x[1]), r[k], 1e-12 * r[k]);
    CHECK(x[0] * v[0] + x[1] * v[1] <= 1e-6); /* approaching */
    const double energy = (v[0] * v[0] + v[1] * v[1]) / 2 - G * M / hypot(x[0], x[1]);
    CHECK_NEAR(energy, G * M * (e[k] - 1) / (2 * 2.5), 1e-12 * G * M);
    CHECK_NEAR(x[0] * v[1] - x[1] * v[0], sqrt(G * M * 2.5 * (1 + e[k])), 1e-12 * M);
    if (k == 0) {
      CHECK(time == 0);
      continue;
    }
    double nearest;
    CHECK_NEAR(fall(g, G * M, &nearest), time, 2e-5 * time);
    CHECK_NEAR(nearest, 2.5, 1e-6);
  }
}

/* Toomre & Toomre's angles, measured back from the matrices: i between the spins, omega from the
 * node spin x orbit to the companion's pericentre, +x for galaxy 1 and -x for galaxy 2. */
static void test_discs_are_tilted_as_asked(void) {
  const encounter s = meeting(1, 20);
  part g[2];
  arrange(&s, G, g);
  static const double i[2] = {30, 110}, omega[2] = {50, -70}, zero[3];
  for (int k = 0; k < 2; k++) {
    double spin[3] = {0, 0, 1};
    carry(&g[k], 1, zero, spin);
    CHECK_NEAR(acos(spin[2]) * 180 / PI, i[k], 1e-12);
    const double node[2] = {spin[1], -spin[0]}; /* spin x (0, 0, 1) */
    const double to = k ? PI : 0, angle = (to - atan2(node[1], node[0])) * 180 / PI;
    CHECK_NEAR(remainder(angle - omega[k], 360), 0, 1e-10);
  }
}

/* Numbers, masses, types, centres and sizes of both galaxies. The mean of n discs' particles lies
 * within four of its errors, rms 2.45 / sqrt(n). */
static void test_encounter_holds_two_galaxies(void) {
  model m = make("encounter");
  set(&m, "mass_ratio", 0.25), set(&m, "separation", 30);
  cloud c = draw(&m, 1, 1);
  CHECK(c.n == 5000 + 1250);
  double total[2] = {0}, mean[2][6] = {{0}}, n[2] = {0}, spread[2] = {0}, fast[2] = {0};
  for (int64_t i = 0; i < c.n; i++) {
    const int k = i >= 5000;
    const aps_view *p = &c.view;
    total[k] += p->mass[i];
    if (c.type[i] != (k ? IC_STARS : IC_DISC)) continue;
    const double q[6] = {p->x[i], p->y[i], p->z[i], p->vx[i], p->vy[i], p->vz[i]};
    n[k]++;
    for (int d = 0; d < 6; d++) mean[k][d] += q[d];
  }
  CHECK(n[0] == 2000 && n[1] == 500);
  CHECK_NEAR(total[0], 21.25, 1e-9);
  CHECK_NEAR(total[1], 21.25 / 4, 1e-9);
  for (int k = 0; k < 2; k++)
    for (int d = 0; d < 6; d++) mean[k][d] /= n[k];
  for (int64_t i = 0; i < c.n; i++) {
    const int k = i >= 5000;
    const aps_view *p = &c.view;
    if (c.type[i] != (k ? IC_STARS : IC_DISC)) continue;
    const double x[3] = {p->x[i], p->y[i], p->z[i]}, v[3] = {p->vx[i], p->vy[i], p->vz[i]};
    for (int d = 0; d < 3; d++) {
      spread[k] += pow(x[d] - mean[k][d], 2) / n[k];
      fast[k] += pow(v[d] - mean[k][3 + d], 2) / n[k];
    }
  }
  CHECK_NEAR(hypot(mean[0][0], mean[0][1]), 30 * 0.2, 4 * 2.45 / sqrt(2000));
  CHECK_NEAR(hypot(mean[1][0], mean[1][1]), 30 * 0.8, 4 * 1.23 / sqrt(500));
  CHECK_NEAR(sqrt(spread[1] / spread[0]), 0.5, 0.05); /* root of the mass ratio */
  CHECK_NEAR(sqrt(fast[1] / fast[0]), sqrt(0.5), 0.04);
  free(c.data);
  unmake(&m);
}

/* ---- what is refused */

static void refused(const char *name, const char *key, double value, const char *says) {
  model m = make(name);
  int64_t n;
  set(&m, key, value);
  CHECK(m.row->count(m.self, m.ctx, &n) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(m.ctx), says) != NULL);
  if (!strstr(aps_ctx_error(m.ctx), says)) printf("     %s\n", aps_ctx_error(m.ctx));
  unmake(&m);
}

static void test_bad_keys_are_refused_by_name(void) {
  refused("galaxy", "n_disc", 0, "galaxy: n_disc");
  refused("galaxy", "mass_bulge", 0, "mass_bulge");
  refused("galaxy", "Q", 9, "galaxy: Q: ");
  refused("galaxy", "Q_radius", 20, "Q_radius");
  refused("encounter", "separation", 1, "separation");
  refused("encounter", "eccentricity", 0.1, "eccentricity 0.1");
  model m = make("isothermal");
  int64_t n;
  set(&m, "core", 0.1), set(&m, "black_hole", 0.1);
  CHECK(m.row->count(m.self, m.ctx, &n) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(m.ctx), "isothermal: core") && strstr(aps_ctx_hint(m.ctx), "core"));
  unmake(&m);
}

/* A galaxy's components have their own types; the entry's `type` overrides; others keep the entry's
 * place. */
static void test_types_reach_the_simulation(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  const char *text =
      "particles: [{model: galaxy, n_disc: 3, n_bulge: 2, n_halo: 1},\n"
      "  {model: plummer, n: 1}, {model: galaxy, n_disc: 1, n_bulge: 1, n_halo: 1, type: 5}]\n"
      "integrator: {dt: 1}\nrun: {t_end: 0, device: cpu}\nforces: []\n";
  CHECK_OK(ctx, aps_create(ctx, "test", text, NULL, 0, &sim));
  aps_view v;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_TYPE, 0, &v));
  static const uint32_t want[10] = {2, 2, 2, 3, 3, 1, 2, 5, 5, 5};
  CHECK(v.n == 10 && memcmp(v.type, want, sizeof want) == 0);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_eddington_finds_the_closed_forms);
  CHECK_RUN(test_distribution_functions_are_positive);
  CHECK_RUN(test_nfw_is_in_equilibrium);
  CHECK_RUN(test_isothermal_is_in_equilibrium);
  CHECK_RUN(test_king_is_in_equilibrium);
  CHECK_RUN(test_king_has_its_concentration);
  CHECK_RUN(test_cold_collapse_has_its_virial_ratio);
  CHECK_RUN(test_thin_disc_has_freemans_rotation_curve);
  CHECK_RUN(test_thick_disc_pulls_as_its_particles_do);
  CHECK_RUN(test_galaxy_is_what_was_asked_for);
  CHECK_RUN(test_disc_has_its_velocities);
  CHECK_RUN(test_Q_holds_where_it_is_asked_for);
  CHECK_RUN(test_components_may_be_left_out);
  CHECK_RUN(test_encounter_is_on_its_orbit);
  CHECK_RUN(test_discs_are_tilted_as_asked);
  CHECK_RUN(test_encounter_holds_two_galaxies);
  CHECK_RUN(test_bad_keys_are_refused_by_name);
  CHECK_RUN(test_types_reach_the_simulation);
  return CHECK_RESULT();
}
