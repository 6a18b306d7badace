/* What the models share. A particle is a pure function of (seed, stream, index), so the rows may be
 * filled in any slices, on any number of ranks, with the same bits. */
#ifndef APS_IC_H
#define APS_IC_H
#include "../core/ctx.h"
#include "../core/rng.h"
#include <math.h>
#include <stddef.h>

/* GADGET's types, for models of several components. */
enum { IC_HALO = 1, IC_DISC = 2, IC_BULGE = 3, IC_STARS = 4, IC_BLACK_HOLE = 5 };

static inline void ic_put(const aps_view *p, int64_t row, double mass, const double x[3],
                          const double v[3]) {
  p->mass[row] = mass;
  p->x[row] = x[0], p->y[row] = x[1], p->z[row] = x[2];
  p->vx[row] = v[0], p->vy[row] = v[1], p->vz[row] = v[2];
}

static inline aps_rng ic_rng(const aps_ic_place *place, int64_t row) {
  return aps_rng_at(place->seed, place->stream, (uint64_t)(place->first + row));
}

/* A vector of the given length in a random direction. */
static inline void ic_isotropic(aps_rng *r, double length, double out[3]) {
  aps_rng_direction(r, out);
  for (int d = 0; d < 3; d++) out[d] *= length;
}
#endif
