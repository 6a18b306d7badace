#include "hud.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

void aps_trails_free(aps_trails *t) {
  free(t->of);
  *t = (aps_trails){.epoch = -1};
}

/* NULL: no memory, or too many. */
static aps_trail *trail_of(aps_trails *t, uint64_t id) {
  for (int k = 0; k < t->n; k++)
    if (t->of[k].id == id) return &t->of[k];
  if (t->n == APS_TRACED) return NULL;
  if (t->n == t->room) {
    const int room = t->room ? 2 * t->room : 8;
    aps_trail *more = realloc(t->of, (size_t)room * sizeof *more);
    if (!more) return NULL;
    t->of = more, t->room = room;
  }
  aps_trail *new = &t->of[t->n++];
  new->id = id, new->length = new->next = new->shown = 0;
  return new;
}

static void append(aps_trails *t, uint64_t id, double time, const float x[6]) {
  aps_trail *of = trail_of(t, id);
  if (!of) return;
  of->at[of->next] = time;
  memcpy(of->x[of->next], x, sizeof of->x[0]);
  of->next = (of->next + 1) % APS_TRAIL_LENGTH;
  if (of->length < APS_TRAIL_LENGTH) of->length++;
}

static void row_of(const aps_shot *shot, int64_t i, float x[6]) {
  const aps_view *v = &shot->v;
  const double row[6] = {v->x[i], v->y[i], v->z[i], v->vx[i], v->vy[i], v->vz[i]};
  for (int d = 0; d < 6; d++) x[d] = (float)row[d];
}

/* Where nobody traces: what this picture shows. Of many only the followed one. */
static void look(aps_trails *t, const aps_stage *s, const aps_shot *shot) {
  const int many = shot->n > APS_TRACED;
  if (many && (t->n != 1 || t->of[0].id != s->rig.followed)) t->n = 0;
  if (shot->time == t->time) return;
  for (int64_t i = many ? s->rig.row : 0; i < shot->n; i++) {
    float x[6];
    row_of(shot, i, x);
    if (!many || (s->rig.follows && shot->v.id[i] == s->rig.followed)) append(t, shot->v.id[i], shot->time, x);
    if (many) break;
  }
}

void aps_trails_add(aps_trails *t, aps_trace *trace, const aps_stage *s, const aps_shot *shot) {
  aps_moment m;
  const int epoch = aps_trace_epoch(trace);
  if (t->epoch != epoch) t->n = 0, t->epoch = epoch, t->traced = 0;
  while (aps_trace_next(trace, shot->wall, &m)) {
    if (shot->n > APS_TRACED) continue;
    if (!t->traced || m.epoch != t->epoch) t->n = 0;
    t->traced = 1, t->epoch = m.epoch;
    append(t, m.id, m.time, m.x);
  }
  if (!t->traced || shot->n > APS_TRACED) look(t, s, shot);
  t->time = shot->time;
  for (int k = 0; k < t->n; k++) t->of[k].shown = 0;
  for (int64_t i = 0; i < shot->n && shot->n <= APS_TRACED; i++)
    for (int k = 0; k < t->n; k++) {
      const int at = (int)((i + k) % t->n); /* rows mostly stand as they came */
      if (t->of[at].id != shot->v.id[i]) continue;
      t->of[at].shown = 1;
      row_of(shot, i, t->of[at].now);
      break;
    }
}
