/* The particles a reader hands out. */
#include "dataset.h"
#include "core/particles.h"
#include "core/ranks.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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

static void place_columns(aps_view *v, aps_cols group, char *at, int64_t capacity) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (c->group != group) continue;
    memcpy((char *)v + c->offset, &at, sizeof at);
    at += capacity * (int64_t)item_size(c->type);
  }
}

aps_err aps_dataset_make_rows(aps_ctx *ctx, const char *path, int64_t n, aps_cols groups,
                              aps_dataset *out) {
  memset(out, 0, sizeof *out);
  for (int i = 0; i < 4; i++) out->force_error[i] = -1;
  groups |= APS_X | APS_V | APS_MASS | APS_ID;
  APS_TRY(no_room(ctx, path, n, (int64_t)aps_cols_bytes(groups)));
  aps_dataset_memory *m = aps_alloc(ctx, "file columns", 1, sizeof *m);
  if (m == NULL) return APS_EMEM;
  m->ctx = ctx;
  m->capacity = aps_particles_capacity(ctx, 0, n);
  out->owned = m;
  out->v.n = n;
  for (int g = 0; g < APS_GROUPS; g++) {
    if (!(groups >> g & 1)) continue;
    m->group[g] = aps_alloc(ctx, "file columns", m->capacity, aps_cols_bytes((aps_cols)1 << g));
    if (m->group[g] == NULL) return aps_dataset_free(out), APS_EMEM;
    place_columns(&out->v, (aps_cols)1 << g, m->group[g], m->capacity);
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
  aps_dataset_memory *m = d->owned;
  if (m) {
    for (int g = 0; g < APS_GROUPS; g++) aps_release(m->ctx, m->group[g]);
    aps_release(m->ctx, m->blobs);
    aps_release(m->ctx, m);
  }
  memset(d, 0, sizeof *d);
}

aps_err aps_dataset_make_blobs(aps_ctx *ctx, aps_dataset *out, int n, int64_t bytes,
                               aps_blob **blobs, char **bytes_out) {
  const int64_t table = n * (int64_t)sizeof **blobs;
  *blobs = aps_alloc(ctx, "file state", table + bytes, 1);
  if (*blobs == NULL) return APS_EMEM;
  ((aps_dataset_memory *)out->owned)->blobs = *blobs;
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

void aps_dataset_usual_species(aps_dataset *d, int expands) {
  snprintf(d->species, sizeof d->species, "%s", expands ? "0 gas, 1 dark matter, 4 stars" : "0 gas, 1 halo, 2 disc, 3 bulge, 4 stars");
}

void aps_dataset_note_h(aps_dataset *d, double h) {
  if (h > 0 && isfinite(h) && h != 1)
    aps_dataset_note(d, "HubbleParam is %g and nothing expands: taken as stored; units of length, mass and time may hold 1/h", h);
}

/* ---- checks ---------------------------------------------------------------------------------- */

static int64_t total_of(const aps_dataset *d) { return d->total ? d->total : d->v.n; }

/* Without a way out in its middle, for vectors. */
static int block_is_bad(const double *values, int64_t n, int may_be_negative) {
  int64_t negative = 0;
  for (int64_t i = 0; i < n && !may_be_negative; i++) negative |= values[i] < 0;
  return negative || !aps_finite(values, n);
}

/* The first value that is not finite or below zero; n: none. */
static int64_t first_bad(const double *values, int64_t n, int may_be_negative) {
  enum { BLOCK = 4096 };
  int64_t bad = n;
#pragma omp parallel for reduction(min : bad) if (n > 65536)
  for (int64_t at = 0; at < n; at += BLOCK) {
    const int64_t end = at + BLOCK < n ? at + BLOCK : n;
    if (at > bad || !block_is_bad(values + at, end - at, may_be_negative)) continue;
    int64_t i = at;
    while (i < end && isfinite(values[i]) && (may_be_negative || values[i] >= 0)) i++;
    if (i < end && i < bad) bad = i;
  }
  return bad;
}

static aps_err all_good(aps_ctx *ctx, const char *path, const aps_dataset *d, const double *values,
                        const char *name, int may_be_negative) {
  if (values == NULL) return APS_OK;
  const int64_t i = first_bad(values, d->v.n, may_be_negative);
  if (i == d->v.n) return APS_OK;
  return aps_fail(ctx, APS_EDATA, "%s: particle %lld of %lld: %s must be %s, got %g", path,
                  (long long)(d->first + i + 1), (long long)total_of(d), name,
                  isfinite(values[i]) ? ">= 0" : "finite", values[i]);
}

/* A set of the values seen: a bit each where they lie close together, else a hash table. */
static uint64_t *bits_of(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t low, uint64_t high, int *unique) {
  uint64_t *bits = aps_alloc(ctx, "id check", (int64_t)((high - low) / 64 + 1), 8);
  *unique = bits ? 1 : -1;
  for (int64_t i = 0; *unique > 0 && i < n; i++) {
    const uint64_t k = values[i] - low, bit = (uint64_t)1 << k % 64;
    *unique = !(bits[k / 64] & bit);
    bits[k / 64] |= bit;
  }
  return bits;
}

static int unique_dense(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t low, uint64_t high) {
  int unique;
  aps_release(ctx, bits_of(ctx, values, n, low, high, &unique));
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

static void reach_of(const uint64_t *values, int64_t n, uint64_t *low, uint64_t *high) {
  *low = UINT64_MAX, *high = 0;
  for (int64_t i = 0; i < n; i++) {
    *low = values[i] < *low ? values[i] : *low;
    *high = values[i] > *high ? values[i] : *high;
  }
}

static int unique_here(aps_ctx *ctx, const uint64_t *values, int64_t n) {
  uint64_t low, high;
  if (n == 0) return 1;
  reach_of(values, n, &low, &high);
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

/* Each rank puts together the bits of one part of the reach. A bit that two ranks have is a value twice. */
static aps_err meet_as_bits(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t low, uint64_t high, int *unique) {
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  const int64_t words = (int64_t)((high - low) / 64 + 1), mine = aps_ranks_share(words, me + 1, ranks) - aps_ranks_share(words, me, ranks);
  uint64_t *bits = bits_of(ctx, values, n, low, high, unique);
  uint64_t *met = aps_alloc(ctx, "id check", ranks * mine + 1, sizeof *met);
  int64_t *to = aps_alloc(ctx, "id check", 2 * (int64_t)ranks, sizeof *to);
  const aps_err err = aps_ranks_agree(ctx, bits && met && to ? APS_OK : APS_EMEM);
  for (int r = 0; r < ranks && err == APS_OK; r++) {
    to[r] = 8 * (aps_ranks_share(words, r + 1, ranks) - aps_ranks_share(words, r, ranks));
    to[ranks + r] = 8 * mine;
  }
  if (err == APS_OK) aps_ranks_swap(ctx, bits, to, met, to + ranks);
  for (int64_t w = 0; w < mine && err == APS_OK; w++) {
    uint64_t seen = 0, twice = 0;
    for (int r = 0; r < ranks; r++) twice |= seen & met[r * mine + w], seen |= met[r * mine + w];
    *unique &= !twice;
  }
  aps_release(ctx, bits), aps_release(ctx, met), aps_release(ctx, to);
  return err;
}

/* Smallest and largest of all ranks, in the order of unsigned numbers, and how many there are. */
static int64_t reach_of_all(aps_ctx *ctx, const uint64_t *values, int64_t n, uint64_t *low, uint64_t *high) {
  const uint64_t top = (uint64_t)1 << 63;
  int64_t total = n;
  reach_of(values, n, low, high);
  int64_t ends[2] = {(int64_t)(~*low ^ top), (int64_t)(*high ^ top)};
  aps_ranks_max_int(ctx, ends, 2);
  aps_ranks_sum_int(ctx, &total, 1);
  *low = ~((uint64_t)ends[0] ^ top), *high = (uint64_t)ends[1] ^ top;
  return total;
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
  uint64_t low, high;
  int here = 1;
  aps_err err = APS_OK;
  const int64_t total = reach_of_all(ctx, values, n, &low, &high);
  const int dense = total > 0 && high >= low && (high - low) / 64 < (uint64_t)(total / aps_ranks(ctx)); /* as many words as values */
  if (aps_ranks(ctx) > 1 && dense) {
    err = meet_as_bits(ctx, values, n, low, high, &here);
  } else {
    if (aps_ranks(ctx) > 1) err = aps_ranks_agree(ctx, meet(ctx, values, n, &met, &n_met));
    here = err == APS_OK ? unique_here(ctx, met ? met : values, n_met) : 1;
    if (here < 0) err = APS_EMEM;
    err = aps_ranks_agree(ctx, err);
  }
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
