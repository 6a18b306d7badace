/* Plummer's sphere in equilibrium, the star cluster of textbooks.
 *
 *   rho = 3 M / (4 pi a^3) (1 + r^2/a^2)^(-5/2),   phi = -G M / sqrt(r^2 + a^2),   E = -3 pi G M^2
 * / (64 a)
 *
 * The default scale a = 3 pi / 16 with G = M = 1 is Henon's units: E = -1/4, virial radius 1.
 * Radius by inversion of M(r)/M = r^3 / (r^2 + a^2)^(3/2). Speed v = q v_esc with q drawn by
 * rejection from the distribution function (-E)^(7/2), that is from q^2 (1 - q^2)^(7/2) < 0.1. Both
 * directions isotropic. The model is cut at `cutoff` scale lengths and `mass` is what lies inside,
 * so that the untruncated mass M is larger, by 0.015 % for the default. Source: Aarseth, Henon &
 * Wielen 1974, A&A 37, 183, appendix; Heggie & Mathieu 1986 for the units. */
#include "ic.h"

typedef struct {
  int64_t n;
  double mass, scale, cutoff;
} plummer;

static const aps_param params[] = {
    {"n", 'i', offsetof(plummer, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(plummer, mass), "1", "mass", ">0", "mass of all particles"},
    {"scale", 'd', offsetof(plummer, scale), "0.58904862254808623", "length", ">0",
     "Plummer's a; default 3 pi/16, Henon's units when G = mass = 1"},
    {"cutoff", 'd', offsetof(plummer, cutoff), "100", "", ">0",
     "outermost radius in scale lengths"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const plummer *)self)->n;
  return APS_OK;
}

/* v / v_esc */
static double speed(aps_rng *r) {
  for (;;) {
    const double q = aps_rng_uniform(r), g = 0.1 * aps_rng_uniform(r), p = 1 - q * q;
    if (g < q * q * p * p * p * sqrt(p)) return q;
  }
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  (void)ctx;
  const plummer *s = self;
  const double inside = pow(1 + 1 / (s->cutoff * s->cutoff), -1.5);
  const double gm = place->G * s->mass / inside / s->scale; /* of the untruncated model, over a */
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    double x[3], v[3];
    const double r = 1 / sqrt(pow(inside * aps_rng_uniform(&rng), -2.0 / 3) - 1); /* over a */
    ic_isotropic(&rng, s->scale * r, x);
    const double escape = sqrt(2 * gm) * pow(1 + r * r, -0.25);
    const double q = speed(&rng);
    ic_isotropic(&rng, q * escape, v);
    ic_put(&p, i, s->mass / (double)s->n, x, v);
  }
  return APS_OK;
}

const aps_ic aps_ic_plummer = {
    .about = {.name = "plummer",
              .doc = "Plummer sphere in equilibrium; a star cluster",
              .source = "Aarseth, Henon & Wielen 1974, appendix",
              .params = params,
              .state_size = sizeof(plummer)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
