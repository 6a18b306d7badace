/* apsis bench: what this machine does, beside what it could do at best. */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef aps_bench_options options;

typedef struct {
  const char *what, *precision, *law;
  aps_cols want;
} variant;

static const variant variants[] = {
    {"acceleration", "mixed", "plummer", APS_A},
    {"acceleration + potential", "mixed", "plummer", APS_A | APS_POT},
    {"acceleration + jerk", "mixed", "plummer", APS_A | APS_JERK},
    {"acceleration", "mixed", "spline", APS_A},
    {"acceleration", "double", "plummer", APS_A},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

/* Best of the repeats that fit in about half a second: noise only slows down. */
static aps_err measure(aps_sim *sim, aps_cols want, double *rate, double *seconds) {
  double best = 1e300, spent = 0;
  for (int k = 0; k < 2 || (spent < 0.5 && k < 200); k++) {
    const double before = aps_sim_stats(sim)->interactions, start = aps_cli_wall();
    TRY(aps_forces(sim, want));
    TRY(aps_wait(sim)); /* a card works on after the call */
    const double t = aps_cli_wall() - start;
    spent += t;
    if (t < best) best = t, *rate = (aps_sim_stats(sim)->interactions - before) / t;
  }
  *seconds = best;
  return APS_OK;
}

static aps_err direct(aps_ctx *ctx, const options *o, const variant *v, long n, double limit) {
  char *text = NULL;
  aps_cli_append(&text,
                 "particles: [{model: plummer, n: %ld}]\nforces: [{law: %s, solver: direct, softening: 0.01}]\n"
                 "integrator: {dt: 1}\nrun: {t_end: 0, precision: %s, device: %s, threads: %s}\n",
                 n, v->law, v->precision, o->device ? o->device : "auto", o->threads ? o->threads : "0");
  aps_sim *sim = NULL;
  aps_err err = aps_create(ctx, "bench", text, NULL, 0, &sim);
  double rate = 0, seconds = 0, error[5] = {-1};
  if (err == APS_OK) err = measure(sim, v->want, &rate, &seconds);
  if (err == APS_OK) err = aps_force_error(sim, 100, error);
  const int processor = err == APS_OK && strncmp(aps_device_text(sim), "cpu,", 4) == 0; /* whose limit is known */
  char share[32] = "-", limits[80] = "\"limit_per_s\": null, \"ratio\": null";
  if (processor) {
    snprintf(share, sizeof share, "%.1f %%", 100 * rate / limit);
    snprintf(limits, sizeof limits, "\"limit_per_s\": %.6g, \"ratio\": %.4f", limit, rate / limit);
  }
  if (err == APS_OK && o->json)
    printf("{\"bench\": \"direct\", \"version\": \"%s\", \"commit\": \"%s\", \"device\": \"%s\", \"what\": \"%s\", "
           "\"law\": \"%s\", \"precision\": \"%s\", \"n\": %ld, \"seconds\": %.6g, \"interactions_per_s\": %.6g, "
           "%s, \"force_error_rms\": %.3e}\n",
           APS_VERSION, aps_commit(), aps_device_text(sim), v->what, v->law, v->precision, n, seconds, rate, limits, error[0]);
  else if (err == APS_OK) {
    char r[32];
    printf("%-26s %-8s %-7s %8ld  %10.4g s  %8s/s  %7s  %.1e\n", v->what, v->law, v->precision, n, seconds,
           aps_cli_si(rate, r), share, error[0]);
    fflush(stdout);
  }
  aps_free(&sim);
  free(text);
  return err;
}

static aps_err all(aps_ctx *ctx, const options *o) {
  const long sizes[] = {1000, 10000, 30000};
  const double limit = aps_limit_interactions(o->threads ? atoi(o->threads) : 0);
  char text[32];
  if (!o->json)
    printf("limit of the processor, acceleration in float: %s interactions/s\n%-26s %-8s %-7s %8s  %12s  %10s  %7s  %s\n",
           aps_cli_si(limit, text), "direct summation", "law", "sums", "N", "time", "rate", "limit", "rms error");
  for (int k = 0; k < VARIANTS; k++)
    for (int i = 0; i < 3; i++) TRY(direct(ctx, o, &variants[k], sizes[i], limit));
  return APS_OK;
}

static const struct {
  const char *name;
  aps_err (*run)(aps_ctx *, const options *);
} benchmarks[] = {{"direct", all}, {"fmm", aps_cli_bench_fmm}};

/* 2 where the words or options make no sense. */
static int choose(const aps_words *words, const options *o, int *which) {
  *which = 0;
  while (words->n && *which < 2 && strcmp(words->word[0], benchmarks[*which].name) != 0) ++*which;
  if (*which == 2) {
    aps_cli_usage("no benchmark is called %s", words->word[0]);
    aps_cli_hint("apsis bench direct or apsis bench fmm");
    return 2;
  }
  if (*which == 1) return aps_cli_bench_fmm_check(o);
  const char *const odd = o->n ? "--n" : o->accuracy ? "--accuracy" : o->model ? "--model" : NULL;
  if (odd == NULL) return 0;
  aps_cli_usage("%s: bench direct does not take it", odd);
  aps_cli_hint("apsis bench fmm does");
  return 2;
}

int aps_cli_bench(int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {{"--json", NULL, NULL, "one JSON object per line", &o.json},
                              {"--threads", NULL, "N", "OpenMP threads (all)", &o.threads},
                              {"--device", NULL, "auto|cpu|cuda", "where to measure (auto)", &o.device},
                              {"--n", NULL, "N", "fmm: particles (1e6)", &o.n},
                              {"--accuracy", NULL, "E,…", "fmm: errors asked for (1e-2,1e-3,1e-4,1e-5)", &o.accuracy},
                              {"--model", NULL, "NAME", "fmm: plummer, hernquist, uniform_sphere, … (plummer)", &o.model},
                              {.name = NULL}};
  aps_words words;
  int which;
  const int bad = aps_cli_parse(argc, argv, "bench [direct|fmm] [--json]", table, 0, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  if (choose(&words, &o, &which)) return 2;
  aps_log_level level = APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level);
  static const char *const option[][2] = {{"forces[0].accuracy", "--accuracy"}, {"particles[0].model", "--model"},
                                          {"particles[0].n", "--n"},            {"run.threads", "--threads"},
                                          {"run.device", "--device"},           {NULL, NULL}};
  const int status = aps_cli_error_as(ctx, benchmarks[which].run(ctx, &o), option);
  aps_ctx_free(&ctx);
  return status;
}
