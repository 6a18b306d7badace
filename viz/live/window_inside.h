/* What the files of the window share. */
#ifndef APS_WINDOW_INSIDE_H
#define APS_WINDOW_INSIDE_H
#include "capture.h"
#include "hud.h"
#include "paint.h"
#include "panel.h"
#include "report.h"
#include "screen.h"
#include "window.h"
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

typedef enum { APS_BY_FASTER, APS_BY_CARD, APS_BY_CUDA, APS_BY_PROCESSOR } aps_drawer;

typedef unsigned aps_reset_fn(void); /* glGetGraphicsResetStatus */

typedef struct {
  GLFWwindow *handle;
  aps_reset_fn *reset_status; /* NULL: this OpenGL does not tell */
  double lost_at;             /* when the card was reset last; 0: never */
  const char *lose;           /* for tests */
  aps_ctx *ctx;
  aps_source *source;
  aps_stage stage;
  aps_painter *painter;
  aps_gauges gauges;
  aps_trails trails;
  aps_history history;
  int panel;      /* 1: made; -1: cannot be */
  aps_font *font; /* NULL: the bitmap */
  aps_sheet sheet;
  aps_texture picture, overlay;
  aps_recorder recorder;
  aps_reporter reporter;
  aps_report_extra extra;
  const aps_shot *shot;
  aps_shot now;          /* newer numbers over the newest rows, where the points come from a card */
  unsigned char *pixels; /* read back */
  aps_drawer drawer;
  const char *draw;    /* as asked for */
  const char *way;     /* of points from a card to OpenGL; NULL: the best */
  int gl_ready, by_gl; /* OpenGL could draw; it does */
  int cuda;            /* draws what a card of CUDA computes: 1; 0: to be tried; -1: it does not */
  int waits;           /* … but no points have come from the card yet */
  double tried;        /* with how many particles both were */
  char renderer[64];
  double thinning; /* one in so many particles is drawn while things move */
  double share;    /* of a run's time that the window may take */
  double acted;    /* when the spectator last did something */
  double spent;    /* s of the run's card on the last picture; 0: somebody else drew */
  double drawn, fps_wall;
  int64_t fps_frames;
  int painted;     /* the particles were seen once */
  int dirty;       /* the picture is not of what the stage looks at */
  int coarse;      /* some particles were left out of it */
  int windowed[4]; /* place and size before full screen */
} aps_window;

#define APS_WINDOW_DRAWS 0.75 /* of its share of a run's time that the window draws with the run's own card */

/* In context.c: a window with a context, scaled: so large on a screen of usual density, on a denser one in more pixels; what the context needs, once there is one; whether it is
 * lost; another window and context, with the same view. APS_EDEVICE: no more. */
GLFWwindow *aps_window_open(int width, int height, const char *title, int visible, int scaled);
const char *aps_window_glfw_error(void);
void aps_window_begin_context(aps_window *);
int aps_window_is_lost(aps_window *);
aps_err aps_window_restore(aps_window *);
void aps_window_listen(aps_window *); /* sets the callbacks */
int aps_window_panel_has_mouse(const aps_window *);
int aps_window_panel_has_keys(const aps_window *);
/* Draws what the stage looks at and shows it. hurried: things move, so it may be coarse. */
aps_err aps_window_draw(aps_window *, int hurried);
/* A simulation computes beside us, as fast as it can: it has the right of way. */
int aps_window_in_company(const aps_window *);
void aps_window_prepare_gl(aps_window *, const char *draw);
void aps_window_record(aps_window *); /* begins a movie, or ends it */
/* Ends one, if there is one; why: the beginning of the note, "": it was asked for. */
void aps_window_end_record(aps_window *, const char *why);
#endif
