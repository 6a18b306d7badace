/* What no integrator here may change: momentum, the barycentre's motion, angular momentum; and what
 * symplectic ones keep. */
#include "physics.h"

enum { N = 128, STEPS = 200 };

static aps_sim *cluster(aps_ctx *ctx, const char *name, const char *precision) {
  return simulate(ctx,
                  "particles: [{model: plummer, n: %d, position: [1, 2, 3], velocity: [0.1, -0.2, "
                  "0.3], rotate: [10, 20, 30]}]\n"
                  "forces: [{law: plummer, softening: 0.05, solver: direct}]\n"
                  "integrator: {name: %s, dt: 0.005}\n"
                  "run: {t_end: 1, device: cpu, precision: %s}\n",
                  N, name, precision);
}

typedef struct {
  double momentum, centre, spin,
      energy; /* largest change of a component; relative for the energy */
} change;

static change changes(const char *name, const char *precision) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = cluster(ctx, name, precision);
  const totals a = measure(sim);
  steps(sim, STEPS);
  const totals b = measure(sim);
  change c = {.energy = fabs(b.total / a.total - 1)};
  for (int d = 0; d < 3; d++) {
    c.momentum = fmax(c.momentum, fabs(b.p[d] - a.p[d]));
    c.centre = fmax(c.centre, fabs(b.centre[d] - a.centre[d] - a.p[d] / a.mass * aps_time(sim)));
    c.spin = fmax(c.spin, fabs(b.l[d] - a.l[d]));
  }
  printf("     %-8s %-6s: momentum %.2g, centre %.2g, angular momentum %.2g, energy %.2g\n", name,
         precision, c.momentum, c.centre, c.spin, c.energy);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return c;
}

/* Every integrator but one of planets, which needs a star. */
static const char *of_clusters(int k) {
  const char *name = aps_row(APS_KIND_INTEGRATOR, k)->name;
  return strcmp(name, "wisdom_holman") == 0 ? NULL : name;
}

/* In double the forces of a pair cancel to rounding, 1e-16 of |a| near 1 per step and particle. 200
 * steps of 0.005 add up to t 1e-16 = 1e-16; a hundred times that for the sums over particles at
 * distances of 4. */
static void test_momentum_is_conserved_to_rounding_in_double(void) {
  for (int k = 0; k < aps_row_count(APS_KIND_INTEGRATOR); k++) {
    if (of_clusters(k) == NULL) continue;
    const change c = changes(of_clusters(k), "double");
    CHECK(c.momentum < 1e-14 && c.centre < 4e-14);
  }
}

/* In mixed precision the two halves of a pair round differently, by 6e-8 of m^2 / r^2, some 10 /
 * N^2. N^2 pairs add as a random walk: 6e-8 10 / N = 5e-9 per unit of time where the same roundings
 * last, which is longer than the run. */
static void test_momentum_is_conserved_to_float_rounding_in_mixed(void) {
  for (int k = 0; k < aps_row_count(APS_KIND_INTEGRATOR); k++) {
    if (of_clusters(k) == NULL) continue;
    const change c = changes(of_clusters(k), "mixed");
    CHECK(c.momentum < 1e-8 && c.centre < 1e-8);
  }
}

/* Kicks along pair separations and drifts along v keep x cross v exactly: every composition of
 * leapfrogs does. The others do to their order only. */
static void test_compositions_of_leapfrog_keep_angular_momentum(void) {
  static const char *const name[] = {"leapfrog", "yoshida4", "yoshida6"};
  for (int k = 0; k < 3; k++) CHECK(changes(name[k], "double").spin < 4e-14);
  CHECK(changes("rk4", "double").spin > 1e-13);
  CHECK(changes("hermite", "double").spin < 1e-8);
  CHECK(changes("ias15", "double").spin < 4e-14);
}

/* Close pairs at the softening length, where the period is 2 pi sqrt(eps^3 N) = 0.8 or 160 steps,
 * do worst: order 2 errs by (2 pi / 160)^2 / 24 = 6e-5 of such a pair's share, order 4 by its
 * square, 4e-9, order 6 by its cube, 2e-13, times constants that reach 30 for Yoshida 4 and 300 for
 * Yoshida 6, whose substeps are longer than the step; ten times that is allowed. Hermite as Yoshida
 * 4, with a predicted force. Euler's gain, w^2 dt per unit of time and star with w^2 = G M / a^3
 * = 4.9, is 0.024. */
static void test_energy_is_kept_to_the_order_of_the_method(void) {
  CHECK(changes("leapfrog", "double").energy < 6e-5);
  CHECK(changes("rk4", "double").energy < 1e-7);
  CHECK(changes("yoshida4", "double").energy < 1e-6);
  CHECK(changes("yoshida6", "double").energy < 6e-10);
  CHECK(changes("hermite", "double").energy < 1e-6);
  CHECK(changes("ias15", "double").energy < 1e-14);
  const double euler = changes("euler", "double").energy;
  CHECK(euler > 0.005 && euler < 0.1);
}

int main(void) {
  CHECK_RUN(test_momentum_is_conserved_to_rounding_in_double);
  CHECK_RUN(test_momentum_is_conserved_to_float_rounding_in_mixed);
  CHECK_RUN(test_compositions_of_leapfrog_keep_angular_momentum);
  CHECK_RUN(test_energy_is_kept_to_the_order_of_the_method);
  return CHECK_RESULT();
}
