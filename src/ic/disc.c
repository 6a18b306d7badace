/* An exponential disc with an isothermal vertical structure, in the field of a bulge and a halo.
 *
 *   rho(R, z) = Sigma(R) / (2 z0) sech^2(z / z0),   Sigma = M / (2 pi Rd^2) exp(-R / Rd) (1)
 *
 * Its own rotation curve, thickness included, from the Hankel transform of (1) (Binney & Tremaine
 * 2008, eq. 2.190; with z0 = 0 the integral is Freeman's 4 pi Sigma_0 Rd y^2 [I0 K0 - I1 K1]):
 *
 *   v^2 = M R int_0^infinity k J1(k R) (1 + k^2 Rd^2)^(-3/2) T(k z0) dk,
 *   T(q) = int_0^infinity sech^2 t exp(-q t) dt (2)
 *
 * Above the plane, Poisson's equation and a field without curl give, to second order in z / R,
 *
 *   dPhi/dz = 2 pi Sigma tanh(z / z0) - z B,   B = (dv^2/dR) / R
 *   dPhi/dR = v^2 / R - 2 pi Sigma (z0 / Rd) ln cosh(z / z0) - z^2 / 2 dB/dR (3)
 *
 * Spherical components pull with M_s(r) / r^2. Velocities follow Jeans's equations
 * (Hernquist 1993, ApJS 86, 389, section 2.2; Springel, Di Matteo & Hernquist 2005, MNRAS 361, 776,
 * section 2.3) with these choices:
 *
 *   sigma_R^2   = S exp(-sqrt(R^2 + 2 a^2) / Rd), a = Rd / 4; S from Toomre's Q = sigma_R kappa /
 *                 (3.36 Sigma) (4) sigma_phi^2 = sigma_R^2 kappa^2 / (4 Omega^2) (5) <v_phi>^2   =
 * R dPhi/dR + sigma_R^2 - sigma_phi^2 + sigma_R^2 d ln(rho sigma_R^2) / d ln R   (6) sigma_z^2   =
 * 1 / rho int_z^infinity rho dPhi/dz dz, for an isolated sheet pi Sigma z0       (7)
 *
 * where (6) is the asymmetric drift and (7) has, beside the sheet's own, the spheres' pull and B of
 * eq. 3. All three components are Gaussian. */
#include "disc.h"
#include <string.h>

#define PI 3.14159265358979323846
#define REACH                                                                                      \
  10.0 /* outermost radius in scale lengths: 5e-4 of an exponential's mass lie beyond              \
        */

/* ---- density ------------------------------------------------------------------------------------
 */

/* Mass within REACH, of the untruncated disc's. */
static double kept(void) { return 1 - (1 + REACH) * exp(-REACH); }

double aps_disc_surface(const aps_disc_shape *s, double R) {
  return s->mass / (2 * PI * s->scale * s->scale * kept()) * exp(-R / s->scale);
}

/* Mean of (1) over a sphere: with q = tanh(z / z0) it is 1 / r int_0^tanh(r / z0) Sigma(R) / 2 dq,
 * which the midpoint rule does after q = top sin(angle), for R has a square root at the pole. */
aps_density aps_disc_average(const void *self, double r) {
  enum { POINTS = 48 };
  const aps_disc_shape *s = self;
  const double top = tanh(r / s->height);
  double sum = 0;
  for (int i = 0; i < POINTS; i++) {
    const double angle = PI / 2 * (i + 0.5) / POINTS, z = s->height * atanh(top * sin(angle));
    sum += cos(angle) * exp(-sqrt(fmax(r * r - z * z, 0)) / s->scale);
  }
  const double fade = 1 / (1 + exp(4 * (r / s->scale - REACH))); /* the end of the disc, smoothed */
  return (aps_density){.rho = sum * top * PI / 2 / POINTS / r * fade};
}

/* ---- the field
 * ------------------------------------------------------------------------------------ */

/* T of eq. 2 by Simpson's rule. */
static double thickness(double q) {
  enum { POINTS = 100 };
  const double end = 20 / (1 + q / 4), h = end / POINTS;
  double sum = 0;
  for (int i = 0; i <= POINTS; i++) {
    const double t = h * i, c = cosh(t);
    sum += (i == 0 || i == POINTS ? 1 : i % 2 ? 4 : 2) * exp(-q * t) / (c * c);
  }
  return sum * h / 3;
}

/* Eq. 2 by Simpson's rule in q = k Rd, twelve points to a wave of J1 at the outermost ring; what
 * lies beyond the end is below 1e-5. */
static aps_err rotate(aps_disc *d, aps_ctx *ctx) {
  const double h = 0.05, thin = d->s.height / d->s.scale;
  const int points = 2 * (int)(fmin(fmax(40, 8 / thin), 200) / h / 2);
  double *weight = aps_alloc(ctx, "model tables", points + 1, sizeof *weight);
  if (weight == NULL) return APS_EMEM;
  for (int i = 0; i <= points; i++) {
    const double q = h * i;
    weight[i] = (i == 0 || i == points ? 1
                 : i % 2               ? 4
                                       : 2) *
                h / 3 * q * pow(1 + q * q, -1.5) * thickness(q * thin);
  }
  for (int k = 0; k < APS_RINGS; k++) {
    const double x = d->step * k / d->s.scale;
    double sum = 0;
    for (int i = 1; i <= points; i++) sum += weight[i] * j1(h * i * x);
    d->own[k] = fmax(sum * x * d->s.mass / (d->s.scale * kept()), 0);
  }
  aps_release(ctx, weight);
  return APS_OK;
}

/* Derivative of a table over the rings, of an even function of R. */
static double derivative(const double *y, int k, double h) {
  if (k == 0) return 0;
  if (k == 1) return (8 * (y[2] - y[0]) - (y[3] - y[1])) / (12 * h); /* y(-h) = y(h) */
  if (k >= APS_RINGS - 2) return (y[k] - y[k - 1]) / h;
  return (8 * (y[k + 1] - y[k - 1]) - (y[k + 2] - y[k - 2])) / (12 * h);
}

/* B of eq. 3 and its slope. */
static void bend(aps_disc *d) {
  const double h = d->step;
  d->own_bend[0] = 2 * d->own[1] / (h * h);
  for (int k = 1; k < APS_RINGS; k++) d->own_bend[k] = derivative(d->own, k, h) / (h * k);
  for (int k = 0; k < APS_RINGS; k++) d->own_twist[k] = derivative(d->own_bend, k, h);
}

double aps_disc_table(const aps_disc *d, const double *table, double R) {
  const double at = R / d->step;
  const int k = at < APS_RINGS - 2 ? (int)at : APS_RINGS - 2;
  return table[k] + fmin(at - k, 1) * (table[k + 1] - table[k]);
}

/* ---- dispersions
 * ---------------------------------------------------------------------------------- */

static double spread(const aps_disc_shape *s, double R) { /* the exponent of eq. 4 */
  return sqrt(R * R + s->scale * s->scale / 8) / s->scale;
}

/* kappa^2 = 4 Omega^2 + R dOmega^2/dR = (dv^2/dR) / R + 2 v^2 / R^2 */
static void frequencies(aps_disc *d, const aps_well *w, const double *round) {
  for (int k = 0; k < APS_RINGS; k++)
    d->circular[k] = k ? d->own[k] + aps_well_mass(w, round, d->step * k) / (d->step * k) : 0;
  for (int k = 1; k < APS_RINGS; k++) {
    const double R = d->step * k, v2 = d->circular[k], near = R * exp(-w->step),
                 far = R * exp(w->step);
    const double mass = aps_well_mass(w, round, R); /* of the spheres: dv^2/dlnR = dM/dR - M / R */
    const double growth =
        (aps_well_mass(w, round, far) - aps_well_mass(w, round, near)) / (far - near) - mass / R;
    d->epicycle[k] = v2 > 0 ? ((R * R * d->own_bend[k] + growth) / v2 + 2) / 4 : 1;
  }
  d->epicycle[0] = 1; /* a solid body's */
  for (int k = 0; k < APS_RINGS; k++) d->epicycle[k] = fmin(fmax(d->epicycle[k], 0.25), 1);
}

/* Toomre's Q for S = 1. */
static double unit_Q(const aps_disc *d, double R) {
  const double kappa2 =
      4 * aps_disc_table(d, d->epicycle, R) * aps_disc_table(d, d->circular, R) / (R * R);
  return exp(-spread(&d->s, R) / 2) * sqrt(kappa2) / (3.36 * aps_disc_surface(&d->s, R));
}

static void heat(aps_disc *d) {
  double least = 1e300;
  for (int k = 1; k < APS_RINGS; k++) {
    const double Q = unit_Q(d, d->step * k);
    if (Q < least) least = Q, d->Q_min_radius = d->step * k;
  }
  const double norm = d->s.Q / (d->s.Q_radius > 0 ? unit_Q(d, d->s.Q_radius) : least);
  d->Q_min = least * norm;
  for (int k = 0; k < APS_RINGS; k++) d->radial[k] = norm * norm * exp(-spread(&d->s, d->step * k));
}

/* Eq. 7, from the top layer down; u = z / z0. */
static void thicken(aps_disc *d, const aps_well *w, const double *round) {
  enum { FINE = 4, TOP = 4 * (APS_LAYERS + 15) }; /* the integral starts well above the table */
  const double z0 = d->s.height, du = 0.25 / FINE;
  for (int k = 0; k < APS_RINGS; k++) {
    const double R = fmax(d->step * k, 1e-3 * d->step);
    const double sheet = PI * aps_disc_surface(&d->s, R) * z0;
    const double B = d->own_bend[k];
    double sum = 0, outer = 0;
    for (int i = TOP; i >= 0; i--) {
      const double u = du * i, z = u * z0, r = hypot(R, z), c = cosh(u);
      const double inner = (aps_well_mass(w, round, r) / (r * r * r) - B) * z / (c * c);
      sum += (inner + outer) / 2 * du * z0;
      outer = inner;
      if (i % FINE == 0 && i / FINE < APS_LAYERS)
        d->vertical[k][i / FINE] = fmax(sheet + sum * c * c, 0.2 * sheet);
    }
  }
}

aps_err aps_disc_prepare(aps_disc *d, const aps_disc_shape *shape, aps_ctx *ctx, const aps_well *w,
                         const double *round, const char *who) {
  d->s = *shape;
  d->step = 1.02 * REACH * shape->scale / (APS_RINGS - 1);
  APS_CHECK(ctx, shape->Q_radius < REACH * shape->scale, APS_ECONFIG,
            "%s: Q_radius must lie within the disc, %g scale lengths = %g, got %g", who, REACH,
            REACH * shape->scale, shape->Q_radius);
  APS_TRY(rotate(d, ctx));
  bend(d);
  frequencies(d, w, round);
  heat(d);
  thicken(d, w, round);
  const double at = 2 * shape->scale, sigma2 = aps_disc_table(d, d->radial, at);
  const double v2 = aps_disc_table(d, d->circular, at);
  APS_CHECK(
      ctx, sigma2 < 0.25 * v2, APS_ECONFIG,
      "%s: Q: %g makes the disc too hot: at 2 scale lengths the radial dispersion would be %.3g "
      "of the circular speed",
      who, shape->Q, sqrt(sigma2 / v2));
  return APS_OK;
}

/* ---- particles
 * ------------------------------------------------------------------------------------ */

/* <v_phi>^2 of eq. 6; pull: R dPhi/dR. */
static double streaming2(const aps_disc *d, double R, double pull, double sigma2) {
  const double Rd = d->s.scale, fall = R / Rd + R * R / (Rd * Rd * spread(&d->s, R));
  return fmax(pull + sigma2 * (1 - aps_disc_table(d, d->epicycle, R) - fall), 0);
}

static double vertical2(const aps_disc *d, double R, double z) {
  const double at = fmin(4 * fabs(z) / d->s.height, APS_LAYERS - 1 - 1e-9), ring = R / d->step;
  const int j = (int)at, k = ring < APS_RINGS - 2 ? (int)ring : APS_RINGS - 2;
  const double t = at - j, s = fmin(ring - k, 1);
  const double(*v)[APS_LAYERS] = &d->vertical[k];
  return (1 - s) * (v[0][j] + t * (v[0][j + 1] - v[0][j])) +
         s * (v[1][j] + t * (v[1][j + 1] - v[1][j]));
}

double aps_disc_pull(const aps_disc *d, double R, double z) {
  const double u = fmin(fabs(z) / d->s.height, 3), z2 = u * u * d->s.height * d->s.height;
  return aps_disc_table(d, d->own, R) / R -
         2 * PI * aps_disc_surface(&d->s, R) * d->s.height / d->s.scale * log(cosh(u)) -
         z2 / 2 * aps_disc_table(d, d->own_twist, R);
}

void aps_disc_draw(const aps_disc *d, const aps_well *w, const double *round, aps_rng *rng,
                   double x[3], double v[3]) {
  double R;
  do
    R = -d->s.scale *
        log(aps_rng_uniform(rng) * aps_rng_uniform(rng)); /* R exp(-R): two of exp(-R) */
  while (R > REACH * d->s.scale);
  const double u = atanh(2 * aps_rng_uniform(rng) - 1), z = u * d->s.height;
  const double phi = 2 * PI * aps_rng_uniform(rng), c = cos(phi), s = sin(phi);
  const double r = hypot(R, z);
  const double pull = aps_well_mass(w, round, r) * R * R / (r * r * r) + R * aps_disc_pull(d, R, z);
  const double sigma2 = aps_disc_table(d, d->radial, R);
  const double vR = sqrt(sigma2) * aps_rng_normal(rng);
  const double vphi = sqrt(streaming2(d, R, pull, sigma2)) +
                      sqrt(sigma2 * aps_disc_table(d, d->epicycle, R)) * aps_rng_normal(rng);
  x[0] = R * c, x[1] = R * s, x[2] = z;
  v[0] = vR * c - vphi * s, v[1] = vR * s + vphi * c;
  v[2] = sqrt(vertical2(d, R, z)) * aps_rng_normal(rng);
}
