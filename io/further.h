/* Columns that a file has beyond those of aps_columns: their names, and which of them is meant. */
#ifndef APS_FURTHER_H
#define APS_FURTHER_H
#include "core/ctx.h"

/* Once, however often it is added; cut to what there is room for. APS_EMEM. */
aps_err aps_names_add(aps_ctx *, aps_names *, const char *name);
/* Which one is asked for: as it is written, else in any case; -1: none. */
int aps_names_find(const aps_names *, const char *asked, size_t length);
/* APS_EARG, with the nearest name and those there are. */
aps_err aps_names_refuse(aps_ctx *, const char *path, const char *asked, const aps_names *);

/* As aps_unit_usual; no unit where cgs, of which a file may say anything, is none. */
void aps_further_unit(aps_further *, double cgs, const double exponent[5]);
#endif
