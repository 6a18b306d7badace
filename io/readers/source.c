/* A file read by offset. */
#define _GNU_SOURCE
#include "source.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

aps_err aps_source_fail(aps_ctx *ctx, const char *path, int cause) {
  char text[128];
  if (cause == ENOENT) {
    aps_fail(ctx, APS_EIO, "%s: no such file", path);
    return aps_hint(ctx, "paths are relative to the working directory");
  }
  aps_fail(ctx, APS_EIO, "%s: cannot read: %s", path, strerror_r(cause, text, sizeof text));
  return cause == EMFILE ? aps_hint(ctx, "raise the limit of open files: ulimit -n") : APS_EIO;
}

aps_err aps_source_open(aps_ctx *ctx, const char *path, aps_source *s) {
  *s = (aps_source){ctx, path, -1, 0};
  struct stat file;
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not block us */
  if (fd < 0) return aps_source_fail(ctx, path, errno);
  int cause = fstat(fd, &file) != 0 ? errno : S_ISDIR(file.st_mode) ? EISDIR : 0;
  if (cause == 0 && S_ISREG(file.st_mode)) {
    s->fd = fd;
    s->size = file.st_size;
    return APS_OK;
  }
  close(fd);
  if (cause) return aps_source_fail(ctx, path, cause);
  return aps_fail(ctx, APS_EIO, "%s: cannot read: not a regular file", path);
}

void aps_source_close(aps_source *s) {
  if (s->fd >= 0) close(s->fd);
  s->fd = -1;
}

aps_err aps_source_read(const aps_source *s, int64_t offset, void *out, int64_t n,
                        const char *what) {
  APS_CHECK(s->ctx, offset >= 0 && n >= 0 && n <= s->size && offset <= s->size - n, APS_EDATA,
            "%s: truncated: %s needs bytes %lld to %lld, the file has %lld", s->path, what,
            (long long)offset, (long long)(offset + n), (long long)s->size);
  char *to = out;
  for (int64_t done = 0; done < n;) {
    const ssize_t got = pread(s->fd, to + done, (size_t)(n - done), (off_t)(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return aps_source_fail(s->ctx, s->path, errno);
    APS_CHECK(s->ctx, got > 0, APS_EDATA, "%s: became shorter while it was read", s->path);
    done += got;
  }
  return APS_OK;
}
