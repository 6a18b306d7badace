#include "take.h"
#include "../../src/core/run.h"
#include <math.h>
#include <string.h>

/* Potentials are shown where they are: those of the last log row, or of now. */
static aps_err copy(aps_sim *sim, aps_shot *shot) {
  const aps_cols want =
      APS_X | APS_V | APS_MASS | APS_TYPE | APS_ID | (aps_sim_groups(sim) & APS_POT);
  aps_view v;
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, want, 0, &v));
  APS_CHECK(aps_sim_ctx(sim), aps_shot_copy(shot, &v, want, aps_generation(sim)), APS_EMEM,
            "no memory for the window's copy of %lld particles", (long long)v.n);
  return APS_OK;
}

static void describe(const aps_sim *sim, aps_shot *shot) {
  shot->time = aps_time(sim);
  shot->steps = aps_steps(sim);
  shot->units = *aps_sim_units(sim);
  memcpy(shot->box, aps_sim_box(sim), sizeof shot->box);
  shot->periodic = shot->box[0] > 0;
  shot->interactions = aps_sim_stats(sim)->interactions;
  shot->energy_error = aps_energy_error(sim);
  shot->virial = aps_sim_virial(sim);
  shot->force_error = aps_sim_force_error(sim);
}

int aps_take_due(const aps_slots *slots, aps_take_budget *b) {
  const double now = aps_wall();
  if (b->begun == 0) b->begun = now;
  if (now - b->begun > 10) b->begun = now - 5, b->spent *= 0.5; /* what was long ago is forgiven */
  return aps_slots_wanted(slots) && b->spent + b->last <= APS_TAKE_SHARE * (now - b->begun);
}

aps_err aps_take_shot(aps_sim *sim, aps_slots *slots, aps_take_budget *b,
                      void (*amend)(void *, aps_shot *), void *self) {
  const double start = aps_wall();
  aps_shot *shot = aps_slots_back(slots);
  if (b->begun == 0) b->begun = start;
  APS_TRY(copy(sim, shot));
  describe(sim, shot);
  if (amend) amend(self, shot);
  shot->wall = aps_wall();
  aps_slots_publish(slots);
  const double cost = aps_wall() - start;
  /* the first one touches new memory, and a thread that was put aside for long is no cost of ours
   */
  const int first = !(b->best > 0);
  if (first || cost < b->best) b->best = cost;
  b->last = first ? 0 : fmin(cost, 20 * b->best);
  b->spent += b->last;
  return APS_OK;
}
