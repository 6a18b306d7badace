/* The tree of a configuration: nodes that know their line, in memory that goes away as a whole. */
#include "config_tree.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- memory ------------------------------------------------------------------------------------
 */

typedef struct aps_chunk {
  struct aps_chunk *next;
  size_t used, size;
} chunk;

enum { CHUNK = 32 << 10, ROUND = 16, HEAD = (sizeof(chunk) + ROUND - 1) / ROUND * ROUND };

void *aps_config_take(aps_config *cfg, size_t bytes) {
  if (bytes > (size_t)1 << 40) {
    aps_fail(cfg->ctx, APS_EMEM, "configuration: %zu bytes do not fit any memory", bytes);
    return NULL;
  }
  bytes = (bytes + ROUND - 1) / ROUND * ROUND;
  chunk *c = cfg->chunks;
  if (c == NULL || c->size - c->used < bytes) {
    const size_t size = bytes > CHUNK / 4 ? bytes : CHUNK;
    chunk *fresh = aps_alloc(cfg->ctx, "configuration", (int64_t)(HEAD + size), 1);
    if (fresh == NULL) return NULL;
    fresh->size = size;
    if (c != NULL && size == bytes) { /* a large one: keep filling the chunk in front */
      fresh->next = c->next;
      c->next = fresh;
    } else {
      fresh->next = c;
      cfg->chunks = fresh;
    }
    c = fresh;
  }
  void *out = (char *)c + HEAD + c->used;
  c->used += bytes;
  return out;
}

const char *aps_config_copy(aps_config *cfg, const char *text, size_t length) {
  char *out = aps_config_take(cfg, length + 1);
  if (out != NULL && length > 0) memcpy(out, text, length);
  return out;
}

void aps_config_free(aps_config **cfg) {
  if (cfg == NULL || *cfg == NULL) return;
  aps_ctx *ctx = (*cfg)->ctx;
  for (chunk *c = (*cfg)->chunks; c != NULL;) {
    chunk *next = c->next;
    aps_release(ctx, c);
    c = next;
  }
  aps_release(ctx, *cfg);
  *cfg = NULL;
}

/* ---- nodes -------------------------------------------------------------------------------------
 */

aps_node *aps_node_new(aps_config *cfg, aps_node_kind kind, aps_origin origin, int line) {
  aps_node *node = aps_config_take(cfg, sizeof *node);
  if (node != NULL)
    *node = (aps_node){.cfg = cfg, .kind = kind, .origin = origin, .line = line, .text = "", .where = origin == APS_FROM_SET ? cfg->option : NULL};
  return node;
}

aps_err aps_node_append(aps_node *node, const char *key, aps_node *item) {
  if (node->n == node->room) {
    const int room = node->room ? 2 * node->room : 4;
    aps_node **items = aps_config_take(node->cfg, (size_t)room * sizeof *items);
    const char **keys = aps_config_take(node->cfg, (size_t)room * sizeof *keys);
    if (items == NULL || keys == NULL) return APS_EMEM;
    for (int i = 0; i < node->n; i++) items[i] = node->items[i], keys[i] = node->keys[i];
    node->items = items;
    node->keys = keys;
    node->room = room;
  }
  node->keys[node->n] = key;
  node->items[node->n++] = item;
  return APS_OK;
}

const aps_node *aps_config_root(const aps_config *cfg) { return cfg->root; }

const aps_node *aps_node_get(const aps_node *mapping, const char *key) {
  if (mapping == NULL || mapping->kind != APS_NODE_MAP) return NULL;
  for (int i = 0; i < mapping->n; i++)
    if (strcmp(mapping->keys[i], key) == 0) return mapping->items[i];
  return NULL;
}

int aps_node_count(const aps_node *list) {
  return list != NULL && list->kind == APS_NODE_LIST ? list->n : 0;
}

const aps_node *aps_node_item(const aps_node *list, int i) {
  return i >= 0 && i < aps_node_count(list) ? list->items[i] : NULL;
}

const char *aps_node_key(const aps_node *mapping, int i) {
  return mapping->kind == APS_NODE_MAP && i >= 0 && i < mapping->n ? mapping->keys[i] : NULL;
}

aps_node_kind aps_node_is(const aps_node *node) { return node->kind; }
const char *aps_node_text(const aps_node *node) { return node->text; }

const char *aps_node_where(const aps_node *node) {
  if (node->origin == APS_FROM_DEFAULT) return "default";
  if (node->where != NULL) return node->where;
  char line[16];
  const int digits = snprintf(line, sizeof line, ":%d", node->line);
  const size_t n = strlen(node->cfg->name);
  char *where = aps_config_take(node->cfg, n + (size_t)digits + 1);
  if (where == NULL) return node->cfg->name;
  memcpy(where, node->cfg->name, n);
  memcpy(where + n, line, (size_t)digits + 1);
  ((aps_node *)node)->where = where; /* nodes are only ever const to their readers */
  return where;
}

int aps_config_is_empty_word(const char *text) {
  static const char *const words[] = {"", "~", "null", "Null", "NULL"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(text, words[i]) == 0) return 1;
  return 0;
}

/* ---- errors ------------------------------------------------------------------------------------
 */

/* A copy of text for a message: at most 60 bytes, whole characters, nothing a terminal would obey.
 */
static void excerpt(const char *text, char *out) {
  size_t n = 0;
  const size_t length = strlen(text);
  for (size_t i = 0; i < length;) {
    uint32_t c;
    const size_t size = aps_utf8(text + i, length - i, &c);
    if (n + (size ? size : 1) > 60) {
      n += (size_t)sprintf(out + n, "...");
      break;
    }
    if (size == 0 || c < 0x20 || (c >= 0x7f && c < 0xa0)) {
      out[n++] = c == '\n' ? ' ' : '?';
      i += size ? size : 1;
    } else {
      memcpy(out + n, text + i, size);
      n += size;
      i += size;
    }
  }
  out[n] = '\0';
}

/* "[1, 2, x]", cut off after 70 bytes. */
static void show_list(const aps_node *node, char out[80]) {
  size_t n = 1;
  strcpy(out, "[");
  for (int i = 0; i < node->n; i++) {
    const aps_node *item = node->items[i];
    char text[80] = "{...}";
    if (item->kind == APS_NODE_LIST) strcpy(text, "[...]");
    if (item->kind == APS_NODE_SCALAR) excerpt(item->text, text);
    const int fits = n + strlen(text) < 66;
    n += (size_t)snprintf(out + n, 70 - n, "%s%s", i ? ", " : "", fits ? text : "...");
    if (!fits) break;
  }
  strcpy(out + n, "]");
}

const char *aps_node_show(const aps_node *node, char out[80]) {
  if (node->kind == APS_NODE_MAP) return strcpy(out, "a mapping of keys");
  if (node->kind == APS_NODE_LIST)
    show_list(node, out);
  else if (node->text[0] == '\0')
    strcpy(out, node->empty ? "nothing" : "\"\"");
  else
    excerpt(node->text, out);
  return out;
}

static aps_err report(aps_config *cfg, aps_err code, const aps_node *node, const char *path,
                      const char *key, const char *format, va_list args) {
  char what[640];
  vsnprintf(what, sizeof what, format, args);
  path = path ? path : "";
  key = key ? key : "";
  const char *where = node ? aps_node_where(node) : cfg->name;
  if (strlen(where) > 240) where += strlen(where) - 240; /* its end says more than its beginning */
  return aps_fail(cfg->ctx, code, "%s: %.100s%s%.60s%s%s", where, path, *path && *key ? "." : "",
                  key, *path || *key ? ": " : "", what);
}

aps_err aps_config_error(aps_config *cfg, aps_err code, const aps_node *node, const char *path,
                         const char *key, const char *format, ...) {
  va_list args;
  va_start(args, format);
  report(cfg, code, node, path, key, format, args);
  va_end(args);
  return code;
}

aps_err aps_config_fail(aps_config *cfg, const aps_node *mapping, const char *path, const char *key,
                        const char *format, ...) {
  const aps_node *value = key ? aps_node_get(mapping, key) : NULL;
  va_list args;
  va_start(args, format);
  report(cfg, APS_ECONFIG, value ? value : mapping, path, key, format, args);
  va_end(args);
  return APS_ECONFIG;
}
