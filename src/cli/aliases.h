/* What other programs call our keys. */
#ifndef APS_CLI_ALIASES_H
#define APS_CLI_ALIASES_H

typedef struct {
  const char *name; /* the peer's parameter; a trailing * stands for any ending */
  const char *code; /* whose it is */
  const char *key;  /* ours: "forces.accuracy"; "" where there is none */
  const char *how;  /* how the two differ */
} aps_alias;

extern const aps_alias aps_aliases[]; /* ends with name == NULL */
/* Case does not matter; "theta_cr" finds "Gravity:theta_cr". NULL: unknown. */
const aps_alias *aps_alias_find(const char *word);
#endif
