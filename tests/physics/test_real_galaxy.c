/* A galaxy that others made (Bonsai's model3: a round halo and bulge, 22 000 particles) by the fast multipole method: 200 steps
 * keep the energy to 1e-3 and the shape.
 * What is measured is 1.5e-5; the bound leaves room for other accuracies: a step of 0.01 is a 40th of the time in which the innermost
 * particles, at 2.3 length units per time, cross their radius of 1. */
#include "physics.h"
#include <unistd.h>

static char path[1024];

static const char *shared(void) {
  const char *data = getenv("APSIS_SHARED_DATA");
  snprintf(path, sizeof path, "%s/bonsai/model3_child_compact.tipsy", data && *data ? data : "../shared/data");
  return path;
}

/* Half-mass radius about the origin; the masses are equal to 3 %. */
static double half_radius(aps_sim *sim) {
  aps_view v;
  if (aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X, 0, &v) != APS_OK) return NAN;
  double low = 0, high = 100;
  for (int k = 0; k < 50; k++) {
    const double r = (low + high) / 2;
    int64_t inside = 0;
    for (int64_t i = 0; i < v.n; i++) inside += v.x[i] * v.x[i] + v.y[i] * v.y[i] + v.z[i] * v.z[i] < r * r;
    if (2 * inside < v.n) low = r;
    else high = r;
  }
  return low;
}

/* Axes of the stars over the longest: roots of the second moments' eigenvalues (of a symmetric matrix: Smith 1961, CACM 4, 168). */
static void star_axes(aps_sim *sim, double axis[2]) {
  aps_view v;
  double sum[3] = {0}, m[3][3] = {{0}}, n = 0;
  axis[0] = axis[1] = NAN;
  if (aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_TYPE, 0, &v)) return;
  for (int turn = 0; turn < 2; turn++)
    for (int64_t i = 0; i < v.n; i++) {
      if (v.type[i] != 4) continue;
      const double x[3] = {v.x[i], v.y[i], v.z[i]};
      n += turn == 0;
      for (int j = 0; j < 3; j++) {
        if (turn == 0) sum[j] += x[j];
        for (int k = 0; k < 3 && turn; k++) m[j][k] += (x[j] - sum[j] / n) * (x[k] - sum[k] / n);
      }
    }
  CHECK(n == 2000);
  const double q = (m[0][0] + m[1][1] + m[2][2]) / 3;
  double p2 = 0;
  for (int j = 0; j < 3; j++) m[j][j] -= q;
  for (int j = 0; j < 3; j++)
    for (int k = 0; k < 3; k++) p2 += m[j][k] * m[j][k];
  const double p = sqrt(p2 / 6);
  const double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                     m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const double phi = acos(fmax(-1, fmin(1, det / (2 * p * p * p)))) / 3, third = 2 * acos(-1) / 3;
  const double most = q + 2 * p * cos(phi), least = q + 2 * p * cos(phi + third);
  axis[0] = sqrt(least / most), axis[1] = sqrt((3 * q - most - least) / most);
}

static void test_a_real_galaxy_keeps_its_energy_and_shape(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{file: \"%s\"}]\n"
                          "forces: [{law: plummer, solver: fmm, softening: 0.05, accuracy: 1e-3}]\n"
                          "integrator: {name: leapfrog, dt: 0.01}\n"
                          "run: {t_end: 2, device: cpu}\n",
                          path);
  CHECK(aps_count(sim) == 22000);
  const totals before = measure(sim);
  const double r = half_radius(sim);
  double axis[2][2];
  star_axes(sim, axis[0]);
  for (int k = 0; k < 200; k++) CHECK_OK(ctx, aps_step(sim));
  const totals after = measure(sim);
  const double E = before.kinetic + before.potential;
  star_axes(sim, axis[1]);
  printf("     energy error %.2e, half-mass radius %.4f -> %.4f, the stars' axes 1 : %.3f : %.3f -> 1 : %.3f : %.3f\n",
         (after.kinetic + after.potential - E) / E, r, half_radius(sim), axis[0][1], axis[0][0], axis[1][1], axis[1][0]);
  CHECK_NEAR((after.kinetic + after.potential) / E, 1, 1e-3);
  CHECK_NEAR(half_radius(sim) / r, 1, 0.03); /* sampling: 1 / sqrt(11000) of the mass inside is 1 % */
  for (int k = 0; k < 2; k++) CHECK_NEAR(axis[1][k] / axis[0][k], 1, 0.06); /* 1 / sqrt(2000) is 2 % */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

int main(void) {
  if (access(shared(), R_OK) != 0) {
    printf("skipped: no %s\n", path);
    return CHECK_SKIP;
  }
  CHECK_RUN(test_a_real_galaxy_keeps_its_energy_and_shape);
  return CHECK_RESULT();
}
