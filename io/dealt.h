/* Rows dealt over ranks on their way to a file, or to several: who writes what. */
#ifndef APS_DEALT_H
#define APS_DEALT_H
#include "core/ranks.h"

enum { APS_DEALT_MOST = 8 };

typedef struct {
  aps_ctx *ctx;
  int files, file;                      /* this rank's is file `file` of `files` */
  int writer, ranks;                    /* written by rank `writer`, from the rows of so many */
  int64_t here[APS_DEALT_MOST];         /* rows of each kind in this file … */
  int64_t total[APS_DEALT_MOST];        /* … and in all files */
  const int64_t *count[APS_DEALT_MOST]; /* [ranks]: of each rank of the file */
  int64_t *owned;
} aps_dealt;

/* mine[kinds]: this rank's rows of each kind. files: wanted; clipped to 1 … ranks. Collective; all
 * agree on the failure of one: `before` is what this rank failed with up to here. */
aps_err aps_dealt_plan(aps_ctx *, aps_err before, const int64_t *mine, int kinds, int files,
                       aps_dealt *);
void aps_dealt_end(aps_dealt *);
/* "a.hdf5" becomes "a.2.hdf5" where there are several files. APS_EARG: out of room. */
aps_err aps_dealt_path(const aps_dealt *, const char *path, char *out, size_t size);
#endif
