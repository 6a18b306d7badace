/* Lines along z, then y, then x; threads share them, so what is computed does not depend on how many threads there are. */
#include "fft3.h"

/* The eight lines along an axis that begin with the one of this number: where element 0 of the
 * first is, how far apart lines and elements are. */
static double complex *place(double complex *grid, int m, int axis, int64_t line, int64_t *lane,
                             int64_t *step) {
  const int64_t row = line / m, column = line % m, plane = (int64_t)m * m;
  *lane = axis == 2 ? m : 1;
  *step = axis == 2 ? 1 : axis == 1 ? m : plane;
  return grid + (axis == 2 ? line * m : axis == 1 ? row * plane + column : row * m + column);
}

static void along(const aps_fft *p, double complex *grid, int axis, int64_t line, aps_fft_lines x) {
  int64_t lane, step;
  double complex *at = place(grid, p->m, axis, line, &lane, &step);
  for (int k = 0; k < p->m; k++)
    for (int l = 0; l < APS_FFT_LINES; l++) aps_fft_put(p, x, k, l, at[k * step + l * lane]);
  aps_fft_run(p, x);
  for (int k = 0; k < p->m; k++)
    for (int l = 0; l < APS_FFT_LINES; l++) at[k * step + l * lane] = aps_fft_get(x, k, l);
}

aps_err aps_fft3(aps_ctx *ctx, double complex *grid, int m) {
  aps_fft p;
  int failed = 0;
  const aps_err err = aps_fft_begin(ctx, m, &p);
  const int64_t all = (int64_t)m * m;
#pragma omp parallel if (err == APS_OK) reduction(| : failed)
  {
    aps_fft_lines x = aps_fft_make_lines(m);
    failed = x.re == NULL;
    for (int axis = 2; axis >= 0 && err == APS_OK; axis--) {
#pragma omp for schedule(static)
      for (int64_t line = 0; line < all; line += APS_FFT_LINES)
        if (!failed) along(&p, grid, axis, line, x);
    }
    aps_fft_free_lines(&x);
  }
  aps_fft_end(ctx, &p);
  APS_CHECK(ctx, err != APS_OK || !failed, APS_EMEM, "no memory for lines of a transform");
  return err;
}
