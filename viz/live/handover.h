/* Points that stay on a card: the run's thread packs them there between two steps, the window's
 * thread fetches them for its picture. The columns themselves come to the host only now and then
 * (take.h). A lock lies between the two; the run never waits for it. */
#ifndef APS_HANDOVER_H
#define APS_HANDOVER_H
#include "../card.h"
#include "slots.h"

typedef struct aps_handover aps_handover;
aps_handover *aps_handover_create(void); /* NULL: no memory */
void aps_handover_free(aps_handover **);

/* Packs on the card; NULL, or what speaks against it. */
typedef const char *aps_pack_fn(void *self, const aps_card_points *);

/* ---- the window's side */

/* From now on points are packed this way; pack NULL: not any more, and on return nobody does. */
void aps_handover_open(aps_handover *, aps_pack_fn *pack, void *self);
/* What is wanted of the next packing; rows: 1, and the columns of each such moment as well. */
void aps_handover_wish(aps_handover *, const aps_card_points *, int rows);
/* While the window fetches, nothing is packed. */
void aps_handover_lock(aps_handover *);
void aps_handover_unlock(aps_handover *);
/* The moment that was packed last: time, energies …, without rows; head->n of its particles. 0:
 * none so far. fresh: 1 when it was not asked for before. */
int aps_handover_head(aps_handover *, aps_shot *head, int *fresh);
/* Bytes that points have moved between cards and host, by which way: for aps_handover_sums. */
void aps_handover_moved(aps_handover *, double bytes, const char *way);
/* 1: a packing failed; why. Nothing is packed until the next aps_handover_open. */
int aps_handover_failed(aps_handover *, char why[240]);

/* ---- the run's side */

typedef struct {
  int64_t packings; /* since the beginning */
  double bytes;
  const char *way; /* the last one; NULL: none */
} aps_handover_sum;
aps_handover_sum aps_handover_sums(aps_handover *);

/* 1: points are to be packed. */
int aps_handover_is_open(aps_handover *);
/* 1: the window has seen the last ones. */
int aps_handover_wanted(aps_handover *);
/* 1: the columns are wanted of each moment. */
int aps_handover_rows(aps_handover *);
/* Locks, and tells what to pack; 0: it is closed, or the window fetches just now and `must` is 0.
 */
int aps_handover_begin(aps_handover *, int must, aps_card_points *wish);
/* Packs, in between. */
const char *aps_handover_pack(aps_handover *, const aps_card_points *);
/* Unlocks. head: the moment that was packed; NULL: it failed, and why. */
void aps_handover_end(aps_handover *, const aps_shot *head, const char *why);
#endif
