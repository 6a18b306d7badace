/* The one include of every .cu: real CUDA under nvcc; under a plain C++ compiler the shim that runs
 * kernels in tests. */
#ifndef APS_GPU_H
#define APS_GPU_H

#ifdef __CUDACC__
#include <cuda_runtime.h>
#define APS_ROW(name)                                name##_cuda
#define APS_LAUNCH(kernel, grid, block, stream, ...) kernel<<<grid, block, 0, stream>>>(__VA_ARGS__)
#define APS_SHARED(type, name)                       __shared__ type name

/* x^-1/2 in one MUFU, 2 ulp. rsqrtf() adds three instructions for subnormal arguments. */
static __device__ __forceinline__ float gpu_rsqrt(float x) {
  float y;
  asm("rsqrt.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}
/* A seed of x^-1/2, good to 2^-20, from the upper word alone. */
static __device__ __forceinline__ double gpu_rsqrt_seed(double x) {
  double y;
  asm("rsqrt.approx.ftz.f64 %0, %1;" : "=d"(y) : "d"(x));
  return y;
}
static __device__ __forceinline__ float gpu_rcp(float x) {
  float y;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}
static __device__ __forceinline__ float gpu_fma(float a, float b, float c) {
  return __fmaf_rn(a, b, c);
}
static __device__ __forceinline__ double gpu_fma(double a, double b, double c) {
  return __fma_rn(a, b, c);
}
static __device__ __forceinline__ double gpu_mul(double a, double b) { return __dmul_rn(a, b); }
static __device__ __forceinline__ double gpu_sub(double a, double b) { return __dsub_rn(a, b); }
static __device__ __forceinline__ float gpu_max(float a, float b) { return fmaxf(a, b); }
static __device__ __forceinline__ double gpu_max(double a, double b) { return a > b ? a : b; }
#else
#include "shim/cudacpu.h"
#define APS_ROW(name) name##_cuda_cpu
#endif

#endif
