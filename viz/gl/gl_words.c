/* Words: a font of the system (font.h), or the 5 x 7 bitmap of label.c, which is always there.
 * Every size has a layer of its own in one texture. */
#include "gl_inside.h"
#include <stdlib.h>
#include <string.h>

static void forget_faces(aps_gl *g) {
  for (int k = 0; k < GL_SIZES; k++) aps_face_free(g->ctx, &g->face[k]), g->face_used[k] = 0;
}

static void make_texture(aps_gl *g, int width, int height, int layers) {
  glDeleteTextures(1, &g->letters);
  glCreateTextures(GL_TEXTURE_2D_ARRAY, 1, &g->letters);
  glTextureStorage3D(g->letters, 1, GL_R8, width, height, layers);
  glTextureParameteri(g->letters, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTextureParameteri(g->letters, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTextureParameteri(g->letters, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTextureParameteri(g->letters, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  forget_faces(g);
}

/* ---- the bitmap: letters side by side, six pixels apart ---- */

enum { BITMAP_WIDE = 95 * 6, BITMAP_TALL = 9 };

static aps_err use_bitmap(aps_gl *g) {
  unsigned char pixel[BITMAP_TALL][BITMAP_WIDE] = {{0}};
  for (int c = 32; c < 127; c++) {
    const char letter[2] = {(char)c, 0}, *at = letter;
    int below;
    const unsigned char *column = aps_label_glyph(&at, &below);
    for (int i = 0; i < 5; i++)
      for (int j = 0; j < 7; j++)
        if (column[i] >> j & 1) pixel[j + below][6 * (c - 32) + i] = 255;
  }
  make_texture(g, BITMAP_WIDE, BITMAP_TALL, 1);
  glTextureSubImage3D(g->letters, 0, 0, 0, 0, BITMAP_WIDE, BITMAP_TALL, 1, GL_RED, GL_UNSIGNED_BYTE,
                      pixel);
  g->bitmap = 1;
  return aps_gl_check(g, "loading the bitmap font");
}

static int bitmap_unit(float size) { return size < 14 ? 1 : (int)(size / 11 + 0.25f); }

static float bitmap_letter(aps_gl *g, float x, float y, float size, const float colour[4],
                           int code) {
  const int unit = bitmap_unit(size), c = code >= 32 && code < 127 ? code : '?';
  const float w = 6.0f * (float)unit, h = (float)(BITMAP_TALL * unit), u = 6.0f * (float)(c - 32);
  x = floorf(x + 0.5f), y = floorf(y + 0.5f);
  const float corner[4][2] = {{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}};
  const float place[4][3] = {
      {u, 0, 0}, {u + 6, 0, 0}, {u, BITMAP_TALL, 0}, {u + 6, BITMAP_TALL, 0}};
  if (colour && c != ' ') aps_gl_quad(g, corner, place, 3, colour);
  return w;
}

/* ---- a font of the system ---- */

static const aps_face *face_of(aps_gl *g, float size) {
  const int want = (int)fminf(fmaxf(size + 0.5f, 6), APS_FACE_LARGEST);
  int k = 0;
  for (int i = 0; i < GL_SIZES; i++) {
    if (g->face[i].size == want) return g->face_used[i] = ++g->words, &g->face[i];
    if (g->face_used[i] < g->face_used[k]) k = i;
  }
  aps_gl_above_flush(g); /* letters of the size that goes may be waiting */
  aps_face *f = &g->face[k];
  aps_face_free(g->ctx, f);
  if (aps_font_rasterise(g->font, want, f) != APS_OK) return aps_ctx_clear(g->ctx), NULL;
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTextureSubImage3D(g->letters, 0, 0, 0, k, APS_FACE_SIDE, APS_FACE_SIDE, 1, GL_RED,
                      GL_UNSIGNED_BYTE, f->pixel);
  aps_release(g->ctx, f->pixel);
  f->pixel = NULL;
  g->face_used[k] = ++g->words;
  return f;
}

static float smooth_letter(aps_gl *g, const aps_face *f, float x, float base, float scale,
                           const float colour[4], int code) {
  const aps_glyph *c = &f->glyph[aps_font_letter(code)];
  const float w = (c->x1 - c->x0) * c->narrow * scale, h = (c->y1 - c->y0) * scale;
  if (colour && w > 0 && h > 0) {
    const float left = x + c->left * scale, top = floorf(base + c->top * scale + 0.5f);
    const float layer = (float)(f - g->face), per = 1.0f / APS_FACE_SIDE;
    const float corner[4][2] = {{left, top}, {left + w, top}, {left, top + h}, {left + w, top + h}};
    const float place[4][3] = {{c->x0 * per, c->y0 * per, layer},
                               {c->x1 * per, c->y0 * per, layer},
                               {c->x0 * per, c->y1 * per, layer},
                               {c->x1 * per, c->y1 * per, layer}};
    aps_gl_quad(g, corner, place, 2, colour);
  }
  return c->advance * scale;
}

aps_err aps_gl_font(aps_gl *g, const char *path) {
  aps_font *font;
  APS_TRY(aps_font_open(g->ctx, path, &font));
  if (!font) return use_bitmap(g);
  aps_font_free(&g->font);
  g->font = font, g->bitmap = 0;
  make_texture(g, APS_FACE_SIDE, APS_FACE_SIDE, GL_SIZES);
  return aps_gl_check(g, "loading a font");
}

float aps_gl_text_size(const aps_gl *g) { return fmaxf(roundf((float)g->height / 36), 14); }

/* colour NULL: only measured. */
static float write_words(aps_gl *g, float x, float y, float size, const float colour[4],
                         const char *text) {
  float pen = x, widest = 0;
  if (!(size > 0)) size = aps_gl_text_size(g);
  const aps_face *f = g->bitmap ? NULL : face_of(g, size);
  if (!g->bitmap && !f) return 0;
  const float scale = f ? size / (float)f->size : 1;
  const float exact = f && fabsf(scale * (float)f->size - (float)f->size) <= 0.5f ? 1 : scale;
  while (*text) {
    const int code = aps_font_next(&text);
    if (code == '\n') {
      pen = x, y += 1.25f * size;
      continue;
    }
    pen += f ? smooth_letter(g, f, pen, y + f->ascent * exact, exact, colour, code)
             : bitmap_letter(g, pen, y, size, colour, code);
    widest = fmaxf(widest, pen - x);
  }
  return widest;
}

float aps_gl_text(aps_gl *g, float x, float y, float size, const float colour[4],
                  const char *text) {
  return write_words(g, x, y, size, colour, text);
}

float aps_gl_text_width(aps_gl *g, float size, const char *text) {
  return write_words(g, 0, 0, size, NULL, text);
}

void aps_gl_words_free(aps_gl *g, int lost) {
  forget_faces(g);
  aps_font_free(&g->font);
  if (!lost) glDeleteTextures(1, &g->letters);
}
