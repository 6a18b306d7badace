/* The CUDA backend: the verbs as kernels, one thread per row, on one stream per simulation. Rows
 * come out with the same bits as on the CPU; sums run in blocks of fixed length and then in block
 * order, independent of grid and device. */
#include "check.cuh"
#include "../src/core/array.h"
#include "../src/core/rungs.h"
#include <stdlib.h>

#ifndef APS_CUDA_ARCHITECTURES
#define APS_CUDA_ARCHITECTURES "this build's"
#endif

namespace {

constexpr int THREADS = 256;

/* ---- probing: is there a device that can run our kernels, and if not, why */

static __global__ void touch(int *out) { *out = 42; }

static cudaError_t really_runs(int ordinal, size_t *free_bytes, size_t *total) {
  cudaError_t e = cudaSetDevice(ordinal);
  if (e != cudaSuccess) return e;
  int *out = nullptr, seen = 0;
  if ((e = cudaMalloc(&out, sizeof *out)) != cudaSuccess) return e;
  APS_LAUNCH(touch, dim3(1), dim3(1), 0, out);
  if ((e = cudaGetLastError()) == cudaSuccess)
    e = cudaMemcpyAsync(&seen, out, sizeof seen, cudaMemcpyDeviceToHost, 0);
  if (e == cudaSuccess) e = cudaStreamSynchronize(0);
  if (e == cudaSuccess && seen != 42) e = cudaErrorUnknown;
  if (e == cudaSuccess) e = cudaMemGetInfo(free_bytes, total);
  const cudaError_t freed = cudaFree(out);
  return e != cudaSuccess ? e : freed;
}

static int say(char *text, size_t size, cudaError_t e, const char *name, int major, int minor) {
  (void)cudaGetLastError();
  switch ((int)e) {
  case cudaErrorMemoryAllocation:
    return snprintf(text, size, "%s: its memory is full, not even a few bytes are free", name), 0;
  case cudaErrorDevicesUnavailable:
    return snprintf(text, size, "%s: busy, another process holds it exclusively", name), 0;
  case cudaErrorNoKernelImageForDevice:
  case cudaErrorUnsupportedPtxVersion:
    return snprintf(text, size,
                    "%s: compute capability %d.%d, but this build has kernels for %s only", name,
                    major, minor, APS_CUDA_ARCHITECTURES),
           0;
  default:
    return snprintf(text, size, "%s: a test kernel failed: %s (%s)", name, cudaGetErrorString(e),
                    cudaGetErrorName(e)),
           0;
  }
}

static int no_devices(char *text, size_t size, cudaError_t e, int driver, int runtime) {
  (void)cudaGetLastError();
  switch ((int)e) {
  case cudaErrorNoDevice:
    return snprintf(text, size, "a CUDA driver is installed, but no NVIDIA GPU is visible"), 0;
  case cudaErrorInsufficientDriver:
    return snprintf(text, size,
                    "the CUDA driver supports CUDA %d.%d, this build needs %d.%d or later",
                    driver / 1000, driver % 1000 / 10, runtime / 1000, runtime % 1000 / 10),
           0;
  case cudaErrorSystemDriverMismatch:
    return snprintf(text, size,
                    "the driver's kernel module and its library differ in version: reboot, or "
                    "reinstall it"),
           0;
  default:
    return snprintf(text, size, "CUDA does not start: %s (%s)", cudaGetErrorString(e),
                    cudaGetErrorName(e)),
           0;
  }
}

/* The device's context, which the driver makes at the first call, stays until the process ends. */
static int probe(int ordinal, char *text, size_t size) {
  int driver = 0, runtime = 0, devices = 0, before = 0, mode = 0;
  (void)cudaRuntimeGetVersion(&runtime);
  if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0) {
    (void)cudaGetLastError();
    return snprintf(text, size, "no CUDA driver is installed"), 0;
  }
  cudaError_t e = cudaGetDeviceCount(&devices);
  if (e == cudaSuccess && devices == 0) e = cudaErrorNoDevice;
  if (e != cudaSuccess) return no_devices(text, size, e, driver, runtime);
  if (ordinal < 0 || ordinal >= devices)
    return snprintf(text, size, "there is no such device, this machine has %d, numbered from 0",
                    devices),
           0;
  cudaDeviceProp p;
  if ((e = cudaGetDeviceProperties(&p, ordinal)) != cudaSuccess)
    return say(text, size, e, "cuda", 0, 0);
  if ((e = cudaDeviceGetAttribute(&mode, cudaDevAttrComputeMode, ordinal)) != cudaSuccess)
    return say(text, size, e, p.name, p.major, p.minor);
  if (mode == cudaComputeModeProhibited)
    return snprintf(text, size, "%s: its compute mode is `prohibited`, see nvidia-smi -c", p.name),
           0;
  size_t free_bytes = 0, total = 0;
  if ((e = cudaGetDevice(&before)) == cudaSuccess) e = really_runs(ordinal, &free_bytes, &total);
  if (e != cudaSuccess) say(text, size, e, p.name, p.major, p.minor);
  (void)cudaSetDevice(before);
  if (e != cudaSuccess) return 0;
  snprintf(text, size,
           "usable, %s, compute capability %d.%d, %.1f GB free of %.1f GB, driver for CUDA %d.%d, "
           "built with %d.%d",
           p.name, p.major, p.minor, (double)free_bytes / 1e9, (double)total / 1e9, driver / 1000,
           driver % 1000 / 10, runtime / 1000, runtime % 1000 / 10);
  return 1;
}

/* ---- opening and memory */

static void close_cuda(void **self) {
  aps_cuda *d = (aps_cuda *)*self;
  *self = nullptr;
  if (d == nullptr) return;
  cuda_free(d, d->folded);
  if (d->result) (void)cudaFreeHost(d->result);
  if (d->stream) (void)cudaStreamDestroy(d->stream);
  (void)cudaGetLastError();
  aps_release(d->ctx, d);
}

static aps_err open_parts(aps_cuda *d) {
  cudaDeviceProp p;
  CUDA_TRY(d, cudaSetDevice(d->ordinal));
  CUDA_TRY(d, cudaGetDeviceProperties(&p, d->ordinal));
  snprintf(d->name, sizeof d->name, "%s", p.name);
  if (cudaDeviceGetPCIBusId(d->bus_id, sizeof d->bus_id, d->ordinal) != cudaSuccess) {
    (void)cudaGetLastError();
    d->bus_id[0] = '\0';
  }
  CUDA_TRY(d, cudaStreamCreateWithFlags(&d->stream, cudaStreamNonBlocking));
  CUDA_TRY(d, cudaMallocHost(&d->result, APS_REDUCE_MAX * sizeof(double)));
  return APS_OK;
}

static aps_err open_cuda(aps_ctx *ctx, int ordinal, int threads, void **self) {
  (void)threads;
  *self = nullptr;
  char text[512];
  if (!probe(ordinal, text, sizeof text)) {
    aps_fail(ctx, APS_EDEVICE, "cuda:%d: %s", ordinal, text);
    return aps_hint(
        ctx, "--device cpu runs without a GPU; `apsis doctor` shows what this machine offers");
  }
  aps_cuda *d = (aps_cuda *)aps_alloc(ctx, "backend", 1, sizeof *d);
  if (d == nullptr) return APS_EMEM;
  d->ctx = ctx;
  d->ordinal = ordinal;
  *self = d;
  const aps_err err = open_parts(d);
  if (err != APS_OK) close_cuda(self);
  return err;
}

static void *alloc(void *self, size_t bytes) {
  void *out;
  return cuda_alloc((aps_cuda *)self, "columns", bytes, &out) == APS_OK ? out : nullptr;
}

static void release(void *self, void *data) { cuda_free((aps_cuda *)self, data); }

/* Host memory may be reused when this returns. */
static aps_err copy(void *self, void *dst, aps_space to, const void *src, aps_space from,
                    size_t bytes) {
  aps_cuda *d = (aps_cuda *)self;
  APS_TRY(cuda_enter(d));
  const cudaMemcpyKind kind =
      to == APS_DEVICE     ? from == APS_DEVICE ? cudaMemcpyDeviceToDevice : cudaMemcpyHostToDevice
      : from == APS_DEVICE ? cudaMemcpyDeviceToHost
                           : cudaMemcpyHostToHost;
  CUDA_TRY(d, cudaMemcpyAsync(dst, src, bytes, kind, d->stream));
  if (kind != cudaMemcpyDeviceToDevice) CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  return APS_OK;
}

static aps_err zero(void *self, void *dst, size_t bytes) {
  aps_cuda *d = (aps_cuda *)self;
  APS_TRY(cuda_enter(d));
  CUDA_TRY(d, cudaMemsetAsync(dst, 0, bytes, d->stream));
  return APS_OK;
}

static __global__ void __launch_bounds__(THREADS)
    take_rows(const aps_array from, int64_t n, double *to) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i < n) to[i] = aps_array_row(&from, i);
}

static unsigned blocks_of(int64_t n) { return (unsigned)((n + THREADS - 1) / THREADS); }

static aps_err take(void *self, int64_t n, const aps_array *from, double *to) {
  aps_cuda *d = (aps_cuda *)self;
  if (n == 0) return APS_OK;
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(take_rows, dim3(blocks_of(n)), dim3(THREADS), d->stream, *from, n, to);
  CUDA_TRY_LAUNCH(d, "take");
  return APS_OK;
}

/* ---- combine, wrap */

struct combination {
  double *to[3];
  const double *from[APS_TERMS_MAX][3];
  double coef[APS_TERMS_MAX];
  int terms;
  int64_t n;
};

/* The CPU row rounds alike: the first product, then fused multiply-adds in order. */
static __global__ void __launch_bounds__(THREADS) combine_rows(const combination c) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= c.n) return;
  const int k = blockIdx.y;
  double sum = gpu_mul(c.coef[0], c.from[0][k][i]);
#pragma unroll
  for (int t = 1; t < APS_TERMS_MAX; t++)
    if (t < c.terms) sum = __fma_rn(c.coef[t], c.from[t][k][i], sum);
  c.to[k][i] = sum;
}

static aps_err combine(void *self, int64_t n, double *const dst[3], int terms, const double *coef,
                       double *const (*src)[3]) {
  aps_cuda *d = (aps_cuda *)self;
  if (n == 0) return APS_OK;
  combination c = {};
  c.n = n;
  c.terms = terms;
  for (int k = 0; k < 3; k++) {
    c.to[k] = dst[k];
    for (int t = 0; t < terms; t++) c.from[t][k] = src[t][k];
  }
  for (int t = 0; t < terms; t++) c.coef[t] = coef[t];
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(combine_rows, dim3(blocks_of(n), 3), dim3(THREADS), d->stream, c);
  CUDA_TRY_LAUNCH(d, "combine");
  return APS_OK;
}

static __global__ void __launch_bounds__(THREADS) wrap_rows(double *x, int64_t n, double box) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= n) return;
  const double w = gpu_sub(x[i], gpu_mul(box, floor(x[i] / box)));
  x[i] = w >= box ? 0 : w; /* a tiny negative x rounds up to the box */
}

static aps_err wrap(void *self, aps_view p, const double box[3]) {
  aps_cuda *d = (aps_cuda *)self;
  double *const x[3] = {p.x, p.y, p.z};
  if (p.n == 0) return APS_OK;
  APS_TRY(cuda_enter(d));
  for (int k = 0; k < 3; k++) {
    if (!(box[k] > 0)) continue;
    APS_LAUNCH(wrap_rows, dim3(blocks_of(p.n)), dim3(THREADS), d->stream, x[k], p.n, box[k]);
    CUDA_TRY_LAUNCH(d, "wrap");
  }
  return APS_OK;
}

/* ---- reduce: 1024 rows per block, then the blocks' values in order of their number */

template <int WHAT>
constexpr int width_of = WHAT == APS_SUM_STATE ? APS_STATE_COUNT
                         : WHAT == APS_EXTENT  ? 6
                                               : 1;

static __device__ __forceinline__ double fold(aps_reduction what, int k, double a, double b) {
  const int how = aps_reduce_fold(what, k);
  if (how == 0) return a + b;
  return (how == 1 ? b < a : b > a) ? b : a;
}

/* Folds one value per thread in a fixed order: over a warp by halving, then over the warps. Thread
 * 0 has the result. */
static __device__ __forceinline__ double fold_block(aps_reduction what, int k, double value,
                                                    double *shared) {
#pragma unroll
  for (int by = 16; by > 0; by >>= 1)
    value = fold(what, k, value, __shfl_down_sync(~0u, value, by));
  __syncthreads(); /* the previous component has been read */
  if ((threadIdx.x & 31) == 0) shared[threadIdx.x >> 5] = value;
  __syncthreads();
  if (threadIdx.x == 0)
    for (int w = 1; w < THREADS / 32; w++) value = fold(what, k, value, shared[w]);
  return value;
}

struct fold_space {
  double warp[THREADS / 32];
};

template <int WHAT>
static __global__ void __launch_bounds__(THREADS)
    reduce_rows(const aps_view p, double arg, double *out) {
  APS_SHARED(fold_space, shared);
  constexpr aps_reduction what = (aps_reduction)WHAT;
  constexpr int width = width_of<WHAT>;
  double total[width];
#pragma unroll
  for (int k = 0; k < width; k++) total[k] = aps_reduce_start(what, k);
  for (int r = 0; r < APS_REDUCE_BLOCK; r += THREADS) {
    const int64_t i = (int64_t)blockIdx.x * APS_REDUCE_BLOCK + r + threadIdx.x;
    double row[APS_REDUCE_MAX];
    if (i >= p.n) continue;
    aps_reduce_row(&p, what, arg, i, row);
#pragma unroll
    for (int k = 0; k < width; k++) total[k] = fold(what, k, total[k], row[k]);
  }
#pragma unroll
  for (int k = 0; k < width; k++) {
    const double value = fold_block(what, k, total[k], shared.warp);
    if (threadIdx.x == 0) out[(int64_t)k * gridDim.x + blockIdx.x] = value;
  }
}

/* Component blockIdx.x over all blocks of reduce_rows. */
static __global__ void __launch_bounds__(THREADS)
    reduce_blocks(int what, const double *part, int64_t blocks, double *out) {
  APS_SHARED(fold_space, shared);
  const int k = blockIdx.x;
  double total = aps_reduce_start((aps_reduction)what, k);
  for (int64_t b = threadIdx.x; b < blocks; b += THREADS)
    total = fold((aps_reduction)what, k, total, part[(int64_t)k * blocks + b]);
  total = fold_block((aps_reduction)what, k, total, shared.warp);
  if (threadIdx.x == 0) out[k] = total;
}

typedef void reduce_kernel(const aps_view, double, double *);

static reduce_kernel *reduce_of(aps_reduction what) {
  switch (what) {
  case APS_SUM_STATE:
    return reduce_rows<APS_SUM_STATE>;
  case APS_MIN_ACCEL:
    return reduce_rows<APS_MIN_ACCEL>;
  case APS_MIN_START:
    return reduce_rows<APS_MIN_START>;
  case APS_MIN_AARSETH:
    return reduce_rows<APS_MIN_AARSETH>;
  case APS_FIRST_BAD:
    return reduce_rows<APS_FIRST_BAD>;
  default:
    return reduce_rows<APS_EXTENT>;
  }
}

static aps_err reduce(void *self, aps_view p, aps_reduction what, double arg, double *out) {
  aps_cuda *d = (aps_cuda *)self;
  const int width = aps_reduce_width(what);
  for (int k = 0; k < width; k++) out[k] = aps_reduce_start(what, k);
  if (p.n == 0) return APS_OK;
  const int64_t blocks = (p.n + APS_REDUCE_BLOCK - 1) / APS_REDUCE_BLOCK;
  APS_TRY(cuda_enter(d));
  APS_TRY(cuda_grow(d, "reduction scratch", (void **)&d->folded, &d->room,
                    (blocks + 1) * APS_REDUCE_MAX, sizeof(double)));
  double *const folded = d->folded + blocks * width;
  APS_LAUNCH(reduce_of(what), dim3((unsigned)blocks), dim3(THREADS), d->stream, p, arg, d->folded);
  CUDA_TRY_LAUNCH(d, "reduce, rows");
  APS_LAUNCH(reduce_blocks, dim3((unsigned)width), dim3(THREADS), d->stream, (int)what, d->folded,
             blocks, folded);
  CUDA_TRY_LAUNCH(d, "reduce, blocks");
  CUDA_TRY(d, cudaMemcpyAsync(d->result, folded, (size_t)width * sizeof(double),
                              cudaMemcpyDeviceToHost, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  memcpy(out, d->result, (size_t)width * sizeof(double));
  return APS_OK;
}

/* ---- rows of an index list, and rows by their rung */

static __global__ void __launch_bounds__(THREADS)
    zero_list(double *column, const int32_t *index, int64_t n) {
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k < n) column[index[k]] = 0;
}

static aps_err zero_rows(void *self, aps_active rows, double *column) {
  aps_cuda *d = (aps_cuda *)self;
  if (rows.index == nullptr) return zero(self, column, (size_t)rows.n * sizeof *column);
  if (rows.n == 0) return APS_OK;
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(zero_list, dim3(blocks_of(rows.n)), dim3(THREADS), d->stream, column, rows.index,
             rows.n);
  CUDA_TRY_LAUNCH(d, "zero of rows");
  return APS_OK;
}

struct columns_of {
  const double *from[8];
};

static __global__ void __launch_bounds__(THREADS)
    gather_list(const columns_of columns, const int32_t *index, int64_t n, double *to) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i < n) to[blockIdx.y * n + i] = columns.from[blockIdx.y][index ? (int64_t)index[i] : i];
}

static aps_err gather(void *self, aps_active rows, int columns, const double *const *column, double *to) {
  aps_cuda *d = (aps_cuda *)self;
  columns_of from = {};
  if (rows.n == 0 || columns == 0) return APS_OK;
  APS_CHECK(d->ctx, columns <= 8, APS_EARG, "gather: %d columns, at most 8", columns);
  for (int k = 0; k < columns; k++) from.from[k] = column[k];
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(gather_list, dim3(blocks_of(rows.n), (unsigned)columns), dim3(THREADS), d->stream, from, rows.index, rows.n, to);
  CUDA_TRY_LAUNCH(d, "rows of columns");
  return APS_OK;
}

struct combination_by_rung { /* 3.4 kB, a kernel may be given 4 */
  double *to[3];
  const double *from[APS_TERMS_MAX][3];
  double coef[APS_TERMS_MAX][APS_RUNGS];
  const int8_t *rung;
  const int32_t *index;
  int terms;
  int64_t n;
};

static __device__ __forceinline__ int rung_of(const int8_t *rung, int64_t i) {
  return (unsigned char)rung[i] % APS_RUNGS;
}

/* Rounds as combine_rows does. */
static __global__ void __launch_bounds__(THREADS) combine_by_rung(const combination_by_rung c) {
  const int64_t j = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (j >= c.n) return;
  const int64_t i = c.index ? c.index[j] : j;
  const int k = blockIdx.y, r = rung_of(c.rung, i);
  double sum = gpu_mul(c.coef[0][r], c.from[0][k][i]);
#pragma unroll
  for (int t = 1; t < APS_TERMS_MAX; t++)
    if (t < c.terms) sum = __fma_rn(c.coef[t][r], c.from[t][k][i], sum);
  c.to[k][i] = sum;
}

static aps_err combine_rungs(void *self, aps_view p, aps_active rows, double *const dst[3],
                             int terms, const double (*coef)[APS_RUNGS], double *const (*src)[3]) {
  aps_cuda *d = (aps_cuda *)self;
  if (rows.n == 0) return APS_OK;
  combination_by_rung c = {};
  c.rung = p.rung;
  c.index = rows.index;
  c.n = rows.n;
  c.terms = terms;
  for (int k = 0; k < 3; k++) {
    c.to[k] = dst[k];
    for (int t = 0; t < terms; t++) c.from[t][k] = src[t][k];
  }
  memcpy(c.coef, coef, (size_t)terms * sizeof *coef);
  APS_TRY(cuda_enter(d));
  APS_LAUNCH(combine_by_rung, dim3(blocks_of(rows.n), 3), dim3(THREADS), d->stream, c);
  CUDA_TRY_LAUNCH(d, "combine by rung");
  return APS_OK;
}

/* Rows that count, in order: blocks count theirs, one block sums the counts, and each block then
 * writes its own from there on. A thread looks at SELECT consecutive rows. */
constexpr int SELECT = 8;

struct select_space {
  int32_t sum[THREADS];
};

/* Exclusive sum over the block's threads; *total is that of all. */
static __device__ __forceinline__ int32_t scan_block(int32_t value, int32_t *sum, int32_t *total) {
  const int i = threadIdx.x;
  sum[i] = value;
  for (int by = 1; by < THREADS; by *= 2) {
    __syncthreads();
    const int32_t other = i >= by ? sum[i - by] : 0;
    __syncthreads();
    sum[i] += other;
  }
  __syncthreads();
  *total = sum[THREADS - 1];
  return sum[i] - value;
}

static __device__ __forceinline__ int32_t count_rows(const int8_t *rung, int64_t n, int least,
                                                     int64_t first) {
  int32_t count = 0;
  for (int64_t i = first; i < first + SELECT && i < n; i++) count += rung_of(rung, i) >= least;
  return count;
}

static __global__ void __launch_bounds__(THREADS)
    count_selected(const int8_t *rung, int64_t n, int least, int32_t *count) {
  APS_SHARED(select_space, shared);
  int32_t total;
  const int64_t first = ((int64_t)blockIdx.x * THREADS + threadIdx.x) * SELECT;
  scan_block(count_rows(rung, n, least, first), shared.sum, &total);
  if (threadIdx.x == 0) count[blockIdx.x] = total;
}

/* count becomes where each block begins, and count[blocks] the number of all. */
static __global__ void __launch_bounds__(THREADS) sum_selected(int32_t *count, int blocks) {
  APS_SHARED(select_space, shared);
  const int length = (blocks + THREADS - 1) / THREADS, first = threadIdx.x * length;
  int32_t sum = 0, total;
  for (int b = first; b < first + length && b < blocks; b++) sum += count[b];
  int32_t before = scan_block(sum, shared.sum, &total);
  for (int b = first; b < first + length && b < blocks; b++) {
    const int32_t here = count[b];
    count[b] = before;
    before += here;
  }
  if (threadIdx.x == 0) count[blocks] = total;
}

static __global__ void __launch_bounds__(THREADS)
    write_selected(const int8_t *rung, int64_t n, int least, const int32_t *start, int32_t *index) {
  APS_SHARED(select_space, shared);
  int32_t total;
  const int64_t first = ((int64_t)blockIdx.x * THREADS + threadIdx.x) * SELECT;
  const int32_t mine = count_rows(rung, n, least, first);
  int32_t at = start[blockIdx.x] + scan_block(mine, shared.sum, &total);
  for (int64_t i = first; i < first + SELECT && i < n; i++)
    if (rung_of(rung, i) >= least) index[at++] = (int32_t)i;
}

static aps_err select_rows(void *self, aps_view p, int least, int32_t *index, int64_t *n) {
  aps_cuda *d = (aps_cuda *)self;
  *n = 0;
  if (p.n == 0) return APS_OK;
  const int64_t blocks = (p.n + THREADS * SELECT - 1) / (THREADS * SELECT);
  APS_TRY(cuda_enter(d));
  APS_TRY(cuda_grow(d, "reduction scratch", (void **)&d->folded, &d->room, blocks / 2 + 1,
                    sizeof(double)));
  int32_t *const count = (int32_t *)d->folded;
  APS_LAUNCH(count_selected, dim3((unsigned)blocks), dim3(THREADS), d->stream, p.rung, p.n, least,
             count);
  CUDA_TRY_LAUNCH(d, "select, count");
  APS_LAUNCH(sum_selected, dim3(1), dim3(THREADS), d->stream, count, (int)blocks);
  CUDA_TRY_LAUNCH(d, "select, sum");
  APS_LAUNCH(write_selected, dim3((unsigned)blocks), dim3(THREADS), d->stream, p.rung, p.n, least,
             count, index);
  CUDA_TRY_LAUNCH(d, "select, write");
  CUDA_TRY(d, cudaMemcpyAsync(d->result, count + blocks, sizeof *count, cudaMemcpyDeviceToHost,
                              d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  int32_t found;
  memcpy(&found, d->result, sizeof found);
  *n = found;
  return APS_OK;
}

struct rung_space {
  unsigned count[APS_RUNGS];
};

static __global__ void __launch_bounds__(THREADS)
    choose_rungs(const aps_view p, const aps_active rows, const aps_rung_rule rule,
                 unsigned *count) {
  APS_SHARED(rung_space, shared);
  if (threadIdx.x < APS_RUNGS) shared.count[threadIdx.x] = 0;
  __syncthreads();
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k < rows.n) {
    const int64_t i = rows.index ? rows.index[k] : k;
    const int r = aps_rung_row(&p, &rule, i);
    p.rung[i] = (int8_t)r;
    atomicAdd(&shared.count[r], 1u);
  }
  __syncthreads();
  if (threadIdx.x < APS_RUNGS && shared.count[threadIdx.x])
    atomicAdd(&count[threadIdx.x], shared.count[threadIdx.x]);
}

/* Counts are integers, so the order of the atomic sums does not show. */
static aps_err rungs(void *self, aps_view p, aps_active rows, const aps_rung_rule *rule,
                     int64_t count[APS_RUNGS]) {
  aps_cuda *d = (aps_cuda *)self;
  unsigned seen[APS_RUNGS] = {};
  for (int r = 0; r < APS_RUNGS; r++) count[r] = 0;
  if (rows.n == 0) return APS_OK;
  APS_TRY(cuda_enter(d));
  APS_TRY(cuda_grow(d, "reduction scratch", (void **)&d->folded, &d->room, APS_RUNGS / 2,
                    sizeof(double)));
  CUDA_TRY(d, cudaMemsetAsync(d->folded, 0, sizeof seen, d->stream));
  APS_LAUNCH(choose_rungs, dim3(blocks_of(rows.n)), dim3(THREADS), d->stream, p, rows, *rule,
             (unsigned *)d->folded);
  CUDA_TRY_LAUNCH(d, "rungs");
  CUDA_TRY(d, cudaMemcpyAsync(seen, d->folded, sizeof seen, cudaMemcpyDeviceToHost, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  for (int r = 0; r < APS_RUNGS; r++) count[r] = seen[r];
  return APS_OK;
}

static aps_err memory(void *self, size_t *free_bytes, size_t *total) {
  aps_cuda *d = (aps_cuda *)self;
  APS_TRY(cuda_enter(d));
  CUDA_TRY(d, cudaMemGetInfo(free_bytes, total));
  return APS_OK;
}

static aps_err wait(void *self) {
  aps_cuda *d = (aps_cuda *)self;
  APS_TRY(cuda_enter(d));
  CUDA_TRY(d, cudaDeviceSynchronize());
  return APS_OK;
}

static const char *device_name(void *self) { return ((aps_cuda *)self)->name; }

static const char *bus_id(void *self) { return ((aps_cuda *)self)->bus_id; }

static constexpr aps_backend row() {
  aps_backend r{};
  r.about.name = "cuda";
  r.about.doc = "memory of an NVIDIA GPU, one stream per simulation";
  r.space = APS_DEVICE;
  r.probe = probe;
  r.open = open_cuda;
  r.close = close_cuda;
  r.alloc = alloc;
  r.release = release;
  r.copy = copy;
  r.zero = zero;
  r.combine = combine;
  r.wrap = wrap;
  r.reduce = reduce;
  r.memory = memory;
  r.device_name = device_name;
  r.bus_id = bus_id;
  r.zero_rows = zero_rows;
  r.combine_rungs = combine_rungs;
  r.select = select_rows;
  r.rungs = rungs;
  r.wait = wait;
  r.take = take;
  r.gather = gather;
  return r;
}

} // namespace

extern "C" const aps_backend APS_ROW(aps_backend);
const aps_backend APS_ROW(aps_backend) = row();
