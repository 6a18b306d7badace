/* apsis bench fmm: time against error of the fast multipole method, and where the time goes.
 *
 * What a run sees in its steady state: the solver settled as at the start of a run, accelerations
 * of the step before known, the tree built anew, rows in the order they come. The best of at least
 * three evaluations counts; the pair kernel's limit, measured in between, shows whether other work
 * slowed the machine. */
#include "bench.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 16, NUMBERS = 48, PHASES = 5, PARTS = 4, SAMPLE = 1000, SETTLE_SAMPLE = 128 };
static const char *const phases[PHASES] = {"keys_s", "sort_s", "cells_s", "leaves_s", "sparse_s"};
static const char *const parts[PARTS] = {"walk_tests_s", "walk_cell_pairs_s", "walk_pairs_s",
                                         "walk_shifts_s"};

typedef struct { /* what the solver says about itself */
  int n;
  const char *name[NUMBERS];
  double value[NUMBERS];
} numbers;

typedef struct {
  double accuracy, first, seconds; /* s of the first evaluation and of the best later one */
  int stricter;                    /* how often the solver had to tighten itself first */
  double error[5], limit;
  double order, leaf, strictness, bytes;
  double pairs, pair_fill, cell_pairs, cell_fill, tests; /* per particle; fills 0 to 1 */
  double share[PHASES + PARTS + 1]; /* %: phases, parts of the walk, rest: columns cleared, frame */
  double build;                     /* %: keys to sparse leaves */
  double pair_rate;                 /* pairs per second of the part that sums them, all threads */
} result;

static double get(const numbers *r, const char *name) {
  for (int k = 0; k < r->n; k++)
    if (strcmp(r->name[k], name) == 0) return r->value[k];
  return NAN;
}

static numbers ask(aps_sim *sim, int timed) {
  numbers r;
  r.n = aps_force_report(sim, timed, r.name, r.value, NUMBERS);
  return r;
}

static aps_err evaluate(aps_sim *sim, double *seconds) {
  const double start = aps_cli_wall();
  TRY(aps_forces(sim, APS_A));
  TRY(aps_wait(sim)); /* a card works on after the call */
  *seconds = aps_cli_wall() - start;
  return APS_OK;
}

/* As a run does before its first step. */
static aps_err settle(aps_sim *sim, result *r) {
  TRY(evaluate(sim, &r->first));
  TRY(aps_step_by(sim, 0)); /* puts the rows in order, as a run does */
  for (int k = 0; k < 5; k++) {
    double error[5], seconds;
    TRY(aps_force_error(sim, SETTLE_SAMPLE, error));
    if (!aps_force_tune(sim, error, 1)) break;
    r->stricter++;
    TRY(evaluate(sim, &seconds));
  }
  return APS_OK;
}

/* Best of at least three, with the phases of that one. */
static aps_err repeat(aps_sim *sim, result *r, numbers *best) {
  double spent = 0;
  r->seconds = INFINITY;
  for (int k = 0; k < 3 || (spent < 1 && k < 50); k++) {
    double seconds;
    TRY(evaluate(sim, &seconds));
    spent += seconds;
    if (seconds >= r->seconds) continue;
    r->seconds = seconds;
    *best = ask(sim, 0);
  }
  return APS_OK;
}

static void count(result *r, const numbers *before, const numbers *after, double n) {
  const char *const what[5] = {"pairs", "pair_lanes", "cell_pairs", "cell_lanes", "tests"};
  double d[5];
  for (int k = 0; k < 5; k++) d[k] = get(after, what[k]) - get(before, what[k]);
  r->pairs = d[0] / n, r->cell_pairs = d[2] / n, r->tests = d[4] / n;
  r->pair_fill = d[1] > 0 ? d[0] / d[1] : 0;
  r->cell_fill = d[3] > 0 ? d[2] / d[3] : 0;
  r->order = get(after, "order"), r->leaf = get(after, "leaf");
  r->strictness = get(after, "strictness"), r->bytes = get(after, "bytes") / n;
}

/* The walk's parts come from an evaluation of their own: reading the clock costs a little. */
static void divide(result *r, const numbers *best, const numbers *before, const numbers *after,
                   double n, int threads) {
  double part[PARTS], sum = 0, rest = r->seconds;
  for (int k = 0; k < PARTS; k++) sum += part[k] = get(after, parts[k]) - get(before, parts[k]);
  for (int k = 0; k < PHASES; k++) {
    rest -= get(best, phases[k]);
    r->share[k] = 100 * get(best, phases[k]) / r->seconds;
    r->build += r->share[k];
  }
  const double walk = get(best, "walk_s");
  for (int k = 0; k < PARTS; k++)
    r->share[PHASES + k] = sum > 0 ? 100 * walk / r->seconds * part[k] / sum : 0;
  r->share[PHASES + PARTS] = 100 * (rest - walk) / r->seconds;
  r->pair_rate = part[2] > 0 ? r->pairs * n * threads / part[2] : 0;
}

static aps_err look(aps_sim *sim, result *r, int threads) {
  const double n = (double)aps_count(sim);
  double seconds;
  numbers best = {.n = 0};
  TRY(settle(sim, r));
  r->limit = aps_limit_interactions(threads);
  TRY(repeat(sim, r, &best));
  r->limit = fmax(r->limit, aps_limit_interactions(threads));
  TRY(aps_force_error(sim, SAMPLE, r->error));
  const numbers before = ask(sim, 1);
  TRY(evaluate(sim, &seconds));
  const numbers after = ask(sim, 0);
  count(r, &before, &after, n);
  divide(r, &best, &before, &after, n, threads);
  return APS_OK;
}

/* ---- what is measured */

static long particles(const aps_bench_options *o) {
  return o->n ? (long)strtod(o->n, NULL) : 1000000;
}
static const char *model(const aps_bench_options *o) { return o->model ? o->model : "plummer"; }

/* Threads that will work: OpenMP's choice is in the text that describes the device. */
static int thread_count(const aps_sim *sim) {
  const char *text = strstr(aps_device_text(sim), "cpu, ");
  const int n = text ? atoi(text + 5) : 1;
  return n > 0 ? n : 1;
}

static aps_err make(aps_ctx *ctx, const aps_bench_options *o, double accuracy, aps_sim **sim) {
  char *text = NULL, *name = aps_cli_quote(model(o));
  aps_cli_append(&text, "particles: [{model: %s, n: %ld%s}]\n", name, particles(o),
                 strcmp(model(o), "plummer") == 0 ? ", scale: 1, cutoff: 20" : "");
  aps_cli_append(&text, "forces: [{law: newton, solver: fmm, accuracy: %g}]\n", accuracy);
  aps_cli_append(&text, "integrator: {dt: 1}\nrun: {t_end: 0, device: cpu, threads: %s}\n",
                 o->threads ? o->threads : "0");
  const aps_err err = aps_create(ctx, "bench", text, NULL, 0, sim);
  free(text), free(name);
  return err;
}

/* ---- printing */

static void print_json(const aps_bench_options *o, const aps_sim *sim, const result *r) {
  static const char *const share[PHASES + PARTS + 1] = {"keys",   "sort",  "cells",      "leaves",
                                                        "sparse", "tests", "cell_pairs", "pairs",
                                                        "shifts", "rest"};
  const double n = (double)aps_count(sim);
  printf("{\"bench\": \"fmm\", \"version\": \"%s\", \"commit\": \"%s\", \"device\": \"%s\", "
         "\"model\": \"%s\", \"n\": %ld, \"threads\": %d, \"accuracy\": %g, \"seconds\": %.6g, "
         "\"first_seconds\": %.6g, \"particles_per_s\": %.6g, ",
         APS_VERSION, aps_commit(), aps_device_text(sim), model(o), (long)n, thread_count(sim),
         r->accuracy, r->seconds, r->first, n / r->seconds);
  printf("\"error_rms\": %.3e, \"error_median\": %.3e, \"error_99.9\": %.3e, \"error_max\": %.3e, "
         "\"order\": %g, \"leaf\": %g, \"strictness\": %.4g, \"stricter\": %d, ",
         r->error[0], r->error[1], r->error[3], r->error[4], r->order, r->leaf, r->strictness,
         r->stricter);
  printf(
      "\"pairs_per_particle\": %.4g, \"pair_lane_fill\": %.4f, \"cell_pairs_per_particle\": %.4g, "
      "\"cell_lane_fill\": %.4f, \"tests_per_particle\": %.4g, \"bytes_per_particle\": %.1f, "
      "\"build_share\": %.4f, ",
      r->pairs, r->pair_fill, r->cell_pairs, r->cell_fill, r->tests, r->bytes, r->build / 100);
  for (int k = 0; k <= PHASES + PARTS; k++)
    printf("\"share_%s\": %.4f, ", share[k], r->share[k] / 100);
  printf("\"pair_interactions_per_s\": %.4g, \"limit_per_s\": %.4g}\n", r->pair_rate, r->limit);
}

static void print_time(const aps_bench_options *o, const aps_sim *sim, const result *r, int head) {
  char a[32], b[32];
  if (head) {
    printf(
        "fast multipole method: %s, N = %lld, newton, threads: %d; best of at least 3, tree build "
        "included\n",
        model(o), (long long)aps_count(sim), thread_count(sim));
    printf("%-9s %9s %9s %13s  %8s %8s %8s %8s  %14s\n", "accuracy", "time/s", "first/s",
           "particles/s", "rms", "median", "99.9 %", "max", "pair limit/s");
  }
  printf("%-9.0e %9.4g %9.4g %13s  %8.1e %8.1e %8.1e %8.1e  %14s%s\n", r->accuracy, r->seconds,
         r->first, aps_cli_si((double)aps_count(sim) / r->seconds, a), r->error[0], r->error[1],
         r->error[3], r->error[4], aps_cli_si(r->limit, b), r->stricter ? "  tightened" : "");
}

static void print_rest(const result *r, int n) {
  char rate[32];
  printf("\n%-9s %5s %5s %6s  %8s %5s  %8s %5s  %8s  %14s  %7s\n", "accuracy", "order", "leaf",
         "strict", "pairs", "fill", "cells", "fill", "tests", "pairs/s", "bytes");
  for (int k = 0; k < n; k++)
    printf("%-9.0e %5.0f %5.0f %6.3g  %8.4g %5.2f  %8.4g %5.2f  %8.4g  %8s %3.0f %%  %7.1f\n",
           r[k].accuracy, r[k].order, r[k].leaf, r[k].strictness, r[k].pairs, r[k].pair_fill,
           r[k].cell_pairs, r[k].cell_fill, r[k].tests, aps_cli_si(r[k].pair_rate, rate),
           100 * r[k].pair_rate / r[k].limit, r[k].bytes);
  puts("pairs, cells: directed interactions, tests and bytes beyond the columns: per particle; "
       "fill: "
       "of vector lanes\npairs/s: while pairs are summed, and of the limit of the processor");
  printf("\n%-9s %6s | %6s %6s %6s %6s %7s | %6s %6s %6s %6s | %6s  %%\n", "accuracy", "build",
         "keys", "sort", "cut", "leaves", "sparse", "tests", "cells", "pairs", "shifts", "rest");
  for (int k = 0; k < n; k++) {
    const double *s = r[k].share;
    printf("%-9.0e %6.1f | %6.1f %6.1f %6.1f %6.1f %7.1f | %6.1f %6.1f %6.1f %6.1f | %6.1f\n",
           r[k].accuracy, r[k].build, s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9]);
  }
}

/* ---- the command */

/* The next number of a list "1e-2,1e-3"; 0 where it ends or holds something else. */
static int next(const char **list, double *value) {
  char *end;
  if (**list == '\0') return 0;
  *value = strtod(*list, &end);
  if (end == *list || (*end && *end != ',') || !(*value > 0) || !isfinite(*value)) return 0;
  *list = *end ? end + 1 : end;
  return 1;
}

int aps_cli_bench_fmm_check(const aps_bench_options *o) {
  char *end = NULL;
  const double n = o->n ? strtod(o->n, &end) : 1;
  if (o->n && (end == o->n || *end || !(n >= 1 && n < 2e9) || n != floor(n)))
    return aps_cli_usage("--n: must be an integer, 1 to 2e9, got %s", o->n);
  if (o->accuracy) {
    const char *list = o->accuracy;
    double value;
    int cases = 0;
    while (next(&list, &value)) cases++;
    if (*list || cases == 0)
      return aps_cli_usage("--accuracy: must be numbers > 0, as in 1e-2,1e-3, got %s", o->accuracy);
    if (cases > CASES) return aps_cli_usage("--accuracy: %d numbers, at most %d", cases, CASES);
  }
  if (o->device && strcmp(o->device, "cpu") != 0 && strcmp(o->device, "auto") != 0)
    return aps_cli_usage("--device: fmm runs on the cpu, got %s", o->device);
  return 0;
}

aps_err aps_cli_bench_fmm(aps_ctx *ctx, const aps_bench_options *o) {
  const char *list = o->accuracy ? o->accuracy : "1e-2,1e-3,1e-4,1e-5";
  static const result nothing;
  result r[CASES];
  int n = 0;
  for (double accuracy; n < CASES && next(&list, &accuracy); n++) {
    aps_sim *sim = NULL;
    r[n] = nothing;
    r[n].accuracy = accuracy;
    aps_err err = make(ctx, o, accuracy, &sim);
    if (err == APS_OK) err = look(sim, &r[n], thread_count(sim));
    if (err == APS_OK && o->json)
      print_json(o, sim, &r[n]);
    else if (err == APS_OK)
      print_time(o, sim, &r[n], n == 0);
    fflush(stdout);
    aps_free(&sim);
    TRY(err);
  }
  if (!o->json) print_rest(r, n);
  return APS_OK;
}
