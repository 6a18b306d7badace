/* Exact sums in two passes: the largest term sets the grid, then integers are added. By vectors over blocks of rows, whose
 * terms lie in columns: the sums are the same for any grouping. */
#include "exact.h"
#include "ranks.h"
#include "wide.h"
#include <math.h>
#include <string.h>

enum { BITS = 30, LIMBS = 3, WIDTH = APS_STATE_COUNT, BLOCK = 256, LANES = 8 };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t lanes_int __attribute__((vector_size(LANES * sizeof(double))));

typedef struct {
  const aps_view *view;         /* terms of APS_SUM_STATE … */
  const double *value, *weight; /* … or of one column */
  int64_t n;
  int width, threads;
} terms;

typedef struct {
  lanes at[WIDTH][BLOCK / LANES]; /* behind the last row zeros, to a whole vector */
  int vectors;
} columns;

APS_WIDE static void state_of(const aps_view *view, int64_t first, int n, double (*restrict to)[BLOCK]) {
  for (int i = 0; i < n; i++) {
    double row[APS_REDUCE_MAX];
    aps_reduce_row(view, APS_SUM_STATE, 0, first + i, row);
    for (int k = 0; k < WIDTH; k++) to[k][i] = row[k];
  }
}

APS_WIDE static void products_of(const double *value, const double *weight, int n, double *restrict to) {
  for (int i = 0; i < n; i++) to[i] = weight ? value[i] * weight[i] : value[i];
}

static void fill(const terms *t, int64_t first, columns *c) {
  const int n = (int)(t->n - first < BLOCK ? t->n - first : BLOCK);
  double(*const to)[BLOCK] = (double(*)[BLOCK])c->at;
  c->vectors = (n + LANES - 1) / LANES;
  for (int k = 0; k < t->width && n % LANES; k++) c->at[k][c->vectors - 1] = (lanes){0};
  if (t->view) state_of(t->view, first, n, to);
  else products_of(t->value + first, t->weight ? t->weight + first : NULL, n, to[0]);
}

APS_WIDE static double largest_of(const lanes *v, int vectors) {
  lanes most = {0};
  lanes_int bad = {0};
  for (int i = 0; i < vectors; i++) {
    const lanes a = (lanes)((lanes_int)v[i] & INT64_MAX);
    const lanes_int more = a > most;
    bad |= ~(a <= INFINITY);
    most = (lanes)((more & (lanes_int)a) | (~more & (lanes_int)most));
  }
  double m = 0;
  for (int l = 0; l < LANES; l++) m = bad[l] ? INFINITY : most[l] > m ? most[l] : m;
  return m;
}

/* most[k] = largest |term|; infinite where one is not finite. */
static void largest(const terms *t, double *most) {
  double m[WIDTH] = {0};
#pragma omp parallel for num_threads(t->threads) if (t->threads > 1) schedule(static)              \
    reduction(max                                                                                  \
              : m)
  for (int64_t first = 0; first < t->n; first += BLOCK) {
    columns c;
    fill(t, first, &c);
    for (int k = 0; k < t->width; k++) {
      const double a = largest_of(c.at[k], c.vectors);
      m[k] = a > m[k] ? a : m[k];
    }
  }
  memcpy(most, m, sizeof m);
}

/* Adds the integer parts of v scale[0] scale[1], at most 2^30, in units of 1, 2^-30 and 2^-60. Added to 2^52 3/2 a number
 * is rounded to an integer, which are that double's low bits. */
APS_WIDE static void cut(const lanes *v, int vectors, const double scale[2], int64_t *limb) {
  const double up = 1 << BITS, shift = 0x1.8p52;
  const lanes_int bits = (lanes_int)(shift - (lanes){0});
  lanes_int sum[LIMBS] = {{0}};
  for (int i = 0; i < vectors; i++) {
    lanes rest = v[i] * scale[0] * scale[1];
    for (int l = 0; l < LIMBS; l++) {
      const lanes whole = rest + shift;
      sum[l] += (lanes_int)whole - bits;
      rest = (rest - (whole - shift)) * up;
    }
  }
  for (int l = 0; l < LIMBS; l++)
    for (int k = 0; k < LANES; k++) limb[l] += sum[l][k];
}

/* limb[k][]: sums of the integer parts of the terms over 2^exponent[k], in units of 2^-30, 2^-60,
 * 2^-90; 0 where a term is not finite, for no integer holds it. */
static void add_up(const terms *t, const double *most, const int *exponent,
                   int64_t (*limb)[LIMBS]) {
  double scale[WIDTH][2]; /* in two steps: 2^1104 is no double */
  for (int k = 0; k < t->width; k++) {
    const int e = BITS - exponent[k];
    scale[k][0] = ldexp(1, e / 2);
    scale[k][1] = ldexp(1, e - e / 2);
  }
  int64_t sum[WIDTH * LIMBS] = {0};
#pragma omp parallel for num_threads(t->threads) if (t->threads > 1) schedule(static) reduction(+ : sum)
  for (int64_t first = 0; first < t->n; first += BLOCK) {
    columns c;
    fill(t, first, &c);
    for (int k = 0; k < t->width; k++)
      if (most[k] < INFINITY) cut(c.at[k], c.vectors, scale[k], sum + k * LIMBS);
  }
  memcpy(limb, sum, sizeof sum);
}

static double value_of(const int64_t limb[LIMBS], int exponent) {
  const __int128 whole = limb[0] * ((__int128)1 << (2 * BITS)) + limb[1] * ((__int128)1 << BITS) + limb[2];
  return ldexp((double)whole, exponent - LIMBS * BITS);
}

static void sums(aps_ctx *ctx, const terms *t, double *out) {
  double most[WIDTH];
  int exponent[WIDTH];
  int64_t limb[WIDTH][LIMBS];
  largest(t, most);
  aps_ranks_max(ctx, most, WIDTH);
  for (int k = 0; k < t->width; k++) {
    exponent[k] = 0;
    if (most[k] > 0 && most[k] < INFINITY) frexp(most[k], &exponent[k]);
  }
  add_up(t, most, exponent, limb);
  aps_ranks_sum_int(ctx, limb[0], WIDTH * LIMBS);
  for (int k = 0; k < t->width; k++)
    out[k] = most[k] < INFINITY ? value_of(limb[k], exponent[k]) : NAN;
}

aps_err aps_exact_sums(aps_ctx *ctx, const aps_view *view, int threads, double *out) {
  const terms t = {.view = view, .n = view->n, .width = WIDTH, .threads = threads};
  sums(ctx, &t, out);
  return APS_OK;
}

double aps_exact_sum(aps_ctx *ctx, const double *value, const double *weight, int64_t n) {
  const terms t = {.value = value, .weight = weight, .n = n, .width = 1, .threads = 1};
  double out;
  sums(ctx, &t, &out);
  return out;
}
