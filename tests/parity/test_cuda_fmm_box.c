/* ctest: timeout=600 cost=60
 * The fast multipole method's CUDA row in a periodic box, run by the shim, against Ewald's sum in double: the accuracy asked for
 * from 1e-2 to 1e-6 in cubes and long boxes, the CPU's row, potentials, own softenings, subsets, momentum, the same bits for
 * any order of threads and for shifts by whole boxes; what it refuses, and failing calls. */
#include "../../src/force/fmm_choice.h"
#include "../../src/force/lattice.h"
#include "cuda_rig.h"
#include "dice.h"

extern const aps_force aps_force_fmm_box_cuda_cpu, aps_force_fmm_box_cpu, aps_force_ewald_cpu;

typedef struct {
  int law, precision, per_particle;
  double accuracy, eps, L[3];
} how;
static const double cube[3] = {1, 1, 1};
static double interactions;
static aps_fmm_tuning learnt; /* from evaluation to evaluation of one case */

static aps_view make(box_shape what, int64_t n, const double L[3], uint64_t seed) {
  aps_view v = rig_make(FAR_AWAY, n);
  learnt = (aps_fmm_tuning){.loosen = 1};
  fill_box(what, v, L, seed);
  for (int64_t i = 0; i < n; i++) v.eps[i] = 0.002 * L[1] * (double)(1 + i % 3);
  return v;
}

static aps_force_setup setup_of(const aps_view *v, const how *h, aps_stats *stats) {
  const rig_how as = {h->law, h->precision, h->per_particle, h->eps, 2};
  aps_force_setup setup = rig_setup(v, &as, stats);
  setup.accuracy = h->accuracy;
  memcpy(setup.box, h->L, sizeof setup.box);
  return setup;
}

static aps_err solve(aps_view *v, const how *h, const int32_t *index, int64_t n_index, aps_cols want, int looks) {
  aps_stats stats = {0};
  const aps_force_setup setup = setup_of(v, h, &stats);
  const aps_err err = rig_run(&aps_force_fmm_box_cuda_cpu, *v, &setup, index, n_index, want, looks, &learnt, NULL);
  interactions = stats.interactions;
  return err;
}

/* ---- references on the CPU */

enum { MOST = 4000 };
typedef struct {
  double a[3][MOST], pot[MOST];
} answer;

/* Of a host row's last of so many evaluations; v's own results are kept. */
static void by_host(const aps_force *row, aps_view v, const how *h, int precision, int looks, answer *out) {
  aps_stats stats = {0};
  aps_force_setup setup = setup_of(&v, h, &stats);
  setup.precision = precision, setup.device = NULL, setup.threads = 2;
  memset(out, 0, sizeof *out);
  v.ax = out->a[0], v.ay = out->a[1], v.az = out->a[2], v.pot = out->pot;
  void *self = calloc(1, row->about.state_size);
  CHECK_OK(rig_ctx, row->create(self, &setup));
  for (int k = 0; k < looks; k++) {
    CHECK_OK(rig_ctx, row->prepare(self, v));
    memset(out, 0, sizeof *out);
    CHECK_OK(rig_ctx, row->add(self, v, (aps_active){NULL, v.n}, APS_A | APS_POT, 0));
  }
  row->destroy(self);
  free(self);
}

static answer right;

/* rms of the relative error, as solvers and `apsis forces` measure it; the potential's in units of its spread. */
typedef struct {
  double a, pot;
} error;
static error measure(const aps_view *v, const how *h) {
  const double edge = cbrt(h->L[0] * h->L[1] * h->L[2]), least = 2 * 1e-3 / (edge * edge); /* APS_LEAST_OF_BOX; G 2, mass 1 */
  double sum = 0, mean = 0, spread = 0, off = 0;
  for (int64_t i = 0; i < v->n; i++) mean += right.pot[i] / (double)v->n;
  for (int64_t i = 0; i < v->n; i++) {
    const double a[3] = {v->ax[i], v->ay[i], v->az[i]};
    double e2 = 0, b2 = 0;
    for (int k = 0; k < 3; k++) e2 += (a[k] - right.a[k][i]) * (a[k] - right.a[k][i]), b2 += right.a[k][i] * right.a[k][i];
    sum += e2 / fmax(b2, least * least);
    spread += (right.pot[i] - mean) * (right.pot[i] - mean);
    off += (v->pot[i] - right.pot[i]) * (v->pot[i] - right.pot[i]);
  }
  return (error){sqrt(sum / (double)v->n), sqrt(off / spread)};
}

/* As a run does: measured errors make the solver take more care. Returns how often. */
static int settle(aps_view *v, const how *h, error *e) {
  for (int tightened = 0;; tightened++) {
    CHECK_OK(rig_ctx, solve(v, h, NULL, v->n, APS_A | APS_POT, 2));
    *e = measure(v, h);
    const double seen[5] = {e->a};
    if (tightened == 6 || !aps_fmm_learn(&learnt, h->accuracy, 0, seen)) return tightened;
  }
}

static void keeps(box_shape what, int64_t n, const how *h) {
  aps_view v = make(what, n, h->L, 5);
  by_host(&aps_force_ewald_cpu, v, h, APS_DOUBLE, 1, &right);
  error e;
  const int tightened = settle(&v, h, &e);
  const int ok = e.a <= h->accuracy && e.pot <= 5 * h->accuracy && tightened <= 5;
  if (!ok || getenv("APSIS_TEST_TELL"))
    printf("  %s, %g x %g x %g, law %d, accuracy %g, tightened %d: rms %.2e, potential %.2e, %.3g of 125 n n pairs\n", box_names[what],
           h->L[0], h->L[1], h->L[2], h->law, h->accuracy, tightened, e.a, e.pot, interactions / (125 * (double)n * (double)n) / 2);
  CHECK(ok);
}

static void test_the_error_asked_for_is_the_one_measured(void) {
  static const double boxes[3][3] = {{1, 1, 1}, {3, 2, 2}, {100, 50, 80}};
  int turn = 0;
  for (int what = 0; what < BOX_SHAPES; what++)
    for (int b = 0; b < 3; b++)
      for (int k = 2; k <= 6; k++, turn++) {
        if (SANITIZED && turn % 7) continue;
        if (b && what != EVEN && what != CLUMPS && k != 2 + b) continue; /* others take longer only */
        if (k % 2 && (b || what != EVEN) && getenv("APSIS_TEST_ALL") == NULL) continue;
        const int spline = turn % 2;
        const how h = {spline ? APS_LAW_SPLINE : APS_LAW_NEWTON, APS_MIXED, spline, pow(10, -k), 0, {boxes[b][0], boxes[b][1], boxes[b][2]}};
        keeps((box_shape)what, SANITIZED ? 300 : k < 5 && b == 0 ? 900 : 500, &h);
      }
}

/* Both promise the same, so they differ by what each may err by. */
static void test_it_agrees_with_the_row_on_the_cpu(void) {
  const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-3, 0, {3, 2, 2}};
  aps_view v = make(CLUMPS, SANITIZED ? 300 : 2000, h.L, 5);
  by_host(&aps_force_fmm_box_cpu, v, &h, APS_MIXED, 2, &right);
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT, 2));
  const error e = measure(&v, &h);
  CHECK(e.a > 0 && e.a < 3e-3 && e.pot < 1e-2);
}

/* A point alone: all it feels are its own images and the background (Coldwell-Horsfall & Maradudin 1960). */
static void test_a_point_alone_has_the_potential_of_its_own_lattice(void) {
  aps_view v = make(EVEN, 1, cube, 1);
  v.x[0] = 7.3, v.y[0] = -2.2, v.z[0] = 0.4, v.mass[0] = 3;
  const how h = {APS_LAW_NEWTON, APS_MIXED, 0, 1e-6, 0, {4, 4, 4}};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, 1, APS_A | APS_POT, 1));
  CHECK_NEAR(v.pot[0], 2 * 0.75 * 2.837297479480619, 1e-6);
  CHECK_NEAR(v.ax[0], 0, 1e-7);
}

/* Plummer's law: expansions of softened potentials, images included; one softening and several. */
static void test_plummer_softening_where_it_is_small(void) {
  for (int own = 0; own < 2; own++) {
    const how h = {APS_LAW_PLUMMER, APS_MIXED, own, 1e-3, 0.003, {1, 1, 1}};
    aps_view v = make(CLUMPS, SANITIZED ? 300 : 1500, cube, 3);
    for (int64_t i = 0; i < v.n; i++) v.eps[i] = own && i % 2 ? 0.001 : 0.003;
    by_host(&aps_force_ewald_cpu, v, &h, APS_DOUBLE, 1, &right);
    error e;
    settle(&v, &h, &e);
    CHECK(e.a <= h.accuracy);
  }
}

static void test_a_subset_gets_what_all_of_them_get(void) {
  enum { N = 1500 };
  static int32_t third[N];
  static double all[4][N];
  int64_t n = 0;
  for (int32_t i = N - 1; i >= 0; i -= 3) third[n++] = i;
  aps_view v = make(CORNER, N, cube, 4);
  const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-3, 0, {1, 1, 1}};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT, 1));
  double *const column[4] = {v.ax, v.ay, v.az, v.pot};
  for (int k = 0; k < 4; k++) memcpy(all[k], column[k], sizeof all[k]);
  CHECK_OK(rig_ctx, solve(&v, &h, third, n, APS_A | APS_POT, 1));
  for (int64_t i = 0; i < N; i++)
    for (int k = 0; k < 4; k++) CHECK(column[k][i] == (i % 3 == (N - 1) % 3 ? all[k][i] : 0));
}

/* Of a perfect lattice no attraction is left: the least |a| that is measured by keeps it from asking for every pair. */
static void test_a_lattice_at_rest_does_not_take_every_pair(void) {
  enum { SIDE = 10, N = SIDE * SIDE * SIDE };
  aps_view v = make(EVEN, N, cube, 1);
  for (int i = 0; i < N; i++)
    v.x[i] = (i % SIDE + 0.5) / SIDE, v.y[i] = (i / SIDE % SIDE + 0.5) / SIDE, v.z[i] = (i / SIDE / SIDE + 0.5) / SIDE, v.mass[i] = 1.0 / N;
  const how h = {APS_LAW_NEWTON, APS_MIXED, 0, 1e-2, 0, {1, 1, 1}};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A, 2));
  CHECK(interactions < 0.1 * 2 * 125 * (double)N * N);
  if (getenv("APSIS_TEST_TELL")) printf("  %.3g of all pairs\n", interactions / (2 * 125 * (double)N * N));
}

/* Action and reaction, also through the boundary: whether a pair is accepted is the same from either side. The far images'
 * polynomial is cut at a degree and leaves what docs/periodic.md says. */
static void test_momentum_is_conserved(void) {
  for (int what = EVEN; what < BOX_SHAPES; what += CLUMPS) {
    aps_view v = make((box_shape)what, 2000, cube, 6);
    const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-2, 0, {1, 1, 1}};
    CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A, 1));
    double sum = 0, size = 0;
    for (int64_t i = 0; i < v.n; i++) sum += v.mass[i] * v.ax[i], size += v.mass[i] * fabs(v.ax[i]);
    CHECK_NEAR(sum / size, 0, 1e-6);
  }
}

/* Threads in four orders, and rows that lie whole boxes away: the same bits (positions are such that shifts are exact). */
static void test_the_order_of_threads_and_shifts_leave_no_trace(void) {
  enum { N = 1100 };
  static double first[4][N];
  for (int round = 0; round < 5; round++) {
    if (SANITIZED && round != 0 && round != 4) continue;
    aps_view v = make(CLUMPS, N, cube, 9);
    double *const x[3] = {v.x, v.y, v.z};
    for (int d = 0; d < 3; d++)
      for (int i = 0; i < N; i++) x[d][i] = floor(x[d][i] * 0x1p40) * 0x1p-40;
    for (int i = 0; i < N && round == 4; i++) v.x[i] += i % 3 - 1, v.z[i] -= i % 5;
    const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-3, 0, {1, 1, 1}};
    aps_cudacpu_order(round == 4 ? 0 : round == 3 ? 8 : round);
    CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT, 2));
    double *const column[4] = {v.ax, v.ay, v.az, v.pot};
    for (int k = 0; k < 4; k++) {
      if (round == 0) memcpy(first[k], column[k], sizeof first[k]);
      CHECK(memcmp(first[k], column[k], sizeof first[k]) == 0);
    }
  }
  aps_cudacpu_order(-1);
}

/* By the same words as on the CPU. */
static void test_what_it_cannot_do_is_said(void) {
  aps_view v = make(EVEN, 10, cube, 1);
  const how cases[] = {{APS_LAW_NEWTON, APS_MIXED, 0, 1e-3, 0, {1, 1, 2.1}},
                       {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-3, 0.2, {1, 1, 1}},
                       {APS_LAW_SPLINE, APS_MIXED, 0, 1e-3, 0.2, {1, 1, 1}}};
  static const char *const words[] = {"too long", "changes forces across a box", "reaches beyond half"};
  for (int k = 0; k < 3; k++) {
    CHECK(solve(&v, &cases[k], NULL, v.n, APS_A, 1) == APS_ECONFIG);
    CHECK(strstr(aps_ctx_error(rig_ctx), words[k]) != NULL);
    aps_ctx_clear(rig_ctx);
  }
}

/* The far images' sums, and longer lists. */
static void test_memory_is_planned_for(void) {
  const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-3, 0, {1, 1, 1}};
  aps_view v = make(EVEN, 40, cube, 1);
  aps_stats stats = {0};
  const aps_force_setup setup = setup_of(&v, &h, &stats);
  aps_force_setup open = setup;
  memset(open.box, 0, sizeof open.box);
  extern const aps_force aps_force_fmm_cuda_cpu;
  CHECK(aps_force_fmm_box_cuda_cpu.memory(&setup, 100000) > aps_force_fmm_cuda_cpu.memory(&open, 100000));
}

typedef struct {
  aps_view v;
  how h;
} two_rows;
static aps_err solve_for_two(void *user) {
  static int32_t some[2] = {1, 7};
  two_rows *of = user;
  return solve(&of->v, &of->h, some, 2, APS_A, 1);
}

static void test_every_failing_call_is_an_error(void) {
  if (!aps_cudacpu_pretends()) return;
  aps_view v = make(CLUMPS, 40, cube, 2);
  const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-2, 0, {1, 1, 1}};
  rig_fail_each_call(solve_for_two, &(two_rows){v, h});
}

int main(void) {
  rig_open();
  CHECK_RUN(test_the_error_asked_for_is_the_one_measured);
  CHECK_RUN(test_it_agrees_with_the_row_on_the_cpu);
  CHECK_RUN(test_a_point_alone_has_the_potential_of_its_own_lattice);
  CHECK_RUN(test_plummer_softening_where_it_is_small);
  CHECK_RUN(test_a_subset_gets_what_all_of_them_get);
  CHECK_RUN(test_a_lattice_at_rest_does_not_take_every_pair);
  CHECK_RUN(test_momentum_is_conserved);
  CHECK_RUN(test_the_order_of_threads_and_shifts_leave_no_trace);
  CHECK_RUN(test_what_it_cannot_do_is_said);
  CHECK_RUN(test_memory_is_planned_for);
  CHECK_RUN(test_every_failing_call_is_an_error);
  rig_close();
  return CHECK_RESULT();
}
