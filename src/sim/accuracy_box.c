/* The double sum that forces in a periodic box are checked against: Ewald's, written plainly, with
 * another split than the solver's, so that what it returns is the same only if both are right. */
#include "sim.h"
#include "../core/wide.h"
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

/* What images beyond the nearest, at distance d, do in space. Most are out of reach along one axis. */
static void add_images(const split *e, const double d[3], double mass, double b[3]) {
  const double reach = e->cut / e->alpha, reach2 = reach * reach;
  double to[3], x2[3];
  for (int x = -1; x <= 1; x++) {
    to[0] = d[0] + x * e->L[0], x2[0] = to[0] * to[0];
    if (x2[0] > reach2) continue;
    for (int y = -1; y <= 1; y++) {
      to[1] = d[1] + y * e->L[1], x2[1] = to[1] * to[1];
      if (x2[0] + x2[1] > reach2) continue;
      for (int z = -1; z <= 1; z++) {
        to[2] = d[2] + z * e->L[2], x2[2] = to[2] * to[2];
        const double r2 = x2[0] + x2[1] + x2[2];
        if (r2 > reach2 || (x == 0 && y == 0 && z == 0)) continue;
        const double r = sqrt(r2), u = e->alpha * r;
        const double f = mass * (erfc(u) + 2 / sqrt(pi) * u * exp(-u * u)) / (r2 * r);
        for (int c = 0; c < 3; c++) b[c] += f * to[c];
      }
    }
  }
}

/* far_of for alpha = 1 by r2, in pieces of which each has a polynomial through NODES of its values (Newton's, at Chebyshev's
 * points); off by less than 1e-14. */
enum { PIECES_PER_UNIT = 4, LAST = 80, PIECES = PIECES_PER_UNIT * LAST, NODES = 8 };

typedef struct {
  double node[NODES], c[NODES][PIECES]; /* in a piece, 0 … 1 */
} far_table;

static void make_far_table(far_table *t) {
  for (int k = 0; k < NODES; k++) t->node[k] = 0.5 - 0.5 * cos(pi * (k + 0.5) / NODES);
  for (int i = 0; i < PIECES; i++) {
    double f[NODES];
    for (int k = 0; k < NODES; k++) {
      const double r2 = (i + t->node[k]) / PIECES_PER_UNIT;
      f[k] = far_of(1, r2, sqrt(r2));
    }
    for (int order = 1; order < NODES; order++)
      for (int k = NODES - 1; k >= order; k--) f[k] = (f[k] - f[k - 1]) / (t->node[k] - t->node[k - order]);
    for (int k = 0; k < NODES; k++) t->c[k][i] = f[k];
  }
}

/* STRIP rows at a time, stage by stage: each is a plain vector loop, whose bits do not depend on how wide vectors are. */
enum { LANES = 8, STRIP = 64 };
typedef struct {
  _Alignas(64) double d[3][STRIP], r2[STRIP], eps2[STRIP], s[STRIP], far[STRIP], mass[STRIP]; /* s: of the law */
} strip;

/* To the nearest image of each. */
APS_WIDE static void distances(const split *e, const aps_view *p, int64_t from, int n, const double at[3], double own, strip *w) {
  const double *x[3] = {p->x + from, p->y + from, p->z + from}, *eps = p->eps + from, *mass = p->mass + from;
  const double whole = 0x1.8p52; /* adding it rounds to whole numbers */
  for (int c = 0; c < 3; c++) {
    const double L = e->L[c];
#pragma omp simd
    for (int k = 0; k < n; k++) {
      const double d = x[c][k] - at[c];
      w->d[c][k] = d - L * ((d / L + whole) - whole);
    }
  }
#pragma omp simd
  for (int k = 0; k < n; k++) {
    const double soft = LAW_MAX(own, eps[k]);
    w->r2[k] = w->d[0][k] * w->d[0][k] + w->d[1][k] * w->d[1][k] + w->d[2][k] * w->d[2][k];
    w->eps2[k] = LAW_MAX(soft * soft, law_floor2_reference);
    w->mass[k] = mass[k];
  }
  for (int k = n; k < STRIP; k++) w->mass[k] = 0, w->r2[k] = 1; /* nobody, where every law is finite: 0 times it is 0 */
}

#define OF_LAW(name, NAME)                                                                            \
  APS_WIDE static void law_##name(strip *w) {                                                         \
    for (int k = 0; k < STRIP; k++) {                                                                 \
      double u, s, g;                                                                                 \
      name##_reference(w->r2[k] + name##_seed_reference(w->eps2[k]), w->eps2[k], &u, &s, &g);         \
      w->s[k] = s;                                                                                    \
    }                                                                                                 \
  }
APS_LAWS(OF_LAW)
#define LAW_NAME(name, NAME) [APS_LAW_##NAME] = law_##name,
static void (*const laws[APS_LAW_COUNT])(strip *) = {APS_LAWS(LAW_NAME)};

/* Most pairs are beyond the spline's support, where it is Newton's law: a vector loop, and then the others. */
APS_WIDE static void beyond_support(strip *w) {
  for (int k = 0; k < STRIP; k++) {
    double u, s, g;
    newton_reference(w->r2[k] + newton_seed_reference(law_floor2_reference), law_floor2_reference, &u, &s, &g);
    w->s[k] = s;
  }
}

static void spline(strip *w) {
  const double support2 = APS_SPLINE_SUPPORT * APS_SPLINE_SUPPORT;
  beyond_support(w);
  for (int k = 0; k < STRIP; k++) {
    double u, g;
    if (w->r2[k] < support2 * w->eps2[k])
      spline_reference(w->r2[k] + spline_seed_reference(w->eps2[k]), w->eps2[k], &u, &w->s[k], &g);
  }
}

APS_WIDE static void look_up(double alpha, const far_table *t, strip *w) {
  const double per_piece = alpha * alpha * PIECES_PER_UNIT, alpha3 = alpha * alpha * alpha;
  _Alignas(64) double h[STRIP];
  int piece[STRIP];
#pragma omp simd
  for (int k = 0; k < STRIP; k++) {
    const double v = per_piece * w->r2[k];
    int i = (int)v;
    i = i < PIECES ? i : PIECES - 1;
    i = i > 0 ? i : 0;
    piece[k] = i;
    h[k] = v - i;
    w->far[k] = t->c[NODES - 1][i];
  }
  for (int j = NODES - 2; j >= 0; j--) {
    const double node = t->node[j], *c = t->c[j];
#pragma omp simd
    for (int k = 0; k < STRIP; k++) w->far[k] = w->far[k] * (h[k] - node) + c[piece[k]];
  }
#pragma omp simd
  for (int k = 0; k < STRIP; k++) w->far[k] *= alpha3;
}

/* What the waves do of each pair. */
static void far(double alpha, const far_table *t, strip *w) {
  look_up(alpha, t, w);
  for (int k = 0; k < STRIP; k++)
    if (alpha * alpha * w->r2[k] >= LAST) w->far[k] = far_of(alpha, w->r2[k], sqrt(w->r2[k]));
}

APS_WIDE static void add_up(const strip *w, double sum[3][LANES]) {
  for (int k = 0; k < STRIP; k += LANES)
    for (int l = 0; l < LANES; l++) {
      const double f = w->mass[k + l] * (w->s[k + l] - w->far[k + l]);
      sum[0][l] += f * w->d[0][k + l], sum[1][l] += f * w->d[1][k + l], sum[2][l] += f * w->d[2][k + l];
    }
}

/* b += sum of what the rows do to a point in space; self: the row that it is, or -1. */
static void near(int law, const aps_view *p, const split *e, const far_table *t, const double at[3], double own, int64_t self, double b[3]) {
  const int images = e->cut / e->alpha > fmin(e->L[0], fmin(e->L[1], e->L[2])) / 2 * (1 + 1e-9);
  double sum[3][LANES] = {{0}};
  strip w;
  memset(&w, 0, sizeof w);
  for (int64_t from = 0; from < p->n; from += STRIP) {
    const int n = p->n - from < STRIP ? (int)(p->n - from) : STRIP;
    distances(e, p, from, n, at, own, &w);
    for (int k = 0; images && k < n; k++) add_images(e, (double[]){w.d[0][k], w.d[1][k], w.d[2][k]}, w.mass[k], b);
    if (self >= from && self < from + n) w.mass[self - from] = 0; /* it meets its images alone */
    (law == APS_LAW_SPLINE ? spline : laws[law])(&w);
    far(e->alpha, t, &w);
    add_up(&w, sum);
  }
  for (int c = 0; c < 3; c++)
    for (int l = 0; l < LANES; l++) b[c] += sum[c][l];
}

/* ---- waves ---- */

enum { STRETCHES = 16 }; /* parts of all particles, which threads share; LANES of them are done at a time */
#pragma GCC diagnostic ignored "-Wpsabi" /* wide vectors stay inside this file */
typedef double lanes __attribute__((vector_size(8 * LANES)));

typedef struct {
  lanes re, im;
} turn;

typedef struct { /* waves (x, y, -most … most), x >= 0 */
  int x, y, most;
  int64_t first; /* where its sums stand */
} line;

/* Inlined, so that they are as wide as what calls them. */
#define INLINE static inline __attribute__((always_inline))

/* a *= b */
INLINE void by(turn *a, const turn *b) {
  const lanes re = a->re * b->re - a->im * b->im;
  a->im = a->re * b->im + a->im * b->re;
  a->re = re;
}

INLINE turn back(const turn *a) { return (turn){a->re, -a->im}; }

INLINE turn to_power(const turn *a, int n) {
  const lanes none = {0};
  turn p = {none + 1, none};
  for (; n > 0; n--) by(&p, a);
  return p;
}

static void first_turn(const double *x, int64_t n, double L, turn *t) {
  for (int k = 0; k < LANES; k++) {
    const double phase = k < n ? 2 * pi / L * x[k] : 0;
    t->re[k] = cos(phase), t->im[k] = sin(phase);
  }
}

/* sums[wave] += what a few particles add; only their first waves are looked up, the others follow by turning. */
APS_WIDE static void add_few(const split *e, const line *l, int64_t lines, const aps_view *p, turn *zs, turn *sums) {
  turn ex, ey, ez;
  first_turn(p->x, p->n, e->L[0], &ex), first_turn(p->y, p->n, e->L[1], &ey), first_turn(p->z, p->n, e->L[2], &ez);
  const turn less = back(&ez), down = back(&ey);
  int most = 0, x = 0, y = 0;
  for (int64_t i = 0; i < lines; i++) most = l[i].most > most ? l[i].most : most;
  zs[0] = to_power(&less, 0);
  for (int z = 1; z <= most; z++) zs[z] = zs[z - 1], by(&zs[z], &less);
  turn atx = {{0}, {0}}, aty = zs[0];
  for (int k = 0; k < p->n; k++) atx.re[k] = p->mass[k];
  for (int64_t i = 0; i < lines; i++) {
    for (; x < l[i].x; x++) by(&atx, &ex);
    if (i == 0 || l[i].x != l[i - 1].x) y = l[i].y, aty = y < 0 ? to_power(&down, -y) : to_power(&ey, y);
    for (; y < l[i].y; y++) by(&aty, &ey);
    turn t = atx, *sum = sums + l[i].first;
    by(&t, &aty), by(&t, &zs[l[i].most]);
    for (int z = 0; z <= 2 * l[i].most; z++) {
      sum[z].re += t.re, sum[z].im += t.im;
      by(&t, &ez);
    }
  }
}

/* exp(-k^2 / 4 alpha^2) / k^2 of a line's waves; none of those whose other half it has as well, nor of k = 0. */
static void weigh(const split *e, const line *l, double *weight) {
  const double *L = e->L, kx = 2 * pi * l->x / L[0], ky = 2 * pi * l->y / L[1];
  for (int z = -l->most; z <= l->most; z++) {
    const double kz = 2 * pi * z / L[2], k2 = kx * kx + ky * ky + kz * kz;
    weight[z + l->most] = l->x == 0 && l->y == 0 && z <= 0 ? 0 : exp(-k2 / (4 * e->alpha * e->alpha)) / k2;
  }
}

/* What a line of waves does to a point; ez[2]: the turn from one of its waves to the next there. */
static void pull(const split *e, const line *l, const double *weight, const double *sum, const double at[3], const double ez[2],
                 double b[3]) {
  const double *L = e->L, kx = 2 * pi * l->x / L[0], ky = 2 * pi * l->y / L[1], strength = 8 * pi / (L[0] * L[1] * L[2]);
  const double phase = kx * at[0] + ky * at[1] - 2 * pi * l->most / L[2] * at[2];
  double flat = 0, steep = 0, re = cos(phase), im = sin(phase);
  for (int k = 0; k <= 2 * l->most; k++) {
    const double f = weight[k] * (sum[2 * k + 1] * re - sum[2 * k] * im), next = re * ez[0] - im * ez[1];
    flat += f, steep += 2 * pi * (k - l->most) / L[2] * f;
    im = re * ez[1] + im * ez[0], re = next;
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

/* The same sums for any number of threads: those of each stretch, then one stretch after the other, to[waves][2]. A long box has
 * many waves and fewer stretches. */
static void add_all(const split *e, const line *l, int64_t lines, int64_t waves, int stretches, aps_view p, turn *zs, int room,
                    turn *sums, double *to) {
#pragma omp parallel for schedule(dynamic, 1)
  for (int s = 0; s < stretches; s++) {
    const int64_t first = p.n * s / stretches, end = p.n * (s + 1) / stretches;
    for (int64_t i = first; i < end; i += LANES) {
      const aps_view few = aps_view_rows(p, i, end - i < LANES ? end - i : LANES);
      add_few(e, l, lines, &few, zs + (int64_t)s * room, sums + waves * s);
    }
  }
  for (int s = 0; s < stretches; s++)
    for (int64_t i = 0; i < waves; i++)
      for (int k = 0; k < LANES; k++) to[2 * i] += sums[waves * s + i].re[k], to[2 * i + 1] += sums[waves * s + i].im[k];
}

static aps_err far_sum(aps_ctx *ctx, aps_view p, const split *e, int64_t n, const double (*at)[3], double *b) {
  int64_t waves;
  const int64_t lines = list_lines(e, NULL, &waves), fit = (1 << 18) / (waves + 1);
  const int stretches = fit < 1 ? 1 : fit < STRETCHES ? (int)fit : STRETCHES;
  const int room = (int)(e->alpha * e->cut * e->L[2] / pi) + 2;
  line *l = aps_alloc(ctx, "force sample", lines, sizeof *l);
  turn *sums = aps_alloc(ctx, "force sample", waves * stretches, sizeof *sums);
  turn *zs = aps_alloc(ctx, "force sample", (int64_t)room * stretches, sizeof *zs);
  double *all = aps_alloc(ctx, "force sample", 3 * waves, sizeof *all); /* sums [waves][2], weights */
  const aps_err err = l && sums && zs && all ? APS_OK : APS_EMEM;
  if (err == APS_OK) {
    list_lines(e, l, &waves);
    add_all(e, l, lines, waves, stretches, p, zs, room, sums, all);
    double *const weight = all + 2 * waves;
    for (int64_t k = 0; k < lines; k++) weigh(e, &l[k], weight + l[k].first);
#pragma omp parallel for schedule(dynamic, 1)
    for (int64_t i = 0; i < n; i++) {
      const double phase = 2 * pi / e->L[2] * at[i][2], ez[2] = {cos(phase), sin(phase)};
      for (int64_t k = 0; k < lines; k++) pull(e, &l[k], weight + l[k].first, all + 2 * l[k].first, at[i], ez, b + 3 * i);
    }
  }
  aps_release(ctx, all);
  aps_release(ctx, zs);
  aps_release(ctx, sums);
  aps_release(ctx, l);
  return err;
}

aps_err aps_accuracy_box(aps_ctx *ctx, int law, const double box[3], double accuracy, aps_view p, int64_t n,
                         const double (*at)[3], const double *eps, const int64_t *self, double *b) {
  const split e = split_for(box, n, accuracy);
  far_table *t = aps_alloc(ctx, "force sample", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  make_far_table(t);
#pragma omp parallel for schedule(dynamic, 1)
  for (int64_t i = 0; i < n; i++) near(law, &p, &e, t, at[i], eps[i], self[i], b + 3 * i);
  aps_release(ctx, t);
  return far_sum(ctx, p, &e, n, at, b);
}
