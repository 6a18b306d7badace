/* Blocks: individual time steps that are powers of two of one another, so that many rows end
 * theirs together and share an evaluation of the force.
 *
 * Rung r steps by unit / 2^r. A block of length L begins and ends with all rows synchronised; rungs
 * whose step is longer than L step by L. Time inside runs from sync to sync by the smallest
 * occupied step; at each, the rows whose step ends there are active:
 *
 *   t / L = k / 2^q, k odd   ->   active: all rows with L / 2^q and shorter steps
 *
 * An active row may move to any shorter step, but to a longer one only down to L / 2^q: only that
 * begins at t as well. So the smallest occupied step always ends at the next sync, and none is
 * missed. Sources: Aarseth 1985; Makino 1991, PASJ 43, 859; Quinn, Katz, Stadel & Lake 1997, sec.
 * 4; Springel 2005, MNRAS 364, 1105, sec. 4.2. */
#include "blocks.h"
#include "../core/rungs.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

static const int64_t WHOLE = (int64_t)1 << APS_BLOCK_DEPTH;

/* ---- rungs ------------------------------------------------------------------------------------
 */

static int relative(const aps_block *b, int rung) { return rung > b->first ? rung - b->first : 0; }

static int deepest_of(const int64_t *count) {
  for (int r = APS_RUNGS - 1; r > 0; r--)
    if (count[r] > 0) return r;
  return 0;
}

static aps_err shrank(const aps_rungs *m, aps_sim *sim, int deepest) {
  aps_fail(aps_sim_ctx(sim), APS_ENUM,
           "the smallest of the individual steps shrank to %s%.3g at time %.9g, %lld particle%s",
           deepest == APS_RUNGS - 1 ? "less than " : "", ldexp(m->unit, -deepest), aps_time(sim),
           (long long)m->count[deepest], m->count[deepest] == 1 ? "" : "s");
  return aps_hint(
      aps_sim_ctx(sim),
      "an unsoftened close encounter, or eta too small; a softening > 0 bounds the step");
}

int aps_rungs_ready(const aps_rungs *m, const aps_sim *sim, aps_cols needs) {
  return m->unit == aps_sim_longest_block(sim) && (aps_forces_known(sim) & needs) == needs;
}

/* The lowest rung whose step the expansion of space allows. */
static int floor_of(const aps_rungs *m, const aps_sim *sim, double from) {
  return aps_rung_of(aps_sim_longest_step(sim, from), m->unit);
}

aps_err aps_rungs_start(aps_rungs *m, aps_sim *sim, aps_rung_rule *rule) {
  rule->unit = m->unit = aps_sim_longest_block(sim);
  rule->lowest = 0;
  rule->floor = floor_of(m, sim, 0);
  APS_TRY(aps_rung_choose(sim, (aps_active){NULL, aps_rows(sim)}, rule, m->count));
  return m->count[APS_RUNGS - 1] ? shrank(m, sim, APS_RUNGS - 1) : APS_OK;
}

/* Evaluations per time are sum 2^r over the rows; a block of unit / 2^s adds sum (2^s - 2^r) over
 * the rows below s. The shortest block that adds at most 2 % is taken: a run notices
 * what is not finite only at the end of one. As all rows are evaluated at its end, a block then
 * costs at most some 100 evaluations of all rows. */
double aps_rungs_block(const aps_rungs *m) {
  double total = 0, below = 0, below_cost = 0;
  int s = 0;
  for (int r = 0; r < APS_RUNGS; r++) total += ldexp((double)m->count[r], r);
  for (; s < APS_RUNGS - 2; s++) {
    below += (double)m->count[s];
    below_cost += ldexp((double)m->count[s], s);
    if (ldexp(below, s + 1) - below_cost > 0.02 * total) break;
  }
  return ldexp(m->unit, -s);
}

/* ---- a block ----------------------------------------------------------------------------------
 */

/* x / 2^k, as ldexp has it, which is a call: for each of 64 rungs at each sync they took a third of a run of five bodies. */
static double parts(double x, int k) {
  const uint64_t bits = (uint64_t)(1023 - k) << 52;
  double power;
  memcpy(&power, &bits, sizeof power);
  return k < 1023 ? x * power : ldexp(x, -k);
}

double aps_block_step(const aps_block *b, int rung) { return parts(b->length, relative(b, rung)); }

/* A step that ends now began one step ago, others at the last multiple of theirs. */
double aps_block_past(const aps_block *b, int rung) {
  if (relative(b, rung) > APS_BLOCK_DEPTH) return 0; /* not occupied */
  const int64_t width = WHOLE >> relative(b, rung);
  return parts((double)(b->now - (b->now - 1) / width * width), APS_BLOCK_DEPTH) * b->length;
}

int aps_block_done(const aps_block *b) { return b->now == WHOLE; }
double aps_block_now(const aps_block *b) {
  return parts((double)b->now, APS_BLOCK_DEPTH) * b->length;
}

/* The smallest occupied step must be one that the clock can tell from nothing. */
static aps_err find_deepest(aps_block *b) {
  const aps_rungs *m = b->rungs;
  b->deepest = deepest_of(m->count);
  const int depth = relative(b, b->deepest);
  const double t = aps_time(b->sim), end = fabs(t) + fabs(b->length);
  if (b->deepest == APS_RUNGS - 1 || depth > APS_BLOCK_DEPTH ||
      !(end + fabs(parts(b->length, depth)) > end))
    return shrank(m, b->sim, b->deepest);
  return APS_OK;
}

aps_err aps_block_begin(aps_rungs *m, aps_sim *sim, double length, aps_block *b, int *begins) {
  int e;
  aps_block_place at;
  *b = (aps_block){.rungs = m, .sim = sim, .length = length, .rows = {NULL, aps_rows(sim)}};
  *begins = !aps_sim_goes_on(sim, &at);
  if (!*begins) {
    b->length = at.length, b->first = (int)at.first, b->now = at.now, b->syncs = at.syncs;
    return find_deepest(b);
  }
  frexp(m->unit / fabs(length) * (1 + 1e-9), &e); /* a block that rounding made longer is as good */
  b->first = e - 1;
  m->length = fabs(length);
  return find_deepest(b);
}

/* Rungs may deepen within a block, so that it becomes a million times longer than it was to be. A solver that keeps its tree for
 * eight evaluations builds it anew behind every eighth sync, and so does one that goes on from there. */
aps_err aps_block_rest(aps_block *b) {
  enum { EVERY = 8 };
  if (++b->syncs % EVERY) return APS_OK;
  return aps_sim_rest(b->sim, &(aps_block_place){b->length, b->now, b->syncs, b->first});
}

/* Rows by the rung on which they were evaluated; those of one step count together. */
static void account(aps_block *b) {
  aps_rungs *m = b->rungs;
  double rows = 0;
  for (int r = b->lowest; r < APS_RUNGS; r++) m->share[r] += (double)m->count[r], rows += (double)m->count[r];
  m->evaluations += rows / (double)aps_count(b->sim);
  m->substeps += 1;
}

aps_err aps_block_next(aps_block *b, double *h) {
  const int depth = relative(b, b->deepest);
  b->now += WHOLE >> depth;
  *h = parts(b->length, depth);
  APS_CHECK(aps_sim_ctx(b->sim), b->now <= WHOLE, APS_EINTERNAL,
            "block steps: a sync beyond the end of the block, by rung %d", b->deepest);
  const int q = APS_BLOCK_DEPTH - __builtin_ctzll((unsigned long long)b->now);
  b->lowest = q > 0 && b->first + q > 0 ? b->first + q : 0;
  int64_t active = 0;
  for (int r = b->lowest; r < APS_RUNGS; r++) active += b->rungs->count[r];
  APS_TRY(aps_rung_rows(b->sim, b->lowest, active, &b->rows));
  account(b);
  return APS_OK;
}

aps_err aps_block_choose(aps_block *b, aps_rung_rule *rule) {
  aps_rungs *m = b->rungs;
  int64_t count[APS_RUNGS];
  rule->unit = m->unit;
  rule->lowest = b->lowest;
  rule->first = b->first;
  rule->floor = floor_of(m, b->sim, aps_block_now(b));
  for (int r = 0; r < APS_RUNGS; r++) rule->last[r] = aps_block_step(b, r);
  APS_TRY(aps_rung_choose(b->sim, b->rows, rule, count));
  for (int r = b->lowest; r < APS_RUNGS; r++) m->count[r] = count[r];
  return find_deepest(b);
}

/* ---- the table in the log ---------------------------------------------------------------------
 */

static void row(aps_sim *sim, const aps_rungs *m, int from, int to, int rung, double all) {
  double rows = 0, share = 0;
  for (int r = from; r <= to; r++) rows += (double)m->count[r], share += m->share[r];
  if (rows == 0 && share == 0) return;
  aps_log(aps_sim_ctx(sim), APS_LOG_DETAIL, "  %4d  %-11.4g %12.0f  %8.4f %%  %18.4f %%", rung,
          ldexp(m->length, -rung), rows, 100 * rows / (double)aps_count(sim),
          all > 0 ? 100 * share / all : 0);
}

static void table(aps_rungs *m, aps_sim *sim) {
  int e;
  double all = 0;
  frexp(m->unit / m->length * (1 + 1e-9), &e);
  const int first = e > 1 ? e - 1 : 0, shift = e - 1;
  for (int r = 0; r < APS_RUNGS; r++) all += m->share[r];
  aps_log(aps_sim_ctx(sim), APS_LOG_DETAIL,
          "  rung  step           particles      of all  force evaluations");
  row(sim, m, 0, first, first - shift, all);
  for (int r = first + 1; r < APS_RUNGS; r++) row(sim, m, r, r, r - shift, all);
  memset(m->share, 0, sizeof m->share);
}

static void total(const aps_rungs *m, aps_sim *sim) {
  if (!(m->evaluations > 0)) return;
  aps_log(aps_sim_ctx(sim), APS_LOG_INFO,
          "block steps: %.6g force evaluations per particle, %.3g times fewer than %.6g shared "
          "steps of the smallest occupied step; %.6g in all",
          m->evaluations, m->substeps / m->evaluations, m->substeps,
          aps_sim_stats(sim)->evaluations);
}

void aps_rungs_report(aps_rungs *m, aps_sim *sim, int last) {
  enum { EVERY = 20 };
  if (last)
    total(m, sim);
  else if (m->length > 0 && m->reports++ % EVERY == 0)
    table(m, sim);
}
