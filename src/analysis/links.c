/* Friends of friends, by cells so small that all of one cell are friends: their edge is the linking
 * length over sqrt(3), so who is not in the same cell has friends at most two cells away, and of
 * two cells one pair of friends is enough. Cells are sorted by number and looked up from where the
 * last one was found, near ones first, as most of the far ones then hang together already: O(n) for
 * points as they cluster.
 *
 * The sets are trees of parents with smaller numbers (Galler & Fisher 1964, CACM 7, 301), joined by
 * compare-and-swap; which tree two threads join first does not change the sets, nor their roots,
 * their first points. Source: Davis, Efstathiou, Frenk & White 1985, ApJ 292, 371. */
#include "links.h"
#include <stdlib.h>
#include <string.h>

enum { RING = 1 << 17, REACH = 2 }; /* the most cells along an axis; three numbers fit a double */

typedef struct {
  aps_links *p;
  double length2, edge[3]; /* of a cell */
  int64_t cells[3]; /* along each axis, in a ring: of an open space as well, where cells far apart
                       may share a number */
  int64_t n;        /* that hold a point */
  int64_t *number, *first; /* [n], ascending; [n + 1]: of a cell's points */
  uint8_t *whole;          /* [n]: all points of a cell are friends of its first */
} grid;

/* ---- sets ------------------------------------------------------------------------------------ */

static inline int64_t load(const int64_t *at) { return __atomic_load_n(at, __ATOMIC_RELAXED); }

static int64_t find(int64_t *parent, int64_t i) {
  for (;;) {
    int64_t up = load(&parent[i]);
    if (up == i) return i;
    const int64_t above = load(&parent[up]);
    if (above != up) /* the next one has half the way */
      __atomic_compare_exchange_n(&parent[i], &up, above, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    i = above;
  }
}

static void unite(int64_t *parent, int64_t i, int64_t j) {
  for (;;) {
    i = find(parent, i), j = find(parent, j);
    if (i == j) return;
    int64_t high = i > j ? i : j;
    const int64_t at = high, low = i > j ? j : i;
    if (__atomic_compare_exchange_n(&parent[at], &high, low, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
      return;
  }
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Two cells reach as far as the linking length; where the box is not tiny, a cell's diagonal is no
 * longer than it. */
static void size_cells(const double box[3], double length, grid *g) {
  for (int d = 0; d < 3; d++) {
    const double small = ceil(sqrt(3) * box[d] / length * (1 + 1e-9)),
                 reach = floor(REACH * box[d] / length * (1 - 1e-9));
    const double cells = box[d] > 0 ? fmax(1, fmin(RING, fmin(small, reach))) : RING;
    g->cells[d] = (int64_t)cells;
    g->edge[d] = box[d] > 0 ? box[d] / cells : length / sqrt(3) * (1 - 1e-9);
  }
}

static inline int64_t place(const grid *g, int d, double x) {
  const double cells = (double)g->cells[d], u = floor(x / g->edge[d]);
  const double in_ring = u - cells * floor(u / cells);
  return in_ring >= 0 && in_ring < cells ? (int64_t)in_ring : 0;
}

static inline int64_t number_of(const grid *g, int64_t x, int64_t y, int64_t z) {
  return (x * g->cells[1] + y) * g->cells[2] + z;
}

static aps_err sort_points(aps_ctx *ctx, const aps_view *v, const int64_t *rows, grid *g,
                           aps_pair *pair) {
  aps_links *p = g->p;
  for (int64_t k = 0; k < p->n; k++) {
    const int64_t i = rows ? rows[k] : k;
    const int64_t number =
        number_of(g, place(g, 0, v->x[i]), place(g, 1, v->y[i]), place(g, 2, v->z[i]));
    pair[k] = (aps_pair){(double)number, (double)i}; /* both are exact */
  }
  APS_TRY(aps_pairs_sort(ctx, pair, p->n));
  for (int64_t k = 0; k < p->n; k++) {
    const int64_t i = p->row[k] = (int64_t)pair[k].weight;
    p->x[k] = v->x[i], p->y[k] = v->y[i], p->z[k] = v->z[i], p->root[k] = k;
    g->n += k == 0 || pair[k].key != pair[k - 1].key;
  }
  return APS_OK;
}

static aps_err list_cells(aps_ctx *ctx, const aps_pair *pair, grid *g) {
  const int64_t n = g->p->n;
  g->number = aps_alloc(ctx, "cells of links", g->n, sizeof *g->number);
  g->first = aps_alloc(ctx, "cells of links", g->n + 1, sizeof *g->first);
  g->whole = aps_alloc(ctx, "cells of links", g->n, sizeof *g->whole);
  if (!g->number || !g->first || !g->whole) return APS_EMEM;
  for (int64_t k = 0, c = 0; k < n; k++)
    if (k == 0 || pair[k].key != pair[k - 1].key)
      g->number[c] = (int64_t)pair[k].key, g->first[c++] = k;
  g->first[g->n] = n;
  return APS_OK;
}

/* The first cell whose number is at least this one, sought from a guess on in steps that double. */
static int64_t seek(const grid *g, int64_t number, int64_t guess) {
  int64_t low = guess, high = guess, step = 1; /* number[low - 1] < number <= number[high] */
  while (high < g->n && g->number[high] < number) low = high + 1, high += step, step *= 2;
  if (high > g->n) high = g->n;
  for (step = 1; low > 0 && g->number[low - 1] >= number; step *= 2)
    high = low - 1, low = low > step ? low - step : 0;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (g->number[middle] < number)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* ---- friends --------------------------------------------------------------------------------- */

static inline int are_friends(const grid *g, int64_t i, int64_t j) {
  const aps_links *p = g->p;
  const double x = aps_nearest_image(p->x[i] - p->x[j], p->box[0]),
               y = aps_nearest_image(p->y[i] - p->y[j], p->box[1]),
               z = aps_nearest_image(p->z[i] - p->z[j], p->box[2]);
  return x * x + y * y + z * z <= g->length2;
}

static void link_inside(const grid *g, int64_t c) {
  const int64_t first = g->first[c];
  g->whole[c] = 1;
  for (int64_t i = first + 1; i < g->first[c + 1]; i++) {
    if (are_friends(g, i, first)) {
      unite(g->p->root, i, first);
      continue;
    }
    g->whole[c] = 0; /* of a large cell, or of several far apart */
    for (int64_t j = first + 1; j < i; j++)
      if (are_friends(g, i, j)) unite(g->p->root, i, j);
  }
}

typedef struct { /* where a cell's points are, seen from its first one */
  double low[3], high[3];
} extent;

static extent extent_of(const grid *g, int64_t c) {
  const aps_links *p = g->p;
  const double *const x[3] = {p->x, p->y, p->z};
  const int64_t first = g->first[c];
  extent e = {{0, 0, 0}, {0, 0, 0}};
  for (int64_t i = first; i < g->first[c + 1]; i++)
    for (int d = 0; d < 3; d++) {
      const double at = aps_nearest_image(x[d][i] - x[d][first], p->box[d]);
      e.low[d] = fmin(e.low[d], at), e.high[d] = fmax(e.high[d], at);
    }
  return e;
}

/* The square of what lies at least between point i and all of a cell. */
static double apart2(const grid *g, int64_t i, int64_t first, const extent *e) {
  const aps_links *p = g->p;
  const double *const x[3] = {p->x, p->y, p->z};
  double sum = 0;
  for (int d = 0; d < 3; d++) {
    const double at = aps_nearest_image(x[d][i] - x[d][first], p->box[d]);
    double far = fmax(0, fmax(e->low[d] - at, at - e->high[d]));
    if (p->box[d] > 0) /* or another image of it */
      far = fmin(far, fmax(0, fmin(e->low[d] - (at - p->box[d]), at + p->box[d] - e->high[d])));
    sum += far * far;
  }
  return sum * (1 - 1e-12);
}

/* Two cells. One pair is enough where each hangs together; points that nothing of the other is near
 * to are passed over. */
static void link_cells(const grid *g, int64_t c, int64_t d) {
  enum { MANY = 256 };
  const int64_t a = g->first[c], a_end = g->first[c + 1], b = g->first[d], b_end = g->first[d + 1];
  const int whole = g->whole[c] && g->whole[d],
            many = whole && (a_end - a) * (b_end - b) > MANY; /* an extent makes sense */
  if (whole && find(g->p->root, a) == find(g->p->root, b)) return;
  const extent e = many ? extent_of(g, d) : (extent){{0}, {0}};
  for (int64_t i = a; i < a_end; i++) {
    if (many && apart2(g, i, b, &e) > g->length2) continue;
    for (int64_t j = b; j < b_end; j++) {
      if (!are_friends(g, i, j)) continue;
      unite(g->p->root, i, j);
      if (whole) return;
    }
  }
}

static inline int64_t in_ring(int64_t k, int64_t n) { return ((k % n) + n) % n; }

/* The cells from z1 to z2 of one row of them. */
static void link_run(const grid *g, int64_t c, int64_t row, int64_t z1, int64_t z2,
                     int64_t *guess) {
  *guess = seek(g, row + z1, *guess);
  for (int64_t d = *guess; d < g->n && g->number[d] <= row + z2; d++)
    if (d != c) link_cells(g, c, d);
}

/* A row's cells around the ring. */
static void link_row(const grid *g, int64_t c, int64_t row, int64_t z1, int64_t z2,
                     int64_t guess[2]) {
  const int64_t n = g->cells[2];
  if (z2 - z1 + 1 >= n) z1 = 0, z2 = n - 1;
  if (z1 < 0) link_run(g, c, row, z1 + n, n - 1, &guess[1]), z1 = 0;
  if (z2 >= n) link_run(g, c, row, 0, z2 - n, &guess[1]), z2 = n - 1;
  link_run(g, c, row, z1, z2, &guess[0]);
}

enum { SIDE = 2 * REACH + 1 };

/* A cell and half of those around it; the others look at it. */
static void link_around(const grid *g, int64_t c, int reach, int64_t guess[SIDE * SIDE][2]) {
  const int64_t nz = g->cells[2], ny = g->cells[1], z = g->number[c] % nz,
                y = g->number[c] / nz % ny, x = g->number[c] / nz / ny;
  for (int dx = 0; dx <= reach; dx++)
    for (int dy = dx ? -reach : 0; dy <= reach; dy++) {
      const int64_t row = number_of(g, in_ring(x + dx, g->cells[0]), in_ring(y + dy, ny), 0);
      const int own = dx == 0 && dy == 0;
      link_row(g, c, row, own ? z + 1 : z - reach, z + reach,
               guess[(dx + REACH) * SIDE + dy + REACH]);
    }
}

static void link_all(const grid *g) {
#pragma omp parallel
  {
    int64_t guess[SIDE * SIDE][2] = {{0}};
#pragma omp for schedule(dynamic, 512)
    for (int64_t c = 0; c < g->n; c++) link_inside(g, c);
    for (int reach = 1; reach <= REACH; reach++) {
#pragma omp for schedule(dynamic, 512)
      for (int64_t c = 0; c < g->n; c++) link_around(g, c, reach, guess);
    }
#pragma omp for schedule(static)
    for (int64_t i = 0; i < g->p->n; i++) {
      const int64_t root = find(g->p->root, i);
      __atomic_store_n(&g->p->root[i], root, __ATOMIC_RELAXED);
    }
  }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static aps_err link_points(aps_ctx *ctx, const aps_view *v, const int64_t *rows, grid *g) {
  aps_pair *pair = aps_alloc(ctx, "points by cell", g->p->n, sizeof *pair);
  if (pair == NULL) return APS_EMEM;
  aps_err err = sort_points(ctx, v, rows, g, pair);
  if (err == APS_OK) err = list_cells(ctx, pair, g);
  aps_release(ctx, pair);
  if (err == APS_OK) link_all(g);
  return err;
}

aps_err aps_links_make(aps_ctx *ctx, const aps_view *v, const int64_t *rows, int64_t n,
                       const double box[3], double length, aps_links *p) {
  grid g = {.p = p, .length2 = length * length};
  *p = (aps_links){.n = n};
  memcpy(p->box, box, sizeof p->box);
  size_cells(box, length, &g);
  double **const column[3] = {&p->x, &p->y, &p->z};
  for (int d = 0; d < 3; d++) *column[d] = aps_alloc(ctx, "points by cell", n, sizeof(double));
  p->row = aps_alloc(ctx, "points by cell", n, sizeof *p->row);
  p->root = aps_alloc(ctx, "points by cell", n, sizeof *p->root);
  aps_err err = APS_EMEM;
  if (p->x && p->y && p->z && p->row && p->root) err = link_points(ctx, v, rows, &g);
  aps_release(ctx, g.number);
  aps_release(ctx, g.first);
  aps_release(ctx, g.whole);
  if (err != APS_OK) aps_links_end(ctx, p);
  return err;
}

void aps_links_end(aps_ctx *ctx, aps_links *p) {
  aps_release(ctx, p->x);
  aps_release(ctx, p->y);
  aps_release(ctx, p->z);
  aps_release(ctx, p->row);
  aps_release(ctx, p->root);
  *p = (aps_links){.n = 0};
}
