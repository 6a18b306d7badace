/* The world: all rows of all ranks, for a solver that knows nothing of ranks: those on GPUs, whose
 * sources have to lie on the card, and Ewald's sum. Each rank gets a copy of what the
 * solver reads, sums its share of the targets over all sources and hands the sums to the ranks that
 * hold the rows (the copy algorithm: Makino 2002, New Astronomy 7, 373; Dorband, Hemsendorf &
 * Merritt 2003, J. Comp. Phys. 185, 484). The ranks agree on what may fail ahead of the messages,
 * twice. */
#include "sim.h"
#include "../core/ranks.h"
#include <string.h>

typedef struct {
  int64_t *count, *active,
      first; /* rows and active ones of each rank [ranks]; where this rank's begin in the world */
  int64_t *bytes;                /* [ranks] of what is gathered */
  int32_t *index, *index_of_all; /* host: this rank's active rows by their place in the world, NULL:
                                    all; those of all ranks */
  double *column;                /* [rows] of this rank, where not all are active */
  aps_view mine, all;            /* in host memory */
} split;

static int column_at(const aps_view *view, const aps_column *c, void **out) {
  memcpy(out, (const char *)view + c->offset, sizeof *out);
  return *out != NULL;
}

static size_t size_of(const aps_column *c) {
  return c->type == 'd' || c->type == 'L' ? 8 : c->type == 'I' ? 4 : 1;
}

static int64_t sum_of(const int64_t *count, int n) {
  int64_t sum = 0;
  for (int r = 0; r < n; r++) sum += count[r];
  return sum;
}

static aps_err count_rows(aps_sim *sim, split *s, aps_active rows) {
  const int ranks = aps_ranks(sim->ctx);
  s->count = aps_alloc(sim->ctx, "world", 3 * ranks, sizeof *s->count);
  APS_TRY(aps_ranks_agree(sim->ctx, s->count ? APS_OK : APS_EMEM));
  s->active = s->count + ranks, s->bytes = s->active + ranks;
  aps_ranks_gather(sim->ctx, &sim->n, sizeof sim->n, s->count);
  aps_ranks_gather(sim->ctx, rows.index ? &rows.n : &sim->n, sizeof rows.n, s->active);
  s->first = sum_of(s->count, aps_rank(sim->ctx));
  return APS_OK;
}

/* ---- room, and what comes from this rank's device: whatever may fail ahead of the messages */

/* Room for an index list of the solver's space. */
static aps_err make_index(aps_sim *sim, int64_t n) {
  if (n <= sim->world_index_room) return APS_OK;
  if (sim->world_index) sim->backend->release(sim->backend_self, sim->world_index);
  sim->world_index_room = 0;
  sim->world_index = sim->backend->alloc(sim->backend_self, sizeof *sim->world_index * (size_t)n);
  if (sim->world_index == NULL)
    return aps_fail(sim->ctx, APS_EMEM, "no memory for a list of %lld active particles",
                    (long long)n);
  sim->world_index_room = n;
  return APS_OK;
}

static aps_err read_index(aps_sim *sim, split *s, aps_active rows) {
  const aps_backend *b = sim->backend;
  s->index = aps_alloc(sim->ctx, "world", rows.n + 1, sizeof *s->index);
  s->column = aps_alloc(sim->ctx, "world", sim->n + 1, sizeof *s->column);
  if (s->index == NULL || s->column == NULL) return APS_EMEM;
  APS_TRY(b->copy(sim->backend_self, s->index, APS_HOST, rows.index, b->space,
                  sizeof *s->index * (size_t)rows.n));
  for (int64_t k = 0; k < rows.n; k++) s->index[k] += (int32_t)s->first;
  return APS_OK;
}

static aps_err make_room(aps_sim *sim, split *s, aps_active rows, aps_cols reads) {
  const aps_backend *device = sim->force->space == APS_DEVICE ? sim->backend : NULL;
  const int64_t active = sum_of(s->active, aps_ranks(sim->ctx));
  if (sim->world == NULL)
    APS_TRY(aps_particles_create(sim->ctx, sim->total, device, sim->backend_self, &sim->clock.stats,
                                 &sim->world));
  APS_TRY(aps_borrow(sim->particles, APS_HOST, reads, 0, &s->mine));
  APS_TRY(aps_borrow(sim->world, APS_HOST, 0, reads, &s->all));
  APS_TRY(make_index(sim, active));
  s->index_of_all = aps_alloc(sim->ctx, "world", active + 1, sizeof *s->index_of_all);
  if (s->index_of_all == NULL) return APS_EMEM;
  return rows.index ? read_index(sim, s, rows) : APS_OK;
}

/* ---- messages */

static void copy_columns(aps_sim *sim, const split *s, aps_cols groups) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    void *from, *to;
    if (!(c->group & groups) || !column_at(&s->mine, c, &from) || !column_at(&s->all, c, &to))
      continue;
    for (int r = 0; r < aps_ranks(sim->ctx); r++) s->bytes[r] = s->count[r] * (int64_t)size_of(c);
    aps_ranks_gather_all(sim->ctx, from, s->bytes, to);
  }
}

static void copy_index(aps_sim *sim, const split *s) {
  const int ranks = aps_ranks(sim->ctx);
  for (int r = 0; r < ranks; r++) s->bytes[r] = s->active[r] * (int64_t)sizeof *s->index;
  if (s->index) aps_ranks_gather_all(sim->ctx, s->index, s->bytes, s->index_of_all);
  for (int64_t k = 0; !s->index && k < sum_of(s->active, ranks); k++)
    s->index_of_all[k] = (int32_t)k;
}

/* Every sum was made on one rank and is zero elsewhere: adding them up changes no bit. */
static void hand_back(aps_sim *sim, const split *s, aps_cols want) {
  const int64_t active = s->active[aps_rank(sim->ctx)];
  for (const aps_column *c = aps_columns; c->name; c++) {
    void *from, *to;
    if (!(c->group & want) || !column_at(&s->all, c, &from) || !column_at(&s->mine, c, &to))
      continue;
    double *out = to;
    aps_ranks_scatter_sum(sim->ctx, from, s->count, s->index ? s->column : out);
    for (int64_t k = 0; s->index && k < active; k++)
      out[s->index[k] - s->first] = s->column[s->index[k] - s->first];
  }
}

/* ---- this rank's share of the active rows of all ranks, over all sources */

static aps_err sum(aps_sim *sim, const split *s, aps_cols reads, aps_cols want) {
  const aps_force *row = sim->force;
  const aps_backend *b = sim->backend;
  const int ranks = aps_ranks(sim->ctx), rank = aps_rank(sim->ctx);
  const int64_t all = sum_of(s->active, ranks), first = aps_ranks_share(all, rank, ranks),
                n = aps_ranks_share(all, rank + 1, ranks) - first;
  APS_TRY(b->copy(sim->backend_self, sim->world_index, b->space, s->index_of_all + first, APS_HOST,
                  sizeof *s->index * (size_t)n));
  aps_view view;
  APS_TRY(aps_borrow(sim->world, row->space, reads, want, &view));
  if (row->prepare) APS_TRY(row->prepare(sim->force_self, view));
  APS_TRY(aps_forces_clear(sim, &view, (aps_active){NULL, view.n}, want));
  return row->add(sim->force_self, view, (aps_active){sim->world_index, n}, want, aps_time(sim));
}

/* The sums where messages can reach them. */
static aps_err fetch(aps_sim *sim, split *s, aps_cols want) {
  APS_TRY(aps_borrow(sim->world, APS_HOST, want, 0, &s->all));
  return aps_borrow(sim->particles, APS_HOST, s->index ? want : 0, want, &s->mine);
}

static aps_err evaluate(aps_sim *sim, split *s, aps_active rows, aps_cols reads, aps_cols want) {
  APS_TRY(aps_ranks_agree(sim->ctx, make_room(sim, s, rows, reads)));
  copy_columns(sim, s, reads);
  copy_index(sim, s);
  aps_err err = sum(sim, s, reads, want);
  if (err == APS_OK) err = fetch(sim, s, want);
  APS_TRY(aps_ranks_agree(sim->ctx, err));
  hand_back(sim, s, want);
  return APS_OK;
}

aps_err aps_world_forces(aps_sim *sim, aps_active rows, aps_cols want) {
  split s = {.count = NULL};
  const aps_cols reads = sim->force->reads & ~(want & APS_JERK ? 0 : (aps_cols)APS_V);
  APS_CHECK(sim->ctx, sim->total < INT32_MAX, APS_ECONFIG,
            "solver %s takes at most 2147483646 particles", sim->force->about.name);
  aps_err err = count_rows(sim, &s, rows);
  if (err == APS_OK) err = evaluate(sim, &s, rows, reads, want);
  void *const all[] = {s.count, s.index, s.index_of_all, s.column};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(sim->ctx, all[k]);
  return err;
}

void aps_world_close(aps_sim *sim) {
  if (sim->world_index) sim->backend->release(sim->backend_self, sim->world_index);
  sim->world_index = NULL;
  sim->world_index_room = 0;
  aps_particles_free(&sim->world);
}
