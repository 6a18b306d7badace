/* gpu/shim/control.h where the rows are those of a real card: nothing can be told to it. Where none is usable the test is skipped. */
#include "../../gpu/shim/control.h"
#include "../../src/apsis.h"
#include <stdio.h>
#include <stdlib.h>

extern const aps_backend aps_backend_cuda;

__attribute__((constructor)) static void need_a_card(void) {
  char text[256];
  if (aps_backend_cuda.probe(0, text, sizeof text)) return;
  printf("skipped: %s\n", text);
  exit(77);
}

int aps_cudacpu_pretends(void) { return 0; }
void aps_cudacpu_default(void) {}
void aps_cudacpu_be(aps_cudacpu_machine m) { (void)m; }
void aps_cudacpu_fail(int64_t k, int error) { (void)k, (void)error; }
int64_t aps_cudacpu_calls(void) { return 0; }
const char *aps_cudacpu_failed_call(void) { return ""; }
int64_t aps_cudacpu_live(void) { return 0; }
void aps_cudacpu_draw(aps_cudacpu_drawing d) { (void)d; }
void aps_cudacpu_buffer(unsigned name, void *memory, size_t bytes) { (void)name, (void)memory, (void)bytes; }
void aps_cudacpu_on_unmap(void (*f)(unsigned, const void *, size_t)) { (void)f; }
void aps_cudacpu_idle(int idle) { (void)idle; }
void aps_cudacpu_order(int64_t order) { (void)order; }
