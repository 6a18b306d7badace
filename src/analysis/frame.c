/* From where particles are looked at: the centre by shrinking spheres (Power et al. 2003, MNRAS
 * 338, 14, section 2.5). The centre of mass of the particles in a sphere becomes the centre of the
 * next, 2.5 % smaller one, until 1000 particles or 1 % of them are left. Two changes, neither of
 * which moves the result: a sphere first shrinks to its outermost particle, so that one far away
 * costs one step and not hundreds; and the large spheres look at every k-th particle only, of which
 * 16 000 stay, so that the work is a few passes over all particles.
 *
 * Where the density is flat a small sphere anywhere is its own centre of mass, so the last ones
 * wander, drawn along by noise: in a uniform sphere up to half its radius. So the last sphere is
 * compared with one as large about the median, the point with the least sum of distances. Where
 * that holds as many particles, but for noise, there is no peak, and the median is the centre: off
 * by R / sqrt(n) in the uniform sphere, by 1.5 a / sqrt(n) in Plummer's, of whose cores the spheres
 * end anywhere within 0.12 a.
 *
 * A peak is polished by Tukey's biweight mean, sum w x / sum w with w = m (1 - d^2 / R^2)^2 over
 * d < R (Beers, Flynn & Gebhardt 1990, AJ 100, 32, eq. 5), to its fixed point, R being the distance
 * that holds 30 % of the particles, at least 100. If it leads away by more than R / 2 the spheres
 * have found something smaller than R, and their centre stays.
 *
 * The velocity of the centre is the mean over the innermost tenth of the mass, of at least 100
 * particles. */
#include "analysis.h"
#include <string.h>

enum { SAMPLE = 1 << 17, LEAST = 32, MOST = 1000, INNER = 100 };
static const double shrink_by = 0.975;
static const double polish_part = 0.3, noise = 4.5; /* in roots of the number of particles */

typedef struct {
  double x[3], w;
} point;

/* ---- means ----------------------------------------------------------------------------------- */

void aps_frame_mean(const aps_frame *f, double x[3], double v[3]) {
  aps_exact s[6] = {{0, 0}}, w = {0, 0};
  const double *const column[6] = {f->v.x, f->v.y, f->v.z, f->v.vx, f->v.vy, f->v.vz};
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    const double m = aps_frame_weight(f, i);
    aps_exact_add(&w, m);
    for (int d = 0; d < 6; d++) aps_exact_add(&s[d], m * column[d][i]);
  }
  for (int d = 0; d < 3; d++) {
    x[d] = aps_exact_get(s[d]) / aps_exact_get(w);
    v[d] = aps_exact_get(s[3 + d]) / aps_exact_get(w);
  }
}

/* Of massless points alone: each counts as one. */
static void mean_of(const point *p, int64_t n, double c[3]) {
  double w = 0, s[3] = {0}, plain[3] = {0};
  for (int64_t i = 0; i < n; i++) {
    w += p[i].w;
    for (int d = 0; d < 3; d++) {
      s[d] += p[i].w * (p[i].x[d] - p[0].x[d]);
      plain[d] += p[i].x[d] - p[0].x[d];
    }
  }
  for (int d = 0; d < 3; d++) c[d] = p[0].x[d] + (w > 0 ? s[d] / w : plain[d] / (double)n);
}

static double distance2(const double a[3], const double c[3]) {
  const double x = a[0] - c[0], y = a[1] - c[1], z = a[2] - c[2];
  return x * x + y * y + z * z;
}

/* ---- spheres --------------------------------------------------------------------------------- */

/* Shrinks while more than `stop` points are inside; reorders p. Returns how many stay in (c,
 * radius). */
static int64_t shrink(point *p, int64_t n, int64_t stop, double c[3], double *radius) {
  while (n > stop) {
    mean_of(p, n, c);
    double far2 = 0;
    for (int64_t i = 0; i < n; i++) far2 = fmax(far2, distance2(p[i].x, c));
    const double r2 = fmin(far2, *radius * *radius) * shrink_by * shrink_by;
    int64_t inside = 0;
    for (int64_t i = 0; i < n; i++) inside += distance2(p[i].x, c) <= r2;
    if (inside < 2 || inside == n) break; /* nothing to gain, or coincident points */
    *radius = sqrt(r2);
    for (int64_t i = 0, k = 0; i < n; i++)
      if (distance2(p[i].x, c) <= r2) p[k++] = p[i];
    n = inside;
  }
  mean_of(p, n, c);
  return n;
}

static int64_t count_inside(const aps_frame *f, double radius) {
  int64_t inside = 0;
  for (int64_t k = 0; k < f->n; k++) inside += aps_frame_radius(f, aps_frame_row(f, k)) <= radius;
  return inside;
}

static int64_t gather(const aps_frame *f, double radius, int64_t stride, point *out) {
  int64_t seen = 0, n = 0;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    if (aps_frame_radius(f, i) > radius || seen++ % stride) continue;
    out[n++] = (point){{f->v.x[i], f->v.y[i], f->v.z[i]}, aps_frame_weight(f, i)};
  }
  return n;
}

/* Starts from f->centre, the centre of mass. */
static aps_err shrinking_spheres(aps_ctx *ctx, aps_frame *f) {
  const int64_t hundredth = f->n / 100;
  const int64_t stop = hundredth < LEAST ? LEAST : hundredth > MOST ? MOST : hundredth;
  if (f->n <= stop) return APS_OK;
  point *p = aps_alloc(ctx, "shrinking spheres", f->n < SAMPLE ? f->n : SAMPLE, sizeof *p);
  if (p == NULL) return APS_EMEM;
  double radius = INFINITY;
  for (int64_t inside = f->n, stride = 2; stride > 1;) {
    stride = (inside + SAMPLE - 1) / SAMPLE;
    const int64_t n = gather(f, radius, stride, p);
    f->centre_n = shrink(p, n, stride > 1 ? SAMPLE / 8 : stop, f->centre, &radius);
    const int64_t before = inside;
    if (stride > 1) inside = count_inside(f, radius);
    if (inside == 0 || (stride > 1 && inside == before)) break; /* coincident particles */
  }
  f->centre_radius = isfinite(radius) ? radius : 0;
  aps_release(ctx, p);
  return APS_OK;
}

/* ---- is there a peak? ------------------------------------------------------------------------ */

/* Moves c to where the sum of distances is least, of every k-th row where there are many (Weiszfeld
 * 1937): the step comes to a third of what is left in a round cloud. */
static void spatial_median(const aps_frame *f, double c[3]) {
  enum { STEPS = 60 };
  const int64_t stride = (f->n + SAMPLE - 1) / SAMPLE;
  const double near = 1e-9 * f->centre_radius;
  for (int k = 0; k < STEPS; k++) {
    double w = 0, s[3] = {0};
    for (int64_t j = 0; j < f->n; j += stride) {
      const int64_t i = aps_frame_row(f, j);
      const double x[3] = {f->v.x[i], f->v.y[i], f->v.z[i]};
      const double u = aps_frame_weight(f, i) / fmax(sqrt(distance2(x, c)), near);
      w += u;
      for (int d = 0; d < 3; d++) s[d] += u * (x[d] - c[d]);
    }
    if (!(w > 0)) return;
    for (int d = 0; d < 3; d++) c[d] += s[d] / w;
    if (s[0] * s[0] + s[1] * s[1] + s[2] * s[2] <= near * near * w * w) return;
  }
}

/* 0: there is none, and the centre has become the median. */
static int find_peak(aps_frame *f) {
  double spheres[3];
  if (f->centre_n == 0 || !(f->centre_radius > 0)) return f->centre_n > 0;
  memcpy(spheres, f->centre, sizeof spheres);
  spatial_median(f, f->centre);
  const double n = (double)f->centre_n, inside = (double)count_inside(f, f->centre_radius);
  if (n - inside <= noise * sqrt(n)) return 0;
  memcpy(f->centre, spheres, sizeof spheres);
  return 1;
}

/* ---- polishing ------------------------------------------------------------------------------- */

/* One biweight mean about c; 0 when nothing has weight. */
static int biweight(const aps_frame *f, const double c[3], double R, double out[3]) {
  double w = 0, s[3] = {0};
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    const double x = f->v.x[i] - c[0], y = f->v.y[i] - c[1], z = f->v.z[i] - c[2];
    const double u = 1 - (x * x + y * y + z * z) / (R * R);
    if (u <= 0) continue;
    const double m = aps_frame_weight(f, i) * u * u;
    w += m;
    s[0] += m * x, s[1] += m * y, s[2] += m * z;
  }
  for (int d = 0; d < 3 && w > 0; d++) out[d] = c[d] + s[d] / w;
  return w > 0;
}

/* f->radius is sorted about the spheres' centre. */
static void polish(aps_frame *f) {
  const int64_t part = (int64_t)(polish_part * (double)f->n), least = part < INNER ? INNER : part;
  if (least >= f->n) return;
  const double R = f->radius[least].key, near = 1e-6 * R;
  double c[3], next[3], moved = INFINITY;
  memcpy(c, f->centre, sizeof c);
  for (int k = 0; k < 60 && moved > near && R > 0; k++) {
    if (!biweight(f, c, R, next)) return;
    moved = sqrt(distance2(next, c));
    memcpy(c, next, sizeof c);
    if (distance2(c, f->centre) > R * R / 4) return;
  }
  memcpy(f->centre, c, sizeof c);
}

/* ---- the frame ------------------------------------------------------------------------------- */

static aps_err sort_radii(aps_ctx *ctx, aps_frame *f) {
  if (f->radius == NULL) f->radius = aps_alloc(ctx, "distances", f->n, sizeof *f->radius);
  if (f->radius == NULL) return APS_EMEM;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    f->radius[k] = (aps_pair){aps_frame_radius(f, i), aps_frame_weight(f, i)};
  }
  return aps_pairs_sort(ctx, f->radius, f->n);
}

static void inner_velocity(aps_frame *f) {
  double limit = aps_pairs_quantile(f->radius, f->n, 0.1);
  const int64_t least = f->n < INNER ? f->n : INNER;
  limit = fmax(limit, f->radius[least - 1].key);
  double w = 0, s[3] = {0};
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    if (aps_frame_radius(f, i) > limit) continue;
    const double m = aps_frame_weight(f, i);
    w += m;
    s[0] += m * f->v.vx[i], s[1] += m * f->v.vy[i], s[2] += m * f->v.vz[i];
  }
  for (int d = 0; d < 3 && w > 0; d++) f->velocity[d] = s[d] / w;
}

aps_err aps_frame_make(aps_ctx *ctx, aps_view v, const int64_t *rows, int64_t n,
                       const aps_analysis_setup *setup, aps_frame *f) {
  *f = (aps_frame){.v = v, .rows = rows, .n = n, .by_number = 1};
  for (int d = 0; d < 3; d++) f->axis[d][d] = 1;
  for (int64_t k = 0; k < n && f->by_number; k++) f->by_number = !(v.mass[aps_frame_row(f, k)] > 0);
  aps_frame_mean(f, f->centre, f->velocity);
  if (setup->centring == APS_CENTRE_NONE) return APS_OK;
  if (setup->centring == APS_CENTRE_SHRINK) APS_TRY(shrinking_spheres(ctx, f));
  f->centre_peak = setup->centring == APS_CENTRE_SHRINK && find_peak(f);
  if (setup->centring == APS_CENTRE_GIVEN) memcpy(f->centre, setup->centre, sizeof f->centre);
  APS_TRY(sort_radii(ctx, f));
  if (f->centre_peak) {
    polish(f);
    APS_TRY(sort_radii(ctx, f));
  }
  if (setup->centring != APS_CENTRE_MASS) inner_velocity(f);
  return APS_OK;
}

void aps_frame_end(aps_ctx *ctx, aps_frame *f) {
  aps_release(ctx, f->radius);
  f->radius = NULL;
}

/* The two other axes: from the coordinate axis that lies farthest from the direction. */
void aps_frame_axis(aps_frame *f, const double direction[3]) {
  const double length = sqrt(distance2(direction, (double[3]){0, 0, 0}));
  if (!(length > 0) || !isfinite(length)) return;
  double(*e)[3] = f->axis;
  int least = 0;
  for (int d = 0; d < 3; d++) {
    e[2][d] = direction[d] / length;
    if (fabs(e[2][d]) < fabs(e[2][least])) least = d;
  }
  double norm = 0;
  for (int d = 0; d < 3; d++) e[0][d] = (d == least) - e[2][least] * e[2][d];
  for (int d = 0; d < 3; d++) norm += e[0][d] * e[0][d];
  for (int d = 0; d < 3; d++) e[0][d] /= sqrt(norm);
  for (int d = 0; d < 3; d++)
    e[1][d] = e[2][(d + 1) % 3] * e[0][(d + 2) % 3] - e[2][(d + 2) % 3] * e[0][(d + 1) % 3];
}

aps_polar aps_frame_polar(const aps_frame *f, int64_t i) {
  const double x[3] = {f->v.x[i] - f->centre[0], f->v.y[i] - f->centre[1],
                       f->v.z[i] - f->centre[2]};
  const double v[3] = {f->v.vx[i] - f->velocity[0], f->v.vy[i] - f->velocity[1],
                       f->v.vz[i] - f->velocity[2]};
  double p[3], u[3];
  for (int d = 0; d < 3; d++) {
    p[d] = f->axis[d][0] * x[0] + f->axis[d][1] * x[1] + f->axis[d][2] * x[2];
    u[d] = f->axis[d][0] * v[0] + f->axis[d][1] * v[1] + f->axis[d][2] * v[2];
  }
  aps_polar q = {.R = sqrt(p[0] * p[0] + p[1] * p[1]), .z = p[2], .v_z = u[2]};
  q.r = aps_frame_radius(f, i);
  const double c = q.R > 0 ? p[0] / q.R : 1, s = q.R > 0 ? p[1] / q.R : 0; /* on the axis: any */
  const double cos_theta = q.r > 0 ? q.z / q.r : 1, sin_theta = q.r > 0 ? q.R / q.r : 0;
  q.v_R = c * u[0] + s * u[1];
  q.v_phi = c * u[1] - s * u[0];
  q.v_r = sin_theta * q.v_R + cos_theta * u[2];
  q.v_theta = cos_theta * q.v_R - sin_theta * u[2];
  return q;
}
