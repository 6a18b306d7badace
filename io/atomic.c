/* Files that are either whole or not there.
 *
 * The bytes go to a temporary file beside the target, which is synced, renamed over the target and made lasting by
 * syncing the directory (POSIX: rename is atomic). The temporary file's name is fixed, ".NAME.tmp", and a lock guards
 * it: what a killed process left behind is overwritten by the next write, and two writers of one file never mix. */
#define _GNU_SOURCE
#include "core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PIECE = 8 << 20 }; /* bytes per write(): the disk starts on one while the next is copied */

static aps_err fail_write(aps_ctx *ctx, const char *path, const char *what, int cause) {
  char text[128];
  aps_fail(ctx, APS_EIO, "%s: %s: %s", path, what, strerror_r(cause, text, sizeof text));
  if (cause == ENOSPC || cause == EDQUOT)
    return aps_hint(ctx, "free some space or choose another output directory");
  if (cause == EFBIG) return aps_hint(ctx, "raise the file size limit (ulimit -f)");
  if (cause == EACCES || cause == EROFS || cause == EPERM)
    return aps_hint(ctx, "choose a directory where you may write");
  if (cause == ENOENT || cause == ENOTDIR)
    return aps_hint(ctx, "the directory must exist before a file is written into it");
  return APS_EIO;
}

static int write_all(int fd, const char *bytes, size_t n, int overlap) {
  for (size_t done = 0; done < n;) {
    const size_t piece = n - done < PIECE ? n - done : PIECE;
    const ssize_t wrote = write(fd, bytes + done, piece);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return wrote < 0 ? errno : EIO;
#ifdef SYNC_FILE_RANGE_WRITE
    if (overlap) sync_file_range(fd, (off_t)done, wrote, SYNC_FILE_RANGE_WRITE); /* only a wish */
#else
    (void)overlap;
#endif
    done += (size_t)wrote;
  }
  return 0;
}

/* Says before the first byte what would only fail after many: a full disk, a file size limit (whose signal kills). */
static aps_err ask_room(aps_ctx *ctx, const char *path, const char *directory, size_t n) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
      n > limit.rlim_cur)
    return fail_write(ctx, path, "cannot write", EFBIG);
  struct statvfs disk;
  if (statvfs(directory, &disk) != 0) return fail_write(ctx, path, "cannot write", errno);
  const uint64_t free_blocks = geteuid() == 0 ? disk.f_bfree : disk.f_bavail;
  const double room = (double)free_blocks * (double)disk.f_frsize;
  if (disk.f_blocks > 0 && room < (double)n) {
    aps_fail(ctx, APS_EIO, "%s: cannot write: No space left on device (%.6g MB needed, %.6g MB free)",
             path, (double)n / 1e6, room / 1e6);
    return aps_hint(ctx, "free some space or choose another output directory");
  }
  return APS_OK;
}

/* Opens and locks the temporary file; -1 with errno. A file renamed away while we waited is not ours: again. */
static int open_temporary(const char *path) {
  for (int attempt = 0; attempt < 100; attempt++) {
    const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) return -1;
    struct stat mine, there;
    const int locked = flock(fd, LOCK_EX | LOCK_NB);
    if (locked != 0 && errno == EWOULDBLOCK) {
      close(fd);
      errno = EBUSY;
      return -1;
    } /* any other answer: a file system without locks, do without */
    if (fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
        mine.st_dev == there.st_dev) {
      if (S_ISREG(mine.st_mode) && ftruncate(fd, 0) == 0) return fd;
      const int cause = S_ISREG(mine.st_mode) ? errno : EEXIST;
      close(fd);
      errno = cause;
      return -1;
    }
    close(fd);
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

/* Devices and pipes are written as they are: renaming over /dev/null would destroy it. */
static aps_err write_through(aps_ctx *ctx, const char *path, const void *bytes, size_t n) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return fail_write(ctx, path, "cannot open for writing", errno);
  int cause = write_all(fd, bytes, n, 0);
  if (close(fd) != 0 && cause == 0) cause = errno;
  return cause ? fail_write(ctx, path, "cannot write", cause) : APS_OK;
}

typedef struct {
  char file[PATH_MAX], directory[PATH_MAX], temporary[PATH_MAX];
} places;

/* A symbolic link is followed, so that the file it names is replaced and not the link. */
static int find_places(const char *path, int exists, places *p) {
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

aps_err aps_file_replace(aps_ctx *ctx, const char *path, const void *bytes, size_t n) {
  struct stat old;
  const int exists = stat(path, &old) == 0;
  if (!exists && errno != ENOENT) return fail_write(ctx, path, "cannot write", errno);
  if (exists && S_ISDIR(old.st_mode)) return fail_write(ctx, path, "cannot write", EISDIR);
  if (exists && !S_ISREG(old.st_mode)) return write_through(ctx, path, bytes, n);
  if (exists && access(path, W_OK) != 0) return fail_write(ctx, path, "cannot replace", errno);

  places p;
  int cause = find_places(path, exists, &p);
  if (cause) return fail_write(ctx, path, "cannot write", cause);
  APS_TRY(ask_room(ctx, path, p.directory, n));
  const int fd = open_temporary(p.temporary);
  if (fd < 0 && errno == EBUSY)
    return aps_fail(ctx, APS_EIO, "%s: cannot write: another process is writing it", path);
  if (fd < 0) return fail_write(ctx, path, "cannot write", errno);

  cause = write_all(fd, bytes, n, 1);
  if (!cause && exists && fchmod(fd, old.st_mode & 0777) != 0) cause = errno;
  if (!cause && fsync(fd) != 0) cause = errno;
  if (!cause && rename(p.temporary, p.file) != 0) cause = errno;
  if (cause) unlink(p.temporary); /* under the lock: nobody else's */
  if (close(fd) != 0 && !cause) cause = errno;
  if (cause) return fail_write(ctx, path, "cannot write", cause);
  cause = sync_directory(p.directory);
  return cause ? fail_write(ctx, path, "written, but its directory cannot be synced", cause) : APS_OK;
}

/* ---- reading ----------------------------------------------------------------------------------- */

static aps_err fail_read(aps_ctx *ctx, const char *path, int cause) {
  char text[128];
  if (cause == ENOENT) return aps_fail(ctx, APS_EIO, "%s: no such file", path);
  return aps_fail(ctx, APS_EIO, "%s: cannot read: %s", path, strerror_r(cause, text, sizeof text));
}

static aps_err too_large(aps_ctx *ctx, const char *path, int64_t limit) {
  return aps_fail(ctx, APS_EDATA, "%s: larger than the %.6g MB allowed here", path,
                  (double)limit / 1e6);
}

/* Reads to the end of fd into *bytes, which has room for `room` bytes and a NUL and grows as needed up to limit. */
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
  if (fstat(fd, &file) != 0) err = fail_read(ctx, path, errno);
  else if (S_ISDIR(file.st_mode)) err = fail_read(ctx, path, EISDIR);
  else if (S_ISREG(file.st_mode) && file.st_size > limit) err = too_large(ctx, path, limit);
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
