/* Quantiles of what all ranks have, by counting: the bits of the value are found from above, 16 at
 * a time (radix selection; Knuth 1998, volume 3, 5.2.5). */
#include "splat.h"
#include "../src/core/ranks.h"
#include <math.h>
#include <string.h>

enum { DIGIT = 16, DIGITS = 1 << DIGIT };

/* Integers that lie as the numbers do. */
static uint64_t key_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double value_of(uint64_t key) {
  const uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

aps_err aps_quantile_room(aps_ctx *ctx, int64_t **room) {
  *room = aps_alloc(ctx, "picture", DIGITS, sizeof **room);
  return *room ? APS_OK : APS_EMEM;
}

double aps_quantile(aps_ctx *ctx, const double *values, int64_t n, double fraction, int64_t *room) {
  int64_t count = 0, wanted;
  for (int64_t i = 0; i < n; i++) count += isfinite(values[i]) != 0;
  aps_ranks_sum_int(ctx, &count, 1);
  if (count == 0) return 0;
  wanted = (int64_t)(fraction * (double)(count - 1) + 0.5);
  uint64_t found = 0, known = 0; /* known: mask of the bits that are found */
  for (int shift = 64 - DIGIT; shift >= 0; shift -= DIGIT) {
    memset(room, 0, DIGITS * sizeof *room);
    for (int64_t i = 0; i < n; i++) {
      const uint64_t key = key_of(values[i]);
      if ((key & known) == found && isfinite(values[i])) room[key >> shift & (DIGITS - 1)]++;
    }
    aps_ranks_sum_int(ctx, room, DIGITS);
    uint64_t digit = 0;
    while (wanted >= room[digit]) wanted -= room[digit++];
    found |= digit << shift;
    known |= (uint64_t)(DIGITS - 1) << shift;
  }
  return value_of(found);
}
