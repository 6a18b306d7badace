/* Targets whose |a| came out far below what acceptance took it for are summed again.
 *
 * Eq. 12 of docs/fmm.md bounds a particle's error by accuracy times the least |a| of its leaf at the evaluation before. With q that
 * over the |a| that has come out, its relative error is about accuracy times q (eq. 15). In space q^2 hardly ever reaches
 * 4. Where the sum of those that do is more than a 256th for each target, all whose q^2 reaches 1/16 are summed anew, with their
 * |a| in the bounds of their leaves. The squares are counted by their exponents, in integers: the decision depends on neither
 * threads nor ranks. Where there have been some, all is done with the care that lines need for a while. Where float is no longer good enough for what cancels, all is done in double from then on. */
#include "fmm_essential.h"
#include "../core/ranks.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* Bits of a sum behind the point; q^2 below 2^WORTH is nothing to sum again for, below 2^CANCELLED nothing that float has not. */
enum { FRACTION = 20, WORTH = 2, CANCELLED = 8 };
/* The same once some are worth it, for along a line errors add up: a row of a helix with q = 1.5 erred 73 times the accuracy, and
 * while only those of q >= 1 were, more than one in a thousand of a helix' erred ten times it; one of a line, below 1/2, 62 times it. Those that were summed again have
 * a q of about `margin`, unless the |a| that their bounds were made from erred: those of four times as much once more. */
enum { WORTH_AGAIN = -4, ONCE_MORE = -6 };
/* Of the square of the accuracy. Who has the least |a| of a leaf errs by several times it as it is. */
static const double share_left = 1. / 256;
/* What float errs of a leaf's least |a| where near forces cancel along a line: positions lose 2^-24 of the leaf's radius, many
 * times the distance of the nearest, whose forces are many times the least. */
static const double rounding = 0x1p-16;
/* Of their |a|, as bound: they are few, and next to what cancels an expansion errs more than usual. */
static const double margin = 1. / 32;

/* The k-th cell of this rank's particles. */
static int32_t cell_of(const aps_fmm *self, int32_t k) { return self->team ? aps_fmm_place_of(self->team, k) : k; }

/* The acceptable error is this times |a|, scaled. */
static float share_of(const aps_fmm *self) { return (float)(self->setup.accuracy * self->plan.strictness); }

/* |a| as cells have it over that of the columns. */
static double unit_of(const aps_fmm *self) { return self->mass_scale / (self->setup.G * self->scale * self->scale); }

/* The least that errors are measured by, as cells have it; a little more, so that who lies below it counts as sound. */
static double floor_of(const aps_fmm *self) { return 1.001 * aps_fmm_least_of_box(self); }

static double size_of(const aps_fmm_job *job, int64_t k, double unit, double floor) {
  const uint32_t i = job->row[k];
  return fmax(sqrt(job->ax[i] * job->ax[i] + job->ay[i] * job->ay[i] + job->az[i] * job->az[i]) * unit, floor);
}

/* q^2 of a target in a leaf where |a| was `least`; 0 with no force at all, and where all is done by pairs already. */
static double q2_of(double least, double size) {
  const double q = least / size;
  return q * q <= DBL_MAX ? q * q : 0;
}

/* Its exponent, 1 at least; 0 for all that are not worth it. */
static int bin_of(double q2, int worth) {
  int e;
  frexp(q2, &e);
  return e <= worth ? 0 : e > APS_FMM_BINS ? APS_FMM_BINS - 1 : e <= 2 ? 1 : e - 1;
}

/* Whether there may be any that are worth it: hardly ever, and told from the least |a| alone. */
static int is_sound(const aps_fmm *self, const aps_fmm_job *job, int32_t cell, double least, double unit, int worth) {
  const int64_t first = self->cells.first[cell], n = self->cells.n[cell];
  const double floor = floor_of(self);
  double a2 = DBL_MAX;
  for (int64_t at = 0; at < n; at += APS_FMM_STRETCH) {
    const int m = n - at < APS_FMM_STRETCH ? (int)(n - at) : APS_FMM_STRETCH;
    a2 = fmin(a2, self->leaf_isa->least2(job->ax, job->ay, job->az, self->rows.rows, job->row + first + at, m));
  }
  return least * least < ldexp(1 - 1e-6, worth) * fmax(a2 * unit * unit, floor * floor);
}

static void weigh_leaf(const aps_fmm *self, const aps_fmm_job *job, int32_t cell, double least, double unit, int worth, int64_t *sum) {
  const aps_fmm_cells *c = &self->cells;
  const double floor = floor_of(self);
  for (int64_t k = c->first[cell]; k < c->first[cell] + c->n[cell]; k++) {
    if (job->active && !job->active[k]) continue;
    const double q2 = q2_of(least, size_of(job, k, unit, floor));
    const int b = bin_of(q2, worth);
    if (b) sum[b] += (int64_t)(fmin(ldexp(q2, -b), 2) * (1 << FRACTION));
  }
}

/* sum[0]: how many targets there are. */
static void weigh(const aps_fmm *self, const aps_fmm_job *job, int worth, int64_t *sum) {
  const float share = share_of(self);
  const double unit = unit_of(self);
  int64_t all[APS_FMM_BINS] = {0};
#pragma omp parallel for schedule(static) num_threads(self->tree.threads) if (self->tree.n > 8192) reduction(+ : all)
  for (int32_t i = 0; i < self->tree.cells; i++) {
    const int32_t cell = cell_of(self, i);
    const double least = self->cells.least[cell] / share;
    if (self->cells.family[cell]) continue;
    all[0] += aps_fmm_count_active(self, job->active, cell); /* counted before are the last part's alone */
    if (!is_sound(self, job, cell, least, unit, worth)) weigh_leaf(self, job, cell, least, unit, worth, all);
  }
  if (self->team) aps_ranks_sum_int(self->setup.ctx, all, APS_FMM_BINS);
  for (int b = 0; b < APS_FMM_BINS; b++) sum[b] += all[b];
}

static double tail_of(const int64_t *sum, int from) {
  double tail = 0;
  for (int b = from; b < APS_FMM_BINS; b++) tail += ldexp((double)sum[b], b - FRACTION);
  return tail;
}

/* Whether so much cancels that summed again in float it would not be what is asked for either. */
static int is_lost_in_float(const aps_fmm *self, const int64_t *sum, int64_t targets) {
  const double share = rounding / self->setup.accuracy;
  return share * share * tail_of(sum, CANCELLED) > (double)targets / 16;
}

/* Marks a leaf's targets that are to be summed again, clears their sums and puts their |a| into the leaf's. */
static int64_t doubt_leaf(aps_fmm *self, const aps_fmm_job *job, int32_t cell, int worth, uint8_t *marks) {
  aps_fmm_cells *c = &self->cells;
  const double least = c->least[cell], unit = unit_of(self), floor = floor_of(self);
  double low = least;
  int64_t n = 0;
  for (int64_t k = c->first[cell]; k < c->first[cell] + c->n[cell]; k++) {
    const double size = size_of(job, k, unit, floor);
    marks[k] = (!job->active || job->active[k]) && bin_of(q2_of(least, size), worth) > 0;
    if (!marks[k]) continue;
    const uint32_t i = job->row[k];
    job->ax[i] = job->ay[i] = job->az[i] = 0;
    if (job->potential) job->pot[i] = 0;
    low = fmin(low, margin * size);
    n++;
  }
  c->least[cell] = (float)low;
  return n;
}

static void lower_branch(aps_fmm_cells *c, int32_t cell) {
  for (int i = 0; i < aps_fmm_children(c, cell); i++) c->least[cell] = fminf(c->least[cell], c->least[c->child[cell] + i]);
}

int aps_fmm_again(aps_fmm *self, aps_fmm_job *job, int64_t *sum) {
  aps_fmm_cells *c = &self->cells;
  uint8_t *marks = self->team ? self->team->again : self->flag;
  const float share = share_of(self);
  const int first = sum[0] == 0, worth = first ? WORTH_AGAIN : ONCE_MORE;
  int64_t now[APS_FMM_BINS] = {0};
  weigh(self, job, first ? WORTH : worth, now);
  if (first) {
    sum[0] = now[0]; /* targets: those of the first round */
    if (!(tail_of(now, WORTH) > share_left * (double)sum[0])) return 0;
    self->tuned.careful = APS_FMM_CAREFUL;
    memset(now, 0, sizeof now);
    weigh(self, job, worth, now);
  }
  for (int b = 1; b < APS_FMM_BINS; b++) sum[b] += now[b];
  if (is_lost_in_float(self, sum, sum[0])) self->tuned.precise = 1;
  if (!(tail_of(now, 1) > 0)) return 0;
  for (int b = 1; b < APS_FMM_BINS; b++) sum[b] -= now[b]; /* they are weighed anew */
  if (self->team) aps_fmm_close_all(self);
  for (int32_t k = 0; k < c->cells; k++) c->least[k] /= share;
  for (int32_t i = 0; i < self->tree.cells; i++)
    if (!c->family[cell_of(self, i)]) self->count.again += (double)doubt_leaf(self, job, cell_of(self, i), worth, marks);
  for (int32_t i = self->tree.cells - 1; i >= 0; i--) lower_branch(c, cell_of(self, i));
  job->active = marks;
  return 1;
}
