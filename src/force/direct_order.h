/* Order of targets along a Morton (Z-order) curve, so that consecutive ones are close together. */
#ifndef APS_FORCE_DIRECT_ORDER_H
#define APS_FORCE_DIRECT_ORDER_H
#include <stdint.h>

enum { APS_DIRECT_ROW_BITS = 34, APS_DIRECT_ROUNDS = 3 };

/* Sorts row[n] by the cell of a 1024^3 grid over the cube at `low` with side `extent` that
 * x[0..2][row] lies in; rows of one cell keep their order. Rows are below 2^34; scratch [n]. */
void aps_direct_order(const double *const x[3], const double low[3], double extent, int64_t n,
                      uint64_t *row, uint64_t *scratch);
/* The same, but each row is left below its key: key << APS_DIRECT_ROW_BITS | row. */
void aps_direct_keys(const double *const x[3], const double low[3], double extent, int64_t n,
                     uint64_t *row, uint64_t *scratch);
/* Cuts row[n] into blocks of at most `size` rows: block b is row[start[b]] … row[start[b + 1] - 1].
 * Rows far from the middle of their block, measured by its typical spread, move to blocks of their
 * own at the end. Returns how many blocks; start needs aps_direct_blocks_most(n, size) + 1 entries,
 * scratch n. */
int64_t aps_direct_blocks(const double *const x[3], int64_t n, int size, uint64_t *row,
                          uint64_t *scratch, int64_t *start);
/* One round of that, from 1 to APS_DIRECT_ROUNDS: rows that stay are appended to kept[*n_kept] and blocks of them to
 * start[*blocks]; those for the next round move to the front of row. Returns how many these are. */
int64_t aps_direct_round(const double *const x[3], int64_t n, int size, int round, uint64_t *row,
                         uint64_t *kept, int64_t *n_kept, int64_t *start, int64_t *blocks);
int64_t aps_direct_blocks_most(int64_t n, int size);

/* Tukey's ninther: near the middle of a[n] whatever a few outliers do. */
double aps_direct_typical(const double *a, int n);
#endif
