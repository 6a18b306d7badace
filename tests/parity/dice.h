/* Random numbers of tests, and particles in a periodic box. */
#ifndef APS_TESTS_DICE_H
#define APS_TESTS_DICE_H
#include "../../src/apsis.h"
#include <math.h>
#include <stdint.h>

typedef struct {
  uint64_t state;
} dice;
static inline double uniform(dice *d) { /* splitmix64 */
  uint64_t z = (d->state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}
static inline double symmetric(dice *d) { return 2 * uniform(d) - 1; }
static inline int64_t below(dice *d, int64_t n) { return (int64_t)(uniform(d) * (double)n); }
static inline void on_sphere(dice *d, double r, double x[3]) {
  const double z = symmetric(d), phi = 6.283185307179586 * uniform(d), s = r * sqrt(1 - z * z);
  x[0] = s * cos(phi), x[1] = s * sin(phi), x[2] = r * z;
}

typedef enum { EVEN, GRID, CORNER, CLUMPS, BOX_SHAPES } box_shape;
static const char *const box_names[BOX_SHAPES] = {"even", "disturbed grid", "a cluster across the corner", "clumps"};

/* Places and masses of the view's rows in a box of edges L. */
static inline void fill_box(box_shape what, aps_view v, const double L[3], uint64_t seed) {
  dice d = {77 * seed + (uint64_t)what};
  const int64_t side = (int64_t)ceil(cbrt((double)v.n));
  double *const x[3] = {v.x, v.y, v.z};
  for (int64_t i = 0; i < v.n; i++) {
    double at[3] = {uniform(&d), uniform(&d), uniform(&d)};
    const int64_t cell[3] = {i % side, i / side % side, i / side / side};
    for (int k = 0; k < 3; k++)
      if (what == GRID) at[k] = ((double)cell[k] + 0.5 + 0.3 * (at[k] - 0.5)) / (double)side;
    if (what == CORNER || (what == CLUMPS && i % 4)) {
      on_sphere(&d, fmin(0.02 / sqrt(pow(uniform(&d), -2. / 3) - 1), 0.2), at);
      for (int k = 0; what == CLUMPS && k < 3; k++) at[k] += i % 4 == 1 ? 0.9 : 0.15;
    }
    for (int k = 0; k < 3; k++) x[k][i] = L[k] * (at[k] - floor(at[k]));
    v.mass[i] = (0.5 + uniform(&d)) / (double)v.n;
  }
}
#endif
