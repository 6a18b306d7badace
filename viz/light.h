/* Many particles as light, fast: at a cost per particle that does not depend
 * on how wide its glow is. */
#ifndef APS_LIGHT_H
#define APS_LIGHT_H
#include "splat.h"

typedef struct {
  float x, y;     /* pixels, the upper left pixel's centre is (0, 0) */
  float glow;     /* radius, pixels; < 0: not drawn */
  float light[3]; /* what its pixels sum up to, channel by channel */
} aps_mark;

/* Chooses every glow's radius from the density of the marks around it: about 64 of them lie within, but few marks are
 * seen one by one; of a cloud, whose density is to be read, they are not. A mark that is nowhere near the picture gets a radius < 0. point: radius of the sharp part. */
aps_err aps_light_glow(aps_ctx *, aps_mark *, int64_t n, int width, int height, float *point);
aps_err aps_light_cloud(aps_ctx *, aps_mark *, int64_t n, int width, int height, float *point);
/* Adds the marks to the picture: three tenths of the light as a point, the rest as glow; point 0: all as glow, so that a
 * density is smooth. The same bits for any number of threads. */
aps_err aps_light_add(aps_ctx *, const aps_mark *, int64_t n, float point, aps_canvas *);
/* Both for the marks of all ranks, which all get the same picture: collective; the same bits for
 * any number of ranks and any order of the marks. Fills in the glows. Light of one mark: at most 5
 * in each channel. */
aps_err aps_light_all(aps_ctx *, aps_mark *, int64_t n, aps_canvas *);
double aps_light_bytes(int64_t n, int width, int height); /* that it takes meanwhile */
#endif
