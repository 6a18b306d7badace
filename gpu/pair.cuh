/* The pair laws of src/laws in float and double, as types that a kernel template takes. */
#ifndef APS_GPU_PAIR_CUH
#define APS_GPU_PAIR_CUH
#include "gpu.h"
#include "../src/laws/law.h"

/* x^-1/2 and x^-3/2. Double: from the seed's error e = 1 - x y^2 < 2^-19 the binomial series to e^2
 * leaves 2^-57. */
static __device__ __forceinline__ void gpu_rsqrt3(float x, float *r1, float *r3) {
  *r1 = gpu_rsqrt(x);
  *r3 = *r1 * *r1 * *r1;
}
static __device__ __forceinline__ void gpu_rsqrt3(double x, double *r1, double *r3) {
  const double y = gpu_rsqrt_seed(x), y2 = y * y;
  const double e = gpu_fma(-x, y2, 1.0);
  *r1 = y * gpu_fma(gpu_fma(0.375, e, 0.5), e, 1.0);
  *r3 = y * y2 * gpu_fma(gpu_fma(1.875, e, 1.5), e, 1.0);
}
static __device__ __forceinline__ double gpu_rcp(double x) { return 1.0 / x; }
static __device__ __forceinline__ double gpu_median(double a, double b, double c) {
  return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

#define LAW_INLINE            static __device__ __forceinline__
#define LAW_CONST(c)          ((REAL)(c))
#define LAW_FMA(a, b, c)      gpu_fma(a, b, c)
#define LAW_MAX(a, b)         gpu_max(a, b)
#define LAW_RCP(x)            gpu_rcp(x)
#define LAW_RSQRT3(x, r1, r3) gpu_rsqrt3(x, r1, r3)
#define LAW_LT(a, b)          ((a) < (b))
#define LAW_ANY(c)            (c)
#define LAW_SELECT(c, a, b)   ((c) ? (a) : (b))
#define LAW_FN(n)             gpu_##n
#define REAL                  float
#include "../src/laws/laws.inc"
#undef REAL
#define REAL double
#include "../src/laws/laws.inc"
#undef REAL
#undef LAW_INLINE
#undef LAW_CONST
#undef LAW_FMA
#undef LAW_MAX
#undef LAW_RCP
#undef LAW_RSQRT3
#undef LAW_LT
#undef LAW_ANY
#undef LAW_SELECT
#undef LAW_FN

#define APS_LAW_TYPE(law)                                                                          \
  struct law {                                                                                     \
    template <class R> static __device__ __forceinline__ R seed(R eps2) {                          \
      return gpu_##law##_seed(eps2);                                                               \
    }                                                                                              \
    template <class R>                                                                             \
    static __device__ __forceinline__ void pair(R q, R eps2, R *u, R *s, R *g) {                   \
      gpu_##law(q, eps2, u, s, g);                                                                 \
    }                                                                                              \
  }
namespace {
APS_LAW_TYPE(newton);
APS_LAW_TYPE(plummer);
APS_LAW_TYPE(spline);
} // namespace
#undef APS_LAW_TYPE
#endif
