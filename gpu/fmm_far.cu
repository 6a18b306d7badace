/* The far images of a periodic box on the card: moments of all particles, and the polynomial that src/force/lattice.c makes of
 * them, at each. The coefficients in between are the host's work, while the card fills its cells. All in double; the sums over
 * particles go by tiles of rows, each added up in one order: the bits depend on no order of threads. docs/periodic.md. */
#include "fmm.cuh"

namespace {

constexpr int THREADS = 256, WARPS = THREADS / 32, TILE = 64, POWERS = APS_LATTICE_MOST + 1, MOST_BLOCKS = 512;
constexpr int TERMS = POWERS * (POWERS + 1) * (POWERS + 2) / 6, ROUNDS = (TERMS + THREADS - 1) / THREADS;

struct gather_space {
  double power[3][TILE][POWERS]; /* of u, v, w; those of u times the mass */
};
struct add_space {
  double coefficient[TERMS];
};

/* From the middle of the box, in edges. */
static __device__ __forceinline__ double place_of(const aps_fmm_args &a, double x, int axis) {
  return gpu_into(a, x, axis) / a.box[axis] - 0.5;
}

static __device__ __forceinline__ int power_of(int32_t packed, int axis) { return packed >> 8 * axis & 255; }

/* A block takes every gridDim.x-th tile of rows, a thread every THREADS-th term. sums[block][terms] */
static __global__ void __launch_bounds__(THREADS) gather(const aps_fmm_args a, const int32_t *power, int degree, int terms, double *sums) {
  APS_SHARED(gather_space, shared);
  double sum[ROUNDS];
#pragma unroll
  for (int r = 0; r < ROUNDS; r++) sum[r] = 0;
  for (int64_t tile = blockIdx.x; tile * TILE < a.n; tile += gridDim.x) {
    const int axis = threadIdx.x / TILE, at = threadIdx.x % TILE;
    const int64_t i = tile * TILE + at;
    __syncthreads();
    if (axis < 3) {
      const double u = i < a.n ? place_of(a, (axis == 0 ? a.x : axis == 1 ? a.y : a.z)[i], axis) : 0;
      double p = axis ? 1 : i < a.n ? a.m[i] : 0;
      for (int k = 0; k <= degree; k++) shared.power[axis][at][k] = p, p *= u;
    }
    __syncthreads();
#pragma unroll
    for (int r = 0; r < ROUNDS; r++) {
      const int term = r * THREADS + threadIdx.x;
      if (term >= terms) continue;
      const int32_t of = power[term];
      const double *u = &shared.power[0][0][power_of(of, 0)], *v = &shared.power[1][0][power_of(of, 1)],
                   *w = &shared.power[2][0][power_of(of, 2)];
      double s = 0;
#pragma unroll 4
      for (int k = 0; k < TILE * POWERS; k += POWERS) s = gpu_fma(u[k] * v[k], w[k], s);
      sum[r] += s;
    }
  }
#pragma unroll
  for (int r = 0; r < ROUNDS; r++)
    if (r * THREADS + (int)threadIdx.x < terms) sums[(int64_t)blockIdx.x * terms + r * THREADS + threadIdx.x] = sum[r];
}

/* A warp per term. */
static __global__ void __launch_bounds__(THREADS) add_up(const double *sums, int blocks, int terms, double *moment) {
  const int lane = threadIdx.x & 31, term = (int)(blockIdx.x * WARPS + (threadIdx.x >> 5));
  if (term >= terms) return;
  double sum = 0;
  for (int b = lane; b < blocks; b += 32) sum += sums[(int64_t)b * terms + term];
#pragma unroll
  for (int by = 16; by > 0; by >>= 1) sum += __shfl_xor_sync(~0u, sum, by);
  if (lane == 0) moment[term] = sum;
}

/* A thread per active row: Horner's rule from the highest powers down; u, v and w are the outer, middle and inner loop. */
static __global__ void __launch_bounds__(THREADS)
    add_field(const aps_fmm_args a, const double *field, int degree, int terms, aps_active active) {
  APS_SHARED(add_space, shared);
  for (int k = threadIdx.x; k < terms; k += THREADS) shared.coefficient[k] = field[k];
  __syncthreads();
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k >= active.n) return;
  const int64_t i = active.index ? (int64_t)active.index[k] : k;
  const double x = place_of(a, a.x[i], 0), y = place_of(a, a.y[i], 1), z = place_of(a, a.z[i], 2);
  double A[4] = {0, 0, 0, 0}; /* value; by u, v, w */
  int at = terms;             /* coefficients are taken from the last one on */
  for (int p = degree; p >= 0; p--) {
    double B[3] = {0, 0, 0}; /* value; by v, w */
    for (int q = degree - p; q >= 0; q--) {
      double C[2] = {0, 0};
      for (int e = degree - p - q; e >= 0; e--) C[1] = gpu_fma(C[1], z, C[0]), C[0] = gpu_fma(C[0], z, shared.coefficient[--at]);
      B[1] = gpu_fma(B[1], y, B[0]), B[0] = gpu_fma(B[0], y, C[0]), B[2] = gpu_fma(B[2], y, C[1]);
    }
    A[1] = gpu_fma(A[1], x, A[0]), A[0] = gpu_fma(A[0], x, B[0]), A[2] = gpu_fma(A[2], x, B[1]), A[3] = gpu_fma(A[3], x, B[2]);
  }
  for (int d = 0; d < 3; d++)
    if (a.to[d]) a.to[d][i] += a.G * (A[d + 1] / a.box[d]);
  if (a.to[3]) a.to[3][i] -= a.G * A[0];
}

static int blocks_of(int64_t n) { return n < (int64_t)TILE * MOST_BLOCKS ? (int)((n + TILE - 1) / TILE) : MOST_BLOCKS; }

} // namespace

aps_err APS_ROW(aps_fmm_far_open)(aps_cuda *d, const aps_force_setup *setup, aps_gpu_far *far) {
  APS_TRY(aps_lattice_open(setup->ctx, setup->box, aps_fmm_far_degree(setup->box, setup->accuracy), &far->lattice));
  far->terms = aps_lattice_terms(far->lattice, &far->degree);
  const size_t bytes = sizeof(double) * (size_t)far->terms;
  int32_t power[TERMS], n = 0;
  for (int p = 0; p <= far->degree; p++)
    for (int q = 0; p + q <= far->degree; q++)
      for (int e = 0; p + q + e <= far->degree; e++) power[n++] = p | q << 8 | e << 16;
  APS_TRY(cuda_alloc(d, "far images", bytes * MOST_BLOCKS, (void **)&far->sums));
  APS_TRY(cuda_alloc(d, "far images", bytes, (void **)&far->moment));
  APS_TRY(cuda_alloc(d, "far images", bytes, (void **)&far->field));
  APS_TRY(cuda_alloc(d, "far images", sizeof *power * (size_t)n, (void **)&far->power));
  CUDA_TRY(d, cudaMallocHost(&far->host, 2 * bytes));
  CUDA_TRY(d, cudaMemcpyAsync(far->power, power, sizeof *power * (size_t)n, cudaMemcpyHostToDevice, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream)); /* before `power` goes */
  return APS_OK;
}

void APS_ROW(aps_fmm_far_close)(aps_cuda *d, aps_gpu_far *far) {
  aps_lattice_free(&far->lattice);
  cuda_free(d, far->sums);
  cuda_free(d, far->moment);
  cuda_free(d, far->field);
  cuda_free(d, far->power);
  if (far->host) (void)cudaFreeHost(far->host);
  memset(far, 0, sizeof *far);
}

aps_err APS_ROW(aps_fmm_far_gather)(aps_cuda *d, const aps_fmm_args *a, aps_gpu_far *far) {
  const int blocks = blocks_of(a->n);
  APS_LAUNCH(gather, dim3((unsigned)blocks), dim3(THREADS), d->stream, *a, (const int32_t *)far->power, far->degree, far->terms, far->sums);
  CUDA_TRY_LAUNCH(d, "fmm, moments for far images");
  APS_LAUNCH(add_up, dim3((unsigned)((far->terms + WARPS - 1) / WARPS)), dim3(THREADS), d->stream, (const double *)far->sums, blocks,
             far->terms, far->moment);
  CUDA_TRY_LAUNCH(d, "fmm, sums for far images");
  CUDA_TRY(d, cudaMemcpyAsync(far->host, far->moment, sizeof(double) * (size_t)far->terms, cudaMemcpyDeviceToHost, d->stream));
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_far_settle)(aps_cuda *d, aps_gpu_far *far) {
  const size_t bytes = sizeof(double) * (size_t)far->terms;
  memcpy(far->host + far->terms, aps_lattice_take(far->lattice, far->host), bytes);
  CUDA_TRY(d, cudaMemcpyAsync(far->field, far->host + far->terms, bytes, cudaMemcpyHostToDevice, d->stream));
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_far_add)(aps_cuda *d, const aps_fmm_args *a, const aps_gpu_far *far, aps_active active) {
  APS_LAUNCH(add_field, dim3((unsigned)((active.n + THREADS - 1) / THREADS)), dim3(THREADS), d->stream, *a, (const double *)far->field,
             far->degree, far->terms, active);
  CUDA_TRY_LAUNCH(d, "fmm, far images");
  return APS_OK;
}

size_t APS_ROW(aps_fmm_far_bytes)(const aps_force_setup *setup) {
  const size_t p = (size_t)aps_fmm_far_degree(setup->box, setup->accuracy), terms = (p + 1) * (p + 2) * (p + 3) / 6;
  return sizeof(double) * terms * (MOST_BLOCKS + 2) + sizeof(int32_t) * terms;
}
