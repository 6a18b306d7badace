/* A picture as PNG: encoded in memory by libpng, then put in place as a whole. */
#include "splat.h"
#include "../src/core/file.h"
#include <png.h>
#include <stdlib.h>
#include <string.h>

aps_err aps_png_write(aps_ctx *ctx, const char *path, int width, int height,
                      const unsigned char *rgb) {
  png_image image = {.version = PNG_IMAGE_VERSION,
                     .width = (png_uint_32)width,
                     .height = (png_uint_32)height,
                     .format = PNG_FORMAT_RGB};
  /* An upper bound first, so that the picture is compressed once. */
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  void *bytes = aps_alloc(ctx, "picture", (int64_t)size, 1);
  if (!bytes) return APS_EMEM;
  aps_err err = APS_OK;
  if (!png_image_write_to_memory(&image, bytes, &size, 0, rgb, 0, NULL))
    err = aps_fail(ctx, APS_EINTERNAL, "%s: libpng could not encode %d x %d pixels: %s", path,
                   width, height, image.message);
  if (err == APS_OK) err = aps_file_replace(ctx, path, bytes, size);
  aps_release(ctx, bytes);
  return err;
}
