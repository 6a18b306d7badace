/* Time-reversible integrators return to where they started, to rounding: 10^4 steps there and 10^4
 * back. */
#include "physics.h"

enum { STEPS = 10000 };

/* Three bodies on the figure-eight, 10^4 steps of 0.001 (1.6 periods), then back by `turn`.
 * Rounding: each step adds about 1e-16 to x and v, as a random walk 1e-16 sqrt(2e4) = 1.4e-14 in v,
 * and t = 10 times that, 1.4e-13, in x; neighbouring orbits of this stable choreography part no
 * faster than linearly. 1e-11 is the bar, seventy times that. */
static double there_and_back(const char *name, int negative_step) {
  const double dt = 0.001;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: figure8}]\n"
                          "forces: [{law: newton, solver: direct}]\n"
                          "integrator: {name: %s, dt: %g}\n"
                          "run: {t_end: 10, device: cpu, precision: double, threads: 1}\n",
                          name, dt);
  few start = few_now(sim);
  steps(sim, STEPS);
  const few away = few_now(sim);
  CHECK(few_apart(&start, &away, 0) > 0.1); /* it did go somewhere */
  if (negative_step) {
    for (int i = 0; i < STEPS; i++) CHECK_OK(ctx, aps_step_by(sim, -dt));
  } else {
    const aps_view p = borrow(sim, APS_V, APS_V);
    for (int64_t i = 0; i < p.n; i++) p.vx[i] *= -1, p.vy[i] *= -1, p.vz[i] *= -1;
    steps(sim, STEPS);
    for (int i = 0; i < start.n; i++)
      for (int d = 0; d < 3; d++) start.q[1][i][d] *= -1;
  }
  const few end = few_now(sim);
  const double apart = fmax(few_apart(&start, &end, 0), few_apart(&start, &end, 1));
  printf("     %s, %s: returns within %.2g\n", name,
         negative_step ? "steps of -dt" : "velocities turned", apart);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return apart;
}

static void test_leapfrog_returns_by_negative_steps(void) {
  CHECK(there_and_back("leapfrog", 1) < 1e-11);
}
static void test_leapfrog_returns_with_turned_velocities(void) {
  CHECK(there_and_back("leapfrog", 0) < 1e-11);
}
static void test_yoshida4_returns(void) { CHECK(there_and_back("yoshida4", 1) < 1e-11); }
static void test_yoshida6_returns(void) { CHECK(there_and_back("yoshida6", 1) < 1e-11); }

/* The rows say which integrators are reversible; the others miss by their own error, so the test
 * can tell. */
static void test_rows_claim_what_was_tested(void) {
  static const struct {
    const char *name;
    int reversible;
  } claim[] = {{"euler", 0},    {"rk4", 0},      {"leapfrog", 1},
               {"yoshida4", 1}, {"yoshida6", 1}, {"hermite", 0}};
  for (size_t i = 0; i < sizeof claim / sizeof *claim; i++)
    CHECK(integrator(claim[i].name)->reversible == claim[i].reversible);
  CHECK(there_and_back("euler", 1) > 1e-6);
}

/* A hundred particles in a Plummer sphere, t = 2 (0.7 crossing times) and back. Returns its largest
 * miss. */
static double cluster_misses_by(const char *precision) {
  enum { N = 100 };
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: plummer, n: %d}]\n"
                          "forces: [{law: plummer, softening: 0.1}]\n"
                          "integrator: {name: leapfrog, dt: 0.005}\n"
                          "run: {t_end: 2, device: cpu, precision: %s, threads: 1}\n",
                          N, precision);
  aps_view p = borrow(sim, APS_X, 0);
  double x[N], worst = 0, moved = 0;
  memcpy(x, p.x, sizeof x);
  steps(sim, 400);
  p = borrow(sim, APS_X, 0);
  for (int i = 0; i < N; i++) moved = fmax(moved, fabs(x[i] - p.x[i]));
  CHECK(moved > 0.5);
  for (int i = 0; i < 400; i++) CHECK_OK(ctx, aps_step_by(sim, -0.005));
  p = borrow(sim, APS_X, 0);
  for (int i = 0; i < N; i++) worst = fmax(worst, fabs(x[i] - p.x[i]));
  printf("     cluster, %s: returns within %.2g\n", precision, worst);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return worst;
}

/* Rounding as above, and softening keeps the growth of errors over this time below a factor of 1e3.
 */
static void test_leapfrog_returns_a_cluster(void) { CHECK(cluster_misses_by("double") < 1e-11); }

/* In mixed precision the pair sums are still a function of x alone. But x enters them rounded to
 * float, 6e-8 of the extent of a block, here a few length units: where rounding of x in double tips
 * one over, a force changes by 1e-7 relative for one step, and x by 1e-7 dt t = 1e-9. */
static void test_leapfrog_returns_a_cluster_in_mixed_precision(void) {
  CHECK(cluster_misses_by("mixed") < 1e-8);
}

int main(void) {
  CHECK_RUN(test_leapfrog_returns_by_negative_steps);
  CHECK_RUN(test_leapfrog_returns_with_turned_velocities);
  CHECK_RUN(test_yoshida4_returns);
  CHECK_RUN(test_yoshida6_returns);
  CHECK_RUN(test_rows_claim_what_was_tested);
  CHECK_RUN(test_leapfrog_returns_a_cluster);
  CHECK_RUN(test_leapfrog_returns_a_cluster_in_mixed_precision);
  return CHECK_RESULT();
}
