/* Particles as light: a camera, a float image, splats that add up, a tone map. Plain C and OpenMP,
 * no display. */
#ifndef APS_SPLAT_H
#define APS_SPLAT_H
#include "../src/apsis.h"
#include "font.h"

/* Parallel projection onto two of the axes. width is the picture's, in code length; white is the
 * luminance shown as full brightness. Zero width or white: chosen by aps_camera_frame and
 * aps_camera_expose. */
typedef struct {
  int across, up; /* 0, 1, 2: x, y, z */
  double centre[2], width;
  double white, dark;
  double
      until; /* the last time of a movie: all its labels take that time's unit; 0: each its own */
} aps_camera;

/* Linear light, [height][width][3]; row 0 is the top. */
typedef struct {
  int width, height;
  float *rgb;
} aps_canvas;

aps_err aps_canvas_create(aps_ctx *, int width, int height, aps_canvas *);
void aps_canvas_free(aps_ctx *, aps_canvas *);

/* With several ranks the functions below, but for aps_bloom, aps_tone and aps_label, are collective: each rank
 * gives its own rows, all get the same picture, and it is the same for any number of ranks. */

enum { APS_HANDFUL = 200 }; /* of so many bodies all must show but those far out; of more, a few in a hundred need not */
/* out[n] is 1 where a body need not show: of 21 to 200, up to one in twenty, if they lie five times farther from the
 * medians of the coordinates than all others, and weigh no more than ten of the median mass: an escaper, no planet.
 * mass NULL: all alike. Of this rank alone. */
void aps_far_out(const double *const x[3], const double *mass, int64_t n, char out[APS_HANDFUL]);

/* Of more bodies: what 2 to 98 % of them span, at most twenty times what the middle 20 to 80 % do: a cloud that has lost a tenth of
 * its particles to everywhere is no dot. */
void aps_span_cap(double inner_low, double inner_high, double *low, double *high);

/* Whoever has a twentieth of the mass shows in any case, as a sun far from its cloud. */
int aps_is_weighty(double mass, double total);

/* Points the camera so that nearly all particles show (quantiles, so that one escaper changes
 * nothing), and those that weigh so much; a width that is set already stays. Reads x, mass. */
aps_err aps_camera_frame(aps_ctx *, aps_camera *, const aps_view *, int width, int height);
/* For the next picture of a film: where a handful of bodies has moved out of the picture, it grows so that they show.
 * first: that of the film; they are given as much room up as across. Reads x, mass. */
aps_err aps_camera_widen(aps_ctx *, aps_camera *, const aps_view *, int width, int height, int first);
/* Adds every particle's light to the image: shape [n], reads x, v, type. Each particle is a sharp
 * point within a wide glow whose radius follows the local density; its light is the same for any
 * radius. The same bits for any number of threads. */
aps_err aps_splat(aps_ctx *, const aps_camera *, const aps_view *, aps_canvas *);
double aps_splat_bytes(int64_t n, int width, int height); /* of a picture of n rows, meanwhile */
/* Chooses white and dark from the image's own luminances, unless they are set. */
aps_err aps_camera_expose(aps_ctx *, aps_camera *, const aps_canvas *);
/* Spreads a share of the light, 0 to 1, around where it is; 0 leaves every bit as it is. Of this rank alone; the same bits for any
 * number of threads. */
aps_err aps_bloom(aps_ctx *, double share, aps_canvas *);

typedef enum { APS_TONE_ASINH, APS_TONE_LOG, APS_TONES } aps_curve;
extern const char *const aps_tone_names[APS_TONES];
/* asinh, or the logarithm, of the luminance keeps faint and bright visible at once and leaves every hue as it is. out:
 * [height][width][3], sRGB. */
void aps_tone(const aps_camera *, aps_curve, const aps_canvas *, unsigned char *out);

/* The value below which `fraction` of the finite ones lie, over all ranks; 0 where there are none.
 * room: from aps_quantile_room, to be released. */
double aps_quantile(aps_ctx *, const double *values, int64_t n, double fraction, int64_t *room);
aps_err aps_quantile_room(aps_ctx *, int64_t **room);

/* Lower-left a bar of round length, lower-right the time, top-left the title. */
void aps_label(const aps_camera *, aps_font *, const aps_units *, double time, const char *title,
               int width, int height, unsigned char *rgb);
/* The picture as a PNG file, whole or not there. */
aps_err aps_png_write(aps_ctx *, const char *path, int width, int height, const unsigned char *rgb);
/* Makes directory/movie of directory/frames/frame_%04d.png; without a working ffmpeg it logs a
 * warning that names the command to run later. */
void aps_film(aps_ctx *, const char *directory, const char *movie);
#endif
