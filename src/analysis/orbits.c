/* Osculating elements: the conic on which a body would move about the star if nothing else pulled. The same angles as the model `orbits`
 * takes. Source: Murray & Dermott 1999, section 2.8. */
#include "analysis.h"
#include <stdlib.h>
#include <string.h>

static const double degree = 0.017453292519943295769;

static double dot(const double a[3], const double b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

static void cross(const double a[3], const double b[3], double out[3]) {
  out[0] = a[1] * b[2] - a[2] * b[1];
  out[1] = a[2] * b[0] - a[0] * b[2];
  out[2] = a[0] * b[1] - a[1] * b[0];
}

/* In degrees, from 0 to 360. */
static double turned(double angle) {
  const double d = fmod(angle / degree, 360);
  return d < 0 ? fmod(d + 360, 360) : d;
}

/* Along the node and 90 degrees on from it in the plane of motion. A plane that is not tilted has its node at x. */
static void plane_of(const double h[3], double along[3], double on[3]) {
  const double flat = hypot(h[0], h[1]), size = sqrt(dot(h, h));
  along[0] = flat > 0 ? -h[1] / flat : 1, along[1] = flat > 0 ? h[0] / flat : 0, along[2] = 0;
  cross(h, along, on);
  for (int d = 0; d < 3; d++) on[d] /= size;
}

/* Mean anomaly by Kepler's equation, of an ellipse or a hyperbola. */
static double mean_anomaly(double a, double e, double true_anomaly, double r_v, double mu) {
  if (a > 0) {
    const double E = atan2(sqrt(1 - e * e) * sin(true_anomaly), e + cos(true_anomaly));
    return E - e * sin(E);
  }
  const double H = asinh(r_v / (e * sqrt(mu * -a)));
  return e * sinh(H) - H;
}

/* x and v: relative to the star. */
static void elements(const double x[3], const double v[3], double mu, aps_orbit *o) {
  double h[3], along[3], on[3], eccentric[3];
  const double r = sqrt(dot(x, x)), v2 = dot(v, v), r_v = dot(x, v);
  cross(x, v, h);
  plane_of(h, along, on);
  for (int d = 0; d < 3; d++) eccentric[d] = ((v2 - mu / r) * x[d] - r_v * v[d]) / mu;
  o->e = sqrt(dot(eccentric, eccentric));
  o->a = 1 / (2 / r - v2 / mu);
  o->inclination = atan2(hypot(h[0], h[1]), h[2]) / degree;
  const double node = atan2(along[1], along[0]), pericentre = o->e > 0 ? atan2(dot(eccentric, on), dot(eccentric, along)) : 0;
  const double mean = mean_anomaly(o->a, o->e, atan2(dot(x, on), dot(x, along)) - pericentre, r_v, mu);
  o->node = turned(node);
  o->varpi = turned(pericentre + node);
  o->longitude = o->a > 0 ? turned(mean + pericentre + node) : o->varpi + mean / degree;
  o->period = o->a > 0 ? 2 * M_PI * o->a * sqrt(o->a / mu) : NAN;
}

static int by_axis(const void *p, const void *q) {
  const aps_orbit *a = p, *b = q;
  const double x = a->a > 0 ? 1 / a->a : a->a, y = b->a > 0 ? 1 / b->a : b->a; /* the unbound ones come last */
  if (x != y) return x > y ? -1 : 1;
  return (a->id > b->id) - (a->id < b->id);
}

/* The row that outweighs all others together; -1: none does. */
static int64_t star_of(const aps_view *v) {
  int64_t star = 0;
  double sum = 0;
  for (int64_t i = 0; i < v->n; i++) {
    star = v->mass[i] > v->mass[star] ? i : star;
    sum += v->mass[i];
  }
  return v->n > 1 && 2 * v->mass[star] > sum ? star : -1;
}

aps_err aps_orbits_find(aps_ctx *ctx, aps_view v, double G, aps_orbits *out) {
  *out = (aps_orbits){.n = 0};
  APS_TRY(aps_rows_check(ctx, &v));
  const int64_t star = star_of(&v);
  if (star < 0) return APS_OK;
  out->orbit = aps_alloc(ctx, "orbits", v.n, sizeof *out->orbit);
  if (out->orbit == NULL) return APS_EMEM;
  out->centre = v.id[star], out->mass = v.mass[star];
  for (int64_t i = 0; i < v.n; i++) {
    const double x[3] = {v.x[i] - v.x[star], v.y[i] - v.y[star], v.z[i] - v.z[star]};
    const double u[3] = {v.vx[i] - v.vx[star], v.vy[i] - v.vy[star], v.vz[i] - v.vz[star]};
    aps_orbit *o = &out->orbit[out->n];
    *o = (aps_orbit){.id = v.id[i], .mass = v.mass[i]};
    if (i == star || !(dot(x, x) > 0)) continue; /* on top of it there is no orbit */
    elements(x, u, G * (v.mass[star] + v.mass[i]), o);
    out->n++;
  }
  qsort(out->orbit, (size_t)out->n, sizeof *out->orbit, by_axis);
  return APS_OK;
}

void aps_orbits_free(aps_ctx *ctx, aps_orbits *o) {
  aps_release(ctx, o->orbit);
  *o = (aps_orbits){.n = 0};
}
