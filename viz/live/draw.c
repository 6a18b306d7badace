/* From the stage to the screen: who draws, how finely, and what is laid over it. */
#include "interrupt.h"
#include "window_inside.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#define FLUENT  0.07 /* s that a picture may take while things move: some particles are left out */
#define SMOOTH  20   /* a second that a run's own card should find the time for */
enum { LEAST_DRAWN = 50000, LEAST_BY_CUDA = 500000 /* fewer take no less time */, TRIED = 100000 };

int aps_window_in_company(const aps_window *w) {
  const aps_status *st = &w->stage.status;
  if (st->pace > 0 && w->shot->n < 5000) return 0; /* it mostly waits for the clock */
  return st->integrator[0] && !st->done && (st->playing || st->steps_left > 0);
}

/* Threads that wait for one another spin, which costs more than they gain in a small picture. */
static void share_processors(const aps_window *w) {
#ifdef _OPENMP
  const int all = omp_get_num_procs();
  const int some = aps_window_in_company(w) ? all / 8 : w->shot->n < 100000 ? all / 4 : all;
  omp_set_num_threads(some > 1 ? some : 1);
#else
  (void)w;
#endif
}

/* While things move, so many particles as can be drawn fluently, but never fewer than these. */
static int hurried_stride(aps_window *w) {
  const double most = (double)w->shot->n / (w->spent > 0 ? LEAST_BY_CUDA : LEAST_DRAWN);
  w->thinning = fmin(fmax(w->thinning, 1), fmax(most, 1));
  return (int)w->thinning;
}

static void name_drawer(aps_window *w) {
  snprintf(w->gauges.drawn_by, sizeof w->gauges.drawn_by, "%s",
           w->cuda == 1 ? "CUDA" : w->by_gl ? w->renderer : "processor");
}

/* Which of the two draws these particles faster? Both are tried, again when there are many more. */
static aps_err choose_way(aps_window *w) {
  const double n = (double)w->shot->n;
  if (w->gl_ready && w->drawer == APS_BY_CARD && !w->by_gl) {
    w->by_gl = 1;
    name_drawer(w);
  }
  if (!w->gl_ready || w->drawer == APS_BY_CARD) return APS_OK;
  if (w->tried > 0 && n + 1 < 5 * w->tried) return APS_OK;
  const int width = w->stage.width, height = w->stage.height;
  const unsigned char *rgb;
  double took[2] = {HUGE_VAL, HUGE_VAL};
  const int stride = (int)(w->shot->n / TRIED) + 1;
  for (int k = 0; k < 3; k++) { /* the first is not counted: it makes room, and fits */
    const double start = aps_wall();
    APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, width, height, stride, 1));
    const double between = aps_wall();
    APS_TRY(aps_painter_draw(w->painter, &w->stage, w->shot, width, height, stride, &rgb));
    const int clear = between - start > 5 * (aps_wall() - between); /* no need to go on */
    if (k == 0 && !clear) continue;
    took[0] = fmin(took[0], between - start), took[1] = fmin(took[1], aps_wall() - between);
    if (clear) break;
  }
  w->tried = n + 1;
  /* a software OpenGL takes all processors, which others may want */
  const double shy = aps_painter_gl_software(w->painter) ? 1.5 : 1;
  w->by_gl = shy * took[0] < took[1];
  w->extra.trial_gl = took[0], w->extra.trial_cpu = took[1];
  name_drawer(w);
  return APS_OK;
}

static void note_error(aps_window *w) {
  aps_stage_note(&w->stage, "%s", aps_ctx_error(w->ctx));
  aps_ctx_clear(w->ctx);
}

static int on_a_card(const aps_window *w) {
  return w->stage.status.card >= 0 && !w->stage.status.done;
}

static void use_cuda(aps_window *w, int cuda, const char *why) {
  w->cuda = cuda;
  aps_painter_by_cuda(w->painter, cuda == 1);
  snprintf(w->gauges.cuda_why, sizeof w->gauges.cuda_why, "%s", why);
  name_drawer(w);
}

/* Seconds of a picture by whoever draws points from the card now; into memory, so that it is done. */
static aps_err time_card(aps_window *w, int by_cuda, double *took) {
  enum { PICTURES = 3 }; /* the first makes room and is not counted */
  aps_painter_by_cuda(w->painter, by_cuda);
  for (int k = 0; k < PICTURES; k++) {
    const double start = aps_wall();
    APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, w->stage.width, w->stage.height, 1,
                                1));
    if (k > 0) *took = fmin(*took, aps_wall() - start);
    if (k > 0 && *took > 1) break;
  }
  return APS_OK;
}

/* What there is of points from a card; and a wish for other points, for a run that rests. */
static aps_painter_taken look_at_points(aps_window *w) {
  const aps_painter_taken t = aps_painter_take_state(w->painter);
  if (t.look && t.way) aps_source_tell(w->source, (aps_order){.kind = APS_ORDER_LOOK});
  return t;
}

/* A picture by CUDA, for what it needs to be told. */
static aps_err reach_for_points(aps_window *w, aps_painter_taken *t) {
  aps_painter_by_cuda(w->painter, 1);
  APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, w->stage.width, w->stage.height, 1, 1));
  *t = look_at_points(w);
  return APS_OK;
}

/* Once points have come: is CUDA the faster one to draw them? Against the processor, which would
 * leave most of many out and need their columns on the host, a fluent picture is enough. */
static aps_err try_cuda(aps_window *w) {
  double cuda = HUGE_VAL, other = HUGE_VAL;
  char why[120];
  aps_painter_taken t;
  APS_TRY(reach_for_points(w, &t));
  if (t.waits) return APS_OK; /* another time */
  if (!t.by_cuda) return use_cuda(w, -1, t.cuda_why[0] || !t.way ? t.cuda_why : t.way->why), APS_OK;
  APS_TRY(time_card(w, 1, &cuda));
  if (w->by_gl)
    APS_TRY(time_card(w, 0, &other));
  else
    other = fmax(w->extra.trial_cpu, w->shot->n > TRIED ? FLUENT : 0);
  w->extra.trial_cuda = cuda;
  snprintf(why, sizeof why, "%.3g s a picture, %s %.3g s", cuda,
           w->by_gl ? "OpenGL" : "the processor", other);
  use_cuda(w, cuda < other ? 1 : -1, why);
  return APS_OK;
}

/* Who draws points that lie on a card. */
static aps_err choose_cuda(aps_window *w) {
  if (w->drawer == APS_BY_CUDA && w->cuda == 0 && !(w->gl_ready && on_a_card(w))) {
    use_cuda(w, -1, w->gl_ready ? "the particles are on the host" : "it needs OpenGL 4.5 to show it");
    aps_stage_note(&w->stage, "CUDA does not draw: %s", w->gauges.cuda_why);
  }
  if (!w->gl_ready || !on_a_card(w) || w->cuda < 0) return APS_OK;
  if (w->drawer == APS_BY_CARD) return use_cuda(w, -1, "OpenGL was asked for"), APS_OK;
  if (w->cuda == 0 && w->drawer == APS_BY_CUDA) use_cuda(w, 1, "asked for");
  if (w->cuda == 0) return try_cuda(w);
  const aps_painter_taken t = look_at_points(w);
  if (t.by_cuda || !t.way) return APS_OK;
  use_cuda(w, -1, t.cuda_why[0] ? t.cuda_why : t.way->why); /* it failed, or points come from the host */
  aps_stage_note(&w->stage, "CUDA draws no more: %s", w->gauges.cuda_why);
  return APS_OK;
}

/* Points of a run on a CUDA card come from there, as long as it goes on. */
static void hand_over(aps_window *w) {
  enum { CHEAP = 20000 }; /* so few rows may come along each time */
  const aps_status *st = &w->stage.status;
  if (!w->gl_ready) return;
  aps_painter_want_rows(w->painter, w->stage.rig.follows || w->shot->n <= CHEAP);
  if (aps_painter_take(w->painter, aps_source_handover(w->source),
                       (w->by_gl || w->cuda >= 0) && on_a_card(w) ? st->card : -1, w->way) !=
      APS_OK)
    note_error(w);
}

/* The way, for those who look. */
static void note_way(aps_window *w) {
  const aps_painter_taken t = look_at_points(w);
  const char *name = t.way ? aps_way_names[t.way->way] : "", *why = t.way ? t.way->why : "";
  if (strcmp(name, w->gauges.way) != 0 && t.way && t.way->way == APS_WAY_UPLOAD)
    aps_stage_note(&w->stage, "points come from the host: %s", why);
  snprintf(w->gauges.way, sizeof w->gauges.way, "%s", name);
  snprintf(w->gauges.way_why, sizeof w->gauges.way_why, "%s", why);
  w->gauges.way_bytes = t.bytes;
  w->waits = t.waits;
  w->spent = t.spent;
}

/* More or fewer particles in the next hurried picture. */
static void thin(aps_window *w, double seconds, double allowed) {
  w->thinning *= seconds > 1.3 * allowed ? 1.5 : seconds < 0.7 * allowed ? 0.75 : 1;
}

static aps_err paint_by_card(aps_window *w, int hurried) {
  const int stride = hurried ? hurried_stride(w) : 1;
  const double start = aps_wall();
  share_processors(w);
  APS_TRY(aps_painter_draw_gl(w->painter, &w->stage, w->shot, w->stage.width, w->stage.height,
                              stride, 0));
  note_way(w);
  w->coarse = stride > 1;
  w->extra.stride = stride, w->extra.image_width = w->stage.width;
  const double seconds = aps_wall() - start;
  if (w->spent > 0 && aps_window_in_company(w))
    thin(w, w->spent, APS_WINDOW_DRAWS * w->share / SMOOTH);
  else if (hurried || seconds < FLUENT)
    thin(w, seconds, FLUENT);
  return APS_OK;
}

static aps_err paint(aps_window *w, int hurried) {
  const int smaller = w->stage.height > 1200 ? 2 : 1;
  const int width = w->stage.width / smaller, height = w->stage.height / smaller;
  const int stride = hurried ? hurried_stride(w) : 1;
  const unsigned char *rgb;
  const double start = aps_wall();
  share_processors(w);
  APS_TRY(aps_painter_draw(w->painter, &w->stage, w->shot, width, height, stride, &rgb));
  const double seconds = aps_wall() - start;
  w->spent = 0;
  if (hurried || seconds < FLUENT) thin(w, seconds, FLUENT); /* a step at a time: part of the cost is the same for any number */
  aps_screen_upload(&w->picture, width, height, 3, rgb, 0, height);
  w->coarse = stride > 1;
  w->extra.stride = stride, w->extra.image_width = width;
  return APS_OK;
}

/* Where OpenGL 4.5 cannot be had the processor draws, and nobody needs to know why. */
void aps_window_prepare_gl(aps_window *w, const char *draw) {
  w->drawer = !draw || strcmp(draw, "auto") == 0 ? APS_BY_FASTER
              : strcmp(draw, "gpu") == 0         ? APS_BY_CARD
              : strcmp(draw, "cuda") == 0        ? APS_BY_CUDA
                                                 : APS_BY_PROCESSOR;
  if (w->drawer == APS_BY_PROCESSOR || !aps_painter_use_gl) return;
  if (aps_painter_use_gl(w->painter, w->stage.width, w->stage.height, glfwGetProcAddress) ==
      APS_OK) {
    w->gl_ready = 1;
    const char *name = aps_screen_renderer();
    int length = (int)strcspn(name, "(/");
    while (length > 0 && name[length - 1] == ' ') length--;
    snprintf(w->renderer, sizeof w->renderer, "%.*s", length, name);
    return;
  }
  if (w->drawer == APS_BY_CARD) aps_stage_note(&w->stage, "%s", aps_ctx_error(w->ctx));
  aps_ctx_clear(w->ctx);
}

/* ---- pictures and movies ---- */

void aps_window_record(aps_window *w) {
  char name[64];
  if (aps_recording(&w->recorder)) return aps_window_end_record(w, "");
  if (aps_record_begin(w->ctx, &w->recorder, w->stage.width, w->stage.height, name) != APS_OK)
    return note_error(w);
  w->stage.recording = 1;
  aps_interrupt_hold();
  aps_stage_note(&w->stage, "recording %s; F6 ends it", name);
}

void aps_window_end_record(aps_window *w, const char *why) {
  const long long n = (long long)w->recorder.frames;
  if (!aps_recording(&w->recorder)) return;
  w->stage.recording = 0;
  if (aps_record_end(w->ctx, &w->recorder) != APS_OK)
    note_error(w);
  else
    aps_stage_note(&w->stage, n ? "%s%lld picture%s in %s" : "%sno movie: no picture was shown meanwhile", why, n, n == 1 ? "" : "s",
                   w->recorder.pipe.path);
  aps_interrupt_release();
}

static int read_back(aps_window *w) {
  free(w->pixels);
  w->pixels = malloc(3 * (size_t)w->stage.width * (size_t)w->stage.height);
  if (w->pixels) aps_screen_read(w->stage.width, w->stage.height, w->pixels);
  return w->pixels != NULL;
}

/* After the frame is drawn and before it is shown. */
static void capture(aps_window *w) {
  const int picture = (w->stage.todo & APS_DO_SCREENSHOT) != 0;
  if (!(picture || aps_recording(&w->recorder)) || !read_back(w)) return;
  if (picture) {
    char name[64];
    if (aps_capture_picture(w->ctx, w->stage.width, w->stage.height, w->pixels, name) != APS_OK)
      note_error(w);
    else
      aps_stage_note(&w->stage, "picture in %s", name);
  }
  if (aps_recording(&w->recorder) &&
      aps_record_add(w->ctx, &w->recorder, w->pixels, aps_wall()) != APS_OK) {
    note_error(w);
    w->stage.recording = 0;
    (void)aps_record_end(w->ctx, &w->recorder); /* nothing is left of it but memory */
    aps_interrupt_release();
  }
}

/* Made when it is first asked for. */
static void draw_panel(aps_window *w) {
  if (!w->stage.panel || w->stage.help) return; /* one lies where the other would */
  if (w->panel == 0)
    w->panel = aps_panel_open && aps_panel_open(w->handle, aps_font_path(w->font), w->stage.width, w->stage.height)
                   ? 1
                   : -1;
  if (w->panel == 1) return aps_panel_draw(&w->stage, w->shot, &w->history);
  aps_stage_note(&w->stage, "this build has no panel: apt install libimgui-dev, then run ./apsis");
  w->stage.panel = 0;
}

static int shows_panel(const aps_window *w) { return w->panel == 1 && w->stage.panel && !w->stage.help; }

int aps_window_panel_has_mouse(const aps_window *w) { return shows_panel(w) && aps_panel_has_mouse(); }
int aps_window_panel_has_keys(const aps_window *w) { return shows_panel(w) && aps_panel_has_keys(); }

static void count_frame(aps_window *w, double now) {
  w->extra.frames++;
  if (++w->fps_frames < 5 && now - w->fps_wall < 1) return;
  if (now - w->fps_wall < 0.5) return;
  w->gauges.fps = (double)w->fps_frames / (now - w->fps_wall);
  w->fps_frames = 0, w->fps_wall = now;
}

/* Particles that lack what the colours are to tell lose their colours, not the window; a name that
 * was wrong from the start is an error. */
static aps_err bear(aps_window *w, aps_err err) {
  if (err == APS_OK) w->painted = 1;
  if (err == APS_OK || !w->painted || strcmp(w->stage.colour, "species") == 0) return err;
  note_error(w);
  snprintf(w->stage.colour, sizeof w->stage.colour, "species");
  w->stage.refit++;
  return APS_OK;
}

aps_err aps_window_draw(aps_window *w, int hurried) {
  const double now = aps_wall();
  const int refit = w->stage.refit;
  aps_screen_clear(w->stage.width, w->stage.height);
  if (w->shot->n > 0) {
    const int due = w->dirty || (w->coarse && !hurried);
    aps_err err = choose_way(w);
    hand_over(w);
    if (err == APS_OK) err = choose_cuda(w);
    const int by_card = w->by_gl || (w->cuda == 1 && on_a_card(w));
    if (err == APS_OK && by_card)
      err = paint_by_card(w, hurried); /* what was shown is gone */
    else if (err == APS_OK && due)
      err = paint(w, hurried);
    APS_TRY(bear(w, err));
    if (!by_card || w->waits) aps_screen_draw(&w->picture, w->stage.width, w->stage.height, 0);
  }
  w->dirty = w->stage.refit != refit;
  const int low = w->sheet.low, high = w->sheet.high;
  aps_hud_draw(&w->sheet, &w->stage, w->shot, &w->gauges, &w->trails,
               aps_painter_tint(w->painter, &w->stage), aps_painter_species(w->painter, &w->stage), now);
  aps_screen_upload(&w->overlay, w->sheet.width, w->sheet.height, 4, w->sheet.rgba,
                    low < w->sheet.low ? low : w->sheet.low,
                    high > w->sheet.high ? high : w->sheet.high);
  aps_screen_draw(&w->overlay, w->stage.width, w->stage.height, 1);
  draw_panel(w);
  capture(w);
  const double done = aps_wall();
  glfwSwapBuffers(w->handle);
  w->extra.spent = w->spent, w->extra.painted = done - now, w->extra.shown = aps_wall() - done;
  count_frame(w, now);
  return APS_OK;
}
