/* The mapping of Wisdom and Holman: planets move on Kepler's orbits, exactly, and kick one another between.
 *
 * In Jacobi's coordinates, each body relative to the centre of mass of those before it, the Hamiltonian is H_Kepler + H_kick,
 * and a step is drift(h/2) kick(h) drift(h/2), symplectic, with an error of (planet's mass / star's) h^2. Two half drifts in
 * succession are one, so x and v lag by half a step until somebody looks.
 *
 *   kick:  v'_i += h (A_i + G M_i q_i / |q_i|^3),  A: the accelerations of all pairs in Jacobi's coordinates, M_i: of bodies 0 to i
 *
 * The corrector (Wisdom, Holman & Touma 1996; Wisdom 2006) is a change of coordinates near the identity in which the mapping is
 * exact to order 2 n + 1 in h at first order in the planets' masses. With L h = {., H_Kepler} h = X the mapping's logarithm is
 * H_Kepler + (X/2) / sinh(X/2) H_kick, and the change exp(G(X) H_kick), G = ((X/2)/sinh(X/2) - 1) / X, leaves the true one. As
 * drift(a h) kick(b h) drift(-2 a h) kick(-b h) drift(a h) is exp(2 b sinh(a X) H_kick), n such stages match n terms of G.
 * Source: Wisdom & Holman 1991, AJ 102, 1528; Rein & Tamayo 2015, MNRAS 452, 376, sections 2 and 3. docs/integrators.md. */
#include "kepler.h"
#include "../laws/law.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { STAGES = 5, Q = 0, P = 3, PLACE = 6, OWN_LANES = 7, /* scratch: */ X = 0, A = 3, QQ = 6, PP = 9, MU = 12, MASS = 13, SCRATCH_LANES = 14 };

typedef struct {
  int64_t corrector;
  aps_few few;
  int laid;        /* 1: mu and mass belong to the bodies as they are */
  int lags;        /* 1: the columns are not yet those of the present */
  double a[STAGES], b[STAGES]; /* of the corrector */
  struct { /* persists */
    double dt;  /* of the corrector that holds, and of the half drift that is owed; 0: none does */
    int64_t owed;
  } kept;
} holman;

static const aps_param params[] = {
    {"corrector", 'i', offsetof(holman, corrector), "5", "", "0..5",
     "stages of the symplectic corrector; n remove the error up to order 2 n + 1 in dt, where one planet's mass counts; each "
     "costs 4 steps a look"},
    {.key = NULL}};

static double *lanes(const holman *s, int lane) { return s->few.own + lane * s->few.stride; }
static double *room(const holman *s, int lane) { return s->few.scratch + lane * s->few.stride; }
static int64_t massive(const holman *s) { return s->few.sources; }
static int64_t body(const holman *s, int64_t k) { return (int64_t)lanes(s, PLACE)[k]; }

/* ---- Jacobi's coordinates: place k holds body[k]; the star, planets outwards, then those without mass */

/* to: [3][stride] by place; from: by body. */
static void to_jacobi(const holman *s, const double *from, double *to) {
  const int64_t n = s->few.stride, all = s->few.n, m = massive(s);
  const double *mass = room(s, MASS);
  for (int d = 0; d < 3; d++, from += n, to += n) {
    double sum = mass[0] * from[body(s, 0)], M = mass[0];
    for (int64_t k = 1; k < m; k++) {
      const double x = from[body(s, k)];
      to[k] = x - sum / M;
      sum += mass[k] * x, M += mass[k];
    }
    to[0] = sum / M;
    for (int64_t k = m; k < all; k++) to[k] = from[body(s, k)] - to[0];
  }
}

static void from_jacobi(const holman *s, const double *from, double *to) {
  const int64_t n = s->few.stride, all = s->few.n, m = massive(s);
  const double *mass = room(s, MASS);
  double total = 0;
  for (int64_t k = 0; k < m; k++) total += mass[k];
  for (int d = 0; d < 3; d++, from += n, to += n) {
    double centre = from[0], M = total;
    for (int64_t k = m; k < all; k++) to[body(s, k)] = centre + from[k];
    for (int64_t k = m - 1; k > 0; k--) {
      centre -= mass[k] / M * from[k], M -= mass[k];
      to[body(s, k)] = centre + from[k];
    }
    to[body(s, 0)] = centre;
  }
}

/* ---- the two halves of a step */

enum { MANY = 1024 };

static void drift(const holman *s, double h, double *q, double *p) {
  const int64_t n = s->few.stride;
  const double *mu = room(s, MU);
  double at[3], v[3];
  for (int d = 0; d < 3; d++) at[d] = q[d * n] + h * p[d * n], v[d] = p[d * n];
  for (int d = 0; d < 3; d++) q[d * n] = d == 0, p[d * n] = d == 1; /* a circle, in the place of the centre of mass */
  if (n < MANY || s->few.threads == 1) { /* even a team of one costs more than a few bodies */
    for (int64_t k = 0; k < n; k += APS_FEW_LANES) aps_kepler_eight(mu + k, h, n, q + k, p + k);
  } else {
#pragma omp parallel for num_threads(s->few.threads) schedule(static)
    for (int64_t k = 0; k < n; k += APS_FEW_LANES) aps_kepler_eight(mu + k, h, n, q + k, p + k);
  }
  for (int d = 0; d < 3; d++) q[d * n] = at[d], p[d * n] = v[d];
}

APS_WIDE static void kick_by(int64_t first, int64_t end, int64_t n, double h, const double *mu, const double *a, const double *q,
                             double *p) {
#pragma omp simd
  for (int64_t k = first; k < end; k++) {
    const double x = q[k], y = q[n + k], z = q[2 * n + k], r2 = x * x + y * y + z * z, s = mu[k] / (r2 * sqrt(r2));
    p[k] += h * (a[k] + s * x), p[n + k] += h * (a[n + k] + s * y), p[2 * n + k] += h * (a[2 * n + k] + s * z);
  }
}

static void kick(const holman *s, double h, const double *q, double *p) {
  const int64_t n = s->few.stride;
  double *const x = room(s, X), *const a = room(s, A);
  from_jacobi(s, q, x);
  aps_few_pull(&s->few, x, a);
  to_jacobi(s, a, x); /* which is not needed any more */
  kick_by(1, s->few.n, n, h, room(s, MU), x, q, p);
}

static void correct(const holman *s, int which, double *q, double *p) {
  const double h = s->kept.dt;
  for (int k = 0; k < s->corrector; k++) {
    const int i = which > 0 ? k : (int)s->corrector - 1 - k;
    const double a = s->a[i] * h, b = s->b[i] * h;
    drift(s, which * a, q, p); /* the inverse: all in reverse order, and back */
    kick(s, b, q, p);
    drift(s, which * -2 * a, q, p);
    kick(s, -b, q, p);
    drift(s, which * a, q, p);
  }
}

/* b of the n stages at a = sqrt(7/40), 2 sqrt(7/40), …: sum of 2 b a^(2k+1) / (2k+1)! = g_k, G(X) = sum of g_k X^(2k+1). The spacing
 * makes the first term left the smallest for one stage. */
static void make_corrector(holman *s) {
  const int n = (int)s->corrector;
  double series[STAGES + 1] = {1}, row[STAGES][STAGES + 1], factorial = 1;
  for (int k = 1; k <= n; k++) { /* (X/2) / sinh(X/2) in powers of X^2 */
    double term = 1;
    for (int j = 1; j <= k; j++) term /= 4.0 * (2 * j) * (2 * j + 1), series[k] -= term * series[k - j];
  }
  for (int k = 0; k < n; k++) {
    if (k > 0) factorial *= (2 * k) * (2 * k + 1);
    for (int i = 0; i < n; i++) s->a[i] = (i + 1) * sqrt(7 / 40.0), row[k][i] = 2 * pow(s->a[i], 2 * k + 1) / factorial;
    row[k][n] = series[k + 1];
  }
  for (int c = 0; c < n; c++) /* Gauss and Jordan; the matrix is a Vandermonde's, whose pivots do not vanish */
    for (int r = 0; r < n; r++) {
      const double f = row[r][c] / row[c][c];
      for (int k = c; k <= n && r != c; k++) row[r][k] -= f * row[c][k];
    }
  for (int i = 0; i < n; i++) s->b[i] = row[i][n] / row[i][i];
}

/* ---- which body is where */

typedef struct {
  double reach;
  int64_t body;
} planet;

static int by_reach(const void *a, const void *b) {
  const planet *p = a, *q = b;
  if (p->reach != q->reach) return p->reach < q->reach ? -1 : 1;
  return (p->body > q->body) - (p->body < q->body);
}

/* Semi-major axis about the star, or the distance of what is not bound. */
static double reach_of(const aps_few *f, int64_t i, int64_t star) {
  const int64_t n = f->stride;
  double r2 = 0, v2 = 0;
  for (int d = 0; d < 3; d++) {
    const double x = f->told[d * n + i] - f->told[d * n + star], v = f->told[(3 + d) * n + i] - f->told[(3 + d) * n + star];
    r2 += x * x, v2 += v * v;
  }
  const double mu = f->G * (f->mass[i] + f->mass[star]), beta = 2 * mu / sqrt(r2) - v2;
  return beta > 0 ? mu / beta : sqrt(r2);
}

static aps_err find_places(holman *s) {
  aps_few *f = &s->few;
  int64_t star = 0;
  double sum = 0;
  for (int64_t i = 0; i < f->n; i++) {
    star = f->mass[i] > f->mass[star] ? i : star;
    sum += f->mass[i];
  }
  if (!(2 * f->mass[star] > sum)) {
    aps_fail(f->ctx, APS_ECONFIG, "integrator.name: wisdom_holman needs a body that outweighs all others together");
    return aps_hint(f->ctx, "integrator: {name: ias15}");
  }
  planet *list = aps_alloc(f->ctx, "bodies", f->n, sizeof *list);
  if (list == NULL) return APS_EMEM;
  for (int64_t j = 0; j < f->sources; j++) {
    const int64_t i = f->source[j];
    list[j] = (planet){i == star ? -1 : reach_of(f, i, star), i};
  }
  qsort(list, (size_t)f->sources, sizeof *list, by_reach);
  for (int64_t j = 0; j < f->sources; j++) lanes(s, PLACE)[j] = (double)list[j].body;
  int64_t k = f->sources;
  for (int64_t i = 0; i < f->n; i++)
    if (!(f->mass[i] > 0)) lanes(s, PLACE)[k++] = (double)i;
  aps_release(f->ctx, list);
  return APS_OK;
}

static void lay_out(holman *s) {
  const aps_few *f = &s->few;
  const int64_t m = massive(s);
  double M = 0;
  for (int64_t k = 0; k < f->stride; k++) {
    const double mass = k < m ? f->mass[body(s, k)] : 0;
    M += mass;
    room(s, MASS)[k] = mass;
    room(s, MU)[k] = k > 0 && k < f->n ? f->G * M : 1; /* of the centre of mass and shadows: a circle of radius 1 */
  }
  s->laid = 1;
}

/* ---- steps */

static aps_err show(holman *s, aps_sim *sim) {
  const int64_t n = 3 * s->few.stride;
  double *const q = room(s, QQ), *const p = room(s, PP), *const x = room(s, X), *const v = room(s, A);
  memcpy(q, lanes(s, Q), sizeof *q * (size_t)n * 2);
  if (s->kept.owed) drift(s, s->kept.dt / 2, q, p);
  correct(s, -1, q, p);
  from_jacobi(s, q, x);
  from_jacobi(s, p, v);
  s->lags = 0;
  return aps_few_write(&s->few, sim, x, v);
}

static aps_err settle(void *self, aps_sim *sim) {
  holman *s = self;
  return s->lags ? show(s, sim) : APS_OK;
}

static void begin(holman *s, double dt) {
  const int64_t n = s->few.stride;
  double *const q = lanes(s, Q), *const p = lanes(s, P);
  to_jacobi(s, s->few.told, q);
  to_jacobi(s, s->few.told + 3 * n, p);
  for (int64_t k = s->few.n; k < n; k++) q[k] = p[n + k] = 1; /* shadows */
  s->kept.dt = dt, s->kept.owed = 0;
  correct(s, 1, q, p);
}

static aps_err ready(holman *s, aps_sim *sim, double dt) {
  int fresh;
  if (s->lags && dt != s->kept.dt) APS_TRY(show(s, sim));
  APS_TRY(aps_few_read(&s->few, sim, OWN_LANES, SCRATCH_LANES, &fresh));
  if (s->a[0] == 0 && s->corrector > 0) make_corrector(s);
  if (fresh) s->laid = 0, s->kept.dt = 0;
  if (fresh) APS_TRY(find_places(s));
  if (!s->laid) lay_out(s);
  if (dt != s->kept.dt) begin(s, dt);
  return APS_OK;
}

static aps_err step(void *self, aps_sim *sim, double dt) {
  holman *s = self;
  APS_TRY(ready(s, sim, dt));
  double *const q = lanes(s, Q), *const p = lanes(s, P);
  drift(s, s->kept.owed ? dt : dt / 2, q, p);
  kick(s, dt, q, p);
  s->kept.owed = s->lags = 1;
  aps_sim_count(sim, aps_few_pairs(&s->few), 1);
  return aps_few_finite(&s->few, q, p) ? APS_OK : show(s, sim); /* the run's own look will name it */
}

static aps_err suits(void *self, aps_sim *sim) {
  holman *s = self;
  int fresh;
  APS_TRY(aps_few_read(&s->few, sim, OWN_LANES, SCRATCH_LANES, &fresh));
  return find_places(s);
}

static aps_err check(void *self, aps_sim *sim) {
  int law, threads;
  double G;
  (void)self;
  APS_TRY(aps_few_check(sim));
  aps_sim_law(sim, &law, &G, &threads);
  APS_CHECK(aps_sim_ctx(sim), law == APS_LAW_NEWTON, APS_ECONFIG,
            "integrator.name: wisdom_holman needs forces by the law newton, without softening");
  return APS_OK;
}

static aps_blob carry(const void *self) { return aps_few_carry(&((const holman *)self)->few); }
static aps_err resume(void *self, aps_ctx *ctx, const aps_blob *blob) { return aps_few_resume(&((holman *)self)->few, ctx, blob); }
static void destroy(void *self) { aps_few_close(&((holman *)self)->few); }
static size_t memory(int64_t n) { return aps_few_memory(n, OWN_LANES + SCRATCH_LANES); }

const aps_integrator aps_integrator_wisdom_holman = {
    .about = {.name = "wisdom_holman",
              .doc = "Wisdom and Holman's mapping with a symplectic corrector, order 2 in dt times the planets' masses: planets and "
                     "tracers about one star for millions of orbits; not through close encounters",
              .source = "Wisdom & Holman 1991, AJ 102, 1528; Wisdom 2006, AJ 131, 2294; Rein & Tamayo 2015, MNRAS 452, 376",
              .params = params,
              .state_size = sizeof(holman),
              .persist_offset = offsetof(holman, kept),
              .persist_size = sizeof(((holman *)0)->kept)},
    .order = 2,
    .reads = APS_X | APS_V,
    .writes = APS_X | APS_V,
    .check = check,
    .step = step,
    .destroy = destroy,
    .bodies = 1,
    .carry = carry,
    .resume = resume,
    .memory = memory,
    .settle = settle,
    .suits = suits,
};
