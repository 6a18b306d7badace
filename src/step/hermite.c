/* Hermite, order 4, predict - evaluate - correct: acceleration and jerk at both ends of a step fix
 * a cubic a(t).
 *
 * Predict  xp = x0 + v0 h + a0 h^2/2 + j0 h^3/6,   vp = v0 + a0 h + j0 h^2/2
 * Evaluate a1, j1 at xp, vp; the cubic through a0, j0, a1, j1 integrates to
 *   v1 = v0 + (a0 + a1) h/2 + (j0 - j1) h^2/12
 *   x1 = x0 + v0 h + (7 a0 + 3 a1) h^2/20 + (3 j0 - 2 j1) h^3/60
 * which is Makino & Aarseth 1992 (PASJ 44, 141), eq. 4 to 10, with their a2 and a3 written out.
 * (eval/correct repeat `iterations` times.) The formulae read the same from either end, so the
 * iteration's limit is symmetric in time.
 *
 * As in the standard scheme a1 and j1 stay those of the last predicted state: the next step starts
 * from them without another evaluation. They differ from a, j of the corrected state by O(h^4),
 * which keeps the order.
 *
 * Step: Aarseth 1985, h = sqrt(eta (|a||a2| + |j|^2) / (|j||a3| + |a2|^2)), the least over all
 * particles. */
#include "blocks.h"
#include <math.h>
#include <stddef.h>

enum { X0 = APS_S0, V0 = APS_S1, A0 = APS_S2, J0 = APS_S3, BOTH = APS_A | APS_JERK };

typedef struct {
  int64_t iterations;
  double eta_start;
  double chosen; /* the step last chosen; 0: none yet */
  double next2;  /* Aarseth's h^2 / eta at the end of the last step; 0: no step yet */
  int64_t adaptive;
  aps_rungs rungs;
} hermite;

#define PERSIST offsetof(hermite, chosen)

static const aps_param params[] = {
    {"iterations", 'i', offsetof(hermite, iterations), "1", "", "1..16",
     "evaluations and corrections per step; 2 or 3 make a fixed step nearly reversible"},
    {"eta_start", 'd', offsetof(hermite, eta_start), "0.01", "", ">0",
     "first adaptive step over Aarseth's time scale; steps then grow to sqrt(eta) of it"},
    {.key = NULL}};

static aps_err save(aps_sim *sim, aps_cols to, aps_cols from) {
  return aps_combine(sim, to, 1, (double[]){1}, (aps_cols[]){from});
}

static aps_err save_all(aps_sim *sim) {
  APS_TRY(save(sim, X0, APS_X));
  APS_TRY(save(sim, V0, APS_V));
  APS_TRY(save(sim, A0, APS_A));
  return save(sim, J0, APS_JERK);
}

static aps_err predict(aps_sim *sim, double h) {
  const double h2 = h * h / 2, h3 = h * h * h / 6;
  APS_TRY(aps_combine(sim, APS_X, 4, (double[]){1, h, h2, h3}, (aps_cols[]){X0, V0, A0, J0}));
  return aps_combine(sim, APS_V, 3, (double[]){1, h, h2}, (aps_cols[]){V0, A0, J0});
}

static aps_err correct(aps_sim *sim, double h) {
  const double h2 = h * h, h3 = h * h * h;
  APS_TRY(aps_combine(sim, APS_X, 6,
                      (double[]){1, h, 7 * h2 / 20, 3 * h2 / 20, 3 * h3 / 60, -2 * h3 / 60},
                      (aps_cols[]){X0, V0, A0, APS_A, J0, APS_JERK}));
  return aps_combine(sim, APS_V, 5, (double[]){1, h / 2, h / 2, h2 / 12, -h2 / 12},
                     (aps_cols[]){V0, A0, APS_A, J0, APS_JERK});
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  hermite *h = self;
  APS_TRY(aps_forces_current(sim, BOTH));
  APS_TRY(save_all(sim));
  APS_TRY(predict(sim, dt));
  for (int64_t i = 0; i < h->iterations; i++) {
    APS_TRY(aps_forces(sim, BOTH));
    APS_TRY(correct(sim, dt));
  }
  aps_forces_mark_current(sim, BOTH);
  return h->adaptive ? aps_reduce(sim, APS_MIN_AARSETH, dt, &h->next2) : APS_OK;
}

/* Aarseth's h / sqrt(eta) for the state in X0, V0, A0, J0, seen from a trial step of length h. */
static aps_err probe(aps_sim *sim, double h, double *scale) {
  double scale2;
  APS_TRY(predict(sim, h));
  APS_TRY(aps_forces(sim, BOTH));
  APS_TRY(aps_reduce(sim, APS_MIN_AARSETH, h, &scale2));
  *scale = sqrt(scale2);
  return APS_OK;
}

static aps_err restore_all(aps_sim *sim) {
  APS_TRY(save(sim, APS_X, X0));
  APS_TRY(save(sim, APS_V, V0));
  APS_TRY(save(sim, APS_A, A0));
  APS_TRY(save(sim, APS_JERK, J0));
  aps_forces_mark_current(sim, BOTH);
  return APS_OK;
}

/* No step was taken yet, so trial steps find Aarseth's time scale: from the time to fall across the
 * system, which is too long, down to one that a trial step of its 32nd part confirms. Unlike
 * |a|/|jerk| alone this also serves bodies at rest, which have no jerk, and bodies whose
 * accelerations cancel. Leaves the last trial, of length *trial, for restore_all to undo. */
static aps_err try_steps(aps_sim *sim, double *scale, double *trial) {
  enum { TRIALS = 24, PARTS = 32 };
  double size, shorter;
  APS_TRY(aps_forces_current(sim, BOTH));
  APS_TRY(save_all(sim));
  APS_TRY(aps_step_extent(sim, &size));
  APS_TRY(aps_combine(sim, APS_JERK, 1, (double[]){0}, (aps_cols[]){APS_JERK}));
  APS_TRY(aps_reduce(sim, APS_MIN_START, size, scale)); /* no jerk: min sqrt(size / |a|) */
  *trial = 0;
  for (int k = 0; k < TRIALS && *scale < 1e100; k++) {
    *trial = *scale / PARTS;
    APS_TRY(probe(sim, *trial, &shorter));
    const int confirmed = shorter > *scale / 2;
    *scale = shorter;
    if (confirmed) break;
  }
  return APS_OK;
}

static aps_err start(hermite *h, aps_sim *sim, double *dt) {
  double scale, trial;
  APS_TRY(try_steps(sim, &scale, &trial));
  APS_TRY(restore_all(sim));
  *dt = h->eta_start * scale;
  return APS_OK;
}

static aps_err choose(void *self, aps_sim *sim, double eta, double *dt) {
  hermite *h = self;
  h->adaptive = 1;
  if (h->next2 > 0)
    *dt = sqrt(eta * h->next2);
  else
    APS_TRY(start(h, sim, dt));
  APS_CHECK(aps_sim_ctx(sim), *dt > 0, APS_ENUM, "integrator: adaptive step is %g at t = %g", *dt,
            aps_time(sim));
  if (h->chosen > 0) *dt = fmin(*dt, APS_STEP_GROWTH * h->chosen);
  h->chosen = *dt;
  return APS_OK;
}

/* ---- block steps: X0, V0, A0, J0 of each row belong to the beginning of its own step
 *
 * At each sync all rows are predicted there; those whose step ends are evaluated, corrected and
 * given a new one by Aarseth's criterion (Makino & Aarseth 1992, sec. 2; Makino 1991). */

/* From the last trial step each row gets eta_start of its own time scale. */
static aps_err first_rungs(hermite *h, aps_sim *sim) {
  double scale, trial;
  aps_rung_rule rule = {.criterion = APS_STEP_AARSETH, .eta = h->eta_start * h->eta_start};
  APS_TRY(try_steps(sim, &scale, &trial));
  if (trial == 0) rule.criterion = APS_STEP_ACCEL, rule.length = 1; /* no forces: no limit */
  for (int r = 0; r < APS_RUNGS; r++) rule.last[r] = trial;
  APS_TRY(aps_rungs_start(&h->rungs, sim, &rule));
  return restore_all(sim);
}

static aps_err ready(hermite *h, aps_sim *sim) {
  return aps_rungs_ready(&h->rungs, sim, BOTH) ? APS_OK : first_rungs(h, sim);
}

static aps_err choose_block(void *self, aps_sim *sim, double eta, double *dt) {
  hermite *h = self;
  (void)eta;
  APS_TRY(ready(h, sim));
  *dt = aps_rungs_block(&h->rungs);
  return APS_OK;
}

/* predict and correct as above, with coefficients by rung. */
static aps_err predict_rungs(const aps_block *b) {
  double c[4][APS_RUNGS];
  const aps_active all = {NULL, aps_rows(b->sim)};
  for (int r = 0; r < APS_RUNGS; r++) {
    const double h = aps_block_past(b, r);
    c[0][r] = 1, c[1][r] = h, c[2][r] = h * h / 2, c[3][r] = h * h * h / 6;
  }
  const double(*coef)[APS_RUNGS] = (const double(*)[APS_RUNGS])c;
  APS_TRY(aps_combine_rungs(b->sim, all, APS_X, 4, coef, (aps_cols[]){X0, V0, A0, J0}));
  return aps_combine_rungs(b->sim, all, APS_V, 3, coef, (aps_cols[]){V0, A0, J0});
}

static aps_err correct_rungs(const aps_block *b) {
  double x[6][APS_RUNGS], v[5][APS_RUNGS];
  for (int r = 0; r < APS_RUNGS; r++) {
    const double h = aps_block_step(b, r), h2 = h * h, h3 = h * h * h;
    x[0][r] = v[0][r] = 1;
    x[1][r] = h, x[2][r] = 7 * h2 / 20, x[3][r] = 3 * h2 / 20;
    x[4][r] = 3 * h3 / 60, x[5][r] = -2 * h3 / 60;
    v[1][r] = v[2][r] = h / 2, v[3][r] = h2 / 12, v[4][r] = -h2 / 12;
  }
  APS_TRY(aps_combine_rungs(b->sim, b->rows, APS_X, 6, (const double(*)[APS_RUNGS])x,
                            (aps_cols[]){X0, V0, A0, APS_A, J0, APS_JERK}));
  return aps_combine_rungs(b->sim, b->rows, APS_V, 5, (const double(*)[APS_RUNGS])v,
                           (aps_cols[]){V0, A0, APS_A, J0, APS_JERK});
}

/* The active rows begin their next step from here. */
static aps_err save_rows(const aps_block *b) {
  static const aps_cols pair[4][2] = {{X0, APS_X}, {V0, APS_V}, {A0, APS_A}, {J0, APS_JERK}};
  double one[1][APS_RUNGS];
  for (int r = 0; r < APS_RUNGS; r++) one[0][r] = 1;
  for (int k = 0; k < 4; k++)
    APS_TRY(aps_combine_rungs(b->sim, b->rows, pair[k][0], 1, (const double(*)[APS_RUNGS])one,
                              &pair[k][1]));
  return APS_OK;
}

static aps_err block(void *self, aps_sim *sim, double dt) {
  hermite *h = self;
  aps_block b;
  aps_rung_rule rule = {.criterion = APS_STEP_AARSETH, .eta = aps_sim_eta(sim), .follows = 1};
  int begins;
  if (!aps_sim_midway(sim)) APS_TRY(ready(h, sim));
  APS_TRY(aps_block_begin(&h->rungs, sim, dt, &b, &begins));
  if (begins) APS_TRY(save_all(sim));
  for (;;) {
    double past;
    APS_TRY(aps_block_next(&b, &past));
    APS_TRY(predict_rungs(&b));
    for (int64_t i = 0; i < h->iterations; i++) {
      APS_TRY(aps_forces_active(sim, b.rows, BOTH));
      APS_TRY(correct_rungs(&b));
    }
    APS_TRY(aps_block_choose(&b, &rule));
    if (aps_block_done(&b)) break;
    APS_TRY(save_rows(&b));
    APS_TRY(aps_block_rest(&b));
  }
  aps_forces_mark_current(sim, BOTH);
  return APS_OK;
}

static void report(void *self, aps_sim *sim, int last) {
  aps_rungs_report(&((hermite *)self)->rungs, sim, last);
}

const aps_integrator aps_integrator_hermite = {
    .about = {.name = "hermite",
              .doc = "predictor-corrector on acceleration and jerk, order 4; for close encounters, "
                     "with eta",
              .source = "Makino & Aarseth 1992, eq. 4-10; Aarseth 1985",
              .params = params,
              .state_size = sizeof(hermite),
              .persist_offset = PERSIST,
              .persist_size = sizeof(hermite) - PERSIST},
    .order = 4,
    .reads = APS_X | APS_V | APS_A | APS_JERK | APS_S0 | APS_S1 | APS_S2 | APS_S3,
    .writes = APS_X | APS_V | APS_A | APS_JERK | APS_S0 | APS_S1 | APS_S2 | APS_S3,
    .step = step,
    .choose = choose,
    .choose_block = choose_block,
    .block = block,
    .block_reads = APS_RUNG,
    .block_from = 64,
    .report = report,
};
