/* Words: a TrueType font of the system, rasterised for each size that is asked for (stb_truetype,
 * public domain), or the 5 x 7 bitmap of label.c, which is always there. Every size has a layer of
 * its own in one texture. */
#include "gl_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef APS_HAVE_STB
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#define STB_TRUETYPE_IMPLEMENTATION
#define STBTT_STATIC
#include <stb/stb_truetype.h>
#pragma GCC diagnostic pop
#endif

enum { SIDE = 1024, LARGEST = 96 }; /* of a layer; of a size that is rasterised */

/* What is rasterised: Latin letters with accents, Greek, and signs that units and numbers need. */
static const int ranges[][2] = {
    {32, 126},        {160, 255},       {0x391, 0x3c9},   {0x2013, 0x2014}, {0x2018, 0x201d},
    {0x2022, 0x2026}, {0x2032, 0x2033}, {0x2070, 0x2079}, {0x207a, 0x207b}, {0x2080, 0x2089},
    {0x2190, 0x2193}, {0x2212, 0x2212}, {0x221a, 0x221a}, {0x221e, 0x221e}, {0x2248, 0x2248},
    {0x2260, 0x2265}, {0x2299, 0x2299}, {0x25a0, 0x25cf}};
enum { RANGES = sizeof ranges / sizeof *ranges };

static int letters(void) {
  int n = 0;
  for (int r = 0; r < RANGES; r++) n += ranges[r][1] - ranges[r][0] + 1;
  return n;
}

static int letter_of(int code) {
  for (int r = 0, first = 0; r < RANGES; first += ranges[r][1] - ranges[r][0] + 1, r++)
    if (code >= ranges[r][0] && code <= ranges[r][1]) return first + code - ranges[r][0];
  return '?' - ranges[0][0];
}

/* The next character of UTF-8; a broken byte counts as '?'. */
static int next_code(const char **text) {
  const unsigned char *at = (const unsigned char *)*text;
  const int more = at[0] < 0x80    ? 0
                   : at[0] >= 0xf0 ? 3
                   : at[0] >= 0xe0 ? 2
                   : at[0] >= 0xc0 ? 1
                                   : -1;
  (*text)++;
  if (more <= 0) return more == 0 ? at[0] : '?';
  int code = at[0] & (0x3f >> more);
  for (int k = 1; k <= more; k++, (*text)++) {
    if ((at[k] & 0xc0) != 0x80) return '?';
    code = code << 6 | (at[k] & 0x3f);
  }
  return code;
}

static void forget_faces(aps_gl *g) {
  for (int k = 0; k < GL_SIZES; k++) {
    aps_release(g->ctx, g->face[k].glyph);
    g->face[k] = (gl_face){0};
  }
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

#ifdef APS_HAVE_STB
static aps_err read_file(aps_gl *g, const char *path, unsigned char **out) {
  FILE *file = fopen(path, "rb");
  *out = NULL;
  APS_CHECK(g->ctx, file, APS_EDATA, "%s: cannot be read", path);
  long bytes = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  if (bytes > 0 && bytes < 50000000 && fseek(file, 0, SEEK_SET) == 0)
    *out = aps_alloc(g->ctx, "OpenGL", bytes + 1, 1);
  const int whole = *out && fread(*out, 1, (size_t)bytes, file) == (size_t)bytes;
  fclose(file);
  stbtt_fontinfo info;
  if (whole && stbtt_GetNumberOfFonts(*out) > 0 && stbtt_InitFont(&info, *out, 0)) return APS_OK;
  aps_release(g->ctx, *out);
  *out = NULL;
  return aps_fail(g->ctx, APS_EDATA, "%s: not a TrueType font", path);
}

static aps_err use_font(aps_gl *g, const char *path) {
  unsigned char *file;
  APS_TRY(read_file(g, path, &file));
  aps_release(g->ctx, g->font);
  g->font = file, g->bitmap = 0;
  make_texture(g, SIDE, SIDE, GL_SIZES);
  return aps_gl_check(g, "loading a font");
}

static aps_err rasterise(aps_gl *g, gl_face *f, int layer, int size) {
  const int n = letters();
  stbtt_packedchar *packed = aps_alloc(g->ctx, "OpenGL", n, sizeof *packed);
  unsigned char *pixel = aps_alloc(g->ctx, "OpenGL", SIDE * SIDE, 1);
  f->glyph = aps_alloc(g->ctx, "OpenGL", n, sizeof *f->glyph);
  stbtt_pack_context pack;
  stbtt_pack_range range[RANGES] = {{0}};
  stbtt_fontinfo info;
  int ascent = 0, descent = 0, gap = 0, first = 0;
  if (packed && pixel && f->glyph && stbtt_PackBegin(&pack, pixel, SIDE, SIDE, 0, 1, NULL)) {
    if (size <= 32) stbtt_PackSetOversampling(&pack, 2, 1); /* letters lie between pixels */
    for (int r = 0; r < RANGES; r++) {
      range[r].font_size = (float)size;
      range[r].first_unicode_codepoint_in_range = ranges[r][0];
      range[r].num_chars = ranges[r][1] - ranges[r][0] + 1;
      range[r].chardata_for_range = packed + first;
      first += range[r].num_chars;
    }
    stbtt_PackFontRanges(&pack, g->font, 0, range, RANGES); /* what does not fit stays blank */
    stbtt_PackEnd(&pack);
    stbtt_InitFont(&info, g->font, 0);
    stbtt_GetFontVMetrics(&info, &ascent, &descent, &gap);
    f->ascent = (float)ascent * stbtt_ScaleForPixelHeight(&info, (float)size);
    for (int i = 0; i < n; i++)
      f->glyph[i] = (gl_glyph){packed[i].x0,   packed[i].y0,   packed[i].x1,      packed[i].y1,
                               packed[i].xoff, packed[i].yoff, packed[i].xadvance};
    for (int i = 0; i < n; i++) /* shown size of what was rasterised twice as wide */
      f->glyph[i].x1 = f->glyph[i].x0 + (float)(packed[i].x1 - packed[i].x0);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTextureSubImage3D(g->letters, 0, 0, 0, layer, SIDE, SIDE, 1, GL_RED, GL_UNSIGNED_BYTE, pixel);
    f->size = size;
  }
  aps_release(g->ctx, packed);
  aps_release(g->ctx, pixel);
  return f->size ? APS_OK : APS_EMEM;
}

static gl_face *face_of(aps_gl *g, float size) {
  const int want = (int)fminf(fmaxf(size + 0.5f, 6), LARGEST);
  gl_face *oldest = &g->face[0];
  for (int k = 0; k < GL_SIZES; k++) {
    gl_face *f = &g->face[k];
    if (f->size == want) return f->last_used = ++g->words, f;
    if (f->last_used < oldest->last_used) oldest = f;
  }
  aps_gl_above_flush(g); /* letters of the size that goes may be waiting */
  aps_release(g->ctx, oldest->glyph);
  *oldest = (gl_face){0};
  if (rasterise(g, oldest, (int)(oldest - g->face), want) != APS_OK) {
    aps_release(g->ctx, oldest->glyph);
    *oldest = (gl_face){0};
    return aps_ctx_clear(g->ctx), NULL;
  }
  oldest->last_used = ++g->words;
  return oldest;
}

static float smooth_letter(aps_gl *g, const gl_face *f, float x, float base, float scale,
                           const float colour[4], int code) {
  const gl_glyph *c = &f->glyph[letter_of(code)];
  const float over = f->size <= 32 ? 0.5f : 1; /* rasterised twice as wide */
  const float w = (c->x1 - c->x0) * over * scale, h = (c->y1 - c->y0) * scale;
  if (colour && w > 0 && h > 0) {
    const float left = x + c->left * scale, top = floorf(base + c->top * scale + 0.5f);
    const float layer = (float)(f - g->face), per = 1.0f / SIDE;
    const float corner[4][2] = {{left, top}, {left + w, top}, {left, top + h}, {left + w, top + h}};
    const float place[4][3] = {{c->x0 * per, c->y0 * per, layer},
                               {c->x1 * per, c->y0 * per, layer},
                               {c->x0 * per, c->y1 * per, layer},
                               {c->x1 * per, c->y1 * per, layer}};
    aps_gl_quad(g, corner, place, 2, colour);
  }
  return c->advance * scale;
}
#endif

aps_err aps_gl_font(aps_gl *g, const char *path) {
  if (path && !*path) return use_bitmap(g);
#ifdef APS_HAVE_STB
  static const char *const usual[] = {
      "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
      "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
      "/usr/share/fonts/TTF/DejaVuSans.ttf",
      "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
      "/usr/share/fonts/google-noto/NotoSans-Regular.ttf",
      "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
      "/usr/share/fonts/liberation-sans/LiberationSans-Regular.ttf",
      "/usr/share/fonts/truetype/freefont/FreeSans.ttf"};
  if (path) return use_font(g, path);
  const char *asked = getenv("APSIS_FONT");
  if (asked && !*asked) return use_bitmap(g);
  if (asked) return use_font(g, asked);
  for (size_t k = 0; k < sizeof usual / sizeof *usual; k++) {
    if (use_font(g, usual[k]) == APS_OK) return APS_OK;
    aps_ctx_clear(g->ctx);
  }
#else
  APS_CHECK(
      g->ctx, !path, APS_EDATA,
      "%s: this build has the bitmap font alone (it lacks stb_truetype: apt install libstb-dev)",
      path);
#endif
  return use_bitmap(g);
}

float aps_gl_text_size(const aps_gl *g) { return fmaxf(roundf((float)g->height / 36), 14); }

/* colour NULL: only measured. */
static float write_words(aps_gl *g, float x, float y, float size, const float colour[4],
                         const char *text) {
  float pen = x, widest = 0;
  if (!(size > 0)) size = aps_gl_text_size(g);
#ifdef APS_HAVE_STB
  const gl_face *f = g->bitmap ? NULL : face_of(g, size);
  if (!g->bitmap && !f) return 0;
  const float scale = f ? size / (float)f->size : 1;
  const float exact = f && fabsf(scale * (float)f->size - (float)f->size) <= 0.5f ? 1 : scale;
#endif
  while (*text) {
    const int code = next_code(&text);
    if (code == '\n') {
      pen = x, y += 1.25f * size;
      continue;
    }
#ifdef APS_HAVE_STB
    pen += f ? smooth_letter(g, f, pen, y + f->ascent * exact, exact, colour, code)
             : bitmap_letter(g, pen, y, size, colour, code);
#else
    pen += bitmap_letter(g, pen, y, size, colour, code);
#endif
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
  aps_release(g->ctx, g->font);
  if (!lost) glDeleteTextures(1, &g->letters);
}
