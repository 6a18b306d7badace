/* Scale bar, title, time and colour bar in the renderer's font: what label.c and aps_tint_bar write
 * on pictures of files. */
#include "gl_inside.h"
#include <stdio.h>
#include <string.h>

static const float ink[4] = {0.88f, 0.88f, 0.88f, 0.95f}, shade[4] = {0, 0, 0, 0.55f};

/* A word with a shadow, readable on bright and dark. */
static void word(aps_gl *g, float x, float y, float size, const char *text) {
  const float off = fmaxf(1, roundf(size / 14));
  aps_gl_text(g, x + off, y + off, size, shade, text);
  aps_gl_text(g, x, y, size, ink, text);
}

/* The same, smaller or cut where it would be too wide. */
static void fitting_word(aps_gl *g, float x, float y, float size, float most, const char *text) {
  char cut[256];
  const float least = fmaxf(roundf(0.7f * size), 11);
  if (aps_gl_text_width(g, size, text) > most) size = least;
  snprintf(cut, sizeof cut, "%s", text);
  for (size_t n = strlen(cut); n > 4 && aps_gl_text_width(g, size, cut) > most; n--)
    if ((cut[n - 4] & 0xc0) != 0x80) snprintf(cut + n - 4, 4, "...");
  word(g, x, y, size, cut);
}

void aps_gl_labels(aps_gl *g, const aps_eye *eye, const aps_units *units, double time, double until,
                   const char *title) {
  const float size = aps_gl_text_size(g), edge = roundf(0.8f * size);
  const float thick = fmaxf(2, roundf(size / 9)), tick = roundf(0.4f * size);
  const float w = (float)g->width, bottom = (float)g->height - edge;
  char text[64];
  if (g->height < 120 || g->width < 160) return; /* no room for words */
  const double bar = aps_label_length(eye->width / 6, units, text);
  if (bar > 0) {
    const float length = roundf((float)(bar / eye->width) * w);
    aps_gl_rect(g, edge, bottom - thick, length, thick, ink);
    aps_gl_rect(g, edge, bottom - thick - tick, thick, tick, ink);
    aps_gl_rect(g, edge + length - thick, bottom - thick - tick, thick, tick, ink);
    const float wide = aps_gl_text_width(g, size, text);
    word(g, edge + fmaxf(0, (length - wide) / 2), bottom - tick - 1.35f * size, size, text);
  }
  aps_label_time(units, time, until, text);
  word(g, w - edge - aps_gl_text_width(g, size, text), bottom - size, size, text);
  if (title && *title) fitting_word(g, edge, edge, size, w - 2 * edge, title);
}

static float screen(float c) { return aps_tone_srgb(fminf(fmaxf(c, 0), 1)); }

void aps_gl_tint_bar(aps_gl *g, const aps_tint *t) {
  const float size = aps_gl_text_size(g), edge = roundf(0.8f * size), wide = roundf(0.7f * size);
  const float tall = roundf(0.4f * (float)g->height), x = (float)g->width - edge - wide,
              y = roundf(((float)g->height - tall) / 2);
  if (g->height < 120 || g->width < 160) return;
  for (int row = 0; row < (int)tall; row++) {
    float c[3];
    aps_map_colour(t->map, 1 - (row + 0.5) / tall, c);
    const float colour[4] = {screen(c[0]), screen(c[1]), screen(c[2]), 1};
    aps_gl_rect(g, x, y + (float)row, wide, 1, colour);
  }
  double number[12];
  char text[80];
  const int n = aps_tint_numbers(t, number, 12);
  float free_above = y + tall + size; /* numbers must not overlap */
  for (int k = 0; k < n; k++) {
    const float at =
        y + (float)(1 - aps_tint_place(t, number[k] / t->in_units)) * (tall - 1) + 0.5f;
    if (at + 0.55f * size > free_above) continue;
    free_above = at - 0.55f * size;
    aps_tint_number_text(number, n, k, text);
    aps_gl_rect(g, x - 0.35f * size, roundf(at), 0.35f * size, fmaxf(1, roundf(size / 16)), ink);
    word(g, x - 0.55f * size - aps_gl_text_width(g, size, text), roundf(at - 0.55f * size), size,
         text);
  }
  snprintf(text, sizeof text, t->unit[0] ? "%s, %s" : "%s", t->name, t->unit);
  word(g, (float)g->width - edge - aps_gl_text_width(g, size, text), y - 1.7f * size, size, text);
}
