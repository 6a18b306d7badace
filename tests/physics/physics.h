/* What the physics tests share: a simulation from YAML text, energies, and a reference integrator.
 */
#ifndef APS_TESTS_PHYSICS_H
#define APS_TESTS_PHYSICS_H
#include "../../src/apsis.h"
#include "../check.h"
#include <stdarg.h>

#define PI 3.14159265358979323846264338327950288
enum { BODIES = 5 }; /* at most, in the few-body helpers */

/* A simulation of the text, printf style. Ends the test where it cannot be made. */
__attribute__((format(printf, 2, 3))) static inline aps_sim *simulate(aps_ctx *ctx,
                                                                      const char *format, ...) {
  char text[4096];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  aps_sim *sim = NULL;
  if (aps_create(ctx, "test", text, NULL, 0, &sim) != APS_OK) {
    printf("aps_create: %s\nhint: %s\n%s", aps_ctx_error(ctx), aps_ctx_hint(ctx), text);
    exit(1);
  }
  return sim;
}

static inline aps_view borrow(aps_sim *sim, aps_cols reads, aps_cols writes) {
  aps_view view;
  if (aps_borrow(aps_sim_particles(sim), APS_HOST, reads, writes, &view) != APS_OK) {
    printf("aps_borrow: %s\n", aps_error_text(sim));
    exit(1);
  }
  return view;
}

static inline void steps(aps_sim *sim, int64_t n) {
  for (int64_t i = 0; i < n; i++)
    if (aps_step(sim) != APS_OK) {
      printf("aps_step %lld: %s\n", (long long)i, aps_error_text(sim));
      exit(1);
    }
}

/* Steps until the time is t or later, whatever the step. */
static inline void steps_until(aps_sim *sim, double t) {
  while (aps_time(sim) < t) steps(sim, 1);
}

static inline const aps_integrator *integrator(const char *name) {
  return (const aps_integrator *)(const void *)aps_row_find(APS_KIND_INTEGRATOR, name);
}

/* One particle's distance in x from (x, y, z). */
static inline double distance(const aps_view *p, int64_t i, double x, double y, double z) {
  return sqrt((p->x[i] - x) * (p->x[i] - x) + (p->y[i] - y) * (p->y[i] - y) +
              (p->z[i] - z) * (p->z[i] - z));
}

typedef struct {
  double kinetic, potential, total, p[3], l[3], centre[3], mass;
} totals;

/* Of the present state; the potential from the force solver. */
static inline totals measure(aps_sim *sim) {
  totals t = {0};
  if (aps_forces_current(sim, APS_POT) != APS_OK) {
    printf("aps_forces_current: %s\n", aps_error_text(sim));
    exit(1);
  }
  const aps_view v = borrow(sim, APS_X | APS_V | APS_MASS | APS_POT, 0);
  for (int64_t i = 0; i < v.n; i++) {
    const double m = v.mass[i], x = v.x[i], y = v.y[i], z = v.z[i], vx = v.vx[i], vy = v.vy[i],
                 vz = v.vz[i];
    t.kinetic += 0.5 * m * (vx * vx + vy * vy + vz * vz);
    t.potential += 0.5 * m * v.pot[i];
    t.mass += m;
    t.p[0] += m * vx, t.p[1] += m * vy, t.p[2] += m * vz;
    t.l[0] += m * (y * vz - z * vy), t.l[1] += m * (z * vx - x * vz),
        t.l[2] += m * (x * vy - y * vx);
    t.centre[0] += m * x, t.centre[1] += m * y, t.centre[2] += m * z;
  }
  for (int d = 0; d < 3; d++) t.centre[d] /= t.mass;
  t.total = t.kinetic + t.potential;
  return t;
}

/* Radius of the sphere about `centre` that holds each of the given fractions of the particles
 * (equal masses). */
static int by_value(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}
static inline void lagrangian_radii(aps_sim *sim, const double centre[3], int count,
                                    const double *fraction, double *radius) {
  const aps_view v = borrow(sim, APS_X, 0);
  double *r = malloc(sizeof *r * (size_t)v.n);
  for (int64_t i = 0; i < v.n; i++) r[i] = distance(&v, i, centre[0], centre[1], centre[2]);
  qsort(r, (size_t)v.n, sizeof *r, by_value);
  for (int k = 0; k < count; k++) radius[k] = r[(int64_t)(fraction[k] * (double)v.n)];
  free(r);
}

/* The dense middle: the mean of the half of the particles nearest to it, by iteration. A
 * heavy-tailed sample's barycentre, which the model puts at the origin, lies a good part of a scale
 * length beside it. */
static inline void middle(aps_sim *sim, double c[3]) {
  const double half = 0.5;
  c[0] = c[1] = c[2] = 0;
  for (int k = 0; k < 8; k++) {
    double r, sum[3] = {0}, n = 0;
    lagrangian_radii(sim, c, 1, &half, &r);
    const aps_view p = borrow(sim, APS_X, 0);
    for (int64_t i = 0; i < p.n; i++) {
      if (distance(&p, i, c[0], c[1], c[2]) > r) continue;
      n++, sum[0] += p.x[i], sum[1] += p.y[i], sum[2] += p.z[i];
    }
    for (int d = 0; d < 3; d++) c[d] = sum[d] / n;
  }
}

/* ---- reference: Newtonian few-body orbits in long double, by extrapolated leapfrog
 *
 * A leapfrog's error is a series in h^2, so Neville's scheme removes one power after another
 * (Gragg, Bulirsch & Stoer; Hairer, Norsett & Wanner 1993, section II.9). Shares no code and no
 * formula with the library's integrators. */

typedef struct {
  int n;
  long double m[BODIES], q[2][BODIES][3]; /* q[0] = x, q[1] = v */
} few;

/* The increments d of a step, not the state, are added up and extrapolated: they are small, and so
 * is their rounding. */
static inline void few_kick(const few *s, few *d, long double h) {
  for (int i = 0; i < s->n; i++)
    for (int j = 0; j < i; j++) {
      long double x[3], r2 = 0;
      for (int k = 0; k < 3; k++) {
        x[k] = s->q[0][j][k] - s->q[0][i][k] + (d->q[0][j][k] - d->q[0][i][k]);
        r2 += x[k] * x[k];
      }
      const long double f = h / (r2 * sqrtl(r2));
      for (int k = 0; k < 3; k++)
        d->q[1][i][k] += f * s->m[j] * x[k], d->q[1][j][k] -= f * s->m[i] * x[k];
    }
}
static inline void few_drift(const few *s, few *d, long double h) {
  for (int i = 0; i < s->n; i++)
    for (int k = 0; k < 3; k++) d->q[0][i][k] += h * (s->q[1][i][k] + d->q[1][i][k]);
}

/* One step of length h by 2, 4, … 18 leapfrogs and Neville's scheme; returns the error estimate. */
static inline long double few_try(const few *s, long double h, few *out) {
  enum { ROWS = 9, NUMBERS = 2 * BODIES * 3 };
  few last[ROWS], now[ROWS];
  long double error = 0;
  for (int row = 0; row < ROWS; row++) {
    const int count = 2 * (row + 1);
    memset(&now[0], 0, sizeof now[0]);
    for (int k = 0; k < count; k++) {
      few_drift(s, &now[0], h / count / 2);
      few_kick(s, &now[0], h / count);
      few_drift(s, &now[0], h / count / 2);
    }
    for (int c = 1; c <= row; c++) {
      const long double ratio = (long double)(row + 1) / (row + 1 - c);
      now[c] = now[c - 1];
      error = 0;
      long double *to = &now[c].q[0][0][0];
      const long double *from = &last[c - 1].q[0][0][0], *base = &s->q[0][0][0];
      for (int k = 0; k < NUMBERS; k++) {
        const long double d = (to[k] - from[k]) / (ratio * ratio - 1);
        to[k] += d;
        error = fmaxl(error, fabsl(d) / (1 + fabsl(base[k])));
      }
    }
    memcpy(last, now, sizeof last);
  }
  *out = *s;
  for (int k = 0; k < NUMBERS; k++) (&out->q[0][0][0])[k] += (&last[ROWS - 1].q[0][0][0])[k];
  return error;
}

/* Advances s by t; `tolerance` is the relative error allowed per step, not below 1e-17. */
static inline void few_run(few *s, long double t, long double tolerance) {
  long double done = 0, h = t / 1000;
  while (done < t) {
    few next;
    const long double step = h < t - done ? h : t - done, error = few_try(s, step, &next);
    if (error > tolerance) {
      h = 0.6L * step;
      continue;
    }
    *s = next;
    done += step;
    h *= 1.2L;
  }
}

static inline few few_of(const aps_view *p) {
  few s = {.n = (int)p->n};
  for (int i = 0; i < s.n; i++) {
    s.m[i] = p->mass[i];
    s.q[0][i][0] = p->x[i], s.q[0][i][1] = p->y[i], s.q[0][i][2] = p->z[i];
    s.q[1][i][0] = p->vx[i], s.q[1][i][1] = p->vy[i], s.q[1][i][2] = p->vz[i];
  }
  return s;
}

static inline long double few_energy(const few *s) {
  long double e = 0;
  for (int i = 0; i < s->n; i++) {
    for (int k = 0; k < 3; k++) e += s->m[i] * s->q[1][i][k] * s->q[1][i][k] / 2;
    for (int j = 0; j < i; j++) {
      long double r2 = 0;
      for (int k = 0; k < 3; k++)
        r2 += (s->q[0][i][k] - s->q[0][j][k]) * (s->q[0][i][k] - s->q[0][j][k]);
      e -= s->m[i] * s->m[j] / sqrtl(r2);
    }
  }
  return e;
}

/* Largest difference of two states: group 0 positions, 1 velocities. */
static inline double few_apart(const few *a, const few *b, int group) {
  long double worst = 0;
  for (int i = 0; i < a->n; i++)
    for (int k = 0; k < 3; k++) worst = fmaxl(worst, fabsl(a->q[group][i][k] - b->q[group][i][k]));
  return (double)worst;
}

static inline few few_now(aps_sim *sim) {
  const aps_view v = borrow(sim, APS_X | APS_V | APS_MASS, 0);
  return few_of(&v);
}
#endif
