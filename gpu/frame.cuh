/* The particles' frame on the card: powers of two that bring them to unit size. */
#ifndef APS_GPU_FRAME_CUH
#define APS_GPU_FRAME_CUH
#include "check.cuh"
#include "direct.cuh"

typedef struct { /* device scratch, owned by the solver */
  double *measured;
} aps_gpu_measure;

struct aps_frame_wish {
  const double *x, *y, *z, *m, *u, *v, *w; /* [n]; u, v, w may be NULL */
  int64_t n;
  double eps;          /* of uniform softening: the extent is at least this; 0: none or each its own */
  int extent_exponent; /* extents are brought below 2^this, masses and speeds below 1 */
  int floor_exponent;  /* floor2 = 2^(2 this) */
  double box[3];       /* > 0: of a periodic box, whose middle is the centre; its images lie up to four edges apart */
};

extern "C" {
aps_err APS_ROW(aps_frame_open)(aps_cuda *, aps_gpu_measure *);
/* *out, on the device. Broken rows are left out. APS_EDEVICE. */
aps_err APS_ROW(aps_frame_make)(aps_cuda *, aps_gpu_measure *, const aps_frame_wish *, aps_gpu_frame *out);
void APS_ROW(aps_frame_close)(aps_cuda *, aps_gpu_measure *);
}
#endif
