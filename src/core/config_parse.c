/* YAML text -> tree, over libyaml's events. Only what a configuration needs: mappings, lists and
 * scalars of one UTF-8 document. Anchors, tags and further documents are refused, so the tree is
 * never larger than the text. */
#include "config_tree.h"
#include <stdio.h>
#include <string.h>
#include <yaml.h>

typedef struct step { /* where in the tree we are; lives on the stack of build() */
  const struct step *up;
  const char *key; /* NULL: a list item */
  int index;
} step;

typedef struct {
  aps_config *cfg;
  aps_origin origin;
  const char *base; /* path of the whole text */
  yaml_parser_t parser;
  yaml_event_t event;
  const char *text;
  size_t length;
} source;

/* "forces[0].softening" below base; cut off where out is full. */
static size_t write_path(const char *base, const step *at, char *out, size_t size) {
  if (at == NULL) return (size_t)snprintf(out, size, "%.90s", base);
  const size_t n = write_path(base, at->up, out, size);
  if (n + 1 >= size) return n;
  const int more = at->key ? snprintf(out + n, size - n, "%s%s", n ? "." : "", at->key)
                           : snprintf(out + n, size - n, "[%d]", at->index);
  return n + (size_t)more < size ? n + (size_t)more : size - 1;
}

/* Records "name:line: path: what"; line 0: not known. */
static aps_err refuse(source *s, const step *at, int line, const char *what) {
  char path[200], where[32] = "";
  write_path(s->base, at, path, sizeof path);
  const char *name = s->origin == APS_FROM_SET       ? s->cfg->option
                     : s->origin == APS_FROM_DEFAULT ? "default"
                                                     : s->cfg->name;
  if (line > 0 && s->origin == APS_FROM_FILE) snprintf(where, sizeof where, ":%d", line);
  if (strlen(name) > 240) name += strlen(name) - 240;
  return aps_fail(s->cfg->ctx, APS_ECONFIG, "%s%s: %s%s%s", name, where, path, *path ? ": " : "",
                  what);
}

/* ---- the bytes ---------------------------------------------------------------------------------
 */

static aps_err bad_byte(source *s, int line, unsigned char byte) {
  char what[96];
  if (byte < 0x80) {
    snprintf(what, sizeof what,
             "control characters do not belong in a configuration, got byte 0x%02x", byte);
    refuse(s, NULL, line, what);
    return s->length > 1 && (s->text[0] == '\0' || s->text[1] == '\0')
               ? aps_hint(s->cfg->ctx, "this looks like UTF-16: save the file as UTF-8")
               : APS_ECONFIG;
  }
  snprintf(what, sizeof what, "not UTF-8 text, got byte 0x%02x", byte);
  refuse(s, NULL, line, what);
  return aps_hint(s->cfg->ctx, "save the file as UTF-8");
}

/* A tab that indents content: YAML counts blanks. */
static int indents_by_tab(const char *line, const char *end) {
  int tab = 0;
  for (; line < end && (*line == ' ' || *line == '\t'); line++) tab |= *line == '\t';
  return tab && line < end && *line != '\n' && *line != '\r' && *line != '#';
}

static aps_err check_bytes(source *s) {
  const char *end = s->text + s->length;
  int line = 1, line_begins = 1;
  for (const char *c = s->text; c < end;) {
    if (line_begins && indents_by_tab(c, end)) {
      refuse(s, NULL, line, "a tab indents this line");
      return aps_hint(s->cfg->ctx, "YAML indents by blanks only: replace the tab");
    }
    uint32_t point;
    const size_t size = aps_utf8(c, (size_t)(end - c), &point);
    if (size == 0 || (point < 0x20 && point != '\n' && point != '\r' && point != '\t') ||
        point == 0x7f)
      return bad_byte(s, line, (unsigned char)*c);
    line_begins = *c == '\n';
    line += line_begins;
    c += size;
  }
  return APS_OK;
}

/* ---- events ------------------------------------------------------------------------------------
 */

static const char *yaml_hint(const char *problem) {
  if (strstr(problem, "mapping values are not allowed"))
    return "quote a text that holds \": \", and indent the keys of one section alike";
  if (strstr(problem, "could not find expected ':'"))
    return "a key needs a colon and a blank after it: `key: value`";
  if (strstr(problem, "expected ',' or"))
    return "a bracket or brace opened above may not be closed";
  if (strstr(problem, "cannot start any token")) return "quote a text that begins with @, ` or %";
  if (strstr(problem, "expected <block end>")) return "indent the keys of one section alike";
  if (strstr(problem, "directive")) return "a comment begins with #; apsis explain NAME knows the parameters of other codes";
  if (strstr(problem, "unexpected end of stream"))
    return "a quotation mark, bracket or brace may not be closed";
  return NULL;
}

static aps_err not_yaml(source *s, const step *at) {
  const yaml_parser_t *p = &s->parser;
  if (p->error == YAML_MEMORY_ERROR)
    return aps_fail(s->cfg->ctx, APS_EMEM, "configuration: no memory");
  const char *problem = p->problem ? p->problem : "unknown problem";
  int line = (int)p->problem_mark.line + 1;
  if (p->error == YAML_READER_ERROR) { /* knows a byte, no line */
    line = 1;
    for (size_t i = 0; i < s->length && i < p->problem_offset; i++) line += s->text[i] == '\n';
  }
  char what[256];
  snprintf(what, sizeof what, "not valid YAML: %s%s%s", problem, p->context ? " " : "",
           p->context ? p->context : "");
  refuse(s, at, line, what);
  const char *hint = yaml_hint(problem);
  return hint ? aps_hint(s->cfg->ctx, "%s", hint) : APS_ECONFIG;
}

static aps_err next(source *s, const step *at) {
  yaml_event_delete(&s->event);
  if (yaml_parser_parse(&s->parser, &s->event)) return APS_OK;
  memset(&s->event, 0, sizeof s->event);
  return not_yaml(s, at);
}

static int line_of(const source *s) { return (int)s->event.start_mark.line + 1; }

static aps_err no_extras(source *s, const step *at, const yaml_char_t *anchor,
                         const yaml_char_t *tag) {
  if (anchor) {
    refuse(s, at, line_of(s), "anchors (&name) do not belong in a configuration");
    return aps_hint(s->cfg->ctx, "write the value out where it is needed");
  }
  if (tag) return refuse(s, at, line_of(s), "tags (!name) do not belong in a configuration");
  return APS_OK;
}

static aps_err build(source *s, const step *at, int depth, int line, aps_node **out);

static aps_err build_scalar(source *s, const step *at, int line, aps_node **out) {
  const yaml_char_t *tag = s->event.data.scalar.tag;
  APS_TRY(no_extras(s, at, s->event.data.scalar.anchor, tag));
  const char *text = (const char *)s->event.data.scalar.value;
  const size_t length = s->event.data.scalar.length;
  if (strlen(text) != length) return refuse(s, at, line, "a text must not hold the character NUL");
  aps_node *node = aps_node_new(s->cfg, APS_NODE_SCALAR, s->origin, line);
  if (node == NULL) return APS_EMEM;
  node->text = aps_config_copy(s->cfg, text, length);
  if (node->text == NULL) return APS_EMEM;
  node->empty =
      s->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && aps_config_is_empty_word(text);
  *out = node;
  return APS_OK;
}

static aps_err build_list(source *s, const step *at, int depth, int line, aps_node **out) {
  APS_TRY(no_extras(s, at, s->event.data.sequence_start.anchor, s->event.data.sequence_start.tag));
  aps_node *node = aps_node_new(s->cfg, APS_NODE_LIST, s->origin, line);
  if (node == NULL) return APS_EMEM;
  for (;;) {
    const step here = {at, NULL, node->n};
    APS_TRY(next(s, &here));
    if (s->event.type == YAML_SEQUENCE_END_EVENT) break;
    aps_node *item;
    APS_TRY(build(s, &here, depth + 1, line_of(s), &item));
    APS_TRY(aps_node_append(node, NULL, item));
  }
  *out = node;
  return APS_OK;
}

/* The key that the current event must be. */
static aps_err take_key(source *s, const step *at, const aps_node *node, const char **key) {
  if (s->event.type != YAML_SCALAR_EVENT)
    return refuse(s, at, line_of(s), "a key must be a plain word");
  APS_TRY(no_extras(s, at, s->event.data.scalar.anchor, s->event.data.scalar.tag));
  const char *text = (const char *)s->event.data.scalar.value;
  if (strlen(text) != s->event.data.scalar.length || s->event.data.scalar.length > 128 ||
      *text == '\0')
    return refuse(s, at, line_of(s), "a key must be a word of 1 to 128 bytes");
  *key = aps_config_copy(s->cfg, text, strlen(text));
  if (*key == NULL) return APS_EMEM;
  const step here = {at, *key, 0};
  const aps_node *first = aps_node_get(node, *key);
  if (first != NULL) {
    char what[80];
    if (s->origin == APS_FROM_FILE)
      snprintf(what, sizeof what, "given twice, first on line %d", first->line);
    else
      snprintf(what, sizeof what, "given twice");
    refuse(s, &here, line_of(s), what);
    return aps_hint(s->cfg->ctx, "remove one of the two");
  }
  return node->n < APS_CONFIG_MAX_KEYS
             ? APS_OK
             : refuse(s, &here, line_of(s), "more keys than any section has");
}

static aps_err build_map(source *s, const step *at, int depth, int line, aps_node **out) {
  APS_TRY(no_extras(s, at, s->event.data.mapping_start.anchor, s->event.data.mapping_start.tag));
  aps_node *node = aps_node_new(s->cfg, APS_NODE_MAP, s->origin, line);
  if (node == NULL) return APS_EMEM;
  for (;;) {
    const char *key = NULL;
    APS_TRY(next(s, at));
    if (s->event.type == YAML_MAPPING_END_EVENT) break;
    APS_TRY(take_key(s, at, node, &key));
    const step here = {at, key, 0};
    const int key_line = line_of(s);
    APS_TRY(next(s, &here));
    aps_node *item;
    APS_TRY(build(s, &here, depth + 1, key_line, &item));
    APS_TRY(aps_node_append(node, key, item));
  }
  *out = node;
  return APS_OK;
}

/* The node that begins with the current event. */
static aps_err build(source *s, const step *at, int depth, int line, aps_node **out) {
  if (depth > APS_CONFIG_MAX_DEPTH)
    return refuse(s, NULL, line_of(s), "nested deeper than any configuration");
  if (++s->cfg->nodes > APS_CONFIG_MAX_NODES)
    return refuse(s, at, line_of(s), "more values than any configuration");
  switch (s->event.type) {
  case YAML_SCALAR_EVENT:
    return build_scalar(s, at, line, out);
  case YAML_SEQUENCE_START_EVENT:
    return build_list(s, at, depth, line, out);
  case YAML_MAPPING_START_EVENT:
    return build_map(s, at, depth, line, out);
  case YAML_ALIAS_EVENT:
    refuse(s, at, line_of(s), "aliases (*name) do not belong in a configuration");
    return aps_hint(s->cfg->ctx, "write the value out, or quote a text that begins with *");
  default:
    return refuse(s, at, line_of(s), "not valid YAML");
  }
}

/* Exactly one document; none counts as an empty value. */
static aps_err build_document(source *s, aps_node **out) {
  APS_TRY(next(s, NULL)); /* stream start */
  APS_TRY(next(s, NULL));
  if (s->event.type == YAML_STREAM_END_EVENT) {
    *out = aps_node_new(s->cfg, APS_NODE_SCALAR, s->origin, 1);
    if (*out == NULL) return APS_EMEM;
    (*out)->empty = 1;
    return APS_OK;
  }
  APS_TRY(next(s, NULL)); /* past the document's start */
  APS_TRY(build(s, NULL, 0, line_of(s), out));
  APS_TRY(next(s, NULL)); /* its end */
  APS_TRY(next(s, NULL));
  if (s->event.type == YAML_STREAM_END_EVENT) return APS_OK;
  refuse(s, NULL, line_of(s), "a second document begins here");
  return aps_hint(s->cfg->ctx, "one file is one configuration: remove the line `---`");
}

aps_err aps_config_read(aps_config *cfg, aps_origin origin, const char *path, const char *text,
                        size_t length, aps_node **out) {
  source s = {.cfg = cfg, .origin = origin, .base = path, .text = text, .length = length};
  if (length > APS_CONFIG_MAX_BYTES) {
    char what[96];
    snprintf(what, sizeof what, "a configuration has at most 16 MiB, got %zu bytes", length);
    refuse(&s, NULL, 0, what);
    return aps_hint(cfg->ctx, "particles belong in a file of their own: `file: galaxy.hdf5`");
  }
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
    s.text += 3, s.length -= 3; /* byte order mark */
  APS_TRY(check_bytes(&s));
  if (!yaml_parser_initialize(&s.parser))
    return aps_fail(cfg->ctx, APS_EMEM, "configuration: no memory");
  yaml_parser_set_encoding(&s.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&s.parser, (const unsigned char *)s.text, s.length);
  const aps_err err = build_document(&s, out);
  yaml_event_delete(&s.event);
  yaml_parser_delete(&s.parser);
  return err;
}

static aps_err read_root(aps_config *cfg, const char *text, size_t length) {
  APS_TRY(aps_config_read(cfg, APS_FROM_FILE, "", text, length, &cfg->root));
  if (cfg->root->empty) cfg->root = aps_node_new(cfg, APS_NODE_MAP, APS_FROM_FILE, 1);
  if (cfg->root == NULL) return APS_EMEM;
  if (cfg->root->kind == APS_NODE_MAP) return APS_OK;
  char got[80];
  aps_config_error(cfg, APS_ECONFIG, cfg->root, "", "", "must be a mapping of keys, got %s",
                   cfg->root->kind == APS_NODE_LIST ? "a list" : aps_node_show(cfg->root, got));
  return aps_hint(cfg->ctx, "a configuration is lines of `key: value`; apsis explain NAME knows the parameters of other codes");
}

aps_err aps_config_parse(aps_ctx *ctx, const char *name, const char *text, size_t length,
                         aps_config **out) {
  *out = NULL;
  aps_config *cfg = aps_alloc(ctx, "configuration", 1, sizeof *cfg);
  if (cfg == NULL) return APS_EMEM;
  cfg->ctx = ctx;
  cfg->name = aps_config_copy(cfg, name, strlen(name));
  const aps_err err = cfg->name ? read_root(cfg, text, length) : APS_EMEM;
  if (err != APS_OK) aps_config_free(&cfg);
  *out = cfg;
  return err;
}
