/* Exact sums: the same bits for any order of rows, right to the last bit where plain sums are not.
 */
#include "core/exact.h"
#include "../check.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static aps_ctx *ctx;
static uint64_t seed = 12345;
static double uniform(void) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (double)(seed >> 11) * 0x1p-53;
}

static void test_any_order_gives_the_same_bits(void) {
  enum { N = 10000 };
  static double v[N];
  for (int i = 0; i < N; i++) v[i] = ldexp(uniform() - 0.5, (int)(60 * uniform()) - 30);
  const double first = aps_exact_sum(ctx, v, NULL, N);
  double plain = 0;
  for (int i = 0; i < N; i++) plain += v[i];
  int plain_changed = 0;
  for (int round = 0; round < 20; round++) {
    for (int i = N - 1; i > 0; i--) {
      const int k = (int)(uniform() * (i + 1));
      const double t = v[i];
      v[i] = v[k], v[k] = t;
    }
    const double again = aps_exact_sum(ctx, v, NULL, N);
    double sum = 0;
    for (int i = 0; i < N; i++) sum += v[i];
    plain_changed |= sum != plain;
    CHECK(memcmp(&first, &again, sizeof first) == 0);
  }
  CHECK(plain_changed); /* else the test says nothing */
}

static void test_cancellation_leaves_what_is_small(void) {
  const double v[] = {1e10, 1, -1e10, 0x1p-40, -1};
  CHECK(aps_exact_sum(ctx, v, NULL, 5) == 0x1p-40);
  const double tiny[] = {5e-324, 5e-324, 1e-320};
  CHECK(aps_exact_sum(ctx, tiny, NULL, 3) == 1e-320 + 2 * 5e-324);
  const double huge[] = {1.7e308, -1.7e308, 3};
  CHECK(aps_exact_sum(ctx, huge, NULL, 2) == 0);
  CHECK(aps_exact_sum(ctx, huge, NULL, 0) == 0);
}

static void test_not_finite_is_said(void) {
  const double v[] = {1, NAN, 2}, w[] = {1, INFINITY, 2};
  CHECK(isnan(aps_exact_sum(ctx, v, NULL, 3)));
  CHECK(!isfinite(aps_exact_sum(ctx, w, NULL, 3)));
}

/* Whatever part of a vector or of a block the rows fill. */
static void test_rows_are_those_asked_for(void) {
  enum { MOST = 530 };
  static double v[MOST + 16], w[MOST + 16];
  for (int n = 0; n <= MOST; n++) {
    double plain = 0, weighed = 0; /* of integers: exact */
    for (int i = 0; i < MOST + 16; i++) v[i] = i < n ? (i * 7919) % 1000 - 500 : NAN, w[i] = i % 5;
    for (int i = 0; i < n; i++) plain += v[i], weighed += v[i] * w[i];
    CHECK(aps_exact_sum(ctx, v, NULL, n) == plain);
    CHECK(aps_exact_sum(ctx, v, w, n) == weighed);
  }
}

static void test_state_agrees_with_long_double(void) {
  enum { N = 3000 };
  static double c[8][N];
  aps_view p = {.n = N,
                .x = c[0],
                .y = c[1],
                .z = c[2],
                .vx = c[3],
                .vy = c[4],
                .vz = c[5],
                .mass = c[6],
                .pot = c[7]};
  for (int k = 0; k < 8; k++)
    for (int i = 0; i < N; i++) c[k][i] = uniform() - 0.5;
  double one[APS_REDUCE_MAX], two[APS_REDUCE_MAX];
  long double plain[APS_REDUCE_MAX] = {0};
  for (int i = 0; i < N; i++) {
    double row[APS_REDUCE_MAX];
    aps_reduce_row(&p, APS_SUM_STATE, 0, i, row);
    for (int k = 0; k < APS_STATE_COUNT; k++) plain[k] += row[k];
  }
  CHECK(aps_exact_sums(ctx, &p, 1, one) == APS_OK && aps_exact_sums(ctx, &p, 2, two) == APS_OK);
  for (int k = 0; k < APS_STATE_COUNT; k++) {
    CHECK(one[k] == two[k]);
    CHECK(fabsl(one[k] - plain[k]) <= 1e-15L * (fabsl(plain[k]) + 1));
  }
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_any_order_gives_the_same_bits);
  CHECK_RUN(test_cancellation_leaves_what_is_small);
  CHECK_RUN(test_not_finite_is_said);
  CHECK_RUN(test_rows_are_those_asked_for);
  CHECK_RUN(test_state_agrees_with_long_double);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
