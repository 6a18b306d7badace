/* The pair loop, written once; direct_kernel.c includes it for float and for double with
 *   REAL, SCALAR   the vector and its element      FN(n)   n with the precision's prefix
 *   R3             see aps_direct_precision
 * and the macros of laws/law.h. Targets lie across the lanes of a few vectors and stay there, one
 * source at a time is broadcast to all of them. */
#include "../laws/laws.inc"

SIMD REAL FN(seed)(int law, REAL eps2) {
  switch (law) {
#define LAW(name, NAME)                                                                            \
  case APS_LAW_##NAME:                                                                             \
    return LAW_FN(name##_seed)(eps2);
    APS_LAWS(LAW)
#undef LAW
  }
  return eps2;
}

SIMD void FN(pair)(int law, REAL q, REAL eps2, REAL *u, REAL *s, REAL *g) {
  switch (law) {
#define LAW(name, NAME)                                                                            \
  case APS_LAW_##NAME:                                                                             \
    LAW_FN(name)(q, eps2, u, s, g);                                                                \
    break;
    APS_LAWS(LAW)
#undef LAW
  }
}

SIMD REAL FN(load)(const void *column, int i) {
  return *(const REAL *)((const SCALAR *)column + i);
}
SIMD REAL FN(spread)(const void *column, int j) { return FN(set)(((const SCALAR *)column)[j]); }

SIMD void FN(flush)(const REAL *sum, int vectors, double *to) {
  for (int k = 0; k < vectors; k++)
    for (int lane = 0; lane < FN(lanes); lane++)
      to[k * FN(lanes) + lane] += (double)((const SCALAR *)&sum[k])[lane];
}

/* Targets i … i + vectors * lanes; law, per_pair, want and vectors are constants that the compiler
 * unfolds. */
SIMD void FN(group)(int law, int per_pair, int want, int vectors, const aps_direct_points *from,
                    int n, const aps_direct_points *to, int i, double eps2,
                    double (*sums)[APS_DIRECT_BLOCK]) {
  const int acc = want <= APS_DIRECT_A_JERK, jerk = want == APS_DIRECT_A_JERK;
  const int pot = want == APS_DIRECT_A_POT || want >= APS_DIRECT_POT,
            self = want == APS_DIRECT_POT_SELF;
  const REAL zero = FN(set)(0);
  REAL x[UNROLL], y[UNROLL], z[UNROLL], vx[UNROLL], vy[UNROLL], vz[UNROLL], e2[UNROLL], row[UNROLL];
  REAL ax[UNROLL], ay[UNROLL], az[UNROLL], p[UNROLL], jx[UNROLL], jy[UNROLL], jz[UNROLL];
#pragma GCC unroll 8
  for (int k = 0; k < vectors; k++) {
    const int at = i + k * FN(lanes);
    x[k] = FN(load)(to->x, at), y[k] = FN(load)(to->y, at), z[k] = FN(load)(to->z, at);
    if (jerk)
      vx[k] = FN(load)(to->vx, at), vy[k] = FN(load)(to->vy, at), vz[k] = FN(load)(to->vz, at);
    if (per_pair) e2[k] = FN(load)(to->eps2, at);
    if (self)
      for (int lane = 0; lane < FN(lanes); lane++) ((SCALAR *)&row[k])[lane] = (SCALAR)(at + lane);
    ax[k] = ay[k] = az[k] = p[k] = jx[k] = jy[k] = jz[k] = zero;
  }
  const REAL uniform = FN(set)((SCALAR)eps2);
  for (int j = 0; j < n; j++) {
    const REAL sx = FN(spread)(from->x, j), sy = FN(spread)(from->y, j),
               sz = FN(spread)(from->z, j);
    const REAL m = acc ? FN(spread)(from->mass, j) : zero,
               mp = pot ? FN(spread)(from->mass_pot, j) : zero;
    const REAL se2 = per_pair ? FN(spread)(from->eps2, j) : uniform;
    const REAL svx = jerk ? FN(spread)(from->vx, j) : zero,
               svy = jerk ? FN(spread)(from->vy, j) : zero;
    const REAL svz = jerk ? FN(spread)(from->vz, j) : zero;
#pragma GCC unroll 8
    for (int k = 0; k < vectors; k++) {
      const REAL dx = sx - x[k], dy = sy - y[k], dz = sz - z[k];
      const REAL pair_e2 = per_pair ? FN(max)(se2, e2[k]) : uniform;
      const REAL q = FN(fma)(dx, dx, FN(fma)(dy, dy, FN(fma)(dz, dz, FN(seed)(law, pair_e2))));
      REAL u, s, g;
      FN(pair)(law, q, pair_e2, &u, &s, &g);
      if (acc) {
        s = m * s;
        ax[k] = FN(fma)(s, dx, ax[k]), ay[k] = FN(fma)(s, dy, ay[k]), az[k] = FN(fma)(s, dz, az[k]);
      }
      if (jerk) {
        const REAL dvx = svx - vx[k], dvy = svy - vy[k], dvz = svz - vz[k];
        const REAL w = g * FN(fma)(dx, dvx, FN(fma)(dy, dvy, dz * dvz));
        jx[k] = FN(fma)(s, FN(fma)(w, dx, dvx), jx[k]);
        jy[k] = FN(fma)(s, FN(fma)(w, dy, dvy), jy[k]);
        jz[k] = FN(fma)(s, FN(fma)(w, dz, dvz), jz[k]);
      }
      if (self) u = FN(select)(FN(eq)(row[k], FN(set)((SCALAR)j)), zero, u);
      if (pot) p[k] = FN(fma)(mp, u, p[k]);
    }
  }
  if (acc) {
    FN(flush)(ax, vectors, sums[APS_SUM_AX] + i);
    FN(flush)(ay, vectors, sums[APS_SUM_AY] + i);
    FN(flush)(az, vectors, sums[APS_SUM_AZ] + i);
  }
  if (jerk) {
    FN(flush)(jx, vectors, sums[APS_SUM_JX] + i);
    FN(flush)(jy, vectors, sums[APS_SUM_JY] + i);
    FN(flush)(jz, vectors, sums[APS_SUM_JZ] + i);
  }
  if (pot) FN(flush)(p, vectors, sums[APS_SUM_POT] + i);
}

SIMD void FN(walk)(int law, int per_pair, int want, const aps_direct_points *from, int n_from,
                   const aps_direct_points *to, int n_to, double eps2,
                   double (*sums)[APS_DIRECT_BLOCK]) {
  const int vectors = want == APS_DIRECT_A_JERK ? UNROLL_JERK : UNROLL;
  int i = 0;
  for (; i + (vectors - 1) * FN(lanes) < n_to; i += vectors * FN(lanes))
    FN(group)(law, per_pair, want, vectors, from, n_from, to, i, eps2, sums);
  if (vectors > 2) /* the leaves of a tree have a few dozen targets */
    for (; i + FN(lanes) < n_to; i += 2 * FN(lanes))
      FN(group)(law, per_pair, want, 2, from, n_from, to, i, eps2, sums);
  for (; i < n_to; i += FN(lanes))
    FN(group)(law, per_pair, want, 1, from, n_from, to, i, eps2, sums);
}

#define KERNEL(name, NAME, per_pair, WANT)                                                         \
  static void FN(name##_##per_pair##_##WANT)(const aps_direct_points *from, int n_from,            \
                                             const aps_direct_points *to, int n_to, double eps2,   \
                                             double(*sums)[APS_DIRECT_BLOCK]) {                    \
    FN(walk)(APS_LAW_##NAME, per_pair, APS_DIRECT_##WANT, from, n_from, to, n_to, eps2, sums);     \
  }
#define KERNELS(name, NAME, per_pair)                                                              \
  KERNEL(name, NAME, per_pair, A)                                                                  \
  KERNEL(name, NAME, per_pair, A_POT)                                                              \
  KERNEL(name, NAME, per_pair, A_JERK)                                                             \
  KERNEL(name, NAME, per_pair, POT)                                                                \
  KERNEL(name, NAME, per_pair, POT_SELF)
#define LAW(name, NAME) KERNELS(name, NAME, 0) KERNELS(name, NAME, 1)
APS_LAWS(LAW)
#undef LAW
#undef KERNELS
#undef KERNEL

static void FN(shift)(const double *from, int n, double centre, double scale, void *to) {
  SCALAR *out = to;
  for (int i = 0; i < n; i++) out[i] = (SCALAR)((from[i] - centre) * scale);
}

static void FN(soften)(const double *eps, int n, double scale, double least, void *to) {
  SCALAR *out = to;
  for (int i = 0; i < n; i++) {
    const double e = eps[i] * scale, e2 = e * e;
    out[i] = (SCALAR)(e2 < least ? least : e2);
  }
}

#define ROW(name, per_pair)                                                                        \
  {                                                                                                \
    FN(name##_##per_pair##_A), FN(name##_##per_pair##_A_POT), FN(name##_##per_pair##_A_JERK),      \
        FN(name##_##per_pair##_POT), FN(name##_##per_pair##_POT_SELF)                              \
  }
#define LAW(name, NAME) {ROW(name, 0), ROW(name, 1)},
static const aps_direct_precision FN(precision) = {.size = sizeof(SCALAR),
                                                   .lanes = FN(lanes),
                                                   .r3 = R3,
                                                   .kernel = {APS_LAWS(LAW)},
                                                   .shift = FN(shift),
                                                   .soften = FN(soften)};
#undef LAW
#undef ROW
