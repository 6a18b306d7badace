/* Words and lines over the picture, on a transparent sheet: RGBA, premultiplied, row 0 on top. */
#ifndef APS_INK_H
#define APS_INK_H
#include "../colour.h"

typedef struct {
  int width, height;
  unsigned char *rgba;
  int low, high;  /* rows that were written, [low, high) */
  aps_font *font; /* of words, borrowed; NULL: the bitmap */
} aps_sheet;

typedef struct {
  unsigned char r, g, b, a; /* a: how much it covers */
} aps_ink;

void aps_sheet_clear(aps_sheet *);
void aps_ink_box(aps_sheet *, int x, int y, int width, int height, aps_ink);
void aps_ink_line(aps_sheet *, double x0, double y0, double x1, double y1, double thick, aps_ink);
void aps_ink_disc(aps_sheet *, double x, double y, double radius, aps_ink);
/* One line; returns its width. unit: as aps_label_text. */
int aps_ink_text(aps_sheet *, int x, int y, int unit, aps_ink, const char *text);
int aps_ink_width(const aps_sheet *, int unit, const char *text);
/* Lines at most `most` pixels wide, broken at blanks and "\n"; returns the rows used. ink.a == 0:
 * only counts. */
int aps_ink_paragraph(aps_sheet *, int x, int y, int unit, int most, aps_ink, const char *text);
#endif
