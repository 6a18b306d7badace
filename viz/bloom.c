/* A share of a picture's light spread around, by the formula of tone.inc: copies of it are halved, enlarged again and added up,
 * from the coarsest on. (Image pyramids: Burt & Adelson 1983.) Every pixel is one sum in one order: threads change no bit. */
#include "splat.h"
#include <math.h>
#include "splat.inc"
#include "tone.inc"

enum { MOST = 16 }; /* levels: a picture has at most 2^15 pixels each way */

typedef struct { /* the picture, or a copy: its pixels have a fourth number, how much of the picture they cover, 1 but at an edge */
  int nx, ny, wide;
  float *c; /* [ny][nx][wide] */
} sheet;

static int within(int i, int n) { return i < 0 ? 0 : i < n ? i : n - 1; }

static float *pixel(const sheet *s, int x, int y) {
  return s->c + s->wide * ((int64_t)within(y, s->ny) * s->nx + within(x, s->nx));
}

static void halve(const sheet *from, const sheet *to) {
#pragma omp parallel for schedule(static)
  for (int y = 0; y < to->ny; y++)
    for (int x = 0; x < to->nx; x++) {
      float sum[3] = {0}, covers = 0, *out = pixel(to, x, y);
      for (int j = 0; j < 4; j++)
        for (int i = 0; i < 4; i++) {
          const int ix = 2 * x - 1 + i, iy = 2 * y - 1 + j;
          const float *c = pixel(from, ix, iy);
          const float part = aps_bloom_weight(i, ix, from->nx) * aps_bloom_weight(j, iy, from->ny) * (from->wide > 3 ? c[3] : 1);
          for (int k = 0; k < 3; k++) sum[k] += part * c[k];
          covers += part;
        }
      for (int k = 0; k < 3; k++) out[k] = sum[k] / covers;
      out[3] = covers;
    }
}

/* keep times what is there, and more times the coarser copy. */
static void enlarge(const sheet *from, float keep, float more, const sheet *to) {
  const float near = APS_BLOOM_NEAR, far = 1 - near;
#pragma omp parallel for schedule(static)
  for (int y = 0; y < to->ny; y++)
    for (int x = 0; x < to->nx; x++) {
      const int x0 = x >> 1, x1 = aps_bloom_other(x), y0 = y >> 1, y1 = aps_bloom_other(y);
      const float *a = pixel(from, x0, y0), *b = pixel(from, x1, y0), *c = pixel(from, x0, y1), *d = pixel(from, x1, y1);
      float *out = pixel(to, x, y);
      for (int k = 0; k < 3; k++)
        out[k] = keep * out[k] + more * (near * (near * a[k] + far * b[k]) + far * (near * c[k] + far * d[k]));
    }
}

aps_err aps_bloom(aps_ctx *ctx, double share, aps_canvas *image) {
  if (!(share > 0)) return APS_OK;
  const int top = aps_bloom_top(image->width, image->height), first = aps_bloom_first(top);
  sheet copy[MOST] = {{image->width, image->height, 3, image->rgb}};
  int64_t total = 0;
  for (int l = 1; l <= top; l++) {
    copy[l] = (sheet){aps_bloom_extent(image->width, l), aps_bloom_extent(image->height, l), 4, NULL};
    total += 4 * (int64_t)copy[l].nx * copy[l].ny;
  }
  float *owned = aps_alloc(ctx, "picture", total, sizeof *owned), *at = owned;
  if (!owned) return APS_EMEM;
  for (int l = 1; l <= top; l++) {
    copy[l].c = at, at += 4 * (int64_t)copy[l].nx * copy[l].ny;
    halve(&copy[l - 1], &copy[l]);
  }
  for (int l = top - 1; l > 0; l--) enlarge(&copy[l + 1], l < first ? 0 : 1, 1, &copy[l]);
  enlarge(&copy[1], (float)(1 - share), (float)(share / (top - first + 1)), &copy[0]);
  aps_release(ctx, owned);
  return APS_OK;
}
