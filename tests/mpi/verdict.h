/* The end of a program that compares several ranks with one. */
#ifndef VERDICT_H
#define VERDICT_H
#include "../../src/core/ranks.h"
#include <stdio.h>

/* Says how it went, and leaves; the status to end with. */
static inline int verdict(aps_ctx *joined, aps_ctx *alone, int failures, unsigned long long problems) {
  if (failures) printf("rank %d: %d comparisons failed\n", aps_rank(joined), failures);
  else if (aps_rank(joined) == 0) printf("%llu problems on %d ranks: the bits of one\n", problems, aps_ranks(joined));
  fflush(stdout);
  aps_ranks_leave(joined, 0);
  aps_ctx_free(&joined);
  aps_ctx_free(&alone);
  return failures != 0;
}
#endif
