/* Pictures: light is conserved, threads change nothing, cameras hold the particles, PNG gives back
 * what was put in. */
#include "../check.h"
#include "../../viz/colour.h"
#include "core/rng.h"
#include <unistd.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { W = 192, H = 108, N = 3000 };

/* A ball of random particles, inside the picture; rows with their own memory. */
static double memory[6][N];
static uint32_t species[N];

static aps_view ball(int64_t n, int kinds) {
  for (int64_t i = 0; i < n; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double r = aps_rng_uniform(&rng);
    for (int k = 0; k < 3; k++) memory[k][i] = r * unit[k];
    for (int k = 0; k < 3; k++) memory[3 + k][i] = aps_rng_normal(&rng);
    species[i] = (uint32_t)(i % kinds) + 1;
  }
  return (aps_view){.n = n,
                    .x = memory[0],
                    .y = memory[1],
                    .z = memory[2],
                    .vx = memory[3],
                    .vy = memory[4],
                    .vz = memory[5],
                    .type = species};
}

static aps_camera wide(double width) { return (aps_camera){.across = 0, .up = 1, .width = width}; }

static double light(const aps_canvas *image, int channel) {
  double sum = 0;
  for (int64_t i = 0; i < (int64_t)image->width * image->height; i++)
    sum += image->rgb[3 * i + channel];
  return sum;
}

/* Light is N times one particle's, in each channel, however its radius adapts: kernels are
 * normalised by their discrete sum below 6 pixels (float sums: 1e-6) and by the integral above
 * (measured 2e-4 at 6 pixels at worst). */
static void test_light_does_not_depend_on_radius(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int zoom = 0; zoom < 4; zoom++) {
    aps_view v = ball(N, 1), alone = v;
    v.vx = alone.vx = NULL; /* one colour for all */
    alone.n = 1;
    aps_canvas many, one;
    const aps_camera camera = wide(5 * (1 << zoom)); /* far from the edges: nothing is clipped */
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &many));
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &one));
    CHECK_OK(ctx, aps_splat(ctx, &camera, &v, &many));
    memory[0][0] = memory[1][0] = 0;
    CHECK_OK(ctx, aps_splat(ctx, &camera, &alone, &one));
    for (int k = 0; k < 3; k++) CHECK_NEAR(light(&many, k) / light(&one, k) / N, 1, 5e-4);
    aps_canvas_free(ctx, &many);
    aps_canvas_free(ctx, &one);
  }
  aps_ctx_free(&ctx);
}

static void test_threads_change_no_bit(void) {
#ifdef _OPENMP
  aps_ctx *ctx = aps_ctx_create();
  const aps_view v = ball(N, 3);
  const aps_camera camera = wide(2.5);
  aps_canvas first;
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &first));
  const int before = omp_get_max_threads();
  for (int threads = 1; threads <= 5; threads += 2) {
    aps_canvas image;
    omp_set_num_threads(threads);
    CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
    CHECK_OK(ctx, aps_splat(ctx, &camera, &v, threads == 1 ? &first : &image));
    if (threads > 1) CHECK(memcmp(first.rgb, image.rgb, sizeof(float) * 3 * W * H) == 0);
    aps_canvas_free(ctx, &image);
  }
  omp_set_num_threads(before);
  aps_canvas_free(ctx, &first);
  aps_ctx_free(&ctx);
#endif
}

/* A particle at the camera's centre lights the middle and nothing on one side more than on the
 * other. */
static void test_up_is_up(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(1, 1);
  v.x[0] = 0.25;
  v.y[0] = 0.2;
  v.z[0] = -0.2;
  for (int plane = 0; plane < 2; plane++) {
    aps_camera camera = {.across = 0, .up = plane + 1, .width = 1};
    aps_canvas image;
    CHECK_OK(ctx, aps_canvas_create(ctx, 65, 65, &image));
    CHECK_OK(ctx, aps_splat(ctx, &camera, &v, &image));
    int best = 0;
    for (int i = 0; i < 65 * 65; i++)
      if (image.rgb[3 * i] > image.rgb[3 * best]) best = i;
    CHECK(best % 65 == 48);                     /* 32 + 0.25 * 65 = 48.25 */
    CHECK(best / 65 == (plane == 0 ? 19 : 45)); /* 32 -+ 0.2 * 65 */
    aps_canvas_free(ctx, &image);
  }
  aps_ctx_free(&ctx);
}

static void test_camera_holds_all_but_the_escapers(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(N, 2);
  aps_camera camera = wide(0), same = wide(0);
  CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
  CHECK(camera.width > 2 && camera.width < 2 * 1.3 * W / H); /* a ball of radius 1, height bound */
  v.x[7] = 1e30;
  v.y[8] = NAN;
  v.z[9] = INFINITY;
  CHECK_OK(ctx, aps_camera_frame(ctx, &same, &v, W, H));
  CHECK_NEAR(same.width, camera.width, 0.02 * camera.width);
  for (int i = 0; i < N / 8; i++) v.x[10 + i] *= 1e5; /* one in eight flies apart */
  same = wide(0);
  CHECK_OK(ctx, aps_camera_frame(ctx, &same, &v, W, H));
  CHECK(same.width < 40);
  aps_canvas image; /* and they are drawn, or left out, without harm */
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
  CHECK_OK(ctx, aps_splat(ctx, &same, &v, &image));
  CHECK(isfinite(light(&image, 0)) && light(&image, 0) > 0);
  aps_canvas_free(ctx, &image);
  v.n = 1;
  v.x[0] = 5;
  camera = wide(0);
  CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
  CHECK(camera.width > 0 && camera.centre[0] == 5);
  v.n = 0;
  camera = wide(0);
  CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
  CHECK(camera.width > 0);
  aps_ctx_free(&ctx);
}

/* A sun far from its cloud shows, of whatever number; a light body out there does not. */
static void test_the_frame_holds_whoever_weighs_much(void) {
  static double mass[N];
  aps_ctx *ctx = aps_ctx_create();
  for (int heavy = 0; heavy < 2; heavy++) {
    aps_view v = ball(N, 1);
    aps_camera camera = wide(0);
    for (int i = 0; i < N; i++) mass[i] = 1;
    v.mass = mass;
    v.x[9] = -60, v.y[9] = 20, v.z[9] = 0;
    if (heavy) mass[9] = 0.053 * N; /* 0.0503 of all */
    CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
    const int shows = fabs(v.x[9] - camera.centre[0]) < camera.width / 2 && fabs(v.y[9] - camera.centre[1]) < camera.width / 2 * H / W;
    CHECK(shows == heavy && camera.width < (heavy ? 1.3 * 62 : 5));
  }
  aps_ctx_free(&ctx);
}

/* Few bodies stay clear of the legend, in a film of a run as well. */
static void test_few_bodies_keep_clear_of_the_legend(void) {
  enum { WIDE = 360, TALL = 640 };
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(3, 1);
  aps_camera camera = wide(0);
  for (int k = 0; k < 20; k++) {
    v.x[0] = -1 - k, v.x[1] = 1 + k, v.x[2] = 0, v.y[0] = v.y[1] = v.y[2] = 0;
    if (k == 0) CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, WIDE, TALL));
    const double first = WIDE * (0.5 + (v.x[1] - camera.centre[0]) / camera.width);
    CHECK(k > 0 || first + 0.03 * TALL < WIDE - 54);
    CHECK_OK(ctx, aps_camera_widen(ctx, &camera, &v, WIDE, TALL, k == 0));
    const double right = WIDE * (0.5 + (v.x[1] - camera.centre[0]) / camera.width);
    CHECK(right + 0.03 * TALL < WIDE - 54);
  }
  aps_ctx_free(&ctx);
}

/* A width that was asked for shows a pair, and not the middle between it and one that was thrown out; where all fit in, all. */
static void test_a_width_asked_for_is_not_empty(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(3, 1);
  for (int i = 0; i < 3; i++) v.x[i] = i, v.y[i] = v.z[i] = 0;
  for (double out = 2; out < 1e3; out *= 10) {
    aps_camera camera = wide(5);
    v.x[2] = out, v.y[2] = out / 2;
    CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
    CHECK(camera.width == 5 && camera.centre[0] == 1 && camera.centre[1] == (out > 2 ? 0 : 0.5));
  }
  aps_ctx_free(&ctx);
}

/* A film of a handful of bodies: whichever way they go, they stay in the picture, and the picture does not shrink. */
static void test_a_film_keeps_a_handful_in_view(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(2, 1);
  aps_camera camera = wide(0);
  double before = 0;
  for (int k = 0; k < 40; k++) {
    const double a = 0.3 * k, r = 1 + 0.1 * k;
    v.x[0] = r * cos(a), v.y[0] = r * sin(a), v.z[0] = 0;
    v.x[1] = -v.x[0], v.y[1] = 0.2 - v.y[0], v.z[1] = 0;
    if (k == 0) CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
    CHECK_OK(ctx, aps_camera_widen(ctx, &camera, &v, W, H, k == 0));
    for (int i = 0; i < 2; i++) {
      CHECK(fabs(v.x[i] - camera.centre[0]) < camera.width / 2);
      CHECK(fabs(v.y[i] - camera.centre[1]) < camera.width / 2 * H / W);
    }
    CHECK(camera.width >= before && camera.width < 4 * r * W / H + 1);
    before = camera.width;
  }
  aps_ctx_free(&ctx);
}

/* Of a hundred bodies one that leaves is followed until it is five times farther out than the others. */
static void test_a_film_lets_an_escaper_go(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(100, 1);
  aps_camera camera = wide(0);
  double seen = 0;
  for (double x = 0.5; x < 1000; x *= 1.2) {
    v.x[7] = x;
    if (x == 0.5) CHECK_OK(ctx, aps_camera_frame(ctx, &camera, &v, W, H));
    CHECK_OK(ctx, aps_camera_widen(ctx, &camera, &v, W, H, x == 0.5));
    if (fabs(x - camera.centre[0]) < camera.width / 2) seen = x;
  }
  CHECK(seen > 3.5 && seen < 8 && camera.width < 16);
  aps_camera fresh = wide(0);
  CHECK_OK(ctx, aps_camera_frame(ctx, &fresh, &v, W, H));
  CHECK(fresh.width < 5);
  aps_ctx_free(&ctx);
}

/* Two bodies move at the same speed against their mean, but for rounding: that must not paint them now so, now so. */
static void test_speeds_equal_but_for_rounding_have_one_colour(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_view v = ball(2, 1);
  float first[6], light[6];
  for (int k = 0; k < 50; k++) {
    const double a = 0.1 * k, u[3] = {0.1 * sin(a), 0.3 + cos(a), 0.7};
    v.vx[0] = u[0], v.vy[0] = u[1], v.vz[0] = u[2];
    v.vx[1] = 0.3 - u[0] / 3, v.vy[1] = -u[1] / 3, v.vz[1] = 0.1 - u[2] / 3;
    CHECK_OK(ctx, aps_species_light(ctx, &v, NULL, light));
    if (k == 0) memcpy(first, light, sizeof first);
    CHECK(memcmp(light, first, sizeof first) == 0 && memcmp(light, light + 3, 3 * sizeof(float)) == 0);
  }
  aps_ctx_free(&ctx);
}

/* A window tells colours from a sample of rows: a rare species that it misses is a species still. */
static void test_a_rare_species_is_seen_beside_a_sample(void) {
  aps_ctx *ctx = aps_ctx_create();
  const aps_view all = ball(N, 1), some = ball(N / 10, 1);
  aps_species_key one, two;
  CHECK_OK(ctx, aps_species_choose(ctx, &all, &some, &one));
  CHECK(one.by_speed);
  species[N - 1] = 5; /* behind the rows of `some` */
  CHECK_OK(ctx, aps_species_choose(ctx, &all, &some, &two));
  CHECK(!two.by_speed && memcmp(two.table[1], two.table[5], sizeof two.table[1]) != 0);
  aps_ctx_free(&ctx);
}

/* More light is never darker, the darkest is the night sky, and a hue stays a hue below the
 * brightest tenth. */
/* A cluster that fills one pixel does not leave the stars around it in the dark. */
static void test_a_dense_cluster_does_not_hide_the_rest(void) {
  aps_ctx *ctx = aps_ctx_create();
  const aps_view v = ball(N, 2);
  for (int i = 0; i < N - 200; i++)
    for (int d = 0; d < 3; d++) memory[d][i] = 0.3 + 1e-6 * memory[d][i];
  aps_camera camera = wide(4);
  aps_canvas image;
  unsigned char *out = malloc(3 * W * H);
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
  CHECK_OK(ctx, aps_splat(ctx, &camera, &v, &image));
  CHECK_OK(ctx, aps_camera_expose(ctx, &camera, &image));
  aps_tone(&camera, APS_TONE_ASINH, &image, out);
  int seen = 0;
  for (int i = 0; i < W * H; i++) seen += out[3 * i] > 20 || out[3 * i + 2] > 30;
  CHECK(seen > W * H / 20);
  free(out);
  aps_canvas_free(ctx, &image);
  aps_ctx_free(&ctx);
}

static void test_tone_map_is_monotonic_and_keeps_hue(void) {
  enum { STEPS = 256 };
  aps_ctx *ctx = aps_ctx_create();
  aps_canvas ramp;
  CHECK_OK(ctx, aps_canvas_create(ctx, STEPS, 1, &ramp));
  for (int i = 1; i < STEPS; i++) {
    ramp.rgb[3 * i] = 1e-4f * powf(1.05f, (float)i);
    ramp.rgb[3 * i + 1] = 0.5f * ramp.rgb[3 * i];
  }
  aps_camera camera = {.white = 10, .dark = 0.05};
  unsigned char of[APS_TONES][3 * STEPS];
  for (int curve = 0; curve < APS_TONES; curve++) {
    const unsigned char *out = of[curve];
    int rises = 1, red = 1;
    aps_tone(&camera, (aps_curve)curve, &ramp, of[curve]);
    for (int i = 1; i < STEPS; i++) {
      rises &= out[3 * i] >= out[3 * i - 3];
      if (out[3 * i] > 64)
        red &= out[3 * i] >= out[3 * i + 1] && out[3 * i + 1] >= out[3 * i + 2]; /* not the sky's blue */
    }
    CHECK(rises && red);
    CHECK(out[0] < 16 && out[3 * (STEPS - 1)] == 255);
    CHECK(out[3 * (STEPS - 1) + 2] < 180); /* the core is not white */
  }
  CHECK(memcmp(of[APS_TONE_ASINH], of[APS_TONE_LOG], sizeof *of) != 0);
  aps_canvas_free(ctx, &ramp);
  aps_ctx_free(&ctx);
}

/* Light goes elsewhere and none is lost, at any size and at the edges too; its centre stays, an even picture is even after it, and
 * no threads change a bit. Sums of floats: 1e-5. */
static void test_bloom_keeps_light(void) {
  static const int sizes[][2] = {{192, 108}, {161, 83}, {641, 479}, {16, 17}, {1, 40}, {1, 1}};
  aps_ctx *ctx = aps_ctx_create();
  for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
    const int w = sizes[k][0], h = sizes[k][1], pixels = w * h;
    aps_canvas stars, once, even;
    CHECK_OK(ctx, aps_canvas_create(ctx, w, h, &stars));
    CHECK_OK(ctx, aps_canvas_create(ctx, w, h, &once));
    CHECK_OK(ctx, aps_canvas_create(ctx, w, h, &even));
    const size_t bytes = sizeof(float) * 3 * (size_t)pixels;
    for (int i = 0; i < 3 * pixels; i++) even.rgb[i] = 2;
    for (int i = 0; i < 5; i++) stars.rgb[3 * (i * (pixels - 1) / 4)] = (float)(1 + i), stars.rgb[3 * (pixels / 2) + 1] = 7; /* the last in a corner */
    memcpy(once.rgb, stars.rgb, bytes);
    CHECK_OK(ctx, aps_bloom(ctx, 0, &once));
    CHECK(memcmp(once.rgb, stars.rgb, bytes) == 0);
    double was[2] = {light(&stars, 0), light(&stars, 1)}, peak = 0, worst = 0;
    CHECK_OK(ctx, aps_bloom(ctx, 0.3, &once));
    CHECK_OK(ctx, aps_bloom(ctx, 1, &even));
    for (int i = 0; i < 2; i++) CHECK_NEAR(light(&once, i), was[i], 1e-5 * was[i]);
    for (int i = 0; i < 3 * pixels; i++) peak = fmax(peak, once.rgb[i]), worst = fmax(worst, fabs(even.rgb[i] - 2.0));
    CHECK(worst < 1e-5);
    CHECK(pixels < 300 || (peak > 0.7 * 7 && peak < 0.8 * 7));
#ifdef _OPENMP
    const int most = omp_get_max_threads();
    omp_set_num_threads(3);
    CHECK_OK(ctx, aps_bloom(ctx, 0.3, &stars));
    CHECK(memcmp(once.rgb, stars.rgb, bytes) == 0);
    omp_set_num_threads(most);
#endif
    aps_canvas_free(ctx, &stars), aps_canvas_free(ctx, &once), aps_canvas_free(ctx, &even);
  }
  aps_canvas star;
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &star));
  star.rgb[3 * (50 * W + 101)] = 1;
  CHECK_OK(ctx, aps_bloom(ctx, 1, &star));
  double x = 0, y = 0, away = 0;
  for (int i = 0; i < W * H; i++)
    x += i % W * star.rgb[3 * i], y += i / W * star.rgb[3 * i], away += hypot(i % W - 101, i / W - 50) * star.rgb[3 * i];
  CHECK_NEAR(x, 101, 1e-3);
  CHECK_NEAR(y, 50, 1e-3);
  CHECK(away > 3 && away < 10);
  aps_canvas_free(ctx, &star);
  CHECK(aps_bloom(ctx, 0, &(aps_canvas){W, H, NULL}) == APS_OK); /* looks at nothing */
  aps_ctx_free(&ctx);
}

static void test_labels_stay_inside_odd_pictures(void) {
  static const int sizes[][2] = {{16, 16}, {160, 120}, {1, 700}, {641, 479}, {1280, 720}};
  const aps_units kpc = {3.0856775814913673e21, 1.98841e43, 3.0856775814913673e16, 1};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const int w = sizes[i][0], h = sizes[i][1];
    unsigned char *rgb = calloc((size_t)w * h, 3); /* exactly: the sanitizer sees one byte beyond */
    const double widths[] = {1e-300, 1, 1e300};
    for (int k = 0; k < 3; k++) {
      const aps_camera camera = {.up = 1, .width = widths[k]};
      aps_label(&camera, NULL, &kpc, widths[k], "Zwei Galaxien stoßen zusammen", w, h, rgb);
      aps_label(&camera, NULL, NULL, -1.5, NULL, w, h, rgb);
    }
    free(rgb);
  }
}

/* The bytes of the file are a PNG of the right size; a folder that is not there is APS_EIO. */
static void test_png_is_written_whole_or_not_at_all(void) {
  aps_ctx *ctx = aps_ctx_create();
  char path[] = "/tmp/apsis_picture_XXXXXX";
  const int fd = mkstemp(path);
  unsigned char rgb[3 * 20 * 10], head[24];
  for (int i = 0; i < 600; i++) rgb[i] = (unsigned char)(i * 37);
  CHECK_OK(ctx, aps_png_write(ctx, path, 20, 10, rgb));
  FILE *f = fopen(path, "rb");
  CHECK(f && fread(head, 1, 24, f) == 24);
  CHECK(memcmp(head, "\x89PNG\r\n\x1a\n", 8) == 0 && head[19] == 20 && head[23] == 10);
  if (f) fclose(f);
  CHECK(aps_png_write(ctx, "/nowhere/at/all.png", 20, 10, rgb) == APS_EIO);
  close(fd);
  unlink(path);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_light_does_not_depend_on_radius);
  CHECK_RUN(test_threads_change_no_bit);
  CHECK_RUN(test_up_is_up);
  CHECK_RUN(test_camera_holds_all_but_the_escapers);
  CHECK_RUN(test_the_frame_holds_whoever_weighs_much);
  CHECK_RUN(test_few_bodies_keep_clear_of_the_legend);
  CHECK_RUN(test_a_width_asked_for_is_not_empty);
  CHECK_RUN(test_a_film_keeps_a_handful_in_view);
  CHECK_RUN(test_a_film_lets_an_escaper_go);
  CHECK_RUN(test_speeds_equal_but_for_rounding_have_one_colour);
  CHECK_RUN(test_a_rare_species_is_seen_beside_a_sample);
  CHECK_RUN(test_a_dense_cluster_does_not_hide_the_rest);
  CHECK_RUN(test_tone_map_is_monotonic_and_keeps_hue);
  CHECK_RUN(test_bloom_keeps_light);
  CHECK_RUN(test_labels_stay_inside_odd_pictures);
  CHECK_RUN(test_png_is_written_whole_or_not_at_all);
  return CHECK_RESULT();
}
