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
#include "step.h"
#include <math.h>
#include <stddef.h>

enum { X0 = APS_S0, V0 = APS_S1, A0 = APS_S2, J0 = APS_S3, BOTH = APS_A | APS_JERK };

typedef struct {
  int64_t iterations;
  double eta_start;
  double chosen; /* the step last chosen; 0: none yet */
  double next2;  /* Aarseth's h^2 / eta at the end of the last step; 0: no step yet */
  int64_t adaptive;
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

/* Size of the system: the longest edge of its box. */
static aps_err extent(aps_sim *sim, double *size) {
  double e[6];
  APS_TRY(aps_reduce(sim, APS_EXTENT, 0, e));
  *size = fmax(e[3] - e[0], fmax(e[4] - e[1], e[5] - e[2]));
  return APS_OK;
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

/* No step was taken yet, so trial steps find Aarseth's time scale: from the time to fall across the
 * system, which is too long, down to one that a trial step of its 32nd part confirms. Unlike
 * |a|/|jerk| alone this also serves bodies at rest, which have no jerk, and bodies whose
 * accelerations cancel. Every trial is undone. */
static aps_err start(hermite *h, aps_sim *sim, double *dt) {
  enum { TRIALS = 24, PARTS = 32 };
  double size, scale, shorter;
  APS_TRY(aps_forces_current(sim, BOTH));
  APS_TRY(save_all(sim));
  APS_TRY(extent(sim, &size));
  APS_TRY(aps_combine(sim, APS_JERK, 1, (double[]){0}, (aps_cols[]){APS_JERK}));
  APS_TRY(aps_reduce(sim, APS_MIN_START, size, &scale)); /* no jerk: min sqrt(size / |a|) */
  for (int k = 0; k < TRIALS && scale < 1e100; k++) {
    APS_TRY(probe(sim, scale / PARTS, &shorter));
    const int confirmed = shorter > scale / 2;
    scale = shorter;
    if (confirmed) break;
  }
  APS_TRY(save(sim, APS_X, X0));
  APS_TRY(save(sim, APS_V, V0));
  APS_TRY(save(sim, APS_A, A0));
  APS_TRY(save(sim, APS_JERK, J0));
  aps_forces_mark_current(sim, BOTH);
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
};
