/* The particles a reader hands out. */
#include "dataset.h"
#include "core/ranks.h"
#include <float.h>
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

/* Rows of `total` that are this rank's. */
static int64_t take_share(aps_ctx *ctx, int64_t total, aps_dataset *out) {
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  if (ranks == 1) return total;
  out->first = aps_ranks_share(total, me, ranks);
  out->total = total;
  return aps_ranks_share(total, me + 1, ranks) - out->first;
}

aps_err aps_dataset_make_rows(aps_ctx *ctx, const char *path, int64_t n, aps_cols groups,
                              aps_dataset *out) {
  memset(out, 0, sizeof *out);
  for (int i = 0; i < 4; i++) out->force_error[i] = -1;
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

aps_err aps_dataset_make(aps_ctx *ctx, const char *path, int64_t total, aps_cols groups,
                         aps_dataset *out) {
  memset(out, 0, sizeof *out);
  APS_CHECK(ctx, total > 0, APS_EDATA, "%s: holds no particles", path);
  aps_dataset share = {0};
  const int64_t n = take_share(ctx, total, &share);
  APS_TRY(aps_dataset_make_rows(ctx, path, n, groups, out));
  out->first = share.first;
  out->total = share.total;
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

void aps_dataset_note_h(aps_dataset *d, double h) {
  if (h > 0 && isfinite(h) && h != 1)
    aps_dataset_note(d, "HubbleParam is %g and nothing expands: taken as stored; units of length, mass and time may hold 1/h", h);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static int64_t total_of(const aps_dataset *d) { return d->total ? d->total : d->v.n; }

/* The first value that is not finite or below `least`; n: none. A block at a time without a branch in
 * it: compilers make vectors of that. */
static int64_t first_bad(const double *values, int64_t n, double least) {
  enum { BLOCK = 1024 };
  for (int64_t at = 0; at < n; at += BLOCK) {
    const int64_t end = at + BLOCK < n ? at + BLOCK : n;
    int64_t bad = 0;
    for (int64_t i = at; i < end; i++) bad |= !(values[i] >= least) | !(values[i] <= DBL_MAX);
    for (int64_t i = at; bad && i < end; i++)
      if (!(values[i] >= least && values[i] <= DBL_MAX)) return i;
  }
  return n;
}

static aps_err all_good(aps_ctx *ctx, const char *path, const aps_dataset *d, const double *values,
                        const char *name, int may_be_negative) {
  if (values == NULL) return APS_OK;
  const int64_t i = first_bad(values, d->v.n, may_be_negative ? -DBL_MAX : 0);
  if (i == d->v.n) return APS_OK;
  return aps_fail(ctx, APS_EDATA, "%s: particle %lld of %lld: %s must be %s, got %g", path,
                  (long long)(d->first + i + 1), (long long)total_of(d), name,
                  isfinite(values[i]) ? ">= 0" : "finite", values[i]);
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

static int unique_here(aps_ctx *ctx, const uint64_t *values, int64_t n) {
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

static int home_of(uint64_t value, int ranks) {
  return (int)((value * 0x9E3779B97F4A7C15u >> 32) % (uint64_t)ranks);
}

/* Equal values meet on one rank; *met receives those that come to this one. */
static aps_err meet(aps_ctx *ctx, const uint64_t *values, int64_t n, void **met, int64_t *n_met) {
  const int ranks = aps_ranks(ctx);
  int64_t *to = aps_alloc(ctx, "id check", 3 * (int64_t)ranks, sizeof *to);
  uint64_t *sorted = aps_alloc(ctx, "id check", n + 1, sizeof *sorted);
  aps_err err = aps_ranks_agree(ctx, to && sorted ? APS_OK : APS_EMEM);
  if (err == APS_OK) {
    int64_t *at = to + ranks, *from = at + ranks;
    for (int64_t i = 0; i < n; i++) to[home_of(values[i], ranks)] += 8;
    for (int r = 1; r < ranks; r++) at[r] = at[r - 1] + to[r - 1];
    for (int64_t i = 0; i < n; i++) {
      int64_t *place = &at[home_of(values[i], ranks)];
      memcpy((char *)sorted + *place, &values[i], 8);
      *place += 8;
    }
    err = aps_ranks_exchange(ctx, sorted, to, met, from);
    *n_met = 0;
    for (int r = 0; r < ranks; r++) *n_met += from[r] / 8;
  }
  aps_release(ctx, sorted);
  aps_release(ctx, to);
  return err;
}

/* Whether the values rise from row to row and from rank to rank. */
static int all_rise(aps_ctx *ctx, const uint64_t *values, int64_t n) {
  typedef struct {
    uint64_t first, last;
    int64_t n;
  } ends;
  ends mine = {n ? values[0] : 0, n ? values[n - 1] : 0, n};
  int64_t falls = 0;
  for (int64_t i = 1; i < n && !falls; i++) falls = values[i] <= values[i - 1];
  ends *all = aps_alloc(ctx, "id check", aps_ranks(ctx), sizeof *all);
  if (all == NULL) aps_ctx_clear(ctx), falls = 1;
  aps_ranks_max_int(ctx, &falls, 1);
  if (!falls) {
    aps_ranks_gather(ctx, &mine, sizeof mine, all);
    const ends *before = NULL;
    for (int r = 0; r < aps_ranks(ctx); r++) {
      if (all[r].n == 0) continue;
      if (before && all[r].first <= before->last) falls = 1;
      before = &all[r];
    }
  }
  aps_release(ctx, all);
  return !falls;
}

aps_err aps_unique(aps_ctx *ctx, const uint64_t *values, int64_t n, int *unique) {
  *unique = 1;
  if (all_rise(ctx, values, n)) return APS_OK;
  void *met = NULL;
  int64_t n_met = n;
  aps_err err = APS_OK;
  if (aps_ranks(ctx) > 1) err = aps_ranks_agree(ctx, meet(ctx, values, n, &met, &n_met));
  int here = err == APS_OK ? unique_here(ctx, met ? met : values, n_met) : 1;
  if (here < 0) err = APS_EMEM;
  err = aps_ranks_agree(ctx, err);
  int64_t twice = here == 0;
  aps_ranks_sum_int(ctx, &twice, 1);
  *unique = twice == 0;
  aps_release(ctx, met);
  return err;
}

static aps_err check_values(aps_ctx *ctx, const char *path, const aps_dataset *d) {
  static const struct {
    aps_cols group;
    int sign; /* must not be negative */
  } rules[] = {{APS_X, 0}, {APS_V, 0}, {APS_MASS, 1}, {APS_EPS, 1}, {APS_RADIUS, 1}, {APS_A, 0}, {APS_POT, 0}};
  for (const aps_column *c = aps_columns; c->name; c++) {
    const double *values;
    memcpy(&values, (const char *)&d->v + c->offset, sizeof values);
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
      if (c->group != rules[k].group) continue;
      APS_TRY(all_good(ctx, path, d, values, c->name, !rules[k].sign));
    }
  }
  return APS_OK;
}

/* Particles of a periodic box have been wrapped into it, in some files as floats. Collective. */
static void settle_box(aps_ctx *ctx, aps_dataset *d) {
  const double *const column[3] = {d->v.x, d->v.y, d->v.z};
  int64_t outside = 0;
  for (int c = 0; c < 3; c++)
    for (int64_t i = 0; i < d->v.n; i++)
      outside |= fabs(column[c][i] - d->box[c] / 2) > d->box[c] * (0.5 + 1e-6);
  aps_ranks_max_int(ctx, &outside, 1);
  d->periodic = !outside;
  if (!outside) return;
  aps_dataset_note(d, "its box of %.9g is taken for open: there are particles outside", d->box[0]);
  memset(d->box, 0, sizeof d->box);
}

static aps_err check_ids(aps_ctx *ctx, aps_dataset *d, int has_ids, int negative_ids) {
  int64_t negative = negative_ids != 0;
  int unique = 0;
  aps_ranks_max_int(ctx, &negative, 1);
  if (has_ids && !negative) APS_TRY(aps_unique(ctx, d->v.id, d->v.n, &unique));
  if (unique) {
    d->has |= APS_ID;
    return APS_OK;
  }
  for (int64_t i = 0; i < d->v.n; i++) d->v.id[i] = (uint64_t)(d->first + i) + 1;
  d->has &= ~(aps_cols)APS_ID;
  aps_dataset_note(d, "%s: numbered 1 to %lld",
                   !has_ids   ? "no ids"
                   : negative ? "negative ids"
                              : "ids not unique",
                   (long long)total_of(d));
  return APS_OK;
}

aps_err aps_dataset_check(aps_ctx *ctx, const char *path, aps_err before, aps_dataset *d,
                          int has_ids, int negative_ids) {
  if (before == APS_OK) before = check_values(ctx, path, d);
  aps_err err = aps_ranks_agree(ctx, before);
  if (err == APS_OK && d->periodic == APS_PERHAPS_PERIODIC) settle_box(ctx, d);
  if (err == APS_OK) err = check_ids(ctx, d, has_ids, negative_ids);
  if (err != APS_OK) aps_dataset_free(d);
  return err;
}
