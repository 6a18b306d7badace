/* The world: all rows of all ranks, for a solver that knows nothing of ranks: those on GPUs, whose sources have to lie on the
 * card, and that of periodic boxes. Each rank gets a copy of what the solver reads, sums its share of the targets over all sources and
 * hands the sums to the ranks that hold the rows (the copy algorithm: Makino 2002, New Astronomy 7, 373; Dorband,
 * Hemsendorf & Merritt 2003, J. Comp. Phys. 185, 484). */
#include "sim.h"
#include "../core/ranks.h"
#include <string.h>

typedef struct {
  int64_t *count, first; /* rows [ranks], and where this rank's begin in the world */
  aps_active all;        /* rows of the world that this rank evaluates */
} split;

static int column_at(const aps_view *view, const aps_column *c, void **out) {
  memcpy(out, (const char *)view + c->offset, sizeof *out);
  return *out != NULL;
}

static size_t size_of(const aps_column *c) { return c->type == 'd' || c->type == 'L' ? 8 : c->type == 'I' ? 4 : 1; }

static aps_err count_rows(aps_sim *sim, split *s) {
  const int ranks = aps_ranks(sim->ctx);
  s->count = aps_alloc(sim->ctx, "world", 2 * ranks, sizeof *s->count);
  if (s->count == NULL) return APS_EMEM;
  aps_ranks_gather(sim->ctx, &sim->n, sizeof sim->n, s->count);
  s->first = 0;
  for (int r = 0; r < aps_rank(sim->ctx); r++) s->first += s->count[r];
  if (sim->world) return APS_OK;
  const aps_backend *device = sim->force->space == APS_DEVICE ? sim->backend : NULL;
  return aps_particles_create(sim->ctx, sim->total, device, sim->backend_self, &sim->clock.stats, &sim->world);
}

static aps_err copy_columns(aps_sim *sim, const split *s, aps_cols groups) {
  const int ranks = aps_ranks(sim->ctx);
  aps_view mine, all;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, groups, 0, &mine));
  APS_TRY(aps_borrow(sim->world, APS_HOST, 0, groups, &all));
  int64_t *bytes = s->count + ranks;
  for (const aps_column *c = aps_columns; c->name; c++) {
    void *from, *to;
    if (!(c->group & groups) || !column_at(&mine, c, &from) || !column_at(&all, c, &to)) continue;
    for (int r = 0; r < ranks; r++) bytes[r] = s->count[r] * (int64_t)size_of(c);
    aps_ranks_gather_all(sim->ctx, from, bytes, to);
  }
  return APS_OK;
}

/* Room for an index list of the solver's space, and one in host memory that becomes it. */
static aps_err make_index(aps_sim *sim, int64_t n, int32_t **host) {
  if (n > sim->world_index_room) {
    if (sim->world_index) sim->backend->release(sim->backend_self, sim->world_index);
    sim->world_index_room = 0;
    sim->world_index = sim->backend->alloc(sim->backend_self, sizeof **host * (size_t)n);
    if (sim->world_index == NULL) return aps_fail(sim->ctx, APS_EMEM, "no memory for a list of %lld active particles", (long long)n);
    sim->world_index_room = n;
  }
  *host = aps_alloc(sim->ctx, "world", n + 1, sizeof **host);
  return *host ? APS_OK : APS_EMEM;
}

/* This rank's share of the active rows of all ranks, by their rows in the world. */
static aps_err list_active(aps_sim *sim, split *s, aps_active rows) {
  aps_ctx *ctx = sim->ctx;
  const int ranks = aps_ranks(ctx), rank = aps_rank(ctx);
  int64_t *bytes = s->count + ranks, n = 0;
  int32_t *all = NULL, *mine = NULL;
  for (int r = 0; r < ranks; r++) bytes[r] = s->count[r];
  if (rows.index) aps_ranks_gather(ctx, &rows.n, sizeof rows.n, bytes);
  for (int r = 0; r < ranks; r++) n += bytes[r];
  aps_err err = make_index(sim, n, &all);
  if (err == APS_OK && rows.index) {
    mine = aps_alloc(ctx, "world", rows.n + 1, sizeof *mine);
    err = mine ? sim->backend->copy(sim->backend_self, mine, APS_HOST, rows.index, sim->backend->space,
                                    sizeof *mine * (size_t)rows.n)
               : APS_EMEM;
    for (int64_t k = 0; err == APS_OK && k < rows.n; k++) mine[k] += (int32_t)s->first;
    for (int r = 0; r < ranks; r++) bytes[r] *= (int64_t)sizeof *mine;
    if (err == APS_OK) aps_ranks_gather_all(ctx, mine, bytes, all);
  } else if (err == APS_OK) {
    for (int64_t k = 0; k < n; k++) all[k] = (int32_t)k;
  }
  const int64_t first = aps_ranks_share(n, rank, ranks);
  s->all = (aps_active){sim->world_index, aps_ranks_share(n, rank + 1, ranks) - first};
  if (err == APS_OK)
    err = sim->backend->copy(sim->backend_self, sim->world_index, sim->backend->space, all + first, APS_HOST,
                             sizeof *all * (size_t)s->all.n);
  aps_release(ctx, mine);
  aps_release(ctx, all);
  return err;
}

static aps_err sum(aps_sim *sim, const split *s, aps_cols reads, aps_cols want) {
  const aps_force *row = sim->force;
  aps_view view;
  APS_TRY(aps_borrow(sim->world, row->space, reads, want, &view));
  if (row->prepare) APS_TRY(row->prepare(sim->force_self, view));
  APS_TRY(aps_forces_clear(sim, &view, (aps_active){NULL, view.n}, want));
  return row->add(sim->force_self, view, s->all, want, aps_time(sim));
}

/* Every sum was made on one rank and is zero elsewhere: adding them up changes no bit. */
static aps_err hand_back(aps_sim *sim, const split *s, aps_active rows, aps_cols want) {
  aps_view all, mine;
  APS_TRY(aps_borrow(sim->world, APS_HOST, want, 0, &all));
  APS_TRY(aps_borrow(sim->particles, APS_HOST, rows.index ? want : 0, want, &mine));
  double *buffer = aps_alloc(sim->ctx, "world", sim->n + 1, sizeof *buffer);
  int32_t *index = rows.index ? aps_alloc(sim->ctx, "world", rows.n + 1, sizeof *index) : NULL;
  if (buffer == NULL || (rows.index && index == NULL)) return APS_EMEM;
  if (rows.index)
    APS_TRY(sim->backend->copy(sim->backend_self, index, APS_HOST, rows.index, sim->backend->space,
                               sizeof *index * (size_t)rows.n));
  for (const aps_column *c = aps_columns; c->name; c++) {
    void *from, *to;
    if (!(c->group & want) || !column_at(&all, c, &from) || !column_at(&mine, c, &to)) continue;
    double *out = to;
    aps_ranks_scatter_sum(sim->ctx, from, s->count, rows.index ? buffer : out);
    for (int64_t k = 0; rows.index && k < rows.n; k++) out[index[k]] = buffer[index[k]];
  }
  aps_release(sim->ctx, index);
  aps_release(sim->ctx, buffer);
  return APS_OK;
}

aps_err aps_world_forces(aps_sim *sim, aps_active rows, aps_cols want) {
  split s;
  const aps_cols reads = sim->force->reads & ~(want & APS_JERK ? 0 : (aps_cols)APS_V);
  APS_CHECK(sim->ctx, sim->total < INT32_MAX, APS_ECONFIG, "solver %s takes at most 2147483646 particles", sim->force->about.name);
  aps_err err = count_rows(sim, &s);
  if (err == APS_OK) err = copy_columns(sim, &s, reads);
  if (err == APS_OK) err = list_active(sim, &s, rows);
  if (err == APS_OK) err = sum(sim, &s, reads, want);
  if (err == APS_OK) err = hand_back(sim, &s, rows, want);
  aps_release(sim->ctx, s.count);
  return err;
}

void aps_world_close(aps_sim *sim) {
  if (sim->world_index) sim->backend->release(sim->backend_self, sim->world_index);
  sim->world_index = NULL;
  sim->world_index_room = 0;
  aps_particles_free(&sim->world);
}
