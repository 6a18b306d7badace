/* The particles of all ranks for the window, which the first rank has. The others serve: after every
 * step, and once before the first and after the last, they hand over what the first asks for, and change the
 * settings that it changes. */
#ifndef APS_GATHER_H
#define APS_GATHER_H
#include "slots.h"
#include "trace.h"

typedef enum { APS_GATHER_ON, APS_GATHER_TAKE, APS_GATHER_CHANGE, APS_GATHER_ASK, APS_GATHER_OVER } aps_gather;

/* The first rank's word to all: on with the run, or nobody looks any more. */
void aps_gather_say(aps_sim *, aps_gather);
/* On the first rank: all rows into the shot, in the order of ranks. APS_EMEM where it has no room, and
 * nobody is asked; the error of a rank that could not give its own. What the ranks traced, the first in `seen`, goes into
 * `all`; seen: NULL if they did not. */
aps_err aps_gather_rows(aps_sim *, aps_cols want, aps_shot *, aps_trace *seen, aps_trace *all);
/* On the first rank, and through it on all: aps_sim_change. */
aps_err aps_gather_change(aps_sim *, const char *key, double value);
/* On the first rank: 1 where any of them was asked to stop. */
int aps_gather_stops(aps_sim *);
/* On the others: until the first says to go on. 0: it is over. */
int aps_gather_serve(aps_sim *, aps_trace *seen);
#endif
