/* Collisions: the moment of touch, contacts against all pairs one by one, and what becomes of the bodies. */
#include "collide/collide.h"
#include "../check.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static aps_ctx *ctx;
static aps_collider *collider;
static uint64_t seed = 4321;
static double uniform(void) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (double)(seed >> 11) * 0x1p-53;
}
static double even(double a, double b) { return a + (b - a) * uniform(); }

/* ---- the moment ---- */

static void test_the_moment_of_touch(void) {
  double s;
  /* on the x axis, R = 1: at the end 0.5 apart, closing at 2: they touched 0.25 before */
  CHECK(aps_spheres_touch((double[]){0.5, 0, 0}, (double[]){-2, 0, 0}, 1, 1, APS_TOUCH_FRESH, &s));
  CHECK_NEAR(s, 0.25, 1e-15);
  /* through one another within the step: at the end 3 apart and receding */
  CHECK(aps_spheres_touch((double[]){-3, 0, 0}, (double[]){-8, 0, 0}, 1, 1, APS_TOUCH_FRESH, &s));
  CHECK_NEAR(s, 0.5, 1e-15);
  CHECK(!aps_spheres_touch((double[]){-3, 0, 0}, (double[]){-8, 0, 0}, 1, 0.49, APS_TOUCH_FRESH, &s));
  CHECK(!aps_spheres_touch((double[]){-3, 1.001, 0}, (double[]){-8, 0, 0}, 1, 1, APS_TOUCH_ANY, &s)); /* past it */
  CHECK(aps_spheres_touch((double[]){-3, 0.6, 0}, (double[]){-8, 0, 0}, 1, 1, APS_TOUCH_ANY, &s));
  CHECK_NEAR(s, (3 + 0.8) / 8, 1e-15);
  /* in one another throughout */
  const double d[3] = {0.5, 0, 0}, to[3] = {-0.1, 0, 0}, from[3] = {0.1, 0, 0}, still[3] = {0, 0, 0};
  CHECK(!aps_spheres_touch(d, to, 1, 1, APS_TOUCH_FRESH, &s));
  CHECK(aps_spheres_touch(d, to, 1, 1, APS_TOUCH_APPROACHING, &s) && s == 0);
  CHECK(!aps_spheres_touch(d, from, 1, 1, APS_TOUCH_APPROACHING, &s));
  CHECK(aps_spheres_touch(d, from, 1, 1, APS_TOUCH_ANY, &s) && aps_spheres_touch(d, still, 1, 1, APS_TOUCH_ANY, &s));
  CHECK(!aps_spheres_touch(d, still, 1, 1, APS_TOUCH_APPROACHING, &s));
  /* they were in one another and have parted: nothing is left to do */
  CHECK(!aps_spheres_touch((double[]){2, 0, 0}, (double[]){1.5, 0, 0}, 1, 1, APS_TOUCH_ANY, &s));
  CHECK(!aps_spheres_touch((double[]){NAN, 0, 0}, to, 1, 1, APS_TOUCH_ANY, &s));
}

/* ---- which pairs ---- */

enum { MOST = 2000 };
typedef struct {
  aps_view v;
  double column[12][MOST];
  uint64_t id[MOST];
} cloud;

static cloud *cloud_of(int64_t n) {
  cloud *c = calloc(1, sizeof *c);
  double **const to[12] = {&c->v.x, &c->v.y, &c->v.z, &c->v.vx, &c->v.vy, &c->v.vz, &c->v.mass, &c->v.radius, &c->v.eps, &c->v.ax, &c->v.ay, &c->v.az};
  for (int k = 0; k < 12; k++) *to[k] = c->column[k];
  c->v.n = n, c->v.id = c->id;
  for (int64_t i = 0; i < n; i++) {
    c->id[i] = (uint64_t)(i * 7919 % 100003) + 1; /* in no order of rows */
    for (int k = 0; k < 6; k++) c->column[k][i] = k < 3 ? uniform() : even(-1, 1);
    c->v.mass[i] = uniform() < 0.1 ? 0 : uniform();
    c->v.radius[i] = uniform() < 0.1 ? 0 : 0.03 * uniform();
  }
  return c;
}

static aps_body body_of(const cloud *c, int64_t i) {
  const aps_view *v = &c->v;
  return (aps_body){{v->x[i], v->y[i], v->z[i]}, {v->vx[i], v->vy[i], v->vz[i]}, {v->ax[i], v->ay[i], v->az[i]}, v->mass[i], v->radius[i], v->eps[i], v->id[i], i, 0};
}

static int by_time(const void *p, const void *q) {
  const aps_contact *a = p, *b = q;
  if (a->before != b->before) return a->before > b->before ? -1 : 1;
  if (a->a.id != b->a.id) return a->a.id < b->a.id ? -1 : 1;
  return (a->b.id > b->b.id) - (a->b.id < b->b.id);
}

/* All pairs, one by one. */
static int64_t twin(const cloud *c, const double box[3], double dt, aps_touch_kind kind, aps_contact **out) {
  int64_t n = 0, room = 1024;
  *out = malloc((size_t)room * sizeof **out);
  for (int64_t i = 0; i < c->v.n; i++) {
    const aps_body a = body_of(c, i);
    for (int64_t j = 0; j < c->v.n; j++) {
      if (a.id >= c->v.id[j]) continue;
      const aps_body b = body_of(c, j);
      double d[3], u[3], s;
      if (a.mass + b.mass == 0 || a.radius + b.radius == 0) continue;
      aps_body_apart(&a, &b, box, d);
      for (int k = 0; k < 3; k++) u[k] = b.v[k] - a.v[k];
      if (!aps_spheres_touch(d, u, a.radius + b.radius, dt, kind, &s)) continue;
      if (n == room) *out = realloc(*out, (size_t)(room *= 2) * sizeof **out);
      (*out)[n++] = (aps_contact){s, a, b};
    }
  }
  qsort(*out, (size_t)n, sizeof **out, by_time);
  return n;
}

static int64_t compare(const cloud *c, const double box[3], double dt) {
  int64_t all = 0;
  for (int kind = APS_TOUCH_FRESH; kind <= APS_TOUCH_ANY; kind++) {
    aps_contact *right, *found;
    int64_t n;
    const int64_t there = twin(c, box, dt, (aps_touch_kind)kind, &right);
    for (int threads = 1; threads <= 3; threads++) {
      CHECK_OK(ctx, aps_contacts_find(collider, c->v, box, dt, (aps_touch_kind)kind, threads, &found, &n));
      CHECK(n == there);
      for (int64_t k = 0; k < n && k < there; k++)
        CHECK(found[k].before == right[k].before && found[k].a.id == right[k].a.id && found[k].b.id == right[k].b.id &&
              found[k].a.row == right[k].a.row && found[k].b.x[1] == right[k].b.x[1]);
      aps_release(ctx, found);
    }
    all += there;
    free(right);
  }
  return all;
}

static const double open_space[3] = {0, 0, 0};

static void test_contacts_are_those_of_all_pairs(void) {
  const int64_t sizes[] = {1, 2, 9, 100, MOST};
  for (int k = 0; k < 5; k++) {
    cloud *c = cloud_of(sizes[k]);
    const int64_t n = compare(c, open_space, 0.02);
    CHECK(sizes[k] < MOST || n > 400);
    compare(c, open_space, 0);
    free(c);
  }
}

static void test_one_is_a_thousand_times_larger(void) {
  cloud *c = cloud_of(MOST);
  c->v.radius[7] = 0.3, c->v.radius[8] = 0.05;
  CHECK(compare(c, open_space, 0.01) > 150);
  free(c);
}

/* Each passes many others in a step, and is far from most of them at its end. */
static void test_steps_are_long(void) {
  cloud *c = cloud_of(MOST);
  for (int64_t i = 0; i < MOST; i++) c->v.radius[i] *= 0.5;
  CHECK(compare(c, open_space, 0.5) > 200);
  free(c);
}

/* A common motion of a hundred steps' reach, turning: a ring. */
static void test_neighbours_share_a_fast_motion(void) {
  cloud *c = cloud_of(MOST);
  for (int64_t i = 0; i < MOST; i++) {
    const double r = even(1, 1.1), t = even(0, 6.283);
    c->v.x[i] = r * cos(t), c->v.y[i] = r * sin(t), c->v.z[i] = 1e-3 * c->v.z[i];
    c->v.vx[i] = -20 * sin(t) + 0.1 * c->v.vx[i], c->v.vy[i] = 20 * cos(t) + 0.1 * c->v.vy[i], c->v.vz[i] *= 0.1;
  }
  CHECK(compare(c, open_space, 0.02) > 400);
  free(c);
}

static void test_a_box_has_no_edges(void) {
  cloud *c = cloud_of(MOST);
  const double box[3] = {1, 1, 1}, thin[3] = {0, 1, 0};
  const int64_t n = compare(c, box, 0.02);
  CHECK(n > compare(c, open_space, 0.02));
  compare(c, thin, 0.02);
  free(c);
  c = cloud_of(12); /* fewer than a leaf holds: images of the root alone */
  for (int i = 0; i < 12; i++) c->v.radius[i] = 0.2;
  CHECK(compare(c, box, 0.1) > 10);
  free(c);
}

static void test_all_at_one_point(void) {
  cloud *c = cloud_of(200);
  for (int64_t i = 0; i < 200; i++) c->v.x[i] = c->v.y[i] = c->v.z[i] = 0.5, c->v.radius[i] = 0.01, c->v.mass[i] = 1;
  CHECK(compare(c, open_space, 0.02) > 200 * 199 / 2);
  free(c);
}

/* ---- what becomes of them ---- */

typedef struct {
  double m, x[3], p[3], l[3], kinetic, volume;
} sums;

/* At the moment of touch, `before` the end: a bounce keeps the angular momentum there as well as at the end. */
static void add(sums *s, const aps_body *b) {
  const double *x = b->x, *v = b->v;
  s->m += b->mass, s->volume += b->radius * b->radius * b->radius;
  for (int k = 0; k < 3; k++) {
    s->x[k] += b->mass * x[k], s->p[k] += b->mass * v[k], s->kinetic += b->mass * v[k] * v[k] / 2;
    s->l[k] += b->mass * (x[(k + 1) % 3] * v[(k + 2) % 3] - x[(k + 2) % 3] * v[(k + 1) % 3]);
  }
}

static sums sum(const cloud *c, const aps_fate *f, int64_t n) {
  sums s = {0};
  char *other = calloc((size_t)c->v.n, 1);
  for (int64_t k = 0; k < n; k++) {
    other[f[k].now.row] = 1;
    if (!f[k].gone) add(&s, &f[k].now);
  }
  for (int64_t i = 0; i < c->v.n; i++) {
    const aps_body b = body_of(c, i);
    if (!other[i]) add(&s, &b);
  }
  free(other);
  return s;
}

static void check_sums(const sums *a, const sums *b, double energy, int spins) {
  CHECK_NEAR(b->m, a->m, 1e-12 * a->m);
  CHECK_NEAR(b->kinetic, a->kinetic + energy, 1e-12 * a->kinetic);
  for (int k = 0; k < 3; k++) {
    CHECK_NEAR(b->x[k], a->x[k], 1e-12 * a->m);
    CHECK_NEAR(b->p[k], a->p[k], 1e-12 * a->m);
    if (spins) CHECK_NEAR(b->l[k], a->l[k], 1e-12 * a->m);
  }
}

static int64_t collide(const cloud *c, aps_collide_rule rule, aps_touch_kind kind, double *energy) {
  aps_contact *contact;
  aps_fate *fate;
  aps_collision *done;
  int64_t n, fates, happened, gone = 0;
  CHECK_OK(ctx, aps_contacts_find(collider, c->v, open_space, 0.02, kind, 2, &contact, &n));
  CHECK_OK(ctx, aps_collisions_resolve(ctx, contact, n, &rule, &fate, &fates, &done, &happened));
  *energy = 0;
  for (int64_t k = 0; k < happened; k++) *energy += done[k].energy;
  for (int64_t k = 0; k < fates; k++) gone += fate[k].gone;
  const sums before = sum(c, NULL, 0), after = sum(c, fate, fates);
  check_sums(&before, &after, *energy, rule.outcome == APS_COLLIDE_BOUNCE);
  if (rule.outcome == APS_COLLIDE_MERGE) {
    CHECK(gone == happened);
    CHECK_NEAR(after.volume, before.volume, 1e-12 * before.volume);
  } else
    CHECK(gone == 0);
  aps_release(ctx, contact), aps_release(ctx, fate), aps_release(ctx, done);
  return happened;
}

static aps_collide_rule rule_of(aps_outcome outcome, double restitution) {
  return (aps_collide_rule){outcome, restitution, NAN, 0.234, 1, {0, 0, 0}, -1, 0};
}

static void test_what_is_conserved(void) {
  double lost[3];
  cloud *c = cloud_of(MOST);
  CHECK(collide(c, rule_of(APS_COLLIDE_BOUNCE, 1), APS_TOUCH_APPROACHING, &lost[0]) > 120);
  CHECK(lost[0] == 0);
  CHECK(collide(c, rule_of(APS_COLLIDE_BOUNCE, 0.5), APS_TOUCH_APPROACHING, &lost[1]) > 120);
  CHECK(collide(c, rule_of(APS_COLLIDE_MERGE, 1), APS_TOUCH_ANY, &lost[2]) > 120);
  CHECK(lost[1] < 0 && lost[2] < lost[1]);
  for (int64_t i = 0; i < MOST; i++) c->v.radius[i] *= 4; /* chains: one body meets several in one drift */
  collide(c, rule_of(APS_COLLIDE_BOUNCE, 0.7), APS_TOUCH_APPROACHING, &lost[0]);
  collide(c, rule_of(APS_COLLIDE_MERGE, 1), APS_TOUCH_ANY, &lost[0]);
  free(c);
}

/* v.n after over before is -e along the line of centres, and nothing changes across it. */
static void test_a_bounce_by_hand(void) {
  const aps_collide_rule rule = {APS_COLLIDE_BOUNCE, 0.8, 0.5, 0.25, 1, {0, 0, 0}, -1, 0.2};
  aps_contact c = {.before = 0.1, .a = {.mass = 2, .radius = 0.5, .id = 3}, .b = {{0.9, 0, 0}, {-1, 2, 0}, {0, 0, 0}, 1, 0.5, 0, 9, 1, 0}};
  c.b.x[1] = 0.2; /* so that both are on the x axis when they touch */
  aps_fate *f;
  aps_collision *done;
  int64_t n, happened;
  CHECK_OK(ctx, aps_collisions_resolve(ctx, &c, 1, &rule, &f, &n, &done, &happened));
  const double e = 0.8 * pow(2, -0.25); /* the normal velocity is 1, twice `speed` */
  CHECK(n == 2 && happened == 1 && done->a == 3 && done->b == 9);
  CHECK_NEAR(f[1].now.v[0] - f[0].now.v[0], e, 1e-15);
  CHECK_NEAR(f[1].now.v[1] - f[0].now.v[1], 2, 1e-15);
  CHECK_NEAR(f[1].now.x[0] - f[0].now.x[0], 1 + 0.1 * e, 1e-15);
  CHECK_NEAR(done->energy, -(1 - e * e) * 2 / 3 / 2, 1e-15);
  CHECK_NEAR(done->speed, -1, 1e-15);
  CHECK_NEAR(done->across, 2, 1e-15);
  aps_release(ctx, f), aps_release(ctx, done);
}

/* Velocities of the middle of a drift of 0.2, normal ones -1, and an acceleration along it: what is reversed is that of the touch. */
static void bounce_under(double a, double before, double e, double reversed, double after, double energy) {
  const aps_collide_rule rule = {APS_COLLIDE_BOUNCE, e, NAN, 0, 1, {0, 0, 0}, -1, 0.2};
  const double at = 1 - before; /* they touch 1 apart on the x axis */
  const aps_contact c = {before, {.mass = 2, .radius = 0.5, .id = 3}, {{at, 0, 0}, {-1, 0, 0}, {a, 5, 0}, 1, 0.5, 0, 9, 1, 0}};
  aps_fate *f;
  aps_collision *done;
  int64_t n, happened;
  CHECK_OK(ctx, aps_collisions_resolve(ctx, &c, 1, &rule, &f, &n, &done, &happened));
  CHECK(n == 2 && happened == 1);
  CHECK_NEAR(done->speed, reversed, 1e-15);
  CHECK_NEAR(f[1].now.v[0] - f[0].now.v[0], after, 1e-15);
  CHECK_NEAR(2 * f[0].now.v[0] + f[1].now.v[0], -1, 1e-15);
  CHECK_NEAR(f[1].now.x[0] - f[0].now.x[0], 1 + before * after, 1e-15);
  CHECK_NEAR(done->energy, energy, 1e-15);
  aps_release(ctx, f), aps_release(ctx, done);
}

static void test_a_bounce_reverses_the_velocity_of_the_touch(void) {
  const double half = 2 / 3.0 / 2; /* the reduced mass */
  bounce_under(-3, 0.05, 0.8, -1.15, 0.8 * 1.15 + 0.15, -0.36 * half * 1.15 * 1.15); /* late: -1 and 0.05 of the kick after it */
  bounce_under(-3, 0.15, 0.8, -0.85, 0.8 * 0.85 - 0.15, -0.36 * half * 0.85 * 0.85); /* early */
  bounce_under(-3, 0.15, 1, -0.85, 0.85 - 0.15, 0);
  /* by the kicks they part when they touch, or would be sent into one another: as if there were none, +0.5 becomes 1.5 + 0.8 */
  bounce_under(-30, 0.15, 0.8, 0.5, 0.8, half * (2.3 * 2.3 - 0.5 * 0.5));
  bounce_under(-10, 0.15, 0.5, -0.5, 0.5, half * (1 - 0.5 * 0.5));
}

/* What met another first is no longer where a third would have met it. */
static void test_the_first_meeting_undoes_the_second(void) {
  const aps_collide_rule rule = rule_of(APS_COLLIDE_BOUNCE, 1);
  const aps_body p[3] = {{{-0.4, 0, 0}, {1, 0, 0}, {0, 0, 0}, 1, 0.5, 0, 1, 0, 0}, {{0.4, 0, 0}, {-1, 0, 0}, {0, 0, 0}, 1, 0.5, 0, 2, 1, 0},
                         {{-0.4, 0.95, 0}, {1, 0, 0}, {0, 0, 0}, 1, 0.5, 0, 3, 2, 0}};
  const aps_contact c[2] = {{0.1, p[0], p[1]}, {0.05, p[1], p[2]}};
  aps_fate *f;
  aps_collision *done;
  int64_t n, happened;
  CHECK_OK(ctx, aps_collisions_resolve(ctx, c, 2, &rule, &f, &n, &done, &happened));
  CHECK(n == 2 && happened == 1);
  CHECK_NEAR(f[1].now.v[0], 1, 1e-15);
  CHECK_NEAR(f[1].now.x[0], 0.6, 1e-15);
  aps_release(ctx, f), aps_release(ctx, done);
}

/* The middle one of three takes both in; the heaviest stays, and the potential energy of the pairs goes. */
static void test_three_become_one(void) {
  aps_collide_rule rule = rule_of(APS_COLLIDE_MERGE, 1);
  const aps_body p[3] = {{{0, 0, 0}, {1, 0, 0}, {0, 0, 0}, 1, 1, 0.1, 1, 0, 0}, {{1.5, 0, 0}, {0, 0, 0}, {0, 0, 0}, 4, 1, 0.1, 2, 1, 0},
                         {{3, 0, 0}, {-1, 0, 0}, {0, 0, 0}, 2, 1, 0.1, 3, 2, 0}};
  const aps_contact c[2] = {{0.5, p[0], p[1]}, {0.5, p[1], p[2]}};
  aps_fate *f;
  aps_collision *done;
  int64_t n, happened;
  rule.law = 1, rule.G = 2, rule.dt = 1; /* Plummer's: the pair's softening is 0.1; they touch in the middle of the drift */
  CHECK_OK(ctx, aps_collisions_resolve(ctx, c, 2, &rule, &f, &n, &done, &happened));
  CHECK(n == 3 && happened == 2 && f[0].gone && !f[1].gone && f[2].gone && done[0].a == 2 && done[0].b == 1 && done[1].b == 3);
  CHECK_NEAR(f[1].now.mass, 7, 1e-15);
  CHECK_NEAR(f[1].now.x[0], (0 + 6 + 6) / 7.0, 1e-15);
  CHECK_NEAR(f[1].now.v[0], (1 - 2) / 7.0, 1e-15);
  CHECK_NEAR(f[1].now.radius, cbrt(3), 1e-15);
  CHECK_NEAR(done[0].energy, -0.5 * 0.8 + 2 * 4 / sqrt(4 + 0.01), 1e-14);
  aps_release(ctx, f), aps_release(ctx, done);
}

int main(void) {
  ctx = aps_ctx_create(), collider = aps_collider_create(ctx);
  CHECK_RUN(test_the_moment_of_touch);
  CHECK_RUN(test_contacts_are_those_of_all_pairs);
  CHECK_RUN(test_one_is_a_thousand_times_larger);
  CHECK_RUN(test_steps_are_long);
  CHECK_RUN(test_neighbours_share_a_fast_motion);
  CHECK_RUN(test_a_box_has_no_edges);
  CHECK_RUN(test_all_at_one_point);
  CHECK_RUN(test_what_is_conserved);
  CHECK_RUN(test_a_bounce_by_hand);
  CHECK_RUN(test_a_bounce_reverses_the_velocity_of_the_touch);
  CHECK_RUN(test_the_first_meeting_undoes_the_second);
  CHECK_RUN(test_three_become_one);
  aps_collider_free(&collider);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
