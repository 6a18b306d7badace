/* The trails that the window draws: moments noted by the run's thread, the ways made of them, and what noting costs. */
#include "../check.h"
#include "../../viz/live/hud.h"
#include "../../viz/live/stage.h"
#include "clock.h"
#include <pthread.h>
#include <stdatomic.h>

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

int main(void) {
  CHECK_RUN(test_moments_are_told_whole_and_in_order);
  CHECK_RUN(test_trails_are_as_fine_as_the_particles_turn);
  CHECK_RUN(test_ways_of_ranks_are_joined);
  CHECK_RUN(test_looks_cost_little);
  CHECK_RUN(test_trails_of_many_are_that_of_the_followed);
  return CHECK_RESULT();
}
