/* apsis view: particle files and whole runs, played back in a window. */
#include "cli.h"
#include "../../viz/live/live.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const char *colour, *size, *pace, *draw, *keys;
} options;

int aps_cli_check_window(const char *draw, const char *way) {
  if (draw && strcmp(draw, "auto") != 0 && strcmp(draw, "gpu") != 0 && strcmp(draw, "cuda") != 0 &&
      strcmp(draw, "cpu") != 0)
    return aps_cli_usage("--draw: must be auto, gpu, cuda or cpu, got '%s'", draw);
  if (way && strcmp(way, "auto") != 0 && strcmp(way, "shared") != 0 && strcmp(way, "peer") != 0 &&
      strcmp(way, "late") != 0 && strcmp(way, "upload") != 0)
    return aps_cli_usage("--way: must be auto, shared, peer, late or upload, got '%s'", way);
  return 0;
}

static int understand(const options *o, aps_live_options *out) {
  char *end = NULL;
  int read = 0;
  out->colour = o->colour;
  if (o->size && (sscanf(o->size, "%dx%d%n", &out->width, &out->height, &read) != 2 || o->size[read]))
    return aps_cli_usage("--size: must look like 1280x720, got '%s'", o->size);
  if (o->size &&
      (out->width < 160 || out->height < 120 || out->width > 16384 || out->height > 16384))
    return aps_cli_usage("--size: must be 160x120 to 16384x16384, got '%s'", o->size);
  out->draw = o->draw;
  if (aps_cli_check_window(o->draw, NULL)) return 2;
  if (o->pace) out->pace = strtod(o->pace, &end);
  if (o->pace && (!(out->pace > 0) || *end))
    return aps_cli_usage("--pace: must be a number > 0, got '%s'", o->pace);
  return 0;
}

int aps_cli_view(int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {
      {"--colour", "-c", "WHAT", "species, speed, energy, age, or any column of the file", &o.colour},
      {"--size", NULL, "WxH", "of the window (1280x720)", &o.size},
      {"--pace", NULL, "T", "code time a second (the whole in 12 seconds)", &o.pace},
      {"--draw", NULL, "auto|gpu|cpu", "who draws (auto: whoever is faster here)", &o.draw},
      {"--keys", NULL, NULL, "list the window's keys and go", &o.keys},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "view FILE|RUN_DIR [options]", table, 0, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  if (o.keys) return aps_live_print_keys(), 0;
  if (words.n == 0) return aps_cli_usage("view: a file or a run directory is missing");
  aps_live_options look = {0};
  char why[256], hint[256];
  if (understand(&o, &look)) return 2;
  if (access(words.word[0], F_OK) != 0 && errno == ENOENT) { /* whether there is a display or not */
    aps_cli_usage("%s: no such file", words.word[0]);
    aps_cli_hint("paths are relative to the working directory");
    return 4;
  }
  if (!aps_live_possible(why, hint)) {
    aps_cli_usage("view: %s", why);
    aps_cli_hint("%s", hint);
    return 2;
  }
  signal(SIGPIPE, SIG_IGN); /* ffmpeg may go */
  aps_log_level level = APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level);
  const int status = aps_cli_error(ctx, aps_live_view(ctx, words.word[0], &look));
  aps_ctx_free(&ctx);
  return status;
}
