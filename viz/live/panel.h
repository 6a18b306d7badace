/* Sliders and plots by Dear ImGui, behind a C interface. Weak: absent from a build without it; the
 * keys do all but change settings. */
#ifndef APS_PANEL_H
#define APS_PANEL_H
#include "history.h"
#include "stage.h"
#ifdef __cplusplus
extern "C" {
#define APS_WEAK_PANEL
#else
#define APS_WEAK_PANEL __attribute__((weak))
#endif

/* window: a GLFWwindow *, whose callbacks are set already and go on being called. font: a file;
 * NULL: ImGui's own bitmap. 1: it is there. */
int aps_panel_open(void *window, const char *font, int width, int height) APS_WEAK_PANEL;
void aps_panel_close(void) APS_WEAK_PANEL;
/* Draws it over the window and tells the stage what was moved. */
void aps_panel_draw(aps_stage *, const aps_shot *, const aps_history *) APS_WEAK_PANEL;
int aps_panel_has_mouse(void) APS_WEAK_PANEL; /* 1: the mouse is over it */
int aps_panel_has_keys(void) APS_WEAK_PANEL;  /* 1: a number is being typed */

#ifdef __cplusplus
}
#endif
#endif
