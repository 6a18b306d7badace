/* The fast multipole method's arithmetic, written once; fmm_kernel.c includes it for float and for double with
 *   REAL, SCALAR   the vector and its element      FN(n)   n with the precision's prefix
 * All that is done to a target is done by the thread that owns it, in the order of its lists; so threads leave no trace
 * in the bits. Equation numbers: docs/fmm.md. */

/* ---- the expansions: vectors of cells or particles, and single numbers */

#define MP_INLINE       SIMD
#define MP_REAL         REAL
#define MP_FN(n)        FN(n)
#define MP_SET(c)       FN(set)((SCALAR)(c))
#define MP_FMA(a, b, c) FN(fma)(a, b, c)
#include "multipole.h"
#undef MP_REAL
#undef MP_FN
#undef MP_SET
#undef MP_FMA
#define MP_REAL         SCALAR
#define MP_FN(n)        FN(one_##n)
#define MP_SET(c)       ((SCALAR)(c))
#define MP_FMA(a, b, c) ((a) * (b) + (c))
#include "multipole.h"
#undef MP_REAL
#undef MP_FN
#undef MP_SET
#undef MP_FMA
#undef MP_INLINE

enum { FN(locals) = (APS_LOCALS_MOST + 15) / 16 * 16 };
#define FAR_AWAY ((SCALAR)0x1p13) /* beyond all cells: what fills vectors up */
#define WHOLE(n) (((n) + FN(lanes) - 1) / FN(lanes) * FN(lanes)) /* in whole vectors */

/* Accepted sources of the target at hand. */
typedef struct {
  SCALAR *x, *y, *z, *eps2; /* from the source's centre to the target's */
  int32_t *cell;
  int n;
} FN(list);

typedef struct { /* a vector of them */
  _Alignas(64) SCALAR x[FN(lanes)], y[FN(lanes)], z[FN(lanes)], eps2[FN(lanes)];
  int32_t cell[FN(lanes)];
} FN(vector);

typedef struct { /* of targets from their leaf's centre */
  SCALAR x[APS_DIRECT_BLOCK], y[APS_DIRECT_BLOCK], z[APS_DIRECT_BLOCK];
} FN(offsets_of);

static FN(list) FN(list_in)(void *memory) {
  SCALAR *p = memory;
  const int room = APS_FMM_LIST + 64;
  return (FN(list)){p, p + room, p + 2 * room, p + 3 * room, (int32_t *)(p + 4 * room), 0};
}

SIMD REAL FN(load)(const SCALAR *p) { return *(const REAL *)p; }

/* g[m] = (1/r d/dr)^m 1/r at r^2 (eq. 8) */
SIMD void FN(radial)(REAL r2, int order, REAL *g) {
  REAL r1, r3;
  FN(rsqrt3)(r2, &r1, &r3);
  const REAL i2 = r1 * r1;
  g[0] = r1;
#pragma GCC unroll 9
  for (int m = 0; m < order; m++) g[m + 1] = FN(set)((SCALAR)(-(2 * m + 1))) * (i2 * g[m]);
}

SIMD void FN(gather_rows)(const SCALAR *moment, int stride, const int32_t *cell, int count, REAL *M) {
#pragma GCC unroll 64
  for (int k = 0; k < count; k += FN(column_group)) FN(columns)(moment + k, stride, cell, M + k);
}

#define GATHER(p, raw)                                                                             \
  static void FN(gather_##p)(const void *x, const void *y, const void *z, const void *mass, int n, \
                             void *R) {                                                            \
    REAL r[WHOLE(raw)];                                                                            \
    _Alignas(64) SCALAR total[WHOLE(raw)] = {0};                                                   \
    const unsigned mode = aps_flush_tiny();                                                        \
    for (int k = 0; k < WHOLE(raw); k++) r[k] = FN(set)(0);                                        \
    for (int i = 0; i < n; i += FN(lanes))                                                         \
      FN(p2m_##p)(FN(load)((const SCALAR *)mass + i), -FN(load)((const SCALAR *)x + i),            \
                  -FN(load)((const SCALAR *)y + i), -FN(load)((const SCALAR *)z + i), r);          \
    FN(add_totals)(r, raw, total);                                                                 \
    for (int k = 0; k < raw; k++) ((SCALAR *)R)[k] += total[k];                                    \
    aps_flush_as_before(mode);                                                                     \
  }

/* F += the local expansion that the listed sources make */
#define INTERACT(name, kernel, p, nm, nf, full)                                                    \
  static void FN(name)(const FN(list) * from, const SCALAR *moment, int stride, SCALAR *F) {       \
    REAL f[WHOLE(nf)], M[nm + 3], g[p + 1];                                                        \
    for (int k = 0; k < WHOLE(nf); k++) f[k] = FN(set)(0);                                         \
    for (int i = 0; i < from->n; i += FN(lanes)) {                                                 \
      FN(gather_rows)(moment, stride, from->cell + i, nm, M);                                      \
      const REAL x = FN(load)(from->x + i), y = FN(load)(from->y + i), z = FN(load)(from->z + i);  \
      REAL r2 = FN(fma)(x, x, FN(fma)(y, y, z * z));                                               \
      if (full) r2 = r2 + FN(load)(from->eps2 + i);                                                \
      FN(radial)(r2, p, g);                                                                        \
      FN(kernel)(M, x, y, z, g, f);                                                                \
    }                                                                                              \
    FN(add_totals)(f, nf, F);                                                                      \
  }

/* f[4 n] += potential and force of a vector of cells at n targets, at offsets t from the point that x, y, z lead to */
#define TOUCH(K, p, nm, full)                                                                      \
  static void FN(touch_##K##p)(const FN(vector) * from, const SCALAR *moment, int stride,          \
                               const FN(offsets_of) * t, int n, REAL *f) {                         \
    REAL M[nm + 3], g[p + 1];                                                                      \
    FN(gather_rows)(moment, stride, from->cell, nm, M);                                            \
    const REAL fx = FN(load)(from->x), fy = FN(load)(from->y), fz = FN(load)(from->z);             \
    for (int i = 0; i < n; i++) {                                                                  \
      const REAL x = fx + FN(set)(t->x[i]), y = fy + FN(set)(t->y[i]), z = fz + FN(set)(t->z[i]);  \
      REAL r2 = FN(fma)(x, x, FN(fma)(y, y, z * z));                                               \
      if (full) r2 = r2 + FN(load)(from->eps2);                                                    \
      FN(radial)(r2, p, g);                                                                        \
      FN(m2p_##K##p)(M, x, y, z, g, f + 4 * i);                                                    \
    }                                                                                              \
  }

/* F += the local expansion that n particles make, whole vectors of them */
#define GIVE(K, p, nf, full)                                                                       \
  static void FN(give_##K##p)(const aps_direct_points *from, int n, SCALAR *F) {                   \
    REAL f[WHOLE(nf)], g[p + 1];                                                                   \
    for (int k = 0; k < WHOLE(nf); k++) f[k] = FN(set)(0);                                         \
    for (int i = 0; i < n; i += FN(lanes)) {                                                       \
      const REAL x = FN(get)(from->x, i), y = FN(get)(from->y, i), z = FN(get)(from->z, i);        \
      REAL r2 = FN(fma)(x, x, FN(fma)(y, y, z * z));                                               \
      if (full) r2 = r2 + FN(get)(from->eps2, i);                                                  \
      FN(radial)(r2, p, g);                                                                        \
      FN(p2l_##K##p)(FN(get)(from->mass, i), x, y, z, g, f);                                       \
    }                                                                                              \
    FN(add_totals)(f, nf, F);                                                                      \
  }

#define KIND(K, p, nm, nf, full)                                                                   \
  static void FN(merge_##K##p)(const void *M, const double t[3], void *R) {                        \
    const unsigned mode = aps_flush_tiny();                                                        \
    FN(one_m2m_##K##p)(M, (SCALAR)t[0], (SCALAR)t[1], (SCALAR)t[2], R);                            \
    aps_flush_as_before(mode);                                                                     \
  }                                                                                                \
  static void FN(store_##K##p)(const void *R, void *M) { FN(one_fold_##K##p)(R, M); }              \
  INTERACT(interact_##K##p, m2l_##K##p, p, nm, nf, full)                                           \
  TOUCH(K, p, nm, full)                                                                            \
  GIVE(K, p, nf, full)                                                                             \
  static void FN(shift_##K##p)(const SCALAR *F, REAL x, REAL y, REAL z, REAL *L) {                 \
    REAL f[nf];                                                                                    \
    for (int k = 0; k < nf; k++) f[k] = FN(set)(F[k]), L[k] = FN(set)(0);                          \
    FN(l2l_##K##p)(f, x, y, z, L);                                                                 \
  }                                                                                                \
  static void FN(evaluate_##K##p)(const SCALAR *F, REAL x, REAL y, REAL z, REAL *L) {              \
    REAL f[nf];                                                                                    \
    for (int k = 0; k < nf; k++) f[k] = FN(set)(F[k]);                                             \
    for (int k = 0; k < 4; k++) L[k] = FN(set)(0);                                                 \
    FN(l2p_##K##p)(f, x, y, z, L);                                                                 \
  }

#define ORDER(p, raw, h_moments, h_locals, f_moments, f_locals)                                    \
  GATHER(p, raw)                                                                                   \
  KIND(h, p, h_moments, h_locals, 0)                                                               \
  KIND(f, p, f_moments, f_locals, 1)
ORDER(2, 1, 1, 9, 1, 10)
ORDER(3, 7, 6, 16, 7, 20)
ORDER(4, 17, 13, 25, 17, 35)
ORDER(5, 32, 22, 36, 32, 56)
ORDER(6, 53, 33, 49, 53, 84)
ORDER(7, 81, 46, 64, 81, 120)
ORDER(8, 117, 61, 81, 117, 165)
#undef ORDER
#undef KIND
#undef INTERACT
#undef TOUCH
#undef GIVE
#undef GATHER

typedef struct { /* of one order and kind */
  int locals;
  void (*interact)(const FN(list) *, const SCALAR *moment, int stride, SCALAR *F);
  void (*touch)(const FN(vector) *, const SCALAR *moment, int stride, const FN(offsets_of) *, int n, REAL *f);
  void (*give)(const aps_direct_points *, int n, SCALAR *F);
  void (*shift)(const SCALAR *F, REAL x, REAL y, REAL z, REAL *L);
  void (*evaluate)(const SCALAR *F, REAL x, REAL y, REAL z, REAL *L);
} FN(operators);

#define ROW(K, p, nf) [p] = {nf, FN(interact_##K##p), FN(touch_##K##p), FN(give_##K##p), FN(shift_##K##p), FN(evaluate_##K##p)}
static const FN(operators) FN(operators_of)[APS_FMM_KINDS][APS_FMM_ORDERS] = {
    {ROW(h, 2, 9), ROW(h, 3, 16), ROW(h, 4, 25), ROW(h, 5, 36), ROW(h, 6, 49), ROW(h, 7, 64), ROW(h, 8, 81)},
    {ROW(f, 2, 10), ROW(f, 3, 20), ROW(f, 4, 35), ROW(f, 5, 56), ROW(f, 6, 84), ROW(f, 7, 120), ROW(f, 8, 165)}};
#undef ROW

/* ---- acceptance: which of up to sixteen sources act on the target through expansions */

typedef struct {
  double x[2], y[2], z[2]; /* as either group of sources sees it: in a periodic box they may be images */
  float radius, mass, least, strict, reach, eps2;
  int leaf, sparse;
} FN(target);

typedef struct { /* masks of the cells of two groups */
  uint32_t accepted, bigger, equal, leaves;
  uint32_t far, giver; /* act on the target's particles; whose particles act on the target's expansion */
} FN(verdict);

/* Tests the cells of two groups against the target and appends the accepted ones to the list. bigger and
 * equal: whose radius is above and the same as the target's. Where one of two cells is a leaf, or both are and one is the
 * larger, its particles may act on the other's expansion one by one, and the other's moments on them. The tests are
 * the same, bit for bit, with the roles exchanged (eq. 11, 12, 14): an accepted pair is accepted both ways and the
 * forces cancel in the sum. */
#if defined(__AVX512F__)
SIMD void FN(list_add)(void *to, __mmask16 m, __m512d a, __m512d b) {
  if (sizeof(SCALAR) == 4) {
    _mm512_storeu_ps(to, _mm512_maskz_compress_ps(m, aps_fmm_squeeze(a, b)));
  } else {
    _mm512_storeu_pd(to, _mm512_maskz_compress_pd((__mmask8)m, a));
    _mm512_storeu_pd((double *)to + __builtin_popcount(m & 255u), _mm512_maskz_compress_pd((__mmask8)(m >> 8), b));
  }
}

SIMD FN(verdict) FN(test)(const aps_fmm_job *job, const aps_fmm_cells *c, const FN(target) * a, const aps_fmm_two *of,
                          FN(list) * to) {
  const int32_t s0 = of->s[0], s1 = of->s[1];
  const __m512d dx0 = _mm512_set1_pd(a->x[0]) - _mm512_loadu_pd(c->x + s0), dx1 = _mm512_set1_pd(a->x[1]) - _mm512_loadu_pd(c->x + s1);
  const __m512d dy0 = _mm512_set1_pd(a->y[0]) - _mm512_loadu_pd(c->y + s0), dy1 = _mm512_set1_pd(a->y[1]) - _mm512_loadu_pd(c->y + s1);
  const __m512d dz0 = _mm512_set1_pd(a->z[0]) - _mm512_loadu_pd(c->z + s0), dz1 = _mm512_set1_pd(a->z[1]) - _mm512_loadu_pd(c->z + s1);
  const __m512 d2 = aps_fmm_squeeze(_mm512_fmadd_pd(dx0, dx0, _mm512_fmadd_pd(dy0, dy0, dz0 * dz0)),
                                _mm512_fmadd_pd(dx1, dx1, _mm512_fmadd_pd(dy1, dy1, dz1 * dz1)));
  const __m512 ra = _mm512_set1_ps(a->radius), rs = aps_fmm_both(c->radius, of), r = ra + rs;
  /* 14 bits of 1/d: the distance is taken a little short, so that softening is never missed */
  const __m512 i1 = _mm512_rsqrt14_ps(d2), d = d2 * i1 * _mm512_set1_ps(1 - 0x1p-13f);
  const __m512 alone_a = ra * _mm512_set1_ps(APS_FMM_UNEVEN), alone_s = rs * _mm512_set1_ps(APS_FMM_UNEVEN);
  const __m512 gap = d - r, theta = _mm512_max_ps(r, _mm512_max_ps(alone_a, alone_s)) * i1, theta2 = theta * theta;
  const __m512 reach = _mm512_max_ps(_mm512_set1_ps(a->reach), aps_fmm_both(c->reach, of));
  __m512 e = job->order & 1 ? theta : _mm512_set1_ps(1);
  for (int k = 1; k < job->order; k += 2) e = e * theta2;
  const __m512 gap2 = gap * gap;
  __mmask16 m = (__mmask16)of->mask;
  m = _mm512_mask_cmp_ps_mask(m, theta, _mm512_set1_ps(job->theta), _CMP_LT_OQ);
  m = _mm512_mask_cmp_ps_mask(m, reach, gap, _CMP_LT_OQ);
  m = _mm512_mask_cmp_ps_mask(m, _mm512_set1_ps(job->nearest2), d2, _CMP_LT_OQ);
  const __m512 mass = aps_fmm_both(c->mass, of), strict = aps_fmm_both(c->strict, of), size = _mm512_abs_ps(strict);
  m = _mm512_mask_cmp_ps_mask(m, e * mass, _mm512_set1_ps(fabsf(a->strict)) * gap2, _CMP_LT_OQ);
  m = _mm512_mask_cmp_ps_mask(m, e * _mm512_set1_ps(a->mass), size * gap2, _CMP_LT_OQ);
  FN(verdict) v = {m, _mm512_cmp_ps_mask(rs, ra, _CMP_GT_OQ), _mm512_cmp_ps_mask(rs, ra, _CMP_EQ_OQ),
                   _mm512_testn_epi32_mask(aps_fmm_both_of(c->family, of), _mm512_set1_epi32(-1)), 0, 0};
  const __m512 least = aps_fmm_both(c->least, of);
  __mmask16 gives = (__mmask16)(a->leaf ? v.leaves & v.bigger : v.leaves);
  __mmask16 takes = (__mmask16)(a->leaf ? ~(v.leaves & (v.bigger | v.equal)) : 0);
  if (!job->mix_all) {
    gives = _mm512_mask_cmp_ps_mask(gives, size, least, _CMP_LT_OQ) | _mm512_mask_cmp_ps_mask(gives, alone_s, r, _CMP_GT_OQ);
    takes = a->sparse ? takes : _mm512_mask_cmp_ps_mask(takes, alone_a, r, _CMP_GT_OQ);
  }
  if (of->mask & ~v.accepted & (gives | takes)) {
    const __m512 least_a = _mm512_set1_ps(a->least), strict_a = _mm512_set1_ps(a->strict);
    const __m512 points = _mm512_mask_blend_ps(gives, ra, rs), cell = _mm512_mask_blend_ps(gives, rs, ra);
    const __m512 d1 = d - points, dm = d - _mm512_set1_ps(0.5f) * points; /* to the nearest particle, to a usual one */
    const __m512 room = dm - cell, room1 = d1 - cell;
    /* quotients to 14 bits, as the distance */
    const __m512 t = cell * _mm512_rcp14_ps(dm), t2 = t * t, u = cell * _mm512_rcp14_ps(d1), u2 = u * u;
    __m512 usual = job->order & 1 ? t : _mm512_set1_ps(1), nearest = job->order & 1 ? u : _mm512_set1_ps(1);
    for (int k = 1; k < job->order; k += 2) usual = usual * t2, nearest = nearest * u2;
    nearest = nearest * _mm512_rcp14_ps(room1 * room1) * _mm512_set1_ps(job->nearest_part);
    const __m512 b = _mm512_max_ps(usual * _mm512_rcp14_ps(room * room), nearest);
    __mmask16 q = (__mmask16)(of->mask & ~v.accepted & (gives | takes));
    q = _mm512_mask_cmp_ps_mask(q, cell, _mm512_set1_ps(job->theta_mixed) * d1, _CMP_LT_OQ);
    q = _mm512_mask_cmp_ps_mask(q, reach, gap, _CMP_LT_OQ);
    q = _mm512_mask_cmp_ps_mask(q, _mm512_set1_ps(job->nearest2), d1 * d1, _CMP_LT_OQ);
    q = _mm512_mask_cmp_ps_mask(q, b * mass, _mm512_mask_blend_ps(gives, least_a, strict_a), _CMP_LT_OQ);
    q = _mm512_mask_cmp_ps_mask(q, b * _mm512_set1_ps(a->mass), _mm512_mask_blend_ps(gives, strict, least), _CMP_LT_OQ);
    v.giver = q & gives, v.far = q & takes;
  }
  const int n = to->n;
  _mm512_storeu_si512(to->cell + n, _mm512_maskz_compress_epi32(m, aps_fmm_numbers(s0, s1)));
  FN(list_add)(to->x + n, m, dx0, dx1), FN(list_add)(to->y + n, m, dy0, dy1), FN(list_add)(to->z + n, m, dz0, dz1);
  if (job->kind == APS_FMM_FULL) {
    const __m512 e2 = _mm512_max_ps(_mm512_set1_ps(a->eps2), aps_fmm_both(c->eps2, of)), packed = _mm512_maskz_compress_ps(m, e2);
    if (sizeof(SCALAR) == 4) {
      _mm512_storeu_ps((float *)to->eps2 + n, packed);
    } else {
      _mm512_storeu_pd((double *)to->eps2 + n, _mm512_cvtps_pd(_mm512_castps512_ps256(packed)));
      _mm512_storeu_pd((double *)to->eps2 + n + 8, _mm512_cvtps_pd(_mm512_extractf32x8_ps(packed, 1)));
    }
  }
  to->n = n + __builtin_popcount(m);
  return v;
}
#elif defined(__AVX2__)
/* What FN(bound) below is, of eight. */
SIMD __m256 FN(bounds)(int order, __m256 R, __m256 d) {
  const __m256 t = R / d, t2 = t * t, gap = d - R;
  __m256 b = order & 1 ? t : _mm256_set1_ps(1);
  for (int k = 1; k < order; k += 2) b = b * t2;
  return b / (gap * gap);
}
SIMD __m256 FN(less)(__m256 a, __m256 b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }

/* The same numbers as below, eight at a time. */
SIMD FN(verdict) FN(test)(const aps_fmm_job *job, const aps_fmm_cells *c, const FN(target) * a, const aps_fmm_two *of,
                          FN(list) * to) {
  FN(verdict) v = {0};
  const __m256 all = _mm256_castsi256_ps(_mm256_set1_epi32(-1)), none = _mm256_setzero_ps();
  const __m256 ra = _mm256_set1_ps(a->radius), mass_a = _mm256_set1_ps(a->mass), leaf = a->leaf ? all : none;
  for (int g = 0; g < 2; g++) {
    const uint32_t mask = of->mask >> 8 * g & 255;
    const int32_t s = of->s[g];
    if (mask == 0) continue;
    __m256d way[3][2]; /* of the first four, of the others */
    __m128 half[2];
    for (int h = 0; h < 2; h++) {
      const __m256d dx = _mm256_set1_pd(a->x[g]) - _mm256_loadu_pd(c->x + s + 4 * h);
      const __m256d dy = _mm256_set1_pd(a->y[g]) - _mm256_loadu_pd(c->y + s + 4 * h);
      const __m256d dz = _mm256_set1_pd(a->z[g]) - _mm256_loadu_pd(c->z + s + 4 * h);
      way[0][h] = dx, way[1][h] = dy, way[2][h] = dz;
      half[h] = _mm256_cvtpd_ps(dx * dx + (dy * dy + dz * dz));
    }
    const __m256 d2 = _mm256_set_m128(half[1], half[0]), d = _mm256_sqrt_ps(d2);
    const __m256 rs = _mm256_loadu_ps(c->radius + s), r = ra + rs, gap = d - r, gap2 = gap * gap;
    const __m256 alone_a = _mm256_set1_ps(APS_FMM_UNEVEN) * ra, alone_s = _mm256_set1_ps(APS_FMM_UNEVEN) * rs;
    const __m256 theta = _mm256_max_ps(_mm256_max_ps(alone_a, alone_s), r) / d, theta2 = theta * theta;
    const __m256 reach = _mm256_max_ps(_mm256_set1_ps(a->reach), _mm256_loadu_ps(c->reach + s));
    const __m256 mass = _mm256_loadu_ps(c->mass + s), strict = _mm256_loadu_ps(c->strict + s), least = _mm256_loadu_ps(c->least + s);
    const __m256 size = _mm256_andnot_ps(_mm256_set1_ps(-0.0f), strict);
    __m256 e = job->order & 1 ? theta : _mm256_set1_ps(1);
    for (int m = 1; m < job->order; m += 2) e = e * theta2;
    const __m256 clear = _mm256_and_ps(FN(less)(reach, gap), FN(less)(theta, _mm256_set1_ps(job->theta)));
    const __m256 good = _mm256_and_ps(FN(less)(e * mass, _mm256_set1_ps(fabsf(a->strict)) * gap2), FN(less)(e * mass_a, size * gap2));
    const __m256 taken = _mm256_and_ps(_mm256_and_ps(clear, good), FN(less)(_mm256_set1_ps(job->nearest2), d2));
    const uint32_t accepted = mask & (uint32_t)_mm256_movemask_ps(taken);
    const __m256 bigger = FN(less)(ra, rs), equal = _mm256_cmp_ps(ra, rs, _CMP_EQ_OQ);
    const __m256i family = _mm256_loadu_si256((const __m256i *)(c->family + s));
    const __m256 leaves = _mm256_castsi256_ps(_mm256_cmpeq_epi32(family, _mm256_setzero_si256()));
    v.accepted |= accepted << 8 * g;
    v.bigger |= (uint32_t)_mm256_movemask_ps(bigger) << 8 * g;
    v.equal |= (uint32_t)_mm256_movemask_ps(equal) << 8 * g;
    v.leaves |= (uint32_t)_mm256_movemask_ps(leaves) << 8 * g;
    __m256 gives = a->leaf ? _mm256_and_ps(leaves, bigger) : leaves;
    __m256 takes = _mm256_andnot_ps(_mm256_and_ps(leaves, _mm256_or_ps(bigger, equal)), leaf);
    if (!job->mix_all) {
      gives = _mm256_and_ps(gives, _mm256_or_ps(FN(less)(size, least), FN(less)(r, alone_s)));
      if (!a->sparse) takes = _mm256_and_ps(takes, FN(less)(r, alone_a));
    }
    const uint32_t mixed = mask & ~accepted & (uint32_t)_mm256_movemask_ps(_mm256_or_ps(gives, takes));
    if (mixed) {
      const __m256 points = _mm256_blendv_ps(ra, rs, gives), cell = _mm256_blendv_ps(rs, ra, gives);
      const __m256 d1 = d - points, dm = d - _mm256_set1_ps(0.5f) * points; /* to the nearest particle, to a usual one */
      const __m256 usual = FN(bounds)(job->order, cell, dm), nearest = FN(bounds)(job->order, cell, d1) * _mm256_set1_ps(job->nearest_part);
      const __m256 b = _mm256_max_ps(usual, nearest), strict_a = _mm256_set1_ps(a->strict), least_a = _mm256_set1_ps(a->least);
      const __m256 near = _mm256_and_ps(FN(less)(cell, _mm256_set1_ps(job->theta_mixed) * d1), FN(less)(_mm256_set1_ps(job->nearest2), d1 * d1));
      const __m256 small = _mm256_and_ps(FN(less)(b * mass, _mm256_blendv_ps(least_a, strict_a, gives)),
                                         FN(less)(b * mass_a, _mm256_blendv_ps(strict, least, gives)));
      const __m256 by_points = _mm256_and_ps(_mm256_and_ps(near, small), FN(less)(reach, gap));
      const uint32_t q = mixed & (uint32_t)_mm256_movemask_ps(by_points);
      v.giver |= (q & (uint32_t)_mm256_movemask_ps(gives)) << 8 * g;
      v.far |= (q & (uint32_t)_mm256_movemask_ps(takes)) << 8 * g;
    }
    if (sizeof(SCALAR) == 4) {
      const __m256 e2 = _mm256_max_ps(_mm256_set1_ps(a->eps2), _mm256_loadu_ps(c->eps2 + s));
      int n = to->n;
      for (int h = 0; h < 2; h++) {
        const uint32_t bits = accepted >> 4 * h & 15;
        for (int k = 0; k < 3; k++) aps_fmm_pack(_mm256_cvtpd_ps(way[k][h]), bits, (k == 0 ? to->x : k == 1 ? to->y : to->z) + n);
        n += aps_fmm_pack(h ? _mm256_extractf128_ps(e2, 1) : _mm256_castps256_ps128(e2), bits, to->eps2 + n);
      }
      aps_fmm_pack_numbers(s, accepted, to->cell + to->n);
      to->n = n;
      continue;
    }
    for (uint32_t left = accepted; left; left &= left - 1) {
      const int k = __builtin_ctz(left), n = to->n++;
      to->x[n] = (SCALAR)way[0][k >> 2][k & 3], to->y[n] = (SCALAR)way[1][k >> 2][k & 3], to->z[n] = (SCALAR)way[2][k >> 2][k & 3];
      to->eps2[n] = (SCALAR)(a->eps2 < c->eps2[s + k] ? c->eps2[s + k] : a->eps2);
      to->cell[n] = s + k;
    }
  }
  return v;
}
#else
/* R^p / (d^p (d - R)^2): what a unit of mass on one side of an expansion of radius R may err at the distance d (eq. 14). */
SIMD float FN(bound)(int order, float R, float d) {
  const float t = R / d, t2 = t * t, gap = d - R;
  float b = order & 1 ? t : 1;
  for (int k = 1; k < order; k += 2) b *= t2;
  return b / (gap * gap);
}

SIMD FN(verdict) FN(test)(const aps_fmm_job *job, const aps_fmm_cells *c, const FN(target) * a, const aps_fmm_two *of,
                          FN(list) * to) {
  FN(verdict) v = {0};
  for (uint32_t left = of->mask; left; left &= left - 1) {
    const int k = __builtin_ctz(left);
    const int32_t s = aps_fmm_of_two(of, k);
    const double dx = a->x[k >> 3] - c->x[s], dy = a->y[k >> 3] - c->y[s], dz = a->z[k >> 3] - c->z[s];
    const float d2 = (float)(dx * dx + (dy * dy + dz * dz));
    const float rs = c->radius[s], r = a->radius + rs;
    const float alone_a = APS_FMM_UNEVEN * a->radius, alone_s = APS_FMM_UNEVEN * rs, alone = alone_a < alone_s ? alone_s : alone_a;
    const float d = sqrtf(d2), gap = d - r, theta = (r < alone ? alone : r) / d, theta2 = theta * theta, gap2 = gap * gap;
    const float reach = a->reach < c->reach[s] ? c->reach[s] : a->reach;
    float e = job->order & 1 ? theta : 1;
    for (int m = 1; m < job->order; m += 2) e *= theta2;
    v.bigger |= (uint32_t)(rs > a->radius) << k;
    v.equal |= (uint32_t)(rs == a->radius) << k;
    v.leaves |= (uint32_t)(c->family[s] == 0) << k;
    if (!(theta < job->theta && reach < gap && job->nearest2 < d2 && e * c->mass[s] < fabsf(a->strict) * gap2 &&
          e * a->mass < fabsf(c->strict[s]) * gap2)) {
      const int all = job->mix_all;
      const int gives = c->family[s] == 0 && (!a->leaf || rs > a->radius) && (all || fabsf(c->strict[s]) < c->least[s] || alone_s > r);
      const int takes = a->leaf && (c->family[s] != 0 || rs < a->radius) && (all || a->sparse || alone_a > r);
      const float points = gives ? rs : a->radius, cell = gives ? a->radius : rs;
      const float d1 = d - points, dm = d - 0.5f * points; /* to the nearest particle, to a usual one */
      const float usual = FN(bound)(job->order, cell, dm), nearest = FN(bound)(job->order, cell, d1) * job->nearest_part;
      const float b = usual < nearest ? nearest : usual;
      if ((gives || takes) && cell < job->theta_mixed * d1 && reach < gap && job->nearest2 < d1 * d1 &&
          b * c->mass[s] < (gives ? a->strict : a->least) && b * a->mass < (gives ? c->least[s] : c->strict[s]))
        v.giver |= (uint32_t)gives << k, v.far |= (uint32_t)takes << k;
      continue;
    }
    v.accepted |= 1u << k;
    to->x[to->n] = (SCALAR)dx, to->y[to->n] = (SCALAR)dy, to->z[to->n] = (SCALAR)dz;
    to->eps2[to->n] = (SCALAR)(a->eps2 < c->eps2[s] ? c->eps2[s] : a->eps2);
    to->cell[to->n++] = s;
  }
  return v;
}
#endif

/* ---- a subtree of targets */

typedef struct {
  const aps_fmm_job *job;
  const FN(operators) * op;
  aps_fmm_bench *bench;
  FN(list) list;
  int single; /* the target at hand is one particle, at its own centre */
  int32_t root;
  int64_t cut;
  int (*emit)(void *, const aps_fmm_task *);
  void *user;
} FN(walker);

/* At a single particle moments act directly. */
static void FN(pass_on)(aps_fmm_bench *b, FN(list) * l) {
  while (b->far.n + l->n > b->far.room)
    if (!aps_fmm_more_ids(b, &b->far)) break;
  if (!b->failed) memcpy(b->far.id + b->far.n, l->cell, sizeof *l->cell * (size_t)l->n), b->far.n += l->n;
  l->n = 0;
}

/* Sums the listed sources into F and empties the list; `whole`: only whole vectors, the rest stays. */
static void FN(flush)(FN(walker) * w, SCALAR *F, int whole) {
  FN(list) *l = &w->list;
  const aps_fmm_cells *c = &w->job->cells;
  const int lanes = FN(lanes), all = l->n, n = whole ? all / lanes * lanes : all;
  if (w->job->opened) l->n = 0;
  if (w->single) FN(pass_on)(w->bench, l);
  if (n == 0 || w->job->opened || w->single) return;
  const double start = w->job->timed ? aps_fmm_clock() : 0;
  if (!whole)
    for (int k = n; k % lanes; k++) /* the empty cell, far enough away */
      l->x[k] = l->y[k] = l->z[k] = l->eps2[k] = 1, l->cell[k] = c->cells;
  l->n = n;
  w->op->interact(l, c->moment, c->stride, F);
  w->bench->count.cells += n;
  w->bench->count.cell_lanes += (n + lanes - 1) / lanes * lanes;
  for (int k = n; k < all; k++)
    l->x[k - n] = l->x[k], l->y[k - n] = l->y[k], l->z[k - n] = l->z[k], l->eps2[k - n] = l->eps2[k],
           l->cell[k - n] = l->cell[k];
  l->n = all - n;
  if (w->job->timed) w->bench->count.seconds[1] += aps_fmm_clock() - start;
}

/* to[n] = add + sign * the column from `at` on, in the expansions' precision; whole vectors of it. */
static void FN(convert)(const aps_fmm_job *job, const void *column, int64_t at, int n, SCALAR add, SCALAR sign, SCALAR *to) {
  if (job->pair_real->size == sizeof(SCALAR))
    for (int i = 0; i < n; i += FN(lanes)) FN(put)(to, i, FN(fma)(FN(set)(sign), FN(get)(column, at + i), FN(set)(add)));
  else if (job->pair_real->size == 4)
    for (int i = 0; i < n; i++) to[i] = add + sign * (SCALAR)((const float *)column)[at + i];
  else
    for (int i = 0; i < n; i++) to[i] = add + sign * (SCALAR)((const double *)column)[at + i];
}

static void FN(flush_given)(FN(walker) * w, const aps_direct_points *tile, int n, SCALAR *F) {
  SCALAR *const column[4] = {tile->x, tile->y, tile->z, tile->eps2};
  const int padded = WHOLE(n);
  for (int i = n; i < padded; i++) {
    for (int k = 0; k < 4; k++) column[k][i] = FAR_AWAY;
    ((SCALAR *)tile->mass)[i] = 0;
  }
  w->op->give(tile, padded, F);
  w->bench->count.mixed += n;
}

/* What the particles of listed leaves do to the expansion F of a cell. */
static void FN(give)(FN(walker) * w, int32_t cell, SCALAR *F) {
  const aps_fmm_job *job = w->job;
  const aps_fmm_points *p = &job->points;
  const aps_fmm_cells *c = &job->cells;
  aps_fmm_bench *b = w->bench;
  if (b->giver.n == 0) return;
  const double start = job->timed ? aps_fmm_clock() : 0;
  const aps_direct_points tile = FN(lay)((SCALAR *)b->buffer, APS_DIRECT_TILE + APS_FMM_PAD);
  int used = 0;
  for (int64_t k = 0; k < b->giver.n; k++) {
    const int32_t id = b->giver.id[k], s = job->images > 1 ? aps_fmm_cell_of(id) : id;
    double way[3];
    aps_fmm_way(job, id, cell, way);
    const SCALAR e2 = (SCALAR)(c->eps2[cell] < c->eps2[s] ? c->eps2[s] : c->eps2[cell]);
    b->missing |= c->n[s] == 0;
    for (int64_t at = c->first[s], left = c->n[s]; left;) {
      const int n = left < APS_DIRECT_TILE - used ? (int)left : APS_DIRECT_TILE - used;
      FN(convert)(job, p->x, at, n, (SCALAR)way[0], -1, (SCALAR *)tile.x + used);
      FN(convert)(job, p->y, at, n, (SCALAR)way[1], -1, (SCALAR *)tile.y + used);
      FN(convert)(job, p->z, at, n, (SCALAR)way[2], -1, (SCALAR *)tile.z + used);
      FN(convert)(job, p->mass, at, n, 0, 1, (SCALAR *)tile.mass + used);
      for (int i = 0; i < n; i += FN(lanes)) FN(put)(tile.eps2, used + i, FN(set)(e2));
      used += n, at += n, left -= n;
      if (used < APS_DIRECT_TILE) continue;
      FN(flush_given)(w, &tile, used, F);
      used = 0;
    }
  }
  if (used) FN(flush_given)(w, &tile, used, F);
  if (job->timed) b->count.seconds[1] += aps_fmm_clock() - start;
}

static void FN(process)(FN(walker) * w, int32_t cell, int64_t from, int64_t end, SCALAR *F);

/* The expansion F of a cell moved to the centres of its children. */
static __attribute__((noinline)) void FN(hand_down)(const FN(walker) * w, int32_t cell, const SCALAR *F,
                                                    SCALAR (*local)[FN(locals)]) {
  const aps_fmm_cells *c = &w->job->cells;
  const int32_t first = c->child[cell];
  const int n = __builtin_popcount(c->family[cell]), lanes = FN(lanes);
  for (int k = 0; k < n; k += lanes) {
    _Alignas(64) SCALAR t[3][FN(lanes)];
    REAL L[FN(locals)];
    for (int lane = 0; lane < lanes; lane++) {
      const int32_t to = first + (k + lane < n ? k + lane : n - 1);
      t[0][lane] = (SCALAR)(c->x[to] - c->x[cell]);
      t[1][lane] = (SCALAR)(c->y[to] - c->y[cell]);
      t[2][lane] = (SCALAR)(c->z[to] - c->z[cell]);
    }
    w->op->shift(F, FN(load)(t[0]), FN(load)(t[1]), FN(load)(t[2]), L);
    for (int lane = 0; lane < lanes && k + lane < n; lane++)
      for (int i = 0; i < w->op->locals; i++) local[k + lane][i] = ((const SCALAR *)&L[i])[lane];
  }
}

static void FN(descend)(FN(walker) * w, int32_t cell, int64_t from, int64_t end, const SCALAR *F) {
  const aps_fmm_cells *c = &w->job->cells;
  _Alignas(64) SCALAR local[APS_FMM_GROUP][FN(locals)];
  const double start = w->job->timed ? aps_fmm_clock() : 0;
  FN(hand_down)(w, cell, F, local);
  if (w->job->timed) w->bench->count.seconds[3] += aps_fmm_clock() - start;
  for (int k = 0; c->family[cell] >> k; k++) FN(process)(w, c->child[cell] + k, from, end, local[k]);
}

/* Potential and acceleration of the expansion F at the targets on the bench: out[4][n]. */
static void FN(evaluate)(const FN(operators) * op, const SCALAR *F, const aps_fmm_leaf *leaf, double *out) {
  for (int i = 0; i < leaf->n; i += FN(lanes)) {
    _Alignas(64) SCALAR t[3][FN(lanes)];
    REAL L[4];
    for (int lane = 0; lane < FN(lanes); lane++)
      for (int d = 0; d < 3; d++) t[d][lane] = (SCALAR)leaf->offset[d][i + lane];
    op->evaluate(F, FN(load)(t[0]), FN(load)(t[1]), FN(load)(t[2]), L);
    for (int k = 0; k < 4; k++)
      for (int lane = 0; lane < FN(lanes); lane++) out[k * APS_DIRECT_BLOCK + i + lane] = ((const SCALAR *)&L[k])[lane];
  }
}

/* What the moments of far cells do to the targets on the bench. */
static void FN(touch)(FN(walker) * w, int32_t cell, aps_fmm_leaf *leaf) {
  const aps_fmm_cells *c = &w->job->cells;
  const aps_fmm_ids *far = &w->bench->far;
  if (far->n == 0) return;
  FN(offsets_of) t;
  REAL f[4 * APS_DIRECT_BLOCK];
  _Alignas(64) SCALAR out[4 * APS_DIRECT_BLOCK];
  const int sums = WHOLE(4 * leaf->n);
  for (int i = 0; i < leaf->n; i++)
    t.x[i] = (SCALAR)leaf->offset[0][i], t.y[i] = (SCALAR)leaf->offset[1][i], t.z[i] = (SCALAR)leaf->offset[2][i];
  for (int k = 0; k < sums; k++) f[k] = FN(set)(0), out[k] = 0;
  for (int64_t k = 0; k < far->n; k += FN(lanes)) {
    FN(vector) v;
    for (int lane = 0; lane < FN(lanes); lane++) {
      const int here = k + lane < far->n;
      const int32_t id = here ? far->id[k + lane] : c->cells, s = here && w->job->images > 1 ? aps_fmm_cell_of(id) : id;
      double way[3] = {FAR_AWAY, FAR_AWAY, FAR_AWAY};
      if (here) aps_fmm_way(w->job, id, cell, way);
      v.cell[lane] = s;
      v.x[lane] = (SCALAR)way[0], v.y[lane] = (SCALAR)way[1], v.z[lane] = (SCALAR)way[2];
      v.eps2[lane] = (SCALAR)(c->eps2[cell] < c->eps2[s] ? c->eps2[s] : c->eps2[cell]);
    }
    w->op->touch(&v, c->moment, c->stride, &t, leaf->n, f);
  }
  FN(add_totals)(f, sums, out);
  for (int i = 0; i < leaf->n; i++)
    for (int k = 0; k < 4; k++) leaf->local[k * APS_DIRECT_BLOCK + i] += (double)out[4 * i + k];
  w->bench->count.mixed += (double)far->n * leaf->n;
}

static void FN(finish)(FN(walker) * w, int32_t cell, const SCALAR *F) {
  const int64_t first = w->job->cells.first[cell], end = first + w->job->cells.n[cell];
  aps_fmm_leaf leaf;
  for (int64_t at = first; at < end;) {
    at = aps_fmm_leaf_load(w->job, cell, at, end, &leaf);
    if (leaf.n == 0) continue;
    aps_fmm_leaf_pairs(w->job, cell, w->bench, &leaf);
    const double start = w->job->timed ? aps_fmm_clock() : 0;
    FN(evaluate)(w->op, F, &leaf, leaf.local);
    FN(touch)(w, cell, &leaf);
    w->bench->count.points += leaf.n;
    aps_fmm_leaf_store(w->job, &leaf);
    if (w->job->timed) w->bench->count.seconds[3] += aps_fmm_clock() - start;
  }
}

#define SORT_OUT    FN(sort_out)
#define WITH_IMAGES 0
#include "fmm_sort.h"
#undef SORT_OUT
#undef WITH_IMAGES
#define SORT_OUT    FN(sort_out_images)
#define WITH_IMAGES 1
#include "fmm_sort.h"
#undef SORT_OUT
#undef WITH_IMAGES

/* F [locals], in: the expansion that the parent hands down. */
static void FN(process)(FN(walker) * w, int32_t cell, int64_t from, int64_t end, SCALAR *F) {
  const aps_fmm_job *job = w->job;
  aps_fmm_bench *b = w->bench;
  if (b->failed || (job->active_count && job->active_count[cell] == 0)) return;
  if (job->opened && job->cells.n[cell] == 0) return;
  if (job->meanwhile) job->meanwhile(job->meanwhile_user);
  if (w->emit && cell != w->root && job->cells.n[cell] <= w->cut) {
    const aps_fmm_task task = {cell, end - from, {b->item.first + from, b->item.mask + from}, F};
    b->failed |= !w->emit(w->user, &task);
    return;
  }
  const int64_t top = b->items;
  b->near.n = b->far.n = b->giver.n = 0;
  w->list.n = 0;
  w->single = job->cells.n[cell] == 1 && job->images == 1; /* a list of accepted sources does not tell the image */
  const double start = job->timed ? aps_fmm_clock() : 0, inner = b->count.seconds[1];
  const double pairs = b->count.pairs, cells = b->count.cells, mixed = b->count.mixed;
  (job->images > 1 ? FN(sort_out_images) : FN(sort_out))(w, cell, from, end, F);
  if (job->timed) b->count.seconds[0] += aps_fmm_clock() - start - (b->count.seconds[1] - inner);
  if (!b->failed && job->opened) {
    for (int k = 0; job->cells.family[cell] >> k; k++) FN(process)(w, job->cells.child[cell] + k, top, b->items, F);
  } else if (!b->failed) {
    FN(flush)(w, F, 0);
    FN(give)(w, cell, F);
    const int leaf = job->cells.family[cell] == 0;
    if (leaf) FN(finish)(w, cell, F);
    if (job->work) job->work[cell] = (float)(b->count.pairs - pairs + job->cell_work * (b->count.cells - cells + (b->count.mixed - mixed) / 3));
    if (!leaf) FN(descend)(w, cell, top, b->items, F);
  }
  b->items = top;
}

static void FN(walk)(const aps_fmm_job *job, const aps_fmm_task *task, aps_fmm_bench *b, int64_t cut,
                     int (*emit)(void *, const aps_fmm_task *), void *user) {
  FN(walker) w = {job, &FN(operators_of)[job->kind][job->order], b, FN(list_in)(b->list_memory), 0, task->cell, cut, emit, user};
  _Alignas(64) SCALAR F[FN(locals)] = {0};
  if (task->local) memcpy(F, task->local, sizeof(SCALAR) * (size_t)w.op->locals);
  b->items = 0;
  while (task->items > b->item_room)
    if (!aps_fmm_more_items(b)) return;
  if (task->items) {
    memcpy(b->item.first, task->item.first, sizeof *b->item.first * (size_t)task->items);
    memcpy(b->item.mask, task->item.mask, sizeof *b->item.mask * (size_t)task->items);
  }
  b->items = task->items;
  const unsigned mode = aps_flush_tiny();
  FN(process)(&w, task->cell, 0, task->items, F);
  aps_flush_as_before(mode);
#if defined(__AVX__) && defined(__GNUC__)
  /* GCC 12 leaves upper halves of registers in use behind functions that take vectors, and code for narrower ones then has to keep
   * them: an Ewald sum took 1.5 times as long. */
  __builtin_ia32_vzeroupper();
#endif
}

#define EACH(f) {[2] = f(2), [3] = f(3), [4] = f(4), [5] = f(5), [6] = f(6), [7] = f(7), [8] = f(8)}
#define GATHER(p) FN(gather_##p)
#define MERGE_H(p) FN(merge_h##p)
#define MERGE_F(p) FN(merge_f##p)
#define STORE_H(p) FN(store_h##p)
#define STORE_F(p) FN(store_f##p)
static const aps_fmm_precision FN(fmm_precision) = {.size = sizeof(SCALAR),
                                                    .gather = EACH(GATHER),
                                                    .merge = {EACH(MERGE_H), EACH(MERGE_F)},
                                                    .fold = {EACH(STORE_H), EACH(STORE_F)},
                                                    .walk = FN(walk)};
#undef EACH
#undef GATHER
#undef MERGE_H
#undef MERGE_F
#undef STORE_H
#undef STORE_F
#undef WHOLE
#undef FAR_AWAY
