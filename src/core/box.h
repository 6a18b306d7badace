/* What solvers, the choice among them and the measured error agree on in periodic boxes; docs/periodic.md. */
#ifndef APS_BOX_H
#define APS_BOX_H
#include <math.h>

/* Forces nearly cancel where matter is even. Relative errors are by |a|, but at least by this share of G M / V^(2/3): less
 * is left by no structure, and of a perfect lattice nothing else could be asked. */
#define APS_LEAST_OF_BOX 1e-3
/* Multipoles serve boxes whose longest edge is at most this many times the shortest: their far images are one polynomial. */
#define APS_LONGEST_BOX 2.0

static inline double aps_box_shortest(const double L[3]) { return fmin(L[0], fmin(L[1], L[2])); }
static inline double aps_box_longest(const double L[3]) { return fmax(L[0], fmax(L[1], L[2])); }

/* Into [0, L); a tiny negative x rounds up to L. NaN goes through. */
static inline double aps_box_wrap(double x, double L) {
  const double w = x - L * floor(x / L);
  return w >= L ? 0 : w;
}

/* Plummer's law acts at all near images with multipoles, at the nearest alone in Ewald's sum: 24 (eps/L)^2 apart. 0: that is
 * more than the accuracy. */
static inline int aps_box_softens_alike(const double L[3], double eps, double accuracy) {
  const double edge = aps_box_shortest(L);
  return 24 * eps * eps <= accuracy * edge * edge;
}
#endif
