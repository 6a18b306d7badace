/* The fast multipole solver on a few hundred small and odd sets of particles: coincident points,
 * lines, lattices and nested shells mixed, at scales up to the ends of the double numbers, with
 * massless rows and rows that are not finite. It ends, stays finite where the direct sum is, and
 * keeps the accuracy where that is defined.
 *
 *     fuzz.fmm_fuzz [FIRST [COUNT]]      other seeds than the default ones */
#include "../parity/fmm_rig.h"

static aps_ctx *ctx;
static int verbose;

enum { RUNS = 300 };

/* ---- odd particles */

typedef struct {
  cloud c;
  how h;
  double unit;  /* of length */
  int spoilt;   /* a row is not finite */
  int singular; /* two rows coincide, perhaps unsoftened: no force, but no potential that means
                   anything */
  int extreme;  /* forces or their squares leave the range of double */
} oddity;

static void odd_point(dice *d, int mix, int64_t i, const aps_view *v, double x[3]) {
  const int kind = (int)below(d, 6);
  double r = 1;
  switch (mix >> kind & 1 ? kind : 6) {
  case 0: /* where another one is */
    if (i == 0) break;
    const int64_t j = below(d, i);
    x[0] = v->x[j], x[1] = v->y[j], x[2] = v->z[j];
    return;
  case 1: /* a line */
    x[0] = symmetric(d), x[1] = 0.5, x[2] = -0.25;
    return;
  case 2: /* a lattice */
    for (int k = 0; k < 3; k++) x[k] = (double)below(d, 4) - 1.5;
    return;
  case 3: /* nested shells */
    r = ldexp(1, -(int)below(d, 30));
    break;
  case 4: /* far away */
    r = below(d, 20) ? 1 : pow(10, 8 * uniform(d));
    break;
  case 5: /* nearly coincident */
    if (i == 0) break;
    x[0] = v->x[i - 1] + 1e-9 * symmetric(d), x[1] = v->y[i - 1], x[2] = v->z[i - 1];
    return;
  default:
    r = cbrt(uniform(d));
  }
  on_sphere(d, r, x);
}

static int coincide(const aps_view *v) {
  for (int64_t i = 0; i < v->n; i++)
    for (int64_t j = 0; j < i; j++)
      if (v->x[i] == v->x[j] && v->y[i] == v->y[j] && v->z[i] == v->z[j]) return 1;
  return 0;
}

static oddity odd(uint64_t seed) {
  dice d = {seed * 7919};
  const int64_t n = below(&d, 12) == 0  ? 1100 + below(&d, 400)
                    : below(&d, 4) == 0 ? below(&d, 4)
                                        : below(&d, 201);
  const int mix = (int)below(&d, 64);
  oddity o = {.c = cloud_of(n), .unit = 1};
  aps_view *v = &o.c.v;
  o.h = (how){.law = (int)below(&d, APS_LAW_COUNT),
              .precision = below(&d, 2) ? APS_DOUBLE : APS_MIXED,
              .accuracy = pow(10, -1 - 6 * uniform(&d)),
              .threads = 1 + (int)below(&d, 3),
              .choice = {.leaf = 1 + (int)below(&d, below(&d, 2) ? 4 : 64),
                         .no_merging = (int)below(&d, 2)}};
  if (below(&d, 3) == 0) o.h.choice.order = APS_FMM_LEAST + (int)below(&d, 7);
  for (int64_t i = 0; i < n; i++) {
    double x[3];
    odd_point(&d, mix, i, v, x);
    v->x[i] = x[0], v->y[i] = x[1], v->z[i] = x[2];
    v->mass[i] = below(&d, 10) == 0 && mix % 2 ? 0 : pow(10, mix % 3 == 0 ? -6 * uniform(&d) : 0);
    v->eps[i] = o.h.law == APS_LAW_NEWTON ? 0 : 0.001 * (double)(mix % 4 == 0 ? below(&d, 3) : 1);
  }
  const int scale = (int)below(&d, 8);
  if (scale == 0) o.unit = pow(10, 60 * symmetric(&d));
  if (scale == 1) o.unit = pow(10, 300 * symmetric(&d)), o.extreme = 1;
  if (scale == 2) o.unit = below(&d, 2) ? 1e-310 : 1e305, o.extreme = 1;
  o.singular = coincide(v);
  for (int64_t i = 0; i < n; i++) {
    v->x[i] *= o.unit, v->y[i] *= o.unit, v->z[i] *= o.unit, v->eps[i] *= o.unit;
  }
  if (n && below(&d, 8) == 0) {
    static const double bad[3] = {NAN, INFINITY, -INFINITY};
    double *const column[4] = {v->x, v->y, v->z, v->mass};
    for (int64_t k = 1 + below(&d, 3); k > 0; k--)
      column[below(&d, 4)][below(&d, n)] = bad[below(&d, 3)];
    o.spoilt = 1;
  }
  return o;
}

/* ---- what is expected */

/* Error of a row that rounding explains: positions are off by U of the extent, as pairs at r feel
 * by 2 U extent / r, and terms by 48 U of themselves (as in parity/test_direct_cpu.c). */
static double rounding(const oddity *o, int64_t i, double extent, double *size) {
  const aps_view *v = &o->c.v;
  const double U = o->h.precision == APS_DOUBLE || o->h.accuracy < 0.9e-6 ? 0x1p-53 : 0x1p-24;
  double near = 0;
  *size = 0;
  for (int64_t j = 0; j < v->n; j++) {
    const double dx = v->x[i] - v->x[j], dy = v->y[i] - v->y[j], dz = v->z[i] - v->z[j],
                 eps = fmax(v->eps[i], v->eps[j]);
    const double r = sqrt(dx * dx + dy * dy + dz * dz), s = fmax(r, eps),
                 a = 2 * v->mass[j] / (s * s);
    if (i == j || !(s > 0)) continue;
    *size += a, near += a / s;
  }
  return 48 * U * *size + 12 * U * extent * near;
}

static double extent_of(const aps_view *v) {
  double most = 0;
  const double *const column[3] = {v->x, v->y, v->z};
  for (int k = 0; k < 3; k++) {
    double low = INFINITY, high = -INFINITY;
    for (int64_t i = 0; i < v->n; i++)
      low = fmin(low, column[k][i]), high = fmax(high, column[k][i]);
    most = fmax(most, high - low);
  }
  return most;
}

/* rms over rows of the error beyond rounding; rows whose terms cancel to a thousandth have no
 * relative error. */
static double excess(const oddity *o, const answer *r) {
  const aps_view *v = &o->c.v;
  const double extent = extent_of(v);
  double sum = 0;
  int64_t rows = 0;
  for (int64_t i = 0; i < v->n; i++) {
    double size, e2 = 0, a2 = 0;
    const double allowed = rounding(o, i, extent, &size), a[3] = {v->ax[i], v->ay[i], v->az[i]};
    for (int k = 0; k < 3; k++)
      e2 += (a[k] - r->a[k][i]) * (a[k] - r->a[k][i]), a2 += r->a[k][i] * r->a[k][i];
    if (!(sqrt(a2) > 1e-3 * size)) continue;
    const double e = fmax(0, sqrt(e2) - allowed) / sqrt(a2);
    sum += e * e, rows++;
  }
  return rows ? sqrt(sum / (double)rows) : 0;
}

static int64_t lost(const aps_view *v, const answer *r,
                    int potential) { /* finite in the direct sum alone */
  int64_t n = 0;
  for (int64_t i = 0; i < v->n; i++) {
    const double a[3] = {v->ax[i], v->ay[i], v->az[i]};
    int bad = 0;
    for (int k = 0; k < 3; k++) bad |= isfinite(r->a[k][i]) && !isfinite(a[k]);
    n += bad || (potential && isfinite(r->pot[i]) && !isfinite(v->pot[i]));
  }
  return n;
}

static int finite_rows(const aps_view *v) {
  int n = 0;
  for (int64_t i = 0; i < v->n; i++)
    n += isfinite(v->ax[i]) && isfinite(v->ay[i]) && isfinite(v->az[i]);
  return n;
}

static void run(uint64_t seed) {
  oddity o = odd(seed);
  aps_view v = o.c.v;
  answer r = expect(ctx, v, o.h.law);
  solver s;
  double worst = 0;
  int64_t gone = 0;
  CHECK_OK(ctx, solver_open(&s, ctx, &aps_force_fmm_cpu, v, &o.h));
  for (int round = 0; round < 10; round++) {
    CHECK_OK(ctx, solver_run(&s, v, APS_A | APS_POT));
    gone = lost(&v, &r, !o.singular);
    if (o.spoilt || o.extreme || gone) break;
    worst = excess(&o, &r) / o.h.accuracy;
    if (round > 0 && !s.row->tune(s.self, (double[5]){worst * o.h.accuracy, 0, 0, 0, 0})) break;
  }
  const int good = o.spoilt ? 1 : gone == 0 && worst <= 1;
  if (!good || verbose)
    printf("  seed %llu: n %lld, law %d, precision %d, accuracy %.1e, leaf %d, order %d, unit "
           "%.1e%s%s: error %.2f of it, "
           "%lld rows lost, %d finite\n",
           (unsigned long long)seed, (long long)v.n, o.h.law, o.h.precision, o.h.accuracy,
           o.h.choice.leaf, o.h.choice.order, o.unit, o.singular ? ", singular" : "",
           o.spoilt ? ", spoilt" : "", worst, (long long)gone, finite_rows(&v));
  CHECK(good);
  solver_close(&s);
  answer_free(&r);
  cloud_free(&o.c);
}

int main(int argc, char **argv) {
  ctx = aps_ctx_create();
  verbose = getenv("VERBOSE") != NULL;
  const uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1,
                 count = argc > 2 ? strtoull(argv[2], NULL, 10) : RUNS;
  for (uint64_t k = 0; k < count; k++) run(first + k);
  printf("%llu sets of particles, %d failures\n", (unsigned long long)count, check_failures);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
