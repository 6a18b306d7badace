/* A file on its way: a locked temporary file beside the target that either replaces it as a whole
 * or disappears. */
#ifndef APS_ATOMIC_H
#define APS_ATOMIC_H
#include "core/ctx.h"
#include <limits.h>

typedef struct {
  aps_ctx *ctx;
  const char *path; /* as the caller named it, for messages; must outlive this */
  int fd;           /* of the temporary file, for reading and writing; -1: none */
  int mode;         /* to give the new file; -1: leave */
  int guest;        /* another rank's file: closed, never removed, here */
  char file[PATH_MAX], directory[PATH_MAX], temporary[PATH_MAX];
} aps_pending;

/* Opens the temporary file after asking whether `bytes` fit (disk, file size limit). The target
 * must not exist or be a regular file. On failure APS_EIO and nothing is left behind. */
aps_err aps_pending_open(aps_ctx *, const char *path, int64_t bytes, aps_pending *);
/* Opens the temporary file that another rank has made for `path`, as its guest; 0 or errno. */
int aps_pending_join(aps_ctx *, const char *path, aps_pending *);
/* fsync, rename over the target, fsync of the directory. The pending file is closed either way. */
aps_err aps_pending_commit(aps_pending *);
/* Removes the temporary file; the target is as it was. Harmless after a commit. */
void aps_pending_abort(aps_pending *);
/* n bytes at offset; 0 or errno. EFBIG instead of the signal when beyond the file size limit. */
int aps_pending_write(const aps_pending *, int64_t offset, const void *bytes, size_t n);
/* The bytes of two pieces one behind the other, in one call. */
int aps_pending_write_two(const aps_pending *, int64_t offset, const void *a, size_t n_a,
                          const void *b, size_t n_b);
/* "FILE: cannot write: cause" with a hint for the usual causes. */
aps_err aps_fail_write(aps_ctx *, const char *path, int cause);
#endif
