/* apsis doctor: what this build has, what this machine offers, and what stands in the way of a run
 * here. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "aps_features.h"
#include "../../viz/live/live.h"
#include "cli.h"
#include "json.h"
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sched.h>
#endif
#ifndef APS_COMMIT
#define APS_COMMIT "unknown"
#endif

static const struct {
  const char *component, *state, *found, *gives, *change;
} features[] = {APS_BUILD_FEATURES};
enum { FEATURES = sizeof features / sizeof *features };

/* ---- one report, written as lines or as JSON ---- */

typedef struct {
  int json, first; /* first: no comma before the next member */
  int problems;
  char problem[8][256];
} report;

static void comma(report *r) {
  if (!r->first) putchar(',');
  r->first = 0;
}

static void open_group(report *r, const char *name, const char *title, char bracket) {
  if (r->json) {
    comma(r);
    if (name) {
      aps_json_quote(name);
      putchar(':');
    }
    putchar(bracket);
    r->first = 1;
  } else if (title)
    printf("%s\n", title);
}

static void close_group(report *r, char bracket) {
  if (!r->json) return;
  putchar(bracket);
  r->first = 0;
}

static void text(report *r, const char *key, const char *value) {
  if (!r->json) {
    printf("  %-12s %s\n", key, value);
    return;
  }
  comma(r);
  aps_json_quote(key);
  putchar(':');
  aps_json_quote(value);
}

/* `shown` is for people, the number for programs. */
static void number(report *r, const char *key, long long value, const char *shown) {
  if (!r->json) {
    text(r, key, shown);
    return;
  }
  comma(r);
  aps_json_quote(key);
  printf(":%lld", value);
}

static void truth(report *r, const char *key, int value) {
  if (!r->json) return;
  comma(r);
  aps_json_quote(key);
  printf(value ? ":true" : ":false");
}

static void problem(report *r, const char *what) {
  if (r->problems < 8) snprintf(r->problem[r->problems++], sizeof r->problem[0], "%s", what);
}

/* ---- the build ---- */

static void build(report *r) {
  open_group(r, "build", "build", '{');
  text(r, "version", APS_VERSION);
  text(r, "commit", APS_COMMIT);
  text(r, "type", APS_BUILD_TYPE);
  text(r, "compiler", APS_BUILD_COMPILER);
  close_group(r, '}');
  open_group(r, "features", "features", '[');
  for (int i = 0; i < FEATURES; i++) {
    if (r->json) {
      open_group(r, NULL, NULL, '{');
      text(r, "component", features[i].component);
      text(r, "state", features[i].state);
      text(r, "found", features[i].found);
      text(r, "gives", features[i].gives);
      text(r, "change", features[i].change);
      close_group(r, '}');
    } else
      printf("  %-12s %-7s %-18s %s%s%s\n", features[i].component, features[i].state,
             features[i].found, features[i].gives,
             strcmp(features[i].state, "on") ? "; to change: " : "",
             strcmp(features[i].state, "on") ? features[i].change : "");
  }
  close_group(r, ']');
}

/* ---- the machine ---- */

/* The text after ':' of the first line of a /proc file that starts with `name`; "" if there is
 * none. */
static void proc_line(const char *path, const char *name, char *out, size_t size) {
  char line[512];
  out[0] = '\0';
  FILE *f = fopen(path, "re");
  while (f && fgets(line, sizeof line, f)) {
    if (strncmp(line, name, strlen(name)) != 0) continue;
    const char *value = strchr(line, ':');
    if (!value) continue;
    value += 1 + strspn(value + 1, " \t");
    snprintf(out, size, "%.*s", (int)strcspn(value, "\n"), value);
    break;
  }
  if (f) fclose(f);
}

static const char *instruction_sets(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    return "AVX-512, AVX2, SSE2";
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "AVX2, SSE2" : "SSE2";
#elif defined(__aarch64__)
  return "NEON";
#else
  return "unknown";
#endif
}

static long usable_cpus(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  return sysconf(_SC_NPROCESSORS_ONLN);
}

static void machine(report *r) {
  char model[256], available[64], shown[128];
  proc_line("/proc/cpuinfo", "model name", model, sizeof model);
  open_group(r, "cpu", "processor", '{');
  text(r, "model", model[0] ? model : "unknown");
  text(r, "sets", instruction_sets());
  const long cpus = usable_cpus();
  snprintf(shown, sizeof shown, "%ld usable", cpus);
  number(r, "threads", cpus, shown);
  close_group(r, '}');

  const long long total = (long long)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
  proc_line("/proc/meminfo", "MemAvailable", available, sizeof available);
  const long long free_bytes = available[0] ? 1024 * strtoll(available, NULL, 10) : -1;
  open_group(r, "memory", "memory", '{');
  snprintf(shown, sizeof shown, "%.1f GiB", (double)total / 1073741824.0);
  number(r, "total", total, shown);
  snprintf(shown, sizeof shown, free_bytes < 0 ? "unknown" : "%.1f GiB",
           (double)free_bytes / 1073741824.0);
  number(r, "available", free_bytes, shown);
  close_group(r, '}');
}

/* ---- ranks: several processes of one run ---- */

static void ranks(report *r, const aps_ctx *ctx) {
  char library[128], shown[80];
  const char *threads = aps_ranks_library(ctx, library, sizeof library);
  open_group(r, "ranks", "ranks", '{');
  text(r, "library", library[0] ? library : "none: MPI is not in this build");
  if (library[0] && (r->json || threads[0]))
    text(r, "threads", threads[0] ? threads : "unknown");
  else if (library[0])
    text(r, "threads", "not known before a start: mpirun -n 1 apsis doctor");
  text(r, "start",
       library[0] ? "mpirun -n RANKS apsis run CONFIG.yaml" : "apsis run CONFIG.yaml: one process");
  if (library[0]) text(r, "files", aps_ranks_files("."));
  number(r, "now", aps_ranks(ctx), aps_ranks_shape(ctx, shown, sizeof shown));
  if (r->json) number(r, "nodes", aps_ranks_nodes(ctx), "");
  close_group(r, '}');
}

/* ---- backends: where the particles can live ---- */

static void one_backend(report *r, const char *name, int ordinal, int usable, const char *why) {
  if (r->json) {
    open_group(r, NULL, NULL, '{');
    text(r, "name", name);
    number(r, "ordinal", ordinal, "");
    truth(r, "usable", usable);
    text(r, "text", why);
    close_group(r, '}');
  } else
    printf("  %s:%-*d %s%s%s\n", name, (int)(11 - strlen(name)), ordinal,
           usable ? "" : "not usable", usable || !why[0] ? "" : ": ", why);
}

static void backends(report *r) {
  open_group(r, "backends", "devices", '[');
  const aps_backend *row;
  for (int i = 0; (row = (const aps_backend *)aps_row(APS_KIND_BACKEND, i)); i++) {
    int usable = 1;
    for (int ordinal = 0; usable && ordinal < (row->space == APS_HOST ? 1 : 64); ordinal++) {
      char why[512] = "";
      usable = row->probe ? row->probe(ordinal, why, sizeof why) : 1;
      if (!usable && ordinal > 0) break; /* past the last device */
      one_backend(r, row->about.name, ordinal, usable, why);
      if (!usable && row->space == APS_HOST)
        problem(r, "the processor's own backend is not usable");
    }
  }
  if (!aps_row_find(APS_KIND_BACKEND, "cpu")) problem(r, "this build has no cpu backend");
  if (!aps_row_find(APS_KIND_BACKEND, "cuda"))
    for (int i = 0; i < FEATURES; i++)
      if (strcmp(features[i].component, "CUDA") == 0) {
        char why[256];
        snprintf(why, sizeof why, "not in this build (%s); to change: %s", features[i].found,
                 features[i].change);
        one_backend(r, "cuda", 0, 0, why);
      }
  close_group(r, ']');
}

/* ---- the window ---- */

static void window(report *r) {
  char why[256], hint[256];
  open_group(r, "display", "display", '{');
  const int possible = aps_live_possible(why, hint);
  const int opens = possible && aps_live_probe(why);
  if (r->json) truth(r, "usable", opens);
  text(r, "window", opens ? "apsis run --live, apsis view, apsis demo NAME" : "not usable");
  text(r, "OpenGL", opens ? why : possible ? why : "not asked for");
  if (!possible) {
    text(r, "reason", why);
    text(r, "remedy", hint);
  } else if (!opens)
    text(r, "remedy", "apt install libgl1-mesa-dri libglx-mesa0, or the graphics card's driver");
  close_group(r, '}');
}

/* ---- pictures on the card ---- */

extern int aps_gl_about(aps_ctx *, char[512], char[512], char[512]) __attribute__((weak));

static void opengl(report *r, aps_ctx *ctx) {
  char devices[512] = "0", context[512] = "not in this build", points[512] = "";
  const int usable = aps_gl_about && aps_gl_about(ctx, devices, context, points);
  open_group(r, "opengl", "OpenGL", '{');
  if (r->json) truth(r, "usable", usable);
  text(r, "devices", devices);
  text(r, "context", context);
  if (usable) text(r, "points", points);
  close_group(r, '}');
}

/* ---- the current directory ---- */

/* 1: a run holds it, 0: nobody does, -1: there is no lock file. */
static int lock_held(const char *path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  const int held = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(fd);
  return held;
}

static void directory(report *r) {
  char path[4096], shown[128];
  struct statvfs disk;
  open_group(r, "directory", "current directory", '{');
  text(r, "path", getcwd(path, sizeof path) ? path : "unknown");
  const int writable = access(".", W_OK) == 0;
  if (r->json)
    truth(r, "writable", writable);
  else
    text(r, "writable", writable ? "yes" : "no: choose another place for results with -o");
  if (statvfs(".", &disk) == 0) {
    const long long bytes = (long long)disk.f_bavail * (long long)disk.f_frsize;
    snprintf(shown, sizeof shown, "%.1f GiB%s", (double)bytes / 1073741824.0,
             bytes < 1 << 28 ? ": very little" : "");
    number(r, "free", bytes, shown);
  }
  const int held = lock_held("lock");
  text(r, "lock",
       held < 0 ? "none"
       : held   ? "held: a run is writing here"
                : "left over: no run holds it");
  close_group(r, '}');
}

/* Numbers in files carry a point in every locale; the decimal sign is shown because other programs
 * may differ. */
static void language(report *r) {
  const char *name = getenv("LC_ALL");
  if (!name || !*name) name = getenv("LC_NUMERIC");
  if (!name || !*name) name = getenv("LANG");
  const locale_t locale = newlocale(LC_ALL_MASK, "", (locale_t)0);
  open_group(r, "locale", "locale", '{');
  text(r, "name", name && *name ? name : "C");
  text(r, "decimal", locale ? nl_langinfo_l(RADIXCHAR, locale) : ".");
  if (r->json)
    truth(r, "installed", locale != (locale_t)0);
  else if (!locale)
    text(r, "note", "this locale is not installed here: C stands in for it");
  if (locale) freelocale(locale);
  close_group(r, '}');
}

static void problems(report *r) {
  open_group(r, "problems", NULL, '[');
  for (int i = 0; i < r->problems; i++) {
    if (r->json) {
      comma(r);
      aps_json_quote(r->problem[i]);
    } else
      printf("problem: %s\n", r->problem[i]);
  }
  close_group(r, ']');
  if (!r->json && !r->problems) printf("nothing stands in the way of a run\n");
}

static const char help[] =
    "usage: apsis doctor [--json]\n"
    "Says what this build has, what this machine offers and what stands in the way of a run.\n"
    "  --json   the same for programs: one JSON object\n"
    "Exit status 0, or 1 when something that every run needs is broken.\n";

/* Of several ranks the first one answers. */
static int doctor(aps_ctx *ctx, aps_log_level *level, int argc, char **argv) {
  (void)level;
  report r = {.first = 1};
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--json") == 0)
      r.json = 1;
    else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
      return aps_rank(ctx) == 0 && fputs(help, stdout) < 0;
    else {
      aps_cli_usage("doctor: unknown argument '%s'", argv[i]);
      aps_cli_hint("apsis doctor --help");
      return 2;
    }
  }
  if (aps_rank(ctx) > 0) return 0;
  if (r.json) putchar('{');
  build(&r);
  machine(&r);
  backends(&r);
  opengl(&r, ctx);
  ranks(&r, ctx);
  window(&r);
  directory(&r);
  language(&r);
  problems(&r);
  if (r.json) printf("}\n");
  return r.problems ? 1 : 0;
}

int aps_cli_doctor(int argc, char **argv) { return aps_cli_together(doctor, argc, argv); }
