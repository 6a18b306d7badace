/* Locally essential trees: every rank pushes to every other the cells and particles that its targets will open, in one
 * message (Salmon 1990; Warren & Salmon 1993; Dubinski 1996, New Astronomy 1, 133).
 *
 * 1. A rank tells another those of its target cells that may open anything below that one's units. With H the radius of a
 *    sphere about x_A that holds the spheres of all cells below A, acceptance of (A, B) with H_A and H_B for the radii
 *    implies that of every pair below them: with t the distances from the centres, d is at least D - t and R_A + R_B at
 *    most H_A + H_B - t; so the gap is at least D - H_A - H_B, and (R_A + R_B) / d at most (H_A + H_B) / D. A cell that is
 *    so accepted with all units is left out, with all below it.
 * 2. The other walks these targets over its own tree as their rank will, with the same tests of the same numbers, and
 *    notes which cells they open: of these it sends the children, or the particles. Nothing more is needed, nothing is sent
 *    that is not.
 *
 * What is not sent is a closed cell; opening it would lead to the trap, which the walk notices. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct { /* a cell as others see it; as a target it is followed by its children */
  double x, y, z;
  float hull, radius, mass, least, strict, lowest, reach, eps2;
  int32_t children, top; /* that follow; which cell of the top it is, else -1 */
  int32_t branch, pad;   /* 1: it has children, told or not */
} target;

/* Growing memory that knows no context. */
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

/* A stack of cells in columns, for vectors. */
typedef struct {
  double *x, *y, *z;
  float *hull, *mass, *least, *reach;
  char *memory;
  int64_t n, room;
  int failed;
} stack;

static void lay_stack(stack *s, char *memory, int64_t room) {
  const size_t n = (size_t)room;
  s->memory = memory, s->room = room;
  s->x = (double *)memory, s->y = s->x + n, s->z = s->y + n;
  s->hull = (float *)(s->z + n), s->mass = s->hull + n, s->least = s->mass + n, s->reach = s->least + n;
}

/* Room for n more; 0 where there is none. */
static int reserve(stack *s, int64_t n) {
  if (s->n + n <= s->room) return 1;
  const int64_t room = 2 * (s->n + n) + 256;
  stack more = *s;
  char *memory = malloc((size_t)room * (3 * sizeof(double) + 4 * sizeof(float)));
  if (memory == NULL) return s->failed = 1, 0;
  lay_stack(&more, memory, room);
  const size_t d = sizeof(double) * (size_t)s->n, f = sizeof(float) * (size_t)s->n;
  if (s->n) {
    memcpy(more.x, s->x, d), memcpy(more.y, s->y, d), memcpy(more.z, s->z, d);
    memcpy(more.hull, s->hull, f), memcpy(more.mass, s->mass, f), memcpy(more.least, s->least, f);
    memcpy(more.reach, s->reach, f);
  }
  free(s->memory);
  *s = more;
  return 1;
}

static void push(stack *s, const target *t) {
  if (!reserve(s, 1)) return;
  const int64_t k = s->n++;
  s->x[k] = t->x, s->y[k] = t->y, s->z[k] = t->z;
  s->hull[k] = t->hull, s->mass[k] = t->mass, s->least[k] = t->lowest, s->reach[k] = t->reach;
}

/* ---- acceptance that no rounding of the walk can undo */

typedef struct {
  double theta, nearest2;
  int order;
} rule;

enum { LANES = 16 };

/* open[k]: whether something in the hull of cell first + k may open something in the hull of `a`; of LANES cells, order p. */
#define MAY_OPEN(p)                                                                                \
  APS_WIDE static void may_open_##p(const rule *r, const target *a, const stack *s, int64_t first, \
                                    int32_t *restrict open) {                                      \
    const double *x = s->x + first, *y = s->y + first, *z = s->z + first;                          \
    const float *hull = s->hull + first, *mass = s->mass + first, *least = s->least + first;       \
    const float *reach = s->reach + first;                                                         \
    const double theta_most = r->theta, near2 = r->nearest2 * (1 + 0x1p-11);                       \
    const double ah = a->hull, am = a->mass, al = a->lowest, ar = a->reach;                         \
    for (int k = 0; k < LANES; k++) {                                                              \
      const double dx = x[k] - a->x, dy = y[k] - a->y, dz = z[k] - a->z;                           \
      const double d = sqrt(dx * dx + dy * dy + dz * dz), sum = (double)hull[k] + ah;              \
      const double gap = d * (1 - 0x1p-11) - sum, theta = sum / d * (1 + 0x1p-11);                 \
      double e = (1 + 0x1p-10) * (1 + 0x1p-10);                                                    \
      _Pragma("GCC unroll 8") for (int m = 0; m < p; m++) e *= theta;                              \
      const double room = gap * gap, b = reach[k], most = ar > b ? ar : b;                         \
      const int sure = (theta < theta_most) & (most < gap) & (near2 < (d - sum) * (d - sum)) &     \
                       (e * am < (double)least[k] * room) & (e * (double)mass[k] < al * room);     \
      open[k] = !sure;                                                                             \
    }                                                                                              \
  }
MAY_OPEN(2)
MAY_OPEN(3)
MAY_OPEN(4)
MAY_OPEN(5)
MAY_OPEN(6)
MAY_OPEN(7)
MAY_OPEN(8)
#undef MAY_OPEN

typedef void opener(const rule *, const target *, const stack *, int64_t, int32_t *restrict);
static opener *const may_open[] = {NULL, NULL, may_open_2, may_open_3, may_open_4, may_open_5, may_open_6, may_open_7, may_open_8};

/* Those of the cells [first, first + n) in whose hull something may be opened from the hull of `a`, onto the stack; how many. */
static int64_t filter(const rule *r, const target *a, stack *s, int64_t first, int64_t n) {
  if (!reserve(s, n + 2 * LANES)) return 0;
  const int64_t top = s->n;
  int64_t to = top;
  for (int64_t i = first; i < first + n; i += LANES) {
    int32_t open[LANES];
    may_open[r->order](r, a, s, i, open); /* whole vectors: what lies behind the last is not looked at */
    const int m = first + n - i < LANES ? (int)(first + n - i) : LANES;
    for (int k = 0; k < m; k++) {
      if (!open[k]) continue;
      s->x[to] = s->x[i + k], s->y[to] = s->y[i + k], s->z[to] = s->z[i + k];
      s->hull[to] = s->hull[i + k], s->mass[to] = s->mass[i + k], s->least[to] = s->least[i + k];
      s->reach[to] = s->reach[i + k];
      to++;
    }
  }
  s->n = to;
  return to - top;
}

static target target_of(const aps_fmm *self, int32_t k) {
  const aps_fmm_cells *c = &self->cells;
  return (target){c->x[k], c->y[k], c->z[k], self->team->hull[k], c->radius[k], c->mass[k], c->least[k], c->strict[k],
                  self->team->lowest[k] * (float)(self->setup.accuracy * self->plan.strictness) * (1 - 0x1p-20f), c->reach[k], c->eps2[k], 0, -1, c->family[k] != 0, 0};
}

/* ---- 1. targets that may open something */

typedef struct {
  const aps_fmm *self;
  rule rule;
  stack stack; /* units of the other rank */
  buffer out;
} teller;

/* Says a cell and those below it; stack[first, + n): units of the other rank that the parent may open. 1 where it did. */
static int tell(teller *w, int32_t cell, int32_t top, int64_t first, int64_t n) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  if (self->active_count[cell] == 0 || w->stack.failed) return 0;
  const int64_t base = w->stack.n;
  target t = target_of(self, cell);
  const int64_t kept = filter(&w->rule, &t, &w->stack, first, n);
  const size_t at = w->out.n;
  if (kept && extend(&w->out, sizeof t)) {
    t.top = top;
    for (int k = 0; k < aps_fmm_children(c, cell); k++) t.children += tell(w, c->child[cell] + k, -1, base, kept);
    memcpy(w->out.data + at, &t, sizeof t);
  }
  w->stack.n = base;
  return kept != 0;
}

static void tell_rank(teller *w, int rank) {
  const aps_fmm_team *t = w->self->team;
  w->out.n = 0;
  w->stack.n = 0;
  for (int32_t u = 0; u < t->units; u++) {
    const target unit = target_of(w->self, t->unit[u].cell);
    if (t->unit[u].owner == rank) push(&w->stack, &unit);
  }
  const int64_t units = w->stack.n;
  for (int32_t u = 0; units && u < t->my_units; u++) {
    const int32_t cell = t->unit[t->first_unit + u].cell;
    tell(w, cell, cell, 0, units);
  }
}

/* ---- 2. what they will open */

typedef struct {
  double x, y, z;
  int64_t n, points; /* points: where its particles begin in the message; -1: none come */
  float radius, mass, least, strict, reach, eps2;
  uint32_t family;
  int32_t child;     /* in the message; -1: closed */
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
  const uint8_t *opened; /* by the other rank's targets */
  buffer units, cells, moments, points;
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

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points);

/* A child into parcel `at` of the message, and what is below it where it is opened. */
static void pack_child(packer *w, int32_t cell, int32_t at) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  const size_t moment = self->plan.real->size * (size_t)c->stride;
  parcel p = {c->x[cell], c->y[cell], c->z[cell], c->n[cell], -1, c->radius[cell], c->mass[cell], c->least[cell],
              c->strict[cell], c->reach[cell], c->eps2[cell], c->family[cell], -1};
  memcpy(w->moments.data + moment * (size_t)at, (const char *)c->moment + moment * (size_t)cell, moment);
  if (w->opened[cell]) open_cell(w, cell, &p.child, &p.points);
  memcpy(w->cells.data + sizeof p * (size_t)at, &p, sizeof p);
}

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points) {
  const aps_fmm_cells *c = &w->self->cells;
  const int children = aps_fmm_children(c, cell);
  if (children == 0) {
    *points = pack_points(w, cell);
    return;
  }
  const int32_t at = (int32_t)(w->cells.n / sizeof(parcel));
  if (!extend(&w->cells, sizeof(parcel) * (size_t)children)) return;
  if (!extend(&w->moments, w->self->plan.real->size * (size_t)c->stride * (size_t)children)) return;
  for (int k = 0; k < children; k++) pack_child(w, c->child[cell] + k, at + k);
  *child = at;
}

static void pack(packer *w) {
  const aps_fmm *self = w->self;
  const aps_fmm_team *t = self->team;
  for (int32_t u = 0; u < t->my_units; u++) {
    const int32_t unit = t->first_unit + u, cell = t->unit[unit].cell;
    if (!w->opened[cell]) continue;
    opened o = {.points = -1, .unit = unit, .child = -1, .family = self->cells.family[cell], .n = self->cells.n[cell]};
    open_cell(w, cell, &o.child, &o.points);
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
    c->least[k] = p->least, c->strict[k] = p->strict, c->reach[k] = p->reach, c->eps2[k] = p->eps2;
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
  t->sent_cells = cells, t->sent_points = points;
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

/* ---- a rank's targets as cells of their own, behind all others: the top of the tree as far as it leads to them, and them */

typedef struct {
  aps_fmm *self;
  const target *next, *end;
  const target **unit; /* [tops] where the targets of a unit begin, or NULL */
  int32_t at;          /* the next free cell */
} builder;

static void set_target(const aps_fmm_cells *c, int32_t trap, int32_t k, const target *t) {
  c->x[k] = t->x, c->y[k] = t->y, c->z[k] = t->z, c->radius[k] = t->radius, c->mass[k] = t->mass;
  c->least[k] = t->least, c->strict[k] = t->strict, c->reach[k] = t->reach, c->eps2[k] = t->eps2;
  c->first[k] = 0, c->n[k] = 2; /* two: not a single particle */
  c->child[k] = -1, c->family[k] = 0;
  if (t->branch) c->child[k] = trap, c->family[k] = 1; /* a walk that only notes ends at a cell without particles */
}

static int32_t block(builder *b, int32_t k, int children) {
  const aps_fmm_cells *c = &b->self->cells;
  const int32_t first = b->at;
  if (children) c->child[k] = first, c->family[k] = (1u << children) - 1;
  b->at += children;
  return first;
}

static void read_target(builder *b, int32_t k) {
  const target t = *b->next++;
  set_target(&b->self->cells, b->self->team->trap, k, &t);
  const int32_t first = block(b, k, t.children);
  for (int i = 0; i < t.children; i++) read_target(b, first + i);
}

/* below[k]: the cell of the top is a target of the rank: it lies above one of its units, or is one with targets. */
static void mark_tops(const aps_fmm_team *t, const builder *b, int rank, uint8_t *below) {
  memset(below, 0, (size_t)t->tops);
  for (int32_t u = 0; u < t->units; u++) below[t->unit[u].cell] = t->unit[u].owner == rank;
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) below[k] |= below[t->top[k].child + i];
  for (int32_t u = 0; u < t->units; u++) below[t->unit[u].cell] = b->unit[t->unit[u].cell] != NULL;
}

static void read_top(builder *b, const uint8_t *below, int32_t top, int32_t k) {
  const aps_fmm_team *t = b->self->team;
  if (b->unit[top]) {
    b->next = b->unit[top];
    read_target(b, k);
    return;
  }
  const target self_ = target_of(b->self, top);
  set_target(&b->self->cells, t->trap, k, &self_);
  int children = 0;
  for (int i = 0; i < t->top[top].children; i++) children += below[t->top[top].child + i];
  int32_t at = block(b, k, children);
  for (int i = 0; i < t->top[top].children; i++)
    if (below[t->top[top].child + i]) read_top(b, below, t->top[top].child + i, at++);
}

/* The root of the rank's targets [b->next, b->end), and in b->at the first free cell behind them; -1: it has none. */
static int32_t plant(builder *b, int rank, uint8_t *below) {
  const aps_fmm_team *t = b->self->team;
  for (int32_t k = 0; k < t->tops; k++) b->unit[k] = NULL;
  for (const target *p = b->next; p < b->end; p++)
    if (p->top >= 0) b->unit[p->top] = p;
  mark_tops(t, b, rank, below);
  if (!below[0]) return -1;
  const int32_t root = b->at++;
  read_top(b, below, 0, root);
  return root;
}

/* ---- both messages */

typedef struct { /* to all other ranks, and what comes from them */
  buffer out;
  int64_t *to, *from; /* [ranks] bytes */
  void *got;
  aps_ranks_mail *mail;
} letters;

/* `err`: this rank's so far; with a failure it sends nothing but that. */
static aps_err post_letters(aps_fmm *self, letters *l, aps_err err) {
  return aps_ranks_post(self->setup.ctx, l->out.data, err == APS_OK ? l->to : NULL, &l->got, l->from, &l->mail);
}

static aps_err receive_letters(aps_fmm *self, letters *l) {
  const aps_err err = aps_ranks_wait(self->setup.ctx, &l->mail);
  free(l->out.data);
  l->out.data = NULL;
  return err;
}

static aps_err tell_targets(aps_fmm *self, const rule *r, letters *l) {
  const aps_fmm_team *t = self->team;
  teller w = {.self = self, .rule = *r};
  for (int k = 0; k < t->ranks; k++) {
    if (k == t->rank) continue;
    tell_rank(&w, k);
    void *at = extend(&l->out, w.out.n);
    if (at && w.out.n) memcpy(at, w.out.data, w.out.n);
    l->to[k] = (int64_t)w.out.n;
  }
  const int failed = w.stack.failed || w.out.failed || l->out.failed;
  free(w.stack.memory), free(w.out.data);
  return failed ? aps_fail(self->setup.ctx, APS_EMEM, "fmm: no memory for the targets told to other ranks") : APS_OK;
}

/* The roots of all ranks' targets, -1 where there are none. */
static aps_err plant_all(aps_fmm *self, const target *targets, const int64_t *bytes, const int64_t *active, int32_t *root) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t cells = t->base_cells;
  for (int r = 0; r < t->ranks; r++) cells += bytes[r] / (int64_t)sizeof *targets + APS_TREE_DEPTH;
  cells += t->units; /* above a rank's units lie fewer cells than these, and a way down from the root */
  APS_TRY(aps_fmm_grow(self, cells, t->n, t->n));
  builder b = {.self = self, .at = t->base_cells};
  b.unit = aps_alloc(ctx, "fmm: essential tree", t->tops, sizeof *b.unit);
  uint8_t *below = aps_alloc(ctx, "fmm: essential tree", t->tops, 1);
  if (b.unit == NULL || below == NULL) return APS_EMEM;
  for (int r = 0; r < t->ranks; r++) {
    const int64_t n = bytes[r] / (int64_t)sizeof *targets;
    b.next = targets, b.end = targets += n;
    root[r] = r != t->rank && active[r] ? plant(&b, r, below) : -1;
  }
  self->cells.cells = b.at;
  aps_fmm_make_end(self);
  aps_release(ctx, b.unit);
  aps_release(ctx, below);
  return APS_OK;
}

/* Among targets of other ranks the trap, which lies behind these ranks' own units, is no news: far away, anyone accepts it. */
static void hide_trap(aps_fmm *self, int hidden) {
  aps_fmm_cells *c = &self->cells;
  c->x[self->team->trap] = hidden ? 0x1p50 : 0;
  c->least[self->team->trap] = c->strict[self->team->trap] = hidden ? FLT_MAX : 0;
}

static int thread(void) {
#ifdef _OPENMP
  return omp_get_thread_num();
#else
  return 0;
#endif
}

/* What the targets at `root` open, packed. opened: [base_cells], zeroed here. */
static void serve(const aps_fmm *self, const aps_fmm_job *job, int32_t root, uint8_t *opened, aps_fmm_bench *bench, packer *w) {
  const aps_fmm_task all = {root, 1, {&(int32_t){0}, &(uint32_t){1}}, NULL};
  aps_fmm_job dry = *job;
  memset(opened, 0, (size_t)self->team->base_cells + APS_FMM_PAD);
  dry.cells = self->cells, dry.points = self->points;
  dry.opened = opened, dry.active = NULL, dry.active_count = NULL, dry.work = NULL, dry.tally = NULL, dry.timed = 0;
  self->plan.real->walk(&dry, &all, bench, 0, NULL, NULL);
  *w = (packer){.self = self, .opened = opened};
  pack(w);
}

static int failed(const packer *w) { return w->units.failed | w->cells.failed | w->moments.failed | w->points.failed; }

static void empty(packer *w) { free(w->units.data), free(w->cells.data), free(w->moments.data), free(w->points.data); }

/* What the other ranks' targets open, each rank's in turn by a thread. */
static aps_err pack_cells(aps_fmm *self, const aps_fmm_job *job, const int32_t *root, letters *l) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t stride = t->base_cells + APS_FMM_PAD;
  packer *w = aps_alloc(ctx, "fmm: essential tree", t->ranks, sizeof *w);
  uint8_t *opened = aps_alloc(ctx, "fmm: essential tree", stride * self->benches, 1);
  int bad = w == NULL || opened == NULL;
  hide_trap(self, 1);
#pragma omp parallel for schedule(dynamic, 1) num_threads(self->benches) reduction(| : bad) if (!bad)
  for (int r = 0; r < t->ranks; r++) {
    if (root[r] < 0 || bad) continue;
    aps_fmm_bench *b = &self->bench[thread()];
    b->failed = 0;
    serve(self, job, root[r], opened + stride * thread(), b, &w[r]);
    bad |= b->failed | failed(&w[r]);
  }
  hide_trap(self, 0);
  for (int r = 0; w && r < t->ranks; r++) {
    if (root[r] >= 0) l->to[r] = post(&w[r], &l->out);
    empty(&w[r]);
  }
  aps_release(ctx, opened);
  aps_release(ctx, w);
  if (bad || l->out.failed) return aps_fail(ctx, APS_EMEM, "fmm: no memory for the cells sent to other ranks");
  return APS_OK;
}

/* Both messages. */
static aps_err exchange(aps_fmm *self, const aps_fmm_job *job, letters *targets, letters *cells, const int64_t *active,
                        int32_t *root, aps_err err) {
  const rule r = {(double)job->theta * (1 - 0x1p-11), job->nearest2, job->order};
  if (err == APS_OK) err = tell_targets(self, &r, targets);
  APS_TRY(post_letters(self, targets, err));
  APS_TRY(receive_letters(self, targets));
  err = plant_all(self, targets->got, targets->from, active, root);
  if (err == APS_OK) err = pack_cells(self, job, root, cells);
  self->cells.cells = self->team->base_cells;
  APS_TRY(post_letters(self, cells, err));
  APS_TRY(receive_letters(self, cells));
  return aps_ranks_agree(self->setup.ctx, import(self, cells->got, cells->from));
}

aps_err aps_fmm_essential(aps_fmm *self, const aps_fmm_job *job, aps_err err) {
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t *lists = aps_alloc(ctx, "fmm: essential tree", 5 * t->ranks, sizeof *lists);
  int32_t *root = aps_alloc(ctx, "fmm: essential tree", t->ranks, sizeof *root);
  if (lists == NULL || root == NULL) return APS_EMEM; /* some bytes a rank: this alone is not agreed upon */
  letters targets = {.to = lists, .from = lists + t->ranks}, cells = {.to = lists + 2 * t->ranks, .from = lists + 3 * t->ranks};
  int64_t *active = lists + 4 * t->ranks;
  const int64_t mine = err == APS_OK ? self->active_count[0] : 0;
  aps_ranks_gather(ctx, &mine, sizeof mine, active);
  if (err == APS_OK) close_all(self);
  err = exchange(self, job, &targets, &cells, active, root, err);
  free(targets.out.data), free(cells.out.data);
  aps_release(ctx, targets.got);
  aps_release(ctx, cells.got);
  aps_release(ctx, lists);
  aps_release(ctx, root);
  return err;
}
