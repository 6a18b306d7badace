/* The window, from opening to closing. GLFW is told of everything from the program's first thread,
 * as it must be. */
#include "display.h"
#include "interrupt.h"
#include "window_inside.h"
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FRAME   0.016 /* s, the shortest */
#define COMPANY 3.0   /* rests so many times as long as it draws while a simulation computes */

/* ---- whether at all ---- */

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
  snprintf(why, 256, "no window can be opened: %.200s", aps_window_glfw_error());
  snprintf(hint, 256, "is DISPLAY right, and may this user draw there (xauth)?");
  return 0;
}

int aps_window_probe(char text[256]) {
  GLFWwindow *w = aps_window_open(64, 64, "apsis", 0, 0);
  if (!w) {
    snprintf(text, 256, "no OpenGL: %.200s", aps_window_glfw_error());
    glfwTerminate();
    return 0;
  }
  glfwMakeContextCurrent(w);
  snprintf(text, 256, "%.120s, OpenGL %.100s", aps_screen_renderer(), aps_screen_version());
  glfwDestroyWindow(w);
  glfwTerminate();
  return 1;
}

static void toggle_full_screen(aps_window *w) {
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

static void hand_over_orders(aps_window *w) {
  for (int k = 0; k < w->stage.orders; k++) aps_source_tell(w->source, w->stage.order[k]);
  w->stage.orders = 0;
}

/* ---- frames ---- */

/* 1: the window can be seen. Sizes follow it. */
static int measure(aps_window *w) {
  int width, height;
  glfwGetFramebufferSize(w->handle, &width, &height);
  w->extra.minimised = width < 1 || height < 1 || glfwGetWindowAttrib(w->handle, GLFW_ICONIFIED);
  if (w->extra.minimised) return 0;
  if (width == w->stage.width && height == w->stage.height && w->sheet.rgba) return 1;
  aps_window_end_record(w, "the window has another size: ");
  free(w->sheet.rgba);
  w->sheet = (aps_sheet){.width = width, .height = height, .low = height, .font = w->font};
  w->sheet.rgba = calloc(4, (size_t)width * (size_t)height);
  w->stage.width = width, w->stage.height = height;
  w->dirty = 1;
  return w->sheet.rgba != NULL;
}

/* The newest rows, under the newest numbers: points on a card may be newer than the rows. */
static void look_behind(aps_window *w, int *fresh) {
  aps_shot head;
  int packed;
  const aps_shot *rows = w->shot = aps_slots_newest(aps_source_slots(w->source), fresh);
  if (!aps_handover_head(aps_source_handover(w->source), &head, &packed)) return;
  w->now = *rows;
  w->now.number = rows->number + head.number;
  if (head.wall >= rows->wall) {
    w->now.time = head.time, w->now.steps = head.steps, w->now.wall = head.wall;
    w->now.interactions = head.interactions, w->now.energy_error = head.energy_error;
    w->now.virial = head.virial, w->now.force_error = head.force_error;
  }
  w->shot = &w->now;
  *fresh |= packed;
}

/* How long to leave a run alone after a picture that took so long. Where the run's own card draws, only what it spent counts. */
static double modesty(const aps_window *w, double took) {
  return w->spent > 0 ? w->spent * (1 / (APS_WINDOW_DRAWS * w->share) - 1) : COMPANY * took;
}

/* One round: what is new, what is wanted, what is shown. Returns s to rest. */
static aps_err turn(aps_window *w, double *rest) {
  const double now = aps_wall(), since = fmin(now - w->drawn, 1);
  *rest = 0.1;
  if (aps_interrupt_came()) aps_window_end_record(w, "");
  if (aps_display_window_gone(w->handle)) return w->stage.todo |= APS_DO_CLOSE, APS_OK; /* by whoever did it */
  if (aps_window_is_lost(w)) APS_TRY(aps_window_restore(w));
  if (!measure(w)) { /* nobody looks: no copies are asked for either */
    aps_source_status(w->source, &w->stage.status);
    aps_report(&w->reporter, &w->stage, w->shot, &w->gauges, &w->extra);
    return APS_OK;
  }
  int fresh;
  aps_status st;
  aps_source_status(w->source, &st);
  look_behind(w, &fresh);
  const int moved = aps_stage_advance(&w->stage, w->ctx, &st, w->shot, fresh, since);
  if (fresh) aps_trails_add(&w->trails, aps_source_trace(w->source), &w->stage, w->shot);
  w->extra.trail = w->trails.n > 0 ? w->trails.of[0].length : 0;
  const double apart = w->stage.panel ? 0 : 1; /* s: what is not seen yet need not be as fine */
  if (fresh && now - w->history.looked >= apart) aps_history_add(&w->history, w->shot, now);
  if (fresh || moved) w->dirty = 1;
  aps_gauges_read(&w->gauges, &w->stage, w->shot, now);
  const int hurried = fresh || moved || w->stage.button >= 0 || now - w->acted < 0.3;
  const aps_err err = aps_window_draw(w, hurried);
  if (err != APS_OK && !aps_window_is_lost(w)) return err;
  if (err != APS_OK) { /* the card went in the middle of a picture */
    aps_ctx_clear(w->ctx);
    return aps_window_restore(w);
  }
  w->drawn = now;
  const unsigned todo = w->stage.todo;
  w->stage.todo &= APS_DO_CLOSE | APS_DO_LEAVE;
  if (todo & APS_DO_RECORD) aps_window_record(w);
  if (todo & APS_DO_FULL_SCREEN) toggle_full_screen(w);
  aps_report(&w->reporter, &w->stage, w->shot, &w->gauges, &w->extra);
  const double took = aps_wall() - now;
  const int quiet =
      !st.playing && !moved && !w->coarse && now - w->acted > 0.5 && !w->stage.recording;
  *rest = quiet ? 0.1 : fmax(FRAME - took, 0);
  if (aps_window_in_company(w) && now - w->acted > 0.3) *rest = fmax(*rest, fmin(modesty(w, took), 0.5));
  return APS_OK;
}

static aps_err look(aps_window *w) {
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

static aps_err open_all(aps_window *w, const aps_live_options *o) {
  const int width = o->width > 0 ? o->width : 1280, height = o->height > 0 ? o->height : 720;
  static const aps_shot nothing;
  w->shot = &nothing;
  aps_stage_start(&w->stage, width, height);
  if (o->colour) snprintf(w->stage.colour, sizeof w->stage.colour, "%s", o->colour);
  APS_CHECK(w->ctx, glfwInit(), APS_EDEVICE, "no window can be opened: %s",
            aps_window_glfw_error());
  aps_source_status(w->source, &w->stage.status);
  w->handle = aps_window_open(width, height, "apsis", 1, 1);
  if (!w->handle) {
    aps_fail(w->ctx, APS_EDEVICE, "no window with OpenGL: %s", aps_window_glfw_error());
    return aps_hint(w->ctx, "apsis doctor tells what OpenGL lacks here; apsis render makes pictures without any");
  }
  if (aps_font_open(w->ctx, NULL, &w->font) != APS_OK) {
    aps_stage_note(&w->stage, "%s", aps_ctx_error(w->ctx));
    aps_ctx_clear(w->ctx); /* the bitmap then */
  }
  w->painter = aps_painter_create(w->ctx);
  if (!w->painter) return APS_EMEM;
  w->way = o->way, w->draw = o->draw, w->lose = getenv("APSIS_LIVE_LOSE");
  aps_window_begin_context(w);
  aps_report_open(&w->reporter);
  w->acted = w->drawn = w->fps_wall = aps_wall();
  return APS_OK;
}

static void close_all(aps_window *w) {
  aps_window_end_record(w, "");
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
  aps_font_free(&w->font);
  free(w->sheet.rgba);
  free(w->pixels);
}

/* The display is gone in the midst of anything: nothing may speak to it or to OpenGL any more. */
static aps_err abandon(aps_window *w, aps_window_end *how) {
  aps_report_close(&w->reporter);
  aps_trails_free(&w->trails);
  *how = APS_WINDOW_LEFT;
  return aps_fail(w->ctx, APS_EDEVICE, "the display is gone: its server ended, or the connection to it");
}

aps_err aps_window_show(aps_ctx *ctx, aps_source *source, const aps_live_options *o,
                        aps_window_end *how) {
  aps_window *w = calloc(1, sizeof *w);
  jmp_buf back;
  APS_CHECK(ctx, w, APS_EMEM, "no memory for the window");
  w->ctx = ctx, w->source = source, w->share = o->share > 0 ? o->share : APS_LIVE_SHARE;
  if (setjmp(back)) return aps_display_outlive(NULL), abandon(w, how);
  aps_display_outlive(&back);
  aps_err err = open_all(w, o);
  if (err == APS_OK) err = look(w);
  *how = w->stage.todo & APS_DO_LEAVE ? APS_WINDOW_LEFT : APS_WINDOW_CLOSED;
  if (o->stay && *how == APS_WINDOW_CLOSED) *how = APS_WINDOW_LEFT;
  close_all(w);
  aps_display_outlive(NULL);
  free(w);
  return err;
}
