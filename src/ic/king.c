/* King's model of a globular cluster: a lowered Maxwellian, isothermal within, ending at a tidal
 * radius.
 *
 *   f(E) ~ exp(E / sigma^2) - 1 for E > 0,   W = psi / sigma^2
 *   rho(W) ~ exp(W) erf(sqrt W) - sqrt(4 W / pi) (1 + 2 W / 3) (1) W'' + 2 W' / r = -9 rho /
 * rho(W0),   W(0) = W0,   W'(0) = 0                                  (2)
 *
 * with r in King radii r0 = sqrt(9 sigma^2 / (4 pi G rho_0)), the parameter `scale`. W0 sets the
 * concentration log10(r_t / r0): 0.67, 1.26, 2.12 for W0 = 3, 6, 9. Equation (2) is integrated by
 * Runge and Kutta's fourth-order method in ln r, first to find the tidal radius where W = 0, then
 * on the grid of the tables. Source: King 1966, AJ 71, 64; Binney & Tremaine 2008, section 4.3.3c.
 */
#include "eddington.h"

typedef struct {
  int64_t n;
  double mass, scale, depth;
} king;

static const aps_param params[] = {
    {"n", 'i', offsetof(king, n), "1024", "", ">=1", "particles, of equal mass"},
    {"mass", 'd', offsetof(king, mass), "1", "mass", ">0", "mass of all particles"},
    {"scale", 'd', offsetof(king, scale), "1", "length", ">0", "King radius r0 of the core"},
    {"W0", 'd', offsetof(king, depth), "6", "", "0.01..16",
     "central potential over the dispersion squared: the larger, the more concentrated"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  (void)ctx;
  *n = ((const king *)self)->n;
  return APS_OK;
}

/* Eq. 1; for small W, where the terms cancel, its series 8 / (15 sqrt pi) W^(5/2) (1 + 2/7 W + …).
 */
static double density(double W) {
  if (W <= 0) return 0;
  const double root = sqrt(W / 3.14159265358979323846);
  if (W < 0.3)
    return 8.0 / 15 * root * W * W *
           (1 +
            W * 2 / 7 * (1 + W * 2 / 9 * (1 + W * 2 / 11 * (1 + W * 2 / 13 * (1 + W * 2 / 15)))));
  return exp(W) * erf(sqrt(W)) - 2 * root * (1 + 2 * W / 3);
}

typedef struct {
  double W, m; /* m = -r^2 W': mass within r */
} state;

/* d / d ln r */
static state slope(double r, state s, double rho0) {
  return (state){-s.m / r, 9 * density(s.W) / rho0 * r * r * r};
}

static state along(state s, state d, double h) { return (state){s.W + h * d.W, s.m + h * d.m}; }

static state advance(double r, state s, double h, double rho0) {
  const double half = r * exp(h / 2), end = r * exp(h);
  const state a = slope(r, s, rho0), b = slope(half, along(s, a, h / 2), rho0);
  const state c = slope(half, along(s, b, h / 2), rho0), d = slope(end, along(s, c, h), rho0);
  return (state){s.W + h / 6 * (a.W + 2 * b.W + 2 * c.W + d.W),
                 s.m + h / 6 * (a.m + 2 * b.m + 2 * c.m + d.m)};
}

/* The innermost node, by the series W = W0 - 3/2 r^2. */
static const double inmost = 1e-4;
static state start(double W0) {
  return (state){W0 - 1.5 * inmost * inmost, 3 * inmost * inmost * inmost};
}

/* ln of the radius where W vanishes. Beyond it W = W_t - m / r_t + m / r exactly, so the step
 * across is not repeated: from the last node with W > 0, where next to no density is left, W m and
 * r tell. */
static double tidal(double W0) {
  const double h = 0.002, rho0 = density(W0);
  double u = log(inmost);
  state s = start(W0);
  for (;;) {
    const state next = advance(exp(u), s, h, rho0);
    if (next.W <= 0) break;
    s = next, u += h;
  }
  return -log(exp(-u) - s.W / s.m);
}

typedef struct {
  aps_well well;
  aps_sphere sphere;
} tables;

/* Tables in units of `scale`, `mass` and G = 1. */
static void prepare(const king *s, tables *t) {
  enum { N = APS_SHELLS };
  const double rho0 = density(s->depth);
  aps_well *w = &t->well;
  aps_well_start(w, inmost, exp(tidal(s->depth)), 0);
  state at = start(s->depth);
  for (int k = 0; k < N; k++) {
    w->psi[k] = at.W, w->mass[k] = at.m, w->rho[k] = density(at.W);
    if (k < N - 1) at = advance(w->r[k], at, w->step, rho0);
  }
  const double total = w->mass[N - 1];
  const double edge = w->psi[N - 1];                  /* 0 but for the step's error */
  const double sigma2 = s->mass / (s->scale * total); /* psi = sigma^2 W + M / r_t */
  const double rim = s->mass / (s->scale * w->r[N - 1]);
  for (int k = 0; k < N; k++) {
    const double W = w->psi[k] - edge;
    t->sphere.share[k] = w->mass[k] / total;
    t->sphere.f[k] = expm1(W);
    w->psi[k] = sigma2 * W + rim;
    w->r[k] *= s->scale, w->mass[k] *= s->mass / total;
  }
  aps_sphere_peaks(w, &t->sphere);
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const king *s = self;
  tables *t = aps_alloc(ctx, "model tables", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  prepare(s, t);
  aps_sphere_rows(&t->well, &t->sphere, s->mass / (double)s->n, place, &p);
  aps_release(ctx, t);
  return APS_OK;
}

const aps_ic aps_ic_king = {
    .about = {.name = "king",
              .doc = "King model in equilibrium; a globular cluster with a tidal radius",
              .source = "King 1966; Binney & Tremaine 2008, section 4.3.3c",
              .params = params,
              .state_size = sizeof(king)},
    .recentre = 1,
    .count = count,
    .fill = fill,
};
