/* The ways of few particles, told by the thread that moves them to the window that draws their trails: as fine
 * as they turn, however rarely a picture is drawn. Neither waits for the other. */
#ifndef APS_TRACE_H
#define APS_TRACE_H
#include "../../src/apsis.h"

enum { APS_TRACED = 256 }; /* at most so many particles */

typedef struct { /* one particle at one moment */
  double wall, time;
  uint64_t id;
  float x[6]; /* position, velocity */
  int epoch;
} aps_moment;

typedef struct aps_trace aps_trace;

aps_trace *aps_trace_create(void); /* NULL: no memory */
void aps_trace_free(aps_trace **);

/* ---- the writer's side */

/* 1: so many particles are traced, and there were so few looks of late that another costs nothing. */
int aps_trace_due(aps_trace *, int64_t n);
/* Tells of those that turned, or went on for a while, since they were last told of, or of all; reads x, v, id. What finds
 * no room is left out. */
void aps_trace_look(aps_trace *, const aps_view *, double time, int all);
/* Tells of what was seen elsewhere, as of now, the earliest first; sorts it. */
void aps_trace_pass(aps_trace *, aps_moment *, int64_t n);
void aps_trace_leap(aps_trace *); /* what comes is no continuation of what was */

/* ---- the reader's side */

int aps_trace_epoch(const aps_trace *); /* counts leaps */
/* The next moment that is not later than `wall`; 0: there is none. Those before the last leap are dropped. */
int aps_trace_next(aps_trace *, double wall, aps_moment *out);
/* All that there are, up to `most`; returns how many. */
int64_t aps_trace_drain(aps_trace *, aps_moment *out, int64_t most);
#endif
