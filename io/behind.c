/* Write-behind. One slot holds the piece to write next; the thread takes it, frees the slot and
 * writes. */
#define _GNU_SOURCE
#include "behind.h"
#include <fcntl.h>
#include <signal.h>

enum {
  START_BYTES = 8 << 20, /* so much is handed to the disk at a time */
  ALIGN = 1 << 20
};

/* What is held goes out, and the bytes behind it. */
static int put(aps_behind *b, int64_t offset, const char *bytes, size_t n) {
  const int64_t first = b->n_held ? b->held_at : offset;
  const int cause = aps_pending_write_two(b->file, first, b->held, b->n_held, bytes, n);
  const int64_t end = first + (int64_t)(b->n_held + n);
  b->n_held = 0;
  if (end > b->end) b->end = end;
#ifdef SYNC_FILE_RANGE_WRITE
  if (cause == 0 && b->end - b->started >= START_BYTES) {
    sync_file_range(b->file->fd, b->started, b->end - b->started,
                    SYNC_FILE_RANGE_WRITE); /* a wish: the disk works while we compose */
    b->started = b->end;
  }
#endif
  return cause;
}

static int flush(aps_behind *b) { return b->n_held ? put(b, 0, NULL, 0) : 0; }

/* Writes a piece up to the last whole megabyte in it and holds the rest. */
static int take(aps_behind *b, int64_t offset, const char *bytes, size_t n) {
  const int64_t end = offset + (int64_t)n, whole = end / ALIGN * ALIGN;
  int cause = b->n_held && b->held_at + (int64_t)b->n_held != offset ? flush(b) : 0;
  const size_t now = whole > offset ? (size_t)(whole - offset) : n;
  if (cause == 0) cause = put(b, offset, bytes, now);
  b->held = bytes + now, b->held_at = offset + (int64_t)now, b->n_held = cause ? 0 : n - now;
  return cause;
}

static void *work(void *self) {
  aps_behind *b = self;
  pthread_mutex_lock(&b->lock);
  for (;;) {
    while (b->bytes == NULL && !b->stop) pthread_cond_wait(&b->changed, &b->lock);
    if (b->bytes == NULL) break;
    const void *bytes = b->bytes;
    const int64_t offset = b->offset;
    const size_t n = b->n;
    const int skip = b->cause;
    b->bytes = NULL;
    b->busy = 1;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->lock);
    const int cause = skip ? skip : take(b, offset, bytes, n);
    pthread_mutex_lock(&b->lock);
    b->busy = 0;
    b->cause = cause;
    pthread_cond_broadcast(&b->changed);
  }
  pthread_mutex_unlock(&b->lock);
  return NULL;
}

void aps_behind_start(aps_behind *b, const aps_pending *file) {
  *b = (aps_behind){.file = file};
  pthread_mutex_init(&b->lock, NULL);
  pthread_cond_init(&b->changed, NULL);
  sigset_t all, before; /* signals are for the threads that were here */
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  b->running = pthread_create(&b->thread, NULL, work, b) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void aps_behind_post(aps_behind *b, int64_t offset, const void *bytes, size_t n) {
  if (!b->running) {
    if (b->cause == 0) b->cause = take(b, offset, bytes, n);
    if (b->cause == 0) b->cause = flush(b);
    return;
  }
  pthread_mutex_lock(&b->lock);
  while (b->bytes) pthread_cond_wait(&b->changed, &b->lock);
  b->bytes = bytes;
  b->offset = offset;
  b->n = n;
  pthread_cond_broadcast(&b->changed);
  pthread_mutex_unlock(&b->lock);
}

int aps_behind_wait(aps_behind *b) {
  if (!b->running) return b->cause;
  pthread_mutex_lock(&b->lock);
  while (b->bytes || b->busy) pthread_cond_wait(&b->changed, &b->lock);
  if (b->cause == 0) b->cause = flush(b); /* the thread waits for the lock */
  const int cause = b->cause;
  pthread_mutex_unlock(&b->lock);
  return cause;
}

int aps_behind_stop(aps_behind *b) {
  if (b->file == NULL) return b->cause;
  if (b->running) {
    pthread_mutex_lock(&b->lock);
    b->stop = 1;
    pthread_cond_broadcast(&b->changed);
    pthread_mutex_unlock(&b->lock);
    pthread_join(b->thread, NULL);
    if (b->cause == 0) b->cause = flush(b);
  }
  pthread_cond_destroy(&b->changed);
  pthread_mutex_destroy(&b->lock);
  b->file = NULL;
  b->running = 0;
  return b->cause;
}
