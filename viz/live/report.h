/* For tests: what the window shows, as a JSON line each time it changes, into the file that
 * APSIS_LIVE_STATE names. */
#ifndef APS_REPORT_H
#define APS_REPORT_H
#include "hud.h"
#include <stdio.h>

typedef struct {
  FILE *file; /* NULL: nobody wants it */
  char last[2400];
} aps_reporter;
typedef struct { /* what only the window knows */
  int64_t frames;
  int minimised, stride, image_width, trail; /* trail: moments of the first one */
  double trial_gl, trial_cpu, trial_cuda; /* s; 0: not tried */
  double spent, painted, shown;           /* s of the last picture: of the run's card, to paint it, to show it */
} aps_report_extra;

void aps_report_open(aps_reporter *);
void aps_report(aps_reporter *, const aps_stage *, const aps_shot *, const aps_gauges *,
                const aps_report_extra *);
void aps_report_close(aps_reporter *);
#endif
