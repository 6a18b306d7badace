/* Spheres in equilibrium: the potential of all components on a grid of radii, one component's
 * isotropic distribution function in it, and particles drawn from that. G = 1 throughout;
 * velocities of another G are these times its square root. The equations stand in eddington.c. */
#ifndef APS_EDDINGTON_H
#define APS_EDDINGTON_H
#include "ic.h"

enum { APS_SHELLS = 2001 };

typedef struct { /* at one radius; any normalisation */
  double rho;    /* density */
  double slope;  /* d ln rho / d ln r */
  double bend;   /* d slope / d ln r */
} aps_density;
typedef aps_density aps_density_fn(const void *self, double r);

typedef struct { /* everything that gravitates, averaged over spheres; shape [APS_SHELLS] */
  double step;   /* of ln r */
  double point;  /* mass at the origin, in mass[] too */
  double r[APS_SHELLS], mass[APS_SHELLS], rho[APS_SHELLS];
  double psi[APS_SHELLS]; /* minus the potential, falling outwards */
} aps_well;

typedef struct {            /* one component, ready to be drawn; shape [APS_SHELLS] */
  double share[APS_SHELLS]; /* of its mass, within r */
  double f[APS_SHELLS];     /* distribution function at energy psi, >= 0; any normalisation */
  double peak[APS_SHELLS];  /* above v^2 / 2 f at any radius from this node to the next */
  double worst; /* most negative f before it was cut to 0, over the same integral of |d2 rho / d
                   psi2|; 0 where the model is consistent */
} aps_sphere;

/* Grid from inner to outer, empty but for a point mass. */
void aps_well_start(aps_well *, double inner, double outer, double point);
/* Adds a component of this mass, all of it within the grid; only rho of the density is read. */
void aps_well_add(aps_well *, aps_density_fn *, const void *self, double mass);
void aps_well_close(aps_well *); /* psi, once every component is in */
/* Mass within r, from such a table [APS_SHELLS], and psi there, by interpolation. */
double aps_well_mass(const aps_well *, const double *table, double r);
double aps_well_psi(const aps_well *, double r);

/* The component's share, f and peak in the closed well. */
void aps_sphere_make(const aps_well *, aps_density_fn *, const void *self, aps_sphere *);
void aps_sphere_peaks(const aps_well *, aps_sphere *); /* peak from f */
/* f at an energy, by interpolation; 0 for unbound. */
double aps_sphere_f(const aps_well *, const aps_sphere *, double energy);
/* One particle; v for G = 1. */
void aps_sphere_draw(const aps_well *, const aps_sphere *, aps_rng *, double x[3], double v[3]);
/* Fills all rows with particles of this mass, velocities for place->G. */
void aps_sphere_rows(const aps_well *, const aps_sphere *, double mass, const aps_ic_place *,
                     const aps_view *);
/* Refuses a component whose f is negative, for no isotropic model has that density in that well, or
 * no number a double can hold. who: "isothermal: core", the key that makes it so. */
aps_err aps_sphere_check(aps_ctx *, const aps_sphere *, const char *who);
#endif
