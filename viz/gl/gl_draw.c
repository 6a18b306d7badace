/* The renderer as a whole: made, freed, resized; from light to colours; out to windows and memory.
 */
#include "gl_inside.h"
#include <string.h>

enum { MAP = 1024 }; /* colours of a map */

aps_err aps_gl_create(aps_ctx *ctx, int width, int height, aps_gl **out) {
  *out = NULL;
  aps_gl *g = aps_alloc(ctx, "OpenGL", 1, sizeof *g);
  if (!g) return APS_EMEM;
  g->ctx = ctx, g->map_is = -1, g->ms[0] = g->ms[1] = -1;
  while (glGetError() != GL_NO_ERROR) {
  } /* those of others */
  glCreateQueries(GL_TIME_ELAPSED, 2, g->query);
  glCreateVertexArrays(1, &g->empty_vao);
  aps_err err = aps_gl_program(g, "tone_vert", "tone_frag", &g->program_tone);
  if (err == APS_OK) err = aps_gl_program(g, "bloom_comp", NULL, &g->program_bloom);
  if (err == APS_OK) err = aps_gl_splat_create(g);
  if (err == APS_OK) err = aps_gl_above_create(g);
  if (err == APS_OK) err = aps_gl_font(g, NULL);
  if (err == APS_OK) err = aps_gl_resize(g, width, height);
  if (err != APS_OK) return aps_gl_free(&g, 0), err;
  *out = g;
  return APS_OK;
}

void aps_gl_free(aps_gl **at, int lost) {
  aps_gl *g = *at;
  if (!g) return;
  aps_gl_points_free(g, lost);
  aps_gl_splat_free(g, lost);
  aps_gl_above_free(g, lost);
  aps_gl_words_free(g, lost);
  if (!lost) {
    const GLuint textures[] = {g->map, g->out, g->copies};
    glDeleteProgram(g->program_tone), glDeleteProgram(g->program_bloom);
    glDeleteVertexArrays(1, &g->empty_vao);
    glDeleteTextures(3, textures);
    glDeleteFramebuffers(1, &g->out_frame);
    glDeleteQueries(2, g->query);
  }
  aps_release(g->ctx, g);
  *at = NULL;
}

static aps_err make_picture(aps_gl *g) {
  APS_TRY(aps_gl_splat_resize(g));
  glDeleteFramebuffers(1, &g->out_frame);
  glDeleteTextures(1, &g->out);
  glDeleteTextures(1, &g->copies);
  g->copies = 0;
  glCreateTextures(GL_TEXTURE_2D, 1, &g->out);
  glTextureStorage2D(g->out, 1, GL_RGBA8, g->width, g->height);
  glCreateFramebuffers(1, &g->out_frame);
  glNamedFramebufferTexture(g->out_frame, GL_COLOR_ATTACHMENT0, g->out, 0);
  const float night[4] = {0, 0, 0, 1};
  glClearNamedFramebufferfv(g->out_frame, GL_COLOR, 0, night);
  return aps_gl_check(g, "resizing the picture");
}

aps_err aps_gl_resize(aps_gl *g, int width, int height) {
  GLint most = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
  APS_CHECK(g->ctx,
            width >= 1 && height >= 1 && aps_splat_extent(width, 0) <= most &&
                2 * (int64_t)aps_splat_extent(height, 0) <= most &&
                12 * (int64_t)width * height <= INT32_MAX,
            APS_EARG, "a picture of %d x %d pixels: this graphics card takes at most %d x %d",
            width, height, most - 100, most / 2 - 100);
  if (width == g->width && height == g->height) return APS_OK;
  g->width = width, g->height = height;
  const aps_err err = make_picture(g);
  if (err != APS_OK) g->width = g->height = 0;
  return err;
}

int aps_gl_width(const aps_gl *g) { return g->width; }
int aps_gl_height(const aps_gl *g) { return g->height; }

/* ---- how long it took ---- */

/* A result that is not there yet is not waited for. */
static void fetch(aps_gl *g, int which) {
  GLint ready = 0;
  GLuint64 ns = 0;
  if (!g->asked[which]) return;
  glGetQueryObjectiv(g->query[which], GL_QUERY_RESULT_AVAILABLE, &ready);
  if (!ready) return;
  glGetQueryObjectui64v(g->query[which], GL_QUERY_RESULT, &ns);
  g->ms[which] = 1e-6 * (double)ns, g->asked[which] = 0;
}

void aps_gl_query_begin(aps_gl *g, int which) {
  fetch(g, which);
  if (!g->asked[which]) glBeginQuery(GL_TIME_ELAPSED, g->query[which]);
}

void aps_gl_query_end(aps_gl *g, int which) {
  if (!g->asked[which]) glEndQuery(GL_TIME_ELAPSED);
  g->asked[which] = 1;
}

void aps_gl_times(aps_gl *g, double ms[2]) {
  for (int k = 0; k < 2; k++) {
    fetch(g, k);
    ms[k] = g->ms[k];
  }
}

/* ---- colours ---- */

static aps_err load_map(aps_gl *g, aps_map map) {
  if (g->map_is == (int)map) return APS_OK;
  float rgb[3 * MAP];
  for (int i = 0; i < MAP; i++) aps_map_colour(map, (double)i / (MAP - 1), rgb + 3 * i);
  if (!g->map) {
    glCreateTextures(GL_TEXTURE_2D, 1, &g->map);
    glTextureStorage2D(g->map, 1, GL_RGBA32F, MAP, 1);
    glTextureParameteri(g->map, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTextureParameteri(g->map, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  }
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTextureSubImage2D(g->map, 0, 0, 0, MAP, 1, GL_RGB, GL_FLOAT, rgb);
  g->map_is = (int)map;
  return aps_gl_check(g, "loading a colour map");
}

/* White and dark from the light itself, as pictures of a run have them. */
static aps_err expose(aps_gl *g, aps_gl_look *look) {
  if (look->white > 0) return APS_OK;
  aps_canvas light;
  aps_camera chosen = {.white = 0};
  APS_TRY(aps_canvas_create(g->ctx, g->width, g->height, &light));
  aps_err err = aps_gl_read_light(g, &light);
  if (look->dye != APS_GL_LIGHT)
    aps_tint_dye(look->tint, look->dye == APS_GL_DENSITY ? look->pixel : 0, &light);
  if (err == APS_OK) err = aps_camera_expose(g->ctx, &chosen, &light);
  aps_canvas_free(g->ctx, &light);
  look->white = chosen.white, look->dark = chosen.dark;
  return err;
}

static void set_tint(GLuint program, const aps_gl_look *look) {
  const aps_tint *t = look->tint;
  float low = 0, per = 0, logarithmic = 0, per_area = 0;
  if (look->dye == APS_GL_DENSITY) {
    low = (float)t->low, logarithmic = (float)(t->logarithmic != 0);
    per = (float)(1 / (t->logarithmic ? log(t->high / t->low) : t->high - t->low));
    per_area = (float)(1 / (look->pixel * look->pixel));
  }
  glProgramUniform1i(program, 4, (GLint)look->dye);
  glProgramUniform4f(program, 5, low, per, logarithmic, per_area);
}

/* adding: as in bloom_comp. */
static void make_copy(aps_gl *g, int level, int adding) {
  const int nx = aps_bloom_extent(g->width, level), ny = aps_bloom_extent(g->height, level);
  glProgramUniform1i(g->program_bloom, 0, level);
  glProgramUniform1i(g->program_bloom, 1, adding);
  glBindImageTexture(0, g->copies, level - 1, GL_FALSE, 0, GL_READ_WRITE, GL_RGBA32F);
  glDispatchCompute((GLuint)(nx + 15) / 16, (GLuint)(ny + 7) / 8, 1);
  glMemoryBarrier(GL_TEXTURE_FETCH_BARRIER_BIT | GL_SHADER_IMAGE_ACCESS_BARRIER_BIT);
}

/* aps_bloom's copies, but for the last step, which tone_frag does. */
static aps_err spread(aps_gl *g, const aps_gl_look *look) {
  const int top = aps_bloom_top(g->width, g->height), first = aps_bloom_first(top);
  if (!g->copies) {
    glCreateTextures(GL_TEXTURE_2D, 1, &g->copies);
    glTextureStorage2D(g->copies, top, GL_RGBA32F, aps_bloom_extent(g->width, top) << (top - 1),
                       aps_bloom_extent(g->height, top) << (top - 1));
    APS_TRY(aps_gl_check(g, "making room for bloom"));
  }
  set_tint(g->program_bloom, look);
  glBindTextureUnit(2, g->copies);
  glUseProgram(g->program_bloom);
  for (int l = 1; l <= top; l++) make_copy(g, l, 0);
  for (int l = top - 1; l > 0; l--) make_copy(g, l, l < first ? 2 : 1);
  return APS_OK;
}

aps_err aps_gl_tone(aps_gl *g, aps_gl_look *look) {
  APS_CHECK(g->ctx, look->dye == APS_GL_LIGHT || look->tint, APS_EARG,
            "numbers cannot be dyed without a colour map");
  APS_CHECK(g->ctx, look->dye != APS_GL_DENSITY || look->pixel > 0, APS_EARG,
            "densities need the size of a pixel, got %g", look->pixel);
  APS_TRY(expose(g, look));
  if (look->dye != APS_GL_LIGHT) APS_TRY(load_map(g, look->tint->map));
  aps_gl_query_begin(g, 1);
  const double dark = look->dark * exp2(-look->exposure), ratio = look->white / look->dark;
  const int logarithmic = look->curve == APS_TONE_LOG;
  const GLuint p = g->program_tone;
  glProgramUniform1f(p, 0, (float)(1 / dark));
  glProgramUniform1f(p, 1, (float)(1 / (logarithmic ? log1p(ratio) : asinh(ratio))));
  glProgramUniform1i(p, 2, logarithmic);
  glProgramUniform1f(p, 3, look->bloom);
  set_tint(p, look);
  glBindTextureUnit(0, g->picture);
  glBindTextureUnit(1, g->map);
  const aps_err err = look->bloom > 0 ? spread(g, look) : APS_OK;
  glBindFramebuffer(GL_FRAMEBUFFER, g->out_frame);
  glViewport(0, 0, g->width, g->height);
  glDisable(GL_BLEND);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glDisable(GL_SCISSOR_TEST);
  glUseProgram(p);
  glBindVertexArray(g->empty_vao);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  aps_gl_query_end(g, 1);
  APS_TRY(err);
  return aps_gl_check(g, "mapping light to colours");
}

/* ---- out ---- */

void aps_gl_show(aps_gl *g, unsigned framebuffer, int width, int height) {
  aps_gl_above_flush(g);
  glDisable(GL_SCISSOR_TEST);
  /* our first row is the top, a window's is the bottom */
  glBlitNamedFramebuffer(g->out_frame, framebuffer, 0, 0, g->width, g->height, 0, height, width, 0,
                         GL_COLOR_BUFFER_BIT,
                         width == g->width && height == g->height ? GL_NEAREST : GL_LINEAR);
}

aps_err aps_gl_read(aps_gl *g, unsigned char *rgb) {
  aps_gl_above_flush(g);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glGetTextureImage(g->out, 0, GL_RGB, GL_UNSIGNED_BYTE, 3 * g->width * g->height, rgb);
  return aps_gl_check(g, "reading the picture");
}
