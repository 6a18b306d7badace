/* HDF5 objects of an untrusted file. */
#define _GNU_SOURCE
#include "core/file.h"
#include "hdf5_safe.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
  DEFLATE_MOST = 1100,    /* gzip packs 1032 : 1 at best (zlib, technical details) */
  SMALL = 1 << 20,        /* bytes that any file may ask for */
  BUFFER_BYTES = 1 << 20, /* read at a time */
  TEXT_MOST = 1 << 16     /* longest text attribute looked at */
};

/* ---- the file -------------------------------------------------------------------------------- */

static herr_t first_cause(unsigned n, const H5E_error2_t *error, void *text) {
  (void)n;
  char *out = text;
  if (error->desc && *out == '\0') {
    strncpy(out, error->desc, 255);
    out[255] = '\0';
  }
  return 0;
}

/* What the system refused, as HDF5 words it: "unable to open file: name = '…', errno = 24, …". */
static herr_t system_cause(unsigned n, const H5E_error2_t *error, void *cause) {
  (void)n;
  const char *at = error->desc ? error->desc : "", *last = NULL;
  while ((at = strstr(at, "errno = ")) != NULL) last = at += 8; /* the name of a file may hold one too */
  if (last && *(int *)cause == 0) *(int *)cause = atoi(last);
  return 0;
}

/* HDF5 1.10 never closes some of what it met damaged. At the process's end it tries to, a hundred times, and says so on stderr
 * ("infinite loop closing library") unless its messages are off. Called before that: handlers run in reverse order. */
static void end_quietly(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }
static void will_end_quietly(void) { atexit(end_quietly); }

aps_err aps_hdf5_fail(aps_hdf5 *f, const char *what) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  char cause[256] = "";
  int refused = 0;
  pthread_once(&once, will_end_quietly);
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, system_cause, &refused);
  if (refused) return aps_source_fail(f->ctx, f->path, refused);
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_cause, cause);
  aps_fail(f->ctx, APS_EDATA, "%s: %s is damaged or not readable (HDF5: %s)", f->path, what,
           cause[0] ? cause : "no cause given");
  if (strstr(cause, "version") == NULL) return APS_EDATA;
  return aps_hint(f->ctx,
                  "perhaps a newer HDF5 than %d.%d.%d wrote it: h5repack makes an older copy",
                  H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE);
}

/* The cause of a failure is named before another call of HDF5 wipes it out. */
static aps_err open_file(aps_hdf5 *f) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 11, 0) || H5_VERSION_GE(1, 12, 1)
  H5Pset_file_locking(access, 0, 1); /* network file systems may have no locks */
#endif
  f->file = H5Fopen(f->path, H5F_ACC_RDONLY, access);
  const aps_err err = f->file >= 0 ? APS_OK : aps_hdf5_fail(f, "this HDF5 file");
  H5Pclose(access);
  return err;
}

aps_err aps_hdf5_open(aps_ctx *ctx, const char *path, aps_hdf5 *f) {
  *f = (aps_hdf5){.ctx = ctx, .path = path, .file = H5I_INVALID_HID};
  APS_TRY(aps_source_open(ctx, path, &f->source)); /* errors in the house form, and the size */
  f->size = f->source.size;
  const aps_err room = aps_files_room(ctx);
  if (room != APS_OK) return aps_source_close(&f->source), room;
  H5PLset_loading_state(0); /* no filter plug-ins */
  H5Eget_auto2(H5E_DEFAULT, &f->printing, &f->printing_data);
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  const aps_err err = open_file(f);
  if (err == APS_OK) return err;
  aps_source_close(&f->source);
  H5Eset_auto2(H5E_DEFAULT, f->printing, f->printing_data);
  return err;
}

void aps_hdf5_close(aps_hdf5 *f) {
  if (f->file < 0) return;
  H5Fclose(f->file);
  aps_source_close(&f->source);
  H5Eset_auto2(H5E_DEFAULT, f->printing, f->printing_data);
  f->file = H5I_INVALID_HID;
}

static void broken(aps_hdf5 *f, const char *what) {
  if (f->broken == APS_OK) f->broken = aps_hdf5_fail(f, what);
}

int aps_hdf5_has(aps_hdf5 *f, hid_t group, const char *name) {
  H5L_info_t info;
  const htri_t there = H5Lexists(group, name, H5P_DEFAULT);
  if (there == 0) return 0;
  if (there > 0 && H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0)
    return info.type == H5L_TYPE_HARD;
  broken(f, name);
  return 0;
}

/* A name that is not there, or a link that is not followed. */
static aps_err missing(aps_hdf5 *f, hid_t group, const char *name, const char *what) {
  H5L_info_t info;
  if (H5Lexists(group, name, H5P_DEFAULT) > 0 && H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0)
    return aps_fail(f->ctx, APS_EDATA, "%s: %s is %s, which is not followed", f->path, what,
                    info.type == H5L_TYPE_EXTERNAL ? "a link into another file"
                                                   : "a symbolic link");
  return aps_fail(f->ctx, APS_EDATA, "%s: %s is missing", f->path, what);
}

hid_t aps_hdf5_group(aps_hdf5 *f, hid_t parent, const char *name) {
  if (!aps_hdf5_has(f, parent, name)) return H5I_INVALID_HID;
  const hid_t group = H5Gopen2(parent, name, H5P_DEFAULT);
  if (group < 0) broken(f, name);
  return group;
}

/* Only the machine's usual numbers: HDF5's conversion of odd bit fields has overrun buffers before
 * (CVE-2025-2309). */
static int is_usual(hid_t type) {
  const hid_t usual[] = {H5T_IEEE_F64LE, H5T_IEEE_F32LE, H5T_STD_I64LE,  H5T_STD_U64LE,
                         H5T_STD_I32LE,  H5T_STD_U32LE,  H5T_STD_I16LE,  H5T_STD_U16LE,
                         H5T_STD_I8LE,   H5T_STD_U8LE,   H5T_IEEE_F64BE, H5T_IEEE_F32BE,
                         H5T_STD_I64BE,  H5T_STD_U64BE,  H5T_STD_I32BE,  H5T_STD_U32BE,
                         H5T_STD_I16BE,  H5T_STD_U16BE,  H5T_STD_I8BE,   H5T_STD_U8BE};
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (H5Tequal(type, usual[i]) > 0) return 1;
  return 0;
}

/* ---- attributes ------------------------------------------------------------------------------ */

int aps_hdf5_has_attribute(aps_hdf5 *f, hid_t object, const char *name) {
  const htri_t there = object < 0 ? 0 : H5Aexists(object, name);
  if (there < 0) broken(f, name);
  return there > 0;
}

/* Opens an attribute if it holds 1 … most values of class a or b; negative otherwise. */
static hid_t open_attribute(aps_hdf5 *f, hid_t object, const char *name, H5T_class_t a,
                            H5T_class_t b, int most, int *n) {
  if (!aps_hdf5_has_attribute(f, object, name)) return H5I_INVALID_HID;
  const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) {
    broken(f, name);
    return attribute;
  }
  const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  const H5T_class_t class = H5Tget_class(type);
  const hssize_t points = H5Sget_simple_extent_npoints(space);
  const size_t size = H5Tget_size(type);
  const int known = class == H5T_STRING || is_usual(type);
  H5Tclose(type);
  H5Sclose(space);
  if (known && (class == a || class == b) && points >= 1 && points <= most && size >= 1 &&
      size <= TEXT_MOST) {
    *n = (int)points;
    return attribute;
  }
  H5Aclose(attribute);
  return H5I_INVALID_HID;
}

static int read_numbers(aps_hdf5 *f, hid_t attribute, const char *name, hid_t type, void *out,
                        int n) {
  if (attribute < 0) return 0;
  if (H5Aread(attribute, type, out) < 0) {
    broken(f, name);
    n = 0;
  }
  H5Aclose(attribute);
  return n;
}

int aps_hdf5_doubles(aps_hdf5 *f, hid_t object, const char *name, double *out, int most) {
  int n = 0;
  const hid_t attribute = open_attribute(f, object, name, H5T_INTEGER, H5T_FLOAT, most, &n);
  return read_numbers(f, attribute, name, H5T_NATIVE_DOUBLE, out, n);
}

int aps_hdf5_integers(aps_hdf5 *f, hid_t object, const char *name, int64_t *out, int most) {
  int n = 0;
  const hid_t attribute = open_attribute(f, object, name, H5T_INTEGER, H5T_INTEGER, most, &n);
  return read_numbers(f, attribute, name, H5T_NATIVE_INT64, out, n);
}

static int copy_text(const char *from, size_t length, char *out, size_t size) {
  if (length > size - 1) length = size - 1;
  memcpy(out, from, length);
  out[length] = '\0';
  return 1;
}

static int variable_text(hid_t attribute, hid_t type, char *out, size_t size) {
  char *text = NULL;
  const hid_t space = H5Aget_space(attribute);
  int ok = H5Aread(attribute, type, &text) >= 0 && text != NULL;
  if (ok) ok = copy_text(text, strlen(text), out, size);
  if (text) H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
  H5Sclose(space);
  return ok;
}

static int fixed_text(hid_t attribute, hid_t type, char *out, size_t size) {
  const size_t length = H5Tget_size(type);
  char *text = calloc(length + 1, 1);
  const int ok = text && H5Aread(attribute, type, text) >= 0;
  if (ok) copy_text(text, strlen(text), out, size);
  free(text);
  return ok;
}

int aps_hdf5_text(aps_hdf5 *f, hid_t object, const char *name, char *out, size_t size) {
  int n = 0;
  out[0] = '\0';
  const hid_t attribute = open_attribute(f, object, name, H5T_STRING, H5T_STRING, 1, &n);
  if (attribute < 0) return 0;
  const hid_t type = H5Aget_type(attribute);
  const int ok = H5Tis_variable_str(type) > 0 ? variable_text(attribute, type, out, size)
                                              : fixed_text(attribute, type, out, size);
  if (!ok) broken(f, name);
  H5Tclose(type);
  H5Aclose(attribute);
  return ok;
}

/* ---- datasets: the checks -------------------------------------------------------------------- */

static aps_err refuse(aps_hdf5 *f, const char *what, const char *why) {
  return aps_fail(f->ctx, APS_EDATA, "%s: %s: %s", f->path, what, why);
}

static aps_err check_type(aps_hdf5 *f, const char *what, aps_hdf5_set *s) {
  const hid_t type = H5Dget_type(s->set);
  const H5T_class_t class = H5Tget_class(type);
  const size_t size = H5Tget_size(type);
  s->is_integer = class == H5T_INTEGER;
  s->is_signed = s->is_integer && H5Tget_sign(type) == H5T_SGN_2;
  s->item = (int)size;
  const int known = is_usual(type);
  H5Tclose(type);
  APS_CHECK(f->ctx, class == H5T_INTEGER || class == H5T_FLOAT, APS_EDATA,
            "%s: %s: expected numbers, got another type", f->path, what);
  APS_CHECK(f->ctx, known, APS_EDATA,
            "%s: %s: expected floats of 4 or 8 bytes or integers, got an unusual type of %zu bytes",
            f->path, what, size);
  return APS_OK;
}

static aps_err check_shape(aps_hdf5 *f, const char *what, int64_t rows, int width,
                           aps_hdf5_set *s) {
  const hid_t space = H5Dget_space(s->set);
  const int rank = H5Sget_simple_extent_ndims(space);
  hsize_t shape[2] = {0, 1};
  if (rank == 1 || rank == 2) H5Sget_simple_extent_dims(space, shape, NULL);
  H5Sclose(space);
  APS_CHECK(f->ctx, rank == 1 || rank == 2, APS_EDATA, "%s: %s: expected shape [n%s], got rank %d",
            f->path, what, width == 3 ? ", 3" : "", rank);
  APS_CHECK(f->ctx, shape[1] == (hsize_t)width, APS_EDATA,
            "%s: %s: expected %d numbers per particle, got %llu", f->path, what, width,
            (unsigned long long)shape[1]);
  APS_CHECK(f->ctx, shape[0] <= (hsize_t)1 << 48, APS_EDATA, "%s: %s: claims %llu rows", f->path,
            what, (unsigned long long)shape[0]);
  APS_CHECK(f->ctx, rows < 0 || shape[0] == (hsize_t)rows, APS_EDATA,
            "%s: %s: expected %lld rows, got %llu", f->path, what, (long long)rows,
            (unsigned long long)shape[0]);
  s->rows = (int64_t)shape[0];
  s->width = width;
  return APS_OK;
}

static aps_err check_filters(aps_hdf5 *f, const char *what, hid_t create, int *packed) {
  const int n = H5Pget_nfilters(create);
  *packed = 0;
  for (int i = 0; i < n; i++) {
    unsigned flags, values[20], config;
    size_t n_values = 20;
    char name[64] = "";
    const H5Z_filter_t filter =
        H5Pget_filter2(create, (unsigned)i, &flags, &n_values, values, sizeof name, name, &config);
    if (filter == H5Z_FILTER_DEFLATE)
      *packed = 1;
    else if (filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32) {
      aps_fail(f->ctx, APS_EDATA,
               "%s: %s: uses filter %d (%.40s); only gzip, shuffle and "
               "fletcher32 are read",
               f->path, what, (int)filter, name[0] ? name : "unknown");
      return aps_hint(f->ctx, "h5repack -f GZIP=4 makes a copy that can be read");
    }
  }
  return n < 0 ? aps_hdf5_fail(f, what) : APS_OK;
}

/* What is claimed must be in the file, packed at best as gzip can. */
static aps_err check_storage(aps_hdf5 *f, const char *what, int packed, aps_hdf5_set *s) {
  const double need = (double)s->rows * s->width * s->item;
  const double stored = (double)H5Dget_storage_size(s->set);
  APS_CHECK(f->ctx, stored <= (double)f->size, APS_EDATA,
            "%s: %s: claims %.0f stored bytes, the file has %lld", f->path, what, stored,
            (long long)f->size);
  APS_CHECK(f->ctx, need <= stored * (packed ? DEFLATE_MOST : 1), APS_EDATA,
            "%s: %s: %lld rows take %.0f bytes, %.0f are stored", f->path, what, (long long)s->rows,
            need, stored);
  return APS_OK;
}

static aps_err check_layout(aps_hdf5 *f, const char *what, aps_hdf5_set *s) {
  const hid_t create = H5Dget_create_plist(s->set);
  const H5D_layout_t layout = H5Pget_layout(create);
  const double bytes = (double)s->item * s->width;
  hsize_t chunk[2] = {0, 1};
  int packed = 0;
  aps_err err = APS_OK;
  if (layout == H5D_VIRTUAL) {
    err = refuse(f, what, "a virtual dataset; its parts in other files are not followed");
  } else if (layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED && layout != H5D_COMPACT) {
    err = refuse(f, what, "unknown storage layout");
  } else if (layout == H5D_CONTIGUOUS && H5Pget_external_count(create) > 0) {
    err = refuse(f, what, "kept in an external file, which is not followed");
  } else if (layout == H5D_CHUNKED) {
    const int rank = H5Pget_chunk(create, 2, chunk);
    const double limit = (double)DEFLATE_MOST * (double)f->size + SMALL;
    if (rank < 1 || rank > 2 || chunk[0] < 1 || chunk[1] < 1)
      err = refuse(f, what, "bad chunk shape");
    else if ((double)chunk[0] * (double)chunk[1] * s->item > limit)
      err = refuse(f, what, "chunks larger than the file could hold");
    s->chunk_rows = (int64_t)chunk[0];
    if (err == APS_OK) err = check_filters(f, what, create, &packed);
  } else if (layout == H5D_CONTIGUOUS && s->rows > 0) {
    const haddr_t at = H5Dget_offset(s->set);
    if (at == HADDR_UNDEF || (double)at + bytes * (double)s->rows > (double)f->size)
      err = refuse(f, what, "truncated: its data lie beyond the end of the file");
  }
  H5Pclose(create);
  return err == APS_OK ? check_storage(f, what, packed, s) : err;
}

aps_err aps_hdf5_open_set(aps_hdf5 *f, hid_t group, const char *name, const char *what,
                          int64_t rows, int width, aps_hdf5_set *s) {
  *s = (aps_hdf5_set){.set = H5I_INVALID_HID};
  if (!aps_hdf5_has(f, group, name)) return f->broken ? f->broken : missing(f, group, name, what);
  s->set = H5Dopen2(group, name, H5P_DEFAULT);
  if (s->set < 0) return aps_hdf5_fail(f, what);
  aps_err err = check_type(f, what, s);
  if (err == APS_OK) err = check_shape(f, what, rows, width, s);
  if (err == APS_OK) err = check_layout(f, what, s);
  if (err != APS_OK) aps_hdf5_close_set(s);
  return err;
}

void aps_hdf5_close_set(aps_hdf5_set *s) {
  if (s->set >= 0) H5Dclose(s->set);
  s->set = H5I_INVALID_HID;
}

/* ---- datasets: reading ----------------------------------------------------------------------- */

static hid_t native(char type) {
  switch (type) {
  case 'd':
    return H5T_NATIVE_DOUBLE;
  case 'l':
    return H5T_NATIVE_INT64;
  case 'L':
    return H5T_NATIVE_UINT64;
  case 'I':
    return H5T_NATIVE_UINT32;
  default:
    return H5T_NATIVE_INT8;
  }
}

static size_t item_size(char type) { return type == 'b' ? 1 : type == 'I' ? 4 : 8; }

/* Numbers of a row that are wanted. */
static int width_of(const aps_hdf5_rows *r) { return r->component ? 1 : r->set.width; }

static herr_t read_hyperslab(const aps_hdf5_rows *r, int64_t first, int64_t n, void *buffer) {
  const aps_hdf5_set *s = &r->set;
  const hid_t there = H5Dget_space(s->set);
  const int rank = H5Sget_simple_extent_ndims(there), from = r->component ? r->component - 1 : 0;
  const hsize_t offset[2] = {(hsize_t)first, (hsize_t)from}, count[2] = {(hsize_t)n, (hsize_t)width_of(r)};
  const hid_t here = H5Screate_simple(rank, count, NULL);
  herr_t status = H5Sselect_hyperslab(there, H5S_SELECT_SET, offset, NULL, count, NULL);
  if (status >= 0) status = H5Dread(s->set, native(r->type), here, there, H5P_DEFAULT, buffer);
  H5Sclose(here);
  H5Sclose(there);
  return status;
}

static void scatter(const char *buffer, int64_t first, int64_t n, int width, size_t size,
                    void *const *columns) {
  for (int c = 0; c < width; c++) {
    char *to = (char *)columns[c] + (size_t)first * size;
    const char *from = buffer + size * (size_t)c;
    if (width == 1)
      memcpy(to, from, (size_t)n * size);
    else
      for (int64_t i = 0; i < n; i++)
        memcpy(to + (size_t)i * size, from + (size_t)i * size * (size_t)width, size);
  }
}

/* Whole chunks at a time, so that each is unpacked once. */
static int64_t rows_at_a_time(const aps_hdf5_set *s, size_t row_bytes) {
  int64_t rows = BUFFER_BYTES / (int64_t)row_bytes;
  if (s->chunk_rows > 0) rows = (rows + s->chunk_rows - 1) / s->chunk_rows * s->chunk_rows;
  return rows < s->rows ? rows : s->rows;
}

/* Rows [at, next), all of one chunk, as they are stored; 0: HDF5 has to read them. */
static int take_chunk(const aps_hdf5_rows *r, int64_t at, int64_t next, char *buffer, size_t size) {
  const int64_t chunk = at / r->set.chunk_rows;
  if (!aps_hdf5_read_chunk(&r->set, chunk, r->room, buffer)) return 0;
  const size_t row_bytes = size * (size_t)r->set.width;
  scatter(buffer + (size_t)(at - chunk * r->set.chunk_rows) * row_bytes, at - r->first, next - at,
          r->set.width, size, r->column);
  return 1;
}

/* What is not there yet. */
static aps_err read_rest(aps_hdf5 *f, const aps_hdf5_rows *r) {
  const size_t size = item_size(r->type), row_bytes = size * (size_t)width_of(r);
  const int64_t end = r->first + r->n;
  const int64_t rows = r->room ? r->set.chunk_rows : rows_at_a_time(&r->set, row_bytes);
  char *buffer = NULL;
  aps_err err = APS_OK;
  for (int64_t at = r->first, next; at < end && err == APS_OK; at = next) {
    next = (at / rows + 1) * rows; /* chunks begin at multiples */
    if (next > end) next = end;
    if (r->there && r->there[at / rows - r->first / rows]) continue;
    if (buffer == NULL) buffer = aps_alloc(f->ctx, "file buffer", rows * (int64_t)row_bytes + 4, 1);
    if (buffer == NULL) return APS_EMEM;
    if (r->room && take_chunk(r, at, next, buffer, size)) continue;
    if (read_hyperslab(r, at, next - at, buffer) < 0)
      err = aps_hdf5_fail(f, r->what);
    else
      scatter(buffer, at - r->first, next - at, width_of(r), size, r->column);
  }
  aps_release(f->ctx, buffer);
  return err;
}

aps_err aps_hdf5_read_rows(aps_hdf5 *f, aps_hdf5_rows *rows, int n) {
  for (int i = 0; i < n; i++)
    rows[i].room = rows[i].component ? 0 : aps_hdf5_chunk_room(&rows[i].set, native(rows[i].type));
  aps_hdf5_read_chunks(f, rows, n);
  aps_err err = APS_OK;
  for (int i = 0; i < n && err == APS_OK; i++) err = read_rest(f, &rows[i]);
  for (int i = 0; i < n; i++) aps_release(f->ctx, rows[i].there);
  return err;
}

aps_err aps_hdf5_read_set(aps_hdf5 *f, const aps_hdf5_set *s, const char *what, char type,
                          void *column) {
  aps_hdf5_rows all = {.set = *s, .what = what, .type = type, .n = s->rows, .column = {column}};
  return aps_hdf5_read_rows(f, &all, 1);
}
