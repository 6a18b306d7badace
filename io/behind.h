/* Write-behind: a thread writes one piece of a file while the next is composed. Pieces that lie one
 * behind the other are cut at whole megabytes of the file, not where they end: the page cache takes
 * aligned megabytes for two thirds of the time. */
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
  const char
      *held; /* the end of the last piece, not yet written: up to a whole megabyte is missing */
  int64_t held_at;
  size_t n_held;
  int busy, stop,
      cause; /* cause: errno of the first write that failed; nothing is written after it */
} aps_behind;

void aps_behind_start(aps_behind *, const aps_pending *);
/* Returns once the piece before has been taken. The end of the one before that may still wait for
 * it, so four buffers in turn do. */
void aps_behind_post(aps_behind *, int64_t offset, const void *bytes, size_t n);
/* Waits until all is written; 0 or errno. */
int aps_behind_wait(aps_behind *);
/* Waits, ends the thread; 0 or errno. Harmless a second time. */
int aps_behind_stop(aps_behind *);
#endif
