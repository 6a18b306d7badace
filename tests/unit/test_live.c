/* The window without a window: copies between threads, orders, keys, mouse, camera, playback. */
#include "../check.h"
#include "../../viz/live/hud.h"
#include "../../viz/live/paint.h"
#include "../../viz/live/source.h"
#include "../../viz/live/stage.h"
#include "../../viz/live/take.h"
#include "core/ctx.h"
#include "core/rng.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- copies between threads ---- */

enum { ROWS = 500, ENOUGH = 200 };

typedef struct {
  aps_slots *slots;
  atomic_int seen, ended;
  int64_t shots; /* once ended */
} hall;

/* Every number of the k-th shot is k. Writes until the reader has seen enough of them. */
static void *write_shots(void *user) {
  hall *h = user;
  const double start = aps_wall();
  int64_t k = 0;
  while (atomic_load(&h->seen) < ENOUGH || aps_wall() - start < 0.3) {
    aps_shot *s = aps_slots_back(h->slots);
    if (!aps_shot_room(s, ++k % 7 ? ROWS : ROWS + k % 50)) break;
    s->v.n = s->n, s->steps = k, s->time = (double)k;
    for (int64_t i = 0; i < s->n; i++) s->v.x[i] = s->v.vz[i] = (double)k, s->v.id[i] = (uint64_t)k;
    aps_slots_publish(h->slots);
  }
  h->shots = k;
  atomic_store(&h->ended, 1);
  return NULL;
}

/* What the reader has is whole, never older than before, and its own: it does not change while it
 * looks. The last one arrives. */
static void test_a_reader_sees_whole_shots_in_order(void) {
  hall h = {.slots = aps_slots_create()};
  pthread_t writer;
  CHECK(h.slots && pthread_create(&writer, NULL, write_shots, &h) == 0);
  int64_t last = 0, torn = 0, back = 0;
  for (int over = 0; !over;) {
    over = atomic_load(&h.ended);
    int fresh;
    const aps_shot *s = aps_slots_newest(h.slots, &fresh);
    if (!fresh) continue;
    over = 0;
    const int64_t steps = s->steps;
    back += steps <= last;
    for (int round = 0; round < 20; round++) /* long enough for the writer to come by */
      for (int64_t i = 0; i < s->n; i++)
        torn += s->v.x[i] != (double)steps || s->v.id[i] != (uint64_t)steps;
    last = steps;
    atomic_fetch_add(&h.seen, 1);
  }
  pthread_join(writer, NULL);
  CHECK(torn == 0);
  CHECK(back == 0);
  CHECK(last == h.shots);
  aps_slots_free(&h.slots);
}

/* ---- trails ---- */

static atomic_int begun, heard;

/* Moments of one particle whose x is its time; most come when the reader has begun, however late that is. */
static void *write_moments(void *user) {
  aps_trace *t = user;
  double row[6] = {0};
  uint64_t id = 7;
  aps_view v = {.n = 1, .x = row, .y = row + 1, .z = row + 2, .vx = row + 3, .vy = row + 4, .vz = row + 5, .id = &id};
  for (int k = 1; k <= 200000; k++) {
    row[0] = k, row[3] = k % 2 ? 1 : -1; /* turns all the time */
    aps_trace_look(t, &v, k, 0);
    while (k == 100 && !atomic_load(&begun) && !atomic_load(&heard)) nanosleep(&(struct timespec){0, 1000000}, NULL);
  }
  aps_trace_leap(t);
  for (row[0] = -1; !atomic_load(&heard); nanosleep(&(struct timespec){0, 1000000}, NULL)) /* the ring may be full */
    aps_trace_look(t, &v, -1, 0);
  return NULL;
}

/* What is read is whole and in order; of a full ring the newest are missing; before a leap is nothing. */
static void test_moments_are_told_whole_and_in_order(void) {
  aps_trace *t = aps_trace_create();
  pthread_t writer;
  CHECK(t && pthread_create(&writer, NULL, write_moments, t) == 0);
  aps_moment m;
  double last = 0;
  int64_t torn = 0, back = 0, read = 0;
  for (const double end = aps_wall() + 60; last >= 0 && aps_wall() < end;)
    while (aps_trace_next(t, HUGE_VAL, &m)) {
      torn += m.x[0] != (float)m.time || m.id != 7;
      back += m.time <= last && m.time > 0;
      last = m.time, read++;
      atomic_store(&begun, 1);
    }
  atomic_store(&heard, 1);
  pthread_join(writer, NULL);
  CHECK(torn == 0 && back == 0);
  CHECK(last == -1 && aps_trace_epoch(t) == 1);
  CHECK(read > 1);
  aps_trace_free(&t);
}

enum { FEW = 3, MANY = APS_TRACED + 1 };

static void place(aps_shot *s, double angle, double radius) { /* on circles, once round in 2 pi */
  for (int64_t i = 0; i < s->n; i++) {
    const double r = radius * (double)(i + 1), a = angle + (double)i;
    s->v.x[i] = r * cos(a), s->v.y[i] = r * sin(a), s->v.z[i] = 0;
    s->v.vx[i] = -r * sin(a), s->v.vy[i] = r * cos(a), s->v.vz[i] = 0;
    s->v.id[i] = 100 + (uint64_t)i;
  }
  s->v.n = s->n, s->time = angle, s->wall = aps_wall();
}

/* Two turns of 400 steps, of which the window draws the last alone: the trail has all of it. */
static void test_trails_are_as_fine_as_the_particles_turn(void) {
  static aps_shot s = {.generation = -1};
  aps_trails trails = {.epoch = -1};
  aps_stage stage = {.width = 1280};
  aps_trace *trace = aps_trace_create();
  CHECK(trace && aps_shot_room(&s, FEW));
  for (int k = 0; k <= 800; k++) place(&s, k * M_PI / 200, 1), aps_trace_look(trace, &s.v, s.time, 0);
  s.wall = aps_wall();
  aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.n == FEW);
  for (int k = 0; k < trails.n; k++) {
    const aps_trail *t = &trails.of[k];
    double widest = 0, off = 0;
    CHECK(t->shown && t->length > 40 && t->length <= 801);
    for (int j = 1; j < t->length; j++) { /* the middle of the cubic lies on the circle */
      const float *p = t->x[j - 1], *q = t->x[j];
      const double T = t->at[j] - t->at[j - 1], r = hypot(p[0], p[1]);
      widest = fmax(widest, T);
      off = fmax(off, fabs(hypot((p[0] + q[0]) / 2 + T * (p[3] - q[3]) / 8, (p[1] + q[1]) / 2 + T * (p[4] - q[4]) / 8) / r - 1));
    }
    CHECK(widest <= 0.27); /* acos 0.97 and a step */
    CHECK(off < 1.5e-5);   /* T^4 / 384 */
    CHECK_NEAR(t->at[0], 0, 1e-12);
    CHECK_NEAR(t->now[0], s.v.x[k], 1e-6);
  }
  const double wall = s.wall;
  place(&s, 20, 1), aps_trace_look(trace, &s.v, s.time, 0); /* later than the picture that is drawn */
  s.wall = wall;
  const int length = trails.of[0].length;
  aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.of[0].length == length);
  aps_trace_leap(trace);
  CHECK(!aps_trace_next(trace, HUGE_VAL, &(aps_moment){0}));
  s.wall = aps_wall();
  aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.n <= FEW && (trails.n == 0 || trails.of[0].length <= 1)); /* the start of another */
  aps_trails_free(&trails);
  aps_trace_free(&trace);
}

/* What two ranks saw of a particle that went from one to the other and back is one way, in the order of time. */
static void test_ways_of_ranks_are_joined(void) {
  static aps_shot s = {.generation = -1};
  aps_trace *rank[2] = {aps_trace_create(), aps_trace_create()}, *all = aps_trace_create();
  aps_moment m[64], *next = &m[0];
  CHECK(rank[0] && rank[1] && all && aps_shot_room(&s, 1));
  for (int k = 0; k < 30; k++) place(&s, k, 1), aps_trace_look(rank[k / 10 % 2], &s.v, k, 0);
  for (int k = 0; k < 2; k++) next += aps_trace_drain(rank[k], next, 32);
  CHECK(next - m == 30 && m[10].time == 20);
  aps_trace_pass(all, m, next - m);
  for (int k = 0; k < 30; k++) CHECK(aps_trace_next(all, HUGE_VAL, &m[32]) && m[32].time == k && m[32].id == 100);
  place(&s, 30, 1), aps_trace_look(rank[0], &s.v, 30, 0), aps_trace_look(rank[0], &s.v, 30, 0);
  CHECK(aps_trace_drain(rank[0], m, 32) == 1); /* it has not turned since */
  for (int k = 0; k < 3000; k++) /* more ids than are kept in mind */
    s.v.id[0] = (uint64_t)k, aps_trace_look(rank[1], &s.v, 31, 0);
  CHECK(aps_trace_drain(rank[1], m, 1) == 1);
  for (int k = 0; k < 2; k++) aps_trace_free(&rank[k]);
  aps_trace_free(&all);
}

/* Looks at as many as are traced, whenever one is due, take at most 2 % of the time: where they are slow there are fewer. */
static void test_looks_cost_little(void) {
  static aps_shot s = {.generation = -1};
  aps_trace *t = aps_trace_create();
  double spent = 0, clock = 1;
  int looks = 0;
  for (int k = 0; k < 100; k++) {
    const double before = cpu();
    clock = fmin(clock, cpu() - before);
  }
  CHECK(t && aps_shot_room(&s, APS_TRACED));
  place(&s, 0, 1);
  while (aps_trace_due(t, APS_TRACED)) aps_trace_look(t, &s.v, 0, 0); /* those that may come at once */
  const double start = aps_wall(), busy = cpu();
  while (cpu() - busy < 0.5) {
    if (!aps_trace_due(t, APS_TRACED)) continue;
    const double before = cpu();
    aps_trace_look(t, &s.v, 0, 0);
    spent += cpu() - before - clock, looks++;
  }
  const double passed = aps_wall() - start;
  printf("     %d looks at %d: %.2f us each, %.2f %% of the time\n", looks, APS_TRACED, 1e6 * spent / looks, 100 * spent / passed);
  CHECK(spent < 0.02 * passed && looks > 20);
  aps_trace_free(&t);
}

/* Of many only the followed one, wherever its row is. */
static void test_trails_of_many_are_that_of_the_followed(void) {
  static aps_shot s = {.generation = -1};
  aps_trails trails = {.epoch = -1};
  aps_stage stage = {.width = 1280};
  aps_trace *trace = aps_trace_create();
  CHECK(trace && aps_shot_room(&s, MANY) && !aps_trace_due(trace, MANY) && aps_trace_due(trace, MANY - 1));
  for (int k = 0; k < 10; k++) place(&s, 0.1 * k, 1), aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.n == 0);
  stage.rig.follows = 1, stage.rig.followed = 105, stage.rig.row = 5;
  for (int k = 0; k < 10; k++) place(&s, 0.1 * k, 1), aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.n == 1 && trails.of[0].id == 105 && trails.of[0].length == 10);
  stage.rig.followed = 106, stage.rig.row = 6;
  place(&s, 1, 1), aps_trails_add(&trails, trace, &stage, &s);
  CHECK(trails.n == 1 && trails.of[0].id == 106 && trails.of[0].length == 1);
  aps_trails_free(&trails);
  aps_trace_free(&trace);
}

static void test_columns_that_stay_are_copied_once(void) {
  double x[6] = {1, 2, 3, 4, 5, 6}, mass[1] = {7};
  uint64_t id[1] = {9};
  aps_view v = {.n = 1,
                .x = x,
                .y = x + 1,
                .z = x + 2,
                .vx = x + 3,
                .vy = x + 4,
                .vz = x + 5,
                .mass = mass,
                .id = id};
  aps_shot shot = {.generation = -1};
  CHECK(aps_shot_copy(&shot, &v, APS_X, 4));
  CHECK(shot.v.mass[0] == 7 && shot.v.id[0] == 9 && shot.v.z[0] == 3 && shot.v.type[0] == 0);
  mass[0] = 8, x[0] = 10;
  aps_shot_copy(&shot, &v, APS_X, 4);
  CHECK(shot.v.mass[0] == 7 && shot.v.x[0] == 10); /* the rows have not moved */
  aps_shot_copy(&shot, &v, APS_X, 5);
  CHECK(shot.v.mass[0] == 8);
  free(shot.own), free(shot.own_id), free(shot.own_type);
}

/* ---- what a look costs ---- */

/* Without forces a step is as cheap as steps can be, and a copy costs more than that. */
static const char cluster[] = "particles: [{model: plummer, n: 20000}]\n"
                              "forces: []\n"
                              "integrator: {name: leapfrog, dt: 0.001}\n"
                              "run: {t_end: 1, device: cpu, threads: 1}\n";

/* A reader that takes every shot at once costs the simulation at most two per cent of its time,
 * apart from the first look: processor time of the copies in the time that passed. */
static void test_copies_take_two_per_cent_at_most(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_create(ctx, "cluster", cluster, NULL, 0, &sim));
  aps_source *source = aps_source_create();
  aps_take_log log = {0};
  int fresh, shots = 0;
  if (sim && source) {
    aps_slots *slots = aps_source_slots(source);
    CHECK_OK(ctx, aps_take_shot(sim, source, &log, aps_take_due(sim, source, &log, 1), NULL, NULL));
    aps_slots_newest(slots, &fresh);
    double copies = 0, last = 0;
    const double start = aps_wall(), busy = cpu();
    /* on a slow machine until the last copy alone is little of the time: it may end right behind one */
    while ((cpu() - busy < 0.5 || aps_wall() - start < 1 || shots < 4 || last > 0.003 * (aps_wall() - start)) && aps_wall() - start < 20) {
      CHECK_OK(ctx, aps_step(sim));
      const int due = aps_take_due(sim, source, &log, 0);
      if (!due) continue;
      CHECK(due == APS_TAKE_ROWS); /* there is no card */
      const double before = cpu();
      CHECK_OK(ctx, aps_take_shot(sim, source, &log, due, NULL, NULL));
      copies += last = cpu() - before;
      aps_slots_newest(slots, &fresh);
      shots += fresh;
    }
    const double share = copies / (aps_wall() - start);
    printf("     %d shots of 20000 particles, %.2f %% of the time\n", shots, 100 * share);
    CHECK(share < 0.02);
    CHECK(shots > 1);
    const aps_shot *s = aps_slots_newest(slots, &fresh);
    CHECK(s->n == 20000 && s->steps > 0);
    const double now = aps_wall(); /* copies that take a second come every hundred, not never again */
    for (int ago = 50; ago <= 140; ago += 90) {
      aps_take_log slow = {.rows = {.begun = now - ago, .spent = 1, .last = 1, .best = 1}};
      CHECK(aps_take_due(sim, source, &slow, 0) == (ago > 100 ? APS_TAKE_ROWS : 0));
    }
    for (int more = 0; more < 2; more++) { /* 0.2 s of one: too much, unless more was asked for */
      aps_take_log log = {.share = more ? 0.4 : 0, .rows = {.begun = aps_wall() - 1, .spent = 0.1, .last = 0.1, .best = 0.1}};
      CHECK(aps_take_due(sim, source, &log, 0) == (more ? APS_TAKE_ROWS : 0));
    }
  }
  aps_free(&sim);
  aps_source_free(&source);
  aps_ctx_free(&ctx);
}

/* ---- points that stay on a card ---- */

enum { PACKED = 300 };
typedef struct {
  aps_handover *h;
  double card[PACKED]; /* stands for the card's memory */
  int64_t wish;
  atomic_int ended;
  int64_t packings, refused;
} deck;

static const char *pack_card(void *self, const aps_card_points *p) {
  deck *d = self;
  for (int i = 0; i < PACKED; i++) d->card[i] = p->low;
  d->wish = p->wish;
  return p->low < 0 ? "a card that fails" : NULL;
}

/* The run's thread: packs as often as it may. */
static void *pack_often(void *user) {
  deck *d = user;
  for (int64_t step = 1; !atomic_load(&d->ended); step++) {
    aps_card_points p;
    if (!aps_handover_wanted(d->h)) continue;
    if (!aps_handover_begin(d->h, step % 3 == 0, &p)) {
      d->refused++;
      continue;
    }
    const char *why = aps_handover_pack(d->h, &p);
    const aps_shot head = {.steps = step, .n = PACKED, .time = (double)step};
    aps_handover_end(d->h, why ? NULL : &head, why);
    d->packings++;
  }
  return NULL;
}

/* The window's thread fetches what was packed for one wish, whole, the newest wish soon; steps go
 * forward; a packing that fails closes the handover and says why. */
static void test_points_are_handed_over(void) {
  deck d = {.h = aps_handover_create()};
  pthread_t run;
  CHECK(d.h && pthread_create(&run, NULL, pack_often, &d) == 0);
  aps_handover_open(d.h, pack_card, &d);
  int64_t torn = 0, back = 0, fetched = 0, last = 0, wish = 0;
  const double start = aps_wall();
  while (fetched < 300 && aps_wall() - start < 120) {
    aps_shot head;
    int fresh;
    wish++;
    aps_handover_wish(d.h, &(aps_card_points){.wish = wish, .low = (double)wish}, (int)(wish % 2));
    CHECK(aps_handover_rows(d.h) == (int)(wish % 2));
    if (!aps_handover_head(d.h, &head, &fresh) || !fresh) continue;
    back += head.steps <= last, last = head.steps;
    aps_handover_lock(d.h);
    const int64_t mine = d.wish;
    for (int i = 0; i < PACKED; i++) torn += d.card[i] != (double)mine;
    torn += mine > wish || mine < 1;
    aps_handover_unlock(d.h);
    fetched++;
  }
  CHECK(fetched == 300 && torn == 0 && back == 0);
  aps_handover_open(d.h, NULL, NULL); /* closed: nothing is packed any more */
  aps_shot head;
  int fresh;
  char why[240] = "";
  CHECK(!aps_handover_is_open(d.h) && !aps_handover_head(d.h, &head, &fresh));
  aps_handover_open(d.h, pack_card, &d);
  aps_handover_wish(d.h, &(aps_card_points){.wish = ++wish, .low = -1}, 0);
  for (int k = 0; k < 2000 && !aps_handover_failed(d.h, why); k++) {
    aps_handover_head(d.h, &head, &fresh);
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
  CHECK(strcmp(why, "a card that fails") == 0 && !aps_handover_is_open(d.h));
  atomic_store(&d.ended, 1);
  pthread_join(run, NULL);
  printf("     %lld packings\n", (long long)d.packings);
  aps_handover_free(&d.h);
}

/* ---- orders ---- */

typedef struct {
  aps_source *source;
  atomic_int steps, ended, halts;
  int other;
  double t;
} engine;

static void other(void *self, const aps_order *o) {
  engine *e = self;
  if (o->kind == APS_ORDER_RESET) e->other++, e->t = -1000;
}

static void halt(void *self) { atomic_fetch_add(&((engine *)self)->halts, 1); }

static double time_of(void *self) { return ((engine *)self)->t; }

static void *drive(void *user) {
  engine *e = user;
  const aps_worker worker = {other, e, NULL, halt, time_of};
  while (aps_source_turn(e->source, &worker)) e->t += 0.01, atomic_fetch_add(&e->steps, 1);
  atomic_store(&e->ended, 1);
  return NULL;
}

static void rest(double seconds) {
  const double until = aps_wall() + seconds;
  while (aps_wall() < until) nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

static void note_seek(void *self, const aps_order *o) {
  double *seen = self;
  seen[0]++, seen[1] = o->kind == APS_ORDER_SEEK ? o->value[0] : seen[1];
}

/* A thread that is busy while the scrubber is dragged goes to the last place, at once; no other order is lost. */
static void test_of_a_drag_the_last_place_counts(void) {
  aps_source *source = aps_source_create();
  double seen[2] = {0};
  const aps_worker worker = {note_seek, seen, NULL, NULL, NULL};
  aps_source_tell(source, (aps_order){.kind = APS_ORDER_RESET});
  for (int k = 0; k <= 500; k++) aps_source_tell(source, (aps_order){.kind = APS_ORDER_SEEK, .value = {k / 500.0}});
  aps_source_tell(source, (aps_order){.kind = APS_ORDER_RESET});
  CHECK(aps_source_obey(source, &worker) == 1);
  CHECK(seen[0] == 3 && seen[1] == 1);
  aps_source_free(&source);
}

/* Pause stops, steps are counted exactly, the pace is kept without touching the step, quit ends. */
static void test_orders_are_obeyed(void) {
  engine e = {.source = aps_source_create()};
  aps_status *st = aps_source_open_status(e.source);
  st->can = APS_CAN_STEP, st->playing = 0;
  snprintf(st->why_not, sizeof st->why_not, "because");
  aps_source_close_status(e.source);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, drive, &e) == 0);
  rest(0.1);
  CHECK(atomic_load(&e.steps) == 0);
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_STEPS, .value = {50}});
  rest(0.2);
  CHECK(atomic_load(&e.steps) == 50);
  CHECK(atomic_load(&e.halts) ==
        2); /* at the start, and after the fifty: the last state is shown */
  aps_source_open_status(e.source)->pace = 1; /* 100 steps of 0.01 a second */
  aps_source_close_status(e.source);
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_PLAY, .value = {1}});
  rest(0.5);
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_PLAY, .value = {0}});
  rest(0.1);
  const int paced = atomic_load(&e.steps) - 50;
  CHECK(paced > 10 && paced < 75); /* 50, on a busy machine fewer */
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_REVERSE});
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_RESET});
  rest(0.1);
  const int before = atomic_load(&e.steps); /* the leap to another time is not waited for */
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_PLAY, .value = {1}});
  rest(0.1);
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_RESET});
  rest(0.4);
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_PLAY, .value = {0}});
  rest(0.1);
  CHECK(atomic_load(&e.steps) - before > 15);
  aps_status now;
  aps_source_status(e.source, &now);
  CHECK(now.direction == 1 && strstr(now.note, "because"));
  aps_source_tell(e.source, (aps_order){.kind = APS_ORDER_QUIT});
  pthread_join(thread, NULL);
  CHECK(e.other == 2);
  CHECK(atomic_load(&e.ended));
  aps_source_free(&e.source);
}

/* ---- keys, mouse, camera ---- */

typedef struct {
  aps_ctx *ctx;
  aps_stage stage;
  aps_shot shot;
  aps_status status;
} theatre;

static void frame(theatre *t) {
  t->shot.rows++; /* each is a new one */
  aps_stage_advance(&t->stage, t->ctx, &t->status, &t->shot, 1, 0.02);
}

static void open_theatre_of(theatre *t, int64_t n) {
  *t = (theatre){.ctx = aps_ctx_create(), .shot = {.generation = -1}};
  aps_shot_room(&t->shot, n);
  t->shot.v.n = n, t->shot.has = APS_X | APS_V | APS_MASS | APS_TYPE | APS_ID;
  for (int64_t i = 0; i < n; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    t->shot.v.x[i] = aps_rng_uniform(&rng) - 0.5, t->shot.v.y[i] = aps_rng_uniform(&rng) - 0.5;
    t->shot.v.z[i] = aps_rng_uniform(&rng) - 0.5;
    t->shot.v.vx[i] = t->shot.v.vy[i] = t->shot.v.vz[i] = 0;
    t->shot.v.mass[i] = 1, t->shot.v.id[i] = (uint64_t)(1000 + i), t->shot.v.type[i] = 0;
  }
  t->status = (aps_status){.playing = 1,
                           .direction = 1,
                           .t_last = 10,
                           .can = APS_CAN_SEEK | APS_CAN_ADD | APS_CAN_STEP | APS_CAN_LESSONS};
  aps_stage_start(&t->stage, 1280, 720);
  frame(t);
}

static void open_theatre(theatre *t) { open_theatre_of(t, 3000); }

static void close_theatre(theatre *t) {
  free(t->shot.own), free(t->shot.own_id), free(t->shot.own_type);
  aps_ctx_free(&t->ctx);
}

static void press(theatre *t, int key, int mods) {
  aps_stage_key(&t->stage, &t->shot, key, mods, 1);
  aps_stage_key(&t->stage, &t->shot, key, mods, 0);
}

/* The order a key gives, and its value. */
static int orders(theatre *t, int key, aps_order_kind kind, double value) {
  t->stage.orders = 0;
  press(t, key, 0);
  return t->stage.orders == 1 && t->stage.order[0].kind == kind &&
         t->stage.order[0].value[0] == value;
}

static void test_keys_do_what_the_help_says(void) {
  theatre t;
  open_theatre(&t);
  aps_stage *s = &t.stage;
  CHECK(orders(&t, ' ', APS_ORDER_PLAY, -1));
  CHECK(orders(&t, APS_KEY_DOWN, APS_ORDER_STEPS, 1));
  CHECK(orders(&t, APS_KEY_PAGE_DOWN, APS_ORDER_STEPS, 50));
  CHECK(orders(&t, APS_KEY_BACKSPACE, APS_ORDER_REVERSE, 0));
  CHECK(orders(&t, ',', APS_ORDER_PACE, 0.5));
  CHECK(orders(&t, '.', APS_ORDER_PACE, 2));
  CHECK(orders(&t, 'R', APS_ORDER_RESET, 0));
  CHECK(orders(&t, ']', APS_ORDER_LESSON, 1));
  CHECK(orders(&t, '[', APS_ORDER_LESSON, -1));
  CHECK(orders(&t, APS_KEY_END, APS_ORDER_SEEK, 1));
  t.status.share = 0.4, t.shot.time = 9; /* of files in unlike steps: from where one is, not from its time */
  frame(&t);
  CHECK(orders(&t, APS_KEY_RIGHT, APS_ORDER_SEEK, 0.4 + 0.02));
  CHECK(aps_stage_share(s, &t.shot) == 0.4);
  s->orders = 0;
  const struct {
    int key;
    const int *what;
  } toggles[] = {{'H', &s->help},   {APS_KEY_F1, &s->help}, {APS_KEY_TAB, &s->panel},
                 {'U', &s->hud},    {'G', &s->frame},       {'L', &s->lesson},
                 {'T', &s->trails}, {'O', &s->turning}};
  for (size_t k = 0; k < sizeof toggles / sizeof *toggles; k++) {
    const int before = *toggles[k].what;
    press(&t, toggles[k].key, 0);
    CHECK(*toggles[k].what == !before);
    press(&t, toggles[k].key, 0);
    CHECK(*toggles[k].what == before);
  }
  for (int k = 1; k <= APS_MODES; k++) {
    press(&t, 'P', 0);
    CHECK((int)s->mode == k % APS_MODES);
  }
  press(&t, 'K', 0);
  CHECK(strcmp(s->colour, "speed") == 0);
  press(&t, 'K', 0);
  CHECK(strcmp(s->colour, "mass") == 0); /* there are no potentials: no energy */
  press(&t, '+', 0);
  CHECK(s->exposure == 0.5);
  press(&t, 'N', 0);
  CHECK(s->tone == APS_TONE_LOG);
  press(&t, 'N', 0);
  CHECK(s->tone == APS_TONE_ASINH);
  for (int k = 1; k <= 5; k++) {
    press(&t, 'B', 0);
    CHECK_NEAR(s->bloom, k % 5 * 0.2, 1e-12);
  }
  press(&t, 'H', 0);
  press(&t, APS_KEY_ESCAPE, 0); /* closes the help */
  CHECK(!s->help && s->todo == 0);
  press(&t, APS_KEY_F5, 0), press(&t, APS_KEY_F6, 0), press(&t, APS_KEY_F11, 0);
  CHECK(s->todo == (APS_DO_SCREENSHOT | APS_DO_RECORD | APS_DO_FULL_SCREEN));
  s->todo = 0;
  press(&t, 'Q', APS_MOD_SHIFT);
  CHECK(s->todo == APS_DO_LEAVE);
  s->todo = 0;
  press(&t, 'Q', 0);
  CHECK(s->todo == APS_DO_CLOSE);
  CHECK(s->orders == 0);
  close_theatre(&t);
}

/* No key stands twice with the same modifiers, and each is explained or a twin of the one above. */
static void test_every_key_has_one_meaning(void) {
  for (const aps_key_row *a = aps_key_rows; a->key; a++) {
    CHECK((a->label == NULL) == (a->doc == NULL));
    for (const aps_key_row *b = a + 1; b->key; b++) CHECK(a->key != b->key || a->mods != b->mods);
  }
}

static void drag(theatre *t, int button, int mods, double x0, double y0, double x1, double y1) {
  aps_stage_move(&t->stage, x0, y0);
  aps_stage_button(&t->stage, &t->shot, button, mods, 1);
  for (int k = 1; k <= 10; k++)
    aps_stage_move(&t->stage, x0 + k * (x1 - x0) / 10, y0 + k * (y1 - y0) / 10);
  aps_stage_button(&t->stage, &t->shot, button, mods, 0);
}

/* The named views show all particles from where they look, also of what is long across the first; one that was kept stays as it was. */
static void test_named_views_show_all(void) {
  theatre t;
  open_theatre(&t);
  for (int64_t i = 0; i < t.shot.n; i++) t.shot.v.z[i] *= 20;
  const double home = t.stage.rig.pose.width;
  for (char key = '2'; key <= '6'; key++) {
    press(&t, key, 0);
    frame(&t);
    const aps_eye eye = aps_rig_eye(&t.stage.rig);
    int64_t out = 0;
    for (int64_t i = 0; i < t.shot.n; i++) {
      double x, y;
      const double at[3] = {t.shot.v.x[i], t.shot.v.y[i], t.shot.v.z[i]};
      out += !aps_rig_point(&eye, at, 1280, 720, &x, &y) || x < 0 || x > 1280 || y < 0 || y > 720;
    }
    CHECK(out < t.shot.n / 10); /* in perspective the near end of so long a thing may stand out */
  }
  press(&t, '9', 0);
  frame(&t);
  CHECK(t.stage.rig.pose.width == home && t.stage.rig.pose.elevation == 90);
  press(&t, '2', APS_MOD_CTRL);
  press(&t, '3', 0);
  frame(&t);
  press(&t, '2', 0);
  frame(&t);
  CHECK(t.stage.rig.pose.width == home && t.stage.rig.pose.elevation == 90);
  close_theatre(&t);
}

static void test_the_mouse_turns_moves_zooms_and_throws(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  press(&t, '2', 0);
  CHECK(r->pose.elevation == 0);
  drag(&t, APS_BUTTON_LEFT, 0, 640, 360, 640 + 180,
       360); /* a quarter of the height, less the start */
  CHECK(r->pose.azimuth < -35 && r->pose.azimuth > -50);
  drag(&t, APS_BUTTON_LEFT, 0, 640, 100, 640, 700);
  CHECK(r->pose.elevation == 90);
  press(&t, '9', 0);
  const double before[3] = {r->pose.centre[0], r->pose.centre[1], r->pose.centre[2]};
  drag(&t, APS_BUTTON_LEFT, APS_MOD_SHIFT, 640, 360, 740, 360);
  CHECK(r->pose.centre[0] < before[0] && fabs(r->pose.centre[1] - before[1]) < 1e-12);
  press(&t, '9', 0);
  CHECK(r->pose.centre[0] == before[0]);
  /* what lies under the mouse stays there when the wheel turns */
  double at[3], x, y;
  aps_eye eye = aps_rig_eye(r);
  aps_rig_place(&eye, 900, 200, 1280, 720, at);
  aps_stage_move(&t.stage, 900, 200);
  const double width = r->pose.width;
  aps_stage_wheel(&t.stage, 3);
  CHECK_NEAR(r->pose.width, width / (1.2 * 1.2 * 1.2), 1e-12);
  eye = aps_rig_eye(r);
  CHECK(aps_rig_point(&eye, at, 1280, 720, &x, &y));
  CHECK_NEAR(x, 900, 1);
  CHECK_NEAR(y, 200, 1);
  /* a new body: at the point pressed, towards the point let go */
  press(&t, '9', 0);
  t.stage.orders = 0;
  eye = aps_rig_eye(r);
  aps_rig_place(&eye, 400, 300, 1280, 720, at);
  drag(&t, APS_BUTTON_RIGHT, 0, 400, 300, 500, 300);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_BODY);
  const double *b = t.stage.order[0].value;
  CHECK_NEAR(b[0], 1, 1e-9);
  for (int d = 0; d < 3; d++) CHECK_NEAR(b[1 + d], at[d], 1e-12);
  CHECK(b[4] > 0 && fabs(b[5]) < 1e-12);
  /* the scrubber */
  t.stage.orders = 0;
  double x0, x1, line;
  CHECK(aps_stage_scrubber(&t.stage, &x0, &x1, &line));
  aps_stage_move(&t.stage, x0 + 0.25 * (x1 - x0), line);
  aps_stage_button(&t.stage, &t.shot, APS_BUTTON_LEFT, 0, 1);
  aps_stage_button(&t.stage, &t.shot, APS_BUTTON_LEFT, 0, 0);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_SEEK);
  CHECK_NEAR(t.stage.order[0].value[0], 0.25, 1e-12);
  /* however far the mouse goes between two frames, the last place counts */
  t.stage.orders = 0;
  drag(&t, APS_BUTTON_LEFT, 0, x0, line, x1, line), drag(&t, APS_BUTTON_LEFT, 0, x0, line, x0 + 0.75 * (x1 - x0), line);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_SEEK);
  CHECK_NEAR(t.stage.order[0].value[0], 0.75, 1e-12);
  close_theatre(&t);
}

static void test_a_clicked_particle_is_followed_by_id(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  const aps_eye eye = aps_rig_eye(r);
  double px, py;
  const int64_t i = 17;
  const double x[3] = {t.shot.v.x[i], t.shot.v.y[i], t.shot.v.z[i]};
  CHECK(aps_rig_point(&eye, x, 1280, 720, &px, &py));
  drag(&t, APS_BUTTON_LEFT, 0, px, py, px, py);
  CHECK(r->follows && r->followed == 1017);
  frame(&t);
  for (int d = 0; d < 3; d++) CHECK(r->pose.centre[d] == x[d]);
  t.shot.v.id[i] = 5000, t.shot.v.id[200] = 1017; /* its row has moved */
  frame(&t);
  CHECK(r->pose.centre[0] == t.shot.v.x[200]);
  t.shot.v.id[200] = 5001; /* and it is gone */
  frame(&t);
  CHECK(!r->follows);
  close_theatre(&t);
}

static void test_views_are_kept_and_found_again(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  aps_rig_orbit(r, 0.1, -0.2);
  const aps_pose kept = r->pose;
  press(&t, '5', APS_MOD_CTRL);
  press(&t, '1', 0);
  CHECK(r->pose.azimuth != kept.azimuth);
  press(&t, '5', 0);
  CHECK(memcmp(&r->pose, &kept, sizeof kept) == 0);
  aps_stage_key(&t.stage, &t.shot, 'W', 0, 1); /* fly until let go */
  frame(&t), frame(&t);
  const double z = r->pose.centre[2];
  CHECK(z != kept.centre[2]);
  aps_stage_key(&t.stage, &t.shot, 'W', 0, 0);
  frame(&t);
  CHECK(r->pose.centre[2] == z);
  press(&t, 'C', 0);
  frame(&t);
  CHECK_NEAR(r->pose.centre[2], r->home.centre[2], 0.05);
  close_theatre(&t);
}

/* A lesson that starts again is seen as it was at first, unless the spectator has chosen the view. */
static void test_a_new_start_is_framed_anew(void) {
  theatre t;
  open_theatre_of(&t, 3);
  aps_rig *r = &t.stage.rig;
  t.status.can = APS_CAN_LESSONS | APS_CAN_ADD;
  const double x = t.shot.v.x[0];
  for (int turn = 0; turn < 2; turn++) {
    t.shot.steps = 0;
    frame(&t);
    const double width = r->pose.width;
    t.shot.steps = 9, t.shot.v.x[0] = x + width;
    frame(&t);
    const double wide = r->pose.width;
    CHECK(wide > 1.3 * width);
    if (turn == 1) aps_rig_orbit(r, 0.1, 0);
    t.shot.steps = 0, t.shot.v.x[0] = x;
    frame(&t);
    CHECK(r->pose.width == (turn ? wide : width));
  }
  close_theatre(&t);
}

/* All bodies within the free part of the window: 0 … 1, how far they reach across and up of it. */
static void reach(const theatre *t, double left, double right, double top, double bottom, double out[2]) {
  const aps_eye eye = aps_rig_eye(&t->stage.rig);
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
  for (int64_t i = 0; i < t->shot.n; i++) {
    double p[2];
    CHECK(aps_rig_point(&eye, (double[]){t->shot.v.x[i], t->shot.v.y[i], t->shot.v.z[i]}, t->stage.width, t->stage.height, &p[0], &p[1]));
    for (int k = 0; k < 2; k++) low[k] = fmin(low[k], p[k]), high[k] = fmax(high[k], p[k]);
  }
  CHECK(low[0] > left && high[0] < right && low[1] > top && high[1] < bottom);
  out[0] = (high[0] - low[0]) / (right - left), out[1] = (high[1] - low[1]) / (bottom - top);
}

/* The scene stands in what panel and text leave free, as large as it can, and comes back as it was; also in a window of
 * another shape. A view that the spectator has chosen stays. */
static void test_the_scene_stands_in_the_free_part_of_the_window(void) {
  theatre t;
  double part[2];
  open_theatre_of(&t, 3);
  for (int i = 0; i < 3; i++) t.shot.v.x[i] = i - 1, t.shot.v.y[i] = 0.4 * (i % 2), t.shot.v.z[i] = 0;
  snprintf(t.status.lesson, sizeof t.status.lesson, "words");
  t.stage.rig.framed = 0;
  frame(&t);
  const aps_pose before = t.stage.rig.pose;
  reach(&t, 0, 1280, 0.36 * 720, 720, part);
  CHECK(part[0] > 0.8);
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  reach(&t, 0, 1280 - 342, 0.36 * 720, 720, part);
  CHECK(part[0] > 0.8);
  CHECK_NEAR(t.stage.rig.home.width, t.stage.rig.pose.width, 0);
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  CHECK_NEAR(t.stage.rig.pose.width, before.width, 1e-12);
  for (int d = 0; d < 3; d++) CHECK_NEAR(t.stage.rig.pose.centre[d], before.centre[d], 1e-12);
  t.stage.height = 300;
  frame(&t);
  reach(&t, 0, 1280, 0.36 * 300, 300, part);
  CHECK(part[1] > 0.8);
  t.stage.width = 500, t.stage.height = 900; /* the panel would leave too little */
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  reach(&t, 0, 500, 0.36 * 900, 900, part);
  CHECK(part[0] > 0.8);
  aps_rig_orbit(&t.stage.rig, 0.1, 0);
  const aps_pose chosen = t.stage.rig.pose;
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  CHECK(memcmp(&chosen, &t.stage.rig.pose, sizeof chosen) == 0);
  close_theatre(&t);
}

/* Of few bodies all show, also those that are near to the eye, as they are and once they move. */
static void test_few_bodies_show_however_near(void) {
  theatre t;
  double part[2];
  open_theatre_of(&t, 3);
  for (int k = 0; k < 3; k++) {
    for (int i = 0; i < 3; i++) t.shot.v.x[i] = 1.5 * (i - 1), t.shot.v.y[i] = 1.5 * (i - 1), t.shot.v.z[i] = 1.5 * (i - 1);
    for (int i = 0; i < 3; i++) t.shot.v.mass[i] = k == 0 ? 1 : i == 1 ? 1 : 1e-6; /* planets too */
    t.stage.rig.framed = 0;
    frame(&t);
    reach(&t, 0, 1280, 0, 720, part);
    CHECK(part[1] > 0.7);
    if (k == 2) t.shot.v.z[2] = 6;
    frame(&t);
    reach(&t, 0, 1280, 0, 720, part);
  }
  close_theatre(&t);
}

/* ---- pictures ---- */

static double brightness(const unsigned char *rgb, int pixels) {
  double sum = 0;
  for (int k = 0; k < 3 * pixels; k++) sum += rgb[k];
  return sum / (3.0 * pixels);
}

/* One in four particles, each four times as bright, gives a picture of the same light; still so many that they are a
 * cloud, as those that the window thins out always are. */
static void test_a_thinned_picture_is_as_bright(void) {
  theatre t;
  open_theatre_of(&t, 20000);
  aps_painter *p = aps_painter_create(t.ctx);
  const unsigned char *rgb;
  CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
  const double all = brightness(rgb, 320 * 180);
  CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 4, &rgb));
  CHECK(all > 8);
  CHECK_NEAR(brightness(rgb, 320 * 180), all, 0.25 * all);
  for (int mode = 0; mode < APS_MODES; mode++) {
    t.stage.mode = (aps_mode)mode, t.stage.refit++;
    snprintf(t.stage.colour, sizeof t.stage.colour, mode ? "x" : "speed");
    CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
    CHECK(brightness(rgb, 320 * 180) > 5);
  }
  unsigned char *plain = malloc(3 * 320 * 180);
  for (int look = 0; look < 2; look++) { /* bloom, log */
    memcpy(plain, rgb, 3 * 320 * 180);
    t.stage.bloom = 0.5, t.stage.tone = look ? APS_TONE_LOG : APS_TONE_ASINH;
    CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
    CHECK(memcmp(plain, rgb, 3 * 320 * 180) != 0);
  }
  free(plain);
  aps_painter_free(&p);
  close_theatre(&t);
}

/* A font of the system, where there is one: letters are soft, of unlike widths, and where they
 * should be: within the line, never wider than measured. */
static void test_words_in_a_font(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sheet s = {.width = 400, .height = 40, .rgba = calloc(4, 400 * 40), .low = 40};
  CHECK_OK(ctx, aps_font_open(ctx, "", &s.font));
  CHECK(s.font == NULL);
  CHECK(aps_font_open(ctx, "/nowhere.ttf", &s.font) == APS_EDATA && !s.font);
  CHECK(aps_font_open(ctx, "CMakeLists.txt", &s.font) == APS_EDATA && !s.font);
  aps_ctx_clear(ctx);
  CHECK_OK(ctx, aps_font_open(ctx, NULL, &s.font));
  if (s.font) {
    const aps_ink white = {255, 255, 255, 255};
    CHECK(aps_ink_width(&s, 2, "iiii") < aps_ink_width(&s, 2, "MMMM"));
    CHECK(aps_ink_width(&s, 4, "speed") > 1.9 * aps_ink_width(&s, 2, "speed"));
    const int wide = aps_ink_text(&s, 10, 10, 2, white, "Hxg 3.5 µm ✗");
    int x0 = 400, x1 = 0, y0 = 40, y1 = 0, soft = 0;
    for (int y = 0; y < 40; y++)
      for (int x = 0; x < 400; x++) {
        const int a = s.rgba[4 * (400 * y + x) + 3];
        soft += a > 20 && a < 235;
        if (a < 100) continue;
        x0 = x < x0 ? x : x0, x1 = x > x1 ? x : x1, y0 = y < y0 ? y : y0, y1 = y > y1 ? y : y1;
      }
    CHECK(soft > 30 && x0 >= 10 && x0 < 16 && x1 <= 10 + wide && x1 > wide);
    CHECK(y0 >= 8 && y0 <= 12); /* capitals begin at y … */
    CHECK(y1 > 24 && y1 < 32);  /* … are seven units of two high, and g hangs below */
    CHECK(s.low <= y0 && s.high > y1);
    aps_sheet_clear(&s);
    for (int k = 0; k < 4 * 400 * 40; k++) CHECK(s.rgba[k] == 0);
    CHECK(aps_ink_paragraph(&s, 0, 0, 2, 100, (aps_ink){0}, "one two three four five six") >= 3);
  } else
    printf("     no font here\n");
  aps_font_free(&s.font);
  free(s.rgba);
  aps_ctx_free(&ctx);
}

static void test_ink_covers_and_is_wiped_away(void) {
  aps_sheet s = {.width = 64, .height = 32, .rgba = calloc(4, 64 * 32), .low = 32};
  aps_ink_line(&s, 5, 5, 50, 20, 2, (aps_ink){255, 0, 0, 255});
  aps_ink_line(&s, -100, -100, 200, 400, 2, (aps_ink){255, 0, 0, 255}); /* clipped */
  CHECK(s.rgba[4 * (5 * 64 + 5)] > 200 && s.rgba[4 * (5 * 64 + 5) + 3] > 200);
  CHECK(aps_ink_text(&s, 60, 28, 1, (aps_ink){255, 255, 255, 255}, "gy") == 12);
  CHECK(aps_ink_paragraph(&s, 0, 0, 1, 60, (aps_ink){0}, "one two three four\n\nfive") == 4);
  CHECK(aps_ink_paragraph(&s, 0, 0, 1, 30, (aps_ink){0}, "longerthanthat") == 3);
  aps_sheet_clear(&s);
  for (int k = 0; k < 4 * 64 * 32; k++) CHECK(s.rgba[k] == 0);
  free(s.rgba);
}

int main(void) {
  CHECK_RUN(test_a_reader_sees_whole_shots_in_order);
  CHECK_RUN(test_moments_are_told_whole_and_in_order);
  CHECK_RUN(test_trails_are_as_fine_as_the_particles_turn);
  CHECK_RUN(test_ways_of_ranks_are_joined);
  CHECK_RUN(test_looks_cost_little);
  CHECK_RUN(test_trails_of_many_are_that_of_the_followed);
  CHECK_RUN(test_columns_that_stay_are_copied_once);
  CHECK_RUN(test_copies_take_two_per_cent_at_most);
  CHECK_RUN(test_points_are_handed_over);
  CHECK_RUN(test_of_a_drag_the_last_place_counts);
  CHECK_RUN(test_orders_are_obeyed);
  CHECK_RUN(test_keys_do_what_the_help_says);
  CHECK_RUN(test_every_key_has_one_meaning);
  CHECK_RUN(test_named_views_show_all);
  CHECK_RUN(test_the_mouse_turns_moves_zooms_and_throws);
  CHECK_RUN(test_a_clicked_particle_is_followed_by_id);
  CHECK_RUN(test_views_are_kept_and_found_again);
  CHECK_RUN(test_a_new_start_is_framed_anew);
  CHECK_RUN(test_the_scene_stands_in_the_free_part_of_the_window);
  CHECK_RUN(test_few_bodies_show_however_near);
  CHECK_RUN(test_a_thinned_picture_is_as_bright);
  CHECK_RUN(test_ink_covers_and_is_wiped_away);
  CHECK_RUN(test_words_in_a_font);
  return CHECK_RESULT();
}
