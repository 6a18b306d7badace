/* Direct summation on the CPU against a plain long double loop: every law, precision, wish and
 * instruction set.
 *
 * Bound for one target: with U the unit of rounding (2^-24 or 2^-53), a sum over pairs of
 * magnitudes |t_j| is off by
 *   U (16 + 32) sum |t_j|  +  6 P sum |t_j| / |r_j|
 * 16: roundings of one pair (differences, law, mass, factors); 32: the running sum over at most
 * 512 terms, whose worst case of 512 is never near for rounding errors of mixed sign. P: how far
 * rounding moves a point, as seen from the other: 0 in double, where differences are taken first;
 * else 2^-24 of the distance to the centre, which is less than the extent of all. 6: two points,
 * and a term goes at most as r^-3. */
#include "../../src/core/ctx.h"
#include "../../src/laws/law.h"
#include "../check.h"
#include <stdint.h>

extern const aps_force aps_force_direct_cpu;
static const aps_force *const row = &aps_force_direct_cpu;
static aps_ctx *ctx;

/* ---- particles */

enum { MAX = 4096, COLUMNS = 17 };
static double memory[COLUMNS][MAX];

static uint64_t state = 1;
static double uniform(void) { /* splitmix64 */
  uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return ((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53;
}
static double symmetric(void) { return 2 * uniform() - 1; }

static aps_view view_of(int64_t n) {
  aps_view v = {.n = n};
  double **column[] = {&v.x,  &v.y,  &v.z,  &v.vx, &v.vy,  &v.vz,   &v.ax, &v.ay,
                       &v.az, &v.jx, &v.jy, &v.jz, &v.pot, &v.mass, &v.eps};
  for (size_t k = 0; k < sizeof column / sizeof *column; k++) *column[k] = memory[k];
  return v;
}

typedef enum { BALL, LINE, PLANE, FAR_AWAY, MASS_RANGE, CGS, TWO_GALAXIES, SHAPES } shape;
static const char *const shape_names[] = {"ball",       "line", "plane",       "far away",
                                          "mass range", "cgs",  "two galaxies"};

static aps_view make(shape what, int64_t n) {
  aps_view v = view_of(n);
  state = 77 + (uint64_t)what + 1000 * (uint64_t)n;
  for (int64_t i = 0; i < n; i++) {
    v.x[i] = symmetric(), v.y[i] = symmetric(), v.z[i] = symmetric();
    v.vx[i] = symmetric(), v.vy[i] = symmetric(), v.vz[i] = symmetric();
    v.mass[i] = (0.5 + uniform()) / (double)n;
    v.eps[i] = i % 7 ? 0.05 * (0.2 + uniform()) : 0; /* pairs of unsoftened ones as well */
    switch (what) {
    case LINE:
      v.y[i] = v.z[i] = 0;
      break;
    case PLANE:
      v.z[i] = 3;
      break;
    case FAR_AWAY:
      v.x[i] += 1e8, v.y[i] -= 1e8, v.vx[i] += 1e6;
      break;
    case MASS_RANGE:
      v.mass[i] = pow(10, -6 * uniform());
      break;
    case CGS:
      v.x[i] *= 3e21, v.y[i] *= 3e21, v.z[i] *= 3e21, v.eps[i] *= 3e21;
      v.vx[i] *= 1e7, v.vy[i] *= 1e7, v.vz[i] *= 1e7, v.mass[i] *= 1e43;
      break;
    case TWO_GALAXIES:
      v.x[i] += i % 2 ? 1000 : -1000;
      break;
    default:
      break;
    }
  }
  return v;
}

static void clear(aps_view v) {
  double *const column[] = {v.ax, v.ay, v.az, v.jx, v.jy, v.jz, v.pot};
  for (int k = 0; k < 7; k++) memset(column[k], 0, sizeof(double) * (size_t)v.n);
}

/* ---- the reference */

typedef struct {
  long double value[7];    /* ax ay az jx jy jz pot */
  double size[3], near[3]; /* of a, jerk, pot: sum |t|, sum |t| / r */
} answer;
static answer expected[MAX];

typedef struct {
  double extent, speed; /* of the whole configuration */
} sizes;

static void law_at(int law, long double r2, long double eps2, long double *u, long double *s,
                   long double *g) {
  const long double q = law == APS_LAW_PLUMMER ? r2 + eps2 : r2, r1 = 1 / sqrtl(q);
  *u = -r1, *s = r1 / q, *g = -3 / q;
  const long double h = 2.8L * sqrtl(eps2), x = sqrtl(r2) / h, x2 = x * x;
  if (law != APS_LAW_SPLINE || x >= 1) return;
  const int inner = x < 0.5L; /* as GADGET-2 writes it */
  *s = (inner ? 32 / 3.0L + x2 * (32 * x - 38.4L)
              : 64 / 3.0L - 48 * x + 38.4L * x2 - 32 / 3.0L * x2 * x - 1 / (15 * x2 * x)) /
       (h * h * h);
  *u = (inner ? -2.8L + x2 * (16 / 3.0L + x2 * (6.4L * x - 9.6L))
              : -3.2L + 1 / (15 * x) + x2 * (32 / 3.0L + x * (-16 + x * (9.6L - 32 / 15.0L * x)))) /
       h;
  *g = (inner ? 96 * x - 76.8L : -48 / x + 76.8L - 32 * x + 1 / (5 * x2 * x2 * x)) / (h * h) /
       (*s * h * h * h);
}

static sizes expect(aps_view v, int law, int per_particle, double eps, double G) {
  double low[6], high[6];
  const double *const column[6] = {v.x, v.y, v.z, v.vx, v.vy, v.vz};
  const int64_t n = v.n + v.n_halo;
  for (int k = 0; k < 6; k++) {
    low[k] = high[k] = column[k][0];
    for (int64_t i = 0; i < n; i++)
      low[k] = fmin(low[k], column[k][i]), high[k] = fmax(high[k], column[k][i]);
  }
  const sizes all = {fmax(high[0] - low[0], fmax(high[1] - low[1], high[2] - low[2])),
                     fmax(high[3] - low[3], fmax(high[4] - low[4], high[5] - low[5]))};
  for (int64_t i = 0; i < v.n; i++) {
    answer *e = &expected[i];
    memset(e, 0, sizeof *e);
    for (int64_t j = 0; j < n; j++) {
      if (i == j) continue;
      const long double dx[3] = {(long double)v.x[j] - v.x[i], (long double)v.y[j] - v.y[i],
                                 (long double)v.z[j] - v.z[i]};
      const long double dv[3] = {(long double)v.vx[j] - v.vx[i], (long double)v.vy[j] - v.vy[i],
                                 (long double)v.vz[j] - v.vz[i]};
      const long double pair_eps = law == APS_LAW_NEWTON ? 0
                                   : per_particle        ? fmax(v.eps[i], v.eps[j])
                                                         : eps;
      const long double r2 = dx[0] * dx[0] + dx[1] * dx[1] + dx[2] * dx[2];
      const long double dot = dx[0] * dv[0] + dx[1] * dv[1] + dx[2] * dv[2];
      long double u, s, g;
      law_at(law, r2, pair_eps * pair_eps, &u, &s, &g);
      const long double m = (long double)G * v.mass[j];
      for (int d = 0; d < 3; d++) {
        e->value[d] += m * s * dx[d];
        e->value[3 + d] += m * s * (dv[d] + g * dot * dx[d]);
      }
      e->value[6] += m * u;
      const double r = (double)sqrtl(r2),
                   w = (double)sqrtl(dv[0] * dv[0] + dv[1] * dv[1] + dv[2] * dv[2]);
      const double a = (double)(m * s) * r, jerk = (double)(m * s) * 4 * (w + 1e-300),
                   p = (double)(m * -u);
      e->size[0] += a, e->size[1] += jerk, e->size[2] += p;
      e->near[0] += a / r, e->near[2] += p / r;
      e->near[1] += 4 * jerk / r +
                    (double)(m * s) * 4 * all.speed / all.extent; /* velocities are rounded too */
    }
  }
  return all;
}

/* ---- running the solver */

typedef struct {
  int law, precision, per_particle;
  double eps, G;
  int threads;
} how;

static double interactions;

static aps_err solve(aps_view v, const how *h, aps_active active, aps_cols want) {
  aps_stats stats = {0};
  double least = v.eps[0], most = v.eps[0];
  for (int64_t i = 0; i < v.n + v.n_halo; i++)
    least = fmin(least, v.eps[i]), most = fmax(most, v.eps[i]);
  const aps_force_setup setup = {.ctx = ctx,
                                 .law = h->law,
                                 .precision = h->precision,
                                 .G = h->G,
                                 .eps_min = h->per_particle ? least : h->eps,
                                 .eps_max = h->per_particle ? most : h->eps,
                                 .threads = h->threads,
                                 .stats = &stats};
  void *self = calloc(1, row->about.state_size);
  aps_err err = row->create(self, &setup);
  if (!err) err = row->prepare(self, v);
  if (!err) err = row->add(self, v, active, want, 0);
  row->destroy(self);
  free(self);
  interactions = stats.interactions;
  return err;
}

static const aps_active everyone = {NULL, 0};

/* Largest error over its bound, over the rows of `active` and the groups of `want`. */
static double worst(aps_view v, const how *h, sizes all, aps_active active, aps_cols want) {
  const double U = h->precision == APS_DOUBLE ? 0x1p-53 : 0x1p-24,
               P = h->precision == APS_DOUBLE ? 0 : 0x1p-24 * all.extent;
  const double *const got[7] = {v.ax, v.ay, v.az, v.jx, v.jy, v.jz, v.pot};
  const aps_cols group[3] = {APS_A, APS_JERK, APS_POT};
  double most = 0;
  for (int64_t k = 0; k < (active.index ? active.n : v.n); k++) {
    const int64_t i = active.index ? active.index[k] : k;
    for (int c = 0; c < 7; c++) {
      if (!(want & group[c / 3])) continue;
      const double error = (double)fabsl(got[c][i] - expected[i].value[c]);
      const double bound = U * 48 * expected[i].size[c / 3] + 6 * P * expected[i].near[c / 3];
      if (!(error <= bound))
        most = fmax(most, error / bound > 0 ? error / bound : INFINITY); /* NaN counts */
    }
  }
  return most;
}

static const aps_cols wishes[] = {
    APS_A, APS_A | APS_POT, APS_A | APS_JERK, APS_POT, APS_A | APS_JERK | APS_POT, APS_JERK};
enum { WISHES = sizeof wishes / sizeof *wishes };

static void compare(shape what, int64_t n) {
  const aps_view v = make(what, n);
  const double unit = what == CGS ? 3e21 : 1, G = what == CGS ? 6.6743e-8 : 2;
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int per_particle = 0; per_particle < (law == APS_LAW_NEWTON ? 1 : 2); per_particle++) {
      how h = {law, 0, per_particle, law == APS_LAW_NEWTON ? 0 : 0.03 * unit, G, 0};
      const sizes all = expect(v, law, per_particle, h.eps, G);
      for (h.precision = APS_MIXED; h.precision <= APS_SINGLE; h.precision++)
        for (int w = 0; w < WISHES; w++) {
          clear(v);
          CHECK_OK(ctx, solve(v, &h, everyone, wishes[w]));
          const double off = worst(v, &h, all, everyone, wishes[w]);
          if (off > 0)
            printf("  %s, n %d, law %d, precision %d, per particle %d, want %x: %g of the bound\n",
                   shape_names[what], (int)n, law, h.precision, per_particle, wishes[w], off);
          CHECK(off == 0);
        }
    }
}

static const char *const sets[] = {"plain", "avx2", "avx512"};

/* Instruction sets that this machine runs, one after the other; APSIS_ISA is put back at the end.
 */
static int next_set(int *k) {
  static char before[32];
  static int had;
  if (*k == 0) {
    const char *asked = getenv("APSIS_ISA");
    had = asked != NULL;
    snprintf(before, sizeof before, "%s", had ? asked : "");
  }
  for (; *k < 3; ++*k) {
    void *self = calloc(1, row->about.state_size);
    setenv("APSIS_ISA", sets[*k], 1);
    const aps_err err = row->create(self, &(aps_force_setup){.ctx = ctx});
    row->destroy(self);
    free(self);
    if (err == APS_OK) return ++*k;
  }
  if (had)
    setenv("APSIS_ISA", before, 1);
  else
    unsetenv("APSIS_ISA");
  return 0;
}

static void test_every_law_precision_and_wish_matches_a_long_double_sum(void) {
  static const int64_t few[] = {1, 2, 3, 17, 64, 65, 129};
  for (int k = 0; next_set(&k);) {
    for (int what = 0; what < SHAPES; what++)
      for (size_t i = 0; i < sizeof few / sizeof *few; i++) compare(what, few[i]);
    compare(BALL, 1000); /* several chunks of sources */
  }
}

/* ---- accuracy that a user sees */

static double rms_error(aps_view v, const how *h) {
  expect(v, h->law, h->per_particle, h->eps, h->G);
  clear(v);
  CHECK_OK(ctx, solve(v, h, everyone, APS_A));
  double sum = 0;
  for (int64_t i = 0; i < v.n; i++) {
    const long double *a = expected[i].value;
    const double d[3] = {(double)(v.ax[i] - a[0]), (double)(v.ay[i] - a[1]),
                         (double)(v.az[i] - a[2])};
    sum += (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) /
           (double)(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }
  return sqrt(sum / (double)v.n);
}

/* A thousand terms of relative error a few 2^-24 = 6e-8 that partly cancel: below 1e-6. In two
 * galaxies the points are a thousand times further from the common centre than from their
 * neighbours, and only compact blocks help. Without softening the closest pair, some 2e-3 apart,
 * rules: 2 points of 1000 with an error of 2^-24 / 2e-3 = 3e-5 or more. */
static void test_mixed_keeps_1e_6_far_from_the_origin_and_over_a_mass_range(void) {
  for (int k = 0; next_set(&k);)
    for (int what = 0; what < SHAPES; what++) {
      if (what == LINE || what == PLANE)
        continue; /* close pairs and cancelling forces: bounded in the test above */
      const aps_view v = make(what, 1000);
      const double unit = what == CGS ? 3e21 : 1;
      for (int law = 0; law < APS_LAW_COUNT; law++) {
        const how h = {law, APS_MIXED, 0, law == APS_LAW_NEWTON ? 0 : 0.03 * unit, 1, 0};
        const double rms = rms_error(v, &h);
        printf("  %s: %s, law %d: rms error %.2g\n", sets[k - 1], shape_names[what], law, rms);
        CHECK(rms < (law == APS_LAW_NEWTON ? 4e-6 : 1e-6));
      }
    }
}

static void test_double_keeps_2e_15(void) {
  for (int k = 0; next_set(&k);) {
    const how h = {APS_LAW_PLUMMER, APS_DOUBLE, 0, 0.01, 1, 0};
    const double rms = rms_error(make(BALL, 1000), &h);
    printf("  %s: rms error %.2g\n", sets[k - 1], rms);
    CHECK(rms < 2e-15); /* 1000 terms of a few 2^-53 = 1.1e-16 that partly cancel */
  }
}

/* ---- bits */

static double saved[7][MAX];
static void save(aps_view v) {
  const double *const column[7] = {v.ax, v.ay, v.az, v.jx, v.jy, v.jz, v.pot};
  for (int k = 0; k < 7; k++) memcpy(saved[k], column[k], sizeof(double) * (size_t)v.n);
}
static int same_bits(aps_view v, int first, int last) {
  const double *const column[7] = {v.ax, v.ay, v.az, v.jx, v.jy, v.jz, v.pot};
  for (int k = first; k <= last; k++)
    if (memcmp(saved[k], column[k], sizeof(double) * (size_t)v.n)) return 0;
  return 1;
}

static void test_wishing_for_more_does_not_change_the_bits_of_acceleration(void) {
  for (int k = 0; next_set(&k);)
    for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
      for (int law = 0; law < APS_LAW_COUNT; law++) {
        const aps_view v = make(BALL, 700);
        const how h = {law, precision, law != APS_LAW_NEWTON, 0, 1, 0};
        clear(v);
        CHECK_OK(ctx, solve(v, &h, everyone, APS_A));
        save(v);
        for (int w = 1; w < WISHES; w++) {
          if (!(wishes[w] & APS_A)) continue;
          clear(v);
          CHECK_OK(ctx, solve(v, &h, everyone, wishes[w]));
          CHECK(same_bits(v, 0, 2));
        }
      }
}

static void test_bits_are_the_same_for_any_number_of_threads(void) {
  static const int threads[] = {2, 3, 5};
  static const int64_t counts[] = {700, 2500}; /* dealt out as chunks and as blocks */
  static int32_t index[40];
  for (int i = 0; i < 40; i++) index[i] = 17 * i + 3;
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
    for (int c = 0; c < 2; c++)
      for (int few = 0; few < 2; few++) {
        const aps_active active = {few ? index : NULL, few ? 40 : 0};
        const aps_view v = make(BALL, counts[c]);
        how h = {APS_LAW_SPLINE, precision, 1, 0, 1, 1};
        clear(v);
        CHECK_OK(ctx, solve(v, &h, active, APS_A | APS_JERK | APS_POT));
        save(v);
        for (int t = 0; t < 3; t++) {
          h.threads = threads[t];
          clear(v);
          CHECK_OK(ctx, solve(v, &h, active, APS_A | APS_JERK | APS_POT));
          CHECK(same_bits(v, 0, 6));
        }
      }
}

static void test_double_gives_a_target_the_same_bits_in_any_company(void) {
  static int32_t index[100];
  const aps_view v = make(BALL, 1500);
  const how h = {APS_LAW_PLUMMER, APS_DOUBLE, 1, 0, 1, 0};
  clear(v);
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_JERK));
  save(v);
  for (int n = 1; n <= 100; n += 33) {
    for (int i = 0; i < n; i++) index[i] = 1499 - 7 * i;
    clear(v);
    CHECK_OK(ctx, solve(v, &h, (aps_active){index, n}, APS_A | APS_JERK));
    for (int i = 0; i < n; i++) {
      const int k = index[i];
      CHECK(v.ax[k] == saved[0][k] && v.ay[k] == saved[1][k] && v.az[k] == saved[2][k]);
      CHECK(v.jx[k] == saved[3][k] && v.jy[k] == saved[4][k] && v.jz[k] == saved[5][k]);
    }
  }
}

/* ---- subsets, halos, limits */

static void test_only_active_rows_are_touched_and_they_are_right(void) {
  static const int64_t counts[] = {0, 1, 5, 130, 400};
  static int32_t index[400];
  const aps_view v = make(TWO_GALAXIES, 1000);
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++) {
    const how h = {APS_LAW_PLUMMER, precision, 0, 0.03, 1, 0};
    const sizes all = expect(v, h.law, 0, h.eps, 1);
    for (int c = 0; c < 5; c++) {
      const int64_t n = counts[c];
      for (int64_t i = 0; i < n; i++) index[i] = (int32_t)(2 * i + 1);
      clear(v);
      CHECK_OK(ctx, solve(v, &h, (aps_active){index, n}, APS_A | APS_POT));
      CHECK_NEAR(interactions, (double)n * 1000, 0);
      CHECK(worst(v, &h, all, (aps_active){index, n}, APS_A | APS_POT) == 0);
      for (int64_t i = 0; i < v.n; i++)
        if (i % 2 == 0 || i / 2 >= n) CHECK(v.ax[i] == 0 && v.pot[i] == 0);
    }
  }
}

static void test_results_are_added_to_what_stands_there(void) {
  const aps_view v = make(BALL, 100);
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.03, 1, 0};
  clear(v);
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A));
  save(v);
  for (int i = 0; i < 100; i++) v.ax[i] = 5, v.pot[i] = 7;
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A));
  for (int i = 0; i < 100; i++) CHECK(v.ax[i] == 5 + saved[0][i] && v.pot[i] == 7);
}

static void test_halo_rows_are_sources_only(void) {
  aps_view v = make(BALL, 300);
  v.n = 200, v.n_halo = 100;
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 1, 0, 1, 0};
  const sizes all = expect(v, h.law, 1, 0, 1);
  v.n = 300;
  clear(v);
  v.n = 200;
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_POT));
  CHECK(worst(v, &h, all, everyone, APS_A | APS_POT) == 0);
  for (int i = 200; i < 300; i++) CHECK(v.ax[i] == 0 && v.pot[i] == 0);
}

static void test_one_particle_and_massless_ones_feel_no_force(void) {
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++) {
    aps_view v = make(BALL, 64);
    how h = {APS_LAW_NEWTON, precision, 0, 0, 1, 0};
    v.n = 1;
    clear(v);
    CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_JERK | APS_POT));
    CHECK(v.ax[0] == 0 && v.az[0] == 0 && v.jx[0] == 0 && v.pot[0] == 0);
    v.n = 64;
    for (int i = 0; i < 64; i++) v.mass[i] = 0;
    clear(v);
    CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_JERK | APS_POT));
    for (int i = 0; i < 64; i++) CHECK(v.ax[i] == 0 && v.jz[i] == 0 && v.pot[i] == 0);
  }
}

/* Sources without mass are left out a tile at a time and at the end of one; next to nothing in their place gives the same bits, and is
 * summed. */
static void test_sources_without_mass_cost_nothing_and_change_no_bit(void) {
  enum { N = 2100 };
  static const struct {
    int first, last;
    double share; /* of all pairs at most */
  } heavy[] = {{0, 2, 0.01}, {N - 1, N - 1, 0.04}, {1100, 1103, 0.05}, {0, N - 1, 1}};
  for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
    for (int law = SANITIZED ? precision : 0; law < (SANITIZED ? precision + 1 : APS_LAW_COUNT); law++)
      for (size_t k = 0; k < sizeof heavy / sizeof *heavy; k++) {
        const aps_view v = make(BALL, N);
        const how h = {law, precision, law != APS_LAW_NEWTON, 0, 1, 1 + (int)k % 2};
        double pairs[2];
        for (int none = 0; none < 2; none++) {
          for (int i = 0; i < N; i++)
            if (i != 7 && (i < heavy[k].first || i > heavy[k].last)) v.mass[i] = none ? 0 : 1e-300;
          clear(v);
          CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_JERK | APS_POT));
          pairs[none] = interactions;
          if (!none) save(v);
        }
        CHECK(same_bits(v, 0, 6));
        CHECK(pairs[0] == 2.0 * N * N && pairs[1] <= heavy[k].share * pairs[0]);
      }
}

/* All at one point: no force by symmetry, and potential -m (n - 1) / eps from the others. */
static void test_coincident_particles_stay_finite(void) {
  for (int k = 0; next_set(&k);)
    for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
      for (int law = 0; law < APS_LAW_COUNT; law++)
        for (int softened = 0; softened < 2; softened++) {
          aps_view v = make(BALL, 600);
          for (int i = 0; i < 600; i++) v.x[i] = v.y[i] = v.z[i] = 0.3, v.mass[i] = 1, v.eps[i] = 0;
          v.x[0] = 2;
          const how h = {law, precision, 0, softened ? 0.1 : 0, 1, 0};
          clear(v);
          CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_JERK | APS_POT));
          for (int i = 0; i < 600; i++)
            CHECK(isfinite(v.ax[i]) && isfinite(v.jx[i]) && isfinite(v.pot[i]));
          if (softened && law != APS_LAW_NEWTON)
            CHECK_NEAR(v.pot[5], -5980 - 1 / sqrt(1.7 * 1.7 + (law == APS_LAW_PLUMMER ? 0.01 : 0)),
                       precision == APS_DOUBLE ? 1e-10 : 5980 * 1e-5);
        }
}

static void test_nan_and_infinity_show(void) {
  for (int k = 0; next_set(&k);)
    for (int precision = APS_MIXED; precision <= APS_SINGLE; precision++)
      for (int law = 0; law < APS_LAW_COUNT; law++)
        for (int what = 0; what < 4; what++) {
          aps_view v = make(BALL, 300);
          const how h = {law, precision, 0, 0.1, 1, 0};
          double *const spoilt[4] = {v.x, v.z, v.mass, v.x};
          spoilt[what][150] = what == 3 ? INFINITY : NAN;
          clear(v);
          CHECK_OK(ctx, solve(v, &h, everyone, APS_A));
          for (int i = 0; i < 300; i++)
            if (i != 150) CHECK(!isfinite(v.ax[i]));
        }
}

/* The force of units is a matter of exponents alone: powers of two in give powers of two out. */
static void test_units_change_no_digit(void) {
  const aps_view v = make(BALL, 500);
  how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.03125, 1, 0};
  clear(v);
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_POT));
  save(v);
  const double length = 0x1p80, mass = 0x1p-150;
  for (int i = 0; i < 500; i++)
    v.x[i] *= length, v.y[i] *= length, v.z[i] *= length, v.mass[i] *= mass;
  h.eps *= length;
  clear(v);
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A | APS_POT));
  for (int i = 0; i < 500; i++) {
    CHECK(v.ax[i] * (length * length / mass) == saved[0][i]);
    CHECK(v.pot[i] * (length / mass) == saved[6][i]);
  }
}

static void test_momentum_is_conserved_to_rounding(void) {
  const aps_view v = make(MASS_RANGE, 1000);
  const how h = {APS_LAW_PLUMMER, APS_DOUBLE, 1, 0, 1, 0};
  clear(v);
  CHECK_OK(ctx, solve(v, &h, everyone, APS_A));
  double sum = 0, size = 0;
  for (int i = 0; i < 1000; i++) sum += v.mass[i] * v.ax[i], size += fabs(v.mass[i] * v.ax[i]);
  CHECK_NEAR(sum / size, 0, 1e-14); /* max(eps_i, eps_j) is symmetric */
}

static void test_an_unknown_instruction_set_is_refused_by_name(void) {
  const char *asked = getenv("APSIS_ISA");
  char before[32] = "";
  if (asked) snprintf(before, sizeof before, "%s", asked);
  setenv("APSIS_ISA", "mmx", 1);
  void *self = calloc(1, row->about.state_size);
  CHECK(row->create(self, &(aps_force_setup){.ctx = ctx}) == APS_EARG);
  CHECK(strstr(aps_ctx_error(ctx), "APSIS_ISA=mmx") != NULL);
  row->destroy(self);
  free(self);
  if (asked)
    setenv("APSIS_ISA", before, 1);
  else
    unsetenv("APSIS_ISA");
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_every_law_precision_and_wish_matches_a_long_double_sum);
  CHECK_RUN(test_mixed_keeps_1e_6_far_from_the_origin_and_over_a_mass_range);
  CHECK_RUN(test_double_keeps_2e_15);
  CHECK_RUN(test_wishing_for_more_does_not_change_the_bits_of_acceleration);
  CHECK_RUN(test_bits_are_the_same_for_any_number_of_threads);
  CHECK_RUN(test_double_gives_a_target_the_same_bits_in_any_company);
  CHECK_RUN(test_only_active_rows_are_touched_and_they_are_right);
  CHECK_RUN(test_results_are_added_to_what_stands_there);
  CHECK_RUN(test_halo_rows_are_sources_only);
  CHECK_RUN(test_one_particle_and_massless_ones_feel_no_force);
  CHECK_RUN(test_sources_without_mass_cost_nothing_and_change_no_bit);
  CHECK_RUN(test_coincident_particles_stay_finite);
  CHECK_RUN(test_nan_and_infinity_show);
  CHECK_RUN(test_units_change_no_digit);
  CHECK_RUN(test_momentum_is_conserved_to_rounding);
  CHECK_RUN(test_an_unknown_instruction_set_is_refused_by_name);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
