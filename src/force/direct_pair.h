/* The pair loop, written once; direct_kernel.c includes it for float and for double with
 *   REAL, SCALAR   the vector and its element      FN(n)   n with the precision's prefix
 *   R3             see aps_direct_precision
 * and the macros of laws/law.h. Sources lie across the lanes; a few targets, each spread over a vector
 * that stays in a register, meet a vector of them at a time; the lanes are summed at the tile's end. So
 * none is empty however few targets there are, as in a tree's leaf or a block step. */
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

SIMD REAL FN(load)(const void *column, int j) {
  return *(const REAL *)((const SCALAR *)column + j);
}
SIMD REAL FN(spread)(const void *column, int i) { return FN(set)(((const SCALAR *)column)[i]); }

/* The numbers j, j + 1 … */
SIMD REAL FN(count_from)(int j) {
  REAL v;
  for (int lane = 0; lane < FN(lanes); lane++) ((SCALAR *)&v)[lane] = (SCALAR)(j + lane);
  return v;
}

/* sums[k][i + t] += the lanes of sum[k][t] for the sums k that are made of the targets t < some. */
SIMD void FN(add_lanes)(const int made[APS_SUMS], int some, REAL sum[APS_SUMS][UNROLL], int i,
                        double (*sums)[APS_DIRECT_BLOCK]) {
  enum { ROOM = (APS_SUMS * UNROLL + 15) / 16 * 16 };
  REAL all[ROOM];
  _Alignas(64) SCALAR total[ROOM] = {0};
  int used = 0;
#pragma GCC unroll 8
  for (int k = 0; k < APS_SUMS; k++)
    if (made[k])
#pragma GCC unroll 8
      for (int t = 0; t < some; t++) all[used++] = sum[k][t];
#pragma GCC unroll 16
  for (int k = used; k % FN(lanes); k++) all[k] = FN(set)(0);
  FN(add_totals)(all, used, total);
  used = 0;
#pragma GCC unroll 8
  for (int k = 0; k < APS_SUMS; k++)
    if (made[k])
#pragma GCC unroll 8
      for (int t = 0; t < some; t++) sums[k][i + t] += (double)total[used++];
}

/* Targets i … i + some - 1; law, per_pair, want and some are constants that the compiler unfolds. */
SIMD void FN(group)(int law, int per_pair, int want, int some, const aps_direct_points *from, int n,
                    const aps_direct_points *to, int i, double eps2,
                    double (*sums)[APS_DIRECT_BLOCK]) {
  const int acc = want <= APS_DIRECT_A_JERK, jerk = want == APS_DIRECT_A_JERK;
  const int pot = want == APS_DIRECT_A_POT || want >= APS_DIRECT_POT,
            self = want == APS_DIRECT_POT_SELF;
  const REAL zero = FN(set)(0);
  REAL x[UNROLL], y[UNROLL], z[UNROLL], vx[UNROLL], vy[UNROLL], vz[UNROLL], e2[UNROLL];
  REAL sum[APS_SUMS][UNROLL];
#pragma GCC unroll 8
  for (int k = 0; k < some; k++) {
    const int at = i + k;
    x[k] = FN(spread)(to->x, at), y[k] = FN(spread)(to->y, at), z[k] = FN(spread)(to->z, at);
    if (jerk)
      vx[k] = FN(spread)(to->vx, at), vy[k] = FN(spread)(to->vy, at), vz[k] = FN(spread)(to->vz, at);
    if (per_pair) e2[k] = FN(spread)(to->eps2, at);
#pragma GCC unroll 8
    for (int s = 0; s < APS_SUMS; s++) sum[s][k] = zero;
  }
  REAL *const ax = sum[APS_SUM_AX], *const ay = sum[APS_SUM_AY], *const az = sum[APS_SUM_AZ];
  REAL *const jx = sum[APS_SUM_JX], *const jy = sum[APS_SUM_JY], *const jz = sum[APS_SUM_JZ];
  REAL *const p = sum[APS_SUM_POT];
  const REAL uniform = FN(set)((SCALAR)eps2), last = FN(set)((SCALAR)n);
  for (int j = 0; j < n; j += FN(lanes)) {
    const REAL sx = FN(load)(from->x, j), sy = FN(load)(from->y, j), sz = FN(load)(from->z, j);
    const REAL m = acc ? FN(load)(from->mass, j) : zero,
               mp = pot ? FN(load)(from->mass_pot, j) : zero;
    const REAL se2 = per_pair ? FN(load)(from->eps2, j) : uniform;
    const REAL svx = jerk ? FN(load)(from->vx, j) : zero, svy = jerk ? FN(load)(from->vy, j) : zero;
    const REAL svz = jerk ? FN(load)(from->vz, j) : zero, row = self ? FN(count_from)(j) : zero;
#pragma GCC unroll 8
    for (int k = 0; k < some; k++) {
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
      if (self)
        u = FN(select)(FN(lt)(row, last), FN(select)(FN(eq)(row, FN(set)((SCALAR)(i + k))), zero, u), zero);
      if (pot) p[k] = FN(fma)(mp, u, p[k]);
    }
  }
  const int made[APS_SUMS] = {acc, acc, acc, pot, jerk, jerk, jerk};
  FN(add_lanes)(made, some, sum, i, sums);
}

SIMD void FN(walk)(int law, int per_pair, int want, const aps_direct_points *from, int n_from,
                   const aps_direct_points *to, int n_to, double eps2,
                   double (*sums)[APS_DIRECT_BLOCK]) {
  const int most = want == APS_DIRECT_A_JERK ? UNROLL_JERK : UNROLL;
  int i = 0;
  for (; i + most <= n_to; i += most)
    FN(group)(law, per_pair, want, most, from, n_from, to, i, eps2, sums);
  if (most > 2)
    for (; i + 2 <= n_to; i += 2)
      FN(group)(law, per_pair, want, 2, from, n_from, to, i, eps2, sums);
  for (; i < n_to; i++) FN(group)(law, per_pair, want, 1, from, n_from, to, i, eps2, sums);
}

/* A vector of sources without mass behind n of them. */
static void FN(pad)(const aps_direct_points *p, int n) {
  void *const column[] = {p->x, p->y, p->z, p->vx, p->vy, p->vz, p->mass, p->mass_pot};
  const REAL zero = FN(set)(0), one = FN(set)(1);
  if (n % FN(lanes) && n + FN(lanes) <= APS_DIRECT_TILE) { /* the tile has room for a whole vector more */
#pragma GCC unroll 8
    for (size_t c = 0; c < sizeof column / sizeof *column; c++)
      if (column[c]) memcpy((SCALAR *)column[c] + n, &zero, sizeof zero);
    memcpy((SCALAR *)p->eps2 + n, &one, sizeof one);
    return;
  }
  for (int j = n; j % FN(lanes); j++) {
    for (size_t c = 0; c < sizeof column / sizeof *column; c++)
      if (column[c]) ((SCALAR *)column[c])[j] = 0;
    ((SCALAR *)p->eps2)[j] = 1;
  }
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
                                                   .pad = FN(pad),
                                                   .soften = FN(soften)};
#undef LAW
#undef ROW
