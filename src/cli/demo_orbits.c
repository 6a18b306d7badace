/* Demos of one orbit at a time: Kepler's laws, the integrator race, time reversal, the slingshot,
 * the solar system. */
#include "demo.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

static aps_err step(aps_sim *sim) { return aps_step(sim); }

/* a minus b, its position and velocity. */
static void relative(const aps_view *v, int64_t a, int64_t b, double x[3], double u[3]) {
  x[0] = v->x[a] - v->x[b], x[1] = v->y[a] - v->y[b], x[2] = v->z[a] - v->z[b];
  u[0] = v->vx[a] - v->vx[b], u[1] = v->vy[a] - v->vy[b], u[2] = v->vz[a] - v->vz[b];
}

static double dot(const double a[3], const double b[3]) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static void cross(const double a[3], const double b[3], double out[3]) {
  for (int d = 0; d < 3; d++)
    out[d] = a[(d + 1) % 3] * b[(d + 2) % 3] - a[(d + 2) % 3] * b[(d + 1) % 3];
}

static double length(const double a[3]) { return sqrt(dot(a, a)); }

/* Laplace's vector / (G M): points to the pericentre, its length is the eccentricity. */
static void eccentricity(const double x[3], const double u[3], double GM, double out[3]) {
  double h[3], r = length(x);
  cross(x, u, h);
  cross(u, h, out);
  for (int d = 0; d < 3; d++) out[d] = out[d] / GM - x[d] / r;
}

/* ---- Kepler's laws ---- */

enum { PLANETS = 4, SECTORS = 12 };

typedef struct { /* one planet on its first turn, and the place where it started */
  double start[3], last[3], angle, period, near, far, area, areas[SECTORS];
  double e[3], p, off; /* Laplace's vector, semi-latus rectum; largest deviation from the ellipse */
  int sectors;
} track;

static void track_begin(track *t, const double x[3], const double u[3]) {
  double h[3];
  *t = (track){.near = HUGE_VAL};
  memcpy(t->start, x, sizeof t->start);
  memcpy(t->last, x, sizeof t->last);
  eccentricity(x, u, 1, t->e);
  cross(x, u, h);
  t->p = dot(h, h);
}

static void track_step(track *t, const double x[3], double now, double dt) {
  double n[3];
  cross(t->last, x, n);
  const double turned = atan2(length(n), dot(t->last, x)), before = t->angle;
  t->area += length(n) / 2;
  t->angle += turned;
  if (t->period == 0 && t->angle >= 2 * pi) t->period = now - dt + dt * (2 * pi - before) / turned;
  const double r = length(x);
  t->near = fmin(t->near, r), t->far = fmax(t->far, r);
  t->off = fmax(t->off, fabs(r + dot(t->e, x) - t->p) / t->p);
  memcpy(t->last, x, sizeof t->last);
}

static double spread(const double *value, int n) {
  double low = HUGE_VAL, high = 0;
  for (int i = 0; i < n; i++) low = fmin(low, value[i]), high = fmax(high, value[i]);
  return n > 1 ? (high - low) / high : NAN;
}

static aps_err kepler_run(aps_demo *d, aps_sim *sim, track t[PLANETS], int64_t steps) {
  aps_view v;
  double x[3], u[3];
  const int64_t sector = steps / SECTORS;
  for (int64_t k = 0; k <= steps; k++) {
    if (k > 0) TRY(step(sim));
    TRY(aps_demo_look(sim, APS_X | APS_V, &v));
    const double now = aps_time(sim), dt = k ? now / (double)k : 0;
    for (int i = 0; i < PLANETS; i++) {
      relative(&v, i + 1, 0, x, u);
      if (k == 0)
        track_begin(&t[i], x, u);
      else
        track_step(&t[i], x, now, dt);
      if (k > 0 && k % sector == 0 && t[i].sectors < SECTORS) {
        t[i].areas[t[i].sectors++] = t[i].area;
        t[i].area = 0;
      }
      if (k % 10 == 0) aps_demo_line(d, "%.10g,%d,%.10g,%.10g,%.10g", now, i + 1, x[0], x[1], x[2]);
    }
  }
  return APS_OK;
}

static aps_err kepler(aps_demo *d, double *measured) {
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  track t[PLANETS];
  if (aps_count(sim) != PLANETS + 1) {
    aps_demo_note(d, "this lesson measures %d planets about the first body", PLANETS);
    aps_free(&sim);
    return APS_OK;
  }
  aps_demo_line(d, "time,planet,x,y,z");
  aps_err err = step(sim); /* how long is a step? */
  const double dt = aps_time(sim);
  aps_free(&sim);
  if (err == APS_OK) err = aps_demo_open(d, NULL, &sim);
  if (err != APS_OK) return err;
  err = kepler_run(d, sim, t, (int64_t)(aps_t_end(sim) / dt / SECTORS) * SECTORS);
  double log_a[PLANETS], log_t[PLANETS], worst = 0, areas = 0;
  for (int i = 0; i < PLANETS && err == APS_OK; i++) {
    const double a = (t[i].near + t[i].far) / 2;
    log_a[i] = log(a), log_t[i] = log(t[i].period);
    worst = fmax(worst, t[i].off), areas = fmax(areas, spread(t[i].areas, t[i].sectors));
    aps_demo_note(d, "planet %d: a = %.7g, T = %.7g, T^2 / a^3 = %.8g, eccentricity %.4g", i + 1, a,
                  t[i].period, t[i].period * t[i].period / (a * a * a), length(t[i].e));
  }
  aps_free(&sim);
  if (err != APS_OK) return err;
  measured[0] = worst;
  measured[1] = areas;
  measured[2] = aps_demo_slope(log_a, log_t, PLANETS);
  measured[3] = exp(2 * log_t[1] - 3 * log_a[1]);
  return APS_OK;
}

/* ---- integrator race ---- */

/* Relative position at time t after apocentre on +x, a = G M = 1. */
static void ellipse(double t, double e, double x[2]) {
  const double mean = fmod(t + pi, 2 * pi);
  double u = mean < pi ? mean + e : mean - e;
  for (int k = 0; k < 50; k++) u -= (u - e * sin(u) - mean) / (1 - e * cos(u));
  x[0] = e - cos(u), x[1] = -sqrt(1 - e * e) * sin(u);
}

static aps_err race(aps_demo *d, const char *name, int steps, double *error) {
  char set[64];
  snprintf(set, sizeof set, "integrator.name=%s", name);
  aps_sim *sim;
  TRY(aps_demo_open(d, (const char *[]){set, NULL}, &sim));
  const double t = aps_t_end(sim);
  aps_err err = APS_OK;
  for (int k = 0; k < steps && err == APS_OK; k++) err = aps_step_by(sim, t / steps);
  aps_view v;
  if (err == APS_OK) err = aps_demo_look(sim, APS_X | APS_V, &v);
  if (err == APS_OK) {
    double x[3], u[3], exact[2];
    relative(&v, 0, 1, x, u);
    ellipse(t, 0.5, exact);
    *error = hypot(x[0] - exact[0], x[1] - exact[1]);
    aps_demo_line(d, "%s,%d,%.10g,%.6g", name, steps, t / steps, *error);
  }
  aps_free(&sim);
  return err;
}

static aps_err integrators(aps_demo *d, double *measured) {
  static const struct {
    const char *name;
    int steps; /* from here on the error is a clean power of dt, and well above rounding */
  } racer[] = {{"euler", 8000},   {"leapfrog", 250}, {"rk4", 250},
               {"yoshida4", 400}, {"hermite", 250},  {"yoshida6", 80}};
  aps_demo_line(d, "integrator,steps,dt,error");
  for (int i = 0; i < 6; i++) {
    double coarse, middle, fine;
    TRY(race(d, racer[i].name, racer[i].steps / 2, &coarse));
    TRY(race(d, racer[i].name, racer[i].steps, &middle));
    TRY(race(d, racer[i].name, racer[i].steps * 2, &fine));
    measured[i] = log2(middle / fine);
    aps_demo_note(d, "%-9s error %.2e, %.2e, %.2e with %d, %d, %d steps", racer[i].name, coarse,
                  middle, fine, racer[i].steps / 2, racer[i].steps, racer[i].steps * 2);
  }
  return APS_OK;
}

/* ---- time reversal ---- */

static aps_err there_and_back(aps_demo *d, const char *name, double *apart) {
  char set[64];
  snprintf(set, sizeof set, "integrator.name=%s", name);
  aps_sim *sim;
  TRY(aps_demo_open(d, (const char *[]){name ? set : NULL, NULL}, &sim));
  const int64_t n = aps_count(sim);
  double *start = malloc(sizeof *start * 3 * (size_t)n), sum = 0;
  aps_view v;
  aps_err err = start ? aps_demo_look(sim, APS_X, &v) : APS_EMEM;
  for (int64_t i = 0; i < n && err == APS_OK; i++)
    start[3 * i] = v.x[i], start[3 * i + 1] = v.y[i], start[3 * i + 2] = v.z[i];
  for (int k = 0; k < 400 && err == APS_OK; k++) {
    err = aps_step_by(sim, k < 200 ? 0.01 : -0.01);
    if (err != APS_OK || (err = aps_demo_look(sim, APS_X, &v)) != APS_OK) break;
    sum = 0;
    for (int64_t i = 0; i < n; i++) {
      const double x = v.x[i] - start[3 * i], y = v.y[i] - start[3 * i + 1],
                   z = v.z[i] - start[3 * i + 2];
      sum += (x * x + y * y + z * z) / (double)n;
    }
    aps_demo_line(d, "%s,%d,%.6g,%.6g", name, k + 1, aps_time(sim), sqrt(sum));
  }
  *apart = sqrt(sum);
  free(start);
  aps_free(&sim);
  return err;
}

static aps_err reversal(aps_demo *d, double *measured) {
  double rk4;
  aps_demo_line(d, "integrator,step,time,rms distance from the start");
  TRY(there_and_back(d, "leapfrog", &measured[0]));
  TRY(there_and_back(d, "yoshida6", &measured[1]));
  TRY(there_and_back(d, "rk4", &rk4));
  measured[2] = rk4 > 0 ? log10(rk4 / measured[0]) : 0;
  aps_demo_note(d, "rk4 misses the start by %.2e, leapfrog by %.2e (rms)", rk4, measured[0]);
  return APS_OK;
}

/* ---- slingshot ---- */

static aps_err slingshot(aps_demo *d, double *measured) {
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  aps_view v;
  double x[3], in[3] = {0}, out[3] = {0}, closest = HUGE_VAL;
  aps_err err = aps_demo_look(sim, APS_X | APS_V, &v);
  if (err == APS_OK) relative(&v, 1, 0, x, in);
  const double before = err == APS_OK ? hypot(v.vx[1], v.vy[1]) : 0;
  aps_demo_line(d, "time,distance,speed");
  while (err == APS_OK && aps_time(sim) < aps_t_end(sim)) {
    if ((err = step(sim)) != APS_OK || (err = aps_demo_look(sim, APS_X | APS_V, &v)) != APS_OK)
      break;
    relative(&v, 1, 0, x, out);
    closest = fmin(closest, length(x));
    aps_demo_line(d, "%.10g,%.8g,%.8g", aps_time(sim), length(x), hypot(v.vx[1], v.vy[1]));
  }
  if (err == APS_OK) {
    measured[0] = acos(dot(in, out) / length(in) / length(out)) * 180 / pi;
    measured[1] = length(out) / length(in);
    measured[2] = hypot(v.vx[1], v.vy[1]) / before;
    measured[3] = closest;
  }
  aps_free(&sim);
  return err;
}

/* ---- solar system ---- */

enum { MERCURY, VENUS, EARTH, MARS, JUPITER, SATURN, URANUS, NEPTUNE, BODIES };

/* Osculating longitude of the perihelion varpi = Omega + omega and mean longitude L = varpi + M,
 * degrees. */
static void longitudes(const double x[3], const double u[3], double GM, double *varpi, double *L) {
  double h[3], e[3];
  cross(x, u, h);
  eccentricity(x, u, GM, e);
  const double node = atan2(h[0], -h[1]), r = length(x), ecc = length(e);
  const double along = e[0] * cos(node) + e[1] * sin(node);
  const double up = e[2] * length(h) / hypot(h[0], h[1]);
  const double a = 1 / (2 / r - dot(u, u) / GM);
  const double E = atan2(dot(x, u) / sqrt(GM * a), 1 - r / a);
  *varpi = (node + atan2(up, along)) * 180 / pi;
  *L = *varpi + (E - ecc * sin(E)) * 180 / pi;
}

typedef struct {
  double last[BODIES], turned[BODIES];  /* heliocentric mean longitude, degrees */
  double time[16384], longitude[16384]; /* Mercury's perihelion; centuries, degrees */
  int n;
} almanac;

static void almanac_step(almanac *a, const aps_view *v, double t, double G, int note) {
  double x[3], u[3], varpi, L;
  for (int i = 0; i < BODIES; i++) {
    relative(v, i + 1, 0, x, u);
    longitudes(x, u, G * (v->mass[0] + v->mass[i + 1]), &varpi, &L);
    if (t > 0) a->turned[i] += remainder(L - a->last[i], 360);
    a->last[i] = L;
    if (i != MERCURY || !note || a->n == 16384) continue;
    a->time[a->n] = t / 36525;
    a->longitude[a->n++] = varpi;
  }
}

static aps_err solar_run(aps_demo *d, aps_sim *sim, almanac *a) {
  aps_view v;
  aps_dataset now;
  TRY(aps_snapshot(sim, APS_X, &now));
  const double G = aps_dataset_G(&now);
  aps_demo_line(d, "day,body,x au,y au,z au");
  for (int64_t k = 0; aps_time(sim) < aps_t_end(sim) - 1e-6; k++) {
    TRY(k ? step(sim) : APS_OK);
    TRY(aps_demo_look(sim, APS_X | APS_V | APS_MASS, &v));
    almanac_step(a, &v, aps_time(sim), G, k % 10 == 0);
    for (int i = 0; i <= BODIES && k % 80 == 0; i++)
      aps_demo_line(d, "%.8g,%d,%.9g,%.9g,%.9g", aps_time(sim), i, v.x[i], v.y[i], v.z[i]);
  }
  return APS_OK;
}

static aps_err solar(aps_demo *d, double *measured) {
  static const char *const name[BODIES] = {"Mercury", "Venus",  "Earth",  "Mars",
                                           "Jupiter", "Saturn", "Uranus", "Neptune"};
  /* degrees a century, Standish & Williams, table 1 */
  static const double rate[BODIES] = {149472.67411175, 58517.81538729, 35999.37244981,
                                      19140.30268499,  3034.74612775,  1222.49362201,
                                      428.48202785,    218.45945325};
  aps_sim *sim;
  TRY(aps_demo_open(d, NULL, &sim));
  almanac *a = calloc(1, sizeof *a);
  aps_err err = a && aps_count(sim) == BODIES + 1 ? solar_run(d, sim, a) : APS_EMEM;
  if (err == APS_OK) {
    const double century = aps_time(sim) / 36525;
    double inner = 0, outer = 0;
    for (int i = 0; i < BODIES; i++) {
      const double off = fabs(a->turned[i] / century / rate[i] - 1);
      if (i < JUPITER)
        inner = fmax(inner, off);
      else
        outer = fmax(outer, off);
      aps_demo_note(d, "%-8s %12.2f degrees a century, published mean %12.2f", name[i],
                    a->turned[i] / century, rate[i]);
    }
    measured[0] = 36525 * century * 360 / a->turned[EARTH];
    measured[1] = 3600 * aps_demo_slope(a->time, a->longitude, a->n);
    measured[2] = inner;
    measured[3] = outer;
  }
  free(a);
  aps_free(&sim);
  return err;
}

const aps_demo_row aps_demos_orbits[] = {
    {"kepler",
     "Kepler's three laws on four tracers about one sun",
     {{"largest deviation from the ellipse", "of p", 0, 1e-8,
       "first law: r + e.x = p, a conic with the sun in its focus"},
      {"spread of areas swept in equal times", "", 0, 1e-4,
       "second law: dA/dt = |x cross v| / 2, constant"},
      {"slope of log T against log a", "", 1.5, 1e-5, "third law: T^2 ~ a^3"},
      {"T^2 G M / a^3", "", 39.478417604357434, 1e-3, "4 pi^2"}},
     kepler,
     APS_NO_KNOB},
    {"integrators",
     "integrator race: error against step on one orbit",
     {{"order of euler", "", 1, 0.1, "halving dt divides the error by 2^p"},
      {"order of leapfrog", "", 2, 0.1, "kick, drift, kick: second order"},
      {"order of rk4", "", 4, 0.2, "four stages"},
      {"order of yoshida4", "", 4, 0.2, "three leapfrogs"},
      {"order of hermite", "", 4, 0.2, "acceleration and jerk"},
      {"order of yoshida6", "", 6, 0.3, "seven leapfrogs"}},
     integrators,
     APS_NO_KNOB},
    {"reversal",
     "time reversal: a collapse runs backwards",
     {{"leapfrog's rms distance from the start", "", 0, 1e-9,
       "a symmetric step: -dt undoes dt, up to rounding that chaos magnifies"},
      {"yoshida6's rms distance from the start", "", 0, 1e-9,
       "a symmetric composition of symmetric steps"},
      {"log10 of rk4's distance over leapfrog's", "", 7, 4,
       "rk4 errs by dt^4 both ways: it does not come back"}},
     reversal,
     APS_NO_KNOB},
    {"slingshot",
     "gravity assist: a craft gains speed from a moving planet",
     {{"deflection in the planet's frame", "degrees", 90, 0.05,
       "tan(delta / 2) = G M / (b v^2) = 1"},
      {"speed out / speed in, planet's frame", "", 1, 1e-6,
       "energy: the planet's frame sees an elastic bounce"},
      {"speed out / speed in, seen from outside", "", 1.4142135623730951, 1e-3,
       "|V + v turned by 90 degrees| = 2 against |V + v| = sqrt(2)"},
      {"closest distance", "", 0.41421356237309515, 2e-3,
       "r = G M / v^2 (e - 1), e = sqrt(1 + (b v^2 / G M)^2)"}},
     slingshot,
     APS_NO_KNOB},
    {"solar",
     "the solar system for a century, from the elements of J2000",
     {{"length of the sidereal year", "days", 365.25636, 0.005, "IERS: 365.256363 d"},
      {"turning of Mercury's perihelion", "arcsec/century", 531.5, 5,
       "Newton with all planets (Clemence 1947); 574 are observed, relativity adds the 43"},
      {"worst mean motion, Mercury to Mars", "relative", 0, 3e-4,
       "Standish & Williams, rates of L"},
      {"worst mean motion, Jupiter to Neptune", "relative", 0, 0.02,
       "the same; elements fitted to 250 years carry no short-period terms"}},
     solar,
     APS_NO_KNOB},
    {.name = NULL}};
