/* The top of the octree among ranks: divided together, down to the units, and these dealt out by the work that was
 * measured; see fmm_team.h. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  UNITS_MOST = 64,
  UNITS_LEAST = 16,
  UNITS_ALL = 2048,
  OCTANTS = 8,
  COUNTED = APS_FMM_COUNTED
};

/* *array gets room for n items; what it holds is kept. */
static aps_err widen(aps_ctx *ctx, void *array_at, int32_t *room, int64_t n, size_t size) {
  void *old;
  if (n <= *room) return APS_OK;
  APS_CHECK(ctx, n < INT32_MAX / 2, APS_EARG, "fmm: more than 2^30 units");
  const int32_t more = (int32_t)(n + n / 2 + 64);
  void *p = aps_alloc(ctx, "fmm: ranks", more, size);
  if (p == NULL) return APS_EMEM;
  memcpy(&old, array_at, sizeof old);
  if (old) memcpy(p, old, size * (size_t)*room);
  aps_release(ctx, old);
  memcpy(array_at, &p, sizeof p);
  *room = more;
  return APS_OK;
}

/* ---- what work is to be expected, from what was measured */

static int before(uint8_t class_a, uint64_t a, int64_t class_b, uint64_t b) {
  return class_a != class_b ? class_a < class_b : a < b;
}

/* The work measured on the units becomes a map along the curve. All ranks return the same. */
static aps_err learn(aps_fmm *self, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t all = 0, alone[1];
  aps_fmm_piece *piece = aps_alloc(ctx, "fmm: ranks", t->units + 1, sizeof *piece);
  if (mine == APS_OK && piece == NULL) mine = APS_EMEM;
  const aps_err err = aps_ranks_sum_agree(ctx, t->units ? t->unit_work : alone, t->units, mine);
  for (int32_t u = 0; u < t->units; u++) all += t->unit_work[u];
  if (err != APS_OK || all == 0) {
    aps_release(ctx, piece);
    return err;
  }
  aps_release(ctx, t->piece);
  t->piece = piece;
  t->pieces = t->units;
  for (int32_t u = 0; u < t->units; u++)
    t->piece[u] = (aps_fmm_piece){.key = t->unit[u].key, .cost = 1 + t->unit_work[u] / (t->unit[u].n + 1), .class = t->unit[u].class};
  return APS_OK;
}

static int64_t first_from(const uint64_t *key, int64_t low, int64_t high, uint64_t bound) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (key[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Where the pieces lie among this rank's rows, and what comes before them. */
static void expect(aps_fmm_team *t) {
  const aps_tree *h = &t->home;
  for (int32_t p = 0; p < t->pieces; p++) {
    aps_fmm_piece *q = &t->piece[p];
    *q = (aps_fmm_piece){q->key, q->cost, 0, 0, q->class};
    if (p == 0) continue; /* what comes before the first counts as it does */
    q->first = first_from(h->key, h->class_start[q->class], h->class_start[q->class + 1], q->key);
    q->before = q[-1].before + q[-1].cost * (q->first - q[-1].first);
  }
}

/* Work of the first n rows in order. */
static int64_t work_before(const aps_fmm_team *t, int64_t n) {
  int32_t p = 0, end = t->pieces;
  if (end == 0) return n;
  while (end - p > 1) { /* the last that begins there or before */
    const int32_t middle = p + (end - p) / 2;
    if (t->piece[middle].first <= n) p = middle;
    else end = middle;
  }
  return t->piece[p].before + t->piece[p].cost * (n - t->piece[p].first);
}

/* ---- the top of the tree: cells are divided as tree.c divides them, with the counts of all ranks */

typedef struct {
  int32_t cell;
  uint8_t class, level; /* of the cell; its cube is at `scan`, below levels with one octant */
  uint8_t scan;
  uint64_t key;
  int64_t begin, end, n, cost;
} node;

typedef struct {
  aps_fmm *self;
  aps_fmm_team *team;
  int64_t limit; /* cells of no more work are units */
  node *now, *next;
  int32_t n_now, n_next, now_room, next_room;
  int64_t most; /* nodes that there can be, with what is counted so far: for these there is room */
  aps_err mine; /* this rank has failed: it counts nothing any more; the next sum tells all */
} grower;

/* Room for so many nodes more, ahead of a sum that tells of a failure: behind it nothing fails. */
static void reserve(grower *g, int64_t more) {
  aps_fmm_team *t = g->team;
  aps_ctx *ctx = g->self->setup.ctx;
  g->most += more;
  if (g->mine == APS_OK) g->mine = widen(ctx, &t->top, &t->top_room, g->most, sizeof *t->top);
  if (g->mine == APS_OK) g->mine = widen(ctx, &t->unit, &t->unit_room, g->most, sizeof *t->unit);
  if (g->mine == APS_OK) g->mine = widen(ctx, &t->divided, &t->divided_room, g->most, sizeof *t->divided);
  if (g->mine == APS_OK) g->mine = widen(ctx, &g->now, &g->now_room, g->most, sizeof *g->now);
  if (g->mine == APS_OK) g->mine = widen(ctx, &g->next, &g->next_room, g->most, sizeof *g->next);
}

/* Its octants will be asked for the next time. */
static void note(grower *g, const node *n) {
  aps_fmm_team *t = g->team;
  t->divided[t->n_divided++] = (aps_fmm_ahead){.key = n->key, .class = n->class, .scan = n->scan};
}

static void add_unit(grower *g, const node *n) {
  aps_fmm_team *t = g->team;
  t->unit[t->units++] = (aps_fmm_unit){.n = n->n,
                                       .cost = n->cost,
                                       .key = n->key,
                                       .cell = n->cell,
                                       .begin = n->begin,
                                       .end = n->end,
                                       .class = n->class,
                                       .level = n->level};
}

static void add_node(grower *g, const node *n) {
  const int whole = n->n <= g->self->plan.leaf || n->scan == APS_KEY_LEVELS;
  if (!whole && n->cost > g->limit - g->limit / 8) note(g, n); /* near the limit: it may be over it then */
  if (whole || n->cost <= g->limit) add_unit(g, n);
  else g->next[g->n_next++] = *n;
}

static void add_top(grower *g, int32_t parent, const node *child, int first) {
  aps_fmm_team *t = g->team;
  node n = *child;
  n.cell = t->tops;
  if (first) t->top[parent].child = t->tops;
  t->top[parent].children++;
  t->top[t->tops++] = (aps_cell){.n = child->n, .child = -1, .level = child->level};
  add_node(g, &n);
}

/* Rows [begin[d], begin[d + 1]) of the octants of a node's cube. */
static void octants_of(const grower *g, const node *n, int64_t begin[OCTANTS + 1]) {
  const int shift = 3 * (APS_KEY_LEVELS - 1 - n->scan);
  begin[0] = n->begin;
  for (int d = 1; d < OCTANTS; d++)
    begin[d] = first_from(g->team->home.key, begin[d - 1], n->end, n->key + ((uint64_t)d << shift));
  begin[OCTANTS] = n->end;
}

/* n and cost of octants [d, e) of all ranks. */
static node part_of(const node *n, const int64_t begin[OCTANTS + 1], const int64_t (*all)[2], int d, int e) {
  const int shift = 3 * (APS_KEY_LEVELS - 1 - n->scan);
  node p = {.class = n->class, .level = n->level, .scan = (uint8_t)(n->scan + 1), .key = n->key + ((uint64_t)d << shift),
            .begin = begin[d], .end = begin[e], .cell = n->cell};
  for (; d < e; d++) p.n += all[d][0], p.cost += all[d][1];
  return p;
}

static void divide(grower *g, const node *n, const int64_t (*all)[2]) {
  int64_t begin[OCTANTS + 1], end[OCTANTS], size[OCTANTS];
  octants_of(g, n, begin);
  for (int d = 0; d < OCTANTS; d++) end[d] = all[d][0] + (d ? end[d - 1] : 0);
  for (int d = 0; d < OCTANTS; d++)
    if (all[d][0] == n->n) { /* one octant holds all: the cell stays, its cube shrinks */
      const node inside = part_of(n, begin, all, d, d + 1);
      add_node(g, &inside);
      return;
    }
  const int children = aps_tree_merge(end, g->self->plan.leaf, g->self->tree.merge >= 0, size);
  for (int k = 0, d = 0; k < children; k++) {
    while (all[d][0] == 0) d++;
    int e = d;
    for (int64_t m = 0; m < size[k]; e++) m += all[e][0];
    node child = part_of(n, begin, all, d, e);
    child.level = child.scan;
    add_top(g, n->cell, &child, k == 0);
    d = e;
  }
}

static void count_octants(const grower *g, const node *n, int64_t (*out)[2]) {
  int64_t begin[OCTANTS + 1];
  octants_of(g, n, begin);
  for (int d = 0; d < OCTANTS; d++) {
    out[d][0] = begin[d + 1] - begin[d];
    out[d][1] = work_before(g->team, begin[d + 1]) - work_before(g->team, begin[d]);
  }
}

/* ---- what was divided the last time is counted ahead: one sum in place of one for each generation */

static int in_order(const void *a, const void *b) {
  const aps_fmm_ahead *p = a, *q = b;
  if (p->class != q->class) return p->class < q->class ? -1 : 1;
  if (p->scan != q->scan) return p->scan < q->scan ? -1 : 1;
  return p->key < q->key ? -1 : p->key > q->key;
}

/* NULL: it was not counted. */
static const int64_t (*counts_of(const aps_fmm_team *t, const node *n))[2] {
  const aps_fmm_ahead wanted = {.key = n->key, .class = n->class, .scan = n->scan};
  const aps_fmm_ahead *g = t->guesses ? bsearch(&wanted, t->guess, (size_t)t->guesses, sizeof wanted, in_order) : NULL;
  return g ? (const int64_t(*)[2])g->octant : NULL;
}

static void count_guess(const grower *g, const aps_fmm_ahead *guess, int64_t (*out)[2]) {
  const aps_tree *h = &g->team->home;
  node n = {.class = guess->class, .scan = guess->scan, .key = guess->key};
  const int64_t low = h->class_start[n.class], high = h->class_start[n.class + 1];
  n.begin = first_from(h->key, low, high, n.key);
  n.end = first_from(h->key, n.begin, high, n.key + ((uint64_t)1 << 3 * (APS_KEY_LEVELS - n.scan)));
  count_octants(g, &n, out);
}

/* Rows and work of the classes, and of the octants of all that is guessed. All return the same. */
static aps_err count_ahead(grower *g, int64_t class[APS_TREE_CLASSES][2]) {
  enum { FIRST = 2 * APS_TREE_CLASSES };
  aps_fmm_team *t = g->team;
  const int64_t *start = t->home.class_start;
  reserve(g, 1 + APS_TREE_CLASSES + OCTANTS * (int64_t)t->guesses);
  int32_t at = 0, n;
  do {
    n = t->guesses - at < COUNTED ? t->guesses - at : COUNTED;
    memset(t->counted, 0, sizeof *t->counted * (size_t)(FIRST + 2 * OCTANTS * n));
    for (int c = 0; c < APS_TREE_CLASSES && at == 0 && g->mine == APS_OK; c++) {
      t->counted[2 * c] = start[c + 1] - start[c];
      t->counted[2 * c + 1] = work_before(t, start[c + 1]) - work_before(t, start[c]);
    }
    int64_t(*octant)[OCTANTS][2] = (int64_t(*)[OCTANTS][2])(t->counted + FIRST);
    for (int32_t i = 0; i < n && g->mine == APS_OK; i++) count_guess(g, &t->guess[at + i], octant[i]);
    APS_TRY(aps_ranks_sum_agree(g->self->setup.ctx, t->counted, FIRST + 2 * OCTANTS * n, g->mine));
    if (at == 0) memcpy(class, t->counted, sizeof *t->counted * FIRST);
    for (int32_t i = 0; i < n; i++) memcpy(t->guess[at + i].octant, octant[i], sizeof *octant);
    at += n;
  } while (at < t->guesses);
  return APS_OK;
}

/* What was divided now is the next guess. */
static void guess_anew(aps_fmm_team *t) {
  aps_fmm_ahead *old = t->guess;
  const int32_t room = t->guess_room;
  t->guess = t->divided, t->guess_room = t->divided_room, t->guesses = t->n_divided;
  t->divided = old, t->divided_room = room, t->n_divided = 0;
  qsort(t->guess, (size_t)t->guesses, sizeof *t->guess, in_order);
}

/* One generation: nodes are divided, by octants that every rank has counted and that were added up; those that nobody guessed
 * are counted now. All return the same. */
static aps_err grow(grower *g) {
  int64_t(*all)[OCTANTS][2] = (int64_t(*)[OCTANTS][2])g->team->counted;
  for (int32_t at = 0, n; at < g->n_now; at += n) {
    n = g->n_now - at < COUNTED ? g->n_now - at : COUNTED;
    int32_t missing = 0, next = 0;
    for (int32_t i = 0; i < n; i++) missing += counts_of(g->team, &g->now[at + i]) == NULL;
    if (missing) reserve(g, OCTANTS * (int64_t)missing);
    if (missing) memset(all, 0, sizeof *all * (size_t)missing);
    for (int32_t i = 0; i < n && missing && g->mine == APS_OK; i++)
      if (counts_of(g->team, &g->now[at + i]) == NULL) count_octants(g, &g->now[at + i], all[next++]);
    if (missing) APS_TRY(aps_ranks_sum_agree(g->self->setup.ctx, &all[0][0][0], (int64_t)missing * OCTANTS * 2, g->mine));
    next = 0;
    for (int32_t i = 0; i < n; i++) {
      const int64_t(*counts)[2] = counts_of(g->team, &g->now[at + i]);
      divide(g, &g->now[at + i], counts ? counts : (const int64_t(*)[2])all[next++]);
    }
  }
  return APS_OK;
}

/* Many even out the work; but every rank knows the units of all. */
static int64_t units_of_rank(int ranks) {
  const int units = UNITS_ALL / ranks;
  return units > UNITS_MOST ? UNITS_MOST : units < UNITS_LEAST ? UNITS_LEAST : units;
}

/* The root, and with several classes its children. */
static aps_err plant(grower *g) {
  aps_fmm_team *t = g->team;
  const int64_t *start = t->home.class_start;
  int64_t all[APS_TREE_CLASSES][2], total[2] = {0};
  APS_TRY(count_ahead(g, all));
  for (int c = 0; c < APS_TREE_CLASSES; c++) total[0] += all[c][0], total[1] += all[c][1];
  t->total = total[0];
  g->limit = total[1] / ((int64_t)t->ranks * units_of_rank(t->ranks));
  t->units = t->tops = t->n_divided = 0;
  t->top[t->tops++] = (aps_cell){.n = total[0], .child = -1};
  int first = 1;
  for (int c = 0; c < APS_TREE_CLASSES; c++) {
    node n = {.class = (uint8_t)c, .begin = start[c], .end = start[c + 1], .n = all[c][0], .cost = all[c][1]};
    if (n.n == 0) continue;
    if (n.n == total[0])
      add_node(g, &n);
    else
      add_top(g, 0, &n, first);
    first = 0;
  }
  return APS_OK;
}

static int along_the_curve(const void *a, const void *b) {
  const aps_fmm_unit *p = a, *q = b;
  if (p->class != q->class) return p->class < q->class ? -1 : 1;
  return p->key < q->key ? -1 : p->key > q->key;
}

static aps_err grow_top(aps_fmm *self) {
  grower g = {.self = self, .team = self->team};
  aps_err err = plant(&g);
  while (err == APS_OK && g.n_next) {
    const grower old = g;
    g.now = old.next, g.n_now = old.n_next, g.now_room = old.next_room;
    g.next = old.now, g.n_next = 0, g.next_room = old.now_room;
    err = grow(&g);
  }
  aps_release(self->setup.ctx, g.now);
  aps_release(self->setup.ctx, g.next);
  if (err != APS_OK) return err;
  guess_anew(self->team);
  qsort(self->team->unit, (size_t)self->team->units, sizeof *self->team->unit, along_the_curve);
  return err;
}

/* ---- whose units are whose */

static int owner_by_border(const aps_fmm_team *t, const aps_fmm_unit *u) {
  int r = 0;
  while (r + 1 < t->ranks && !before(u->class, u->key, t->border[r + 1].class, t->border[r + 1].key)) r++;
  return r;
}

/* The time that the slowest takes for its units. */
static double longest(const aps_fmm_team *t) {
  double most = 0;
  int64_t sum = 0;
  for (int32_t u = 0; u < t->units; u++) {
    if (u && t->unit[u].owner != t->unit[u - 1].owner) sum = 0;
    sum += t->unit[u].cost;
    most = fmax(most, (double)sum / t->speed[t->unit[u].owner]);
  }
  return most;
}

/* Equal times for all; where the borders of before are hardly worse, they stay, and with them most rows. */
static void choose_owners(aps_fmm_team *t) {
  int64_t all = 0, sum = 0;
  double stay = HUGE_VAL, speed = 0, before_next = t->speed[0];
  if (t->bordered) {
    for (int32_t u = 0; u < t->units; u++) t->unit[u].owner = owner_by_border(t, &t->unit[u]);
    stay = longest(t);
  }
  for (int32_t u = 0; u < t->units; u++) all += t->unit[u].cost;
  for (int r = 0; r < t->ranks; r++) speed += t->speed[r];
  int owner = 0;
  for (int32_t u = 0; u < t->units; u++) {
    const double middle = (double)(sum + t->unit[u].cost / 2) * speed / ((double)all + 1);
    while (owner + 1 < t->ranks && middle >= before_next) before_next += t->speed[++owner];
    t->unit[u].owner = owner;
    sum += t->unit[u].cost;
  }
  if (stay <= 1.04 * longest(t))
    for (int32_t u = 0; u < t->units; u++) t->unit[u].owner = owner_by_border(t, &t->unit[u]);
  else
    for (int32_t u = t->units, r = t->ranks - 1; r >= 0; r--) { /* a rank without units begins where the next one does */
      while (u > 0 && t->unit[u - 1].owner >= r) u--;
      if (u < t->units) t->border[r] = (aps_fmm_border){t->unit[u].key, t->unit[u].class};
      else t->border[r] = (aps_fmm_border){UINT64_MAX, APS_TREE_CLASSES};
    }
  t->bordered = 1;
}

static void count_rows(aps_fmm_team *t) {
  memset(t->count, 0, sizeof *t->count * (size_t)t->ranks);
  memset(t->first_of, 0, sizeof *t->first_of * (size_t)(t->ranks + 1));
  for (int32_t u = 0; u < t->units; u++) {
    const aps_fmm_unit *unit = &t->unit[u];
    t->count[unit->owner] += unit->end - unit->begin;
    t->first_of[unit->owner + 1] = u + 1;
  }
  for (int r = 0; r < t->ranks; r++) /* a rank without units begins where the one before ends */
    if (t->first_of[r + 1] < t->first_of[r]) t->first_of[r + 1] = t->first_of[r];
  t->first_unit = t->first_of[t->rank];
  t->my_units = t->first_of[t->rank + 1] - t->first_unit;
  t->kept = t->count[t->rank];
  t->first_kept = 0;
  for (int r = 0; r < t->rank; r++) t->first_kept += t->count[r];
}

static aps_err sort_home(aps_fmm *self, const aps_view *v, aps_err mine) {
  aps_fmm_team *t = self->team;
  double bound[6];
  aps_key_bounds(v->x, v->y, v->z, NULL, v->n, t->home.threads, bound, bound + 3);
  for (int k = 3; k < 6; k++) bound[k] = -bound[k];
  aps_ranks_min(self->setup.ctx, bound, 6);
  for (int k = 3; k < 6; k++) bound[k] = -bound[k];
  t->frame = aps_key_frame_of(bound, bound + 3);
  const uint8_t *class = NULL;
  if (aps_fmm_softened(self)) {
    APS_TRY(aps_fmm_classify(self, v->eps, v->n));
    if (mine == APS_OK) aps_fmm_class_of(self, v->eps, v->n, self->flag);
    class = self->flag;
  }
  return mine != APS_OK ? mine : aps_tree_sort(&t->home, v->x, v->y, v->z, class, v->n, &t->frame);
}

aps_err aps_fmm_team_order(aps_fmm *self, const aps_view *v) {
  aps_fmm_team *t = self->team;
  const int divided = aps_fmm_softened(self) && self->classes > 0;
  t->valid = 0;
  if (divided) {
    APS_TRY(aps_fmm_reserve_flags(self, v->n));
    aps_fmm_class_of(self, v->eps, v->n, self->flag);
  }
  const aps_key_frame frame = t->bordered ? t->frame : aps_key_frame_fit(v->x, v->y, v->z, NULL, v->n, t->home.threads);
  return aps_tree_sort(&t->home, v->x, v->y, v->z, divided ? self->flag : NULL, v->n, &frame);
}

aps_err aps_fmm_team_deal(aps_fmm *self, const aps_view *v, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->valid = 0;
  aps_err err = sort_home(self, v, mine);
  err = learn(self, err);
  if (err == APS_OK) expect(t), err = grow_top(self);
  if (err != APS_OK) return err;
  choose_owners(t);
  count_rows(t);
  aps_release(ctx, t->unit_work);
  t->unit_work = aps_alloc(ctx, "fmm: ranks", t->units + 1, sizeof *t->unit_work);
  return t->unit_work ? APS_OK : APS_EMEM;
}

void aps_fmm_team_forget(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  t->valid = t->units = t->my_units = t->pieces = t->bordered = t->guesses = 0;
}
