/* Two bodies on a Kepler ellipse of semi-major axis a and eccentricity e about their barycentre, in
 * the plane z = 0.
 *
 *   at apocentre   r = a (1 + e),  v = sqrt(G M / a (1 - e) / (1 + e))
 *   at pericentre  r = a (1 - e),  v = sqrt(G M / a (1 + e) / (1 - e)),   M = m1 + m2
 *
 * Period 2 pi sqrt(a^3 / (G M)), energy -G m1 m2 / (2 a). Body 1 starts on the positive x axis and
 * moves along +y. Source: Murray & Dermott 1999, section 2.3. */
#include "ic.h"

typedef struct {
  double m1, m2, a, e;
  int start; /* 0 apocentre, 1 pericentre */
} two_body;

static const aps_param params[] = {
    {"m1", 'd', offsetof(two_body, m1), "0.5", "mass", ">=0", "mass of body 1"},
    {"m2", 'd', offsetof(two_body, m2), "0.5", "mass", ">=0", "mass of body 2"},
    {"a", 'd', offsetof(two_body, a), "1", "length", ">0", "semi-major axis of the relative orbit"},
    {"e", 'd', offsetof(two_body, e), "0", "", "0..1", "eccentricity, below 1"},
    {"start", 'e', offsetof(two_body, start), "apocentre", "", "apocentre|pericentre",
     "where on the ellipse the pair starts"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const two_body *s = self;
  APS_CHECK(ctx, s->m1 + s->m2 > 0, APS_ECONFIG, "two_body: m1 + m2 must be > 0, got %g",
            s->m1 + s->m2);
  APS_CHECK(ctx, s->e < 1, APS_ECONFIG, "two_body: e must be < 1 for an ellipse, got %g", s->e);
  *n = 2;
  return APS_OK;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const two_body *s = self;
  const double total = s->m1 + s->m2, sign = s->start == 0 ? 1 : -1;
  const double near = 1 - sign * s->e, far = 1 + sign * s->e; /* swapped at pericentre */
  const double r = s->a * far, v = sqrt(place->G * total / s->a * near / far);
  const double mass[2] = {s->m1, s->m2}, share[2] = {s->m2 / total, -s->m1 / total};
  for (int64_t i = 0; i < p.n; i++) {
    const int64_t k = place->first + i;
    ic_put(&p, i, mass[k], (double[]){share[k] * r, 0, 0}, (double[]){0, share[k] * v, 0});
  }
  return APS_OK;
}

const aps_ic aps_ic_two_body = {
    .about = {.name = "two_body",
              .doc = "two bodies on a Kepler ellipse",
              .source = "Murray & Dermott 1999, section 2.3",
              .params = params,
              .state_size = sizeof(two_body)},
    .count = count,
    .fill = fill,
};
