/* Direct summation in a periodic box: every pair at its nearest image, and the smooth rest of all
 * images as a Fourier sum (Ewald 1921; Hernquist, Bouchet & Suto 1991, ApJS 75, 231).
 * docs/periodic.md has the equations.
 *
 *   a_i = G [ sum_j m_j (s(r^2) - s_far(r^2)) d  +  8 pi / V sum_k w k (Im S cos k.x_i - Re S sin
 * k.x_i) ]
 *
 * d: to the nearest image; s: the law with its softening; s_far: that of a Gaussian cloud of width
 * 1/alpha, whose images the Fourier sum adds up with a uniform background of the opposite mass.
 * Everything in double; bits depend on neither threads nor schedule. */
#include "../core/ctx.h"
#include "../core/wide.h"
#include "../laws/law.h"
#include "threads.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline void rsqrt3(double x, double *r1, double *r3) {
  *r1 = 1 / sqrt(x);
  *r3 = *r1 / x;
}
/* A function: both sides are there, so the loop has no branches. */
static inline double select_of(int c, double a, double b) { return c ? a : b; }
#define REAL                  double
#define LAW_FN(n)             n##_box
#define LAW_INLINE            static inline
#define LAW_CONST(c)          (c)
#define LAW_FMA(a, b, c)      ((a) * (b) + (c))
#define LAW_MAX(a, b)         ((a) < (b) ? (b) : (a))
#define LAW_RCP(x)            (1 / (x))
#define LAW_RSQRT3(x, r1, r3) rsqrt3(x, r1, r3)
#define LAW_LT(a, b)          ((a) < (b))
#define LAW_ANY(c)            1 /* no branch: the loop over sources stays a vector loop */
#define LAW_SELECT(c, a, b)   select_of(c, a, b)
#include "../laws/laws.inc"
/* The same where no pair is close enough to be softened: Newton's law of all. */
#undef LAW_FN
#undef LAW_ANY
#define LAW_FN(n)  n##_far
#define LAW_ANY(c) 0
#include "../laws/laws.inc"

/* P(u) = erf(sqrt u) / sqrt u by Taylor polynomials about the middles of equal pieces of u: their
 * error is below 1e-16 in P and 1e-14 in P', for the k-th derivative of P is at most 1.13 / (2 k +
 * 1). Beyond the last piece erf is 1 in double. */
enum { PIECES_PER_UNIT = 8, LAST = 64, PIECES = PIECES_PER_UNIT * LAST, TERMS = 8 };
enum {
  TILE = 1024,
  BLOCK = 16,
  ROWS = 64
};                                   /* sources, targets; rows whose phases are held at once */
static const double floor2 = 1e-200; /* no softening: as laws/reference.h */
static const double pi = 3.14159265358979323846;

typedef struct { /* the wave vectors 2 pi (x/Lx, y/Ly, z/Lz), z = least … most; where least < 0 it
                    is -most */
  int x, y, least, most;
  int64_t at; /* of z = least */
} pencil;

typedef struct {
  aps_force_setup setup;
  double alpha, total_mass;
  int most[3]; /* wave numbers */
  int64_t waves;
  int pencils;
  pencil *pencil;
  double *weight, *re,
      *im;       /* [waves]: 8 pi exp(-k^2 / 4 alpha^2) / (V k^2), and S = sum_j m_j exp(i k.x_j) */
  double *table; /* [PIECES][TERMS] */
  double *same;  /* [TILE] the softening, where it is the same for all */
} ewald;

/* ---- set-up */

/* P and its derivatives: u^k P^(k) by parts of the incomplete gamma function, P^(k) = (-1)^k g_k
 * with g_k = 2/sqrt(pi) integral of s^2k exp(-u s^2) over 0 … 1; downwards it is stable for small
 * u, upwards for large. */
static void derivatives(double u, double g[TERMS + 1]) {
  const double c = 2 / sqrt(pi), e = c * exp(-u);
  if (u < TERMS) {
    double term = 1 / (2.0 * TERMS + 1), sum = term;
    for (int j = 1; j < 200 && term > 1e-18 * sum; j++)
      term *= 2 * u / (2 * (TERMS + j) + 1), sum += term;
    g[TERMS] = e * sum;
    for (int k = TERMS; k > 0; k--) g[k - 1] = (2 * u * g[k] + e) / (2 * k - 1);
  } else {
    g[0] = erf(sqrt(u)) / sqrt(u);
    for (int k = 0; k < TERMS; k++) g[k + 1] = ((2 * k + 1) * g[k] - e) / (2 * u);
  }
}

static void make_table(double *table) {
  for (int i = 0; i < PIECES; i++) {
    double g[TERMS + 1], factor = 1;
    derivatives((i + 0.5) / PIECES_PER_UNIT, g);
    for (int k = 0; k < TERMS; k++) {
      table[i * TERMS + k] = factor * g[k];
      factor /= -(k + 1);
    }
  }
}

/* Half of all wave vectors below the cut; the other half is their conjugate. list NULL: counts. */
static void list_waves(ewald *self, double cut, pencil *list) {
  const double *L = self->setup.box;
  self->pencils = 0;
  self->waves = 0;
  for (int x = 0; x <= self->most[0]; x++)
    for (int y = x ? -self->most[1] : 0; y <= self->most[1]; y++) {
      const double kx = 2 * pi * x / L[0], ky = 2 * pi * y / L[1],
                   left = cut * cut - kx * kx - ky * ky;
      if (left < 0) continue;
      const int most = (int)fmin(floor(sqrt(left) * L[2] / (2 * pi)), self->most[2]),
                least = x == 0 && y == 0 ? 1 : -most;
      if (least > most) continue;
      if (list) list[self->pencils] = (pencil){x, y, least, most, self->waves};
      self->pencils++;
      self->waves += most - least + 1;
    }
}

static void weigh(ewald *self) {
  const double *L = self->setup.box, volume = L[0] * L[1] * L[2];
  for (int p = 0; p < self->pencils; p++) {
    const pencil *w = self->pencil + p;
    for (int z = w->least; z <= w->most; z++) {
      const double kx = 2 * pi * w->x / L[0], ky = 2 * pi * w->y / L[1], kz = 2 * pi * z / L[2];
      const double k2 = kx * kx + ky * ky + kz * kz;
      self->weight[w->at + z - w->least] =
          8 * pi / volume * exp(-k2 / (4 * self->alpha * self->alpha)) / k2;
    }
  }
}

static void destroy(void *state) {
  ewald *self = state;
  aps_ctx *ctx = self->setup.ctx;
  aps_release(ctx, self->pencil);
  aps_release(ctx, self->weight);
  aps_release(ctx, self->table);
  memset(self, 0, sizeof *self);
  self->setup.ctx = ctx;
}

/* Both sums are cut where erfc(t) and exp(-t^2) have become small: t, by precision. The number of
 * waves goes as t^6. */
static double cut_at(int precision) {
  return precision == APS_DOUBLE ? 5.5 : precision == APS_MIXED ? 4 : 3.5;
}

static aps_err create(void *state, const aps_force_setup *setup) {
  ewald *self = state;
  aps_ctx *ctx = setup->ctx;
  const double *L = setup->box, edge = fmin(L[0], fmin(L[1], L[2])), t = cut_at(setup->precision);
  self->setup = *setup;
  APS_CHECK(ctx, edge > 0, APS_EARG, "ewald: the box has no size");
  const double reach =
      setup->law == APS_LAW_SPLINE ? APS_SPLINE_SUPPORT * setup->eps_max : setup->eps_max;
  if (reach > edge / 2) {
    aps_fail(ctx, APS_ECONFIG, "a softening of %g reaches beyond half the box's edge of %g",
             setup->eps_max, edge);
    return aps_hint(
        ctx, "a periodic pair is softened at its nearest image alone: take a smaller softening");
  }
  self->alpha = 2 * t / edge;
  const double cut = 2 * self->alpha * t;
  double all = 1;
  for (int d = 0; d < 3; d++) {
    const double most = floor(cut * L[d] / (2 * pi));
    all *= 2 * most + 1;
    self->most[d] = (int)fmin(most, 1e6);
  }
  APS_CHECK(ctx, all < 1e9, APS_ECONFIG, "a box of %g x %g x %g is too long for a Fourier sum",
            L[0], L[1], L[2]);
  list_waves(self, cut, NULL);
  self->pencil = aps_alloc(ctx, "ewald: wave vectors", self->pencils, sizeof *self->pencil);
  self->weight = self->pencil
                     ? aps_alloc(ctx, "ewald: Fourier sums", 3 * self->waves, sizeof *self->weight)
                     : NULL;
  self->table = self->weight
                    ? aps_alloc(ctx, "ewald: table", PIECES * TERMS + TILE, sizeof *self->table)
                    : NULL;
  if (self->table == NULL) {
    destroy(self);
    return APS_EMEM;
  }
  self->re = self->weight + self->waves;
  self->im = self->re + self->waves;
  self->same = self->table + PIECES * TERMS;
  for (int i = 0; i < TILE; i++) self->same[i] = setup->law == APS_LAW_NEWTON ? 0 : setup->eps_max;
  list_waves(self, cut, self->pencil);
  weigh(self);
  make_table(self->table);
  return APS_OK;
}

static size_t memory(const aps_force_setup *setup, int64_t n) {
  (void)n;
  const double *L = setup->box, edge = fmin(L[0], fmin(L[1], L[2])), t = cut_at(setup->precision);
  const double waves =
      2 * pi / 3 * pow(2 * t * t / pi, 3) * (L[0] / edge) * (L[1] / edge) * (L[2] / edge);
  return (size_t)(3.3 * waves + PIECES * TERMS + TILE) * sizeof(double);
}

/* ---- the Fourier sum */

typedef struct { /* exp(2 pi i n x / L) of ROWS rows, wave number by wave number, and what is summed
                    over them */
  double *re[3], *im[3];
  _Alignas(64) double mass[ROWS], re_xy[ROWS], im_xy[ROWS], value[4][ROWS], inner[2][ROWS];
} phases;

static size_t phases_size(const ewald *self) {
  return 2 * ROWS * (size_t)(self->most[0] + self->most[1] + self->most[2] + 3);
}

static void phases_open(const ewald *self, phases *p, double *memory) {
  for (int d = 0; d < 3; d++) {
    const size_t size = ROWS * (size_t)(self->most[d] + 1);
    p->re[d] = memory, p->im[d] = memory + size;
    memory += 2 * size;
  }
}

/* Rows beyond n repeat the last, with no mass. */
static void phases_fill(const ewald *self, phases *p, const aps_view *v, const int64_t *row,
                        int n) {
  const double *x[3] = {v->x, v->y, v->z};
  for (int i = 0; i < ROWS; i++) p->mass[i] = i < n ? v->mass[row[i]] : 0;
  for (int d = 0; d < 3; d++) {
    double *re = p->re[d], *im = p->im[d];
    const double L = self->setup.box[d];
    for (int i = 0; i < ROWS; i++) {
      const double turns = x[d][row[i < n ? i : n - 1]] / L,
                   angle = 2 * pi * (turns - floor(turns));
      re[i] = 1, im[i] = 0;
      if (self->most[d] > 0) re[ROWS + i] = cos(angle), im[ROWS + i] = sin(angle);
    }
    for (int k = 2; k <= self->most[d];
         k++) { /* from both halves, so that rounding grows with log k */
      const double *a = re + k / 2 * ROWS, *b = im + k / 2 * ROWS, *c = re + (k - k / 2) * ROWS,
                   *e = im + (k - k / 2) * ROWS;
      for (int i = 0; i < ROWS; i++) {
        re[k * ROWS + i] = a[i] * c[i] - b[i] * e[i];
        im[k * ROWS + i] = a[i] * e[i] + b[i] * c[i];
      }
    }
  }
}

static void phases_xy(phases *p, const pencil *w) {
  const double sign = w->y < 0 ? -1 : 1;
  const double *a = p->re[0] + w->x * ROWS, *b = p->im[0] + w->x * ROWS;
  const double *c = p->re[1] + abs(w->y) * ROWS, *e = p->im[1] + abs(w->y) * ROWS;
  for (int i = 0; i < ROWS; i++) {
    p->re_xy[i] = a[i] * c[i] - sign * (b[i] * e[i]);
    p->im_xy[i] = sign * (a[i] * e[i]) + b[i] * c[i];
  }
}

/* Adds the rows at hand to S of one pencil; z and -z share their products. */
APS_WIDE static void add_to_waves(phases *p, const pencil *w, double *re, double *im) {
  for (int z = w->least < 0 ? 0 : w->least; z <= w->most; z++) {
    const double *c = p->re[2] + z * ROWS, *e = p->im[2] + z * ROWS;
    double up_re = 0, up_im = 0, down_re = 0, down_im = 0;
#pragma omp simd reduction(+ : up_re, up_im, down_re, down_im)
    for (int i = 0; i < ROWS; i++) {
      const double m = p->mass[i], a = m * p->re_xy[i], b = m * p->im_xy[i];
      up_re += a * c[i] - b * e[i], up_im += a * e[i] + b * c[i];
      down_re += a * c[i] + b * e[i], down_im += b * c[i] - a * e[i];
    }
    re[z - w->least] += up_re, im[z - w->least] += up_im;
    if (z > 0 && w->least < 0) re[-z - w->least] += down_re, im[-z - w->least] += down_im;
  }
}

/* The rows' sums over one pencil: acceleration in value[0 … 2], potential in value[3]. */
APS_WIDE static void add_from_waves(phases *p, const pencil *w, const double *weight,
                                    const double *re, const double *im, const double k[3]) {
  double *flat = p->inner[0], *steep = p->inner[1], *pot = p->value[3];
  memset(p->inner, 0, sizeof p->inner);
  for (int z = w->least < 0 ? 0 : w->least; z <= w->most; z++) {
    const double *c = p->re[2] + z * ROWS, *e = p->im[2] + z * ROWS, kz = k[2] * z;
    const int up = z - w->least, down = -z - w->least, both = z > 0 && w->least < 0;
    const double up_re = weight[up] * re[up], up_im = weight[up] * im[up];
    const double down_re = both ? weight[down] * re[down] : 0,
                 down_im = both ? weight[down] * im[down] : 0;
#pragma omp simd
    for (int i = 0; i < ROWS; i++) {
      const double a = p->re_xy[i] * c[i], b = p->im_xy[i] * e[i], f = p->re_xy[i] * e[i],
                   g = p->im_xy[i] * c[i];
      const double above = up_im * (a - b) - up_re * (f + g),
                   below = down_im * (a + b) - down_re * (g - f);
      flat[i] += above + below;
      steep[i] += kz * (above - below);
      pot[i] -= up_re * (a - b) + up_im * (f + g) + (down_re * (a + b) + down_im * (g - f));
    }
  }
  for (int i = 0; i < ROWS; i++) {
    p->value[0][i] += k[0] * flat[i];
    p->value[1][i] += k[1] * flat[i];
    p->value[2][i] += steep[i];
  }
}

/* Where the t-th of `threads` shares of the pencils begins: each has about as many waves. */
static int first_pencil(const ewald *self, int t, int threads) {
  int p = 0;
  while (p < self->pencils && self->pencil[p].at * threads < self->waves * t) p++;
  return p;
}

static aps_err prepare(void *state, aps_view view) {
  ewald *self = state;
  const int64_t n = view.n + view.n_halo;
  const int threads = n < 4 * ROWS ? 1 : aps_force_threads(&self->setup);
  const size_t size = phases_size(self);
  double *memory =
      aps_alloc(self->setup.ctx, "ewald: phases", (int64_t)size * threads, sizeof *memory);
  if (memory == NULL) return APS_EMEM;
  memset(self->re, 0, sizeof *self->re * 2 * (size_t)self->waves);
  self->total_mass = 0;
  for (int64_t i = 0; i < n; i++) self->total_mass += view.mass[i];
#pragma omp parallel num_threads(threads)
  {
#ifdef _OPENMP
    const int t = omp_get_thread_num(), team = omp_get_num_threads();
#else
    const int t = 0, team = 1;
#endif
    const int first = first_pencil(self, t, team), last = first_pencil(self, t + 1, team);
    phases p;
    phases_open(self, &p, memory + size * (size_t)t);
    for (int64_t at = 0; at < n; at += ROWS) {
      const int rows = (int)(n - at < ROWS ? n - at : ROWS);
      int64_t row[ROWS];
      for (int i = 0; i < rows; i++) row[i] = at + i;
      phases_fill(self, &p, &view, row, rows);
      for (int w = first; w < last; w++) {
        phases_xy(&p, self->pencil + w);
        add_to_waves(&p, self->pencil + w, self->re + self->pencil[w].at,
                     self->im + self->pencil[w].at);
      }
    }
  }
  aps_release(self->setup.ctx, memory);
  return APS_OK;
}

/* ---- pairs */

typedef struct {
  double x[3], eps, sum[4]; /* acceleration and potential, without G */
  int64_t row;
} target;

typedef struct { /* a tile of sources */
  const double *x, *y, *z, *mass, *eps;
  int64_t first;
  int n;
} sources;

/* STRIP sources at a time, stage by stage, so that each stage is a plain vector loop. */
enum { STRIP = 64 };
typedef struct {
  _Alignas(64) double dx[STRIP], dy[STRIP], dz[STRIP], r2[STRIP], eps2[STRIP], u[STRIP], s[STRIP],
      v[STRIP];
  int near; /* pairs within the support of a spline */
} strip;

APS_WIDE static double nearest_images(const ewald *self, const sources *s, int from, int n,
                                      const target *t, strip *w) {
  const double shift = 0x1.8p52, *L = self->setup.box; /* adding it rounds to whole numbers */
  const double Lx = L[0], Ly = L[1], Lz = L[2], over_x = 1 / Lx, over_y = 1 / Ly, over_z = 1 / Lz,
               alpha2 = self->alpha * self->alpha;
  double most = 0;
  int near = 0;
#pragma omp simd reduction(max : most) reduction(+ : near)
  for (int k = 0; k < n; k++) {
    const int j = from + k;
    double dx = s->x[j] - t->x[0], dy = s->y[j] - t->x[1], dz = s->z[j] - t->x[2];
    dx -= Lx * ((dx * over_x + shift) - shift);
    dy -= Ly * ((dy * over_y + shift) - shift);
    dz -= Lz * ((dz * over_z + shift) - shift);
    const double r2 = dx * dx + dy * dy + dz * dz, eps = LAW_MAX(t->eps, s->eps[j]);
    w->dx[k] = dx, w->dy[k] = dy, w->dz[k] = dz, w->r2[k] = r2, w->v[k] = alpha2 * r2;
    w->eps2[k] = LAW_MAX(eps * eps, floor2);
    most = LAW_MAX(most, w->v[k]);
    near += r2 < APS_SPLINE_SUPPORT * APS_SPLINE_SUPPORT * w->eps2[k];
  }
  w->near = near;
  return most;
}

#define OF_LAW(name, where)                                                                        \
  APS_WIDE static void law_##name##_##where(strip *w) {                                            \
    _Pragma("omp simd") for (int k = 0; k < STRIP; k++) {                                          \
      double u, s, g;                                                                              \
      name##_##where(w->r2[k] + name##_seed_##where(w->eps2[k]), w->eps2[k], &u, &s, &g);          \
      w->u[k] = u, w->s[k] = s;                                                                    \
    }                                                                                              \
  }
#define BOTH(name, NAME) OF_LAW(name, box) OF_LAW(name, far)
APS_LAWS(BOTH)
#define LAW_NAMES(name, NAME) [APS_LAW_##NAME] = {law_##name##_far, law_##name##_box},
static void (*const laws[APS_LAW_COUNT][2])(strip *) = {APS_LAWS(LAW_NAMES)};

/* Takes the cloud's potential and force off the law's. */
APS_WIDE static void minus_clouds(const ewald *self, strip *w) {
  const double far_u = -self->alpha, far_s = 2 * self->alpha * self->alpha * far_u,
               last = LAST - 0.5 / PIECES_PER_UNIT;
  _Alignas(64) double row[STRIP][TERMS], rest[STRIP];
  for (int k = 0; k < STRIP; k++) { /* rows of the table first: whole cache lines, where gathering
                                       would take one number each */
    const double v = w->v[k] < last ? w->v[k] : last;
    const int piece = (int)(v * PIECES_PER_UNIT);
    rest[k] = v - (piece + 0.5) / PIECES_PER_UNIT;
    memcpy(row[k], self->table + piece * TERMS, sizeof row[k]);
  }
#pragma omp simd
  for (int k = 0; k < STRIP; k++) {
    const double *c = row[k], h = rest[k];
    double p = c[7], q = 7 * c[7];
    p = p * h + c[6], q = q * h + 6 * c[6];
    p = p * h + c[5], q = q * h + 5 * c[5];
    p = p * h + c[4], q = q * h + 4 * c[4];
    p = p * h + c[3], q = q * h + 3 * c[3];
    p = p * h + c[2], q = q * h + 2 * c[2];
    p = p * h + c[1], q = q * h + c[1];
    p = p * h + c[0];
    w->u[k] -= far_u * p, w->s[k] -= far_s * q;
  }
}

/* The same without the table, for pairs beyond its end: erf is 1 there. */
static void minus_far_clouds(strip *w, int n, strip *exact) {
  for (int k = 0; k < n; k++) {
    if (w->v[k] < LAST - 0.5 / PIECES_PER_UNIT) continue;
    const double r = sqrt(w->r2[k]);
    w->u[k] = exact->u[k] + 1 / r;
    w->s[k] = exact->s[k] - 1 / (r * w->r2[k]);
  }
}

APS_WIDE static void add_up(const strip *w, const double *mass, int n, double sum[4]) {
  double x = 0, y = 0, z = 0, pot = 0;
#pragma omp simd reduction(+ : x, y, z, pot)
  for (int k = 0; k < n; k++) {
    const double f = mass[k] * w->s[k];
    x += f * w->dx[k], y += f * w->dy[k], z += f * w->dz[k], pot += mass[k] * w->u[k];
  }
  sum[0] += x, sum[1] += y, sum[2] += z, sum[3] += pot;
}

static void pairs(const ewald *self, const sources *s, target *t) {
  strip w, exact;
  for (int k = 0; k < STRIP; k++)
    w.r2[k] = w.eps2[k] = w.v[k] = 1; /* lanes beyond the last source count for nothing */
  for (int from = 0; from < s->n; from += STRIP) {
    const int n = s->n - from < STRIP ? s->n - from : STRIP;
    const int64_t own = t->row - s->first - from;
    const double most = nearest_images(self, s, from, n, t, &w);
    laws[self->setup.law][w.near > 0](&w);
    if (own >= 0 && own < n) w.u[own] = w.s[own] = 0; /* of itself a row meets its images alone */
    if (most > LAST - 1) exact = w;
    minus_clouds(self, &w);
    if (most > LAST - 1) minus_far_clouds(&w, n, &exact);
    add_up(&w, s->mass + from, n, t->sum);
  }
}

static void sum_pairs(const ewald *self, const aps_view *v, target *t, int n_targets) {
  const int64_t n = v->n + v->n_halo;
  const int own_eps =
      self->setup.law != APS_LAW_NEWTON && v->eps && self->setup.eps_min != self->setup.eps_max;
  for (int64_t at = 0; at < n; at += TILE) {
    const sources s = {v->x + at,
                       v->y + at,
                       v->z + at,
                       v->mass + at,
                       own_eps ? v->eps + at : self->same,
                       at,
                       (int)(n - at < TILE ? n - at : TILE)};
    for (int k = 0; k < n_targets; k++) pairs(self, &s, t + k);
  }
}

static void sum_block(const ewald *self, const aps_view *v, phases *p, const int64_t *row, int n,
                      aps_cols want) {
  const double *L = self->setup.box, G = self->setup.G;
  target t[ROWS];
  for (int k = 0; k < n; k++) {
    const int64_t i = row[k];
    t[k] = (target){
        .x = {v->x[i], v->y[i], v->z[i]}, .eps = v->eps ? v->eps[i] : self->same[0], .row = i};
    if (self->setup.law == APS_LAW_NEWTON) t[k].eps = 0;
  }
  for (int k = 0; k < n; k += BLOCK) sum_pairs(self, v, t + k, n - k < BLOCK ? n - k : BLOCK);
  phases_fill(self, p, v, row, n);
  memset(p->value, 0, sizeof p->value);
  for (int w = 0; w < self->pencils; w++) {
    const pencil *at = self->pencil + w;
    phases_xy(p, at);
    add_from_waves(p, at, self->weight + at->at, self->re + at->at, self->im + at->at,
                   (double[]){2 * pi * at->x / L[0], 2 * pi * at->y / L[1], 2 * pi / L[2]});
  }
  const double background =
      pi * self->total_mass / (self->alpha * self->alpha * L[0] * L[1] * L[2]);
  for (int k = 0; k < n; k++) {
    const int64_t i = row[k];
    if (want & APS_A) {
      v->ax[i] += G * (t[k].sum[0] + p->value[0][k]);
      v->ay[i] += G * (t[k].sum[1] + p->value[1][k]);
      v->az[i] += G * (t[k].sum[2] + p->value[2][k]);
    }
    if (want & APS_POT) v->pot[i] += G * (t[k].sum[3] + p->value[3][k] + background);
  }
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  ewald *self = state;
  (void)t;
  const int64_t all = active.index ? active.n : view.n, blocks = (all + ROWS - 1) / ROWS;
  if (blocks == 0 || !(want & (APS_A | APS_POT))) return APS_OK;
  const int threads = blocks < 2 ? 1 : aps_force_threads(&self->setup);
  const size_t size = phases_size(self);
  double *memory =
      aps_alloc(self->setup.ctx, "ewald: phases", (int64_t)size * threads, sizeof *memory);
  if (memory == NULL) return APS_EMEM;
#pragma omp parallel num_threads(threads)
  {
#ifdef _OPENMP
    const int thread = omp_get_thread_num();
#else
    const int thread = 0;
#endif
    phases p;
    phases_open(self, &p, memory + size * (size_t)thread);
#pragma omp for schedule(dynamic, 1)
    for (int64_t b = 0; b < blocks; b++) {
      int64_t row[ROWS];
      const int n = (int)(all - b * ROWS < ROWS ? all - b * ROWS : ROWS);
      for (int i = 0; i < n; i++) row[i] = active.index ? active.index[b * ROWS + i] : b * ROWS + i;
      sum_block(self, &view, &p, row, n, want);
    }
  }
  aps_release(self->setup.ctx, memory);
  if (self->setup.stats)
    self->setup.stats->interactions += (double)all * (double)(view.n + view.n_halo);
  return APS_OK;
}

const aps_force aps_force_ewald_cpu = {
    .about = {.name = "ewald",
              .doc = "every pair in a periodic box with all its images, O(N^2), in double; what "
                     "direct stands for there",
              .source =
                  "Ewald 1921, Ann. Phys. 369, 253; Hernquist, Bouchet & Suto 1991, ApJS 75, 231",
              .state_size = sizeof(ewald)},
    .space = APS_HOST,
    .can = APS_PERIODIC | APS_SUBSET,
    .reads = APS_X | APS_MASS | APS_EPS,
    .writes = APS_A | APS_POT,
    .create = create,
    .prepare = prepare,
    .add = add,
    .memory = memory,
    .destroy = destroy,
};
