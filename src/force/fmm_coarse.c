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

typedef struct {
  record *mine, *all;    /* of this rank; of all, in order of ranks */
  const record **stream; /* [ranks] where those of a rank begin */
  int32_t *unit_of;      /* [tops] the unit that a cell of the top is, or -1 */
  int64_t records;
} gathered;

/* Whatever may fail is agreed upon before the records travel. All ranks return the same. */
static aps_err make_all_room(aps_fmm *self, coarse *q, gathered *g) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t n = 0;
  for (int32_t u = 0; u < t->my_units; u++) n += write_cell(&self->cells, t->unit[t->first_unit + u].cell, NULL);
  const int64_t size = n * (int64_t)sizeof *g->mine;
  aps_ranks_gather(ctx, &size, sizeof size, t->bytes);
  for (int r = 0; r < t->ranks; r++) g->records += t->bytes[r] / (int64_t)sizeof *g->mine;
  g->mine = aps_alloc(ctx, "fmm: coarse cells", n + 1, sizeof *g->mine);
  g->all = aps_alloc(ctx, "fmm: coarse cells", g->records + 1, sizeof *g->all);
  g->stream = aps_alloc(ctx, "fmm: coarse cells", t->ranks, sizeof *g->stream);
  g->unit_of = aps_alloc(ctx, "fmm: coarse cells", t->tops, sizeof *g->unit_of);
  const int good = g->mine && g->all && g->stream && g->unit_of;
  return aps_ranks_agree(ctx, good ? make_room(ctx, q, g->records + t->tops) : APS_EMEM);
}

static void gather_and_read(aps_fmm *self, coarse *q, gathered *g) {
  const aps_fmm_team *t = self->team;
  int64_t n = 0;
  for (int32_t u = 0; u < t->my_units; u++)
    n += write_cell(&self->cells, t->unit[t->first_unit + u].cell, g->mine + n);
  aps_ranks_gather_all(self->setup.ctx, g->mine, t->bytes, g->all);
  n = 0;
  for (int r = 0; r < t->ranks; n += t->bytes[r++] / (int64_t)sizeof *g->all)
    g->stream[r] = g->all + n;
  for (int32_t k = 0; k < t->tops; k++) g->unit_of[k] = -1;
  for (int32_t u = 0; u < t->units; u++) g->unit_of[t->unit[u].cell] = u;
  q->n = 1;
  q->parent[0] = -1;
  read_top(q, self, g->unit_of, g->stream, 0, 0);
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

static void guess_from(aps_fmm *self, const coarse *q) {
  aps_fmm_cells *c = &self->cells;
  double scaled[3];
  const double *const box = aps_fmm_scaled_box(self, scaled);
#pragma omp parallel for schedule(dynamic, 16) num_threads(self->tree.threads)
  for (int32_t k = 1; k < q->n; k++) {
    const int32_t cell = q->cell[k];
    if (cell < 0 || q->cells.n[q->parent[k]] <= APS_FMM_COARSE) continue;
    if (q->cells.n[k] <= APS_FMM_COARSE || !q->cells.family[k])
      c->least[cell] = (float)aps_fmm_guess_at(&q->cells, k, box);
  }
  spread(self);
}

aps_err aps_fmm_team_guess(aps_fmm *self) {
  const aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  aps_ctx *ctx = self->setup.ctx;
  if (t->total <= APS_FMM_COARSE) { /* everything by pairs */
    for (int32_t k = 0; k < c->cells; k++) c->least[k] = 0;
    return APS_OK;
  }
  coarse q = {.n = 0};
  gathered g = {.records = 0};
  const aps_err err = make_all_room(self, &q, &g);
  if (err == APS_OK) gather_and_read(self, &q, &g), guess_from(self, &q);
  void *const all[] = {g.mine, g.all, g.stream, g.unit_of, q.cells.x};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(ctx, all[k]);
  return err;
}
