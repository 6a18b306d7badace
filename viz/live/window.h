/* The window: the only part that knows GLFW and OpenGL. */
#ifndef APS_WINDOW_H
#define APS_WINDOW_H
#include "live.h"
#include "source.h"

typedef enum {
  APS_WINDOW_CLOSED, /* with all that goes on behind it */
  APS_WINDOW_LEFT    /* what goes on behind it shall go on */
} aps_window_end;

/* Shows the source until the spectator or the source itself has had enough. Weak: absent from a
 * build without GLFW. */
aps_err aps_window_show(aps_ctx *, aps_source *, const aps_live_options *, aps_window_end *)
    __attribute__((weak));
int aps_window_possible(char why[256], char hint[256]) __attribute__((weak));
int aps_window_probe(char text[256]) __attribute__((weak));
#endif
