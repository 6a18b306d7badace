/* Fuzzes core/config: any bytes either fail with a one-line error or bind, and then what was used
 * binds again to the same values. Bytes behind a record separator (0x1e) are --set assignments.
 *
 *   clang -g -O1 -fsanitize=fuzzer,address,undefined tests/fuzz/fuzz_config.c
 * src/core/{ctx,number,units,nearest}.c \ src/core/config_*.c -lyaml -lm -o fuzz_config &&
 * ./fuzz_config -max_total_time=60 tests/fuzz/corpus_config
 *
 * With -DAPS_FUZZ_MAIN it replays the files and folders given as arguments, or the kept corpus,
 * without libFuzzer. */
#include "../../src/core/config.h"
#include "../../src/core/units.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  double d, optional, pure, wall, angle, v[3], w[3];
  int64_t i, p[2];
  int b, e;
} plain;
typedef struct {
  plain p; /* comparable byte by byte */
  const char *s, *t;
  aps_texts l;
} block;

#define AT(member) offsetof(block, member)
static const aps_param params[] = {
    {"name", 's', AT(s), "leapfrog", "", "", "text"},
    {"note", 's', AT(t), NULL, "", "", "optional text"},
    {"dt", 'd', AT(p.d), "0.01", "time", ">0", "number"},
    {"mass", 'd', AT(p.optional), NULL, "mass", ">=0", "optional number"},
    {"eta", 'd', AT(p.pure), "0.5", "", "0..1", "pure number"},
    {"limit", 'd', AT(p.wall), "30 min", "wall time", ">0", "wall time"},
    {"angle", 'd', AT(p.angle), "0", "degree", "", "angle"},
    {"n", 'i', AT(p.i), "1", "", ">=1", "integer"},
    {"flag", 'b', AT(p.b), "no", "", "", "boolean"},
    {"boundary", 'e', AT(p.e), "open", "", "open|periodic", "choice"},
    {"position", 'v', AT(p.v), "[0, 0, 0]", "length", "", "vector"},
    {"spin", 'v', AT(p.w), NULL, "velocity/length", "", "optional vector"},
    {"size", 'p', AT(p.p), "[1280, 720]", "", ">=1", "pair"},
    {"fields", 'l', AT(l), "[a]", "", "", "texts"},
    {"list", 'm', 0, NULL, "", "", "left to its owner"},
    {"units", 'm', 0, NULL, "", "", "left to its owner"},
    {.key = NULL}};

typedef struct {
  const char *length, *mass, *velocity, *time;
  double G;
} unit_block;
static const aps_param unit_params[] = {
    {"length", 's', offsetof(unit_block, length), NULL, "", "", ""},
    {"mass", 's', offsetof(unit_block, mass), NULL, "", "", ""},
    {"velocity", 's', offsetof(unit_block, velocity), NULL, "", "", ""},
    {"time", 's', offsetof(unit_block, time), NULL, "", "", ""},
    {"G", 'd', offsetof(unit_block, G), NULL, "", ">=0", ""},
    {.key = NULL}};

enum { MAX_ITEMS = 4 };
typedef struct {
  plain top, item[MAX_ITEMS];
  aps_units units;
} result;

static aps_err bind(aps_config *cfg, const aps_node *node, const char *path, const aps_units *units,
                    plain *out) {
  block b;
  memset(&b, 0, sizeof b);
  const aps_param *const tables[] = {params};
  void *const blocks[] = {&b};
  APS_TRY(aps_config_bind(cfg, node, path, 1, tables, blocks, units));
  *out = b.p;
  return APS_OK;
}

static aps_err bind_all(aps_ctx *ctx, aps_config *cfg, result *r) {
  const aps_node *root = aps_config_root(cfg), *list = aps_node_get(root, "list");
  unit_block u;
  const aps_param *const tables[] = {unit_params};
  void *const blocks[] = {&u};
  APS_TRY(aps_config_bind(cfg, aps_node_get(root, "units"), "units", 1, tables, blocks, NULL));
  APS_TRY(aps_units_make(ctx, u.length, u.mass, u.velocity, u.time, u.G, &r->units));
  APS_TRY(bind(cfg, root, "", &r->units, &r->top));
  for (int i = 0; i < aps_node_count(list) && i < MAX_ITEMS; i++) {
    char path[32];
    snprintf(path, sizeof path, "list[%d]", i);
    APS_TRY(bind(cfg, aps_node_item(list, i), path, &r->units, &r->item[i]));
  }
  return APS_OK;
}

static void insist(int truth, const char *what) {
  if (truth) return;
  fprintf(stderr, "broken promise: %s\n", what);
  abort();
}

/* Text -> values; returns what was used, or NULL after a proper error. */
static char *use(aps_ctx *ctx, const char *text, size_t length, char *set, result *r) {
  aps_config *cfg = NULL;
  char *used = NULL;
  memset(r, 0, sizeof *r);
  aps_err err = aps_config_parse(ctx, "fuzz.yaml", text, length, &cfg);
  while (err == APS_OK && set != NULL) {
    char *next = strchr(set, 0x1e);
    if (next) *next++ = '\0';
    err = aps_config_set(cfg, set);
    set = next;
  }
  if (err == APS_OK) err = bind_all(ctx, cfg, r);
  if (err == APS_OK) {
    used = aps_config_used(cfg);
    insist(used != NULL, "used parameters can be written");
  } else {
    insist(err == APS_ECONFIG && aps_ctx_error(ctx)[0] != '\0',
           "a failure is a configuration error in words");
    insist(strchr(aps_ctx_error(ctx), '\n') == NULL && strlen(aps_ctx_error(ctx)) < 1000,
           "an error is one line");
  }
  aps_config_free(&cfg);
  return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  if (size > 0) memcpy(text, data, size);
  text[size] = '\0';
  char *set = memchr(text, 0x1e, size);
  const size_t length = set ? (size_t)(set - text) : size;
  aps_ctx *ctx = aps_ctx_create();
  result first, second;
  char *used = use(ctx, text, length, set ? set + 1 : NULL, &first);
  if (used != NULL) {
    char *again = use(ctx, used, strlen(used), NULL, &second);
    if (again == NULL) fprintf(stderr, "%s\n%s\n", used, aps_ctx_error(ctx));
    insist(again != NULL, "what was used can be run again");
    insist(memcmp(&first, &second, sizeof first) == 0, "it gives the same values");
    free(again);
  }
  free(used);
  aps_ctx_free(&ctx);
  free(text);
  return 0;
}

#ifdef APS_FUZZ_MAIN
#include <dirent.h>

static int replay_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return 0;
  static uint8_t data[1 << 20];
  const size_t n = fread(data, 1, sizeof data, file);
  fclose(file);
  LLVMFuzzerTestOneInput(data, n);
  return 1;
}

static int replay(const char *path) {
  DIR *folder = opendir(path);
  if (folder == NULL) return replay_file(path);
  int n = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char name[4096];
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    if (entry->d_name[0] != '.') n += replay_file(name);
  }
  closedir(folder);
  return n;
}

int main(int argc, char **argv) {
  int n = 0;
  for (int i = 1; i < argc; i++) n += replay(argv[i]);
  if (argc < 2) n = replay("tests/fuzz/corpus_config");
  printf("%d inputs replayed\n", n);
  return n > 0 ? 0 : 1;
}
#endif
