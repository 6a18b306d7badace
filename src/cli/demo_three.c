/* Demos of a few bodies: the figure-eight, chaos in Burrau's problem, Lagrange's points. */
#include "demo.h"
#include <math.h>
#include <stdlib.h>

static const double pi = 3.14159265358979323846;

/* Moves one body in x before anything else happens. */
static aps_err nudge(aps_sim *sim, int64_t body, double by) {
  aps_view v;
  TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X, APS_X, &v));
  v.x[body] += by;
  return APS_OK;
}

/* rms distance of the bodies of two simulations. */
static aps_err apart(aps_sim *a, aps_sim *b, double *out) {
  aps_view p, q;
  TRY(aps_demo_look(a, APS_X, &p));
  TRY(aps_demo_look(b, APS_X, &q));
  double sum = 0;
  for (int64_t i = 0; i < p.n; i++) {
    const double x = p.x[i] - q.x[i], y = p.y[i] - q.y[i], z = p.z[i] - q.z[i];
    sum += (x * x + y * y + z * z) / (double)p.n;
  }
  *out = sqrt(sum);
  return APS_OK;
}

/* ---- figure-eight ---- */

enum { TURNS = 20 };

typedef struct {
  double t, x[2], v[2];
} place;

static place place_of(const aps_view *v, double t) {
  return (place){t, {v->x[0], v->y[0]}, {v->vx[0], v->vy[0]}};
}

/* Between two steps: the cubic through positions and velocities. */
static void between(const place *a, const place *b, double s, double x[2]) {
  const double dt = b->t - a->t, s2 = s * s, s3 = s2 * s;
  for (int d = 0; d < 2; d++)
    x[d] = (2 * s3 - 3 * s2 + 1) * a->x[d] + (s3 - 2 * s2 + s) * dt * a->v[d] +
           (3 * s2 - 2 * s3) * b->x[d] + (s3 - s2) * dt * b->v[d];
}

/* How far beyond the plane through the start, perpendicular to the first velocity. */
static double beyond(const place *start, const double x[2]) {
  return (x[0] - start->x[0]) * start->v[0] + (x[1] - start->x[1]) * start->v[1];
}

/* When body 0 crosses that plane between a and b, and how far from the start. */
static double crossing(const place *start, const place *a, const place *b, double *off) {
  double low = 0, high = 1, x[2];
  for (int k = 0; k < 60; k++) {
    const double s = (low + high) / 2;
    between(a, b, s, x);
    if (beyond(start, x) < 0)
      low = s;
    else
      high = s;
  }
  *off = hypot(x[0] - start->x[0], x[1] - start->x[1]);
  return a->t + low * (b->t - a->t);
}

static double energy_of(const aps_view *v) {
  double e = 0;
  for (int64_t i = 0; i < v->n; i++) {
    e += v->mass[i] * (v->vx[i] * v->vx[i] + v->vy[i] * v->vy[i]) / 2;
    for (int64_t j = 0; j < i; j++)
      e -= v->mass[i] * v->mass[j] / hypot(v->x[i] - v->x[j], v->y[i] - v->y[j]);
  }
  return e;
}

static aps_err eight_turn(aps_demo *d, aps_sim *sim, double *measured) {
  aps_view v;
  TRY(aps_demo_look(sim, APS_X | APS_V | APS_MASS, &v));
  measured[2] = energy_of(&v);
  const place start = place_of(&v, 0);
  aps_demo_line(d, "time,x1,y1,x2,y2,x3,y3");
  for (place last = start, now; aps_time(sim) < 10; last = now) {
    TRY(aps_step(sim));
    TRY(aps_demo_look(sim, APS_X | APS_V, &v));
    now = place_of(&v, aps_time(sim));
    aps_demo_line(d, "%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g", now.t, v.x[0], v.y[0], v.x[1], v.y[1],
                  v.x[2], v.y[2]);
    if (now.t < 1 || beyond(&start, last.x) >= 0 || beyond(&start, now.x) < 0) continue;
    double off;
    const double when = crossing(&start, &last, &now, &off);
    if (off > 0.1) continue; /* the other branch of the eight */
    measured[0] = when, measured[1] = off;
    break;
  }
  return APS_OK;
}

static aps_err eight_pushed(aps_sim *a, aps_sim *b, double *half, double *full) {
  const double dt = aps_t_end(a) / (250 * TURNS);
  TRY(nudge(b, 0, 1e-4));
  double far;
  *half = *full = 0;
  for (int k = 1; k <= 250 * TURNS; k++) {
    TRY(aps_step_by(a, dt));
    TRY(aps_step_by(b, dt));
    TRY(apart(a, b, &far));
    if (k <= 125 * TURNS) *half = fmax(*half, far);
    *full = fmax(*full, far);
  }
  return APS_OK;
}

static aps_err figure8(aps_demo *d, double *measured) {
  double half = 0, full = 0;
  aps_sim *a = NULL, *b = NULL;
  aps_err err = aps_demo_open(d, NULL, &a);
  if (err == APS_OK) err = eight_turn(d, a, measured);
  aps_free(&a);
  if (err == APS_OK) err = aps_demo_open(d, NULL, &a);
  if (err == APS_OK) err = aps_demo_open(d, NULL, &b);
  if (err == APS_OK) err = eight_pushed(a, b, &half, &full);
  aps_free(&a);
  aps_free(&b);
  measured[3] = full / half;
  aps_demo_note(d, "pushed by 1e-4: at most %.2e apart within %d periods, %.2e within %d", half,
                TURNS / 2, full, TURNS);
  return err;
}

/* ---- chaos ---- */

/* The pericentre of the pair 4, 5 and its time, from their two-body motion. */
typedef struct {
  double nearest, when, pericentre;
} pass;

static void closest(pass *p, const aps_view *v, double t) {
  const double x = v->x[2] - v->x[1], y = v->y[2] - v->y[1];
  const double u = v->vx[2] - v->vx[1], w = v->vy[2] - v->vy[1], r = hypot(x, y);
  if (r >= p->nearest) return;
  const double GM = v->mass[1] + v->mass[2], h = x * w - y * u;
  const double e = sqrt(fmax(0, 1 + (u * u + w * w - 2 * GM / r) * h * h / (GM * GM)));
  /* near pericentre r' = 0, and r'' = G M e / r^2 about */
  p->nearest = r;
  p->pericentre = h * h / GM / (1 + e);
  p->when = t - (x * u + y * w) / (GM * (e > 0.1 ? e : 1) / r);
}

/* A small part of the shortest time of free fall between two of them. */
static double short_step(const aps_view *v) {
  double dt = HUGE_VAL;
  for (int64_t i = 0; i < v->n; i++)
    for (int64_t j = 0; j < i; j++)
      dt = fmin(dt, sqrt(pow(hypot(v->x[i] - v->x[j], v->y[i] - v->y[j]), 3) /
                         (v->mass[i] + v->mass[j])));
  return 0.004 * dt;
}

typedef struct {
  double log_far, time;
} growth;

/* All take the very same steps: their difference is then the orbits', not the step's choice. b
 * starts 1e-10 to the side, as the story goes; that is soon lost among the rounding of the close
 * passes, so the growth is measured on c, 1e-6 to the side. */
static aps_err chaos_run(aps_demo *d, aps_sim *a, aps_sim *b, aps_sim *c, double *measured) {
  const double every = 0.25;
  aps_view v;
  pass p = {.nearest = HUGE_VAL};
  double near = 0, far = 0;
  TRY(aps_demo_look(a, APS_X | APS_V | APS_MASS, &v));
  measured[0] = energy_of(&v);
  TRY(nudge(b, 0, 1e-10));
  TRY(nudge(c, 0, 1e-6));
  aps_demo_line(d,
                "time,x3,y3,x4,y4,x5,y5,distance from the run 1e-10 apart,from the one 1e-6 apart");
  for (int n = 1; aps_time(a) < aps_t_end(a);) {
    const double dt = short_step(&v);
    TRY(aps_step_by(a, dt));
    TRY(aps_step_by(b, dt));
    TRY(aps_step_by(c, dt));
    TRY(aps_demo_look(a, APS_X | APS_V | APS_MASS, &v));
    if (aps_time(a) < 20) closest(&p, &v, aps_time(a));
    if (aps_time(a) < every * n) continue;
    TRY(apart(a, b, &near));
    TRY(apart(a, c, &far));
    if (n * every == 15) measured[3] = log(sqrt(3) * far / 1e-6);
    if (n * every == 40) measured[4] = log(sqrt(3) * far / 1e-6);
    n++;
    aps_demo_line(d, "%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g,%.6g,%.6g", aps_time(a), v.x[0], v.y[0],
                  v.x[1], v.y[1], v.x[2], v.y[2], near, far);
  }
  measured[1] = p.pericentre;
  measured[2] = p.when;
  aps_demo_note(d, "Lyapunov time up to t = 40: %.3g (the difference grows e-fold in that time)",
                40 / measured[4]);
  aps_demo_note(d, "at the end the run that began 1e-10 apart is %.3g away", near);
  const double r[3] = {hypot(v.x[0], v.y[0]), hypot(v.x[1], v.y[1]), hypot(v.x[2], v.y[2])};
  measured[5] = r[0] > fmax(r[1], r[2]) ? 3 : r[1] > r[2] ? 4 : 5;
  return APS_OK;
}

static aps_err chaos(aps_demo *d, double *measured) {
  aps_sim *sim[3] = {NULL};
  aps_err err = APS_OK;
  for (int i = 0; i < 3 && err == APS_OK; i++) err = aps_demo_open(d, NULL, &sim[i]);
  if (err == APS_OK) err = chaos_run(d, sim[0], sim[1], sim[2], measured);
  for (int i = 0; i < 3; i++) aps_free(&sim[i]);
  return err;
}

/* ---- Lagrange's points ---- */

/* Amplitude of a series at one frequency, under Hann's window (Laskar 1990, Icarus 88, 266). */
static double amplitude(const double *f, int n, double dt, double omega) {
  double re = 0, im = 0;
  for (int k = 0; k < n; k++) {
    const double w = 1 - cos(2 * pi * k / (n - 1));
    re += w * f[k] * cos(omega * dt * k), im += w * f[k] * sin(omega * dt * k);
  }
  return hypot(re, im) / n;
}

/* The frequency between low and high where the series is strongest: a scan, then golden section. */
static double strongest(const double *f, int n, double dt, double low, double high) {
  const double width = pi / (n * dt);
  double best = low, most = -1;
  for (double w = low; w <= high; w += width) {
    const double a = amplitude(f, n, dt, w);
    if (a > most) most = a, best = w;
  }
  double a = best - width, b = best + width;
  for (int k = 0; k < 40; k++) {
    const double c = b - 0.6180339887498949 * (b - a), e = a + 0.6180339887498949 * (b - a);
    if (amplitude(f, n, dt, c) > amplitude(f, n, dt, e))
      b = e;
    else
      a = c;
  }
  return (a + b) / 2;
}

enum { SAMPLES = 2048 };
typedef struct {
  double angle[SAMPLES], trojan[2], t[SAMPLES], log_l1[SAMPLES], jacobi[2];
  int n, growing;
} frame;

/* Tracer i in the frame that turns with the two masses. */
static void turning(const aps_view *v, int64_t i, double *x, double *y) {
  const double c = v->x[1] - v->x[0], s = v->y[1] - v->y[0], r = hypot(c, s);
  *x = (v->x[i] * c + v->y[i] * s) / r;
  *y = (v->y[i] * c - v->x[i] * s) / r;
}

/* C = 2 (E - Omega L_z) changes sign to the usual one: Jacobi's constant. */
static double jacobi(const aps_view *v, int64_t i) {
  double c =
      2 * (v->x[i] * v->vy[i] - v->y[i] * v->vx[i]) - v->vx[i] * v->vx[i] - v->vy[i] * v->vy[i];
  for (int k = 0; k < 2; k++) c += 2 * v->mass[k] / hypot(v->x[i] - v->x[k], v->y[i] - v->y[k]);
  return c;
}

static void frame_step(frame *f, aps_demo *d, const aps_view *v, double t, int note) {
  double x, y, x1, y1, xt, yt;
  turning(v, 2, &x, &y);
  turning(v, 3, &x1, &y1);
  turning(v, 4, &xt, &yt);
  const double trojan = atan2(yt, xt + 0.01) * 180 / pi, c = jacobi(v, 4);
  if (t == 0) f->jacobi[0] = f->jacobi[1] = c, f->trojan[0] = f->trojan[1] = trojan;
  f->jacobi[0] = fmin(f->jacobi[0], c), f->jacobi[1] = fmax(f->jacobi[1], c);
  f->trojan[0] = fmin(f->trojan[0], trojan), f->trojan[1] = fmax(f->trojan[1], trojan);
  const double l1 = hypot(x1 - 0.84807871297609516, y1);
  if (t >= 1.5 && t <= 4 && f->growing < SAMPLES)
    f->t[f->growing] = t, f->log_l1[f->growing++] = log(l1);
  if (!note || f->n == SAMPLES) return;
  f->angle[f->n++] = x - 0.49;
  aps_demo_line(d, "%.8g,%.9g,%.9g,%.9g,%.9g,%.9g,%.9g", t, x, y, x1, y1, xt, yt);
}

static aps_err lagrange_run(aps_demo *d, aps_sim *sim, frame *f) {
  aps_view v;
  aps_demo_line(d, "time,L4 x,L4 y,L1 x,L1 y,Trojan x,Trojan y (rotating frame)");
  for (int k = 0; aps_time(sim) < aps_t_end(sim) - 1e-9; k++) {
    if (k) TRY(aps_step(sim));
    TRY(aps_demo_look(sim, APS_X | APS_V | APS_MASS, &v));
    frame_step(f, d, &v, aps_time(sim), k % 5 == 0);
  }
  return APS_OK;
}

static aps_err lagrange(aps_demo *d, double *measured) {
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  frame *f = calloc(1, sizeof *f);
  aps_err err = f && aps_count(sim) == 5 ? lagrange_run(d, sim, f) : APS_EMEM;
  if (err == APS_OK) {
    const double dt = aps_time(sim) / (f->n - 1);
    measured[0] = 2 * pi / strongest(f->angle, f->n, dt, 0.15, 0.45);
    measured[1] = 2 * pi / strongest(f->angle, f->n, dt, 0.8, 1.1);
    measured[2] = aps_demo_slope(f->t, f->log_l1, f->growing);
    measured[3] = f->jacobi[1] - f->jacobi[0];
    aps_demo_note(d, "the Trojan swings between %.1f and %.1f degrees ahead of the smaller mass",
                  f->trojan[0], f->trojan[1]);
  }
  free(f);
  aps_free(&sim);
  return err;
}

const aps_demo_row aps_demos_three[] = {
    {"figure8",
     "three equal masses on one figure-eight, and pushed a little",
     {{"period", "", 6.32591403036855595, 1e-6, "extended-precision integration"},
      {"distance from the start after one period", "", 0, 1e-6, "the orbit is periodic"},
      {"energy", "", -1.287141989196420510, 1e-12, "sum of m v^2 / 2 less sum of 1 / r"},
      {"separation after 20 over after 10 periods", "", 2, 0.5,
       "stable: a push grows as t, not as exp(t)"}},
     figure8,
     APS_NO_KNOB},
    {"chaos",
     "the Pythagorean problem twice, 1e-10 apart",
     {{"energy", "", -769.0 / 60, 1e-12, "-(3 4 / 5 + 3 5 / 4 + 4 5 / 3), from rest"},
      {"closest pass of 4 and 5", "", 4.138e-4, 4e-6, "extended-precision reference"},
      {"its time", "", 15.8299, 2e-4, "extended-precision reference"},
      {"ln of the growth of 1e-6 until t = 15", "", 1.2465, 0.02, "extended-precision reference"},
      {"ln of the growth of 1e-6 until t = 40", "", 6.4, 0.2, "extended-precision reference"},
      {"mass of the body that is thrown out", "", 3, 0, "Szebehely & Peters 1967"}},
     chaos,
     APS_NO_KNOB},
    {"lagrange",
     "Lagrange points and Trojans in the rotating frame",
     {{"long libration period at L4", "", 23.41433956985176, 0.01,
       "w^4 - w^2 + 27/4 mu (1 - mu) = 0"},
      {"short libration period at L4", "", 6.522413684813012, 0.002, "the other root"},
      {"growth rate at L1", "", 2.903737831611212, 0.01, "l^2 = (A - 2 + sqrt(A (9 A - 8))) / 2"},
      {"change of the Trojan's Jacobi constant", "", 0, 1e-9, "C = 2 Omega - v^2 is an integral"}},
     lagrange,
     APS_NO_KNOB},
    {.name = NULL}};
