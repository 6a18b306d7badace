/* Yoshida's (Forest & Ruth's) triple jump: three leapfrog steps whose errors of second order
 * cancel.
 *
 *   S4(dt) = S2(w1 dt) S2(w0 dt) S2(w1 dt),   2 w1 + w0 = 1,   2 w1^3 + w0^3 = 0
 *   w1 = 1 / (2 - 2^(1/3)),   w0 = -2^(1/3) w1
 *
 * The middle step goes back in time. Symplectic and symmetric in time, fourth order, three forces
 * per step. Source: Yoshida 1990, Phys. Lett. A 150, 262; Hairer, Lubich & Wanner 2006, section
 * II.4. */
#include "step.h"

#define W1 1.35120719195965763404768780897
#define W0 -1.70241438391931526809537561794

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  return aps_step_compose(sim, dt, 3, (const double[]){W1, W0, W1});
}

const aps_integrator aps_integrator_yoshida4 = {
    .about = {.name = "yoshida4",
              .doc = "triple jump of leapfrogs, order 4, symplectic, three forces per step",
              .source = "Yoshida 1990; Hairer, Lubich & Wanner 2006, section II.4",
              .state_size = sizeof(aps_step_memory),
              .persist_size = sizeof(aps_step_memory)},
    .order = 4,
    .reversible = 1,
    .reads = APS_X | APS_V | APS_A,
    .writes = APS_X | APS_V | APS_A,
    .step = step,
    .check = aps_step_check,
    .choose = aps_step_choose,
};
