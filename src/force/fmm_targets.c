/* What a rank's targets are that may open something of another rank's; see fmm_essential.h.
 *
 * With H the radius of a sphere about x_A that holds the spheres of all cells below A, acceptance
 * of (A, B) with H_A and H_B for the radii implies that of every pair below them: with t the
 * distances from the centres, d is at least D - t and R_A + R_B at most H_A + H_B - t; so the gap
 * is at least D - H_A - H_B, and (R_A + R_B) / d at most (H_A + H_B) / D. A cell that is so
 * accepted with all units of the other is left out, with all below it. */
#include "fmm_essential.h"
#include "../core/wide.h"
#include "threads.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef aps_fmm_target target;

void *aps_fmm_extend(aps_fmm_buffer *b, size_t bytes) {
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
  int32_t *id; /* group and image */
  char *memory;
  int64_t n, room;
  int failed;
} stack;

static void lay_stack(stack *s, char *memory, int64_t room) {
  const size_t n = (size_t)room;
  s->memory = memory, s->room = room;
  s->x = (double *)memory, s->y = s->x + n, s->z = s->y + n;
  s->hull = (float *)(s->z + n), s->mass = s->hull + n, s->least = s->mass + n,
  s->reach = s->least + n, s->id = (int32_t *)(s->reach + n);
}

/* Room for n more; 0 where there is none. */
static int reserve(stack *s, int64_t n) {
  if (s->n + n <= s->room) return 1;
  const int64_t room = 2 * (s->n + n) + 256;
  stack more = *s;
  char *memory = malloc((size_t)room * (3 * sizeof(double) + 4 * sizeof(float) + sizeof(int32_t)));
  if (memory == NULL) return s->failed = 1, 0;
  lay_stack(&more, memory, room);
  const size_t d = sizeof(double) * (size_t)s->n, f = sizeof(float) * (size_t)s->n;
  if (s->n) {
    memcpy(more.x, s->x, d), memcpy(more.y, s->y, d), memcpy(more.z, s->z, d);
    memcpy(more.hull, s->hull, f), memcpy(more.mass, s->mass, f), memcpy(more.least, s->least, f);
    memcpy(more.reach, s->reach, f), memcpy(more.id, s->id, f);
  }
  free(s->memory);
  *s = more;
  return 1;
}

static void push(stack *s, const target *t, int32_t id) {
  if (!reserve(s, 1)) return;
  const int64_t k = s->n++;
  s->x[k] = t->x, s->y[k] = t->y, s->z[k] = t->z;
  s->hull[k] = t->hull, s->mass[k] = t->mass, s->least[k] = t->lowest, s->reach[k] = t->reach;
  s->id[k] = id;
}

/* ---- acceptance that no rounding of the walk, nor of the floats here, can undo */

typedef struct {
  float theta, nearest2;
  int order;
} rule;

enum { LANES = 16 };

/* open[k]: whether something in the hull of cell first + k may open something in the hull of `a`;
 * of LANES cells, order p. What is too small for floats to tell apart may be opened. */
#define MAY_OPEN(p)                                                                                \
  APS_WIDE static void may_open_##p(const rule *r, const target *a, const stack *s, int64_t first, \
                                    int32_t *restrict open) {                                      \
    const double *x = s->x + first, *y = s->y + first, *z = s->z + first;                          \
    const float *hull = s->hull + first, *mass = s->mass + first, *least = s->least + first;       \
    const float *reach = s->reach + first;                                                         \
    const float theta_most = r->theta, near2 = r->nearest2, tiny = 0x1p-118f;                      \
    const float ah = a->hull, am = a->mass, al = a->lowest, ar = a->reach;                         \
    for (int k = 0; k < LANES; k++) {                                                              \
      const float dx = (float)(x[k] - a->x), dy = (float)(y[k] - a->y), dz = (float)(z[k] - a->z); \
      const float d = sqrtf(dx * dx + dy * dy + dz * dz), sum = hull[k] + ah;                      \
      const float alone = (float)APS_FMM_UNEVEN * (hull[k] > ah ? hull[k] : ah);                   \
      const float gap = d * (1 - 0x1p-11f) - sum;                                                  \
      const float theta = (sum > alone ? sum : alone) / d * (1 + 0x1p-11f);                        \
      float e = (1 + 0x1p-10f) * (1 + 0x1p-10f);                                                   \
      _Pragma("GCC unroll 8") for (int m = 0; m < p; m++) e *= theta;                              \
      const float room = gap * gap, b = reach[k], most = ar > b ? ar : b;                          \
      const int sure = (theta < theta_most) & (most < gap) & (near2 < (d - sum) * (d - sum)) &     \
                       (e * am + tiny < least[k] * room) & (e * mass[k] + tiny < al * room);       \
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
static opener *const may_open[] = {NULL,       NULL,       may_open_2, may_open_3, may_open_4,
                                   may_open_5, may_open_6, may_open_7, may_open_8};

/* Whether in the hull of one of the cells [first, first + n) something may be opened from the hull of `a`. *hint: where one
 * was found the last time, of a neighbour of `a`. */
static int any(const rule *r, const target *a, const stack *s, int64_t first, int64_t n, int64_t *hint) {
  const int64_t blocks = (n + LANES - 1) / LANES;
  for (int64_t j = 0, at = *hint < blocks ? *hint : 0; j < blocks; j++, at = at + 1 < blocks ? at + 1 : 0) {
    const int64_t i = first + at * LANES;
    const int m = first + n - i < LANES ? (int)(first + n - i) : LANES;
    int32_t open[LANES], found = 0;
    may_open[r->order](r, a, s, i, open);
    for (int k = 0; k < m; k++) found |= open[k];
    if (found) return *hint = at, 1;
  }
  return 0;
}

/* Those of the cells [first, first + n) in whose hull something may be opened from the hull of `a`,
 * onto the stack; how many. */
static int64_t filter(const rule *r, const target *a, stack *s, int64_t first, int64_t n) {
  if (!reserve(s, n + 2 * LANES)) return 0;
  const int64_t top = s->n;
  int64_t to = top;
  for (int64_t i = first; i < first + n; i += LANES) {
    int32_t open[LANES];
    may_open[r->order](r, a, s, i,
                       open); /* whole vectors: what lies behind the last is not looked at */
    const int m = first + n - i < LANES ? (int)(first + n - i) : LANES;
    for (int k = 0; k < m; k++) {
      if (!open[k]) continue;
      s->x[to] = s->x[i + k], s->y[to] = s->y[i + k], s->z[to] = s->z[i + k];
      s->hull[to] = s->hull[i + k], s->mass[to] = s->mass[i + k], s->least[to] = s->least[i + k];
      s->reach[to] = s->reach[i + k], s->id[to] = s->id[i + k];
      to++;
    }
  }
  s->n = to;
  return to - top;
}

target aps_fmm_target_of(const aps_fmm *self, int32_t k) {
  const aps_fmm_cells *c = &self->cells;
  return (target){c->x[k],
                  c->y[k],
                  c->z[k],
                  self->team->hull[k],
                  c->radius[k],
                  c->mass[k],
                  c->least[k],
                  c->strict[k],
                  self->team->lowest[k] * (float)(self->setup.accuracy * self->plan.strictness) *
                      (1 - 0x1p-20f),
                  c->reach[k],
                  c->eps2[k],
                  0,
                  -1,
                  c->family[k] != 0,
                  0};
}

/* ---- the letter: what each unit has to tell, in order of units, whichever thread told it */

typedef struct { /* what one thread works with */
  const aps_fmm *self;
  const rule *rule;
  const aps_fmm_job *job;
  stack stack;   /* of the other rank's: at the bottom all large groups at all images */
  int64_t large; /* these */
  int64_t hint;  /* of any() */
  target *small; /* [small_room] its small groups */
  int64_t small_room;
  aps_fmm_buffer out;
} teller;

enum { SOURCES = 8, MANY = 8 * SOURCES, TARGETS = 4, TARGETS_MANY = 4 * TARGETS }; /* units of a group */

typedef struct { /* what a unit has to tell: where it is */
  int thread;
  size_t at, bytes;
} piece;

struct aps_fmm_tellers {
  teller *each; /* [threads] */
  piece *piece; /* [pieces] of this rank's units */
  int32_t pieces;
};

/* Says a cell and those below it; stack[first, + n): units of the other rank that the parent may
 * open. 1 where it did. */
static int tell(teller *w, int32_t cell, int32_t top, int64_t first, int64_t n) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  if (self->active_count[cell] == 0 || w->stack.failed) return 0;
  const int64_t base = w->stack.n;
  target t = aps_fmm_target_of(self, cell);
  if (!reserve(&w->stack, LANES)) return 0; /* whole vectors are read */
  const int64_t kept = aps_fmm_children(c, cell) ? filter(w->rule, &t, &w->stack, first, n)
                                                 : any(w->rule, &t, &w->stack, first, n, &w->hint);
  const size_t at = w->out.n;
  if (kept && aps_fmm_extend(&w->out, sizeof t)) {
    t.top = top;
    for (int k = 0; k < aps_fmm_children(c, cell); k++)
      t.children += tell(w, c->child[cell] + k, -1, base, kept);
    memcpy(w->out.data + at, &t, sizeof t);
  }
  w->stack.n = base;
  return kept != 0;
}

/* ---- groups of units: what is far from all of a group need not be tested against each
 *
 * Units of two ranks at all images, each against each, are what does not scale: a rank has some 260 units, and at 125
 * images even groups of 4 against groups of 8 came to 280 000 tests for one letter, nearly all of them in vain. So both
 * sides go down by two steps: large groups at all images against groups of 16 targets, of those that may be opened the small
 * groups, and these against groups of 4. */

/* A hull for units [first, end); what holds for a pair of groups holds for all pairs of theirs. */
static target group_of(const aps_fmm *self, int32_t first, int32_t end) {
  const aps_fmm_team *t = self->team;
  target g = aps_fmm_target_of(self, t->unit[first].cell);
  g.x = g.y = g.z = 0;
  for (int32_t u = first; u < end; u++) {
    const target one = aps_fmm_target_of(self, t->unit[u].cell);
    g.x += one.x / (end - first), g.y += one.y / (end - first), g.z += one.z / (end - first);
    g.mass = fmaxf(g.mass, one.mass), g.reach = fmaxf(g.reach, one.reach);
    g.lowest = fminf(g.lowest, one.lowest);
  }
  double hull = 0;
  for (int32_t u = first; u < end; u++) {
    const target one = aps_fmm_target_of(self, t->unit[u].cell);
    const double dx = one.x - g.x, dy = one.y - g.y, dz = one.z - g.z;
    const double here = sqrt(dx * dx + dy * dy + dz * dz) + (double)one.hull;
    if (!(here <= hull)) hull = here;
  }
  g.hull = (float)(hull * (1 + 1e-6));
  return g;
}

/* As this rank's targets see it at an image. */
static void push_at(teller *w, target t, int32_t number, int image) {
  const double *at = w->job->image[image];
  t.x -= at[0], t.y -= at[1], t.z -= at[2];
  push(&w->stack, &t, number * w->job->images + image);
}

static int32_t end_of(int32_t first, int each, int32_t end) {
  return first + each < end ? first + each : end;
}

static int reserve_small(teller *w, int64_t n) {
  if (n <= w->small_room) return 1;
  free(w->small);
  w->small = malloc(sizeof *w->small * (size_t)n);
  w->small_room = w->small ? n : 0;
  w->stack.failed |= w->small == NULL;
  return w->small != NULL;
}

static void begin(teller *w, const aps_fmm *self, const aps_fmm_job *job, const rule *r, int rank) {
  const int32_t *of = self->team->first_of + rank;
  w->self = self, w->job = job, w->rule = r;
  w->stack.n = w->large = 0, w->out.n = 0;
  if (!reserve_small(w, (of[1] - of[0] + SOURCES - 1) / SOURCES)) return;
  for (int32_t u = of[0], k = 0; u < of[1]; u += SOURCES)
    w->small[k++] = group_of(self, u, end_of(u, SOURCES, of[1]));
  for (int32_t u = of[0], k = 0; u < of[1]; u += MANY, k++) {
    const target g = group_of(self, u, end_of(u, MANY, of[1]));
    for (int image = 0; image < job->images; image++) push_at(w, g, k, image);
  }
  w->large = w->stack.n;
}

/* Small groups of the large ones at stack[first, + n), onto the stack; how many. */
static int64_t open_large(teller *w, int64_t first, int64_t n, int32_t smalls) {
  const int64_t base = w->stack.n;
  for (int64_t i = first; i < first + n; i++) {
    const int32_t id = w->stack.id[i], k = id / w->job->images * (MANY / SOURCES);
    for (int32_t j = k; j < end_of(k, MANY / SOURCES, smalls); j++)
      push_at(w, w->small[j], j, id % w->job->images);
  }
  return w->stack.n - base;
}

/* The units of the small groups there. */
static int64_t open_small(teller *w, int64_t first, int64_t n, int rank) {
  const aps_fmm *self = w->self;
  const int32_t *of = self->team->first_of + rank;
  const int64_t base = w->stack.n;
  for (int64_t i = first; i < first + n; i++) {
    const int32_t id = w->stack.id[i], k = of[0] + id / w->job->images * SOURCES;
    for (int32_t u = k; u < end_of(k, SOURCES, of[1]); u++)
      push_at(w, aps_fmm_target_of(self, self->team->unit[u].cell), u - of[0], id % w->job->images);
  }
  return w->stack.n - base;
}

/* What this rank's units [first, end), a group, have to tell; stack[from, + n): small groups that a larger one may open. */
static void tell_group(teller *w, int32_t first, int32_t end, int rank, int64_t from, int64_t n, int thread, piece *out) {
  const aps_fmm_team *t = w->self->team;
  const target g = group_of(w->self, first, end);
  const int64_t near = w->stack.n, groups = filter(w->rule, &g, &w->stack, from, n), at_units = w->stack.n;
  const int64_t units = open_small(w, near, groups, rank);
  for (int32_t u = first; u < end; u++) {
    const size_t at = w->out.n;
    if (units) tell(w, t->unit[u].cell, t->unit[u].cell, at_units, units);
    *out++ = (piece){thread, at, w->out.n - at};
  }
}

static void tell_groups(teller *w, int32_t first, int rank, int thread, piece *out) {
  const aps_fmm_team *t = w->self->team;
  const int32_t end = end_of(first, TARGETS_MANY, t->first_unit + t->my_units);
  const int32_t theirs = t->first_of[rank + 1] - t->first_of[rank];
  const target g = group_of(w->self, first, end);
  w->stack.n = w->large;
  const int64_t larges = filter(w->rule, &g, &w->stack, 0, w->large), at_small = w->stack.n;
  const int64_t smalls = open_large(w, w->large, larges, (theirs + SOURCES - 1) / SOURCES), near = w->stack.n;
  const int64_t kept = filter(w->rule, &g, &w->stack, at_small, smalls), top = w->stack.n;
  for (int32_t u = first; u < end; u += TARGETS, w->stack.n = top)
    tell_group(w, u, end_of(u, TARGETS, end), rank, near, kept, thread, out + (u - first));
}

static void tell_units(aps_fmm_tellers *all, const aps_fmm *self, const aps_fmm_job *job,
                       const rule *r, int rank) {
  const aps_fmm_team *t = self->team;
#pragma omp parallel num_threads(self->benches) if (self->benches > 1)
  {
    const int me = aps_force_thread();
    teller *w = &all->each[me];
    begin(w, self, job, r, rank);
#pragma omp for schedule(dynamic, 1)
    for (int32_t u = 0; u < t->my_units; u += TARGETS_MANY)
      tell_groups(w, t->first_unit + u, rank, me, all->piece + u);
  }
}

aps_fmm_tellers *aps_fmm_tellers_open(const aps_fmm *self) {
  aps_fmm_tellers *all = calloc(1, sizeof *all);
  if (all == NULL) return NULL;
  all->each = calloc((size_t)self->benches, sizeof *all->each);
  if (all->each) return all;
  aps_fmm_tellers_close(self, all);
  return NULL;
}

void aps_fmm_tellers_close(const aps_fmm *self, aps_fmm_tellers *all) {
  if (all == NULL) return;
  for (int k = 0; all->each && k < self->benches; k++)
    free(all->each[k].small), free(all->each[k].stack.memory), free(all->each[k].out.data);
  free(all->each), free(all->piece), free(all);
}

/* A bit for each part of this rank's units. */
static uint64_t active_parts(const aps_fmm *self) {
  const aps_fmm_team *t = self->team;
  uint64_t active = 0;
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++)
    if (self->active_count[t->unit[u].cell]) active |= UINT64_C(1) << aps_fmm_part_of(t, u);
  return active;
}

int aps_fmm_tell_targets(const aps_fmm *self, const aps_fmm_job *job, int rank,
                         aps_fmm_tellers *all, aps_fmm_buffer *letter) {
  const int32_t units = self->team->my_units;
  const rule r = {(float)(job->theta * (1 - 0x1p-11)), (float)(job->nearest2 * (1 + 0x1p-9)), job->order};
  const aps_fmm_told told = {.active = active_parts(self)};
  size_t bytes = sizeof told;
  int failed = 0;
  if (units > all->pieces) {
    free(all->piece);
    all->piece = calloc((size_t)units, sizeof *all->piece);
    all->pieces = all->piece ? units : 0;
  }
  if (units > all->pieces) return 0;
  for (int k = 0; k < self->benches; k++) all->each[k].stack.failed = all->each[k].out.failed = 0;
  tell_units(all, self, job, &r, rank);
  for (int k = 0; k < self->benches; k++)
    failed |= all->each[k].stack.failed | all->each[k].out.failed;
  for (int32_t u = 0; u < units; u++) bytes += all->piece[u].bytes;
  char *to = failed ? NULL : aps_fmm_extend(letter, bytes);
  if (to == NULL) return 0;
  memcpy(to, &told, sizeof told), to += sizeof told;
  for (int32_t u = 0; u < units; to += all->piece[u++].bytes)
    if (all->piece[u].bytes)
      memcpy(to, all->each[all->piece[u].thread].out.data + all->piece[u].at, all->piece[u].bytes);
  return 1;
}
