/* What the cells of the fast multipole method hold: centres, radii, moments, the least |a| of their particles. */
#include "fmm_inside.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include "multipole.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { COARSE = APS_FMM_COARSE, SUBTREES = 64 /* a thread */, MOST_SUBTREES = 512 };

/* ---- leaves and moments */

static double power_scale(double size, int exponent) {
  int e;
  if (!(size > 0 && size <= DBL_MAX)) return 1;
  frexp(size, &e);
  return ldexp(1, exponent - e);
}

/* To where positions along one axis are moved: the middle, which takes a large offset off exactly. Not where the origin is as
 * near as that: there doubles are finer, and what is close together around it would lose digits, all of them if one particle
 * is 10^16 times as far away. */
static double origin_of(const aps_fmm *self, double low, double extent) {
  const double middle = low + extent / 2;
  return !aps_fmm_periodic(self) && fabs(middle) <= extent ? 0 : middle;
}

/* The largest of some finite |v|, by their bits as integers: vectors of these take no care of NaN. */
APS_WIDE static int64_t most_bits(const double *v, int64_t n) {
  const int64_t beyond = INT64_C(0x7ff) << 52;
  int64_t most = 0;
  for (int64_t i = 0; i < n; i++) {
    int64_t bits;
    memcpy(&bits, v + i, sizeof bits);
    bits &= INT64_MAX;
    bits = bits < beyond ? bits : 0;
    most = bits > most ? bits : most;
  }
  return most;
}

static double most_of(const double *v, int64_t n, int threads) {
  enum { BLOCK = 4096 };
  int64_t most = 0;
  double value;
  (void)threads; /* without OpenMP */
#pragma omp parallel for schedule(static) reduction(max : most) num_threads(threads) if (n > 65536 && threads > 1)
  for (int64_t i = 0; i < n; i += BLOCK) {
    const int64_t bits = most_bits(v + i, n - i < BLOCK ? n - i : BLOCK);
    most = bits > most ? bits : most;
  }
  memcpy(&value, &most, sizeof value);
  return value;
}

void aps_fmm_make_frame(aps_fmm *self, aps_view view) {
  const aps_key_frame *f = &self->tree.frame;
  double extent = ldexp(1 / f->scale, APS_KEY_LEVELS);
  if (!(extent > 0 && extent <= DBL_MAX)) extent = 0;
  for (int d = 0; d < 3; d++) self->centre[d] = origin_of(self, f->low[d], extent);
  if (aps_fmm_periodic(self)) extent = 4 * fmax(self->setup.box[0], fmax(self->setup.box[1], self->setup.box[2])); /* images lie beyond */
  if (self->setup.law != APS_LAW_NEWTON && self->setup.eps_max > extent) extent = self->setup.eps_max;
  self->scale = power_scale(extent, aps_fmm_range_f32[self->plan.order].extent);
  double most = most_of(view.mass, view.n, self->tree.threads);
  if (self->team) aps_ranks_max(self->setup.ctx, &most, 1);
  self->mass_scale = power_scale(most, 0);
}

/* The next float, of x >= 0. */
static float up(double x) {
  float f = (float)x;
  uint32_t bits;
  if (!(f < FLT_MAX)) return f > FLT_MAX ? FLT_MAX : f;
  memcpy(&bits, &f, sizeof bits);
  bits++;
  memcpy(&f, &bits, sizeof f);
  return f;
}

void aps_fmm_read_rows(aps_fmm *self, const aps_view *v, int know) {
  const double *c = self->centre;
  self->rows = (aps_fmm_rows){.x = v->x, .y = v->y, .z = v->z, .mass = v->mass, .a = {know ? v->ax : NULL, v->ay, v->az}, .rows = v->n,
                              .centre = {c[0], c[1], c[2]}, .scale = self->scale, .mass_scale = self->mass_scale};
}

static int stretch_at(int64_t at, int64_t n) { return n - at < APS_FMM_STRETCH ? (int)(n - at) : APS_FMM_STRETCH; }

/* The middle of rows without mass. */
static void middle_of(const aps_fmm *self, const aps_view *v, const uint32_t *row, int64_t n, double centre[3]) {
  const double *const x[3] = {v->x, v->y, v->z};
  for (int d = 0; d < 3; d++) {
    double sum = 0;
    for (int64_t i = 0; i < n; i++) sum += (x[d][row[i]] - self->centre[d]) * self->scale;
    centre[d] = n ? sum / (double)n : 0;
  }
}

/* Moves a stretch to the centre, keeps it in the columns and adds its moments. Returns the largest squared distance. */
static double settle(aps_fmm *self, aps_fmm_stretch *s, int n, const double centre[3], int64_t at, void *moments) {
  const aps_fmm_points *p = &self->points;
  const aps_fmm_precision *real = self->plan.real;
  const int padded = (n + 15) / 16 * 16;
  aps_fmm_stretch_f32 f;
  const double r2 = self->leaf_isa->settle(s, n, centre, &f);
  self->leaf_isa->keep(s, &f, n, (void *const[]){p->x, p->y, p->z, p->mass}, self->plan.pair_real->size, at);
  if (real->size == 8) real->gather[self->plan.order](s->x, s->y, s->z, s->mass, padded, moments);
  else real->gather[self->plan.order](f.x, f.y, f.z, f.mass, padded, moments);
  return r2;
}

/* The largest softening of the rows; their squares go to the columns where they differ. */
static double soften(aps_fmm *self, const aps_view *v, const uint32_t *row, int64_t at, int64_t n) {
  const size_t size = self->plan.pair_real->size;
  if (self->setup.law == APS_LAW_NEWTON || n == 0) return 0;
  if (!self->per_pair) return self->setup.eps_max;
  const double floor2 = ldexp(1, 2 * (size == 4 ? APS_FMM_FLOOR_F32 : APS_FMM_FLOOR_F64));
  double most = 0;
  for (int64_t i = 0; i < n; i++) {
    const double e = v->eps[row[i]] * self->scale, e2 = fmax(e * e, floor2);
    if (v->eps[row[i]] > most) most = v->eps[row[i]]; /* GCC 12.2 for ARM breaks down over an fmax here */
    if (size == 4) ((float *)self->points.eps2)[at + i] = (float)e2;
    else ((double *)self->points.eps2)[at + i] = e2;
  }
  return most;
}

static const int raw_moments[APS_FMM_ORDERS] = APS_MOMENTS_F;

/* Centre, radius, moments and the columns of a leaf's particles. */
static void make_leaf(aps_fmm *self, const aps_view *v, int32_t cell, int know) {
  aps_fmm_cells *c = &self->cells;
  const int64_t first = c->first[cell], n = c->n[cell];
  const uint32_t *row = self->tree.order + first;
  double moments[APS_MOMENTS_RAW_MOST], sum[4] = {0}, centre[3], r2 = 0, least2 = DBL_MAX;
  aps_fmm_stretch s;
  memset(moments, 0, sizeof *moments * (size_t)raw_moments[self->plan.order]);
  for (int64_t at = 0; at < n; at += APS_FMM_STRETCH) {
    const int m = stretch_at(at, n);
    const double a2 = self->leaf_isa->load(&self->rows, row + at, m, &s, sum);
    least2 = a2 < least2 ? a2 : least2;
  }
  if (sum[0] > 0 && n > 1) /* a single one without rounding: then those that coincide still do in cells of their own */
    for (int d = 0; d < 3; d++) centre[d] = sum[d + 1] / sum[0];
  else middle_of(self, v, row, n, centre);
  for (int64_t at = 0; at < n; at += APS_FMM_STRETCH) {
    const int m = stretch_at(at, n);
    if (n > APS_FMM_STRETCH) self->leaf_isa->load(&self->rows, row + at, m, &s, (double[4]){0}); /* a small leaf is still there */
    const double d2 = settle(self, &s, m, centre, first + at, moments);
    r2 = d2 > r2 ? d2 : r2;
  }
  const double eps = soften(self, v, row, first, n), e = eps * self->scale;
  c->x[cell] = centre[0], c->y[cell] = centre[1], c->z[cell] = centre[2];
  c->radius[cell] = n > 1 ? up(sqrt(r2) * (1 + 1e-6)) : 0;
  c->mass[cell] = (float)sum[0];
  c->least[cell] = know ? (float)(sqrt(least2) * (self->mass_scale / (self->setup.G * self->scale * self->scale))) : -1;
  c->reach[cell] = self->setup.law == APS_LAW_SPLINE ? up(2.8 * e * (1 + 1e-6)) : 0;
  c->eps2[cell] = (float)(e * e);
  self->plan.real->fold[self->kind][self->plan.order](
      moments, (char *)c->moment + self->plan.real->size * (size_t)c->stride * (size_t)cell);
}

/* The mass as the moments have it. About any other centre than that of these masses the dipole would not vanish. */
static double moment_mass(const aps_fmm *self, int32_t cell) {
  const int64_t at = (int64_t)self->cells.stride * cell;
  return self->plan.real->size == 4 ? (double)((const float *)self->cells.moment)[at] : ((const double *)self->cells.moment)[at];
}

void aps_fmm_make_branch(aps_fmm *self, int32_t cell) {
  aps_fmm_cells *c = &self->cells;
  const int32_t first = c->child[cell], end = first + aps_fmm_children(c, cell);
  double centre[3] = {0}, middle[3] = {0}, mass = 0, r = 0;
  float least = FLT_MAX, reach = 0, eps2 = 0;
  for (int32_t k = first; k < end; k++) {
    const double m = moment_mass(self, k), x[3] = {c->x[k], c->y[k], c->z[k]};
    for (int d = 0; d < 3; d++) centre[d] += m * x[d], middle[d] += x[d];
    mass += m;
    least = c->least[k] < least ? c->least[k] : least;
    reach = c->reach[k] > reach ? c->reach[k] : reach;
    eps2 = c->eps2[k] > eps2 ? c->eps2[k] : eps2;
  }
  for (int d = 0; d < 3; d++) centre[d] = mass > 0 ? centre[d] / mass : middle[d] / (end - first);
  const size_t size = self->plan.real->size;
  const int order = self->plan.order;
  double raw_memory[APS_MOMENTS_RAW_MOST];
  memset(raw_memory, 0, sizeof *raw_memory * (size_t)raw_moments[order]);
  for (int32_t k = first; k < end; k++) {
    const double t[3] = {centre[0] - c->x[k], centre[1] - c->y[k], centre[2] - c->z[k]};
    const double d = sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2]) + (double)c->radius[k];
    r = fmax(r, d);
    self->plan.real->merge[self->kind][order]((char *)c->moment + size * (size_t)c->stride * (size_t)k, t, raw_memory);
  }
  c->x[cell] = centre[0], c->y[cell] = centre[1], c->z[cell] = centre[2];
  c->radius[cell] = up(r * (1 + 1e-6));
  c->mass[cell] = (float)mass;
  c->least[cell] = least, c->reach[cell] = reach, c->eps2[cell] = eps2;
  self->plan.real->fold[self->kind][order](raw_memory, (char *)c->moment + size * (size_t)c->stride * (size_t)cell);
}

static void make_cell(aps_fmm *self, const aps_view *v, int32_t cell, int know) {
  if (self->cells.family[cell]) aps_fmm_make_branch(self, cell);
  else make_leaf(self, v, cell, know);
}

/* A cell and all below it, so that particles are read in the order in which they lie and children are still at hand when
 * their parent sums them up. Returns the number of leaves. */
int64_t aps_fmm_make_subtree(aps_fmm *self, const aps_view *v, int32_t cell, int know) {
  int64_t leaves = 0;
  const int children = aps_fmm_children(&self->cells, cell);
  for (int k = 0; k < children; k++) leaves += aps_fmm_make_subtree(self, v, self->cells.child[cell] + k, know);
  make_cell(self, v, cell, know);
  return children ? leaves : 1;
}

/* The cells of [from, end) with more than `cut` particles; how many of them are leaves. */
static int64_t make_large(aps_fmm *self, const aps_view *v, int32_t from, int32_t end, int64_t cut, int know) {
  int64_t leaves = 0;
  for (int32_t k = from; k < end; k++)
    if (self->cells.n[k] > cut) make_cell(self, v, k, know), leaves += self->cells.family[k] == 0;
  return leaves;
}

int64_t aps_fmm_make_cells(aps_fmm *self, const aps_view *v, int know) {
  const aps_tree *t = &self->tree;
  aps_fmm_cells *c = &self->cells;
  const int64_t subtrees = t->threads < MOST_SUBTREES / SUBTREES ? SUBTREES * t->threads : MOST_SUBTREES;
  const int64_t cut = t->n / subtrees; /* particles of a subtree, which is one thread's */
  int32_t tops = 0;                    /* larger cells lie before this one */
  int64_t leaves = 0;
  aps_fmm_read_rows(self, v, know);
#pragma omp parallel for schedule(static) num_threads(t->threads) if (t->cells > 8192) reduction(max : tops)
  for (int32_t k = 0; k < t->cells; k++) {
    c->first[k] = t->cell[k].first, c->n[k] = t->cell[k].n;
    c->child[k] = t->cell[k].child, c->family[k] = (1u << t->cell[k].children) - 1;
    if (c->n[k] > cut) tops = k + 1;
  }
#pragma omp parallel for schedule(dynamic, 1) num_threads(t->threads) if (t->n > 4096) reduction(+ : leaves)
  for (int32_t k = 0; k < tops; k++)
    for (int i = 0; c->n[k] > cut && i < aps_fmm_children(c, k); i++)
      if (c->n[c->child[k] + i] <= cut) leaves += aps_fmm_make_subtree(self, v, c->child[k] + i, know);
  if (tops == 0) leaves += aps_fmm_make_subtree(self, v, 0, know);
  for (int level = t->levels - 1; level >= 0; level--) { /* above them, children before their parents */
    const int32_t from = t->level_first[level], end = t->level_first[level + 1] < tops ? t->level_first[level + 1] : tops;
    int large = 0;
    for (int32_t k = from; k < end; k++) large += c->n[k] > cut;
    if (t->threads == 1 || large <= 64) {
      leaves += make_large(self, v, from, end, cut, know);
      continue;
    }
#pragma omp parallel for schedule(dynamic, 1) num_threads(t->threads) reduction(+ : leaves)
    for (int32_t k = from; k < end; k += 8) leaves += make_large(self, v, k, k + 8 < end ? k + 8 : end, cut, know);
  }
  return leaves;
}

/* The row that fills vectors up, and what may be read behind it. */
void aps_fmm_make_end(aps_fmm *self) {
  aps_fmm_cells *c = &self->cells;
  for (int32_t k = c->cells; k < c->cells + APS_FMM_PAD; k++) {
    c->x[k] = c->y[k] = c->z[k] = 0;
    c->radius[k] = c->mass[k] = c->least[k] = c->strict[k] = c->reach[k] = c->eps2[k] = 0;
    c->child[k] = -1, c->family[k] = 0, c->first[k] = c->n[k] = 0;
  }
  memset((char *)c->moment + self->plan.real->size * (size_t)c->stride * (size_t)c->cells, 0,
         self->plan.real->size * (size_t)c->stride);
}

/* ---- |a| where no step before has left it */

/* |a| at a cell's centre from cells of at most COARSE particles, as point masses. */
double aps_fmm_guess_at(const aps_fmm_cells *c, int32_t cell, const double *box) {
  int32_t stack[8 * APS_TREE_DEPTH];
  int depth = 0;
  double a[3] = {0};
  stack[depth++] = 0;
  while (depth) {
    const int32_t s = stack[--depth];
    if (s == cell) continue;
    double d[3] = {c->x[s] - c->x[cell], c->y[s] - c->y[cell], c->z[s] - c->z[cell]};
    for (int k = 0; box && k < 3; k++) d[k] -= box[k] * rint(d[k] / box[k]);
    const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + (double)c->eps2[s], R = c->radius[s];
    if (c->family[s] && c->n[s] > COARSE && !(4 * R * R < r2)) {
      for (int k = 0; k < aps_fmm_children(c, s); k++) stack[depth++] = c->child[s] + k;
      continue;
    }
    if (r2 > 0)
      for (int k = 0; k < 3; k++) a[k] += c->mass[s] * d[k] / (r2 * sqrt(r2));
  }
  return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

void aps_fmm_guess(aps_fmm *self) {
  aps_fmm_cells *c = &self->cells;
  double scaled[3];
  const double *const box = aps_fmm_scaled_box(self, scaled);
  if (c->n[0] <= COARSE) { /* everything by pairs */
    for (int32_t k = 0; k < c->cells; k++) c->least[k] = 0;
    return;
  }
  for (int32_t k = 0; k < c->cells; k++) c->least[k] = -1;
#pragma omp parallel for schedule(dynamic, 64) num_threads(self->tree.threads)
  for (int32_t k = 0; k < c->cells; k++)
    if (c->family[k] && c->n[k] > COARSE)
      for (int i = 0; i < aps_fmm_children(c, k); i++) {
        const int32_t child = c->child[k] + i;
        if (c->n[child] <= COARSE || !c->family[child]) c->least[child] = (float)aps_fmm_guess_at(c, child, box);
      }
  for (int32_t k = 0; k < c->cells; k++) /* children come after their parents */
    if (c->n[k] <= COARSE)
      for (int i = 0; i < aps_fmm_children(c, k); i++) c->least[c->child[k] + i] = c->least[k];
  for (int32_t k = c->cells - 1; k >= 0; k--)
    if (c->family[k] && c->n[k] > COARSE) {
      float least = FLT_MAX;
      for (int i = 0; i < aps_fmm_children(c, k); i++) least = fminf(least, c->least[c->child[k] + i]);
      c->least[k] = least;
    }
}

/* ---- sparse leaves */

/* Where particles are few, in the outskirts, a leaf can be large against the distance r of the mass that attracts it.
 * Its one expansion then errs by (R/r)^p of the whole force, however finely the sources are divided: their errors add
 * up. So it takes only what is small by itself; expansions of others act on its particles one by one, and its particles
 * on theirs. r^2 = M / |a|, where M is the mass of the smallest ancestor that could make |a| at its own surface (eq. 13). */
static int is_sparse(const aps_fmm *self, double share2, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  const double a = c->least[cell], R2 = (double)c->radius[cell] * c->radius[cell];
  if (c->family[cell] || c->n[cell] < 2 || !(a > 0)) return 0;
  int32_t k = cell;
  while (k && (double)c->mass[k] < a * c->radius[k] * c->radius[k]) {
    if (!(R2 * a > share2 * (double)c->mass[k])) return 0; /* nor for the heavier ones above */
    k = self->parent[k];
  }
  return R2 * a > share2 * (double)c->mass[k];
}

int aps_fmm_few(const aps_fmm *self) { return aps_fmm_few_of(self->plan.order); }

void aps_fmm_make_strict(aps_fmm *self) {
  aps_fmm_cells *c = &self->cells;
  self->parent[0] = 0;
  const double share2 = aps_fmm_sparse_from(self->setup.accuracy, &self->tuned, self->plan.order);
#pragma omp parallel num_threads(self->tree.threads) if (c->cells > 8192)
  {
#pragma omp for schedule(static)
    for (int32_t k = 0; k < c->cells; k++)
      for (int i = 0; i < aps_fmm_children(c, k); i++) self->parent[c->child[k] + i] = k;
#pragma omp for schedule(static, 512) /* leaves, which take longest, come last */
    for (int32_t k = 0; k < c->cells; k++) {
      const float factor = is_sparse(self, share2, k) ? APS_FMM_SPARSE : 1;
      c->strict[k] = c->n[k] < aps_fmm_few(self) ? -factor : factor;
    }
  }
}
