/* Particles that the configuration itself lists: a text of numbers each. */
#ifndef APS_IC_ROWS_H
#define APS_IC_ROWS_H
#include "../core/number.h"
#include "ic.h"
#include <string.h>

/* Reads exactly `want` finite numbers between blanks or commas. 1 yes, 0 no. */
static inline int ic_numbers(const char *text, int want, double *out) {
  int n = 0;
  for (const char *at = text;;) {
    at += strspn(at, " \t\n,");
    if (*at == '\0') return n == want;
    int overflow = 0;
    const size_t used = n < want ? aps_number_scan(at, strlen(at), &out[n], &overflow) : 0;
    if (used == 0 || overflow || (at[used] && !strchr(" \t\n,", at[used]))) return 0;
    at += used;
    n++;
  }
}

/* Are all rows such texts? columns: their names, for the error. */
static inline aps_err ic_check_rows(aps_ctx *ctx, const char *model, const aps_texts *rows,
                                    int want, const char *columns) {
  double number[8];
  APS_CHECK(ctx, rows->n > 0, APS_ECONFIG, "%s: rows must list at least one body: \"%s\"", model,
            columns);
  for (int64_t i = 0; i < rows->n; i++) {
    APS_CHECK(ctx, ic_numbers(rows->text[i], want, number), APS_ECONFIG,
              "%s: rows[%lld]: must be %d numbers, \"%s\", got '%s'", model, (long long)i, want,
              columns, rows->text[i]);
    APS_CHECK(ctx, number[0] >= 0, APS_ECONFIG, "%s: rows[%lld]: a mass must be >= 0, got %g",
              model, (long long)i, number[0]);
  }
  return APS_OK;
}

/* One radius for each of n bodies, or none at all. */
static inline aps_err ic_check_radii(aps_ctx *ctx, const char *model, const aps_numbers *radii, int64_t n) {
  APS_CHECK(ctx, radii->n == 0 || radii->n == n, APS_ECONFIG, "%s: body_radii: must be %lld numbers, got %lld", model, (long long)n,
            (long long)radii->n);
  for (int64_t i = 0; i < radii->n; i++)
    APS_CHECK(ctx, radii->value[i] >= 0, APS_ECONFIG, "%s: body_radii[%lld]: must be >= 0, got %g", model, (long long)i, radii->value[i]);
  return APS_OK;
}

/* Of the k-th body, into row i, where runs have radii. */
static inline void ic_put_radius(aps_view *p, int64_t i, const aps_numbers *radii, int64_t k) {
  if (p->radius && radii->n) p->radius[i] = radii->value[k];
}
#endif
