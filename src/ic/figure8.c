/* Three equal masses chase each other along one figure-eight curve: a stable choreography.
 *
 * In units where G = m = 1 the period is T = 6.32591403036855595 and the energy
 * -1.287141989196420510; digits by integration in extended precision, x1 as first published. Bodies
 * 1 and 2 start at +-(x1, y1) with velocity -v3/2 each, body 3 at the origin with velocity v3.
 * Masses m and size L scale the velocities by sqrt(G m / L), the period by sqrt(L^3 / (G m)), the
 * energy by G m^2 / L. Source: Moore 1993, PRL 70, 3675; Chenciner & Montgomery 2000, Annals of
 * Mathematics 152, 881. */
#include "ic.h"

typedef struct {
  double mass, scale;
} figure8;

static const aps_param params[] = {
    {"mass", 'd', offsetof(figure8, mass), "1", "mass", ">0", "mass of each body"},
    {"scale", 'd', offsetof(figure8, scale), "1", "length", ">0",
     "size of the orbit; 1 as published"},
    {.key = NULL}};

#define X1  0.97000436
#define Y1  -0.24308753892490379
#define VX3 -0.93240737461378380
#define VY3 -0.86473145282488913

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)self, (void)ctx;
  *n = 3;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const figure8 *s = self;
  const double l = s->scale, u = sqrt(place->G * s->mass / l);
  static const double side[3] = {1, -1, 0}, pace[3] = {-0.5, -0.5, 1};
  for (int64_t i = 0; i < p.n; i++) {
    const int64_t k = place->first + i;
    ic_put(&p, i, s->mass, (double[]){side[k] * X1 * l, side[k] * Y1 * l, 0},
           (double[]){pace[k] * VX3 * u, pace[k] * VY3 * u, 0});
  }
  return APS_OK;
}

const aps_ic aps_ic_figure8 = {
    .about = {.name = "figure8",
              .doc = "three equal masses on one figure-eight orbit",
              .source = "Moore 1993; Chenciner & Montgomery 2000",
              .params = params,
              .state_size = sizeof(figure8)},
    .count = count,
    .fill = fill,
};
