/* What the tests of initial conditions share: a model with its keys, the particles it makes, and
 * comparison with a distribution. */
#ifndef APS_TESTS_CLOUD_H
#define APS_TESTS_CLOUD_H
#include "../../src/apsis.h"
#include "../check.h"

#define PI 3.14159265358979323846264338327950288

typedef struct {
  const aps_ic *row;
  void *self;
  aps_ctx *ctx;
} model;

static inline void set(model *m, const char *key, double value) {
  for (const aps_param *p = m->row->about.params; p->key; p++) {
    if (strcmp(p->key, key) != 0) continue;
    void *at = (char *)m->self + p->offset;
    if (p->type == 'd')
      *(double *)at = value;
    else if (p->type == 'i')
      *(int64_t *)at = (int64_t)value;
    else
      *(int *)at = (int)value;
    return;
  }
  CHECK(!"a key of this model");
}

/* The model with every parameter at its default. */
static inline model make(const char *name) {
  model m = {(const aps_ic *)(const void *)aps_row_find(APS_KIND_IC, name), NULL, aps_ctx_create()};
  if (m.row == NULL) {
    printf("no model %s\n", name);
    exit(1);
  }
  m.self = calloc(1, m.row->about.state_size);
  for (const aps_param *p = m.row->about.params; p->key; p++)
    set(&m, p->key,
        p->type == 'e' ? 0 /* the first of a choice is every default here */
        : p->deflt     ? strtod(p->deflt, NULL)
                       : NAN);
  return m;
}

static inline void unmake(model *m) {
  free(m->self);
  aps_ctx_free(&m->ctx);
}

typedef struct {
  int64_t n;
  double *data;
  aps_view view;
  uint32_t *type;
} cloud;

static inline aps_view rows(const cloud *c, int64_t first, int64_t n) {
  aps_view v = {.n = n, .type = c->type + first};
  double **const column[7] = {&v.x, &v.y, &v.z, &v.vx, &v.vy, &v.vz, &v.mass};
  for (int k = 0; k < 7; k++) *column[k] = c->data + k * c->n + first;
  return v;
}

/* The whole model, filled in `slices` parts. */
static inline cloud draw(model *m, double G, int slices) {
  cloud c = {0};
  CHECK_OK(m->ctx, m->row->count(m->self, m->ctx, &c.n));
  c.data = calloc((size_t)(8 * c.n), sizeof *c.data); /* seven columns, then the types */
  c.type = (uint32_t *)(void *)(c.data + 7 * c.n);
  for (int s = 0; s < slices; s++) {
    const int64_t first = c.n * s / slices, end = c.n * (s + 1) / slices;
    const aps_ic_place place = {.seed = 7, .stream = 2, .first = first, .total = c.n, .G = G};
    CHECK_OK(m->ctx, m->row->fill(m->self, m->ctx, &place, rows(&c, first, end - first)));
  }
  c.view = rows(&c, 0, c.n);
  return c;
}

static inline double radius(const cloud *c, int64_t i) {
  return sqrt(c->view.x[i] * c->view.x[i] + c->view.y[i] * c->view.y[i] +
              c->view.z[i] * c->view.z[i]);
}
static inline double speed2(const cloud *c, int64_t i) {
  return c->view.vx[i] * c->view.vx[i] + c->view.vy[i] * c->view.vy[i] +
         c->view.vz[i] * c->view.vz[i];
}

static inline int by_value(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Kolmogorov-Smirnov distance times sqrt(n); above 1.95 once in a thousand samples (the seed is
 * fixed, so never or always). The largest value of `value` against the distribution function `cdf`.
 */
static inline double kolmogorov(const cloud *c, double (*value)(const cloud *, int64_t),
                                double (*cdf)(double)) {
  double *v = malloc(sizeof *v * (size_t)c->n), worst = 0;
  for (int64_t i = 0; i < c->n; i++) v[i] = value(c, i);
  qsort(v, (size_t)c->n, sizeof *v, by_value);
  for (int64_t i = 0; i < c->n; i++) {
    const double f = cdf(v[i]);
    worst = fmax(worst, fmax(f - (double)i / (double)c->n, (double)(i + 1) / (double)c->n - f));
  }
  free(v);
  return worst * sqrt((double)c->n);
}

static inline double cosine(const cloud *c, int64_t i) { return c->view.z[i] / radius(c, i); }
static inline double azimuth(const cloud *c, int64_t i) {
  return atan2(c->view.y[i], c->view.x[i]);
}
static inline double v_cosine(const cloud *c, int64_t i) {
  return c->view.vz[i] / sqrt(speed2(c, i));
}
static inline double v_azimuth(const cloud *c, int64_t i) {
  return atan2(c->view.vy[i], c->view.vx[i]);
}
/* Angle between x and v: an isotropic model has no preferred one. */
static inline double pitch(const cloud *c, int64_t i) {
  const aps_view *p = &c->view;
  return (p->x[i] * p->vx[i] + p->y[i] * p->vy[i] + p->z[i] * p->vz[i]) / radius(c, i) /
         sqrt(speed2(c, i));
}
static inline double uniform_cosine(double u) { return (1 + u) / 2; }
static inline double uniform_azimuth(double u) { return (u + PI) / (2 * PI); }

static inline void check_isotropic(const cloud *c) {
  CHECK(kolmogorov(c, cosine, uniform_cosine) < 1.95);
  CHECK(kolmogorov(c, azimuth, uniform_azimuth) < 1.95);
  CHECK(kolmogorov(c, v_cosine, uniform_cosine) < 1.95);
  CHECK(kolmogorov(c, v_azimuth, uniform_azimuth) < 1.95);
  CHECK(kolmogorov(c, pitch, uniform_cosine) < 1.95);
}
#endif
