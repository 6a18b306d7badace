/* Sorting by distance: a radix sort of the bits of doubles, which for values >= 0 order as the
 * values do. Least significant digit first, so it is stable and its cost does not depend on the
 * values. Source: Knuth, The Art of Computer Programming 3, section 5.2.5, algorithm R. */
#include "analysis.h"
#include <string.h>

enum { DIGIT = 11, VALUES = 1 << DIGIT, PASSES = (64 + DIGIT - 1) / DIGIT };

static inline uint64_t bits(double key) {
  uint64_t u;
  key += 0.0; /* -0 becomes 0 */
  memcpy(&u, &key, sizeof u);
  return u;
}

static inline unsigned digit(double key, int pass) {
  return (unsigned)(bits(key) >> (pass * DIGIT)) & (VALUES - 1);
}

static void scatter(const aps_pair *from, aps_pair *to, int64_t n, int pass, const int64_t *count) {
  int64_t at[VALUES], sum = 0;
  for (int d = 0; d < VALUES; d++) at[d] = sum, sum += count[d];
  for (int64_t i = 0; i < n; i++) to[at[digit(from[i].key, pass)]++] = from[i];
}

aps_err aps_pairs_sort(aps_ctx *ctx, aps_pair *p, int64_t n) {
  if (n < 2) return APS_OK;
  aps_pair *other = aps_alloc(ctx, "sorted distances", n, sizeof *other);
  int64_t(*count)[VALUES] = aps_alloc(ctx, "digits", PASSES, sizeof *count);
  if (other == NULL || count == NULL) {
    aps_release(ctx, other);
    aps_release(ctx, count);
    return APS_EMEM;
  }
  for (int64_t i = 0; i < n; i++)
    for (int k = 0; k < PASSES; k++) count[k][digit(p[i].key, k)]++;
  aps_pair *from = p, *to = other;
  for (int k = 0; k < PASSES; k++) {
    if (count[k][digit(p[0].key, k)] == n) continue; /* the same digit everywhere */
    scatter(from, to, n, k, count[k]);
    aps_pair *swap = from;
    from = to;
    to = swap;
  }
  if (from != p) memcpy(p, from, sizeof *p * (size_t)n);
  aps_release(ctx, other);
  aps_release(ctx, count);
  return APS_OK;
}

double aps_pairs_quantile(const aps_pair *sorted, int64_t n, double fraction) {
  aps_exact total = {0, 0}, inside = {0, 0};
  for (int64_t i = 0; i < n; i++) aps_exact_add(&total, sorted[i].weight);
  const double goal = fraction * aps_exact_get(total) * (1 - 1e-14);
  for (int64_t i = 0; i < n; i++) {
    aps_exact_add(&inside, sorted[i].weight);
    if (aps_exact_get(inside) >= goal && sorted[i].weight > 0) return sorted[i].key;
  }
  return n > 0 ? sorted[n - 1].key : NAN;
}

int64_t aps_pairs_within(const aps_pair *sorted, int64_t n, double limit) {
  int64_t low = 0, high = n; /* sorted[low - 1].key <= limit < sorted[high].key */
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (sorted[middle].key <= limit)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
