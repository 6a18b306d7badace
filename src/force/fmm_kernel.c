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
static inline int32_t aps_fmm_in_list(int32_t cell, uint32_t image) {
  return (int32_t)((uint32_t)cell | image << APS_FMM_CELL_BITS);
}
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

/* Appends the cells s + k for the bits k of mask; may write eight. Returns how many. */
static inline __attribute__((always_inline)) int aps_fmm_push_cells(int32_t *to, int32_t s, uint32_t mask) {
#if defined(__AVX512F__)
  const __m256i which =
      _mm256_add_epi32(_mm256_set1_epi32(s), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  _mm256_storeu_si256((__m256i *)to, _mm256_maskz_compress_epi32((__mmask8)mask, which));
  return __builtin_popcount(mask);
#else
  int n = 0;
  for (; mask; mask &= mask - 1) to[n++] = s + __builtin_ctz(mask);
  return n;
#endif
}

/* Appends the children of these cells, with the bits `image` above their masks. */
static inline __attribute__((always_inline)) int aps_fmm_push_families(const aps_fmm_cells *c, int32_t s, uint32_t mask,
                                        uint32_t image, aps_fmm_items *to, int64_t at) {
#if defined(__AVX512F__)
  const __m256i first = _mm256_loadu_si256((const __m256i *)(c->child + s));
  const __m256i family = _mm256_loadu_si256((const __m256i *)(c->family + s));
  _mm256_storeu_si256((__m256i *)(to->first + at),
                      _mm256_maskz_compress_epi32((__mmask8)mask, first));
  _mm256_storeu_si256((__m256i *)(to->mask + at),
                      _mm256_or_si256(_mm256_maskz_compress_epi32((__mmask8)mask, family),
                                      _mm256_set1_epi32((int)image)));
  return __builtin_popcount(mask);
#else
  int n = 0;
  for (; mask; mask &= mask - 1, n++) {
    const int32_t k = s + __builtin_ctz(mask);
    to->first[at + n] = c->child[k], to->mask[at + n] = c->family[k] | image;
  }
  return n;
#endif
}

/* Counts the particles that act on a cell's targets. */
static void aps_fmm_tally(const aps_fmm_job *job, int32_t cell, int32_t first, uint32_t mask) {
  for (; mask; mask &= mask - 1) job->tally[cell] += job->cells.n[first + __builtin_ctz(mask)];
}

static void aps_fmm_note(const aps_fmm_job *job, int32_t first, uint32_t mask) {
  for (; mask; mask &= mask - 1) job->opened[first + __builtin_ctz(mask)] = 1;
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
