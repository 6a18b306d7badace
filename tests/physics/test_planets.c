/* Integrators of planets: Kepler's motion to the last bit, the order of both, energies, close encounters, tracers, and what a look
 * in between changes: nothing. */
#include "../../src/step/kepler.h"
#include "physics.h"

/* ---- Kepler's motion, against his equation in long double */

/* Planar orbit of eccentricity e and pericentre 1, mu = 1, a time t after pericentre. */
static void on_orbit(double e, double t, double out[4]) {
  const long double a = 1 / (1 - (long double)e), n = sqrtl(1 / fabsl(a * a * a)), M = n * t;
  long double low = -1, high = 1, mid = 0;
#define OFF(E) (e < 1 ? (E) - e * sinl(E) - M : e * sinhl(E) - (E) - M)
  while (OFF(low) > 0) low *= 2;
  while (OFF(high) < 0) high *= 2;
  for (int k = 0; k < 200; k++) {
    mid = (low + high) / 2;
    if (OFF(mid) < 0) low = mid;
    else high = mid;
  }
#undef OFF
  const long double c = e < 1 ? cosl(mid) : coshl(mid), s = e < 1 ? sinl(mid) : sinhl(mid), b = sqrtl(fabsl(1 - (long double)e * e));
  const long double rate = n / fabsl(1 - e * c);
  out[0] = (double)(e < 1 ? a * (c - e) : fabsl(a) * (e - c));
  out[1] = (double)(fabsl(a) * b * s);
  out[2] = (double)(fabsl(a) * -s * rate);
  out[3] = (double)(fabsl(a) * b * c * rate);
}

/* From t0 to t1, turned out of the plane; the error over the orbit's size there. */
static double kepler_error(double e, double t0, double t1) {
  double from[4], to[4], x[24], v[24], mu[8], worst = 0;
  on_orbit(e, t0, from), on_orbit(e, t1, to);
  for (int l = 0; l < 8; l++) {
    const double turn = 0.7 * l, c = cos(turn), s = sin(turn);
    mu[l] = 1;
    x[l] = from[0], x[8 + l] = c * from[1], x[16 + l] = s * from[1];
    v[l] = from[2], v[8 + l] = c * from[3], v[16 + l] = s * from[3];
  }
  aps_kepler_eight(mu, t1 - t0, 8, x, v);
  const double r = hypot(to[0], to[1]), w = hypot(to[2], to[3]);
  for (int l = 0; l < 8; l++) {
    const double turn = 0.7 * l, c = cos(turn), s = sin(turn);
    const double dx[3] = {x[l] - to[0], x[8 + l] - c * to[1], x[16 + l] - s * to[1]};
    const double dv[3] = {v[l] - to[2], v[8 + l] - c * to[3], v[16 + l] - s * to[3]};
    for (int d = 0; d < 3; d++) worst = fmax(worst, fmax(fabs(dx[d]) / r, fabs(dv[d]) / w));
  }
  return worst;
}

/* A last bit of the state at t0 moves that at t1 by the way that a phase runs: so many last bits are allowed. */
static void test_kepler_s_motion(void) {
  static const double e[] = {0, 1e-8, 0.05, 0.5, 0.9, 0.99, 1.0001, 1.5, 8};
  static const double step[] = {1e-6, 0.01, 0.3, -0.7, 1, 5, -20, 1000};
  for (size_t i = 0; i < sizeof e / sizeof *e; i++)
    for (size_t k = 0; k < sizeof step / sizeof *step; k++)
      for (double t0 = -2; t0 <= 3; t0 += 0.37) {
        const double n = pow(fabs(1 - e[i]), 1.5), speed = sqrt((1 + e[i])); /* per pericentre */
        const double error = kepler_error(e[i], t0, t0 + step[k]);
        const double bits = 40 + 40 * fabs(step[k]) * (1 + n) * speed / (e[i] < 1 ? 1 - e[i] : 1);
        if (!(error < 2.3e-16 * bits)) printf("e %g, from %g by %g: %g of %g\n", e[i], t0, step[k], error, 2.3e-16 * bits);
        CHECK(error < 2.3e-16 * bits);
      }
}

/* ---- orders */

#define THREE                                                                                                                \
  "particles: [{model: bodies, rows: [\"1 0 0 0 0 0 0\", \"1e-3 1 0 0 0 1.02 0.05\", \"2e-3 -0.1 2.3 0 -0.65 0 0\"]}]\n"             \
  "forces: [{law: newton, solver: direct}]\n"

/* Error in x and v at t_end with so many steps. */
static double error_of(const char *integrator, double t_end, int count) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx, THREE "integrator: {name: %s, dt: %.17g}\nrun: {t_end: 1000, device: cpu, threads: 1}\n", integrator, t_end / count);
  few truth = few_now(sim);
  few_run(&truth, t_end, 1e-17L);
  int64_t done;
  CHECK_OK(ctx, aps_step_some(sim, t_end / count, count, 0, &done));
  const few end = few_now(sim);
  const double error = fmax(few_apart(&truth, &end, 0), few_apart(&truth, &end, 1));
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return error;
}

static double slope(const char *integrator, double t_end, int a, int b) {
  const double one = error_of(integrator, t_end, a), two = error_of(integrator, t_end, b), found = log(one / two) / log((double)b / a);
  printf("     %s: %g with %d steps, %g with %d: order %.2f\n", integrator, one, a, two, b, found);
  return found;
}

/* 14 digits span little more than a halving of the step at order 15: the fit can be no closer. */
static void test_ias15_has_order_15(void) { CHECK_NEAR(slope("ias15", 6, 5, 8), 15, 1.5); }

static void test_wisdom_holman_has_order_2(void) { CHECK_NEAR(slope("wisdom_holman, corrector: 0", 6, 100, 800), 2, 0.1); }

/* Of the mass ratio: the corrector leaves its square, whatever the step. */
static void test_the_corrector_removes_the_first_order(void) {
  const double plain = error_of("wisdom_holman, corrector: 0", 6, 100);
  for (int k = 1; k <= 5; k++) {
    char name[64];
    snprintf(name, sizeof name, "wisdom_holman, corrector: %d", k);
    const double error = error_of(name, 6, 100);
    printf("     %s: %g of %g\n", name, error, plain);
    CHECK(error < plain / 15);
  }
}

/* ---- the outer planets: Standish & Williams' elements, as configs/demos/solar.yaml */

static aps_sim *outer_planets(aps_ctx *ctx, const char *integrator, const char *more, int threads) {
  return simulate(ctx,
                  "units: {length: au, mass: Msun, time: day}\n"
                  "particles: [{model: orbits, central: 1, rows: [\n"
                  "\"9.5479192e-4 5.20288700 0.04838624 1.30439695 34.39644051 14.72847983 100.47390909\",\n"
                  "\"2.8588567e-4 9.53667594 0.05386179 2.48599187 49.95424423 92.59887831 113.66242448\",\n"
                  "\"4.3662496e-5 19.18916464 0.04725744 0.77263783 313.23810451 170.95427630 74.01692503\",\n"
                  "\"5.1513838e-5 30.06992276 0.00859048 1.77004347 -55.12002969 44.96476227 131.78422574\"]}%s]\n"
                  "forces: [{law: newton, solver: direct}]\n"
                  "integrator: {name: %s}\n"
                  "run: {t_end: 1e9, device: cpu, threads: %d}\n",
                  more, integrator, threads);
}

/* The largest relative energy error at `looks` times, so far apart. */
static double energy_error(const char *integrator, double apart, int looks) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = outer_planets(ctx, integrator, "", 1);
  const double first = measure(sim).total;
  double worst = 0;
  int64_t done;
  for (int k = 1; k <= looks; k++) {
    CHECK_OK(ctx, aps_run_some(sim, k * apart, INT64_MAX, 0, &done));
    worst = fmax(worst, fabs(measure(sim).total / first - 1));
  }
  printf("     %s: energy error %.2g\n", integrator, worst);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return worst;
}

/* 30 000 years of some 93 000 steps: a random walk of last bits, 1e-16 times the root of that, is 3e-14; those of sums that are
 * compensated are far below. */
static void test_ias15_keeps_energy_to_the_last_bits(void) { CHECK(energy_error("ias15", 365250, 30) < 1e-14); }

static void test_wisdom_holman_keeps_energy(void) {
  const double plain = energy_error("wisdom_holman, dt: 400, corrector: 0", 40000, 100);
  const double corrected = energy_error("wisdom_holman, dt: 400", 40000, 100);
  CHECK(plain < 2e-5 && plain > 1e-6);
  CHECK(corrected < 1e-6);
}

/* ---- encounters */

/* Two stars fall to 1e-6 of their distance, out again, and once more: all by steps that ias15 finds. */
static void test_ias15_follows_a_plunge(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx, "particles: [{model: two_body, m1: 0.7, m2: 0.3, e: 0.999999}]\n"
                               "forces: [{law: newton, solver: direct}]\nintegrator: {name: ias15}\n"
                               "run: {t_end: 1e9, device: cpu, threads: 1}\n");
  const few start = few_now(sim);
  int64_t done;
  CHECK_OK(ctx, aps_run_some(sim, 4 * PI, INT64_MAX, 0, &done)); /* two periods */
  const few end = few_now(sim);
  const double error = few_apart(&start, &end, 0), energy = (double)(few_energy(&end) / few_energy(&start) - 1);
  printf("     e = 0.999999, two orbits: %lld steps, back within %.2g, energy error %.2g\n", (long long)done, error, energy);
  CHECK(error < 1e-7); /* an energy error of 1e-16 v^2 at pericentre, a million times that of the orbit, as a change of the period */
  CHECK(fabs(energy) < 1e-8);
  CHECK(done < 2000);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_ias15_agrees_on_burrau_s_problem(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx, "particles: [{model: pythagorean}]\nforces: [{law: newton, solver: direct}]\n"
                               "integrator: {name: ias15}\nrun: {t_end: 70, device: cpu, threads: 1}\n");
  few truth = few_now(sim);
  int64_t done;
  few_run(&truth, 40, 1e-17L);
  CHECK_OK(ctx, aps_run_some(sim, 40, INT64_MAX, 0, &done));
  const few end = few_now(sim);
  printf("     Burrau's problem to t = 40: %lld steps, off by %.2g\n", (long long)done, few_apart(&truth, &end, 0));
  CHECK(few_apart(&truth, &end, 0) < 1e-6); /* the problem takes 1e-14 so far */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Accelerations that pass through 0, in turn, on the figure-eight (at its start as well); that of a body between two equal ones is
 * never more than rounding. Neither is a reason for short steps. */
static void test_ias15_passes_where_no_force_is(void) {
  const struct {
    const char *particles;
    double t, closed; /* after a period: back within so much; 0: it is none */
  } cases[] = {{"{model: figure8}", 6.32591403036855595, 1e-12}, {"{model: figure8, rotate: [10, 20, 30]}", 6.32591403036855595, 1e-12},
               {"{model: bodies, rotate: [10, 20, 30], rows: [1 1 0 0 0 0.5 0, 1 -1 0 0 0 -0.5 0, 1 0 0 0 0 0 0]}", 4, 0}};
  for (int k = 0; k < 3; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx, "particles: [%s]\nforces: [{law: newton, solver: direct}]\nintegrator: {name: ias15}\n"
                                 "run: {t_end: 1e9, device: cpu, threads: 1}\n", cases[k].particles);
    const few start = few_now(sim);
    int64_t done;
    CHECK_OK(ctx, aps_run_some(sim, cases[k].t, 2000, 0, &done));
    const few end = few_now(sim);
    const double error = few_apart(&start, &end, 0), energy = (double)(few_energy(&end) / few_energy(&start) - 1);
    printf("     %s: %lld steps, apart by %.2g, energy error %.2g\n", cases[k].particles, (long long)done, error, energy);
    CHECK(done < 1000 && fabs(energy) < 1e-14);
    CHECK(cases[k].closed == 0 || error < cases[k].closed);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

/* ---- tracers, threads, looks */

static const char *const both[] = {"ias15", "wisdom_holman, dt: 100"};

/* A belt about the star, far inside Jupiter. */
#define BELT(n) ", {model: ring, n: " n ", inner: 2, outer: 3.5, central: 1}"

static few planets_of(aps_sim *sim) {
  aps_view p = borrow(sim, APS_X | APS_V | APS_MASS | APS_ID, 0);
  few s = {.n = 4};
  for (int64_t i = 0; i < p.n; i++)
    for (int k = 0; k < 4; k++)
      if (p.id[i] == (uint64_t)k + 2) s.q[0][k][0] = p.x[i], s.q[0][k][1] = p.y[i], s.q[0][k][2] = p.z[i];
  return s;
}

/* Enough that attract one another for a team of threads, to whom they do not come out even. */
static void test_threads_make_the_bits_of_one(void) {
  for (int k = 0; k < 2; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim[2];
    for (int j = 0; j < 2; j++) {
      int64_t done;
      sim[j] = outer_planets(ctx, k == 0 ? "ias15, dt: 10" : "wisdom_holman, dt: 10", BELT("300, mass: 1e-9"), 1 + 2 * j);
      CHECK_OK(ctx, aps_run_some(sim[j], 20, INT64_MAX, 0, &done));
    }
    const aps_view p = borrow(sim[0], APS_X, 0), q = borrow(sim[1], APS_X, 0);
    CHECK(p.n == 305 && memcmp(p.x, q.x, sizeof *p.x * 305) == 0 && memcmp(p.z, q.z, sizeof *p.z * 305) == 0);
    for (int j = 0; j < 2; j++) aps_free(&sim[j]);
    aps_ctx_free(&ctx);
  }
}

/* Planets do not feel tracers, but for how often an iteration is repeated; and two threads make the bits of one. */
static void test_tracers_are_moved_and_move_none(void) {
  for (int k = 0; k < 2; k++) {
    aps_ctx *ctx = aps_ctx_create();
    const char *integrator = k == 0 ? "ias15, dt: 100" : "wisdom_holman, dt: 100";
    aps_sim *bare = outer_planets(ctx, integrator, "", 1), *with[2];
    int64_t done;
    for (int j = 0; j < 2; j++) {
      with[j] = outer_planets(ctx, integrator, BELT("1500"), 1 + j);
      CHECK_OK(ctx, aps_run_some(with[j], 5000, INT64_MAX, 0, &done));
    }
    CHECK_OK(ctx, aps_run_some(bare, 5000, INT64_MAX, 0, &done));
    const few a = planets_of(bare), b = planets_of(with[0]);
    CHECK(few_apart(&a, &b, 0) < 1e-12);
    const aps_view p = borrow(with[0], APS_X, 0), q = borrow(with[1], APS_X, 0);
    CHECK(p.n == 1505 && memcmp(p.x, q.x, sizeof *p.x * 1505) == 0);
    for (int j = 0; j < 2; j++) aps_free(&with[j]);
    aps_free(&bare);
    aps_ctx_free(&ctx);
  }
}

/* A look at every step, or none in between: the same end. */
static void test_looks_change_nothing(void) {
  for (size_t k = 0; k < sizeof both / sizeof *both; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *one = outer_planets(ctx, both[k], "", 1), *two = outer_planets(ctx, both[k], "", 1);
    int64_t done;
    CHECK_OK(ctx, aps_run_some(one, 1e9, 57, 0, &done));
    for (int i = 0; i < 57; i++) {
      CHECK_OK(ctx, aps_run_some(two, 1e9, 1, 0, &done));
      borrow(two, APS_X | APS_V, 0);
    }
    const few a = few_now(one), b = few_now(two);
    CHECK(few_apart(&a, &b, 0) == 0 && few_apart(&a, &b, 1) == 0);
    CHECK(aps_time(one) == aps_time(two));
    aps_free(&one), aps_free(&two);
    aps_ctx_free(&ctx);
  }
}

typedef struct {
  aps_sim *sim;
  double x[2]; /* of a planet: at the last step, and once it was settled */
  int kept, steps;
} watcher;

static void watch(void *user, const aps_sim *sim) {
  watcher *w = user;
  (void)sim;
  const double now = borrow(w->sim, APS_X, 0).x[1];
  w->kept += now == w->x[0];
  w->x[0] = now;
  if (++w->steps % 10) return;
  CHECK(aps_settle(w->sim) == APS_OK);
  w->x[0] = w->x[1] = borrow(w->sim, APS_X, 0).x[1];
}

/* A hook that may see what lags: positions move where it asks for those of the present, and are those of a run up to there. */
static void test_a_hook_settles_when_it_looks(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *one = outer_planets(ctx, both[1], "", 1), *two = outer_planets(ctx, both[1], "", 1);
  watcher w = {.sim = one};
  int64_t done;
  aps_on_step(one, watch, &w);
  aps_on_step_lag(one, 1);
  CHECK_OK(ctx, aps_run_some(one, 1e9, 50, 0, &done));
  CHECK_OK(ctx, aps_run_some(two, 1e9, 50, 0, &done));
  CHECK(w.steps == 50 && w.kept >= 44 && w.x[1] == borrow(two, APS_X, 0).x[1]);
  aps_on_step_lag(one, 0);
  w.kept = 0;
  CHECK_OK(ctx, aps_run_some(one, 1e9, 9, 0, &done));
  CHECK(w.kept == 0);
  aps_free(&one), aps_free(&two);
  aps_ctx_free(&ctx);
}

/* A caller's change of a velocity is taken up. */
static void test_a_change_from_outside_counts(void) {
  for (size_t k = 0; k < sizeof both / sizeof *both; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *one = outer_planets(ctx, both[k], "", 1);
    int64_t done;
    CHECK_OK(ctx, aps_run_some(one, 1e9, 10, 0, &done));
    aps_view p = borrow(one, APS_V, APS_V);
    const double pushed = p.vz[1] + 0.1;
    p.vz[1] = pushed;
    aps_touch(one, APS_V);
    const double before = aps_time(one);
    CHECK_OK(ctx, aps_run_some(one, 1e9, 1, 0, &done));
    p = borrow(one, APS_V, 0);
    CHECK_NEAR(p.vz[1], pushed, 3e-5 * (aps_time(one) - before)); /* the Sun's pull is 1.1e-5 */
    aps_free(&one);
    aps_ctx_free(&ctx);
  }
}

static void test_what_they_cannot_do_is_refused(void) {
  static const char *const text[][2] = {
      {"particles: [{model: figure8}]\nforces: [{law: newton}]\nintegrator: {name: wisdom_holman, dt: 0.01}\n", "test:3: integrator.name: wisdom_holman needs a body that outweighs"},
      {"particles: [{model: figure8}]\nforces: [{law: plummer, softening: 0.1}]\nintegrator: {name: wisdom_holman, dt: 0.01}\n", "newton"},
      {"particles: [{model: figure8}]\nforces: [{law: newton}]\nbox: {boundary: periodic, size: [9, 9, 9]}\nintegrator: {name: ias15}\n", "open boxes"},
      {"particles: [{model: figure8}]\nforces: [{law: newton}]\nintegrator: {name: wisdom_holman}\n", "fixed dt"},
  };
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    char config[1024];
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    snprintf(config, sizeof config, "%srun: {t_end: 1, device: cpu}\n", text[k][0]);
    const aps_err err = aps_create(ctx, "test", config, NULL, 0, &sim); /* before anything is made */
    CHECK(err == APS_ECONFIG && strstr(aps_ctx_error(ctx), text[k][1]));
    if (!strstr(aps_ctx_error(ctx), text[k][1])) printf("%s\n", aps_ctx_error(ctx));
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(test_kepler_s_motion);
  CHECK_RUN(test_ias15_has_order_15);
  CHECK_RUN(test_wisdom_holman_has_order_2);
  CHECK_RUN(test_the_corrector_removes_the_first_order);
  CHECK_RUN(test_ias15_keeps_energy_to_the_last_bits);
  CHECK_RUN(test_wisdom_holman_keeps_energy);
  CHECK_RUN(test_ias15_follows_a_plunge);
  CHECK_RUN(test_ias15_agrees_on_burrau_s_problem);
  CHECK_RUN(test_ias15_passes_where_no_force_is);
  CHECK_RUN(test_threads_make_the_bits_of_one);
  CHECK_RUN(test_tracers_are_moved_and_move_none);
  CHECK_RUN(test_looks_change_nothing);
  CHECK_RUN(test_a_hook_settles_when_it_looks);
  CHECK_RUN(test_a_change_from_outside_counts);
  CHECK_RUN(test_what_they_cannot_do_is_refused);
  return CHECK_RESULT();
}
