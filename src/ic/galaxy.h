/* A disc galaxy: exponential disc, Hernquist bulge, Hernquist or NFW halo, prepared once and drawn
 * particle by particle. The equations stand in galaxy.c and disc.c. */
#ifndef APS_GALAXY_H
#define APS_GALAXY_H
#include "disc.h"
#include "profiles.h"

typedef struct { /* what the user says */
  int64_t n_disc, n_bulge, n_halo;
  aps_disc_shape disc;
  double mass_bulge, scale_bulge, mass_halo, scale_halo, cutoff;
  int halo; /* index into "hernquist|nfw" */
} aps_galaxy_shape;

/* The keys, for a block `type` that holds an aps_galaxy_shape as member `m`. */
/* clang-format off */
#define APS_GALAXY_PARAMS(type, m)                                                                 \
  {"n_disc", 'i', offsetof(type, m.n_disc), "2000", "", ">=0", "particles of the disc"},           \
  {"n_bulge", 'i', offsetof(type, m.n_bulge), "400", "", ">=0", "particles of the bulge"},         \
  {"n_halo", 'i', offsetof(type, m.n_halo), "2600", "", ">=0", "particles of the halo"},           \
  {"mass_disc", 'd', offsetof(type, m.disc.mass), "1", "mass", ">=0", "mass of the disc"},         \
  {"scale_disc", 'd', offsetof(type, m.disc.scale), "1", "length", ">0",                           \
   "scale length of the disc, exp(-R / scale)"},                                                   \
  {"height", 'd', offsetof(type, m.disc.height), "0.2", "length", ">0",                            \
   "scale height z0 of the disc, sech^2(z / z0)"},                                                 \
  {"Q", 'd', offsetof(type, m.disc.Q), "1.4", "", ">0",                                            \
   "Toomre's stability parameter of the disc at Q_radius; 1 is marginal"},                         \
  {"Q_radius", 'd', offsetof(type, m.disc.Q_radius), "0", "length", ">=0",                         \
   "where Q holds; 0: where it is least, so that it is the minimum over the disc"},                \
  {"mass_bulge", 'd', offsetof(type, m.mass_bulge), "0.25", "mass", ">=0", "mass of the bulge"},   \
  {"scale_bulge", 'd', offsetof(type, m.scale_bulge), "0.2", "length", ">0",                       \
   "Hernquist's a of the bulge"},                                                                  \
  {"halo", 'e', offsetof(type, m.halo), "hernquist", "", "hernquist|nfw", "profile of the halo"},  \
  {"mass_halo", 'd', offsetof(type, m.mass_halo), "20", "mass", ">=0", "mass of the halo"},        \
  {"scale_halo", 'd', offsetof(type, m.scale_halo), "8", "length", ">0",                           \
   "scale radius of the halo: Hernquist's a, or NFW's r_s"},                                       \
  {"cutoff", 'd', offsetof(type, m.cutoff), "40", "length", ">0",                                  \
   "radius at which halo and bulge end, as sech(r / cutoff)"}
/* clang-format on */

typedef struct aps_galaxy aps_galaxy; /* the tables */

/* Particles of one galaxy. who: "galaxy"; errors name the key. */
aps_err aps_galaxy_count(const aps_galaxy_shape *, aps_ctx *, const char *who, int64_t *n);
/* Tables for G = 1; free with aps_release. */
aps_err aps_galaxy_prepare(const aps_galaxy_shape *, aps_ctx *, const char *who, aps_galaxy **);
double aps_galaxy_mass(const aps_galaxy_shape *);

typedef struct {
  double mass, x[3], v[3];
  uint32_t type; /* IC_HALO, IC_DISC, IC_BULGE */
} aps_star;
/* Particle `index` of [0, n): the disc first, then bulge, then halo. */
aps_star aps_galaxy_star(const aps_galaxy *, int64_t index, aps_rng *);
/* Circular speed squared in the midplane, of everything, G = 1. */
double aps_galaxy_circular2(const aps_galaxy *, double R);
const aps_disc *aps_galaxy_disc(const aps_galaxy *);
#endif
