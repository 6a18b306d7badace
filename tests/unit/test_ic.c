/* Initial conditions: the same bits for any split of the rows, and the distribution each model
 * promises. */
#include "cloud.h"

/* The model's own weight function, beside the library's row. */
#define aps_ic_hernquist hernquist_here
#include "../../src/ic/hernquist.c"
#undef aps_ic_hernquist

/* Models that the configuration lists body by body have none by default, and one needs an expanding
 * universe: tests/unit/test_ic_rows.c, test_cosmology.c. */
static int is_elsewhere(const char *name) {
  return !strcmp(name, "bodies") || !strcmp(name, "orbits") || !strcmp(name, "zeldovich");
}

static void test_any_split_of_the_rows_gives_the_same_bits(void) {
  for (int k = 0; k < aps_row_count(APS_KIND_IC); k++) {
    const char *name = aps_row(APS_KIND_IC, k)->name;
    const int tracers = !strcmp(name, "ring");
    if (is_elsewhere(name)) continue;
    model m = make(name);
    cloud one = draw(&m, 2.5, 1), seven = draw(&m, 2.5, 7);
    CHECK(memcmp(one.data, seven.data, sizeof(double) * (size_t)(8 * one.n)) == 0);
    double sum = 0;
    for (int64_t i = 0; i < one.n; i++) {
      CHECK(isfinite(radius(&one, i)) && isfinite(speed2(&one, i)) &&
            (one.view.mass[i] > 0) == !tracers);
      sum += one.view.mass[i] + tracers;
    }
    CHECK(sum > 0);
    free(one.data), free(seven.data);
    unmake(&m);
  }
}

/* Of many rows in one piece the peaks are bracketed by a table, of few each is found. */
static void test_many_rows_of_a_hernquist_sphere_have_the_bits_of_few(void) {
  static const double cutoff[] = {100, 0.01, 1e12};
  for (int k = 0; k < 3; k++) {
    model m = make("hernquist");
    set(&m, "n", 20000), set(&m, "cutoff", cutoff[k]);
    cloud one = draw(&m, 1, 1), seven = draw(&m, 1, 7); /* of 2857 rows */
    CHECK(memcmp(one.data, seven.data, sizeof(double) * (size_t)(8 * one.n)) == 0);
    free(one.data), free(seven.data);
    unmake(&m);
  }
}

/* One particle, and two, are legal spheres. */
static void test_tiny_spheres(void) {
  static const char *const name[] = {"plummer", "uniform_sphere", "hernquist"};
  for (int k = 0; k < 3; k++)
    for (int n = 1; n <= 2; n++) {
      model m = make(name[k]);
      set(&m, "n", n);
      cloud c = draw(&m, 1, 1);
      CHECK(c.n == n);
      for (int i = 0; i < n; i++)
        CHECK(c.view.mass[i] == 1.0 / n && isfinite(radius(&c, i)) && isfinite(speed2(&c, i)));
      free(c.data);
      unmake(&m);
    }
}

static void check_refused(const char *name, const char *key, double value, const char *key2,
                          double value2) {
  model m = make(name);
  int64_t n;
  set(&m, key, value);
  set(&m, key2, value2);
  CHECK(m.row->count(m.self, m.ctx, &n) == APS_ECONFIG);
  CHECK(strlen(aps_ctx_error(m.ctx)) > 10);
  unmake(&m);
}
static void test_two_body_refuses_what_is_no_ellipse(void) {
  check_refused("two_body", "m1", 0, "m2", 0);
  check_refused("two_body", "e", 1, "m2", 1);
}

/* Energy -G m1 m2 / 2a and angular momentum from either end; barycentre and momentum zero, to
 * rounding. */
static void test_two_body_is_the_ellipse_asked_for(void) {
  const double G = 3.25, m1 = 2, m2 = 0.5, a = 1.75, e = 0.6;
  for (int start = 0; start <= 1; start++) {
    model m = make("two_body");
    set(&m, "m1", m1), set(&m, "m2", m2), set(&m, "a", a), set(&m, "e", e), set(&m, "start", start);
    cloud c = draw(&m, G, 1);
    const aps_view *p = &c.view;
    const double r = p->x[0] - p->x[1], v = p->vy[0] - p->vy[1], mu = m1 * m2 / (m1 + m2);
    CHECK(p->mass[0] == m1 && p->mass[1] == m2);
    CHECK_NEAR(r, start == 0 ? a * (1 + e) : a * (1 - e), 1e-15);
    CHECK_NEAR(mu * v * v / 2 - G * m1 * m2 / r, -G * m1 * m2 / (2 * a),
               4e-15); /* terms of size 4 */
    CHECK_NEAR(r * v, sqrt(G * (m1 + m2) * a * (1 - e * e)), 4e-15);
    CHECK_NEAR(m1 * p->x[0] + m2 * p->x[1], 0, 1e-15);
    CHECK_NEAR(m1 * p->vy[0] + m2 * p->vy[1], 0, 1e-15);
    free(c.data);
    unmake(&m);
  }
}

/* A tracer on a circle about a star. */
static void test_two_body_with_a_tracer(void) {
  model m = make("two_body");
  set(&m, "m1", 1), set(&m, "m2", 0), set(&m, "e", 0);
  cloud c = draw(&m, 1, 1);
  CHECK(c.view.x[0] == 0 && c.view.vy[0] == 0 && c.view.x[1] == -1 && c.view.vy[1] == -1);
  free(c.data);
  unmake(&m);
}

/* Scaled units: energy goes as G m^2 / L. */
static void test_few_body_energies(void) {
  static const struct {
    const char *name;
    double energy;
  } want[] = {{"figure8", -1.287141989196420510}, {"pythagorean", -769.0 / 60}};
  for (int k = 0; k < 2; k++) {
    const double G = 2, mass = 3, size = 0.5;
    model m = make(want[k].name);
    set(&m, "mass", mass), set(&m, "scale", size);
    cloud c = draw(&m, G, 1);
    double energy = 0, p[2] = {0}, x[2] = {0};
    for (int i = 0; i < 3; i++) {
      const double mi = c.view.mass[i];
      energy += mi * speed2(&c, i) / 2;
      p[0] += mi * c.view.vx[i], p[1] += mi * c.view.vy[i];
      x[0] += mi * c.view.x[i], x[1] += mi * c.view.y[i];
      for (int j = 0; j < i; j++)
        energy -=
            G * mi * c.view.mass[j] / hypot(c.view.x[i] - c.view.x[j], c.view.y[i] - c.view.y[j]);
    }
    const double unit = G * mass * mass / size;
    CHECK_NEAR(energy / unit, want[k].energy, 4e-15);
    CHECK_NEAR(p[0], 0, 2e-15);
    CHECK_NEAR(p[1], 0, 2e-15);
    CHECK_NEAR(x[0], 0, 2e-15);
    CHECK_NEAR(x[1], 0, 2e-15);
    free(c.data);
    unmake(&m);
  }
}

/* ---- the spheres: n = 20000 particles against the distribution functions, G = 1.5, mass 2.5,
 * scale 0.75 */

enum { N = 20000 };
static const double G = 1.5, mass = 2.5, scale = 0.75, cutoff = 20;

static cloud sphere(const char *name) {
  model m = make(name);
  set(&m, "n", N), set(&m, "mass", mass);
  set(&m, strcmp(name, "uniform_sphere") == 0 ? "radius" : "scale", scale);
  if (strcmp(name, "uniform_sphere") == 0)
    set(&m, "virial", 0.8);
  else
    set(&m, "cutoff", cutoff);
  cloud c = draw(&m, G, 1);
  unmake(&m);
  return c;
}

static double plummer_mass(double r) {
  return pow(1 + scale * scale / (r * r), -1.5) / pow(1 + 1 / (cutoff * cutoff), -1.5);
}
static double hernquist_share(double r) { return pow(r / (r + scale), 2); }
static double hernquist_mass(double r) {
  return hernquist_share(r) / hernquist_share(cutoff * scale);
}
static double uniform_mass(double r) { return pow(r / scale, 3); }

/* v / v_esc; the same distribution at every radius of Plummer's sphere. */
static double plummer_speed(const cloud *c, int64_t i) {
  const double m = mass / pow(1 + 1 / (cutoff * cutoff), -1.5), r = radius(c, i);
  return sqrt(speed2(c, i) / (2 * G * m / sqrt(r * r + scale * scale)));
}
/* Integral of q^2 (1 - q^2)^(7/2) by Simpson's rule. */
static double plummer_speed_cdf(double q) {
  enum { M = 200 };
  double part[2] = {0};
  const double end[2] = {q, 1};
  for (int k = 0; k < 2; k++)
    for (int i = 0; i <= M; i++) {
      const double s = end[k] * i / M, w = i == 0 || i == M ? 1 : i % 2 ? 4 : 2;
      part[k] += w * end[k] * s * s * pow(fmax(0, 1 - s * s), 3.5);
    }
  return part[0] / part[1];
}

static void test_plummer_has_its_distribution(void) {
  cloud c = sphere("plummer");
  CHECK(kolmogorov(&c, radius, plummer_mass) < 1.95);
  CHECK(kolmogorov(&c, plummer_speed, plummer_speed_cdf) < 1.95);
  check_isotropic(&c);
  for (int64_t i = 0; i < c.n; i++) CHECK(radius(&c, i) <= cutoff * scale * (1 + 1e-12));
  free(c.data);
}

static double component(const cloud *c, int64_t i) { return c->view.vx[i]; }
static double maxwell(double v) { return 0.5 * erfc(-v / sqrt(2 * 0.8 * G * mass / (5 * scale))); }

static void test_uniform_sphere_has_its_distribution(void) {
  cloud c = sphere("uniform_sphere");
  CHECK(kolmogorov(&c, radius, uniform_mass) < 1.95);
  CHECK(kolmogorov(&c, component, maxwell) < 1.95);
  check_isotropic(&c);
  /* 2K/|W| with K from the sample: its relative error is sqrt(2 / 3N) = 0.6 %; four of them. */
  double kinetic = 0;
  for (int64_t i = 0; i < c.n; i++) kinetic += c.view.mass[i] * speed2(&c, i) / 2;
  CHECK_NEAR(2 * kinetic / (0.6 * G * mass * mass / scale), 0.8, 0.8 * 0.024);
  free(c.data);
}

/* Hernquist 1990, eq. 10: the radial dispersion of the isotropic model from Jeans's equation, by G
 * M / 12 a. */
static double jeans(double x) {
  return 12 * x * pow(1 + x, 3) * log((1 + x) / x) -
         x / (1 + x) * (25 + 52 * x + 42 * x * x + 12 * x * x * x);
}

/* The velocities come from the distribution function, the expected dispersion from Jeans's
 * equation: two roads. In each shell of n particles the mean of v^2 / 3 has relative error
 * sqrt(var(v^2)) / mean / sqrt(n) ~ 0.8 / sqrt(n) (Gaussian: sqrt(2/3)); four of them. The cut
 * takes nothing inside: densities and the force there are those of the full model. */
static void test_hernquist_dispersion_follows_jeans(void) {
  cloud c = sphere("hernquist");
  CHECK(kolmogorov(&c, radius, hernquist_mass) < 1.95);
  check_isotropic(&c);
  const double edge[] = {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10};
  const double full = mass / hernquist_share(cutoff * scale);
  for (int s = 0; s < 8; s++) {
    double sum = 0, expected = 0, n = 0;
    for (int64_t i = 0; i < c.n; i++) {
      const double x = radius(&c, i) / scale;
      if (x < edge[s] || x >= edge[s + 1]) continue;
      n++, sum += speed2(&c, i) / 3, expected += G * full / (12 * scale) * jeans(x);
    }
    printf("     r/a %5.2f to %5.2f: %5.0f particles, dispersion^2 / Jeans %.4f\n", edge[s],
           edge[s + 1], n, sum / expected);
    CHECK(n > 20);
    CHECK_NEAR(sum / expected, 1, 4 * 0.82 / sqrt(n));
  }
  for (int64_t i = 0; i < c.n; i++) /* bound */
    CHECK(speed2(&c, i) / 2 < G * full / (radius(&c, i) + scale));
  free(c.data);
}

/* Hernquist's eq. 17 times s^2, as printed, in long double; x = r / a. */
static double hernquist_weight(double x, double s) {
  const long double q2 = (1 - (long double)s * s) / (1 + (long double)x), q = sqrtl(q2), p = 1 - q2;
  const long double f = 3 * asinl(q) + q * sqrtl(p) * (1 - 2 * q2) * (8 * q2 * q2 - 8 * q2 - 3);
  return (double)((long double)s * s * f / (p * p * sqrtl(p)));
}

/* Terms of size 3 q cancel to 26 q^5, which leaves long double 1e-12 at q = 0.01, x = 1e4, and
 * double 1e-9: the series must do better; what it leaves out at q = 0.2 is 1e-11. At the cusp q
 * tends to 1, and 1 - q^2 is the delicate part. */
static void test_hernquist_weight_keeps_its_digits(void) {
  for (double x = 1e-3; x < 2e3; x *= 1.37)
    for (double s = 0.05; s < 0.95; s += 0.05) {
      const double want = hernquist_weight(x, s);
      CHECK_NEAR(weight(x / (1 + x), s), want, 2e-11 * want);
    }
}

/* Probability of a speed below the particle's own, at its own radius; uniform in [0, 1] if speeds
 * are as they should be. */
static double hernquist_speed_rank(const cloud *c, int64_t i) {
  enum { M = 100 };
  const double x = radius(c, i) / scale, full = mass / hernquist_share(cutoff * scale);
  const double own = sqrt(speed2(c, i) / (2 * G * full / (radius(c, i) + scale)));
  double part[2] = {0};
  const double from[2] = {0, own}, to[2] = {own, 1};
  for (int k = 0; k < 2; k++) /* Simpson */
    for (int j = 1; j < M; j++)
      part[k] += (j % 2 ? 4 : 2) * (to[k] - from[k]) *
                 hernquist_weight(x, from[k] + (to[k] - from[k]) * j / M);
  const double middle = hernquist_weight(x, own);
  part[0] += own * middle, part[1] += (1 - own) * middle; /* the outer ends vanish */
  return part[0] / (part[0] + part[1]);
}
static double identity(double u) { return u; }

static void test_hernquist_has_its_speeds(void) {
  cloud c = sphere("hernquist");
  CHECK(kolmogorov(&c, hernquist_speed_rank, identity) < 1.95);
  free(c.data);
}

/* Far out the distribution function is E^(5/2) times 1 + O(E), the first term of its series, and
 * v^2 / v_esc^2 then has the density s^2 (1 - s^2)^(5/2) in s: mean of s^2 = B(5/2, 7/2) / B(3/2,
 * 7/2) = 3/10. A cut at 1e6 a puts particles there; closed forms that cancel would give noise. */
static void test_hernquist_far_out(void) {
  model m = make("hernquist");
  set(&m, "n", 4000000), set(&m, "cutoff", 1e6);
  int64_t n = 0;
  double mean = 0, buffer[7];
  aps_view one = {.n = 1,
                  .x = buffer,
                  .y = buffer + 1,
                  .z = buffer + 2,
                  .vx = buffer + 3,
                  .vy = buffer + 4,
                  .vz = buffer + 5,
                  .mass = buffer + 6};
  for (int64_t i = 0; i < 400000; i++) {
    const aps_ic_place place = {.seed = 7, .stream = 0, .first = i, .total = 4000000, .G = 1};
    CHECK_OK(m.ctx, m.row->fill(m.self, m.ctx, &place, one));
    const double r = sqrt(buffer[0] * buffer[0] + buffer[1] * buffer[1] + buffer[2] * buffer[2]);
    if (r < 300) continue;
    n++;
    mean += (buffer[3] * buffer[3] + buffer[4] * buffer[4] + buffer[5] * buffer[5]) / (2 / (1 + r));
  }
  printf("     %lld particles beyond 300 a: mean of (v / v_esc)^2 = %.4f\n", (long long)n,
         mean / (double)n);
  CHECK(n > 1000);
  CHECK_NEAR(mean / (double)n, 0.3,
             4 * 0.19 / sqrt((double)n)); /* standard deviation of s^2: 0.187 */
  unmake(&m);
}

/* Plummer's sphere in Henon's units holds r10, r50, r90 = .3087, .7686, 2.1837. A quantile's error
 * is sqrt(p (1 - p) / n) / (dM/dr); four of them. The default cut shifts r90 by 0.0015. */
static void test_plummer_default_is_in_henon_units(void) {
  const double p[3] = {0.1, 0.5, 0.9}, want[3] = {0.3087, 0.7686, 2.1837}, a = 3 * PI / 16;
  model m = make("plummer");
  set(&m, "n", N);
  cloud c = draw(&m, 1, 1);
  double r[N], kinetic = 0;
  for (int i = 0; i < N; i++) r[i] = radius(&c, i), kinetic += c.view.mass[i] * speed2(&c, i) / 2;
  qsort(r, N, sizeof *r, by_value);
  for (int k = 0; k < 3; k++) {
    const double slope =
        3 * want[k] * want[k] / pow(a, 3) * pow(1 + want[k] * want[k] / (a * a), -2.5);
    const double error = sqrt(p[k] * (1 - p[k]) / N) / slope;
    printf("     r%.0f = %.4f +- %.4f\n", 100 * p[k], r[(int)(p[k] * N)], error);
    CHECK_NEAR(r[(int)(p[k] * N)], want[k], 4 * error + 0.0015 * (k == 2));
  }
  CHECK_NEAR(kinetic, 0.25, 4 * 0.25 * 0.9 / sqrt(N)); /* relative spread of v^2 is 0.9 */
  free(c.data);
  unmake(&m);
}

int main(void) {
  CHECK_RUN(test_any_split_of_the_rows_gives_the_same_bits);
  CHECK_RUN(test_many_rows_of_a_hernquist_sphere_have_the_bits_of_few);
  CHECK_RUN(test_tiny_spheres);
  CHECK_RUN(test_two_body_refuses_what_is_no_ellipse);
  CHECK_RUN(test_two_body_is_the_ellipse_asked_for);
  CHECK_RUN(test_two_body_with_a_tracer);
  CHECK_RUN(test_few_body_energies);
  CHECK_RUN(test_plummer_has_its_distribution);
  CHECK_RUN(test_uniform_sphere_has_its_distribution);
  CHECK_RUN(test_hernquist_dispersion_follows_jeans);
  CHECK_RUN(test_hernquist_weight_keeps_its_digits);
  CHECK_RUN(test_hernquist_has_its_speeds);
  CHECK_RUN(test_hernquist_far_out);
  CHECK_RUN(test_plummer_default_is_in_henon_units);
  return CHECK_RESULT();
}
