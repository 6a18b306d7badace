/* Replay: any moment of a series of snapshots, found by its time. Files are read as they are
 * needed, two are held. */
#include "series.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct aps_replay {
  aps_series series;
  double *time;   /* [series.n]; NAN: not read yet */
  double share;   /* of the way from at[0] to at[1] */
  int64_t *order; /* rows of at[0] by id, where there is no at[1] */
  int ordered;    /* the snapshot that `order` is of; -1: none */
  int64_t n;
};

aps_err aps_replay_open(aps_ctx *ctx, const char *path, aps_replay **out) {
  *out = NULL;
  aps_replay *r = aps_alloc(ctx, "replay", 1, sizeof *r);
  if (r == NULL) return APS_EMEM;
  r->ordered = -1;
  aps_err err = aps_series_open(ctx, path, &r->series);
  if (err == APS_OK) r->time = aps_alloc(ctx, "replay", r->series.n, sizeof *r->time);
  if (err == APS_OK && r->time == NULL) err = APS_EMEM;
  if (err != APS_OK) {
    aps_replay_free(&r);
    return err;
  }
  for (int i = 0; i < r->series.n; i++) r->time[i] = NAN;
  *out = r;
  return APS_OK;
}

void aps_replay_free(aps_replay **replay) {
  aps_replay *r = *replay;
  if (r == NULL) return;
  aps_ctx *ctx = r->series.ctx;
  aps_release(ctx, r->order);
  aps_release(ctx, r->time);
  aps_series_close(&r->series);
  aps_release(ctx, r);
  *replay = NULL;
}

int aps_replay_count(const aps_replay *r) { return r->series.n; }

const char *aps_replay_path(const aps_replay *r, int i) {
  return i >= 0 && i < r->series.n ? r->series.path[i] : NULL;
}

/* ---- which snapshots ---- */

/* Times that are known increase with the number. */
static aps_err learn(aps_replay *r, int i, double time) {
  const aps_series *s = &r->series;
  r->time[i] = time;
  for (int k = 0; k < s->n; k++) {
    if (isnan(r->time[k]) || k == i || (k < i) == (r->time[k] < time)) continue;
    r->time[i] = NAN;
    const int a = k < i ? k : i, b = k < i ? i : k;
    return aps_fail(s->ctx, APS_EDATA, "%s: its time, %g, is not after that of %s, %g", s->path[b],
                    b == i ? time : r->time[b], s->path[a], a == i ? time : r->time[a]);
  }
  return APS_OK;
}

aps_err aps_replay_time(aps_replay *r, int i, double *time) {
  aps_series *s = &r->series;
  APS_CHECK(s->ctx, i >= 0 && i < s->n, APS_EARG, "snapshot %d: there are %d, from 0 on", i, s->n);
  if (isnan(r->time[i])) {
    const int held = s->number[0] == i ? 0 : s->number[1] == i ? 1 : -1;
    if (held < 0) APS_TRY(aps_series_load(s, i, 0));
    APS_TRY(learn(r, i, s->at[held < 0 ? 0 : held].time));
  }
  *time = r->time[i];
  return APS_OK;
}

/* The last snapshot that is not after t. */
static aps_err find(aps_replay *r, double t, int *at) {
  const aps_series *s = &r->series;
  int low = 0, high = s->n - 1;
  double first, last;
  APS_TRY(aps_replay_time(r, low, &first));
  APS_TRY(aps_replay_time(r, high, &last));
  APS_CHECK(s->ctx, t >= first && t <= last, APS_EARG,
            "time %.9g: the snapshots reach from %.9g to %.9g", t, first, last);
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    double then;
    APS_TRY(aps_replay_time(r, middle, &then));
    if (then <= t)
      low = middle;
    else
      high = middle;
  }
  *at = t >= last ? s->n - 1 : low;
  return APS_OK;
}

/* Rows of at[0] in the order of their ids. */
static aps_err put_in_order(aps_replay *r) {
  const aps_series *s = &r->series;
  const aps_view *v = &s->at[0].v;
  if (r->ordered == s->number[0]) return APS_OK;
  aps_release(s->ctx, r->order);
  r->ordered = -1;
  r->order = aps_alloc(s->ctx, "replay", v->n + 1, sizeof *r->order);
  aps_series_known *all = aps_series_ids(s->ctx, v);
  const int room = r->order && all;
  for (int64_t i = 0; room && i < v->n; i++) r->order[i] = all[i].row;
  aps_release(s->ctx, all);
  if (!room) return APS_EMEM;
  r->ordered = s->number[0];
  return APS_OK;
}

aps_err aps_replay_seek(aps_replay *r, double t, int64_t *n) {
  aps_series *s = &r->series;
  int i = 0;
  APS_CHECK(s->ctx, isfinite(t), APS_EARG, "time %g: must be finite", t);
  APS_TRY(find(r, t, &i));
  const int pair = t > r->time[i];
  APS_TRY(aps_series_load(s, i, pair));
  if (pair) {
    APS_TRY(learn(r, i + 1, s->at[1].time));
    r->share = (t - r->time[i]) / (r->time[i + 1] - r->time[i]);
    r->n = s->shared;
  } else {
    APS_TRY(put_in_order(r));
    r->n = s->at[0].v.n;
  }
  *n = r->n;
  return APS_OK;
}

/* ---- the moment ---- */

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

static void *column_of(const aps_view *v, const aps_column *c) {
  void *column;
  memcpy(&column, (const char *)v + c->offset, sizeof column);
  return column;
}

static void take_rows(const aps_view *from, const int64_t *row, int64_t n, aps_cols groups,
                      aps_view *out) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    char *to = column_of(out, c);
    const char *all = column_of(from, c);
    const size_t size = item_size(c->type);
    if (!to || !(c->group & groups)) continue;
    for (int64_t i = 0; i < n; i++) {
      if (all)
        memcpy(to + size * (size_t)i, all + size * (size_t)row[i], size);
      else
        memset(to + size * (size_t)i, 0, size);
    }
  }
}

static void wrap(double *x, int64_t n, double edge) {
  for (int64_t i = 0; i < n; i++) {
    x[i] -= edge * floor(x[i] / edge);
    if (x[i] >= edge) x[i] = 0;
  }
}

void aps_replay_read(const aps_replay *r, aps_view out) {
  const aps_series *s = &r->series;
  const int pair = s->number[1] >= 0;
  const aps_cols kept = APS_MASS | APS_EPS | APS_POT | APS_A | APS_TYPE | APS_ID;
  double *x[3] = {out.x, out.y, out.z}, *v[3] = {out.vx, out.vy, out.vz};
  take_rows(&s->at[0].v, pair ? s->row[0] : r->order, r->n, pair ? kept : kept | APS_X | APS_V,
            &out);
  if (!pair || !x[0]) return;
  aps_series_moving(s, r->share, x, v);
  for (int d = 0; d < 3 && s->at[0].periodic; d++) wrap(x[d], r->n, s->at[0].box[d]);
}

const aps_dataset *aps_replay_before(const aps_replay *r) { return &r->series.at[0]; }
