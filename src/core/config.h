/* A configuration: YAML text -> a tree of nodes that know their line -> blocks of C values, by rows of aps_param. */
#ifndef APS_CONFIG_H
#define APS_CONFIG_H
#include "ctx.h"

typedef struct aps_config aps_config;
typedef struct aps_node aps_node; /* lives as long as its configuration */

/* Refuses: bad YAML, duplicate keys, several documents, tabs, nesting or size beyond reason, aliases that blow up.
 * name: shown before the line number. Errors are APS_ECONFIG "name:line: path: what, got value", with a hint. */
aps_err aps_config_parse(aps_ctx *, const char *name, const char *text, size_t length, aps_config **);
/* "forces.0.softening=0.1", or SWIFT's "run:t_end:1"; makes missing mappings; the value is YAML. Where: "--set", or "-P". */
aps_err aps_config_set(aps_config *, const char *assignment);
void aps_config_free(aps_config **);

const aps_node *aps_config_root(const aps_config *);
/* What stands at "forces.0.softening" or "forces[0].softening"; NULL: nothing does. */
const aps_node *aps_config_find(const aps_config *, const char *path);
const aps_node *aps_node_get(const aps_node *mapping, const char *key); /* NULL where absent or mapping is NULL */
int aps_node_count(const aps_node *list);                               /* 0 for NULL */
const aps_node *aps_node_item(const aps_node *list, int i);
const char *aps_node_key(const aps_node *mapping, int i); /* NULL past the last */
typedef enum { APS_NODE_SCALAR, APS_NODE_LIST, APS_NODE_MAP } aps_node_kind;
aps_node_kind aps_node_is(const aps_node *);
const char *aps_node_text(const aps_node *);  /* a scalar's text, else "" */
const char *aps_node_where(const aps_node *); /* "galaxies.yaml:14", "--set" or "-P" */

/* Fills blocks[k] by tables[k] from `mapping` (NULL: all defaults). Keys found in no table are refused with the
 * nearest known key. path: "integrator", "forces[0]"; for messages and for aps_config_used. Texts stay owned by cfg. */
aps_err aps_config_bind(aps_config *, const aps_node *mapping, const char *path, int n_tables,
                        const aps_param *const *tables, void *const *blocks, const aps_units *);
/* section_of: the section that a key belongs to, for the hint where it is unknown; it returns NULL for none or several. */
void aps_config_sections(aps_config *, const char *(*section_of)(const char *key));
/* The value of a key of `params` that was bound, or left out, follows from others: as such it is among those used. origin stays. */
aps_err aps_config_settle(aps_config *, const char *path, const aps_param *params, const char *key, const char *text,
                          const char *origin);
/* An error about one key of a mapping, in the house form; node NULL: where the mapping or the default stands. */
aps_err aps_config_fail(aps_config *, const aps_node *mapping, const char *path, const char *key, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* All values bound so far as YAML that can be run again, each with unit, doc and origin as a comment. Caller frees
 * with free(). */
char *aps_config_used(const aps_config *);
/* The same as lines "forces[0].softening\t0.05\tgalaxies.yaml:14". Caller frees with free(). */
char *aps_config_lines(const aps_config *);
#endif
