/* What happened so far, for the panel's plots. */
#ifndef APS_HISTORY_H
#define APS_HISTORY_H
#include "slots.h"
#ifdef __cplusplus
extern "C" {
#endif

enum { APS_HISTORY = 512, APS_RADII = 3, APS_SPEEDS = 32 };
/* Of the speeds; of many particles one that was thrown out would press all others into the first bin. */
#define APS_SPEEDS_SHOWN(n) ((n) > 200 ? 0.99 : 1.0)

typedef struct { /* the oldest first */
  int n, scene;
  float time[APS_HISTORY], error[APS_HISTORY], virial[APS_HISTORY];
  float radius[APS_RADII][APS_HISTORY]; /* that hold 10, 50, 90 % of the mass */
  float speeds[APS_SPEEDS], fastest;    /* histogram of the present speeds to `fastest`, shares of all */
  double looked;
} aps_history;

/* Ten times a second at most; of many particles it looks at some. now: wall time, s. */
void aps_history_add(aps_history *, const aps_shot *, double now);

#ifdef __cplusplus
}
#endif
#endif
