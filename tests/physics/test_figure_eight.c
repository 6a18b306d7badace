/* The figure-eight choreography over 100 periods: it returns and keeps its energy. */
#include "physics.h"

static const double period = 6.32591403036855595, energy = -1.287141989196420510;

static void test_reference_agrees_with_published_numbers(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx, "particles: [{model: figure8}]\n"
                               "forces: [{law: newton}]\n"
                               "integrator: {name: leapfrog, dt: 0.01}\n"
                               "run: {t_end: 1}\n");
  const few start = few_now(sim);
  CHECK_NEAR((double)few_energy(&start), energy, 4e-16); /* rounding of the coordinates to double */
  few end = start;
  few_run(&end, period, 1e-17L);
  CHECK_NEAR(few_apart(&start, &end, 0), 0, 1e-14); /* the same, carried round once */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

typedef struct {
  double back,
      energy; /* how far from the start; largest relative energy error at the ends of periods */
} loops;

static loops run(const char *name, int steps_per_period, int periods) {
  loops r = {0};
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: figure8}]\n"
                          "forces: [{law: newton, solver: direct}]\n"
                          "integrator: {name: %s, dt: %.17g}\n"
                          "run: {t_end: 1, device: cpu, precision: double, threads: 1}\n",
                          name, period / steps_per_period);
  const few start = few_now(sim);
  for (int k = 0; k < periods; k++) {
    steps(sim, steps_per_period);
    const few now = few_now(sim);
    r.energy = fmax(r.energy, fabs((double)few_energy(&now) / energy - 1));
  }
  const few end = few_now(sim);
  r.back = few_apart(&start, &end, 0);
  printf("     %s, %d steps per period, %d periods: back within %.3g, energy %.3g\n", name,
         steps_per_period, periods, r.back, r.energy);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return r;
}
/* After 100 periods the orbit closes up to the phase error, C dt^order t with C near 1 in these
 * units, and so by 2^order less with half the step: 4 within 5 % (the next term is dt^2 of it).
 * Energy is kept by a symplectic method to its bounded oscillation, (dt)^order times a few. */
static void test_leapfrog_closes_the_orbit(void) {
  const loops coarse = run("leapfrog", 500, 100), fine = run("leapfrog", 1000, 100);
  CHECK_NEAR(coarse.back / fine.back, 4, 0.2);
  CHECK(fine.back < 0.02 && fine.energy < 4e-5);
}

/* Order 6: at 500 steps per period 3e-8 of the orbit's size after 100 periods. Energy: rounding,
 * 1e-16 per force evaluation as a random walk over 3.5e5 of them is 6e-14; ten times that. */
static void test_yoshida6_closes_the_orbit(void) {
  const loops coarse = run("yoshida6", 250, 100), fine = run("yoshida6", 500, 100);
  CHECK_NEAR(coarse.back / fine.back, 64, 6);
  CHECK(fine.back < 1e-7 && fine.energy < 6e-13);
}

/* Not symplectic: the energy drifts, over 100 periods by order 100 T dt^4 = 1e-6 at 1000 steps per
 * period. */
static void test_hermite_closes_the_orbit(void) {
  const loops r = run("hermite", 1000, 100);
  CHECK(r.back < 1e-3 && r.energy < 1e-6);
}

int main(void) {
  CHECK_RUN(test_reference_agrees_with_published_numbers);
  CHECK_RUN(test_leapfrog_closes_the_orbit);
  CHECK_RUN(test_yoshida6_closes_the_orbit);
  CHECK_RUN(test_hermite_closes_the_orbit);
  return CHECK_RESULT();
}
