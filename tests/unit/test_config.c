/* Claims about core/config: good text becomes the right values, bad text the right sentence, and
 * what was used can be run again. */
#include "../../src/core/config.h"
#include "../../src/core/units.h"
#include "../check.h"
#include <stdarg.h>

typedef struct {
  double dt, eta, limit;
  int64_t n, pair[2];
  int flag, boundary;
  const char *name, *note;
  double position[3];
  aps_texts fields;
} block;

#define AT(member) offsetof(block, member)
static const aps_param params[] = {
    {"name", 's', AT(name), "leapfrog", "", "", "method"},
    {"dt", 'd', AT(dt), "0.01", "time", ">0", "fixed step"},
    {"eta", 'd', AT(eta), NULL, "", "0..1", "accuracy"},
    {"limit", 'd', AT(limit), NULL, "wall time", ">0", "wall time to use"},
    {"n", 'i', AT(n), "1", "", ">=1", "particles"},
    {"flag", 'b', AT(flag), "false", "", "", "a switch"},
    {"boundary", 'e', AT(boundary), "open", "", "open|periodic", "of the box"},
    {"note", 's', AT(note), NULL, "", "", "free text"},
    {"position", 'v', AT(position), "[0, 0, 0]", "length", "", "place"},
    {"size", 'p', AT(pair), "[1280, 720]", "", ">=1", "pixels"},
    {"fields", 'l', AT(fields), "[Coordinates, Masses]", "", "", "datasets"},
    {"inner", 'm', 0, NULL, "", "", "left to its owner"},
    {.key = NULL}};

static aps_units galactic; /* kpc, 1e10 Msun, km/s; made in main */

/* One configuration whose section `a` is bound; frees with done(). */
typedef struct {
  aps_ctx *ctx;
  aps_config *cfg;
  aps_err err;
  block b;
} attempt;

static attempt bind_units(const char *text, const aps_units *units, int n_set,
                          const char *const *set) {
  attempt t = {.ctx = aps_ctx_create()};
  const aps_param *const tables[] = {params};
  void *const blocks[] = {&t.b};
  t.err = aps_config_parse(t.ctx, "test.yaml", text, strlen(text), &t.cfg);
  for (int i = 0; i < n_set && t.err == APS_OK; i++) t.err = aps_config_set(t.cfg, set[i]);
  if (t.err == APS_OK)
    t.err = aps_config_bind(t.cfg, aps_node_get(aps_config_root(t.cfg), "a"), "a", 1, tables,
                            blocks, units);
  return t;
}

static attempt bind(const char *text) { return bind_units(text, &galactic, 0, NULL); }

static void done(attempt *t) {
  aps_config_free(&t->cfg);
  const aps_memory_row *rows;
  const int n = aps_memory_rows(t->ctx, &rows);
  for (int i = 0; i < n; i++) CHECK(rows[i].bytes == 0); /* nothing leaks */
  aps_ctx_free(&t->ctx);
}

static void is(const char *what, const char *got, const char *expected) {
  if (strcmp(got, expected) == 0) return;
  check_failures++;
  printf("  %s: said     %s\n  %*s  expected %s\n", what, got, (int)strlen(what), "", expected);
}

static void refused_with(attempt t, const char *text, const char *error, const char *hint) {
  if (t.err != APS_ECONFIG) {
    check_failures++;
    printf("  accepted: %s (%d)\n", text, t.err);
  } else {
    is(text, aps_ctx_error(t.ctx), error);
    if (hint) is(text, aps_ctx_hint(t.ctx), hint);
  }
  done(&t);
}

static void refused(const char *text, const char *error, const char *hint) {
  refused_with(bind(text), text, error, hint);
}

/* ---- what is right
 * ------------------------------------------------------------------------------- */

static void test_values_of_every_type(void) {
  attempt t = bind(
      "a:\n  name: yoshida4\n  dt: 1e-3\n  eta: 0.02\n  limit: 23h50min\n  n: 16_384\n  flag: yes\n"
      "  boundary: periodic\n  note: \"a: b\"\n  position: [-3, 500 pc, 1 kpc]\n  size: [10, 1e2]\n"
      "  fields: [IDs]\n  inner: {x: 1}\n");
  CHECK_OK(t.ctx, t.err);
  CHECK(strcmp(t.b.name, "yoshida4") == 0 && strcmp(t.b.note, "a: b") == 0);
  CHECK(t.b.dt == 1e-3 && t.b.eta == 0.02 && t.b.limit == 85800 && t.b.n == 16384 && t.b.flag == 1);
  CHECK(t.b.boundary == 1 && t.b.pair[0] == 10 && t.b.pair[1] == 100);
  CHECK(t.b.position[0] == -3 && t.b.position[1] == 0.5 && t.b.position[2] == 1);
  CHECK(t.b.fields.n == 1 && strcmp(t.b.fields.text[0], "IDs") == 0);
  done(&t);
}

static void test_defaults_and_values_left_unset(void) {
  const char *texts[] = {"", "a: {}\n", "# only a comment\n", "---\n",
                         "\xef\xbb\xbf"
                         "a: {}\n"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    attempt t = bind(texts[i]);
    CHECK_OK(t.ctx, t.err);
    CHECK(strcmp(t.b.name, "leapfrog") == 0 && t.b.note == NULL && t.b.dt == 0.01 &&
          isnan(t.b.eta) && t.b.n == 1);
    CHECK(t.b.flag == 0 && t.b.boundary == 0 && t.b.pair[1] == 720 && t.b.fields.n == 2);
    done(&t);
  }
}

static void test_booleans(void) {
  static const char *const words[] = {"true",     "yes",   "on", "True", "YES",
                                      "\"true\"", "false", "no", "off",  "FALSE"};
  for (int i = 0; i < 10; i++) {
    char text[64];
    snprintf(text, sizeof text, "a: {flag: %s}", words[i]);
    attempt t = bind(text);
    CHECK_OK(t.ctx, t.err);
    CHECK(t.b.flag == (i < 6));
    done(&t);
  }
}

static void test_several_tables_share_one_mapping(void) {
  static const aps_param other[] = {{"extra", 'd', 0, "3", "", "", ""}, {.key = NULL}};
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  block b;
  double extra;
  const aps_param *const tables[] = {params, other, NULL};
  void *const blocks[] = {&b, &extra, NULL};
  const char *text = "dt: 2\nextra: 5\n";
  CHECK_OK(ctx, aps_config_parse(ctx, "t", text, strlen(text), &cfg));
  CHECK_OK(ctx, aps_config_bind(cfg, aps_config_root(cfg), "", 3, tables, blocks, NULL));
  CHECK(b.dt == 2 && extra == 5);
  aps_config_free(&cfg);
  CHECK(cfg == NULL);
  aps_config_free(&cfg);
  aps_ctx_free(&ctx);
}

static void test_nodes_know_their_line(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  const char *text = "title: x\nlist:\n  - {a: 1}\n  -\n    b: 2\nempty:\n";
  CHECK_OK(ctx, aps_config_parse(ctx, "runs/my file.yaml", text, strlen(text), &cfg));
  const aps_node *root = aps_config_root(cfg), *list = aps_node_get(root, "list");
  CHECK(aps_node_is(list) == APS_NODE_LIST && aps_node_count(list) == 2);
  is("list", aps_node_where(list), "runs/my file.yaml:2");
  is("a", aps_node_where(aps_node_get(aps_node_item(list, 0), "a")), "runs/my file.yaml:3");
  is("b", aps_node_where(aps_node_get(aps_node_item(list, 1), "b")), "runs/my file.yaml:5");
  is("empty", aps_node_where(aps_node_get(root, "empty")), "runs/my file.yaml:6");
  is("title", aps_node_text(aps_node_get(root, "title")), "x");
  CHECK(aps_node_get(root, "none") == NULL && aps_node_get(NULL, "x") == NULL &&
        aps_node_item(list, 2) == NULL);
  CHECK(aps_node_count(NULL) == 0 && aps_node_count(root) == 0 && aps_node_item(list, -1) == NULL);
  CHECK(aps_config_fail(cfg, root, "", "title", "must be %d", 3) == APS_ECONFIG);
  is("fail", aps_ctx_error(ctx), "runs/my file.yaml:1: title: must be 3");
  aps_config_fail(cfg, NULL, "run", "t_end", "is missing");
  is("fail", aps_ctx_error(ctx), "runs/my file.yaml: run.t_end: is missing");
  aps_config_free(&cfg);
  aps_ctx_free(&ctx);
}

/* ---- what is wrong
 * ------------------------------------------------------------------------------- */

static void test_wrong_values_are_named_with_line_key_and_value(void) {
  refused("a:\n  dt: -0.01\n", "test.yaml:2: a.dt: must be > 0, got -0.01", "");
  refused("a: {dt: 0}", "test.yaml:1: a.dt: must be > 0, got 0", "");
  refused("a: {dt: nan}", "test.yaml:1: a.dt: must be a finite number, got nan", "");
  refused("a: {dt: .nan}", "test.yaml:1: a.dt: must be a finite number, got .nan", "");
  refused("a: {dt: .NaN}", "test.yaml:1: a.dt: must be a finite number, got .NaN", "");
  refused("a: {dt: -.inf}", "test.yaml:1: a.dt: must be a finite number, got -.inf", "");
  refused("a: {dt: inf}", "test.yaml:1: a.dt: must be a finite number, got inf", "");
  refused("a: {dt: 1e999}", "test.yaml:1: a.dt: does not fit a double, got 1e999", "");
  refused("a: {dt: fast}", "test.yaml:1: a.dt: must be a number, got fast", "");
  refused("a: {dt: 0x10}", "test.yaml:1: a.dt: has an unknown unit, got 0x10", NULL);
  refused("a: {dt: [1]}", "test.yaml:1: a.dt: must be a number, got [1]", "");
  refused("a: {dt: {x: 1}}", "test.yaml:1: a.dt: must be a number, got a mapping of keys", "");
  refused("a: {dt: }", "test.yaml:1: a.dt: has no value", "remove the key for its default, 0.01");
  refused("a: {eta: ~}", "test.yaml:1: a.eta: has no value", "give it one, or remove the key");
  refused("a: {dt: \"\"}", "test.yaml:1: a.dt: must be a number, got \"\"", "");
  refused("a:\n  dt: 0,5\n", "test.yaml:2: a.dt: must be a number, got 0,5",
          "decimals follow a point: 0.5, not 0,5");
  refused("a: {eta: 1.5}", "test.yaml:1: a.eta: must be from 0 to 1, got 1.5", "");
  refused("a: {n: 0}", "test.yaml:1: a.n: must be >= 1, got 0", "");
  refused("a: {n: -5}", "test.yaml:1: a.n: must be >= 1, got -5", "");
  refused("a: {n: 2.5}", "test.yaml:1: a.n: must be an integer, got 2.5", "");
  refused("a: {n: 1e30}", "test.yaml:1: a.n: must be an integer within 2^63, got 1e30", NULL);
  refused("a: {n: many}", "test.yaml:1: a.n: must be an integer, got many", "");
  refused("a: {flag: 1}", "test.yaml:1: a.flag: must be true or false, got 1", "");
  refused("a: {flag: yess}", "test.yaml:1: a.flag: must be true or false, got yess", "");
  refused("a: {name: [x]}", "test.yaml:1: a.name: must be a text, got [x]", "quote a text that begins with [: \"...\"");
  refused("a: {boundary: periodc}",
          "test.yaml:1: a.boundary: must be open or periodic, got periodc",
          "did you mean `periodic`?");
  refused("a: {boundary: 7}", "test.yaml:1: a.boundary: must be open or periodic, got 7", "");
}

static void test_wrong_lists(void) {
  refused("a: {position: [1, 2]}", "test.yaml:1: a.position: must be three numbers, got [1, 2]",
          "for example position: [1, 2, 3]");
  refused("a: {position: 5}", "test.yaml:1: a.position: must be three numbers, got 5", NULL);
  refused("a: {position: [1, x, 3]}", "test.yaml:1: a.position: must be a number, got [1, x, 3]",
          "");
  refused("a: {position: [1, [2], 3]}",
          "test.yaml:1: a.position: must be a number, got [1, [...], 3]", "");
  refused("a: {size: [1, 2, 3]}", "test.yaml:1: a.size: must be two integers, got [1, 2, 3]", NULL);
  refused("a: {size: [1, 0]}", "test.yaml:1: a.size: must be >= 1, got [1, 0]", "");
  refused("a: {fields: Masses}", "test.yaml:1: a.fields: must be a list of texts, got Masses",
          "write [Masses]");
  refused("a: {fields: [[x]]}", "test.yaml:1: a.fields: must be a list of texts, got [[...]]",
          NULL);
}

static void test_wrong_units(void) {
  refused("a: {dt: 5 kpc}", "test.yaml:1: a.dt: is a length, not a time, got 5 kpc", "");
  refused("a: {dt: 5 Myrs}", "test.yaml:1: a.dt: has an unknown unit, got 5 Myrs",
          "did you mean `Myr`?");
  refused("a: {eta: 0.5 kpc}",
          "test.yaml:1: a.eta: must be a pure number, but is a length, got 0.5 kpc", "");
  refused("a: {limit: 5 Msun}", "test.yaml:1: a.limit: is a mass, not a time, got 5 Msun", "");
  const aps_units none = {.G = 1};
  refused_with(bind_units("a: {dt: 5 Myr}", &none, 0, NULL), "no units",
               "test.yaml:1: a.dt: has a unit, but the run has none, got 5 Myr",
               "add for example units: {length: kpc, mass: Msun, velocity: km/s}");
}

static void test_unknown_and_duplicate_keys(void) {
  refused("a:\n  dt: 1\n  boundery: open\n", "test.yaml:3: a.boundery: unknown key",
          "did you mean `boundary`?");
  refused("a: {DT: 1}", "test.yaml:1: a.DT: unknown key", "did you mean `dt`?");
  refused("a: {zzz: 1}", "test.yaml:1: a.zzz: unknown key",
          "known keys are name, dt, eta, limit, n, flag, boundary, note, position, size, fields, "
          "inner");
  refused("a:\n  dt: 1\n  dt: 2\n", "test.yaml:3: a.dt: given twice, first on line 2",
          "remove one of the two");
  refused("x: [1, {b: 1, b: 2}]", "test.yaml:1: x[1].b: given twice, first on line 1", NULL);
  refused("a: {<<: {dt: 1}}", "test.yaml:1: a.<<: unknown key", NULL);
}

static void test_a_value_where_keys_are_due(void) {
  refused("a: leapfrog", "test.yaml:1: a: must be a mapping of keys, got leapfrog",
          "write `a: {name: leapfrog}`");
  refused("a: none", "test.yaml:1: a: must be a mapping of keys, got none", "leave `a` out");
  refused("a: 0.1", "test.yaml:1: a: must be a mapping of keys, got 0.1", "write `a: {dt: 0.1}`");
  refused("a: [dt, 1]", "test.yaml:1: a: must be a mapping of keys, got a list", "");
  refused("a:\nb: 1\n", "test.yaml:1: a: must be a mapping of keys, got nothing",
          "indent the keys of a below it, or write `a: {}`");
}

static void test_text_that_is_no_configuration(void) {
  refused("a:\n\tdt: 1\n", "test.yaml:2: a tab indents this line",
          "YAML indents by blanks only: replace the tab");
  refused("a: {dt: 1}\n---\nb: 2\n", "test.yaml:2: a second document begins here", NULL);
  refused("a: &x {dt: 1}\nb: *x\n",
          "test.yaml:1: a: anchors (&name) do not belong in a configuration", NULL);
  refused("a: {note: *x}\n",
          "test.yaml:1: a.note: aliases (*name) do not belong in a configuration", NULL);
  refused("a: {n: !!python/object 1}",
          "test.yaml:1: a.n: tags (!name) do not belong in a configuration", NULL);
  refused("? [1]\n: 2\n", "test.yaml:1: a key must be a plain word", NULL);
  refused("- 1\n- 2\n", "test.yaml:1: must be a mapping of keys, got a list", NULL);
  refused("just words\n", "test.yaml:1: must be a mapping of keys, got just words", NULL);
  refused("a: {dt: 1\n",
          "test.yaml:2: a: not valid YAML: did not find expected ',' or '}' while parsing a flow "
          "mapping",
          "a bracket or brace opened above may not be closed");
  refused("a: b: c\n",
          "test.yaml:1: not valid YAML: mapping values are not allowed in this context", NULL);
  refused("a: {note: \"x\\0y\"}", "test.yaml:1: a.note: a text must not hold the character NUL",
          NULL);
  refused("a: 1\n\x01: 2\n",
          "test.yaml:2: control characters do not belong in a configuration, got byte 0x01", "");
  refused("a: 1\nb: \xff\n", "test.yaml:2: not UTF-8 text, got byte 0xff",
          "save the file as UTF-8");
  refused("b: \xc0\xaf\n", "test.yaml:1: not UTF-8 text, got byte 0xc0", NULL);
}

static void test_utf16_is_told_so(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  CHECK(aps_config_parse(ctx, "t", "a\0:\0 \0001\0", 8, &cfg) == APS_ECONFIG && cfg == NULL);
  is("utf16", aps_ctx_hint(ctx), "this looks like UTF-16: save the file as UTF-8");
  aps_ctx_free(&ctx);
}

/* Depth, count and size beyond reason end early and in words. */
static void hostile(const char *what, const char *head, const char *repeat, int times,
                    const char *expected) {
  const size_t h = strlen(head), r = strlen(repeat);
  char *text = malloc(h + r * (size_t)times + 1);
  memcpy(text, head, h);
  for (int i = 0; i < times; i++) memcpy(text + h + r * (size_t)i, repeat, r);
  text[h + r * (size_t)times] = '\0';
  attempt t = bind(text);
  CHECK(t.err == APS_ECONFIG);
  if (strstr(aps_ctx_error(t.ctx), expected) == NULL) is(what, aps_ctx_error(t.ctx), expected);
  done(&t);
  free(text);
}

static void test_hostile_texts_end_early(void) {
  hostile("brackets", "a: ", "[", 1000000, "nested deeper");
  hostile("braces", "", "{a: ", 1000000, "nested deeper");
  hostile("dashes", "a:\n", "- ", 1000000, "nested deeper");
  hostile("questions", "", "? ", 1000000, "a key must be a plain word");
  hostile("items", "a: [", "1,", 1000000, "more values");
  hostile("lines", "a:\n", "- 1\n", 1000000, "more values");
  hostile("size", "a: 1 #", "................", 1 << 20, "at most 16 MiB, got 16777222 bytes");
  hostile("long key", "", "k", 3000, "");
  char many[20000] = "";
  for (int i = 0; i < 1000; i++) sprintf(many + strlen(many), "k%d: 1\n", i);
  refused(many, "test.yaml:257: k256: more keys than any section has", NULL);
}

static void test_messages_stay_one_short_line(void) {
  char text[5000] = "a: {dt: ";
  memset(text + 8, 'x', 4000);
  strcpy(text + 4008, "}");
  attempt t = bind(text);
  CHECK(t.err == APS_ECONFIG && strlen(aps_ctx_error(t.ctx)) < 120);
  done(&t);
  refused("a: {dt: \"\\e[31mred\\nline\\u009b\"}",
          "test.yaml:1: a.dt: must be a number, got ?[31mred line?", NULL);
  t = bind("a: {dt: "
           "\"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3"
           "\xa9\xc3\xa9"
           "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3"
           "\xa9\xc3\xa9\xc3\xa9"
           "x\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\"}");
  CHECK(strstr(aps_ctx_error(t.ctx), "\xc3\xa9...") != NULL); /* cut between characters */
  done(&t);
}

/* ---- --set
 * --------------------------------------------------------------------------------------- */

static attempt set(const char *text, const char *assignment) {
  return bind_units(text, &galactic, 1, &assignment);
}

static void test_set_replaces_and_makes(void) {
  attempt t = set("a: {dt: 1}", "a.dt=0.5");
  CHECK(t.err == APS_OK && t.b.dt == 0.5);
  done(&t);
  t = set("", "a.position=[1, 2, 3 kpc]");
  CHECK(t.err == APS_OK && t.b.position[2] == 3);
  done(&t);
  t = set("a:\n", "a.dt=1 Myr");
  CHECK(t.err == APS_OK && t.b.dt > 0.001 && t.b.dt < 0.0011); /* code time is 977.8 Myr */
  done(&t);
  t = set("a: {position: [1, 2, 3]}", "a.position.1=7");
  CHECK(t.err == APS_OK && t.b.position[1] == 7);
  done(&t);
  t = set("a: {fields: [x]}", "a.fields[1]=y");
  CHECK(t.err == APS_OK && t.b.fields.n == 2 && strcmp(t.b.fields.text[1], "y") == 0);
  done(&t);
  t = set("", "a={dt: 3, note: a=b}");
  CHECK(t.err == APS_OK && t.b.dt == 3 && strcmp(t.b.note, "a=b") == 0);
  done(&t);
}

/* Both ways of writing a path, and where it leads nowhere. */
static void test_a_path_finds_its_place(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  const char *text = "particles:\n  - {model: disc, Q: 1.5}\n  - {rotate: [30, 0, 7], 0: x}\n";
  CHECK_OK(ctx, aps_config_parse(ctx, "test.yaml", text, strlen(text), &cfg));
  CHECK_OK(ctx, aps_config_set(cfg, "particles.0.Q=0.6"));
  const struct {
    const char *path, *text; /* NULL: nothing stands there */
  } row[] = {{"particles.0.Q", "0.6"},   {"particles[0].model", "disc"}, {"particles.1.rotate[2]", "7"}, {"particles.1.0", "x"},
             {"particles.1.Q", NULL},    {"particles.2", NULL},          {"particles.-1", NULL},         {"particles.Q", NULL},
             {"particles.0.Q.x", NULL},  {"particles..Q", NULL},         {"nothing.0.Q", NULL},          {"particles.1", ""}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const aps_node *at = aps_config_find(cfg, row[i].path);
    is(row[i].path, at ? aps_node_text(at) : "(none)", row[i].text ? row[i].text : "(none)");
  }
  aps_config_free(&cfg);
  aps_ctx_free(&ctx);
}

static void refused_set(const char *text, const char *assignment, const char *error,
                        const char *hint) {
  refused_with(set(text, assignment), assignment, error, hint);
}

static void test_wrong_sets_say_so(void) {
  refused_set("", "a.dt=-1", "--set: a.dt: must be > 0, got -1", "");
  refused_set("", "a.dtt=1", "--set: a.dtt: unknown key", "did you mean `dt`?");
  refused_set("a: {dt: 1}", "a.dt.x=1",
              "--set: a.dt.x: what stands before x is a single value, not a section", "");
  refused_set("b: [1]", "b.5=1", "--set: b.5: there is no position 5",
              "the list has 1 item, counted from 0");
  refused_set("b: [1]", "b.x=1", "--set: b.x: a list has positions 0, 1, 2, not the key x", "0.x is that of the first item");
  refused_set("", "dt", "--set: must be path.to.key=value, got dt",
              "for example --set integrator.dt=0.01");
  refused_set("", "=1", "--set: must be path.to.key=value, got =1", NULL);
  refused_set("", "a..dt=1", "--set: a..dt: is not a path such as forces.0.softening", "");
  refused_set("", "a.=1", "--set: a.: the path ends with a separator", "");
  refused_set("", "a.dt=[1",
              "--set: a.dt[1]: not valid YAML: did not find expected ',' or ']' while parsing a "
              "flow sequence",
              NULL);
  refused_set("", "a.dt=", "--set: a.dt: has no value", NULL);
  refused_set("", "a.note=\xff", "--set: a.note: not UTF-8 text, got byte 0xff", NULL);
  refused_set("", "a={dt: 1, dt: 2}", "--set: a.dt: given twice", NULL);
}

/* ---- used
 * ---------------------------------------------------------------------------------------- */

static void put_section(aps_config *cfg, const aps_node *node, const char *path, block *b,
                        const aps_units *units) {
  const aps_param *const tables[] = {params};
  void *const blocks[] = {b};
  CHECK(aps_config_bind(cfg, node, path, 1, tables, blocks, units) == APS_OK);
}

static const aps_param top_params[] = {{"title", 's', 0, "\"\"", "", "", "name of the run"},
                                       {"list", 'm', 0, NULL, "", "", ""},
                                       {"deep", 'm', 0, NULL, "", "", ""},
                                       {.key = NULL}};

/* Binds title, list[0], list[1] and deep.inner; returns what was used. */
static char *use(aps_ctx *ctx, const char *text, block b[3], char title[256],
                 const aps_units *units) {
  aps_config *cfg;
  const char *top = NULL;
  const aps_param *const tables[] = {top_params};
  void *const blocks[] = {&top};
  CHECK_OK(ctx, aps_config_parse(ctx, "a b#.yaml", text, strlen(text), &cfg));
  if (cfg == NULL) return calloc(1, 1);
  const aps_node *root = aps_config_root(cfg), *list = aps_node_get(root, "list");
  CHECK_OK(ctx, aps_config_bind(cfg, root, "", 1, tables, blocks, units));
  snprintf(title, 256, "%s", top);
  put_section(cfg, aps_node_item(list, 0), "list[0]", &b[0], units);
  put_section(cfg, aps_node_item(list, 1), "list[1]", &b[1], units);
  put_section(cfg, aps_node_get(aps_node_get(root, "deep"), "inner"), "deep.inner", &b[2], units);
  for (int i = 0; i < 3; i++) b[i].name = b[i].note = NULL, b[i].fields = (aps_texts){NULL, 0};
  char *used = aps_config_used(cfg);
  aps_config_free(&cfg);
  return used;
}

static void test_used_reads_back_to_the_same_values(void) {
  aps_ctx *ctx = aps_ctx_create();
  block b[3], again[3];
  char title[256], title_again[256];
  memset(b, 0, sizeof b), memset(again, 0, sizeof again);
  const aps_units none = {.G = 1};
  char *used = use(ctx,
                   "title: \"tab\\t quote\\\" back\\\\ nl\\n \\u2028 \xc3\xa9 # no\"\nlist:\n"
                   "  - {dt: 0.1 Gyr, position: [1 pc, 1e-5 kpc, 1e300 m], flag: on, limit: 1.5 h, "
                   "note: 'yes'}\n"
                   "  - {eta: 0.3333333333333333, n: 1e6, note: '12', fields: ['a, b', '', 'null', "
                   "plain, '- x']}\n"
                   "deep: {inner: {name: \"~\", boundary: periodic, eta: 1e-5}}\n",
                   b, title, &galactic);
  char *twice = use(ctx, used, again, title_again, &none); /* numbers are in code units now */
  CHECK(memcmp(b, again, sizeof b) == 0);
  is("title", title_again, title);
  CHECK(strcmp(title, "tab\t quote\" back\\ nl\n \xe2\x80\xa8 \xc3\xa9 # no") == 0);
  CHECK(strstr(used, "note: \"yes\" ") != NULL); /* plain, other readers would take it for true */
  CHECK(strstr(used, "1.0e-05") != NULL); /* YAML 1.1 would take 1e-05 for a text */
  free(used);
  free(twice);
  aps_ctx_free(&ctx);
}

static void test_used_looks_like_this(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  block b;
  const char *text = "a:\n  dt: 0.5\n";
  CHECK_OK(ctx, aps_config_parse(ctx, "test.yaml", text, strlen(text), &cfg));
  CHECK_OK(ctx, aps_config_set(cfg, "a.n=7"));
  const aps_node *a = aps_node_get(aps_config_root(cfg), "a");
  put_section(cfg, NULL, "a[0]", &b, NULL);
  put_section(cfg, a, "a[0]", &b, NULL); /* replaces */
  CHECK_OK(ctx, aps_config_bind(cfg, NULL, "output.log", 0, NULL, NULL, NULL));
  char *used = aps_config_used(cfg);
  is("used", used,
     "a:\n"
     "  - name: leapfrog                  # default: method\n"
     "    dt: 0.5                         # time, test.yaml:2: fixed step\n"
     "    n: 7                            # --set: particles\n"
     "    flag: false                     # default: a switch\n"
     "    boundary: open                  # default: of the box\n"
     "    position: [0, 0, 0]             # length, default: place\n"
     "    size: [1280, 720]               # default: pixels\n"
     "    fields: [Coordinates, Masses]   # default: datasets\n"
     "output:\n"
     "  log: {}\n");
  free(used);
  aps_config_free(&cfg);
  aps_ctx_free(&ctx);
}

/* `snapshots: none` means something to the section's owner, so it must survive; a section bound later takes its place. */
static void test_a_word_in_a_sections_place_is_kept(void) {
  attempt t = bind("a: {inner: none}\n");
  CHECK_OK(t.ctx, t.err);
  char *used = aps_config_used(t.cfg);
  CHECK(strstr(used, "  inner: none ") != NULL);
  free(used);
  CHECK_OK(t.ctx, aps_config_bind(t.cfg, NULL, "a.inner", 0, NULL, NULL, NULL));
  used = aps_config_used(t.cfg);
  CHECK(strstr(used, "  inner: {}\n") != NULL);
  free(used);
  done(&t);
}

static void test_a_hostile_name_cannot_break_used(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_config *cfg;
  block b;
  const char *text = "dt: 1\n";
  CHECK_OK(ctx, aps_config_parse(ctx, "x\ny: \xff", text, strlen(text), &cfg));
  put_section(cfg, aps_config_root(cfg), "", &b, NULL);
  char *used = aps_config_used(cfg);
  CHECK(strstr(used, "# time, x?y: ?:1: fixed step\n") != NULL);
  free(used);
  aps_config_free(&cfg);
  aps_ctx_free(&ctx);
}

static void test_nearest(void) {
  enum { NAMES = 12 };
  static const char *const names[NAMES] = {"softening", "accuracy", "solver", "law", "dt", "eta", "--set", "--output", "km", "pc", "kpc", "kg"};
  const struct {
    const char *word, *near;
  } row[] = {{"softning", "softening"},
             {"soft", "softening"},
             {"--out", "--output"}, /* though --set has but two other letters */
             {"acuracy", "accuracy"},
             {"slover", "solver"},
             {"LAW", "law"},
             {"td", "dt"},
             {"kp", "kpc"}, /* all that was typed is in it; not in km, pc or kg, as many letters away */
             {"kc", "kpc"},
             {"zzzzzz", NULL},
             {"x", NULL},
             {"", NULL},
             {"time", NULL}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const char *near = aps_nearest(row[i].word, names, NAMES);
    is(row[i].word, near ? near : "(none)", row[i].near ? row[i].near : "(none)");
  }
}

int main(void) {
  aps_ctx *ctx = aps_ctx_create();
  CHECK_OK(ctx, aps_units_make(ctx, "kpc", "1e10 Msun", "km/s", NULL, NAN, &galactic));
  aps_ctx_free(&ctx);
  CHECK_RUN(test_values_of_every_type);
  CHECK_RUN(test_defaults_and_values_left_unset);
  CHECK_RUN(test_booleans);
  CHECK_RUN(test_several_tables_share_one_mapping);
  CHECK_RUN(test_nodes_know_their_line);
  CHECK_RUN(test_wrong_values_are_named_with_line_key_and_value);
  CHECK_RUN(test_wrong_lists);
  CHECK_RUN(test_wrong_units);
  CHECK_RUN(test_unknown_and_duplicate_keys);
  CHECK_RUN(test_a_value_where_keys_are_due);
  CHECK_RUN(test_text_that_is_no_configuration);
  CHECK_RUN(test_utf16_is_told_so);
  CHECK_RUN(test_hostile_texts_end_early);
  CHECK_RUN(test_messages_stay_one_short_line);
  CHECK_RUN(test_set_replaces_and_makes);
  CHECK_RUN(test_a_path_finds_its_place);
  CHECK_RUN(test_wrong_sets_say_so);
  CHECK_RUN(test_used_reads_back_to_the_same_values);
  CHECK_RUN(test_used_looks_like_this);
  CHECK_RUN(test_a_word_in_a_sections_place_is_kept);
  CHECK_RUN(test_a_hostile_name_cannot_break_used);
  CHECK_RUN(test_nearest);
  return CHECK_RESULT();
}
