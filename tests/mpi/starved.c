/* Memory that is not there, for ranks_forces_starved. It is compiled with ctx.c, fmm_targets.c and
 * fmm_parcels.c, and as they are: what these call aps_alloc, malloc, calloc and realloc goes by
 * other names, so that everyone asks here, and the one after `spared` more gets nothing. */
#undef malloc
#undef calloc
#undef realloc
#include "starved.h"
#include <stdlib.h>
#undef aps_alloc /* from here on what all others call so; the one of ctx.c is aps_alloc_well */

static int64_t left = -1;

void starved_spare(int64_t spared) { left = spared; }

static int lacks(void) { return left >= 0 && __atomic_fetch_sub(&left, 1, __ATOMIC_RELAXED) == 0; }

void *aps_alloc(aps_ctx *ctx, const char *label, int64_t count, size_t size);
void *aps_alloc(aps_ctx *ctx, const char *label, int64_t count, size_t size) {
  if (!lacks()) return aps_alloc_well(ctx, label, count, size);
  aps_fail(ctx, APS_EMEM, "%s: no memory for %lld items", label, (long long)count);
  return NULL;
}
void *starved_malloc(size_t n) { return lacks() ? NULL : malloc(n); }
void *starved_calloc(size_t n, size_t size) { return lacks() ? NULL : calloc(n, size); }
void *starved_realloc(void *p, size_t n) { return lacks() ? NULL : realloc(p, n); }
