/* Rows along a Morton curve and cut into compact runs, so that the centre that a block rebases to
 * is near all its sinks. */
#ifndef APS_GPU_ORDER_CUH
#define APS_GPU_ORDER_CUH
#include "check.cuh"
#include "direct.cuh"

enum { APS_ORDER_ROUNDS = 3 }; /* runs that one block's worth of rows is cut into, at most */

/* Device scratch of an order; owned by the solver, grown as needed, freed by aps_order_free. */
typedef struct {
  uint64_t *item[2]; /* key << 31 | row */
  int32_t *row;      /* [n] */
  aps_gpu_run *run;
  int32_t *n_runs; /* of the last aps_order_pack */
  double *sorted;  /* [columns][n] */
  int64_t room, run_room, n_runs_room, sorted_room;
} aps_gpu_order;

/* How many runs aps_order_make cuts n rows into, the empty ones counted. */
static inline int64_t aps_order_runs(int64_t n, int size) {
  return APS_ORDER_ROUNDS * ((n + size - 1) / size);
}

extern "C" {
/* order->row[0 … n) = the rows index[0 … n) of the columns x (NULL: 0 … n-1), sorted by cell of a
 * grid, 1024 cells of which span the frame's bounding box; rows of one cell keep their order. Each
 * `size` (at most 2048) of them are cut into APS_ORDER_ROUNDS runs, the later ones mostly empty:
 * rows further from the middle of their run than 32 times its nearest third go to the next.
 * order->run then covers 0 … n-1. APS_EMEM, APS_EDEVICE. */
aps_err APS_ROW(aps_order_make)(aps_cuda *, const double *const x[3], const aps_gpu_frame *,
                                const int32_t *index, int64_t n, int size, aps_gpu_order *);
/* order->sorted[k][i] = column[k][order->row[i]] for n_columns (at most 8) columns, NULL ones
 * skipped. */
aps_err APS_ROW(aps_order_gather)(aps_cuda *, int64_t n, int n_columns, const double *const *column,
                                  aps_gpu_order *);
/* Moves the runs that are not empty to the front of order->run; *n_runs of them. Waits for the
 * device. */
aps_err APS_ROW(aps_order_pack)(aps_cuda *, int64_t n, int size, aps_gpu_order *, int *n_runs);
void APS_ROW(aps_order_free)(aps_cuda *, aps_gpu_order *);
}
#endif
