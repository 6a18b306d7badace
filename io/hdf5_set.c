/* Datasets, in chunks. Rows come from this rank, or from all ranks of the file in one of two ways:
 *
 * At once (hdf5_at_once.c): HDF5 finds the chunks their places, and every rank writes its own.
 * Through a funnel: where the ranks cannot write one file, or HDF5 compresses, the others send
 * their rows to the one that holds the file. The bytes are the same. */
#include "hdf5_inside.h"
#include "funnel.h"
#include <string.h>

enum { DEFLATE_LEVEL = 4 };

/* Data and checksum of one chunk, as they are. */
static herr_t put_raw(hid_t set, const hsize_t *offset, char *buffer, size_t bytes, uint32_t sum) {
  aps_rows_seal(buffer, bytes, sum);
  return H5Dwrite_chunk(set, H5P_DEFAULT, 0, offset, bytes + 4, buffer);
}

/* Through HDF5's own filters, which compress. */
static herr_t put_filtered(hid_t set, const hsize_t *offset, const hsize_t *count, int rank,
                           hid_t type, const char *buffer) {
  const hid_t there = H5Dget_space(set), here = H5Screate_simple(rank, count, NULL);
  herr_t status = H5Sselect_hyperslab(there, H5S_SELECT_SET, offset, NULL, count, NULL);
  if (status >= 0) status = H5Dwrite(set, type, here, there, H5P_DEFAULT, buffer);
  H5Sclose(here);
  H5Sclose(there);
  return status;
}

static void fill_rows(const void *data, int64_t first, int64_t n, char *out) {
  aps_rows_gather(data, first, n, out);
}

/* The rows of all ranks of the file as one stream. */
static aps_funnel funnel_of(const aps_hdf5_out *out, const aps_hdf5_out_data *d) {
  return (aps_funnel){.ctx = out->ctx,
                      .writer = out->writer,
                      .ranks = out->ranks,
                      .count = d->dealt,
                      .size = aps_rows_bytes(d),
                      .fill = fill_rows,
                      .self = d,
                      .room = out->room};
}

/* total: rows of the whole dataset; from: NULL where all of them are here. */
static herr_t put_chunks(hid_t set, const aps_hdf5_out_data *d, int64_t total, aps_funnel *from,
                         int64_t rows, aps_hdf5_sink *s) {
  const int rank = d->width > 1 ? 2 : 1;
  const size_t row_bytes = aps_rows_bytes(d);
  for (int64_t first = 0; first < total; first += rows) {
    const int64_t n = total - first < rows ? total - first : rows;
    const hsize_t offset[2] = {(hsize_t)first, 0}, count[2] = {(hsize_t)n, (hsize_t)d->width};
    char *buffer = aps_hdf5_buffer(s);
    uint32_t sum;
    if (from) {
      aps_funnel_take(from, n, buffer);
      sum = aps_rows_finish(buffer, n, rows, row_bytes);
    } else {
      sum = aps_rows_compose(d, first, n, rows, buffer);
    }
    const herr_t status =
        d->compress ? put_filtered(set, offset, count, rank, aps_hdf5_type(d->type), buffer)
                    : put_raw(set, offset, buffer, (size_t)rows * row_bytes, sum);
    if (status < 0) return status;
  }
  return 0;
}

static hid_t create_dataset(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d,
                            int64_t total, int64_t rows) {
  const int rank = d->width > 1 ? 2 : 1;
  const hsize_t shape[2] = {(hsize_t)total, (hsize_t)d->width};
  const hsize_t chunk[2] = {(hsize_t)rows, (hsize_t)d->width};
  const hid_t space = H5Screate_simple(rank, shape, NULL), create = H5Pcreate(H5P_DATASET_CREATE);
  hid_t set = H5I_INVALID_HID;
  int ok = H5Pset_attr_phase_change(create, 1000, 0) >= 0 && H5Pset_obj_track_times(create, 0) >= 0;
  if (total > 0) {
    ok = ok && H5Pset_chunk(create, rank, chunk) >= 0;
    if (d->compress)
      ok = ok && H5Pset_shuffle(create) >= 0 && H5Pset_deflate(create, DEFLATE_LEVEL) >= 0;
    ok = ok && H5Pset_fletcher32(create) >= 0;
  }
  if (ok)
    set = H5Dcreate2(out->file, path, aps_hdf5_type(d->type), space, H5P_DEFAULT, create,
                     H5P_DEFAULT);
  H5Pclose(create);
  H5Sclose(space);
  return set;
}

/* Nobody may be left waiting: what the others send is taken, whatever becomes of it. */
static void drain(aps_funnel *from, int64_t total, const aps_hdf5_out *out) {
  if (from == NULL) return;
  const int64_t most = APS_CHUNK_BYTES / (int64_t)from->size;
  for (int64_t left = total - from->used; left > 0; left -= most)
    aps_funnel_take(from, left < most ? left : most, out->sink.buffer);
}

static aps_err write_dataset(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d,
                             aps_funnel *from, int64_t total) {
  const int64_t rows = aps_rows_chunk(total, aps_rows_bytes(d));
  const aps_hdf5_quiet before = aps_hdf5_silence();
  const hid_t set = create_dataset(out, path, d, total, rows);
  aps_err err = APS_OK;
  if (set < 0 || put_chunks(set, d, total, from, rows, &out->sink) < 0)
    err = aps_hdf5_out_fail(out, path, "a dataset");
  if (set >= 0) H5Dclose(set);
  aps_behind_wait(&out->sink.writer); /* the buffers are free again */
  aps_hdf5_restore(before);
  drain(from, total, out);
  return err;
}

static aps_err write_funnel(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d,
                            int64_t total) {
  aps_funnel funnel = funnel_of(out, d);
  if (aps_hdf5_writes(out)) return write_dataset(out, path, d, &funnel, total);
  aps_funnel_give(&funnel);
  return APS_OK;
}

/* Others hold no file of HDF5's; they take part all the same. */
static aps_err write_at_once(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d,
                             int64_t total) {
  const int64_t rows = aps_rows_chunk(total, aps_rows_bytes(d));
  if (!aps_hdf5_writes(out)) return aps_hdf5_at_once(out, H5I_INVALID_HID, d, total, rows);
  const aps_hdf5_quiet before = aps_hdf5_silence();
  const hid_t set = create_dataset(out, path, d, total, rows);
  aps_err err = set < 0 ? aps_hdf5_out_fail(out, path, "a dataset") : APS_OK;
  const aps_err rest = aps_hdf5_at_once(out, set, d, total, rows);
  if (set >= 0) H5Dclose(set);
  aps_hdf5_restore(before);
  return err == APS_OK ? rest : err;
}

aps_err aps_hdf5_out_dataset(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d) {
  if (d->dealt == NULL || out->ranks == 1)
    return aps_hdf5_writes(out) ? aps_hdf5_settle(out, write_dataset(out, path, d, NULL, d->n))
                                : APS_OK;
  int64_t total = 0;
  for (int r = 0; r < out->ranks; r++) total += d->dealt[r];
  out->compressed |= d->compress;
  const int at_once = out->shared == APS_SHARED_YES && !d->compress;
  return aps_hdf5_settle(out, at_once ? write_at_once(out, path, d, total)
                                      : write_funnel(out, path, d, total));
}
