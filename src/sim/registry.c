/* The registry: every row named in registry.def that this build has. Rows are weak: a missing file is a missing row. */
#include "../apsis.h"
#include <string.h>

#define APS_LAW(name) extern const aps_law aps_law_##name __attribute__((weak));
#define APS_FORCE(name) extern const aps_force aps_force_##name __attribute__((weak));
#define APS_INTEGRATOR(name) extern const aps_integrator aps_integrator_##name __attribute__((weak));
#define APS_EVENT(name) extern const aps_event aps_event_##name __attribute__((weak));
#define APS_IC(name) extern const aps_ic aps_ic_##name __attribute__((weak));
#define APS_BACKEND(name) extern const aps_backend aps_backend_##name __attribute__((weak));
#define APS_FORMAT(name) extern const aps_format aps_format_##name __attribute__((weak));
#include "../registry.def"
#undef APS_LAW
#undef APS_FORCE
#undef APS_INTEGRATOR
#undef APS_EVENT
#undef APS_IC
#undef APS_BACKEND
#undef APS_FORMAT

#define ROW(kind, name) {kind, &name.about}
#define APS_LAW(name) ROW(APS_KIND_LAW, aps_law_##name),
#define APS_FORCE(name) ROW(APS_KIND_FORCE, aps_force_##name),
#define APS_INTEGRATOR(name) ROW(APS_KIND_INTEGRATOR, aps_integrator_##name),
#define APS_EVENT(name) ROW(APS_KIND_EVENT, aps_event_##name),
#define APS_IC(name) ROW(APS_KIND_IC, aps_ic_##name),
#define APS_BACKEND(name) ROW(APS_KIND_BACKEND, aps_backend_##name),
#define APS_FORMAT(name) ROW(APS_KIND_FORMAT, aps_format_##name),
static const struct {
  aps_kind kind;
  const aps_about *about; /* the first member of its row */
} rows[] = {
#include "../registry.def"
};

enum { ROWS = sizeof rows / sizeof *rows };

const aps_about *aps_row(aps_kind kind, int i) {
  for (int k = 0; k < ROWS; k++)
    if (rows[k].kind == kind && rows[k].about && i-- == 0) return rows[k].about;
  return NULL;
}

int aps_row_count(aps_kind kind) {
  int n = 0;
  while (aps_row(kind, n)) n++;
  return n;
}

const aps_about *aps_row_find(aps_kind kind, const char *name) {
  for (int k = 0; k < ROWS; k++)
    if (rows[k].kind == kind && rows[k].about && strcmp(rows[k].about->name, name) == 0)
      return rows[k].about;
  return NULL;
}
