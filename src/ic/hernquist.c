/* Hernquist's sphere in equilibrium: a galactic bulge or dark halo with a cusp.
 *
 *   rho = M a / (2 pi r (r + a)^3),   phi = -G M / (r + a),   M(r) = M r^2 / (r + a)^2
 *
 * Velocities are drawn from the exact isotropic distribution function, Hernquist 1990 eq. 17: with
 * q^2 = -a E / (G M), f ~ (1 - q^2)^(-5/2) (3 asin q + q sqrt(1 - q^2) (1 - 2 q^2) (8 q^4 - 8 q^2 -
 * 3)). At radius r the speed in units of the escape speed, s, has density s^2 f(q^2 = psi (1 -
 * s^2)), psi = a / (r + a); it has a single maximum, found by golden section, under which s is
 * drawn by rejection. The model is cut at `cutoff` scale lengths and `mass` is what lies inside:
 * the untruncated mass M is mass (1 + 1/cutoff)^2, 2 % more for the default. Source: Hernquist
 * 1990, ApJ 356, 359. */
#include "ic.h"

typedef struct {
  int64_t n;
  double mass, scale, cutoff;
} hernquist;

static const aps_param params[] = {
    {"n", 'i', offsetof(hernquist, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(hernquist, mass), "1", "mass", ">0", "mass of all particles"},
    {"scale", 'd', offsetof(hernquist, scale), "1", "length", ">0", "Hernquist's a"},
    {"cutoff", 'd', offsetof(hernquist, cutoff), "100", "", ">0",
     "outermost radius in scale lengths"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const hernquist *)self)->n;
  return APS_OK;
}

/* s^2 f for psi = 1 - depth; p = 1 - q^2 without cancellation at the cusp. */
static double weight(double depth, double s) {
  const double s2 = s * s, q2 = (1 - depth) * (1 - s2), p = depth + (1 - depth) * s2;
  const double q = sqrt(q2);
  double f;
  if (q < 0.2) /* Taylor series: the terms up to q^4 cancel */
    f = q2 * q2 * q *
        (128.0 / 5 +
         q2 * (-192.0 / 7 + q2 * (16.0 / 3 + q2 * (8.0 / 11 + q2 * (3.0 / 13 + q2 / 10)))));
  else
    f = 3 * atan2(q, sqrt(p)) + q * sqrt(p) * (1 - 2 * q2) * (8 * q2 * q2 - 8 * q2 - 3);
  return s2 * f / (p * p * sqrt(p));
}

/* Just above the maximum of weight over s in [0, 1], which golden section brackets to 4e-9. */
static double peak(double depth) {
  const double golden = 0.61803398874989485;
  double low = 0, high = 1, a = 1 - golden, b = golden;
  double wa = weight(depth, a), wb = weight(depth, b);
  for (int k = 0; k < 40; k++) {
    if (wa > wb) {
      high = b, b = a, wb = wa;
      a = high - golden * (high - low), wa = weight(depth, a);
    } else {
      low = a, a = b, wa = wb;
      b = low + golden * (high - low), wb = weight(depth, b);
    }
  }
  return 1.0002 * fmax(wa, wb);
}

/* Most of the time goes into peaks. f grows with q, so the peak falls with depth: those at the ends of an interval hold that of
 * a row between them, and seldom does a draw lie so close that its own has to be known. The speeds are the same to the bit. */
enum { INTERVALS = 1024 };
typedef struct { double edge, top[INTERVALS + 1]; } peaks;

static void make_peaks(peaks *t, double edge) {
  t->edge = edge;
  t->top[0] = HUGE_VAL;
  for (int k = 1; k <= INTERVALS; k++) t->top[k] = peak(edge * k / INTERVALS);
}

static double speed(aps_rng *r, double depth, const peaks *t) {
  const double rounding = 1e-6; /* more than golden section's error */
  const int k = t ? (int)fmin(depth / t->edge * INTERVALS, INTERVALS - 1) : 0;
  double least = t ? (1 - rounding) * t->top[k + 1] : peak(depth), most = t ? (1 + rounding) * t->top[k] : least;
  for (;;) {
    const double s = aps_rng_uniform(r), y = aps_rng_uniform(r), w = weight(depth, s);
    if (!(most * y < w) && !(least * y >= w)) least = most = peak(depth);
    if (most * y < w) return s;
  }
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const hernquist *s = self;
  const double edge = s->cutoff / (1 + s->cutoff), inside = edge * edge;
  const double gm = place->G * s->mass / inside / s->scale; /* of the untruncated model, over a */
  peaks *table = NULL;
  if (p.n > 4 * INTERVALS) {
    table = aps_alloc(ctx, "model tables", 1, sizeof *table);
    if (table == NULL) return APS_EMEM;
    make_peaks(table, edge);
  }
#pragma omp parallel for schedule(static) if (table)
  for (int64_t i = 0; i < p.n; i++) {
    aps_rng rng = ic_rng(place, i);
    double x[3], v[3];
    const double depth = edge * sqrt(aps_rng_uniform(&rng)); /* r / (r + a) = 1 - psi */
    ic_isotropic(&rng, s->scale * depth / (1 - depth), x);
    const double escape = sqrt(2 * gm * (1 - depth));
    const double q = speed(&rng, depth, table);
    ic_isotropic(&rng, q * escape, v);
    ic_put(&p, i, s->mass / (double)s->n, x, v);
  }
  aps_release(ctx, table);
  return APS_OK;
}

const aps_ic aps_ic_hernquist = {
    .about = {.name = "hernquist",
              .doc = "Hernquist sphere in equilibrium; a galactic bulge or halo",
              .source = "Hernquist 1990, eq. 2, 17",
              .params = params,
              .state_size = sizeof(hernquist)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
