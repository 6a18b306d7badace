/* What the spectator has chosen, and what keys and mouse do to it. Knows no window: tests press the
 * keys. */
#ifndef APS_STAGE_H
#define APS_STAGE_H
#include "camera.h"
#include "source.h"
#include "../splat.h"

/* Keys: a printable one is its ASCII capital; the others: */
enum {
  APS_KEY_ESCAPE = 256,
  APS_KEY_TAB,
  APS_KEY_BACKSPACE,
  APS_KEY_LEFT,
  APS_KEY_RIGHT,
  APS_KEY_UP,
  APS_KEY_DOWN,
  APS_KEY_PAGE_UP,
  APS_KEY_PAGE_DOWN,
  APS_KEY_HOME,
  APS_KEY_END,
  APS_KEY_F1,
  APS_KEY_F5 = APS_KEY_F1 + 4,
  APS_KEY_F6,
  APS_KEY_F11 = APS_KEY_F1 + 10,
  APS_KEY_ENTER
};
enum { APS_MOD_SHIFT = 1, APS_MOD_CTRL = 2 };
enum { APS_BUTTON_LEFT, APS_BUTTON_RIGHT, APS_BUTTON_MIDDLE };

typedef enum { APS_MODE_LIGHT, APS_MODE_POINTS, APS_MODE_DENSITY, APS_MODES } aps_mode;
extern const char *const aps_mode_names[APS_MODES];

typedef enum { /* what the window must do itself */
               APS_DO_NOTHING = 0,
               APS_DO_SCREENSHOT = 1,
               APS_DO_RECORD = 2,
               APS_DO_FULL_SCREEN = 4,
               APS_DO_CLOSE = 8,
               APS_DO_LEAVE = 16
} aps_todo;

enum { APS_STAGE_ORDERS = 16 };

typedef struct {
  aps_rig rig;
  int width, height; /* of the window, pixels */
  aps_margins margins;
  double aspect; /* for which, and within which margins, the scene was framed */
  /* what is shown */
  int help, panel, hud, frame, lesson, trails, full_screen, recording;
  aps_mode mode;
  char colour[64];  /* as aps_render_setup.colour */
  char wanted[64];  /* a further column that is being read; "": none */
  char column[64];  /* that of the shots seen so far */
  int map;          /* aps_map; -1: the colour's own */
  double exposure;  /* stops */
  aps_curve tone;
  double bloom;     /* share of the light that is spread around */
  int refit;        /* counts wishes for a new colour range and exposure */
  int turning;      /* the camera goes round by itself */
  double flying[3]; /* keys held down: right, up, into */
  /* the mouse */
  double x, y, pressed_x, pressed_y;
  int button, mods, moved; /* button: -1 none */
  int scrubbing;
  int throwing; /* a new body is being placed; from pressed to the mouse is its velocity */
  /* what follows from it, taken out by the window */
  aps_order order[APS_STAGE_ORDERS];
  int orders;
  unsigned todo;
  char note[160]; /* of the stage itself */
  int notes;
  /* from the source */
  aps_status status;
  int scene;     /* of the shots seen so far */
  int64_t steps; /* of the last of them */
  int64_t rows;  /* of it, by their number */
} aps_stage;

typedef struct {
  int key, mods, act;
  double arg;
  const char *label, *doc; /* NULL: not listed, a second key for the same */
} aps_key_row;
extern const aps_key_row aps_key_rows[]; /* ends with key == 0 */

void aps_stage_start(aps_stage *, int width, int height);
/* down: 1 pressed, 2 repeated, 0 released. */
void aps_stage_key(aps_stage *, const aps_shot *, int key, int mods, int down);
void aps_stage_button(aps_stage *, const aps_shot *, int button, int mods, int down);
void aps_stage_move(aps_stage *, double x, double y);
void aps_stage_wheel(aps_stage *, double clicks);
/* Before each frame: the status, the newest shot, seconds since the last frame. 1: the camera moved
 * by itself. */
int aps_stage_advance(aps_stage *, aps_ctx *, const aps_status *, const aps_shot *, int fresh,
                      double seconds);
/* Colours that these particles have, and those of their files' own; name: of one of them. Those of the files' own are shown once
 * they have been read. */
enum { APS_STAGE_OURS = 12, APS_STAGE_COLOURS = APS_STAGE_OURS + APS_COLUMNS_MOST };
int aps_stage_colours(const aps_stage *, const aps_shot *, const char *names[APS_STAGE_COLOURS]);
void aps_stage_colour(aps_stage *, const char *name);
void aps_stage_mode(aps_stage *, aps_mode);
void aps_stage_tone(aps_stage *, aps_curve);
void aps_stage_map(aps_stage *, int map); /* aps_map, or -1: the colour's own */
void aps_stage_note(aps_stage *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void aps_stage_tell(aps_stage *, aps_order);
/* The scrubber's line in the window: from x0 to x1 at y; 0: there is none. */
int aps_stage_scrubber(const aps_stage *, double *x0, double *x1, double *y);
/* How far along it what is shown is, 0 ... 1: of files as one seeks, of what computes by its time. */
double aps_stage_share(const aps_stage *, const aps_shot *);
/* Size of a font pixel for this window. */
int aps_stage_unit(const aps_stage *);
/* The panel stands at the right, so wide, and so far from the edge; pixels in a window 720 high or lower. */
enum { APS_PANEL_WIDE = 330, APS_PANEL_EDGE = 12 };
double aps_stage_panel_scale(double width, double height); /* of it and its words, in this one */
/* Velocity of a body thrown by a drag, code units. */
void aps_stage_throw(const aps_stage *, const aps_shot *, double x[3], double v[3], double *mass);
#endif
