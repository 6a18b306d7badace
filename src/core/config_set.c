/* --set: "forces.0.softening=0.1" puts a value, itself YAML, at a place of the tree. Pieces of the
 * path are keys or list positions, written a.0.b or a[0].b; what is missing on the way is made. -P of the command line writes
 * section:key:value, as SWIFT does: a colon before any '=', which no path has. */
#include "config_tree.h"
#include "number.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PIECE = 132 };

typedef struct {
  aps_config *cfg;
  const char *path; /* as given, up to the '=' */
  char piece[PIECE];
} walk;

__attribute__((format(printf, 2, 3))) static aps_err refuse(const walk *w, const char *format,
                                                            ...) {
  char what[200];
  va_list args;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  return aps_fail(w->cfg->ctx, APS_ECONFIG, "%s: %.100s: %s", w->cfg->option, w->path, what);
}

/* The next piece of a path, *at moved past it and what separates it from others. 0: there is none, or it is too long. */
static int next_piece(const char **at, char piece[PIECE]) {
  const size_t n = strcspn(*at, ".[]");
  if (n == 0 || n >= PIECE) return 0;
  memcpy(piece, *at, n);
  piece[n] = '\0';
  *at += n;
  if (**at == ']') (*at)++;
  if (**at == '.' || **at == '[') (*at)++;
  return 1;
}

static aps_err take_piece(walk *w, const char **at) {
  if (!next_piece(at, w->piece)) return refuse(w, "is not a path such as forces.0.softening");
  const int separated = (*at)[-1] == '.' || (*at)[-1] == '[';
  return **at == '\0' && separated ? refuse(w, "the path ends with a separator") : APS_OK;
}

static int is_position(const char *piece) {
  return piece[0] != '\0' && piece[strspn(piece, "0123456789")] == '\0';
}

/* What a new place holds until it is filled. */
static aps_err append_nothing(const walk *w, aps_node *to, const char *key) {
  aps_node *nothing = aps_node_new(w->cfg, APS_NODE_SCALAR, APS_FROM_SET, 0);
  if (nothing == NULL) return APS_EMEM;
  nothing->empty = 1;
  return aps_node_append(to, key, nothing);
}

static aps_err find_in_list(const walk *w, aps_node *list, aps_node ***slot) {
  int64_t i;
  if (!is_position(w->piece) || !aps_integer_parse(w->piece, &i)) {
    refuse(w, "a list has positions 0, 1, 2, not the key %s", w->piece);
    return aps_hint(w->cfg->ctx, "0.%s is that of the first item", w->piece);
  }
  if (i > list->n) {
    refuse(w, "there is no position %s", w->piece);
    return aps_hint(w->cfg->ctx, "the list has %d item%s, counted from 0", list->n,
                    list->n == 1 ? "" : "s");
  }
  if (i == list->n) APS_TRY(append_nothing(w, list, NULL));
  *slot = &list->items[i];
  return APS_OK;
}

static aps_err find_in_map(const walk *w, aps_node *map, aps_node ***slot) {
  for (int i = 0; i < map->n; i++)
    if (strcmp(map->keys[i], w->piece) == 0) {
      *slot = &map->items[i];
      return APS_OK;
    }
  if (map->n >= APS_CONFIG_MAX_KEYS) return refuse(w, "more keys than any section has");
  const char *key = aps_config_copy(w->cfg, w->piece, strlen(w->piece));
  if (key == NULL) return APS_EMEM;
  APS_TRY(append_nothing(w, map, key));
  *slot = &map->items[map->n - 1];
  return APS_OK;
}

/* One piece down from *slot, which becomes a mapping or a list where nothing stood. */
static aps_err descend(const walk *w, aps_node ***slot) {
  aps_node *here = **slot;
  if (here->empty) {
    here =
        aps_node_new(w->cfg, is_position(w->piece) ? APS_NODE_LIST : APS_NODE_MAP, APS_FROM_SET, 0);
    if (here == NULL) return APS_EMEM;
    **slot = here;
  }
  if (here->kind == APS_NODE_LIST) return find_in_list(w, here, slot);
  if (here->kind == APS_NODE_MAP) return find_in_map(w, here, slot);
  return refuse(w, "what stands before %s is a single value, not a section", w->piece);
}

/* The '=' of an assignment, or the second colon of SWIFT's; NULL: there is none. */
static const char *end_of_path(aps_config *cfg, const char *assignment) {
  const char *colon = assignment + strcspn(assignment, ":="), *second = *colon == ':' ? strchr(colon + 1, ':') : NULL;
  cfg->option = second ? "-P" : "--set";
  return second ? second : strchr(assignment, '=');
}

aps_err aps_config_set(aps_config *cfg, const char *assignment) {
  const char *equals = end_of_path(cfg, assignment);
  if (equals == NULL || equals == assignment) {
    aps_fail(cfg->ctx, APS_ECONFIG, "--set: must be path.to.key=value, got %.100s", assignment);
    return aps_hint(cfg->ctx, "for example --set integrator.dt=0.01");
  }
  char *path = aps_config_take(cfg, (size_t)(equals - assignment) + 1);
  if (path == NULL) return APS_EMEM;
  memcpy(path, assignment, (size_t)(equals - assignment));
  if (*equals == ':') *strchr(path, ':') = '.';
  walk w = {.cfg = cfg, .path = path};
  aps_node *value = NULL;
  APS_TRY(aps_config_read(cfg, APS_FROM_SET, w.path, equals + 1, strlen(equals + 1), &value));
  aps_node **slot = &cfg->root;
  int depth = 0;
  for (const char *at = w.path; *at != '\0';) {
    APS_TRY(take_piece(&w, &at));
    if (++depth > APS_CONFIG_MAX_DEPTH) return refuse(&w, "nested deeper than any configuration");
    APS_TRY(descend(&w, &slot));
  }
  *slot = value;
  return APS_OK;
}

const aps_node *aps_config_find(const aps_config *cfg, const char *path) {
  const aps_node *here = cfg->root;
  char piece[PIECE];
  while (here && *path != '\0') {
    int64_t i = -1;
    if (!next_piece(&path, piece)) return NULL;
    const int position = is_position(piece) && aps_integer_parse(piece, &i) && i < here->n;
    here = here->kind == APS_NODE_MAP ? aps_node_get(here, piece) : here->kind == APS_NODE_LIST && position ? here->items[i] : NULL;
  }
  return here;
}
