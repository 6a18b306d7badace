/* Runs CUDA C++ kernels on the CPU, for tests: no GPU and no CUDA toolkit needed.
 *
 * Blocks run one after the other; the threads of a block are fibers of one operating-system thread,
 * switched only where CUDA threads may have to wait: __syncthreads() and the warp's collectives. So
 * a run is deterministic for a given order of the threads, and APSIS_CUDACPU_ORDER changes that
 * order: forward (default), reverse, or a number, the seed of a shuffle renewed at every barrier.
 * Each warp runs as far as it gets before the next one starts; even seeds let all threads take
 * turns instead. A result that depends on the order is a race.
 *
 * Caught, with a message and abort(): barriers that not all threads reach or that stand on
 * different lines, collectives whose lanes disagree, deadlocks. Shared and device memory start as
 * NaN bytes and come from malloc one object at a time, so AddressSanitizer sees every step outside.
 * Kernels never run in parallel, so atomics are plain. */
#ifndef APS_CUDACPU_H
#define APS_CUDACPU_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "control.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)

/* ---- vector types, places
 * ------------------------------------------------------------------------ */

struct uint3 {
  unsigned x, y, z;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct dim3 {
  unsigned x, y, z;
  dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};

extern "C" {
typedef void aps_cudacpu_call(void *);
void aps_cudacpu_launch(const unsigned grid[3], const unsigned block[3], aps_cudacpu_call *,
                        void *);
const uint3 *aps_cudacpu_thread(void);
const uint3 *aps_cudacpu_block(void);
const uint3 *aps_cudacpu_extent(int of_grid);
void aps_cudacpu_barrier(int line);
enum { APS_CUDACPU_SYNC, APS_CUDACPU_SHUFFLE, APS_CUDACPU_BALLOT };
/* Waits for all lanes of the mask; value and source lane as the operation needs them. */
uint64_t aps_cudacpu_collective(int operation, unsigned mask, uint64_t value, int source, int line);
int aps_cudacpu_lane(void);
/* The object of this block that `key` names; NaN bytes at its first use in a block. */
void *aps_cudacpu_shared(const void *key, size_t bytes);
}

#define threadIdx (*aps_cudacpu_thread())
#define blockIdx  (*aps_cudacpu_block())
#define blockDim  (*aps_cudacpu_extent(0))
#define gridDim   (*aps_cudacpu_extent(1))
#define APS_SHARED(type, name)                                                                     \
  static const char name##_key = 0;                                                                \
  type &name = *(type *)aps_cudacpu_shared(&name##_key, sizeof(type))

template <class... P, class... A>
static void cudacpu_launch(void (*kernel)(P...), dim3 grid, dim3 block, A... args) {
  auto call = [&] { kernel(P(args)...); };
  const unsigned g[3] = {grid.x, grid.y, grid.z}, b[3] = {block.x, block.y, block.z};
  aps_cudacpu_launch(
      g, b, [](void *c) { (*(decltype(call) *)c)(); }, &call);
}
#define APS_LAUNCH(kernel, grid, block, stream, ...)                                               \
  ((void)(stream), cudacpu_launch(kernel, grid, block, __VA_ARGS__))

/* ---- what kernels call
 * --------------------------------------------------------------------------- */

#define __syncthreads() aps_cudacpu_barrier(__LINE__)
#define __syncwarp()    ((void)aps_cudacpu_collective(APS_CUDACPU_SYNC, ~0u, 0, 0, __LINE__))
#define __ballot_sync(m, p)                                                                        \
  ((unsigned)aps_cudacpu_collective(APS_CUDACPU_BALLOT, m, (p) != 0, 0, __LINE__))
#define __shfl_sync(m, v, lane)    cudacpu_shuffle(m, v, (lane)&31, __LINE__)
#define __shfl_xor_sync(m, v, bit) cudacpu_shuffle(m, v, aps_cudacpu_lane() ^ (bit), __LINE__)
#define __shfl_down_sync(m, v, by)                                                                 \
  cudacpu_shuffle(m, v,                                                                            \
                  aps_cudacpu_lane() + (by) < 32 ? aps_cudacpu_lane() + (by) : aps_cudacpu_lane(), \
                  __LINE__)

template <size_t> struct cudacpu_bits {
  typedef uint64_t type;
};
template <> struct cudacpu_bits<4> {
  typedef uint32_t type;
};
template <class T> static inline T cudacpu_shuffle(unsigned mask, T value, int source, int line) {
  static_assert(sizeof(T) == 4 || sizeof(T) == 8, "a shuffle moves 32 or 64 bits");
  typename cudacpu_bits<sizeof(T)>::type bits; /* of the same size: the copies cost nothing */
  memcpy(&bits, &value, sizeof value);
  bits = (decltype(bits))aps_cudacpu_collective(APS_CUDACPU_SHUFFLE, mask, bits, source, line);
  memcpy(&value, &bits, sizeof value);
  return value;
}
template <class T> static inline T atomicAdd(T *at, T value) {
  const T before = *at;
  *at = before + value;
  return before;
}
template <class T> static inline T atomicOr(T *at, T value) {
  const T before = *at;
  *at = before | value;
  return before;
}
template <class T> static inline T atomicMin(T *at, T value) {
  const T before = *at;
  if (value < before) *at = value;
  return before;
}

/* Stand-ins of the approximate instructions, and multiply-adds that need no FMA hardware to be
 * fast. */
static inline float gpu_rsqrt(float x) { return 1.0f / sqrtf(x); }
static inline double gpu_rsqrt_seed(double x) { return (double)(float)(1.0 / sqrt(x)); }
static inline float gpu_rcp(float x) { return 1.0f / x; }
static inline float gpu_fma(float a, float b, float c) { return (float)((double)a * b + c); }
static inline double gpu_fma(double a, double b, double c) { return a * b + c; }
static inline double gpu_mul(double a, double b) { return a * b; }
static inline double gpu_sub(double a, double b) { return a - b; }
static inline float gpu_max(float a, float b) { return a > b ? a : b; }
static inline double gpu_max(double a, double b) { return a > b ? a : b; }
static inline int __ffs(int x) { return __builtin_ffs(x); }
static inline int __popc(unsigned x) { return __builtin_popcount(x); }
static inline int __clzll(long long x) { return x ? __builtin_clzll((unsigned long long)x) : 64; }
static inline double __fma_rn(double a, double b, double c) { return fma(a, b, c); }
static inline long long __double2ll_rn(double x) { return llrint(x); }

/* ---- the runtime calls that gpu/ makes; all can be told to fail (control.h)
 * ----------------------- */

/* nodiscard, and an error in gpu/shim/CMakeLists.txt: no call goes unchecked. */
enum [[nodiscard]] cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorInvalidConfiguration = 9,
  cudaErrorInsufficientDriver = 35,
  cudaErrorDevicesUnavailable = 46,
  cudaErrorNoDevice = 100,
  cudaErrorInvalidDevice = 101,
  cudaErrorNoKernelImageForDevice = 209,
  cudaErrorECCUncorrectable = 214,
  cudaErrorUnsupportedPtxVersion = 222,
  cudaErrorIllegalAddress = 700,
  cudaErrorLaunchTimeout = 702,
  cudaErrorLaunchFailure = 719,
  cudaErrorSystemDriverMismatch = 803,
  cudaErrorCompatNotSupportedOnDevice = 804,
  cudaErrorUnknown = 999
};
typedef struct aps_cudacpu_stream *cudaStream_t;
enum cudaMemcpyKind {
  cudaMemcpyHostToHost,
  cudaMemcpyHostToDevice,
  cudaMemcpyDeviceToHost,
  cudaMemcpyDeviceToDevice
};
enum cudaDeviceAttr { cudaDevAttrComputeMode = 20 };
enum cudaComputeMode { cudaComputeModeProhibited = 2 };
enum { cudaStreamNonBlocking = 1 };
struct cudaDeviceProp {
  char name[256];
  struct {
    char bytes[16];
  } uuid;
  size_t totalGlobalMem;
  int major, minor, multiProcessorCount;
};

extern "C" {
int aps_cudacpu_step(const char *call); /* counts the call; the error it is to return */
int aps_cudacpu_last(int clear);
void *aps_cudacpu_take(size_t bytes, int on_device);
void aps_cudacpu_give(void *, int on_device);
void aps_cudacpu_check(const void *, size_t bytes, const char *call);
cudaError_t aps_cudacpu_set(cudaError_t);
const aps_cudacpu_machine *aps_cudacpu_now(void);
size_t aps_cudacpu_room(void); /* bytes of the device still free */
}
#define CUDACPU_STEP(call)                                                                         \
  do {                                                                                             \
    const int failed = aps_cudacpu_step(call);                                                     \
    if (failed) return (cudaError_t)failed;                                                        \
  } while (0)

static inline cudaError_t cudaDriverGetVersion(int *version) {
  CUDACPU_STEP("cudaDriverGetVersion");
  *version = aps_cudacpu_now()->driver;
  return cudaSuccess;
}
static inline cudaError_t cudaRuntimeGetVersion(int *version) {
  CUDACPU_STEP("cudaRuntimeGetVersion");
  *version = aps_cudacpu_now()->runtime;
  return cudaSuccess;
}
static inline cudaError_t cudaGetDeviceCount(int *n) {
  CUDACPU_STEP("cudaGetDeviceCount");
  *n = 0;
  if (aps_cudacpu_now()->driver / 1000 < aps_cudacpu_now()->runtime / 1000)
    return aps_cudacpu_set(cudaErrorInsufficientDriver);
  *n = aps_cudacpu_now()->devices;
  return *n ? cudaSuccess : aps_cudacpu_set(cudaErrorNoDevice);
}
static inline cudaError_t cudaGetDevice(int *ordinal) {
  CUDACPU_STEP("cudaGetDevice");
  *ordinal = 0;
  return cudaSuccess;
}
static inline cudaError_t cudaSetDevice(int ordinal) {
  CUDACPU_STEP("cudaSetDevice");
  return ordinal < aps_cudacpu_now()->devices ? cudaSuccess
                                              : aps_cudacpu_set(cudaErrorInvalidDevice);
}
static inline cudaError_t cudaGetDeviceProperties(cudaDeviceProp *p, int device) {
  CUDACPU_STEP("cudaGetDeviceProperties");
  memset(p, 0, sizeof *p);
  strcpy(p->name, "cuda-cpu");
  p->totalGlobalMem = aps_cudacpu_now()->memory;
  p->major = 9;
  p->multiProcessorCount = 132;
  memset(&p->uuid, 0x40 + device, sizeof p->uuid);
  return cudaSuccess;
}
static inline cudaError_t cudaDeviceGetPCIBusId(char *id, int size, int device) {
  CUDACPU_STEP("cudaDeviceGetPCIBusId");
  if (size < 13) return aps_cudacpu_set(cudaErrorInvalidValue);
  strcpy(id, "0000:C0:00.0");
  id[6] = (char)('0' + device);
  return cudaSuccess;
}
static inline cudaError_t cudaDeviceGetAttribute(int *value, cudaDeviceAttr, int) {
  CUDACPU_STEP("cudaDeviceGetAttribute");
  *value = aps_cudacpu_now()->compute_mode;
  return cudaSuccess;
}
static inline cudaError_t cudaMemGetInfo(size_t *free_bytes, size_t *total) {
  CUDACPU_STEP("cudaMemGetInfo");
  *total = aps_cudacpu_now()->memory;
  *free_bytes = aps_cudacpu_room();
  return cudaSuccess;
}
template <class T> static inline cudaError_t cudaMalloc(T **out, size_t bytes) {
  CUDACPU_STEP("cudaMalloc");
  if (bytes > aps_cudacpu_room()) return aps_cudacpu_set(cudaErrorMemoryAllocation);
  *out = (T *)aps_cudacpu_take(bytes, 1);
  return cudaSuccess;
}
static inline cudaError_t cudaFree(void *p) {
  const int failed = aps_cudacpu_step("cudaFree");
  aps_cudacpu_give(p, 1); /* a lost device has lost its memory: never a leak */
  return (cudaError_t)failed;
}
template <class T> static inline cudaError_t cudaMallocHost(T **out, size_t bytes) {
  CUDACPU_STEP("cudaMallocHost");
  *out = (T *)aps_cudacpu_take(bytes, 0);
  return cudaSuccess;
}
static inline cudaError_t cudaFreeHost(void *p) {
  const int failed = aps_cudacpu_step("cudaFreeHost");
  aps_cudacpu_give(p, 0);
  return (cudaError_t)failed;
}
static inline cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes,
                                          cudaMemcpyKind kind, cudaStream_t) {
  CUDACPU_STEP("cudaMemcpyAsync");
  if (kind & 1) aps_cudacpu_check(to, bytes, "cudaMemcpyAsync"); /* to the device: kinds 1 and 3 */
  if (kind & 2)
    aps_cudacpu_check(from, bytes, "cudaMemcpyAsync"); /* from the device: kinds 2 and 3 */
  memmove(to, from, bytes);
  return cudaSuccess;
}
static inline cudaError_t cudaMemsetAsync(void *to, int value, size_t bytes, cudaStream_t) {
  CUDACPU_STEP("cudaMemsetAsync");
  aps_cudacpu_check(to, bytes, "cudaMemsetAsync");
  memset(to, value, bytes);
  return cudaSuccess;
}
static inline cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned) {
  CUDACPU_STEP("cudaStreamCreateWithFlags");
  *stream = (cudaStream_t)aps_cudacpu_take(1, 0);
  return cudaSuccess;
}
static inline cudaError_t cudaDeviceGetStreamPriorityRange(int *least, int *greatest) {
  CUDACPU_STEP("cudaDeviceGetStreamPriorityRange");
  *least = 0, *greatest = -5;
  return cudaSuccess;
}
static inline cudaError_t cudaStreamCreateWithPriority(cudaStream_t *stream, unsigned, int) {
  CUDACPU_STEP("cudaStreamCreateWithPriority");
  *stream = (cudaStream_t)aps_cudacpu_take(1, 0);
  return cudaSuccess;
}
static inline cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  const int failed = aps_cudacpu_step("cudaStreamDestroy");
  aps_cudacpu_give(stream, 0);
  return (cudaError_t)failed;
}
static inline cudaError_t cudaDeviceSynchronize() {
  CUDACPU_STEP("cudaDeviceSynchronize");
  return cudaSuccess;
}
static inline cudaError_t cudaStreamSynchronize(cudaStream_t) {
  CUDACPU_STEP("cudaStreamSynchronize");
  return cudaSuccess;
}

/* An event is the time at which it was recorded: nothing here runs later than it is asked for. */
typedef double *cudaEvent_t;
extern "C" double aps_wall(void);
static inline cudaError_t cudaEventCreate(cudaEvent_t *event) {
  CUDACPU_STEP("cudaEventCreate");
  *event = (cudaEvent_t)aps_cudacpu_take(sizeof **event, 0);
  return cudaSuccess;
}
static inline cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t) {
  CUDACPU_STEP("cudaEventRecord");
  *event = aps_wall();
  return cudaSuccess;
}
static inline cudaError_t cudaEventElapsedTime(float *ms, cudaEvent_t from, cudaEvent_t to) {
  CUDACPU_STEP("cudaEventElapsedTime");
  *ms = (float)(1e3 * (*to - *from));
  return cudaSuccess;
}
static inline cudaError_t cudaEventDestroy(cudaEvent_t event) {
  const int failed = aps_cudacpu_step("cudaEventDestroy");
  aps_cudacpu_give(event, 0);
  return (cudaError_t)failed;
}

/* ---- buffers of OpenGL, and other devices' memory ---- */

struct cudaGraphicsResource {
  void *memory;
  size_t bytes;
  int mapped;
  unsigned name;
};
typedef cudaGraphicsResource *cudaGraphicsResource_t;
enum { cudaGraphicsRegisterFlagsNone = 0 };
extern "C" const cudaGraphicsResource *aps_cudacpu_find_buffer(unsigned name);
extern "C" const aps_cudacpu_drawing *aps_cudacpu_drawing_now(void);
extern "C" void aps_cudacpu_unmapped(const cudaGraphicsResource *);

static inline cudaError_t cudaGLGetDevices(unsigned *n, int *list, unsigned most, int) {
  CUDACPU_STEP("cudaGLGetDevices");
  *n = aps_cudacpu_drawing_now()->device >= 0 && most > 0;
  if (!*n) return aps_cudacpu_set(cudaErrorNoDevice);
  list[0] = aps_cudacpu_drawing_now()->device;
  return cudaSuccess;
}
static inline cudaError_t cudaGraphicsGLRegisterBuffer(cudaGraphicsResource **out, unsigned name,
                                                       unsigned) {
  CUDACPU_STEP("cudaGraphicsGLRegisterBuffer");
  const cudaGraphicsResource *is = aps_cudacpu_find_buffer(name);
  if (!is || aps_cudacpu_drawing_now()->no_sharing) return aps_cudacpu_set(cudaErrorUnknown);
  *out = (cudaGraphicsResource *)aps_cudacpu_take(sizeof **out, 0);
  **out = *is;
  (*out)->name = name;
  return cudaSuccess;
}
static inline cudaError_t cudaGraphicsUnregisterResource(cudaGraphicsResource *r) {
  const int failed = aps_cudacpu_step("cudaGraphicsUnregisterResource");
  aps_cudacpu_give(r, 0);
  return (cudaError_t)failed;
}
static inline cudaError_t cudaGraphicsMapResources(int, cudaGraphicsResource **r, cudaStream_t) {
  CUDACPU_STEP("cudaGraphicsMapResources");
  (*r)->mapped++;
  return (*r)->mapped == 1 ? cudaSuccess : aps_cudacpu_set(cudaErrorInvalidValue);
}
static inline cudaError_t cudaGraphicsUnmapResources(int, cudaGraphicsResource **r, cudaStream_t) {
  CUDACPU_STEP("cudaGraphicsUnmapResources");
  (*r)->mapped--;
  aps_cudacpu_unmapped(*r);
  return (*r)->mapped == 0 ? cudaSuccess : aps_cudacpu_set(cudaErrorInvalidValue);
}
static inline cudaError_t cudaGraphicsResourceGetMappedPointer(void **at, size_t *bytes,
                                                               cudaGraphicsResource *r) {
  CUDACPU_STEP("cudaGraphicsResourceGetMappedPointer");
  if (r->mapped != 1) return aps_cudacpu_set(cudaErrorInvalidValue);
  *at = r->memory, *bytes = r->bytes;
  return cudaSuccess;
}
static inline cudaError_t cudaDeviceCanAccessPeer(int *can, int, int) {
  CUDACPU_STEP("cudaDeviceCanAccessPeer");
  *can = !aps_cudacpu_drawing_now()->no_peers;
  return cudaSuccess;
}
static inline cudaError_t cudaMemcpyPeerAsync(void *to, int, const void *from, int, size_t bytes,
                                              cudaStream_t) {
  CUDACPU_STEP("cudaMemcpyPeerAsync");
  aps_cudacpu_check(from, bytes, "cudaMemcpyPeerAsync");
  memmove(to, from, bytes);
  return cudaSuccess;
}

static inline cudaError_t cudaGetLastError(void) {
  CUDACPU_STEP("cudaGetLastError");
  return (cudaError_t)aps_cudacpu_last(1);
}
static inline const char *cudaGetErrorName(cudaError_t e) {
  switch (e) {
  case cudaSuccess:
    return "cudaSuccess";
  case cudaErrorMemoryAllocation:
    return "cudaErrorMemoryAllocation";
  case cudaErrorNoDevice:
    return "cudaErrorNoDevice";
  case cudaErrorInsufficientDriver:
    return "cudaErrorInsufficientDriver";
  case cudaErrorIllegalAddress:
    return "cudaErrorIllegalAddress";
  case cudaErrorLaunchFailure:
    return "cudaErrorLaunchFailure";
  case cudaErrorECCUncorrectable:
    return "cudaErrorECCUncorrectable";
  default:
    return "cudaErrorUnknown";
  }
}
static inline const char *cudaGetErrorString(cudaError_t e) {
  switch (e) {
  case cudaSuccess:
    return "no error";
  case cudaErrorMemoryAllocation:
    return "out of memory";
  case cudaErrorNoDevice:
    return "no CUDA-capable device is detected";
  case cudaErrorInsufficientDriver:
    return "CUDA driver version is insufficient for CUDA runtime version";
  case cudaErrorIllegalAddress:
    return "an illegal memory access was encountered";
  case cudaErrorLaunchFailure:
    return "unspecified launch failure";
  case cudaErrorECCUncorrectable:
    return "uncorrectable ECC error encountered";
  default:
    return "unknown error";
  }
}
#endif
