/* The expansions of the fast multipole method by themselves (multipole.h, docs/fmm.md), orders 2 to
 * 8, harmonic (h) and full (f): two cells of particles face to face, in double. */
#include "../check.h"
#include <stdint.h>
#define MP_REAL         double
#define MP_SET(c)       ((double)(c))
#define MP_FMA(a, b, c) ((a) * (b) + (c))
#define MP_FN(n)        n
#define MP_INLINE       static inline
#include "../../src/force/multipole.h"

enum { LEAST = APS_MULTIPOLE_LEAST, MOST = APS_MULTIPOLE_MOST, MEMBERS = 24, LEAVES = 4 };
enum { H, F, KINDS };
#define ROOM (APS_LOCALS_MOST + APS_MOMENTS_RAW_MOST)

typedef struct {
  int moments, locals;
  void (*p2m)(double m, double x, double y, double z, double *R);
  void (*m2m)(const double *M, double x, double y, double z, double *R);
  void (*fold)(const double *R, double *M);
  void (*m2l)(const double *M, double x, double y, double z, const double *g, double *L);
  void (*m2p)(const double *M, double x, double y, double z, const double *g, double *L);
  void (*l2l)(const double *from, double x, double y, double z, double *L);
  void (*l2p)(const double *from, double x, double y, double z, double *L);
} operators;

static const int sizes[4][MOST + 1] = {APS_MOMENTS_H, APS_MOMENTS_F, APS_LOCALS_H, APS_LOCALS_F};

#define ROW(K, p)                                                                                  \
  { 0, 0, p2m_##p, m2m_##K##p, fold_##K##p, m2l_##K##p, m2p_##K##p, l2l_##K##p, l2p_##K##p }
#define ROWS(K)                                                                                    \
  { ROW(K, 2), ROW(K, 3), ROW(K, 4), ROW(K, 5), ROW(K, 6), ROW(K, 7), ROW(K, 8) }
static operators of(int kind, int order) {
  static const operators rows[KINDS][MOST - LEAST + 1] = {ROWS(h), ROWS(f)};
  operators o = rows[kind][order - LEAST];
  o.moments = sizes[kind][order], o.locals = sizes[2 + kind][order];
  return o;
}

static const char name_of[KINDS] = {'h', 'f'};

/* ---- two cells */

typedef struct {
  double x[MEMBERS][3], m[MEMBERS], centre[3], mass;
} cell;

static uint64_t state = 1;
static double symmetric(void) { /* splitmix64 */
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return 2 * (((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53) - 1;
}

static void centre_of(const cell *c, int first, int end, double centre[3]) {
  double mass = 0;
  for (int d = 0; d < 3; d++) centre[d] = 0;
  for (int i = first; i < end; i++) {
    mass += c->m[i];
    for (int d = 0; d < 3; d++) centre[d] += c->m[i] * c->x[i][d];
  }
  for (int d = 0; d < 3; d++) centre[d] /= mass;
}

/* Particles of masses 0.5 to 1.5 in a cube of half edge `size` about (x, y, z), the same ones for
 * every size. */
static cell make(uint64_t seed, double x, double y, double z, double size) {
  cell c = {.mass = 0};
  const double at[3] = {x, y, z};
  double shape[3];
  state = seed;
  for (int i = 0; i < MEMBERS; i++) {
    c.m[i] = 1 + 0.5 * symmetric();
    c.mass += c.m[i];
    for (int d = 0; d < 3; d++) c.x[i][d] = symmetric();
  }
  centre_of(&c, 0, MEMBERS, shape); /* the centre of mass stays where it is */
  for (int i = 0; i < MEMBERS; i++)
    for (int d = 0; d < 3; d++) c.x[i][d] = at[d] + size * (c.x[i][d] - shape[d]);
  centre_of(&c, 0, MEMBERS, c.centre);
  return c;
}

/* Moments about a centre of the particles first … end - 1. */
static void moments(const operators *o, const cell *c, int first, int end, const double centre[3],
                    double *M) {
  double R[ROOM] = {0};
  for (int i = first; i < end; i++)
    o->p2m(c->m[i], centre[0] - c->x[i][0], centre[1] - c->x[i][1], centre[2] - c->x[i][2], R);
  o->fold(R, M);
}

static void radial(double r2, int order, double *g) {
  g[0] = 1 / sqrt(r2);
  for (int k = 0; k < order; k++) g[k + 1] = -(2 * k + 1) * g[k] / r2;
}

/* The expansion about a's centre of the potential of b. */
static void expand(const operators *o, int order, const cell *a, const cell *b, double eps,
                   double *L) {
  double M[ROOM] = {0}, g[MOST + 1], d[3], r2 = eps * eps;
  moments(o, b, 0, MEMBERS, b->centre, M);
  for (int k = 0; k < 3; k++) d[k] = a->centre[k] - b->centre[k], r2 += d[k] * d[k];
  radial(r2, order, g);
  memset(L, 0, sizeof(double) * ROOM);
  o->m2l(M, d[0], d[1], d[2], g, L);
}

static void at_particle(const operators *o, const cell *a, const double *L, int i, double out[4]) {
  for (int k = 0; k < 4; k++) out[k] = 0;
  o->l2p(L, a->x[i][0] - a->centre[0], a->x[i][1] - a->centre[1], a->x[i][2] - a->centre[2], out);
}

/* sum m / r and its gradient, of b at a's particle. */
static void direct(const cell *a, const cell *b, int i, double eps, double out[4]) {
  for (int k = 0; k < 4; k++) out[k] = 0;
  for (int j = 0; j < MEMBERS; j++) {
    double d[3], r2 = eps * eps;
    for (int k = 0; k < 3; k++) d[k] = a->x[i][k] - b->x[j][k], r2 += d[k] * d[k];
    out[0] += b->m[j] / sqrt(r2);
    for (int k = 0; k < 3; k++) out[k + 1] -= b->m[j] * d[k] / (r2 * sqrt(r2));
  }
}

typedef struct {
  double force, potential; /* rms over targets, relative to the rms value */
} error;

static error measure(int kind, int order, double size, double eps) {
  const cell a = make(3, 0.8, -0.3, 0.5, size), b = make(4, -0.1, 0.2, 0.1, size);
  const operators o = of(kind, order);
  double L[ROOM], sum[4] = {0};
  expand(&o, order, &a, &b, eps, L);
  for (int i = 0; i < MEMBERS; i++) {
    double got[4], want[4];
    at_particle(&o, &a, L, i, got);
    direct(&a, &b, i, eps, want);
    sum[0] += (got[0] - want[0]) * (got[0] - want[0]), sum[1] += want[0] * want[0];
    for (int k = 1; k < 4; k++)
      sum[2] += (got[k] - want[k]) * (got[k] - want[k]), sum[3] += want[k] * want[k];
  }
  return (error){sqrt(sum[2] / sum[3]), sqrt(sum[0] / sum[1])};
}

/* ---- claims */

#define EACH(kind, order)                                                                          \
  for (int kind = H; kind < KINDS; kind++)                                                         \
    for (int order = LEAST; order <= MOST; order++)

/* All moments are below mass (size sqrt 3)^m / m! < mass here, and sums of 24 terms round by less
 * than 24 x 2^-53. */
static void test_merged_leaves_have_the_moments_of_all_their_particles(void) {
  const cell c = make(7, 1, -2, 0.5, 0.5);
  EACH(kind, p) {
    const operators o = of(kind, p);
    double R[ROOM] = {0}, merged[ROOM] = {0}, whole[ROOM] = {0};
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      const int first = MEMBERS * leaf / LEAVES, end = MEMBERS * (leaf + 1) / LEAVES;
      double M[ROOM] = {0}, centre[3];
      centre_of(&c, first, end, centre);
      moments(&o, &c, first, end, centre, M);
      o.m2m(M, c.centre[0] - centre[0], c.centre[1] - centre[1], c.centre[2] - centre[2], R);
    }
    o.fold(R, merged);
    moments(&o, &c, 0, MEMBERS, c.centre, whole);
    CHECK_NEAR(whole[0], c.mass, 1e-14 * c.mass);
    for (int k = 0; k < o.moments; k++) CHECK_NEAR(merged[k], whole[k], 5e-15 * c.mass);
  }
}

/* Moving an expansion is exact for a polynomial of its order: the value at a particle does not
 * depend on the way. */
static void test_moved_locals_have_the_same_values(void) {
  const cell a = make(5, 1, 0.3, -0.4, 0.25), b = make(6, -0.2, 0.1, 0.3, 0.25);
  for (int softened = 0; softened < 2; softened++) EACH(kind, p) {
      if (kind == H && softened) continue;
      const operators o = of(kind, p);
      const double t[3] = {0.11, -0.07, 0.05};
      double L[ROOM], moved[ROOM] = {0};
      expand(&o, p, &a, &b, softened ? 0.6 : 0, L);
      o.l2l(L, t[0], t[1], t[2], moved);
      for (int i = 0; i < MEMBERS; i++) {
        double once[4], twice[4] = {0};
        at_particle(&o, &a, L, i, once);
        o.l2p(moved, a.x[i][0] - a.centre[0] - t[0], a.x[i][1] - a.centre[1] - t[1],
              a.x[i][2] - a.centre[2] - t[2], twice);
        for (int k = 0; k < 4; k++) CHECK_NEAR(twice[k], once[k], 2e-14 * b.mass);
      }
    }
}

/* Neglected are terms of total order p + 1 in the potential's expansion, whose gradient is of order
 * p, and M_p F_0, of order p in the potential (docs/fmm.md): halving both cells lowers the force
 * error by 2^p, and the potential's by a number from 2^p to 2^(p + 1), since the constant M_p F_0
 * is small. The slope between the sizes 1/16 and 1/32 differs from the limit by the next term, of
 * relative size R / d ~ 0.1; the errors at p = 8 are about 1e-10 of the value, well above rounding.
 */
static void test_errors_fall_at_their_order(void) {
  static const double eps[3] = {0, 0, 0.5};
  static const int kinds[3] = {H, F, F};
  for (int c = 0; c < 3; c++)
    for (int p = LEAST; p <= MOST; p++) {
      const error large = measure(kinds[c], p, 0x1p-4, eps[c]),
                  small = measure(kinds[c], p, 0x1p-5, eps[c]);
      const double force = log2(large.force / small.force),
                   potential = log2(large.potential / small.potential);
      if (getenv("VERBOSE"))
        printf("%c%d eps %g: %.3g %.3g, slopes %.3f %.3f\n", name_of[kinds[c]], p, eps[c],
               small.force, small.potential, force, potential);
      CHECK_NEAR(force, p, 0.15);
      CHECK_NEAR(potential, p + 0.5, 0.65);
      CHECK(small.potential < 0.2 * small.force);
    }
}

/* Each order is also better than the one below at the least distance that the solver accepts, R_A +
 * R_B = 0.9 d. */
static void test_a_higher_order_is_more_accurate(void) {
  static const double eps[3] = {0, 0, 0.5};
  static const int kinds[3] = {H, F, F};
  for (int c = 0; c < 3; c++)
    for (int p = LEAST + 1; p <= MOST; p++) {
      const error below = measure(kinds[c], p - 1, 0.25, eps[c]),
                  here = measure(kinds[c], p, 0.25, eps[c]);
      CHECK(here.force < below.force);
    }
}

/* The energy of two cells in (1) depends on d alone where both are cut at one total order, so the
 * forces sum to zero. */
static void test_the_forces_of_two_cells_cancel(void) {
  const cell a = make(8, 1, 0.2, -0.3, 0.4), b = make(9, -0.3, 0.1, 0.2, 0.4);
  for (int softened = 0; softened < 2; softened++) EACH(kind, p) {
      if (kind == H && softened) continue;
      const operators o = of(kind, p);
      double onto_a[ROOM], onto_b[ROOM], sum[3] = {0}, size = 0;
      expand(&o, p, &a, &b, softened ? 0.6 : 0, onto_a);
      expand(&o, p, &b, &a, softened ? 0.6 : 0, onto_b);
      for (int i = 0; i < MEMBERS; i++) {
        double fa[4], fb[4];
        at_particle(&o, &a, onto_a, i, fa);
        at_particle(&o, &b, onto_b, i, fb);
        for (int d = 0; d < 3; d++)
          sum[d] += a.m[i] * fa[d + 1] + b.m[i] * fb[d + 1], size += fabs(a.m[i] * fa[d + 1]);
      }
      for (int d = 0; d < 3; d++) CHECK_NEAR(sum[d] / size, 0, 1e-15);
    }
}

/* Folding (10) only uses what holds for 1/r exactly. */
static void test_harmonic_and_full_expansions_agree_without_softening(void) {
  const cell a = make(10, 1, -0.3, 0.2, 0.3), b = make(11, -0.3, 0.2, 0.1, 0.3);
  for (int p = LEAST; p <= MOST; p++) {
    const operators h = of(H, p), f = of(F, p);
    double Lh[ROOM], Lf[ROOM];
    expand(&h, p, &a, &b, 0, Lh);
    expand(&f, p, &a, &b, 0, Lf);
    for (int i = 0; i < MEMBERS; i++) {
      double vh[4], vf[4];
      at_particle(&h, &a, Lh, i, vh);
      at_particle(&f, &a, Lf, i, vf);
      for (int k = 0; k < 4; k++) CHECK_NEAR(vh[k], vf[k], 2e-14 * b.mass);
    }
  }
}

static void test_the_short_forms_are_the_first_terms_of_the_long_ones(void) {
  const cell a = make(12, 1, -0.3, 0.2, 0.3), b = make(13, -0.3, 0.2, 0.1, 0.3);
  EACH(kind, p) {
    const operators o = of(kind, p);
    double L[ROOM], M[ROOM] = {0}, g[MOST + 1], d[3], r2 = 0, point[4] = {0}, shift[ROOM] = {0},
                    value[4] = {0};
    expand(&o, p, &a, &b, 0, L);
    moments(&o, &b, 0, MEMBERS, b.centre, M);
    for (int k = 0; k < 3; k++) d[k] = a.centre[k] - b.centre[k], r2 += d[k] * d[k];
    radial(r2, p, g);
    o.m2p(M, d[0], d[1], d[2], g, point);
    o.l2l(L, 0.1, 0.2, -0.1, shift);
    o.l2p(L, 0.1, 0.2, -0.1, value);
    for (int k = 0; k < 4; k++) {
      CHECK_NEAR(point[k], L[k], 1e-14 * b.mass);
      CHECK_NEAR(value[k], shift[k], 1e-14 * b.mass);
    }
  }
}

int main(void) {
  CHECK_RUN(test_merged_leaves_have_the_moments_of_all_their_particles);
  CHECK_RUN(test_moved_locals_have_the_same_values);
  CHECK_RUN(test_errors_fall_at_their_order);
  CHECK_RUN(test_a_higher_order_is_more_accurate);
  CHECK_RUN(test_the_forces_of_two_cells_cancel);
  CHECK_RUN(test_harmonic_and_full_expansions_agree_without_softening);
  CHECK_RUN(test_the_short_forms_are_the_first_terms_of_the_long_ones);
  return CHECK_RESULT();
}
