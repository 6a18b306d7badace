/* Our own layout: every column as it stands in memory, bit for bit, one dataset per name in
 * aps_columns, in the group /Columns, and plain state beside them in /Blobs. Used where nothing may
 * be lost: checkpoints and conversions. */
#include "own.h"
#include "readers/hdf5.h"
#include "snapshot.h"
#include <stdio.h>
#include <string.h>

static const void *column_of(const aps_view *v, const aps_column *c) {
  const void *values;
  memcpy(&values, (const char *)v + c->offset, sizeof values);
  return values;
}

static int64_t bytes_of(const aps_dataset *d) {
  int64_t row = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (column_of(&d->v, c)) row += c->type == 'b' ? 1 : c->type == 'I' ? 4 : 8;
  row *= d->v.n;
  for (int i = 0; i < d->n_blobs; i++) row += (int64_t)d->blob[i].size;
  return row;
}

static aps_err attributes(aps_hdf5_out *file, const aps_dataset *d) {
  const char *at = "/Columns";
  APS_TRY(aps_hdf5_out_group(file, at));
  APS_TRY(aps_hdf5_out_int64(file, at, "layout", APS_OWN_LAYOUT));
  APS_TRY(aps_hdf5_out_int64(file, at, "n", d->v.n));
  APS_TRY(aps_hdf5_out_int64(file, at, "step", d->step));
  APS_TRY(aps_hdf5_out_double(file, at, "time", d->time));
  APS_TRY(aps_hdf5_out_double(file, at, "redshift", d->redshift));
  APS_TRY(aps_hdf5_out_int64(file, at, "periodic", d->periodic));
  APS_TRY(aps_hdf5_out_numbers(file, at, "box", 'd', 3, d->box));
  const double units[4] = {d->units.length, d->units.mass, d->units.time, d->units.G};
  APS_TRY(aps_hdf5_out_numbers(file, at, "units", 'd', 4, units));
  APS_TRY(aps_hdf5_out_numbers(file, at, "force_error", 'd', 4, d->force_error));
  APS_TRY(aps_hdf5_out_text(file, at, "title", d->title));
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

static aps_err put_all(aps_hdf5_out *file, const aps_dataset *d, int compress) {
  APS_TRY(attributes(file, d));
  for (const aps_column *c = aps_columns; c->name; c++) {
    const void *values = column_of(&d->v, c);
    if (values == NULL) continue;
    char path[64];
    snprintf(path, sizeof path, "/Columns/%s", c->name);
    const aps_hdf5_out_data data = {
        .type = c->type, .width = 1, .column = {values}, .n = d->v.n, .compress = compress};
    APS_TRY(aps_hdf5_out_dataset(file, path, &data));
    APS_TRY(aps_hdf5_out_text(file, path, "doc", c->doc));
    const int32_t exponents[4] = {c->mass, c->length, c->time, c->scale};
    APS_TRY(
        aps_hdf5_out_numbers(file, path, "mass, length, time, scale exponents", 'i', 4, exponents));
  }
  return put_blobs(file, d);
}

static aps_err write_own(aps_ctx *ctx, const char *path, const aps_dataset *d,
                         const aps_texts *fields, int compress) {
  (void)fields; /* everything, always */
  APS_CHECK(ctx, d->v.n > 0, APS_EARG, "%s: there are no particles to write", path);
  aps_hdf5_out *file = NULL;
  aps_err err = aps_hdf5_out_create(ctx, path, bytes_of(d), &file);
  if (err == APS_OK) err = aps_layout_producer(file, d);
  if (err == APS_OK) err = put_all(file, d, compress);
  if (err == APS_OK) err = aps_hdf5_out_commit(&file);
  aps_hdf5_out_abort(&file);
  return err;
}

const aps_format aps_format_own = {
    .about = {.name = "own",
              .doc = "HDF5 with every column bit for bit, as checkpoints hold them",
              .source = "docs/files.md"},
    .extension = "hdf5",
    .recognise = aps_hdf5_recognise,
    .read = aps_hdf5_read,
    .write = write_own};
