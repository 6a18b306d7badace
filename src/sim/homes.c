/* Homes: which rank holds a row. A solver that splits space names the rank of every row; rows that wandered off move
 * there between steps, all their columns with them. In between, the solver itself sends what it needs of them. */
#include "sim.h"
#include "../core/ranks.h"

/* Neighbours in space become neighbours in memory. */
static aps_err put_in_order(aps_sim *sim) {
  const aps_force *row = sim->force;
  aps_view view;
  const uint32_t *order;
  APS_TRY(aps_borrow(sim->particles, row->space, row->reads, 0, &view));
  APS_TRY(row->order(sim->force_self, view, &order));
  return order ? aps_particles_permute(sim->particles, order) : APS_OK;
}

static aps_err move_home(aps_sim *sim) {
  const aps_force *row = sim->force;
  aps_view view;
  const uint32_t *order;
  const int64_t *count;
  APS_TRY(aps_borrow(sim->particles, row->space, row->reads, 0, &view));
  APS_TRY(row->home(sim->force_self, view, &order, &count));
  APS_TRY(aps_particles_exchange(sim->particles, order, count));
  sim->n = aps_particles_count(sim->particles);
  aps_steps_close(sim); /* its list has the old length */
  return APS_OK;
}

aps_err aps_homes_settle(aps_sim *sim) {
  const aps_force *row = sim->force;
  if (!row || !row->order || sim->copied || (sim->keep_order && aps_ranks(sim->ctx) == 1)) return APS_OK;
  const double start = aps_phase_begin(sim->ctx);
  if (row->home && aps_ranks(sim->ctx) > 1) APS_TRY(move_home(sim));
  APS_TRY(put_in_order(sim));
  aps_phase_end(sim->ctx, APS_PHASE_MOVE, start);
  return APS_OK;
}
