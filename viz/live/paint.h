/* The particles of a shot as an image, drawn by the processor (light.h): the way for machines
 * without a graphics card, and what a card's pictures are compared with. */
#ifndef APS_PAINT_H
#define APS_PAINT_H
#include "../colour.h"
#include "stage.h"

typedef struct aps_painter aps_painter;
aps_painter *aps_painter_create(aps_ctx *); /* NULL: no memory */
void aps_painter_free(aps_painter **);
/* An image of width x height pixels of what the stage looks at; one particle in `stride` is drawn,
 * shining so much brighter. *rgb: [height][width][3], the painter's until the next call. */
aps_err aps_painter_draw(aps_painter *, const aps_stage *, const aps_shot *, int width, int height,
                         int stride, const unsigned char **rgb);
/* The scale of the colours, for the bar; NULL where they have none. */
const aps_tint *aps_painter_tint(const aps_painter *, const aps_stage *);
#endif
