/* Particles on circular orbits about a point mass that another entry puts there: the rings of a
 * planet, or the discs of Toomre & Toomre (1972, ApJ 178, 623).
 *
 *   v = sqrt(G central / r),  counterclockwise; uniform surface density between inner and outer
 *
 * Without a mass the particles feel everything and pull nothing. A velocity dispersion is the same along each axis, and lifts
 * them to heights of the same vertical energy: z of deviation dispersion / Omega. */
#include "ic.h"

typedef struct {
  int64_t n;
  double central, inner, outer, mass, dispersion;
} ring;

static const aps_param params[] = {
    {"n", 'i', offsetof(ring, n), "1000", "", ">=1", "particles"},
    {"central", 'd', offsetof(ring, central), "1", "mass", ">0",
     "mass they go round; not put there by this model"},
    {"inner", 'd', offsetof(ring, inner), "0.5", "length", ">0", "inner radius"},
    {"outer", 'd', offsetof(ring, outer), "1", "length", ">0", "outer radius"},
    {"mass", 'd', offsetof(ring, mass), "0", "mass", ">=0", "mass of all of them; 0: tracers"},
    {"dispersion", 'd', offsetof(ring, dispersion), "0", "velocity", ">=0",
     "random velocity along each axis, with heights to match"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const ring *s = self;
  APS_CHECK(ctx, s->inner <= s->outer, APS_ECONFIG, "ring: inner must be <= outer, got %g and %g",
            s->inner, s->outer);
  *n = s->n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const ring *s = self;
  APS_CHECK(ctx, place->G > 0 || s->dispersion == 0, APS_ECONFIG, "ring: dispersion must be 0 without gravity (G = 0), which holds no heights, got %g",
            s->dispersion);
  const double in2 = s->inner * s->inner, out2 = s->outer * s->outer;
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    /* radii one after the other, angles at random: no gap or clump of the sample's own */
    const double share = ((double)(place->first + i) + aps_rng_uniform(&rng)) / (double)s->n;
    const double r = sqrt(in2 + share * (out2 - in2)), v = sqrt(place->G * s->central / r);
    const double angle = 6.283185307179586477 * aps_rng_uniform(&rng);
    double random[4] = {0, 0, 0, 0};
    for (int k = 0; k < 4 && s->dispersion > 0; k++) random[k] = s->dispersion * aps_rng_normal(&rng);
    ic_put(&p, i, s->mass / (double)s->n, (double[]){r * cos(angle), r * sin(angle), s->dispersion > 0 ? random[3] * r / v : 0},
           (double[]){random[0] - v * sin(angle), random[1] + v * cos(angle), random[2]});
  }
  return APS_OK;
}

const aps_ic aps_ic_ring = {
    .about = {.name = "ring",
              .doc = "particles on circular orbits about a point mass",
              .source = "Toomre & Toomre 1972",
              .params = params,
              .state_size = sizeof(ring)},
    .count = count,
    .fill = fill,
};
