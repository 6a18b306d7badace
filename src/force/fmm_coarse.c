/* The first evaluation on several ranks has no accelerations to go by and estimates them from the whole system's cells of
 * about a thousand particles. For that once every rank gets all cells down to those: some 60 bytes for each thousand
 * particles. The walk over them is that of one rank, so the estimates are the same to the bit. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  double x, y, z;
  int64_t n;
  float mass, radius, eps2;
  int32_t children; /* that follow, each with its own */
} record;

typedef struct { /* the coarse cells as cells of their own */
  aps_fmm_cells cells;
  int32_t *cell; /* which of this rank's, top included; -1: another rank's */
  int32_t *parent;
  int32_t n, room;
  const record *next; /* to be read */
} coarse;

static int is_opened(const aps_fmm_cells *c, int32_t k) { return c->family[k] && c->n[k] > APS_FMM_COARSE; }

static record record_of(const aps_fmm_cells *c, int32_t k) {
  return (record){c->x[k], c->y[k], c->z[k], c->n[k], c->mass[k], c->radius[k], c->eps2[k],
                  is_opened(c, k) ? aps_fmm_children(c, k) : 0};
}

/* Writes a cell and those below it, the cell first; returns how many; NULL only counts. */
static int64_t write_cell(const aps_fmm_cells *c, int32_t k, record *to) {
  int64_t n = 1;
  if (to) *to = record_of(c, k);
  for (int i = 0; is_opened(c, k) && i < aps_fmm_children(c, k); i++)
    n += write_cell(c, c->child[k] + i, to ? to + n : NULL);
  return n;
}

static void fill(coarse *q, int32_t node, const record *r, int32_t cell) {
  const aps_fmm_cells *c = &q->cells;
  c->x[node] = r->x, c->y[node] = r->y, c->z[node] = r->z, c->n[node] = r->n;
  c->mass[node] = r->mass, c->radius[node] = r->radius, c->eps2[node] = r->eps2;
  c->family[node] = (1u << r->children) - 1, c->child[node] = -1;
  q->cell[node] = cell;
}

/* A block of children for the node. */
static int32_t block(coarse *q, int32_t node, int children) {
  const int32_t first = q->n;
  q->cells.child[node] = first;
  q->n += children;
  for (int k = 0; k < children; k++) q->parent[first + k] = node;
  return first;
}

/* Reads a cell's record and those below it; cell: where this rank has it, or -1. */
static void read_cell(coarse *q, const aps_fmm *self, int32_t node, int32_t cell, int own) {
  const record r = *q->next++;
  fill(q, node, &r, cell);
  const int32_t first = block(q, node, r.children);
  for (int k = 0; k < r.children; k++) read_cell(q, self, first + k, own ? self->cells.child[cell] + k : -1, own);
}

static void read_top(coarse *q, const aps_fmm *self, const int32_t *unit_of, const record **stream, int32_t node, int32_t k) {
  const aps_fmm_team *t = self->team;
  if (unit_of[k] >= 0) {
    const int owner = t->unit[unit_of[k]].owner;
    q->next = stream[owner];
    read_cell(q, self, node, k, owner == t->rank);
    stream[owner] = q->next;
    return;
  }
  record r = record_of(&self->cells, k);
  r.n = t->top[k].n, r.children = t->top[k].children;
  fill(q, node, &r, k);
  const int32_t first = block(q, node, r.children);
  for (int i = 0; i < r.children; i++) read_top(q, self, unit_of, stream, first + i, t->top[k].child + i);
}

static aps_err make_room(aps_ctx *ctx, coarse *q, int64_t n) {
  APS_CHECK(ctx, n < INT32_MAX, APS_EARG, "fmm: more than 2^31 coarse cells");
  aps_fmm_cells *c = &q->cells;
  char *p = aps_alloc(ctx, "fmm: coarse cells", n + 1, 4 * 8 + 7 * 4);
  if (p == NULL) return APS_EMEM;
  const size_t m = (size_t)n + 1;
  c->x = (double *)p, c->y = c->x + m, c->z = c->y + m, c->n = (int64_t *)(c->z + m);
  c->mass = (float *)(c->n + m), c->radius = c->mass + m, c->eps2 = c->radius + m;
  c->child = (int32_t *)(c->eps2 + m), c->family = (uint32_t *)(c->child + m);
  q->cell = (int32_t *)(c->family + m), q->parent = q->cell + m;
  return APS_OK;
}

/* Every rank's records, in order of ranks. */
static aps_err gather(aps_fmm *self, record **all, int64_t *bytes) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t n = 0;
  for (int32_t u = 0; u < t->my_units; u++) n += write_cell(&self->cells, t->unit[t->first_unit + u].cell, NULL);
  record *mine = aps_alloc(ctx, "fmm: coarse cells", n + 1, sizeof *mine);
  if (mine == NULL) return APS_EMEM;
  n = 0;
  for (int32_t u = 0; u < t->my_units; u++) n += write_cell(&self->cells, t->unit[t->first_unit + u].cell, mine + n);
  const int64_t size = n * (int64_t)sizeof *mine;
  aps_ranks_gather(ctx, &size, sizeof size, bytes);
  int64_t sum = 0;
  for (int r = 0; r < t->ranks; r++) sum += bytes[r];
  *all = aps_alloc(ctx, "fmm: coarse cells", sum + 1, 1);
  if (*all == NULL) return APS_EMEM;
  aps_ranks_gather_all(ctx, mine, bytes, *all);
  aps_release(ctx, mine);
  return APS_OK;
}

static aps_err read_all(aps_fmm *self, const record *all, const int64_t *bytes, coarse *q) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t n = t->tops;
  const record **stream = aps_alloc(ctx, "fmm: coarse cells", t->ranks, sizeof *stream);
  int32_t *unit_of = aps_alloc(ctx, "fmm: coarse cells", t->tops, sizeof *unit_of);
  if (stream == NULL || unit_of == NULL) return APS_EMEM;
  for (int r = 0; r < t->ranks; r++) {
    stream[r] = all;
    all += bytes[r] / (int64_t)sizeof *all;
    n += bytes[r] / (int64_t)sizeof *all;
  }
  for (int32_t k = 0; k < t->tops; k++) unit_of[k] = -1;
  for (int32_t u = 0; u < t->units; u++) unit_of[t->unit[u].cell] = u;
  const aps_err err = make_room(ctx, q, n);
  if (err == APS_OK) {
    q->n = 1;
    q->parent[0] = -1;
    read_top(q, self, unit_of, stream, 0, 0);
  }
  aps_release(ctx, stream);
  aps_release(ctx, unit_of);
  return err;
}

static int is_own(const aps_fmm_team *t, int32_t cell) { return cell > t->trap; }

/* Cells of up to a thousand particles hand their estimate down, larger ones take the least of their children. */
static void spread(aps_fmm *self) {
  const aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  for (int32_t k = 0; k < t->tops; k++)
    for (int i = 0; t->top[k].n <= APS_FMM_COARSE && i < t->top[k].children; i++)
      c->least[t->top[k].child + i] = c->least[k];
  for (int32_t k = 0; k < c->cells; k++)
    for (int i = 0; c->n[k] <= APS_FMM_COARSE && i < aps_fmm_children(c, k); i++)
      if (is_own(t, c->child[k] + i)) c->least[c->child[k] + i] = c->least[k];
  for (int32_t k = c->cells - 1; k >= 0; k--) {
    if (!is_opened(c, k) || !is_own(t, c->child[k])) continue;
    float least = FLT_MAX;
    for (int i = 0; i < aps_fmm_children(c, k); i++) least = fminf(least, c->least[c->child[k] + i]);
    c->least[k] = least;
  }
}

aps_err aps_fmm_team_guess(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  aps_ctx *ctx = self->setup.ctx;
  if (t->total <= APS_FMM_COARSE) { /* everything by pairs */
    for (int32_t k = 0; k < c->cells; k++) c->least[k] = 0;
    return APS_OK;
  }
  record *all = NULL;
  coarse q = {.n = 0};
  int64_t *bytes = aps_alloc(ctx, "fmm: coarse cells", t->ranks, sizeof *bytes);
  if (bytes == NULL) return APS_EMEM;
  APS_TRY(gather(self, &all, bytes));
  APS_TRY(read_all(self, all, bytes, &q));
#pragma omp parallel for schedule(dynamic, 16) num_threads(self->tree.threads)
  for (int32_t k = 1; k < q.n; k++) {
    const int32_t cell = q.cell[k];
    if (cell < 0 || q.cells.n[q.parent[k]] <= APS_FMM_COARSE) continue;
    if (q.cells.n[k] <= APS_FMM_COARSE || !q.cells.family[k]) c->least[cell] = (float)aps_fmm_guess_at(&q.cells, k, NULL);
  }
  spread(self);
  aps_release(ctx, q.cells.x);
  aps_release(ctx, all);
  aps_release(ctx, bytes);
  return APS_OK;
}
