/* Points from the card of a simulation to the renderer, by the best way there is (card.h). Without
 * CUDA, or where the particles are on the host: aps_gl_points. */
#ifndef APS_GL_TAKE_H
#define APS_GL_TAKE_H
#include "../card.h"
#include "gl_draw.h"

typedef struct aps_gl_take aps_gl_take;

/* device: CUDA's number of the card that computes, -1: none. APSIS_GL_WAY=upload|late|peer|shared
 * asks for a way. In the context's thread; aps_gl_take_way says what was chosen, and why. */
aps_err aps_gl_take_open(aps_gl *, int device, aps_gl_take **out);
const aps_way_choice *aps_gl_take_way(const aps_gl_take *);
/* Between steps, in the simulation's thread: the columns may change once it returns. APS_EARG where
 * the way is upload. Never at the same time as the next one: the two share a lock of the caller. */
aps_err aps_gl_take_pack(aps_gl_take *, const aps_card_points *);
/* In the context's thread: what was packed last, one frame late by that way, are the renderer's
 * points from now on. */
aps_err aps_gl_take_deliver(aps_gl_take *);
/* Before aps_gl_free. NULL inside is fine. */
void aps_gl_take_close(aps_gl_take **);

/* For tests: another row than CUDA's. */
aps_err aps_gl_take_open_row(aps_gl *, const aps_card_row *, int device, aps_gl_take **out);
#endif
