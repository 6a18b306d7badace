/* A ring with one writer and one reader, after L. Lamport, "Proving the correctness of multiprocess programs",
 * IEEE Trans. Softw. Eng. 3, 125 (1977): each moves its own end. */
#include "trace.h"
#include "../../src/core/ctx.h"
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 1 << 14, SLOTS_BITS = 10, SLOTS = 1 << SLOTS_BITS };
#define LOOK_EVERY 2.5e-4 /* s, in the mean and at the least: 256 particles cost about 1 us */
#define SHARE      0.01   /* of the time at most, where looks cost more */
#define AT_ONCE    400.0  /* looks: steps that are due come in bursts */
#define TELL_EVERY 0.04   /* s: of one that flies straight on */
#define COS_TURN   0.97   /* a quarter of a radian: the cubic is then right to 1e-5 of the curve's radius */

struct aps_trace {
  aps_moment moment[ROOM];
  atomic_uint_fast64_t written, read;
  atomic_int epoch;
  /* the writer's: */
  double counted, looks, every; /* looks that are left, at that time; one more comes with each of these seconds */
  int known;
  struct { /* by id, for rows are sorted anew and go from rank to rank; wall 0: free */
    uint64_t id;
    double wall;
    float v[3];
  } told[SLOTS];
};

aps_trace *aps_trace_create(void) {
  aps_trace *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  atomic_init(&t->written, 0), atomic_init(&t->read, 0), atomic_init(&t->epoch, 0);
  t->every = LOOK_EVERY;
  return t;
}

void aps_trace_free(aps_trace **handle) {
  free(*handle);
  *handle = NULL;
}

/* ---- the writer's side ---- */

int aps_trace_due(aps_trace *t, int64_t n) {
  if (n > APS_TRACED) return 0;
  const double now = aps_wall();
  t->looks = fmin(t->looks + (now - t->counted) / t->every, AT_ONCE);
  t->counted = now;
  if (t->looks < 1) return 0;
  t->looks--;
  return 1;
}

static int turned(const float a[3], const float b[3]) {
  const float ab = a[0] * b[0] + a[1] * b[1] + a[2] * b[2], aa = a[0] * a[0] + a[1] * a[1] + a[2] * a[2],
              bb = b[0] * b[0] + b[1] * b[1] + b[2] * b[2];
  return !(ab > 0) || ab * ab < (float)(COS_TURN * COS_TURN) * aa * bb || aa > 4 * bb || bb > 4 * aa;
}

static void tell(aps_trace *t, const aps_moment *m) {
  const uint_fast64_t at = atomic_load_explicit(&t->written, memory_order_relaxed);
  if (at - atomic_load_explicit(&t->read, memory_order_acquire) >= ROOM) return;
  t->moment[at % ROOM] = *m;
  atomic_store_explicit(&t->written, at + 1, memory_order_release);
}

static void forget(aps_trace *t) {
  memset(t->told, 0, sizeof t->told);
  t->known = 0;
}

/* Of this id; a free one if it is not known. */
static int slot_of(const aps_trace *t, uint64_t id) {
  int k = (int)(id * 0x9e3779b97f4a7c15u >> (64 - SLOTS_BITS));
  while (t->told[k].wall != 0 && t->told[k].id != id) k = (k + 1) % SLOTS;
  return k;
}

void aps_trace_look(aps_trace *t, const aps_view *p, double time, int all) {
  const double now = aps_wall();
  if (t->known > SLOTS - 2 * APS_TRACED) forget(t); /* those of long ago */
  for (int64_t i = 0; i < p->n && i < APS_TRACED; i++) {
    const float v[3] = {(float)p->vx[i], (float)p->vy[i], (float)p->vz[i]};
    const int k = slot_of(t, p->id[i]), known = t->told[k].wall != 0;
    if (!all && known && now - t->told[k].wall < TELL_EVERY && !turned(v, t->told[k].v)) continue;
    t->known += !known;
    t->told[k].id = p->id[i], t->told[k].wall = now;
    memcpy(t->told[k].v, v, sizeof v);
    const aps_moment m = {now, time, p->id[i], {(float)p->x[i], (float)p->y[i], (float)p->z[i], v[0], v[1], v[2]},
                          atomic_load_explicit(&t->epoch, memory_order_relaxed)};
    tell(t, &m);
  }
  if (!all) /* one that was interrupted looks dear: twice as rare at most for it */
    t->every = fmax(LOOK_EVERY, fmin((aps_wall() - now) / SHARE, 2 * t->every));
}

static int earlier(const void *a, const void *b) {
  const double x = ((const aps_moment *)a)->time, y = ((const aps_moment *)b)->time;
  return (x > y) - (x < y);
}

void aps_trace_pass(aps_trace *t, aps_moment *m, int64_t n) {
  const double now = aps_wall(); /* clocks elsewhere may be others */
  const int epoch = atomic_load_explicit(&t->epoch, memory_order_relaxed);
  qsort(m, (size_t)n, sizeof *m, earlier);
  for (int64_t k = 0; k < n; k++) m[k].wall = now, m[k].epoch = epoch, tell(t, &m[k]);
}

void aps_trace_leap(aps_trace *t) {
  forget(t);
  atomic_fetch_add(&t->epoch, 1);
}

/* ---- the reader's side ---- */

int aps_trace_epoch(const aps_trace *t) { return atomic_load(&t->epoch); }

int aps_trace_next(aps_trace *t, double wall, aps_moment *out) {
  uint_fast64_t at = atomic_load_explicit(&t->read, memory_order_relaxed);
  for (; at < atomic_load_explicit(&t->written, memory_order_acquire); at++) {
    const aps_moment *m = &t->moment[at % ROOM];
    const int goes_on = m->epoch == atomic_load(&t->epoch);
    if (goes_on && m->wall > wall) break;
    *out = *m;
    atomic_store_explicit(&t->read, at + 1, memory_order_release);
    if (goes_on) return 1;
  }
  return 0;
}

int64_t aps_trace_drain(aps_trace *t, aps_moment *out, int64_t most) {
  int64_t n = 0;
  while (n < most && aps_trace_next(t, HUGE_VAL, &out[n])) n++;
  return n;
}
