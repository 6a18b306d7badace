/* A disc galaxy in equilibrium: an exponential disc, a Hernquist bulge and a Hernquist or NFW halo.
 *
 * Bulge and halo are spheres with isotropic distribution functions in the potential of all three
 * components, the disc averaged over spheres (eddington.c); the disc has velocities from Jeans's
 * equations in the field of all three (disc.c). So each is in equilibrium with the others, but for
 * the flattening of the disc's field, which bulge and halo notice within a dynamical time. bulge ~
 * 1 / (x (1 + x)^3), halo the same or 1 / (x (1 + x)^2), both ended by sech(r / cutoff)
 * (profiles.c).
 *
 * The default is like the Milky Way with G = 1: in units of 2.8 kpc, 3.3e10 Msun and 225 km/s the
 * circular speed at the Sun, 2.9 scale lengths, is 237 km/s, and the time unit is 12.2 Myr.
 * Particles are of GADGET's types, halo 1, disc 2, bulge 3, unless `type` says otherwise. Source:
 * Hernquist 1993, ApJS 86, 389; Springel, Di Matteo & Hernquist 2005, MNRAS 361, 776, section 2;
 * McMillan & Dehnen 2007, MNRAS 378, 541. */
#include "galaxy.h"
#include <stdio.h>

struct aps_galaxy {
  aps_galaxy_shape s;
  aps_profile bulge_shape, halo_shape;
  aps_well well;            /* all components */
  double round[APS_SHELLS]; /* mass of bulge and halo within the nodes */
  aps_sphere bulge, halo;
  aps_disc disc;
};

double aps_galaxy_mass(const aps_galaxy_shape *s) {
  return s->disc.mass + s->mass_bulge + s->mass_halo;
}

const aps_disc *aps_galaxy_disc(const aps_galaxy *g) { return &g->disc; }

double aps_galaxy_circular2(const aps_galaxy *g, double R) {
  const double own = g->s.disc.mass > 0 ? aps_disc_table(&g->disc, g->disc.own, R) : 0;
  return aps_well_mass(&g->well, g->round, R) / R + own;
}

static aps_err check_part(aps_ctx *ctx, const char *who, const char *part, int64_t n, double mass) {
  if ((n > 0) == (mass > 0)) return APS_OK;
  aps_fail(ctx, APS_ECONFIG, "%s: n_%s is %lld but mass_%s is %g: a component has both or neither",
           who, part, (long long)n, part, mass);
  return aps_hint(ctx, "to leave the %s out, set n_%s: 0 and mass_%s: 0", part, part, part);
}

aps_err aps_galaxy_count(const aps_galaxy_shape *s, aps_ctx *ctx, const char *who, int64_t *n) {
  APS_TRY(check_part(ctx, who, "disc", s->n_disc, s->disc.mass));
  APS_TRY(check_part(ctx, who, "bulge", s->n_bulge, s->mass_bulge));
  APS_TRY(check_part(ctx, who, "halo", s->n_halo, s->mass_halo));
  APS_CHECK(ctx,
            !__builtin_add_overflow(s->n_disc, s->n_bulge, n) &&
                !__builtin_add_overflow(*n, s->n_halo, n),
            APS_ECONFIG, "%s: n_disc, n_bulge and n_halo together exceed 2^63", who);
  APS_CHECK(ctx, *n > 0, APS_ECONFIG, "%s: n_disc + n_bulge + n_halo must be at least 1, got 0",
            who);
  return APS_OK;
}

/* Grid that holds all components from their innermost to their outermost particles. */
static void open_well(aps_galaxy *g) {
  const aps_galaxy_shape *s = &g->s;
  double inner = 1e300, outer = 0;
  if (s->n_disc) inner = 1e-3 * fmin(s->disc.height, s->disc.scale), outer = 15 * s->disc.scale;
  if (s->n_bulge) inner = fmin(inner, aps_profile_inside(&g->bulge_shape));
  if (s->n_halo) inner = fmin(inner, aps_profile_inside(&g->halo_shape));
  if (s->n_bulge || s->n_halo) outer = fmax(outer, aps_profile_outside(&g->halo_shape));
  aps_well_start(&g->well, inner, outer, 0);
}

static aps_err fill_tables(aps_galaxy *g, aps_ctx *ctx, const char *who) {
  const aps_galaxy_shape *s = &g->s;
  char part[64];
  g->bulge_shape = (aps_profile){1, 4, s->scale_bulge, s->cutoff};
  g->halo_shape = (aps_profile){1, s->halo == 0 ? 4 : 3, s->scale_halo, s->cutoff};
  open_well(g);
  if (s->n_bulge) aps_well_add(&g->well, aps_profile_at, &g->bulge_shape, s->mass_bulge);
  if (s->n_halo) aps_well_add(&g->well, aps_profile_at, &g->halo_shape, s->mass_halo);
  for (int k = 0; k < APS_SHELLS; k++) g->round[k] = g->well.mass[k];
  if (s->n_disc) aps_well_add(&g->well, aps_disc_average, &s->disc, s->disc.mass);
  aps_well_close(&g->well);
  if (s->n_bulge) {
    aps_sphere_make(&g->well, aps_profile_at, &g->bulge_shape, &g->bulge);
    snprintf(part, sizeof part, "%s: scale_bulge", who);
    APS_TRY(aps_sphere_check(ctx, &g->bulge, part));
  }
  if (s->n_halo) {
    aps_sphere_make(&g->well, aps_profile_at, &g->halo_shape, &g->halo);
    snprintf(part, sizeof part, "%s: scale_halo", who);
    APS_TRY(aps_sphere_check(ctx, &g->halo, part));
  }
  return s->n_disc ? aps_disc_prepare(&g->disc, &s->disc, ctx, &g->well, g->round, who) : APS_OK;
}

aps_err aps_galaxy_prepare(const aps_galaxy_shape *s, aps_ctx *ctx, const char *who,
                           aps_galaxy **out) {
  aps_galaxy *g = *out = aps_alloc(ctx, "model tables", 1, sizeof *g);
  if (g == NULL) return APS_EMEM;
  g->s = *s;
  const aps_err err = fill_tables(g, ctx, who);
  if (err != APS_OK) aps_release(ctx, g), *out = NULL;
  return err;
}

aps_star aps_galaxy_star(const aps_galaxy *g, int64_t index, aps_rng *rng) {
  const aps_galaxy_shape *s = &g->s;
  aps_star star;
  if (index < s->n_disc) {
    star.mass = s->disc.mass / (double)s->n_disc, star.type = IC_DISC;
    aps_disc_draw(&g->disc, &g->well, g->round, rng, star.x, star.v);
  } else if (index < s->n_disc + s->n_bulge) {
    star.mass = s->mass_bulge / (double)s->n_bulge, star.type = IC_BULGE;
    aps_sphere_draw(&g->well, &g->bulge, rng, star.x, star.v);
  } else {
    star.mass = s->mass_halo / (double)s->n_halo, star.type = IC_HALO;
    aps_sphere_draw(&g->well, &g->halo, rng, star.x, star.v);
  }
  return star;
}

/* ---- the row
 * -------------------------------------------------------------------------------------- */

typedef struct {
  aps_galaxy_shape shape;
} galaxy;

static const aps_param params[] = {APS_GALAXY_PARAMS(galaxy, shape), {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const galaxy *s = self;
  aps_galaxy *g;
  APS_TRY(aps_galaxy_count(&s->shape, ctx, "galaxy", n));
  APS_TRY(aps_galaxy_prepare(&s->shape, ctx, "galaxy", &g)); /* refuses what cannot be */
  aps_release(ctx, g);
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const galaxy *s = self;
  const double unit = sqrt(place->G);
  aps_galaxy *g;
  APS_TRY(aps_galaxy_prepare(&s->shape, ctx, "galaxy", &g));
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    aps_star star = aps_galaxy_star(g, place->first + i, &rng);
    for (int d = 0; d < 3; d++) star.v[d] *= unit;
    ic_put(&p, i, star.mass, star.x, star.v);
    if (p.type) p.type[i] = star.type;
  }
  aps_release(ctx, g);
  return APS_OK;
}

const aps_ic aps_ic_galaxy = {
    .about = {.name = "galaxy",
              .doc = "disc galaxy in equilibrium: disc, bulge and halo",
              .source = "Hernquist 1993; Springel, Di Matteo & Hernquist 2005, section 2",
              .params = params,
              .state_size = sizeof(galaxy)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
