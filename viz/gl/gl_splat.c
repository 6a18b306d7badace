/* From points to light, on the GPU, as aps_light_glow and aps_light_add do it: count the points in
 * cells, choose glows, add stamps up on eight copies of the picture, enlarge those. The copies lie
 * in one texture, so that all stamps are drawn at once; float32, since float16 stops growing at
 * 2048 times its addend. Blending adds in the order of the points, so the bits are always the same.
 */
#include "gl_inside.h"
#include <string.h>

enum { BATCH = 1 << 20 }; /* points whose stamps are held at once: 64 MB */
#define STAMP_BYTES ((GLsizeiptr)(2 * 8 * sizeof(float)))

aps_err aps_gl_splat_create(aps_gl *g) {
  APS_TRY(aps_gl_program(g, "count_comp", NULL, &g->program_count));
  APS_TRY(aps_gl_program(g, "coarsen_comp", NULL, &g->program_coarsen));
  APS_TRY(aps_gl_program(g, "stamps_comp", NULL, &g->program_stamps));
  APS_TRY(aps_gl_program(g, "enlarge_comp", NULL, &g->program_enlarge));
  APS_TRY(aps_gl_program(g, "splat_vert", "splat_frag", &g->program_splat));
  glCreateBuffers(1, &g->view_buffer);
  glNamedBufferStorage(g->view_buffer, sizeof(gl_view), NULL, GL_DYNAMIC_STORAGE_BIT);
  glCreateVertexArrays(1, &g->splat_vao);
  for (GLuint k = 0; k < 2; k++) {
    glEnableVertexArrayAttrib(g->splat_vao, k);
    glVertexArrayAttribFormat(g->splat_vao, k, 4, GL_FLOAT, GL_FALSE, k * 4 * sizeof(float));
    glVertexArrayAttribBinding(g->splat_vao, k, 0);
  }
  glVertexArrayBindingDivisor(g->splat_vao, 0, 1);
  aps_gl_small_look(g, 0, 1);
  const float grey[] = {1, 1, 1, 1, 1, 1};
  return aps_gl_table(g, grey, 2);
}

void aps_gl_small_look(aps_gl *g, float glow, float light) {
  g->view.small_glow = glow, g->view.small_light = light;
}

aps_err aps_gl_table(aps_gl *g, const float *rgb, int n) {
  APS_CHECK(g->ctx, n >= 2 && n <= 4096, APS_EARG, "a table of %d colours: must be 2 to 4096", n);
  glDeleteTextures(1, &g->table);
  glCreateTextures(GL_TEXTURE_2D, 1, &g->table);
  glTextureStorage2D(g->table, 1, GL_RGBA32F, n, 1);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTextureSubImage2D(g->table, 0, 0, 0, n, 1, GL_RGB, GL_FLOAT, rgb);
  glTextureParameteri(g->table, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTextureParameteri(g->table, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTextureParameteri(g->table, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  return aps_gl_check(g, "making a table of colours");
}

/* The finest copy on top, the next below it, all others stacked at that one's right. */
static void lay_out(aps_gl *g) {
  int x = 0, y = 0;
  g->atlas_width = g->atlas_height = 0;
  for (int l = 0; l < APS_SPLAT_LEVELS; l++) {
    int32_t *s = g->view.sheet[l];
    s[2] = aps_splat_extent(g->width, l), s[3] = aps_splat_extent(g->height, l);
    s[0] = x, s[1] = y;
    if (x + s[2] > g->atlas_width) g->atlas_width = x + s[2];
    if (y + s[3] > g->atlas_height) g->atlas_height = y + s[3];
    if (l == 1) x = s[2];
    if (l != 1) y += s[3];
  }
  g->cells = 1; /* the first counts all that are near the picture */
  for (int l = 0; l < APS_SPLAT_COUNTS; l++) {
    int32_t *c = g->view.cells[l];
    c[0] = (int32_t)g->cells;
    c[1] = (g->width + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
    c[2] = (g->height + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
    g->cells += (int64_t)c[1] * c[2];
  }
}

aps_err aps_gl_splat_resize(aps_gl *g) {
  lay_out(g);
  glDeleteFramebuffers(1, &g->atlas_frame);
  const GLuint old[] = {g->atlas, g->picture};
  glDeleteTextures(2, old);
  glDeleteBuffers(1, &g->counts);
  glCreateTextures(GL_TEXTURE_2D, 1, &g->atlas);
  glTextureStorage2D(g->atlas, 1, GL_RGBA32F, g->atlas_width, g->atlas_height);
  glCreateTextures(GL_TEXTURE_2D, 1, &g->picture);
  glTextureStorage2D(g->picture, 1, GL_RGBA32F, g->width, g->height);
  const float dark[4] = {0};
  glClearTexImage(g->picture, 0, GL_RGBA, GL_FLOAT, dark);
  glCreateFramebuffers(1, &g->atlas_frame);
  glNamedFramebufferTexture(g->atlas_frame, GL_COLOR_ATTACHMENT0, g->atlas, 0);
  glCreateBuffers(1, &g->counts);
  glNamedBufferStorage(g->counts, g->cells * (int64_t)sizeof(GLuint), NULL, 0);
  APS_TRY(aps_gl_check(g, "making the picture's textures"));
  APS_CHECK(
      g->ctx,
      glCheckNamedFramebufferStatus(g->atlas_frame, GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE,
      APS_EDEVICE, "%s cannot draw into 32-bit floats", (const char *)glGetString(GL_RENDERER));
  return APS_OK;
}

static void look_from(aps_gl *g, const aps_eye *eye) {
  gl_view *v = &g->view;
  for (int k = 0; k < 3; k++) {
    v->right[k] = (float)eye->right[k], v->up[k] = (float)eye->up[k];
    v->back[k] = (float)eye->back[k];
    v->offset[k] = (float)(g->origin[k] - eye->centre[k]);
  }
  v->scale = (float)(g->width / eye->width), v->distance = (float)eye->distance;
  v->width = (float)g->width, v->height = (float)g->height;
  v->small = g->format == APS_GL_SMALL;
}

static void set_points(aps_gl *g, int64_t first, int64_t n) {
  const int64_t row =
      g->format == APS_GL_SMALL ? (int64_t)sizeof(aps_gl_small) : (int64_t)sizeof(aps_gl_point);
  g->view.points = (int32_t)n;
  glNamedBufferSubData(g->view_buffer, 0, sizeof g->view, &g->view);
  glBindBufferBase(GL_UNIFORM_BUFFER, 0, g->view_buffer);
  glBindBufferRange(GL_SHADER_STORAGE_BUFFER, 0, g->ring, g->slot * g->room + first * row, n * row);
}

static void dispatch(GLuint program, int64_t n) {
  glUseProgram(program);
  glDispatchCompute((GLuint)((n + 127) / 128), 1, 1);
}

static int64_t batch_end(const aps_gl *g, int64_t first) {
  return g->points - first < BATCH ? g->points : first + BATCH;
}

static void count(aps_gl *g) {
  const GLuint zero = 0;
  glClearNamedBufferData(g->counts, GL_R32UI, GL_RED_INTEGER, GL_UNSIGNED_INT, &zero);
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 2, g->counts);
  for (int64_t i = 0; i < g->points; i = batch_end(g, i)) {
    set_points(g, i, batch_end(g, i) - i);
    dispatch(g->program_count, g->view.points);
  }
  for (int l = 1; l < APS_SPLAT_COUNTS; l++) {
    glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT);
    glProgramUniform1i(g->program_coarsen, 0, l);
    dispatch(g->program_coarsen, (int64_t)g->view.cells[l][1] * g->view.cells[l][2]);
  }
  glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT);
}

static aps_err make_stamps(aps_gl *g) {
  const int64_t want = g->points < BATCH ? (g->points + 16383) & ~(int64_t)16383 : BATCH;
  if (want <= g->batch) return APS_OK;
  glDeleteBuffers(1, &g->stamps);
  glCreateBuffers(1, &g->stamps);
  glNamedBufferStorage(g->stamps, want * STAMP_BYTES, NULL, 0);
  glVertexArrayVertexBuffer(g->splat_vao, 0, g->stamps, 0, (GLsizei)(STAMP_BYTES / 2));
  g->batch = want;
  return aps_gl_check(g, "making room for stamps");
}

static void press(aps_gl *g) {
  const float dark[4] = {0};
  glClearNamedFramebufferfv(g->atlas_frame, GL_COLOR, 0, dark);
  glBindFramebuffer(GL_FRAMEBUFFER, g->atlas_frame);
  glViewport(0, 0, g->atlas_width, g->atlas_height);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE);
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glBindTextureUnit(0, g->table);
  glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 1, g->stamps);
  glBindVertexArray(g->splat_vao);
  glProgramUniform2f(g->program_splat, 0, (float)g->atlas_width, (float)g->atlas_height);
  for (int64_t i = 0; i < g->points; i = batch_end(g, i)) {
    set_points(g, i, batch_end(g, i) - i);
    dispatch(g->program_stamps, g->view.points);
    glMemoryBarrier(GL_VERTEX_ATTRIB_ARRAY_BARRIER_BIT);
    glUseProgram(g->program_splat);
    glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, 2 * g->view.points);
    glMemoryBarrier(GL_SHADER_STORAGE_BARRIER_BIT); /* the next batch overwrites the stamps */
  }
  glDisable(GL_BLEND);
}

static void enlarge(aps_gl *g, int keep) {
  glBindImageTexture(0, g->atlas, 0, GL_FALSE, 0, GL_READ_WRITE, GL_RGBA32F);
  glBindImageTexture(1, g->picture, 0, GL_FALSE, 0, GL_READ_WRITE, GL_RGBA32F);
  glUseProgram(g->program_enlarge);
  glProgramUniform1i(g->program_enlarge, 1, keep);
  for (int l = APS_SPLAT_LEVELS - 2; l >= 0; l--) {
    const int nx = l ? g->view.sheet[l][2] : g->width, ny = l ? g->view.sheet[l][3] : g->height;
    glMemoryBarrier(GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
    glProgramUniform1i(g->program_enlarge, 0, l);
    glDispatchCompute((GLuint)(nx + 15) / 16, (GLuint)(ny + 7) / 8, 1);
  }
  glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT | GL_TEXTURE_UPDATE_BARRIER_BIT |
                  GL_FRAMEBUFFER_BARRIER_BIT | GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
}

aps_err aps_gl_splat(aps_gl *g, const aps_eye *eye, aps_gl_dye dye, int clear) {
  const float dark[4] = {0};
  APS_CHECK(g->ctx, eye->width > 0 && isfinite(eye->width), APS_EARG,
            "the eye sees a width of %g: must be > 0", eye->width);
  aps_gl_query_begin(g, 0);
  if (g->points > 0) {
    APS_TRY(make_stamps(g));
    look_from(g, eye);
    g->view.dye = (int32_t)dye;
    count(g);
    press(g);
    enlarge(g, !clear);
    aps_gl_points_drawn(g);
  } else if (clear)
    glClearTexImage(g->picture, 0, GL_RGBA, GL_FLOAT, dark);
  aps_gl_query_end(g, 0);
  return aps_gl_check(g, "drawing points");
}

aps_err aps_gl_set_light(aps_gl *g, const aps_canvas *light) {
  APS_CHECK(g->ctx, light->width == g->width && light->height == g->height, APS_EARG,
            "light of %d x %d pixels for a picture of %d x %d", light->width, light->height,
            g->width, g->height);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTextureSubImage2D(g->picture, 0, 0, 0, g->width, g->height, GL_RGB, GL_FLOAT, light->rgb);
  return aps_gl_check(g, "uploading light");
}

aps_err aps_gl_set_picture(aps_gl *g, unsigned buffer, const float *rgba) {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
  glTextureSubImage2D(g->picture, 0, 0, 0, g->width, g->height, GL_RGBA, GL_FLOAT, rgba);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  return aps_gl_check(g, "taking CUDA's picture");
}

aps_err aps_gl_read_light(aps_gl *g, aps_canvas *out) {
  APS_CHECK(g->ctx, out->width == g->width && out->height == g->height, APS_EARG,
            "room for %d x %d pixels of a picture of %d x %d", out->width, out->height, g->width,
            g->height);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glGetTextureImage(g->picture, 0, GL_RGB, GL_FLOAT, 3 * 4 * g->width * g->height, out->rgb);
  return aps_gl_check(g, "reading light");
}

void aps_gl_splat_free(aps_gl *g, int lost) {
  if (lost) return;
  const GLuint programs[] = {g->program_count, g->program_coarsen, g->program_stamps,
                             g->program_splat, g->program_enlarge};
  const GLuint buffers[] = {g->view_buffer, g->counts, g->stamps};
  const GLuint textures[] = {g->table, g->atlas, g->picture};
  for (size_t k = 0; k < sizeof programs / sizeof *programs; k++) glDeleteProgram(programs[k]);
  glDeleteBuffers(3, buffers);
  glDeleteTextures(3, textures);
  glDeleteFramebuffers(1, &g->atlas_frame);
  glDeleteVertexArrays(1, &g->splat_vao);
}
