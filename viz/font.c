#include "font.h"
#include <math.h>
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

enum { FACES = 4, TWICE_AS_WIDE = 32 }; /* sizes that are kept; the largest that is oversampled */

struct aps_font {
  aps_ctx *ctx;
  unsigned char *file;
  char path[256];
  aps_face face[FACES];
  int64_t used[FACES], words; /* the one unused for longest makes room */
};

/* ---- letters ---- */

/* What is rasterised: Latin letters with accents, Greek, and signs that units and numbers need. */
static const int ranges[][2] = {
    {32, 126},        {160, 255},       {0x391, 0x3c9},   {0x2013, 0x2014}, {0x2018, 0x201d},
    {0x2022, 0x2026}, {0x2032, 0x2033}, {0x2070, 0x2079}, {0x207a, 0x207b}, {0x2080, 0x2089},
    {0x2190, 0x2193}, {0x2212, 0x2212}, {0x221a, 0x221a}, {0x221e, 0x221e}, {0x2248, 0x2248},
    {0x2260, 0x2265}, {0x2299, 0x2299}, {0x25a0, 0x25cf}};
enum { RANGES = sizeof ranges / sizeof *ranges };

int aps_font_letters(void) {
  int n = 0;
  for (int r = 0; r < RANGES; r++) n += ranges[r][1] - ranges[r][0] + 1;
  return n;
}

int aps_font_letter(int code) {
  for (int r = 0, first = 0; r < RANGES; first += ranges[r][1] - ranges[r][0] + 1, r++)
    if (code >= ranges[r][0] && code <= ranges[r][1]) return first + code - ranges[r][0];
  return '?' - ranges[0][0];
}

int aps_font_next(const char **text) {
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

/* ---- a file ---- */

#ifdef APS_HAVE_STB
static aps_err read_file(aps_ctx *ctx, const char *path, unsigned char **out) {
  FILE *file = fopen(path, "rb");
  *out = NULL;
  APS_CHECK(ctx, file, APS_EDATA, "%s: cannot be read", path);
  long bytes = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  if (bytes > 0 && bytes < 50000000 && fseek(file, 0, SEEK_SET) == 0)
    *out = aps_alloc(ctx, "font", bytes + 1, 1);
  const int whole = *out && fread(*out, 1, (size_t)bytes, file) == (size_t)bytes;
  fclose(file);
  stbtt_fontinfo info;
  if (whole && stbtt_GetNumberOfFonts(*out) > 0 && stbtt_InitFont(&info, *out, 0)) return APS_OK;
  aps_release(ctx, *out);
  *out = NULL;
  return aps_fail(ctx, APS_EDATA, "%s: not a TrueType font", path);
}

static aps_err open_file(aps_ctx *ctx, const char *path, aps_font **out) {
  unsigned char *file;
  APS_TRY(read_file(ctx, path, &file));
  aps_font *f = aps_alloc(ctx, "font", 1, sizeof *f);
  if (!f) return aps_release(ctx, file), APS_EMEM;
  f->ctx = ctx, f->file = file;
  snprintf(f->path, sizeof f->path, "%s", path);
  *out = f;
  return APS_OK;
}

aps_err aps_font_open(aps_ctx *ctx, const char *path, aps_font **out) {
  static const char *const usual[] = {
      "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
      "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
      "/usr/share/fonts/TTF/DejaVuSans.ttf",
      "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
      "/usr/share/fonts/google-noto/NotoSans-Regular.ttf",
      "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
      "/usr/share/fonts/liberation-sans/LiberationSans-Regular.ttf",
      "/usr/share/fonts/truetype/freefont/FreeSans.ttf",
      "/System/Library/Fonts/Supplemental/Arial.ttf"};
  *out = NULL;
  if (!path) path = getenv("APSIS_FONT");
  if (path) return *path ? open_file(ctx, path, out) : APS_OK;
  for (size_t k = 0; k < sizeof usual / sizeof *usual; k++) {
    if (open_file(ctx, usual[k], out) == APS_OK) return APS_OK;
    aps_ctx_clear(ctx);
  }
  return APS_OK;
}

aps_err aps_font_rasterise(aps_font *font, int size, aps_face *out) {
  aps_ctx *ctx = font->ctx;
  const int n = aps_font_letters(), twice = size <= TWICE_AS_WIDE;
  stbtt_packedchar *packed = aps_alloc(ctx, "font", n, sizeof *packed);
  stbtt_pack_context pack;
  stbtt_pack_range range[RANGES] = {{0}};
  stbtt_fontinfo info;
  int ascent = 0, descent = 0, gap = 0, first = 0;
  *out = (aps_face){.glyph = aps_alloc(ctx, "font", n, sizeof *out->glyph),
                    .pixel = aps_alloc(ctx, "font", APS_FACE_SIDE * APS_FACE_SIDE, 1)};
  if (packed && out->pixel && out->glyph &&
      stbtt_PackBegin(&pack, out->pixel, APS_FACE_SIDE, APS_FACE_SIDE, 0, 1, NULL)) {
    if (twice) stbtt_PackSetOversampling(&pack, 2, 1);
    for (int r = 0; r < RANGES; r++) {
      range[r].font_size = (float)size;
      range[r].first_unicode_codepoint_in_range = ranges[r][0];
      range[r].num_chars = ranges[r][1] - ranges[r][0] + 1;
      range[r].chardata_for_range = packed + first;
      first += range[r].num_chars;
    }
    stbtt_PackFontRanges(&pack, font->file, 0, range, RANGES); /* what does not fit stays blank */
    stbtt_PackEnd(&pack);
    stbtt_InitFont(&info, font->file, 0);
    stbtt_GetFontVMetrics(&info, &ascent, &descent, &gap);
    out->ascent = (float)ascent * stbtt_ScaleForPixelHeight(&info, (float)size);
    for (int i = 0; i < n; i++)
      out->glyph[i] =
          (aps_glyph){packed[i].x0,   packed[i].y0,   packed[i].x1,       packed[i].y1,
                      packed[i].xoff, packed[i].yoff, packed[i].xadvance, twice ? 0.5f : 1};
    out->size = size;
  }
  aps_release(ctx, packed);
  if (out->size) return APS_OK;
  aps_face_free(ctx, out);
  return aps_fail(ctx, APS_EMEM, "no memory for words of %d pixels", size);
}

/* A line larger than a sheet of letters holds, of pictures alone: each letter is rasterised as it comes. */
static float write_large(const aps_font *f, int size, float x, int y, const char *text, aps_font_put *put, void *self) {
  stbtt_fontinfo info;
  const float start = x;
  if (!stbtt_InitFont(&info, f->file, 0)) return 0;
  const float scale = stbtt_ScaleForPixelHeight(&info, (float)size);
  while (*text) {
    int code = aps_font_next(&text), advance, bearing, wide = 0, tall = 0, left = 0, top = 0;
    if (aps_font_letter(code) == aps_font_letter('?')) code = '?';
    stbtt_GetCodepointHMetrics(&info, code, &advance, &bearing);
    unsigned char *pixel = put ? stbtt_GetCodepointBitmap(&info, scale, scale, code, &wide, &tall, &left, &top) : NULL;
    for (int k = 0; pixel && k < wide * tall; k++)
      if (pixel[k]) put(self, (int)floorf(x + 0.5f) + left + k % wide, y + top + k / wide, pixel[k]);
    if (pixel) stbtt_FreeBitmap(pixel, NULL);
    x += (float)advance * scale;
  }
  return x - start;
}
#else
aps_err aps_font_open(aps_ctx *ctx, const char *path, aps_font **out) {
  *out = NULL;
  APS_CHECK(
      ctx, !path || !*path, APS_EDATA,
      "%s: this build has the bitmap font alone (it lacks stb_truetype: apt install libstb-dev)",
      path);
  return APS_OK;
}

aps_err aps_font_rasterise(aps_font *font, int size, aps_face *out) {
  (void)size, (void)out;
  return aps_fail(font->ctx, APS_EINTERNAL, "this build has no fonts");
}

static float write_large(const aps_font *f, int size, float x, int y, const char *text, aps_font_put *put, void *self) {
  (void)f, (void)size, (void)x, (void)y, (void)text, (void)put, (void)self;
  return 0;
}
#endif

void aps_face_free(aps_ctx *ctx, aps_face *f) {
  aps_release(ctx, f->glyph);
  aps_release(ctx, f->pixel);
  *f = (aps_face){0};
}

void aps_font_free(aps_font **handle) {
  aps_font *f = *handle;
  *handle = NULL;
  if (!f) return;
  for (int k = 0; k < FACES; k++) aps_face_free(f->ctx, &f->face[k]);
  aps_release(f->ctx, f->file);
  aps_release(f->ctx, f);
}

const char *aps_font_path(const aps_font *f) { return f ? f->path : NULL; }

/* ---- words, pixel by pixel ---- */

static const aps_face *face_of(aps_font *f, int size) {
  int oldest = 0;
  if (size < 6) size = 6;
  for (int k = 0; k < FACES; k++) {
    if (f->face[k].size == size) return f->used[k] = ++f->words, &f->face[k];
    if (f->used[k] < f->used[oldest]) oldest = k;
  }
  aps_face_free(f->ctx, &f->face[oldest]);
  if (aps_font_rasterise(f, size, &f->face[oldest]) != APS_OK) return aps_ctx_clear(f->ctx), NULL;
  f->used[oldest] = ++f->words;
  return &f->face[oldest];
}

/* A share of pixel `x` of a glyph whose sheet is `step` pixels a pixel wide, moved by `off` to the
 * right: the box of a pixel laid over the sheet. */
static int cover_at(const unsigned char *row, int wide, float x, float step) {
  float sum = 0;
  for (int k = (int)floorf(x); k < x + step; k++) {
    const float from = fmaxf(x, (float)k), to = fminf(x + step, (float)k + 1);
    if (k >= 0 && k < wide && to > from) sum += (to - from) * (float)row[k];
  }
  return (int)(sum / step + 0.5f);
}

static void put_glyph(const aps_face *f, const aps_glyph *g, float pen, int base, aps_font_put *put,
                      void *self) {
  const int wide = (int)(g->x1 - g->x0), tall = (int)(g->y1 - g->y0);
  const float left = pen + g->left, step = 1 / g->narrow;
  const int first = (int)floorf(left), last = (int)ceilf(left + (float)wide * g->narrow);
  const int top = base + (int)floorf(g->top + 0.5f);
  for (int j = 0; j < tall; j++) {
    const unsigned char *row = f->pixel + ((int)g->y0 + j) * APS_FACE_SIDE + (int)g->x0;
    for (int x = first; x < last; x++) {
      const int cover = cover_at(row, wide, ((float)x - left) * step, step);
      if (cover > 0) put(self, x, top + j, cover);
    }
  }
}

float aps_font_write(aps_font *font, int size, float x, int y, const char *text, aps_font_put *put,
                     void *self) {
  if (size > APS_FACE_LARGEST) return write_large(font, size, x, y, text, put, self);
  const aps_face *f = face_of(font, size);
  const float start = x;
  while (f && *text) {
    const aps_glyph *g = &f->glyph[aps_font_letter(aps_font_next(&text))];
    if (put) put_glyph(f, g, x, y, put, self);
    x += g->advance;
  }
  return x - start;
}
