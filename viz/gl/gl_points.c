/* The ring of points: one buffer of three slots, mapped for good. The next slot is filled while the
 * GPU draws from the present one; a fence tells when it has done with an old one. */
#include "gl_inside.h"
#include <string.h>

static int64_t row_bytes(aps_gl_format format) {
  return format == APS_GL_SMALL ? (int64_t)sizeof(aps_gl_small) : (int64_t)sizeof(aps_gl_point);
}

static void forget_fences(aps_gl *g) {
  for (int k = 0; k < GL_SLOTS; k++) {
    if (g->fence[k]) glDeleteSync(g->fence[k]);
    g->fence[k] = NULL;
  }
}

static aps_err wait_for(aps_gl *g, int slot) {
  if (!g->fence[slot]) return APS_OK;
  const GLenum said = glClientWaitSync(g->fence[slot], GL_SYNC_FLUSH_COMMANDS_BIT, 10000000000u);
  glDeleteSync(g->fence[slot]);
  g->fence[slot] = NULL;
  APS_CHECK(g->ctx, said == GL_ALREADY_SIGNALED || said == GL_CONDITION_SATISFIED, APS_EDEVICE,
            "the graphics card did not finish a picture within ten seconds");
  return APS_OK;
}

static void drop(aps_gl *g) {
  if (g->ring) glFinish();
  if (g->forget) g->forget(g->forget_what);
  forget_fences(g);
  glDeleteBuffers(1, &g->ring);
  g->ring = 0, g->mapped = NULL, g->room = 0, g->points = 0;
}

void aps_gl_points_share(aps_gl *g, void (*forget)(void *), void *what) {
  drop(g);
  g->forget = forget, g->forget_what = what;
}

/* The points that are shown are lost; those that follow take their place. */
static aps_err make_room(aps_gl *g, int64_t bytes) {
  if (bytes <= g->room) return APS_OK;
  const GLbitfield map = GL_MAP_WRITE_BIT | GL_MAP_PERSISTENT_BIT | GL_MAP_COHERENT_BIT;
  const GLbitfield how = g->forget ? GL_DYNAMIC_STORAGE_BIT : map;
  drop(g);
  const int64_t room = (bytes + bytes / 4 + 65535) & ~(int64_t)65535; /* slots begin aligned */
  glCreateBuffers(1, &g->ring);
  glNamedBufferStorage(g->ring, GL_SLOTS * room, NULL, how);
  APS_TRY(aps_gl_check(g, "making room for points"));
  if (!g->forget) g->mapped = glMapNamedBufferRange(g->ring, 0, GL_SLOTS * room, map);
  APS_TRY(aps_gl_check(g, "mapping points"));
  g->room = room;
  return APS_OK;
}

aps_err aps_gl_points_begin(aps_gl *g, int64_t n, aps_gl_format format, void **slot) {
  *slot = NULL;
  APS_CHECK(g->ctx, n >= 0 && n <= INT32_MAX, APS_EARG, "%lld points cannot be drawn at once",
            (long long)n);
  APS_TRY(make_room(g, (n > 0 ? n : 1) * row_bytes(format)));
  g->next = (g->slot + 1) % GL_SLOTS;
  g->next_format = format;
  APS_TRY(wait_for(g, g->next));
  *slot = g->mapped ? g->mapped + g->next * g->room : NULL;
  return APS_OK;
}

void aps_gl_points_end(aps_gl *g, int64_t n, const double origin[3]) {
  g->slot = g->next;
  g->format = g->next_format;
  g->points = n;
  for (int k = 0; k < 3; k++) g->origin[k] = origin ? origin[k] : 0;
}

aps_err aps_gl_points(aps_gl *g, const double *const x[3], int64_t n, const float *light,
                      const double origin[3]) {
  void *slot;
  APS_TRY(aps_gl_points_begin(g, n, APS_GL_POINT, &slot));
  aps_gl_point *to = slot;
  const double o[3] = {origin ? origin[0] : 0, origin ? origin[1] : 0, origin ? origin[2] : 0};
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) {
    aps_gl_point p = {
        (float)(x[0][i] - o[0]), (float)(x[1][i] - o[1]), (float)(x[2][i] - o[2]), 0, {1, 1, 1}, 0};
    if (light) memcpy(p.light, light + 3 * i, sizeof p.light);
    to[i] = p;
  }
  aps_gl_points_end(g, n, origin);
  return APS_OK;
}

unsigned aps_gl_points_buffer(const aps_gl *g, int64_t *offset, int64_t *bytes) {
  *offset = g->next * g->room;
  *bytes = GL_SLOTS * g->room;
  return g->ring;
}

void aps_gl_points_drawn(aps_gl *g) {
  if (g->fence[g->slot]) glDeleteSync(g->fence[g->slot]);
  g->fence[g->slot] = glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0);
}

void aps_gl_points_free(aps_gl *g, int lost) {
  if (!lost) drop(g);
}
