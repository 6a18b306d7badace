/* A simulation's present state into a shot, at a bounded cost. */
#ifndef APS_TAKE_H
#define APS_TAKE_H
#include "../../src/core/ctx.h"
#include "slots.h"

typedef struct {       /* zeroed: nothing taken yet */
  double begun, spent; /* s: since when, and on copies */
  double last;         /* of the last copy */
  double best;         /* of the cheapest; 0: none yet */
} aps_take_budget;
/* The share of a simulation's time that copies may take. Measured, so it holds for any number of
 * particles and any device. */
#define APS_TAKE_SHARE 0.015

/* 1: the reader has taken the last shot, and time allows a copy. */
int aps_take_due(const aps_slots *, aps_take_budget *);
/* Copies and publishes. amend: adds to the shot what the caller knows better; NULL: nothing. */
aps_err aps_take_shot(aps_sim *, aps_slots *, aps_take_budget *, void (*amend)(void *, aps_shot *),
                      void *self);
#endif
