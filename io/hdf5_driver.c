/* HDF5's driver for files being written.
 *
 * Why not HDF5's own: with 1.10 on a full disk H5Dwrite reports success and the process crashes at
 * exit. So the library never hears of a failed write: the driver remembers the first one and stops
 * writing, the library finishes in peace, and the commit reports the cause. The bytes go straight
 * into the temporary file; no second copy is kept in memory. */
#define _GNU_SOURCE
#include "hdf5_inside.h"
#include <errno.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { /* HDF5's view of a file; it wants H5FD_t first */
  H5FD_t base;
  aps_hdf5_sink *out;
  haddr_t eoa;
} driver;

static H5FD_t *drive_open(const char *name, unsigned flags, hid_t access, haddr_t most) {
  (void)name, (void)flags, (void)most;
  driver *d = calloc(1, sizeof *d);
  if (d) d->out = *(aps_hdf5_sink *const *)H5Pget_driver_info(access);
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
  aps_hdf5_sink *s = ((driver *)file)->out;
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
  aps_hdf5_sink *s = ((driver *)file)->out;
  const char *b = bytes;
  if (s->placing && b == s->buffer) { /* someone will write there */
    s->placed = at;
    return 0;
  }
  if (at + n > s->end) s->end = at + n;
  if (b >= s->buffer && b < s->buffer + APS_CHUNK_BUFFERS * APS_CHUNK_ROOM) {
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
  aps_hdf5_sink *s = d->out;
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
    .fapl_size = sizeof(aps_hdf5_sink *),
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

hid_t aps_hdf5_driver(void) { return H5FDregister(&driver_class); }

char *aps_hdf5_buffer(aps_hdf5_sink *s) {
  char *buffer = s->buffer + s->turn * APS_CHUNK_ROOM;
  s->turn = (s->turn + 1) % APS_CHUNK_BUFFERS;
  return buffer;
}
