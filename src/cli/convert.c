/* apsis convert: one particle file into another format. */
#include "cli.h"
#include <stdio.h>
#include <string.h>

/* What a format has no room for and these particles have, in words; NULL: nothing. */
static const char *lost(const char *format, const aps_dataset *d) {
  if (strcmp(format, "tipsy") == 0)
    return "tipsy keeps single precision and no ids, radii, units or box; gas (type 0) comes first, then dark particles (all types but 0 and 4), then stars (type 4)";
  int more = d->units.length > 0 || (d->units.G > 0 && d->units.G != 1) || d->time != 0 || d->periodic;
  for (int64_t i = 0; (d->has & APS_EPS) && i < d->v.n && !more; i++) more = d->v.eps[i] > 0;
  for (int64_t i = 0; (d->has & APS_RADIUS) && i < d->v.n && !more; i++) more = d->v.radius[i] > 0;
  return strcmp(format, "csv") == 0 && more ? "CSV keeps no softenings, radii, units, time or box" : NULL;
}

/* SWIFT's layout tells the universe whole, or of none. */
int aps_cli_keeps_frame(const char *format, const aps_dataset *d) {
  return strcmp(format, "swift") == 0 ? d->comoving.in.H0 > 0 : strcmp(format, "tipsy") && strcmp(format, "csv");
}

/* What a comoving run's numbers are in OUT. */
static const char *frame(const char *format) {
  if (strcmp(format, "own") == 0) return "as they were, and what they are told";
  return strcmp(format, "gadget4") == 0 ? "those of GADGET-4, with its factors of h and v / sqrt(a)"
                                        : "comoving positions and peculiar velocities, without factors of h";
}

/* One file of a set written anew would leave the others to go with what is not there any more. */
int aps_cli_tears_a_set(const char *in, int parts, const char *out) {
  if (!aps_dataset_in_set(in, parts, out)) return 0;
  aps_cli_usage("%s: is one of the %d files of the snapshot that is read", out, parts);
  aps_cli_hint("give the output another name: all of the snapshot goes into that one file");
  return 2;
}

static int convert_words(aps_ctx *ctx, aps_log_level *level, int argc, char **argv) {
  const char *format = NULL, *compress = NULL, *quiet = NULL;
  const aps_option table[] = {
      {"--format", NULL, "swift|gadget4|own|tipsy|csv", "of OUT; else by its ending, else swift", &format},
      {"--compress", NULL, NULL, "shuffle and gzip the datasets (HDF5)", &compress},
      {"--quiet", "-q", NULL, "print errors only", &quiet},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "convert IN OUT [--format NAME]", table, 2, 2, &words);
  if (bad) return bad;
  const int no_place = aps_cli_output_bad(words.word[1]);
  if (no_place) return no_place;
  const int no_format = aps_cli_error(ctx, aps_dataset_format(ctx, words.word[1], &format));
  if (no_format) return no_format;
  *level = quiet ? APS_LOG_WARN : APS_LOG_INFO;
  aps_dataset data = {.owned = NULL};
  aps_err err = aps_dataset_read(ctx, words.word[0], &data);
  if (err == APS_OK && aps_cli_tears_a_set(words.word[0], data.parts, words.word[1])) return aps_dataset_free(&data), 2;
  const int expands = err == APS_OK && data.comoving.a > 0;
  if (expands && !aps_cli_keeps_frame(format, &data)) aps_dataset_plain(&data), data.comoving.a = 0;
  if (err == APS_OK) err = aps_dataset_write(ctx, words.word[1], format, &data, NULL, compress != NULL);
  const int64_t n = data.total > 0 ? data.total : data.v.n;
  const int tells = err == APS_OK && aps_rank(ctx) == 0 && !quiet;
  if (tells)
    printf("%s (%s) -> %s (%s): %lld particle%s\n", words.word[0], data.format, words.word[1], format, (long long)n, n == 1 ? "" : "s");
  if (tells && data.note[0]) printf("note: %s\n", data.note);
  if (tells && expands) printf("note: in %s they are %s\n", words.word[1], frame(format));
  const char *missing = tells ? lost(format, &data) : NULL;
  if (missing) printf("note: %s\n", missing);
  const int status = aps_cli_error(ctx, err);
  aps_dataset_free(&data);
  return status;
}

int aps_cli_convert(int argc, char **argv) { return aps_cli_together(convert_words, argc, argv); }
