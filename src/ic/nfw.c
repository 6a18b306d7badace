/* Navarro, Frenk & White's halo in equilibrium, truncated smoothly.
 *
 *   rho ~ 1 / (x (1 + x)^2) sech(x / c),   x = r / scale,   c = cutoff
 *
 * An untruncated NFW halo has infinite mass; the factor sech ends it beyond `cutoff` scale lengths
 * and leaves the inner profile alone. With c the concentration, the cut lies at the virial radius.
 * `mass` is all of it. Velocities: Eddington inversion, eddington.c. Source: Navarro, Frenk & White
 * 1997, ApJ 490, 493, eq. 1; the truncation of McMillan & Dehnen 2007, MNRAS 378, 541, eq. 1. */
#include "profiles.h"

typedef struct {
  int64_t n;
  double mass, scale, cutoff;
} nfw;

static const aps_param params[] = {
    {"n", 'i', offsetof(nfw, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(nfw, mass), "1", "mass", ">0", "mass of all particles"},
    {"scale", 'd', offsetof(nfw, scale), "1", "length", ">0",
     "scale radius, where the slope is -2"},
    {"cutoff", 'd', offsetof(nfw, cutoff), "10", "", ">=0.1",
     "where it ends, in scale lengths: the concentration puts that at the virial radius"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const nfw *)self)->n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const nfw *s = self;
  const aps_profile shape = {
      .inner = 1, .outer = 3, .scale = s->scale, .edge = s->cutoff * s->scale};
  return aps_profile_fill(ctx, &shape, s->mass, (double)s->n, place, "nfw: scale", &p);
}

const aps_ic aps_ic_nfw = {
    .about = {.name = "nfw",
              .doc = "NFW dark halo in equilibrium, smoothly truncated",
              .source = "Navarro, Frenk & White 1997, eq. 1; McMillan & Dehnen 2007, eq. 1",
              .params = params,
              .state_size = sizeof(nfw)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
