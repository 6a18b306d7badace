/* Snapshots played back: between two of them particles follow the cubic of series.h. The place is a
 * number: 2.25 is a quarter of the way from the third snapshot to the fourth, so that the scrubber
 * needs to read no more than these two. */
#include "../colour.h"
#include "../series.h"
#include "live.h"
#include "source.h"
#include "window.h"
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLAY_SECONDS 12.0 /* from start to end, unless asked otherwise */
#define LOOK_AGAIN   2.0  /* s: a run may be writing more snapshots */

typedef struct {
  aps_ctx *ctx;
  const char *path;
  aps_series series;
  aps_source *source;
  double place, shown, pace; /* pace asked for; 0: chosen */
  double traced;             /* so far trails were told of */
  double looked;             /* when the folder was last listed */
  const char *colour;        /* asked for at the start; NULL: none */
  int turned; /* 1: numbers grow while time runs backwards; the list is turned round */
} deck;

static double last_place(const deck *d) { return d->series.n > 1 ? d->series.n - 1 : 0; }

/* ---- one moment ---- */

/* Columns of rows in both snapshots; velocities on the straight line between. */
static void mix(const deck *d, double share, aps_shot *shot) {
  const aps_series *s = &d->series;
  const aps_view *a = &s->at[0].v, *b = &s->at[1].v;
  aps_view *v = &shot->v;
  aps_series_between(s, share, (double *const[3]){v->x, v->y, v->z});
  const int pot = (shot->has & APS_POT) != 0, born = (shot->has & APS_BORN) != 0, further = (shot->has & APS_FURTHER) != 0;
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < s->shared; k++) {
    const int64_t i = s->row[0][k], j = s->row[1][k];
    v->vx[k] = a->vx[i] + share * (b->vx[j] - a->vx[i]);
    v->vy[k] = a->vy[i] + share * (b->vy[j] - a->vy[i]);
    v->vz[k] = a->vz[i] + share * (b->vz[j] - a->vz[i]);
    v->mass[k] = a->mass[i], v->id[k] = a->id[i], v->type[k] = a->type ? a->type[i] : 0;
    if (born) v->born[k] = a->born[i];
    if (further) v->further[k] = a->further[i] + share * (b->further[j] - a->further[i]);
    if (pot) v->pot[k] = a->pot[i] + share * (b->pot[j] - a->pot[i]);
  }
  v->n = s->shared;
}

/* The way to `share` from what was traced of these two; the shot is room to work in. */
static void trace(deck *d, int i, double share, aps_shot *shot) {
  enum { PIECES = 24 }; /* of a whole way between two snapshots */
  const double from = fmin(fmax(d->traced - i, 0), 1), step = share - from;
  const int pieces = 1 + (int)(PIECES * fabs(step));
  aps_trace *t = aps_source_trace(d->source);
  d->traced = i + share;
  if (d->series.shared > APS_TRACED) return;
  const double a = d->series.at[0].time, b = d->series.at[1].time;
  for (int k = 1; k <= pieces; k++) {
    const double at = from + step * k / pieces;
    mix(d, at, shot);
    aps_trace_look(t, &shot->v, a + at * (b - a), 1);
  }
}

/* Loads what `place` needs and publishes it. */
static aps_err show(deck *d) {
  aps_series *s = &d->series;
  int i = (int)floor(d->place);
  if (i > s->n - 2) i = s->n > 1 ? s->n - 2 : 0;
  const int pair = s->n > 1;
  APS_TRY(aps_series_load(s, i, pair));
  const aps_dataset *a = &s->at[0], *b = pair ? &s->at[1] : a;
  APS_CHECK(d->ctx, !pair || b->time > a->time, APS_EDATA,
            "%s: its time, %g, is not after that of the file before, %g", s->path[i + pair],
            b->time, a->time);
  const double share = d->place - i;
  aps_slots *slots = aps_source_slots(d->source);
  aps_shot *shot = aps_slots_back(slots);
  const int64_t n = pair ? s->shared : a->v.n;
  APS_CHECK(d->ctx, aps_shot_room(shot, n), APS_EMEM, "no memory to show %lld particles",
            (long long)n);
  shot->has = a->has & b->has, shot->further = a->further;
  APS_CHECK(d->ctx, !(shot->has & APS_FURTHER) || aps_shot_room_further(shot), APS_EMEM, "no memory for %s of %lld particles",
            a->further.name, (long long)n);
  if (pair)
    trace(d, i, share, shot), mix(d, share, shot);
  else
    aps_shot_copy(shot, &a->v, a->has, -1);
  shot->time = a->time + share * (b->time - a->time);
  shot->steps = a->step;
  shot->units = a->units;
  memcpy(shot->box, a->box, sizeof shot->box);
  shot->periodic = a->periodic;
  shot->energy_error = shot->virial = NAN;
  shot->force_error = a->force_error[0];
  shot->interactions = 0;
  shot->generation = -1;
  shot->wall = aps_wall();
  aps_slots_publish(slots);
  d->shown = d->place;
  aps_source_open_status(d->source)->share = last_place(d) > 0 ? d->place / last_place(d) : 0;
  aps_source_close_status(d->source);
  return APS_OK;
}

/* ---- the way through ---- */

/* Moves on by so many seconds of wall time, across snapshots of unlike distance: those beyond the next one, whose times are
 * not known yet, are taken to be as far apart as these, or as all are on the mean. */
static void advance(deck *d, const aps_status *st, double seconds) {
  const double span = d->series.n > 1 ? d->series.at[1].time - d->series.at[0].time : 0;
  if (!(span > 0)) return;
  const double way = st->pace * seconds, mean = (st->t_last - st->t_first) / last_place(d);
  d->place += st->direction * (way <= span ? way / span : 1 + (way - span) / fmax(span, mean));
  d->place = fmin(fmax(d->place, 0), last_place(d));
}

static void heed_ends(deck *d) {
  aps_status *st = aps_source_open_status(d->source);
  const int there = st->direction > 0 ? d->place >= last_place(d) : d->place <= 0;
  st->ended = there;
  if (there && st->playing) st->playing = 0;
  aps_source_close_status(d->source);
}

/* Trails begin anew from here. */
static void leap(deck *d) {
  d->traced = d->place;
  aps_trace_leap(aps_source_trace(d->source));
}

/* Another further column with every shot; where it cannot be had the one before stays. */
static void bring_column(deck *d, const char *name) {
  char before[64];
  snprintf(before, sizeof before, "%s", d->series.column.name);
  d->shown = -1;
  if (aps_series_column(&d->series, name[0] ? name : NULL) == APS_OK) return;
  aps_source_note(d->source, "%s", aps_ctx_error(d->ctx));
  aps_ctx_clear(d->ctx);
  if (before[0] && aps_series_column(&d->series, before) != APS_OK) aps_ctx_clear(d->ctx);
}

static void obey(void *self, const aps_order *o) {
  deck *d = self;
  if (o->kind == APS_ORDER_COLUMN) bring_column(d, o->text);
  if (o->kind == APS_ORDER_SEEK) d->place = o->value[0] * last_place(d);
  if (o->kind == APS_ORDER_RESET) d->place = 0;
  if (o->kind == APS_ORDER_SEEK || o->kind == APS_ORDER_RESET) leap(d);
  d->place = fmin(fmax(d->place, 0), last_place(d));
  if (o->kind == APS_ORDER_SEEK) heed_ends(d); /* led there it stays, and does not start anew */
  if (o->kind == APS_ORDER_CHANGE || o->kind == APS_ORDER_BODY)
    aps_source_note(d->source, "a file cannot be changed, only shown");
}

/* Steps that were asked for are snapshots; told to go on at the end, starts anew. */
static void heed_wishes(deck *d) {
  aps_status *st = aps_source_open_status(d->source);
  if (st->steps_left > 0) {
    const double at = st->direction > 0 ? floor(d->place + 1e-9) : ceil(d->place - 1e-9);
    d->place = fmin(fmax(at + st->direction * st->steps_left, 0), last_place(d));
    if (fabs(d->place - d->shown) > 1) leap(d);
    st->steps_left = 0;
  }
  const int over = st->direction > 0 ? d->place >= last_place(d) : d->place <= 0;
  if (st->playing && over) d->place = st->direction > 0 ? 0 : last_place(d), leap(d);
  aps_source_close_status(d->source);
}

/* A run may have written more since; what is shown stays. */
static void look_again(deck *d) {
  const double now = aps_wall();
  if (now - d->looked < LOOK_AGAIN) return;
  d->looked = now;
  aps_series more;
  if (aps_series_open(d->ctx, d->path, &more) != APS_OK) return aps_ctx_clear(d->ctx);
  if (more.n <= d->series.n) return aps_series_close(&more);
  aps_dataset last;
  if (aps_dataset_read(d->ctx, more.path[more.n - 1], &last) != APS_OK) { /* still being written */
    aps_ctx_clear(d->ctx);
    return aps_series_close(&more);
  }
  const int new = more.n - d->series.n;
  more.column = d->series.column, more.peculiar = d->series.peculiar;
  aps_series_close(&d->series);
  d->series = more;
  if (d->turned) aps_series_turn(&d->series), d->place += new, d->traced += new;
  aps_status *st = aps_source_open_status(d->source);
  *(d->turned ? &st->t_first : &st->t_last) = last.time;
  st->ended = 0;
  aps_source_close_status(d->source);
  aps_dataset_free(&last);
  aps_source_note(d->source, "%d new snapshot%s", new, new > 1 ? "s" : "");
  d->shown = -1;
}

static void fail(deck *d) {
  aps_source_note(d->source, "%s", aps_ctx_error(d->ctx));
  aps_ctx_clear(d->ctx);
  aps_source_tell(d->source, (aps_order){.kind = APS_ORDER_PLAY, .value = {0}});
}

static void play(deck *d) {
  const aps_worker worker = {obey, d, NULL, NULL, NULL};
  double before = aps_wall();
  while (aps_source_obey(d->source, &worker)) {
    aps_status st;
    heed_wishes(d);
    aps_source_status(d->source, &st);
    const double now = aps_wall();
    if (st.playing) advance(d, &st, now - before);
    before = now;
    if (d->place != d->shown && aps_slots_wanted(aps_source_slots(d->source))) {
      if (show(d) != APS_OK) d->shown = d->place, fail(d);
    }
    heed_ends(d);
    aps_source_rests(d->source, !st.playing && d->place == d->shown);
    look_again(d);
    aps_source_wait(d->source, st.playing || d->place != d->shown ? 0.004 : 0.25);
  }
}

/* ---- opening ---- */

/* The last snapshot may be one that another code still writes: then it waits for look_again. */
static aps_err load_last(deck *d) {
  aps_series *s = &d->series;
  const aps_err err = aps_series_load(s, s->n - 1, 0);
  if (err != APS_EDATA || aps_series_load(s, 0, 0) != APS_OK) return err;
  aps_source_note(d->source, "left out: %s", aps_ctx_error(d->ctx));
  aps_ctx_clear(d->ctx);
  aps_series_shorten(s);
  return s->n > 1 ? aps_series_load(s, s->n - 1, 0) : APS_OK;
}

/* The colour that was asked for, where the files have it and we do not. One of ours that they lack the window speaks of. */
static aps_err take_colour(deck *d) {
  if (!d->colour || aps_tint_knows(d->colour, d->series.at[0].has)) return APS_OK;
  const aps_err err = aps_series_column(&d->series, d->colour);
  if (err == APS_OK) return d->colour = d->series.column.name, APS_OK;
  if (err != APS_EARG) return err;
  if (!aps_tint_knows(d->colour, ~(aps_cols)0)) return aps_tint_refuse(d->ctx, d->colour);
  aps_ctx_clear(d->ctx);
  return APS_OK;
}

/* For the keys and the panel to offer; of several files those of the last. */
static void list_columns(deck *d) {
  aps_names names;
  if (aps_dataset_names(d->ctx, d->series.path[d->series.n - 1], &names) != APS_OK) return aps_ctx_clear(d->ctx);
  aps_status *st = aps_source_open_status(d->source);
  for (int k = 0; k < names.n && st->columns < APS_COLUMNS_MOST; k++) {
    char *to = st->column[st->columns++];
    snprintf(to, sizeof *st->column, "%s", names.name[k]);
    aps_tint_rename(to);
  }
  aps_source_close_status(d->source);
  aps_names_free(d->ctx, &names);
}

static aps_err begin(deck *d) {
  APS_TRY(aps_series_open(d->ctx, d->path, &d->series));
  d->series.peculiar = 1;
  double last = 0;
  if (d->series.n > 1) {
    APS_TRY(load_last(d));
    last = d->series.at[0].time;
  }
  const int n = d->series.n;
  APS_TRY(aps_series_load(&d->series, 0, 0));
  const aps_dataset *a = &d->series.at[0];
  if (n > 1 && last < a->time) { /* a run back in time */
    d->turned = 1, last = a->time;
    aps_series_turn(&d->series);
    APS_TRY(aps_series_load(&d->series, 0, 0));
  }
  if (n == 1) last = a->time;
  APS_CHECK(d->ctx, n == 1 || last > a->time, APS_EDATA,
            "%s: the snapshots' times do not increase: %g to %g", d->path, a->time, last);
  aps_status *st = aps_source_open_status(d->source);
  st->can = n > 1 ? APS_CAN_RESET | APS_CAN_REVERSE | APS_CAN_SEEK | APS_CAN_STEP : 0;
  st->t_first = a->time, st->t_last = last;
  st->pace = d->pace > 0 ? d->pace : (last - a->time) / PLAY_SECONDS;
  st->playing = n > 1;
  snprintf(st->title, sizeof st->title, "%s", a->title[0] ? a->title : d->path);
  snprintf(st->device, sizeof st->device, "%s", a->format);
  snprintf(st->species, sizeof st->species, "%s", a->species);
  aps_source_close_status(d->source);
  APS_TRY(take_colour(d));
  return show(d);
}

static void *thread(void *user) {
  deck *d = user;
  list_columns(d);
  play(d);
  return NULL;
}

aps_err aps_live_view(aps_ctx *ctx, const char *path, const aps_live_options *o) {
  aps_ctx *own = aps_ctx_create();
  deck d = {.ctx = own, .path = path, .pace = o->pace, .shown = -1, .colour = o->colour};
  d.source = aps_source_create();
  APS_CHECK(ctx, own && d.source, APS_EMEM, "no memory for the window");
  aps_err err = begin(&d); /* before the window: a bad file is an error of the command */
  pthread_t worker;
  aps_live_options shown = *o;
  char colour[64]; /* as the files write it; the thread may list them anew */
  if (d.colour) snprintf(colour, sizeof colour, "%s", d.colour), shown.colour = colour;
  if (err != APS_OK) {
    aps_fail(ctx, err, "%s", aps_ctx_error(own));
    if (aps_ctx_hint(own)[0]) aps_hint(ctx, "%s", aps_ctx_hint(own));
  } else if (pthread_create(&worker, NULL, thread, &d) != 0)
    err = aps_fail(ctx, APS_EINTERNAL, "no thread for the files beside the window");
  else {
    aps_window_end how;
    err = aps_window_show(ctx, d.source, &shown, &how);
    aps_source_tell(d.source, (aps_order){.kind = APS_ORDER_QUIT});
    pthread_join(worker, NULL);
  }
  aps_series_close(&d.series);
  aps_source_free(&d.source);
  aps_ctx_free(&own);
  return err;
}
