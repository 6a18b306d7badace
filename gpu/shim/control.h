/* What a test can tell the shim's pretended device: how large it is, which call fails, what is
 * still allocated. */
#ifndef APS_CUDACPU_CONTROL_H
#define APS_CUDACPU_CONTROL_H
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  size_t memory;       /* bytes of the device */
  int driver, runtime; /* 13000 is 13.0; driver 0: none installed */
  int devices, compute_mode;
} aps_cudacpu_machine;
int aps_cudacpu_pretends(void);  /* 0: the rows are a real card's (tests/card), and nothing here has an effect */
void aps_cudacpu_default(void); /* 1 GB, driver and runtime 13.0, one device, nothing fails */
void aps_cudacpu_be(aps_cudacpu_machine);
/* The k-th CUDA call or launch from now on (1 is the next) fails with `error`, a cudaError_t; 0
 * takes it back. Errors of 700 and more, and 214, stay: every later call fails too until
 * aps_cudacpu_default, as on a lost device. */
void aps_cudacpu_fail(int64_t k, int error);
int64_t aps_cudacpu_calls(void);           /* since the last aps_cudacpu_fail or _default */
const char *aps_cudacpu_failed_call(void); /* name of the call that failed first, or "" */
int64_t aps_cudacpu_live(void);            /* allocations and streams not given back */
typedef struct {
  int device; /* of the OpenGL context; -1: it is on none */
  int no_peers, no_sharing;
} aps_cudacpu_drawing;
void aps_cudacpu_draw(aps_cudacpu_drawing); /* default: zeros */
/* What OpenGL's buffer of this name is, memory of the test; UINT_MAX: of any name; 0: there is none. */
void aps_cudacpu_buffer(unsigned name, void *memory, size_t bytes);
/* Called when such a buffer is unmapped, with what was written to it: a test hands it to OpenGL. NULL:
 * nobody. */
void aps_cudacpu_on_unmap(void (*)(unsigned name, const void *memory, size_t bytes));
/* 1: launches of more than one thread do nothing: a device faster than any. */
void aps_cudacpu_idle(int);
/* Order of the threads: 0 forward, 1 reverse, more: seed of a shuffle; -1: as APSIS_CUDACPU_ORDER
 * says. */
void aps_cudacpu_order(int64_t);

#ifdef __cplusplus
}
#endif
#endif
