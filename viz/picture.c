/* Pictures of a run: final.png at its end, and frames of a film with one exposure and one camera throughout, which only
 * goes back where one of a handful of bodies would leave the picture. */
#include "colour.h"
#include "splat.h"
#include "../src/core/ranks.h"
#include "../src/core/run.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct { /* what both rows are told */
  int64_t size[2];
  int projection; /* index into "xy|xz|yz" */
  double width;   /* code length, NAN: fits the particles */
  int tone;       /* aps_curve */
  double bloom;
} look;

typedef struct {
  look look;
} picture;

typedef struct {
  look look;
  const char *movie;
  struct { /* goes on after a restart */
    int64_t drawn;
    aps_camera camera;
  } kept;
} frames;

#define LOOK(type)                                                                                 \
  {"size", 'p', offsetof(type, look.size), "[1280, 720]", "", ">=16", "pixels across and up"},     \
      {"projection", 'e',        offsetof(type, look.projection), "xy",                            \
       "",           "xy|xz|yz", "the plane that is looked at"},                                   \
  {                                                                                                \
    "width", 'd', offsetof(type, look.width), NULL, "length", ">0",                                \
        "width of the picture; default: fits the particles"                                        \
  },                                                                                               \
      {"tone", 'e', offsetof(type, look.tone), "asinh", "", "asinh|log", "how brightness is shown"}, \
      {"bloom", 'd', offsetof(type, look.bloom), "0", "", "0..1", "share of the light that is spread around"}

static const aps_param picture_params[] = {LOOK(picture), {0}};
static const aps_param frames_params[] = {
    LOOK(frames),
    {"movie", 's', offsetof(frames, movie), NULL, "", "",
     "film made of the frames at the end, in the run directory; needs ffmpeg"},
    {0}};

static aps_err check_look(aps_sim *sim, const look *l, const char *row) {
  const int64_t w = l->size[0], h = l->size[1];
  APS_CHECK(aps_sim_ctx(sim), w >= 16 && h >= 16 && w <= 16384 && h <= 16384, APS_ECONFIG,
            "output.%s.size: must be 16 to 16384 pixels each way, got [%lld, %lld]", row,
            (long long)w, (long long)h);
  return APS_OK;
}

static aps_camera camera_of(const look *l) {
  static const int planes[3][2] = {{0, 1}, {0, 2}, {1, 2}};
  const double width = isnan(l->width) ? 0 : l->width;
  return (aps_camera){
      .across = planes[l->projection][0], .up = planes[l->projection][1], .width = width};
}

/* follows: a film whose width nobody chose keeps its bodies in view. */
static aps_err take(aps_ctx *ctx, aps_camera *camera, const aps_view *view,
                    const aps_canvas *image, int follows, aps_species_key *colours) {
  const int first = !(camera->white > 0);
  if (first) APS_TRY(aps_camera_frame(ctx, camera, view, image->width, image->height));
  if (follows) APS_TRY(aps_camera_widen(ctx, camera, view, image->width, image->height, first));
  APS_TRY(aps_splat_told(ctx, camera, view, (aps_canvas *)image, colours));
  return aps_camera_expose(ctx, camera, image);
}

/* All ranks have the same image; rank 0 writes it. */
static aps_err develop(aps_sim *sim, const look *l, const aps_camera *camera, const aps_species_key *colours, aps_canvas *image, const char *path) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  unsigned char *rgb = aps_alloc(ctx, "picture", 3 * (int64_t)image->width * image->height, 1);
  if (!rgb) return APS_EMEM;
  aps_font *font = NULL;
  aps_err err = aps_font_open(ctx, NULL, &font);
  if (err != APS_OK) aps_log(ctx, APS_LOG_WARN, "picture: %s", aps_ctx_error(ctx));
  aps_ctx_clear(ctx); /* the bitmap then */
  err = aps_bloom(ctx, l->bloom, image);
  aps_tone(camera, (aps_curve)l->tone, image, rgb);
  const aps_units units = aps_label_units(*aps_sim_units(sim), aps_sim_expands(sim) ? aps_time(sim) : 0);
  aps_label(camera, font, &units, aps_time(sim), aps_sim_title(sim), image->width,
            image->height, rgb);
  aps_species_legend(colours, aps_sim_kinds(sim), &units, font, image->width, image->height, rgb);
  if (err == APS_OK) err = aps_png_write(ctx, path, image->width, image->height, rgb);
  aps_font_free(&font);
  aps_release(ctx, rgb);
  return err;
}

static aps_err draw(aps_sim *sim, const look *l, aps_camera *camera, const aps_view *view,
                    const char *path, int film) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  aps_canvas image = {0};
  aps_species_key colours;
  aps_err err = aps_canvas_create(ctx, (int)l->size[0], (int)l->size[1], &image);
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) err = take(ctx, camera, view, &image, film && isnan(l->width), &colours);
  if (err == APS_OK && aps_rank(ctx) == 0) err = develop(sim, l, camera, &colours, &image, path);
  aps_canvas_free(ctx, &image);
  return aps_ranks_agree(ctx, err);
}

static double bytes_of(const look *l, int64_t n) { return aps_splat_bytes(n, (int)l->size[0], (int)l->size[1]); }

/* ---- final.png ---- */

static aps_err picture_check(const void *self, aps_sim *sim) {
  return check_look(sim, &((const picture *)self)->look, "picture");
}

static double picture_memory(const void *self, int64_t n) { return bytes_of(&((const picture *)self)->look, n); }

static aps_err picture_act(void *self, aps_sim *sim, aps_view view) {
  picture *p = self;
  char path[4300];
  snprintf(path, sizeof path, "%s/final.png", aps_directory(sim));
  aps_camera camera = camera_of(&p->look);
  return draw(sim, &p->look, &camera, &view, path, 0);
}

const aps_event aps_event_picture = {.about = {"picture",
                                               "final.png: the particles at the end of the run", "",
                                               picture_params, sizeof(picture), 0, 0},
                                     .when = APS_AT_END | APS_WANTS_FILES,
                                     .reads = APS_X | APS_V | APS_MASS | APS_TYPE,
                                     .check = picture_check,
                                     .act = picture_act,
                                     .memory = picture_memory};

/* ---- frames ---- */

static aps_err frames_check(const void *self, aps_sim *sim) {
  const frames *f = self;
  APS_TRY(check_look(sim, &f->look, "frames"));
  APS_CHECK(aps_sim_ctx(sim), !f->movie || (f->movie[0] && !strchr(f->movie, '/')), APS_ECONFIG,
            "output.frames.movie: must be a file name without a folder, got '%s'", f->movie);
  return APS_OK;
}

static double frames_memory(const void *self, int64_t n) { return bytes_of(&((const frames *)self)->look, n); }

static aps_err frames_create(void *self, aps_sim *sim) {
  frames *f = self;
  aps_sim_cut_files(sim, "frames", "frame", ".png", f->kept.drawn);
  if (f->kept.camera.white > 0) return APS_OK;
  f->kept.camera = camera_of(&f->look);
  f->kept.camera.until = aps_t_end(sim); /* all labels in one unit, with as many digits */
  return APS_OK;
}

static aps_err make_folder(aps_ctx *ctx, const char *path) {
  APS_CHECK(ctx, mkdir(path, 0777) == 0 || errno == EEXIST, APS_EIO,
            "%s: cannot make this directory: %s", path, strerror(errno));
  return APS_OK;
}

static aps_err frames_act(void *self, aps_sim *sim, aps_view view) {
  frames *f = self;
  aps_ctx *ctx = aps_sim_ctx(sim);
  char path[4300];
  snprintf(path, sizeof path, "%s/frames", aps_directory(sim));
  const int writes = aps_rank(ctx) == 0;
  APS_TRY(aps_ranks_agree(ctx, writes ? make_folder(ctx, path) : APS_OK));
  snprintf(path, sizeof path, "%s/frames/frame_%04lld.png", aps_directory(sim),
           (long long)f->kept.drawn);
  APS_TRY(draw(sim, &f->look, &f->kept.camera, &view, path, 1));
  f->kept.drawn++;
  if (writes && f->movie && aps_time(sim) >= aps_t_end(sim))
    aps_film(ctx, aps_directory(sim), f->movie);
  return APS_OK;
}

const aps_event aps_event_frames = {
    .about = {"frames",
              "frames/frame_0000.png and on: the particles at regular times, and a film of them",
              "", frames_params, sizeof(frames), offsetof(frames, kept),
              sizeof(((frames *)0)->kept)},
    .when = APS_AT_START | APS_AT_END | APS_WANTS_FILES,
    .reads = APS_X | APS_V | APS_MASS | APS_TYPE,
    .check = frames_check,
    .create = frames_create,
    .act = frames_act,
    .memory = frames_memory};
