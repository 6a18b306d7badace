/* Tracers on circular orbits about a point mass that another entry puts there: the rings of a
 * planet, or the discs of Toomre & Toomre (1972, ApJ 178, 623).
 *
 *   v = sqrt(G central / r),  counterclockwise; uniform surface density between inner and outer
 *
 * Masses are 0: the particles feel everything and pull nothing. */
#include "ic.h"

typedef struct {
  int64_t n;
  double central, inner, outer;
} ring;

static const aps_param params[] = {
    {"n", 'i', offsetof(ring, n), "1000", "", ">=1", "tracers, of mass 0"},
    {"central", 'd', offsetof(ring, central), "1", "mass", ">0",
     "mass they go round; not put there by this model"},
    {"inner", 'd', offsetof(ring, inner), "0.5", "length", ">0", "inner radius"},
    {"outer", 'd', offsetof(ring, outer), "1", "length", ">0", "outer radius"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const ring *s = self;
  APS_CHECK(ctx, s->inner <= s->outer, APS_ECONFIG, "ring: inner must be <= outer, got %g and %g",
            s->inner, s->outer);
  *n = s->n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const ring *s = self;
  const double in2 = s->inner * s->inner, out2 = s->outer * s->outer;
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    /* radii one after the other, angles at random: no gap or clump of the sample's own */
    const double share = ((double)(place->first + i) + aps_rng_uniform(&rng)) / (double)s->n;
    const double r = sqrt(in2 + share * (out2 - in2)), v = sqrt(place->G * s->central / r);
    const double angle = 6.283185307179586477 * aps_rng_uniform(&rng);
    ic_put(&p, i, 0, (double[]){r * cos(angle), r * sin(angle), 0},
           (double[]){-v * sin(angle), v * cos(angle), 0});
  }
  return APS_OK;
}

const aps_ic aps_ic_ring = {
    .about = {.name = "ring",
              .doc = "tracers on circular orbits about a point mass",
              .source = "Toomre & Toomre 1972",
              .params = params,
              .state_size = sizeof(ring)},
    .count = count,
    .fill = fill,
};
