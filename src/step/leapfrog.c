/* Leapfrog, kick-drift-kick: the exact flow of a Hamiltonian that differs from the true one by
 * O(dt^2).
 *
 *   v_half = v + a(x) dt/2,   x' = x + v_half dt,   v' = v_half + a(x') dt/2
 *
 * Symplectic, so the energy error stays bounded instead of growing; symmetric in time, so a step of
 * -dt undoes a step of dt. One force evaluation per step: the second kick's force is the next
 * step's first. Source: Quinn, Katz, Stadel & Lake 1997, arXiv:astro-ph/9710043, section 2. */
#include "step.h"

aps_err aps_step_leapfrog(aps_sim *sim, double dt) {
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(aps_kick(sim, dt / 2));
  APS_TRY(aps_drift(sim, dt));
  APS_TRY(aps_forces(sim, APS_A));
  return aps_kick(sim, dt / 2);
}

aps_err aps_step_compose(aps_sim *sim, double dt, int stages, const double *coef) {
  for (int k = 0; k < stages; k++) APS_TRY(aps_step_leapfrog(sim, coef[k] * dt));
  return APS_OK;
}

aps_err aps_step_choose(void *self, aps_sim *sim, double eta, double *dt) {
  aps_step_memory *memory = self;
  double fall;
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(aps_reduce(sim, APS_MIN_ACCEL, 0, &fall));
  if (!(fall > 0)) {
    aps_fail(
        aps_sim_ctx(sim), APS_ECONFIG,
        "integrator.eta: eta times sqrt(softening / acceleration) is %g, some softening is zero",
        fall);
    return aps_hint(aps_sim_ctx(sim),
                    "give integrator.dt, a softening length, or integrator.name: hermite");
  }
  *dt = eta * fall;
  if (memory->chosen > 0 && *dt > APS_STEP_GROWTH * memory->chosen)
    *dt = APS_STEP_GROWTH * memory->chosen;
  memory->chosen = *dt;
  return APS_OK;
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  return aps_step_leapfrog(sim, dt);
}

const aps_integrator aps_integrator_leapfrog = {
    .about = {.name = "leapfrog",
              .doc = "kick-drift-kick, order 2, symplectic, one force per step; the default",
              .source = "Quinn, Katz, Stadel & Lake 1997, section 2",
              .state_size = sizeof(aps_step_memory),
              .persist_size = sizeof(aps_step_memory)},
    .order = 2,
    .reversible = 1,
    .reads = APS_X | APS_V | APS_A,
    .writes = APS_X | APS_V | APS_A,
    .step = step,
    .choose = aps_step_choose,
};
