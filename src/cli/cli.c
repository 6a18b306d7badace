/* What the subcommands share: options, errors, small texts. */
#include "cli.h"
#include "aliases.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef _OPENMP
#include <omp.h>
#endif

double aps_cli_wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* One rank speaks for all where all know; a rank that failed alone speaks for itself, after rank 0 had its say: that one
 * ends them all. */
static int speaks(const aps_ctx *ctx) {
  if (aps_rank(ctx) == 0) return 1;
  if (aps_ranks_know(ctx)) return 0;
  nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
  return 1;
}

/* With options in place of keys: "law: spline" is "--law spline". */
static void say_hint(const char *hint, const char *const option[][2]) {
  fputs("hint: ", stderr);
  for (const char *at = hint; *at; at++) {
    size_t n = 0;
    for (int k = 0; option && option[k][0] && n == 0 && (at == hint || at[-1] == ' '); k++) {
      const char *key = strrchr(option[k][0], '.');
      if (key == NULL || strncmp(at, key + 1, strlen(key + 1)) || strncmp(at + strlen(key + 1), ": ", 2)) continue;
      n = strlen(key + 1);
      fputs(option[k][1], stderr);
    }
    if (n > 0) at += n; /* the colon */
    else fputc(*at, stderr);
  }
  fputc('\n', stderr);
}

static int say_error(const aps_ctx *ctx, aps_err code, const char *key, const char *text, const char *const option[][2]) {
  if (code == APS_OK) return 0;
  fflush(stdout);
  if (!speaks(ctx)) return aps_exit_status(code);
  fprintf(stderr, "apsis: %s%s%s\n", code == APS_ESTOP ? "" : "error: ", key, text);
  if (aps_ctx_hint(ctx)[0]) say_hint(aps_ctx_hint(ctx), option);
  return aps_exit_status(code);
}

int aps_cli_error(const aps_ctx *ctx, aps_err code) { return say_error(ctx, code, "", aps_ctx_error(ctx), NULL); }

int aps_cli_error_as(const aps_ctx *ctx, aps_err code, const char *const option[][2]) {
  const char *said = aps_ctx_error(ctx), *after = code == APS_ECONFIG ? strstr(said, ": ") : NULL;
  for (int k = 0; after && option[k][0]; k++) { /* "WHERE: KEY: what is wrong" */
    const size_t n = strlen(option[k][0]);
    if (strncmp(after + 2, option[k][0], n) == 0) return say_error(ctx, code, option[k][1], after + 2 + n, option);
  }
  return aps_cli_error(ctx, code);
}

int aps_cli_output_bad(const char *path) {
  char folder[4096], *real = realpath(path, NULL); /* a link is followed: what counts is where it leads */
  struct stat info;
  const char *to = real ? real : path, *slash = strrchr(to, '/');
  snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - to) + (slash == to) : 1, slash ? to : ".");
  free(real);
  if (*path == '\0') return aps_cli_usage("the output's name is empty");
  if (strcmp(path, "-") == 0) {
    aps_cli_usage("the output -: files are not written to standard output");
    aps_cli_hint("name a file; ./- is one of that name");
    return 2;
  }
  const char *why = access(folder, W_OK | X_OK) != 0 ? strerror(errno) : NULL;
  const int missing = why && errno == ENOENT;
  if (why && stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode)) return 0; /* a device */
  if (!why && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) why = "it is a folder";
  if (!why) return 0;
  aps_cli_usage("%s: cannot write: %s", path, why);
  if (missing) aps_cli_hint("the directory must exist before a file is written into it");
  return 4;
}

/* Of the ranks that mpirun started one speaks, and what is wrong with the command line all see
 * alike. */
static int silent;

int aps_cli_usage(const char *format, ...) {
  if (silent) return 2;
  va_list args;
  va_start(args, format);
  fputs("apsis: error: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
  return 2;
}

int aps_cli_threads_bad(void) {
#ifdef _OPENMP
  enum { MOST = 4096 }; /* as run.threads */
  const int n = omp_get_max_threads();
  if (n > MOST) return aps_cli_usage("OMP_NUM_THREADS: must be <= %d, got %d", MOST, n);
#endif
  return 0;
}

void aps_cli_threads_set(long n) {
#ifdef _OPENMP
  if (n > 0) omp_set_num_threads((int)n);
#else
  (void)n;
#endif
}

void aps_cli_hint(const char *format, ...) {
  if (silent) return;
  va_list args;
  va_start(args, format);
  fputs("hint: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
}

static void speak(void *user, aps_log_level level, const char *line) {
  if (level < *(const aps_log_level *)user) return;
  static const char *const kind[] = {[APS_LOG_WARN] = "apsis: warning: ", [APS_LOG_ERROR] = "apsis: error: "};
  fprintf(level >= APS_LOG_WARN ? stderr : stdout, "%s%s\n", level >= APS_LOG_WARN ? kind[level] : "", line);
  fflush(stdout);
}

aps_ctx *aps_cli_ctx(aps_log_level *level) {
  aps_ctx *ctx = aps_ctx_create();
  if (ctx == NULL) {
    fputs("apsis: error: out of memory\n", stderr);
    exit(5);
  }
  aps_ctx_log_to(ctx, speak, level);
  return ctx;
}

int aps_cli_together(aps_cli_command *command, int argc, char **argv) {
  aps_log_level level = APS_LOG_INFO;
  aps_ctx *ctx = aps_cli_ctx(&level);
  const aps_err err = aps_ranks_join(ctx);
  if (err != APS_OK) exit(aps_cli_error(ctx, err));
  silent = aps_rank(ctx) > 0;
  const int status = command(ctx, &level, argc, argv);
  const int usage = aps_ctx_error(ctx)[0] == '\0'; /* help, or a mistake that all ranks saw */
  aps_ranks_leave(ctx, usage ? 0 : status);
  aps_ctx_free(&ctx);
  return status < 0 ? 0 : status;
}

void aps_cli_say_where(const aps_sim *sim) {
  const int ranks = aps_ranks(aps_sim_ctx(sim));
  printf("%lld particle%s on ", (long long)aps_count(sim), aps_count(sim) == 1 ? "" : "s");
  if (ranks > 1) printf("%d ranks of ", ranks);
  puts(aps_device_text(sim));
}

/* ---- options ----------------------------------------------------------------------------------------- */

static void help(const char *usage, const aps_option *options) {
  if (silent) return;
  printf("usage: apsis %s\n", usage);
  for (const aps_option *o = options; o->name; o++) {
    char left[64];
    snprintf(left, sizeof left, "%s%s%s%s%s", o->brief ? o->brief : "", o->brief ? ", " : "", o->name,
             o->value ? " " : "", o->value ? o->value : "");
    int more = 0; /* bytes of a letter beyond its first take no room on the screen */
    for (const char *c = left; *c; c++) more += (*c & 0xC0) == 0x80;
    printf("  %-*s %s\n", 28 + more, left, o->doc);
  }
}

static const aps_option *find(const aps_option *options, const char *name, size_t n) {
  for (const aps_option *o = options; o->name; o++)
    if ((strlen(o->name) == n && strncmp(o->name, name, n) == 0) ||
        (o->brief && strlen(o->brief) == n && strncmp(o->brief, name, n) == 0))
      return o;
  return NULL;
}

static void wrong(const char *command, const char *what, const char *name, const char *value) {
  aps_cli_usage("%s %s%s", name, what, value);
  aps_cli_hint("apsis %s --help", command);
}

static void unknown(const aps_option *options, const char *command, const char *word, size_t n) {
  const char *names[64];
  char bare[64];
  int known = 0;
  for (const aps_option *o = options; o->name && known < 64; o++) names[known++] = o->name;
  snprintf(bare, sizeof bare, "%.*s", (int)n, word);
  aps_cli_usage("unknown option %s", word);
  const char *near = aps_nearest(bare, names, known);
  if (near) aps_cli_hint("did you mean %s?", near);
  else aps_cli_hint("apsis %s --help", command);
}

/* 0, or the status after an error: SWIFT's section:key:value as -P takes it. SWIFT's own names are told apart: their values may
 * mean something else. */
static int param_bad(char *word) {
  char *first = strchr(word, ':'), *second = first ? strchr(first + 1, ':') : NULL;
  if (first == word || second == NULL || second == first + 1 || second[1] == '\0')
    return aps_cli_usage("-P must be section:key:value, got %s", word);
  *second = '\0';
  const aps_alias *theirs = aps_alias_find(word);
  if (theirs) {
    aps_cli_usage("-P %s: of %s; here %s", word, theirs->code, theirs->key[0] ? theirs->key : "there is no such key");
    aps_cli_hint("apsis explain %s says how they differ", word);
    return 2;
  }
  *second = ':';
  return 0;
}

static int set_bad(const char *word) {
  if (word[strcspn(word, ":=")] != ':') return 0;
  aps_cli_usage("--set: must be path.to.key=value, got %s", word);
  aps_cli_hint("-P takes section:key:value");
  return 2;
}

/* One option at argv[i], with its value in the same or the next word. Returns the words used, 0 after an error. */
static int take(const aps_option *options, int argc, char **argv, int i, aps_words *out) {
  const char *equals = argv[i][1] == '-' ? strchr(argv[i], '=') : NULL;
  const size_t n = equals ? (size_t)(equals - argv[i]) : strlen(argv[i]);
  const aps_option *o = find(options, argv[i], n);
  if (o == NULL) return unknown(options, argv[0], argv[i], n), 0;
  if (o->value == NULL) {
    if (equals) return wrong(argv[0], "takes no value", o->name, ""), 0;
    *o->text = o->name;
    return 1;
  }
  char *value = equals ? argv[i] + n + 1 : i + 1 < argc ? argv[i + 1] : NULL;
  if (value == NULL) return wrong(argv[0], "needs a value: ", o->name, o->value), 0;
  const int swift = strcmp(o->name, "--param") == 0, set = strcmp(o->name, "--set") == 0;
  if ((swift && param_bad(value)) || (set && set_bad(value))) return 0;
  if (!swift && !set) *o->text = value;
  else if (out->n_set < 256) out->set[out->n_set++] = value;
  else return aps_cli_usage("more than 256 times --set"), 0;
  return equals ? 1 : 2;
}

int aps_cli_parse(int argc, char **argv, const char *usage, const aps_option *options, int min, int max,
                  aps_words *out) {
  *out = (aps_words){.n = 0};
  int plain = 0; /* after "--" everything is a word */
  for (int i = 1; i < argc;) {
    const char *a = argv[i];
    if (!plain && strcmp(a, "--") == 0) {
      plain = 1;
      i++;
    } else if (!plain && (strcmp(a, "--help") == 0 || strcmp(a, "-h") == 0)) {
      help(usage, options);
      return -1;
    } else if (!plain && a[0] == '-' && a[1] != '\0') {
      const int used = take(options, argc, argv, i, out);
      if (used == 0) return 2;
      i += used;
    } else {
      if (out->n == 64) return aps_cli_usage("too many arguments");
      out->word[out->n++] = a;
      i++;
    }
  }
  if (out->n >= min && out->n <= max) return 0;
  aps_cli_usage("%s: %s", argv[0], out->n < min ? "an argument is missing" : "too many arguments");
  aps_cli_hint("usage: apsis %s", usage);
  return 2;
}

/* ---- texts --------------------------------------------------------------------------------------------- */

void aps_cli_append(char **text, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  const size_t used = *text ? strlen(*text) : 0;
  const int more = vsnprintf(NULL, 0, format, args);
  char *grown = realloc(*text, used + (size_t)more + 1);
  if (grown == NULL) {
    fputs("apsis: error: out of memory\n", stderr);
    exit(5);
  }
  vsnprintf(grown + used, (size_t)more + 1, format, again);
  va_end(args);
  va_end(again);
  *text = grown;
}

char *aps_cli_quote(const char *s) {
  char *out = NULL;
  aps_cli_append(&out, "\"");
  for (; *s; s++) {
    const unsigned char c = (unsigned char)*s;
    if (c == '"' || c == '\\') aps_cli_append(&out, "\\%c", c);
    else if (c < 0x20) aps_cli_append(&out, "\\x%02x", c);
    else aps_cli_append(&out, "%c", c);
  }
  aps_cli_append(&out, "\"");
  return out;
}

const char *aps_cli_si(double value, char out[32]) {
  const char *const prefix[] = {"", " k", " M", " G", " T", " P"};
  int k = 0;
  while (value >= 1000 && k < 5) value /= 1000, k++;
  snprintf(out, 32, "%.3g%s", value, prefix[k]);
  return out;
}
