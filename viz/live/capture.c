#include "capture.h"
#include "../splat.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

extern aps_err aps_png_write(aps_ctx *, const char *, int, int, const unsigned char *)
    __attribute__((weak)); /* absent from a build without PNG */

enum { FPS = 30, BEHIND = 30 };

static aps_err free_name(aps_ctx *ctx, const char *ending, char name[64]) {
  for (int k = 1; k < 10000; k++) {
    snprintf(name, 64, "apsis-%04d.%s", k, ending);
    if (access(name, F_OK) != 0) return APS_OK;
  }
  return aps_fail(ctx, APS_EIO, "apsis-9999.%s is there already: no more names", ending);
}

aps_err aps_capture_picture(aps_ctx *ctx, int width, int height, const unsigned char *rgb,
                            char name[64]) {
  APS_CHECK(ctx, aps_png_write, APS_EIO, "this build has no PNG: apt install libpng-dev");
  APS_TRY(free_name(ctx, "png", name));
  return aps_png_write(ctx, name, width, height, rgb);
}

aps_err aps_record_begin(aps_ctx *ctx, aps_recorder *r, int width, int height, char name[64]) {
  *r = (aps_recorder){.width = width, .height = height, .begun = aps_wall()};
  APS_CHECK(ctx, aps_pipe_possible(), APS_EIO, "no ffmpeg in PATH: apt install ffmpeg");
  APS_TRY(free_name(ctx, "mp4", name));
  r->last = aps_alloc(ctx, "window", 3 * (int64_t)width * height, 1);
  if (!r->last) return APS_EMEM;
  const aps_err err = aps_pipe_open(ctx, name, width, height, FPS, &r->pipe);
  if (err == APS_OK) return APS_OK;
  aps_release(ctx, r->last);
  r->last = NULL;
  return err;
}

aps_err aps_record_add(aps_ctx *ctx, aps_recorder *r, const unsigned char *rgb, double now) {
  const size_t bytes = 3 * (size_t)r->width * (size_t)r->height;
  int64_t due = (int64_t)((now - r->begun) * FPS) + 1 - r->frames;
  if (due > BEHIND) { /* a window that was stopped or minimised does not stand still for hours: the clock is set back */
    r->begun += (double)(due - BEHIND) / FPS;
    due = BEHIND;
  }
  for (; due > 0; due--, r->frames++)
    APS_TRY(aps_pipe_add(ctx, &r->pipe, due > 1 && r->frames > 0 ? r->last : rgb, bytes));
  memcpy(r->last, rgb, bytes);
  return APS_OK;
}

aps_err aps_record_end(aps_ctx *ctx, aps_recorder *r) {
  aps_release(ctx, r->last);
  r->last = NULL;
  return aps_pipe_close(ctx, &r->pipe, r->frames > 0);
}
