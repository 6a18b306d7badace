#include "ink.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void aps_sheet_clear(aps_sheet *s) {
  if (s->high > s->low)
    memset(s->rgba + 4 * (size_t)s->width * (size_t)s->low, 0,
           4 * (size_t)s->width * (size_t)(s->high - s->low));
  s->low = s->height, s->high = 0;
}

static void touch(aps_sheet *s, int y0, int y1) {
  if (y0 < s->low) s->low = y0 < 0 ? 0 : y0;
  if (y1 > s->high) s->high = y1 > s->height ? s->height : y1;
}

/* Over what is there already; cover: 0 … 255 of the ink's own. */
static void put(aps_sheet *s, int x, int y, aps_ink ink, int cover) {
  unsigned char *at = s->rgba + 4 * ((size_t)y * (size_t)s->width + (size_t)x);
  const int a = ink.a * cover / 255, rest = 255 - a;
  const int c[3] = {ink.r, ink.g, ink.b};
  for (int k = 0; k < 3; k++) at[k] = (unsigned char)((c[k] * a + at[k] * rest) / 255);
  at[3] = (unsigned char)(a + at[3] * rest / 255);
}

void aps_ink_box(aps_sheet *s, int x, int y, int width, int height, aps_ink ink) {
  const int x0 = x < 0 ? 0 : x, x1 = x + width > s->width ? s->width : x + width;
  const int y0 = y < 0 ? 0 : y, y1 = y + height > s->height ? s->height : y + height;
  if (x0 >= x1 || y0 >= y1) return;
  touch(s, y0, y1);
  for (int j = y0; j < y1; j++)
    for (int i = x0; i < x1; i++) put(s, i, j, ink, 255);
}

/* Pixels near the segment, by their distance from it. */
void aps_ink_line(aps_sheet *s, double x0, double y0, double x1, double y1, double thick,
                  aps_ink ink) {
  const double far = 4e4, half = 0.5 * thick;
  if (!(fabs(x0) < far && fabs(y0) < far && fabs(x1) < far && fabs(y1) < far)) return;
  const double dx = x1 - x0, dy = y1 - y0, length2 = dx * dx + dy * dy;
  const int steep = fabs(dy) > fabs(dx);
  const double from = steep ? fmin(y0, y1) : fmin(x0, x1), to = steep ? fmax(y0, y1) : fmax(x0, x1);
  const int low = (int)fmax(floor(from - half), 0);
  const int high = (int)fmin(ceil(to + half), (steep ? s->height : s->width) - 1);
  if (low > high) return;
  touch(s, (int)(fmin(y0, y1) - thick - 1), (int)(fmax(y0, y1) + thick + 2));
  const double slope = steep ? (dy != 0 ? dx / dy : 0) : (dx != 0 ? dy / dx : 0);
  const double wide = half * sqrt(1 + slope * slope) + 1;
  for (int m = low; m <= high; m++) {
    const double middle = steep ? x0 + (m - y0) * slope : y0 + (m - x0) * slope;
    const int limit = steep ? s->width : s->height;
    for (int k = (int)fmax(floor(middle - wide), 0); k <= (int)fmin(ceil(middle + wide), limit - 1);
         k++) {
      const double px = steep ? k : m, py = steep ? m : k;
      double t = length2 > 0 ? ((px - x0) * dx + (py - y0) * dy) / length2 : 0;
      t = fmin(fmax(t, 0), 1);
      const double off = hypot(px - x0 - t * dx, py - y0 - t * dy);
      const double cover = fmin(fmax(half + 0.5 - off, 0), 1);
      if (cover > 0) put(s, (int)px, (int)py, ink, (int)(255 * cover));
    }
  }
}

void aps_ink_disc(aps_sheet *s, double x, double y, double radius, aps_ink ink) {
  aps_ink_line(s, x, y, x, y + 1e-9, 2 * radius, ink);
}

typedef struct {
  aps_sheet *sheet;
  aps_ink ink;
} nib;

static void put_cover(void *self, int x, int y, int cover) {
  const nib *n = self;
  if (x >= 0 && y >= 0 && x < n->sheet->width && y < n->sheet->height)
    put(n->sheet, x, y, n->ink, cover);
}

int aps_ink_text(aps_sheet *s, int x, int y, int unit, aps_ink ink, const char *text) {
  const int start = x;
  if (s->font) {
    nib n = {s, ink};
    touch(s, y - 4 * unit, y + 11 * unit);
    return (int)ceilf(aps_font_write(s->font, aps_label_size(unit), (float)x,
                                     y + aps_label_base(unit), text, put_cover, &n));
  }
  while (*text) {
    int below;
    const unsigned char *glyph = aps_label_glyph(&text, &below);
    for (int i = 0; i < 5; i++)
      for (int j = 0; j < 7; j++)
        if (glyph[i] >> j & 1)
          aps_ink_box(s, x + i * unit, y + (j + below) * unit, unit, unit, ink);
    x += 6 * unit;
  }
  return x - start;
}

int aps_ink_width(const aps_sheet *s, int unit, const char *text) {
  return aps_label_width(s->font, text, unit);
}

/* How many bytes of the text make the next line, at most `most` pixels wide. */
static int next_line(const aps_sheet *s, int unit, int most, const char *text, char line[256]) {
  const int all = (int)strcspn(text, "\n");
  int fits = 0;
  for (int n = 0; n <= all && n < 255; n++) { /* from blank to blank */
    if (n < all && text[n] != ' ') continue;
    snprintf(line, 256, "%.*s", n, text);
    if (aps_ink_width(s, unit, line) > most) break;
    fits = n;
  }
  for (int n = fits; fits == 0 && n < all && n < 255; n++) { /* a word wider than the line */
    snprintf(line, 256, "%.*s", n + 1, text);
    if (n > 0 && aps_ink_width(s, unit, line) > most && (text[n] & 0xc0) != 0x80) fits = n;
  }
  if (fits == 0) fits = all < 255 ? all : 255;
  snprintf(line, 256, "%.*s", fits, text);
  return fits;
}

int aps_ink_paragraph(aps_sheet *s, int x, int y, int unit, int most, aps_ink ink,
                      const char *text) {
  int rows = 0;
  while (*text) {
    char line[256];
    text += next_line(s, unit, most, text, line);
    if (ink.a) aps_ink_text(s, x, y + 11 * unit * rows, unit, ink, line);
    rows++;
    if (*text == '\n' || *text == ' ') text++;
  }
  return rows;
}
