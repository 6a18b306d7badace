/* The particles of a shot by OpenGL: what lies on the card is sent anew only when it changed. */
#include "../gl/gl_context.h"
#include "paint_inside.h"
#include <glad/gl.h>
#include <math.h>
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
  p->uploaded = -1;
  const aps_err err = aps_gl_create(p->ctx, width, height, &p->gl);
  leave_plain();
  return err;
}

int aps_painter_gl_software(const aps_painter *p) { return p->gl && aps_gl_is_software(); }

void aps_paint_gl_free(aps_painter *p) {
  if (p->gl) aps_gl_free(&p->gl, 0);
}

/* Positions count from the eye's centre as it was, so that floats suffice. */
static int must_upload(const aps_painter *p, const aps_stage *s, const aps_shot *shot,
                       const aps_eye *eye, int64_t n, int fit) {
  double off = 0;
  for (int d = 0; d < 3; d++) off = fmax(off, fabs(eye->centre[d] - p->origin[d]));
  return fit || p->uploaded != shot->number || p->uploaded_n != n || p->uploaded_mode != s->mode ||
         strcmp(p->uploaded_colour, s->colour) != 0 || off > 100 * eye->width;
}

static aps_err upload(aps_painter *p, const aps_stage *s, const aps_shot *shot, const aps_eye *eye,
                      int stride, float glow, int fit) {
  const int64_t n = (shot->n + stride - 1) / stride;
  if (!must_upload(p, s, shot, eye, n, fit)) return APS_OK;
  APS_TRY(aps_paint_room(p, 64, 36, shot->n));
  APS_TRY(aps_paint_values(p, s, shot, fit));
  void *slot;
  APS_TRY(aps_gl_points_begin(p->gl, n, APS_GL_POINT, &slot));
  aps_gl_point *to = slot;
  const double *o = eye->centre;
  const float brighter = (float)stride;
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < n; k++) {
    const int64_t i = k * stride;
    aps_gl_point q = {(float)(shot->v.x[i] - o[0]),
                      (float)(shot->v.y[i] - o[1]),
                      (float)(shot->v.z[i] - o[2]),
                      glow,
                      {0},
                      0};
    aps_paint_light(p, i, brighter, q.light);
    to[k] = q;
  }
  aps_gl_points_end(p->gl, n, o);
  memcpy(p->origin, o, sizeof p->origin);
  p->uploaded = shot->number, p->uploaded_n = n, p->uploaded_mode = s->mode;
  snprintf(p->uploaded_colour, sizeof p->uploaded_colour, "%s", s->colour);
  return APS_OK;
}

static aps_err fit_density(aps_painter *p, const aps_stage *s, int width, int height) {
  APS_TRY(aps_paint_room(p, width, height, 0));
  APS_TRY(aps_gl_read_light(p->gl, &p->image));
  return aps_paint_density(p, s);
}

aps_err aps_painter_draw_gl(aps_painter *p, const aps_stage *s, const aps_shot *shot, int width,
                            int height, int stride, int wait) {
  const int fit = aps_paint_fits(p, s, shot);
  const aps_eye eye = aps_rig_eye(&s->rig);
  if (aps_gl_width(p->gl) != width || aps_gl_height(p->gl) != height)
    APS_TRY(aps_gl_resize(p->gl, width, height));
  p->tone.width = eye.width;
  p->dye = aps_paint_dye(s);
  /* the dots of few bodies and of points are as paint.c has them */
  const float unit = (float)height / 720, dot = fmaxf(1.5f * unit, 1.1f);
  const float cover = sqrtf(0.003f * (float)width * (float)height / ((float)shot->n + 1));
  const float point = fminf(fmaxf(cover, dot), 8 * unit);
  const float glow = s->mode == APS_MODE_POINTS ? 1.3f * point : shot->n <= APS_FEW ? 4 * point : 0;
  APS_TRY(upload(p, s, shot, &eye, stride, glow, fit));
  const aps_gl_dye dye = p->dye == APS_DYE_SPECIES  ? APS_GL_LIGHT
                         : p->dye == APS_DYE_NUMBER ? APS_GL_NUMBER
                                                    : APS_GL_DENSITY;
  APS_TRY(aps_gl_splat(p->gl, &eye, dye, 1));
  if (p->dye == APS_DYE_DENSITY && (fit || !(p->tint.high > p->tint.low)))
    APS_TRY(fit_density(p, s, width, height));
  if (s->map >= 0) p->tint.map = (aps_map)s->map;
  aps_gl_look look = {.white = p->tone.white,
                      .dark = p->tone.dark,
                      .exposure = (float)s->exposure,
                      .dye = dye,
                      .tint = p->dye == APS_DYE_SPECIES ? NULL : &p->tint,
                      .pixel = eye.width / width};
  if (aps_paint_expose_due(p, fit)) {
    look.white = 0;
    APS_TRY(aps_gl_tone(p->gl, &look));
    const aps_camera seen = {.white = look.white, .dark = look.dark};
    aps_paint_expose(p, &seen, fit);
    look.white = p->tone.white, look.dark = p->tone.dark;
  }
  APS_TRY(aps_gl_tone(p->gl, &look));
  aps_gl_show(p->gl, 0, width, height);
  aps_paint_fitted(p, s, shot);
  if (wait) {
    APS_TRY(aps_paint_room(p, width, height, 0));
    APS_TRY(aps_gl_read(p->gl, p->rgb));
  }
  leave_plain();
  return APS_OK;
}
