#include "handover.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct aps_handover {
  pthread_mutex_t lock; /* of all below but the flags */
  aps_pack_fn *pack;    /* NULL: closed */
  void *self;
  aps_card_points wish;
  aps_shot head; /* no rows */
  char why[240];
  aps_handover_sum sum;
  double moved; /* of those bytes, since it was opened */
  atomic_int open, fresh, rows, failed;
};

aps_handover *aps_handover_create(void) {
  aps_handover *h = calloc(1, sizeof *h);
  if (h) pthread_mutex_init(&h->lock, NULL);
  return h;
}

void aps_handover_free(aps_handover **handle) {
  aps_handover *h = *handle;
  *handle = NULL;
  if (!h) return;
  pthread_mutex_destroy(&h->lock);
  free(h);
}

/* ---- the window's side ---- */

void aps_handover_open(aps_handover *h, aps_pack_fn *pack, void *self) {
  pthread_mutex_lock(&h->lock);
  h->pack = pack, h->self = self;
  h->head = (aps_shot){0}, h->moved = 0;
  atomic_store(&h->fresh, 0);
  atomic_store(&h->failed, 0);
  atomic_store(&h->open, pack != NULL);
  pthread_mutex_unlock(&h->lock);
}

void aps_handover_wish(aps_handover *h, const aps_card_points *wish, int rows) {
  pthread_mutex_lock(&h->lock);
  h->wish = *wish;
  pthread_mutex_unlock(&h->lock);
  atomic_store(&h->rows, rows);
}

void aps_handover_lock(aps_handover *h) { pthread_mutex_lock(&h->lock); }
void aps_handover_unlock(aps_handover *h) { pthread_mutex_unlock(&h->lock); }

int aps_handover_head(aps_handover *h, aps_shot *head, int *fresh) {
  *fresh = 0;
  if (!atomic_load(&h->open)) return 0;
  pthread_mutex_lock(&h->lock);
  *fresh = atomic_exchange(&h->fresh, 0);
  *head = h->head;
  pthread_mutex_unlock(&h->lock);
  return head->number > 0;
}

void aps_handover_moved(aps_handover *h, double bytes, const char *way) {
  pthread_mutex_lock(&h->lock);
  h->sum.bytes += bytes - h->moved, h->moved = bytes, h->sum.way = way;
  pthread_mutex_unlock(&h->lock);
}

int aps_handover_failed(aps_handover *h, char why[240]) {
  if (!atomic_load(&h->failed)) return 0;
  pthread_mutex_lock(&h->lock);
  snprintf(why, 240, "%s", h->why);
  pthread_mutex_unlock(&h->lock);
  return 1;
}

/* ---- the run's side ---- */

aps_handover_sum aps_handover_sums(aps_handover *h) {
  pthread_mutex_lock(&h->lock);
  const aps_handover_sum sum = h->sum;
  pthread_mutex_unlock(&h->lock);
  return sum;
}

int aps_handover_is_open(aps_handover *h) { return atomic_load(&h->open); }
int aps_handover_wanted(aps_handover *h) { return !atomic_load(&h->fresh); }
int aps_handover_rows(aps_handover *h) { return atomic_load(&h->rows); }

int aps_handover_begin(aps_handover *h, int must, aps_card_points *wish) {
  if (!atomic_load(&h->open)) return 0;
  if (must)
    pthread_mutex_lock(&h->lock);
  else if (pthread_mutex_trylock(&h->lock) != 0)
    return 0;
  *wish = h->wish;
  if (h->pack && wish->wish > 0) return 1;
  pthread_mutex_unlock(&h->lock);
  return 0;
}

const char *aps_handover_pack(aps_handover *h, const aps_card_points *p) {
  return h->pack(h->self, p);
}

void aps_handover_end(aps_handover *h, const aps_shot *head, const char *why) {
  const int64_t number = h->head.number;
  if (head) {
    h->head = *head;
    h->head.number = number + 1;
    h->sum.packings++;
    atomic_store(&h->fresh, 1);
  } else {
    snprintf(h->why, sizeof h->why, "%s", why);
    h->pack = NULL;
    atomic_store(&h->open, 0);
    atomic_store(&h->failed, 1);
  }
  pthread_mutex_unlock(&h->lock);
}
