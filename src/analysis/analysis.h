/* What the parts of an analysis share: rows looked at, seen from a centre along an axis. */
#ifndef APS_ANALYSIS_H
#define APS_ANALYSIS_H
#include "../core/ctx.h"
#include <math.h>

/* ---- order.c: sorted keys, each with a weight */

typedef struct {
  double key, weight; /* key >= 0 */
} aps_pair;

/* By rising key, equal keys in the order they had. Radix sort, O(n); needs as much memory again.
 * APS_EMEM if there is none. */
aps_err aps_pairs_sort(aps_ctx *, aps_pair *, int64_t n);
/* The smallest key within which a fraction of the weight lies; NAN for n = 0. */
double aps_pairs_quantile(const aps_pair *sorted, int64_t n, double fraction);
/* How many keys are <= limit. */
int64_t aps_pairs_within(const aps_pair *sorted, int64_t n, double limit);

/* ---- rows.c: which rows */

/* APS_EDATA names the first row that is not finite or of negative mass; APS_EARG: columns are missing. */
aps_err aps_rows_check(aps_ctx *, const aps_view *);
/* Rows of the species that is asked for; *rows stays NULL when all are wanted. The caller releases. */
aps_err aps_rows_choose(aps_ctx *, const aps_view *, const aps_analysis_setup *, int64_t **rows,
                        int64_t *n);
/* Species in rising order; those beyond the table's end share its last row. Returns how many. */
int aps_rows_species(const aps_view *, aps_analysis_species[APS_ANALYSIS_SPECIES]);

/* ---- frame.c: who is looked at, and from where */

typedef struct {
  aps_view v;
  const int64_t *rows; /* [n], borrowed; NULL: rows 0 … n - 1 */
  int64_t n;
  int by_number; /* the rows have no mass: every average counts particles instead */
  double centre[3], velocity[3];
  int64_t centre_n;     /* particles in the last sphere, 0 where there was none */
  double centre_radius; /* of that sphere */
  int centre_peak;      /* 1: it holds a peak of the density; 0: the centre is the median, or was not sought by spheres */
  double axis[3][3];    /* orthonormal rows; axis[2] is the symmetry axis */
  aps_pair *radius;     /* [n], sorted distances from the centre; owned */
} aps_frame;

/* Finds the centre, its velocity and the sorted distances; the axis is z. */
aps_err aps_frame_make(aps_ctx *, aps_view, const int64_t *rows, int64_t n,
                       const aps_analysis_setup *, aps_frame *);
void aps_frame_end(aps_ctx *, aps_frame *);
void aps_frame_axis(aps_frame *, const double direction[3]); /* zero: z stays */
/* Weighted means of x and v over all rows. */
void aps_frame_mean(const aps_frame *, double x[3], double v[3]);

static inline int64_t aps_frame_row(const aps_frame *f, int64_t k) {
  return f->rows ? f->rows[k] : k;
}
static inline double aps_frame_weight(const aps_frame *f, int64_t i) {
  return f->by_number ? 1 : f->v.mass[i];
}
/* Distance of row i from the centre. */
static inline double aps_frame_radius(const aps_frame *f, int64_t i) {
  const double x = f->v.x[i] - f->centre[0], y = f->v.y[i] - f->centre[1],
               z = f->v.z[i] - f->centre[2];
  return sqrt(x * x + y * y + z * z);
}

typedef struct { /* one particle along the frame's axis: spherical and cylindrical coordinates */
  double r, R, z, v_r, v_theta, v_phi, v_R, v_z;
} aps_polar;
aps_polar aps_frame_polar(const aps_frame *, int64_t i);

/* ---- sums */

typedef struct { /* Neumaier's compensated sum: exact to the last digits for any order of rows */
  double sum, low;
} aps_exact;
static inline void aps_exact_add(aps_exact *s, double x) {
  const double t = s->sum + x;
  s->low += fabs(s->sum) >= fabs(x) ? (s->sum - t) + x : (x - t) + s->sum;
  s->sum = t;
}
static inline double aps_exact_get(aps_exact s) { return s.sum + s.low; }

typedef struct { /* of one velocity component */
  double s, s2;
} aps_moment;
static inline void aps_moment_add(aps_moment *m, double w, double v) {
  m->s += w * v;
  m->s2 += w * v * v;
}
static inline double aps_moment_sigma(aps_moment m, double w) {
  const double mean = m.s / w;
  return sqrt(fmax(0, m.s2 / w - mean * mean));
}

/* ---- bins.c, shells.c, disc.c */

/* Edges [*n + 1] for up to `bins` bins over sorted keys, each with at least `least` of them: from 0
 * to the key beyond which fewer than `least` lie. logarithmic: steps by a factor, else linear up to
 * `end`. The caller releases. */
aps_err aps_bins_make(aps_ctx *, const aps_pair *sorted, int64_t n, int bins, int64_t least,
                      int logarithmic, double end, double **edges, int *n_bins);
/* The bin of a value, -1 beyond the last edge; bin k holds edges[k] < value <= edges[k + 1], bin 0
 * zero as well. */
int aps_bin_of(const double *edges, int n_bins, double value);

aps_err aps_shells_make(aps_ctx *, const aps_frame *, const aps_analysis_setup *, aps_analysis *);
/* No disc: what it would have is undefined. */
void aps_disc_none(aps_analysis_disc *);
/* Finds the disc and its rings; gives frame's axis. */
aps_err aps_disc_make(aps_ctx *, aps_frame *, const aps_analysis_setup *, aps_analysis *);

enum { APS_ANALYSIS_BINS = 24 };
static inline int aps_setup_bins(const aps_analysis_setup *s) {
  return s->bins > 0 ? s->bins : APS_ANALYSIS_BINS;
}
static inline double aps_setup_scale(const aps_analysis_setup *s) { return s->a > 0 ? s->a : 1; }
/* Particles a bin needs at least: the noise of its dispersion is then below 1 / sqrt(2 * 10). */
static inline int64_t aps_setup_least(int64_t n, int bins) {
  const int64_t least = n / (4 * (int64_t)bins);
  return least < 10 ? 10 : least > 200 ? 200 : least;
}
#endif
