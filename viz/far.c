/* Which bodies are left out of the frame: of a handful those far from all others, of more what quantiles say. */
#include "splat.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GAP   5.0  /* so many times farther out than all that stay */
#define HEAVY 10.0 /* medians of the mass: such a body always shows */
enum { ONE_IN = 20 }; /* that many of them may lie out there */

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sorts a copy of the finite ones; how many. */
static int64_t sorted(const double *x, int64_t n, double out[APS_HANDFUL]) {
  int64_t m = 0;
  for (int64_t i = 0; i < n; i++)
    if (isfinite(x[i])) out[m++] = x[i];
  qsort(out, (size_t)m, sizeof *out, ascending);
  return m;
}

static double median(const double *x, int64_t n) {
  double room[APS_HANDFUL];
  const int64_t m = sorted(x, n, room);
  return m ? room[m / 2] : 0;
}

void aps_far_out(const double *const x[3], const double *mass, int64_t n, char out[APS_HANDFUL]) {
  double r[APS_HANDFUL], room[APS_HANDFUL];
  memset(out, 0, (size_t)(n < APS_HANDFUL ? n : APS_HANDFUL));
  if (n <= ONE_IN || n > APS_HANDFUL) return;
  const double c[3] = {median(x[0], n), median(x[1], n), median(x[2], n)};
  for (int64_t i = 0; i < n; i++)
    r[i] = sqrt((x[0][i] - c[0]) * (x[0][i] - c[0]) + (x[1][i] - c[1]) * (x[1][i] - c[1]) +
                (x[2][i] - c[2]) * (x[2][i] - c[2]));
  const int64_t m = sorted(r, n, room), most = n / ONE_IN;
  double limit = HUGE_VAL;
  for (int64_t k = m - 1; k > 0 && k >= m - most; k--)
    if (room[k] > GAP * room[k - 1]) limit = room[k - 1];
  const double heavy = mass ? HEAVY * median(mass, n) : HUGE_VAL;
  for (int64_t i = 0; i < n; i++) out[i] = r[i] > limit && !(mass && mass[i] > heavy);
}

int aps_is_weighty(double mass, double total) {
  const double share = 0.05 * (1 - 1e-9); /* of twenty alike, rounded in whatever order, all */
  return total > 0 && mass >= share * total;
}

void aps_span_cap(double inner_low, double inner_high, double *low, double *high) {
  const double most = 20, middle = (inner_low + inner_high) / 2, half = most * (inner_high - inner_low) / 2;
  if (!(half > 0)) return;
  *low = fmax(*low, middle - half), *high = fmin(*high, middle + half);
}
