/* What the far images of a periodic box do: a smooth field, as one polynomial for the whole box. docs/periodic.md. */
#ifndef APS_FORCE_LATTICE_H
#define APS_FORCE_LATTICE_H
#include "../core/ctx.h"
#ifdef __cplusplus
extern "C" {
#endif

enum {
  APS_LATTICE_NEAR = 2,                                  /* images |n| <= 2 along each axis are left to the caller */
  APS_LATTICE_SIDE = 2 * APS_LATTICE_NEAR + 1,
  APS_LATTICE_IMAGES = APS_LATTICE_SIDE * APS_LATTICE_SIDE * APS_LATTICE_SIDE,
  APS_LATTICE_MOST = 24                                  /* degree */
};

typedef struct aps_lattice aps_lattice;

/* A box of edges L [code length]; degree 8 leaves 1e-5 of G M / L^2 in a cube, 12 leaves 1e-6, and 1e-3 in a box twice as long
 * and wide as it is high, 24 leaves 1e-7 there. Even, at most APS_LATTICE_MOST. APS_EMEM. */
aps_err aps_lattice_open(aps_ctx *, const double L[3], int degree, aps_lattice **out);
void aps_lattice_free(aps_lattice **);
/* Takes the sources: x, y, z in [0, L] and mass, [n], read in an order of rows (NULL: as they
 * come). The bits depend on neither that order nor threads. APS_EMEM. */
aps_err aps_lattice_sources(aps_lattice *, const double *x, const double *y, const double *z, const double *mass, int64_t n,
                            const uint32_t *order, int threads);
/* The same with those of all ranks; collective, and all return the same. */
aps_err aps_lattice_sources_of_all(aps_lattice *, const double *x, const double *y, const double *z,
                                   const double *mass, int64_t n, int threads);
/* Adds G times their images' accelerations and potentials to the rows row[k] of the view for which mark[k], k < view.n (columns
 * that are NULL are left out; no rows: k itself; no marks: all); at [view.n]: the positions in the box. */
void aps_lattice_add(const aps_lattice *, aps_view, const double *const at[3], const uint32_t *row, const uint8_t *mark, double G,
                     int threads);
/* For a device that sums moments by itself, [terms] in the order of a, b, e: sum of m u^a v^b w^e over the sources,
 * a + b + e <= degree, u v w their places in edges from the middle of the box. Returns the coefficients of the polynomial, [terms]
 * in the same order, borrowed until the next sources: the potential is -G times it, the acceleration G times its gradient. */
int aps_lattice_terms(const aps_lattice *, int *degree);
const double *aps_lattice_take(aps_lattice *, const double *moments);
/* The sum of 1/|d - n L| over the images that are not near, less the background's; for tests and aps_lattice_open. */
double aps_lattice_potential(const double L[3], const double d[3]);
#ifdef __cplusplus
}
#endif
#endif
