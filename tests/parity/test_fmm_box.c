/* The fast multipole method in a periodic box against Ewald's sum: which images act, accuracy, potentials, softening, the same
 * bits for any threads, targets and shifts; and the polynomial that stands for far images. */
#include "../../src/core/box.h"
#include "../../src/force/lattice.h"
#include "fmm_rig.h"

static aps_ctx *ctx;

/* n particles in a box of edges L. */
static cloud fill(box_shape what, int64_t n, const double L[3], uint64_t seed) {
  cloud c = cloud_of(n);
  fill_box(what, c.v, L, seed);
  return c;
}

static answer ewald(aps_view v, int law, const double L[3]) {
  solver s;
  clear(v);
  const how h = {.law = law, .precision = APS_DOUBLE, .box = {L[0], L[1], L[2]}};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_ewald_cpu, v, &h));
  CHECK_OK(ctx, solver_run(&s, v, APS_A | APS_POT));
  solver_close(&s);
  const answer r = answer_of(v);
  clear(v);
  return r;
}

static const double cube[3] = {1, 1, 1};

static void test_every_particle_acts_once_from_each_near_image(void) {
  for (int what = 0; what < BOX_SHAPES; what++)
    for (int leaf = 1; leaf < 40; leaf = 3 * leaf + 1) {
      const int64_t n = 300 + 100 * leaf;
      cloud c = fill((box_shape)what, n, cube, 1);
      uniform_softening(&c, 0.001);
      solver s;
      const how h = {.law = what % APS_LAW_COUNT, .accuracy = 1e-3, .threads = 1 + leaf % 2, .choice = {.leaf = leaf}, .box = {1, 1, 1}};
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &h));
      for (int round = 0; round < 2; round++) check_coverage(ctx, &s, c.v, APS_LATTICE_IMAGES, box_names[what]);
      solver_close(&s);
      cloud_free(&c);
    }
}

/* As in an open system: what is asked is what is measured, once |a| is known and the solver has had its say. Potentials come as
 * they come: of an even box little is left of them, so five times the accuracy, in units of their spread. */
static void test_it_keeps_its_accuracy_promise(void) {
  static const double boxes[3][3] = {{1, 1, 1}, {3, 2, 2}, {100, 50, 80}};
  for (int what = 0; what < BOX_SHAPES; what++)
    for (int b = 0; b < 3; b++)
      for (int law = APS_LAW_NEWTON; law <= APS_LAW_SPLINE; law += APS_LAW_SPLINE - APS_LAW_NEWTON) {
        if (SANITIZED && (what + b + law) % 5) continue;
        const double *L = boxes[b];
        cloud c = fill((box_shape)what, SANITIZED ? 1200 : 2500, L, 5);
        for (int64_t i = 0; i < c.v.n; i++) c.v.eps[i] = law == APS_LAW_NEWTON ? 0 : 0.002 * L[1] * (double)(1 + i % 3);
        answer right = ewald(c.v, law, L);
        double mean = 0, spread = 0;
        for (int64_t i = 0; i < c.v.n; i++) mean += right.pot[i] / (double)c.v.n;
        for (int64_t i = 0; i < c.v.n; i++) spread += (right.pot[i] - mean) * (right.pot[i] - mean) / (double)c.v.n;
        const double finest = law != APS_LAW_NEWTON || (b && what != EVEN && what != CLUMPS) ? 5e-6 : 5e-8; /* others take longer only */
        for (double accuracy = 1e-2; accuracy > finest; accuracy *= 0.1) {
          solver s;
          deviation d;
          int tightened;
          const how h = {.law = law, .accuracy = accuracy, .threads = 2, .box = {L[0], L[1], L[2]}};
          CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &h));
          CHECK_OK(ctx, settle(&s, c.v, &right, 6, &tightened, &d));
          double off = 0;
          for (int64_t i = 0; i < c.v.n; i++) off += (c.v.pot[i] - right.pot[i]) * (c.v.pot[i] - right.pot[i]) / (double)c.v.n;
          off = sqrt(off / spread);
          if (!(d.rms <= accuracy && d.high <= 10 * accuracy && off <= 5 * accuracy))
            printf("  %s, box %d, law %d, accuracy %g, tightened %d: rms %.2e, 99.9 %% %.2e, potential %.2e\n", box_names[what], b,
                   law, accuracy, tightened, d.rms, d.high, off);
          CHECK(d.rms <= accuracy && d.high <= 10 * accuracy && off <= 5 * accuracy && tightened <= 5);
          solver_close(&s);
        }
        answer_free(&right);
        cloud_free(&c);
      }
}

/* A point alone: all it feels are its own images and the background (Coldwell-Horsfall & Maradudin 1960). */
static void test_a_point_alone_has_the_potential_of_its_own_lattice(void) {
  cloud c = cloud_of(1);
  c.v.x[0] = 7.3, c.v.y[0] = -2.2, c.v.z[0] = 0.4, c.v.mass[0] = 3;
  solver s;
  const how h = {.accuracy = 1e-6, .threads = 1, .box = {4, 4, 4}};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &h));
  CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
  CHECK_NEAR(c.v.pot[0], 2 * 0.75 * 2.837297479480619, 1e-6); /* the rig's G is 2 */
  CHECK_NEAR(c.v.ax[0], 0, 1e-7);
  solver_close(&s);
  cloud_free(&c);
}

/* Plummer's law acts at all near images, which Ewald's sum softens at the nearest alone: 24 (eps/L)^2 apart. */
static void test_plummer_softening_where_it_is_small(void) {
  cloud c = fill(CLUMPS, 1500, cube, 3);
  uniform_softening(&c, 0.003);
  answer right = ewald(c.v, APS_LAW_PLUMMER, cube);
  solver s;
  deviation d;
  int tightened;
  const how h = {.law = APS_LAW_PLUMMER, .accuracy = 1e-3, .threads = 1, .box = {1, 1, 1}};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &h));
  CHECK_OK(ctx, settle(&s, c.v, &right, 5, &tightened, &d));
  CHECK(d.rms <= 1e-3);
  solver_close(&s);
  answer_free(&right);
  cloud_free(&c);
}

/* Potentials of a block of targets among themselves are summed apart, so they depend on what a block is, by rounding. */
static int same(aps_view v, const answer *r, int potentials) {
  const size_t bytes = sizeof(double) * (size_t)v.n;
  for (int64_t i = 0; i < v.n; i++)
    if (fabs(v.pot[i] - r->pot[i]) > 1e-5 * fabs(r->pot[i]) + 1e-5) return 0;
  return memcmp(v.ax, r->a[0], bytes) == 0 && memcmp(v.ay, r->a[1], bytes) == 0 && memcmp(v.az, r->a[2], bytes) == 0 &&
         (!potentials || memcmp(v.pot, r->pot, bytes) == 0);
}

/* As the CPU's drift does, and a run's start: never the edge itself, and what is not a number stays none. */
static void test_rows_are_put_into_the_box(void) {
  static const double in[] = {0, 1.5, -0.5, 3, -1e-20, 2.999999999999999}, out[] = {0, 1.5, 2.5, 0, 0, 2.999999999999999};
  for (int k = 0; k < 6; k++) CHECK(aps_box_wrap(in[k], 3) == out[k] && aps_box_wrap(out[k], 3) == out[k]);
  CHECK(isnan(aps_box_wrap(NAN, 3)) && isnan(aps_box_wrap(INFINITY, 3)));
}

/* Threads, targets a few at a time, and rows that lie whole boxes away: the same bits (edges and positions are such that shifts
 * are exact). */
static void test_the_same_bits_for_threads_targets_and_shifts(void) {
  enum { N = 9000, ROUNDS = 5 }; /* more than 8192 rows are wrapped and marked by all threads */
  cloud c = fill(CLUMPS, N, cube, 9);
  double *const x[3] = {c.v.x, c.v.y, c.v.z};
  for (int d = 0; d < 3; d++)
    for (int i = 0; i < N; i++) x[d][i] = floor(x[d][i] * 0x1p40) * 0x1p-40;
  answer first = {.memory = NULL};
  static const int threads[ROUNDS] = {1, 16, 3, 4, 2};
  for (int round = 0; round < ROUNDS; round++) {
    solver s;
    const how h = {.accuracy = 1e-3, .threads = threads[round], .box = {1, 1, 1}};
    CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &h));
    clear(c.v);
    for (int i = 0; round == 3 && i < N; i++) c.v.y[i] += i % 4; /* along one axis, then along all */
    if (round == 4)
      for (int i = 0; i < N; i++) c.v.x[i] += i % 3 - 1, c.v.z[i] -= i % 5;
    CHECK_OK(ctx, s.row->prepare(s.self, c.v));
    if (round == 2) {
      int32_t some[2][N];
      int64_t n[2] = {0, 0};
      for (int i = 0; i < N; i++) some[i % 7 < 2][n[i % 7 < 2]++] = i;
      for (int k = 0; k < 2; k++) CHECK_OK(ctx, s.row->add(s.self, c.v, (aps_active){some[k], n[k]}, APS_A | APS_POT, 0));
    } else {
      CHECK_OK(ctx, s.row->add(s.self, c.v, everyone, APS_A | APS_POT, 0));
    }
    if (round == 0) first = answer_of(c.v);
    CHECK(same(c.v, &first, round != 2));
    solver_close(&s);
  }
  answer_free(&first);
  cloud_free(&c);
}

/* Degrees 8 to 24 in a cube and in the longest box, against the sum that they stand for, by finite differences. */
static void test_far_images_are_the_polynomial(void) {
  static const double boxes[2][3] = {{1, 1, 1}, {2, 1, 1}};
  enum { DEGREES = 6 };
  static const int degree[DEGREES] = {8, 10, 12, 16, 20, 24};
  static const double most[2][DEGREES] = {{2e-5, 4e-5, 2e-6, 1e-7, 1e-8, 1e-9}, {2e-2, 4e-3, 1e-3, 3e-5, 2e-6, 1e-7}};
  dice r = {3};
  for (int b = 0; b < 2; b++)
    for (int k = 0; k < DEGREES; k++) {
      const double *L = boxes[b];
      aps_lattice *lattice;
      CHECK_OK(ctx, aps_lattice_open(ctx, L, degree[k], &lattice));
      double worst = 0, size = 0;
      for (int pair = 0; pair < 40; pair++) {
        double s[3], t[3], a[3] = {0}, one = 1, pot = 0;
        for (int d = 0; d < 3; d++) s[d] = L[d] * uniform(&r), t[d] = L[d] * uniform(&r);
        CHECK_OK(ctx, aps_lattice_sources(lattice, &s[0], &s[1], &s[2], &one, 1, NULL, 1));
        const aps_view v = {.n = 1, .ax = &a[0], .ay = &a[1], .az = &a[2], .pot = &pot};
        aps_lattice_add(lattice, v, (const double *const[3]){&t[0], &t[1], &t[2]}, NULL, NULL, 1, 1);
        for (int d = 0; d < 3; d++) {
          const double h = 2e-3; /* of order 4: 1e-10 */
          double at[3] = {t[0] - s[0], t[1] - s[1], t[2] - s[2]}, psi[5];
          for (int i = -2; i <= 2; i++) at[d] += i * h, psi[i + 2] = aps_lattice_potential(L, at), at[d] -= i * h;
          const double slope = (8 * (psi[3] - psi[1]) - psi[4] + psi[0]) / (12 * h);
          worst = fmax(worst, fabs(a[d] - slope)), size = fmax(size, fabs(slope));
        }
      }
      CHECK(worst < most[b][k] && size > 1);
      aps_lattice_free(&lattice);
    }
}

/* Sources in another order, by other threads: the same bits, one of them as heavy as all others or not. */
static void test_far_images_do_not_know_the_order_of_sources(void) {
  enum { N = 20000 };
  static double x[2][4][N];
  for (int heavy = 0; heavy < 2; heavy++) {
    dice r = {7};
    double a[2][4] = {{0}}, t[3] = {0.1, 0.7, 0.4};
    aps_lattice *lattice;
    CHECK_OK(ctx, aps_lattice_open(ctx, cube, 12, &lattice));
    for (int i = 0; i < N; i++)
      for (int d = 0; d < 4; d++) x[0][d][i] = x[1][d][N - 1 - i] = uniform(&r) * (d == 3 && heavy && i == 77 ? 1e4 : 1);
    for (int k = 0; k < 2; k++) {
      CHECK_OK(ctx, aps_lattice_sources(lattice, x[k][0], x[k][1], x[k][2], x[k][3], N, NULL, 1 + 2 * k));
      const aps_view v = {.n = 1, .ax = &a[k][0], .ay = &a[k][1], .az = &a[k][2], .pot = &a[k][3]};
      aps_lattice_add(lattice, v, (const double *const[3]){&t[0], &t[1], &t[2]}, NULL, NULL, 1, 1);
    }
    CHECK(memcmp(a[0], a[1], sizeof a[0]) == 0 && a[0][0] != 0);
    aps_lattice_free(&lattice);
  }
}

static void test_what_it_cannot_do_is_said(void) {
  cloud c = fill(EVEN, 10, cube, 1);
  uniform_softening(&c, 0.2);
  const how cases[] = {{.accuracy = 1e-3, .box = {1, 1, 2.1}},
                       {.law = APS_LAW_PLUMMER, .accuracy = 1e-3, .box = {1, 1, 1}},
                       {.law = APS_LAW_SPLINE, .accuracy = 1e-3, .box = {1, 1, 1}}};
  for (int k = 0; k < 3; k++) {
    solver s;
    CHECK(solver_open(&s, ctx, &aps_force_fmm_box_cpu, c.v, &cases[k]) == APS_ECONFIG);
    free(s.self);
  }
  cloud_free(&c);
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_every_particle_acts_once_from_each_near_image);
  CHECK_RUN(test_rows_are_put_into_the_box);
  CHECK_RUN(test_it_keeps_its_accuracy_promise);
  CHECK_RUN(test_a_point_alone_has_the_potential_of_its_own_lattice);
  CHECK_RUN(test_plummer_softening_where_it_is_small);
  CHECK_RUN(test_the_same_bits_for_threads_targets_and_shifts);
  CHECK_RUN(test_far_images_are_the_polynomial);
  CHECK_RUN(test_far_images_do_not_know_the_order_of_sources);
  CHECK_RUN(test_what_it_cannot_do_is_said);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
