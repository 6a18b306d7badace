/* The waves of a density in a periodic box, by mass assignment to a mesh. */
#ifndef APS_MESH_H
#define APS_MESH_H
#include "analysis.h"
#include <complex.h>

enum { APS_MESH_LEAST = 8 };

typedef struct {
  int m;                /* cells along each edge, a power of two */
  double complex *wave; /* [m][m][m]: the transform of one mesh + i times that of the shifted one */
  double *window;       /* [m / 2]: of one axis; what a wave of number n is weakened by */
  double complex *turn; /* [m / 2]: e^(-i pi n / m), of the shift by half a cell along one axis */
  double mass;          /* of all */
  double mass2;         /* sum of m^2 */
} aps_mesh;

/* rows: NULL: 0 … n - 1. weigh: 0: every particle counts 1. Positions may lie outside of the box. APS_EMEM. */
aps_err aps_mesh_make(aps_ctx *, const aps_view *, const int64_t *rows, int64_t n, int weigh,
                      const double box[3], int m, aps_mesh *);
void aps_mesh_end(aps_ctx *, aps_mesh *);
/* sum m e^(-i k x) / sum m, k = 2 pi n / box; |n| < m / 2 along each axis, not all zero. */
double complex aps_mesh_wave(const aps_mesh *, const int n[3]);
#endif
