/* A TrueType font of the system for words on pictures, rasterised by stb_truetype. Where there is
 * none, callers write in the 5 x 7 bitmap of label.c: a font that is NULL stands for that one. */
#ifndef APS_FONT_H
#define APS_FONT_H
#include "../src/core/ctx.h"

enum { APS_FACE_SIDE = 1024, APS_FACE_LARGEST = 96 }; /* pixels: of a face's sheet; of a size that lies on one */

typedef struct {
  float x0, y0, x1, y1; /* of the glyph on the sheet, pixels */
  float left, top;      /* from the pen, at the base line */
  float advance;
  float narrow; /* what its width on the sheet is multiplied by: small sizes are rasterised twice as
                   wide, since letters lie between pixels */
} aps_glyph;

typedef struct {        /* one size */
  int size;             /* of a line, pixels; 0: empty */
  float ascent;         /* of the base line below the line's top */
  aps_glyph *glyph;     /* [aps_font_letters()] */
  unsigned char *pixel; /* [APS_FACE_SIDE]^2, how much is covered; may be released */
} aps_face;

typedef struct aps_font aps_font; /* of one thread at a time */

/* path NULL: what APSIS_FONT names, else one of the usual ones; "": none. *out NULL: there is none,
 * which is no failure; APS_EDATA where that file is no font. */
aps_err aps_font_open(aps_ctx *, const char *path, aps_font **out);
void aps_font_free(aps_font **);
const char *aps_font_path(const aps_font *); /* of its file; NULL: the bitmap */

/* All letters of one size; out->glyph and out->pixel are the caller's, freed by aps_face_free. */
aps_err aps_font_rasterise(aps_font *, int size, aps_face *out);
void aps_face_free(aps_ctx *, aps_face *);

int aps_font_letters(void);
int aps_font_letter(int code); /* of a character; that of '?' for those that are not rasterised */
/* The next character of UTF-8; a broken byte counts as '?'. */
int aps_font_next(const char **text);

/* One line. The base line is at y; each pixel that is covered, 1 … 255, goes to put. put NULL: only
 * measured. Returns the width. */
typedef void aps_font_put(void *self, int x, int y, int cover);
float aps_font_write(aps_font *, int size, float x, int y, const char *text, aps_font_put *put,
                     void *self);
#endif
