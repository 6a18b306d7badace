/* Cooley and Tukey's transform with radix two (Math. Comp. 19, 297, 1965): a line of m numbers is
 * read in the order of reversed bits, then pairs of transforms of half the length are joined.
 * Eight neighbouring lines go together, one in each lane of a vector; threads share the lines, so
 * what is computed does not depend on how many they are. */
#include "fft.h"
#include <math.h>
#include <stdlib.h>

enum { LANES = 8 };

typedef struct {
  int m;
  double *cosine, *sine; /* [m / 2]: e^(-2 pi i k / m) */
  int *reversed;         /* [m] */
} plan;

typedef struct { /* [m][LANES] */
  double (*re)[LANES], (*im)[LANES];
} lines;

static aps_err make_plan(aps_ctx *ctx, int m, plan *p) {
  *p = (plan){m, aps_alloc(ctx, "transform", m / 2, sizeof(double)),
              aps_alloc(ctx, "transform", m / 2, sizeof(double)),
              aps_alloc(ctx, "transform", m, sizeof(int))};
  if (!p->cosine || !p->sine || !p->reversed) return APS_EMEM;
  for (int k = 0; k < m / 2; k++)
    p->cosine[k] = cos(2 * M_PI * k / m), p->sine[k] = -sin(2 * M_PI * k / m);
  for (int k = 0; k < m; k++) /* k's bits behind its last, reversed, and the last one in front */
    p->reversed[k] = p->reversed[k / 2] / 2 + (k & 1 ? m / 2 : 0);
  return APS_OK;
}

static void end_plan(aps_ctx *ctx, plan *p) {
  aps_release(ctx, p->cosine);
  aps_release(ctx, p->sine);
  aps_release(ctx, p->reversed);
}

static void join(const plan *p, lines x, int first, int half, int k) {
  const int at = k * (p->m / (2 * half));
  const double c = p->cosine[at], s = p->sine[at];
  double *restrict a = x.re[first + k], *restrict b = x.re[first + k + half],
                   *restrict ai = x.im[first + k], *restrict bi = x.im[first + k + half];
  for (int l = 0; l < LANES; l++) {
    const double re = c * b[l] - s * bi[l], im = c * bi[l] + s * b[l];
    b[l] = a[l] - re, bi[l] = ai[l] - im;
    a[l] += re, ai[l] += im;
  }
}

static void transform(const plan *p, lines x) {
  for (int half = 1; half < p->m; half *= 2)
    for (int first = 0; first < p->m; first += 2 * half)
      for (int k = 0; k < half; k++) join(p, x, first, half, k);
}

/* The eight lines along an axis that begin with the one of this number: where element 0 of the
 * first is, how far apart lines and elements are. */
static double complex *place(double complex *grid, int m, int axis, int64_t line, int64_t *lane,
                             int64_t *step) {
  const int64_t row = line / m, column = line % m, plane = (int64_t)m * m;
  *lane = axis == 2 ? m : 1;
  *step = axis == 2 ? 1 : axis == 1 ? m : plane;
  return grid + (axis == 2 ? line * m : axis == 1 ? row * plane + column : row * m + column);
}

static void along(const plan *p, double complex *grid, int axis, int64_t line, lines x) {
  int64_t lane, step;
  double complex *at = place(grid, p->m, axis, line, &lane, &step);
  for (int k = 0; k < p->m; k++)
    for (int l = 0; l < LANES; l++) {
      const double complex value = at[k * step + l * lane];
      x.re[p->reversed[k]][l] = creal(value), x.im[p->reversed[k]][l] = cimag(value);
    }
  transform(p, x);
  for (int k = 0; k < p->m; k++)
    for (int l = 0; l < LANES; l++) at[k * step + l * lane] = aps_complex(x.re[k][l], x.im[k][l]);
}

aps_err aps_fft3(aps_ctx *ctx, double complex *grid, int m) {
  plan p;
  int failed = 0;
  const aps_err err = make_plan(ctx, m, &p);
  const int64_t all = (int64_t)m * m;
#pragma omp parallel if (err == APS_OK) reduction(| : failed)
  {
    lines x = {malloc(sizeof *x.re * (size_t)m), malloc(sizeof *x.im * (size_t)m)};
    failed = x.re == NULL || x.im == NULL;
    for (int axis = 2; axis >= 0 && err == APS_OK; axis--) {
#pragma omp for schedule(static)
      for (int64_t line = 0; line < all; line += LANES)
        if (!failed) along(&p, grid, axis, line, x);
    }
    free(x.re);
    free(x.im);
  }
  end_plan(ctx, &p);
  APS_CHECK(ctx, err != APS_OK || !failed, APS_EMEM, "no memory for lines of a transform");
  return err;
}
