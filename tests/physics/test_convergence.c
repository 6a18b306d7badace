/* Every integrator has the order it claims: halving the step divides the error by 2^order. */
#include "physics.h"

/* Error in x and v at t = 3 of an ellipse with e = 0.3, steps of 3 / count. Softening 0, so that
 * the reference's Newtonian orbit is the truth. t = 3 is no multiple of half the period 2 pi, where
 * errors of odd orders cancel. */
static double error_of(const char *name, int count) {
  static const double t_end = 3;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim =
      simulate(ctx,
               "particles: [{model: two_body, m1: 0.7, m2: 0.3, e: 0.3, start: pericentre}]\n"
               "forces: [{law: newton, solver: direct}]\n"
               "integrator: {name: %s, dt: %.17g}\n"
               "run: {t_end: 3, device: cpu, precision: double, threads: 1}\n",
               name, t_end / count);
  few truth = few_now(sim);
  few_run(&truth, t_end, 1e-17L);
  steps(sim, count);
  const few end = few_now(sim);
  const double error = fmax(few_apart(&truth, &end, 0), few_apart(&truth, &end, 1));
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return error;
}

/* Least-squares slope of log2(error) over log2(step) from four halvings: the next term of the
 * error's series is smaller by the step itself (or its square in symmetric methods), and `first`
 * makes that less than 0.1 of the slope; rounding, near 1e-15 times the number of steps' root,
 * stays 100 times below the smallest error. */
static void check_order(const char *name, int first) {
  enum { HALVINGS = 4 };
  double sum = 0;
  const aps_integrator *row = integrator(name);
  CHECK(row != NULL);
  if (row == NULL) return;
  for (int k = 0; k <= HALVINGS; k++) {
    const double error = error_of(name, first << k);
    sum += (k - HALVINGS / 2.0) * log2(error);
  }
  const double slope = -sum / 10; /* sum of (k - 2)^2 */
  printf("     %s: order %.4f\n", name, slope);
  CHECK_NEAR(slope, row->order, 0.1);
}

static void test_euler_is_first_order(void) { check_order("euler", 2000); }
static void test_leapfrog_is_second_order(void) { check_order("leapfrog", 64); }
static void test_rk4_is_fourth_order(void) { check_order("rk4", 128); }
static void test_yoshida4_is_fourth_order(void) { check_order("yoshida4", 96); }
static void test_yoshida6_is_sixth_order(void) { check_order("yoshida6", 32); }
static void test_hermite_is_fourth_order(void) { check_order("hermite", 128); }

/* A new integrator must be added above, or in test_planets.c, where two of them are. */
static void test_every_integrator_has_its_order_tested(void) {
  CHECK(aps_row_count(APS_KIND_INTEGRATOR) == 6 + 2);
}

int main(void) {
  CHECK_RUN(test_euler_is_first_order);
  CHECK_RUN(test_leapfrog_is_second_order);
  CHECK_RUN(test_rk4_is_fourth_order);
  CHECK_RUN(test_yoshida4_is_fourth_order);
  CHECK_RUN(test_yoshida6_is_sixth_order);
  CHECK_RUN(test_hermite_is_fourth_order);
  CHECK_RUN(test_every_integrator_has_its_order_tested);
  return CHECK_RESULT();
}
