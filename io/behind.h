/* Write-behind: a thread writes one piece of a file while the next is composed. */
#ifndef APS_BEHIND_H
#define APS_BEHIND_H
#include "atomic.h"
#include <pthread.h>

typedef struct {
  const aps_pending *file;
  pthread_t thread;
  int running; /* 0: no thread could be had, every post writes at once */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  const void *bytes; /* the piece posted and not yet taken; NULL: none */
  int64_t offset, end, started;
  size_t n;
  int busy, stop,
      cause; /* cause: errno of the first write that failed; nothing is written after it */
} aps_behind;

void aps_behind_start(aps_behind *, const aps_pending *);
/* Returns once the piece before has been taken: the piece before that is then written, so three
 * buffers in turn do. */
void aps_behind_post(aps_behind *, int64_t offset, const void *bytes, size_t n);
/* Waits until all is written; 0 or errno. */
int aps_behind_wait(aps_behind *);
/* Waits, ends the thread; 0 or errno. Harmless a second time. */
int aps_behind_stop(aps_behind *);
#endif
