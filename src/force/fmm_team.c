/* Dealing out the tree of the fast multipole method; see fmm_team.h. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include "multipole.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS_MOST = 64, UNITS_LEAST = 16, UNITS_ALL = 2048, OCTANTS = 8 };
enum { X = 0, MASS = 3, EPS = 4, A = 5, POT = 8, COLUMNS = 9 }; /* of the work */

/* ---- set-up */

/* With more ranks the letters of some travel while those of others are written, and each one more is a message to each. */
static int parts_of(int ranks) { return ranks == 2 ? 4 : ranks <= 4 ? 3 : 2; }

aps_err aps_fmm_team_open(aps_fmm *self) {
  aps_ctx *ctx = self->setup.ctx;
  const int ranks = aps_ranks(ctx);
  if (ranks == 1) return APS_OK;
  aps_fmm_team *t = self->team = aps_alloc(ctx, "fmm: ranks", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  t->rank = aps_rank(ctx);
  t->ranks = ranks;
  t->home.ctx = ctx;
  t->home.threads = self->tree.threads;
  t->count = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->count);
  t->came = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->came);
  t->border = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->border);
  t->first_of = aps_alloc(ctx, "fmm: ranks", ranks + 1, sizeof *t->first_of);
  t->parts = parts_of(ranks);
  t->brought = aps_alloc(ctx, "fmm: ranks", (int64_t)ranks * t->parts, sizeof *t->brought);
  t->done = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->done);
  t->marks = aps_alloc(ctx, "fmm: ranks", 2 * ranks, sizeof *t->marks);
  APS_TRY(aps_fmm_letters_create(ctx, 1 + t->parts, &t->letters));
  return t->count && t->came && t->border && t->first_of && t->brought && t->marks && t->done ? APS_OK : APS_EMEM;
}

void aps_fmm_team_close(aps_fmm *self) {
  aps_ctx *ctx = self->setup.ctx;
  aps_fmm_team *t = self->team;
  if (t == NULL) return;
  aps_tree_free(&t->home);
  aps_fmm_letters_free(&t->letters);
  for (int k = 0; k < COLUMNS; k++) aps_release(ctx, t->column[k]);
  void *const all[] = {t->top,  t->unit,   t->unit_work, t->piece, t->border, t->count,
                       t->came, t->id, t->class, t->active,    t->hull,  t->lowest, t->work,
                       t->first_of, t->brought, t->marks,     t->done};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(ctx, all[k]);
  aps_release(ctx, t);
  self->team = NULL;
}

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
    t->piece[u] = (aps_fmm_piece){t->unit[u].key, 1 + t->unit_work[u] / (t->unit[u].n + 1), t->unit[u].class};
  return APS_OK;
}

/* sum[n + 1]: work of the first rows in order. */
static void expect(const aps_fmm_team *t, int64_t *sum) {
  const aps_tree *h = &t->home;
  int32_t p = 0;
  sum[0] = 0;
  for (int c = 0; c < APS_TREE_CLASSES; c++)
    for (int64_t k = h->class_start[c]; k < h->class_start[c + 1]; k++) {
      while (p + 1 < t->pieces && !before((uint8_t)c, h->key[k], t->piece[p + 1].class, t->piece[p + 1].key)) p++;
      sum[k + 1] = sum[k] + (t->pieces ? t->piece[p].cost : 1);
    }
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
  const int64_t *sum;
  int64_t limit; /* cells of no more work are units */
  node *now, *next;
  int32_t n_now, n_next, now_room, next_room;
} grower;

static int64_t first_from(const uint64_t *key, int64_t low, int64_t high, uint64_t bound) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (key[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

static aps_err add_unit(grower *g, const node *n) {
  aps_fmm_team *t = g->team;
  APS_TRY(widen(g->self->setup.ctx, &t->unit, &t->unit_room, t->units + 1, sizeof *t->unit));
  t->unit[t->units++] = (aps_fmm_unit){.n = n->n, .cost = n->cost, .key = n->key, .cell = n->cell, .begin = n->begin,
                                       .end = n->end, .class = n->class, .level = n->level};
  return APS_OK;
}

static aps_err add_node(grower *g, const node *n) {
  if (n->n <= g->self->plan.leaf || n->cost <= g->limit || n->scan == APS_KEY_LEVELS) return add_unit(g, n);
  APS_TRY(widen(g->self->setup.ctx, &g->next, &g->next_room, g->n_next + 1, sizeof *g->next));
  g->next[g->n_next++] = *n;
  return APS_OK;
}

static aps_err add_top(grower *g, int32_t parent, const node *child, int first) {
  aps_fmm_team *t = g->team;
  APS_TRY(widen(g->self->setup.ctx, &t->top, &t->top_room, t->tops + 1, sizeof *t->top));
  if (first) t->top[parent].child = t->tops;
  t->top[parent].children++;
  t->top[t->tops] = (aps_cell){.n = child->n, .child = -1, .level = child->level};
  node n = *child;
  n.cell = t->tops++;
  return add_node(g, &n);
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

static aps_err divide(grower *g, const node *n, const int64_t (*all)[2]) {
  int64_t begin[OCTANTS + 1], end[OCTANTS], size[OCTANTS];
  octants_of(g, n, begin);
  for (int d = 0; d < OCTANTS; d++) end[d] = all[d][0] + (d ? end[d - 1] : 0);
  for (int d = 0; d < OCTANTS; d++)
    if (all[d][0] == n->n) { /* one octant holds all: the cell stays, its cube shrinks */
      const node inside = part_of(n, begin, all, d, d + 1);
      return add_node(g, &inside);
    }
  const int children = aps_tree_merge(end, g->self->plan.leaf, g->self->tree.merge >= 0, size);
  for (int k = 0, d = 0; k < children; k++) {
    while (all[d][0] == 0) d++;
    int e = d;
    for (int64_t m = 0; m < size[k]; e++) m += all[e][0];
    node child = part_of(n, begin, all, d, e);
    child.level = child.scan;
    APS_TRY(add_top(g, n->cell, &child, k == 0));
    d = e;
  }
  return APS_OK;
}

/* One generation: octants counted by every rank, added up, and the nodes divided. */
static aps_err grow(grower *g) {
  aps_ctx *ctx = g->self->setup.ctx;
  int64_t(*all)[OCTANTS][2] = aps_alloc(ctx, "fmm: ranks", g->n_now, sizeof *all);
  if (all == NULL) return APS_EMEM;
  for (int32_t i = 0; i < g->n_now; i++) {
    int64_t begin[OCTANTS + 1];
    octants_of(g, &g->now[i], begin);
    for (int d = 0; d < OCTANTS; d++) {
      all[i][d][0] = begin[d + 1] - begin[d];
      all[i][d][1] = g->sum[begin[d + 1]] - g->sum[begin[d]];
    }
  }
  aps_ranks_sum_int(ctx, &all[0][0][0], (int64_t)g->n_now * OCTANTS * 2);
  aps_err err = APS_OK;
  for (int32_t i = 0; err == APS_OK && i < g->n_now; i++) err = divide(g, &g->now[i], (const int64_t(*)[2])all[i]);
  aps_release(ctx, all);
  return err;
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
  for (int c = 0; c < APS_TREE_CLASSES; c++) {
    all[c][0] = start[c + 1] - start[c];
    all[c][1] = g->sum[start[c + 1]] - g->sum[start[c]];
  }
  aps_ranks_sum_int(g->self->setup.ctx, &all[0][0], 2 * APS_TREE_CLASSES);
  for (int c = 0; c < APS_TREE_CLASSES; c++) total[0] += all[c][0], total[1] += all[c][1];
  t->total = total[0];
  g->limit = total[1] / ((int64_t)t->ranks * units_of_rank(t->ranks));
  t->units = 0;
  APS_TRY(widen(g->self->setup.ctx, &t->top, &t->top_room, 1, sizeof *t->top));
  t->top[0] = (aps_cell){.n = total[0], .child = -1};
  t->tops = 1;
  int first = 1;
  for (int c = 0; c < APS_TREE_CLASSES; c++) {
    node n = {.class = (uint8_t)c, .begin = start[c], .end = start[c + 1], .n = all[c][0], .cost = all[c][1]};
    if (n.n == 0) continue;
    if (n.n == total[0]) return add_node(g, &n);
    APS_TRY(add_top(g, 0, &n, first));
    first = 0;
  }
  return APS_OK;
}

static int along_the_curve(const void *a, const void *b) {
  const aps_fmm_unit *p = a, *q = b;
  if (p->class != q->class) return p->class < q->class ? -1 : 1;
  return p->key < q->key ? -1 : p->key > q->key;
}

static aps_err grow_top(aps_fmm *self, const int64_t *sum) {
  grower g = {.self = self, .team = self->team, .sum = sum};
  aps_err err = plant(&g);
  while (err == APS_OK && g.n_next) {
    const grower old = g;
    g.now = old.next, g.n_now = old.n_next, g.now_room = old.next_room;
    g.next = old.now, g.n_next = 0, g.next_room = old.now_room;
    err = grow(&g);
  }
  aps_release(self->setup.ctx, g.now);
  aps_release(self->setup.ctx, g.next);
  qsort(self->team->unit, (size_t)self->team->units, sizeof *self->team->unit, along_the_curve);
  return err;
}

/* ---- whose units are whose */

static int owner_by_border(const aps_fmm_team *t, const aps_fmm_unit *u) {
  int r = 0;
  while (r + 1 < t->ranks && !before(u->class, u->key, t->border[r + 1].class, t->border[r + 1].key)) r++;
  return r;
}

static int64_t busiest(const aps_fmm_team *t) {
  int64_t most = 0, sum = 0;
  for (int32_t u = 0; u < t->units; u++) {
    if (u && t->unit[u].owner != t->unit[u - 1].owner) sum = 0;
    sum += t->unit[u].cost;
    most = sum > most ? sum : most;
  }
  return most;
}

/* Equal work for all; where the borders of before are hardly worse, they stay, and with them most rows. */
static void choose_owners(aps_fmm_team *t) {
  int64_t all = 0, sum = 0, stay = INT64_MAX;
  if (t->bordered) {
    for (int32_t u = 0; u < t->units; u++) t->unit[u].owner = owner_by_border(t, &t->unit[u]);
    stay = busiest(t);
  }
  for (int32_t u = 0; u < t->units; u++) all += t->unit[u].cost;
  for (int32_t u = 0; u < t->units; u++) {
    const int owner = (int)((double)(sum + t->unit[u].cost / 2) * t->ranks / ((double)all + 1));
    t->unit[u].owner = owner < t->ranks ? owner : t->ranks - 1;
    sum += t->unit[u].cost;
  }
  if ((double)stay <= 1.04 * (double)busiest(t))
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

aps_err aps_fmm_team_deal(aps_fmm *self, const aps_view *v, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->valid = 0;
  aps_err err = sort_home(self, v, mine);
  int64_t *sum = aps_alloc(ctx, "fmm: ranks", v->n + 1, sizeof *sum);
  err = learn(self, err == APS_OK && sum == NULL ? APS_EMEM : err);
  if (err == APS_OK) expect(t, sum), err = grow_top(self, sum);
  aps_release(ctx, sum);
  if (err != APS_OK) return err;
  choose_owners(t);
  count_rows(t);
  aps_release(ctx, t->unit_work);
  t->unit_work = aps_alloc(ctx, "fmm: ranks", t->units + 1, sizeof *t->unit_work);
  return t->unit_work ? APS_OK : APS_EMEM;
}

/* ---- rows of this rank's units */

typedef struct {
  double x[3], mass, eps, a[3];
  uint64_t id;
} guest;

static aps_err make_room(aps_fmm *self, int64_t n) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->n = n;
  if (n <= t->room && t->id) return APS_OK;
  const int64_t room = n + n / 16 + 64;
  for (int k = 0; k < COLUMNS; k++) {
    aps_release(ctx, t->column[k]);
    t->column[k] = aps_alloc(ctx, "fmm: particles of this rank", room, sizeof **t->column);
    if (t->column[k] == NULL) return APS_EMEM;
  }
  aps_release(ctx, t->id), aps_release(ctx, t->class), aps_release(ctx, t->active);
  t->id = aps_alloc(ctx, "fmm: particles of this rank", room, sizeof *t->id);
  t->class = aps_alloc(ctx, "fmm: particles of this rank", room, 1);
  t->active = aps_alloc(ctx, "fmm: particles of this rank", room, 1);
  t->room = room;
  return t->id && t->class && t->active ? APS_OK : APS_EMEM;
}

static guest guest_of(const aps_view *v, int64_t i) {
  guest g = {{v->x[i], v->y[i], v->z[i]}, v->mass[i], v->eps ? v->eps[i] : 0, {0}, v->id ? v->id[i] : (uint64_t)i};
  if (v->ax) g.a[0] = v->ax[i], g.a[1] = v->ay[i], g.a[2] = v->az[i];
  return g;
}

static void settle(aps_fmm_team *t, int64_t k, const guest *g) {
  for (int d = 0; d < 3; d++) t->column[X + d][k] = g->x[d], t->column[A + d][k] = g->a[d];
  t->column[MASS][k] = g->mass;
  t->column[EPS][k] = g->eps;
  t->id[k] = g->id;
}

/* The k-th of the rows that go to others, in order. */
static int64_t leaver(const aps_fmm_team *t, int64_t k) { return t->home.order[k < t->first_kept ? k : k + t->kept]; }

static aps_err exchange_guests(aps_fmm *self, const aps_view *v, guest **got) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t leaving = v->n - t->kept;
  guest *out = aps_alloc(ctx, "fmm: guests", leaving + 1, sizeof *out);
  int64_t *bytes = aps_alloc(ctx, "fmm: guests", t->ranks, sizeof *bytes);
  const int good = out && bytes;
  for (int64_t k = 0; good && k < leaving; k++) out[k] = guest_of(v, leaver(t, k));
  for (int r = 0; good && r < t->ranks; r++) bytes[r] = r == t->rank ? 0 : t->count[r] * (int64_t)sizeof *out;
  APS_TRY(aps_ranks_exchange(ctx, out, good ? bytes : NULL, (void **)got, t->came));
  for (int r = 0; r < t->ranks; r++) t->came[r] /= (int64_t)sizeof *out;
  aps_release(ctx, out);
  aps_release(ctx, bytes);
  return APS_OK;
}

static aps_err build_tree(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const uint8_t *class = NULL;
  if (aps_fmm_softened(self)) {
    aps_fmm_class_of(self, t->column[EPS], t->n, t->class);
    class = t->class;
  }
  self->tree.id = t->id;
  APS_TRY(aps_tree_sort(&self->tree, t->column[X], t->column[X + 1], t->column[X + 2], class, t->n, &t->frame));
  aps_cell *root = aps_alloc(ctx, "fmm: ranks", t->my_units + 1, sizeof *root);
  if (root == NULL) return APS_EMEM;
  int64_t first = 0;
  for (int32_t k = 0; k < t->my_units; k++) {
    const aps_fmm_unit *u = &t->unit[t->first_unit + k];
    root[k] = (aps_cell){.first = first, .n = u->n, .child = -1, .level = u->level};
    first += u->n;
  }
  aps_err err = APS_OK;
  if (first != t->n)
    err = aps_fail(ctx, APS_EINTERNAL, "fmm: %lld particles came to units of %lld", (long long)t->n, (long long)first);
  if (err == APS_OK)
    err = aps_tree_cut(&self->tree, t->column[X], t->column[X + 1], t->column[X + 2], self->plan.leaf, root, t->my_units);
  aps_release(ctx, root);
  return err;
}

/* The rows that stay, a column at a time. */
static void keep_rows(aps_fmm *self, const aps_view *v) {
  aps_fmm_team *t = self->team;
  const uint32_t *row = t->home.order + t->first_kept;
  const double *const from[8] = {v->x, v->y, v->z, v->mass, v->eps, v->ax, v->ay, v->az};
  const int many = t->kept > 20000;
  (void)many; /* without OpenMP */
  for (int c = 0; c < 8; c++) {
    double *to = t->column[c];
#pragma omp parallel for num_threads(self->tree.threads) if (many) schedule(static)
    for (int64_t k = 0; k < t->kept; k++) to[k] = from[c] ? from[c][row[k]] : 0;
  }
#pragma omp parallel for num_threads(self->tree.threads) if (many) schedule(static)
  for (int64_t k = 0; k < t->kept; k++) t->id[k] = v->id ? v->id[row[k]] : row[k];
}

aps_err aps_fmm_team_gather(aps_fmm *self, const aps_view *v, int rebuild, aps_view *work) {
  aps_fmm_team *t = self->team;
  guest *got;
  APS_TRY(exchange_guests(self, v, &got));
  int64_t guests = 0;
  for (int r = 0; r < t->ranks; r++) guests += t->came[r];
  aps_err err = make_room(self, t->kept + guests);
  int64_t sum[3] = {0};
  if (err == APS_OK) {
    keep_rows(self, v);
    for (int64_t k = 0; k < guests; k++) settle(t, t->kept + k, &got[k]);
    for (int64_t k = 0; k < t->n; k++) sum[0] |= !isfinite(t->column[X][k] + t->column[X + 1][k] + t->column[X + 2][k]);
    if (rebuild) err = build_tree(self);
  }
  if (err == APS_OK) sum[1] = aps_fmm_deep(self);
  aps_release(self->setup.ctx, got);
  APS_TRY(aps_ranks_sum_agree(self->setup.ctx, sum, 2, err));
  t->finite = !sum[0], t->deep = sum[1];
  double **c = t->column;
  *work = (aps_view){.n = t->n, .x = c[X], .y = c[X + 1], .z = c[X + 2], .mass = c[MASS], .eps = c[EPS],
                     .ax = c[A], .ay = c[A + 1], .az = c[A + 2], .pot = c[POT], .id = t->id};
  t->valid = 1;
  return APS_OK;
}

/* ---- results go home */

typedef struct {
  double a[3], pot;
} answer;

static void take(const aps_view *v, int64_t i, const answer *r, aps_cols want) {
  if (want & APS_A) v->ax[i] += r->a[0], v->ay[i] += r->a[1], v->az[i] += r->a[2];
  if (want & APS_POT) v->pot[i] += r->pot;
}

static answer answer_of(const aps_fmm_team *t, int64_t k) {
  return (answer){{t->column[A][k], t->column[A + 1][k], t->column[A + 2][k]}, t->column[POT][k]};
}

aps_err aps_fmm_team_return(aps_fmm *self, const aps_view *v, aps_cols want) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t guests = t->n - t->kept;
  answer *out = aps_alloc(ctx, "fmm: guests", guests + 1, sizeof *out), *got;
  int64_t *bytes = aps_alloc(ctx, "fmm: guests", 2 * t->ranks, sizeof *bytes);
  const int good = out && bytes;
  for (int64_t k = 0; good && k < guests; k++) out[k] = answer_of(t, t->kept + k);
  for (int r = 0; good && r < t->ranks; r++) bytes[r] = t->came[r] * (int64_t)sizeof *out;
  aps_ranks_mail *mail;
  APS_TRY(aps_ranks_post(ctx, out, good ? bytes : NULL, (void **)&got, good ? bytes + t->ranks : NULL, &mail));
  for (int64_t k = 0; k < t->kept; k++) { /* those of the rows at home, meanwhile */
    const answer r = answer_of(t, k);
    take(v, t->home.order[t->first_kept + k], &r, want);
    if (k % 4096 == 0) aps_ranks_mail_landed(ctx, mail);
  }
  APS_TRY(aps_ranks_wait(ctx, &mail));
  for (int64_t k = 0; k < v->n - t->kept; k++) take(v, leaver(t, k), &got[k], want);
  aps_release(ctx, got);
  aps_release(ctx, out);
  aps_release(ctx, bytes);
  return APS_OK;
}

/* ---- cells */

/* Cell k of this rank's tree among all cells. */
static int32_t place_of(const aps_fmm_team *t, int32_t k) {
  return k < t->my_units ? t->unit[t->first_unit + k].cell : t->trap + 1 + (k - t->my_units);
}

static void lay_out(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  t->trap = t->tops;
  for (int32_t k = 0; k < t->tops; k++) {
    c->first[k] = 0, c->n[k] = t->top[k].n;
    c->child[k] = t->top[k].child, c->family[k] = (1u << t->top[k].children) - 1;
    c->least[k] = -1;
  }
  for (int32_t u = 0; u <= t->units; u++) { /* of others, and the trap: nothing to open, nobody in it */
    const int32_t k = u < t->units ? t->unit[u].cell : t->trap;
    c->first[k] = c->n[k] = 0, c->child[k] = t->trap, c->family[k] = u < t->units;
  }
  const int32_t k = t->trap;
  c->x[k] = c->y[k] = c->z[k] = 0;
  c->radius[k] = c->mass[k] = c->least[k] = c->strict[k] = c->reach[k] = c->eps2[k] = 0;
  for (int32_t i = 0; i < self->tree.cells; i++) {
    const aps_cell *from = &self->tree.cell[i];
    const int32_t to = place_of(t, i);
    c->first[to] = from->first, c->n[to] = from->n;
    c->child[to] = from->children ? place_of(t, from->child) : -1;
    c->family[to] = (1u << from->children) - 1;
  }
}

typedef struct {
  double x, y, z;
  float radius, mass, least, reach, eps2;
} essence;

/* One stretch of bytes from each owner, in order of units. */
static aps_err gather_units(aps_fmm *self, const void *mine, size_t size, void **all) {
  aps_fmm_team *t = self->team;
  int64_t *bytes = aps_alloc(self->setup.ctx, "fmm: ranks", t->ranks, sizeof *bytes);
  *all = aps_alloc(self->setup.ctx, "fmm: ranks", t->units + 1, size);
  if (bytes == NULL || *all == NULL) return APS_EMEM;
  for (int32_t u = 0; u < t->units; u++) bytes[t->unit[u].owner] += (int64_t)size;
  aps_ranks_gather_all(self->setup.ctx, mine, bytes, *all);
  aps_release(self->setup.ctx, bytes);
  return APS_OK;
}

static aps_err share_units(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  const size_t moments = self->plan.real->size * (size_t)c->stride, size = sizeof(essence) + (moments + 7) / 8 * 8;
  char *mine = aps_alloc(self->setup.ctx, "fmm: ranks", t->my_units + 1, size), *all;
  if (mine == NULL) return APS_EMEM;
  for (int32_t i = 0; i < t->my_units; i++) {
    const int32_t k = place_of(t, i);
    const essence e = {c->x[k], c->y[k], c->z[k], c->radius[k], c->mass[k], c->least[k], c->reach[k], c->eps2[k]};
    memcpy(mine + size * (size_t)i, &e, sizeof e);
    memcpy(mine + size * (size_t)i + sizeof e, (char *)c->moment + moments * (size_t)k, moments);
  }
  APS_TRY(gather_units(self, mine, size, (void **)&all));
  for (int32_t u = 0; u < t->units; u++) {
    const int32_t k = t->unit[u].cell;
    essence e;
    memcpy(&e, all + size * (size_t)u, sizeof e);
    c->x[k] = e.x, c->y[k] = e.y, c->z[k] = e.z, c->radius[k] = e.radius, c->mass[k] = e.mass;
    c->least[k] = e.least, c->reach[k] = e.reach, c->eps2[k] = e.eps2;
    memcpy((char *)c->moment + moments * (size_t)k, all + size * (size_t)u + sizeof e, moments);
  }
  aps_release(self->setup.ctx, all);
  aps_release(self->setup.ctx, mine);
  return APS_OK;
}

aps_err aps_fmm_team_reserve(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  if (self->cell_most <= t->hull_room) return APS_OK;
  aps_release(ctx, t->hull), aps_release(ctx, t->lowest), aps_release(ctx, t->work);
  t->hull_room = 0;
  t->hull = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->hull);
  t->lowest = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->lowest);
  t->work = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->work);
  if (t->hull == NULL || t->lowest == NULL || t->work == NULL) return APS_EMEM;
  t->hull_room = self->cell_most;
  return APS_OK;
}

aps_err aps_fmm_team_cells(aps_fmm *self, const aps_view *work, int know) {
  aps_fmm_team *t = self->team;
  int64_t leaves = 0;
  lay_out(self);
#pragma omp parallel for schedule(dynamic, 1) num_threads(self->tree.threads) if (t->n > 4096) reduction(+ : leaves)
  for (int32_t u = 0; u < t->my_units; u++) leaves += aps_fmm_make_subtree(self, work, place_of(t, u), know);
  self->leaves = leaves;
  APS_TRY(share_units(self));
  for (int32_t k = t->tops - 1; k >= 0; k--)
    if (t->top[k].children) aps_fmm_make_branch(self, k);
  return APS_OK;
}

/* ---- what owners know of their units in the end */

typedef struct {
  float least, hull, strict, lowest;
  int32_t branch;
} closing;

/* A sphere about the cell's centre that holds the spheres of all cells below it. */
static float hull_of(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  double most = c->radius[cell];
  for (int k = 0; k < aps_fmm_children(c, cell); k++) {
    const int32_t child = c->child[cell] + k;
    const double dx = c->x[child] - c->x[cell], dy = c->y[child] - c->y[cell], dz = c->z[child] - c->z[cell];
    const double here = sqrt(dx * dx + dy * dy + dz * dz) + (double)self->team->hull[child];
    if (here > most) most = here; /* GCC 12.2 for ARM breaks down over an fmax here */
  }
  return most > 0 ? (float)(most * (1 + 1e-6)) : 0;
}

/* The least that the expansions of the cell and of those below it may err by, before it is scaled. */
static float lowest_of(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  float low = c->least[cell] * fabsf(c->strict[cell]);
  for (int k = 0; k < aps_fmm_children(c, cell); k++) low = fminf(low, self->team->lowest[c->child[cell] + k]);
  return low;
}

static aps_err close_units(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  closing *mine = aps_alloc(self->setup.ctx, "fmm: ranks", t->my_units + 1, sizeof *mine), *all;
  if (mine == NULL) return APS_EMEM;
  for (int32_t i = 0; i < t->my_units; i++) {
    const int32_t k = place_of(t, i);
    mine[i] = (closing){c->least[k], t->hull[k], c->strict[k], t->lowest[k], c->family[k] != 0};
  }
  APS_TRY(gather_units(self, mine, sizeof *mine, (void **)&all));
  for (int32_t u = 0; u < t->units; u++) {
    const int32_t k = t->unit[u].cell;
    c->least[k] = all[u].least;
    c->strict[k] = all[u].strict;
    t->hull[k] = all[u].hull, t->lowest[k] = all[u].lowest;
    if (t->unit[u].owner != t->rank) c->family[k] = all[u].branch != 0;
  }
  aps_release(self->setup.ctx, all);
  aps_release(self->setup.ctx, mine);
  return APS_OK;
}

aps_err aps_fmm_team_finish(aps_fmm *self, int know) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  for (int32_t k = c->cells - 1; k > t->trap; k--) t->hull[k] = hull_of(self, k), t->lowest[k] = lowest_of(self, k);
  for (int32_t u = 0; u < t->my_units; u++) {
    const int32_t k = place_of(t, u);
    t->hull[k] = hull_of(self, k), t->lowest[k] = lowest_of(self, k);
  }
  APS_TRY(close_units(self));
  for (int32_t k = t->tops - 1; k >= 0; k--) {
    if (t->top[k].children == 0) continue;
    float least = FLT_MAX;
    for (int i = 0; i < t->top[k].children; i++) least = fminf(least, c->least[t->top[k].child + i]);
    if (!know) c->least[k] = least;
    c->strict[k] = t->top[k].n < aps_fmm_few(self) ? -1 : 1;
  }
  t->base_cells = c->cells;
  return APS_OK;
}

/* ---- active targets */

aps_err aps_fmm_team_mark(aps_fmm *self, const aps_view *v, aps_active active, aps_fmm_job *job, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t leaving = v->n - t->kept, guests = t->n - t->kept;
  uint8_t *of_row = self->flag, *in_order = NULL;
  if (!active.index && mine != APS_OK) return mine;
  if (active.index) {
    uint8_t *out = aps_alloc(ctx, "fmm: guests", leaving + 1, 1), *got;
    int64_t *bytes = aps_alloc(ctx, "fmm: guests", 2 * t->ranks, sizeof *bytes);
    const int good = out && bytes && mine == APS_OK;
    if (good) memset(of_row, 0, (size_t)v->n);
    for (int64_t i = 0; good && i < active.n; i++) of_row[active.index[i]] = 1;
    for (int64_t k = 0; good && k < leaving; k++) out[k] = of_row[leaver(t, k)];
    for (int r = 0; good && r < t->ranks; r++) bytes[r] = r == t->rank ? 0 : t->count[r];
    APS_TRY(aps_ranks_exchange(ctx, out, good ? bytes : NULL, (void **)&got, good ? bytes + t->ranks : NULL));
    for (int64_t k = 0; k < t->kept; k++) t->class[k] = of_row[t->home.order[t->first_kept + k]];
    memcpy(t->class + t->kept, got, (size_t)guests);
    in_order = t->active;
    for (int64_t k = 0; k < t->n; k++) in_order[k] = t->class[self->tree.order[k]];
    aps_release(ctx, got);
    aps_release(ctx, out);
    aps_release(ctx, bytes);
  }
  memset(self->active_count, 0, sizeof *self->active_count * (size_t)t->trap + sizeof *self->active_count);
  for (int32_t k = t->base_cells - 1; k > t->trap; k--) self->active_count[k] = aps_fmm_count_active(self, in_order, k);
  for (int32_t u = 0; u < t->my_units; u++) {
    const int32_t k = place_of(t, u);
    self->active_count[k] = aps_fmm_count_active(self, in_order, k);
  }
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) self->active_count[k] += self->active_count[t->top[k].child + i];
  job->active = in_order;
  job->active_count = self->active_count;
  return APS_OK;
}

/* ---- work */

static double work_below(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  double sum = self->team->work[cell];
  for (int k = 0; k < aps_fmm_children(c, cell); k++) sum += work_below(self, c->child[cell] + k);
  return sum;
}

aps_err aps_fmm_team_measure(aps_fmm *self, aps_err err) {
  aps_fmm_team *t = self->team;
  aps_fmm_done mine = {0, err != APS_OK};
  for (int32_t u = 0; err == APS_OK && u < t->my_units; u++) {
    const double work = work_below(self, place_of(t, u));
    t->unit_work[t->first_unit + u] += (int64_t)work;
    mine.work += work;
  }
  aps_ranks_gather(self->setup.ctx, &mine, sizeof mine, t->done);
  double all = 0, most = 0;
  int64_t failed = 0;
  for (int r = 0; r < t->ranks; r++) all += t->done[r].work, most = fmax(most, t->done[r].work), failed |= t->done[r].failed;
  t->imbalance = all > 0 ? most * t->ranks / all : 1;
  return failed ? aps_ranks_agree(self->setup.ctx, err) : APS_OK;
}
