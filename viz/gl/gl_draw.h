/* Particles as light, drawn by OpenGL 4.5 core in whatever context is current: the splats of
 * light.c by the same formula (splat.inc), the tone map of aps_tone (tone.inc), and lines, words
 * and a colour bar above. Same bytes for any number of threads of Mesa's software renderer.
 *
 * A frame is:  aps_gl_points_*            when the particles moved
 *              aps_gl_splat               when they or the eye did; or aps_gl_set_light
 *              aps_gl_tone                light to colours, in the renderer's own picture
 *              aps_gl_line, _box, _text … above it
 *              aps_gl_show, aps_gl_read   to a window, to memory
 *
 * Every function is to be called in the thread in which the context is current, the one that was
 * so at aps_gl_create. None changes what is on the window but aps_gl_show; blending, depth test,
 * program, vertex array, framebuffer and viewport are left changed. */
#ifndef APS_GL_DRAW_H
#define APS_GL_DRAW_H
#include "../colour.h"
#include "../eye.h"

typedef struct aps_gl aps_gl;

/* Pictures of width x height pixels. APS_EDEVICE: a shader or texture fails, with the driver's
 * words. The functions must be loaded (gl_context.h). */
aps_err aps_gl_create(aps_ctx *, int width, int height, aps_gl **out);
/* Frees what lies in the context, which must be current; with `lost` only the memory: the context
 * is gone. */
void aps_gl_free(aps_gl **, int lost);
/* After a failure there is no picture until another size succeeds. */
aps_err aps_gl_resize(aps_gl *, int width, int height);

/* ---- points: a ring of three slots of mapped memory; a slot is written while the GPU still draws
 * from the others ---- */

typedef struct {  /* 32 bytes */
  float x, y, z;  /* code length, from the origin given to aps_gl_points_end */
  float glow;     /* radius, pixels; 0: chosen from the density around it; < 0: not drawn */
  float light[3]; /* LIGHT: linear red, green, blue. NUMBER: {light, light * place on the map}.
                     DENSITY: {mass} */
  float unused;
} aps_gl_point;

typedef struct { /* 16 bytes: what a GPU's pack kernel writes */
  float x, y, z;
  float value; /* LIGHT: place on the table of aps_gl_table, 0 … 1. NUMBER: place on the map, light
                  1. DENSITY: mass. NaN: not drawn */
} aps_gl_small;

typedef enum { APS_GL_POINT, APS_GL_SMALL } aps_gl_format;
/* What light is: a colour; a number whose light-weighted mean is dyed, as `apsis render --colour
 * speed` does; mass, dyed by mass per area. */
typedef enum { APS_GL_LIGHT, APS_GL_NUMBER, APS_GL_DENSITY } aps_gl_dye;

/* Room for n rows in the slot that comes next; memory is to be written only, once, in order. Waits
 * where the GPU still reads it. *slot is good until aps_gl_points_end. */
aps_err aps_gl_points_begin(aps_gl *, int64_t n, aps_gl_format, void **slot);
/* The first n rows are the points from now on; positions count from `origin` (NULL: 0). The closer
 * it lies to the eye's centre, the more digits remain. */
void aps_gl_points_end(aps_gl *, int64_t n, const double origin[3]);
/* Both at once, from columns: positions [n], light [n][3] (NULL: white), glows chosen. */
aps_err aps_gl_points(aps_gl *, const double *const x[3], int64_t n, const float *light,
                      const double origin[3]);
/* The buffer of the slots: OpenGL's name of it, and where the next slot begins (gl_take.h). */
unsigned aps_gl_points_buffer(const aps_gl *, int64_t *offset, int64_t *bytes);
/* What all aps_gl_small share: their glow, as aps_gl_point's, and what their light is multiplied
 * by. Until this is called: chosen, and 1. */
void aps_gl_small_look(aps_gl *, float glow, float light);
/* Colours of aps_gl_small in LIGHT: [n][3] linear, n >= 2, spread evenly over 0 … 1. */
aps_err aps_gl_table(aps_gl *, const float *rgb, int n);

/* ---- light ---- */

/* Adds up all points as seen from `eye`. With clear 0 light is added to what is there. */
aps_err aps_gl_splat(aps_gl *, const aps_eye *, aps_gl_dye, int clear);
/* The light of aps_light_add, or of all ranks together, in place of the GPU's own splats. Same size
 * as the picture. */
aps_err aps_gl_set_light(aps_gl *, const aps_canvas *);
/* The light as numbers, [height][width][3], row 0 on top: for aps_camera_expose. */
aps_err aps_gl_read_light(aps_gl *, aps_canvas *out);

/* ---- colours ---- */

typedef struct {
  double white, dark;   /* as aps_camera's; white 0: chosen from the light, once, and kept */
  float exposure;       /* stops brighter */
  aps_curve curve;      /* of the luminance; hues stay */
  float bloom;          /* share of the light that is spread around; 0: none */
  aps_gl_dye dye;       /* NUMBER and DENSITY: colours of `tint` at the number's place */
  const aps_tint *tint; /* NULL for LIGHT */
  double pixel;         /* code length, for DENSITY */
} aps_gl_look;

aps_err aps_gl_tone(aps_gl *, aps_gl_look *);

/* ---- above the picture: pixels from the upper left corner; colour {r, g, b, opacity}, sRGB. All
 * is collected and drawn by aps_gl_show and aps_gl_read, after which it is gone. ---- */

void aps_gl_rect(aps_gl *, float x, float y, float w, float h, const float colour[4]);
void aps_gl_line(aps_gl *, const float from[2], const float to[2], float width,
                 const float colour[4]);
/* In space, code length; what lies behind the eye is cut off. */
void aps_gl_line3(aps_gl *, const aps_eye *, const double from[3], const double to[3], float width,
                  const float colour[4]);
/* A way through n points, [n][3], that fades towards its beginning. */
void aps_gl_trail(aps_gl *, const aps_eye *, const double *x, int n, float width,
                  const float colour[4]);
void aps_gl_box(aps_gl *, const aps_eye *, const double low[3], const double high[3], float width,
                const float colour[4]);
/* Three arrows of this length from `at`, red, green, blue, with their names. */
void aps_gl_axes(aps_gl *, const aps_eye *, const double at[3], double length, float width);

/* Words: a font of the system where one is found, else the 5 x 7 bitmap of label.c. size: height of
 * a line in pixels; 0: one that can be read from the back row, height / 36 but at least 14. (x, y)
 * is the upper left of the line; UTF-8, '\n' begins a new one. Returns the widest line. */
float aps_gl_text(aps_gl *, float x, float y, float size, const float colour[4], const char *text);
float aps_gl_text_width(aps_gl *, float size, const char *text);
float aps_gl_text_size(const aps_gl *);
/* path NULL: looks for a font; "": the bitmap. APS_EDATA where that file is no font; the one before
 * stays. */
aps_err aps_gl_font(aps_gl *, const char *path);

/* What apsis render writes on its pictures, in this font: bar of round length and title, time. */
void aps_gl_labels(aps_gl *, const aps_eye *, const aps_units *, double time, double until,
                   const char *title);
/* The bar of the map with its numbers, at the right edge. */
void aps_gl_tint_bar(aps_gl *, const aps_tint *);

/* ---- out ---- */

/* Draws the picture into a framebuffer (0: the window's) of this size, enlarged where it differs.
 */
void aps_gl_show(aps_gl *, unsigned framebuffer, int width, int height);
/* [height][width][3], row 0 on top: what is shown, words included. */
aps_err aps_gl_read(aps_gl *, unsigned char *rgb);
/* Milliseconds the last splat and tone map took on the GPU; < 0: not known yet. */
void aps_gl_times(aps_gl *, double ms[2]);
int aps_gl_width(const aps_gl *);
int aps_gl_height(const aps_gl *);
#endif
