/* apsis forces: accelerations and potentials of a particle file, once, with the force error that was measured. */
#include "cli.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *output, *law, *softening, *solver, *accuracy, *precision, *G, *box, *sample, *device, *threads, *format;
  int finer; /* 1: double was not asked for */
} options;

/* A value that must be a plain number, >= or > 0; named after its option where it is not. */
static int check_number(const char *name, const char *text, int positive) {
  if (text == NULL) return 0;
  char *end;
  const double value = strtod(text, &end);
  if (end == text || *end || !isfinite(value) || strpbrk(text, "xXpP"))
    return aps_cli_usage("%s: must be a number, got %s", name, text);
  if (value < 0 || (positive && value == 0)) return aps_cli_usage("%s: must be %s 0, got %s", name, positive ? ">" : ">=", text);
  return 0;
}

static int check(aps_ctx *ctx, options *o, long *sample) {
  if (o->output == NULL) return aps_cli_usage("forces: -o OUT.hdf5 is missing");
  if (check_number("--softening", o->softening, 0) || check_number("--accuracy", o->accuracy, 1) ||
      check_number("--G", o->G, 0) || check_number("--box", o->box, 1))
    return 2;
  *sample = 1000;
  if (o->sample) {
    char *end; /* 1e4 is an integer too */
    const double n = strtod(o->sample, &end);
    if (end == o->sample || *end || !(n >= 0) || n != floor(n) || strpbrk(o->sample, "xXpP"))
      return aps_cli_usage("--sample: must be an integer >= 0, got %s", o->sample);
    *sample = n < 1e18 ? (long)n : LONG_MAX;
  }
  if (o->law && !aps_row_find(APS_KIND_LAW, o->law)) {
    aps_cli_usage("--law: no law is called %s", o->law);
    aps_cli_hint("newton, plummer or spline");
    return 2;
  }
  if (o->solver && strcmp(o->solver, "auto") != 0 && !aps_row_find(APS_KIND_FORCE, o->solver)) {
    aps_cli_usage("--solver: no solver in this build is called %s", o->solver);
    aps_cli_hint("this build has: direct, fmm, ewald");
    return 2;
  }
  if (o->precision && strcmp(o->precision, "mixed") && strcmp(o->precision, "double") && strcmp(o->precision, "single"))
    return aps_cli_usage("--precision: must be mixed, double or single, got %s", o->precision);
  const char *format = o->format;
  const int refused = aps_cli_error(ctx, aps_dataset_format(ctx, o->output, &format));
  if (refused) return refused;
  if (strcmp(format, "swift") && strcmp(format, "gadget4") && strcmp(format, "own")) {
    if (o->format) aps_cli_usage("--format: must be swift, gadget4 or own, got %s", o->format);
    else aps_cli_usage("--output: a %s file has no place for accelerations, got %s", format, o->output);
    aps_cli_hint(o->format ? "other formats have no place for accelerations" : "-o NAME.hdf5, or --format swift for an HDF5 file of this name");
    return 2;
  }
  o->format = format;
  return aps_cli_output_bad(o->output);
}

/* The same configuration a run would use: a softened law without --softening takes the file's own. Without --law: newton where
 * there is no softening, else plummer. */
static char *configuration(const char *file, const options *o) {
  char *text = NULL, *quoted = aps_cli_quote(file);
  const char *law = o->law ? o->law : o->softening && strtod(o->softening, NULL) > 0 ? "plummer" : "newton";
  aps_cli_append(&text, "particles: [{file: %s}]\n", quoted);
  aps_cli_append(&text, "units: {G: %s}\n", o->G ? o->G : "1");
  aps_cli_append(&text, "forces: [{law: %s, solver: %s, %s%s%s accuracy: %s}]\n", law,
                 o->solver ? o->solver : o->accuracy ? "auto" : "direct", o->softening ? "softening: " : "", o->softening ? o->softening : "",
                 o->softening ? "," : "", o->accuracy ? o->accuracy : "1e-3");
  if (o->box) aps_cli_append(&text, "box: {boundary: periodic, size: [%s, %s, %s]}\n", o->box, o->box, o->box);
  aps_cli_append(&text, "integrator: {dt: 1}\nrun: {t_end: 0, precision: %s, device: %s, threads: %s}\n",
                 o->precision ? o->precision : "mixed", o->device ? o->device : "auto", o->threads ? o->threads : "0");
  free(quoted);
  return text;
}

static void report(const aps_sim *sim, const options *o, const double error[5], long sample, double seconds) {
  char rate[32], particles[32];
  const double n = (double)aps_count(sim);
  if (o->finer) puts("pairs are summed in double: in float this accuracy cannot be kept here");
  if (sample > 0 && error[0] >= 0) {
    printf("relative force error over %ld particle%s against a direct sum in double:\n", sample, sample == 1 ? "" : "s");
    printf("  rms     %.3e\n  median  %.3e\n  99 %%    %.3e\n  99.9 %%  %.3e\n  max     %.3e\n", error[0], error[1],
           error[2], error[3], error[4]);
  } else {
    puts("relative force error: not measured");
  }
  printf("time    %.6g s, %s interactions/s, %s particles/s\n", seconds,
         aps_cli_si(aps_sim_stats(sim)->interactions / seconds, rate), aps_cli_si(n / seconds, particles));
}

static aps_err write(aps_sim *sim, const options *o, const double error[5]) {
  aps_dataset out;
  TRY(aps_snapshot(sim, APS_X | APS_V | APS_A | APS_POT | APS_MASS | APS_EPS | APS_ID | APS_TYPE, &out));
  aps_snapshot_as_input(sim, &out);
  if (!aps_cli_keeps_frame(o->format, &out)) out.comoving.a = 0;
  for (int k = 0; k < 4; k++) out.force_error[k] = error[k < 2 ? k : k + 1];
  return aps_dataset_write(aps_sim_ctx(sim), o->output, o->format, &out, NULL, 0);
}

/* Rows over which the solver learns whether it keeps its promise. An rms may hang on a few particles in ten thousand, which a
 * sample of a thousand misses; where so many pairs, some 0.1 s, hold more rows than were asked for, those are looked at. */
static long rows_to_learn_from(const aps_sim *sim, const options *o, long sample) {
  enum { PAIRS = 100000000 };
  const long n = (long)aps_count(sim), rows = n > 0 ? PAIRS / n : 0;
  return sample == 0 || o->box || rows <= sample ? sample : rows < n ? rows : n;
}

/* *coarse: nothing is written, for the numbers that pairs are summed in are too coarse for what was asked. */
static aps_err evaluate(aps_sim *sim, const options *o, long sample, int *coarse) {
  aps_only_forces(sim);
  TRY(aps_build(sim));
  double error[5], seconds = 0;
  int again = 1;
  if (sample > aps_count(sim)) sample = (long)aps_count(sim);
  const long learn = rows_to_learn_from(sim, o, sample);
  for (int tries = 0; again && tries < 6; tries++) { /* until the solver keeps its promise */
    const double start = aps_cli_wall();
    TRY(aps_forces(sim, APS_A | APS_POT));
    seconds = aps_cli_wall() - start;
    TRY(aps_force_error(sim, learn, error));
    again = aps_force_tune(sim, error, learn < aps_count(sim) ? 1.05 : 1); /* a sample's rms may be a few per cent less than that of all */
  }
  *coarse = !again && !o->precision && o->accuracy && error[0] > strtod(o->accuracy, NULL);
  if (*coarse) return APS_OK;
  if (learn != sample) TRY(aps_force_error(sim, sample, error));
  if (again) aps_force_falls_short(sim, error);
  if (aps_rank(aps_sim_ctx(sim)) == 0) {
    aps_cli_say_where(sim);
    report(sim, o, error, sample, seconds);
  }
  return write(sim, o, error);
}

static int tears_its_input(const aps_sim *sim, const char *in, const char *out) {
  aps_dataset d = {0};
  aps_snapshot_as_input(sim, &d);
  return aps_cli_tears_a_set(in, d.parts, out);
}

static int forces_words(aps_ctx *ctx, aps_log_level *level, int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {
      {"--output", "-o", "OUT.hdf5", "file to write, in the input's particle order", &o.output},
      {"--law", NULL, "newton|plummer|spline", "pair law (plummer with a softening, else newton)", &o.law},
      {"--softening", NULL, "E", "softening length of all (with --law plummer or spline the file's own, else 0)", &o.softening},
      {"--solver", NULL, "direct|fmm|auto", "how pairs are summed (auto where an accuracy is given, else direct)", &o.solver},
      {"--accuracy", NULL, "E", "rms relative force error asked for (1e-3)", &o.accuracy},
      {"--precision", NULL, "mixed|double|single", "of the pair sums (mixed; double where it takes that to keep an accuracy)", &o.precision},
      {"--G", NULL, "G", "gravitational constant (1)", &o.G},
      {"--box", NULL, "L", "edge of a periodic box", &o.box},
      {"--sample", NULL, "N", "particles whose error is measured (1000)", &o.sample},
      {"--format", NULL, "swift|gadget4|own", "layout of the output (swift)", &o.format},
      {"--device", NULL, "auto|cpu|cuda|cuda:N", "where to sum (auto)", &o.device},
      {"--threads", NULL, "N", "OpenMP threads (all)", &o.threads},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "forces FILE -o OUT.hdf5 [options]", table, 1, 1, &words);
  if (bad) return bad;
  long sample = 0;
  const int wrong = check(ctx, &o, &sample);
  if (wrong) return wrong;
  *level = APS_LOG_INFO;
  aps_sim *sim = NULL;
  char *text = NULL;
  int coarse = 1;
  aps_err err = APS_OK;
  while (err == APS_OK && coarse) {
    aps_free(&sim);
    free(text);
    text = configuration(words.word[0], &o);
    err = aps_open(ctx, "forces", text, NULL, 0, &sim);
    if (err == APS_OK && tears_its_input(sim, words.word[0], o.output)) return aps_free(&sim), free(text), 2;
    if (err == APS_OK) err = evaluate(sim, &o, sample, &coarse);
    if (coarse) o.precision = "double", o.finer = 1;
  }
  static const char *const option[][2] = {{"forces[0].softening", "--softening"}, {"forces[0].solver", "--solver"},
                                          {"forces[0].accuracy", "--accuracy"},   {"forces[0].law", "--law"},
                                          {"run.device", "--device"},             {"run.threads", "--threads"},
                                          {"box.size", "--box"},                  {"forces[0]: ", ""},
                                          {NULL, NULL}};
  const int status = aps_cli_error_as(ctx, err, option);
  aps_free(&sim);
  free(text);
  return status;
}

int aps_cli_forces(int argc, char **argv) { return aps_cli_together(forces_words, argc, argv); }
