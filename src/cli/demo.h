/* A demo is a row: a configuration (configs/demos/NAME.yaml, carried inside the program), a
 * function that runs it and measures, and what theory says about each number measured. */
#ifndef APS_DEMO_H
#define APS_DEMO_H
#include "cli.h"
#include "../../viz/live/live.h"
#include <stdio.h>

enum { APS_DEMO_CLAIMS = 8 };

typedef struct { /* holds when |measured - expected| <= tolerance */
  const char *what, *unit;
  double expected, tolerance;
  const char *theory; /* one line; docs/demos.md derives it */
} aps_demo_claim;

typedef struct aps_demo aps_demo;
typedef struct {
  const char *name, *doc;
  aps_demo_claim claim[APS_DEMO_CLAIMS]; /* ends with what == NULL */
  /* Fills measured[] in the order of the claims. One that cannot be had here stays NAN; then
   * aps_demo_skip says why, else it fails. */
  aps_err (*measure)(aps_demo *, double *measured);
  aps_knob knob; /* a slider in its window */
#define APS_NO_KNOB {NULL, NULL, 0, 0, 0}
} aps_demo_row;
extern const aps_demo_row aps_demos_orbits[], aps_demos_three[], aps_demos_stars[],
    aps_demos_machine[]; /* each ends with name == NULL */

/* ---- for the measuring functions */

/* The demo's simulation, built: the same initial state every time. `extra`: overrides of the
 * demo's own, which --set on the command line overrules; ends with NULL. */
aps_err aps_demo_open(aps_demo *, const char *const *extra, aps_sim **);
/* Host columns, to read. */
aps_err aps_demo_look(aps_sim *, aps_cols, aps_view *);
/* One line of the CSV file: first the names of its columns, then numbers. Nothing without a file.
 */
void aps_demo_line(aps_demo *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One more line for the reader, beside the table. */
void aps_demo_note(aps_demo *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Notes that draw two rows of numbers > 0 (NAN: none) over n places by their logarithms; mark: 'd' and 'm', which `what` explains. */
void aps_demo_chart(aps_demo *, const char *what, const char mark[2], const int64_t *place, const double *const y[2], int n);
void aps_demo_skip(aps_demo *, int claim, const char *why); /* why: a literal */
aps_ctx *aps_demo_ctx(aps_demo *);

/* Slope of the straight line through n points by least squares. */
double aps_demo_slope(const double *x, const double *y, int n);
#endif
