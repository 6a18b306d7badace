/* Claims about force/tree: rows in order of key, cells that partition their parents down to the
 * leaf size, for spread and for degenerate particles, the same for any number of threads. */
#include "../../src/core/rng.h"
#include "../../src/force/tree.h"
#include "../../src/force/tree_sort.h"
#include "../check.h"
#include <float.h>

typedef struct {
  int64_t n;
  double *x[3];
  uint8_t *class;
} points;

static points points_new(int64_t n) {
  points p = {n, {0}, malloc((size_t)n + 1)};
  for (int k = 0; k < 3; k++) p.x[k] = malloc(((size_t)n + 1) * sizeof(double));
  for (int64_t i = 0; i < n; i++) p.class[i] = (uint8_t)(i * 7 % 11 % 5 + 1);
  return p;
}
static void points_free(points *p) {
  for (int k = 0; k < 3; k++) free(p->x[k]);
  free(p->class);
}

/* ---- distributions: one position each */

typedef void place(aps_rng *, int64_t i, int64_t n, double x[3]);

static void uniform(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  (void)i, (void)n;
  for (int k = 0; k < 3; k++) x[k] = aps_rng_uniform(r);
}
static void cusp(aps_rng *r, int64_t i, int64_t n,
                 double x[3]) { /* as far out as 1e8, as far in as 1e-8 */
  (void)i, (void)n;
  aps_rng_direction(r, x);
  const double radius = pow(10, 16 * aps_rng_uniform(r) - 8);
  for (int k = 0; k < 3; k++) x[k] *= radius;
}
static void plummer(aps_rng *r, int64_t i, int64_t n,
                    double x[3]) { /* Aarseth, Henon & Wielen 1974 */
  (void)i, (void)n;
  aps_rng_direction(r, x);
  const double radius = fmin(20, 1 / sqrt(pow(aps_rng_uniform(r), -2. / 3) - 1));
  for (int k = 0; k < 3; k++) x[k] *= radius;
}
static void one_place(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  (void)r, (void)i, (void)n;
  x[0] = 1e10, x[1] = -3, x[2] = 0.1;
}
static void pairs(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  *r = aps_rng_at(5, 0, (uint64_t)(i < n / 2 ? i : i - n / 2));
  uniform(r, i, n, x);
}
static void two_clumps(aps_rng *r, int64_t i, int64_t n,
                       double x[3]) { /* narrower than a cell of the grid */
  uniform(r, i, n, x);
  for (int k = 0; k < 3; k++) x[k] = 1e-8 * x[k] + (i % 2 ? 1 : 0);
}
static void line(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  uniform(r, i, n, x);
  x[1] = 2 * x[0], x[2] = -3;
}
static void plane(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  uniform(r, i, n, x);
  x[2] = 1e6;
}
static void outlier(aps_rng *r, int64_t i, int64_t n,
                    double x[3]) { /* all others in one cell of the grid */
  uniform(r, i, n, x);
  if (i == n / 3) x[1] = 1e12;
}
static void halving(aps_rng *r, int64_t i, int64_t n,
                    double x[3]) { /* deepest: one more in each shell */
  (void)r, (void)n;
  x[0] = x[1] = x[2] = ldexp(1, -(int)(i % 240));
}
static void bottomless(aps_rng *r, int64_t i, int64_t n,
                       double x[3]) { /* shells beyond the last level */
  (void)r, (void)n;
  x[0] = x[1] = x[2] = ldexp(1, -(int)(i % 900));
}
static void offset(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  uniform(r, i, n, x);
  for (int k = 0; k < 3; k++) x[k] += 1e9;
}
static void extremes(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  static const double odd[] = {DBL_MAX, -DBL_MAX, 5e-324, 0, 1e-310, 1e300};
  (void)n;
  for (int k = 0; k < 3; k++)
    x[k] = odd[(int)(6 * aps_rng_uniform(r))] * (i % 3 ? 1 : aps_rng_uniform(r));
}
static void not_finite(aps_rng *r, int64_t i, int64_t n, double x[3]) {
  uniform(r, i, n, x);
  if (i % 5 == 0) x[i % 3] = NAN;
  if (i % 7 == 0) x[i % 2] = INFINITY;
  if (i % 11 == 0) x[2] = -INFINITY;
}

static const struct {
  const char *name;
  place *place;
} all[] = {{"uniform", uniform},
           {"cusp", cusp},
           {"plummer", plummer},
           {"one place", one_place},
           {"pairs", pairs},
           {"two clumps", two_clumps},
           {"line", line},
           {"plane", plane},
           {"outlier", outlier},
           {"halving", halving},
           {"offset", offset},
           {"extremes", extremes},
           {"not finite", not_finite},
           {"bottomless", bottomless}};
enum { ALL = sizeof all / sizeof *all, FINITE = ALL - 3 /* and within 2^252 of one another */ };

static points points_of(place *place, int64_t n, uint64_t seed) {
  points p = points_new(n);
  for (int64_t i = 0; i < n; i++) {
    aps_rng r = aps_rng_at(seed, 0, (uint64_t)i);
    double x[3];
    place(&r, i, n, x);
    for (int k = 0; k < 3; k++) p.x[k][i] = x[k];
  }
  return p;
}

/* ---- what every tree must be; a failure names the case once */

static int coincide(const points *p, const aps_tree *t, const aps_cell *c) {
  for (int k = 0; k < 3; k++)
    for (int64_t i = c->first; i < c->first + c->n; i++)
      if (memcmp(&p->x[k][t->order[i]], &p->x[k][t->order[c->first]], sizeof(double))) return 0;
  return 1;
}

/* Number of key digits that the first and last particle of a cell share, in the root's cube. */
static int shared(const aps_tree *t, const uint64_t *key, int64_t a, int64_t b) {
  const uint64_t differ = key[t->order[a]] ^ key[t->order[b]];
  return differ ? (__builtin_clzll(differ) - 1) / 3 : APS_KEY_LEVELS;
}

static const char *wrong_children(const aps_tree *t, const uint64_t *key, int32_t i, int leaf) {
  const aps_cell *c = &t->cell[i];
  if (c->child <= i || c->child + c->children > t->cells) return "children outside";
  if (c->children < 2 || c->children > 8) return "one child or more than eight";
  int64_t first = c->first;
  for (int k = 0; k < c->children; k++) {
    const aps_cell *d = &t->cell[c->child + k], *before = k ? d - 1 : NULL;
    if (d->n < 1 || d->first != first) return "children do not partition";
    first += d->n;
    if (d->level <= c->level && !(i == 0 && d->level == 0)) return "level does not grow";
    if (before && d->level != before->level) return "levels of children differ";
    if (before && d->level > 0 && d->level <= APS_KEY_LEVELS &&
        shared(t, key, d->first - 1, d->first) >= d->level)
      return "an octant in two children";
    if (before && d->level > 0 && t->merge >= 0 && !d->children && !before->children &&
        d->n + before->n <= leaf)
      return "small neighbours not merged";
  }
  return first == c->first + c->n ? NULL : "children do not fill the parent";
}

static const char *wrong_cell(const points *p, const aps_tree *t, const uint64_t *key,
                              const uint8_t *class, int32_t i, int leaf, int finite) {
  const aps_cell *c = &t->cell[i];
  if (c->n < 0 || c->first < 0 || c->first + c->n > t->n) return "rows outside";
  for (int64_t k = c->first; k < c->first + c->n && class && (i > 0 || c->children == 0); k++)
    if (class[t->order[k]] != class[t->order[c->first]]) return "classes mixed";
  if (c->children > 0 || t->merge < 0) { /* a cube, not several octants */
    const int level = c->level < APS_KEY_LEVELS ? c->level : APS_KEY_LEVELS;
    if (c->n > 0 && shared(t, key, c->first, c->first + c->n - 1) < level) return "not one cube";
  }
  if (c->children > 0) return wrong_children(t, key, i, leaf);
  if (c->child != -1) return "a leaf with a child";
  if (c->n > leaf && finite && !coincide(p, t, c)) return "leaf too large";
  return NULL;
}

static const char *wrong_generations(const aps_tree *t) {
  if (t->levels < 1 || t->levels > APS_TREE_DEPTH) return "no or too many generations";
  if (t->level_first[0] != 0 || t->level_first[1] != 1) return "no root";
  if (t->level_first[t->levels] != t->cells) return "generations do not end with the cells";
  int32_t child = 1;
  for (int g = 0; g < t->levels; g++)
    for (int32_t i = t->level_first[g]; i < t->level_first[g + 1]; i++)
      if (t->cell[i].children > 0) {
        if (t->cell[i].child != child) return "children not in order of parents";
        child += t->cell[i].children;
        if (t->cell[i].child < t->level_first[g + 1] || g + 1 >= t->levels ||
            child > t->level_first[g + 2])
          return "child not in the next generation";
      }
  return child == t->cells ? NULL : "a cell without a parent";
}

static const char *wrong_tree(const points *p, const aps_tree *t, const uint8_t *class, int leaf,
                              int finite) {
  if (t->n != p->n || t->cells < 1 || t->cells > 2 * t->n + 1) return "size";
  if (t->cell[0].first != 0 || t->cell[0].n != t->n || t->cell[0].level != 0) return "root";
  char *seen = calloc((size_t)t->n + 1, 1);
  const char *wrong = NULL;
  for (int64_t i = 0; i < t->n && !wrong; i++)
    if (t->order[i] >= t->n || seen[t->order[i]]++) wrong = "not a permutation";
  free(seen);
  uint64_t *key = malloc(((size_t)t->n + 1) * sizeof *key);
  aps_keys(&t->table, &t->frame, p->x[0], p->x[1], p->x[2], t->n, 1, key);
  for (int64_t i = 1; i < t->n && !wrong; i++) {
    const uint32_t a = t->order[i - 1], b = t->order[i];
    const int same = !class || class[a] == class[b];
    if (!same ? class[a] > class[b] : key[a] > key[b]) wrong = "not in order";
  }
  if (!wrong) wrong = wrong_generations(t);
  for (int32_t i = 0; i < t->cells && !wrong; i++)
    wrong = wrong_cell(p, t, key, class, i, leaf, finite);
  free(key);
  return wrong;
}

static void check_tree(const char *name, const points *p, aps_tree *t, const uint8_t *class,
                       int leaf, int finite) {
  CHECK_OK(t->ctx, aps_tree_build(t, p->x[0], p->x[1], p->x[2], class, p->n, leaf));
  const char *wrong = wrong_tree(p, t, class, leaf, finite);
  CHECK(wrong == NULL);
  if (wrong)
    printf("  %s, n = %lld, leaf %d%s%s: %s\n", name, (long long)p->n, leaf,
           class ? ", classes" : "", t->merge < 0 ? ", not merged" : "", wrong);
}

/* ---- claims */

static void test_trees_are_sound_for_every_distribution(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int d = 0; d < ALL; d++) {
    points p = points_of(all[d].place, 3000, 1);
    for (int merge = -1; merge <= 0; merge++) {
      aps_tree t = {.ctx = ctx, .merge = merge};
      for (int leaf = 1; leaf <= 64; leaf += leaf < 4 ? 1 : 15) {
        check_tree(all[d].name, &p, &t, NULL, leaf, d < FINITE);
        check_tree(all[d].name, &p, &t, p.class, leaf, d < FINITE);
      }
      aps_tree_free(&t);
    }
    points_free(&p);
  }
  aps_ctx_free(&ctx);
}

static void test_trees_are_sound_for_every_leaf_size(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_tree t = {.ctx = ctx};
  points p = points_of(plummer, 2000, 2);
  for (int leaf = 1; leaf <= 64; leaf++) check_tree("plummer", &p, &t, NULL, leaf, 1);
  points_free(&p);
  aps_tree_free(&t);
  aps_ctx_free(&ctx);
}

static void test_few_particles(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_tree t = {.ctx = ctx};
  for (int64_t n = 0; n <= 40; n++)
    for (int d = 0; d < ALL; d++) {
      points p = points_of(all[d].place, n, 3);
      check_tree(all[d].name, &p, &t, NULL, 3, d < FINITE);
      check_tree(all[d].name, &p, &t, p.class, 1, d < FINITE);
      points_free(&p);
    }
  CHECK_OK(ctx, aps_tree_build(&t, NULL, NULL, NULL, NULL, 0, 8));
  CHECK(t.cells == 1 && t.levels == 1 && t.cell[0].n == 0 && t.cell[0].child == -1);
  aps_tree_free(&t);
  CHECK(aps_memory_peak(ctx) > 0);
  const aps_memory_row *rows;
  for (int i = aps_memory_rows(ctx, &rows) - 1; i >= 0; i--) CHECK(rows[i].bytes == 0);
  aps_ctx_free(&ctx);
}

typedef struct {
  uint64_t key;
  uint32_t row;
} pair;
static int by_key_and_row(const void *a, const void *b) {
  const pair *p = a, *q = b;
  return p->key != q->key ? (p->key < q->key ? -1 : 1) : p->row < q->row ? -1 : p->row > q->row;
}

/* A leaf as large as the system: nothing is cut, the order is that of the sort alone. */
static void check_sort(aps_tree *t, const points *p) {
  CHECK_OK(t->ctx, aps_tree_build(t, p->x[0], p->x[1], p->x[2], NULL, p->n, (int)p->n));
  pair *expected = malloc((size_t)p->n * sizeof *expected);
  uint64_t *key = malloc((size_t)p->n * sizeof *key);
  aps_keys(&t->table, &t->frame, p->x[0], p->x[1], p->x[2], p->n, 1, key);
  for (int64_t i = 0; i < p->n; i++) expected[i] = (pair){key[i], (uint32_t)i};
  qsort(expected, (size_t)p->n, sizeof *expected, by_key_and_row);
  int64_t wrong = 0;
  for (int64_t i = 0; i < p->n; i++)
    wrong += t->key[i] != expected[i].key || t->order[i] != expected[i].row;
  CHECK(wrong == 0);
  free(key);
  free(expected);
}

/* The points of p in the order of its tree, or against it. */
static points arranged(const points *p, const aps_tree *t, int backwards) {
  points q = points_new(p->n);
  for (int64_t i = 0; i < p->n; i++)
    for (int k = 0; k < 3; k++) q.x[k][i] = p->x[k][t->order[backwards ? p->n - 1 - i : i]];
  return q;
}

static void test_the_sort_equals_qsort_with_ties_by_row(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int threads = 1; threads <= 3; threads += 2)
    for (int d = 0; d < ALL; d++) {
      aps_tree t = {.ctx = ctx, .threads = threads};
      points p = points_of(all[d].place, 70000, 4); /* beyond 2^15, where threads begin to share */
      check_sort(&t, &p);
      for (int backwards = 0; backwards < 2; backwards++) {
        points q = arranged(&p, &t, backwards);
        check_sort(&t, &q);
        points_free(&q);
      }
      points_free(&p);
      aps_tree_free(&t);
    }
  aps_ctx_free(&ctx);
}

static int64_t differences(const aps_tree *a, const aps_tree *b) {
  if (a->n != b->n || a->cells != b->cells || a->levels != b->levels) return -1;
  int64_t differ = 0;
  for (int64_t i = 0; i < a->n; i++) differ += a->order[i] != b->order[i] || a->key[i] != b->key[i];
  for (int g = 0; g <= a->levels; g++) differ += a->level_first[g] != b->level_first[g];
  for (int32_t i = 0; i < a->cells; i++) {
    const aps_cell *c = &a->cell[i], *d = &b->cell[i];
    differ += c->first != d->first || c->n != d->n || c->child != d->child ||
              c->children != d->children || c->level != d->level;
  }
  return differ;
}

/* Rows that come in order of their keys, but for twins in the wrong order of their ids: at the ends of the blocks in which the list is looked at. */
static void test_twins_lie_in_order_of_id_in_a_list_that_is_sorted_already(void) {
  enum { N = 40000 };
  static const int64_t twin[] = {0, 1023, 32767, N - 2};
  static uint64_t id[N];
  aps_ctx *ctx = aps_ctx_create();
  points p = points_of(uniform, N, 21), q = points_new(N);
  for (int threads = 1; threads <= 2; threads++) {
    aps_tree t = {.ctx = ctx, .threads = threads, .id = id};
    for (int64_t i = 0; i < N; i++) id[i] = (uint64_t)i;
    CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], NULL, N, 24));
    for (int k = 0; k < 3; k++)
      for (int64_t i = 0; i < N; i++) q.x[k][i] = p.x[k][t.order[i]];
    for (size_t m = 0; m < sizeof twin / sizeof *twin; m++)
      for (int k = 0; k < 3; k++) q.x[k][twin[m] + 1] = q.x[k][twin[m]];
    for (int64_t i = 0; i < N; i++) id[i] = (uint64_t)(N - i);
    CHECK_OK(ctx, aps_tree_build(&t, q.x[0], q.x[1], q.x[2], NULL, N, 24));
    int64_t moved = 0;
    for (int64_t i = 0; i < N; i++) moved += t.order[i] != i;
    CHECK(moved == 2 * (int64_t)(sizeof twin / sizeof *twin));
    for (size_t m = 0; m < sizeof twin / sizeof *twin; m++)
      CHECK(t.order[twin[m]] == twin[m] + 1 && t.order[twin[m] + 1] == twin[m]);
    aps_tree_free(&t);
  }
  points_free(&p), points_free(&q);
  aps_ctx_free(&ctx);
}

/* A list in order and some more rows behind it: few or many, below all others, above, between them, equal to them. */
static void test_a_list_in_order_takes_up_more(void) {
  enum { HEAD = 70000, MOST = 20000 };
  static const int tails[] = {1, 2, 37, 9999, MOST};
  static uint64_t key[HEAD + MOST], key_b[HEAD + MOST];
  static uint32_t row[HEAD + MOST], row_b[HEAD + MOST], count[2 * APS_SORT_HALVES * APS_SORT_DIGITS];
  static pair expected[HEAD + MOST];
  const uint64_t high = (uint64_t)1 << 50;
  for (int threads = 1; threads <= 2; threads++)
    for (int kind = 0; kind < 4; kind++)
      for (size_t k = 0; k < sizeof tails / sizeof *tails; k++) {
        const int n = HEAD + tails[k];
        for (int i = 0; i < HEAD; i++) key[i] = high + ((uint64_t)i / 3 << 20);
        for (int i = HEAD; i < n; i++) {
          const uint64_t any = (uint64_t)i * 0x9e3779b97f4a7c15u % HEAD;
          key[i] = kind == 0 ? any : kind == 1 ? 2 * high - any : kind == 2 ? high + (any << 20) / 3 + any : key[any];
        }
        for (int i = 0; i < n; i++) row[i] = (uint32_t)i, expected[i] = (pair){key[i], (uint32_t)i};
        qsort(expected, (size_t)n, sizeof *expected, by_key_and_row);
        aps_key_sort((aps_key_rows){key, row}, (aps_key_rows){key_b, row_b}, 0, n, threads, count);
        int64_t wrong = 0;
        for (int i = 0; i < n; i++) wrong += key[i] != expected[i].key || row[i] != expected[i].row;
        CHECK(wrong == 0);
      }
}

static void test_any_number_of_threads_gives_the_same_tree(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int d = 0; d < ALL; d++) {
    points p = points_of(all[d].place, 80000, 6);
    aps_tree one = {.ctx = ctx, .threads = 1};
    for (int classes = 0; classes < 2; classes++) {
      const uint8_t *class = classes ? p.class : NULL;
      check_tree(all[d].name, &p, &one, class, 16, d < FINITE);
      for (int threads = 2; threads <= 4; threads++) {
        aps_tree t = {.ctx = ctx, .threads = threads};
        CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], class, p.n, 16));
        CHECK(differences(&one, &t) == 0);
        aps_tree_free(&t);
      }
    }
    aps_tree_free(&one);
    points_free(&p);
  }
  aps_ctx_free(&ctx);
}

static void test_classes_are_children_of_the_root(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_tree t = {.ctx = ctx};
  points p = points_of(uniform, 500, 7);
  for (int64_t i = 0; i < p.n; i++) p.class[i] = i % 3 ? 7 : 2;
  CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], p.class, p.n, 1000));
  CHECK(t.cells == 3 && t.levels == 2 && t.cell[0].child == 1 && t.cell[0].children == 2);
  CHECK(t.cell[1].n == 167 && t.cell[2].n == 333 && t.cell[2].level == 0);
  memset(p.class, 3, (size_t)p.n); /* one class: the root is its cube */
  CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], p.class, p.n, 1000));
  CHECK(t.cells == 1 && t.levels == 1);
  p.class[77] = 8;
  CHECK(aps_tree_build(&t, p.x[0], p.x[1], p.x[2], p.class, p.n, 1000) == APS_EARG);
  CHECK(strstr(aps_ctx_error(ctx), "class 8") != NULL);
  CHECK(aps_tree_build(&t, p.x[0], p.x[1], p.x[2], NULL, p.n, 0) == APS_EARG);
  CHECK(aps_tree_build(&t, NULL, NULL, NULL, NULL, (int64_t)1 << 32, 8) == APS_EARG);
  points_free(&p);
  aps_tree_free(&t);
  aps_ctx_free(&ctx);
}

/* What the memory plan relies on, and that a second build of as many rows allocates nothing. */
static void test_the_memory_stays_below_what_was_said(void) {
  static place *const usual[] = {uniform, plummer, cusp, line, plane, two_clumps, outlier, offset};
  for (size_t d = 0; d < sizeof usual / sizeof *usual; d++)
    for (int leaf = 4; leaf <= 64; leaf *= 4) {
      aps_ctx *ctx = aps_ctx_create();
      aps_tree t = {.ctx = ctx, .threads = 2};
      points p = points_of(usual[d], 20000, 8);
      CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], NULL, p.n, leaf));
      const int64_t peak = aps_memory_peak(ctx);
      CHECK(peak <= (int64_t)aps_tree_bytes(p.n, leaf));
      CHECK(t.cells < 4 * p.n / leaf + 64);
      const void *before[] = {t.key, t.order, t.cell};
      CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], p.class, p.n, leaf));
      CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], NULL, p.n, leaf));
      CHECK(aps_memory_peak(ctx) == peak);
      CHECK(t.cell == before[2]);
      points_free(&p);
      aps_tree_free(&t);
      aps_ctx_free(&ctx);
    }
}

/* Twenty-one levels of a cube that one far particle has stretched are not the end. */
static void test_an_outlier_does_not_spoil_the_leaves(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_tree t = {.ctx = ctx};
  points p = points_of(outlier, 20000, 9);
  check_tree("outlier", &p, &t, NULL, 16, 1);
  int64_t largest = 0;
  for (int32_t i = 0; i < t.cells; i++)
    if (!t.cell[i].children && t.cell[i].n > largest) largest = t.cell[i].n;
  CHECK(largest <= 16);
  CHECK(t.cell[t.cells - 1].level > APS_KEY_LEVELS);
  points_free(&p);
  aps_tree_free(&t);
  aps_ctx_free(&ctx);
}

/* Printed, not asserted: machines differ. The copy of the positions is the yardstick. */
static void test_timing(void) {
  aps_ctx *ctx = aps_ctx_create();
  const int64_t n = 200000;
  points p = points_of(plummer, n, 10), q = points_new(n);
  for (int threads = 1; threads <= 2; threads++) {
    aps_tree t = {.ctx = ctx, .threads = threads};
    double best[4] = {1e9, 1e9, 1e9, 1e9};
    for (int repeat = 0; repeat < 5; repeat++) {
      CHECK_OK(ctx, aps_tree_build(&t, p.x[0], p.x[1], p.x[2], NULL, n, 24));
      const double start = aps_wall();
      for (int k = 0; k < 3; k++) memcpy(q.x[k], p.x[k], (size_t)n * sizeof(double));
      best[3] = fmin(best[3], aps_wall() - start);
      for (int k = 0; k < 3; k++) best[k] = fmin(best[k], t.seconds[k]);
    }
    printf("     ns per particle, %d thread%s: keys %.1f, sort %.1f, cells %.1f (copy of x, y, z "
           "%.1f)\n",
           threads, threads > 1 ? "s" : "", best[0] / (double)n * 1e9, best[1] / (double)n * 1e9,
           best[2] / (double)n * 1e9, best[3] / (double)n * 1e9);
    aps_tree_free(&t);
  }
  points_free(&p), points_free(&q);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_trees_are_sound_for_every_distribution);
  CHECK_RUN(test_trees_are_sound_for_every_leaf_size);
  CHECK_RUN(test_few_particles);
  CHECK_RUN(test_the_sort_equals_qsort_with_ties_by_row);
  CHECK_RUN(test_twins_lie_in_order_of_id_in_a_list_that_is_sorted_already);
  CHECK_RUN(test_a_list_in_order_takes_up_more);
  CHECK_RUN(test_any_number_of_threads_gives_the_same_tree);
  CHECK_RUN(test_classes_are_children_of_the_root);
  CHECK_RUN(test_the_memory_stays_below_what_was_said);
  CHECK_RUN(test_an_outlier_does_not_spoil_the_leaves);
  CHECK_RUN(test_timing);
  return CHECK_RESULT();
}
