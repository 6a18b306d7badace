/* How long does a picture take? A Plummer sphere, drawn by the splats of `picture` and `frames` and
 * by those of `apsis render`; one JSON line. The _cpu_s are the
 * threads' processor time, which other programs disturb less. usage: bench_splat [particles]
 * [width] [height] [repeats]; the fastest counts. OMP_NUM_THREADS sets the threads. */
#include "../src/apsis.h"
#include "../src/core/ctx.h"
#include "../viz/eye.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(double since) { return aps_wall() - since; }

/* Splats of render: project, choose the glows, add. */
static aps_err render(aps_ctx *ctx, const aps_view *v, aps_mark *marks, aps_canvas *image,
                      double *took, double *cpu) {
  const double *const x[3] = {v->x, v->y, v->z};
  aps_eye eye = aps_eye_plane("xy");
  APS_TRY(aps_eye_frame(ctx, &eye, x, NULL, v->n, (double)image->width / image->height, 0, NULL));
  const double start = aps_wall();
  const clock_t busy = clock();
  float point;
  aps_eye_project(&eye, x, v->n, image->width, image->height, marks);
  APS_TRY(aps_light_glow(ctx, marks, v->n, image->width, image->height, &point));
  APS_TRY(aps_light_add(ctx, marks, v->n, point, image));
  *took = seconds(start);
  *cpu = (double)(clock() - busy) / CLOCKS_PER_SEC;
  return APS_OK;
}

static aps_err measure(aps_ctx *ctx, const char *text, int w, int h, int repeats, double best[5],
                       int64_t *n) {
  aps_sim *sim = NULL;
  aps_view v;
  APS_TRY(aps_create(ctx, "bench", text, NULL, 0, &sim));
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_V | APS_TYPE, 0, &v));
  *n = v.n;
  aps_mark *marks = aps_alloc(ctx, "bench", v.n, sizeof *marks);
  unsigned char *rgb = aps_alloc(ctx, "bench", 3 * (int64_t)w * h, 1);
  if (!marks || !rgb) return APS_EMEM;
  for (int64_t i = 0; i < v.n; i++) marks[i].light[0] = marks[i].light[1] = marks[i].light[2] = 1;
  for (int k = 0; k < repeats; k++) {
    aps_canvas image;
    aps_camera camera = {.across = 0, .up = 1};
    double took, cpu;
    APS_TRY(aps_camera_frame(ctx, &camera, &v, w, h));
    APS_TRY(aps_canvas_create(ctx, w, h, &image));
    const double begin = aps_wall();
    const clock_t busy = clock();
    APS_TRY(aps_splat(ctx, &camera, &v, &image));
    took = seconds(begin);
    cpu = (double)(clock() - busy) / CLOCKS_PER_SEC;
    if (k == 0 || took < best[0]) best[0] = took;
    if (k == 0 || cpu < best[4]) best[4] = cpu;
    aps_canvas_free(ctx, &image);
    APS_TRY(aps_canvas_create(ctx, w, h, &image));
    APS_TRY(render(ctx, &v, marks, &image, &took, &cpu));
    if (k == 0 || cpu < best[3]) best[3] = cpu;
    if (k == 0 || took < best[1]) best[1] = took;
    APS_TRY(aps_camera_expose(ctx, &camera, &image));
    const double start = aps_wall();
    aps_tone(&camera, APS_TONE_ASINH, &image, rgb);
    took = seconds(start);
    if (k == 0 || took < best[2]) best[2] = took;
    aps_canvas_free(ctx, &image);
  }
  aps_release(ctx, rgb);
  aps_release(ctx, marks);
  aps_free(&sim);
  return APS_OK;
}

int main(int argc, char **argv) {
  const int64_t n = argc > 1 ? atoll(argv[1]) : 1000000;
  const int w = argc > 2 ? atoi(argv[2]) : 1280, h = argc > 3 ? atoi(argv[3]) : 720;
  const int repeats = argc > 4 ? atoi(argv[4]) : 7;
  char text[256];
  snprintf(text, sizeof text,
           "particles: [{model: plummer, n: %lld}]\nforces: [{law: plummer, softening: 0.01}]\n"
           "integrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1, device: cpu}\n",
           (long long)n);
  aps_ctx *ctx = aps_ctx_create();
  double best[5] = {0};
  int64_t rows = 0;
  const aps_err err = measure(ctx, text, w, h, repeats, best, &rows);
  if (err != APS_OK)
    fprintf(stderr, "bench_splat: %s\n", aps_ctx_error(ctx));
  else
    printf("{\"bench\": \"splat\", \"commit\": \"%s\", \"particles\": %lld, \"size\": [%d, %d], "
           "\"picture_s\": %.4f, \"picture_cpu_s\": %.4f, "
           "\"render_s\": %.4f, \"render_cpu_s\": %.4f, \"tone_s\": %.4f}\n",
           APS_COMMIT, (long long)rows, w, h, best[0], best[4], best[1], best[3], best[2]);
  aps_ctx_free(&ctx);
  return err != APS_OK;
}
