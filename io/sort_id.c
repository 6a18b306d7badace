/* Rows in order of id. Over ranks by sample sort (Frazer & McKellar 1970, J. ACM 17, 496): each
 * rank sorts its rows, samples of all name the ids where the ranks' stretches end, every row goes
 * to the rank of its stretch, and each sorts what it got. No rank ever holds more than its share,
 * but for the luck of the samples. */
#include "dataset.h"
#include "core/ranks.h"
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 64, COLUMNS_MOST = 64 };

typedef struct {
  uint64_t id;
  int64_t row;
} place;

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

/* ---- one rank -------------------------------------------------------------------------------- */

/* Byte by byte from the lowest; bytes that are the same for all are passed over. place[2 n];
 * returns the half that is sorted. Equal ids keep their order. */
static place *radix_sort(place *half, int64_t n) {
  place *other = half + n;
  for (int shift = 0; shift < 64; shift += 8) {
    int64_t count[256] = {0}, at = 0;
    for (int64_t i = 0; i < n; i++) count[half[i].id >> shift & 255]++;
    if (n && count[half[0].id >> shift & 255] == n) continue;
    for (int b = 0; b < 256; b++) {
      const int64_t here = count[b];
      count[b] = at;
      at += here;
    }
    for (int64_t i = 0; i < n; i++) other[count[half[i].id >> shift & 255]++] = half[i];
    place *swap = half;
    half = other;
    other = swap;
  }
  return half;
}

/* *owned: 2 n places, to be released. */
static aps_err sorted_places(aps_ctx *ctx, const uint64_t *id, int64_t n, place **owned,
                             place **sorted) {
  *owned = aps_alloc(ctx, "sorted rows", 2 * n + 1, sizeof **owned);
  if (*owned == NULL) return APS_EMEM;
  for (int64_t i = 0; i < n; i++) (*owned)[i] = (place){id[i], i};
  *sorted = radix_sort(*owned, n);
  return APS_OK;
}

static void permute(const char *from, const place *order, int64_t n, size_t size, char *to) {
  for (int64_t i = 0; i < n; i++)
    memcpy(to + (size_t)i * size, from + (size_t)order[i].row * size, size);
}

/* ---- over ranks ------------------------------------------------------------------------------ */

typedef struct {
  int64_t n;
  uint64_t id[SAMPLES];
} samples;

typedef struct {
  uint64_t id;
  double rows; /* that it stands for */
} sample;

static int by_id(const void *a, const void *b) {
  const uint64_t x = ((const sample *)a)->id, y = ((const sample *)b)->id;
  return (x > y) - (x < y);
}

/* below[r]: how many of the sorted rows here belong to ranks before r + 1. room: ranks * SAMPLES.
 */
static void cut(aps_ctx *ctx, const place *sorted, int64_t n, samples *all, sample *room,
                int64_t *below) {
  const int ranks = aps_ranks(ctx);
  samples mine = {.n = n};
  for (int i = 0; i < SAMPLES && n; i++) mine.id[i] = sorted[(2 * i + 1) * n / (2 * SAMPLES)].id;
  aps_ranks_gather(ctx, &mine, sizeof mine, all);
  int64_t count = 0;
  double total = 0, passed = 0;
  for (int r = 0; r < ranks; r++) {
    for (int i = 0; i < SAMPLES && all[r].n; i++)
      room[count++] = (sample){all[r].id[i], (double)all[r].n / SAMPLES};
    total += (double)all[r].n;
  }
  qsort(room, (size_t)count, sizeof *room, by_id);
  int64_t at = 0, row = 0;
  for (int r = 0; r < ranks - 1; r++) {
    while (at < count && passed + room[at].rows / 2 < total * (r + 1) / ranks)
      passed += room[at++].rows;
    while (row < n && (at == count || sorted[row].id < room[at].id)) row++;
    below[r] = row;
  }
  below[ranks - 1] = n;
}

typedef struct { /* what goes where; bytes for an item of one byte */
  place *owned, *sorted;
  int64_t n, *to, *from, *bytes;
  char *send;
} parcel;

/* Sends one column's rows to where they belong. */
static aps_err send_column(aps_ctx *ctx, const parcel *p, const void *column, size_t size,
                           void **got) {
  const int ranks = aps_ranks(ctx);
  permute(column, p->sorted, p->n, size, p->send);
  for (int r = 0; r < ranks; r++) p->bytes[r] = p->to[r] * (int64_t)size;
  return aps_ranks_agree(ctx, aps_ranks_exchange(ctx, p->send, p->bytes, got, p->from));
}

static aps_err plan(aps_ctx *ctx, const aps_dataset *d, parcel *p) {
  const int ranks = aps_ranks(ctx);
  *p = (parcel){.n = d->v.n};
  samples *all = aps_alloc(ctx, "sorted rows", ranks, sizeof *all);
  sample *room = aps_alloc(ctx, "sorted rows", (int64_t)ranks * SAMPLES, sizeof *room);
  p->to = aps_alloc(ctx, "sorted rows", 3 * (int64_t)ranks, sizeof *p->to);
  p->send = aps_alloc(ctx, "sorted rows", p->n + 1, 8);
  aps_err err = all && room && p->to && p->send ? APS_OK : APS_EMEM;
  if (err == APS_OK) err = sorted_places(ctx, d->v.id, p->n, &p->owned, &p->sorted);
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) {
    p->from = p->to + ranks;
    p->bytes = p->from + ranks;
    cut(ctx, p->sorted, p->n, all, room, p->to);
    for (int r = ranks - 1; r > 0; r--) p->to[r] -= p->to[r - 1];
  }
  aps_release(ctx, room);
  aps_release(ctx, all);
  return err;
}

static void end(aps_ctx *ctx, parcel *p) {
  aps_release(ctx, p->send);
  aps_release(ctx, p->to);
  aps_release(ctx, p->owned);
}

/* ---- the columns ----------------------------------------------------------------------------- */

static void *column_of(const aps_view *v, const aps_column *c) {
  void *at;
  memcpy(&at, (const char *)v + c->offset, sizeof at);
  return at;
}

/* Groups of which no rank with rows lacks a column. */
static aps_cols groups_of(aps_ctx *ctx, const aps_dataset *d) {
  int64_t lacking[COLUMNS_MOST] = {0};
  aps_cols there = 0, missing = 0;
  for (int c = 0; aps_columns[c].name; c++)
    lacking[c] = d->v.n > 0 && column_of(&d->v, &aps_columns[c]) == NULL;
  aps_ranks_max_int(ctx, lacking, COLUMNS_MOST);
  for (int c = 0; aps_columns[c].name; c++)
    if (lacking[c])
      missing |= aps_columns[c].group;
    else
      there |= aps_columns[c].group;
  return there & ~missing;
}

/* Room for n rows, the rest as in d. */
static aps_err make_room(aps_ctx *ctx, const aps_dataset *d, int64_t n, aps_cols groups,
                         aps_dataset *out) {
  aps_dataset room;
  const aps_err err = aps_dataset_make_rows(ctx, "sorted rows", n, groups, &room);
  *out = *d;
  out->v = room.v;
  out->owned = room.owned;
  return aps_ranks_agree(ctx, err);
}

static aps_err sort_here(aps_ctx *ctx, const aps_dataset *d, aps_cols groups, aps_dataset *out) {
  place *owned = NULL, *sorted = NULL;
  aps_err err = sorted_places(ctx, d->v.id, d->v.n, &owned, &sorted);
  if (err == APS_OK) err = make_room(ctx, d, d->v.n, groups, out);
  for (const aps_column *c = aps_columns; c->name && err == APS_OK; c++)
    if (c->group & groups)
      permute(column_of(&d->v, c), sorted, d->v.n, item_size(c->type), column_of(&out->v, c));
  aps_release(ctx, owned);
  return err;
}

static aps_err receive_columns(aps_ctx *ctx, const aps_dataset *d, aps_cols groups, parcel *p,
                               const place *order, aps_dataset *out) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    void *got = NULL;
    if (!(c->group & groups)) continue;
    const aps_err err = send_column(ctx, p, column_of(&d->v, c), item_size(c->type), &got);
    if (err == APS_OK) permute(got, order, out->v.n, item_size(c->type), column_of(&out->v, c));
    aps_release(ctx, got);
    APS_TRY(err);
  }
  return APS_OK;
}

static aps_err sort_over(aps_ctx *ctx, const aps_dataset *d, aps_cols groups, parcel *p,
                         aps_dataset *out) {
  void *ids = NULL;
  place *owned = NULL, *order = NULL;
  int64_t n = 0;
  aps_err err = send_column(ctx, p, d->v.id, 8, &ids);
  for (int r = 0; r < aps_ranks(ctx) && err == APS_OK; r++) n += p->from[r] / 8;
  if (err == APS_OK) err = aps_ranks_agree(ctx, sorted_places(ctx, ids, n, &owned, &order));
  aps_release(ctx, ids);
  if (err == APS_OK) err = make_room(ctx, d, n, groups, out);
  if (err == APS_OK) err = receive_columns(ctx, d, groups, p, order, out);
  out->first = aps_ranks_before(ctx, n, &out->total);
  aps_release(ctx, owned);
  return err;
}

aps_err aps_dataset_sort(aps_ctx *ctx, const aps_dataset *d, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  const aps_cols groups = groups_of(ctx, d);
  APS_CHECK(ctx, groups & APS_ID, APS_EARG, "sort: these particles have no ids");
  aps_err err;
  if (aps_ranks(ctx) == 1) {
    err = sort_here(ctx, d, groups, out);
  } else {
    parcel p;
    err = plan(ctx, d, &p);
    if (err == APS_OK) err = sort_over(ctx, d, groups, &p, out);
    end(ctx, &p);
  }
  if (err != APS_OK) aps_dataset_free(out);
  return err;
}
