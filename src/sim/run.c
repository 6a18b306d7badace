/* The run loop: step, look for trouble, let due events act, heed requests to stop. */
#include "sim.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void aps_stop(aps_sim *sim, const char *reason) { atomic_store(&sim->stop, reason); }
int aps_sim_stops(const aps_sim *sim) { return atomic_load(&sim->stop) != NULL; }
void aps_request_checkpoint(aps_sim *sim) { atomic_store(&sim->want_checkpoint, 1); }

void aps_on_step(aps_sim *sim, aps_step_fn *hook, void *user) {
  sim->on_step = hook;
  sim->on_step_user = user;
  sim->on_step_wall = -HUGE_VAL; /* the clock may have begun just now, with the machine */
}

double aps_sim_now(const aps_sim *sim) { return aps_phases_skip(sim->ctx) ? sim->step_end : aps_wall(); }

void aps_on_step_pause(aps_sim *sim, double seconds) { sim->on_step_pause = seconds; }
void aps_on_step_lag(aps_sim *sim, int may) { sim->on_step_lags = may; }

aps_err aps_settle(aps_sim *sim) {
  return sim->integrator && sim->integrator->settle ? sim->integrator->settle(sim->integrator_self, sim) : APS_OK;
}

static aps_err tell(aps_sim *sim) {
  if (sim->on_step_pause > 0) {
    const double now = aps_sim_now(sim);
    if (now - sim->on_step_wall < sim->on_step_pause) return APS_OK;
    sim->on_step_wall = now;
  }
  if (!sim->on_step_lags) APS_TRY(aps_settle(sim));
  sim->on_step(sim->on_step_user, sim);
  return APS_OK;
}

/* Kahan's compensated sum: a thousand steps of 0.1 end at 100, not beside it. */
static void advance(aps_clock *clock, double dt) {
  const double t = clock->time, small = dt + clock->time_low, next = t + small;
  clock->time_low = (t - next) + small;
  clock->time = next;
  clock->dt_last = dt;
  clock->steps++;
}

/* Every so many steps the rows go to their ranks and are put in the solver's order: a tree then reads memory from front
 * to back. No sum depends on where a row lies: a resumed run may do it at other times. */
static aps_err tidy(aps_sim *sim) {
  enum { EVERY = 16, CROWDED = 4 };
  const aps_force *row = sim->force;
  const int early = row && row->crowded && row->crowded(sim->force_self) && sim->clock.steps >= sim->patient_until;
  if (early) sim->patient_until = sim->clock.steps + CROWDED;
  return (early || sim->clock.steps % EVERY == 0) && !sim->integrator->bodies ? aps_homes_settle(sim) : APS_OK;
}

static aps_err step_inside(aps_sim *sim, double dt) {
  aps_ranks_doing(sim->ctx, "a step");
  if (aps_sim_midway(sim)) dt = sim->midway.length;
  APS_TRY(tidy(sim));
  const aps_integrator *row = sim->integrator;
  APS_TRY(aps_cosmology_account(sim)); /* no more than a look, but at the start */
  /* what a solver carries over from earlier steps is not in a checkpoint: a resumed run must build the same anew */
  if (sim->force && sim->force->renew) sim->force->renew(sim->force_self, 1);
  sim->stepping = 1;
  const aps_err err = (sim->blocks ? row->block : row->step)(sim->integrator_self, sim, dt);
  sim->stepping = 0;
  APS_TRY(err);
  if (sim->force && sim->force->renew) sim->force->renew(sim->force_self, 0);
  advance(&sim->clock, dt);
  return aps_cosmology_account(sim);
}

static aps_err step_by(aps_sim *sim, double dt) {
  /* the steps of one rank are not those of another, and a block may be much longer than the one before */
  const double start = aps_phases_begin(sim->ctx, aps_ranks(sim->ctx) == 1 && !sim->blocks);
  const aps_err err = step_inside(sim, dt);
  const double end = aps_phases_end(sim->ctx, start);
  if (end > 0) sim->step_end = end, sim->step_wall = end - start;
  return err;
}

/* The step the integrator wants, before it is shortened to meet an event or the end. */
static aps_err wanted_step(aps_sim *sim, double *dt) {
  if (aps_sim_midway(sim)) {
    *dt = sim->midway.length;
    return APS_OK;
  }
  if (isnan(sim->step.eta)) {
    *dt = sim->step.dt;
    return APS_OK;
  }
  const aps_integrator *row = sim->integrator;
  const aps_err err = (sim->blocks ? row->choose_block : row->choose)(sim->integrator_self, sim, sim->step.eta, dt);
  if (err == APS_ECONFIG) return aps_fail_at_key(sim, aps_node_get(aps_config_root(sim->config), "integrator"));
  APS_TRY(err);
  if (!isnan(sim->step.dt_max)) *dt = fmin(*dt, sim->step.dt_max);
  const double span = fabs(sim->run.t_end - sim->run.t_start);
  if (span > 0) *dt = fmin(*dt, span); /* free particles would choose an endless one */
  if (*dt > 0 && sim->clock.time + *dt > sim->clock.time) return APS_OK;
  aps_fail(sim->ctx, APS_ENUM, "the adaptive step shrank to %g at time %.9g", *dt, sim->clock.time);
  return aps_hint(sim->ctx, "an unsoftened close encounter, or eta too small; a softening > 0 bounds the step");
}

/* Lands on `target` without a sliver of a step: at the last two steps the way is halved. */
static double land(double t, double dt, double target) {
  const double left = target - t;
  if (left <= 0 || left > 2 * dt) return dt;
  return left <= dt * (1 + 1e-9) ? left : left / 2;
}

static aps_err step_freely(aps_sim *sim) {
  double dt;
  APS_TRY(wanted_step(sim, &dt));
  return step_by(sim, dt);
}

/* On as many threads as the run may have. */
#define WITH_THREADS(sim, call) \
  const int before = aps_threads_take((int)(sim)->run.threads); \
  const aps_err err = call; \
  aps_threads_take(before)

aps_err aps_step(aps_sim *sim) {
  WITH_THREADS(sim, step_freely(sim));
  return err == APS_OK ? aps_settle(sim) : err;
}

aps_err aps_step_by(aps_sim *sim, double dt) {
  WITH_THREADS(sim, step_by(sim, dt));
  return err == APS_OK ? aps_settle(sim) : err;
}

static aps_err step_towards(aps_sim *sim, double t_end) {
  double dt;
  APS_TRY(wanted_step(sim, &dt));
  const double t = sim->clock.time;
  if (!isnan(sim->step.eta) && !aps_sim_midway(sim)) { /* an interrupted block ends where it was to end */
    const double next = fmin(t_end, aps_events_next_time(sim));
    if (next > t) dt = sim->blocks ? aps_steps_fit(next - t, dt) : land(t, dt, next);
  } else if (isnan(sim->step.eta) && t + dt > t_end - 1e-6 * dt) {
    const double left = t_end - t - sim->clock.time_low; /* the last step ends at t_end, to the bit if it is whole */
    if (fabs(left - dt) > 1e-6 * dt) dt = left;
  }
  sim->potential_due = aps_events_potential(sim, t + dt, t_end);
  const aps_err err = step_by(sim, dt);
  sim->potential_due = 0;
  APS_TRY(err);
  if (fabs(sim->clock.time - t_end) <= 1e-6 * dt) { /* to the bit, and a run continued from here is in step with one that went on */
    sim->clock.time_low += sim->clock.time - t_end;
    sim->clock.time = t_end;
  }
  return APS_OK;
}

/* 1: all x and v of a few rows in host memory are finite, found in a twentieth of the time of a reduction. 0: not known. */
static int surely_finite(aps_sim *sim) {
  enum { FEW = 4096 };
  double *x[3], *v[3];
  if (sim->backend->space != APS_HOST || sim->n > FEW || aps_ranks(sim->ctx) > 1 ||
      aps_borrow(sim->particles, APS_HOST, APS_X | APS_V, 0, NULL) != APS_OK)
    return 0;
  aps_particles_vector(sim->particles, APS_HOST, APS_X, x);
  aps_particles_vector(sim->particles, APS_HOST, APS_V, v);
  return aps_rows_finite(x, 0, sim->n) && aps_rows_finite(v, 0, sim->n);
}

/* NaN or Inf: named, dumped, never gone on with. */
static aps_err check_finite(aps_sim *sim) {
  double bad;
  if (surely_finite(sim)) return APS_OK;
  APS_TRY(aps_reduce(sim, APS_FIRST_BAD, 0, &bad));
  if (bad > 1e18) return APS_OK;
  aps_view p;
  const int rank = (int)(bad / 1e12);
  const int64_t i = (int64_t)(bad - 1e12 * rank);
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_X | APS_V | APS_ID | APS_MASS | APS_TYPE, 0, &p));
  char dump[4200] = "";
  if (sim->attached) {
    aps_dataset all;
    aps_writer_wait(sim); /* its failure is the lesser one */
    snprintf(dump, sizeof dump, "%s/not_finite.hdf5", sim->directory);
    if (aps_snapshot(sim, aps_particles_groups(sim->particles), &all) != APS_OK ||
        aps_dataset_write(sim->ctx, dump, "own", &all, NULL, 0) != APS_OK)
      dump[0] = '\0';
  }
  if (rank != aps_rank(sim->ctx)) return aps_ranks_agree(sim->ctx, APS_OK);
  aps_fail(sim->ctx, APS_ENUM,
           "particle %llu is not finite at time %.9g, step %lld: position (%g, %g, %g), velocity (%g, %g, %g)%s%.200s",
           (unsigned long long)p.id[i], sim->clock.time, (long long)sim->clock.steps, p.x[i], p.y[i], p.z[i], p.vx[i],
           p.vy[i], p.vz[i], dump[0] ? "; dumped to " : "", dump);
  aps_hint(sim->ctx, "a smaller integrator.dt, or a softening > 0, follows close encounters");
  return aps_ranks_agree(sim->ctx, APS_ENUM);
}

/* Time to leave: what passes until requests are heard again, a step or a part of a block, and two checkpoints still fit (measured). */
static int wall_is_up(const aps_sim *sim) {
  if (isnan(sim->run.wall_limit)) return 0;
  const double checkpoint = fmax(sim->checkpoint_wall, aps_writer_longest(sim));
  const double next = sim->blocks && sim->hears ? fmax(sim->unheard, sim->longest_unheard) : sim->step_wall;
  return aps_sim_now(sim) - sim->born + next + 2 * checkpoint >= sim->run.wall_limit;
}

/* Once, before the first step of a run or of a caller's own loop. */
static aps_err settle_accuracy(aps_sim *sim) {
  if (sim->settled || sim->resumed) return APS_OK;
  APS_TRY(check_finite(sim));
  if (aps_ranks(sim->ctx) > 1) APS_TRY(aps_homes_settle(sim));
  sim->settled = 1;
  return aps_accuracy_settle(sim);
}

static void tell_watch(aps_sim *sim) {
  char path[4200];
  snprintf(path, sizeof path, "%s/log.txt", sim->directory);
  aps_ranks_watch_log(sim->over_ranks, path);
}

/* What was read goes to the ranks that own it. */
static aps_err go_home(aps_sim *sim) {
  const double start = aps_wall();
  if (aps_ranks(sim->ctx) > 1) APS_TRY(aps_homes_settle(sim));
  sim->resume_wall += aps_wall() - start;
  aps_log(sim->ctx, APS_LOG_INFO, "restart: %lld particles are in their place after %.3g s, %.3g of them to read the checkpoint",
          (long long)sim->total, sim->resume_wall, sim->read_wall);
  return APS_OK;
}

static aps_err begin(aps_sim *sim) {
  if (sim->started) return APS_OK;
  APS_CHECK(sim->ctx, sim->particles, APS_EARG, "aps_run before aps_build");
  aps_ranks_doing(sim->ctx, "its start");
  APS_TRY(aps_ranks_agree(sim->ctx, aps_sim_writes(sim) ? aps_rundir_claim(sim) : APS_OK));
  if (sim->attached) APS_TRY(aps_rundir_seen(sim));
  sim->started = 1;
  if (sim->attached) APS_TRY(aps_restart_retire(sim));
  if (sim->attached) tell_watch(sim);
  if (sim->resumed && sim->clock.time >= sim->run.t_end)
    aps_log(sim->ctx, APS_LOG_INFO, "this run is finished: its time %.9g has reached run.t_end %.9g; to go on: --restart --set run.t_end=%.9g",
            sim->clock.time, sim->run.t_end, sim->clock.time + (sim->run.t_end > 0 ? sim->run.t_end : 1));
  if (sim->resumed) APS_TRY(go_home(sim));
  APS_TRY(settle_accuracy(sim));
  APS_TRY(aps_collisions_begin(sim));
  return aps_events_start(sim);
}

typedef struct {
  const char *stop; /* the reason; NULL: go on */
  int checkpoint;
} requests;

/* A request that reached one rank reaches all, with the reason of the lowest that has one. What all have agreed on is what
 * counts: another may arrive in between, from a signal or a window's thread, and is for the next step. */
static requests hear_requests(aps_sim *sim) {
  aps_ctx *ctx = sim->ctx;
  const char *reason = atomic_load(&sim->stop);
  if (aps_ranks(ctx) == 1) return (requests){reason, !reason && atomic_exchange(&sim->want_checkpoint, 0)};
  int64_t heard[2] = {reason ? aps_ranks(ctx) - aps_rank(ctx) : 0, atomic_load(&sim->want_checkpoint)};
  aps_ranks_max_int(ctx, heard, 2);
  if (heard[1]) atomic_store(&sim->want_checkpoint, 0);
  if (heard[0] == 0) return (requests){NULL, heard[1] != 0};
  if (reason) snprintf(sim->reason, sizeof sim->reason, "%s", reason);
  aps_ranks_broadcast(ctx, sim->reason, sizeof sim->reason, aps_ranks(ctx) - (int)heard[0]);
  atomic_store(&sim->stop, sim->reason);
  return (requests){sim->reason, 0};
}

static void look_for_requests(aps_sim *sim) {
  if (!aps_sim_writes(sim)) return;
  aps_rundir_poll(sim);
  if (wall_is_up(sim)) aps_stop(sim, "run.wall_limit");
}

/* ---- within a block */

int aps_sim_midway(const aps_sim *sim) { return sim->midway.now > 0; }
double aps_sim_instant(const aps_sim *sim) { return sim->clock.time + ldexp((double)sim->midway.now, -40) * sim->midway.length; }

int aps_sim_goes_on(aps_sim *sim, aps_block_place *place) {
  *place = sim->midway;
  sim->midway = (aps_block_place){.now = 0};
  return place->now > 0;
}

static void note_unheard(aps_sim *sim) {
  const double now = sim->step_end = aps_wall(); /* the clock of what is due by wall time */
  if (sim->heard_at > 0) sim->unheard = fmax(sim->unheard, now - sim->heard_at);
  sim->heard_at = now;
}

aps_err aps_sim_rest(aps_sim *sim, const aps_block_place *at) {
  if (sim->force && sim->force->renew) sim->force->renew(sim->force_self, 1);
  if (!sim->hears) return APS_OK;
  note_unheard(sim);
  look_for_requests(sim);
  if (aps_sim_writes(sim) && aps_events_checkpoint_due(sim)) aps_request_checkpoint(sim);
  const requests heard = hear_requests(sim);
  if (!heard.stop && !heard.checkpoint) return APS_OK;
  sim->midway = *at;
  aps_sim_count(sim, 0, 0); /* what all ranks have done so far */
  if (heard.stop) return APS_ESTOP;
  const aps_err err = aps_events_checkpoint(sim, &(int){0});
  sim->midway = (aps_block_place){.now = 0};
  return err;
}

static aps_err stop_now(aps_sim *sim, const char *reason) {
  int written = 0;
  APS_TRY(aps_settle(sim)); /* also where no checkpoint is written */
  APS_TRY(aps_events_checkpoint(sim, &written));
  APS_TRY(aps_writer_wait(sim));
  if (written) aps_rundir_unfinished(sim, reason);
  atomic_store(&sim->stop, NULL);
  return aps_fail(sim->ctx, APS_ESTOP, "stopped by %s at time %.9g, %sstep %lld; %s", reason, aps_sim_instant(sim),
                  aps_sim_midway(sim) ? "within " : "", (long long)sim->clock.steps + aps_sim_midway(sim), written ? "a checkpoint is on disk" : "without a checkpoint, as asked");
}

/* How far a stretch of steps goes. */
typedef struct {
  int64_t steps, done;
  double until; /* aps_wall(); HUGE_VAL: no bound */
} stretch;

static stretch stretch_of(int64_t steps, double seconds) {
  return (stretch){.steps = steps, .until = seconds > 0 ? aps_wall() + seconds : HUGE_VAL};
}

/* By the end of the last step that was timed: a look at the clock is half a per cent of a step of 100 particles. */
static int goes_on(const aps_sim *sim, const stretch *s) {
  return s->done < s->steps && (s->done == 0 || sim->step_end < s->until);
}

static aps_err loop(aps_sim *sim, double t_end, stretch *s) {
  APS_TRY(begin(sim));
  sim->hears = sim->attached && !sim->keep_order;
  while ((sim->clock.time < t_end || aps_sim_midway(sim)) && goes_on(sim, s)) {
    if (sim->blocks) {
      note_unheard(sim);
      sim->longest_unheard = sim->unheard, sim->unheard = 0;
    }
    look_for_requests(sim);
    const requests heard = hear_requests(sim);
    if (heard.stop) return stop_now(sim, heard.stop);
    if (heard.checkpoint) APS_TRY(aps_events_checkpoint(sim, &(int){0}));
    const aps_err err = step_towards(sim, t_end);
    if (err == APS_ESTOP && aps_sim_midway(sim)) return stop_now(sim, atomic_load(&sim->stop));
    APS_TRY(err);
    APS_TRY(check_finite(sim));
    APS_TRY(aps_accuracy_watch(sim));
    APS_TRY(aps_events_due(sim));
    APS_TRY(aps_writer_poll(sim));
    if (sim->on_step) APS_TRY(tell(sim));
    s->done++;
  }
  return aps_settle(sim);
}

/* Why a run ended stands in its log.txt as well. */
static aps_err noted(aps_sim *sim, aps_err err) {
  char line[1200];
  if (err == APS_OK) return err;
  /* what follows from the state of the whole run happened on all ranks alike */
  if (!aps_ranks_know(sim->ctx) && (err == APS_ENUM || err == APS_ESTOP || err == APS_ECONFIG)) err = aps_ranks_agree(sim->ctx, err);
  snprintf(line, sizeof line, "%s%s", err == APS_ESTOP ? "" : "error: ", aps_ctx_error(sim->ctx));
  aps_log_note(sim->ctx, line);
  return err;
}

aps_err aps_run(aps_sim *sim, double t_end) {
  stretch all = stretch_of(INT64_MAX, 0);
  WITH_THREADS(sim, noted(sim, aps_writer_settle(sim, loop(sim, t_end, &all))));
  return err;
}

aps_err aps_run_some(aps_sim *sim, double t_end, int64_t steps, double seconds, int64_t *done) {
  stretch s = stretch_of(steps, seconds);
  WITH_THREADS(sim, loop(sim, t_end, &s));
  *done = s.done;
  return err == APS_OK ? APS_OK : noted(sim, aps_writer_settle(sim, err));
}

static aps_err bare_steps(aps_sim *sim, double dt, stretch *s) {
  if (goes_on(sim, s)) APS_TRY(settle_accuracy(sim));
  for (; goes_on(sim, s); s->done++) {
    APS_TRY(isnan(dt) ? step_freely(sim) : step_by(sim, dt));
    APS_TRY(aps_accuracy_watch(sim));
  }
  APS_TRY(aps_settle(sim));
  return check_finite(sim);
}

aps_err aps_step_some(aps_sim *sim, double dt, int64_t steps, double seconds, int64_t *done) {
  stretch s = stretch_of(steps, seconds);
  WITH_THREADS(sim, bare_steps(sim, dt, &s));
  *done = s.done;
  return noted(sim, err);
}

static aps_err watched_step(aps_sim *sim) {
  APS_TRY(settle_accuracy(sim));
  APS_TRY(aps_step(sim));
  APS_TRY(check_finite(sim));
  return aps_accuracy_watch(sim);
}

aps_err aps_step_one(aps_sim *sim) {
  WITH_THREADS(sim, noted(sim, watched_step(sim)));
  return err;
}

int aps_run_one(aps_sim *sim, double t_end) {
  int64_t done;
  const aps_err err = aps_run_some(sim, t_end, 1, 0, &done);
  return err == APS_OK ? (int)done : -(int)err;
}

static aps_err finish(aps_sim *sim) {
  APS_TRY(begin(sim));
  sim->ended = 1;
  APS_TRY(aps_events_end(sim));
  APS_TRY(aps_writer_wait(sim));
  aps_writer_report(sim);
  aps_sim_report(sim, 1);
  aps_collisions_report(sim);
  aps_restart_done(sim);
  char line[160], error[48];
  snprintf(line, sizeof line, "done: time %.9g, %lld step%s in %.1f s%s", sim->clock.time, (long long)sim->clock.steps,
           sim->clock.steps == 1 ? "" : "s", aps_sim_wall(sim), aps_energy_error_text(sim, error));
  aps_log_note(sim->ctx, line);
  return APS_OK;
}

aps_err aps_finish(aps_sim *sim) {
  WITH_THREADS(sim, noted(sim, aps_writer_settle(sim, finish(sim))));
  return err;
}
