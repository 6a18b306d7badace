/* What a set of particles looks like: sums over all of them, a centre, radii that enclose a
 * fraction of the mass, profiles, a disc. Pure functions of the columns: nothing is drawn at
 * random, and every sum runs in the order of the rows. */
#include "analysis.h"
#include <string.h>

const double aps_lagrange_fractions[APS_LAGRANGE] = {0.01, 0.05, 0.1, 0.2,  0.3, 0.5,
                                                     0.7,  0.8,  0.9, 0.95, 0.99};

static aps_err check(aps_ctx *ctx, const aps_view *v, const aps_analysis_setup *s) {
  APS_CHECK(ctx, s->G >= 0 && isfinite(s->G), APS_EARG, "G must be >= 0, got %g", s->G);
  APS_CHECK(ctx, s->bins >= 0 && s->bins <= 100000, APS_EARG, "bins must be 1 to 100000, got %d",
            s->bins);
  for (int d = 0; d < 3; d++)
    APS_CHECK(ctx, isfinite(s->centre[d]), APS_EARG, "the centre must be finite, got %g",
              s->centre[d]);
  APS_CHECK(ctx, s->a >= 0 && isfinite(s->a), APS_EARG, "the scale factor must be >= 0, got %g",
            s->a);
  const int open = s->box[0] == 0 && s->box[1] == 0 && s->box[2] == 0;
  for (int d = 0; d < 3 && !open; d++)
    APS_CHECK(ctx, s->box[d] > 0 && isfinite(s->box[d]), APS_EARG,
              "the edges of a periodic box must be > 0, got %g", s->box[d]);
  APS_CHECK(ctx, open || s->centring == APS_CENTRE_GIVEN || s->centring == APS_CENTRE_NONE,
            APS_EARG, "a periodic box has no centre but one that is given");
  return aps_rows_check(ctx, v);
}

/* ---- sums ------------------------------------------------------------------------------------ */

/* Mass, momentum, angular momentum about the origin, energies. With a scale factor x they are
 * sum m v^2 / 2 and sum m phi / 2 x, phi that of comoving positions (Peebles 1980, eq. 24.1). */
static void add_up(const aps_frame *f, double scale, aps_analysis *a) {
  enum { M, P, L = P + 3, K = L + 3, W, TERMS };
  aps_exact s[TERMS] = {{0, 0}};
  const aps_view *v = &f->v;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    const double m = v->mass[i], p[3] = {m * v->vx[i], m * v->vy[i], m * v->vz[i]};
    aps_exact_add(&s[M], m);
    for (int d = 0; d < 3; d++) aps_exact_add(&s[P + d], p[d]);
    aps_exact_add(&s[L], v->y[i] * p[2] - v->z[i] * p[1]);
    aps_exact_add(&s[L + 1], v->z[i] * p[0] - v->x[i] * p[2]);
    aps_exact_add(&s[L + 2], v->x[i] * p[1] - v->y[i] * p[0]);
    aps_exact_add(&s[K], 0.5 * (p[0] * v->vx[i] + p[1] * v->vy[i] + p[2] * v->vz[i]));
    if (v->pot) aps_exact_add(&s[W], 0.5 * m * v->pot[i]);
  }
  a->n = f->n;
  a->mass = aps_exact_get(s[M]);
  for (int d = 0; d < 3; d++) {
    a->momentum[d] = aps_exact_get(s[P + d]);
    a->angular_momentum[d] = aps_exact_get(s[L + d]);
  }
  a->kinetic = aps_exact_get(s[K]);
  a->potential = v->pot ? aps_exact_get(s[W]) / scale : NAN;
  a->total = a->kinetic + a->potential;
}

/* Spin and kinetic energy seen from the centre of mass, moving with it. */
static void add_up_inside(const aps_frame *f, aps_analysis *a) {
  aps_exact s[5] = {{0, 0}};
  const aps_view *v = &f->v;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    const double x = v->x[i] - a->centre_of_mass[0], y = v->y[i] - a->centre_of_mass[1],
                 z = v->z[i] - a->centre_of_mass[2];
    const double u = v->vx[i] - a->mean_velocity[0], t = v->vy[i] - a->mean_velocity[1],
                 w = v->vz[i] - a->mean_velocity[2], m = v->mass[i];
    aps_exact_add(&s[0], m * (y * w - z * t));
    aps_exact_add(&s[1], m * (z * u - x * w));
    aps_exact_add(&s[2], m * (x * t - y * u));
    aps_exact_add(&s[3], 0.5 * m * (u * u + t * t + w * w));
    if (f->by_number) aps_exact_add(&s[4], 0.5 * (u * u + t * t + w * w));
  }
  for (int d = 0; d < 3; d++) a->spin[d] = aps_exact_get(s[d]);
  a->kinetic_internal = aps_exact_get(s[3]);
  a->virial_ratio = a->potential != 0 ? 2 * a->kinetic_internal / fabs(a->potential) : NAN;
  a->sigma = f->by_number ? sqrt(2 * aps_exact_get(s[4]) / (3 * (double)f->n))
                          : sqrt(2 * a->kinetic_internal / (3 * a->mass));
}

/* One pass for all fractions. */
static void lagrange(const aps_frame *f, aps_analysis *a) {
  aps_exact total = {0, 0}, inside = {0, 0};
  for (int64_t i = 0; i < f->n; i++) aps_exact_add(&total, f->radius[i].weight);
  int k = 0;
  for (int64_t i = 0; i < f->n && k < APS_LAGRANGE; i++) {
    aps_exact_add(&inside, f->radius[i].weight);
    if (!(f->radius[i].weight > 0)) continue;
    /* a sum that should meet the fraction exactly may miss it by a rounding */
    const double reached = aps_exact_get(inside) / aps_exact_get(total) * (1 + 1e-14);
    while (k < APS_LAGRANGE && reached >= aps_lagrange_fractions[k])
      a->lagrange[k++] = f->radius[i].key;
  }
  while (k < APS_LAGRANGE) a->lagrange[k++] = f->radius[f->n - 1].key;
  a->r_max = f->radius[f->n - 1].key;
}

static void add_up_all(const aps_frame *f, const aps_analysis_setup *s, aps_analysis *a) {
  add_up(f, aps_setup_scale(s), a);
  aps_frame_mean(f, a->centre_of_mass, a->mean_velocity);
  add_up_inside(f, a);
  a->by_number = f->by_number;
  if (!(s->box[0] > 0)) return;
  /* what depends on which image of a particle is meant; and a box is not a system in equilibrium */
  for (int d = 0; d < 3; d++) a->centre_of_mass[d] = a->angular_momentum[d] = a->spin[d] = NAN;
  a->virial_ratio = NAN;
}

static void no_centre(aps_analysis *a) {
  for (int d = 0; d < 3; d++) a->centre[d] = a->centre_velocity[d] = NAN;
  for (int k = 0; k < APS_LAGRANGE; k++) a->lagrange[k] = NAN;
  a->r_max = a->centre_radius = NAN;
  aps_disc_none(&a->disc);
}

static aps_err look_about(aps_ctx *ctx, aps_frame *f, const aps_analysis_setup *s,
                          aps_analysis *a) {
  memcpy(a->centre, f->centre, sizeof a->centre);
  memcpy(a->centre_velocity, f->velocity, sizeof a->centre_velocity);
  a->centre_n = f->centre_n;
  a->centre_radius = f->centre_radius;
  a->centre_peak = f->centre_peak;
  lagrange(f, a);
  if (s->box[0] > 0)
    aps_disc_none(&a->disc);
  else
    APS_TRY(aps_disc_make(ctx, f, s, a));
  return aps_shells_make(ctx, f, s, a);
}

/* ---- about a point of a periodic box --------------------------------------------------------- */

/* Nearest images of all rows, [3][n], and those of `rows` in the largest sphere that fits. */
static aps_err unfold(aps_ctx *ctx, const aps_frame *f, const aps_analysis_setup *s, double *x,
                      int64_t *inside, int64_t *n_inside) {
  const double *const from[3] = {f->v.x, f->v.y, f->v.z};
  const int64_t n = f->v.n;
  const double reach = fmin(fmin(s->box[0], s->box[1]), s->box[2]) / 2;
  for (int d = 0; d < 3; d++)
    for (int64_t i = 0; i < n; i++) {
      const double far = from[d][i] - s->centre[d];
      x[d * n + i] = s->centre[d] + (far - s->box[d] * nearbyint(far / s->box[d]));
    }
  *n_inside = 0;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    double r2 = 0;
    for (int d = 0; d < 3; d++) r2 += (x[d * n + i] - s->centre[d]) * (x[d * n + i] - s->centre[d]);
    if (r2 <= reach * reach) inside[(*n_inside)++] = i;
  }
  APS_CHECK(ctx, *n_inside > 0, APS_EDATA, "no particle lies within %g of the centre, half an edge",
            reach);
  return APS_OK;
}

static aps_err look_about_in_box(aps_ctx *ctx, const aps_frame *all, const aps_analysis_setup *s,
                                 aps_analysis *a) {
  double *x = aps_alloc(ctx, "nearest images", 3 * all->v.n, sizeof *x);
  int64_t *inside = aps_alloc(ctx, "rows about a centre", all->n, sizeof *inside), n = 0;
  aps_frame f = {.n = 0};
  aps_err err = x && inside ? unfold(ctx, all, s, x, inside, &n) : APS_EMEM;
  aps_view v = all->v;
  v.x = x, v.y = x + v.n, v.z = x + 2 * v.n;
  if (err == APS_OK) err = aps_frame_make(ctx, v, inside, n, s, &f);
  if (err == APS_OK) err = look_about(ctx, &f, s, a);
  aps_frame_end(ctx, &f);
  aps_release(ctx, inside);
  aps_release(ctx, x);
  return err;
}

static aps_err fill(aps_ctx *ctx, aps_frame *f, const aps_analysis_setup *s, aps_analysis *a) {
  add_up_all(f, s, a);
  if (s->centring == APS_CENTRE_NONE) return no_centre(a), APS_OK;
  return s->box[0] > 0 ? look_about_in_box(ctx, f, s, a) : look_about(ctx, f, s, a);
}

aps_err aps_analyse(aps_ctx *ctx, aps_view v, const aps_analysis_setup *setup, aps_analysis *a) {
  static const aps_analysis_setup plain = {.G = 0};
  aps_analysis_setup s = setup ? *setup : plain;
  *a = (aps_analysis){.n = 0};
  APS_TRY(check(ctx, &v, &s));
  if (s.G == 0) s.G = 1;
  a->G = s.G;
  a->n_species = aps_rows_species(&v, a->species);
  int64_t *rows, n;
  APS_TRY(aps_rows_choose(ctx, &v, &s, &rows, &n));
  aps_frame frame;
  aps_err err = aps_frame_make(ctx, v, rows, n, &s, &frame);
  if (err == APS_OK) err = fill(ctx, &frame, &s, a);
  aps_frame_end(ctx, &frame);
  aps_release(ctx, rows);
  if (err != APS_OK) aps_analysis_free(ctx, a);
  return err;
}

void aps_analysis_free(aps_ctx *ctx, aps_analysis *a) {
  aps_release(ctx, a->shell);
  aps_release(ctx, a->disc.ring);
  *a = (aps_analysis){.n = 0};
}
