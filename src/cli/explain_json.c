/* apsis explain --json: every section and every row with its parameters, as one JSON document for
 * editors, forms and the Python package. The same rows as the text. */
#include "explain.h"
#include "cli.h"
#include "json.h"
#include <stdio.h>

/* "open|periodic" as a list. */
static void choices(aps_json *j, const char *range) {
  char word[80];
  aps_json_open(j, "choices", '[');
  while (*range) {
    size_t n = 0;
    for (; *range && *range != '|'; range++)
      if (n + 1 < sizeof word) word[n++] = *range;
    word[n] = '\0';
    aps_json_text(j, NULL, word);
    if (*range == '|') range++;
  }
  aps_json_close(j, ']');
}

static void params(aps_json *j, const aps_param *p) {
  for (; p && p->key; p++) {
    aps_json_open(j, NULL, '{');
    aps_json_text(j, "key", p->key);
    aps_json_text(j, "type", p->type == 'b' ? "boolean" : aps_explain_type(p->type));
    aps_json_text(j, "default", p->deflt);
    aps_json_text(j, "unit", p->unit ? p->unit : "");
    aps_json_text(j, "range", p->range ? p->range : "");
    if (p->type == 'e' && p->range) choices(j, p->range);
    aps_json_text(j, "doc", p->doc ? p->doc : "");
    aps_json_close(j, '}');
  }
}

static void sections(aps_json *j) {
  const char *doc, *name;
  aps_json_open(j, "sections", '[');
  for (int i = 0; (name = aps_section(i, &doc)); i++) {
    aps_json_open(j, NULL, '{');
    aps_json_text(j, "name", name);
    aps_json_text(j, "doc", doc);
    aps_json_open(j, "params", '[');
    params(j, aps_section_params(name));
    aps_json_close(j, ']');
    aps_json_close(j, '}');
  }
  aps_json_close(j, ']');
}

static void row(aps_json *j, aps_kind kind, const aps_about *about) {
  aps_json_open(j, NULL, '{');
  aps_json_text(j, "kind", aps_explain_kind(kind));
  aps_json_text(j, "name", about->name);
  aps_json_text(j, "section", aps_explain_section(kind));
  aps_json_text(j, "doc", about->doc ? about->doc : "");
  aps_json_text(j, "source", about->source);
  aps_json_open(j, "params", '[');
  params(j, aps_explain_rhythm(kind, about));
  params(j, about->params);
  aps_json_close(j, ']');
  aps_json_close(j, '}');
}

void aps_explain_json(void) {
  aps_json j = {0};
  const aps_about *about;
  aps_json_open(&j, NULL, '{');
  aps_json_text(&j, "version", APS_VERSION);
  aps_json_text(&j, "commit", aps_commit());
  sections(&j);
  aps_json_open(&j, "rows", '[');
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++)
    for (int i = 0; (about = aps_row(k, i)); i++) row(&j, k, about);
  aps_json_close(&j, ']');
  aps_json_close(&j, '}');
  putchar('\n');
}
