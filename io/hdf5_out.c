/* HDF5 files on their way: create, groups, attributes, commit, abort. Bytes go through a driver of
 * our own (hdf5_driver.c); hdf5_set.c has the datasets. */
#include "hdf5_inside.h"
#include "core/file.h"
#include "funnel.h"
#include <errno.h>
#include <string.h>

int aps_hdf5_writes(const aps_hdf5_out *out) { return aps_rank(out->ctx) == out->writer; }

/* ---- errors ---------------------------------------------------------------------------------- */

aps_hdf5_quiet aps_hdf5_silence(void) {
  aps_hdf5_quiet p;
  H5Eget_auto2(H5E_DEFAULT, &p.function, &p.data);
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  return p;
}

void aps_hdf5_restore(aps_hdf5_quiet p) { H5Eset_auto2(H5E_DEFAULT, p.function, p.data); }

static herr_t first_cause(unsigned n, const H5E_error2_t *error, void *text) {
  (void)n;
  const char **out = text;
  if (error->desc && *out == NULL) *out = error->desc;
  return 0;
}

aps_err aps_hdf5_out_fail(aps_hdf5_out *out, const char *path, const char *what) {
  const char *cause = NULL;
  if (out->sink.cause) return aps_fail_write(out->ctx, out->sink.file.path, out->sink.cause);
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, first_cause, &cause);
  return aps_fail(out->ctx, APS_EINTERNAL, "%s: HDF5 cannot make %s of %s: %s", out->sink.file.path,
                  what, path, cause ? cause : "no cause given");
}

aps_err aps_hdf5_settle(aps_hdf5_out *out, aps_err err) {
  if (aps_ranks(out->ctx) == 1) return err;
  if (out->broken == APS_OK) out->broken = err;
  return APS_OK;
}

/* ---- create, commit, abort ------------------------------------------------------------------- */

static hid_t open_file(aps_hdf5_out *out) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), create = H5Pcreate(H5P_FILE_CREATE);
  aps_hdf5_sink *s = &out->sink;
  hid_t file = H5I_INVALID_HID;
  out->driver = aps_hdf5_driver();
  if (out->driver >= 0 && H5Pset_driver(access, out->driver, &s) >= 0 &&
      H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST) >= 0 &&
      H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
      H5Pset_attr_phase_change(create, 1000, 0) >= 0 && H5Pset_obj_track_times(create, 0) >= 0)
    file = H5Fcreate(s->file.path, H5F_ACC_TRUNC, create, access);
  H5Pclose(create);
  H5Pclose(access);
  return file;
}

/* The writer's file, and with several ranks whether the others may write it too. */
static aps_err open_files(aps_hdf5_out *out, const char *path, int64_t payload) {
  aps_hdf5_sink *s = &out->sink;
  aps_err err = APS_OK;
  if (aps_hdf5_writes(out)) err = aps_pending_open(out->ctx, path, payload, &s->file);
  APS_TRY(aps_ranks_agree(out->ctx, err));
  return aps_pending_share(out->ctx, path, out->writer, out->ranks, &s->file, &out->shared);
}

static aps_err open_buffers(aps_hdf5_out *out) {
  aps_hdf5_sink *s = &out->sink;
  if (out->ranks > 1) {
    _Static_assert(APS_CHUNK_BYTES >= (int)APS_FUNNEL_ROOM, "room for either");
    out->room = aps_alloc(out->ctx, "file buffer", APS_CHUNK_BYTES, 1);
    if (out->room == NULL) return APS_EMEM;
  }
  if (s->file.fd < 0) return APS_OK;
  s->buffer = aps_alloc(out->ctx, "file buffer", APS_CHUNK_BUFFERS, APS_CHUNK_ROOM);
  if (s->buffer == NULL) return APS_EMEM;
  aps_behind_start(&s->writer, &s->file);
  return APS_OK;
}

static aps_err open_hdf5(aps_hdf5_out *out) {
  if (!aps_hdf5_writes(out)) return APS_OK;
  APS_TRY(aps_files_room(out->ctx));
  const aps_hdf5_quiet before = aps_hdf5_silence();
  out->file = open_file(out);
  const aps_err err = out->file < 0 ? aps_hdf5_out_fail(out, "/", "the root") : APS_OK;
  aps_hdf5_restore(before);
  return err;
}

aps_err aps_hdf5_out_create_for(aps_ctx *ctx, const char *path, int64_t payload, int writer,
                                int ranks, aps_hdf5_out **result) {
  *result = NULL;
  aps_hdf5_out *out = aps_alloc(ctx, "file buffer", 1, sizeof *out);
  if (out)
    *out = (aps_hdf5_out){.ctx = ctx,
                          .driver = H5I_INVALID_HID,
                          .file = H5I_INVALID_HID,
                          .sink.file.fd = -1,
                          .writer = writer,
                          .ranks = ranks};
  aps_err err = aps_ranks_agree(ctx, out ? APS_OK : APS_EMEM);
  if (err == APS_OK) err = open_files(out, path, payload);
  if (err == APS_OK) err = open_buffers(out);
  if (err == APS_OK) err = open_hdf5(out);
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
  const int begun = out->file >= 0 || out->driver >= 0; /* else not a call: HDF5 may lack memory to begin, and 1.14 crashes */
  const aps_hdf5_quiet before = begun ? aps_hdf5_silence() : (aps_hdf5_quiet){0};
  const herr_t status = out->file >= 0 ? H5Fclose(out->file) : -1;
  const int cause = aps_behind_stop(&out->sink.writer);
  if (out->sink.cause == 0) out->sink.cause = cause;
  if (out->driver >= 0) H5FDunregister(out->driver);
  if (begun) aps_hdf5_restore(before);
  out->file = out->driver = H5I_INVALID_HID;
  return status;
}

/* A guest's bytes are in the file. */
static aps_err leave(aps_hdf5_out *out) {
  aps_hdf5_sink *s = &out->sink;
  int cause = aps_behind_stop(&s->writer);
  const int left = aps_pending_leave(out->ctx, &s->file);
  if (cause == 0) cause = left;
  return cause ? aps_fail_write(out->ctx, s->file.path, cause) : APS_OK;
}

void aps_hdf5_out_abort(aps_hdf5_out **out) {
  if (out == NULL || *out == NULL) return;
  if ((*out)->sink.cause == 0) (*out)->sink.cause = ECANCELED; /* write no more */
  finish(*out);
  aps_pending_abort(&(*out)->sink.file);
  aps_release((*out)->ctx, (*out)->sink.buffer);
  aps_release((*out)->ctx, (*out)->room);
  aps_release((*out)->ctx, *out);
  *out = NULL;
}

aps_err aps_hdf5_out_commit(aps_hdf5_out **result) {
  aps_hdf5_out *out = *result;
  aps_ctx *ctx = out->ctx;
  aps_err err = out->broken;
  if (aps_hdf5_writes(out)) {
    if (finish(out) < 0 || out->sink.cause) err = aps_hdf5_out_fail(out, "/", "the end");
  } else {
    const aps_err left = leave(out);
    if (err == APS_OK) err = left;
  }
  err = aps_ranks_agree(ctx, err); /* no part is put in place unless all are well */
  if (err == APS_OK && aps_hdf5_writes(out)) err = aps_pending_commit(&out->sink.file);
  if (err == APS_OK)
    aps_sharing_log(ctx, out->sink.file.path, out->ranks,
                    out->compressed ? APS_SHARED_COMPRESSED : out->shared);
  aps_hdf5_out_abort(result);
  return aps_ranks_agree(ctx, err);
}

/* ---- groups and attributes ------------------------------------------------------------------- */

aps_err aps_hdf5_out_group(aps_hdf5_out *out, const char *path) {
  if (!aps_hdf5_writes(out)) return APS_OK;
  const aps_hdf5_quiet before = aps_hdf5_silence();
  const hid_t create = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_attr_phase_change(create, 1000, 0); /* attributes stay in the object header */
  H5Pset_obj_track_times(create, 0);
  const hid_t group = H5Gcreate2(out->file, path, H5P_DEFAULT, create, H5P_DEFAULT);
  const aps_err err = group < 0 ? aps_hdf5_out_fail(out, path, "a group") : APS_OK;
  if (group >= 0) H5Gclose(group);
  H5Pclose(create);
  aps_hdf5_restore(before);
  return aps_hdf5_settle(out, err);
}

static aps_err attribute(aps_hdf5_out *out, const char *path, const char *name, hid_t type,
                         hid_t space, const void *value) {
  if (!aps_hdf5_writes(out)) return APS_OK;
  const aps_hdf5_quiet before = aps_hdf5_silence();
  aps_err err = APS_OK;
  const hid_t a =
      H5Acreate_by_name(out->file, path, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  if (a < 0 || H5Awrite(a, type, value) < 0) err = aps_hdf5_out_fail(out, path, name);
  if (a >= 0) H5Aclose(a);
  aps_hdf5_restore(before);
  return aps_hdf5_settle(out, err);
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

hid_t aps_hdf5_type(char type) {
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
  const aps_err err = attribute(out, path, name, aps_hdf5_type(type), space, values);
  H5Sclose(space);
  return err;
}

aps_err aps_hdf5_out_double(aps_hdf5_out *out, const char *path, const char *name, double value) {
  return aps_hdf5_out_numbers(out, path, name, 'd', 1, &value);
}

aps_err aps_hdf5_out_int64(aps_hdf5_out *out, const char *path, const char *name, int64_t value) {
  return aps_hdf5_out_numbers(out, path, name, 'l', 1, &value);
}
