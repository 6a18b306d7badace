#include "series.h"
#include "colour.h"
#include "core/cosmology.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- which files ---- */

static int is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

aps_err aps_series_open(aps_ctx *ctx, const char *path, aps_series *s) {
  *s = (aps_series){.ctx = ctx, .number = {-1, -1}};
  if (is_folder(path)) {
    APS_TRY(aps_dataset_list(ctx, path, &s->path, &s->n));
    APS_CHECK(ctx, s->n > 0, APS_EDATA, "%s: no snapshots in this directory", path);
    return APS_OK;
  }
  s->path = aps_alloc(ctx, "series", 1, sizeof *s->path);
  if (s->path) s->path[0] = aps_alloc(ctx, "series", (int64_t)strlen(path) + 1, 1);
  if (!s->path || !s->path[0]) return APS_EMEM;
  strcpy(s->path[0], path);
  s->n = 1;
  return APS_OK;
}

static void drop_rows(aps_series *s) {
  for (int k = 0; k < 2; k++) {
    aps_release(s->ctx, s->row[k]);
    s->row[k] = NULL;
  }
  s->shared = 0;
}

void aps_series_close(aps_series *s) {
  drop_rows(s);
  for (int k = 0; k < 2; k++) aps_dataset_free(&s->at[k]);
  aps_dataset_list_free(s->ctx, &s->path, s->n);
  *s = (aps_series){.number = {-1, -1}};
}

void aps_series_shorten(aps_series *s) { aps_release(s->ctx, s->path[--s->n]); }

void aps_series_turn(aps_series *s) {
  drop_rows(s);
  for (int k = 0; k < 2; k++) aps_dataset_free(&s->at[k]), s->number[k] = -1;
  for (int i = 0, j = s->n - 1; i < j; i++, j--) {
    char *path = s->path[i];
    s->path[i] = s->path[j], s->path[j] = path;
  }
}

/* ---- who is who ---- */

typedef aps_series_known known;

static int by_id(const void *a, const void *b) {
  const uint64_t x = ((const known *)a)->id, y = ((const known *)b)->id;
  return (x > y) - (x < y);
}

aps_series_known *aps_series_ids(aps_ctx *ctx, const aps_view *v) {
  known *k = aps_alloc(ctx, "series", v->n + 1, sizeof *k);
  if (!k) return NULL;
  int sorted = 1;
  for (int64_t i = 0; i < v->n; i++) {
    k[i] = (known){v->id[i], i};
    sorted &= i == 0 || v->id[i] > v->id[i - 1];
  }
  if (!sorted) qsort(k, (size_t)v->n, sizeof *k, by_id);
  return k;
}

/* Rows of the particles that both hold, in the order of their ids. */
static aps_err match(aps_series *s) {
  const aps_view *a = &s->at[0].v, *b = &s->at[1].v;
  const int64_t most = a->n < b->n ? a->n : b->n;
  known *p = aps_series_ids(s->ctx, a), *q = aps_series_ids(s->ctx, b);
  for (int k = 0; k < 2; k++) s->row[k] = aps_alloc(s->ctx, "series", most + 1, sizeof(int64_t));
  const int room = p && q && s->row[0] && s->row[1];
  for (int64_t i = 0, j = 0; room && i < a->n && j < b->n;)
    if (p[i].id < q[j].id)
      i++;
    else if (p[i].id > q[j].id)
      j++;
    else
      s->row[0][s->shared] = p[i++].row, s->row[1][s->shared++] = q[j++].row;
  aps_release(s->ctx, q);
  aps_release(s->ctx, p);
  APS_CHECK(s->ctx, !room || s->shared > 0, APS_EDATA, "%s and %s: no particle is in both",
            s->path[s->number[0]], s->path[s->number[1]]);
  return room ? APS_OK : APS_EMEM;
}

/* GADGET's layouts store others, and each snapshot by another factor. */
static void make_peculiar(aps_dataset *d) {
  double *const v[3] = {d->v.vx, d->v.vy, d->v.vz};
  const double by = d->comoving.velocity;
  for (int k = 0; k < 3 && by != 1; k++)
    for (int64_t i = 0; i < d->v.n; i++) v[k][i] *= by;
  d->comoving.velocity = 1;
}

/* What makes stored velocities the derivatives of comoving positions by the file's time, which is that of the universe in
 * SWIFT's files and else the scale factor; NAN: not known. */
static void settle_comoving(aps_series *s, int slot) {
  aps_dataset *d = &s->at[slot];
  aps_comoving *c = &d->comoving;
  const int by_age = c->a > 0 && fabs(d->time / c->a - 1) > 1e-6;
  s->pace[slot] = 1;
  if (!(c->a > 0)) return;
  if (s->peculiar) make_peculiar(d);
  s->pace[slot] = c->velocity / c->a;
  if (!by_age) s->pace[slot] /= c->in.H0 > 0 ? c->a * aps_hubble(&c->in, c->a) : NAN;
  d->units = aps_label_units(d->units, by_age ? 0 : 1);
}

/* One that has no such column, as before the first stars, has no values. */
static aps_err read_column(aps_series *s, int slot, int i) {
  aps_dataset *d = &s->at[slot];
  const aps_err err = aps_dataset_further(s->ctx, s->path[i], s->column.name, d);
  if (err != APS_OK && (err != APS_EARG || !d->v.further)) return err;
  if (err == APS_EARG) {
    aps_ctx_clear(s->ctx);
    for (int64_t k = 0; k < d->v.n; k++) d->v.further[k] = NAN;
  }
  d->has |= APS_FURTHER, d->further = s->column;
  return APS_OK;
}

static aps_err read_into(aps_series *s, int slot, int i) {
  if (s->number[slot] == i) return APS_OK;
  aps_dataset_free(&s->at[slot]);
  s->number[slot] = -1;
  APS_TRY(aps_dataset_read(s->ctx, s->path[i], &s->at[slot]));
  if (s->column.name[0]) APS_TRY(read_column(s, slot, i));
  s->number[slot] = i;
  settle_comoving(s, slot);
  return APS_OK;
}

/* Of a snapshot that is not held. */
static aps_err ask_another(aps_series *s, int i, const char *name, aps_further *out) {
  aps_dataset d;
  APS_TRY(aps_dataset_read(s->ctx, s->path[i], &d));
  const aps_err err = aps_dataset_further(s->ctx, s->path[i], name, &d);
  *out = d.further;
  aps_dataset_free(&d);
  return err;
}

aps_err aps_series_column(aps_series *s, const char *name) {
  const int last = s->n - 1;
  aps_further found;
  for (int k = 0; k < 2; k++) s->at[k].has &= ~(aps_cols)APS_FURTHER, s->at[k].further = (aps_further){0};
  s->column = (aps_further){0};
  if (!name) return APS_OK;
  aps_err err = aps_dataset_further(s->ctx, s->path[s->number[0]], name, &s->at[0]);
  found = s->at[0].further;
  if (err == APS_EARG && s->number[0] != last) {
    char why[1024], hint[512]; /* of the first: the last may have a name that is nearer, and less to say */
    snprintf(why, sizeof why, "%s", aps_ctx_error(s->ctx)), snprintf(hint, sizeof hint, "%s", aps_ctx_hint(s->ctx));
    err = ask_another(s, last, name, &found);
    if (err == APS_EARG) aps_fail(s->ctx, err, "%s", why), aps_hint(s->ctx, "%s", hint);
  }
  APS_TRY(err);
  aps_tint_rename(found.name);
  s->column = found;
  for (int k = 0; k < 2; k++) {
    aps_dataset *d = &s->at[k];
    if (d->has & APS_FURTHER) d->further = s->column;
    else if (s->number[k] >= 0) APS_TRY(read_column(s, k, s->number[k]));
  }
  return APS_OK;
}

static int differ(double a, double b) { return a > 0 && b > 0 && fabs(a - b) > 1e-6 * a; }

/* Between numbers of two systems of units there is no way. */
static aps_err check_units(const aps_series *s) {
  const aps_units *a = &s->at[0].units, *b = &s->at[1].units;
  const int length = differ(a->length, b->length), time = differ(a->time, b->time);
  if (!length && !time) return APS_OK;
  aps_fail(s->ctx, APS_EDATA, "%s: other units than those of %s before it: its unit of %s is %.6g %s, there %.6g", s->path[s->number[1]],
           s->path[s->number[0]], length ? "length" : "time", length ? b->length : b->time, length ? "cm" : "s",
           length ? a->length : a->time);
  return aps_hint(s->ctx, "show them one by one, or keep each kind in a folder of its own");
}

aps_err aps_series_load(aps_series *s, int i, int pair) {
  const int want = pair ? i + 1 : -1;
  if (s->number[0] == i && s->number[1] == want && (s->shared > 0 || !pair)) return APS_OK;
  drop_rows(s);
  if (s->number[1] == i || (pair && s->number[0] == want)) { /* what was ahead is now behind, or the other way */
    const aps_dataset d = s->at[0];
    const int number = s->number[0];
    const double pace = s->pace[0];
    s->at[0] = s->at[1], s->at[1] = d;
    s->pace[0] = s->pace[1], s->pace[1] = pace;
    s->number[0] = s->number[1], s->number[1] = number;
  }
  APS_TRY(read_into(s, 0, i));
  if (pair) {
    APS_TRY(read_into(s, 1, want));
    APS_TRY(check_units(s));
    return match(s);
  }
  aps_dataset_free(&s->at[1]);
  s->number[1] = -1;
  return APS_OK;
}

/* ---- in between ---- */

/* The way from a to b, by the nearest image where periodic. */
static double way(double a, double b, double box) {
  const double d = b - a;
  return box > 0 ? d - box * round(d / box) : d;
}

/* What leaves a box [0, edge) that holds both ends of its way comes in on the other side. */
static double inside(double x, double a, double b, double edge) {
  if (!(edge > 0) || (x >= 0 && x < edge) || fmin(a, b) < 0 || fmax(a, b) >= edge) return x;
  x -= edge * floor(x / edge);
  return x < edge ? x : 0;
}

void aps_series_between(const aps_series *s, double share, double *const x[3]) {
  aps_series_moving(s, share, x, (double *[3]){NULL});
}

void aps_series_moving(const aps_series *s, double share, double *const x[3], double *const v[3]) {
  const aps_view *a = &s->at[0].v, *b = &s->at[1].v;
  const double span = s->at[1].time - s->at[0].time, s2 = share * share, s3 = s2 * share;
  const double h1 = 3 * s2 - 2 * s3, g0 = s3 - 2 * s2 + share, g1 = s3 - s2;
  const double dh1 = 6 * (share - s2), dg0 = 3 * s2 - 4 * share + 1, dg1 = 3 * s2 - 2 * share;
  const double *box = s->at[0].box;
  const int periodic = s->at[0].periodic, straight = isnan(s->pace[0]) || isnan(s->pace[1]);
  const double pu = s->pace[0], pw = s->pace[1], back = straight ? 1 : pu + share * (pw - pu);
#pragma omp parallel for schedule(static)
  for (int64_t k = 0; k < s->shared; k++) {
    const int64_t i = s->row[0][k], j = s->row[1][k];
    const double p[3] = {a->x[i], a->y[i], a->z[i]}, q[3] = {b->x[j], b->y[j], b->z[j]};
    double u[3] = {pu * a->vx[i], pu * a->vy[i], pu * a->vz[i]}, w[3] = {pw * b->vx[j], pw * b->vy[j], pw * b->vz[j]};
    double d[3], d2 = 0, u2 = 0, w2 = 0;
    for (int c = 0; c < 3; c++) {
      d[c] = way(p[c], q[c], periodic ? box[c] : 0);
      if (straight) u[c] = w[c] = d[c] / span;
      d2 += d[c] * d[c], u2 += u[c] * u[c], w2 += w[c] * w[c];
    }
    const double far = 3 * sqrt(d2) / span; /* the largest speed that is believed */
    const double fu = u2 > far * far ? far / sqrt(u2) : 1, fw = w2 > far * far ? far / sqrt(w2) : 1;
    for (int c = 0; c < 3; c++) {
      const double at = p[c] + h1 * d[c] + span * (g0 * fu * u[c] + g1 * fw * w[c]);
      x[c][k] = inside(at, p[c], q[c], periodic ? box[c] : 0);
    }
    for (int c = 0; c < 3 && v[0]; c++)
      v[c][k] = (dh1 * d[c] / span + dg0 * fu * u[c] + dg1 * fw * w[c]) / back;
  }
}
