/* Points from the card of a simulation to the renderer, by the best way there is (card.h). Without
 * CUDA, or where the particles are on the host: aps_gl_points. */
#ifndef APS_GL_TAKE_H
#define APS_GL_TAKE_H
#include "../card.h"
#include "gl_draw.h"

typedef struct aps_gl_take aps_gl_take;

/* device: CUDA's number of the card that computes, -1: none. asked: upload, late, peer, shared;
 * NULL: as APSIS_GL_WAY says, else the best. In the context's thread; aps_gl_take_way says what was
 * chosen, and why. */
aps_err aps_gl_take_open(aps_gl *, int device, const char *asked, aps_gl_take **out);
const aps_way_choice *aps_gl_take_way(const aps_gl_take *);
/* Between steps, in the simulation's thread: the columns may change once it returns. NULL, or what
 * speaks against it: the way is upload, or the card failed. Never at the same time as the next one:
 * the two share a lock of the caller. */
const char *aps_gl_take_pack(aps_gl_take *, const aps_card_points *);
/* In the context's thread: what was packed last, one frame late by that way, are the renderer's
 * points from now on. A way that fails gives way to the next, for good, and aps_gl_take_way tells
 * why; APS_EDEVICE or APS_EMEM where only upload is left. */
aps_err aps_gl_take_deliver(aps_gl_take *, aps_card_parcel *out);
/* What was packed last, and is to be drawn by CUDA: under the lock, as pack is. 0: nothing yet, or
 * the way is upload. */
int aps_gl_take_packed(const aps_gl_take *, aps_card_parcel *out);
/* CUDA draws it, and the renderer's picture is that light from now on, as after aps_gl_splat. Under
 * the lock. Where OpenGL's memory cannot be written the picture comes through the host's. An error:
 * it is to be drawn by aps_gl_splat, once it is delivered. */
aps_err aps_gl_take_splat(aps_gl_take *, const aps_eye *, const aps_card_look *);
double aps_gl_take_spent(const aps_gl_take *); /* s of the card's on the last of them */
/* From now on points are uploaded from the host, and why. */
void aps_gl_take_give_up(aps_gl_take *, const char *why);
/* Bytes that deliveries have moved between cards, or between a card and the host. */
double aps_gl_take_bytes(const aps_gl_take *);
/* Before aps_gl_free. lost: the context is gone. NULL inside is fine. */
void aps_gl_take_close(aps_gl_take **, int lost);

/* For tests: another row than CUDA's. */
aps_err aps_gl_take_open_row(aps_gl *, const aps_card_row *, int device, const char *asked,
                             aps_gl_take **out);
#endif
