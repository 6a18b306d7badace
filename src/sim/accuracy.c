/* The force error, measured: a spread sample of rows is summed again directly in double, with the same law but by this
 * plain loop, which shares nothing with the solvers; on a device by its own direct sum (accuracy_card.c).
 * Error of a row: |a - b| / |b|, b the double sum (as in Springel et al. 2021, MNRAS 506, 2871, section 2.6). */
#include "sim.h"
#include "../core/box.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include "../laws/reference.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct { /* a row whose force is measured */
  uint64_t order, id;
  double x[3], eps, a[3];
  int64_t row, rank; /* where it is */
} probe;

#define SIMD_SUM _Pragma("omp simd reduction(+ : x, y, z)")

/* b = sum over the rows of p of what they do to the probe; self: the row that it is, or -1. */
#define ROW_SUM(name, NAME)                                                                        \
  APS_WIDE static void sum_##name(aps_view p, const probe *t, int64_t self, double b[3]) {         \
    double x = 0, y = 0, z = 0;                                                                    \
    SIMD_SUM for (int64_t j = 0; j < p.n; j++) {                                                   \
      const double dx = p.x[j] - t->x[0], dy = p.y[j] - t->x[1], dz = p.z[j] - t->x[2];            \
      const double eps = LAW_MAX(t->eps, p.eps[j]), eps2 = LAW_MAX(eps * eps, law_floor2_reference); \
      double u, s, g;                                                                              \
      name##_reference(dx * dx + dy * dy + dz * dz + name##_seed_reference(eps2), eps2, &u, &s, &g); \
      const double f = j == self ? 0 : p.mass[j] * s;                                              \
      x += f * dx, y += f * dy, z += f * dz;                                                       \
    }                                                                                              \
    b[0] = x, b[1] = y, b[2] = z;                                                                  \
  }
APS_LAWS(ROW_SUM)

/* The same of the sizes of those forces. */
#define SIZE_SUM(name, NAME)                                                                       \
  static double sizes_##name(aps_view p, const probe *t, int64_t self) {                           \
    double sum = 0;                                                                                \
    for (int64_t j = 0; j < p.n; j++) {                                                            \
      const double dx = p.x[j] - t->x[0], dy = p.y[j] - t->x[1], dz = p.z[j] - t->x[2];            \
      const double eps = LAW_MAX(t->eps, p.eps[j]), eps2 = LAW_MAX(eps * eps, law_floor2_reference); \
      const double r2 = dx * dx + dy * dy + dz * dz;                                               \
      double u, s, g;                                                                              \
      name##_reference(r2 + name##_seed_reference(eps2), eps2, &u, &s, &g);                        \
      if (j != self) sum += fabs(p.mass[j]) * s * sqrt(r2);                                        \
    }                                                                                              \
    return sum;                                                                                    \
  }
APS_LAWS(SIZE_SUM)

typedef void row_sum(aps_view, const probe *, int64_t self, double b[3]);
typedef double size_sum(aps_view, const probe *, int64_t self);
#define ROW_NAME(name, NAME) [APS_LAW_##NAME] = sum_##name,
static row_sum *const sums[APS_LAW_COUNT] = {APS_LAWS(ROW_NAME)};
#define SIZE_NAME(name, NAME) [APS_LAW_##NAME] = sizes_##name,
static size_sum *const sizes[APS_LAW_COUNT] = {APS_LAWS(SIZE_NAME)};

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The last bits of an error depend on the order of sums, which ranks change: this leaves ten, rounded up, of no less than `least`. */
static double ten_bits(double x, double least) {
  int exponent;
  if (!isfinite(x)) return x;
  frexp(x, &exponent);
  const double step = x > 0 ? fmax(ldexp(1, exponent - 10), least) : least;
  return step > 0 ? step * fmax(ceil(x / step), 1) : 0;
}

static void statistics(double *error, int64_t n, double out[5]) {
  double sum = 0;
  for (int64_t i = 0; i < n; i++) sum += error[i] * error[i];
  qsort(error, (size_t)n, sizeof *error, by_size);
  const double part[4] = {0.5, 0.99, 0.999, 1};
  out[0] = sqrt(sum / (double)n);
  for (int k = 0; k < 4; k++) {
    const int64_t i = (int64_t)ceil(part[k] * (double)n) - 1;
    out[k + 1] = error[i < 0 ? 0 : i];
  }
  for (int k = 0; k < 5; k++) out[k] = ten_bits(out[k], 1e-13); /* less is the reference's own rounding */
}


/* ---- which rows: those that come first in a random order made of their ids and the step, so that the choice depends on
 * neither the order of rows nor ranks */

static uint64_t place_in_order(uint64_t id, int64_t step) {
  uint64_t h = id + 0x9e3779b97f4a7c15u * (uint64_t)(step + 1);
  h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
  h = (h ^ h >> 27) * 0x94d049bb133111ebu;
  return h ^ h >> 31;
}

static int by_order(const void *a, const void *b) {
  const probe *p = a, *q = b;
  if (p->order != q->order) return p->order < q->order ? -1 : 1;
  return (p->id > q->id) - (p->id < q->id);
}

/* How many of this rank's rows lie below a bound in that order. */
static int64_t count(const aps_sim *sim, aps_view p, uint64_t bound) {
  const int64_t step = sim->clock.steps;
  int64_t n = 0;
#pragma omp parallel for simd schedule(static) reduction(+ : n) if (p.n > 8192)
  for (int64_t i = 0; i < p.n; i++) n += place_in_order(p.id[i], step) <= bound;
  return n;
}

/* These rows, as the threads meet them: the caller sorts. */
static void pick(const aps_sim *sim, aps_view p, uint64_t bound, probe *out) {
  const int64_t step = sim->clock.steps, rank = aps_rank(sim->ctx);
  int64_t n = 0;
#pragma omp parallel for schedule(static) if (p.n > 8192)
  for (int64_t i = 0; i < p.n; i++) {
    const uint64_t order = place_in_order(p.id[i], step);
    if (order > bound) continue;
    int64_t k;
#pragma omp atomic capture
    k = n++;
    if (p.x) out[k] = (probe){order, p.id[i], {p.x[i], p.y[i], p.z[i]}, p.eps[i], {p.ax[i], p.ay[i], p.az[i]}, i, rank};
    else out[k] = (probe){.order = order, .id = p.id[i], .row = i, .rank = rank}; /* the rest lies on a device */
  }
}

/* The first `sample` rows of all; *out is to be released. */
static aps_err choose(aps_sim *sim, aps_view p, int64_t sample, probe **out) {
  aps_ctx *ctx = sim->ctx;
  const int ranks = aps_ranks(ctx);
  double share = (1.3 * (double)sample + 16) / (double)sim->total;
  int64_t *bytes = aps_alloc(ctx, "force sample", ranks, sizeof *bytes), mine, all;
  if (bytes == NULL) return APS_EMEM;
  for (;; share *= 2) {
    const uint64_t bound = share < 1 ? (uint64_t)(share * 0x1p64) : UINT64_MAX;
    all = mine = count(sim, p, bound);
    aps_ranks_sum_int(ctx, &all, 1);
    if (all < sample && share < 1) continue;
    probe *own = aps_alloc(ctx, "force sample", mine + 1, sizeof *own);
    *out = own ? aps_alloc(ctx, "force sample", all + 1, sizeof **out) : NULL;
    if (*out == NULL) return APS_EMEM;
    pick(sim, p, bound, own);
    mine *= (int64_t)sizeof *own;
    aps_ranks_gather(ctx, &mine, sizeof mine, bytes);
    aps_ranks_gather_all(ctx, own, bytes, *out);
    aps_release(ctx, own);
    break;
  }
  aps_release(ctx, bytes);
  qsort(*out, (size_t)all, sizeof **out, by_order);
  return APS_OK;
}

/* The probe's row, where it is one of this rank's; else -1. */
static int64_t row_of(const aps_sim *sim, const probe *t) { return t->rank == aps_rank(sim->ctx) ? t->row : -1; }

static aps_err compare_box(aps_sim *sim, int law, aps_view p, const probe *at, int64_t n, double *b) {
  double *x = aps_alloc(sim->ctx, "force sample", 4 * n, sizeof *x);
  int64_t *row = x ? aps_alloc(sim->ctx, "force sample", n, sizeof *row) : NULL;
  if (row == NULL) return aps_release(sim->ctx, x), APS_EMEM;
  for (int64_t k = 0; k < n; k++) {
    memcpy(x + 3 * k, at[k].x, sizeof at[k].x);
    x[3 * n + k] = at[k].eps, row[k] = row_of(sim, &at[k]);
  }
  const aps_err err = aps_accuracy_box(sim->ctx, law, sim->box.size, sim->force->tune ? sim->force_settings.accuracy : 0, p, n, (const double(*)[3])x, x + 3 * n, row, b);
  aps_release(sim->ctx, row);
  aps_release(sim->ctx, x);
  return err;
}

/* Where the particles are on a device: b as below, and the probes' own forces. */
static aps_err compare_there(aps_sim *sim, int law, probe *at, int64_t n, double *b) {
  double *found = aps_alloc(sim->ctx, "force sample", 6 * n, sizeof *found);
  int32_t *row = found ? aps_alloc(sim->ctx, "force sample", n, sizeof *row) : NULL;
  for (int64_t k = 0; row && k < n; k++) row[k] = (int32_t)at[k].row;
  const aps_err err = row ? aps_accuracy_card(sim, law, row, n, found) : APS_EMEM;
  for (int64_t k = 0; err == APS_OK && k < n; k++)
    for (int d = 0; d < 3; d++) {
      at[k].a[d] = found[d * n + k];
      b[3 * k + d] = sim->units.G != 0 ? found[(3 + d) * n + k] / sim->units.G : 0;
    }
  aps_release(sim->ctx, row);
  aps_release(sim->ctx, found);
  return err;
}

/* A solver that cannot take more care has lost digits. rms of the sampled rows' errors over rms of their forces: one whose
 * forces cancel says nothing. Once in a run. */
static void warn_of_digits(aps_sim *sim, double error) {
  static const char *const names[] = {[APS_MIXED] = "mixed", [APS_SINGLE] = "single"};
  const double asked = sim->force_settings.accuracy;
  if (sim->force->tune || sim->run.precision == APS_DOUBLE || sim->warned_of_digits || !(error > asked)) return;
  sim->warned_of_digits = 1;
  aps_log(sim->ctx, APS_LOG_WARN,
          "force error of %.2e at time %.6g, where %.2e was asked for: close pairs lose their digits in %s precision; run.precision: double keeps them",
          error, aps_time(sim), asked, names[sim->run.precision]);
}

/* In the middle of a regular line forces cancel to nothing, and what is left of them in double is rounding: an error relative to
 * that says nothing, so it becomes -1. Only rows that err by far more than was asked for are looked at, the same ones on every rank. */
static aps_err leave_out_rounding(aps_sim *sim, int law, aps_view p, const probe *at, const double *b, double *error, int64_t n) {
  static const double least = 1e-12; /* of the forces' sizes */
  const double much = fmin(10 * sim->force_settings.accuracy, 1);
  int64_t odd = 0;
  for (int64_t k = 0; k < n; k++) odd += error[k] > much;
  if (odd == 0) return APS_OK;
  double *sum = aps_alloc(sim->ctx, "force sample", n, sizeof *sum);
  if (sum == NULL) return APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1) if (odd * p.n > 1 << 16)
  for (int64_t k = 0; k < n; k++) sum[k] = error[k] > much ? sizes[law](p, &at[k], row_of(sim, &at[k])) : 0;
  aps_ranks_sum(sim->ctx, sum, (int)n);
  for (int64_t k = 0; k < n; k++) {
    const double *f = b + 3 * k;
    if (error[k] > much && sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]) < least * sum[k]) error[k] = -1;
  }
  aps_release(sim->ctx, sum);
  return APS_OK;
}

/* error[k] of the k-th probe; negative where the force vanishes. Every rank sums over its own rows. */
static aps_err compare_at(aps_sim *sim, int there, double *error, int64_t sample) {
  const aps_law *law = (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law);
  aps_view p;
  probe *at;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, (there ? 0 : APS_X | APS_MASS | APS_EPS | APS_A) | APS_ID, 0, &p));
  APS_TRY(choose(sim, p, sample, &at));
  const double G = sim->units.G;
  double *b = aps_alloc(sim->ctx, "force sample", 3 * sample, sizeof *b);
  if (b == NULL) return APS_EMEM;
  if (there || sim->box.boundary == 1) {
    const aps_err err = there ? compare_there(sim, law->kind, at, sample, b)
                              : aps_ranks_agree(sim->ctx, compare_box(sim, law->kind, p, at, sample, b));
    if (err != APS_OK) {
      aps_release(sim->ctx, b);
      aps_release(sim->ctx, at);
      return err;
    }
  } else {
#pragma omp parallel for schedule(dynamic, 1) if (sample * p.n > 1 << 16) /* a team that waits for more holds a core */
    for (int64_t k = 0; k < sample; k++) sums[law->kind](p, &at[k], row_of(sim, &at[k]), b + 3 * k);
  }
  aps_ranks_sum(sim->ctx, b, (int)(3 * sample));
  const double *L = sim->box.size, edge = cbrt(L[0] * L[1] * L[2]);
  const double least = sim->box.boundary == 1 ? APS_LEAST_OF_BOX * G * sim->mean_mass * (double)sim->total / (edge * edge) : 0;
  double all_off2 = 0, all_size2 = 0;
  for (int64_t k = 0; k < sample; k++) {
    const double *f = b + 3 * k, size = G * sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    double off2 = 0;
    for (int d = 0; d < 3; d++) off2 += (at[k].a[d] - G * f[d]) * (at[k].a[d] - G * f[d]);
    error[k] = fmax(size, least) > 0 ? sqrt(off2) / fmax(size, least) : -1;
    all_off2 += off2, all_size2 += fmax(size, least) * fmax(size, least);
  }
  if (all_size2 > 0) warn_of_digits(sim, sqrt(all_off2 / all_size2));
  const aps_err err = there || sim->box.boundary == 1 ? APS_OK : leave_out_rounding(sim, law->kind, p, at, b, error, sample);
  aps_release(sim->ctx, b);
  aps_release(sim->ctx, at);
  return err;
}

static aps_err compare(aps_sim *sim, double *error, int64_t sample) {
  const int there = aps_accuracy_has_card(sim);
  const aps_err err = compare_at(sim, there, error, sample);
  if (!there || err != APS_EMEM) return err;
  aps_ctx_clear(sim->ctx); /* the device is full: then here */
  return compare_at(sim, 0, error, sample);
}

/* The errors of n rows, or of all, in that random order; *out, to be released, is NULL and *used 0 where there are none. */
static aps_err measure(aps_sim *sim, int64_t n, double **out, int64_t *used) {
  const aps_cols known = sim->clock.current & ~sim->clock.marked;
  *out = NULL, *used = 0;
  if (sim->force == NULL || !(known & APS_A)) return APS_OK;
  if (n > sim->total) n = sim->total;
  if (n < 1) return APS_OK;
  double *error = *out = aps_alloc(sim->ctx, "force sample", n, sizeof *error);
  if (error == NULL) return APS_EMEM;
  const aps_err err = compare(sim, error, n);
  if (err != APS_OK) {
    aps_release(sim->ctx, error);
    *out = NULL;
    return err;
  }
  for (int64_t k = 0; k < n; k++)
    if (error[k] >= 0) error[(*used)++] = error[k];
  return APS_OK;
}

/* Sorts the errors. */
static void summarize(aps_sim *sim, double *error, int64_t used, double out[5]) {
  if (!used) return;
  statistics(error, used, out);
  sim->force_sample = used;
  for (int k = 0; k < 4; k++) sim->clock.force_error[k] = out[k < 2 ? k : k + 1];
}

aps_err aps_force_error(aps_sim *sim, int64_t n, double out[5]) {
  double *error;
  int64_t used;
  for (int k = 0; k < 5; k++) out[k] = -1;
  APS_TRY(measure(sim, n, &error, &used));
  summarize(sim, error, used, out);
  aps_release(sim->ctx, error);
  return APS_OK;
}

enum { SEES_A_THOUSANDTH = 500 }; /* below this 99.9 % is the largest of the sample */

int aps_force_tune(aps_sim *sim, const double error[5], double margin) {
  const aps_force *row = sim->force;
  const double asked = sim->force_settings.accuracy;
  double seen[5];
  for (int k = 0; k < 5; k++) seen[k] = error[k] * margin;
  if (sim->force_sample < SEES_A_THOUSANDTH) seen[3] = 0;
  if (!row || !row->tune || error[0] < 0 || !row->tune(sim->force_self, seen)) return 0;
  const int kept = error[0] <= asked && seen[3] <= 10 * margin * asked;
  aps_log(sim->ctx, APS_LOG_INFO,
          "force error of %.2e (rms; 99.9 %% below %.2e) at time %.6g, where %.2e was asked for: solver %s takes more care%s",
          error[0], error[3], aps_time(sim), asked, row->about.name, kept ? " beforehand" : "");
  return 1;
}

int aps_force_report(aps_sim *sim, int timed, const char **name, double *value, int max) {
  if (!sim->force || !sim->force->report) return 0;
  return sim->force->report(sim->force_self, timed, name, value, max);
}

/* ---- in a run
 *
 * An rms is seldom made by all rows alike: in a collapsed sphere one row in a thousand holds half of the sum of squares, and a
 * few dozen rows say little. So what the looks see is added up (Page 1954, Biometrika 41, 100): S grows by e^2 - 0.8 with each
 * row, e the error over the accuracy asked for, and never falls below 0. Errors of three times what was asked for take S to
 * ALARM with some 25 rows, of 1.4 times with 170; those below 0.9 do not. e^2 is cut, lest one row decide for long. */

enum { LOOK_APART = 8, LOOK_APART_BOX = 64, LOOK_ROWS = 2048, ALARM = 200, FEWEST = 128, CALM = 512, CALM_BOX = 128, CALM_FEW = 4096 };
static const double usual = 0.8, cut = 256;

/* A row costs 1.3 ns per particle, an evaluation by fmm for all 400 at 1e-2, 600 at 1e-3 and 1200 at 1e-4 (one core): so many
 * rows for each take 0.7 to 0.9 %. In a box a look costs as much as one or two
 * evaluations, most of it whatever the rows: so looks are few, and fewer rows must do to say that all is calm. */
static double rows_per_evaluation(const aps_sim *sim) {
  return sim->box.boundary == 1 ? 0.5 : fmin(4 * pow(1e-3 / sim->force_settings.accuracy, 0.25), 64);
}

/* Particles of which one or two may make half of the rms: no few rows see them. */
static int are_few(const aps_sim *sim) { return sim->total <= 40000; }

/* So many rows without alarm before what they say is taken for the truth, and care that is not needed is given up: what one row in
 * a thousand does is to be among them. A helix of 6000 erred twice the accuracy after 512 calm ones. */
static int64_t calm_rows(const aps_sim *sim) {
  if (sim->box.boundary == 1) return CALM_BOX;
  return are_few(sim) && sim->total > CALM ? sim->total < CALM_FEW ? sim->total : CALM_FEW : CALM;
}

/* From the errors of n rows that were just measured, in the order in which they were chosen. */
static void learn(aps_sim *sim, const double *error, int64_t n) {
  aps_watch *w = &sim->watch;
  const double asked = sim->force_settings.accuracy, heavy = fmax(w->heavy, 1);
  for (int64_t k = 0; k < n; k++) {
    const double e = heavy * error[k] / asked, e2 = fmin((double)(float)(e * e), cut); /* the last bits depend on the number of ranks */
    w->sum = fmax(0, w->sum + e2 - usual);
    w->rows = w->sum > 0 ? w->rows + 1 : 0;
    w->calm_sum += e2;
    w->calm_rows++;
  }
  if (w->sum > ALARM) {
    const double rows = (double)(w->rows < FEWEST ? FEWEST : w->rows); /* few, chosen for their errors, say too much */
    const double rms = ten_bits(fmax(sqrt(usual + w->sum / rows), 1.05), 0);
    if (sim->force->tune(sim->force_self, (double[5]){rms * asked}))
      aps_log(sim->ctx, APS_LOG_INFO,
              "force error of %.2e (rms of %lld rows; 99.9 %% may be below %.2e) at time %.6g, where %.2e was asked for: solver %s takes more care",
              rms / heavy * asked, (long long)w->rows, 10 * rms * asked, aps_time(sim), asked, sim->force->about.name);
    w->sum = w->calm_sum = 0;
    w->rows = w->calm_rows = 0;
  } else if (w->calm_rows >= calm_rows(sim)) {
    const double rms = ten_bits(sqrt(w->calm_sum / (double)w->calm_rows), 0);
    if (rms <= 1) sim->force->tune(sim->force_self, (double[5]){rms * asked});
    w->calm_sum = 0;
    w->calm_rows = 0;
  }
}

/* A run that is resumed, or that goes on beyond an earlier end, must ask at the same steps as one that was not: neither when
 * the log looks nor where a run ends may change what the solver does. So the count of evaluations decides. Among block steps
 * one step may hold a hundred of them. */
aps_err aps_accuracy_watch(aps_sim *sim) {
  aps_watch *w = &sim->watch;
  const double since = w->work - w->looked;
  if (!sim->force || !sim->force->tune || sim->total < 2 || since < (sim->box.boundary == 1 ? LOOK_APART_BOX : LOOK_APART)) return APS_OK;
  double *error, summary[5];
  int64_t used;
  APS_TRY(measure(sim, (int64_t)fmin(ceil(since * rows_per_evaluation(sim)), LOOK_ROWS), &error, &used));
  w->looked = w->work;
  learn(sim, error, used);
  summarize(sim, error, used, summary);
  aps_release(sim->ctx, error);
  return APS_OK;
}

void aps_force_falls_short(aps_sim *sim, const double error[5]) {
  const double asked = sim->force_settings.accuracy;
  if (!(error[0] > asked)) return;
  aps_log(sim->ctx, APS_LOG_WARN, "force error of %.2e (rms) remains at time %.6g, where %.2e was asked for: solver %s cannot take more care",
          error[0], aps_time(sim), asked, sim->force ? sim->force->about.name : "none");
}

aps_err aps_accuracy_settle(aps_sim *sim) {
  enum { TRIES = 5, FEWEST = 128, MOST = 4096, PAIRS = 40000000 }; /* so many pairs take some 50 ms */
  if (!sim->force || !sim->force->tune || sim->total < 2) return APS_OK;
  const int64_t rows = PAIRS / sim->total, sample = rows < FEWEST ? FEWEST : rows > MOST ? MOST : rows;
  APS_TRY(aps_forces_current(sim, APS_A));
  double error[5];
  for (int k = 0; k < TRIES; k++) {
    APS_TRY(aps_force_error(sim, sample, error));
    const int seen = error[0] > 0 && sim->force_sample >= SEES_A_THOUSANDTH;
    sim->watch.heavy = seen ? fmin(fmax(error[3] / (10 * error[0]), 1), 3) : 1;
    /* The first evaluation guesses |a|, with more care. It does not tell what those do that know |a|: of many particles where it
     * errs by far less than what was asked for, or by nearly so much; of few, where one more costs little, it is never trusted. */
    const double part = error[0] / sim->force_settings.accuracy;
    const int guess = k == 0 && error[0] >= 0 && (rows > FEWEST || !(part >= 0.3 && part <= 0.8));
    /* The fewer the particles, the more one of them moves the rms from step to step: then the looks of a run see too little. */
    if (!aps_force_tune(sim, error, are_few(sim) ? 1.2 : 1) && !guess) return APS_OK;
    APS_TRY(aps_forces(sim, APS_A));
  }
  APS_TRY(aps_force_error(sim, sample, error));
  aps_force_falls_short(sim, error);
  return APS_OK;
}
