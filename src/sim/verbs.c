/* The verbs an integrator speaks: drift, kick, combine, forces, reduce. Each runs where the particles live. */
#include "sim.h"
#include "../core/array.h"
#include "../core/ranks.h"
#include <string.h>

static aps_space space(const aps_sim *sim) { return sim->backend->space; }

/* x moved: forces no longer belong to it. Jerk depends on v as well. */
static void touched(aps_sim *sim, aps_cols group) {
  sim->clock.marked &= sim->clock.current;
  if (group & (APS_X | APS_MASS | APS_EPS)) sim->clock.current &= ~(aps_cols)(APS_A | APS_JERK | APS_POT);
  if (group & APS_V) sim->clock.current &= ~(aps_cols)APS_JERK;
  if (group & (APS_A | APS_JERK | APS_POT)) sim->clock.current &= ~group;
}

void aps_touch(aps_sim *sim, aps_cols groups) { touched(sim, groups); }

aps_err aps_wait(aps_sim *sim) { return sim->backend->wait ? sim->backend->wait(sim->backend_self) : APS_OK; }

static aps_err check_array(aps_sim *sim, const aps_array *from) {
  if (from->data == NULL) return APS_OK;
  APS_CHECK(sim->ctx, from->type && strchr("dfhbil", from->type), APS_EARG, "arrays of type '%c' are not taken", from->type);
  if (from->where == APS_HOST) return APS_OK;
  APS_CHECK(sim->ctx, space(sim) == APS_DEVICE, APS_EARG, "arrays in device memory: this simulation computes on the CPU");
  APS_CHECK(sim->ctx, from->ordinal < 0 || from->ordinal == sim->card, APS_EARG,
            "an array lies on cuda:%d, the simulation on cuda:%d", from->ordinal, sim->card);
  return APS_OK;
}

/* In the simulation's memory; what lies in the host's is brought up. */
static aps_err take_column(aps_sim *sim, const aps_array *from, int64_t n, double *to) {
  if (from->data == NULL || from->where == space(sim)) return sim->backend->take(sim->backend_self, n, from, to);
  double *rows = aps_alloc(sim->ctx, "columns on their way", n, sizeof *rows);
  if (rows == NULL) return APS_EMEM;
  for (int64_t i = 0; i < n; i++) rows[i] = aps_array_row(from, i);
  const aps_err err = sim->backend->copy(sim->backend_self, to, APS_DEVICE, rows, APS_HOST, sizeof *rows * (size_t)n);
  sim->clock.stats.bytes_to_device += 8.0 * (double)n;
  aps_release(sim->ctx, rows);
  return err;
}

aps_err aps_take(aps_sim *sim, aps_cols group, const aps_array *columns) {
  aps_view view;
  APS_CHECK(sim->ctx, group && !(group & (group - 1)) && !(group & (APS_TYPE | APS_ID | APS_RUNG)), APS_EARG,
            "columns of doubles are taken, one group at a time");
  int k = 0; /* a refused group must not count as written */
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group == group) APS_TRY(check_array(sim, &columns[k++]));
  APS_TRY(aps_wait(sim));
  APS_TRY(aps_borrow(sim->particles, space(sim), 0, group, &view));
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (c->group != group) continue;
    double *to;
    memcpy(&to, (const char *)&view + c->offset, sizeof to);
    APS_TRY(take_column(sim, columns++, view.n, to));
  }
  touched(sim, group);
  return aps_wait(sim);
}

static aps_err wrap(aps_sim *sim) {
  if (sim->box.boundary == 0) return APS_OK;
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), APS_X, APS_X, &view));
  return sim->backend->wrap(sim->backend_self, view, sim->box.size);
}

aps_err aps_combine(aps_sim *sim, aps_cols dst, int terms, const double *coef, const aps_cols *src) {
  APS_CHECK(sim->ctx, terms >= 1 && terms <= APS_TERMS_MAX, APS_EINTERNAL, "combine: %d terms", terms);
  const double start = aps_phase_begin(sim->ctx);
  aps_cols reads = 0;
  for (int k = 0; k < terms; k++) reads |= src[k];
  APS_TRY(aps_borrow(sim->particles, space(sim), reads, dst, NULL));
  double *to[3], *from[APS_TERMS_MAX][3];
  aps_particles_vector(sim->particles, space(sim), dst, to);
  for (int k = 0; k < terms && k < APS_TERMS_MAX; k++) aps_particles_vector(sim->particles, space(sim), src[k], from[k]);
  APS_TRY(sim->backend->combine(sim->backend_self, aps_particles_count(sim->particles), to, terms, coef, (double *const(*)[3])from));
  touched(sim, dst);
  if (dst == APS_X) APS_TRY(wrap(sim));
  aps_phase_end(sim->ctx, APS_PHASE_MOVE, start);
  return APS_OK;
}

aps_err aps_drift(aps_sim *sim, double dt) {
  APS_TRY(aps_combine(sim, APS_X, 2, (double[]){1, dt}, (aps_cols[]){APS_X, APS_V}));
  return aps_collisions_act(sim, dt);
}

aps_err aps_kick(aps_sim *sim, double dt) {
  return aps_combine(sim, APS_V, 2, (double[]){1, dt}, (aps_cols[]){APS_V, APS_A});
}

aps_err aps_forces_clear(aps_sim *sim, aps_view *view, aps_active rows, aps_cols want) {
  const size_t bytes = sizeof(double) * (size_t)view->n;
  for (aps_cols group = APS_A; group <= APS_POT; group <<= 1) {
    if (!(want & group)) continue;
    double *column[3] = {NULL, NULL, NULL};
    aps_view_vector(view, group, column);
    for (int d = 0; d < 3; d++) {
      if (column[d] == NULL) continue;
      if (rows.index) APS_TRY(sim->backend->zero_rows(sim->backend_self, rows, column[d]));
      else APS_TRY(sim->backend->zero(sim->backend_self, column[d], bytes));
    }
  }
  return APS_OK;
}

static int is_for_one_rank(const aps_sim *sim) {
  return sim->force && aps_ranks(sim->ctx) > 1 && !(sim->force->can & APS_MPI);
}

static aps_err borrow_for(aps_sim *sim, aps_active rows, aps_cols want, aps_view *view) {
  const aps_cols kept = rows.index ? want : 0; /* of the rows that are not active */
  return aps_borrow(sim->particles, space(sim), (sim->force ? sim->force->reads : 0) | kept, want, view);
}

/* A solver that reads A finds there what the evaluation before left: it prepares before the columns are cleared. */
static aps_err evaluate(aps_sim *sim, aps_active rows, aps_cols want) {
  const aps_force *row = sim->force;
  if (sim->copied) return aps_copies_forces(sim, rows, want);
  if (is_for_one_rank(sim)) return aps_world_forces(sim, rows, want);
  aps_view view;
  APS_TRY(borrow_for(sim, rows, want, &view));
  if (row && row->prepare) APS_TRY(row->prepare(sim->force_self, view));
  APS_TRY(aps_forces_clear(sim, &view, rows, want));
  return row ? row->add(sim->force_self, view, rows, want, aps_time(sim)) : APS_OK;
}

static void count_for_all(aps_sim *sim) {
  const aps_stats *own = &sim->clock.stats;
  double v[3] = {own->interactions, own->bytes_to_device, own->bytes_to_host};
  aps_ranks_sum(sim->ctx, v, 3);
  sim->stats = (aps_stats){v[0], own->evaluations, v[1], v[2]};
}

/* Active rows of all ranks. Those that aps_rung_rows has listed are known. */
static int64_t rows_of_all(aps_sim *sim, aps_active rows) {
  if (rows.index == NULL) return sim->total;
  if (rows.index != sim->active_index) aps_ranks_sum_int(sim->ctx, &rows.n, 1);
  return rows.index == sim->active_index ? sim->active_of_all : rows.n;
}

/* Room for columns in host memory that all ranks have found once stays. */
static aps_err agree_on_room(aps_sim *sim, aps_active rows, aps_cols want) {
  const aps_cols groups = (sim->force ? sim->force->reads : 0) | want;
  if (aps_ranks(sim->ctx) == 1 || sim->copied || is_for_one_rank(sim) || (space(sim) == APS_HOST && !(groups & ~sim->agreed))) return APS_OK;
  aps_view view;
  APS_TRY(aps_ranks_agree(sim->ctx, borrow_for(sim, rows, want, &view)));
  sim->agreed |= groups;
  return APS_OK;
}

aps_err aps_forces_active(aps_sim *sim, aps_active rows, aps_cols want) {
  const double start = aps_phase_begin(sim->ctx);
  const aps_force *row = sim->force;
  APS_CHECK(sim->ctx, !row || (row->writes & want) == want, APS_ECONFIG,
            "forces: solver %s cannot give what the integrator needs", row ? row->about.name : "");
  APS_CHECK(sim->ctx, !row || !rows.index || (row->can & APS_SUBSET), APS_EINTERNAL,
            "forces: solver %s sums all rows or none", row ? row->about.name : "");
  APS_TRY(agree_on_room(sim, rows, want));
  const int64_t all = rows_of_all(sim, rows);
  const char *before = aps_ranks_doing(sim->ctx, "forces");
  if (all > 0) APS_TRY(evaluate(sim, rows, want));
  aps_ranks_doing(sim->ctx, before);
  if (row) sim->clock.stats.evaluations += (double)all / (double)sim->total;
  if (row && (want & APS_A)) sim->watch.work += (double)all / (double)sim->total;
  if (!rows.index || !sim->stepping) count_for_all(sim); /* within a block nobody asks */
  if (rows.index) sim->clock.current &= ~want;
  else sim->clock.current |= want;
  sim->clock.marked &= ~want;
  aps_phase_end(sim->ctx, APS_PHASE_FORCES, start);
  return APS_OK;
}

aps_err aps_forces(aps_sim *sim, aps_cols want) {
  return aps_forces_active(sim, (aps_active){NULL, sim->n}, want);
}

void aps_sim_count(aps_sim *sim, double pairs, double times) {
  const double share = 1.0 / aps_ranks(sim->ctx); /* each did the same */
  sim->clock.stats.interactions += share * pairs * times;
  sim->clock.stats.evaluations += times;
  count_for_all(sim);
}

aps_err aps_forces_closing(aps_sim *sim, aps_cols want) {
  const aps_cols with = want | (sim->potential_due ? APS_POT : 0);
  return aps_forces(sim, sim->force && (sim->force->writes & with) != with ? want : with);
}

/* A log row may have asked for them before the step began: what the solver builds for the next evaluation in it is the same then. */
aps_err aps_forces_current(aps_sim *sim, aps_cols want) {
  const aps_cols stale = want & ~sim->clock.current;
  if (!stale) return APS_OK;
  APS_TRY(aps_forces(sim, want & APS_JERK ? want : stale));
  if (sim->stepping && sim->force && sim->force->renew) sim->force->renew(sim->force_self, 1);
  return APS_OK;
}

void aps_forces_mark_current(aps_sim *sim, aps_cols groups) {
  sim->clock.current |= groups;
  sim->clock.marked |= groups;
}

aps_cols aps_forces_known(const aps_sim *sim) { return sim->clock.current; }

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

static void fold_ranks(aps_sim *sim, aps_reduction what, double *out) {
  const int width = aps_reduce_width(what);
  if (what == APS_SUM_STATE) {
    if (space(sim) == APS_DEVICE) aps_ranks_sum(sim->ctx, out, width);
    return;
  }
  if (what == APS_FIRST_BAD && *out < 1e18) *out += 1e12 * aps_rank(sim->ctx);
  for (int k = 0; k < width; k++)
    if (aps_reduce_fold(what, k) == 2) out[k] = -out[k]; /* the largest as the least */
  aps_ranks_min(sim->ctx, out, width);
  for (int k = 0; k < width; k++)
    if (aps_reduce_fold(what, k) == 2) out[k] = -out[k];
}

aps_err aps_reduce(aps_sim *sim, aps_reduction what, double arg, double *out) {
  const double start = aps_phase_begin(sim->ctx);
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), reduction_reads(what), 0, &view));
  APS_TRY(sim->backend->reduce(sim->backend_self, view, what, arg, out));
  if (space(sim) == APS_DEVICE) sim->clock.stats.bytes_to_host += 8.0 * aps_reduce_width(what); /* the sums come down */
  fold_ranks(sim, what, out);
  aps_phase_end(sim->ctx, APS_PHASE_REDUCE, start);
  return APS_OK;
}

/* ---- block time steps -------------------------------------------------------------------------------- */

aps_err aps_rung_rows(aps_sim *sim, int least, int64_t of_all, aps_active *out) {
  const double start = aps_phase_begin(sim->ctx);
  aps_view view;
  *out = (aps_active){NULL, sim->n};
  if (least <= 0) return APS_OK;
  if (sim->active_index == NULL) {
    APS_CHECK(sim->ctx, sim->n <= INT32_MAX, APS_ECONFIG, "integrator.steps: block takes at most 2147483647 particles");
    sim->active_index = sim->backend->alloc(sim->backend_self, sizeof *sim->active_index * (size_t)(sim->n + 8));
    if (sim->active_index == NULL)
      return aps_fail(sim->ctx, APS_EMEM, "no memory for a list of %lld active particles", (long long)sim->n);
  }
  APS_TRY(aps_borrow(sim->particles, space(sim), APS_RUNG, 0, &view));
  APS_TRY(sim->backend->select(sim->backend_self, view, least, sim->active_index, &out->n));
  if (of_all < 0) {
    of_all = out->n;
    aps_ranks_sum_int(sim->ctx, &of_all, 1);
  }
  sim->active_of_all = of_all;
  if (of_all < sim->total) out->index = sim->active_index;
  if (space(sim) == APS_DEVICE) sim->clock.stats.bytes_to_host += sizeof(int32_t);
  aps_phase_end(sim->ctx, APS_PHASE_MOVE, start);
  return APS_OK;
}

aps_err aps_combine_rungs(aps_sim *sim, aps_active rows, aps_cols dst, int terms, const double (*coef)[APS_RUNGS],
                          const aps_cols *src) {
  APS_CHECK(sim->ctx, terms >= 1 && terms <= APS_TERMS_MAX, APS_EINTERNAL, "combine: %d terms", terms);
  const double start = aps_phase_begin(sim->ctx);
  aps_cols reads = APS_RUNG | (rows.index ? dst : 0);
  for (int k = 0; k < terms; k++) reads |= src[k];
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), reads, dst, &view));
  double *to[3], *from[APS_TERMS_MAX][3];
  aps_view_vector(&view, dst, to);
  for (int k = 0; k < terms && k < APS_TERMS_MAX; k++) aps_view_vector(&view, src[k], from[k]);
  APS_TRY(sim->backend->combine_rungs(sim->backend_self, view, rows, to, terms, coef, (double *const(*)[3])from));
  touched(sim, dst);
  if (dst == APS_X) APS_TRY(wrap(sim));
  aps_phase_end(sim->ctx, APS_PHASE_MOVE, start);
  return APS_OK;
}

static aps_cols rule_reads(const aps_rung_rule *rule) {
  switch (rule->criterion) {
  case APS_STEP_ACCEL: return APS_A | (rule->length > 0 ? 0 : APS_EPS) | (rule->follows ? APS_S0 : 0);
  case APS_STEP_JERK: return APS_A | APS_V | APS_S0;
  case APS_STEP_TIDAL: return APS_A | APS_V | APS_S0;
  case APS_STEP_AARSETH: return APS_A | APS_JERK | APS_S2 | APS_S3;
  }
  return 0;
}

aps_err aps_rung_choose(aps_sim *sim, aps_active rows, const aps_rung_rule *rule, int64_t count[APS_RUNGS]) {
  const double start = aps_phase_begin(sim->ctx);
  aps_view view;
  APS_TRY(aps_borrow(sim->particles, space(sim), APS_RUNG | rule_reads(rule), APS_RUNG, &view));
  APS_TRY(sim->backend->rungs(sim->backend_self, view, rows, rule, count));
  aps_ranks_sum_int(sim->ctx, count, APS_RUNGS);
  if (space(sim) == APS_DEVICE) sim->clock.stats.bytes_to_host += sizeof(int32_t) * APS_RUNGS;
  aps_phase_end(sim->ctx, APS_PHASE_REDUCE, start);
  return APS_OK;
}
