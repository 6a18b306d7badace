/* The particles of a shot by OpenGL, as points of 16 bytes: packed from its rows, or, of a run on a
 * CUDA card, packed there and brought by the best way (gl_take.h). They are packed anew only when
 * something changed. */
#include "../gl/gl_context.h"
#include "paint_inside.h"
#include <glad/gl.h>
#include <math.h>
#include "../pack.inc"
#include "../splat.inc"
#include <stdio.h>
#include <string.h>

/* As a program without shaders expects it: screen.c is one. */
static void leave_plain(void) {
  glUseProgram(0);
  glBindVertexArray(0);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  glActiveTexture(GL_TEXTURE0);
  for (GLuint unit = 0; unit < 4; unit++) glBindSampler(unit, 0), glBindTextureUnit(unit, 0);
  glDisable(GL_BLEND), glDisable(GL_DEPTH_TEST), glDisable(GL_CULL_FACE),
      glDisable(GL_SCISSOR_TEST);
}

aps_err aps_painter_use_gl(aps_painter *p, int width, int height,
                           void (*(*get)(const char *))(void)) {
  APS_TRY(aps_gl_load(p->ctx, get));
  p->keyed = -1, p->table_of = -1, p->by_cuda = 0;
  const aps_err err = aps_gl_create(p->ctx, width, height, &p->gl);
  leave_plain();
  return err;
}

int aps_painter_gl_software(const aps_painter *p) { return p->gl && aps_gl_is_software(); }

void aps_paint_gl_free(aps_painter *p) {
  aps_painter_take(p, NULL, -1, NULL);
  if (p->gl) aps_gl_free(&p->gl, p->lost);
}

/* ---- what points are to say ---- */

/* Positions count from the eye's centre as it was, so that floats suffice. */
static int must_choose(const aps_painter *p, const aps_stage *s, const aps_shot *shot,
                       const aps_eye *eye, int fit) {
  const aps_paint_key *k = &p->key[p->wish % APS_PAINT_KEYS];
  double off = 0;
  for (int d = 0; d < 3; d++) off = fmax(off, fabs(eye->centre[d] - k->points.origin[d]));
  return fit || p->keyed != shot->rows || p->keyed_mode != s->mode ||
         strcmp(p->keyed_colour, s->colour) != 0 || off > 100 * eye->width;
}

static void species_key(aps_paint_key *k, const aps_species_key *s) {
  aps_card_points *q = &k->points;
  q->number = s->by_speed ? APS_CARD_SPEED : APS_CARD_SPECIES;
  if (s->by_speed) q->low = s->slow, q->high = s->fast;
  memcpy(q->mean, s->mean, sizeof q->mean);
  memcpy(q->place, s->place, sizeof q->place);
  k->colours = s->colours;
  memcpy(k->table, s->table, sizeof k->table);
}

static void number_key(aps_paint_key *k, const aps_tint *t, double now) {
  aps_card_points *q = &k->points;
  k->tint = *t;
  if (strcmp(t->name, "age") == 0) q->now = now;
  q->number = strcmp(t->name, "speed") == 0    ? APS_CARD_SPEED
              : strcmp(t->name, "energy") == 0 ? APS_CARD_ENERGY
              : strcmp(t->name, "age") == 0    ? APS_CARD_AGE
                                               : APS_CARD_COLUMN;
  snprintf(q->name, sizeof q->name, "%.31s", t->name);
  q->low = t->low, q->high = t->high, q->logarithmic = t->logarithmic;
  if (!t->further) return;
  q->number = APS_CARD_COLUMN, q->low /= t->scale, q->high /= t->scale;
  snprintf(q->name, sizeof q->name, "further");
}

static void density_key(aps_paint_key *k, const aps_shot *shot) {
  double most = 0;
  k->most = 1;
  if (!(shot->v.mass[0] > 0)) return; /* each counts one */
#pragma omp parallel for schedule(static) reduction(max : most)
  for (int64_t i = 0; i < shot->n; i++) most = fmax(most, shot->v.mass[i]);
  k->most = (float)most;
  k->points.number = APS_CARD_COLUMN;
  snprintf(k->points.name, sizeof k->points.name, "mass");
}

/* A new key, where the present one would not do. What colours mean can be told from so many rows. */
enum { ENOUGH = 200000 };
static aps_err choose_key(aps_painter *p, const aps_stage *s, const aps_shot *shot,
                          const aps_eye *eye, int fit) {
  if (!must_choose(p, s, shot, eye, fit)) return APS_OK;
  aps_paint_key k;
  memset(&k, 0, sizeof k); /* compared as bytes */
  k.dye = p->dye;
  memcpy(k.points.origin, p->key[p->wish % APS_PAINT_KEYS].points.origin, sizeof k.points.origin);
  for (int d = 0; d < 3; d++)
    if (p->wish == 0 || !p->take || fabs(eye->centre[d] - k.points.origin[d]) > 10 * eye->width)
      memcpy(k.points.origin, eye->centre, sizeof k.points.origin);
  const aps_shot *some = aps_paint_some(p, shot, (int)(shot->n / ENOUGH) + 1);
  if (p->dye == APS_DYE_SPECIES) {
    APS_TRY(aps_species_choose(p->ctx, &shot->v, &some->v, &p->species));
    aps_paint_speeds(p, shot);
    species_key(&k, &p->species);
  } else {
    APS_TRY(aps_paint_room(p, 64, 36, some->n));
    APS_TRY(aps_paint_values(p, s, some, fit));
    if (p->dye == APS_DYE_NUMBER)
      number_key(&k, &p->tint, shot->time);
    else
      density_key(&k, shot);
  }
  p->keyed = shot->rows, p->keyed_mode = s->mode;
  snprintf(p->keyed_colour, sizeof p->keyed_colour, "%s", s->colour);
  k.points.wish = p->wish;
  if (p->wish > 0 && memcmp(&k, &p->key[p->wish % APS_PAINT_KEYS], sizeof k) == 0) return APS_OK;
  k.points.wish = ++p->wish;
  p->key[p->wish % APS_PAINT_KEYS] = k;
  p->look = 1;
  return APS_OK;
}

/* ---- points from the shot's rows ---- */

static aps_err upload(aps_painter *p, const aps_shot *shot, int stride) {
  const int64_t n = (shot->n + stride - 1) / stride;
  aps_paint_key *k = &p->key[p->wish % APS_PAINT_KEYS];
  if (p->shown.points.wish == p->wish && p->uploaded == shot->rows && p->uploaded_n == n)
    return APS_OK;
  aps_card_points q = k->points;
  void *slot;
  aps_card_bind(&q, &shot->v);
  APS_TRY(aps_gl_points_begin(p->gl, n, APS_GL_SMALL, &slot));
  float *to = slot;
  const double per = aps_pack_per(&q);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) aps_pack_point(&q, per, i * stride, to + 4 * i);
  aps_gl_points_end(p->gl, n, q.origin);
  p->shown = *k;
  p->uploaded = shot->rows, p->uploaded_n = n;
  return APS_OK;
}

/* ---- points from a card ---- */

static const char *pack(void *take, const aps_card_points *points) {
  return aps_gl_take_pack(take, points);
}

static int takes(const aps_painter *p) {
  return p->take && aps_gl_take_way(p->take)->way != APS_WAY_UPLOAD;
}

aps_err aps_painter_take(aps_painter *p, aps_handover *handover, int card, const char *asked) {
  if (card == p->card) return APS_OK;
  if (p->handover) aps_handover_open(p->handover, NULL, NULL);
  aps_gl_take_close(&p->take, p->lost);
  p->handover = card < 0 ? NULL : handover, p->card = card, p->delivered = 0;
  p->uploaded = -1; /* the ring was emptied */
  if (card < 0) return APS_OK;
  APS_TRY(aps_gl_take_open(p->gl, card, asked, &p->take));
  if (!takes(p)) return APS_OK;
  p->look = 1;
  aps_handover_open(p->handover, pack, p->take);
  return APS_OK;
}

aps_painter_taken aps_painter_take_state(aps_painter *p) {
  const aps_painter_taken t = {p->take ? aps_gl_take_way(p->take) : NULL,
                               p->take ? aps_gl_take_bytes(p->take) : 0,
                               takes(p) && p->delivered == 0,
                               p->look,
                               takes(p) && p->by_cuda,
                               p->cuda_why,
                               takes(p) && p->by_cuda ? aps_gl_take_spent(p->take) : 0};
  p->look = 0;
  return t;
}

void aps_painter_by_cuda(aps_painter *p, int by_cuda) {
  if (by_cuda != p->by_cuda) p->delivered = 0; /* OpenGL has not got what CUDA drew */
  p->by_cuda = by_cuda;
}

/* The number of the last packing; 0: none. A card that failed leaves the rows. */
static int64_t ask(aps_painter *p) {
  aps_shot head;
  int fresh;
  char why[240];
  aps_handover_wish(p->handover, &p->key[p->wish % APS_PAINT_KEYS].points, p->rows);
  if (aps_handover_failed(p->handover, why)) return aps_gl_take_give_up(p->take, why), 0;
  return aps_handover_head(p->handover, &head, &fresh) ? head.number : 0;
}

static void note_bytes(aps_painter *p) {
  aps_handover_moved(p->handover, aps_gl_take_bytes(p->take),
                     aps_way_names[aps_gl_take_way(p->take)->way]);
}

static void note_parcel(aps_painter *p, const aps_card_parcel *parcel) {
  p->delivered = parcel->number;
  if (parcel->wish > 0 && parcel->wish > p->wish - APS_PAINT_KEYS)
    p->shown = p->key[parcel->wish % APS_PAINT_KEYS];
}

/* What was packed since, if anything. */
static void fetch(aps_painter *p) {
  aps_card_parcel parcel;
  if (ask(p) <= p->delivered) return;
  aps_handover_lock(p->handover);
  const aps_err err = aps_gl_take_deliver(p->take, &parcel);
  aps_handover_unlock(p->handover);
  if (err != APS_OK) {
    aps_ctx_clear(p->ctx); /* the way says it */
    return aps_handover_open(p->handover, NULL, NULL);
  }
  note_parcel(p, &parcel);
  note_bytes(p);
}

/* ---- one picture ---- */

static aps_err fit_density(aps_painter *p, const aps_stage *s, int width, int height) {
  APS_TRY(aps_paint_room(p, width, height, 0));
  APS_TRY(aps_gl_read_light(p->gl, &p->image));
  return aps_paint_density(p, s);
}

static aps_err set_table(aps_painter *p) {
  if (p->shown.colours == 0 || p->table_of == p->shown.points.wish) return APS_OK;
  p->table_of = p->shown.points.wish;
  return aps_gl_table(p->gl, p->shown.table[0], p->shown.colours);
}

/* Dots of few bodies and of points are as paint.c has them; 0: a cloud's, by its density. */
static float glow_of(const aps_stage *s, int64_t n, int width, int height) {
  const float point = aps_splat_point((float)n, (float)width, (float)height);
  return s->mode == APS_MODE_POINTS ? 1.3f * point : n <= APS_FEW && aps_paint_dye(s) != APS_DYE_DENSITY ? 4 * point : 0;
}

static void look_of(const aps_paint_key *k, float glow, int stride, aps_card_look *out) {
  *out = (aps_card_look){.glow = glow, .stride = stride, .most = k->most, .density = k->dye == APS_DYE_DENSITY};
  if (k->dye == APS_DYE_SPECIES) out->colour = k->table[0], out->colours = k->colours;
}

/* CUDA draws what was packed last, from where the eye is now. 0: it cannot, and OpenGL has to. */
static int splat_by_cuda(aps_painter *p, const aps_stage *s, const aps_shot *shot, int width,
                         int height, int stride) {
  const aps_eye eye = aps_rig_eye(&s->rig);
  aps_card_parcel parcel;
  aps_card_look look;
  aps_err err = APS_OK;
  if (ask(p) == 0) return takes(p); /* not yet: there is nothing to draw */
  aps_handover_lock(p->handover);
  if (aps_gl_take_packed(p->take, &parcel)) {
    note_parcel(p, &parcel);
    look_of(&p->shown, glow_of(s, shot->n, width, height), stride, &look);
    err = aps_gl_take_splat(p->take, &eye, &look);
  }
  aps_handover_unlock(p->handover);
  note_bytes(p);
  if (err == APS_OK) return 1;
  snprintf(p->cuda_why, sizeof p->cuda_why, "%s", aps_ctx_error(p->ctx));
  aps_ctx_clear(p->ctx);
  aps_painter_by_cuda(p, 0);
  return 0;
}

static aps_err expose(aps_painter *p, aps_gl_look *look, int fit) {
  if (!aps_paint_expose_due(p, fit)) return APS_OK;
  look->white = 0;
  APS_TRY(aps_gl_tone(p->gl, look));
  const aps_camera seen = {.white = look->white, .dark = look->dark};
  aps_paint_expose(p, &seen, fit);
  look->white = p->tone.white, look->dark = p->tone.dark;
  return APS_OK;
}

/* has_light: CUDA has drawn the points. */
static aps_err draw(aps_painter *p, const aps_stage *s, const aps_shot *shot, int width, int height,
                    int stride, int fit, int has_light) {
  const aps_eye eye = aps_rig_eye(&s->rig);
  const aps_dye dye = p->shown.dye;
  p->tone.width = eye.width;
  if (!has_light) APS_TRY(set_table(p));
  aps_gl_small_look(p->gl, glow_of(s, shot->n, width, height), (float)stride);
  const aps_gl_dye gl_dye = dye == APS_DYE_SPECIES  ? APS_GL_LIGHT
                            : dye == APS_DYE_NUMBER ? APS_GL_NUMBER
                                                    : APS_GL_DENSITY;
  if (!has_light) APS_TRY(aps_gl_splat(p->gl, &eye, gl_dye, 1));
  if (dye == APS_DYE_DENSITY && (fit || !(p->tint.high > p->tint.low)))
    APS_TRY(fit_density(p, s, width, height));
  aps_tint tint = dye == APS_DYE_NUMBER ? p->shown.tint : p->tint;
  if (s->map >= 0) tint.map = p->tint.map = (aps_map)s->map;
  aps_gl_look look = {.white = p->tone.white,
                      .dark = p->tone.dark,
                      .exposure = (float)s->exposure,
                      .curve = s->tone,
                      .bloom = (float)s->bloom,
                      .dye = gl_dye,
                      .tint = dye == APS_DYE_SPECIES ? NULL : &tint,
                      .pixel = eye.width / width};
  APS_TRY(expose(p, &look, fit));
  return aps_gl_tone(p->gl, &look);
}

aps_err aps_painter_draw_gl(aps_painter *p, const aps_stage *s, const aps_shot *shot, int width,
                            int height, int stride, int wait) {
  const int fit = aps_paint_fits(p, s, shot);
  const aps_eye eye = aps_rig_eye(&s->rig);
  if (aps_gl_width(p->gl) != width || aps_gl_height(p->gl) != height)
    APS_TRY(aps_gl_resize(p->gl, width, height));
  p->dye = aps_paint_dye(s);
  APS_TRY(choose_key(p, s, shot, &eye, fit));
  const int has_light = takes(p) && p->by_cuda && splat_by_cuda(p, s, shot, width, height, stride);
  if (takes(p) && !has_light) fetch(p), stride = 1;
  if (!takes(p)) APS_TRY(upload(p, shot, stride));
  /* what was packed for other colours is shown in those, and nothing is fitted to it */
  const int arrived = p->shown.points.wish == p->wish;
  APS_TRY(draw(p, s, shot, width, height, stride, fit && arrived, has_light && p->delivered > 0));
  if (arrived) aps_paint_fitted(p, s, shot);
  if (!wait)
    aps_gl_show(p->gl, 0, width, height);
  else {
    APS_TRY(aps_paint_room(p, width, height, 0));
    APS_TRY(aps_gl_read(p->gl, p->rgb));
  }
  leave_plain();
  return APS_OK;
}
