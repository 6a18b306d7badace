/* The renderer's side of card.h: which way, whose buffer, and when it may be replaced. */
#include "gl_inside.h"
#include "gl_take.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct aps_gl_take {
  aps_gl *g;
  aps_ctx *ctx; /* the card's own: a second thread packs, while the renderer's context is in use */
  const aps_card_row *row;
  void *card; /* NULL: upload */
  aps_way_choice way;
  double bytes;
  GLuint light; /* buffer that CUDA draws into; 0: none */
  int64_t light_bytes;
};

static void forget(void *card_of) {
  const aps_gl_take *t = card_of;
  if (t->card) t->row->forget(t->card);
}

/* By the driver's UUID, where it tells, and a trial with a buffer of its own. */
static aps_err choose(aps_gl_take *t, int device, const char *asked) {
  unsigned char uuid[16];
  const int known = GLAD_GL_EXT_memory_object && glGetUnsignedBytei_vEXT != NULL;
  GLuint buffer;
  if (known) glGetUnsignedBytei_vEXT(GL_DEVICE_UUID_EXT, 0, uuid);
  const int good = known && glGetError() == GL_NO_ERROR;
  glCreateBuffers(1, &buffer);
  glNamedBufferStorage(buffer, 65536, NULL, GL_DYNAMIC_STORAGE_BIT);
  const aps_err err = aps_way_choose(t->g->ctx, t->row, device, good ? uuid : NULL, buffer,
                                     asked ? asked : getenv("APSIS_GL_WAY"), &t->way);
  glDeleteBuffers(1, &buffer);
  return err;
}

/* Slots are mapped for the host, or left to CUDA. */
static void share(aps_gl_take *t) {
  aps_gl_points_share(t->g, t->way.way >= APS_WAY_PEER ? forget : NULL, t);
}

static void change_way(aps_gl_take *t, aps_way to, const char *why) {
  char text[256];
  snprintf(text, sizeof text, "%s failed: %.220s", aps_way_names[t->way.way], why);
  memcpy(t->way.why, text, sizeof text);
  t->way.way = to;
  share(t); /* forgets what was registered */
  if (to == APS_WAY_UPLOAD && t->card) t->row->close(&t->card);
}

/* To the next best way. */
static void fall_back(aps_gl_take *t, const char *why) {
  change_way(t, t->way.way >= APS_WAY_PEER ? APS_WAY_LATE : APS_WAY_UPLOAD, why);
}

void aps_gl_take_give_up(aps_gl_take *t, const char *why) { change_way(t, APS_WAY_UPLOAD, why); }

aps_err aps_gl_take_open_row(aps_gl *g, const aps_card_row *row, int device, const char *asked,
                             aps_gl_take **out) {
  aps_gl_take *t = aps_alloc(g->ctx, "OpenGL", 1, sizeof *t);
  *out = NULL;
  if (!t) return APS_EMEM;
  t->g = g, t->row = row, t->ctx = aps_ctx_create();
  aps_err err = t->ctx ? choose(t, device, asked) : aps_fail(g->ctx, APS_EMEM, "no memory");
  if (err != APS_OK) {
    aps_ctx_free(&t->ctx);
    return aps_release(g->ctx, t), err;
  }
  share(t);
  if (t->way.way != APS_WAY_UPLOAD && row->open(t->ctx, device, &t->card) != APS_OK)
    change_way(t, APS_WAY_UPLOAD, aps_ctx_error(t->ctx));
  *out = t;
  return APS_OK;
}

aps_err aps_gl_take_open(aps_gl *g, int device, const char *asked, aps_gl_take **out) {
  return aps_gl_take_open_row(g, &aps_card_cuda, device, asked, out); /* weak: NULL without CUDA */
}

const aps_way_choice *aps_gl_take_way(const aps_gl_take *t) { return &t->way; }
double aps_gl_take_bytes(const aps_gl_take *t) { return t->bytes; }

const char *aps_gl_take_pack(aps_gl_take *t, const aps_card_points *p) {
  if (!t->card) return t->way.why;
  if (p->n > t->g->take_room) t->g->take_room = p->n; /* late: the one before may be the larger */
  if (t->row->pack(t->card, p) == APS_OK) return NULL;
  return aps_ctx_error(t->ctx);
}

static aps_err try_way(aps_gl_take *t, aps_card_parcel *out) {
  int64_t offset, bytes;
  void *slot;
  APS_TRY(aps_gl_points_begin(t->g, t->g->take_room, APS_GL_SMALL, &slot));
  const unsigned buffer = aps_gl_points_buffer(t->g, &offset, &bytes);
  if (t->row->deliver(t->card, t->way.way, t->way.gl_device, buffer, offset, slot, out) != APS_OK)
    return aps_fail(t->g->ctx, aps_ctx_code(t->ctx), "%s", aps_ctx_error(t->ctx));
  aps_gl_points_end(t->g, out->n, out->origin);
  const double size = (double)out->n * (double)sizeof(aps_gl_small);
  if (t->way.way == APS_WAY_PEER) t->bytes += size;
  if (t->way.way == APS_WAY_LATE) t->bytes += 2 * size; /* down, and up to where OpenGL draws */
  return APS_OK;
}

aps_err aps_gl_take_deliver(aps_gl_take *t, aps_card_parcel *out) {
  *out = (aps_card_parcel){0};
  APS_CHECK(t->g->ctx, t->card, APS_EARG, "points are uploaded from the host: %s", t->way.why);
  for (;;) {
    const aps_err err = try_way(t, out);
    if (err == APS_OK) return APS_OK;
    fall_back(t, aps_ctx_error(t->g->ctx));
    if (!t->card) return err;
    aps_ctx_clear(t->g->ctx), aps_ctx_clear(t->ctx);
  }
}

/* ---- pictures that CUDA draws ---- */

int aps_gl_take_packed(const aps_gl_take *t, aps_card_parcel *out) {
  *out = (aps_card_parcel){0};
  if (t->card) t->row->packed(t->card, out);
  return out->number > 0;
}

static void drop_light(aps_gl_take *t) {
  if (t->light && t->card) t->row->forget(t->card);
  glDeleteBuffers(1, &t->light);
  t->light = 0, t->light_bytes = 0;
}

static aps_err light_room(aps_gl_take *t, int64_t bytes) {
  if (t->light_bytes == bytes) return APS_OK;
  drop_light(t);
  glCreateBuffers(1, &t->light);
  glNamedBufferStorage(t->light, bytes, NULL, GL_DYNAMIC_STORAGE_BIT);
  APS_TRY(aps_gl_check(t->g, "making room for a picture"));
  t->light_bytes = bytes;
  return APS_OK;
}

static aps_err try_splat(aps_gl_take *t, const aps_eye *eye, const aps_card_look *look) {
  const int width = t->g->width, height = t->g->height;
  const int64_t bytes = 16 * (int64_t)width * height;
  const float *host = NULL;
  if (t->way.way >= APS_WAY_PEER) APS_TRY(light_room(t, bytes));
  if (t->row->splat(t->card, eye, look, width, height, t->way.way, t->way.gl_device, t->light,
                    &host) != APS_OK)
    return aps_fail(t->g->ctx, aps_ctx_code(t->ctx), "%s", aps_ctx_error(t->ctx));
  if (t->way.way == APS_WAY_PEER) t->bytes += (double)bytes;
  if (t->way.way == APS_WAY_LATE) t->bytes += 2 * (double)bytes;
  return aps_gl_set_picture(t->g, host ? 0 : t->light, host);
}

aps_err aps_gl_take_splat(aps_gl_take *t, const aps_eye *eye, const aps_card_look *look) {
  APS_CHECK(t->g->ctx, t->card, APS_EARG, "points are uploaded from the host: %s", t->way.why);
  aps_err err = try_splat(t, eye, look);
  if (err != APS_OK && t->way.way >= APS_WAY_PEER) {
    fall_back(t, aps_ctx_error(t->g->ctx));
    aps_ctx_clear(t->g->ctx), aps_ctx_clear(t->ctx);
    err = try_splat(t, eye, look);
  }
  if (err != APS_OK) aps_ctx_clear(t->ctx);
  return err;
}

double aps_gl_take_spent(const aps_gl_take *t) { return t->card ? t->row->spent(t->card) : 0; }

void aps_gl_take_close(aps_gl_take **at, int lost) {
  aps_gl_take *t = *at;
  if (!t) return;
  aps_ctx *ctx = t->g->ctx;
  if (!lost) aps_gl_points_share(t->g, NULL, NULL), drop_light(t);
  if (t->card) t->row->close(&t->card);
  aps_ctx_free(&t->ctx);
  aps_release(ctx, t);
  *at = NULL;
}
