/* The expansion of the universe: how fast, how long, how structure grows in it. docs/cosmology.md */
#ifndef APS_COSMOLOGY_H
#define APS_COSMOLOGY_H
#include "ctx.h"

/* All in code units, of the time of H0. H(a); NAN where such a universe has no such scale factor. */
double aps_hubble(const aps_cosmology *, double a);
/* The integral of dt / a^power over the scale factors from..to, to about 1e-14: of power 2 the drift of comoving positions by
 * p = a^2 dx/dt, of 1 the kick of p by comoving forces, of 0 the time that passes. from > 0, either may be the larger. */
double aps_expansion(const aps_cosmology *, double from, double to, int power);
/* Time since a = 0. */
double aps_age(const aps_cosmology *, double a);
/* The growing mode D(a) of linear density fluctuations, 1 today, to about 1e-9; *rate is d ln D / d ln a. */
double aps_growth(const aps_cosmology *, double a, double *rate);
/* D2 / D^2 of second-order perturbations, about -3/7; *rate is d ln D2 / d ln a, about twice the first's. */
double aps_growth_second(const aps_cosmology *, double a, double *rate);
#endif
