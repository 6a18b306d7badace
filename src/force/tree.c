/* The octree: keys, sort, then generation by generation each cell with too many particles is cut
 * where the next digit of its keys changes. docs/tree.md. Warren & Salmon 1993, Proc.
 * Supercomputing '93, 12; merged leaves and skipped levels follow from the cells being ranges of
 * one sorted list. */
#include "tree.h"
#include "../core/wide.h"
#include "tree_sort.h"
#include <limits.h>
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

enum {
  BLOCK = 256,        /* rows gathered at a time */
  FEW = 1 << 14,      /* rows not worth several threads */
  FEW_CELLS = 1 << 9, /* the same of cells that are to be divided */
  FEW_ROWS = 1 << 18, /* of rows and cells that are only written */
  FEW_WRITTEN = 1 << 13,
  FEW_KEYS = 512,     /* keys that are looked at faster than searched */
  PAD = 16,           /* that may be read behind the last */
  MANY_THREADS = 128, /* whose histograms the memory plan holds */
  DEEPEST = 252,      /* level: twelve nested cubes of 21 */
  ONE_KEY = -2        /* aps_cell.child while planning: too many particles share one key */
};

/* ---- memory */

static aps_err reserve_rows(aps_tree *t, int64_t n) {
  if (n <= t->room && t->key) return APS_OK;
  const int64_t room = n > 0 ? n : 1;
  aps_release(t->ctx, t->key), aps_release(t->ctx, t->key_swap);
  aps_release(t->ctx, t->order), aps_release(t->ctx, t->row_swap), aps_release(t->ctx, t->part);
  t->key = t->key_swap = NULL;
  t->order = t->row_swap = NULL;
  t->part = NULL;
  t->room = 0;
  t->key = aps_alloc(t->ctx, "tree", room, sizeof *t->key);
  t->key_swap = t->key ? aps_alloc(t->ctx, "tree", room, sizeof *t->key) : NULL;
  t->order = t->key_swap ? aps_alloc(t->ctx, "tree", room, sizeof *t->order) : NULL;
  t->row_swap = t->order ? aps_alloc(t->ctx, "tree", room, sizeof *t->order) : NULL;
  t->part = t->row_swap ? aps_alloc(t->ctx, "tree", room + PAD, sizeof *t->part) : NULL;
  if (t->part == NULL) return APS_EMEM;
  t->room = room;
  return APS_OK;
}

static aps_err reserve_counts(aps_tree *t, int threads) {
  if (threads <= t->count_room) return APS_OK;
  aps_release(t->ctx, t->count);
  t->count_room = 0;
  t->count = aps_alloc(t->ctx, "tree", (int64_t)threads * APS_SORT_HALVES * APS_SORT_DIGITS, sizeof *t->count);
  if (t->count == NULL) return APS_EMEM;
  t->count_room = threads;
  return APS_OK;
}

/* Cells of usual particles: measured 2.1 n / leaf (Plummer) to 2.7 n / leaf (uniform), see
 * docs/tree.md. */
static int64_t usual_cells(int64_t n, int leaf) {
  const int64_t cells = 4 * (n / leaf) + 64;
  return cells < 2 * n + 1 ? cells : 2 * n + 1;
}

static aps_err reserve_cells(aps_tree *t, int64_t cells) {
  if (cells <= t->cell_room) return APS_OK;
  int64_t room = (int64_t)t->cell_room + t->cell_room / 2;
  room = room > cells ? room < INT32_MAX ? room : INT32_MAX : cells;
  aps_cell *cell = aps_alloc(t->ctx, "tree cells", room, sizeof *cell);
  if (cell == NULL) return APS_EMEM;
  if (t->cells > 0) memcpy(cell, t->cell, (size_t)t->cells * sizeof *cell);
  aps_release(t->ctx, t->cell);
  t->cell = cell;
  t->cell_room = (int32_t)room;
  return APS_OK;
}

size_t aps_tree_bytes(int64_t n, int leaf) {
  return (size_t)(n > 0 ? n : 1) * (2 * (sizeof(uint64_t) + sizeof(uint32_t)) + 1) + PAD +
         (size_t)usual_cells(n, leaf) * sizeof(aps_cell) +
         MANY_THREADS * APS_SORT_HALVES * APS_SORT_DIGITS * sizeof(uint32_t);
}

void aps_tree_rest(aps_tree *t) {
  aps_release(t->ctx, t->key), aps_release(t->ctx, t->key_swap), aps_release(t->ctx, t->row_swap), aps_release(t->ctx, t->part);
  t->key = t->key_swap = NULL;
  t->row_swap = NULL;
  t->part = NULL;
  t->room = 0;
}

void aps_tree_free(aps_tree *t) {
  aps_tree_rest(t);
  aps_release(t->ctx, t->order), aps_release(t->ctx, t->count), aps_release(t->ctx, t->cell);
  t->order = t->count = NULL;
  t->cell = NULL;
  t->n = 0;
  t->cells = t->cell_room = t->count_room = t->levels = 0;
}

/* ---- the sorted list */

typedef struct { /* what a build works with */
  aps_tree *t;
  const double *x, *y, *z;
  int leaf, threads;
} builder;

static aps_key_rows sorted(const aps_tree *t) { return (aps_key_rows){t->key, t->order}; }
static aps_key_rows spare(const aps_tree *t) { return (aps_key_rows){t->key_swap, t->row_swap}; }

static void fill_rows(uint32_t *row, int64_t n, int threads) {
  (void)threads; /* without OpenMP */
#pragma omp parallel for simd num_threads(threads) if (n > FEW_ROWS && threads > 1) schedule(static)
  for (int64_t i = 0; i < n; i++) row[i] = (uint32_t)i;
}

/* Of the rows in the list: where rows of other ranks have joined, these are not the first ones. */
static void class_range(const uint8_t *class, const uint32_t *row, int64_t n, int *low, int *high) {
  uint8_t l = UINT8_MAX, h = 0;
  for (int64_t i = 0; i < n; i++) {
    const uint8_t c = class[row[i]];
    l = c < l ? c : l;
    h = c > h ? c : h;
  }
  *low = l, *high = h;
}

static void swap_lists(aps_tree *t) {
  uint64_t *key = t->key;
  uint32_t *row = t->order;
  t->key = t->key_swap, t->order = t->row_swap;
  t->key_swap = key, t->row_swap = row;
}

/* Rows of one key in order of id. The sort is by the key's 63 bits, so an id's highest bit does not count. */
static void break_ties(const builder *b, int64_t first, int64_t n) {
  aps_tree *t = b->t;
  for (int64_t k = first, end = first + n; t->id && k + 1 < end;) {
    if (t->key[k] != t->key[k + 1]) {
      k++;
      continue;
    }
    const uint64_t key = t->key[k];
    int64_t last = k;
    for (; last < end && t->key[last] == key; last++) t->key[last] = t->id[t->order[last]] & INT64_MAX;
    aps_key_sort(sorted(t), spare(t), k, last - k, 1, t->count);
    for (; k < last; k++) t->key[k] = key;
  }
}

static void sort_range(const builder *b, int64_t first, int64_t n) {
  if (aps_key_sort(sorted(b->t), spare(b->t), first, n, b->threads, b->t->count)) break_ties(b, first, n);
}

/* The list sorted by class and key; class_start tells where classes begin. */
static aps_err sort_rows(const builder *b, const uint8_t *class) {
  aps_tree *t = b->t;
  int64_t *start = t->class_start;
  int low = 0, high = 0;
  if (class && t->n > 0) class_range(class, t->order, t->n, &low, &high);
  APS_CHECK(t->ctx, high < APS_TREE_CLASSES, APS_EARG, "tree: class %d, expected 0 to %d", high,
            APS_TREE_CLASSES - 1);
  for (int k = 0; k <= APS_TREE_CLASSES; k++) start[k] = k <= low ? 0 : t->n;
  if (low != high) {
    aps_key_partition(sorted(t), spare(t), class, APS_TREE_CLASSES, t->n, b->threads, t->count,
                      start);
    swap_lists(t);
  }
  for (int k = 0; k < APS_TREE_CLASSES; k++) sort_range(b, start[k], start[k + 1] - start[k]);
  return APS_OK;
}

/* Root and, with several classes, its children. */
static void plant(aps_tree *t) {
  t->cell[0] = (aps_cell){.n = t->n, .child = -1};
  t->cells = 1;
  for (int k = 0; k < APS_TREE_CLASSES; k++) {
    const int64_t first = t->class_start[k], n = t->class_start[k + 1] - first;
    if (n == 0 || n == t->n) continue;
    t->cell[0].child = 1;
    t->cell[t->cells++] = (aps_cell){.first = first, .n = n, .child = -1};
    t->cell[0].children++;
  }
}

/* ---- cutting */

/* First of key[low … high) that is >= bound, else high. */
static int64_t first_from(const uint64_t *key, int64_t low, int64_t high, uint64_t bound) {
  int64_t n = high - low;
  while (n > 0) {
    const int64_t half = n / 2;
    const int below = key[low + half] < bound;
    low += below ? n - half : 0; /* without a branch: half the guesses would be wrong */
    n = half;
  }
  return low;
}

/* end[d]: where octant d of key[n] ends, the octant being the three bits at `shift`. */
static void octants(const uint64_t *key, int64_t n, int shift, int64_t end[8]) {
  uint64_t bound[7];
  for (int d = 0; d < 7; d++)
    bound[d] = ((key[0] >> shift & ~(uint64_t)7) | (uint64_t)(d + 1)) << shift;
  end[7] = n;
  end[3] = first_from(key, 0, n, bound[3]);
  end[1] = first_from(key, 0, end[3], bound[1]);
  end[5] = first_from(key, end[3], n, bound[5]);
  for (int d = 0; d < 8; d += 2) end[d] = first_from(key, d ? end[d - 1] : 0, end[d + 1], bound[d]);
}

/* Leading bits, of 63, in which keys agree. */
static int in_common(uint64_t a, uint64_t b) { return a == b ? 63 : __builtin_clzll(a ^ b) - 1; }

/* part[i]: leading bits, of 63, that key[i] and the one before have in common. By the exponent of a double: of 52 bits at a
 * time, for those above would round. */
APS_WIDE static void part_keys(const uint64_t *key, int64_t first, int64_t end, uint8_t *part) {
  typedef double numbers __attribute__((vector_size(64)));
  typedef int64_t ints __attribute__((vector_size(64)));
  typedef uint8_t bytes __attribute__((vector_size(8)));
  enum { LANES = 8, LOW = 11, AHEAD = 256 };
  int64_t i = first > 0 ? first : 1;
  for (; i + LANES <= end; i += LANES) {
    ints here, before;
    __builtin_prefetch(key + i + AHEAD);
    memcpy(&here, key + i, sizeof here), memcpy(&before, key + i - 1, sizeof before);
    const ints differ = here ^ before, high = differ >> LOW, large = high > 0;
    const ints bits = ((large & high) | (~large & differ)) | INT64_C(0x4330000000000000); /* + 2^52 */
    const numbers value = (numbers)bits - 0x1p52;
    const ints exponent = ((ints)value >> 52) + (large & LOW); /* biased; 0 where they are equal */
    const ints common = 62 + 1023 - exponent, equal = common > 63;
    const bytes out = __builtin_convertvector((equal & 63) | (~equal & common), bytes);
    memcpy(part + i, &out, sizeof out);
  }
  for (; i < end; i++) part[i] = (uint8_t)in_common(key[i - 1], key[i]);
}

static void part_rows(const builder *b, int64_t first, int64_t n, int threads) {
  enum { BLOCK = 1 << 14 };
  aps_tree *t = b->t;
  (void)threads;
#pragma omp parallel for num_threads(threads) if (threads > 1 && n > FEW) schedule(static)
  for (int64_t i = first; i < first + n; i += BLOCK) part_keys(t->key, i, i + BLOCK < first + n ? i + BLOCK : first + n, t->part);
}

#if defined(__x86_64__) && defined(__GNUC__)
/* Sixteen of part from i on; 255 from n on. */
static inline __m128i sixteen(const uint8_t *part, int64_t i, int64_t n) {
  const __m128i v = _mm_loadu_si128((const __m128i *)(part + i)), at = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return n - i >= 16 ? v : _mm_or_si128(v, _mm_cmpgt_epi8(at, _mm_set1_epi8((char)(n - i - 1))));
}

static int least_of(const uint8_t *part, int64_t n) {
  __m128i least = _mm_set1_epi8(63);
  for (int64_t i = 1; i < n; i += 16) least = _mm_min_epu8(least, sixteen(part, i, n));
  least = _mm_min_epu8(least, _mm_srli_si128(least, 8)), least = _mm_min_epu8(least, _mm_srli_si128(least, 4));
  least = _mm_min_epu8(least, _mm_srli_si128(least, 2)), least = _mm_min_epu8(least, _mm_srli_si128(least, 1));
  return _mm_cvtsi128_si32(least) & 255;
}

/* Where part[1 … n) is at most `most`, which it is at no more than seven places. Returns how many. */
static int places_of(const uint8_t *part, int64_t n, int most, int64_t *place) {
  const __m128i bound = _mm_set1_epi8((char)most);
  int places = 0;
  for (int64_t i = 1; i < n; i += 16) {
    const __m128i v = sixteen(part, i, n);
    for (unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(v, bound), v)); found; found &= found - 1)
      place[places++] = i + __builtin_ctz(found);
  }
  return places;
}
#else
static int least_of(const uint8_t *part, int64_t n) {
  int least = 63;
  for (int64_t i = 1; i < n; i++) least = part[i] < least ? part[i] : least;
  return least;
}

static int places_of(const uint8_t *part, int64_t n, int most, int64_t *place) {
  int places = 0;
  for (int64_t i = 1; i < n; i++)
    if (part[i] <= most) place[places++] = i;
  return places;
}
#endif

int aps_tree_merge(const int64_t end[8], int leaf, int merging, int64_t *size) {
  int children = 0;
  int64_t open = 0; /* particles of the child that may still grow */
  for (int d = 0; d < 8; d++) {
    const int64_t m = end[d] - (d ? end[d - 1] : 0);
    if (m == 0) continue;
    if (open > 0 && !(merging && open + m <= leaf)) size[children++] = open, open = 0;
    open += m;
  }
  size[children++] = open;
  return children;
}

/* Levels before the cube that the keys of a cell's particles refer to. */
static int nested(const aps_cell *c) {
  return c->level ? (c->level - 1) / APS_KEY_LEVELS * APS_KEY_LEVELS : 0;
}

/* How a cell divides: how many children, and their level; their sizes in the scratch of its own rows. */
static void plan(const builder *b, aps_cell *c, int before) {
  aps_tree *t = b->t;
  if (c->n <= b->leaf) return;
  const uint64_t *key = t->key + c->first;
  const uint8_t *part = t->part + c->first;
  const int few = c->n <= FEW_KEYS, common = few ? least_of(part, c->n) : in_common(key[0], key[c->n - 1]);
  if (common == 63) {
    c->child = ONE_KEY;
    return;
  }
  const int skipped = common / 3; /* levels with one octant */
  int64_t end[8], size[8];
  if (few)
    for (int k = places_of(part, c->n, 3 * skipped + 2, end); k < 8; k++) end[k] = c->n;
  else octants(key, c->n, 3 * (APS_KEY_LEVELS - 1 - skipped), end);
  c->children = (uint8_t)aps_tree_merge(end, b->leaf, t->merge >= 0, size);
  for (int k = 0; k < c->children; k++) t->row_swap[c->first + k] = (uint32_t)size[k];
  c->below = (uint8_t)(before + skipped + 1);
}

/* Keys in a cube of their own for rows that share one key, and the rows sorted again. */
static void nest(const builder *b, aps_cell *c) {
  aps_tree *t = b->t;
  const int before = nested(c) + APS_KEY_LEVELS;
  c->child = -1;
  if (before >= DEEPEST) return;
  const uint32_t *row = t->order + c->first;
  uint64_t *key = t->key + c->first;
  const int threads = c->n > FEW ? b->threads : 1;
  const aps_key_frame frame = aps_key_frame_fit(b->x, b->y, b->z, row, c->n, threads);
#pragma omp parallel for num_threads(threads) if (threads > 1) schedule(static)
  for (int64_t first = 0; first < c->n; first += BLOCK) {
    const int m = (int)(c->n - first < BLOCK ? c->n - first : BLOCK);
    double x[3][BLOCK];
    for (int i = 0; i < m; i++) {
      const uint32_t k = row[first + i];
      x[0][i] = b->x[k], x[1][i] = b->y[k], x[2][i] = b->z[k];
    }
    aps_keys(&t->table, &frame, x[0], x[1], x[2], m, 1, key + first);
  }
  aps_key_sort(sorted(t), spare(t), c->first, c->n, threads, t->count);
  part_rows(b, c->first, c->n, threads);
  plan(b, c, before);
  if (c->child == ONE_KEY) c->child = -1; /* they coincide */
}

static void write_children(aps_tree *t, const aps_cell *c) {
  int64_t first = c->first;
  for (int k = 0; k < c->children; k++) {
    const int64_t n = t->row_swap[c->first + k];
    t->cell[c->child + k] = (aps_cell){.first = first, .n = n, .child = -1, .level = c->below};
    first += n;
  }
}

static void plan_cells(const builder *b, int32_t from, int32_t to) {
  for (int32_t i = from; i < to; i++) plan(b, &b->t->cell[i], nested(&b->t->cell[i]));
}

static void write_cells(const builder *b, int32_t from, int32_t to) {
  for (int32_t i = from; i < to; i++) write_children(b->t, &b->t->cell[i]);
}

/* Cells [from, to) by a team, or, where they are few, without one: even a team of one thread costs a microsecond. */
static void by_team(const builder *b, int32_t from, int32_t to, int few, void (*work)(const builder *, int32_t, int32_t)) {
  if (b->threads == 1 || to - from <= few) {
    work(b, from, to);
    return;
  }
#pragma omp parallel for num_threads(b->threads) schedule(dynamic, 1)
  for (int32_t i = from; i < to; i += 256) work(b, i, i + 256 < to ? i + 256 : to);
}

/* Appends the children of cells [from, to). */
static aps_err divide(const builder *b, int32_t from, int32_t to) {
  aps_tree *t = b->t;
  by_team(b, from, to, FEW_CELLS, plan_cells);
  int64_t cells = to;
  for (int32_t i = from; i < to; i++) {
    aps_cell *c = &t->cell[i];
    if (c->child == ONE_KEY) nest(b, c);
    if (c->children > 0) c->child = (int32_t)cells;
    cells += c->children;
    APS_CHECK(t->ctx, cells < INT32_MAX, APS_EARG, "tree: more than 2^31 cells");
  }
  APS_TRY(reserve_cells(t, cells));
  by_team(b, from, to, FEW_WRITTEN, write_cells);
  t->cells = (int32_t)cells;
  return APS_OK;
}

/* Generation by generation from cell `from` on, until one has no children. */
static aps_err cut(const builder *b, int32_t from) {
  aps_tree *t = b->t;
  part_rows(b, 0, t->n, b->threads);
  t->levels = from > 0;
  t->level_first[0] = 0;
  while (from < t->cells) {
    const int32_t to = t->cells;
    t->level_first[t->levels++] = from;
    APS_TRY(divide(b, from, to));
    from = to;
  }
  t->level_first[t->levels] = t->cells;
  return APS_OK;
}

static aps_err make_ready(aps_tree *t, int64_t n, int threads) {
  APS_CHECK(t->ctx, n >= 0 && n < UINT32_MAX, APS_EARG, "tree: %lld rows, expected 0 to 2^32 - 2",
            (long long)n);
  APS_TRY(reserve_rows(t, n));
  APS_TRY(reserve_counts(t, threads));
  if (!t->table_filled) aps_key_table_fill(&t->table);
  t->table_filled = 1;
  t->n = n;
  t->cells = 0;
  return APS_OK;
}

static aps_err sort_in_frame(const builder *b, const uint8_t *sort_class) {
  aps_tree *t = b->t;
  const double start = aps_wall();
  aps_keys(&t->table, &t->frame, b->x, b->y, b->z, t->n, b->threads, t->key);
  const double keyed = aps_wall();
  fill_rows(t->order, t->n, b->threads);
  APS_TRY(sort_rows(b, sort_class));
  t->seconds[0] = keyed - start;
  t->seconds[1] = aps_wall() - keyed;
  return APS_OK;
}

static builder builder_of(aps_tree *t, const double *x, const double *y, const double *z, int leaf) {
  return (builder){t, x, y, z, leaf, t->threads > 1 ? t->threads : 1};
}

aps_err aps_tree_sort(aps_tree *t, const double *x, const double *y, const double *z,
                      const uint8_t *sort_class, int64_t n, const aps_key_frame *frame) {
  const builder b = builder_of(t, x, y, z, 1);
  APS_TRY(make_ready(t, n, b.threads));
  t->frame = *frame;
  return sort_in_frame(&b, sort_class);
}

/* In parallel, since among many threads it would take as long as the rest. */
static void take_rows(aps_tree *t, const aps_tree *from, int64_t first, int64_t n, int threads) {
  enum { BLOCK = 1 << 14 };
  (void)threads; /* without OpenMP */
#pragma omp parallel for num_threads(threads) if (n > FEW_ROWS && threads > 1) schedule(static)
  for (int64_t k = 0; k < n; k += BLOCK) {
    const size_t m = (size_t)(n - k < BLOCK ? n - k : BLOCK);
    memcpy(t->key + k, from->key + first + k, m * sizeof *t->key);
    memcpy(t->order + k, from->order + first + k, m * sizeof *t->order);
  }
}

aps_err aps_tree_take(aps_tree *t, const aps_tree *from, int64_t first, int64_t n, const double *x, const double *y, const double *z,
                      const uint8_t *sort_class, int64_t tail, int64_t more) {
  const builder b = builder_of(t, x, y, z, 1);
  APS_TRY(make_ready(t, n + more, b.threads));
  const double start = aps_wall();
  t->frame = from->frame;
  take_rows(t, from, first, n, b.threads);
  aps_keys(&t->table, &t->frame, x + tail, y + tail, z + tail, more, b.threads, t->key + n);
  for (int64_t k = 0; k < more; k++) t->order[n + k] = (uint32_t)(tail + k);
  const double keyed = aps_wall();
  APS_TRY(sort_rows(&b, sort_class));
  t->seconds[0] = keyed - start;
  t->seconds[1] = aps_wall() - keyed;
  return APS_OK;
}

aps_err aps_tree_cut(aps_tree *t, const double *x, const double *y, const double *z, int leaf,
                     const aps_cell *root, int32_t roots) {
  const builder b = builder_of(t, x, y, z, leaf);
  const double start = aps_wall();
  t->cells = 0;
  APS_TRY(reserve_cells(t, usual_cells(t->n, leaf) + roots));
  if (roots) memcpy(t->cell, root, sizeof *root * (size_t)roots);
  t->cells = roots;
  APS_TRY(cut(&b, 0));
  t->seconds[2] = aps_wall() - start;
  return APS_OK;
}

aps_err aps_tree_build(aps_tree *t, const double *x, const double *y, const double *z,
                       const uint8_t *sort_class, int64_t n, int leaf) {
  APS_CHECK(t->ctx, leaf >= 1, APS_EARG, "tree: %d particles per leaf, expected >= 1", leaf);
  const builder b = builder_of(t, x, y, z, leaf);
  APS_TRY(make_ready(t, n, b.threads));
  const double start = aps_wall();
  t->frame = aps_key_frame_fit(x, y, z, NULL, n, b.threads);
  const double framed = aps_wall() - start;
  APS_TRY(reserve_cells(t, usual_cells(n, leaf)));
  APS_TRY(sort_in_frame(&b, sort_class));
  t->seconds[0] += framed;
  const double in_order = aps_wall();
  plant(t);
  APS_TRY(cut(&b, t->cells > 1 ? 1 : 0)); /* below the root of several classes */
  t->seconds[2] = aps_wall() - in_order;
  return APS_OK;
}
