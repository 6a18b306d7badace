/* A cold uniform sphere falls in together and collapses at t = pi/2 sqrt(R^3 / 2GM) = 1.1107
 * sqrt(R^3 / GM). */
#include "physics.h"

/* R(t) / R = cos^2 b with b + sin(2b) / 2 = pi/2 t / t_ff (Lin, Mestel & Shu 1965). */
static double shrinking(double share_of_free_fall) {
  double low = 0, high = PI / 2;
  for (int k = 0; k < 60; k++) {
    const double b = (low + high) / 2;
    if (b + sin(2 * b) / 2 < PI / 2 * share_of_free_fall)
      low = b;
    else
      high = b;
  }
  return cos(low) * cos(low);
}

enum { N = 2000 };
static const double dt = 0.004;

static aps_sim *cold(aps_ctx *ctx) {
  return simulate(ctx,
                  "particles: [{model: uniform_sphere, n: %d}]\n"
                  "forces: [{law: plummer, softening: 0.05, solver: direct}]\n"
                  "integrator: {name: leapfrog, dt: %g}\n"
                  "run: {t_end: 2, device: cpu, seed: 5}\n",
                  N, dt);
}

static double half_radius(aps_sim *sim) {
  const double c[3] = {0}, half = 0.5;
  double r;
  lagrangian_radii(sim, c, 1, &half, &r);
  return r;
}
/* The shell that holds half the mass starts at the r of this sample, so its own free-fall time is
 * 1.1107 sqrt(r^3 / (M/2)). Inside it 1000 particles instead of a smooth sphere: their mean
 * density, which drives the fall, is uneven by 1 / sqrt(1000) = 3 %, which late in the fall shows
 * as 3 % / 2 of the time, times |dr/dt| t / r < 2.1 until t = 0.8 t_ff: 3 %. Softening weakens the
 * mean force by 1.5 (eps/r)^2, 0.5 % of it at first. */
static void test_cold_sphere_falls_homologously(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = cold(ctx);
  const double start = half_radius(sim), free_fall = 1.1107207 * sqrt(pow(start, 3) / 0.5);
  CHECK_NEAR(start, cbrt(0.5), 4 * 0.5 / sqrt(N) / (3 * pow(0.5, 2.0 / 3))); /* sampling */
  for (int k = 1; k <= 8; k++) {
    steps_until(sim, 0.1 * k * free_fall - dt / 2);
    const double r = half_radius(sim) / start, expected = shrinking(aps_time(sim) / free_fall);
    printf("     t = %.1f t_ff: r/r0 = %.4f, expected %.4f\n", aps_time(sim) / free_fall, r,
           expected);
    CHECK_NEAR(r, expected, 0.03 * expected);
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Smallest when the last shells of the half arrive: uneven density spreads their times by 3 % / 2,
 * to either side, and the half-mass radius turns with the late ones; 5 % of the free-fall time of
 * the whole. At the bounce it is no point: velocities grown from noise keep it above N^(-1/3) / 2
 * R, here 0.04 (Aarseth, Lin & Papaloizou 1988). */
static void test_cold_sphere_collapses_at_its_free_fall_time(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = cold(ctx);
  double least = 1, when = 0;
  const double energy = measure(sim).total;
  steps_until(sim, 0.9);
  while (aps_time(sim) < 1.4) {
    steps(sim, 4);
    const double r = half_radius(sim);
    if (r < least) least = r, when = aps_time(sim);
  }
  const double drift = measure(sim).total / energy - 1;
  printf("     half-mass radius least, %.3f, at t = %.3f; energy %.2g\n", least, when, drift);
  CHECK_NEAR(when, 1.1107, 0.05 * 1.1107);
  CHECK(least > 0.04 && least < 0.2);
  CHECK_NEAR(drift, 0, 1e-2);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_cold_sphere_falls_homologously);
  CHECK_RUN(test_cold_sphere_collapses_at_its_free_fall_time);
  return CHECK_RESULT();
}
