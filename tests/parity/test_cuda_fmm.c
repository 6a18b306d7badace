/* ctest: timeout=600 cost=50
 * The fast multipole method's CUDA row, run by the shim: its error against long double sums where 1e-2 to 1e-7 is asked for,
 * all laws, softenings of every kind, subsets, rows of others, awkward distributions; the same bits for any order of threads. */
#include "../../src/force/fmm_choice.h"
#include "cuda_rig.h"

extern const aps_force aps_force_fmm_cuda_cpu;

enum { SAMPLE = 200 };

typedef struct {
  int law, precision, per_particle;
  double accuracy, eps, G;
  int looks; /* evaluations; from the second on |a| is known */
} how;

static double interactions;
static aps_fmm_tuning learnt; /* from evaluation to evaluation of one case */

static aps_err solve(aps_view *v, const how *h, const int32_t *index, int64_t n_index, aps_cols want) {
  aps_stats stats = {0};
  const rig_how as = {h->law, h->precision, h->per_particle, h->eps, h->G};
  aps_force_setup setup = rig_setup(v, &as, &stats);
  setup.accuracy = h->accuracy;
  const aps_err err = rig_run(&aps_force_fmm_cuda_cpu, *v, &setup, index, n_index, want, h->looks, &learnt, NULL);
  interactions = stats.interactions;
  return err;
}

/* ---- the reference */

static void sum_row(const aps_view *v, const how *h, int64_t i, long double out[4]) {
  for (int k = 0; k < 4; k++) out[k] = 0;
  for (int64_t j = 0; j < v->n + v->n_halo; j++) {
    if (j == i) continue;
    const long double d[3] = {(long double)v->x[j] - v->x[i], (long double)v->y[j] - v->y[i], (long double)v->z[j] - v->z[i]};
    long double s, u, g;
    const double eps = h->law == APS_LAW_NEWTON ? 0 : h->per_particle ? fmax(v->eps[i], v->eps[j]) : h->eps;
    rig_law(h->law, d[0] * d[0] + d[1] * d[1] + d[2] * d[2], eps, &u, &s, &g);
    for (int k = 0; k < 3; k++) out[k] += h->G * v->mass[j] * s * d[k];
    out[3] += h->G * v->mass[j] * u;
  }
}

/* rms and largest relative error of the acceleration and of the potential over a sample of the rows asked for. */
typedef struct {
  double a, worst, pot;
} error;
static error measure(const aps_view *v, const how *h, const int32_t *index, int64_t n_index) {
  error e = {0, 0, 0};
  const int64_t n = index ? n_index : v->n, by = n > SAMPLE ? n / SAMPLE : 1;
  int64_t rows = 0;
  for (int64_t k = 0; k < n; k += by, rows++) {
    const int64_t i = index ? index[k] : k;
    long double f[4];
    sum_row(v, h, i, f);
    const double off[3] = {(double)(v->ax[i] - f[0]), (double)(v->ay[i] - f[1]), (double)(v->az[i] - f[2])};
    const double size2 = (double)(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    const double r2 = (off[0] * off[0] + off[1] * off[1] + off[2] * off[2]) / size2, p = (double)((v->pot[i] - f[3]) / f[3]);
    e.a += r2, e.worst = fmax(e.worst, sqrt(r2)), e.pot += p * p;
  }
  return (error){sqrt(e.a / (double)rows), e.worst, sqrt(e.pot / (double)rows)};
}

/* ---- particles */

typedef enum { PLUMMER, UNIFORM, DISC, CLUMPS, LINE, CUBE, FAR_ONE, OFFSET, MASSES, SHAPES } shape;

static aps_view make(shape what, int64_t n) {
  learnt = (aps_fmm_tuning){.loosen = 1};
  aps_view v = rig_make(BALL, n);
  for (int64_t i = 0; i < n; i++) {
    const double u = (rig_uniform() + 1) / 2, c = rig_uniform(), f = 3.14159265358979 * rig_uniform(), s = sqrt(1 - c * c);
    const double r = fmin(1 / sqrt(pow(u + 1e-9, -2.0 / 3) - 1), 30);
    v.mass[i] = 1 / (double)n;
    v.eps[i] = i % 3 == 0 ? 0.02 : i % 3 == 1 ? 0.01 : 0.2;
    if (what == UNIFORM) continue;
    v.x[i] = r * s * cos(f), v.y[i] = r * s * sin(f), v.z[i] = r * c;
    if (what == DISC) v.z[i] *= 0.02;
    if (what == CLUMPS) v.x[i] += i % 2 ? 500 : -500;
    if (what == LINE) v.y[i] = 2 * v.x[i], v.z[i] = -v.x[i];
    if (what == CUBE) v.x[i] = (double)(i % 16), v.y[i] = (double)(i / 16 % 16), v.z[i] = (double)(i / 256) + 1e-3 * u;
    if (what == OFFSET) v.x[i] += 1e6, v.y[i] -= 1e6;
    if (what == MASSES) v.mass[i] = pow(10, -6 * (rig_uniform() + 1) / 2) / (double)n;
  }
  if (what == FAR_ONE) v.x[n / 2] = 1e5;
  return v;
}

static int holds(const char *what, const aps_view *v, const how *h, const int32_t *index, int64_t n_index, int potential) {
  const error e = measure(v, h, index, n_index);
  const int ok = e.a <= h->accuracy && e.worst <= 30 * h->accuracy && (!potential || e.pot <= h->accuracy);
  if (!ok || getenv("APSIS_TEST_TELL"))
    printf("  %s, law %d, precision %d, per particle %d, accuracy %g: rms %.3g, worst %.3g, potential %.3g, %.3g of all pairs\n", what,
           h->law, h->precision, h->per_particle, h->accuracy, e.a, e.worst, e.pot, interactions / ((double)v->n * (double)v->n));
  return ok;
}

/* As a run does: measured errors make the solver take more care. */
static void learn(aps_view *v, const how *h) {
  for (int k = 0; k < 4; k++) {
    const double seen[5] = {measure(v, h, NULL, 0).a};
    if (!aps_fmm_learn(&learnt, h->accuracy, 0, seen)) return;
    CHECK_OK(rig_ctx, solve(v, h, NULL, v->n, APS_A | APS_POT));
  }
}

static void test_the_error_asked_for_is_the_one_measured(void) {
  static const double accuracies[] = {1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7};
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (size_t k = 0; k < 6; k++) {
      if (law == APS_LAW_NEWTON && k != 2) continue; /* it takes the spline's expansions */
      if (law == APS_LAW_PLUMMER && k != 1 && k != 3) continue;
      if (SANITIZED && k != 1) continue;
      aps_view v = make(PLUMMER, SANITIZED ? 1000 : k < 1 ? 3000 : k < 4 ? 1500 : 900);
      const how h = {law, APS_MIXED, 0, accuracies[k], law == APS_LAW_NEWTON ? 0 : 0.02, 2, 2};
      CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
      CHECK(holds("plummer", &v, &h, NULL, 0, 1));
      if (accuracies[k] == 1e-2 && !SANITIZED) CHECK(interactions < 0.4 * 2 * (double)v.n * (double)v.n); /* of two evaluations: it is no direct sum */
    }
}

static void test_softenings_of_particles_are_honoured(void) {
  for (int law = APS_LAW_PLUMMER; law <= APS_LAW_SPLINE; law++)
    for (int precision = APS_MIXED; precision <= APS_DOUBLE; precision++) {
      if (precision == APS_DOUBLE && (SANITIZED || law == APS_LAW_SPLINE)) continue;
      aps_view v = make(PLUMMER, SANITIZED ? 700 : 1600);
      const how h = {law, precision, 1, 1e-3, 0, 1, 2};
      CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
      CHECK(holds("own softenings", &v, &h, NULL, 0, 1));
    }
  aps_view v = make(PLUMMER, 50);
  for (int64_t i = 0; i < v.n; i++) v.eps[i] = 0.01 * (double)(i + 1);
  CHECK(solve(&v, &(how){APS_LAW_PLUMMER, APS_MIXED, 1, 1e-3, 0, 1, 1}, NULL, v.n, APS_A) == APS_ECONFIG);
  CHECK(strstr(aps_ctx_error(rig_ctx), "at most 8 different softenings") != NULL);
  aps_ctx_clear(rig_ctx);
}

static void test_awkward_distributions_keep_the_promise(void) {
  static const char *const names[] = {"plummer", "uniform", "disc", "clumps", "line", "cube", "far one", "offset", "masses"};
  for (int what = UNIFORM; what < SHAPES; what++) {
    if (SANITIZED && what != LINE && what != FAR_ONE) continue;
    aps_view v = make(what, SANITIZED ? 700 : 1600);
    const how h = {APS_LAW_SPLINE, APS_MIXED, 0, 1e-3, 0.01, 1, 2};
    CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
    if (what != LINE && what != CUBE) CHECK(measure(&v, &h, NULL, 0).a < 1.5 * h.accuracy); /* there forces nearly cancel */
    learn(&v, &h);
    CHECK(holds(names[what], &v, &h, NULL, 0, 1));
  }
}

static void test_few_particles_and_those_that_coincide(void) {
  static const int64_t few[] = {1, 2, 17, 33, 100};
  for (size_t k = 0; k < 5; k++) {
    aps_view v = make(UNIFORM, few[k]);
    const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-3, 0.05, 1, 2};
    CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
    if (few[k] > 1) CHECK(holds("few", &v, &h, NULL, 0, 1));
    else CHECK(v.ax[0] == 0 && v.pot[0] == 0);
  }
  enum { TOGETHER = SANITIZED ? 200 : 400 };
  aps_view v = make(UNIFORM, SANITIZED ? 500 : 1200);
  for (int64_t i = 0; i < TOGETHER; i++) v.x[i] = v.y[i] = v.z[i] = 0.25; /* one leaf of them */
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-3, 0.05, 1, 2};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  CHECK(measure(&v, &h, NULL, 0).a < 2 * h.accuracy);
  learn(&v, &h);
  CHECK(holds("coincident", &v, &h, NULL, 0, 1));
  for (int64_t i = 1; i < TOGETHER; i++) CHECK(v.ax[i] == v.ax[0] && fabs(v.pot[i] / v.pot[0] - 1) < 1e-6);
}

/* Massless rows are attracted and do not attract. */
static void test_tracers(void) {
  aps_view v = make(PLUMMER, 2000);
  for (int64_t i = 0; i < v.n; i += 2) v.mass[i] = 0;
  for (int64_t i = 0; i < v.n; i++)
    if (v.x[i] > 1) v.mass[i] = 0; /* whole cells of them */
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-3, 0.05, 1, 2};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  CHECK(holds("tracers", &v, &h, NULL, 0, 1));
}

static void test_a_subset_gets_what_all_of_them_get(void) {
  enum { N = SANITIZED ? 600 : 2000 };
  static int32_t third[N];
  static double all[4][N];
  int64_t n = 0;
  for (int32_t i = N - 1; i >= 0; i -= 3) third[n++] = i;
  aps_view v = make(PLUMMER, N);
  const how h = {APS_LAW_SPLINE, APS_MIXED, 0, 1e-3, 0.02, 1, 2};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  const double whole = interactions;
  double *const column[4] = {v.ax, v.ay, v.az, v.pot};
  for (int k = 0; k < 4; k++) memcpy(all[k], column[k], sizeof all[k]);
  CHECK_OK(rig_ctx, solve(&v, &h, third, n, APS_A | APS_POT));
  for (int64_t i = 0; i < N; i++) {
    const int in = i % 3 == (N - 1) % 3;
    for (int k = 0; k < 4; k++) CHECK(column[k][i] == (in ? all[k][i] : 0));
  }
  CHECK(interactions < 1.6 * whole); /* the first evaluation was one of all */
  CHECK_OK(rig_ctx, solve(&v, &h, third, 1, APS_A));
  CHECK(v.ax[N - 1] == all[0][N - 1] && v.pot[N - 1] == 0);
}

static void test_rows_of_other_ranks_are_sources(void) {
  aps_view v = make(PLUMMER, 2000);
  v.n = 1200, v.n_halo = 800;
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-3, 0.02, 1, 2};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  CHECK(measure(&v, &h, NULL, 0).a < 3 * h.accuracy); /* their |a| is not known, so all is guessed */
  learn(&v, &h);
  CHECK(holds("halo", &v, &h, NULL, 0, 1));
}

/* Action and reaction: the set of accepted pairs is symmetric and expansions are cut at the same total order. */
static void test_momentum_is_conserved(void) {
  aps_view v = make(PLUMMER, 2000);
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-2, 0.02, 1, 2};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A));
  double sum = 0, size = 0;
  for (int64_t i = 0; i < v.n; i++) sum += v.mass[i] * v.ax[i], size += v.mass[i] * fabs(v.ax[i]);
  CHECK_NEAR(sum / size, 0, 3e-7);
}

static void test_the_order_of_threads_leaves_no_trace(void) {
  enum { N = SANITIZED ? 500 : 1000 };
  static double first[4][N];
  for (int order = 0; order < 4; order += 1 + 2 * SANITIZED) {
    aps_view v = make(PLUMMER, N);
    const how h = {APS_LAW_SPLINE, APS_MIXED, 1, 1e-3, 0, 1, 2};
    aps_cudacpu_order(order == 3 ? 8 : order);
    CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
    double *const column[4] = {v.ax, v.ay, v.az, v.pot};
    for (int k = 0; k < 4; k++) {
      if (order == 0) memcpy(first[k], column[k], sizeof first[k]);
      CHECK(memcmp(first[k], column[k], sizeof first[k]) == 0);
    }
  }
  aps_cudacpu_order(-1);
}

static void test_the_first_evaluation_guesses(void) {
  aps_view v = make(PLUMMER, 2000);
  how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 1e-2, 0.02, 1, 1};
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  CHECK(measure(&v, &h, NULL, 0).a < 3 * h.accuracy);
  h.G = 0;
  CHECK_OK(rig_ctx, solve(&v, &h, NULL, v.n, APS_A | APS_POT));
  for (int64_t i = 0; i < v.n; i++) CHECK(v.ax[i] == 0 && v.pot[i] == 0);
}

typedef struct {
  aps_view v;
  how h;
} two_rows;
static aps_err solve_for_two(void *user) {
  static int32_t some[2] = {1, 7};
  two_rows *of = user;
  return solve(&of->v, &of->h, some, 2, APS_A);
}

static void test_every_failing_call_is_an_error(void) {
  if (!aps_cudacpu_pretends()) return;
  aps_view v = make(PLUMMER, 40);
  const how h = {APS_LAW_PLUMMER, APS_MIXED, 1, 1e-3, 0, 1, 1};
  rig_fail_each_call(solve_for_two, &(two_rows){v, h});
}

int main(void) {
  rig_open();
  CHECK_RUN(test_the_error_asked_for_is_the_one_measured);
  CHECK_RUN(test_softenings_of_particles_are_honoured);
  CHECK_RUN(test_awkward_distributions_keep_the_promise);
  CHECK_RUN(test_few_particles_and_those_that_coincide);
  CHECK_RUN(test_tracers);
  CHECK_RUN(test_a_subset_gets_what_all_of_them_get);
  CHECK_RUN(test_rows_of_other_ranks_are_sources);
  CHECK_RUN(test_momentum_is_conserved);
  CHECK_RUN(test_the_order_of_threads_leaves_no_trace);
  CHECK_RUN(test_the_first_evaluation_guesses);
  CHECK_RUN(test_every_failing_call_is_an_error);
  rig_close();
  return CHECK_RESULT();
}
