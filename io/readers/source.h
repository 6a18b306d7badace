/* A file read by offset, every read checked against its size. */
#ifndef APS_SOURCE_H
#define APS_SOURCE_H
#include "core/ctx.h"

typedef struct {
  aps_ctx *ctx;
  const char *path;
  int fd; /* -1: closed */
  int64_t size;
} aps_source;

/* APS_EIO naming the file and what the system says, an errno. */
aps_err aps_source_fail(aps_ctx *, const char *path, int cause);
/* APS_EIO: no such file, a directory, not readable, not a regular file. */
aps_err aps_source_open(aps_ctx *, const char *path, aps_source *);
void aps_source_close(aps_source *);
/* n bytes at offset. APS_EDATA "FILE: truncated …" naming `what` beyond the end, or where
 * the file became shorter meanwhile. */
aps_err aps_source_read(const aps_source *, int64_t offset, void *out, int64_t n, const char *what);
#endif
