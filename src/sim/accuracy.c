/* The force error, measured: a spread sample of rows is summed again directly in double, with the same law.
 * Error of a row: |a - b| / |b|, b the double sum (as in Springel et al. 2021, MNRAS 506, 2871, section 2.6). */
#include "sim.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const aps_force *direct_on_host(void) {
  const aps_force *row;
  for (int i = 0; (row = (const aps_force *)aps_row(APS_KIND_FORCE, i)); i++)
    if (row->space == APS_HOST && strcmp(row->about.name, "direct") == 0) return row;
  return NULL;
}

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

/* b of the rows into ref.ax, ay, az. */
static aps_err reference(aps_sim *sim, aps_view ref, aps_active rows) {
  const aps_force *row = direct_on_host();
  APS_CHECK(sim->ctx, row, APS_EINTERNAL, "this build has no direct solver");
  const aps_law *law = (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law);
  aps_stats unseen = {0};
  const aps_force_setup setup = {.ctx = sim->ctx, .law = law->kind, .precision = APS_DOUBLE, .G = sim->units.G,
                                 .eps_min = sim->eps_min, .eps_max = sim->eps_max,
                                 .threads = (int)sim->run.threads, .stats = &unseen};
  void *self = aps_alloc(sim->ctx, "solver", 1, row->about.state_size + 1);
  if (self == NULL) return APS_EMEM;
  aps_err err = row->create ? row->create(self, &setup) : APS_OK;
  if (err == APS_OK && row->prepare) err = row->prepare(self, ref, NULL);
  if (err == APS_OK) err = row->add(self, ref, rows, APS_A, aps_time(sim));
  if (row->destroy) row->destroy(self);
  aps_release(sim->ctx, self);
  return err;
}

static aps_err compare(aps_sim *sim, aps_view p, double *b, int32_t *index, double *error, int64_t n, double out[5]) {
  aps_view ref = p;
  ref.ax = b, ref.ay = b + p.n, ref.az = b + 2 * p.n;
  for (int64_t k = 0; k < n; k++) index[k] = (int32_t)(k * p.n / n);
  APS_TRY(reference(sim, ref, (aps_active){index, n}));
  int64_t used = 0;
  for (int64_t k = 0; k < n; k++) {
    const int64_t i = index[k];
    const double size = sqrt(ref.ax[i] * ref.ax[i] + ref.ay[i] * ref.ay[i] + ref.az[i] * ref.az[i]);
    const double dx = p.ax[i] - ref.ax[i], dy = p.ay[i] - ref.ay[i], dz = p.az[i] - ref.az[i];
    if (size > 0) error[used++] = sqrt(dx * dx + dy * dy + dz * dz) / size;
  }
  if (used) statistics(error, used, out);
  return APS_OK;
}

aps_err aps_force_error(aps_sim *sim, int64_t n, double out[5]) {
  for (int k = 0; k < 5; k++) out[k] = -1;
  const aps_cols known = sim->clock.current & ~sim->clock.marked;
  if (sim->force == NULL || !(known & APS_A) || sim->backend->space != APS_HOST) return APS_OK;
  if (n > sim->n) n = sim->n;
  if (n < 1 || sim->n > INT32_MAX) return APS_OK;
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_X | APS_V | APS_MASS | APS_EPS | APS_A, 0, &p));
  double *b = aps_alloc(sim->ctx, "force sample", 3 * p.n, sizeof *b);
  double *error = aps_alloc(sim->ctx, "force sample", n, sizeof *error);
  int32_t *index = aps_alloc(sim->ctx, "force sample", n, sizeof *index);
  const aps_err err = b && error && index ? compare(sim, p, b, index, error, n, out) : APS_EMEM;
  aps_release(sim->ctx, b);
  aps_release(sim->ctx, error);
  aps_release(sim->ctx, index);
  return err;
}
