/* What the text and the JSON of `apsis explain` share. */
#ifndef APS_EXPLAIN_H
#define APS_EXPLAIN_H
#include "../apsis.h"

const char *aps_explain_kind(aps_kind);    /* "integrator", "model" … */
const char *aps_explain_section(aps_kind); /* of a configuration, where its rows' keys stand */
/* The parameters of an event that say when it acts, kept by the run and not by the event; NULL for other rows. */
const aps_param *aps_explain_rhythm(aps_kind, const aps_about *);
const char *aps_explain_type(char type); /* of an aps_param, in words */
void aps_explain_json(void);
#endif
