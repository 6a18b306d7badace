/* The window: events to the stage, shots to the screen. GLFW is told of everything from the
 * program's first thread, as it must be. */
#include "window.h"
#include "capture.h"
#include "hud.h"
#include "paint.h"
#include "panel.h"
#include "report.h"
#include "screen.h"
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#define FRAME  0.016 /* s, the shortest */
#define FLUENT 0.07  /* s that a picture may take while things move: some particles are left out */
enum { LEAST_DRAWN = 50000, TRIED = 100000 };
#define COMPANY 3.0 /* rests so many times as long as it draws while a simulation computes */

typedef enum { BY_FASTER, BY_CARD, BY_PROCESSOR } way;

typedef struct {
  GLFWwindow *handle;
  aps_ctx *ctx;
  aps_source *source;
  aps_stage stage;
  aps_painter *painter;
  aps_gauges gauges;
  aps_trails trails;
  aps_history history;
  int panel; /* 1: made; -1: cannot be */
  aps_sheet sheet;
  aps_texture picture, overlay;
  aps_recorder recorder;
  aps_reporter reporter;
  aps_report_extra extra;
  const aps_shot *shot;
  unsigned char *pixels; /* read back */
  way way;
  int gl_ready, by_gl; /* OpenGL could draw; it does */
  double tried;        /* with how many particles both were */
  char renderer[64];
  double thinning; /* one in so many particles is drawn while things move */
  double acted;    /* when the spectator last did something */
  double drawn, fps_wall;
  int64_t fps_frames;
  int dirty;       /* the picture is not of what the stage looks at */
  int coarse;      /* some particles were left out of it */
  int windowed[4]; /* place and size before full screen */
} window;

/* ---- whether at all ---- */

static const char *glfw_error(void) {
  const char *text = NULL;
  glfwGetError(&text);
  return text ? text : "no reason given";
}

int aps_window_possible(char why[256], char hint[256]) {
  why[0] = hint[0] = '\0';
#if !defined(__APPLE__) && !defined(_WIN32)
  const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
  if (!(x && *x) && !(wayland && *wayland)) {
    snprintf(why, 256, "there is no display: DISPLAY is not set");
    snprintf(hint, 256,
             "from a desktop, or over ssh -X; where there is none, apsis render makes "
             "pictures and movies, apsis demo NAME --headless measures");
    return 0;
  }
#endif
  if (glfwInit()) return 1;
  snprintf(why, 256, "no window can be opened: %.200s", glfw_error());
  snprintf(hint, 256, "is DISPLAY right, and may this user draw there (xauth)?");
  return 0;
}

/* A context in which old and new OpenGL work; where there is none, whatever there is. */
static GLFWwindow *open_window(int width, int height, const char *title, int visible) {
  for (int attempt = 0; attempt < 2; attempt++) {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_VISIBLE, visible);
    if (attempt == 0) {
      glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
      glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
      glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_COMPAT_PROFILE);
    }
    GLFWwindow *w = glfwCreateWindow(width, height, title, NULL, NULL);
    if (w) return w;
  }
  return NULL;
}

int aps_window_probe(char text[256]) {
  GLFWwindow *w = open_window(64, 64, "apsis", 0);
  if (!w) {
    snprintf(text, 256, "no OpenGL: %.200s", glfw_error());
    glfwTerminate();
    return 0;
  }
  glfwMakeContextCurrent(w);
  snprintf(text, 256, "%.120s, OpenGL %.100s", aps_screen_renderer(), aps_screen_version());
  glfwDestroyWindow(w);
  glfwTerminate();
  return 1;
}

static int panel_has_mouse(const window *w);

/* ---- events ---- */

static window *of(GLFWwindow *handle) {
  window *w = glfwGetWindowUserPointer(handle);
  w->acted = aps_wall();
  w->dirty = 1;
  return w;
}

/* Letters and digits as this keyboard labels them; 0: not a key of ours. Signs come as characters,
 * since they lie elsewhere on every keyboard. */
static int key_of(int key, int scancode) {
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
  if (key >= '1' && key <= '9') return key;
  const char *name = glfwGetKeyName(key, scancode);
  if (name && name[0] && !name[1] && isalpha((unsigned char)name[0]))
    return toupper((unsigned char)name[0]);
  return key >= 'A' && key <= 'Z' && !name ? key : 0;
}

static int mods_of(int mods) {
  return (mods & GLFW_MOD_SHIFT ? APS_MOD_SHIFT : 0) | (mods & GLFW_MOD_CONTROL ? APS_MOD_CTRL : 0);
}

static void on_key(GLFWwindow *h, int key, int scancode, int action, int mods) {
  window *w = of(h);
  const int ours = key_of(key, scancode);
  if (w->panel == 1 && aps_panel_has_keys()) return;
  if (ours)
    aps_stage_key(&w->stage, w->shot, ours, mods_of(mods),
                  action == GLFW_RELEASE  ? 0
                  : action == GLFW_REPEAT ? 2
                                          : 1);
}

static void on_char(GLFWwindow *h, unsigned c) {
  window *w = of(h);
  if (w->panel == 1 && aps_panel_has_keys()) return;
  if (c < 128 && strchr(",.[]+-=", (int)c) && c) aps_stage_key(&w->stage, w->shot, (int)c, 0, 1);
}

static void on_button(GLFWwindow *h, int button, int action, int mods) {
  window *w = of(h);
  const int ours = button == GLFW_MOUSE_BUTTON_LEFT    ? APS_BUTTON_LEFT
                   : button == GLFW_MOUSE_BUTTON_RIGHT ? APS_BUTTON_RIGHT
                                                       : APS_BUTTON_MIDDLE;
  if (action == GLFW_PRESS && panel_has_mouse(w)) return;
  aps_stage_button(&w->stage, w->shot, ours, mods_of(mods), action == GLFW_PRESS);
}

static void on_move(GLFWwindow *h, double x, double y) {
  window *w = glfwGetWindowUserPointer(h);
  int width, height;
  glfwGetWindowSize(h, &width, &height);
  if (width <= 0 || height <= 0) return;
  if (w->stage.button >= 0) of(h);
  aps_stage_move(&w->stage, x * w->stage.width / width, y * w->stage.height / height);
}

static void on_wheel(GLFWwindow *h, double dx, double dy) {
  (void)dx;
  window *w = of(h);
  if (!panel_has_mouse(w)) aps_stage_wheel(&w->stage, dy);
}

static void on_refresh(GLFWwindow *h) { of(h); }

/* ---- what the stage wants done ---- */

static void capture_error(window *w) {
  aps_stage_note(&w->stage, "%s", aps_ctx_error(w->ctx));
  aps_ctx_clear(w->ctx);
}

static void end_recording(window *w) {
  if (!aps_recording(&w->recorder)) return;
  w->stage.recording = 0;
  if (aps_record_end(w->ctx, &w->recorder) != APS_OK)
    capture_error(w);
  else
    aps_stage_note(&w->stage, "%lld pictures in %s", (long long)w->recorder.frames,
                   w->recorder.pipe.path);
}

static void toggle_recording(window *w) {
  char name[64];
  if (aps_recording(&w->recorder)) return end_recording(w);
  if (aps_record_begin(w->ctx, &w->recorder, w->stage.width, w->stage.height, name) != APS_OK)
    return capture_error(w);
  w->stage.recording = 1;
  aps_stage_note(&w->stage, "recording %s; F6 ends it", name);
}

static void toggle_full_screen(window *w) {
  GLFWmonitor *monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode *mode = monitor ? glfwGetVideoMode(monitor) : NULL;
  int *p = w->windowed;
  if (w->stage.full_screen) {
    glfwSetWindowMonitor(w->handle, NULL, p[0], p[1], p[2], p[3], GLFW_DONT_CARE);
    w->stage.full_screen = 0;
  } else if (mode) {
    glfwGetWindowPos(w->handle, &p[0], &p[1]);
    glfwGetWindowSize(w->handle, &p[2], &p[3]);
    glfwSetWindowMonitor(w->handle, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    w->stage.full_screen = 1;
  }
}

static int read_back(window *w) {
  free(w->pixels);
  w->pixels = malloc(3 * (size_t)w->stage.width * (size_t)w->stage.height);
  if (w->pixels) aps_screen_read(w->stage.width, w->stage.height, w->pixels);
  return w->pixels != NULL;
}

/* After the frame is drawn and before it is shown. */
static void capture(window *w) {
  const int picture = (w->stage.todo & APS_DO_SCREENSHOT) != 0;
  if (!(picture || aps_recording(&w->recorder)) || !read_back(w)) return;
  if (picture) {
    char name[64];
    if (aps_capture_picture(w->ctx, w->stage.width, w->stage.height, w->pixels, name) != APS_OK)
      capture_error(w);
    else
      aps_stage_note(&w->stage, "picture in %s", name);
  }
  if (aps_recording(&w->recorder) &&
      aps_record_add(w->ctx, &w->recorder, w->pixels, aps_wall()) != APS_OK) {
    capture_error(w);
    end_recording(w);
  }
}

/* Made when it is first asked for. */
static void draw_panel(window *w) {
  if (!w->stage.panel) return;
  if (w->panel == 0) w->panel = aps_panel_open && aps_panel_open(w->handle) ? 1 : -1;
  if (w->panel == 1) return aps_panel_draw(&w->stage, w->shot, &w->history);
  aps_stage_note(&w->stage, "this build has no panel: apt install libimgui-dev, then run ./apsis");
  w->stage.panel = 0;
}

static int panel_has_mouse(const window *w) {
  return w->panel == 1 && w->stage.panel && aps_panel_has_mouse();
}

static void hand_over_orders(window *w) {
  for (int k = 0; k < w->stage.orders; k++) aps_source_tell(w->source, w->stage.order[k]);
  w->stage.orders = 0;
}

/* ---- frames ---- */

/* 1: the window can be seen. Sizes follow it. */
static int measure(window *w) {
  int width, height;
  glfwGetFramebufferSize(w->handle, &width, &height);
  w->extra.minimised = width < 1 || height < 1 || glfwGetWindowAttrib(w->handle, GLFW_ICONIFIED);
  if (w->extra.minimised) return 0;
  if (width == w->stage.width && height == w->stage.height && w->sheet.rgba) return 1;
  end_recording(w);
  free(w->sheet.rgba);
  w->sheet = (aps_sheet){.width = width, .height = height, .low = height};
  w->sheet.rgba = calloc(4, (size_t)width * (size_t)height);
  w->stage.width = width, w->stage.height = height;
  w->dirty = 1;
  return w->sheet.rgba != NULL;
}

/* A simulation computes beside us, as fast as it can: it has the right of way. */
static int in_company(const window *w) {
  const aps_status *st = &w->stage.status;
  if (st->pace > 0 && w->shot->n < 5000) return 0; /* it mostly waits for the clock */
  return st->integrator[0] && !st->done && (st->playing || st->steps_left > 0);
}

/* Threads that wait for one another spin, which costs more than they gain in a small picture. */
static void share_processors(const window *w) {
#ifdef _OPENMP
  const int all = omp_get_num_procs();
  const int some = in_company(w) ? all / 8 : w->shot->n < 100000 ? all / 4 : all;
  omp_set_num_threads(some > 1 ? some : 1);
#else
  (void)w;
#endif
}

/* While things move, so many particles as can be drawn fluently, but never fewer than these. */
static int hurried_stride(window *w) {
  const double most = (double)w->shot->n / LEAST_DRAWN;
  w->thinning = fmin(fmax(w->thinning, 1), fmax(most, 1));
  return (int)w->thinning;
}

/* Which of the two draws these particles faster? Both are tried once, when their number has changed
 * by much. */
static aps_err choose_way(window *w) {
  const double n = (double)w->shot->n;
  if (!w->gl_ready || (w->tried > 0 && fabs(log((n + 1) / w->tried)) < 1.5)) return APS_OK;
  const int width = w->stage.width, height = w->stage.height;
  const unsigned char *rgb;
  double took[2] = {HUGE_VAL, HUGE_VAL};
  const int stride = (int)(w->shot->n / TRIED) + 1;
  for (int k = 0; k < 3; k++) { /* the first is not counted: it makes room, and fits */
    const double start = aps_wall();
    APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, width, height, stride, 1));
    const double between = aps_wall();
    APS_TRY(aps_painter_draw(w->painter, &w->stage, w->shot, width, height, stride, &rgb));
    if (k == 0) continue;
    took[0] = fmin(took[0], between - start), took[1] = fmin(took[1], aps_wall() - between);
  }
  w->tried = n + 1;
  w->by_gl = w->way == BY_CARD || (w->way == BY_FASTER && took[0] < took[1]);
  w->extra.trial_gl = took[0], w->extra.trial_cpu = took[1];
  snprintf(w->gauges.drawn_by, sizeof w->gauges.drawn_by, "%s",
           w->by_gl ? w->renderer : "processor");
  return APS_OK;
}

static aps_err paint_by_card(window *w, int hurried) {
  const int stride = hurried ? hurried_stride(w) : 1;
  const double start = aps_wall();
  share_processors(w);
  APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, w->stage.width, w->stage.height,
                              stride, 0));
  w->coarse = stride > 1;
  w->extra.stride = stride, w->extra.image_width = w->stage.width;
  const double seconds = aps_wall() - start;
  if (hurried || seconds < FLUENT)
    w->thinning *= seconds > 1.3 * FLUENT ? 1.5 : seconds < 0.7 * FLUENT ? 0.75 : 1;
  return APS_OK;
}

static aps_err paint(window *w, int hurried) {
  const int smaller = w->stage.height > 1200 ? 2 : 1;
  const int width = w->stage.width / smaller, height = w->stage.height / smaller;
  const int stride = hurried ? hurried_stride(w) : 1;
  const unsigned char *rgb;
  const double start = aps_wall();
  share_processors(w);
  APS_TRY(aps_painter_draw(w->painter, &w->stage, w->shot, width, height, stride, &rgb));
  const double seconds = aps_wall() - start;
  if (hurried ||
      seconds < FLUENT) /* a step at a time: part of the cost is the same for any number */
    w->thinning *= seconds > 1.3 * FLUENT ? 1.5 : seconds < 0.7 * FLUENT ? 0.75 : 1;
  aps_screen_upload(&w->picture, width, height, 3, rgb, 0, height);
  w->coarse = stride > 1;
  w->extra.stride = stride, w->extra.image_width = width;
  return APS_OK;
}

static void count_frame(window *w, double now) {
  w->extra.frames++;
  if (++w->fps_frames < 5 && now - w->fps_wall < 1) return;
  if (now - w->fps_wall < 0.5) return;
  w->gauges.fps = (double)w->fps_frames / (now - w->fps_wall);
  w->fps_frames = 0, w->fps_wall = now;
}

static aps_err draw(window *w, int hurried) {
  const double now = aps_wall();
  aps_screen_clear(w->stage.width, w->stage.height);
  if (w->shot->n > 0) {
    APS_TRY(choose_way(w));
    const int due = w->dirty || (w->coarse && !hurried);
    if (w->by_gl)
      APS_TRY(paint_by_card(w, hurried)); /* what was shown is gone */
    else if (due)
      APS_TRY(paint(w, hurried));
    if (!w->by_gl) aps_screen_draw(&w->picture, w->stage.width, w->stage.height, 0);
  }
  w->dirty = 0;
  const int low = w->sheet.low, high = w->sheet.high;
  aps_hud_draw(&w->sheet, &w->stage, w->shot, &w->gauges, &w->trails,
               aps_painter_tint(w->painter, &w->stage), now);
  aps_screen_upload(&w->overlay, w->sheet.width, w->sheet.height, 4, w->sheet.rgba,
                    low < w->sheet.low ? low : w->sheet.low,
                    high > w->sheet.high ? high : w->sheet.high);
  aps_screen_draw(&w->overlay, w->stage.width, w->stage.height, 1);
  draw_panel(w);
  capture(w);
  glfwSwapBuffers(w->handle);
  count_frame(w, now);
  return APS_OK;
}

/* One round: what is new, what is wanted, what is shown. Returns s to rest. */
static aps_err turn(window *w, double *rest) {
  const double now = aps_wall(), since = fmin(now - w->drawn, 1);
  *rest = 0.1;
  if (!measure(w)) { /* nobody looks: no copies are asked for either */
    aps_source_status(w->source, &w->stage.status);
    aps_report(&w->reporter, &w->stage, w->shot, &w->gauges, &w->extra);
    return APS_OK;
  }
  int fresh;
  aps_status st;
  aps_source_status(w->source, &st);
  w->shot = aps_slots_newest(aps_source_slots(w->source), &fresh);
  const int moved = aps_stage_advance(&w->stage, w->ctx, &st, w->shot, fresh, since);
  if (fresh) aps_trails_add(&w->trails, &w->stage, w->shot);
  if (fresh && w->stage.panel) aps_history_add(&w->history, w->shot, now);
  if (fresh || moved) w->dirty = 1;
  aps_gauges_read(&w->gauges, &w->stage, w->shot, now);
  const int hurried = fresh || moved || w->stage.button >= 0 || now - w->acted < 0.3;
  APS_TRY(draw(w, hurried));
  w->drawn = now;
  const unsigned todo = w->stage.todo;
  w->stage.todo &= APS_DO_CLOSE | APS_DO_LEAVE;
  if (todo & APS_DO_RECORD) toggle_recording(w);
  if (todo & APS_DO_FULL_SCREEN) toggle_full_screen(w);
  aps_report(&w->reporter, &w->stage, w->shot, &w->gauges, &w->extra);
  const double took = aps_wall() - now;
  const int quiet =
      !st.playing && !moved && !w->coarse && now - w->acted > 0.5 && !w->stage.recording;
  *rest = quiet ? 0.1 : fmax(FRAME - took, 0);
  if (in_company(w) && now - w->acted > 0.3) *rest = fmax(*rest, fmin(COMPANY * took, 0.5));
  return APS_OK;
}

static aps_err look(window *w) {
  double rest = 0;
  while (!(w->stage.todo & (APS_DO_CLOSE | APS_DO_LEAVE)) && !glfwWindowShouldClose(w->handle) &&
         w->stage.status.done != 2) {
    if (rest > 0.001)
      glfwWaitEventsTimeout(rest);
    else
      glfwPollEvents();
    hand_over_orders(w);
    APS_TRY(turn(w, &rest));
  }
  return APS_OK;
}

/* ---- from opening to closing ---- */

/* Where OpenGL 4.5 cannot be had the processor draws, and nobody needs to know why. */
static void prepare_gl(window *w, const aps_live_options *o) {
  w->way = !o->draw || strcmp(o->draw, "auto") == 0 ? BY_FASTER
           : strcmp(o->draw, "gpu") == 0            ? BY_CARD
                                                    : BY_PROCESSOR;
  if (w->way == BY_PROCESSOR || !aps_painter_use_gl) return;
  if (aps_painter_use_gl(w->painter, w->stage.width, w->stage.height, glfwGetProcAddress) ==
      APS_OK) {
    w->gl_ready = 1;
    const char *name = aps_screen_renderer();
    int length = (int)strcspn(name, "(/");
    while (length > 0 && name[length - 1] == ' ') length--;
    snprintf(w->renderer, sizeof w->renderer, "%.*s", length, name);
    return;
  }
  if (w->way == BY_CARD) aps_stage_note(&w->stage, "%s", aps_ctx_error(w->ctx));
  aps_ctx_clear(w->ctx);
}

static aps_err open_all(window *w, const aps_live_options *o) {
  const int width = o->width > 0 ? o->width : 1280, height = o->height > 0 ? o->height : 720;
  static const aps_shot nothing;
  w->shot = &nothing;
  aps_stage_start(&w->stage, width, height);
  if (o->colour) snprintf(w->stage.colour, sizeof w->stage.colour, "%s", o->colour);
  APS_CHECK(w->ctx, glfwInit(), APS_EDEVICE, "no window can be opened: %s", glfw_error());
  aps_source_status(w->source, &w->stage.status);
  w->handle = open_window(width, height, "apsis", 1);
  APS_CHECK(w->ctx, w->handle, APS_EDEVICE, "no window with OpenGL: %s", glfw_error());
  w->painter = aps_painter_create(w->ctx);
  if (!w->painter) return APS_EMEM;
  glfwMakeContextCurrent(w->handle);
  glfwSwapInterval(0); /* turn() paces itself */
  snprintf(w->gauges.drawn_by, sizeof w->gauges.drawn_by, "processor");
  prepare_gl(w, o);
  glfwSetWindowUserPointer(w->handle, w);
  glfwSetKeyCallback(w->handle, on_key);
  glfwSetCharCallback(w->handle, on_char);
  glfwSetMouseButtonCallback(w->handle, on_button);
  glfwSetCursorPosCallback(w->handle, on_move);
  glfwSetScrollCallback(w->handle, on_wheel);
  glfwSetWindowRefreshCallback(w->handle, on_refresh);
  aps_report_open(&w->reporter);
  w->acted = w->drawn = w->fps_wall = aps_wall();
  return APS_OK;
}

static void close_all(window *w) {
  end_recording(w);
  aps_report_close(&w->reporter);
  if (w->panel == 1) aps_panel_close();
  if (w->painter) aps_painter_free(&w->painter); /* what lies on the card needs the context */
  if (w->handle) {
    aps_screen_forget(&w->picture);
    aps_screen_forget(&w->overlay);
    glfwDestroyWindow(w->handle);
  }
  glfwTerminate();
  aps_trails_free(&w->trails);
  free(w->sheet.rgba);
  free(w->pixels);
}

aps_err aps_window_show(aps_ctx *ctx, aps_source *source, const aps_live_options *o,
                        aps_window_end *how) {
  window *w = calloc(1, sizeof *w);
  APS_CHECK(ctx, w, APS_EMEM, "no memory for the window");
  w->ctx = ctx, w->source = source;
  aps_err err = open_all(w, o);
  if (err == APS_OK) err = look(w);
  *how = w->stage.todo & APS_DO_LEAVE ? APS_WINDOW_LEFT : APS_WINDOW_CLOSED;
  if (o->stay && *how == APS_WINDOW_CLOSED) *how = APS_WINDOW_LEFT;
  close_all(w);
  free(w);
  return err;
}
