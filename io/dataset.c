/* The particles a reader hands out. */
#include "dataset.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct { /* how the block behind a dataset starts */
  aps_ctx *ctx;
  void *blobs;
} head;
enum { HEAD = 64 }; /* room for it: one cache line */

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

static aps_err no_room(aps_ctx *ctx, const char *path, int64_t n, int64_t row) {
  const double need = (double)n * (double)row, room = (double)aps_memory_available();
  if (need <= room) return APS_OK;
  aps_fail(ctx, APS_EMEM, "%s: %lld particles need %.6g GB, %.6g GB of memory are free", path,
           (long long)n, need / 1e9, room / 1e9);
  return aps_hint(ctx, "use a machine with more memory or a smaller file");
}

aps_err aps_dataset_make(aps_ctx *ctx, const char *path, int64_t n, aps_cols groups,
                         aps_dataset *out) {
  memset(out, 0, sizeof *out);
  for (int i = 0; i < 4; i++) out->force_error[i] = -1;
  APS_CHECK(ctx, n > 0, APS_EDATA, "%s: holds no particles", path);
  groups |= APS_X | APS_V | APS_MASS | APS_ID;
  int64_t row = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group & groups) row += (int64_t)item_size(c->type);
  APS_TRY(no_room(ctx, path, n, row));

  const int64_t capacity = (n + 7) / 8 * 8; /* every column starts on a cache line */
  char *block = aps_alloc(ctx, "file columns", capacity * row + HEAD, 1);
  if (block == NULL) return APS_EMEM;
  const head start = {ctx, NULL};
  memcpy(block, &start, sizeof start);
  out->owned = block;
  out->v.n = n;
  char *at = block + HEAD;
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (!(c->group & groups)) continue;
    memcpy((char *)&out->v + c->offset, &at, sizeof at);
    at += capacity * (int64_t)item_size(c->type);
  }
  return APS_OK;
}

void aps_dataset_free(aps_dataset *d) {
  if (d == NULL) return;
  if (d->owned) {
    const head start = *(head *)d->owned;
    aps_release(start.ctx, start.blobs);
    aps_release(start.ctx, d->owned);
  }
  memset(d, 0, sizeof *d);
}

aps_err aps_dataset_make_blobs(aps_ctx *ctx, aps_dataset *out, int n, int64_t bytes,
                               aps_blob **blobs, char **bytes_out) {
  const int64_t table = n * (int64_t)sizeof **blobs;
  *blobs = aps_alloc(ctx, "file state", table + bytes, 1);
  if (*blobs == NULL) return APS_EMEM;
  ((head *)out->owned)->blobs = *blobs;
  out->blob = *blobs;
  out->n_blobs = n;
  *bytes_out = (char *)*blobs + table;
  return APS_OK;
}

void aps_dataset_note(aps_dataset *d, const char *format, ...) {
  size_t used = strlen(d->note);
  if (used && used + 3 < sizeof d->note) used += (size_t)sprintf(d->note + used, "; ");
  va_list args;
  va_start(args, format);
  vsnprintf(d->note + used, sizeof d->note - used, format, args);
  va_end(args);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static aps_err all_finite(aps_ctx *ctx, const char *path, int64_t n, const double *values,
                          const char *name) {
  if (values == NULL) return APS_OK;
  for (int64_t i = 0; i < n; i++)
    if (!isfinite(values[i]))
      return aps_fail(ctx, APS_EDATA, "%s: particle %lld of %lld: %s must be finite, got %g", path,
                      (long long)(i + 1), (long long)n, name, values[i]);
  return APS_OK;
}

static aps_err not_negative(aps_ctx *ctx, const char *path, int64_t n, const double *values,
                            const char *name) {
  if (values == NULL) return APS_OK;
  for (int64_t i = 0; i < n; i++)
    if (!(values[i] >= 0))
      return aps_fail(ctx, APS_EDATA, "%s: particle %lld of %lld: %s must be >= 0, got %g", path,
                      (long long)(i + 1), (long long)n, name, values[i]);
  return APS_OK;
}

/* A set of the values seen: a bit each where they lie close together, else a hash table. */
static int unique_dense(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t low,
                        uint64_t high) {
  uint64_t *bits = aps_alloc(ctx, "id check", (int64_t)((high - low) / 64 + 1), 8);
  if (bits == NULL) return -1;
  int unique = 1;
  for (int64_t i = 0; unique && i < n; i++) {
    const uint64_t k = values[i] - low, bit = (uint64_t)1 << k % 64;
    unique = !(bits[k / 64] & bit);
    bits[k / 64] |= bit;
  }
  aps_release(ctx, bits);
  return unique;
}

static int unique_sparse(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t low) {
  uint64_t slots = 16;
  while (slots < 2 * (uint64_t)n) slots *= 2;
  uint64_t *table = aps_alloc(ctx, "id check", (int64_t)slots, 8); /* value - low + 1; 0 is empty */
  if (table == NULL) return -1;
  int unique = 1, full_range = 0;
  for (int64_t i = 0; unique && i < n; i++) {
    const uint64_t key = values[i] - low + 1;
    if (key == 0) { /* low = 0 and value = 2^64 - 1: does not fit the table */
      unique = !full_range;
      full_range = 1;
      continue;
    }
    uint64_t h = (key * 0x9E3779B97F4A7C15u) & (slots - 1);
    h = (h ^ (key * 0x9E3779B97F4A7C15u) >> 40) & (slots - 1);
    while (table[h] && table[h] != key) h = (h + 1) & (slots - 1);
    unique = table[h] == 0;
    table[h] = key;
  }
  aps_release(ctx, table);
  return unique;
}

int aps_unique(aps_ctx *ctx, const uint64_t *values, int64_t n) {
  uint64_t low = UINT64_MAX, high = 0;
  int rising = 1;
  for (int64_t i = 0; i < n; i++) {
    if (i && values[i] <= values[i - 1]) rising = 0;
    if (values[i] < low) low = values[i];
    if (values[i] > high) high = values[i];
  }
  if (rising) return 1;
  if ((high - low) / 64 < (uint64_t)n) return unique_dense(ctx, values, n, low, high);
  return unique_sparse(ctx, values, n, low);
}

aps_err aps_dataset_check(aps_ctx *ctx, const char *path, aps_dataset *d, int has_ids,
                          int negative_ids) {
  static const struct {
    aps_cols group;
    int sign; /* must not be negative */
  } rules[] = {{APS_X, 0}, {APS_V, 0}, {APS_MASS, 1}, {APS_EPS, 1}, {APS_A, 0}, {APS_POT, 0}};
  for (const aps_column *c = aps_columns; c->name; c++) {
    const double *values;
    memcpy(&values, (const char *)&d->v + c->offset, sizeof values);
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
      if (c->group != rules[k].group) continue;
      APS_TRY(all_finite(ctx, path, d->v.n, values, c->name));
      if (rules[k].sign) APS_TRY(not_negative(ctx, path, d->v.n, values, c->name));
    }
  }
  const int unique = !has_ids || negative_ids ? 0 : aps_unique(ctx, d->v.id, d->v.n);
  if (unique < 0) return APS_EMEM;
  if (unique) {
    d->has |= APS_ID;
    return APS_OK;
  }
  for (int64_t i = 0; i < d->v.n; i++) d->v.id[i] = (uint64_t)i + 1;
  d->has &= ~(aps_cols)APS_ID;
  aps_dataset_note(d, "%s: numbered 1 to %lld",
                   !has_ids       ? "no ids"
                   : negative_ids ? "negative ids"
                                  : "ids not unique",
                   (long long)d->v.n);
  return APS_OK;
}
