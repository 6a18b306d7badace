/* What a step costs on several ranks: time, bytes and messages sent, memory, work over the mean.
 * One JSON line.
 *   mpirun -n P build/bench_ranks [--n N] [--model plummer|galaxies|box] [--solver fmm|direct]
 *                                 [--integrator NAME]
 *                                 [--accuracy E] [--steps K] */
#include "../src/apsis.h"
#include "../src/core/ranks.h"
#include "../src/core/run.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  long n, steps;
  double accuracy;
  const char *model, *solver, *integrator;
} options;

static options read_options(int argc, char **argv) {
  options o = {100000, 5, 1e-3, "plummer", "fmm", "leapfrog"};
  for (int i = 1; i + 1 < argc; i += 2) {
    if (strcmp(argv[i], "--n") == 0) o.n = (long)strtod(argv[i + 1], NULL);
    else if (strcmp(argv[i], "--steps") == 0) o.steps = atol(argv[i + 1]);
    else if (strcmp(argv[i], "--accuracy") == 0) o.accuracy = strtod(argv[i + 1], NULL);
    else if (strcmp(argv[i], "--model") == 0) o.model = argv[i + 1];
    else if (strcmp(argv[i], "--solver") == 0) o.solver = argv[i + 1];
    else if (strcmp(argv[i], "--integrator") == 0) o.integrator = argv[i + 1];
  }
  return o;
}

/* One sphere, or two of different size and place: a clustered pair; or a ball in a periodic box. */
static void describe(const options *o, char *text, size_t size) {
  char particles[400];
  if (strcmp(o->model, "box") == 0) {
    snprintf(text, size,
             "box: {boundary: periodic, size: [1, 1, 1]}\nparticles:\n  - {model: uniform_sphere, "
             "n: %ld, radius: 0.5, position: [0.5, 0.5, 0.5]}\n"
             "forces: [{law: spline, solver: %s, softening: 0.001, accuracy: %g}]\n"
             "integrator: {name: %s, dt: 1e-6}\nrun: {t_end: 1, device: cpu}\n",
             o->n, o->solver, o->accuracy, o->integrator);
    return;
  }
  if (strcmp(o->model, "plummer") == 0)
    snprintf(particles, sizeof particles, "  - {model: plummer, n: %ld}\n", o->n);
  else
    snprintf(particles, sizeof particles,
             "  - {model: hernquist, n: %ld, position: [-8, 0, 0]}\n  - {model: hernquist, n: %ld, scale: 0.4, position: [8, 2, 1]}\n",
             o->n - o->n / 3, o->n / 3);
  snprintf(text, size,
           "particles:\n%sforces: [{law: plummer, solver: %s, softening: 0.002, accuracy: %g}]\n"
           "integrator: {name: %s, dt: 1e-6}\nrun: {t_end: 1, device: cpu}\n",
           particles, o->solver, o->accuracy, o->integrator);
}

static aps_err measure(aps_sim *sim, const options *o) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  for (int k = 0; k < 3; k++) APS_TRY(aps_step(sim)); /* rows find their ranks, work is learnt */
  const aps_ranks_traffic before = aps_ranks_sent(ctx);
  const double pairs = aps_sim_stats(sim)->interactions;
  double least = HUGE_VAL, imbalance = 0;
  for (long k = 0; k < o->steps; k++) {
    double start = aps_wall();
    APS_TRY(aps_step(sim));
    double seconds = aps_wall() - start;
    aps_ranks_max(ctx, &seconds, 1);
    least = fmin(least, seconds);
    imbalance = fmax(imbalance, aps_sim_imbalance(sim));
  }
  const aps_ranks_traffic after = aps_ranks_sent(ctx);
  enum { NUMBERS = 64 };
  const char *name[NUMBERS];
  double value[NUMBERS], came[2] = {0};
  for (int k = aps_force_report(sim, 0, name, value, NUMBERS) - 1; k >= 0; k--) { /* since the start, over all ranks */
    if (strcmp(name[k], "ring_messages") == 0 || strcmp(name[k], "letters") == 0) came[0] = value[k];
    if (strcmp(name[k], "ring_messages_early") == 0 || strcmp(name[k], "letters_early") == 0) came[1] = value[k];
  }
  aps_ranks_sum(ctx, came, 2);
  double waited = (after.seconds - before.seconds) / (double)o->steps;
  aps_ranks_sum(ctx, &waited, 1);
  double most[3] = {(after.bytes - before.bytes) / (double)o->steps, (after.messages - before.messages) / (double)o->steps,
                    (double)aps_memory_peak(ctx)};
  double mean = most[0];
  aps_ranks_max(ctx, most, 3);
  aps_ranks_sum(ctx, &mean, 1);
  if (aps_rank(ctx) == 0)
    printf("{\"bench\": \"ranks\", \"model\": \"%s\", \"solver\": \"%s\", \"commit\": \"%s\", \"ranks\": %d, \"n\": %ld, \"accuracy\": %g, "
           "\"step_seconds\": %.6g, \"bytes_sent_max\": %.6g, \"bytes_sent_mean\": %.6g, \"messages_max\": %.6g, "
           "\"interactions\": %.6g, \"peak_memory_max\": %.6g, \"work_imbalance\": %.4g, \"wait_seconds_mean\": %.4g, "
           "\"messages_early\": %.4g}\n",
           o->model, o->solver, aps_commit(), aps_ranks(ctx), o->n, o->accuracy, least, most[0], mean / aps_ranks(ctx), most[1],
           (aps_sim_stats(sim)->interactions - pairs) / (double)o->steps, most[2], imbalance, waited / aps_ranks(ctx), came[0] > 0 ? came[1] / came[0] : 0);
  return APS_OK;
}

int main(int argc, char **argv) {
  const options o = read_options(argc, argv);
  char text[1200];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  aps_err err = aps_ranks_join(ctx);
  describe(&o, text, sizeof text);
  if (err == APS_OK) err = aps_create(ctx, "bench", text, NULL, 0, &sim);
  if (err == APS_OK) err = measure(sim, &o);
  if (err != APS_OK) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  aps_free(&sim);
  aps_ranks_leave(ctx, aps_exit_status(err));
  aps_ctx_free(&ctx);
  return aps_exit_status(err);
}
