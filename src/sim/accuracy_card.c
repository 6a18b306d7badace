/* The force error where the particles live on a device: the reference is direct summation there, in double, and only the
 * rows that are looked at come down. */
#include "sim.h"
#include "../core/ranks.h"
#include <string.h>

static const aps_force *reference_of(const aps_sim *sim) {
  const aps_force *row;
  for (int i = 0; (row = (const aps_force *)aps_row(APS_KIND_FORCE, i)); i++)
    if (row->space == sim->backend->space && strcmp(row->about.name, "direct") == 0) return row;
  return NULL;
}

int aps_accuracy_has_card(const aps_sim *sim) {
  return sim->backend->space == APS_DEVICE && sim->backend->gather && aps_ranks(sim->ctx) == 1 && sim->box.boundary == 0 &&
         reference_of(sim) != NULL;
}

typedef struct { /* device memory */
  int32_t *index;
  double *sums, *rows; /* [3][n] of all rows, [6][asked] */
  void *solver;
} bench;

static aps_err reserve(aps_sim *sim, int64_t total, int64_t n, bench *b) {
  const aps_backend *on = sim->backend;
  b->index = on->alloc(sim->backend_self, sizeof *b->index * (size_t)n);
  b->sums = b->index ? on->alloc(sim->backend_self, sizeof *b->sums * (size_t)(3 * total)) : NULL;
  b->rows = b->sums ? on->alloc(sim->backend_self, sizeof *b->rows * (size_t)(6 * n)) : NULL;
  b->solver = b->rows ? aps_alloc(sim->ctx, "force sample", 1, reference_of(sim)->about.state_size) : NULL;
  return b->solver ? APS_OK : aps_ctx_code(sim->ctx) ? aps_ctx_code(sim->ctx) : APS_EMEM;
}

static void release(aps_sim *sim, bench *b) {
  const aps_backend *on = sim->backend;
  void *const memory[] = {b->index, b->sums, b->rows};
  if (b->solver) reference_of(sim)->destroy(b->solver);
  aps_release(sim->ctx, b->solver);
  for (int k = 0; k < 3; k++)
    if (memory[k]) on->release(sim->backend_self, memory[k]);
}

static aps_err sum(aps_sim *sim, int law, const int32_t *row, int64_t n, bench *b, double *out) {
  const aps_backend *on = sim->backend;
  const aps_force *reference = reference_of(sim);
  aps_view v;
  APS_TRY(aps_borrow(sim->particles, APS_DEVICE, APS_X | APS_MASS | APS_EPS | APS_A, 0, &v));
  APS_TRY(reserve(sim, v.n, n, b));
  APS_TRY(on->copy(sim->backend_self, b->index, APS_DEVICE, row, APS_HOST, sizeof *row * (size_t)n));
  const aps_active rows = {b->index, n};
  const double *column[6] = {v.ax, v.ay, v.az, b->sums, b->sums + v.n, b->sums + 2 * v.n};
  for (int d = 0; d < 3; d++) APS_TRY(on->zero_rows(sim->backend_self, rows, b->sums + d * v.n));
  v.ax = b->sums, v.ay = b->sums + v.n, v.az = b->sums + 2 * v.n;
  const aps_force_setup setup = {.ctx = sim->ctx, .law = law, .precision = APS_DOUBLE, .G = sim->units.G, .eps_min = sim->eps_min,
                                 .eps_max = sim->eps_max, .device = sim->backend_self};
  APS_TRY(reference->create(b->solver, &setup));
  APS_TRY(reference->prepare(b->solver, v));
  APS_TRY(reference->add(b->solver, v, rows, APS_A, aps_time(sim)));
  APS_TRY(on->gather(sim->backend_self, rows, 6, column, b->rows));
  const size_t bytes = sizeof *out * (size_t)(6 * n);
  APS_TRY(on->copy(sim->backend_self, out, APS_HOST, b->rows, APS_DEVICE, bytes));
  sim->clock.stats.bytes_to_device += (double)(sizeof *row * (size_t)n);
  sim->clock.stats.bytes_to_host += (double)bytes;
  return APS_OK;
}

aps_err aps_accuracy_card(aps_sim *sim, int law, const int32_t *row, int64_t n, double *out) {
  bench b = {NULL, NULL, NULL, NULL};
  const aps_err err = sum(sim, law, row, n, &b, out);
  release(sim, &b);
  return err;
}
