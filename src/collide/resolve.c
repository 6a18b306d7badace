/* What becomes of bodies that touch, one contact after the other in the order of their times.
 *
 * Velocities are those of the middle of the drift; those of the touch, at the time t of a step h, differ by the kick between:
 *   u_touch = u + g (t - h/2),   g: the pair's relative acceleration there
 * Bounce of smooth spheres along the line of centres n, with e = restitution, w = u_touch.n, M = m_a + m_b:
 *   v_a += (1 + e) w (m_b / M) n,   v_b -= (1 + e) w (m_a / M) n,   E changes by -(1 - e^2) m_a m_b / (2 M) w^2
 * so that u.n + g.n (t - h/2) becomes -e times itself: second order in h, docs/collisions.md.
 * Merger: mass, momentum and the centre of mass stay, and so does the volume. Its energy changes by that of the relative motion and
 * by the pair's own potential energy, which ends with it.
 * Sources: Richardson 1994, MNRAS 269, 493, section 2; e of velocity: Bridges, Hatzes & Lin 1984, Nature 309, 333, eq. 1. */
#include "../laws/reference.h"
#include "collide.h"
#include <math.h>
#include <stdlib.h>

typedef struct {
  aps_fate *fate;
  aps_body *start; /* [n]: when the drift began */
  int64_t *into; /* [n]: the index of the body that took it in; its own: it is there */
  char *met;     /* [n]: 1: no longer what the contacts say */
  int64_t n;
} bodies;

static int by_id(const void *p, const void *q) {
  const uint64_t a = ((const aps_fate *)p)->now.id, b = ((const aps_fate *)q)->now.id;
  return (a > b) - (a < b);
}

static aps_err gather(aps_ctx *ctx, const aps_contact *c, int64_t n, double dt, bodies *b) {
  b->fate = aps_alloc(ctx, "colliding bodies", 2 * n + 1, sizeof *b->fate);
  b->start = aps_alloc(ctx, "colliding bodies", 2 * n + 1, sizeof *b->start);
  b->into = aps_alloc(ctx, "colliding bodies", 2 * n + 1, sizeof *b->into);
  b->met = aps_alloc(ctx, "colliding bodies", 2 * n + 1, 1);
  if (!b->fate || !b->start || !b->into || !b->met) return APS_EMEM;
  for (int64_t k = 0; k < n; k++) b->fate[2 * k].now = c[k].a, b->fate[2 * k + 1].now = c[k].b;
  qsort(b->fate, (size_t)(2 * n), sizeof *b->fate, by_id);
  for (int64_t k = 0; k < 2 * n; k++)
    if (b->n == 0 || b->fate[k].now.id != b->fate[b->n - 1].now.id) b->fate[b->n++] = b->fate[k];
  for (int64_t k = 0; k < b->n; k++) {
    b->into[k] = k, b->start[k] = b->fate[k].now;
    for (int d = 0; d < 3; d++) b->start[k].x[d] -= dt * b->start[k].v[d];
  }
  return APS_OK;
}

/* The body that this one is part of by now. */
static int64_t find(const bodies *b, uint64_t id) {
  const aps_fate like = {.now.id = id};
  const aps_fate *at = bsearch(&like, b->fate, (size_t)b->n, sizeof like, by_id);
  int64_t k = at - b->fate;
  while (b->into[k] != k) k = b->into[k];
  return k;
}

typedef struct {
  double d[3], u[3];        /* at the end of the drift */
  double r[3], n[3], at[3]; /* at the touch: distance, direction, relative velocity */
  double w, kick;           /* along n: at the touch; by how much it differs from u there */
} meeting;

static double dot(const double a[3], const double b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/* *u: U(r); *s: a_i += G m_j s (x_j - x_i). */
static void pair_law(int law, double r2, double eps, double *u, double *s) {
  double g;
  const double eps2 = fmax(eps * eps, law_floor2_reference);
#define APS_CASE(name, NAME) \
  case APS_LAW_##NAME: name##_reference(r2 + name##_seed_reference(eps2), eps2, u, s, &g); break;
  *u = *s = 0;
  switch (law) { APS_LAWS(APS_CASE) }
#undef APS_CASE
}

/* g += the relative acceleration that two bodies r apart give one another, `times`. */
static void add_pull(const aps_collide_rule *rule, const aps_body *a, const aps_body *b, const double r[3], double times, double g[3]) {
  double u, s;
  pair_law(rule->law, dot(r, r), fmax(a->eps, b->eps), &u, &s);
  for (int k = 0; k < 3; k++) g[k] -= times * rule->G * (a->mass + b->mass) * s * r[k];
}

/* At the touch: the pair's own attraction there, the one that changes most in a step, and all others' as it was when the drift
 * began; what that was for parts of a body is not known. */
static void acceleration(const bodies *b, int64_t i, int64_t j, const double r[3], const aps_collide_rule *rule, double g[3]) {
  const aps_body *p = &b->fate[i].now, *q = &b->fate[j].now, *from = &b->start[i], *to = &b->start[j];
  double d[3];
  g[0] = g[1] = g[2] = 0;
  add_pull(rule, p, q, r, 1, g);
  if (p->mass != from->mass || q->mass != to->mass) return;
  aps_body_apart(from, to, rule->box, d);
  add_pull(rule, p, q, d, -1, g);
  for (int k = 0; k < 3; k++) g[k] += to->a[k] - from->a[k];
}

static meeting meet(const bodies *b, int64_t i, int64_t j, const aps_collide_rule *rule, double before) {
  const aps_body *p = &b->fate[i].now, *q = &b->fate[j].now;
  meeting m;
  double g[3];
  aps_body_apart(p, q, rule->box, m.d);
  for (int k = 0; k < 3; k++) {
    m.u[k] = q->v[k] - p->v[k];
    m.r[k] = m.d[k] - m.u[k] * before;
  }
  const double r = sqrt(dot(m.r, m.r));
  for (int k = 0; k < 3; k++) m.n[k] = r > 0 ? m.r[k] / r : k == 0; /* centres that coincide have no line */
  acceleration(b, i, j, m.r, rule, g);
  for (int k = 0; k < 3; k++) m.at[k] = m.u[k] + g[k] * (rule->dt / 2 - before);
  m.kick = dot(g, m.n) * (rule->dt / 2 - before);
  m.w = dot(m.u, m.n) + m.kick;
  return m;
}

static double restitution(const aps_collide_rule *rule, double w) {
  const double x = fabs(w) / rule->speed;
  return rule->restitution * (x > 1 ? pow(x, -rule->exponent) : 1); /* NAN: a speed that is not given */
}

/* The normal velocity that is reversed: that of the touch. Not where the kicks of a step are more than the bounce, as for bodies at
 * rest on one another: the touch may then find them parting, or send them into one another; then that of the drift. */
static double reversed(const aps_collide_rule *rule, const meeting *m) {
  const double after = -restitution(rule, m->w) * m->w - m->kick;
  return m->w < 0 && after >= 0 ? m->w : m->w - m->kick;
}

static double bounce(aps_body *a, aps_body *b, const meeting *m, const aps_collide_rule *rule, double before) {
  const double w = reversed(rule, m), e = restitution(rule, w), M = a->mass + b->mass, p = (1 + e) * w / M;
  for (int k = 0; k < 3; k++) {
    const double da = p * b->mass * m->n[k], db = -p * a->mass * m->n[k];
    a->v[k] += da, b->v[k] += db;
    a->x[k] += da * before, b->x[k] += db * before; /* back, and on with the new velocity */
  }
  return -p * a->mass * b->mass * (m->w - (1 + e) / 2 * w); /* of m.w, which becomes m.w - (1 + e) w */
}

/* Of the two alone, at the moment of touch. */
static double pair_energy(const aps_body *a, const aps_body *b, const meeting *m, const aps_collide_rule *rule) {
  double u, s;
  pair_law(rule->law, dot(m->r, m->r), fmax(a->eps, b->eps), &u, &s);
  return a->mass * b->mass * (dot(m->at, m->at) / (2 * (a->mass + b->mass)) + rule->G * u);
}

static double merge(aps_body *a, const aps_body *b, const meeting *m, const aps_collide_rule *rule) {
  const double M = a->mass + b->mass, share = b->mass / M, energy = pair_energy(a, b, m, rule);
  for (int k = 0; k < 3; k++) a->x[k] += share * m->d[k], a->v[k] += share * m->u[k];
  a->mass = M;
  a->radius = cbrt(a->radius * a->radius * a->radius + b->radius * b->radius * b->radius);
  return -energy;
}

/* The heavier of the two stays, of equal ones the one with the lower id. */
static int stays(const aps_body *a, const aps_body *b) { return a->mass != b->mass ? a->mass > b->mass : a->id < b->id; }

static void note(aps_collision *out, const aps_body *a, const aps_body *b, const meeting *m, double before) {
  *out = (aps_collision){before, a->id, b->id, {a->mass, b->mass}, {a->radius, b->radius}, m->w, 0, 0};
  out->across = sqrt(fmax(0, dot(m->at, m->at) - m->w * m->w));
}

/* 1: it happened. */
static int happen(bodies *b, const aps_contact *c, const aps_collide_rule *rule, aps_collision *out) {
  int64_t i = find(b, c->a.id), j = find(b, c->b.id);
  if (i == j) return 0;
  if (!stays(&b->fate[i].now, &b->fate[j].now)) {
    const int64_t other = i;
    i = j, j = other;
  }
  aps_body *p = &b->fate[i].now, *q = &b->fate[j].now;
  double before = c->before;
  if (b->met[i] || b->met[j]) {
    double d[3], u[3];
    aps_body_apart(p, q, rule->box, d);
    for (int k = 0; k < 3; k++) u[k] = q->v[k] - p->v[k];
    if (!aps_spheres_touch(d, u, p->radius + q->radius, c->before, aps_outcome_touches(rule->outcome), &before)) return 0;
  }
  const meeting m = meet(b, i, j, rule, before);
  note(out, p, q, &m, before);
  if (rule->outcome == APS_COLLIDE_STOP) return 1;
  out->energy = rule->outcome == APS_COLLIDE_MERGE ? merge(p, q, &m, rule) : bounce(p, q, &m, rule, before);
  if (rule->outcome == APS_COLLIDE_MERGE) b->into[j] = i, b->fate[j].gone = 1;
  b->met[i] = b->met[j] = 1;
  return 1;
}

/* One that was looked at anew came later than it seemed. */
static void put_in_order(aps_collision *c, int64_t n) {
  for (int64_t k = 1; k < n; k++) {
    const aps_collision one = c[k];
    int64_t at = k;
    for (; at > 0 && c[at - 1].before < one.before; at--) c[at] = c[at - 1];
    c[at] = one;
  }
}

static void keep_changed(bodies *b) {
  int64_t kept = 0;
  for (int64_t k = 0; k < b->n; k++)
    if (b->met[k]) b->fate[kept++] = b->fate[k];
  b->n = kept;
}

aps_err aps_collisions_resolve(aps_ctx *ctx, const aps_contact *c, int64_t n, const aps_collide_rule *rule, aps_fate **fate,
                               int64_t *n_fates, aps_collision **done, int64_t *n_done) {
  bodies b = {NULL};
  *n_fates = *n_done = 0;
  *done = aps_alloc(ctx, "collisions", n + 1, sizeof **done);
  const aps_err err = *done ? gather(ctx, c, n, rule->dt, &b) : APS_EMEM;
  for (int64_t k = 0; err == APS_OK && k < n; k++) *n_done += happen(&b, &c[k], rule, *done + *n_done);
  if (err == APS_OK) keep_changed(&b);
  put_in_order(*done, *n_done);
  aps_release(ctx, b.start);
  aps_release(ctx, b.into);
  aps_release(ctx, b.met);
  *fate = b.fate, *n_fates = err == APS_OK ? b.n : 0;
  return err;
}
