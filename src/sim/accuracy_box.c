/* The double sum that forces in a periodic box are checked against: Ewald's, written plainly, with
 * another split than the solver's, so that what it returns is the same only if both are right. */
#include "sim.h"
#include "../laws/reference.h"
#include <math.h>
#include <string.h>

static const double cut = 5, pi = 3.14159265358979323846; /* what is left out: erfc(5), exp(-25) */

/* Nearest images. b += sum of what the rows do to a point; self: the row that it is, or -1. */
#define NEAR(name, NAME)                                                                           \
  static void near_##name(aps_view p, const double L[3], double alpha, const double at[3],         \
                          double own, int64_t self, double b[3]) {                                 \
    for (int64_t j = 0; j < p.n; j++) {                                                            \
      if (j == self) continue;                                                                     \
      double d[3] = {p.x[j] - at[0], p.y[j] - at[1], p.z[j] - at[2]}, u, s, g;                     \
      for (int c = 0; c < 3; c++) d[c] -= L[c] * rint(d[c] / L[c]);                                \
      const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2], r = sqrt(r2), x = alpha * r;      \
      const double eps = LAW_MAX(own, p.eps[j]), eps2 = LAW_MAX(eps * eps, law_floor2_reference);  \
      name##_reference(r2 + name##_seed_reference(eps2), eps2, &u, &s, &g);                        \
      /* erf(x) / r^3 - …, by its series where its two terms cancel */                           \
      const double far = x > 0.02 ? (erf(x) - 2 / sqrt(pi) * x * exp(-x * x)) / (r2 * r)           \
                                  : alpha * alpha * alpha * 4 / sqrt(pi) *                         \
                                        (1.0 / 3 - x * x / 5 + x * x * x * x / 14);                \
      for (int c = 0; c < 3; c++) b[c] += p.mass[j] * (s - far) * d[c];                            \
    }                                                                                              \
  }
APS_LAWS(NEAR)

typedef void near_sum(aps_view, const double[3], double, const double[3], double, int64_t,
                      double[3]);
#define NEAR_NAME(name, NAME) [APS_LAW_##NAME] = near_##name,
static near_sum *const nearest[APS_LAW_COUNT] = {APS_LAWS(NEAR_NAME)};

/* One line of wave vectors (x, y, -most … most): its sum over the rows, then what it does to the
 * points. */
static void line(aps_view p, const double L[3], double alpha, const int w[3], int64_t n,
                 const double (*at)[3], double *re, double *im, double *b) {
  const int most = w[2], all = 2 * most + 1;
  const double kx = 2 * pi * w[0] / L[0], ky = 2 * pi * w[1] / L[1], kz = 2 * pi / L[2];
  memset(re, 0, sizeof *re * (size_t)all), memset(im, 0, sizeof *im * (size_t)all);
  for (int64_t j = 0; j < p.n; j++) {
    const double start = kx * p.x[j] + ky * p.y[j] - kz * most * p.z[j], c1 = cos(kz * p.z[j]),
                 s1 = sin(kz * p.z[j]);
    double c = p.mass[j] * cos(start), s = p.mass[j] * sin(start);
    for (int z = 0; z < all; z++) {
      re[z] += c, im[z] += s;
      const double turned = c * c1 - s * s1;
      s = s * c1 + c * s1, c = turned;
    }
  }
  for (int64_t i = 0; i < n; i++) {
    double flat = 0, steep = 0;
    for (int z = -most; z <= most; z++) {
      if (w[0] == 0 && w[1] == 0 && z <= 0) continue; /* half of all, the other half is the same */
      const double k[3] = {kx, ky, kz * z}, k2 = k[0] * k[0] + k[1] * k[1] + k[2] * k[2];
      const double phase = k[0] * at[i][0] + k[1] * at[i][1] + k[2] * at[i][2];
      const double f = exp(-k2 / (4 * alpha * alpha)) / k2 *
                       (im[z + most] * cos(phase) - re[z + most] * sin(phase));
      flat += f, steep += k[2] * f;
    }
    const double strength = 8 * pi / (L[0] * L[1] * L[2]);
    b[3 * i] += strength * kx * flat, b[3 * i + 1] += strength * ky * flat,
        b[3 * i + 2] += strength * steep;
  }
}

static aps_err far_sum(aps_ctx *ctx, aps_view p, const double L[3], double alpha, int64_t n,
                       const double (*at)[3], double *b) {
  const double most = 2 * alpha * cut;
  const int nx = (int)(most * L[0] / (2 * pi)), ny = (int)(most * L[1] / (2 * pi)),
            nz = (int)(most * L[2] / (2 * pi)), lines = 2 * ny + 1, waves = 2 * nz + 1;
  double *parts = aps_alloc(ctx, "force sample", lines * 3 * n, sizeof *parts);
  double *room =
      parts ? aps_alloc(ctx, "force sample", (int64_t)lines * 2 * waves, sizeof *room) : NULL;
  for (int x = 0; room && x <= nx; x++) { /* a layer at a time: a long box has many lines */
    memset(parts, 0, sizeof *parts * (size_t)lines * 3 * (size_t)n);
#pragma omp parallel for schedule(dynamic, 1)
    for (int l = 0; l < lines; l++) {
      const int y = l - ny;
      const double kx = 2 * pi * x / L[0], ky = 2 * pi * y / L[1];
      const double left = most * most - kx * kx - ky * ky;
      if (left < 0 || (x == 0 && y < 0)) continue;
      double *re = room + (int64_t)l * 2 * waves;
      line(p, L, alpha, (int[]){x, y, (int)(sqrt(left) * L[2] / (2 * pi))}, n, at, re, re + waves,
           parts + (int64_t)l * 3 * n);
    }
    for (int l = 0; l < lines; l++) /* in order: the same bits for any number of threads */
      for (int64_t i = 0; i < 3 * n; i++) b[i] += parts[(int64_t)l * 3 * n + i];
  }
  const aps_err err = room ? APS_OK : APS_EMEM;
  aps_release(ctx, room);
  aps_release(ctx, parts);
  return err;
}

aps_err aps_accuracy_box(aps_ctx *ctx, int law, const double box[3], aps_view p, int64_t n,
                         const double (*at)[3], const double *eps, const int64_t *self, double *b) {
  const double alpha = 2 * cut / fmin(box[0], fmin(box[1], box[2]));
#pragma omp parallel for schedule(dynamic, 1)
  for (int64_t i = 0; i < n; i++) nearest[law](p, box, alpha, at[i], eps[i], self[i], b + 3 * i);
  return far_sum(ctx, p, box, alpha, n, at, b);
}
