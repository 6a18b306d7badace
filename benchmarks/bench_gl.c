/* The splats of `apsis render` against OpenGL's, without a display: a Plummer sphere; one JSON
 * line. Seconds of processor time of all threads and of the wall, for one picture from points that
 * are uploaded anew; the fastest counts. On a graphics card the wall counts, and gl_gpu_s, the
 * card's own clock; Mesa's llvmpipe runs on the processor. usage: bench_gl [particles] [width]
 * [height] [repeats] [device:N|surfaceless] */
#include "../src/core/ctx.h"
#include "../src/core/rng.h"
#include "../viz/gl/gl_context.h"
#include "../viz/gl/gl_draw.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  double wall, cpu;
} spent;

static spent now(void) { return (spent){aps_wall(), (double)clock() / CLOCKS_PER_SEC}; }
static void keep(spent *best, spent start, int first) {
  const spent end = now();
  const spent took = {end.wall - start.wall, end.cpu - start.cpu};
  if (first || took.wall < best->wall) best->wall = took.wall;
  if (first || took.cpu < best->cpu) best->cpu = took.cpu;
}

static void sphere(double *const x[3], int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double m = 0.001 + 0.96 * aps_rng_uniform(&rng), r = 1 / sqrt(pow(m, -2.0 / 3) - 1);
    for (int k = 0; k < 3; k++) x[k][i] = r * unit[k];
  }
}

typedef struct {
  aps_ctx *ctx;
  const double *x[3];
  int64_t n;
  aps_eye eye;
  int width, height, repeats;
  spent c, gl, tone;
  double gpu, differ;
} contest;

static aps_err in_c(contest *t, aps_canvas *image, aps_mark *m) {
  for (int64_t i = 0; i < t->n; i++) m[i].light[0] = m[i].light[1] = m[i].light[2] = 1;
  for (int k = 0; k < t->repeats; k++) {
    float point;
    const spent start = now();
    memset(image->rgb, 0, 3 * sizeof(float) * (size_t)t->width * (size_t)t->height);
    aps_eye_project(&t->eye, t->x, t->n, t->width, t->height, m);
    APS_TRY(aps_light_glow(t->ctx, m, t->n, t->width, t->height, &point));
    APS_TRY(aps_light_add(t->ctx, m, t->n, point, image));
    keep(&t->c, start, k == 0);
  }
  return APS_OK;
}

static aps_err in_gl(contest *t, aps_gl *g, aps_canvas *image, unsigned char *rgb) {
  double ms[2];
  aps_gl_look look = {.white = 0};
  for (int k = 0; k < t->repeats + 1; k++) { /* the first one compiles */
    spent start = now();
    APS_TRY(aps_gl_points(g, t->x, t->n, NULL, t->eye.centre));
    APS_TRY(aps_gl_splat(g, &t->eye, APS_GL_LIGHT, 1));
    APS_TRY(aps_gl_read_light(g, image)); /* waits */
    keep(&t->gl, start, k < 2);
    start = now();
    APS_TRY(aps_gl_tone(g, &look));
    APS_TRY(aps_gl_read(g, rgb));
    keep(&t->tone, start, k < 2);
    aps_gl_times(g, ms);
    if (k < 2 || ms[0] < 1e3 * t->gpu) t->gpu = 1e-3 * ms[0];
  }
  return APS_OK;
}

static aps_err compete(contest *t, const char *where) {
  aps_gl_context *c = NULL;
  aps_gl *g = NULL;
  aps_canvas a = {0}, b = {0};
  aps_mark *m = aps_alloc(t->ctx, "bench", t->n, sizeof *m);
  unsigned char *rgb = aps_alloc(t->ctx, "bench", 3 * (int64_t)t->width * t->height, 1);
  double *x[3] = {NULL, NULL, NULL};
  if (!m || !rgb) return APS_EMEM;
  for (int k = 0; k < 3; k++) {
    t->x[k] = x[k] = aps_alloc(t->ctx, "bench", t->n, sizeof(double));
    if (!x[k]) return APS_EMEM;
  }
  sphere(x, t->n);
  t->eye = aps_eye_plane("xy");
  APS_TRY(aps_canvas_create(t->ctx, t->width, t->height, &a));
  APS_TRY(aps_canvas_create(t->ctx, t->width, t->height, &b));
  APS_TRY(aps_eye_frame(t->ctx, &t->eye, t->x, NULL, t->n, (double)t->width / t->height, 0, NULL));
  APS_TRY(aps_gl_context_create(t->ctx, where, &c));
  APS_TRY(aps_gl_create(t->ctx, t->width, t->height, &g));
  APS_TRY(in_c(t, &a, m));
  APS_TRY(in_gl(t, g, &b, rgb));
  double peak = 0;
  for (int64_t i = 0; i < 3 * (int64_t)t->width * t->height; i++) {
    peak = fmax(peak, a.rgb[i]);
    t->differ = fmax(t->differ, fabs((double)a.rgb[i] - b.rgb[i]));
  }
  t->differ /= peak;
  printf(
      "{\"bench\": \"gl\", \"commit\": \"%s\", \"context\": \"%s\", \"particles\": %lld, \"size\": "
      "[%d, %d], \"c_s\": %.4f, \"c_cpu_s\": %.4f, \"gl_s\": %.4f, \"gl_cpu_s\": %.4f, "
      "\"gl_gpu_s\": %.4f, \"tone_s\": %.4f, \"tone_cpu_s\": %.4f, \"worst_of_peak\": %.2g}\n",
      APS_COMMIT, aps_gl_context_about(c), (long long)t->n, t->width, t->height, t->c.wall,
      t->c.cpu, t->gl.wall, t->gl.cpu, t->gpu, t->tone.wall, t->tone.cpu, t->differ);
  aps_gl_free(&g, 0);
  aps_gl_context_free(&c);
  for (int k = 0; k < 3; k++) aps_release(t->ctx, x[k]);
  aps_canvas_free(t->ctx, &a);
  aps_canvas_free(t->ctx, &b);
  aps_release(t->ctx, rgb);
  aps_release(t->ctx, m);
  return APS_OK;
}

int main(int argc, char **argv) {
  contest t = {.n = argc > 1 ? atoll(argv[1]) : 100000,
               .width = argc > 2 ? atoi(argv[2]) : 1280,
               .height = argc > 3 ? atoi(argv[3]) : 720,
               .repeats = argc > 4 ? atoi(argv[4]) : 5};
  t.ctx = aps_ctx_create();
  const aps_err err = compete(&t, argc > 5 ? argv[5] : NULL);
  if (err != APS_OK) fprintf(stderr, "bench_gl: %s\n", aps_ctx_error(t.ctx));
  aps_ctx_free(&t.ctx);
  return err != APS_OK;
}
