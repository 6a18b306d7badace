#include "paint_inside.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

aps_painter *aps_painter_create(aps_ctx *ctx) {
  aps_painter *p = aps_alloc(ctx, "window", 1, sizeof *p);
  if (p) p->ctx = ctx, p->fitted = -1, p->card = -1;
  return p;
}

void aps_painter_free(aps_painter **handle) {
  aps_painter *p = *handle;
  *handle = NULL;
  if (!p) return;
  aps_ctx *ctx = p->ctx;
  if (p->gl) aps_paint_gl_free(p);
  aps_canvas_free(ctx, &p->image);
  aps_release(ctx, p->rgb), aps_release(ctx, p->value), aps_release(ctx, p->mark);
  free(p->some.own), free(p->some.own_id), free(p->some.own_type), free(p->some.own_further);
  aps_release(ctx, p);
}

aps_dye aps_paint_dye(const aps_stage *s) {
  if (s->mode == APS_MODE_DENSITY) return APS_DYE_DENSITY;
  return strcmp(s->colour, "species") == 0   ? APS_DYE_SPECIES
         : strcmp(s->colour, "density") == 0 ? APS_DYE_DENSITY
                                             : APS_DYE_NUMBER;
}

const aps_tint *aps_painter_tint(const aps_painter *p, const aps_stage *s) {
  if (aps_paint_dye(s) != APS_DYE_SPECIES) return &p->tint;
  return p->species.by_speed ? &p->speeds : NULL;
}

const aps_species_key *aps_painter_species(const aps_painter *p, const aps_stage *s) {
  return aps_paint_dye(s) == APS_DYE_SPECIES ? &p->species : NULL;
}

void aps_paint_speeds(aps_painter *p, const aps_shot *shot) { aps_species_tint(&p->species, &shot->units, &p->speeds); }

aps_err aps_paint_room(aps_painter *p, int width, int height, int64_t n) {
  if (p->image.width != width || p->image.height != height) {
    aps_canvas_free(p->ctx, &p->image);
    aps_release(p->ctx, p->rgb);
    APS_TRY(aps_canvas_create(p->ctx, width, height, &p->image));
    p->rgb = aps_alloc(p->ctx, "window", 3 * (int64_t)width * height, 1);
    if (!p->rgb) return APS_EMEM;
  }
  if (n <= p->room) return APS_OK;
  aps_release(p->ctx, p->value), aps_release(p->ctx, p->mark);
  p->room = 0;
  p->value = aps_alloc(p->ctx, "window", 3 * n, sizeof *p->value);
  p->mark = aps_alloc(p->ctx, "window", n, sizeof *p->mark);
  if (!p->value || !p->mark) return APS_EMEM;
  p->room = n;
  return APS_OK;
}

const aps_shot *aps_paint_some(aps_painter *p, const aps_shot *shot, int stride) {
  if (stride <= 1) return shot;
  const int64_t n = (shot->n + stride - 1) / stride;
  aps_shot *some = &p->some;
  if (!aps_shot_room(some, n) || ((shot->has & APS_FURTHER) && !aps_shot_room_further(some))) return shot;
  const aps_view *a = &shot->v;
  aps_view *b = &some->v;
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < n; k++) {
    const int64_t i = k * stride;
    b->x[k] = a->x[i], b->y[k] = a->y[i], b->z[k] = a->z[i];
    b->vx[k] = a->vx[i], b->vy[k] = a->vy[i], b->vz[k] = a->vz[i];
    b->mass[k] = a->mass[i], b->id[k] = a->id[i], b->type[k] = a->type[i];
    if (shot->has & APS_POT) b->pot[k] = a->pot[i];
    if (shot->has & APS_BORN) b->born[k] = a->born[i];
    if (shot->has & APS_FURTHER) b->further[k] = a->further[i];
  }
  b->n = n;
  some->time = shot->time, some->has = shot->has, some->scene = shot->scene,
  some->units = shot->units, some->further = shot->further;
  return some;
}

/* ---- colours ---- */

static aps_err choose_tint(aps_painter *p, const aps_stage *s, const aps_shot *shot) {
  const char *name = p->dye == APS_DYE_DENSITY ? "density" : s->colour;
  const aps_map map = p->tint.map;
  const double low = p->tint.low, high = p->tint.high;
  const int logarithmic = p->tint.logarithmic, known = strcmp(p->colour, name) == 0;
  const int further = p->dye != APS_DYE_DENSITY && (shot->has & APS_FURTHER) && strcmp(shot->further.name, name) == 0;
  if (further && !known) aps_tint_further(&shot->further, &shot->v, &p->tint); /* what numbers are scaled by stays */
  if (!further) APS_TRY(aps_tint_choose(p->ctx, name, &shot->units, &p->tint));
  if (known)
    p->tint.map = map, p->tint.low = low, p->tint.high = high, p->tint.logarithmic = logarithmic;
  else {
    p->tint.low = p->tint.high = 0, p->tint.logarithmic = 0;
    p->tint.map = p->dye == APS_DYE_DENSITY ? APS_MAP_HEAT : APS_MAP_BLUE_YELLOW;
  }
  snprintf(p->colour, sizeof p->colour, "%s", name);
  return APS_OK;
}

aps_err aps_paint_values(aps_painter *p, const aps_stage *s, const aps_shot *shot, int fit) {
  if (p->dye == APS_DYE_SPECIES) {
    APS_TRY(aps_species_choose(p->ctx, &shot->v, &shot->v, &p->species));
    return aps_paint_speeds(p, shot), aps_species_light(p->ctx, &shot->v, &p->species, p->value);
  }
  const aps_dataset d = {.v = shot->v, .has = shot->has, .time = shot->time};
  APS_TRY(choose_tint(p, s, shot));
  APS_TRY(aps_tint_values(p->ctx, &p->tint, &d, p->value));
  if (p->dye != APS_DYE_NUMBER) return APS_OK;
  if (fit) p->tint.low = p->tint.high = 0;
  APS_TRY(aps_tint_range(p->ctx, &p->tint, p->value, shot->n, 0));
  if (s->map >= 0) p->tint.map = (aps_map)s->map;
  return APS_OK;
}

void aps_paint_light(const aps_painter *p, int64_t i, float brighter, float light[3]) {
  if (p->dye == APS_DYE_SPECIES)
    for (int c = 0; c < 3; c++) light[c] = brighter * p->value[3 * i + c];
  else if (p->dye == APS_DYE_NUMBER) {
    const float place = (float)fmin(fmax(aps_tint_place(&p->tint, p->value[i]), 0), 1);
    light[0] = brighter, light[1] = brighter * place, light[2] = 0;
  } else
    light[0] = brighter * p->value[i], light[1] = light[2] = 0;
}

static void light_marks(aps_painter *p, int64_t n, float brighter) {
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) aps_paint_light(p, i, brighter, p->mark[i].light);
}

/* From (light, light times place) or mass to colours. */
static void dye_image(aps_painter *p) {
  if (p->dye == APS_DYE_SPECIES) return;
  const double pixel = p->tone.width / p->image.width;
  aps_tint_dye(&p->tint, p->dye == APS_DYE_DENSITY ? pixel : 0, &p->image);
}

aps_err aps_paint_density(aps_painter *p, const aps_stage *s) {
  const int64_t pixels = (int64_t)p->image.width * p->image.height;
  const double pixel = p->tone.width / p->image.width;
  float *lit = aps_alloc(p->ctx, "window", pixels, sizeof *lit);
  if (!lit) return APS_EMEM;
  int64_t n = 0;
  for (int64_t i = 0; i < pixels; i++)
    if (p->image.rgb[3 * i] > 0) lit[n++] = (float)(p->image.rgb[3 * i] / (pixel * pixel));
  p->tint.low = p->tint.high = 0;
  p->tint.logarithmic = 1;
  const aps_err err = aps_tint_range(p->ctx, &p->tint, lit, n, 0);
  p->tint.low = fmax(p->tint.low, p->tint.high / 1000); /* the faintest glow is of no interest */
  p->tint.logarithmic = p->tint.low > 0;
  if (s->map >= 0) p->tint.map = (aps_map)s->map;
  aps_release(p->ctx, lit);
  return err;
}

void aps_painter_lose(aps_painter *p) { p->lost = 1; }

void aps_painter_want_rows(aps_painter *p, int rows) { p->rows = rows; }

/* ---- exposure: follows the picture slowly, at once where something new is shown ---- */

int aps_paint_expose_due(const aps_painter *p, int fit) {
  if (fit || !(p->tone.white > 0)) return 1;
  return aps_wall() - p->when > (p->gl ? 1 : 0.3) || /* a card's picture must be fetched */
         fabs(log(p->tone.width / p->width)) > 0.05;
}

void aps_paint_expose(aps_painter *p, const aps_camera *seen, int fit) {
  const double now = aps_wall();
  const double zoomed = p->width > 0 ? fabs(log(p->tone.width / p->width)) : 1;
  double part = fmin(fmax(0.5 * (now - p->when), zoomed), 1);
  if (fit || !(p->tone.white > 0)) part = 1, p->tone.white = seen->white, p->tone.dark = seen->dark;
  p->tone.white *= pow(seen->white / p->tone.white, part);
  p->tone.dark *= pow(seen->dark / p->tone.dark, part);
  p->when = now, p->width = p->tone.width;
}

static aps_err expose(aps_painter *p, int fit) {
  if (!aps_paint_expose_due(p, fit)) return APS_OK;
  aps_camera seen = {.white = 0};
  APS_TRY(aps_camera_expose(p->ctx, &seen, &p->image));
  aps_paint_expose(p, &seen, fit);
  return APS_OK;
}

int aps_paint_fits(const aps_painter *p, const aps_stage *s, const aps_shot *shot) {
  return p->fitted != s->refit || p->scene != shot->scene;
}

void aps_paint_fitted(aps_painter *p, const aps_stage *s, const aps_shot *shot) {
  p->fitted = s->refit, p->scene = shot->scene;
}

/* ---- one picture ---- */

aps_err aps_painter_draw(aps_painter *p, const aps_stage *s, const aps_shot *shot, int width,
                         int height, int stride, const unsigned char **rgb) {
  const int fit = aps_paint_fits(p, s, shot);
  const float brighter = (float)(stride > 1 ? stride : 1);
  const int few = shot->n <= APS_FEW && aps_paint_dye(s) != APS_DYE_DENSITY; /* of all, also where not all are drawn */
  shot = aps_paint_some(p, shot, stride);
  APS_TRY(aps_paint_room(p, width, height, shot->n));
  p->dye = aps_paint_dye(s);
  APS_TRY(aps_paint_values(p, s, shot, fit));
  light_marks(p, shot->n, brighter);
  const aps_eye eye = aps_rig_eye(&s->rig);
  p->tone.width = eye.width;
  const double *const x[3] = {shot->v.x, shot->v.y, shot->v.z};
  aps_eye_project(&eye, x, shot->n, width, height, p->mark);
  for (int64_t i = 0; p->dye == APS_DYE_NUMBER && i < shot->n; i++)
    if (isnan(p->value[i])) p->mark[i].x = -1e6f; /* what has no number is not shown */
  memset(p->image.rgb, 0, 3 * sizeof(float) * (size_t)width * (size_t)height);
  float point;
  APS_TRY((p->dye == APS_DYE_DENSITY ? aps_light_cloud : aps_light_glow)(p->ctx, p->mark, shot->n, width, height, &point));
  const float widest = s->mode == APS_MODE_POINTS ? 1.3f * point
                       : few                      ? 4 * point
                                                  : 1e9f;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < shot->n; i++)
    if (p->mark[i].glow >= 0) p->mark[i].glow = fminf(p->mark[i].glow, widest);
  APS_TRY(aps_light_add(p->ctx, p->mark, shot->n, p->dye == APS_DYE_DENSITY ? 0 : point, &p->image));
  if (p->dye == APS_DYE_DENSITY && (fit || !(p->tint.high > p->tint.low)))
    APS_TRY(aps_paint_density(p, s));
  dye_image(p);
  APS_TRY(expose(p, fit));
  aps_paint_fitted(p, s, shot);
  aps_camera tone = p->tone;
  const double stops = pow(2, -s->exposure);
  tone.white *= stops, tone.dark *= stops;
  APS_TRY(aps_bloom(p->ctx, s->bloom, &p->image));
  aps_tone(&tone, s->tone, &p->image, p->rgb);
  *rgb = p->rgb;
  return APS_OK;
}
