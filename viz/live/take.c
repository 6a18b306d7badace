#include "../colour.h"
#include "take.h"
#include "../../src/core/run.h"
#include "../../src/core/ranks.h"
#include "gather.h"
#include "handover.h"
#include <math.h>
#include <string.h>

/* Potentials are shown where they are: those of the last log row, or of now. */
static aps_err copy(aps_sim *sim, aps_source *source, aps_trace *own, aps_shot *shot) {
  const aps_cols want =
      APS_X | APS_V | APS_MASS | APS_TYPE | APS_ID | (aps_sim_groups(sim) & APS_POT);
  aps_view v;
  if (aps_ranks(aps_sim_ctx(sim)) > 1) return aps_gather_rows(sim, want, shot, own, aps_source_trace(source));
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, want, 0, &v));
  APS_CHECK(aps_sim_ctx(sim), aps_shot_copy(shot, &v, want, aps_generation(sim)), APS_EMEM,
            "no memory for the window's copy of %lld particles", (long long)v.n);
  return APS_OK;
}

static void describe(const aps_sim *sim, aps_shot *shot) {
  shot->time = aps_time(sim);
  shot->steps = aps_steps(sim);
  shot->units = aps_label_units(*aps_sim_units(sim), aps_sim_expands(sim) ? aps_time(sim) : 0);
  memcpy(shot->box, aps_sim_box(sim), sizeof shot->box);
  shot->periodic = shot->box[0] > 0;
  shot->interactions = aps_sim_stats(sim)->interactions;
  shot->energy_error = aps_energy_error(sim);
  shot->virial = aps_sim_virial(sim);
  shot->force_error = aps_sim_force_error(sim);
}

/* ---- what time allows ---- */

static int affords(aps_take_budget *b, double share) {
  const double now = aps_wall();
  if (!(share > 0)) share = APS_TAKE_SHARE;
  if (b->begun == 0) b->begun = now;
  const double memory = fmax(10, 3 * b->last / share); /* what was long ago is forgiven, once it is paid */
  if (now - b->begun > memory) b->begun = now - memory / 2, b->spent *= 0.5;
  return b->spent + b->last <= share * (now - b->begun);
}

static void pay(aps_take_budget *b, double start) {
  const double cost = aps_wall() - start;
  if (b->begun == 0) b->begun = start;
  /* the first one touches new memory, and a thread that was put aside for long is no cost of ours
   */
  const int first = !(b->best > 0);
  if (first || cost < b->best) b->best = cost;
  b->last = first ? 0 : fmin(cost, 20 * b->best);
  b->spent += b->last;
}

int aps_take_due(const aps_sim *sim, aps_source *source, aps_take_log *log, int must) {
  aps_handover *h = aps_source_handover(source);
  const int rows = must || (affords(&log->rows, log->share) && aps_slots_wanted(aps_source_slots(source)));
  if (aps_sim_card(sim) < 0 || aps_ranks(aps_sim_ctx(sim)) > 1 || !aps_handover_is_open(h)) return rows ? APS_TAKE_ROWS : 0;
  const int points = must || (affords(&log->points, log->share) && aps_handover_wanted(h));
  if (aps_handover_rows(h)) return rows && points ? APS_TAKE_ROWS | APS_TAKE_POINTS : 0;
  const int old =
      must || aps_rows(sim) != log->n || aps_wall() - log->rows_at >= APS_TAKE_ROWS_EVERY;
  return (points ? APS_TAKE_POINTS : 0) | (rows && old ? APS_TAKE_ROWS : 0);
}

void aps_take_trace(aps_sim *sim, aps_trace *t) {
  aps_view v;
  if (!t || aps_sim_card(sim) >= 0 || !aps_trace_due(t, aps_count(sim))) return;
  if (aps_settle(sim) == APS_OK && aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_V | APS_ID, 0, &v) == APS_OK)
    aps_trace_look(t, &v, aps_time(sim), 0);
  else
    aps_ctx_clear(aps_sim_ctx(sim)); /* trails are all that is lost */
}

/* ---- taking it ---- */

static aps_err take_rows(aps_sim *sim, aps_source *source, aps_take_log *log,
                         void (*amend)(void *, aps_shot *), void *self) {
  const double start = aps_wall();
  aps_slots *slots = aps_source_slots(source);
  aps_shot *shot = aps_slots_back(slots);
  APS_TRY(copy(sim, source, log->own, shot));
  describe(sim, shot);
  if (amend) amend(self, shot);
  log->n = shot->n;
  log->rows_at = shot->wall = aps_wall();
  aps_slots_publish(slots);
  pay(&log->rows, start);
  return APS_OK;
}

/* What was computed is waited for first: that is no cost of the window. */
static aps_err take_points(aps_sim *sim, aps_handover *h, aps_take_log *log, int must,
                           void (*amend)(void *, aps_shot *), void *self) {
  aps_card_points p;
  aps_view v;
  APS_TRY(aps_wait(sim));
  const double start = aps_wall();
  if (!aps_handover_begin(h, must, &p)) return APS_OK;
  const aps_cols reads = aps_card_reads(&p), lacks = reads & ~aps_sim_groups(sim);
  aps_ctx *ctx = aps_sim_ctx(sim);
  aps_err err = lacks ? aps_fail(ctx, APS_EDATA, "the run holds no %s", p.name)
                      : aps_borrow(aps_sim_particles(sim), APS_DEVICE, reads, 0, &v);
  const char *why = NULL;
  if (err == APS_OK) {
    aps_card_bind(&p, &v);
    why = aps_handover_pack(h, &p);
  } else
    why = aps_ctx_error(ctx);
  aps_shot head = {.n = aps_rows(sim), .generation = -1};
  describe(sim, &head);
  if (amend) amend(self, &head);
  head.wall = aps_wall();
  aps_handover_end(h, why ? NULL : &head, why);
  if (err != APS_OK) aps_ctx_clear(ctx);
  pay(&log->points, start);
  return APS_OK;
}

aps_err aps_take_shot(aps_sim *sim, aps_source *source, aps_take_log *log, int due,
                      void (*amend)(void *, aps_shot *), void *self) {
  const int must = (due & APS_TAKE_ROWS) != 0;
  if (due) APS_TRY(aps_settle(sim));
  if (due & APS_TAKE_ROWS) APS_TRY(take_rows(sim, source, log, amend, self));
  if (due & APS_TAKE_POINTS)
    APS_TRY(take_points(sim, aps_source_handover(source), log, must, amend, self));
  return APS_OK;
}
