/* The OpenGL renderer without a display: the splats of light.c to float rounding, aps_tone's bytes
 * to one step, a golden picture on EGL devices and surfaceless, for any number of threads; resizing
 * and contexts that are lost. Skipped where EGL gives no OpenGL 4.5 (Debian: apt install libegl1
 * libegl-mesa0 libgl1-mesa-dri). APSIS_GOLDEN=FILE.png writes the golden picture anew.
 * ctest: timeout=120 */
#include "../gl_rig.h"
#include <unistd.h>

static aps_ctx *ctx;
static aps_gl *g;
static const char *program;

/* The same marks in C. light: what the points were given. */
static void draw_in_c(const aps_eye *eye, const float (*light)[3], aps_gl_dye dye, aps_canvas *out) {
  static aps_mark m[RIG_N];
  const double *const x[3] = {rig_x[0], rig_x[1], rig_x[2]};
  float point;
  CHECK_OK(ctx, aps_canvas_create(ctx, RIG_W, RIG_H, out));
  for (int i = 0; i < RIG_N; i++) memcpy(m[i].light, light[i], sizeof m[i].light);
  aps_eye_project(eye, x, RIG_N, RIG_W, RIG_H, m);
  CHECK_OK(ctx, (dye == APS_GL_DENSITY ? aps_light_cloud : aps_light_glow)(ctx, m, RIG_N, RIG_W, RIG_H, &point));
  CHECK_OK(ctx, aps_light_add(ctx, m, RIG_N, dye == APS_GL_DENSITY ? 0 : point, out));
}

static double brightest_of(const aps_canvas *image) {
  double peak = 0;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) peak = fmax(peak, image->rgb[i]);
  return peak;
}

static double difference(const aps_canvas *a, const aps_canvas *b) {
  double worst = 0;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++)
    worst = fmax(worst, fabs((double)a->rgb[i] - b->rgb[i]));
  return worst;
}

static double sum_of(const aps_canvas *image, int channel) {
  double sum = 0;
  for (int i = 0; i < RIG_W * RIG_H; i++) sum += image->rgb[3 * i + channel];
  return sum;
}

static aps_canvas light_now(void) {
  aps_canvas out;
  CHECK_OK(ctx, aps_canvas_create(ctx, RIG_W, RIG_H, &out));
  CHECK_OK(ctx, aps_gl_read_light(g, &out));
  return out;
}

/* Positions in float, 5e-7 of the width, are 3e-4 pixels (C projects in double); the kernel's slope
 * is at most 2 of its peak per pixel. */
#define AGREE 3e-4

static void test_splats_are_those_of_c(void) {
  const double *const x[3] = {rig_x[0], rig_x[1], rig_x[2]};
  for (int k = 0; k < 3; k++) {
    aps_eye eye = rig_eye();
    if (k == 1) { /* parallel */
      eye = aps_eye_plane("xz"), eye.width = 9;
      for (int d = 0; d < 3; d++) eye.centre[d] = 100;
    }
    if (k == 2) eye.width = 1.5, aps_eye_turn(&eye, 30, 25, 60); /* amid them */
    aps_canvas mine, theirs;
    draw_in_c(&eye, (const float(*)[3])rig_light, APS_GL_LIGHT, &mine);
    CHECK_OK(ctx, aps_gl_points(g, x, RIG_N, rig_light[0], eye.centre));
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
    theirs = light_now();
    const double peak = brightest_of(&mine), worst = difference(&mine, &theirs);
    printf("     view %d: off by %.2g of the brightest, %.3g\n", k, worst / peak, peak);
    CHECK(peak > 0.1 && worst < AGREE * peak);
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 0)); /* once more, on top */
    aps_canvas twice = light_now();
    CHECK_NEAR(sum_of(&twice, 0), 2 * sum_of(&theirs, 0), 1e-4 * sum_of(&theirs, 0));
    aps_canvas_free(ctx, &mine);
    aps_canvas_free(ctx, &theirs);
    aps_canvas_free(ctx, &twice);
  }
}

/* The kernel is normalised by its own sum and enlarging keeps sums, at every radius. */
static void test_light_is_kept(void) {
  static const float glow[] = {1.2f, 3, 4.9f, 5.1f, 9, 21, 30};
  aps_eye eye = aps_eye_plane("xy");
  eye.width = RIG_W;
  for (size_t k = 0; k < sizeof glow / sizeof *glow; k++) {
    void *slot;
    CHECK_OK(ctx, aps_gl_points_begin(g, RIG_N, APS_GL_POINT, &slot));
    for (int i = 0; i < RIG_N; i++)
      ((aps_gl_point *)slot)[i] = (aps_gl_point){.x = (float)(rig_x[0][i] - 100) * 5,
                                                 .y = (float)(rig_x[1][i] - 100) * 5,
                                                 .glow = glow[k],
                                                 .light = {1, (float)(i % 2), 0.25f}};
    /* all within 30 + 3 * 8 pixels of the edges, but for the farthest, which are left out */
    for (int i = 0; i < RIG_N; i++)
      if (fabs(rig_x[0][i] - 100) > 20 || fabs(rig_x[1][i] - 100) > 7)
        ((aps_gl_point *)slot)[i].glow = -1;
    int count = 0;
    for (int i = 0; i < RIG_N; i++)
      count += !(fabs(rig_x[0][i] - 100) > 20 || fabs(rig_x[1][i] - 100) > 7);
    aps_gl_points_end(g, RIG_N, NULL);
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
    aps_canvas image = light_now();
    CHECK_NEAR(sum_of(&image, 0), count, 1e-4 * count);
    CHECK_NEAR(sum_of(&image, 2), count / 4.0, 1e-4 * count);
    aps_canvas_free(ctx, &image);
  }
}

/* What is not finite, far outside or behind the eye is left out, without harm. */
static void test_bad_points_are_left_out(void) {
  const float bad[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 0};
  aps_eye eye = rig_eye();
  void *slot;
  for (int small = 0; small < 2; small++) {
    CHECK_OK(ctx, aps_gl_points_begin(g, 6, small ? APS_GL_SMALL : APS_GL_POINT, &slot));
    for (int i = 0; i < 6; i++) {
      const float back = i < 5 ? 0 : 1000; /* the last one behind the eye */
      const aps_gl_small s = {bad[i] + back * (float)eye.back[0], back * (float)eye.back[1],
                              back * (float)eye.back[2], 1};
      if (small) ((aps_gl_small *)slot)[i] = s;
      if (!small) ((aps_gl_point *)slot)[i] = (aps_gl_point){s.x, s.y, s.z, 0, {1, 1, 1}, 0};
    }
    aps_gl_points_end(g, 6, eye.centre);
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
    aps_canvas image = light_now();
    CHECK(sum_of(&image, 0) == 0);
    aps_canvas_free(ctx, &image);
  }
  CHECK_OK(ctx, aps_gl_points_begin(g, 0, APS_GL_SMALL, &slot));
  aps_gl_points_end(g, 0, NULL);
  CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
  eye.width = 0;
  CHECK(aps_gl_splat(g, &eye, APS_GL_LIGHT, 1) == APS_EARG);
}

static int bytes_apart(const unsigned char *a, const unsigned char *b) {
  int worst = 0;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) {
    const int off = abs(a[i] - b[i]);
    if (off > worst) worst = off;
  }
  return worst;
}

/* Colours by a number and by density, from 16-byte points, are those of `apsis render`; so are the
 * bytes, to one step (C's tone map has 16384 steps, the colour map here 1024). */
static void test_dyes_and_tones_are_those_of_c(void) {
  static unsigned char mine[3 * RIG_W * RIG_H], theirs[3 * RIG_W * RIG_H], bloomed[3 * RIG_W * RIG_H];
  static float light[RIG_N][3];
  const aps_eye eye = rig_eye();
  for (int dye = APS_GL_LIGHT; dye <= APS_GL_DENSITY; dye++) {
    const aps_tint tint = {
        .map = APS_MAP_HEAT, .low = 1, .high = 1e4, .logarithmic = 1, .in_units = 1};
    const double pixel = eye.width / RIG_W;
    void *slot;
    aps_canvas image;
    CHECK_OK(ctx, aps_gl_points_begin(g, RIG_N, APS_GL_SMALL, &slot));
    for (int i = 0; i < RIG_N; i++) {
      const float value = (float)(i % 100) / 99;
      ((aps_gl_small *)slot)[i] =
          (aps_gl_small){(float)(rig_x[0][i] - 100), (float)(rig_x[1][i] - 100),
                         (float)(rig_x[2][i] - 100), value};
      for (int c = 0; c < 3; c++)
        light[i][c] = dye == APS_GL_LIGHT ? (c == 1 ? 1 - value : value) : 0;
      if (dye == APS_GL_NUMBER) light[i][0] = 1, light[i][1] = value;
      if (dye == APS_GL_DENSITY) light[i][0] = value;
    }
    aps_gl_points_end(g, RIG_N, eye.centre);
    CHECK_OK(ctx, aps_gl_table(g, (const float[6]){0, 1, 0, 1, 0, 1}, 2));
    CHECK_OK(ctx, aps_gl_splat(g, &eye, (aps_gl_dye)dye, 1));
    aps_gl_look look = {.dye = (aps_gl_dye)dye, .tint = &tint, .pixel = pixel, .exposure = 1};
    CHECK_OK(ctx, aps_gl_tone(g, &look));
    CHECK_OK(ctx, aps_gl_read(g, theirs));
    look.curve = APS_TONE_LOG, look.bloom = 0.4f;
    CHECK_OK(ctx, aps_gl_tone(g, &look));
    CHECK_OK(ctx, aps_gl_read(g, bloomed));
    look.curve = APS_TONE_ASINH, look.bloom = 0;
    draw_in_c(&eye, (const float(*)[3])light, (aps_gl_dye)dye, &image);
    if (dye != APS_GL_LIGHT) aps_tint_dye(&tint, dye == APS_GL_DENSITY ? pixel : 0, &image);
    aps_camera camera = {.white = 0};
    CHECK_OK(ctx, aps_camera_expose(ctx, &camera, &image));
    CHECK_NEAR(look.white, camera.white, 2e-3 * camera.white); /* an NVIDIA card's logarithms: 1.3e-3 */
    camera.white = look.white / 2, camera.dark = look.dark / 2; /* one stop */
    aps_tone(&camera, APS_TONE_ASINH, &image, mine);
    CHECK(bytes_apart(mine, theirs) <= 2);
    CHECK_OK(ctx, aps_gl_set_light(g, &image)); /* what C drew, toned by OpenGL */
    look.dye = APS_GL_LIGHT;
    CHECK_OK(ctx, aps_gl_tone(g, &look));
    CHECK_OK(ctx, aps_gl_read(g, theirs));
    CHECK(bytes_apart(mine, theirs) <= 1);
    CHECK_OK(ctx, aps_bloom(ctx, 0.4, &image));
    aps_tone(&camera, APS_TONE_LOG, &image, theirs);
    CHECK(bytes_apart(theirs, bloomed) <= 2 && bytes_apart(mine, bloomed) > 10);
    aps_canvas_free(ctx, &image);
  }
  aps_gl_look look = {.dye = APS_GL_NUMBER};
  CHECK(aps_gl_tone(g, &look) == APS_EARG);
}

static unsigned checksum(const unsigned char *rgb) {
  unsigned sum = 2166136261u;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) sum = (sum ^ rgb[i]) * 16777619u;
  return sum;
}

/* Draws the golden picture in a context of its own. 0: there is none of this kind. */
static int picture_in(const char *where, unsigned char *rgb, char version[128]) {
  aps_gl_context *c;
  aps_gl *r = NULL;
  if (aps_gl_context_create(ctx, where, &c) != APS_OK) {
    printf("     %s\n", aps_ctx_error(ctx));
    return aps_ctx_clear(ctx), 0;
  }
  snprintf(version, 128, "%s", aps_gl_context_about(c));
  CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &r));
  if (r) {
    CHECK_OK(ctx, rig_draw(r));
    CHECK_OK(ctx, aps_gl_read(r, rgb));
  }
  aps_gl_free(&r, 0);
  aps_gl_context_free(&c);
  return 1;
}

static void test_pictures_are_golden(void) {
  static unsigned char rgb[3 * RIG_W * RIG_H];
  static const char *const where[] = {"device", "surfaceless"};
  char version[128];
  unsigned first = 0;
  const char *write = getenv("APSIS_GOLDEN");
  for (int k = 0; k < 2; k++) {
    if (!picture_in(where[k], rgb, version)) continue;
    if (write && k == 0) CHECK_OK(ctx, aps_png_write(ctx, write, RIG_W, RIG_H, rgb));
    CHECK(rig_is_golden(rgb, version));
    const unsigned sum = checksum(rgb);
    if (first && strstr(version, "llvmpipe")) CHECK(sum == first);
    first = sum;
  }
}

/* Mesa reads LP_NUM_THREADS once per process: so this program, again. */
static void test_threads_change_no_byte(void) {
  char command[4400], said[64], first[64] = "";
  for (int threads = 0; threads <= 4; threads += 2) {
    snprintf(command, sizeof command, "LP_NUM_THREADS=%d '%s' checksum", threads, program);
    FILE *out = popen(command, "r");
    CHECK(out && fgets(said, sizeof said, out));
    CHECK(out && pclose(out) == 0);
    if (threads == 0) snprintf(first, sizeof first, "%s", said);
    CHECK(strcmp(first, said) == 0 && strlen(said) > 4);
  }
}

/* As after a driver's reset: the context goes with all it held; what comes after draws the same. */
static void test_contexts_come_and_go(void) {
  static unsigned char before[3 * RIG_W * RIG_H], after[3 * RIG_W * RIG_H];
  char version[128];
  aps_gl_context *c, *other;
  aps_gl *r;
  CHECK(picture_in("auto", before, version));
  CHECK_OK(ctx, aps_gl_context_create(ctx, "auto", &c));
  CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &r));
  CHECK_OK(ctx, rig_draw(r));
  CHECK_OK(ctx, aps_gl_context_create(ctx, "auto", &other)); /* takes its place in this thread */
  aps_gl_context_free(&other);
  CHECK_OK(ctx, aps_gl_context_use(c));
  CHECK_OK(ctx, aps_gl_read(r, after));
  CHECK(memcmp(before, after, sizeof after) == 0);
  aps_gl_context_free(&c);
  aps_gl_free(&r, 1);
  CHECK(picture_in("auto", after, version));
  CHECK(memcmp(before, after, sizeof after) == 0);
  CHECK(aps_gl_context_create(ctx, "devise", &c) == APS_EARG);
  CHECK(aps_gl_context_create(ctx, "device:99", &c) == APS_EDEVICE);
  CHECK(strstr(aps_ctx_hint(ctx), "apt install"));
  aps_ctx_clear(ctx);
}

/* Any size, there and back: the same picture as before. Words and bars stay inside or away. */
static void test_resizing(void) {
  static unsigned char before[3 * RIG_W * RIG_H], after[3 * RIG_W * RIG_H];
  static const int size[][2] = {{16, 16}, {1, 300}, {161, 121}, {641, 479}};
  const aps_tint tint = {.name = "speed", .unit = "km/s", .in_units = 1, .low = 1, .high = 9};
  CHECK_OK(ctx, rig_draw(g));
  CHECK_OK(ctx, aps_gl_read(g, before));
  for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
    const int w = size[k][0], h = size[k][1];
    unsigned char *rgb = malloc(3 * (size_t)w * h);
    CHECK_OK(ctx, aps_gl_resize(g, w, h));
    CHECK(aps_gl_width(g) == w && aps_gl_height(g) == h);
    CHECK_OK(ctx, rig_draw(g));
    CHECK_OK(ctx, aps_gl_font(g, NULL));
    aps_gl_tint_bar(g, &tint);
    CHECK_OK(ctx, aps_gl_read(g, rgb));
    aps_canvas light = {.rgb = NULL};
    CHECK_OK(ctx, aps_canvas_create(ctx, w, h, &light));
    CHECK_OK(ctx, aps_gl_read_light(g, &light));
    light.rgb[3 * (w * h - 1)] = 1; /* in a corner, where a copy's pixel covers less */
    CHECK_OK(ctx, aps_gl_set_light(g, &light));
    aps_gl_look look = {.white = 0.5, .dark = 0.01, .bloom = 1};
    CHECK_OK(ctx, aps_gl_tone(g, &look));
    CHECK_OK(ctx, aps_gl_read(g, rgb));
    CHECK_OK(ctx, aps_bloom(ctx, 1, &light));
    unsigned char *mine = malloc(3 * (size_t)w * h);
    aps_tone(&(aps_camera){.white = 0.5, .dark = 0.01}, APS_TONE_ASINH, &light, mine);
    int apart = 0;
    for (int i = 0; i < 3 * w * h; i++) apart = abs(mine[i] - rgb[i]) > apart ? abs(mine[i] - rgb[i]) : apart;
    CHECK(apart <= 1);
    aps_canvas_free(ctx, &light);
    free(mine), free(rgb);
  }
  CHECK(aps_gl_resize(g, 0, 10) == APS_EARG && aps_gl_resize(g, 10, 1 << 20) == APS_EARG);
  CHECK_OK(ctx, aps_gl_resize(g, RIG_W, RIG_H));
  CHECK_OK(ctx, rig_draw(g));
  CHECK_OK(ctx, aps_gl_read(g, after));
  CHECK(memcmp(before, after, sizeof after) == 0);
}

/* Slots take turns and grow; what is drawn is the last that was given. */
static void test_the_ring_keeps_order(void) {
  const double *const x[3] = {rig_x[0], rig_x[1], rig_x[2]};
  const aps_eye eye = rig_eye();
  double want = 0;
  for (int n = 1, k = 0; k < 12; k++, n = n * 7 % RIG_N + 1) {
    static float ones[RIG_N][3];
    for (int i = 0; i < n; i++) ones[i][0] = (float)(k + 1);
    CHECK_OK(ctx, aps_gl_points(g, x, n, ones[0], eye.centre));
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
    aps_canvas mine, theirs = light_now();
    want = sum_of(&theirs, 0) / (k + 1); /* of so many, less those outside */
    for (int i = 0; i < n; i++) ones[i][0] = 1;
    CHECK_OK(ctx, aps_gl_points(g, x, n, ones[0], eye.centre));
    CHECK_OK(ctx, aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
    mine = light_now();
    CHECK_NEAR(sum_of(&mine, 0), want, 1e-4 * want);
    CHECK(want > 0 && want <= n * 1.0001);
    aps_canvas_free(ctx, &mine);
    aps_canvas_free(ctx, &theirs);
  }
}

/* A font that is none is refused and the one before stays; UTF-8, broken or not, is measured. */
static void test_words(void) {
  static const float white[4] = {1, 1, 1, 1};
  CHECK_OK(ctx, aps_gl_font(g, ""));
  const float bitmap = aps_gl_text_width(g, 11, "abc");
  CHECK(bitmap == 18);
  CHECK(aps_gl_font(g, "tests/check.h") == APS_EDATA);
  CHECK(aps_gl_font(g, "/nowhere.ttf") == APS_EDATA);
  CHECK(aps_gl_text_width(g, 11, "abc") == bitmap);
  CHECK_OK(ctx, aps_gl_font(g, NULL));
  for (int size = 8; size <= 200; size += 24) {
    const float one = aps_gl_text(g, 10, 10, (float)size, white, "ΔE/E = 10⁻⁸ µ\xc3\xff\xe2");
    CHECK(one > size && one < 20 * size);
    CHECK_NEAR(aps_gl_text_width(g, (float)size, "12\n34"), aps_gl_text_width(g, (float)size, "12"),
               size);
  }
}

int main(int argc, char **argv) {
  static unsigned char rgb[3 * RIG_W * RIG_H];
  char version[128];
  aps_gl_context *c;
  program = argv[0];
  ctx = aps_ctx_create();
  if (argc > 1) { /* for test_threads_change_no_byte */
    const int there = picture_in("auto", rgb, version);
    printf("%08x\n", checksum(rgb));
    aps_ctx_free(&ctx);
    return !there || check_failures;
  }
  if (aps_gl_context_create(ctx, "auto", &c) != APS_OK) {
    printf("skipped: %s\nhint: %s\n", aps_ctx_error(ctx), aps_ctx_hint(ctx));
    aps_ctx_free(&ctx);
    return CHECK_SKIP;
  }
  printf("     %s\n", aps_gl_context_about(c));
  CHECK_OK(ctx, aps_gl_create(ctx, RIG_W, RIG_H, &g));
  rig_scene();
  CHECK_RUN(test_splats_are_those_of_c);
  CHECK_RUN(test_light_is_kept);
  CHECK_RUN(test_bad_points_are_left_out);
  CHECK_RUN(test_dyes_and_tones_are_those_of_c);
  CHECK_RUN(test_resizing);
  CHECK_RUN(test_the_ring_keeps_order);
  CHECK_RUN(test_words);
  aps_gl_free(&g, 0);
  aps_gl_context_free(&c);
  CHECK_RUN(test_pictures_are_golden);
  CHECK_RUN(test_threads_change_no_byte);
  CHECK_RUN(test_contexts_come_and_go);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
