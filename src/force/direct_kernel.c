/* The pair loops of direct summation for one instruction set. The build compiles this file once per
 * set, with APS_ISA_NAME and the compiler's options of that set; direct.c chooses when it runs. See
 * docs/direct.md. */
#include "direct_simd.h"
#include "direct_kernel.h"
#include <string.h>

#define LAW_INLINE            SIMD
#define LAW_FN(n)             FN(n)
#define LAW_CONST(c)          FN(set)(c)
#define LAW_FMA(a, b, c)      FN(fma)(a, b, c)
#define LAW_MAX(a, b)         FN(max)(a, b)
#define LAW_RCP(x)            (FN(set)(1) / (x))
#define LAW_RSQRT3(x, r1, r3) FN(rsqrt3)(x, r1, r3)
#define LAW_LT(a, b)          FN(lt)(a, b)
#define LAW_ANY(c)            FN(any)(c)
#define LAW_SELECT(c, a, b)   FN(select)(c, a, b)

/* As many vectors at a time as the registers hold together with the sums, tried out. */
#if defined(__AVX512F__)
enum { UNROLL = 4, UNROLL_JERK = 2 };
#else
enum { UNROLL = 2, UNROLL_JERK = 1 };
#endif

#define REAL   f32
#define SCALAR float
#define FN(n)  f32_##n
#define R3     F32_R3
#include "direct_pair.h"
#undef REAL
#undef SCALAR
#undef FN
#undef R3

#define REAL   f64
#define SCALAR double
#define FN(n)  f64_##n
#define R3     1.0
#include "direct_pair.h"
#undef REAL
#undef SCALAR
#undef FN
#undef R3

/* The machine's own limit for this mix: Plummer's law in float with sources and targets in
 * registers. The empty statements hide from the compiler that nothing changes. */
#define HIDE(v) __asm__ volatile("" : "+" SIMD_REGISTER(v))
static double spin(int64_t rounds) {
  enum { CHAINS = 4 };
  f32 x[CHAINS], y[CHAINS], z[CHAINS], ax[CHAINS], ay[CHAINS], az[CHAINS];
#pragma GCC unroll 8
  for (int k = 0; k < CHAINS; k++) {
    x[k] = y[k] = z[k] = f32_set((float)(k + 1));
    ax[k] = ay[k] = az[k] = f32_set(0);
    HIDE(x[k]);
    HIDE(y[k]);
    HIDE(z[k]);
  }
  f32 source = f32_set(0.5f);
  f32 mass = f32_set(1e-3f), eps2 = f32_set(1e-4f);
  HIDE(mass);
  HIDE(eps2);
  for (int64_t j = 0; j < rounds; j++) {
    HIDE(source);
#pragma GCC unroll 8
    for (int k = 0; k < CHAINS; k++) {
      const f32 dx = source - x[k], dy = source - y[k], dz = source - z[k];
      f32 u, s, g;
      f32_plummer(f32_fma(dx, dx, f32_fma(dy, dy, f32_fma(dz, dz, eps2))), eps2, &u, &s, &g);
      s = mass * s;
      ax[k] = f32_fma(s, dx, ax[k]), ay[k] = f32_fma(s, dy, ay[k]), az[k] = f32_fma(s, dz, az[k]);
    }
  }
  for (int k = 0; k < CHAINS; k++) {
    HIDE(ax[k]);
    HIDE(ay[k]);
    HIDE(az[k]);
  }
  return (double)rounds * CHAINS * f32_lanes;
}

#define JOIN2(a, b) a##b
#define JOIN(a, b)  JOIN2(a, b)
#define TEXT2(a)    #a
#define TEXT(a)     TEXT2(a)
extern const aps_direct_isa JOIN(aps_direct_isa_, APS_ISA_NAME);
const aps_direct_isa JOIN(aps_direct_isa_, APS_ISA_NAME) = {TEXT(APS_ISA_NAME), &f32_precision,
                                                            &f64_precision, spin};
