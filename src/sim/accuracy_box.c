/* The double sum that forces in a periodic box are checked against: Ewald's, written plainly, with
 * another split than the solver's, so that what it returns is the same only if both are right. */
#include "sim.h"
#include "../laws/reference.h"
#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

/* How the sum is split: erfc(alpha r) / r is summed in space up to r = cut / alpha, the rest in waves up to 2 alpha cut. */
typedef struct {
  double L[3], alpha, cut;
} split;

/* With the fewest operations: n rows meet (cut / alpha)^3 images of every particle, and the waves, (alpha cut)^3 of them, each
 * particle once whatever n is. Where the nearest image alone is met, cut / alpha is half the shortest edge; with the images
 * beside it, one and a half. */
static split split_for(const double L[3], int64_t n, double accuracy) {
  const double shortest = fmin(L[0], fmin(L[1], L[2]));
  const double cut = accuracy > 0 ? fmin(5, sqrt(-log(1e-4 * fmin(accuracy, 1)))) : 5; /* what is left out: exp(-cut^2) */
  const double best = 0.9 * cut * pow((double)n, 1.0 / 6); /* measured: 1e5 particles, 8 to 1000 rows */
  return (split){{L[0], L[1], L[2]}, fmin(fmax(best, cut / 1.5), 2 * cut) / shortest, cut};
}

/* (erf(x) - 2 / sqrt(pi) x exp(-x^2)) / r^3, by its series where its two terms cancel. */
static double far_of(double alpha, double r2, double r) {
  const double x = alpha * r;
  return x > 0.02 ? (erf(x) - 2 / sqrt(pi) * x * exp(-x * x)) / (r2 * r)
                  : alpha * alpha * alpha * 4 / sqrt(pi) * (1.0 / 3 - x * x / 5 + x * x * x * x / 14);
}

/* What images beyond the nearest, at distance d, do in space. */
static void add_images(const split *e, const double d[3], double mass, double b[3]) {
  const double reach = e->cut / e->alpha, reach2 = reach * reach;
  for (int x = -1; x <= 1; x++)
    for (int y = -1; y <= 1; y++)
      for (int z = -1; z <= 1; z++) {
        const double to[3] = {d[0] + x * e->L[0], d[1] + y * e->L[1], d[2] + z * e->L[2]};
        const double r2 = to[0] * to[0] + to[1] * to[1] + to[2] * to[2];
        if (r2 > reach2 || (x == 0 && y == 0 && z == 0)) continue;
        const double r = sqrt(r2), u = e->alpha * r;
        const double f = mass * (erfc(u) + 2 / sqrt(pi) * u * exp(-u * u)) / (r2 * r);
        for (int c = 0; c < 3; c++) b[c] += f * to[c];
      }
}

/* b += sum of what the rows do to a point in space; self: the row that it is, or -1. */
#define NEAR(name, NAME)                                                                           \
  static void near_##name(aps_view p, const split *e, const double at[3], double own,              \
                          int64_t self, double b[3]) {                                             \
    const int images = e->cut / e->alpha > fmin(e->L[0], fmin(e->L[1], e->L[2])) / 2 * (1 + 1e-9); \
    for (int64_t j = 0; j < p.n; j++) {                                                            \
      double d[3] = {p.x[j] - at[0], p.y[j] - at[1], p.z[j] - at[2]}, u, s, g;                     \
      for (int c = 0; c < 3; c++) d[c] -= e->L[c] * rint(d[c] / e->L[c]);                          \
      if (images) add_images(e, d, p.mass[j], b);                                                  \
      if (j == self) continue;                                                                     \
      const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2], r = sqrt(r2);                     \
      const double eps = LAW_MAX(own, p.eps[j]), eps2 = LAW_MAX(eps * eps, law_floor2_reference);  \
      name##_reference(r2 + name##_seed_reference(eps2), eps2, &u, &s, &g);                        \
      const double far = far_of(e->alpha, r2, r);                                                  \
      for (int c = 0; c < 3; c++) b[c] += p.mass[j] * (s - far) * d[c];                            \
    }                                                                                              \
  }
APS_LAWS(NEAR)

typedef void near_sum(aps_view, const split *, const double[3], double, int64_t, double[3]);
#define NEAR_NAME(name, NAME) [APS_LAW_##NAME] = near_##name,
static near_sum *const nearest[APS_LAW_COUNT] = {APS_LAWS(NEAR_NAME)};

/* ---- waves ---- */

enum { LANES = 8, STRETCHES = 16 }; /* particles at a time; parts of all of them, which threads share */

typedef struct {
  double re[LANES], im[LANES];
} turn;

typedef struct { /* waves (x, y, -most … most), x >= 0 */
  int x, y, most;
  int64_t first; /* where its sums stand */
} line;

static turn times(const turn *a, const turn *b) {
  turn c;
  for (int k = 0; k < LANES; k++) c.re[k] = a->re[k] * b->re[k] - a->im[k] * b->im[k];
  for (int k = 0; k < LANES; k++) c.im[k] = a->re[k] * b->im[k] + a->im[k] * b->re[k];
  return c;
}

static turn back(const turn *a) {
  turn c = *a;
  for (int k = 0; k < LANES; k++) c.im[k] = -c.im[k];
  return c;
}

static turn to_power(const turn *a, int n) {
  turn p = *a;
  for (int k = 0; k < LANES; k++) p.re[k] = 1, p.im[k] = 0;
  for (; n > 0; n--) p = times(&p, a);
  return p;
}

static turn first_turn(const double *x, int64_t n, double L) {
  turn t;
  for (int k = 0; k < LANES; k++) {
    const double phase = k < n ? 2 * pi / L * x[k] : 0;
    t.re[k] = cos(phase), t.im[k] = sin(phase);
  }
  return t;
}

/* sums[wave][2] += what a few particles add; only their first waves are looked up, the others follow by turning. */
static void add_few(const split *e, const line *l, int64_t lines, aps_view p, turn *zs, double *sums) {
  const turn ex = first_turn(p.x, p.n, e->L[0]), ey = first_turn(p.y, p.n, e->L[1]), ez = first_turn(p.z, p.n, e->L[2]), less = back(&ez);
  int most = 0, x = 0, y = 0;
  for (int64_t i = 0; i < lines; i++) most = l[i].most > most ? l[i].most : most;
  zs[0] = to_power(&less, 0);
  for (int z = 1; z <= most; z++) zs[z] = times(&zs[z - 1], &less);
  turn atx = zs[0], aty = zs[0];
  for (int k = 0; k < LANES; k++) atx.re[k] = k < p.n ? p.mass[k] : 0, atx.im[k] = 0;
  for (int64_t i = 0; i < lines; i++) {
    for (; x < l[i].x; x++) atx = times(&atx, &ex);
    if (i == 0 || l[i].x != l[i - 1].x) {
      const turn down = back(&ey);
      y = l[i].y, aty = y < 0 ? to_power(&down, -y) : to_power(&ey, y);
    }
    for (; y < l[i].y; y++) aty = times(&aty, &ey);
    turn t = times(&atx, &aty);
    t = times(&t, &zs[l[i].most]);
    double *sum = sums + 2 * l[i].first;
    for (int z = 0; z <= 2 * l[i].most; z++) {
      double re = 0, im = 0;
      for (int k = 0; k < LANES; k++) re += t.re[k], im += t.im[k];
      sum[2 * z] += re, sum[2 * z + 1] += im;
      t = times(&t, &ez);
    }
  }
}

/* What a line of waves does to a point. */
static void pull(const split *e, const line *l, const double *sum, const double at[3], double b[3]) {
  const double *L = e->L, kx = 2 * pi * l->x / L[0], ky = 2 * pi * l->y / L[1], strength = 8 * pi / (L[0] * L[1] * L[2]);
  double flat = 0, steep = 0;
  for (int z = -l->most; z <= l->most; z++) {
    if (l->x == 0 && l->y == 0 && z <= 0) continue; /* half of all, the other half is the same */
    const double kz = 2 * pi * z / L[2], k2 = kx * kx + ky * ky + kz * kz, phase = kx * at[0] + ky * at[1] + kz * at[2];
    const double *s = sum + 2 * (z + l->most);
    const double f = exp(-k2 / (4 * e->alpha * e->alpha)) / k2 * (s[1] * cos(phase) - s[0] * sin(phase));
    flat += f, steep += kz * f;
  }
  b[0] += strength * kx * flat, b[1] += strength * ky * flat, b[2] += strength * steep;
}

/* The half of all waves that is summed; l NULL: only how many lines there are. */
static int64_t list_lines(const split *e, line *l, int64_t *waves) {
  const double most = 2 * e->alpha * e->cut, *L = e->L;
  const int nx = (int)(most * L[0] / (2 * pi)), ny = (int)(most * L[1] / (2 * pi));
  int64_t n = 0;
  *waves = 0;
  for (int x = 0; x <= nx; x++)
    for (int y = x == 0 ? 0 : -ny; y <= ny; y++) {
      const double kx = 2 * pi * x / L[0], ky = 2 * pi * y / L[1], left = most * most - kx * kx - ky * ky;
      if (left < 0) continue;
      const line one = {x, y, (int)(sqrt(left) * L[2] / (2 * pi)), *waves};
      if (l) l[n] = one;
      n++, *waves += 2 * one.most + 1;
    }
  return n;
}

/* The same sums for any number of threads: those of each stretch, then one stretch after the other. A long box has many waves
 * and fewer stretches. */
static void add_all(const split *e, const line *l, int64_t lines, int64_t waves, int stretches, aps_view p, turn *zs, int room,
                    double *sums) {
#pragma omp parallel for schedule(dynamic, 1)
  for (int s = 0; s < stretches; s++) {
    const int64_t first = p.n * s / stretches, end = p.n * (s + 1) / stretches;
    for (int64_t i = first; i < end; i += LANES)
      add_few(e, l, lines, aps_view_rows(p, i, end - i < LANES ? end - i : LANES), zs + (int64_t)s * room, sums + 2 * waves * s);
  }
  for (int s = 1; s < stretches; s++)
    for (int64_t k = 0; k < 2 * waves; k++) sums[k] += sums[2 * waves * s + k];
}

static aps_err far_sum(aps_ctx *ctx, aps_view p, const split *e, int64_t n, const double (*at)[3], double *b) {
  int64_t waves;
  const int64_t lines = list_lines(e, NULL, &waves), fit = (2 << 20) / (waves + 1);
  const int stretches = fit < 1 ? 1 : fit < STRETCHES ? (int)fit : STRETCHES;
  const int room = (int)(e->alpha * e->cut * e->L[2] / pi) + 2;
  line *l = aps_alloc(ctx, "force sample", lines, sizeof *l);
  double *sums = aps_alloc(ctx, "force sample", 2 * waves * stretches, sizeof *sums);
  turn *zs = aps_alloc(ctx, "force sample", (int64_t)room * stretches, sizeof *zs);
  const aps_err err = l && sums && zs ? APS_OK : APS_EMEM;
  if (err == APS_OK) {
    list_lines(e, l, &waves);
    add_all(e, l, lines, waves, stretches, p, zs, room, sums);
#pragma omp parallel for schedule(dynamic, 1)
    for (int64_t i = 0; i < n; i++)
      for (int64_t k = 0; k < lines; k++) pull(e, &l[k], sums + 2 * l[k].first, at[i], b + 3 * i);
  }
  aps_release(ctx, zs);
  aps_release(ctx, sums);
  aps_release(ctx, l);
  return err;
}

aps_err aps_accuracy_box(aps_ctx *ctx, int law, const double box[3], double accuracy, aps_view p, int64_t n,
                         const double (*at)[3], const double *eps, const int64_t *self, double *b) {
  const split e = split_for(box, n, accuracy);
#pragma omp parallel for schedule(dynamic, 1)
  for (int64_t i = 0; i < n; i++) nearest[law](p, &e, at[i], eps[i], self[i], b + 3 * i);
  return far_sum(ctx, p, &e, n, at, b);
}
