/* What the files config_*.c share: the tree, the memory behind it and text under construction. */
#ifndef APS_CONFIG_TREE_H
#define APS_CONFIG_TREE_H
#include "config.h"

enum { /* beyond reason for a configuration; small enough that nothing hostile takes long */
       APS_CONFIG_MAX_BYTES = 16 << 20,
       APS_CONFIG_MAX_DEPTH = 32,
       APS_CONFIG_MAX_KEYS = 256, /* in one mapping */
       APS_CONFIG_MAX_NODES = 1 << 18
};

typedef enum { APS_FROM_FILE, APS_FROM_SET, APS_FROM_DEFAULT } aps_origin;

struct aps_node {
  aps_config *cfg;
  aps_node_kind kind;
  aps_origin origin;
  int line;          /* first is 1; of the key for the values of a mapping */
  int empty;         /* a scalar that says nothing: "", null or ~ without quotes */
  const char *text;  /* of a scalar, else "" */
  int n, room;       /* children */
  const char **keys; /* [n] of a mapping, else NULL */
  aps_node **items;  /* [n] */
  const char *where; /* of an option: its name; else made when first asked for */
};

typedef struct aps_record aps_record; /* what has been bound: config_used.c */

struct aps_config {
  aps_ctx *ctx;
  const char *name;
  aps_node *root;
  aps_record *used;
  const char *(*section_of)(const char *key); /* aps_config_sections */
  struct aps_chunk *chunks; /* everything above and below lives here until aps_config_free */
  const char *option; /* which put the values being set: "--set" or "-P" */
  int nodes;
};

/* ---- memory: NULL with APS_EMEM recorded; never freed one by one */
void *aps_config_take(aps_config *, size_t bytes);
const char *aps_config_copy(aps_config *, const char *text, size_t length);
aps_node *aps_node_new(aps_config *, aps_node_kind, aps_origin, int line);
aps_err aps_node_append(aps_node *, const char *key, aps_node *item); /* key: NULL in a list */

/* ---- parsing: one YAML document into a node; path: for messages, "" at the top */
aps_err aps_config_read(aps_config *, aps_origin, const char *path, const char *text, size_t length,
                        aps_node **out);

/* ---- errors: "where: path.key: what", where = node's, or the file's name for NULL */
aps_err aps_config_error(aps_config *, aps_err, const aps_node *, const char *path, const char *key,
                         const char *format, ...) __attribute__((format(printf, 6, 7)));
/* A node's value in a few words, for "got …". */
const char *aps_node_show(const aps_node *, char out[80]);

/* ---- records for aps_config_used */
aps_err aps_used_section(aps_config *, const char *path);
/* text NULL: forget the key. */
aps_err aps_used_value(aps_config *, const char *path, const aps_param *, const char *text,
                       const char *origin);

/* ---- text under construction, on the heap; `failed` once memory ran out */
typedef struct {
  char *data; /* NUL-terminated, or NULL */
  size_t n, room;
  int failed;
} aps_text;
void aps_text_add(aps_text *, const char *text);
void aps_text_put(aps_text *, const char *bytes, size_t n);
/* As a YAML scalar: quoted where it would read as something else than this text. */
void aps_text_scalar(aps_text *, const char *text);
/* As part of a comment: what YAML does not allow becomes "?". */
void aps_text_comment(aps_text *, const char *text);

/* Length in bytes of the UTF-8 character at s[0..n), 0 if it is none. */
size_t aps_utf8(const char *s, size_t n, uint32_t *code_point);
int aps_config_is_empty_word(const char *text); /* "", null, ~ */
#endif
