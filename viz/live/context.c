/* The window's OpenGL: opened, asked after, and set up anew when the graphics card was reset. */
#include "window_inside.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOON 10.0 /* s: a card that is lost again so soon is given up */

const char *aps_window_glfw_error(void) {
  const char *text = NULL;
  glfwGetError(&text);
  return text ? text : "no reason given";
}

/* A context in which old and new OpenGL work; where there is none, whatever there is. It is to tell
 * when the card was reset, if it can. */
GLFWwindow *aps_window_open(int width, int height, const char *title, int visible, int scaled) {
  for (int attempt = 0; attempt < 2; attempt++) {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_VISIBLE, visible);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, scaled);
    if (attempt == 0) {
      glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
      glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
      glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_COMPAT_PROFILE);
      glfwWindowHint(GLFW_CONTEXT_ROBUSTNESS, GLFW_LOSE_CONTEXT_ON_RESET);
    }
    GLFWwindow *w = glfwCreateWindow(width, height, title, NULL, NULL);
    if (w) return w;
  }
  return NULL;
}

void aps_window_begin_context(aps_window *w) {
  glfwMakeContextCurrent(w->handle);
  glfwSwapInterval(0); /* turn() paces itself */
  w->reset_status = NULL;
  if (glfwExtensionSupported("GL_KHR_robustness") || glfwExtensionSupported("GL_ARB_robustness")) {
    w->reset_status = (aps_reset_fn *)glfwGetProcAddress("glGetGraphicsResetStatus");
    if (!w->reset_status)
      w->reset_status = (aps_reset_fn *)glfwGetProcAddress("glGetGraphicsResetStatusARB");
  }
  snprintf(w->gauges.drawn_by, sizeof w->gauges.drawn_by, "processor");
  aps_window_prepare_gl(w, w->draw);
  aps_window_listen(w);
}

/* For tests: APSIS_LIVE_LOSE=30,35 says that the card was reset at these frames. */
static int is_pretended(aps_window *w) {
  if (!w->lose || !*w->lose) return 0;
  char *end;
  if (w->extra.frames < strtol(w->lose, &end, 10)) return 0;
  w->lose = *end == ',' ? end + 1 : NULL;
  return 1;
}

int aps_window_is_lost(aps_window *w) {
  return (w->reset_status && w->reset_status() != 0) || is_pretended(w);
}

aps_err aps_window_restore(aps_window *w) {
  const double now = aps_wall();
  APS_CHECK(w->ctx, w->lost_at == 0 || now - w->lost_at > SOON, APS_EDEVICE,
            "the graphics card was reset twice within %.0f seconds; the window gives up", SOON);
  w->lost_at = now;
  int x, y, width, height;
  aps_window_end_record(w, "");
  if (w->panel == 1) aps_panel_close();
  w->panel = 0;
  aps_painter_lose(w->painter);
  aps_painter_free(&w->painter);
  glfwGetWindowPos(w->handle, &x, &y);
  glfwGetWindowSize(w->handle, &width, &height);
  glfwDestroyWindow(w->handle);
  w->picture = w->overlay = (aps_texture){0};
  w->gl_ready = w->by_gl = w->waits = w->cuda = 0, w->tried = 0, w->stage.full_screen = 0;
  w->handle = aps_window_open(width, height, "apsis", 1, 0);
  APS_CHECK(w->ctx, w->handle, APS_EDEVICE,
            "after a reset of the graphics card no window opens: %s", aps_window_glfw_error());
  glfwSetWindowPos(w->handle, x, y);
  w->painter = aps_painter_create(w->ctx);
  if (!w->painter) return APS_EMEM;
  aps_window_begin_context(w);
  w->stage.refit++, w->dirty = 1;
  w->sheet.low = 0, w->sheet.high = w->sheet.height;
  aps_stage_note(&w->stage, "the graphics card was reset; the window was set up anew");
  return APS_OK;
}
