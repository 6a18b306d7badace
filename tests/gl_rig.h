/* For tests that draw with OpenGL: a scene, the golden picture of it, and how it is compared. The
 * scene is drawn in whatever context is current, so a window's picture can be compared as well. */
#ifndef APS_TESTS_GL_RIG_H
#define APS_TESTS_GL_RIG_H
#include "check.h"
#include "../viz/gl/gl_context.h"
#include "../viz/gl/gl_draw.h"
#include "core/rng.h"
#include <png.h>

enum { RIG_W = 320, RIG_H = 180, RIG_N = 1000 };
#define RIG_GOLDEN "tests/golden/gl_320x180.png"
#define RIG_MESA   "Mesa 22.3.6" /* drew the golden picture; others may round otherwise */

static double rig_x[3][RIG_N];
static float rig_light[RIG_N][3];

/* Two Plummer spheres of two colours. */
static inline void rig_scene(void) {
  static const float colour[2][3] = {{0.093f, 0.456f, 0.815f}, {0.791f, 0.347f, 0.012f}};
  for (int i = 0; i < RIG_N; i++) {
    aps_rng rng = aps_rng_at(1, 2, (uint64_t)i);
    double unit[3];
    aps_rng_direction(&rng, unit);
    const double m = 0.001 + 0.96 * aps_rng_uniform(&rng), r = 1 / sqrt(pow(m, -2.0 / 3) - 1);
    for (int k = 0; k < 3; k++) rig_x[k][i] = 100 + r * unit[k] + (k == 0 ? (i & 1 ? 2 : -2) : 0);
    memcpy(rig_light[i], colour[i & 1], sizeof rig_light[i]);
  }
}

static inline aps_eye rig_eye(void) {
  aps_eye eye = aps_eye_plane("xy");
  eye.width = 9;
  for (int k = 0; k < 3; k++) eye.centre[k] = 100;
  aps_eye_turn(&eye, 30, 25, 40);
  return eye;
}

/* The golden picture, drawn into the renderer; 320 x 180, the bitmap font. */
static inline aps_err rig_draw(aps_gl *g) {
  static const float grey[4] = {0.6f, 0.7f, 0.9f, 0.5f}, gold[4] = {1, 0.9f, 0.4f, 1};
  static const double low[3] = {96, 98, 98}, high[3] = {104, 102, 102};
  static const aps_units kpc = {3.0856775814913673e21, 1.98841e43, 3.0856775814913673e16, 1};
  const double *const x[3] = {rig_x[0], rig_x[1], rig_x[2]};
  const aps_eye eye = rig_eye();
  aps_gl_look look = {.white = 0.5, .dark = 0.01};
  double way[3 * 80];
  rig_scene();
  for (int i = 0; i < 80; i++) {
    way[3 * i] = 100 + 3 * cos(0.06 * i), way[3 * i + 1] = 100 + 1.5 * sin(0.06 * i);
    way[3 * i + 2] = 100 + 0.01 * i;
  }
  APS_TRY(aps_gl_font(g, ""));
  APS_TRY(aps_gl_points(g, x, RIG_N, rig_light[0], eye.centre));
  APS_TRY(aps_gl_splat(g, &eye, APS_GL_LIGHT, 1));
  APS_TRY(aps_gl_tone(g, &look));
  aps_gl_box(g, &eye, low, high, 1, grey);
  aps_gl_axes(g, &eye, low, 1.2, 2);
  aps_gl_trail(g, &eye, way, 80, 2, gold);
  aps_gl_labels(g, &eye, &kpc, 1.25, 5, "Two spheres");
  return APS_OK;
}

/* 1: equal bytes, or, where another Mesa drew than the golden picture's, nearly so: the mean
 * difference is below half a step and less than one pixel in a hundred differs by more than 8. */
static inline int rig_is_golden(const unsigned char *rgb, const char *version) {
  unsigned char golden[3 * RIG_W * RIG_H];
  png_image image = {.version = PNG_IMAGE_VERSION};
  if (!png_image_begin_read_from_file(&image, RIG_GOLDEN) || image.width != RIG_W ||
      image.height != RIG_H) {
    printf("     %s: %s\n", RIG_GOLDEN, image.message);
    return 0;
  }
  image.format = PNG_FORMAT_RGB;
  if (!png_image_finish_read(&image, NULL, golden, 0, NULL)) return 0;
  long sum = 0, far = 0;
  for (int i = 0; i < 3 * RIG_W * RIG_H; i++) {
    const int off = abs(rgb[i] - golden[i]);
    sum += off, far += off > 8;
  }
  const int same = strstr(version, RIG_MESA) != NULL;
  if (sum > 0) printf("     %s: off by %ld in all, %ld by more than 8\n", version, sum, far);
  return same ? sum == 0 : sum < 3 * RIG_W * RIG_H / 2 && far < 3 * RIG_W * RIG_H / 100;
}
#endif
