/* The particles of a shot as an image, drawn by the processor (light.h): the way for machines
 * without a graphics card, and what a card's pictures are compared with. */
#ifndef APS_PAINT_H
#define APS_PAINT_H
#include "../card.h"
#include "../colour.h"
#include "stage.h"

typedef struct aps_painter aps_painter;
aps_painter *aps_painter_create(aps_ctx *); /* NULL: no memory */
void aps_painter_free(aps_painter **);
/* The context is gone: what lay in it is not to be freed. */
void aps_painter_lose(aps_painter *);
/* An image of width x height pixels of what the stage looks at; one particle in `stride` is drawn,
 * shining so much brighter. *rgb: [height][width][3], the painter's until the next call. */
aps_err aps_painter_draw(aps_painter *, const aps_stage *, const aps_shot *, int width, int height,
                         int stride, const unsigned char **rgb);
/* The same by OpenGL 4.5, in the context that is current; weak, absent from a build without it.
 * Prepares for it; APS_EDEVICE: it cannot be done. */
aps_err aps_painter_use_gl(aps_painter *, int width, int height, void (*(*get)(const char *))(void))
    __attribute__((weak));
int aps_painter_gl_software(const aps_painter *)
    __attribute__((weak)); /* 1: that OpenGL is a program on the processor */
/* Straight into the window's back buffer. wait: not there but into memory, for measuring. */
aps_err aps_painter_draw_gl(aps_painter *, const aps_stage *, const aps_shot *, int width,
                            int height, int stride, int wait) __attribute__((weak));
/* Takes points from CUDA's device `card` by the handover, by the way that is asked for or the best
 * (gl_take.h); card < 0: from the shot's rows again. Cheap where nothing changes. After a failure
 * rows are drawn. */
aps_err aps_painter_take(aps_painter *, aps_handover *, int card, const char *asked)
    __attribute__((weak));
/* 1: CUDA draws the points that are taken, 0: OpenGL does. */
void aps_painter_by_cuda(aps_painter *, int by_cuda) __attribute__((weak));
typedef struct {
  const aps_way_choice *way; /* NULL: the rows of the shot */
  double bytes;              /* moved between cards and host by deliveries */
  int waits;                 /* 1: nothing has arrived yet, so nothing was drawn */
  int look;                  /* 1: something else is wanted than before: said once */
  int by_cuda;               /* 1: CUDA draws */
  const char *cuda_why;      /* why it does not, though it was to; "" */
  double spent;              /* s of the card's on CUDA's last picture; 0: none */
} aps_painter_taken;
aps_painter_taken aps_painter_take_state(aps_painter *) __attribute__((weak));
/* rows: whether the columns of every moment are wanted as well. */
void aps_painter_want_rows(aps_painter *, int rows);
/* What the colours of species mean; NULL where they mean something else. */
const aps_species_key *aps_painter_species(const aps_painter *, const aps_stage *);
/* The scale of the colours, for the bar; NULL where they have none. */
const aps_tint *aps_painter_tint(const aps_painter *, const aps_stage *);
#endif
