/* HDF5's driver for files being read. It reads from a file that we hold open ourselves, and can
 * tell where a piece of data lies instead of reading it: so that others, who may be several, read
 * it from there. */
#define _GNU_SOURCE
#include "hdf5_safe.h"
#include <errno.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct { /* HDF5's view of a file; it wants H5FD_t first */
  H5FD_t base;
  aps_hdf5 *file;
  haddr_t eoa;
} driver;

static H5FD_t *drive_open(const char *name, unsigned flags, hid_t access, haddr_t most) {
  (void)name, (void)flags, (void)most;
  driver *d = calloc(1, sizeof *d);
  if (d) d->file = *(aps_hdf5 *const *)H5Pget_driver_info(access);
  return (H5FD_t *)d;
}

static herr_t drive_close(H5FD_t *file) {
  free(file);
  return 0;
}

static herr_t drive_query(const H5FD_t *file, unsigned long *flags) {
  (void)file;
  *flags = H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE;
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
  return (haddr_t)((const driver *)file)->file->size;
}

/* What lies beyond the end is zero, as with HDF5's own drivers. */
static herr_t drive_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t n,
                         void *buffer) {
  (void)type, (void)transfer;
  aps_hdf5 *f = ((driver *)file)->file;
  if (f->placing && buffer == f->placing) {
    f->placed = at;
    return 0;
  }
  for (size_t done = 0; done < n;) {
    const ssize_t got = pread(f->source.fd, (char *)buffer + done, n - done, (off_t)(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      f->cause = errno;
      return -1;
    }
    if (got == 0) {
      memset((char *)buffer + done, 0, n - done);
      break;
    }
    done += (size_t)got;
  }
  return 0;
}

/* Some versions take no driver without it. */
static herr_t drive_write(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t n,
                          const void *bytes) {
  (void)file, (void)type, (void)transfer, (void)at, (void)n, (void)bytes;
  return -1;
}

static const H5FD_class_t driver_class = {
#if H5_VERSION_GE(1, 13, 0)
    .version = H5FD_CLASS_VERSION,
    .value = 301, /* of the range free for experiments */
#endif
    .name = "apsis reader",
    .maxaddr = INT64_MAX,
    .fc_degree = H5F_CLOSE_WEAK,
    .fapl_size = sizeof(aps_hdf5 *),
    .open = drive_open,
    .close = drive_close,
    .query = drive_query,
    .get_eoa = drive_get_eoa,
    .set_eoa = drive_set_eoa,
    .get_eof = drive_get_eof,
    .read = drive_read,
    .write = drive_write,
    .fl_map = H5FD_FLMAP_DICHOTOMY};

int aps_hdf5_drive(aps_hdf5 *f, hid_t access) {
  f->driver = H5FDregister(&driver_class);
  return f->driver >= 0 && H5Pset_driver(access, f->driver, &f) >= 0;
}
