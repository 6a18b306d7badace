/* Claims about apsis explain: it knows everything the program knows, says nothing false about it,
 * and fits 100 columns. */
#define _GNU_SOURCE
#include "../../src/cli/aliases.h"
#include "../../src/cli/cli.h"
#include "../../src/core/config.h"
#include "../check.h"
#include <unistd.h>

static char said[1 << 20]; /* what the last explain() printed */

static int explain(const char *word) {
  char *argv[] = {"explain", (char *)word, NULL};
  FILE *file = tmpfile();
  fflush(stdout);
  fflush(stderr);
  const int out = dup(1), err = dup(2);
  dup2(fileno(file), 1);
  dup2(fileno(file), 2);
  const int status = aps_cli_explain(word ? 2 : 1, argv);
  fflush(stdout);
  fflush(stderr);
  dup2(out, 1);
  dup2(err, 2);
  close(out);
  close(err);
  rewind(file);
  said[fread(said, 1, sizeof said - 1, file)] = '\0';
  fclose(file);
  return status;
}

static void complain(const char *what, const char *word) {
  check_failures++;
  printf("  %s: %s\n%s", what, word ? word : "(everything)", said);
}

/* Its example line, given as --set or a file, must be YAML. */
static void check_examples(const char *word) {
  static const char head[] = "  example     ";
  for (const char *at = said; (at = strstr(at, head)); at++) {
    const char *text = at + sizeof head - 1;
    if (strncmp(text, "apsis ", 6) == 0) continue; /* a command */
    aps_ctx *ctx = aps_ctx_create();
    aps_config *cfg = NULL;
    if (aps_config_parse(ctx, "example", text, strcspn(text, "\n"), &cfg) != APS_OK)
      complain(aps_ctx_error(ctx), word);
    aps_config_free(&cfg);
    aps_ctx_free(&ctx);
  }
}

static void check_width(const char *word) {
  for (const char *line = said; *line; line += strcspn(line, "\n"), line += *line == '\n')
    if (strcspn(line, "\n") > 100) complain("wider than 100 columns", word);
}

static void known(const char *word) {
  if (explain(word) != 0) complain("unknown", word);
  check_width(word);
  check_examples(word);
}

static void test_everything_listed_is_explained(void) {
  known(NULL);
  const char *doc, *section;
  for (int i = 0; (section = aps_section(i, &doc)); i++) {
    if (*section) known(section);
    for (const aps_param *p = aps_section_params(section); p && p->key; p++) {
      char path[200];
      snprintf(path, sizeof path, "%s%s%s", section, *section ? "." : "", p->key);
      known(path);
      known(p->key);
    }
  }
  const aps_about *row;
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++)
    for (int i = 0; (row = aps_row(k, i)); i++) {
      known(row->name);
      for (const aps_param *p = row->params; p && p->key; p++) {
        char path[200];
        snprintf(path, sizeof path, "%s.%s", row->name, p->key);
        known(path);
      }
    }
}

static void test_paths_of_a_configuration_are_understood(void) {
  known("forces.0.softening");
  known("forces[0].softening");
  known("particles[12].model");
  known("output.checkpoint.every");
  CHECK(strstr(said, "wall time") != NULL);
  known("output.log");
}

static void test_every_alias_leads_to_a_key_that_exists(void) {
  for (const aps_alias *a = aps_aliases; a->name; a++) {
    if (*a->key) known(a->key);
    known(a->name);
    CHECK(strstr(said, a->name) != NULL && strstr(said, a->code) != NULL);
  }
  CHECK(aps_alias_find("errtoltheta") == aps_alias_find("ErrTolTheta"));
  CHECK(strcmp(aps_alias_find("SofteningClassOfPartType3")->key, "particles.softening") == 0);
  CHECK(strcmp(aps_alias_find("theta_cr")->code, "SWIFT") == 0);
  CHECK(aps_alias_find("ErrTol") == NULL && aps_alias_find("") == NULL);
}

static void test_unknown_words_end_with_2_and_the_nearest(void) {
  CHECK(explain("softning") == 2 && strstr(said, "did you mean `softening`?"));
  CHECK(explain("integrator.dtt") == 2 && strstr(said, "did you mean `dt`?"));
  CHECK(explain("hermit") == 2 && strstr(said, "`hermite`"));
  CHECK(explain("zzzzz") == 2 && strstr(said, "hint: apsis explain lists everything"));
  CHECK(explain("") == 2);
  char longest[5000];
  memset(longest, 'x', sizeof longest - 1);
  longest[sizeof longest - 1] = '\0';
  CHECK(explain(longest) == 2);
}

int main(void) {
  CHECK_RUN(test_everything_listed_is_explained);
  CHECK_RUN(test_paths_of_a_configuration_are_understood);
  CHECK_RUN(test_every_alias_leads_to_a_key_that_exists);
  CHECK_RUN(test_unknown_words_end_with_2_and_the_nearest);
  return CHECK_RESULT();
}
