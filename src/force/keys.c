/* Hilbert keys of positions. The table composes three steps of Hamilton's recursion: in a cube
 * entered at corner e along axis d, octant b is visited at place w = gray⁻¹(rotr(b ^ e, d + 1)),
 * and is itself entered at corner e ^ rotl(entry(w), d + 1) along axis d + inner(w) + 1. Corners of
 * entry have an even number of ones, so that there are 4 × 3 states. Hamilton & Rau-Chaplin 2008,
 * Inform. Process. Lett. 105, 155, theorems 2.9 and 2.10. */
#include "keys.h"
#include "../core/wide.h"
#include <float.h>
#include <math.h>
#include <stddef.h>
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif
#ifdef _OPENMP
#include <omp.h>
#else
static int omp_get_num_threads(void) { return 1; }
static int omp_get_thread_num(void) { return 0; }
#endif

enum { CELLS = 1 << APS_KEY_LEVELS, BLOCK = 256, FEW = 1 << 14 };

static unsigned rotl3(unsigned v, unsigned by) { return (v << by % 3 | v >> (3 - by % 3)) & 7; }
static unsigned gray(unsigned i) { return i ^ i >> 1; }

/* One level: the octant's place on the curve; changes the state to the octant's own. */
static unsigned step(unsigned *corner, unsigned *axis, unsigned octant) {
  unsigned w = rotl3(octant ^ *corner, 3 - (*axis + 1) % 3); /* rotated right; a Gray code */
  w ^= w >> 1 ^ w >> 2;
  const unsigned entry = w == 0 ? 0 : gray((w - 1) / 2 * 2);
  const unsigned odd = w & 1 ? w : w - 1; /* trailing ones of which give the axis inside */
  const unsigned inner = w == 0 ? 0 : (unsigned)__builtin_ctz(~odd) % 3;
  *corner ^= rotl3(entry, *axis + 1);
  *axis = (*axis + inner + 1) % 3;
  return w;
}

/* Corner and axis of a state. */
static unsigned enter(unsigned state, unsigned *axis) {
  const unsigned half = state / 3;
  *axis = state % 3;
  return half << 1 | (half ^ half >> 1) % 2; /* made even by its lowest bit */
}

void aps_key_table_fill(aps_key_table *table) {
  for (unsigned at = 0; at < APS_KEY_STATES << 9; at++) {
    const unsigned state = at >> 9, x = at >> 6 & 7, y = at >> 3 & 7, z = at & 7;
    unsigned axis, key = 0, corner = enter(state, &axis);
    for (int s = 2; s >= 0; s--)
      key = key << 3 | step(&corner, &axis, (x >> s & 1) << 2 | (y >> s & 1) << 1 | (z >> s & 1));
    table->next[at] = (uint16_t)((corner / 2 * 3 + axis) << 9 | key);
  }
  memset(table->one, 0, sizeof table->one);
  for (unsigned at = 0; at < APS_KEY_STATES << 3; at++) {
    unsigned axis, corner = enter(at >> 3, &axis);
    const unsigned w = step(&corner, &axis, at & 7);
    table->one[at] = (uint16_t)((corner / 2 * 3 + axis) << 3 | w);
  }
}

/* ---- the cube */

typedef struct {
  double low[3], high[3];
} bounds;

static const bounds nothing = {{INFINITY, INFINITY, INFINITY}, {-INFINITY, -INFINITY, -INFINITY}};

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t lanes_mask __attribute__((vector_size(LANES * sizeof(double))));

/* Comparisons with NaN are false: it leaves bounds alone. By vectors: GCC does not make any of loops over lanes. */
APS_WIDE static void widen(const double *x, int64_t n, double *low, double *high) {
  lanes l = *low - (lanes){0}, h = *high - (lanes){0};
  int64_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    lanes v;
    memcpy(&v, x + i, sizeof v);
    __builtin_prefetch(x + i + BLOCK / 2); /* a third less time than without */
    const lanes_mask below = v < l, above = v > h;
    l = (lanes)((below & (lanes_mask)v) | (~below & (lanes_mask)l));
    h = (lanes)((above & (lanes_mask)v) | (~above & (lanes_mask)h));
  }
  for (; i < n; i++) {
    l[0] = x[i] < l[0] ? x[i] : l[0];
    h[0] = x[i] > h[0] ? x[i] : h[0];
  }
  for (int k = 0; k < LANES; k++) {
    *low = l[k] < *low ? l[k] : *low;
    *high = h[k] > *high ? h[k] : *high;
  }
}

/* Of the finite values, or of chosen rows. */
static void widen_some(const double *x, const uint32_t *row, int64_t first, int64_t n, double *low,
                       double *high) {
  for (int64_t i = first; i < first + n; i++) {
    const double v = x[row ? row[i] : i];
    if (!(fabs(v) <= DBL_MAX)) continue;
    *low = v < *low ? v : *low;
    *high = v > *high ? v : *high;
  }
}

static bounds bounds_of(const double *const x[3], const uint32_t *row, int some, int64_t n,
                        int threads) {
  bounds all = nothing;
  double *low = all.low, *high = all.high;
  (void)threads; /* without OpenMP */

  /* clang-format off */
#pragma omp parallel num_threads(threads) if (n > FEW && threads > 1) \
    reduction(min : low[:3]) reduction(max : high[:3])
  /* clang-format on */
  {
    const int64_t team = omp_get_num_threads(), me = omp_get_thread_num();
    const int64_t first = n * me / team, m = n * (me + 1) / team - first;
    for (int k = 0; k < 3; k++) {
      low[k] = INFINITY, high[k] = -INFINITY; /* OpenMP starts at the largest finite value */
      if (some)
        widen_some(x[k], row, first, m, &low[k], &high[k]);
      else
        widen(x[k] + first, m, &low[k], &high[k]);
    }
  }
  return all;
}

static int is_finite(const bounds *b) {
  for (int k = 0; k < 3; k++)
    if (!(fabs(b->low[k]) <= DBL_MAX && fabs(b->high[k]) <= DBL_MAX)) return 0;
  return 1;
}

void aps_key_bounds(const double *x, const double *y, const double *z, const uint32_t *row, int64_t n,
                    int threads, double low[3], double high[3]) {
  const double *const at[3] = {x, y, z};
  bounds b = bounds_of(at, row, row != NULL, n, threads);
  if (!is_finite(&b)) b = bounds_of(at, row, 1, n, threads);
  for (int k = 0; k < 3; k++) low[k] = b.low[k], high[k] = b.high[k];
}

aps_key_frame aps_key_frame_fit(const double *x, const double *y, const double *z,
                                const uint32_t *row, int64_t n, int threads) {
  double low[3], high[3];
  aps_key_bounds(x, y, z, row, n, threads, low, high);
  return aps_key_frame_of(low, high);
}

aps_key_frame aps_key_frame_of(const double low[3], const double high[3]) {
  aps_key_frame frame = {{0, 0, 0}, INFINITY};
  double half = 0; /* of the side, which itself may overflow */
  for (int k = 0; k < 3; k++) {
    if (!(low[k] <= high[k])) continue; /* no finite value */
    frame.low[k] = low[k];
    half = fmax(half, high[k] / 2 - low[k] / 2);
  }
  if (half > 0) frame.scale = fmin(CELLS / 2 / half, DBL_MAX);
  return frame;
}

/* ---- keys */

enum { LOOKUPS = APS_KEY_LEVELS / 3 };

APS_WIDE static void cells_of(const double *x, int n, double low, double scale, int32_t *cell) {
  for (int i = 0; i < n; i += LANES) __builtin_prefetch(x + i + BLOCK); /* while this block's keys are made */
  for (int i = 0; i < n; i++) {
    double c = (x[i] - low) * scale;
    c = c > 0 ? c : 0; /* NaN too */
    c = c < CELLS - 1 ? c : CELLS - 1;
    cell[i] = (int32_t)c;
  }
}

/* The table's columns for each of the seven look-ups, in loops that vectorise. */
APS_WIDE static void columns_of(const int32_t *x, const int32_t *y, const int32_t *z, int n,
                                uint16_t (*at)[BLOCK]) {
  for (int l = 0; l < LOOKUPS; l++) {
    const int s = APS_KEY_LEVELS - 3 - 3 * l;
    for (int i = 0; i < n; i++)
      at[l][i] = (uint16_t)((x[i] >> s & 7) << 6 | (y[i] >> s & 7) << 3 | (z[i] >> s & 7));
  }
}

/* aps_key_hilbert; look-ups of one key wait for one another, those of neighbours overlap. */
static uint64_t walk(const uint16_t *next, uint16_t (*at)[BLOCK], int i) {
  uint64_t key = 0;
  uint32_t e = 0;
  for (int l = 0; l < LOOKUPS; l++) {
    e = next[(e & ~511u) | at[l][i]];
    key = key << 9 | (e & 511);
  }
  return key;
}

/* The keys of up to a block of cells. */
static void walk_block(const aps_key_table *table, int32_t (*cell)[BLOCK], int n, uint64_t *key) {
  uint16_t at[LOOKUPS][BLOCK];
  columns_of(cell[0], cell[1], cell[2], n, at);
  for (int i = 0; i < n; i++) key[i] = walk(table->next, at, i);
}

#if defined(__x86_64__) && defined(__GNUC__)
#define WITH_VECTORS
#define VECTORS __attribute__((target("avx512f,avx512bw,avx512vl")))

/* 32 cells' bits from `low` on, sixteen of each. */
VECTORS static inline __m512i bits_of(const int32_t *cell, int low) {
  const __m512i a = _mm512_srli_epi32(_mm512_loadu_si512(cell), (unsigned)low),
                b = _mm512_srli_epi32(_mm512_loadu_si512(cell + 16), (unsigned)low);
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi32_epi16(a)),
                            _mm512_cvtepi32_epi16(b), 1);
}

/* One level of 32 keys: state << 3 | digit, from the state in e and a bit of each coordinate. The octant does not wait for
 * the state. */
VECTORS static inline __m512i step_32(const __m512i one[3], __m512i e, const __m512i x[3],
                                      __m512i bit) {
  __m512i octant = _mm512_maskz_set1_epi16(_mm512_test_epi16_mask(x[0], bit), 4);
  octant = _mm512_mask_add_epi16(octant, _mm512_test_epi16_mask(x[1], bit), octant,
                                 _mm512_set1_epi16(2));
  octant = _mm512_mask_add_epi16(octant, _mm512_test_epi16_mask(x[2], bit), octant,
                                 _mm512_set1_epi16(1));
  const __mmask32 high = _mm512_test_epi16_mask(e, _mm512_set1_epi16(64));
  e = _mm512_or_si512(_mm512_and_si512(e, _mm512_set1_epi16(0x78)), octant);
  return _mm512_mask_permutexvar_epi16(_mm512_permutex2var_epi16(one[0], e, one[1]), high, e,
                                       one[2]);
}

/* As walk_block, level by level; whole groups of 64 keys: a level waits for the one above, so that two lots of 32 take
 * hardly longer than one. */
VECTORS static void walk_vectors(const aps_key_table *table, int32_t (*cell)[BLOCK], int n,
                                 uint64_t *key) {
  enum { LOTS = 2, UPPER = 10, PARTS = 5 }; /* levels in the upper bits; five digits to a part, last one */
  const __m512i one[3] = {_mm512_loadu_si512(table->one), _mm512_loadu_si512(table->one + 32),
                          _mm512_loadu_si512(table->one + 64)};
  for (int i = 0; i < n; i += 32 * LOTS) {
    __m512i x[LOTS][3], e[LOTS], bit = _mm512_set1_epi16(1 << (UPPER - 1));
    uint16_t part[PARTS][32 * LOTS];
    for (int g = 0; g < LOTS; g++) {
      e[g] = _mm512_setzero_si512();
      for (int d = 0; d < 3; d++) x[g][d] = bits_of(cell[d] + i + 32 * g, APS_KEY_LEVELS - UPPER);
    }
    for (int p = 0; p < PARTS; p++) {
      __m512i digits[LOTS];
      for (int g = 0; g < LOTS; g++) digits[g] = _mm512_setzero_si512();
      if (p == 2) { /* ten levels are done */
        for (int g = 0; g < LOTS; g++)
          for (int d = 0; d < 3; d++) x[g][d] = bits_of(cell[d] + i + 32 * g, 0);
        bit = _mm512_set1_epi16(1 << (APS_KEY_LEVELS - UPPER - 1));
      }
      for (int l = 0; l < (p < 4 ? 5 : 1); l++) {
        for (int g = 0; g < LOTS; g++) {
          e[g] = step_32(one, e[g], x[g], bit);
          digits[g] = _mm512_or_si512(_mm512_slli_epi16(digits[g], 3),
                                      _mm512_and_si512(e[g], _mm512_set1_epi16(7)));
        }
        bit = _mm512_srli_epi16(bit, 1);
      }
      for (int g = 0; g < LOTS; g++) _mm512_storeu_si512(part[p] + 32 * g, digits[g]);
    }
    for (int k = 0; k < 32 * LOTS; k += 8) {
      __m512i sum = _mm512_setzero_si512();
      for (int p = 0; p < PARTS; p++)
        sum =
            _mm512_or_si512(_mm512_slli_epi64(sum, p < 4 ? 15 : 3),
                            _mm512_cvtepu16_epi64(_mm_loadu_si128((const __m128i *)(part[p] + k))));
      _mm512_storeu_si512(key + i + k, sum);
    }
  }
}
#endif

static int has_vectors(void) {
#ifdef WITH_VECTORS
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}

void aps_keys(const aps_key_table *table, const aps_key_frame *frame, const double *x,
              const double *y, const double *z, int64_t n, int threads, uint64_t *key) {
  const int vectors = has_vectors();
  (void)threads, (void)vectors;
#pragma omp parallel for num_threads(threads) if (n > FEW && threads > 1) schedule(static)
  for (int64_t first = 0; first < n; first += BLOCK) {
    const int m = (int)(n - first < BLOCK ? n - first : BLOCK);
    int32_t cell[3][BLOCK];
    cells_of(x + first, m, frame->low[0], frame->scale, cell[0]);
    cells_of(y + first, m, frame->low[1], frame->scale, cell[1]);
    cells_of(z + first, m, frame->low[2], frame->scale, cell[2]);
#ifdef WITH_VECTORS
    if (vectors && m == BLOCK) {
      walk_vectors(table, cell, m, key + first);
      continue;
    }
#endif
    walk_block(table, cell, m, key + first);
  }
}
