/* ctest: timeout=600 label=long
 * Burrau's problem to the end: after t = 60 mass 3 escapes and 4 and 5 stay bound. */
#include "physics.h"

/* v_infinity^2 = 4.69604 of body 3 against the pair 4-5, by integrations in extended precision: v^2 - 2 (3 + 4 + 5) / r. The
 * passes, down to 4e-4, magnify errors some 1e7-fold: eta = 1e-5, wrong by 1e-10 at t = 10, leaves 1e-3. The
 * pair's quadrupole changes v^2 by less than 1e-4 at r = 28. */
static void test_mass_3_escapes(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx, "particles: [{model: pythagorean}]\n"
                               "forces: [{law: newton}]\n"
                               "integrator: {name: hermite, eta: 3e-6}\n"
                               "run: {t_end: 70, device: cpu, precision: double, threads: 1}\n");
  CHECK_OK(ctx, aps_run(sim, 70));
  const few s = few_now(sim);
  double v2 = 0, r2 = 0;
  for (int d = 0; d < 3; d++) {
    v2 += pow((double)(s.q[1][0][d] - (4 * s.q[1][1][d] + 5 * s.q[1][2][d]) / 9), 2);
    r2 += pow((double)(s.q[0][0][d] - (4 * s.q[0][1][d] + 5 * s.q[0][2][d]) / 9), 2);
  }
  const double escape = v2 - 24 / sqrt(r2), energy = (double)few_energy(&s) / (-769.0 / 60) - 1;
  printf("     %lld steps: v_inf^2 = %.5f at r = %.2f, energy %.2g\n", (long long)aps_steps(sim), escape, sqrt(r2), energy);
  CHECK_NEAR(escape, 4.69604, 2e-3);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_mass_3_escapes);
  return CHECK_RESULT();
}
