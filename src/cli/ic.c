/* apsis ic: an initial condition into a file. */
#include "cli.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static aps_err make(aps_sim *sim, const char *path, const char *format, int quiet) {
  aps_dataset out;
  TRY(aps_build(sim));
  TRY(aps_snapshot(sim, APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE | APS_EPS, &out));
  TRY(aps_dataset_write(aps_sim_ctx(sim), path, format, &out, NULL, 0));
  if (!quiet && aps_rank(aps_sim_ctx(sim)) == 0) printf("wrote %lld particle%s to %s (%s)\n", (long long)aps_count(sim), aps_count(sim) == 1 ? "" : "s", path, format);
  return APS_OK;
}

/* 0, or the exit status of a usage error. */
static int not_keys(const aps_words *words) {
  for (int i = 1; i < words->n; i++) {
    const char *word = words->word[i];
    if (strchr(word, '=') == NULL) return aps_cli_usage("ic: expected key=value, got %s", word);
    const size_t name = strcspn(word, "=") + 1;
    for (int k = 1; k < i; k++)
      if (strncmp(words->word[k], word, name) == 0)
        return aps_cli_usage("%.*s: given twice, %s and %s", (int)name - 1, word, words->word[k], word);
  }
  return 0;
}

static int ic_words(aps_ctx *ctx, aps_log_level *level, int argc, char **argv) {
  const char *output = NULL, *seed = NULL, *set = NULL, *format = NULL, *quiet = NULL;
  const aps_option table[] = {
      {"--output", "-o", "FILE", "file to write", &output},
      {"--format", NULL, "NAME", "its format; else by its ending, else swift", &format},
      {"--seed", NULL, "N", "of the random numbers (1)", &seed},
      {"--set", NULL, "path.to.key=value", "any other key, such as units.length=kpc", &set},
      {"--quiet", "-q", NULL, "print errors only", &quiet},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "ic MODEL [key=value]... -o FILE", table, 1, 64, &words);
  if (bad) return bad;
  if (output == NULL) return aps_cli_usage("ic: -o FILE is missing");
  int refused = not_keys(&words);
  if (!refused) refused = aps_cli_output_bad(output);
  if (!refused) refused = aps_cli_error(ctx, aps_dataset_format(ctx, output, &format));
  if (refused) return refused;
  char *text = NULL, *model = aps_cli_quote(words.word[0]), *key[64] = {NULL}, *seed_key = NULL, *end_key = NULL;
  aps_cli_append(&text, "particles: [{model: %s}]\nintegrator: {dt: 1}\nrun: {t_end: 0, device: cpu}\nforces: []\n", model);
  for (int i = 1; i < words.n; i++) {
    const int seeds = strncmp(words.word[i], "seed=", 5) == 0;
    aps_cli_append(&key[i], "%s%s", seeds ? "run." : "particles.0.", words.word[i]);
    if (words.n_set < 256) words.set[words.n_set++] = key[i];
  }
  for (int i = 0; i < words.n_set && end_key == NULL; i++) /* nothing is run: it ends where it begins, at a wave's scale factor, say */
    if (strncmp(words.set[i], "run.t_start=", 12) == 0) aps_cli_append(&end_key, "run.t_end=%s", words.set[i] + 12);
  if (end_key && words.n_set < 256) words.set[words.n_set++] = end_key;
  if (seed) aps_cli_append(&seed_key, "run.seed=%s", seed), words.set[words.n_set++] = seed_key;
  *level = quiet ? APS_LOG_WARN : APS_LOG_INFO;
  aps_sim *sim = NULL;
  aps_err err = aps_open(ctx, "ic", text, words.set, words.n_set, &sim);
  if (err == APS_OK) err = make(sim, output, format, quiet != NULL);
  static const char *const option[][2] = {{"particles[0].", ""}, {"particles[0]: ", ""}, {"run.", ""}, {NULL, NULL}};
  const int status = aps_cli_error_as(ctx, err, option);
  aps_free(&sim);
  free(text), free(model), free(seed_key), free(end_key);
  for (int i = 0; i < 64; i++) free(key[i]);
  return status;
}

int aps_cli_ic(int argc, char **argv) { return aps_cli_together(ic_words, argc, argv); }
