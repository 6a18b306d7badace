/* The stellar disc of a galaxy: its own field, its velocity dispersions, its particles. G = 1. */
#ifndef APS_DISC_H
#define APS_DISC_H
#include "eddington.h"

enum { APS_RINGS = 257, APS_LAYERS = 33 };

typedef struct {
  double mass, scale, height; /* M, R_d, z_0 */
  double Q, Q_radius;
} aps_disc_shape;

typedef struct { /* tables over R = ring * step, shape [APS_RINGS] */
  aps_disc_shape s;
  double step;
  double own[APS_RINGS];       /* circular speed squared in the midplane, of the disc alone */
  double own_bend[APS_RINGS];  /* B = (d own / dR) / R */
  double own_twist[APS_RINGS]; /* dB / dR */
  double circular[APS_RINGS];  /* of everything */
  double epicycle[APS_RINGS];  /* kappa^2 / (4 Omega^2) */
  double radial[APS_RINGS];    /* sigma_R^2 */
  double vertical[APS_RINGS][APS_LAYERS]; /* sigma_z^2 at z = layer * z_0 / 4 */
  double Q_min, Q_min_radius;
} aps_disc;

/* The disc averaged over spheres: an aps_density_fn, rho only; self: an aps_disc_shape. */
aps_density aps_disc_average(const void *self, double r);
/* Surface density. */
double aps_disc_surface(const aps_disc_shape *, double R);
/* Fills the tables. well, round: mass of the spherical components within the well's nodes. who: see
 * aps_galaxy_count. */
aps_err aps_disc_prepare(aps_disc *, const aps_disc_shape *, aps_ctx *, const aps_well *,
                         const double *round, const char *who);
/* Inward pull of the disc itself at (R, z), R > 0; beyond 3 z0, where 0.5 % of it lie, as at 3 z0.
 */
double aps_disc_pull(const aps_disc *, double R, double z);
void aps_disc_draw(const aps_disc *, const aps_well *, const double *round, aps_rng *, double x[3],
                   double v[3]);
double aps_disc_table(const aps_disc *, const double *table, double R); /* linear */
#endif
