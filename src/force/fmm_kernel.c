/* The fast multipole method's arithmetic for one instruction set. The build compiles this file once
 * per set, with APS_ISA_NAME and the compiler's options of that set; fmm.c chooses when it runs.
 * See docs/fmm.md. */
#define _GNU_SOURCE
#include "fmm_simd.h"
#include "fmm_kernel.h"
#include <float.h>
#include <math.h>
#include <string.h>
#include <time.h>

/* Up to a block of targets of one leaf. */
typedef struct {
  int n, padded; /* padded: to whole vectors of any kind */
  int dense;     /* index[i] is index[0] + i */
  int64_t index[APS_DIRECT_BLOCK];
  double factor; /* of the sums of accelerations */
  double offset[3][APS_DIRECT_BLOCK], local[4 * APS_DIRECT_BLOCK];
  _Alignas(64) double sums[APS_SUMS][APS_DIRECT_BLOCK];
} aps_fmm_leaf;

static double aps_fmm_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int32_t aps_fmm_cell_of(int32_t id) { return id & ((1 << APS_FMM_CELL_BITS) - 1); }
/* From the centre of a source, as the target sees it, to that of the target cell. */
static inline __attribute__((always_inline)) void aps_fmm_way(const aps_fmm_job *job, int32_t id, int32_t cell, double t[3]) {
  const aps_fmm_cells *c = &job->cells;
  const int periodic = job->images > 1;
  const int32_t s = periodic ? aps_fmm_cell_of(id) : id;
  t[0] = c->x[cell] - c->x[s], t[1] = c->y[cell] - c->y[s], t[2] = c->z[cell] - c->z[s];
  if (!periodic) return;
  const double *image = job->image[(uint32_t)id >> APS_FMM_CELL_BITS];
  t[0] += image[0], t[1] += image[1], t[2] += image[2];
}

/* Two groups of up to eight cells: bit k of a mask means cell s[0] + k, bit 8 + k cell s[1] + k. Tested together they fill twice as
 * many lanes; a family has three or four cells on the average. */
typedef struct {
  int32_t s[2];
  uint32_t mask, above[2]; /* above: the bits of the image over those of masks; 0 where nothing is periodic */
} aps_fmm_two;

#if defined(__AVX512F__)
SIMD __m512 aps_fmm_both(const float *column, const aps_fmm_two *t) {
  return _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(column + t->s[0])), _mm256_loadu_ps(column + t->s[1]), 1);
}
SIMD __m512i aps_fmm_both_of(const void *column, const aps_fmm_two *t) {
  return _mm512_castps_si512(aps_fmm_both(column, t));
}
SIMD __m512 aps_fmm_squeeze(__m512d a, __m512d b) {
  return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(a)), _mm512_cvtpd_ps(b), 1);
}
SIMD __m512i aps_fmm_each(int a, int b) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_set1_epi32(a)), _mm256_set1_epi32(b), 1);
}
SIMD __m512i aps_fmm_numbers(int a, int b) {
  return _mm512_add_epi32(aps_fmm_each(a, b), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7));
}
#endif

#if defined(__AVX2__) && !defined(__AVX512F__)
/* to[n] = the n lanes of four whose bit is set; may write four. Returns n. */
SIMD int aps_fmm_pack(__m128 four, uint32_t bits, void *to) {
  static const int32_t lanes[16][4] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {2, 0, 0, 0}, {0, 2, 0, 0}, {1, 2, 0, 0}, {0, 1, 2, 0},
                                       {3, 0, 0, 0}, {0, 3, 0, 0}, {1, 3, 0, 0}, {0, 1, 3, 0}, {2, 3, 0, 0}, {0, 2, 3, 0}, {1, 2, 3, 0}, {0, 1, 2, 3}};
  _mm_storeu_ps(to, _mm_permutevar_ps(four, _mm_loadu_si128((const __m128i *)lanes[bits])));
  return __builtin_popcount(bits);
}
/* The numbers from `first` on whose bit is set among eight. */
SIMD int aps_fmm_pack_numbers(int32_t first, uint32_t bits, int32_t *to) {
  const __m128i four = _mm_add_epi32(_mm_set1_epi32(first), _mm_setr_epi32(0, 1, 2, 3));
  const int n = aps_fmm_pack(_mm_castsi128_ps(four), bits & 15, to);
  return n + aps_fmm_pack(_mm_castsi128_ps(_mm_add_epi32(four, _mm_set1_epi32(4))), bits >> 4, to + n);
}
#endif

SIMD int32_t aps_fmm_of_two(const aps_fmm_two *t, int bit) { return t->s[bit >> 3] + (bit & 7); }

/* Appends the numbers of the cells that mask means, as lists hold them; may write sixteen. Returns how many. */
SIMD int aps_fmm_push_cells(int32_t *to, const aps_fmm_two *t, uint32_t mask) {
  enum { UP = APS_FMM_CELL_BITS - APS_FMM_MASK_BITS };
#if defined(__AVX512F__)
  const __m512i which = aps_fmm_numbers((int)((uint32_t)t->s[0] | t->above[0] << UP), (int)((uint32_t)t->s[1] | t->above[1] << UP));
  _mm512_storeu_si512(to, _mm512_maskz_compress_epi32((__mmask16)mask, which));
  return __builtin_popcount(mask);
#elif defined(__AVX2__)
  int n = 0;
  for (int g = 0; g < 2; g++)
    n += aps_fmm_pack_numbers((int32_t)((uint32_t)t->s[g] | t->above[g] << UP), mask >> 8 * g & 255, to + n);
  return n;
#else
  int n = 0;
  for (; mask; mask &= mask - 1) {
    const int bit = __builtin_ctz(mask);
    to[n++] = (int32_t)((uint32_t)aps_fmm_of_two(t, bit) | t->above[bit >> 3] << UP);
  }
  return n;
#endif
}

/* Appends the children of these cells, with the bits of the image above their masks. */
SIMD int aps_fmm_push_families(const aps_fmm_cells *c, const aps_fmm_two *t, uint32_t mask, aps_fmm_items *to, int64_t at) {
#if defined(__AVX512F__)
  const __m512i family = _mm512_or_si512(aps_fmm_both_of(c->family, t), aps_fmm_each((int)t->above[0], (int)t->above[1]));
  _mm512_storeu_si512(to->first + at, _mm512_maskz_compress_epi32((__mmask16)mask, aps_fmm_both_of(c->child, t)));
  _mm512_storeu_si512(to->mask + at, _mm512_maskz_compress_epi32((__mmask16)mask, family));
  return __builtin_popcount(mask);
#elif defined(__AVX2__)
  int n = 0;
  for (int q = 0; q < 4; q++) { /* four cells at a time */
    const int32_t s = t->s[q >> 1] + 4 * (q & 1);
    const uint32_t bits = mask >> 4 * q & 15;
    const __m128i family = _mm_or_si128(_mm_loadu_si128((const __m128i *)(c->family + s)), _mm_set1_epi32((int)t->above[q >> 1]));
    aps_fmm_pack(_mm_loadu_ps((const float *)(const void *)(c->child + s)), bits, to->first + at + n);
    n += aps_fmm_pack(_mm_castsi128_ps(family), bits, to->mask + at + n);
  }
  return n;
#else
  int n = 0;
  for (; mask; mask &= mask - 1, n++) {
    const int bit = __builtin_ctz(mask);
    const int32_t k = aps_fmm_of_two(t, bit);
    to->first[at + n] = c->child[k], to->mask[at + n] = c->family[k] | t->above[bit >> 3];
  }
  return n;
#endif
}

/* Counts the particles that act on a cell's targets. */
static void aps_fmm_tally(const aps_fmm_job *job, int32_t cell, const aps_fmm_two *t, uint32_t mask) {
  for (; mask; mask &= mask - 1) job->tally[cell] += job->cells.n[aps_fmm_of_two(t, __builtin_ctz(mask))];
}

static void aps_fmm_note(const aps_fmm_job *job, const aps_fmm_two *t, uint32_t mask) {
  for (; mask; mask &= mask - 1) job->opened[aps_fmm_of_two(t, __builtin_ctz(mask))] = 1;
}

/* Where positions are in double and pairs in float: how near a neighbour of a leaf's targets float does not hold (eq. 16). */
typedef struct {
  float low[3], high[3]; /* no source outside is as near, even if it has the largest mass */
  float k2;              /* it is too near where mass^2 k2 > (r^2 + eps^2)^3; 0: none is */
} aps_fmm_wary;

static void aps_fmm_be_wary(const aps_fmm_job *job, int32_t cell, const aps_fmm_leaf *leaf, aps_fmm_wary *w) {
  const double k = job->wary * (double)job->cells.radius[cell] / (double)job->cells.least[cell];
  const double near2 = cbrt(k * k), reach2 = job->per_pair ? near2 : near2 - job->eps2;
  const double reach = reach2 > 0 ? sqrt(reach2) * (1 + 1e-6) : 0;
  w->k2 = reach2 > 0 ? (float)fmin(k * k, FLT_MAX) : 0;
  for (int d = 0; d < 3; d++) {
    double low = leaf->offset[d][0], high = low;
    for (int i = 1; i < leaf->n; i++) low = fmin(low, leaf->offset[d][i]), high = fmax(high, leaf->offset[d][i]);
    w->low[d] = (float)(low - reach), w->high[d] = (float)(high + reach);
  }
}

/* Whether any particle of a leaf of this radius may be. */
static inline int aps_fmm_is_in_reach(const aps_fmm_wary *w, double x, double y, double z, float radius) {
  const double at[3] = {x, y, z};
  double d2 = 0;
  for (int d = 0; d < 3; d++) {
    const double low = (double)w->low[d] - at[d], high = at[d] - (double)w->high[d], out = low > high ? low : high;
    if (out > 0) d2 += out * out;
  }
  return w->k2 > 0 && d2 <= (double)radius * (double)radius;
}

#define REAL   f32
#define SCALAR float
#define FN(n)  f32_##n
#include "fmm_pairs.h"
#undef REAL
#undef SCALAR
#undef FN
#define REAL   f64
#define SCALAR double
#define FN(n)  f64_##n
#include "fmm_pairs.h"
#undef REAL
#undef SCALAR
#undef FN

/* Takes the next targets of [at, end) that are active; returns where it stopped. */
static int64_t aps_fmm_leaf_load(const aps_fmm_job *job, int32_t cell, int64_t at, int64_t end,
                                 aps_fmm_leaf *leaf) {
  (void)cell;
  leaf->n = 0;
  for (; at < end && leaf->n < APS_DIRECT_BLOCK; at++)
    if (!job->active || job->active[at]) leaf->index[leaf->n++] = at;
  leaf->padded = (leaf->n + 15) / 16 * 16;
  if (leaf->n == 0) return at;
  leaf->dense = leaf->index[leaf->n - 1] - leaf->index[0] == leaf->n - 1;
  if (job->pair_real->size == 4)
    f32_offsets(job, leaf);
  else
    f64_offsets(job, leaf);
  return at;
}

static void aps_fmm_clear_sums(aps_fmm_leaf *leaf, double factor) {
  leaf->factor = factor;
  for (int k = APS_SUM_AX; k <= APS_SUM_POT; k++)
    memset(leaf->sums[k], 0, sizeof(double) * (size_t)leaf->padded);
}

static void aps_fmm_leaf_pairs(const aps_fmm_job *job, int32_t cell, aps_fmm_bench *b,
                               aps_fmm_leaf *leaf) {
  const double start = job->timed ? aps_fmm_clock() : 0;
  const aps_direct_precision *real = job->pair_real, *quick = job->pair_quick;
  aps_fmm_clear_sums(leaf, quick ? quick->r3 : real->r3);
  if (real->size == 4) {
    f32_leaf_pairs(job, real, job->eps2, cell, b, leaf, NULL);
  } else if (quick == NULL) {
    f64_leaf_pairs(job, real, job->eps2, cell, b, leaf, NULL);
  } else {
    aps_fmm_wary wary;
    aps_fmm_be_wary(job, cell, leaf, &wary);
    if (!f32_leaf_pairs(job, quick, job->eps2_quick, cell, b, leaf, &wary)) {
      aps_fmm_clear_sums(leaf, real->r3);
      f64_leaf_pairs(job, real, job->eps2, cell, b, leaf, NULL);
      b->count.close += leaf->n;
    }
  }
  if (job->timed) b->count.seconds[2] += aps_fmm_clock() - start;
}

static void aps_fmm_leaf_store(const aps_fmm_job *job, const aps_fmm_leaf *leaf) {
  for (int i = 0; i < leaf->n; i++) {
    const uint32_t row = job->row[leaf->index[i]];
    const double *local = leaf->local + i;
    if (job->accelerate) {
      const double a = job->acc_scale, f = leaf->factor;
      job->ax[row] += a * (local[1 * APS_DIRECT_BLOCK] + f * leaf->sums[APS_SUM_AX][i]);
      job->ay[row] += a * (local[2 * APS_DIRECT_BLOCK] + f * leaf->sums[APS_SUM_AY][i]);
      job->az[row] += a * (local[3 * APS_DIRECT_BLOCK] + f * leaf->sums[APS_SUM_AZ][i]);
    }
    if (job->potential) job->pot[row] += job->pot_scale * (leaf->sums[APS_SUM_POT][i] - local[0]);
  }
}

#define REAL   f32
#define SCALAR float
#define FN(n)  f32_##n
#include "fmm_real.h"
#undef REAL
#undef SCALAR
#undef FN
#define REAL   f64
#define SCALAR double
#define FN(n)  f64_##n
#include "fmm_real.h"
#undef REAL
#undef SCALAR
#undef FN

#define NAME_(isa) aps_fmm_isa_##isa
#define NAME(isa)  NAME_(isa)
extern const aps_fmm_isa NAME(APS_ISA_NAME);
const aps_fmm_isa NAME(APS_ISA_NAME) = {&f32_fmm_precision, &f64_fmm_precision};
