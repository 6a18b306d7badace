/* apsis explain: everything a configuration may say, read from the rows that the program itself
 * obeys. */
#include "cli.h"
#include "aliases.h"
#include "explain.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100 };

/* ---- text ---------------------------------------------------------------------------------------
 */

/* Words of `text` from column `at` on, broken before WIDTH; later lines begin at column `indent`.
 */
static void wrap(int at, int indent, const char *text) {
  int column = at;
  while (*text != '\0') {
    const int n = (int)strcspn(text, " ");
    if (column > indent && column + 1 + n > WIDTH) {
      printf("\n%*s", indent, "");
      column = indent;
    } else if (column > at || column > indent) {
      putchar(' ');
      column++;
    }
    printf("%.*s", n, text);
    column += n;
    text += n;
    text += strspn(text, " ");
  }
  putchar('\n');
}

/* "  name    text", the text wrapped in its own column. */
static void entry(int indent, int column, const char *name, const char *text) {
  const int used = printf("%*s%s", indent, "", name);
  if (used + 2 > column)
    printf("\n%*s", column - 1, "");
  else
    printf("%*s", column - 1 - used, "");
  wrap(column - 1, column - 1, text);
}

/* ---- rows ---------------------------------------------------------------------------------------
 */

static const struct {
  const char *title, *what;
  const char *section; /* where its rows' keys stand; output. and the event's name for events */
} kinds[APS_KIND_COUNT] = {
    [APS_KIND_LAW] = {"laws", "pair law", "forces"},
    [APS_KIND_FORCE] = {"solvers", "force solver", "forces"},
    [APS_KIND_INTEGRATOR] = {"integrators", "integrator", "integrator"},
    [APS_KIND_EVENT] = {"events", "event", "output"},
    [APS_KIND_IC] = {"models", "model of initial conditions", "particles"},
    [APS_KIND_BACKEND] = {"devices", "device", "run"},
    [APS_KIND_FORMAT] = {"file formats", "file format", "particles"},
};

/* An event's rhythm is kept by the run, not by the event. */
static const aps_param *rhythm(aps_kind kind, const aps_about *row) {
  return kind == APS_KIND_EVENT ? aps_rhythm_params((const aps_event *)row) : NULL;
}

static int by_wall_clock(const aps_about *event) { return (((const aps_event *)event)->when & APS_WALL_CLOCK) != 0; }

const char *aps_explain_kind(aps_kind kind) {
  static const char *const names[APS_KIND_COUNT] = {"law",   "solver", "integrator", "event",
                                                    "model", "device", "format"};
  return names[kind];
}

const char *aps_explain_section(aps_kind kind) { return kinds[kind].section; }

const aps_param *aps_explain_rhythm(aps_kind kind, const aps_about *row) {
  return rhythm(kind, row);
}

const char *aps_explain_type(char type) {
  switch (type) {
  case 'd':
    return "number";
  case 'i':
    return "integer";
  case 'b':
    return "true or false";
  case 's':
    return "text";
  case 'e':
    return "choice";
  case 'v':
    return "three numbers";
  case 'p':
    return "two integers";
  case 'l':
    return "list of texts";
  case 'n':
    return "list of numbers";
  default:
    return "section";
  }
}

/* ">=0" as ">= 0", "open|periodic" as "open, periodic", "0..1" as "0 to 1". */
static void put_range(const aps_param *p, char *out, size_t size) {
  size_t n = 0;
  out[0] = '\0';
  for (const char *c = p->range ? p->range : ""; *c && n + 8 < size; c++) {
    if (*c == '|')
      n += (size_t)sprintf(out + n, ", ");
    else if (c[0] == '.' && c[1] == '.')
      n += (size_t)sprintf(out + n, " to "), c++;
    else
      n += (size_t)sprintf(out + n, strchr("<>=", *c) && !strchr("<>=", c[1]) ? "%c " : "%c", *c);
  }
}

/* What a key means, and in parentheses what it takes: "softening length (number, length, >= 0,
 * default 0.05)". */
static void put_param(const aps_param *p, char *out, size_t size) {
  char range[200];
  put_range(p, range, sizeof range);
  const char *unit = p->unit ? p->unit : "";
  const char *deflt = p->deflt && strcmp(p->deflt, "\"\"") == 0 ? "empty" : p->deflt;
  const char *presence = p->type == 'm' ? "" : deflt ? ", default " : ", optional";
  snprintf(out, size, "%s (%s%s%s%s%s%s%s)", p->doc ? p->doc : "", aps_explain_type(p->type),
           *unit ? ", " : "", unit,
           *range == '\0'   ? ""
           : p->type == 'e' ? ": "
                            : ", ",
           range, presence, p->type != 'm' && deflt ? deflt : "");
}

static void put_params(int indent, const aps_param *p) {
  for (; p && p->key; p++) {
    char text[1000];
    put_param(p, text, sizeof text);
    entry(indent, indent + 14, p->key, text);
  }
}

/* ---- examples -----------------------------------------------------------------------------------
 */

/* The first two of the names that may stand there. */
static const char *list_sample(const aps_param *p, char *out, size_t size) {
  const char *range = p->range ? p->range : "";
  const size_t first = strcspn(range, "|"), second = range[first] ? strcspn(range + first + 1, "|") : 0;
  if (first > 0)
    snprintf(out, size, "[%.*s%s%.*s]", (int)first, range, second ? ", " : "", (int)second, range + first + (second > 0));
  else
    snprintf(out, size, "[]");
  return out;
}

/* A value that makes sense for this key, as YAML. */
static const char *sample(const char *section, const aps_param *p, char *out, size_t size) {
  static const char *const known[][3] = {{"units", "length", "kpc"},
                                         {"units", "mass", "1e10 Msun"},
                                         {"units", "velocity", "km/s"},
                                         {"units", "time", "Myr"},
                                         {"particles", "file", "galaxy.hdf5"},
                                         {"particles", "model", "plummer"},
                                         {"run", "t_end", "10"},
                                         {"run", "output", "runs/galaxies"},
                                         {"", "title", "Two galaxies collide"},
                                         {"frames", "movie", "a.mp4"},
                                         {"snapshots", "list", "times.txt"},
                                         {"frames", "list", "times.txt"},
                                         {"log", "list", "times.txt"},
                                         {"picture", "list", "times.txt"},
                                         {"forces", "softening", "0.05"},
                                         {"run", "wall_limit", "23h50min"},
                                         {"particles", "position", "[-3, 0, 0]"},
                                         {"particles", "velocity", "[0.4, 0, 0]"},
                                         {"particles", "rotate", "[30, 0, 0]"},
                                         {"particles", "given", "0"},
                                         {"bodies", "rows", "[\"1 0 0 0 0 0 0\", \"1e-3 1 0 0 0 1 0\"]"},
                                         {"orbits", "rows", "[\"1e-3 1 0.1 0 0 0 0\"]"},
                                         {"box", "size", "[10, 10, 10]"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i][0], section) == 0 && strcmp(known[i][1], p->key) == 0) return known[i][2];
  if (p->type != 'm' && p->deflt) return p->deflt;
  switch (p->type) {
  case 'd':
    return p->unit && strcmp(p->unit, "wall time") == 0 ? "30 min" : "0.01";
  case 'i':
    return "1";
  case 'b':
    return "true";
  case 'v':
    return "[1, 2, 3]";
  case 'p':
    return "[1280, 720]";
  case 'l':
    return list_sample(p, out, size);
  case 'n':
    return "[0.1, 0.5, 2]";
  case 'e':
    snprintf(out, size, "%.*s", (int)strcspn(p->range, "|"), p->range);
    return out;
  case 'm':
    return "{}";
  default:
    return "name";
  }
}

/* One line of YAML that uses `key: value` of a section; event: the section is output.EVENT; row:
 * the one whose key it is. */
static void example(const char *section, aps_kind kind, const aps_about *row, const char *key,
                    const char *value) {
  char own[300];
  snprintf(own, sizeof own, "%s: %s", key, value);
  printf("  example     ");
  if (strcmp(section, "") == 0)
    printf("%s\n", own);
  else if (row && kind == APS_KIND_EVENT)
    printf("output: {%s: {%s}}\n", row->name, own);
  else if (row && kind == APS_KIND_IC)
    printf("particles: [{model: %s, %s}]\n", row->name, own);
  else if (row && kind == APS_KIND_INTEGRATOR)
    printf("integrator: {name: %s, %s}\n", row->name, own);
  else if (row && kind == APS_KIND_FORCE)
    printf("forces: [{solver: %s, %s}]\n", row->name, own);
  else if (row && kind == APS_KIND_LAW)
    printf("forces: [{law: %s, %s}]\n", row->name, own);
  else if (strcmp(section, "particles") == 0)
    printf("particles: [{%s%s}]\n",
           strcmp(key, "model") && strcmp(key, "file") && strcmp(key, "given") ? "model: plummer, " : "", own);
  else if (strcmp(section, "forces") == 0)
    printf("forces: [{%s}]\n", own);
  else
    printf("%s: {%s%s}\n", section, strcmp(section, "collisions") || strcmp(key, "outcome") == 0 ? "" : "outcome: bounce, ", own);
}

static int is_choice(const char *range, const char *word) {
  const size_t n = strlen(word);
  for (const char *c = range; c && *c; c += strcspn(c, "|"), c += *c == '|')
    if (strcspn(c, "|") == n && strncmp(c, word, n) == 0) return 1;
  return 0;
}

/* Is there an output.snapshots.format of that name? */
static int snapshot_layout(const char *name) {
  const aps_about *snapshots = aps_row_find(APS_KIND_EVENT, "snapshots");
  for (const aps_param *p = snapshots ? snapshots->params : NULL; p && p->key; p++)
    if (strcmp(p->key, "format") == 0) return is_choice(p->range, name);
  return 0;
}

/* What a row asks of other sections, below its example. */
static void companions(aps_kind kind, const aps_about *row) {
  static const char *const line[][2] = {{"wisdom_holman", "forces: [{law: newton}]"},
                                        {"zeldovich", "units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}"},
                                        {"zeldovich", "cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}"},
                                        {"zeldovich", "box: {boundary: periodic, size: [100, 100, 100]}"},
                                        {"zeldovich", "run: {t_start: 0.02, t_end: 1}"}};
  if (kind == APS_KIND_FORCE && !(((const aps_force *)(const void *)row)->can & APS_OPEN))
    printf("%14sbox: {boundary: periodic, size: [10, 10, 10]}\n", "");
  for (size_t i = 0; i < sizeof line / sizeof *line; i++)
    if (strcmp(line[i][0], row->name) == 0) printf("%14s%s\n", "", line[i][1]);
}

static void row_example(aps_kind kind, const aps_about *row) {
  char value[80];
  printf("  example     ");
  switch (kind) {
  case APS_KIND_LAW:
    printf("forces: [{law: %s%s}]\n", row->name,
           strcmp(row->name, "newton") ? ", softening: 0.05" : "");
    return;
  case APS_KIND_FORCE:
    printf("forces: [{law: plummer, solver: %s, softening: 0.05}]\n", row->name);
    return;
  case APS_KIND_INTEGRATOR:
    printf("integrator: {name: %s%s}\n", row->name,
           ((const aps_integrator *)(const void *)row)->eta > 0 ? "" /* its own */
           : strcmp(row->name, "hermite")                       ? ", dt: 0.01"
                                                                : ", eta: 0.02");
    return;
  case APS_KIND_EVENT:
    printf("output: {%s: {every: %s}}\n", row->name,
           by_wall_clock(row) ? "30 min" : "0.1");
    return;
  case APS_KIND_IC: {
    const aps_param *first = row->params;
    for (const aps_param *p = first; p && p->key; p++)
      if (p->type == 'l') first = p; /* a list of bodies has no default */
    if (first == NULL || first->key == NULL)
      printf("particles: [{model: %s}]\n", row->name);
    else
      printf("particles: [{model: %s, %s: %s}]\n", row->name, first->key,
             sample(row->name, first, value, sizeof value));
    return;
  }
  case APS_KIND_BACKEND:
    printf("run: {device: %s}\n", row->name);
    return;
  default:
    if (snapshot_layout(row->name))
      printf("output: {snapshots: {format: %s}}\n", row->name);
    else if (((const aps_format *)row)->read)
      printf("particles: [{file: galaxy.%s}]\n", ((const aps_format *)row)->extension);
    else
      printf("apsis convert galaxy.hdf5 galaxy.%s\n", ((const aps_format *)row)->extension);
  }
}

/* ---- one thing, in full
 * -------------------------------------------------------------------------- */

static void show_row(aps_kind kind, const aps_about *row) {
  printf("%s: %s\n  ", row->name, kinds[kind].what);
  wrap(2, 2, row->doc ? row->doc : "");
  if (row->source && *row->source) entry(2, 14, "source", row->source);
  if (row->params || rhythm(kind, row)) printf("  keys\n");
  put_params(4, rhythm(kind, row));
  put_params(4, row->params);
  row_example(kind, row);
  companions(kind, row);
  putchar('\n');
}

static void show_param(const char *section, aps_kind kind, const aps_about *row,
                       const aps_param *p) {
  char text[1000], value[80];
  if (row && kind == APS_KIND_EVENT)
    printf("output.%s.%s\n  ", row->name, p->key);
  else if (row)
    printf("%s.%s, with %s\n  ", section, p->key, row->name);
  else
    printf("%s%s%s\n  ", section, *section ? "." : "", p->key);
  put_param(p, text, sizeof text);
  wrap(2, 2, text);
  if (p->type != 'm')
    example(section, kind, row, p->key, sample(row ? row->name : section, p, value, sizeof value));
  putchar('\n');
}

static void show_section(const char *name, const char *doc) {
  printf("%s: section\n  ", name);
  wrap(2, 2, doc ? doc : "");
  put_params(4, aps_section_params(name));
  putchar('\n');
}

static void show_alias(const aps_alias *a) {
  printf("%s: of %s; %s%s\n  ", a->name, a->code, *a->key ? "here " : "here there is no such key",
         a->key);
  wrap(2, 2, a->how);
  putchar('\n');
}

/* ---- looking up
 * ---------------------------------------------------------------------------------- */

/* "forces[0].softening" and "forces.0.softening" as "forces.softening". */
static void plain_path(const char *word, char *out, size_t size) {
  size_t n = 0;
  for (const char *c = word; *c && n + 1 < size;) {
    const size_t digits = *c == '[' || *c == '.' ? strspn(c + 1, "0123456789") : 0;
    const char after = digits ? c[1 + digits] : 'x';
    if (digits && ((*c == '[' && after == ']') || (*c == '.' && (after == '.' || after == '\0')))) {
      c += 1 + digits + (*c == '[');
    } else {
      out[n++] = *c++;
    }
  }
  out[n] = '\0';
}

/* The path's owner fits the row or section, or the path has none. owner: "integrator", "hermite",
 * "output.log". */
static int owner_fits(const char *path, const char *key, const char *section, const char *row) {
  const char *dot = strrchr(path, '.');
  if (strcmp(dot ? dot + 1 : path, key) != 0) return 0;
  if (dot == NULL) return 1;
  const size_t n = (size_t)(dot - path);
  char full[200];
  snprintf(full, sizeof full, "%s.%s", section, row ? row : "");
  return (strlen(section) == n && strncmp(path, section, n) == 0) ||
         (row && strlen(row) == n && strncmp(path, row, n) == 0) ||
         (row && strlen(full) == n && strncmp(path, full, n) == 0);
}

static int show_params_of(const char *path, const char *section, aps_kind kind,
                          const aps_about *row, const aps_param *p) {
  int shown = 0;
  for (; p && p->key; p++)
    if (owner_fits(path, p->key, section, row ? row->name : NULL))
      show_param(section, kind, row, p), shown++;
  return shown;
}

/* Everything of that name: sections, rows, keys. Returns how many. */
static int show_all(const char *path) {
  int shown = 0;
  const char *doc, *name;
  for (int i = 0; (name = aps_section(i, &doc)); i++)
    if (*name && strcmp(name, path) == 0) show_section(name, doc), shown++;
  const char *dot = strrchr(path, '.');
  const aps_about *row;
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++)
    for (int i = 0; (row = aps_row(k, i)); i++)
      if (strcmp(row->name, path) == 0 ||
          (dot && k == APS_KIND_EVENT && strncmp(path, "output.", 7) == 0 &&
           strcmp(row->name, path + 7) == 0))
        show_row(k, row), shown++;
  if (shown > 0) return shown;
  for (int i = 0; (name = aps_section(i, &doc)); i++)
    shown += show_params_of(path, name, APS_KIND_COUNT, NULL, aps_section_params(name));
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++)
    for (int i = 0; (row = aps_row(k, i)); i++) {
      shown += show_params_of(path, kinds[k].section, k, row, rhythm(k, row));
      shown += show_params_of(path, kinds[k].section, k, row, row->params);
    }
  return shown;
}

/* ---- the unknown
 * --------------------------------------------------------------------------------- */

typedef struct {
  const char *word[600];
  int n;
} names;

static void add_name(names *all, const char *word) {
  if (all->n < (int)(sizeof all->word / sizeof *all->word) && *word) all->word[all->n++] = word;
}

static int unknown(const char *word) {
  names all = {.n = 0};
  const char *doc, *name;
  const aps_about *row;
  for (int i = 0; (name = aps_section(i, &doc)); i++) {
    add_name(&all, name);
    for (const aps_param *p = aps_section_params(name); p && p->key; p++) add_name(&all, p->key);
  }
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++)
    for (int i = 0; (row = aps_row(k, i)); i++) {
      add_name(&all, row->name);
      for (const aps_param *p = row->params; p && p->key; p++) add_name(&all, p->key);
    }
  for (const aps_alias *a = aps_aliases; a->name; a++) add_name(&all, a->name);
  const char *last = strrchr(word, '.'),
             *near = aps_nearest(last ? last + 1 : word, all.word, all.n);
  aps_cli_usage("nothing is called %s", word);
  if (near)
    fprintf(stderr, "hint: did you mean `%s`?\n", near);
  else
    fprintf(stderr, "hint: apsis explain lists everything\n");
  return 2;
}

/* ---- the list
 * ------------------------------------------------------------------------------------ */

static void list_all(void) {
  const char *doc, *name;
  const aps_about *row;
  puts("A configuration is YAML with these sections and keys; apsis explain WORD tells more about "
       "each.\n");
  for (int i = 0; (name = aps_section(i, &doc)); i++) {
    char keys[1000] = "";
    size_t n = 0;
    for (const aps_param *p = aps_section_params(name); p && p->key && n + 80 < sizeof keys; p++)
      n += (size_t)snprintf(keys + n, sizeof keys - n, "%s%.64s", n ? ", " : "", p->key);
    entry(2, 18, *name ? name : "(top level)", keys);
  }
  for (aps_kind k = 0; k < APS_KIND_COUNT; k++) {
    if (aps_row_count(k) == 0) continue;
    printf("\n%s\n", kinds[k].title);
    for (int i = 0; (row = aps_row(k, i)); i++) entry(2, 18, row->name, row->doc ? row->doc : "");
  }
  puts("\nNames of other codes' parameters are known too: apsis explain ErrTolTheta.");
}

int aps_cli_explain(int argc, char **argv) {
  const char *json = NULL;
  const aps_option options[] = {
      {"--json", NULL, NULL, "all of it, for programs: one JSON document", &json}, {.name = NULL}};
  aps_words words;
  const int status =
      aps_cli_parse(argc, argv, "explain [KEY|SECTION|MODEL|LAW|SOLVER|INTEGRATOR|FORMAT|EVENT]",
                    options, 0, 1, &words);
  if (status != 0) return status > 0 ? status : 0;
  if (json && words.n > 0)
    return aps_cli_usage("--json explains everything: leave out %s", words.word[0]);
  if (json) {
    aps_explain_json();
    return 0;
  }
  if (words.n == 0) {
    list_all();
    return 0;
  }
  char path[200];
  plain_path(words.word[0], path, sizeof path);
  if (show_all(path) > 0) return 0;
  const aps_alias *alias = aps_alias_find(words.word[0]);
  if (alias == NULL) return unknown(words.word[0]);
  show_alias(alias);
  if (*alias->key) show_all(alias->key);
  return 0;
}
