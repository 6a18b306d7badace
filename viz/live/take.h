/* A simulation's present state for the window, at a bounded cost: its columns as a copy on the
 * host, or, where it computes on a card and OpenGL takes points from there, packed on the card. */
#ifndef APS_TAKE_H
#define APS_TAKE_H
#include "../../src/core/ctx.h"
#include "source.h"

typedef struct {       /* zeroed: nothing taken yet */
  double begun, spent; /* s: since when, and on copies */
  double last;         /* of the last copy */
  double best;         /* of the cheapest; 0: none yet */
} aps_take_budget;
typedef struct { /* zeroed: nothing taken yet */
  aps_take_budget rows, points;
  double rows_at; /* s, when the columns were copied last */
  int64_t n;      /* how many there were */
  double share;   /* of the simulation's time that copies may take, and packings; 0: APS_TAKE_SHARE */
  aps_trace *own; /* with several ranks: what this one saw since; passed on with the rows of all. NULL: nothing */
} aps_take_log;
/* Measured, so it holds for any number of particles and any device. */
#define APS_TAKE_SHARE 0.015
/* s between copies of the columns where the picture does not need them: for clicks, plots, and the
 * range of the colours. */
#define APS_TAKE_ROWS_EVERY 1.0

/* After every step, before what follows: the ways of few particles, of which the host holds those of this rank. */
void aps_take_trace(aps_sim *, aps_trace *);

enum { APS_TAKE_ROWS = 1, APS_TAKE_POINTS = 2 }; /* bits of what is due */

/* What the window wants, and time allows; must: as if it had seen all, and whatever the time. */
int aps_take_due(const aps_sim *, aps_source *, aps_take_log *, int must);
/* Copies, packs, publishes. amend: adds to the shot what the caller knows better; NULL: nothing. A
 * card that fails is the window's loss: it goes on with copies. */
aps_err aps_take_shot(aps_sim *, aps_source *, aps_take_log *, int due,
                      void (*amend)(void *, aps_shot *), void *self);
#endif
