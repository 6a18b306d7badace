#include "report.h"
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void aps_report_open(aps_reporter *r) {
  const char *path = getenv("APSIS_LIVE_STATE");
  if (path && *path) r->file = fopen(path, "we");
}

void aps_report_close(aps_reporter *r) {
  if (r->file) fclose(r->file);
  r->file = NULL;
}

typedef struct {
  char text[2400];
  size_t used;
} line;

__attribute__((format(printf, 2, 3))) static void add(line *l, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const size_t room = sizeof l->text - l->used;
  const int n = vsnprintf(l->text + l->used, room, format, args);
  va_end(args);
  if (n > 0 && (size_t)n < room) l->used += (size_t)n;
}

static void number(line *l, const char *name, double value) {
  if (isfinite(value))
    add(l, ",\"%s\":%.12g", name, value);
  else
    add(l, ",\"%s\":null", name);
}

static void text(line *l, const char *name, const char *value) {
  add(l, ",\"%s\":\"", name);
  for (; *value; value++)
    if (*value == '"' || *value == '\\')
      add(l, "\\%c", *value);
    else if ((unsigned char)*value >= 32)
      add(l, "%c", *value);
    else
      add(l, " ");
  add(l, "\"");
}

static void camera(line *l, const aps_rig *r) {
  number(l, "azimuth", r->pose.azimuth), number(l, "elevation", r->pose.elevation);
  number(l, "field", r->pose.field), number(l, "view_width", r->pose.width);
  add(l, ",\"centre\":[%.12g,%.12g,%.12g]", r->pose.centre[0], r->pose.centre[1],
      r->pose.centre[2]);
  add(l, ",\"follows\":%d,\"followed\":%llu", r->follows, (unsigned long long)r->followed);
}

void aps_report(aps_reporter *r, const aps_stage *s, const aps_shot *shot, const aps_gauges *g,
                const aps_report_extra *x) {
  if (!r->file) return;
  const aps_status *st = &s->status;
  line l = {.used = 0};
  add(&l, "\"n\":%lld,\"steps\":%lld", (long long)shot->n, (long long)shot->steps);
  number(&l, "time", shot->time);
  number(&l, "energy_error", shot->energy_error), number(&l, "virial", shot->virial);
  if (shot->n > 0) number(&l, "x0", shot->v.x[0]);
  add(&l, ",\"resting\":%d,\"playing\":%d,\"direction\":%d,\"ended\":%d,\"done\":%d,\"can\":%u",
      st->resting, st->playing, st->direction, st->ended, st->done, st->can);
  number(&l, "pace", st->pace), number(&l, "dt", st->dt), number(&l, "eta", st->eta), number(&l, "softening", st->softening);
  number(&l, "knob", st->knob), number(&l, "accuracy", st->accuracy), number(&l, "t_first", st->t_first),
      number(&l, "t_last", st->t_last);
  text(&l, "mode", aps_mode_names[s->mode]), text(&l, "colour", s->colour), text(&l, "tone", aps_tone_names[s->tone]);
  text(&l, "title", st->title), text(&l, "note", g->note), text(&l, "drawn_by", g->drawn_by);
  add(&l,
      ",\"map\":%d,\"exposure\":%g,\"bloom\":%g,\"help\":%d,\"panel\":%d,\"hud\":%d,\"axes\":%d,\"lesson\":%d",
      s->map, s->exposure, s->bloom, s->help, s->panel, s->hud, s->frame, s->lesson);
  add(&l, ",\"trail\":%d", x->trail);
  add(&l, ",\"trails\":%d,\"full\":%d,\"recording\":%d,\"turning\":%d,\"refit\":%d", s->trails,
      s->full_screen, s->recording, s->turning, s->refit);
  add(&l, ",\"width\":%d,\"height\":%d,\"minimised\":%d,\"stride\":%d,\"image_width\":%d", s->width,
      s->height, x->minimised, x->stride, x->image_width);
  text(&l, "way", g->way), text(&l, "way_why", g->way_why), number(&l, "way_bytes", g->way_bytes);
  number(&l, "trial_gl", x->trial_gl), number(&l, "trial_cpu", x->trial_cpu);
  number(&l, "trial_cuda", x->trial_cuda), text(&l, "cuda_why", g->cuda_why);
  camera(&l, &s->rig);
  if (strcmp(l.text, r->last) == 0) return;
  memcpy(r->last, l.text, sizeof l.text);
  fprintf(r->file, "{\"frames\":%lld,\"spent\":%.3g,\"painted\":%.3g,\"shown\":%.3g,%s}\n", (long long)x->frames, x->spent, x->painted,
          x->shown, l.text);
  fflush(r->file);
}
