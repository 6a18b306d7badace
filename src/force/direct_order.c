/* Morton order by a radix sort of 30-bit keys packed above the row numbers. Morton 1966; Warren & Salmon 1993. */
#include "direct_order.h"
#include <string.h>

enum { BITS = 10, DIGITS = 1 << BITS, ROW_BITS = 34 };

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

void aps_direct_order(const double *const x[3], const double low[3], double extent, int64_t n, uint64_t *row,
                      uint64_t *scratch) {
  int64_t count[3][DIGITS] = {{0}};
  const double per_cell = extent > 0 ? DIGITS / extent : 0;
  for (int64_t i = 0; i < n; i++) {
    const uint64_t r = row[i];
    const uint64_t key = spread(cell(x[0][r], low[0], per_cell)) << 2 | spread(cell(x[1][r], low[1], per_cell)) << 1 |
                         spread(cell(x[2][r], low[2], per_cell));
    row[i] = key << ROW_BITS | r;
    for (int d = 0; d < 3; d++) count[d][key >> d * BITS & (DIGITS - 1)]++;
  }
  uint64_t *from = row, *to = scratch;
  for (int d = 0; d < 3; d++) {
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
  for (int64_t i = 0; i < n; i++) scratch[i] = from[i] & (((uint64_t)1 << ROW_BITS) - 1);
  memcpy(row, scratch, (size_t)n * sizeof *row);
}
