/* ctest: timeout=600 label=long
 * Symplectic integrators do not drift: the energy error of 10^4 orbits is that of ten. */
#include "physics.h"

static double worst_energy(const char *name, int per_orbit, int orbits) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: two_body, e: 0.5}]\n"
                          "forces: [{law: newton, solver: direct}]\n"
                          "integrator: {name: %s, dt: %.17g}\n"
                          "run: {t_end: 1, device: cpu, precision: double, threads: 1}\n",
                          name, 2 * PI / per_orbit);
  double worst = 0;
  for (int k = 0; k < orbits; k++) {
    for (int i = 0; i < 16; i++) {
      steps(sim, per_orbit / 16);
      const few now = few_now(sim);
      worst = fmax(worst, fabs((double)few_energy(&now) / -0.125 - 1));
    }
  }
  printf("     %s, %d orbits: energy error at most %.3g\n", name, orbits, worst);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return worst;
}

/* Sampled at 16 phases, which precession carries through the orbit: half more than ten orbits saw
 * is allowed for samples closer to pericentre, and rounding adds 1e-16 sqrt(3e6). */
static void check_no_drift(const char *name, int per_orbit) {
  const double few_orbits = worst_energy(name, per_orbit, 10),
               many = worst_energy(name, per_orbit, 10000);
  CHECK(many < 1.5 * few_orbits + 1e-12);
}

static void test_leapfrog_does_not_drift(void) { check_no_drift("leapfrog", 320); }
static void test_yoshida4_does_not_drift(void) { check_no_drift("yoshida4", 160); }
static void test_rk4_drifts(void) {
  CHECK(worst_energy("rk4", 160, 1000) > 20 * worst_energy("rk4", 160, 10));
}

int main(void) {
  CHECK_RUN(test_leapfrog_does_not_drift);
  CHECK_RUN(test_yoshida4_does_not_drift);
  CHECK_RUN(test_rk4_drifts);
  return CHECK_RESULT();
}
