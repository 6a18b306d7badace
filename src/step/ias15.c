/* Gauss-Radau quadrature of order 15: a(t) within a step is a polynomial through eight nodes,
 *
 *   a(s) = a0 + b0 s + b1 s^2 + … + b6 s^7,   s = (t - t0) / h,
 *
 * found by iteration: x at each node from the polynomial, a there, the coefficients from a. Its integral over the step,
 *
 *   v1 = v0 + h (a0 + sum b_k / (k + 2)),   x1 = x0 + h v0 + h^2 (a0 / 2 + sum b_k / ((k + 2) (k + 3))),
 *
 * is of order 15 with Radau's nodes. Steps are chosen so that what is left is below rounding, sums over steps are compensated,
 * and then the energy error of a bound system is that of a random walk of last bits.
 * Source: Everhart 1985, IAU Coll. 83, 185; Rein & Spiegel 2015, MNRAS 446, 1424, sections 2 and 3; the step: Pham, Rein &
 * Spiegel 2024, Open J. Astrophys. 7, eq. 16. docs/integrators.md. */
#include "few.h"
#include "../core/wide.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

enum { NODES = 7, B = 0, E = 3 * NODES, LOW = 2 * E, OWN_LANES = LOW + 6, X = 0, A0 = 3, A = 6, SCRATCH_LANES = 9 };

/* powers[k][j] = s_k^(j + 1); s (s - s_1) … (s - s_(k-1)) = sum of factor[k][j] s^(j + 1), but divided by its value at s_k;
 * twice[k][j] = s_k^(j + 1) / ((j + 2) (j + 3)), of the second integral. */
typedef struct {
  double powers[NODES + 1][NODES], factor[NODES + 1][NODES], twice[NODES + 1][NODES];
} table;

typedef struct {
  aps_few few;
  table table;
  double change, size; /* of the last iteration: the largest |change of b6| and |a| of a coordinate */
  struct { /* persists */
    double next; /* the step to take next; 0: none yet */
    double last; /* of the polynomials in B, and E as they were foreseen; 0: there are none */
  } kept;
} ias15;

/* Radau's nodes: the zeros of P7 + P8 over 1 + x, on [0, 1]. */
static const double node[NODES + 1] = {0,
                                       0.0562625605369221464656521910318,
                                       0.180240691736892364987579942780,
                                       0.352624717113169637373907769648,
                                       0.547153626330555383001448554766,
                                       0.734210177215410531523210605558,
                                       0.885320946839095768090359771030,
                                       0.977520613561287501891174488626};

/* ---- the polynomial, coordinate by coordinate: B and E hold [NODES][3 stride] */

static double *lanes(const ias15 *s, int lane) { return s->few.own + lane * s->few.stride; }
static double *room(const ias15 *s, int lane) { return s->few.scratch + lane * s->few.stride; }

/* x at s of a step of length h. c: what each coefficient counts there. */
APS_WIDE static void place(int64_t n, double s, double h, const double *c, const double *x0, const double *v0, const double *a0,
                           const double *b, const double *low, double *x) {
#pragma omp simd /* x is none of the others, which are too many for a compiler to find that out each time */
  for (int64_t i = 0; i < n; i++) {
    double sum = c[6] * b[6 * n + i];
    for (int k = 5; k >= 0; k--) sum += c[k] * b[k * n + i];
    x[i] = x0[i] + (s * h * (v0[i] + s * h * (0.5 * a0[i] + sum)) + low[i]);
  }
}

/* The polynomial goes through a at node k, and still through those before: by what it misses, times c. powers: s, s^2, … */
APS_WIDE static void mend(int64_t n, int k, const double *powers, const double *c, const double *a0, const double *a, double *b,
                          double *restrict miss) {
#pragma omp simd
  for (int64_t i = 0; i < n; i++) {
    double sum = a[i] - a0[i];
    for (int j = 0; j < NODES; j++) sum -= powers[j] * b[j * n + i];
    miss[i] = sum;
  }
  for (int j = 0; j < k; j++)
#pragma omp simd
    for (int64_t i = 0; i < n; i++) b[j * n + i] += c[j] * miss[i];
}

/* The largest |factor v| of n. */
APS_WIDE static double largest(int64_t n, double factor, const double *v) {
  double most = 0;
#pragma omp simd reduction(max : most)
  for (int64_t i = 0; i < n; i++) {
    const double size = fabs(factor * v[i]);
    most = size > most ? size : most;
  }
  return most;
}

static table make_table(void) {
  table t = {.powers = {{0}}};
  double product[NODES + 1] = {1}; /* of s^1, s^2, … */
  for (int k = 1; k <= NODES; k++) {
    double power = 1, value = 0;
    for (int j = 0; j < NODES; j++) {
      t.powers[k][j] = power *= node[k];
      t.twice[k][j] = power / ((j + 2) * (j + 3));
    }
    for (int j = 0; j < k; j++) value += product[j] * t.powers[k][j];
    for (int j = 0; j < k; j++) t.factor[k][j] = product[j] / value;
    for (int j = k; j > 0; j--) product[j] = product[j - 1] - node[k] * product[j];
    product[0] *= -node[k];
  }
  return t;
}

/* ---- a step */

static void sweep(ias15 *s, const table *t, double h) {
  const aps_few *f = &s->few;
  const int64_t n = 3 * f->stride;
  for (int k = 1; k <= NODES; k++) {
    place(n, node[k], h, t->twice[k], f->told, f->told + n, room(s, A0), lanes(s, B), lanes(s, LOW), room(s, X));
    aps_few_pull(f, room(s, X), room(s, A));
    mend(n, k, t->powers[k], t->factor[k], room(s, A0), room(s, A), lanes(s, B), room(s, X));
  }
  s->change = largest(n, t->factor[NODES][NODES - 1], room(s, X));
  s->size = largest(n, 1, room(s, A));
}

/* Until b6 changes by no more than the last bit of a, or no longer less and less; returns how often. */
static int iterate(ias15 *s, const table *t, double h) {
  enum { AT_MOST = 12 };
  double before = HUGE_VAL;
  int k = 0;
  while (k < AT_MOST) {
    sweep(s, t, h), k++;
    const double change = s->size > 0 ? s->change / s->size : 0;
    if (!(change > 1e-16) || (k > 2 && change >= before)) break;
    before = change;
  }
  return k;
}

/* The square of the time in which what has the squares of its derivatives in d changes as much as it is. NAN: it is 0 and stays so. */
static double square_of_time(const double *d) { return 2 * d[0] / (d[1] + sqrt(d[0] * d[2])); }

/* Over h: the shortest time in which some body's acceleration changes, from its derivatives at the end of the step; HUGE_VAL:
 * none does. Where an acceleration passes through 0 that time does as well, though nothing happens: it counts as no less than a
 * PASSING of that of the jerk, else steps would come ever closer to such a moment and never over it. */
static double time_scale(const ias15 *s) {
  enum { PASSING = 8 };
  const aps_few *f = &s->few;
  const int64_t n = 3 * f->stride;
  const double *b = lanes(s, B), *a0 = room(s, A0);
  double least = HUGE_VAL;
  for (int64_t i = 0; i < f->n; i++) {
    double square[4] = {0};
    for (int d = 0; d < 3; d++) {
      const int64_t at = d * f->stride + i;
      double a = a0[at], jerk = 0, snap = 0;
      for (int k = 0; k < NODES; k++) {
        const double c = b[k * n + at];
        a += c, jerk += (k + 1) * c, snap += k * (k + 1) * c;
      }
      square[0] += a * a, square[1] += jerk * jerk, square[2] += snap * snap;
    }
    if (!(square_of_time(square) < least)) continue;
    for (int d = 0; d < 3; d++) {
      double crackle = 0;
      for (int k = 2; k < NODES; k++) crackle += (k - 1) * k * (k + 1) * b[k * n + d * f->stride + i];
      square[3] += crackle * crackle;
    }
    const double scale = fmax(square_of_time(square), square_of_time(square + 1) / (PASSING * PASSING));
    if (scale < least && scale > 0) least = scale; /* not where there is no force, nor any change */
  }
  return sqrt(least);
}

/* The polynomial of a step of length h as that of one of `ratio` h: from the same beginning, or from its end. */
APS_WIDE static void stretch(const ias15 *s, double ratio, int from_end, double *b) {
  const int64_t n = 3 * s->few.stride;
  double choose[NODES + 1][NODES + 1] = {{1}}, power = 1;
  for (int j = 1; j <= NODES; j++)
    for (int k = 0; k <= j; k++) choose[j][k] = (k > 0 ? choose[j - 1][k - 1] : 0) + (k < j ? choose[j - 1][k] : 0);
  for (int k = 0; k < NODES; k++) {
    double *const to = b + k * n;
    power *= ratio;
    for (int j = k + 1; from_end && j < NODES; j++) { /* from itself and higher ones, which are yet to come */
      const double c = choose[j + 1][k + 1], *const from = b + j * n;
#pragma omp simd
      for (int64_t i = 0; i < n; i++) to[i] += c * from[i];
    }
#pragma omp simd
    for (int64_t i = 0; i < n; i++) to[i] = power * to[i];
  }
}

/* The next step's polynomial: the last one's beyond its end, and what that foresight missed the time before. */
static void foresee(ias15 *s, double h) {
  enum { FAR = 20 };
  const int64_t n = 3 * s->few.stride * NODES;
  double *const b = lanes(s, B), *const e = lanes(s, E);
  const double ratio = s->kept.last != 0 ? h / s->kept.last : HUGE_VAL;
  if (!(fabs(ratio) <= FAR)) {
    memset(b, 0, sizeof *b * (size_t)n), memset(e, 0, sizeof *e * (size_t)n);
    return;
  }
  for (int64_t i = 0; i < n; i++) {
    const double found = b[i];
    b[i] -= e[i], e[i] = found;
  }
  stretch(s, ratio, 1, e);
  for (int64_t i = 0; i < n; i++) b[i] += e[i];
}

/* sum += add, and low, what rounding lost. */
static inline void add_up(double *sum, double *low, double add) {
  const double small = add + *low, next = *sum + small;
  *low = (*sum - next) + small;
  *sum = next;
}

/* x and v at the end of the step. low [2][n] */
APS_WIDE static void go(int64_t n, double h, const double *a0, const double *b, double *restrict low, double *restrict x,
                        double *restrict v) {
#pragma omp simd
  for (int64_t i = 0; i < n; i++) {
    double dv = 0, dx = 0;
    for (int k = NODES - 1; k >= 0; k--) dv += b[k * n + i] / (k + 2), dx += b[k * n + i] / ((k + 2) * (k + 3));
    add_up(&x[i], &low[i], h * (v[i] + h * (dx + a0[i] / 2)));
    add_up(&v[i], &low[n + i], h * (dv + a0[i]));
  }
}

/* The columns become the end of the step. */
static aps_err arrive(ias15 *s, aps_sim *sim, double h) {
  aps_few *f = &s->few;
  const int64_t n = 3 * f->stride;
  double *const x = room(s, X), *const v = room(s, A);
  memcpy(x, f->told, sizeof *x * (size_t)n);
  memcpy(v, f->told + n, sizeof *v * (size_t)n);
  go(n, h, room(s, A0), lanes(s, B), lanes(s, LOW), x, v);
  return aps_few_write(f, sim, x, v);
}

enum { TOO_LONG = 4 }; /* a step so many times as long as it should have been is taken back; and none grows by more */

/* A step of h or, where that proves too long, of less: *h is how long it was. */
static aps_err advance(ias15 *s, aps_sim *sim, double *h) {
  const double eta = aps_sim_eta(sim), now = aps_time(sim);
  aps_few *f = &s->few;
  foresee(s, *h);
  aps_few_pull(f, f->told, room(s, A0));
  int sweeps = iterate(s, &s->table, *h);
  while (!isnan(eta)) {
    const double ratio = eta * time_scale(s);
    s->kept.next = fabs(*h) * fmin(ratio, TOO_LONG);
    if (!(ratio * TOO_LONG < 1)) break; /* what is not a number, the run's own look will find */
    APS_CHECK(aps_sim_ctx(sim), now + s->kept.next > now, APS_ENUM, "the adaptive step shrank to %g at time %.9g",
              s->kept.next, now);
    stretch(s, s->kept.next / fabs(*h), 0, lanes(s, B));
    memcpy(lanes(s, E), lanes(s, B), sizeof(double) * (size_t)f->stride * E);
    *h = copysign(s->kept.next, *h);
    sweeps += iterate(s, &s->table, *h);
  }
  aps_sim_count(sim, aps_few_pairs(f), 1 + NODES * (double)sweeps);
  s->kept.last = *h;
  return arrive(s, sim, *h);
}

static aps_err ready(ias15 *s, aps_sim *sim) {
  int fresh;
  APS_TRY(aps_few_read(&s->few, sim, OWN_LANES, SCRATCH_LANES, &fresh));
  if (fresh) s->kept.next = s->kept.last = 0;
  if (s->table.powers[1][0] == 0) s->table = make_table();
  return APS_OK;
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  ias15 *s = self;
  double left = dt;
  APS_TRY(ready(s, sim));
  while (left != 0) {
    double h = left;
    if (left != dt && fabs(left) > s->kept.next) h = left / ceil(fabs(left) / s->kept.next);
    APS_TRY(advance(s, sim, &h));
    left = h == left ? 0 : left - h;
  }
  return APS_OK;
}

/* The first step is a guess, far too short for most; where it is too long it is taken back. */
static aps_err choose(void *self, aps_sim *sim, double eta, double *dt) {
  ias15 *s = self;
  (void)eta;
  APS_TRY(ready(s, sim));
  *dt = s->kept.next > 0 ? s->kept.next : aps_few_shortest_time(&s->few, s->few.told) / 32;
  return APS_OK;
}

static aps_err check(void *self, aps_sim *sim) {
  (void)self;
  return aps_few_check(sim);
}

static aps_blob carry(const void *self) { return aps_few_carry(&((const ias15 *)self)->few); }
static aps_err resume(void *self, aps_ctx *ctx, const aps_blob *blob) { return aps_few_resume(&((ias15 *)self)->few, ctx, blob); }
static void destroy(void *self) { aps_few_close(&((ias15 *)self)->few); }
static size_t memory(int64_t n) { return aps_few_memory(n, OWN_LANES + SCRATCH_LANES); }

const aps_integrator aps_integrator_ias15 = {
    .about = {.name = "ias15",
              .doc = "Gauss-Radau, order 15, in double, to the last bit: steps follow every encounter by themselves. For "
                     "planets and clusters of few; what it sums itself does not depend on solver and precision",
              .source = "Everhart 1985; Rein & Spiegel 2015, MNRAS 446, 1424; Pham, Rein & Spiegel 2024",
              .state_size = sizeof(ias15),
              .persist_offset = offsetof(ias15, kept),
              .persist_size = sizeof(((ias15 *)0)->kept)},
    .order = 15,
    .reads = APS_X | APS_V,
    .writes = APS_X | APS_V,
    .check = check,
    .step = step,
    .choose = choose,
    .destroy = destroy,
    .eta = 0.175, /* of Pham, Rein & Spiegel's eq. 16: (5040 epsilon)^(1/7) with their epsilon of 1e-9 */
    .bodies = 1,
    .carry = carry,
    .resume = resume,
    .memory = memory,
};
