/* Units: "5 kpc", "30 min", "1e10 Msun", "km/s" -> code units. Values: CODATA 2018, IAU 2015 nominal. */
#ifndef APS_UNITS_H
#define APS_UNITS_H
#include "ctx.h"

/* A unit expression's value in cgs and its exponents. Grammar: [number] factor (("*"|"/"|" ") factor)*, factor =
 * name["^"integer]. Names: cm m km au pc kpc Mpc Gpc Rsun, g kg Msun Mearth Mjup, s min h day yr kyr Myr Gyr. 1 ok, 0 unknown. */
int aps_unit_parse(const char *text, double *cgs, int exponent[3] /* length, mass, time */);
/* Code units from three independent ones. Each text may be NULL or a unit expression with a number ("1e10 Msun").
 * Exactly: length, mass and one of velocity, time; G NAN: from physics. */
aps_err aps_units_make(aps_ctx *, const char *length, const char *mass, const char *velocity, const char *time, double G,
                       aps_units *);
/* A quantity such as "5 kpc" or "0.3" as a number of code units of `dimension` ("length", "time", "wall time" …).
 * "23h50min", "30 min" are wall times in seconds. 1 ok; 0: *why is a text such as "is a mass, not a length";
 * what follows "; " in it is a hint. dimension may be a product: "velocity/length". */
int aps_quantity_parse(const char *text, const char *dimension, const aps_units *, double *value, const char **why);
/* What people measure mass^m length^l time^t temperature^k current^c in where the unit at hand is `cgs`, of g, cm, s, K and A: "km/s", or
 * "m/s" where that is about its size; else spelt out, "g^2 cm^-5". Returns `cgs` in it. */
double aps_unit_usual(double cgs, const double exponent[5] /* m, l, t, k, c */, char name[32]);
#define APS_G_CGS 6.67430e-8 /* cm^3 g^-1 s^-2 */
#endif
