/* apsis render: pictures and movies of snapshots. */
#include "cli.h"
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

extern aps_err aps_render(aps_ctx *, const aps_render_setup *) __attribute__((weak));

typedef struct {
  const char *out, *size, *fps, *frames, *time, *colour, *map, *range, *exposure, *tone, *bloom, *width, *plane,
      *azimuth, *elevation, *field, *orbit, *zoom, *title, *quiet;
} options;

/* The text as `n` numbers separated by `between`. 1 yes, 0 no. */
static int numbers(const char *text, char between, int n, double *out) {
  for (int k = 0; k < n; k++) {
    char *end;
    out[k] = strtod(text, &end); /* the program never sets a locale */
    if (end == text || out[k] != out[k] || *end != (k + 1 < n ? between : '\0')) return 0;
    text = end + 1;
  }
  return 1;
}

static int number(const char *name, const char *text, double *out) {
  if (text == NULL || (numbers(text, '\0', 1, out) && isfinite(*out))) return 0;
  return aps_cli_usage("%s: must be a number, got '%s'", name, text);
}

static int positive(const char *name, const char *text, double *out) {
  if (number(name, text, out)) return 2;
  return text == NULL || *out > 0 ? 0 : aps_cli_usage("%s: must be > 0, got '%s'", name, text);
}

static int one_of(const char *name, const char *text, const char *a, const char *b, const char *c) {
  if (text == NULL || !strcmp(text, a) || !strcmp(text, b) || !strcmp(text, c)) return 0;
  return aps_cli_usage("%s: must be %s, %s or %s, got '%s'", name, a, b, c, text);
}

/* A picture's or film's folder is there before hundreds of frames are drawn; one of frames is made. */
static int no_place(const char *out) {
  static const char *const others[] = {".gif", ".jpg", ".jpeg", ".webm", ".avi", ".mov", ".mkv", ".bmp", ".tif", ".tiff", ".svg", ".pdf"};
  const char *dot = strrchr(out, '.');
  for (size_t k = 0; dot && k < sizeof others / sizeof *others; k++)
    if (strcasecmp(dot, others[k]) == 0) return aps_cli_usage("--output: NAME.mp4, NAME.png or a folder of frames, got '%s'", out);
  return strcmp(out, "-") == 0 || (dot && (strcmp(dot, ".png") == 0 || strcmp(dot, ".mp4") == 0)) ? aps_cli_output_bad(out) : 0;
}

static int pair(const char *name, const char *text, char between, const char *like, double out[2]) {
  if (text == NULL || numbers(text, between, 2, out)) return 0;
  return aps_cli_usage("%s: must look like %s, got '%s'", name, like, text);
}

/* 0, or the exit status of a usage error. */
static int understand(const options *o, aps_render_setup *s) {
  double size[2] = {0}, time[2] = {0}, range[2] = {0}, frames = 0;
  const int bad =
      pair("--size", o->size, 'x', "1280x720", size) ||
      pair("--time", o->time, ',', "0,2.5", time) ||
      pair("--range", o->range, ',', "0,300", range) || positive("--fps", o->fps, &s->fps) ||
      positive("--frames", o->frames, &frames) || number("--exposure", o->exposure, &s->exposure) ||
      number("--bloom", o->bloom, &s->bloom) ||
      positive("--width", o->width, &s->view_width) || number("--azimuth", o->azimuth, &s->azimuth) ||
      number("--elevation", o->elevation, &s->elevation) ||
      positive("--field", o->field, &s->field) || number("--orbit", o->orbit, &s->orbit) ||
      positive("--zoom", o->zoom, &s->zoom) ||
      one_of("--map", o->map, "blue-yellow", "heat", "split") ||
      one_of("--projection", o->plane, "xy", "xz", "yz");
  if (bad) return 2;
  if (frames != floor(frames)) return aps_cli_usage("--frames: must be an integer, got '%s'", o->frames);
  if (size[0] != floor(size[0]) || size[1] != floor(size[1]))
    return aps_cli_usage("--size: must be two integers, got '%s'", o->size);
  if (size[0] > 1e5 || size[1] > 1e5 || frames > 1e9 || frames < 0)
    return aps_cli_usage("--size or --frames is too large");
  s->width = (int)size[0], s->height = (int)size[1], s->frames = (int)frames;
  if (o->time && time[1] < time[0]) {
    aps_cli_usage("--time: must not end before it begins, got '%s'", o->time);
    aps_cli_hint("--time %.9g,%.9g", time[1], time[0]);
    return 2;
  }
  s->ranged = o->time != NULL, s->t_from = time[0], s->t_to = time[1];
  s->scaled = o->range != NULL, s->low = range[0], s->high = range[1];
  s->turned = o->azimuth || o->elevation || o->orbit || o->field;
  if (s->turned && !o->elevation) s->elevation = 30;
  s->colour = o->colour, s->map = o->map, s->tone = o->tone, s->plane = o->plane, s->title = o->title;
  s->output = o->out;
  const char *scale = o->map ? "--map" : o->range ? "--range" : NULL;
  if (scale && (!o->colour || strcmp(o->colour, "species") == 0)) {
    aps_cli_usage("%s: is of numbers, and colours are of species here, got '%s'", scale, o->map ? o->map : o->range);
    aps_cli_hint("say which number, as in -c speed");
    return 2;
  }
  if (s->turned && o->plane)
    return aps_cli_usage("--projection: is parallel, got '%s' with a camera in perspective (--azimuth, --elevation, --field or --orbit)", o->plane);
  return 0;
}

/* ---- an orderly end ---- */

static volatile int stopped; /* by which signal; a handler has no argument of its own */

static void on_signal(int number) { stopped = number; }

/* Once: a second signal of a kind ends the program at once. */
static void heed(int number) {
  const struct sigaction keep = {.sa_handler = on_signal, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
  struct sigaction now;
  if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN) sigaction(number, &keep, NULL);
}

/* What waits for this program shall see that a signal ended it, as a shell does that leaves a loop. */
static int end_by_signal(const aps_ctx *ctx) {
  fprintf(stderr, "apsis: %s\n", aps_ctx_error(ctx));
  fflush(NULL);
  signal(stopped, SIG_DFL);
  raise(stopped);
  return 10; /* not reached */
}

int aps_cli_render(int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {
      {"--output", "-o", "OUT", "NAME.mp4, NAME.png, or a folder of frames", &o.out},
      {"--size", NULL, "WxH", "pixels (1280x720)", &o.size},
      {"--fps", NULL, "N", "frames a second (30)", &o.fps},
      {"--frames", NULL, "N", "how many (five seconds)", &o.frames},
      {"--time", NULL, "T1,T2", "from one time to another, code units (all)", &o.time},
      {"--colour", "-c", "WHAT", "species, speed, density, energy, age, or any column of the file", &o.colour},
      {"--map", NULL, "MAP", "blue-yellow, heat, split", &o.map},
      {"--range", NULL, "LOW,HIGH", "ends of the colour bar, in its unit", &o.range},
      {"--exposure", NULL, "STOPS", "1: twice as bright", &o.exposure},
      {"--tone", NULL, "asinh|log", "how brightness is shown (asinh)", &o.tone},
      {"--bloom", NULL, "SHARE", "of the light is spread around, 0 to 1 (0)", &o.bloom},
      {"--width", NULL, "W", "width of the picture, code length", &o.width},
      {"--projection", NULL, "xy|xz|yz", "parallel, along an axis (xy)", &o.plane},
      {"--azimuth", NULL, "DEG", "in perspective: around the z axis, from -y (0)", &o.azimuth},
      {"--elevation", NULL, "DEG", "in perspective: above the xy plane (30)", &o.elevation},
      {"--field", NULL, "DEG", "in perspective: field of view across (40)", &o.field},
      {"--orbit", NULL, "DEG", "turn the camera so far during the movie", &o.orbit},
      {"--zoom", NULL, "F", "come nearer by this factor during the movie", &o.zoom},
      {"--title", NULL, "TEXT", "instead of the file's", &o.title},
      {"--quiet", "-q", NULL, "print errors only", &o.quiet},
      {.name = NULL}};
  aps_words words;
  const int bad =
      aps_cli_parse(argc, argv, "render FILE|RUN_DIR -o OUT [options]", table, 1, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  if (o.out == NULL) return aps_cli_usage("render: -o NAME.mp4, NAME.png or a folder is missing");
  if (aps_render == NULL)
    return aps_cli_usage("render: this build has no PNG; apsis doctor says how to get it");
  aps_render_setup setup = {.source = words.word[0]};
  if (understand(&o, &setup)) return 2;
  const int bad_place = no_place(o.out);
  if (bad_place) return bad_place;
  signal(SIGPIPE, SIG_IGN);
  heed(SIGINT), heed(SIGTERM), heed(SIGHUP);
  setup.stop = &stopped;
  aps_log_level level = o.quiet ? APS_LOG_WARN : APS_LOG_INFO;
  aps_ctx *ctx = aps_cli_ctx(&level);
  const aps_err err = aps_render(ctx, &setup);
  if (err == APS_ESTOP) return end_by_signal(ctx);
  const int status = aps_cli_error(ctx, err);
  if (status == 0 && !o.quiet) printf("%s%s\n", o.out, access(o.out, F_OK) == 0 ? "" : ".frames"); /* there was no ffmpeg */
  aps_ctx_free(&ctx);
  return status;
}
