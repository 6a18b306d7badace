/* What was bound, as YAML that can be run again: every value with its unit, origin and meaning as a
 * comment. Paths such as "particles[0]" become nested lists and mappings, in the order of binding.
 * The same as plain lines, to compare one configuration with another.
 */
#include "config_tree.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct aps_record { /* a section, a list item or a value */
  const char *key;  /* NULL: a list item */
  int index;
  const char *text; /* of a value; NULL: a section, or a value that was taken back */
  const char *origin;
  const aps_param *row;     /* NULL: a section */
  aps_record *next, *first; /* sibling; children */
};

static aps_record *find(const aps_record *in, const char *key, size_t n, int index) {
  for (aps_record *r = in->first; r != NULL; r = r->next) {
    if (key == NULL ? r->key == NULL && r->index == index
                    : r->key != NULL && strlen(r->key) == n && memcmp(r->key, key, n) == 0)
      return r;
  }
  return NULL;
}

/* List items stay in the order of their index, keys in the order of binding. */
static void insert(aps_record *in, aps_record *fresh) {
  aps_record **at = &in->first;
  while (*at != NULL && !(fresh->key == NULL && (*at)->index > fresh->index)) at = &(*at)->next;
  fresh->next = *at;
  *at = fresh;
}

/* The child of that key (or, with key NULL, index), made where it is not there; NULL: no memory. */
static aps_record *child(aps_config *cfg, aps_record *in, const char *key, size_t n, int index) {
  aps_record *found = find(in, key, n, index);
  if (found != NULL) return found;
  aps_record *fresh = aps_config_take(cfg, sizeof *fresh);
  if (fresh == NULL) return NULL;
  *fresh = (aps_record){.index = index};
  if (key != NULL && (fresh->key = aps_config_copy(cfg, key, n)) == NULL) return NULL;
  insert(in, fresh);
  return fresh;
}

/* "particles[0].limits" from the root; NULL: no memory. */
static aps_record *section(aps_config *cfg, const char *path) {
  if (cfg->used == NULL) {
    cfg->used = aps_config_take(cfg, sizeof *cfg->used);
    if (cfg->used == NULL) return NULL;
    *cfg->used = (aps_record){.key = ""};
  }
  aps_record *at = cfg->used;
  while (*path != '\0' && at != NULL) {
    if (*path == '[') {
      at = child(cfg, at, NULL, 0, atoi(path + 1));
      path += strcspn(path, "]");
      if (*path == ']') path++;
    } else {
      const size_t n = strcspn(path, ".[");
      at = child(cfg, at, path, n, 0);
      path += n;
    }
    if (*path == '.') path++;
  }
  return at;
}

aps_err aps_used_section(aps_config *cfg, const char *path) {
  aps_record *at = section(cfg, path);
  if (at == NULL) return APS_EMEM;
  at->row = NULL; /* a word that stood here before gives way */
  return APS_OK;
}

aps_err aps_used_value(aps_config *cfg, const char *path, const aps_param *row, const char *text,
                       const char *origin) {
  aps_record *in = section(cfg, path);
  if (in == NULL) return APS_EMEM;
  aps_record *value = text ? child(cfg, in, row->key, strlen(row->key), 0)
                           : find(in, row->key, strlen(row->key), 0);
  if (value == NULL) return text ? APS_EMEM : APS_OK;
  value->row = row;
  value->origin = origin;
  value->text = text ? aps_config_copy(cfg, text, strlen(text)) : NULL;
  return text == NULL || value->text != NULL ? APS_OK : APS_EMEM;
}

aps_err aps_config_settle(aps_config *cfg, const char *path, const aps_param *params, const char *key, const char *text,
                          const char *origin) {
  while (params->key && strcmp(params->key, key) != 0) params++;
  return params->key ? aps_used_value(cfg, path, params, text, origin) : APS_EINTERNAL;
}

/* ---- writing
 * ------------------------------------------------------------------------------------- */

enum { COMMENT_COLUMN = 36 };

static void blanks(aps_text *t, int n) {
  for (; n > 0; n--) aps_text_add(t, " ");
}

/* "  # length, galaxies.yaml:14: softening length" */
static void comment(aps_text *t, const aps_record *r, size_t width) {
  blanks(t, width < COMMENT_COLUMN ? COMMENT_COLUMN - (int)width : 2);
  aps_text_add(t, "# ");
  if (r->row->unit && *r->row->unit) {
    aps_text_comment(t, r->row->unit);
    aps_text_add(t, ", ");
  }
  aps_text_comment(t, r->origin);
  if (r->row->doc && *r->row->doc) {
    aps_text_add(t, ": ");
    aps_text_comment(t, r->row->doc);
  }
  aps_text_add(t, "\n");
}

static int is_hidden(const aps_record *r) { return r->row != NULL && r->text == NULL; }

static const aps_record *first_shown(const aps_record *in) {
  const aps_record *r = in->first;
  while (r != NULL && is_hidden(r)) r = r->next;
  return r;
}

/* The children of `in` at that indentation; inline_first: the first stands behind a "- " already
 * written. */
static void write_children(aps_text *t, const aps_record *in, int indent, int inline_first) {
  for (const aps_record *r = first_shown(in); r != NULL; r = r->next) {
    if (is_hidden(r)) continue;
    const size_t before = t->n;
    if (!inline_first) blanks(t, indent);
    const size_t lead = inline_first ? (size_t)indent : 0;
    inline_first = 0;
    aps_text_add(t, r->key ? r->key : "-");
    if (r->key) aps_text_add(t, ":");
    const aps_record *first = first_shown(r);
    if (r->row != NULL) {
      aps_text_add(t, " ");
      aps_text_add(t, r->text);
      comment(t, r, lead + t->n - before);
    } else if (first == NULL) {
      aps_text_add(t, " {}\n");
    } else if (r->key == NULL) {
      aps_text_add(t, " ");
      write_children(t, r, indent + 2, 1);
    } else {
      aps_text_add(t, "\n");
      write_children(t, r, indent + 2, 0);
    }
  }
}

char *aps_config_used(const aps_config *cfg) {
  aps_text t = {0};
  aps_text_add(&t, "");
  if (cfg->used != NULL) write_children(&t, cfg->used, 0, 0);
  if (!t.failed) return t.data;
  free(t.data);
  aps_fail(cfg->ctx, APS_EMEM, "configuration: no memory");
  return NULL;
}

static void write_lines(aps_text *t, const aps_record *in, const char *path) {
  char key[512];
  for (const aps_record *r = first_shown(in); r != NULL; r = r->next) {
    if (is_hidden(r)) continue;
    if (r->key) snprintf(key, sizeof key, "%s%s%s", path, *path ? "." : "", r->key);
    else snprintf(key, sizeof key, "%s[%d]", path, r->index);
    if (r->row == NULL) {
      write_lines(t, r, key);
      continue;
    }
    const char *const part[] = {key, "\t", r->text, "\t"};
    for (int i = 0; i < 4; i++) aps_text_add(t, part[i]);
    aps_text_comment(t, r->origin);
    aps_text_add(t, "\n");
  }
}

char *aps_config_lines(const aps_config *cfg) {
  aps_text t = {0};
  aps_text_add(&t, "");
  if (cfg->used != NULL) write_lines(&t, cfg->used, "");
  if (!t.failed) return t.data;
  free(t.data);
  aps_fail(cfg->ctx, APS_EMEM, "configuration: no memory");
  return NULL;
}
