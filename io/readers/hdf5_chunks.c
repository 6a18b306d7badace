/* Datasets whose chunks carry Fletcher-32 and nothing else, as ours do: their chunks are read as
 * they are stored and checksummed here. HDF5's own pipeline takes longer for the checksum than a
 * disk takes for the bytes, and copies once more.
 *
 * Where a chunk is one stretch of a column it goes straight there: HDF5 only finds its place, which
 * no two threads may ask at a time; then threads read and checksum a chunk each. What the page
 * cache holds comes from there. The rest comes from the disk past it: to take pages for a
 * checkpoint that is read once costs the processor more than its checksums. Where that cannot be,
 * the disk is told what comes next. */
#define _GNU_SOURCE
#include "../fletcher.h"
#include "hdf5_safe.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
  BLOCK = 4096,     /* disks are read in these past the page cache */
  MOST = 1 << 24,   /* bytes of a chunk: larger ones are left to HDF5 */
  PADDING = 4096,   /* bytes behind the last row of a chunk */
  AHEAD = 16 << 20, /* the disk reads so far ahead of us */
  THREADS_MOST = 8  /* more do not make a disk faster */
};

/* One filter, Fletcher-32, over chunks of whole rows. */
static int one_checksum(hid_t set, int width) {
  const hid_t create = H5Dget_create_plist(set);
  hsize_t chunk[2] = {0, 1};
  unsigned flags, config;
  size_t n = 0;
  int good = H5Pget_layout(create) == H5D_CHUNKED && H5Pget_nfilters(create) == 1 &&
             H5Pget_filter2(create, 0, &flags, &n, NULL, 0, NULL, &config) == H5Z_FILTER_FLETCHER32;
  const int rank = good ? H5Pget_chunk(create, 2, chunk) : 0;
  good = good && rank == (width > 1 ? 2 : 1) && chunk[1] == (hsize_t)width;
  H5Pclose(create);
  return good;
}

int64_t aps_hdf5_chunk_room(const aps_hdf5_set *s, hid_t native) {
  const double room = (double)s->chunk_rows * s->width * s->item + 4;
  if (s->chunk_rows < 1 || room > MOST || !one_checksum(s->set, s->width)) return 0;
  const hid_t type = H5Dget_type(s->set);
  const int same = H5Tequal(type, native) > 0;
  H5Tclose(type);
  return same ? (int64_t)room : 0;
}

/* HDF5 stores the sums little-endian. */
static uint32_t stored_sum(const unsigned char *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

int aps_hdf5_read_chunk(const aps_hdf5_set *s, int64_t chunk, int64_t room, char *buffer) {
  const hsize_t offset[2] = {(hsize_t)(chunk * s->chunk_rows), 0};
  const size_t bytes = (size_t)room - 4;
  hsize_t stored = 0;
  uint32_t unfiltered = 0;
  return H5Dget_chunk_storage_size(s->set, offset, &stored) >= 0 && stored == (hsize_t)room &&
         H5Dread_chunk(s->set, H5P_DEFAULT, offset, &unfiltered, buffer) >= 0 && unfiltered == 0 &&
         aps_fletcher32(buffer, bytes) == stored_sum((const unsigned char *)buffer + bytes);
}

/* ---- straight into a column ------------------------------------------------------------------ */

typedef struct {
  const aps_hdf5 *file;
  int past; /* the file once more, past the page cache; negative: cannot be */
  const aps_hdf5_set *set;
  int64_t room, first, n, chunk; /* rows [first, first + n), from this chunk on */
  char *column, *there;          /* there: [chunks] */
  haddr_t *place;                /* [chunks]; HADDR_UNDEF: read otherwise */
  int64_t chunks;
  atomic_llong next;
} straight;

static int64_t rows_of(const straight *w, int64_t chunk) {
  const int64_t left = w->set->rows - chunk * w->set->chunk_rows;
  return left < w->set->chunk_rows ? left : w->set->chunk_rows;
}

/* Whether the chunk lies in the rows asked for as one stretch. */
static int fits(const straight *w, int64_t chunk) {
  const int64_t start = chunk * w->set->chunk_rows, rows = rows_of(w, chunk);
  const int64_t bytes = rows * w->set->item, padding = w->room - 4 - bytes;
  return start >= w->first && start + rows <= w->first + w->n && padding <= PADDING &&
         (bytes % 2 == 0 || padding == 0); /* as the checksum wants its pieces */
}

/* HDF5 may be wrong about it, in a file that begins with something else: the checksum tells. */
static haddr_t find_place(const straight *w, int64_t chunk) {
#if H5_VERSION_GE(1, 10, 5)
  const hsize_t offset[2] = {(hsize_t)(chunk * w->set->chunk_rows), 0};
  hsize_t stored = 0;
  haddr_t place = HADDR_UNDEF;
  unsigned unfiltered = 0;
  if (H5Dget_chunk_info_by_coord(w->set->set, offset, &unfiltered, &place, &stored) >= 0 &&
      stored == (hsize_t)w->room && !unfiltered)
    return place;
#else
  (void)w, (void)chunk;
#endif
  return HADDR_UNDEF;
}

/* The same file, not one that took its name meanwhile. */
static int past_the_cache(const aps_source *s) {
#ifdef O_DIRECT
  struct stat here, there;
  const int fd = open(s->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_DIRECT);
  if (fd < 0 || (fstat(fd, &here) == 0 && fstat(s->fd, &there) == 0 &&
                 here.st_dev == there.st_dev && here.st_ino == there.st_ino))
    return fd;
  close(fd);
#else
  (void)s;
#endif
  return -1;
}

/* Blocks of the disk into `blocks`, and from there where they belong. */
static int read_past(const straight *w, off_t at, const struct iovec *pieces, char *blocks) {
  const off_t start = at / BLOCK * BLOCK;
  const size_t skip = (size_t)(at - start),
               whole = (skip + (size_t)w->room + BLOCK - 1) / BLOCK * BLOCK;
  if (w->past < 0 || blocks == NULL) return 0;
  const ssize_t n = pread(w->past, blocks, whole, start);
  if (n < (ssize_t)(skip + (size_t)w->room)) return 0;
  memcpy(pieces[0].iov_base, blocks + skip, pieces[0].iov_len);
  memcpy(pieces[1].iov_base, blocks + skip + pieces[0].iov_len, pieces[1].iov_len);
  return 1;
}

/* What the page cache holds, else from the disk. */
static int read_pieces(const straight *w, off_t at, const struct iovec *pieces, char *blocks) {
  const int fd = w->file->source.fd;
#ifdef RWF_NOWAIT
  if (w->past >= 0 && preadv2(fd, pieces, 2, at, RWF_NOWAIT) == (ssize_t)w->room) return 1;
#endif
  if (read_past(w, at, pieces, blocks)) return 1;
  posix_fadvise(fd, at + AHEAD, w->room, POSIX_FADV_WILLNEED);
  return preadv(fd, pieces, 2, at) == (ssize_t)w->room;
}

/* Numbers, padding and sum. */
static int take(const straight *w, int64_t k, char *blocks) {
  const int64_t start = (w->chunk + k) * w->set->chunk_rows - w->first;
  const size_t bytes = (size_t)(rows_of(w, w->chunk + k) * w->set->item);
  const size_t rest = (size_t)w->room - bytes;
  unsigned char behind[PADDING + 4];
  const struct iovec pieces[2] = {{w->column + start * w->set->item, bytes}, {behind, rest}};
  if (!read_pieces(w, (off_t)w->place[k], pieces, blocks)) return 0;
  aps_fletcher sum = {0, 0, 0};
  aps_fletcher_add(&sum, pieces[0].iov_base, bytes);
  aps_fletcher_add(&sum, behind, rest - 4);
  return aps_fletcher_sum(&sum) == stored_sum(behind + rest - 4);
}

static void *take_some(void *shared) {
  straight *w = shared;
  char *blocks = w->past < 0 ? NULL : aligned_alloc(BLOCK, ((size_t)w->room / BLOCK + 3) * BLOCK);
  for (int64_t k; (k = atomic_fetch_add(&w->next, 1)) < w->chunks;)
    if (w->place[k] != HADDR_UNDEF) w->there[k] = (char)take(w, k, blocks);
  free(blocks);
  return NULL;
}

/* Threads that cannot be had are done without. Signals are for the threads that were here. */
static void take_all(straight *w) {
  pthread_t other[THREADS_MOST];
  sigset_t all, before;
  int n = 0;
  const int64_t most = w->chunks < THREADS_MOST ? w->chunks : THREADS_MOST;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (n + 1 < w->file->threads && n + 1 < most &&
         pthread_create(&other[n], NULL, take_some, w) == 0)
    n++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  take_some(w);
  while (n > 0) pthread_join(other[--n], NULL);
}

char *aps_hdf5_read_chunks(aps_hdf5 *f, const aps_hdf5_set *s, int64_t room, int64_t first,
                           int64_t n, char *column) {
  straight w = {.file = f,
                .set = s,
                .room = room,
                .first = first,
                .n = n,
                .chunk = first / s->chunk_rows,
                .column = column,
                .past = past_the_cache(&f->source)};
  w.chunks = (first + n - 1) / s->chunk_rows + 1 - w.chunk;
  w.there = aps_alloc(f->ctx, "file buffer", w.chunks, 1);
  w.place = aps_alloc(f->ctx, "file buffer", w.chunks, sizeof *w.place);
  if (w.there && w.place) {
    for (int64_t k = 0; k < w.chunks; k++)
      w.place[k] = fits(&w, w.chunk + k) ? find_place(&w, w.chunk + k) : HADDR_UNDEF;
    take_all(&w);
  } else {
    aps_ctx_clear(f->ctx);
  }
  if (w.past >= 0) close(w.past);
  aps_release(f->ctx, w.place);
  if (w.place) return w.there;
  aps_release(f->ctx, w.there);
  return NULL;
}
