/* Copies: of so few rows that messages between ranks take longer than the sums, every rank gets all and sums them all, with a
 * solver that knows nothing of ranks, as if it were alone; it keeps the sums of its own rows. So an evaluation takes two
 * rounds of messages, one that gathers and one that agrees on failures, where a solver that shares the sums takes a dozen or
 * two, and the sums have the bits of one rank. docs/ranks.md. */
#include "sim.h"
#include "../core/ranks.h"
#include <string.h>

enum { ROWS_A_RANK = 16, MOST = 256 };
enum { NUMBER = 8 }; /* bytes of what travels */

enum { COLUMNS = 16 };

struct aps_copies {
  const aps_column *column[COLUMNS]; /* that travel this time */
  int columns;
  int64_t total;                /* rows of all, when they were counted */
  int64_t *count, *bytes;       /* [ranks] rows of each, and what it sends: whether it has failed, its columns, who is active */
  char *mine, *all;
  int32_t *index;               /* [total] active rows by their place in the world */
  aps_particles *world;
};
typedef aps_copies post;

static int travels(const aps_column *c) { return c->type == 'd' || c->type == 'L'; }

/* Those of the solver's columns that an evaluation of `want` reads. */
static aps_cols read_for(const aps_sim *sim, aps_cols want) {
  return sim->force->reads & ~(want & APS_JERK ? 0 : (aps_cols)APS_V);
}

static int columns_of(aps_cols groups, const aps_column *out[COLUMNS]) {
  int n = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group & groups && n < COLUMNS) out[n++] = c;
  return n;
}

int aps_copies_suit(const aps_sim *sim) {
  const aps_force *row = sim->force;
  const int64_t ranks = aps_ranks(sim->ctx), most = ROWS_A_RANK * ranks < MOST ? ROWS_A_RANK * ranks : MOST;
  if (ranks == 1 || !row || row->space != APS_HOST || sim->backend->space != APS_HOST || sim->total > most) return 0;
  const aps_column *column[COLUMNS];
  const int n = columns_of(row->reads, column);
  for (int k = 0; k < n; k++)
    if (!travels(column[k])) return 0;
  return n < COLUMNS;
}

/* ---- the solver takes this process for the only one */

aps_alone aps_copies_alone(aps_sim *sim) {
  const aps_alone before = {aps_ctx_team(sim->ctx), aps_ranks(sim->ctx)};
  if (sim->copied) aps_ctx_set_team(sim->ctx, NULL, aps_rank(sim->ctx), 1);
  return before;
}

void aps_copies_together(aps_sim *sim, aps_alone before) {
  if (sim->copied) aps_ctx_set_team(sim->ctx, before.team, aps_rank(sim->ctx), before.ranks);
}

/* ---- rows of all */

void aps_copies_close(aps_sim *sim) {
  post *p = sim->copies;
  if (p == NULL) return;
  void *const all[] = {p->count, p->bytes, p->mine, p->all, p->index};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(sim->ctx, all[k]);
  aps_particles_free(&p->world);
  aps_release(sim->ctx, p);
  sim->copies = NULL;
}

static aps_err make_room(aps_sim *sim) {
  const aps_column *column[COLUMNS];
  const int64_t ranks = aps_ranks(sim->ctx), columns = columns_of(sim->force->reads, column);
  post *p = sim->copies = aps_alloc(sim->ctx, "world", 1, sizeof *p);
  if (p == NULL) return APS_EMEM;
  p->count = aps_alloc(sim->ctx, "world", ranks, sizeof *p->count);
  p->bytes = aps_alloc(sim->ctx, "world", ranks, sizeof *p->bytes);
  p->mine = aps_alloc(sim->ctx, "world", 1 + sim->n * (columns + 1), NUMBER);
  p->all = aps_alloc(sim->ctx, "world", ranks + sim->total * (columns + 1), NUMBER);
  p->index = aps_alloc(sim->ctx, "world", sim->total, sizeof *p->index);
  if (!p->count || !p->bytes || !p->mine || !p->all || !p->index) return APS_EMEM;
  return aps_particles_create(sim->ctx, sim->total, NULL, NULL, &sim->clock.stats, &p->world);
}

/* Counts change only where bodies have merged, which all ranks know. */
static aps_err count_rows(aps_sim *sim) {
  if (sim->copies && sim->copies->total == sim->total) return APS_OK;
  aps_copies_close(sim);
  const aps_err err = aps_ranks_agree(sim->ctx, make_room(sim));
  if (err != APS_OK) return aps_copies_close(sim), err;
  aps_ranks_gather(sim->ctx, &sim->n, sizeof sim->n, sim->copies->count);
  sim->copies->total = sim->total;
  return APS_OK;
}

static void *column_of(const aps_view *view, const aps_column *c) {
  void *out;
  memcpy(&out, (const char *)view + c->offset, sizeof out);
  return out;
}

static void pack(const post *p, const aps_view *v, aps_active rows) {
  char *to = p->mine + NUMBER;
  const size_t size = NUMBER * (size_t)v->n;
  for (int c = 0; c < p->columns; c++, to += size)
    if (v->n) memcpy(to, column_of(v, p->column[c]), size);
  int64_t *active = (int64_t *)to;
  for (int64_t i = 0; i < v->n; i++) active[i] = rows.index == NULL;
  for (int64_t k = 0; rows.index && k < rows.n; k++) active[rows.index[k]] = 1;
}

/* Into the world's columns; returns how many rows are active. */
static int64_t unpack(aps_sim *sim, const post *p, const aps_view *world) {
  const char *from = p->all;
  int64_t first = 0, n = 0;
  for (int r = 0; r < aps_ranks(sim->ctx); first += p->count[r++]) {
    const size_t size = NUMBER * (size_t)p->count[r];
    from += NUMBER;
    for (int c = 0; c < p->columns; c++, from += size)
      if (size) memcpy((char *)column_of(world, p->column[c]) + NUMBER * first, from, size);
    const int64_t *active = (const int64_t *)from;
    for (int64_t i = 0; i < p->count[r]; i++)
      if (active[i]) p->index[n++] = (int32_t)(first + i);
    from += size;
  }
  return n;
}

/* ---- an evaluation */

static aps_err sum_all(aps_sim *sim, const post *p, int64_t active, aps_cols reads, aps_cols want) {
  const aps_force *row = sim->force;
  const double before = sim->clock.stats.interactions;
  const aps_active rows = {active < sim->total ? p->index : NULL, active};
  aps_view view;
  APS_TRY(aps_borrow(p->world, APS_HOST, reads | (rows.index ? want : 0), want, &view));
  aps_err err = row->prepare ? row->prepare(sim->force_self, view) : APS_OK;
  if (err == APS_OK) err = aps_forces_clear(sim, &view, rows, want);
  if (err == APS_OK) err = row->add(sim->force_self, view, rows, want, aps_time(sim));
  if (aps_rank(sim->ctx) > 0) sim->clock.stats.interactions = before; /* counted once */
  return err;
}

static void take_own(aps_sim *sim, const post *p, const aps_view *mine, aps_active rows, aps_cols want) {
  aps_view world;
  if (aps_borrow(p->world, APS_HOST, want, 0, &world) != APS_OK) return; /* they are there */
  int64_t first = 0;
  for (int r = 0; r < aps_rank(sim->ctx); r++) first += p->count[r];
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (!(c->group & want)) continue;
    double *to = column_of(mine, c);
    const double *from = (const double *)column_of(&world, c) + first;
    if (!rows.index && mine->n) memcpy(to, from, sizeof *to * (size_t)mine->n);
    for (int64_t k = 0; rows.index && k < rows.n; k++) to[rows.index[k]] = from[rows.index[k]];
  }
}

/* What a rank has met before the rows are gathered travels with them. */
static int some_failed(const aps_sim *sim, const post *p) {
  int64_t failed = 0, any = 0;
  const char *at = p->all;
  for (int r = 0; r < aps_ranks(sim->ctx); at += p->bytes[r++]) {
    memcpy(&failed, at, sizeof failed);
    any |= failed;
  }
  return any != 0;
}

aps_err aps_copies_forces(aps_sim *sim, aps_active rows, aps_cols want) {
  aps_view mine, world;
  const aps_cols reads = read_for(sim, want);
  APS_TRY(count_rows(sim));
  post *p = sim->copies;
  p->columns = columns_of(reads, p->column);
  for (int r = 0; r < aps_ranks(sim->ctx); r++) p->bytes[r] = NUMBER * (1 + p->count[r] * (p->columns + 1));
  aps_err err = aps_borrow(sim->particles, APS_HOST, reads | (rows.index ? want : 0), want, &mine);
  if (err == APS_OK) err = aps_borrow(p->world, APS_HOST, 0, reads, &world);
  if (err == APS_OK) pack(p, &mine, rows);
  const int64_t failed = err != APS_OK;
  memcpy(p->mine, &failed, sizeof failed);
  aps_ranks_gather_all(sim->ctx, p->mine, p->bytes, p->all);
  if (some_failed(sim, p)) return aps_ranks_agree(sim->ctx, err);
  const int64_t active = unpack(sim, p, &world);
  const aps_alone before = aps_copies_alone(sim);
  err = sum_all(sim, p, active, reads, want);
  aps_copies_together(sim, before);
  APS_TRY(aps_ranks_agree(sim->ctx, err));
  take_own(sim, p, &mine, rows, want);
  return APS_OK;
}
