/* Which steps a run takes: shared by all particles, or individual ones in blocks; and how long a block may be. */
#include "sim.h"
#include <math.h>

enum { AUTO, SHARED, BLOCK };

/* What keeps this run from block steps, in words; NULL: nothing. */
static const char *obstacle(const aps_sim *sim) {
  if (isnan(sim->step.eta)) return "block needs an eta, a fixed dt is shared by all particles";
  if (sim->collides) return "collisions happen in steps that all particles share";
  if (sim->integrator->block == NULL) return "this integrator has shared steps only";
  if (sim->force && !(sim->force->can & APS_SUBSET)) return "this solver cannot sum a subset of the particles";
  return NULL;
}

aps_err aps_steps_open(aps_sim *sim) {
  const char *why_not = obstacle(sim);
  sim->blocks = sim->step.steps == BLOCK ||
                (sim->step.steps == AUTO && !why_not && sim->total >= sim->integrator->block_from);
  const aps_node *node = aps_node_get(aps_config_root(sim->config), "integrator");
  if (!sim->blocks || !why_not) {
    const aps_err err = sim->integrator->check ? sim->integrator->check(sim->integrator_self, sim) : APS_OK;
    return err == APS_OK ? err : aps_fail_at_key(sim, node);
  }
  aps_config_fail(sim->config, node, "integrator", "steps", "%s, got block", why_not);
  return aps_hint(sim->ctx, sim->collides ? "steps: auto or shared"
                                          : "integrator: {name: leapfrog, eta: 0.02, steps: block} with a solver that sums subsets");
}

void aps_steps_close(aps_sim *sim) {
  if (sim->active_index) sim->backend->release(sim->backend_self, sim->active_index);
  sim->active_index = NULL;
}

double aps_steps_fit(double left, double dt) {
  enum { HALVINGS = 6 };
  if (!(left > 0)) return dt;
  for (int k = 0; k <= HALVINGS; k++) { /* powers of two of one another, where that leads there */
    const double n = left / ldexp(dt, -k);
    if (n > 0.5 && fabs(n - nearbyint(n)) < 1e-6) return left / nearbyint(n);
  }
  return left / ceil(left / dt);
}

/* Outputs a constant time apart are met by blocks that are halved again and again from that time. */
double aps_sim_longest_block(const aps_sim *sim) {
  const double span = fabs(sim->run.t_end - sim->run.t_start), limit = sim->step.dt_max;
  double block = span > 0 ? span : HUGE_VAL;
  for (int k = 0; k < sim->n_events; k++)
    if (!isnan(sim->event[k].every) && !(sim->event[k].row->when & APS_WALL_CLOCK)) block = fmin(block, sim->event[k].every);
  if (isnan(limit)) return isinf(block) ? 1 : block;
  return isinf(block) || limit >= block ? fmin(limit, block) : block / ceil(block / limit - 1e-9);
}

int aps_sim_type_most(const aps_sim *sim) { return sim->type_most; }
int aps_sim_unsoftened(const aps_sim *sim) { return sim->force && sim->unsoftened > 1; }
int aps_sim_sized(const aps_sim *sim) { return sim->sized; }

int aps_sim_blocks(const aps_sim *sim) { return sim->blocks; }
double aps_sim_eta(const aps_sim *sim) { return sim->step.eta; }

void aps_sim_report(aps_sim *sim, int last) {
  if (sim->blocks && sim->integrator->report) sim->integrator->report(sim->integrator_self, sim, last);
}
