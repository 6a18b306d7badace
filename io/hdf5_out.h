/* An HDF5 file being written: the only way this project writes HDF5. Nothing is seen at its path
 * before it is whole. Same input, same bytes. Everything carries a checksum (libver latest for the
 * metadata, Fletcher-32 for the data).
 *
 * With several ranks create and commit are collective over all of them, and the rest is over those
 * of one file: they make the same calls, the writer alone writes, the others send it their rows. A
 * failure on the way is kept for the commit, where all agree on it. */
#ifndef APS_HDF5_OUT_H
#define APS_HDF5_OUT_H
#include "core/ctx.h"

typedef struct aps_hdf5_out aps_hdf5_out;

/* payload: bytes of all datasets together, to ask whether they fit on the disk; 0: unknown. `path`
 * must outlive this. */
aps_err aps_hdf5_out_create(aps_ctx *, const char *path, int64_t payload, aps_hdf5_out **);
/* The same for ranks [writer, writer + ranks), this one among them. */
aps_err aps_hdf5_out_create_for(aps_ctx *, const char *path, int64_t payload, int writer, int ranks,
                                aps_hdf5_out **);
/* Makes a group; its parent must exist. Paths are like "/Header". */
aps_err aps_hdf5_out_group(aps_hdf5_out *, const char *path);

/* Attributes of the group or dataset at `path`. */
aps_err aps_hdf5_out_text(aps_hdf5_out *, const char *path, const char *name, const char *value);
/* n values of type 'd' double, 'l' int64, 'i' int32, 'L' uint64, 'I' uint32; n == 0: one value as
 * an HDF5 scalar. */
aps_err aps_hdf5_out_numbers(aps_hdf5_out *, const char *path, const char *name, char type, int n,
                             const void *values);
/* Shorthands: a 1-element array, as most readers of snapshots expect. */
aps_err aps_hdf5_out_double(aps_hdf5_out *, const char *path, const char *name, double);
aps_err aps_hdf5_out_int64(aps_hdf5_out *, const char *path, const char *name, int64_t);

/* A dataset of shape [n] (width 1) or [n, width], from `width` columns of one type ('d', 'L', 'I'
 * or 'b' int8). Row i takes element rows[i] of each column, or i where rows is NULL. Doubles are
 * multiplied by factor (0: they are not), then shift is added. */
typedef struct {
  char type;
  int width;
  const void *column[3];
  const int64_t *rows;
  int64_t n;
  double shift, factor;
  int compress;         /* shuffle and gzip */
  const int64_t *dealt; /* rows of each of the file's ranks, which follow one another, n being those
                         * of this rank; NULL: the writer has all n */
} aps_hdf5_out_data;
aps_err aps_hdf5_out_dataset(aps_hdf5_out *, const char *path, const aps_hdf5_out_data *);

/* Closes the file and puts it at its path (aps_pending_commit). *out is freed and NULL either way.
 */
aps_err aps_hdf5_out_commit(aps_hdf5_out **);
/* Leaves no trace. Harmless for NULL and after a commit. */
void aps_hdf5_out_abort(aps_hdf5_out **);
#endif
