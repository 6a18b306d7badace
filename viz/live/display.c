#include "display.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

/* The little of Xlib that is needed, by its stable ABI: GLFW may have come without it (Wayland). */
typedef struct {
  int type;
  void *display;
  unsigned long resource, serial; /* resource: whatever the request named */
  unsigned char code, request, minor;
} x_error;
typedef int x_error_handler(void *display, x_error *);
typedef int x_io_handler(void *display);

/* Absent from a GLFW that is of Wayland alone. */
extern void *glfwGetX11Display(void) __attribute__((weak));
extern unsigned long glfwGetX11Window(GLFWwindow *) __attribute__((weak));

/* Xlib's handlers take no pointer of ours; one window at a time is shown, by one thread. */
static jmp_buf *on_lost;
static pthread_t showing;
static volatile int failed; /* an error was told since it was looked at last */
static void *library;       /* GLFW's Xlib, if it has one */

static int is_showing(void) { return on_lost && pthread_equal(showing, pthread_self()); }

static int leave_display(void *display) {
  (void)display;
  if (is_showing()) longjmp(*on_lost, 1);
  return 0;
}

/* Most are of a window that was destroyed; others, as of a focus that cannot be had, are no reason to end. */
static int keep_error(void *display, x_error *error) {
  (void)display, (void)error;
  failed = 1;
  return 0;
}

/* GLFW 3.3 puts Xlib's own handler back whenever it had one of its own for a moment. */
static void set_error_handler(void) {
  x_error_handler *(*set)(x_error_handler *) = NULL;
  if (library) *(void **)&set = dlsym(library, "XSetErrorHandler");
  if (set) set(keep_error);
}

void aps_display_outlive(jmp_buf *back) {
  x_io_handler *(*set)(x_io_handler *) = NULL;
  on_lost = back, showing = pthread_self(), failed = 0;
  if (library) dlclose(library);
  library = NULL;
  if (!back) return;
  library = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
  if (library) *(void **)&set = dlsym(library, "XSetIOErrorHandler");
  if (set) set(leave_display);
  set_error_handler();
}

/* Asks the server: an error alone does not tell whose it was. */
int aps_display_window_gone(GLFWwindow *w) {
  int (*attributes)(void *, unsigned long, void *) = NULL;
  long room[64]; /* XWindowAttributes: 17 words */
  set_error_handler();
  if (!failed || !library) return 0;
  failed = 0;
  *(void **)&attributes = dlsym(library, "XGetWindowAttributes");
  void *display = glfwGetX11Display && glfwGetX11Window ? glfwGetX11Display() : NULL;
  return display && attributes && attributes(display, glfwGetX11Window(w), room) == 0;
}
