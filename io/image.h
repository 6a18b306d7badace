/* A file whose bytes lie on several ranks. */
#ifndef APS_IMAGE_H
#define APS_IMAGE_H
#include "core/ctx.h"

typedef struct {
  const char *bytes;
  int64_t n;
} aps_image;

/* Replaces the file by part 0 of rank 0, of rank 1, …, then part 1 of rank 0, …: whole or not at
 * all, as aps_file_replace. With one rank the parts must lie one behind the other. Collective;
 * `before` is what this rank failed with up to here; all agree. */
aps_err aps_images_write(aps_ctx *, const char *path, aps_err before, const aps_image *part,
                         int parts);
#endif
