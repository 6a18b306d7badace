/* Order, leaf and strictness by accuracy, and how measured errors change them. */
#include "fmm_choice.h"
#include "../core/box.h"
#include "../core/ctx.h"
#include "../laws/law.h"
#include <math.h>
#include <string.h>

/* Of the strictness, where lines may be: what leaves then leave to (12) adds up, in shells that fall in to 1.2 of the accuracy. */
static const double of_careful = 0.6;
/* For 1e5 particles; benchmarks/bench_fmm.c measures them. The more particles, the more interactions share the error, and
 * the looser each may be. */
enum { MANY = 200000 }; /* particles from which on the second leaf size is the faster one */
enum { MIXED = 12000 }; /* below so many, particles of all leaves may act on cells one by one, not of sparse ones only */
enum { FEW = 3500 };    /* particles up to which `few` is the faster choice */
enum { TINY = 512 };    /* particles up to which all act by pairs, in double: nearly all pairs of leaves are near anyway */
typedef struct {
  double accuracy;
  int order, leaf[2];
  double strictness;
} choice;
static const choice few = {1e-3, 4, {32, 32}, 100};
static const choice choices[] = {{1e-2, 3, {16, 24}, 100}, {1e-3, 5, {16, 32}, 100}, {1e-4, 6, {32, 32}, 40},
                                 {1e-5, 8, {32, 32}, 34},  {1e-6, 8, {48, 48}, 10},  {0, 8, {48, 48}, 2}};

/* To look for close neighbours costs 4 to 10 % of an evaluation, whether there are any or not, and 14 % at 1e-4, where float hardly ever
 * failed; of many particles one of them tells little. */
int aps_fmm_is_wary(double accuracy, int64_t n, const aps_fmm_tuning *t) { return n < MANY && (accuracy < 5e-5 || t->careful > 0); }

aps_fmm_setting aps_fmm_set(const aps_fmm_ask *ask, const aps_fmm_tuning *tuned) {
  /* In a box orders and numbers as for a tenth of the accuracy. */
  const double share = ask->periodic ? 0.1 : 1, accuracy = share * ask->accuracy;
  size_t k = 0;
  while (accuracy < 0.999 * choices[k].accuracy) k++;
  const int is_few = ask->mixing && !ask->periodic && ask->n <= FEW && fabs(ask->accuracy - few.accuracy) < 1e-3 * few.accuracy;
  const choice *of = is_few ? &few : &choices[k];
  aps_fmm_setting s = {.order = of->order, .leaf = of->leaf[ask->n >= MANY], .mixed = ask->mixing && ask->n < MIXED};
  s.strictness = of->strictness * pow(fmin((double)ask->n, 1e6) / 1e5, s.mixed ? 0.25 : 0.45) * tuned->loosen;
  const int tiny = ask->n <= TINY && !ask->periodic, precise = ask->precise || tuned->precise > 0;
  if (tuned->careful > 0) s.strictness *= of_careful;
  if (tiny) s.strictness = 0;
  s.double_expansions = precise || accuracy < 0.999e-5;
  s.double_pairs = precise || tiny || accuracy < 0.999e-6;
  s.double_points = s.double_pairs || aps_fmm_is_wary(ask->accuracy, ask->n, tuned);
  return s;
}

/* The error falls a little slower than the bound; what is learnt never goes beyond what the table says. Where that was too
 * loose, a sample of rows that says a little less than what is asked for may yet be lucky: then there is some room. */
int aps_fmm_learn(aps_fmm_tuning *t, double accuracy, int guessed, const double error[5]) {
  const double worst = fmax(error[0], error[3] / 10) / accuracy;
  if (!(worst > 0)) return 0;
  if (guessed) return worst > 1; /* |a| is known now, which may be all it takes */
  if (worst > (t->loosen < 1 ? 0.9 : 1)) {
    t->loosen *= fmax(0.05, 0.8 * pow(worst, -1.3));
    const int in_vain = t->loosen < 0.5 && t->precise < 0 && worst > fmax(1, -0.9 * t->precise);
    if (t->precise <= 0) t->precise = t->loosen < 0.06 || in_vain ? 1 : -worst;
    return 1;
  }
  t->precise = fmax(t->precise, 0);
  if (worst < 0.5 && t->loosen < 1) t->loosen = fmin(1, fmin(2, 0.7 / worst) * t->loosen);
  return 0;
}

int aps_fmm_insert_class(double eps[APS_FMM_CLASSES + 2], int classes, double e) {
  int k = 0;
  while (k < classes && eps[k] < e) k++;
  if (k < classes && eps[k] == e) return classes;
  if (classes > APS_FMM_CLASSES) return classes;
  memmove(eps + k + 1, eps + k, sizeof *eps * (size_t)(classes - k));
  eps[k] = e;
  return classes + 1;
}

aps_err aps_fmm_check_classes(aps_ctx *ctx, const double *eps, int classes) {
  if (classes <= APS_FMM_CLASSES) return APS_OK;
  aps_fail(ctx, APS_ECONFIG, "fmm: the law plummer takes at most %d different softenings, these particles have more: %g is one",
           APS_FMM_CLASSES, eps[APS_FMM_CLASSES]);
  return aps_hint(ctx, "law: spline takes any number of them; so does solver: direct");
}

aps_err aps_fmm_check_box(const aps_force_setup *setup) {
  aps_ctx *ctx = setup->ctx;
  const double *L = setup->box, edge = aps_box_shortest(L), longest = aps_box_longest(L);
  const double eps = setup->law == APS_LAW_NEWTON ? 0 : setup->eps_max;
  APS_CHECK(ctx, edge > 0, APS_EARG, "fmm: the box has no size");
  if (longest > APS_LONGEST_BOX * edge) {
    aps_fail(ctx, APS_ECONFIG, "fmm: a periodic box of %g x %g x %g is too long for it, %g times its shortest edge is the most",
             L[0], L[1], L[2], APS_LONGEST_BOX);
    return aps_hint(ctx, "solver: direct sums boxes of any shape");
  }
  if (setup->law == APS_LAW_SPLINE && APS_SPLINE_SUPPORT * eps > edge / 2) {
    aps_fail(ctx, APS_ECONFIG, "a softening of %g reaches beyond half the box's edge of %g", eps, edge);
    return aps_hint(ctx, "a periodic pair is softened at its nearest image alone: take a smaller softening");
  }
  if (setup->law == APS_LAW_PLUMMER && !aps_box_softens_alike(L, eps, setup->accuracy)) {
    aps_fail(ctx, APS_ECONFIG, "a Plummer softening of %g changes forces across a box of edge %g by more than the accuracy %g", eps,
             edge, setup->accuracy);
    return aps_hint(ctx, "law: spline ends at 2.8 softenings; solver: direct softens the nearest image alone");
  }
  return APS_OK;
}

int aps_fmm_far_degree(const double L[3], double accuracy) { /* docs/periodic.md */
  static const struct {
    double accuracy;
    int degree[2]; /* any box, cube */
  } from[] = {{1e-3, {12, 8}}, {1e-4, {12, 10}}, {1e-5, {16, 12}}, {1e-6, {20, 12}}, {0, {24, 16}}};
  int k = 0;
  while (accuracy < 0.999 * from[k].accuracy) k++;
  return from[k].degree[aps_box_longest(L) < 1.1 * aps_box_shortest(L)];
}

const aps_fmm_range aps_fmm_range_f32[9] = {{0, 0},    {0, 0},    {-10, 10}, {-10, 10}, {-10, 10},
                                            {-10, 10}, {-8, 10}, {-7, 9},   {-6, 8}};

/* What attracts a leaf is extended: its nearest parts are taken to be at 0.55 of the distance at which it could be one point. */
double aps_fmm_sparse_from(double accuracy, const aps_fmm_tuning *t, int order) {
  const double share = 0.55 * pow(accuracy * t->loosen, 1.0 / order);
  return share * share;
}

int aps_fmm_few_of(int order) {
  static const int few_particles[9] = {0, 0, 8, 10, 12, 20, 20, 26, 32};
  return few_particles[order];
}

int aps_fmm_deepest(int order, int periodic) { /* images take two bits of the range of numbers */
  return aps_fmm_range_f32[order].extent - aps_fmm_range_f32[order].nearest - 3 - (periodic ? 2 : 0);
}

double aps_fmm_least_leaf(int order, int periodic) { /* of whose particles the nearest are a thousandth of it apart, or so */
  enum { NEAREST = 12 };
  return ldexp(1, APS_FMM_FLOOR_F32 + NEAREST - aps_fmm_range_f32[order].extent + (periodic ? 2 : 0));
}

int aps_fmm_too_deep(double deep, double n) { return deep * deep > 256 * n; }
