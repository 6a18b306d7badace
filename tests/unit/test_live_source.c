/* What passes between the thread of a run and that of its window: copies of particles and what they cost, points on a card, orders. */
#include "../check.h"
#include "../../viz/live/source.h"
#include "../../viz/live/take.h"
#include "clock.h"
#include "core/ctx.h"
#include <pthread.h>
#include <stdatomic.h>

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

int main(void) {
  CHECK_RUN(test_a_reader_sees_whole_shots_in_order);
  CHECK_RUN(test_columns_that_stay_are_copied_once);
  CHECK_RUN(test_copies_take_two_per_cent_at_most);
  CHECK_RUN(test_points_are_handed_over);
  CHECK_RUN(test_of_a_drag_the_last_place_counts);
  CHECK_RUN(test_orders_are_obeyed);
  return CHECK_RESULT();
}
