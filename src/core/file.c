/* HDF5 keeps its state in globals of its own and is not thread-safe: this lock, the only global of
 * ours, guards it. */
#include "file.h"
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t files = PTHREAD_MUTEX_INITIALIZER;

void aps_files_lock(void) { pthread_mutex_lock(&files); }
void aps_files_unlock(void) { pthread_mutex_unlock(&files); }

/* In pieces as small as HDF5's own, which come from where large ones do not. */
aps_err aps_files_room(aps_ctx *ctx) {
  enum { PIECES = 128, BYTES = 64 << 10 };
  void *piece[PIECES];
  int n = 0;
  while (n < PIECES && (piece[n] = malloc(BYTES)) != NULL) n++;
  const int short_of = n < PIECES;
  while (n > 0) free(piece[--n]);
  return short_of ? aps_fail(ctx, APS_EMEM, "file buffer: no memory for the %d MB that HDF5 may take", PIECES * BYTES >> 20) : APS_OK;
}
