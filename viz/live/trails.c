#include "hud.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void aps_trails_free(aps_trails *t) {
  free(t->x);
  *t = (aps_trails){.scene = -1};
}

/* All where they are few, else the followed one alone. */
static int chosen(const aps_stage *s, const aps_shot *shot, uint64_t *id) {
  if (shot->n <= APS_TRAILS) {
    for (int64_t i = 0; i < shot->n; i++) id[i] = shot->v.id[i];
    return (int)shot->n;
  }
  id[0] = s->rig.followed;
  return s->rig.follows;
}

static int same(const aps_trails *t, const uint64_t *id, int n) {
  if (t->n != n) return 0;
  for (int k = 0; k < n; k++) { /* rows may have changed places: as sets */
    int64_t at = 0;
    while (at < n && t->id[at] != id[k]) at++;
    if (at == n) return 0;
  }
  return 1;
}

static int64_t find(const aps_shot *shot, uint64_t id, int64_t guess) {
  if (guess < shot->n && shot->v.id[guess] == id) return guess;
  for (int64_t i = 0; i < shot->n; i++)
    if (shot->v.id[i] == id) return i;
  return -1;
}

void aps_trails_add(aps_trails *t, const aps_stage *s, const aps_shot *shot) {
  uint64_t id[APS_TRAILS];
  const int n = chosen(s, shot, id);
  if (!same(t, id, n) || t->scene != shot->scene || !t->x) {
    aps_trails_free(t);
    t->x = n ? malloc((size_t)n * sizeof *t->x) : NULL;
    if (!t->x) return;
    t->n = n, t->scene = shot->scene, t->time = NAN;
    memcpy(t->id, id, (size_t)n * sizeof *id);
    memset(t->rows, 0, sizeof t->rows);
  }
  if (shot->time == t->time) return;
  if (t->length > 0 &&
      fabs(shot->time - t->time) > 0.1 * fabs(s->status.t_last - s->status.t_first))
    t->length = t->next = 0; /* a leap: from the start again, or along the scrubber */
  t->time = t->at[t->next] = shot->time;
  for (int64_t k = 0; k < t->n; k++) {
    const int64_t i = t->rows[k] = find(shot, t->id[k], t->rows[k]);
    float *x = t->x[k][t->next];
    if (i < 0) t->rows[k] = 0;
    x[0] = i < 0 ? NAN : (float)shot->v.x[i], x[1] = i < 0 ? NAN : (float)shot->v.y[i];
    x[2] = i < 0 ? NAN : (float)shot->v.z[i];
    x[3] = i < 0 ? 0 : (float)shot->v.vx[i], x[4] = i < 0 ? 0 : (float)shot->v.vy[i];
    x[5] = i < 0 ? 0 : (float)shot->v.vz[i];
  }
  t->next = (t->next + 1) % APS_TRAIL_LENGTH;
  if (t->length < APS_TRAIL_LENGTH) t->length++;
}
