/* Speed of the fast multipole method: against the fastest peers at equal error, against itself with
 * N and with threads, against direct summation. One JSON line per case; see benchmarks/README.md.
 *
 *   bench_fmm [--quick] [--full] [--untuned] [--threads T] [--n N] [table|scaling|crossover]...
 *
 * A Plummer sphere (G = M = a = 1, cut at r < 20), law newton. Times are those of a run's steady
 * state: accelerations of the step before known, the tree built anew, rows in the order they come.
 */
#include "../src/apsis.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#ifndef APS_COMMIT
#define APS_COMMIT "unknown"
#endif

enum { NUMBERS = 48, SETTLE_SAMPLE = 128 };

/* Seconds of the fastest peer for N = 1e6 at this rms error on one and two threads of the machine
 * that this is developed on (AMD EPYC, Zen 4, two cores); 1e-3 lies between two rows of FDPS. */
static const struct {
  double accuracy, seconds[2];
  const char *name;
} peers[] = {{1e-2, {1.00, 0.65}, "FDPS, monopole, theta 1.0"},
             {1e-3, {1.5, 0.9}, "FDPS, between theta 0.7 and 0.5"},
             {1e-4, {5.2, 2.7}, "exafmm-t, float, P 6"},
             {1e-5, {10.3, 5.35}, "exafmm-t, double, P 7"}};
enum { PEERS = sizeof peers / sizeof *peers };

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double wall(void) { return seconds_of(CLOCK_MONOTONIC); }
/* Seconds of all threads: what other work on the machine disturbs least. */
static double cpu(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

/* ---- the machine */

/* The processor's name as Linux gives it, without what JSON would choke on. */
static const char *machine(void) {
  static char name[128];
  char line[256];
  FILE *f = *name ? NULL : fopen("/proc/cpuinfo", "r");
  while (f && !*name && fgets(line, sizeof line, f))
    if (strncmp(line, "model name", 10) == 0 && strchr(line, ':'))
      snprintf(name, sizeof name, "%.100s", strchr(line, ':') + 2);
  if (f) fclose(f);
  name[strcspn(name, "\n\"\\")] = '\0';
  struct utsname system;
  if (!*name && uname(&system) == 0) snprintf(name, sizeof name, "%.100s", system.machine);
  return name;
}

/* Bytes of a line of /proc/self/status; NAN where there is none. */
static double status(const char *key) {
  char line[256];
  double kb = NAN;
  FILE *f = fopen("/proc/self/status", "r");
  while (f && fgets(line, sizeof line, f))
    if (strncmp(line, key, strlen(key)) == 0) kb = atof(line + strlen(key) + 1);
  if (f) fclose(f);
  return 1024 * kb;
}

/* Starts the peak of resident memory anew; 0 where that cannot be done. */
static int peak_reset(void) {
  FILE *f = fopen("/proc/self/clear_refs", "w");
  if (!f) return 0;
  const int done = fputs("5", f) >= 0;
  return (fclose(f) == 0) & done;
}

static void print_head(const char *what, int64_t n, int threads, double accuracy) {
  double load = NAN;
  if (getloadavg(&load, 1) < 1) load = -1;
  printf("{\"bench\": \"fmm\", \"case\": \"%s\", \"machine\": \"%s\", \"commit\": \"%s\", "
         "\"load\": %.2f, \"n\": %lld, \"threads\": %d, \"accuracy\": %g, ",
         what, machine(), APS_COMMIT, load, (long long)n, threads, accuracy);
}

/* ---- one simulation */

static aps_sim *make(aps_ctx *ctx, const char *solver, int64_t n, double accuracy, int threads) {
  char text[512];
  snprintf(text, sizeof text,
           "particles: [{model: plummer, scale: 1, cutoff: 20, n: %lld}]\n"
           "forces: [{law: newton, solver: %s, accuracy: %g}]\nintegrator: {dt: 1}\n"
           "run: {t_end: 0, device: cpu, precision: mixed, threads: %d}\n",
           (long long)n, solver, accuracy, threads);
  aps_sim *sim = NULL;
  if (aps_create(ctx, "bench_fmm", text, NULL, 0, &sim) == APS_OK) return sim;
  fprintf(stderr, "bench_fmm: %s\n", aps_ctx_error(ctx));
  return NULL;
}

/* Seconds of one evaluation; NAN, and a message, where it fails. */
static double evaluate(aps_sim *sim) {
  const double start = wall();
  if (aps_forces(sim, APS_A) == APS_OK) return wall() - start;
  fprintf(stderr, "bench_fmm: %s\n", aps_error_text(sim));
  return NAN;
}

static double number(aps_sim *sim, const char *name) {
  const char *names[NUMBERS];
  double value[NUMBERS];
  const int n = aps_force_report(sim, 0, names, value, NUMBERS);
  for (int k = 0; k < n; k++)
    if (strcmp(names[k], name) == 0) return value[k];
  return NAN;
}

static double build_seconds(aps_sim *sim) {
  return number(sim, "keys_s") + number(sim, "sort_s") + number(sim, "cells_s") +
         number(sim, "leaves_s") + number(sim, "sparse_s");
}

typedef struct {
  double seconds, cpu, first, build, error[5], limit; /* build: s of the best evaluation */
  double columns, peak; /* bytes resident before the solver, and the most that came on top */
  double order, leaf, pairs, cell_pairs, bytes; /* the last three per particle */
  int stricter;
} result;

/* Makes the columns resident, so that what comes on top of them is the solver's. */
static double resident(aps_sim *sim) {
  aps_view v;
  if (aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_MASS | APS_EPS, APS_A, &v))
    return NAN;
  double *const column[] = {v.ax, v.ay, v.az};
  for (int d = 0; d < 3; d++) memset(column[d], 0, sizeof(double) * (size_t)v.n);
  volatile double sum = 0;
  for (int64_t i = 0; i < v.n; i += 256) sum += v.eps[i];
  return peak_reset() ? status("VmRSS:") : NAN;
}

/* As a run: evaluates until the promise of `accuracy` is kept, unless untuned. */
static int settle(aps_sim *sim, int untuned, result *r) {
  r->columns = resident(sim);
  if (untuned) r->stricter = -1;
  r->first = evaluate(sim);
  if (aps_step_by(sim, 0)) return 0; /* puts the rows in order, as a run does */
  for (int k = 0; k < 5 && !untuned && isfinite(r->first); k++) {
    double error[5];
    if (aps_force_error(sim, SETTLE_SAMPLE, error)) return 0;
    if (!aps_force_tune(sim, error, 1)) return 1;
    r->stricter++;
    if (!isfinite(evaluate(sim))) return 0;
  }
  return isfinite(r->first);
}

static int measure(aps_sim *sim, int threads, int untuned, int sample, double budget, result *r) {
  *r = (result){.seconds = INFINITY, .cpu = INFINITY};
  if (!sim || !settle(sim, untuned, r)) return 0;
  const double start = wall(), n = (double)aps_count(sim);
  for (int k = 0; k < 3 || (wall() - start < budget && k < 200); k++) {
    const double pairs = number(sim, "pairs"), cells = number(sim, "cell_pairs");
    const double cpu_start = cpu(), t = evaluate(sim);
    if (!isfinite(t)) return 0;
    r->cpu = fmin(r->cpu, cpu() - cpu_start);
    if (k % 8 == 0) r->limit = fmax(r->limit, aps_limit_interactions(threads));
    if (t >= r->seconds) continue;
    r->seconds = t, r->build = build_seconds(sim);
    r->pairs = (number(sim, "pairs") - pairs) / n;
    r->cell_pairs = (number(sim, "cell_pairs") - cells) / n;
  }
  r->peak = status("VmHWM:") - r->columns;
  r->order = number(sim, "order"), r->leaf = number(sim, "leaf"),
  r->bytes = number(sim, "bytes") / n;
  return aps_force_error(sim, sample, r->error) == APS_OK;
}

static void print_result(const result *r, int64_t n) {
  printf("\"seconds\": %.6g, \"cpu_seconds\": %.6g, \"first_seconds\": %.6g, \"ns_per_particle\": "
         "%.5g, "
         "\"error_rms\": %.3e, \"error_median\": %.3e, \"error_99.9\": %.3e, \"error_max\": %.3e, "
         "\"order\": %g, \"leaf\": %g, \"stricter\": %d, \"pairs_per_particle\": %.4g, "
         "\"cell_pairs_per_particle\": %.4g, \"build_share\": %.4f, ",
         r->seconds, r->cpu, r->first, 1e9 * r->seconds / (double)n, r->error[0], r->error[1],
         r->error[3], r->error[4], r->order, r->leaf, r->stricter, r->pairs, r->cell_pairs,
         r->build / r->seconds);
  if (isfinite(r->peak)) printf("\"peak_bytes_per_particle\": %.1f, ", r->peak / (double)n);
  printf("\"bytes_per_particle\": %.1f, \"limit_interactions_per_s\": %.4g", r->bytes, r->limit);
}

/* ---- parts */

typedef struct {
  int quick, full, untuned, threads;
  int64_t n;
} options;

/* Time against error on one and more threads, beside the fastest peer. */
static int table(aps_ctx *ctx, const options *o) {
  for (int k = 0; k < PEERS; k++) {
    double one = NAN, one_cpu = NAN;
    for (int t = 1; t <= o->threads; t += o->threads > 1 ? o->threads - 1 : 1) {
      aps_sim *sim = make(ctx, "fmm", o->n, peers[k].accuracy, t);
      result r;
      const int done = measure(sim, t, o->untuned, o->quick ? 200 : 2000, o->quick ? 1 : 5, &r);
      aps_free(&sim);
      if (!done) return 0;
      print_head("table", o->n, t, peers[k].accuracy);
      print_result(&r, o->n);
      if (t == 1)
        one = r.seconds, one_cpu = r.cpu;
      else
        printf(", \"speedup\": %.3f, \"cpu_growth\": %.3f", one / r.seconds, r.cpu / one_cpu);
      if (o->n == 1000000 && t <= 2)
        printf(", \"peer\": \"%s\", \"peer_seconds\": %g, \"peer_ratio\": %.3f", peers[k].name,
               peers[k].seconds[t - 1], peers[k].seconds[t - 1] / r.seconds);
      puts("}");
      fflush(stdout);
    }
  }
  return 1;
}

/* Time per particle at one accuracy; growth: over the smallest N. */
static int scaling(aps_ctx *ctx, const options *o) {
  static const int64_t sizes[] = {100000, 1000000, 10000000};
  for (int t = 1; t <= o->threads; t += o->threads > 1 ? o->threads - 1 : 1) {
    double least = NAN, least_cpu = NAN;
    for (int k = 0; k < (o->full ? 3 : 2); k++) {
      aps_sim *sim = make(ctx, "fmm", sizes[k], 1e-3, t);
      result r;
      const int done =
          measure(sim, t, o->untuned, k == 2 || o->quick ? 200 : 1000, o->quick ? 1 : 3, &r);
      aps_free(&sim);
      if (!done) return 0;
      const double n = (double)sizes[k];
      if (k == 0) least = r.seconds / n, least_cpu = r.cpu / n;
      print_head("scaling", sizes[k], t, 1e-3);
      print_result(&r, sizes[k]);
      printf(", \"growth\": %.3f, \"cpu_growth\": %.3f}\n", r.seconds / n / least,
             r.cpu / n / least_cpu);
      fflush(stdout);
    }
  }
  return 1;
}

/* fmm at 1e-3 and direct summation in turn, each at its best. */
static int race(aps_ctx *ctx, const options *o, int64_t n, int threads, double best[2],
                int *stricter) {
  aps_sim *sim[2] = {make(ctx, "fmm", n, 1e-3, threads), make(ctx, "direct", n, 1e-3, threads)};
  result settled = {0};
  int ok = sim[0] && sim[1] && settle(sim[0], o->untuned, &settled);
  best[0] = best[1] = INFINITY;
  *stricter = settled.stricter;
  const double start = wall();
  for (int k = 0; ok && (k < 10 || wall() - start < (o->quick ? 0.2 : 1)); k++)
    for (int s = 0; s < 2; s++) {
      const double t = evaluate(sim[s]);
      ok = ok && isfinite(t);
      best[s] = fmin(best[s], t);
    }
  aps_free(&sim[0]), aps_free(&sim[1]);
  return ok;
}

static int crossover(aps_ctx *ctx, const options *o) {
  static const int64_t sizes[] = {1000, 1500, 2000, 2500, 2750, 3000, 4000, 5000, 6000, 8000};
  for (int t = 1; t <= o->threads; t += o->threads > 1 ? o->threads - 1 : 1) {
    int64_t from = 0; /* fmm wins here and at all larger sizes */
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
      double best[2];
      int stricter;
      if (!race(ctx, o, sizes[k], t, best, &stricter)) return 0;
      if (!(best[0] < best[1]))
        from = 0;
      else if (from == 0)
        from = sizes[k];
      print_head("crossover", sizes[k], t, 1e-3);
      printf("\"seconds\": %.6g, \"direct_seconds\": %.6g, \"ratio\": %.3f, \"stricter\": %d}\n",
             best[0], best[1], best[1] / best[0], stricter);
      fflush(stdout);
    }
    print_head("crossover found", from, t, 1e-3);
    printf("\"found\": %s}\n", from ? "true" : "false");
  }
  return 1;
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(aps_ctx *, const options *);
  } parts[] = {{"table", table}, {"scaling", scaling}, {"crossover", crossover}};
  enum { PARTS = sizeof parts / sizeof *parts };
  options o = {.threads = 2, .n = 1000000};
  int wanted[PARTS] = {0}, any = 0;
  for (int i = 1; i < argc; i++) {
    int part = 0;
    while (part < PARTS && strcmp(argv[i], parts[part].name) != 0) part++;
    if (part < PARTS)
      wanted[part] = any = 1;
    else if (strcmp(argv[i], "--quick") == 0)
      o.quick = 1;
    else if (strcmp(argv[i], "--full") == 0)
      o.full = 1;
    else if (strcmp(argv[i], "--untuned") == 0)
      o.untuned = 1;
    else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc)
      o.threads = atoi(argv[++i]);
    else if (strcmp(argv[i], "--n") == 0 && i + 1 < argc)
      o.n = atoll(argv[++i]);
    else
      o.n = 0;
  }
  if (o.n < 1 || o.threads < 1)
    return fprintf(stderr, "usage: bench_fmm [--quick] [--full] [--untuned] [--threads T] [--n N] "
                           "[table|scaling|crossover]...\n"),
           2;
  aps_ctx *ctx = aps_ctx_create();
  int ok = ctx != NULL;
  for (int k = 0; k < PARTS && ok; k++)
    if (wanted[k] || !any) ok = parts[k].run(ctx, &o);
  aps_ctx_free(&ctx);
  return ok ? 0 : 1;
}
