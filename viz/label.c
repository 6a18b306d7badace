/* Words on a picture: a 5 x 7 bitmap font, the scale bar, the time and the title. */
#include "colour.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Columns from left to right, the lowest bit on top; the printable ASCII characters from the blank
 * on. */
static const unsigned char font[95][5] = {
    {0x00, 0x00, 0x00, 0x00, 0x00}, {0x00, 0x00, 0x5f, 0x00, 0x00},
    {0x00, 0x07, 0x00, 0x07, 0x00}, /*   ! " */
    {0x14, 0x7f, 0x14, 0x7f, 0x14}, {0x24, 0x2a, 0x7f, 0x2a, 0x12},
    {0x23, 0x13, 0x08, 0x64, 0x62}, /* # $ % */
    {0x36, 0x49, 0x55, 0x22, 0x50}, {0x00, 0x05, 0x03, 0x00, 0x00},
    {0x00, 0x1c, 0x22, 0x41, 0x00}, /* & ' ( */
    {0x00, 0x41, 0x22, 0x1c, 0x00}, {0x14, 0x08, 0x3e, 0x08, 0x14},
    {0x08, 0x08, 0x3e, 0x08, 0x08}, /* ) * + */
    {0x00, 0x50, 0x30, 0x00, 0x00}, {0x08, 0x08, 0x08, 0x08, 0x08},
    {0x00, 0x60, 0x60, 0x00, 0x00}, /* , - . */
    {0x20, 0x10, 0x08, 0x04, 0x02}, {0x3e, 0x41, 0x41, 0x41, 0x3e},
    {0x00, 0x42, 0x7f, 0x40, 0x00}, /* / 0 1 */
    {0x42, 0x61, 0x51, 0x49, 0x46}, {0x21, 0x41, 0x45, 0x4b, 0x31},
    {0x18, 0x14, 0x12, 0x7f, 0x10}, /* 2 3 4 */
    {0x27, 0x45, 0x45, 0x45, 0x39}, {0x3c, 0x4a, 0x49, 0x49, 0x30},
    {0x01, 0x71, 0x09, 0x05, 0x03}, /* 5 6 7 */
    {0x36, 0x49, 0x49, 0x49, 0x36}, {0x06, 0x49, 0x49, 0x29, 0x1e},
    {0x00, 0x36, 0x36, 0x00, 0x00}, /* 8 9 : */
    {0x00, 0x56, 0x36, 0x00, 0x00}, {0x08, 0x14, 0x22, 0x41, 0x00},
    {0x14, 0x14, 0x14, 0x14, 0x14}, /* ; < = */
    {0x00, 0x41, 0x22, 0x14, 0x08}, {0x02, 0x01, 0x51, 0x09, 0x06},
    {0x32, 0x49, 0x79, 0x41, 0x3e}, /* > ? @ */
    {0x7e, 0x11, 0x11, 0x11, 0x7e}, {0x7f, 0x49, 0x49, 0x49, 0x36},
    {0x3e, 0x41, 0x41, 0x41, 0x22}, /* A B C */
    {0x7f, 0x41, 0x41, 0x22, 0x1c}, {0x7f, 0x49, 0x49, 0x49, 0x41},
    {0x7f, 0x09, 0x09, 0x09, 0x01}, /* D E F */
    {0x3e, 0x41, 0x49, 0x49, 0x7a}, {0x7f, 0x08, 0x08, 0x08, 0x7f},
    {0x00, 0x41, 0x7f, 0x41, 0x00}, /* G H I */
    {0x20, 0x40, 0x41, 0x3f, 0x01}, {0x7f, 0x08, 0x14, 0x22, 0x41},
    {0x7f, 0x40, 0x40, 0x40, 0x40}, /* J K L */
    {0x7f, 0x02, 0x0c, 0x02, 0x7f}, {0x7f, 0x04, 0x08, 0x10, 0x7f},
    {0x3e, 0x41, 0x41, 0x41, 0x3e}, /* M N O */
    {0x7f, 0x09, 0x09, 0x09, 0x06}, {0x3e, 0x41, 0x51, 0x21, 0x5e},
    {0x7f, 0x09, 0x19, 0x29, 0x46}, /* P Q R */
    {0x46, 0x49, 0x49, 0x49, 0x31}, {0x01, 0x01, 0x7f, 0x01, 0x01},
    {0x3f, 0x40, 0x40, 0x40, 0x3f}, /* S T U */
    {0x1f, 0x20, 0x40, 0x20, 0x1f}, {0x3f, 0x40, 0x38, 0x40, 0x3f},
    {0x63, 0x14, 0x08, 0x14, 0x63}, /* V W X */
    {0x07, 0x08, 0x70, 0x08, 0x07}, {0x61, 0x51, 0x49, 0x45, 0x43},
    {0x00, 0x7f, 0x41, 0x41, 0x00}, /* Y Z [ */
    {0x02, 0x04, 0x08, 0x10, 0x20}, {0x00, 0x41, 0x41, 0x7f, 0x00},
    {0x04, 0x02, 0x01, 0x02, 0x04}, /* \ ] ^ */
    {0x40, 0x40, 0x40, 0x40, 0x40}, {0x00, 0x01, 0x02, 0x04, 0x00},
    {0x20, 0x54, 0x54, 0x54, 0x78}, /* _ ` a */
    {0x7f, 0x48, 0x44, 0x44, 0x38}, {0x38, 0x44, 0x44, 0x44, 0x20},
    {0x38, 0x44, 0x44, 0x48, 0x7f}, /* b c d */
    {0x38, 0x54, 0x54, 0x54, 0x18}, {0x08, 0x7e, 0x09, 0x01, 0x02},
    {0x0e, 0x51, 0x51, 0x51, 0x3f}, /* e f g */
    {0x7f, 0x08, 0x04, 0x04, 0x78}, {0x00, 0x44, 0x7d, 0x40, 0x00},
    {0x20, 0x40, 0x44, 0x3d, 0x00}, /* h i j */
    {0x7f, 0x10, 0x28, 0x44, 0x00}, {0x00, 0x41, 0x7f, 0x40, 0x00},
    {0x7c, 0x04, 0x18, 0x04, 0x78}, /* k l m */
    {0x7c, 0x08, 0x04, 0x04, 0x78}, {0x38, 0x44, 0x44, 0x44, 0x38},
    {0x7f, 0x11, 0x11, 0x11, 0x0e}, /* n o p */
    {0x0e, 0x11, 0x11, 0x11, 0x7f}, {0x7c, 0x08, 0x04, 0x04, 0x08},
    {0x48, 0x54, 0x54, 0x54, 0x20}, /* q r s */
    {0x04, 0x3f, 0x44, 0x40, 0x20}, {0x3c, 0x40, 0x40, 0x20, 0x7c},
    {0x1c, 0x20, 0x40, 0x20, 0x1c}, /* t u v */
    {0x3c, 0x40, 0x30, 0x40, 0x3c}, {0x44, 0x28, 0x10, 0x28, 0x44},
    {0x0f, 0x50, 0x50, 0x50, 0x3f}, /* w x y */
    {0x44, 0x64, 0x54, 0x4c, 0x44}, {0x00, 0x08, 0x36, 0x41, 0x00},
    {0x00, 0x00, 0x7f, 0x00, 0x00},                                 /* z { | */
    {0x00, 0x41, 0x36, 0x08, 0x00}, {0x10, 0x08, 0x08, 0x10, 0x08}, /* } ~   */
};

typedef struct {
  int width, height, unit; /* unit: pixels per font pixel */
  unsigned char *rgb;
  aps_font *font; /* NULL: the bitmap */
  int shade;      /* 1: darkens, for a shadow that makes words readable on bright ground */
} canvas;

static const int ink = 205;

static void dab(const canvas *c, int x, int y, double share) {
  if (x < 0 || y < 0 || x >= c->width || y >= c->height) return;
  unsigned char *at = c->rgb + 3 * ((int64_t)y * c->width + x);
  for (int k = 0; k < 3; k++)
    at[k] = (unsigned char)(c->shade ? at[k] * (1 - 0.6 * share) : at[k] + (ink - at[k]) * share * (at[k] < ink));
}

static void box(const canvas *c, int x0, int y0, int w, int h) {
  for (int y = y0; y < y0 + h; y++)
    for (int x = x0; x < x0 + w; x++) dab(c, x, y, 0.85);
}

static void put(void *self, int x, int y, int cover) { dab(self, x, y, 0.95 * cover / 255); }

/* A line of eleven: its capitals are seven high, as those of the bitmap. */
int aps_label_size(int unit) { return 11 * unit; }
int aps_label_base(int unit) { return 7 * unit; }

/* One box for each UTF-8 character that the font lacks. */
static int next_glyph(const char **text) {
  const unsigned char first = (unsigned char)*(*text)++;
  if (first < 128) return first >= 32 && first < 127 ? first - 32 : '?' - 32;
  while (((unsigned char)**text & 0xc0) == 0x80) (*text)++;
  return '?' - 32;
}

static int text_width(const canvas *c, const char *text) {
  int glyphs = 0;
  if (c->font)
    return (int)ceilf(aps_font_write(c->font, aps_label_size(c->unit), 0, 0, text, NULL, NULL));
  while (*text) {
    next_glyph(&text);
    glyphs++;
  }
  return glyphs ? (6 * glyphs - 1) * c->unit : 0;
}

static void write_once(canvas *c, int x, int y, const char *text) {
  if (c->font) {
    aps_font_write(c->font, aps_label_size(c->unit), (float)x, y + aps_label_base(c->unit), text,
                   put, c);
    return;
  }
  while (*text) {
    const int which = next_glyph(&text);
    const unsigned char *glyph = font[which];
    const int below = strchr("gpqy", which + ' ') ? 2 : 0; /* their tails hang below the line */
    for (int i = 0; i < 5; i++)
      for (int j = 0; j < 7; j++)
        if (glyph[i] >> j & 1) box(c, x + i * c->unit, y + (j + below) * c->unit, c->unit, c->unit);
    x += 6 * c->unit;
  }
}

static int shadow_of(const canvas *c) { return (c->unit + 1) / 2; }

static void write_text(canvas *c, int x, int y, const char *text) {
  const int off = shadow_of(c);
  c->shade = 1, write_once(c, x + off, y + off, text);
  c->shade = 0, write_once(c, x, y, text);
}

typedef struct {
  const char *name;
  double cgs;
} named;
static const named lengths[] = {{"Gpc", 3.0856775814913673e27},
                                {"Mpc", 3.0856775814913673e24},
                                {"kpc", 3.0856775814913673e21},
                                {"pc", 3.0856775814913673e18},
                                {"au", 1.495978707e13},
                                {"km", 1e5},
                                {"m", 100},
                                {"cm", 1},
                                {NULL, 0}};
static const named times[] = {{"Gyr", 3.15576e16},
                              {"Myr", 3.15576e13},
                              {"kyr", 3.15576e10},
                              {"yr", 3.15576e7},
                              {"d", 86400},
                              {"h", 3600},
                              {"s", 1},
                              {NULL, 0}};

/* The largest unit of which there is at least one; the smallest otherwise. */
static const named *fitting(const named *table, double cgs) {
  while (table[1].name && fabs(cgs) < table->cgs) table++;
  return table;
}

/* "12.5", with a point in every locale. */
static void print_number(double value, int digits, char out[32]) {
  snprintf(out, 32, "%.*g", digits, value);
  for (char *c = out; *c; c++)
    if (!strchr("0123456789e+-naif", *c)) *c = '.';
  char *plus = strchr(out, '+'); /* 1e20, as at the bar of colours */
  if (plus) memmove(plus, plus + 1 + (plus[1] == '0'), strlen(plus + 1 + (plus[1] == '0')) + 1);
}

/* The largest of 1, 2, 5 times a power of ten that is not above x. */
static double round_below(double x) {
  const double power = pow(10, floor(log10(x)));
  const double lead = x / power;
  return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
}

double aps_label_length(double longest, const aps_units *units, char text[64]) {
  double bar = round_below(longest), shown = bar;
  const char *name = "";
  if (units && units->length > 0) {
    const named *unit = fitting(lengths, longest * units->length);
    shown = round_below(longest * units->length / unit->cgs);
    bar = shown * unit->cgs / units->length;
    name = unit->name;
  }
  char number[32];
  print_number(shown, 6, number);
  snprintf(text, 64, "%s%s%s", number, *name ? " " : "", name);
  return isfinite(bar) && bar > 0 ? bar : 0;
}

static void draw_bar(canvas *c, const aps_camera *camera, const aps_units *units, int left,
                     int bottom) {
  char text[64];
  const double bar = aps_label_length(camera->width / 6, units, text);
  if (!(bar > 0)) return;
  const int length = (int)(bar / camera->width * c->width + 0.5), thick = (c->unit + 1) / 2,
            tick = 3 * c->unit;
  for (c->shade = 1; c->shade >= 0; c->shade--) {
    const int off = c->shade * shadow_of(c), x = left + off, y = bottom + off;
    box(c, x, y - thick, length, thick);
    box(c, x, y - tick - thick, thick, tick);
    box(c, x + length - thick, y - tick - thick, thick, tick);
  }
  c->shade = 0;
  write_text(c,
             left + (length - text_width(c, text)) / 2 > left
                 ? left + (length - text_width(c, text)) / 2
                 : left,
             bottom - tick - 9 * c->unit, text);
}

aps_units aps_label_units(aps_units units, double a) {
  if (a > 0) units.time = units.time > 0 ? -a * units.time : -1;
  return units;
}

void aps_label_time(const aps_units *units, double time, double until, char text[64]) {
  const char *name = "";
  if (units && units->time < 0 && time > 0) {
    snprintf(text, 64, "a = %.3f, z = %.*f", time, time > 0.1 ? 2 : 1, 1 / time - 1);
    return;
  }
  if (units && units->time > 0) {
    const double longest = until > 0 ? until : time;
    const named *unit = fitting(times, longest * units->time);
    time *= units->time / unit->cgs, until *= units->time / unit->cgs;
    name = longest != 0 ? unit->name : ""; /* 0 of any unit */
  }
  char number[32];
  if (until > 1e-4 && until < 1e6) /* three digits of the longest, and none that jumps about */
    snprintf(number, sizeof number, "%.*f", (int)fmax(2 - floor(log10(until)), 0), time);
  else
    print_number(time, fabs(time) >= 1e4 && fabs(time) < 1e6 ? 6 : 4, number);
  snprintf(text, 64, "t = %s%s%s", number, *name ? " " : "", name);
}

static void draw_time(canvas *c, const aps_units *units, double time, double until, int right,
                      int bottom) {
  char text[64];
  aps_label_time(units, time, until, text);
  write_text(c, right - text_width(c, text), bottom - 7 * c->unit, text);
}

int aps_label_unit(int width, int height) {
  const int tall = (height + 180) / 360, wide = width / 320;
  return height < 540 || wide < 2 ? 1 : tall < wide ? tall : wide;
}

double aps_label_aside(int width, int height) {
  enum { LEGEND = 55 }; /* edge, bar, and six digits */
  const double most = 0.25, share = ((double)LEGEND * aps_label_unit(width, height) + 0.03 * height) / width;
  return height < 120 || width < 160 ? 0 : share < most ? share : most;
}

/* As much of it as there is room for. */
static void draw_title(canvas *c, int edge, const char *title) {
  char cut[256];
  snprintf(cut, sizeof cut, "%s", title);
  for (size_t n = strlen(cut); n > 4 && text_width(c, cut) > c->width - 2 * edge; n--)
    if ((cut[n - 4] & 0xc0) != 0x80) snprintf(cut + n - 4, 4, "...");
  write_text(c, edge, edge, cut);
}

void aps_label(const aps_camera *camera, aps_font *font_of, const aps_units *units, double time,
               const char *title, int width, int height, unsigned char *rgb) {
  const int unit = aps_label_unit(width, height), edge = 12 * unit;
  canvas c = {width, height, unit, rgb, font_of, 0};
  if (height < 120 || width < 160) return; /* no room for words */
  draw_bar(&c, camera, units, edge, height - edge);
  draw_time(&c, units, time, camera->until, width - edge, height - edge);
  if (title && *title) draw_title(&c, edge, title);
}

void aps_label_text(aps_font *font_of, const char *text, int x, int y, int unit, int width,
                    int height, unsigned char *rgb) {
  canvas c = {width, height, unit, rgb, font_of, 0};
  write_text(&c, x, y, text);
}

int aps_label_width(aps_font *font_of, const char *text, int unit) {
  const canvas c = {.unit = unit, .font = font_of};
  return text_width(&c, text);
}

const unsigned char *aps_label_glyph(const char **text, int *below) {
  const int which = next_glyph(text);
  *below = strchr("gpqy", which + ' ') ? 2 : 0;
  return font[which];
}
