/* The fast multipole solver against direct summation in double: coverage of pairs, accuracy, bits,
 * momentum. What it promises of its accuracy is in test_fmm_promise.c, the expansions in
 * unit/test_multipole.c. */
#include "../../src/force/fmm_inside.h"
#include "fmm_rig.h"
#include <float.h>

static aps_ctx *ctx;
static int verbose;

static const char *const law_names[APS_LAW_COUNT] = {
    [APS_LAW_NEWTON] = "newton", [APS_LAW_PLUMMER] = "plummer", [APS_LAW_SPLINE] = "spline"};

/* ---- every pair of particles acts exactly once */

static void coverage_of(shape what, int64_t n, const how *h) {
  cloud c = make(what, n, (uint64_t)n);
  char text[200];
  uniform_softening(&c, h->law == APS_LAW_NEWTON ? 0 : 0.02);
  solver s;
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, h));
  snprintf(text, sizeof text, "%s, n %d, leaf %d, law %d, accuracy %g", shape_names[what], (int)n,
           h->choice.leaf, h->law, h->accuracy);
  for (int round = 0; round < 2; round++)
    check_coverage(ctx, &s, c.v, 1, text); /* |a| is estimated, then known */
  solver_close(&s);
  cloud_free(&c);
}

static void test_every_pair_of_particles_acts_exactly_once(void) {
  static const int64_t counts[] = {1, 2, 9, 150, 1500};
  for (int what = 0; what < SHAPES; what++)
    for (int k = 0; k < 5; k++)
      for (int merging = 0; merging < 2; merging++) {
        const int law = (what + k) % APS_LAW_COUNT;
        coverage_of(what, counts[k],
                    &(how){.law = law,
                           .accuracy = 1e-3,
                           .threads = 1 + k % 3,
                           .choice = {.leaf = 1 + (7 * what + k) % 16,
                                      .no_merging = !merging,
                                      .no_mixing = (what + k) % 2}});
      }
}

static void test_pairs_are_counted_right_for_every_leaf_size_and_accuracy(void) {
  for (int leaf = 1; leaf <= 64; leaf++) {
    const shape what = leaf % 2 ? CUSP : DISC; /* their outskirts are sparse */
    coverage_of(what, 1300,
                &(how){.accuracy = pow(10, -1 - leaf % 6), .threads = 1,
                       .choice = {.leaf = leaf, .no_mixing = leaf / 2 % 2}});
  }
}

/* Or the counts above would not have met one. */
static void test_particles_of_sparse_leaves_act_one_by_one(void) {
  cloud c = make(CUSP, 5000, 1);
  double mixed[2];
  for (int sparse_only = 0; sparse_only < 2; sparse_only++) {
    solver s;
    aps_fmm_report report;
    const how h = {.accuracy = 1e-3, .threads = 1, .choice = {.no_mixing = sparse_only}};
    CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
    clear(c.v);
    CHECK_OK(ctx, solver_run(&s, c.v, APS_A)); /* |a| is estimated, then known */
    check_coverage(ctx, &s, c.v, 1, "cusp");
    aps_fmm_tell(s.self, &report);
    mixed[sparse_only] = report.count.mixed;
    solver_close(&s);
  }
  if (!(mixed[0] > 0 && mixed[1] > 0)) printf("  %g, %g\n", mixed[0], mixed[1]);
  CHECK(mixed[0] > 0 && mixed[1] > 0);
  cloud_free(&c);
}

/* Of a cell's particles: centre of mass and the farthest from it, in the caller's units. */
static void look_into(const solver *s, aps_view v, int32_t cell, double x[3], double *mass,
                      double *radius) {
  const aps_fmm_cells *c = aps_fmm_cells_of(s->self);
  const uint32_t *row = aps_fmm_tree(s->self)->order + c->first[cell];
  const double *const column[3] = {v.x, v.y, v.z};
  double sum[3] = {0}, r2 = 0;
  *mass = 0;
  for (int64_t i = 0; i < c->n[cell]; i++) {
    *mass += v.mass[row[i]];
    for (int d = 0; d < 3; d++) sum[d] += v.mass[row[i]] * column[d][row[i]];
  }
  for (int d = 0; d < 3; d++) x[d] = sum[d] / *mass;
  for (int64_t i = 0; i < c->n[cell]; i++) {
    double d2 = 0;
    for (int d = 0; d < 3; d++) d2 += (column[d][row[i]] - x[d]) * (column[d][row[i]] - x[d]);
    r2 = fmax(r2, d2);
  }
  *radius = sqrt(r2);
}

/* The solver's units come from the root and its first child. */
static void test_cells_hold_their_particles(void) {
  for (int what = 0; what < SHAPES; what++) {
    if (what == FAR_OFFSET) continue; /* 1e-7 of the size in this test's own sums */
    cloud c = make(what, 1500, 11);
    solver s;
    const how h = {.precision = APS_DOUBLE, .accuracy = 1e-3, .threads = 1, .choice = {.leaf = 4}};
    CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
    CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
    CHECK_OK(ctx, s.row->prepare(s.self, c.v));
    const aps_fmm_cells *q = aps_fmm_cells_of(s.self);
    double root[3], x[3], mass, radius, total;
    int64_t outside = 0, displaced = 0, wrong = 0;
    look_into(&s, c.v, 0, root, &total, &radius);
    look_into(&s, c.v, q->child[0], x, &mass, &radius);
    const double dx = x[0] - root[0], dy = x[1] - root[1], dz = x[2] - root[2];
    const double qx = q->x[q->child[0]] - q->x[0], qy = q->y[q->child[0]] - q->y[0],
                 qz = q->z[q->child[0]] - q->z[0];
    const double scale = sqrt((qx * qx + qy * qy + qz * qz) / (dx * dx + dy * dy + dz * dz));
    for (int32_t k = 0; k < q->cells; k++) {
      look_into(&s, c.v, k, x, &mass, &radius);
      outside += q->radius[k] < scale * radius * (1 - 1e-5) - 1e-4;
      displaced += fabs(q->x[k] - q->x[0] - scale * (x[0] - root[0])) > 1e-4;
      wrong += fabs(q->mass[k] / q->mass[0] - mass / total) > 1e-6 * mass / total;
    }
    if (outside || displaced || wrong)
      printf("  %s: %d, %d, %d\n", shape_names[what], (int)outside, (int)displaced, (int)wrong);
    CHECK(outside == 0 && displaced == 0 && wrong == 0);
    solver_close(&s);
    cloud_free(&c);
  }
}

/* ---- the direct twin */

/* Softenings: a few different ones, what each law takes. */
static void soften(cloud *c, int law, dice *d) {
  const int kind = law == APS_LAW_NEWTON ? 0 : (int)below(d, 3);
  for (int64_t i = 0; i < c->v.n; i++)
    c->v.eps[i] = kind == 0 && law == APS_LAW_NEWTON ? 0
                  : kind == 0                        ? 0.03
                  : law == APS_LAW_PLUMMER ? 0.01 * (double)(1 + below(d, kind == 1 ? 3 : 8))
                                           : 0.05 * uniform(d);
}

/* Some 200 configurations. What the solver learns from its error is in test_fmm_promise.c; here it
 * may learn as well. */
static void test_forces_and_potentials_are_those_of_the_direct_sum(void) {
  static const int64_t most[] = {5, 70, 700, 1500, 5000};
  dice d = {99};
  for (int k = 0; k < 150; k++) {
    const shape what = (shape)below(&d, SHAPES);
    const int64_t n = 1 + below(&d, most[k % 25 == 24 ? 4 : k % 4]);
    const int law = (int)below(&d, APS_LAW_COUNT), precise = (int)below(&d, 2);
    how h = {.law = law, .precision = precise ? APS_DOUBLE : APS_MIXED, .threads = 1};
    h.accuracy = pow(10, -2 - (precise ? 5 : 2) * uniform(&d));
    h.choice.leaf = below(&d, 2) ? 0 : 1 + (int)below(&d, 40);
    /* A leaf's particles in float are 2^-24 of its radius off, too much for those nearest to one
     * another. */
    if (what == FAR_OFFSET || what == SHELLS || what == OUTLIER) h.precision = APS_DOUBLE;
    if (what == PAIRS && law == APS_LAW_NEWTON) h.law = APS_LAW_SPLINE;
    cloud c = make(what, n, (uint64_t)k);
    soften(&c, h.law, &d);
    if (k % 5 == 0)
      for (int64_t i = 0; i < n; i++) c.v.mass[i] *= below(&d, 4) ? 1 : 0;
    answer r = expect(ctx, c.v, h.law);
    solver s;
    int tightened;
    deviation e = {0};
    CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
    CHECK_OK(ctx, settle(&s, c.v, &r, 6, &tightened, &e));
    const int good = e.rms <= h.accuracy && e.high <= 10 * h.accuracy && e.potential <= h.accuracy;
    if (!good || (verbose && tightened))
      printf("  %d: %s, n %lld, %s, accuracy %.2e, precision %d: rms %.2e high %.2e most %.2e pot "
             "%.2e, %d times tightened\n",
             k, shape_names[what], (long long)n, law_names[h.law], h.accuracy, h.precision, e.rms,
             e.high, e.most, e.potential, tightened);
    CHECK(good);
    solver_close(&s);
    answer_free(&r);
    cloud_free(&c);
  }
}

/* With no pair of cells accepted the leaves' pairs are all there is: double's rounding is left,
 * 2^-53 of positions relative to the extent and of a thousand terms. */
static void test_nothing_accepted_is_the_direct_sum(void) {
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int what = 0; what < SHAPES; what++) {
      if (what == OUTLIER || what == FAR_OFFSET || what == TWO_CLUMPS ||
          (what == PAIRS && law == APS_LAW_NEWTON))
        continue;
      cloud c = make(what, 600, 5);
      dice d = {(uint64_t)what};
      soften(&c, law, &d);
      answer r = expect(ctx, c.v, law);
      solver s;
      const how h = {.law = law,
                     .precision = APS_DOUBLE,
                     .accuracy = 1e-3,
                     .threads = 1,
                     .choice = {.strictness = 1e-300}};
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
      const deviation e = compare(c.v, &r);
      aps_fmm_report report;
      aps_fmm_tell(s.self, &report);
      CHECK(report.count.cells == 0);
      CHECK_NEAR(report.count.pairs, 2 * 600. * 600., 0);
      if (verbose)
        printf("  %s %s: %.1e %.1e\n", law_names[law], shape_names[what], e.rms, e.potential);
      CHECK_NEAR(e.rms, 0, 1e-11);
      CHECK_NEAR(e.potential, 0, 1e-12);
      solver_close(&s);
      answer_free(&r);
      cloud_free(&c);
    }
}

static void test_more_than_eight_plummer_softenings_are_refused_by_name(void) {
  cloud c = make(BALL, 100, 1);
  for (int i = 0; i < 100; i++) c.v.eps[i] = 0.01 * (1 + i % 9);
  solver s;
  how h = {.law = APS_LAW_PLUMMER, .accuracy = 1e-3, .threads = 1};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
  CHECK(s.row->prepare(s.self, c.v) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(ctx), "8 different softenings") != NULL);
  CHECK(strstr(aps_ctx_hint(ctx), "spline") != NULL);
  for (int i = 0; i < 100; i++) c.v.eps[i] = 0.01 * (1 + i % 8);
  CHECK_OK(ctx, solver_run(&s, c.v, APS_A)); /* the same solver goes on */
  solver_close(&s);
  h.law = APS_LAW_SPLINE;
  for (int i = 0; i < 100; i++) c.v.eps[i] = 0.01 * (1 + i);
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
  CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
  solver_close(&s);
  cloud_free(&c);
}

/* ---- orders */

/* At one set of pairs of cells, all those with R_A + R_B < 0.9 d, but for a few sparse leaves. (At equal strictness a higher
 * order takes nearer pairs, and fewer of them: there the error does not always fall.) */
static void test_a_higher_order_has_a_smaller_error(void) {
  for (int law = 0; law < APS_LAW_COUNT; law++) {
    cloud c = make(PLUMMER, 2500, 3);
    uniform_softening(&c, law == APS_LAW_NEWTON ? 0 : 0.05);
    answer r = expect(ctx, c.v, law);
    double before = INFINITY, pairs = 0;
    for (int order = APS_FMM_LEAST; order <= APS_FMM_MOST; order++) {
      solver s;
      const how h = {.law = law,
                     .precision = APS_DOUBLE,
                     .accuracy = 1,
                     .threads = 1,
                     .choice = {.order = order, .leaf = 16, .strictness = 1e9, .no_mixing = 1}};
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
      clear(c.v);
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
      aps_fmm_report report;
      aps_fmm_tell(s.self, &report);
      const double rms = compare(c.v, &r).rms;
      if (verbose)
        printf("  %s order %d: %.2e, %g cell pairs\n", law_names[law], order, rms,
               report.count.cells);
      CHECK(report.order == order && report.count.cells > 1e4);
      CHECK(order == APS_FMM_LEAST || fabs(report.count.cells - pairs) < 0.02 * pairs);
      CHECK(rms < 0.95 * before);
      before = rms, pairs = report.count.cells;
      solver_close(&s);
    }
    answer_free(&r);
    cloud_free(&c);
  }
}

/* ---- bits */

static void test_bits_are_the_same_for_any_number_of_threads(void) {
  for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++)
    for (int law = 0; law < APS_LAW_COUNT; law++) {
      cloud c = make(law == APS_LAW_NEWTON ? CUSP : PLUMMER, 6000, 8);
      dice d = {5};
      soften(&c, law, &d);
      answer first = {0};
      for (int threads = 1; threads <= 4; threads++) {
        const how h = {.law = law, .precision = precision, .accuracy = 1e-3, .threads = threads};
        solver s;
        CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
        clear(c.v);
        CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
        CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
        solver_close(&s);
        const answer here = answer_of(c.v);
        if (threads == 1) {
          first = here;
          continue;
        }
        CHECK(memcmp(first.memory, here.memory, sizeof(double) * (size_t)(4 * c.v.n)) == 0);
        free(here.memory);
      }
      answer_free(&first);
      cloud_free(&c);
    }
}

static void test_all_instruction_sets_keep_the_accuracy(void) {
  char before[32];
  for (int law = 0; law < APS_LAW_COUNT; law++) {
    cloud c = make(PLUMMER, 1300, 4);
    for (int i = 0; i < 1300; i++) c.v.eps[i] = law == APS_LAW_NEWTON ? 0 : 0.02 * (1 + i % 2);
    answer r = expect(ctx, c.v, law);
    for (int k = 0; next_set(ctx, &k, before);)
      for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++) {
        const how h = {.law = law,
                       .precision = precision,
                       .accuracy = precision == APS_DOUBLE ? 1e-4 : 1e-3,
                       .threads = 1};
        solver s;
        int tightened;
        deviation e = {0};
        CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
        CHECK_OK(ctx, settle(&s, c.v, &r, 4, &tightened, &e));
        if (verbose)
          printf("  %s %s precision %d: rms %.2e pot %.2e momentum %.1e\n", sets[k - 1],
                 law_names[law], precision, e.rms, e.potential, e.momentum);
        CHECK(e.rms <= h.accuracy && e.high <= 10 * h.accuracy && e.potential <= h.accuracy);
        CHECK_NEAR(e.momentum, 0, precision == APS_DOUBLE ? 1e-13 : 1e-6);
        solver_close(&s);
      }
    answer_free(&r);
    cloud_free(&c);
  }
}

/* ---- subsets and wishes */

static int ascending(const void *a, const void *b) {
  return *(const int32_t *)a - *(const int32_t *)b;
}

/* A target's sums follow the lists of its cell, which do not depend on who else is active; only
 * vectors of 128 targets are put together differently, which does not mix them either. */
static void test_active_rows_get_the_same_forces_and_others_are_left_alone(void) {
  enum { N = 4000 };
  static int32_t index[N];
  static const int64_t counts[] = {0, 1, 17, 400, 3999, 4000};
  for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++)
    for (int law = 0; law < APS_LAW_COUNT; law++) {
      cloud c = make(CUSP, N, 9);
      dice d = {7};
      soften(&c, law, &d);
      const how h = {.law = law, .precision = precision, .accuracy = 1e-3, .threads = 1 + law};
      solver s;
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
      CHECK_OK(ctx, s.row->prepare(s.self, c.v));
      clear(c.v);
      CHECK_OK(ctx, s.row->add(s.self, c.v, everyone, APS_A | APS_POT, 0));
      answer all = answer_of(c.v);
      for (int k = 0; k < 6; k++) {
        int64_t n = 0, touched = 0;
        for (int32_t i = 0; i < N && n < counts[k]; i++)
          if (below(&d, N - i) < counts[k] - n) index[n++] = i;
        qsort(index, (size_t)n, sizeof *index, ascending);
        clear(c.v);
        CHECK_OK(ctx, s.row->add(s.self, c.v, (aps_active){index, n}, APS_A | APS_POT, 0));
        double most = 0, size = 0;
        for (int64_t i = 0, a = 0; i < N; i++) {
          if (a < n && index[a] == i) {
            a++;
            const double dx = c.v.ax[i] - all.a[0][i], dy = c.v.ay[i] - all.a[1][i],
                         dz = c.v.az[i] - all.a[2][i];
            size = sqrt(all.a[0][i] * all.a[0][i] + all.a[1][i] * all.a[1][i] +
                        all.a[2][i] * all.a[2][i]);
            most = fmax(most, sqrt(dx * dx + dy * dy + dz * dz) / size);
            most = fmax(most, fabs(c.v.pot[i] / all.pot[i] - 1));
          } else {
            touched += c.v.ax[i] != 0 || c.v.ay[i] != 0 || c.v.az[i] != 0 || c.v.pot[i] != 0;
          }
        }
        if (verbose)
          printf("  %s precision %d, %lld rows: %.1e\n", law_names[law], precision, (long long)n,
                 most);
        CHECK(touched == 0);
        CHECK_NEAR(most, 0, precision == APS_DOUBLE ? 1e-12 : 1e-5);
      }
      solver_close(&s);
      answer_free(&all);
      cloud_free(&c);
    }
}

/* Twelve subtrees for each of several threads, where leaves are small enough. */
static int dealt_out(const aps_fmm *s, int threads, int64_t targets) {
  const int64_t even = targets / (12 * threads), most = even > s->plan.leaf ? even : s->plan.leaf;
  return threads == 1 || s->task.n * most >= targets;
}

/* However few cells they lie in: subtrees are dealt out by active rows. */
static void test_bits_of_active_rows_are_the_same_for_any_number_of_threads(void) {
  enum { N = 6000, SETS = 4, TEAMS = 5 };
  static const int teams[TEAMS] = {1, 2, 3, 7, 16};
  static const double within[SETS] = {0.05, 0.2, 1, 5}; /* of the cusp */
  static int32_t index[N];
  cloud c = make(CUSP, N, 12);
  for (int set = 0; set < SETS; set++) {
    answer first = {.memory = NULL};
    int64_t n = 0;
    for (int32_t i = 0; i < N; i++)
      if (c.v.x[i] * c.v.x[i] + c.v.y[i] * c.v.y[i] + c.v.z[i] * c.v.z[i] < within[set] * within[set]) index[n++] = i;
    CHECK(n > 0 && n < N);
    for (int k = 0; k < TEAMS; k++) {
      const how h = {.accuracy = 1e-3, .threads = teams[k]};
      solver s;
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
      clear(c.v);
      CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
      CHECK_OK(ctx, s.row->prepare(s.self, c.v));
      clear(c.v);
      CHECK_OK(ctx, s.row->add(s.self, c.v, (aps_active){index, n}, APS_A | APS_POT, 0));
      CHECK(dealt_out(s.self, teams[k], n));
      solver_close(&s);
      answer here = answer_of(c.v);
      if (k == 0) {
        first = here;
        continue;
      }
      CHECK(memcmp(first.memory, here.memory, sizeof(double) * (size_t)(4 * N)) == 0);
      answer_free(&here);
    }
    if (verbose) printf("  %lld active rows\n", (long long)n);
    answer_free(&first);
  }
  cloud_free(&c);
}

static void test_results_are_added_and_only_what_is_wanted(void) {
  cloud c = make(PLUMMER, 2000, 2);
  solver s;
  const how h = {.accuracy = 1e-3, .threads = 1};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
  CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
  CHECK_OK(ctx, s.row->prepare(s.self, c.v));
  clear(c.v);
  CHECK_OK(ctx, s.row->add(s.self, c.v, everyone, APS_A | APS_POT, 0));
  answer both = answer_of(c.v);
  for (int i = 0; i < 2000; i++) c.v.ax[i] = 5, c.v.pot[i] = 7;
  CHECK_OK(ctx, s.row->add(s.self, c.v, everyone, APS_A, 0));
  for (int i = 0; i < 2000; i++) {
    CHECK(c.v.pot[i] == 7);
    CHECK_NEAR(c.v.ax[i], 5 + both.a[0][i], 1e-6 * fabs(both.a[0][i]) + 1e-14);
  }
  clear(c.v);
  CHECK_OK(ctx, s.row->add(s.self, c.v, everyone, APS_POT, 0));
  for (int i = 0; i < 2000; i++) {
    CHECK(c.v.ax[i] == 0 && c.v.az[i] == 0);
    CHECK_NEAR(c.v.pot[i], both.pot[i], 1e-5 * fabs(both.pot[i]));
  }
  solver_close(&s);
  answer_free(&both);
  cloud_free(&c);
}

/* ---- momentum */

/* Pairs of cells and of particles act on one another both ways, so what is left is rounding: U =
 * 2^-24 or 2^-53 of each contribution, with random signs. N particles that take in K contributions
 * of size |a| / K each leave U |a| sqrt(N / K) out of N |a|: much less than U, unless few close
 * pairs hold most of the sum. Positions round too, by U of the leaf's radius in float and of the
 * extent in double, which a pair at a distance r feels as 2 U extent / r of its force: for the
 * closest pairs without softening that is 2^-52 x 2000 / 0.01 = 4e-11 in two clumps, 4e-12 in the
 * plane; they hold some hundredths of the sum. */
static void test_momentum_is_conserved_to_rounding(void) {
  static const shape shapes[] = {PLUMMER, CUSP, BALL, DISC, TWO_CLUMPS, MASS_RANGE, PLANE};
  for (int k = 0; k < 7; k++)
    for (int law = 0; law < APS_LAW_COUNT; law++)
      for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++) {
        cloud c = make(shapes[k], 2500, 1);
        dice d = {(uint64_t)k};
        soften(&c, law, &d);
        const how h = {
            .law = law, .precision = precision, .accuracy = k % 2 ? 1e-2 : 1e-4, .threads = 1};
        solver s;
        CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
        double worst = 0;
        for (int round = 0; round < 2; round++) {
          CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
          const answer own = answer_of(c.v);
          worst = fmax(worst, compare(c.v, &own).momentum);
          free(own.memory);
        }
        if (verbose)
          printf("  %s %s precision %d: %.1e\n", shape_names[shapes[k]], law_names[law], precision,
                 worst);
        CHECK_NEAR(worst, 0,
                   precision == APS_DOUBLE
                       ? shapes[k] == TWO_CLUMPS || law == APS_LAW_NEWTON ? 1e-12 : 1e-14
                       : 1e-7);
        solver_close(&s);
        cloud_free(&c);
      }
}

/* ---- what is not finite, and what is not there */

static void test_nan_and_infinity_show(void) {
  char before[32];
  for (int k = 0; next_set(ctx, &k, before);)
    for (int what = 0; what < 4; what++)
      for (int leaf = 1; leaf < 33; leaf += 31) {
        cloud c = make(PLUMMER, 1500, 5);
        uniform_softening(&c, 0.02);
        double *const spoilt[4] = {c.v.x, c.v.z, c.v.mass, c.v.x};
        const how h = {
            .law = APS_LAW_SPLINE, .accuracy = 1e-3, .threads = 2, .choice = {.leaf = leaf}};
        solver s;
        CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
        CHECK_OK(ctx, solver_run(&s, c.v, APS_A)); /* finite, for a good |a| */
        spoilt[what][700] = what == 3 ? INFINITY : NAN;
        for (int round = 0; round < 2; round++) {
          CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
          int finite = 0;
          for (int i = 0; i < 1500; i++) finite += i != 700 && isfinite(c.v.ax[i]);
          if (finite)
            printf("  %s, spoilt %d, leaf %d, round %d: %d rows look fine\n", sets[k - 1], what,
                   leaf, round, finite);
          CHECK(finite == 0);
        }
        solver_close(&s);
        cloud_free(&c);
      }
}

static void test_no_particles_one_and_massless_ones(void) {
  for (int n = 0; n < 4; n++)
    for (int massless = 0; massless < 2; massless++) {
      cloud c = make(BALL, n == 3 ? 2000 : n, 1);
      for (int64_t i = 0; massless && i < c.v.n; i++) c.v.mass[i] = 0;
      const how h = {.accuracy = 1e-3, .threads = 2};
      solver s;
      CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
      for (int round = 0; round < 2; round++) {
        CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
        for (int64_t i = 0; i < c.v.n; i++)
          CHECK(n < 2 || massless ? c.v.ax[i] == 0 && c.v.pot[i] == 0
                                  : c.v.ax[i] != 0 && c.v.pot[i] < 0);
      }
      solver_close(&s);
      cloud_free(&c);
    }
}

/* Units are exponents alone: powers of two in, the same digits out. */
static void test_units_change_no_digit(void) {
  cloud c = make(PLUMMER, 3000, 6);
  uniform_softening(&c, 0x1p-5);
  answer first = {0};
  const double length[2] = {1, 0x1p80}, mass[2] = {1, 0x1p-150};
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < 3000; i++)
      c.v.x[i] *= length[k], c.v.y[i] *= length[k], c.v.z[i] *= length[k], c.v.eps[i] *= length[k],
          c.v.mass[i] *= mass[k];
    const how h = {.law = APS_LAW_PLUMMER, .accuracy = 1e-3, .threads = 1};
    solver s;
    clear(c.v);
    CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
    CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
    CHECK_OK(ctx, solver_run(&s, c.v, APS_A | APS_POT));
    solver_close(&s);
    if (k == 0) {
      first = answer_of(c.v);
      continue;
    }
    int64_t differ = 0;
    for (int i = 0; i < 3000; i++)
      differ += c.v.ax[i] * (length[1] * length[1] / mass[1]) != first.a[0][i] ||
                c.v.pot[i] * (length[1] / mass[1]) != first.pot[i];
    CHECK(differ == 0);
  }
  answer_free(&first);
  cloud_free(&c);
}

/* The same particles as rows in key order, whose leaves are read in vectors, and in any order. */
static void test_the_order_of_rows_changes_no_bit(void) {
  enum { N = 3000 };
  cloud mixed = make(CUSP, N, 9), sorted = cloud_of(N);
  uniform_softening(&mixed, 0), uniform_softening(&sorted, 0);
  const how h = {.accuracy = 1e-3, .threads = 2};
  solver s;
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, mixed.v, &h));
  for (int k = 0; k < 2; k++) CHECK_OK(ctx, solver_run(&s, mixed.v, APS_A | APS_POT));
  uint32_t row[N];
  memcpy(row, aps_fmm_tree(s.self)->order, sizeof row);
  solver_close(&s);
  for (int i = 0; i < N; i++) {
    sorted.v.x[i] = mixed.v.x[row[i]], sorted.v.y[i] = mixed.v.y[row[i]];
    sorted.v.z[i] = mixed.v.z[row[i]], sorted.v.mass[i] = mixed.v.mass[row[i]];
  }
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, sorted.v, &h));
  for (int k = 0; k < 2; k++) CHECK_OK(ctx, solver_run(&s, sorted.v, APS_A | APS_POT));
  solver_close(&s);
  int differ = 0;
  for (int i = 0; i < N; i++)
    differ += sorted.v.ax[i] != mixed.v.ax[row[i]] || sorted.v.az[i] != mixed.v.az[row[i]] ||
              sorted.v.pot[i] != mixed.v.pot[row[i]];
  CHECK(differ == 0);
  cloud_free(&mixed), cloud_free(&sorted);
}

/* Kernels take numbers below the normal range for zero, those of the caller and of its threads stay. */
static void test_the_callers_arithmetic_is_as_before(void) {
  cloud c = make(PLUMMER, 3000, 9);
  uniform_softening(&c, 0);
  const how h = {.accuracy = 1e-3, .threads = 2};
  solver s;
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, c.v, &h));
  CHECK_OK(ctx, solver_run(&s, c.v, APS_A));
  solver_close(&s);
  cloud_free(&c);
  volatile double least = DBL_MIN;
  int lost = 0;
#pragma omp parallel num_threads(2) reduction(+ : lost)
  lost += !(least / 2 > 0);
  CHECK(lost == 0);
}

int main(void) {
  ctx = aps_ctx_create();
  verbose = getenv("VERBOSE") != NULL;
  CHECK_RUN(test_every_pair_of_particles_acts_exactly_once);
  CHECK_RUN(test_pairs_are_counted_right_for_every_leaf_size_and_accuracy);
  CHECK_RUN(test_particles_of_sparse_leaves_act_one_by_one);
  CHECK_RUN(test_cells_hold_their_particles);
  CHECK_RUN(test_forces_and_potentials_are_those_of_the_direct_sum);
  CHECK_RUN(test_nothing_accepted_is_the_direct_sum);
  CHECK_RUN(test_more_than_eight_plummer_softenings_are_refused_by_name);
  CHECK_RUN(test_a_higher_order_has_a_smaller_error);
  CHECK_RUN(test_bits_are_the_same_for_any_number_of_threads);
  CHECK_RUN(test_all_instruction_sets_keep_the_accuracy);
  CHECK_RUN(test_active_rows_get_the_same_forces_and_others_are_left_alone);
  CHECK_RUN(test_bits_of_active_rows_are_the_same_for_any_number_of_threads);
  CHECK_RUN(test_results_are_added_and_only_what_is_wanted);
  CHECK_RUN(test_momentum_is_conserved_to_rounding);
  CHECK_RUN(test_nan_and_infinity_show);
  CHECK_RUN(test_no_particles_one_and_massless_ones);
  CHECK_RUN(test_units_change_no_digit);
  CHECK_RUN(test_the_order_of_rows_changes_no_bit);
  CHECK_RUN(test_the_callers_arithmetic_is_as_before);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
