/* Order of targets along a Morton (Z-order) curve, so that consecutive ones are close together. */
#ifndef APS_FORCE_DIRECT_ORDER_H
#define APS_FORCE_DIRECT_ORDER_H
#include <stdint.h>

/* Sorts row[n] by the cell of a 1024^3 grid over the cube at `low` with side `extent` that x[0..2][row] lies in; rows of
 * one cell keep their order. Rows are below 2^34; scratch [n]. */
void aps_direct_order(const double *const x[3], const double low[3], double extent, int64_t n, uint64_t *row,
                      uint64_t *scratch);
#endif
