/* Direct summation on the card: the tiled kernel.
 *
 * A block of 128 threads owns 128 I sinks, I per thread in registers, and walks over its slice of
 * the sources in tiles of 128 that pass through shared memory, double-buffered: one barrier per
 * tile, and one 16-byte shared load serves I interactions (Nyland, Harris & Prins 2007,
 * section 31.4, with register blocking). Per interaction a_i += m_j s(r2) (x_j - x_i)      13
 * instructions in float: 3 FADD, 6 FFMA, 3 FMUL, 1 MUFU, + LDS.128 / I.
 *
 * Mixed precision: positions are columns of double. Each block subtracts its own centre from sinks
 * and sources in double before rounding to float, and adds the float sums of a tile to double sums.
 * All lengths, masses and speeds are first divided by powers of two (aps_gpu_frame), so that
 * neither cgs units nor a hard floor leave the range of float. */
#ifndef APS_GPU_DIRECT_CUH
#define APS_GPU_DIRECT_CUH
#include "gpu.h"
#include "../src/apsis.h"

enum {
  APS_TILE = 128,            /* threads of a block and sources of a tile */
  APS_SYMMETRIC_GROUP = 1536 /* particles of one side in the symmetric kernel */
};

/* Powers of two that bring the particles to unit size, and what follows from them; made on the
 * device by direct.cu. */
struct aps_gpu_frame {
  double length, mass, speed;             /* code units of one scaled unit */
  double inv_length, inv_mass, inv_speed; /* their inverses */
  double centre[3];                       /* middle of the bounding box, code length */
  double eps2, floor2;        /* of uniform softening, and its least value; scaled length^2 */
  double total_mass, spread2; /* scaled; spread2: mean square distance from the mean position */
  double equal_mass;          /* of every particle, scaled; 0: they differ */
};

/* Consecutive sinks that one block takes; count 0: none. */
struct aps_gpu_run {
  int32_t first, count;
};

struct aps_tiled_args {
  const double *x, *y, *z, *m, *u, *v, *w,
      *eps; /* sources: n_sources rows; sinks are rows of the same columns */
  int64_t n_sources, n_sinks;
  const int32_t *index;   /* rows of the sinks; NULL: row = sink */
  const aps_gpu_run *run; /* of each blockIdx.x, at most the sinks of a block; NULL: in turn */
  const aps_gpu_frame *frame;
  int64_t slice;   /* sources per blockIdx.y; a multiple of 32 */
  double *partial; /* [slices][width of want][n_sinks], scaled units */
  int one_centre;  /* 1: rebase to the frame's centre instead of the block's (precision single) */
};
typedef void aps_tiled_kernel(aps_tiled_args);

typedef struct {
  aps_tiled_kernel *run;
  int sinks_per_thread;
} aps_tiled_choice;
enum { WANT_A, WANT_A_POT, WANT_A_JERK, WANT_POT, WANTS };

/* The symmetric kernel works on all rows at once; see symmetric_kernel.cuh. */
struct aps_symmetric_args {
  const double *x, *y, *z, *m;
  int64_t n;
  const aps_gpu_run *run; /* the groups; NULL: in turn */
  const aps_gpu_frame *frame;
  int64_t *sum;            /* [3 or 4][n], fixed point; zero at the start */
  double a_unit, pot_unit; /* multiples of a scaled unit per scaled acceleration and potential */
};
typedef void aps_symmetric_kernel(aps_symmetric_args);

/* Made by direct_<law>.cu, one file per law to keep compile times apart. */
#define APS_GPU_LAW(law)                                                                           \
  extern "C" aps_tiled_choice APS_ROW(aps_tiled_##law)(int in_double, int want, int uniform,       \
                                                       int few);                                   \
  extern "C" aps_symmetric_kernel *APS_ROW(aps_symmetric_##law)(int potential, int equal);
APS_GPU_LAW(newton)
APS_GPU_LAW(plummer)
APS_GPU_LAW(spline)
#undef APS_GPU_LAW
#endif
