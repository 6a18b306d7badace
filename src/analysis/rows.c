/* Which rows an analysis looks at, and whether it can. */
#include "analysis.h"
#include <stdio.h>
#include <string.h>

static aps_err check_values(aps_ctx *ctx, const aps_view *v) {
  const struct {
    const char *name;
    const double *x;
  } column[] = {{"x", v->x},   {"y", v->y},   {"z", v->z},       {"vx", v->vx},
                {"vy", v->vy}, {"vz", v->vz}, {"mass", v->mass}, {"potential", v->pot}};
  for (int c = 0; c < 8; c++)
    for (int64_t i = 0; column[c].x && i < v->n; i++)
      APS_CHECK(ctx, isfinite(column[c].x[i]), APS_EDATA,
                "particle %lld of %lld: %s must be finite, got %g", (long long)(i + 1),
                (long long)v->n, column[c].name, column[c].x[i]);
  for (int64_t i = 0; i < v->n; i++)
    APS_CHECK(ctx, v->mass[i] >= 0, APS_EDATA, "particle %lld of %lld: mass must be >= 0, got %g",
              (long long)(i + 1), (long long)v->n, v->mass[i]);
  return APS_OK;
}

aps_err aps_rows_check(aps_ctx *ctx, const aps_view *v) {
  APS_CHECK(ctx, v->n > 0, APS_EDATA, "an analysis needs at least one particle");
  APS_CHECK(ctx, v->x && v->y && v->z && v->vx && v->vy && v->vz && v->mass, APS_EARG,
            "an analysis needs the columns x, v and mass");
  return check_values(ctx, v);
}

static inline uint32_t type_of(const aps_view *v, int64_t i) { return v->type ? v->type[i] : 1; }

int aps_rows_species(const aps_view *v, aps_analysis_species species[APS_ANALYSIS_SPECIES]) {
  int n = 0;
  for (int64_t i = 0; i < v->n; i++) {
    const uint32_t type = type_of(v, i);
    int k = 0;
    while (k < n && species[k].type < type) k++;
    if (k == APS_ANALYSIS_SPECIES) k--;
    if (k == n || (species[k].type != type && n < APS_ANALYSIS_SPECIES)) {
      memmove(&species[k + 1], &species[k], sizeof species[0] * (size_t)(n - k));
      species[k] = (aps_analysis_species){.type = type};
      n++;
    }
    species[k].n++;
    species[k].mass += v->mass[i];
  }
  return n;
}

static aps_err no_such_species(aps_ctx *ctx, const aps_view *v, uint32_t type) {
  aps_analysis_species species[APS_ANALYSIS_SPECIES];
  const int n = aps_rows_species(v, species);
  char list[200] = "";
  size_t used = 0;
  for (int k = 0; k < n && used + 16 < sizeof list; k++)
    used +=
        (size_t)snprintf(list + used, sizeof list - used, "%s%u", k ? ", " : "", species[k].type);
  aps_fail(ctx, APS_EARG, "no particle has type %u", type);
  return aps_hint(ctx, "types here: %s", list);
}

aps_err aps_rows_choose(aps_ctx *ctx, const aps_view *v, const aps_analysis_setup *s,
                        int64_t **rows, int64_t *n) {
  *rows = NULL;
  *n = v->n;
  if (!s->only) return APS_OK;
  *n = 0;
  for (int64_t i = 0; i < v->n; i++) *n += type_of(v, i) == s->type;
  if (*n == 0) return no_such_species(ctx, v, s->type);
  *rows = aps_alloc(ctx, "rows of one species", *n, sizeof **rows);
  if (*rows == NULL) return APS_EMEM;
  for (int64_t i = 0, k = 0; i < v->n; i++)
    if (type_of(v, i) == s->type) (*rows)[k++] = i;
  return APS_OK;
}
