/* What lies above the picture: areas, lines, letters. They are collected as squares and drawn at
 * once, in their order. */
#include "gl_inside.h"
#include <string.h>

aps_err aps_gl_above_create(aps_gl *g) {
  APS_TRY(aps_gl_program(g, "above_vert", "above_frag", &g->program_above));
  glCreateVertexArrays(1, &g->above_vao);
  static const struct {
    GLint count;
    GLenum type;
    GLboolean normal;
    size_t offset;
  } part[] = {{2, GL_FLOAT, GL_FALSE, offsetof(gl_vertex, x)},
              {3, GL_FLOAT, GL_FALSE, offsetof(gl_vertex, place)},
              {4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(gl_vertex, ink)},
              {1, GL_FLOAT, GL_FALSE, offsetof(gl_vertex, kind)}};
  for (GLuint k = 0; k < 4; k++) {
    glEnableVertexArrayAttrib(g->above_vao, k);
    glVertexArrayAttribFormat(g->above_vao, k, part[k].count, part[k].type, part[k].normal,
                              (GLuint)part[k].offset);
    glVertexArrayAttribBinding(g->above_vao, k, 0);
  }
  return aps_gl_check(g, "preparing lines");
}

void aps_gl_above_free(aps_gl *g, int lost) {
  aps_release(g->ctx, g->vertex);
  if (lost) return;
  glDeleteProgram(g->program_above);
  glDeleteVertexArrays(1, &g->above_vao);
  glDeleteBuffers(1, &g->above_buffer);
}

/* Room for six more vertices; without it what comes is not drawn, which is no reason to stop. */
static int grow(aps_gl *g) {
  if (g->vertices + 6 <= g->vertex_room) return 1;
  const int64_t room = g->vertex_room ? 2 * g->vertex_room : 4096;
  gl_vertex *more = aps_alloc(g->ctx, "OpenGL", room, sizeof *more);
  if (!more) return aps_ctx_clear(g->ctx), 0;
  if (g->vertices) memcpy(more, g->vertex, (size_t)g->vertices * sizeof *more);
  aps_release(g->ctx, g->vertex);
  g->vertex = more, g->vertex_room = room;
  return 1;
}

static unsigned char byte(float c) { return (unsigned char)(255 * fminf(fmaxf(c, 0), 1) + 0.5f); }

static void put(aps_gl *g, const float at[2], const float place[3], float kind,
                const float colour[4]) {
  g->vertex[g->vertices++] =
      (gl_vertex){at[0],
                  at[1],
                  {place[0], place[1], place[2]},
                  {byte(colour[0]), byte(colour[1]), byte(colour[2]), byte(colour[3])},
                  kind};
}

/* corner: upper left, upper right, lower left, lower right. */
void aps_gl_quad(aps_gl *g, const float corner[4][2], const float place[4][3], float kind,
                 const float colour[4]) {
  static const int order[6] = {0, 1, 2, 2, 1, 3};
  if (!grow(g)) return;
  for (int k = 0; k < 6; k++) put(g, corner[order[k]], place[order[k]], kind, colour);
}

void aps_gl_rect(aps_gl *g, float x, float y, float w, float h, const float colour[4]) {
  const float corner[4][2] = {{x, y}, {x + w, y}, {x, y + h}, {x + w, y + h}}, none[4][3] = {{0}};
  aps_gl_quad(g, corner, none, 0, colour);
}

/* Half a pixel more on each side, over which the edge fades. */
static void stroke(aps_gl *g, const float from[2], const float to[2], float width,
                   const float first[4], const float second[4]) {
  const float dx = to[0] - from[0], dy = to[1] - from[1], length = hypotf(dx, dy);
  const float half = fmaxf(width, 1) / 2, out = half + 1;
  if (!(length > 0) || !isfinite(length) || !grow(g)) return;
  const float nx = -dy / length * out, ny = dx / length * out;
  const float corner[4][2] = {{from[0] + nx, from[1] + ny},
                              {to[0] + nx, to[1] + ny},
                              {from[0] - nx, from[1] - ny},
                              {to[0] - nx, to[1] - ny}};
  const float place[4][3] = {{out, half, 0}, {out, half, 0}, {-out, half, 0}, {-out, half, 0}};
  static const int order[6] = {0, 1, 2, 2, 1, 3};
  for (int k = 0; k < 6; k++)
    put(g, corner[order[k]], place[order[k]], 1, order[k] & 1 ? second : first);
}

void aps_gl_line(aps_gl *g, const float from[2], const float to[2], float width,
                 const float colour[4]) {
  stroke(g, from, to, width, colour, colour);
}

/* ---- in space ---- */

typedef struct {
  double a, b, depth; /* along right and up, and from the eye; code length */
} seen;

static seen see(const aps_eye *eye, const double x[3]) {
  seen s = {0, 0, eye->distance};
  for (int k = 0; k < 3; k++) {
    const double r = x[k] - eye->centre[k];
    s.a += r * eye->right[k], s.b += r * eye->up[k], s.depth -= r * eye->back[k];
  }
  return s;
}

/* Pixels; from the upper left corner, so half a pixel more than aps_eye_project's. */
static void project(const aps_gl *g, const aps_eye *eye, const seen *s, float out[2]) {
  double scale = g->width / eye->width;
  if (eye->distance > 0) scale *= eye->distance / s->depth;
  out[0] = (float)fmin(fmax(0.5 * g->width + s->a * scale, -1e5), 1e5);
  out[1] = (float)fmin(fmax(0.5 * g->height - s->b * scale, -1e5), 1e5);
}

/* The part of a line before the eye; 0: there is none. */
static int cut(const aps_eye *eye, seen *p, seen *q) {
  const double least = 0.02 * eye->distance;
  if (!(eye->distance > 0)) return 1;
  if (p->depth < least && q->depth < least) return 0;
  seen *near = p->depth < q->depth ? p : q;
  const seen *far = near == p ? q : p;
  if (near->depth < least) {
    const double t = (least - near->depth) / (far->depth - near->depth);
    near->a += t * (far->a - near->a), near->b += t * (far->b - near->b), near->depth = least;
  }
  return 1;
}

static void stroke3(aps_gl *g, const aps_eye *eye, const double from[3], const double to[3],
                    float width, const float first[4], const float second[4]) {
  seen p = see(eye, from), q = see(eye, to);
  if (!cut(eye, &p, &q)) return;
  float a[2], b[2];
  project(g, eye, &p, a);
  project(g, eye, &q, b);
  stroke(g, a, b, width, first, second);
}

void aps_gl_line3(aps_gl *g, const aps_eye *eye, const double from[3], const double to[3],
                  float width, const float colour[4]) {
  stroke3(g, eye, from, to, width, colour, colour);
}

void aps_gl_trail(aps_gl *g, const aps_eye *eye, const double *x, int n, float width,
                  const float colour[4]) {
  float ink[2][4];
  memcpy(ink[1], colour, sizeof ink[1]);
  for (int i = 0; i + 1 < n; i++) {
    memcpy(ink[0], ink[1], sizeof ink[0]);
    ink[0][3] = colour[3] * (float)i / (float)(n - 1);
    ink[1][3] = colour[3] * (float)(i + 1) / (float)(n - 1);
    stroke3(g, eye, x + 3 * i, x + 3 * (i + 1), width, ink[0], ink[1]);
  }
}

void aps_gl_box(aps_gl *g, const aps_eye *eye, const double low[3], const double high[3],
                float width, const float colour[4]) {
  for (int axis = 0; axis < 3; axis++)
    for (int k = 0; k < 4; k++) {
      const int b = (axis + 1) % 3, c = (axis + 2) % 3;
      double from[3], to[3];
      from[axis] = low[axis], to[axis] = high[axis];
      from[b] = to[b] = k & 1 ? high[b] : low[b];
      from[c] = to[c] = k & 2 ? high[c] : low[c];
      aps_gl_line3(g, eye, from, to, width, colour);
    }
}

void aps_gl_axes(aps_gl *g, const aps_eye *eye, const double at[3], double length, float width) {
  static const float colour[3][4] = {
      {0.95f, 0.40f, 0.35f, 0.9f}, {0.45f, 0.85f, 0.45f, 0.9f}, {0.45f, 0.65f, 1, 0.9f}};
  static const char *const name[3] = {"x", "y", "z"};
  const float size = aps_gl_text_size(g);
  for (int k = 0; k < 3; k++) {
    double tip[3] = {at[0], at[1], at[2]};
    tip[k] += length;
    aps_gl_line3(g, eye, at, tip, width, colour[k]);
    tip[k] += 0.12 * length;
    const seen s = see(eye, tip);
    if (eye->distance > 0 && s.depth < 0.02 * eye->distance) continue;
    float pixel[2];
    project(g, eye, &s, pixel);
    aps_gl_text(g, pixel[0] - aps_gl_text_width(g, size, name[k]) / 2, pixel[1] - size * 0.6f, size,
                colour[k], name[k]);
  }
}

/* ---- drawn ---- */

void aps_gl_above_flush(aps_gl *g) {
  if (g->vertices == 0) return;
  const int64_t bytes = g->vertices * (int64_t)sizeof *g->vertex;
  if (bytes > g->above_room) {
    glDeleteBuffers(1, &g->above_buffer);
    glCreateBuffers(1, &g->above_buffer);
    g->above_room = 2 * bytes;
    glNamedBufferStorage(g->above_buffer, g->above_room, NULL, GL_DYNAMIC_STORAGE_BIT);
    glVertexArrayVertexBuffer(g->above_vao, 0, g->above_buffer, 0, sizeof(gl_vertex));
  }
  glNamedBufferSubData(g->above_buffer, 0, bytes, g->vertex);
  glBindFramebuffer(GL_FRAMEBUFFER, g->out_frame);
  glViewport(0, 0, g->width, g->height);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ZERO, GL_ONE);
  glUseProgram(g->program_above);
  glProgramUniform2f(g->program_above, 0, (float)g->width, (float)g->height);
  glBindTextureUnit(0, g->letters);
  glBindVertexArray(g->above_vao);
  glDrawArrays(GL_TRIANGLES, 0, (GLsizei)g->vertices);
  glDisable(GL_BLEND);
  g->vertices = 0;
}
