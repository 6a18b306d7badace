/* Discs: the axis is the angular momentum of the inner half of the mass, rings about it are as wide
 * as each other out to the radius of 95 % of the mass. The scale length h is fitted to
 * Sigma = Sigma_0 exp(-R / h) (Freeman 1970, ApJ 160, 811): a straight line through ln Sigma
 * against the mean radius of the rings, each weighted by its particles (the variance of ln n is 1 /
 * n), from 20 % to 90 % of the mass.
 *
 * Whose disc: the particles looked at if only one species is; else species 2, GADGET's "disc"; else
 * the flattest species that rotates; else all within the half-mass radius. It counts as a disc when
 * it is flat, median |z| below 0.35 median R (an isotropic sphere has 0.58), and its rotation is
 * more than 0.4 of the rms speed. */
#include "analysis.h"
#include <string.h>

static const double flat_below = 0.35, rotating_above = 0.4, end_fraction = 0.95;
enum { TOO_FEW = 20, DISC_TYPE = 2 };

typedef struct {
  aps_frame f; /* about its own centre */
  int64_t *rows;
  int64_t type; /* -1: the particles looked at, -2: inside the half-mass radius */
  aps_pair *R;  /* sorted */
  double end, flattening, rotation, z_median, z_rms;
} disc;

static void disc_end(aps_ctx *ctx, disc *d) {
  aps_frame_end(ctx, &d->f);
  aps_release(ctx, d->rows);
  aps_release(ctx, d->R);
  *d = (disc){.rows = NULL};
}

static int found(const disc *d) {
  return d->flattening < flat_below && d->rotation > rotating_above;
}

/* ---- one candidate --------------------------------------------------------------------------- */

static void inner_spin(aps_frame *f) {
  const double limit = aps_pairs_quantile(f->radius, f->n, 0.5);
  double L[3] = {0};
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    if (aps_frame_radius(f, i) > limit) continue;
    const double m = aps_frame_weight(f, i);
    const double x = f->v.x[i] - f->centre[0], y = f->v.y[i] - f->centre[1],
                 z = f->v.z[i] - f->centre[2];
    const double u = f->v.vx[i] - f->velocity[0], v = f->v.vy[i] - f->velocity[1],
                 w = f->v.vz[i] - f->velocity[2];
    L[0] += m * (y * w - z * v), L[1] += m * (z * u - x * w), L[2] += m * (x * v - y * u);
  }
  aps_frame_axis(f, L);
}

static void moments(disc *d) {
  double w = 0, v_phi = 0, v2 = 0, z2 = 0;
  for (int64_t k = 0; k < d->f.n; k++) {
    const int64_t i = aps_frame_row(&d->f, k);
    const aps_polar q = aps_frame_polar(&d->f, i);
    if (q.R > d->end) continue;
    const double m = aps_frame_weight(&d->f, i);
    w += m;
    v_phi += m * q.v_phi;
    v2 += m * (q.v_R * q.v_R + q.v_phi * q.v_phi + q.v_z * q.v_z);
    z2 += m * q.z * q.z;
  }
  d->rotation = v2 > 0 ? v_phi / w / sqrt(v2 / w) : NAN;
  d->z_rms = sqrt(z2 / w);
}

/* Axis, extent, thickness and rotation of d->f's rows. */
static aps_err measure(aps_ctx *ctx, disc *d) {
  aps_frame *f = &d->f;
  inner_spin(f);
  aps_pair *z = aps_alloc(ctx, "disc heights", f->n, sizeof *z);
  d->R = aps_alloc(ctx, "disc radii", f->n, sizeof *d->R);
  if (z == NULL || d->R == NULL) return aps_release(ctx, z), APS_EMEM;
  for (int64_t k = 0; k < f->n; k++) {
    const int64_t i = aps_frame_row(f, k);
    const aps_polar q = aps_frame_polar(f, i);
    const double w = aps_frame_weight(f, i);
    d->R[k] = (aps_pair){q.R, w};
    z[k] = (aps_pair){fabs(q.z), w};
  }
  aps_err err = aps_pairs_sort(ctx, d->R, f->n);
  if (err == APS_OK) err = aps_pairs_sort(ctx, z, f->n);
  if (err == APS_OK) {
    const double R = aps_pairs_quantile(d->R, f->n, 0.5);
    d->z_median = aps_pairs_quantile(z, f->n, 0.5);
    d->flattening = R > 0 ? d->z_median / R : NAN;
    d->end = aps_pairs_quantile(d->R, f->n, end_fraction);
    moments(d);
  }
  aps_release(ctx, z);
  return err;
}

/* ---- who is the disc ------------------------------------------------------------------------- */

static int64_t type_of(const aps_view *v, int64_t i) { return v->type ? (int64_t)v->type[i] : 1; }

/* type >= 0: that species; -2: all inside half of main's mass. Counts first, so no more is taken
 * than needed. */
static aps_err choose_rows(aps_ctx *ctx, const aps_frame *main, int64_t type, disc *d, int64_t *n) {
  const double half = aps_pairs_quantile(main->radius, main->n, 0.5);
  for (int fill = 0; fill < 2; fill++) {
    *n = 0;
    for (int64_t k = 0; k < main->n; k++) {
      const int64_t i = aps_frame_row(main, k);
      if (type >= 0 ? type_of(&main->v, i) != type : aps_frame_radius(main, i) > half) continue;
      if (fill) d->rows[*n] = i;
      ++*n;
    }
    if (fill || *n == 0) return APS_OK;
    d->rows = aps_alloc(ctx, "disc rows", *n, sizeof *d->rows);
    if (d->rows == NULL) return APS_EMEM;
  }
  return APS_OK;
}

static aps_err candidate(aps_ctx *ctx, const aps_frame *main, const aps_analysis_setup *setup,
                         int64_t type, disc *d) {
  int64_t n = main->n;
  *d = (disc){.type = type, .flattening = NAN};
  aps_analysis_setup own = *setup;
  if (type == -2) { /* seen from the same centre */
    own.centring = APS_CENTRE_GIVEN;
    memcpy(own.centre, main->centre, sizeof own.centre);
  }
  if (type == -1 && main->rows) { /* the rows looked at, once more */
    d->rows = aps_alloc(ctx, "disc rows", n, sizeof *d->rows);
    if (d->rows == NULL) return APS_EMEM;
    memcpy(d->rows, main->rows, sizeof *d->rows * (size_t)n);
  } else if (type != -1) {
    APS_TRY(choose_rows(ctx, main, type, d, &n));
  }
  d->f.n = n;
  if (n < TOO_FEW) return APS_OK;
  APS_TRY(aps_frame_make(ctx, main->v, d->rows, n, &own, &d->f));
  if (type == -2) memcpy(d->f.velocity, main->velocity, sizeof d->f.velocity);
  return measure(ctx, d);
}

/* Takes the candidate if it is a flatter disc than the best, or if there is none yet and it must be
 * one. */
static aps_err try(aps_ctx *ctx, const aps_frame *main, const aps_analysis_setup *setup,
                   int64_t type, disc *best) {
  disc d;
  const aps_err err = candidate(ctx, main, setup, type, &d);
  const int better = d.R && found(&d) && !(best->R && best->flattening <= d.flattening);
  const int last_resort = d.R && best->R == NULL && type < 0;
  if (err == APS_OK && (better || last_resort)) {
    disc_end(ctx, best);
    *best = d;
  } else {
    disc_end(ctx, &d);
  }
  return err;
}

static aps_err choose(aps_ctx *ctx, const aps_frame *main, const aps_analysis_setup *setup,
                      const aps_analysis *a, disc *best) {
  *best = (disc){.rows = NULL};
  if (setup->only) return try(ctx, main, setup, -1, best);
  APS_TRY(try(ctx, main, setup, DISC_TYPE, best));
  const int several = best->R == NULL && a->n_species > 1;
  for (int k = 0; several && k < a->n_species; k++)
    if (a->species[k].type != DISC_TYPE) APS_TRY(try(ctx, main, setup, a->species[k].type, best));
  return best->R ? APS_OK : try(ctx, main, setup, -2, best);
}

/* ---- rings ----------------------------------------------------------------------------------- */

typedef struct {
  int64_t n;
  double w, m, R;
  aps_moment v_R, v_phi, v_z, z;
} sums;

static void add(sums *s, double w, double m, const aps_polar *q) {
  s->n++;
  s->w += w;
  s->m += m;
  s->R += w * q->R;
  aps_moment_add(&s->v_R, w, q->v_R);
  aps_moment_add(&s->v_phi, w, q->v_phi);
  aps_moment_add(&s->v_z, w, q->v_z);
  aps_moment_add(&s->z, w, q->z);
}

static void finish(const sums *s, double inner, double outer, aps_analysis_ring *out) {
  const double area = M_PI * (outer * outer - inner * inner);
  *out = (aps_analysis_ring){.R_inner = inner, .R_outer = outer, .n = s->n, .mass = s->m};
  out->R = s->R / s->w;
  out->surface_density = area > 0 ? s->m / area : NAN;
  out->v_R = s->v_R.s / s->w;
  out->v_phi = s->v_phi.s / s->w;
  out->sigma_R = aps_moment_sigma(s->v_R, s->w);
  out->sigma_phi = aps_moment_sigma(s->v_phi, s->w);
  out->sigma_z = aps_moment_sigma(s->v_z, s->w);
  out->z_rms = sqrt(s->z.s2 / s->w);
}

/* Weighted straight line through (R, ln Sigma). */
static void fit_scale(const disc *d, aps_analysis_disc *out) {
  const double low = aps_pairs_quantile(d->R, d->f.n, 0.2),
               high = aps_pairs_quantile(d->R, d->f.n, 0.9);
  double w = 0, x = 0, y = 0, xx = 0, xy = 0;
  int used = 0;
  for (int pass = 0; pass < 2; pass++) /* second: about the means */
    for (int k = 0; k < out->n_rings; k++) {
      const aps_analysis_ring *r = &out->ring[k];
      if (!(r->R >= low && r->R <= high && r->surface_density > 0)) continue;
      const double n = (double)r->n, s = log(r->surface_density);
      if (pass == 0)
        w += n, x += n * r->R, y += n * s, used++;
      else
        xx += n * (r->R - x / w) * (r->R - x / w), xy += n * (r->R - x / w) * (s - y / w);
    }
  out->scale_length = out->scale_length_error = out->central_surface_density = NAN;
  if (used < 3 || !(xx > 0) || !(xy < 0)) return;
  const double h = -xx / xy;
  out->scale_length = h;
  out->scale_length_error = h * h / sqrt(xx);
  out->central_surface_density = exp(y / w + x / w / h);
}

/* G M(<r) / r with all particles, at the mean radius of each ring. */
static void circular_velocity(const disc *d, const aps_analysis_setup *setup,
                              aps_analysis_disc *out, double *mass) {
  for (int64_t i = 0; i < d->f.v.n; i++) {
    const double r = aps_frame_radius(&d->f, i);
    int low = 0, high = out->n_rings; /* the first ring whose mean radius is >= r */
    while (low < high) {
      const int middle = (low + high) / 2;
      if (out->ring[middle].R < r)
        low = middle + 1;
      else
        high = middle;
    }
    if (low < out->n_rings) mass[low] += d->f.v.mass[i];
  }
  double enclosed = 0;
  for (int k = 0; k < out->n_rings; k++) {
    enclosed += mass[k];
    out->ring[k].v_circular = sqrt(setup->G * enclosed / (aps_setup_scale(setup) * out->ring[k].R));
  }
}

static aps_err rings(aps_ctx *ctx, const disc *d, const aps_analysis_setup *setup,
                     aps_analysis_disc *out) {
  const int bins = aps_setup_bins(setup);
  double *edges = NULL;
  int n = 0;
  APS_TRY(
      aps_bins_make(ctx, d->R, d->f.n, bins, aps_setup_least(d->f.n, bins), 0, d->end, &edges, &n));
  sums *ring = aps_alloc(ctx, "rings", n, sizeof *ring);
  double *mass = aps_alloc(ctx, "rings", n, sizeof *mass);
  out->ring = aps_alloc(ctx, "rings", n, sizeof *out->ring);
  const int room = ring && mass && out->ring;
  for (int64_t k = 0; room && k < d->f.n; k++) {
    const int64_t i = aps_frame_row(&d->f, k);
    const aps_polar q = aps_frame_polar(&d->f, i);
    const int b = aps_bin_of(edges, n, q.R);
    if (b >= 0) add(&ring[b], aps_frame_weight(&d->f, i), d->f.v.mass[i], &q);
  }
  if (room) {
    out->n_rings = n;
    for (int b = 0; b < n; b++) finish(&ring[b], edges[b], edges[b + 1], &out->ring[b]);
    circular_velocity(d, setup, out, mass);
    fit_scale(d, out);
  }
  aps_release(ctx, edges);
  aps_release(ctx, ring);
  aps_release(ctx, mass);
  return room ? APS_OK : APS_EMEM;
}

void aps_disc_none(aps_analysis_disc *out) {
  *out = (aps_analysis_disc){
      .type = -2, .flattening = NAN, .rotation = NAN, .z_median = NAN, .z_rms = NAN};
  out->scale_length = out->scale_length_error = out->central_surface_density = NAN;
  for (int d = 0; d < 3; d++) out->centre[d] = out->velocity[d] = out->axis[d] = NAN;
}

aps_err aps_disc_make(aps_ctx *ctx, aps_frame *main, const aps_analysis_setup *setup,
                      aps_analysis *a) {
  disc d;
  aps_err err = choose(ctx, main, setup, a, &d);
  aps_analysis_disc *out = &a->disc;
  aps_disc_none(out);
  memcpy(out->axis, main->axis[2], sizeof out->axis);
  if (err == APS_OK && d.R) {
    out->found = found(&d);
    out->type = d.type;
    out->n = d.f.n;
    for (int64_t k = 0; k < d.f.n; k++) out->mass += d.f.v.mass[aps_frame_row(&d.f, k)];
    memcpy(out->centre, d.f.centre, sizeof out->centre);
    memcpy(out->velocity, d.f.velocity, sizeof out->velocity);
    memcpy(out->axis, d.f.axis[2], sizeof out->axis);
    out->flattening = d.flattening, out->rotation = d.rotation;
    out->z_median = d.z_median, out->z_rms = d.z_rms;
    err = rings(ctx, &d, setup, out);
    aps_frame_axis(main, out->axis);
  }
  disc_end(ctx, &d);
  return err;
}
