/* What the expansions need of the vector units beyond direct_simd.h: rows of cells that become
 * lanes of vectors, and sums over lanes. */
#ifndef APS_FORCE_FMM_SIMD_H
#define APS_FORCE_FMM_SIMD_H
#include "direct_simd.h"
#include <string.h>

/* Numbers below the normal range count as zero until the mode that this returns is set again: far cells make many of them, and
 * processors of Intel take more than a hundred cycles over each. Others have no need of it. */
#if defined(__x86_64__) && defined(__GNUC__)
static inline unsigned aps_flush_tiny(void) {
  const unsigned mode = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(mode | 0x8040); /* as results, and as operands */
  return mode;
}
static inline void aps_flush_as_before(unsigned mode) { __builtin_ia32_ldmxcsr(mode); }
#else
static inline unsigned aps_flush_tiny(void) { return 0; }
static inline void aps_flush_as_before(unsigned mode) { (void)mode; }
#endif

/* M[k] = column k of the rows cell[0 … lanes - 1]; whole groups of 4 (float) or 2 (double) columns.
 */
#if defined(__AVX512F__)
SIMD f32 f32_rows(const float *m, int stride, const int32_t *cell, int k) {
  const f32 a = _mm512_castps128_ps512(_mm_load_ps(m + (int64_t)cell[k] * stride));
  const f32 b = _mm512_insertf32x4(a, _mm_load_ps(m + (int64_t)cell[k + 4] * stride), 1);
  const f32 c = _mm512_insertf32x4(b, _mm_load_ps(m + (int64_t)cell[k + 8] * stride), 2);
  return _mm512_insertf32x4(c, _mm_load_ps(m + (int64_t)cell[k + 12] * stride), 3);
}
SIMD void f32_columns(const float *m, int stride, const int32_t *cell, f32 *M) {
  const f32 a = f32_rows(m, stride, cell, 0), b = f32_rows(m, stride, cell, 1);
  const f32 c = f32_rows(m, stride, cell, 2), d = f32_rows(m, stride, cell, 3);
  const f32 ab = _mm512_unpacklo_ps(a, b), AB = _mm512_unpackhi_ps(a, b);
  const f32 cd = _mm512_unpacklo_ps(c, d), CD = _mm512_unpackhi_ps(c, d);
  M[0] = _mm512_shuffle_ps(ab, cd, 0x44), M[1] = _mm512_shuffle_ps(ab, cd, 0xee);
  M[2] = _mm512_shuffle_ps(AB, CD, 0x44), M[3] = _mm512_shuffle_ps(AB, CD, 0xee);
}
SIMD f64 f64_rows(const double *m, int stride, const int32_t *cell, int k) {
  const f64 a = _mm512_castpd128_pd512(_mm_load_pd(m + (int64_t)cell[k] * stride));
  const f64 b = _mm512_insertf64x2(a, _mm_load_pd(m + (int64_t)cell[k + 2] * stride), 1);
  const f64 c = _mm512_insertf64x2(b, _mm_load_pd(m + (int64_t)cell[k + 4] * stride), 2);
  return _mm512_insertf64x2(c, _mm_load_pd(m + (int64_t)cell[k + 6] * stride), 3);
}
SIMD void f64_columns(const double *m, int stride, const int32_t *cell, f64 *M) {
  const f64 a = f64_rows(m, stride, cell, 0), b = f64_rows(m, stride, cell, 1);
  M[0] = _mm512_unpacklo_pd(a, b), M[1] = _mm512_unpackhi_pd(a, b);
}
#elif defined(__AVX2__)
SIMD f32 f32_rows(const float *m, int stride, const int32_t *cell, int k) {
  const f32 a = _mm256_castps128_ps256(_mm_load_ps(m + (int64_t)cell[k] * stride));
  return _mm256_insertf128_ps(a, _mm_load_ps(m + (int64_t)cell[k + 4] * stride), 1);
}
SIMD void f32_columns(const float *m, int stride, const int32_t *cell, f32 *M) {
  const f32 a = f32_rows(m, stride, cell, 0), b = f32_rows(m, stride, cell, 1);
  const f32 c = f32_rows(m, stride, cell, 2), d = f32_rows(m, stride, cell, 3);
  const f32 ab = _mm256_unpacklo_ps(a, b), AB = _mm256_unpackhi_ps(a, b);
  const f32 cd = _mm256_unpacklo_ps(c, d), CD = _mm256_unpackhi_ps(c, d);
  M[0] = _mm256_shuffle_ps(ab, cd, 0x44), M[1] = _mm256_shuffle_ps(ab, cd, 0xee);
  M[2] = _mm256_shuffle_ps(AB, CD, 0x44), M[3] = _mm256_shuffle_ps(AB, CD, 0xee);
}
SIMD f64 f64_rows(const double *m, int stride, const int32_t *cell, int k) {
  const f64 a = _mm256_castpd128_pd256(_mm_load_pd(m + (int64_t)cell[k] * stride));
  return _mm256_insertf128_pd(a, _mm_load_pd(m + (int64_t)cell[k + 2] * stride), 1);
}
SIMD void f64_columns(const double *m, int stride, const int32_t *cell, f64 *M) {
  const f64 a = f64_rows(m, stride, cell, 0), b = f64_rows(m, stride, cell, 1);
  M[0] = _mm256_unpacklo_pd(a, b), M[1] = _mm256_unpackhi_pd(a, b);
}
#else
SIMD void f32_columns(const float *m, int stride, const int32_t *cell, f32 *M) {
  for (int lane = 0; lane < f32_lanes; lane++)
    for (int k = 0; k < 4; k++) ((float *)&M[k])[lane] = m[(int64_t)cell[lane] * stride + k];
}
SIMD void f64_columns(const double *m, int stride, const int32_t *cell, f64 *M) {
  for (int lane = 0; lane < f64_lanes; lane++)
    for (int k = 0; k < 2; k++) ((double *)&M[k])[lane] = m[(int64_t)cell[lane] * stride + k];
}
#endif
/* A vector of p + add, rounded once. */
#if defined(__AVX512F__)
SIMD f32 f32_narrow(const double *p, double add) {
  const f64 t = f64_set(add);
  const __m256 a = _mm512_cvtpd_ps(_mm512_loadu_pd(p) + t),
               b = _mm512_cvtpd_ps(_mm512_loadu_pd(p + 8) + t);
  return _mm512_insertf32x8(_mm512_castps256_ps512(a), b, 1);
}
#elif defined(__AVX2__)
SIMD f32 f32_narrow(const double *p, double add) {
  const f64 t = f64_set(add);
  return _mm256_set_m128(_mm256_cvtpd_ps(_mm256_loadu_pd(p + 4) + t),
                         _mm256_cvtpd_ps(_mm256_loadu_pd(p) + t));
}
#else
SIMD f32 f32_narrow(const double *p, double add) {
  f32 v;
  for (int k = 0; k < f32_lanes; k++) ((float *)&v)[k] = (float)(p[k] + add);
  return v;
}
#endif
SIMD f64 f64_narrow(const double *p, double add) {
  f64 v;
  memcpy(&v, p, sizeof v);
  return v + f64_set(add);
}

enum { f32_column_group = 4, f64_column_group = 2 };

#endif
