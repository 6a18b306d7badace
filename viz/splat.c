/* The pictures of a run: a parallel camera, colours by species or speed, the light of all ranks
 * (light.c), exposure, and the tone map of tone.inc. */
#include "../src/core/exact.h"
#include "../src/core/ranks.h"
#include "colour.h"
#include "light.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "splat.inc"
#include "tone.inc"

enum { SAMPLE = 200000, SPECIES = APS_SPECIES_MOST };

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

/* Coordinates of this rank's bodies along both axes of the picture; of those far out, of all ranks' handful, no number.
 * 0: there are more, and x is as it is. Collective. */
static int leave_out(aps_ctx *ctx, const aps_camera *camera, const aps_view *v, double near[2][APS_HANDFUL],
                     const double *x[2]) {
  const double *const own[4] = {v->x, v->y, v->z, v->mass};
  union {
    double x[4][APS_HANDFUL];
    int64_t bits[4 * APS_HANDFUL];
  } all = {0};
  char out[APS_HANDFUL];
  int64_t total;
  const int64_t first = aps_ranks_before(ctx, v->n, &total);
  for (int k = 0; k < 2; k++) x[k] = axis(v, k ? camera->up : camera->across);
  if (total > APS_HANDFUL) return 0;
  for (int c = 0; c < 4; c++)
    if (own[c] && v->n > 0) memcpy(all.x[c] + first, own[c], sizeof(double) * (size_t)v->n);
  aps_ranks_sum_int(ctx, all.bits, 4 * APS_HANDFUL); /* one rank has each number, the others zero bits */
  aps_far_out((const double *const[3]){all.x[0], all.x[1], all.x[2]}, all.x[3], total, out);
  for (int k = 0; k < 2; k++) {
    for (int64_t i = 0; i < v->n; i++) near[k][i] = out[first + i] ? NAN : x[k][i];
    x[k] = near[k];
  }
  return 1;
}

/* Widens [low, high] along both axes for whoever has a twentieth of the mass of all. Collective. */
static void hold_weighty(aps_ctx *ctx, const aps_view *v, const double *const x[2], double low[2], double high[2]) {
  double total = 0;
  for (int64_t i = 0; v->mass && i < v->n; i++) total += v->mass[i];
  aps_ranks_sum(ctx, &total, 1);
  for (int64_t i = 0; total > 0 && v->mass && i < v->n; i++)
    for (int k = 0; k < 2 && aps_is_weighty(v->mass[i], total); k++)
      if (isfinite(x[k][i])) low[k] = fmin(low[k], x[k][i]), high[k] = fmax(high[k], x[k][i]);
  aps_ranks_min(ctx, low, 2);
  aps_ranks_max(ctx, high, 2);
}

#define GLOW 0.05 /* room for a halo, of the height: splat.inc */

/* The share of a picture, across and up, within which a handful of bodies stays: with their halos, and clear of the legend. */
static void inner(int width, int height, double share[2]) {
  share[0] = 1 - 2 * fmax(GLOW * height / width, aps_label_aside(width, height)), share[1] = 1 - 2 * GLOW;
}

/* Of the picture that shows such a box with room around; few: of a handful. */
static double width_of(const double half[2], int width, int height, int few) {
  const double aspect = (double)width / height, wide = 2 * 1.2 * fmax(half[0], half[1] * aspect);
  double share[2];
  inner(width, height, share);
  return few ? fmax(wide, 2 * fmax(half[0] / share[0], half[1] * aspect / share[1])) : wide;
}

aps_err aps_camera_frame(aps_ctx *ctx, aps_camera *camera, const aps_view *v, int width,
                         int height) {
  int64_t *room;
  APS_TRY(aps_ranks_agree(ctx, aps_quantile_room(ctx, &room)));
  double near[2][APS_HANDFUL], low[2], high[2], half[2], middle[2];
  const double *x[2];
  const double tail = leave_out(ctx, camera, v, near, x) ? 0 : 0.02;
  for (int k = 0; k < 2; k++) {
    low[k] = aps_quantile(ctx, x[k], v->n, tail, room);
    high[k] = aps_quantile(ctx, x[k], v->n, 1 - tail, room);
    if (tail > 0)
      aps_span_cap(aps_quantile(ctx, x[k], v->n, 0.2, room), aps_quantile(ctx, x[k], v->n, 0.8, room), &low[k], &high[k]);
    middle[k] = aps_quantile(ctx, x[k], v->n, 0.5, room);
  }
  if (tail > 0) hold_weighty(ctx, v, x, low, high);
  for (int k = 0; k < 2; k++) {
    camera->centre[k] = (low[k] + high[k]) / 2, half[k] = (high[k] - low[k]) / 2;
  }
  /* A width that was asked for looks at the densest part, of few bodies only if they do not all fit in. */
  const double wide = fmax(half[0], half[1] * width / height);
  if (camera->width > 0 && (tail > 0 || 2 * wide > camera->width)) memcpy(camera->centre, middle, sizeof middle);
  aps_release(ctx, room);
  if (!(camera->width > 0)) {
    camera->width = width_of(half, width, height, tail == 0);
    if (!(camera->width > 0) || !isfinite(camera->width)) camera->width = 1; /* one particle */
  }
  return APS_OK;
}

aps_err aps_camera_widen(aps_ctx *ctx, aps_camera *camera, const aps_view *v, int width, int height, int first) {
  double near[2][APS_HANDFUL], low[2], high[2], half[2];
  const double *x[2];
  if (!leave_out(ctx, camera, v, near, x)) return APS_OK;
  int64_t *room;
  APS_TRY(aps_ranks_agree(ctx, aps_quantile_room(ctx, &room)));
  const double aspect = (double)width / height;
  for (int k = 0; k < 2; k++)
    low[k] = aps_quantile(ctx, x[k], v->n, 0, room), high[k] = aps_quantile(ctx, x[k], v->n, 1, room);
  aps_release(ctx, room);
  double share[2];
  inner(width, height, share);
  const double inside[2] = {camera->width / 2 * share[0], camera->width / aspect / 2 * share[1]};
  const double most = fmax(high[0] - low[0], high[1] - low[1]) / 2;
  double centre[2];
  int grows = first;
  for (int k = 0; k < 2; k++) {
    const double from = camera->centre[k] - inside[k], to = camera->centre[k] + inside[k];
    grows |= low[k] < from || high[k] > to;
    const double a = first ? low[k] : fmin(low[k], from), b = first ? high[k] : fmax(high[k], to);
    centre[k] = (a + b) / 2, half[k] = first ? most : (b - a) / 2;
  }
  const double needs = 2 * fmax(half[0] / share[0], half[1] * aspect / share[1]);
  const double wide = first ? width_of(half, width, height, 1) : needs;
  if (!grows || !isfinite(wide) || !(wide > camera->width)) return APS_OK;
  camera->width = wide;
  memcpy(camera->centre, centre, sizeof centre);
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

/* Speeds that are equal but for rounding, as those of any two bodies are, tell nothing. */
static int tells_speeds(const aps_species_key *k, int species) { return species <= 1 && k->fast > k->slow * (1 + 1e-6); }

static double speed_of(const aps_view *v, int64_t i, const double mean[3]) {
  const double x = v->vx[i] - mean[0], y = v->vy[i] - mean[1], z = v->vz[i] - mean[2];
  return sqrt(x * x + y * y + z * z);
}

static void count_species(aps_ctx *ctx, const aps_view *v, int64_t out[SPECIES]) {
  int64_t count[SPECIES] = {0};
#pragma omp parallel for schedule(static) reduction(+ : count) if (v->n > 100000)
  for (int64_t i = 0; i < v->n; i++) count[v->type ? v->type[i] % SPECIES : 0]++;
  aps_ranks_sum_int(ctx, count, SPECIES);
  memcpy(out, count, sizeof count);
}

static int species_of(const aps_species_key *k) {
  int species = 0;
  for (int j = 0; j < SPECIES; j++) species += k->count[j] > 0;
  return species;
}

/* Slow is orange, fast is blue, as stars go from cool to hot. */
static const colour stops[4] = {
    {0.85f, 0.22f, 0.03f}, {0.80f, 0.42f, 0.16f}, {0.42f, 0.52f, 0.66f}, {0.12f, 0.36f, 0.95f}};

static colour speed_colour(double t) {
  const double at = 3 * fmin(fmax(t, 0), 1);
  const int k = at < 2 ? (int)at : 2;
  const float f = (float)(at - k);
  return (colour){stops[k].r + f * (stops[k + 1].r - stops[k].r),
                  stops[k].g + f * (stops[k + 1].g - stops[k].g),
                  stops[k].b + f * (stops[k + 1].b - stops[k].b)};
}

void aps_speed_colour(double t, float rgb[3]) {
  const colour c = speed_colour(t);
  rgb[0] = c.r, rgb[1] = c.g, rgb[2] = c.b;
}

static void store(colour c, float light, float out[3]) { out[0] = light * c.r, out[1] = light * c.g, out[2] = light * c.b; }

/* Colours, by rank among the species there are; rare ones shine brighter, by the root of their rarity, so that none drowns. */
static void colour_species(aps_species_key *k) {
  int64_t most = 1;
  int present = 0, absent = species_of(k);
  k->by_speed = tells_speeds(k, absent);
  k->colours = k->by_speed ? 4 : SPECIES;
  for (int j = 0; j < SPECIES; j++)
    if (k->count[j] > most) most = k->count[j];
  for (int j = 0; j < SPECIES; j++) {
    const int rank = k->count[j] > 0 ? present++ : absent++;
    const float light = k->count[j] > 0 ? (float)fmin(sqrt((double)most / (double)k->count[j]), 5) : 1;
    store(palette[rank % SPECIES], 1, k->hue[j]);
    store(palette[rank % SPECIES], light, k->table[j]);
    k->place[j] = (double)j / (SPECIES - 1);
  }
  for (int j = 0; j < 4 && k->by_speed; j++) store(stops[j], 1, k->table[j]);
}

static void find_mean(aps_ctx *ctx, const aps_view *v, int64_t n, double mean[3]) {
  const double *const velocity[3] = {v->vx, v->vy, v->vz};
  for (int k = 0; k < 3; k++) mean[k] = n > 0 ? aps_exact_sum(ctx, velocity[k], NULL, v->n) / (double)n : 0;
}

/* Species of all rows, speeds of some: room for those. */
static void choose_key(aps_ctx *ctx, aps_species_key *k, const aps_view *all, const aps_view *v,
                       double *speeds, int64_t *room) {
  *k = (aps_species_key){0};
  count_species(ctx, all, k->count);
  int64_t still = v->n > 0 && !v->vx; /* a rank without particles may have no columns */
  aps_ranks_max_int(ctx, &still, 1);
  const int64_t n = count_all(ctx, v);
  if (species_of(k) > 1 || still || n < 2) return;
  find_mean(ctx, v, n, k->mean);
  for (int64_t i = 0; i < v->n; i++) speeds[i] = speed_of(v, i, k->mean);
  k->slow = aps_quantile(ctx, speeds, v->n, 0.05, room);
  k->fast = aps_quantile(ctx, speeds, v->n, 0.97, room);
}

static colour light_of(const aps_species_key *k, const aps_view *v, int64_t i) {
  const float *c = k->table[v->type ? v->type[i] % SPECIES : 0];
  if (!k->by_speed) return (colour){c[0], c[1], c[2]};
  const double speed = speed_of(v, i, k->mean);
  return speed_colour(isfinite(speed) ? (speed - k->slow) / (k->fast - k->slow) : 1);
}

/* Room for the choice, and the choice: collective. */
aps_err aps_species_choose(aps_ctx *ctx, const aps_view *all, const aps_view *some,
                           aps_species_key *out) {
  int64_t *room = NULL;
  double *speeds = aps_alloc(ctx, "picture", some->n + 1, sizeof *speeds);
  const aps_err err = aps_ranks_agree(ctx, speeds ? aps_quantile_room(ctx, &room) : APS_EMEM);
  if (err == APS_OK) choose_key(ctx, out, all, some, speeds, room), colour_species(out);
  aps_release(ctx, room);
  aps_release(ctx, speeds);
  return err;
}

void aps_species_join(aps_species_key *k, const aps_species_key *other) {
  for (int j = 0; j < SPECIES; j++)
    if (other->count[j] > k->count[j]) k->count[j] = other->count[j];
  k->slow = fmin(k->slow, other->slow), k->fast = fmax(k->fast, other->fast);
  colour_species(k);
}

aps_err aps_species_light(aps_ctx *ctx, const aps_view *v, const aps_species_key *key, float *out) {
  aps_species_key k;
  if (key) k = *key;
  else APS_TRY(aps_species_choose(ctx, v, v, &k));
  if (key && k.by_speed) find_mean(ctx, v, count_all(ctx, v), k.mean);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < v->n; i++) {
    const colour c = light_of(&k, v, i);
    out[3 * i] = c.r, out[3 * i + 1] = c.g, out[3 * i + 2] = c.b;
  }
  return APS_OK;
}

/* ---- splats ---- */

static void project(const aps_camera *camera, const aps_view *v, const aps_canvas *image,
                    const aps_species_key *colours, aps_mark *m) {
  const double scale = image->width / camera->width, far = 1e6;
  const double *a = axis(v, camera->across), *b = axis(v, camera->up);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < v->n; i++) {
    const double x = (a[i] - camera->centre[0]) * scale + 0.5 * (image->width - 1);
    const double y = 0.5 * (image->height - 1) - (b[i] - camera->centre[1]) * scale;
    const int seen = fabs(x) < far && fabs(y) < far;
    const colour c = light_of(colours, v, i);
    m[i] = (aps_mark){(float)(seen ? x : -far), (float)(seen ? y : -far), 0, {c.r, c.g, c.b}};
  }
}

aps_err aps_splat_told(aps_ctx *ctx, const aps_camera *camera, const aps_view *v, aps_canvas *image, aps_species_key *colours) {
  aps_mark *m = aps_alloc(ctx, "picture", v->n + 1, sizeof *m);
  aps_err err = aps_ranks_agree(ctx, m ? APS_OK : APS_EMEM);
  if (err == APS_OK) err = aps_species_choose(ctx, v, v, colours);
  if (err == APS_OK) {
    project(camera, v, image, colours, m);
    err = aps_light_all(ctx, m, v->n, image);
  }
  aps_release(ctx, m);
  return err;
}

aps_err aps_splat(aps_ctx *ctx, const aps_camera *camera, const aps_view *v, aps_canvas *image) {
  aps_species_key colours;
  return aps_splat_told(ctx, camera, v, image, &colours);
}

double aps_splat_bytes(int64_t n, int width, int height) {
  return (double)n * sizeof(aps_mark) + 3.0 * sizeof(float) * width * height + aps_light_bytes(n, width, height);
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
  camera->dark = fmax(quantile(lit, count, 0.6), camera->white / 20000);
  if (!(camera->white > 0)) camera->white = camera->dark = 1; /* nothing in view */
  aps_release(ctx, lit);
  return APS_OK;
}

enum { FINE = 16384 }; /* a step is at most 0.2 of a byte */

const char *const aps_tone_names[APS_TONES] = {"asinh", "log"};

void aps_tone(const aps_camera *camera, aps_curve curve, const aps_canvas *image, unsigned char *out) {
  static const float night[3] = {APS_TONE_NIGHT_R, APS_TONE_NIGHT_G, APS_TONE_NIGHT_B};
  const int64_t pixels = (int64_t)image->width * image->height;
  const int logarithmic = curve == APS_TONE_LOG;
  const double ratio = camera->white / camera->dark, full = logarithmic ? log1p(ratio) : asinh(ratio);
  const float per_dark = (float)(1 / camera->dark), per_full = (float)(1 / full);
  unsigned char byte[FINE + 1];
  for (int k = 0; k <= FINE; k++)
    byte[k] = (unsigned char)(255 * aps_tone_srgb((float)k / FINE) + 0.5f);
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < pixels; i++) {
    const float *c = image->rgb + 3 * i, value = brightest(c);
    const float t = aps_tone_bright(value, per_dark, per_full, logarithmic);
    for (int k = 0; k < 3; k++) {
      const float hue = value > 0 ? c[k] / value : 0;
      out[3 * i + k] = byte[(int)(aps_tone_channel(t, hue, night[k]) * FINE + 0.5f)];
    }
  }
}
