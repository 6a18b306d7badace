/* Tree -> C values, by rows of aps_param: the one place where a configuration is judged. Each value
 * that passes is recorded for aps_config_used. */
#include "config_tree.h"
#include "number.h"
#include "units.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct { /* one key being bound */
  aps_config *cfg;
  const aps_param *row;
  const char *path;
  const aps_units *units;
  const aps_node *node;
  char *to;      /* where the value goes */
  aps_text text; /* the value as YAML */
} bound;

/* "…: dt: WHAT, got VALUE". */
static aps_err wrong(const bound *b, const char *what) {
  char got[80];
  const aps_err code = b->node->origin == APS_FROM_DEFAULT ? APS_EINTERNAL : APS_ECONFIG;
  return aps_config_error(b->cfg, code, b->node, b->path, b->row->key, "%s, got %s", what,
                          aps_node_show(b->node, got));
}

/* "what; hint": the two halves go to their two lines. */
static aps_err wrong_with_hint(const bound *b, const char *why) {
  char what[160];
  const char *semicolon = strstr(why, "; ");
  if (semicolon == NULL) return wrong(b, why);
  snprintf(what, sizeof what, "%.*s", (int)(semicolon - why), why);
  wrong(b, what);
  return aps_hint(b->cfg->ctx, "%s", semicolon + 2);
}

/* ---- ranges: "", ">0", ">=0", "<1", "<=1", "0..1"
 * ------------------------------------------------ */

/* 1 inside; 0 with the requirement in words. */
static int in_range(double v, const char *range, char what[64]) {
  double low, high;
  int overflow;
  if (range == NULL || *range == '\0') return 1;
  const size_t used = aps_number_scan(range, strlen(range), &low, &overflow);
  const char *dots = range + used;
  if (used > 0 && range[used - 1] == '.') dots--; /* the number took the first dot of "0..1" */
  if (used > 0 && strncmp(dots, "..", 2) == 0 && aps_number_parse(dots + 2, &high)) {
    snprintf(what, 64, "must be from %.*s to %s", (int)(dots - range), range, dots + 2);
    return v >= low && v <= high;
  }
  const size_t sign = strspn(range, "<>=");
  if (sign == 0 || !aps_number_parse(range + sign, &low)) return 1;
  snprintf(what, 64, "must be %.*s %s", (int)sign, range, range + sign);
  if (range[0] == '>') return sign == 1 ? v > low : v >= low;
  return sign == 1 ? v < low : v <= low;
}

static aps_err check_range(const bound *b, double v) {
  char what[64];
  return in_range(v, b->row->range, what) ? APS_OK : wrong(b, what);
}

/* ---- one reader per type
 * ------------------------------------------------------------------------- */

/* As YAML 1.1 and 1.2 both read it: 1e-05 is a text in YAML 1.1, 1.0e-05 is not. */
static void put_number(aps_text *t, double v) {
  char text[32];
  aps_number_print(v, text);
  const char *e = strchr(text, 'e');
  if (e == NULL || memchr(text, '.', (size_t)(e - text))) {
    aps_text_add(t, text);
    return;
  }
  aps_text_put(t, text, (size_t)(e - text));
  aps_text_add(t, ".0");
  aps_text_add(t, e);
}

static int looks_like_nan(const char *text) {
  static const char *const words[] = {"nan", "inf", "infinity"};
  if (*text == '-' || *text == '+') text++;
  if (*text == '.') text++;
  char lower[12];
  const size_t n = strlen(text);
  if (n >= sizeof lower) return 0;
  for (size_t i = 0; i <= n; i++)
    lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
  for (size_t i = 0; i < 3; i++)
    if (strcmp(lower, words[i]) == 0) return 1;
  return 0;
}

/* "3,5" and the like, outside brackets. */
static int decimal_comma(const char *text) {
  const char *comma = strchr(text, ',');
  return comma && comma > text && comma[-1] >= '0' && comma[-1] <= '9' && comma[1] >= '0' &&
         comma[1] <= '9';
}

static aps_err read_number(bound *b, const aps_node *node, double *v) {
  const char *why;
  if (node->kind != APS_NODE_SCALAR) return wrong(b, "must be a number");
  if (looks_like_nan(node->text)) return wrong(b, "must be a finite number");
  if (!aps_quantity_parse(node->text, b->row->unit ? b->row->unit : "", b->units, v, &why)) {
    if (decimal_comma(node->text)) {
      wrong(b, "must be a number");
      return aps_hint(b->cfg->ctx, "decimals follow a point: 0.5, not 0,5");
    }
    return wrong_with_hint(b, strcmp(why, "is not a number") == 0 ? "must be a number" : why);
  }
  put_number(&b->text, *v);
  return check_range(b, *v);
}

static aps_err read_integer(bound *b, const aps_node *node, int64_t *v) {
  char text[32];
  if (node->kind != APS_NODE_SCALAR || !aps_integer_parse(node->text, v)) {
    double large;
    const int whole = node->kind == APS_NODE_SCALAR && aps_number_parse(node->text, &large) && fabs(large) >= 0x1p63;
    return wrong(b, whole ? "must be an integer within 2^63" : "must be an integer");
  }
  snprintf(text, sizeof text, "%lld", (long long)*v);
  aps_text_add(&b->text, text);
  return check_range(b, (double)*v);
}

static aps_err read_boolean(bound *b, int *v) {
  static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
  for (int i = 0; i < 6 && b->node->kind == APS_NODE_SCALAR; i++) {
    char capital[8], upper[8];
    strcpy(capital, words[i]);
    capital[0] = (char)(capital[0] - 32);
    size_t n = 0;
    for (const char *c = words[i]; *c; c++) upper[n++] = (char)(*c - 32);
    upper[n] = '\0';
    const char *text = b->node->text;
    if (strcmp(text, words[i]) != 0 && strcmp(text, capital) != 0 && strcmp(text, upper) != 0)
      continue;
    *v = i % 2;
    aps_text_add(&b->text, *v ? "true" : "false");
    return APS_OK;
  }
  return wrong(b, "must be true or false");
}

static aps_err read_text(bound *b, const char **v) {
  if (b->node->kind != APS_NODE_SCALAR) {
    wrong(b, "must be a text");
    return aps_hint(b->cfg->ctx, b->node->kind == APS_NODE_MAP ? "quote a text that holds \": \": %s" : "quote a text that begins with [: %s",
                    "\"...\"");
  }
  *v = b->node->text;
  aps_text_scalar(&b->text, *v);
  return APS_OK;
}

typedef struct {
  const char *name[32];
  int n;
  char copy[512];
} names;

/* range: "open|periodic". */
static void take_names(const char *range, names *out) {
  out->n = 0;
  snprintf(out->copy, sizeof out->copy, "%s", range ? range : "");
  for (char *name = out->copy; name != NULL && *name && out->n < 32;) {
    char *bar = strchr(name, '|');
    if (bar) *bar = '\0';
    out->name[out->n++] = name;
    name = bar ? bar + 1 : NULL;
  }
}

static aps_err none_of(const bound *b, const aps_node *node, const names *known) {
  char what[560], got[80];
  size_t used = 0;
  for (int i = 0; i < known->n; i++)
    used += (size_t)snprintf(what + used, sizeof what - used, "%s%s",
                             i == 0             ? ""
                             : i + 1 < known->n ? ", "
                                                : " or ",
                             known->name[i]);
  aps_config_error(b->cfg, APS_ECONFIG, node, b->path, b->row->key, "must be %s, got %s", what, aps_node_show(node, got));
  const char *near = node->kind == APS_NODE_SCALAR ? aps_nearest(node->text, known->name, known->n) : NULL;
  return near ? aps_hint(b->cfg->ctx, "did you mean `%s`?", near) : APS_ECONFIG;
}

static aps_err read_choice(bound *b, int *v) {
  names known;
  take_names(b->row->range, &known);
  for (int i = 0; i < known.n && b->node->kind == APS_NODE_SCALAR; i++)
    if (strcmp(known.name[i], b->node->text) == 0) {
      *v = i;
      aps_text_scalar(&b->text, known.name[i]);
      return APS_OK;
    }
  return none_of(b, b->node, &known);
}

/* Exactly n numbers or integers, as [1, 2, 3]. */
static aps_err read_list(bound *b, int n, const char *what, const char *example,
                         aps_err (*read)(bound *, const aps_node *, int k)) {
  if (b->node->kind != APS_NODE_LIST || b->node->n != n) {
    wrong(b, what);
    return aps_hint(b->cfg->ctx, "for example %s: %s", b->row->key, example);
  }
  aps_text_add(&b->text, "[");
  for (int k = 0; k < n; k++) {
    if (k > 0) aps_text_add(&b->text, ", ");
    APS_TRY(read(b, b->node->items[k], k));
  }
  aps_text_add(&b->text, "]");
  return APS_OK;
}

static aps_err read_component(bound *b, const aps_node *node, int k) {
  return read_number(b, node, (double *)(void *)b->to + k);
}
static aps_err read_part(bound *b, const aps_node *node, int k) {
  return read_integer(b, node, (int64_t *)(void *)b->to + k);
}

/* Of a list whose row names what may stand there every text must be one of those, in any case. */
static aps_err check_names(const bound *b, const aps_node *item) {
  names known;
  take_names(b->row->range, &known);
  for (int i = 0; i < known.n; i++)
    if (strcasecmp(known.name[i], item->text) == 0) return APS_OK;
  return known.n > 0 ? none_of(b, item, &known) : APS_OK;
}

static aps_err read_texts(bound *b, aps_texts *v) {
  const aps_node *list = b->node;
  int good = list->kind == APS_NODE_LIST;
  for (int i = 0; good && i < list->n; i++) good = list->items[i]->kind == APS_NODE_SCALAR;
  if (!good) {
    wrong(b, "must be a list of texts");
    return list->kind == APS_NODE_SCALAR ? aps_hint(b->cfg->ctx, "write [%.60s]", list->text)
                                         : aps_hint(b->cfg->ctx, "put each item in quotes: [\"...\", \"...\"]");
  }
  const char **text = aps_config_take(b->cfg, (size_t)(list->n + 1) * sizeof *text);
  if (text == NULL) return APS_EMEM;
  aps_text_add(&b->text, "[");
  for (int i = 0; i < list->n; i++) {
    text[i] = list->items[i]->text;
    APS_TRY(check_names(b, list->items[i]));
    if (i > 0) aps_text_add(&b->text, ", ");
    aps_text_scalar(&b->text, text[i]);
  }
  aps_text_add(&b->text, "]");
  *v = (aps_texts){text, list->n};
  return APS_OK;
}

/* Any number of numbers, as [0.1, 2 Gyr]. */
static aps_err read_numbers(bound *b, aps_numbers *v) {
  const aps_node *list = b->node;
  if (list->kind != APS_NODE_LIST) {
    wrong(b, "must be a list of numbers");
    return list->kind == APS_NODE_SCALAR ? aps_hint(b->cfg->ctx, "write [%.60s]", list->text)
                                         : APS_ECONFIG;
  }
  double *value = aps_config_take(b->cfg, (size_t)(list->n + 1) * sizeof *value);
  if (value == NULL) return APS_EMEM;
  aps_text_add(&b->text, "[");
  for (int i = 0; i < list->n; i++) {
    if (i > 0) aps_text_add(&b->text, ", ");
    b->node = list->items[i]; /* the one that an error names */
    APS_TRY(read_number(b, b->node, &value[i]));
  }
  aps_text_add(&b->text, "]");
  b->node = list;
  *v = (aps_numbers){value, list->n};
  return APS_OK;
}

static aps_err read_value(bound *b) {
  if (b->node->empty) {
    aps_config_error(b->cfg, APS_ECONFIG, b->node, b->path, b->row->key, "has no value");
    return aps_hint(b->cfg->ctx,
                    b->row->deflt ? "remove the key for its default, %s"
                                  : "give it one, or remove the key",
                    b->row->deflt);
  }
  switch (b->row->type) {
  case 'd':
    return read_number(b, b->node, (double *)(void *)b->to);
  case 'i':
    return read_integer(b, b->node, (int64_t *)(void *)b->to);
  case 'b':
    return read_boolean(b, (int *)(void *)b->to);
  case 's':
    return read_text(b, (const char **)(void *)b->to);
  case 'e':
    return read_choice(b, (int *)(void *)b->to);
  case 'v':
    return read_list(b, 3, "must be three numbers", "[1, 2, 3]", read_component);
  case 'p':
    return read_list(b, 2, "must be two integers", "[1280, 720]", read_part);
  case 'l':
    return read_texts(b, (aps_texts *)(void *)b->to);
  case 'n':
    return read_numbers(b, (aps_numbers *)(void *)b->to);
  default:
    return wrong(b, "has a type that the program does not know");
  }
}

/* An optional value that is not there. */
static void leave_unset(const aps_param *row, char *to) {
  double *d = (double *)(void *)to;
  int64_t *i = (int64_t *)(void *)to;
  switch (row->type) {
  case 'v':
    d[1] = d[2] = NAN; /* fall through */
  case 'd':
    d[0] = NAN;
    break;
  case 'p':
    i[1] = INT64_MIN; /* fall through */
  case 'i':
    i[0] = INT64_MIN;
    break;
  case 'b':
  case 'e':
    *(int *)(void *)to = -1;
    break;
  case 's':
    *(const char **)(void *)to = NULL;
    break;
  case 'l':
    *(aps_texts *)(void *)to = (aps_texts){NULL, 0};
    break;
  case 'n':
    *(aps_numbers *)(void *)to = (aps_numbers){NULL, 0};
    break;
  }
}

/* A single word in the place of a section (`snapshots: none`) means something to its owner: it is
 * kept for the used parameters. Sections record themselves. */
static aps_err keep_word(bound *b) {
  if (b->node == NULL || b->node->kind != APS_NODE_SCALAR || b->node->empty) return APS_OK;
  aps_text_scalar(&b->text, b->node->text);
  if (b->text.failed) return aps_fail(b->cfg->ctx, APS_EMEM, "configuration: no memory");
  return aps_used_value(b->cfg, b->path, b->row, b->text.data, aps_node_where(b->node));
}

static aps_err bind_row(bound *b) {
  if (b->row->type == 'm') return keep_word(b);
  if (b->node == NULL && b->row->deflt == NULL) {
    leave_unset(b->row, b->to);
    return aps_used_value(b->cfg, b->path, b->row, NULL, NULL);
  }
  if (b->node == NULL) {
    aps_node *deflt = NULL;
    APS_TRY(aps_config_read(b->cfg, APS_FROM_DEFAULT, b->path, b->row->deflt, strlen(b->row->deflt),
                            &deflt));
    b->node = deflt;
  }
  APS_TRY(read_value(b));
  if (b->text.failed) return aps_fail(b->cfg->ctx, APS_EMEM, "configuration: no memory");
  return aps_used_value(b->cfg, b->path, b->row, b->text.data, aps_node_where(b->node));
}

/* ---- a whole section
 * ----------------------------------------------------------------------------- */

static int is_one_of(const char *range, const char *word) {
  names known;
  take_names(range, &known);
  int found = 0;
  for (int i = 0; i < known.n; i++) found |= strcmp(known.name[i], word) == 0;
  return found;
}

/* The row whose key a lone value was probably meant for: `integrator: leapfrog`, `log: 0.1`. Not a list's file:
 * who writes `picture: final.png` means something else. */
static const aps_param *likely_row(const aps_node *node, int n_tables,
                                   const aps_param *const *tables) {
  double number;
  int overflow;
  const int is_number = aps_number_scan(node->text, strlen(node->text), &number, &overflow) > 0;
  for (int k = 0; k < n_tables; k++)
    for (const aps_param *row = tables[k]; row && row->key; row++)
      if (strcmp(row->key, "list") != 0 && strchr(is_number ? "di" : "se", row->type) &&
          (row->type != 'e' || is_one_of(row->range, node->text)))
        return row;
  return NULL;
}

static aps_err not_a_mapping(aps_config *cfg, const aps_node *node, const char *path, int n_tables,
                             const aps_param *const *tables) {
  char got[80];
  const char *dot = strrchr(path, '.'), *name = dot ? dot + 1 : path;
  const int in_list = *path && path[strlen(path) - 1] == ']';
  aps_config_error(cfg, APS_ECONFIG, node, path, NULL, "must be a mapping of keys, got %s",
                   node->kind == APS_NODE_LIST ? "a list" : aps_node_show(node, got));
  if (node->kind == APS_NODE_LIST) return APS_ECONFIG;
  if (node->empty && !in_list)
    return aps_hint(cfg->ctx, "indent the keys of %s below it, or write `%s: {}`", name, name);
  static const char *const nothing[] = {"none", "None", "no", "off", "false"};
  for (size_t k = 0; !in_list && k < sizeof nothing / sizeof *nothing; k++)
    if (strcmp(node->text, nothing[k]) == 0) return aps_hint(cfg->ctx, "leave `%s` out", name);
  const aps_param *row = node->empty ? NULL : likely_row(node, n_tables, tables);
  if (row == NULL) return APS_ECONFIG;
  return in_list ? aps_hint(cfg->ctx, "write `- {%s: %s}`", row->key, got)
                 : aps_hint(cfg->ctx, "write `%s: {%s: %s}`", name, row->key, got);
}

static int known_keys(int n_tables, const aps_param *const *tables, const char **keys, int room) {
  int n = 0;
  for (int k = 0; k < n_tables; k++)
    for (const aps_param *row = tables[k]; row && row->key && n < room; row++) keys[n++] = row->key;
  return n;
}

void aps_config_sections(aps_config *cfg, const char *(*section_of)(const char *key)) { cfg->section_of = section_of; }

static aps_err refuse_unknown(aps_config *cfg, const aps_node *mapping, const char *path,
                              int n_tables, const aps_param *const *tables) {
  const char *keys[256];
  const int n = known_keys(n_tables, tables, keys, 256);
  for (int i = 0; i < mapping->n; i++) {
    int known = 0;
    for (int k = 0; k < n && !known; k++) known = strcmp(keys[k], mapping->keys[i]) == 0;
    if (known) continue;
    aps_config_error(cfg, APS_ECONFIG, mapping->items[i], path, mapping->keys[i], "unknown key");
    const char *near = aps_nearest(mapping->keys[i], keys, n);
    const char *section = cfg->section_of ? cfg->section_of(mapping->keys[i]) : NULL;
    if (section) return aps_hint(cfg->ctx, "it is a key of section %s; apsis explain %s.%s shows how it is written", section, section, mapping->keys[i]);
    if (near) return aps_hint(cfg->ctx, "did you mean `%s`?", near);
    if (i > 0 && mapping->keys[i][strspn(mapping->keys[i], "0123456789")] == '\0') /* {mass: 0,5} */
      return aps_hint(cfg->ctx, "decimals follow a point: 0.5, not 0,5");
    char list[400] = "";
    size_t used = 0;
    for (int k = 0; k < n && used + strlen(keys[k]) + 8 < sizeof list; k++)
      used += (size_t)sprintf(list + used, "%s%s", k ? ", " : "", keys[k]);
    return n ? aps_hint(cfg->ctx, *path ? "known keys are %s" : "known keys are %s; apsis explain NAME knows those of other codes", list)
             : aps_hint(cfg->ctx, "this section has no keys");
  }
  return APS_OK;
}

aps_err aps_config_bind(aps_config *cfg, const aps_node *mapping, const char *path, int n_tables,
                        const aps_param *const *tables, void *const *blocks,
                        const aps_units *units) {
  if (mapping != NULL) {
    if (mapping->kind != APS_NODE_MAP) return not_a_mapping(cfg, mapping, path, n_tables, tables);
    APS_TRY(refuse_unknown(cfg, mapping, path, n_tables, tables));
  }
  APS_TRY(aps_used_section(cfg, path));
  for (int k = 0; k < n_tables; k++)
    for (const aps_param *row = tables[k]; row && row->key; row++) {
      bound b = {.cfg = cfg, .row = row, .path = path, .units = units};
      b.node = aps_node_get(mapping, row->key);
      b.to = (char *)blocks[k] + row->offset;
      const aps_err err = bind_row(&b);
      free(b.text.data);
      APS_TRY(err);
    }
  return APS_OK;
}
