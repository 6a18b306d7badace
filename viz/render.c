/* apsis render: snapshots to pictures and movies. One camera path, one exposure and one colour
 * scale for all frames, chosen from the first and the last snapshot. */
#include "../src/core/run.h"
#include "colour.h"
#include "eye.h"
#include "pipe.h"
#include "series.h"
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef enum { SPECIES, NUMBER, DENSITY } dye;

typedef struct {
  aps_ctx *ctx;
  aps_render_setup o;
  aps_series series;
  aps_units units;
  int last_only;      /* 1: a picture of a run's end */
  double first, last; /* times of the first and last frame */
  aps_eye eye;
  aps_camera tone; /* exposure, and the width for the scale bar */
  aps_curve curve;
  dye dye;
  aps_tint tint;
  aps_species_key species; /* what colours of those mean */
  aps_map map;     /* where o.map asks for one */
  float *value[2]; /* of the rows of series.at[k]: light (3 each), or one number */
  int valued[2];   /* of which snapshot; -1: none */
  aps_mark *mark;
  double *x[3];
  int64_t room;
  aps_canvas image;
  int ready; /* 1: the image is that of the only snapshot, at the start of the path */
  unsigned char *rgb;
  aps_font *font; /* NULL: the bitmap */
  aps_pipe pipe;
  char folder[4200]; /* of frames; "": none */
} studio;

/* ---- what is asked for ---- */

static int ends_with(const char *text, const char *end) {
  const size_t n = strlen(text), m = strlen(end);
  return n > m && strcmp(text + n - m, end) == 0;
}

static int is_movie(const char *path) {
  return ends_with(path, ".mp4") || ends_with(path, ".mkv") || ends_with(path, ".mov");
}

static aps_err check_setup(aps_ctx *ctx, aps_render_setup *o) {
  if (!o->width && !o->height) o->width = 1280, o->height = 720;
  if (!(o->fps > 0)) o->fps = 30;
  if (!(o->field > 0)) o->field = 40;
  if (!(o->zoom > 0)) o->zoom = 1;
  APS_CHECK(ctx, o->source && o->output && o->output[0], APS_EARG,
            "render needs a source and an output");
  APS_CHECK(ctx, strlen(o->output) < 4000, APS_EARG, "the output's name is too long");
  APS_CHECK(ctx, o->width >= 16 && o->height >= 16 && o->width <= 16384 && o->height <= 16384,
            APS_EARG, "a picture must have 16 to 16384 pixels each way, got %d x %d", o->width,
            o->height);
  APS_CHECK(ctx, o->fps <= 1000 && o->frames >= 0 && o->frames <= 1000000, APS_EARG,
            "at most 1000 frames a second and a million frames");
  APS_CHECK(ctx, o->field < 170, APS_EARG, "the field of view must be below 170 degrees, got %g",
            o->field);
  APS_CHECK(ctx,
            !o->plane || !strcmp(o->plane, "xy") || !strcmp(o->plane, "xz") ||
                !strcmp(o->plane, "yz"),
            APS_EARG, "projection: must be xy, xz or yz, got '%s'", o->plane);
  APS_CHECK(ctx, !o->scaled || o->high > o->low, APS_EARG, "range: %g to %g is empty", o->low,
            o->high);
  if (!(o->bloom >= 0 && o->bloom <= 1)) {
    aps_fail(ctx, APS_EARG, "bloom: must be from 0 to 1, got %g", o->bloom);
    return aps_hint(ctx, "0.3 spreads three tenths of the light, a soft glow");
  }
  if (o->orbit != 0) o->turned = 1;
  return APS_OK;
}

static aps_err choose_tone(studio *s) {
  for (int k = 0; k < APS_TONES; k++)
    if (!s->o.tone || strcmp(s->o.tone, aps_tone_names[k]) == 0) return s->curve = (aps_curve)k, APS_OK;
  aps_fail(s->ctx, APS_EARG, "tone: must be asinh or log, got '%s'", s->o.tone);
  const char *near = aps_nearest(s->o.tone, aps_tone_names, APS_TONES);
  return near ? aps_hint(s->ctx, "did you mean %s?", near) : APS_EARG;
}

/* A column of the file's own; or one of ours that it lacks, as will be said. */
static aps_err choose_column(studio *s, const char *name) {
  const aps_err err = aps_series_column(&s->series, name);
  aps_tint ours;
  if (err == APS_OK) return aps_tint_further(&s->series.column, &s->series.at[0].v, &s->tint), APS_OK;
  if (err != APS_EARG) return err;
  const aps_cols all = ~(aps_cols)0;
  if (!aps_tint_knows(name, all)) return aps_tint_refuse(s->ctx, name);
  APS_TRY(aps_tint_choose(s->ctx, name, &s->units, &ours));
  return aps_tint_values(s->ctx, &ours, &s->series.at[0], NULL);
}

static aps_err choose_colour(studio *s) {
  const char *name = s->o.colour ? s->o.colour : "species";
  s->dye = !strcmp(name, "species") ? SPECIES : !strcmp(name, "density") ? DENSITY : NUMBER;
  if (s->dye == SPECIES) return APS_OK;
  if (aps_tint_knows(name, s->series.at[0].has)) APS_TRY(aps_tint_choose(s->ctx, name, &s->units, &s->tint));
  else APS_TRY(choose_column(s, name));
  if (!s->o.map) return APS_OK;
  for (int k = 0; k < APS_MAPS; k++)
    if (strcmp(s->o.map, aps_map_names[k]) == 0) return s->map = s->tint.map = (aps_map)k, APS_OK;
  return aps_fail(s->ctx, APS_EARG, "map: must be blue-yellow, heat or split, got '%s'", s->o.map);
}

/* ---- one picture ---- */

static int channels(const studio *s) { return s->dye == SPECIES ? 3 : 1; }

/* Numbers of the rows of series.at[k]. */
static aps_err give_values(studio *s, int k) {
  const aps_dataset *d = &s->series.at[k];
  if (s->valued[k] == s->series.number[k]) return APS_OK;
  aps_release(s->ctx, s->value[k]);
  s->valued[k] = -1;
  s->value[k] = aps_alloc(s->ctx, "picture", channels(s) * d->v.n + 1, sizeof(float));
  if (!s->value[k]) return APS_EMEM;
  APS_TRY(s->dye == SPECIES ? aps_species_light(s->ctx, &d->v, &s->species, s->value[k])
                            : aps_tint_values(s->ctx, &s->tint, d, s->value[k]));
  s->valued[k] = s->series.number[k];
  return APS_OK;
}

static aps_err make_room(studio *s, int64_t n) {
  if (n <= s->room) return APS_OK;
  aps_release(s->ctx, s->mark);
  s->mark = aps_alloc(s->ctx, "picture", n, sizeof *s->mark);
  for (int d = 0; d < 3; d++) {
    aps_release(s->ctx, s->x[d]);
    s->x[d] = aps_alloc(s->ctx, "picture", n, sizeof(double));
  }
  s->room = s->mark && s->x[0] && s->x[1] && s->x[2] ? n : 0;
  return s->room ? APS_OK : APS_EMEM;
}

static void light_marks(studio *s, int64_t n, double share) {
  const int pair = s->series.number[1] >= 0, wide = channels(s);
  const float f = (float)share;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) {
    const float *a = s->value[0] + wide * (pair ? s->series.row[0][i] : i);
    const float *b = pair ? s->value[1] + wide * s->series.row[1][i] : a;
    float *light = s->mark[i].light;
    for (int c = 0; c < wide; c++) light[c] = a[c] + f * (b[c] - a[c]);
    if (s->dye == NUMBER) {
      const float place = (float)fmin(fmax(aps_tint_place(&s->tint, light[0]), 0), 1);
      light[1] = isnan(light[0]) ? NAN : place, light[0] = 1;
    }
  }
}

/* From (light, light times place) or mass to colours. */
static void dye_image(studio *s) {
  if (s->dye != SPECIES)
    aps_tint_dye(&s->tint, s->dye == DENSITY ? s->tone.width / s->image.width : 0, &s->image);
}

/* The camera after a share of the movie. */
static aps_eye eye_at(const studio *s, double share) {
  aps_eye eye = s->eye;
  eye.width /= pow(s->o.zoom, share);
  if (s->o.turned)
    aps_eye_turn(&eye, s->o.azimuth + share * s->o.orbit, s->o.elevation, s->o.field);
  return eye;
}

/* Particles of the loaded snapshots, `share` of the way between them, as light on the canvas. */
static aps_err shine(studio *s, double share, double path) {
  const aps_series *series = &s->series;
  const int pair = series->number[1] >= 0;
  const aps_view *v = &series->at[0].v;
  const int64_t n = pair ? series->shared : v->n;
  for (int k = 0; k <= pair; k++) APS_TRY(give_values(s, k));
  APS_TRY(make_room(s, n));
  if (pair) aps_series_between(series, share, s->x);
  const double *const x[3] = {pair ? s->x[0] : v->x, pair ? s->x[1] : v->y, pair ? s->x[2] : v->z};
  const aps_eye eye = eye_at(s, path);
  s->tone.width = eye.width;
  float point;
  light_marks(s, n, share);
  aps_eye_project(&eye, x, n, s->image.width, s->image.height, s->mark);
  for (int64_t i = 0; s->dye == NUMBER && i < n; i++) /* what has no number is not shown */
    if (isnan(s->mark[i].light[1])) s->mark[i].x = -1e6f;
  memset(s->image.rgb, 0, 3 * sizeof(float) * (size_t)s->image.width * (size_t)s->image.height);
  APS_TRY((s->dye == DENSITY ? aps_light_cloud : aps_light_glow)(s->ctx, s->mark, n, s->image.width, s->image.height, &point));
  return aps_light_add(s->ctx, s->mark, n, s->dye == DENSITY ? 0 : point, &s->image);
}

/* ---- what holds for all pictures ---- */

static aps_err range_of_density(studio *s, int more) {
  const int64_t pixels = (int64_t)s->image.width * s->image.height;
  const double pixel = s->tone.width / s->image.width;
  float *lit = aps_alloc(s->ctx, "picture", pixels, sizeof *lit);
  if (!lit) return APS_EMEM;
  int64_t n = 0;
  for (int64_t i = 0; i < pixels; i++)
    if (s->image.rgb[3 * i] > 0) lit[n++] = (float)(s->image.rgb[3 * i] / (pixel * pixel));
  s->tint.logarithmic = 1;
  aps_err err = aps_tint_range(s->ctx, &s->tint, lit, n, more);
  s->tint.low = fmax(s->tint.low, s->tint.high / 1000); /* the faintest glow is of no interest */
  s->tint.logarithmic = s->tint.low > 0;
  aps_release(s->ctx, lit);
  return err;
}

/* Widens range and exposure to what one snapshot needs; it is loaded. */
static aps_err look_at(studio *s, double path, int more) {
  const aps_dataset *d = &s->series.at[0];
  if (s->dye == SPECIES) {
    aps_species_key here;
    APS_TRY(aps_species_choose(s->ctx, &d->v, &d->v, &here));
    if (!more) s->species = here;
    else if (!s->last_only) aps_species_join(&s->species, &here);
    s->valued[0] = s->valued[1] = -1; /* they may have been of the one alone */
  }
  if (s->dye == NUMBER && !s->o.scaled) {
    APS_TRY(give_values(s, 0));
    APS_TRY(aps_tint_range(s->ctx, &s->tint, s->value[0], d->v.n, more));
    if (s->o.map) s->tint.map = s->map; /* also of numbers of both signs */
  }
  APS_TRY(shine(s, 0, path));
  if (s->dye == DENSITY && !s->o.scaled) APS_TRY(range_of_density(s, more));
  dye_image(s);
  aps_camera seen = {.white = 0};
  APS_TRY(aps_camera_expose(s->ctx, &seen, &s->image));
  s->tone.white = more ? fmax(s->tone.white, seen.white) : seen.white;
  s->tone.dark = more ? sqrt(s->tone.dark * seen.dark) : seen.dark;
  s->ready = s->series.n == 1;
  return APS_OK;
}

static aps_err frame_on(studio *s) {
  const aps_view *v = &s->series.at[0].v;
  const double *const x[3] = {v->x, v->y, v->z};
  const aps_round way = {s->o.azimuth, s->o.elevation, s->o.field, s->o.orbit};
  return aps_eye_frame(s->ctx, &s->eye, x, v->mass, v->n, (double)s->o.width / s->o.height,
                       aps_label_aside(s->o.width, s->o.height), s->o.turned ? &way : NULL);
}

/* A movie that lacks its end would pass for a whole one, and take the place of one that is there. */
static aps_err check_stop(const studio *s, int k, int frames) {
  if (!s->o.stop || !*s->o.stop) return APS_OK;
  if (k == 0) return aps_fail(s->ctx, APS_ESTOP, "%s: stopped before the first picture", s->o.output);
  return aps_fail(s->ctx, APS_ESTOP, "%s: stopped after %d of %d pictures; %s", s->o.output, k, frames,
                  s->pipe.child ? "no movie was made" : "those drawn stay there");
}

/* Bodies may go far between the ends, and come back: where that costs little, on the way as well. */
static aps_err frame_on_the_way(studio *s) {
  enum { LOOKS = 24, MANY = 20000 };
  const int end = s->series.n - 1, looks = s->series.at[0].v.n > MANY ? 2 : LOOKS;
  for (int k = 1, before = 0; k < looks; k++) {
    const int i = (int)((int64_t)end * k / looks);
    if (i == before) continue;
    before = i;
    APS_TRY(check_stop(s, 0, 0));
    APS_TRY(aps_series_load(&s->series, i, 0));
    APS_TRY(frame_on(s));
  }
  return APS_OK;
}

/* Medians of the coordinates, which escapers do not move. */
static aps_err middle_of(studio *s, double at[3]) {
  const aps_view *v = &s->series.at[0].v;
  int64_t *room;
  APS_TRY(aps_quantile_room(s->ctx, &room));
  const double *const x[3] = {v->x, v->y, v->z};
  for (int d = 0; d < 3; d++) at[d] = aps_quantile(s->ctx, x[d], v->n, 0.5, room);
  aps_release(s->ctx, room);
  return APS_OK;
}

/* Many that scatter: the picture is at most twice as wide as at the start, about where most of them are. */
static aps_err hold_together(studio *s, double start, const double first[3], int ends) {
  double last[3];
  if (s->series.at[0].v.n <= APS_HANDFUL || s->eye.width <= 2 * start) return APS_OK;
  APS_TRY(middle_of(s, last));
  s->eye.width = 2 * start;
  for (int d = 0; d < 3; d++) s->eye.centre[d] = ends > 1 ? (first[d] + last[d]) / 2 : last[d];
  return APS_OK;
}

/* Camera, colours, exposure from the first and the last snapshot. */
static aps_err prepare(studio *s) {
  const int end = s->series.n - 1;
  s->eye = aps_eye_plane(s->o.plane);
  APS_TRY(aps_series_load(&s->series, 0, 0));
  s->units = s->series.at[0].units;
  s->first = s->last = s->series.at[0].time;
  APS_TRY(choose_colour(s));
  if (s->o.scaled)
    s->tint.low = s->o.low / s->tint.in_units, s->tint.high = s->o.high / s->tint.in_units;
  if (s->o.scaled && !s->o.map && s->tint.low == -s->tint.high) s->tint.map = APS_MAP_SPLIT;
  if (s->o.scaled) s->tint.logarithmic = s->tint.low > 0 && s->tint.high > 50 * s->tint.low;
  const int last_only = s->last_only = end > 0 && !s->o.ranged && ends_with(s->o.output, ".png");
  double first[3];
  APS_TRY(middle_of(s, first));
  APS_TRY(frame_on(s));
  const double start = s->eye.width;
  if (last_only) s->eye.width = 0;
  if (end > 0) {
    if (!last_only) APS_TRY(frame_on_the_way(s));
    APS_TRY(aps_series_load(&s->series, end, 0));
    s->last = s->series.at[0].time;
    if (s->last < s->first) { /* a run back in time */
      aps_series_turn(&s->series);
      return prepare(s);
    }
    APS_CHECK(s->ctx, s->last > s->first, APS_EDATA,
              "%s: the snapshots' times do not increase: %g to %g", s->o.source, s->first, s->last);
    APS_TRY(frame_on(s));
    APS_TRY(hold_together(s, start, first, last_only ? 1 : 2));
  }
  if (s->o.ranged)
    APS_CHECK(s->ctx, fmin(s->o.t_from, s->o.t_to) <= s->last && fmax(s->o.t_from, s->o.t_to) >= s->first, APS_EARG,
              "--time %g,%g: the snapshots of %s go from %g to %g", s->o.t_from, s->o.t_to, s->o.source, s->first, s->last);
  if (s->o.view_width > 0) s->eye.width = s->o.view_width;
  APS_TRY(look_at(s, end > 0, 0));
  APS_TRY(aps_series_load(&s->series, 0, 0));
  if (end > 0) APS_TRY(look_at(s, 0, 1));
  const double stops = pow(2, -s->o.exposure);
  s->tone.white *= stops, s->tone.dark *= stops;
  return APS_OK;
}

/* ---- frames ---- */

/* The pair of snapshots around time t, from the present one on. */
static aps_err go_to(studio *s, double t, double *share) {
  aps_series *series = &s->series;
  int i = series->number[0] < 0 ? 0 : series->number[0];
  *share = 0;
  if (series->n == 1) return aps_series_load(series, 0, 0);
  for (;; i++) {
    if (i > series->n - 2) i = series->n - 2;
    APS_TRY(aps_series_load(series, i, 1));
    const double a = series->at[0].time, b = series->at[1].time;
    APS_CHECK(s->ctx, b > a, APS_EDATA,
              "%s: its time, %g, is not after that of the file before, %g", series->path[i + 1], b,
              a);
    if (t > b && i < series->n - 2) continue;
    *share = fmin(fmax((t - a) / (b - a), 0), 1);
    return APS_OK;
  }
}

static aps_err deliver(studio *s, int k) {
  if (s->pipe.child)
    return aps_pipe_add(s->ctx, &s->pipe, s->rgb,
                        3 * (size_t)s->image.width * (size_t)s->image.height);
  char path[4300];
  if (s->folder[0])
    snprintf(path, sizeof path, "%s/frame_%04d.png", s->folder, k);
  else
    snprintf(path, sizeof path, "%s", s->o.output);
  return aps_png_write(s->ctx, path, s->image.width, s->image.height, s->rgb);
}

static aps_err picture(studio *s, int k, int frames) {
  const double path = frames > 1 ? (double)k / (frames - 1) : 0;
  const double t = s->first + path * (s->last - s->first);
  double share;
  APS_TRY(go_to(s, t, &share));
  if (!s->ready || k > 0) {
    APS_TRY(shine(s, share, path));
    dye_image(s);
  }
  APS_TRY(aps_bloom(s->ctx, s->o.bloom, &s->image));
  aps_tone(&s->tone, s->curve, &s->image, s->rgb);
  const char *title = s->o.title ? s->o.title : s->series.at[0].title;
  aps_label(&s->tone, s->font, &s->units, t, title, s->image.width, s->image.height, s->rgb);
  const aps_dataset *now = &s->series.at[0];
  if (s->dye == SPECIES) aps_species_legend(&s->species, now->species, &s->units, s->font, s->image.width, s->image.height, s->rgb);
  else aps_tint_bar(&s->tint, s->font, s->image.width, s->image.height, s->rgb);
  return deliver(s, k);
}

/* Frames of a longer film that was made there before are not ours to delete. */
static void tell_of_others(const studio *s, int frames) {
  DIR *folder = opendir(s->folder);
  int others = 0;
  for (struct dirent *e; folder && (e = readdir(folder));) {
    int k = 0, end = 0;
    others += sscanf(e->d_name, "frame_%d.png%n", &k, &end) == 1 && end > 0 && !e->d_name[end] && k >= frames;
  }
  if (folder) closedir(folder);
  if (others)
    aps_log(s->ctx, APS_LOG_WARN, "%s: %d frame%s of another film, from frame_%04d.png on, %s there as well", s->folder, others,
            others > 1 ? "s" : "", frames, others > 1 ? "lie" : "lies");
}

/* Where the frames go: a pipe, a folder, or one file. */
static aps_err open_output(studio *s, int frames) {
  if (ends_with(s->o.output, ".png")) {
    APS_CHECK(s->ctx, frames == 1, APS_EARG, "%s: %d frames do not fit into one picture",
              s->o.output, frames);
    return APS_OK;
  }
  if (is_movie(s->o.output) && aps_pipe_possible())
    return aps_pipe_open(s->ctx, s->o.output, s->image.width, s->image.height, s->o.fps, &s->pipe);
  snprintf(s->folder, sizeof s->folder, "%s%s", s->o.output,
           is_movie(s->o.output) ? ".frames" : "");
  if (is_movie(s->o.output))
    aps_log(s->ctx, APS_LOG_WARN,
            "no ffmpeg in PATH: the frames are left in %s; make the movie later: ffmpeg -framerate "
            "%g -i '%s/frame_%%04d.png' -vf '" APS_EVEN "' -pix_fmt yuv420p '%s'",
            s->folder, s->o.fps, s->folder, s->o.output);
  APS_CHECK(s->ctx, mkdir(s->folder, 0777) == 0 || errno == EEXIST, APS_EIO,
            "%s: cannot make this directory: %s", s->folder, strerror(errno));
  tell_of_others(s, frames);
  return APS_OK;
}

static aps_err film(studio *s) {
  int frames = s->o.frames;
  const int still = s->series.n == 1 && s->o.orbit == 0 && s->o.zoom == 1;
  if (frames == 0)
    frames = ends_with(s->o.output, ".png") || still ? 1 : (int)fmax(1, round(5 * s->o.fps));
  const double from = s->first, to = s->last; /* no label tells a time that is not shown */
  if (s->o.ranged)
    s->first = fmin(fmax(s->o.t_from, from), to), s->last = fmin(fmax(s->o.t_to, from), to);
  else if (ends_with(s->o.output, ".png"))
    s->first = s->last; /* of a run: how it ended */
  APS_TRY(open_output(s, frames));
  if (frames > 1) s->tone.until = s->last;
  const double start = aps_wall();
  for (int k = 0; k < frames; k++) {
    APS_TRY(check_stop(s, k, frames));
    APS_TRY(picture(s, k, frames));
  }
  aps_log(s->ctx, APS_LOG_INFO, "%d picture%s in %.1f s", frames, frames > 1 ? "s" : "",
          aps_wall() - start);
  return APS_OK;
}

static aps_err work(studio *s) {
  APS_TRY(aps_canvas_create(s->ctx, s->o.width, s->o.height, &s->image));
  s->rgb = aps_alloc(s->ctx, "picture", 3 * (int64_t)s->o.width * s->o.height, 1);
  if (!s->rgb) return APS_EMEM;
  APS_TRY(aps_font_open(s->ctx, NULL, &s->font));
  APS_TRY(aps_series_open(s->ctx, s->o.source, &s->series));
  s->series.peculiar = 1;
  APS_TRY(prepare(s));
  return film(s);
}

aps_err aps_render(aps_ctx *ctx, const aps_render_setup *setup) {
  studio s = {.ctx = ctx, .o = *setup, .valued = {-1, -1}};
  APS_TRY(check_setup(ctx, &s.o));
  APS_TRY(choose_tone(&s));
  aps_threads_try(ctx, "render", 0);
  aps_err err = work(&s);
  const aps_err closed = aps_pipe_close(ctx, &s.pipe, err == APS_OK);
  if (err == APS_OK) err = closed;
  for (int k = 0; k < 2; k++) aps_release(ctx, s.value[k]);
  for (int d = 0; d < 3; d++) aps_release(ctx, s.x[d]);
  aps_release(ctx, s.mark);
  aps_release(ctx, s.rgb);
  aps_font_free(&s.font);
  aps_canvas_free(ctx, &s.image);
  aps_series_close(&s.series);
  return err;
}
