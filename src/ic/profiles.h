/* Densities that several models use. */
#ifndef APS_PROFILES_H
#define APS_PROFILES_H
#include "eddington.h"

typedef struct {       /* rho ~ x^-inner (1 + x)^(inner - outer) sech(r / edge), x = r / scale */
  double inner, outer; /* 1, 4 Hernquist; 1, 3 NFW */
  double scale, edge;  /* edge 0: no truncation */
} aps_profile;

/* An aps_density_fn; self: an aps_profile. */
aps_density aps_profile_at(const void *self, double r);
/* Where next to nothing is left: the grid's ends for this profile. */
double aps_profile_inside(const aps_profile *);
double aps_profile_outside(const aps_profile *);
/* Fills rows with n equal particles of the self-gravitating profile. who: as for aps_sphere_check.
 */
aps_err aps_profile_fill(aps_ctx *, const aps_profile *, double mass, double n,
                         const aps_ic_place *, const char *who, const aps_view *);
#endif
