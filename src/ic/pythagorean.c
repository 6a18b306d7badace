/* Burrau's problem: masses 3, 4 and 5 at rest in the corners of a 3-4-5 triangle, each opposite to
 * the side of its own length. Violent encounters, closest 4.14e-4 at t = 15.83, until mass 3 is
 * thrown out: the classical test of an adaptive step. E = -769/60 with G = 1; mass m and size L of
 * the unit scale it by G m^2 / L. Source: Burrau 1913, Astron. Nachr. 195, 113; Szebehely & Peters
 * 1967, AJ 72, 876. */
#include "ic.h"

typedef struct {
  double mass, scale;
} pythagorean;

static const aps_param params[] = {{"mass", 'd', offsetof(pythagorean, mass), "1", "mass", ">0",
                                    "the masses are 3, 4 and 5 times this"},
                                   {"scale", 'd', offsetof(pythagorean, scale), "1", "length", ">0",
                                    "the sides are 3, 4 and 5 times this"},
                                   {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)self, (void)ctx;
  *n = 3;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const pythagorean *s = self;
  const double l = s->scale;
  static const double at[3][2] = {{1, 3}, {-2, -1}, {1, -1}}; /* barycentre at the origin */
  for (int64_t i = 0; i < p.n; i++) {
    const int64_t k = place->first + i;
    ic_put(&p, i, (double)(3 + k) * s->mass, (double[]){at[k][0] * l, at[k][1] * l, 0},
           (double[3]){0});
  }
  return APS_OK;
}

const aps_ic aps_ic_pythagorean = {
    .about = {.name = "pythagorean",
              .doc = "masses 3, 4, 5 at rest in a 3-4-5 triangle",
              .source = "Burrau 1913; Szebehely & Peters 1967",
              .params = params,
              .state_size = sizeof(pythagorean)},
    .count = count,
    .fill = fill,
};
