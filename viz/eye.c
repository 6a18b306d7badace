#include "eye.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 100000 };
#define ROOM 1.2 /* around what shows */
#define DEGREE 0.017453292519943295769

aps_eye aps_eye_plane(const char *plane) {
  const int across = plane && strcmp(plane, "yz") == 0 ? 1 : 0;
  const int up = plane && (strcmp(plane, "xz") == 0 || strcmp(plane, "yz") == 0) ? 2 : 1;
  aps_eye eye = {.width = 0};
  eye.right[across] = 1, eye.up[up] = 1;
  eye.back[3 - across - up] = across == 0 && up == 2 ? -1 : 1; /* right x up */
  return eye;
}

void aps_eye_turn(aps_eye *eye, double azimuth, double elevation, double field) {
  const double a = azimuth * DEGREE, e = elevation * DEGREE;
  const double right[3] = {cos(a), sin(a), 0},
               back[3] = {sin(a) * cos(e), -cos(a) * cos(e), sin(e)};
  const double up[3] = {-sin(a) * sin(e), cos(a) * sin(e), cos(e)};
  memcpy(eye->right, right, sizeof right);
  memcpy(eye->back, back, sizeof back);
  memcpy(eye->up, up, sizeof up);
  eye->distance = field > 0 ? 0.5 * eye->width / tan(0.5 * field * DEGREE) : 0;
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double along(const double axis[3], const double *const x[3], int64_t i) {
  return axis[0] * x[0][i] + axis[1] * x[1][i] + axis[2] * x[2][i];
}

static double quantile(const double *sorted, int64_t n, double fraction) {
  return n ? sorted[(int64_t)(fraction * (double)(n - 1) + 0.5)] : 0;
}

/* Of many; NULL, or 0: there are none that weigh so much. */
static double all_of(const double *mass, int64_t n) {
  double sum = 0;
  for (int64_t i = 0; mass && i < n; i++) sum += mass[i];
  return n > APS_HANDFUL ? sum : 0;
}

/* Middle and half width of what all but a few in a hundred span along an axis, and whoever has a twentieth of the mass; of a handful,
 * all but those `out`. */
static void span(const double axis[3], const double *const x[3], const double *mass, double total, int64_t n, const char *out,
                 double *value, double *middle, double *half) {
  const int64_t stride = n / SAMPLE + 1;
  const double tail = n > APS_HANDFUL ? 0.02 : 0;
  int64_t count = 0;
  for (int64_t i = 0; i < n; i += stride) {
    const double s = along(axis, x, i);
    if (isfinite(s) && !(n <= APS_HANDFUL && out[i])) value[count++] = s;
  }
  qsort(value, (size_t)count, sizeof *value, ascending);
  double low = quantile(value, count, tail), high = quantile(value, count, 1 - tail);
  if (tail > 0) aps_span_cap(quantile(value, count, 0.2), quantile(value, count, 0.8), &low, &high);
  for (int64_t i = 0; total > 0 && i < n; i++) {
    if (!aps_is_weighty(mass[i], total)) continue;
    const double s = along(axis, x, i);
    if (isfinite(s)) low = fmin(low, s), high = fmax(high, s);
  }
  *middle = (low + high) / 2, *half = (high - low) / 2;
}

aps_err aps_eye_span(aps_ctx *ctx, const aps_eye *eye, const double *const x[3], const double *mass,
                     int64_t n, double middle[3], double half[3]) {
  char out[APS_HANDFUL];
  double *value = aps_alloc(ctx, "picture", (n < SAMPLE ? n : SAMPLE) + 1, sizeof *value);
  if (!value) return APS_EMEM;
  const double *const axes[3] = {eye->right, eye->up, eye->back};
  aps_far_out(x, mass, n, out);
  const double total = all_of(mass, n);
  for (int k = 0; k < 3; k++) span(axes[k], x, mass, total, n, out, value, &middle[k], &half[k]);
  aps_release(ctx, value);
  return APS_OK;
}

/* Directions of an eye on its way round, ten degrees apart. */
enum { STEP = 10, LOOKS = 37 };
typedef struct {
  aps_eye at[LOOKS];
  int n;
  double across, upward; /* what shows beside and above the line of sight, with room to spare, at distance 1 */
} way;

static void go_round(const aps_round *o, double aspect, const double room[2], way *w) {
  const double turn = fmax(-360, fmin(360, o->turn)), steps = ceil(fabs(turn) / STEP);
  w->n = 1 + (int)steps;
  w->across = tan(0.5 * o->field * DEGREE) / room[0], w->upward = tan(0.5 * o->field * DEGREE) / room[1] / aspect;
  for (int k = 0; k < w->n; k++)
    aps_eye_turn(&w->at[k], o->azimuth + (k ? turn * k / steps : 0), o->elevation, 0);
}

/* How far from the centre the eye must stand for what lies at r from there to show all the way. */
static double stand_off(const way *w, const double r[3]) {
  const double *const x[3] = {&r[0], &r[1], &r[2]};
  double d = 0;
  for (int k = 0; k < w->n; k++) {
    const aps_eye *e = &w->at[k];
    d = fmax(d, fmax(fabs(along(e->right, x, 0)) / w->across, fabs(along(e->up, x, 0)) / w->upward) + along(e->back, x, 0));
  }
  return d;
}

/* The distance from which nearly all of the bodies show that lie in the box of `span`, and those that weigh much. */
static aps_err stand_off_all(aps_ctx *ctx, const way *w, const double centre[3], const double low[3], const double high[3],
                             const double *const x[3], const double *mass, int64_t n, double *d) {
  const int64_t stride = n / SAMPLE + 1;
  const double total = all_of(mass, n);
  double *value = aps_alloc(ctx, "picture", (n < SAMPLE ? n : SAMPLE) + 1, sizeof *value);
  if (!value) return APS_EMEM;
  int64_t count = 0;
  for (int64_t i = 0; i < n; i += stride) {
    int inside = 1;
    double r[3];
    for (int k = 0; k < 3; k++) inside &= x[k][i] >= low[k] && x[k][i] <= high[k], r[k] = x[k][i] - centre[k];
    if (inside) value[count++] = stand_off(w, r);
  }
  qsort(value, (size_t)count, sizeof *value, ascending);
  *d = quantile(value, count, n > APS_HANDFUL ? 0.98 : 1);
  for (int64_t i = 0; total > 0 && i < n; i++)
    if (aps_is_weighty(mass[i], total) && isfinite(x[0][i] + x[1][i] + x[2][i]))
      *d = fmax(*d, stand_off(w, (const double[3]){x[0][i] - centre[0], x[1][i] - centre[1], x[2][i] - centre[2]}));
  aps_release(ctx, value);
  return APS_OK;
}

/* In perspective: middle and half of what `span` found, along x, y and z. */
static aps_err frame_round(aps_ctx *ctx, aps_eye *eye, const double middle[3], const double half[3], const double *const x[3],
                           const double *mass, int64_t n, double aspect, const double room[2], const aps_round *o) {
  const double ahead = tan(0.5 * o->field * DEGREE), before = 0.5 * eye->width / ahead;
  double low[3], high[3], centre[3], shift[3], d;
  way w;
  go_round(o, aspect, room, &w);
  for (int k = 0; k < 3; k++) {
    const double off = 1e-12 * (fabs(middle[k]) + half[k]); /* of rounding */
    low[k] = middle[k] - half[k] - off, high[k] = middle[k] + half[k] + off;
  }
  if (eye->width > 0) {
    APS_TRY(stand_off_all(ctx, &w, eye->centre, low, high, x, mass, n, &d));
    if (d <= before) return APS_OK;
  }
  for (int k = 0; k < 3; k++) {
    const double to = eye->width / room[0] / fmax(1, aspect);
    centre[k] = eye->width > 0 ? (fmin(low[k], eye->centre[k] - to) + fmax(high[k], eye->centre[k] + to)) / 2 : middle[k];
    shift[k] = eye->centre[k] - centre[k];
  }
  APS_TRY(stand_off_all(ctx, &w, centre, low, high, x, mass, n, &d));
  if (eye->width > 0) d = fmax(d, before + stand_off(&w, shift)); /* what shows already goes on doing so */
  memcpy(eye->centre, centre, sizeof centre);
  eye->width = 2 * ahead * d;
  return APS_OK;
}

static void frame_flat(aps_eye *eye, double middle[3], double half[3], double aspect, const double room[2]) {
  const double *const axes[3] = {eye->right, eye->up, eye->back};
  double centre[3] = {0};
  for (int k = 0; k < 3 && eye->width > 0; k++) { /* what shows already shall go on doing so */
    const double at = axes[k][0] * eye->centre[0] + axes[k][1] * eye->centre[1] + axes[k][2] * eye->centre[2];
    const double to = eye->width / (2 * room[k > 0]) / (k == 1 ? aspect : k == 2 ? HUGE_VAL : 1);
    const double low = fmin(middle[k] - half[k], at - to), high = fmax(middle[k] + half[k], at + to);
    middle[k] = (low + high) / 2, half[k] = (high - low) / 2;
  }
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++) centre[d] += middle[k] * axes[k][d];
  memcpy(eye->centre, centre, sizeof centre);
  eye->width = 2 * fmax(room[0] * half[0], room[1] * half[1] * aspect);
}

aps_err aps_eye_frame(aps_ctx *ctx, aps_eye *eye, const double *const x[3], const double *mass,
                      int64_t n, double aspect, double aside, const aps_round *round) {
  const aps_eye plane = aps_eye_plane("xy");
  const double room[2] = {n <= APS_HANDFUL ? fmax(ROOM, 0.5 / (0.5 - aside)) : ROOM, ROOM};
  double middle[3], half[3];
  APS_TRY(aps_eye_span(ctx, round ? &plane : eye, x, mass, n, middle, half));
  if (round)
    APS_TRY(frame_round(ctx, eye, middle, half, x, mass, n, aspect, room, round));
  else
    frame_flat(eye, middle, half, aspect, room);
  if (!(eye->width > 0) || !isfinite(eye->width)) eye->width = 1; /* one particle */
  return APS_OK;
}

void aps_eye_project(const aps_eye *eye, const double *const x[3], int64_t n, int width, int height,
                     aps_mark *m) {
  const double scale = width / eye->width, far = 1e6;
#pragma omp parallel for schedule(static)
  for (int64_t i = 0; i < n; i++) {
    const double r[3] = {x[0][i] - eye->centre[0], x[1][i] - eye->centre[1],
                         x[2][i] - eye->centre[2]};
    double s = scale;
    if (eye->distance > 0) {
      const double depth =
          eye->distance - (r[0] * eye->back[0] + r[1] * eye->back[1] + r[2] * eye->back[2]);
      s = depth > 0.02 * eye->distance ? scale * eye->distance / depth : 0;
    }
    const double a = r[0] * eye->right[0] + r[1] * eye->right[1] + r[2] * eye->right[2];
    const double b = r[0] * eye->up[0] + r[1] * eye->up[1] + r[2] * eye->up[2];
    const double px = a * s + 0.5 * (width - 1), py = 0.5 * (height - 1) - b * s;
    const int seen = s > 0 && fabs(px) < far && fabs(py) < far;
    m[i].x = seen ? (float)px : (float)-far;
    m[i].y = seen ? (float)py : (float)-far;
  }
}
