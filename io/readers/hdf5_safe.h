/* HDF5 objects of an untrusted file, opened and read with every claim checked first: hard links
 * only; no virtual datasets, external storage or filters beyond gzip, shuffle and Fletcher-32;
 * types, shapes and sizes held against the size of the file before anything is allocated. */
#ifndef APS_HDF5_SAFE_H
#define APS_HDF5_SAFE_H
#include "source.h"
#include <hdf5.h>

typedef struct {
  aps_ctx *ctx;
  const char *path;
  hid_t file;
  int64_t size;
  aps_source source; /* the same file, for chunks whose place is known */
  int threads;       /* that may read chunks at once, straight into columns; 0: that is not done */
  aps_err broken; /* something was there but could not be read: the whole file counts as damaged */
  H5E_auto2_t printing; /* HDF5's error printing, restored at the end */
  void *printing_data;
} aps_hdf5;

/* Reads nothing straight into columns until f->threads says so. */
aps_err aps_hdf5_open(aps_ctx *, const char *path, aps_hdf5 *);
void aps_hdf5_close(aps_hdf5 *);
/* APS_EDATA with path, what, and HDF5's own innermost cause. */
aps_err aps_hdf5_fail(aps_hdf5 *, const char *what);

/* The functions below tell what is absent from what is damaged: the latter sets f->broken, to be
 * looked at in the end. */

/* Is there a hard link of this name (no slash) in the group? */
int aps_hdf5_has(aps_hdf5 *, hid_t group, const char *name);
/* The group, or negative where there is none; close with H5Gclose. */
hid_t aps_hdf5_group(aps_hdf5 *, hid_t parent, const char *name);

int aps_hdf5_has_attribute(aps_hdf5 *, hid_t object, const char *name);
/* Up to `most` numbers of an attribute; returns how many there are, 0 where absent or not numbers.
 */
int aps_hdf5_doubles(aps_hdf5 *, hid_t object, const char *name, double *out, int most);
int aps_hdf5_integers(aps_hdf5 *, hid_t object, const char *name, int64_t *out, int most);
/* An attribute's text, cut to size - 1 bytes; 0 where absent. */
int aps_hdf5_text(aps_hdf5 *, hid_t object, const char *name, char *out, size_t size);

typedef struct { /* a dataset that passed the checks */
  hid_t set;
  int64_t rows;
  int width;                       /* 1, or k for shape [rows, k] */
  int64_t chunk_rows;              /* 0: not chunked */
  int is_integer, is_signed, item; /* bytes per number in the file */
} aps_hdf5_set;

/* width: what it must be. rows: what it must be, or -1. what: "PartType1/Masses". */
aps_err aps_hdf5_open_set(aps_hdf5 *, hid_t group, const char *name, const char *what, int64_t rows,
                          int width, aps_hdf5_set *);
void aps_hdf5_close_set(aps_hdf5_set *);
/* Rows [first, first + n) of a dataset on their way into `width` columns of type 'd', 'L', 'l', 'I'
 * or 'b', converted as needed. */
typedef struct {
  aps_hdf5_set set;
  const char *what;
  char type;
  int64_t first, n;
  void *column[3];
  int component; /* 0: all that a row holds, of which there are 1 or 3; k: the k-th alone, into column[0] */
  /* filled in while they are read */
  int64_t room; /* aps_hdf5_chunk_room */
  char *there;  /* [chunks from that of row `first` on]: 1 for those in the column; NULL: none */
} aps_hdf5_rows;
/* All of them, several datasets at a time. The sets stay open. */
aps_err aps_hdf5_read_rows(aps_hdf5 *, aps_hdf5_rows *, int n);
/* All rows of one. */
aps_err aps_hdf5_read_set(aps_hdf5 *, const aps_hdf5_set *, const char *what, char type,
                          void *column);

/* Bytes of a stored chunk where chunks can be read as they are: numbers of type `native`, checked
 * by Fletcher-32 alone; 0: they cannot. */
int64_t aps_hdf5_chunk_room(const aps_hdf5_set *, hid_t native);
/* The chunk's numbers into `buffer` of so many bytes. 0: something is wrong with it, and HDF5 may
 * say what. */
int aps_hdf5_read_chunk(const aps_hdf5_set *, int64_t chunk, int64_t room, char *buffer);
/* The chunks that hold the rows of datasets of width 1, read as they are stored by f->threads
 * threads at once, each from its place in the file, its checksum looked at whole even where some of
 * its rows are not wanted. What is there is noted in `there`; the rest is to be read otherwise. */
void aps_hdf5_read_chunks(aps_hdf5 *, aps_hdf5_rows *, int n);

/* Reads this rank's rows of the group /Columns of our own layout, and /Blobs beside it; not yet
 * checked. */
aps_err aps_hdf5_read_own(aps_hdf5 *, hid_t columns, aps_dataset *out);
#endif
