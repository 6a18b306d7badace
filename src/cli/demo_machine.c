/* Demos of the machine: direct sums against fast multipoles, CPU against GPU. */
#include "demo.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  double seconds, interactions, error;
} price;

/* The shortest of some evaluations of all forces. */
static aps_err time_forces(aps_sim *sim, price *out) {
  const double start = aps_cli_wall();
  out->seconds = HUGE_VAL;
  for (int k = 0; k < 20 && (k < 3 || aps_cli_wall() - start < 0.2); k++) {
    const double before = aps_sim_stats(sim)->interactions, t = aps_cli_wall();
    TRY(aps_forces(sim, APS_A));
    out->seconds = fmin(out->seconds, aps_cli_wall() - t);
    out->interactions = aps_sim_stats(sim)->interactions - before;
  }
  return APS_OK;
}

/* Time, directed pairs and sampled error of one evaluation, as a run has it: where the error is
 * above what was asked for, the solver takes more care. */
static aps_err price_of(aps_demo *d, const char *const *set, price *out) {
  aps_sim *sim;
  TRY(aps_demo_open(d, set, &sim));
  double error[5] = {NAN};
  aps_err err = aps_forces(sim, APS_A); /* wakes threads */
  for (int k = 0; k < 6 && err == APS_OK; k++) {
    err = time_forces(sim, out);
    if (err == APS_OK) err = aps_force_error(sim, 200, error);
    if (err != APS_OK || !aps_force_tune(sim, error, 1)) break;
  }
  out->error = error[0];
  aps_free(&sim);
  return err;
}

/* ---- direct against fast ---- */

static aps_err solvers(aps_demo *d, double *measured) {
  double log_n[2][8], log_pairs[8], log_t[2][8], worst = 0, direct_error = 0, cross = NAN;
  double seconds[2][8], errors[2][8];
  int64_t sizes[8];
  int n[2] = {0};
  aps_demo_line(d, "particles,solver,seconds,directed pairs,rms relative force error");
  for (int64_t N = 1000; N <= 64000; N *= 2) {
    price p[2] = {{0}};
    sizes[n[1]] = N;
    seconds[0][n[1]] = errors[0][n[1]] = NAN;
    for (int fast = 0; fast < 2; fast++) {
      if (!fast && N > 16000) continue; /* 64 times the cost of 1000 to 8000 together */
      char particles[48];
      snprintf(particles, sizeof particles, "particles.0.n=%lld", (long long)N);
      TRY(price_of(d,
                   (const char *[]){particles,
                                    fast ? "forces.0.solver=fmm" : "forces.0.solver=direct", NULL},
                   &p[fast]));
      aps_demo_line(d, "%lld,%s,%.6g,%.6g,%.3g", (long long)N, fast ? "fmm" : "direct",
                    p[fast].seconds, p[fast].interactions, p[fast].error);
      if (fast)
        worst = fmax(worst, p[1].error);
      else
        direct_error = fmax(direct_error, p[0].error), log_pairs[n[0]] = log(p[0].interactions);
      seconds[fast][n[fast]] = p[fast].seconds, errors[fast][n[fast]] = p[fast].error;
      log_n[fast][n[fast]] = log((double)N), log_t[fast][n[fast]++] = log(p[fast].seconds);
    }
    if (p[0].seconds > 0 && p[1].seconds < p[0].seconds && isnan(cross)) cross = (double)N;
    char took[32] = "left out";
    if (p[0].seconds > 0) snprintf(took, sizeof took, "%.4f s", p[0].seconds);
    aps_demo_note(d, "%6lld particles: direct %s, multipoles %.4f s, error %.1e", (long long)N, took, p[1].seconds, p[1].error);
  }
  measured[0] = aps_demo_slope(log_n[0], log_pairs, n[0]);
  measured[1] = aps_demo_slope(log_n[1] + 3, log_t[1] + 3, n[1] - 3);
  measured[2] = worst, measured[3] = direct_error;
  if (isnan(cross))
    aps_demo_note(d, "up to 16000 particles the multipoles were not faster");
  else
    aps_demo_note(d, "the multipoles are faster from %g particles on", cross);
  aps_demo_chart(d, "seconds of an evaluation (d direct, m multipoles)", "dm", sizes, (const double *const[]){seconds[0], seconds[1]}, n[1]);
  aps_demo_chart(d, "rms relative error of the force (d direct, m multipoles)", "dm", sizes, (const double *const[]){errors[0], errors[1]}, n[1]);
  return APS_OK;
}

/* ---- CPU against GPU ---- */

static aps_err on_device(aps_demo *d, const char *device, int64_t N, price *p) {
  char particles[48], run[48];
  snprintf(particles, sizeof particles, "particles.0.n=%lld", (long long)N);
  snprintf(run, sizeof run, "run.device=%s", device);
  return price_of(d, (const char *[]){particles, run, NULL}, p);
}

static aps_err devices(aps_demo *d, double *measured) {
  price cpu, gpu;
  double error = 0, gpu_error = 0, first = 0, last = 0, wins = NAN;
  double limit = aps_limit_interactions(0), rates[2][16];
  int64_t sizes[16];
  int n = 0;
  const aps_err none = on_device(d, "cuda", 1000, &gpu);
  if (none != APS_OK) aps_demo_note(d, "no GPU here: %s", aps_ctx_error(aps_demo_ctx(d)));
  aps_demo_line(d, "particles,device,seconds,interactions per second,rms relative force error");
  for (int64_t N = 1000; N <= (none == APS_OK ? 256000 : 16000); N *= 2) {
    TRY(on_device(d, "cpu", N, &cpu));
    error = fmax(error, cpu.error);
    last = cpu.interactions / cpu.seconds;
    limit = fmax(limit, aps_limit_interactions(0)); /* on a busy machine one alone reads low */
    if (N == 1000) first = last;
    aps_demo_line(d, "%lld,cpu,%.6g,%.6g,%.3g", (long long)N, cpu.seconds, last, cpu.error);
    aps_demo_note(d, "%6lld particles: CPU %.3g interactions/s", (long long)N, last);
    sizes[n] = N, rates[0][n] = last, rates[1][n++] = NAN;
    if (none != APS_OK) continue;
    TRY(on_device(d, "cuda", N, &gpu));
    rates[1][n - 1] = gpu.interactions / gpu.seconds;
    gpu_error = fmax(gpu_error, gpu.error);
    if (isnan(wins) && gpu.seconds < cpu.seconds) wins = (double)N;
    aps_demo_line(d, "%lld,gpu,%.6g,%.6g,%.3g", (long long)N, gpu.seconds,
                  gpu.interactions / gpu.seconds, gpu.error);
    aps_demo_note(d, "%6lld particles: GPU %.3g interactions/s", (long long)N,
                  gpu.interactions / gpu.seconds);
  }
  measured[0] = error;
  measured[1] = last / limit;
  aps_demo_note(d, "CPU: from 1000 to the most particles the rate changes by a factor %.2f",
                last / first);
  aps_demo_chart(d, none == APS_OK ? "interactions/s (c CPU, g GPU)" : "interactions/s (c CPU)", "cg", sizes,
                 (const double *const[]){rates[0], rates[1]}, n);
  if (none == APS_OK) {
    measured[2] = gpu_error;
    if (isnan(wins))
      aps_demo_note(d, "the GPU was not faster");
    else
      aps_demo_note(d, "the GPU is faster from %g particles on", wins);
  } else
    aps_demo_skip(d, 2, "this program has found no GPU that it can use; apsis doctor says why");
  return APS_OK;
}

const aps_demo_row aps_demos_machine[] = {
    {"solvers",
     "direct sums against fast multipoles: cost and error",
     {{"slope of log pairs against log N, direct", "", 2, 0.02, "N (N - 1) directed pairs"},
      {"slope of log time against log N, multipoles", "", 1, 0.5,
       "O(N); shallow trees and a noisy clock blur it"},
      {"worst rms relative error of the multipoles", "", 0, 1e-3, "forces.accuracy, as promised"},
      {"worst rms relative error of the direct sum", "", 0, 1e-6,
       "mixed precision: single differences, double sums"}},
     solvers,
     {"particles.0.n", "stars", 100, 8000, 1}},
    {"devices",
     "CPU against GPU: interactions a second",
     {{"worst rms relative error on the CPU", "", 0, 1e-6, "mixed precision"},
      {"CPU's rate over the limit of its arithmetic", "", 0.7, 0.6,
       "a pair costs a reciprocal root and some multiplications"},
      {"worst rms relative error on the GPU", "", 0, 1e-6, "the same sums in another order"}},
     devices,
     {"particles.0.n", "stars", 100, 16000, 1}},
    {.name = NULL}};
