/* Events of the window to the stage. */
#include "window_inside.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static aps_window *of(GLFWwindow *handle) {
  aps_window *w = glfwGetWindowUserPointer(handle);
  w->acted = aps_wall();
  w->dirty = 1;
  return w;
}

#define SIGNS ",.[]+-="

/* Letters as this keyboard labels them; where it has none of ours (Cyrillic, Greek …) and digits by their place. Signs come
 * as characters, since they lie elsewhere on every keyboard: on a digit's key, or with AltGr. 0: not a key of ours. */
static int key_of(GLFWwindow *h, int key, int scancode, int mods) {
  static const struct {
    int glfw, ours;
  } special[] = {{GLFW_KEY_ESCAPE, APS_KEY_ESCAPE},
                 {GLFW_KEY_TAB, APS_KEY_TAB},
                 {GLFW_KEY_BACKSPACE, APS_KEY_BACKSPACE},
                 {GLFW_KEY_LEFT, APS_KEY_LEFT},
                 {GLFW_KEY_RIGHT, APS_KEY_RIGHT},
                 {GLFW_KEY_UP, APS_KEY_UP},
                 {GLFW_KEY_DOWN, APS_KEY_DOWN},
                 {GLFW_KEY_PAGE_UP, APS_KEY_PAGE_UP},
                 {GLFW_KEY_PAGE_DOWN, APS_KEY_PAGE_DOWN},
                 {GLFW_KEY_HOME, APS_KEY_HOME},
                 {GLFW_KEY_END, APS_KEY_END},
                 {GLFW_KEY_F1, APS_KEY_F1},
                 {GLFW_KEY_F5, APS_KEY_F5},
                 {GLFW_KEY_F6, APS_KEY_F6},
                 {GLFW_KEY_F11, APS_KEY_F11},
                 {GLFW_KEY_SPACE, ' '}};
  for (size_t k = 0; k < sizeof special / sizeof *special; k++)
    if (special[k].glfw == key) return special[k].ours;
  if (key >= GLFW_KEY_KP_1 && key <= GLFW_KEY_KP_9) return '1' + key - GLFW_KEY_KP_1;
  const char *name = glfwGetKeyName(key, scancode);
  const int letter = name && name[0] && !name[1] ? (unsigned char)name[0] : 0;
  if (key >= '1' && key <= '9') {
    const int sign = letter && strchr(SIGNS, letter) && !(mods & (GLFW_MOD_SHIFT | GLFW_MOD_CONTROL));
    return sign || glfwGetKey(h, GLFW_KEY_RIGHT_ALT) == GLFW_PRESS ? 0 : key;
  }
  if (isalpha(letter)) return toupper(letter);
  const int foreign = !name || (unsigned char)name[0] >= 128;
  return key >= 'A' && key <= 'Z' && foreign ? key : 0;
}

static int mods_of(int mods) {
  return (mods & GLFW_MOD_SHIFT ? APS_MOD_SHIFT : 0) | (mods & GLFW_MOD_CONTROL ? APS_MOD_CTRL : 0);
}

static void on_key(GLFWwindow *h, int key, int scancode, int action, int mods) {
  aps_window *w = of(h);
  const int ours = key_of(h, key, scancode, mods);
  if (aps_window_panel_has_keys(w)) return;
  if (ours)
    aps_stage_key(&w->stage, w->shot, ours, mods_of(mods),
                  action == GLFW_RELEASE  ? 0
                  : action == GLFW_REPEAT ? 2
                                          : 1);
}

static void on_char(GLFWwindow *h, unsigned c) {
  aps_window *w = of(h);
  if (aps_window_panel_has_keys(w)) return;
  if (c < 128 && strchr(SIGNS, (int)c) && c) aps_stage_key(&w->stage, w->shot, (int)c, 0, 1);
}

static void on_button(GLFWwindow *h, int button, int action, int mods) {
  aps_window *w = of(h);
  const int ours = button == GLFW_MOUSE_BUTTON_LEFT    ? APS_BUTTON_LEFT
                   : button == GLFW_MOUSE_BUTTON_RIGHT ? APS_BUTTON_RIGHT
                                                       : APS_BUTTON_MIDDLE;
  if (action == GLFW_PRESS && aps_window_panel_has_mouse(w)) return;
  aps_stage_button(&w->stage, w->shot, ours, mods_of(mods), action == GLFW_PRESS);
}

static void on_move(GLFWwindow *h, double x, double y) {
  aps_window *w = glfwGetWindowUserPointer(h);
  int width, height;
  glfwGetWindowSize(h, &width, &height);
  if (width <= 0 || height <= 0) return;
  if (w->stage.button >= 0) of(h);
  aps_stage_move(&w->stage, x * w->stage.width / width, y * w->stage.height / height);
}

static void on_wheel(GLFWwindow *h, double dx, double dy) {
  (void)dx;
  aps_window *w = of(h);
  if (!aps_window_panel_has_mouse(w)) aps_stage_wheel(&w->stage, dy);
}

static void on_refresh(GLFWwindow *h) { of(h); }

void aps_window_listen(aps_window *w) {
  glfwSetWindowUserPointer(w->handle, w);
  glfwSetKeyCallback(w->handle, on_key);
  glfwSetCharCallback(w->handle, on_char);
  glfwSetMouseButtonCallback(w->handle, on_button);
  glfwSetCursorPosCallback(w->handle, on_move);
  glfwSetScrollCallback(w->handle, on_wheel);
  glfwSetWindowRefreshCallback(w->handle, on_refresh);
}
