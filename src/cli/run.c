/* apsis run: a configuration from start to end, with a progress bar, an orderly stop, and a window if asked for. */
#include "cli.h"
#include "../../viz/live/live.h"
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* ---- signals --------------------------------------------------------------------------------------------- */

/* A handler has no argument of its own: the one simulation of this program is named here. */
static _Atomic(aps_sim *) running;
static atomic_int signalled; /* ends a pause in the window */

/* What schedulers send ahead of the end (LSF and Grid Engine SIGUSR2, limits of processor time SIGXCPU), and people. */
static const struct {
  int number;
  const char *name;
} heeded[] = {{SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"}, {SIGXCPU, "SIGXCPU"}, {SIGHUP, "SIGHUP"}};

static void on_signal(int number) {
  static atomic_int seen;
  if (number == SIGINT && atomic_fetch_add(&seen, 1) > 0) _exit(128 + SIGINT);
  aps_sim *sim = atomic_load(&running);
  atomic_store(&signalled, 1);
  for (size_t k = 0; sim && k < sizeof heeded / sizeof *heeded; k++)
    if (heeded[k].number == number) aps_stop(sim, heeded[k].name);
}

static void heed_signals(aps_sim *sim) {
  atomic_store(&running, sim);
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
  for (size_t k = 0; k < sizeof heeded / sizeof *heeded; k++) {
    struct sigaction before; /* SIGHUP comes from a terminal that is closed; nohup has it ignored */
    const int ignored = heeded[k].number == SIGHUP && sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler == SIG_IGN;
    if (!ignored) sigaction(heeded[k].number, &action, NULL);
  }
}

/* ---- progress ---------------------------------------------------------------------------------------------- */

typedef struct {
  int tty;
  double start, shown, t_first;
  int64_t first_step;
  double first_interactions;
  int tenths;
  int quiet;
  aps_sim *sim;
  aps_live *live; /* NULL: no window */
  int serves;     /* the first rank has one, and asks this one for its particles */
  aps_trace *trace; /* then: what this one saw since it asked last */
} progress;

static void print_time(double s, char out[32]) {
  if (s >= 3600) snprintf(out, 32, "%.0fh%02dm", floor(s / 3600), (int)fmod(s / 60, 60));
  else snprintf(out, 32, "%d:%02d", (int)(s / 60), (int)s % 60);
}

/* Of the terminal; one that does not tell is wide enough. */
static int columns(void) {
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 1000;
}

/* A line that is too wide would wrap, and every one after it begin a new line: what says least is left out, the last parts
 * before the bar. */
static void print_bar(double done, const char *const *part, int parts) {
  enum { LONGEST = 24, SHORTEST = 8, FIRST = 3 };
  const int room = columns() - 1;
  int shown = 0, used = 0;
  for (; shown < parts; used += (int)strlen(part[shown++]))
    if (used + (int)strlen(part[shown]) > (shown < FIRST ? room : room - SHORTEST - 3)) break;
  const int left = room - used - 3, bar = shown < FIRST || left < SHORTEST ? 0 : left < LONGEST ? left : LONGEST;
  printf("\r");
  if (bar) printf("[");
  for (int i = 0; i < bar; i++) putchar(i < (int)(bar * done) ? '#' : '.');
  if (bar) printf("] ");
  for (int i = 0; i < shown; i++) fputs(part[i], stdout);
  if (shown == 0) printf("%.*s", room, part[0]);
  printf("\033[K");
}

static void print_line(const progress *p, const aps_sim *sim) {
  const double now = aps_cli_wall() - p->start, span = aps_t_end(sim) - p->t_first;
  const double done = span > 0 ? (aps_time(sim) - p->t_first) / span : 1;
  const double steps = (double)(aps_steps(sim) - p->first_step);
  char rate[32], left[32], part[5][96] = {""};
  snprintf(part[0], sizeof part[0], "%3.0f %%  time %.6g of %.6g", 100 * done, aps_time(sim), aps_t_end(sim));
  print_time(done > 0 ? now * (1 - done) / done : 0, left);
  snprintf(part[1], sizeof part[1], "  %s left", left);
  if (!isnan(aps_energy_error(sim))) snprintf(part[2], sizeof part[2], "  energy error %.1e", fabs(aps_energy_error(sim)));
  snprintf(part[3], sizeof part[3], "  %.4g steps/s", steps / fmax(now, 1e-9));
  snprintf(part[4], sizeof part[4], "  %sint/s",
           aps_cli_si((aps_sim_stats(sim)->interactions - p->first_interactions) / fmax(now, 1e-9), rate));
  if (p->tty) print_bar(done, (const char *const[]){part[0], part[1], part[2], part[3], part[4]}, 5);
  else printf("%s%s%s%s%s\n", part[0], part[3], part[4], part[2], part[1]);
  fflush(stdout);
}

/* A bar on a terminal ten times a second, else a line each tenth of the way. */
static void report(progress *p, const aps_sim *sim) {
  const double now = aps_cli_wall(), span = aps_t_end(sim) - p->t_first;
  const int tenths = span > 0 ? (int)(10 * (aps_time(sim) - p->t_first) / span + 1e-9) : 10;
  if (p->tty ? now - p->shown < 0.1 && tenths < 10 : tenths <= p->tenths) return;
  p->shown = now;
  p->tenths = tenths;
  print_line(p, sim);
}

static void on_step(void *user, const aps_sim *sim) {
  progress *p = user;
  if (!p->quiet) report(p, sim);
  if (p->live) aps_live_step(p->live);
  if (p->serves) p->serves = aps_live_serve(p->sim, &p->trace);
}

/* ---- the command ----------------------------------------------------------------------------------------- */

typedef struct {
  const char *output, *set, *device, *threads, *restart, *live, *close, *colour, *pace, *draw, *way, *share, *dry, *quiet, *verbose;
  int first; /* rank 0, which prints */
} options;

static aps_err run(aps_sim *sim, const options *o, progress *p) {
  TRY(aps_build(sim));
  p->quiet = o->quiet != NULL;
  p->start = aps_cli_wall();
  p->t_first = aps_time(sim);
  p->first_step = aps_steps(sim);
  p->first_interactions = aps_sim_stats(sim)->interactions;
  p->sim = sim;
  if (!p->quiet || p->live || p->serves) aps_on_step(sim, on_step, p);
  /* To show the present positions after each step takes wisdom_holman eight times the step. Ranks would not agree when it is time. */
  if (aps_ranks(aps_sim_ctx(sim)) == 1 && p->live) aps_on_step_lag(sim, 1);
  else if (aps_ranks(aps_sim_ctx(sim)) == 1) aps_on_step_pause(sim, 0.02);
  if (p->live) aps_live_begin(p->live);
  if (p->serves) p->serves = aps_live_serve(sim, &p->trace);
  heed_signals(sim);
  const aps_err err = aps_run(sim, aps_t_end(sim));
  if (err == APS_OK && !p->quiet) report(p, sim);
  if (p->tty && !o->quiet) putchar('\n');
  TRY(err);
  TRY(aps_finish(sim));
  if (p->live) aps_live_end(p->live);
  if (p->serves) aps_live_serve(sim, &p->trace);
  return APS_OK;
}

static void say(const aps_sim *sim, const options *o) {
  if (o->quiet) return;
  aps_cli_say_where(sim);
  printf("writing to %s\n", aps_directory(sim));
  fflush(stdout);
}

static void farewell(const aps_sim *sim, const options *o, const progress *p) {
  if (o->quiet) return;
  char error[48];
  printf("done: time %.9g, %lld step%s in %.1f s%s; files in %s\n", aps_time(sim), (long long)aps_steps(sim), aps_steps(sim) == 1 ? "" : "s",
         aps_cli_wall() - p->start, aps_energy_error_text(sim, error), aps_directory(sim));
}

/* With a window the run has a thread of its own. */
typedef struct {
  aps_sim *sim;
  const options *o;
  progress p;
} watched;

static int run_watched(void *user, aps_live *live) {
  watched *w = user;
  w->p.live = live;
  const aps_err err = run(w->sim, w->o, &w->p);
  if (err == APS_OK) farewell(w->sim, w->o, &w->p);
  fflush(stdout);
  return (int)err;
}

static aps_err show(aps_sim *sim, const options *o) {
  watched w = {.sim = sim, .o = o, .p = {.tty = isatty(STDOUT_FILENO)}};
  aps_live_options look = {.colour = o->colour, .stay = o->close && strcmp(o->close, "continue") == 0};
  look.draw = o->draw, look.way = o->way;
  if (o->pace) look.pace = strtod(o->pace, NULL);
  if (o->share) look.share = strtod(o->share, NULL);
  aps_log_level level = APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level); /* the window's own: the other is the run's */
  int status = 0;
  (void)aps_live_run(ctx, sim, &look, &signalled, run_watched, &w, &status); /* a window's errors are said there, and none of the run's */
  aps_ctx_free(&ctx);
  return (aps_err)status;
}

static aps_err carry_out(aps_sim *sim, const options *o) {
  progress p = {.tty = isatty(STDOUT_FILENO), .start = aps_cli_wall()};
  if (o->dry) {
    if (o->restart) TRY(aps_attach(sim, o->output, APS_LOOK));
    TRY(aps_check(sim));
    if (!o->restart && aps_attach(sim, o->output, 0) != APS_OK && o->first) /* no fault of the configuration */
      fprintf(stderr, "apsis: warning: %s\n", aps_ctx_error(aps_sim_ctx(sim)));
    if (o->first) printf("%s\n%s", aps_plan(sim), aps_used(sim));
    return APS_OK;
  }
  signal(SIGPIPE, SIG_IGN); /* a closed terminal, or a reader that has gone, must not end a run, nor keep it from its start */
  TRY(aps_attach(sim, o->output, o->restart != NULL));
  if (!o->quiet) fputs(aps_plan(sim), stdout);
  say(sim, o);
  if (o->live && o->first) return show(sim, o);
  p.serves = o->live != NULL;
  TRY(run(sim, o, &p));
  farewell(sim, o, &p);
  return APS_OK;
}

static int check_colour(const char *name) {
  aps_log_level level = APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level); /* an error of the run's own is no error of the command line, which one rank tells */
  const int bad = aps_live_check_colour(ctx, name) != APS_OK;
  if (bad) aps_cli_usage("--colour: %s", aps_ctx_error(ctx)), aps_cli_hint("%s", aps_ctx_hint(ctx));
  aps_ctx_free(&ctx);
  return bad;
}

static int check_windowless(const options *o) {
  const char *const given[][2] = {{"--on-close", o->close}, {"--colour", o->colour}, {"--pace", o->pace},
                                  {"--draw", o->draw},      {"--way", o->way},       {"--share", o->share}};
  for (size_t k = 0; !o->live && k < sizeof given / sizeof *given; k++) {
    if (given[k][1] == NULL) continue;
    aps_cli_usage("%s: is of the window, which only --live opens, got '%s'", given[k][0], given[k][1]);
    aps_cli_hint("add --live, or leave %s out", given[k][0]);
    return 2;
  }
  return 0;
}

/* 0, or the exit status of a window that cannot be had. */
static int check_window(aps_ctx *ctx, const options *o) {
  char why[256], hint[256];
  char *end = NULL;
  if (o->close && strcmp(o->close, "stop") != 0 && strcmp(o->close, "continue") != 0)
    return aps_cli_usage("--on-close: must be stop or continue, got '%s'", o->close);
  if (o->pace && (!(strtod(o->pace, &end) > 0) || *end))
    return aps_cli_usage("--pace: must be a number > 0, got '%s'", o->pace);
  if (o->share && (!(strtod(o->share, &end) > 0) || !(strtod(o->share, NULL) <= 0.5) || *end))
    return aps_cli_usage("--share: must be a number > 0 and at most 0.5, got '%s'", o->share);
  if (aps_cli_check_window(o->draw, o->way) || check_colour(o->colour) || check_windowless(o)) return 2;
  if (!o->live || o->dry) return 0;
  if (aps_live_among(ctx, why, hint)) return 0;
  if (aps_rank(ctx) > 0) return 2;
  aps_cli_usage("--live: %s", why);
  aps_cli_hint("%s", hint);
  return 2;
}

static int run_words(aps_ctx *ctx, aps_log_level *level, int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {
      {"--output", "-o", "DIR", "run directory (run.output)", &o.output},
      {"--set", NULL, "path.to.key=value", "override a key of the configuration; may repeat", &o.set},
      {"--param", "-P", "section:key:value", "the same as SWIFT writes it", &o.set},
      {"--device", NULL, "auto|cpu|cuda|cuda:N", "where to run (run.device)", &o.device},
      {"--threads", NULL, "N", "OpenMP threads (run.threads)", &o.threads},
      {"--restart", NULL, NULL, "go on from the newest checkpoint", &o.restart},
      {"--live", NULL, NULL, "watch the run in a window; H there lists the keys", &o.live},
      {"--on-close", NULL, "stop|continue", "when its window is closed: stop with a checkpoint (default), or go on", &o.close},
      {"--colour", "-c", "WHAT", "of the window: species, speed, energy or a column", &o.colour},
      {"--pace", NULL, "T", "of the window: code time a second at most; the time step stays", &o.pace},
      {"--draw", NULL, "auto|gpu|cuda|cpu", "of the window: who draws: OpenGL, the run's CUDA card, the processor (auto: whoever is faster)", &o.draw},
      {"--way", NULL, "auto|shared|peer|late|upload", "of the window: how points come from a CUDA card to OpenGL (apsis doctor)", &o.way},
      {"--share", NULL, "S", "of the window: how much of the run's time it may take (0.02)", &o.share},
      {"--dry-run", NULL, NULL, "read everything, print plan and parameters, run nothing", &o.dry},
      {"--quiet", "-q", NULL, "print errors only", &o.quiet},
      {"--verbose", "-v", NULL, "print every log line", &o.verbose},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "run CONFIG.yaml [options]", table, 1, 1, &words);
  if (bad) return bad;
  if (o.quiet && o.verbose) return aps_cli_usage("run: -q and -v exclude each other");
  if (o.output && (!*o.output || strcmp(o.output, "-") == 0)) return aps_cli_usage("--output: names no directory, got '%s'", o.output);
  const int windowless = check_window(ctx, &o);
  if (windowless) return windowless;
  char *device = NULL, *threads = NULL;
  if (o.device) aps_cli_append(&device, "run.device=%s", o.device), words.set[words.n_set++] = device;
  if (o.threads) aps_cli_append(&threads, "run.threads=%s", o.threads), words.set[words.n_set++] = threads;
  *level = o.quiet ? APS_LOG_WARN : o.verbose ? APS_LOG_DETAIL : APS_LOG_INFO;
  o.first = aps_rank(ctx) == 0;
  if (!o.first) o.quiet = "";
  aps_sim *sim = NULL;
  aps_err err = aps_open(ctx, words.word[0], NULL, words.set, words.n_set, &sim);
  if (err == APS_OK) err = carry_out(sim, &o);
  static const char none[] = "\n"; /* begins no error */
  const char *const option[][2] = {{o.device ? "run.device" : none, "--device"}, {o.threads ? "run.threads" : none, "--threads"}, {NULL, NULL}};
  const int status = aps_cli_error_as(ctx, err, option);
  atomic_store(&running, NULL);
  aps_free(&sim);
  free(device), free(threads);
  return status;
}

int aps_cli_run(int argc, char **argv) { return aps_cli_together(run_words, argc, argv); }
