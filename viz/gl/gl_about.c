/* What `apsis doctor` says about OpenGL. */
#include "gl_context.h"
#include "gl_take.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void about_devices(aps_ctx *ctx, char *out, size_t size) {
  aps_gl_device d[16];
  const int n = aps_gl_devices(ctx, d, 16);
  size_t at = (size_t)snprintf(out, size, "%d without a display", n);
  for (int i = 0; i < n && i < 16 && at < size; i++) {
    char cuda[32] = "";
    if (d[i].cuda >= 0) snprintf(cuda, sizeof cuda, " = cuda:%d", d[i].cuda);
    at += (size_t)snprintf(out + at, size - at, "%s device:%d %s%s", i ? "," : ":", i, d[i].name,
                           cuda);
  }
}

/* Whether CUDA could draw in OpenGL's place: by a picture of nothing. */
static void about_splat(aps_ctx *ctx, aps_gl_take *take, char *out, size_t size) {
  aps_eye eye = aps_eye_plane("xy");
  eye.width = 1;
  const aps_card_points none = {.wish = 1};
  const char *against = aps_gl_take_pack(take, &none);
  if (!against && aps_gl_take_splat(take, &eye, &(aps_card_look){0}) != APS_OK)
    against = aps_ctx_error(ctx);
  if (against)
    snprintf(out, size, "; drawn by OpenGL, CUDA cannot: %.200s", against);
  else
    snprintf(out, size, "; drawn by OpenGL or CUDA, whichever is faster in a window (--draw)");
}

/* Draws on a card: the way from CUDA's device 0, where there is one. */
static void about_way(aps_ctx *ctx, char *out, size_t size) {
  aps_gl *g = NULL;
  aps_gl_take *take = NULL;
  char why[256];
  int device = -1;
  const aps_backend *cuda = (const aps_backend *)aps_row_find(APS_KIND_BACKEND, "cuda");
  if (cuda && cuda->probe && cuda->probe(0, why, sizeof why)) device = 0;
  aps_err err = aps_gl_create(ctx, 64, 64, &g);
  if (err == APS_OK) err = aps_gl_take_open(g, device, NULL, &take);
  if (err == APS_OK) {
    const aps_way_choice *way = aps_gl_take_way(take);
    snprintf(out, size, "%s: %s", aps_way_names[way->way],
             device < 0 ? "from the host, there is no CUDA device" : way->why);
    const size_t used = strlen(out);
    if (device >= 0) about_splat(ctx, take, out + used, size - used);
  } else
    snprintf(out, size, "fails: %s", aps_ctx_error(ctx));
  aps_gl_take_close(&take, 0);
  aps_gl_free(&g, 0);
}

int aps_gl_about(aps_ctx *ctx, char devices[512], char context[512], char points[512]) {
  aps_gl_context *c;
  points[0] = '\0';
  about_devices(ctx, devices, 512);
  if (aps_gl_context_create(ctx, NULL, &c) != APS_OK) {
    snprintf(context, 512, "%s (%s)", aps_ctx_error(ctx), aps_ctx_hint(ctx));
    aps_ctx_clear(ctx);
    return 0;
  }
  snprintf(context, 512, "%s%s", aps_gl_context_about(c),
           aps_gl_is_software() ? "; on the processor" : "");
  about_way(ctx, points, 512);
  aps_ctx_clear(ctx);
  aps_gl_context_free(&c);
  return 1;
}
