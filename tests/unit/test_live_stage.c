/* The window without a window: keys, mouse, camera, and the pictures and words it draws. */
#include "../check.h"
#include "../../viz/live/hud.h"
#include "../../viz/live/paint.h"
#include "../../viz/live/stage.h"
#include "core/ctx.h"
#include "core/rng.h"

/* ---- keys, mouse, camera ---- */

typedef struct {
  aps_ctx *ctx;
  aps_stage stage;
  aps_shot shot;
  aps_status status;
} theatre;

static void frame(theatre *t) {
  t->shot.rows++; /* each is a new one */
  aps_stage_advance(&t->stage, t->ctx, &t->status, &t->shot, 1, 0.02);
}

static void open_theatre_of(theatre *t, int64_t n) {
  *t = (theatre){.ctx = aps_ctx_create(), .shot = {.generation = -1}};
  aps_shot_room(&t->shot, n);
  t->shot.v.n = n, t->shot.has = APS_X | APS_V | APS_MASS | APS_TYPE | APS_ID;
  for (int64_t i = 0; i < n; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    t->shot.v.x[i] = aps_rng_uniform(&rng) - 0.5, t->shot.v.y[i] = aps_rng_uniform(&rng) - 0.5;
    t->shot.v.z[i] = aps_rng_uniform(&rng) - 0.5;
    t->shot.v.vx[i] = t->shot.v.vy[i] = t->shot.v.vz[i] = 0;
    t->shot.v.mass[i] = 1, t->shot.v.id[i] = (uint64_t)(1000 + i), t->shot.v.type[i] = 0;
  }
  t->status = (aps_status){.playing = 1,
                           .direction = 1,
                           .t_last = 10,
                           .can = APS_CAN_SEEK | APS_CAN_ADD | APS_CAN_STEP | APS_CAN_LESSONS};
  aps_stage_start(&t->stage, 1280, 720);
  frame(t);
}

static void open_theatre(theatre *t) { open_theatre_of(t, 3000); }

static void close_theatre(theatre *t) {
  free(t->shot.own), free(t->shot.own_id), free(t->shot.own_type), free(t->shot.own_further);
  aps_ctx_free(&t->ctx);
}

static void press(theatre *t, int key, int mods) {
  aps_stage_key(&t->stage, &t->shot, key, mods, 1);
  aps_stage_key(&t->stage, &t->shot, key, mods, 0);
}

/* The order a key gives, and its value. */
static int orders(theatre *t, int key, aps_order_kind kind, double value) {
  t->stage.orders = 0;
  press(t, key, 0);
  return t->stage.orders == 1 && t->stage.order[0].kind == kind &&
         t->stage.order[0].value[0] == value;
}

/* A further column has come with the shots; "": none does any more. */
static void bring(theatre *t, const char *name) {
  CHECK(aps_shot_room_further(&t->shot));
  for (int64_t i = 0; i < t->shot.n; i++) t->shot.v.further[i] = i % 3 ? (double)i * 1e40 : NAN;
  t->shot.has = name[0] ? t->shot.has | APS_FURTHER : t->shot.has & ~(aps_cols)APS_FURTHER;
  t->shot.further = (aps_further){.in_units = 1};
  snprintf(t->shot.further.name, sizeof t->shot.further.name, "%s", name);
  frame(t);
}

static int asks(theatre *t, const char *name) {
  const aps_order *o = &t->stage.order[t->stage.orders - 1];
  const int yes = t->stage.orders > 0 && o->kind == APS_ORDER_COLUMN && strcmp(o->text, name) == 0;
  t->stage.orders = 0;
  return yes;
}

/* The files' own columns follow ours. Each is read when it is asked for, and shown once it is there. */
static void test_columns_of_the_files_are_colours(void) {
  theatre t;
  open_theatre_of(&t, 90);
  aps_stage *s = &t.stage;
  const char *names[APS_STAGE_COLOURS];
  strcpy(t.status.column[0], "Heat"), strcpy(t.status.column[1], "Flags"), t.status.columns = 2;
  frame(&t);
  const int n = aps_stage_colours(s, &t.shot, names);
  CHECK(strcmp(names[n - 2], "Heat") == 0 && strcmp(names[n - 1], "Flags") == 0);
  press(&t, 'K', APS_MOD_SHIFT);
  CHECK(asks(&t, "Flags") && strcmp(s->colour, "species") == 0);
  press(&t, 'K', APS_MOD_SHIFT);
  CHECK(asks(&t, "Heat") && strcmp(s->colour, "species") == 0);
  bring(&t, "Flags"); /* what was asked for first comes first */
  CHECK(strcmp(s->colour, "species") == 0);
  const int refit = s->refit;
  bring(&t, "Heat");
  CHECK(strcmp(s->colour, "Heat") == 0 && s->refit == refit + 1 && s->orders == 0);
  aps_painter *p = aps_painter_create(t.ctx);
  const unsigned char *rgb;
  CHECK_OK(t.ctx, aps_painter_draw(p, s, &t.shot, 160, 90, 1, &rgb));
  const aps_tint *tint = aps_painter_tint(p, s);
  CHECK(tint && strcmp(tint->name, "Heat") == 0 && tint->high * tint->in_units > 8e41);
  CHECK_OK(t.ctx, aps_painter_draw(p, s, &t.shot, 160, 90, 2, &rgb)); /* of some rows */
  aps_stage_colour(s, "speed");
  CHECK(strcmp(s->colour, "speed") == 0 && asks(&t, "")); /* its memory is given back */
  CHECK_OK(t.ctx, aps_painter_draw(p, s, &t.shot, 160, 90, 1, &rgb));
  bring(&t, "");
  CHECK(strcmp(s->colour, "speed") == 0 && s->column[0] == '\0');
  aps_stage_colour(s, "Heat");
  CHECK(asks(&t, "Heat") && strcmp(s->colour, "speed") == 0);
  bring(&t, "Heat");
  bring(&t, "");
  CHECK(strcmp(s->colour, "species") == 0); /* it is gone by itself */
  aps_painter_free(&p);
  close_theatre(&t);
}

static void test_keys_do_what_the_help_says(void) {
  theatre t;
  open_theatre(&t);
  aps_stage *s = &t.stage;
  CHECK(orders(&t, ' ', APS_ORDER_PLAY, -1));
  CHECK(orders(&t, APS_KEY_DOWN, APS_ORDER_STEPS, 1));
  CHECK(orders(&t, APS_KEY_PAGE_DOWN, APS_ORDER_STEPS, 50));
  CHECK(orders(&t, APS_KEY_BACKSPACE, APS_ORDER_REVERSE, 0));
  CHECK(orders(&t, ',', APS_ORDER_PACE, 0.5));
  CHECK(orders(&t, '.', APS_ORDER_PACE, 2));
  CHECK(orders(&t, 'R', APS_ORDER_RESET, 0));
  CHECK(orders(&t, ']', APS_ORDER_LESSON, 1));
  CHECK(orders(&t, '[', APS_ORDER_LESSON, -1));
  CHECK(orders(&t, APS_KEY_END, APS_ORDER_SEEK, 1));
  t.status.share = 0.4, t.shot.time = 9; /* of files in unlike steps: from where one is, not from its time */
  frame(&t);
  CHECK(orders(&t, APS_KEY_RIGHT, APS_ORDER_SEEK, 0.4 + 0.02));
  CHECK(aps_stage_share(s, &t.shot) == 0.4);
  s->orders = 0;
  const struct {
    int key;
    const int *what;
  } toggles[] = {{'H', &s->help},   {APS_KEY_F1, &s->help}, {APS_KEY_TAB, &s->panel},
                 {'U', &s->hud},    {'G', &s->frame},       {'L', &s->lesson},
                 {'T', &s->trails}, {'O', &s->turning}};
  for (size_t k = 0; k < sizeof toggles / sizeof *toggles; k++) {
    const int before = *toggles[k].what;
    press(&t, toggles[k].key, 0);
    CHECK(*toggles[k].what == !before);
    press(&t, toggles[k].key, 0);
    CHECK(*toggles[k].what == before);
  }
  for (int k = 1; k <= APS_MODES; k++) {
    press(&t, 'P', 0);
    CHECK((int)s->mode == k % APS_MODES);
  }
  press(&t, 'K', 0);
  CHECK(strcmp(s->colour, "speed") == 0);
  press(&t, 'K', 0);
  CHECK(strcmp(s->colour, "mass") == 0); /* there are no potentials: no energy */
  press(&t, '+', 0);
  CHECK(s->exposure == 0.5);
  press(&t, 'N', 0);
  CHECK(s->tone == APS_TONE_LOG);
  press(&t, 'N', 0);
  CHECK(s->tone == APS_TONE_ASINH);
  for (int k = 1; k <= 5; k++) {
    press(&t, 'B', 0);
    CHECK_NEAR(s->bloom, k % 5 * 0.2, 1e-12);
  }
  press(&t, 'H', 0);
  press(&t, APS_KEY_ESCAPE, 0); /* closes the help */
  CHECK(!s->help && s->todo == 0);
  press(&t, APS_KEY_F5, 0), press(&t, APS_KEY_F6, 0), press(&t, APS_KEY_F11, 0);
  CHECK(s->todo == (APS_DO_SCREENSHOT | APS_DO_RECORD | APS_DO_FULL_SCREEN));
  s->todo = 0;
  press(&t, 'Q', APS_MOD_SHIFT);
  CHECK(s->todo == APS_DO_LEAVE);
  s->todo = 0;
  press(&t, 'Q', 0);
  CHECK(s->todo == APS_DO_CLOSE);
  CHECK(s->orders == 0);
  close_theatre(&t);
}

/* No key stands twice with the same modifiers, and each is explained or a twin of the one above. */
static void test_every_key_has_one_meaning(void) {
  for (const aps_key_row *a = aps_key_rows; a->key; a++) {
    CHECK((a->label == NULL) == (a->doc == NULL));
    for (const aps_key_row *b = a + 1; b->key; b++) CHECK(a->key != b->key || a->mods != b->mods);
  }
}

static void drag(theatre *t, int button, int mods, double x0, double y0, double x1, double y1) {
  aps_stage_move(&t->stage, x0, y0);
  aps_stage_button(&t->stage, &t->shot, button, mods, 1);
  for (int k = 1; k <= 10; k++)
    aps_stage_move(&t->stage, x0 + k * (x1 - x0) / 10, y0 + k * (y1 - y0) / 10);
  aps_stage_button(&t->stage, &t->shot, button, mods, 0);
}

/* The named views show all particles from where they look, also of what is long across the first; one that was kept stays as it was. */
static void test_named_views_show_all(void) {
  theatre t;
  open_theatre(&t);
  for (int64_t i = 0; i < t.shot.n; i++) t.shot.v.z[i] *= 20;
  const double home = t.stage.rig.pose.width;
  for (char key = '2'; key <= '6'; key++) {
    press(&t, key, 0);
    frame(&t);
    const aps_eye eye = aps_rig_eye(&t.stage.rig);
    int64_t out = 0;
    for (int64_t i = 0; i < t.shot.n; i++) {
      double x, y;
      const double at[3] = {t.shot.v.x[i], t.shot.v.y[i], t.shot.v.z[i]};
      out += !aps_rig_point(&eye, at, 1280, 720, &x, &y) || x < 0 || x > 1280 || y < 0 || y > 720;
    }
    CHECK(out < t.shot.n / 10); /* in perspective the near end of so long a thing may stand out */
  }
  press(&t, '9', 0);
  frame(&t);
  CHECK(t.stage.rig.pose.width == home && t.stage.rig.pose.elevation == 90);
  press(&t, '2', APS_MOD_CTRL);
  press(&t, '3', 0);
  frame(&t);
  press(&t, '2', 0);
  frame(&t);
  CHECK(t.stage.rig.pose.width == home && t.stage.rig.pose.elevation == 90);
  close_theatre(&t);
}

static void test_the_mouse_turns_moves_zooms_and_throws(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  press(&t, '2', 0);
  CHECK(r->pose.elevation == 0);
  drag(&t, APS_BUTTON_LEFT, 0, 640, 360, 640 + 180,
       360); /* a quarter of the height, less the start */
  CHECK(r->pose.azimuth < -35 && r->pose.azimuth > -50);
  drag(&t, APS_BUTTON_LEFT, 0, 640, 100, 640, 700);
  CHECK(r->pose.elevation == 90);
  press(&t, '9', 0);
  const double before[3] = {r->pose.centre[0], r->pose.centre[1], r->pose.centre[2]};
  drag(&t, APS_BUTTON_LEFT, APS_MOD_SHIFT, 640, 360, 740, 360);
  CHECK(r->pose.centre[0] < before[0] && fabs(r->pose.centre[1] - before[1]) < 1e-12);
  press(&t, '9', 0);
  CHECK(r->pose.centre[0] == before[0]);
  /* what lies under the mouse stays there when the wheel turns */
  double at[3], x, y;
  aps_eye eye = aps_rig_eye(r);
  aps_rig_place(&eye, 900, 200, 1280, 720, at);
  aps_stage_move(&t.stage, 900, 200);
  const double width = r->pose.width;
  aps_stage_wheel(&t.stage, 3);
  CHECK_NEAR(r->pose.width, width / (1.2 * 1.2 * 1.2), 1e-12);
  eye = aps_rig_eye(r);
  CHECK(aps_rig_point(&eye, at, 1280, 720, &x, &y));
  CHECK_NEAR(x, 900, 1);
  CHECK_NEAR(y, 200, 1);
  /* a new body: at the point pressed, towards the point let go */
  press(&t, '9', 0);
  t.stage.orders = 0;
  eye = aps_rig_eye(r);
  aps_rig_place(&eye, 400, 300, 1280, 720, at);
  drag(&t, APS_BUTTON_RIGHT, 0, 400, 300, 500, 300);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_BODY);
  const double *b = t.stage.order[0].value;
  CHECK_NEAR(b[0], 1, 1e-9);
  for (int d = 0; d < 3; d++) CHECK_NEAR(b[1 + d], at[d], 1e-12);
  CHECK(b[4] > 0 && fabs(b[5]) < 1e-12);
  /* the scrubber */
  t.stage.orders = 0;
  double x0, x1, line;
  CHECK(aps_stage_scrubber(&t.stage, &x0, &x1, &line));
  aps_stage_move(&t.stage, x0 + 0.25 * (x1 - x0), line);
  aps_stage_button(&t.stage, &t.shot, APS_BUTTON_LEFT, 0, 1);
  aps_stage_button(&t.stage, &t.shot, APS_BUTTON_LEFT, 0, 0);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_SEEK);
  CHECK_NEAR(t.stage.order[0].value[0], 0.25, 1e-12);
  /* however far the mouse goes between two frames, the last place counts */
  t.stage.orders = 0;
  drag(&t, APS_BUTTON_LEFT, 0, x0, line, x1, line), drag(&t, APS_BUTTON_LEFT, 0, x0, line, x0 + 0.75 * (x1 - x0), line);
  CHECK(t.stage.orders == 1 && t.stage.order[0].kind == APS_ORDER_SEEK);
  CHECK_NEAR(t.stage.order[0].value[0], 0.75, 1e-12);
  close_theatre(&t);
}

static void test_a_clicked_particle_is_followed_by_id(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  const aps_eye eye = aps_rig_eye(r);
  double px, py;
  const int64_t i = 17;
  const double x[3] = {t.shot.v.x[i], t.shot.v.y[i], t.shot.v.z[i]};
  CHECK(aps_rig_point(&eye, x, 1280, 720, &px, &py));
  drag(&t, APS_BUTTON_LEFT, 0, px, py, px, py);
  CHECK(r->follows && r->followed == 1017);
  frame(&t);
  for (int d = 0; d < 3; d++) CHECK(r->pose.centre[d] == x[d]);
  t.shot.v.id[i] = 5000, t.shot.v.id[200] = 1017; /* its row has moved */
  frame(&t);
  CHECK(r->pose.centre[0] == t.shot.v.x[200]);
  t.shot.v.id[200] = 5001; /* and it is gone, which nobody should have to guess */
  t.stage.note[0] = '\0';
  frame(&t);
  CHECK(!r->follows && r->pose.centre[0] == t.shot.v.x[200] && strstr(t.stage.note, "1017 is not there"));
  close_theatre(&t);
}

static void test_views_are_kept_and_found_again(void) {
  theatre t;
  open_theatre(&t);
  aps_rig *r = &t.stage.rig;
  aps_rig_orbit(r, 0.1, -0.2);
  const aps_pose kept = r->pose;
  press(&t, '5', APS_MOD_CTRL);
  press(&t, '1', 0);
  CHECK(r->pose.azimuth != kept.azimuth);
  press(&t, '5', 0);
  CHECK(memcmp(&r->pose, &kept, sizeof kept) == 0);
  aps_stage_key(&t.stage, &t.shot, 'W', 0, 1); /* fly until let go */
  frame(&t), frame(&t);
  const double z = r->pose.centre[2];
  CHECK(z != kept.centre[2]);
  aps_stage_key(&t.stage, &t.shot, 'W', 0, 0);
  frame(&t);
  CHECK(r->pose.centre[2] == z);
  press(&t, 'C', 0);
  frame(&t);
  CHECK_NEAR(r->pose.centre[2], r->home.centre[2], 0.05);
  close_theatre(&t);
}

/* A lesson that starts again is seen as it was at first, unless the spectator has chosen the view. */
static void test_a_new_start_is_framed_anew(void) {
  theatre t;
  open_theatre_of(&t, 3);
  aps_rig *r = &t.stage.rig;
  t.status.can = APS_CAN_LESSONS | APS_CAN_ADD;
  const double x = t.shot.v.x[0];
  for (int turn = 0; turn < 2; turn++) {
    t.shot.steps = 0;
    frame(&t);
    const double width = r->pose.width;
    t.shot.steps = 9, t.shot.v.x[0] = x + width;
    frame(&t);
    const double wide = r->pose.width;
    CHECK(wide > 1.3 * width);
    if (turn == 1) aps_rig_orbit(r, 0.1, 0);
    t.shot.steps = 0, t.shot.v.x[0] = x;
    frame(&t);
    CHECK(r->pose.width == (turn ? wide : width));
  }
  close_theatre(&t);
}

/* All bodies within the free part of the window: 0 … 1, how far they reach across and up of it. */
static void reach(const theatre *t, double left, double right, double top, double bottom, double out[2]) {
  const aps_eye eye = aps_rig_eye(&t->stage.rig);
  double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
  for (int64_t i = 0; i < t->shot.n; i++) {
    double p[2];
    CHECK(aps_rig_point(&eye, (double[]){t->shot.v.x[i], t->shot.v.y[i], t->shot.v.z[i]}, t->stage.width, t->stage.height, &p[0], &p[1]));
    for (int k = 0; k < 2; k++) low[k] = fmin(low[k], p[k]), high[k] = fmax(high[k], p[k]);
  }
  CHECK(low[0] > left && high[0] < right && low[1] > top && high[1] < bottom);
  out[0] = (high[0] - low[0]) / (right - left), out[1] = (high[1] - low[1]) / (bottom - top);
}

/* The scene stands in what panel and text leave free, as large as it can, and comes back as it was; also in a window of
 * another shape. A view that the spectator has chosen stays. */
static void test_the_scene_stands_in_the_free_part_of_the_window(void) {
  theatre t;
  double part[2];
  open_theatre_of(&t, 3);
  for (int i = 0; i < 3; i++) t.shot.v.x[i] = i - 1, t.shot.v.y[i] = 0.4 * (i % 2), t.shot.v.z[i] = 0;
  snprintf(t.status.lesson, sizeof t.status.lesson, "words");
  t.stage.rig.framed = 0;
  frame(&t);
  const aps_pose before = t.stage.rig.pose;
  reach(&t, 0, 1280, 0.36 * 720, 720, part);
  CHECK(part[0] > 0.8);
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  reach(&t, 0, 1280 - 342, 0.36 * 720, 720, part);
  CHECK(part[0] > 0.8);
  CHECK_NEAR(t.stage.rig.home.width, t.stage.rig.pose.width, 0);
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  CHECK_NEAR(t.stage.rig.pose.width, before.width, 1e-12);
  for (int d = 0; d < 3; d++) CHECK_NEAR(t.stage.rig.pose.centre[d], before.centre[d], 1e-12);
  t.stage.height = 300;
  frame(&t);
  reach(&t, 0, 1280, 0.36 * 300, 300, part);
  CHECK(part[1] > 0.8);
  t.stage.width = 500, t.stage.height = 900; /* the panel would leave too little */
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  reach(&t, 0, 500, 0.36 * 900, 900, part);
  CHECK(part[0] > 0.8);
  aps_rig_orbit(&t.stage.rig, 0.1, 0);
  const aps_pose chosen = t.stage.rig.pose;
  press(&t, APS_KEY_TAB, 0);
  frame(&t);
  CHECK(memcmp(&chosen, &t.stage.rig.pose, sizeof chosen) == 0);
  close_theatre(&t);
}

/* Of few bodies all show, also those that are near to the eye, as they are and once they move. */
static void test_few_bodies_show_however_near(void) {
  theatre t;
  double part[2];
  open_theatre_of(&t, 3);
  for (int k = 0; k < 3; k++) {
    for (int i = 0; i < 3; i++) t.shot.v.x[i] = 1.5 * (i - 1), t.shot.v.y[i] = 1.5 * (i - 1), t.shot.v.z[i] = 1.5 * (i - 1);
    for (int i = 0; i < 3; i++) t.shot.v.mass[i] = k == 0 ? 1 : i == 1 ? 1 : 1e-6; /* planets too */
    t.stage.rig.framed = 0;
    frame(&t);
    reach(&t, 0, 1280, 0, 720, part);
    CHECK(part[1] > 0.7);
    if (k == 2) t.shot.v.z[2] = 6;
    frame(&t);
    reach(&t, 0, 1280, 0, 720, part);
  }
  close_theatre(&t);
}

/* ---- pictures ---- */

static double brightness(const unsigned char *rgb, int pixels) {
  double sum = 0;
  for (int k = 0; k < 3 * pixels; k++) sum += rgb[k];
  return sum / (3.0 * pixels);
}

/* One in four particles, each four times as bright, gives a picture of the same light; still so many that they are a
 * cloud, as those that the window thins out always are. */
static void test_a_thinned_picture_is_as_bright(void) {
  theatre t;
  open_theatre_of(&t, 20000);
  aps_painter *p = aps_painter_create(t.ctx);
  const unsigned char *rgb;
  CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
  const double all = brightness(rgb, 320 * 180);
  CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 4, &rgb));
  CHECK(all > 8);
  CHECK_NEAR(brightness(rgb, 320 * 180), all, 0.25 * all);
  for (int mode = 0; mode < APS_MODES; mode++) {
    t.stage.mode = (aps_mode)mode, t.stage.refit++;
    snprintf(t.stage.colour, sizeof t.stage.colour, mode ? "x" : "speed");
    CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
    CHECK(brightness(rgb, 320 * 180) > 5);
  }
  unsigned char *plain = malloc(3 * 320 * 180);
  for (int look = 0; look < 2; look++) { /* bloom, log */
    memcpy(plain, rgb, 3 * 320 * 180);
    t.stage.bloom = 0.5, t.stage.tone = look ? APS_TONE_LOG : APS_TONE_ASINH;
    CHECK_OK(t.ctx, aps_painter_draw(p, &t.stage, &t.shot, 320, 180, 1, &rgb));
    CHECK(memcmp(plain, rgb, 3 * 320 * 180) != 0);
  }
  free(plain);
  aps_painter_free(&p);
  close_theatre(&t);
}

/* A font of the system, where there is one: letters are soft, of unlike widths, and where they
 * should be: within the line, never wider than measured. */
static void test_words_in_a_font(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sheet s = {.width = 400, .height = 40, .rgba = calloc(4, 400 * 40), .low = 40};
  CHECK_OK(ctx, aps_font_open(ctx, "", &s.font));
  CHECK(s.font == NULL);
  CHECK(aps_font_open(ctx, "/nowhere.ttf", &s.font) == APS_EDATA && !s.font);
  CHECK(aps_font_open(ctx, "CMakeLists.txt", &s.font) == APS_EDATA && !s.font);
  aps_ctx_clear(ctx);
  CHECK_OK(ctx, aps_font_open(ctx, NULL, &s.font));
  if (s.font) {
    const aps_ink white = {255, 255, 255, 255};
    CHECK(aps_ink_width(&s, 2, "iiii") < aps_ink_width(&s, 2, "MMMM"));
    CHECK(aps_ink_width(&s, 4, "speed") > 1.9 * aps_ink_width(&s, 2, "speed"));
    CHECK_NEAR(aps_ink_width(&s, 12, "speed 2"), 3 * aps_ink_width(&s, 4, "speed 2"), 6); /* of a picture 4320 high */
    aps_sheet vast = {.width = 600, .height = 160, .rgba = calloc(4, 600 * 160), .low = 160, .font = s.font};
    aps_ink_text(&vast, 10, 10, 12, white, "HE");
    int tall[2] = {160, 0}, inked = 0;
    for (int y = 0; y < 160; y++)
      for (int x = 0; x < 600; x++)
        if (vast.rgba[4 * (600 * y + x) + 3] > 128) tall[0] = y < tall[0] ? y : tall[0], tall[1] = y, inked++;
    CHECK(tall[1] - tall[0] > 75 && tall[1] - tall[0] < 93 && inked > 3000 && inked < 12000); /* capitals of seven units */
    free(vast.rgba);
    const int wide = aps_ink_text(&s, 10, 10, 2, white, "Hxg 3.5 µm ✗");
    int x0 = 400, x1 = 0, y0 = 40, y1 = 0, soft = 0;
    for (int y = 0; y < 40; y++)
      for (int x = 0; x < 400; x++) {
        const int a = s.rgba[4 * (400 * y + x) + 3];
        soft += a > 20 && a < 235;
        if (a < 100) continue;
        x0 = x < x0 ? x : x0, x1 = x > x1 ? x : x1, y0 = y < y0 ? y : y0, y1 = y > y1 ? y : y1;
      }
    CHECK(soft > 30 && x0 >= 10 && x0 < 16 && x1 <= 10 + wide && x1 > wide);
    CHECK(y0 >= 8 && y0 <= 12); /* capitals begin at y … */
    CHECK(y1 > 24 && y1 < 32);  /* … are seven units of two high, and g hangs below */
    CHECK(s.low <= y0 && s.high > y1);
    aps_sheet_clear(&s);
    for (int k = 0; k < 4 * 400 * 40; k++) CHECK(s.rgba[k] == 0);
    CHECK(aps_ink_paragraph(&s, 0, 0, 2, 100, (aps_ink){0}, "one two three four five six") >= 3);
  } else
    printf("     no font here\n");
  aps_font_free(&s.font);
  free(s.rgba);
  aps_ctx_free(&ctx);
}

static void test_ink_covers_and_is_wiped_away(void) {
  aps_sheet s = {.width = 64, .height = 32, .rgba = calloc(4, 64 * 32), .low = 32};
  aps_ink_line(&s, 5, 5, 50, 20, 2, (aps_ink){255, 0, 0, 255});
  aps_ink_line(&s, -100, -100, 200, 400, 2, (aps_ink){255, 0, 0, 255}); /* clipped */
  CHECK(s.rgba[4 * (5 * 64 + 5)] > 200 && s.rgba[4 * (5 * 64 + 5) + 3] > 200);
  CHECK(aps_ink_text(&s, 60, 28, 1, (aps_ink){255, 255, 255, 255}, "gy") == 12);
  CHECK(aps_ink_paragraph(&s, 0, 0, 1, 60, (aps_ink){0}, "one two three four\n\nfive") == 4);
  CHECK(aps_ink_paragraph(&s, 0, 0, 1, 30, (aps_ink){0}, "longerthanthat") == 3);
  aps_sheet_clear(&s);
  for (int k = 0; k < 4 * 64 * 32; k++) CHECK(s.rgba[k] == 0);
  free(s.rgba);
}

int main(void) {
  CHECK_RUN(test_keys_do_what_the_help_says);
  CHECK_RUN(test_columns_of_the_files_are_colours);
  CHECK_RUN(test_every_key_has_one_meaning);
  CHECK_RUN(test_named_views_show_all);
  CHECK_RUN(test_the_mouse_turns_moves_zooms_and_throws);
  CHECK_RUN(test_a_clicked_particle_is_followed_by_id);
  CHECK_RUN(test_views_are_kept_and_found_again);
  CHECK_RUN(test_a_new_start_is_framed_anew);
  CHECK_RUN(test_the_scene_stands_in_the_free_part_of_the_window);
  CHECK_RUN(test_few_bodies_show_however_near);
  CHECK_RUN(test_a_thinned_picture_is_as_bright);
  CHECK_RUN(test_ink_covers_and_is_wiped_away);
  CHECK_RUN(test_words_in_a_font);
  return CHECK_RESULT();
}
