/* Locally essential trees: every rank pushes to every other the cells and particles that its targets may open, in one
 * message (Salmon 1990; Warren & Salmon 1993; Dubinski 1996, New Astronomy 1, 133).
 *
 * A target cell T stands for all cells A below it. With H the radius of a sphere about x_T that holds the spheres of all
 * A, and the least acceptable error and the mass of T, the test of acceptance of (T, B) with H for R_T implies that of
 * every (A, B): with t = |x_A - x_T| <= H - R_A, the distance is at least D - t and R_A + R_B at most H - t + R_B; so the
 * gap between the spheres is at least D - H - R_B, and (R_A + R_B) / d at most (H + R_B) / D. So
 *
 * 1. a rank tells another the small target cells that may open anything below that one's units: all of which those are
 *    accepted with, from hull to hull, need nothing. The cells above them are told as well, each for itself, for the walk
 *    opens a cell that is larger than the target at hand;
 * 2. the other goes down its own tree and sends the children of each cell that is not accepted with all those targets,
 *    and the particles of leaves. A target meets the children of a cell that some target above it has opened even where it
 *    would itself have accepted the cell, and one of them may be nearer than the cell was: so it is looked at further
 *    down unless it accepts the whole hull of the cell.
 *
 * What is not sent is a closed cell; opening it would lead to the trap, which the walk notices. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GRAIN = 32 }; /* target cells of at most so many particles are told without further division */

typedef struct {
  double x, y, z;
  float hull, mass, least, reach;
  float floor; /* it opens no cell of a smaller radius */
  int32_t pad;
} target;

/* Growing memory that knows no context: ranks are served in parallel regions. */
typedef struct {
  char *data;
  size_t n, room;
  int failed;
} buffer;

static void *extend(buffer *b, size_t bytes) {
  if (b->n + bytes > b->room) {
    const size_t room = 2 * b->room + bytes + 4096;
    char *p = realloc(b->data, room);
    if (p == NULL) return b->failed = 1, NULL;
    b->data = p, b->room = room;
  }
  void *at = b->data + b->n;
  b->n += bytes;
  return at;
}

/* ---- acceptance that no rounding of the walk can undo */

typedef struct {
  double theta, nearest2;
  int order;
} rule;

static int surely(const rule *r, const target *a, const target *b) {
  const double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
  const double d2 = dx * dx + dy * dy + dz * dz, d = sqrt(d2), sum = (double)a->hull + (double)b->hull;
  const double gap = d * (1 - 0x1p-11) - sum, theta = sum / d * (1 + 0x1p-11);
  const double reach = a->reach > b->reach ? (double)a->reach : (double)b->reach;
  if (!(theta < r->theta && reach < gap)) return 0;
  if (!(r->nearest2 * (1 + 0x1p-11) < (d - sum) * (d - sum))) return 0;
  double e = 1 + 0x1p-10;
  for (int k = 0; k < r->order; k++) e *= theta;
  const double room = gap * gap * (1 - 0x1p-10);
  return e * (double)b->mass < (double)a->least * room && e * (double)a->mass < (double)b->least * room;
}

/* A cell as one of many below it, or for itself. */
static target all_below(const aps_fmm *self, int32_t k) {
  const aps_fmm_cells *c = &self->cells;
  return (target){c->x[k], c->y[k], c->z[k], self->team->hull[k], c->mass[k], c->least[k], c->reach[k], 0, 0};
}
static target itself(const aps_fmm *self, int32_t k) {
  target t = all_below(self, k);
  t.hull = t.floor = self->cells.radius[k];
  return t;
}

static int may_open(const rule *r, const target *target_cell, const target *source) {
  return source->hull >= target_cell->floor && !surely(r, source, target_cell);
}

/* Those of from[n] that are not surely accepted with all below `a`, at the end of `to`; how many. */
static int64_t filter(const rule *r, const target *a, const target *from, int64_t n, buffer *to) {
  int64_t kept = 0;
  for (int64_t i = 0; i < n; i++) {
    if (!may_open(r, &from[i], a)) continue;
    target *at = extend(to, sizeof *at);
    if (at == NULL) return 0;
    *at = from[i];
    kept++;
  }
  return kept;
}

/* ---- 1. targets that may open something */

typedef struct {
  const aps_fmm *self;
  rule rule;
  buffer stack, out;
} teller;

/* stack[first, + n): units of the other rank that the parent may open. Offsets, since the stack moves as it grows. */
static void tell(teller *w, int32_t cell, size_t first, int64_t n) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  if (self->active_count[cell] == 0 || w->stack.failed) return;
  const size_t top = w->stack.n;
  const target t = all_below(self, cell);
  if (extend(&w->stack, sizeof t * (size_t)n) == NULL) return; /* room, so that filter does not move what it reads */
  w->stack.n = top;
  const int64_t kept = filter(&w->rule, &t, (const target *)(w->stack.data + first), n, &w->stack);
  if (kept == 0) return;
  if (c->family[cell] && c->n[cell] > GRAIN) {
    target *at = extend(&w->out, sizeof t);
    if (at) *at = itself(self, cell);
    for (int k = 0; k < aps_fmm_children(c, cell); k++) tell(w, c->child[cell] + k, top, kept);
  } else {
    target *at = extend(&w->out, sizeof t);
    if (at) *at = t;
  }
  w->stack.n = top;
}

static void tell_rank(teller *w, int rank) {
  const aps_fmm_team *t = w->self->team;
  w->out.n = w->stack.n = 0;
  int64_t units = 0;
  for (int32_t u = 0; u < t->units; u++) {
    if (t->unit[u].owner != rank) continue;
    target *at = extend(&w->stack, sizeof *at);
    if (at == NULL) return;
    *at = all_below(w->self, t->unit[u].cell);
    units++;
  }
  for (int32_t k = 0; k < t->tops; k++) {
    if (t->top[k].children == 0 || w->self->active_count[k] == 0) continue;
    target *at = extend(&w->out, sizeof *at);
    if (at) *at = itself(w->self, k);
  }
  for (int32_t u = 0; u < t->my_units; u++) tell(w, t->unit[t->first_unit + u].cell, 0, units);
}

/* ---- 2. what they may open */

typedef struct {
  double x, y, z;
  int64_t n, points; /* points: where its particles begin in the message; -1: none come */
  float radius, mass, least, reach, eps2;
  uint32_t family;
  int32_t child;     /* in the message; -1: closed */
  int32_t pad;
} parcel;

typedef struct {
  int64_t units, cells, points;
} head;

typedef struct {
  int64_t points;
  int32_t unit, child;
  uint32_t family, pad;
  int64_t n;
} opened; /* a unit */

typedef struct {
  const aps_fmm *self;
  rule rule;
  buffer stack, units, cells, moments, points;
} packer;

static int64_t pack_points(packer *w, int32_t cell) {
  const aps_fmm *self = w->self;
  const aps_fmm_points *p = &self->points;
  const size_t size = self->plan.pair_real->size, n = (size_t)self->cells.n[cell];
  const void *const column[5] = {p->x, p->y, p->z, p->mass, p->eps2};
  const int columns = p->eps2 ? 5 : 4;
  const int64_t at = (int64_t)(w->points.n / (size * (size_t)columns));
  char *to = extend(&w->points, size * n * (size_t)columns);
  for (size_t i = 0; to && i < n; i++)
    for (int k = 0; k < columns; k++, to += size)
      memcpy(to, (const char *)column[k] + size * ((size_t)self->cells.first[cell] + i), size);
  return at;
}

static void open_cell(packer *w, int32_t cell, size_t first, int64_t n, int32_t *child, int64_t *points);

/* Whether one of the targets may open the cell: then how many may meet what is below it, on top of the stack; else 0. */
static int64_t look(packer *w, int32_t cell, const target *from, int64_t n) {
  const target source = itself(w->self, cell), below = all_below(w->self, cell);
  int64_t i = 0;
  while (i < n && !may_open(&w->rule, &from[i], &source)) i++;
  return i < n ? filter(&w->rule, &below, from, n, &w->stack) : 0;
}

/* A child into parcel `at` of the message, and what is below it where the targets may open it. */
static void pack_child(packer *w, int32_t cell, int32_t at, size_t first, int64_t n) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  const size_t top = w->stack.n, moment = self->plan.real->size * (size_t)c->stride;
  parcel p = {c->x[cell], c->y[cell], c->z[cell], c->n[cell], -1, c->radius[cell], c->mass[cell], c->least[cell],
              c->reach[cell], c->eps2[cell], c->family[cell], -1, 0};
  memcpy(w->moments.data + moment * (size_t)at, (const char *)c->moment + moment * (size_t)cell, moment);
  if (extend(&w->stack, sizeof(target) * (size_t)n) == NULL) return;
  w->stack.n = top;
  const int64_t kept = look(w, cell, (const target *)(w->stack.data + first), n);
  if (kept) open_cell(w, cell, top, kept, &p.child, &p.points);
  w->stack.n = top;
  memcpy(w->cells.data + sizeof p * (size_t)at, &p, sizeof p);
}

static void open_cell(packer *w, int32_t cell, size_t first, int64_t n, int32_t *child, int64_t *points) {
  const aps_fmm_cells *c = &w->self->cells;
  const int children = aps_fmm_children(c, cell);
  if (children == 0) {
    *points = pack_points(w, cell);
    return;
  }
  const int32_t at = (int32_t)(w->cells.n / sizeof(parcel));
  if (!extend(&w->cells, sizeof(parcel) * (size_t)children)) return;
  if (!extend(&w->moments, w->self->plan.real->size * (size_t)c->stride * (size_t)children)) return;
  for (int k = 0; k < children; k++) pack_child(w, c->child[cell] + k, at + k, first, n);
  *child = at;
}

/* The message to a rank whose targets are given. */
static void pack(packer *w, const target *targets, int64_t n) {
  const aps_fmm_team *t = w->self->team;
  buffer *const parts[] = {&w->stack, &w->units, &w->cells, &w->moments, &w->points};
  for (int k = 0; k < 5; k++) parts[k]->n = 0;
  for (int32_t u = 0; n && u < t->my_units; u++) {
    const int32_t unit = t->first_unit + u, cell = t->unit[unit].cell;
    w->stack.n = 0;
    const int64_t kept = look(w, cell, targets, n);
    if (kept == 0) continue;
    opened o = {.points = -1, .unit = unit, .child = -1, .family = w->self->cells.family[cell], .n = w->self->cells.n[cell]};
    open_cell(w, cell, 0, kept, &o.child, &o.points);
    opened *at = extend(&w->units, sizeof o);
    if (at) *at = o;
  }
}

static size_t point_bytes(const aps_fmm *self) {
  return self->plan.pair_real->size * (size_t)(self->points.eps2 ? 5 : 4);
}

static int64_t post(const packer *w, buffer *out) {
  const size_t before = out->n;
  if (w->units.n == 0) return 0;
  const head h = {(int64_t)(w->units.n / sizeof(opened)), (int64_t)(w->cells.n / sizeof(parcel)),
                  (int64_t)(w->points.n / point_bytes(w->self))};
  const struct {
    const void *data;
    size_t n;
  } part[] = {{&h, sizeof h}, {w->units.data, w->units.n}, {w->cells.data, w->cells.n}, {w->moments.data, w->moments.n},
              {w->points.data, w->points.n}};
  for (int k = 0; k < 5; k++) {
    char *to = extend(out, (part[k].n + 7) / 8 * 8);
    if (to && part[k].n) memcpy(to, part[k].data, part[k].n);
  }
  return (int64_t)(out->n - before);
}

/* ---- what came becomes cells and particles */

typedef struct {
  head h;
  const opened *unit;
  const parcel *cell;
  const char *moments, *points;
} message;

static const char *read_message(const aps_fmm *self, const char *from, message *m) {
  const size_t moment = self->plan.real->size * (size_t)self->cells.stride;
  memcpy(&m->h, from, sizeof m->h);
  from += sizeof m->h;
  m->unit = (const opened *)from, from += sizeof *m->unit * (size_t)m->h.units;
  m->cell = (const parcel *)from, from += sizeof *m->cell * (size_t)m->h.cells;
  m->moments = from, from += (moment * (size_t)m->h.cells + 7) / 8 * 8;
  m->points = from, from += (point_bytes(self) * (size_t)m->h.points + 7) / 8 * 8;
  return from;
}

static void place_points(aps_fmm *self, const message *m, int64_t at) {
  const aps_fmm_points *p = &self->points;
  const size_t size = self->plan.pair_real->size;
  void *const column[5] = {p->x, p->y, p->z, p->mass, p->eps2};
  const int columns = p->eps2 ? 5 : 4;
  const char *from = m->points;
  for (int64_t i = 0; i < m->h.points; i++)
    for (int k = 0; k < columns; k++, from += size) memcpy((char *)column[k] + size * (size_t)(at + i), from, size);
}

/* A closed cell leads to the trap; a leaf whose particles did not come has none. */
static void link_cell(aps_fmm *self, int32_t to, uint32_t family, int32_t child, int64_t n, int64_t points, int32_t cells_at,
                      int64_t points_at) {
  aps_fmm_cells *c = &self->cells;
  c->family[to] = family && child < 0 ? 1 : family;
  c->child[to] = family == 0 ? -1 : child < 0 ? self->team->trap : cells_at + child;
  c->n[to] = family || points >= 0 ? n : 0;
  c->first[to] = points >= 0 ? points_at + points : 0;
}

static void place(aps_fmm *self, const message *m, int32_t cells_at, int64_t points_at) {
  aps_fmm_cells *c = &self->cells;
  const size_t moment = self->plan.real->size * (size_t)c->stride;
  for (int64_t i = 0; i < m->h.cells; i++) {
    const parcel *p = &m->cell[i];
    const int32_t k = cells_at + (int32_t)i;
    c->x[k] = p->x, c->y[k] = p->y, c->z[k] = p->z, c->radius[k] = p->radius, c->mass[k] = p->mass;
    c->least[k] = p->least, c->reach[k] = p->reach, c->eps2[k] = p->eps2;
    link_cell(self, k, p->family, p->child, p->n, p->points, cells_at, points_at);
  }
  memcpy((char *)c->moment + moment * (size_t)cells_at, m->moments, moment * (size_t)m->h.cells);
  for (int64_t u = 0; u < m->h.units; u++) {
    const opened *o = &m->unit[u];
    link_cell(self, self->team->unit[o->unit].cell, o->family, o->child, o->n, o->points, cells_at, points_at);
  }
  place_points(self, m, points_at);
}

static aps_err import(aps_fmm *self, const char *got, const int64_t *bytes) {
  aps_fmm_team *t = self->team;
  message m;
  int64_t cells = 0, points = 0;
  const char *from = got;
  for (int r = 0; r < t->ranks; r++)
    if (bytes[r]) from = read_message(self, from, &m), cells += m.h.cells, points += m.h.points;
  APS_TRY(aps_fmm_grow(self, t->base_cells + cells, t->n, t->n + points));
  int32_t cells_at = t->base_cells;
  int64_t points_at = t->n;
  from = got;
  for (int r = 0; r < t->ranks; r++) {
    if (bytes[r] == 0) continue;
    from = read_message(self, from, &m);
    place(self, &m, cells_at, points_at);
    cells_at += (int32_t)m.h.cells, points_at += m.h.points;
  }
  self->cells.cells = cells_at;
  for (int32_t k = t->base_cells; k < cells_at; k++) self->active_count[k] = 0;
  return APS_OK;
}

/* Units of others as they were before anything was sent. */
static void close_all(aps_fmm *self) {
  const aps_fmm_team *t = self->team;
  self->cells.cells = t->base_cells;
  for (int32_t u = 0; u < t->units; u++)
    if (t->unit[u].owner != t->rank) link_cell(self, t->unit[u].cell, self->cells.family[t->unit[u].cell], -1, 0, -1, 0, 0);
}

/* ---- both messages */

static aps_err exchange_targets(aps_fmm *self, const rule *r, target **got, int64_t *from) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  teller w = {.self = self, .rule = *r};
  buffer all = {0};
  int64_t *to = aps_alloc(ctx, "fmm: essential tree", t->ranks, sizeof *to);
  if (to == NULL) return APS_EMEM;
  for (int k = 0; k < t->ranks; k++) {
    if (k == t->rank) continue;
    tell_rank(&w, k);
    void *at = extend(&all, w.out.n);
    if (at && w.out.n) memcpy(at, w.out.data, w.out.n);
    to[k] = (int64_t)w.out.n;
  }
  aps_err err = APS_OK;
  if (w.stack.failed || w.out.failed || all.failed) err = aps_fail(ctx, APS_EMEM, "fmm: no memory for the targets told to other ranks");
  if (err == APS_OK) err = aps_ranks_exchange(ctx, all.data, to, (void **)got, from);
  free(w.stack.data), free(w.out.data), free(all.data);
  aps_release(ctx, to);
  return err;
}

static aps_err exchange_cells(aps_fmm *self, const rule *r, const target *targets, const int64_t *bytes, char **got,
                              int64_t *from) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  buffer all = {0};
  int64_t *to = aps_alloc(ctx, "fmm: essential tree", t->ranks, sizeof *to);
  packer *w = aps_alloc(ctx, "fmm: essential tree", 1, sizeof *w);
  if (to == NULL || w == NULL) return APS_EMEM;
  w->self = self, w->rule = *r;
  for (int k = 0; k < t->ranks; k++) {
    const int64_t n = bytes[k] / (int64_t)sizeof *targets;
    pack(w, targets, n);
    to[k] = n ? post(w, &all) : 0;
    targets += n;
  }
  aps_err err = APS_OK;
  if (w->stack.failed || w->units.failed || w->cells.failed || w->moments.failed || w->points.failed || all.failed)
    err = aps_fail(ctx, APS_EMEM, "fmm: no memory for the cells sent to other ranks");
  if (err == APS_OK) err = aps_ranks_exchange(ctx, all.data, to, (void **)got, from);
  free(w->stack.data), free(w->units.data), free(w->cells.data), free(w->moments.data), free(w->points.data);
  free(all.data);
  aps_release(ctx, w);
  aps_release(ctx, to);
  return err;
}

aps_err aps_fmm_essential(aps_fmm *self, const aps_fmm_job *job) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const rule r = {(double)job->theta * (1 - 0x1p-11), job->nearest2, job->order};
  int64_t *from = aps_alloc(ctx, "fmm: essential tree", 2 * t->ranks, sizeof *from);
  target *targets;
  char *got;
  if (from == NULL) return APS_EMEM;
  close_all(self);
  APS_TRY(exchange_targets(self, &r, &targets, from));
  APS_TRY(exchange_cells(self, &r, targets, from, &got, from + t->ranks));
  aps_release(ctx, targets);
  const aps_err err = import(self, got, from + t->ranks);
  aps_release(ctx, got);
  aps_release(ctx, from);
  return err;
}
