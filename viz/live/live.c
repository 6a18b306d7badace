/* A run and its window: the run in a second thread, whose every step ends here. */
#include "live.h"
#include "../../src/core/ranks.h"
#include "../../src/core/run.h"
#include "../colour.h"
#include "gather.h"
#include "source.h"
#include "take.h"
#include "window.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASK_EVERY 0.5 /* s */

struct aps_live {
  aps_sim *sim;
  aps_source *source;
  const atomic_int *stopped;
  int (*work)(void *, aps_live *);
  void *user;
  int status; /* what work returned */
  int alone;  /* 1: nobody looks any more */
  aps_take_log log;
  double share; /* of its time that all of this may take */
  double begun, asked; /* asked: the other ranks, whether they were told to stop */
  int64_t first_step;
  double first_time;
};

/* ---- the run's thread ---- */

/* A signal ends a pause, whichever rank it came to: they are asked now and then, which also tells them that nobody hangs. */
static int hurry(void *self) {
  aps_live *l = self;
  const double now = aps_wall();
  if (l->stopped && atomic_load(l->stopped)) return 1;
  if (aps_ranks(aps_sim_ctx(l->sim)) == 1 || now - l->asked < ASK_EVERY) return 0;
  l->asked = now;
  return aps_gather_stops(l->sim);
}

/* A copy that fails is the window's loss, not the run's. */
static void look(aps_live *l, int must) {
  aps_ctx *ctx = aps_sim_ctx(l->sim);
  aps_take_trace(l->sim, l->log.own ? l->log.own : aps_source_trace(l->source));
  const int due = aps_take_due(l->sim, l->source, &l->log, must);
  if (aps_take_shot(l->sim, l->source, &l->log, due, NULL, NULL) == APS_OK) return;
  aps_source_note(l->source, "%s", aps_ctx_error(ctx));
  aps_ctx_clear(ctx);
  l->alone = 1;
}

/* Settings as they are, for the sliders. */
static void show_settings(aps_live *l) {
  aps_status *st = aps_source_open_status(l->source);
  st->dt = aps_sim_dt(l->sim), st->eta = aps_sim_eta(l->sim);
  st->softening = aps_sim_softening(l->sim), st->accuracy = aps_sim_accuracy(l->sim);
  aps_source_close_status(l->source);
}

/* Between two steps, in the run's own thread and with all its ranks. */
static void change(aps_live *l, const aps_order *o) {
  aps_ctx *ctx = aps_sim_ctx(l->sim);
  const aps_err err = aps_gather_change(l->sim, o->text, o->value[0]);
  if (err == APS_OK)
    aps_source_note(l->source, "%s = %.4g from time %.6g on; log.txt tells of it", o->text, o->value[0],
                    aps_time(l->sim));
  else
    aps_source_note(l->source, "%s", aps_ctx_error(ctx));
  aps_ctx_clear(ctx);
  show_settings(l);
}

static void obey(void *self, const aps_order *o) {
  aps_live *l = self;
  if (o->kind == APS_ORDER_PACE) { /* from as fast as it goes */
    const double wall = aps_wall() - l->begun, rate = (aps_time(l->sim) - l->first_time) / wall;
    if (!(o->value[0] < 1) || !(rate > 0)) return;
    aps_source_open_status(l->source)->pace = rate * o->value[0];
    aps_source_close_status(l->source);
    return;
  }
  if (o->kind == APS_ORDER_RESET)
    aps_source_note(l->source, "a run goes forward only; apsis view shows it again");
  if (o->kind == APS_ORDER_BODY)
    aps_source_note(l->source, "a run keeps its particles: a lesson takes one more");
  if (o->kind == APS_ORDER_CHANGE) change(l, o);
}

/* With several ranks the others wait for this after every look. */
static void release(aps_live *l) {
  if (aps_ranks(aps_sim_ctx(l->sim)) > 1) aps_gather_say(l->sim, l->alone ? APS_GATHER_OVER : APS_GATHER_ON);
}

static void halt(void *self) { look(self, 1); }
static double time_of(void *self) { return aps_time(((aps_live *)self)->sim); }

void aps_live_begin(aps_live *l) {
  const aps_sim *sim = l->sim;
  l->begun = aps_wall();
  /* on a card: copies an eighth, packings another, the rest is for pictures that it may have to draw itself */
  l->log.share = (aps_sim_card(sim) >= 0 ? 0.125 : 0.75) * l->share;
  l->first_step = aps_steps(sim), l->first_time = aps_time(sim);
  aps_status *st = aps_source_open_status(l->source);
  st->can = APS_CAN_STEP | APS_CAN_CHANGE;
  st->t_first = aps_t_start(sim), st->t_last = aps_t_end(sim);
  st->card = aps_ranks(aps_sim_ctx(sim)) > 1 ? -1 : aps_sim_card(sim); /* those of several ranks meet on the host */
  snprintf(st->device, sizeof st->device, "%.90s", aps_device_text(sim));
  snprintf(st->integrator, sizeof st->integrator, "%.31s", aps_sim_integrator(sim)->about.name);
  snprintf(st->species, sizeof st->species, "%s", aps_sim_kinds(sim));
  snprintf(st->why_not, sizeof st->why_not, "its files are written forwards");
  if (aps_sim_title(sim)) snprintf(st->title, sizeof st->title, "%s", aps_sim_title(sim));
  aps_source_close_status(l->source);
  show_settings(l);
  if (aps_ranks(aps_sim_ctx(sim)) > 1) l->log.own = aps_trace_create(); /* NULL: trails of this rank's are what is lost */
  look(l, 1);
  release(l);
}

void aps_live_step(aps_live *l) {
  if (l->alone) return;
  look(l, 0);
  const aps_worker worker = {obey, l, hurry, halt, time_of};
  l->alone |= !aps_source_turn(l->source, &worker);
  release(l);
}

void aps_live_end(aps_live *l) {
  if (l->alone) return;
  look(l, 1);
  l->alone = 1;
  release(l);
}

int aps_live_serve(aps_sim *sim, aps_trace **own) {
  if (!*own) *own = aps_trace_create();
  aps_take_trace(sim, *own);
  const int on = aps_gather_serve(sim, *own);
  if (!on) aps_trace_free(own);
  return on;
}

/* What the window moved over the bus, beside the columns that timings.csv counts. */
static void log_points(aps_live *l) {
  const aps_handover_sum s = aps_handover_sums(aps_source_handover(l->source));
  if (s.way)
    aps_log(aps_sim_ctx(l->sim), APS_LOG_INFO,
            "window: points of %lld moments were packed on the card; by way '%s' %.3g MB of them "
            "moved between cards and host",
            (long long)s.packings, s.way, s.bytes / 1e6);
}

static void *thread(void *user) {
  aps_live *l = user;
  l->status = l->work(l->user, l);
  log_points(l);
  aps_status *st = aps_source_open_status(l->source);
  st->done = st->ended = 1;
  st->playing = 0;
  st->can &= ~(unsigned)APS_CAN_CHANGE;
  if (l->status) st->done = 2; /* nothing to look at: the window closes */
  aps_source_close_status(l->source);
  if (l->status == 0) aps_source_note(l->source, "the run is finished; Esc closes the window");
  return NULL;
}

/* ---- the window's thread ---- */

static aps_err show(aps_ctx *ctx, aps_live *l, const aps_live_options *o) {
  pthread_t worker;
  if (pthread_create(&worker, NULL, thread, l) != 0) { /* this one does the run, which matters more */
    aps_log(ctx, APS_LOG_WARN, "no thread for the run beside its window; it goes on without one");
    l->alone = 1;
    thread(l);
    return APS_OK;
  }
  aps_window_end how = APS_WINDOW_CLOSED;
  const aps_err err = aps_window_show(ctx, l->source, o, &how);
  aps_status st;
  aps_source_status(l->source, &st);
  const int stay = how == APS_WINDOW_LEFT || err != APS_OK;
  if (!stay && !st.done) aps_stop(l->sim, "the closed window");
  if (err != APS_OK) aps_log(ctx, APS_LOG_WARN, "%s; the run %s", aps_ctx_error(ctx), st.done ? "was at its end" : "goes on without a window");
  aps_source_tell(l->source, (aps_order){.kind = APS_ORDER_QUIT});
  pthread_join(worker, NULL);
  return err;
}

aps_err aps_live_run(aps_ctx *ctx, aps_sim *sim, const aps_live_options *o,
                     const atomic_int *stopped, int (*work)(void *, aps_live *), void *user,
                     int *status) {
  aps_live l = {.sim = sim, .stopped = stopped, .work = work, .user = user};
  l.source = aps_source_create();
  APS_CHECK(ctx, l.source, APS_EMEM, "no memory for the window");
  l.share = o->share > 0 ? o->share : APS_LIVE_SHARE;
  if (o->pace > 0) {
    aps_source_open_status(l.source)->pace = o->pace;
    aps_source_close_status(l.source);
  }
  const aps_err err = show(ctx, &l, o);
  *status = l.status;
  aps_trace_free(&l.log.own);
  aps_source_free(&l.source);
  return err;
}

/* ---- whether at all ---- */

int aps_live_possible(char why[256], char hint[256]) {
  if (aps_window_possible) return aps_window_possible(why, hint);
  snprintf(why, 256, "this build has no window: GLFW was not found when it was built");
  snprintf(hint, 256,
           "apt install libglfw3-dev libgl-dev (dnf: glfw-devel; brew: glfw), then run ./apsis "
           "again; apsis render makes pictures and movies without a window");
  return 0;
}

int aps_live_among(aps_ctx *ctx, char why[256], char hint[256]) {
  const char *calls = aps_ranks_library(ctx, why, 256); /* MPI is called by the run's thread, not by the first */
  if (aps_ranks(ctx) > 1 && strcmp(calls, "multiple") != 0 && strcmp(calls, "serialized") != 0) {
    snprintf(why, 256, "the MPI library takes calls from one thread alone (%s)", calls);
    snprintf(hint, 256, "apsis view RUN_DIR, started beside it, shows each snapshot as soon as it is written");
    return 0;
  }
  int possible = aps_rank(ctx) > 0 || aps_live_possible(why, hint);
  aps_ranks_broadcast(ctx, &possible, sizeof possible, 0);
  return possible;
}

aps_err aps_live_check_colour(aps_ctx *ctx, const char *name) {
  aps_tint tint;
  const aps_err err = name == NULL || strcmp(name, "species") == 0 ? APS_OK : aps_tint_choose(ctx, name, NULL, &tint);
  if (err == APS_OK) return APS_OK;
  char said[512];
  snprintf(said, sizeof said, "%s", aps_ctx_hint(ctx));
  return aps_hint(ctx, "%s. A run keeps no further columns of the files it begins with: apsis view and apsis render show those", said);
}

int aps_live_probe(char text[256]) {
  char hint[256];
  if (!aps_live_possible(text, hint)) return 0;
  return aps_window_probe(text);
}
