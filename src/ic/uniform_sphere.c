/* A sphere of uniform density, cold or warm: the simplest collapse.
 *
 *   W = -3 G M^2 / (5 R),   at rest it collapses in t_ff = pi/2 sqrt(R^3 / (2 G M)) = 1.1107
 * sqrt(R^3 / (G M))
 *
 * `virial` = 2K/|W|: each velocity component is Gaussian with variance virial G M / (5 R), so that
 * K = virial |W| / 2 on average. 0 is cold. 1 has the kinetic energy of equilibrium, but is not in
 * equilibrium. Source: Binney & Tremaine 2008, section 2.2.2; van Albada 1982, MNRAS 201,
 * 939. */
#include "ic.h"

typedef struct {
  int64_t n;
  double mass, radius, virial;
} sphere;

static const aps_param params[] = {
    {"n", 'i', offsetof(sphere, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(sphere, mass), "1", "mass", ">0", "mass of all particles"},
    {"radius", 'd', offsetof(sphere, radius), "1", "length", ">0", "radius of the sphere"},
    {"virial", 'd', offsetof(sphere, virial), "0", "", ">=0",
     "2K/|W| of the start: 0 at rest, 1 the kinetic energy of equilibrium"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const sphere *)self)->n;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const sphere *s = self;
  const double sigma = sqrt(s->virial * place->G * s->mass / (5 * s->radius));
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    double x[3], v[3] = {0};
    ic_isotropic(&rng, s->radius * cbrt(aps_rng_uniform(&rng)), x);
    if (sigma > 0)
      for (int d = 0; d < 3; d++) v[d] = sigma * aps_rng_normal(&rng);
    ic_put(&p, i, s->mass / (double)s->n, x, v);
  }
  return APS_OK;
}

const aps_ic aps_ic_uniform_sphere = {
    .about = {.name = "uniform_sphere",
              .doc = "sphere of uniform density, cold or with random velocities",
              .source = "Binney & Tremaine 2008, section 2.2.2",
              .params = params,
              .state_size = sizeof(sphere)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
