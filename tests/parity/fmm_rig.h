/* What the tests of the fast multipole solver share: distributions of particles, the solver's row
 * driven by hand and its twin, direct summation in double. */
#ifndef APS_TESTS_FMM_RIG_H
#define APS_TESTS_FMM_RIG_H
#include "../../src/core/ctx.h"
#include "../../src/force/fmm.h"
#include "../../src/laws/law.h"
#include "../check.h"
#include "dice.h"

extern const aps_force aps_force_direct_cpu, aps_force_fmm_cpu, aps_force_fmm_box_cpu, aps_force_ewald_cpu;

/* ---- particles */

typedef struct {
  aps_view v;
  double *memory;
} cloud;

static inline cloud cloud_of(int64_t n) {
  cloud c = {.v = {.n = n}, .memory = calloc((size_t)(9 * n + 1), sizeof(double))};
  double **column[] = {&c.v.x,  &c.v.y,  &c.v.z,  &c.v.mass, &c.v.eps,
                       &c.v.ax, &c.v.ay, &c.v.az, &c.v.pot};
  for (int k = 0; k < 9; k++) *column[k] = c.memory + k * n;
  return c;
}
static inline void cloud_free(cloud *c) { free(c->memory); }

typedef enum {
  PLUMMER,
  CUSP,
  BALL,
  DISC,
  TWO_CLUMPS,
  MASS_RANGE,
  OFFSET,
  FAR_OFFSET,
  OUTLIER,
  LINE,
  PLANE,
  PAIRS,
  SHELLS,
  LATTICE,
  CORE_HALO,
  CROSS,
  HELIX,
  FAR_OUTLIER,
  KNOT,
  SHAPES
} shape;
static const char *const shape_names[SHAPES] = {
    "plummer",    "cusp",    "ball", "disc",  "two clumps", "mass range", "offset",
    "far offset", "outlier", "line", "plane", "pairs",      "shells",     "lattice",
    "core in halo", "cross", "helix", "far outlier", "knot"};

static inline void place(shape what, dice *d, int64_t i, int64_t n, double x[3]) {
  const double u = uniform(d);
  switch (what) {
  case PLUMMER:
  case TWO_CLUMPS:
  case OFFSET:
  case FAR_OFFSET:
    on_sphere(d, fmin(1 / sqrt(pow(u, -2. / 3) - 1), 20), x);
    if (what == TWO_CLUMPS) x[0] += i % 2 ? 1000 : -1000;
    if (what == OFFSET) x[0] += 1e6, x[1] -= 1e6;
    if (what == FAR_OFFSET) x[0] += 1e9, x[1] -= 1e9;
    break;
  case CUSP: /* density 1/r inside, 1/r^4 outside: Hernquist */
    on_sphere(d, fmin(sqrt(u) / (1 - sqrt(u)), 100), x);
    break;
  case DISC: { /* exp(-R), 0.01 thick */
    const double R = -log(u * uniform(d)), phi = 6.283185307179586 * uniform(d);
    x[0] = R * cos(phi), x[1] = R * sin(phi), x[2] = 0.01 * log(uniform(d) / uniform(d));
    break;
  }
  case LINE:
    x[0] = 2 * u - 1, x[1] = x[2] = 0;
    break;
  case CROSS:
    x[0] = x[1] = x[2] = 0, x[i % 2] = 2 * u - 1;
    break;
  case HELIX: /* five turns */
    x[0] = 0.5 * cos(31.41592653589793 * u), x[1] = 0.5 * sin(31.41592653589793 * u), x[2] = 2 * u - 1;
    break;
  case PLANE:
    x[0] = 2 * u - 1, x[1] = symmetric(d), x[2] = 3;
    break;
  case SHELLS:
    on_sphere(d, ldexp(1 + u, -(int)(i % 16)), x);
    break;
  case LATTICE: {
    const int64_t side = (int64_t)ceil(cbrt((double)n));
    x[0] = (double)(i % side), x[1] = (double)(i / side % side), x[2] = (double)(i / side / side);
    break;
  }
  case CORE_HALO: /* half in a ball, half about it with density 1/r^2 */
    on_sphere(d, i % 2 ? 0.2 * cbrt(u) : 0.2 + 1.8 * u, x);
    break;
  case KNOT: /* half in a ball, half very near the origin */
    on_sphere(d, i % 2 ? cbrt(u) : 1e-12 * cbrt(u), x);
    break;
  default:
    on_sphere(d, cbrt(u), x);
  }
}

/* n particles of mass about 1/n each. */
static inline cloud make(shape what, int64_t n, uint64_t seed) {
  cloud c = cloud_of(n);
  dice d = {1000 * seed + (uint64_t)what};
  for (int64_t i = 0; i < n; i++) {
    double x[3];
    place(what, &d, i, n, x);
    c.v.x[i] = x[0], c.v.y[i] = x[1], c.v.z[i] = x[2];
    c.v.mass[i] = (what == MASS_RANGE ? pow(10, -6 * uniform(&d)) : 0.5 + uniform(&d)) / (double)n;
    if (what == PAIRS && i % 2)
      c.v.x[i] = c.v.x[i - 1], c.v.y[i] = c.v.y[i - 1], c.v.z[i] = c.v.z[i - 1];
  }
  if (what == OUTLIER && n) c.v.x[n - 1] = 1e6;
  if (what == FAR_OUTLIER && n) c.v.x[n - 1] = 1e13;
  return c;
}

static inline void uniform_softening(cloud *c, double eps) {
  for (int64_t i = 0; i < c->v.n; i++) c->v.eps[i] = eps;
}

/* ---- solvers */

typedef struct {
  int law, precision;
  double accuracy;
  int threads;
  aps_fmm_choice choice;
  double box[3]; /* zero: open */
} how;

typedef struct {
  const aps_force *row;
  void *self;
  aps_force_setup setup;
  aps_stats stats;
} solver;

/* The softening is uniform where all of v.eps are the same. */
static inline aps_err solver_open(solver *s, aps_ctx *ctx, const aps_force *row, aps_view v,
                                  const how *h) {
  double least = v.n ? v.eps[0] : 0, most = least;
  for (int64_t i = 0; i < v.n; i++) least = fmin(least, v.eps[i]), most = fmax(most, v.eps[i]);
  memset(s, 0, sizeof *s);
  s->row = row;
  s->setup = (aps_force_setup){.ctx = ctx,
                               .law = h->law,
                               .precision = h->precision,
                               .G = 2,
                               .accuracy = h->accuracy,
                               .eps_min = h->law == APS_LAW_NEWTON ? 0 : least,
                               .eps_max = h->law == APS_LAW_NEWTON ? 0 : most,
                               .threads = h->threads,
                               .box = {h->box[0], h->box[1], h->box[2]},
                               .stats = &s->stats};
  s->self = calloc(1, row->about.state_size);
  const aps_err err = row->create(s->self, &s->setup);
  if (err == APS_OK && (row == &aps_force_fmm_cpu || row == &aps_force_fmm_box_cpu))
    aps_fmm_choose(s->self, &h->choice);
  return err;
}

static inline void solver_close(solver *s) {
  if (s->self) s->row->destroy(s->self);
  free(s->self);
  s->self = NULL;
}

static inline void clear(aps_view v) {
  double *const column[4] = {v.ax, v.ay, v.az, v.pot};
  for (int k = 0; k < 4; k++)
    if (v.n) memset(column[k], 0, sizeof(double) * (size_t)v.n);
}

static const aps_active everyone = {NULL, 0};

/* One evaluation of all rows from nothing; what stood in v is the solver's guess of |a|. */
static inline aps_err solver_run(solver *s, aps_view v, aps_cols want) {
  const aps_err err = s->row->prepare(s->self, v);
  if (err != APS_OK) return err;
  clear(v);
  return s->row->add(s->self, v, everyone, want, 0);
}

typedef struct { /* [n] */
  double *a[3], *pot, *memory;
} answer;

static inline void answer_free(answer *r) { free(r->memory); }

static inline answer answer_of(aps_view v) {
  answer r = {.memory = malloc(sizeof(double) * (size_t)(4 * v.n + 1))};
  const double *const column[4] = {v.ax, v.ay, v.az, v.pot};
  for (int k = 0; k < 4; k++) {
    double *to = r.memory + k * v.n;
    if (v.n) memcpy(to, column[k], sizeof(double) * (size_t)v.n);
    if (k < 3)
      r.a[k] = to;
    else
      r.pot = to;
  }
  return r;
}

/* By direct summation in double; v is left without accelerations. */
static inline answer expect(aps_ctx *ctx, aps_view v, int law) {
  solver s;
  clear(v);
  const how h = {.law = law, .precision = APS_DOUBLE};
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_direct_cpu, v, &h));
  CHECK_OK(ctx, solver_run(&s, v, APS_A | APS_POT));
  solver_close(&s);
  const answer r = answer_of(v);
  clear(v);
  return r;
}

/* ---- errors */

typedef struct { /* |a - b| / |b| of accelerations: rms, 99.9 %, maximum; rms of the potential; the
                    momentum's error */
  double rms, high, most, potential, momentum;
} deviation;

static inline int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Rows without a force count as exact where they got none. */
static inline deviation compare(aps_view v, const answer *r) {
  deviation d = {0};
  if (v.n == 0) return d;
  double *error = malloc(sizeof(double) * (size_t)v.n), sum = 0, pot = 0, p[3] = {0}, size = 0;
  for (int64_t i = 0; i < v.n; i++) {
    const double a[3] = {v.ax[i], v.ay[i], v.az[i]};
    double e2 = 0, b2 = 0;
    for (int k = 0; k < 3; k++) {
      e2 += (a[k] - r->a[k][i]) * (a[k] - r->a[k][i]), b2 += r->a[k][i] * r->a[k][i];
      p[k] += v.mass[i] * a[k];
    }
    size += v.mass[i] * sqrt(b2);
    error[i] = e2 == 0 ? 0 : sqrt(e2 / b2);
    if (isnan(error[i])) error[i] = INFINITY;
    sum += error[i] * error[i];
    const double q = v.pot[i] == r->pot[i] ? 0 : (v.pot[i] - r->pot[i]) / r->pot[i];
    pot += q * q;
  }
  qsort(error, (size_t)v.n, sizeof *error, by_size);
  const int64_t at = (int64_t)ceil(0.999 * (double)v.n) - 1;
  d.rms = sqrt(sum / (double)v.n), d.high = error[at], d.most = error[v.n - 1];
  d.potential = sqrt(pot / (double)v.n);
  d.momentum = size > 0 ? sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2]) / size : 0;
  free(error);
  return d;
}

/* Evaluates and tunes until the promise is kept, as a run does before its first step; APS_OK and *d
 * the last error. */
static inline aps_err settle(solver *s, aps_view v, const answer *r, int tries, int *tightened,
                             deviation *d) {
  clear(v);
  *d = (deviation){0};
  for (*tightened = 0;; ++*tightened) {
    const aps_err err = solver_run(s, v, APS_A | APS_POT);
    if (err != APS_OK) return err;
    *d = compare(v, r);
    if (*tightened == tries || !s->row->tune(s->self, (double[5]){d->rms, 0, 0, d->high, d->most}))
      return APS_OK;
  }
}

/* The law of counting: what a leaf and all its ancestors have taken in is every particle, once at each image. */
static inline void check_coverage(aps_ctx *ctx, solver *s, aps_view v, int images, const char *what) {
  CHECK_OK(ctx, s->row->prepare(s->self, v));
  const aps_fmm_cells *c = aps_fmm_cells_of(s->self);
  int64_t *tally = calloc((size_t)c->cells + 1, sizeof *tally), wrong = 0, particles = 0;
  aps_fmm_tally_to(s->self, tally);
  clear(v);
  CHECK_OK(ctx, s->row->add(s->self, v, everyone, APS_A | APS_POT, 0));
  aps_fmm_tally_to(s->self, NULL);
  int32_t *parent = calloc((size_t)c->cells + 1, sizeof *parent);
  parent[0] = -1;
  for (int32_t k = 0; k < c->cells; k++)
    for (int i = 0; i < __builtin_popcount(c->family[k]); i++) parent[c->child[k] + i] = k;
  for (int32_t k = 0; k < c->cells; k++) {
    if (c->family[k]) continue;
    int64_t sum = 0;
    for (int32_t a = k; a >= 0; a = parent[a]) sum += tally[a];
    wrong += sum != images * v.n;
    particles += c->n[k];
  }
  if (wrong) printf("  %s: %lld of %d leaves\n", what, (long long)wrong, (int)c->cells);
  CHECK(wrong == 0);
  CHECK(particles == v.n);
  free(tally);
  free(parent);
}

/* ---- instruction sets */

static const char *const sets[] = {"plain", "avx2", "avx512"};

/* Those that this machine runs, one after the other; APSIS_ISA is put back at the end. */
static inline int next_set(aps_ctx *ctx, int *k, char before[32]) {
  if (*k == 0) snprintf(before, 32, "%s", getenv("APSIS_ISA") ? getenv("APSIS_ISA") : "");
  while (*k < 3) {
    solver s;
    setenv("APSIS_ISA", sets[(*k)++], 1);
    const how h = {.accuracy = 1e-3};
    const aps_err err = solver_open(&s, ctx, &aps_force_fmm_cpu, (aps_view){0}, &h);
    solver_close(&s);
    if (err == APS_OK) return 1;
  }
  if (*before)
    setenv("APSIS_ISA", before, 1);
  else
    unsetenv("APSIS_ISA");
  return 0;
}
#endif
