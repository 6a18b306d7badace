/* What each reduction does to one row: shared by the CPU and the CUDA backend, so both sum the same terms.
 * Rows are summed in blocks of APS_REDUCE_BLOCK consecutive rows, then over blocks in order: the result does not depend
 * on the number of threads. */
#ifndef APS_REDUCE_H
#define APS_REDUCE_H
#include "../apsis.h"
#include <math.h>

#ifdef __CUDACC__
#define APS_HD __host__ __device__ __forceinline__
#else
#define APS_HD static inline
#endif

enum { APS_REDUCE_BLOCK = 1024, APS_REDUCE_MAX = 17 };
enum { /* APS_SUM_STATE */
  APS_STATE_MASS, APS_STATE_MX, APS_STATE_MV = 4, APS_STATE_L = 7, APS_STATE_KINETIC = 10,
  APS_STATE_POTENTIAL, /* 1/2 sum m pot */
  APS_STATE_MSPEED,    /* sum m |v| */
  APS_STATE_COUNT = 13
};

/* How a value is folded in: 0 sum, 1 minimum, 2 maximum. */
APS_HD int aps_reduce_fold(aps_reduction what, int k) {
  return what == APS_SUM_STATE ? 0 : what == APS_EXTENT && k >= 3 ? 2 : 1;
}
APS_HD int aps_reduce_width(aps_reduction what) {
  return what == APS_SUM_STATE ? APS_STATE_COUNT : what == APS_EXTENT ? 6 : 1;
}
/* The neutral element. APS_FIRST_BAD's 1e300 stands for "none". */
APS_HD double aps_reduce_start(aps_reduction what, int k) {
  const int fold = aps_reduce_fold(what, k);
  return fold == 0 ? 0 : fold == 1 ? 1e300 : -1e300;
}

APS_HD double aps_reduce_norm(double x, double y, double z) { return sqrt(x * x + y * y + z * z); }

/* Aarseth 1985, shared step: dt^2 / eta = (|a||a2| + |j|^2) / (|j||a3| + |a2|^2) with a2, a3 the second and third
 * derivatives at the end of the step, from both ends' a and jerk (Makino & Aarseth 1992, eq. 6 and 7). */
APS_HD double aps_reduce_aarseth(const aps_view *p, int64_t i, double h) {
  const double a0[3] = {p->s2x[i], p->s2y[i], p->s2z[i]}, j0[3] = {p->s3x[i], p->s3y[i], p->s3z[i]};
  const double a1[3] = {p->ax[i], p->ay[i], p->az[i]}, j1[3] = {p->jx[i], p->jy[i], p->jz[i]};
  double a = 0, j = 0, s = 0, c = 0;
  for (int k = 0; k < 3; k++) {
    const double da = a0[k] - a1[k];
    const double a2 = (-6 * da - h * (4 * j0[k] + 2 * j1[k])) / (h * h);
    const double a3 = (12 * da + 6 * h * (j0[k] + j1[k])) / (h * h * h);
    const double snap = a2 + h * a3;
    a += a1[k] * a1[k];
    j += j1[k] * j1[k];
    s += snap * snap;
    c += a3 * a3;
  }
  const double up = sqrt(a * s) + j, down = sqrt(j * c) + s;
  return down > 0 && up > 0 ? up / down : 1e300;
}

/* The terms of row i, out[aps_reduce_width(what)]. */
APS_HD void aps_reduce_row(const aps_view *p, aps_reduction what, double arg, int64_t i, double *out) {
  switch (what) {
  case APS_SUM_STATE: {
    const double m = p->mass[i], x = p->x[i], y = p->y[i], z = p->z[i];
    const double u = p->vx[i], v = p->vy[i], w = p->vz[i], v2 = u * u + v * v + w * w;
    out[0] = m;
    out[1] = m * x, out[2] = m * y, out[3] = m * z;
    out[4] = m * u, out[5] = m * v, out[6] = m * w;
    out[7] = m * (y * w - z * v), out[8] = m * (z * u - x * w), out[9] = m * (x * v - y * u);
    out[10] = 0.5 * m * v2;
    out[11] = p->pot ? 0.5 * m * p->pot[i] : 0;
    out[12] = m * sqrt(v2);
    return;
  }
  case APS_MIN_ACCEL: {
    const double a = aps_reduce_norm(p->ax[i], p->ay[i], p->az[i]);
    out[0] = a > 0 ? sqrt(p->eps[i] / a) : 1e300;
    return;
  }
  case APS_MIN_START: {
    const double a = aps_reduce_norm(p->ax[i], p->ay[i], p->az[i]);
    const double j = aps_reduce_norm(p->jx[i], p->jy[i], p->jz[i]);
    /* at rest the jerk vanishes: the time to fall across the system, of size arg, bounds the step instead */
    const double fall = a > 0 && arg > 0 ? sqrt(arg / a) : 1e300;
    out[0] = j > 0 && a / j < fall ? a / j : fall;
    return;
  }
  case APS_MIN_AARSETH: out[0] = aps_reduce_aarseth(p, i, arg); return;
  case APS_FIRST_BAD: {
    const double sum = p->x[i] * 0 + p->y[i] * 0 + p->z[i] * 0 + p->vx[i] * 0 + p->vy[i] * 0 + p->vz[i] * 0;
    out[0] = sum == 0 ? 1e300 : (double)i;
    return;
  }
  case APS_EXTENT:
    out[0] = out[3] = p->x[i];
    out[1] = out[4] = p->y[i];
    out[2] = out[5] = p->z[i];
    return;
  }
}
#endif
