/* What splat.cu and interop.cu share: an open card. */
#ifndef APS_CARD_CUH
#define APS_CARD_CUH
#include "../gpu/check.cuh"
extern "C" {
#include "card.h"
}

constexpr int CARD_THREADS = 128;

struct card_memory {
  void *at;
  size_t bytes;
};

struct card {
  aps_cuda cuda;  /* ctx, ordinal, stream, what was lost */
  float4 *packed; /* [room] x, y, z from the origin, and the number's place; NaN: not drawn */
  int64_t room, n;
  double origin[3];
  int64_t wish, number;
  /* LATE */
  float4 *pinned; /* [pinned_room] host memory; what was packed at the delivery before */
  int64_t pinned_room;
  aps_card_parcel waiting; /* in `pinned`, n < 0: nothing yet */
  /* SHARED, PEER */
  cudaGraphicsResource_t resource;
  unsigned registered; /* OpenGL's buffer; 0: none */
  int registered_on;
  cudaEvent_t at[2]; /* a splat's beginning and end */
  float spent_ms;
  /* of splat.cu, kept from picture to picture */
  card_memory count, sum, light, rgba, colour, sorted, host; /* host: pinned */
};

static inline unsigned card_blocks(int64_t n) {
  return (unsigned)((n + CARD_THREADS - 1) / CARD_THREADS);
}

/* Enough room for `bytes` at *at, whose contents are lost. */
static inline aps_err card_room(card *c, const char *what, size_t bytes, void **at) {
  CUDA_TRY(&c->cuda, cudaFree(*at));
  *at = nullptr;
  return cuda_alloc(&c->cuda, what, bytes, at);
}

/* Into OpenGL's buffer, which belongs to card gl_device; waits. */
aps_err APS_ROW(aps_card_share)(card *, int gl_device, unsigned buffer, int64_t offset,
                                const void *from, size_t bytes);
aps_err APS_ROW(aps_card_splat)(void *self, const aps_eye *, const aps_card_look *, int width,
                                int height, aps_way, int gl_device, unsigned buffer,
                                const float **host);
void APS_ROW(aps_card_splat_free)(card *);
#endif
