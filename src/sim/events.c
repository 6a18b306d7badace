/* Events: what acts between steps, when its time comes. Events due together share the columns that are already down. */
#include "sim.h"
#include "../core/ranks.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- opening: rows from `output:` ------------------------------------------------------------------ */

/* `snapshots: none` switches an event off. */
static int switched_off(const aps_node *node) {
  if (node == NULL || aps_node_is(node) != APS_NODE_SCALAR) return 0;
  const char *text = aps_node_text(node);
  return strcmp(text, "none") == 0 || strcmp(text, "off") == 0 || strcmp(text, "false") == 0 ||
         strcmp(text, "no") == 0;
}

/* Rhythm where the configuration gives none: a hundred log rows, a checkpoint each half hour, else start and end. */
static double default_every(const aps_sim *sim, const aps_event *row) {
  if (row->when & APS_WALL_CLOCK) return 1800;
  const double span = sim->run.t_end - sim->run.t_start;
  return strcmp(row->about.name, "log") == 0 && span > 0 ? span / 100 : NAN;
}

/* One of the three says when. */
static aps_err check_rhythm(aps_sim *sim, const aps_rhythm *r, const aps_node *node, const char *path) {
  const int listed = r->times.value || r->list;
  if (r->times.value && r->list) return aps_config_fail(sim->config, node, path, "list", "excludes times: give one of them");
  if (listed && !isnan(r->every))
    return aps_config_fail(sim->config, node, path, r->list ? "list" : "times", "excludes every: give one of them");
  return APS_OK;
}

static aps_err open_event(aps_sim *sim, const aps_event *row, const aps_node *node) {
  const int k = sim->n_events;
  aps_scheduled *e = &sim->event[k];
  char path[64];
  snprintf(path, sizeof path, "output.%s", row->about.name);
  e->self = aps_alloc(sim->ctx, "event", 1, row->about.state_size + 1);
  if (e->self == NULL) return APS_EMEM;
  e->row = row;
  sim->n_events++;
  const aps_param *tables[2] = {aps_rhythm_params(row), row->about.params};
  void *blocks[2] = {&e->set, e->self};
  APS_TRY(aps_config_bind(sim->config, node, path, row->about.params ? 2 : 1, tables, blocks, &sim->units));
  APS_TRY(check_rhythm(sim, &e->set, node, path));
  const double every = e->set.every;
  const int listed = e->set.times.value || e->set.list;
  e->every = isnan(every) && !listed ? default_every(sim, row) : every;
  const double last = sim->run.t_end;
  if (!isnan(every) && !(row->when & APS_WALL_CLOCK) && last > sim->run.t_start && last - every >= last)
    return aps_config_fail(sim->config, node, path, "every", "must be larger: up to time %g it would not move the clock, got %g",
                           last, every);
  sim->progress[k] = (aps_progress){.every = e->every, .next = 1, .acted_at = NAN};
  snprintf(sim->progress[k].name, sizeof sim->progress[k].name, "%s", row->about.name);
  return APS_OK;
}

aps_err aps_events_open(aps_sim *sim) {
  const aps_node *output = aps_node_get(aps_config_root(sim->config), "output");
  const aps_param *tables[1] = {aps_output_params};
  void *blocks[1] = {&sim->output};
  APS_TRY(aps_config_bind(sim->config, output, "output", 1, tables, blocks, &sim->units));
  for (const aps_param *p = aps_output_params; p->key; p++) { /* a row that is not in this build is not passed over */
    const aps_node *node = aps_node_get(output, p->key);
    if (p->type == 'm' && node && !switched_off(node) && aps_row_find(APS_KIND_EVENT, p->key) == NULL)
      return aps_config_fail(sim->config, output, "output", p->key, "is not in this build; apsis doctor says why");
  }
  const aps_event *row;
  for (int i = 0; (row = (const aps_event *)aps_row(APS_KIND_EVENT, i)); i++) {
    const aps_node *node = aps_node_get(output, row->about.name);
    const int asked_only = !(row->when & (APS_AT_START | APS_AT_END)) || strcmp(row->about.name, "frames") == 0;
    if (switched_off(node) || (node == NULL && asked_only && !(row->when & APS_WALL_CLOCK))) continue;
    APS_CHECK(sim->ctx, sim->n_events < APS_MAX_EVENTS, APS_EINTERNAL, "more than %d events", APS_MAX_EVENTS);
    APS_TRY(open_event(sim, row, node));
  }
  return APS_OK;
}

aps_err aps_events_check(aps_sim *sim) {
  const aps_node *output = aps_node_get(aps_config_root(sim->config), "output");
  for (int k = 0; k < sim->n_events; k++) {
    const aps_event *row = sim->event[k].row;
    const aps_err err = row->check ? row->check(sim->event[k].self, sim) : APS_OK;
    if (err != APS_OK) return aps_fail_at_key(sim, output ? aps_node_get(output, row->about.name) : NULL);
  }
  return APS_OK;
}

void aps_events_close(aps_sim *sim) {
  for (int i = 0; i < sim->n_events; i++) {
    aps_scheduled *e = &sim->event[i];
    if (e->row && e->row->destroy) e->row->destroy(e->self);
    aps_release(sim->ctx, e->self);
    aps_release(sim->ctx, e->times);
  }
  while (sim->n_idle > 0) aps_release(sim->ctx, sim->idle[--sim->n_idle].data);
  sim->n_events = 0;
}

/* ---- acting ------------------------------------------------------------------------------------------ */

/* Files hold decimal points whatever the host program's locale says. */
static aps_err act_in_c_locale(aps_sim *sim, int k, aps_view view) {
  const locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
  const locale_t before = c ? uselocale(c) : (locale_t)0;
  const aps_err err = sim->event[k].row->act(sim->event[k].self, sim, view);
  if (c) {
    uselocale(before);
    freelocale(c);
  }
  return err;
}

/* Where the next step has yet to ask for accelerations, they come with the potentials, for a fraction of an evaluation. */
static aps_err potentials(aps_sim *sim) {
  const aps_cols current = aps_forces_known(sim);
  return current & APS_POT ? APS_OK : aps_forces_current(sim, APS_POT | (current & APS_A ? 0 : APS_A));
}

static aps_err act(aps_sim *sim, int k) {
  const aps_event *row = sim->event[k].row;
  if ((row->when & APS_WANTS_FILES) && !sim->attached) return APS_OK;
  APS_TRY(aps_settle(sim));
  const double start = aps_wall();
  const double forces = aps_phase_seconds(sim->ctx, APS_PHASE_FORCES);
  if ((row->reads | row->needs) & APS_POT) APS_TRY(potentials(sim));
  aps_view view = {.n = sim->n};
  if (row->reads | row->writes) APS_TRY(aps_borrow(sim->particles, APS_HOST, row->reads, row->writes, &view));
  /* counted before it acts, so that a checkpoint holds itself as done */
  sim->progress[k].acts++;
  sim->progress[k].acted_at = sim->clock.time;
  const char *before = aps_ranks_doing(sim->ctx, row->about.name);
  const aps_err err = aps_ranks_agree(sim->ctx, act_in_c_locale(sim, k, view));
  aps_ranks_doing(sim->ctx, before);
  if (row->writes & APS_X) sim->clock.current = 0;
  const double inside = aps_phase_seconds(sim->ctx, APS_PHASE_FORCES) - forces;
  const double spent = aps_wall() - start;
  aps_phase_add(sim->ctx, APS_PHASE_OUTPUT, spent - inside);
  if (strcmp(row->about.name, "checkpoint") == 0) sim->checkpoint_wall = spent;
  return err;
}

static double due_time(const aps_sim *sim, int k) {
  const aps_scheduled *e = &sim->event[k];
  const int64_t next = sim->progress[k].next;
  if (e->times) return next <= e->n_times ? e->times[next - 1] : HUGE_VAL;
  return sim->run.t_start + (double)next * e->every;
}

static int timed(const aps_scheduled *e) { return e->times || (!isnan(e->every) && !(e->row->when & APS_WALL_CLOCK)); }

/* Rounding of the clock must not push an event to the next step. */
static double tolerance(const aps_sim *sim) { return 1e-6 * fabs(sim->clock.dt_last); }

/* The first of the multiples of `every`, or of the listed times, that lies after now. */
static int64_t next_from_now(const aps_sim *sim, int k) {
  const double now = sim->clock.time + tolerance(sim);
  if (sim->event[k].times) return aps_times_first(&sim->event[k], now) + 1;
  return (int64_t)floor((now - sim->run.t_start) / sim->event[k].every) + 1;
}

/* By name: the configuration may have gained or lost events, and given one another rhythm. Where the rhythm is the same
 * the count goes on. */
void aps_events_resume(aps_sim *sim, const aps_progress saved[APS_MAX_EVENTS]) {
  for (int k = 0; k < sim->n_events; k++) {
    aps_progress *now = &sim->progress[k];
    const double every = now->every;
    int same = 0;
    for (int i = 0; i < APS_MAX_EVENTS; i++)
      if (strncmp(saved[i].name, now->name, sizeof now->name) == 0) {
        *now = saved[i];
        same = saved[i].every == every;
      }
    now->every = every;
    if (!same && timed(&sim->event[k])) now->next = next_from_now(sim, k);
  }
}

static int is_open(const aps_sim *sim, const aps_event *row) {
  int open = 0;
  for (int k = 0; k < sim->n_events; k++) open |= sim->event[k].row == row;
  return open;
}

/* Else snapshots would begin at number 0 again, over those that are there, and errors count from another start. */
aps_err aps_events_keep_idle(aps_sim *sim) {
  const aps_event *row;
  for (int i = 0; (row = (const aps_event *)aps_row(APS_KIND_EVENT, i)); i++) {
    const aps_blob *saved = aps_state_blob(sim, row->about.name, row->about.persist_size);
    if (is_open(sim, row) || saved == NULL || saved->size == 0 || sim->n_idle == APS_MAX_EVENTS) continue;
    void *data = aps_alloc(sim->ctx, "event", 1, (int64_t)saved->size);
    if (data == NULL) return APS_EMEM;
    memcpy(data, saved->data, saved->size);
    sim->idle[sim->n_idle++] = (aps_blob){row->about.name, data, saved->size};
  }
  return APS_OK;
}

double aps_events_next_time(const aps_sim *sim) {
  double next = 1e300;
  for (int k = 0; k < sim->n_events; k++)
    if (timed(&sim->event[k])) next = fmin(next, due_time(sim, k));
  return next;
}

aps_err aps_events_start(aps_sim *sim) {
  for (int k = 0; k < sim->n_events; k++) {
    aps_scheduled *e = &sim->event[k];
    APS_TRY(aps_ranks_agree(sim->ctx, e->row->create ? e->row->create(e->self, sim) : APS_OK));
    e->next_wall = aps_wall() + (isnan(e->every) ? 1e300 : e->every);
  }
  if (sim->resumed) return APS_OK;
  aps_times_tell(sim);
  for (int k = 0; k < sim->n_events; k++)
    if (sim->event[k].row->when & APS_AT_START) APS_TRY(act(sim, k));
  return APS_OK;
}

int aps_events_checkpoint_due(const aps_sim *sim) {
  for (int k = 0; k < sim->n_events; k++)
    if (strcmp(sim->event[k].row->about.name, "checkpoint") == 0) return aps_sim_now(sim) >= sim->event[k].next_wall;
  return 0;
}

/* Bit k: event k is due by the clock on rank 0's wall. None is at the run's end, which acts after it: a checkpoint between
 * the two would hold the outputs of the end as not yet done, and a restart do them twice. */
static int64_t due_by_wall(aps_sim *sim) {
  int64_t bits = 0;
  if (sim->clock.time >= sim->run.t_end) return 0;
  const double now = aps_sim_now(sim);
  for (int k = 0; k < sim->n_events; k++)
    if ((sim->event[k].row->when & APS_WALL_CLOCK) && now >= sim->event[k].next_wall) bits |= (int64_t)1 << k;
  aps_ranks_broadcast(sim->ctx, &bits, sizeof bits, 0);
  return bits;
}

static int due(const aps_sim *sim, int k, int64_t by_wall) {
  const aps_scheduled *e = &sim->event[k];
  if (e->row->when & APS_WALL_CLOCK) return by_wall >> k & 1;
  return timed(e) && sim->clock.time >= due_time(sim, k) - tolerance(sim);
}

int aps_events_potential(const aps_sim *sim, double t, double t_end) {
  for (int k = 0; k < sim->n_events; k++) {
    const aps_scheduled *e = &sim->event[k];
    if (!((e->row->reads | e->row->needs) & APS_POT)) continue;
    if (timed(e) && t >= due_time(sim, k) - tolerance(sim)) return 1;
    if ((e->row->when & APS_AT_END) && t >= t_end - tolerance(sim)) return 1;
  }
  return 0;
}

/* Checkpoints come last: a restart begins with a step, and what is due now would show the state after it. */
aps_err aps_events_due(aps_sim *sim) {
  const int64_t by_wall = due_by_wall(sim);
  for (int wall = 0; wall < 2; wall++)
    for (int k = 0; k < sim->n_events; k++) {
      aps_scheduled *e = &sim->event[k];
      if (((e->row->when & APS_WALL_CLOCK) != 0) != wall || !due(sim, k, by_wall)) continue;
      if (timed(e)) {
        const int64_t next = next_from_now(sim, k);
        sim->progress[k].next = next > sim->progress[k].next ? next : sim->progress[k].next + 1;
      }
      APS_TRY(act(sim, k));
      e->next_wall = aps_wall() + e->every;
    }
  return APS_OK;
}

aps_err aps_events_end(aps_sim *sim) {
  for (int k = 0; k < sim->n_events; k++) {
    const aps_scheduled *e = &sim->event[k];
    if ((e->row->when & APS_AT_END) && sim->progress[k].acted_at != sim->clock.time) APS_TRY(act(sim, k));
  }
  return APS_OK;
}

aps_err aps_events_checkpoint(aps_sim *sim, int *written) {
  *written = 0;
  for (int k = 0; k < sim->n_events; k++) {
    if (strcmp(sim->event[k].row->about.name, "checkpoint") != 0) continue;
    APS_TRY(act(sim, k));
    sim->event[k].next_wall = aps_wall() + (isnan(sim->event[k].every) ? 1e300 : sim->event[k].every);
    *written = sim->attached;
  }
  return APS_OK;
}
