/* The isothermal sphere, truncated, with or without a black hole in its centre.
 *
 *   rho ~ exp(-r / scale) / (r^2 + core^2)
 *
 * Without a core M(r) = mass (1 - exp(-r / scale)): well inside `scale` the velocity dispersion is
 * sqrt(G mass / (2 scale)) everywhere and the rotation curve is flat, as in Mestel's and the
 * singular isothermal sphere (Binney & Tremaine 2008, section 4.3.3b). Around a black hole of mass
 * m it rises as sqrt(G m / 3 r) within r = m / mass scale, where the hole dominates. Velocities:
 * Eddington inversion in the potential of both, eddington.c; a density flatter than r^(-1/2) around
 * a point mass has no isotropic distribution function (Tremaine et al. 1994, AJ 107, 634), so core
 * and hole exclude each other unless the hole is tiny. The hole is the last particle, at rest, of
 * type 5. */
#include "eddington.h"

typedef struct {
  int64_t n;
  double mass, scale, core, hole;
} isothermal;

static const aps_param params[] = {
    {"n", 'i', offsetof(isothermal, n), "1024", "", ">=1", "stars, of equal mass"},
    {"mass", 'd', offsetof(isothermal, mass), "1", "mass", ">0", "mass of all stars"},
    {"scale", 'd', offsetof(isothermal, scale), "1", "length", ">0",
     "radius of the exponential truncation"},
    {"core", 'd', offsetof(isothermal, core), "0", "length", ">=0",
     "radius within which the density is flat; 0: the singular sphere"},
    {"black_hole", 'd', offsetof(isothermal, hole), "0", "mass", ">=0",
     "mass of one more particle in the centre; 0: none"},
    {.key = NULL}};

static aps_density density(const void *self, double r) {
  const isothermal *s = self;
  const double y = r / s->scale, r2 = r * r, c2 = s->core * s->core, a = r2 + c2;
  return (aps_density){exp(-y) / a, -2 * r2 / a - y, -4 * r2 * c2 / (a * a) - y};
}

typedef struct {
  aps_well well;
  aps_sphere stars;
} tables;

/* NULL when out of memory. The innermost radius holds 1e-7 of a singular sphere's stars. */
static tables *prepare(const isothermal *s, aps_ctx *ctx) {
  tables *t = aps_alloc(ctx, "model tables", 1, sizeof *t);
  if (t == NULL) return NULL;
  aps_well_start(&t->well, (s->core > 0 ? 1e-4 * fmin(s->core, s->scale) : 1e-7 * s->scale),
                 40 * s->scale, s->hole);
  aps_well_add(&t->well, density, s, s->mass);
  aps_well_close(&t->well);
  aps_sphere_make(&t->well, density, s, &t->stars);
  return t;
}

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const isothermal *s = self;
  *n = s->n + (s->hole > 0);
  tables *t = prepare(s, ctx);
  if (t == NULL) return APS_EMEM;
  aps_err err =
      aps_sphere_check(ctx, &t->stars, s->core > 0 ? "isothermal: core" : "isothermal: scale");
  aps_release(ctx, t);
  if (err != APS_OK && s->hole > 0 && s->core > 0)
    err = aps_hint(ctx, "around a black hole set core to 0: the density must rise inwards");
  return err;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const isothermal *s = self;
  tables *t = prepare(s, ctx);
  if (t == NULL) return APS_EMEM;
  aps_view stars = p;
  if (place->first + p.n > s->n) stars.n = s->n - place->first; /* the hole is the last row */
  aps_sphere_rows(&t->well, &t->stars, s->mass / (double)s->n, place, &stars);
  for (int64_t i = stars.n > 0 ? stars.n : 0; i < p.n; i++) {
    ic_put(&p, i, s->hole, (double[3]){0}, (double[3]){0});
    if (p.type) p.type[i] = IC_BLACK_HOLE;
  }
  aps_release(ctx, t);
  return APS_OK;
}

const aps_ic aps_ic_isothermal = {
    .about =
        {.name = "isothermal",
         .doc = "truncated isothermal sphere in equilibrium, with or without a central black hole",
         .source = "Binney & Tremaine 2008, sections 4.3.1 and 4.3.3b",
         .params = params,
         .state_size = sizeof(isothermal)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
