/* Settings changed while a run goes: the step, its eta, the softening and the accuracy asked for. Between two steps, where
 * all particles stand at one time; block steps are whole there as well. What was changed goes into log.txt, into
 * used_parameters.yml and into checkpoints, so that --restart goes on with it.
 *
 * Another step, eta or accuracy moves no energy, so the error goes on being counted as before. Another softening moves the
 * potential energy: by how much is found at that moment, and the reference of the energy error moves with it. */
#include "sim.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const keys[APS_CHANGES] = {"integrator.dt", "integrator.eta", "forces.0.softening", "forces.0.accuracy"};

/* ---- what there is ---- */

static double present(const aps_sim *sim, int k) {
  switch (k) {
  case APS_CHANGE_DT:
    return aps_sim_dt(sim);
  case APS_CHANGE_ETA:
    return aps_sim_eta(sim);
  case APS_CHANGE_SOFTENING:
    return aps_sim_softening(sim);
  default:
    return aps_sim_accuracy(sim);
  }
}

/* Why there is nothing to change. */
static aps_err refuse(aps_sim *sim, int k) {
  switch (k) {
  case APS_CHANGE_DT:
    return aps_fail(sim->ctx, APS_ECONFIG, "%s: the steps follow from integrator.eta = %g: change that", keys[k], sim->step.eta);
  case APS_CHANGE_ETA:
    return aps_fail(sim->ctx, APS_ECONFIG, "%s: the step is fixed: change integrator.dt", keys[k]);
  case APS_CHANGE_SOFTENING:
    return aps_fail(sim->ctx, APS_ECONFIG, "%s: %s", keys[k], sim->force ? "the law newton has none" : "there is no force");
  default:
    return aps_fail(sim->ctx, APS_ECONFIG, "%s: %s", keys[k],
                    sim->force ? "the error of this solver does not depend on it" : "there is no force");
  }
}

static aps_err check(aps_sim *sim, int k, double value) {
  const double t = sim->clock.time;
  APS_CHECK(sim->ctx, k < APS_CHANGES, APS_ECONFIG, "this setting cannot be changed while a run goes");
  if (isnan(present(sim, k))) return refuse(sim, k);
  APS_CHECK(sim->ctx, value > 0 && isfinite(value), APS_ECONFIG, "%s: must be > 0, got %g", keys[k], value);
  APS_CHECK(sim->ctx, k != APS_CHANGE_DT || t + value > t, APS_ECONFIG, "%s: %g would not move the clock from time %g", keys[k],
            value, t);
  APS_CHECK(sim->ctx, t < sim->run.t_end, APS_ECONFIG, "%s: the run has reached its end", keys[k]);
  return APS_OK;
}

/* ---- another solver for the same particles ---- */

typedef struct { /* to go back to, until the new solver stands */
  double *eps;   /* [n]; NULL: the softenings stay */
  double least, most, accuracy;
  void *solver;
} before;

static aps_err soften(aps_sim *sim, double value, before *b) {
  aps_view p;
  b->eps = aps_alloc(sim->ctx, "softenings before", sim->n + 1, sizeof *b->eps);
  if (b->eps == NULL) return APS_EMEM;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_EPS, APS_EPS, &p));
  memcpy(b->eps, p.eps, sizeof *p.eps * (size_t)p.n);
  const double most = sim->eps_max;
  for (int64_t i = 0; i < p.n; i++) p.eps[i] = most > 0 ? p.eps[i] / most * value : value;
  sim->eps_min = most > 0 ? sim->eps_min / most * value : value;
  sim->eps_max = value;
  return APS_OK;
}

static void undo(aps_sim *sim, before *b) {
  aps_view p;
  if (sim->force_self != b->solver) aps_force_drop(sim, &sim->force_self);
  sim->force_self = b->solver;
  if (b->eps && aps_borrow(sim->particles, APS_HOST, APS_EPS, APS_EPS, &p) == APS_OK)
    memcpy(p.eps, b->eps, sizeof *p.eps * (size_t)p.n);
  sim->eps_min = b->least, sim->eps_max = b->most;
  sim->force_settings.accuracy = b->accuracy;
}

/* All of it, or nothing. Collective. */
static aps_err replace(aps_sim *sim, int k, double value) {
  before b = {.least = sim->eps_min, .most = sim->eps_max, .accuracy = sim->force_settings.accuracy, .solver = sim->force_self};
  aps_err err = APS_OK;
  if (k == APS_CHANGE_ACCURACY) sim->force_settings.accuracy = value;
  else err = aps_ranks_agree(sim->ctx, soften(sim, value, &b));
  if (err == APS_OK) err = aps_ranks_agree(sim->ctx, aps_force_build(sim));
  if (err == APS_OK) aps_force_drop(sim, &b.solver);
  else undo(sim, &b);
  aps_touch(sim, APS_EPS); /* no force counts as current */
  aps_release(sim->ctx, b.eps);
  return err;
}

/* The new solver keeps its promise from its first step on. */
static aps_err settle(aps_sim *sim) {
  if (aps_ranks(sim->ctx) > 1) APS_TRY(aps_homes_settle(sim));
  return aps_accuracy_settle(sim);
}

/* ---- the change, and what is said of it ---- */

static void say(aps_sim *sim, int k, double old, double value, double moved, const char *where) {
  char more[200] = "";
  if (k == APS_CHANGE_SOFTENING)
    snprintf(more, sizeof more,
             "%s; the total energy moved by %+.6g and the reference of the energy error with it",
             sim->eps_min < sim->eps_max ? ", all softenings by the same factor" : "", moved);
  aps_log(sim->ctx, APS_LOG_INFO, "time %.9g, step %lld: %s changed %s from %.9g to %.9g%s", sim->clock.time,
          (long long)sim->clock.steps, keys[k], where, old, value, more);
}

/* The run goes on even where its file of parameters cannot be written anew: log.txt and checkpoints have it too. */
static void tell_files(aps_sim *sim) {
  if (!aps_sim_writes(sim) || aps_rundir_used(sim) == APS_OK) return;
  aps_log(sim->ctx, APS_LOG_WARN, "%s", aps_ctx_error(sim->ctx));
  aps_ctx_clear(sim->ctx);
}

static void note(aps_sim *sim, int k, double old, double value) {
  aps_change *c = &sim->changes.of[k];
  if (c->times++ == 0) c->configured = old;
  c->value = value, c->time = sim->clock.time;
}

/* *moved: the potential energy of now less that of before. Collective. */
static aps_err change_force(aps_sim *sim, int k, double value, double *moved) {
  double old[APS_REDUCE_MAX], now[APS_REDUCE_MAX];
  const int softens = k == APS_CHANGE_SOFTENING;
  if (softens) APS_TRY(aps_sim_state(sim, old));
  APS_TRY(replace(sim, k, value));
  APS_TRY(settle(sim));
  if (!softens) return APS_OK;
  APS_TRY(aps_sim_state(sim, now));
  *moved = (now[APS_STATE_POTENTIAL] - old[APS_STATE_POTENTIAL]) * (sim->expands ? sim->clock.time : 1); /* of what is conserved */
  sim->clock.energy_moved = aps_sim_energy_moved(sim) + *moved;
  return APS_OK;
}

aps_err aps_sim_change(aps_sim *sim, const char *key, double value, const char *where) {
  int k = 0;
  while (k < APS_CHANGES && strcmp(keys[k], key) != 0) k++;
  APS_TRY(check(sim, k, value));
  APS_TRY(aps_settle(sim));
  const double old = present(sim, k);
  double moved = 0;
  if (k == APS_CHANGE_DT) sim->step.dt = value;
  else if (k == APS_CHANGE_ETA) sim->step.eta = value;
  else APS_TRY(change_force(sim, k, value, &moved));
  note(sim, k, old, value);
  say(sim, k, old, value, moved, where);
  tell_files(sim);
  return APS_OK;
}

double aps_sim_energy_moved(const aps_sim *sim) { return isnan(sim->clock.energy_moved) ? 0 : sim->clock.energy_moved; }

int aps_sim_energy_moves(aps_sim *sim) {
  const double moved = aps_sim_energy_moved(sim), told = sim->changes.told;
  sim->changes.told = moved;
  return moved != told;
}

/* ---- files ---- */

int aps_change_any(const aps_sim *sim) {
  int n = 0;
  for (int k = 0; k < APS_CHANGES; k++) n += sim->changes.of[k].times > 0;
  return n;
}

int aps_change_text(const aps_sim *sim, char *out, size_t size) {
  int n = 0;
  out[0] = '\0';
  for (int k = 0; k < APS_CHANGES; k++) {
    const aps_change *c = &sim->changes.of[k];
    if (c->times == 0) continue;
    n += snprintf(out + n, size - (size_t)n, "# changed while it ran: %s = %.17g since time %.9g (it began with %.17g; log.txt tells of %s)\n",
                  keys[k], c->value, c->time, c->configured, c->times > 1 ? "all changes" : "it");
  }
  return n;
}

/* A configuration that was edited since then has the last word. The softenings are those of the particles. */
static void resume(aps_sim *sim, int k, double *setting) {
  aps_change *c = &sim->changes.of[k];
  if (c->times == 0) return;
  if (setting && *setting != c->configured) {
    aps_log(sim->ctx, APS_LOG_INFO, "restart: %s is that of the configuration, which was changed since; before it was %.9g", keys[k],
            c->value);
    *c = (aps_change){0};
    return;
  }
  if (setting) *setting = c->value;
  aps_log(sim->ctx, APS_LOG_INFO, "restart: %s = %.9g, as changed at time %.9g", keys[k], c->value, c->time);
}

void aps_change_resume(aps_sim *sim) {
  resume(sim, APS_CHANGE_DT, &sim->step.dt);
  resume(sim, APS_CHANGE_ETA, &sim->step.eta);
  resume(sim, APS_CHANGE_SOFTENING, NULL);
  resume(sim, APS_CHANGE_ACCURACY, &sim->force_settings.accuracy);
}
