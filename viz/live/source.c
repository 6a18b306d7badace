#include "source.h"
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ORDERS = 64 };

struct aps_source {
  pthread_mutex_t lock;
  pthread_cond_t wake;
  aps_order order[ORDERS];
  int first, waiting, quit;
  aps_status status;
  aps_slots *slots;
  aps_handover *handover;
  aps_trace *trace;
  double base_wall, base_time; /* the pace counts from here */
  int based;
};

aps_source *aps_source_create(void) {
  aps_source *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->status = (aps_status){
      .playing = 1, .direction = 1, .card = -1, .dt = NAN, .eta = NAN, .softening = NAN, .accuracy = NAN, .knob = NAN};
  pthread_mutex_init(&s->lock, NULL);
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&s->wake, &attributes);
  pthread_condattr_destroy(&attributes);
  s->slots = aps_slots_create(), s->handover = aps_handover_create(), s->trace = aps_trace_create();
  if (!s->slots || !s->handover || !s->trace) aps_source_free(&s);
  return s;
}

void aps_source_free(aps_source **handle) {
  aps_source *s = *handle;
  *handle = NULL;
  if (!s) return;
  aps_slots_free(&s->slots);
  aps_handover_free(&s->handover);
  aps_trace_free(&s->trace);
  pthread_cond_destroy(&s->wake);
  pthread_mutex_destroy(&s->lock);
  free(s);
}

aps_slots *aps_source_slots(aps_source *s) { return s->slots; }
aps_handover *aps_source_handover(aps_source *s) { return s->handover; }
aps_trace *aps_source_trace(aps_source *s) { return s->trace; }

/* ---- the window's side ---- */

int aps_order_replaces(const aps_order *o, const aps_order *before) {
  return o->kind == before->kind && (o->kind == APS_ORDER_SEEK || o->kind == APS_ORDER_COLUMN);
}

void aps_source_tell(aps_source *s, aps_order order) {
  pthread_mutex_lock(&s->lock);
  if (s->waiting > 0 && aps_order_replaces(&order, &s->order[(s->first + s->waiting - 1) % ORDERS])) s->waiting--;
  if (order.kind == APS_ORDER_QUIT) s->quit = 1;
  if (s->waiting < ORDERS) s->order[(s->first + s->waiting++) % ORDERS] = order;
  pthread_cond_signal(&s->wake);
  pthread_mutex_unlock(&s->lock);
}

void aps_source_status(aps_source *s, aps_status *out) {
  pthread_mutex_lock(&s->lock);
  *out = s->status;
  if (s->waiting > 0) out->resting = 0;
  pthread_mutex_unlock(&s->lock);
}

/* ---- the thread's side ---- */

aps_status *aps_source_open_status(aps_source *s) {
  pthread_mutex_lock(&s->lock);
  return &s->status;
}

void aps_source_close_status(aps_source *s) { pthread_mutex_unlock(&s->lock); }

void aps_source_note(aps_source *s, const char *format, ...) {
  va_list args;
  va_start(args, format);
  pthread_mutex_lock(&s->lock);
  vsnprintf(s->status.note, sizeof s->status.note, format, args);
  s->status.notes++;
  pthread_mutex_unlock(&s->lock);
  va_end(args);
}

/* The orders that all sources obey alike; 0: not one of them. Locked. */
static int obey_common(aps_source *s, const aps_order *o) {
  aps_status *st = &s->status;
  switch (o->kind) {
  case APS_ORDER_PLAY:
    st->playing = o->value[0] < 0 ? !st->playing : o->value[0] > 0;
    st->steps_left = 0;
    s->based = 0;
    return 1;
  case APS_ORDER_STEPS:
    if (!(st->can & APS_CAN_STEP)) return 0;
    st->steps_left = o->value[0];
    st->playing = 0;
    return 1;
  case APS_ORDER_PACE:
    if (st->pace > 0) st->pace *= o->value[0];
    s->based = 0;
    return st->pace > 0;
  case APS_ORDER_REVERSE:
    if (!(st->can & APS_CAN_REVERSE)) {
      snprintf(st->note, sizeof st->note, "time cannot run backwards here: %s", st->why_not);
      st->notes++;
      return 1;
    }
    st->direction = -st->direction;
    st->ended = 0;
    s->based = 0;
    return 1;
  default:
    return o->kind == APS_ORDER_QUIT;
  }
}

int aps_source_obey(aps_source *s, const aps_worker *w) {
  pthread_mutex_lock(&s->lock);
  while (s->waiting > 0) {
    const aps_order o = s->order[s->first];
    s->status.resting = 0;
    s->based = 0; /* the time may be another afterwards */
    s->first = (s->first + 1) % ORDERS, s->waiting--;
    if (obey_common(s, &o)) continue;
    pthread_mutex_unlock(&s->lock); /* it may take a while, and speak */
    w->obey(w->self, &o);
    pthread_mutex_lock(&s->lock);
  }
  const int on = !s->quit;
  pthread_mutex_unlock(&s->lock);
  return on;
}

static void wait_locked(aps_source *s, double seconds) {
  if (s->waiting > 0 || s->quit || !(seconds > 0)) return;
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  const double end = (double)until.tv_nsec * 1e-9 + seconds;
  until.tv_sec += (time_t)floor(end);
  until.tv_nsec = (long)((end - floor(end)) * 1e9);
  pthread_cond_timedwait(&s->wake, &s->lock, &until);
}

void aps_source_rests(aps_source *s, int rests) {
  pthread_mutex_lock(&s->lock);
  s->status.resting = rests;
  pthread_mutex_unlock(&s->lock);
}

void aps_source_wait(aps_source *s, double seconds) {
  pthread_mutex_lock(&s->lock);
  wait_locked(s, seconds);
  pthread_mutex_unlock(&s->lock);
}

/* Seconds until the next step is due; locked. Far behind, the pace counts anew from now. */
static double ahead(aps_source *s, double t) {
  const aps_status *st = &s->status;
  if (!(st->pace > 0) || st->steps_left > 0) return 0;
  const double now = aps_wall();
  if (!s->based) s->base_wall = now, s->base_time = t, s->based = 1;
  const double due = s->base_wall + fabs(t - s->base_time) / st->pace;
  if (now - due > 0.25) s->based = 0;
  return due - now;
}

int aps_source_turn(aps_source *s, const aps_worker *w) {
  enum { OFTEN = 20 }; /* looks a second for a reason to hurry */
  for (;;) {
    if (!aps_source_obey(s, w)) return 0;
    if (w->hurry && w->hurry(w->self)) return 1;
    pthread_mutex_lock(&s->lock);
    aps_status *st = &s->status;
    const int goes = (st->playing || st->steps_left > 0) && !st->ended;
    const double rest = goes ? ahead(s, w->time(w->self)) : 1;
    if (!goes && !st->resting) {
      pthread_mutex_unlock(&s->lock);
      w->halt(w->self);
      pthread_mutex_lock(&s->lock);
      st->resting = s->waiting == 0;
    }
    if (goes) st->resting = 0;
    if (goes && rest <= 0) {
      if (st->steps_left > 0) st->steps_left--;
      pthread_mutex_unlock(&s->lock);
      return 1;
    }
    wait_locked(s, fmin(rest, 1.0 / OFTEN));
    pthread_mutex_unlock(&s->lock);
  }
}
