/* Claims about src/analysis: what it measures in samples of known distributions is what they are
 * made of, within the sampling error; moving and turning a system changes only what it should; few,
 * coincident, massless and broken particles are dealt with. Samples are drawn here, not by the
 * library's models. */
#include "../../src/analysis/analysis.h"
#include "../../src/core/rng.h"
#include "../check.h"

typedef struct {
  int64_t n;
  double *c; /* [8, n]: x y z vx vy vz mass pot */
  uint32_t *type;
  aps_view v;
} cloud;

static cloud make(int64_t n) {
  cloud c = {n,
             calloc((size_t)(8 * n + 1), sizeof(double)),
             calloc((size_t)n + 1, sizeof(uint32_t)),
             {.n = n}};
  double **const column[8] = {&c.v.x,  &c.v.y,  &c.v.z,    &c.v.vx,
                              &c.v.vy, &c.v.vz, &c.v.mass, &c.v.pot};
  for (int k = 0; k < 8; k++) *column[k] = c.c + k * n;
  c.v.type = c.type;
  for (int64_t i = 0; i < n; i++) c.v.mass[i] = 1.0 / (double)n, c.type[i] = 1;
  return c;
}

static void unmake(cloud *c) {
  free(c->c);
  free(c->type);
}

/* ---- Plummer's sphere, G = M = 1 (Aarseth, Henon & Wielen 1974) ------------------------------ */

static void place_plummer(cloud *c, int64_t first, int64_t n, double a, uint64_t seed) {
  for (int64_t i = first; i < first + n; i++) {
    aps_rng g = aps_rng_at(seed, 1, (uint64_t)i);
    double e[3], q, y;
    const double r = a / sqrt(pow(aps_rng_uniform(&g), -2.0 / 3) - 1);
    do q = aps_rng_uniform(&g), y = 0.1 * aps_rng_uniform(&g);
    while (y > q * q * pow(1 - q * q, 3.5));
    const double speed = q * sqrt(2 / sqrt(r * r + a * a));
    aps_rng_direction(&g, e);
    c->v.x[i] = r * e[0], c->v.y[i] = r * e[1], c->v.z[i] = r * e[2];
    aps_rng_direction(&g, e);
    c->v.vx[i] = speed * e[0], c->v.vy[i] = speed * e[1], c->v.vz[i] = speed * e[2];
    c->v.pot[i] = -1 / sqrt(r * r + a * a); /* of the smooth sphere */
  }
}

static double plummer_mass(double r, double a) { return pow(1 + a * a / (r * r), -1.5); }
static double plummer_density(double r, double a) {
  return 3 / (4 * M_PI * a * a * a) * pow(1 + r * r / (a * a), -2.5);
}

/* Mass-weighted mean of sigma^2 = 1 / (6 sqrt(r^2 + a^2)) over a shell, by Simpson's rule. */
static double plummer_sigma(double inner, double outer, double a) {
  double top = 0, bottom = 0;
  for (int k = 0; k <= 64; k++) {
    const double r = inner + (outer - inner) * k / 64, w = (k % 64 == 0 ? 1
                                                            : k % 2     ? 4
                                                                        : 2) *
                                                           r * r * plummer_density(r, a);
    top += w / (6 * sqrt(r * r + a * a));
    bottom += w;
  }
  return sqrt(top / bottom);
}

static const double henon = 3 * M_PI / 16; /* a in Henon's units: K = 1/4, W = -1/2 */
enum { N = 20000 };

static void analyse(const cloud *c, const aps_analysis_setup *s, aps_ctx *ctx, aps_analysis *a) {
  CHECK_OK(ctx, aps_analyse(ctx, c->v, s, a));
}

static void test_plummer_radii_and_energies(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  aps_analysis a;
  place_plummer(&c, 0, N, henon, 1);
  analyse(&c, NULL, ctx, &a);
  const double known[3][2] = {{0.1, 0.3087}, {0.5, 0.7686}, {0.9, 2.1837}};
  for (int k = 0; k < APS_LAGRANGE; k++) {
    const double f = aps_lagrange_fractions[k], r = henon / sqrt(pow(f, -2.0 / 3) - 1);
    for (int j = 0; j < 3; j++)
      if (known[j][0] == f) CHECK_NEAR(r, known[j][1], 5e-5);
    /* a quantile scatters by sqrt(f (1 - f) / N) in mass, thus by that / (dM/dr) in radius */
    const double scatter = sqrt(f * (1 - f) / N) / (4 * M_PI * r * r * plummer_density(r, henon));
    CHECK_NEAR(a.lagrange[k], r, 3.5 * scatter);
  }
  /* v^2 has a relative variance below 1 and the potential below 0.2: 3 sigma of their means over N
   */
  CHECK_NEAR(a.kinetic, 0.25, 0.25 * 3 / sqrt(N));
  CHECK_NEAR(a.potential, -0.5, 0.5 * 3 * sqrt(0.2 / N));
  CHECK_NEAR(a.virial_ratio, 1, 3 * sqrt(1.2 / N));
  CHECK_NEAR(a.total, a.kinetic + a.potential, 1e-15);
  CHECK_NEAR(a.sigma, sqrt(0.5 / 3), sqrt(0.5 / 3) * 1.5 / sqrt(N));
  CHECK(a.n == N && a.n_species == 1 && a.species[0].n == N && !a.by_number);
  CHECK_NEAR(a.mass, 1, 1e-14);
  /* polishing by the flanks reaches 0.02 a / sqrt(3), the spheres alone 0.07 a
   */
  for (int d = 0; d < 3; d++) CHECK_NEAR(a.centre[d], 0, 3 * 0.0115 * henon);
  CHECK(a.centre_n <= 200 && a.centre_n > 150);
  CHECK(!a.disc.found && a.disc.type == -2);
  CHECK_NEAR(a.disc.flattening, 0.577, 0.03);
  aps_analysis_free(ctx, &a);
  CHECK(a.shell == NULL && aps_memory_peak(ctx) > 0);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_plummer_profiles(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  aps_analysis a;
  const aps_analysis_setup s = {.centring = APS_CENTRE_GIVEN};
  place_plummer(&c, 0, N, henon, 2);
  analyse(&c, &s, ctx, &a);
  CHECK(a.n_shells > 12 && a.n_shells <= 24);
  int64_t seen = 0;
  double off2 = 0;
  for (int k = 0; k < a.n_shells; k++) {
    const aps_analysis_shell *b = &a.shell[k];
    const double in = b->r_inner, out = b->r_outer, n = (double)b->n;
    const double expected = N * (plummer_mass(out, henon) - (in > 0 ? plummer_mass(in, henon) : 0));
    const double sigma = plummer_sigma(in, out, henon);
    CHECK(b->n >= 200 && b->r > in && b->r < out);
    CHECK_NEAR(b->density, expected / N / (4 * M_PI / 3 * (out * out * out - in * in * in)),
               b->density * 3 / sqrt(expected));
    CHECK_NEAR(b->enclosed_mass, plummer_mass(out, henon), 3 * sqrt(plummer_mass(out, henon) / N));
    CHECK_NEAR(b->v_circular, sqrt(b->enclosed_mass / out), 1e-12);
    /* a dispersion of n values scatters by sigma / sqrt(2 n) (less here: the tails are cut), two
     * directions by less */
    CHECK_NEAR(b->sigma_r, sigma, 3 * sigma / sqrt(2 * n));
    CHECK_NEAR(b->sigma_t, sigma, 3 * sigma / sqrt(4 * n));
    CHECK_NEAR(b->sigma, sigma, 3 * sigma / sqrt(6 * n));
    CHECK_NEAR(b->v_r, 0, 3 * sigma / sqrt(n));
    CHECK_NEAR(b->v_phi, 0, 3.3 * sigma / sqrt(n));
    CHECK_NEAR(b->beta, 0, 3 * sqrt(2 / n + 1 / n));
    CHECK_NEAR(b->beta, 1 - pow(b->sigma_t / b->sigma_r, 2), 1e-12);
    off2 += pow((n - expected) / sqrt(expected), 2) / a.n_shells;
    seen += b->n;
  }
  CHECK_NEAR(off2, 1, 3 * sqrt(2.0 / a.n_shells)); /* chi squared per shell */
  CHECK(seen > N - 210 && seen <= N);
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_radial_and_circular_orbits_are_told_apart(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(4000);
  aps_analysis a;
  const aps_analysis_setup at_origin = {.centring = APS_CENTRE_GIVEN};
  for (int circular = 0; circular < 2; circular++) {
    place_plummer(&c, 0, c.n, 1, 13);
    for (int64_t i = 0; i < c.n;
         i++) { /* pairs at x and -x with velocities v and -v: the mean is zero */
      double *const x[3] = {&c.v.x[i], &c.v.y[i], &c.v.z[i]}, *const v[3] = {&c.v.vx[i], &c.v.vy[i],
                                                                             &c.v.vz[i]};
      const double r2 = *x[0] * *x[0] + *x[1] * *x[1] + *x[2] * *x[2];
      const double vx = *x[0] * *v[0] + *x[1] * *v[1] + *x[2] * *v[2];
      for (int d = 0; d < 3; d++) {
        *v[d] = circular ? *v[d] - vx / r2 * *x[d] : vx / r2 * *x[d];
        if (i % 2) *x[d] = -x[d][-1], *v[d] = -v[d][-1];
      }
    }
    analyse(&c, &at_origin, ctx, &a);
    for (int k = 0; k < a.n_shells; k++) {
      if (circular)
        CHECK(a.shell[k].sigma_r < 1e-12 && a.shell[k].sigma_t > 0.05);
      else
        CHECK(a.shell[k].sigma_t < 1e-12 && a.shell[k].beta > 1 - 1e-12);
    }
    aps_analysis_free(ctx, &a);
  }
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* ---- a disc made by hand --------------------------------------------------------------------- */

enum { DISC = 20000, HALO = 5000 };
static const double h = 2, height = 0.2, v_rot = 1, s_R = 0.2, s_phi = 0.15, s_z = 0.1;

/* Sigma ~ exp(-R / h), heights and velocities normal, in the x-y plane; a round halo of a tenth of
 * the mass. */
static cloud galaxy(uint32_t disc_type) {
  cloud c = make(DISC + HALO);
  for (int64_t i = 0; i < DISC; i++) {
    aps_rng g = aps_rng_at(3, 0, (uint64_t)i);
    const double R = -h * log(aps_rng_uniform(&g) * aps_rng_uniform(&g)); /* p(R) ~ R exp(-R / h) */
    const double phi = 2 * M_PI * aps_rng_uniform(&g), cp = cos(phi), sp = sin(phi);
    const double u = s_R * aps_rng_normal(&g), v = v_rot + s_phi * aps_rng_normal(&g);
    c.v.x[i] = R * cp, c.v.y[i] = R * sp, c.v.z[i] = height * aps_rng_normal(&g);
    c.v.vx[i] = u * cp - v * sp, c.v.vy[i] = u * sp + v * cp, c.v.vz[i] = s_z * aps_rng_normal(&g);
    c.v.mass[i] = 0.9 / DISC;
    c.type[i] = disc_type;
  }
  place_plummer(&c, DISC, HALO, 5, 4);
  for (int64_t i = DISC; i < DISC + HALO; i++) c.v.mass[i] = 0.1 / HALO;
  return c;
}

/* x -> R x + shift, v -> R v + boost with R = Rz(1) Rx(0.7). */
static void move(cloud *c, const double shift[3], const double boost[3]) {
  const double cz = cos(1), sz = sin(1), cx = cos(0.7), sx = sin(0.7);
  const double R[3][3] = {{cz, -sz * cx, sz * sx}, {sz, cz * cx, -cz * sx}, {0, sx, cx}};
  double *const column[2][3] = {{c->v.x, c->v.y, c->v.z}, {c->v.vx, c->v.vy, c->v.vz}};
  for (int64_t i = 0; i < c->n; i++)
    for (int k = 0; k < 2; k++) {
      const double x[3] = {column[k][0][i], column[k][1][i], column[k][2][i]};
      for (int d = 0; d < 3; d++)
        column[k][d][i] = R[d][0] * x[0] + R[d][1] * x[1] + R[d][2] * x[2] + (k ? boost : shift)[d];
    }
}

static void test_a_disc_gives_back_what_it_was_made_of(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = galaxy(2);
  aps_analysis a;
  move(&c, (double[]){100, -50, 7}, (double[]){3, 2, 1});
  analyse(&c, NULL, ctx, &a);
  const aps_analysis_disc *d = &a.disc;
  const double axis[3] = {sin(1) * sin(0.7), -cos(1) * sin(0.7), cos(0.7)};
  CHECK(d->found && d->type == 2 && d->n == DISC);
  /* the axis is that of the summed L: each particle's scatters by s_z / v_rot */
  CHECK_NEAR(axis[0] * d->axis[0] + axis[1] * d->axis[1] + axis[2] * d->axis[2], 1, 1e-3);
  CHECK_NEAR(d->scale_length_error, h / sqrt(DISC),
             h / sqrt(DISC)); /* of the order of h / sqrt(N) */
  CHECK_NEAR(d->scale_length, h,
             3 * d->scale_length_error + 0.005 * h); /* rings 0.2 h wide: bias below 0.5 % */
  CHECK_NEAR(d->central_surface_density, 0.9 / (2 * M_PI * h * h),
             0.03 * d->central_surface_density);
  CHECK_NEAR(d->z_median, 0.67449 * height,
             0.03 * height); /* 3 * 1.1 / sqrt(N), and the tilt of the axis */
  CHECK_NEAR(d->z_rms, height, 0.03 * height);
  CHECK_NEAR(d->rotation, v_rot / sqrt(v_rot * v_rot + s_R * s_R + s_phi * s_phi + s_z * s_z),
             0.01);
  for (int k = 0; k < d->n_rings; k++) {
    const aps_analysis_ring *r = &d->ring[k];
    const double n = (double)r->n;
    /* a centre off by x at R turns v_rot into u = v_rot x / R: one per cent of h is allowed for */
    const double u = v_rot * 0.01 * h / r->R;
    if (r->R < 0.3 * h) continue;
    CHECK_NEAR(r->v_phi, v_rot, 3 * s_phi / sqrt(n) + u);
    CHECK_NEAR(r->v_R, 0, 3 * s_R / sqrt(n) + u);
    CHECK_NEAR(r->sigma_R, s_R, 3.3 * s_R / sqrt(2 * n) + u * u / s_R + 0.005);
    CHECK_NEAR(r->sigma_phi, s_phi, 3.3 * s_phi / sqrt(2 * n) + u * u / s_phi + 0.005);
    CHECK_NEAR(r->sigma_z, s_z, 3.3 * s_z / sqrt(2 * n) + 0.005);
    CHECK_NEAR(r->z_rms, height, 3.3 * height / sqrt(2 * n) + 0.01 * r->R * 0.5);
    const double mean = (exp(-r->R_inner / h) * (1 + r->R_inner / h) -
                         exp(-r->R_outer / h) * (1 + r->R_outer / h)) /
                        (M_PI * (r->R_outer * r->R_outer - r->R_inner * r->R_inner));
    CHECK_NEAR(r->surface_density, 0.9 * mean, 3.3 * 0.9 * mean / sqrt(n) + 0.01 * mean);
  }
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_the_disc_is_found_whatever_its_species(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = galaxy(4);
  aps_analysis a;
  analyse(&c, NULL, ctx, &a);
  CHECK(a.disc.found && a.disc.type == 4 && a.n_species == 2 && a.species[0].type == 1 &&
        a.species[1].type == 4);
  aps_analysis_free(ctx, &a);
  /* one species alone: radii and masses are its own, circular velocities everybody's */
  const aps_analysis_setup only = {.only = 1, .type = 4};
  analyse(&c, &only, ctx, &a);
  CHECK(a.n == DISC && a.disc.type == -1 && a.disc.found);
  CHECK_NEAR(a.mass, 0.9, 1e-12);
  const aps_analysis_shell *last = &a.shell[a.n_shells - 1];
  CHECK(last->v_circular > sqrt(last->enclosed_mass / last->r_outer) * 1.01);
  aps_analysis_free(ctx, &a);
  const aps_analysis_setup none = {.only = 1, .type = 5};
  CHECK(aps_analyse(ctx, c.v, &none, &a) == APS_EARG && strstr(aps_ctx_hint(ctx), "1, 4"));
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* ---- the centre ------------------------------------------------------------------------------ */

static void test_the_centre_is_that_of_the_denser_clump(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  aps_analysis a;
  place_plummer(&c, 0, N / 2, 0.2, 5);
  place_plummer(&c, N / 2, N / 2, 1, 6);
  for (int64_t i = 0; i < N / 2; i++) c.v.x[i] += 1.5, c.v.vy[i] += 0.3;
  analyse(&c, NULL, ctx, &a);
  CHECK_NEAR(a.centre[0], 1.5, 0.03);
  CHECK_NEAR(a.centre[1], 0, 0.03);
  CHECK(a.centre_peak);
  CHECK_NEAR(a.centre_of_mass[0], 0.75, 0.05);
  CHECK_NEAR(a.centre_velocity[1], 0.3,
             0.15); /* a tenth of the mass: sigma 1 / sqrt(2000), some of the other clump */
  CHECK_NEAR(a.mean_velocity[1], 0.15, 0.03);
  aps_analysis_free(ctx, &a);
  const aps_analysis_setup mass = {.centring = APS_CENTRE_MASS};
  analyse(&c, &mass, ctx, &a);
  CHECK(a.centre[0] == a.centre_of_mass[0] && a.centre_velocity[1] == a.mean_velocity[1]);
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_one_particle_far_away_changes_little(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  aps_analysis a, b;
  place_plummer(&c, 0, N, 1, 7);
  analyse(&c, NULL, ctx, &a);
  c.v.x[17] = 1e9;
  analyse(&c, NULL, ctx, &b);
  CHECK(b.r_max > 0.9e9 && b.centre_of_mass[0] > 1e4);
  for (int d = 0; d < 3; d++) CHECK_NEAR(b.centre[d], a.centre[d], 0.1);
  CHECK_NEAR(b.lagrange[5], a.lagrange[5], 0.05 * a.lagrange[5]);
  CHECK(b.n_shells > 12 && b.shell[b.n_shells - 1].r_outer < 1000);
  aps_analysis_free(ctx, &a);
  aps_analysis_free(ctx, &b);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void place_uniform(cloud *c, uint64_t seed) {
  for (int64_t i = 0; i < c->n; i++) {
    aps_rng g = aps_rng_at(seed, 1, (uint64_t)i);
    double e[3];
    const double r = cbrt(aps_rng_uniform(&g));
    aps_rng_direction(&g, e);
    c->v.x[i] = r * e[0], c->v.y[i] = r * e[1], c->v.z[i] = r * e[2];
  }
}

/* rms distance of the centre from the model's, of 16 samples. */
static double scatter(int uniform) {
  enum { SAMPLES = 16 };
  aps_ctx *ctx = aps_ctx_create();
  double s2 = 0;
  for (uint64_t k = 0; k < SAMPLES; k++) {
    cloud c = make(N);
    aps_analysis a;
    if (uniform) place_uniform(&c, 100 + k);
    else place_plummer(&c, 0, N, 1, 100 + k);
    analyse(&c, NULL, ctx, &a);
    for (int d = 0; d < 3; d++) s2 += a.centre[d] * a.centre[d] / SAMPLES;
    CHECK(!a.centre_peak);
    aps_analysis_free(ctx, &a);
    unmake(&c);
  }
  aps_ctx_free(&ctx);
  printf("  rms distance of the centre, %s, N = %d: %.4f\n", uniform ? "uniform" : "Plummer", N, sqrt(s2));
  return sqrt(s2);
}

/* The spatial median of a round cloud has the variance (9 / 4) / (n <1/r>^2), of all three
 * components: <1/r> is 1 in Plummer's sphere, 3/2 in a uniform one. Shrinking spheres end within
 * 0.12 a and R / 2; see frame.c. */
static void test_a_centre_without_a_peak_is_the_median(void) {
  const double three_sigma = 1 + 3 / sqrt(6 * 16); /* rms of 3 x 16 numbers */
  CHECK(scatter(0) < 1.5 / sqrt(N) * three_sigma);
  CHECK(scatter(1) < 1.0 / sqrt(N) * three_sigma);
}

/* More particles than the first spheres look at: the strided ones lead to the same centre. */
static void test_many_particles_have_the_same_centre(void) {
  enum { MANY = 400000 };
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(MANY);
  aps_analysis a;
  place_plummer(&c, 0, MANY, 1, 8);
  analyse(&c, NULL, ctx, &a);
  CHECK(a.centre_n <= 1000 && a.centre_n > 900);
  for (int d = 0; d < 3; d++) CHECK_NEAR(a.centre[d], 0, 3 * 0.0115 / sqrt(MANY / N));
  CHECK_NEAR(a.lagrange[5], 1 / sqrt(pow(0.5, -2.0 / 3) - 1), 0.01);
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* ---- moving and turning ---------------------------------------------------------------------- */

static void test_moving_and_turning_changes_only_what_it_should(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = galaxy(2);
  aps_analysis a, b;
  const double X[3] = {10, -20, 30}, V[3] = {1, 2, -3};
  analyse(&c, NULL, ctx, &a);
  move(&c, X, V);
  analyse(&c, NULL, ctx, &b);
  const double eps = 1e-10; /* 50 lengths away: 1e-14 of each coordinate, and sums of 25 000 */
  CHECK_NEAR(b.kinetic_internal, a.kinetic_internal, eps);
  CHECK_NEAR(b.kinetic,
             a.kinetic_internal + 0.5 * b.mass *
                                      (b.mean_velocity[0] * b.mean_velocity[0] +
                                       b.mean_velocity[1] * b.mean_velocity[1] +
                                       b.mean_velocity[2] * b.mean_velocity[2]),
             eps);
  CHECK(fabs(b.kinetic - a.kinetic) > 1);
  CHECK_NEAR(b.potential, a.potential, eps);
  CHECK_NEAR(b.virial_ratio, a.virial_ratio, eps);
  double s2[2] = {0}, s[3];
  for (int d = 0; d < 3; d++) s2[0] += a.spin[d] * a.spin[d], s2[1] += b.spin[d] * b.spin[d];
  CHECK_NEAR(s2[1], s2[0], eps);
  for (int d = 0; d < 3; d++) { /* L = spin + X x P */
    const int e = (d + 1) % 3, f = (d + 2) % 3;
    s[d] = b.spin[d] + b.centre_of_mass[e] * b.momentum[f] - b.centre_of_mass[f] * b.momentum[e];
    CHECK_NEAR(b.angular_momentum[d], s[d], 1e-9);
    CHECK_NEAR(b.momentum[d], b.mass * b.mean_velocity[d], eps);
  }
  for (int k = 0; k < APS_LAGRANGE; k++) CHECK_NEAR(b.lagrange[k], a.lagrange[k], eps * 100);
  CHECK(b.n_shells == a.n_shells && b.disc.n_rings == a.disc.n_rings &&
        b.disc.found == a.disc.found);
  for (int k = 0; k < a.n_shells && k < b.n_shells; k++) {
    CHECK(b.shell[k].n == a.shell[k].n);
    CHECK_NEAR(b.shell[k].sigma_t, a.shell[k].sigma_t, 1e-8);
    CHECK_NEAR(b.shell[k].v_phi, a.shell[k].v_phi, 1e-8);
    CHECK_NEAR(b.shell[k].density, a.shell[k].density, 1e-8 * a.shell[k].density);
  }
  CHECK_NEAR(b.disc.scale_length, a.disc.scale_length, 1e-8);
  CHECK_NEAR(b.disc.z_median, a.disc.z_median, 1e-8);
  aps_analysis_free(ctx, &a);
  aps_analysis_free(ctx, &b);
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* ---- few, coincident, massless, broken ------------------------------------------------------- */

static void test_few_particles(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int64_t n = 1; n <= 50; n++) {
    cloud c = make(n);
    aps_analysis a;
    place_plummer(&c, 0, n, 1, 9);
    analyse(&c, NULL, ctx, &a);
    int64_t seen = 0;
    for (int k = 0; k < a.n_shells; k++) seen += a.shell[k].n;
    CHECK(a.n == n && a.n_shells >= 1 && seen >= 1 && seen <= n);
    CHECK_NEAR(a.lagrange[APS_LAGRANGE - 1], a.r_max, 1e-300);
    aps_analysis_free(ctx, &a);
    unmake(&c);
  }
  cloud pair = make(2);
  aps_analysis a;
  pair.v.x[0] = -1, pair.v.x[1] = 1, pair.v.vy[0] = -0.5, pair.v.vy[1] = 0.5;
  analyse(&pair, NULL, ctx, &a);
  CHECK(a.centre[0] == 0 && a.lagrange[0] == 1 && a.r_max == 1 && a.spin[2] == 0.5 &&
        a.kinetic == 0.125);
  CHECK(a.n_shells == 1 && a.shell[0].n == 2 && a.shell[0].sigma_r == 0);
  aps_analysis_free(ctx, &a);
  unmake(&pair);
  aps_ctx_free(&ctx);
}

static void test_coincident_particles(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(5000);
  aps_analysis a;
  for (int64_t i = 0; i < c.n; i++) c.v.x[i] = 3, c.v.vx[i] = i % 2 ? 1 : -1;
  analyse(&c, NULL, ctx, &a);
  CHECK(a.r_max < 1e-12 && a.n_shells == 1 && a.shell[0].n == 5000);
  CHECK_NEAR(a.centre[0], 3, 1e-14);
  CHECK_NEAR(a.kinetic_internal, 0.5, 1e-12);
  aps_analysis_free(ctx, &a);
  for (int64_t i = 0; i < c.n / 2; i++) c.v.y[i] = (double)i; /* half of them in a line */
  analyse(&c, NULL, ctx, &a);
  CHECK(a.n_shells >= 1 && a.r_max > 2000);
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_massless_and_unequal_particles(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  aps_analysis a;
  place_plummer(&c, 0, N, 1, 10);
  analyse(&c, NULL, ctx, &a); /* of equal masses: what counting gives as well */
  const double sigma = a.sigma;
  aps_analysis_free(ctx, &a);
  for (int64_t i = 0; i < N; i++) c.v.mass[i] = 0;
  analyse(&c, NULL, ctx, &a); /* tracers alone: radii and dispersion by number */
  CHECK_NEAR(a.sigma, sigma, 1e-12 * sigma);
  CHECK(a.by_number && a.mass == 0 && a.kinetic == 0 && isnan(a.virial_ratio));
  CHECK_NEAR(a.lagrange[5], 1 / sqrt(pow(0.5, -2.0 / 3) - 1), 0.05);
  CHECK(isfinite(a.shell[3].sigma_r) && a.shell[3].density == 0);
  aps_analysis_free(ctx, &a);
  for (int64_t i = 0; i < 10; i++) c.v.mass[i] = 0.1; /* tracers among ten masses weigh nothing */
  analyse(&c, NULL, ctx, &a);
  CHECK(!a.by_number);
  CHECK_NEAR(a.mass, 1, 1e-15);
  aps_analysis_free(ctx, &a);
  for (int64_t i = 0; i < N; i++) c.v.mass[i] = pow(10, -6.0 * (double)i / N); /* a range of 1e6 */
  analyse(&c, NULL, ctx, &a);
  for (int d = 0; d < 3; d++) CHECK_NEAR(a.centre[d], 0, 0.1);
  double last = 0;
  for (int k = 0; k < APS_LAGRANGE; k++) {
    CHECK(a.lagrange[k] > last);
    last = a.lagrange[k];
  }
  aps_analysis_free(ctx, &a);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_what_cannot_be_analysed_is_named(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(10);
  aps_analysis a;
  c.v.vy[6] = NAN;
  CHECK(aps_analyse(ctx, c.v, NULL, &a) == APS_EDATA &&
        strstr(aps_ctx_error(ctx), "particle 7 of 10: vy"));
  c.v.vy[6] = 0, c.v.x[2] = INFINITY;
  CHECK(aps_analyse(ctx, c.v, NULL, &a) == APS_EDATA &&
        strstr(aps_ctx_error(ctx), "particle 3 of 10: x"));
  c.v.x[2] = 0, c.v.mass[9] = -1;
  CHECK(aps_analyse(ctx, c.v, NULL, &a) == APS_EDATA &&
        strstr(aps_ctx_error(ctx), "particle 10 of 10: mass"));
  c.v.n = 0;
  CHECK(aps_analyse(ctx, c.v, NULL, &a) == APS_EDATA && a.shell == NULL);
  c.v.n = 10, c.v.mass[9] = 1;
  const aps_analysis_setup bad = {.G = -1};
  CHECK(aps_analyse(ctx, c.v, &bad, &a) == APS_EARG);
  aps_view v = c.v;
  v.vx = NULL;
  CHECK(aps_analyse(ctx, v, NULL, &a) == APS_EARG);
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* ---- sorting, the potential, G --------------------------------------------------------------- */

static void test_sorting_orders_every_double(void) {
  aps_ctx *ctx = aps_ctx_create();
  enum { M = 5000 };
  aps_pair p[M];
  for (int i = 0; i < M; i++) {
    aps_rng g = aps_rng_at(11, 0, (uint64_t)i);
    const double u = aps_rng_uniform(&g);
    p[i] = (aps_pair){i % 7 == 0   ? (i % 2 ? 0.0 : -0.0)
                      : i % 5 == 0 ? 1
                                   : pow(10, 600 * u - 300),
                      i};
  }
  p[3].key = 5e-324, p[4].key = 1.7e308, p[6].key = 2.3e-308;
  CHECK_OK(ctx, aps_pairs_sort(ctx, p, M));
  for (int i = 1; i < M; i++) {
    CHECK(p[i - 1].key <= p[i].key);
    CHECK(p[i - 1].key < p[i].key || p[i - 1].weight < p[i].weight); /* stable */
  }
  CHECK(aps_pairs_within(p, M, -1) == 0 && aps_pairs_within(p, M, 1.7e308) == M);
  unsigned char seen[M] = {0};
  for (int i = 0; i < M; i++) seen[(int)p[i].weight]++;
  for (int i = 0; i < M; i++) CHECK(seen[i] == 1);
  aps_ctx_free(&ctx);
}

static void test_a_wrong_potential_is_told_from_a_right_one(void) {
  aps_ctx *ctx = aps_ctx_create();
  enum { M = 300 };
  cloud c = make(M);
  double eps[M], off;
  const char *law;
  place_plummer(&c, 0, M, 1, 12);
  for (int i = 0; i < M; i++) eps[i] = i % 2 ? 0.3 : 0.1;
  for (int i = 0; i < M; i++) {
    c.v.pot[i] = 0;
    for (int j = 0; j < M; j++) {
      const double x = c.v.x[i] - c.v.x[j], y = c.v.y[i] - c.v.y[j], z = c.v.z[i] - c.v.z[j],
                   e = fmax(eps[i], eps[j]);
      if (j != i) c.v.pot[i] -= 2 * c.v.mass[j] / sqrt(x * x + y * y + z * z + e * e);
    }
  }
  c.v.eps = eps;
  CHECK_OK(ctx, aps_potential_check(ctx, c.v, 2, &off, &law));
  CHECK(off < 1e-13 && strcmp(law, "plummer") == 0);
  CHECK_OK(ctx, aps_potential_check(ctx, c.v, 1, &off, &law)); /* another G */
  CHECK(off > 0.5);
  c.v.eps = NULL; /* the softening is not known: near, but not the same */
  CHECK_OK(ctx, aps_potential_check(ctx, c.v, 2, &off, &law));
  CHECK(off > 1e-4 && off < 0.2 && strcmp(law, "newton") == 0);
  for (int i = 0; i < M; i++) c.v.pot[i] = i; /* ids in its place */
  CHECK_OK(ctx, aps_potential_check(ctx, c.v, 2, &off, &law));
  CHECK(off > 1);
  unmake(&c);
  aps_ctx_free(&ctx);
}

static void test_G_follows_the_units(void) {
  aps_dataset d = {.time = 0};
  CHECK(aps_dataset_G(&d) == 1);
  d.units = (aps_units){3.0856775814913673e21, 1.98840987e43, 3.0856775814913673e16,
                        0}; /* kpc, 1e10 Msun, km/s */
  CHECK_NEAR(aps_dataset_G(&d), 43009.17, 1);
  d.units.G = 7;
  CHECK(aps_dataset_G(&d) == 7);
}

/* ---- periodic boxes, comoving files ----------------------------------------------------------- */

/* About a given point of a box, particles are where their nearest images are. */
static void test_a_box_is_seen_by_nearest_images(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(N);
  place_plummer(&c, 0, N, 0.02, 4);
  for (int64_t i = 0; i < N; i++) /* all within half an edge */
    if (c.v.x[i] * c.v.x[i] + c.v.y[i] * c.v.y[i] + c.v.z[i] * c.v.z[i] > 0.16)
      c.v.x[i] = c.v.y[i] = c.v.z[i] = 0.01;
  aps_analysis open, box;
  aps_analysis_setup s = {.centring = APS_CENTRE_GIVEN};
  analyse(&c, &s, ctx, &open);
  for (int64_t i = 0; i < N; i++) { /* about a corner of a box of 1 x 2 x 3 */
    c.v.x[i] -= floor(c.v.x[i]);
    c.v.y[i] -= 2 * floor(c.v.y[i] / 2);
    c.v.z[i] -= 3 * floor(c.v.z[i] / 3);
  }
  s.box[0] = 1, s.box[1] = 2, s.box[2] = 3;
  analyse(&c, &s, ctx, &box);
  for (int k = 0; k < APS_LAGRANGE; k++) CHECK_NEAR(box.lagrange[k], open.lagrange[k], 1e-12);
  CHECK(box.n_shells == open.n_shells);
  for (int k = 0; k < box.n_shells && k < open.n_shells; k++) {
    CHECK_NEAR(box.shell[k].density, open.shell[k].density, 1e-9 * open.shell[k].density);
    CHECK_NEAR(box.shell[k].v_circular, open.shell[k].v_circular, 1e-9);
  }
  CHECK_NEAR(box.kinetic, open.kinetic, 1e-12);
  CHECK(isnan(box.virial_ratio) && isnan(box.spin[0]) && isnan(box.centre_of_mass[0]));
  aps_analysis_free(ctx, &box);
  aps_analysis_free(ctx, &open);
  s = (aps_analysis_setup){.centring = APS_CENTRE_NONE, .box = {1, 2, 3}};
  analyse(&c, &s, ctx, &box);
  CHECK(isnan(box.centre[0]) && isnan(box.lagrange[5]) && box.n_shells == 0 && !box.disc.found);
  CHECK(box.n == N && box.sigma > 0);
  aps_analysis_free(ctx, &box);
  s.centring = APS_CENTRE_SHRINK;
  CHECK(aps_analyse(ctx, c.v, &s, &box) == APS_EARG);
  unmake(&c);
  aps_ctx_free(&ctx);
}

/* With comoving positions physical lengths are a times as long: W and v_circular know it. */
static void test_a_scale_factor_makes_lengths_physical(void) {
  aps_ctx *ctx = aps_ctx_create();
  cloud c = make(2000);
  place_plummer(&c, 0, 2000, 1, 5);
  aps_analysis plain, comoving;
  aps_analysis_setup s = {.centring = APS_CENTRE_MASS};
  analyse(&c, &s, ctx, &plain);
  s.a = 0.25;
  analyse(&c, &s, ctx, &comoving);
  CHECK_NEAR(comoving.potential, 4 * plain.potential, 1e-12);
  CHECK_NEAR(comoving.kinetic, plain.kinetic, 0);
  CHECK_NEAR(comoving.virial_ratio, plain.virial_ratio / 4, 1e-12);
  CHECK_NEAR(comoving.lagrange[5], plain.lagrange[5], 0);
  CHECK_NEAR(comoving.shell[2].v_circular, 2 * plain.shell[2].v_circular, 1e-12);
  CHECK_NEAR(comoving.shell[2].density, plain.shell[2].density, 0);
  aps_analysis_free(ctx, &plain);
  aps_analysis_free(ctx, &comoving);
  unmake(&c);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_plummer_radii_and_energies);
  CHECK_RUN(test_plummer_profiles);
  CHECK_RUN(test_radial_and_circular_orbits_are_told_apart);
  CHECK_RUN(test_a_disc_gives_back_what_it_was_made_of);
  CHECK_RUN(test_the_disc_is_found_whatever_its_species);
  CHECK_RUN(test_the_centre_is_that_of_the_denser_clump);
  CHECK_RUN(test_one_particle_far_away_changes_little);
  CHECK_RUN(test_a_centre_without_a_peak_is_the_median);
  CHECK_RUN(test_many_particles_have_the_same_centre);
  CHECK_RUN(test_moving_and_turning_changes_only_what_it_should);
  CHECK_RUN(test_few_particles);
  CHECK_RUN(test_coincident_particles);
  CHECK_RUN(test_massless_and_unequal_particles);
  CHECK_RUN(test_what_cannot_be_analysed_is_named);
  CHECK_RUN(test_sorting_orders_every_double);
  CHECK_RUN(test_a_wrong_potential_is_told_from_a_right_one);
  CHECK_RUN(test_G_follows_the_units);
  CHECK_RUN(test_a_box_is_seen_by_nearest_images);
  CHECK_RUN(test_a_scale_factor_makes_lengths_physical);
  return CHECK_RESULT();
}
