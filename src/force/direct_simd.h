/* The vector units behind the pair kernels: one type per precision with the operations that laws
 * and kernels use, and the reciprocal square root from the hardware's estimate. Nothing here or in
 * the kernels is reordered or fused by the compiler, so a result follows from the source alone.
 *
 * From an estimate y of x^-1/2 and e = 1 - x y^2 the correction is the binomial series
 *   x^-3/2 = y^3 (1 + 3/2 e + 15/8 e^2 + 35/16 e^3 + 315/128 e^4 …)
 * cut where the next term is below the rounding error. In float it is left divided by F32_R3, the
 * last coefficient used, which saves a multiplication per pair; the solver puts it back into the
 * sums. */
#ifndef APS_FORCE_DIRECT_SIMD_H
#define APS_FORCE_DIRECT_SIMD_H
#include <stdint.h>
#define SIMD static inline __attribute__((always_inline))

#if defined(__AVX512F__)
#include <immintrin.h>
typedef __m512 f32;
typedef __m512d f64;
typedef __mmask16 f32_mask;
typedef __mmask8 f64_mask;
SIMD f32 f32_set(float c) { return _mm512_set1_ps(c); }
SIMD f64 f64_set(double c) { return _mm512_set1_pd(c); }
SIMD f32 f32_fma(f32 a, f32 b, f32 c) { return _mm512_fmadd_ps(a, b, c); }
SIMD f64 f64_fma(f64 a, f64 b, f64 c) { return _mm512_fmadd_pd(a, b, c); }
SIMD f32 f32_nma(f32 a, f32 b, f32 c) { return _mm512_fnmadd_ps(a, b, c); } /* c - a b */
SIMD f64 f64_nma(f64 a, f64 b, f64 c) { return _mm512_fnmadd_pd(a, b, c); }
SIMD f32 f32_max(f32 a, f32 b) { return _mm512_max_ps(a, b); }
SIMD f64 f64_max(f64 a, f64 b) { return _mm512_max_pd(a, b); }
SIMD f32_mask f32_lt(f32 a, f32 b) { return _mm512_cmp_ps_mask(a, b, _CMP_LT_OQ); }
SIMD f64_mask f64_lt(f64 a, f64 b) { return _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ); }
SIMD f32_mask f32_eq(f32 a, f32 b) { return _mm512_cmp_ps_mask(a, b, _CMP_EQ_OQ); }
SIMD f64_mask f64_eq(f64 a, f64 b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
SIMD int f32_any(f32_mask m) { return m != 0; }
SIMD int f64_any(f64_mask m) { return m != 0; }
SIMD f32 f32_select(f32_mask m, f32 a, f32 b) { return _mm512_mask_blend_ps(m, b, a); }
SIMD f64 f64_select(f64_mask m, f64 a, f64 b) { return _mm512_mask_blend_pd(m, b, a); }
SIMD f32 f32_guess(f32 x) { return _mm512_rsqrt14_ps(x); }
SIMD f64 f64_guess(f64 x) { return _mm512_rsqrt14_pd(x); }

#elif defined(__AVX2__)
#include <immintrin.h>
typedef __m256 f32, f32_mask;
typedef __m256d f64, f64_mask;
SIMD f32 f32_set(float c) { return _mm256_set1_ps(c); }
SIMD f64 f64_set(double c) { return _mm256_set1_pd(c); }
SIMD f32 f32_fma(f32 a, f32 b, f32 c) { return _mm256_fmadd_ps(a, b, c); }
SIMD f64 f64_fma(f64 a, f64 b, f64 c) { return _mm256_fmadd_pd(a, b, c); }
SIMD f32 f32_nma(f32 a, f32 b, f32 c) { return _mm256_fnmadd_ps(a, b, c); }
SIMD f64 f64_nma(f64 a, f64 b, f64 c) { return _mm256_fnmadd_pd(a, b, c); }
SIMD f32 f32_max(f32 a, f32 b) { return _mm256_max_ps(a, b); }
SIMD f64 f64_max(f64 a, f64 b) { return _mm256_max_pd(a, b); }
SIMD f32_mask f32_lt(f32 a, f32 b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
SIMD f64_mask f64_lt(f64 a, f64 b) { return _mm256_cmp_pd(a, b, _CMP_LT_OQ); }
SIMD f32_mask f32_eq(f32 a, f32 b) { return _mm256_cmp_ps(a, b, _CMP_EQ_OQ); }
SIMD f64_mask f64_eq(f64 a, f64 b) { return _mm256_cmp_pd(a, b, _CMP_EQ_OQ); }
SIMD int f32_any(f32_mask m) { return _mm256_movemask_ps(m) != 0; }
SIMD int f64_any(f64_mask m) { return _mm256_movemask_pd(m) != 0; }
SIMD f32 f32_select(f32_mask m, f32 a, f32 b) { return _mm256_blendv_ps(b, a, m); }
SIMD f64 f64_select(f64_mask m, f64 a, f64 b) { return _mm256_blendv_pd(b, a, m); }
SIMD f32 f32_guess(f32 x) { return _mm256_rsqrt_ps(x); }
/* the solver keeps scaled squares inside the range of float */
SIMD f64 f64_guess(f64 x) { return _mm256_cvtps_pd(_mm_rsqrt_ps(_mm256_cvtpd_ps(x))); }

#elif defined(__x86_64__)
#include <emmintrin.h>
typedef __m128 f32, f32_mask;
typedef __m128d f64, f64_mask;
SIMD f32 f32_set(float c) { return _mm_set1_ps(c); }
SIMD f64 f64_set(double c) { return _mm_set1_pd(c); }
SIMD f32 f32_fma(f32 a, f32 b, f32 c) { return _mm_add_ps(_mm_mul_ps(a, b), c); }
SIMD f64 f64_fma(f64 a, f64 b, f64 c) { return _mm_add_pd(_mm_mul_pd(a, b), c); }
SIMD f32 f32_nma(f32 a, f32 b, f32 c) { return _mm_sub_ps(c, _mm_mul_ps(a, b)); }
SIMD f64 f64_nma(f64 a, f64 b, f64 c) { return _mm_sub_pd(c, _mm_mul_pd(a, b)); }
SIMD f32 f32_max(f32 a, f32 b) { return _mm_max_ps(a, b); }
SIMD f64 f64_max(f64 a, f64 b) { return _mm_max_pd(a, b); }
SIMD f32_mask f32_lt(f32 a, f32 b) { return _mm_cmplt_ps(a, b); }
SIMD f64_mask f64_lt(f64 a, f64 b) { return _mm_cmplt_pd(a, b); }
SIMD f32_mask f32_eq(f32 a, f32 b) { return _mm_cmpeq_ps(a, b); }
SIMD f64_mask f64_eq(f64 a, f64 b) { return _mm_cmpeq_pd(a, b); }
SIMD int f32_any(f32_mask m) { return _mm_movemask_ps(m) != 0; }
SIMD int f64_any(f64_mask m) { return _mm_movemask_pd(m) != 0; }
SIMD f32 f32_select(f32_mask m, f32 a, f32 b) {
  return _mm_or_ps(_mm_and_ps(m, a), _mm_andnot_ps(m, b));
}
SIMD f64 f64_select(f64_mask m, f64 a, f64 b) {
  return _mm_or_pd(_mm_and_pd(m, a), _mm_andnot_pd(m, b));
}
SIMD f32 f32_guess(f32 x) { return _mm_rsqrt_ps(x); }
SIMD f64 f64_guess(f64 x) { return _mm_cvtps_pd(_mm_rsqrt_ps(_mm_cvtpd_ps(x))); }

#elif defined(__aarch64__)
#include <arm_neon.h>
typedef float32x4_t f32;
typedef float64x2_t f64;
typedef uint32x4_t f32_mask;
typedef uint64x2_t f64_mask;
SIMD f32 f32_set(float c) { return vdupq_n_f32(c); }
SIMD f64 f64_set(double c) { return vdupq_n_f64(c); }
SIMD f32 f32_fma(f32 a, f32 b, f32 c) { return vfmaq_f32(c, a, b); }
SIMD f64 f64_fma(f64 a, f64 b, f64 c) { return vfmaq_f64(c, a, b); }
SIMD f32 f32_nma(f32 a, f32 b, f32 c) { return vfmsq_f32(c, a, b); }
SIMD f64 f64_nma(f64 a, f64 b, f64 c) { return vfmsq_f64(c, a, b); }
SIMD f32 f32_max(f32 a, f32 b) { return vmaxq_f32(a, b); }
SIMD f64 f64_max(f64 a, f64 b) { return vmaxq_f64(a, b); }
SIMD f32_mask f32_lt(f32 a, f32 b) { return vcltq_f32(a, b); }
SIMD f64_mask f64_lt(f64 a, f64 b) { return vcltq_f64(a, b); }
SIMD f32_mask f32_eq(f32 a, f32 b) { return vceqq_f32(a, b); }
SIMD f64_mask f64_eq(f64 a, f64 b) { return vceqq_f64(a, b); }
SIMD int f32_any(f32_mask m) { return vmaxvq_u32(m) != 0; }
SIMD int f64_any(f64_mask m) { return (vgetq_lane_u64(m, 0) | vgetq_lane_u64(m, 1)) != 0; }
SIMD f32 f32_select(f32_mask m, f32 a, f32 b) { return vbslq_f32(m, a, b); }
SIMD f64 f64_select(f64_mask m, f64 a, f64 b) { return vbslq_f64(m, a, b); }
/* 8 bits, then one Newton step: 16 */
SIMD f32 f32_guess(f32 x) {
  const f32 y = vrsqrteq_f32(x);
  return y * vrsqrtsq_f32(x * y, y);
}
SIMD f64 f64_guess(f64 x) {
  const f64 y = vrsqrteq_f64(x);
  return y * vrsqrtsq_f64(x * y, y);
}

#else /* any other machine: vectors of one */
#include <math.h>
typedef float f32;
typedef double f64;
typedef int f32_mask, f64_mask;
SIMD f32 f32_set(float c) { return c; }
SIMD f64 f64_set(double c) { return c; }
SIMD f32 f32_fma(f32 a, f32 b, f32 c) { return a * b + c; }
SIMD f64 f64_fma(f64 a, f64 b, f64 c) { return a * b + c; }
SIMD f32 f32_nma(f32 a, f32 b, f32 c) { return c - a * b; }
SIMD f64 f64_nma(f64 a, f64 b, f64 c) { return c - a * b; }
SIMD f32 f32_max(f32 a, f32 b) { return a < b ? b : a; }
SIMD f64 f64_max(f64 a, f64 b) { return a < b ? b : a; }
SIMD f32_mask f32_lt(f32 a, f32 b) { return a < b; }
SIMD f64_mask f64_lt(f64 a, f64 b) { return a < b; }
SIMD f32_mask f32_eq(f32 a, f32 b) { return a == b; }
SIMD f64_mask f64_eq(f64 a, f64 b) { return a == b; }
SIMD int f32_any(f32_mask m) { return m; }
SIMD int f64_any(f64_mask m) { return m; }
SIMD f32 f32_select(f32_mask m, f32 a, f32 b) { return m ? a : b; }
SIMD f64 f64_select(f64_mask m, f64 a, f64 b) { return m ? a : b; }
SIMD f32 f32_guess(f32 x) { return 1 / sqrtf(x); }
SIMD f64 f64_guess(f64 x) { return 1 / sqrt(x); }
#endif

#if defined(__x86_64__) /* constraint for a vector register in inline assembly */
#define SIMD_REGISTER "v"
#elif defined(__aarch64__)
#define SIMD_REGISTER "w"
#else
#define SIMD_REGISTER "m"
#endif
enum { f32_lanes = sizeof(f32) / sizeof(float), f64_lanes = sizeof(f64) / sizeof(double) };

#if defined(__AVX512F__) || defined(__aarch64__) /* |e| < 2^-13: the next term is e^2 15/8 < 3e-8  \
                                                  */
#define F32_R3 1.5
SIMD f32 f32_r3(f32 x) {
  const f32 y = f32_guess(x), y2 = y * y;
  return y * y2 * f32_nma(x, y2, f32_set(5.0f / 3)); /* (1 + 3/2 e) / 1.5 */
}
#else /* |e| < 2^-10.4: one term more */
#define F32_R3 1.875
SIMD f32 f32_r3(f32 x) {
  const f32 y = f32_guess(x), y2 = y * y, e = f32_nma(x, y2, f32_set(1));
  return y * y2 * f32_fma(e, e + f32_set(0.8f), f32_set(8.0f / 15));
}
#endif

#if defined(__AVX512F__) /* |e| < 2^-13 and four terms */
SIMD f64 f64_r3(f64 x) {
  const f64 y = f64_guess(x), y2 = y * y, y3 = y * y2, e = f64_nma(x, y2, f64_set(1));
  const f64 c = f64_fma(e, f64_fma(e, f64_set(315.0 / 128), f64_set(35.0 / 16)), f64_set(15.0 / 8));
  return f64_fma(y3 * e, f64_fma(e, c, f64_set(1.5)), y3);
}
#else /* |e| < 2^-10.4 becomes 2^-31 by a cubic step, then one term */
SIMD f64 f64_r3(f64 x) {
  const f64 z = f64_guess(x), d = f64_nma(x, z * z, f64_set(1));
  const f64 y = f64_fma(z * d, f64_fma(d, f64_set(0.375), f64_set(0.5)), z);
  const f64 y2 = y * y, y3 = y * y2, e = f64_nma(x, y2, f64_set(1));
  return f64_fma(y3 * e, f64_set(1.5), y3);
}
#endif

/* x^-1/2 is x x^-3/2, cheaper than a series of its own */
SIMD void f32_rsqrt3(f32 x, f32 *r1, f32 *r3) {
  *r3 = f32_r3(x);
  *r1 = f32_set((float)F32_R3) * (x * *r3);
}
SIMD void f64_rsqrt3(f64 x, f64 *r1, f64 *r3) {
  *r3 = f64_r3(x);
  *r1 = x * *r3;
}

/* to[k] += the sum over lanes of from[k]; n is rounded up to whole vectors in both. */
#if defined(__AVX512F__)
SIMD f32 f32_halve(f32 a, f32 b) { return _mm512_unpacklo_ps(a, b) + _mm512_unpackhi_ps(a, b); }
SIMD f32 f32_quarter(f32 a, f32 b) {
  const f64 x = _mm512_castps_pd(a), y = _mm512_castps_pd(b);
  return _mm512_castpd_ps(_mm512_unpacklo_pd(x, y)) + _mm512_castpd_ps(_mm512_unpackhi_pd(x, y));
}
SIMD f32 f32_cross(f32 a, f32 b) {
  return _mm512_shuffle_f32x4(a, b, 0x88) + _mm512_shuffle_f32x4(a, b, 0xdd);
}
SIMD f32 f32_four(const f32 *v) { return f32_quarter(f32_halve(v[0], v[1]), f32_halve(v[2], v[3])); }
SIMD void f32_add_totals(const f32 *from, int n, float *to) {
  for (int k = 0; k < n; k += 16) {
    const f32 *v = from + k;
    const f32 a = f32_cross(f32_four(v), f32_four(v + 4)),
              b = f32_cross(f32_four(v + 8), f32_four(v + 12));
    _mm512_storeu_ps(to + k, _mm512_loadu_ps(to + k) + f32_cross(a, b));
  }
}
SIMD f64 f64_halve(f64 a, f64 b) { return _mm512_unpacklo_pd(a, b) + _mm512_unpackhi_pd(a, b); }
SIMD f64 f64_cross(f64 a, f64 b) {
  return _mm512_shuffle_f64x2(a, b, 0x88) + _mm512_shuffle_f64x2(a, b, 0xdd);
}
SIMD void f64_add_totals(const f64 *from, int n, double *to) {
  for (int k = 0; k < n; k += 8) {
    const f64 *v = from + k;
    const f64 a = f64_cross(f64_halve(v[0], v[1]), f64_halve(v[2], v[3]));
    const f64 b = f64_cross(f64_halve(v[4], v[5]), f64_halve(v[6], v[7]));
    _mm512_storeu_pd(to + k, _mm512_loadu_pd(to + k) + f64_cross(a, b));
  }
}
#elif defined(__AVX2__)
SIMD f32 f32_four(const f32 *v) { /* of each half of four vectors */
  return _mm256_hadd_ps(_mm256_hadd_ps(v[0], v[1]), _mm256_hadd_ps(v[2], v[3]));
}
SIMD void f32_add_totals(const f32 *from, int n, float *to) {
  for (int k = 0; k < n; k += 8) {
    const f32 a = f32_four(from + k), b = f32_four(from + k + 4);
    const f32 sum = _mm256_permute2f128_ps(a, b, 0x20) + _mm256_permute2f128_ps(a, b, 0x31);
    _mm256_storeu_ps(to + k, _mm256_loadu_ps(to + k) + sum);
  }
}
SIMD void f64_add_totals(const f64 *from, int n, double *to) {
  for (int k = 0; k < n; k += 4) {
    const f64 *v = from + k, a = _mm256_hadd_pd(v[0], v[1]), b = _mm256_hadd_pd(v[2], v[3]);
    const f64 sum = _mm256_permute2f128_pd(a, b, 0x20) + _mm256_permute2f128_pd(a, b, 0x31);
    _mm256_storeu_pd(to + k, _mm256_loadu_pd(to + k) + sum);
  }
}
#elif defined(__x86_64__)
SIMD f32 f32_halve(f32 a, f32 b) { return _mm_unpacklo_ps(a, b) + _mm_unpackhi_ps(a, b); }
SIMD void f32_add_totals(const f32 *from, int n, float *to) {
  for (int k = 0; k < n; k += 4) {
    const f32 *v = from + k, a = f32_halve(v[0], v[1]), b = f32_halve(v[2], v[3]);
    _mm_storeu_ps(to + k, _mm_loadu_ps(to + k) + (_mm_movelh_ps(a, b) + _mm_movehl_ps(b, a)));
  }
}
SIMD void f64_add_totals(const f64 *from, int n, double *to) {
  for (int k = 0; k < n; k += 2) {
    const f64 a = from[k], b = from[k + 1], sum = _mm_unpacklo_pd(a, b) + _mm_unpackhi_pd(a, b);
    _mm_storeu_pd(to + k, _mm_loadu_pd(to + k) + sum);
  }
}
#else
SIMD void f32_add_totals(const f32 *from, int n, float *to) {
  for (int k = 0; k < n; k++)
    for (int lane = 0; lane < f32_lanes; lane++) to[k] += ((const float *)&from[k])[lane];
}
SIMD void f64_add_totals(const f64 *from, int n, double *to) {
  for (int k = 0; k < n; k++)
    for (int lane = 0; lane < f64_lanes; lane++) to[k] += ((const double *)&from[k])[lane];
}
#endif
#endif
