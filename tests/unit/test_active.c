/* The verbs of block steps: forces for some rows, rows by rung, and what a solver may rely on. */
#include "../../src/sim/sim.h"
#include "../check.h"

static aps_sim *make(aps_ctx *ctx, int n, const char *integrator) {
  char text[512];
  aps_sim *sim = NULL;
  snprintf(text, sizeof text,
           "particles: [{model: plummer, n: %d}]\nforces: [{law: plummer, solver: direct, "
           "softening: 0.1}]\n"
           "integrator: {%s}\nrun: {t_end: 1, device: cpu, precision: double, threads: 2}\n"
           "output: {log: none, checkpoint: none, picture: none}\n",
           n, integrator);
  CHECK_OK(ctx, aps_create(ctx, "test", text, NULL, 0, &sim));
  return sim;
}

static aps_view borrow(aps_sim *sim, aps_cols reads, aps_cols writes) {
  aps_view v = {0};
  CHECK_OK(sim->ctx, aps_borrow(sim->particles, APS_HOST, reads, writes, &v));
  return v;
}

static void test_only_active_rows_get_new_forces(void) {
  enum { N = 100 };
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, N, "dt: 0.1");
  double before[N], full[N], pot[N];
  CHECK_OK(ctx, aps_forces(sim, APS_A | APS_POT));
  aps_view v = borrow(sim, APS_A, 0);
  memcpy(before, v.ax, sizeof before);
  CHECK_OK(ctx, aps_drift(sim, 0.3));
  CHECK_OK(ctx, aps_forces(sim, APS_A | APS_POT));
  v = borrow(sim, APS_A | APS_POT, 0);
  memcpy(full, v.ax, sizeof full), memcpy(pot, v.pot, sizeof pot);
  v = borrow(sim, APS_A | APS_POT, APS_A | APS_POT);
  memcpy(v.ax, before, sizeof before);
  for (int i = 0; i < N; i++) v.pot[i] = 7;
  const double count = sim->clock.stats.evaluations;
  int32_t index[] = {3, 41, 99};
  CHECK_OK(ctx, aps_forces_active(sim, (aps_active){index, 3}, APS_A | APS_POT));
  CHECK_NEAR(sim->clock.stats.evaluations - count, 0.03, 1e-15);
  CHECK(!(aps_forces_known(sim) & (APS_A | APS_POT))); /* not those of all rows */
  v = borrow(sim, APS_A | APS_POT, 0);
  for (int i = 0; i < N; i++) {
    const int active = i == 3 || i == 41 || i == 99;
    if (active) { /* other rows share the vector: sums are rounded in another order */
      CHECK_NEAR(v.ax[i], full[i], 1e-13);
      CHECK_NEAR(v.pot[i], pot[i], 1e-13);
    } else {
      CHECK(v.ax[i] == before[i] && v.pot[i] == 7);
    }
  }
  CHECK_OK(ctx, aps_forces_active(sim, (aps_active){NULL, N}, APS_A));
  CHECK(aps_forces_known(sim) & APS_A);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* ---- a solver that watches
 * ---------------------------------------------------------------------------- */

typedef struct {
  int renewed, prepared, added;
  double saw; /* a of row 0 in prepare */
} watcher;

static aps_err prepare(void *self, aps_view v) {
  watcher *w = self;
  w->prepared++;
  w->saw = v.ax[0];
  return APS_OK;
}
static aps_err add(void *self, aps_view v, aps_active rows, aps_cols want, double t) {
  (void)t, (void)want;
  watcher *w = self;
  w->added++;
  CHECK(v.ax[rows.index ? rows.index[0] : 0] == 0); /* cleared */
  for (int64_t k = 0; k < rows.n; k++) v.ax[rows.index ? rows.index[k] : k] += w->added;
  return APS_OK;
}
static void renew(void *self, int stepping) { (void)stepping, ((watcher *)self)->renewed++; }
static const aps_force watching = {.about = {.name = "watching"},
                                   .can = APS_OPEN | APS_SUBSET,
                                   .reads = APS_X | APS_MASS | APS_A,
                                   .writes = APS_A,
                                   .prepare = prepare,
                                   .add = add,
                                   .renew = renew};

static void test_a_solver_sees_the_last_acceleration_and_new_blocks(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, 10, "eta: 1e9, steps: block, dt_max: 0.1");
  watcher w = {.saw = -1};
  const aps_force *row = sim->force;
  void *self = sim->force_self;
  sim->force = &watching, sim->force_self = &w;
  CHECK_OK(ctx, aps_forces(sim, APS_A));
  CHECK(w.saw == 0); /* never computed */
  int32_t first[] = {0};
  CHECK_OK(ctx, aps_forces_active(sim, (aps_active){first, 1}, APS_A));
  CHECK(w.saw == 1);
  CHECK_OK(ctx, aps_forces(sim, APS_A));
  CHECK(w.saw == 2);
  for (int k = 0; k < 3; k++) CHECK_OK(ctx, aps_step(sim));
  CHECK(w.renewed >= 3 && w.prepared == w.added && w.added == 6);
  sim->force = row, sim->force_self = self;
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* A solver that sums all rows or none: auto takes shared steps, and nobody may ask it for some. */
static void test_a_solver_without_subsets_takes_shared_steps(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, 10, "eta: 0.1");
  CHECK(sim->blocks);
  aps_force whole = watching;
  whole.can = APS_OPEN;
  const aps_force *row = sim->force;
  sim->force = &whole;
  CHECK_OK(ctx, aps_steps_open(sim));
  CHECK(!sim->blocks);
  sim->step.steps = 2;
  CHECK(aps_steps_open(sim) == APS_ECONFIG &&
        strstr(aps_ctx_error(ctx), "this solver cannot sum a subset"));
  int32_t first[] = {0};
  CHECK(aps_forces_active(sim, (aps_active){first, 1}, APS_A) == APS_EINTERNAL);
  sim->force = row;
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* ---- rows by rung
 * ---------------------------------------------------------------------------------------- */

static void test_rows_are_found_by_rung(void) {
  static const int counts[] = {1, 7, 8, 9, 63, 1000};
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    aps_ctx *ctx = aps_ctx_create();
    const int n = counts[c];
    aps_sim *sim = make(ctx, n, "eta: 0.1, steps: block");
    aps_view v = borrow(sim, 0, APS_RUNG);
    for (int i = 0; i < n; i++) v.rung[i] = (int8_t)(i * 37 % 64);
    for (int least = 0; least < 65; least++) {
      aps_active rows;
      int64_t k = 0;
      CHECK_OK(ctx, aps_rung_rows(sim, least, -1, &rows));
      for (int i = 0; i < n; i++)
        if (v.rung[i] >= least) {
          CHECK(rows.index ? k < rows.n && rows.index[k] == i : rows.n == n);
          k++;
        }
      CHECK(k == rows.n);
    }
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

/* One coefficient for all rungs: the bits of aps_combine, and only where rows are active. */
static void test_combining_by_rung_is_combining(void) {
  enum { N = 30000 }; /* dealt out to threads */
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, N, "eta: 0.1, steps: block");
  double coef[APS_TERMS_MAX][APS_RUNGS], one[APS_TERMS_MAX];
  const aps_cols src[APS_TERMS_MAX] = {APS_X, APS_V, APS_X, APS_V, APS_V, APS_X};
  aps_view v = borrow(sim, 0, APS_RUNG | APS_S0 | APS_S1);
  for (int i = 0; i < N; i++) v.rung[i] = (int8_t)(i % 5);
  for (int terms = 1; terms <= APS_TERMS_MAX; terms++) {
    for (int k = 0; k < terms; k++) {
      one[k] = 1 / (3.0 + k);
      for (int r = 0; r < APS_RUNGS; r++) coef[k][r] = r == 3 ? one[k] : -1e3 * r;
    }
    aps_active rows;
    CHECK_OK(ctx, aps_combine(sim, APS_S0, terms, one, src));
    CHECK_OK(ctx, aps_combine(sim, APS_S1, 1, (double[]){0}, src));
    CHECK_OK(ctx, aps_rung_rows(sim, 3, -1, &rows));
    CHECK_OK(ctx,
             aps_combine_rungs(sim, rows, APS_S1, terms, (const double(*)[APS_RUNGS])coef, src));
    v = borrow(sim, APS_S0 | APS_S1 | APS_RUNG, 0);
    int wrong = 0;
    for (int i = 0; i < N; i++)
      wrong += v.rung[i] < 3    ? v.s1y[i] != 0
               : v.rung[i] == 3 ? v.s1y[i] != v.s0y[i]
                                : v.s1y[i] == v.s0y[i];
    CHECK(wrong == 0);
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* 65 halvings, none of them met exactly, and one that is. */
static void test_a_rung_is_the_longest_step_that_is_short_enough(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, 4, "eta: 1, steps: block");
  aps_view v = borrow(sim, 0, APS_A | APS_EPS | APS_RUNG);
  int64_t count[APS_RUNGS];
  aps_rung_rule rule = {.criterion = APS_STEP_ACCEL, .eta = 1, .unit = 8};
  const struct {
    double wanted;
    int rung;
  } of[] = {{9, 0},     {8, 0}, {7.999, 1},        {4, 1},
            {3.999, 2}, {1, 3}, {8 * 0x1p-40, 40}, {8 * 0x1p-70, 63}};
  for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
    for (int i = 0; i < 4; i++) {
      v.ax[i] = 1, v.ay[i] = v.az[i] = 0, v.eps[i] = of[k].wanted * of[k].wanted;
      v.rung[i] = 5;
    }
    rule.follows = rule.patient = rule.lowest = rule.first = 0;
    CHECK_OK(ctx, aps_rung_choose(sim, (aps_active){NULL, 4}, &rule, count));
    CHECK(v.rung[0] == of[k].rung && count[of[k].rung] == 4);
  }
  /* wants 0, comes from 5: one lower at most, not below the rungs that are synchronised, patiently
   * not at all */
  borrow(sim, 0, APS_S0);
  const aps_view s = borrow(sim, APS_A, APS_S0);
  for (int i = 0; i < 4; i++) v.eps[i] = 81, s.s0x[i] = s.ax[i], s.s0y[i] = s.s0z[i] = 0;
  for (int r = 0; r < APS_RUNGS; r++) rule.last[r] = 1;
  const struct {
    int follows, lowest, first, patient, rung;
  } from5[] = {{0, 0, 0, 0, 0}, {1, 0, 0, 0, 4}, {1, 5, 0, 0, 5}, {1, 2, 0, 1, 5},
               {1, 0, 0, 1, 4}, {1, 0, 7, 1, 6}, {0, 3, 0, 0, 3}};
  for (size_t k = 0; k < sizeof from5 / sizeof *from5; k++) {
    for (int i = 0; i < 4; i++) v.rung[i] = 5;
    rule.follows = from5[k].follows, rule.lowest = from5[k].lowest;
    rule.first = from5[k].first, rule.patient = from5[k].patient;
    CHECK_OK(ctx, aps_rung_choose(sim, (aps_active){NULL, 4}, &rule, count));
    CHECK(v.rung[2] == from5[k].rung);
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* On a line a passes through 0, and there its derivative says nothing: the step is half of cbrt(eta^2 eps h / 2 |Da|), however
 * small a is. Where a grew threefold in the last step dt / (1 - dt') is as ever. */
static void test_a_body_without_acceleration_for_an_instant_keeps_its_step(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, 4, "eta: 1, steps: block");
  aps_view v = borrow(sim, 0, APS_A | APS_EPS | APS_RUNG);
  borrow(sim, 0, APS_S0);
  const aps_view s = borrow(sim, APS_A, APS_S0);
  int64_t count[APS_RUNGS];
  aps_rung_rule rule = {.criterion = APS_STEP_ACCEL, .eta = 1, .unit = 8, .follows = 1};
  for (int r = 0; r < APS_RUNGS; r++) rule.last[r] = 0.25;
  /* eps 0.9, h 1/4: 0.5 cbrt(0.1125 / |Da|) = 0.241 for Da = 1 and 0.121 for 8; for a = 1, from 1/3: 0.949 / (1 + 1.9 * 2/3) = 0.419 */
  const double now[] = {1e-3, 1e-30, 8e-12, 1}, before[] = {-1, -1, -8, 1.0 / 3};
  for (int i = 0; i < 4; i++) {
    v.ax[i] = now[i], v.eps[i] = 0.9, v.rung[i] = 5, v.ay[i] = v.az[i] = 0;
    s.s0x[i] = before[i], s.s0y[i] = s.s0z[i] = 0;
  }
  CHECK_OK(ctx, aps_rung_choose(sim, (aps_active){NULL, 4}, &rule, count));
  const int8_t *r = v.rung;
  if (r[0] != 6 || r[1] != 6 || r[2] != 7 || r[3] != 5) printf("  rungs %d %d %d %d\n", r[0], r[1], r[2], r[3]);
  CHECK(r[0] == 6 && r[1] == 6 && r[2] == 7 && r[3] == 5);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_blocks_fit_between_outputs(void) {
  CHECK(aps_steps_fit(1, 0.25) == 0.25);
  CHECK(aps_steps_fit(0.75, 0.5) == 0.25); /* half of it divides what is left */
  CHECK(aps_steps_fit(0.1, 0.25) == 0.1);
  CHECK(aps_steps_fit(1, 0.3) == 0.25); /* four even ones */
  CHECK(aps_steps_fit(0, 0.3) == 0.3);
  CHECK(aps_steps_fit(1 + 1e-15, 0.5) > 0.5); /* no sliver of a block remains */
}

int main(void) {
  CHECK_RUN(test_only_active_rows_get_new_forces);
  CHECK_RUN(test_a_solver_sees_the_last_acceleration_and_new_blocks);
  CHECK_RUN(test_a_solver_without_subsets_takes_shared_steps);
  CHECK_RUN(test_rows_are_found_by_rung);
  CHECK_RUN(test_combining_by_rung_is_combining);
  CHECK_RUN(test_a_rung_is_the_longest_step_that_is_short_enough);
  CHECK_RUN(test_a_body_without_acceleration_for_an_instant_keeps_its_step);
  CHECK_RUN(test_blocks_fit_between_outputs);
  return CHECK_RESULT();
}
