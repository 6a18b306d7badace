#include "history.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 4096 };
static const double shares[APS_RADII] = {0.1, 0.5, 0.9};

typedef struct {
  double r, mass;
} shell;

static int by_radius(const void *a, const void *b) {
  const double x = ((const shell *)a)->r, y = ((const shell *)b)->r;
  return (x > y) - (x < y);
}
static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(const double *x, int64_t n, int64_t stride, double *room) {
  int64_t m = 0;
  for (int64_t i = 0; i < n; i += stride) room[m++] = x[i];
  qsort(room, (size_t)m, sizeof *room, ascending);
  return m ? room[m / 2] : 0;
}

/* Radii about the medians of the coordinates, which escapers do not move. */
static void radii(const aps_shot *s, float out[APS_RADII]) {
  static const float none[APS_RADII] = {NAN, NAN, NAN};
  const aps_view *v = &s->v;
  const int64_t stride = s->n / SAMPLE + 1;
  double *room = malloc(sizeof(double) * (SAMPLE + 1));
  shell *shells = malloc(sizeof(shell) * (SAMPLE + 1));
  memcpy(out, none, sizeof none);
  if (room && shells) {
    const double c[3] = {median(v->x, s->n, stride, room), median(v->y, s->n, stride, room),
                         median(v->z, s->n, stride, room)};
    double total = 0, sum = 0;
    int64_t m = 0;
    for (int64_t i = 0; i < s->n; i += stride) {
      const double x = v->x[i] - c[0], y = v->y[i] - c[1], z = v->z[i] - c[2];
      shells[m++] = (shell){sqrt(x * x + y * y + z * z), v->mass[i]};
      total += v->mass[i];
    }
    for (int64_t k = 0; k < m && !(total > 0); k++) shells[k].mass = 1;
    if (!(total > 0)) total = (double)m;
    qsort(shells, (size_t)m, sizeof *shells, by_radius);
    for (int64_t k = 0, which = 0; k < m && which < APS_RADII; k++) {
      sum += shells[k].mass;
      while (which < APS_RADII && sum >= shares[which] * total) out[which++] = (float)shells[k].r;
    }
  }
  free(room);
  free(shells);
}

static void speeds(aps_history *h, const aps_shot *s) {
  const aps_view *v = &s->v;
  const int64_t stride = s->n / (8 * SAMPLE) + 1;
  double *u = malloc(sizeof(double) * (8 * SAMPLE + 1));
  int64_t count = 0;
  memset(h->speeds, 0, sizeof h->speeds);
  h->fastest = 0;
  for (int64_t i = 0; u && i < s->n; i += stride) {
    u[count] = sqrt(v->vx[i] * v->vx[i] + v->vy[i] * v->vy[i] + v->vz[i] * v->vz[i]);
    count += isfinite(u[count]);
  }
  if (count > 0) {
    qsort(u, (size_t)count, sizeof *u, ascending);
    const int64_t last = (int64_t)(APS_SPEEDS_SHOWN(s->n) * (double)(count - 1));
    for (int64_t k = 0; k <= last && u[last] > 0; k++)
      h->speeds[(int)fmin(u[k] / u[last] * APS_SPEEDS, APS_SPEEDS - 1)] += 1.0f / (float)count;
    h->fastest = (float)u[last];
  }
  free(u);
}

/* Full: every other entry goes, so that the whole past stays in view. */
static void thin_out(aps_history *h) {
  float *const rows[] = {h->time, h->error, h->virial, h->radius[0], h->radius[1], h->radius[2]};
  for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
    for (int k = 0; k < APS_HISTORY / 2; k++) rows[r][k] = rows[r][2 * k];
  h->n = APS_HISTORY / 2;
}

void aps_history_add(aps_history *h, const aps_shot *s, double now) {
  if (s->n == 0 || now - h->looked < 0.1) return;
  const float t = (float)s->time;
  if (h->scene != s->scene || (h->n > 0 && t < h->time[h->n - 1])) h->n = 0; /* from the start */
  h->scene = s->scene;
  if (h->n > 0 && t == h->time[h->n - 1]) return;
  if (h->n == APS_HISTORY) thin_out(h);
  h->looked = now;
  float r[APS_RADII];
  radii(s, r);
  speeds(h, s);
  h->time[h->n] = t, h->error[h->n] = (float)s->energy_error, h->virial[h->n] = (float)s->virial;
  for (int k = 0; k < APS_RADII; k++) h->radius[k][h->n] = r[k];
  h->n++;
}
