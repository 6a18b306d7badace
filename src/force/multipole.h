/* Written by multipole.py; do not edit. Multipole and local expansions of orders 2 to 8 about centres of mass
 * as straight-line code, for host and device. Equations: docs/fmm.md. The including file defines
 *   MP_REAL            a number or a vector of them, with + - *
 *   MP_SET(c)          a constant, MP_FMA(a, b, c) a b + c
 *   MP_FN(n), MP_INLINE  function names and their storage
 * h: harmonic (1/r), moments of order m and locals of order n in 2n + 1 numbers; f: full, any potential of r.
 *   p2m_P(mass, t, R)           R += moments of one particle; t: from the particle to the centre
 *   m2m_KP(M, t, R)             R += M moved by t, from its centre to the new one
 *   fold_KP(R, M)               stored moments from all of them
 *   m2l_KP(M, d, g, F)          F += local expansion; d: from the source's centre to the target's; g[m] =
 *                               (1/r d/dr)^m of the pair potential 1/r
 *   m2p_KP                      the same with order 0 and 1 of F only
 *   p2l_KP(mass, d, g, F)       the same of one particle
 *   l2l_KP(F, t, L)             L += F moved by t;  l2p_KP: order 0 and 1 of L only */
#ifndef APS_MULTIPOLE_SIZES
#define APS_MULTIPOLE_SIZES
enum { APS_MULTIPOLE_LEAST = 2, APS_MULTIPOLE_MOST = 8 };
/* Numbers stored per expansion, [order]. */
#define APS_MOMENTS_H {0, 0, 1, 6, 13, 22, 33, 46, 61}
#define APS_MOMENTS_F {0, 0, 1, 7, 17, 32, 53, 81, 117}
#define APS_MOMENTS_RAW {0, 0, 1, 7, 17, 32, 53, 81, 117}
#define APS_LOCALS_H {0, 0, 9, 16, 25, 36, 49, 64, 81}
#define APS_LOCALS_F {0, 0, 10, 20, 35, 56, 84, 120, 165}
#define APS_MOMENTS_RAW_MOST 117
#define APS_LOCALS_MOST 165
#endif
#ifdef MP_REAL /* without it the file gives the sizes only */
#define T(f, m, d) F[f] = MP_FMA(M[m], d, F[f]);

MP_INLINE void MP_FN(p2m_2)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass;
}

MP_INLINE void MP_FN(m2m_h2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += M[0];
}

MP_INLINE void MP_FN(fold_h2)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0];
}

MP_INLINE void MP_FN(m2l_h2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], d010 = y * g[1], r1_010 = y * g[2],
  d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]), d110 = x * r1_010,
  d020 = MP_FMA(y, r1_010, g[1]), d101 = z * r1_100, d011 = z * r1_010; T(0, 0, g[0]) T(1, 0, d100)
  T(2, 0, d010) T(3, 0, d001) T(4, 0, d200) T(5, 0, d110) T(6, 0, d020) T(7, 0, d101) T(8, 0, d011)
}

MP_INLINE void MP_FN(m2p_h2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], d010 = y * g[1], d001 = z * g[1]; T(0, 0, g[0]) T(1, 0, d100)
  T(2, 0, d010) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h2)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], d010 = y * g[1], r1_010 = y * g[2],
  d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]), d110 = x * r1_010,
  d020 = MP_FMA(y, r1_010, g[1]), d101 = z * r1_100, d011 = z * r1_010;
  F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]);
}

MP_INLINE void MP_FN(l2l_h2)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), f002 = -(F[4] + F[6]), u000 = MP_FMA(F[1], x, F[4] * x2) + F[0],
  u001 = F[7] * x + F[3], u010 = F[5] * x + F[2], u100 = F[4] * x + F[1],
  v000 = MP_FMA(u010, y, F[6] * y2) + u000, v001 = F[8] * y + u001, v010 = F[6] * y + u010,
  v100 = F[5] * y + u100, w000 = MP_FMA(v001, z, f002 * z2) + v000, w001 = f002 * z + v001,
  w010 = F[8] * z + v010, w100 = F[7] * z + v100; L[0] += w000; L[1] += w100; L[2] += w010;
  L[3] += w001; L[4] += F[4]; L[5] += F[5]; L[6] += F[6]; L[7] += F[7]; L[8] += F[8];
}

MP_INLINE void MP_FN(l2p_h2)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), f002 = -(F[4] + F[6]), u000 = MP_FMA(F[1], x, F[4] * x2) + F[0],
  u001 = F[7] * x + F[3], u010 = F[5] * x + F[2], u100 = F[4] * x + F[1],
  v000 = MP_FMA(u010, y, F[6] * y2) + u000, v001 = F[8] * y + u001, v010 = F[6] * y + u010,
  v100 = F[5] * y + u100, w000 = MP_FMA(v001, z, f002 * z2) + v000, w001 = f002 * z + v001,
  w010 = F[8] * z + v010, w100 = F[7] * z + v100; L[0] += w000; L[1] += w100; L[2] += w010;
  L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += M[0];
}

MP_INLINE void MP_FN(fold_f2)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0];
}

MP_INLINE void MP_FN(m2l_f2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], d010 = y * g[1], r1_010 = y * g[2],
  d001 = z * g[1], r1_001 = z * g[2], d200 = MP_FMA(x, r1_100, g[1]), d110 = x * r1_010,
  d020 = MP_FMA(y, r1_010, g[1]), d101 = z * r1_100, d011 = z * r1_010,
  d002 = MP_FMA(z, r1_001, g[1]); T(0, 0, g[0]) T(1, 0, d100) T(2, 0, d010) T(3, 0, d001)
  T(4, 0, d200) T(5, 0, d110) T(6, 0, d020) T(7, 0, d101) T(8, 0, d011) T(9, 0, d002)
}

MP_INLINE void MP_FN(m2p_f2)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], d010 = y * g[1], d001 = z * g[1]; T(0, 0, g[0]) T(1, 0, d100)
  T(2, 0, d010) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f2)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], d010 = y * g[1], r1_010 = y * g[2],
  d001 = z * g[1], r1_001 = z * g[2], d200 = MP_FMA(x, r1_100, g[1]), d110 = x * r1_010,
  d020 = MP_FMA(y, r1_010, g[1]), d101 = z * r1_100, d011 = z * r1_010,
  d002 = MP_FMA(z, r1_001, g[1]); F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d002, F[9]);
}

MP_INLINE void MP_FN(l2l_f2)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), u000 = MP_FMA(F[1], x, F[4] * x2) + F[0], u001 = F[7] * x + F[3],
  u010 = F[5] * x + F[2], u100 = F[4] * x + F[1], v000 = MP_FMA(u010, y, F[6] * y2) + u000,
  v001 = F[8] * y + u001, v010 = F[6] * y + u010, v100 = F[5] * y + u100,
  w000 = MP_FMA(v001, z, F[9] * z2) + v000, w001 = F[9] * z + v001, w010 = F[8] * z + v010,
  w100 = F[7] * z + v100; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += F[4];
  L[5] += F[5]; L[6] += F[6]; L[7] += F[7]; L[8] += F[8]; L[9] += F[9];
}

MP_INLINE void MP_FN(l2p_f2)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), u000 = MP_FMA(F[1], x, F[4] * x2) + F[0], u001 = F[7] * x + F[3],
  u010 = F[5] * x + F[2], u100 = F[4] * x + F[1], v000 = MP_FMA(u010, y, F[6] * y2) + u000,
  v001 = F[8] * y + u001, v010 = F[6] * y + u010, v100 = F[5] * y + u100,
  w000 = MP_FMA(v001, z, F[9] * z2) + v000, w001 = F[9] * z + v001, w010 = F[8] * z + v010,
  w100 = F[7] * z + v100; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(p2m_3)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), t011 = y * z, t101 = x * z, t110 = x * y;
  R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]); R[3] = MP_FMA(mass, y2, R[3]);
  R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]); R[6] = MP_FMA(mass, z2, R[6]);
}

MP_INLINE void MP_FN(m2m_h3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), u100 = M[0] * x, u200 = M[0] * x2 + M[1], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], w002 = M[0] * z2, w011 = v010 * z + M[5],
  w101 = u100 * z + M[4]; R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101;
  R[5] += w011; R[6] += w002;
}

MP_INLINE void MP_FN(fold_h3)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
}

MP_INLINE void MP_FN(m2l_h3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010, r1_110 = x * r2_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  d210 = MP_FMA(x, r1_110, r1_010), d120 = x * r1_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d102 = -(d300 + d120), d012 = -(d210 + d030); T(0, 5, d011) T(0, 4, d101)
  T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120)
  T(1, 2, d210) T(1, 1, d300) T(1, 0, d100) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120)
  T(2, 1, d210) T(2, 0, d010) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001) T(4, 0, d200) T(5, 0, d110) T(6, 0, d020) T(7, 0, d101) T(8, 0, d011) T(9, 0, d300)
  T(10, 0, d210) T(11, 0, d120) T(12, 0, d030) T(13, 0, d201) T(14, 0, d111) T(15, 0, d021)
}

MP_INLINE void MP_FN(m2p_h3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010, r1_110 = x * r2_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  d210 = MP_FMA(x, r1_110, r1_010), d120 = x * r1_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d102 = -(d300 + d120), d012 = -(d210 + d030); T(0, 5, d011) T(0, 4, d101)
  T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120)
  T(1, 2, d210) T(1, 1, d300) T(1, 0, d100) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120)
  T(2, 1, d210) T(2, 0, d010) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h3)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010, r1_110 = x * r2_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  d210 = MP_FMA(x, r1_110, r1_010), d120 = x * r1_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020; F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d300, F[9]);
  F[10] = MP_FMA(mass, d210, F[10]); F[11] = MP_FMA(mass, d120, F[11]);
  F[12] = MP_FMA(mass, d030, F[12]); F[13] = MP_FMA(mass, d201, F[13]);
  F[14] = MP_FMA(mass, d111, F[14]); F[15] = MP_FMA(mass, d021, F[15]);
}

MP_INLINE void MP_FN(l2l_h3)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, F[9] * x3)) + F[0],
  u001 = MP_FMA(F[7], x, F[13] * x2) + F[3], u010 = MP_FMA(F[5], x, F[10] * x2) + F[2],
  u100 = MP_FMA(F[4], x, F[9] * x2) + F[1], u002 = f102 * x + f002, u011 = F[14] * x + F[8],
  u020 = F[11] * x + F[6], u101 = F[13] * x + F[7], u110 = F[10] * x + F[5],
  u200 = F[9] * x + F[4], v000 = MP_FMA(u010, y, MP_FMA(u020, y2, F[12] * y3)) + u000,
  v001 = MP_FMA(u011, y, F[15] * y2) + u001, v010 = MP_FMA(u020, y, F[12] * y2) + u010,
  v100 = MP_FMA(u110, y, F[11] * y2) + u100, v002 = f012 * y + u002, v011 = F[15] * y + u011,
  v020 = F[12] * y + u020, v101 = F[14] * y + u101, v110 = F[11] * y + u110,
  v200 = F[10] * y + u200, w000 = MP_FMA(v001, z, MP_FMA(v002, z2, f003 * z3)) + v000,
  w001 = MP_FMA(v002, z, f003 * z2) + v001, w010 = MP_FMA(v011, z, f012 * z2) + v010,
  w100 = MP_FMA(v101, z, f102 * z2) + v100, w011 = f012 * z + v011, w020 = F[15] * z + v020,
  w101 = f102 * z + v101, w110 = F[14] * z + v110, w200 = F[13] * z + v200; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101;
  L[8] += w011; L[9] += F[9]; L[10] += F[10]; L[11] += F[11]; L[12] += F[12]; L[13] += F[13];
  L[14] += F[14]; L[15] += F[15];
}

MP_INLINE void MP_FN(l2p_h3)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, F[9] * x3)) + F[0],
  u001 = MP_FMA(F[7], x, F[13] * x2) + F[3], u010 = MP_FMA(F[5], x, F[10] * x2) + F[2],
  u100 = MP_FMA(F[4], x, F[9] * x2) + F[1], u002 = f102 * x + f002, u011 = F[14] * x + F[8],
  u020 = F[11] * x + F[6], u101 = F[13] * x + F[7], u110 = F[10] * x + F[5],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, F[12] * y3)) + u000,
  v001 = MP_FMA(u011, y, F[15] * y2) + u001, v010 = MP_FMA(u020, y, F[12] * y2) + u010,
  v100 = MP_FMA(u110, y, F[11] * y2) + u100, v002 = f012 * y + u002, v011 = F[15] * y + u011,
  v101 = F[14] * y + u101, w000 = MP_FMA(v001, z, MP_FMA(v002, z2, f003 * z3)) + v000,
  w001 = MP_FMA(v002, z, f003 * z2) + v001, w010 = MP_FMA(v011, z, f012 * z2) + v010,
  w100 = MP_FMA(v101, z, f102 * z2) + v100; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), y2 = y * y * MP_SET(1.0 / 2),
  z2 = z * z * MP_SET(1.0 / 2), u100 = M[0] * x, u200 = M[0] * x2 + M[1], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], w002 = M[0] * z2 + M[6], w011 = v010 * z + M[5],
  w101 = u100 * z + M[4]; R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101;
  R[5] += w011; R[6] += w002;
}

MP_INLINE void MP_FN(fold_f3)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
}

MP_INLINE void MP_FN(m2l_f3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010,
  r1_110 = x * r2_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  d101 = z * r1_100, r1_101 = z * r2_100, d011 = z * r1_010, r1_011 = z * r2_010,
  d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), d210 = MP_FMA(x, r1_110, r1_010),
  d120 = x * r1_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200,
  d111 = z * r1_110, d021 = z * r1_020, d102 = MP_FMA(z, r1_101, r1_100),
  d012 = MP_FMA(z, r1_011, r1_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001); T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100) T(2, 6, d012)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 6, d003)
  T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 0, d200)
  T(5, 0, d110) T(6, 0, d020) T(7, 0, d101) T(8, 0, d011) T(9, 0, d002) T(10, 0, d300)
  T(11, 0, d210) T(12, 0, d120) T(13, 0, d030) T(14, 0, d201) T(15, 0, d111) T(16, 0, d021)
  T(17, 0, d102) T(18, 0, d012) T(19, 0, d003)
}

MP_INLINE void MP_FN(m2p_f3)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010,
  r1_110 = x * r2_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  d101 = z * r1_100, r1_101 = z * r2_100, d011 = z * r1_010, r1_011 = z * r2_010,
  d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), d210 = MP_FMA(x, r1_110, r1_010),
  d120 = x * r1_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200,
  d111 = z * r1_110, d021 = z * r1_020, d102 = MP_FMA(z, r1_101, r1_100),
  d012 = MP_FMA(z, r1_011, r1_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001); T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100) T(2, 6, d012)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 6, d003)
  T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f3)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]), d110 = x * r1_010,
  r1_110 = x * r2_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  d101 = z * r1_100, r1_101 = z * r2_100, d011 = z * r1_010, r1_011 = z * r2_010,
  d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), d210 = MP_FMA(x, r1_110, r1_010),
  d120 = x * r1_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), d201 = z * r1_200,
  d111 = z * r1_110, d021 = z * r1_020, d102 = MP_FMA(z, r1_101, r1_100),
  d012 = MP_FMA(z, r1_011, r1_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001);
  F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d002, F[9]);
  F[10] = MP_FMA(mass, d300, F[10]); F[11] = MP_FMA(mass, d210, F[11]);
  F[12] = MP_FMA(mass, d120, F[12]); F[13] = MP_FMA(mass, d030, F[13]);
  F[14] = MP_FMA(mass, d201, F[14]); F[15] = MP_FMA(mass, d111, F[15]);
  F[16] = MP_FMA(mass, d021, F[16]); F[17] = MP_FMA(mass, d102, F[17]);
  F[18] = MP_FMA(mass, d012, F[18]); F[19] = MP_FMA(mass, d003, F[19]);
}

MP_INLINE void MP_FN(l2l_f3)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, F[10] * x3)) + F[0],
  u001 = MP_FMA(F[7], x, F[14] * x2) + F[3], u010 = MP_FMA(F[5], x, F[11] * x2) + F[2],
  u100 = MP_FMA(F[4], x, F[10] * x2) + F[1], u002 = F[17] * x + F[9], u011 = F[15] * x + F[8],
  u020 = F[12] * x + F[6], u101 = F[14] * x + F[7], u110 = F[11] * x + F[5],
  u200 = F[10] * x + F[4], v000 = MP_FMA(u010, y, MP_FMA(u020, y2, F[13] * y3)) + u000,
  v001 = MP_FMA(u011, y, F[16] * y2) + u001, v010 = MP_FMA(u020, y, F[13] * y2) + u010,
  v100 = MP_FMA(u110, y, F[12] * y2) + u100, v002 = F[18] * y + u002, v011 = F[16] * y + u011,
  v020 = F[13] * y + u020, v101 = F[15] * y + u101, v110 = F[12] * y + u110,
  v200 = F[11] * y + u200, w000 = MP_FMA(v001, z, MP_FMA(v002, z2, F[19] * z3)) + v000,
  w001 = MP_FMA(v002, z, F[19] * z2) + v001, w010 = MP_FMA(v011, z, F[18] * z2) + v010,
  w100 = MP_FMA(v101, z, F[17] * z2) + v100, w002 = F[19] * z + v002, w011 = F[18] * z + v011,
  w020 = F[16] * z + v020, w101 = F[17] * z + v101, w110 = F[15] * z + v110,
  w200 = F[14] * z + v200; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w002; L[10] += F[10];
  L[11] += F[11]; L[12] += F[12]; L[13] += F[13]; L[14] += F[14]; L[15] += F[15]; L[16] += F[16];
  L[17] += F[17]; L[18] += F[18]; L[19] += F[19];
}

MP_INLINE void MP_FN(l2p_f3)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, F[10] * x3)) + F[0],
  u001 = MP_FMA(F[7], x, F[14] * x2) + F[3], u010 = MP_FMA(F[5], x, F[11] * x2) + F[2],
  u100 = MP_FMA(F[4], x, F[10] * x2) + F[1], u002 = F[17] * x + F[9], u011 = F[15] * x + F[8],
  u020 = F[12] * x + F[6], u101 = F[14] * x + F[7], u110 = F[11] * x + F[5],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, F[13] * y3)) + u000,
  v001 = MP_FMA(u011, y, F[16] * y2) + u001, v010 = MP_FMA(u020, y, F[13] * y2) + u010,
  v100 = MP_FMA(u110, y, F[12] * y2) + u100, v002 = F[18] * y + u002, v011 = F[16] * y + u011,
  v101 = F[15] * y + u101, w000 = MP_FMA(v001, z, MP_FMA(v002, z2, F[19] * z3)) + v000,
  w001 = MP_FMA(v002, z, F[19] * z2) + v001, w010 = MP_FMA(v011, z, F[18] * z2) + v010,
  w100 = MP_FMA(v101, z, F[17] * z2) + v100; L[0] += w000; L[1] += w100; L[2] += w010;
  L[3] += w001;
}

MP_INLINE void MP_FN(p2m_4)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), t011 = y * z, t101 = x * z, t110 = x * y, t012 = y * z2,
  t021 = y2 * z, t102 = x * z2, t111 = t110 * z, t120 = x * y2, t201 = x2 * z, t210 = x2 * y;
  R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]); R[3] = MP_FMA(mass, y2, R[3]);
  R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]); R[6] = MP_FMA(mass, z2, R[6]);
  R[7] = MP_FMA(mass, x3, R[7]); R[8] = MP_FMA(mass, t210, R[8]); R[9] = MP_FMA(mass, t120, R[9]);
  R[10] = MP_FMA(mass, y3, R[10]); R[11] = MP_FMA(mass, t201, R[11]);
  R[12] = MP_FMA(mass, t111, R[12]); R[13] = MP_FMA(mass, t021, R[13]);
  R[14] = MP_FMA(mass, t102, R[14]); R[15] = MP_FMA(mass, t012, R[15]);
  R[16] = MP_FMA(mass, z3, R[16]);
}

MP_INLINE void MP_FN(m2m_h4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u111 = M[5] * x + M[11],
  u120 = M[3] * x + M[8], u201 = M[4] * x + M[10], u210 = M[2] * x + M[7],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[6], v010 = M[0] * y, v020 = M[0] * y2 + M[3],
  v110 = u100 * y + M[2], v021 = M[5] * y + M[12], v030 = MP_FMA(M[3], y, M[0] * y3) + M[9],
  v111 = M[4] * y + u111, v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210,
  w002 = M[0] * z2, w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = M[0] * z3,
  w012 = MP_FMA(M[5], z, v010 * z2), w021 = v020 * z + v021, w102 = MP_FMA(M[4], z, u100 * z2),
  w111 = v110 * z + v111, w201 = u200 * z + u201; R[0] += M[0]; R[1] += u200; R[2] += v110;
  R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002; R[7] += u300; R[8] += v210; R[9] += v120;
  R[10] += v030; R[11] += w201; R[12] += w111; R[13] += w021; R[14] += w102; R[15] += w012;
  R[16] += w003;
}

MP_INLINE void MP_FN(fold_h4)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
  M[6] = R[7] - R[14]; M[7] = R[8] - R[15]; M[8] = R[9] - R[14]; M[9] = R[10] - R[15];
  M[10] = R[11] - R[16]; M[11] = R[12]; M[12] = R[13] - R[16];
}

MP_INLINE void MP_FN(m2l_h4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100, d011 = z * r1_010,
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020,
  r1_120 = x * r2_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030, d102 = -(d300 + d120),
  d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130), d022 = -(d220 + d040);
  T(0, 12, d021) T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210)
  T(0, 6, d300) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130) T(1, 8, d220) T(1, 7, d310)
  T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 12, d031) T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220)
  T(2, 6, d310) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121) T(3, 7, d211)
  T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
  T(4, 5, d211) T(4, 4, d301) T(4, 3, d220) T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 5, d121)
  T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310) T(5, 0, d110) T(6, 5, d031) T(6, 4, d121)
  T(6, 3, d040) T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121)
  T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031) T(8, 2, d121)
  T(8, 1, d211) T(8, 0, d011) T(9, 0, d300) T(10, 0, d210) T(11, 0, d120) T(12, 0, d030)
  T(13, 0, d201) T(14, 0, d111) T(15, 0, d021) T(16, 0, d400) T(17, 0, d310) T(18, 0, d220)
  T(19, 0, d130) T(20, 0, d040) T(21, 0, d301) T(22, 0, d211) T(23, 0, d121) T(24, 0, d031)
}

MP_INLINE void MP_FN(m2p_h4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100, d011 = z * r1_010,
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020,
  r1_120 = x * r2_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030, d102 = -(d300 + d120),
  d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130), d022 = -(d220 + d040);
  T(0, 12, d021) T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210)
  T(0, 6, d300) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130) T(1, 8, d220) T(1, 7, d310)
  T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 12, d031) T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220)
  T(2, 6, d310) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121) T(3, 7, d211)
  T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h4)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100, d011 = z * r1_010,
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020,
  r1_120 = x * r2_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030; F[0] = MP_FMA(mass, g[0], F[0]);
  F[1] = MP_FMA(mass, d100, F[1]); F[2] = MP_FMA(mass, d010, F[2]);
  F[3] = MP_FMA(mass, d001, F[3]); F[4] = MP_FMA(mass, d200, F[4]);
  F[5] = MP_FMA(mass, d110, F[5]); F[6] = MP_FMA(mass, d020, F[6]);
  F[7] = MP_FMA(mass, d101, F[7]); F[8] = MP_FMA(mass, d011, F[8]);
  F[9] = MP_FMA(mass, d300, F[9]); F[10] = MP_FMA(mass, d210, F[10]);
  F[11] = MP_FMA(mass, d120, F[11]); F[12] = MP_FMA(mass, d030, F[12]);
  F[13] = MP_FMA(mass, d201, F[13]); F[14] = MP_FMA(mass, d111, F[14]);
  F[15] = MP_FMA(mass, d021, F[15]); F[16] = MP_FMA(mass, d400, F[16]);
  F[17] = MP_FMA(mass, d310, F[17]); F[18] = MP_FMA(mass, d220, F[18]);
  F[19] = MP_FMA(mass, d130, F[19]); F[20] = MP_FMA(mass, d040, F[20]);
  F[21] = MP_FMA(mass, d301, F[21]); F[22] = MP_FMA(mass, d211, F[22]);
  F[23] = MP_FMA(mass, d121, F[23]); F[24] = MP_FMA(mass, d031, F[24]);
}

MP_INLINE void MP_FN(l2l_h4)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, F[16] * x4))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, F[21] * x3)) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, F[17] * x3)) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, F[16] * x3)) + F[1],
  u002 = MP_FMA(f102, x, f202 * x2) + f002, u011 = MP_FMA(F[14], x, F[22] * x2) + F[8],
  u020 = MP_FMA(F[11], x, F[18] * x2) + F[6], u101 = MP_FMA(F[13], x, F[21] * x2) + F[7],
  u110 = MP_FMA(F[10], x, F[17] * x2) + F[5], u200 = MP_FMA(F[9], x, F[16] * x2) + F[4],
  u003 = f103 * x + f003, u012 = f112 * x + f012, u021 = F[23] * x + F[15],
  u030 = F[19] * x + F[12], u102 = f202 * x + f102, u111 = F[22] * x + F[14],
  u120 = F[18] * x + F[11], u201 = F[21] * x + F[13], u210 = F[17] * x + F[10],
  u300 = F[16] * x + F[9],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, F[20] * y4))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, F[24] * y3)) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, F[20] * y3)) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, F[19] * y3)) + u100,
  v002 = MP_FMA(u012, y, f022 * y2) + u002, v011 = MP_FMA(u021, y, F[24] * y2) + u011,
  v020 = MP_FMA(u030, y, F[20] * y2) + u020, v101 = MP_FMA(u111, y, F[23] * y2) + u101,
  v110 = MP_FMA(u120, y, F[19] * y2) + u110, v200 = MP_FMA(u210, y, F[18] * y2) + u200,
  v003 = f013 * y + u003, v012 = f022 * y + u012, v021 = F[24] * y + u021, v030 = F[20] * y + u030,
  v102 = f112 * y + u102, v111 = F[23] * y + u111, v120 = F[19] * y + u120,
  v201 = F[22] * y + u201, v210 = F[18] * y + u210, v300 = F[17] * y + u300,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, f004 * z4))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, f004 * z3)) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, f013 * z3)) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, f103 * z3)) + v100,
  w011 = MP_FMA(v012, z, f013 * z2) + v011, w020 = MP_FMA(v021, z, f022 * z2) + v020,
  w101 = MP_FMA(v102, z, f103 * z2) + v101, w110 = MP_FMA(v111, z, f112 * z2) + v110,
  w200 = MP_FMA(v201, z, f202 * z2) + v200, w021 = f022 * z + v021, w030 = F[24] * z + v030,
  w111 = f112 * z + v111, w120 = F[23] * z + v120, w201 = f202 * z + v201, w210 = F[22] * z + v210,
  w300 = F[21] * z + v300; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w300; L[10] += w210;
  L[11] += w120; L[12] += w030; L[13] += w201; L[14] += w111; L[15] += w021; L[16] += F[16];
  L[17] += F[17]; L[18] += F[18]; L[19] += F[19]; L[20] += F[20]; L[21] += F[21]; L[22] += F[22];
  L[23] += F[23]; L[24] += F[24];
}

MP_INLINE void MP_FN(l2p_h4)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, F[16] * x4))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, F[21] * x3)) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, F[17] * x3)) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, F[16] * x3)) + F[1],
  u002 = MP_FMA(f102, x, f202 * x2) + f002, u011 = MP_FMA(F[14], x, F[22] * x2) + F[8],
  u020 = MP_FMA(F[11], x, F[18] * x2) + F[6], u101 = MP_FMA(F[13], x, F[21] * x2) + F[7],
  u110 = MP_FMA(F[10], x, F[17] * x2) + F[5], u003 = f103 * x + f003, u012 = f112 * x + f012,
  u021 = F[23] * x + F[15], u030 = F[19] * x + F[12], u102 = f202 * x + f102,
  u111 = F[22] * x + F[14], u120 = F[18] * x + F[11],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, F[20] * y4))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, F[24] * y3)) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, F[20] * y3)) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, F[19] * y3)) + u100,
  v002 = MP_FMA(u012, y, f022 * y2) + u002, v011 = MP_FMA(u021, y, F[24] * y2) + u011,
  v101 = MP_FMA(u111, y, F[23] * y2) + u101, v003 = f013 * y + u003, v012 = f022 * y + u012,
  v102 = f112 * y + u102,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, f004 * z4))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, f004 * z3)) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, f013 * z3)) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, f103 * z3)) + v100; L[0] += w000; L[1] += w100;
  L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u102 = M[6] * x + M[14],
  u111 = M[5] * x + M[12], u120 = M[3] * x + M[9], u201 = M[4] * x + M[11], u210 = M[2] * x + M[8],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[7], v010 = M[0] * y, v020 = M[0] * y2 + M[3],
  v110 = u100 * y + M[2], v012 = M[6] * y + M[15], v021 = M[5] * y + M[13],
  v030 = MP_FMA(M[3], y, M[0] * y3) + M[10], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210, w002 = M[0] * z2 + M[6],
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = MP_FMA(M[6], z, M[0] * z3) + M[16],
  w012 = MP_FMA(M[5], z, v010 * z2) + v012, w021 = v020 * z + v021,
  w102 = MP_FMA(M[4], z, u100 * z2) + u102, w111 = v110 * z + v111, w201 = u200 * z + u201;
  R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002;
  R[7] += u300; R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111;
  R[13] += w021; R[14] += w102; R[15] += w012; R[16] += w003;
}

MP_INLINE void MP_FN(fold_f4)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
  M[7] = R[7]; M[8] = R[8]; M[9] = R[9]; M[10] = R[10]; M[11] = R[11]; M[12] = R[12];
  M[13] = R[13]; M[14] = R[14]; M[15] = R[15]; M[16] = R[16];
}

MP_INLINE void MP_FN(m2l_f4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, d011 = z * r1_010, r1_011 = z * r2_010,
  r2_011 = z * r3_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020, r1_120 = x * r2_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  d201 = z * r1_200, r1_201 = z * r2_200, d111 = z * r1_110, r1_111 = z * r2_110,
  d021 = z * r1_020, r1_021 = z * r2_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030, d202 = MP_FMA(z, r1_201, r1_200),
  d112 = MP_FMA(z, r1_111, r1_110), d022 = MP_FMA(z, r1_021, r1_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002); T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 16, d103) T(1, 15, d112) T(1, 14, d202) T(1, 13, d121) T(1, 12, d211)
  T(1, 11, d301) T(1, 10, d130) T(1, 9, d220) T(1, 8, d310) T(1, 7, d400) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 16, d004)
  T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031)
  T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 6, d202) T(4, 5, d211) T(4, 4, d301) T(4, 3, d220)
  T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 6, d112) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130)
  T(5, 2, d220) T(5, 1, d310) T(5, 0, d110) T(6, 6, d022) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040)
  T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 6, d103) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121)
  T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 6, d013) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 6, d004) T(9, 5, d013) T(9, 4, d103) T(9, 3, d022)
  T(9, 2, d112) T(9, 1, d202) T(9, 0, d002) T(10, 0, d300) T(11, 0, d210) T(12, 0, d120)
  T(13, 0, d030) T(14, 0, d201) T(15, 0, d111) T(16, 0, d021) T(17, 0, d102) T(18, 0, d012)
  T(19, 0, d003) T(20, 0, d400) T(21, 0, d310) T(22, 0, d220) T(23, 0, d130) T(24, 0, d040)
  T(25, 0, d301) T(26, 0, d211) T(27, 0, d121) T(28, 0, d031) T(29, 0, d202) T(30, 0, d112)
  T(31, 0, d022) T(32, 0, d103) T(33, 0, d013) T(34, 0, d004)
}

MP_INLINE void MP_FN(m2p_f4)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, d011 = z * r1_010, r1_011 = z * r2_010,
  r2_011 = z * r3_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020, r1_120 = x * r2_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  d201 = z * r1_200, r1_201 = z * r2_200, d111 = z * r1_110, r1_111 = z * r2_110,
  d021 = z * r1_020, r1_021 = z * r2_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030, d202 = MP_FMA(z, r1_201, r1_200),
  d112 = MP_FMA(z, r1_111, r1_110), d022 = MP_FMA(z, r1_021, r1_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002); T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 16, d103) T(1, 15, d112) T(1, 14, d202) T(1, 13, d121) T(1, 12, d211)
  T(1, 11, d301) T(1, 10, d130) T(1, 9, d220) T(1, 8, d310) T(1, 7, d400) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 16, d004)
  T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031)
  T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f4)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], d001 = z * g[1],
  r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, d011 = z * r1_010, r1_011 = z * r2_010,
  r2_011 = z * r3_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), d120 = x * r1_020, r1_120 = x * r2_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  d201 = z * r1_200, r1_201 = z * r2_200, d111 = z * r1_110, r1_111 = z * r2_110,
  d021 = z * r1_020, r1_021 = z * r2_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), d220 = MP_FMA(x, r1_120, r1_020),
  d130 = x * r1_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), d301 = z * r1_300,
  d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030, d202 = MP_FMA(z, r1_201, r1_200),
  d112 = MP_FMA(z, r1_111, r1_110), d022 = MP_FMA(z, r1_021, r1_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002); F[0] = MP_FMA(mass, g[0], F[0]);
  F[1] = MP_FMA(mass, d100, F[1]); F[2] = MP_FMA(mass, d010, F[2]);
  F[3] = MP_FMA(mass, d001, F[3]); F[4] = MP_FMA(mass, d200, F[4]);
  F[5] = MP_FMA(mass, d110, F[5]); F[6] = MP_FMA(mass, d020, F[6]);
  F[7] = MP_FMA(mass, d101, F[7]); F[8] = MP_FMA(mass, d011, F[8]);
  F[9] = MP_FMA(mass, d002, F[9]); F[10] = MP_FMA(mass, d300, F[10]);
  F[11] = MP_FMA(mass, d210, F[11]); F[12] = MP_FMA(mass, d120, F[12]);
  F[13] = MP_FMA(mass, d030, F[13]); F[14] = MP_FMA(mass, d201, F[14]);
  F[15] = MP_FMA(mass, d111, F[15]); F[16] = MP_FMA(mass, d021, F[16]);
  F[17] = MP_FMA(mass, d102, F[17]); F[18] = MP_FMA(mass, d012, F[18]);
  F[19] = MP_FMA(mass, d003, F[19]); F[20] = MP_FMA(mass, d400, F[20]);
  F[21] = MP_FMA(mass, d310, F[21]); F[22] = MP_FMA(mass, d220, F[22]);
  F[23] = MP_FMA(mass, d130, F[23]); F[24] = MP_FMA(mass, d040, F[24]);
  F[25] = MP_FMA(mass, d301, F[25]); F[26] = MP_FMA(mass, d211, F[26]);
  F[27] = MP_FMA(mass, d121, F[27]); F[28] = MP_FMA(mass, d031, F[28]);
  F[29] = MP_FMA(mass, d202, F[29]); F[30] = MP_FMA(mass, d112, F[30]);
  F[31] = MP_FMA(mass, d022, F[31]); F[32] = MP_FMA(mass, d103, F[32]);
  F[33] = MP_FMA(mass, d013, F[33]); F[34] = MP_FMA(mass, d004, F[34]);
}

MP_INLINE void MP_FN(l2l_f4)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, F[20] * x4))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, F[25] * x3)) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, F[21] * x3)) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, F[20] * x3)) + F[1],
  u002 = MP_FMA(F[17], x, F[29] * x2) + F[9], u011 = MP_FMA(F[15], x, F[26] * x2) + F[8],
  u020 = MP_FMA(F[12], x, F[22] * x2) + F[6], u101 = MP_FMA(F[14], x, F[25] * x2) + F[7],
  u110 = MP_FMA(F[11], x, F[21] * x2) + F[5], u200 = MP_FMA(F[10], x, F[20] * x2) + F[4],
  u003 = F[32] * x + F[19], u012 = F[30] * x + F[18], u021 = F[27] * x + F[16],
  u030 = F[23] * x + F[13], u102 = F[29] * x + F[17], u111 = F[26] * x + F[15],
  u120 = F[22] * x + F[12], u201 = F[25] * x + F[14], u210 = F[21] * x + F[11],
  u300 = F[20] * x + F[10],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, F[24] * y4))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, F[28] * y3)) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, F[24] * y3)) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, F[23] * y3)) + u100,
  v002 = MP_FMA(u012, y, F[31] * y2) + u002, v011 = MP_FMA(u021, y, F[28] * y2) + u011,
  v020 = MP_FMA(u030, y, F[24] * y2) + u020, v101 = MP_FMA(u111, y, F[27] * y2) + u101,
  v110 = MP_FMA(u120, y, F[23] * y2) + u110, v200 = MP_FMA(u210, y, F[22] * y2) + u200,
  v003 = F[33] * y + u003, v012 = F[31] * y + u012, v021 = F[28] * y + u021,
  v030 = F[24] * y + u030, v102 = F[30] * y + u102, v111 = F[27] * y + u111,
  v120 = F[23] * y + u120, v201 = F[26] * y + u201, v210 = F[22] * y + u210,
  v300 = F[21] * y + u300,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, F[34] * z4))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, F[34] * z3)) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, F[33] * z3)) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, F[32] * z3)) + v100,
  w002 = MP_FMA(v003, z, F[34] * z2) + v002, w011 = MP_FMA(v012, z, F[33] * z2) + v011,
  w020 = MP_FMA(v021, z, F[31] * z2) + v020, w101 = MP_FMA(v102, z, F[32] * z2) + v101,
  w110 = MP_FMA(v111, z, F[30] * z2) + v110, w200 = MP_FMA(v201, z, F[29] * z2) + v200,
  w003 = F[34] * z + v003, w012 = F[33] * z + v012, w021 = F[31] * z + v021,
  w030 = F[28] * z + v030, w102 = F[32] * z + v102, w111 = F[30] * z + v111,
  w120 = F[27] * z + v120, w201 = F[29] * z + v201, w210 = F[26] * z + v210,
  w300 = F[25] * z + v300; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w002; L[10] += w300;
  L[11] += w210; L[12] += w120; L[13] += w030; L[14] += w201; L[15] += w111; L[16] += w021;
  L[17] += w102; L[18] += w012; L[19] += w003; L[20] += F[20]; L[21] += F[21]; L[22] += F[22];
  L[23] += F[23]; L[24] += F[24]; L[25] += F[25]; L[26] += F[26]; L[27] += F[27]; L[28] += F[28];
  L[29] += F[29]; L[30] += F[30]; L[31] += F[31]; L[32] += F[32]; L[33] += F[33]; L[34] += F[34];
}

MP_INLINE void MP_FN(l2p_f4)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, F[20] * x4))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, F[25] * x3)) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, F[21] * x3)) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, F[20] * x3)) + F[1],
  u002 = MP_FMA(F[17], x, F[29] * x2) + F[9], u011 = MP_FMA(F[15], x, F[26] * x2) + F[8],
  u020 = MP_FMA(F[12], x, F[22] * x2) + F[6], u101 = MP_FMA(F[14], x, F[25] * x2) + F[7],
  u110 = MP_FMA(F[11], x, F[21] * x2) + F[5], u003 = F[32] * x + F[19], u012 = F[30] * x + F[18],
  u021 = F[27] * x + F[16], u030 = F[23] * x + F[13], u102 = F[29] * x + F[17],
  u111 = F[26] * x + F[15], u120 = F[22] * x + F[12],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, F[24] * y4))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, F[28] * y3)) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, F[24] * y3)) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, F[23] * y3)) + u100,
  v002 = MP_FMA(u012, y, F[31] * y2) + u002, v011 = MP_FMA(u021, y, F[28] * y2) + u011,
  v101 = MP_FMA(u111, y, F[27] * y2) + u101, v003 = F[33] * y + u003, v012 = F[31] * y + u012,
  v102 = F[30] * y + u102,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, F[34] * z4))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, F[34] * z3)) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, F[33] * z3)) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, F[32] * z3)) + v100; L[0] += w000; L[1] += w100;
  L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(p2m_5)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), t011 = y * z, t101 = x * z, t110 = x * y, t012 = y * z2,
  t021 = y2 * z, t102 = x * z2, t111 = t110 * z, t120 = x * y2, t201 = x2 * z, t210 = x2 * y,
  t013 = y * z3, t022 = y2 * z2, t031 = y3 * z, t103 = x * z3, t112 = t110 * z2, t121 = t120 * z,
  t130 = x * y3, t202 = x2 * z2, t211 = t210 * z, t220 = x2 * y2, t301 = x3 * z, t310 = x3 * y;
  R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]); R[3] = MP_FMA(mass, y2, R[3]);
  R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]); R[6] = MP_FMA(mass, z2, R[6]);
  R[7] = MP_FMA(mass, x3, R[7]); R[8] = MP_FMA(mass, t210, R[8]); R[9] = MP_FMA(mass, t120, R[9]);
  R[10] = MP_FMA(mass, y3, R[10]); R[11] = MP_FMA(mass, t201, R[11]);
  R[12] = MP_FMA(mass, t111, R[12]); R[13] = MP_FMA(mass, t021, R[13]);
  R[14] = MP_FMA(mass, t102, R[14]); R[15] = MP_FMA(mass, t012, R[15]);
  R[16] = MP_FMA(mass, z3, R[16]); R[17] = MP_FMA(mass, x4, R[17]);
  R[18] = MP_FMA(mass, t310, R[18]); R[19] = MP_FMA(mass, t220, R[19]);
  R[20] = MP_FMA(mass, t130, R[20]); R[21] = MP_FMA(mass, y4, R[21]);
  R[22] = MP_FMA(mass, t301, R[22]); R[23] = MP_FMA(mass, t211, R[23]);
  R[24] = MP_FMA(mass, t121, R[24]); R[25] = MP_FMA(mass, t031, R[25]);
  R[26] = MP_FMA(mass, t202, R[26]); R[27] = MP_FMA(mass, t112, R[27]);
  R[28] = MP_FMA(mass, t022, R[28]); R[29] = MP_FMA(mass, t103, R[29]);
  R[30] = MP_FMA(mass, t013, R[30]); R[31] = MP_FMA(mass, z4, R[31]);
}

MP_INLINE void MP_FN(m2m_h5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u111 = M[5] * x + M[11],
  u120 = M[3] * x + M[8], u201 = M[4] * x + M[10], u210 = M[2] * x + M[7],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[6], u121 = M[12] * x + M[20], u130 = M[9] * x + M[16],
  u211 = MP_FMA(M[11], x, M[5] * x2) + M[19], u220 = MP_FMA(M[8], x, M[3] * x2) + M[15],
  u301 = MP_FMA(M[10], x, M[4] * x2) + M[18], u310 = MP_FMA(M[7], x, M[2] * x2) + M[14],
  u400 = MP_FMA(M[6], x, MP_FMA(M[1], x2, M[0] * x4)) + M[13], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v021 = M[5] * y + M[12],
  v030 = MP_FMA(M[3], y, M[0] * y3) + M[9], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210,
  v031 = MP_FMA(M[12], y, M[5] * y2) + M[21],
  v040 = MP_FMA(M[9], y, MP_FMA(M[3], y2, M[0] * y4)) + M[17],
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310, w002 = M[0] * z2,
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = M[0] * z3,
  w012 = MP_FMA(M[5], z, v010 * z2), w021 = v020 * z + v021, w102 = MP_FMA(M[4], z, u100 * z2),
  w111 = v110 * z + v111, w201 = u200 * z + u201, w004 = M[0] * z4,
  w013 = MP_FMA(M[5], z2, v010 * z3), w022 = MP_FMA(v021, z, v020 * z2), w031 = v030 * z + v031,
  w103 = MP_FMA(M[4], z2, u100 * z3), w112 = MP_FMA(v111, z, v110 * z2), w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2), w211 = v210 * z + v211, w301 = u300 * z + u301; R[0] += M[0];
  R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002; R[7] += u300;
  R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111; R[13] += w021;
  R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310; R[19] += v220;
  R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121; R[25] += w031;
  R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013; R[31] += w004;
}

MP_INLINE void MP_FN(fold_h5)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
  M[6] = R[7] - R[14]; M[7] = R[8] - R[15]; M[8] = R[9] - R[14]; M[9] = R[10] - R[15];
  M[10] = R[11] - R[16]; M[11] = R[12]; M[12] = R[13] - R[16]; M[13] = R[17] - R[26] + R[31];
  M[14] = R[18] - R[27]; M[15] = R[19] - R[26] - R[28] + MP_SET(2) * R[31]; M[16] = R[20] - R[27];
  M[17] = R[21] - R[28] + R[31]; M[18] = R[22] - R[29]; M[19] = R[23] - R[30];
  M[20] = R[24] - R[29]; M[21] = R[25] - R[30];
}

MP_INLINE void MP_FN(m2l_h5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130),
  d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230), d122 = -(d320 + d140),
  d032 = -(d230 + d050); T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301) T(0, 17, d040)
  T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021) T(0, 11, d111)
  T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300) T(0, 5, d011)
  T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311)
  T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031)
  T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 21, d032) T(3, 20, d122) T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131)
  T(3, 15, d221) T(3, 14, d311) T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202)
  T(3, 9, d031) T(3, 8, d121) T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 12, d221) T(4, 11, d311) T(4, 10, d401)
  T(4, 9, d230) T(4, 8, d320) T(4, 7, d410) T(4, 6, d500) T(4, 5, d211) T(4, 4, d301) T(4, 3, d220)
  T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 12, d131) T(5, 11, d221) T(5, 10, d311)
  T(5, 9, d140) T(5, 8, d230) T(5, 7, d320) T(5, 6, d410) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130)
  T(5, 2, d220) T(5, 1, d310) T(5, 0, d110) T(6, 12, d041) T(6, 11, d131) T(6, 10, d221)
  T(6, 9, d050) T(6, 8, d140) T(6, 7, d230) T(6, 6, d320) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040)
  T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 12, d122) T(7, 11, d212) T(7, 10, d302)
  T(7, 9, d131) T(7, 8, d221) T(7, 7, d311) T(7, 6, d401) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121)
  T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 12, d032) T(8, 11, d122) T(8, 10, d212)
  T(8, 9, d041) T(8, 8, d131) T(8, 7, d221) T(8, 6, d311) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 5, d311) T(9, 4, d401) T(9, 3, d320) T(9, 2, d410)
  T(9, 1, d500) T(9, 0, d300) T(10, 5, d221) T(10, 4, d311) T(10, 3, d230) T(10, 2, d320)
  T(10, 1, d410) T(10, 0, d210) T(11, 5, d131) T(11, 4, d221) T(11, 3, d140) T(11, 2, d230)
  T(11, 1, d320) T(11, 0, d120) T(12, 5, d041) T(12, 4, d131) T(12, 3, d050) T(12, 2, d140)
  T(12, 1, d230) T(12, 0, d030) T(13, 5, d212) T(13, 4, d302) T(13, 3, d221) T(13, 2, d311)
  T(13, 1, d401) T(13, 0, d201) T(14, 5, d122) T(14, 4, d212) T(14, 3, d131) T(14, 2, d221)
  T(14, 1, d311) T(14, 0, d111) T(15, 5, d032) T(15, 4, d122) T(15, 3, d041) T(15, 2, d131)
  T(15, 1, d221) T(15, 0, d021) T(16, 0, d400) T(17, 0, d310) T(18, 0, d220) T(19, 0, d130)
  T(20, 0, d040) T(21, 0, d301) T(22, 0, d211) T(23, 0, d121) T(24, 0, d031) T(25, 0, d500)
  T(26, 0, d410) T(27, 0, d320) T(28, 0, d230) T(29, 0, d140) T(30, 0, d050) T(31, 0, d401)
  T(32, 0, d311) T(33, 0, d221) T(34, 0, d131) T(35, 0, d041)
}

MP_INLINE void MP_FN(m2p_h5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130),
  d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230), d122 = -(d320 + d140),
  d032 = -(d230 + d050); T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301) T(0, 17, d040)
  T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021) T(0, 11, d111)
  T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300) T(0, 5, d011)
  T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311)
  T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031)
  T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 21, d032) T(3, 20, d122) T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131)
  T(3, 15, d221) T(3, 14, d311) T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202)
  T(3, 9, d031) T(3, 8, d121) T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h5)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040;
  F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d300, F[9]);
  F[10] = MP_FMA(mass, d210, F[10]); F[11] = MP_FMA(mass, d120, F[11]);
  F[12] = MP_FMA(mass, d030, F[12]); F[13] = MP_FMA(mass, d201, F[13]);
  F[14] = MP_FMA(mass, d111, F[14]); F[15] = MP_FMA(mass, d021, F[15]);
  F[16] = MP_FMA(mass, d400, F[16]); F[17] = MP_FMA(mass, d310, F[17]);
  F[18] = MP_FMA(mass, d220, F[18]); F[19] = MP_FMA(mass, d130, F[19]);
  F[20] = MP_FMA(mass, d040, F[20]); F[21] = MP_FMA(mass, d301, F[21]);
  F[22] = MP_FMA(mass, d211, F[22]); F[23] = MP_FMA(mass, d121, F[23]);
  F[24] = MP_FMA(mass, d031, F[24]); F[25] = MP_FMA(mass, d500, F[25]);
  F[26] = MP_FMA(mass, d410, F[26]); F[27] = MP_FMA(mass, d320, F[27]);
  F[28] = MP_FMA(mass, d230, F[28]); F[29] = MP_FMA(mass, d140, F[29]);
  F[30] = MP_FMA(mass, d050, F[30]); F[31] = MP_FMA(mass, d401, F[31]);
  F[32] = MP_FMA(mass, d311, F[32]); F[33] = MP_FMA(mass, d221, F[33]);
  F[34] = MP_FMA(mass, d131, F[34]); F[35] = MP_FMA(mass, d041, F[35]);
}

MP_INLINE void MP_FN(l2l_h5)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, F[25] * x5)))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, F[31] * x4))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, F[26] * x4))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, F[25] * x4))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, f302 * x3)) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, F[32] * x3)) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, F[27] * x3)) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, F[31] * x3)) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, F[26] * x3)) + F[5],
  u200 = MP_FMA(F[9], x, MP_FMA(F[16], x2, F[25] * x3)) + F[4],
  u003 = MP_FMA(f103, x, f203 * x2) + f003, u012 = MP_FMA(f112, x, f212 * x2) + f012,
  u021 = MP_FMA(F[23], x, F[33] * x2) + F[15], u030 = MP_FMA(F[19], x, F[28] * x2) + F[12],
  u102 = MP_FMA(f202, x, f302 * x2) + f102, u111 = MP_FMA(F[22], x, F[32] * x2) + F[14],
  u120 = MP_FMA(F[18], x, F[27] * x2) + F[11], u201 = MP_FMA(F[21], x, F[31] * x2) + F[13],
  u210 = MP_FMA(F[17], x, F[26] * x2) + F[10], u300 = MP_FMA(F[16], x, F[25] * x2) + F[9],
  u004 = f104 * x + f004, u013 = f113 * x + f013, u022 = f122 * x + f022, u031 = F[34] * x + F[24],
  u040 = F[29] * x + F[20], u103 = f203 * x + f103, u112 = f212 * x + f112,
  u121 = F[33] * x + F[23], u130 = F[28] * x + F[19], u202 = f302 * x + f202,
  u211 = F[32] * x + F[22], u220 = F[27] * x + F[18], u301 = F[31] * x + F[21],
  u310 = F[26] * x + F[17], u400 = F[25] * x + F[16],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, F[30] * y5)))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, F[35] * y4))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, F[30] * y4))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, F[29] * y4))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, f032 * y3)) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, F[35] * y3)) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, F[30] * y3)) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, F[34] * y3)) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, F[29] * y3)) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, F[28] * y3)) + u200,
  v003 = MP_FMA(u013, y, f023 * y2) + u003, v012 = MP_FMA(u022, y, f032 * y2) + u012,
  v021 = MP_FMA(u031, y, F[35] * y2) + u021, v030 = MP_FMA(u040, y, F[30] * y2) + u030,
  v102 = MP_FMA(u112, y, f122 * y2) + u102, v111 = MP_FMA(u121, y, F[34] * y2) + u111,
  v120 = MP_FMA(u130, y, F[29] * y2) + u120, v201 = MP_FMA(u211, y, F[33] * y2) + u201,
  v210 = MP_FMA(u220, y, F[28] * y2) + u210, v300 = MP_FMA(u310, y, F[27] * y2) + u300,
  v004 = f014 * y + u004, v013 = f023 * y + u013, v022 = f032 * y + u022, v031 = F[35] * y + u031,
  v040 = F[30] * y + u040, v103 = f113 * y + u103, v112 = f122 * y + u112, v121 = F[34] * y + u121,
  v130 = F[29] * y + u130, v202 = f212 * y + u202, v211 = F[33] * y + u211,
  v220 = F[28] * y + u220, v301 = F[32] * y + u301, v310 = F[27] * y + u310,
  v400 = F[26] * y + u400,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, f005 * z5)))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, f005 * z4))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, f014 * z4))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, f104 * z4))) + v100,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, f014 * z3)) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, f023 * z3)) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, f104 * z3)) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, f113 * z3)) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, f203 * z3)) + v200,
  w021 = MP_FMA(v022, z, f023 * z2) + v021, w030 = MP_FMA(v031, z, f032 * z2) + v030,
  w111 = MP_FMA(v112, z, f113 * z2) + v111, w120 = MP_FMA(v121, z, f122 * z2) + v120,
  w201 = MP_FMA(v202, z, f203 * z2) + v201, w210 = MP_FMA(v211, z, f212 * z2) + v210,
  w300 = MP_FMA(v301, z, f302 * z2) + v300, w031 = f032 * z + v031, w040 = F[35] * z + v040,
  w121 = f122 * z + v121, w130 = F[34] * z + v130, w211 = f212 * z + v211, w220 = F[33] * z + v220,
  w301 = f302 * z + v301, w310 = F[32] * z + v310, w400 = F[31] * z + v400; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101;
  L[8] += w011; L[9] += w300; L[10] += w210; L[11] += w120; L[12] += w030; L[13] += w201;
  L[14] += w111; L[15] += w021; L[16] += w400; L[17] += w310; L[18] += w220; L[19] += w130;
  L[20] += w040; L[21] += w301; L[22] += w211; L[23] += w121; L[24] += w031; L[25] += F[25];
  L[26] += F[26]; L[27] += F[27]; L[28] += F[28]; L[29] += F[29]; L[30] += F[30]; L[31] += F[31];
  L[32] += F[32]; L[33] += F[33]; L[34] += F[34]; L[35] += F[35];
}

MP_INLINE void MP_FN(l2p_h5)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, F[25] * x5)))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, F[31] * x4))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, F[26] * x4))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, F[25] * x4))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, f302 * x3)) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, F[32] * x3)) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, F[27] * x3)) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, F[31] * x3)) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, F[26] * x3)) + F[5],
  u003 = MP_FMA(f103, x, f203 * x2) + f003, u012 = MP_FMA(f112, x, f212 * x2) + f012,
  u021 = MP_FMA(F[23], x, F[33] * x2) + F[15], u030 = MP_FMA(F[19], x, F[28] * x2) + F[12],
  u102 = MP_FMA(f202, x, f302 * x2) + f102, u111 = MP_FMA(F[22], x, F[32] * x2) + F[14],
  u120 = MP_FMA(F[18], x, F[27] * x2) + F[11], u004 = f104 * x + f004, u013 = f113 * x + f013,
  u022 = f122 * x + f022, u031 = F[34] * x + F[24], u040 = F[29] * x + F[20],
  u103 = f203 * x + f103, u112 = f212 * x + f112, u121 = F[33] * x + F[23],
  u130 = F[28] * x + F[19],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, F[30] * y5)))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, F[35] * y4))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, F[30] * y4))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, F[29] * y4))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, f032 * y3)) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, F[35] * y3)) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, F[34] * y3)) + u101,
  v003 = MP_FMA(u013, y, f023 * y2) + u003, v012 = MP_FMA(u022, y, f032 * y2) + u012,
  v102 = MP_FMA(u112, y, f122 * y2) + u102, v004 = f014 * y + u004, v013 = f023 * y + u013,
  v103 = f113 * y + u103,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, f005 * z5)))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, f005 * z4))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, f014 * z4))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, f104 * z4))) + v100; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u102 = M[6] * x + M[14],
  u111 = M[5] * x + M[12], u120 = M[3] * x + M[9], u201 = M[4] * x + M[11], u210 = M[2] * x + M[8],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[7], u103 = M[16] * x + M[29], u112 = M[15] * x + M[27],
  u121 = M[13] * x + M[24], u130 = M[10] * x + M[20], u202 = MP_FMA(M[14], x, M[6] * x2) + M[26],
  u211 = MP_FMA(M[12], x, M[5] * x2) + M[23], u220 = MP_FMA(M[9], x, M[3] * x2) + M[19],
  u301 = MP_FMA(M[11], x, M[4] * x2) + M[22], u310 = MP_FMA(M[8], x, M[2] * x2) + M[18],
  u400 = MP_FMA(M[7], x, MP_FMA(M[1], x2, M[0] * x4)) + M[17], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v012 = M[6] * y + M[15],
  v021 = M[5] * y + M[13], v030 = MP_FMA(M[3], y, M[0] * y3) + M[10], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210, v013 = M[16] * y + M[30],
  v022 = MP_FMA(M[15], y, M[6] * y2) + M[28], v031 = MP_FMA(M[13], y, M[5] * y2) + M[25],
  v040 = MP_FMA(M[10], y, MP_FMA(M[3], y2, M[0] * y4)) + M[21], v112 = u102 * y + u112,
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310, w002 = M[0] * z2 + M[6],
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = MP_FMA(M[6], z, M[0] * z3) + M[16],
  w012 = MP_FMA(M[5], z, v010 * z2) + v012, w021 = v020 * z + v021,
  w102 = MP_FMA(M[4], z, u100 * z2) + u102, w111 = v110 * z + v111, w201 = u200 * z + u201,
  w004 = MP_FMA(M[16], z, MP_FMA(M[6], z2, M[0] * z4)) + M[31],
  w013 = MP_FMA(v012, z, MP_FMA(M[5], z2, v010 * z3)) + v013,
  w022 = MP_FMA(v021, z, v020 * z2) + v022, w031 = v030 * z + v031,
  w103 = MP_FMA(u102, z, MP_FMA(M[4], z2, u100 * z3)) + u103,
  w112 = MP_FMA(v111, z, v110 * z2) + v112, w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2) + u202, w211 = v210 * z + v211, w301 = u300 * z + u301;
  R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002;
  R[7] += u300; R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111;
  R[13] += w021; R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310;
  R[19] += v220; R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121;
  R[25] += w031; R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013;
  R[31] += w004;
}

MP_INLINE void MP_FN(fold_f5)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
  M[7] = R[7]; M[8] = R[8]; M[9] = R[9]; M[10] = R[10]; M[11] = R[11]; M[12] = R[12];
  M[13] = R[13]; M[14] = R[14]; M[15] = R[15]; M[16] = R[16]; M[17] = R[17]; M[18] = R[18];
  M[19] = R[19]; M[20] = R[20]; M[21] = R[21]; M[22] = R[22]; M[23] = R[23]; M[24] = R[24];
  M[25] = R[25]; M[26] = R[26]; M[27] = R[27]; M[28] = R[28]; M[29] = R[29]; M[30] = R[30];
  M[31] = R[31];
}

MP_INLINE void MP_FN(m2l_f5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4],
  r4_001 = z * g[5], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010,
  r3_011 = z * r4_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  d201 = z * r1_200, r1_201 = z * r2_200, r2_201 = z * r3_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, r1_301 = z * r2_300, d211 = z * r1_210, r1_211 = z * r2_210,
  d121 = z * r1_120, r1_121 = z * r2_120, d031 = z * r1_030, r1_031 = z * r2_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  d112 = MP_FMA(z, r1_111, r1_110), r1_112 = MP_FMA(z, r2_111, r2_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002), r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d302 = MP_FMA(z, r1_301, r1_300), d212 = MP_FMA(z, r1_211, r1_210),
  d122 = MP_FMA(z, r1_121, r1_120), d032 = MP_FMA(z, r1_031, r1_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003);
  T(0, 31, d004) T(0, 30, d013) T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202)
  T(0, 25, d031) T(0, 24, d121) T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130)
  T(0, 19, d220) T(0, 18, d310) T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113) T(2, 28, d032)
  T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221) T(2, 22, d311)
  T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410) T(2, 16, d013)
  T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211) T(2, 10, d040)
  T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030)
  T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 31, d005) T(3, 30, d014) T(3, 29, d104)
  T(3, 28, d023) T(3, 27, d113) T(3, 26, d203) T(3, 25, d032) T(3, 24, d122) T(3, 23, d212)
  T(3, 22, d302) T(3, 21, d041) T(3, 20, d131) T(3, 19, d221) T(3, 18, d311) T(3, 17, d401)
  T(3, 16, d004) T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202)
  T(3, 10, d031) T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012)
  T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 16, d203)
  T(4, 15, d212) T(4, 14, d302) T(4, 13, d221) T(4, 12, d311) T(4, 11, d401) T(4, 10, d230)
  T(4, 9, d320) T(4, 8, d410) T(4, 7, d500) T(4, 6, d202) T(4, 5, d211) T(4, 4, d301) T(4, 3, d220)
  T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 16, d113) T(5, 15, d122) T(5, 14, d212)
  T(5, 13, d131) T(5, 12, d221) T(5, 11, d311) T(5, 10, d140) T(5, 9, d230) T(5, 8, d320)
  T(5, 7, d410) T(5, 6, d112) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310)
  T(5, 0, d110) T(6, 16, d023) T(6, 15, d032) T(6, 14, d122) T(6, 13, d041) T(6, 12, d131)
  T(6, 11, d221) T(6, 10, d050) T(6, 9, d140) T(6, 8, d230) T(6, 7, d320) T(6, 6, d022)
  T(6, 5, d031) T(6, 4, d121) T(6, 3, d040) T(6, 2, d130) T(6, 1, d220) T(6, 0, d020)
  T(7, 16, d104) T(7, 15, d113) T(7, 14, d203) T(7, 13, d122) T(7, 12, d212) T(7, 11, d302)
  T(7, 10, d131) T(7, 9, d221) T(7, 8, d311) T(7, 7, d401) T(7, 6, d103) T(7, 5, d112)
  T(7, 4, d202) T(7, 3, d121) T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 16, d014)
  T(8, 15, d023) T(8, 14, d113) T(8, 13, d032) T(8, 12, d122) T(8, 11, d212) T(8, 10, d041)
  T(8, 9, d131) T(8, 8, d221) T(8, 7, d311) T(8, 6, d013) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 16, d005) T(9, 15, d014) T(9, 14, d104)
  T(9, 13, d023) T(9, 12, d113) T(9, 11, d203) T(9, 10, d032) T(9, 9, d122) T(9, 8, d212)
  T(9, 7, d302) T(9, 6, d004) T(9, 5, d013) T(9, 4, d103) T(9, 3, d022) T(9, 2, d112) T(9, 1, d202)
  T(9, 0, d002) T(10, 6, d302) T(10, 5, d311) T(10, 4, d401) T(10, 3, d320) T(10, 2, d410)
  T(10, 1, d500) T(10, 0, d300) T(11, 6, d212) T(11, 5, d221) T(11, 4, d311) T(11, 3, d230)
  T(11, 2, d320) T(11, 1, d410) T(11, 0, d210) T(12, 6, d122) T(12, 5, d131) T(12, 4, d221)
  T(12, 3, d140) T(12, 2, d230) T(12, 1, d320) T(12, 0, d120) T(13, 6, d032) T(13, 5, d041)
  T(13, 4, d131) T(13, 3, d050) T(13, 2, d140) T(13, 1, d230) T(13, 0, d030) T(14, 6, d203)
  T(14, 5, d212) T(14, 4, d302) T(14, 3, d221) T(14, 2, d311) T(14, 1, d401) T(14, 0, d201)
  T(15, 6, d113) T(15, 5, d122) T(15, 4, d212) T(15, 3, d131) T(15, 2, d221) T(15, 1, d311)
  T(15, 0, d111) T(16, 6, d023) T(16, 5, d032) T(16, 4, d122) T(16, 3, d041) T(16, 2, d131)
  T(16, 1, d221) T(16, 0, d021) T(17, 6, d104) T(17, 5, d113) T(17, 4, d203) T(17, 3, d122)
  T(17, 2, d212) T(17, 1, d302) T(17, 0, d102) T(18, 6, d014) T(18, 5, d023) T(18, 4, d113)
  T(18, 3, d032) T(18, 2, d122) T(18, 1, d212) T(18, 0, d012) T(19, 6, d005) T(19, 5, d014)
  T(19, 4, d104) T(19, 3, d023) T(19, 2, d113) T(19, 1, d203) T(19, 0, d003) T(20, 0, d400)
  T(21, 0, d310) T(22, 0, d220) T(23, 0, d130) T(24, 0, d040) T(25, 0, d301) T(26, 0, d211)
  T(27, 0, d121) T(28, 0, d031) T(29, 0, d202) T(30, 0, d112) T(31, 0, d022) T(32, 0, d103)
  T(33, 0, d013) T(34, 0, d004) T(35, 0, d500) T(36, 0, d410) T(37, 0, d320) T(38, 0, d230)
  T(39, 0, d140) T(40, 0, d050) T(41, 0, d401) T(42, 0, d311) T(43, 0, d221) T(44, 0, d131)
  T(45, 0, d041) T(46, 0, d302) T(47, 0, d212) T(48, 0, d122) T(49, 0, d032) T(50, 0, d203)
  T(51, 0, d113) T(52, 0, d023) T(53, 0, d104) T(54, 0, d014) T(55, 0, d005)
}

MP_INLINE void MP_FN(m2p_f5)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4],
  r4_001 = z * g[5], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010,
  r3_011 = z * r4_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  d201 = z * r1_200, r1_201 = z * r2_200, r2_201 = z * r3_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, r1_301 = z * r2_300, d211 = z * r1_210, r1_211 = z * r2_210,
  d121 = z * r1_120, r1_121 = z * r2_120, d031 = z * r1_030, r1_031 = z * r2_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  d112 = MP_FMA(z, r1_111, r1_110), r1_112 = MP_FMA(z, r2_111, r2_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002), r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d302 = MP_FMA(z, r1_301, r1_300), d212 = MP_FMA(z, r1_211, r1_210),
  d122 = MP_FMA(z, r1_121, r1_120), d032 = MP_FMA(z, r1_031, r1_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003);
  T(0, 31, d004) T(0, 30, d013) T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202)
  T(0, 25, d031) T(0, 24, d121) T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130)
  T(0, 19, d220) T(0, 18, d310) T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113) T(2, 28, d032)
  T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221) T(2, 22, d311)
  T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410) T(2, 16, d013)
  T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211) T(2, 10, d040)
  T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030)
  T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 31, d005) T(3, 30, d014) T(3, 29, d104)
  T(3, 28, d023) T(3, 27, d113) T(3, 26, d203) T(3, 25, d032) T(3, 24, d122) T(3, 23, d212)
  T(3, 22, d302) T(3, 21, d041) T(3, 20, d131) T(3, 19, d221) T(3, 18, d311) T(3, 17, d401)
  T(3, 16, d004) T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202)
  T(3, 10, d031) T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012)
  T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f5)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4],
  r4_010 = y * g[5], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4],
  r4_001 = z * g[5], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010,
  r3_011 = z * r4_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  d201 = z * r1_200, r1_201 = z * r2_200, r2_201 = z * r3_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), d130 = x * r1_030, r1_130 = x * r2_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  d301 = z * r1_300, r1_301 = z * r2_300, d211 = z * r1_210, r1_211 = z * r2_210,
  d121 = z * r1_120, r1_121 = z * r2_120, d031 = z * r1_030, r1_031 = z * r2_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  d112 = MP_FMA(z, r1_111, r1_110), r1_112 = MP_FMA(z, r2_111, r2_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101), r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002), r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), d230 = MP_FMA(x, r1_130, r1_030),
  d140 = x * r1_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), d401 = z * r1_400,
  d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d302 = MP_FMA(z, r1_301, r1_300), d212 = MP_FMA(z, r1_211, r1_210),
  d122 = MP_FMA(z, r1_121, r1_120), d032 = MP_FMA(z, r1_031, r1_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003);
  F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d002, F[9]);
  F[10] = MP_FMA(mass, d300, F[10]); F[11] = MP_FMA(mass, d210, F[11]);
  F[12] = MP_FMA(mass, d120, F[12]); F[13] = MP_FMA(mass, d030, F[13]);
  F[14] = MP_FMA(mass, d201, F[14]); F[15] = MP_FMA(mass, d111, F[15]);
  F[16] = MP_FMA(mass, d021, F[16]); F[17] = MP_FMA(mass, d102, F[17]);
  F[18] = MP_FMA(mass, d012, F[18]); F[19] = MP_FMA(mass, d003, F[19]);
  F[20] = MP_FMA(mass, d400, F[20]); F[21] = MP_FMA(mass, d310, F[21]);
  F[22] = MP_FMA(mass, d220, F[22]); F[23] = MP_FMA(mass, d130, F[23]);
  F[24] = MP_FMA(mass, d040, F[24]); F[25] = MP_FMA(mass, d301, F[25]);
  F[26] = MP_FMA(mass, d211, F[26]); F[27] = MP_FMA(mass, d121, F[27]);
  F[28] = MP_FMA(mass, d031, F[28]); F[29] = MP_FMA(mass, d202, F[29]);
  F[30] = MP_FMA(mass, d112, F[30]); F[31] = MP_FMA(mass, d022, F[31]);
  F[32] = MP_FMA(mass, d103, F[32]); F[33] = MP_FMA(mass, d013, F[33]);
  F[34] = MP_FMA(mass, d004, F[34]); F[35] = MP_FMA(mass, d500, F[35]);
  F[36] = MP_FMA(mass, d410, F[36]); F[37] = MP_FMA(mass, d320, F[37]);
  F[38] = MP_FMA(mass, d230, F[38]); F[39] = MP_FMA(mass, d140, F[39]);
  F[40] = MP_FMA(mass, d050, F[40]); F[41] = MP_FMA(mass, d401, F[41]);
  F[42] = MP_FMA(mass, d311, F[42]); F[43] = MP_FMA(mass, d221, F[43]);
  F[44] = MP_FMA(mass, d131, F[44]); F[45] = MP_FMA(mass, d041, F[45]);
  F[46] = MP_FMA(mass, d302, F[46]); F[47] = MP_FMA(mass, d212, F[47]);
  F[48] = MP_FMA(mass, d122, F[48]); F[49] = MP_FMA(mass, d032, F[49]);
  F[50] = MP_FMA(mass, d203, F[50]); F[51] = MP_FMA(mass, d113, F[51]);
  F[52] = MP_FMA(mass, d023, F[52]); F[53] = MP_FMA(mass, d104, F[53]);
  F[54] = MP_FMA(mass, d014, F[54]); F[55] = MP_FMA(mass, d005, F[55]);
}

MP_INLINE void MP_FN(l2l_f5)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, F[35] * x5)))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, F[41] * x4))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, F[36] * x4))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, F[35] * x4))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, F[46] * x3)) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, F[42] * x3)) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, F[37] * x3)) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, F[41] * x3)) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, F[36] * x3)) + F[5],
  u200 = MP_FMA(F[10], x, MP_FMA(F[20], x2, F[35] * x3)) + F[4],
  u003 = MP_FMA(F[32], x, F[50] * x2) + F[19], u012 = MP_FMA(F[30], x, F[47] * x2) + F[18],
  u021 = MP_FMA(F[27], x, F[43] * x2) + F[16], u030 = MP_FMA(F[23], x, F[38] * x2) + F[13],
  u102 = MP_FMA(F[29], x, F[46] * x2) + F[17], u111 = MP_FMA(F[26], x, F[42] * x2) + F[15],
  u120 = MP_FMA(F[22], x, F[37] * x2) + F[12], u201 = MP_FMA(F[25], x, F[41] * x2) + F[14],
  u210 = MP_FMA(F[21], x, F[36] * x2) + F[11], u300 = MP_FMA(F[20], x, F[35] * x2) + F[10],
  u004 = F[53] * x + F[34], u013 = F[51] * x + F[33], u022 = F[48] * x + F[31],
  u031 = F[44] * x + F[28], u040 = F[39] * x + F[24], u103 = F[50] * x + F[32],
  u112 = F[47] * x + F[30], u121 = F[43] * x + F[27], u130 = F[38] * x + F[23],
  u202 = F[46] * x + F[29], u211 = F[42] * x + F[26], u220 = F[37] * x + F[22],
  u301 = F[41] * x + F[25], u310 = F[36] * x + F[21], u400 = F[35] * x + F[20],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, F[40] * y5)))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, F[45] * y4))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, F[40] * y4))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, F[39] * y4))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, F[49] * y3)) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, F[45] * y3)) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, F[40] * y3)) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, F[44] * y3)) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, F[39] * y3)) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, F[38] * y3)) + u200,
  v003 = MP_FMA(u013, y, F[52] * y2) + u003, v012 = MP_FMA(u022, y, F[49] * y2) + u012,
  v021 = MP_FMA(u031, y, F[45] * y2) + u021, v030 = MP_FMA(u040, y, F[40] * y2) + u030,
  v102 = MP_FMA(u112, y, F[48] * y2) + u102, v111 = MP_FMA(u121, y, F[44] * y2) + u111,
  v120 = MP_FMA(u130, y, F[39] * y2) + u120, v201 = MP_FMA(u211, y, F[43] * y2) + u201,
  v210 = MP_FMA(u220, y, F[38] * y2) + u210, v300 = MP_FMA(u310, y, F[37] * y2) + u300,
  v004 = F[54] * y + u004, v013 = F[52] * y + u013, v022 = F[49] * y + u022,
  v031 = F[45] * y + u031, v040 = F[40] * y + u040, v103 = F[51] * y + u103,
  v112 = F[48] * y + u112, v121 = F[44] * y + u121, v130 = F[39] * y + u130,
  v202 = F[47] * y + u202, v211 = F[43] * y + u211, v220 = F[38] * y + u220,
  v301 = F[42] * y + u301, v310 = F[37] * y + u310, v400 = F[36] * y + u400,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, F[55] * z5)))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, F[55] * z4))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, F[54] * z4))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, F[53] * z4))) + v100,
  w002 = MP_FMA(v003, z, MP_FMA(v004, z2, F[55] * z3)) + v002,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, F[54] * z3)) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, F[52] * z3)) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, F[53] * z3)) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, F[51] * z3)) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, F[50] * z3)) + v200,
  w003 = MP_FMA(v004, z, F[55] * z2) + v003, w012 = MP_FMA(v013, z, F[54] * z2) + v012,
  w021 = MP_FMA(v022, z, F[52] * z2) + v021, w030 = MP_FMA(v031, z, F[49] * z2) + v030,
  w102 = MP_FMA(v103, z, F[53] * z2) + v102, w111 = MP_FMA(v112, z, F[51] * z2) + v111,
  w120 = MP_FMA(v121, z, F[48] * z2) + v120, w201 = MP_FMA(v202, z, F[50] * z2) + v201,
  w210 = MP_FMA(v211, z, F[47] * z2) + v210, w300 = MP_FMA(v301, z, F[46] * z2) + v300,
  w004 = F[55] * z + v004, w013 = F[54] * z + v013, w022 = F[52] * z + v022,
  w031 = F[49] * z + v031, w040 = F[45] * z + v040, w103 = F[53] * z + v103,
  w112 = F[51] * z + v112, w121 = F[48] * z + v121, w130 = F[44] * z + v130,
  w202 = F[50] * z + v202, w211 = F[47] * z + v211, w220 = F[43] * z + v220,
  w301 = F[46] * z + v301, w310 = F[42] * z + v310, w400 = F[41] * z + v400; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101;
  L[8] += w011; L[9] += w002; L[10] += w300; L[11] += w210; L[12] += w120; L[13] += w030;
  L[14] += w201; L[15] += w111; L[16] += w021; L[17] += w102; L[18] += w012; L[19] += w003;
  L[20] += w400; L[21] += w310; L[22] += w220; L[23] += w130; L[24] += w040; L[25] += w301;
  L[26] += w211; L[27] += w121; L[28] += w031; L[29] += w202; L[30] += w112; L[31] += w022;
  L[32] += w103; L[33] += w013; L[34] += w004; L[35] += F[35]; L[36] += F[36]; L[37] += F[37];
  L[38] += F[38]; L[39] += F[39]; L[40] += F[40]; L[41] += F[41]; L[42] += F[42]; L[43] += F[43];
  L[44] += F[44]; L[45] += F[45]; L[46] += F[46]; L[47] += F[47]; L[48] += F[48]; L[49] += F[49];
  L[50] += F[50]; L[51] += F[51]; L[52] += F[52]; L[53] += F[53]; L[54] += F[54]; L[55] += F[55];
}

MP_INLINE void MP_FN(l2p_f5)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, F[35] * x5)))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, F[41] * x4))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, F[36] * x4))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, F[35] * x4))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, F[46] * x3)) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, F[42] * x3)) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, F[37] * x3)) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, F[41] * x3)) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, F[36] * x3)) + F[5],
  u003 = MP_FMA(F[32], x, F[50] * x2) + F[19], u012 = MP_FMA(F[30], x, F[47] * x2) + F[18],
  u021 = MP_FMA(F[27], x, F[43] * x2) + F[16], u030 = MP_FMA(F[23], x, F[38] * x2) + F[13],
  u102 = MP_FMA(F[29], x, F[46] * x2) + F[17], u111 = MP_FMA(F[26], x, F[42] * x2) + F[15],
  u120 = MP_FMA(F[22], x, F[37] * x2) + F[12], u004 = F[53] * x + F[34], u013 = F[51] * x + F[33],
  u022 = F[48] * x + F[31], u031 = F[44] * x + F[28], u040 = F[39] * x + F[24],
  u103 = F[50] * x + F[32], u112 = F[47] * x + F[30], u121 = F[43] * x + F[27],
  u130 = F[38] * x + F[23],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, F[40] * y5)))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, F[45] * y4))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, F[40] * y4))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, F[39] * y4))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, F[49] * y3)) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, F[45] * y3)) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, F[44] * y3)) + u101,
  v003 = MP_FMA(u013, y, F[52] * y2) + u003, v012 = MP_FMA(u022, y, F[49] * y2) + u012,
  v102 = MP_FMA(u112, y, F[48] * y2) + u102, v004 = F[54] * y + u004, v013 = F[52] * y + u013,
  v103 = F[51] * y + u103,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, F[55] * z5)))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, F[55] * z4))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, F[54] * z4))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, F[53] * z4))) + v100; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(p2m_6)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), t011 = y * z, t101 = x * z, t110 = x * y, t012 = y * z2,
  t021 = y2 * z, t102 = x * z2, t111 = t110 * z, t120 = x * y2, t201 = x2 * z, t210 = x2 * y,
  t013 = y * z3, t022 = y2 * z2, t031 = y3 * z, t103 = x * z3, t112 = t110 * z2, t121 = t120 * z,
  t130 = x * y3, t202 = x2 * z2, t211 = t210 * z, t220 = x2 * y2, t301 = x3 * z, t310 = x3 * y,
  t014 = y * z4, t023 = y2 * z3, t032 = y3 * z2, t041 = y4 * z, t104 = x * z4, t113 = t110 * z3,
  t122 = t120 * z2, t131 = t130 * z, t140 = x * y4, t203 = x2 * z3, t212 = t210 * z2,
  t221 = t220 * z, t230 = x2 * y3, t302 = x3 * z2, t311 = t310 * z, t320 = x3 * y2, t401 = x4 * z,
  t410 = x4 * y; R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]);
  R[3] = MP_FMA(mass, y2, R[3]); R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]);
  R[6] = MP_FMA(mass, z2, R[6]); R[7] = MP_FMA(mass, x3, R[7]); R[8] = MP_FMA(mass, t210, R[8]);
  R[9] = MP_FMA(mass, t120, R[9]); R[10] = MP_FMA(mass, y3, R[10]);
  R[11] = MP_FMA(mass, t201, R[11]); R[12] = MP_FMA(mass, t111, R[12]);
  R[13] = MP_FMA(mass, t021, R[13]); R[14] = MP_FMA(mass, t102, R[14]);
  R[15] = MP_FMA(mass, t012, R[15]); R[16] = MP_FMA(mass, z3, R[16]);
  R[17] = MP_FMA(mass, x4, R[17]); R[18] = MP_FMA(mass, t310, R[18]);
  R[19] = MP_FMA(mass, t220, R[19]); R[20] = MP_FMA(mass, t130, R[20]);
  R[21] = MP_FMA(mass, y4, R[21]); R[22] = MP_FMA(mass, t301, R[22]);
  R[23] = MP_FMA(mass, t211, R[23]); R[24] = MP_FMA(mass, t121, R[24]);
  R[25] = MP_FMA(mass, t031, R[25]); R[26] = MP_FMA(mass, t202, R[26]);
  R[27] = MP_FMA(mass, t112, R[27]); R[28] = MP_FMA(mass, t022, R[28]);
  R[29] = MP_FMA(mass, t103, R[29]); R[30] = MP_FMA(mass, t013, R[30]);
  R[31] = MP_FMA(mass, z4, R[31]); R[32] = MP_FMA(mass, x5, R[32]);
  R[33] = MP_FMA(mass, t410, R[33]); R[34] = MP_FMA(mass, t320, R[34]);
  R[35] = MP_FMA(mass, t230, R[35]); R[36] = MP_FMA(mass, t140, R[36]);
  R[37] = MP_FMA(mass, y5, R[37]); R[38] = MP_FMA(mass, t401, R[38]);
  R[39] = MP_FMA(mass, t311, R[39]); R[40] = MP_FMA(mass, t221, R[40]);
  R[41] = MP_FMA(mass, t131, R[41]); R[42] = MP_FMA(mass, t041, R[42]);
  R[43] = MP_FMA(mass, t302, R[43]); R[44] = MP_FMA(mass, t212, R[44]);
  R[45] = MP_FMA(mass, t122, R[45]); R[46] = MP_FMA(mass, t032, R[46]);
  R[47] = MP_FMA(mass, t203, R[47]); R[48] = MP_FMA(mass, t113, R[48]);
  R[49] = MP_FMA(mass, t023, R[49]); R[50] = MP_FMA(mass, t104, R[50]);
  R[51] = MP_FMA(mass, t014, R[51]); R[52] = MP_FMA(mass, z5, R[52]);
}

MP_INLINE void MP_FN(m2m_h6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u111 = M[5] * x + M[11],
  u120 = M[3] * x + M[8], u201 = M[4] * x + M[10], u210 = M[2] * x + M[7],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[6], u121 = M[12] * x + M[20], u130 = M[9] * x + M[16],
  u211 = MP_FMA(M[11], x, M[5] * x2) + M[19], u220 = MP_FMA(M[8], x, M[3] * x2) + M[15],
  u301 = MP_FMA(M[10], x, M[4] * x2) + M[18], u310 = MP_FMA(M[7], x, M[2] * x2) + M[14],
  u400 = MP_FMA(M[6], x, MP_FMA(M[1], x2, M[0] * x4)) + M[13], u131 = M[21] * x + M[31],
  u140 = M[17] * x + M[26], u221 = MP_FMA(M[20], x, M[12] * x2) + M[30],
  u230 = MP_FMA(M[16], x, M[9] * x2) + M[25],
  u311 = MP_FMA(M[19], x, MP_FMA(M[11], x2, M[5] * x3)) + M[29],
  u320 = MP_FMA(M[15], x, MP_FMA(M[8], x2, M[3] * x3)) + M[24],
  u401 = MP_FMA(M[18], x, MP_FMA(M[10], x2, M[4] * x3)) + M[28],
  u410 = MP_FMA(M[14], x, MP_FMA(M[7], x2, M[2] * x3)) + M[23],
  u500 = MP_FMA(M[13], x, MP_FMA(M[6], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[22], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v021 = M[5] * y + M[12],
  v030 = MP_FMA(M[3], y, M[0] * y3) + M[9], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210,
  v031 = MP_FMA(M[12], y, M[5] * y2) + M[21],
  v040 = MP_FMA(M[9], y, MP_FMA(M[3], y2, M[0] * y4)) + M[17],
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310,
  v041 = MP_FMA(M[21], y, MP_FMA(M[12], y2, M[5] * y3)) + M[32],
  v050 = MP_FMA(M[17], y, MP_FMA(M[9], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[27],
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410, w002 = M[0] * z2,
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = M[0] * z3,
  w012 = MP_FMA(M[5], z, v010 * z2), w021 = v020 * z + v021, w102 = MP_FMA(M[4], z, u100 * z2),
  w111 = v110 * z + v111, w201 = u200 * z + u201, w004 = M[0] * z4,
  w013 = MP_FMA(M[5], z2, v010 * z3), w022 = MP_FMA(v021, z, v020 * z2), w031 = v030 * z + v031,
  w103 = MP_FMA(M[4], z2, u100 * z3), w112 = MP_FMA(v111, z, v110 * z2), w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2), w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = M[0] * z5, w014 = MP_FMA(M[5], z3, v010 * z4), w023 = MP_FMA(v021, z2, v020 * z3),
  w032 = MP_FMA(v031, z, v030 * z2), w041 = v040 * z + v041, w104 = MP_FMA(M[4], z3, u100 * z4),
  w113 = MP_FMA(v111, z2, v110 * z3), w122 = MP_FMA(v121, z, v120 * z2), w131 = v130 * z + v131,
  w203 = MP_FMA(u201, z2, u200 * z3), w212 = MP_FMA(v211, z, v210 * z2), w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2), w311 = v310 * z + v311, w401 = u400 * z + u401; R[0] += M[0];
  R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002; R[7] += u300;
  R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111; R[13] += w021;
  R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310; R[19] += v220;
  R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121; R[25] += w031;
  R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013; R[31] += w004;
  R[32] += u500; R[33] += v410; R[34] += v320; R[35] += v230; R[36] += v140; R[37] += v050;
  R[38] += w401; R[39] += w311; R[40] += w221; R[41] += w131; R[42] += w041; R[43] += w302;
  R[44] += w212; R[45] += w122; R[46] += w032; R[47] += w203; R[48] += w113; R[49] += w023;
  R[50] += w104; R[51] += w014; R[52] += w005;
}

MP_INLINE void MP_FN(fold_h6)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
  M[6] = R[7] - R[14]; M[7] = R[8] - R[15]; M[8] = R[9] - R[14]; M[9] = R[10] - R[15];
  M[10] = R[11] - R[16]; M[11] = R[12]; M[12] = R[13] - R[16]; M[13] = R[17] - R[26] + R[31];
  M[14] = R[18] - R[27]; M[15] = R[19] - R[26] - R[28] + MP_SET(2) * R[31]; M[16] = R[20] - R[27];
  M[17] = R[21] - R[28] + R[31]; M[18] = R[22] - R[29]; M[19] = R[23] - R[30];
  M[20] = R[24] - R[29]; M[21] = R[25] - R[30]; M[22] = R[32] - R[43] + R[50];
  M[23] = R[33] - R[44] + R[51]; M[24] = R[34] - R[43] - R[45] + MP_SET(2) * R[50];
  M[25] = R[35] - R[44] - R[46] + MP_SET(2) * R[51]; M[26] = R[36] - R[45] + R[50];
  M[27] = R[37] - R[46] + R[51]; M[28] = R[38] - R[47] + R[52]; M[29] = R[39] - R[48];
  M[30] = R[40] - R[47] - R[49] + MP_SET(2) * R[52]; M[31] = R[41] - R[48];
  M[32] = R[42] - R[49] + R[52];
}

MP_INLINE void MP_FN(m2l_h6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, d311 = z * r1_310,
  d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130),
  d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230), d122 = -(d320 + d140),
  d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330), d222 = -(d420 + d240),
  d132 = -(d330 + d150), d042 = -(d240 + d060); T(0, 32, d041) T(0, 31, d131) T(0, 30, d221)
  T(0, 29, d311) T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230) T(0, 24, d320)
  T(0, 23, d410) T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301)
  T(0, 17, d040) T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021)
  T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 32, d141) T(1, 31, d231) T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150)
  T(1, 26, d240) T(1, 25, d330) T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 32, d051) T(2, 31, d141) T(2, 30, d231) T(2, 29, d321)
  T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240) T(2, 24, d330) T(2, 23, d420)
  T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311) T(2, 17, d050)
  T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031) T(2, 11, d121)
  T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 32, d042)
  T(3, 31, d132) T(3, 30, d222) T(3, 29, d312) T(3, 28, d402) T(3, 27, d051) T(3, 26, d141)
  T(3, 25, d231) T(3, 24, d321) T(3, 23, d411) T(3, 22, d501) T(3, 21, d032) T(3, 20, d122)
  T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131) T(3, 15, d221) T(3, 14, d311)
  T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121)
  T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001) T(4, 21, d231) T(4, 20, d321) T(4, 19, d411) T(4, 18, d501) T(4, 17, d240)
  T(4, 16, d330) T(4, 15, d420) T(4, 14, d510) T(4, 13, d600) T(4, 12, d221) T(4, 11, d311)
  T(4, 10, d401) T(4, 9, d230) T(4, 8, d320) T(4, 7, d410) T(4, 6, d500) T(4, 5, d211)
  T(4, 4, d301) T(4, 3, d220) T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 21, d141)
  T(5, 20, d231) T(5, 19, d321) T(5, 18, d411) T(5, 17, d150) T(5, 16, d240) T(5, 15, d330)
  T(5, 14, d420) T(5, 13, d510) T(5, 12, d131) T(5, 11, d221) T(5, 10, d311) T(5, 9, d140)
  T(5, 8, d230) T(5, 7, d320) T(5, 6, d410) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220)
  T(5, 1, d310) T(5, 0, d110) T(6, 21, d051) T(6, 20, d141) T(6, 19, d231) T(6, 18, d321)
  T(6, 17, d060) T(6, 16, d150) T(6, 15, d240) T(6, 14, d330) T(6, 13, d420) T(6, 12, d041)
  T(6, 11, d131) T(6, 10, d221) T(6, 9, d050) T(6, 8, d140) T(6, 7, d230) T(6, 6, d320)
  T(6, 5, d031) T(6, 4, d121) T(6, 3, d040) T(6, 2, d130) T(6, 1, d220) T(6, 0, d020)
  T(7, 21, d132) T(7, 20, d222) T(7, 19, d312) T(7, 18, d402) T(7, 17, d141) T(7, 16, d231)
  T(7, 15, d321) T(7, 14, d411) T(7, 13, d501) T(7, 12, d122) T(7, 11, d212) T(7, 10, d302)
  T(7, 9, d131) T(7, 8, d221) T(7, 7, d311) T(7, 6, d401) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121)
  T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 21, d042) T(8, 20, d132) T(8, 19, d222)
  T(8, 18, d312) T(8, 17, d051) T(8, 16, d141) T(8, 15, d231) T(8, 14, d321) T(8, 13, d411)
  T(8, 12, d032) T(8, 11, d122) T(8, 10, d212) T(8, 9, d041) T(8, 8, d131) T(8, 7, d221)
  T(8, 6, d311) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031) T(8, 2, d121) T(8, 1, d211) T(8, 0, d011)
  T(9, 12, d321) T(9, 11, d411) T(9, 10, d501) T(9, 9, d330) T(9, 8, d420) T(9, 7, d510)
  T(9, 6, d600) T(9, 5, d311) T(9, 4, d401) T(9, 3, d320) T(9, 2, d410) T(9, 1, d500) T(9, 0, d300)
  T(10, 12, d231) T(10, 11, d321) T(10, 10, d411) T(10, 9, d240) T(10, 8, d330) T(10, 7, d420)
  T(10, 6, d510) T(10, 5, d221) T(10, 4, d311) T(10, 3, d230) T(10, 2, d320) T(10, 1, d410)
  T(10, 0, d210) T(11, 12, d141) T(11, 11, d231) T(11, 10, d321) T(11, 9, d150) T(11, 8, d240)
  T(11, 7, d330) T(11, 6, d420) T(11, 5, d131) T(11, 4, d221) T(11, 3, d140) T(11, 2, d230)
  T(11, 1, d320) T(11, 0, d120) T(12, 12, d051) T(12, 11, d141) T(12, 10, d231) T(12, 9, d060)
  T(12, 8, d150) T(12, 7, d240) T(12, 6, d330) T(12, 5, d041) T(12, 4, d131) T(12, 3, d050)
  T(12, 2, d140) T(12, 1, d230) T(12, 0, d030) T(13, 12, d222) T(13, 11, d312) T(13, 10, d402)
  T(13, 9, d231) T(13, 8, d321) T(13, 7, d411) T(13, 6, d501) T(13, 5, d212) T(13, 4, d302)
  T(13, 3, d221) T(13, 2, d311) T(13, 1, d401) T(13, 0, d201) T(14, 12, d132) T(14, 11, d222)
  T(14, 10, d312) T(14, 9, d141) T(14, 8, d231) T(14, 7, d321) T(14, 6, d411) T(14, 5, d122)
  T(14, 4, d212) T(14, 3, d131) T(14, 2, d221) T(14, 1, d311) T(14, 0, d111) T(15, 12, d042)
  T(15, 11, d132) T(15, 10, d222) T(15, 9, d051) T(15, 8, d141) T(15, 7, d231) T(15, 6, d321)
  T(15, 5, d032) T(15, 4, d122) T(15, 3, d041) T(15, 2, d131) T(15, 1, d221) T(15, 0, d021)
  T(16, 5, d411) T(16, 4, d501) T(16, 3, d420) T(16, 2, d510) T(16, 1, d600) T(16, 0, d400)
  T(17, 5, d321) T(17, 4, d411) T(17, 3, d330) T(17, 2, d420) T(17, 1, d510) T(17, 0, d310)
  T(18, 5, d231) T(18, 4, d321) T(18, 3, d240) T(18, 2, d330) T(18, 1, d420) T(18, 0, d220)
  T(19, 5, d141) T(19, 4, d231) T(19, 3, d150) T(19, 2, d240) T(19, 1, d330) T(19, 0, d130)
  T(20, 5, d051) T(20, 4, d141) T(20, 3, d060) T(20, 2, d150) T(20, 1, d240) T(20, 0, d040)
  T(21, 5, d312) T(21, 4, d402) T(21, 3, d321) T(21, 2, d411) T(21, 1, d501) T(21, 0, d301)
  T(22, 5, d222) T(22, 4, d312) T(22, 3, d231) T(22, 2, d321) T(22, 1, d411) T(22, 0, d211)
  T(23, 5, d132) T(23, 4, d222) T(23, 3, d141) T(23, 2, d231) T(23, 1, d321) T(23, 0, d121)
  T(24, 5, d042) T(24, 4, d132) T(24, 3, d051) T(24, 2, d141) T(24, 1, d231) T(24, 0, d031)
  T(25, 0, d500) T(26, 0, d410) T(27, 0, d320) T(28, 0, d230) T(29, 0, d140) T(30, 0, d050)
  T(31, 0, d401) T(32, 0, d311) T(33, 0, d221) T(34, 0, d131) T(35, 0, d041) T(36, 0, d600)
  T(37, 0, d510) T(38, 0, d420) T(39, 0, d330) T(40, 0, d240) T(41, 0, d150) T(42, 0, d060)
  T(43, 0, d501) T(44, 0, d411) T(45, 0, d321) T(46, 0, d231) T(47, 0, d141) T(48, 0, d051)
}

MP_INLINE void MP_FN(m2p_h6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, d311 = z * r1_310,
  d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220), d112 = -(d310 + d130),
  d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230), d122 = -(d320 + d140),
  d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330), d222 = -(d420 + d240),
  d132 = -(d330 + d150), d042 = -(d240 + d060); T(0, 32, d041) T(0, 31, d131) T(0, 30, d221)
  T(0, 29, d311) T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230) T(0, 24, d320)
  T(0, 23, d410) T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301)
  T(0, 17, d040) T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021)
  T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 32, d141) T(1, 31, d231) T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150)
  T(1, 26, d240) T(1, 25, d330) T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 32, d051) T(2, 31, d141) T(2, 30, d231) T(2, 29, d321)
  T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240) T(2, 24, d330) T(2, 23, d420)
  T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311) T(2, 17, d050)
  T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031) T(2, 11, d121)
  T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 32, d042)
  T(3, 31, d132) T(3, 30, d222) T(3, 29, d312) T(3, 28, d402) T(3, 27, d051) T(3, 26, d141)
  T(3, 25, d231) T(3, 24, d321) T(3, 23, d411) T(3, 22, d501) T(3, 21, d032) T(3, 20, d122)
  T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131) T(3, 15, d221) T(3, 14, d311)
  T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121)
  T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h6)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, d111 = z * r1_110,
  d021 = z * r1_020, d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, d311 = z * r1_310,
  d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050;
  F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d300, F[9]);
  F[10] = MP_FMA(mass, d210, F[10]); F[11] = MP_FMA(mass, d120, F[11]);
  F[12] = MP_FMA(mass, d030, F[12]); F[13] = MP_FMA(mass, d201, F[13]);
  F[14] = MP_FMA(mass, d111, F[14]); F[15] = MP_FMA(mass, d021, F[15]);
  F[16] = MP_FMA(mass, d400, F[16]); F[17] = MP_FMA(mass, d310, F[17]);
  F[18] = MP_FMA(mass, d220, F[18]); F[19] = MP_FMA(mass, d130, F[19]);
  F[20] = MP_FMA(mass, d040, F[20]); F[21] = MP_FMA(mass, d301, F[21]);
  F[22] = MP_FMA(mass, d211, F[22]); F[23] = MP_FMA(mass, d121, F[23]);
  F[24] = MP_FMA(mass, d031, F[24]); F[25] = MP_FMA(mass, d500, F[25]);
  F[26] = MP_FMA(mass, d410, F[26]); F[27] = MP_FMA(mass, d320, F[27]);
  F[28] = MP_FMA(mass, d230, F[28]); F[29] = MP_FMA(mass, d140, F[29]);
  F[30] = MP_FMA(mass, d050, F[30]); F[31] = MP_FMA(mass, d401, F[31]);
  F[32] = MP_FMA(mass, d311, F[32]); F[33] = MP_FMA(mass, d221, F[33]);
  F[34] = MP_FMA(mass, d131, F[34]); F[35] = MP_FMA(mass, d041, F[35]);
  F[36] = MP_FMA(mass, d600, F[36]); F[37] = MP_FMA(mass, d510, F[37]);
  F[38] = MP_FMA(mass, d420, F[38]); F[39] = MP_FMA(mass, d330, F[39]);
  F[40] = MP_FMA(mass, d240, F[40]); F[41] = MP_FMA(mass, d150, F[41]);
  F[42] = MP_FMA(mass, d060, F[42]); F[43] = MP_FMA(mass, d501, F[43]);
  F[44] = MP_FMA(mass, d411, F[44]); F[45] = MP_FMA(mass, d321, F[45]);
  F[46] = MP_FMA(mass, d231, F[46]); F[47] = MP_FMA(mass, d141, F[47]);
  F[48] = MP_FMA(mass, d051, F[48]);
}

MP_INLINE void MP_FN(l2l_h6)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, F[36] * x6))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, F[43] * x5)))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, F[37] * x5)))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, F[36] * x5)))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, f402 * x4))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, F[44] * x4))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, F[38] * x4))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, F[43] * x4))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, F[37] * x4))) + F[5],
  u200 = MP_FMA(F[9], x, MP_FMA(F[16], x2, MP_FMA(F[25], x3, F[36] * x4))) + F[4],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, f303 * x3)) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, f312 * x3)) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, F[45] * x3)) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, F[39] * x3)) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, f402 * x3)) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, F[44] * x3)) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, F[38] * x3)) + F[11],
  u201 = MP_FMA(F[21], x, MP_FMA(F[31], x2, F[43] * x3)) + F[13],
  u210 = MP_FMA(F[17], x, MP_FMA(F[26], x2, F[37] * x3)) + F[10],
  u300 = MP_FMA(F[16], x, MP_FMA(F[25], x2, F[36] * x3)) + F[9],
  u004 = MP_FMA(f104, x, f204 * x2) + f004, u013 = MP_FMA(f113, x, f213 * x2) + f013,
  u022 = MP_FMA(f122, x, f222 * x2) + f022, u031 = MP_FMA(F[34], x, F[46] * x2) + F[24],
  u040 = MP_FMA(F[29], x, F[40] * x2) + F[20], u103 = MP_FMA(f203, x, f303 * x2) + f103,
  u112 = MP_FMA(f212, x, f312 * x2) + f112, u121 = MP_FMA(F[33], x, F[45] * x2) + F[23],
  u130 = MP_FMA(F[28], x, F[39] * x2) + F[19], u202 = MP_FMA(f302, x, f402 * x2) + f202,
  u211 = MP_FMA(F[32], x, F[44] * x2) + F[22], u220 = MP_FMA(F[27], x, F[38] * x2) + F[18],
  u301 = MP_FMA(F[31], x, F[43] * x2) + F[21], u310 = MP_FMA(F[26], x, F[37] * x2) + F[17],
  u400 = MP_FMA(F[25], x, F[36] * x2) + F[16], u005 = f105 * x + f005, u014 = f114 * x + f014,
  u023 = f123 * x + f023, u032 = f132 * x + f032, u041 = F[47] * x + F[35],
  u050 = F[41] * x + F[30], u104 = f204 * x + f104, u113 = f213 * x + f113, u122 = f222 * x + f122,
  u131 = F[46] * x + F[34], u140 = F[40] * x + F[29], u203 = f303 * x + f203,
  u212 = f312 * x + f212, u221 = F[45] * x + F[33], u230 = F[39] * x + F[28],
  u302 = f402 * x + f302, u311 = F[44] * x + F[32], u320 = F[38] * x + F[27],
  u401 = F[43] * x + F[31], u410 = F[37] * x + F[26], u500 = F[36] * x + F[25],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, F[42] * y6))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, F[48] * y5)))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, F[42] * y5)))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, F[41] * y5)))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, f042 * y4))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, F[48] * y4))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, F[42] * y4))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, F[47] * y4))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, F[41] * y4))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, F[40] * y4))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, f033 * y3)) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, f042 * y3)) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, F[48] * y3)) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, F[42] * y3)) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, f132 * y3)) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, F[47] * y3)) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, F[41] * y3)) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, F[46] * y3)) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, F[40] * y3)) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, F[39] * y3)) + u300,
  v004 = MP_FMA(u014, y, f024 * y2) + u004, v013 = MP_FMA(u023, y, f033 * y2) + u013,
  v022 = MP_FMA(u032, y, f042 * y2) + u022, v031 = MP_FMA(u041, y, F[48] * y2) + u031,
  v040 = MP_FMA(u050, y, F[42] * y2) + u040, v103 = MP_FMA(u113, y, f123 * y2) + u103,
  v112 = MP_FMA(u122, y, f132 * y2) + u112, v121 = MP_FMA(u131, y, F[47] * y2) + u121,
  v130 = MP_FMA(u140, y, F[41] * y2) + u130, v202 = MP_FMA(u212, y, f222 * y2) + u202,
  v211 = MP_FMA(u221, y, F[46] * y2) + u211, v220 = MP_FMA(u230, y, F[40] * y2) + u220,
  v301 = MP_FMA(u311, y, F[45] * y2) + u301, v310 = MP_FMA(u320, y, F[39] * y2) + u310,
  v400 = MP_FMA(u410, y, F[38] * y2) + u400, v005 = f015 * y + u005, v014 = f024 * y + u014,
  v023 = f033 * y + u023, v032 = f042 * y + u032, v041 = F[48] * y + u041, v050 = F[42] * y + u050,
  v104 = f114 * y + u104, v113 = f123 * y + u113, v122 = f132 * y + u122, v131 = F[47] * y + u131,
  v140 = F[41] * y + u140, v203 = f213 * y + u203, v212 = f222 * y + u212, v221 = F[46] * y + u221,
  v230 = F[40] * y + u230, v302 = f312 * y + u302, v311 = F[45] * y + u311,
  v320 = F[39] * y + u320, v401 = F[44] * y + u401, v410 = F[38] * y + u410,
  v500 = F[37] * y + u500,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, f006 * z6))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, f006 * z5)))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, f015 * z5)))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, f105 * z5)))) + v100,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, f015 * z4))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, f024 * z4))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, f105 * z4))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, f114 * z4))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, f204 * z4))) + v200,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, f024 * z3)) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, f033 * z3)) + v030,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, f114 * z3)) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, f123 * z3)) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, f204 * z3)) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, f213 * z3)) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, f303 * z3)) + v300,
  w031 = MP_FMA(v032, z, f033 * z2) + v031, w040 = MP_FMA(v041, z, f042 * z2) + v040,
  w121 = MP_FMA(v122, z, f123 * z2) + v121, w130 = MP_FMA(v131, z, f132 * z2) + v130,
  w211 = MP_FMA(v212, z, f213 * z2) + v211, w220 = MP_FMA(v221, z, f222 * z2) + v220,
  w301 = MP_FMA(v302, z, f303 * z2) + v301, w310 = MP_FMA(v311, z, f312 * z2) + v310,
  w400 = MP_FMA(v401, z, f402 * z2) + v400, w041 = f042 * z + v041, w050 = F[48] * z + v050,
  w131 = f132 * z + v131, w140 = F[47] * z + v140, w221 = f222 * z + v221, w230 = F[46] * z + v230,
  w311 = f312 * z + v311, w320 = F[45] * z + v320, w401 = f402 * z + v401, w410 = F[44] * z + v410,
  w500 = F[43] * z + v500; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w300; L[10] += w210;
  L[11] += w120; L[12] += w030; L[13] += w201; L[14] += w111; L[15] += w021; L[16] += w400;
  L[17] += w310; L[18] += w220; L[19] += w130; L[20] += w040; L[21] += w301; L[22] += w211;
  L[23] += w121; L[24] += w031; L[25] += w500; L[26] += w410; L[27] += w320; L[28] += w230;
  L[29] += w140; L[30] += w050; L[31] += w401; L[32] += w311; L[33] += w221; L[34] += w131;
  L[35] += w041; L[36] += F[36]; L[37] += F[37]; L[38] += F[38]; L[39] += F[39]; L[40] += F[40];
  L[41] += F[41]; L[42] += F[42]; L[43] += F[43]; L[44] += F[44]; L[45] += F[45]; L[46] += F[46];
  L[47] += F[47]; L[48] += F[48];
}

MP_INLINE void MP_FN(l2p_h6)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, F[36] * x6))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, F[43] * x5)))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, F[37] * x5)))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, F[36] * x5)))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, f402 * x4))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, F[44] * x4))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, F[38] * x4))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, F[43] * x4))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, F[37] * x4))) + F[5],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, f303 * x3)) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, f312 * x3)) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, F[45] * x3)) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, F[39] * x3)) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, f402 * x3)) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, F[44] * x3)) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, F[38] * x3)) + F[11],
  u004 = MP_FMA(f104, x, f204 * x2) + f004, u013 = MP_FMA(f113, x, f213 * x2) + f013,
  u022 = MP_FMA(f122, x, f222 * x2) + f022, u031 = MP_FMA(F[34], x, F[46] * x2) + F[24],
  u040 = MP_FMA(F[29], x, F[40] * x2) + F[20], u103 = MP_FMA(f203, x, f303 * x2) + f103,
  u112 = MP_FMA(f212, x, f312 * x2) + f112, u121 = MP_FMA(F[33], x, F[45] * x2) + F[23],
  u130 = MP_FMA(F[28], x, F[39] * x2) + F[19], u005 = f105 * x + f005, u014 = f114 * x + f014,
  u023 = f123 * x + f023, u032 = f132 * x + f032, u041 = F[47] * x + F[35],
  u050 = F[41] * x + F[30], u104 = f204 * x + f104, u113 = f213 * x + f113, u122 = f222 * x + f122,
  u131 = F[46] * x + F[34], u140 = F[40] * x + F[29],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, F[42] * y6))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, F[48] * y5)))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, F[42] * y5)))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, F[41] * y5)))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, f042 * y4))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, F[48] * y4))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, F[47] * y4))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, f033 * y3)) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, f042 * y3)) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, f132 * y3)) + u102,
  v004 = MP_FMA(u014, y, f024 * y2) + u004, v013 = MP_FMA(u023, y, f033 * y2) + u013,
  v103 = MP_FMA(u113, y, f123 * y2) + u103, v005 = f015 * y + u005, v014 = f024 * y + u014,
  v104 = f114 * y + u104,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, f006 * z6))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, f006 * z5)))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, f015 * z5)))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, f105 * z5)))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u102 = M[6] * x + M[14],
  u111 = M[5] * x + M[12], u120 = M[3] * x + M[9], u201 = M[4] * x + M[11], u210 = M[2] * x + M[8],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[7], u103 = M[16] * x + M[29], u112 = M[15] * x + M[27],
  u121 = M[13] * x + M[24], u130 = M[10] * x + M[20], u202 = MP_FMA(M[14], x, M[6] * x2) + M[26],
  u211 = MP_FMA(M[12], x, M[5] * x2) + M[23], u220 = MP_FMA(M[9], x, M[3] * x2) + M[19],
  u301 = MP_FMA(M[11], x, M[4] * x2) + M[22], u310 = MP_FMA(M[8], x, M[2] * x2) + M[18],
  u400 = MP_FMA(M[7], x, MP_FMA(M[1], x2, M[0] * x4)) + M[17], u104 = M[31] * x + M[50],
  u113 = M[30] * x + M[48], u122 = M[28] * x + M[45], u131 = M[25] * x + M[41],
  u140 = M[21] * x + M[36], u203 = MP_FMA(M[29], x, M[16] * x2) + M[47],
  u212 = MP_FMA(M[27], x, M[15] * x2) + M[44], u221 = MP_FMA(M[24], x, M[13] * x2) + M[40],
  u230 = MP_FMA(M[20], x, M[10] * x2) + M[35],
  u302 = MP_FMA(M[26], x, MP_FMA(M[14], x2, M[6] * x3)) + M[43],
  u311 = MP_FMA(M[23], x, MP_FMA(M[12], x2, M[5] * x3)) + M[39],
  u320 = MP_FMA(M[19], x, MP_FMA(M[9], x2, M[3] * x3)) + M[34],
  u401 = MP_FMA(M[22], x, MP_FMA(M[11], x2, M[4] * x3)) + M[38],
  u410 = MP_FMA(M[18], x, MP_FMA(M[8], x2, M[2] * x3)) + M[33],
  u500 = MP_FMA(M[17], x, MP_FMA(M[7], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[32], v010 = M[0] * y,
  v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v012 = M[6] * y + M[15],
  v021 = M[5] * y + M[13], v030 = MP_FMA(M[3], y, M[0] * y3) + M[10], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210, v013 = M[16] * y + M[30],
  v022 = MP_FMA(M[15], y, M[6] * y2) + M[28], v031 = MP_FMA(M[13], y, M[5] * y2) + M[25],
  v040 = MP_FMA(M[10], y, MP_FMA(M[3], y2, M[0] * y4)) + M[21], v112 = u102 * y + u112,
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310, v014 = M[31] * y + M[51],
  v023 = MP_FMA(M[30], y, M[16] * y2) + M[49],
  v032 = MP_FMA(M[28], y, MP_FMA(M[15], y2, M[6] * y3)) + M[46],
  v041 = MP_FMA(M[25], y, MP_FMA(M[13], y2, M[5] * y3)) + M[42],
  v050 = MP_FMA(M[21], y, MP_FMA(M[10], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[37],
  v113 = u103 * y + u113, v122 = MP_FMA(u112, y, u102 * y2) + u122,
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v212 = u202 * y + u212, v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410, w002 = M[0] * z2 + M[6],
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = MP_FMA(M[6], z, M[0] * z3) + M[16],
  w012 = MP_FMA(M[5], z, v010 * z2) + v012, w021 = v020 * z + v021,
  w102 = MP_FMA(M[4], z, u100 * z2) + u102, w111 = v110 * z + v111, w201 = u200 * z + u201,
  w004 = MP_FMA(M[16], z, MP_FMA(M[6], z2, M[0] * z4)) + M[31],
  w013 = MP_FMA(v012, z, MP_FMA(M[5], z2, v010 * z3)) + v013,
  w022 = MP_FMA(v021, z, v020 * z2) + v022, w031 = v030 * z + v031,
  w103 = MP_FMA(u102, z, MP_FMA(M[4], z2, u100 * z3)) + u103,
  w112 = MP_FMA(v111, z, v110 * z2) + v112, w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2) + u202, w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = MP_FMA(M[31], z, MP_FMA(M[16], z2, MP_FMA(M[6], z3, M[0] * z5))) + M[52],
  w014 = MP_FMA(v013, z, MP_FMA(v012, z2, MP_FMA(M[5], z3, v010 * z4))) + v014,
  w023 = MP_FMA(v022, z, MP_FMA(v021, z2, v020 * z3)) + v023,
  w032 = MP_FMA(v031, z, v030 * z2) + v032, w041 = v040 * z + v041,
  w104 = MP_FMA(u103, z, MP_FMA(u102, z2, MP_FMA(M[4], z3, u100 * z4))) + u104,
  w113 = MP_FMA(v112, z, MP_FMA(v111, z2, v110 * z3)) + v113,
  w122 = MP_FMA(v121, z, v120 * z2) + v122, w131 = v130 * z + v131,
  w203 = MP_FMA(u202, z, MP_FMA(u201, z2, u200 * z3)) + u203,
  w212 = MP_FMA(v211, z, v210 * z2) + v212, w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2) + u302, w311 = v310 * z + v311, w401 = u400 * z + u401;
  R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002;
  R[7] += u300; R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111;
  R[13] += w021; R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310;
  R[19] += v220; R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121;
  R[25] += w031; R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013;
  R[31] += w004; R[32] += u500; R[33] += v410; R[34] += v320; R[35] += v230; R[36] += v140;
  R[37] += v050; R[38] += w401; R[39] += w311; R[40] += w221; R[41] += w131; R[42] += w041;
  R[43] += w302; R[44] += w212; R[45] += w122; R[46] += w032; R[47] += w203; R[48] += w113;
  R[49] += w023; R[50] += w104; R[51] += w014; R[52] += w005;
}

MP_INLINE void MP_FN(fold_f6)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
  M[7] = R[7]; M[8] = R[8]; M[9] = R[9]; M[10] = R[10]; M[11] = R[11]; M[12] = R[12];
  M[13] = R[13]; M[14] = R[14]; M[15] = R[15]; M[16] = R[16]; M[17] = R[17]; M[18] = R[18];
  M[19] = R[19]; M[20] = R[20]; M[21] = R[21]; M[22] = R[22]; M[23] = R[23]; M[24] = R[24];
  M[25] = R[25]; M[26] = R[26]; M[27] = R[27]; M[28] = R[28]; M[29] = R[29]; M[30] = R[30];
  M[31] = R[31]; M[32] = R[32]; M[33] = R[33]; M[34] = R[34]; M[35] = R[35]; M[36] = R[36];
  M[37] = R[37]; M[38] = R[38]; M[39] = R[39]; M[40] = R[40]; M[41] = R[41]; M[42] = R[42];
  M[43] = R[43]; M[44] = R[44]; M[45] = R[45]; M[46] = R[46]; M[47] = R[47]; M[48] = R[48];
  M[49] = R[49]; M[50] = R[50]; M[51] = R[51]; M[52] = R[52];
}

MP_INLINE void MP_FN(m2l_f6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1], r1_001 = z * g[2],
  r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, r3_101 = z * r4_100, r4_101 = z * r5_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, d111 = z * r1_110, r1_111 = z * r2_110,
  r2_111 = z * r3_110, r3_111 = z * r4_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), r2_102 = MP_FMA(z, r3_101, r3_100),
  r3_102 = MP_FMA(z, r4_101, r4_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001),
  r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, d211 = z * r1_210,
  r1_211 = z * r2_210, r2_211 = z * r3_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, d031 = z * r1_030, r1_031 = z * r2_030, r2_031 = z * r3_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, r1_401 = z * r2_400,
  d311 = z * r1_310, r1_311 = z * r2_310, d221 = z * r1_220, r1_221 = z * r2_220,
  d131 = z * r1_130, r1_131 = z * r2_130, d041 = z * r1_040, r1_041 = z * r2_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d402 = MP_FMA(z, r1_401, r1_400), d312 = MP_FMA(z, r1_311, r1_310),
  d222 = MP_FMA(z, r1_221, r1_220), d132 = MP_FMA(z, r1_131, r1_130),
  d042 = MP_FMA(z, r1_041, r1_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004); T(0, 52, d005) T(0, 51, d014) T(0, 50, d104)
  T(0, 49, d023) T(0, 48, d113) T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212)
  T(0, 43, d302) T(0, 42, d041) T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401)
  T(0, 37, d050) T(0, 36, d140) T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500)
  T(0, 31, d004) T(0, 30, d013) T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202)
  T(0, 25, d031) T(0, 24, d121) T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130)
  T(0, 19, d220) T(0, 18, d310) T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 52, d105) T(1, 51, d114) T(1, 50, d204) T(1, 49, d123) T(1, 48, d213)
  T(1, 47, d303) T(1, 46, d132) T(1, 45, d222) T(1, 44, d312) T(1, 43, d402) T(1, 42, d141)
  T(1, 41, d231) T(1, 40, d321) T(1, 39, d411) T(1, 38, d501) T(1, 37, d150) T(1, 36, d240)
  T(1, 35, d330) T(1, 34, d420) T(1, 33, d510) T(1, 32, d600) T(1, 31, d104) T(1, 30, d113)
  T(1, 29, d203) T(1, 28, d122) T(1, 27, d212) T(1, 26, d302) T(1, 25, d131) T(1, 24, d221)
  T(1, 23, d311) T(1, 22, d401) T(1, 21, d140) T(1, 20, d230) T(1, 19, d320) T(1, 18, d410)
  T(1, 17, d500) T(1, 16, d103) T(1, 15, d112) T(1, 14, d202) T(1, 13, d121) T(1, 12, d211)
  T(1, 11, d301) T(1, 10, d130) T(1, 9, d220) T(1, 8, d310) T(1, 7, d400) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 52, d006)
  T(3, 51, d015) T(3, 50, d105) T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033)
  T(3, 45, d123) T(3, 44, d213) T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222)
  T(3, 39, d312) T(3, 38, d402) T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321)
  T(3, 33, d411) T(3, 32, d501) T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023)
  T(3, 27, d113) T(3, 26, d203) T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302)
  T(3, 21, d041) T(3, 20, d131) T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004)
  T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031)
  T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 31, d204) T(4, 30, d213) T(4, 29, d303)
  T(4, 28, d222) T(4, 27, d312) T(4, 26, d402) T(4, 25, d231) T(4, 24, d321) T(4, 23, d411)
  T(4, 22, d501) T(4, 21, d240) T(4, 20, d330) T(4, 19, d420) T(4, 18, d510) T(4, 17, d600)
  T(4, 16, d203) T(4, 15, d212) T(4, 14, d302) T(4, 13, d221) T(4, 12, d311) T(4, 11, d401)
  T(4, 10, d230) T(4, 9, d320) T(4, 8, d410) T(4, 7, d500) T(4, 6, d202) T(4, 5, d211)
  T(4, 4, d301) T(4, 3, d220) T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 31, d114)
  T(5, 30, d123) T(5, 29, d213) T(5, 28, d132) T(5, 27, d222) T(5, 26, d312) T(5, 25, d141)
  T(5, 24, d231) T(5, 23, d321) T(5, 22, d411) T(5, 21, d150) T(5, 20, d240) T(5, 19, d330)
  T(5, 18, d420) T(5, 17, d510) T(5, 16, d113) T(5, 15, d122) T(5, 14, d212) T(5, 13, d131)
  T(5, 12, d221) T(5, 11, d311) T(5, 10, d140) T(5, 9, d230) T(5, 8, d320) T(5, 7, d410)
  T(5, 6, d112) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310) T(5, 0, d110)
  T(6, 31, d024) T(6, 30, d033) T(6, 29, d123) T(6, 28, d042) T(6, 27, d132) T(6, 26, d222)
  T(6, 25, d051) T(6, 24, d141) T(6, 23, d231) T(6, 22, d321) T(6, 21, d060) T(6, 20, d150)
  T(6, 19, d240) T(6, 18, d330) T(6, 17, d420) T(6, 16, d023) T(6, 15, d032) T(6, 14, d122)
  T(6, 13, d041) T(6, 12, d131) T(6, 11, d221) T(6, 10, d050) T(6, 9, d140) T(6, 8, d230)
  T(6, 7, d320) T(6, 6, d022) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040) T(6, 2, d130) T(6, 1, d220)
  T(6, 0, d020) T(7, 31, d105) T(7, 30, d114) T(7, 29, d204) T(7, 28, d123) T(7, 27, d213)
  T(7, 26, d303) T(7, 25, d132) T(7, 24, d222) T(7, 23, d312) T(7, 22, d402) T(7, 21, d141)
  T(7, 20, d231) T(7, 19, d321) T(7, 18, d411) T(7, 17, d501) T(7, 16, d104) T(7, 15, d113)
  T(7, 14, d203) T(7, 13, d122) T(7, 12, d212) T(7, 11, d302) T(7, 10, d131) T(7, 9, d221)
  T(7, 8, d311) T(7, 7, d401) T(7, 6, d103) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121) T(7, 2, d211)
  T(7, 1, d301) T(7, 0, d101) T(8, 31, d015) T(8, 30, d024) T(8, 29, d114) T(8, 28, d033)
  T(8, 27, d123) T(8, 26, d213) T(8, 25, d042) T(8, 24, d132) T(8, 23, d222) T(8, 22, d312)
  T(8, 21, d051) T(8, 20, d141) T(8, 19, d231) T(8, 18, d321) T(8, 17, d411) T(8, 16, d014)
  T(8, 15, d023) T(8, 14, d113) T(8, 13, d032) T(8, 12, d122) T(8, 11, d212) T(8, 10, d041)
  T(8, 9, d131) T(8, 8, d221) T(8, 7, d311) T(8, 6, d013) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 31, d006) T(9, 30, d015) T(9, 29, d105)
  T(9, 28, d024) T(9, 27, d114) T(9, 26, d204) T(9, 25, d033) T(9, 24, d123) T(9, 23, d213)
  T(9, 22, d303) T(9, 21, d042) T(9, 20, d132) T(9, 19, d222) T(9, 18, d312) T(9, 17, d402)
  T(9, 16, d005) T(9, 15, d014) T(9, 14, d104) T(9, 13, d023) T(9, 12, d113) T(9, 11, d203)
  T(9, 10, d032) T(9, 9, d122) T(9, 8, d212) T(9, 7, d302) T(9, 6, d004) T(9, 5, d013)
  T(9, 4, d103) T(9, 3, d022) T(9, 2, d112) T(9, 1, d202) T(9, 0, d002) T(10, 16, d303)
  T(10, 15, d312) T(10, 14, d402) T(10, 13, d321) T(10, 12, d411) T(10, 11, d501) T(10, 10, d330)
  T(10, 9, d420) T(10, 8, d510) T(10, 7, d600) T(10, 6, d302) T(10, 5, d311) T(10, 4, d401)
  T(10, 3, d320) T(10, 2, d410) T(10, 1, d500) T(10, 0, d300) T(11, 16, d213) T(11, 15, d222)
  T(11, 14, d312) T(11, 13, d231) T(11, 12, d321) T(11, 11, d411) T(11, 10, d240) T(11, 9, d330)
  T(11, 8, d420) T(11, 7, d510) T(11, 6, d212) T(11, 5, d221) T(11, 4, d311) T(11, 3, d230)
  T(11, 2, d320) T(11, 1, d410) T(11, 0, d210) T(12, 16, d123) T(12, 15, d132) T(12, 14, d222)
  T(12, 13, d141) T(12, 12, d231) T(12, 11, d321) T(12, 10, d150) T(12, 9, d240) T(12, 8, d330)
  T(12, 7, d420) T(12, 6, d122) T(12, 5, d131) T(12, 4, d221) T(12, 3, d140) T(12, 2, d230)
  T(12, 1, d320) T(12, 0, d120) T(13, 16, d033) T(13, 15, d042) T(13, 14, d132) T(13, 13, d051)
  T(13, 12, d141) T(13, 11, d231) T(13, 10, d060) T(13, 9, d150) T(13, 8, d240) T(13, 7, d330)
  T(13, 6, d032) T(13, 5, d041) T(13, 4, d131) T(13, 3, d050) T(13, 2, d140) T(13, 1, d230)
  T(13, 0, d030) T(14, 16, d204) T(14, 15, d213) T(14, 14, d303) T(14, 13, d222) T(14, 12, d312)
  T(14, 11, d402) T(14, 10, d231) T(14, 9, d321) T(14, 8, d411) T(14, 7, d501) T(14, 6, d203)
  T(14, 5, d212) T(14, 4, d302) T(14, 3, d221) T(14, 2, d311) T(14, 1, d401) T(14, 0, d201)
  T(15, 16, d114) T(15, 15, d123) T(15, 14, d213) T(15, 13, d132) T(15, 12, d222) T(15, 11, d312)
  T(15, 10, d141) T(15, 9, d231) T(15, 8, d321) T(15, 7, d411) T(15, 6, d113) T(15, 5, d122)
  T(15, 4, d212) T(15, 3, d131) T(15, 2, d221) T(15, 1, d311) T(15, 0, d111) T(16, 16, d024)
  T(16, 15, d033) T(16, 14, d123) T(16, 13, d042) T(16, 12, d132) T(16, 11, d222) T(16, 10, d051)
  T(16, 9, d141) T(16, 8, d231) T(16, 7, d321) T(16, 6, d023) T(16, 5, d032) T(16, 4, d122)
  T(16, 3, d041) T(16, 2, d131) T(16, 1, d221) T(16, 0, d021) T(17, 16, d105) T(17, 15, d114)
  T(17, 14, d204) T(17, 13, d123) T(17, 12, d213) T(17, 11, d303) T(17, 10, d132) T(17, 9, d222)
  T(17, 8, d312) T(17, 7, d402) T(17, 6, d104) T(17, 5, d113) T(17, 4, d203) T(17, 3, d122)
  T(17, 2, d212) T(17, 1, d302) T(17, 0, d102) T(18, 16, d015) T(18, 15, d024) T(18, 14, d114)
  T(18, 13, d033) T(18, 12, d123) T(18, 11, d213) T(18, 10, d042) T(18, 9, d132) T(18, 8, d222)
  T(18, 7, d312) T(18, 6, d014) T(18, 5, d023) T(18, 4, d113) T(18, 3, d032) T(18, 2, d122)
  T(18, 1, d212) T(18, 0, d012) T(19, 16, d006) T(19, 15, d015) T(19, 14, d105) T(19, 13, d024)
  T(19, 12, d114) T(19, 11, d204) T(19, 10, d033) T(19, 9, d123) T(19, 8, d213) T(19, 7, d303)
  T(19, 6, d005) T(19, 5, d014) T(19, 4, d104) T(19, 3, d023) T(19, 2, d113) T(19, 1, d203)
  T(19, 0, d003) T(20, 6, d402) T(20, 5, d411) T(20, 4, d501) T(20, 3, d420) T(20, 2, d510)
  T(20, 1, d600) T(20, 0, d400) T(21, 6, d312) T(21, 5, d321) T(21, 4, d411) T(21, 3, d330)
  T(21, 2, d420) T(21, 1, d510) T(21, 0, d310) T(22, 6, d222) T(22, 5, d231) T(22, 4, d321)
  T(22, 3, d240) T(22, 2, d330) T(22, 1, d420) T(22, 0, d220) T(23, 6, d132) T(23, 5, d141)
  T(23, 4, d231) T(23, 3, d150) T(23, 2, d240) T(23, 1, d330) T(23, 0, d130) T(24, 6, d042)
  T(24, 5, d051) T(24, 4, d141) T(24, 3, d060) T(24, 2, d150) T(24, 1, d240) T(24, 0, d040)
  T(25, 6, d303) T(25, 5, d312) T(25, 4, d402) T(25, 3, d321) T(25, 2, d411) T(25, 1, d501)
  T(25, 0, d301) T(26, 6, d213) T(26, 5, d222) T(26, 4, d312) T(26, 3, d231) T(26, 2, d321)
  T(26, 1, d411) T(26, 0, d211) T(27, 6, d123) T(27, 5, d132) T(27, 4, d222) T(27, 3, d141)
  T(27, 2, d231) T(27, 1, d321) T(27, 0, d121) T(28, 6, d033) T(28, 5, d042) T(28, 4, d132)
  T(28, 3, d051) T(28, 2, d141) T(28, 1, d231) T(28, 0, d031) T(29, 6, d204) T(29, 5, d213)
  T(29, 4, d303) T(29, 3, d222) T(29, 2, d312) T(29, 1, d402) T(29, 0, d202) T(30, 6, d114)
  T(30, 5, d123) T(30, 4, d213) T(30, 3, d132) T(30, 2, d222) T(30, 1, d312) T(30, 0, d112)
  T(31, 6, d024) T(31, 5, d033) T(31, 4, d123) T(31, 3, d042) T(31, 2, d132) T(31, 1, d222)
  T(31, 0, d022) T(32, 6, d105) T(32, 5, d114) T(32, 4, d204) T(32, 3, d123) T(32, 2, d213)
  T(32, 1, d303) T(32, 0, d103) T(33, 6, d015) T(33, 5, d024) T(33, 4, d114) T(33, 3, d033)
  T(33, 2, d123) T(33, 1, d213) T(33, 0, d013) T(34, 6, d006) T(34, 5, d015) T(34, 4, d105)
  T(34, 3, d024) T(34, 2, d114) T(34, 1, d204) T(34, 0, d004) T(35, 0, d500) T(36, 0, d410)
  T(37, 0, d320) T(38, 0, d230) T(39, 0, d140) T(40, 0, d050) T(41, 0, d401) T(42, 0, d311)
  T(43, 0, d221) T(44, 0, d131) T(45, 0, d041) T(46, 0, d302) T(47, 0, d212) T(48, 0, d122)
  T(49, 0, d032) T(50, 0, d203) T(51, 0, d113) T(52, 0, d023) T(53, 0, d104) T(54, 0, d014)
  T(55, 0, d005) T(56, 0, d600) T(57, 0, d510) T(58, 0, d420) T(59, 0, d330) T(60, 0, d240)
  T(61, 0, d150) T(62, 0, d060) T(63, 0, d501) T(64, 0, d411) T(65, 0, d321) T(66, 0, d231)
  T(67, 0, d141) T(68, 0, d051) T(69, 0, d402) T(70, 0, d312) T(71, 0, d222) T(72, 0, d132)
  T(73, 0, d042) T(74, 0, d303) T(75, 0, d213) T(76, 0, d123) T(77, 0, d033) T(78, 0, d204)
  T(79, 0, d114) T(80, 0, d024) T(81, 0, d105) T(82, 0, d015) T(83, 0, d006)
}

MP_INLINE void MP_FN(m2p_f6)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1], r1_001 = z * g[2],
  r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, r3_101 = z * r4_100, r4_101 = z * r5_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, d111 = z * r1_110, r1_111 = z * r2_110,
  r2_111 = z * r3_110, r3_111 = z * r4_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), r2_102 = MP_FMA(z, r3_101, r3_100),
  r3_102 = MP_FMA(z, r4_101, r4_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001),
  r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, d211 = z * r1_210,
  r1_211 = z * r2_210, r2_211 = z * r3_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, d031 = z * r1_030, r1_031 = z * r2_030, r2_031 = z * r3_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, r1_401 = z * r2_400,
  d311 = z * r1_310, r1_311 = z * r2_310, d221 = z * r1_220, r1_221 = z * r2_220,
  d131 = z * r1_130, r1_131 = z * r2_130, d041 = z * r1_040, r1_041 = z * r2_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d402 = MP_FMA(z, r1_401, r1_400), d312 = MP_FMA(z, r1_311, r1_310),
  d222 = MP_FMA(z, r1_221, r1_220), d132 = MP_FMA(z, r1_131, r1_130),
  d042 = MP_FMA(z, r1_041, r1_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004); T(0, 52, d005) T(0, 51, d014) T(0, 50, d104)
  T(0, 49, d023) T(0, 48, d113) T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212)
  T(0, 43, d302) T(0, 42, d041) T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401)
  T(0, 37, d050) T(0, 36, d140) T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500)
  T(0, 31, d004) T(0, 30, d013) T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202)
  T(0, 25, d031) T(0, 24, d121) T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130)
  T(0, 19, d220) T(0, 18, d310) T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102)
  T(0, 13, d021) T(0, 12, d111) T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210)
  T(0, 7, d300) T(0, 6, d002) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200)
  T(0, 0, g[0]) T(1, 52, d105) T(1, 51, d114) T(1, 50, d204) T(1, 49, d123) T(1, 48, d213)
  T(1, 47, d303) T(1, 46, d132) T(1, 45, d222) T(1, 44, d312) T(1, 43, d402) T(1, 42, d141)
  T(1, 41, d231) T(1, 40, d321) T(1, 39, d411) T(1, 38, d501) T(1, 37, d150) T(1, 36, d240)
  T(1, 35, d330) T(1, 34, d420) T(1, 33, d510) T(1, 32, d600) T(1, 31, d104) T(1, 30, d113)
  T(1, 29, d203) T(1, 28, d122) T(1, 27, d212) T(1, 26, d302) T(1, 25, d131) T(1, 24, d221)
  T(1, 23, d311) T(1, 22, d401) T(1, 21, d140) T(1, 20, d230) T(1, 19, d320) T(1, 18, d410)
  T(1, 17, d500) T(1, 16, d103) T(1, 15, d112) T(1, 14, d202) T(1, 13, d121) T(1, 12, d211)
  T(1, 11, d301) T(1, 10, d130) T(1, 9, d220) T(1, 8, d310) T(1, 7, d400) T(1, 6, d102)
  T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 52, d006)
  T(3, 51, d015) T(3, 50, d105) T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033)
  T(3, 45, d123) T(3, 44, d213) T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222)
  T(3, 39, d312) T(3, 38, d402) T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321)
  T(3, 33, d411) T(3, 32, d501) T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023)
  T(3, 27, d113) T(3, 26, d203) T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302)
  T(3, 21, d041) T(3, 20, d131) T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004)
  T(3, 15, d013) T(3, 14, d103) T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031)
  T(3, 9, d121) T(3, 8, d211) T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f6)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], d010 = y * g[1], r1_010 = y * g[2], r2_010 = y * g[3],
  r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], d001 = z * g[1], r1_001 = z * g[2],
  r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]), d101 = z * r1_100,
  r1_101 = z * r2_100, r2_101 = z * r3_100, r3_101 = z * r4_100, r4_101 = z * r5_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, d111 = z * r1_110, r1_111 = z * r2_110,
  r2_111 = z * r3_110, r3_111 = z * r4_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, d102 = MP_FMA(z, r1_101, r1_100),
  r1_102 = MP_FMA(z, r2_101, r2_100), r2_102 = MP_FMA(z, r3_101, r3_100),
  r3_102 = MP_FMA(z, r4_101, r4_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001),
  r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001), r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001),
  r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, d211 = z * r1_210,
  r1_211 = z * r2_210, r2_211 = z * r3_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, d031 = z * r1_030, r1_031 = z * r2_030, r2_031 = z * r3_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030), d140 = x * r1_040,
  r1_140 = x * r2_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), d401 = z * r1_400, r1_401 = z * r2_400,
  d311 = z * r1_310, r1_311 = z * r2_310, d221 = z * r1_220, r1_221 = z * r2_220,
  d131 = z * r1_130, r1_131 = z * r2_130, d041 = z * r1_040, r1_041 = z * r2_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  d240 = MP_FMA(x, r1_140, r1_040), d150 = x * r1_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d402 = MP_FMA(z, r1_401, r1_400), d312 = MP_FMA(z, r1_311, r1_310),
  d222 = MP_FMA(z, r1_221, r1_220), d132 = MP_FMA(z, r1_131, r1_130),
  d042 = MP_FMA(z, r1_041, r1_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004); F[0] = MP_FMA(mass, g[0], F[0]);
  F[1] = MP_FMA(mass, d100, F[1]); F[2] = MP_FMA(mass, d010, F[2]);
  F[3] = MP_FMA(mass, d001, F[3]); F[4] = MP_FMA(mass, d200, F[4]);
  F[5] = MP_FMA(mass, d110, F[5]); F[6] = MP_FMA(mass, d020, F[6]);
  F[7] = MP_FMA(mass, d101, F[7]); F[8] = MP_FMA(mass, d011, F[8]);
  F[9] = MP_FMA(mass, d002, F[9]); F[10] = MP_FMA(mass, d300, F[10]);
  F[11] = MP_FMA(mass, d210, F[11]); F[12] = MP_FMA(mass, d120, F[12]);
  F[13] = MP_FMA(mass, d030, F[13]); F[14] = MP_FMA(mass, d201, F[14]);
  F[15] = MP_FMA(mass, d111, F[15]); F[16] = MP_FMA(mass, d021, F[16]);
  F[17] = MP_FMA(mass, d102, F[17]); F[18] = MP_FMA(mass, d012, F[18]);
  F[19] = MP_FMA(mass, d003, F[19]); F[20] = MP_FMA(mass, d400, F[20]);
  F[21] = MP_FMA(mass, d310, F[21]); F[22] = MP_FMA(mass, d220, F[22]);
  F[23] = MP_FMA(mass, d130, F[23]); F[24] = MP_FMA(mass, d040, F[24]);
  F[25] = MP_FMA(mass, d301, F[25]); F[26] = MP_FMA(mass, d211, F[26]);
  F[27] = MP_FMA(mass, d121, F[27]); F[28] = MP_FMA(mass, d031, F[28]);
  F[29] = MP_FMA(mass, d202, F[29]); F[30] = MP_FMA(mass, d112, F[30]);
  F[31] = MP_FMA(mass, d022, F[31]); F[32] = MP_FMA(mass, d103, F[32]);
  F[33] = MP_FMA(mass, d013, F[33]); F[34] = MP_FMA(mass, d004, F[34]);
  F[35] = MP_FMA(mass, d500, F[35]); F[36] = MP_FMA(mass, d410, F[36]);
  F[37] = MP_FMA(mass, d320, F[37]); F[38] = MP_FMA(mass, d230, F[38]);
  F[39] = MP_FMA(mass, d140, F[39]); F[40] = MP_FMA(mass, d050, F[40]);
  F[41] = MP_FMA(mass, d401, F[41]); F[42] = MP_FMA(mass, d311, F[42]);
  F[43] = MP_FMA(mass, d221, F[43]); F[44] = MP_FMA(mass, d131, F[44]);
  F[45] = MP_FMA(mass, d041, F[45]); F[46] = MP_FMA(mass, d302, F[46]);
  F[47] = MP_FMA(mass, d212, F[47]); F[48] = MP_FMA(mass, d122, F[48]);
  F[49] = MP_FMA(mass, d032, F[49]); F[50] = MP_FMA(mass, d203, F[50]);
  F[51] = MP_FMA(mass, d113, F[51]); F[52] = MP_FMA(mass, d023, F[52]);
  F[53] = MP_FMA(mass, d104, F[53]); F[54] = MP_FMA(mass, d014, F[54]);
  F[55] = MP_FMA(mass, d005, F[55]); F[56] = MP_FMA(mass, d600, F[56]);
  F[57] = MP_FMA(mass, d510, F[57]); F[58] = MP_FMA(mass, d420, F[58]);
  F[59] = MP_FMA(mass, d330, F[59]); F[60] = MP_FMA(mass, d240, F[60]);
  F[61] = MP_FMA(mass, d150, F[61]); F[62] = MP_FMA(mass, d060, F[62]);
  F[63] = MP_FMA(mass, d501, F[63]); F[64] = MP_FMA(mass, d411, F[64]);
  F[65] = MP_FMA(mass, d321, F[65]); F[66] = MP_FMA(mass, d231, F[66]);
  F[67] = MP_FMA(mass, d141, F[67]); F[68] = MP_FMA(mass, d051, F[68]);
  F[69] = MP_FMA(mass, d402, F[69]); F[70] = MP_FMA(mass, d312, F[70]);
  F[71] = MP_FMA(mass, d222, F[71]); F[72] = MP_FMA(mass, d132, F[72]);
  F[73] = MP_FMA(mass, d042, F[73]); F[74] = MP_FMA(mass, d303, F[74]);
  F[75] = MP_FMA(mass, d213, F[75]); F[76] = MP_FMA(mass, d123, F[76]);
  F[77] = MP_FMA(mass, d033, F[77]); F[78] = MP_FMA(mass, d204, F[78]);
  F[79] = MP_FMA(mass, d114, F[79]); F[80] = MP_FMA(mass, d024, F[80]);
  F[81] = MP_FMA(mass, d105, F[81]); F[82] = MP_FMA(mass, d015, F[82]);
  F[83] = MP_FMA(mass, d006, F[83]);
}

MP_INLINE void MP_FN(l2l_f6)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, F[56] * x6))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, F[63] * x5)))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, F[57] * x5)))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, F[56] * x5)))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, F[69] * x4))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, F[64] * x4))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, F[58] * x4))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, F[63] * x4))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, F[57] * x4))) + F[5],
  u200 = MP_FMA(F[10], x, MP_FMA(F[20], x2, MP_FMA(F[35], x3, F[56] * x4))) + F[4],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, F[74] * x3)) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, F[70] * x3)) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, F[65] * x3)) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, F[59] * x3)) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, F[69] * x3)) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, F[64] * x3)) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, F[58] * x3)) + F[12],
  u201 = MP_FMA(F[25], x, MP_FMA(F[41], x2, F[63] * x3)) + F[14],
  u210 = MP_FMA(F[21], x, MP_FMA(F[36], x2, F[57] * x3)) + F[11],
  u300 = MP_FMA(F[20], x, MP_FMA(F[35], x2, F[56] * x3)) + F[10],
  u004 = MP_FMA(F[53], x, F[78] * x2) + F[34], u013 = MP_FMA(F[51], x, F[75] * x2) + F[33],
  u022 = MP_FMA(F[48], x, F[71] * x2) + F[31], u031 = MP_FMA(F[44], x, F[66] * x2) + F[28],
  u040 = MP_FMA(F[39], x, F[60] * x2) + F[24], u103 = MP_FMA(F[50], x, F[74] * x2) + F[32],
  u112 = MP_FMA(F[47], x, F[70] * x2) + F[30], u121 = MP_FMA(F[43], x, F[65] * x2) + F[27],
  u130 = MP_FMA(F[38], x, F[59] * x2) + F[23], u202 = MP_FMA(F[46], x, F[69] * x2) + F[29],
  u211 = MP_FMA(F[42], x, F[64] * x2) + F[26], u220 = MP_FMA(F[37], x, F[58] * x2) + F[22],
  u301 = MP_FMA(F[41], x, F[63] * x2) + F[25], u310 = MP_FMA(F[36], x, F[57] * x2) + F[21],
  u400 = MP_FMA(F[35], x, F[56] * x2) + F[20], u005 = F[81] * x + F[55], u014 = F[79] * x + F[54],
  u023 = F[76] * x + F[52], u032 = F[72] * x + F[49], u041 = F[67] * x + F[45],
  u050 = F[61] * x + F[40], u104 = F[78] * x + F[53], u113 = F[75] * x + F[51],
  u122 = F[71] * x + F[48], u131 = F[66] * x + F[44], u140 = F[60] * x + F[39],
  u203 = F[74] * x + F[50], u212 = F[70] * x + F[47], u221 = F[65] * x + F[43],
  u230 = F[59] * x + F[38], u302 = F[69] * x + F[46], u311 = F[64] * x + F[42],
  u320 = F[58] * x + F[37], u401 = F[63] * x + F[41], u410 = F[57] * x + F[36],
  u500 = F[56] * x + F[35],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, F[62] * y6))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, F[68] * y5)))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, F[62] * y5)))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, F[61] * y5)))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, F[73] * y4))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, F[68] * y4))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, F[62] * y4))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, F[67] * y4))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, F[61] * y4))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, F[60] * y4))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, F[77] * y3)) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, F[73] * y3)) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, F[68] * y3)) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, F[62] * y3)) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, F[72] * y3)) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, F[67] * y3)) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, F[61] * y3)) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, F[66] * y3)) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, F[60] * y3)) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, F[59] * y3)) + u300,
  v004 = MP_FMA(u014, y, F[80] * y2) + u004, v013 = MP_FMA(u023, y, F[77] * y2) + u013,
  v022 = MP_FMA(u032, y, F[73] * y2) + u022, v031 = MP_FMA(u041, y, F[68] * y2) + u031,
  v040 = MP_FMA(u050, y, F[62] * y2) + u040, v103 = MP_FMA(u113, y, F[76] * y2) + u103,
  v112 = MP_FMA(u122, y, F[72] * y2) + u112, v121 = MP_FMA(u131, y, F[67] * y2) + u121,
  v130 = MP_FMA(u140, y, F[61] * y2) + u130, v202 = MP_FMA(u212, y, F[71] * y2) + u202,
  v211 = MP_FMA(u221, y, F[66] * y2) + u211, v220 = MP_FMA(u230, y, F[60] * y2) + u220,
  v301 = MP_FMA(u311, y, F[65] * y2) + u301, v310 = MP_FMA(u320, y, F[59] * y2) + u310,
  v400 = MP_FMA(u410, y, F[58] * y2) + u400, v005 = F[82] * y + u005, v014 = F[80] * y + u014,
  v023 = F[77] * y + u023, v032 = F[73] * y + u032, v041 = F[68] * y + u041,
  v050 = F[62] * y + u050, v104 = F[79] * y + u104, v113 = F[76] * y + u113,
  v122 = F[72] * y + u122, v131 = F[67] * y + u131, v140 = F[61] * y + u140,
  v203 = F[75] * y + u203, v212 = F[71] * y + u212, v221 = F[66] * y + u221,
  v230 = F[60] * y + u230, v302 = F[70] * y + u302, v311 = F[65] * y + u311,
  v320 = F[59] * y + u320, v401 = F[64] * y + u401, v410 = F[58] * y + u410,
  v500 = F[57] * y + u500,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, F[83] * z6))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, F[83] * z5)))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, F[82] * z5)))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, F[81] * z5)))) + v100,
  w002 = MP_FMA(v003, z, MP_FMA(v004, z2, MP_FMA(v005, z3, F[83] * z4))) + v002,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, F[82] * z4))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, F[80] * z4))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, F[81] * z4))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, F[79] * z4))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, F[78] * z4))) + v200,
  w003 = MP_FMA(v004, z, MP_FMA(v005, z2, F[83] * z3)) + v003,
  w012 = MP_FMA(v013, z, MP_FMA(v014, z2, F[82] * z3)) + v012,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, F[80] * z3)) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, F[77] * z3)) + v030,
  w102 = MP_FMA(v103, z, MP_FMA(v104, z2, F[81] * z3)) + v102,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, F[79] * z3)) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, F[76] * z3)) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, F[78] * z3)) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, F[75] * z3)) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, F[74] * z3)) + v300,
  w004 = MP_FMA(v005, z, F[83] * z2) + v004, w013 = MP_FMA(v014, z, F[82] * z2) + v013,
  w022 = MP_FMA(v023, z, F[80] * z2) + v022, w031 = MP_FMA(v032, z, F[77] * z2) + v031,
  w040 = MP_FMA(v041, z, F[73] * z2) + v040, w103 = MP_FMA(v104, z, F[81] * z2) + v103,
  w112 = MP_FMA(v113, z, F[79] * z2) + v112, w121 = MP_FMA(v122, z, F[76] * z2) + v121,
  w130 = MP_FMA(v131, z, F[72] * z2) + v130, w202 = MP_FMA(v203, z, F[78] * z2) + v202,
  w211 = MP_FMA(v212, z, F[75] * z2) + v211, w220 = MP_FMA(v221, z, F[71] * z2) + v220,
  w301 = MP_FMA(v302, z, F[74] * z2) + v301, w310 = MP_FMA(v311, z, F[70] * z2) + v310,
  w400 = MP_FMA(v401, z, F[69] * z2) + v400, w005 = F[83] * z + v005, w014 = F[82] * z + v014,
  w023 = F[80] * z + v023, w032 = F[77] * z + v032, w041 = F[73] * z + v041,
  w050 = F[68] * z + v050, w104 = F[81] * z + v104, w113 = F[79] * z + v113,
  w122 = F[76] * z + v122, w131 = F[72] * z + v131, w140 = F[67] * z + v140,
  w203 = F[78] * z + v203, w212 = F[75] * z + v212, w221 = F[71] * z + v221,
  w230 = F[66] * z + v230, w302 = F[74] * z + v302, w311 = F[70] * z + v311,
  w320 = F[65] * z + v320, w401 = F[69] * z + v401, w410 = F[64] * z + v410,
  w500 = F[63] * z + v500; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w002; L[10] += w300;
  L[11] += w210; L[12] += w120; L[13] += w030; L[14] += w201; L[15] += w111; L[16] += w021;
  L[17] += w102; L[18] += w012; L[19] += w003; L[20] += w400; L[21] += w310; L[22] += w220;
  L[23] += w130; L[24] += w040; L[25] += w301; L[26] += w211; L[27] += w121; L[28] += w031;
  L[29] += w202; L[30] += w112; L[31] += w022; L[32] += w103; L[33] += w013; L[34] += w004;
  L[35] += w500; L[36] += w410; L[37] += w320; L[38] += w230; L[39] += w140; L[40] += w050;
  L[41] += w401; L[42] += w311; L[43] += w221; L[44] += w131; L[45] += w041; L[46] += w302;
  L[47] += w212; L[48] += w122; L[49] += w032; L[50] += w203; L[51] += w113; L[52] += w023;
  L[53] += w104; L[54] += w014; L[55] += w005; L[56] += F[56]; L[57] += F[57]; L[58] += F[58];
  L[59] += F[59]; L[60] += F[60]; L[61] += F[61]; L[62] += F[62]; L[63] += F[63]; L[64] += F[64];
  L[65] += F[65]; L[66] += F[66]; L[67] += F[67]; L[68] += F[68]; L[69] += F[69]; L[70] += F[70];
  L[71] += F[71]; L[72] += F[72]; L[73] += F[73]; L[74] += F[74]; L[75] += F[75]; L[76] += F[76];
  L[77] += F[77]; L[78] += F[78]; L[79] += F[79]; L[80] += F[80]; L[81] += F[81]; L[82] += F[82];
  L[83] += F[83];
}

MP_INLINE void MP_FN(l2p_f6)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, F[56] * x6))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, F[63] * x5)))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, F[57] * x5)))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, F[56] * x5)))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, F[69] * x4))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, F[64] * x4))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, F[58] * x4))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, F[63] * x4))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, F[57] * x4))) + F[5],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, F[74] * x3)) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, F[70] * x3)) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, F[65] * x3)) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, F[59] * x3)) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, F[69] * x3)) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, F[64] * x3)) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, F[58] * x3)) + F[12],
  u004 = MP_FMA(F[53], x, F[78] * x2) + F[34], u013 = MP_FMA(F[51], x, F[75] * x2) + F[33],
  u022 = MP_FMA(F[48], x, F[71] * x2) + F[31], u031 = MP_FMA(F[44], x, F[66] * x2) + F[28],
  u040 = MP_FMA(F[39], x, F[60] * x2) + F[24], u103 = MP_FMA(F[50], x, F[74] * x2) + F[32],
  u112 = MP_FMA(F[47], x, F[70] * x2) + F[30], u121 = MP_FMA(F[43], x, F[65] * x2) + F[27],
  u130 = MP_FMA(F[38], x, F[59] * x2) + F[23], u005 = F[81] * x + F[55], u014 = F[79] * x + F[54],
  u023 = F[76] * x + F[52], u032 = F[72] * x + F[49], u041 = F[67] * x + F[45],
  u050 = F[61] * x + F[40], u104 = F[78] * x + F[53], u113 = F[75] * x + F[51],
  u122 = F[71] * x + F[48], u131 = F[66] * x + F[44], u140 = F[60] * x + F[39],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, F[62] * y6))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, F[68] * y5)))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, F[62] * y5)))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, F[61] * y5)))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, F[73] * y4))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, F[68] * y4))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, F[67] * y4))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, F[77] * y3)) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, F[73] * y3)) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, F[72] * y3)) + u102,
  v004 = MP_FMA(u014, y, F[80] * y2) + u004, v013 = MP_FMA(u023, y, F[77] * y2) + u013,
  v103 = MP_FMA(u113, y, F[76] * y2) + u103, v005 = F[82] * y + u005, v014 = F[80] * y + u014,
  v104 = F[79] * y + u104,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, F[83] * z6))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, F[83] * z5)))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, F[82] * z5)))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, F[81] * z5)))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(p2m_7)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6), t011 = y * z, t101 = x * z, t110 = x * y, t012 = y * z2,
  t021 = y2 * z, t102 = x * z2, t111 = t110 * z, t120 = x * y2, t201 = x2 * z, t210 = x2 * y,
  t013 = y * z3, t022 = y2 * z2, t031 = y3 * z, t103 = x * z3, t112 = t110 * z2, t121 = t120 * z,
  t130 = x * y3, t202 = x2 * z2, t211 = t210 * z, t220 = x2 * y2, t301 = x3 * z, t310 = x3 * y,
  t014 = y * z4, t023 = y2 * z3, t032 = y3 * z2, t041 = y4 * z, t104 = x * z4, t113 = t110 * z3,
  t122 = t120 * z2, t131 = t130 * z, t140 = x * y4, t203 = x2 * z3, t212 = t210 * z2,
  t221 = t220 * z, t230 = x2 * y3, t302 = x3 * z2, t311 = t310 * z, t320 = x3 * y2, t401 = x4 * z,
  t410 = x4 * y, t015 = y * z5, t024 = y2 * z4, t033 = y3 * z3, t042 = y4 * z2, t051 = y5 * z,
  t105 = x * z5, t114 = t110 * z4, t123 = t120 * z3, t132 = t130 * z2, t141 = t140 * z,
  t150 = x * y5, t204 = x2 * z4, t213 = t210 * z3, t222 = t220 * z2, t231 = t230 * z,
  t240 = x2 * y4, t303 = x3 * z3, t312 = t310 * z2, t321 = t320 * z, t330 = x3 * y3,
  t402 = x4 * z2, t411 = t410 * z, t420 = x4 * y2, t501 = x5 * z, t510 = x5 * y;
  R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]); R[3] = MP_FMA(mass, y2, R[3]);
  R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]); R[6] = MP_FMA(mass, z2, R[6]);
  R[7] = MP_FMA(mass, x3, R[7]); R[8] = MP_FMA(mass, t210, R[8]); R[9] = MP_FMA(mass, t120, R[9]);
  R[10] = MP_FMA(mass, y3, R[10]); R[11] = MP_FMA(mass, t201, R[11]);
  R[12] = MP_FMA(mass, t111, R[12]); R[13] = MP_FMA(mass, t021, R[13]);
  R[14] = MP_FMA(mass, t102, R[14]); R[15] = MP_FMA(mass, t012, R[15]);
  R[16] = MP_FMA(mass, z3, R[16]); R[17] = MP_FMA(mass, x4, R[17]);
  R[18] = MP_FMA(mass, t310, R[18]); R[19] = MP_FMA(mass, t220, R[19]);
  R[20] = MP_FMA(mass, t130, R[20]); R[21] = MP_FMA(mass, y4, R[21]);
  R[22] = MP_FMA(mass, t301, R[22]); R[23] = MP_FMA(mass, t211, R[23]);
  R[24] = MP_FMA(mass, t121, R[24]); R[25] = MP_FMA(mass, t031, R[25]);
  R[26] = MP_FMA(mass, t202, R[26]); R[27] = MP_FMA(mass, t112, R[27]);
  R[28] = MP_FMA(mass, t022, R[28]); R[29] = MP_FMA(mass, t103, R[29]);
  R[30] = MP_FMA(mass, t013, R[30]); R[31] = MP_FMA(mass, z4, R[31]);
  R[32] = MP_FMA(mass, x5, R[32]); R[33] = MP_FMA(mass, t410, R[33]);
  R[34] = MP_FMA(mass, t320, R[34]); R[35] = MP_FMA(mass, t230, R[35]);
  R[36] = MP_FMA(mass, t140, R[36]); R[37] = MP_FMA(mass, y5, R[37]);
  R[38] = MP_FMA(mass, t401, R[38]); R[39] = MP_FMA(mass, t311, R[39]);
  R[40] = MP_FMA(mass, t221, R[40]); R[41] = MP_FMA(mass, t131, R[41]);
  R[42] = MP_FMA(mass, t041, R[42]); R[43] = MP_FMA(mass, t302, R[43]);
  R[44] = MP_FMA(mass, t212, R[44]); R[45] = MP_FMA(mass, t122, R[45]);
  R[46] = MP_FMA(mass, t032, R[46]); R[47] = MP_FMA(mass, t203, R[47]);
  R[48] = MP_FMA(mass, t113, R[48]); R[49] = MP_FMA(mass, t023, R[49]);
  R[50] = MP_FMA(mass, t104, R[50]); R[51] = MP_FMA(mass, t014, R[51]);
  R[52] = MP_FMA(mass, z5, R[52]); R[53] = MP_FMA(mass, x6, R[53]);
  R[54] = MP_FMA(mass, t510, R[54]); R[55] = MP_FMA(mass, t420, R[55]);
  R[56] = MP_FMA(mass, t330, R[56]); R[57] = MP_FMA(mass, t240, R[57]);
  R[58] = MP_FMA(mass, t150, R[58]); R[59] = MP_FMA(mass, y6, R[59]);
  R[60] = MP_FMA(mass, t501, R[60]); R[61] = MP_FMA(mass, t411, R[61]);
  R[62] = MP_FMA(mass, t321, R[62]); R[63] = MP_FMA(mass, t231, R[63]);
  R[64] = MP_FMA(mass, t141, R[64]); R[65] = MP_FMA(mass, t051, R[65]);
  R[66] = MP_FMA(mass, t402, R[66]); R[67] = MP_FMA(mass, t312, R[67]);
  R[68] = MP_FMA(mass, t222, R[68]); R[69] = MP_FMA(mass, t132, R[69]);
  R[70] = MP_FMA(mass, t042, R[70]); R[71] = MP_FMA(mass, t303, R[71]);
  R[72] = MP_FMA(mass, t213, R[72]); R[73] = MP_FMA(mass, t123, R[73]);
  R[74] = MP_FMA(mass, t033, R[74]); R[75] = MP_FMA(mass, t204, R[75]);
  R[76] = MP_FMA(mass, t114, R[76]); R[77] = MP_FMA(mass, t024, R[77]);
  R[78] = MP_FMA(mass, t105, R[78]); R[79] = MP_FMA(mass, t015, R[79]);
  R[80] = MP_FMA(mass, z6, R[80]);
}

MP_INLINE void MP_FN(m2m_h7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u111 = M[5] * x + M[11],
  u120 = M[3] * x + M[8], u201 = M[4] * x + M[10], u210 = M[2] * x + M[7],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[6], u121 = M[12] * x + M[20], u130 = M[9] * x + M[16],
  u211 = MP_FMA(M[11], x, M[5] * x2) + M[19], u220 = MP_FMA(M[8], x, M[3] * x2) + M[15],
  u301 = MP_FMA(M[10], x, M[4] * x2) + M[18], u310 = MP_FMA(M[7], x, M[2] * x2) + M[14],
  u400 = MP_FMA(M[6], x, MP_FMA(M[1], x2, M[0] * x4)) + M[13], u131 = M[21] * x + M[31],
  u140 = M[17] * x + M[26], u221 = MP_FMA(M[20], x, M[12] * x2) + M[30],
  u230 = MP_FMA(M[16], x, M[9] * x2) + M[25],
  u311 = MP_FMA(M[19], x, MP_FMA(M[11], x2, M[5] * x3)) + M[29],
  u320 = MP_FMA(M[15], x, MP_FMA(M[8], x2, M[3] * x3)) + M[24],
  u401 = MP_FMA(M[18], x, MP_FMA(M[10], x2, M[4] * x3)) + M[28],
  u410 = MP_FMA(M[14], x, MP_FMA(M[7], x2, M[2] * x3)) + M[23],
  u500 = MP_FMA(M[13], x, MP_FMA(M[6], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[22],
  u141 = M[32] * x + M[44], u150 = M[27] * x + M[38], u231 = MP_FMA(M[31], x, M[21] * x2) + M[43],
  u240 = MP_FMA(M[26], x, M[17] * x2) + M[37],
  u321 = MP_FMA(M[30], x, MP_FMA(M[20], x2, M[12] * x3)) + M[42],
  u330 = MP_FMA(M[25], x, MP_FMA(M[16], x2, M[9] * x3)) + M[36],
  u411 = MP_FMA(M[29], x, MP_FMA(M[19], x2, MP_FMA(M[11], x3, M[5] * x4))) + M[41],
  u420 = MP_FMA(M[24], x, MP_FMA(M[15], x2, MP_FMA(M[8], x3, M[3] * x4))) + M[35],
  u501 = MP_FMA(M[28], x, MP_FMA(M[18], x2, MP_FMA(M[10], x3, M[4] * x4))) + M[40],
  u510 = MP_FMA(M[23], x, MP_FMA(M[14], x2, MP_FMA(M[7], x3, M[2] * x4))) + M[34],
  u600 = MP_FMA(M[22], x, MP_FMA(M[13], x2, MP_FMA(M[6], x3, MP_FMA(M[1], x4, M[0] * x6)))) + M[33],
  v010 = M[0] * y, v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v021 = M[5] * y + M[12],
  v030 = MP_FMA(M[3], y, M[0] * y3) + M[9], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210,
  v031 = MP_FMA(M[12], y, M[5] * y2) + M[21],
  v040 = MP_FMA(M[9], y, MP_FMA(M[3], y2, M[0] * y4)) + M[17],
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310,
  v041 = MP_FMA(M[21], y, MP_FMA(M[12], y2, M[5] * y3)) + M[32],
  v050 = MP_FMA(M[17], y, MP_FMA(M[9], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[27],
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410,
  v051 = MP_FMA(M[32], y, MP_FMA(M[21], y2, MP_FMA(M[12], y3, M[5] * y4))) + M[45],
  v060 = MP_FMA(M[27], y, MP_FMA(M[17], y2, MP_FMA(M[9], y3, MP_FMA(M[3], y4, M[0] * y6)))) + M[39],
  v141 = MP_FMA(u131, y, MP_FMA(u121, y2, MP_FMA(u111, y3, M[4] * y4))) + u141,
  v150 = MP_FMA(u140, y, MP_FMA(u130, y2, MP_FMA(u120, y3, MP_FMA(M[2], y4, u100 * y5)))) + u150,
  v231 = MP_FMA(u221, y, MP_FMA(u211, y2, u201 * y3)) + u231,
  v240 = MP_FMA(u230, y, MP_FMA(u220, y2, MP_FMA(u210, y3, u200 * y4))) + u240,
  v321 = MP_FMA(u311, y, u301 * y2) + u321,
  v330 = MP_FMA(u320, y, MP_FMA(u310, y2, u300 * y3)) + u330, v411 = u401 * y + u411,
  v420 = MP_FMA(u410, y, u400 * y2) + u420, v510 = u500 * y + u510, w002 = M[0] * z2,
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = M[0] * z3,
  w012 = MP_FMA(M[5], z, v010 * z2), w021 = v020 * z + v021, w102 = MP_FMA(M[4], z, u100 * z2),
  w111 = v110 * z + v111, w201 = u200 * z + u201, w004 = M[0] * z4,
  w013 = MP_FMA(M[5], z2, v010 * z3), w022 = MP_FMA(v021, z, v020 * z2), w031 = v030 * z + v031,
  w103 = MP_FMA(M[4], z2, u100 * z3), w112 = MP_FMA(v111, z, v110 * z2), w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2), w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = M[0] * z5, w014 = MP_FMA(M[5], z3, v010 * z4), w023 = MP_FMA(v021, z2, v020 * z3),
  w032 = MP_FMA(v031, z, v030 * z2), w041 = v040 * z + v041, w104 = MP_FMA(M[4], z3, u100 * z4),
  w113 = MP_FMA(v111, z2, v110 * z3), w122 = MP_FMA(v121, z, v120 * z2), w131 = v130 * z + v131,
  w203 = MP_FMA(u201, z2, u200 * z3), w212 = MP_FMA(v211, z, v210 * z2), w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2), w311 = v310 * z + v311, w401 = u400 * z + u401,
  w006 = M[0] * z6, w015 = MP_FMA(M[5], z4, v010 * z5), w024 = MP_FMA(v021, z3, v020 * z4),
  w033 = MP_FMA(v031, z2, v030 * z3), w042 = MP_FMA(v041, z, v040 * z2), w051 = v050 * z + v051,
  w105 = MP_FMA(M[4], z4, u100 * z5), w114 = MP_FMA(v111, z3, v110 * z4),
  w123 = MP_FMA(v121, z2, v120 * z3), w132 = MP_FMA(v131, z, v130 * z2), w141 = v140 * z + v141,
  w204 = MP_FMA(u201, z3, u200 * z4), w213 = MP_FMA(v211, z2, v210 * z3),
  w222 = MP_FMA(v221, z, v220 * z2), w231 = v230 * z + v231, w303 = MP_FMA(u301, z2, u300 * z3),
  w312 = MP_FMA(v311, z, v310 * z2), w321 = v320 * z + v321, w402 = MP_FMA(u401, z, u400 * z2),
  w411 = v410 * z + v411, w501 = u500 * z + u501; R[0] += M[0]; R[1] += u200; R[2] += v110;
  R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002; R[7] += u300; R[8] += v210; R[9] += v120;
  R[10] += v030; R[11] += w201; R[12] += w111; R[13] += w021; R[14] += w102; R[15] += w012;
  R[16] += w003; R[17] += u400; R[18] += v310; R[19] += v220; R[20] += v130; R[21] += v040;
  R[22] += w301; R[23] += w211; R[24] += w121; R[25] += w031; R[26] += w202; R[27] += w112;
  R[28] += w022; R[29] += w103; R[30] += w013; R[31] += w004; R[32] += u500; R[33] += v410;
  R[34] += v320; R[35] += v230; R[36] += v140; R[37] += v050; R[38] += w401; R[39] += w311;
  R[40] += w221; R[41] += w131; R[42] += w041; R[43] += w302; R[44] += w212; R[45] += w122;
  R[46] += w032; R[47] += w203; R[48] += w113; R[49] += w023; R[50] += w104; R[51] += w014;
  R[52] += w005; R[53] += u600; R[54] += v510; R[55] += v420; R[56] += v330; R[57] += v240;
  R[58] += v150; R[59] += v060; R[60] += w501; R[61] += w411; R[62] += w321; R[63] += w231;
  R[64] += w141; R[65] += w051; R[66] += w402; R[67] += w312; R[68] += w222; R[69] += w132;
  R[70] += w042; R[71] += w303; R[72] += w213; R[73] += w123; R[74] += w033; R[75] += w204;
  R[76] += w114; R[77] += w024; R[78] += w105; R[79] += w015; R[80] += w006;
}

MP_INLINE void MP_FN(fold_h7)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
  M[6] = R[7] - R[14]; M[7] = R[8] - R[15]; M[8] = R[9] - R[14]; M[9] = R[10] - R[15];
  M[10] = R[11] - R[16]; M[11] = R[12]; M[12] = R[13] - R[16]; M[13] = R[17] - R[26] + R[31];
  M[14] = R[18] - R[27]; M[15] = R[19] - R[26] - R[28] + MP_SET(2) * R[31]; M[16] = R[20] - R[27];
  M[17] = R[21] - R[28] + R[31]; M[18] = R[22] - R[29]; M[19] = R[23] - R[30];
  M[20] = R[24] - R[29]; M[21] = R[25] - R[30]; M[22] = R[32] - R[43] + R[50];
  M[23] = R[33] - R[44] + R[51]; M[24] = R[34] - R[43] - R[45] + MP_SET(2) * R[50];
  M[25] = R[35] - R[44] - R[46] + MP_SET(2) * R[51]; M[26] = R[36] - R[45] + R[50];
  M[27] = R[37] - R[46] + R[51]; M[28] = R[38] - R[47] + R[52]; M[29] = R[39] - R[48];
  M[30] = R[40] - R[47] - R[49] + MP_SET(2) * R[52]; M[31] = R[41] - R[48];
  M[32] = R[42] - R[49] + R[52]; M[33] = R[53] - R[66] + R[75] - R[80];
  M[34] = R[54] - R[67] + R[76];
  M[35] = R[55] - R[66] - R[68] + MP_SET(2) * R[75] + R[77] - MP_SET(3) * R[80];
  M[36] = R[56] - R[67] - R[69] + MP_SET(2) * R[76];
  M[37] = R[57] - R[68] - R[70] + R[75] + MP_SET(2) * R[77] - MP_SET(3) * R[80];
  M[38] = R[58] - R[69] + R[76]; M[39] = R[59] - R[70] + R[77] - R[80];
  M[40] = R[60] - R[71] + R[78]; M[41] = R[61] - R[72] + R[79];
  M[42] = R[62] - R[71] - R[73] + MP_SET(2) * R[78];
  M[43] = R[63] - R[72] - R[74] + MP_SET(2) * R[79]; M[44] = R[64] - R[73] + R[78];
  M[45] = R[65] - R[74] + R[79];
}

MP_INLINE void MP_FN(m2l_h7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, r3_130 = x * r4_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020), r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210), r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), d230 = MP_FMA(x, r1_130, r1_030),
  r1_230 = MP_FMA(x, r2_130, r2_030), r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), d250 = MP_FMA(x, r1_150, r1_050),
  d160 = x * r1_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600,
  d511 = z * r1_510, d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150,
  d061 = z * r1_060, d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220),
  d112 = -(d310 + d130), d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230),
  d122 = -(d320 + d140), d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330),
  d222 = -(d420 + d240), d132 = -(d330 + d150), d042 = -(d240 + d060), d502 = -(d700 + d520),
  d412 = -(d610 + d430), d322 = -(d520 + d340), d232 = -(d430 + d250), d142 = -(d340 + d160),
  d052 = -(d250 + d070); T(0, 45, d051) T(0, 44, d141) T(0, 43, d231) T(0, 42, d321) T(0, 41, d411)
  T(0, 40, d501) T(0, 39, d060) T(0, 38, d150) T(0, 37, d240) T(0, 36, d330) T(0, 35, d420)
  T(0, 34, d510) T(0, 33, d600) T(0, 32, d041) T(0, 31, d131) T(0, 30, d221) T(0, 29, d311)
  T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230) T(0, 24, d320) T(0, 23, d410)
  T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301) T(0, 17, d040)
  T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021) T(0, 11, d111)
  T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300) T(0, 5, d011)
  T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 45, d151)
  T(1, 44, d241) T(1, 43, d331) T(1, 42, d421) T(1, 41, d511) T(1, 40, d601) T(1, 39, d160)
  T(1, 38, d250) T(1, 37, d340) T(1, 36, d430) T(1, 35, d520) T(1, 34, d610) T(1, 33, d700)
  T(1, 32, d141) T(1, 31, d231) T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150)
  T(1, 26, d240) T(1, 25, d330) T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 45, d061) T(2, 44, d151) T(2, 43, d241) T(2, 42, d331)
  T(2, 41, d421) T(2, 40, d511) T(2, 39, d070) T(2, 38, d160) T(2, 37, d250) T(2, 36, d340)
  T(2, 35, d430) T(2, 34, d520) T(2, 33, d610) T(2, 32, d051) T(2, 31, d141) T(2, 30, d231)
  T(2, 29, d321) T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240) T(2, 24, d330)
  T(2, 23, d420) T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311)
  T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031)
  T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 45, d052) T(3, 44, d142) T(3, 43, d232) T(3, 42, d322) T(3, 41, d412) T(3, 40, d502)
  T(3, 39, d061) T(3, 38, d151) T(3, 37, d241) T(3, 36, d331) T(3, 35, d421) T(3, 34, d511)
  T(3, 33, d601) T(3, 32, d042) T(3, 31, d132) T(3, 30, d222) T(3, 29, d312) T(3, 28, d402)
  T(3, 27, d051) T(3, 26, d141) T(3, 25, d231) T(3, 24, d321) T(3, 23, d411) T(3, 22, d501)
  T(3, 21, d032) T(3, 20, d122) T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131)
  T(3, 15, d221) T(3, 14, d311) T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202)
  T(3, 9, d031) T(3, 8, d121) T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001) T(4, 32, d241) T(4, 31, d331) T(4, 30, d421)
  T(4, 29, d511) T(4, 28, d601) T(4, 27, d250) T(4, 26, d340) T(4, 25, d430) T(4, 24, d520)
  T(4, 23, d610) T(4, 22, d700) T(4, 21, d231) T(4, 20, d321) T(4, 19, d411) T(4, 18, d501)
  T(4, 17, d240) T(4, 16, d330) T(4, 15, d420) T(4, 14, d510) T(4, 13, d600) T(4, 12, d221)
  T(4, 11, d311) T(4, 10, d401) T(4, 9, d230) T(4, 8, d320) T(4, 7, d410) T(4, 6, d500)
  T(4, 5, d211) T(4, 4, d301) T(4, 3, d220) T(4, 2, d310) T(4, 1, d400) T(4, 0, d200)
  T(5, 32, d151) T(5, 31, d241) T(5, 30, d331) T(5, 29, d421) T(5, 28, d511) T(5, 27, d160)
  T(5, 26, d250) T(5, 25, d340) T(5, 24, d430) T(5, 23, d520) T(5, 22, d610) T(5, 21, d141)
  T(5, 20, d231) T(5, 19, d321) T(5, 18, d411) T(5, 17, d150) T(5, 16, d240) T(5, 15, d330)
  T(5, 14, d420) T(5, 13, d510) T(5, 12, d131) T(5, 11, d221) T(5, 10, d311) T(5, 9, d140)
  T(5, 8, d230) T(5, 7, d320) T(5, 6, d410) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220)
  T(5, 1, d310) T(5, 0, d110) T(6, 32, d061) T(6, 31, d151) T(6, 30, d241) T(6, 29, d331)
  T(6, 28, d421) T(6, 27, d070) T(6, 26, d160) T(6, 25, d250) T(6, 24, d340) T(6, 23, d430)
  T(6, 22, d520) T(6, 21, d051) T(6, 20, d141) T(6, 19, d231) T(6, 18, d321) T(6, 17, d060)
  T(6, 16, d150) T(6, 15, d240) T(6, 14, d330) T(6, 13, d420) T(6, 12, d041) T(6, 11, d131)
  T(6, 10, d221) T(6, 9, d050) T(6, 8, d140) T(6, 7, d230) T(6, 6, d320) T(6, 5, d031)
  T(6, 4, d121) T(6, 3, d040) T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 32, d142)
  T(7, 31, d232) T(7, 30, d322) T(7, 29, d412) T(7, 28, d502) T(7, 27, d151) T(7, 26, d241)
  T(7, 25, d331) T(7, 24, d421) T(7, 23, d511) T(7, 22, d601) T(7, 21, d132) T(7, 20, d222)
  T(7, 19, d312) T(7, 18, d402) T(7, 17, d141) T(7, 16, d231) T(7, 15, d321) T(7, 14, d411)
  T(7, 13, d501) T(7, 12, d122) T(7, 11, d212) T(7, 10, d302) T(7, 9, d131) T(7, 8, d221)
  T(7, 7, d311) T(7, 6, d401) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121) T(7, 2, d211) T(7, 1, d301)
  T(7, 0, d101) T(8, 32, d052) T(8, 31, d142) T(8, 30, d232) T(8, 29, d322) T(8, 28, d412)
  T(8, 27, d061) T(8, 26, d151) T(8, 25, d241) T(8, 24, d331) T(8, 23, d421) T(8, 22, d511)
  T(8, 21, d042) T(8, 20, d132) T(8, 19, d222) T(8, 18, d312) T(8, 17, d051) T(8, 16, d141)
  T(8, 15, d231) T(8, 14, d321) T(8, 13, d411) T(8, 12, d032) T(8, 11, d122) T(8, 10, d212)
  T(8, 9, d041) T(8, 8, d131) T(8, 7, d221) T(8, 6, d311) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 21, d331) T(9, 20, d421) T(9, 19, d511)
  T(9, 18, d601) T(9, 17, d340) T(9, 16, d430) T(9, 15, d520) T(9, 14, d610) T(9, 13, d700)
  T(9, 12, d321) T(9, 11, d411) T(9, 10, d501) T(9, 9, d330) T(9, 8, d420) T(9, 7, d510)
  T(9, 6, d600) T(9, 5, d311) T(9, 4, d401) T(9, 3, d320) T(9, 2, d410) T(9, 1, d500) T(9, 0, d300)
  T(10, 21, d241) T(10, 20, d331) T(10, 19, d421) T(10, 18, d511) T(10, 17, d250) T(10, 16, d340)
  T(10, 15, d430) T(10, 14, d520) T(10, 13, d610) T(10, 12, d231) T(10, 11, d321) T(10, 10, d411)
  T(10, 9, d240) T(10, 8, d330) T(10, 7, d420) T(10, 6, d510) T(10, 5, d221) T(10, 4, d311)
  T(10, 3, d230) T(10, 2, d320) T(10, 1, d410) T(10, 0, d210) T(11, 21, d151) T(11, 20, d241)
  T(11, 19, d331) T(11, 18, d421) T(11, 17, d160) T(11, 16, d250) T(11, 15, d340) T(11, 14, d430)
  T(11, 13, d520) T(11, 12, d141) T(11, 11, d231) T(11, 10, d321) T(11, 9, d150) T(11, 8, d240)
  T(11, 7, d330) T(11, 6, d420) T(11, 5, d131) T(11, 4, d221) T(11, 3, d140) T(11, 2, d230)
  T(11, 1, d320) T(11, 0, d120) T(12, 21, d061) T(12, 20, d151) T(12, 19, d241) T(12, 18, d331)
  T(12, 17, d070) T(12, 16, d160) T(12, 15, d250) T(12, 14, d340) T(12, 13, d430) T(12, 12, d051)
  T(12, 11, d141) T(12, 10, d231) T(12, 9, d060) T(12, 8, d150) T(12, 7, d240) T(12, 6, d330)
  T(12, 5, d041) T(12, 4, d131) T(12, 3, d050) T(12, 2, d140) T(12, 1, d230) T(12, 0, d030)
  T(13, 21, d232) T(13, 20, d322) T(13, 19, d412) T(13, 18, d502) T(13, 17, d241) T(13, 16, d331)
  T(13, 15, d421) T(13, 14, d511) T(13, 13, d601) T(13, 12, d222) T(13, 11, d312) T(13, 10, d402)
  T(13, 9, d231) T(13, 8, d321) T(13, 7, d411) T(13, 6, d501) T(13, 5, d212) T(13, 4, d302)
  T(13, 3, d221) T(13, 2, d311) T(13, 1, d401) T(13, 0, d201) T(14, 21, d142) T(14, 20, d232)
  T(14, 19, d322) T(14, 18, d412) T(14, 17, d151) T(14, 16, d241) T(14, 15, d331) T(14, 14, d421)
  T(14, 13, d511) T(14, 12, d132) T(14, 11, d222) T(14, 10, d312) T(14, 9, d141) T(14, 8, d231)
  T(14, 7, d321) T(14, 6, d411) T(14, 5, d122) T(14, 4, d212) T(14, 3, d131) T(14, 2, d221)
  T(14, 1, d311) T(14, 0, d111) T(15, 21, d052) T(15, 20, d142) T(15, 19, d232) T(15, 18, d322)
  T(15, 17, d061) T(15, 16, d151) T(15, 15, d241) T(15, 14, d331) T(15, 13, d421) T(15, 12, d042)
  T(15, 11, d132) T(15, 10, d222) T(15, 9, d051) T(15, 8, d141) T(15, 7, d231) T(15, 6, d321)
  T(15, 5, d032) T(15, 4, d122) T(15, 3, d041) T(15, 2, d131) T(15, 1, d221) T(15, 0, d021)
  T(16, 12, d421) T(16, 11, d511) T(16, 10, d601) T(16, 9, d430) T(16, 8, d520) T(16, 7, d610)
  T(16, 6, d700) T(16, 5, d411) T(16, 4, d501) T(16, 3, d420) T(16, 2, d510) T(16, 1, d600)
  T(16, 0, d400) T(17, 12, d331) T(17, 11, d421) T(17, 10, d511) T(17, 9, d340) T(17, 8, d430)
  T(17, 7, d520) T(17, 6, d610) T(17, 5, d321) T(17, 4, d411) T(17, 3, d330) T(17, 2, d420)
  T(17, 1, d510) T(17, 0, d310) T(18, 12, d241) T(18, 11, d331) T(18, 10, d421) T(18, 9, d250)
  T(18, 8, d340) T(18, 7, d430) T(18, 6, d520) T(18, 5, d231) T(18, 4, d321) T(18, 3, d240)
  T(18, 2, d330) T(18, 1, d420) T(18, 0, d220) T(19, 12, d151) T(19, 11, d241) T(19, 10, d331)
  T(19, 9, d160) T(19, 8, d250) T(19, 7, d340) T(19, 6, d430) T(19, 5, d141) T(19, 4, d231)
  T(19, 3, d150) T(19, 2, d240) T(19, 1, d330) T(19, 0, d130) T(20, 12, d061) T(20, 11, d151)
  T(20, 10, d241) T(20, 9, d070) T(20, 8, d160) T(20, 7, d250) T(20, 6, d340) T(20, 5, d051)
  T(20, 4, d141) T(20, 3, d060) T(20, 2, d150) T(20, 1, d240) T(20, 0, d040) T(21, 12, d322)
  T(21, 11, d412) T(21, 10, d502) T(21, 9, d331) T(21, 8, d421) T(21, 7, d511) T(21, 6, d601)
  T(21, 5, d312) T(21, 4, d402) T(21, 3, d321) T(21, 2, d411) T(21, 1, d501) T(21, 0, d301)
  T(22, 12, d232) T(22, 11, d322) T(22, 10, d412) T(22, 9, d241) T(22, 8, d331) T(22, 7, d421)
  T(22, 6, d511) T(22, 5, d222) T(22, 4, d312) T(22, 3, d231) T(22, 2, d321) T(22, 1, d411)
  T(22, 0, d211) T(23, 12, d142) T(23, 11, d232) T(23, 10, d322) T(23, 9, d151) T(23, 8, d241)
  T(23, 7, d331) T(23, 6, d421) T(23, 5, d132) T(23, 4, d222) T(23, 3, d141) T(23, 2, d231)
  T(23, 1, d321) T(23, 0, d121) T(24, 12, d052) T(24, 11, d142) T(24, 10, d232) T(24, 9, d061)
  T(24, 8, d151) T(24, 7, d241) T(24, 6, d331) T(24, 5, d042) T(24, 4, d132) T(24, 3, d051)
  T(24, 2, d141) T(24, 1, d231) T(24, 0, d031) T(25, 5, d511) T(25, 4, d601) T(25, 3, d520)
  T(25, 2, d610) T(25, 1, d700) T(25, 0, d500) T(26, 5, d421) T(26, 4, d511) T(26, 3, d430)
  T(26, 2, d520) T(26, 1, d610) T(26, 0, d410) T(27, 5, d331) T(27, 4, d421) T(27, 3, d340)
  T(27, 2, d430) T(27, 1, d520) T(27, 0, d320) T(28, 5, d241) T(28, 4, d331) T(28, 3, d250)
  T(28, 2, d340) T(28, 1, d430) T(28, 0, d230) T(29, 5, d151) T(29, 4, d241) T(29, 3, d160)
  T(29, 2, d250) T(29, 1, d340) T(29, 0, d140) T(30, 5, d061) T(30, 4, d151) T(30, 3, d070)
  T(30, 2, d160) T(30, 1, d250) T(30, 0, d050) T(31, 5, d412) T(31, 4, d502) T(31, 3, d421)
  T(31, 2, d511) T(31, 1, d601) T(31, 0, d401) T(32, 5, d322) T(32, 4, d412) T(32, 3, d331)
  T(32, 2, d421) T(32, 1, d511) T(32, 0, d311) T(33, 5, d232) T(33, 4, d322) T(33, 3, d241)
  T(33, 2, d331) T(33, 1, d421) T(33, 0, d221) T(34, 5, d142) T(34, 4, d232) T(34, 3, d151)
  T(34, 2, d241) T(34, 1, d331) T(34, 0, d131) T(35, 5, d052) T(35, 4, d142) T(35, 3, d061)
  T(35, 2, d151) T(35, 1, d241) T(35, 0, d041) T(36, 0, d600) T(37, 0, d510) T(38, 0, d420)
  T(39, 0, d330) T(40, 0, d240) T(41, 0, d150) T(42, 0, d060) T(43, 0, d501) T(44, 0, d411)
  T(45, 0, d321) T(46, 0, d231) T(47, 0, d141) T(48, 0, d051) T(49, 0, d700) T(50, 0, d610)
  T(51, 0, d520) T(52, 0, d430) T(53, 0, d340) T(54, 0, d250) T(55, 0, d160) T(56, 0, d070)
  T(57, 0, d601) T(58, 0, d511) T(59, 0, d421) T(60, 0, d331) T(61, 0, d241) T(62, 0, d151)
  T(63, 0, d061)
}

MP_INLINE void MP_FN(m2p_h7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, r3_130 = x * r4_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020), r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210), r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), d230 = MP_FMA(x, r1_130, r1_030),
  r1_230 = MP_FMA(x, r2_130, r2_030), r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), d250 = MP_FMA(x, r1_150, r1_050),
  d160 = x * r1_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600,
  d511 = z * r1_510, d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150,
  d061 = z * r1_060, d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220),
  d112 = -(d310 + d130), d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230),
  d122 = -(d320 + d140), d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330),
  d222 = -(d420 + d240), d132 = -(d330 + d150), d042 = -(d240 + d060), d502 = -(d700 + d520),
  d412 = -(d610 + d430), d322 = -(d520 + d340), d232 = -(d430 + d250), d142 = -(d340 + d160),
  d052 = -(d250 + d070); T(0, 45, d051) T(0, 44, d141) T(0, 43, d231) T(0, 42, d321) T(0, 41, d411)
  T(0, 40, d501) T(0, 39, d060) T(0, 38, d150) T(0, 37, d240) T(0, 36, d330) T(0, 35, d420)
  T(0, 34, d510) T(0, 33, d600) T(0, 32, d041) T(0, 31, d131) T(0, 30, d221) T(0, 29, d311)
  T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230) T(0, 24, d320) T(0, 23, d410)
  T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211) T(0, 18, d301) T(0, 17, d040)
  T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400) T(0, 12, d021) T(0, 11, d111)
  T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210) T(0, 6, d300) T(0, 5, d011)
  T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0]) T(1, 45, d151)
  T(1, 44, d241) T(1, 43, d331) T(1, 42, d421) T(1, 41, d511) T(1, 40, d601) T(1, 39, d160)
  T(1, 38, d250) T(1, 37, d340) T(1, 36, d430) T(1, 35, d520) T(1, 34, d610) T(1, 33, d700)
  T(1, 32, d141) T(1, 31, d231) T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150)
  T(1, 26, d240) T(1, 25, d330) T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131)
  T(1, 20, d221) T(1, 19, d311) T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320)
  T(1, 14, d410) T(1, 13, d500) T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130)
  T(1, 8, d220) T(1, 7, d310) T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 45, d061) T(2, 44, d151) T(2, 43, d241) T(2, 42, d331)
  T(2, 41, d421) T(2, 40, d511) T(2, 39, d070) T(2, 38, d160) T(2, 37, d250) T(2, 36, d340)
  T(2, 35, d430) T(2, 34, d520) T(2, 33, d610) T(2, 32, d051) T(2, 31, d141) T(2, 30, d231)
  T(2, 29, d321) T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240) T(2, 24, d330)
  T(2, 23, d420) T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221) T(2, 18, d311)
  T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410) T(2, 12, d031)
  T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220) T(2, 6, d310)
  T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 45, d052) T(3, 44, d142) T(3, 43, d232) T(3, 42, d322) T(3, 41, d412) T(3, 40, d502)
  T(3, 39, d061) T(3, 38, d151) T(3, 37, d241) T(3, 36, d331) T(3, 35, d421) T(3, 34, d511)
  T(3, 33, d601) T(3, 32, d042) T(3, 31, d132) T(3, 30, d222) T(3, 29, d312) T(3, 28, d402)
  T(3, 27, d051) T(3, 26, d141) T(3, 25, d231) T(3, 24, d321) T(3, 23, d411) T(3, 22, d501)
  T(3, 21, d032) T(3, 20, d122) T(3, 19, d212) T(3, 18, d302) T(3, 17, d041) T(3, 16, d131)
  T(3, 15, d221) T(3, 14, d311) T(3, 13, d401) T(3, 12, d022) T(3, 11, d112) T(3, 10, d202)
  T(3, 9, d031) T(3, 8, d121) T(3, 7, d211) T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021)
  T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h7)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110), r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110),
  r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110), r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030,
  r1_130 = x * r2_030, r2_130 = x * r3_030, r3_130 = x * r4_030,
  d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020), r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020),
  r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020), r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210),
  r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210), r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), d230 = MP_FMA(x, r1_130, r1_030),
  r1_230 = MP_FMA(x, r2_130, r2_030), r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030),
  r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030), r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), d250 = MP_FMA(x, r1_150, r1_050),
  d160 = x * r1_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600,
  d511 = z * r1_510, d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150,
  d061 = z * r1_060; F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d300, F[9]);
  F[10] = MP_FMA(mass, d210, F[10]); F[11] = MP_FMA(mass, d120, F[11]);
  F[12] = MP_FMA(mass, d030, F[12]); F[13] = MP_FMA(mass, d201, F[13]);
  F[14] = MP_FMA(mass, d111, F[14]); F[15] = MP_FMA(mass, d021, F[15]);
  F[16] = MP_FMA(mass, d400, F[16]); F[17] = MP_FMA(mass, d310, F[17]);
  F[18] = MP_FMA(mass, d220, F[18]); F[19] = MP_FMA(mass, d130, F[19]);
  F[20] = MP_FMA(mass, d040, F[20]); F[21] = MP_FMA(mass, d301, F[21]);
  F[22] = MP_FMA(mass, d211, F[22]); F[23] = MP_FMA(mass, d121, F[23]);
  F[24] = MP_FMA(mass, d031, F[24]); F[25] = MP_FMA(mass, d500, F[25]);
  F[26] = MP_FMA(mass, d410, F[26]); F[27] = MP_FMA(mass, d320, F[27]);
  F[28] = MP_FMA(mass, d230, F[28]); F[29] = MP_FMA(mass, d140, F[29]);
  F[30] = MP_FMA(mass, d050, F[30]); F[31] = MP_FMA(mass, d401, F[31]);
  F[32] = MP_FMA(mass, d311, F[32]); F[33] = MP_FMA(mass, d221, F[33]);
  F[34] = MP_FMA(mass, d131, F[34]); F[35] = MP_FMA(mass, d041, F[35]);
  F[36] = MP_FMA(mass, d600, F[36]); F[37] = MP_FMA(mass, d510, F[37]);
  F[38] = MP_FMA(mass, d420, F[38]); F[39] = MP_FMA(mass, d330, F[39]);
  F[40] = MP_FMA(mass, d240, F[40]); F[41] = MP_FMA(mass, d150, F[41]);
  F[42] = MP_FMA(mass, d060, F[42]); F[43] = MP_FMA(mass, d501, F[43]);
  F[44] = MP_FMA(mass, d411, F[44]); F[45] = MP_FMA(mass, d321, F[45]);
  F[46] = MP_FMA(mass, d231, F[46]); F[47] = MP_FMA(mass, d141, F[47]);
  F[48] = MP_FMA(mass, d051, F[48]); F[49] = MP_FMA(mass, d700, F[49]);
  F[50] = MP_FMA(mass, d610, F[50]); F[51] = MP_FMA(mass, d520, F[51]);
  F[52] = MP_FMA(mass, d430, F[52]); F[53] = MP_FMA(mass, d340, F[53]);
  F[54] = MP_FMA(mass, d250, F[54]); F[55] = MP_FMA(mass, d160, F[55]);
  F[56] = MP_FMA(mass, d070, F[56]); F[57] = MP_FMA(mass, d601, F[57]);
  F[58] = MP_FMA(mass, d511, F[58]); F[59] = MP_FMA(mass, d421, F[59]);
  F[60] = MP_FMA(mass, d331, F[60]); F[61] = MP_FMA(mass, d241, F[61]);
  F[62] = MP_FMA(mass, d151, F[62]); F[63] = MP_FMA(mass, d061, F[63]);
}

MP_INLINE void MP_FN(l2l_h7)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024), f502 = -(F[49] + F[51]), f412 = -(F[50] + F[52]), f322 = -(F[51] + F[53]),
  f232 = -(F[52] + F[54]), f142 = -(F[53] + F[55]), f052 = -(F[54] + F[56]),
  f403 = -(F[57] + F[59]), f313 = -(F[58] + F[60]), f223 = -(F[59] + F[61]),
  f133 = -(F[60] + F[62]), f043 = -(F[61] + F[63]), f304 = -(f502 + f322), f214 = -(f412 + f232),
  f124 = -(f322 + f142), f034 = -(f232 + f052), f205 = -(f403 + f223), f115 = -(f313 + f133),
  f025 = -(f223 + f043), f106 = -(f304 + f124), f016 = -(f214 + f034), f007 = -(f205 + f025),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, MP_FMA(F[36], x6, F[49] * x7)))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, MP_FMA(F[43], x5, F[57] * x6))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, MP_FMA(F[37], x5, F[50] * x6))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, MP_FMA(F[36], x5, F[49] * x6))))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, MP_FMA(f402, x4, f502 * x5)))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, MP_FMA(F[44], x4, F[58] * x5)))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, MP_FMA(F[38], x4, F[51] * x5)))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, MP_FMA(F[43], x4, F[57] * x5)))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, MP_FMA(F[37], x4, F[50] * x5)))) + F[5],
  u200 = MP_FMA(F[9], x, MP_FMA(F[16], x2, MP_FMA(F[25], x3, MP_FMA(F[36], x4, F[49] * x5)))) + F[4],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, MP_FMA(f303, x3, f403 * x4))) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, MP_FMA(f312, x3, f412 * x4))) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, MP_FMA(F[45], x3, F[59] * x4))) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, MP_FMA(F[39], x3, F[52] * x4))) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, MP_FMA(f402, x3, f502 * x4))) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, MP_FMA(F[44], x3, F[58] * x4))) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, MP_FMA(F[38], x3, F[51] * x4))) + F[11],
  u201 = MP_FMA(F[21], x, MP_FMA(F[31], x2, MP_FMA(F[43], x3, F[57] * x4))) + F[13],
  u210 = MP_FMA(F[17], x, MP_FMA(F[26], x2, MP_FMA(F[37], x3, F[50] * x4))) + F[10],
  u300 = MP_FMA(F[16], x, MP_FMA(F[25], x2, MP_FMA(F[36], x3, F[49] * x4))) + F[9],
  u004 = MP_FMA(f104, x, MP_FMA(f204, x2, f304 * x3)) + f004,
  u013 = MP_FMA(f113, x, MP_FMA(f213, x2, f313 * x3)) + f013,
  u022 = MP_FMA(f122, x, MP_FMA(f222, x2, f322 * x3)) + f022,
  u031 = MP_FMA(F[34], x, MP_FMA(F[46], x2, F[60] * x3)) + F[24],
  u040 = MP_FMA(F[29], x, MP_FMA(F[40], x2, F[53] * x3)) + F[20],
  u103 = MP_FMA(f203, x, MP_FMA(f303, x2, f403 * x3)) + f103,
  u112 = MP_FMA(f212, x, MP_FMA(f312, x2, f412 * x3)) + f112,
  u121 = MP_FMA(F[33], x, MP_FMA(F[45], x2, F[59] * x3)) + F[23],
  u130 = MP_FMA(F[28], x, MP_FMA(F[39], x2, F[52] * x3)) + F[19],
  u202 = MP_FMA(f302, x, MP_FMA(f402, x2, f502 * x3)) + f202,
  u211 = MP_FMA(F[32], x, MP_FMA(F[44], x2, F[58] * x3)) + F[22],
  u220 = MP_FMA(F[27], x, MP_FMA(F[38], x2, F[51] * x3)) + F[18],
  u301 = MP_FMA(F[31], x, MP_FMA(F[43], x2, F[57] * x3)) + F[21],
  u310 = MP_FMA(F[26], x, MP_FMA(F[37], x2, F[50] * x3)) + F[17],
  u400 = MP_FMA(F[25], x, MP_FMA(F[36], x2, F[49] * x3)) + F[16],
  u005 = MP_FMA(f105, x, f205 * x2) + f005, u014 = MP_FMA(f114, x, f214 * x2) + f014,
  u023 = MP_FMA(f123, x, f223 * x2) + f023, u032 = MP_FMA(f132, x, f232 * x2) + f032,
  u041 = MP_FMA(F[47], x, F[61] * x2) + F[35], u050 = MP_FMA(F[41], x, F[54] * x2) + F[30],
  u104 = MP_FMA(f204, x, f304 * x2) + f104, u113 = MP_FMA(f213, x, f313 * x2) + f113,
  u122 = MP_FMA(f222, x, f322 * x2) + f122, u131 = MP_FMA(F[46], x, F[60] * x2) + F[34],
  u140 = MP_FMA(F[40], x, F[53] * x2) + F[29], u203 = MP_FMA(f303, x, f403 * x2) + f203,
  u212 = MP_FMA(f312, x, f412 * x2) + f212, u221 = MP_FMA(F[45], x, F[59] * x2) + F[33],
  u230 = MP_FMA(F[39], x, F[52] * x2) + F[28], u302 = MP_FMA(f402, x, f502 * x2) + f302,
  u311 = MP_FMA(F[44], x, F[58] * x2) + F[32], u320 = MP_FMA(F[38], x, F[51] * x2) + F[27],
  u401 = MP_FMA(F[43], x, F[57] * x2) + F[31], u410 = MP_FMA(F[37], x, F[50] * x2) + F[26],
  u500 = MP_FMA(F[36], x, F[49] * x2) + F[25], u006 = f106 * x + f006, u015 = f115 * x + f015,
  u024 = f124 * x + f024, u033 = f133 * x + f033, u042 = f142 * x + f042, u051 = F[62] * x + F[48],
  u060 = F[55] * x + F[42], u105 = f205 * x + f105, u114 = f214 * x + f114, u123 = f223 * x + f123,
  u132 = f232 * x + f132, u141 = F[61] * x + F[47], u150 = F[54] * x + F[41],
  u204 = f304 * x + f204, u213 = f313 * x + f213, u222 = f322 * x + f222, u231 = F[60] * x + F[46],
  u240 = F[53] * x + F[40], u303 = f403 * x + f303, u312 = f412 * x + f312,
  u321 = F[59] * x + F[45], u330 = F[52] * x + F[39], u402 = f502 * x + f402,
  u411 = F[58] * x + F[44], u420 = F[51] * x + F[38], u501 = F[57] * x + F[43],
  u510 = F[50] * x + F[37], u600 = F[49] * x + F[36],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, F[56] * y7)))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, F[63] * y6))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, F[56] * y6))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, F[55] * y6))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, f052 * y5)))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, F[63] * y5)))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, MP_FMA(u060, y4, F[56] * y5)))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, F[62] * y5)))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, MP_FMA(u150, y4, F[55] * y5)))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, MP_FMA(u240, y4, F[54] * y5)))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, f043 * y4))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, f052 * y4))) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, MP_FMA(u051, y3, F[63] * y4))) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, MP_FMA(u060, y3, F[56] * y4))) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, f142 * y4))) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, MP_FMA(u141, y3, F[62] * y4))) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, MP_FMA(u150, y3, F[55] * y4))) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, MP_FMA(u231, y3, F[61] * y4))) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, MP_FMA(u240, y3, F[54] * y4))) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, MP_FMA(u330, y3, F[53] * y4))) + u300,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, f034 * y3)) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, f043 * y3)) + u013,
  v022 = MP_FMA(u032, y, MP_FMA(u042, y2, f052 * y3)) + u022,
  v031 = MP_FMA(u041, y, MP_FMA(u051, y2, F[63] * y3)) + u031,
  v040 = MP_FMA(u050, y, MP_FMA(u060, y2, F[56] * y3)) + u040,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, f133 * y3)) + u103,
  v112 = MP_FMA(u122, y, MP_FMA(u132, y2, f142 * y3)) + u112,
  v121 = MP_FMA(u131, y, MP_FMA(u141, y2, F[62] * y3)) + u121,
  v130 = MP_FMA(u140, y, MP_FMA(u150, y2, F[55] * y3)) + u130,
  v202 = MP_FMA(u212, y, MP_FMA(u222, y2, f232 * y3)) + u202,
  v211 = MP_FMA(u221, y, MP_FMA(u231, y2, F[61] * y3)) + u211,
  v220 = MP_FMA(u230, y, MP_FMA(u240, y2, F[54] * y3)) + u220,
  v301 = MP_FMA(u311, y, MP_FMA(u321, y2, F[60] * y3)) + u301,
  v310 = MP_FMA(u320, y, MP_FMA(u330, y2, F[53] * y3)) + u310,
  v400 = MP_FMA(u410, y, MP_FMA(u420, y2, F[52] * y3)) + u400,
  v005 = MP_FMA(u015, y, f025 * y2) + u005, v014 = MP_FMA(u024, y, f034 * y2) + u014,
  v023 = MP_FMA(u033, y, f043 * y2) + u023, v032 = MP_FMA(u042, y, f052 * y2) + u032,
  v041 = MP_FMA(u051, y, F[63] * y2) + u041, v050 = MP_FMA(u060, y, F[56] * y2) + u050,
  v104 = MP_FMA(u114, y, f124 * y2) + u104, v113 = MP_FMA(u123, y, f133 * y2) + u113,
  v122 = MP_FMA(u132, y, f142 * y2) + u122, v131 = MP_FMA(u141, y, F[62] * y2) + u131,
  v140 = MP_FMA(u150, y, F[55] * y2) + u140, v203 = MP_FMA(u213, y, f223 * y2) + u203,
  v212 = MP_FMA(u222, y, f232 * y2) + u212, v221 = MP_FMA(u231, y, F[61] * y2) + u221,
  v230 = MP_FMA(u240, y, F[54] * y2) + u230, v302 = MP_FMA(u312, y, f322 * y2) + u302,
  v311 = MP_FMA(u321, y, F[60] * y2) + u311, v320 = MP_FMA(u330, y, F[53] * y2) + u320,
  v401 = MP_FMA(u411, y, F[59] * y2) + u401, v410 = MP_FMA(u420, y, F[52] * y2) + u410,
  v500 = MP_FMA(u510, y, F[51] * y2) + u500, v006 = f016 * y + u006, v015 = f025 * y + u015,
  v024 = f034 * y + u024, v033 = f043 * y + u033, v042 = f052 * y + u042, v051 = F[63] * y + u051,
  v060 = F[56] * y + u060, v105 = f115 * y + u105, v114 = f124 * y + u114, v123 = f133 * y + u123,
  v132 = f142 * y + u132, v141 = F[62] * y + u141, v150 = F[55] * y + u150, v204 = f214 * y + u204,
  v213 = f223 * y + u213, v222 = f232 * y + u222, v231 = F[61] * y + u231, v240 = F[54] * y + u240,
  v303 = f313 * y + u303, v312 = f322 * y + u312, v321 = F[60] * y + u321, v330 = F[53] * y + u330,
  v402 = f412 * y + u402, v411 = F[59] * y + u411, v420 = F[52] * y + u420,
  v501 = F[58] * y + u501, v510 = F[51] * y + u510, v600 = F[50] * y + u600,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, f007 * z7)))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, f007 * z6))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, f016 * z6))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, f106 * z6))))) + v100,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, MP_FMA(v015, z4, f016 * z5)))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, MP_FMA(v024, z4, f025 * z5)))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, MP_FMA(v105, z4, f106 * z5)))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, MP_FMA(v114, z4, f115 * z5)))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, MP_FMA(v204, z4, f205 * z5)))) + v200,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, MP_FMA(v024, z3, f025 * z4))) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, MP_FMA(v033, z3, f034 * z4))) + v030,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, MP_FMA(v114, z3, f115 * z4))) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, MP_FMA(v123, z3, f124 * z4))) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, MP_FMA(v204, z3, f205 * z4))) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, MP_FMA(v213, z3, f214 * z4))) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, MP_FMA(v303, z3, f304 * z4))) + v300,
  w031 = MP_FMA(v032, z, MP_FMA(v033, z2, f034 * z3)) + v031,
  w040 = MP_FMA(v041, z, MP_FMA(v042, z2, f043 * z3)) + v040,
  w121 = MP_FMA(v122, z, MP_FMA(v123, z2, f124 * z3)) + v121,
  w130 = MP_FMA(v131, z, MP_FMA(v132, z2, f133 * z3)) + v130,
  w211 = MP_FMA(v212, z, MP_FMA(v213, z2, f214 * z3)) + v211,
  w220 = MP_FMA(v221, z, MP_FMA(v222, z2, f223 * z3)) + v220,
  w301 = MP_FMA(v302, z, MP_FMA(v303, z2, f304 * z3)) + v301,
  w310 = MP_FMA(v311, z, MP_FMA(v312, z2, f313 * z3)) + v310,
  w400 = MP_FMA(v401, z, MP_FMA(v402, z2, f403 * z3)) + v400,
  w041 = MP_FMA(v042, z, f043 * z2) + v041, w050 = MP_FMA(v051, z, f052 * z2) + v050,
  w131 = MP_FMA(v132, z, f133 * z2) + v131, w140 = MP_FMA(v141, z, f142 * z2) + v140,
  w221 = MP_FMA(v222, z, f223 * z2) + v221, w230 = MP_FMA(v231, z, f232 * z2) + v230,
  w311 = MP_FMA(v312, z, f313 * z2) + v311, w320 = MP_FMA(v321, z, f322 * z2) + v320,
  w401 = MP_FMA(v402, z, f403 * z2) + v401, w410 = MP_FMA(v411, z, f412 * z2) + v410,
  w500 = MP_FMA(v501, z, f502 * z2) + v500, w051 = f052 * z + v051, w060 = F[63] * z + v060,
  w141 = f142 * z + v141, w150 = F[62] * z + v150, w231 = f232 * z + v231, w240 = F[61] * z + v240,
  w321 = f322 * z + v321, w330 = F[60] * z + v330, w411 = f412 * z + v411, w420 = F[59] * z + v420,
  w501 = f502 * z + v501, w510 = F[58] * z + v510, w600 = F[57] * z + v600; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101;
  L[8] += w011; L[9] += w300; L[10] += w210; L[11] += w120; L[12] += w030; L[13] += w201;
  L[14] += w111; L[15] += w021; L[16] += w400; L[17] += w310; L[18] += w220; L[19] += w130;
  L[20] += w040; L[21] += w301; L[22] += w211; L[23] += w121; L[24] += w031; L[25] += w500;
  L[26] += w410; L[27] += w320; L[28] += w230; L[29] += w140; L[30] += w050; L[31] += w401;
  L[32] += w311; L[33] += w221; L[34] += w131; L[35] += w041; L[36] += w600; L[37] += w510;
  L[38] += w420; L[39] += w330; L[40] += w240; L[41] += w150; L[42] += w060; L[43] += w501;
  L[44] += w411; L[45] += w321; L[46] += w231; L[47] += w141; L[48] += w051; L[49] += F[49];
  L[50] += F[50]; L[51] += F[51]; L[52] += F[52]; L[53] += F[53]; L[54] += F[54]; L[55] += F[55];
  L[56] += F[56]; L[57] += F[57]; L[58] += F[58]; L[59] += F[59]; L[60] += F[60]; L[61] += F[61];
  L[62] += F[62]; L[63] += F[63];
}

MP_INLINE void MP_FN(l2p_h7)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024), f502 = -(F[49] + F[51]), f412 = -(F[50] + F[52]), f322 = -(F[51] + F[53]),
  f232 = -(F[52] + F[54]), f142 = -(F[53] + F[55]), f052 = -(F[54] + F[56]),
  f403 = -(F[57] + F[59]), f313 = -(F[58] + F[60]), f223 = -(F[59] + F[61]),
  f133 = -(F[60] + F[62]), f043 = -(F[61] + F[63]), f304 = -(f502 + f322), f214 = -(f412 + f232),
  f124 = -(f322 + f142), f034 = -(f232 + f052), f205 = -(f403 + f223), f115 = -(f313 + f133),
  f025 = -(f223 + f043), f106 = -(f304 + f124), f016 = -(f214 + f034), f007 = -(f205 + f025),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, MP_FMA(F[36], x6, F[49] * x7)))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, MP_FMA(F[43], x5, F[57] * x6))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, MP_FMA(F[37], x5, F[50] * x6))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, MP_FMA(F[36], x5, F[49] * x6))))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, MP_FMA(f402, x4, f502 * x5)))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, MP_FMA(F[44], x4, F[58] * x5)))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, MP_FMA(F[38], x4, F[51] * x5)))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, MP_FMA(F[43], x4, F[57] * x5)))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, MP_FMA(F[37], x4, F[50] * x5)))) + F[5],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, MP_FMA(f303, x3, f403 * x4))) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, MP_FMA(f312, x3, f412 * x4))) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, MP_FMA(F[45], x3, F[59] * x4))) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, MP_FMA(F[39], x3, F[52] * x4))) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, MP_FMA(f402, x3, f502 * x4))) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, MP_FMA(F[44], x3, F[58] * x4))) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, MP_FMA(F[38], x3, F[51] * x4))) + F[11],
  u004 = MP_FMA(f104, x, MP_FMA(f204, x2, f304 * x3)) + f004,
  u013 = MP_FMA(f113, x, MP_FMA(f213, x2, f313 * x3)) + f013,
  u022 = MP_FMA(f122, x, MP_FMA(f222, x2, f322 * x3)) + f022,
  u031 = MP_FMA(F[34], x, MP_FMA(F[46], x2, F[60] * x3)) + F[24],
  u040 = MP_FMA(F[29], x, MP_FMA(F[40], x2, F[53] * x3)) + F[20],
  u103 = MP_FMA(f203, x, MP_FMA(f303, x2, f403 * x3)) + f103,
  u112 = MP_FMA(f212, x, MP_FMA(f312, x2, f412 * x3)) + f112,
  u121 = MP_FMA(F[33], x, MP_FMA(F[45], x2, F[59] * x3)) + F[23],
  u130 = MP_FMA(F[28], x, MP_FMA(F[39], x2, F[52] * x3)) + F[19],
  u005 = MP_FMA(f105, x, f205 * x2) + f005, u014 = MP_FMA(f114, x, f214 * x2) + f014,
  u023 = MP_FMA(f123, x, f223 * x2) + f023, u032 = MP_FMA(f132, x, f232 * x2) + f032,
  u041 = MP_FMA(F[47], x, F[61] * x2) + F[35], u050 = MP_FMA(F[41], x, F[54] * x2) + F[30],
  u104 = MP_FMA(f204, x, f304 * x2) + f104, u113 = MP_FMA(f213, x, f313 * x2) + f113,
  u122 = MP_FMA(f222, x, f322 * x2) + f122, u131 = MP_FMA(F[46], x, F[60] * x2) + F[34],
  u140 = MP_FMA(F[40], x, F[53] * x2) + F[29], u006 = f106 * x + f006, u015 = f115 * x + f015,
  u024 = f124 * x + f024, u033 = f133 * x + f033, u042 = f142 * x + f042, u051 = F[62] * x + F[48],
  u060 = F[55] * x + F[42], u105 = f205 * x + f105, u114 = f214 * x + f114, u123 = f223 * x + f123,
  u132 = f232 * x + f132, u141 = F[61] * x + F[47], u150 = F[54] * x + F[41],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, F[56] * y7)))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, F[63] * y6))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, F[56] * y6))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, F[55] * y6))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, f052 * y5)))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, F[63] * y5)))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, F[62] * y5)))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, f043 * y4))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, f052 * y4))) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, f142 * y4))) + u102,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, f034 * y3)) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, f043 * y3)) + u013,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, f133 * y3)) + u103,
  v005 = MP_FMA(u015, y, f025 * y2) + u005, v014 = MP_FMA(u024, y, f034 * y2) + u014,
  v104 = MP_FMA(u114, y, f124 * y2) + u104, v006 = f016 * y + u006, v015 = f025 * y + u015,
  v105 = f115 * y + u105,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, f007 * z7)))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, f007 * z6))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, f016 * z6))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, f106 * z6))))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4),
  y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6), z2 = z * z * MP_SET(1.0 / 2),
  z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5),
  z6 = z5 * z * MP_SET(1.0 / 6), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u102 = M[6] * x + M[14],
  u111 = M[5] * x + M[12], u120 = M[3] * x + M[9], u201 = M[4] * x + M[11], u210 = M[2] * x + M[8],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[7], u103 = M[16] * x + M[29], u112 = M[15] * x + M[27],
  u121 = M[13] * x + M[24], u130 = M[10] * x + M[20], u202 = MP_FMA(M[14], x, M[6] * x2) + M[26],
  u211 = MP_FMA(M[12], x, M[5] * x2) + M[23], u220 = MP_FMA(M[9], x, M[3] * x2) + M[19],
  u301 = MP_FMA(M[11], x, M[4] * x2) + M[22], u310 = MP_FMA(M[8], x, M[2] * x2) + M[18],
  u400 = MP_FMA(M[7], x, MP_FMA(M[1], x2, M[0] * x4)) + M[17], u104 = M[31] * x + M[50],
  u113 = M[30] * x + M[48], u122 = M[28] * x + M[45], u131 = M[25] * x + M[41],
  u140 = M[21] * x + M[36], u203 = MP_FMA(M[29], x, M[16] * x2) + M[47],
  u212 = MP_FMA(M[27], x, M[15] * x2) + M[44], u221 = MP_FMA(M[24], x, M[13] * x2) + M[40],
  u230 = MP_FMA(M[20], x, M[10] * x2) + M[35],
  u302 = MP_FMA(M[26], x, MP_FMA(M[14], x2, M[6] * x3)) + M[43],
  u311 = MP_FMA(M[23], x, MP_FMA(M[12], x2, M[5] * x3)) + M[39],
  u320 = MP_FMA(M[19], x, MP_FMA(M[9], x2, M[3] * x3)) + M[34],
  u401 = MP_FMA(M[22], x, MP_FMA(M[11], x2, M[4] * x3)) + M[38],
  u410 = MP_FMA(M[18], x, MP_FMA(M[8], x2, M[2] * x3)) + M[33],
  u500 = MP_FMA(M[17], x, MP_FMA(M[7], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[32],
  u105 = M[52] * x + M[78], u114 = M[51] * x + M[76], u123 = M[49] * x + M[73],
  u132 = M[46] * x + M[69], u141 = M[42] * x + M[64], u150 = M[37] * x + M[58],
  u204 = MP_FMA(M[50], x, M[31] * x2) + M[75], u213 = MP_FMA(M[48], x, M[30] * x2) + M[72],
  u222 = MP_FMA(M[45], x, M[28] * x2) + M[68], u231 = MP_FMA(M[41], x, M[25] * x2) + M[63],
  u240 = MP_FMA(M[36], x, M[21] * x2) + M[57],
  u303 = MP_FMA(M[47], x, MP_FMA(M[29], x2, M[16] * x3)) + M[71],
  u312 = MP_FMA(M[44], x, MP_FMA(M[27], x2, M[15] * x3)) + M[67],
  u321 = MP_FMA(M[40], x, MP_FMA(M[24], x2, M[13] * x3)) + M[62],
  u330 = MP_FMA(M[35], x, MP_FMA(M[20], x2, M[10] * x3)) + M[56],
  u402 = MP_FMA(M[43], x, MP_FMA(M[26], x2, MP_FMA(M[14], x3, M[6] * x4))) + M[66],
  u411 = MP_FMA(M[39], x, MP_FMA(M[23], x2, MP_FMA(M[12], x3, M[5] * x4))) + M[61],
  u420 = MP_FMA(M[34], x, MP_FMA(M[19], x2, MP_FMA(M[9], x3, M[3] * x4))) + M[55],
  u501 = MP_FMA(M[38], x, MP_FMA(M[22], x2, MP_FMA(M[11], x3, M[4] * x4))) + M[60],
  u510 = MP_FMA(M[33], x, MP_FMA(M[18], x2, MP_FMA(M[8], x3, M[2] * x4))) + M[54],
  u600 = MP_FMA(M[32], x, MP_FMA(M[17], x2, MP_FMA(M[7], x3, MP_FMA(M[1], x4, M[0] * x6)))) + M[53],
  v010 = M[0] * y, v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v012 = M[6] * y + M[15],
  v021 = M[5] * y + M[13], v030 = MP_FMA(M[3], y, M[0] * y3) + M[10], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210, v013 = M[16] * y + M[30],
  v022 = MP_FMA(M[15], y, M[6] * y2) + M[28], v031 = MP_FMA(M[13], y, M[5] * y2) + M[25],
  v040 = MP_FMA(M[10], y, MP_FMA(M[3], y2, M[0] * y4)) + M[21], v112 = u102 * y + u112,
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310, v014 = M[31] * y + M[51],
  v023 = MP_FMA(M[30], y, M[16] * y2) + M[49],
  v032 = MP_FMA(M[28], y, MP_FMA(M[15], y2, M[6] * y3)) + M[46],
  v041 = MP_FMA(M[25], y, MP_FMA(M[13], y2, M[5] * y3)) + M[42],
  v050 = MP_FMA(M[21], y, MP_FMA(M[10], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[37],
  v113 = u103 * y + u113, v122 = MP_FMA(u112, y, u102 * y2) + u122,
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v212 = u202 * y + u212, v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410, v015 = M[52] * y + M[79],
  v024 = MP_FMA(M[51], y, M[31] * y2) + M[77],
  v033 = MP_FMA(M[49], y, MP_FMA(M[30], y2, M[16] * y3)) + M[74],
  v042 = MP_FMA(M[46], y, MP_FMA(M[28], y2, MP_FMA(M[15], y3, M[6] * y4))) + M[70],
  v051 = MP_FMA(M[42], y, MP_FMA(M[25], y2, MP_FMA(M[13], y3, M[5] * y4))) + M[65],
  v060 = MP_FMA(M[37], y, MP_FMA(M[21], y2, MP_FMA(M[10], y3, MP_FMA(M[3], y4, M[0] * y6)))) + M[59],
  v114 = u104 * y + u114, v123 = MP_FMA(u113, y, u103 * y2) + u123,
  v132 = MP_FMA(u122, y, MP_FMA(u112, y2, u102 * y3)) + u132,
  v141 = MP_FMA(u131, y, MP_FMA(u121, y2, MP_FMA(u111, y3, M[4] * y4))) + u141,
  v150 = MP_FMA(u140, y, MP_FMA(u130, y2, MP_FMA(u120, y3, MP_FMA(M[2], y4, u100 * y5)))) + u150,
  v213 = u203 * y + u213, v222 = MP_FMA(u212, y, u202 * y2) + u222,
  v231 = MP_FMA(u221, y, MP_FMA(u211, y2, u201 * y3)) + u231,
  v240 = MP_FMA(u230, y, MP_FMA(u220, y2, MP_FMA(u210, y3, u200 * y4))) + u240,
  v312 = u302 * y + u312, v321 = MP_FMA(u311, y, u301 * y2) + u321,
  v330 = MP_FMA(u320, y, MP_FMA(u310, y2, u300 * y3)) + u330, v411 = u401 * y + u411,
  v420 = MP_FMA(u410, y, u400 * y2) + u420, v510 = u500 * y + u510, w002 = M[0] * z2 + M[6],
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = MP_FMA(M[6], z, M[0] * z3) + M[16],
  w012 = MP_FMA(M[5], z, v010 * z2) + v012, w021 = v020 * z + v021,
  w102 = MP_FMA(M[4], z, u100 * z2) + u102, w111 = v110 * z + v111, w201 = u200 * z + u201,
  w004 = MP_FMA(M[16], z, MP_FMA(M[6], z2, M[0] * z4)) + M[31],
  w013 = MP_FMA(v012, z, MP_FMA(M[5], z2, v010 * z3)) + v013,
  w022 = MP_FMA(v021, z, v020 * z2) + v022, w031 = v030 * z + v031,
  w103 = MP_FMA(u102, z, MP_FMA(M[4], z2, u100 * z3)) + u103,
  w112 = MP_FMA(v111, z, v110 * z2) + v112, w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2) + u202, w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = MP_FMA(M[31], z, MP_FMA(M[16], z2, MP_FMA(M[6], z3, M[0] * z5))) + M[52],
  w014 = MP_FMA(v013, z, MP_FMA(v012, z2, MP_FMA(M[5], z3, v010 * z4))) + v014,
  w023 = MP_FMA(v022, z, MP_FMA(v021, z2, v020 * z3)) + v023,
  w032 = MP_FMA(v031, z, v030 * z2) + v032, w041 = v040 * z + v041,
  w104 = MP_FMA(u103, z, MP_FMA(u102, z2, MP_FMA(M[4], z3, u100 * z4))) + u104,
  w113 = MP_FMA(v112, z, MP_FMA(v111, z2, v110 * z3)) + v113,
  w122 = MP_FMA(v121, z, v120 * z2) + v122, w131 = v130 * z + v131,
  w203 = MP_FMA(u202, z, MP_FMA(u201, z2, u200 * z3)) + u203,
  w212 = MP_FMA(v211, z, v210 * z2) + v212, w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2) + u302, w311 = v310 * z + v311, w401 = u400 * z + u401,
  w006 = MP_FMA(M[52], z, MP_FMA(M[31], z2, MP_FMA(M[16], z3, MP_FMA(M[6], z4, M[0] * z6)))) + M[80],
  w015 = MP_FMA(v014, z, MP_FMA(v013, z2, MP_FMA(v012, z3, MP_FMA(M[5], z4, v010 * z5)))) + v015,
  w024 = MP_FMA(v023, z, MP_FMA(v022, z2, MP_FMA(v021, z3, v020 * z4))) + v024,
  w033 = MP_FMA(v032, z, MP_FMA(v031, z2, v030 * z3)) + v033,
  w042 = MP_FMA(v041, z, v040 * z2) + v042, w051 = v050 * z + v051,
  w105 = MP_FMA(u104, z, MP_FMA(u103, z2, MP_FMA(u102, z3, MP_FMA(M[4], z4, u100 * z5)))) + u105,
  w114 = MP_FMA(v113, z, MP_FMA(v112, z2, MP_FMA(v111, z3, v110 * z4))) + v114,
  w123 = MP_FMA(v122, z, MP_FMA(v121, z2, v120 * z3)) + v123,
  w132 = MP_FMA(v131, z, v130 * z2) + v132, w141 = v140 * z + v141,
  w204 = MP_FMA(u203, z, MP_FMA(u202, z2, MP_FMA(u201, z3, u200 * z4))) + u204,
  w213 = MP_FMA(v212, z, MP_FMA(v211, z2, v210 * z3)) + v213,
  w222 = MP_FMA(v221, z, v220 * z2) + v222, w231 = v230 * z + v231,
  w303 = MP_FMA(u302, z, MP_FMA(u301, z2, u300 * z3)) + u303,
  w312 = MP_FMA(v311, z, v310 * z2) + v312, w321 = v320 * z + v321,
  w402 = MP_FMA(u401, z, u400 * z2) + u402, w411 = v410 * z + v411, w501 = u500 * z + u501;
  R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002;
  R[7] += u300; R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111;
  R[13] += w021; R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310;
  R[19] += v220; R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121;
  R[25] += w031; R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013;
  R[31] += w004; R[32] += u500; R[33] += v410; R[34] += v320; R[35] += v230; R[36] += v140;
  R[37] += v050; R[38] += w401; R[39] += w311; R[40] += w221; R[41] += w131; R[42] += w041;
  R[43] += w302; R[44] += w212; R[45] += w122; R[46] += w032; R[47] += w203; R[48] += w113;
  R[49] += w023; R[50] += w104; R[51] += w014; R[52] += w005; R[53] += u600; R[54] += v510;
  R[55] += v420; R[56] += v330; R[57] += v240; R[58] += v150; R[59] += v060; R[60] += w501;
  R[61] += w411; R[62] += w321; R[63] += w231; R[64] += w141; R[65] += w051; R[66] += w402;
  R[67] += w312; R[68] += w222; R[69] += w132; R[70] += w042; R[71] += w303; R[72] += w213;
  R[73] += w123; R[74] += w033; R[75] += w204; R[76] += w114; R[77] += w024; R[78] += w105;
  R[79] += w015; R[80] += w006;
}

MP_INLINE void MP_FN(fold_f7)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
  M[7] = R[7]; M[8] = R[8]; M[9] = R[9]; M[10] = R[10]; M[11] = R[11]; M[12] = R[12];
  M[13] = R[13]; M[14] = R[14]; M[15] = R[15]; M[16] = R[16]; M[17] = R[17]; M[18] = R[18];
  M[19] = R[19]; M[20] = R[20]; M[21] = R[21]; M[22] = R[22]; M[23] = R[23]; M[24] = R[24];
  M[25] = R[25]; M[26] = R[26]; M[27] = R[27]; M[28] = R[28]; M[29] = R[29]; M[30] = R[30];
  M[31] = R[31]; M[32] = R[32]; M[33] = R[33]; M[34] = R[34]; M[35] = R[35]; M[36] = R[36];
  M[37] = R[37]; M[38] = R[38]; M[39] = R[39]; M[40] = R[40]; M[41] = R[41]; M[42] = R[42];
  M[43] = R[43]; M[44] = R[44]; M[45] = R[45]; M[46] = R[46]; M[47] = R[47]; M[48] = R[48];
  M[49] = R[49]; M[50] = R[50]; M[51] = R[51]; M[52] = R[52]; M[53] = R[53]; M[54] = R[54];
  M[55] = R[55]; M[56] = R[56]; M[57] = R[57]; M[58] = R[58]; M[59] = R[59]; M[60] = R[60];
  M[61] = R[61]; M[62] = R[62]; M[63] = R[63]; M[64] = R[64]; M[65] = R[65]; M[66] = R[66];
  M[67] = R[67]; M[68] = R[68]; M[69] = R[69]; M[70] = R[70]; M[71] = R[71]; M[72] = R[72];
  M[73] = R[73]; M[74] = R[74]; M[75] = R[75]; M[76] = R[76]; M[77] = R[77]; M[78] = R[78];
  M[79] = R[79]; M[80] = R[80];
}

MP_INLINE void MP_FN(m2l_f7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5],
  r5_001 = z * g[6], r6_001 = z * g[7], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, d011 = z * r1_010,
  r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010, r4_011 = z * r5_010,
  r5_011 = z * r6_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), r5_002 = MP_FMA(z, r6_001, g[6]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110, r4_111 = z * r5_110,
  d021 = z * r1_020, r1_021 = z * r2_020, r2_021 = z * r3_020, r3_021 = z * r4_020,
  r4_021 = z * r5_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), r4_012 = MP_FMA(z, r5_011, r5_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020),
  r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), d301 = z * r1_300, r1_301 = z * r2_300,
  r2_301 = z * r3_300, r3_301 = z * r4_300, d211 = z * r1_210, r1_211 = z * r2_210,
  r2_211 = z * r3_210, r3_211 = z * r4_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, d031 = z * r1_030, r1_031 = z * r2_030,
  r2_031 = z * r3_030, r3_031 = z * r4_030, d202 = MP_FMA(z, r1_201, r1_200),
  r1_202 = MP_FMA(z, r2_201, r2_200), r2_202 = MP_FMA(z, r3_201, r3_200),
  r3_202 = MP_FMA(z, r4_201, r4_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), d022 = MP_FMA(z, r1_021, r1_020),
  r1_022 = MP_FMA(z, r2_021, r2_020), r2_022 = MP_FMA(z, r3_021, r3_020),
  r3_022 = MP_FMA(z, r4_021, r4_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011), r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011),
  r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300),
  r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300), r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120),
  r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120), r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040, r1_140 = x * r2_040, r2_140 = x * r3_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), d401 = z * r1_400, r1_401 = z * r2_400,
  r2_401 = z * r3_400, d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, d131 = z * r1_130,
  r1_131 = z * r2_130, r2_131 = z * r3_130, d041 = z * r1_040, r1_041 = z * r2_040,
  r2_041 = z * r3_040, d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), d212 = MP_FMA(z, r1_211, r1_210),
  r1_212 = MP_FMA(z, r2_211, r2_210), r2_212 = MP_FMA(z, r3_211, r3_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), d032 = MP_FMA(z, r1_031, r1_030),
  r1_032 = MP_FMA(z, r2_031, r2_030), r2_032 = MP_FMA(z, r3_031, r3_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111), r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102), r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003),
  r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003), r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, r1_501 = z * r2_500,
  d411 = z * r1_410, r1_411 = z * r2_410, d321 = z * r1_320, r1_321 = z * r2_320,
  d231 = z * r1_230, r1_231 = z * r2_230, d141 = z * r1_140, r1_141 = z * r2_140,
  d051 = z * r1_050, r1_051 = z * r2_050, d402 = MP_FMA(z, r1_401, r1_400),
  r1_402 = MP_FMA(z, r2_401, r2_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), d222 = MP_FMA(z, r1_221, r1_220),
  r1_222 = MP_FMA(z, r2_221, r2_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), d042 = MP_FMA(z, r1_041, r1_040),
  r1_042 = MP_FMA(z, r2_041, r2_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211),
  r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031),
  r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112),
  r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103),
  r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004),
  r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  d250 = MP_FMA(x, r1_150, r1_050), d160 = x * r1_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d502 = MP_FMA(z, r1_501, r1_500), d412 = MP_FMA(z, r1_411, r1_410),
  d322 = MP_FMA(z, r1_321, r1_320), d232 = MP_FMA(z, r1_231, r1_230),
  d142 = MP_FMA(z, r1_141, r1_140), d052 = MP_FMA(z, r1_051, r1_050),
  d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005); T(0, 80, d006) T(0, 79, d015) T(0, 78, d105)
  T(0, 77, d024) T(0, 76, d114) T(0, 75, d204) T(0, 74, d033) T(0, 73, d123) T(0, 72, d213)
  T(0, 71, d303) T(0, 70, d042) T(0, 69, d132) T(0, 68, d222) T(0, 67, d312) T(0, 66, d402)
  T(0, 65, d051) T(0, 64, d141) T(0, 63, d231) T(0, 62, d321) T(0, 61, d411) T(0, 60, d501)
  T(0, 59, d060) T(0, 58, d150) T(0, 57, d240) T(0, 56, d330) T(0, 55, d420) T(0, 54, d510)
  T(0, 53, d600) T(0, 52, d005) T(0, 51, d014) T(0, 50, d104) T(0, 49, d023) T(0, 48, d113)
  T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212) T(0, 43, d302) T(0, 42, d041)
  T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401) T(0, 37, d050) T(0, 36, d140)
  T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500) T(0, 31, d004) T(0, 30, d013)
  T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202) T(0, 25, d031) T(0, 24, d121)
  T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130) T(0, 19, d220) T(0, 18, d310)
  T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102) T(0, 13, d021) T(0, 12, d111)
  T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210) T(0, 7, d300) T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 80, d106) T(1, 79, d115) T(1, 78, d205) T(1, 77, d124) T(1, 76, d214) T(1, 75, d304)
  T(1, 74, d133) T(1, 73, d223) T(1, 72, d313) T(1, 71, d403) T(1, 70, d142) T(1, 69, d232)
  T(1, 68, d322) T(1, 67, d412) T(1, 66, d502) T(1, 65, d151) T(1, 64, d241) T(1, 63, d331)
  T(1, 62, d421) T(1, 61, d511) T(1, 60, d601) T(1, 59, d160) T(1, 58, d250) T(1, 57, d340)
  T(1, 56, d430) T(1, 55, d520) T(1, 54, d610) T(1, 53, d700) T(1, 52, d105) T(1, 51, d114)
  T(1, 50, d204) T(1, 49, d123) T(1, 48, d213) T(1, 47, d303) T(1, 46, d132) T(1, 45, d222)
  T(1, 44, d312) T(1, 43, d402) T(1, 42, d141) T(1, 41, d231) T(1, 40, d321) T(1, 39, d411)
  T(1, 38, d501) T(1, 37, d150) T(1, 36, d240) T(1, 35, d330) T(1, 34, d420) T(1, 33, d510)
  T(1, 32, d600) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 80, d016) T(2, 79, d025) T(2, 78, d115) T(2, 77, d034)
  T(2, 76, d124) T(2, 75, d214) T(2, 74, d043) T(2, 73, d133) T(2, 72, d223) T(2, 71, d313)
  T(2, 70, d052) T(2, 69, d142) T(2, 68, d232) T(2, 67, d322) T(2, 66, d412) T(2, 65, d061)
  T(2, 64, d151) T(2, 63, d241) T(2, 62, d331) T(2, 61, d421) T(2, 60, d511) T(2, 59, d070)
  T(2, 58, d160) T(2, 57, d250) T(2, 56, d340) T(2, 55, d430) T(2, 54, d520) T(2, 53, d610)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 80, d007)
  T(3, 79, d016) T(3, 78, d106) T(3, 77, d025) T(3, 76, d115) T(3, 75, d205) T(3, 74, d034)
  T(3, 73, d124) T(3, 72, d214) T(3, 71, d304) T(3, 70, d043) T(3, 69, d133) T(3, 68, d223)
  T(3, 67, d313) T(3, 66, d403) T(3, 65, d052) T(3, 64, d142) T(3, 63, d232) T(3, 62, d322)
  T(3, 61, d412) T(3, 60, d502) T(3, 59, d061) T(3, 58, d151) T(3, 57, d241) T(3, 56, d331)
  T(3, 55, d421) T(3, 54, d511) T(3, 53, d601) T(3, 52, d006) T(3, 51, d015) T(3, 50, d105)
  T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033) T(3, 45, d123) T(3, 44, d213)
  T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222) T(3, 39, d312) T(3, 38, d402)
  T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321) T(3, 33, d411) T(3, 32, d501)
  T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023) T(3, 27, d113) T(3, 26, d203)
  T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302) T(3, 21, d041) T(3, 20, d131)
  T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004) T(3, 15, d013) T(3, 14, d103)
  T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031) T(3, 9, d121) T(3, 8, d211)
  T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001) T(4, 52, d205) T(4, 51, d214) T(4, 50, d304) T(4, 49, d223) T(4, 48, d313)
  T(4, 47, d403) T(4, 46, d232) T(4, 45, d322) T(4, 44, d412) T(4, 43, d502) T(4, 42, d241)
  T(4, 41, d331) T(4, 40, d421) T(4, 39, d511) T(4, 38, d601) T(4, 37, d250) T(4, 36, d340)
  T(4, 35, d430) T(4, 34, d520) T(4, 33, d610) T(4, 32, d700) T(4, 31, d204) T(4, 30, d213)
  T(4, 29, d303) T(4, 28, d222) T(4, 27, d312) T(4, 26, d402) T(4, 25, d231) T(4, 24, d321)
  T(4, 23, d411) T(4, 22, d501) T(4, 21, d240) T(4, 20, d330) T(4, 19, d420) T(4, 18, d510)
  T(4, 17, d600) T(4, 16, d203) T(4, 15, d212) T(4, 14, d302) T(4, 13, d221) T(4, 12, d311)
  T(4, 11, d401) T(4, 10, d230) T(4, 9, d320) T(4, 8, d410) T(4, 7, d500) T(4, 6, d202)
  T(4, 5, d211) T(4, 4, d301) T(4, 3, d220) T(4, 2, d310) T(4, 1, d400) T(4, 0, d200)
  T(5, 52, d115) T(5, 51, d124) T(5, 50, d214) T(5, 49, d133) T(5, 48, d223) T(5, 47, d313)
  T(5, 46, d142) T(5, 45, d232) T(5, 44, d322) T(5, 43, d412) T(5, 42, d151) T(5, 41, d241)
  T(5, 40, d331) T(5, 39, d421) T(5, 38, d511) T(5, 37, d160) T(5, 36, d250) T(5, 35, d340)
  T(5, 34, d430) T(5, 33, d520) T(5, 32, d610) T(5, 31, d114) T(5, 30, d123) T(5, 29, d213)
  T(5, 28, d132) T(5, 27, d222) T(5, 26, d312) T(5, 25, d141) T(5, 24, d231) T(5, 23, d321)
  T(5, 22, d411) T(5, 21, d150) T(5, 20, d240) T(5, 19, d330) T(5, 18, d420) T(5, 17, d510)
  T(5, 16, d113) T(5, 15, d122) T(5, 14, d212) T(5, 13, d131) T(5, 12, d221) T(5, 11, d311)
  T(5, 10, d140) T(5, 9, d230) T(5, 8, d320) T(5, 7, d410) T(5, 6, d112) T(5, 5, d121)
  T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310) T(5, 0, d110) T(6, 52, d025)
  T(6, 51, d034) T(6, 50, d124) T(6, 49, d043) T(6, 48, d133) T(6, 47, d223) T(6, 46, d052)
  T(6, 45, d142) T(6, 44, d232) T(6, 43, d322) T(6, 42, d061) T(6, 41, d151) T(6, 40, d241)
  T(6, 39, d331) T(6, 38, d421) T(6, 37, d070) T(6, 36, d160) T(6, 35, d250) T(6, 34, d340)
  T(6, 33, d430) T(6, 32, d520) T(6, 31, d024) T(6, 30, d033) T(6, 29, d123) T(6, 28, d042)
  T(6, 27, d132) T(6, 26, d222) T(6, 25, d051) T(6, 24, d141) T(6, 23, d231) T(6, 22, d321)
  T(6, 21, d060) T(6, 20, d150) T(6, 19, d240) T(6, 18, d330) T(6, 17, d420) T(6, 16, d023)
  T(6, 15, d032) T(6, 14, d122) T(6, 13, d041) T(6, 12, d131) T(6, 11, d221) T(6, 10, d050)
  T(6, 9, d140) T(6, 8, d230) T(6, 7, d320) T(6, 6, d022) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040)
  T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 52, d106) T(7, 51, d115) T(7, 50, d205)
  T(7, 49, d124) T(7, 48, d214) T(7, 47, d304) T(7, 46, d133) T(7, 45, d223) T(7, 44, d313)
  T(7, 43, d403) T(7, 42, d142) T(7, 41, d232) T(7, 40, d322) T(7, 39, d412) T(7, 38, d502)
  T(7, 37, d151) T(7, 36, d241) T(7, 35, d331) T(7, 34, d421) T(7, 33, d511) T(7, 32, d601)
  T(7, 31, d105) T(7, 30, d114) T(7, 29, d204) T(7, 28, d123) T(7, 27, d213) T(7, 26, d303)
  T(7, 25, d132) T(7, 24, d222) T(7, 23, d312) T(7, 22, d402) T(7, 21, d141) T(7, 20, d231)
  T(7, 19, d321) T(7, 18, d411) T(7, 17, d501) T(7, 16, d104) T(7, 15, d113) T(7, 14, d203)
  T(7, 13, d122) T(7, 12, d212) T(7, 11, d302) T(7, 10, d131) T(7, 9, d221) T(7, 8, d311)
  T(7, 7, d401) T(7, 6, d103) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121) T(7, 2, d211) T(7, 1, d301)
  T(7, 0, d101) T(8, 52, d016) T(8, 51, d025) T(8, 50, d115) T(8, 49, d034) T(8, 48, d124)
  T(8, 47, d214) T(8, 46, d043) T(8, 45, d133) T(8, 44, d223) T(8, 43, d313) T(8, 42, d052)
  T(8, 41, d142) T(8, 40, d232) T(8, 39, d322) T(8, 38, d412) T(8, 37, d061) T(8, 36, d151)
  T(8, 35, d241) T(8, 34, d331) T(8, 33, d421) T(8, 32, d511) T(8, 31, d015) T(8, 30, d024)
  T(8, 29, d114) T(8, 28, d033) T(8, 27, d123) T(8, 26, d213) T(8, 25, d042) T(8, 24, d132)
  T(8, 23, d222) T(8, 22, d312) T(8, 21, d051) T(8, 20, d141) T(8, 19, d231) T(8, 18, d321)
  T(8, 17, d411) T(8, 16, d014) T(8, 15, d023) T(8, 14, d113) T(8, 13, d032) T(8, 12, d122)
  T(8, 11, d212) T(8, 10, d041) T(8, 9, d131) T(8, 8, d221) T(8, 7, d311) T(8, 6, d013)
  T(8, 5, d022) T(8, 4, d112) T(8, 3, d031) T(8, 2, d121) T(8, 1, d211) T(8, 0, d011)
  T(9, 52, d007) T(9, 51, d016) T(9, 50, d106) T(9, 49, d025) T(9, 48, d115) T(9, 47, d205)
  T(9, 46, d034) T(9, 45, d124) T(9, 44, d214) T(9, 43, d304) T(9, 42, d043) T(9, 41, d133)
  T(9, 40, d223) T(9, 39, d313) T(9, 38, d403) T(9, 37, d052) T(9, 36, d142) T(9, 35, d232)
  T(9, 34, d322) T(9, 33, d412) T(9, 32, d502) T(9, 31, d006) T(9, 30, d015) T(9, 29, d105)
  T(9, 28, d024) T(9, 27, d114) T(9, 26, d204) T(9, 25, d033) T(9, 24, d123) T(9, 23, d213)
  T(9, 22, d303) T(9, 21, d042) T(9, 20, d132) T(9, 19, d222) T(9, 18, d312) T(9, 17, d402)
  T(9, 16, d005) T(9, 15, d014) T(9, 14, d104) T(9, 13, d023) T(9, 12, d113) T(9, 11, d203)
  T(9, 10, d032) T(9, 9, d122) T(9, 8, d212) T(9, 7, d302) T(9, 6, d004) T(9, 5, d013)
  T(9, 4, d103) T(9, 3, d022) T(9, 2, d112) T(9, 1, d202) T(9, 0, d002) T(10, 31, d304)
  T(10, 30, d313) T(10, 29, d403) T(10, 28, d322) T(10, 27, d412) T(10, 26, d502) T(10, 25, d331)
  T(10, 24, d421) T(10, 23, d511) T(10, 22, d601) T(10, 21, d340) T(10, 20, d430) T(10, 19, d520)
  T(10, 18, d610) T(10, 17, d700) T(10, 16, d303) T(10, 15, d312) T(10, 14, d402) T(10, 13, d321)
  T(10, 12, d411) T(10, 11, d501) T(10, 10, d330) T(10, 9, d420) T(10, 8, d510) T(10, 7, d600)
  T(10, 6, d302) T(10, 5, d311) T(10, 4, d401) T(10, 3, d320) T(10, 2, d410) T(10, 1, d500)
  T(10, 0, d300) T(11, 31, d214) T(11, 30, d223) T(11, 29, d313) T(11, 28, d232) T(11, 27, d322)
  T(11, 26, d412) T(11, 25, d241) T(11, 24, d331) T(11, 23, d421) T(11, 22, d511) T(11, 21, d250)
  T(11, 20, d340) T(11, 19, d430) T(11, 18, d520) T(11, 17, d610) T(11, 16, d213) T(11, 15, d222)
  T(11, 14, d312) T(11, 13, d231) T(11, 12, d321) T(11, 11, d411) T(11, 10, d240) T(11, 9, d330)
  T(11, 8, d420) T(11, 7, d510) T(11, 6, d212) T(11, 5, d221) T(11, 4, d311) T(11, 3, d230)
  T(11, 2, d320) T(11, 1, d410) T(11, 0, d210) T(12, 31, d124) T(12, 30, d133) T(12, 29, d223)
  T(12, 28, d142) T(12, 27, d232) T(12, 26, d322) T(12, 25, d151) T(12, 24, d241) T(12, 23, d331)
  T(12, 22, d421) T(12, 21, d160) T(12, 20, d250) T(12, 19, d340) T(12, 18, d430) T(12, 17, d520)
  T(12, 16, d123) T(12, 15, d132) T(12, 14, d222) T(12, 13, d141) T(12, 12, d231) T(12, 11, d321)
  T(12, 10, d150) T(12, 9, d240) T(12, 8, d330) T(12, 7, d420) T(12, 6, d122) T(12, 5, d131)
  T(12, 4, d221) T(12, 3, d140) T(12, 2, d230) T(12, 1, d320) T(12, 0, d120) T(13, 31, d034)
  T(13, 30, d043) T(13, 29, d133) T(13, 28, d052) T(13, 27, d142) T(13, 26, d232) T(13, 25, d061)
  T(13, 24, d151) T(13, 23, d241) T(13, 22, d331) T(13, 21, d070) T(13, 20, d160) T(13, 19, d250)
  T(13, 18, d340) T(13, 17, d430) T(13, 16, d033) T(13, 15, d042) T(13, 14, d132) T(13, 13, d051)
  T(13, 12, d141) T(13, 11, d231) T(13, 10, d060) T(13, 9, d150) T(13, 8, d240) T(13, 7, d330)
  T(13, 6, d032) T(13, 5, d041) T(13, 4, d131) T(13, 3, d050) T(13, 2, d140) T(13, 1, d230)
  T(13, 0, d030) T(14, 31, d205) T(14, 30, d214) T(14, 29, d304) T(14, 28, d223) T(14, 27, d313)
  T(14, 26, d403) T(14, 25, d232) T(14, 24, d322) T(14, 23, d412) T(14, 22, d502) T(14, 21, d241)
  T(14, 20, d331) T(14, 19, d421) T(14, 18, d511) T(14, 17, d601) T(14, 16, d204) T(14, 15, d213)
  T(14, 14, d303) T(14, 13, d222) T(14, 12, d312) T(14, 11, d402) T(14, 10, d231) T(14, 9, d321)
  T(14, 8, d411) T(14, 7, d501) T(14, 6, d203) T(14, 5, d212) T(14, 4, d302) T(14, 3, d221)
  T(14, 2, d311) T(14, 1, d401) T(14, 0, d201) T(15, 31, d115) T(15, 30, d124) T(15, 29, d214)
  T(15, 28, d133) T(15, 27, d223) T(15, 26, d313) T(15, 25, d142) T(15, 24, d232) T(15, 23, d322)
  T(15, 22, d412) T(15, 21, d151) T(15, 20, d241) T(15, 19, d331) T(15, 18, d421) T(15, 17, d511)
  T(15, 16, d114) T(15, 15, d123) T(15, 14, d213) T(15, 13, d132) T(15, 12, d222) T(15, 11, d312)
  T(15, 10, d141) T(15, 9, d231) T(15, 8, d321) T(15, 7, d411) T(15, 6, d113) T(15, 5, d122)
  T(15, 4, d212) T(15, 3, d131) T(15, 2, d221) T(15, 1, d311) T(15, 0, d111) T(16, 31, d025)
  T(16, 30, d034) T(16, 29, d124) T(16, 28, d043) T(16, 27, d133) T(16, 26, d223) T(16, 25, d052)
  T(16, 24, d142) T(16, 23, d232) T(16, 22, d322) T(16, 21, d061) T(16, 20, d151) T(16, 19, d241)
  T(16, 18, d331) T(16, 17, d421) T(16, 16, d024) T(16, 15, d033) T(16, 14, d123) T(16, 13, d042)
  T(16, 12, d132) T(16, 11, d222) T(16, 10, d051) T(16, 9, d141) T(16, 8, d231) T(16, 7, d321)
  T(16, 6, d023) T(16, 5, d032) T(16, 4, d122) T(16, 3, d041) T(16, 2, d131) T(16, 1, d221)
  T(16, 0, d021) T(17, 31, d106) T(17, 30, d115) T(17, 29, d205) T(17, 28, d124) T(17, 27, d214)
  T(17, 26, d304) T(17, 25, d133) T(17, 24, d223) T(17, 23, d313) T(17, 22, d403) T(17, 21, d142)
  T(17, 20, d232) T(17, 19, d322) T(17, 18, d412) T(17, 17, d502) T(17, 16, d105) T(17, 15, d114)
  T(17, 14, d204) T(17, 13, d123) T(17, 12, d213) T(17, 11, d303) T(17, 10, d132) T(17, 9, d222)
  T(17, 8, d312) T(17, 7, d402) T(17, 6, d104) T(17, 5, d113) T(17, 4, d203) T(17, 3, d122)
  T(17, 2, d212) T(17, 1, d302) T(17, 0, d102) T(18, 31, d016) T(18, 30, d025) T(18, 29, d115)
  T(18, 28, d034) T(18, 27, d124) T(18, 26, d214) T(18, 25, d043) T(18, 24, d133) T(18, 23, d223)
  T(18, 22, d313) T(18, 21, d052) T(18, 20, d142) T(18, 19, d232) T(18, 18, d322) T(18, 17, d412)
  T(18, 16, d015) T(18, 15, d024) T(18, 14, d114) T(18, 13, d033) T(18, 12, d123) T(18, 11, d213)
  T(18, 10, d042) T(18, 9, d132) T(18, 8, d222) T(18, 7, d312) T(18, 6, d014) T(18, 5, d023)
  T(18, 4, d113) T(18, 3, d032) T(18, 2, d122) T(18, 1, d212) T(18, 0, d012) T(19, 31, d007)
  T(19, 30, d016) T(19, 29, d106) T(19, 28, d025) T(19, 27, d115) T(19, 26, d205) T(19, 25, d034)
  T(19, 24, d124) T(19, 23, d214) T(19, 22, d304) T(19, 21, d043) T(19, 20, d133) T(19, 19, d223)
  T(19, 18, d313) T(19, 17, d403) T(19, 16, d006) T(19, 15, d015) T(19, 14, d105) T(19, 13, d024)
  T(19, 12, d114) T(19, 11, d204) T(19, 10, d033) T(19, 9, d123) T(19, 8, d213) T(19, 7, d303)
  T(19, 6, d005) T(19, 5, d014) T(19, 4, d104) T(19, 3, d023) T(19, 2, d113) T(19, 1, d203)
  T(19, 0, d003) T(20, 16, d403) T(20, 15, d412) T(20, 14, d502) T(20, 13, d421) T(20, 12, d511)
  T(20, 11, d601) T(20, 10, d430) T(20, 9, d520) T(20, 8, d610) T(20, 7, d700) T(20, 6, d402)
  T(20, 5, d411) T(20, 4, d501) T(20, 3, d420) T(20, 2, d510) T(20, 1, d600) T(20, 0, d400)
  T(21, 16, d313) T(21, 15, d322) T(21, 14, d412) T(21, 13, d331) T(21, 12, d421) T(21, 11, d511)
  T(21, 10, d340) T(21, 9, d430) T(21, 8, d520) T(21, 7, d610) T(21, 6, d312) T(21, 5, d321)
  T(21, 4, d411) T(21, 3, d330) T(21, 2, d420) T(21, 1, d510) T(21, 0, d310) T(22, 16, d223)
  T(22, 15, d232) T(22, 14, d322) T(22, 13, d241) T(22, 12, d331) T(22, 11, d421) T(22, 10, d250)
  T(22, 9, d340) T(22, 8, d430) T(22, 7, d520) T(22, 6, d222) T(22, 5, d231) T(22, 4, d321)
  T(22, 3, d240) T(22, 2, d330) T(22, 1, d420) T(22, 0, d220) T(23, 16, d133) T(23, 15, d142)
  T(23, 14, d232) T(23, 13, d151) T(23, 12, d241) T(23, 11, d331) T(23, 10, d160) T(23, 9, d250)
  T(23, 8, d340) T(23, 7, d430) T(23, 6, d132) T(23, 5, d141) T(23, 4, d231) T(23, 3, d150)
  T(23, 2, d240) T(23, 1, d330) T(23, 0, d130) T(24, 16, d043) T(24, 15, d052) T(24, 14, d142)
  T(24, 13, d061) T(24, 12, d151) T(24, 11, d241) T(24, 10, d070) T(24, 9, d160) T(24, 8, d250)
  T(24, 7, d340) T(24, 6, d042) T(24, 5, d051) T(24, 4, d141) T(24, 3, d060) T(24, 2, d150)
  T(24, 1, d240) T(24, 0, d040) T(25, 16, d304) T(25, 15, d313) T(25, 14, d403) T(25, 13, d322)
  T(25, 12, d412) T(25, 11, d502) T(25, 10, d331) T(25, 9, d421) T(25, 8, d511) T(25, 7, d601)
  T(25, 6, d303) T(25, 5, d312) T(25, 4, d402) T(25, 3, d321) T(25, 2, d411) T(25, 1, d501)
  T(25, 0, d301) T(26, 16, d214) T(26, 15, d223) T(26, 14, d313) T(26, 13, d232) T(26, 12, d322)
  T(26, 11, d412) T(26, 10, d241) T(26, 9, d331) T(26, 8, d421) T(26, 7, d511) T(26, 6, d213)
  T(26, 5, d222) T(26, 4, d312) T(26, 3, d231) T(26, 2, d321) T(26, 1, d411) T(26, 0, d211)
  T(27, 16, d124) T(27, 15, d133) T(27, 14, d223) T(27, 13, d142) T(27, 12, d232) T(27, 11, d322)
  T(27, 10, d151) T(27, 9, d241) T(27, 8, d331) T(27, 7, d421) T(27, 6, d123) T(27, 5, d132)
  T(27, 4, d222) T(27, 3, d141) T(27, 2, d231) T(27, 1, d321) T(27, 0, d121) T(28, 16, d034)
  T(28, 15, d043) T(28, 14, d133) T(28, 13, d052) T(28, 12, d142) T(28, 11, d232) T(28, 10, d061)
  T(28, 9, d151) T(28, 8, d241) T(28, 7, d331) T(28, 6, d033) T(28, 5, d042) T(28, 4, d132)
  T(28, 3, d051) T(28, 2, d141) T(28, 1, d231) T(28, 0, d031) T(29, 16, d205) T(29, 15, d214)
  T(29, 14, d304) T(29, 13, d223) T(29, 12, d313) T(29, 11, d403) T(29, 10, d232) T(29, 9, d322)
  T(29, 8, d412) T(29, 7, d502) T(29, 6, d204) T(29, 5, d213) T(29, 4, d303) T(29, 3, d222)
  T(29, 2, d312) T(29, 1, d402) T(29, 0, d202) T(30, 16, d115) T(30, 15, d124) T(30, 14, d214)
  T(30, 13, d133) T(30, 12, d223) T(30, 11, d313) T(30, 10, d142) T(30, 9, d232) T(30, 8, d322)
  T(30, 7, d412) T(30, 6, d114) T(30, 5, d123) T(30, 4, d213) T(30, 3, d132) T(30, 2, d222)
  T(30, 1, d312) T(30, 0, d112) T(31, 16, d025) T(31, 15, d034) T(31, 14, d124) T(31, 13, d043)
  T(31, 12, d133) T(31, 11, d223) T(31, 10, d052) T(31, 9, d142) T(31, 8, d232) T(31, 7, d322)
  T(31, 6, d024) T(31, 5, d033) T(31, 4, d123) T(31, 3, d042) T(31, 2, d132) T(31, 1, d222)
  T(31, 0, d022) T(32, 16, d106) T(32, 15, d115) T(32, 14, d205) T(32, 13, d124) T(32, 12, d214)
  T(32, 11, d304) T(32, 10, d133) T(32, 9, d223) T(32, 8, d313) T(32, 7, d403) T(32, 6, d105)
  T(32, 5, d114) T(32, 4, d204) T(32, 3, d123) T(32, 2, d213) T(32, 1, d303) T(32, 0, d103)
  T(33, 16, d016) T(33, 15, d025) T(33, 14, d115) T(33, 13, d034) T(33, 12, d124) T(33, 11, d214)
  T(33, 10, d043) T(33, 9, d133) T(33, 8, d223) T(33, 7, d313) T(33, 6, d015) T(33, 5, d024)
  T(33, 4, d114) T(33, 3, d033) T(33, 2, d123) T(33, 1, d213) T(33, 0, d013) T(34, 16, d007)
  T(34, 15, d016) T(34, 14, d106) T(34, 13, d025) T(34, 12, d115) T(34, 11, d205) T(34, 10, d034)
  T(34, 9, d124) T(34, 8, d214) T(34, 7, d304) T(34, 6, d006) T(34, 5, d015) T(34, 4, d105)
  T(34, 3, d024) T(34, 2, d114) T(34, 1, d204) T(34, 0, d004) T(35, 6, d502) T(35, 5, d511)
  T(35, 4, d601) T(35, 3, d520) T(35, 2, d610) T(35, 1, d700) T(35, 0, d500) T(36, 6, d412)
  T(36, 5, d421) T(36, 4, d511) T(36, 3, d430) T(36, 2, d520) T(36, 1, d610) T(36, 0, d410)
  T(37, 6, d322) T(37, 5, d331) T(37, 4, d421) T(37, 3, d340) T(37, 2, d430) T(37, 1, d520)
  T(37, 0, d320) T(38, 6, d232) T(38, 5, d241) T(38, 4, d331) T(38, 3, d250) T(38, 2, d340)
  T(38, 1, d430) T(38, 0, d230) T(39, 6, d142) T(39, 5, d151) T(39, 4, d241) T(39, 3, d160)
  T(39, 2, d250) T(39, 1, d340) T(39, 0, d140) T(40, 6, d052) T(40, 5, d061) T(40, 4, d151)
  T(40, 3, d070) T(40, 2, d160) T(40, 1, d250) T(40, 0, d050) T(41, 6, d403) T(41, 5, d412)
  T(41, 4, d502) T(41, 3, d421) T(41, 2, d511) T(41, 1, d601) T(41, 0, d401) T(42, 6, d313)
  T(42, 5, d322) T(42, 4, d412) T(42, 3, d331) T(42, 2, d421) T(42, 1, d511) T(42, 0, d311)
  T(43, 6, d223) T(43, 5, d232) T(43, 4, d322) T(43, 3, d241) T(43, 2, d331) T(43, 1, d421)
  T(43, 0, d221) T(44, 6, d133) T(44, 5, d142) T(44, 4, d232) T(44, 3, d151) T(44, 2, d241)
  T(44, 1, d331) T(44, 0, d131) T(45, 6, d043) T(45, 5, d052) T(45, 4, d142) T(45, 3, d061)
  T(45, 2, d151) T(45, 1, d241) T(45, 0, d041) T(46, 6, d304) T(46, 5, d313) T(46, 4, d403)
  T(46, 3, d322) T(46, 2, d412) T(46, 1, d502) T(46, 0, d302) T(47, 6, d214) T(47, 5, d223)
  T(47, 4, d313) T(47, 3, d232) T(47, 2, d322) T(47, 1, d412) T(47, 0, d212) T(48, 6, d124)
  T(48, 5, d133) T(48, 4, d223) T(48, 3, d142) T(48, 2, d232) T(48, 1, d322) T(48, 0, d122)
  T(49, 6, d034) T(49, 5, d043) T(49, 4, d133) T(49, 3, d052) T(49, 2, d142) T(49, 1, d232)
  T(49, 0, d032) T(50, 6, d205) T(50, 5, d214) T(50, 4, d304) T(50, 3, d223) T(50, 2, d313)
  T(50, 1, d403) T(50, 0, d203) T(51, 6, d115) T(51, 5, d124) T(51, 4, d214) T(51, 3, d133)
  T(51, 2, d223) T(51, 1, d313) T(51, 0, d113) T(52, 6, d025) T(52, 5, d034) T(52, 4, d124)
  T(52, 3, d043) T(52, 2, d133) T(52, 1, d223) T(52, 0, d023) T(53, 6, d106) T(53, 5, d115)
  T(53, 4, d205) T(53, 3, d124) T(53, 2, d214) T(53, 1, d304) T(53, 0, d104) T(54, 6, d016)
  T(54, 5, d025) T(54, 4, d115) T(54, 3, d034) T(54, 2, d124) T(54, 1, d214) T(54, 0, d014)
  T(55, 6, d007) T(55, 5, d016) T(55, 4, d106) T(55, 3, d025) T(55, 2, d115) T(55, 1, d205)
  T(55, 0, d005) T(56, 0, d600) T(57, 0, d510) T(58, 0, d420) T(59, 0, d330) T(60, 0, d240)
  T(61, 0, d150) T(62, 0, d060) T(63, 0, d501) T(64, 0, d411) T(65, 0, d321) T(66, 0, d231)
  T(67, 0, d141) T(68, 0, d051) T(69, 0, d402) T(70, 0, d312) T(71, 0, d222) T(72, 0, d132)
  T(73, 0, d042) T(74, 0, d303) T(75, 0, d213) T(76, 0, d123) T(77, 0, d033) T(78, 0, d204)
  T(79, 0, d114) T(80, 0, d024) T(81, 0, d105) T(82, 0, d015) T(83, 0, d006) T(84, 0, d700)
  T(85, 0, d610) T(86, 0, d520) T(87, 0, d430) T(88, 0, d340) T(89, 0, d250) T(90, 0, d160)
  T(91, 0, d070) T(92, 0, d601) T(93, 0, d511) T(94, 0, d421) T(95, 0, d331) T(96, 0, d241)
  T(97, 0, d151) T(98, 0, d061) T(99, 0, d502) T(100, 0, d412) T(101, 0, d322) T(102, 0, d232)
  T(103, 0, d142) T(104, 0, d052) T(105, 0, d403) T(106, 0, d313) T(107, 0, d223) T(108, 0, d133)
  T(109, 0, d043) T(110, 0, d304) T(111, 0, d214) T(112, 0, d124) T(113, 0, d034) T(114, 0, d205)
  T(115, 0, d115) T(116, 0, d025) T(117, 0, d106) T(118, 0, d016) T(119, 0, d007)
}

MP_INLINE void MP_FN(m2p_f7)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5],
  r5_001 = z * g[6], r6_001 = z * g[7], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, d011 = z * r1_010,
  r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010, r4_011 = z * r5_010,
  r5_011 = z * r6_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), r5_002 = MP_FMA(z, r6_001, g[6]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110, r4_111 = z * r5_110,
  d021 = z * r1_020, r1_021 = z * r2_020, r2_021 = z * r3_020, r3_021 = z * r4_020,
  r4_021 = z * r5_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), r4_012 = MP_FMA(z, r5_011, r5_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020),
  r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), d301 = z * r1_300, r1_301 = z * r2_300,
  r2_301 = z * r3_300, r3_301 = z * r4_300, d211 = z * r1_210, r1_211 = z * r2_210,
  r2_211 = z * r3_210, r3_211 = z * r4_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, d031 = z * r1_030, r1_031 = z * r2_030,
  r2_031 = z * r3_030, r3_031 = z * r4_030, d202 = MP_FMA(z, r1_201, r1_200),
  r1_202 = MP_FMA(z, r2_201, r2_200), r2_202 = MP_FMA(z, r3_201, r3_200),
  r3_202 = MP_FMA(z, r4_201, r4_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), d022 = MP_FMA(z, r1_021, r1_020),
  r1_022 = MP_FMA(z, r2_021, r2_020), r2_022 = MP_FMA(z, r3_021, r3_020),
  r3_022 = MP_FMA(z, r4_021, r4_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011), r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011),
  r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300),
  r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300), r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120),
  r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120), r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040, r1_140 = x * r2_040, r2_140 = x * r3_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), d401 = z * r1_400, r1_401 = z * r2_400,
  r2_401 = z * r3_400, d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, d131 = z * r1_130,
  r1_131 = z * r2_130, r2_131 = z * r3_130, d041 = z * r1_040, r1_041 = z * r2_040,
  r2_041 = z * r3_040, d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), d212 = MP_FMA(z, r1_211, r1_210),
  r1_212 = MP_FMA(z, r2_211, r2_210), r2_212 = MP_FMA(z, r3_211, r3_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), d032 = MP_FMA(z, r1_031, r1_030),
  r1_032 = MP_FMA(z, r2_031, r2_030), r2_032 = MP_FMA(z, r3_031, r3_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111), r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102), r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003),
  r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003), r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, r1_501 = z * r2_500,
  d411 = z * r1_410, r1_411 = z * r2_410, d321 = z * r1_320, r1_321 = z * r2_320,
  d231 = z * r1_230, r1_231 = z * r2_230, d141 = z * r1_140, r1_141 = z * r2_140,
  d051 = z * r1_050, r1_051 = z * r2_050, d402 = MP_FMA(z, r1_401, r1_400),
  r1_402 = MP_FMA(z, r2_401, r2_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), d222 = MP_FMA(z, r1_221, r1_220),
  r1_222 = MP_FMA(z, r2_221, r2_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), d042 = MP_FMA(z, r1_041, r1_040),
  r1_042 = MP_FMA(z, r2_041, r2_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211),
  r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031),
  r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112),
  r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103),
  r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004),
  r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  d250 = MP_FMA(x, r1_150, r1_050), d160 = x * r1_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d502 = MP_FMA(z, r1_501, r1_500), d412 = MP_FMA(z, r1_411, r1_410),
  d322 = MP_FMA(z, r1_321, r1_320), d232 = MP_FMA(z, r1_231, r1_230),
  d142 = MP_FMA(z, r1_141, r1_140), d052 = MP_FMA(z, r1_051, r1_050),
  d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005); T(0, 80, d006) T(0, 79, d015) T(0, 78, d105)
  T(0, 77, d024) T(0, 76, d114) T(0, 75, d204) T(0, 74, d033) T(0, 73, d123) T(0, 72, d213)
  T(0, 71, d303) T(0, 70, d042) T(0, 69, d132) T(0, 68, d222) T(0, 67, d312) T(0, 66, d402)
  T(0, 65, d051) T(0, 64, d141) T(0, 63, d231) T(0, 62, d321) T(0, 61, d411) T(0, 60, d501)
  T(0, 59, d060) T(0, 58, d150) T(0, 57, d240) T(0, 56, d330) T(0, 55, d420) T(0, 54, d510)
  T(0, 53, d600) T(0, 52, d005) T(0, 51, d014) T(0, 50, d104) T(0, 49, d023) T(0, 48, d113)
  T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212) T(0, 43, d302) T(0, 42, d041)
  T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401) T(0, 37, d050) T(0, 36, d140)
  T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500) T(0, 31, d004) T(0, 30, d013)
  T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202) T(0, 25, d031) T(0, 24, d121)
  T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130) T(0, 19, d220) T(0, 18, d310)
  T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102) T(0, 13, d021) T(0, 12, d111)
  T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210) T(0, 7, d300) T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 80, d106) T(1, 79, d115) T(1, 78, d205) T(1, 77, d124) T(1, 76, d214) T(1, 75, d304)
  T(1, 74, d133) T(1, 73, d223) T(1, 72, d313) T(1, 71, d403) T(1, 70, d142) T(1, 69, d232)
  T(1, 68, d322) T(1, 67, d412) T(1, 66, d502) T(1, 65, d151) T(1, 64, d241) T(1, 63, d331)
  T(1, 62, d421) T(1, 61, d511) T(1, 60, d601) T(1, 59, d160) T(1, 58, d250) T(1, 57, d340)
  T(1, 56, d430) T(1, 55, d520) T(1, 54, d610) T(1, 53, d700) T(1, 52, d105) T(1, 51, d114)
  T(1, 50, d204) T(1, 49, d123) T(1, 48, d213) T(1, 47, d303) T(1, 46, d132) T(1, 45, d222)
  T(1, 44, d312) T(1, 43, d402) T(1, 42, d141) T(1, 41, d231) T(1, 40, d321) T(1, 39, d411)
  T(1, 38, d501) T(1, 37, d150) T(1, 36, d240) T(1, 35, d330) T(1, 34, d420) T(1, 33, d510)
  T(1, 32, d600) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 80, d016) T(2, 79, d025) T(2, 78, d115) T(2, 77, d034)
  T(2, 76, d124) T(2, 75, d214) T(2, 74, d043) T(2, 73, d133) T(2, 72, d223) T(2, 71, d313)
  T(2, 70, d052) T(2, 69, d142) T(2, 68, d232) T(2, 67, d322) T(2, 66, d412) T(2, 65, d061)
  T(2, 64, d151) T(2, 63, d241) T(2, 62, d331) T(2, 61, d421) T(2, 60, d511) T(2, 59, d070)
  T(2, 58, d160) T(2, 57, d250) T(2, 56, d340) T(2, 55, d430) T(2, 54, d520) T(2, 53, d610)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 80, d007)
  T(3, 79, d016) T(3, 78, d106) T(3, 77, d025) T(3, 76, d115) T(3, 75, d205) T(3, 74, d034)
  T(3, 73, d124) T(3, 72, d214) T(3, 71, d304) T(3, 70, d043) T(3, 69, d133) T(3, 68, d223)
  T(3, 67, d313) T(3, 66, d403) T(3, 65, d052) T(3, 64, d142) T(3, 63, d232) T(3, 62, d322)
  T(3, 61, d412) T(3, 60, d502) T(3, 59, d061) T(3, 58, d151) T(3, 57, d241) T(3, 56, d331)
  T(3, 55, d421) T(3, 54, d511) T(3, 53, d601) T(3, 52, d006) T(3, 51, d015) T(3, 50, d105)
  T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033) T(3, 45, d123) T(3, 44, d213)
  T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222) T(3, 39, d312) T(3, 38, d402)
  T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321) T(3, 33, d411) T(3, 32, d501)
  T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023) T(3, 27, d113) T(3, 26, d203)
  T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302) T(3, 21, d041) T(3, 20, d131)
  T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004) T(3, 15, d013) T(3, 14, d103)
  T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031) T(3, 9, d121) T(3, 8, d211)
  T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f7)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], d010 = y * g[1], r1_010 = y * g[2],
  r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6], r6_010 = y * g[7],
  d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3], r3_001 = z * g[4], r4_001 = z * g[5],
  r5_001 = z * g[6], r6_001 = z * g[7], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, d011 = z * r1_010,
  r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010, r4_011 = z * r5_010,
  r5_011 = z * r6_010, d002 = MP_FMA(z, r1_001, g[1]), r1_002 = MP_FMA(z, r2_001, g[2]),
  r2_002 = MP_FMA(z, r3_001, g[3]), r3_002 = MP_FMA(z, r4_001, g[4]),
  r4_002 = MP_FMA(z, r5_001, g[5]), r5_002 = MP_FMA(z, r6_001, g[6]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, d111 = z * r1_110,
  r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110, r4_111 = z * r5_110,
  d021 = z * r1_020, r1_021 = z * r2_020, r2_021 = z * r3_020, r3_021 = z * r4_020,
  r4_021 = z * r5_020, d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), d012 = MP_FMA(z, r1_011, r1_010),
  r1_012 = MP_FMA(z, r2_011, r2_010), r2_012 = MP_FMA(z, r3_011, r3_010),
  r3_012 = MP_FMA(z, r4_011, r4_010), r4_012 = MP_FMA(z, r5_011, r5_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200),
  r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200), r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200),
  r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), d220 = MP_FMA(x, r1_120, r1_020),
  r1_220 = MP_FMA(x, r2_120, r2_020), r2_220 = MP_FMA(x, r3_120, r3_020),
  r3_220 = MP_FMA(x, r4_120, r4_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), d301 = z * r1_300, r1_301 = z * r2_300,
  r2_301 = z * r3_300, r3_301 = z * r4_300, d211 = z * r1_210, r1_211 = z * r2_210,
  r2_211 = z * r3_210, r3_211 = z * r4_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, d031 = z * r1_030, r1_031 = z * r2_030,
  r2_031 = z * r3_030, r3_031 = z * r4_030, d202 = MP_FMA(z, r1_201, r1_200),
  r1_202 = MP_FMA(z, r2_201, r2_200), r2_202 = MP_FMA(z, r3_201, r3_200),
  r3_202 = MP_FMA(z, r4_201, r4_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), d022 = MP_FMA(z, r1_021, r1_020),
  r1_022 = MP_FMA(z, r2_021, r2_020), r2_022 = MP_FMA(z, r3_021, r3_020),
  r3_022 = MP_FMA(z, r4_021, r4_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011),
  r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011), r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011),
  r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300),
  r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300), r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120),
  r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120), r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), d140 = x * r1_040, r1_140 = x * r2_040, r2_140 = x * r3_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), d401 = z * r1_400, r1_401 = z * r2_400,
  r2_401 = z * r3_400, d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, d131 = z * r1_130,
  r1_131 = z * r2_130, r2_131 = z * r3_130, d041 = z * r1_040, r1_041 = z * r2_040,
  r2_041 = z * r3_040, d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), d212 = MP_FMA(z, r1_211, r1_210),
  r1_212 = MP_FMA(z, r2_211, r2_210), r2_212 = MP_FMA(z, r3_211, r3_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), d032 = MP_FMA(z, r1_031, r1_030),
  r1_032 = MP_FMA(z, r2_031, r2_030), r2_032 = MP_FMA(z, r3_031, r3_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111),
  r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111), r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102),
  r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102), r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003),
  r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003), r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310), r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130), r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040), d150 = x * r1_050,
  r1_150 = x * r2_050, d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040),
  r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040), d501 = z * r1_500, r1_501 = z * r2_500,
  d411 = z * r1_410, r1_411 = z * r2_410, d321 = z * r1_320, r1_321 = z * r2_320,
  d231 = z * r1_230, r1_231 = z * r2_230, d141 = z * r1_140, r1_141 = z * r2_140,
  d051 = z * r1_050, r1_051 = z * r2_050, d402 = MP_FMA(z, r1_401, r1_400),
  r1_402 = MP_FMA(z, r2_401, r2_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), d222 = MP_FMA(z, r1_221, r1_220),
  r1_222 = MP_FMA(z, r2_221, r2_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), d042 = MP_FMA(z, r1_041, r1_040),
  r1_042 = MP_FMA(z, r2_041, r2_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211),
  r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031),
  r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112),
  r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103),
  r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004),
  r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  d250 = MP_FMA(x, r1_150, r1_050), d160 = x * r1_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d502 = MP_FMA(z, r1_501, r1_500), d412 = MP_FMA(z, r1_411, r1_410),
  d322 = MP_FMA(z, r1_321, r1_320), d232 = MP_FMA(z, r1_231, r1_230),
  d142 = MP_FMA(z, r1_141, r1_140), d052 = MP_FMA(z, r1_051, r1_050),
  d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005); F[0] = MP_FMA(mass, g[0], F[0]);
  F[1] = MP_FMA(mass, d100, F[1]); F[2] = MP_FMA(mass, d010, F[2]);
  F[3] = MP_FMA(mass, d001, F[3]); F[4] = MP_FMA(mass, d200, F[4]);
  F[5] = MP_FMA(mass, d110, F[5]); F[6] = MP_FMA(mass, d020, F[6]);
  F[7] = MP_FMA(mass, d101, F[7]); F[8] = MP_FMA(mass, d011, F[8]);
  F[9] = MP_FMA(mass, d002, F[9]); F[10] = MP_FMA(mass, d300, F[10]);
  F[11] = MP_FMA(mass, d210, F[11]); F[12] = MP_FMA(mass, d120, F[12]);
  F[13] = MP_FMA(mass, d030, F[13]); F[14] = MP_FMA(mass, d201, F[14]);
  F[15] = MP_FMA(mass, d111, F[15]); F[16] = MP_FMA(mass, d021, F[16]);
  F[17] = MP_FMA(mass, d102, F[17]); F[18] = MP_FMA(mass, d012, F[18]);
  F[19] = MP_FMA(mass, d003, F[19]); F[20] = MP_FMA(mass, d400, F[20]);
  F[21] = MP_FMA(mass, d310, F[21]); F[22] = MP_FMA(mass, d220, F[22]);
  F[23] = MP_FMA(mass, d130, F[23]); F[24] = MP_FMA(mass, d040, F[24]);
  F[25] = MP_FMA(mass, d301, F[25]); F[26] = MP_FMA(mass, d211, F[26]);
  F[27] = MP_FMA(mass, d121, F[27]); F[28] = MP_FMA(mass, d031, F[28]);
  F[29] = MP_FMA(mass, d202, F[29]); F[30] = MP_FMA(mass, d112, F[30]);
  F[31] = MP_FMA(mass, d022, F[31]); F[32] = MP_FMA(mass, d103, F[32]);
  F[33] = MP_FMA(mass, d013, F[33]); F[34] = MP_FMA(mass, d004, F[34]);
  F[35] = MP_FMA(mass, d500, F[35]); F[36] = MP_FMA(mass, d410, F[36]);
  F[37] = MP_FMA(mass, d320, F[37]); F[38] = MP_FMA(mass, d230, F[38]);
  F[39] = MP_FMA(mass, d140, F[39]); F[40] = MP_FMA(mass, d050, F[40]);
  F[41] = MP_FMA(mass, d401, F[41]); F[42] = MP_FMA(mass, d311, F[42]);
  F[43] = MP_FMA(mass, d221, F[43]); F[44] = MP_FMA(mass, d131, F[44]);
  F[45] = MP_FMA(mass, d041, F[45]); F[46] = MP_FMA(mass, d302, F[46]);
  F[47] = MP_FMA(mass, d212, F[47]); F[48] = MP_FMA(mass, d122, F[48]);
  F[49] = MP_FMA(mass, d032, F[49]); F[50] = MP_FMA(mass, d203, F[50]);
  F[51] = MP_FMA(mass, d113, F[51]); F[52] = MP_FMA(mass, d023, F[52]);
  F[53] = MP_FMA(mass, d104, F[53]); F[54] = MP_FMA(mass, d014, F[54]);
  F[55] = MP_FMA(mass, d005, F[55]); F[56] = MP_FMA(mass, d600, F[56]);
  F[57] = MP_FMA(mass, d510, F[57]); F[58] = MP_FMA(mass, d420, F[58]);
  F[59] = MP_FMA(mass, d330, F[59]); F[60] = MP_FMA(mass, d240, F[60]);
  F[61] = MP_FMA(mass, d150, F[61]); F[62] = MP_FMA(mass, d060, F[62]);
  F[63] = MP_FMA(mass, d501, F[63]); F[64] = MP_FMA(mass, d411, F[64]);
  F[65] = MP_FMA(mass, d321, F[65]); F[66] = MP_FMA(mass, d231, F[66]);
  F[67] = MP_FMA(mass, d141, F[67]); F[68] = MP_FMA(mass, d051, F[68]);
  F[69] = MP_FMA(mass, d402, F[69]); F[70] = MP_FMA(mass, d312, F[70]);
  F[71] = MP_FMA(mass, d222, F[71]); F[72] = MP_FMA(mass, d132, F[72]);
  F[73] = MP_FMA(mass, d042, F[73]); F[74] = MP_FMA(mass, d303, F[74]);
  F[75] = MP_FMA(mass, d213, F[75]); F[76] = MP_FMA(mass, d123, F[76]);
  F[77] = MP_FMA(mass, d033, F[77]); F[78] = MP_FMA(mass, d204, F[78]);
  F[79] = MP_FMA(mass, d114, F[79]); F[80] = MP_FMA(mass, d024, F[80]);
  F[81] = MP_FMA(mass, d105, F[81]); F[82] = MP_FMA(mass, d015, F[82]);
  F[83] = MP_FMA(mass, d006, F[83]); F[84] = MP_FMA(mass, d700, F[84]);
  F[85] = MP_FMA(mass, d610, F[85]); F[86] = MP_FMA(mass, d520, F[86]);
  F[87] = MP_FMA(mass, d430, F[87]); F[88] = MP_FMA(mass, d340, F[88]);
  F[89] = MP_FMA(mass, d250, F[89]); F[90] = MP_FMA(mass, d160, F[90]);
  F[91] = MP_FMA(mass, d070, F[91]); F[92] = MP_FMA(mass, d601, F[92]);
  F[93] = MP_FMA(mass, d511, F[93]); F[94] = MP_FMA(mass, d421, F[94]);
  F[95] = MP_FMA(mass, d331, F[95]); F[96] = MP_FMA(mass, d241, F[96]);
  F[97] = MP_FMA(mass, d151, F[97]); F[98] = MP_FMA(mass, d061, F[98]);
  F[99] = MP_FMA(mass, d502, F[99]); F[100] = MP_FMA(mass, d412, F[100]);
  F[101] = MP_FMA(mass, d322, F[101]); F[102] = MP_FMA(mass, d232, F[102]);
  F[103] = MP_FMA(mass, d142, F[103]); F[104] = MP_FMA(mass, d052, F[104]);
  F[105] = MP_FMA(mass, d403, F[105]); F[106] = MP_FMA(mass, d313, F[106]);
  F[107] = MP_FMA(mass, d223, F[107]); F[108] = MP_FMA(mass, d133, F[108]);
  F[109] = MP_FMA(mass, d043, F[109]); F[110] = MP_FMA(mass, d304, F[110]);
  F[111] = MP_FMA(mass, d214, F[111]); F[112] = MP_FMA(mass, d124, F[112]);
  F[113] = MP_FMA(mass, d034, F[113]); F[114] = MP_FMA(mass, d205, F[114]);
  F[115] = MP_FMA(mass, d115, F[115]); F[116] = MP_FMA(mass, d025, F[116]);
  F[117] = MP_FMA(mass, d106, F[117]); F[118] = MP_FMA(mass, d016, F[118]);
  F[119] = MP_FMA(mass, d007, F[119]);
}

MP_INLINE void MP_FN(l2l_f7)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, MP_FMA(F[56], x6, F[84] * x7)))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, MP_FMA(F[63], x5, F[92] * x6))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, MP_FMA(F[57], x5, F[85] * x6))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, MP_FMA(F[56], x5, F[84] * x6))))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, MP_FMA(F[69], x4, F[99] * x5)))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, MP_FMA(F[64], x4, F[93] * x5)))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, MP_FMA(F[58], x4, F[86] * x5)))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, MP_FMA(F[63], x4, F[92] * x5)))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, MP_FMA(F[57], x4, F[85] * x5)))) + F[5],
  u200 = MP_FMA(F[10], x, MP_FMA(F[20], x2, MP_FMA(F[35], x3, MP_FMA(F[56], x4, F[84] * x5)))) + F[4],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, MP_FMA(F[74], x3, F[105] * x4))) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, MP_FMA(F[70], x3, F[100] * x4))) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, MP_FMA(F[65], x3, F[94] * x4))) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, MP_FMA(F[59], x3, F[87] * x4))) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, MP_FMA(F[69], x3, F[99] * x4))) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, MP_FMA(F[64], x3, F[93] * x4))) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, MP_FMA(F[58], x3, F[86] * x4))) + F[12],
  u201 = MP_FMA(F[25], x, MP_FMA(F[41], x2, MP_FMA(F[63], x3, F[92] * x4))) + F[14],
  u210 = MP_FMA(F[21], x, MP_FMA(F[36], x2, MP_FMA(F[57], x3, F[85] * x4))) + F[11],
  u300 = MP_FMA(F[20], x, MP_FMA(F[35], x2, MP_FMA(F[56], x3, F[84] * x4))) + F[10],
  u004 = MP_FMA(F[53], x, MP_FMA(F[78], x2, F[110] * x3)) + F[34],
  u013 = MP_FMA(F[51], x, MP_FMA(F[75], x2, F[106] * x3)) + F[33],
  u022 = MP_FMA(F[48], x, MP_FMA(F[71], x2, F[101] * x3)) + F[31],
  u031 = MP_FMA(F[44], x, MP_FMA(F[66], x2, F[95] * x3)) + F[28],
  u040 = MP_FMA(F[39], x, MP_FMA(F[60], x2, F[88] * x3)) + F[24],
  u103 = MP_FMA(F[50], x, MP_FMA(F[74], x2, F[105] * x3)) + F[32],
  u112 = MP_FMA(F[47], x, MP_FMA(F[70], x2, F[100] * x3)) + F[30],
  u121 = MP_FMA(F[43], x, MP_FMA(F[65], x2, F[94] * x3)) + F[27],
  u130 = MP_FMA(F[38], x, MP_FMA(F[59], x2, F[87] * x3)) + F[23],
  u202 = MP_FMA(F[46], x, MP_FMA(F[69], x2, F[99] * x3)) + F[29],
  u211 = MP_FMA(F[42], x, MP_FMA(F[64], x2, F[93] * x3)) + F[26],
  u220 = MP_FMA(F[37], x, MP_FMA(F[58], x2, F[86] * x3)) + F[22],
  u301 = MP_FMA(F[41], x, MP_FMA(F[63], x2, F[92] * x3)) + F[25],
  u310 = MP_FMA(F[36], x, MP_FMA(F[57], x2, F[85] * x3)) + F[21],
  u400 = MP_FMA(F[35], x, MP_FMA(F[56], x2, F[84] * x3)) + F[20],
  u005 = MP_FMA(F[81], x, F[114] * x2) + F[55], u014 = MP_FMA(F[79], x, F[111] * x2) + F[54],
  u023 = MP_FMA(F[76], x, F[107] * x2) + F[52], u032 = MP_FMA(F[72], x, F[102] * x2) + F[49],
  u041 = MP_FMA(F[67], x, F[96] * x2) + F[45], u050 = MP_FMA(F[61], x, F[89] * x2) + F[40],
  u104 = MP_FMA(F[78], x, F[110] * x2) + F[53], u113 = MP_FMA(F[75], x, F[106] * x2) + F[51],
  u122 = MP_FMA(F[71], x, F[101] * x2) + F[48], u131 = MP_FMA(F[66], x, F[95] * x2) + F[44],
  u140 = MP_FMA(F[60], x, F[88] * x2) + F[39], u203 = MP_FMA(F[74], x, F[105] * x2) + F[50],
  u212 = MP_FMA(F[70], x, F[100] * x2) + F[47], u221 = MP_FMA(F[65], x, F[94] * x2) + F[43],
  u230 = MP_FMA(F[59], x, F[87] * x2) + F[38], u302 = MP_FMA(F[69], x, F[99] * x2) + F[46],
  u311 = MP_FMA(F[64], x, F[93] * x2) + F[42], u320 = MP_FMA(F[58], x, F[86] * x2) + F[37],
  u401 = MP_FMA(F[63], x, F[92] * x2) + F[41], u410 = MP_FMA(F[57], x, F[85] * x2) + F[36],
  u500 = MP_FMA(F[56], x, F[84] * x2) + F[35], u006 = F[117] * x + F[83],
  u015 = F[115] * x + F[82], u024 = F[112] * x + F[80], u033 = F[108] * x + F[77],
  u042 = F[103] * x + F[73], u051 = F[97] * x + F[68], u060 = F[90] * x + F[62],
  u105 = F[114] * x + F[81], u114 = F[111] * x + F[79], u123 = F[107] * x + F[76],
  u132 = F[102] * x + F[72], u141 = F[96] * x + F[67], u150 = F[89] * x + F[61],
  u204 = F[110] * x + F[78], u213 = F[106] * x + F[75], u222 = F[101] * x + F[71],
  u231 = F[95] * x + F[66], u240 = F[88] * x + F[60], u303 = F[105] * x + F[74],
  u312 = F[100] * x + F[70], u321 = F[94] * x + F[65], u330 = F[87] * x + F[59],
  u402 = F[99] * x + F[69], u411 = F[93] * x + F[64], u420 = F[86] * x + F[58],
  u501 = F[92] * x + F[63], u510 = F[85] * x + F[57], u600 = F[84] * x + F[56],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, F[91] * y7)))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, F[98] * y6))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, F[91] * y6))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, F[90] * y6))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, F[104] * y5)))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, F[98] * y5)))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, MP_FMA(u060, y4, F[91] * y5)))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, F[97] * y5)))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, MP_FMA(u150, y4, F[90] * y5)))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, MP_FMA(u240, y4, F[89] * y5)))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, F[109] * y4))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, F[104] * y4))) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, MP_FMA(u051, y3, F[98] * y4))) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, MP_FMA(u060, y3, F[91] * y4))) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, F[103] * y4))) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, MP_FMA(u141, y3, F[97] * y4))) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, MP_FMA(u150, y3, F[90] * y4))) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, MP_FMA(u231, y3, F[96] * y4))) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, MP_FMA(u240, y3, F[89] * y4))) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, MP_FMA(u330, y3, F[88] * y4))) + u300,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, F[113] * y3)) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, F[109] * y3)) + u013,
  v022 = MP_FMA(u032, y, MP_FMA(u042, y2, F[104] * y3)) + u022,
  v031 = MP_FMA(u041, y, MP_FMA(u051, y2, F[98] * y3)) + u031,
  v040 = MP_FMA(u050, y, MP_FMA(u060, y2, F[91] * y3)) + u040,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, F[108] * y3)) + u103,
  v112 = MP_FMA(u122, y, MP_FMA(u132, y2, F[103] * y3)) + u112,
  v121 = MP_FMA(u131, y, MP_FMA(u141, y2, F[97] * y3)) + u121,
  v130 = MP_FMA(u140, y, MP_FMA(u150, y2, F[90] * y3)) + u130,
  v202 = MP_FMA(u212, y, MP_FMA(u222, y2, F[102] * y3)) + u202,
  v211 = MP_FMA(u221, y, MP_FMA(u231, y2, F[96] * y3)) + u211,
  v220 = MP_FMA(u230, y, MP_FMA(u240, y2, F[89] * y3)) + u220,
  v301 = MP_FMA(u311, y, MP_FMA(u321, y2, F[95] * y3)) + u301,
  v310 = MP_FMA(u320, y, MP_FMA(u330, y2, F[88] * y3)) + u310,
  v400 = MP_FMA(u410, y, MP_FMA(u420, y2, F[87] * y3)) + u400,
  v005 = MP_FMA(u015, y, F[116] * y2) + u005, v014 = MP_FMA(u024, y, F[113] * y2) + u014,
  v023 = MP_FMA(u033, y, F[109] * y2) + u023, v032 = MP_FMA(u042, y, F[104] * y2) + u032,
  v041 = MP_FMA(u051, y, F[98] * y2) + u041, v050 = MP_FMA(u060, y, F[91] * y2) + u050,
  v104 = MP_FMA(u114, y, F[112] * y2) + u104, v113 = MP_FMA(u123, y, F[108] * y2) + u113,
  v122 = MP_FMA(u132, y, F[103] * y2) + u122, v131 = MP_FMA(u141, y, F[97] * y2) + u131,
  v140 = MP_FMA(u150, y, F[90] * y2) + u140, v203 = MP_FMA(u213, y, F[107] * y2) + u203,
  v212 = MP_FMA(u222, y, F[102] * y2) + u212, v221 = MP_FMA(u231, y, F[96] * y2) + u221,
  v230 = MP_FMA(u240, y, F[89] * y2) + u230, v302 = MP_FMA(u312, y, F[101] * y2) + u302,
  v311 = MP_FMA(u321, y, F[95] * y2) + u311, v320 = MP_FMA(u330, y, F[88] * y2) + u320,
  v401 = MP_FMA(u411, y, F[94] * y2) + u401, v410 = MP_FMA(u420, y, F[87] * y2) + u410,
  v500 = MP_FMA(u510, y, F[86] * y2) + u500, v006 = F[118] * y + u006, v015 = F[116] * y + u015,
  v024 = F[113] * y + u024, v033 = F[109] * y + u033, v042 = F[104] * y + u042,
  v051 = F[98] * y + u051, v060 = F[91] * y + u060, v105 = F[115] * y + u105,
  v114 = F[112] * y + u114, v123 = F[108] * y + u123, v132 = F[103] * y + u132,
  v141 = F[97] * y + u141, v150 = F[90] * y + u150, v204 = F[111] * y + u204,
  v213 = F[107] * y + u213, v222 = F[102] * y + u222, v231 = F[96] * y + u231,
  v240 = F[89] * y + u240, v303 = F[106] * y + u303, v312 = F[101] * y + u312,
  v321 = F[95] * y + u321, v330 = F[88] * y + u330, v402 = F[100] * y + u402,
  v411 = F[94] * y + u411, v420 = F[87] * y + u420, v501 = F[93] * y + u501,
  v510 = F[86] * y + u510, v600 = F[85] * y + u600,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, F[119] * z7)))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, F[119] * z6))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, F[118] * z6))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, F[117] * z6))))) + v100,
  w002 = MP_FMA(v003, z, MP_FMA(v004, z2, MP_FMA(v005, z3, MP_FMA(v006, z4, F[119] * z5)))) + v002,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, MP_FMA(v015, z4, F[118] * z5)))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, MP_FMA(v024, z4, F[116] * z5)))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, MP_FMA(v105, z4, F[117] * z5)))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, MP_FMA(v114, z4, F[115] * z5)))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, MP_FMA(v204, z4, F[114] * z5)))) + v200,
  w003 = MP_FMA(v004, z, MP_FMA(v005, z2, MP_FMA(v006, z3, F[119] * z4))) + v003,
  w012 = MP_FMA(v013, z, MP_FMA(v014, z2, MP_FMA(v015, z3, F[118] * z4))) + v012,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, MP_FMA(v024, z3, F[116] * z4))) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, MP_FMA(v033, z3, F[113] * z4))) + v030,
  w102 = MP_FMA(v103, z, MP_FMA(v104, z2, MP_FMA(v105, z3, F[117] * z4))) + v102,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, MP_FMA(v114, z3, F[115] * z4))) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, MP_FMA(v123, z3, F[112] * z4))) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, MP_FMA(v204, z3, F[114] * z4))) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, MP_FMA(v213, z3, F[111] * z4))) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, MP_FMA(v303, z3, F[110] * z4))) + v300,
  w004 = MP_FMA(v005, z, MP_FMA(v006, z2, F[119] * z3)) + v004,
  w013 = MP_FMA(v014, z, MP_FMA(v015, z2, F[118] * z3)) + v013,
  w022 = MP_FMA(v023, z, MP_FMA(v024, z2, F[116] * z3)) + v022,
  w031 = MP_FMA(v032, z, MP_FMA(v033, z2, F[113] * z3)) + v031,
  w040 = MP_FMA(v041, z, MP_FMA(v042, z2, F[109] * z3)) + v040,
  w103 = MP_FMA(v104, z, MP_FMA(v105, z2, F[117] * z3)) + v103,
  w112 = MP_FMA(v113, z, MP_FMA(v114, z2, F[115] * z3)) + v112,
  w121 = MP_FMA(v122, z, MP_FMA(v123, z2, F[112] * z3)) + v121,
  w130 = MP_FMA(v131, z, MP_FMA(v132, z2, F[108] * z3)) + v130,
  w202 = MP_FMA(v203, z, MP_FMA(v204, z2, F[114] * z3)) + v202,
  w211 = MP_FMA(v212, z, MP_FMA(v213, z2, F[111] * z3)) + v211,
  w220 = MP_FMA(v221, z, MP_FMA(v222, z2, F[107] * z3)) + v220,
  w301 = MP_FMA(v302, z, MP_FMA(v303, z2, F[110] * z3)) + v301,
  w310 = MP_FMA(v311, z, MP_FMA(v312, z2, F[106] * z3)) + v310,
  w400 = MP_FMA(v401, z, MP_FMA(v402, z2, F[105] * z3)) + v400,
  w005 = MP_FMA(v006, z, F[119] * z2) + v005, w014 = MP_FMA(v015, z, F[118] * z2) + v014,
  w023 = MP_FMA(v024, z, F[116] * z2) + v023, w032 = MP_FMA(v033, z, F[113] * z2) + v032,
  w041 = MP_FMA(v042, z, F[109] * z2) + v041, w050 = MP_FMA(v051, z, F[104] * z2) + v050,
  w104 = MP_FMA(v105, z, F[117] * z2) + v104, w113 = MP_FMA(v114, z, F[115] * z2) + v113,
  w122 = MP_FMA(v123, z, F[112] * z2) + v122, w131 = MP_FMA(v132, z, F[108] * z2) + v131,
  w140 = MP_FMA(v141, z, F[103] * z2) + v140, w203 = MP_FMA(v204, z, F[114] * z2) + v203,
  w212 = MP_FMA(v213, z, F[111] * z2) + v212, w221 = MP_FMA(v222, z, F[107] * z2) + v221,
  w230 = MP_FMA(v231, z, F[102] * z2) + v230, w302 = MP_FMA(v303, z, F[110] * z2) + v302,
  w311 = MP_FMA(v312, z, F[106] * z2) + v311, w320 = MP_FMA(v321, z, F[101] * z2) + v320,
  w401 = MP_FMA(v402, z, F[105] * z2) + v401, w410 = MP_FMA(v411, z, F[100] * z2) + v410,
  w500 = MP_FMA(v501, z, F[99] * z2) + v500, w006 = F[119] * z + v006, w015 = F[118] * z + v015,
  w024 = F[116] * z + v024, w033 = F[113] * z + v033, w042 = F[109] * z + v042,
  w051 = F[104] * z + v051, w060 = F[98] * z + v060, w105 = F[117] * z + v105,
  w114 = F[115] * z + v114, w123 = F[112] * z + v123, w132 = F[108] * z + v132,
  w141 = F[103] * z + v141, w150 = F[97] * z + v150, w204 = F[114] * z + v204,
  w213 = F[111] * z + v213, w222 = F[107] * z + v222, w231 = F[102] * z + v231,
  w240 = F[96] * z + v240, w303 = F[110] * z + v303, w312 = F[106] * z + v312,
  w321 = F[101] * z + v321, w330 = F[95] * z + v330, w402 = F[105] * z + v402,
  w411 = F[100] * z + v411, w420 = F[94] * z + v420, w501 = F[99] * z + v501,
  w510 = F[93] * z + v510, w600 = F[92] * z + v600; L[0] += w000; L[1] += w100; L[2] += w010;
  L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w002;
  L[10] += w300; L[11] += w210; L[12] += w120; L[13] += w030; L[14] += w201; L[15] += w111;
  L[16] += w021; L[17] += w102; L[18] += w012; L[19] += w003; L[20] += w400; L[21] += w310;
  L[22] += w220; L[23] += w130; L[24] += w040; L[25] += w301; L[26] += w211; L[27] += w121;
  L[28] += w031; L[29] += w202; L[30] += w112; L[31] += w022; L[32] += w103; L[33] += w013;
  L[34] += w004; L[35] += w500; L[36] += w410; L[37] += w320; L[38] += w230; L[39] += w140;
  L[40] += w050; L[41] += w401; L[42] += w311; L[43] += w221; L[44] += w131; L[45] += w041;
  L[46] += w302; L[47] += w212; L[48] += w122; L[49] += w032; L[50] += w203; L[51] += w113;
  L[52] += w023; L[53] += w104; L[54] += w014; L[55] += w005; L[56] += w600; L[57] += w510;
  L[58] += w420; L[59] += w330; L[60] += w240; L[61] += w150; L[62] += w060; L[63] += w501;
  L[64] += w411; L[65] += w321; L[66] += w231; L[67] += w141; L[68] += w051; L[69] += w402;
  L[70] += w312; L[71] += w222; L[72] += w132; L[73] += w042; L[74] += w303; L[75] += w213;
  L[76] += w123; L[77] += w033; L[78] += w204; L[79] += w114; L[80] += w024; L[81] += w105;
  L[82] += w015; L[83] += w006; L[84] += F[84]; L[85] += F[85]; L[86] += F[86]; L[87] += F[87];
  L[88] += F[88]; L[89] += F[89]; L[90] += F[90]; L[91] += F[91]; L[92] += F[92]; L[93] += F[93];
  L[94] += F[94]; L[95] += F[95]; L[96] += F[96]; L[97] += F[97]; L[98] += F[98]; L[99] += F[99];
  L[100] += F[100]; L[101] += F[101]; L[102] += F[102]; L[103] += F[103]; L[104] += F[104];
  L[105] += F[105]; L[106] += F[106]; L[107] += F[107]; L[108] += F[108]; L[109] += F[109];
  L[110] += F[110]; L[111] += F[111]; L[112] += F[112]; L[113] += F[113]; L[114] += F[114];
  L[115] += F[115]; L[116] += F[116]; L[117] += F[117]; L[118] += F[118]; L[119] += F[119];
}

MP_INLINE void MP_FN(l2p_f7)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, MP_FMA(F[56], x6, F[84] * x7)))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, MP_FMA(F[63], x5, F[92] * x6))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, MP_FMA(F[57], x5, F[85] * x6))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, MP_FMA(F[56], x5, F[84] * x6))))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, MP_FMA(F[69], x4, F[99] * x5)))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, MP_FMA(F[64], x4, F[93] * x5)))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, MP_FMA(F[58], x4, F[86] * x5)))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, MP_FMA(F[63], x4, F[92] * x5)))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, MP_FMA(F[57], x4, F[85] * x5)))) + F[5],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, MP_FMA(F[74], x3, F[105] * x4))) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, MP_FMA(F[70], x3, F[100] * x4))) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, MP_FMA(F[65], x3, F[94] * x4))) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, MP_FMA(F[59], x3, F[87] * x4))) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, MP_FMA(F[69], x3, F[99] * x4))) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, MP_FMA(F[64], x3, F[93] * x4))) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, MP_FMA(F[58], x3, F[86] * x4))) + F[12],
  u004 = MP_FMA(F[53], x, MP_FMA(F[78], x2, F[110] * x3)) + F[34],
  u013 = MP_FMA(F[51], x, MP_FMA(F[75], x2, F[106] * x3)) + F[33],
  u022 = MP_FMA(F[48], x, MP_FMA(F[71], x2, F[101] * x3)) + F[31],
  u031 = MP_FMA(F[44], x, MP_FMA(F[66], x2, F[95] * x3)) + F[28],
  u040 = MP_FMA(F[39], x, MP_FMA(F[60], x2, F[88] * x3)) + F[24],
  u103 = MP_FMA(F[50], x, MP_FMA(F[74], x2, F[105] * x3)) + F[32],
  u112 = MP_FMA(F[47], x, MP_FMA(F[70], x2, F[100] * x3)) + F[30],
  u121 = MP_FMA(F[43], x, MP_FMA(F[65], x2, F[94] * x3)) + F[27],
  u130 = MP_FMA(F[38], x, MP_FMA(F[59], x2, F[87] * x3)) + F[23],
  u005 = MP_FMA(F[81], x, F[114] * x2) + F[55], u014 = MP_FMA(F[79], x, F[111] * x2) + F[54],
  u023 = MP_FMA(F[76], x, F[107] * x2) + F[52], u032 = MP_FMA(F[72], x, F[102] * x2) + F[49],
  u041 = MP_FMA(F[67], x, F[96] * x2) + F[45], u050 = MP_FMA(F[61], x, F[89] * x2) + F[40],
  u104 = MP_FMA(F[78], x, F[110] * x2) + F[53], u113 = MP_FMA(F[75], x, F[106] * x2) + F[51],
  u122 = MP_FMA(F[71], x, F[101] * x2) + F[48], u131 = MP_FMA(F[66], x, F[95] * x2) + F[44],
  u140 = MP_FMA(F[60], x, F[88] * x2) + F[39], u006 = F[117] * x + F[83],
  u015 = F[115] * x + F[82], u024 = F[112] * x + F[80], u033 = F[108] * x + F[77],
  u042 = F[103] * x + F[73], u051 = F[97] * x + F[68], u060 = F[90] * x + F[62],
  u105 = F[114] * x + F[81], u114 = F[111] * x + F[79], u123 = F[107] * x + F[76],
  u132 = F[102] * x + F[72], u141 = F[96] * x + F[67], u150 = F[89] * x + F[61],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, F[91] * y7)))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, F[98] * y6))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, F[91] * y6))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, F[90] * y6))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, F[104] * y5)))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, F[98] * y5)))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, F[97] * y5)))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, F[109] * y4))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, F[104] * y4))) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, F[103] * y4))) + u102,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, F[113] * y3)) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, F[109] * y3)) + u013,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, F[108] * y3)) + u103,
  v005 = MP_FMA(u015, y, F[116] * y2) + u005, v014 = MP_FMA(u024, y, F[113] * y2) + u014,
  v104 = MP_FMA(u114, y, F[112] * y2) + u104, v006 = F[118] * y + u006, v015 = F[116] * y + u015,
  v105 = F[115] * y + u105,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, F[119] * z7)))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, F[119] * z6))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, F[118] * z6))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, F[117] * z6))))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(p2m_8)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  R[0] += mass; const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7), t011 = y * z, t101 = x * z, t110 = x * y, t012 = y * z2,
  t021 = y2 * z, t102 = x * z2, t111 = t110 * z, t120 = x * y2, t201 = x2 * z, t210 = x2 * y,
  t013 = y * z3, t022 = y2 * z2, t031 = y3 * z, t103 = x * z3, t112 = t110 * z2, t121 = t120 * z,
  t130 = x * y3, t202 = x2 * z2, t211 = t210 * z, t220 = x2 * y2, t301 = x3 * z, t310 = x3 * y,
  t014 = y * z4, t023 = y2 * z3, t032 = y3 * z2, t041 = y4 * z, t104 = x * z4, t113 = t110 * z3,
  t122 = t120 * z2, t131 = t130 * z, t140 = x * y4, t203 = x2 * z3, t212 = t210 * z2,
  t221 = t220 * z, t230 = x2 * y3, t302 = x3 * z2, t311 = t310 * z, t320 = x3 * y2, t401 = x4 * z,
  t410 = x4 * y, t015 = y * z5, t024 = y2 * z4, t033 = y3 * z3, t042 = y4 * z2, t051 = y5 * z,
  t105 = x * z5, t114 = t110 * z4, t123 = t120 * z3, t132 = t130 * z2, t141 = t140 * z,
  t150 = x * y5, t204 = x2 * z4, t213 = t210 * z3, t222 = t220 * z2, t231 = t230 * z,
  t240 = x2 * y4, t303 = x3 * z3, t312 = t310 * z2, t321 = t320 * z, t330 = x3 * y3,
  t402 = x4 * z2, t411 = t410 * z, t420 = x4 * y2, t501 = x5 * z, t510 = x5 * y, t016 = y * z6,
  t025 = y2 * z5, t034 = y3 * z4, t043 = y4 * z3, t052 = y5 * z2, t061 = y6 * z, t106 = x * z6,
  t115 = t110 * z5, t124 = t120 * z4, t133 = t130 * z3, t142 = t140 * z2, t151 = t150 * z,
  t160 = x * y6, t205 = x2 * z5, t214 = t210 * z4, t223 = t220 * z3, t232 = t230 * z2,
  t241 = t240 * z, t250 = x2 * y5, t304 = x3 * z4, t313 = t310 * z3, t322 = t320 * z2,
  t331 = t330 * z, t340 = x3 * y4, t403 = x4 * z3, t412 = t410 * z2, t421 = t420 * z,
  t430 = x4 * y3, t502 = x5 * z2, t511 = t510 * z, t520 = x5 * y2, t601 = x6 * z, t610 = x6 * y;
  R[1] = MP_FMA(mass, x2, R[1]); R[2] = MP_FMA(mass, t110, R[2]); R[3] = MP_FMA(mass, y2, R[3]);
  R[4] = MP_FMA(mass, t101, R[4]); R[5] = MP_FMA(mass, t011, R[5]); R[6] = MP_FMA(mass, z2, R[6]);
  R[7] = MP_FMA(mass, x3, R[7]); R[8] = MP_FMA(mass, t210, R[8]); R[9] = MP_FMA(mass, t120, R[9]);
  R[10] = MP_FMA(mass, y3, R[10]); R[11] = MP_FMA(mass, t201, R[11]);
  R[12] = MP_FMA(mass, t111, R[12]); R[13] = MP_FMA(mass, t021, R[13]);
  R[14] = MP_FMA(mass, t102, R[14]); R[15] = MP_FMA(mass, t012, R[15]);
  R[16] = MP_FMA(mass, z3, R[16]); R[17] = MP_FMA(mass, x4, R[17]);
  R[18] = MP_FMA(mass, t310, R[18]); R[19] = MP_FMA(mass, t220, R[19]);
  R[20] = MP_FMA(mass, t130, R[20]); R[21] = MP_FMA(mass, y4, R[21]);
  R[22] = MP_FMA(mass, t301, R[22]); R[23] = MP_FMA(mass, t211, R[23]);
  R[24] = MP_FMA(mass, t121, R[24]); R[25] = MP_FMA(mass, t031, R[25]);
  R[26] = MP_FMA(mass, t202, R[26]); R[27] = MP_FMA(mass, t112, R[27]);
  R[28] = MP_FMA(mass, t022, R[28]); R[29] = MP_FMA(mass, t103, R[29]);
  R[30] = MP_FMA(mass, t013, R[30]); R[31] = MP_FMA(mass, z4, R[31]);
  R[32] = MP_FMA(mass, x5, R[32]); R[33] = MP_FMA(mass, t410, R[33]);
  R[34] = MP_FMA(mass, t320, R[34]); R[35] = MP_FMA(mass, t230, R[35]);
  R[36] = MP_FMA(mass, t140, R[36]); R[37] = MP_FMA(mass, y5, R[37]);
  R[38] = MP_FMA(mass, t401, R[38]); R[39] = MP_FMA(mass, t311, R[39]);
  R[40] = MP_FMA(mass, t221, R[40]); R[41] = MP_FMA(mass, t131, R[41]);
  R[42] = MP_FMA(mass, t041, R[42]); R[43] = MP_FMA(mass, t302, R[43]);
  R[44] = MP_FMA(mass, t212, R[44]); R[45] = MP_FMA(mass, t122, R[45]);
  R[46] = MP_FMA(mass, t032, R[46]); R[47] = MP_FMA(mass, t203, R[47]);
  R[48] = MP_FMA(mass, t113, R[48]); R[49] = MP_FMA(mass, t023, R[49]);
  R[50] = MP_FMA(mass, t104, R[50]); R[51] = MP_FMA(mass, t014, R[51]);
  R[52] = MP_FMA(mass, z5, R[52]); R[53] = MP_FMA(mass, x6, R[53]);
  R[54] = MP_FMA(mass, t510, R[54]); R[55] = MP_FMA(mass, t420, R[55]);
  R[56] = MP_FMA(mass, t330, R[56]); R[57] = MP_FMA(mass, t240, R[57]);
  R[58] = MP_FMA(mass, t150, R[58]); R[59] = MP_FMA(mass, y6, R[59]);
  R[60] = MP_FMA(mass, t501, R[60]); R[61] = MP_FMA(mass, t411, R[61]);
  R[62] = MP_FMA(mass, t321, R[62]); R[63] = MP_FMA(mass, t231, R[63]);
  R[64] = MP_FMA(mass, t141, R[64]); R[65] = MP_FMA(mass, t051, R[65]);
  R[66] = MP_FMA(mass, t402, R[66]); R[67] = MP_FMA(mass, t312, R[67]);
  R[68] = MP_FMA(mass, t222, R[68]); R[69] = MP_FMA(mass, t132, R[69]);
  R[70] = MP_FMA(mass, t042, R[70]); R[71] = MP_FMA(mass, t303, R[71]);
  R[72] = MP_FMA(mass, t213, R[72]); R[73] = MP_FMA(mass, t123, R[73]);
  R[74] = MP_FMA(mass, t033, R[74]); R[75] = MP_FMA(mass, t204, R[75]);
  R[76] = MP_FMA(mass, t114, R[76]); R[77] = MP_FMA(mass, t024, R[77]);
  R[78] = MP_FMA(mass, t105, R[78]); R[79] = MP_FMA(mass, t015, R[79]);
  R[80] = MP_FMA(mass, z6, R[80]); R[81] = MP_FMA(mass, x7, R[81]);
  R[82] = MP_FMA(mass, t610, R[82]); R[83] = MP_FMA(mass, t520, R[83]);
  R[84] = MP_FMA(mass, t430, R[84]); R[85] = MP_FMA(mass, t340, R[85]);
  R[86] = MP_FMA(mass, t250, R[86]); R[87] = MP_FMA(mass, t160, R[87]);
  R[88] = MP_FMA(mass, y7, R[88]); R[89] = MP_FMA(mass, t601, R[89]);
  R[90] = MP_FMA(mass, t511, R[90]); R[91] = MP_FMA(mass, t421, R[91]);
  R[92] = MP_FMA(mass, t331, R[92]); R[93] = MP_FMA(mass, t241, R[93]);
  R[94] = MP_FMA(mass, t151, R[94]); R[95] = MP_FMA(mass, t061, R[95]);
  R[96] = MP_FMA(mass, t502, R[96]); R[97] = MP_FMA(mass, t412, R[97]);
  R[98] = MP_FMA(mass, t322, R[98]); R[99] = MP_FMA(mass, t232, R[99]);
  R[100] = MP_FMA(mass, t142, R[100]); R[101] = MP_FMA(mass, t052, R[101]);
  R[102] = MP_FMA(mass, t403, R[102]); R[103] = MP_FMA(mass, t313, R[103]);
  R[104] = MP_FMA(mass, t223, R[104]); R[105] = MP_FMA(mass, t133, R[105]);
  R[106] = MP_FMA(mass, t043, R[106]); R[107] = MP_FMA(mass, t304, R[107]);
  R[108] = MP_FMA(mass, t214, R[108]); R[109] = MP_FMA(mass, t124, R[109]);
  R[110] = MP_FMA(mass, t034, R[110]); R[111] = MP_FMA(mass, t205, R[111]);
  R[112] = MP_FMA(mass, t115, R[112]); R[113] = MP_FMA(mass, t025, R[113]);
  R[114] = MP_FMA(mass, t106, R[114]); R[115] = MP_FMA(mass, t016, R[115]);
  R[116] = MP_FMA(mass, z7, R[116]);
}

MP_INLINE void MP_FN(m2m_h8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u111 = M[5] * x + M[11],
  u120 = M[3] * x + M[8], u201 = M[4] * x + M[10], u210 = M[2] * x + M[7],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[6], u121 = M[12] * x + M[20], u130 = M[9] * x + M[16],
  u211 = MP_FMA(M[11], x, M[5] * x2) + M[19], u220 = MP_FMA(M[8], x, M[3] * x2) + M[15],
  u301 = MP_FMA(M[10], x, M[4] * x2) + M[18], u310 = MP_FMA(M[7], x, M[2] * x2) + M[14],
  u400 = MP_FMA(M[6], x, MP_FMA(M[1], x2, M[0] * x4)) + M[13], u131 = M[21] * x + M[31],
  u140 = M[17] * x + M[26], u221 = MP_FMA(M[20], x, M[12] * x2) + M[30],
  u230 = MP_FMA(M[16], x, M[9] * x2) + M[25],
  u311 = MP_FMA(M[19], x, MP_FMA(M[11], x2, M[5] * x3)) + M[29],
  u320 = MP_FMA(M[15], x, MP_FMA(M[8], x2, M[3] * x3)) + M[24],
  u401 = MP_FMA(M[18], x, MP_FMA(M[10], x2, M[4] * x3)) + M[28],
  u410 = MP_FMA(M[14], x, MP_FMA(M[7], x2, M[2] * x3)) + M[23],
  u500 = MP_FMA(M[13], x, MP_FMA(M[6], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[22],
  u141 = M[32] * x + M[44], u150 = M[27] * x + M[38], u231 = MP_FMA(M[31], x, M[21] * x2) + M[43],
  u240 = MP_FMA(M[26], x, M[17] * x2) + M[37],
  u321 = MP_FMA(M[30], x, MP_FMA(M[20], x2, M[12] * x3)) + M[42],
  u330 = MP_FMA(M[25], x, MP_FMA(M[16], x2, M[9] * x3)) + M[36],
  u411 = MP_FMA(M[29], x, MP_FMA(M[19], x2, MP_FMA(M[11], x3, M[5] * x4))) + M[41],
  u420 = MP_FMA(M[24], x, MP_FMA(M[15], x2, MP_FMA(M[8], x3, M[3] * x4))) + M[35],
  u501 = MP_FMA(M[28], x, MP_FMA(M[18], x2, MP_FMA(M[10], x3, M[4] * x4))) + M[40],
  u510 = MP_FMA(M[23], x, MP_FMA(M[14], x2, MP_FMA(M[7], x3, M[2] * x4))) + M[34],
  u600 = MP_FMA(M[22], x, MP_FMA(M[13], x2, MP_FMA(M[6], x3, MP_FMA(M[1], x4, M[0] * x6)))) + M[33],
  u151 = M[45] * x + M[59], u160 = M[39] * x + M[52], u241 = MP_FMA(M[44], x, M[32] * x2) + M[58],
  u250 = MP_FMA(M[38], x, M[27] * x2) + M[51],
  u331 = MP_FMA(M[43], x, MP_FMA(M[31], x2, M[21] * x3)) + M[57],
  u340 = MP_FMA(M[37], x, MP_FMA(M[26], x2, M[17] * x3)) + M[50],
  u421 = MP_FMA(M[42], x, MP_FMA(M[30], x2, MP_FMA(M[20], x3, M[12] * x4))) + M[56],
  u430 = MP_FMA(M[36], x, MP_FMA(M[25], x2, MP_FMA(M[16], x3, M[9] * x4))) + M[49],
  u511 = MP_FMA(M[41], x, MP_FMA(M[29], x2, MP_FMA(M[19], x3, MP_FMA(M[11], x4, M[5] * x5)))) + M[55],
  u520 = MP_FMA(M[35], x, MP_FMA(M[24], x2, MP_FMA(M[15], x3, MP_FMA(M[8], x4, M[3] * x5)))) + M[48],
  u601 = MP_FMA(M[40], x, MP_FMA(M[28], x2, MP_FMA(M[18], x3, MP_FMA(M[10], x4, M[4] * x5)))) + M[54],
  u610 = MP_FMA(M[34], x, MP_FMA(M[23], x2, MP_FMA(M[14], x3, MP_FMA(M[7], x4, M[2] * x5)))) + M[47],
  u700 = MP_FMA(M[33], x, MP_FMA(M[22], x2, MP_FMA(M[13], x3, MP_FMA(M[6], x4, MP_FMA(M[1], x5, M[0] * x7))))) + M[46],
  v010 = M[0] * y, v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v021 = M[5] * y + M[12],
  v030 = MP_FMA(M[3], y, M[0] * y3) + M[9], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210,
  v031 = MP_FMA(M[12], y, M[5] * y2) + M[21],
  v040 = MP_FMA(M[9], y, MP_FMA(M[3], y2, M[0] * y4)) + M[17],
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310,
  v041 = MP_FMA(M[21], y, MP_FMA(M[12], y2, M[5] * y3)) + M[32],
  v050 = MP_FMA(M[17], y, MP_FMA(M[9], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[27],
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410,
  v051 = MP_FMA(M[32], y, MP_FMA(M[21], y2, MP_FMA(M[12], y3, M[5] * y4))) + M[45],
  v060 = MP_FMA(M[27], y, MP_FMA(M[17], y2, MP_FMA(M[9], y3, MP_FMA(M[3], y4, M[0] * y6)))) + M[39],
  v141 = MP_FMA(u131, y, MP_FMA(u121, y2, MP_FMA(u111, y3, M[4] * y4))) + u141,
  v150 = MP_FMA(u140, y, MP_FMA(u130, y2, MP_FMA(u120, y3, MP_FMA(M[2], y4, u100 * y5)))) + u150,
  v231 = MP_FMA(u221, y, MP_FMA(u211, y2, u201 * y3)) + u231,
  v240 = MP_FMA(u230, y, MP_FMA(u220, y2, MP_FMA(u210, y3, u200 * y4))) + u240,
  v321 = MP_FMA(u311, y, u301 * y2) + u321,
  v330 = MP_FMA(u320, y, MP_FMA(u310, y2, u300 * y3)) + u330, v411 = u401 * y + u411,
  v420 = MP_FMA(u410, y, u400 * y2) + u420, v510 = u500 * y + u510,
  v061 = MP_FMA(M[45], y, MP_FMA(M[32], y2, MP_FMA(M[21], y3, MP_FMA(M[12], y4, M[5] * y5)))) + M[60],
  v070 = MP_FMA(M[39], y, MP_FMA(M[27], y2, MP_FMA(M[17], y3, MP_FMA(M[9], y4, MP_FMA(M[3], y5, M[0] * y7))))) + M[53],
  v151 = MP_FMA(u141, y, MP_FMA(u131, y2, MP_FMA(u121, y3, MP_FMA(u111, y4, M[4] * y5)))) + u151,
  v160 = MP_FMA(u150, y, MP_FMA(u140, y2, MP_FMA(u130, y3, MP_FMA(u120, y4, MP_FMA(M[2], y5, u100 * y6))))) + u160,
  v241 = MP_FMA(u231, y, MP_FMA(u221, y2, MP_FMA(u211, y3, u201 * y4))) + u241,
  v250 = MP_FMA(u240, y, MP_FMA(u230, y2, MP_FMA(u220, y3, MP_FMA(u210, y4, u200 * y5)))) + u250,
  v331 = MP_FMA(u321, y, MP_FMA(u311, y2, u301 * y3)) + u331,
  v340 = MP_FMA(u330, y, MP_FMA(u320, y2, MP_FMA(u310, y3, u300 * y4))) + u340,
  v421 = MP_FMA(u411, y, u401 * y2) + u421,
  v430 = MP_FMA(u420, y, MP_FMA(u410, y2, u400 * y3)) + u430, v511 = u501 * y + u511,
  v520 = MP_FMA(u510, y, u500 * y2) + u520, v610 = u600 * y + u610, w002 = M[0] * z2,
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = M[0] * z3,
  w012 = MP_FMA(M[5], z, v010 * z2), w021 = v020 * z + v021, w102 = MP_FMA(M[4], z, u100 * z2),
  w111 = v110 * z + v111, w201 = u200 * z + u201, w004 = M[0] * z4,
  w013 = MP_FMA(M[5], z2, v010 * z3), w022 = MP_FMA(v021, z, v020 * z2), w031 = v030 * z + v031,
  w103 = MP_FMA(M[4], z2, u100 * z3), w112 = MP_FMA(v111, z, v110 * z2), w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2), w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = M[0] * z5, w014 = MP_FMA(M[5], z3, v010 * z4), w023 = MP_FMA(v021, z2, v020 * z3),
  w032 = MP_FMA(v031, z, v030 * z2), w041 = v040 * z + v041, w104 = MP_FMA(M[4], z3, u100 * z4),
  w113 = MP_FMA(v111, z2, v110 * z3), w122 = MP_FMA(v121, z, v120 * z2), w131 = v130 * z + v131,
  w203 = MP_FMA(u201, z2, u200 * z3), w212 = MP_FMA(v211, z, v210 * z2), w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2), w311 = v310 * z + v311, w401 = u400 * z + u401,
  w006 = M[0] * z6, w015 = MP_FMA(M[5], z4, v010 * z5), w024 = MP_FMA(v021, z3, v020 * z4),
  w033 = MP_FMA(v031, z2, v030 * z3), w042 = MP_FMA(v041, z, v040 * z2), w051 = v050 * z + v051,
  w105 = MP_FMA(M[4], z4, u100 * z5), w114 = MP_FMA(v111, z3, v110 * z4),
  w123 = MP_FMA(v121, z2, v120 * z3), w132 = MP_FMA(v131, z, v130 * z2), w141 = v140 * z + v141,
  w204 = MP_FMA(u201, z3, u200 * z4), w213 = MP_FMA(v211, z2, v210 * z3),
  w222 = MP_FMA(v221, z, v220 * z2), w231 = v230 * z + v231, w303 = MP_FMA(u301, z2, u300 * z3),
  w312 = MP_FMA(v311, z, v310 * z2), w321 = v320 * z + v321, w402 = MP_FMA(u401, z, u400 * z2),
  w411 = v410 * z + v411, w501 = u500 * z + u501, w007 = M[0] * z7,
  w016 = MP_FMA(M[5], z5, v010 * z6), w025 = MP_FMA(v021, z4, v020 * z5),
  w034 = MP_FMA(v031, z3, v030 * z4), w043 = MP_FMA(v041, z2, v040 * z3),
  w052 = MP_FMA(v051, z, v050 * z2), w061 = v060 * z + v061, w106 = MP_FMA(M[4], z5, u100 * z6),
  w115 = MP_FMA(v111, z4, v110 * z5), w124 = MP_FMA(v121, z3, v120 * z4),
  w133 = MP_FMA(v131, z2, v130 * z3), w142 = MP_FMA(v141, z, v140 * z2), w151 = v150 * z + v151,
  w205 = MP_FMA(u201, z4, u200 * z5), w214 = MP_FMA(v211, z3, v210 * z4),
  w223 = MP_FMA(v221, z2, v220 * z3), w232 = MP_FMA(v231, z, v230 * z2), w241 = v240 * z + v241,
  w304 = MP_FMA(u301, z3, u300 * z4), w313 = MP_FMA(v311, z2, v310 * z3),
  w322 = MP_FMA(v321, z, v320 * z2), w331 = v330 * z + v331, w403 = MP_FMA(u401, z2, u400 * z3),
  w412 = MP_FMA(v411, z, v410 * z2), w421 = v420 * z + v421, w502 = MP_FMA(u501, z, u500 * z2),
  w511 = v510 * z + v511, w601 = u600 * z + u601; R[0] += M[0]; R[1] += u200; R[2] += v110;
  R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002; R[7] += u300; R[8] += v210; R[9] += v120;
  R[10] += v030; R[11] += w201; R[12] += w111; R[13] += w021; R[14] += w102; R[15] += w012;
  R[16] += w003; R[17] += u400; R[18] += v310; R[19] += v220; R[20] += v130; R[21] += v040;
  R[22] += w301; R[23] += w211; R[24] += w121; R[25] += w031; R[26] += w202; R[27] += w112;
  R[28] += w022; R[29] += w103; R[30] += w013; R[31] += w004; R[32] += u500; R[33] += v410;
  R[34] += v320; R[35] += v230; R[36] += v140; R[37] += v050; R[38] += w401; R[39] += w311;
  R[40] += w221; R[41] += w131; R[42] += w041; R[43] += w302; R[44] += w212; R[45] += w122;
  R[46] += w032; R[47] += w203; R[48] += w113; R[49] += w023; R[50] += w104; R[51] += w014;
  R[52] += w005; R[53] += u600; R[54] += v510; R[55] += v420; R[56] += v330; R[57] += v240;
  R[58] += v150; R[59] += v060; R[60] += w501; R[61] += w411; R[62] += w321; R[63] += w231;
  R[64] += w141; R[65] += w051; R[66] += w402; R[67] += w312; R[68] += w222; R[69] += w132;
  R[70] += w042; R[71] += w303; R[72] += w213; R[73] += w123; R[74] += w033; R[75] += w204;
  R[76] += w114; R[77] += w024; R[78] += w105; R[79] += w015; R[80] += w006; R[81] += u700;
  R[82] += v610; R[83] += v520; R[84] += v430; R[85] += v340; R[86] += v250; R[87] += v160;
  R[88] += v070; R[89] += w601; R[90] += w511; R[91] += w421; R[92] += w331; R[93] += w241;
  R[94] += w151; R[95] += w061; R[96] += w502; R[97] += w412; R[98] += w322; R[99] += w232;
  R[100] += w142; R[101] += w052; R[102] += w403; R[103] += w313; R[104] += w223; R[105] += w133;
  R[106] += w043; R[107] += w304; R[108] += w214; R[109] += w124; R[110] += w034; R[111] += w205;
  R[112] += w115; R[113] += w025; R[114] += w106; R[115] += w016; R[116] += w007;
}

MP_INLINE void MP_FN(fold_h8)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1] - R[6]; M[2] = R[2]; M[3] = R[3] - R[6]; M[4] = R[4]; M[5] = R[5];
  M[6] = R[7] - R[14]; M[7] = R[8] - R[15]; M[8] = R[9] - R[14]; M[9] = R[10] - R[15];
  M[10] = R[11] - R[16]; M[11] = R[12]; M[12] = R[13] - R[16]; M[13] = R[17] - R[26] + R[31];
  M[14] = R[18] - R[27]; M[15] = R[19] - R[26] - R[28] + MP_SET(2) * R[31]; M[16] = R[20] - R[27];
  M[17] = R[21] - R[28] + R[31]; M[18] = R[22] - R[29]; M[19] = R[23] - R[30];
  M[20] = R[24] - R[29]; M[21] = R[25] - R[30]; M[22] = R[32] - R[43] + R[50];
  M[23] = R[33] - R[44] + R[51]; M[24] = R[34] - R[43] - R[45] + MP_SET(2) * R[50];
  M[25] = R[35] - R[44] - R[46] + MP_SET(2) * R[51]; M[26] = R[36] - R[45] + R[50];
  M[27] = R[37] - R[46] + R[51]; M[28] = R[38] - R[47] + R[52]; M[29] = R[39] - R[48];
  M[30] = R[40] - R[47] - R[49] + MP_SET(2) * R[52]; M[31] = R[41] - R[48];
  M[32] = R[42] - R[49] + R[52]; M[33] = R[53] - R[66] + R[75] - R[80];
  M[34] = R[54] - R[67] + R[76];
  M[35] = R[55] - R[66] - R[68] + MP_SET(2) * R[75] + R[77] - MP_SET(3) * R[80];
  M[36] = R[56] - R[67] - R[69] + MP_SET(2) * R[76];
  M[37] = R[57] - R[68] - R[70] + R[75] + MP_SET(2) * R[77] - MP_SET(3) * R[80];
  M[38] = R[58] - R[69] + R[76]; M[39] = R[59] - R[70] + R[77] - R[80];
  M[40] = R[60] - R[71] + R[78]; M[41] = R[61] - R[72] + R[79];
  M[42] = R[62] - R[71] - R[73] + MP_SET(2) * R[78];
  M[43] = R[63] - R[72] - R[74] + MP_SET(2) * R[79]; M[44] = R[64] - R[73] + R[78];
  M[45] = R[65] - R[74] + R[79]; M[46] = R[81] - R[96] + R[107] - R[114];
  M[47] = R[82] - R[97] + R[108] - R[115];
  M[48] = R[83] - R[96] - R[98] + MP_SET(2) * R[107] + R[109] - MP_SET(3) * R[114];
  M[49] = R[84] - R[97] - R[99] + MP_SET(2) * R[108] + R[110] - MP_SET(3) * R[115];
  M[50] = R[85] - R[98] - R[100] + R[107] + MP_SET(2) * R[109] - MP_SET(3) * R[114];
  M[51] = R[86] - R[99] - R[101] + R[108] + MP_SET(2) * R[110] - MP_SET(3) * R[115];
  M[52] = R[87] - R[100] + R[109] - R[114]; M[53] = R[88] - R[101] + R[110] - R[115];
  M[54] = R[89] - R[102] + R[111] - R[116]; M[55] = R[90] - R[103] + R[112];
  M[56] = R[91] - R[102] - R[104] + MP_SET(2) * R[111] + R[113] - MP_SET(3) * R[116];
  M[57] = R[92] - R[103] - R[105] + MP_SET(2) * R[112];
  M[58] = R[93] - R[104] - R[106] + R[111] + MP_SET(2) * R[113] - MP_SET(3) * R[116];
  M[59] = R[94] - R[105] + R[112]; M[60] = R[95] - R[106] + R[113] - R[116];
}

MP_INLINE void MP_FN(m2l_h8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, r6_110 = x * r7_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010),
  r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, r5_120 = x * r6_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140),
  d250 = MP_FMA(x, r1_150, r1_050), r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060,
  r1_160 = x * r2_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050),
  r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600), d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510),
  d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420), d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330),
  d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240), d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150),
  d260 = MP_FMA(x, r1_160, r1_060), d170 = x * r1_070,
  d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700, d611 = z * r1_610,
  d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250, d161 = z * r1_160,
  d071 = z * r1_070, d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220),
  d112 = -(d310 + d130), d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230),
  d122 = -(d320 + d140), d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330),
  d222 = -(d420 + d240), d132 = -(d330 + d150), d042 = -(d240 + d060), d502 = -(d700 + d520),
  d412 = -(d610 + d430), d322 = -(d520 + d340), d232 = -(d430 + d250), d142 = -(d340 + d160),
  d052 = -(d250 + d070), d602 = -(d800 + d620), d512 = -(d710 + d530), d422 = -(d620 + d440),
  d332 = -(d530 + d350), d242 = -(d440 + d260), d152 = -(d350 + d170), d062 = -(d260 + d080);
  T(0, 60, d061) T(0, 59, d151) T(0, 58, d241) T(0, 57, d331) T(0, 56, d421) T(0, 55, d511)
  T(0, 54, d601) T(0, 53, d070) T(0, 52, d160) T(0, 51, d250) T(0, 50, d340) T(0, 49, d430)
  T(0, 48, d520) T(0, 47, d610) T(0, 46, d700) T(0, 45, d051) T(0, 44, d141) T(0, 43, d231)
  T(0, 42, d321) T(0, 41, d411) T(0, 40, d501) T(0, 39, d060) T(0, 38, d150) T(0, 37, d240)
  T(0, 36, d330) T(0, 35, d420) T(0, 34, d510) T(0, 33, d600) T(0, 32, d041) T(0, 31, d131)
  T(0, 30, d221) T(0, 29, d311) T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230)
  T(0, 24, d320) T(0, 23, d410) T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211)
  T(0, 18, d301) T(0, 17, d040) T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400)
  T(0, 12, d021) T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210)
  T(0, 6, d300) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 60, d161) T(1, 59, d251) T(1, 58, d341) T(1, 57, d431) T(1, 56, d521) T(1, 55, d611)
  T(1, 54, d701) T(1, 53, d170) T(1, 52, d260) T(1, 51, d350) T(1, 50, d440) T(1, 49, d530)
  T(1, 48, d620) T(1, 47, d710) T(1, 46, d800) T(1, 45, d151) T(1, 44, d241) T(1, 43, d331)
  T(1, 42, d421) T(1, 41, d511) T(1, 40, d601) T(1, 39, d160) T(1, 38, d250) T(1, 37, d340)
  T(1, 36, d430) T(1, 35, d520) T(1, 34, d610) T(1, 33, d700) T(1, 32, d141) T(1, 31, d231)
  T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150) T(1, 26, d240) T(1, 25, d330)
  T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131) T(1, 20, d221) T(1, 19, d311)
  T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320) T(1, 14, d410) T(1, 13, d500)
  T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130) T(1, 8, d220) T(1, 7, d310)
  T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 60, d071) T(2, 59, d161) T(2, 58, d251) T(2, 57, d341) T(2, 56, d431) T(2, 55, d521)
  T(2, 54, d611) T(2, 53, d080) T(2, 52, d170) T(2, 51, d260) T(2, 50, d350) T(2, 49, d440)
  T(2, 48, d530) T(2, 47, d620) T(2, 46, d710) T(2, 45, d061) T(2, 44, d151) T(2, 43, d241)
  T(2, 42, d331) T(2, 41, d421) T(2, 40, d511) T(2, 39, d070) T(2, 38, d160) T(2, 37, d250)
  T(2, 36, d340) T(2, 35, d430) T(2, 34, d520) T(2, 33, d610) T(2, 32, d051) T(2, 31, d141)
  T(2, 30, d231) T(2, 29, d321) T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240)
  T(2, 24, d330) T(2, 23, d420) T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221)
  T(2, 18, d311) T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410)
  T(2, 12, d031) T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220)
  T(2, 6, d310) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 60, d062) T(3, 59, d152) T(3, 58, d242) T(3, 57, d332) T(3, 56, d422) T(3, 55, d512)
  T(3, 54, d602) T(3, 53, d071) T(3, 52, d161) T(3, 51, d251) T(3, 50, d341) T(3, 49, d431)
  T(3, 48, d521) T(3, 47, d611) T(3, 46, d701) T(3, 45, d052) T(3, 44, d142) T(3, 43, d232)
  T(3, 42, d322) T(3, 41, d412) T(3, 40, d502) T(3, 39, d061) T(3, 38, d151) T(3, 37, d241)
  T(3, 36, d331) T(3, 35, d421) T(3, 34, d511) T(3, 33, d601) T(3, 32, d042) T(3, 31, d132)
  T(3, 30, d222) T(3, 29, d312) T(3, 28, d402) T(3, 27, d051) T(3, 26, d141) T(3, 25, d231)
  T(3, 24, d321) T(3, 23, d411) T(3, 22, d501) T(3, 21, d032) T(3, 20, d122) T(3, 19, d212)
  T(3, 18, d302) T(3, 17, d041) T(3, 16, d131) T(3, 15, d221) T(3, 14, d311) T(3, 13, d401)
  T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121) T(3, 7, d211)
  T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
  T(4, 45, d251) T(4, 44, d341) T(4, 43, d431) T(4, 42, d521) T(4, 41, d611) T(4, 40, d701)
  T(4, 39, d260) T(4, 38, d350) T(4, 37, d440) T(4, 36, d530) T(4, 35, d620) T(4, 34, d710)
  T(4, 33, d800) T(4, 32, d241) T(4, 31, d331) T(4, 30, d421) T(4, 29, d511) T(4, 28, d601)
  T(4, 27, d250) T(4, 26, d340) T(4, 25, d430) T(4, 24, d520) T(4, 23, d610) T(4, 22, d700)
  T(4, 21, d231) T(4, 20, d321) T(4, 19, d411) T(4, 18, d501) T(4, 17, d240) T(4, 16, d330)
  T(4, 15, d420) T(4, 14, d510) T(4, 13, d600) T(4, 12, d221) T(4, 11, d311) T(4, 10, d401)
  T(4, 9, d230) T(4, 8, d320) T(4, 7, d410) T(4, 6, d500) T(4, 5, d211) T(4, 4, d301) T(4, 3, d220)
  T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 45, d161) T(5, 44, d251) T(5, 43, d341)
  T(5, 42, d431) T(5, 41, d521) T(5, 40, d611) T(5, 39, d170) T(5, 38, d260) T(5, 37, d350)
  T(5, 36, d440) T(5, 35, d530) T(5, 34, d620) T(5, 33, d710) T(5, 32, d151) T(5, 31, d241)
  T(5, 30, d331) T(5, 29, d421) T(5, 28, d511) T(5, 27, d160) T(5, 26, d250) T(5, 25, d340)
  T(5, 24, d430) T(5, 23, d520) T(5, 22, d610) T(5, 21, d141) T(5, 20, d231) T(5, 19, d321)
  T(5, 18, d411) T(5, 17, d150) T(5, 16, d240) T(5, 15, d330) T(5, 14, d420) T(5, 13, d510)
  T(5, 12, d131) T(5, 11, d221) T(5, 10, d311) T(5, 9, d140) T(5, 8, d230) T(5, 7, d320)
  T(5, 6, d410) T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310) T(5, 0, d110)
  T(6, 45, d071) T(6, 44, d161) T(6, 43, d251) T(6, 42, d341) T(6, 41, d431) T(6, 40, d521)
  T(6, 39, d080) T(6, 38, d170) T(6, 37, d260) T(6, 36, d350) T(6, 35, d440) T(6, 34, d530)
  T(6, 33, d620) T(6, 32, d061) T(6, 31, d151) T(6, 30, d241) T(6, 29, d331) T(6, 28, d421)
  T(6, 27, d070) T(6, 26, d160) T(6, 25, d250) T(6, 24, d340) T(6, 23, d430) T(6, 22, d520)
  T(6, 21, d051) T(6, 20, d141) T(6, 19, d231) T(6, 18, d321) T(6, 17, d060) T(6, 16, d150)
  T(6, 15, d240) T(6, 14, d330) T(6, 13, d420) T(6, 12, d041) T(6, 11, d131) T(6, 10, d221)
  T(6, 9, d050) T(6, 8, d140) T(6, 7, d230) T(6, 6, d320) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040)
  T(6, 2, d130) T(6, 1, d220) T(6, 0, d020) T(7, 45, d152) T(7, 44, d242) T(7, 43, d332)
  T(7, 42, d422) T(7, 41, d512) T(7, 40, d602) T(7, 39, d161) T(7, 38, d251) T(7, 37, d341)
  T(7, 36, d431) T(7, 35, d521) T(7, 34, d611) T(7, 33, d701) T(7, 32, d142) T(7, 31, d232)
  T(7, 30, d322) T(7, 29, d412) T(7, 28, d502) T(7, 27, d151) T(7, 26, d241) T(7, 25, d331)
  T(7, 24, d421) T(7, 23, d511) T(7, 22, d601) T(7, 21, d132) T(7, 20, d222) T(7, 19, d312)
  T(7, 18, d402) T(7, 17, d141) T(7, 16, d231) T(7, 15, d321) T(7, 14, d411) T(7, 13, d501)
  T(7, 12, d122) T(7, 11, d212) T(7, 10, d302) T(7, 9, d131) T(7, 8, d221) T(7, 7, d311)
  T(7, 6, d401) T(7, 5, d112) T(7, 4, d202) T(7, 3, d121) T(7, 2, d211) T(7, 1, d301) T(7, 0, d101)
  T(8, 45, d062) T(8, 44, d152) T(8, 43, d242) T(8, 42, d332) T(8, 41, d422) T(8, 40, d512)
  T(8, 39, d071) T(8, 38, d161) T(8, 37, d251) T(8, 36, d341) T(8, 35, d431) T(8, 34, d521)
  T(8, 33, d611) T(8, 32, d052) T(8, 31, d142) T(8, 30, d232) T(8, 29, d322) T(8, 28, d412)
  T(8, 27, d061) T(8, 26, d151) T(8, 25, d241) T(8, 24, d331) T(8, 23, d421) T(8, 22, d511)
  T(8, 21, d042) T(8, 20, d132) T(8, 19, d222) T(8, 18, d312) T(8, 17, d051) T(8, 16, d141)
  T(8, 15, d231) T(8, 14, d321) T(8, 13, d411) T(8, 12, d032) T(8, 11, d122) T(8, 10, d212)
  T(8, 9, d041) T(8, 8, d131) T(8, 7, d221) T(8, 6, d311) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031)
  T(8, 2, d121) T(8, 1, d211) T(8, 0, d011) T(9, 32, d341) T(9, 31, d431) T(9, 30, d521)
  T(9, 29, d611) T(9, 28, d701) T(9, 27, d350) T(9, 26, d440) T(9, 25, d530) T(9, 24, d620)
  T(9, 23, d710) T(9, 22, d800) T(9, 21, d331) T(9, 20, d421) T(9, 19, d511) T(9, 18, d601)
  T(9, 17, d340) T(9, 16, d430) T(9, 15, d520) T(9, 14, d610) T(9, 13, d700) T(9, 12, d321)
  T(9, 11, d411) T(9, 10, d501) T(9, 9, d330) T(9, 8, d420) T(9, 7, d510) T(9, 6, d600)
  T(9, 5, d311) T(9, 4, d401) T(9, 3, d320) T(9, 2, d410) T(9, 1, d500) T(9, 0, d300)
  T(10, 32, d251) T(10, 31, d341) T(10, 30, d431) T(10, 29, d521) T(10, 28, d611) T(10, 27, d260)
  T(10, 26, d350) T(10, 25, d440) T(10, 24, d530) T(10, 23, d620) T(10, 22, d710) T(10, 21, d241)
  T(10, 20, d331) T(10, 19, d421) T(10, 18, d511) T(10, 17, d250) T(10, 16, d340) T(10, 15, d430)
  T(10, 14, d520) T(10, 13, d610) T(10, 12, d231) T(10, 11, d321) T(10, 10, d411) T(10, 9, d240)
  T(10, 8, d330) T(10, 7, d420) T(10, 6, d510) T(10, 5, d221) T(10, 4, d311) T(10, 3, d230)
  T(10, 2, d320) T(10, 1, d410) T(10, 0, d210) T(11, 32, d161) T(11, 31, d251) T(11, 30, d341)
  T(11, 29, d431) T(11, 28, d521) T(11, 27, d170) T(11, 26, d260) T(11, 25, d350) T(11, 24, d440)
  T(11, 23, d530) T(11, 22, d620) T(11, 21, d151) T(11, 20, d241) T(11, 19, d331) T(11, 18, d421)
  T(11, 17, d160) T(11, 16, d250) T(11, 15, d340) T(11, 14, d430) T(11, 13, d520) T(11, 12, d141)
  T(11, 11, d231) T(11, 10, d321) T(11, 9, d150) T(11, 8, d240) T(11, 7, d330) T(11, 6, d420)
  T(11, 5, d131) T(11, 4, d221) T(11, 3, d140) T(11, 2, d230) T(11, 1, d320) T(11, 0, d120)
  T(12, 32, d071) T(12, 31, d161) T(12, 30, d251) T(12, 29, d341) T(12, 28, d431) T(12, 27, d080)
  T(12, 26, d170) T(12, 25, d260) T(12, 24, d350) T(12, 23, d440) T(12, 22, d530) T(12, 21, d061)
  T(12, 20, d151) T(12, 19, d241) T(12, 18, d331) T(12, 17, d070) T(12, 16, d160) T(12, 15, d250)
  T(12, 14, d340) T(12, 13, d430) T(12, 12, d051) T(12, 11, d141) T(12, 10, d231) T(12, 9, d060)
  T(12, 8, d150) T(12, 7, d240) T(12, 6, d330) T(12, 5, d041) T(12, 4, d131) T(12, 3, d050)
  T(12, 2, d140) T(12, 1, d230) T(12, 0, d030) T(13, 32, d242) T(13, 31, d332) T(13, 30, d422)
  T(13, 29, d512) T(13, 28, d602) T(13, 27, d251) T(13, 26, d341) T(13, 25, d431) T(13, 24, d521)
  T(13, 23, d611) T(13, 22, d701) T(13, 21, d232) T(13, 20, d322) T(13, 19, d412) T(13, 18, d502)
  T(13, 17, d241) T(13, 16, d331) T(13, 15, d421) T(13, 14, d511) T(13, 13, d601) T(13, 12, d222)
  T(13, 11, d312) T(13, 10, d402) T(13, 9, d231) T(13, 8, d321) T(13, 7, d411) T(13, 6, d501)
  T(13, 5, d212) T(13, 4, d302) T(13, 3, d221) T(13, 2, d311) T(13, 1, d401) T(13, 0, d201)
  T(14, 32, d152) T(14, 31, d242) T(14, 30, d332) T(14, 29, d422) T(14, 28, d512) T(14, 27, d161)
  T(14, 26, d251) T(14, 25, d341) T(14, 24, d431) T(14, 23, d521) T(14, 22, d611) T(14, 21, d142)
  T(14, 20, d232) T(14, 19, d322) T(14, 18, d412) T(14, 17, d151) T(14, 16, d241) T(14, 15, d331)
  T(14, 14, d421) T(14, 13, d511) T(14, 12, d132) T(14, 11, d222) T(14, 10, d312) T(14, 9, d141)
  T(14, 8, d231) T(14, 7, d321) T(14, 6, d411) T(14, 5, d122) T(14, 4, d212) T(14, 3, d131)
  T(14, 2, d221) T(14, 1, d311) T(14, 0, d111) T(15, 32, d062) T(15, 31, d152) T(15, 30, d242)
  T(15, 29, d332) T(15, 28, d422) T(15, 27, d071) T(15, 26, d161) T(15, 25, d251) T(15, 24, d341)
  T(15, 23, d431) T(15, 22, d521) T(15, 21, d052) T(15, 20, d142) T(15, 19, d232) T(15, 18, d322)
  T(15, 17, d061) T(15, 16, d151) T(15, 15, d241) T(15, 14, d331) T(15, 13, d421) T(15, 12, d042)
  T(15, 11, d132) T(15, 10, d222) T(15, 9, d051) T(15, 8, d141) T(15, 7, d231) T(15, 6, d321)
  T(15, 5, d032) T(15, 4, d122) T(15, 3, d041) T(15, 2, d131) T(15, 1, d221) T(15, 0, d021)
  T(16, 21, d431) T(16, 20, d521) T(16, 19, d611) T(16, 18, d701) T(16, 17, d440) T(16, 16, d530)
  T(16, 15, d620) T(16, 14, d710) T(16, 13, d800) T(16, 12, d421) T(16, 11, d511) T(16, 10, d601)
  T(16, 9, d430) T(16, 8, d520) T(16, 7, d610) T(16, 6, d700) T(16, 5, d411) T(16, 4, d501)
  T(16, 3, d420) T(16, 2, d510) T(16, 1, d600) T(16, 0, d400) T(17, 21, d341) T(17, 20, d431)
  T(17, 19, d521) T(17, 18, d611) T(17, 17, d350) T(17, 16, d440) T(17, 15, d530) T(17, 14, d620)
  T(17, 13, d710) T(17, 12, d331) T(17, 11, d421) T(17, 10, d511) T(17, 9, d340) T(17, 8, d430)
  T(17, 7, d520) T(17, 6, d610) T(17, 5, d321) T(17, 4, d411) T(17, 3, d330) T(17, 2, d420)
  T(17, 1, d510) T(17, 0, d310) T(18, 21, d251) T(18, 20, d341) T(18, 19, d431) T(18, 18, d521)
  T(18, 17, d260) T(18, 16, d350) T(18, 15, d440) T(18, 14, d530) T(18, 13, d620) T(18, 12, d241)
  T(18, 11, d331) T(18, 10, d421) T(18, 9, d250) T(18, 8, d340) T(18, 7, d430) T(18, 6, d520)
  T(18, 5, d231) T(18, 4, d321) T(18, 3, d240) T(18, 2, d330) T(18, 1, d420) T(18, 0, d220)
  T(19, 21, d161) T(19, 20, d251) T(19, 19, d341) T(19, 18, d431) T(19, 17, d170) T(19, 16, d260)
  T(19, 15, d350) T(19, 14, d440) T(19, 13, d530) T(19, 12, d151) T(19, 11, d241) T(19, 10, d331)
  T(19, 9, d160) T(19, 8, d250) T(19, 7, d340) T(19, 6, d430) T(19, 5, d141) T(19, 4, d231)
  T(19, 3, d150) T(19, 2, d240) T(19, 1, d330) T(19, 0, d130) T(20, 21, d071) T(20, 20, d161)
  T(20, 19, d251) T(20, 18, d341) T(20, 17, d080) T(20, 16, d170) T(20, 15, d260) T(20, 14, d350)
  T(20, 13, d440) T(20, 12, d061) T(20, 11, d151) T(20, 10, d241) T(20, 9, d070) T(20, 8, d160)
  T(20, 7, d250) T(20, 6, d340) T(20, 5, d051) T(20, 4, d141) T(20, 3, d060) T(20, 2, d150)
  T(20, 1, d240) T(20, 0, d040) T(21, 21, d332) T(21, 20, d422) T(21, 19, d512) T(21, 18, d602)
  T(21, 17, d341) T(21, 16, d431) T(21, 15, d521) T(21, 14, d611) T(21, 13, d701) T(21, 12, d322)
  T(21, 11, d412) T(21, 10, d502) T(21, 9, d331) T(21, 8, d421) T(21, 7, d511) T(21, 6, d601)
  T(21, 5, d312) T(21, 4, d402) T(21, 3, d321) T(21, 2, d411) T(21, 1, d501) T(21, 0, d301)
  T(22, 21, d242) T(22, 20, d332) T(22, 19, d422) T(22, 18, d512) T(22, 17, d251) T(22, 16, d341)
  T(22, 15, d431) T(22, 14, d521) T(22, 13, d611) T(22, 12, d232) T(22, 11, d322) T(22, 10, d412)
  T(22, 9, d241) T(22, 8, d331) T(22, 7, d421) T(22, 6, d511) T(22, 5, d222) T(22, 4, d312)
  T(22, 3, d231) T(22, 2, d321) T(22, 1, d411) T(22, 0, d211) T(23, 21, d152) T(23, 20, d242)
  T(23, 19, d332) T(23, 18, d422) T(23, 17, d161) T(23, 16, d251) T(23, 15, d341) T(23, 14, d431)
  T(23, 13, d521) T(23, 12, d142) T(23, 11, d232) T(23, 10, d322) T(23, 9, d151) T(23, 8, d241)
  T(23, 7, d331) T(23, 6, d421) T(23, 5, d132) T(23, 4, d222) T(23, 3, d141) T(23, 2, d231)
  T(23, 1, d321) T(23, 0, d121) T(24, 21, d062) T(24, 20, d152) T(24, 19, d242) T(24, 18, d332)
  T(24, 17, d071) T(24, 16, d161) T(24, 15, d251) T(24, 14, d341) T(24, 13, d431) T(24, 12, d052)
  T(24, 11, d142) T(24, 10, d232) T(24, 9, d061) T(24, 8, d151) T(24, 7, d241) T(24, 6, d331)
  T(24, 5, d042) T(24, 4, d132) T(24, 3, d051) T(24, 2, d141) T(24, 1, d231) T(24, 0, d031)
  T(25, 12, d521) T(25, 11, d611) T(25, 10, d701) T(25, 9, d530) T(25, 8, d620) T(25, 7, d710)
  T(25, 6, d800) T(25, 5, d511) T(25, 4, d601) T(25, 3, d520) T(25, 2, d610) T(25, 1, d700)
  T(25, 0, d500) T(26, 12, d431) T(26, 11, d521) T(26, 10, d611) T(26, 9, d440) T(26, 8, d530)
  T(26, 7, d620) T(26, 6, d710) T(26, 5, d421) T(26, 4, d511) T(26, 3, d430) T(26, 2, d520)
  T(26, 1, d610) T(26, 0, d410) T(27, 12, d341) T(27, 11, d431) T(27, 10, d521) T(27, 9, d350)
  T(27, 8, d440) T(27, 7, d530) T(27, 6, d620) T(27, 5, d331) T(27, 4, d421) T(27, 3, d340)
  T(27, 2, d430) T(27, 1, d520) T(27, 0, d320) T(28, 12, d251) T(28, 11, d341) T(28, 10, d431)
  T(28, 9, d260) T(28, 8, d350) T(28, 7, d440) T(28, 6, d530) T(28, 5, d241) T(28, 4, d331)
  T(28, 3, d250) T(28, 2, d340) T(28, 1, d430) T(28, 0, d230) T(29, 12, d161) T(29, 11, d251)
  T(29, 10, d341) T(29, 9, d170) T(29, 8, d260) T(29, 7, d350) T(29, 6, d440) T(29, 5, d151)
  T(29, 4, d241) T(29, 3, d160) T(29, 2, d250) T(29, 1, d340) T(29, 0, d140) T(30, 12, d071)
  T(30, 11, d161) T(30, 10, d251) T(30, 9, d080) T(30, 8, d170) T(30, 7, d260) T(30, 6, d350)
  T(30, 5, d061) T(30, 4, d151) T(30, 3, d070) T(30, 2, d160) T(30, 1, d250) T(30, 0, d050)
  T(31, 12, d422) T(31, 11, d512) T(31, 10, d602) T(31, 9, d431) T(31, 8, d521) T(31, 7, d611)
  T(31, 6, d701) T(31, 5, d412) T(31, 4, d502) T(31, 3, d421) T(31, 2, d511) T(31, 1, d601)
  T(31, 0, d401) T(32, 12, d332) T(32, 11, d422) T(32, 10, d512) T(32, 9, d341) T(32, 8, d431)
  T(32, 7, d521) T(32, 6, d611) T(32, 5, d322) T(32, 4, d412) T(32, 3, d331) T(32, 2, d421)
  T(32, 1, d511) T(32, 0, d311) T(33, 12, d242) T(33, 11, d332) T(33, 10, d422) T(33, 9, d251)
  T(33, 8, d341) T(33, 7, d431) T(33, 6, d521) T(33, 5, d232) T(33, 4, d322) T(33, 3, d241)
  T(33, 2, d331) T(33, 1, d421) T(33, 0, d221) T(34, 12, d152) T(34, 11, d242) T(34, 10, d332)
  T(34, 9, d161) T(34, 8, d251) T(34, 7, d341) T(34, 6, d431) T(34, 5, d142) T(34, 4, d232)
  T(34, 3, d151) T(34, 2, d241) T(34, 1, d331) T(34, 0, d131) T(35, 12, d062) T(35, 11, d152)
  T(35, 10, d242) T(35, 9, d071) T(35, 8, d161) T(35, 7, d251) T(35, 6, d341) T(35, 5, d052)
  T(35, 4, d142) T(35, 3, d061) T(35, 2, d151) T(35, 1, d241) T(35, 0, d041) T(36, 5, d611)
  T(36, 4, d701) T(36, 3, d620) T(36, 2, d710) T(36, 1, d800) T(36, 0, d600) T(37, 5, d521)
  T(37, 4, d611) T(37, 3, d530) T(37, 2, d620) T(37, 1, d710) T(37, 0, d510) T(38, 5, d431)
  T(38, 4, d521) T(38, 3, d440) T(38, 2, d530) T(38, 1, d620) T(38, 0, d420) T(39, 5, d341)
  T(39, 4, d431) T(39, 3, d350) T(39, 2, d440) T(39, 1, d530) T(39, 0, d330) T(40, 5, d251)
  T(40, 4, d341) T(40, 3, d260) T(40, 2, d350) T(40, 1, d440) T(40, 0, d240) T(41, 5, d161)
  T(41, 4, d251) T(41, 3, d170) T(41, 2, d260) T(41, 1, d350) T(41, 0, d150) T(42, 5, d071)
  T(42, 4, d161) T(42, 3, d080) T(42, 2, d170) T(42, 1, d260) T(42, 0, d060) T(43, 5, d512)
  T(43, 4, d602) T(43, 3, d521) T(43, 2, d611) T(43, 1, d701) T(43, 0, d501) T(44, 5, d422)
  T(44, 4, d512) T(44, 3, d431) T(44, 2, d521) T(44, 1, d611) T(44, 0, d411) T(45, 5, d332)
  T(45, 4, d422) T(45, 3, d341) T(45, 2, d431) T(45, 1, d521) T(45, 0, d321) T(46, 5, d242)
  T(46, 4, d332) T(46, 3, d251) T(46, 2, d341) T(46, 1, d431) T(46, 0, d231) T(47, 5, d152)
  T(47, 4, d242) T(47, 3, d161) T(47, 2, d251) T(47, 1, d341) T(47, 0, d141) T(48, 5, d062)
  T(48, 4, d152) T(48, 3, d071) T(48, 2, d161) T(48, 1, d251) T(48, 0, d051) T(49, 0, d700)
  T(50, 0, d610) T(51, 0, d520) T(52, 0, d430) T(53, 0, d340) T(54, 0, d250) T(55, 0, d160)
  T(56, 0, d070) T(57, 0, d601) T(58, 0, d511) T(59, 0, d421) T(60, 0, d331) T(61, 0, d241)
  T(62, 0, d151) T(63, 0, d061) T(64, 0, d800) T(65, 0, d710) T(66, 0, d620) T(67, 0, d530)
  T(68, 0, d440) T(69, 0, d350) T(70, 0, d260) T(71, 0, d170) T(72, 0, d080) T(73, 0, d701)
  T(74, 0, d611) T(75, 0, d521) T(76, 0, d431) T(77, 0, d341) T(78, 0, d251) T(79, 0, d161)
  T(80, 0, d071)
}

MP_INLINE void MP_FN(m2p_h8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, r6_110 = x * r7_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010),
  r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, r5_120 = x * r6_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140),
  d250 = MP_FMA(x, r1_150, r1_050), r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060,
  r1_160 = x * r2_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050),
  r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600), d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510),
  d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420), d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330),
  d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240), d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150),
  d260 = MP_FMA(x, r1_160, r1_060), d170 = x * r1_070,
  d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700, d611 = z * r1_610,
  d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250, d161 = z * r1_160,
  d071 = z * r1_070, d102 = -(d300 + d120), d012 = -(d210 + d030), d202 = -(d400 + d220),
  d112 = -(d310 + d130), d022 = -(d220 + d040), d302 = -(d500 + d320), d212 = -(d410 + d230),
  d122 = -(d320 + d140), d032 = -(d230 + d050), d402 = -(d600 + d420), d312 = -(d510 + d330),
  d222 = -(d420 + d240), d132 = -(d330 + d150), d042 = -(d240 + d060), d502 = -(d700 + d520),
  d412 = -(d610 + d430), d322 = -(d520 + d340), d232 = -(d430 + d250), d142 = -(d340 + d160),
  d052 = -(d250 + d070), d602 = -(d800 + d620), d512 = -(d710 + d530), d422 = -(d620 + d440),
  d332 = -(d530 + d350), d242 = -(d440 + d260), d152 = -(d350 + d170), d062 = -(d260 + d080);
  T(0, 60, d061) T(0, 59, d151) T(0, 58, d241) T(0, 57, d331) T(0, 56, d421) T(0, 55, d511)
  T(0, 54, d601) T(0, 53, d070) T(0, 52, d160) T(0, 51, d250) T(0, 50, d340) T(0, 49, d430)
  T(0, 48, d520) T(0, 47, d610) T(0, 46, d700) T(0, 45, d051) T(0, 44, d141) T(0, 43, d231)
  T(0, 42, d321) T(0, 41, d411) T(0, 40, d501) T(0, 39, d060) T(0, 38, d150) T(0, 37, d240)
  T(0, 36, d330) T(0, 35, d420) T(0, 34, d510) T(0, 33, d600) T(0, 32, d041) T(0, 31, d131)
  T(0, 30, d221) T(0, 29, d311) T(0, 28, d401) T(0, 27, d050) T(0, 26, d140) T(0, 25, d230)
  T(0, 24, d320) T(0, 23, d410) T(0, 22, d500) T(0, 21, d031) T(0, 20, d121) T(0, 19, d211)
  T(0, 18, d301) T(0, 17, d040) T(0, 16, d130) T(0, 15, d220) T(0, 14, d310) T(0, 13, d400)
  T(0, 12, d021) T(0, 11, d111) T(0, 10, d201) T(0, 9, d030) T(0, 8, d120) T(0, 7, d210)
  T(0, 6, d300) T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 60, d161) T(1, 59, d251) T(1, 58, d341) T(1, 57, d431) T(1, 56, d521) T(1, 55, d611)
  T(1, 54, d701) T(1, 53, d170) T(1, 52, d260) T(1, 51, d350) T(1, 50, d440) T(1, 49, d530)
  T(1, 48, d620) T(1, 47, d710) T(1, 46, d800) T(1, 45, d151) T(1, 44, d241) T(1, 43, d331)
  T(1, 42, d421) T(1, 41, d511) T(1, 40, d601) T(1, 39, d160) T(1, 38, d250) T(1, 37, d340)
  T(1, 36, d430) T(1, 35, d520) T(1, 34, d610) T(1, 33, d700) T(1, 32, d141) T(1, 31, d231)
  T(1, 30, d321) T(1, 29, d411) T(1, 28, d501) T(1, 27, d150) T(1, 26, d240) T(1, 25, d330)
  T(1, 24, d420) T(1, 23, d510) T(1, 22, d600) T(1, 21, d131) T(1, 20, d221) T(1, 19, d311)
  T(1, 18, d401) T(1, 17, d140) T(1, 16, d230) T(1, 15, d320) T(1, 14, d410) T(1, 13, d500)
  T(1, 12, d121) T(1, 11, d211) T(1, 10, d301) T(1, 9, d130) T(1, 8, d220) T(1, 7, d310)
  T(1, 6, d400) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210) T(1, 1, d300) T(1, 0, d100)
  T(2, 60, d071) T(2, 59, d161) T(2, 58, d251) T(2, 57, d341) T(2, 56, d431) T(2, 55, d521)
  T(2, 54, d611) T(2, 53, d080) T(2, 52, d170) T(2, 51, d260) T(2, 50, d350) T(2, 49, d440)
  T(2, 48, d530) T(2, 47, d620) T(2, 46, d710) T(2, 45, d061) T(2, 44, d151) T(2, 43, d241)
  T(2, 42, d331) T(2, 41, d421) T(2, 40, d511) T(2, 39, d070) T(2, 38, d160) T(2, 37, d250)
  T(2, 36, d340) T(2, 35, d430) T(2, 34, d520) T(2, 33, d610) T(2, 32, d051) T(2, 31, d141)
  T(2, 30, d231) T(2, 29, d321) T(2, 28, d411) T(2, 27, d060) T(2, 26, d150) T(2, 25, d240)
  T(2, 24, d330) T(2, 23, d420) T(2, 22, d510) T(2, 21, d041) T(2, 20, d131) T(2, 19, d221)
  T(2, 18, d311) T(2, 17, d050) T(2, 16, d140) T(2, 15, d230) T(2, 14, d320) T(2, 13, d410)
  T(2, 12, d031) T(2, 11, d121) T(2, 10, d211) T(2, 9, d040) T(2, 8, d130) T(2, 7, d220)
  T(2, 6, d310) T(2, 5, d021) T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010)
  T(3, 60, d062) T(3, 59, d152) T(3, 58, d242) T(3, 57, d332) T(3, 56, d422) T(3, 55, d512)
  T(3, 54, d602) T(3, 53, d071) T(3, 52, d161) T(3, 51, d251) T(3, 50, d341) T(3, 49, d431)
  T(3, 48, d521) T(3, 47, d611) T(3, 46, d701) T(3, 45, d052) T(3, 44, d142) T(3, 43, d232)
  T(3, 42, d322) T(3, 41, d412) T(3, 40, d502) T(3, 39, d061) T(3, 38, d151) T(3, 37, d241)
  T(3, 36, d331) T(3, 35, d421) T(3, 34, d511) T(3, 33, d601) T(3, 32, d042) T(3, 31, d132)
  T(3, 30, d222) T(3, 29, d312) T(3, 28, d402) T(3, 27, d051) T(3, 26, d141) T(3, 25, d231)
  T(3, 24, d321) T(3, 23, d411) T(3, 22, d501) T(3, 21, d032) T(3, 20, d122) T(3, 19, d212)
  T(3, 18, d302) T(3, 17, d041) T(3, 16, d131) T(3, 15, d221) T(3, 14, d311) T(3, 13, d401)
  T(3, 12, d022) T(3, 11, d112) T(3, 10, d202) T(3, 9, d031) T(3, 8, d121) T(3, 7, d211)
  T(3, 6, d301) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201) T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_h8)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], d200 = MP_FMA(x, r1_100, g[1]),
  r1_200 = MP_FMA(x, r2_100, g[2]), r2_200 = MP_FMA(x, r3_100, g[3]),
  r3_200 = MP_FMA(x, r4_100, g[4]), r4_200 = MP_FMA(x, r5_100, g[5]),
  r5_200 = MP_FMA(x, r6_100, g[6]), r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010,
  r1_110 = x * r2_010, r2_110 = x * r3_010, r3_110 = x * r4_010, r4_110 = x * r5_010,
  r5_110 = x * r6_010, r6_110 = x * r7_010, d020 = MP_FMA(y, r1_010, g[1]),
  r1_020 = MP_FMA(y, r2_010, g[2]), r2_020 = MP_FMA(y, r3_010, g[3]),
  r3_020 = MP_FMA(y, r4_010, g[4]), r4_020 = MP_FMA(y, r5_010, g[5]),
  r5_020 = MP_FMA(y, r6_010, g[6]), r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100,
  d011 = z * r1_010, d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100),
  r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100), r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100),
  r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100), r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100),
  r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100), d210 = MP_FMA(x, r1_110, r1_010),
  r1_210 = MP_FMA(x, r2_110, r2_010), r2_210 = MP_FMA(x, r3_110, r3_010),
  r3_210 = MP_FMA(x, r4_110, r4_010), r4_210 = MP_FMA(x, r5_110, r5_010),
  r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020, r1_120 = x * r2_020, r2_120 = x * r3_020,
  r3_120 = x * r4_020, r4_120 = x * r5_020, r5_120 = x * r6_020,
  d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010), r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010),
  r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010), r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010),
  r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010), r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010),
  d201 = z * r1_200, d111 = z * r1_110, d021 = z * r1_020,
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, d211 = z * r1_210, d121 = z * r1_120, d031 = z * r1_030,
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, d311 = z * r1_310, d221 = z * r1_220, d131 = z * r1_130, d041 = z * r1_040,
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, d411 = z * r1_410,
  d321 = z * r1_320, d231 = z * r1_230, d141 = z * r1_140, d051 = z * r1_050,
  d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500), r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500),
  d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410), r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410),
  d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320), r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320),
  d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230), r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230),
  d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140), r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140),
  d250 = MP_FMA(x, r1_150, r1_050), r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060,
  r1_160 = x * r2_060, d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050),
  r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050), d601 = z * r1_600, d511 = z * r1_510,
  d421 = z * r1_420, d331 = z * r1_330, d241 = z * r1_240, d151 = z * r1_150, d061 = z * r1_060,
  d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600), d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510),
  d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420), d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330),
  d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240), d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150),
  d260 = MP_FMA(x, r1_160, r1_060), d170 = x * r1_070,
  d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700, d611 = z * r1_610,
  d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250, d161 = z * r1_160,
  d071 = z * r1_070; F[0] = MP_FMA(mass, g[0], F[0]); F[1] = MP_FMA(mass, d100, F[1]);
  F[2] = MP_FMA(mass, d010, F[2]); F[3] = MP_FMA(mass, d001, F[3]);
  F[4] = MP_FMA(mass, d200, F[4]); F[5] = MP_FMA(mass, d110, F[5]);
  F[6] = MP_FMA(mass, d020, F[6]); F[7] = MP_FMA(mass, d101, F[7]);
  F[8] = MP_FMA(mass, d011, F[8]); F[9] = MP_FMA(mass, d300, F[9]);
  F[10] = MP_FMA(mass, d210, F[10]); F[11] = MP_FMA(mass, d120, F[11]);
  F[12] = MP_FMA(mass, d030, F[12]); F[13] = MP_FMA(mass, d201, F[13]);
  F[14] = MP_FMA(mass, d111, F[14]); F[15] = MP_FMA(mass, d021, F[15]);
  F[16] = MP_FMA(mass, d400, F[16]); F[17] = MP_FMA(mass, d310, F[17]);
  F[18] = MP_FMA(mass, d220, F[18]); F[19] = MP_FMA(mass, d130, F[19]);
  F[20] = MP_FMA(mass, d040, F[20]); F[21] = MP_FMA(mass, d301, F[21]);
  F[22] = MP_FMA(mass, d211, F[22]); F[23] = MP_FMA(mass, d121, F[23]);
  F[24] = MP_FMA(mass, d031, F[24]); F[25] = MP_FMA(mass, d500, F[25]);
  F[26] = MP_FMA(mass, d410, F[26]); F[27] = MP_FMA(mass, d320, F[27]);
  F[28] = MP_FMA(mass, d230, F[28]); F[29] = MP_FMA(mass, d140, F[29]);
  F[30] = MP_FMA(mass, d050, F[30]); F[31] = MP_FMA(mass, d401, F[31]);
  F[32] = MP_FMA(mass, d311, F[32]); F[33] = MP_FMA(mass, d221, F[33]);
  F[34] = MP_FMA(mass, d131, F[34]); F[35] = MP_FMA(mass, d041, F[35]);
  F[36] = MP_FMA(mass, d600, F[36]); F[37] = MP_FMA(mass, d510, F[37]);
  F[38] = MP_FMA(mass, d420, F[38]); F[39] = MP_FMA(mass, d330, F[39]);
  F[40] = MP_FMA(mass, d240, F[40]); F[41] = MP_FMA(mass, d150, F[41]);
  F[42] = MP_FMA(mass, d060, F[42]); F[43] = MP_FMA(mass, d501, F[43]);
  F[44] = MP_FMA(mass, d411, F[44]); F[45] = MP_FMA(mass, d321, F[45]);
  F[46] = MP_FMA(mass, d231, F[46]); F[47] = MP_FMA(mass, d141, F[47]);
  F[48] = MP_FMA(mass, d051, F[48]); F[49] = MP_FMA(mass, d700, F[49]);
  F[50] = MP_FMA(mass, d610, F[50]); F[51] = MP_FMA(mass, d520, F[51]);
  F[52] = MP_FMA(mass, d430, F[52]); F[53] = MP_FMA(mass, d340, F[53]);
  F[54] = MP_FMA(mass, d250, F[54]); F[55] = MP_FMA(mass, d160, F[55]);
  F[56] = MP_FMA(mass, d070, F[56]); F[57] = MP_FMA(mass, d601, F[57]);
  F[58] = MP_FMA(mass, d511, F[58]); F[59] = MP_FMA(mass, d421, F[59]);
  F[60] = MP_FMA(mass, d331, F[60]); F[61] = MP_FMA(mass, d241, F[61]);
  F[62] = MP_FMA(mass, d151, F[62]); F[63] = MP_FMA(mass, d061, F[63]);
  F[64] = MP_FMA(mass, d800, F[64]); F[65] = MP_FMA(mass, d710, F[65]);
  F[66] = MP_FMA(mass, d620, F[66]); F[67] = MP_FMA(mass, d530, F[67]);
  F[68] = MP_FMA(mass, d440, F[68]); F[69] = MP_FMA(mass, d350, F[69]);
  F[70] = MP_FMA(mass, d260, F[70]); F[71] = MP_FMA(mass, d170, F[71]);
  F[72] = MP_FMA(mass, d080, F[72]); F[73] = MP_FMA(mass, d701, F[73]);
  F[74] = MP_FMA(mass, d611, F[74]); F[75] = MP_FMA(mass, d521, F[75]);
  F[76] = MP_FMA(mass, d431, F[76]); F[77] = MP_FMA(mass, d341, F[77]);
  F[78] = MP_FMA(mass, d251, F[78]); F[79] = MP_FMA(mass, d161, F[79]);
  F[80] = MP_FMA(mass, d071, F[80]);
}

MP_INLINE void MP_FN(l2l_h8)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), x8 = x7 * x * MP_SET(1.0 / 8), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  y6 = y5 * y * MP_SET(1.0 / 6), y7 = y6 * y * MP_SET(1.0 / 7), y8 = y7 * y * MP_SET(1.0 / 8),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6), z7 = z6 * z * MP_SET(1.0 / 7),
  z8 = z7 * z * MP_SET(1.0 / 8), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024), f502 = -(F[49] + F[51]), f412 = -(F[50] + F[52]), f322 = -(F[51] + F[53]),
  f232 = -(F[52] + F[54]), f142 = -(F[53] + F[55]), f052 = -(F[54] + F[56]),
  f403 = -(F[57] + F[59]), f313 = -(F[58] + F[60]), f223 = -(F[59] + F[61]),
  f133 = -(F[60] + F[62]), f043 = -(F[61] + F[63]), f304 = -(f502 + f322), f214 = -(f412 + f232),
  f124 = -(f322 + f142), f034 = -(f232 + f052), f205 = -(f403 + f223), f115 = -(f313 + f133),
  f025 = -(f223 + f043), f106 = -(f304 + f124), f016 = -(f214 + f034), f007 = -(f205 + f025),
  f602 = -(F[64] + F[66]), f512 = -(F[65] + F[67]), f422 = -(F[66] + F[68]),
  f332 = -(F[67] + F[69]), f242 = -(F[68] + F[70]), f152 = -(F[69] + F[71]),
  f062 = -(F[70] + F[72]), f503 = -(F[73] + F[75]), f413 = -(F[74] + F[76]),
  f323 = -(F[75] + F[77]), f233 = -(F[76] + F[78]), f143 = -(F[77] + F[79]),
  f053 = -(F[78] + F[80]), f404 = -(f602 + f422), f314 = -(f512 + f332), f224 = -(f422 + f242),
  f134 = -(f332 + f152), f044 = -(f242 + f062), f305 = -(f503 + f323), f215 = -(f413 + f233),
  f125 = -(f323 + f143), f035 = -(f233 + f053), f206 = -(f404 + f224), f116 = -(f314 + f134),
  f026 = -(f224 + f044), f107 = -(f305 + f125), f017 = -(f215 + f035), f008 = -(f206 + f026),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, MP_FMA(F[36], x6, MP_FMA(F[49], x7, F[64] * x8))))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, MP_FMA(F[43], x5, MP_FMA(F[57], x6, F[73] * x7)))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, MP_FMA(F[37], x5, MP_FMA(F[50], x6, F[65] * x7)))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, MP_FMA(F[36], x5, MP_FMA(F[49], x6, F[64] * x7)))))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, MP_FMA(f402, x4, MP_FMA(f502, x5, f602 * x6))))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, MP_FMA(F[44], x4, MP_FMA(F[58], x5, F[74] * x6))))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, MP_FMA(F[38], x4, MP_FMA(F[51], x5, F[66] * x6))))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, MP_FMA(F[43], x4, MP_FMA(F[57], x5, F[73] * x6))))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, MP_FMA(F[37], x4, MP_FMA(F[50], x5, F[65] * x6))))) + F[5],
  u200 = MP_FMA(F[9], x, MP_FMA(F[16], x2, MP_FMA(F[25], x3, MP_FMA(F[36], x4, MP_FMA(F[49], x5, F[64] * x6))))) + F[4],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, MP_FMA(f303, x3, MP_FMA(f403, x4, f503 * x5)))) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, MP_FMA(f312, x3, MP_FMA(f412, x4, f512 * x5)))) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, MP_FMA(F[45], x3, MP_FMA(F[59], x4, F[75] * x5)))) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, MP_FMA(F[39], x3, MP_FMA(F[52], x4, F[67] * x5)))) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, MP_FMA(f402, x3, MP_FMA(f502, x4, f602 * x5)))) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, MP_FMA(F[44], x3, MP_FMA(F[58], x4, F[74] * x5)))) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, MP_FMA(F[38], x3, MP_FMA(F[51], x4, F[66] * x5)))) + F[11],
  u201 = MP_FMA(F[21], x, MP_FMA(F[31], x2, MP_FMA(F[43], x3, MP_FMA(F[57], x4, F[73] * x5)))) + F[13],
  u210 = MP_FMA(F[17], x, MP_FMA(F[26], x2, MP_FMA(F[37], x3, MP_FMA(F[50], x4, F[65] * x5)))) + F[10],
  u300 = MP_FMA(F[16], x, MP_FMA(F[25], x2, MP_FMA(F[36], x3, MP_FMA(F[49], x4, F[64] * x5)))) + F[9],
  u004 = MP_FMA(f104, x, MP_FMA(f204, x2, MP_FMA(f304, x3, f404 * x4))) + f004,
  u013 = MP_FMA(f113, x, MP_FMA(f213, x2, MP_FMA(f313, x3, f413 * x4))) + f013,
  u022 = MP_FMA(f122, x, MP_FMA(f222, x2, MP_FMA(f322, x3, f422 * x4))) + f022,
  u031 = MP_FMA(F[34], x, MP_FMA(F[46], x2, MP_FMA(F[60], x3, F[76] * x4))) + F[24],
  u040 = MP_FMA(F[29], x, MP_FMA(F[40], x2, MP_FMA(F[53], x3, F[68] * x4))) + F[20],
  u103 = MP_FMA(f203, x, MP_FMA(f303, x2, MP_FMA(f403, x3, f503 * x4))) + f103,
  u112 = MP_FMA(f212, x, MP_FMA(f312, x2, MP_FMA(f412, x3, f512 * x4))) + f112,
  u121 = MP_FMA(F[33], x, MP_FMA(F[45], x2, MP_FMA(F[59], x3, F[75] * x4))) + F[23],
  u130 = MP_FMA(F[28], x, MP_FMA(F[39], x2, MP_FMA(F[52], x3, F[67] * x4))) + F[19],
  u202 = MP_FMA(f302, x, MP_FMA(f402, x2, MP_FMA(f502, x3, f602 * x4))) + f202,
  u211 = MP_FMA(F[32], x, MP_FMA(F[44], x2, MP_FMA(F[58], x3, F[74] * x4))) + F[22],
  u220 = MP_FMA(F[27], x, MP_FMA(F[38], x2, MP_FMA(F[51], x3, F[66] * x4))) + F[18],
  u301 = MP_FMA(F[31], x, MP_FMA(F[43], x2, MP_FMA(F[57], x3, F[73] * x4))) + F[21],
  u310 = MP_FMA(F[26], x, MP_FMA(F[37], x2, MP_FMA(F[50], x3, F[65] * x4))) + F[17],
  u400 = MP_FMA(F[25], x, MP_FMA(F[36], x2, MP_FMA(F[49], x3, F[64] * x4))) + F[16],
  u005 = MP_FMA(f105, x, MP_FMA(f205, x2, f305 * x3)) + f005,
  u014 = MP_FMA(f114, x, MP_FMA(f214, x2, f314 * x3)) + f014,
  u023 = MP_FMA(f123, x, MP_FMA(f223, x2, f323 * x3)) + f023,
  u032 = MP_FMA(f132, x, MP_FMA(f232, x2, f332 * x3)) + f032,
  u041 = MP_FMA(F[47], x, MP_FMA(F[61], x2, F[77] * x3)) + F[35],
  u050 = MP_FMA(F[41], x, MP_FMA(F[54], x2, F[69] * x3)) + F[30],
  u104 = MP_FMA(f204, x, MP_FMA(f304, x2, f404 * x3)) + f104,
  u113 = MP_FMA(f213, x, MP_FMA(f313, x2, f413 * x3)) + f113,
  u122 = MP_FMA(f222, x, MP_FMA(f322, x2, f422 * x3)) + f122,
  u131 = MP_FMA(F[46], x, MP_FMA(F[60], x2, F[76] * x3)) + F[34],
  u140 = MP_FMA(F[40], x, MP_FMA(F[53], x2, F[68] * x3)) + F[29],
  u203 = MP_FMA(f303, x, MP_FMA(f403, x2, f503 * x3)) + f203,
  u212 = MP_FMA(f312, x, MP_FMA(f412, x2, f512 * x3)) + f212,
  u221 = MP_FMA(F[45], x, MP_FMA(F[59], x2, F[75] * x3)) + F[33],
  u230 = MP_FMA(F[39], x, MP_FMA(F[52], x2, F[67] * x3)) + F[28],
  u302 = MP_FMA(f402, x, MP_FMA(f502, x2, f602 * x3)) + f302,
  u311 = MP_FMA(F[44], x, MP_FMA(F[58], x2, F[74] * x3)) + F[32],
  u320 = MP_FMA(F[38], x, MP_FMA(F[51], x2, F[66] * x3)) + F[27],
  u401 = MP_FMA(F[43], x, MP_FMA(F[57], x2, F[73] * x3)) + F[31],
  u410 = MP_FMA(F[37], x, MP_FMA(F[50], x2, F[65] * x3)) + F[26],
  u500 = MP_FMA(F[36], x, MP_FMA(F[49], x2, F[64] * x3)) + F[25],
  u006 = MP_FMA(f106, x, f206 * x2) + f006, u015 = MP_FMA(f115, x, f215 * x2) + f015,
  u024 = MP_FMA(f124, x, f224 * x2) + f024, u033 = MP_FMA(f133, x, f233 * x2) + f033,
  u042 = MP_FMA(f142, x, f242 * x2) + f042, u051 = MP_FMA(F[62], x, F[78] * x2) + F[48],
  u060 = MP_FMA(F[55], x, F[70] * x2) + F[42], u105 = MP_FMA(f205, x, f305 * x2) + f105,
  u114 = MP_FMA(f214, x, f314 * x2) + f114, u123 = MP_FMA(f223, x, f323 * x2) + f123,
  u132 = MP_FMA(f232, x, f332 * x2) + f132, u141 = MP_FMA(F[61], x, F[77] * x2) + F[47],
  u150 = MP_FMA(F[54], x, F[69] * x2) + F[41], u204 = MP_FMA(f304, x, f404 * x2) + f204,
  u213 = MP_FMA(f313, x, f413 * x2) + f213, u222 = MP_FMA(f322, x, f422 * x2) + f222,
  u231 = MP_FMA(F[60], x, F[76] * x2) + F[46], u240 = MP_FMA(F[53], x, F[68] * x2) + F[40],
  u303 = MP_FMA(f403, x, f503 * x2) + f303, u312 = MP_FMA(f412, x, f512 * x2) + f312,
  u321 = MP_FMA(F[59], x, F[75] * x2) + F[45], u330 = MP_FMA(F[52], x, F[67] * x2) + F[39],
  u402 = MP_FMA(f502, x, f602 * x2) + f402, u411 = MP_FMA(F[58], x, F[74] * x2) + F[44],
  u420 = MP_FMA(F[51], x, F[66] * x2) + F[38], u501 = MP_FMA(F[57], x, F[73] * x2) + F[43],
  u510 = MP_FMA(F[50], x, F[65] * x2) + F[37], u600 = MP_FMA(F[49], x, F[64] * x2) + F[36],
  u007 = f107 * x + f007, u016 = f116 * x + f016, u025 = f125 * x + f025, u034 = f134 * x + f034,
  u043 = f143 * x + f043, u052 = f152 * x + f052, u061 = F[79] * x + F[63],
  u070 = F[71] * x + F[56], u106 = f206 * x + f106, u115 = f215 * x + f115, u124 = f224 * x + f124,
  u133 = f233 * x + f133, u142 = f242 * x + f142, u151 = F[78] * x + F[62],
  u160 = F[70] * x + F[55], u205 = f305 * x + f205, u214 = f314 * x + f214, u223 = f323 * x + f223,
  u232 = f332 * x + f232, u241 = F[77] * x + F[61], u250 = F[69] * x + F[54],
  u304 = f404 * x + f304, u313 = f413 * x + f313, u322 = f422 * x + f322, u331 = F[76] * x + F[60],
  u340 = F[68] * x + F[53], u403 = f503 * x + f403, u412 = f512 * x + f412,
  u421 = F[75] * x + F[59], u430 = F[67] * x + F[52], u502 = f602 * x + f502,
  u511 = F[74] * x + F[58], u520 = F[66] * x + F[51], u601 = F[73] * x + F[57],
  u610 = F[65] * x + F[50], u700 = F[64] * x + F[49],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, MP_FMA(u070, y7, F[72] * y8))))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, MP_FMA(u061, y6, F[80] * y7)))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, MP_FMA(u070, y6, F[72] * y7)))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, MP_FMA(u160, y6, F[71] * y7)))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, MP_FMA(u052, y5, f062 * y6))))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, MP_FMA(u061, y5, F[80] * y6))))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, MP_FMA(u060, y4, MP_FMA(u070, y5, F[72] * y6))))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, MP_FMA(u151, y5, F[79] * y6))))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, MP_FMA(u150, y4, MP_FMA(u160, y5, F[71] * y6))))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, MP_FMA(u240, y4, MP_FMA(u250, y5, F[70] * y6))))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, MP_FMA(u043, y4, f053 * y5)))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, MP_FMA(u052, y4, f062 * y5)))) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, MP_FMA(u051, y3, MP_FMA(u061, y4, F[80] * y5)))) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, MP_FMA(u060, y3, MP_FMA(u070, y4, F[72] * y5)))) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, MP_FMA(u142, y4, f152 * y5)))) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, MP_FMA(u141, y3, MP_FMA(u151, y4, F[79] * y5)))) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, MP_FMA(u150, y3, MP_FMA(u160, y4, F[71] * y5)))) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, MP_FMA(u231, y3, MP_FMA(u241, y4, F[78] * y5)))) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, MP_FMA(u240, y3, MP_FMA(u250, y4, F[70] * y5)))) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, MP_FMA(u330, y3, MP_FMA(u340, y4, F[69] * y5)))) + u300,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, MP_FMA(u034, y3, f044 * y4))) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, MP_FMA(u043, y3, f053 * y4))) + u013,
  v022 = MP_FMA(u032, y, MP_FMA(u042, y2, MP_FMA(u052, y3, f062 * y4))) + u022,
  v031 = MP_FMA(u041, y, MP_FMA(u051, y2, MP_FMA(u061, y3, F[80] * y4))) + u031,
  v040 = MP_FMA(u050, y, MP_FMA(u060, y2, MP_FMA(u070, y3, F[72] * y4))) + u040,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, MP_FMA(u133, y3, f143 * y4))) + u103,
  v112 = MP_FMA(u122, y, MP_FMA(u132, y2, MP_FMA(u142, y3, f152 * y4))) + u112,
  v121 = MP_FMA(u131, y, MP_FMA(u141, y2, MP_FMA(u151, y3, F[79] * y4))) + u121,
  v130 = MP_FMA(u140, y, MP_FMA(u150, y2, MP_FMA(u160, y3, F[71] * y4))) + u130,
  v202 = MP_FMA(u212, y, MP_FMA(u222, y2, MP_FMA(u232, y3, f242 * y4))) + u202,
  v211 = MP_FMA(u221, y, MP_FMA(u231, y2, MP_FMA(u241, y3, F[78] * y4))) + u211,
  v220 = MP_FMA(u230, y, MP_FMA(u240, y2, MP_FMA(u250, y3, F[70] * y4))) + u220,
  v301 = MP_FMA(u311, y, MP_FMA(u321, y2, MP_FMA(u331, y3, F[77] * y4))) + u301,
  v310 = MP_FMA(u320, y, MP_FMA(u330, y2, MP_FMA(u340, y3, F[69] * y4))) + u310,
  v400 = MP_FMA(u410, y, MP_FMA(u420, y2, MP_FMA(u430, y3, F[68] * y4))) + u400,
  v005 = MP_FMA(u015, y, MP_FMA(u025, y2, f035 * y3)) + u005,
  v014 = MP_FMA(u024, y, MP_FMA(u034, y2, f044 * y3)) + u014,
  v023 = MP_FMA(u033, y, MP_FMA(u043, y2, f053 * y3)) + u023,
  v032 = MP_FMA(u042, y, MP_FMA(u052, y2, f062 * y3)) + u032,
  v041 = MP_FMA(u051, y, MP_FMA(u061, y2, F[80] * y3)) + u041,
  v050 = MP_FMA(u060, y, MP_FMA(u070, y2, F[72] * y3)) + u050,
  v104 = MP_FMA(u114, y, MP_FMA(u124, y2, f134 * y3)) + u104,
  v113 = MP_FMA(u123, y, MP_FMA(u133, y2, f143 * y3)) + u113,
  v122 = MP_FMA(u132, y, MP_FMA(u142, y2, f152 * y3)) + u122,
  v131 = MP_FMA(u141, y, MP_FMA(u151, y2, F[79] * y3)) + u131,
  v140 = MP_FMA(u150, y, MP_FMA(u160, y2, F[71] * y3)) + u140,
  v203 = MP_FMA(u213, y, MP_FMA(u223, y2, f233 * y3)) + u203,
  v212 = MP_FMA(u222, y, MP_FMA(u232, y2, f242 * y3)) + u212,
  v221 = MP_FMA(u231, y, MP_FMA(u241, y2, F[78] * y3)) + u221,
  v230 = MP_FMA(u240, y, MP_FMA(u250, y2, F[70] * y3)) + u230,
  v302 = MP_FMA(u312, y, MP_FMA(u322, y2, f332 * y3)) + u302,
  v311 = MP_FMA(u321, y, MP_FMA(u331, y2, F[77] * y3)) + u311,
  v320 = MP_FMA(u330, y, MP_FMA(u340, y2, F[69] * y3)) + u320,
  v401 = MP_FMA(u411, y, MP_FMA(u421, y2, F[76] * y3)) + u401,
  v410 = MP_FMA(u420, y, MP_FMA(u430, y2, F[68] * y3)) + u410,
  v500 = MP_FMA(u510, y, MP_FMA(u520, y2, F[67] * y3)) + u500,
  v006 = MP_FMA(u016, y, f026 * y2) + u006, v015 = MP_FMA(u025, y, f035 * y2) + u015,
  v024 = MP_FMA(u034, y, f044 * y2) + u024, v033 = MP_FMA(u043, y, f053 * y2) + u033,
  v042 = MP_FMA(u052, y, f062 * y2) + u042, v051 = MP_FMA(u061, y, F[80] * y2) + u051,
  v060 = MP_FMA(u070, y, F[72] * y2) + u060, v105 = MP_FMA(u115, y, f125 * y2) + u105,
  v114 = MP_FMA(u124, y, f134 * y2) + u114, v123 = MP_FMA(u133, y, f143 * y2) + u123,
  v132 = MP_FMA(u142, y, f152 * y2) + u132, v141 = MP_FMA(u151, y, F[79] * y2) + u141,
  v150 = MP_FMA(u160, y, F[71] * y2) + u150, v204 = MP_FMA(u214, y, f224 * y2) + u204,
  v213 = MP_FMA(u223, y, f233 * y2) + u213, v222 = MP_FMA(u232, y, f242 * y2) + u222,
  v231 = MP_FMA(u241, y, F[78] * y2) + u231, v240 = MP_FMA(u250, y, F[70] * y2) + u240,
  v303 = MP_FMA(u313, y, f323 * y2) + u303, v312 = MP_FMA(u322, y, f332 * y2) + u312,
  v321 = MP_FMA(u331, y, F[77] * y2) + u321, v330 = MP_FMA(u340, y, F[69] * y2) + u330,
  v402 = MP_FMA(u412, y, f422 * y2) + u402, v411 = MP_FMA(u421, y, F[76] * y2) + u411,
  v420 = MP_FMA(u430, y, F[68] * y2) + u420, v501 = MP_FMA(u511, y, F[75] * y2) + u501,
  v510 = MP_FMA(u520, y, F[67] * y2) + u510, v600 = MP_FMA(u610, y, F[66] * y2) + u600,
  v007 = f017 * y + u007, v016 = f026 * y + u016, v025 = f035 * y + u025, v034 = f044 * y + u034,
  v043 = f053 * y + u043, v052 = f062 * y + u052, v061 = F[80] * y + u061, v070 = F[72] * y + u070,
  v106 = f116 * y + u106, v115 = f125 * y + u115, v124 = f134 * y + u124, v133 = f143 * y + u133,
  v142 = f152 * y + u142, v151 = F[79] * y + u151, v160 = F[71] * y + u160, v205 = f215 * y + u205,
  v214 = f224 * y + u214, v223 = f233 * y + u223, v232 = f242 * y + u232, v241 = F[78] * y + u241,
  v250 = F[70] * y + u250, v304 = f314 * y + u304, v313 = f323 * y + u313, v322 = f332 * y + u322,
  v331 = F[77] * y + u331, v340 = F[69] * y + u340, v403 = f413 * y + u403, v412 = f422 * y + u412,
  v421 = F[76] * y + u421, v430 = F[68] * y + u430, v502 = f512 * y + u502,
  v511 = F[75] * y + u511, v520 = F[67] * y + u520, v601 = F[74] * y + u601,
  v610 = F[66] * y + u610, v700 = F[65] * y + u700,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, MP_FMA(v007, z7, f008 * z8))))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, MP_FMA(v007, z6, f008 * z7)))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, MP_FMA(v016, z6, f017 * z7)))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, MP_FMA(v106, z6, f107 * z7)))))) + v100,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, MP_FMA(v015, z4, MP_FMA(v016, z5, f017 * z6))))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, MP_FMA(v024, z4, MP_FMA(v025, z5, f026 * z6))))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, MP_FMA(v105, z4, MP_FMA(v106, z5, f107 * z6))))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, MP_FMA(v114, z4, MP_FMA(v115, z5, f116 * z6))))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, MP_FMA(v204, z4, MP_FMA(v205, z5, f206 * z6))))) + v200,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, MP_FMA(v024, z3, MP_FMA(v025, z4, f026 * z5)))) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, MP_FMA(v033, z3, MP_FMA(v034, z4, f035 * z5)))) + v030,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, MP_FMA(v114, z3, MP_FMA(v115, z4, f116 * z5)))) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, MP_FMA(v123, z3, MP_FMA(v124, z4, f125 * z5)))) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, MP_FMA(v204, z3, MP_FMA(v205, z4, f206 * z5)))) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, MP_FMA(v213, z3, MP_FMA(v214, z4, f215 * z5)))) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, MP_FMA(v303, z3, MP_FMA(v304, z4, f305 * z5)))) + v300,
  w031 = MP_FMA(v032, z, MP_FMA(v033, z2, MP_FMA(v034, z3, f035 * z4))) + v031,
  w040 = MP_FMA(v041, z, MP_FMA(v042, z2, MP_FMA(v043, z3, f044 * z4))) + v040,
  w121 = MP_FMA(v122, z, MP_FMA(v123, z2, MP_FMA(v124, z3, f125 * z4))) + v121,
  w130 = MP_FMA(v131, z, MP_FMA(v132, z2, MP_FMA(v133, z3, f134 * z4))) + v130,
  w211 = MP_FMA(v212, z, MP_FMA(v213, z2, MP_FMA(v214, z3, f215 * z4))) + v211,
  w220 = MP_FMA(v221, z, MP_FMA(v222, z2, MP_FMA(v223, z3, f224 * z4))) + v220,
  w301 = MP_FMA(v302, z, MP_FMA(v303, z2, MP_FMA(v304, z3, f305 * z4))) + v301,
  w310 = MP_FMA(v311, z, MP_FMA(v312, z2, MP_FMA(v313, z3, f314 * z4))) + v310,
  w400 = MP_FMA(v401, z, MP_FMA(v402, z2, MP_FMA(v403, z3, f404 * z4))) + v400,
  w041 = MP_FMA(v042, z, MP_FMA(v043, z2, f044 * z3)) + v041,
  w050 = MP_FMA(v051, z, MP_FMA(v052, z2, f053 * z3)) + v050,
  w131 = MP_FMA(v132, z, MP_FMA(v133, z2, f134 * z3)) + v131,
  w140 = MP_FMA(v141, z, MP_FMA(v142, z2, f143 * z3)) + v140,
  w221 = MP_FMA(v222, z, MP_FMA(v223, z2, f224 * z3)) + v221,
  w230 = MP_FMA(v231, z, MP_FMA(v232, z2, f233 * z3)) + v230,
  w311 = MP_FMA(v312, z, MP_FMA(v313, z2, f314 * z3)) + v311,
  w320 = MP_FMA(v321, z, MP_FMA(v322, z2, f323 * z3)) + v320,
  w401 = MP_FMA(v402, z, MP_FMA(v403, z2, f404 * z3)) + v401,
  w410 = MP_FMA(v411, z, MP_FMA(v412, z2, f413 * z3)) + v410,
  w500 = MP_FMA(v501, z, MP_FMA(v502, z2, f503 * z3)) + v500,
  w051 = MP_FMA(v052, z, f053 * z2) + v051, w060 = MP_FMA(v061, z, f062 * z2) + v060,
  w141 = MP_FMA(v142, z, f143 * z2) + v141, w150 = MP_FMA(v151, z, f152 * z2) + v150,
  w231 = MP_FMA(v232, z, f233 * z2) + v231, w240 = MP_FMA(v241, z, f242 * z2) + v240,
  w321 = MP_FMA(v322, z, f323 * z2) + v321, w330 = MP_FMA(v331, z, f332 * z2) + v330,
  w411 = MP_FMA(v412, z, f413 * z2) + v411, w420 = MP_FMA(v421, z, f422 * z2) + v420,
  w501 = MP_FMA(v502, z, f503 * z2) + v501, w510 = MP_FMA(v511, z, f512 * z2) + v510,
  w600 = MP_FMA(v601, z, f602 * z2) + v600, w061 = f062 * z + v061, w070 = F[80] * z + v070,
  w151 = f152 * z + v151, w160 = F[79] * z + v160, w241 = f242 * z + v241, w250 = F[78] * z + v250,
  w331 = f332 * z + v331, w340 = F[77] * z + v340, w421 = f422 * z + v421, w430 = F[76] * z + v430,
  w511 = f512 * z + v511, w520 = F[75] * z + v520, w601 = f602 * z + v601, w610 = F[74] * z + v610,
  w700 = F[73] * z + v700; L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200;
  L[5] += w110; L[6] += w020; L[7] += w101; L[8] += w011; L[9] += w300; L[10] += w210;
  L[11] += w120; L[12] += w030; L[13] += w201; L[14] += w111; L[15] += w021; L[16] += w400;
  L[17] += w310; L[18] += w220; L[19] += w130; L[20] += w040; L[21] += w301; L[22] += w211;
  L[23] += w121; L[24] += w031; L[25] += w500; L[26] += w410; L[27] += w320; L[28] += w230;
  L[29] += w140; L[30] += w050; L[31] += w401; L[32] += w311; L[33] += w221; L[34] += w131;
  L[35] += w041; L[36] += w600; L[37] += w510; L[38] += w420; L[39] += w330; L[40] += w240;
  L[41] += w150; L[42] += w060; L[43] += w501; L[44] += w411; L[45] += w321; L[46] += w231;
  L[47] += w141; L[48] += w051; L[49] += w700; L[50] += w610; L[51] += w520; L[52] += w430;
  L[53] += w340; L[54] += w250; L[55] += w160; L[56] += w070; L[57] += w601; L[58] += w511;
  L[59] += w421; L[60] += w331; L[61] += w241; L[62] += w151; L[63] += w061; L[64] += F[64];
  L[65] += F[65]; L[66] += F[66]; L[67] += F[67]; L[68] += F[68]; L[69] += F[69]; L[70] += F[70];
  L[71] += F[71]; L[72] += F[72]; L[73] += F[73]; L[74] += F[74]; L[75] += F[75]; L[76] += F[76];
  L[77] += F[77]; L[78] += F[78]; L[79] += F[79]; L[80] += F[80];
}

MP_INLINE void MP_FN(l2p_h8)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), x8 = x7 * x * MP_SET(1.0 / 8), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  y6 = y5 * y * MP_SET(1.0 / 6), y7 = y6 * y * MP_SET(1.0 / 7), y8 = y7 * y * MP_SET(1.0 / 8),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6), z7 = z6 * z * MP_SET(1.0 / 7),
  z8 = z7 * z * MP_SET(1.0 / 8), f002 = -(F[4] + F[6]), f102 = -(F[9] + F[11]),
  f012 = -(F[10] + F[12]), f003 = -(F[13] + F[15]), f202 = -(F[16] + F[18]),
  f112 = -(F[17] + F[19]), f022 = -(F[18] + F[20]), f103 = -(F[21] + F[23]),
  f013 = -(F[22] + F[24]), f004 = -(f202 + f022), f302 = -(F[25] + F[27]), f212 = -(F[26] + F[28]),
  f122 = -(F[27] + F[29]), f032 = -(F[28] + F[30]), f203 = -(F[31] + F[33]),
  f113 = -(F[32] + F[34]), f023 = -(F[33] + F[35]), f104 = -(f302 + f122), f014 = -(f212 + f032),
  f005 = -(f203 + f023), f402 = -(F[36] + F[38]), f312 = -(F[37] + F[39]), f222 = -(F[38] + F[40]),
  f132 = -(F[39] + F[41]), f042 = -(F[40] + F[42]), f303 = -(F[43] + F[45]),
  f213 = -(F[44] + F[46]), f123 = -(F[45] + F[47]), f033 = -(F[46] + F[48]), f204 = -(f402 + f222),
  f114 = -(f312 + f132), f024 = -(f222 + f042), f105 = -(f303 + f123), f015 = -(f213 + f033),
  f006 = -(f204 + f024), f502 = -(F[49] + F[51]), f412 = -(F[50] + F[52]), f322 = -(F[51] + F[53]),
  f232 = -(F[52] + F[54]), f142 = -(F[53] + F[55]), f052 = -(F[54] + F[56]),
  f403 = -(F[57] + F[59]), f313 = -(F[58] + F[60]), f223 = -(F[59] + F[61]),
  f133 = -(F[60] + F[62]), f043 = -(F[61] + F[63]), f304 = -(f502 + f322), f214 = -(f412 + f232),
  f124 = -(f322 + f142), f034 = -(f232 + f052), f205 = -(f403 + f223), f115 = -(f313 + f133),
  f025 = -(f223 + f043), f106 = -(f304 + f124), f016 = -(f214 + f034), f007 = -(f205 + f025),
  f602 = -(F[64] + F[66]), f512 = -(F[65] + F[67]), f422 = -(F[66] + F[68]),
  f332 = -(F[67] + F[69]), f242 = -(F[68] + F[70]), f152 = -(F[69] + F[71]),
  f062 = -(F[70] + F[72]), f503 = -(F[73] + F[75]), f413 = -(F[74] + F[76]),
  f323 = -(F[75] + F[77]), f233 = -(F[76] + F[78]), f143 = -(F[77] + F[79]),
  f053 = -(F[78] + F[80]), f404 = -(f602 + f422), f314 = -(f512 + f332), f224 = -(f422 + f242),
  f134 = -(f332 + f152), f044 = -(f242 + f062), f305 = -(f503 + f323), f215 = -(f413 + f233),
  f125 = -(f323 + f143), f035 = -(f233 + f053), f206 = -(f404 + f224), f116 = -(f314 + f134),
  f026 = -(f224 + f044), f107 = -(f305 + f125), f017 = -(f215 + f035), f008 = -(f206 + f026),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[9], x3, MP_FMA(F[16], x4, MP_FMA(F[25], x5, MP_FMA(F[36], x6, MP_FMA(F[49], x7, F[64] * x8))))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[13], x2, MP_FMA(F[21], x3, MP_FMA(F[31], x4, MP_FMA(F[43], x5, MP_FMA(F[57], x6, F[73] * x7)))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[10], x2, MP_FMA(F[17], x3, MP_FMA(F[26], x4, MP_FMA(F[37], x5, MP_FMA(F[50], x6, F[65] * x7)))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[9], x2, MP_FMA(F[16], x3, MP_FMA(F[25], x4, MP_FMA(F[36], x5, MP_FMA(F[49], x6, F[64] * x7)))))) + F[1],
  u002 = MP_FMA(f102, x, MP_FMA(f202, x2, MP_FMA(f302, x3, MP_FMA(f402, x4, MP_FMA(f502, x5, f602 * x6))))) + f002,
  u011 = MP_FMA(F[14], x, MP_FMA(F[22], x2, MP_FMA(F[32], x3, MP_FMA(F[44], x4, MP_FMA(F[58], x5, F[74] * x6))))) + F[8],
  u020 = MP_FMA(F[11], x, MP_FMA(F[18], x2, MP_FMA(F[27], x3, MP_FMA(F[38], x4, MP_FMA(F[51], x5, F[66] * x6))))) + F[6],
  u101 = MP_FMA(F[13], x, MP_FMA(F[21], x2, MP_FMA(F[31], x3, MP_FMA(F[43], x4, MP_FMA(F[57], x5, F[73] * x6))))) + F[7],
  u110 = MP_FMA(F[10], x, MP_FMA(F[17], x2, MP_FMA(F[26], x3, MP_FMA(F[37], x4, MP_FMA(F[50], x5, F[65] * x6))))) + F[5],
  u003 = MP_FMA(f103, x, MP_FMA(f203, x2, MP_FMA(f303, x3, MP_FMA(f403, x4, f503 * x5)))) + f003,
  u012 = MP_FMA(f112, x, MP_FMA(f212, x2, MP_FMA(f312, x3, MP_FMA(f412, x4, f512 * x5)))) + f012,
  u021 = MP_FMA(F[23], x, MP_FMA(F[33], x2, MP_FMA(F[45], x3, MP_FMA(F[59], x4, F[75] * x5)))) + F[15],
  u030 = MP_FMA(F[19], x, MP_FMA(F[28], x2, MP_FMA(F[39], x3, MP_FMA(F[52], x4, F[67] * x5)))) + F[12],
  u102 = MP_FMA(f202, x, MP_FMA(f302, x2, MP_FMA(f402, x3, MP_FMA(f502, x4, f602 * x5)))) + f102,
  u111 = MP_FMA(F[22], x, MP_FMA(F[32], x2, MP_FMA(F[44], x3, MP_FMA(F[58], x4, F[74] * x5)))) + F[14],
  u120 = MP_FMA(F[18], x, MP_FMA(F[27], x2, MP_FMA(F[38], x3, MP_FMA(F[51], x4, F[66] * x5)))) + F[11],
  u004 = MP_FMA(f104, x, MP_FMA(f204, x2, MP_FMA(f304, x3, f404 * x4))) + f004,
  u013 = MP_FMA(f113, x, MP_FMA(f213, x2, MP_FMA(f313, x3, f413 * x4))) + f013,
  u022 = MP_FMA(f122, x, MP_FMA(f222, x2, MP_FMA(f322, x3, f422 * x4))) + f022,
  u031 = MP_FMA(F[34], x, MP_FMA(F[46], x2, MP_FMA(F[60], x3, F[76] * x4))) + F[24],
  u040 = MP_FMA(F[29], x, MP_FMA(F[40], x2, MP_FMA(F[53], x3, F[68] * x4))) + F[20],
  u103 = MP_FMA(f203, x, MP_FMA(f303, x2, MP_FMA(f403, x3, f503 * x4))) + f103,
  u112 = MP_FMA(f212, x, MP_FMA(f312, x2, MP_FMA(f412, x3, f512 * x4))) + f112,
  u121 = MP_FMA(F[33], x, MP_FMA(F[45], x2, MP_FMA(F[59], x3, F[75] * x4))) + F[23],
  u130 = MP_FMA(F[28], x, MP_FMA(F[39], x2, MP_FMA(F[52], x3, F[67] * x4))) + F[19],
  u005 = MP_FMA(f105, x, MP_FMA(f205, x2, f305 * x3)) + f005,
  u014 = MP_FMA(f114, x, MP_FMA(f214, x2, f314 * x3)) + f014,
  u023 = MP_FMA(f123, x, MP_FMA(f223, x2, f323 * x3)) + f023,
  u032 = MP_FMA(f132, x, MP_FMA(f232, x2, f332 * x3)) + f032,
  u041 = MP_FMA(F[47], x, MP_FMA(F[61], x2, F[77] * x3)) + F[35],
  u050 = MP_FMA(F[41], x, MP_FMA(F[54], x2, F[69] * x3)) + F[30],
  u104 = MP_FMA(f204, x, MP_FMA(f304, x2, f404 * x3)) + f104,
  u113 = MP_FMA(f213, x, MP_FMA(f313, x2, f413 * x3)) + f113,
  u122 = MP_FMA(f222, x, MP_FMA(f322, x2, f422 * x3)) + f122,
  u131 = MP_FMA(F[46], x, MP_FMA(F[60], x2, F[76] * x3)) + F[34],
  u140 = MP_FMA(F[40], x, MP_FMA(F[53], x2, F[68] * x3)) + F[29],
  u006 = MP_FMA(f106, x, f206 * x2) + f006, u015 = MP_FMA(f115, x, f215 * x2) + f015,
  u024 = MP_FMA(f124, x, f224 * x2) + f024, u033 = MP_FMA(f133, x, f233 * x2) + f033,
  u042 = MP_FMA(f142, x, f242 * x2) + f042, u051 = MP_FMA(F[62], x, F[78] * x2) + F[48],
  u060 = MP_FMA(F[55], x, F[70] * x2) + F[42], u105 = MP_FMA(f205, x, f305 * x2) + f105,
  u114 = MP_FMA(f214, x, f314 * x2) + f114, u123 = MP_FMA(f223, x, f323 * x2) + f123,
  u132 = MP_FMA(f232, x, f332 * x2) + f132, u141 = MP_FMA(F[61], x, F[77] * x2) + F[47],
  u150 = MP_FMA(F[54], x, F[69] * x2) + F[41], u007 = f107 * x + f007, u016 = f116 * x + f016,
  u025 = f125 * x + f025, u034 = f134 * x + f034, u043 = f143 * x + f043, u052 = f152 * x + f052,
  u061 = F[79] * x + F[63], u070 = F[71] * x + F[56], u106 = f206 * x + f106,
  u115 = f215 * x + f115, u124 = f224 * x + f124, u133 = f233 * x + f133, u142 = f242 * x + f142,
  u151 = F[78] * x + F[62], u160 = F[70] * x + F[55],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, MP_FMA(u070, y7, F[72] * y8))))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, MP_FMA(u061, y6, F[80] * y7)))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, MP_FMA(u070, y6, F[72] * y7)))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, MP_FMA(u160, y6, F[71] * y7)))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, MP_FMA(u052, y5, f062 * y6))))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, MP_FMA(u061, y5, F[80] * y6))))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, MP_FMA(u151, y5, F[79] * y6))))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, MP_FMA(u043, y4, f053 * y5)))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, MP_FMA(u052, y4, f062 * y5)))) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, MP_FMA(u142, y4, f152 * y5)))) + u102,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, MP_FMA(u034, y3, f044 * y4))) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, MP_FMA(u043, y3, f053 * y4))) + u013,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, MP_FMA(u133, y3, f143 * y4))) + u103,
  v005 = MP_FMA(u015, y, MP_FMA(u025, y2, f035 * y3)) + u005,
  v014 = MP_FMA(u024, y, MP_FMA(u034, y2, f044 * y3)) + u014,
  v104 = MP_FMA(u114, y, MP_FMA(u124, y2, f134 * y3)) + u104,
  v006 = MP_FMA(u016, y, f026 * y2) + u006, v015 = MP_FMA(u025, y, f035 * y2) + u015,
  v105 = MP_FMA(u115, y, f125 * y2) + u105, v007 = f017 * y + u007, v016 = f026 * y + u016,
  v106 = f116 * y + u106,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, MP_FMA(v007, z7, f008 * z8))))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, MP_FMA(v007, z6, f008 * z7)))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, MP_FMA(v016, z6, f017 * z7)))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, MP_FMA(v106, z6, f107 * z7)))))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

MP_INLINE void MP_FN(m2m_f8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *R) {
  (void)x, (void)y, (void)z;
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), y2 = y * y * MP_SET(1.0 / 2), y3 = y2 * y * MP_SET(1.0 / 3),
  y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5), y6 = y5 * y * MP_SET(1.0 / 6),
  y7 = y6 * y * MP_SET(1.0 / 7), z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3),
  z4 = z3 * z * MP_SET(1.0 / 4), z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6),
  z7 = z6 * z * MP_SET(1.0 / 7), u100 = M[0] * x, u200 = M[0] * x2 + M[1], u102 = M[6] * x + M[14],
  u111 = M[5] * x + M[12], u120 = M[3] * x + M[9], u201 = M[4] * x + M[11], u210 = M[2] * x + M[8],
  u300 = MP_FMA(M[1], x, M[0] * x3) + M[7], u103 = M[16] * x + M[29], u112 = M[15] * x + M[27],
  u121 = M[13] * x + M[24], u130 = M[10] * x + M[20], u202 = MP_FMA(M[14], x, M[6] * x2) + M[26],
  u211 = MP_FMA(M[12], x, M[5] * x2) + M[23], u220 = MP_FMA(M[9], x, M[3] * x2) + M[19],
  u301 = MP_FMA(M[11], x, M[4] * x2) + M[22], u310 = MP_FMA(M[8], x, M[2] * x2) + M[18],
  u400 = MP_FMA(M[7], x, MP_FMA(M[1], x2, M[0] * x4)) + M[17], u104 = M[31] * x + M[50],
  u113 = M[30] * x + M[48], u122 = M[28] * x + M[45], u131 = M[25] * x + M[41],
  u140 = M[21] * x + M[36], u203 = MP_FMA(M[29], x, M[16] * x2) + M[47],
  u212 = MP_FMA(M[27], x, M[15] * x2) + M[44], u221 = MP_FMA(M[24], x, M[13] * x2) + M[40],
  u230 = MP_FMA(M[20], x, M[10] * x2) + M[35],
  u302 = MP_FMA(M[26], x, MP_FMA(M[14], x2, M[6] * x3)) + M[43],
  u311 = MP_FMA(M[23], x, MP_FMA(M[12], x2, M[5] * x3)) + M[39],
  u320 = MP_FMA(M[19], x, MP_FMA(M[9], x2, M[3] * x3)) + M[34],
  u401 = MP_FMA(M[22], x, MP_FMA(M[11], x2, M[4] * x3)) + M[38],
  u410 = MP_FMA(M[18], x, MP_FMA(M[8], x2, M[2] * x3)) + M[33],
  u500 = MP_FMA(M[17], x, MP_FMA(M[7], x2, MP_FMA(M[1], x3, M[0] * x5))) + M[32],
  u105 = M[52] * x + M[78], u114 = M[51] * x + M[76], u123 = M[49] * x + M[73],
  u132 = M[46] * x + M[69], u141 = M[42] * x + M[64], u150 = M[37] * x + M[58],
  u204 = MP_FMA(M[50], x, M[31] * x2) + M[75], u213 = MP_FMA(M[48], x, M[30] * x2) + M[72],
  u222 = MP_FMA(M[45], x, M[28] * x2) + M[68], u231 = MP_FMA(M[41], x, M[25] * x2) + M[63],
  u240 = MP_FMA(M[36], x, M[21] * x2) + M[57],
  u303 = MP_FMA(M[47], x, MP_FMA(M[29], x2, M[16] * x3)) + M[71],
  u312 = MP_FMA(M[44], x, MP_FMA(M[27], x2, M[15] * x3)) + M[67],
  u321 = MP_FMA(M[40], x, MP_FMA(M[24], x2, M[13] * x3)) + M[62],
  u330 = MP_FMA(M[35], x, MP_FMA(M[20], x2, M[10] * x3)) + M[56],
  u402 = MP_FMA(M[43], x, MP_FMA(M[26], x2, MP_FMA(M[14], x3, M[6] * x4))) + M[66],
  u411 = MP_FMA(M[39], x, MP_FMA(M[23], x2, MP_FMA(M[12], x3, M[5] * x4))) + M[61],
  u420 = MP_FMA(M[34], x, MP_FMA(M[19], x2, MP_FMA(M[9], x3, M[3] * x4))) + M[55],
  u501 = MP_FMA(M[38], x, MP_FMA(M[22], x2, MP_FMA(M[11], x3, M[4] * x4))) + M[60],
  u510 = MP_FMA(M[33], x, MP_FMA(M[18], x2, MP_FMA(M[8], x3, M[2] * x4))) + M[54],
  u600 = MP_FMA(M[32], x, MP_FMA(M[17], x2, MP_FMA(M[7], x3, MP_FMA(M[1], x4, M[0] * x6)))) + M[53],
  u106 = M[80] * x + M[114], u115 = M[79] * x + M[112], u124 = M[77] * x + M[109],
  u133 = M[74] * x + M[105], u142 = M[70] * x + M[100], u151 = M[65] * x + M[94],
  u160 = M[59] * x + M[87], u205 = MP_FMA(M[78], x, M[52] * x2) + M[111],
  u214 = MP_FMA(M[76], x, M[51] * x2) + M[108], u223 = MP_FMA(M[73], x, M[49] * x2) + M[104],
  u232 = MP_FMA(M[69], x, M[46] * x2) + M[99], u241 = MP_FMA(M[64], x, M[42] * x2) + M[93],
  u250 = MP_FMA(M[58], x, M[37] * x2) + M[86],
  u304 = MP_FMA(M[75], x, MP_FMA(M[50], x2, M[31] * x3)) + M[107],
  u313 = MP_FMA(M[72], x, MP_FMA(M[48], x2, M[30] * x3)) + M[103],
  u322 = MP_FMA(M[68], x, MP_FMA(M[45], x2, M[28] * x3)) + M[98],
  u331 = MP_FMA(M[63], x, MP_FMA(M[41], x2, M[25] * x3)) + M[92],
  u340 = MP_FMA(M[57], x, MP_FMA(M[36], x2, M[21] * x3)) + M[85],
  u403 = MP_FMA(M[71], x, MP_FMA(M[47], x2, MP_FMA(M[29], x3, M[16] * x4))) + M[102],
  u412 = MP_FMA(M[67], x, MP_FMA(M[44], x2, MP_FMA(M[27], x3, M[15] * x4))) + M[97],
  u421 = MP_FMA(M[62], x, MP_FMA(M[40], x2, MP_FMA(M[24], x3, M[13] * x4))) + M[91],
  u430 = MP_FMA(M[56], x, MP_FMA(M[35], x2, MP_FMA(M[20], x3, M[10] * x4))) + M[84],
  u502 = MP_FMA(M[66], x, MP_FMA(M[43], x2, MP_FMA(M[26], x3, MP_FMA(M[14], x4, M[6] * x5)))) + M[96],
  u511 = MP_FMA(M[61], x, MP_FMA(M[39], x2, MP_FMA(M[23], x3, MP_FMA(M[12], x4, M[5] * x5)))) + M[90],
  u520 = MP_FMA(M[55], x, MP_FMA(M[34], x2, MP_FMA(M[19], x3, MP_FMA(M[9], x4, M[3] * x5)))) + M[83],
  u601 = MP_FMA(M[60], x, MP_FMA(M[38], x2, MP_FMA(M[22], x3, MP_FMA(M[11], x4, M[4] * x5)))) + M[89],
  u610 = MP_FMA(M[54], x, MP_FMA(M[33], x2, MP_FMA(M[18], x3, MP_FMA(M[8], x4, M[2] * x5)))) + M[82],
  u700 = MP_FMA(M[53], x, MP_FMA(M[32], x2, MP_FMA(M[17], x3, MP_FMA(M[7], x4, MP_FMA(M[1], x5, M[0] * x7))))) + M[81],
  v010 = M[0] * y, v020 = M[0] * y2 + M[3], v110 = u100 * y + M[2], v012 = M[6] * y + M[15],
  v021 = M[5] * y + M[13], v030 = MP_FMA(M[3], y, M[0] * y3) + M[10], v111 = M[4] * y + u111,
  v120 = MP_FMA(M[2], y, u100 * y2) + u120, v210 = u200 * y + u210, v013 = M[16] * y + M[30],
  v022 = MP_FMA(M[15], y, M[6] * y2) + M[28], v031 = MP_FMA(M[13], y, M[5] * y2) + M[25],
  v040 = MP_FMA(M[10], y, MP_FMA(M[3], y2, M[0] * y4)) + M[21], v112 = u102 * y + u112,
  v121 = MP_FMA(u111, y, M[4] * y2) + u121,
  v130 = MP_FMA(u120, y, MP_FMA(M[2], y2, u100 * y3)) + u130, v211 = u201 * y + u211,
  v220 = MP_FMA(u210, y, u200 * y2) + u220, v310 = u300 * y + u310, v014 = M[31] * y + M[51],
  v023 = MP_FMA(M[30], y, M[16] * y2) + M[49],
  v032 = MP_FMA(M[28], y, MP_FMA(M[15], y2, M[6] * y3)) + M[46],
  v041 = MP_FMA(M[25], y, MP_FMA(M[13], y2, M[5] * y3)) + M[42],
  v050 = MP_FMA(M[21], y, MP_FMA(M[10], y2, MP_FMA(M[3], y3, M[0] * y5))) + M[37],
  v113 = u103 * y + u113, v122 = MP_FMA(u112, y, u102 * y2) + u122,
  v131 = MP_FMA(u121, y, MP_FMA(u111, y2, M[4] * y3)) + u131,
  v140 = MP_FMA(u130, y, MP_FMA(u120, y2, MP_FMA(M[2], y3, u100 * y4))) + u140,
  v212 = u202 * y + u212, v221 = MP_FMA(u211, y, u201 * y2) + u221,
  v230 = MP_FMA(u220, y, MP_FMA(u210, y2, u200 * y3)) + u230, v311 = u301 * y + u311,
  v320 = MP_FMA(u310, y, u300 * y2) + u320, v410 = u400 * y + u410, v015 = M[52] * y + M[79],
  v024 = MP_FMA(M[51], y, M[31] * y2) + M[77],
  v033 = MP_FMA(M[49], y, MP_FMA(M[30], y2, M[16] * y3)) + M[74],
  v042 = MP_FMA(M[46], y, MP_FMA(M[28], y2, MP_FMA(M[15], y3, M[6] * y4))) + M[70],
  v051 = MP_FMA(M[42], y, MP_FMA(M[25], y2, MP_FMA(M[13], y3, M[5] * y4))) + M[65],
  v060 = MP_FMA(M[37], y, MP_FMA(M[21], y2, MP_FMA(M[10], y3, MP_FMA(M[3], y4, M[0] * y6)))) + M[59],
  v114 = u104 * y + u114, v123 = MP_FMA(u113, y, u103 * y2) + u123,
  v132 = MP_FMA(u122, y, MP_FMA(u112, y2, u102 * y3)) + u132,
  v141 = MP_FMA(u131, y, MP_FMA(u121, y2, MP_FMA(u111, y3, M[4] * y4))) + u141,
  v150 = MP_FMA(u140, y, MP_FMA(u130, y2, MP_FMA(u120, y3, MP_FMA(M[2], y4, u100 * y5)))) + u150,
  v213 = u203 * y + u213, v222 = MP_FMA(u212, y, u202 * y2) + u222,
  v231 = MP_FMA(u221, y, MP_FMA(u211, y2, u201 * y3)) + u231,
  v240 = MP_FMA(u230, y, MP_FMA(u220, y2, MP_FMA(u210, y3, u200 * y4))) + u240,
  v312 = u302 * y + u312, v321 = MP_FMA(u311, y, u301 * y2) + u321,
  v330 = MP_FMA(u320, y, MP_FMA(u310, y2, u300 * y3)) + u330, v411 = u401 * y + u411,
  v420 = MP_FMA(u410, y, u400 * y2) + u420, v510 = u500 * y + u510, v016 = M[80] * y + M[115],
  v025 = MP_FMA(M[79], y, M[52] * y2) + M[113],
  v034 = MP_FMA(M[77], y, MP_FMA(M[51], y2, M[31] * y3)) + M[110],
  v043 = MP_FMA(M[74], y, MP_FMA(M[49], y2, MP_FMA(M[30], y3, M[16] * y4))) + M[106],
  v052 = MP_FMA(M[70], y, MP_FMA(M[46], y2, MP_FMA(M[28], y3, MP_FMA(M[15], y4, M[6] * y5)))) + M[101],
  v061 = MP_FMA(M[65], y, MP_FMA(M[42], y2, MP_FMA(M[25], y3, MP_FMA(M[13], y4, M[5] * y5)))) + M[95],
  v070 = MP_FMA(M[59], y, MP_FMA(M[37], y2, MP_FMA(M[21], y3, MP_FMA(M[10], y4, MP_FMA(M[3], y5, M[0] * y7))))) + M[88],
  v115 = u105 * y + u115, v124 = MP_FMA(u114, y, u104 * y2) + u124,
  v133 = MP_FMA(u123, y, MP_FMA(u113, y2, u103 * y3)) + u133,
  v142 = MP_FMA(u132, y, MP_FMA(u122, y2, MP_FMA(u112, y3, u102 * y4))) + u142,
  v151 = MP_FMA(u141, y, MP_FMA(u131, y2, MP_FMA(u121, y3, MP_FMA(u111, y4, M[4] * y5)))) + u151,
  v160 = MP_FMA(u150, y, MP_FMA(u140, y2, MP_FMA(u130, y3, MP_FMA(u120, y4, MP_FMA(M[2], y5, u100 * y6))))) + u160,
  v214 = u204 * y + u214, v223 = MP_FMA(u213, y, u203 * y2) + u223,
  v232 = MP_FMA(u222, y, MP_FMA(u212, y2, u202 * y3)) + u232,
  v241 = MP_FMA(u231, y, MP_FMA(u221, y2, MP_FMA(u211, y3, u201 * y4))) + u241,
  v250 = MP_FMA(u240, y, MP_FMA(u230, y2, MP_FMA(u220, y3, MP_FMA(u210, y4, u200 * y5)))) + u250,
  v313 = u303 * y + u313, v322 = MP_FMA(u312, y, u302 * y2) + u322,
  v331 = MP_FMA(u321, y, MP_FMA(u311, y2, u301 * y3)) + u331,
  v340 = MP_FMA(u330, y, MP_FMA(u320, y2, MP_FMA(u310, y3, u300 * y4))) + u340,
  v412 = u402 * y + u412, v421 = MP_FMA(u411, y, u401 * y2) + u421,
  v430 = MP_FMA(u420, y, MP_FMA(u410, y2, u400 * y3)) + u430, v511 = u501 * y + u511,
  v520 = MP_FMA(u510, y, u500 * y2) + u520, v610 = u600 * y + u610, w002 = M[0] * z2 + M[6],
  w011 = v010 * z + M[5], w101 = u100 * z + M[4], w003 = MP_FMA(M[6], z, M[0] * z3) + M[16],
  w012 = MP_FMA(M[5], z, v010 * z2) + v012, w021 = v020 * z + v021,
  w102 = MP_FMA(M[4], z, u100 * z2) + u102, w111 = v110 * z + v111, w201 = u200 * z + u201,
  w004 = MP_FMA(M[16], z, MP_FMA(M[6], z2, M[0] * z4)) + M[31],
  w013 = MP_FMA(v012, z, MP_FMA(M[5], z2, v010 * z3)) + v013,
  w022 = MP_FMA(v021, z, v020 * z2) + v022, w031 = v030 * z + v031,
  w103 = MP_FMA(u102, z, MP_FMA(M[4], z2, u100 * z3)) + u103,
  w112 = MP_FMA(v111, z, v110 * z2) + v112, w121 = v120 * z + v121,
  w202 = MP_FMA(u201, z, u200 * z2) + u202, w211 = v210 * z + v211, w301 = u300 * z + u301,
  w005 = MP_FMA(M[31], z, MP_FMA(M[16], z2, MP_FMA(M[6], z3, M[0] * z5))) + M[52],
  w014 = MP_FMA(v013, z, MP_FMA(v012, z2, MP_FMA(M[5], z3, v010 * z4))) + v014,
  w023 = MP_FMA(v022, z, MP_FMA(v021, z2, v020 * z3)) + v023,
  w032 = MP_FMA(v031, z, v030 * z2) + v032, w041 = v040 * z + v041,
  w104 = MP_FMA(u103, z, MP_FMA(u102, z2, MP_FMA(M[4], z3, u100 * z4))) + u104,
  w113 = MP_FMA(v112, z, MP_FMA(v111, z2, v110 * z3)) + v113,
  w122 = MP_FMA(v121, z, v120 * z2) + v122, w131 = v130 * z + v131,
  w203 = MP_FMA(u202, z, MP_FMA(u201, z2, u200 * z3)) + u203,
  w212 = MP_FMA(v211, z, v210 * z2) + v212, w221 = v220 * z + v221,
  w302 = MP_FMA(u301, z, u300 * z2) + u302, w311 = v310 * z + v311, w401 = u400 * z + u401,
  w006 = MP_FMA(M[52], z, MP_FMA(M[31], z2, MP_FMA(M[16], z3, MP_FMA(M[6], z4, M[0] * z6)))) + M[80],
  w015 = MP_FMA(v014, z, MP_FMA(v013, z2, MP_FMA(v012, z3, MP_FMA(M[5], z4, v010 * z5)))) + v015,
  w024 = MP_FMA(v023, z, MP_FMA(v022, z2, MP_FMA(v021, z3, v020 * z4))) + v024,
  w033 = MP_FMA(v032, z, MP_FMA(v031, z2, v030 * z3)) + v033,
  w042 = MP_FMA(v041, z, v040 * z2) + v042, w051 = v050 * z + v051,
  w105 = MP_FMA(u104, z, MP_FMA(u103, z2, MP_FMA(u102, z3, MP_FMA(M[4], z4, u100 * z5)))) + u105,
  w114 = MP_FMA(v113, z, MP_FMA(v112, z2, MP_FMA(v111, z3, v110 * z4))) + v114,
  w123 = MP_FMA(v122, z, MP_FMA(v121, z2, v120 * z3)) + v123,
  w132 = MP_FMA(v131, z, v130 * z2) + v132, w141 = v140 * z + v141,
  w204 = MP_FMA(u203, z, MP_FMA(u202, z2, MP_FMA(u201, z3, u200 * z4))) + u204,
  w213 = MP_FMA(v212, z, MP_FMA(v211, z2, v210 * z3)) + v213,
  w222 = MP_FMA(v221, z, v220 * z2) + v222, w231 = v230 * z + v231,
  w303 = MP_FMA(u302, z, MP_FMA(u301, z2, u300 * z3)) + u303,
  w312 = MP_FMA(v311, z, v310 * z2) + v312, w321 = v320 * z + v321,
  w402 = MP_FMA(u401, z, u400 * z2) + u402, w411 = v410 * z + v411, w501 = u500 * z + u501,
  w007 = MP_FMA(M[80], z, MP_FMA(M[52], z2, MP_FMA(M[31], z3, MP_FMA(M[16], z4, MP_FMA(M[6], z5, M[0] * z7))))) + M[116],
  w016 = MP_FMA(v015, z, MP_FMA(v014, z2, MP_FMA(v013, z3, MP_FMA(v012, z4, MP_FMA(M[5], z5, v010 * z6))))) + v016,
  w025 = MP_FMA(v024, z, MP_FMA(v023, z2, MP_FMA(v022, z3, MP_FMA(v021, z4, v020 * z5)))) + v025,
  w034 = MP_FMA(v033, z, MP_FMA(v032, z2, MP_FMA(v031, z3, v030 * z4))) + v034,
  w043 = MP_FMA(v042, z, MP_FMA(v041, z2, v040 * z3)) + v043,
  w052 = MP_FMA(v051, z, v050 * z2) + v052, w061 = v060 * z + v061,
  w106 = MP_FMA(u105, z, MP_FMA(u104, z2, MP_FMA(u103, z3, MP_FMA(u102, z4, MP_FMA(M[4], z5, u100 * z6))))) + u106,
  w115 = MP_FMA(v114, z, MP_FMA(v113, z2, MP_FMA(v112, z3, MP_FMA(v111, z4, v110 * z5)))) + v115,
  w124 = MP_FMA(v123, z, MP_FMA(v122, z2, MP_FMA(v121, z3, v120 * z4))) + v124,
  w133 = MP_FMA(v132, z, MP_FMA(v131, z2, v130 * z3)) + v133,
  w142 = MP_FMA(v141, z, v140 * z2) + v142, w151 = v150 * z + v151,
  w205 = MP_FMA(u204, z, MP_FMA(u203, z2, MP_FMA(u202, z3, MP_FMA(u201, z4, u200 * z5)))) + u205,
  w214 = MP_FMA(v213, z, MP_FMA(v212, z2, MP_FMA(v211, z3, v210 * z4))) + v214,
  w223 = MP_FMA(v222, z, MP_FMA(v221, z2, v220 * z3)) + v223,
  w232 = MP_FMA(v231, z, v230 * z2) + v232, w241 = v240 * z + v241,
  w304 = MP_FMA(u303, z, MP_FMA(u302, z2, MP_FMA(u301, z3, u300 * z4))) + u304,
  w313 = MP_FMA(v312, z, MP_FMA(v311, z2, v310 * z3)) + v313,
  w322 = MP_FMA(v321, z, v320 * z2) + v322, w331 = v330 * z + v331,
  w403 = MP_FMA(u402, z, MP_FMA(u401, z2, u400 * z3)) + u403,
  w412 = MP_FMA(v411, z, v410 * z2) + v412, w421 = v420 * z + v421,
  w502 = MP_FMA(u501, z, u500 * z2) + u502, w511 = v510 * z + v511, w601 = u600 * z + u601;
  R[0] += M[0]; R[1] += u200; R[2] += v110; R[3] += v020; R[4] += w101; R[5] += w011; R[6] += w002;
  R[7] += u300; R[8] += v210; R[9] += v120; R[10] += v030; R[11] += w201; R[12] += w111;
  R[13] += w021; R[14] += w102; R[15] += w012; R[16] += w003; R[17] += u400; R[18] += v310;
  R[19] += v220; R[20] += v130; R[21] += v040; R[22] += w301; R[23] += w211; R[24] += w121;
  R[25] += w031; R[26] += w202; R[27] += w112; R[28] += w022; R[29] += w103; R[30] += w013;
  R[31] += w004; R[32] += u500; R[33] += v410; R[34] += v320; R[35] += v230; R[36] += v140;
  R[37] += v050; R[38] += w401; R[39] += w311; R[40] += w221; R[41] += w131; R[42] += w041;
  R[43] += w302; R[44] += w212; R[45] += w122; R[46] += w032; R[47] += w203; R[48] += w113;
  R[49] += w023; R[50] += w104; R[51] += w014; R[52] += w005; R[53] += u600; R[54] += v510;
  R[55] += v420; R[56] += v330; R[57] += v240; R[58] += v150; R[59] += v060; R[60] += w501;
  R[61] += w411; R[62] += w321; R[63] += w231; R[64] += w141; R[65] += w051; R[66] += w402;
  R[67] += w312; R[68] += w222; R[69] += w132; R[70] += w042; R[71] += w303; R[72] += w213;
  R[73] += w123; R[74] += w033; R[75] += w204; R[76] += w114; R[77] += w024; R[78] += w105;
  R[79] += w015; R[80] += w006; R[81] += u700; R[82] += v610; R[83] += v520; R[84] += v430;
  R[85] += v340; R[86] += v250; R[87] += v160; R[88] += v070; R[89] += w601; R[90] += w511;
  R[91] += w421; R[92] += w331; R[93] += w241; R[94] += w151; R[95] += w061; R[96] += w502;
  R[97] += w412; R[98] += w322; R[99] += w232; R[100] += w142; R[101] += w052; R[102] += w403;
  R[103] += w313; R[104] += w223; R[105] += w133; R[106] += w043; R[107] += w304; R[108] += w214;
  R[109] += w124; R[110] += w034; R[111] += w205; R[112] += w115; R[113] += w025; R[114] += w106;
  R[115] += w016; R[116] += w007;
}

MP_INLINE void MP_FN(fold_f8)(const MP_REAL *R, MP_REAL *M) {
  M[0] = R[0]; M[1] = R[1]; M[2] = R[2]; M[3] = R[3]; M[4] = R[4]; M[5] = R[5]; M[6] = R[6];
  M[7] = R[7]; M[8] = R[8]; M[9] = R[9]; M[10] = R[10]; M[11] = R[11]; M[12] = R[12];
  M[13] = R[13]; M[14] = R[14]; M[15] = R[15]; M[16] = R[16]; M[17] = R[17]; M[18] = R[18];
  M[19] = R[19]; M[20] = R[20]; M[21] = R[21]; M[22] = R[22]; M[23] = R[23]; M[24] = R[24];
  M[25] = R[25]; M[26] = R[26]; M[27] = R[27]; M[28] = R[28]; M[29] = R[29]; M[30] = R[30];
  M[31] = R[31]; M[32] = R[32]; M[33] = R[33]; M[34] = R[34]; M[35] = R[35]; M[36] = R[36];
  M[37] = R[37]; M[38] = R[38]; M[39] = R[39]; M[40] = R[40]; M[41] = R[41]; M[42] = R[42];
  M[43] = R[43]; M[44] = R[44]; M[45] = R[45]; M[46] = R[46]; M[47] = R[47]; M[48] = R[48];
  M[49] = R[49]; M[50] = R[50]; M[51] = R[51]; M[52] = R[52]; M[53] = R[53]; M[54] = R[54];
  M[55] = R[55]; M[56] = R[56]; M[57] = R[57]; M[58] = R[58]; M[59] = R[59]; M[60] = R[60];
  M[61] = R[61]; M[62] = R[62]; M[63] = R[63]; M[64] = R[64]; M[65] = R[65]; M[66] = R[66];
  M[67] = R[67]; M[68] = R[68]; M[69] = R[69]; M[70] = R[70]; M[71] = R[71]; M[72] = R[72];
  M[73] = R[73]; M[74] = R[74]; M[75] = R[75]; M[76] = R[76]; M[77] = R[77]; M[78] = R[78];
  M[79] = R[79]; M[80] = R[80]; M[81] = R[81]; M[82] = R[82]; M[83] = R[83]; M[84] = R[84];
  M[85] = R[85]; M[86] = R[86]; M[87] = R[87]; M[88] = R[88]; M[89] = R[89]; M[90] = R[90];
  M[91] = R[91]; M[92] = R[92]; M[93] = R[93]; M[94] = R[94]; M[95] = R[95]; M[96] = R[96];
  M[97] = R[97]; M[98] = R[98]; M[99] = R[99]; M[100] = R[100]; M[101] = R[101]; M[102] = R[102];
  M[103] = R[103]; M[104] = R[104]; M[105] = R[105]; M[106] = R[106]; M[107] = R[107];
  M[108] = R[108]; M[109] = R[109]; M[110] = R[110]; M[111] = R[111]; M[112] = R[112];
  M[113] = R[113]; M[114] = R[114]; M[115] = R[115]; M[116] = R[116];
}

MP_INLINE void MP_FN(m2l_f8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6], r6_001 = z * g[7], r7_001 = z * g[8],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]),
  r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, r6_110 = x * r7_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]),
  r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, r6_101 = z * r7_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, r5_011 = z * r6_010, r6_011 = z * r7_010, d002 = MP_FMA(z, r1_001, g[1]),
  r1_002 = MP_FMA(z, r2_001, g[2]), r2_002 = MP_FMA(z, r3_001, g[3]),
  r3_002 = MP_FMA(z, r4_001, g[4]), r4_002 = MP_FMA(z, r5_001, g[5]),
  r5_002 = MP_FMA(z, r6_001, g[6]), r6_002 = MP_FMA(z, r7_001, g[7]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  r5_120 = x * r6_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, r5_201 = z * r6_200,
  d111 = z * r1_110, r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110,
  r4_111 = z * r5_110, r5_111 = z * r6_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, r4_021 = z * r5_020, r5_021 = z * r6_020,
  d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), r5_102 = MP_FMA(z, r6_101, r6_100),
  d012 = MP_FMA(z, r1_011, r1_010), r1_012 = MP_FMA(z, r2_011, r2_010),
  r2_012 = MP_FMA(z, r3_011, r3_010), r3_012 = MP_FMA(z, r4_011, r4_010),
  r4_012 = MP_FMA(z, r5_011, r5_010), r5_012 = MP_FMA(z, r6_011, r6_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), r5_003 = MP_FMA(z, r6_002, MP_SET(2) * r6_001),
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, r3_301 = z * r4_300,
  r4_301 = z * r5_300, d211 = z * r1_210, r1_211 = z * r2_210, r2_211 = z * r3_210,
  r3_211 = z * r4_210, r4_211 = z * r5_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, r4_121 = z * r5_120, d031 = z * r1_030,
  r1_031 = z * r2_030, r2_031 = z * r3_030, r3_031 = z * r4_030, r4_031 = z * r5_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), r3_202 = MP_FMA(z, r4_201, r4_200),
  r4_202 = MP_FMA(z, r5_201, r5_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), r4_112 = MP_FMA(z, r5_111, r5_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), r3_022 = MP_FMA(z, r4_021, r4_020),
  r4_022 = MP_FMA(z, r5_021, r5_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), r4_103 = MP_FMA(z, r5_102, MP_SET(2) * r5_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011),
  r4_013 = MP_FMA(z, r5_012, MP_SET(2) * r5_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), r4_004 = MP_FMA(z, r5_003, MP_SET(3) * r5_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, r1_401 = z * r2_400, r2_401 = z * r3_400, r3_401 = z * r4_400,
  d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310, r3_311 = z * r4_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, r3_221 = z * r4_220,
  d131 = z * r1_130, r1_131 = z * r2_130, r2_131 = z * r3_130, r3_131 = z * r4_130,
  d041 = z * r1_040, r1_041 = z * r2_040, r2_041 = z * r3_040, r3_041 = z * r4_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), r3_302 = MP_FMA(z, r4_301, r4_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  r2_212 = MP_FMA(z, r3_211, r3_210), r3_212 = MP_FMA(z, r4_211, r4_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), r3_122 = MP_FMA(z, r4_121, r4_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  r2_032 = MP_FMA(z, r3_031, r3_030), r3_032 = MP_FMA(z, r4_031, r4_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), r3_203 = MP_FMA(z, r4_202, MP_SET(2) * r4_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111), r3_113 = MP_FMA(z, r4_112, MP_SET(2) * r4_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), r3_023 = MP_FMA(z, r4_022, MP_SET(2) * r4_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102), r3_104 = MP_FMA(z, r4_103, MP_SET(3) * r4_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), r3_014 = MP_FMA(z, r4_013, MP_SET(3) * r4_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003), r3_005 = MP_FMA(z, r4_004, MP_SET(4) * r4_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, r1_501 = z * r2_500,
  r2_501 = z * r3_500, d411 = z * r1_410, r1_411 = z * r2_410, r2_411 = z * r3_410,
  d321 = z * r1_320, r1_321 = z * r2_320, r2_321 = z * r3_320, d231 = z * r1_230,
  r1_231 = z * r2_230, r2_231 = z * r3_230, d141 = z * r1_140, r1_141 = z * r2_140,
  r2_141 = z * r3_140, d051 = z * r1_050, r1_051 = z * r2_050, r2_051 = z * r3_050,
  d402 = MP_FMA(z, r1_401, r1_400), r1_402 = MP_FMA(z, r2_401, r2_400),
  r2_402 = MP_FMA(z, r3_401, r3_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), r2_312 = MP_FMA(z, r3_311, r3_310),
  d222 = MP_FMA(z, r1_221, r1_220), r1_222 = MP_FMA(z, r2_221, r2_220),
  r2_222 = MP_FMA(z, r3_221, r3_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), r2_132 = MP_FMA(z, r3_131, r3_130),
  d042 = MP_FMA(z, r1_041, r1_040), r1_042 = MP_FMA(z, r2_041, r2_040),
  r2_042 = MP_FMA(z, r3_041, r3_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), r2_303 = MP_FMA(z, r3_302, MP_SET(2) * r3_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211),
  r2_213 = MP_FMA(z, r3_212, MP_SET(2) * r3_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), r2_123 = MP_FMA(z, r3_122, MP_SET(2) * r3_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031),
  r2_033 = MP_FMA(z, r3_032, MP_SET(2) * r3_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), r2_204 = MP_FMA(z, r3_203, MP_SET(3) * r3_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112),
  r2_114 = MP_FMA(z, r3_113, MP_SET(3) * r3_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), r2_024 = MP_FMA(z, r3_023, MP_SET(3) * r3_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103),
  r2_105 = MP_FMA(z, r3_104, MP_SET(4) * r3_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), r2_015 = MP_FMA(z, r3_014, MP_SET(4) * r3_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004), r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004),
  r2_006 = MP_FMA(z, r3_005, MP_SET(5) * r3_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140), d250 = MP_FMA(x, r1_150, r1_050),
  r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060, r1_160 = x * r2_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050),
  d601 = z * r1_600, r1_601 = z * r2_600, d511 = z * r1_510, r1_511 = z * r2_510,
  d421 = z * r1_420, r1_421 = z * r2_420, d331 = z * r1_330, r1_331 = z * r2_330,
  d241 = z * r1_240, r1_241 = z * r2_240, d151 = z * r1_150, r1_151 = z * r2_150,
  d061 = z * r1_060, r1_061 = z * r2_060, d502 = MP_FMA(z, r1_501, r1_500),
  r1_502 = MP_FMA(z, r2_501, r2_500), d412 = MP_FMA(z, r1_411, r1_410),
  r1_412 = MP_FMA(z, r2_411, r2_410), d322 = MP_FMA(z, r1_321, r1_320),
  r1_322 = MP_FMA(z, r2_321, r2_320), d232 = MP_FMA(z, r1_231, r1_230),
  r1_232 = MP_FMA(z, r2_231, r2_230), d142 = MP_FMA(z, r1_141, r1_140),
  r1_142 = MP_FMA(z, r2_141, r2_140), d052 = MP_FMA(z, r1_051, r1_050),
  r1_052 = MP_FMA(z, r2_051, r2_050), d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401),
  r1_403 = MP_FMA(z, r2_402, MP_SET(2) * r2_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  r1_313 = MP_FMA(z, r2_312, MP_SET(2) * r2_311), d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221),
  r1_223 = MP_FMA(z, r2_222, MP_SET(2) * r2_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  r1_133 = MP_FMA(z, r2_132, MP_SET(2) * r2_131), d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041),
  r1_043 = MP_FMA(z, r2_042, MP_SET(2) * r2_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  r1_304 = MP_FMA(z, r2_303, MP_SET(3) * r2_302), d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212),
  r1_214 = MP_FMA(z, r2_213, MP_SET(3) * r2_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  r1_124 = MP_FMA(z, r2_123, MP_SET(3) * r2_122), d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032),
  r1_034 = MP_FMA(z, r2_033, MP_SET(3) * r2_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  r1_205 = MP_FMA(z, r2_204, MP_SET(4) * r2_203), d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113),
  r1_115 = MP_FMA(z, r2_114, MP_SET(4) * r2_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  r1_025 = MP_FMA(z, r2_024, MP_SET(4) * r2_023), d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104),
  r1_106 = MP_FMA(z, r2_105, MP_SET(5) * r2_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  r1_016 = MP_FMA(z, r2_015, MP_SET(5) * r2_014), d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005),
  r1_007 = MP_FMA(z, r2_006, MP_SET(6) * r2_005), d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600),
  d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510), d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420),
  d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330), d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240),
  d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150), d260 = MP_FMA(x, r1_160, r1_060),
  d170 = x * r1_070, d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700,
  d611 = z * r1_610, d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250,
  d161 = z * r1_160, d071 = z * r1_070, d602 = MP_FMA(z, r1_601, r1_600),
  d512 = MP_FMA(z, r1_511, r1_510), d422 = MP_FMA(z, r1_421, r1_420),
  d332 = MP_FMA(z, r1_331, r1_330), d242 = MP_FMA(z, r1_241, r1_240),
  d152 = MP_FMA(z, r1_151, r1_150), d062 = MP_FMA(z, r1_061, r1_060),
  d503 = MP_FMA(z, r1_502, MP_SET(2) * r1_501), d413 = MP_FMA(z, r1_412, MP_SET(2) * r1_411),
  d323 = MP_FMA(z, r1_322, MP_SET(2) * r1_321), d233 = MP_FMA(z, r1_232, MP_SET(2) * r1_231),
  d143 = MP_FMA(z, r1_142, MP_SET(2) * r1_141), d053 = MP_FMA(z, r1_052, MP_SET(2) * r1_051),
  d404 = MP_FMA(z, r1_403, MP_SET(3) * r1_402), d314 = MP_FMA(z, r1_313, MP_SET(3) * r1_312),
  d224 = MP_FMA(z, r1_223, MP_SET(3) * r1_222), d134 = MP_FMA(z, r1_133, MP_SET(3) * r1_132),
  d044 = MP_FMA(z, r1_043, MP_SET(3) * r1_042), d305 = MP_FMA(z, r1_304, MP_SET(4) * r1_303),
  d215 = MP_FMA(z, r1_214, MP_SET(4) * r1_213), d125 = MP_FMA(z, r1_124, MP_SET(4) * r1_123),
  d035 = MP_FMA(z, r1_034, MP_SET(4) * r1_033), d206 = MP_FMA(z, r1_205, MP_SET(5) * r1_204),
  d116 = MP_FMA(z, r1_115, MP_SET(5) * r1_114), d026 = MP_FMA(z, r1_025, MP_SET(5) * r1_024),
  d107 = MP_FMA(z, r1_106, MP_SET(6) * r1_105), d017 = MP_FMA(z, r1_016, MP_SET(6) * r1_015),
  d008 = MP_FMA(z, r1_007, MP_SET(7) * r1_006); T(0, 116, d007) T(0, 115, d016) T(0, 114, d106)
  T(0, 113, d025) T(0, 112, d115) T(0, 111, d205) T(0, 110, d034) T(0, 109, d124) T(0, 108, d214)
  T(0, 107, d304) T(0, 106, d043) T(0, 105, d133) T(0, 104, d223) T(0, 103, d313) T(0, 102, d403)
  T(0, 101, d052) T(0, 100, d142) T(0, 99, d232) T(0, 98, d322) T(0, 97, d412) T(0, 96, d502)
  T(0, 95, d061) T(0, 94, d151) T(0, 93, d241) T(0, 92, d331) T(0, 91, d421) T(0, 90, d511)
  T(0, 89, d601) T(0, 88, d070) T(0, 87, d160) T(0, 86, d250) T(0, 85, d340) T(0, 84, d430)
  T(0, 83, d520) T(0, 82, d610) T(0, 81, d700) T(0, 80, d006) T(0, 79, d015) T(0, 78, d105)
  T(0, 77, d024) T(0, 76, d114) T(0, 75, d204) T(0, 74, d033) T(0, 73, d123) T(0, 72, d213)
  T(0, 71, d303) T(0, 70, d042) T(0, 69, d132) T(0, 68, d222) T(0, 67, d312) T(0, 66, d402)
  T(0, 65, d051) T(0, 64, d141) T(0, 63, d231) T(0, 62, d321) T(0, 61, d411) T(0, 60, d501)
  T(0, 59, d060) T(0, 58, d150) T(0, 57, d240) T(0, 56, d330) T(0, 55, d420) T(0, 54, d510)
  T(0, 53, d600) T(0, 52, d005) T(0, 51, d014) T(0, 50, d104) T(0, 49, d023) T(0, 48, d113)
  T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212) T(0, 43, d302) T(0, 42, d041)
  T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401) T(0, 37, d050) T(0, 36, d140)
  T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500) T(0, 31, d004) T(0, 30, d013)
  T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202) T(0, 25, d031) T(0, 24, d121)
  T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130) T(0, 19, d220) T(0, 18, d310)
  T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102) T(0, 13, d021) T(0, 12, d111)
  T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210) T(0, 7, d300) T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 116, d107) T(1, 115, d116) T(1, 114, d206) T(1, 113, d125) T(1, 112, d215) T(1, 111, d305)
  T(1, 110, d134) T(1, 109, d224) T(1, 108, d314) T(1, 107, d404) T(1, 106, d143) T(1, 105, d233)
  T(1, 104, d323) T(1, 103, d413) T(1, 102, d503) T(1, 101, d152) T(1, 100, d242) T(1, 99, d332)
  T(1, 98, d422) T(1, 97, d512) T(1, 96, d602) T(1, 95, d161) T(1, 94, d251) T(1, 93, d341)
  T(1, 92, d431) T(1, 91, d521) T(1, 90, d611) T(1, 89, d701) T(1, 88, d170) T(1, 87, d260)
  T(1, 86, d350) T(1, 85, d440) T(1, 84, d530) T(1, 83, d620) T(1, 82, d710) T(1, 81, d800)
  T(1, 80, d106) T(1, 79, d115) T(1, 78, d205) T(1, 77, d124) T(1, 76, d214) T(1, 75, d304)
  T(1, 74, d133) T(1, 73, d223) T(1, 72, d313) T(1, 71, d403) T(1, 70, d142) T(1, 69, d232)
  T(1, 68, d322) T(1, 67, d412) T(1, 66, d502) T(1, 65, d151) T(1, 64, d241) T(1, 63, d331)
  T(1, 62, d421) T(1, 61, d511) T(1, 60, d601) T(1, 59, d160) T(1, 58, d250) T(1, 57, d340)
  T(1, 56, d430) T(1, 55, d520) T(1, 54, d610) T(1, 53, d700) T(1, 52, d105) T(1, 51, d114)
  T(1, 50, d204) T(1, 49, d123) T(1, 48, d213) T(1, 47, d303) T(1, 46, d132) T(1, 45, d222)
  T(1, 44, d312) T(1, 43, d402) T(1, 42, d141) T(1, 41, d231) T(1, 40, d321) T(1, 39, d411)
  T(1, 38, d501) T(1, 37, d150) T(1, 36, d240) T(1, 35, d330) T(1, 34, d420) T(1, 33, d510)
  T(1, 32, d600) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 116, d017) T(2, 115, d026) T(2, 114, d116) T(2, 113, d035)
  T(2, 112, d125) T(2, 111, d215) T(2, 110, d044) T(2, 109, d134) T(2, 108, d224) T(2, 107, d314)
  T(2, 106, d053) T(2, 105, d143) T(2, 104, d233) T(2, 103, d323) T(2, 102, d413) T(2, 101, d062)
  T(2, 100, d152) T(2, 99, d242) T(2, 98, d332) T(2, 97, d422) T(2, 96, d512) T(2, 95, d071)
  T(2, 94, d161) T(2, 93, d251) T(2, 92, d341) T(2, 91, d431) T(2, 90, d521) T(2, 89, d611)
  T(2, 88, d080) T(2, 87, d170) T(2, 86, d260) T(2, 85, d350) T(2, 84, d440) T(2, 83, d530)
  T(2, 82, d620) T(2, 81, d710) T(2, 80, d016) T(2, 79, d025) T(2, 78, d115) T(2, 77, d034)
  T(2, 76, d124) T(2, 75, d214) T(2, 74, d043) T(2, 73, d133) T(2, 72, d223) T(2, 71, d313)
  T(2, 70, d052) T(2, 69, d142) T(2, 68, d232) T(2, 67, d322) T(2, 66, d412) T(2, 65, d061)
  T(2, 64, d151) T(2, 63, d241) T(2, 62, d331) T(2, 61, d421) T(2, 60, d511) T(2, 59, d070)
  T(2, 58, d160) T(2, 57, d250) T(2, 56, d340) T(2, 55, d430) T(2, 54, d520) T(2, 53, d610)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 116, d008)
  T(3, 115, d017) T(3, 114, d107) T(3, 113, d026) T(3, 112, d116) T(3, 111, d206) T(3, 110, d035)
  T(3, 109, d125) T(3, 108, d215) T(3, 107, d305) T(3, 106, d044) T(3, 105, d134) T(3, 104, d224)
  T(3, 103, d314) T(3, 102, d404) T(3, 101, d053) T(3, 100, d143) T(3, 99, d233) T(3, 98, d323)
  T(3, 97, d413) T(3, 96, d503) T(3, 95, d062) T(3, 94, d152) T(3, 93, d242) T(3, 92, d332)
  T(3, 91, d422) T(3, 90, d512) T(3, 89, d602) T(3, 88, d071) T(3, 87, d161) T(3, 86, d251)
  T(3, 85, d341) T(3, 84, d431) T(3, 83, d521) T(3, 82, d611) T(3, 81, d701) T(3, 80, d007)
  T(3, 79, d016) T(3, 78, d106) T(3, 77, d025) T(3, 76, d115) T(3, 75, d205) T(3, 74, d034)
  T(3, 73, d124) T(3, 72, d214) T(3, 71, d304) T(3, 70, d043) T(3, 69, d133) T(3, 68, d223)
  T(3, 67, d313) T(3, 66, d403) T(3, 65, d052) T(3, 64, d142) T(3, 63, d232) T(3, 62, d322)
  T(3, 61, d412) T(3, 60, d502) T(3, 59, d061) T(3, 58, d151) T(3, 57, d241) T(3, 56, d331)
  T(3, 55, d421) T(3, 54, d511) T(3, 53, d601) T(3, 52, d006) T(3, 51, d015) T(3, 50, d105)
  T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033) T(3, 45, d123) T(3, 44, d213)
  T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222) T(3, 39, d312) T(3, 38, d402)
  T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321) T(3, 33, d411) T(3, 32, d501)
  T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023) T(3, 27, d113) T(3, 26, d203)
  T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302) T(3, 21, d041) T(3, 20, d131)
  T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004) T(3, 15, d013) T(3, 14, d103)
  T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031) T(3, 9, d121) T(3, 8, d211)
  T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001) T(4, 80, d206) T(4, 79, d215) T(4, 78, d305) T(4, 77, d224) T(4, 76, d314)
  T(4, 75, d404) T(4, 74, d233) T(4, 73, d323) T(4, 72, d413) T(4, 71, d503) T(4, 70, d242)
  T(4, 69, d332) T(4, 68, d422) T(4, 67, d512) T(4, 66, d602) T(4, 65, d251) T(4, 64, d341)
  T(4, 63, d431) T(4, 62, d521) T(4, 61, d611) T(4, 60, d701) T(4, 59, d260) T(4, 58, d350)
  T(4, 57, d440) T(4, 56, d530) T(4, 55, d620) T(4, 54, d710) T(4, 53, d800) T(4, 52, d205)
  T(4, 51, d214) T(4, 50, d304) T(4, 49, d223) T(4, 48, d313) T(4, 47, d403) T(4, 46, d232)
  T(4, 45, d322) T(4, 44, d412) T(4, 43, d502) T(4, 42, d241) T(4, 41, d331) T(4, 40, d421)
  T(4, 39, d511) T(4, 38, d601) T(4, 37, d250) T(4, 36, d340) T(4, 35, d430) T(4, 34, d520)
  T(4, 33, d610) T(4, 32, d700) T(4, 31, d204) T(4, 30, d213) T(4, 29, d303) T(4, 28, d222)
  T(4, 27, d312) T(4, 26, d402) T(4, 25, d231) T(4, 24, d321) T(4, 23, d411) T(4, 22, d501)
  T(4, 21, d240) T(4, 20, d330) T(4, 19, d420) T(4, 18, d510) T(4, 17, d600) T(4, 16, d203)
  T(4, 15, d212) T(4, 14, d302) T(4, 13, d221) T(4, 12, d311) T(4, 11, d401) T(4, 10, d230)
  T(4, 9, d320) T(4, 8, d410) T(4, 7, d500) T(4, 6, d202) T(4, 5, d211) T(4, 4, d301) T(4, 3, d220)
  T(4, 2, d310) T(4, 1, d400) T(4, 0, d200) T(5, 80, d116) T(5, 79, d125) T(5, 78, d215)
  T(5, 77, d134) T(5, 76, d224) T(5, 75, d314) T(5, 74, d143) T(5, 73, d233) T(5, 72, d323)
  T(5, 71, d413) T(5, 70, d152) T(5, 69, d242) T(5, 68, d332) T(5, 67, d422) T(5, 66, d512)
  T(5, 65, d161) T(5, 64, d251) T(5, 63, d341) T(5, 62, d431) T(5, 61, d521) T(5, 60, d611)
  T(5, 59, d170) T(5, 58, d260) T(5, 57, d350) T(5, 56, d440) T(5, 55, d530) T(5, 54, d620)
  T(5, 53, d710) T(5, 52, d115) T(5, 51, d124) T(5, 50, d214) T(5, 49, d133) T(5, 48, d223)
  T(5, 47, d313) T(5, 46, d142) T(5, 45, d232) T(5, 44, d322) T(5, 43, d412) T(5, 42, d151)
  T(5, 41, d241) T(5, 40, d331) T(5, 39, d421) T(5, 38, d511) T(5, 37, d160) T(5, 36, d250)
  T(5, 35, d340) T(5, 34, d430) T(5, 33, d520) T(5, 32, d610) T(5, 31, d114) T(5, 30, d123)
  T(5, 29, d213) T(5, 28, d132) T(5, 27, d222) T(5, 26, d312) T(5, 25, d141) T(5, 24, d231)
  T(5, 23, d321) T(5, 22, d411) T(5, 21, d150) T(5, 20, d240) T(5, 19, d330) T(5, 18, d420)
  T(5, 17, d510) T(5, 16, d113) T(5, 15, d122) T(5, 14, d212) T(5, 13, d131) T(5, 12, d221)
  T(5, 11, d311) T(5, 10, d140) T(5, 9, d230) T(5, 8, d320) T(5, 7, d410) T(5, 6, d112)
  T(5, 5, d121) T(5, 4, d211) T(5, 3, d130) T(5, 2, d220) T(5, 1, d310) T(5, 0, d110)
  T(6, 80, d026) T(6, 79, d035) T(6, 78, d125) T(6, 77, d044) T(6, 76, d134) T(6, 75, d224)
  T(6, 74, d053) T(6, 73, d143) T(6, 72, d233) T(6, 71, d323) T(6, 70, d062) T(6, 69, d152)
  T(6, 68, d242) T(6, 67, d332) T(6, 66, d422) T(6, 65, d071) T(6, 64, d161) T(6, 63, d251)
  T(6, 62, d341) T(6, 61, d431) T(6, 60, d521) T(6, 59, d080) T(6, 58, d170) T(6, 57, d260)
  T(6, 56, d350) T(6, 55, d440) T(6, 54, d530) T(6, 53, d620) T(6, 52, d025) T(6, 51, d034)
  T(6, 50, d124) T(6, 49, d043) T(6, 48, d133) T(6, 47, d223) T(6, 46, d052) T(6, 45, d142)
  T(6, 44, d232) T(6, 43, d322) T(6, 42, d061) T(6, 41, d151) T(6, 40, d241) T(6, 39, d331)
  T(6, 38, d421) T(6, 37, d070) T(6, 36, d160) T(6, 35, d250) T(6, 34, d340) T(6, 33, d430)
  T(6, 32, d520) T(6, 31, d024) T(6, 30, d033) T(6, 29, d123) T(6, 28, d042) T(6, 27, d132)
  T(6, 26, d222) T(6, 25, d051) T(6, 24, d141) T(6, 23, d231) T(6, 22, d321) T(6, 21, d060)
  T(6, 20, d150) T(6, 19, d240) T(6, 18, d330) T(6, 17, d420) T(6, 16, d023) T(6, 15, d032)
  T(6, 14, d122) T(6, 13, d041) T(6, 12, d131) T(6, 11, d221) T(6, 10, d050) T(6, 9, d140)
  T(6, 8, d230) T(6, 7, d320) T(6, 6, d022) T(6, 5, d031) T(6, 4, d121) T(6, 3, d040) T(6, 2, d130)
  T(6, 1, d220) T(6, 0, d020) T(7, 80, d107) T(7, 79, d116) T(7, 78, d206) T(7, 77, d125)
  T(7, 76, d215) T(7, 75, d305) T(7, 74, d134) T(7, 73, d224) T(7, 72, d314) T(7, 71, d404)
  T(7, 70, d143) T(7, 69, d233) T(7, 68, d323) T(7, 67, d413) T(7, 66, d503) T(7, 65, d152)
  T(7, 64, d242) T(7, 63, d332) T(7, 62, d422) T(7, 61, d512) T(7, 60, d602) T(7, 59, d161)
  T(7, 58, d251) T(7, 57, d341) T(7, 56, d431) T(7, 55, d521) T(7, 54, d611) T(7, 53, d701)
  T(7, 52, d106) T(7, 51, d115) T(7, 50, d205) T(7, 49, d124) T(7, 48, d214) T(7, 47, d304)
  T(7, 46, d133) T(7, 45, d223) T(7, 44, d313) T(7, 43, d403) T(7, 42, d142) T(7, 41, d232)
  T(7, 40, d322) T(7, 39, d412) T(7, 38, d502) T(7, 37, d151) T(7, 36, d241) T(7, 35, d331)
  T(7, 34, d421) T(7, 33, d511) T(7, 32, d601) T(7, 31, d105) T(7, 30, d114) T(7, 29, d204)
  T(7, 28, d123) T(7, 27, d213) T(7, 26, d303) T(7, 25, d132) T(7, 24, d222) T(7, 23, d312)
  T(7, 22, d402) T(7, 21, d141) T(7, 20, d231) T(7, 19, d321) T(7, 18, d411) T(7, 17, d501)
  T(7, 16, d104) T(7, 15, d113) T(7, 14, d203) T(7, 13, d122) T(7, 12, d212) T(7, 11, d302)
  T(7, 10, d131) T(7, 9, d221) T(7, 8, d311) T(7, 7, d401) T(7, 6, d103) T(7, 5, d112)
  T(7, 4, d202) T(7, 3, d121) T(7, 2, d211) T(7, 1, d301) T(7, 0, d101) T(8, 80, d017)
  T(8, 79, d026) T(8, 78, d116) T(8, 77, d035) T(8, 76, d125) T(8, 75, d215) T(8, 74, d044)
  T(8, 73, d134) T(8, 72, d224) T(8, 71, d314) T(8, 70, d053) T(8, 69, d143) T(8, 68, d233)
  T(8, 67, d323) T(8, 66, d413) T(8, 65, d062) T(8, 64, d152) T(8, 63, d242) T(8, 62, d332)
  T(8, 61, d422) T(8, 60, d512) T(8, 59, d071) T(8, 58, d161) T(8, 57, d251) T(8, 56, d341)
  T(8, 55, d431) T(8, 54, d521) T(8, 53, d611) T(8, 52, d016) T(8, 51, d025) T(8, 50, d115)
  T(8, 49, d034) T(8, 48, d124) T(8, 47, d214) T(8, 46, d043) T(8, 45, d133) T(8, 44, d223)
  T(8, 43, d313) T(8, 42, d052) T(8, 41, d142) T(8, 40, d232) T(8, 39, d322) T(8, 38, d412)
  T(8, 37, d061) T(8, 36, d151) T(8, 35, d241) T(8, 34, d331) T(8, 33, d421) T(8, 32, d511)
  T(8, 31, d015) T(8, 30, d024) T(8, 29, d114) T(8, 28, d033) T(8, 27, d123) T(8, 26, d213)
  T(8, 25, d042) T(8, 24, d132) T(8, 23, d222) T(8, 22, d312) T(8, 21, d051) T(8, 20, d141)
  T(8, 19, d231) T(8, 18, d321) T(8, 17, d411) T(8, 16, d014) T(8, 15, d023) T(8, 14, d113)
  T(8, 13, d032) T(8, 12, d122) T(8, 11, d212) T(8, 10, d041) T(8, 9, d131) T(8, 8, d221)
  T(8, 7, d311) T(8, 6, d013) T(8, 5, d022) T(8, 4, d112) T(8, 3, d031) T(8, 2, d121) T(8, 1, d211)
  T(8, 0, d011) T(9, 80, d008) T(9, 79, d017) T(9, 78, d107) T(9, 77, d026) T(9, 76, d116)
  T(9, 75, d206) T(9, 74, d035) T(9, 73, d125) T(9, 72, d215) T(9, 71, d305) T(9, 70, d044)
  T(9, 69, d134) T(9, 68, d224) T(9, 67, d314) T(9, 66, d404) T(9, 65, d053) T(9, 64, d143)
  T(9, 63, d233) T(9, 62, d323) T(9, 61, d413) T(9, 60, d503) T(9, 59, d062) T(9, 58, d152)
  T(9, 57, d242) T(9, 56, d332) T(9, 55, d422) T(9, 54, d512) T(9, 53, d602) T(9, 52, d007)
  T(9, 51, d016) T(9, 50, d106) T(9, 49, d025) T(9, 48, d115) T(9, 47, d205) T(9, 46, d034)
  T(9, 45, d124) T(9, 44, d214) T(9, 43, d304) T(9, 42, d043) T(9, 41, d133) T(9, 40, d223)
  T(9, 39, d313) T(9, 38, d403) T(9, 37, d052) T(9, 36, d142) T(9, 35, d232) T(9, 34, d322)
  T(9, 33, d412) T(9, 32, d502) T(9, 31, d006) T(9, 30, d015) T(9, 29, d105) T(9, 28, d024)
  T(9, 27, d114) T(9, 26, d204) T(9, 25, d033) T(9, 24, d123) T(9, 23, d213) T(9, 22, d303)
  T(9, 21, d042) T(9, 20, d132) T(9, 19, d222) T(9, 18, d312) T(9, 17, d402) T(9, 16, d005)
  T(9, 15, d014) T(9, 14, d104) T(9, 13, d023) T(9, 12, d113) T(9, 11, d203) T(9, 10, d032)
  T(9, 9, d122) T(9, 8, d212) T(9, 7, d302) T(9, 6, d004) T(9, 5, d013) T(9, 4, d103) T(9, 3, d022)
  T(9, 2, d112) T(9, 1, d202) T(9, 0, d002) T(10, 52, d305) T(10, 51, d314) T(10, 50, d404)
  T(10, 49, d323) T(10, 48, d413) T(10, 47, d503) T(10, 46, d332) T(10, 45, d422) T(10, 44, d512)
  T(10, 43, d602) T(10, 42, d341) T(10, 41, d431) T(10, 40, d521) T(10, 39, d611) T(10, 38, d701)
  T(10, 37, d350) T(10, 36, d440) T(10, 35, d530) T(10, 34, d620) T(10, 33, d710) T(10, 32, d800)
  T(10, 31, d304) T(10, 30, d313) T(10, 29, d403) T(10, 28, d322) T(10, 27, d412) T(10, 26, d502)
  T(10, 25, d331) T(10, 24, d421) T(10, 23, d511) T(10, 22, d601) T(10, 21, d340) T(10, 20, d430)
  T(10, 19, d520) T(10, 18, d610) T(10, 17, d700) T(10, 16, d303) T(10, 15, d312) T(10, 14, d402)
  T(10, 13, d321) T(10, 12, d411) T(10, 11, d501) T(10, 10, d330) T(10, 9, d420) T(10, 8, d510)
  T(10, 7, d600) T(10, 6, d302) T(10, 5, d311) T(10, 4, d401) T(10, 3, d320) T(10, 2, d410)
  T(10, 1, d500) T(10, 0, d300) T(11, 52, d215) T(11, 51, d224) T(11, 50, d314) T(11, 49, d233)
  T(11, 48, d323) T(11, 47, d413) T(11, 46, d242) T(11, 45, d332) T(11, 44, d422) T(11, 43, d512)
  T(11, 42, d251) T(11, 41, d341) T(11, 40, d431) T(11, 39, d521) T(11, 38, d611) T(11, 37, d260)
  T(11, 36, d350) T(11, 35, d440) T(11, 34, d530) T(11, 33, d620) T(11, 32, d710) T(11, 31, d214)
  T(11, 30, d223) T(11, 29, d313) T(11, 28, d232) T(11, 27, d322) T(11, 26, d412) T(11, 25, d241)
  T(11, 24, d331) T(11, 23, d421) T(11, 22, d511) T(11, 21, d250) T(11, 20, d340) T(11, 19, d430)
  T(11, 18, d520) T(11, 17, d610) T(11, 16, d213) T(11, 15, d222) T(11, 14, d312) T(11, 13, d231)
  T(11, 12, d321) T(11, 11, d411) T(11, 10, d240) T(11, 9, d330) T(11, 8, d420) T(11, 7, d510)
  T(11, 6, d212) T(11, 5, d221) T(11, 4, d311) T(11, 3, d230) T(11, 2, d320) T(11, 1, d410)
  T(11, 0, d210) T(12, 52, d125) T(12, 51, d134) T(12, 50, d224) T(12, 49, d143) T(12, 48, d233)
  T(12, 47, d323) T(12, 46, d152) T(12, 45, d242) T(12, 44, d332) T(12, 43, d422) T(12, 42, d161)
  T(12, 41, d251) T(12, 40, d341) T(12, 39, d431) T(12, 38, d521) T(12, 37, d170) T(12, 36, d260)
  T(12, 35, d350) T(12, 34, d440) T(12, 33, d530) T(12, 32, d620) T(12, 31, d124) T(12, 30, d133)
  T(12, 29, d223) T(12, 28, d142) T(12, 27, d232) T(12, 26, d322) T(12, 25, d151) T(12, 24, d241)
  T(12, 23, d331) T(12, 22, d421) T(12, 21, d160) T(12, 20, d250) T(12, 19, d340) T(12, 18, d430)
  T(12, 17, d520) T(12, 16, d123) T(12, 15, d132) T(12, 14, d222) T(12, 13, d141) T(12, 12, d231)
  T(12, 11, d321) T(12, 10, d150) T(12, 9, d240) T(12, 8, d330) T(12, 7, d420) T(12, 6, d122)
  T(12, 5, d131) T(12, 4, d221) T(12, 3, d140) T(12, 2, d230) T(12, 1, d320) T(12, 0, d120)
  T(13, 52, d035) T(13, 51, d044) T(13, 50, d134) T(13, 49, d053) T(13, 48, d143) T(13, 47, d233)
  T(13, 46, d062) T(13, 45, d152) T(13, 44, d242) T(13, 43, d332) T(13, 42, d071) T(13, 41, d161)
  T(13, 40, d251) T(13, 39, d341) T(13, 38, d431) T(13, 37, d080) T(13, 36, d170) T(13, 35, d260)
  T(13, 34, d350) T(13, 33, d440) T(13, 32, d530) T(13, 31, d034) T(13, 30, d043) T(13, 29, d133)
  T(13, 28, d052) T(13, 27, d142) T(13, 26, d232) T(13, 25, d061) T(13, 24, d151) T(13, 23, d241)
  T(13, 22, d331) T(13, 21, d070) T(13, 20, d160) T(13, 19, d250) T(13, 18, d340) T(13, 17, d430)
  T(13, 16, d033) T(13, 15, d042) T(13, 14, d132) T(13, 13, d051) T(13, 12, d141) T(13, 11, d231)
  T(13, 10, d060) T(13, 9, d150) T(13, 8, d240) T(13, 7, d330) T(13, 6, d032) T(13, 5, d041)
  T(13, 4, d131) T(13, 3, d050) T(13, 2, d140) T(13, 1, d230) T(13, 0, d030) T(14, 52, d206)
  T(14, 51, d215) T(14, 50, d305) T(14, 49, d224) T(14, 48, d314) T(14, 47, d404) T(14, 46, d233)
  T(14, 45, d323) T(14, 44, d413) T(14, 43, d503) T(14, 42, d242) T(14, 41, d332) T(14, 40, d422)
  T(14, 39, d512) T(14, 38, d602) T(14, 37, d251) T(14, 36, d341) T(14, 35, d431) T(14, 34, d521)
  T(14, 33, d611) T(14, 32, d701) T(14, 31, d205) T(14, 30, d214) T(14, 29, d304) T(14, 28, d223)
  T(14, 27, d313) T(14, 26, d403) T(14, 25, d232) T(14, 24, d322) T(14, 23, d412) T(14, 22, d502)
  T(14, 21, d241) T(14, 20, d331) T(14, 19, d421) T(14, 18, d511) T(14, 17, d601) T(14, 16, d204)
  T(14, 15, d213) T(14, 14, d303) T(14, 13, d222) T(14, 12, d312) T(14, 11, d402) T(14, 10, d231)
  T(14, 9, d321) T(14, 8, d411) T(14, 7, d501) T(14, 6, d203) T(14, 5, d212) T(14, 4, d302)
  T(14, 3, d221) T(14, 2, d311) T(14, 1, d401) T(14, 0, d201) T(15, 52, d116) T(15, 51, d125)
  T(15, 50, d215) T(15, 49, d134) T(15, 48, d224) T(15, 47, d314) T(15, 46, d143) T(15, 45, d233)
  T(15, 44, d323) T(15, 43, d413) T(15, 42, d152) T(15, 41, d242) T(15, 40, d332) T(15, 39, d422)
  T(15, 38, d512) T(15, 37, d161) T(15, 36, d251) T(15, 35, d341) T(15, 34, d431) T(15, 33, d521)
  T(15, 32, d611) T(15, 31, d115) T(15, 30, d124) T(15, 29, d214) T(15, 28, d133) T(15, 27, d223)
  T(15, 26, d313) T(15, 25, d142) T(15, 24, d232) T(15, 23, d322) T(15, 22, d412) T(15, 21, d151)
  T(15, 20, d241) T(15, 19, d331) T(15, 18, d421) T(15, 17, d511) T(15, 16, d114) T(15, 15, d123)
  T(15, 14, d213) T(15, 13, d132) T(15, 12, d222) T(15, 11, d312) T(15, 10, d141) T(15, 9, d231)
  T(15, 8, d321) T(15, 7, d411) T(15, 6, d113) T(15, 5, d122) T(15, 4, d212) T(15, 3, d131)
  T(15, 2, d221) T(15, 1, d311) T(15, 0, d111) T(16, 52, d026) T(16, 51, d035) T(16, 50, d125)
  T(16, 49, d044) T(16, 48, d134) T(16, 47, d224) T(16, 46, d053) T(16, 45, d143) T(16, 44, d233)
  T(16, 43, d323) T(16, 42, d062) T(16, 41, d152) T(16, 40, d242) T(16, 39, d332) T(16, 38, d422)
  T(16, 37, d071) T(16, 36, d161) T(16, 35, d251) T(16, 34, d341) T(16, 33, d431) T(16, 32, d521)
  T(16, 31, d025) T(16, 30, d034) T(16, 29, d124) T(16, 28, d043) T(16, 27, d133) T(16, 26, d223)
  T(16, 25, d052) T(16, 24, d142) T(16, 23, d232) T(16, 22, d322) T(16, 21, d061) T(16, 20, d151)
  T(16, 19, d241) T(16, 18, d331) T(16, 17, d421) T(16, 16, d024) T(16, 15, d033) T(16, 14, d123)
  T(16, 13, d042) T(16, 12, d132) T(16, 11, d222) T(16, 10, d051) T(16, 9, d141) T(16, 8, d231)
  T(16, 7, d321) T(16, 6, d023) T(16, 5, d032) T(16, 4, d122) T(16, 3, d041) T(16, 2, d131)
  T(16, 1, d221) T(16, 0, d021) T(17, 52, d107) T(17, 51, d116) T(17, 50, d206) T(17, 49, d125)
  T(17, 48, d215) T(17, 47, d305) T(17, 46, d134) T(17, 45, d224) T(17, 44, d314) T(17, 43, d404)
  T(17, 42, d143) T(17, 41, d233) T(17, 40, d323) T(17, 39, d413) T(17, 38, d503) T(17, 37, d152)
  T(17, 36, d242) T(17, 35, d332) T(17, 34, d422) T(17, 33, d512) T(17, 32, d602) T(17, 31, d106)
  T(17, 30, d115) T(17, 29, d205) T(17, 28, d124) T(17, 27, d214) T(17, 26, d304) T(17, 25, d133)
  T(17, 24, d223) T(17, 23, d313) T(17, 22, d403) T(17, 21, d142) T(17, 20, d232) T(17, 19, d322)
  T(17, 18, d412) T(17, 17, d502) T(17, 16, d105) T(17, 15, d114) T(17, 14, d204) T(17, 13, d123)
  T(17, 12, d213) T(17, 11, d303) T(17, 10, d132) T(17, 9, d222) T(17, 8, d312) T(17, 7, d402)
  T(17, 6, d104) T(17, 5, d113) T(17, 4, d203) T(17, 3, d122) T(17, 2, d212) T(17, 1, d302)
  T(17, 0, d102) T(18, 52, d017) T(18, 51, d026) T(18, 50, d116) T(18, 49, d035) T(18, 48, d125)
  T(18, 47, d215) T(18, 46, d044) T(18, 45, d134) T(18, 44, d224) T(18, 43, d314) T(18, 42, d053)
  T(18, 41, d143) T(18, 40, d233) T(18, 39, d323) T(18, 38, d413) T(18, 37, d062) T(18, 36, d152)
  T(18, 35, d242) T(18, 34, d332) T(18, 33, d422) T(18, 32, d512) T(18, 31, d016) T(18, 30, d025)
  T(18, 29, d115) T(18, 28, d034) T(18, 27, d124) T(18, 26, d214) T(18, 25, d043) T(18, 24, d133)
  T(18, 23, d223) T(18, 22, d313) T(18, 21, d052) T(18, 20, d142) T(18, 19, d232) T(18, 18, d322)
  T(18, 17, d412) T(18, 16, d015) T(18, 15, d024) T(18, 14, d114) T(18, 13, d033) T(18, 12, d123)
  T(18, 11, d213) T(18, 10, d042) T(18, 9, d132) T(18, 8, d222) T(18, 7, d312) T(18, 6, d014)
  T(18, 5, d023) T(18, 4, d113) T(18, 3, d032) T(18, 2, d122) T(18, 1, d212) T(18, 0, d012)
  T(19, 52, d008) T(19, 51, d017) T(19, 50, d107) T(19, 49, d026) T(19, 48, d116) T(19, 47, d206)
  T(19, 46, d035) T(19, 45, d125) T(19, 44, d215) T(19, 43, d305) T(19, 42, d044) T(19, 41, d134)
  T(19, 40, d224) T(19, 39, d314) T(19, 38, d404) T(19, 37, d053) T(19, 36, d143) T(19, 35, d233)
  T(19, 34, d323) T(19, 33, d413) T(19, 32, d503) T(19, 31, d007) T(19, 30, d016) T(19, 29, d106)
  T(19, 28, d025) T(19, 27, d115) T(19, 26, d205) T(19, 25, d034) T(19, 24, d124) T(19, 23, d214)
  T(19, 22, d304) T(19, 21, d043) T(19, 20, d133) T(19, 19, d223) T(19, 18, d313) T(19, 17, d403)
  T(19, 16, d006) T(19, 15, d015) T(19, 14, d105) T(19, 13, d024) T(19, 12, d114) T(19, 11, d204)
  T(19, 10, d033) T(19, 9, d123) T(19, 8, d213) T(19, 7, d303) T(19, 6, d005) T(19, 5, d014)
  T(19, 4, d104) T(19, 3, d023) T(19, 2, d113) T(19, 1, d203) T(19, 0, d003) T(20, 31, d404)
  T(20, 30, d413) T(20, 29, d503) T(20, 28, d422) T(20, 27, d512) T(20, 26, d602) T(20, 25, d431)
  T(20, 24, d521) T(20, 23, d611) T(20, 22, d701) T(20, 21, d440) T(20, 20, d530) T(20, 19, d620)
  T(20, 18, d710) T(20, 17, d800) T(20, 16, d403) T(20, 15, d412) T(20, 14, d502) T(20, 13, d421)
  T(20, 12, d511) T(20, 11, d601) T(20, 10, d430) T(20, 9, d520) T(20, 8, d610) T(20, 7, d700)
  T(20, 6, d402) T(20, 5, d411) T(20, 4, d501) T(20, 3, d420) T(20, 2, d510) T(20, 1, d600)
  T(20, 0, d400) T(21, 31, d314) T(21, 30, d323) T(21, 29, d413) T(21, 28, d332) T(21, 27, d422)
  T(21, 26, d512) T(21, 25, d341) T(21, 24, d431) T(21, 23, d521) T(21, 22, d611) T(21, 21, d350)
  T(21, 20, d440) T(21, 19, d530) T(21, 18, d620) T(21, 17, d710) T(21, 16, d313) T(21, 15, d322)
  T(21, 14, d412) T(21, 13, d331) T(21, 12, d421) T(21, 11, d511) T(21, 10, d340) T(21, 9, d430)
  T(21, 8, d520) T(21, 7, d610) T(21, 6, d312) T(21, 5, d321) T(21, 4, d411) T(21, 3, d330)
  T(21, 2, d420) T(21, 1, d510) T(21, 0, d310) T(22, 31, d224) T(22, 30, d233) T(22, 29, d323)
  T(22, 28, d242) T(22, 27, d332) T(22, 26, d422) T(22, 25, d251) T(22, 24, d341) T(22, 23, d431)
  T(22, 22, d521) T(22, 21, d260) T(22, 20, d350) T(22, 19, d440) T(22, 18, d530) T(22, 17, d620)
  T(22, 16, d223) T(22, 15, d232) T(22, 14, d322) T(22, 13, d241) T(22, 12, d331) T(22, 11, d421)
  T(22, 10, d250) T(22, 9, d340) T(22, 8, d430) T(22, 7, d520) T(22, 6, d222) T(22, 5, d231)
  T(22, 4, d321) T(22, 3, d240) T(22, 2, d330) T(22, 1, d420) T(22, 0, d220) T(23, 31, d134)
  T(23, 30, d143) T(23, 29, d233) T(23, 28, d152) T(23, 27, d242) T(23, 26, d332) T(23, 25, d161)
  T(23, 24, d251) T(23, 23, d341) T(23, 22, d431) T(23, 21, d170) T(23, 20, d260) T(23, 19, d350)
  T(23, 18, d440) T(23, 17, d530) T(23, 16, d133) T(23, 15, d142) T(23, 14, d232) T(23, 13, d151)
  T(23, 12, d241) T(23, 11, d331) T(23, 10, d160) T(23, 9, d250) T(23, 8, d340) T(23, 7, d430)
  T(23, 6, d132) T(23, 5, d141) T(23, 4, d231) T(23, 3, d150) T(23, 2, d240) T(23, 1, d330)
  T(23, 0, d130) T(24, 31, d044) T(24, 30, d053) T(24, 29, d143) T(24, 28, d062) T(24, 27, d152)
  T(24, 26, d242) T(24, 25, d071) T(24, 24, d161) T(24, 23, d251) T(24, 22, d341) T(24, 21, d080)
  T(24, 20, d170) T(24, 19, d260) T(24, 18, d350) T(24, 17, d440) T(24, 16, d043) T(24, 15, d052)
  T(24, 14, d142) T(24, 13, d061) T(24, 12, d151) T(24, 11, d241) T(24, 10, d070) T(24, 9, d160)
  T(24, 8, d250) T(24, 7, d340) T(24, 6, d042) T(24, 5, d051) T(24, 4, d141) T(24, 3, d060)
  T(24, 2, d150) T(24, 1, d240) T(24, 0, d040) T(25, 31, d305) T(25, 30, d314) T(25, 29, d404)
  T(25, 28, d323) T(25, 27, d413) T(25, 26, d503) T(25, 25, d332) T(25, 24, d422) T(25, 23, d512)
  T(25, 22, d602) T(25, 21, d341) T(25, 20, d431) T(25, 19, d521) T(25, 18, d611) T(25, 17, d701)
  T(25, 16, d304) T(25, 15, d313) T(25, 14, d403) T(25, 13, d322) T(25, 12, d412) T(25, 11, d502)
  T(25, 10, d331) T(25, 9, d421) T(25, 8, d511) T(25, 7, d601) T(25, 6, d303) T(25, 5, d312)
  T(25, 4, d402) T(25, 3, d321) T(25, 2, d411) T(25, 1, d501) T(25, 0, d301) T(26, 31, d215)
  T(26, 30, d224) T(26, 29, d314) T(26, 28, d233) T(26, 27, d323) T(26, 26, d413) T(26, 25, d242)
  T(26, 24, d332) T(26, 23, d422) T(26, 22, d512) T(26, 21, d251) T(26, 20, d341) T(26, 19, d431)
  T(26, 18, d521) T(26, 17, d611) T(26, 16, d214) T(26, 15, d223) T(26, 14, d313) T(26, 13, d232)
  T(26, 12, d322) T(26, 11, d412) T(26, 10, d241) T(26, 9, d331) T(26, 8, d421) T(26, 7, d511)
  T(26, 6, d213) T(26, 5, d222) T(26, 4, d312) T(26, 3, d231) T(26, 2, d321) T(26, 1, d411)
  T(26, 0, d211) T(27, 31, d125) T(27, 30, d134) T(27, 29, d224) T(27, 28, d143) T(27, 27, d233)
  T(27, 26, d323) T(27, 25, d152) T(27, 24, d242) T(27, 23, d332) T(27, 22, d422) T(27, 21, d161)
  T(27, 20, d251) T(27, 19, d341) T(27, 18, d431) T(27, 17, d521) T(27, 16, d124) T(27, 15, d133)
  T(27, 14, d223) T(27, 13, d142) T(27, 12, d232) T(27, 11, d322) T(27, 10, d151) T(27, 9, d241)
  T(27, 8, d331) T(27, 7, d421) T(27, 6, d123) T(27, 5, d132) T(27, 4, d222) T(27, 3, d141)
  T(27, 2, d231) T(27, 1, d321) T(27, 0, d121) T(28, 31, d035) T(28, 30, d044) T(28, 29, d134)
  T(28, 28, d053) T(28, 27, d143) T(28, 26, d233) T(28, 25, d062) T(28, 24, d152) T(28, 23, d242)
  T(28, 22, d332) T(28, 21, d071) T(28, 20, d161) T(28, 19, d251) T(28, 18, d341) T(28, 17, d431)
  T(28, 16, d034) T(28, 15, d043) T(28, 14, d133) T(28, 13, d052) T(28, 12, d142) T(28, 11, d232)
  T(28, 10, d061) T(28, 9, d151) T(28, 8, d241) T(28, 7, d331) T(28, 6, d033) T(28, 5, d042)
  T(28, 4, d132) T(28, 3, d051) T(28, 2, d141) T(28, 1, d231) T(28, 0, d031) T(29, 31, d206)
  T(29, 30, d215) T(29, 29, d305) T(29, 28, d224) T(29, 27, d314) T(29, 26, d404) T(29, 25, d233)
  T(29, 24, d323) T(29, 23, d413) T(29, 22, d503) T(29, 21, d242) T(29, 20, d332) T(29, 19, d422)
  T(29, 18, d512) T(29, 17, d602) T(29, 16, d205) T(29, 15, d214) T(29, 14, d304) T(29, 13, d223)
  T(29, 12, d313) T(29, 11, d403) T(29, 10, d232) T(29, 9, d322) T(29, 8, d412) T(29, 7, d502)
  T(29, 6, d204) T(29, 5, d213) T(29, 4, d303) T(29, 3, d222) T(29, 2, d312) T(29, 1, d402)
  T(29, 0, d202) T(30, 31, d116) T(30, 30, d125) T(30, 29, d215) T(30, 28, d134) T(30, 27, d224)
  T(30, 26, d314) T(30, 25, d143) T(30, 24, d233) T(30, 23, d323) T(30, 22, d413) T(30, 21, d152)
  T(30, 20, d242) T(30, 19, d332) T(30, 18, d422) T(30, 17, d512) T(30, 16, d115) T(30, 15, d124)
  T(30, 14, d214) T(30, 13, d133) T(30, 12, d223) T(30, 11, d313) T(30, 10, d142) T(30, 9, d232)
  T(30, 8, d322) T(30, 7, d412) T(30, 6, d114) T(30, 5, d123) T(30, 4, d213) T(30, 3, d132)
  T(30, 2, d222) T(30, 1, d312) T(30, 0, d112) T(31, 31, d026) T(31, 30, d035) T(31, 29, d125)
  T(31, 28, d044) T(31, 27, d134) T(31, 26, d224) T(31, 25, d053) T(31, 24, d143) T(31, 23, d233)
  T(31, 22, d323) T(31, 21, d062) T(31, 20, d152) T(31, 19, d242) T(31, 18, d332) T(31, 17, d422)
  T(31, 16, d025) T(31, 15, d034) T(31, 14, d124) T(31, 13, d043) T(31, 12, d133) T(31, 11, d223)
  T(31, 10, d052) T(31, 9, d142) T(31, 8, d232) T(31, 7, d322) T(31, 6, d024) T(31, 5, d033)
  T(31, 4, d123) T(31, 3, d042) T(31, 2, d132) T(31, 1, d222) T(31, 0, d022) T(32, 31, d107)
  T(32, 30, d116) T(32, 29, d206) T(32, 28, d125) T(32, 27, d215) T(32, 26, d305) T(32, 25, d134)
  T(32, 24, d224) T(32, 23, d314) T(32, 22, d404) T(32, 21, d143) T(32, 20, d233) T(32, 19, d323)
  T(32, 18, d413) T(32, 17, d503) T(32, 16, d106) T(32, 15, d115) T(32, 14, d205) T(32, 13, d124)
  T(32, 12, d214) T(32, 11, d304) T(32, 10, d133) T(32, 9, d223) T(32, 8, d313) T(32, 7, d403)
  T(32, 6, d105) T(32, 5, d114) T(32, 4, d204) T(32, 3, d123) T(32, 2, d213) T(32, 1, d303)
  T(32, 0, d103) T(33, 31, d017) T(33, 30, d026) T(33, 29, d116) T(33, 28, d035) T(33, 27, d125)
  T(33, 26, d215) T(33, 25, d044) T(33, 24, d134) T(33, 23, d224) T(33, 22, d314) T(33, 21, d053)
  T(33, 20, d143) T(33, 19, d233) T(33, 18, d323) T(33, 17, d413) T(33, 16, d016) T(33, 15, d025)
  T(33, 14, d115) T(33, 13, d034) T(33, 12, d124) T(33, 11, d214) T(33, 10, d043) T(33, 9, d133)
  T(33, 8, d223) T(33, 7, d313) T(33, 6, d015) T(33, 5, d024) T(33, 4, d114) T(33, 3, d033)
  T(33, 2, d123) T(33, 1, d213) T(33, 0, d013) T(34, 31, d008) T(34, 30, d017) T(34, 29, d107)
  T(34, 28, d026) T(34, 27, d116) T(34, 26, d206) T(34, 25, d035) T(34, 24, d125) T(34, 23, d215)
  T(34, 22, d305) T(34, 21, d044) T(34, 20, d134) T(34, 19, d224) T(34, 18, d314) T(34, 17, d404)
  T(34, 16, d007) T(34, 15, d016) T(34, 14, d106) T(34, 13, d025) T(34, 12, d115) T(34, 11, d205)
  T(34, 10, d034) T(34, 9, d124) T(34, 8, d214) T(34, 7, d304) T(34, 6, d006) T(34, 5, d015)
  T(34, 4, d105) T(34, 3, d024) T(34, 2, d114) T(34, 1, d204) T(34, 0, d004) T(35, 16, d503)
  T(35, 15, d512) T(35, 14, d602) T(35, 13, d521) T(35, 12, d611) T(35, 11, d701) T(35, 10, d530)
  T(35, 9, d620) T(35, 8, d710) T(35, 7, d800) T(35, 6, d502) T(35, 5, d511) T(35, 4, d601)
  T(35, 3, d520) T(35, 2, d610) T(35, 1, d700) T(35, 0, d500) T(36, 16, d413) T(36, 15, d422)
  T(36, 14, d512) T(36, 13, d431) T(36, 12, d521) T(36, 11, d611) T(36, 10, d440) T(36, 9, d530)
  T(36, 8, d620) T(36, 7, d710) T(36, 6, d412) T(36, 5, d421) T(36, 4, d511) T(36, 3, d430)
  T(36, 2, d520) T(36, 1, d610) T(36, 0, d410) T(37, 16, d323) T(37, 15, d332) T(37, 14, d422)
  T(37, 13, d341) T(37, 12, d431) T(37, 11, d521) T(37, 10, d350) T(37, 9, d440) T(37, 8, d530)
  T(37, 7, d620) T(37, 6, d322) T(37, 5, d331) T(37, 4, d421) T(37, 3, d340) T(37, 2, d430)
  T(37, 1, d520) T(37, 0, d320) T(38, 16, d233) T(38, 15, d242) T(38, 14, d332) T(38, 13, d251)
  T(38, 12, d341) T(38, 11, d431) T(38, 10, d260) T(38, 9, d350) T(38, 8, d440) T(38, 7, d530)
  T(38, 6, d232) T(38, 5, d241) T(38, 4, d331) T(38, 3, d250) T(38, 2, d340) T(38, 1, d430)
  T(38, 0, d230) T(39, 16, d143) T(39, 15, d152) T(39, 14, d242) T(39, 13, d161) T(39, 12, d251)
  T(39, 11, d341) T(39, 10, d170) T(39, 9, d260) T(39, 8, d350) T(39, 7, d440) T(39, 6, d142)
  T(39, 5, d151) T(39, 4, d241) T(39, 3, d160) T(39, 2, d250) T(39, 1, d340) T(39, 0, d140)
  T(40, 16, d053) T(40, 15, d062) T(40, 14, d152) T(40, 13, d071) T(40, 12, d161) T(40, 11, d251)
  T(40, 10, d080) T(40, 9, d170) T(40, 8, d260) T(40, 7, d350) T(40, 6, d052) T(40, 5, d061)
  T(40, 4, d151) T(40, 3, d070) T(40, 2, d160) T(40, 1, d250) T(40, 0, d050) T(41, 16, d404)
  T(41, 15, d413) T(41, 14, d503) T(41, 13, d422) T(41, 12, d512) T(41, 11, d602) T(41, 10, d431)
  T(41, 9, d521) T(41, 8, d611) T(41, 7, d701) T(41, 6, d403) T(41, 5, d412) T(41, 4, d502)
  T(41, 3, d421) T(41, 2, d511) T(41, 1, d601) T(41, 0, d401) T(42, 16, d314) T(42, 15, d323)
  T(42, 14, d413) T(42, 13, d332) T(42, 12, d422) T(42, 11, d512) T(42, 10, d341) T(42, 9, d431)
  T(42, 8, d521) T(42, 7, d611) T(42, 6, d313) T(42, 5, d322) T(42, 4, d412) T(42, 3, d331)
  T(42, 2, d421) T(42, 1, d511) T(42, 0, d311) T(43, 16, d224) T(43, 15, d233) T(43, 14, d323)
  T(43, 13, d242) T(43, 12, d332) T(43, 11, d422) T(43, 10, d251) T(43, 9, d341) T(43, 8, d431)
  T(43, 7, d521) T(43, 6, d223) T(43, 5, d232) T(43, 4, d322) T(43, 3, d241) T(43, 2, d331)
  T(43, 1, d421) T(43, 0, d221) T(44, 16, d134) T(44, 15, d143) T(44, 14, d233) T(44, 13, d152)
  T(44, 12, d242) T(44, 11, d332) T(44, 10, d161) T(44, 9, d251) T(44, 8, d341) T(44, 7, d431)
  T(44, 6, d133) T(44, 5, d142) T(44, 4, d232) T(44, 3, d151) T(44, 2, d241) T(44, 1, d331)
  T(44, 0, d131) T(45, 16, d044) T(45, 15, d053) T(45, 14, d143) T(45, 13, d062) T(45, 12, d152)
  T(45, 11, d242) T(45, 10, d071) T(45, 9, d161) T(45, 8, d251) T(45, 7, d341) T(45, 6, d043)
  T(45, 5, d052) T(45, 4, d142) T(45, 3, d061) T(45, 2, d151) T(45, 1, d241) T(45, 0, d041)
  T(46, 16, d305) T(46, 15, d314) T(46, 14, d404) T(46, 13, d323) T(46, 12, d413) T(46, 11, d503)
  T(46, 10, d332) T(46, 9, d422) T(46, 8, d512) T(46, 7, d602) T(46, 6, d304) T(46, 5, d313)
  T(46, 4, d403) T(46, 3, d322) T(46, 2, d412) T(46, 1, d502) T(46, 0, d302) T(47, 16, d215)
  T(47, 15, d224) T(47, 14, d314) T(47, 13, d233) T(47, 12, d323) T(47, 11, d413) T(47, 10, d242)
  T(47, 9, d332) T(47, 8, d422) T(47, 7, d512) T(47, 6, d214) T(47, 5, d223) T(47, 4, d313)
  T(47, 3, d232) T(47, 2, d322) T(47, 1, d412) T(47, 0, d212) T(48, 16, d125) T(48, 15, d134)
  T(48, 14, d224) T(48, 13, d143) T(48, 12, d233) T(48, 11, d323) T(48, 10, d152) T(48, 9, d242)
  T(48, 8, d332) T(48, 7, d422) T(48, 6, d124) T(48, 5, d133) T(48, 4, d223) T(48, 3, d142)
  T(48, 2, d232) T(48, 1, d322) T(48, 0, d122) T(49, 16, d035) T(49, 15, d044) T(49, 14, d134)
  T(49, 13, d053) T(49, 12, d143) T(49, 11, d233) T(49, 10, d062) T(49, 9, d152) T(49, 8, d242)
  T(49, 7, d332) T(49, 6, d034) T(49, 5, d043) T(49, 4, d133) T(49, 3, d052) T(49, 2, d142)
  T(49, 1, d232) T(49, 0, d032) T(50, 16, d206) T(50, 15, d215) T(50, 14, d305) T(50, 13, d224)
  T(50, 12, d314) T(50, 11, d404) T(50, 10, d233) T(50, 9, d323) T(50, 8, d413) T(50, 7, d503)
  T(50, 6, d205) T(50, 5, d214) T(50, 4, d304) T(50, 3, d223) T(50, 2, d313) T(50, 1, d403)
  T(50, 0, d203) T(51, 16, d116) T(51, 15, d125) T(51, 14, d215) T(51, 13, d134) T(51, 12, d224)
  T(51, 11, d314) T(51, 10, d143) T(51, 9, d233) T(51, 8, d323) T(51, 7, d413) T(51, 6, d115)
  T(51, 5, d124) T(51, 4, d214) T(51, 3, d133) T(51, 2, d223) T(51, 1, d313) T(51, 0, d113)
  T(52, 16, d026) T(52, 15, d035) T(52, 14, d125) T(52, 13, d044) T(52, 12, d134) T(52, 11, d224)
  T(52, 10, d053) T(52, 9, d143) T(52, 8, d233) T(52, 7, d323) T(52, 6, d025) T(52, 5, d034)
  T(52, 4, d124) T(52, 3, d043) T(52, 2, d133) T(52, 1, d223) T(52, 0, d023) T(53, 16, d107)
  T(53, 15, d116) T(53, 14, d206) T(53, 13, d125) T(53, 12, d215) T(53, 11, d305) T(53, 10, d134)
  T(53, 9, d224) T(53, 8, d314) T(53, 7, d404) T(53, 6, d106) T(53, 5, d115) T(53, 4, d205)
  T(53, 3, d124) T(53, 2, d214) T(53, 1, d304) T(53, 0, d104) T(54, 16, d017) T(54, 15, d026)
  T(54, 14, d116) T(54, 13, d035) T(54, 12, d125) T(54, 11, d215) T(54, 10, d044) T(54, 9, d134)
  T(54, 8, d224) T(54, 7, d314) T(54, 6, d016) T(54, 5, d025) T(54, 4, d115) T(54, 3, d034)
  T(54, 2, d124) T(54, 1, d214) T(54, 0, d014) T(55, 16, d008) T(55, 15, d017) T(55, 14, d107)
  T(55, 13, d026) T(55, 12, d116) T(55, 11, d206) T(55, 10, d035) T(55, 9, d125) T(55, 8, d215)
  T(55, 7, d305) T(55, 6, d007) T(55, 5, d016) T(55, 4, d106) T(55, 3, d025) T(55, 2, d115)
  T(55, 1, d205) T(55, 0, d005) T(56, 6, d602) T(56, 5, d611) T(56, 4, d701) T(56, 3, d620)
  T(56, 2, d710) T(56, 1, d800) T(56, 0, d600) T(57, 6, d512) T(57, 5, d521) T(57, 4, d611)
  T(57, 3, d530) T(57, 2, d620) T(57, 1, d710) T(57, 0, d510) T(58, 6, d422) T(58, 5, d431)
  T(58, 4, d521) T(58, 3, d440) T(58, 2, d530) T(58, 1, d620) T(58, 0, d420) T(59, 6, d332)
  T(59, 5, d341) T(59, 4, d431) T(59, 3, d350) T(59, 2, d440) T(59, 1, d530) T(59, 0, d330)
  T(60, 6, d242) T(60, 5, d251) T(60, 4, d341) T(60, 3, d260) T(60, 2, d350) T(60, 1, d440)
  T(60, 0, d240) T(61, 6, d152) T(61, 5, d161) T(61, 4, d251) T(61, 3, d170) T(61, 2, d260)
  T(61, 1, d350) T(61, 0, d150) T(62, 6, d062) T(62, 5, d071) T(62, 4, d161) T(62, 3, d080)
  T(62, 2, d170) T(62, 1, d260) T(62, 0, d060) T(63, 6, d503) T(63, 5, d512) T(63, 4, d602)
  T(63, 3, d521) T(63, 2, d611) T(63, 1, d701) T(63, 0, d501) T(64, 6, d413) T(64, 5, d422)
  T(64, 4, d512) T(64, 3, d431) T(64, 2, d521) T(64, 1, d611) T(64, 0, d411) T(65, 6, d323)
  T(65, 5, d332) T(65, 4, d422) T(65, 3, d341) T(65, 2, d431) T(65, 1, d521) T(65, 0, d321)
  T(66, 6, d233) T(66, 5, d242) T(66, 4, d332) T(66, 3, d251) T(66, 2, d341) T(66, 1, d431)
  T(66, 0, d231) T(67, 6, d143) T(67, 5, d152) T(67, 4, d242) T(67, 3, d161) T(67, 2, d251)
  T(67, 1, d341) T(67, 0, d141) T(68, 6, d053) T(68, 5, d062) T(68, 4, d152) T(68, 3, d071)
  T(68, 2, d161) T(68, 1, d251) T(68, 0, d051) T(69, 6, d404) T(69, 5, d413) T(69, 4, d503)
  T(69, 3, d422) T(69, 2, d512) T(69, 1, d602) T(69, 0, d402) T(70, 6, d314) T(70, 5, d323)
  T(70, 4, d413) T(70, 3, d332) T(70, 2, d422) T(70, 1, d512) T(70, 0, d312) T(71, 6, d224)
  T(71, 5, d233) T(71, 4, d323) T(71, 3, d242) T(71, 2, d332) T(71, 1, d422) T(71, 0, d222)
  T(72, 6, d134) T(72, 5, d143) T(72, 4, d233) T(72, 3, d152) T(72, 2, d242) T(72, 1, d332)
  T(72, 0, d132) T(73, 6, d044) T(73, 5, d053) T(73, 4, d143) T(73, 3, d062) T(73, 2, d152)
  T(73, 1, d242) T(73, 0, d042) T(74, 6, d305) T(74, 5, d314) T(74, 4, d404) T(74, 3, d323)
  T(74, 2, d413) T(74, 1, d503) T(74, 0, d303) T(75, 6, d215) T(75, 5, d224) T(75, 4, d314)
  T(75, 3, d233) T(75, 2, d323) T(75, 1, d413) T(75, 0, d213) T(76, 6, d125) T(76, 5, d134)
  T(76, 4, d224) T(76, 3, d143) T(76, 2, d233) T(76, 1, d323) T(76, 0, d123) T(77, 6, d035)
  T(77, 5, d044) T(77, 4, d134) T(77, 3, d053) T(77, 2, d143) T(77, 1, d233) T(77, 0, d033)
  T(78, 6, d206) T(78, 5, d215) T(78, 4, d305) T(78, 3, d224) T(78, 2, d314) T(78, 1, d404)
  T(78, 0, d204) T(79, 6, d116) T(79, 5, d125) T(79, 4, d215) T(79, 3, d134) T(79, 2, d224)
  T(79, 1, d314) T(79, 0, d114) T(80, 6, d026) T(80, 5, d035) T(80, 4, d125) T(80, 3, d044)
  T(80, 2, d134) T(80, 1, d224) T(80, 0, d024) T(81, 6, d107) T(81, 5, d116) T(81, 4, d206)
  T(81, 3, d125) T(81, 2, d215) T(81, 1, d305) T(81, 0, d105) T(82, 6, d017) T(82, 5, d026)
  T(82, 4, d116) T(82, 3, d035) T(82, 2, d125) T(82, 1, d215) T(82, 0, d015) T(83, 6, d008)
  T(83, 5, d017) T(83, 4, d107) T(83, 3, d026) T(83, 2, d116) T(83, 1, d206) T(83, 0, d006)
  T(84, 0, d700) T(85, 0, d610) T(86, 0, d520) T(87, 0, d430) T(88, 0, d340) T(89, 0, d250)
  T(90, 0, d160) T(91, 0, d070) T(92, 0, d601) T(93, 0, d511) T(94, 0, d421) T(95, 0, d331)
  T(96, 0, d241) T(97, 0, d151) T(98, 0, d061) T(99, 0, d502) T(100, 0, d412) T(101, 0, d322)
  T(102, 0, d232) T(103, 0, d142) T(104, 0, d052) T(105, 0, d403) T(106, 0, d313) T(107, 0, d223)
  T(108, 0, d133) T(109, 0, d043) T(110, 0, d304) T(111, 0, d214) T(112, 0, d124) T(113, 0, d034)
  T(114, 0, d205) T(115, 0, d115) T(116, 0, d025) T(117, 0, d106) T(118, 0, d016) T(119, 0, d007)
  T(120, 0, d800) T(121, 0, d710) T(122, 0, d620) T(123, 0, d530) T(124, 0, d440) T(125, 0, d350)
  T(126, 0, d260) T(127, 0, d170) T(128, 0, d080) T(129, 0, d701) T(130, 0, d611) T(131, 0, d521)
  T(132, 0, d431) T(133, 0, d341) T(134, 0, d251) T(135, 0, d161) T(136, 0, d071) T(137, 0, d602)
  T(138, 0, d512) T(139, 0, d422) T(140, 0, d332) T(141, 0, d242) T(142, 0, d152) T(143, 0, d062)
  T(144, 0, d503) T(145, 0, d413) T(146, 0, d323) T(147, 0, d233) T(148, 0, d143) T(149, 0, d053)
  T(150, 0, d404) T(151, 0, d314) T(152, 0, d224) T(153, 0, d134) T(154, 0, d044) T(155, 0, d305)
  T(156, 0, d215) T(157, 0, d125) T(158, 0, d035) T(159, 0, d206) T(160, 0, d116) T(161, 0, d026)
  T(162, 0, d107) T(163, 0, d017) T(164, 0, d008)
}

MP_INLINE void MP_FN(m2p_f8)(const MP_REAL *M, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6], r6_001 = z * g[7], r7_001 = z * g[8],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]),
  r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, r6_110 = x * r7_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]),
  r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, r6_101 = z * r7_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, r5_011 = z * r6_010, r6_011 = z * r7_010, d002 = MP_FMA(z, r1_001, g[1]),
  r1_002 = MP_FMA(z, r2_001, g[2]), r2_002 = MP_FMA(z, r3_001, g[3]),
  r3_002 = MP_FMA(z, r4_001, g[4]), r4_002 = MP_FMA(z, r5_001, g[5]),
  r5_002 = MP_FMA(z, r6_001, g[6]), r6_002 = MP_FMA(z, r7_001, g[7]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  r5_120 = x * r6_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, r5_201 = z * r6_200,
  d111 = z * r1_110, r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110,
  r4_111 = z * r5_110, r5_111 = z * r6_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, r4_021 = z * r5_020, r5_021 = z * r6_020,
  d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), r5_102 = MP_FMA(z, r6_101, r6_100),
  d012 = MP_FMA(z, r1_011, r1_010), r1_012 = MP_FMA(z, r2_011, r2_010),
  r2_012 = MP_FMA(z, r3_011, r3_010), r3_012 = MP_FMA(z, r4_011, r4_010),
  r4_012 = MP_FMA(z, r5_011, r5_010), r5_012 = MP_FMA(z, r6_011, r6_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), r5_003 = MP_FMA(z, r6_002, MP_SET(2) * r6_001),
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, r3_301 = z * r4_300,
  r4_301 = z * r5_300, d211 = z * r1_210, r1_211 = z * r2_210, r2_211 = z * r3_210,
  r3_211 = z * r4_210, r4_211 = z * r5_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, r4_121 = z * r5_120, d031 = z * r1_030,
  r1_031 = z * r2_030, r2_031 = z * r3_030, r3_031 = z * r4_030, r4_031 = z * r5_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), r3_202 = MP_FMA(z, r4_201, r4_200),
  r4_202 = MP_FMA(z, r5_201, r5_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), r4_112 = MP_FMA(z, r5_111, r5_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), r3_022 = MP_FMA(z, r4_021, r4_020),
  r4_022 = MP_FMA(z, r5_021, r5_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), r4_103 = MP_FMA(z, r5_102, MP_SET(2) * r5_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011),
  r4_013 = MP_FMA(z, r5_012, MP_SET(2) * r5_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), r4_004 = MP_FMA(z, r5_003, MP_SET(3) * r5_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, r1_401 = z * r2_400, r2_401 = z * r3_400, r3_401 = z * r4_400,
  d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310, r3_311 = z * r4_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, r3_221 = z * r4_220,
  d131 = z * r1_130, r1_131 = z * r2_130, r2_131 = z * r3_130, r3_131 = z * r4_130,
  d041 = z * r1_040, r1_041 = z * r2_040, r2_041 = z * r3_040, r3_041 = z * r4_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), r3_302 = MP_FMA(z, r4_301, r4_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  r2_212 = MP_FMA(z, r3_211, r3_210), r3_212 = MP_FMA(z, r4_211, r4_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), r3_122 = MP_FMA(z, r4_121, r4_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  r2_032 = MP_FMA(z, r3_031, r3_030), r3_032 = MP_FMA(z, r4_031, r4_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), r3_203 = MP_FMA(z, r4_202, MP_SET(2) * r4_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111), r3_113 = MP_FMA(z, r4_112, MP_SET(2) * r4_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), r3_023 = MP_FMA(z, r4_022, MP_SET(2) * r4_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102), r3_104 = MP_FMA(z, r4_103, MP_SET(3) * r4_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), r3_014 = MP_FMA(z, r4_013, MP_SET(3) * r4_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003), r3_005 = MP_FMA(z, r4_004, MP_SET(4) * r4_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, r1_501 = z * r2_500,
  r2_501 = z * r3_500, d411 = z * r1_410, r1_411 = z * r2_410, r2_411 = z * r3_410,
  d321 = z * r1_320, r1_321 = z * r2_320, r2_321 = z * r3_320, d231 = z * r1_230,
  r1_231 = z * r2_230, r2_231 = z * r3_230, d141 = z * r1_140, r1_141 = z * r2_140,
  r2_141 = z * r3_140, d051 = z * r1_050, r1_051 = z * r2_050, r2_051 = z * r3_050,
  d402 = MP_FMA(z, r1_401, r1_400), r1_402 = MP_FMA(z, r2_401, r2_400),
  r2_402 = MP_FMA(z, r3_401, r3_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), r2_312 = MP_FMA(z, r3_311, r3_310),
  d222 = MP_FMA(z, r1_221, r1_220), r1_222 = MP_FMA(z, r2_221, r2_220),
  r2_222 = MP_FMA(z, r3_221, r3_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), r2_132 = MP_FMA(z, r3_131, r3_130),
  d042 = MP_FMA(z, r1_041, r1_040), r1_042 = MP_FMA(z, r2_041, r2_040),
  r2_042 = MP_FMA(z, r3_041, r3_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), r2_303 = MP_FMA(z, r3_302, MP_SET(2) * r3_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211),
  r2_213 = MP_FMA(z, r3_212, MP_SET(2) * r3_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), r2_123 = MP_FMA(z, r3_122, MP_SET(2) * r3_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031),
  r2_033 = MP_FMA(z, r3_032, MP_SET(2) * r3_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), r2_204 = MP_FMA(z, r3_203, MP_SET(3) * r3_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112),
  r2_114 = MP_FMA(z, r3_113, MP_SET(3) * r3_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), r2_024 = MP_FMA(z, r3_023, MP_SET(3) * r3_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103),
  r2_105 = MP_FMA(z, r3_104, MP_SET(4) * r3_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), r2_015 = MP_FMA(z, r3_014, MP_SET(4) * r3_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004), r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004),
  r2_006 = MP_FMA(z, r3_005, MP_SET(5) * r3_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140), d250 = MP_FMA(x, r1_150, r1_050),
  r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060, r1_160 = x * r2_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050),
  d601 = z * r1_600, r1_601 = z * r2_600, d511 = z * r1_510, r1_511 = z * r2_510,
  d421 = z * r1_420, r1_421 = z * r2_420, d331 = z * r1_330, r1_331 = z * r2_330,
  d241 = z * r1_240, r1_241 = z * r2_240, d151 = z * r1_150, r1_151 = z * r2_150,
  d061 = z * r1_060, r1_061 = z * r2_060, d502 = MP_FMA(z, r1_501, r1_500),
  r1_502 = MP_FMA(z, r2_501, r2_500), d412 = MP_FMA(z, r1_411, r1_410),
  r1_412 = MP_FMA(z, r2_411, r2_410), d322 = MP_FMA(z, r1_321, r1_320),
  r1_322 = MP_FMA(z, r2_321, r2_320), d232 = MP_FMA(z, r1_231, r1_230),
  r1_232 = MP_FMA(z, r2_231, r2_230), d142 = MP_FMA(z, r1_141, r1_140),
  r1_142 = MP_FMA(z, r2_141, r2_140), d052 = MP_FMA(z, r1_051, r1_050),
  r1_052 = MP_FMA(z, r2_051, r2_050), d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401),
  r1_403 = MP_FMA(z, r2_402, MP_SET(2) * r2_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  r1_313 = MP_FMA(z, r2_312, MP_SET(2) * r2_311), d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221),
  r1_223 = MP_FMA(z, r2_222, MP_SET(2) * r2_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  r1_133 = MP_FMA(z, r2_132, MP_SET(2) * r2_131), d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041),
  r1_043 = MP_FMA(z, r2_042, MP_SET(2) * r2_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  r1_304 = MP_FMA(z, r2_303, MP_SET(3) * r2_302), d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212),
  r1_214 = MP_FMA(z, r2_213, MP_SET(3) * r2_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  r1_124 = MP_FMA(z, r2_123, MP_SET(3) * r2_122), d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032),
  r1_034 = MP_FMA(z, r2_033, MP_SET(3) * r2_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  r1_205 = MP_FMA(z, r2_204, MP_SET(4) * r2_203), d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113),
  r1_115 = MP_FMA(z, r2_114, MP_SET(4) * r2_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  r1_025 = MP_FMA(z, r2_024, MP_SET(4) * r2_023), d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104),
  r1_106 = MP_FMA(z, r2_105, MP_SET(5) * r2_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  r1_016 = MP_FMA(z, r2_015, MP_SET(5) * r2_014), d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005),
  r1_007 = MP_FMA(z, r2_006, MP_SET(6) * r2_005), d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600),
  d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510), d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420),
  d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330), d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240),
  d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150), d260 = MP_FMA(x, r1_160, r1_060),
  d170 = x * r1_070, d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700,
  d611 = z * r1_610, d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250,
  d161 = z * r1_160, d071 = z * r1_070, d602 = MP_FMA(z, r1_601, r1_600),
  d512 = MP_FMA(z, r1_511, r1_510), d422 = MP_FMA(z, r1_421, r1_420),
  d332 = MP_FMA(z, r1_331, r1_330), d242 = MP_FMA(z, r1_241, r1_240),
  d152 = MP_FMA(z, r1_151, r1_150), d062 = MP_FMA(z, r1_061, r1_060),
  d503 = MP_FMA(z, r1_502, MP_SET(2) * r1_501), d413 = MP_FMA(z, r1_412, MP_SET(2) * r1_411),
  d323 = MP_FMA(z, r1_322, MP_SET(2) * r1_321), d233 = MP_FMA(z, r1_232, MP_SET(2) * r1_231),
  d143 = MP_FMA(z, r1_142, MP_SET(2) * r1_141), d053 = MP_FMA(z, r1_052, MP_SET(2) * r1_051),
  d404 = MP_FMA(z, r1_403, MP_SET(3) * r1_402), d314 = MP_FMA(z, r1_313, MP_SET(3) * r1_312),
  d224 = MP_FMA(z, r1_223, MP_SET(3) * r1_222), d134 = MP_FMA(z, r1_133, MP_SET(3) * r1_132),
  d044 = MP_FMA(z, r1_043, MP_SET(3) * r1_042), d305 = MP_FMA(z, r1_304, MP_SET(4) * r1_303),
  d215 = MP_FMA(z, r1_214, MP_SET(4) * r1_213), d125 = MP_FMA(z, r1_124, MP_SET(4) * r1_123),
  d035 = MP_FMA(z, r1_034, MP_SET(4) * r1_033), d206 = MP_FMA(z, r1_205, MP_SET(5) * r1_204),
  d116 = MP_FMA(z, r1_115, MP_SET(5) * r1_114), d026 = MP_FMA(z, r1_025, MP_SET(5) * r1_024),
  d107 = MP_FMA(z, r1_106, MP_SET(6) * r1_105), d017 = MP_FMA(z, r1_016, MP_SET(6) * r1_015),
  d008 = MP_FMA(z, r1_007, MP_SET(7) * r1_006); T(0, 116, d007) T(0, 115, d016) T(0, 114, d106)
  T(0, 113, d025) T(0, 112, d115) T(0, 111, d205) T(0, 110, d034) T(0, 109, d124) T(0, 108, d214)
  T(0, 107, d304) T(0, 106, d043) T(0, 105, d133) T(0, 104, d223) T(0, 103, d313) T(0, 102, d403)
  T(0, 101, d052) T(0, 100, d142) T(0, 99, d232) T(0, 98, d322) T(0, 97, d412) T(0, 96, d502)
  T(0, 95, d061) T(0, 94, d151) T(0, 93, d241) T(0, 92, d331) T(0, 91, d421) T(0, 90, d511)
  T(0, 89, d601) T(0, 88, d070) T(0, 87, d160) T(0, 86, d250) T(0, 85, d340) T(0, 84, d430)
  T(0, 83, d520) T(0, 82, d610) T(0, 81, d700) T(0, 80, d006) T(0, 79, d015) T(0, 78, d105)
  T(0, 77, d024) T(0, 76, d114) T(0, 75, d204) T(0, 74, d033) T(0, 73, d123) T(0, 72, d213)
  T(0, 71, d303) T(0, 70, d042) T(0, 69, d132) T(0, 68, d222) T(0, 67, d312) T(0, 66, d402)
  T(0, 65, d051) T(0, 64, d141) T(0, 63, d231) T(0, 62, d321) T(0, 61, d411) T(0, 60, d501)
  T(0, 59, d060) T(0, 58, d150) T(0, 57, d240) T(0, 56, d330) T(0, 55, d420) T(0, 54, d510)
  T(0, 53, d600) T(0, 52, d005) T(0, 51, d014) T(0, 50, d104) T(0, 49, d023) T(0, 48, d113)
  T(0, 47, d203) T(0, 46, d032) T(0, 45, d122) T(0, 44, d212) T(0, 43, d302) T(0, 42, d041)
  T(0, 41, d131) T(0, 40, d221) T(0, 39, d311) T(0, 38, d401) T(0, 37, d050) T(0, 36, d140)
  T(0, 35, d230) T(0, 34, d320) T(0, 33, d410) T(0, 32, d500) T(0, 31, d004) T(0, 30, d013)
  T(0, 29, d103) T(0, 28, d022) T(0, 27, d112) T(0, 26, d202) T(0, 25, d031) T(0, 24, d121)
  T(0, 23, d211) T(0, 22, d301) T(0, 21, d040) T(0, 20, d130) T(0, 19, d220) T(0, 18, d310)
  T(0, 17, d400) T(0, 16, d003) T(0, 15, d012) T(0, 14, d102) T(0, 13, d021) T(0, 12, d111)
  T(0, 11, d201) T(0, 10, d030) T(0, 9, d120) T(0, 8, d210) T(0, 7, d300) T(0, 6, d002)
  T(0, 5, d011) T(0, 4, d101) T(0, 3, d020) T(0, 2, d110) T(0, 1, d200) T(0, 0, g[0])
  T(1, 116, d107) T(1, 115, d116) T(1, 114, d206) T(1, 113, d125) T(1, 112, d215) T(1, 111, d305)
  T(1, 110, d134) T(1, 109, d224) T(1, 108, d314) T(1, 107, d404) T(1, 106, d143) T(1, 105, d233)
  T(1, 104, d323) T(1, 103, d413) T(1, 102, d503) T(1, 101, d152) T(1, 100, d242) T(1, 99, d332)
  T(1, 98, d422) T(1, 97, d512) T(1, 96, d602) T(1, 95, d161) T(1, 94, d251) T(1, 93, d341)
  T(1, 92, d431) T(1, 91, d521) T(1, 90, d611) T(1, 89, d701) T(1, 88, d170) T(1, 87, d260)
  T(1, 86, d350) T(1, 85, d440) T(1, 84, d530) T(1, 83, d620) T(1, 82, d710) T(1, 81, d800)
  T(1, 80, d106) T(1, 79, d115) T(1, 78, d205) T(1, 77, d124) T(1, 76, d214) T(1, 75, d304)
  T(1, 74, d133) T(1, 73, d223) T(1, 72, d313) T(1, 71, d403) T(1, 70, d142) T(1, 69, d232)
  T(1, 68, d322) T(1, 67, d412) T(1, 66, d502) T(1, 65, d151) T(1, 64, d241) T(1, 63, d331)
  T(1, 62, d421) T(1, 61, d511) T(1, 60, d601) T(1, 59, d160) T(1, 58, d250) T(1, 57, d340)
  T(1, 56, d430) T(1, 55, d520) T(1, 54, d610) T(1, 53, d700) T(1, 52, d105) T(1, 51, d114)
  T(1, 50, d204) T(1, 49, d123) T(1, 48, d213) T(1, 47, d303) T(1, 46, d132) T(1, 45, d222)
  T(1, 44, d312) T(1, 43, d402) T(1, 42, d141) T(1, 41, d231) T(1, 40, d321) T(1, 39, d411)
  T(1, 38, d501) T(1, 37, d150) T(1, 36, d240) T(1, 35, d330) T(1, 34, d420) T(1, 33, d510)
  T(1, 32, d600) T(1, 31, d104) T(1, 30, d113) T(1, 29, d203) T(1, 28, d122) T(1, 27, d212)
  T(1, 26, d302) T(1, 25, d131) T(1, 24, d221) T(1, 23, d311) T(1, 22, d401) T(1, 21, d140)
  T(1, 20, d230) T(1, 19, d320) T(1, 18, d410) T(1, 17, d500) T(1, 16, d103) T(1, 15, d112)
  T(1, 14, d202) T(1, 13, d121) T(1, 12, d211) T(1, 11, d301) T(1, 10, d130) T(1, 9, d220)
  T(1, 8, d310) T(1, 7, d400) T(1, 6, d102) T(1, 5, d111) T(1, 4, d201) T(1, 3, d120) T(1, 2, d210)
  T(1, 1, d300) T(1, 0, d100) T(2, 116, d017) T(2, 115, d026) T(2, 114, d116) T(2, 113, d035)
  T(2, 112, d125) T(2, 111, d215) T(2, 110, d044) T(2, 109, d134) T(2, 108, d224) T(2, 107, d314)
  T(2, 106, d053) T(2, 105, d143) T(2, 104, d233) T(2, 103, d323) T(2, 102, d413) T(2, 101, d062)
  T(2, 100, d152) T(2, 99, d242) T(2, 98, d332) T(2, 97, d422) T(2, 96, d512) T(2, 95, d071)
  T(2, 94, d161) T(2, 93, d251) T(2, 92, d341) T(2, 91, d431) T(2, 90, d521) T(2, 89, d611)
  T(2, 88, d080) T(2, 87, d170) T(2, 86, d260) T(2, 85, d350) T(2, 84, d440) T(2, 83, d530)
  T(2, 82, d620) T(2, 81, d710) T(2, 80, d016) T(2, 79, d025) T(2, 78, d115) T(2, 77, d034)
  T(2, 76, d124) T(2, 75, d214) T(2, 74, d043) T(2, 73, d133) T(2, 72, d223) T(2, 71, d313)
  T(2, 70, d052) T(2, 69, d142) T(2, 68, d232) T(2, 67, d322) T(2, 66, d412) T(2, 65, d061)
  T(2, 64, d151) T(2, 63, d241) T(2, 62, d331) T(2, 61, d421) T(2, 60, d511) T(2, 59, d070)
  T(2, 58, d160) T(2, 57, d250) T(2, 56, d340) T(2, 55, d430) T(2, 54, d520) T(2, 53, d610)
  T(2, 52, d015) T(2, 51, d024) T(2, 50, d114) T(2, 49, d033) T(2, 48, d123) T(2, 47, d213)
  T(2, 46, d042) T(2, 45, d132) T(2, 44, d222) T(2, 43, d312) T(2, 42, d051) T(2, 41, d141)
  T(2, 40, d231) T(2, 39, d321) T(2, 38, d411) T(2, 37, d060) T(2, 36, d150) T(2, 35, d240)
  T(2, 34, d330) T(2, 33, d420) T(2, 32, d510) T(2, 31, d014) T(2, 30, d023) T(2, 29, d113)
  T(2, 28, d032) T(2, 27, d122) T(2, 26, d212) T(2, 25, d041) T(2, 24, d131) T(2, 23, d221)
  T(2, 22, d311) T(2, 21, d050) T(2, 20, d140) T(2, 19, d230) T(2, 18, d320) T(2, 17, d410)
  T(2, 16, d013) T(2, 15, d022) T(2, 14, d112) T(2, 13, d031) T(2, 12, d121) T(2, 11, d211)
  T(2, 10, d040) T(2, 9, d130) T(2, 8, d220) T(2, 7, d310) T(2, 6, d012) T(2, 5, d021)
  T(2, 4, d111) T(2, 3, d030) T(2, 2, d120) T(2, 1, d210) T(2, 0, d010) T(3, 116, d008)
  T(3, 115, d017) T(3, 114, d107) T(3, 113, d026) T(3, 112, d116) T(3, 111, d206) T(3, 110, d035)
  T(3, 109, d125) T(3, 108, d215) T(3, 107, d305) T(3, 106, d044) T(3, 105, d134) T(3, 104, d224)
  T(3, 103, d314) T(3, 102, d404) T(3, 101, d053) T(3, 100, d143) T(3, 99, d233) T(3, 98, d323)
  T(3, 97, d413) T(3, 96, d503) T(3, 95, d062) T(3, 94, d152) T(3, 93, d242) T(3, 92, d332)
  T(3, 91, d422) T(3, 90, d512) T(3, 89, d602) T(3, 88, d071) T(3, 87, d161) T(3, 86, d251)
  T(3, 85, d341) T(3, 84, d431) T(3, 83, d521) T(3, 82, d611) T(3, 81, d701) T(3, 80, d007)
  T(3, 79, d016) T(3, 78, d106) T(3, 77, d025) T(3, 76, d115) T(3, 75, d205) T(3, 74, d034)
  T(3, 73, d124) T(3, 72, d214) T(3, 71, d304) T(3, 70, d043) T(3, 69, d133) T(3, 68, d223)
  T(3, 67, d313) T(3, 66, d403) T(3, 65, d052) T(3, 64, d142) T(3, 63, d232) T(3, 62, d322)
  T(3, 61, d412) T(3, 60, d502) T(3, 59, d061) T(3, 58, d151) T(3, 57, d241) T(3, 56, d331)
  T(3, 55, d421) T(3, 54, d511) T(3, 53, d601) T(3, 52, d006) T(3, 51, d015) T(3, 50, d105)
  T(3, 49, d024) T(3, 48, d114) T(3, 47, d204) T(3, 46, d033) T(3, 45, d123) T(3, 44, d213)
  T(3, 43, d303) T(3, 42, d042) T(3, 41, d132) T(3, 40, d222) T(3, 39, d312) T(3, 38, d402)
  T(3, 37, d051) T(3, 36, d141) T(3, 35, d231) T(3, 34, d321) T(3, 33, d411) T(3, 32, d501)
  T(3, 31, d005) T(3, 30, d014) T(3, 29, d104) T(3, 28, d023) T(3, 27, d113) T(3, 26, d203)
  T(3, 25, d032) T(3, 24, d122) T(3, 23, d212) T(3, 22, d302) T(3, 21, d041) T(3, 20, d131)
  T(3, 19, d221) T(3, 18, d311) T(3, 17, d401) T(3, 16, d004) T(3, 15, d013) T(3, 14, d103)
  T(3, 13, d022) T(3, 12, d112) T(3, 11, d202) T(3, 10, d031) T(3, 9, d121) T(3, 8, d211)
  T(3, 7, d301) T(3, 6, d003) T(3, 5, d012) T(3, 4, d102) T(3, 3, d021) T(3, 2, d111) T(3, 1, d201)
  T(3, 0, d001)
}

MP_INLINE void MP_FN(p2l_f8)(MP_REAL mass, MP_REAL x, MP_REAL y, MP_REAL z, const MP_REAL *g, MP_REAL *F) {
  const MP_REAL d100 = x * g[1], r1_100 = x * g[2], r2_100 = x * g[3], r3_100 = x * g[4],
  r4_100 = x * g[5], r5_100 = x * g[6], r6_100 = x * g[7], r7_100 = x * g[8], d010 = y * g[1],
  r1_010 = y * g[2], r2_010 = y * g[3], r3_010 = y * g[4], r4_010 = y * g[5], r5_010 = y * g[6],
  r6_010 = y * g[7], r7_010 = y * g[8], d001 = z * g[1], r1_001 = z * g[2], r2_001 = z * g[3],
  r3_001 = z * g[4], r4_001 = z * g[5], r5_001 = z * g[6], r6_001 = z * g[7], r7_001 = z * g[8],
  d200 = MP_FMA(x, r1_100, g[1]), r1_200 = MP_FMA(x, r2_100, g[2]),
  r2_200 = MP_FMA(x, r3_100, g[3]), r3_200 = MP_FMA(x, r4_100, g[4]),
  r4_200 = MP_FMA(x, r5_100, g[5]), r5_200 = MP_FMA(x, r6_100, g[6]),
  r6_200 = MP_FMA(x, r7_100, g[7]), d110 = x * r1_010, r1_110 = x * r2_010, r2_110 = x * r3_010,
  r3_110 = x * r4_010, r4_110 = x * r5_010, r5_110 = x * r6_010, r6_110 = x * r7_010,
  d020 = MP_FMA(y, r1_010, g[1]), r1_020 = MP_FMA(y, r2_010, g[2]),
  r2_020 = MP_FMA(y, r3_010, g[3]), r3_020 = MP_FMA(y, r4_010, g[4]),
  r4_020 = MP_FMA(y, r5_010, g[5]), r5_020 = MP_FMA(y, r6_010, g[6]),
  r6_020 = MP_FMA(y, r7_010, g[7]), d101 = z * r1_100, r1_101 = z * r2_100, r2_101 = z * r3_100,
  r3_101 = z * r4_100, r4_101 = z * r5_100, r5_101 = z * r6_100, r6_101 = z * r7_100,
  d011 = z * r1_010, r1_011 = z * r2_010, r2_011 = z * r3_010, r3_011 = z * r4_010,
  r4_011 = z * r5_010, r5_011 = z * r6_010, r6_011 = z * r7_010, d002 = MP_FMA(z, r1_001, g[1]),
  r1_002 = MP_FMA(z, r2_001, g[2]), r2_002 = MP_FMA(z, r3_001, g[3]),
  r3_002 = MP_FMA(z, r4_001, g[4]), r4_002 = MP_FMA(z, r5_001, g[5]),
  r5_002 = MP_FMA(z, r6_001, g[6]), r6_002 = MP_FMA(z, r7_001, g[7]),
  d300 = MP_FMA(x, r1_200, MP_SET(2) * r1_100), r1_300 = MP_FMA(x, r2_200, MP_SET(2) * r2_100),
  r2_300 = MP_FMA(x, r3_200, MP_SET(2) * r3_100), r3_300 = MP_FMA(x, r4_200, MP_SET(2) * r4_100),
  r4_300 = MP_FMA(x, r5_200, MP_SET(2) * r5_100), r5_300 = MP_FMA(x, r6_200, MP_SET(2) * r6_100),
  d210 = MP_FMA(x, r1_110, r1_010), r1_210 = MP_FMA(x, r2_110, r2_010),
  r2_210 = MP_FMA(x, r3_110, r3_010), r3_210 = MP_FMA(x, r4_110, r4_010),
  r4_210 = MP_FMA(x, r5_110, r5_010), r5_210 = MP_FMA(x, r6_110, r6_010), d120 = x * r1_020,
  r1_120 = x * r2_020, r2_120 = x * r3_020, r3_120 = x * r4_020, r4_120 = x * r5_020,
  r5_120 = x * r6_020, d030 = MP_FMA(y, r1_020, MP_SET(2) * r1_010),
  r1_030 = MP_FMA(y, r2_020, MP_SET(2) * r2_010), r2_030 = MP_FMA(y, r3_020, MP_SET(2) * r3_010),
  r3_030 = MP_FMA(y, r4_020, MP_SET(2) * r4_010), r4_030 = MP_FMA(y, r5_020, MP_SET(2) * r5_010),
  r5_030 = MP_FMA(y, r6_020, MP_SET(2) * r6_010), d201 = z * r1_200, r1_201 = z * r2_200,
  r2_201 = z * r3_200, r3_201 = z * r4_200, r4_201 = z * r5_200, r5_201 = z * r6_200,
  d111 = z * r1_110, r1_111 = z * r2_110, r2_111 = z * r3_110, r3_111 = z * r4_110,
  r4_111 = z * r5_110, r5_111 = z * r6_110, d021 = z * r1_020, r1_021 = z * r2_020,
  r2_021 = z * r3_020, r3_021 = z * r4_020, r4_021 = z * r5_020, r5_021 = z * r6_020,
  d102 = MP_FMA(z, r1_101, r1_100), r1_102 = MP_FMA(z, r2_101, r2_100),
  r2_102 = MP_FMA(z, r3_101, r3_100), r3_102 = MP_FMA(z, r4_101, r4_100),
  r4_102 = MP_FMA(z, r5_101, r5_100), r5_102 = MP_FMA(z, r6_101, r6_100),
  d012 = MP_FMA(z, r1_011, r1_010), r1_012 = MP_FMA(z, r2_011, r2_010),
  r2_012 = MP_FMA(z, r3_011, r3_010), r3_012 = MP_FMA(z, r4_011, r4_010),
  r4_012 = MP_FMA(z, r5_011, r5_010), r5_012 = MP_FMA(z, r6_011, r6_010),
  d003 = MP_FMA(z, r1_002, MP_SET(2) * r1_001), r1_003 = MP_FMA(z, r2_002, MP_SET(2) * r2_001),
  r2_003 = MP_FMA(z, r3_002, MP_SET(2) * r3_001), r3_003 = MP_FMA(z, r4_002, MP_SET(2) * r4_001),
  r4_003 = MP_FMA(z, r5_002, MP_SET(2) * r5_001), r5_003 = MP_FMA(z, r6_002, MP_SET(2) * r6_001),
  d400 = MP_FMA(x, r1_300, MP_SET(3) * r1_200), r1_400 = MP_FMA(x, r2_300, MP_SET(3) * r2_200),
  r2_400 = MP_FMA(x, r3_300, MP_SET(3) * r3_200), r3_400 = MP_FMA(x, r4_300, MP_SET(3) * r4_200),
  r4_400 = MP_FMA(x, r5_300, MP_SET(3) * r5_200), d310 = MP_FMA(x, r1_210, MP_SET(2) * r1_110),
  r1_310 = MP_FMA(x, r2_210, MP_SET(2) * r2_110), r2_310 = MP_FMA(x, r3_210, MP_SET(2) * r3_110),
  r3_310 = MP_FMA(x, r4_210, MP_SET(2) * r4_110), r4_310 = MP_FMA(x, r5_210, MP_SET(2) * r5_110),
  d220 = MP_FMA(x, r1_120, r1_020), r1_220 = MP_FMA(x, r2_120, r2_020),
  r2_220 = MP_FMA(x, r3_120, r3_020), r3_220 = MP_FMA(x, r4_120, r4_020),
  r4_220 = MP_FMA(x, r5_120, r5_020), d130 = x * r1_030, r1_130 = x * r2_030, r2_130 = x * r3_030,
  r3_130 = x * r4_030, r4_130 = x * r5_030, d040 = MP_FMA(y, r1_030, MP_SET(3) * r1_020),
  r1_040 = MP_FMA(y, r2_030, MP_SET(3) * r2_020), r2_040 = MP_FMA(y, r3_030, MP_SET(3) * r3_020),
  r3_040 = MP_FMA(y, r4_030, MP_SET(3) * r4_020), r4_040 = MP_FMA(y, r5_030, MP_SET(3) * r5_020),
  d301 = z * r1_300, r1_301 = z * r2_300, r2_301 = z * r3_300, r3_301 = z * r4_300,
  r4_301 = z * r5_300, d211 = z * r1_210, r1_211 = z * r2_210, r2_211 = z * r3_210,
  r3_211 = z * r4_210, r4_211 = z * r5_210, d121 = z * r1_120, r1_121 = z * r2_120,
  r2_121 = z * r3_120, r3_121 = z * r4_120, r4_121 = z * r5_120, d031 = z * r1_030,
  r1_031 = z * r2_030, r2_031 = z * r3_030, r3_031 = z * r4_030, r4_031 = z * r5_030,
  d202 = MP_FMA(z, r1_201, r1_200), r1_202 = MP_FMA(z, r2_201, r2_200),
  r2_202 = MP_FMA(z, r3_201, r3_200), r3_202 = MP_FMA(z, r4_201, r4_200),
  r4_202 = MP_FMA(z, r5_201, r5_200), d112 = MP_FMA(z, r1_111, r1_110),
  r1_112 = MP_FMA(z, r2_111, r2_110), r2_112 = MP_FMA(z, r3_111, r3_110),
  r3_112 = MP_FMA(z, r4_111, r4_110), r4_112 = MP_FMA(z, r5_111, r5_110),
  d022 = MP_FMA(z, r1_021, r1_020), r1_022 = MP_FMA(z, r2_021, r2_020),
  r2_022 = MP_FMA(z, r3_021, r3_020), r3_022 = MP_FMA(z, r4_021, r4_020),
  r4_022 = MP_FMA(z, r5_021, r5_020), d103 = MP_FMA(z, r1_102, MP_SET(2) * r1_101),
  r1_103 = MP_FMA(z, r2_102, MP_SET(2) * r2_101), r2_103 = MP_FMA(z, r3_102, MP_SET(2) * r3_101),
  r3_103 = MP_FMA(z, r4_102, MP_SET(2) * r4_101), r4_103 = MP_FMA(z, r5_102, MP_SET(2) * r5_101),
  d013 = MP_FMA(z, r1_012, MP_SET(2) * r1_011), r1_013 = MP_FMA(z, r2_012, MP_SET(2) * r2_011),
  r2_013 = MP_FMA(z, r3_012, MP_SET(2) * r3_011), r3_013 = MP_FMA(z, r4_012, MP_SET(2) * r4_011),
  r4_013 = MP_FMA(z, r5_012, MP_SET(2) * r5_011), d004 = MP_FMA(z, r1_003, MP_SET(3) * r1_002),
  r1_004 = MP_FMA(z, r2_003, MP_SET(3) * r2_002), r2_004 = MP_FMA(z, r3_003, MP_SET(3) * r3_002),
  r3_004 = MP_FMA(z, r4_003, MP_SET(3) * r4_002), r4_004 = MP_FMA(z, r5_003, MP_SET(3) * r5_002),
  d500 = MP_FMA(x, r1_400, MP_SET(4) * r1_300), r1_500 = MP_FMA(x, r2_400, MP_SET(4) * r2_300),
  r2_500 = MP_FMA(x, r3_400, MP_SET(4) * r3_300), r3_500 = MP_FMA(x, r4_400, MP_SET(4) * r4_300),
  d410 = MP_FMA(x, r1_310, MP_SET(3) * r1_210), r1_410 = MP_FMA(x, r2_310, MP_SET(3) * r2_210),
  r2_410 = MP_FMA(x, r3_310, MP_SET(3) * r3_210), r3_410 = MP_FMA(x, r4_310, MP_SET(3) * r4_210),
  d320 = MP_FMA(x, r1_220, MP_SET(2) * r1_120), r1_320 = MP_FMA(x, r2_220, MP_SET(2) * r2_120),
  r2_320 = MP_FMA(x, r3_220, MP_SET(2) * r3_120), r3_320 = MP_FMA(x, r4_220, MP_SET(2) * r4_120),
  d230 = MP_FMA(x, r1_130, r1_030), r1_230 = MP_FMA(x, r2_130, r2_030),
  r2_230 = MP_FMA(x, r3_130, r3_030), r3_230 = MP_FMA(x, r4_130, r4_030), d140 = x * r1_040,
  r1_140 = x * r2_040, r2_140 = x * r3_040, r3_140 = x * r4_040,
  d050 = MP_FMA(y, r1_040, MP_SET(4) * r1_030), r1_050 = MP_FMA(y, r2_040, MP_SET(4) * r2_030),
  r2_050 = MP_FMA(y, r3_040, MP_SET(4) * r3_030), r3_050 = MP_FMA(y, r4_040, MP_SET(4) * r4_030),
  d401 = z * r1_400, r1_401 = z * r2_400, r2_401 = z * r3_400, r3_401 = z * r4_400,
  d311 = z * r1_310, r1_311 = z * r2_310, r2_311 = z * r3_310, r3_311 = z * r4_310,
  d221 = z * r1_220, r1_221 = z * r2_220, r2_221 = z * r3_220, r3_221 = z * r4_220,
  d131 = z * r1_130, r1_131 = z * r2_130, r2_131 = z * r3_130, r3_131 = z * r4_130,
  d041 = z * r1_040, r1_041 = z * r2_040, r2_041 = z * r3_040, r3_041 = z * r4_040,
  d302 = MP_FMA(z, r1_301, r1_300), r1_302 = MP_FMA(z, r2_301, r2_300),
  r2_302 = MP_FMA(z, r3_301, r3_300), r3_302 = MP_FMA(z, r4_301, r4_300),
  d212 = MP_FMA(z, r1_211, r1_210), r1_212 = MP_FMA(z, r2_211, r2_210),
  r2_212 = MP_FMA(z, r3_211, r3_210), r3_212 = MP_FMA(z, r4_211, r4_210),
  d122 = MP_FMA(z, r1_121, r1_120), r1_122 = MP_FMA(z, r2_121, r2_120),
  r2_122 = MP_FMA(z, r3_121, r3_120), r3_122 = MP_FMA(z, r4_121, r4_120),
  d032 = MP_FMA(z, r1_031, r1_030), r1_032 = MP_FMA(z, r2_031, r2_030),
  r2_032 = MP_FMA(z, r3_031, r3_030), r3_032 = MP_FMA(z, r4_031, r4_030),
  d203 = MP_FMA(z, r1_202, MP_SET(2) * r1_201), r1_203 = MP_FMA(z, r2_202, MP_SET(2) * r2_201),
  r2_203 = MP_FMA(z, r3_202, MP_SET(2) * r3_201), r3_203 = MP_FMA(z, r4_202, MP_SET(2) * r4_201),
  d113 = MP_FMA(z, r1_112, MP_SET(2) * r1_111), r1_113 = MP_FMA(z, r2_112, MP_SET(2) * r2_111),
  r2_113 = MP_FMA(z, r3_112, MP_SET(2) * r3_111), r3_113 = MP_FMA(z, r4_112, MP_SET(2) * r4_111),
  d023 = MP_FMA(z, r1_022, MP_SET(2) * r1_021), r1_023 = MP_FMA(z, r2_022, MP_SET(2) * r2_021),
  r2_023 = MP_FMA(z, r3_022, MP_SET(2) * r3_021), r3_023 = MP_FMA(z, r4_022, MP_SET(2) * r4_021),
  d104 = MP_FMA(z, r1_103, MP_SET(3) * r1_102), r1_104 = MP_FMA(z, r2_103, MP_SET(3) * r2_102),
  r2_104 = MP_FMA(z, r3_103, MP_SET(3) * r3_102), r3_104 = MP_FMA(z, r4_103, MP_SET(3) * r4_102),
  d014 = MP_FMA(z, r1_013, MP_SET(3) * r1_012), r1_014 = MP_FMA(z, r2_013, MP_SET(3) * r2_012),
  r2_014 = MP_FMA(z, r3_013, MP_SET(3) * r3_012), r3_014 = MP_FMA(z, r4_013, MP_SET(3) * r4_012),
  d005 = MP_FMA(z, r1_004, MP_SET(4) * r1_003), r1_005 = MP_FMA(z, r2_004, MP_SET(4) * r2_003),
  r2_005 = MP_FMA(z, r3_004, MP_SET(4) * r3_003), r3_005 = MP_FMA(z, r4_004, MP_SET(4) * r4_003),
  d600 = MP_FMA(x, r1_500, MP_SET(5) * r1_400), r1_600 = MP_FMA(x, r2_500, MP_SET(5) * r2_400),
  r2_600 = MP_FMA(x, r3_500, MP_SET(5) * r3_400), d510 = MP_FMA(x, r1_410, MP_SET(4) * r1_310),
  r1_510 = MP_FMA(x, r2_410, MP_SET(4) * r2_310), r2_510 = MP_FMA(x, r3_410, MP_SET(4) * r3_310),
  d420 = MP_FMA(x, r1_320, MP_SET(3) * r1_220), r1_420 = MP_FMA(x, r2_320, MP_SET(3) * r2_220),
  r2_420 = MP_FMA(x, r3_320, MP_SET(3) * r3_220), d330 = MP_FMA(x, r1_230, MP_SET(2) * r1_130),
  r1_330 = MP_FMA(x, r2_230, MP_SET(2) * r2_130), r2_330 = MP_FMA(x, r3_230, MP_SET(2) * r3_130),
  d240 = MP_FMA(x, r1_140, r1_040), r1_240 = MP_FMA(x, r2_140, r2_040),
  r2_240 = MP_FMA(x, r3_140, r3_040), d150 = x * r1_050, r1_150 = x * r2_050, r2_150 = x * r3_050,
  d060 = MP_FMA(y, r1_050, MP_SET(5) * r1_040), r1_060 = MP_FMA(y, r2_050, MP_SET(5) * r2_040),
  r2_060 = MP_FMA(y, r3_050, MP_SET(5) * r3_040), d501 = z * r1_500, r1_501 = z * r2_500,
  r2_501 = z * r3_500, d411 = z * r1_410, r1_411 = z * r2_410, r2_411 = z * r3_410,
  d321 = z * r1_320, r1_321 = z * r2_320, r2_321 = z * r3_320, d231 = z * r1_230,
  r1_231 = z * r2_230, r2_231 = z * r3_230, d141 = z * r1_140, r1_141 = z * r2_140,
  r2_141 = z * r3_140, d051 = z * r1_050, r1_051 = z * r2_050, r2_051 = z * r3_050,
  d402 = MP_FMA(z, r1_401, r1_400), r1_402 = MP_FMA(z, r2_401, r2_400),
  r2_402 = MP_FMA(z, r3_401, r3_400), d312 = MP_FMA(z, r1_311, r1_310),
  r1_312 = MP_FMA(z, r2_311, r2_310), r2_312 = MP_FMA(z, r3_311, r3_310),
  d222 = MP_FMA(z, r1_221, r1_220), r1_222 = MP_FMA(z, r2_221, r2_220),
  r2_222 = MP_FMA(z, r3_221, r3_220), d132 = MP_FMA(z, r1_131, r1_130),
  r1_132 = MP_FMA(z, r2_131, r2_130), r2_132 = MP_FMA(z, r3_131, r3_130),
  d042 = MP_FMA(z, r1_041, r1_040), r1_042 = MP_FMA(z, r2_041, r2_040),
  r2_042 = MP_FMA(z, r3_041, r3_040), d303 = MP_FMA(z, r1_302, MP_SET(2) * r1_301),
  r1_303 = MP_FMA(z, r2_302, MP_SET(2) * r2_301), r2_303 = MP_FMA(z, r3_302, MP_SET(2) * r3_301),
  d213 = MP_FMA(z, r1_212, MP_SET(2) * r1_211), r1_213 = MP_FMA(z, r2_212, MP_SET(2) * r2_211),
  r2_213 = MP_FMA(z, r3_212, MP_SET(2) * r3_211), d123 = MP_FMA(z, r1_122, MP_SET(2) * r1_121),
  r1_123 = MP_FMA(z, r2_122, MP_SET(2) * r2_121), r2_123 = MP_FMA(z, r3_122, MP_SET(2) * r3_121),
  d033 = MP_FMA(z, r1_032, MP_SET(2) * r1_031), r1_033 = MP_FMA(z, r2_032, MP_SET(2) * r2_031),
  r2_033 = MP_FMA(z, r3_032, MP_SET(2) * r3_031), d204 = MP_FMA(z, r1_203, MP_SET(3) * r1_202),
  r1_204 = MP_FMA(z, r2_203, MP_SET(3) * r2_202), r2_204 = MP_FMA(z, r3_203, MP_SET(3) * r3_202),
  d114 = MP_FMA(z, r1_113, MP_SET(3) * r1_112), r1_114 = MP_FMA(z, r2_113, MP_SET(3) * r2_112),
  r2_114 = MP_FMA(z, r3_113, MP_SET(3) * r3_112), d024 = MP_FMA(z, r1_023, MP_SET(3) * r1_022),
  r1_024 = MP_FMA(z, r2_023, MP_SET(3) * r2_022), r2_024 = MP_FMA(z, r3_023, MP_SET(3) * r3_022),
  d105 = MP_FMA(z, r1_104, MP_SET(4) * r1_103), r1_105 = MP_FMA(z, r2_104, MP_SET(4) * r2_103),
  r2_105 = MP_FMA(z, r3_104, MP_SET(4) * r3_103), d015 = MP_FMA(z, r1_014, MP_SET(4) * r1_013),
  r1_015 = MP_FMA(z, r2_014, MP_SET(4) * r2_013), r2_015 = MP_FMA(z, r3_014, MP_SET(4) * r3_013),
  d006 = MP_FMA(z, r1_005, MP_SET(5) * r1_004), r1_006 = MP_FMA(z, r2_005, MP_SET(5) * r2_004),
  r2_006 = MP_FMA(z, r3_005, MP_SET(5) * r3_004), d700 = MP_FMA(x, r1_600, MP_SET(6) * r1_500),
  r1_700 = MP_FMA(x, r2_600, MP_SET(6) * r2_500), d610 = MP_FMA(x, r1_510, MP_SET(5) * r1_410),
  r1_610 = MP_FMA(x, r2_510, MP_SET(5) * r2_410), d520 = MP_FMA(x, r1_420, MP_SET(4) * r1_320),
  r1_520 = MP_FMA(x, r2_420, MP_SET(4) * r2_320), d430 = MP_FMA(x, r1_330, MP_SET(3) * r1_230),
  r1_430 = MP_FMA(x, r2_330, MP_SET(3) * r2_230), d340 = MP_FMA(x, r1_240, MP_SET(2) * r1_140),
  r1_340 = MP_FMA(x, r2_240, MP_SET(2) * r2_140), d250 = MP_FMA(x, r1_150, r1_050),
  r1_250 = MP_FMA(x, r2_150, r2_050), d160 = x * r1_060, r1_160 = x * r2_060,
  d070 = MP_FMA(y, r1_060, MP_SET(6) * r1_050), r1_070 = MP_FMA(y, r2_060, MP_SET(6) * r2_050),
  d601 = z * r1_600, r1_601 = z * r2_600, d511 = z * r1_510, r1_511 = z * r2_510,
  d421 = z * r1_420, r1_421 = z * r2_420, d331 = z * r1_330, r1_331 = z * r2_330,
  d241 = z * r1_240, r1_241 = z * r2_240, d151 = z * r1_150, r1_151 = z * r2_150,
  d061 = z * r1_060, r1_061 = z * r2_060, d502 = MP_FMA(z, r1_501, r1_500),
  r1_502 = MP_FMA(z, r2_501, r2_500), d412 = MP_FMA(z, r1_411, r1_410),
  r1_412 = MP_FMA(z, r2_411, r2_410), d322 = MP_FMA(z, r1_321, r1_320),
  r1_322 = MP_FMA(z, r2_321, r2_320), d232 = MP_FMA(z, r1_231, r1_230),
  r1_232 = MP_FMA(z, r2_231, r2_230), d142 = MP_FMA(z, r1_141, r1_140),
  r1_142 = MP_FMA(z, r2_141, r2_140), d052 = MP_FMA(z, r1_051, r1_050),
  r1_052 = MP_FMA(z, r2_051, r2_050), d403 = MP_FMA(z, r1_402, MP_SET(2) * r1_401),
  r1_403 = MP_FMA(z, r2_402, MP_SET(2) * r2_401), d313 = MP_FMA(z, r1_312, MP_SET(2) * r1_311),
  r1_313 = MP_FMA(z, r2_312, MP_SET(2) * r2_311), d223 = MP_FMA(z, r1_222, MP_SET(2) * r1_221),
  r1_223 = MP_FMA(z, r2_222, MP_SET(2) * r2_221), d133 = MP_FMA(z, r1_132, MP_SET(2) * r1_131),
  r1_133 = MP_FMA(z, r2_132, MP_SET(2) * r2_131), d043 = MP_FMA(z, r1_042, MP_SET(2) * r1_041),
  r1_043 = MP_FMA(z, r2_042, MP_SET(2) * r2_041), d304 = MP_FMA(z, r1_303, MP_SET(3) * r1_302),
  r1_304 = MP_FMA(z, r2_303, MP_SET(3) * r2_302), d214 = MP_FMA(z, r1_213, MP_SET(3) * r1_212),
  r1_214 = MP_FMA(z, r2_213, MP_SET(3) * r2_212), d124 = MP_FMA(z, r1_123, MP_SET(3) * r1_122),
  r1_124 = MP_FMA(z, r2_123, MP_SET(3) * r2_122), d034 = MP_FMA(z, r1_033, MP_SET(3) * r1_032),
  r1_034 = MP_FMA(z, r2_033, MP_SET(3) * r2_032), d205 = MP_FMA(z, r1_204, MP_SET(4) * r1_203),
  r1_205 = MP_FMA(z, r2_204, MP_SET(4) * r2_203), d115 = MP_FMA(z, r1_114, MP_SET(4) * r1_113),
  r1_115 = MP_FMA(z, r2_114, MP_SET(4) * r2_113), d025 = MP_FMA(z, r1_024, MP_SET(4) * r1_023),
  r1_025 = MP_FMA(z, r2_024, MP_SET(4) * r2_023), d106 = MP_FMA(z, r1_105, MP_SET(5) * r1_104),
  r1_106 = MP_FMA(z, r2_105, MP_SET(5) * r2_104), d016 = MP_FMA(z, r1_015, MP_SET(5) * r1_014),
  r1_016 = MP_FMA(z, r2_015, MP_SET(5) * r2_014), d007 = MP_FMA(z, r1_006, MP_SET(6) * r1_005),
  r1_007 = MP_FMA(z, r2_006, MP_SET(6) * r2_005), d800 = MP_FMA(x, r1_700, MP_SET(7) * r1_600),
  d710 = MP_FMA(x, r1_610, MP_SET(6) * r1_510), d620 = MP_FMA(x, r1_520, MP_SET(5) * r1_420),
  d530 = MP_FMA(x, r1_430, MP_SET(4) * r1_330), d440 = MP_FMA(x, r1_340, MP_SET(3) * r1_240),
  d350 = MP_FMA(x, r1_250, MP_SET(2) * r1_150), d260 = MP_FMA(x, r1_160, r1_060),
  d170 = x * r1_070, d080 = MP_FMA(y, r1_070, MP_SET(7) * r1_060), d701 = z * r1_700,
  d611 = z * r1_610, d521 = z * r1_520, d431 = z * r1_430, d341 = z * r1_340, d251 = z * r1_250,
  d161 = z * r1_160, d071 = z * r1_070, d602 = MP_FMA(z, r1_601, r1_600),
  d512 = MP_FMA(z, r1_511, r1_510), d422 = MP_FMA(z, r1_421, r1_420),
  d332 = MP_FMA(z, r1_331, r1_330), d242 = MP_FMA(z, r1_241, r1_240),
  d152 = MP_FMA(z, r1_151, r1_150), d062 = MP_FMA(z, r1_061, r1_060),
  d503 = MP_FMA(z, r1_502, MP_SET(2) * r1_501), d413 = MP_FMA(z, r1_412, MP_SET(2) * r1_411),
  d323 = MP_FMA(z, r1_322, MP_SET(2) * r1_321), d233 = MP_FMA(z, r1_232, MP_SET(2) * r1_231),
  d143 = MP_FMA(z, r1_142, MP_SET(2) * r1_141), d053 = MP_FMA(z, r1_052, MP_SET(2) * r1_051),
  d404 = MP_FMA(z, r1_403, MP_SET(3) * r1_402), d314 = MP_FMA(z, r1_313, MP_SET(3) * r1_312),
  d224 = MP_FMA(z, r1_223, MP_SET(3) * r1_222), d134 = MP_FMA(z, r1_133, MP_SET(3) * r1_132),
  d044 = MP_FMA(z, r1_043, MP_SET(3) * r1_042), d305 = MP_FMA(z, r1_304, MP_SET(4) * r1_303),
  d215 = MP_FMA(z, r1_214, MP_SET(4) * r1_213), d125 = MP_FMA(z, r1_124, MP_SET(4) * r1_123),
  d035 = MP_FMA(z, r1_034, MP_SET(4) * r1_033), d206 = MP_FMA(z, r1_205, MP_SET(5) * r1_204),
  d116 = MP_FMA(z, r1_115, MP_SET(5) * r1_114), d026 = MP_FMA(z, r1_025, MP_SET(5) * r1_024),
  d107 = MP_FMA(z, r1_106, MP_SET(6) * r1_105), d017 = MP_FMA(z, r1_016, MP_SET(6) * r1_015),
  d008 = MP_FMA(z, r1_007, MP_SET(7) * r1_006); F[0] = MP_FMA(mass, g[0], F[0]);
  F[1] = MP_FMA(mass, d100, F[1]); F[2] = MP_FMA(mass, d010, F[2]);
  F[3] = MP_FMA(mass, d001, F[3]); F[4] = MP_FMA(mass, d200, F[4]);
  F[5] = MP_FMA(mass, d110, F[5]); F[6] = MP_FMA(mass, d020, F[6]);
  F[7] = MP_FMA(mass, d101, F[7]); F[8] = MP_FMA(mass, d011, F[8]);
  F[9] = MP_FMA(mass, d002, F[9]); F[10] = MP_FMA(mass, d300, F[10]);
  F[11] = MP_FMA(mass, d210, F[11]); F[12] = MP_FMA(mass, d120, F[12]);
  F[13] = MP_FMA(mass, d030, F[13]); F[14] = MP_FMA(mass, d201, F[14]);
  F[15] = MP_FMA(mass, d111, F[15]); F[16] = MP_FMA(mass, d021, F[16]);
  F[17] = MP_FMA(mass, d102, F[17]); F[18] = MP_FMA(mass, d012, F[18]);
  F[19] = MP_FMA(mass, d003, F[19]); F[20] = MP_FMA(mass, d400, F[20]);
  F[21] = MP_FMA(mass, d310, F[21]); F[22] = MP_FMA(mass, d220, F[22]);
  F[23] = MP_FMA(mass, d130, F[23]); F[24] = MP_FMA(mass, d040, F[24]);
  F[25] = MP_FMA(mass, d301, F[25]); F[26] = MP_FMA(mass, d211, F[26]);
  F[27] = MP_FMA(mass, d121, F[27]); F[28] = MP_FMA(mass, d031, F[28]);
  F[29] = MP_FMA(mass, d202, F[29]); F[30] = MP_FMA(mass, d112, F[30]);
  F[31] = MP_FMA(mass, d022, F[31]); F[32] = MP_FMA(mass, d103, F[32]);
  F[33] = MP_FMA(mass, d013, F[33]); F[34] = MP_FMA(mass, d004, F[34]);
  F[35] = MP_FMA(mass, d500, F[35]); F[36] = MP_FMA(mass, d410, F[36]);
  F[37] = MP_FMA(mass, d320, F[37]); F[38] = MP_FMA(mass, d230, F[38]);
  F[39] = MP_FMA(mass, d140, F[39]); F[40] = MP_FMA(mass, d050, F[40]);
  F[41] = MP_FMA(mass, d401, F[41]); F[42] = MP_FMA(mass, d311, F[42]);
  F[43] = MP_FMA(mass, d221, F[43]); F[44] = MP_FMA(mass, d131, F[44]);
  F[45] = MP_FMA(mass, d041, F[45]); F[46] = MP_FMA(mass, d302, F[46]);
  F[47] = MP_FMA(mass, d212, F[47]); F[48] = MP_FMA(mass, d122, F[48]);
  F[49] = MP_FMA(mass, d032, F[49]); F[50] = MP_FMA(mass, d203, F[50]);
  F[51] = MP_FMA(mass, d113, F[51]); F[52] = MP_FMA(mass, d023, F[52]);
  F[53] = MP_FMA(mass, d104, F[53]); F[54] = MP_FMA(mass, d014, F[54]);
  F[55] = MP_FMA(mass, d005, F[55]); F[56] = MP_FMA(mass, d600, F[56]);
  F[57] = MP_FMA(mass, d510, F[57]); F[58] = MP_FMA(mass, d420, F[58]);
  F[59] = MP_FMA(mass, d330, F[59]); F[60] = MP_FMA(mass, d240, F[60]);
  F[61] = MP_FMA(mass, d150, F[61]); F[62] = MP_FMA(mass, d060, F[62]);
  F[63] = MP_FMA(mass, d501, F[63]); F[64] = MP_FMA(mass, d411, F[64]);
  F[65] = MP_FMA(mass, d321, F[65]); F[66] = MP_FMA(mass, d231, F[66]);
  F[67] = MP_FMA(mass, d141, F[67]); F[68] = MP_FMA(mass, d051, F[68]);
  F[69] = MP_FMA(mass, d402, F[69]); F[70] = MP_FMA(mass, d312, F[70]);
  F[71] = MP_FMA(mass, d222, F[71]); F[72] = MP_FMA(mass, d132, F[72]);
  F[73] = MP_FMA(mass, d042, F[73]); F[74] = MP_FMA(mass, d303, F[74]);
  F[75] = MP_FMA(mass, d213, F[75]); F[76] = MP_FMA(mass, d123, F[76]);
  F[77] = MP_FMA(mass, d033, F[77]); F[78] = MP_FMA(mass, d204, F[78]);
  F[79] = MP_FMA(mass, d114, F[79]); F[80] = MP_FMA(mass, d024, F[80]);
  F[81] = MP_FMA(mass, d105, F[81]); F[82] = MP_FMA(mass, d015, F[82]);
  F[83] = MP_FMA(mass, d006, F[83]); F[84] = MP_FMA(mass, d700, F[84]);
  F[85] = MP_FMA(mass, d610, F[85]); F[86] = MP_FMA(mass, d520, F[86]);
  F[87] = MP_FMA(mass, d430, F[87]); F[88] = MP_FMA(mass, d340, F[88]);
  F[89] = MP_FMA(mass, d250, F[89]); F[90] = MP_FMA(mass, d160, F[90]);
  F[91] = MP_FMA(mass, d070, F[91]); F[92] = MP_FMA(mass, d601, F[92]);
  F[93] = MP_FMA(mass, d511, F[93]); F[94] = MP_FMA(mass, d421, F[94]);
  F[95] = MP_FMA(mass, d331, F[95]); F[96] = MP_FMA(mass, d241, F[96]);
  F[97] = MP_FMA(mass, d151, F[97]); F[98] = MP_FMA(mass, d061, F[98]);
  F[99] = MP_FMA(mass, d502, F[99]); F[100] = MP_FMA(mass, d412, F[100]);
  F[101] = MP_FMA(mass, d322, F[101]); F[102] = MP_FMA(mass, d232, F[102]);
  F[103] = MP_FMA(mass, d142, F[103]); F[104] = MP_FMA(mass, d052, F[104]);
  F[105] = MP_FMA(mass, d403, F[105]); F[106] = MP_FMA(mass, d313, F[106]);
  F[107] = MP_FMA(mass, d223, F[107]); F[108] = MP_FMA(mass, d133, F[108]);
  F[109] = MP_FMA(mass, d043, F[109]); F[110] = MP_FMA(mass, d304, F[110]);
  F[111] = MP_FMA(mass, d214, F[111]); F[112] = MP_FMA(mass, d124, F[112]);
  F[113] = MP_FMA(mass, d034, F[113]); F[114] = MP_FMA(mass, d205, F[114]);
  F[115] = MP_FMA(mass, d115, F[115]); F[116] = MP_FMA(mass, d025, F[116]);
  F[117] = MP_FMA(mass, d106, F[117]); F[118] = MP_FMA(mass, d016, F[118]);
  F[119] = MP_FMA(mass, d007, F[119]); F[120] = MP_FMA(mass, d800, F[120]);
  F[121] = MP_FMA(mass, d710, F[121]); F[122] = MP_FMA(mass, d620, F[122]);
  F[123] = MP_FMA(mass, d530, F[123]); F[124] = MP_FMA(mass, d440, F[124]);
  F[125] = MP_FMA(mass, d350, F[125]); F[126] = MP_FMA(mass, d260, F[126]);
  F[127] = MP_FMA(mass, d170, F[127]); F[128] = MP_FMA(mass, d080, F[128]);
  F[129] = MP_FMA(mass, d701, F[129]); F[130] = MP_FMA(mass, d611, F[130]);
  F[131] = MP_FMA(mass, d521, F[131]); F[132] = MP_FMA(mass, d431, F[132]);
  F[133] = MP_FMA(mass, d341, F[133]); F[134] = MP_FMA(mass, d251, F[134]);
  F[135] = MP_FMA(mass, d161, F[135]); F[136] = MP_FMA(mass, d071, F[136]);
  F[137] = MP_FMA(mass, d602, F[137]); F[138] = MP_FMA(mass, d512, F[138]);
  F[139] = MP_FMA(mass, d422, F[139]); F[140] = MP_FMA(mass, d332, F[140]);
  F[141] = MP_FMA(mass, d242, F[141]); F[142] = MP_FMA(mass, d152, F[142]);
  F[143] = MP_FMA(mass, d062, F[143]); F[144] = MP_FMA(mass, d503, F[144]);
  F[145] = MP_FMA(mass, d413, F[145]); F[146] = MP_FMA(mass, d323, F[146]);
  F[147] = MP_FMA(mass, d233, F[147]); F[148] = MP_FMA(mass, d143, F[148]);
  F[149] = MP_FMA(mass, d053, F[149]); F[150] = MP_FMA(mass, d404, F[150]);
  F[151] = MP_FMA(mass, d314, F[151]); F[152] = MP_FMA(mass, d224, F[152]);
  F[153] = MP_FMA(mass, d134, F[153]); F[154] = MP_FMA(mass, d044, F[154]);
  F[155] = MP_FMA(mass, d305, F[155]); F[156] = MP_FMA(mass, d215, F[156]);
  F[157] = MP_FMA(mass, d125, F[157]); F[158] = MP_FMA(mass, d035, F[158]);
  F[159] = MP_FMA(mass, d206, F[159]); F[160] = MP_FMA(mass, d116, F[160]);
  F[161] = MP_FMA(mass, d026, F[161]); F[162] = MP_FMA(mass, d107, F[162]);
  F[163] = MP_FMA(mass, d017, F[163]); F[164] = MP_FMA(mass, d008, F[164]);
}

MP_INLINE void MP_FN(l2l_f8)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), x8 = x7 * x * MP_SET(1.0 / 8), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  y6 = y5 * y * MP_SET(1.0 / 6), y7 = y6 * y * MP_SET(1.0 / 7), y8 = y7 * y * MP_SET(1.0 / 8),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6), z7 = z6 * z * MP_SET(1.0 / 7),
  z8 = z7 * z * MP_SET(1.0 / 8),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, MP_FMA(F[56], x6, MP_FMA(F[84], x7, F[120] * x8))))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, MP_FMA(F[63], x5, MP_FMA(F[92], x6, F[129] * x7)))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, MP_FMA(F[57], x5, MP_FMA(F[85], x6, F[121] * x7)))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, MP_FMA(F[56], x5, MP_FMA(F[84], x6, F[120] * x7)))))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, MP_FMA(F[69], x4, MP_FMA(F[99], x5, F[137] * x6))))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, MP_FMA(F[64], x4, MP_FMA(F[93], x5, F[130] * x6))))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, MP_FMA(F[58], x4, MP_FMA(F[86], x5, F[122] * x6))))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, MP_FMA(F[63], x4, MP_FMA(F[92], x5, F[129] * x6))))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, MP_FMA(F[57], x4, MP_FMA(F[85], x5, F[121] * x6))))) + F[5],
  u200 = MP_FMA(F[10], x, MP_FMA(F[20], x2, MP_FMA(F[35], x3, MP_FMA(F[56], x4, MP_FMA(F[84], x5, F[120] * x6))))) + F[4],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, MP_FMA(F[74], x3, MP_FMA(F[105], x4, F[144] * x5)))) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, MP_FMA(F[70], x3, MP_FMA(F[100], x4, F[138] * x5)))) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, MP_FMA(F[65], x3, MP_FMA(F[94], x4, F[131] * x5)))) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, MP_FMA(F[59], x3, MP_FMA(F[87], x4, F[123] * x5)))) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, MP_FMA(F[69], x3, MP_FMA(F[99], x4, F[137] * x5)))) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, MP_FMA(F[64], x3, MP_FMA(F[93], x4, F[130] * x5)))) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, MP_FMA(F[58], x3, MP_FMA(F[86], x4, F[122] * x5)))) + F[12],
  u201 = MP_FMA(F[25], x, MP_FMA(F[41], x2, MP_FMA(F[63], x3, MP_FMA(F[92], x4, F[129] * x5)))) + F[14],
  u210 = MP_FMA(F[21], x, MP_FMA(F[36], x2, MP_FMA(F[57], x3, MP_FMA(F[85], x4, F[121] * x5)))) + F[11],
  u300 = MP_FMA(F[20], x, MP_FMA(F[35], x2, MP_FMA(F[56], x3, MP_FMA(F[84], x4, F[120] * x5)))) + F[10],
  u004 = MP_FMA(F[53], x, MP_FMA(F[78], x2, MP_FMA(F[110], x3, F[150] * x4))) + F[34],
  u013 = MP_FMA(F[51], x, MP_FMA(F[75], x2, MP_FMA(F[106], x3, F[145] * x4))) + F[33],
  u022 = MP_FMA(F[48], x, MP_FMA(F[71], x2, MP_FMA(F[101], x3, F[139] * x4))) + F[31],
  u031 = MP_FMA(F[44], x, MP_FMA(F[66], x2, MP_FMA(F[95], x3, F[132] * x4))) + F[28],
  u040 = MP_FMA(F[39], x, MP_FMA(F[60], x2, MP_FMA(F[88], x3, F[124] * x4))) + F[24],
  u103 = MP_FMA(F[50], x, MP_FMA(F[74], x2, MP_FMA(F[105], x3, F[144] * x4))) + F[32],
  u112 = MP_FMA(F[47], x, MP_FMA(F[70], x2, MP_FMA(F[100], x3, F[138] * x4))) + F[30],
  u121 = MP_FMA(F[43], x, MP_FMA(F[65], x2, MP_FMA(F[94], x3, F[131] * x4))) + F[27],
  u130 = MP_FMA(F[38], x, MP_FMA(F[59], x2, MP_FMA(F[87], x3, F[123] * x4))) + F[23],
  u202 = MP_FMA(F[46], x, MP_FMA(F[69], x2, MP_FMA(F[99], x3, F[137] * x4))) + F[29],
  u211 = MP_FMA(F[42], x, MP_FMA(F[64], x2, MP_FMA(F[93], x3, F[130] * x4))) + F[26],
  u220 = MP_FMA(F[37], x, MP_FMA(F[58], x2, MP_FMA(F[86], x3, F[122] * x4))) + F[22],
  u301 = MP_FMA(F[41], x, MP_FMA(F[63], x2, MP_FMA(F[92], x3, F[129] * x4))) + F[25],
  u310 = MP_FMA(F[36], x, MP_FMA(F[57], x2, MP_FMA(F[85], x3, F[121] * x4))) + F[21],
  u400 = MP_FMA(F[35], x, MP_FMA(F[56], x2, MP_FMA(F[84], x3, F[120] * x4))) + F[20],
  u005 = MP_FMA(F[81], x, MP_FMA(F[114], x2, F[155] * x3)) + F[55],
  u014 = MP_FMA(F[79], x, MP_FMA(F[111], x2, F[151] * x3)) + F[54],
  u023 = MP_FMA(F[76], x, MP_FMA(F[107], x2, F[146] * x3)) + F[52],
  u032 = MP_FMA(F[72], x, MP_FMA(F[102], x2, F[140] * x3)) + F[49],
  u041 = MP_FMA(F[67], x, MP_FMA(F[96], x2, F[133] * x3)) + F[45],
  u050 = MP_FMA(F[61], x, MP_FMA(F[89], x2, F[125] * x3)) + F[40],
  u104 = MP_FMA(F[78], x, MP_FMA(F[110], x2, F[150] * x3)) + F[53],
  u113 = MP_FMA(F[75], x, MP_FMA(F[106], x2, F[145] * x3)) + F[51],
  u122 = MP_FMA(F[71], x, MP_FMA(F[101], x2, F[139] * x3)) + F[48],
  u131 = MP_FMA(F[66], x, MP_FMA(F[95], x2, F[132] * x3)) + F[44],
  u140 = MP_FMA(F[60], x, MP_FMA(F[88], x2, F[124] * x3)) + F[39],
  u203 = MP_FMA(F[74], x, MP_FMA(F[105], x2, F[144] * x3)) + F[50],
  u212 = MP_FMA(F[70], x, MP_FMA(F[100], x2, F[138] * x3)) + F[47],
  u221 = MP_FMA(F[65], x, MP_FMA(F[94], x2, F[131] * x3)) + F[43],
  u230 = MP_FMA(F[59], x, MP_FMA(F[87], x2, F[123] * x3)) + F[38],
  u302 = MP_FMA(F[69], x, MP_FMA(F[99], x2, F[137] * x3)) + F[46],
  u311 = MP_FMA(F[64], x, MP_FMA(F[93], x2, F[130] * x3)) + F[42],
  u320 = MP_FMA(F[58], x, MP_FMA(F[86], x2, F[122] * x3)) + F[37],
  u401 = MP_FMA(F[63], x, MP_FMA(F[92], x2, F[129] * x3)) + F[41],
  u410 = MP_FMA(F[57], x, MP_FMA(F[85], x2, F[121] * x3)) + F[36],
  u500 = MP_FMA(F[56], x, MP_FMA(F[84], x2, F[120] * x3)) + F[35],
  u006 = MP_FMA(F[117], x, F[159] * x2) + F[83], u015 = MP_FMA(F[115], x, F[156] * x2) + F[82],
  u024 = MP_FMA(F[112], x, F[152] * x2) + F[80], u033 = MP_FMA(F[108], x, F[147] * x2) + F[77],
  u042 = MP_FMA(F[103], x, F[141] * x2) + F[73], u051 = MP_FMA(F[97], x, F[134] * x2) + F[68],
  u060 = MP_FMA(F[90], x, F[126] * x2) + F[62], u105 = MP_FMA(F[114], x, F[155] * x2) + F[81],
  u114 = MP_FMA(F[111], x, F[151] * x2) + F[79], u123 = MP_FMA(F[107], x, F[146] * x2) + F[76],
  u132 = MP_FMA(F[102], x, F[140] * x2) + F[72], u141 = MP_FMA(F[96], x, F[133] * x2) + F[67],
  u150 = MP_FMA(F[89], x, F[125] * x2) + F[61], u204 = MP_FMA(F[110], x, F[150] * x2) + F[78],
  u213 = MP_FMA(F[106], x, F[145] * x2) + F[75], u222 = MP_FMA(F[101], x, F[139] * x2) + F[71],
  u231 = MP_FMA(F[95], x, F[132] * x2) + F[66], u240 = MP_FMA(F[88], x, F[124] * x2) + F[60],
  u303 = MP_FMA(F[105], x, F[144] * x2) + F[74], u312 = MP_FMA(F[100], x, F[138] * x2) + F[70],
  u321 = MP_FMA(F[94], x, F[131] * x2) + F[65], u330 = MP_FMA(F[87], x, F[123] * x2) + F[59],
  u402 = MP_FMA(F[99], x, F[137] * x2) + F[69], u411 = MP_FMA(F[93], x, F[130] * x2) + F[64],
  u420 = MP_FMA(F[86], x, F[122] * x2) + F[58], u501 = MP_FMA(F[92], x, F[129] * x2) + F[63],
  u510 = MP_FMA(F[85], x, F[121] * x2) + F[57], u600 = MP_FMA(F[84], x, F[120] * x2) + F[56],
  u007 = F[162] * x + F[119], u016 = F[160] * x + F[118], u025 = F[157] * x + F[116],
  u034 = F[153] * x + F[113], u043 = F[148] * x + F[109], u052 = F[142] * x + F[104],
  u061 = F[135] * x + F[98], u070 = F[127] * x + F[91], u106 = F[159] * x + F[117],
  u115 = F[156] * x + F[115], u124 = F[152] * x + F[112], u133 = F[147] * x + F[108],
  u142 = F[141] * x + F[103], u151 = F[134] * x + F[97], u160 = F[126] * x + F[90],
  u205 = F[155] * x + F[114], u214 = F[151] * x + F[111], u223 = F[146] * x + F[107],
  u232 = F[140] * x + F[102], u241 = F[133] * x + F[96], u250 = F[125] * x + F[89],
  u304 = F[150] * x + F[110], u313 = F[145] * x + F[106], u322 = F[139] * x + F[101],
  u331 = F[132] * x + F[95], u340 = F[124] * x + F[88], u403 = F[144] * x + F[105],
  u412 = F[138] * x + F[100], u421 = F[131] * x + F[94], u430 = F[123] * x + F[87],
  u502 = F[137] * x + F[99], u511 = F[130] * x + F[93], u520 = F[122] * x + F[86],
  u601 = F[129] * x + F[92], u610 = F[121] * x + F[85], u700 = F[120] * x + F[84],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, MP_FMA(u070, y7, F[128] * y8))))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, MP_FMA(u061, y6, F[136] * y7)))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, MP_FMA(u070, y6, F[128] * y7)))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, MP_FMA(u160, y6, F[127] * y7)))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, MP_FMA(u052, y5, F[143] * y6))))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, MP_FMA(u061, y5, F[136] * y6))))) + u011,
  v020 = MP_FMA(u030, y, MP_FMA(u040, y2, MP_FMA(u050, y3, MP_FMA(u060, y4, MP_FMA(u070, y5, F[128] * y6))))) + u020,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, MP_FMA(u151, y5, F[135] * y6))))) + u101,
  v110 = MP_FMA(u120, y, MP_FMA(u130, y2, MP_FMA(u140, y3, MP_FMA(u150, y4, MP_FMA(u160, y5, F[127] * y6))))) + u110,
  v200 = MP_FMA(u210, y, MP_FMA(u220, y2, MP_FMA(u230, y3, MP_FMA(u240, y4, MP_FMA(u250, y5, F[126] * y6))))) + u200,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, MP_FMA(u043, y4, F[149] * y5)))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, MP_FMA(u052, y4, F[143] * y5)))) + u012,
  v021 = MP_FMA(u031, y, MP_FMA(u041, y2, MP_FMA(u051, y3, MP_FMA(u061, y4, F[136] * y5)))) + u021,
  v030 = MP_FMA(u040, y, MP_FMA(u050, y2, MP_FMA(u060, y3, MP_FMA(u070, y4, F[128] * y5)))) + u030,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, MP_FMA(u142, y4, F[142] * y5)))) + u102,
  v111 = MP_FMA(u121, y, MP_FMA(u131, y2, MP_FMA(u141, y3, MP_FMA(u151, y4, F[135] * y5)))) + u111,
  v120 = MP_FMA(u130, y, MP_FMA(u140, y2, MP_FMA(u150, y3, MP_FMA(u160, y4, F[127] * y5)))) + u120,
  v201 = MP_FMA(u211, y, MP_FMA(u221, y2, MP_FMA(u231, y3, MP_FMA(u241, y4, F[134] * y5)))) + u201,
  v210 = MP_FMA(u220, y, MP_FMA(u230, y2, MP_FMA(u240, y3, MP_FMA(u250, y4, F[126] * y5)))) + u210,
  v300 = MP_FMA(u310, y, MP_FMA(u320, y2, MP_FMA(u330, y3, MP_FMA(u340, y4, F[125] * y5)))) + u300,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, MP_FMA(u034, y3, F[154] * y4))) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, MP_FMA(u043, y3, F[149] * y4))) + u013,
  v022 = MP_FMA(u032, y, MP_FMA(u042, y2, MP_FMA(u052, y3, F[143] * y4))) + u022,
  v031 = MP_FMA(u041, y, MP_FMA(u051, y2, MP_FMA(u061, y3, F[136] * y4))) + u031,
  v040 = MP_FMA(u050, y, MP_FMA(u060, y2, MP_FMA(u070, y3, F[128] * y4))) + u040,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, MP_FMA(u133, y3, F[148] * y4))) + u103,
  v112 = MP_FMA(u122, y, MP_FMA(u132, y2, MP_FMA(u142, y3, F[142] * y4))) + u112,
  v121 = MP_FMA(u131, y, MP_FMA(u141, y2, MP_FMA(u151, y3, F[135] * y4))) + u121,
  v130 = MP_FMA(u140, y, MP_FMA(u150, y2, MP_FMA(u160, y3, F[127] * y4))) + u130,
  v202 = MP_FMA(u212, y, MP_FMA(u222, y2, MP_FMA(u232, y3, F[141] * y4))) + u202,
  v211 = MP_FMA(u221, y, MP_FMA(u231, y2, MP_FMA(u241, y3, F[134] * y4))) + u211,
  v220 = MP_FMA(u230, y, MP_FMA(u240, y2, MP_FMA(u250, y3, F[126] * y4))) + u220,
  v301 = MP_FMA(u311, y, MP_FMA(u321, y2, MP_FMA(u331, y3, F[133] * y4))) + u301,
  v310 = MP_FMA(u320, y, MP_FMA(u330, y2, MP_FMA(u340, y3, F[125] * y4))) + u310,
  v400 = MP_FMA(u410, y, MP_FMA(u420, y2, MP_FMA(u430, y3, F[124] * y4))) + u400,
  v005 = MP_FMA(u015, y, MP_FMA(u025, y2, F[158] * y3)) + u005,
  v014 = MP_FMA(u024, y, MP_FMA(u034, y2, F[154] * y3)) + u014,
  v023 = MP_FMA(u033, y, MP_FMA(u043, y2, F[149] * y3)) + u023,
  v032 = MP_FMA(u042, y, MP_FMA(u052, y2, F[143] * y3)) + u032,
  v041 = MP_FMA(u051, y, MP_FMA(u061, y2, F[136] * y3)) + u041,
  v050 = MP_FMA(u060, y, MP_FMA(u070, y2, F[128] * y3)) + u050,
  v104 = MP_FMA(u114, y, MP_FMA(u124, y2, F[153] * y3)) + u104,
  v113 = MP_FMA(u123, y, MP_FMA(u133, y2, F[148] * y3)) + u113,
  v122 = MP_FMA(u132, y, MP_FMA(u142, y2, F[142] * y3)) + u122,
  v131 = MP_FMA(u141, y, MP_FMA(u151, y2, F[135] * y3)) + u131,
  v140 = MP_FMA(u150, y, MP_FMA(u160, y2, F[127] * y3)) + u140,
  v203 = MP_FMA(u213, y, MP_FMA(u223, y2, F[147] * y3)) + u203,
  v212 = MP_FMA(u222, y, MP_FMA(u232, y2, F[141] * y3)) + u212,
  v221 = MP_FMA(u231, y, MP_FMA(u241, y2, F[134] * y3)) + u221,
  v230 = MP_FMA(u240, y, MP_FMA(u250, y2, F[126] * y3)) + u230,
  v302 = MP_FMA(u312, y, MP_FMA(u322, y2, F[140] * y3)) + u302,
  v311 = MP_FMA(u321, y, MP_FMA(u331, y2, F[133] * y3)) + u311,
  v320 = MP_FMA(u330, y, MP_FMA(u340, y2, F[125] * y3)) + u320,
  v401 = MP_FMA(u411, y, MP_FMA(u421, y2, F[132] * y3)) + u401,
  v410 = MP_FMA(u420, y, MP_FMA(u430, y2, F[124] * y3)) + u410,
  v500 = MP_FMA(u510, y, MP_FMA(u520, y2, F[123] * y3)) + u500,
  v006 = MP_FMA(u016, y, F[161] * y2) + u006, v015 = MP_FMA(u025, y, F[158] * y2) + u015,
  v024 = MP_FMA(u034, y, F[154] * y2) + u024, v033 = MP_FMA(u043, y, F[149] * y2) + u033,
  v042 = MP_FMA(u052, y, F[143] * y2) + u042, v051 = MP_FMA(u061, y, F[136] * y2) + u051,
  v060 = MP_FMA(u070, y, F[128] * y2) + u060, v105 = MP_FMA(u115, y, F[157] * y2) + u105,
  v114 = MP_FMA(u124, y, F[153] * y2) + u114, v123 = MP_FMA(u133, y, F[148] * y2) + u123,
  v132 = MP_FMA(u142, y, F[142] * y2) + u132, v141 = MP_FMA(u151, y, F[135] * y2) + u141,
  v150 = MP_FMA(u160, y, F[127] * y2) + u150, v204 = MP_FMA(u214, y, F[152] * y2) + u204,
  v213 = MP_FMA(u223, y, F[147] * y2) + u213, v222 = MP_FMA(u232, y, F[141] * y2) + u222,
  v231 = MP_FMA(u241, y, F[134] * y2) + u231, v240 = MP_FMA(u250, y, F[126] * y2) + u240,
  v303 = MP_FMA(u313, y, F[146] * y2) + u303, v312 = MP_FMA(u322, y, F[140] * y2) + u312,
  v321 = MP_FMA(u331, y, F[133] * y2) + u321, v330 = MP_FMA(u340, y, F[125] * y2) + u330,
  v402 = MP_FMA(u412, y, F[139] * y2) + u402, v411 = MP_FMA(u421, y, F[132] * y2) + u411,
  v420 = MP_FMA(u430, y, F[124] * y2) + u420, v501 = MP_FMA(u511, y, F[131] * y2) + u501,
  v510 = MP_FMA(u520, y, F[123] * y2) + u510, v600 = MP_FMA(u610, y, F[122] * y2) + u600,
  v007 = F[163] * y + u007, v016 = F[161] * y + u016, v025 = F[158] * y + u025,
  v034 = F[154] * y + u034, v043 = F[149] * y + u043, v052 = F[143] * y + u052,
  v061 = F[136] * y + u061, v070 = F[128] * y + u070, v106 = F[160] * y + u106,
  v115 = F[157] * y + u115, v124 = F[153] * y + u124, v133 = F[148] * y + u133,
  v142 = F[142] * y + u142, v151 = F[135] * y + u151, v160 = F[127] * y + u160,
  v205 = F[156] * y + u205, v214 = F[152] * y + u214, v223 = F[147] * y + u223,
  v232 = F[141] * y + u232, v241 = F[134] * y + u241, v250 = F[126] * y + u250,
  v304 = F[151] * y + u304, v313 = F[146] * y + u313, v322 = F[140] * y + u322,
  v331 = F[133] * y + u331, v340 = F[125] * y + u340, v403 = F[145] * y + u403,
  v412 = F[139] * y + u412, v421 = F[132] * y + u421, v430 = F[124] * y + u430,
  v502 = F[138] * y + u502, v511 = F[131] * y + u511, v520 = F[123] * y + u520,
  v601 = F[130] * y + u601, v610 = F[122] * y + u610, v700 = F[121] * y + u700,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, MP_FMA(v007, z7, F[164] * z8))))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, MP_FMA(v007, z6, F[164] * z7)))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, MP_FMA(v016, z6, F[163] * z7)))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, MP_FMA(v106, z6, F[162] * z7)))))) + v100,
  w002 = MP_FMA(v003, z, MP_FMA(v004, z2, MP_FMA(v005, z3, MP_FMA(v006, z4, MP_FMA(v007, z5, F[164] * z6))))) + v002,
  w011 = MP_FMA(v012, z, MP_FMA(v013, z2, MP_FMA(v014, z3, MP_FMA(v015, z4, MP_FMA(v016, z5, F[163] * z6))))) + v011,
  w020 = MP_FMA(v021, z, MP_FMA(v022, z2, MP_FMA(v023, z3, MP_FMA(v024, z4, MP_FMA(v025, z5, F[161] * z6))))) + v020,
  w101 = MP_FMA(v102, z, MP_FMA(v103, z2, MP_FMA(v104, z3, MP_FMA(v105, z4, MP_FMA(v106, z5, F[162] * z6))))) + v101,
  w110 = MP_FMA(v111, z, MP_FMA(v112, z2, MP_FMA(v113, z3, MP_FMA(v114, z4, MP_FMA(v115, z5, F[160] * z6))))) + v110,
  w200 = MP_FMA(v201, z, MP_FMA(v202, z2, MP_FMA(v203, z3, MP_FMA(v204, z4, MP_FMA(v205, z5, F[159] * z6))))) + v200,
  w003 = MP_FMA(v004, z, MP_FMA(v005, z2, MP_FMA(v006, z3, MP_FMA(v007, z4, F[164] * z5)))) + v003,
  w012 = MP_FMA(v013, z, MP_FMA(v014, z2, MP_FMA(v015, z3, MP_FMA(v016, z4, F[163] * z5)))) + v012,
  w021 = MP_FMA(v022, z, MP_FMA(v023, z2, MP_FMA(v024, z3, MP_FMA(v025, z4, F[161] * z5)))) + v021,
  w030 = MP_FMA(v031, z, MP_FMA(v032, z2, MP_FMA(v033, z3, MP_FMA(v034, z4, F[158] * z5)))) + v030,
  w102 = MP_FMA(v103, z, MP_FMA(v104, z2, MP_FMA(v105, z3, MP_FMA(v106, z4, F[162] * z5)))) + v102,
  w111 = MP_FMA(v112, z, MP_FMA(v113, z2, MP_FMA(v114, z3, MP_FMA(v115, z4, F[160] * z5)))) + v111,
  w120 = MP_FMA(v121, z, MP_FMA(v122, z2, MP_FMA(v123, z3, MP_FMA(v124, z4, F[157] * z5)))) + v120,
  w201 = MP_FMA(v202, z, MP_FMA(v203, z2, MP_FMA(v204, z3, MP_FMA(v205, z4, F[159] * z5)))) + v201,
  w210 = MP_FMA(v211, z, MP_FMA(v212, z2, MP_FMA(v213, z3, MP_FMA(v214, z4, F[156] * z5)))) + v210,
  w300 = MP_FMA(v301, z, MP_FMA(v302, z2, MP_FMA(v303, z3, MP_FMA(v304, z4, F[155] * z5)))) + v300,
  w004 = MP_FMA(v005, z, MP_FMA(v006, z2, MP_FMA(v007, z3, F[164] * z4))) + v004,
  w013 = MP_FMA(v014, z, MP_FMA(v015, z2, MP_FMA(v016, z3, F[163] * z4))) + v013,
  w022 = MP_FMA(v023, z, MP_FMA(v024, z2, MP_FMA(v025, z3, F[161] * z4))) + v022,
  w031 = MP_FMA(v032, z, MP_FMA(v033, z2, MP_FMA(v034, z3, F[158] * z4))) + v031,
  w040 = MP_FMA(v041, z, MP_FMA(v042, z2, MP_FMA(v043, z3, F[154] * z4))) + v040,
  w103 = MP_FMA(v104, z, MP_FMA(v105, z2, MP_FMA(v106, z3, F[162] * z4))) + v103,
  w112 = MP_FMA(v113, z, MP_FMA(v114, z2, MP_FMA(v115, z3, F[160] * z4))) + v112,
  w121 = MP_FMA(v122, z, MP_FMA(v123, z2, MP_FMA(v124, z3, F[157] * z4))) + v121,
  w130 = MP_FMA(v131, z, MP_FMA(v132, z2, MP_FMA(v133, z3, F[153] * z4))) + v130,
  w202 = MP_FMA(v203, z, MP_FMA(v204, z2, MP_FMA(v205, z3, F[159] * z4))) + v202,
  w211 = MP_FMA(v212, z, MP_FMA(v213, z2, MP_FMA(v214, z3, F[156] * z4))) + v211,
  w220 = MP_FMA(v221, z, MP_FMA(v222, z2, MP_FMA(v223, z3, F[152] * z4))) + v220,
  w301 = MP_FMA(v302, z, MP_FMA(v303, z2, MP_FMA(v304, z3, F[155] * z4))) + v301,
  w310 = MP_FMA(v311, z, MP_FMA(v312, z2, MP_FMA(v313, z3, F[151] * z4))) + v310,
  w400 = MP_FMA(v401, z, MP_FMA(v402, z2, MP_FMA(v403, z3, F[150] * z4))) + v400,
  w005 = MP_FMA(v006, z, MP_FMA(v007, z2, F[164] * z3)) + v005,
  w014 = MP_FMA(v015, z, MP_FMA(v016, z2, F[163] * z3)) + v014,
  w023 = MP_FMA(v024, z, MP_FMA(v025, z2, F[161] * z3)) + v023,
  w032 = MP_FMA(v033, z, MP_FMA(v034, z2, F[158] * z3)) + v032,
  w041 = MP_FMA(v042, z, MP_FMA(v043, z2, F[154] * z3)) + v041,
  w050 = MP_FMA(v051, z, MP_FMA(v052, z2, F[149] * z3)) + v050,
  w104 = MP_FMA(v105, z, MP_FMA(v106, z2, F[162] * z3)) + v104,
  w113 = MP_FMA(v114, z, MP_FMA(v115, z2, F[160] * z3)) + v113,
  w122 = MP_FMA(v123, z, MP_FMA(v124, z2, F[157] * z3)) + v122,
  w131 = MP_FMA(v132, z, MP_FMA(v133, z2, F[153] * z3)) + v131,
  w140 = MP_FMA(v141, z, MP_FMA(v142, z2, F[148] * z3)) + v140,
  w203 = MP_FMA(v204, z, MP_FMA(v205, z2, F[159] * z3)) + v203,
  w212 = MP_FMA(v213, z, MP_FMA(v214, z2, F[156] * z3)) + v212,
  w221 = MP_FMA(v222, z, MP_FMA(v223, z2, F[152] * z3)) + v221,
  w230 = MP_FMA(v231, z, MP_FMA(v232, z2, F[147] * z3)) + v230,
  w302 = MP_FMA(v303, z, MP_FMA(v304, z2, F[155] * z3)) + v302,
  w311 = MP_FMA(v312, z, MP_FMA(v313, z2, F[151] * z3)) + v311,
  w320 = MP_FMA(v321, z, MP_FMA(v322, z2, F[146] * z3)) + v320,
  w401 = MP_FMA(v402, z, MP_FMA(v403, z2, F[150] * z3)) + v401,
  w410 = MP_FMA(v411, z, MP_FMA(v412, z2, F[145] * z3)) + v410,
  w500 = MP_FMA(v501, z, MP_FMA(v502, z2, F[144] * z3)) + v500,
  w006 = MP_FMA(v007, z, F[164] * z2) + v006, w015 = MP_FMA(v016, z, F[163] * z2) + v015,
  w024 = MP_FMA(v025, z, F[161] * z2) + v024, w033 = MP_FMA(v034, z, F[158] * z2) + v033,
  w042 = MP_FMA(v043, z, F[154] * z2) + v042, w051 = MP_FMA(v052, z, F[149] * z2) + v051,
  w060 = MP_FMA(v061, z, F[143] * z2) + v060, w105 = MP_FMA(v106, z, F[162] * z2) + v105,
  w114 = MP_FMA(v115, z, F[160] * z2) + v114, w123 = MP_FMA(v124, z, F[157] * z2) + v123,
  w132 = MP_FMA(v133, z, F[153] * z2) + v132, w141 = MP_FMA(v142, z, F[148] * z2) + v141,
  w150 = MP_FMA(v151, z, F[142] * z2) + v150, w204 = MP_FMA(v205, z, F[159] * z2) + v204,
  w213 = MP_FMA(v214, z, F[156] * z2) + v213, w222 = MP_FMA(v223, z, F[152] * z2) + v222,
  w231 = MP_FMA(v232, z, F[147] * z2) + v231, w240 = MP_FMA(v241, z, F[141] * z2) + v240,
  w303 = MP_FMA(v304, z, F[155] * z2) + v303, w312 = MP_FMA(v313, z, F[151] * z2) + v312,
  w321 = MP_FMA(v322, z, F[146] * z2) + v321, w330 = MP_FMA(v331, z, F[140] * z2) + v330,
  w402 = MP_FMA(v403, z, F[150] * z2) + v402, w411 = MP_FMA(v412, z, F[145] * z2) + v411,
  w420 = MP_FMA(v421, z, F[139] * z2) + v420, w501 = MP_FMA(v502, z, F[144] * z2) + v501,
  w510 = MP_FMA(v511, z, F[138] * z2) + v510, w600 = MP_FMA(v601, z, F[137] * z2) + v600,
  w007 = F[164] * z + v007, w016 = F[163] * z + v016, w025 = F[161] * z + v025,
  w034 = F[158] * z + v034, w043 = F[154] * z + v043, w052 = F[149] * z + v052,
  w061 = F[143] * z + v061, w070 = F[136] * z + v070, w106 = F[162] * z + v106,
  w115 = F[160] * z + v115, w124 = F[157] * z + v124, w133 = F[153] * z + v133,
  w142 = F[148] * z + v142, w151 = F[142] * z + v151, w160 = F[135] * z + v160,
  w205 = F[159] * z + v205, w214 = F[156] * z + v214, w223 = F[152] * z + v223,
  w232 = F[147] * z + v232, w241 = F[141] * z + v241, w250 = F[134] * z + v250,
  w304 = F[155] * z + v304, w313 = F[151] * z + v313, w322 = F[146] * z + v322,
  w331 = F[140] * z + v331, w340 = F[133] * z + v340, w403 = F[150] * z + v403,
  w412 = F[145] * z + v412, w421 = F[139] * z + v421, w430 = F[132] * z + v430,
  w502 = F[144] * z + v502, w511 = F[138] * z + v511, w520 = F[131] * z + v520,
  w601 = F[137] * z + v601, w610 = F[130] * z + v610, w700 = F[129] * z + v700; L[0] += w000;
  L[1] += w100; L[2] += w010; L[3] += w001; L[4] += w200; L[5] += w110; L[6] += w020; L[7] += w101;
  L[8] += w011; L[9] += w002; L[10] += w300; L[11] += w210; L[12] += w120; L[13] += w030;
  L[14] += w201; L[15] += w111; L[16] += w021; L[17] += w102; L[18] += w012; L[19] += w003;
  L[20] += w400; L[21] += w310; L[22] += w220; L[23] += w130; L[24] += w040; L[25] += w301;
  L[26] += w211; L[27] += w121; L[28] += w031; L[29] += w202; L[30] += w112; L[31] += w022;
  L[32] += w103; L[33] += w013; L[34] += w004; L[35] += w500; L[36] += w410; L[37] += w320;
  L[38] += w230; L[39] += w140; L[40] += w050; L[41] += w401; L[42] += w311; L[43] += w221;
  L[44] += w131; L[45] += w041; L[46] += w302; L[47] += w212; L[48] += w122; L[49] += w032;
  L[50] += w203; L[51] += w113; L[52] += w023; L[53] += w104; L[54] += w014; L[55] += w005;
  L[56] += w600; L[57] += w510; L[58] += w420; L[59] += w330; L[60] += w240; L[61] += w150;
  L[62] += w060; L[63] += w501; L[64] += w411; L[65] += w321; L[66] += w231; L[67] += w141;
  L[68] += w051; L[69] += w402; L[70] += w312; L[71] += w222; L[72] += w132; L[73] += w042;
  L[74] += w303; L[75] += w213; L[76] += w123; L[77] += w033; L[78] += w204; L[79] += w114;
  L[80] += w024; L[81] += w105; L[82] += w015; L[83] += w006; L[84] += w700; L[85] += w610;
  L[86] += w520; L[87] += w430; L[88] += w340; L[89] += w250; L[90] += w160; L[91] += w070;
  L[92] += w601; L[93] += w511; L[94] += w421; L[95] += w331; L[96] += w241; L[97] += w151;
  L[98] += w061; L[99] += w502; L[100] += w412; L[101] += w322; L[102] += w232; L[103] += w142;
  L[104] += w052; L[105] += w403; L[106] += w313; L[107] += w223; L[108] += w133; L[109] += w043;
  L[110] += w304; L[111] += w214; L[112] += w124; L[113] += w034; L[114] += w205; L[115] += w115;
  L[116] += w025; L[117] += w106; L[118] += w016; L[119] += w007; L[120] += F[120];
  L[121] += F[121]; L[122] += F[122]; L[123] += F[123]; L[124] += F[124]; L[125] += F[125];
  L[126] += F[126]; L[127] += F[127]; L[128] += F[128]; L[129] += F[129]; L[130] += F[130];
  L[131] += F[131]; L[132] += F[132]; L[133] += F[133]; L[134] += F[134]; L[135] += F[135];
  L[136] += F[136]; L[137] += F[137]; L[138] += F[138]; L[139] += F[139]; L[140] += F[140];
  L[141] += F[141]; L[142] += F[142]; L[143] += F[143]; L[144] += F[144]; L[145] += F[145];
  L[146] += F[146]; L[147] += F[147]; L[148] += F[148]; L[149] += F[149]; L[150] += F[150];
  L[151] += F[151]; L[152] += F[152]; L[153] += F[153]; L[154] += F[154]; L[155] += F[155];
  L[156] += F[156]; L[157] += F[157]; L[158] += F[158]; L[159] += F[159]; L[160] += F[160];
  L[161] += F[161]; L[162] += F[162]; L[163] += F[163]; L[164] += F[164];
}

MP_INLINE void MP_FN(l2p_f8)(const MP_REAL *F, MP_REAL x, MP_REAL y, MP_REAL z, MP_REAL *L) {
  const MP_REAL x2 = x * x * MP_SET(1.0 / 2), x3 = x2 * x * MP_SET(1.0 / 3),
  x4 = x3 * x * MP_SET(1.0 / 4), x5 = x4 * x * MP_SET(1.0 / 5), x6 = x5 * x * MP_SET(1.0 / 6),
  x7 = x6 * x * MP_SET(1.0 / 7), x8 = x7 * x * MP_SET(1.0 / 8), y2 = y * y * MP_SET(1.0 / 2),
  y3 = y2 * y * MP_SET(1.0 / 3), y4 = y3 * y * MP_SET(1.0 / 4), y5 = y4 * y * MP_SET(1.0 / 5),
  y6 = y5 * y * MP_SET(1.0 / 6), y7 = y6 * y * MP_SET(1.0 / 7), y8 = y7 * y * MP_SET(1.0 / 8),
  z2 = z * z * MP_SET(1.0 / 2), z3 = z2 * z * MP_SET(1.0 / 3), z4 = z3 * z * MP_SET(1.0 / 4),
  z5 = z4 * z * MP_SET(1.0 / 5), z6 = z5 * z * MP_SET(1.0 / 6), z7 = z6 * z * MP_SET(1.0 / 7),
  z8 = z7 * z * MP_SET(1.0 / 8),
  u000 = MP_FMA(F[1], x, MP_FMA(F[4], x2, MP_FMA(F[10], x3, MP_FMA(F[20], x4, MP_FMA(F[35], x5, MP_FMA(F[56], x6, MP_FMA(F[84], x7, F[120] * x8))))))) + F[0],
  u001 = MP_FMA(F[7], x, MP_FMA(F[14], x2, MP_FMA(F[25], x3, MP_FMA(F[41], x4, MP_FMA(F[63], x5, MP_FMA(F[92], x6, F[129] * x7)))))) + F[3],
  u010 = MP_FMA(F[5], x, MP_FMA(F[11], x2, MP_FMA(F[21], x3, MP_FMA(F[36], x4, MP_FMA(F[57], x5, MP_FMA(F[85], x6, F[121] * x7)))))) + F[2],
  u100 = MP_FMA(F[4], x, MP_FMA(F[10], x2, MP_FMA(F[20], x3, MP_FMA(F[35], x4, MP_FMA(F[56], x5, MP_FMA(F[84], x6, F[120] * x7)))))) + F[1],
  u002 = MP_FMA(F[17], x, MP_FMA(F[29], x2, MP_FMA(F[46], x3, MP_FMA(F[69], x4, MP_FMA(F[99], x5, F[137] * x6))))) + F[9],
  u011 = MP_FMA(F[15], x, MP_FMA(F[26], x2, MP_FMA(F[42], x3, MP_FMA(F[64], x4, MP_FMA(F[93], x5, F[130] * x6))))) + F[8],
  u020 = MP_FMA(F[12], x, MP_FMA(F[22], x2, MP_FMA(F[37], x3, MP_FMA(F[58], x4, MP_FMA(F[86], x5, F[122] * x6))))) + F[6],
  u101 = MP_FMA(F[14], x, MP_FMA(F[25], x2, MP_FMA(F[41], x3, MP_FMA(F[63], x4, MP_FMA(F[92], x5, F[129] * x6))))) + F[7],
  u110 = MP_FMA(F[11], x, MP_FMA(F[21], x2, MP_FMA(F[36], x3, MP_FMA(F[57], x4, MP_FMA(F[85], x5, F[121] * x6))))) + F[5],
  u003 = MP_FMA(F[32], x, MP_FMA(F[50], x2, MP_FMA(F[74], x3, MP_FMA(F[105], x4, F[144] * x5)))) + F[19],
  u012 = MP_FMA(F[30], x, MP_FMA(F[47], x2, MP_FMA(F[70], x3, MP_FMA(F[100], x4, F[138] * x5)))) + F[18],
  u021 = MP_FMA(F[27], x, MP_FMA(F[43], x2, MP_FMA(F[65], x3, MP_FMA(F[94], x4, F[131] * x5)))) + F[16],
  u030 = MP_FMA(F[23], x, MP_FMA(F[38], x2, MP_FMA(F[59], x3, MP_FMA(F[87], x4, F[123] * x5)))) + F[13],
  u102 = MP_FMA(F[29], x, MP_FMA(F[46], x2, MP_FMA(F[69], x3, MP_FMA(F[99], x4, F[137] * x5)))) + F[17],
  u111 = MP_FMA(F[26], x, MP_FMA(F[42], x2, MP_FMA(F[64], x3, MP_FMA(F[93], x4, F[130] * x5)))) + F[15],
  u120 = MP_FMA(F[22], x, MP_FMA(F[37], x2, MP_FMA(F[58], x3, MP_FMA(F[86], x4, F[122] * x5)))) + F[12],
  u004 = MP_FMA(F[53], x, MP_FMA(F[78], x2, MP_FMA(F[110], x3, F[150] * x4))) + F[34],
  u013 = MP_FMA(F[51], x, MP_FMA(F[75], x2, MP_FMA(F[106], x3, F[145] * x4))) + F[33],
  u022 = MP_FMA(F[48], x, MP_FMA(F[71], x2, MP_FMA(F[101], x3, F[139] * x4))) + F[31],
  u031 = MP_FMA(F[44], x, MP_FMA(F[66], x2, MP_FMA(F[95], x3, F[132] * x4))) + F[28],
  u040 = MP_FMA(F[39], x, MP_FMA(F[60], x2, MP_FMA(F[88], x3, F[124] * x4))) + F[24],
  u103 = MP_FMA(F[50], x, MP_FMA(F[74], x2, MP_FMA(F[105], x3, F[144] * x4))) + F[32],
  u112 = MP_FMA(F[47], x, MP_FMA(F[70], x2, MP_FMA(F[100], x3, F[138] * x4))) + F[30],
  u121 = MP_FMA(F[43], x, MP_FMA(F[65], x2, MP_FMA(F[94], x3, F[131] * x4))) + F[27],
  u130 = MP_FMA(F[38], x, MP_FMA(F[59], x2, MP_FMA(F[87], x3, F[123] * x4))) + F[23],
  u005 = MP_FMA(F[81], x, MP_FMA(F[114], x2, F[155] * x3)) + F[55],
  u014 = MP_FMA(F[79], x, MP_FMA(F[111], x2, F[151] * x3)) + F[54],
  u023 = MP_FMA(F[76], x, MP_FMA(F[107], x2, F[146] * x3)) + F[52],
  u032 = MP_FMA(F[72], x, MP_FMA(F[102], x2, F[140] * x3)) + F[49],
  u041 = MP_FMA(F[67], x, MP_FMA(F[96], x2, F[133] * x3)) + F[45],
  u050 = MP_FMA(F[61], x, MP_FMA(F[89], x2, F[125] * x3)) + F[40],
  u104 = MP_FMA(F[78], x, MP_FMA(F[110], x2, F[150] * x3)) + F[53],
  u113 = MP_FMA(F[75], x, MP_FMA(F[106], x2, F[145] * x3)) + F[51],
  u122 = MP_FMA(F[71], x, MP_FMA(F[101], x2, F[139] * x3)) + F[48],
  u131 = MP_FMA(F[66], x, MP_FMA(F[95], x2, F[132] * x3)) + F[44],
  u140 = MP_FMA(F[60], x, MP_FMA(F[88], x2, F[124] * x3)) + F[39],
  u006 = MP_FMA(F[117], x, F[159] * x2) + F[83], u015 = MP_FMA(F[115], x, F[156] * x2) + F[82],
  u024 = MP_FMA(F[112], x, F[152] * x2) + F[80], u033 = MP_FMA(F[108], x, F[147] * x2) + F[77],
  u042 = MP_FMA(F[103], x, F[141] * x2) + F[73], u051 = MP_FMA(F[97], x, F[134] * x2) + F[68],
  u060 = MP_FMA(F[90], x, F[126] * x2) + F[62], u105 = MP_FMA(F[114], x, F[155] * x2) + F[81],
  u114 = MP_FMA(F[111], x, F[151] * x2) + F[79], u123 = MP_FMA(F[107], x, F[146] * x2) + F[76],
  u132 = MP_FMA(F[102], x, F[140] * x2) + F[72], u141 = MP_FMA(F[96], x, F[133] * x2) + F[67],
  u150 = MP_FMA(F[89], x, F[125] * x2) + F[61], u007 = F[162] * x + F[119],
  u016 = F[160] * x + F[118], u025 = F[157] * x + F[116], u034 = F[153] * x + F[113],
  u043 = F[148] * x + F[109], u052 = F[142] * x + F[104], u061 = F[135] * x + F[98],
  u070 = F[127] * x + F[91], u106 = F[159] * x + F[117], u115 = F[156] * x + F[115],
  u124 = F[152] * x + F[112], u133 = F[147] * x + F[108], u142 = F[141] * x + F[103],
  u151 = F[134] * x + F[97], u160 = F[126] * x + F[90],
  v000 = MP_FMA(u010, y, MP_FMA(u020, y2, MP_FMA(u030, y3, MP_FMA(u040, y4, MP_FMA(u050, y5, MP_FMA(u060, y6, MP_FMA(u070, y7, F[128] * y8))))))) + u000,
  v001 = MP_FMA(u011, y, MP_FMA(u021, y2, MP_FMA(u031, y3, MP_FMA(u041, y4, MP_FMA(u051, y5, MP_FMA(u061, y6, F[136] * y7)))))) + u001,
  v010 = MP_FMA(u020, y, MP_FMA(u030, y2, MP_FMA(u040, y3, MP_FMA(u050, y4, MP_FMA(u060, y5, MP_FMA(u070, y6, F[128] * y7)))))) + u010,
  v100 = MP_FMA(u110, y, MP_FMA(u120, y2, MP_FMA(u130, y3, MP_FMA(u140, y4, MP_FMA(u150, y5, MP_FMA(u160, y6, F[127] * y7)))))) + u100,
  v002 = MP_FMA(u012, y, MP_FMA(u022, y2, MP_FMA(u032, y3, MP_FMA(u042, y4, MP_FMA(u052, y5, F[143] * y6))))) + u002,
  v011 = MP_FMA(u021, y, MP_FMA(u031, y2, MP_FMA(u041, y3, MP_FMA(u051, y4, MP_FMA(u061, y5, F[136] * y6))))) + u011,
  v101 = MP_FMA(u111, y, MP_FMA(u121, y2, MP_FMA(u131, y3, MP_FMA(u141, y4, MP_FMA(u151, y5, F[135] * y6))))) + u101,
  v003 = MP_FMA(u013, y, MP_FMA(u023, y2, MP_FMA(u033, y3, MP_FMA(u043, y4, F[149] * y5)))) + u003,
  v012 = MP_FMA(u022, y, MP_FMA(u032, y2, MP_FMA(u042, y3, MP_FMA(u052, y4, F[143] * y5)))) + u012,
  v102 = MP_FMA(u112, y, MP_FMA(u122, y2, MP_FMA(u132, y3, MP_FMA(u142, y4, F[142] * y5)))) + u102,
  v004 = MP_FMA(u014, y, MP_FMA(u024, y2, MP_FMA(u034, y3, F[154] * y4))) + u004,
  v013 = MP_FMA(u023, y, MP_FMA(u033, y2, MP_FMA(u043, y3, F[149] * y4))) + u013,
  v103 = MP_FMA(u113, y, MP_FMA(u123, y2, MP_FMA(u133, y3, F[148] * y4))) + u103,
  v005 = MP_FMA(u015, y, MP_FMA(u025, y2, F[158] * y3)) + u005,
  v014 = MP_FMA(u024, y, MP_FMA(u034, y2, F[154] * y3)) + u014,
  v104 = MP_FMA(u114, y, MP_FMA(u124, y2, F[153] * y3)) + u104,
  v006 = MP_FMA(u016, y, F[161] * y2) + u006, v015 = MP_FMA(u025, y, F[158] * y2) + u015,
  v105 = MP_FMA(u115, y, F[157] * y2) + u105, v007 = F[163] * y + u007, v016 = F[161] * y + u016,
  v106 = F[160] * y + u106,
  w000 = MP_FMA(v001, z, MP_FMA(v002, z2, MP_FMA(v003, z3, MP_FMA(v004, z4, MP_FMA(v005, z5, MP_FMA(v006, z6, MP_FMA(v007, z7, F[164] * z8))))))) + v000,
  w001 = MP_FMA(v002, z, MP_FMA(v003, z2, MP_FMA(v004, z3, MP_FMA(v005, z4, MP_FMA(v006, z5, MP_FMA(v007, z6, F[164] * z7)))))) + v001,
  w010 = MP_FMA(v011, z, MP_FMA(v012, z2, MP_FMA(v013, z3, MP_FMA(v014, z4, MP_FMA(v015, z5, MP_FMA(v016, z6, F[163] * z7)))))) + v010,
  w100 = MP_FMA(v101, z, MP_FMA(v102, z2, MP_FMA(v103, z3, MP_FMA(v104, z4, MP_FMA(v105, z5, MP_FMA(v106, z6, F[162] * z7)))))) + v100;
  L[0] += w000; L[1] += w100; L[2] += w010; L[3] += w001;
}

#undef T
#endif
