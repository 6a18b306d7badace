/* HDF5 files built in memory with HDF5's core driver.
 *
 * Why not let HDF5 write: with 1.10 on a full disk H5Dwrite reports success and the process crashes at exit. So the
 * library fills a buffer of ours (file image callbacks), and a checked write() puts it on the disk.
 * Chunks are interleaved and checksummed here, in a buffer that fits the cache, and handed over as they are
 * (H5Dwrite_chunk): HDF5's own pipeline spends more time on the checksum than the disk needs for the bytes. */
#define _GNU_SOURCE
#include "hdf5_image.h"
#include "fletcher.h"
#include <hdf5.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
  CHUNK_BYTES = 1 << 18,     /* the buffer and the columns it is filled from fit the second-level cache */
  METADATA_BYTES = 1 << 18,  /* groups, attributes and chunk indices of a snapshot take far less */
  HUGE_PAGE = 2 << 20,
  DEFLATE_LEVEL = 4
};

typedef struct { /* the buffer behind the core driver */
  void *bytes;
  size_t size;
  int closed; /* the last free is not HDF5's to do */
} memory;

struct aps_image {
  aps_ctx *ctx;
  hid_t file;
  memory *memory;
};

/* ---- the buffer -------------------------------------------------------------------------------- */

static void *take(size_t size) {
  if (size < HUGE_PAGE) return malloc(size);
  void *bytes = aligned_alloc(HUGE_PAGE, (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
#ifdef MADV_HUGEPAGE
  if (bytes) madvise(bytes, size, MADV_HUGEPAGE); /* 512 times fewer page faults; only a wish */
#endif
  return bytes;
}

static void *image_malloc(size_t size, H5FD_file_image_op_t op, void *user) {
  (void)op;
  memory *m = user;
  m->bytes = take(size);
  m->size = m->bytes ? size : 0;
  return m->bytes;
}

static void *image_realloc(void *old, size_t size, H5FD_file_image_op_t op, void *user) {
  (void)op;
  memory *m = user;
  void *bytes = take(size);
  if (bytes == NULL) return NULL;
  if (old) memcpy(bytes, old, m->size < size ? m->size : size);
  free(old);
  m->bytes = bytes;
  m->size = size;
  return bytes;
}

static herr_t image_free(void *bytes, H5FD_file_image_op_t op, void *user) {
  memory *m = user;
  if (op == H5FD_FILE_IMAGE_OP_FILE_CLOSE) {
    m->closed = 1; /* kept: it is the file */
    return 0;
  }
  free(bytes);
  return 0;
}

static void *image_memcpy(void *to, const void *from, size_t n, H5FD_file_image_op_t op, void *user) {
  (void)op, (void)user;
  return memcpy(to, from, n);
}

static void *same_user(void *user) { return user; }
static herr_t keep_user(void *user) {
  (void)user;
  return 0;
}

/* ---- errors ------------------------------------------------------------------------------------ */

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

static aps_err fail(aps_ctx *ctx, const char *path, const char *what) {
  const char *cause = NULL;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_cause, &cause);
  return aps_fail(ctx, APS_EINTERNAL, "HDF5 image: cannot make %s of %s: %s", what, path,
                  cause ? cause : "no cause given");
}

/* ---- create and finish ------------------------------------------------------------------------- */

static hid_t open_image(memory *m, size_t expected) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), create = H5Pcreate(H5P_FILE_CREATE);
  H5FD_file_image_callbacks_t callbacks = {image_malloc, image_memcpy, image_realloc, image_free,
                                           same_user,    keep_user,    m};
  hid_t file = H5I_INVALID_HID;
  if (H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST) >= 0 &&
      H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
      H5Pset_fapl_core(access, expected, 0) >= 0 &&
      H5Pset_file_image_callbacks(access, &callbacks) >= 0 &&
      H5Pset_attr_phase_change(create, 1000, 0) >= 0 && H5Pset_obj_track_times(create, 0) >= 0)
    file = H5Fcreate("image", H5F_ACC_TRUNC, create, access);
  H5Pclose(create);
  H5Pclose(access);
  return file;
}

aps_err aps_image_create(aps_ctx *ctx, int64_t payload, aps_image **out) {
  *out = NULL;
  if (payload < 0) payload = 0;
  const int64_t room = aps_memory_available();
  APS_CHECK(ctx, payload < room, APS_EMEM,
            "snapshot: %.6g MB do not fit into the %.6g MB of free memory", (double)payload / 1e6,
            (double)room / 1e6);
  aps_image *image = calloc(1, sizeof *image);
  memory *m = calloc(1, sizeof *m);
  const printing before = silence();
  if (image && m) {
    image->ctx = ctx;
    image->memory = m;
    /* checksums and fixed-array entries: 20 bytes a chunk; partial chunks: few rows each */
    const size_t expected = (size_t)(payload + payload / 2048) + METADATA_BYTES;
    image->file = open_image(m, expected);
  }
  restore(before);
  if (image && m && image->file >= 0) {
    *out = image;
    return APS_OK;
  }
  if (m) free(m->bytes);
  free(m);
  free(image);
  return aps_fail(ctx, APS_EMEM, "snapshot: no memory for %.6g MB", (double)payload / 1e6);
}

void aps_image_discard(aps_image **image) {
  if (image == NULL || *image == NULL) return;
  const printing before = silence();
  H5Fclose((*image)->file);
  restore(before);
  free((*image)->memory->bytes);
  free((*image)->memory);
  free(*image);
  *image = NULL;
}

/* The length stands in the superblock (versions 2 and 3): signature 8, version 1, sizes 2, flags 1, then addresses of
 * 8 bytes: base, extension, end of file. HDF5 file format specification 3.0, II.A. */
static size_t image_length(const memory *m) {
  const unsigned char *b = m->bytes;
  if (b == NULL || m->size < 48 || b[8] < 2 || b[9] != 8) return 0;
  uint64_t end = 0;
  for (int i = 0; i < 8; i++) end |= (uint64_t)b[28 + i] << 8 * i;
  return end >= 48 && end <= m->size ? (size_t)end : 0;
}

aps_err aps_image_finish(aps_image **out, void **bytes, size_t *n) {
  aps_image *image = *out;
  aps_ctx *ctx = image->ctx;
  const printing before = silence();
  aps_err err = APS_OK;
  if (H5Fclose(image->file) < 0 || !image->memory->closed) err = fail(ctx, "/", "the end");
  restore(before);
  *n = image_length(image->memory);
  *bytes = image->memory->bytes;
  if (err == APS_OK && *n == 0)
    err = aps_fail(ctx, APS_EINTERNAL, "HDF5 image: unexpected superblock");
  if (err != APS_OK) {
    free(*bytes);
    *bytes = NULL;
    *n = 0;
  }
  free(image->memory);
  free(image);
  *out = NULL;
  return err;
}

/* ---- groups and attributes --------------------------------------------------------------------- */

aps_err aps_image_group(aps_image *image, const char *path) {
  const printing before = silence();
  const hid_t create = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_attr_phase_change(create, 1000, 0); /* attributes stay in the object header */
  H5Pset_obj_track_times(create, 0);
  const hid_t group = H5Gcreate2(image->file, path, H5P_DEFAULT, create, H5P_DEFAULT);
  const aps_err err = group < 0 ? fail(image->ctx, path, "a group") : APS_OK;
  if (group >= 0) H5Gclose(group);
  H5Pclose(create);
  restore(before);
  return err;
}

static aps_err attribute(aps_image *image, const char *path, const char *name, hid_t type,
                         hid_t space, const void *value) {
  const printing before = silence();
  aps_err err = APS_OK;
  const hid_t a = H5Acreate_by_name(image->file, path, name, type, space, H5P_DEFAULT, H5P_DEFAULT,
                                    H5P_DEFAULT);
  if (a < 0 || H5Awrite(a, type, value) < 0) err = fail(image->ctx, path, name);
  if (a >= 0) H5Aclose(a);
  restore(before);
  return err;
}

aps_err aps_image_text(aps_image *image, const char *path, const char *name, const char *value) {
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  const size_t length = strlen(value);
  H5Tset_size(type, length ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)value[i] > 127) H5Tset_cset(type, H5T_CSET_UTF8);
  const aps_err err = attribute(image, path, name, type, space, value);
  H5Sclose(space);
  H5Tclose(type);
  return err;
}

static hid_t hdf5_type(char type) {
  switch (type) {
  case 'd': return H5T_NATIVE_DOUBLE;
  case 'l': return H5T_NATIVE_INT64;
  case 'L': return H5T_NATIVE_UINT64;
  case 'i': return H5T_NATIVE_INT32;
  case 'I': return H5T_NATIVE_UINT32;
  default: return H5T_NATIVE_INT8;
  }
}

aps_err aps_image_numbers(aps_image *image, const char *path, const char *name, char type, int n,
                          const void *values) {
  const hsize_t size = (hsize_t)n;
  const hid_t space = n ? H5Screate_simple(1, &size, NULL) : H5Screate(H5S_SCALAR);
  const aps_err err = attribute(image, path, name, hdf5_type(type), space, values);
  H5Sclose(space);
  return err;
}

aps_err aps_image_double(aps_image *image, const char *path, const char *name, double value) {
  return aps_image_numbers(image, path, name, 'd', 1, &value);
}

aps_err aps_image_int64(aps_image *image, const char *path, const char *name, int64_t value) {
  return aps_image_numbers(image, path, name, 'l', 1, &value);
}

/* ---- datasets ---------------------------------------------------------------------------------- */

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

/* Rows [first, first + n) of the columns, interleaved. */
static void gather(const aps_image_data *d, int64_t first, int64_t n, char *restrict out) {
  const size_t size = item_size(d->type);
  const size_t stride = size * (size_t)d->width;
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

/* Data and checksum of one chunk, straight into the image. */
static herr_t put_raw(hid_t set, const hsize_t *offset, char *buffer, size_t bytes) {
  const uint32_t sum = aps_fletcher32(buffer, bytes);
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

static herr_t put_chunks(hid_t set, const aps_image_data *d, int64_t rows, char *buffer) {
  const int rank = d->width > 1 ? 2 : 1;
  const size_t row_bytes = item_size(d->type) * (size_t)d->width;
  for (int64_t first = 0; first < d->n; first += rows) {
    const int64_t n = d->n - first < rows ? d->n - first : rows;
    const hsize_t offset[2] = {(hsize_t)first, 0}, count[2] = {(hsize_t)n, (hsize_t)d->width};
    gather(d, first, n, buffer);
    if (n < rows) memset(buffer + (size_t)n * row_bytes, 0, (size_t)(rows - n) * row_bytes);
    const herr_t status = d->compress
                              ? put_filtered(set, offset, count, rank, hdf5_type(d->type), buffer)
                              : put_raw(set, offset, buffer, (size_t)rows * row_bytes);
    if (status < 0) return status;
  }
  return 0;
}

static hid_t create_dataset(aps_image *image, const char *path, const aps_image_data *d,
                            int64_t rows) {
  const int rank = d->width > 1 ? 2 : 1;
  const hsize_t shape[2] = {(hsize_t)d->n, (hsize_t)d->width};
  const hsize_t chunk[2] = {(hsize_t)rows, (hsize_t)d->width};
  const hid_t space = H5Screate_simple(rank, shape, NULL), create = H5Pcreate(H5P_DATASET_CREATE);
  hid_t set = H5I_INVALID_HID;
  int ok = H5Pset_attr_phase_change(create, 1000, 0) >= 0 && H5Pset_obj_track_times(create, 0) >= 0;
  if (d->n > 0) {
    ok = ok && H5Pset_chunk(create, rank, chunk) >= 0;
    if (d->compress)
      ok = ok && H5Pset_shuffle(create) >= 0 && H5Pset_deflate(create, DEFLATE_LEVEL) >= 0;
    ok = ok && H5Pset_fletcher32(create) >= 0;
  }
  if (ok)
    set = H5Dcreate2(image->file, path, hdf5_type(d->type), space, H5P_DEFAULT, create, H5P_DEFAULT);
  H5Pclose(create);
  H5Sclose(space);
  return set;
}

aps_err aps_image_dataset(aps_image *image, const char *path, const aps_image_data *d) {
  const size_t row_bytes = item_size(d->type) * (size_t)d->width;
  const int64_t rows = d->n > 0 ? chunk_rows(d->n, row_bytes) : 1;
  char *buffer = malloc((size_t)rows * row_bytes + 4);
  if (buffer == NULL) return aps_fail(image->ctx, APS_EMEM, "snapshot: no memory for a chunk");
  const printing before = silence();
  const hid_t set = create_dataset(image, path, d, rows);
  aps_err err = APS_OK;
  if (set < 0 || put_chunks(set, d, rows, buffer) < 0) err = fail(image->ctx, path, "a dataset");
  if (set >= 0) H5Dclose(set);
  restore(before);
  free(buffer);
  return err;
}
