/* In a window, of GLFW under Xvfb, stands the golden picture: what aps_gl_show brings to the screen
 * is what is drawn without a display; enlarged it is the same picture, larger. Skipped without
 * xvfb-run or libglfw.so.3 (Debian: apt install xvfb xauth libglfw3 libgl1 libglx-mesa0
 * libgl1-mesa-dri). ctest: timeout=120 serial */
#include <glad/gl.h>
#include "../gl_rig.h"
#include <dlfcn.h>
#include <unistd.h>

enum { VERSION_MAJOR = 0x22002, VERSION_MINOR, PROFILE = 0x22008, CORE = 0x32001 };

typedef struct { /* what is needed of GLFW 3 */
  int (*init)(void);
  void (*hint)(int, int);
  void *(*create)(int, int, const char *, void *, void *);
  void (*current)(void *);
  void (*swap)(void *);
  aps_gl_function (*address)(const char *);
} glfw;

static int find(void *library, const char *name, void *function, size_t size) {
  void *const at = dlsym(library, name);
  memcpy(function, &at, size);
  return at != NULL;
}

static int load(glfw *w) {
  void *const l = dlopen("libglfw.so.3", RTLD_NOW | RTLD_LOCAL);
  return l && find(l, "glfwInit", &w->init, sizeof w->init) &&
         find(l, "glfwWindowHint", &w->hint, sizeof w->hint) &&
         find(l, "glfwCreateWindow", &w->create, sizeof w->create) &&
         find(l, "glfwMakeContextCurrent", &w->current, sizeof w->current) &&
         find(l, "glfwSwapBuffers", &w->swap, sizeof w->swap) &&
         find(l, "glfwGetProcAddress", &w->address, sizeof w->address);
}

static glfw w;

/* The window's pixels, the upper row first. */
static void read_window(int width, int height, unsigned char *rgb) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
  glReadBuffer(GL_BACK);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  for (int y = 0; y < height; y++)
    glReadPixels(0, height - 1 - y, width, 1, GL_RGB, GL_UNSIGNED_BYTE, rgb + 3 * width * y);
}

static void test_a_window_shows_the_golden_picture(void) {
  static unsigned char small[3 * RIG_W * RIG_H], large[4 * 3 * RIG_W * RIG_H],
      rgb[3 * RIG_W * RIG_H];
  aps_ctx *ctx = aps_ctx_create();
  aps_gl *g = NULL;
  w.hint(VERSION_MAJOR, 4);
  w.hint(VERSION_MINOR, 5);
  w.hint(PROFILE, CORE);
  void *window = w.create(2 * RIG_W, 2 * RIG_H, "apsis", NULL, NULL);
  CHECK(window);
  if (!window) return;
  w.current(window);
  CHECK_OK(ctx, aps_gl_load(ctx, w.address));
  printf("     %s\n", (const char *)glGetString(GL_VERSION));
  CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &g));
  CHECK_OK(ctx, rig_draw(g));
  CHECK_OK(ctx, aps_gl_read(g, rgb));
  CHECK(rig_is_golden(rgb, (const char *)glGetString(GL_VERSION)));
  aps_gl_show(g, 0, RIG_W, RIG_H); /* its lower left quarter */
  read_window(RIG_W, RIG_H, small);
  CHECK(memcmp(small, rgb, sizeof rgb) == 0);
  w.swap(window);
  aps_gl_show(g, 0, 2 * RIG_W, 2 * RIG_H);
  read_window(2 * RIG_W, 2 * RIG_H, large);
  long sum[2] = {0}; /* as bright, and the right way up: the title is in the upper third */
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) sum[0] += rgb[i];
  for (int i = 0; i < 4 * 3 * RIG_W * RIG_H; i++) sum[1] += large[i];
  CHECK_NEAR((double)sum[1] / (4.0 * (double)sum[0]), 1, 0.01);
  int off = 0;
  for (int y = 8; y < 24; y++) /* around the title */
    for (int x = 8; x < 100; x++)
      off += abs(large[3 * (2 * y * 2 * RIG_W + 2 * x)] - rgb[3 * (y * RIG_W + x)]) > 100;
  CHECK(off < 16 * 92 / 10);
  aps_gl_free(&g, 0);
  aps_ctx_free(&ctx);
}

int main(int argc, char **argv) {
  if (argc == 1) { /* once more, on a display of its own */
    char command[4400];
    if (system("command -v xvfb-run >/dev/null 2>&1") != 0 || !load(&w)) {
      printf("skipped: needs xvfb-run and libglfw.so.3\n");
      return CHECK_SKIP;
    }
    snprintf(command, sizeof command, "xvfb-run -a -s '-screen 0 1280x720x24' '%s' shown", argv[0]);
    fflush(stdout);
    const int status = system(command);
    return status == 77 << 8 ? CHECK_SKIP : status != 0;
  }
  if (!load(&w) || !w.init()) return CHECK_SKIP;
  CHECK_RUN(test_a_window_shows_the_golden_picture);
  /* no glfwTerminate: it unloads libX11, and LeakSanitizer then knows no names to suppress */
  return CHECK_RESULT();
}
