/* A first choice of the time step, where a configuration names none that will do: the least softening over the largest
 * speed of its particles, the time in which none of them crosses a softening length. The particles are made for it a second time, from the same configuration with a step that passes. */
#include "sim.h"
#include <math.h>

enum { MOST = 1000000 }; /* rows; more would make a mistake in typing wait */

/* NAN without a softening or at rest. */
static double step_of(aps_sim *sim) {
  aps_view p;
  double speed2 = 0, eps = HUGE_VAL;
  if (aps_borrow(sim->particles, APS_HOST, APS_V | APS_EPS, 0, &p) != APS_OK) return NAN;
  for (int64_t i = 0; i < p.n; i++) {
    speed2 = fmax(speed2, p.vx[i] * p.vx[i] + p.vy[i] * p.vy[i] + p.vz[i] * p.vz[i]);
    eps = fmin(eps, p.eps[i]);
  }
  return speed2 > 0 && eps > 0 && !isinf(eps) ? eps / sqrt(speed2) : NAN;
}

double aps_suggest_step(const char *name, const char *text, const char *const *overrides, int n, const aps_dataset *given,
                        int n_given) {
  enum { OWN = 3 };
  aps_ctx *ctx = aps_ctx_create(); /* the caller's holds the error; this one is of one rank and says nothing */
  const char **set = ctx ? aps_alloc(ctx, "overrides", n + OWN, sizeof *set) : NULL;
  aps_sim *sim = NULL;
  double step = NAN;
  for (int i = 0; set && i < n; i++) set[i] = overrides[i];
  if (set) {
    set[n] = "integrator={dt: 1}", set[n + 1] = "run={t_end: 0, device: cpu}", set[n + 2] = "output={}";
    if (aps_open_given(ctx, name, text, set, n + OWN, given, n_given, &sim) == APS_OK && aps_count(sim) <= MOST &&
        aps_build(sim) == APS_OK)
      step = step_of(sim);
  }
  if (sim) aps_free(&sim);
  if (ctx) aps_release(ctx, set);
  if (ctx) aps_ctx_free(&ctx);
  return step;
}
