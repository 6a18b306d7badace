/* A leaf's particles on their way from rows into cells: between fmm_cells.c and fmm_leaf_kernel.c,
 * which is compiled once per instruction set. */
#ifndef APS_FORCE_FMM_LEAF_H
#define APS_FORCE_FMM_LEAF_H
#include <stddef.h>
#include <stdint.h>

enum { APS_FMM_STRETCH = 64 };

typedef struct { /* a few particles, up to whole vectors of 16 massless ones at the first */
  _Alignas(64) double x[APS_FMM_STRETCH], y[APS_FMM_STRETCH], z[APS_FMM_STRETCH],
      mass[APS_FMM_STRETCH];
} aps_fmm_stretch;

typedef struct { /* the same in float */
  _Alignas(64) float x[APS_FMM_STRETCH], y[APS_FMM_STRETCH], z[APS_FMM_STRETCH],
      mass[APS_FMM_STRETCH];
} aps_fmm_stretch_f32;

typedef struct { /* columns [rows] that are read: (x - centre) * scale */
  const double *x, *y, *z, *mass, *a[3]; /* a[0]: NULL where nothing is known */
  int64_t rows;
  double centre[3], scale, mass_scale;
} aps_fmm_rows;

/* 1 <= n <= APS_FMM_STRETCH rows. Sums run in eight lanes on every machine: the bits do not depend
 * on it. */
typedef struct {
  /* Positions and masses of row[n]; sum += m, m x, m y, m z. Returns the least a^2, NaN
   * passed over; DBL_MAX where nothing is known. */
  double (*load)(const aps_fmm_rows *, const uint32_t *row, int n, aps_fmm_stretch *, double sum[4]);
  /* Moves them to the centre, and a copy in float. Returns the largest squared distance. */
  double (*settle)(aps_fmm_stretch *, int n, const double centre[3], aps_fmm_stretch_f32 *);
  /* n numbers into columns from `at` on; x, y, z, mass of `size` bytes, nothing behind them. */
  void (*keep)(const aps_fmm_stretch *, const aps_fmm_stretch_f32 *, int n, void *const column[4],
               size_t size, int64_t at);
  /* The least of x^2 + y^2 + z^2 of row[n]; NaN is passed over. */
  double (*least2)(const double *x, const double *y, const double *z, int64_t rows,
                   const uint32_t *row, int n);
} aps_fmm_leaf_isa;
#endif
