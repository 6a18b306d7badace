/* Cooley and Tukey's transform with radix two (Math. Comp. 19, 297, 1965): a line of m numbers is
 * read in the order of reversed bits, then pairs of transforms of half the length are joined.
 * What a line gives does not depend on those beside it. */
#include "fft.h"
#include <math.h>
#include <stdlib.h>

aps_err aps_fft_begin(aps_ctx *ctx, int m, aps_fft *p) {
  *p = (aps_fft){m, aps_alloc(ctx, "transform", m / 2, sizeof(double)),
                 aps_alloc(ctx, "transform", m / 2, sizeof(double)),
                 aps_alloc(ctx, "transform", m, sizeof(int))};
  if (!p->cosine || !p->sine || !p->reversed) return APS_EMEM;
  for (int k = 0; k < m / 2; k++)
    p->cosine[k] = cos(2 * M_PI * k / m), p->sine[k] = -sin(2 * M_PI * k / m);
  for (int k = 0; k < m; k++) /* k's bits behind its last, reversed, and the last one in front */
    p->reversed[k] = p->reversed[k / 2] / 2 + (k & 1 ? m / 2 : 0);
  return APS_OK;
}

void aps_fft_end(aps_ctx *ctx, aps_fft *p) {
  aps_release(ctx, p->cosine);
  aps_release(ctx, p->sine);
  aps_release(ctx, p->reversed);
}

aps_fft_lines aps_fft_make_lines(int m) {
  aps_fft_lines x = {malloc(sizeof *x.re * (size_t)m), malloc(sizeof *x.im * (size_t)m)};
  if (!x.re || !x.im) aps_fft_free_lines(&x);
  return x;
}

void aps_fft_free_lines(aps_fft_lines *x) {
  free(x->re);
  free(x->im);
  *x = (aps_fft_lines){NULL, NULL};
}

static void join(const aps_fft *p, aps_fft_lines x, int first, int half, int k) {
  const int at = k * (p->m / (2 * half));
  const double c = p->cosine[at], s = p->sine[at];
  double *restrict a = x.re[first + k], *restrict b = x.re[first + k + half],
                   *restrict ai = x.im[first + k], *restrict bi = x.im[first + k + half];
  for (int l = 0; l < APS_FFT_LINES; l++) {
    const double re = c * b[l] - s * bi[l], im = c * bi[l] + s * b[l];
    b[l] = a[l] - re, bi[l] = ai[l] - im;
    a[l] += re, ai[l] += im;
  }
}

void aps_fft_run(const aps_fft *p, aps_fft_lines x) {
  for (int half = 1; half < p->m; half *= 2)
    for (int first = 0; first < p->m; first += 2 * half)
      for (int k = 0; k < half; k++) join(p, x, first, half, k);
}
