/* The random waves of `zeldovich`, of whole numbers n along each axis: |n| <= half, and z >= 0, since those of -n are conjugate. */
#ifndef APS_WAVES_H
#define APS_WAVES_H
#include "ic.h"
#include <complex.h>

typedef double complex ic_wave;

typedef struct { /* P(k) of today [(Mpc/h)^3], k in h/Mpc */
  double omega_m, omega_b, h, n_s, scale; /* scale: what the shape is multiplied by */
  double *k, *P;                          /* [n], logarithms; NULL: no table */
  int64_t n;
} ic_spectrum;

/* path: a table, NULL: Eisenstein & Hu's. sigma8 NAN: 0.81, or the table's own. Closed in any case. */
aps_err aps_ic_spectrum_open(aps_ctx *, const char *path, double sigma8, ic_spectrum *);
void aps_ic_spectrum_close(aps_ctx *, ic_spectrum *);
double aps_ic_power(const ic_spectrum *, double k);

typedef struct {
  const aps_ic_place *place;
  ic_spectrum s;
  int fixed, opposite;
  double edge, amplitude; /* Mpc/h of a code length; sqrt(D^2 / V) of sqrt(P), P in (Mpc/h)^3 */
  int g, half;
} ic_waves;

static inline double ic_wave_number(const ic_waves *w, int d, int n) { return 2 * M_PI * n / w->place->box[d]; }
static inline double ic_wave_square(const ic_waves *w, int x, int y, int z) {
  const double kx = ic_wave_number(w, 0, x), ky = ic_wave_number(w, 1, y), kz = ic_wave_number(w, 2, z);
  return kx * kx + ky * ky + kz * kz;
}
/* delta_k / k^2; 0 of the mean. */
ic_wave aps_ic_amplitude(const ic_waves *, int x, int y, int z);

/* second_order.c. ratio: D2 / D^2. All ranks together, and all return the same; ended in any case. */
typedef struct ic_second ic_second;
aps_err aps_ic_second_begin(aps_ctx *, const ic_waves *, double ratio, ic_second **);
/* [half + 1][2 half + 1] of z and x, waves of this n_y: what second order adds to delta_k / k^2. All ranks together. */
aps_err aps_ic_second_row(ic_second *, int y, ic_wave *out);
void aps_ic_second_end(ic_second **);
#endif
