/* Bodies on Kepler orbits about a central one, by their elements, a text each:
 *
 *   rows: ["m a e I L varpi Omega", …]     angles in degrees
 *
 * mean longitude L, longitude of pericentre varpi = omega + Omega, longitude of the ascending node
 * Omega. Each orbit is the Kepler orbit of central + m, relative to the central body, which is
 * row 0; the barycentre of all is then put at rest in the origin. With a > 0 and e < 1 it is an
 * ellipse, with a < 0 and e > 1 a hyperbola:
 *
 *   M = L - varpi = E - e sin E,   x = a (cos E - e),   y = a sqrt(1 - e^2) sin E
 *   M = L - varpi = e sinh H - H,  x = a (cosh H - e),  y = -a sqrt(e^2 - 1) sinh H
 *
 * On a hyperbola M is no angle: whole turns of L count, below varpi the body is on its way in.
 *
 * Source: Murray & Dermott 1999, sections 2.4 and 2.8; Standish & Williams, "Approximate positions
 * of the planets" (JPL), which lists elements in this form. */
#include "rows.h"

static const char columns[] = "m a e I L varpi Omega";
#define DEGREE 0.017453292519943295769

typedef struct {
  double central;
  aps_texts rows;
  aps_numbers radii;
} orbits;

static const aps_param params[] = {
    {"central", 'd', offsetof(orbits, central), "1", "mass", ">0", "mass of the central body"},
    {"rows", 'l', offsetof(orbits, rows), NULL, "", "",
     "one text a body, \"m a e I L varpi Omega\", in code units and degrees; mass 0: a tracer; "
     "a < 0 and e > 1: a hyperbola"},
    {"body_radii", 'n', offsetof(orbits, radii), NULL, "length", "",
     "one for the central body and one for each other, for collisions; in place of body_radius"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const orbits *s = self;
  double q[8];
  APS_TRY(ic_check_rows(ctx, "orbits", &s->rows, 7, columns));
  for (int64_t i = 0; i < s->rows.n; i++) {
    ic_numbers(s->rows.text[i], 7, q);
    APS_CHECK(
        ctx, (q[1] > 0 && q[2] >= 0 && q[2] < 1) || (q[1] < 0 && q[2] > 1), APS_ECONFIG,
        "orbits: rows[%lld]: an ellipse has a > 0 and 0 <= e < 1, a hyperbola a < 0 and e > 1, "
        "got a = %g, e = %g",
        (long long)i, q[1], q[2]);
  }
  APS_TRY(ic_check_radii(ctx, "orbits", &s->radii, s->rows.n + 1));
  *n = s->rows.n + 1;
  return APS_OK;
}

/* Newton's iteration from E = M + e sin M, sure for e < 1 when damped to steps of 1. */
static double eccentric_anomaly(double mean, double e) {
  double u = mean + e * sin(mean);
  for (int k = 0; k < 60; k++) {
    const double d = (u - e * sin(u) - mean) / (1 - e * cos(u));
    u -= fmin(fmax(d, -1), 1);
    if (fabs(d) < 1e-16) break;
  }
  return u;
}

/* H of M = e sinh H - H, likewise: from where the first step is too long, the next ones come down.
 */
static double hyperbolic_anomaly(double mean, double e) {
  double u = asinh(mean / e);
  for (int k = 0; k < 60; k++) {
    const double d = (e * sinh(u) - u - mean) / (e * cosh(u) - 1);
    u -= fmin(fmax(d, -1), 1);
    if (fabs(d) < 1e-16) break;
  }
  return u;
}

/* Turns (x, y, 0) of the orbit's own frame by argument of pericentre, inclination, node. */
static void turn(const double q[7], double x, double y, double out[3]) {
  const double w = (q[5] - q[6]) * DEGREE, node = q[6] * DEGREE, tilt = q[3] * DEGREE;
  const double u = x * cos(w) - y * sin(w), v = x * sin(w) + y * cos(w);
  out[0] = u * cos(node) - v * cos(tilt) * sin(node);
  out[1] = u * sin(node) + v * cos(tilt) * cos(node);
  out[2] = v * sin(tilt);
}

/* Relative to the central body. */
static void place_body(const orbits *s, double G, const double q[7], double x[3], double v[3]) {
  const double a = q[1], e = q[2], b = sqrt(fabs(1 - e * e)), mean = q[4] - q[5];
  const double speed = sqrt(G * (s->central + q[0]) / fabs(a));
  if (a > 0) {
    const double E = eccentric_anomaly(remainder(mean, 360) * DEGREE, e);
    const double pace = speed / (1 - e * cos(E));
    turn(q, a * (cos(E) - e), a * b * sin(E), x);
    turn(q, -pace * sin(E), pace * b * cos(E), v);
  } else {
    const double H = hyperbolic_anomaly(mean * DEGREE, e);
    const double pace = speed / (e * cosh(H) - 1);
    turn(q, a * (cosh(H) - e), -a * b * sinh(H), x);
    turn(q, -pace * sinh(H), pace * b * cosh(H), v);
  }
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const orbits *s = self;
  for (int64_t i = 0; i < p.n; i++) {
    const int64_t k = place->first + i - 1;
    double q[8] = {s->central}, x[3] = {0}, v[3] = {0};
    if (k >= 0) {
      ic_numbers(s->rows.text[k], 7, q);
      place_body(s, place->G, q, x, v);
    }
    ic_put(&p, i, q[0], x, v);
    ic_put_radius(&p, i, &s->radii, k + 1);
  }
  return APS_OK;
}

const aps_ic aps_ic_orbits = {
    .about = {.name = "orbits",
              .doc = "bodies on Kepler orbits about a central one, by their elements",
              .source = "Murray & Dermott 1999, section 2.8",
              .params = params,
              .state_size = sizeof(orbits)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
