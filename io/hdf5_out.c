/* HDF5 files written through a driver of our own.
 *
 * Why not HDF5's own: with 1.10 on a full disk H5Dwrite reports success and the process crashes at
 * exit. So the library never hears of a failed write: the driver remembers the first one and stops
 * writing, the library finishes in peace, and the commit reports the cause. The bytes go straight
 * into the temporary file; no second copy is kept in memory. Chunks are interleaved and checksummed
 * here, in a buffer that fits the cache, and handed over as they are (H5Dwrite_chunk): HDF5's own
 * pipeline spends more time on the checksum than the disk needs for the bytes. */
#define _GNU_SOURCE
#include "hdf5_out.h"
#include "behind.h"
#include "fletcher.h"
#include "funnel.h"
#include <errno.h>
#include <hdf5.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  CHUNK_BYTES = 1 << 20, /* readers' chunk caches hold one of these by default */
  PIECE_BYTES = 1 << 14,
  BUFFERS = 4,       /* one is written with the end of another, one waits, one is composed */
  BUFFER_SLACK = 64, /* behind a chunk stands its checksum */
  DEFLATE_LEVEL = 4
};

typedef struct { /* where the bytes go */
  aps_pending file;
  aps_behind writer;
  char *buffer; /* of four chunks in turn */
  size_t buffer_size;
  haddr_t end; /* bytes written */
  int cause;   /* errno of the first write that failed */
} sink;

struct aps_hdf5_out {
  aps_ctx *ctx;
  hid_t driver, file;
  sink sink;
  int writer, ranks; /* whose file it is: ranks [writer, writer + ranks) */
  aps_err broken;    /* with several ranks: the first failure */
  char *funnel;      /* room for what comes from the others */
};

static int writes(const aps_hdf5_out *out) { return aps_rank(out->ctx) == out->writer; }

/* ---- the driver ------------------------------------------------------------------------------ */

typedef struct { /* HDF5's view of a file; it wants H5FD_t first */
  H5FD_t base;
  sink *out;
  haddr_t eoa;
} driver;

static H5FD_t *drive_open(const char *name, unsigned flags, hid_t access, haddr_t most) {
  (void)name, (void)flags, (void)most;
  driver *d = calloc(1, sizeof *d);
  if (d) d->out = *(sink *const *)H5Pget_driver_info(access);
  return (H5FD_t *)d;
}

static herr_t drive_close(H5FD_t *file) {
  free(file);
  return 0;
}

static herr_t drive_query(const H5FD_t *file, unsigned long *flags) {
  (void)file;
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

static haddr_t drive_get_eoa(const H5FD_t *file, H5FD_mem_t type) {
  (void)type;
  return ((const driver *)file)->eoa;
}

static herr_t drive_set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t address) {
  (void)type;
  ((driver *)file)->eoa = address;
  return 0;
}

static haddr_t drive_get_eof(const H5FD_t *file, H5FD_mem_t type) {
  (void)type;
  return ((const driver *)file)->out->end;
}

/* What was never written is zero. */
static herr_t drive_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t n,
                         void *buffer) {
  (void)type, (void)transfer;
  sink *s = ((driver *)file)->out;
  const int fd = s->file.fd;
  aps_behind_wait(&s->writer);
  for (size_t done = 0; done < n;) {
    const ssize_t got = pread(fd, (char *)buffer + done, n - done, (off_t)(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      memset((char *)buffer + done, 0, n - done);
      break;
    }
    done += (size_t)got;
  }
  return 0;
}

/* A chunk of ours stays where it is until written; HDF5's own bytes do not. */
static herr_t drive_write(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t n,
                          const void *bytes) {
  (void)type, (void)transfer;
  sink *s = ((driver *)file)->out;
  const char *b = bytes;
  if (at + n > s->end) s->end = at + n;
  if (b >= s->buffer && b < s->buffer + s->buffer_size) {
    aps_behind_post(&s->writer, (int64_t)at, bytes, n);
    return 0;
  }
  if (s->cause == 0) s->cause = aps_pending_write(&s->file, (int64_t)at, bytes, n);
  return 0;
}

/* HDF5 wants the file as long as its addresses reach. */
static herr_t drive_truncate(H5FD_t *file, hid_t transfer, hbool_t closing) {
  (void)transfer, (void)closing;
  driver *d = (driver *)file;
  sink *s = d->out;
  const int cause = aps_behind_wait(&s->writer);
  if (s->cause == 0) s->cause = cause;
  if (s->cause == 0 && d->eoa != s->end && ftruncate(s->file.fd, (off_t)d->eoa) != 0)
    s->cause = errno;
  s->end = d->eoa;
  return 0;
}

static const H5FD_class_t driver_class = {
#if H5_VERSION_GE(1, 13, 0)
    .version = H5FD_CLASS_VERSION,
    .value = 300, /* of the range free for experiments */
#endif
    .name = "apsis",
    .maxaddr = INT64_MAX,
    .fc_degree = H5F_CLOSE_WEAK,
    .fapl_size = sizeof(sink *),
    .open = drive_open,
    .close = drive_close,
    .query = drive_query,
    .get_eoa = drive_get_eoa,
    .set_eoa = drive_set_eoa,
    .get_eof = drive_get_eof,
    .read = drive_read,
    .write = drive_write,
    .truncate = drive_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY};

/* ---- errors ---------------------------------------------------------------------------------- */

typedef struct {
  H5E_auto2_t function;
  void *data;
} printing;

static printing silence(void) {
  printing p;
  H5Eget_auto2(H5E_DEFAULT, &p.function, &p.data);
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  return p;
}

static void restore(printing p) { H5Eset_auto2(H5E_DEFAULT, p.function, p.data); }

static herr_t first_cause(unsigned n, const H5E_error2_t *error, void *text) {
  (void)n;
  const char **out = text;
  if (error->desc && *out == NULL) *out = error->desc;
  return 0;
}

static aps_err fail(aps_hdf5_out *out, const char *path, const char *what) {
  const char *cause = NULL;
  if (out->sink.cause) return aps_fail_write(out->ctx, out->sink.file.path, out->sink.cause);
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_cause, &cause);
  return aps_fail(out->ctx, APS_EINTERNAL, "%s: HDF5 cannot make %s of %s: %s", out->sink.file.path,
                  what, path, cause ? cause : "no cause given");
}

/* With several ranks a failure waits for the commit: the others go on sending. */
static aps_err settle(aps_hdf5_out *out, aps_err err) {
  if (aps_ranks(out->ctx) == 1) return err;
  if (out->broken == APS_OK) out->broken = err;
  return APS_OK;
}

/* ---- create, commit, abort ------------------------------------------------------------------- */

static hid_t open_file(aps_hdf5_out *out) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), create = H5Pcreate(H5P_FILE_CREATE);
  sink *s = &out->sink;
  hid_t file = H5I_INVALID_HID;
  out->driver = H5FDregister(&driver_class);
  if (out->driver >= 0 && H5Pset_driver(access, out->driver, &s) >= 0 &&
      H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST) >= 0 &&
      H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
      H5Pset_attr_phase_change(create, 1000, 0) >= 0 && H5Pset_obj_track_times(create, 0) >= 0)
    file = H5Fcreate(s->file.path, H5F_ACC_TRUNC, create, access);
  H5Pclose(create);
  H5Pclose(access);
  return file;
}

static aps_err open_sink(aps_hdf5_out *out, const char *path, int64_t payload) {
  sink *s = &out->sink;
  aps_err err = aps_pending_open(out->ctx, path, payload, &s->file);
  s->buffer_size = BUFFERS * (CHUNK_BYTES + BUFFER_SLACK);
  s->buffer = aps_alloc(out->ctx, "file buffer", (int64_t)s->buffer_size, 1);
  if (err == APS_OK && s->buffer == NULL) err = APS_EMEM;
  if (err == APS_OK) {
    aps_behind_start(&s->writer, &s->file);
    const printing before = silence();
    out->file = open_file(out);
    if (out->file < 0) err = fail(out, "/", "the root");
    restore(before);
  }
  return err;
}

static aps_err open_share(aps_hdf5_out *out, const char *path, int64_t payload) {
  out->file = out->driver = H5I_INVALID_HID;
  out->sink.file.fd = -1;
  if (out->ranks > 1) {
    out->funnel = aps_alloc(out->ctx, "file buffer", APS_FUNNEL_ROOM, 1);
    if (out->funnel == NULL) return APS_EMEM;
  }
  return writes(out) ? open_sink(out, path, payload) : APS_OK;
}

aps_err aps_hdf5_out_create_for(aps_ctx *ctx, const char *path, int64_t payload, int writer,
                                int ranks, aps_hdf5_out **result) {
  *result = NULL;
  aps_hdf5_out *out = aps_alloc(ctx, "file buffer", 1, sizeof *out);
  aps_err err = APS_EMEM;
  if (out) {
    out->ctx = ctx;
    out->writer = writer;
    out->ranks = ranks;
    err = open_share(out, path, payload);
  }
  err = aps_ranks_agree(ctx, err);
  if (err != APS_OK) aps_hdf5_out_abort(&out);
  *result = out;
  return err;
}

aps_err aps_hdf5_out_create(aps_ctx *ctx, const char *path, int64_t payload,
                            aps_hdf5_out **result) {
  return aps_hdf5_out_create_for(ctx, path, payload, 0, aps_ranks(ctx), result);
}

/* Closes HDF5's part; 0 or negative. */
static herr_t finish(aps_hdf5_out *out) {
  const printing before = silence();
  const herr_t status = out->file >= 0 ? H5Fclose(out->file) : -1;
  const int cause = aps_behind_stop(&out->sink.writer);
  if (out->sink.cause == 0) out->sink.cause = cause;
  if (out->driver >= 0) H5FDunregister(out->driver);
  restore(before);
  out->file = out->driver = H5I_INVALID_HID;
  return status;
}

void aps_hdf5_out_abort(aps_hdf5_out **out) {
  if (out == NULL || *out == NULL) return;
  if ((*out)->sink.cause == 0) (*out)->sink.cause = ECANCELED; /* write no more */
  finish(*out);
  aps_pending_abort(&(*out)->sink.file);
  aps_release((*out)->ctx, (*out)->sink.buffer);
  aps_release((*out)->ctx, (*out)->funnel);
  aps_release((*out)->ctx, *out);
  *out = NULL;
}

aps_err aps_hdf5_out_commit(aps_hdf5_out **result) {
  aps_hdf5_out *out = *result;
  aps_ctx *ctx = out->ctx;
  aps_err err = out->broken;
  if (writes(out) && (finish(out) < 0 || out->sink.cause)) err = fail(out, "/", "the end");
  err = aps_ranks_agree(ctx, err); /* no part is put in place unless all are well */
  if (err == APS_OK && writes(out)) err = aps_pending_commit(&out->sink.file);
  aps_hdf5_out_abort(result);
  return aps_ranks_agree(ctx, err);
}

/* ---- groups and attributes ------------------------------------------------------------------- */

aps_err aps_hdf5_out_group(aps_hdf5_out *out, const char *path) {
  if (!writes(out)) return APS_OK;
  const printing before = silence();
  const hid_t create = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_attr_phase_change(create, 1000, 0); /* attributes stay in the object header */
  H5Pset_obj_track_times(create, 0);
  const hid_t group = H5Gcreate2(out->file, path, H5P_DEFAULT, create, H5P_DEFAULT);
  const aps_err err = group < 0 ? fail(out, path, "a group") : APS_OK;
  if (group >= 0) H5Gclose(group);
  H5Pclose(create);
  restore(before);
  return settle(out, err);
}

static aps_err attribute(aps_hdf5_out *out, const char *path, const char *name, hid_t type,
                         hid_t space, const void *value) {
  if (!writes(out)) return APS_OK;
  const printing before = silence();
  aps_err err = APS_OK;
  const hid_t a =
      H5Acreate_by_name(out->file, path, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  if (a < 0 || H5Awrite(a, type, value) < 0) err = fail(out, path, name);
  if (a >= 0) H5Aclose(a);
  restore(before);
  return settle(out, err);
}

aps_err aps_hdf5_out_text(aps_hdf5_out *out, const char *path, const char *name,
                          const char *value) {
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  const size_t length = strlen(value);
  H5Tset_size(type, length ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)value[i] > 127) H5Tset_cset(type, H5T_CSET_UTF8);
  const aps_err err = attribute(out, path, name, type, space, value);
  H5Sclose(space);
  H5Tclose(type);
  return err;
}

static hid_t hdf5_type(char type) {
  switch (type) {
  case 'd':
    return H5T_NATIVE_DOUBLE;
  case 'l':
    return H5T_NATIVE_INT64;
  case 'L':
    return H5T_NATIVE_UINT64;
  case 'i':
    return H5T_NATIVE_INT32;
  case 'I':
    return H5T_NATIVE_UINT32;
  default:
    return H5T_NATIVE_INT8;
  }
}

aps_err aps_hdf5_out_numbers(aps_hdf5_out *out, const char *path, const char *name, char type,
                             int n, const void *values) {
  const hsize_t size = (hsize_t)n;
  const hid_t space = n ? H5Screate_simple(1, &size, NULL) : H5Screate(H5S_SCALAR);
  const aps_err err = attribute(out, path, name, hdf5_type(type), space, values);
  H5Sclose(space);
  return err;
}

aps_err aps_hdf5_out_double(aps_hdf5_out *out, const char *path, const char *name, double value) {
  return aps_hdf5_out_numbers(out, path, name, 'd', 1, &value);
}

aps_err aps_hdf5_out_int64(aps_hdf5_out *out, const char *path, const char *name, int64_t value) {
  return aps_hdf5_out_numbers(out, path, name, 'l', 1, &value);
}

/* ---- datasets -------------------------------------------------------------------------------- */

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

/* Three columns of doubles into one of vectors. */
static void interleave(const aps_hdf5_out_data *d, int64_t first, int64_t n, char *restrict out) {
  const double *x = (const double *)d->column[0] + first, *y = (const double *)d->column[1] + first,
               *z = (const double *)d->column[2] + first;
  const double shift = d->shift;
  double *restrict to = (double *)(void *)out;
  if (shift != 0) {
    for (int64_t i = 0; i < n; i++)
      to[3 * i] = x[i] + shift, to[3 * i + 1] = y[i] + shift, to[3 * i + 2] = z[i] + shift;
  } else {
    for (int64_t i = 0; i < n; i++) to[3 * i] = x[i], to[3 * i + 1] = y[i], to[3 * i + 2] = z[i];
  }
}

/* Rows [first, first + n) of the columns, interleaved. */
static void gather(const aps_hdf5_out_data *d, int64_t first, int64_t n, char *restrict out) {
  const size_t size = item_size(d->type);
  const size_t stride = size * (size_t)d->width;
  if (d->type == 'd' && d->width == 3 && d->rows == NULL) {
    interleave(d, first, n, out);
    return;
  }
  for (int c = 0; c < d->width; c++) {
    const char *column = d->column[c];
    char *to = out + size * (size_t)c;
    if (d->shift != 0) { /* without one bits are copied: -0 + 0 would be +0 */
      const double *from = (const double *)column + (d->rows ? 0 : first);
      for (int64_t i = 0; i < n; i++) {
        const double value = (d->rows ? from[d->rows[first + i]] : from[i]) + d->shift;
        memcpy(to + (size_t)i * stride, &value, sizeof value);
      }
    } else if (d->rows == NULL && d->width == 1) {
      memcpy(to, column + (size_t)first * size, (size_t)n * size);
    } else {
      for (int64_t i = 0; i < n; i++) {
        const int64_t row = d->rows ? d->rows[first + i] : first + i;
        memcpy(to + (size_t)i * stride, column + (size_t)row * size, size);
      }
    }
  }
}

/* Equal chunks of at most CHUNK_BYTES: the last one is padded by less than one row per chunk. */
static int64_t chunk_rows(int64_t n, size_t row_bytes) {
  const int64_t most = CHUNK_BYTES / (int64_t)row_bytes;
  const int64_t chunks = (n + most - 1) / most;
  return (n + chunks - 1) / chunks;
}

/* A chunk of `rows` rows, the last ones beyond n zero; its checksum. In pieces that are summed
 * while the first-level cache still holds them. */
static uint32_t compose(const aps_hdf5_out_data *d, int64_t first, int64_t n, int64_t rows,
                        char *buffer) {
  aps_fletcher sum = {0, 0, 0};
  const size_t row_bytes = item_size(d->type) * (size_t)d->width;
  const int64_t piece = PIECE_BYTES / (int64_t)row_bytes / 2 * 2; /* even, so the bytes are */
  for (int64_t at = 0; at < rows; at += piece) {
    const int64_t here = rows - at < piece ? rows - at : piece;
    const int64_t some = n - at < here ? (n > at ? n - at : 0) : here;
    char *to = buffer + (size_t)at * row_bytes;
    gather(d, first + at, some, to);
    memset(to + (size_t)some * row_bytes, 0, (size_t)(here - some) * row_bytes);
    if (!d->compress) aps_fletcher_add(&sum, to, (size_t)here * row_bytes);
  }
  return aps_fletcher_sum(&sum);
}

/* Data and checksum of one chunk, as they are. */
static herr_t put_raw(hid_t set, const hsize_t *offset, char *buffer, size_t bytes, uint32_t sum) {
  for (int i = 0; i < 4; i++) buffer[bytes + (size_t)i] = (char)(sum >> 8 * i);
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
  gather(data, first, n, out);
}

/* The rows of all ranks of the file as one stream. */
static aps_funnel funnel_of(const aps_hdf5_out *out, const aps_hdf5_out_data *d) {
  return (aps_funnel){.ctx = out->ctx,
                      .writer = out->writer,
                      .ranks = out->ranks,
                      .count = d->dealt,
                      .size = item_size(d->type) * (size_t)d->width,
                      .fill = fill_rows,
                      .self = d,
                      .room = out->funnel};
}

/* The same of rows that other ranks send. */
static uint32_t collect(aps_funnel *from, int64_t n, int64_t rows, char *buffer, int compress) {
  aps_fletcher sum = {0, 0, 0};
  aps_funnel_take(from, n, buffer);
  memset(buffer + (size_t)n * from->size, 0, (size_t)(rows - n) * from->size);
  if (!compress) aps_fletcher_add(&sum, buffer, (size_t)rows * from->size);
  return aps_fletcher_sum(&sum);
}

/* total: rows of the whole dataset; from: NULL where all of them are here. */
static herr_t put_chunks(hid_t set, const aps_hdf5_out_data *d, int64_t total, aps_funnel *from,
                         int64_t rows, char *buffers) {
  int turn = 0;
  const int rank = d->width > 1 ? 2 : 1;
  const size_t row_bytes = item_size(d->type) * (size_t)d->width;
  for (int64_t first = 0; first < total; first += rows) {
    const int64_t n = total - first < rows ? total - first : rows;
    const hsize_t offset[2] = {(hsize_t)first, 0}, count[2] = {(hsize_t)n, (hsize_t)d->width};
    char *buffer = buffers + turn * (CHUNK_BYTES + BUFFER_SLACK);
    turn = (turn + 1) % BUFFERS;
    const uint32_t sum = from ? collect(from, n, rows, buffer, d->compress) : compose(d, first, n, rows, buffer);
    const herr_t status = d->compress
                              ? put_filtered(set, offset, count, rank, hdf5_type(d->type), buffer)
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
    set = H5Dcreate2(out->file, path, hdf5_type(d->type), space, H5P_DEFAULT, create, H5P_DEFAULT);
  H5Pclose(create);
  H5Sclose(space);
  return set;
}

/* Nobody may be left waiting: what the others send is taken, whatever becomes of it. */
static void drain(aps_funnel *from, int64_t total, const aps_hdf5_out *out) {
  if (from == NULL) return;
  const int64_t most = CHUNK_BYTES / (int64_t)from->size;
  for (int64_t left = total - from->used; left > 0; left -= most)
    aps_funnel_take(from, left < most ? left : most, out->sink.buffer);
}

static aps_err write_dataset(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d,
                             aps_funnel *from, int64_t total) {
  const size_t row_bytes = item_size(d->type) * (size_t)d->width;
  const int64_t rows = total > 0 ? chunk_rows(total, row_bytes) : 1;
  const printing before = silence();
  const hid_t set = create_dataset(out, path, d, total, rows);
  aps_err err = APS_OK;
  if (set < 0 || put_chunks(set, d, total, from, rows, out->sink.buffer) < 0)
    err = fail(out, path, "a dataset");
  if (set >= 0) H5Dclose(set);
  aps_behind_wait(&out->sink.writer); /* the buffers are free again */
  restore(before);
  drain(from, total, out);
  return err;
}

aps_err aps_hdf5_out_dataset(aps_hdf5_out *out, const char *path, const aps_hdf5_out_data *d) {
  if (d->dealt == NULL || out->ranks == 1)
    return writes(out) ? settle(out, write_dataset(out, path, d, NULL, d->n)) : APS_OK;
  aps_funnel funnel = funnel_of(out, d);
  if (!writes(out)) {
    aps_funnel_give(&funnel);
    return APS_OK;
  }
  int64_t total = 0;
  for (int r = 0; r < out->ranks; r++) total += d->dealt[r];
  return settle(out, write_dataset(out, path, d, &funnel, total));
}
