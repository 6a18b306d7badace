/* Extents, masses and speeds of all rows in two launches, and the powers of two that follow. */
#include "frame.cuh"
#include <float.h>

namespace {

constexpr int THREADS = 256, MEASURE_BLOCKS = 256;

enum { /* what measure finds; maxima first, then sums */
       M_HIGH = 0,
       M_LOW = 3,
       M_VHIGH = 6,
       M_VLOW = 9,
       M_MASS = 12,
       M_LIGHT = 13, /* the least mass, negative */
       M_MAXIMA = 14,
       M_TOTAL = 14,
       M_SHIFT = 15,
       M_SQUARE = 18,
       M_COUNT = 19
};
struct measure_space {
  double warp[THREADS / 32];
};

static __device__ __forceinline__ bool is_finite(double x) { return fabs(x) <= DBL_MAX; }

/* Maximum or sum over the block in a fixed order; thread 0 has it. */
static __device__ __forceinline__ double fold_block(bool sum, double value, double *shared) {
#pragma unroll
  for (int by = 16; by > 0; by >>= 1) {
    const double other = __shfl_down_sync(~0u, value, by);
    value = sum ? value + other : gpu_max(value, other);
  }
  __syncthreads();
  if ((threadIdx.x & 31) == 0) shared[threadIdx.x >> 5] = value;
  __syncthreads();
  for (int w = 1; threadIdx.x == 0 && w < THREADS / 32; w++)
    value = sum ? value + shared[w] : gpu_max(value, shared[w]);
  return value;
}

/* Extents, largest and total mass, and the spread of positions about row 0. Broken rows are left
 * out: their NaN must not spoil the others' sums. out [M_COUNT][gridDim.x]. */
static __global__ void __launch_bounds__(THREADS) measure(const aps_frame_wish a, double *out) {
  APS_SHARED(measure_space, shared);
  double found[M_COUNT];
#pragma unroll
  for (int k = 0; k < M_COUNT; k++) found[k] = k < M_MAXIMA ? -DBL_MAX : 0;
  const double *const column[6] = {a.x, a.y, a.z, a.u, a.v, a.w};
  for (int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x; i < a.n;
       i += (int64_t)gridDim.x * THREADS) {
#pragma unroll
    for (int d = 0; d < 6; d++) {
      const int high = d < 3 ? M_HIGH + d : M_VHIGH + d - 3;
      const double x = column[d] ? column[d][i] : 0;
      if (!is_finite(x)) continue;
      found[high] = gpu_max(found[high], x);
      found[high + 3] = gpu_max(found[high + 3], -x);
      if (d > 2) continue;
      const double shift = x - column[d][0];
      if (!is_finite(shift)) continue;
      found[M_SHIFT + d] += shift;
      found[M_SQUARE] += shift * shift;
    }
    const double m = fabs(a.m[i]);
    found[M_LIGHT] = gpu_max(found[M_LIGHT], is_finite(m) ? -a.m[i] : DBL_MAX);
    if (!is_finite(m)) continue;
    found[M_MASS] = gpu_max(found[M_MASS], m);
    found[M_TOTAL] += m;
  }
#pragma unroll
  for (int k = 0; k < M_COUNT; k++) {
    const double value = fold_block(k >= M_MAXIMA, found[k], shared.warp);
    if (threadIdx.x == 0) out[k * gridDim.x + blockIdx.x] = value;
  }
}

/* The power of two that brings `size` into [2^(exponent-1), 2^exponent); 1 where there is no size.
 */
static __device__ double power_scale(double size, int exponent) {
  int e;
  if (!(size > 0 && size <= DBL_MAX)) return 1;
  frexp(size, &e);
  return ldexp(1.0, exponent - e);
}

static __global__ void __launch_bounds__(THREADS)
    make_frame(const aps_frame_wish a, const double *measured, int blocks, aps_gpu_frame *out) {
  APS_SHARED(measure_space, shared);
  double m[M_COUNT];
#pragma unroll
  for (int k = 0; k < M_COUNT; k++) {
    double value = k < M_MAXIMA ? -DBL_MAX : 0;
    for (int b = threadIdx.x; b < blocks; b += THREADS)
      value = k < M_MAXIMA ? gpu_max(value, measured[k * blocks + b])
                           : value + measured[k * blocks + b];
    m[k] = fold_block(k >= M_MAXIMA, value, shared.warp);
  }
  if (threadIdx.x != 0) return;
  double extent = a.eps, speed = 0, mean2 = 0;
  for (int d = 0; d < 3; d++) {
    const bool some = m[M_HIGH + d] >= -m[M_LOW + d];
    out->centre[d] = some ? m[M_HIGH + d] / 2 - m[M_LOW + d] / 2 : 0;
    if (some) extent = gpu_max(extent, m[M_HIGH + d] + m[M_LOW + d]);
    speed = gpu_max(speed, m[M_VHIGH + d] + m[M_VLOW + d]);
    mean2 += m[M_SHIFT + d] / (double)a.n * (m[M_SHIFT + d] / (double)a.n);
  }
  for (int d = 0; d < 3 && a.box[0] > 0; d++) {
    out->centre[d] = a.box[d] / 2;
    extent = gpu_max(d ? extent : a.eps, 4 * a.box[d]);
  }
  out->inv_length = power_scale(extent, a.extent_exponent);
  out->inv_mass = power_scale(m[M_MASS], 0);
  out->inv_speed = power_scale(speed, 0);
  out->length = 1 / out->inv_length;
  out->mass = 1 / out->inv_mass;
  out->speed = 1 / out->inv_speed;
  const double eps = a.eps * out->inv_length;
  out->floor2 = ldexp(1.0, 2 * a.floor_exponent);
  out->eps2 = gpu_max(eps * eps, out->floor2);
  out->total_mass = m[M_TOTAL] * out->inv_mass;
  out->equal_mass = m[M_MASS] == -m[M_LIGHT] ? m[M_MASS] * out->inv_mass : 0;
  out->spread2 = (m[M_SQUARE] / (double)a.n - mean2) * out->inv_length * out->inv_length;
}

} // namespace

extern "C" aps_err APS_ROW(aps_frame_open)(aps_cuda *d, aps_gpu_measure *m) {
  return cuda_alloc(d, "the particles' frame", M_COUNT * MEASURE_BLOCKS * sizeof(double), (void **)&m->measured);
}

extern "C" void APS_ROW(aps_frame_close)(aps_cuda *d, aps_gpu_measure *m) {
  cuda_free(d, m->measured);
  m->measured = nullptr;
}

extern "C" aps_err APS_ROW(aps_frame_make)(aps_cuda *d, aps_gpu_measure *m, const aps_frame_wish *a, aps_gpu_frame *out) {
  const int64_t wanted = (a->n + THREADS - 1) / THREADS;
  const int blocks = wanted < MEASURE_BLOCKS ? (int)wanted : MEASURE_BLOCKS;
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(measure, dim3((unsigned)blocks), dim3(THREADS), d->stream, *a, m->measured);
  CUDA_TRY_LAUNCH(d, "frame, measure");
  APS_LAUNCH(make_frame, dim3(1), dim3(THREADS), d->stream, *a, m->measured, blocks, out);
  CUDA_TRY_LAUNCH(d, "frame");
  return APS_OK;
}
