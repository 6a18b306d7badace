/* Every CUDA call is checked here: a failure becomes a typed error with the call's name and CUDA's
 * own words. */
#ifndef APS_GPU_CHECK_CUH
#define APS_GPU_CHECK_CUH
#include "gpu.h"
#include "../src/core/ctx.h"
#include <stdio.h>
#include <string.h>

struct aps_cuda { /* an open device; the `self` of the backend row and setup.device of the forces */
  aps_ctx *ctx;
  int ordinal;
  cudaStream_t stream; /* all work of one simulation, in order */
  char name[256];
  char bus_id[32]; /* "": not known */
  char lost[512]; /* the first error after which the device answers nothing else, or "" */
  double *folded; /* [room] device scratch of reduce */
  double *result; /* [APS_REDUCE_MAX] pinned host memory */
  int64_t room;
};

/* After these every later call fails too, until the process ends. */
static bool cuda_is_lost(cudaError_t e) {
  switch ((int)e) {
  case cudaErrorECCUncorrectable:
  case cudaErrorIllegalAddress:
  case cudaErrorLaunchTimeout:
  case cudaErrorLaunchFailure:
  case cudaErrorUnknown:
    return true;
  default:
    return (int)e >= 710 && (int)e < 720; /* assert, misaligned address, illegal instruction … */
  }
}

static aps_err cuda_fail(aps_cuda *d, cudaError_t e, const char *call) {
  const int length = (int)strcspn(call, "(<");
  if (d->lost[0])
    return aps_fail(d->ctx, APS_EDEVICE, "%s", d->lost); /* the first cause, not its echoes */
  (void)cudaGetLastError(); /* forget it, or the next launch would report it again */
  if (e == cudaErrorMemoryAllocation) {
    aps_fail(d->ctx, APS_EMEM, "cuda:%d: %.*s: out of device memory", d->ordinal, length, call);
    return aps_hint(d->ctx, "fewer particles, another GPU (--device cuda:N) or --device cpu");
  }
  snprintf(d->lost, sizeof d->lost, "cuda:%d (%s): %.*s: %s (%s)", d->ordinal, d->name, length,
           call, cudaGetErrorString(e), cudaGetErrorName(e));
  aps_fail(d->ctx, APS_EDEVICE, "%s", d->lost);
  if (!cuda_is_lost(e)) d->lost[0] = '\0';
  return aps_hint(
      d->ctx,
      "`apsis doctor` tests the device; the run continues from its last checkpoint with --restart, "
      "also with --device cpu");
}

#define CUDA_TRY(d, call)                                                                          \
  do {                                                                                             \
    const cudaError_t error_ = (call);                                                             \
    if (error_ != cudaSuccess) return cuda_fail(d, error_, #call);                                 \
  } while (0)
/* After a launch: `what` names the kernel. */
#define CUDA_TRY_LAUNCH(d, what)                                                                   \
  do {                                                                                             \
    const cudaError_t error_ = cudaGetLastError();                                                 \
    if (error_ != cudaSuccess) return cuda_fail(d, error_, what);                                  \
  } while (0)

/* Each entry point makes its device the calling thread's current one: simulations may use several.
 */
static inline aps_err cuda_enter(aps_cuda *d) {
  if (d->lost[0]) return aps_fail(d->ctx, APS_EDEVICE, "%s", d->lost);
  CUDA_TRY(d, cudaSetDevice(d->ordinal));
  return APS_OK;
}

/* APS_EMEM with the sizes; *out is then NULL. `what` names the use in the message. */
static inline aps_err cuda_alloc(aps_cuda *d, const char *what, size_t bytes, void **out) {
  *out = nullptr;
  APS_TRY(cuda_enter(d));
  const cudaError_t e = cudaMalloc(out, bytes);
  if (e == cudaSuccess) return APS_OK;
  *out = nullptr;
  if (e != cudaErrorMemoryAllocation) return cuda_fail(d, e, "cudaMalloc");
  (void)cudaGetLastError();
  size_t free_bytes = 0, total = 0;
  (void)cudaMemGetInfo(&free_bytes, &total);
  aps_fail(d->ctx, APS_EMEM, "cuda:%d: no room for %.3f MB of %s, %.3f MB of %.3f MB are free",
           d->ordinal, (double)bytes / 1e6, what, (double)free_bytes / 1e6, (double)total / 1e6);
  return aps_hint(d->ctx, "fewer particles, another GPU (--device cuda:N) or --device cpu");
}

static inline void cuda_free(aps_cuda *d, void *data) {
  if (data == nullptr) return;
  (void)cudaSetDevice(d->ordinal);
  (void)cudaFree(data); /* waits for the work that uses it; on a lost device it fails, and the
                     memory is gone anyway */
  (void)cudaGetLastError();
}

/* Room for at least `items` of `size` bytes in *data; contents are not kept. */
static inline aps_err cuda_grow(aps_cuda *d, const char *what, void **data, int64_t *room,
                                int64_t items, size_t size) {
  if (items <= *room) return APS_OK;
  cuda_free(d, *data);
  *data = nullptr;
  *room = 0;
  APS_TRY(cuda_alloc(d, what, (size_t)items * size, data));
  *room = items;
  return APS_OK;
}
#endif
