/* Explicit Euler, for teaching: shows why nobody uses it.
 *
 *   x' = x + v dt,   v' = v + a(x) dt
 *
 * First order. Neither symplectic nor symmetric: a circular orbit of angular speed w gains energy
 * in every step, with radius growing like sqrt(1 + (w dt)^2). Source: Hairer, Lubich & Wanner 2006,
 * section I.1.2. */
#include "step.h"

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(aps_drift(sim, dt)); /* A still belongs to the old x: that is the method */
  return aps_kick(sim, dt);
}

const aps_integrator aps_integrator_euler = {
    .about = {.name = "euler",
              .doc = "explicit Euler, order 1, gains energy; for teaching only",
              .source = "Hairer, Lubich & Wanner 2006, section I.1.2",
              .state_size = sizeof(aps_step_memory),
              .persist_size = sizeof(aps_step_memory)},
    .order = 1,
    .reads = APS_X | APS_V | APS_A,
    .writes = APS_X | APS_V | APS_A,
    .step = step,
    .check = aps_step_check,
    .choose = aps_step_choose,
};
