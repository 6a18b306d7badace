/* A sphere of power-law density with too little kinetic energy to hold it up.
 *
 *   rho ~ r^-slope,   M(r) = M (r / R)^(3 - slope),   W = -(3 - slope) / (5 - 2 slope) G M^2 / R
 *
 * `virial` = 2K/|W|: each velocity component is Gaussian with variance virial |W| / (3 M). Slope 0
 * falls in all at once, after pi/2 sqrt(R^3 / (2 G M)); slope 1 from the inside outwards, as
 * galaxies may have (van Albada 1982 for 0, Londrillo, Messina & Stiavelli 1991 for 1). Source: van
 * Albada 1982, MNRAS 201, 939; Londrillo et al. 1991, MNRAS 250, 54. */
#include "ic.h"

typedef struct {
  int64_t n;
  double mass, radius, slope, virial;
} collapse;

static const aps_param params[] = {
    {"n", 'i', offsetof(collapse, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(collapse, mass), "1", "mass", ">0", "mass of all particles"},
    {"radius", 'd', offsetof(collapse, radius), "1", "length", ">0", "radius of the sphere"},
    {"slope", 'd', offsetof(collapse, slope), "0", "", "0..2",
     "density falls as r^-slope; 0: uniform"},
    {"virial", 'd', offsetof(collapse, virial), "0.1", "", ">=0",
     "2K/|W| of the start: 0 at rest, 1 the kinetic energy of equilibrium"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const collapse *)self)->n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const collapse *s = self;
  const double power = 3 - s->slope, binding = power / (5 - 2 * s->slope);
  const double sigma = sqrt(s->virial * binding * place->G * s->mass / (3 * s->radius));
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    double x[3], v[3] = {0};
    ic_isotropic(&rng, s->radius * pow(aps_rng_uniform(&rng), 1 / power), x);
    if (sigma > 0)
      for (int d = 0; d < 3; d++) v[d] = sigma * aps_rng_normal(&rng);
    ic_put(&p, i, s->mass / (double)s->n, x, v);
  }
  return APS_OK;
}

const aps_ic aps_ic_cold_collapse = {
    .about = {.name = "cold_collapse",
              .doc = "sphere of power-law density with a given virial ratio, about to fall in",
              .source = "van Albada 1982; Londrillo, Messina & Stiavelli 1991",
              .params = params,
              .state_size = sizeof(collapse)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
