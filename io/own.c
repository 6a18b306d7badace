/* Our own layout: every column as it stands in memory, bit for bit, one dataset per name in
 * aps_columns, in the group /Columns, and plain state beside them in /Blobs. Used where nothing may
 * be lost: checkpoints and conversions. */
#include "own.h"
#include "dealt.h"
#include "readers/hdf5.h"
#include "snapshot.h"
#include <stdio.h>
#include <string.h>

static const void *column_of(const aps_view *v, const aps_column *c) {
  const void *values;
  memcpy(&values, (const char *)v + c->offset, sizeof values);
  return values;
}

enum { COLUMNS_MOST = 64 };

/* there[c]: whether every rank with particles has column c. Collective. */
static void find_columns(aps_ctx *ctx, const aps_dataset *d, int64_t *there) {
  for (int c = 0; aps_columns[c].name; c++)
    there[c] = d->v.n > 0 && column_of(&d->v, &aps_columns[c]) == NULL;
  aps_ranks_max_int(ctx, there, COLUMNS_MOST);
  for (int c = 0; aps_columns[c].name; c++) there[c] = !there[c] && aps_columns[c].group != APS_FURTHER; /* that is another file's */
}

static int64_t bytes_of(const aps_dataset *d, const int64_t *there, int64_t n) {
  int64_t row = 0;
  for (int c = 0; aps_columns[c].name; c++)
    if (there[c]) row += aps_columns[c].type == 'b' ? 1 : aps_columns[c].type == 'I' ? 4 : 8;
  row *= n;
  for (int i = 0; i < d->n_blobs; i++) row += (int64_t)d->blob[i].size;
  return row;
}

static aps_err attributes(aps_hdf5_out *file, const aps_dataset *d, int64_t n) {
  const char *at = "/Columns";
  APS_TRY(aps_hdf5_out_group(file, at));
  APS_TRY(aps_hdf5_out_int64(file, at, "layout", APS_OWN_LAYOUT));
  APS_TRY(aps_hdf5_out_int64(file, at, "n", n));
  APS_TRY(aps_hdf5_out_int64(file, at, "step", d->step));
  APS_TRY(aps_hdf5_out_double(file, at, "time", d->time));
  APS_TRY(aps_hdf5_out_double(file, at, "redshift", d->redshift));
  APS_TRY(aps_hdf5_out_int64(file, at, "periodic", d->periodic));
  APS_TRY(aps_hdf5_out_numbers(file, at, "box", 'd', 3, d->box));
  const double units[4] = {d->units.length, d->units.mass, d->units.time, d->units.G};
  APS_TRY(aps_hdf5_out_numbers(file, at, "units", 'd', 4, units));
  APS_TRY(aps_hdf5_out_numbers(file, at, "force_error", 'd', 4, d->force_error));
  const aps_comoving *c = &d->comoving;
  const double comoving[9] = {c->a, c->h, c->velocity, c->in.H0, c->in.omega_m, c->in.omega_lambda, c->in.omega_r, c->in.w0, c->in.wa};
  if (c->a > 0) APS_TRY(aps_hdf5_out_numbers(file, at, "comoving", 'd', 9, comoving));
  APS_TRY(aps_hdf5_out_text(file, at, "title", d->title));
  if (d->species[0]) APS_TRY(aps_hdf5_out_text(file, at, "species", d->species));
  return aps_hdf5_out_text(file, at, "note", d->note);
}

static aps_err put_blobs(aps_hdf5_out *file, const aps_dataset *d) {
  if (d->n_blobs) APS_TRY(aps_hdf5_out_group(file, "/Blobs"));
  for (int i = 0; i < d->n_blobs; i++) {
    char path[128];
    snprintf(path, sizeof path, "/Blobs/%s", d->blob[i].name);
    const aps_hdf5_out_data data = {
        .type = 'b', .width = 1, .column = {d->blob[i].data}, .n = (int64_t)d->blob[i].size};
    APS_TRY(aps_hdf5_out_dataset(file, path, &data));
  }
  return APS_OK;
}

static aps_err put_column(aps_hdf5_out *file, const aps_dataset *d, const aps_dealt *dealt,
                          const aps_column *c, int compress) {
  char path[64];
  snprintf(path, sizeof path, "/Columns/%s", c->name);
  const aps_hdf5_out_data data = {.type = c->type,
                                  .width = 1,
                                  .column = {column_of(&d->v, c)},
                                  .n = d->v.n,
                                  .compress = compress,
                                  .dealt = dealt->count[0]};
  APS_TRY(aps_hdf5_out_dataset(file, path, &data));
  APS_TRY(aps_hdf5_out_text(file, path, "doc", c->doc));
  const int32_t exponents[4] = {c->mass, c->length, c->time, c->scale};
  return aps_hdf5_out_numbers(file, path, "mass, length, time, scale exponents", 'i', 4, exponents);
}

static aps_err put_all(aps_hdf5_out *file, const aps_dataset *d, const aps_dealt *dealt,
                       const int64_t *there, int compress) {
  APS_TRY(aps_layout_producer(file, d));
  APS_TRY(attributes(file, d, dealt->total[0]));
  for (int c = 0; aps_columns[c].name; c++)
    if (there[c]) APS_TRY(put_column(file, d, dealt, &aps_columns[c], compress));
  return put_blobs(file, d);
}

static aps_err write_dealt(aps_ctx *ctx, const char *path, const aps_dataset *d,
                           const aps_dealt *dealt, int compress) {
  APS_CHECK(ctx, dealt->total[0] > 0, APS_EARG, "%s: there are no particles to write", path);
  int64_t there[COLUMNS_MOST] = {0};
  aps_hdf5_out *file = NULL;
  find_columns(ctx, d, there);
  aps_err err = aps_hdf5_out_create(ctx, path, bytes_of(d, there, dealt->total[0]), &file);
  if (err == APS_OK) err = put_all(file, d, dealt, there, compress);
  if (err == APS_OK) err = aps_hdf5_out_commit(&file);
  aps_hdf5_out_abort(&file);
  return err;
}

static aps_err write_own(aps_ctx *ctx, const char *path, const aps_dataset *d,
                         const aps_texts *fields, int compress) {
  (void)fields; /* everything, always */
  aps_dealt dealt;
  aps_err err = aps_dealt_plan(ctx, APS_OK, &d->v.n, 1, 1, &dealt);
  if (err == APS_OK) err = write_dealt(ctx, path, d, &dealt, compress);
  aps_dealt_end(&dealt);
  return err;
}

const aps_format aps_format_own = {
    .about = {.name = "own",
              .doc = "HDF5 with every column bit for bit, as checkpoints hold them",
              .source = "docs/files.md"},
    .extension = "hdf5",
    .recognise = aps_hdf5_recognise,
    .read = aps_hdf5_read,
    .further = aps_hdf5_further,
    .names = aps_hdf5_names,
    .write = write_own};
