/* Particles as light. Each one is a point plus a glow, both with the compact kernel
 *   W(q) ~ (1 - q^2)^3 for q < 1,
 * normalised by its own sum over pixels, so a particle's light does not depend on its radius. The
 * glow's radius holds GLOW_COUNT neighbours in projection (adaptive kernel density estimate,
 * Silverman 1986, section 5.3): dense cores stay sharp, sparse outskirts become smooth. Bands of
 * rows are filled side by side; light is counted in integers, so neither threads nor ranks nor
 * the order of particles change a bit. Tone map: asinh of the luminance, Lupton et al. 2004 (PASP
 * 116, 133), which preserves hue. */
#include "../src/core/exact.h"
#include "../src/core/ranks.h"
#include "colour.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  BAND = 24,
  CELL = 4,
  MARGIN = 192,
  LEVELS = 7,
  GLOW_COUNT = 64,
  SAMPLE = 200000,
  SPECIES = 8
};
#define LIGHT_UNIT  0x1p-32f /* 2^31 times a particle's light fits a pixel */
#define POINT_LIGHT 0.3      /* of a particle's light; the rest is glow */

aps_err aps_canvas_create(aps_ctx *ctx, int width, int height, aps_canvas *out) {
  APS_CHECK(ctx, width > 0 && height > 0 && width <= 32768 && height <= 32768, APS_EARG,
            "a picture of %d x %d pixels cannot be drawn: 1 to 32768 each way", width, height);
  *out = (aps_canvas){width, height,
                      aps_alloc(ctx, "picture", 3 * (int64_t)width * height, sizeof(float))};
  return out->rgb ? APS_OK : APS_EMEM;
}

void aps_canvas_free(aps_ctx *ctx, aps_canvas *image) {
  aps_release(ctx, image->rgb);
  image->rgb = NULL;
}

/* ---- camera ---- */

static const double *axis(const aps_view *v, int which) {
  return which == 0 ? v->x : which == 1 ? v->y : v->z;
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sorts and gives the value below which `fraction` of them lie. */
static double quantile(const double *sorted, int64_t n, double fraction) {
  return n > 0 ? sorted[(int64_t)(fraction * (double)(n - 1) + 0.5)] : 0;
}

static int64_t count_all(aps_ctx *ctx, const aps_view *v) {
  int64_t n = v->n;
  aps_ranks_sum_int(ctx, &n, 1);
  return n;
}

aps_err aps_camera_frame(aps_ctx *ctx, aps_camera *camera, const aps_view *v, int width,
                         int height) {
  int64_t *room;
  APS_TRY(aps_ranks_agree(ctx, aps_quantile_room(ctx, &room)));
  /* A handful of bodies must all show; of many, a few in a hundred may lie outside. */
  const double tail = count_all(ctx, v) > 200 ? 0.02 : 0;
  double half[2];
  for (int k = 0; k < 2; k++) {
    const double *x = axis(v, k ? camera->up : camera->across);
    const double low = aps_quantile(ctx, x, v->n, tail, room),
                 high = aps_quantile(ctx, x, v->n, 1 - tail, room);
    /* Of many, a width that was asked for looks at the densest part; else all must fit in. */
    camera->centre[k] =
        tail > 0 && camera->width > 0 ? aps_quantile(ctx, x, v->n, 0.5, room) : (low + high) / 2;
    half[k] = (high - low) / 2;
  }
  aps_release(ctx, room);
  if (!(camera->width > 0)) {
    const double aspect = (double)width / height;
    camera->width = 2 * 1.2 * fmax(half[0], half[1] * aspect);
    if (!(camera->width > 0) || !isfinite(camera->width)) camera->width = 1; /* one particle */
  }
  return APS_OK;
}

/* ---- colours ---- */

typedef struct {
  float r, g, b;
} colour;

/* Okabe and Ito's palette, distinguishable with any colour vision; linear light. */
static const colour palette[SPECIES] = {
    {0.093f, 0.456f, 0.815f}, /* sky blue   */
    {0.791f, 0.347f, 0.012f}, /* orange     */
    {0.604f, 0.191f, 0.386f}, /* purple     */
    {0.012f, 0.342f, 0.171f}, /* green      */
    {0.871f, 0.775f, 0.054f}, /* yellow     */
    {0.665f, 0.112f, 0.012f}, /* vermillion */
    {0.012f, 0.168f, 0.445f}, /* blue       */
    {0.450f, 0.450f, 0.450f}, /* grey       */
};

typedef struct {
  int species;               /* how many there are */
  int tint[SPECIES];         /* place in the palette, by rank among the species there are */
  float light[SPECIES];      /* of one particle */
  double slow, fast, vel[3]; /* one species: quantiles of the speed against the mean velocity */
} scheme;

static double speed_of(const aps_view *v, int64_t i, const double mean[3]) {
  const double x = v->vx[i] - mean[0], y = v->vy[i] - mean[1], z = v->vz[i] - mean[2];
  return sqrt(x * x + y * y + z * z);
}

/* Rare species shine brighter, by the root of their rarity, so that none drowns. */
static void count_species(aps_ctx *ctx, scheme *s, const aps_view *v) {
  int64_t count[SPECIES] = {0}, most = 1;
  for (int64_t i = 0; i < v->n; i++) count[v->type ? v->type[i] % SPECIES : 0]++;
  aps_ranks_sum_int(ctx, count, SPECIES);
  for (int k = 0; k < SPECIES; k++) {
    if (count[k] > 0) s->tint[k] = s->species++;
    if (count[k] > most) most = count[k];
  }
  for (int k = 0; k < SPECIES; k++)
    s->light[k] = count[k] ? (float)fmin(sqrt((double)most / (double)count[k]), 5) : 1;
}

/* speeds: room for n. */
static void choose_scheme(aps_ctx *ctx, scheme *s, const aps_view *v, double *speeds,
                          int64_t *room) {
  *s = (scheme){0};
  count_species(ctx, s, v);
  int64_t still = v->n > 0 && !v->vx; /* a rank without particles may have no columns */
  aps_ranks_max_int(ctx, &still, 1);
  const int64_t n = count_all(ctx, v);
  if (s->species > 1 || still || n < 2) return;
  const double *const velocity[3] = {v->vx, v->vy, v->vz};
  for (int k = 0; k < 3; k++) s->vel[k] = aps_exact_sum(ctx, velocity[k], NULL, v->n) / (double)n;
  for (int64_t i = 0; i < v->n; i++) speeds[i] = speed_of(v, i, s->vel);
  s->slow = aps_quantile(ctx, speeds, v->n, 0.05, room);
  s->fast = aps_quantile(ctx, speeds, v->n, 0.97, room);
}

/* Slow is orange, fast is blue, as stars go from cool to hot. */
static colour speed_colour(double t) {
  static const colour stops[4] = {
      {0.85f, 0.22f, 0.03f}, {0.80f, 0.42f, 0.16f}, {0.42f, 0.52f, 0.66f}, {0.12f, 0.36f, 0.95f}};
  const double at = 3 * fmin(fmax(t, 0), 1);
  const int k = at < 2 ? (int)at : 2;
  const float f = (float)(at - k);
  return (colour){stops[k].r + f * (stops[k + 1].r - stops[k].r),
                  stops[k].g + f * (stops[k + 1].g - stops[k].g),
                  stops[k].b + f * (stops[k + 1].b - stops[k].b)};
}

static colour light_of(const scheme *s, const aps_view *v, int64_t i) {
  const int kind = v->type ? (int)(v->type[i] % SPECIES) : 0;
  colour c = palette[s->tint[kind]];
  if (s->species <= 1 && s->fast > s->slow) {
    const double speed = speed_of(v, i, s->vel);
    c = speed_colour(isfinite(speed) ? (speed - s->slow) / (s->fast - s->slow) : 1);
  }
  const float l = s->light[kind];
  return (colour){l * c.r, l * c.g, l * c.b};
}

aps_err aps_species_light(aps_ctx *ctx, const aps_view *v, float *out) {
  scheme s;
  int64_t *room = NULL;
  double *speeds = aps_alloc(ctx, "picture", v->n + 1, sizeof *speeds);
  const aps_err err = aps_ranks_agree(ctx, speeds ? aps_quantile_room(ctx, &room) : APS_EMEM);
  if (err == APS_OK) choose_scheme(ctx, &s, v, speeds, room);
  aps_release(ctx, room);
  aps_release(ctx, speeds);
  if (err != APS_OK) return err;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < v->n; i++) {
    const colour c = light_of(&s, v, i);
    out[3 * i] = c.r, out[3 * i + 1] = c.g, out[3 * i + 2] = c.b;
  }
  return APS_OK;
}

/* ---- glow: radius from the local density ---- */

typedef struct { /* counts on ever coarser cells; level l has cells of CELL << l pixels */
  int nx[LEVELS], ny[LEVELS];
  int64_t *count[LEVELS], *owned;
} pyramid;

static aps_err pyramid_create(aps_ctx *ctx, int width, int height, pyramid *p) {
  int64_t total = 0;
  for (int l = 0; l < LEVELS; l++) {
    p->nx[l] = (width + 2 * MARGIN) / (CELL << l) + 1;
    p->ny[l] = (height + 2 * MARGIN) / (CELL << l) + 1;
    total += (int64_t)p->nx[l] * p->ny[l];
  }
  p->owned = aps_alloc(ctx, "picture", total, sizeof(int64_t));
  if (!p->owned) return APS_EMEM;
  int64_t *at = p->owned;
  for (int l = 0; l < LEVELS; l++) {
    p->count[l] = at;
    at += (int64_t)p->nx[l] * p->ny[l];
  }
  return APS_OK;
}

static void pyramid_fill(aps_ctx *ctx, pyramid *p, const float *px, const float *py, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    const int cx = (int)(px[i] + MARGIN) / CELL, cy = (int)(py[i] + MARGIN) / CELL;
    p->count[0][(int64_t)cy * p->nx[0] + cx]++;
  }
  aps_ranks_sum_int(ctx, p->count[0], (int64_t)p->nx[0] * p->ny[0]);
  for (int l = 1; l < LEVELS; l++)
    for (int y = 0; y < p->ny[l - 1]; y++)
      for (int x = 0; x < p->nx[l - 1]; x++)
        p->count[l][(int64_t)(y / 2) * p->nx[l] + x / 2] +=
            p->count[l - 1][(int64_t)y * p->nx[l - 1] + x];
}

/* Particles per square pixel around (x, y), from the finest 3 x 3 cells that hold GLOW_COUNT of
 * them. */
static double density(const pyramid *p, float x, float y) {
  int64_t found = 0;
  double area = 1;
  for (int l = 0; l < LEVELS; l++) {
    const int cx = (int)(x + MARGIN) / (CELL << l), cy = (int)(y + MARGIN) / (CELL << l);
    found = 0;
    for (int j = cy - 1; j <= cy + 1; j++)
      for (int i = cx - 1; i <= cx + 1; i++)
        if (i >= 0 && j >= 0 && i < p->nx[l] && j < p->ny[l])
          found += p->count[l][(int64_t)j * p->nx[l] + i];
    area = 9.0 * (CELL << l) * (CELL << l);
    if (found >= GLOW_COUNT) break;
  }
  return (double)found / area;
}

/* ---- splats ---- */

typedef struct {
  float x, y;                  /* pixel coordinates of the centre */
  float point, glow;           /* radii, pixels */
  float point_norm, glow_norm; /* light per unit of kernel sum */
  colour c;
} mark;

static float kernel(float dx, float dy, float inverse2) {
  const float t = 1 - (dx * dx + dy * dy) * inverse2;
  return t > 0 ? t * t * t : 0;
}

static float kernel_sum(float x, float y, float radius) {
  float sum = 0;
  const float inverse2 = 1 / (radius * radius);
  for (int j = (int)floorf(y - radius); j <= (int)ceilf(y + radius); j++)
    for (int i = (int)floorf(x - radius); i <= (int)ceilf(x + radius); i++)
      sum += kernel((float)i - x, (float)j - y, inverse2);
  return sum;
}

/* The discrete sum is the integral, pi r^2 / 4, to a part in 1e4 beyond a few pixels. */
static float norm(const mark *m, float radius) {
  return 1 / (radius > 6 ? 0.785398163f * radius * radius : kernel_sum(m->x, m->y, radius));
}

typedef struct { /* [height][width][3], in LIGHT_UNITs */
  int width, height;
  int64_t *light;
} counts;

static void add_kernel(const counts *image, const mark *m, float radius, float amount, int row0,
                       int row1) {
  const int j0 = (int)fmaxf(ceilf(m->y - radius), (float)row0),
            j1 = (int)fminf(floorf(m->y + radius), (float)row1 - 1);
  const int i0 = (int)fmaxf(ceilf(m->x - radius), 0);
  const int i1 = (int)fminf(floorf(m->x + radius), (float)image->width - 1);
  const float inverse2 = 1 / (radius * radius);
  amount *= 1 / LIGHT_UNIT;
  for (int j = j0; j <= j1; j++) {
    int64_t *row = image->light + 3 * (int64_t)j * image->width;
    for (int i = i0; i <= i1; i++) {
      const float w = amount * kernel((float)i - m->x, (float)j - m->y, inverse2);
      row[3 * i] += (int64_t)(w * m->c.r);
      row[3 * i + 1] += (int64_t)(w * m->c.g);
      row[3 * i + 2] += (int64_t)(w * m->c.b);
    }
  }
}

/* Rows in the picture or near enough to shine into it. */
static int64_t project(const aps_camera *camera, const aps_view *v, const aps_canvas *image,
                       float *px, float *py, int64_t *row) {
  const double scale = image->width / camera->width;
  const double *a = axis(v, camera->across), *b = axis(v, camera->up);
  int64_t count = 0;
  for (int64_t i = 0; i < v->n; i++) {
    const double x = (a[i] - camera->centre[0]) * scale + 0.5 * (image->width - 1);
    const double y = 0.5 * (image->height - 1) - (b[i] - camera->centre[1]) * scale;
    if (!(x > -MARGIN && x < image->width + MARGIN && y > -MARGIN && y < image->height + MARGIN))
      continue;
    px[count] = (float)x;
    py[count] = (float)y;
    row[count++] = i;
  }
  return count;
}

static void draw(const counts *image, const mark *marks, int64_t n) {
  const int bands = (image->height + BAND - 1) / BAND;
#pragma omp parallel for schedule(dynamic, 1)
  for (int band = 0; band < bands; band++) {
    const int row0 = band * BAND, row1 = row0 + BAND < image->height ? row0 + BAND : image->height;
    for (int64_t i = 0; i < n; i++) {
      const mark *m = &marks[i];
      if (m->y + m->glow < (float)row0 || m->y - m->glow > (float)row1) continue;
      add_kernel(image, m, m->glow, (float)(1 - POINT_LIGHT) * m->glow_norm, row0, row1);
      add_kernel(image, m, m->point, (float)POINT_LIGHT * m->point_norm, row0, row1);
    }
  }
}

typedef struct { /* what a picture takes beside the image */
  pyramid cells;
  float *px, *py;
  double *speeds;
  int64_t *row, *room;
  mark *marks;
  counts sum;
} easel;

static void splat_with(aps_ctx *ctx, const aps_camera *camera, const aps_view *v, aps_canvas *image,
                       easel *e) {
  scheme colours;
  choose_scheme(ctx, &colours, v, e->speeds, e->room);
  const int64_t n = project(camera, v, image, e->px, e->py, e->row);
  int64_t all = n;
  aps_ranks_sum_int(ctx, &all, 1);
  pyramid_fill(ctx, &e->cells, e->px, e->py, n);
  const double unit = image->height / 720.0; /* the same picture at any size */
  const double cover = sqrt(0.003 * image->width * image->height / ((double)all + 1));
  const double point = fmin(fmax(cover, 1.5 * unit), 8 * unit);
  const double widest = fmin(fmax(80 * unit, 5 * point), MARGIN);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) {
    mark *m = &e->marks[i];
    const double radius = sqrt(GLOW_COUNT / (3.14159265 * density(&e->cells, e->px[i], e->py[i])));
    *m = (mark){e->px[i],
                e->py[i],
                (float)fmax(point, 1.1),
                (float)fmin(fmax(radius, 2 * fmax(point, 1.1)), widest),
                0,
                0,
                light_of(&colours, v, e->row[i])};
    m->point_norm = norm(m, m->point);
    m->glow_norm = norm(m, m->glow);
  }
  draw(&e->sum, e->marks, n);
  const int64_t values = 3 * (int64_t)image->width * image->height;
  aps_ranks_sum_int(ctx, e->sum.light, values);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < values; i++) image->rgb[i] += (float)e->sum.light[i] * LIGHT_UNIT;
}

static aps_err easel_create(aps_ctx *ctx, int64_t n, const aps_canvas *image, easel *e) {
  APS_TRY(pyramid_create(ctx, image->width, image->height, &e->cells));
  APS_TRY(aps_quantile_room(ctx, &e->room));
  e->sum = (counts){image->width, image->height, NULL};
  e->sum.light =
      aps_alloc(ctx, "picture", 3 * (int64_t)image->width * image->height, sizeof(int64_t));
  e->px = aps_alloc(ctx, "picture", n + 1, sizeof *e->px);
  e->py = aps_alloc(ctx, "picture", n + 1, sizeof *e->py);
  e->row = aps_alloc(ctx, "picture", n + 1, sizeof *e->row);
  e->speeds = aps_alloc(ctx, "picture", n + 1, sizeof *e->speeds);
  e->marks = aps_alloc(ctx, "picture", n + 1, sizeof *e->marks);
  return e->sum.light && e->px && e->py && e->row && e->speeds && e->marks ? APS_OK : APS_EMEM;
}

static void easel_free(aps_ctx *ctx, easel *e) {
  aps_release(ctx, e->marks);
  aps_release(ctx, e->speeds);
  aps_release(ctx, e->row);
  aps_release(ctx, e->py);
  aps_release(ctx, e->px);
  aps_release(ctx, e->sum.light);
  aps_release(ctx, e->room);
  aps_release(ctx, e->cells.owned);
}

aps_err aps_splat(aps_ctx *ctx, const aps_camera *camera, const aps_view *v, aps_canvas *image) {
  easel e = {0};
  const aps_err err = aps_ranks_agree(ctx, easel_create(ctx, v->n, image, &e));
  if (err == APS_OK) splat_with(ctx, camera, v, image, &e);
  easel_free(ctx, &e);
  return err;
}

/* ---- tone ---- */

static float brightest(const float *c) { return fmaxf(c[0], fmaxf(c[1], c[2])); }

aps_err aps_camera_expose(aps_ctx *ctx, aps_camera *camera, const aps_canvas *image) {
  if (camera->white > 0) return APS_OK;
  const int64_t pixels = (int64_t)image->width * image->height, stride = pixels / SAMPLE + 1;
  double *lit = aps_alloc(ctx, "picture", SAMPLE + 1, sizeof(double)), most = 0;
  APS_TRY(aps_ranks_agree(ctx, lit ? APS_OK : APS_EMEM));
  int64_t count = 0;
  for (int64_t i = 0; i < pixels; i++) {
    const double value = brightest(image->rgb + 3 * i);
    most = fmax(most, value);
    if (i % stride == 0 && value > 0) lit[count++] = value;
  }
  qsort(lit, (size_t)count, sizeof *lit, ascending);
  camera->white = fmax(quantile(lit, count, 0.9995), most / 4);
  camera->dark = fmax(quantile(lit, count, 0.6), camera->white / 400);
  if (!(camera->white > 0)) camera->white = camera->dark = 1; /* nothing in view */
  aps_release(ctx, lit);
  return APS_OK;
}

static unsigned char srgb(float linear) {
  const float c = fminf(fmaxf(linear, 0), 1);
  const float s = c <= 0.0031308f ? 12.92f * c : 1.055f * powf(c, 1 / 2.4f) - 0.055f;
  return (unsigned char)(255 * s + 0.5f);
}

enum { FINE = 16384 }; /* a step is at most 0.2 of a byte */

void aps_tone(const aps_camera *camera, const aps_canvas *image, unsigned char *out) {
  static const float night[3] = {0.0018f, 0.0022f, 0.0045f};
  const int64_t pixels = (int64_t)image->width * image->height;
  const double full = asinh(camera->white / camera->dark);
  const float per_dark = (float)(1 / camera->dark), per_full = (float)(1 / full);
  unsigned char byte[FINE + 1];
  for (int k = 0; k <= FINE; k++) byte[k] = srgb((float)k / FINE);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < pixels; i++) {
    const float *c = image->rgb + 3 * i, value = brightest(c);
    const float t = value > 0 ? fminf(asinhf(value * per_dark) * per_full, 1) : 0;
    const float shown = t * t, pale = 0.4f * t * t * t * t; /* the brightest only hint at white */
    for (int k = 0; k < 3; k++) {
      const float hue = value > 0 ? c[k] / value : 0;
      const float linear = shown * (hue + pale * (1 - hue)) + night[k];
      out[3 * i + k] = byte[(int)(fminf(fmaxf(linear, 0), 1) * FINE + 0.5f)];
    }
  }
}
