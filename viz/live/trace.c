/* A ring with one writer and one reader, after L. Lamport, "Proving the correctness of multiprocess programs",
 * IEEE Trans. Softw. Eng. 3, 125 (1977): each moves its own end. */
#include "trace.h"
#include "../../src/core/ctx.h"
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 1 << 14 };
#define LOOK_EVERY 2.5e-4 /* s, in the mean: 256 particles cost about 1 us */
#define AT_ONCE    400.0  /* looks: steps that are due come in bursts */
#define TELL_EVERY 0.04   /* s: of one that flies straight on */
#define COS_TURN   0.97   /* a quarter of a radian: the cubic is then right to 1e-5 of the curve's radius */

struct aps_trace {
  aps_moment moment[ROOM];
  atomic_uint_fast64_t written, read;
  atomic_int epoch;
  /* the writer's: */
  double counted, looks; /* looks that are left, at that time */
  int64_t generation, n;
  struct {
    double wall;
    float v[3];
  } told[APS_TRACED];
};

aps_trace *aps_trace_create(void) {
  aps_trace *t = calloc(1, sizeof *t);
  if (!t) return NULL;
  atomic_init(&t->written, 0), atomic_init(&t->read, 0), atomic_init(&t->epoch, 0);
  t->generation = -1;
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
  t->looks = fmin(t->looks + (now - t->counted) / LOOK_EVERY, AT_ONCE);
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

void aps_trace_look(aps_trace *t, const aps_view *p, double time, int64_t generation) {
  const double now = aps_wall();
  const int known = generation >= 0 && generation == t->generation && p->n == t->n;
  t->generation = generation, t->n = p->n;
  for (int64_t i = 0; i < p->n && i < APS_TRACED; i++) {
    const float v[3] = {(float)p->vx[i], (float)p->vy[i], (float)p->vz[i]};
    if (known && now - t->told[i].wall < TELL_EVERY && !turned(v, t->told[i].v)) continue;
    t->told[i].wall = now;
    memcpy(t->told[i].v, v, sizeof v);
    const aps_moment m = {now, time, p->id[i], {(float)p->x[i], (float)p->y[i], (float)p->z[i], v[0], v[1], v[2]},
                          atomic_load_explicit(&t->epoch, memory_order_relaxed)};
    tell(t, &m);
  }
}

void aps_trace_leap(aps_trace *t) {
  t->generation = -1;
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
