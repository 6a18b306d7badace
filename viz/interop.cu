/* Points from a card to OpenGL: packed on the card, then handed over within it, to a second card,
 * or through pinned host memory one frame late. Nothing of OpenGL's headers is needed: a buffer is
 * a number. CUDA's calls for it are in the runtime library that gpu/ links anyhow. */
#include "card.cuh"
#include <math.h>
#include "pack.inc"

#ifdef __CUDACC__ /* as in cuda_gl_interop.h, which would want GL/gl.h */
extern "C" {
cudaError_t cudaGLGetDevices(unsigned *count, int *devices, unsigned most, int list);
cudaError_t cudaGraphicsGLRegisterBuffer(cudaGraphicsResource **, unsigned buffer, unsigned flags);
}
#endif

namespace {

constexpr int GL_ALL_DEVICES = 1; /* cudaGLDeviceListAll */

struct pack_args {
  aps_card_points p;
  double per;
};

static __global__ void __launch_bounds__(CARD_THREADS) pack_points(const pack_args a, float4 *out) {
  const int64_t i = (int64_t)blockIdx.x * CARD_THREADS + threadIdx.x;
  if (i >= a.p.n) return;
  float point[4];
  aps_pack_point(&a.p, a.per, i, point);
  out[i] = float4{point[0], point[1], point[2], point[3]};
}

/* Before what else the card has to do: a picture is many small kernels, each of which would wait for a large one. */
static aps_err open_stream(card *c) {
  int least, greatest;
  CUDA_TRY(&c->cuda, cudaDeviceGetStreamPriorityRange(&least, &greatest));
  CUDA_TRY(&c->cuda, cudaStreamCreateWithPriority(&c->cuda.stream, cudaStreamNonBlocking, greatest));
  for (cudaEvent_t &e : c->at) CUDA_TRY(&c->cuda, cudaEventCreate(&e));
  return APS_OK;
}

static void close_stream(card *c) {
  for (cudaEvent_t &e : c->at)
    if (e && cudaEventDestroy(e) != cudaSuccess) (void)!cudaGetLastError();
  if (c->cuda.stream && cudaStreamDestroy(c->cuda.stream) != cudaSuccess) (void)!cudaGetLastError();
}

static aps_err open_card(aps_ctx *ctx, int ordinal, void **self) {
  card *c = (card *)aps_alloc(ctx, "picture", 1, sizeof *c);
  *self = nullptr;
  if (!c) return APS_EMEM;
  c->cuda.ctx = ctx, c->cuda.ordinal = ordinal, c->waiting.n = -1;
  snprintf(c->cuda.name, sizeof c->cuda.name, "drawing");
  aps_err err = cuda_enter(&c->cuda);
  if (err == APS_OK) err = open_stream(c);
  if (err != APS_OK) return close_stream(c), aps_release(ctx, c), err;
  *self = c;
  return APS_OK;
}

static void forget(void *self) {
  card *c = (card *)self;
  if (!c->registered) return;
  (void)!cudaSetDevice(c->registered_on);
  if (cudaGraphicsUnregisterResource(c->resource) != cudaSuccess) (void)!cudaGetLastError();
  c->registered = 0;
}

static void close_card(void **self) {
  card *c = (card *)*self;
  if (!c) return;
  forget(c);
  (void)!cudaSetDevice(c->cuda.ordinal);
  (void)!cudaStreamSynchronize(c->cuda.stream);
  APS_ROW(aps_card_splat_free)(c);
  (void)!cudaFree(c->packed);
  (void)!cudaFreeHost(c->pinned);
  close_stream(c);
  aps_release(c->cuda.ctx, c);
  *self = nullptr;
}

static aps_err pack(void *self, const aps_card_points *p) {
  card *c = (card *)self;
  APS_TRY(cuda_enter(&c->cuda));
  if (p->n > c->room) {
    const int64_t room = p->n + p->n / 4;
    c->room = 0;
    APS_TRY(card_room(c, "points", (size_t)room * sizeof(float4), (void **)&c->packed));
    c->room = room;
  }
  c->n = p->n;
  memcpy(c->origin, p->origin, sizeof c->origin);
  c->wish = p->wish, c->number++;
  if (p->n == 0) return APS_OK;
  const pack_args a = {*p, aps_pack_per(p)};
  APS_LAUNCH(pack_points, dim3(card_blocks(p->n)), dim3(CARD_THREADS), c->cuda.stream, a,
             c->packed);
  CUDA_TRY_LAUNCH(&c->cuda, "pack_points");
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  return APS_OK;
}

/* ---- the ways ---- */

static aps_card_parcel parcel_of(const card *c) {
  return {c->n, {c->origin[0], c->origin[1], c->origin[2]}, c->wish, c->number};
}

/* Begins to copy what was packed last; delivers what the call before began. */
static aps_err deliver_late(card *c, void *mapped, aps_card_parcel *out) {
  const int first = c->waiting.n < 0 || c->n > c->pinned_room;
  if (c->n > c->pinned_room) {
    const int64_t room = c->n + c->n / 4;
    CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
    CUDA_TRY(&c->cuda, cudaFreeHost(c->pinned));
    c->pinned = nullptr, c->pinned_room = 0;
    CUDA_TRY(&c->cuda, cudaMallocHost(&c->pinned, (size_t)room * sizeof(float4)));
    c->pinned_room = room;
  }
  const size_t bytes = (size_t)c->n * sizeof(float4);
  if (first) { /* nothing to show otherwise */
    if (bytes)
      CUDA_TRY(&c->cuda, cudaMemcpyAsync(c->pinned, c->packed, bytes, cudaMemcpyDeviceToHost,
                                         c->cuda.stream));
    c->waiting = parcel_of(c);
  }
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  *out = c->waiting;
  if (out->n > 0) memcpy(mapped, c->pinned, (size_t)out->n * sizeof(float4));
  if (bytes && !first)
    CUDA_TRY(&c->cuda,
             cudaMemcpyAsync(c->pinned, c->packed, bytes, cudaMemcpyDeviceToHost, c->cuda.stream));
  c->waiting = parcel_of(c);
  return APS_OK;
}

static aps_err register_buffer(card *c, int gl_device, unsigned buffer) {
  if (c->registered == buffer && c->registered_on == gl_device) return APS_OK;
  forget(c);
  CUDA_TRY(&c->cuda, cudaSetDevice(gl_device)); /* the card that draws maps it */
  CUDA_TRY(&c->cuda,
           cudaGraphicsGLRegisterBuffer(&c->resource, buffer, cudaGraphicsRegisterFlagsNone));
  c->registered = buffer, c->registered_on = gl_device;
  return APS_OK;
}

/* The buffer belongs to card gl_device; what is copied to this one. */
static aps_err copy_into(card *c, int gl_device, int64_t offset, const void *from, size_t bytes) {
  void *at = nullptr;
  size_t size = 0;
  CUDA_TRY(&c->cuda, cudaGraphicsResourceGetMappedPointer(&at, &size, c->resource));
  APS_CHECK(c->cuda.ctx, (size_t)offset + bytes <= size, APS_EINTERNAL,
            "OpenGL's buffer has %zu bytes, %zu are needed", size, (size_t)offset + bytes);
  if (gl_device == c->cuda.ordinal)
    CUDA_TRY(&c->cuda, cudaMemcpyAsync((char *)at + offset, from, bytes,
                                       cudaMemcpyDeviceToDevice, c->cuda.stream));
  else
    CUDA_TRY(&c->cuda, cudaMemcpyPeerAsync((char *)at + offset, gl_device, from,
                                           c->cuda.ordinal, bytes, c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  return APS_OK;
}

static aps_err share(card *c, int gl_device, unsigned buffer, int64_t offset, const void *from,
                     size_t bytes) {
  if (bytes == 0) return APS_OK;
  APS_TRY(register_buffer(c, gl_device, buffer));
  CUDA_TRY(&c->cuda, cudaSetDevice(gl_device));
  CUDA_TRY(&c->cuda, cudaGraphicsMapResources(1, &c->resource, 0));
  const aps_err err = copy_into(c, gl_device, offset, from, bytes);
  const cudaError_t e = cudaGraphicsUnmapResources(1, &c->resource, 0);
  if (err != APS_OK) return err;
  CUDA_TRY(&c->cuda, e);
  CUDA_TRY(&c->cuda, cudaSetDevice(c->cuda.ordinal));
  return APS_OK;
}

static aps_err deliver(void *self, aps_way way, int gl_device, unsigned buffer, int64_t offset,
                       void *mapped, aps_card_parcel *out) {
  card *c = (card *)self;
  APS_TRY(cuda_enter(&c->cuda));
  if (way == APS_WAY_LATE) return deliver_late(c, mapped, out);
  *out = parcel_of(c);
  return APS_ROW(aps_card_share)(c, gl_device, buffer, offset, c->packed,
                                 (size_t)c->n * sizeof(float4));
}

static double spent(void *self) { return 1e-3 * ((const card *)self)->spent_ms; }
static void packed(void *self, aps_card_parcel *out) { *out = parcel_of((card *)self); }

/* ---- what the choice of a way asks ---- */

static int gl_devices(int *out, int most, char *why, size_t size) {
  unsigned n = 0;
  const cudaError_t e = cudaGLGetDevices(&n, out, (unsigned)most, GL_ALL_DEVICES);
  if (e == cudaSuccess && n > 0) return (int)n;
  (void)!cudaGetLastError();
  return snprintf(why, size, "%s", e == cudaSuccess ? "none" : cudaGetErrorString(e)), 0;
}

static int uuid(int device, unsigned char out[16]) {
  cudaDeviceProp p;
  if (cudaGetDeviceProperties(&p, device) != cudaSuccess) return (void)!cudaGetLastError(), 0;
  memcpy(out, &p.uuid, 16);
  return 1;
}

static int peer(int from, int to) {
  int can = 0;
  if (cudaDeviceCanAccessPeer(&can, from, to) != cudaSuccess) return (void)!cudaGetLastError(), 0;
  return can;
}

static const char *trial(int device, unsigned buffer) {
  cudaGraphicsResource_t r = nullptr;
  void *at = nullptr;
  size_t size = 0;
  cudaError_t e = cudaSetDevice(device);
  if (e == cudaSuccess) e = cudaGraphicsGLRegisterBuffer(&r, buffer, cudaGraphicsRegisterFlagsNone);
  if (e == cudaSuccess) {
    if ((e = cudaGraphicsMapResources(1, &r, 0)) == cudaSuccess) {
      e = cudaGraphicsResourceGetMappedPointer(&at, &size, r);
      const cudaError_t unmapped = cudaGraphicsUnmapResources(1, &r, 0);
      if (e == cudaSuccess) e = unmapped;
    }
    const cudaError_t gone = cudaGraphicsUnregisterResource(r);
    if (e == cudaSuccess) e = gone;
  }
  if (e == cudaSuccess) return nullptr;
  (void)!cudaGetLastError();
  return cudaGetErrorString(e);
}

} // namespace

/* Sharing fails with errors (999) that elsewhere mean a lost card: whether it is one, the next way
 * will tell. */
aps_err APS_ROW(aps_card_share)(card *c, int gl_device, unsigned buffer, int64_t offset,
                                const void *from, size_t bytes) {
  const aps_err err = share(c, gl_device, buffer, offset, from, bytes);
  if (err != APS_OK) c->cuda.lost[0] = '\0';
  return err;
}

extern "C" const aps_card_row APS_ROW(aps_card);
const aps_card_row APS_ROW(aps_card) = {gl_devices, uuid, peer,    trial,  open_card,
                                        close_card, pack, deliver, forget, packed, APS_ROW(aps_card_splat), spent};
