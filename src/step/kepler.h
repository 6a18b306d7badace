/* Motion about a centre of attraction, by universal variables: every conic, forwards and back, eight bodies at a time.
 *
 * With beta = 2 mu / r0 - v0^2, eta = x0.v0 and Stumpff's functions c_k(z), z = beta X^2, G_k = X^k c_k:
 *   dt = r0 X + eta G2 + (mu - beta r0) G3,    r = dt's derivative with respect to X,
 *   x = x0 + (f x0 + g v0),  f = -mu G2 / r0,  g = dt - mu G3,
 *   v = v0 + (f' x0 + g' v0),  f' = -mu G1 / (r r0),  g' = -mu G2 / r.
 * X by Laguerre's method of degree 5, which converges from any start. The functions: series at z / 4^q, then doubled q times.
 * Source: Stumpff 1962, Himmelsmechanik, ch. V; Conway 1986, Celest. Mech. 39, 199; Mikkola & Innanen 1999, CeMDA 74, 59; Rein &
 * Tamayo 2015, MNRAS 452, 376. */
#ifndef APS_KEPLER_H
#define APS_KEPLER_H
#include "few.h"
#include "../core/wide.h"
#include <math.h>

typedef double aps_eight[APS_FEW_LANES];
#define APS_EACH_LANE _Pragma("omp simd") for (int l = 0; l < APS_FEW_LANES; l++)

/* c0 to c3 of z. */
static inline __attribute__((always_inline)) void aps_stumpff(const double *z, double *c0, double *c1, double *c2, double *c3) {
  enum { TERMS = 8 }; /* the ninth is 0.6^8 / 18! of the first */
  static const double by_even[TERMS] = {1 / 12.0, 1 / 30.0, 1 / 56.0, 1 / 90.0, 1 / 132.0, 1 / 182.0, 1 / 240.0, 1 / 306.0};
  static const double by_odd[TERMS] = {1 / 20.0, 1 / 42.0, 1 / 72.0, 1 / 110.0, 1 / 156.0, 1 / 210.0, 1 / 272.0, 1 / 342.0};
  double largest = 0, scale = 1;
  int doublings = 0;
  for (int l = 0; l < APS_FEW_LANES; l++) largest = fabs(z[l]) > largest ? fabs(z[l]) : largest;
  for (; largest > 0.6 && doublings < 512; largest /= 4) doublings++, scale /= 4;
  APS_EACH_LANE {
    const double w = z[l] * scale;
    double even = 1, odd = 1;
    for (int k = TERMS - 1; k >= 0; k--) even = 1 - w * even * by_even[k], odd = 1 - w * odd * by_odd[k];
    c2[l] = even / 2, c3[l] = odd / 6;
    c1[l] = 1 - w * c3[l], c0[l] = 1 - w * c2[l];
  }
  for (int k = 0; k < doublings; k++)
    APS_EACH_LANE {
      c3[l] = (c2[l] + c0[l] * c3[l]) / 4;
      c2[l] = c1[l] * c1[l] / 2;
      c1[l] = c0[l] * c1[l];
      c0[l] = 2 * c0[l] * c0[l] - 1;
    }
}

/* Eight bodies about mu for dt: x and v are those of the first; coordinates lie `stride` apart. */
APS_WIDE static void aps_kepler_eight(const double *mu, double dt, int64_t stride, double *x, double *v) {
  enum { AT_MOST = 50 };
  static const double enough = 1e-7; /* of third order: what such a step leaves is below the last bit */
  aps_eight r0, eta, zeta, beta, X, z, c0, c1, c2, c3, rest;
  double *const y = x + stride, *const w = y + stride, *const vy = v + stride, *const vw = vy + stride;
  APS_EACH_LANE {
    r0[l] = sqrt(x[l] * x[l] + y[l] * y[l] + w[l] * w[l]);
    eta[l] = x[l] * v[l] + y[l] * vy[l] + w[l] * vw[l];
    beta[l] = 2 * mu[l] / r0[l] - (v[l] * v[l] + vy[l] * vy[l] + vw[l] * vw[l]);
    zeta[l] = mu[l] - beta[l] * r0[l];
    rest[l] = dt;
  }
  for (int l = 0; l < APS_FEW_LANES; l++) { /* whole periods bring a body back */
    if (!(beta[l] * fabs(dt) > 0)) continue;
    const double period = 2 * 3.14159265358979323846 * mu[l] / (beta[l] * sqrt(beta[l]));
    if (fabs(dt) > period / 2) rest[l] = dt - period * nearbyint(dt / period);
  }
  APS_EACH_LANE {
    const double first = rest[l] / r0[l];
    const double second = 1 - first * eta[l] / (2 * r0[l]);
    X[l] = second > 0.5 && second < 1.5 ? first * second : beta[l] > 0 ? beta[l] * rest[l] / mu[l] : first;
  }
  for (int l = 0; l < APS_FEW_LANES; l++) { /* far out on a hyperbola X grows as the logarithm of dt (Bate, Mueller & White, ch. 4) */
    if (!(beta[l] < 0 && sqrt(-beta[l]) * fabs(X[l]) > 1)) continue;
    const double sign = dt < 0 ? -1 : 1, root = sqrt(-beta[l]);
    const double ratio = -2 * beta[l] * rest[l] / (eta[l] + sign * (mu[l] + r0[l] * -beta[l]) / root);
    if (ratio > 1) X[l] = sign * log(ratio) / root;
  }
  int far = 1;
  for (int k = 0; k < AT_MOST && far; k++) {
    double worst = 0;
    APS_EACH_LANE z[l] = beta[l] * X[l] * X[l];
    aps_stumpff(z, c0, c1, c2, c3);
#pragma omp simd reduction(max : worst)
    for (int l = 0; l < APS_FEW_LANES; l++) {
      const double g1 = X[l] * c1[l], g2 = X[l] * X[l] * c2[l], g3 = X[l] * X[l] * X[l] * c3[l];
      const double f = r0[l] * X[l] + eta[l] * g2 + zeta[l] * g3 - rest[l];
      const double f1 = r0[l] + eta[l] * g1 + zeta[l] * g2, f2 = eta[l] * c0[l] + zeta[l] * g1;
      const double step = 5 * f / (f1 + sqrt(fabs(16 * f1 * f1 - 20 * f * f2)));
      const double off = fabs(step) - enough * fabs(X[l]);
      X[l] -= step;
      worst = off > worst ? off : worst;
    }
    far = worst > 0;
  }
  APS_EACH_LANE z[l] = beta[l] * X[l] * X[l];
  aps_stumpff(z, c0, c1, c2, c3);
  APS_EACH_LANE {
    const double g1 = X[l] * c1[l], g2 = X[l] * X[l] * c2[l], g3 = X[l] * X[l] * X[l] * c3[l];
    const double r = r0[l] + eta[l] * g1 + zeta[l] * g2;
    const double f = -mu[l] * g2 / r0[l], g = rest[l] - mu[l] * g3, fd = -mu[l] * g1 / (r * r0[l]), gd = -mu[l] * g2 / r;
    const double a[3] = {x[l], y[l], w[l]}, b[3] = {v[l], vy[l], vw[l]};
    x[l] = a[0] + (f * a[0] + g * b[0]), y[l] = a[1] + (f * a[1] + g * b[1]), w[l] = a[2] + (f * a[2] + g * b[2]);
    v[l] = b[0] + (fd * a[0] + gd * b[0]), vy[l] = b[1] + (fd * a[1] + gd * b[1]), vw[l] = b[2] + (fd * a[2] + gd * b[2]);
  }
}
#endif
