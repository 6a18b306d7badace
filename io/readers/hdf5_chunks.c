/* Datasets whose chunks carry Fletcher-32 and nothing else, as ours do: their chunks are read as
 * they are stored and checksummed here. HDF5's own pipeline takes longer for the checksum than a
 * disk takes for the bytes, and copies once more.
 *
 * HDF5 only finds the places of the chunks that hold a rank's rows, which no two threads may ask at
 * a time; then threads read and checksum a chunk each, those of all columns in one go. What the
 * page cache holds comes from there, straight into the column where a chunk is one stretch of it.
 * The rest comes from the disk past it: to take pages for a checkpoint that is read once costs the
 * processor more than its checksums. Where that cannot be, the disk is told what comes next. A
 * chunk that two ranks share is read by both. */
#define _GNU_SOURCE
#include "../fletcher.h"
#include "hdf5_safe.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
  BLOCK = 4096,     /* disks are read in these past the page cache */
  MOST = 1 << 24,   /* bytes of a chunk: larger ones are left to HDF5 */
  PADDING = 4096,   /* bytes behind the last row of a chunk */
  AHEAD = 16 << 20, /* the disk reads so far ahead of us */
  THREADS_MOST = 8, /* more do not make a disk faster */
  LARGE_PAGE = 1 << 21
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

/* ---- straight into columns ------------------------------------------------------------------- */

typedef struct { /* a stored chunk of which rows are wanted */
  const aps_hdf5_rows *of;
  int64_t chunk;
  haddr_t place; /* HADDR_UNDEF: not known */
  char *there;
} piece;

typedef struct {
  int here, past; /* the file, and once more, past the page cache; negative: cannot be */
  char *map;      /* of it */
  size_t page;
  piece *piece; /* [n] */
  int64_t n;
  char *blocks; /* [threads][stride], each at a whole block of memory */
  size_t stride;
  atomic_int hired;
  atomic_llong next;
} work;

/* HDF5 may be wrong about it, in a file that begins with something else: the checksum tells. */
static haddr_t find_place(const aps_hdf5 *f, const aps_hdf5_rows *r, int64_t chunk) {
#if H5_VERSION_GE(1, 10, 5)
  const hsize_t offset[2] = {(hsize_t)(chunk * r->set.chunk_rows), 0};
  hsize_t stored = 0;
  haddr_t place = HADDR_UNDEF;
  unsigned unfiltered = 0;
  if (H5Dget_chunk_info_by_coord(r->set.set, offset, &unfiltered, &place, &stored) >= 0 &&
      stored == (hsize_t)r->room && !unfiltered && f->size >= r->room &&
      place <= (haddr_t)(f->size - r->room))
    return place;
#else
  (void)f, (void)r, (void)chunk;
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

typedef struct {
  int64_t start, end; /* rows of the dataset that the chunk holds … */
  int64_t low, high;  /* … and those of them that are wanted */
  size_t bytes;       /* of the former; behind them stand padding and sum */
} extent;

static extent extent_of(const piece *p) {
  const aps_hdf5_rows *r = p->of;
  extent e = {.start = p->chunk * r->set.chunk_rows};
  e.end = e.start + r->set.chunk_rows;
  if (e.end > r->set.rows) e.end = r->set.rows;
  e.low = e.start > r->first ? e.start : r->first;
  e.high = e.end < r->first + r->n ? e.end : r->first + r->n;
  e.bytes = (size_t)((e.end - e.start) * r->set.item);
  return e;
}

/* Whether the page cache has the chunk, by its first and last page: it takes and gives up long
 * stretches. Asked of a mapping that nobody touches: a read that must not wait (RWF_NOWAIT) tells
 * it as well, but makes Linux fetch what is missing, and more. */
static int is_cached(const work *w, const piece *p) {
#ifdef __linux__
  const size_t first = (size_t)p->place, last = first + (size_t)p->of->room - 1;
  unsigned char there[2] = {0, 0};
  return w->map != MAP_FAILED && mincore(w->map + first / w->page * w->page, 1, there) == 0 &&
         mincore(w->map + last / w->page * w->page, 1, there + 1) == 0 && (there[0] & there[1] & 1);
#else
  (void)w, (void)p;
  return 0;
#endif
}

/* A chunk that is one stretch of the column goes there at once: from the page cache, or where there
 * is no way past it. */
static int take_straight(const work *w, const piece *p, const extent *e) {
  const aps_hdf5_rows *r = p->of;
  unsigned char behind[PADDING + 4];
  const size_t rest = (size_t)r->room - e->bytes;
  if (e->low != e->start || e->high != e->end || rest > sizeof behind ||
      (e->bytes % 2 && rest > 4)) /* as the checksum wants its pieces */
    return 0;
  char *to = (char *)r->column[0] + (e->low - r->first) * r->set.item;
  const struct iovec pieces[2] = {{to, e->bytes}, {behind, rest}};
  if (preadv(w->here, pieces, 2, (off_t)p->place) != (ssize_t)r->room) return 0;
  aps_fletcher sum = {0, 0, 0};
  aps_fletcher_add(&sum, to, e->bytes);
  aps_fletcher_add(&sum, behind, rest - 4);
  return aps_fletcher_sum(&sum) == stored_sum(behind + rest - 4);
}

/* The chunk's bytes, somewhere in `blocks`; NULL: cannot be read. */
static const char *bring(const work *w, const piece *p, int cached, char *blocks) {
  const off_t at = (off_t)p->place, start = at / BLOCK * BLOCK;
  const size_t room = (size_t)p->of->room, skip = (size_t)(at - start);
  if (w->past >= 0 && !cached &&
      pread(w->past, blocks, (skip + room + BLOCK - 1) / BLOCK * BLOCK, start) >=
          (ssize_t)(skip + room))
    return blocks + skip;
  return pread(w->here, blocks, room, at) == (ssize_t)room ? blocks : NULL;
}

static int take(const work *w, const piece *p, char *blocks) {
  const aps_hdf5_rows *r = p->of;
  const extent e = extent_of(p);
  if (p->place == HADDR_UNDEF) return 0;
  const int cached = is_cached(w, p);
  if (!cached && w->past < 0)
    posix_fadvise(w->here, (off_t)p->place + AHEAD, (off_t)r->room, POSIX_FADV_WILLNEED);
  if ((cached || w->past < 0) && take_straight(w, p, &e)) return 1;
  const char *from = bring(w, p, cached, blocks);
  const size_t bytes = (size_t)r->room - 4, item = (size_t)r->set.item;
  if (!from || aps_fletcher32(from, bytes) != stored_sum((const unsigned char *)from + bytes))
    return 0;
  memcpy((char *)r->column[0] + (size_t)(e.low - r->first) * item,
         from + (size_t)(e.low - e.start) * item, (size_t)(e.high - e.low) * item);
  return 1;
}

static void *take_some(void *shared) {
  work *w = shared;
  char *blocks = w->blocks + (size_t)atomic_fetch_add(&w->hired, 1) * w->stride;
  for (int64_t k; (k = atomic_fetch_add(&w->next, 1)) < w->n;)
    *w->piece[k].there = (char)take(w, &w->piece[k], blocks);
  return NULL;
}

/* Threads that cannot be had are done without. Signals are for the threads that were here. */
static void take_all(work *w, int threads) {
  pthread_t other[THREADS_MOST];
  sigset_t all, before;
  int n = 0;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (n + 1 < threads && pthread_create(&other[n], NULL, take_some, w) == 0) n++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  take_some(w);
  while (n > 0) pthread_join(other[--n], NULL);
}

static int64_t chunks_of(const aps_hdf5_rows *r) {
  if (!r->room || r->set.width != 1 || r->n == 0) return 0;
  return (r->first + r->n - 1) / r->set.chunk_rows + 1 - r->first / r->set.chunk_rows;
}

/* The chunks of all columns in their order; 0: no memory. */
static int list_pieces(aps_hdf5 *f, aps_hdf5_rows *rows, int n, work *w) {
  w->piece = aps_alloc(f->ctx, "file buffer", w->n, sizeof *w->piece);
  piece *p = w->piece;
  for (int i = 0; p && i < n; i++) {
    const int64_t chunks = chunks_of(&rows[i]);
    if (chunks && !(rows[i].there = aps_alloc(f->ctx, "file buffer", chunks, 1))) return 0;
    for (int64_t k = 0; k < chunks; k++) {
      const int64_t chunk = rows[i].first / rows[i].set.chunk_rows + k;
      *p++ = (piece){&rows[i], chunk, find_place(f, &rows[i], chunk), &rows[i].there[k]};
    }
  }
  return p != NULL;
}

/* In large pages even for one thread: a disk's requests are cut at the borders of pages. */
static char *make_blocks(aps_hdf5 *f, int64_t room, int threads, work *w) {
  w->stride = ((size_t)room / BLOCK + 3) * BLOCK;
  size_t bytes = w->stride * (size_t)threads + BLOCK;
  if (bytes > LARGE_PAGE / 2) bytes = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  char *made = aps_alloc(f->ctx, "file buffer", (int64_t)bytes, 1);
  if (made) w->blocks = made + (BLOCK - (uintptr_t)made % BLOCK) % BLOCK;
  return made;
}

void aps_hdf5_read_chunks(aps_hdf5 *f, aps_hdf5_rows *rows, int n) {
  work w = {.here = f->source.fd};
  int64_t room = 0;
  for (int i = 0; i < n; i++) {
    const int64_t chunks = chunks_of(&rows[i]);
    w.n += chunks;
    if (chunks && rows[i].room > room) room = rows[i].room;
  }
  if (w.n == 0 || f->threads < 1) return;
  int threads = f->threads < THREADS_MOST ? f->threads : THREADS_MOST;
  if (threads > w.n) threads = (int)w.n;
  char *made = make_blocks(f, room, threads, &w);
  if (made && list_pieces(f, rows, n, &w)) {
    w.past = past_the_cache(&f->source);
    w.page = (size_t)sysconf(_SC_PAGESIZE);
    w.map = mmap(NULL, (size_t)f->size, PROT_READ, MAP_SHARED, f->source.fd, 0);
    take_all(&w, threads);
    if (w.map != MAP_FAILED) munmap(w.map, (size_t)f->size);
    if (w.past >= 0) close(w.past);
  } else {
    aps_ctx_clear(f->ctx);
  }
  aps_release(f->ctx, w.piece);
  aps_release(f->ctx, made);
}
