/* Files that are either whole or not there.
 *
 * The bytes go to a temporary file beside the target, which is synced, renamed over the target and
 * made lasting by syncing the directory (POSIX: rename is atomic). The temporary file's name is
 * fixed, ".NAME.tmp", and a lock guards it: what a killed process left behind is overwritten by the
 * next write, and two writers of one file never mix. */
#define _GNU_SOURCE
#include "atomic.h"
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PIECE = 1 << 30 }; /* bytes per write(): Linux takes no more than 2 GB at once */

aps_err aps_fail_write(aps_ctx *ctx, const char *path, int cause) {
  char text[128];
  if (cause == EBUSY)
    return aps_fail(ctx, APS_EIO, "%s: cannot write: another process is writing it", path);
  aps_fail(ctx, APS_EIO, "%s: cannot write: %s", path, strerror_r(cause, text, sizeof text));
  if (cause == ENOSPC || cause == EDQUOT)
    return aps_hint(ctx, "free some space or choose another output directory");
  if (cause == EFBIG) return aps_hint(ctx, "raise the file size limit (ulimit -f)");
  if (cause == EACCES || cause == EROFS || cause == EPERM)
    return aps_hint(ctx, "choose a directory where you may write");
  if (cause == ENOENT || cause == ENOTDIR)
    return aps_hint(ctx, "the directory must exist before a file is written into it");
  return APS_EIO;
}

static int64_t size_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur > (rlim_t)INT64_MAX)
    return INT64_MAX;
  return (int64_t)limit.rlim_cur;
}

int aps_pending_write(const aps_pending *p, int64_t offset, const void *bytes, size_t n) {
  if (offset > size_limit() - (int64_t)n)
    return EFBIG; /* the system would send a signal that kills */
  for (size_t done = 0; done < n;) {
    const size_t piece = n - done < PIECE ? n - done : PIECE;
    const ssize_t wrote =
        pwrite(p->fd, (const char *)bytes + done, piece, (off_t)(offset + (int64_t)done));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return wrote < 0 ? errno : EIO;
    done += (size_t)wrote;
  }
  return 0;
}

int aps_pending_write_two(const aps_pending *p, int64_t offset, const void *a, size_t n_a,
                          const void *b, size_t n_b) {
  const struct iovec piece[2] = {{(void *)(uintptr_t)a, n_a}, {(void *)(uintptr_t)b, n_b}};
  ssize_t wrote = -1;
  if (n_a > 0 && n_b > 0 && offset <= size_limit() - (int64_t)(n_a + n_b))
    wrote = pwritev(p->fd, piece, 2, (off_t)offset);
  const size_t done = wrote > 0 ? (size_t)wrote : 0; /* the rest, and what failed, piece by piece */
  const size_t done_a = done < n_a ? done : n_a, done_b = done - done_a;
  const int cause =
      aps_pending_write(p, offset + (int64_t)done_a, (const char *)a + done_a, n_a - done_a);
  return cause ? cause
               : aps_pending_write(p, offset + (int64_t)(n_a + done_b), (const char *)b + done_b,
                                   n_b - done_b);
}

/* Says before the first byte what would only fail after many. */
static aps_err ask_room(aps_ctx *ctx, const char *path, const char *directory, int64_t n) {
  if (n > size_limit()) return aps_fail_write(ctx, path, EFBIG);
  struct statvfs disk;
  if (statvfs(directory, &disk) != 0) return aps_fail_write(ctx, path, errno);
  const uint64_t free_blocks = geteuid() == 0 ? disk.f_bfree : disk.f_bavail;
  const double room = (double)free_blocks * (double)disk.f_frsize;
  if (disk.f_blocks == 0 || room >= (double)n) return APS_OK; /* 0: this file system does not say */
  aps_fail(ctx, APS_EIO, "%s: cannot write: No space left on device (%.6g MB needed, %.6g MB free)",
           path, (double)n / 1e6, room / 1e6);
  return aps_hint(ctx, "free some space or choose another output directory");
}

/* Opens and locks the temporary file; -1 with errno. A file renamed away while we waited is not
 * ours: again. */
static int open_temporary(const char *path) {
  for (int attempt = 0; attempt < 100; attempt++) {
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
    if (fd < 0) return -1;
    struct stat mine, there;
    int cause = 0;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) cause = EBUSY;
    /* any other answer: a file system without locks, do without */
    if (cause == 0 && fstat(fd, &mine) == 0 && stat(path, &there) == 0 &&
        mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) {
      if (S_ISREG(mine.st_mode) && ftruncate(fd, 0) == 0) return fd;
      cause = S_ISREG(mine.st_mode) ? errno : EEXIST;
    }
    close(fd);
    if (cause) {
      errno = cause;
      return -1;
    }
  }
  errno = EBUSY;
  return -1;
}

static int sync_directory(const char *directory) {
  const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  const int cause = fsync(fd) != 0 && errno != EINVAL ? errno : 0; /* EINVAL: no such need here */
  close(fd);
  return cause;
}

/* A symbolic link is followed, so that the file it names is replaced and not the link. */
static int find_places(const char *path, int exists, aps_pending *p) {
  if (exists) {
    if (realpath(path, p->file) == NULL) return errno;
  } else {
    if (strlen(path) >= sizeof p->file) return ENAMETOOLONG;
    strcpy(p->file, path);
  }
  const char *slash = strrchr(p->file, '/');
  const char *name = slash ? slash + 1 : p->file;
  if (*name == '\0') return slash ? EISDIR : ENOENT;
  const size_t before = (size_t)(name - p->file);
  if (before + strlen(name) + 6 > sizeof p->temporary) return ENAMETOOLONG;
  memcpy(p->directory, p->file, before);
  strcpy(p->directory + before, before ? "" : ".");
  memcpy(p->temporary, p->file, before);
  p->temporary[before] = '.';
  strcpy(p->temporary + before + 1, name);
  strcat(p->temporary, ".tmp");
  return 0;
}

aps_err aps_pending_open(aps_ctx *ctx, const char *path, int64_t bytes, aps_pending *p) {
  p->ctx = ctx;
  p->path = path;
  p->fd = p->mode = -1;
  p->guest = 0;
  struct stat old;
  const int exists = stat(path, &old) == 0;
  if (!exists && errno != ENOENT) return aps_fail_write(ctx, path, errno);
  if (exists && S_ISDIR(old.st_mode)) return aps_fail_write(ctx, path, EISDIR);
  if (exists && !S_ISREG(old.st_mode))
    return aps_fail(ctx, APS_EIO, "%s: cannot write: not a regular file", path);
  if (exists && access(path, W_OK) != 0) return aps_fail_write(ctx, path, errno);
  const int cause = find_places(path, exists, p);
  if (cause) return aps_fail_write(ctx, path, cause);
  APS_TRY(ask_room(ctx, path, p->directory, bytes));
  p->fd = open_temporary(p->temporary);
  if (p->fd < 0) return aps_fail_write(ctx, path, errno);
  if (exists) p->mode = old.st_mode & 0777;
  return APS_OK;
}

int aps_pending_join(aps_ctx *ctx, const char *path, aps_pending *p) {
  struct stat old;
  *p = (aps_pending){.ctx = ctx, .path = path, .fd = -1, .mode = -1, .guest = 1};
  const int cause = find_places(path, stat(path, &old) == 0, p);
  if (cause) return cause;
  p->fd = open(p->temporary, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  return p->fd < 0 ? errno : 0;
}

void aps_pending_abort(aps_pending *p) {
  if (p->fd < 0) return;
  if (!p->guest) unlink(p->temporary); /* under the lock: nobody else's */
  close(p->fd);
  p->fd = -1;
}

aps_err aps_pending_commit(aps_pending *p) {
  int cause = 0;
  if (p->mode >= 0 && fchmod(p->fd, (mode_t)p->mode) != 0) cause = errno;
  if (!cause && fsync(p->fd) != 0) cause = errno;
  if (!cause && rename(p->temporary, p->file) != 0) cause = errno;
  if (cause) {
    aps_pending_abort(p);
    return aps_fail_write(p->ctx, p->path, cause);
  }
  close(p->fd); /* synced: nothing is left to fail */
  p->fd = -1;
  cause = sync_directory(p->directory);
  return cause ? aps_fail_write(p->ctx, p->path, cause) : APS_OK;
}

/* Devices and pipes are written as they are: renaming over /dev/null would destroy it. */
static aps_err write_through(aps_ctx *ctx, const char *path, const char *bytes, size_t n) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return aps_fail_write(ctx, path, errno);
  int cause = 0;
  for (size_t done = 0; done < n && !cause;) {
    const ssize_t wrote = write(fd, bytes + done, n - done);
    if (wrote > 0)
      done += (size_t)wrote;
    else if (wrote == 0 || errno != EINTR)
      cause = wrote < 0 ? errno : EIO;
  }
  if (close(fd) != 0 && !cause) cause = errno;
  return cause ? aps_fail_write(ctx, path, cause) : APS_OK;
}

aps_err aps_file_replace(aps_ctx *ctx, const char *path, const void *bytes, size_t n) {
  struct stat old;
  if (stat(path, &old) == 0 && (S_ISCHR(old.st_mode) || S_ISFIFO(old.st_mode)))
    return write_through(ctx, path, bytes, n);
  aps_pending p;
  APS_TRY(aps_pending_open(ctx, path, (int64_t)n, &p));
  const int cause = aps_pending_write(&p, 0, bytes, n);
  if (cause == 0) return aps_pending_commit(&p);
  aps_pending_abort(&p);
  return aps_fail_write(ctx, path, cause);
}

/* ---- reading --------------------------------------------------------------------------------- */

static aps_err fail_read(aps_ctx *ctx, const char *path, int cause) {
  char text[128];
  if (cause == ENOENT) return aps_fail(ctx, APS_EIO, "%s: no such file", path);
  return aps_fail(ctx, APS_EIO, "%s: cannot read: %s", path, strerror_r(cause, text, sizeof text));
}

static aps_err too_large(aps_ctx *ctx, const char *path, int64_t limit) {
  return aps_fail(ctx, APS_EDATA, "%s: larger than the %.6g MB allowed here", path,
                  (double)limit / 1e6);
}

/* Reads to the end of fd into *bytes, which has room for `room` bytes and a NUL and grows as needed
 * up to limit. */
static aps_err read_all(aps_ctx *ctx, const char *path, int fd, int64_t limit, int64_t room,
                        char **bytes, int64_t *n) {
  for (;;) {
    if (*n == room) {
      char extra; /* is there more than expected? */
      const ssize_t more = read(fd, &extra, 1);
      if (more == 0) return APS_OK;
      if (more < 0 && errno == EINTR) continue;
      if (more < 0) return fail_read(ctx, path, errno);
      if (room >= limit) return too_large(ctx, path, limit);
      const int64_t grown = room < limit / 2 - 4096 ? 2 * room + 4096 : limit;
      char *larger = aps_alloc(ctx, "file text", grown + 1, 1);
      if (larger == NULL) return APS_EMEM;
      memcpy(larger, *bytes, (size_t)room);
      larger[(*n)++] = extra;
      aps_release(ctx, *bytes);
      *bytes = larger;
      room = grown;
      continue;
    }
    const ssize_t got = read(fd, *bytes + *n, (size_t)(room - *n));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail_read(ctx, path, errno);
    if (got == 0) return APS_OK;
    *n += got;
  }
}

aps_err aps_file_load(aps_ctx *ctx, const char *path, int64_t limit, char **bytes, int64_t *n) {
  *bytes = NULL;
  *n = 0;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return fail_read(ctx, path, errno);
  struct stat file;
  aps_err err = APS_OK;
  if (fstat(fd, &file) != 0)
    err = fail_read(ctx, path, errno);
  else if (S_ISDIR(file.st_mode))
    err = fail_read(ctx, path, EISDIR);
  else if (S_ISREG(file.st_mode) && file.st_size > limit)
    err = too_large(ctx, path, limit);
  else if (file.st_size > aps_memory_available())
    err = aps_fail(ctx, APS_EMEM, "%s: %.6g MB do not fit into the %.6g MB of free memory", path,
                   (double)file.st_size / 1e6, (double)aps_memory_available() / 1e6);
  if (err == APS_OK) {
    const int64_t room = S_ISREG(file.st_mode) ? file.st_size : 0;
    *bytes = aps_alloc(ctx, "file text", room + 1, 1);
    err = *bytes ? read_all(ctx, path, fd, limit, room, bytes, n) : APS_EMEM;
  }
  close(fd);
  if (err != APS_OK) {
    aps_release(ctx, *bytes);
    *bytes = NULL;
    *n = 0;
    return err;
  }
  (*bytes)[*n] = '\0';
  return APS_OK;
}
