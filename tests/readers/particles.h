/* Particles for the tests of files: awkward numbers in every column, several species, tracers of no
 * mass. */
#ifndef APS_TESTS_PARTICLES_H
#define APS_TESTS_PARTICLES_H
#include "core/ctx.h"
#include "core/rng.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FULL = APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE | APS_POT | APS_A | APS_EPS };

static inline size_t item_of(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

static inline void *column_at(const aps_view *v, const aps_column *c) {
  void *at;
  memcpy(&at, (const char *)v + c->offset, sizeof at);
  return at;
}

/* Columns of `groups`, to be freed with particles_free. species: how many, in turn, starting at
 * PartType1. */
static inline aps_dataset particles_make(int64_t n, aps_cols groups, int species) {
  aps_dataset d;
  memset(&d, 0, sizeof d);
  d.v.n = n;
  d.has = groups;
  d.time = 0.1;
  d.step = 12345;
  d.units =
      (aps_units){3.0856775814913673e21, 1.988409870698051e43, 3.0856775814913673e16, 43007.1};
  strcpy(d.title, "Zwei Galaxien: \xc3\xa4");
  for (int k = 0; k < 4; k++) d.force_error[k] = k == 1 ? -1 : 1e-3 * (k + 1);
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (!(c->group & groups)) continue;
    void *column = calloc((size_t)n, item_of(c->type));
    memcpy((char *)&d.v + c->offset, &column, sizeof column);
    for (int64_t i = 0; i < n; i++) {
      aps_rng rng = aps_rng_at(7, (uint64_t)(c - aps_columns), (uint64_t)i);
      if (c->type == 'd') ((double *)column)[i] = aps_rng_normal(&rng) * (i % 17 ? 1 : 1e-12);
      if (c->type == 'b') ((int8_t *)column)[i] = (int8_t)(i % 5);
    }
  }
  for (int64_t i = 0; i < n; i++) {
    if (d.v.mass) d.v.mass[i] = i % 11 ? fabs(d.v.mass[i]) : 0;
    if (d.v.eps) d.v.eps[i] = fabs(d.v.eps[i]);
    if (d.v.radius) d.v.radius[i] = fabs(d.v.radius[i]);
    if (d.v.id) d.v.id[i] = (uint64_t)(n - i) * 0x100000007u + ((uint64_t)(i % 2) << 62);
    if (d.v.type) d.v.type[i] = 1 + (uint32_t)(i % species);
  }
  if (d.v.x && n > 1) d.v.x[1] = -0.0; /* signs of zero survive too */
  return d;
}

static inline void particles_free(aps_dataset *d) {
  for (const aps_column *c = aps_columns; c->name; c++) free(column_at(&d->v, c));
  memset(d, 0, sizeof *d);
}

typedef struct {
  uint64_t id;
  int64_t row;
} id_row;

static inline int by_id(const void *a, const void *b) {
  const uint64_t x = ((const id_row *)a)->id, y = ((const id_row *)b)->id;
  return (x > y) - (x < y);
}

static inline id_row *sorted_ids(const aps_dataset *d) {
  id_row *rows = malloc((size_t)d->v.n * sizeof *rows);
  for (int64_t i = 0; i < d->v.n; i++) rows[i] = (id_row){d->v.id[i], i};
  qsort(rows, (size_t)d->v.n, sizeof *rows, by_id);
  return rows;
}

/* 0 if the numbers in `groups` are the same bits, rows matched by id; shift: room for x, y, z. */
static inline int64_t particles_differ(const aps_dataset *a, const aps_dataset *b, aps_cols groups,
                                       double shift) {
  if (a->v.n != b->v.n) return -1;
  id_row *here = sorted_ids(a), *there = sorted_ids(b);
  int64_t differ = 0;
  for (int64_t i = 0; i < a->v.n; i++) differ += here[i].id != there[i].id;
  for (const aps_column *c = aps_columns; c->name && differ == 0; c++) {
    if (!(c->group & groups)) continue;
    const char *one = column_at(&a->v, c), *two = column_at(&b->v, c);
    const size_t size = item_of(c->type);
    if (one == NULL || two == NULL) differ++;
    for (int64_t i = 0; differ == 0 && i < a->v.n; i++) {
      const int64_t j = here[i].row, k = there[i].row;
      if (c->group == APS_X && shift > 0)
        differ += !(fabs(((const double *)one)[j] - ((const double *)two)[k]) <= shift);
      else
        differ += memcmp(one + (size_t)j * size, two + (size_t)k * size, size) != 0;
    }
  }
  free(here);
  free(there);
  return differ;
}
#endif
