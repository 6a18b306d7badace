/* Adaptive shared steps are what their formulae say, grow by at most a factor 2, and fail in words.
 */
#include "physics.h"

static double step_taken(aps_sim *sim) {
  const double before = aps_time(sim);
  steps(sim, 1);
  return aps_time(sim) - before;
}

/* eta min sqrt(eps / |a|) with two softenings, from the accelerations that the test reads. */
static void test_leapfrog_steps_by_softening_and_acceleration(void) {
  const double eta = 0.05;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles:\n"
                          "  - {model: plummer, n: 50, softening: 0.1}\n"
                          "  - {model: plummer, n: 50, softening: 0.02, position: [1, 0, 0]}\n"
                          "forces: [{law: plummer, solver: direct}]\n"
                          "integrator: {name: leapfrog, eta: %g, steps: shared}\n"
                          "run: {t_end: 10, device: cpu, precision: double}\n",
                          eta);
  double last = 1e300;
  for (int k = 0; k < 20; k++) {
    CHECK_OK(ctx, aps_forces_current(sim, APS_A));
    const aps_view p = borrow(sim, APS_A | APS_EPS, 0);
    double least = 1e300;
    for (int64_t i = 0; i < p.n; i++) {
      const double a = sqrt(p.ax[i] * p.ax[i] + p.ay[i] * p.ay[i] + p.az[i] * p.az[i]);
      least = fmin(least, sqrt(p.eps[i] / a));
    }
    const double expected = fmin(eta * least, 2 * last), dt = step_taken(sim);
    CHECK_NEAR(dt, expected,
               1e-12 * expected + 4e-16); /* rounding, and of the time it is measured by */
    last = dt;
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Before there are particles where several have none, at the first step where it is one alone, which may feel no force. */
static void test_zero_softening_is_refused_with_a_hint(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  CHECK(aps_create(ctx, "test", "particles: [{model: two_body}]\nforces: [{law: newton}]\n"
                                "integrator: {name: leapfrog, eta: 0.02}\nrun: {t_end: 1, device: cpu}\n", NULL, 0, &sim) == APS_ECONFIG);
  CHECK(sim == NULL && strstr(aps_ctx_error(ctx), "test:3: integrator.eta: ") != NULL);
  CHECK(strstr(aps_ctx_error(ctx), "softening") != NULL);
  CHECK(strstr(aps_ctx_hint(ctx), "integrator.dt") != NULL);
  sim = simulate(ctx, "particles: [{model: plummer, n: 10, softening: 0.1}, {model: plummer, n: 1}]\n"
                      "integrator: {name: leapfrog, eta: 0.02}\n"
                      "run: {t_end: 1, device: cpu}\n");
  CHECK(aps_step(sim) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(ctx), "test:2: integrator.eta: ") != NULL);
  CHECK(strstr(aps_ctx_error(ctx), "softening") != NULL);
  aps_free(&sim);
  sim = simulate(ctx, "particles: [{model: plummer, n: 1}]\nintegrator: {eta: 0.02}\nrun: {t_end: 1, device: cpu}\n");
  CHECK(aps_step(sim) == APS_OK);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* On a circle each derivative of a is w times the one before, so Aarseth's time scale is 1 / w: the
 * first step is eta_start of it, then steps double until they are sqrt(eta) of it. Derivatives come
 * from differences over a step h, right to order h w: 5 % for the trial step of the start, 1 % for
 * the last one. */
static void test_aarseth_step_on_a_circle(void) {
  const double eta = 1e-4, start = 1e-3, w = sqrt(8.0); /* G M / a^3 = 1 / 0.125 */
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: two_body, a: 0.5, m1: 0.9, m2: 0.1}]\n"
                          "forces: [{law: newton, solver: direct}]\n"
                          "integrator: {name: hermite, eta: %g, eta_start: %g}\n"
                          "run: {t_end: 1, device: cpu, precision: double}\n",
                          eta, start);
  double dt = step_taken(sim);
  CHECK_NEAR(dt, start / w, 0.05 * start / w);
  for (int k = 0; k < 3; k++) {
    const double next = step_taken(sim);
    CHECK_NEAR(next, 2 * dt, 1e-12); /* at most 8 of 14 start steps: below the limit */
    dt = next;
  }
  for (int k = 0; k < 10; k++) dt = step_taken(sim);
  CHECK_NEAR(dt, sqrt(eta) / w, 0.01 * sqrt(eta) / w);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Where accelerations cancel, |a|/|jerk| is 0 or rounding; at rest it is infinite. The first step
 * knows better: of a scale near 1 in the figure-eight (body 3 sits at the centre of symmetry), and
 * sqrt(r^3 / m) = 1 to 2 in Burrau's triangle. */
static void test_the_first_step_where_jerk_says_nothing(void) {
  static const char *const model[] = {"figure8", "pythagorean"};
  for (int k = 0; k < 2; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: %s}]\n"
                            "forces: [{law: newton}]\n"
                            "integrator: {name: hermite, eta: 0.02, eta_start: 0.01}\n"
                            "run: {t_end: 10, device: cpu}\n",
                            model[k]);
    const double dt = step_taken(sim);
    printf("     %s: first step %.4g\n", model[k], dt);
    CHECK(dt > 0.001 && dt < 0.03);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

/* A tight pair of light bodies, 1e-3 apart, far from a heavy one: its w = sqrt(2e-6 / 1e-9) = 45
 * decides. */
static void test_the_first_step_sees_a_tight_light_pair(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim =
      simulate(ctx, "particles:\n"
                    "  - {model: two_body, a: 1e-3, m1: 1e-6, m2: 1e-6, position: [10, 0, 0]}\n"
                    "  - {model: two_body, a: 0.2, m1: 1, m2: 1}\n"
                    "forces: [{law: newton}]\n"
                    "integrator: {name: hermite, eta: 0.01, eta_start: 0.01}\n"
                    "run: {t_end: 10, device: cpu, precision: double}\n");
  const double w = sqrt(2e-6 / 1e-9), expected = 0.01 / w, dt = step_taken(sim);
  CHECK_NEAR(dt, expected, 0.05 * expected);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* The start evaluates forces with other velocities; nothing of that may remain: its first step is
 * the fixed step's. */
static void test_the_start_leaves_no_trace(void) {
  few end[2];
  double dt = 0;
  for (int k = 0; k < 2; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: figure8}]\n"
                            "forces: [{law: newton}]\n"
                            "integrator: {name: hermite, %s}\n"
                            "run: {t_end: 1, device: cpu, precision: double}\n",
                            k == 0 ? "eta: 0.01" : "dt: 0.5");
    if (k == 0)
      dt = step_taken(sim);
    else
      CHECK_OK(ctx, aps_step_by(sim, dt));
    end[k] = few_now(sim);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
  CHECK(dt > 0 && few_apart(&end[0], &end[1], 0) == 0 && few_apart(&end[0], &end[1], 1) == 0);
}

/* One particle feels no force: nothing limits the step but the run's length. */
static void test_a_lone_particle_runs(void) {
  static const char *const keys[] = {"leapfrog, eta: 0.02", "hermite, eta: 0.02",
                                     "hermite, dt: 0.1"};
  for (int k = 0; k < 3; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: plummer, n: 1, velocity: [1, 2, 3]}]\n"
                            "forces: [{law: plummer, softening: 0.1}]\n"
                            "integrator: {name: %s}\n"
                            "run: {t_end: 2, device: cpu}\n",
                            keys[k]);
    CHECK_OK(ctx, aps_run(sim, 2));
    const aps_view p = borrow(sim, APS_X, 0);
    CHECK_NEAR(distance(&p, 0, 2, 4, 6), 0, 1e-13); /* 20 additions of numbers up to 6 */
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(test_leapfrog_steps_by_softening_and_acceleration);
  CHECK_RUN(test_zero_softening_is_refused_with_a_hint);
  CHECK_RUN(test_aarseth_step_on_a_circle);
  CHECK_RUN(test_the_first_step_where_jerk_says_nothing);
  CHECK_RUN(test_the_first_step_sees_a_tight_light_pair);
  CHECK_RUN(test_the_start_leaves_no_trace);
  CHECK_RUN(test_a_lone_particle_runs);
  return CHECK_RESULT();
}
