/* Items that lie on several ranks, as one stream at the rank that writes them: those of its own
 * first, then those of the next rank, … Bounded memory: two pieces at either end, so that the next
 * one travels while one is written. Nothing here fails. */
#ifndef APS_FUNNEL_H
#define APS_FUNNEL_H
#include "core/ranks.h"

enum { APS_FUNNEL_BYTES = 1 << 18, APS_FUNNEL_ROOM = 2 * APS_FUNNEL_BYTES };

/* Lays items [first, first + n) of this rank at `out`. */
typedef void aps_funnel_fill(const void *self, int64_t first, int64_t n, char *out);

typedef struct {
  aps_ctx *ctx;
  int writer, ranks;    /* ranks [writer, writer + ranks) take part */
  const int64_t *count; /* [ranks]: items of each */
  size_t size;          /* of an item; at most APS_FUNNEL_BYTES */
  aps_funnel_fill *fill;
  const void *self;
  char *room; /* APS_FUNNEL_ROOM bytes */

  /* the state; zero to begin with */
  struct {
    int rank; /* counted from the writer; ranks: at the end */
    int64_t item;
  } sent, taken; /* how far pieces are asked for, and used */
  struct {
    aps_ranks_parcel parcel;
    int64_t n, used;
  } box[2];
  int turn, begun;
  int64_t used; /* items taken in all */
} aps_funnel;

/* At the writer: the next n items. */
void aps_funnel_take(aps_funnel *, int64_t n, char *out);
/* At the others: all their items. */
void aps_funnel_give(aps_funnel *);
#endif
