/* The force error, measured: a spread sample of rows is summed again directly in double, with the same law but by this
 * plain loop, which shares nothing with the solvers.
 * Error of a row: |a - b| / |b|, b the double sum (as in Springel et al. 2021, MNRAS 506, 2871, section 2.6). */
#include "sim.h"
#include "../core/wide.h"
#include "../laws/reference.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SIMD_SUM _Pragma("omp simd reduction(+ : x, y, z)")

#define ROW_SUM(name, NAME)                                                                        \
  APS_WIDE static void sum_##name(aps_view p, int64_t i, double b[3]) {                                     \
    double x = 0, y = 0, z = 0;                                                                    \
    SIMD_SUM for (int64_t j = 0; j < p.n; j++) {                                                            \
      const double dx = p.x[j] - p.x[i], dy = p.y[j] - p.y[i], dz = p.z[j] - p.z[i];               \
      const double eps = LAW_MAX(p.eps[i], p.eps[j]), eps2 = LAW_MAX(eps * eps, law_floor2_reference);           \
      double u, s, g;                                                                              \
      name##_reference(dx * dx + dy * dy + dz * dz + name##_seed_reference(eps2), eps2, &u, &s, &g); \
      const double f = j == i ? 0 : p.mass[j] * s;                                                 \
      x += f * dx, y += f * dy, z += f * dz;                                                       \
    }                                                                                              \
    b[0] = x, b[1] = y, b[2] = z;                                                                  \
  }
APS_LAWS(ROW_SUM)

typedef void row_sum(aps_view, int64_t, double[3]);
#define ROW_NAME(name, NAME) [APS_LAW_##NAME] = sum_##name,
static row_sum *const sums[APS_LAW_COUNT] = {APS_LAWS(ROW_NAME)};

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void statistics(double *error, int64_t n, double out[5]) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += error[i] * error[i];
  qsort(error, (size_t)n, sizeof *error, by_size);
  const double part[4] = {0.5, 0.99, 0.999, 1};
  out[0] = sqrt(sum / (double)n);
  for (int k = 0; k < 4; k++) {
    const int64_t i = (int64_t)ceil(part[k] * (double)n) - 1;
    out[k + 1] = error[i < 0 ? 0 : i];
  }
}

/* error[k] of the k-th of evenly spread rows, others at every step; negative where the force vanishes. */
static aps_err compare(aps_sim *sim, double *error, int64_t sample) {
  const aps_law *law = (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law);
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_X | APS_MASS | APS_EPS | APS_A, 0, &p));
  const double G = sim->units.G, golden = 0.61803398874989485 * (double)sim->clock.steps;
  const double shift = golden - floor(golden);
#pragma omp parallel for schedule(dynamic, 1)
  for (int64_t k = 0; k < sample; k++) {
    const int64_t i = (int64_t)(((double)k + shift) * ((double)p.n / (double)sample)) % p.n;
    double b[3];
    sums[law->kind](p, i, b);
    const double size = G * sqrt(b[0] * b[0] + b[1] * b[1] + b[2] * b[2]);
    const double dx = p.ax[i] - G * b[0], dy = p.ay[i] - G * b[1], dz = p.az[i] - G * b[2];
    error[k] = size > 0 ? sqrt(dx * dx + dy * dy + dz * dz) / size : -1;
  }
  return APS_OK;
}

aps_err aps_force_error(aps_sim *sim, int64_t n, double out[5]) {
  for (int k = 0; k < 5; k++) out[k] = -1;
  const aps_cols known = sim->clock.current & ~sim->clock.marked;
  if (sim->force == NULL || !(known & APS_A)) return APS_OK;
  if (n > sim->n) n = sim->n;
  if (n < 1) return APS_OK;
  double *error = aps_alloc(sim->ctx, "force sample", n, sizeof *error);
  if (error == NULL) return APS_EMEM;
  const aps_err err = compare(sim, error, n);
  int64_t used = 0;
  for (int64_t k = 0; k < n; k++)
    if (error[k] >= 0) error[used++] = error[k];
  if (err == APS_OK && used) {
    statistics(error, used, out);
    sim->force_sample = used;
    for (int k = 0; k < 4; k++) sim->clock.force_error[k] = out[k < 2 ? k : k + 1];
  }
  aps_release(sim->ctx, error);
  return err;
}

int aps_force_tune(aps_sim *sim, const double error[5]) {
  enum { SEES_A_THOUSANDTH = 500 }; /* below this 99.9 % is the largest of the sample */
  const aps_force *row = sim->force;
  double seen[5];
  memcpy(seen, error, sizeof seen);
  if (sim->force_sample < SEES_A_THOUSANDTH) seen[3] = 0;
  if (!row || !row->tune || error[0] < 0 || !row->tune(sim->force_self, seen)) return 0;
  aps_log(sim->ctx, APS_LOG_INFO,
          "force error at time %.6g: rms %.2e, 99.9 %% below %.2e, where %.2e was asked for: solver %s takes more care",
          aps_time(sim), error[0], error[3], sim->force_settings.accuracy, row->about.name);
  return 1;
}

int aps_force_report(aps_sim *sim, int timed, const char **name, double *value, int max) {
  if (!sim->force || !sim->force->report) return 0;
  return sim->force->report(sim->force_self, timed, name, value, max);
}

aps_err aps_accuracy_settle(aps_sim *sim) {
  enum { TRIES = 5, SAMPLE = 128 };
  if (!sim->force || !sim->force->tune || sim->n < 2) return APS_OK;
  APS_TRY(aps_forces_current(sim, APS_A));
  for (int k = 0; k < TRIES; k++) {
    double error[5];
    APS_TRY(aps_force_error(sim, SAMPLE, error));
    if (!aps_force_tune(sim, error)) break;
    APS_TRY(aps_forces(sim, APS_A));
  }
  return APS_OK;
}
