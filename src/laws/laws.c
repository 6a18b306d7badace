/* The rows of the pair laws; their physics stands in the header of the same name. */
#include "../apsis.h"
#include "law.h"

const aps_law aps_law_newton = {{"newton",
                                 "point masses, U = -G m m / r; coincident particles are refused",
                                 "Newton 1687", NULL, 0, 0, 0},
                                APS_LAW_NEWTON};

const aps_law aps_law_plummer = {
    {"plummer", "point masses softened as U = -G m m / sqrt(r^2 + eps^2)",
     "Aarseth 1963, MNRAS 126, 223; Dyer & Ip 1993, ApJ 409, 60", NULL, 0, 0, 0},
    APS_LAW_PLUMMER};

const aps_law aps_law_spline = {
    {"spline", "cubic spline softening, exactly Newtonian beyond 2.8 eps; U(0) = -G m m / eps",
     "Hernquist & Katz 1989, ApJS 70, 419; Springel, Yoshida & White 2001, New Astronomy 6, 79",
     NULL, 0, 0, 0},
    APS_LAW_SPLINE};
