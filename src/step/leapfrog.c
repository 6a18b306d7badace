/* Leapfrog, kick-drift-kick: the exact flow of a Hamiltonian that differs from the true one by
 * O(dt^2).
 *
 *   v_half = v + a(x) dt/2,   x' = x + v_half dt,   v' = v_half + a(x') dt/2
 *
 * Symplectic, so the energy error stays bounded instead of growing; symmetric in time, so a step of
 * -dt undoes a step of dt. One force evaluation per step: the second kick's force is the next
 * step's first. Source: Quinn, Katz, Stadel & Lake 1997, arXiv:astro-ph/9710043, section 2. */
#include "blocks.h"
#include <math.h>
#include <stddef.h>

typedef struct {
  int criterion;
  struct { /* persists */
    aps_step_memory shared;
    aps_rungs rungs;
  } kept;
} leapfrog;

static const aps_param params[] = {
    {"criterion", 'e', offsetof(leapfrog, criterion), "acceleration", "", "acceleration|jerk|tidal",
     "a particle's step over eta: sqrt(softening / |a|), |a| / |da/dt|, or the dynamical time "
     "sqrt(|dx| / |da|) along its path; the last two need block steps and no softening"},
    {.key = NULL}};

/* A step that begins `at` from now on. */
static aps_err stage(aps_sim *sim, double at, double dt, int last) {
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(aps_kick(sim, aps_sim_kick(sim, at, dt / 2)));
  APS_TRY(aps_drift(sim, aps_sim_drift(sim, at, dt)));
  APS_TRY((last ? aps_forces_closing : aps_forces)(sim, APS_A));
  return aps_kick(sim, aps_sim_kick(sim, at + dt / 2, dt / 2));
}

aps_err aps_step_compose(aps_sim *sim, double dt, int stages, const double *coef) {
  double at = 0;
  for (int k = 0; k < stages; at += coef[k++] * dt)
    APS_TRY(stage(sim, at, coef[k] * dt, k == stages - 1));
  return APS_OK;
}

static aps_err unsoftened(aps_sim *sim) {
  aps_fail(aps_sim_ctx(sim), APS_ECONFIG,
           "integrator.eta: eta times sqrt(softening / acceleration) is 0, some softening is zero");
  return aps_hint(aps_sim_ctx(sim),
                  "give integrator.dt, a softening length, criterion: tidal with steps: block, or "
                  "integrator.name: hermite");
}

aps_err aps_step_fall_time(aps_sim *sim, double *fall) {
  APS_TRY(aps_forces_current(sim, APS_A));
  APS_TRY(aps_reduce(sim, APS_MIN_ACCEL, 0, fall));
  return *fall > 0 ? APS_OK : unsoftened(sim);
}

aps_err aps_step_check(void *self, aps_sim *sim) {
  (void)self;
  return isnan(aps_sim_eta(sim)) || !aps_sim_unsoftened(sim) ? APS_OK : unsoftened(sim);
}

aps_err aps_step_extent(aps_sim *sim, double *size) {
  double e[6];
  APS_TRY(aps_reduce(sim, APS_EXTENT, 0, e));
  *size = fmax(e[3] - e[0], fmax(e[4] - e[1], e[5] - e[2]));
  return APS_OK;
}

aps_err aps_step_choose(void *self, aps_sim *sim, double eta, double *dt) {
  aps_step_memory *memory = self;
  double fall;
  APS_TRY(aps_step_fall_time(sim, &fall));
  *dt = fmin(eta * aps_sim_pace(sim, 0) * fall, aps_sim_longest_step(sim, 0));
  if (memory->chosen > 0 && *dt > APS_STEP_GROWTH * memory->chosen)
    *dt = APS_STEP_GROWTH * memory->chosen;
  memory->chosen = *dt;
  return APS_OK;
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  (void)self;
  return stage(sim, 0, dt, 1);
}

static aps_err choose(void *self, aps_sim *sim, double eta, double *dt) {
  leapfrog *l = self;
  return aps_step_choose(&l->kept.shared, sim, eta, dt);
}

static aps_err check(void *self, aps_sim *sim) {
  const leapfrog *l = self;
  if (l->criterion == APS_STEP_ACCEL) return aps_step_check(self, sim);
  APS_CHECK(aps_sim_ctx(sim), !aps_sim_expands(sim), APS_ECONFIG,
            "integrator.criterion: must be acceleration in an expanding universe");
  if (aps_sim_blocks(sim)) return APS_OK;
  aps_fail(aps_sim_ctx(sim), APS_ECONFIG, "integrator.criterion: jerk and tidal need block steps");
  return aps_hint(aps_sim_ctx(sim), "integrator: {name: leapfrog, eta: 0.02, criterion: %s, steps: block}",
                  l->criterion == APS_STEP_JERK ? "jerk" : "tidal");
}

/* ---- block steps: kick and drift as above, every row with its own dt
 *
 * A step may end and begin wherever all rows have been drifted to, so positions advance together by
 * the smallest occupied step and a row is kicked only at the ends of its own. Second order; not
 * symmetric in time where rungs change. */

/* The first rungs, when there is no step to look back on. Where softening does not set the step, as
 * if softened by 1e-5 of the system's size: far too short, but steps then double. */
static aps_err first_rungs(leapfrog *l, aps_sim *sim) {
  aps_rung_rule rule = {.criterion = APS_STEP_ACCEL, .eta = aps_sim_eta(sim) * aps_sim_pace(sim, 0)};
  if (l->criterion == APS_STEP_ACCEL) {
    double fall;
    APS_TRY(aps_step_fall_time(sim, &fall)); /* refuses a softening of zero */
  } else {
    double size;
    APS_TRY(aps_step_extent(sim, &size));
    rule.length = 1e-5 * (size > 0 ? size : aps_sim_box(sim)[0]); /* one alone, and its images */
  }
  return aps_rungs_start(&l->kept.rungs, sim, &rule);
}

static aps_err ready(leapfrog *l, aps_sim *sim) {
  if (aps_rungs_ready(&l->kept.rungs, sim, APS_A)) return APS_OK;
  APS_TRY(aps_forces_current(sim, APS_A));
  return first_rungs(l, sim);
}

static aps_err choose_block(void *self, aps_sim *sim, double eta, double *dt) {
  leapfrog *l = self;
  (void)eta;
  APS_TRY(ready(l, sim));
  *dt = aps_rungs_block(&l->kept.rungs);
  return APS_OK;
}

enum { ENDING = -1, BEGINNING = 0 };

/* Half of its own step for each active row, the half that ends or begins now. */
static aps_err half_kick(const aps_block *b, int which) {
  double coef[2][APS_RUNGS];
  const double now = aps_block_now(b);
  for (int r = 0; r < APS_RUNGS; r++) {
    const double half = r > b->deepest ? 0 : aps_block_step(b, r) / 2;
    coef[0][r] = 1;
    coef[1][r] = r > b->deepest ? 0 : aps_sim_kick(b->sim, now + which * half, half);
  }
  return aps_combine_rungs(b->sim, b->rows, APS_V, 2, (const double(*)[APS_RUNGS])coef,
                           (aps_cols[]){APS_V, APS_A});
}

/* The accelerations of the active rows' last sync: the criteria look back. */
static aps_err keep_last(const aps_block *b) {
  double one[1][APS_RUNGS];
  for (int r = 0; r < APS_RUNGS; r++) one[0][r] = 1;
  return aps_combine_rungs(b->sim, b->rows, APS_S0, 1, (const double(*)[APS_RUNGS])one,
                           (aps_cols[]){APS_A});
}

static aps_err block(void *self, aps_sim *sim, double dt) {
  leapfrog *l = self;
  aps_block b;
  aps_rung_rule rule = {.criterion = (aps_criterion)l->criterion,
                        .follows = 1,
                        .patient = l->criterion == APS_STEP_ACCEL};
  int begins;
  if (!aps_sim_midway(sim)) APS_TRY(ready(l, sim));
  APS_TRY(aps_block_begin(&l->kept.rungs, sim, dt, &b, &begins));
  if (begins) APS_TRY(half_kick(&b, BEGINNING));
  for (;;) {
    double h;
    const double before = aps_block_now(&b);
    APS_TRY(aps_block_next(&b, &h));
    APS_TRY(aps_drift(sim, aps_sim_drift(sim, before, h)));
    APS_TRY(keep_last(&b));
    APS_TRY(aps_block_done(&b) ? aps_forces_closing(sim, APS_A)
                               : aps_forces_active(sim, b.rows, APS_A));
    APS_TRY(half_kick(&b, ENDING));
    rule.eta = aps_sim_eta(sim) * aps_sim_pace(sim, aps_block_now(&b));
    APS_TRY(aps_block_choose(&b, &rule));
    if (aps_block_done(&b)) return APS_OK;
    APS_TRY(half_kick(&b, BEGINNING));
    APS_TRY(aps_block_rest(&b));
  }
}

static void report(void *self, aps_sim *sim, int last) {
  aps_rungs_report(&((leapfrog *)self)->kept.rungs, sim, last);
}

const aps_integrator aps_integrator_leapfrog = {
    .about = {.name = "leapfrog",
              .doc = "kick-drift-kick, order 2, symplectic, one force per step; the default. With "
                     "eta each particle steps as it needs (steps: block)",
              .source =
                  "Quinn, Katz, Stadel & Lake 1997, sections 2 and 4; Springel 2005, section 4",
              .params = params,
              .state_size = sizeof(leapfrog),
              .persist_offset = offsetof(leapfrog, kept),
              .persist_size = sizeof(((leapfrog *)0)->kept)},
    .order = 2,
    .reversible = 1,
    .reads = APS_X | APS_V | APS_A,
    .writes = APS_X | APS_V | APS_A,
    .check = check,
    .collides = 1,
    .step = step,
    .choose = choose,
    .choose_block = choose_block,
    .block = block,
    .block_reads = APS_RUNG | APS_S0,
    .report = report,
};
