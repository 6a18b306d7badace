/* The renderer's side of card.h: which way, whose buffer, and when it may be replaced. */
#include "gl_inside.h"
#include "gl_take.h"
#include <stdlib.h>

struct aps_gl_take {
  aps_gl *g;
  const aps_card_row *row;
  void *card; /* NULL: upload */
  aps_way_choice way;
};

static void forget(void *card_of) {
  const aps_gl_take *t = card_of;
  if (t->card) t->row->forget(t->card);
}

/* By the driver's UUID, where it tells, and a trial with a buffer of its own. */
static aps_err choose(aps_gl_take *t, int device) {
  unsigned char uuid[16];
  const int known = GLAD_GL_EXT_memory_object && glGetUnsignedBytei_vEXT != NULL;
  GLuint buffer;
  if (known) glGetUnsignedBytei_vEXT(GL_DEVICE_UUID_EXT, 0, uuid);
  const int good = known && glGetError() == GL_NO_ERROR;
  glCreateBuffers(1, &buffer);
  glNamedBufferStorage(buffer, 65536, NULL, GL_DYNAMIC_STORAGE_BIT);
  const aps_err err = aps_way_choose(t->g->ctx, t->row, device, good ? uuid : NULL, buffer,
                                     getenv("APSIS_GL_WAY"), &t->way);
  glDeleteBuffers(1, &buffer);
  return err;
}

aps_err aps_gl_take_open_row(aps_gl *g, const aps_card_row *row, int device, aps_gl_take **out) {
  aps_gl_take *t = aps_alloc(g->ctx, "OpenGL", 1, sizeof *t);
  *out = NULL;
  if (!t) return APS_EMEM;
  t->g = g, t->row = row;
  aps_err err = choose(t, device);
  if (err == APS_OK && t->way.way != APS_WAY_UPLOAD) err = row->open(g->ctx, device, &t->card);
  if (err != APS_OK) return aps_release(g->ctx, t), err;
  aps_gl_points_share(g, t->way.way >= APS_WAY_PEER ? forget : NULL, t);
  *out = t;
  return APS_OK;
}

aps_err aps_gl_take_open(aps_gl *g, int device, aps_gl_take **out) {
  return aps_gl_take_open_row(g, &aps_card_cuda, device, out); /* weak: NULL without CUDA */
}

const aps_way_choice *aps_gl_take_way(const aps_gl_take *t) { return &t->way; }

static aps_err has_card(const aps_gl_take *t) {
  APS_CHECK(t->g->ctx, t->card, APS_EARG, "points are uploaded from the host: %s", t->way.why);
  return APS_OK;
}

aps_err aps_gl_take_pack(aps_gl_take *t, const aps_card_points *p) {
  APS_TRY(has_card(t));
  if (p->n > t->g->take_room) t->g->take_room = p->n; /* late: the one before may be the larger */
  return t->row->pack(t->card, p);
}

aps_err aps_gl_take_deliver(aps_gl_take *t) {
  aps_card_parcel parcel = {0};
  int64_t offset, bytes;
  void *slot;
  APS_TRY(has_card(t));
  APS_TRY(aps_gl_points_begin(t->g, t->g->take_room, APS_GL_SMALL, &slot));
  const unsigned buffer = aps_gl_points_buffer(t->g, &offset, &bytes);
  APS_TRY(t->row->deliver(t->card, t->way.way, t->way.gl_device, buffer, offset, slot, &parcel));
  aps_gl_points_end(t->g, parcel.n, parcel.origin);
  return APS_OK;
}

void aps_gl_take_close(aps_gl_take **at) {
  aps_gl_take *t = *at;
  if (!t) return;
  aps_gl_points_share(t->g, NULL, NULL);
  if (t->card) t->row->close(&t->card);
  aps_release(t->g->ctx, t);
  *at = NULL;
}
