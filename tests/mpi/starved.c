/* Memory that is not there, for ranks_forces_starved. It is compiled with ctx.c, fmm_targets.c and
 * fmm_parcels.c, and as they are: what these call aps_alloc, malloc, calloc and realloc goes by
 * other names, so that everyone asks here, and the one after `spared` more gets nothing. Letters of
 * targets, cells and particles pass here too, to be summed up. */
#undef malloc
#undef calloc
#undef realloc
#include "starved.h"
#include "../../src/force/fmm_letters.h"
#include <stdlib.h>
#undef aps_alloc /* from here on what all others call so; the one of ctx.c is aps_alloc_well */

static int64_t left = -1, was_spared = -1;

void starved_spare(int64_t spared) { left = was_spared = spared; }

int starved_denied(void) { return was_spared >= 0 && left < 0; }

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

/* ---- letters: a sum that knows their order for each receiver, not that among receivers */

enum { RANKS_MOST = 64 };
static uint64_t sum, number[RANKS_MOST];

uint64_t starved_letters(void) { return sum; }

void __real_aps_fmm_letters_send(aps_fmm_letters *, int to, char *data, int64_t bytes, size_t room);
void __wrap_aps_fmm_letters_send(aps_fmm_letters *, int to, char *data, int64_t bytes, size_t room);
void __wrap_aps_fmm_letters_send(aps_fmm_letters *p, int to, char *data, int64_t bytes, size_t room) {
  uint64_t hash = 0xcbf29ce484222325u + (uint64_t)to * 1000003u + number[to]++;
  for (int64_t i = (int64_t)sizeof(aps_fmm_letter_head); data && i < bytes; i++)
    hash = (hash ^ (uint8_t)data[i]) * 0x100000001b3u;
  __atomic_fetch_add(&sum, hash, __ATOMIC_RELAXED);
  __real_aps_fmm_letters_send(p, to, data, bytes, room);
}
