/* A leaf's particles on their way from rows into cells, compiled once per instruction set. */
#include "fmm_leaf.h"
#include "direct_simd.h"
#include <float.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wpsabi" /* wide vectors stay inside inlined functions */

enum { LANES = 8, WHOLE = 16 };
typedef double wide __attribute__((vector_size(64)));
typedef int64_t wide_mask __attribute__((vector_size(64)));
typedef double quarter __attribute__((vector_size(32)));
typedef float half __attribute__((vector_size(32)));

SIMD wide get(const double *from) {
  wide v;
  memcpy(&v, from, sizeof v);
  return v;
}
SIMD void put(double *to, wide v) { memcpy(to, &v, sizeof v); }
SIMD wide all(double c) { return c - (wide){0}; }

/* The first n lanes of a, the others of b. */
SIMD wide first(int n, wide a, wide b) {
#if defined(__AVX512F__)
  return (wide)_mm512_mask_blend_pd((__mmask8)(n < LANES ? (1 << n) - 1 : 255), (__m512d)b,
                                    (__m512d)a);
#else
  for (int k = n; k < LANES; k++) a[k] = b[k];
  return a;
#endif
}
SIMD wide larger(wide a, wide b) { /* b where a is NaN */
  const wide_mask m = a > b;
  return (wide)((m & (wide_mask)a) | (~m & (wide_mask)b));
}
SIMD int whole(int n) { return (n + WHOLE - 1) / WHOLE * WHOLE; }

/* Whether the rows are one after another, and vectors of them may be read. */
SIMD int in_a_row(const uint32_t *row, int n, int64_t rows) {
  uint32_t differ = 0;
#if defined(__AVX512F__)
  __m512i next = _mm512_add_epi32(_mm512_set1_epi32((int)row[0]),
                                  _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  for (int i = 0; i < n; i += 16, next = _mm512_add_epi32(next, _mm512_set1_epi32(16))) {
    const __mmask16 there = (__mmask16)(n - i < 16 ? (1 << (n - i)) - 1 : 0xffff);
    differ |= _mm512_mask_cmpneq_epu32_mask(there, _mm512_maskz_loadu_epi32(there, row + i), next);
  }
#else
  for (int i = 0; i < n; i++) differ |= row[i] ^ (row[0] + (uint32_t)i); /* without a way out: by vectors */
#endif
  return !differ && row[0] + (n + LANES - 1) / LANES * LANES <= rows;
}

/* What leaves some way on will read: the processor's own guesses start anew at each page of each column. */
SIMD void fetch_ahead(const double *const *column, int columns, uint32_t row, int n) {
  enum { AHEAD = 512 }; /* rows */
  for (int i = 0; i < n; i += LANES)
    for (int k = 0; k < columns; k++) __builtin_prefetch(column[k] + (int64_t)row + AHEAD + i);
}

/* Rows [at, at + 8) of a column. */
SIMD wide fetch(const double *from, const uint32_t *row, int n, int together, int at) {
  if (together) return get(from + row[0] + at);
  wide v;
  for (int k = 0; k < LANES; k++) v[k] = from[row[at + k < n ? at + k : 0]];
  return v;
}

/* Lanes i, j, k, l of two vectors, one after the other: what __builtin_shufflevector gives, which
 * gcc has from 12 on. */
#define LANES_OF(v)   ((int)(sizeof(v) / sizeof((v)[0])))
#define LANE(a, b, i) ((i) < LANES_OF(a) ? (a)[(i) % LANES_OF(a)] : (b)[(i) % LANES_OF(a)])
#define PICK(a, b, i, j, k, l)                                                                     \
  ((quarter){LANE(a, b, i), LANE(a, b, j), LANE(a, b, k), LANE(a, b, l)})

/* Sums over the lanes of four vectors. */
SIMD quarter halves(wide v) { return PICK(v, v, 0, 1, 2, 3) + PICK(v, v, 4, 5, 6, 7); }
SIMD quarter totals(wide va, wide vb, wide vc, wide vd) {
  const quarter a = halves(va), b = halves(vb), c = halves(vc), d = halves(vd);
  const quarter ab = PICK(a, b, 0, 4, 2, 6) + PICK(a, b, 1, 5, 3, 7);
  const quarter cd = PICK(c, d, 0, 4, 2, 6) + PICK(c, d, 1, 5, 3, 7);
  return PICK(ab, cd, 0, 1, 4, 5) + PICK(ab, cd, 2, 3, 6, 7);
}

SIMD void load_rows(const aps_fmm_rows *from, const uint32_t *row, int n, int together,
                    aps_fmm_stretch *s, double sum[4]) {
  const wide cx = all(from->centre[0]), cy = all(from->centre[1]), cz = all(from->centre[2]);
  const wide scale = all(from->scale), mass_scale = all(from->mass_scale), none = {0};
  const wide x0 = (all(from->x[row[0]]) - cx) * scale, y0 = (all(from->y[row[0]]) - cy) * scale,
             z0 = (all(from->z[row[0]]) - cz) * scale;
  wide m_sum = none, x_sum = none, y_sum = none, z_sum = none;
  for (int i = 0; i < n; i += LANES) {
    const wide x = first(n - i, (fetch(from->x, row, n, together, i) - cx) * scale, x0),
               y = first(n - i, (fetch(from->y, row, n, together, i) - cy) * scale, y0),
               z = first(n - i, (fetch(from->z, row, n, together, i) - cz) * scale, z0),
               m = first(n - i, fetch(from->mass, row, n, together, i) * mass_scale, none);
    put(s->x + i, x), put(s->y + i, y), put(s->z + i, z), put(s->mass + i, m);
    m_sum += m, x_sum += m * x, y_sum += m * y, z_sum += m * z;
  }
  if ((n - 1) % WHOLE < LANES) {
    const int i = whole(n) - LANES;
    put(s->x + i, x0), put(s->y + i, y0), put(s->z + i, z0), put(s->mass + i, none);
  }
  quarter t;
  memcpy(&t, sum, sizeof t);
  t += totals(m_sum, x_sum, y_sum, z_sum);
  memcpy(sum, &t, sizeof t);
}

SIMD quarter larger_quarter(quarter a, quarter b) {
  typedef int64_t mask __attribute__((vector_size(32)));
  const mask m = a > b;
  return (quarter)((m & (mask)a) | (~m & (mask)b));
}

SIMD double largest(wide v) { /* of no NaN */
  quarter most = larger_quarter(PICK(v, v, 0, 1, 2, 3), PICK(v, v, 4, 5, 6, 7));
  most = larger_quarter(most, PICK(most, most, 2, 3, 0, 1));
  return most[0] > most[1] ? most[0] : most[1];
}

SIMD double least2_rows(const double *x, const double *y, const double *z, const uint32_t *row,
                        int n, int together) {
  wide most = all(-DBL_MAX); /* of minus the squares */
  for (int i = 0; i < n; i += LANES) {
    const wide a = fetch(x, row, n, together, i), b = fetch(y, row, n, together, i),
               c = fetch(z, row, n, together, i);
    most = larger(first(n - i, -(a * a + b * b + c * c), most), most);
  }
  return -largest(most);
}

static double load(const aps_fmm_rows *from, const uint32_t *row, int n, aps_fmm_stretch *s,
                   double sum[4]) {
  const double *const column[7] = {from->x, from->y, from->z, from->mass, from->a[0], from->a[1], from->a[2]};
  const int known = from->a[0] != NULL;
  if (in_a_row(row, n, from->rows)) {
    fetch_ahead(column, known ? 7 : 4, row[0], n);
    load_rows(from, row, n, 1, s, sum);
    return known ? least2_rows(column[4], column[5], column[6], row, n, 1) : DBL_MAX;
  }
  load_rows(from, row, n, 0, s, sum);
  return known ? least2_rows(column[4], column[5], column[6], row, n, 0) : DBL_MAX;
}

static double least2(const double *x, const double *y, const double *z, int64_t rows,
                     const uint32_t *row, int n) {
  return least2_rows(x, y, z, row, n, in_a_row(row, n, rows));
}

SIMD void shrink(wide v, float *to) {
  const half f = __builtin_convertvector(v, half);
  memcpy(to, &f, sizeof f);
}

static double settle(aps_fmm_stretch *s, int n, const double centre[3], aps_fmm_stretch_f32 *f) {
  const wide cx = all(centre[0]), cy = all(centre[1]), cz = all(centre[2]);
  wide most = {0};
  for (int i = 0; i < whole(n); i += LANES) {
    const wide x = get(s->x + i) - cx, y = get(s->y + i) - cy, z = get(s->z + i) - cz;
    const wide d2 = x * x + y * y + z * z;
    most = larger(d2, most);
    put(s->x + i, x), put(s->y + i, y), put(s->z + i, z);
    shrink(x, f->x + i), shrink(y, f->y + i), shrink(z, f->z + i),
        shrink(get(s->mass + i), f->mass + i);
  }
  return largest(most);
}

SIMD void copy_f32(const float *from, int n, float *to) {
#if defined(__AVX512F__)
  for (int i = 0; i < n; i += 16)
    _mm512_mask_storeu_ps(to + i, (__mmask16)(n - i < 16 ? (1 << (n - i)) - 1 : 0xffff),
                          _mm512_load_ps(from + i));
#else
  memcpy(to, from, sizeof *to * (size_t)n);
#endif
}

static void keep(const aps_fmm_stretch *s, const aps_fmm_stretch_f32 *f, int n,
                 void *const column[4], size_t size, int64_t at) {
  if (size == sizeof(float)) {
    copy_f32(f->x, n, (float *)column[0] + at), copy_f32(f->y, n, (float *)column[1] + at);
    copy_f32(f->z, n, (float *)column[2] + at), copy_f32(f->mass, n, (float *)column[3] + at);
    return;
  }
  const double *const from[4] = {s->x, s->y, s->z, s->mass};
  for (int k = 0; k < 4; k++) memcpy((double *)column[k] + at, from[k], sizeof(double) * (size_t)n);
}

#define NAME_(isa) aps_fmm_leaf_isa_##isa
#define NAME(isa)  NAME_(isa)
extern const aps_fmm_leaf_isa NAME(APS_ISA_NAME);
const aps_fmm_leaf_isa NAME(APS_ISA_NAME) = {load, settle, keep, least2};
