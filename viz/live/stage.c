#include "stage.h"
#include "live.h"
#include "../colour.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const aps_mode_names[APS_MODES] = {"light", "points", "density"};

enum { FEW_BODIES = 20 }; /* leave trails from the start */

enum { /* acts of the keys */
       PLAY,
       HELP,
       CENTRE,
       RESET,
       MODE,
       LESSON,
       VIEW,
       KEEP,
       PACE,
       STEP,
       REVERSE,
       PANEL,
       SHOT,
       RECORD,
       FULL,
       CLOSE,
       LEAVE,
       FOLLOW,
       EXPOSE,
       BLOOM,
       TONE,
       COLOUR,
       MAP,
       FIT,
       TRAILS,
       FRAME,
       HUD,
       TEXT,
       FIELD,
       TURN,
       SEEK,
       ENDS,
       FLY_RIGHT,
       FLY_UP,
       FLY_INTO
};

const aps_key_row aps_key_rows[] = {
    {' ', 0, PLAY, 0, "Space", "pause, go on"},
    {APS_KEY_DOWN, 0, STEP, 1, "Down", "one step (of files: one snapshot)"},
    {APS_KEY_PAGE_DOWN, 0, STEP, 50, "PgDn", "fifty steps"},
    {APS_KEY_BACKSPACE, 0, REVERSE, 0, "Backspace", "turn time round"},
    {',', 0, PACE, 0.5, ", .", "slower, faster; the time step stays"},
    {'.', 0, PACE, 2, NULL, NULL},
    {'R', 0, RESET, 0, "R", "from the start again"},
    {APS_KEY_LEFT, 0, SEEK, -0.02, "Left Right", "back and forth in files"},
    {APS_KEY_RIGHT, 0, SEEK, 0.02, NULL, NULL},
    {APS_KEY_HOME, 0, ENDS, 0, "Home End", "first and last snapshot"},
    {APS_KEY_END, 0, ENDS, 1, NULL, NULL},
    {'[', 0, LESSON, -1, "[ ]", "lesson before, next lesson"},
    {']', 0, LESSON, 1, NULL, NULL},
    {'C', 0, CENTRE, 0, "C", "centre on all particles"},
    {'X', 0, FOLLOW, 0, "X, click", "follow a particle, let it go"},
    {'W', 0, FLY_INTO, 1, "W A S D", "fly; E F up and down"},
    {'S', 0, FLY_INTO, -1, NULL, NULL},
    {'D', 0, FLY_RIGHT, 1, NULL, NULL},
    {'A', 0, FLY_RIGHT, -1, NULL, NULL},
    {'E', 0, FLY_UP, 1, NULL, NULL},
    {'F', 0, FLY_UP, -1, NULL, NULL},
    {'O', 0, TURN, 0, "O", "go round by itself"},
    {'V', 0, FIELD, 0, "V", "perspective or parallel"},
    {'1', 0, VIEW, 0, "1 ... 9", "views; Ctrl keeps one"},
    {'P', 0, MODE, 1, "P", "light, points, density"},
    {'K', 0, COLOUR, 1, "K", "what colours mean"},
    {'M', 0, MAP, 1, "M", "colour map"},
    {'Y', 0, FIT, 0, "Y", "fit colours and exposure"},
    {'=', 0, EXPOSE, 0.5, "+ -", "brighter, darker"},
    {'+', 0, EXPOSE, 0.5, NULL, NULL},
    {'-', 0, EXPOSE, -0.5, NULL, NULL},
    {'B', 0, BLOOM, 0.2, "B", "bloom"},
    {'N', 0, TONE, 0, "N", "asinh or log of brightness"},
    {'T', 0, TRAILS, 0, "T", "trails"},
    {'G', 0, FRAME, 0, "G", "axes and box"},
    {'U', 0, HUD, 0, "U", "numbers"},
    {'L', 0, TEXT, 0, "L", "the lesson's text"},
    {APS_KEY_TAB, 0, PANEL, 0, "Tab", "panel"},
    {'H', 0, HELP, 0, "H, F1", "this help"},
    {APS_KEY_F1, 0, HELP, 0, NULL, NULL},
    {APS_KEY_F5, 0, SHOT, 0, "F5", "picture to a file"},
    {APS_KEY_F6, 0, RECORD, 0, "F6", "start, end a movie"},
    {APS_KEY_F11, 0, FULL, 0, "F11", "full screen"},
    {'Q', APS_MOD_SHIFT, LEAVE, 0, "Shift-Q", "close; the run goes on"},
    {'Q', 0, CLOSE, 0, "Esc, Q", "close; a run stops, resumable"},
    {APS_KEY_ESCAPE, 0, CLOSE, 0, NULL, NULL},
    {0, 0, 0, 0, NULL, NULL}};

void aps_stage_start(aps_stage *s, int width, int height) {
  *s = (aps_stage){.width = width,
                   .height = height,
                   .hud = 1,
                   .lesson = 1,
                   .map = -1,
                   .button = -1,
                   .colour = "species"};
  aps_rig_start(&s->rig);
}

void aps_stage_note(aps_stage *s, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(s->note, sizeof s->note, format, args);
  va_end(args);
  s->notes++;
}

void aps_stage_tell(aps_stage *s, aps_order order) {
  if (s->orders > 0 && aps_order_replaces(&order, &s->order[s->orders - 1])) s->orders--;
  if (s->orders < APS_STAGE_ORDERS) s->order[s->orders++] = order;
}

static void tell(aps_stage *s, aps_order_kind kind, double value) {
  aps_stage_tell(s, (aps_order){.kind = kind, .value = {value}});
}

static double aspect(const aps_stage *s) { return (double)s->width / s->height; }

int aps_stage_unit(const aps_stage *s) {
  const int tall = s->height >= 540 ? (s->height + 180) / 360 : 1, wide = s->width / 400;
  return wide < 1 ? 1 : tall < wide ? tall : wide;
}

/* ---- keys ---- */

int aps_stage_colours(const aps_stage *s, const aps_shot *shot, const char *names[APS_STAGE_COLOURS]) {
  static const struct {
    const char *name;
    aps_cols needs;
  } colours[APS_STAGE_OURS] = {{"species", 0},     {"speed", APS_V}, {"energy", APS_POT}, {"age", APS_BORN},
                                  {"mass", APS_MASS}, {"id", APS_ID},   {"x", APS_X},        {"y", APS_X},
                                  {"z", APS_X},       {"vx", APS_V},    {"vy", APS_V},       {"vz", APS_V}};
  int n = 0;
  for (int k = 0; k < APS_STAGE_OURS; k++)
    if ((shot->has & colours[k].needs) == colours[k].needs) names[n++] = colours[k].name;
  for (int k = 0; k < s->status.columns; k++) names[n++] = s->status.column[k];
  return n;
}

/* A further column that the newest shot has not got. */
static int is_elsewhere(const aps_stage *s, const char *name) {
  if (strcmp(s->column, name) == 0) return 0;
  for (int k = 0; k < s->status.columns; k++)
    if (strcmp(s->status.column[k], name) == 0) return 1;
  return 0;
}

static void ask_for_column(aps_stage *s, const char *name) {
  aps_order order = {.kind = APS_ORDER_COLUMN};
  snprintf(order.text, sizeof order.text, "%s", name);
  aps_stage_tell(s, order);
  snprintf(s->wanted, sizeof s->wanted, "%s", name);
}

/* Another further column has come with the shot, or none any more. */
static void see_column(aps_stage *s, const aps_shot *shot) {
  const char *name = shot->has & APS_FURTHER ? shot->further.name : "";
  if (strcmp(s->column, name) == 0) return;
  const int shown = s->column[0] && strcmp(s->colour, s->column) == 0;
  snprintf(s->column, sizeof s->column, "%s", name);
  if (!shown && (!name[0] || strcmp(s->wanted, name) != 0)) return;
  s->wanted[0] = '\0';
  aps_stage_colour(s, name[0] ? name : "species");
}

void aps_stage_colour(aps_stage *s, const char *name) {
  if (is_elsewhere(s, name)) {
    ask_for_column(s, name);
    aps_stage_note(s, "colours: %s, as soon as it is read", name);
    return;
  }
  if (s->wanted[0] && strcmp(s->column, name) == 0) ask_for_column(s, name), s->wanted[0] = '\0'; /* back, before another came */
  if ((s->wanted[0] || s->column[0]) && strcmp(s->column, name) != 0) ask_for_column(s, ""); /* its memory is free again */
  snprintf(s->colour, sizeof s->colour, "%s", name);
  s->map = -1;
  s->refit++;
  aps_stage_note(s, "colours: %s", s->colour);
}

static void next_colour(aps_stage *s, const aps_shot *shot, int way) {
  const char *names[APS_STAGE_COLOURS];
  const int n = aps_stage_colours(s, shot, names);
  const char *now = s->wanted[0] ? s->wanted : s->colour;
  int at = n - 1;
  while (at > 0 && strcmp(names[at], now) != 0) at--;
  aps_stage_colour(s, names[(at + way + n) % n]);
}

void aps_stage_map(aps_stage *s, int map) {
  s->map = map;
  aps_stage_note(s, "colour map: %s", s->map < 0 ? "the colour's own" : aps_map_names[s->map]);
}

void aps_stage_tone(aps_stage *s, aps_curve tone) {
  s->tone = tone;
  aps_stage_note(s, "brightness: %s", aps_tone_names[tone]);
}

void aps_stage_mode(aps_stage *s, aps_mode mode) {
  s->mode = mode;
  s->refit++;
  aps_stage_note(s, "drawn as %s", aps_mode_names[s->mode]);
}

static void follow_at(aps_stage *s, const aps_shot *shot, double reach) {
  const int64_t row =
      aps_rig_pick(&s->rig, shot, s->x, s->y, s->width, s->height, reach * aps_stage_unit(s));
  if (row < 0) return;
  s->rig.follows = 1, s->rig.followed = shot->v.id[row], s->rig.row = row;
  aps_stage_note(s, "following particle %llu; X lets it go", (unsigned long long)s->rig.followed);
}

static void seek(aps_stage *s, const aps_shot *shot, double by) {
  if (s->status.can & APS_CAN_SEEK) tell(s, APS_ORDER_SEEK, fmin(fmax(aps_stage_share(s, shot) + by, 0), 1));
}

static void toggle(int *what) { *what = !*what; }

static void lesson(aps_stage *s, int way) {
  if (s->status.can & APS_CAN_LESSONS)
    tell(s, APS_ORDER_LESSON, way);
  else
    aps_stage_note(s, "there are no lessons here: apsis demo has them");
}

static void act(aps_stage *s, const aps_shot *shot, const aps_key_row *k, int mods) {
  switch (k->act) {
  case PLAY:
    tell(s, APS_ORDER_PLAY, -1);
    break;
  case STEP:
    tell(s, APS_ORDER_STEPS, k->arg);
    break;
  case REVERSE:
    tell(s, APS_ORDER_REVERSE, 0);
    break;
  case PACE:
    tell(s, APS_ORDER_PACE, k->arg);
    break;
  case RESET:
    tell(s, APS_ORDER_RESET, 0);
    break;
  case SEEK:
    seek(s, shot, k->arg);
    break;
  case ENDS:
    if (s->status.can & APS_CAN_SEEK) tell(s, APS_ORDER_SEEK, k->arg);
    break;
  case LESSON:
    lesson(s, (int)k->arg);
    break;
  case HELP:
    toggle(&s->help);
    break;
  case PANEL:
    toggle(&s->panel);
    break;
  case HUD:
    toggle(&s->hud);
    break;
  case FRAME:
    toggle(&s->frame);
    break;
  case TEXT:
    toggle(&s->lesson);
    break;
  case TRAILS:
    toggle(&s->trails);
    break;
  case TURN:
    toggle(&s->turning);
    break;
  case FIELD:
    s->rig.pose.field = s->rig.pose.field > 0 ? 0 : s->rig.home.field;
    break;
  case MODE:
    aps_stage_mode(s, (aps_mode)((s->mode + 1) % APS_MODES));
    break;
  case COLOUR:
    next_colour(s, shot, mods & APS_MOD_SHIFT ? -1 : 1);
    break;
  case MAP:
    aps_stage_map(s, s->map + 1 < APS_MAPS ? s->map + 1 : -1);
    break;
  case FIT:
    s->refit++;
    break;
  case EXPOSE:
    s->exposure += k->arg;
    aps_stage_note(s, "exposure %+.1f stops", s->exposure);
    break;
  case BLOOM:
    s->bloom = s->bloom < 0.7 ? s->bloom + k->arg : 0;
    aps_stage_note(s, "bloom: %.0f %% of the light", 100 * s->bloom);
    break;
  case TONE:
    aps_stage_tone(s, (aps_curve)((s->tone + 1) % APS_TONES));
    break;
  case FOLLOW:
    if (s->rig.follows)
      s->rig.follows = 0;
    else
      follow_at(s, shot, 60);
    break;
  case SHOT:
    s->todo |= APS_DO_SCREENSHOT;
    break;
  case RECORD:
    s->todo |= APS_DO_RECORD;
    break;
  case FULL:
    s->todo |= APS_DO_FULL_SCREEN;
    break;
  case CLOSE:
    s->todo |= APS_DO_CLOSE;
    break;
  case LEAVE:
    s->todo |= APS_DO_LEAVE;
    break;
  default:
    break;
  }
}

static const aps_key_row *row_of(int key, int mods) {
  const aps_key_row *any = NULL;
  for (const aps_key_row *k = aps_key_rows; k->key; k++) {
    if (k->key != key) continue;
    if (k->mods && (mods & k->mods) == k->mods) return k;
    if (!k->mods && !any) any = k;
  }
  return any;
}

/* Held keys move the camera until they are let go. 1: it was one of those. */
static int fly(aps_stage *s, const aps_key_row *k, int down) {
  if (k->act != FLY_RIGHT && k->act != FLY_UP && k->act != FLY_INTO) return 0;
  double *axis = &s->flying[k->act - FLY_RIGHT];
  if (down == 1 && *axis != k->arg) { /* a tap moves as well */
    double step[3] = {0};
    step[k->act - FLY_RIGHT] = 0.02 * k->arg;
    aps_rig_fly(&s->rig, step[0], step[1], step[2]);
  }
  if (down)
    *axis = k->arg;
  else if (*axis == k->arg)
    *axis = 0;
  return 1;
}

void aps_stage_key(aps_stage *s, const aps_shot *shot, int key, int mods, int down) {
  if (key >= '1' && key <= '9') {
    if (down != 1) return;
    if (mods & APS_MOD_CTRL) {
      aps_rig_keep(&s->rig, key - '1');
      aps_stage_note(s, "view kept: %c brings it back", key);
    } else if (shot->n > 0 && aps_rig_recall(&s->rig, key - '1'))
      s->rig.framed = 2; /* with the next shot, as C does */
    return;
  }
  const aps_key_row *k = row_of(key, mods);
  if (!k || fly(s, k, down) || !down) return;
  const int repeats = k->act == STEP || k->act == SEEK || k->act == EXPOSE;
  if (down == 2 && !repeats) return;
  if (k->act == CLOSE && s->help) { /* first the help goes */
    s->help = 0;
    return;
  }
  if (k->act == CENTRE)
    s->rig.framed = 2; /* with the next shot */
  else
    act(s, shot, k, mods);
}

/* ---- the mouse ---- */

int aps_stage_scrubber(const aps_stage *s, double *x0, double *x1, double *y) {
  const int unit = aps_stage_unit(s);
  if (!s->hud || !(s->status.t_last > s->status.t_first)) return 0;
  *x0 = 12.0 * unit, *x1 = s->width - 12.0 * unit, *y = s->height - 5.0 * unit;
  return 1;
}

double aps_stage_share(const aps_stage *s, const aps_shot *shot) {
  const aps_status *st = &s->status;
  if (st->can & APS_CAN_SEEK) return st->share;
  return fmin(fmax((shot->time - st->t_first) / (st->t_last - st->t_first), 0), 1);
}

static void scrub(aps_stage *s) {
  double x0, x1, y;
  if (aps_stage_scrubber(s, &x0, &x1, &y))
    tell(s, APS_ORDER_SEEK, fmin(fmax((s->x - x0) / (x1 - x0), 0), 1));
}

static int over_scrubber(const aps_stage *s) {
  double x0, x1, y;
  return (s->status.can & APS_CAN_SEEK) && aps_stage_scrubber(s, &x0, &x1, &y) &&
         s->y > y - 5.0 * aps_stage_unit(s);
}

/* A drag as long as the window is high stands for a speed that crosses it in a tenth of the lesson;
 * its mass is that of the mean particle. */
void aps_stage_throw(const aps_stage *s, const aps_shot *shot, double x[3], double v[3],
                     double *mass) {
  const aps_eye eye = aps_rig_eye(&s->rig);
  double to[3];
  aps_rig_place(&eye, s->pressed_x, s->pressed_y, s->width, s->height, x);
  aps_rig_place(&eye, s->x, s->y, s->width, s->height, to);
  const double span = fmax(s->status.t_last - s->status.t_first, 1e-300);
  for (int d = 0; d < 3; d++) v[d] = (to[d] - x[d]) * 10 / span;
  *mass = 0;
  for (int64_t i = 0; i < shot->n; i++) *mass += shot->v.mass[i] / (double)shot->n;
}

static void throw_body(aps_stage *s, const aps_shot *shot) {
  double x[3], v[3], mass;
  aps_stage_throw(s, shot, x, v, &mass);
  aps_stage_tell(
      s, (aps_order){.kind = APS_ORDER_BODY, .value = {mass, x[0], x[1], x[2], v[0], v[1], v[2]}});
}

void aps_stage_button(aps_stage *s, const aps_shot *shot, int button, int mods, int down) {
  if (down) {
    s->button = button, s->mods = mods, s->moved = 0;
    s->pressed_x = s->x, s->pressed_y = s->y;
    s->scrubbing = button == APS_BUTTON_LEFT && over_scrubber(s);
    s->throwing = button == APS_BUTTON_RIGHT && (s->status.can & APS_CAN_ADD) != 0;
    if (s->scrubbing) scrub(s);
    return;
  }
  if (button != s->button) return;
  if (s->throwing)
    throw_body(s, shot);
  else if (!s->moved && !s->scrubbing && button == APS_BUTTON_LEFT)
    follow_at(s, shot, 6);
  s->button = -1;
  s->scrubbing = s->throwing = 0;
}

void aps_stage_move(aps_stage *s, double x, double y) {
  const double dx = (x - s->x) / s->height, dy = (y - s->y) / s->height;
  s->x = x, s->y = y;
  if (s->button < 0) return;
  if (fabs(x - s->pressed_x) + fabs(y - s->pressed_y) > 3) s->moved = 1;
  if (s->scrubbing)
    scrub(s);
  else if (s->throwing || !s->moved)
    return;
  else if (s->button == APS_BUTTON_LEFT && !(s->mods & APS_MOD_SHIFT))
    aps_rig_orbit(&s->rig, dx, dy);
  else
    aps_rig_pan(&s->rig, dx, dy, aspect(s));
}

void aps_stage_wheel(aps_stage *s, double clicks) {
  aps_rig_zoom(&s->rig, pow(1.2, clicks), 2 * s->x / s->width - 1, 1 - 2 * s->y / s->height,
               aspect(s));
}

/* ---- from frame to frame ---- */

double aps_stage_panel_scale(double width, double height) { return fmax(1, fmin(height, 0.75 * width) / 720); }

/* What a lesson's text and the numbers beside it take, and the panel, where it leaves half of the width. */
static aps_margins margins(const aps_stage *s) {
  const double panel = (APS_PANEL_WIDE + APS_PANEL_EDGE) * aps_stage_panel_scale(s->width, s->height) / s->width;
  return (aps_margins){.above = s->lesson && s->status.lesson[0] ? 0.36 : 0,
                       .beside = s->panel && panel <= 0.5 ? panel : 0};
}

static void frame_scene(aps_stage *s, aps_ctx *ctx, const aps_shot *shot) {
  aps_rig_frame(ctx, &s->rig, shot, aspect(s), s->margins);
}

int aps_stage_advance(aps_stage *s, aps_ctx *ctx, const aps_status *st, const aps_shot *shot,
                      int fresh, double seconds) {
  const aps_pose before = s->rig.pose;
  s->status = *st;
  if (shot->n > 0 && shot->scene != s->scene) {
    s->scene = shot->scene;
    aps_rig_start(&s->rig);
    s->refit++;
  }
  if (fresh) see_column(s, shot);
  const aps_margins now = margins(s);
  const int reshaped = memcmp(&now, &s->margins, sizeof now) != 0 || s->aspect != aspect(s);
  s->margins = now, s->aspect = aspect(s);
  if (shot->n > 0 && s->rig.framed != 1) {
    if (s->rig.framed == 0) s->trails = shot->n <= FEW_BODIES;
    frame_scene(s, ctx, shot);
    s->rig.framed = 1;
  } else if (reshaped && s->rig.framed && !s->rig.touched && !s->rig.follows)
    aps_rig_fit(ctx, &s->rig, shot, aspect(s), now);
  const int again = shot->steps == 0 && s->steps > 0 && !(st->can & APS_CAN_SEEK); /* a lesson, from its start */
  if (fresh) s->steps = shot->steps;
  if (again && !s->rig.touched && !s->rig.follows) {
    s->rig.framed = 0; /* what it had widened to is of no use */
    frame_scene(s, ctx, shot);
  } else if (fresh && shot->rows != s->rows && s->rig.framed && !s->rig.touched && !s->rig.follows)
    aps_rig_widen(&s->rig, shot, aspect(s), now);
  s->rows = shot->rows;
  if (s->turning) s->rig.pose.azimuth = remainder(s->rig.pose.azimuth + 12 * seconds, 360);
  const double step = fmin(seconds, 0.1) * 0.6;
  if (s->flying[0] != 0 || s->flying[1] != 0 || s->flying[2] != 0)
    aps_rig_fly(&s->rig, s->flying[0] * step, s->flying[1] * step, s->flying[2] * step);
  const int followed = s->rig.follows;
  aps_rig_follow(&s->rig, shot);
  if (followed && !s->rig.follows)
    aps_stage_note(s, "particle %llu is not there any more: the view stays where it was", (unsigned long long)s->rig.followed);
  return memcmp(&before, &s->rig.pose, sizeof before) != 0;
}

void aps_live_print_keys(void) {
  for (const aps_key_row *k = aps_key_rows; k->key; k++)
    if (k->label) printf("  %-12s %s\n", k->label, k->doc);
  puts("  drag         turn\n  Shift-drag   move\n  wheel        nearer, farther\n"
       "  click        follow a particle\n  right drag   in lessons: a new body, thrown");
}
