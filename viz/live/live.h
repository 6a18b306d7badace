/* The window, as the command line sees it: a run while it computes, files played back, lessons. The
 * window belongs to the calling thread, which must be the program's first; what it looks at runs in
 * a thread of its own. */
#ifndef APS_LIVE_H
#define APS_LIVE_H
#include "../../src/apsis.h"
#include <stdatomic.h>

typedef struct aps_live aps_live;
typedef struct aps_trace aps_trace; /* trace.h */

/* 1: a window can be opened here. 0: why not and what to do, in words. */
int aps_live_possible(char why[256], char hint[256]);
/* The same for a run of several ranks, asked by all of them: the first has the window. Collective. */
int aps_live_among(aps_ctx *, char why[256], char hint[256]);
/* APS_EARG where there is no such colour; NULL is fine. */
aps_err aps_live_check_colour(aps_ctx *, const char *name);
/* "Mesa llvmpipe …, OpenGL 4.5" of a window that is opened and closed again, unseen; 0: why not. */
int aps_live_probe(char text[256]);
/* The table of keys, one "Space   pause, go on" a line, for --help and the documentation. */
void aps_live_print_keys(void);

#define APS_LIVE_SHARE 0.02

typedef struct {      /* zeroed: defaults */
  const char *colour; /* as aps_render_setup */
  int width, height;  /* of the window; 0: 1280 x 720 */
  int stay;           /* 1: a run goes on when its window is closed */
  const char *draw;   /* NULL, auto: whichever is faster; gpu, cuda, cpu */
  const char *way;    /* of points from the card of a run to OpenGL (viz/card.h); NULL: the best */
  double pace;        /* code time per second; 0: a run as fast as it goes, else chosen */
  double share;       /* of a run's time that its window may take, below 1; 0: APS_LIVE_SHARE */
} aps_live_options;

/* Calls work(user, live) in a second thread and shows `sim` meanwhile, until the window is closed
 * and the work done; what work returns other than 0 closes the window. `stopped`: set by a signal
 * handler, ends a pause. */
aps_err aps_live_run(aps_ctx *, aps_sim *sim, const aps_live_options *, const atomic_int *stopped,
                     int (*work)(void *user, aps_live *), void *user, int *status);
/* For `work`: the simulation is built; and after every step of it, from aps_on_step. */
void aps_live_begin(aps_live *);
void aps_live_step(aps_live *);
/* After the last step, where the run ended well. */
void aps_live_end(aps_live *);
/* On the ranks without a window, each time that the first begins, steps and ends. 0: nobody looks any more. *own: NULL at
 * first, and again when it is over. */
int aps_live_serve(aps_sim *, aps_trace **own);

/* Plays back a particle file, a run directory or a folder of snapshots. */
aps_err aps_live_view(aps_ctx *, const char *path, const aps_live_options *);

typedef struct { /* a number of a lesson's initial state, for a slider: a change starts the lesson anew */
  const char *key, *name; /* "particles.0.Q", "Toomre's Q"; key NULL: there is none */
  double low, high;
  int whole; /* 1: a whole number */
} aps_knob;
typedef struct {             /* one lesson */
  const char *name, *config; /* YAML */
  char *text;                /* what is shown beside the picture */
  aps_knob knob;
} aps_lesson;
/* Lets the spectator run lessons, from number `first` on. set: overrides, for that one alone. */
aps_err aps_live_lessons(aps_ctx *, const aps_lesson *, int n, int first, const char *const *set,
                         int n_set, const aps_live_options *);
#endif
