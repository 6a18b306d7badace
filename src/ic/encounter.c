/* Two disc galaxies on a two-body orbit about their common barycentre, which rests at the origin.
 *
 * Both have the structure of `galaxy`; the second is the first with all masses times mass_ratio,
 * all lengths times size_ratio, and all velocities times sqrt(mass_ratio / size_ratio). The orbit
 * is that of two points with the galaxies' total masses m1, m2:
 *
 *   p = pericentre (1 + e),   r = p / (1 + e cos f),   v_r = sqrt(G M / p) e sin f,
 *   v_f = sqrt(G M / p) (1 + e cos f),   M = m1 + m2 (1)
 *
 * for any eccentricity e: below 1 an ellipse, 1 a parabola, above a hyperbola. They start at
 * distance `separation`, approaching, f < 0; with s = tan(f / 2) pericentre comes after
 *
 *   t = sqrt(p^3 / (G M)) int_0^|s| 2 (1 + s^2) / (1 + e + (1 - e) s^2)^2 ds (2)
 *
 * Extended halos attract less than points once they overlap, and friction slows them: the real
 * passage is a little wider and later, and the orbit shrinks afterwards.
 *
 * The orbit lies in the plane z = 0, counterclockwise; at pericentre galaxy 2 would stand in the
 * direction +x from galaxy 1. Each disc is turned as by Toomre & Toomre: i is the angle between its
 * spin and the orbit's, 0 direct (prograde), 180 retrograde; omega is the companion's argument of
 * pericentre, from where it rises through the disc's plane, along the orbit, to pericentre. Galaxy
 * 1 comes first in the rows. Types: halo 1, bulge 3, disc 2 in galaxy 1 and 4 in galaxy 2, so that
 * the two discs can be told apart. Source: Toomre & Toomre 1972, ApJ 178, 623, section II; Murray &
 * Dermott 1999, sections 2.3 and 2.8. */
#include "galaxy.h"

typedef struct {
  aps_galaxy_shape shape;
  double mass_ratio, size_ratio, n_ratio;
  double pericentre, eccentricity, separation;
  double i1, omega1, i2, omega2;
} encounter;

static const aps_param params[] = {
    APS_GALAXY_PARAMS(encounter, shape),
    {"mass_ratio", 'd', offsetof(encounter, mass_ratio), "1", "", ">0",
     "mass of the second galaxy over that of the first"},
    {"size_ratio", 'd', offsetof(encounter, size_ratio), NULL, "", ">0",
     "of their lengths; absent: the root of mass_ratio, equal surface densities"},
    {"n_ratio", 'd', offsetof(encounter, n_ratio), NULL, "", ">0",
     "of their particle numbers; absent: mass_ratio, equal particle masses"},
    {"pericentre", 'd', offsetof(encounter, pericentre), "3", "length", ">0",
     "closest distance on the two-body orbit"},
    {"eccentricity", 'd', offsetof(encounter, eccentricity), "1", "", ">=0",
     "of the two-body orbit: below 1 bound, 1 parabolic, above 1 hyperbolic"},
    {"separation", 'd', offsetof(encounter, separation), "20", "length", ">0",
     "distance at the start, on the way in"},
    {"i1", 'd', offsetof(encounter, i1), "0", "degree", "",
     "angle between the spin of galaxy 1 and the orbit's: 0 prograde, 180 retrograde"},
    {"omega1", 'd', offsetof(encounter, omega1), "0", "degree", "",
     "argument of pericentre of the companion, seen from the disc of galaxy 1"},
    {"i2", 'd', offsetof(encounter, i2), "60", "degree", "", "the same angle of galaxy 2"},
    {"omega2", 'd', offsetof(encounter, omega2), "0", "degree", "", "the same of galaxy 2"},
    {.key = NULL}};

typedef struct {
  int64_t n;                     /* particles */
  double mass, length, velocity; /* in units of the first galaxy; velocity with sqrt(G) */
  double x[3], v[3];             /* of its centre */
  double cos_node, sin_node;     /* of the companion's ascending node, from +x */
  double cos_tilt, sin_tilt;     /* of minus the inclination */
} part;

/* The second galaxy: every component's number scaled, at least one where the first has some. */
static aps_galaxy_shape second(const encounter *s) {
  aps_galaxy_shape g = s->shape;
  const double ratio = isnan(s->n_ratio) ? s->mass_ratio : s->n_ratio;
  int64_t *n[3] = {&g.n_disc, &g.n_bulge, &g.n_halo};
  for (int k = 0; k < 3; k++)
    if (*n[k] > 0) *n[k] = (int64_t)fmin(fmax(round((double)*n[k] * ratio), 1), 9e18);
  return g;
}

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const encounter *s = self;
  const aps_galaxy_shape other = second(s);
  const double q = s->pericentre, e = s->eccentricity, r = s->separation;
  int64_t n1, n2;
  APS_TRY(aps_galaxy_count(&s->shape, ctx, "encounter", &n1));
  APS_TRY(aps_galaxy_count(&other, ctx, "encounter", &n2));
  APS_CHECK(ctx, !__builtin_add_overflow(n1, n2, n), APS_ECONFIG,
            "encounter: n_ratio: more than 2^63 particles");
  APS_CHECK(ctx, r >= q, APS_ECONFIG, "encounter: separation must be >= pericentre %g, got %g", q,
            r);
  if (e < 1)
    APS_CHECK(
        ctx, r <= q * (1 + e) / (1 - e) * (1 + 1e-12), APS_ECONFIG,
        "encounter: separation %g lies outside the ellipse of pericentre %g and eccentricity %g, "
        "whose apocentre is %g",
        r, q, e, q * (1 + e) / (1 - e));
  aps_galaxy *g;
  APS_TRY(aps_galaxy_prepare(&s->shape, ctx, "encounter", &g)); /* refuses what cannot be */
  aps_release(ctx, g);
  return APS_OK;
}

/* Eq. 2 without the root: by Kepler's equation; where e is so near 1 that it cancels, by Simpson's
 * rule, for which the integrand is smooth there. Far out on a hyperbola it is not. */
static double until_pericentre(double e, double f) {
  enum { STEPS = 2000 };
  const double end = tan(fabs(f) / 2), h = end / STEPS;
  if (fabs(e - 1) > 1e-9) {
    const double k = sqrt(fabs(1 - e) / (1 + e)) * end, E = 2 * (e < 1 ? atan(k) : atanh(k));
    return fabs(E - e * (e < 1 ? sin(E) : sinh(E))) * pow(fabs(1 - e) * (1 + e), -1.5);
  }
  double sum = 0;
  for (int i = 0; i <= STEPS; i++) {
    const double s2 = h * i * h * i, below = 1 + e + (1 - e) * s2;
    sum += (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2) * 2 * (1 + s2) / (below * below);
  }
  return sum * h / 3;
}

/* f < 0 at the start. */
static double anomaly(const encounter *s) {
  const double e = s->eccentricity;
  if (!(e > 0)) return 0; /* a circle is at pericentre everywhere */
  const double c = (s->pericentre * (1 + e) / s->separation - 1) / e;
  return -acos(fmin(fmax(c, -1), 1));
}

static void orient(part *p, double inclination, double omega, double pericentre) {
  const double deg = 3.14159265358979323846 / 180;
  const double node = (pericentre - omega) * deg, tilt = -inclination * deg;
  p->cos_node = cos(node), p->sin_node = sin(node);
  p->cos_tilt = cos(tilt), p->sin_tilt = sin(tilt);
}

/* Both galaxies' places, and the time to pericentre. */
static double arrange(const encounter *s, double G, part g[2]) {
  const double m1 = aps_galaxy_mass(&s->shape), m2 = m1 * s->mass_ratio, M = m1 + m2;
  const double e = s->eccentricity, p = s->pericentre * (1 + e), f = anomaly(s);
  const double u = sqrt(G * M / p), vr = u * e * sin(f), vf = u * (1 + e * cos(f));
  const double r = p / (1 + e * cos(f)), c = cos(f), q = sin(f);
  const double x[3] = {r * c, r * q, 0}, v[3] = {vr * c - vf * q, vr * q + vf * c, 0};
  const double share[2] = {-m2 / M, m1 / M};
  for (int k = 0; k < 2; k++)
    for (int d = 0; d < 3; d++) g[k].x[d] = share[k] * x[d], g[k].v[d] = share[k] * v[d];
  const double size = isnan(s->size_ratio) ? sqrt(s->mass_ratio) : s->size_ratio;
  g[0].mass = g[0].length = 1, g[1].mass = s->mass_ratio, g[1].length = size;
  for (int k = 0; k < 2; k++) g[k].velocity = sqrt(G * g[k].mass / g[k].length);
  orient(&g[0], s->i1, s->omega1, 0);
  orient(&g[1], s->i2, s->omega2, 180); /* its companion stands on the other side */
  return sqrt(p * p * p / (G * M)) * until_pericentre(e, f);
}

/* Rz(node) Rx(tilt), then scaled and moved. */
static void carry(const part *g, double scale, const double shift[3], double w[3]) {
  const double y = g->cos_tilt * w[1] - g->sin_tilt * w[2];
  const double z = g->sin_tilt * w[1] + g->cos_tilt * w[2], x = w[0];
  w[0] = scale * (g->cos_node * x - g->sin_node * y) + shift[0];
  w[1] = scale * (g->sin_node * x + g->cos_node * y) + shift[1];
  w[2] = scale * z + shift[2];
}

static void put(const aps_view *p, int64_t row, const part *g, int which, double mass,
                aps_star star) {
  carry(g, g->length, g->x, star.x);
  carry(g, g->velocity, g->v, star.v);
  ic_put(p, row, mass, star.x, star.v);
  if (p->type) p->type[row] = which == 1 && star.type == IC_DISC ? IC_STARS : star.type;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const encounter *s = self;
  part at[2];
  const double time = arrange(s, place->G, at);
  if (place->first == 0)
    aps_log(ctx, APS_LOG_INFO,
            "encounter: the two-body orbit reaches its pericentre %g at t = %.6g", s->pericentre,
            time);
  const aps_galaxy_shape shape[2] = {s->shape, second(s)};
  aps_galaxy *g[2] = {NULL, NULL};
  const int64_t n1 = shape[0].n_disc + shape[0].n_bulge + shape[0].n_halo;
  aps_err err = aps_galaxy_prepare(&shape[0], ctx, "encounter", &g[0]);
  if (err == APS_OK) err = aps_galaxy_prepare(&shape[1], ctx, "encounter", &g[1]);
  for (int64_t i = 0; err == APS_OK && i < p.n; i++) {
    const int64_t index = place->first + i;
    const int k = index >= n1;
    aps_rng rng = ic_rng(place, i);
    const aps_star star = aps_galaxy_star(g[k], k ? index - n1 : index, &rng);
    put(&p, i, &at[k], k, star.mass * at[k].mass, star);
  }
  aps_release(ctx, g[0]);
  aps_release(ctx, g[1]);
  return err;
}

const aps_ic aps_ic_encounter = {
    .about = {.name = "encounter",
              .doc =
                  "two disc galaxies on a two-body orbit: pericentre, eccentricity, inclinations",
              .source = "Toomre & Toomre 1972, section II; Hernquist 1993",
              .params = params,
              .state_size = sizeof(encounter)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
