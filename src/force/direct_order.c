/* Morton order by a radix sort of 30-bit keys packed above the row numbers. Morton 1966; Warren &
 * Salmon 1993. */
#include "direct_order.h"
#include <math.h>
#include <string.h>

enum { BITS = 10, DIGITS = 1 << BITS, ROW_BITS = APS_DIRECT_ROW_BITS };

/* Spreads the low 10 bits of v to every third bit. */
static uint64_t spread(uint64_t v) {
  v = (v | v << 16) & 0x030000ff;
  v = (v | v << 8) & 0x0300f00f;
  v = (v | v << 4) & 0x030c30c3;
  return (v | v << 2) & 0x09249249;
}

static uint64_t cell(double x, double low, double per_cell) {
  const double c = (x - low) * per_cell;
  return c < DIGITS ? (c > 0 ? (uint64_t)c : 0) : c >= DIGITS ? DIGITS - 1 : 0; /* NaN: 0 */
}

/* row[n] becomes key above row, sorted; in row or scratch, which is returned. */
static uint64_t *sort(const double *const x[3], const double low[3], double extent, int64_t n,
                      uint64_t *row, uint64_t *scratch) {
  int64_t count[3][DIGITS] = {{0}};
  const double per_cell = extent > 0 ? DIGITS / extent : 0;
  for (int64_t i = 0; i < n; i++) {
    const uint64_t r = row[i];
    const uint64_t key = spread(cell(x[0][r], low[0], per_cell)) << 2 |
                         spread(cell(x[1][r], low[1], per_cell)) << 1 |
                         spread(cell(x[2][r], low[2], per_cell));
    row[i] = key << ROW_BITS | r;
    for (int d = 0; d < 3; d++) count[d][key >> d * BITS & (DIGITS - 1)]++;
  }
  uint64_t *from = row, *to = scratch;
  for (int d = 0; d < 3 && n > 0; d++) {
    const int shift = ROW_BITS + d * BITS;
    if (count[d][from[0] >> shift & (DIGITS - 1)] == n) continue; /* one digit for all */
    int64_t start = 0;
    for (int k = 0; k < DIGITS; k++) {
      const int64_t c = count[d][k];
      count[d][k] = start;
      start += c;
    }
    for (int64_t i = 0; i < n; i++) to[count[d][from[i] >> shift & (DIGITS - 1)]++] = from[i];
    uint64_t *swap = from;
    from = to, to = swap;
  }
  return from;
}

void aps_direct_order(const double *const x[3], const double low[3], double extent, int64_t n,
                      uint64_t *row, uint64_t *scratch) {
  const uint64_t *from = sort(x, low, extent, n, row, scratch);
  for (int64_t i = 0; i < n; i++) scratch[i] = from[i] & (((uint64_t)1 << ROW_BITS) - 1);
  memcpy(row, scratch, (size_t)n * sizeof *row);
}

void aps_direct_keys(const double *const x[3], const double low[3], double extent, int64_t n,
                     uint64_t *row, uint64_t *scratch) {
  const uint64_t *from = sort(x, low, extent, n, row, scratch);
  if (from != row) memcpy(row, from, (size_t)n * sizeof *row);
}

/* Comparisons in place of fmin and fmax, which are calls. */
static double least(double a, double b) { return a < b ? a : b; }
static double most(double a, double b) { return a < b ? b : a; }
static double median3(double a, double b, double c) {
  return most(least(a, b), least(most(a, b), c));
}

double aps_direct_typical(const double *a, int n) {
  double m[3];
  for (int k = 0; k < 3; k++)
    m[k] =
        median3(a[3 * k * (n - 1) / 8], a[(3 * k + 1) * (n - 1) / 8], a[(3 * k + 2) * (n - 1) / 8]);
  return median3(m[0], m[1], m[2]);
}

enum { ROUNDS = APS_DIRECT_ROUNDS, FAR = 8, MOST = 256 };

int64_t aps_direct_blocks_most(int64_t n, int size) { return ROUNDS * ((n + size - 1) / size); }

/* distance[n] = largest component of the distance of each row from the middle of them all. */
static void distances(const double *const x[3], int n, const uint64_t *row, double *distance) {
  double value[MOST];
  for (int i = 0; i < n; i++) distance[i] = 0;
  for (int d = 0; d < 3; d++) {
    for (int i = 0; i < n; i++) value[i] = x[d][row[i]];
    const double middle = aps_direct_typical(value, n);
    for (int i = 0; i < n; i++) distance[i] = most(distance[i], fabs(value[i] - middle));
  }
}

int64_t aps_direct_round(const double *const x[3], int64_t n, int size, int round, uint64_t *row,
                         uint64_t *kept, int64_t *n_kept, int64_t *start, int64_t *blocks) {
  double distance[MOST];
  int64_t far = 0; /* kept at the front of row, behind what is still to be read */
  for (int64_t first = 0; first < n; first += size) {
    const int m = (int)(n - first < size ? n - first : size);
    distances(x, m, row + first, distance);
    const double reach = round == ROUNDS ? INFINITY : FAR * aps_direct_typical(distance, m);
    start[*blocks] = *n_kept;
    for (int i = 0; i < m; i++)
      if (distance[i] > reach) row[far++] = row[first + i];
      else kept[(*n_kept)++] = row[first + i];
    if (*n_kept > start[*blocks]) ++*blocks;
  }
  start[*blocks] = *n_kept;
  return far;
}

int64_t aps_direct_blocks(const double *const x[3], int64_t n, int size, uint64_t *row,
                          uint64_t *scratch, int64_t *start) {
  int64_t blocks = 0, out = 0, left = n;
  start[0] = 0;
  for (int round = 1; left > 0; round++)
    left = aps_direct_round(x, left, size, round, row, scratch, &out, start, &blocks);
  memcpy(row, scratch, (size_t)n * sizeof *row);
  return blocks;
}
