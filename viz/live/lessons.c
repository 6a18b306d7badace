/* A simulation without files, as clay for the hands: it can be halted, run backwards, started anew,
 * and its settings changed while it runs. A change continues the present particles in a simulation
 * of the new configuration (aps_open_given), so no part of the engine needs to know of it. */
#include "live.h"
#include "../../src/core/config.h"
#include "../../src/core/number.h"
#include "../../src/core/reduce.h"
#include "../../src/core/run.h"
#include "source.h"
#include "take.h"
#include "window.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KNOB = 4, SETTINGS }; /* KNOB: of the lesson, the others of all */
static const char *const setting_keys[KNOB] = {"integrator.dt", "forces.0.softening",
                                               "forces.0.accuracy", "integrator.eta"};
#define LESSON_SECONDS 40.0 /* from start to end, unless asked otherwise */
#define ENERGY_SHARE   0.1  /* of the time, for potentials */
#define NEARLY_NONE    1e-2 /* of K + |W|: a parabola's total says nothing of its size */

typedef struct {
  aps_ctx *ctx;
  aps_sim *sim;
  aps_source *source;
  const aps_lesson *lesson;
  int n, now; /* which one */
  const char *const *set;
  int n_set, set_for;
  double changed[SETTINGS]; /* NAN: as configured */
  double pace;              /* asked for; 0: chosen */
  aps_take_log log;
  double E0, scale, energy_error, virial; /* NAN: not yet */
  double energy_begun, energy_spent, energy_last;
  int64_t steps;         /* of earlier simulations of this lesson */
  double interactions;   /* the same */
  int reversible, scene; /* scene: counts lessons opened */
  int halted;            /* at an end, not by the spectator: a new start goes on by itself */
} desk;

/* ---- energies ---- */

/* Computes the potential if time allows. Only here: a run with files has its log. */
static aps_err weigh(desk *d, int must) {
  const double now = aps_wall();
  if (!must && d->energy_spent + d->energy_last > ENERGY_SHARE * (now - d->energy_begun))
    return APS_OK;
  double state[APS_REDUCE_MAX];
  APS_TRY(aps_sim_state(d->sim, state));
  const double K = state[APS_STATE_KINETIC], W = state[APS_STATE_POTENTIAL];
  if (isnan(d->E0)) {
    d->E0 = K + W;
    d->scale = fabs(d->E0) > NEARLY_NONE * (K + fabs(W)) ? fabs(d->E0) : K + fabs(W);
  }
  d->energy_error = d->scale > 0 ? (K + W - d->E0) / d->scale : NAN;
  d->virial = W != 0 ? 2 * K / fabs(W) : NAN;
  d->energy_last = aps_wall() - now;
  d->energy_spent += d->energy_last;
  return APS_OK;
}

static void amend(void *self, aps_shot *shot) {
  const desk *d = self;
  shot->steps += d->steps, shot->interactions += d->interactions;
  shot->energy_error = d->energy_error, shot->virial = d->virial;
  shot->scene = d->scene;
}

static aps_err take(desk *d, int must) {
  aps_take_trace(d->sim, aps_source_trace(d->source));
  const int due = aps_take_due(d->sim, d->source, &d->log, must);
  if (!due) return APS_OK;
  APS_TRY(weigh(d, must));
  return aps_take_shot(d->sim, d->source, &d->log, due, amend, d);
}

/* ---- a simulation, from the lesson or from the present particles ---- */

static const char *key_of(const desk *d, int k) { return k == KNOB ? d->lesson[d->now].knob.key : setting_keys[k]; }

static void free_settings(char **text) {
  for (int k = 0; k < SETTINGS; k++) free(text[k]);
}

/* The overrides of this lesson in the order in which they count. */
static int overrides(const desk *d, const char **set, char *text[SETTINGS]) {
  int n = 0;
  for (int i = 0; i < d->n_set && d->now == d->set_for; i++) set[n++] = d->set[i];
  for (int k = 0; k < SETTINGS; k++) {
    text[k] = NULL;
    if (isnan(d->changed[k])) continue;
    text[k] = malloc(80);
    if (!text[k]) continue;
    snprintf(text[k], 80, "%s=%.17g", key_of(d, k), d->changed[k]);
    set[n++] = text[k];
  }
  return n;
}

static aps_err open_with(const desk *d, const char **set, int n, const aps_dataset *given,
                         aps_sim **out) {
  char name[80];
  snprintf(name, sizeof name, "%.70s.yaml", d->lesson[d->now].name);
  APS_TRY(
      aps_open_given(d->ctx, name, d->lesson[d->now].config, set, n, given, given ? 1 : 0, out));
  const aps_err err = aps_build(*out);
  if (err != APS_OK) aps_free(out);
  return err;
}

/* Where the lesson's knob stands. */
static double knob_of(const desk *d) {
  const aps_lesson *l = &d->lesson[d->now];
  const char *set[300];
  char *text[SETTINGS];
  aps_config *config = NULL;
  double value = NAN;
  if (!l->knob.key) return NAN;
  const int n = overrides(d, set, text);
  aps_err err = aps_config_parse(d->ctx, l->name, l->config, strlen(l->config), &config);
  for (int i = 0; i < n && err == APS_OK; i++) err = aps_config_set(config, set[i]);
  const aps_node *at = err == APS_OK ? aps_config_find(config, l->knob.key) : NULL;
  if (at && !aps_number_parse(aps_node_text(at), &value)) value = NAN;
  aps_ctx_clear(d->ctx); /* what is wrong was said when it was opened */
  aps_config_free(&config);
  free_settings(text);
  return value;
}

static void show_knob(const desk *d, aps_status *st) {
  const aps_knob *k = &d->lesson[d->now].knob;
  st->knob = knob_of(d), st->knob_low = k->low, st->knob_high = k->high, st->knob_whole = k->whole;
  snprintf(st->knob_key, sizeof st->knob_key, "%s", k->key ? k->key : "");
  snprintf(st->knob_name, sizeof st->knob_name, "%s", k->key ? k->name : "");
}

/* What the window is told about a new simulation. */
static void introduce(desk *d, int restart) {
  const aps_sim *sim = d->sim;
  const aps_integrator *row = aps_sim_integrator(sim);
  aps_status *st = aps_source_open_status(d->source);
  const int fixed = !isnan(aps_sim_dt(sim));
  d->reversible = row->reversible && fixed;
  st->can = APS_CAN_STEP | APS_CAN_RESET | APS_CAN_CHANGE | APS_CAN_ADD;
  if (d->n > 1) st->can |= APS_CAN_LESSONS;
  if (d->reversible) st->can |= APS_CAN_REVERSE;
  snprintf(st->why_not, sizeof st->why_not,
           fixed ? "a step of %s is not undone by one of -dt"
                 : "%s chooses its steps, and others on the way back",
           row->about.name);
  st->t_first = aps_t_start(sim), st->t_last = aps_t_end(sim);
  st->dt = aps_sim_dt(sim), st->eta = aps_sim_eta(sim), st->softening = aps_sim_softening(sim);
  st->accuracy = aps_sim_accuracy(sim);
  st->card = aps_sim_card(sim);
  snprintf(st->device, sizeof st->device, "%.90s", aps_device_text(sim));
  snprintf(st->integrator, sizeof st->integrator, "%.31s", row->about.name);
  snprintf(st->species, sizeof st->species, "%s", aps_sim_kinds(sim));
  const char *title = aps_sim_title(sim);
  snprintf(st->title, sizeof st->title, "%s", title ? title : d->lesson[d->now].name);
  if (restart) {
    show_knob(d, st);
    st->direction = 1, st->ended = 0, st->steps_left = 0;
    if (d->halted) st->playing = 1;
    d->halted = 0;
    st->pace = (st->t_last - st->t_first) / LESSON_SECONDS;
    if (fixed) st->pace = fmax(st->pace, 5 * st->dt); /* something should happen */
    if (d->pace > 0) st->pace = d->pace;
    snprintf(st->lesson, sizeof st->lesson, "%s",
             d->lesson[d->now].text ? d->lesson[d->now].text : "");
    st->lessons++;
  }
  aps_source_close_status(d->source);
  d->E0 = d->energy_error = d->virial = NAN;
  d->energy_begun = aps_wall(), d->energy_spent = d->energy_last = 0;
}

/* The lesson from its beginning: the same bits every time. */
static aps_err begin(desk *d) {
  const char *set[300];
  char *text[SETTINGS];
  aps_sim *sim = NULL;
  const int n = overrides(d, set, text);
  const aps_err err = open_with(d, set, n, NULL, &sim);
  free_settings(text);
  APS_TRY(err);
  aps_free(&d->sim);
  d->sim = sim;
  d->steps = 0, d->interactions = 0;
  aps_trace_leap(aps_source_trace(d->source));
  introduce(d, 1);
  return take(d, 1);
}

/* The present particles in a simulation of the changed settings; more: one row to add, or NULL. */
static aps_err go_on(desk *d, const aps_dataset *state) {
  const char *set[304];
  char *text[SETTINGS], when[64], until[64];
  int n = overrides(d, set, text);
  const double t = aps_time(d->sim), end = fmax(aps_t_end(d->sim), t);
  snprintf(when, sizeof when, "run.t_start=%.17g", t);
  snprintf(until, sizeof until, "run.t_end=%.17g", end);
  set[n++] = "particles=[{given: 0}]";
  set[n++] = when, set[n++] = until;
  aps_sim *sim = NULL;
  const aps_err err = open_with(d, set, n, state, &sim);
  free_settings(text);
  APS_TRY(err);
  d->steps += aps_steps(d->sim), d->interactions += aps_sim_stats(d->sim)->interactions;
  aps_free(&d->sim);
  d->sim = sim;
  const double first = aps_source_open_status(d->source)->t_first;
  aps_source_close_status(d->source);
  introduce(d, 0);
  aps_source_open_status(d->source)->t_first = first;
  aps_source_close_status(d->source);
  return take(d, 1);
}

/* Rows of the present state and one more, zero; the caller frees *out->owned by aps_release. */
static aps_err copy_state(desk *d, int more, aps_dataset *out) {
  const aps_cols want = APS_X | APS_V | APS_MASS | APS_EPS | APS_TYPE | APS_ID;
  aps_view v;
  APS_TRY(aps_borrow(aps_sim_particles(d->sim), APS_HOST, want, 0, &v));
  const int64_t n = v.n + more;
  *out = (aps_dataset){.has = want, .units = *aps_sim_units(d->sim)};
  double *real = aps_alloc(d->ctx, "change", 8 * n, sizeof(double));
  uint64_t *id = aps_alloc(d->ctx, "change", n, sizeof *id);
  uint32_t *type = aps_alloc(d->ctx, "change", n, sizeof *type);
  if (!real || !id || !type) {
    aps_release(d->ctx, real), aps_release(d->ctx, id), aps_release(d->ctx, type);
    return APS_EMEM;
  }
  const double *const from[8] = {v.x, v.y, v.z, v.vx, v.vy, v.vz, v.mass, v.eps};
  double **const to[8] = {&out->v.x,  &out->v.y,  &out->v.z,    &out->v.vx,
                          &out->v.vy, &out->v.vz, &out->v.mass, &out->v.eps};
  for (int c = 0; c < 8; c++) {
    *to[c] = real + c * n;
    memcpy(*to[c], from[c], (size_t)v.n * sizeof(double));
  }
  memcpy(id, v.id, (size_t)v.n * sizeof *id);
  memcpy(type, v.type, (size_t)v.n * sizeof *type);
  out->v.id = id, out->v.type = type, out->v.n = n;
  return APS_OK;
}

static void drop_state(desk *d, aps_dataset *s) {
  aps_release(d->ctx, s->v.x), aps_release(d->ctx, s->v.id), aps_release(d->ctx, s->v.type);
}

/* ---- orders ---- */

static void say_error(desk *d) {
  aps_source_note(d->source, "%s", aps_ctx_error(d->ctx));
  aps_ctx_clear(d->ctx);
}

/* From the start with another initial state. */
static void turn_knob(desk *d, double value) {
  const double before = d->changed[KNOB];
  d->changed[KNOB] = value;
  if (begin(d) == APS_OK) return aps_source_note(d->source, "%s = %.4g, from the start; R takes it back", d->lesson[d->now].knob.name, value);
  d->changed[KNOB] = before;
  say_error(d);
}

static void change(desk *d, const aps_order *o) {
  int k = 0;
  while (k < SETTINGS && (!key_of(d, k) || strcmp(key_of(d, k), o->text) != 0)) k++;
  if (k == SETTINGS) return aps_source_note(d->source, "%s cannot be changed here", o->text);
  if (k == KNOB) return turn_knob(d, o->value[0]);
  const double before = d->changed[k];
  const double eps = aps_sim_softening(d->sim);
  d->changed[k] = o->value[0];
  aps_dataset state;
  aps_err err = copy_state(d, 0, &state);
  if (err == APS_OK) {
    if (k == 1) /* of unlike softenings all change by the same factor */
      for (int64_t i = 0; i < state.v.n; i++)
        state.v.eps[i] = eps > 0 ? state.v.eps[i] * o->value[0] / eps : o->value[0];
    err = go_on(d, &state);
    drop_state(d, &state);
  }
  if (err == APS_OK) return aps_source_note(d->source, "%s = %.4g", o->text, o->value[0]);
  d->changed[k] = before;
  say_error(d);
}

static void add_body(desk *d, const aps_order *o) {
  aps_dataset s;
  aps_err err = copy_state(d, 1, &s);
  if (err == APS_OK) {
    const int64_t i = s.v.n - 1;
    uint64_t top = 0;
    double eps = 0;
    for (int64_t k = 0; k < i; k++) {
      if (s.v.id[k] > top) top = s.v.id[k];
      eps = fmax(eps, s.v.eps[k]);
    }
    s.v.mass[i] = o->value[0], s.v.eps[i] = eps, s.v.id[i] = top + 1;
    s.v.x[i] = o->value[1], s.v.y[i] = o->value[2], s.v.z[i] = o->value[3];
    s.v.vx[i] = o->value[4], s.v.vy[i] = o->value[5], s.v.vz[i] = o->value[6];
    err = go_on(d, &s);
    drop_state(d, &s);
  }
  if (err != APS_OK) return say_error(d);
  aps_source_note(d->source, "one more body, of mass %.3g: %lld", o->value[0],
                  (long long)aps_count(d->sim));
}

static void obey(void *self, const aps_order *o) {
  desk *d = self;
  const int was = d->now;
  switch (o->kind) {
  case APS_ORDER_CHANGE:
    return change(d, o);
  case APS_ORDER_BODY:
    return add_body(d, o);
  case APS_ORDER_LESSON:
    d->now = (d->now + d->n + (int)o->value[0] % d->n) % d->n;
    for (int k = 0; k < SETTINGS; k++) d->changed[k] = NAN;
    d->pace = 0, d->scene++, d->halted = 1;
    break;
  case APS_ORDER_RESET:
    for (int k = 0; k < SETTINGS; k++) d->changed[k] = NAN;
    break;
  default: /* APS_ORDER_LOOK among them */
    return;
  }
  if (begin(d) == APS_OK) return;
  d->now = was;
  say_error(d);
}

/* ---- the thread ---- */

static aps_err one_step(desk *d, int direction) {
  APS_TRY(direction > 0 ? aps_step(d->sim) : aps_step_by(d->sim, -aps_sim_dt(d->sim)));
  double bad;
  APS_TRY(aps_reduce(d->sim, APS_FIRST_BAD, 0, &bad));
  if (bad > 1e18) return APS_OK;
  return aps_fail(d->ctx, APS_ENUM,
                  "a particle is not finite any more at time %.6g: R starts again",
                  aps_time(d->sim));
}

/* Halts at the end of the lesson, and backwards at its start; told to go on, goes beyond. before: the time before this
 * step, of whatever length. */
static void heed_ends(desk *d, double before) {
  const double t = aps_time(d->sim);
  aps_status *st = aps_source_open_status(d->source);
  const double tiny = 1e-9 * fabs(st->t_last - st->t_first);
  if (st->direction > 0 && t >= st->t_last - tiny && before < st->t_last - tiny && st->playing) {
    st->playing = 0, st->steps_left = 0, d->halted = 1;
    snprintf(st->note, sizeof st->note, "the end of this lesson: R starts it again, Space goes on");
    st->notes++;
  }
  if (st->direction < 0 && t <= st->t_first + tiny && before > st->t_first + tiny && st->playing) {
    st->playing = 0, st->steps_left = 0;
    snprintf(st->note, sizeof st->note, "back at the start");
    st->notes++;
  }
  aps_source_close_status(d->source);
}

static void halt(void *self) {
  desk *d = self;
  if (take(d, 1) != APS_OK) say_error(d);
}

static double time_of(void *self) { return aps_time(((desk *)self)->sim); }

static void teach(desk *d) {
  const aps_worker worker = {obey, d, NULL, halt, time_of};
  while (d->sim) {
    if (!aps_source_turn(d->source, &worker)) return;
    aps_status st;
    aps_source_status(d->source, &st);
    const double before = aps_time(d->sim);
    if (one_step(d, st.direction) != APS_OK || take(d, 0) != APS_OK) {
      say_error(d);
      aps_source_tell(d->source, (aps_order){.kind = APS_ORDER_PLAY, .value = {0}});
    }
    heed_ends(d, before);
  }
}

static void *thread(void *user) {
  desk *d = user;
  if (begin(d) == APS_OK) teach(d);
  aps_free(&d->sim);
  aps_status *st = aps_source_open_status(d->source);
  st->done = 2;
  aps_source_close_status(d->source);
  return NULL;
}

aps_err aps_live_lessons(aps_ctx *ctx, const aps_lesson *lesson, int n, int first,
                         const char *const *set, int n_set, const aps_live_options *o) {
  aps_ctx *own = aps_ctx_create();
  desk d = {.ctx = own,
            .lesson = lesson,
            .n = n,
            .now = first,
            .set = set,
            .n_set = n_set,
            .set_for = first,
            .changed = {NAN, NAN, NAN, NAN, NAN},
            .pace = o->pace};
  d.source = aps_source_create();
  pthread_t worker;
  const int ready = own && d.source;
  aps_err err = ready ? APS_OK : aps_fail(ctx, APS_EMEM, "no memory for the window");
  if (ready && pthread_create(&worker, NULL, thread, &d) != 0)
    err = aps_fail(ctx, APS_EINTERNAL, "no thread for the simulation beside its window");
  else if (ready) {
    aps_window_end how;
    err = aps_window_show(ctx, d.source, o, &how);
    aps_source_tell(d.source, (aps_order){.kind = APS_ORDER_QUIT});
    pthread_join(worker, NULL);
    if (err == APS_OK && aps_ctx_code(own) != APS_OK) { /* the lesson never began */
      aps_fail(ctx, aps_ctx_code(own), "%s", aps_ctx_error(own));
      if (aps_ctx_hint(own)[0]) aps_hint(ctx, "%s", aps_ctx_hint(own));
      err = aps_ctx_code(own);
    }
  }
  aps_source_free(&d.source);
  aps_ctx_free(&own);
  return err;
}
