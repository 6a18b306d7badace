/* Three slots: one is the writer's, one the reader's, the third lies between and changes hands by
 * one atomic exchange. What the reader has not taken is overwritten by something newer. */
#include "slots.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { FRESH = 4, COLUMNS = 9 };

struct aps_slots {
  aps_shot shot[3];
  int back, front;    /* the writer's, the reader's */
  atomic_int between; /* the third, with FRESH while the reader has not taken it */
  int64_t published;
};

aps_slots *aps_slots_create(void) {
  aps_slots *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->back = 0, s->front = 1;
  atomic_init(&s->between, 2);
  for (int k = 0; k < 3; k++) s->shot[k].generation = -1;
  return s;
}

static void shot_clear(aps_shot *shot) {
  free(shot->own), free(shot->own_id), free(shot->own_type), free(shot->own_further);
  *shot = (aps_shot){.generation = -1};
}

void aps_slots_free(aps_slots **handle) {
  aps_slots *s = *handle;
  *handle = NULL;
  if (!s) return;
  for (int k = 0; k < 3; k++) shot_clear(&s->shot[k]);
  free(s);
}

aps_shot *aps_slots_back(aps_slots *s) { return &s->shot[s->back]; }

void aps_slots_publish(aps_slots *s) {
  s->shot[s->back].number = s->shot[s->back].rows = ++s->published;
  s->back = atomic_exchange(&s->between, s->back | FRESH) & 3;
}

int aps_slots_wanted(const aps_slots *s) { return !(atomic_load(&s->between) & FRESH); }

const aps_shot *aps_slots_newest(aps_slots *s, int *fresh) {
  *fresh = (atomic_load(&s->between) & FRESH) != 0;
  if (*fresh) s->front = atomic_exchange(&s->between, s->front) & 3;
  return &s->shot[s->front];
}

/* ---- shots ---- */

int aps_shot_room(aps_shot *shot, int64_t n) {
  if (n <= shot->room) return shot->n = n, 1;
  shot_clear(shot);
  const size_t rows = (size_t)n;
  shot->own = malloc(COLUMNS * rows * sizeof(double));
  shot->own_id = malloc(rows * sizeof *shot->own_id);
  shot->own_type = malloc(rows * sizeof *shot->own_type);
  if (!shot->own || !shot->own_id || !shot->own_type) return shot_clear(shot), 0;
  double **const to[COLUMNS] = {&shot->v.x,  &shot->v.y,    &shot->v.z,   &shot->v.vx,  &shot->v.vy,
                                &shot->v.vz, &shot->v.mass, &shot->v.pot, &shot->v.born};
  for (int c = 0; c < COLUMNS; c++) *to[c] = shot->own + (size_t)c * rows;
  shot->v.id = shot->own_id, shot->v.type = shot->own_type;
  shot->room = shot->n = n;
  return 1;
}

int aps_shot_room_further(aps_shot *shot) {
  if (shot->n > shot->further_room) {
    free(shot->own_further);
    shot->own_further = malloc((size_t)shot->n * sizeof(double));
    shot->further_room = shot->own_further ? shot->n : 0;
  }
  shot->v.further = shot->own_further;
  return shot->n <= shot->further_room;
}

/* By pieces, so that all threads' caches and memory channels take part. */
static void copy(void *to, const void *from, int64_t n, size_t size) {
  enum { PIECE = 1 << 16 };
  if (!from) {
    memset(to, 0, (size_t)n * size);
    return;
  }
#pragma omp parallel for schedule(static) if (n > PIECE)
  for (int64_t i = 0; i < n; i += PIECE)
    memcpy((char *)to + (size_t)i * size, (const char *)from + (size_t)i * size,
           (size_t)(n - i < PIECE ? n - i : PIECE) * size);
}

int aps_shot_copy(aps_shot *shot, const aps_view *from, aps_cols has, int64_t generation) {
  const int moved = generation < 0 || shot->generation != generation || shot->n != from->n;
  if (!aps_shot_room(shot, from->n)) return 0;
  const double *const source[COLUMNS] = {from->x,  from->y,    from->z,   from->vx,  from->vy,
                                         from->vz, from->mass, from->pot, from->born};
  double *const to[COLUMNS] = {shot->v.x,  shot->v.y,    shot->v.z,   shot->v.vx,  shot->v.vy,
                               shot->v.vz, shot->v.mass, shot->v.pot, shot->v.born};
  for (int c = 0; c < 6; c++) copy(to[c], source[c], from->n, sizeof(double));
  if (has & APS_POT) copy(to[7], source[7], from->n, sizeof(double));
  if (has & APS_BORN) copy(to[8], source[8], from->n, sizeof(double));
  if (has & APS_FURTHER) {
    if (!aps_shot_room_further(shot)) return 0;
    copy(shot->v.further, from->further, from->n, sizeof(double));
  }
  if (moved) {
    copy(to[6], source[6], from->n, sizeof(double));
    copy(shot->v.id, from->id, from->n, sizeof *from->id);
    copy(shot->v.type, from->type, from->n, sizeof *from->type);
  }
  shot->v.n = from->n;
  shot->has = has;
  shot->generation = generation;
  return 1;
}
