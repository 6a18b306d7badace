/* Rows along a Morton curve, so that consecutive ones are close together and a block's centre is
 * near all its sinks. */
#ifndef APS_GPU_ORDER_CUH
#define APS_GPU_ORDER_CUH
#include "check.cuh"
#include "direct.cuh"

/* Device scratch of an order; owned by the solver, grown as needed, freed by aps_order_free. */
typedef struct {
  uint32_t *key[2];
  int32_t *row[2]; /* row[0] is the result */
  int32_t *count;  /* [256][blocks] */
  double *sorted;  /* [columns][n] */
  int64_t room, count_room, sorted_room;
} aps_gpu_order;

extern "C" {
/* order->row[0][0 … n) = the rows 0 … n-1 of the columns x, sorted by cell of a grid of 1024^3 over
 * the frame's bounding box; rows of one cell keep their order. Then order->sorted[k][i] =
 * column[k][order->row[0][i]] for n_columns columns, NULL ones skipped. APS_EMEM, APS_EDEVICE. */
aps_err APS_ROW(aps_order_make)(aps_cuda *, const double *const x[3], const aps_gpu_frame *,
                                int64_t n, int n_columns, const double *const *column,
                                aps_gpu_order *);
void APS_ROW(aps_order_free)(aps_cuda *, aps_gpu_order *);
}
#endif
