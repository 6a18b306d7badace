/* An HDF5 file built in memory, to be written by aps_file_replace: the only way this project writes HDF5.
 * Same input, same bytes. Everything carries a checksum (libver latest for the metadata, Fletcher-32 for the data). */
#ifndef APS_HDF5_IMAGE_H
#define APS_HDF5_IMAGE_H
#include "core/ctx.h"

typedef struct aps_image aps_image;

/* payload: bytes of all datasets together, a guess is fine. APS_EMEM if they do not fit into memory. */
aps_err aps_image_create(aps_ctx *, int64_t payload, aps_image **);
/* Makes a group; its parent must exist. Paths are like "/Header". */
aps_err aps_image_group(aps_image *, const char *path);

/* Attributes of the group or dataset at `path`. */
aps_err aps_image_text(aps_image *, const char *path, const char *name, const char *value);
/* n values of type 'd' double, 'l' int64, 'i' int32, 'L' uint64, 'I' uint32; n == 0: one value as an HDF5 scalar. */
aps_err aps_image_numbers(aps_image *, const char *path, const char *name, char type, int n,
                          const void *values);
/* Shorthands: a 1-element array, as most readers of snapshots expect. */
aps_err aps_image_double(aps_image *, const char *path, const char *name, double);
aps_err aps_image_int64(aps_image *, const char *path, const char *name, int64_t);

/* A dataset of shape [n] (width 1) or [n, width], from `width` columns of one type ('d', 'L', 'I' or 'b' int8). Row i
 * takes element rows[i] of each column, or i where rows is NULL. shift is added to doubles. */
typedef struct {
  char type;
  int width;
  const void *column[3];
  const int64_t *rows;
  int64_t n;
  double shift;
  int compress; /* shuffle and gzip */
} aps_image_data;
aps_err aps_image_dataset(aps_image *, const char *path, const aps_image_data *);

/* Closes the image and hands its bytes over, to be freed with free(). *image is freed and NULL either way. */
aps_err aps_image_finish(aps_image **, void **bytes, size_t *n);
void aps_image_discard(aps_image **);
#endif
