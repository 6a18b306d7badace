/* Exact sums in two passes: the largest term sets the grid, then integers are added. */
#include "exact.h"
#include "ranks.h"
#include <math.h>
#include <string.h>

enum { BITS = 30, LIMBS = 3, WIDTH = APS_STATE_COUNT };

typedef struct {
  const aps_view *view;         /* terms of APS_SUM_STATE … */
  const double *value, *weight; /* … or of one column */
  int64_t n;
  int width, threads;
} terms;

static void term(const terms *t, int64_t i, double *out) {
  if (t->view)
    aps_reduce_row(t->view, APS_SUM_STATE, 0, i, out);
  else
    out[0] = t->weight ? t->value[i] * t->weight[i] : t->value[i];
}

/* most[k] = largest |term|; infinite where one is not finite. */
static void largest(const terms *t, double *most) {
  double m[WIDTH] = {0};
#pragma omp parallel for num_threads(t->threads) if (t->threads > 1) schedule(static)              \
    reduction(max                                                                                  \
              : m)
  for (int64_t i = 0; i < t->n; i++) {
    double v[APS_REDUCE_MAX];
    term(t, i, v);
    for (int k = 0; k < t->width; k++) {
      const double a = fabs(v[k]);
      m[k] = a > m[k] ? a : a <= m[k] ? m[k] : INFINITY;
    }
  }
  memcpy(most, m, sizeof m);
}

/* limb[k][]: sums of the integer parts of the terms over 2^exponent[k], in units of 2^-30, 2^-60,
 * 2^-90; 0 where a term is not finite, for no integer holds it. */
static void add_up(const terms *t, const double *most, const int *exponent,
                   int64_t (*limb)[LIMBS]) {
  const double up = ldexp(1, BITS);
  double scale[WIDTH][2]; /* in two steps: 2^1104 is no double */
  for (int k = 0; k < t->width; k++) {
    const int e = BITS - exponent[k];
    scale[k][0] = most[k] < INFINITY ? ldexp(1, e / 2) : 0;
    scale[k][1] = ldexp(1, e - e / 2);
  }
  int64_t sum[WIDTH * LIMBS] = {0};
#pragma omp parallel for num_threads(t->threads) if (t->threads > 1) schedule(static) reduction(+ : sum)
  for (int64_t i = 0; i < t->n; i++) {
    double v[APS_REDUCE_MAX];
    term(t, i, v);
    for (int k = 0; k < t->width; k++) {
      double rest = scale[k][0] > 0 ? v[k] * scale[k][0] * scale[k][1] : 0;
      for (int l = 0; l < LIMBS; l++) {
        const double whole = nearbyint(rest);
        sum[k * LIMBS + l] += (int64_t)whole;
        rest = (rest - whole) * up;
      }
    }
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
