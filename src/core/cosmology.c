/* Friedmann's equation and integrals over it.
 *
 *   (H / H0)^2 = Omega_r a^-4 + Omega_m a^-3 + Omega_k a^-2 + Omega_L a^(-3 (1 + w0 + wa)) e^(-3 wa (1 - a))
 *
 * with Omega_k what the others leave of 1. Growth, x = ln a:
 *
 *   D'' + (2 + dlnH/dx) D' = 3/2 Omega_m(a) D,    D2'' + (2 + dlnH/dx) D2' = 3/2 Omega_m(a) (D2 - D^2)
 *
 * from deep within the time when radiation and matter rule, where D is a + 2/3 a_eq (Meszaros 1974) and D2 soon -3/7 D^2.
 * Sources: Peebles 1980, sections 10 to 12; Bouchet et al. 1995, A&A 296, 575 (D2); Linder 2003, PRL 90, 091301 (w0, wa);
 * Quinn et al. 1997, arXiv:astro-ph/9710043 (drift and kick). */
#include "cosmology.h"
#include <math.h>

/* (H / H0)^2, and its derivative by ln a. */
static double square(const aps_cosmology *c, double a, double *slope) {
  const double k = 1 - c->omega_m - c->omega_lambda - c->omega_r, w = 3 * (1 + c->w0 + c->wa);
  const double r4 = c->omega_r / (a * a * a * a), m3 = c->omega_m / (a * a * a), k2 = k / (a * a),
               dark = c->omega_lambda * pow(a, -w) * exp(-3 * c->wa * (1 - a));
  if (slope) *slope = -4 * r4 - 3 * m3 - 2 * k2 + dark * (3 * c->wa * a - w);
  return r4 + m3 + k2 + dark;
}

double aps_hubble(const aps_cosmology *c, double a) {
  const double e2 = a > 0 ? square(c, a, NULL) : NAN;
  return e2 > 0 ? c->H0 * sqrt(e2) : NAN;
}

/* Gauss-Legendre with 8 points in ln a, on pieces of at most 0.1: smooth integrands are then off by rounding alone. */
double aps_expansion(const aps_cosmology *c, double from, double to, int power) {
  static const double at[4] = {0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363},
                      weight[4] = {0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763};
  const double whole = log1p((to - from) / from);
  const int pieces = 1 + (int)fmin(fabs(whole) / 0.1, 1e5); /* a file may name any a: then NAN comes out */
  const double half = whole / pieces / 2;
  double sum = 0;
  for (int k = 0; k < pieces; k++)
    for (int q = 0; q < 8; q++) {
      const double x = (2 * k + 1) * half + (q & 1 ? 1 : -1) * at[q / 2] * half, a = from * exp(x);
      sum += weight[q / 2] * half / (pow(a, power) * aps_hubble(c, a)); /* dt = d ln a / H */
    }
  return sum;
}

/* What lies before 1e-9 a is 1e-13 of it or less. */
double aps_age(const aps_cosmology *c, double a) { return aps_expansion(c, 1e-9 * a, a, 0); }

enum { GROWTH = 4 }; /* D, D', D2, D2' */

static void bend(const aps_cosmology *c, double x, const double y[GROWTH], double out[GROWTH]) {
  const double a = exp(x);
  double slope;
  const double e2 = square(c, a, &slope);
  const double pull = 1.5 * c->omega_m / (a * a * a * e2), drag = 2 + slope / (2 * e2);
  out[0] = y[1];
  out[1] = pull * y[0] - drag * y[1];
  out[2] = y[3];
  out[3] = pull * (y[2] - y[0] * y[0]) - drag * y[3];
}

/* From x to end by Runge and Kutta's fourth order. */
static void grow(const aps_cosmology *c, double x, double end, double y[GROWTH]) {
  const int steps = 16 + (int)fmin(fabs(end - x) / 0.005, 1e6);
  const double h = (end - x) / steps;
  for (int s = 0; s < steps; s++, x += h) {
    double k[4][GROWTH], z[GROWTH];
    bend(c, x, y, k[0]);
    for (int i = 1; i < 4; i++) {
      const double part = i == 3 ? h : h / 2;
      for (int d = 0; d < GROWTH; d++) z[d] = y[d] + part * k[i - 1][d];
      bend(c, x + part, z, k[i]);
    }
    for (int d = 0; d < GROWTH; d++) y[d] += h / 6 * (k[0][d] + 2 * k[1][d] + 2 * k[2][d] + k[3][d]);
  }
}

static void grow_to(const aps_cosmology *c, double a, double y[GROWTH]) {
  const double first = fmin(1e-6, 1e-3 * a), D = first + 2 * c->omega_r / (3 * c->omega_m);
  y[0] = D, y[1] = first, y[2] = -3.0 / 7 * D * D, y[3] = -6.0 / 7 * D * first;
  grow(c, log(first), log(a), y);
}

double aps_growth(const aps_cosmology *c, double a, double *rate) {
  double y[GROWTH];
  grow_to(c, a, y);
  const double then = y[0];
  *rate = y[1] / y[0];
  grow(c, log(a), 0, y);
  return then / y[0];
}

double aps_growth_second(const aps_cosmology *c, double a, double *rate) {
  double y[GROWTH];
  grow_to(c, a, y);
  *rate = y[3] / y[2];
  return y[2] / (y[0] * y[0]);
}
