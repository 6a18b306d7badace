/* Does a file in our own layout hold what was written to it? Read back a column at a time, each
 * against its checksum and then against the bytes in memory, so that it takes the memory of one
 * column. The pages of the file are given up before, so that the bytes come from the disk where the
 * file system allows that. */
#define _GNU_SOURCE
#include "core/file.h"
#include "hdf5_safe.h"
#include "core/ranks.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Only pages that were synced can go. */
static void forget_pages(const char *path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}

typedef struct { /* rows [first, first + n) of `total` */
  int64_t first, n, total;
} stretch;

/* These numbers of `type` of one dataset against `expected`; back has room for them. */
static aps_err compare(aps_hdf5 *f, hid_t group, const char *name, const char *what, char type,
                       stretch s, const void *expected, void *back) {
  const size_t size = type == 'b' ? 1 : type == 'I' ? 4 : 8;
  aps_hdf5_rows rows = {.what = what, .type = type, .first = s.first, .n = s.n, .column = {back}};
  APS_TRY(aps_hdf5_open_set(f, group, name, what, s.total, 1, &rows.set));
  aps_err err = aps_hdf5_read_rows(f, &rows, 1);
  aps_hdf5_close_set(&rows.set);
  if (err == APS_OK && s.n && memcmp(back, expected, size * (size_t)s.n) != 0)
    err = aps_fail(f->ctx, APS_EDATA, "%s: %s is not what was written", f->path, what);
  return err;
}

static aps_err compare_columns(aps_hdf5 *f, hid_t group, const aps_dataset *d, stretch s,
                               void *back) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    const void *values;
    char what[64];
    memcpy(&values, (const char *)&d->v + c->offset, sizeof values);
    snprintf(what, sizeof what, "Columns/%s", c->name);
    if (values && c->group != APS_FURTHER) APS_TRY(compare(f, group, c->name, what, c->type, s, values, back));
  }
  return APS_OK;
}

static aps_err compare_blobs(aps_hdf5 *f, const aps_dataset *d, void *back) {
  if (d->n_blobs == 0) return APS_OK;
  const hid_t group = aps_hdf5_group(f, f->file, "Blobs");
  if (group < 0) return aps_hdf5_fail(f, "Blobs");
  aps_err err = APS_OK;
  for (int i = 0; err == APS_OK && i < d->n_blobs; i++) {
    const aps_blob *b = &d->blob[i];
    char what[128];
    snprintf(what, sizeof what, "Blobs/%s", b->name);
    const stretch all = {0, (int64_t)b->size, (int64_t)b->size};
    err = compare(f, group, b->name, what, 'b', all, b->data, back);
  }
  H5Gclose(group);
  return err;
}

/* Each rank its own rows, rank 0 the blobs. */
static aps_err compare_all(aps_hdf5 *f, const aps_dataset *d, stretch s, void *back) {
  const hid_t group = aps_hdf5_group(f, f->file, "Columns");
  if (group < 0) return aps_hdf5_fail(f, "Columns");
  aps_err err = compare_columns(f, group, d, s, back);
  H5Gclose(group);
  if (err == APS_OK && aps_rank(f->ctx) == 0) err = compare_blobs(f, d, back);
  return err == APS_OK ? f->broken : err;
}

static aps_err verify_own(aps_ctx *ctx, const char *path, const aps_dataset *d, stretch s) {
  int64_t most = 8 * d->v.n;
  for (int i = 0; i < d->n_blobs; i++)
    if ((int64_t)d->blob[i].size > most) most = (int64_t)d->blob[i].size;
  void *back = aps_alloc(ctx, "file buffer", most + 1, 1);
  if (back == NULL) return APS_EMEM;
  aps_hdf5 file;
  forget_pages(path);
  aps_files_lock();
  aps_err err = aps_hdf5_open(ctx, path, &file);
  if (err == APS_OK) {
    err = compare_all(&file, d, s, back);
    aps_hdf5_close(&file);
  }
  aps_files_unlock();
  aps_release(ctx, back);
  return err;
}

aps_err aps_dataset_verify(aps_ctx *ctx, const char *path, const aps_dataset *d) {
  stretch s = {.n = d->v.n};
  s.first = aps_ranks_before(ctx, d->v.n, &s.total);
  return aps_ranks_agree(ctx, verify_own(ctx, path, d, s));
}
