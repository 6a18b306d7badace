/* What the integrators share. */
#ifndef APS_STEP_H
#define APS_STEP_H
#include "../core/ctx.h"
#include "../core/run.h"

enum { APS_STEP_GROWTH = 2 }; /* an adaptive step grows by at most this factor from step to step */

/* Memory of an integrator without parameters of its own; plain bytes that a checkpoint carries. */
typedef struct {
  double chosen; /* the step last chosen by eta; 0: none yet */
} aps_step_memory;

/* Leapfrog's steps, of the lengths coef[0] dt, coef[1] dt, … in turn. Leaves A of the new x. */
aps_err aps_step_compose(aps_sim *, double dt, int stages, const double *coef);

/* `choose` of every integrator that has accelerations only: dt = eta min sqrt(eps/|a|), the time to
 * fall through a softening length (Power et al. 2003, where it is called EpsAcc). self: an
 * aps_step_memory. APS_ECONFIG where a softening is zero. */
aps_err aps_step_choose(void *self, aps_sim *, double eta, double *dt);
/* Its `check`: the same error where it is known before there are particles. */
aps_err aps_step_check(void *self, aps_sim *);
/* min sqrt(eps/|a|) > 0; the error just named where it is zero. */
aps_err aps_step_fall_time(aps_sim *, double *fall);
/* Size of the system: the longest edge of its box. */
aps_err aps_step_extent(aps_sim *, double *size);
#endif
