/* The verbs an integrator speaks: drift, kick, combine, forces, reduce. Each runs where the particles live. */
#include "sim.h"

static aps_space space(const aps_sim *sim) { return sim->backend->space; }

/* x moved: forces no longer belong to it. Jerk depends on v as well. */
static void touched(aps_sim *sim, aps_cols group) {
  sim->clock.marked &= sim->clock.current;
  if (group == APS_X) sim->clock.current &= ~(aps_cols)(APS_A | APS_JERK | APS_POT);
  if (group == APS_V) sim->clock.current &= ~(aps_cols)APS_JERK;
  if (group & (APS_A | APS_JERK | APS_POT)) sim->clock.current &= ~group;
}

static aps_err wrap(aps_sim *sim) {
  if (sim->box.boundary == 0) return APS_OK;
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), APS_X, APS_X, &view));
  return sim->backend->wrap(sim->backend_self, view, sim->box.size);
}

aps_err aps_combine(aps_sim *sim, aps_cols dst, int terms, const double *coef, const aps_cols *src) {
  APS_CHECK(sim->ctx, terms >= 1 && terms <= APS_TERMS_MAX, APS_EINTERNAL, "combine: %d terms", terms);
  const double start = aps_wall();
  aps_cols reads = 0;
  for (int k = 0; k < terms; k++) reads |= src[k];
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), reads, dst, &view));
  double *to[3], *from[APS_TERMS_MAX][3];
  aps_view_vector(&view, dst, to);
  for (int k = 0; k < terms; k++) aps_view_vector(&view, src[k], from[k]);
  APS_TRY(sim->backend->combine(sim->backend_self, view.n, to, terms, coef, (double *const(*)[3])from));
  touched(sim, dst);
  if (dst == APS_X) APS_TRY(wrap(sim));
  aps_phase_add(sim->ctx, APS_PHASE_MOVE, aps_wall() - start);
  return APS_OK;
}

aps_err aps_drift(aps_sim *sim, double dt) {
  return aps_combine(sim, APS_X, 2, (double[]){1, dt}, (aps_cols[]){APS_X, APS_V});
}

aps_err aps_kick(aps_sim *sim, double dt) {
  return aps_combine(sim, APS_V, 2, (double[]){1, dt}, (aps_cols[]){APS_V, APS_A});
}

static aps_err clear(aps_sim *sim, aps_view *view, aps_cols want) {
  const size_t bytes = sizeof(double) * (size_t)view->n;
  for (aps_cols group = APS_A; group <= APS_POT; group <<= 1) {
    if (!(want & group)) continue;
    double *column[3] = {NULL, NULL, NULL};
    aps_view_vector(view, group, column);
    for (int d = 0; d < 3; d++)
      if (column[d]) APS_TRY(sim->backend->zero(sim->backend_self, column[d], bytes));
  }
  return APS_OK;
}

aps_err aps_forces(aps_sim *sim, aps_cols want) {
  const double start = aps_wall();
  const aps_force *row = sim->force;
  const aps_cols reads = row ? row->reads : 0;
  APS_CHECK(sim->ctx, !row || (row->writes & want) == want, APS_ECONFIG,
            "forces: solver %s cannot give what the integrator needs", row ? row->about.name : "");
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), reads, want, &view));
  APS_TRY(clear(sim, &view, want));
  if (row) {
    if (row->prepare) APS_TRY(row->prepare(sim->force_self, view, NULL));
    APS_TRY(row->add(sim->force_self, view, (aps_active){NULL, view.n}, want, aps_time(sim)));
    sim->clock.stats.evaluations += 1;
  }
  sim->clock.current |= want;
  sim->clock.marked &= ~want;
  aps_phase_add(sim->ctx, APS_PHASE_FORCES, aps_wall() - start);
  return APS_OK;
}

aps_err aps_forces_current(aps_sim *sim, aps_cols want) {
  const aps_cols stale = want & ~sim->clock.current;
  return stale ? aps_forces(sim, want & APS_JERK ? want : stale) : APS_OK;
}

void aps_forces_mark_current(aps_sim *sim, aps_cols groups) {
  sim->clock.current |= groups;
  sim->clock.marked |= groups;
}

static aps_cols reduction_reads(aps_reduction what) {
  switch (what) {
  case APS_SUM_STATE: return APS_X | APS_V | APS_MASS | APS_POT;
  case APS_MIN_ACCEL: return APS_A | APS_EPS;
  case APS_MIN_START: return APS_A | APS_JERK;
  case APS_MIN_AARSETH: return APS_A | APS_JERK | APS_S2 | APS_S3;
  case APS_FIRST_BAD: return APS_X | APS_V;
  case APS_EXTENT: return APS_X;
  }
  return 0;
}

aps_err aps_reduce(aps_sim *sim, aps_reduction what, double arg, double *out) {
  const double start = aps_wall();
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), reduction_reads(what), 0, &view));
  APS_TRY(sim->backend->reduce(sim->backend_self, view, what, arg, out));
  if (space(sim) == APS_DEVICE) sim->clock.stats.bytes_to_host += 8.0 * aps_reduce_width(what); /* the sums come down */
  aps_phase_add(sim->ctx, APS_PHASE_REDUCE, aps_wall() - start);
  return APS_OK;
}
