/* The force error where the particles live on a device: the reference is direct summation there, in double (in a periodic box
 * gpu/images.cu), and only the rows that are looked at come down. */
#include "sim.h"
#include "../core/ranks.h"
#include <string.h>

extern const aps_force aps_force_images_cuda __attribute__((weak)); /* no solver of runs, so in no registry */

static const aps_force *reference_of(const aps_sim *sim) {
  const aps_force *row;
  if (sim->box.boundary == 1) return &aps_force_images_cuda;
  for (int i = 0; (row = (const aps_force *)aps_row(APS_KIND_FORCE, i)); i++)
    if (row->space == sim->backend->space && strcmp(row->about.name, "direct") == 0) return row;
  return NULL;
}

int aps_accuracy_has_card(const aps_sim *sim) {
  return sim->backend->space == APS_DEVICE && sim->backend->gather && aps_ranks(sim->ctx) == 1 && reference_of(sim) != NULL;
}

/* Kept from look to look: on a card it takes longer to get memory than to use it. */
struct aps_card_bench {
  int32_t *index; /* [room] device memory, as the next two */
  double *sums, *rows; /* [3][total] of all rows, [6][room] asked for */
  void *solver;
  int law;
  double G, eps_min, eps_max; /* what the solver was made for: a softening may change while the run goes */
  int64_t total, room;
};
typedef struct aps_card_bench bench;

void aps_accuracy_close(aps_sim *sim) {
  const aps_backend *on = sim->backend;
  bench *b = sim->card_bench;
  if (b == NULL) return;
  void *const memory[] = {b->index, b->sums, b->rows};
  if (b->solver) reference_of(sim)->destroy(b->solver);
  aps_release(sim->ctx, b->solver);
  for (int k = 0; k < 3; k++)
    if (memory[k]) on->release(sim->backend_self, memory[k]);
  aps_release(sim->ctx, b);
  sim->card_bench = NULL;
}

static aps_err reserve(aps_sim *sim, int64_t total, int64_t n, const aps_force_setup *setup, bench **out) {
  const aps_backend *on = sim->backend;
  bench *b = sim->card_bench;
  const int fits = b && b->total >= total && b->room >= n && b->law == setup->law && b->G == setup->G && b->eps_min == setup->eps_min &&
                   b->eps_max == setup->eps_max;
  if (!fits) aps_accuracy_close(sim);
  b = *out = sim->card_bench;
  if (b) return APS_OK;
  b = *out = sim->card_bench = aps_alloc(sim->ctx, "force sample", 1, sizeof *b);
  if (b == NULL) return APS_EMEM;
  *b = (bench){.law = setup->law, .G = setup->G, .eps_min = setup->eps_min, .eps_max = setup->eps_max, .total = total, .room = n + n / 4};
  b->index = on->alloc(sim->backend_self, sizeof *b->index * (size_t)b->room);
  b->sums = b->index ? on->alloc(sim->backend_self, sizeof *b->sums * (size_t)(3 * total)) : NULL;
  b->rows = b->sums ? on->alloc(sim->backend_self, sizeof *b->rows * (size_t)(6 * b->room)) : NULL;
  b->solver = b->rows ? aps_alloc(sim->ctx, "force sample", 1, reference_of(sim)->about.state_size) : NULL;
  if (b->solver == NULL) return aps_ctx_code(sim->ctx) ? aps_ctx_code(sim->ctx) : APS_EMEM;
  return reference_of(sim)->create(b->solver, setup);
}

static aps_err sum(aps_sim *sim, int law, const int32_t *row, int64_t n, double *out) {
  const aps_backend *on = sim->backend;
  const aps_force *reference = reference_of(sim);
  const double *L = sim->box.size;
  const int periodic = sim->box.boundary == 1;
  const aps_force_setup setup = {.ctx = sim->ctx, .law = law, .precision = APS_DOUBLE, .G = sim->units.G, .eps_min = sim->eps_min,
                                 .eps_max = sim->eps_max, .device = sim->backend_self,
                                 .box = {periodic ? L[0] : 0, periodic ? L[1] : 0, periodic ? L[2] : 0}};
  aps_view v;
  bench *b;
  APS_TRY(aps_borrow(sim->particles, APS_DEVICE, APS_X | APS_MASS | APS_EPS | APS_A, 0, &v));
  APS_TRY(reserve(sim, v.n, n, &setup, &b));
  APS_TRY(on->copy(sim->backend_self, b->index, APS_DEVICE, row, APS_HOST, sizeof *row * (size_t)n));
  const aps_active rows = {b->index, n};
  const double *column[6] = {v.ax, v.ay, v.az, b->sums, b->sums + v.n, b->sums + 2 * v.n};
  for (int d = 0; d < 3; d++) APS_TRY(on->zero_rows(sim->backend_self, rows, b->sums + d * v.n));
  v.ax = b->sums, v.ay = b->sums + v.n, v.az = b->sums + 2 * v.n;
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
  const aps_err err = sum(sim, law, row, n, out);
  if (err) aps_accuracy_close(sim);
  return err;
}
