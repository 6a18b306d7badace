/* What befalls a window from outside: its X server ends, or another client destroys it. Xlib's own answer to either is to
 * end the process, a run with it. */
#ifndef APS_DISPLAY_H
#define APS_DISPLAY_H
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <setjmp.h>

/* From now on a lost display jumps to `back` from wherever this thread speaks to it: nothing may speak to it, to GLFW or to
 * OpenGL any more. Errors that the server tells of are kept instead of ending the process. NULL: no jump any more. */
void aps_display_outlive(jmp_buf *back);
/* Once a turn of the window's loop. 1: another client destroyed the window; to draw in it is in vain, to destroy it harmless. */
int aps_display_window_gone(GLFWwindow *);
#endif
