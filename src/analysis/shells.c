/* Profiles in spherical shells about the centre: density, streaming, the dispersions along r, theta
 * and phi about their means, and Binney's anisotropy beta = 1 - (s_theta^2 + s_phi^2) / (2 s_r^2)
 * (Binney & Tremaine 2008, eq. 4.61). The circular velocity, v^2 = G M(<r) / r, counts all mass,
 * also that of species not looked at; it is exact where the mass is spherical. */
#include "analysis.h"

typedef struct {
  int64_t n;
  double w, m, r;
  aps_moment v_r, v_theta, v_phi;
} sums;

static void add(sums *s, const aps_frame *f, int64_t i) {
  const aps_polar q = aps_frame_polar(f, i);
  const double w = aps_frame_weight(f, i);
  s->n++;
  s->w += w;
  s->m += f->v.mass[i];
  s->r += w * q.r;
  aps_moment_add(&s->v_r, w, q.v_r);
  aps_moment_add(&s->v_theta, w, q.v_theta);
  aps_moment_add(&s->v_phi, w, q.v_phi);
}

/* 0 / 0 makes what is undefined NAN. */
static void finish(const sums *s, double inner, double outer, aps_analysis_shell *out) {
  const double volume = 4 * M_PI / 3 * (outer * outer * outer - inner * inner * inner);
  const double sr = aps_moment_sigma(s->v_r, s->w), st = aps_moment_sigma(s->v_theta, s->w),
               sp = aps_moment_sigma(s->v_phi, s->w);
  *out = (aps_analysis_shell){.r_inner = inner, .r_outer = outer, .n = s->n, .mass = s->m};
  out->r = s->r / s->w;
  out->density = volume > 0 ? s->m / volume : NAN;
  out->v_r = s->v_r.s / s->w;
  out->v_phi = s->v_phi.s / s->w;
  out->sigma_r = sr;
  out->sigma_t = sqrt((st * st + sp * sp) / 2);
  out->sigma = sqrt((sr * sr + st * st + sp * sp) / 3);
  out->beta = sr > 0 ? 1 - (st * st + sp * sp) / (2 * sr * sr) : NAN;
}

aps_err aps_shells_make(aps_ctx *ctx, const aps_frame *f, const aps_analysis_setup *setup,
                        aps_analysis *out) {
  double *edges = NULL;
  const int bins = aps_setup_bins(setup);
  int n = 0;
  APS_TRY(aps_bins_make(ctx, f->radius, f->n, bins, aps_setup_least(f->n, bins), 1, 0, &edges, &n));
  sums *shell = aps_alloc(ctx, "shells", n, sizeof *shell);
  double *all = aps_alloc(ctx, "shells", n, sizeof *all);
  out->shell = aps_alloc(ctx, "shells", n, sizeof *out->shell);
  if (shell && all && out->shell) {
    out->n_shells = n;
    for (int64_t k = 0; k < f->n; k++) {
      const int64_t i = aps_frame_row(f, k);
      const int b = aps_bin_of(edges, n, aps_frame_radius(f, i));
      if (b >= 0) add(&shell[b], f, i);
    }
    for (int64_t i = 0; f->rows && i < f->v.n; i++) { /* the mass of everybody */
      const int b = aps_bin_of(edges, n, aps_frame_radius(f, i));
      if (b >= 0) all[b] += f->v.mass[i];
    }
    double enclosed = 0, total = 0;
    for (int b = 0; b < n; b++) {
      finish(&shell[b], edges[b], edges[b + 1], &out->shell[b]);
      enclosed += shell[b].m;
      total += f->rows ? all[b] : shell[b].m;
      const double radius = aps_setup_scale(setup) * edges[b + 1];
      out->shell[b].enclosed_mass = enclosed;
      out->shell[b].v_circular = radius > 0 ? sqrt(setup->G * total / radius) : NAN;
    }
  }
  aps_release(ctx, edges);
  aps_release(ctx, shell);
  aps_release(ctx, all);
  return out->n_shells > 0 ? APS_OK : APS_EMEM;
}
