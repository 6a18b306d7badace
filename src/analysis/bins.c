/* Bins with enough particles: regular edges, of which those are dropped that would leave a bin with
 * fewer than `least`. */
#include "analysis.h"
#include <string.h>

/* Edge number j of `bins`; the first bin ends at `first`. */
static double edge(int j, int bins, double first, double last, int logarithmic) {
  if (j == bins) return last;
  if (!logarithmic) return last * j / bins;
  return first * pow(last / first, (double)(j - 1) / (bins - 1));
}

aps_err aps_bins_make(aps_ctx *ctx, const aps_pair *sorted, int64_t n, int bins, int64_t least,
                      int logarithmic, double end, double **edges, int *n_bins) {
  double *out = aps_alloc(ctx, "bins", bins + 1, sizeof *out);
  if (out == NULL) return APS_EMEM;
  *edges = out;
  *n_bins = 1; /* few or coincident particles: one bin for all */
  const int64_t zeros = aps_pairs_within(sorted, n, 0);
  const int64_t low = least - 1 > zeros ? least - 1 : zeros, high = n - least;
  double first = 0, last = n > 0 ? sorted[n - 1].key : 0;
  if (low < high) first = sorted[low].key, last = sorted[high].key;
  if (!logarithmic) last = end;
  out[1] = last;
  if (low >= high || bins < 2 || !(last > first) || !(last > 0)) return APS_OK;

  int k = 0;
  int64_t before = 0;
  for (int j = 1; j <= bins; j++) {
    const double next = edge(j, bins, first, last, logarithmic);
    const int64_t inside = aps_pairs_within(sorted, n, next);
    if (next <= out[k] || inside - before < least) {
      if (j == bins) out[k > 0 ? k : ++k] = next; /* the last one joins its neighbour */
      continue;
    }
    out[++k] = next;
    before = inside;
  }
  *n_bins = k;
  return APS_OK;
}

int aps_bin_of(const double *edges, int n_bins, double value) {
  if (!(value <= edges[n_bins])) return -1;
  int low = 0, high = n_bins; /* edges[low] < value <= edges[high] */
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (value > edges[middle])
      low = middle;
    else
      high = middle;
  }
  return low;
}
