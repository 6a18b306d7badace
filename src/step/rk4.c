/* The classical Runge-Kutta method, for teaching: accurate per step, yet energy drifts because it
 * is not symplectic.
 *
 * Kutta's scheme for x' = v, v' = a(x), with the velocity stages eliminated:
 *   k1 = a(x)                         k2 = a(x + v dt/2)
 *   k3 = a(x + v dt/2 + k1 dt^2/4)    k4 = a(x + v dt + k2 dt^2/2)
 *   x' = x + v dt + (k1 + k2 + k3) dt^2/6,   v' = v + (k1 + 2 k2 + 2 k3 + k4) dt/6
 *
 * Fourth order, four force evaluations per step. Source: Kutta 1901; Hairer, Norsett & Wanner 1993,
 * table II.1.2. */
#include "step.h"

/* S0 = x of the start; S1, S2, S3 = k1, k2, k3; A = the stage just evaluated. */
enum { X0 = APS_S0, K1 = APS_S1, K2 = APS_S2, K3 = APS_S3, K4 = APS_A };

static aps_err save(aps_sim *sim, aps_cols to, aps_cols from) {
  return aps_combine(sim, to, 1, (double[]){1}, (aps_cols[]){from});
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  const double dt2 = dt * dt;
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(save(sim, X0, APS_X));
  APS_TRY(save(sim, K1, APS_A));

  APS_TRY(aps_drift(sim, dt / 2));
  APS_TRY(aps_forces(sim, APS_A));
  APS_TRY(save(sim, K2, APS_A));

  APS_TRY(aps_combine(sim, APS_X, 3, (double[]){1, dt / 2, dt2 / 4}, (aps_cols[]){X0, APS_V, K1}));
  APS_TRY(aps_forces(sim, APS_A));
  APS_TRY(save(sim, K3, APS_A));

  APS_TRY(aps_combine(sim, APS_X, 3, (double[]){1, dt, dt2 / 2}, (aps_cols[]){X0, APS_V, K2}));
  APS_TRY(aps_forces(sim, APS_A));

  APS_TRY(aps_combine(sim, APS_X, 5, (double[]){1, dt, dt2 / 6, dt2 / 6, dt2 / 6},
                      (aps_cols[]){X0, APS_V, K1, K2, K3}));
  return aps_combine(sim, APS_V, 5, (double[]){1, dt / 6, dt / 3, dt / 3, dt / 6},
                     (aps_cols[]){APS_V, K1, K2, K3, K4});
}

const aps_integrator aps_integrator_rk4 = {
    .about =
        {.name = "rk4",
         .doc = "classical Runge-Kutta, order 4, four forces per step, energy drifts; for teaching",
         .source = "Kutta 1901; Hairer, Norsett & Wanner 1993, table II.1.2",
         .state_size = sizeof(aps_step_memory),
         .persist_size = sizeof(aps_step_memory)},
    .order = 4,
    .reads = APS_X | APS_V | APS_A | APS_S0 | APS_S1 | APS_S2 | APS_S3,
    .writes = APS_X | APS_V | APS_A | APS_S0 | APS_S1 | APS_S2 | APS_S3,
    .step = step,
    .check = aps_step_check,
    .choose = aps_step_choose,
};
