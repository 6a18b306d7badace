/* Is the potential that a file holds the potential of its particles? Some files keep something else
 * in its place, some use other units. So the direct sum in double is compared with it for a few
 * rows spread over the file, under each law that may have made it; the law that fits best is
 * named. */
#include "../core/units.h"
#include "../laws/reference.h"
#include "analysis.h"
#include <stdlib.h>

enum { SAMPLE = 32 };

/* Sum over all other rows of m U; pairs that coincide without softening are left out. */
#define ROW_SUM(name, NAME)                                                                        \
  static double sum_##name(const aps_view *p, int64_t i, int softened) {                           \
    double sum = 0;                                                                                \
    for (int64_t j = 0; j < p->n; j++) {                                                           \
      const double dx = p->x[j] - p->x[i], dy = p->y[j] - p->y[i], dz = p->z[j] - p->z[i];         \
      const double eps = softened ? LAW_MAX(p->eps[i], p->eps[j]) : 0;                             \
      const double r2 = dx * dx + dy * dy + dz * dz, eps2 = LAW_MAX(eps * eps, law_floor2_reference);  \
      if (j == i || !(r2 + eps * eps > 0)) continue;                                               \
      double u, s, g;                                                                              \
      name##_reference(r2 + name##_seed_reference(eps2), eps2, &u, &s, &g);                                \
      sum += p->mass[j] * u;                                                                       \
    }                                                                                              \
    return sum;                                                                                    \
  }
APS_LAWS(ROW_SUM)

typedef double row_sum(const aps_view *, int64_t, int);
#define ROW_LAW(name, NAME) [APS_LAW_##NAME] = {#name, sum_##name},
static const struct {
  const char *name;
  row_sum *sum;
} laws[APS_LAW_COUNT] = {APS_LAWS(ROW_LAW)};

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median_deviation(const aps_view *p, double G, int law, int softened) {
  double off[SAMPLE];
  const int64_t sample = p->n < SAMPLE ? p->n : SAMPLE;
  for (int64_t k = 0; k < sample; k++) {
    const int64_t i = p->n / sample * k + p->n % sample * k / sample; /* p->n k / sample */
    const double phi = G * laws[law].sum(p, i, softened), difference = fabs(p->pot[i] - phi);
    off[k] = difference == 0 ? 0 : phi != 0 ? difference / fabs(phi) : INFINITY;
  }
  qsort(off, (size_t)sample, sizeof *off, by_size);
  return off[sample / 2];
}

aps_err aps_potential_check(aps_ctx *ctx, aps_view p, double G, double *deviation,
                            const char **law) {
  APS_CHECK(ctx, p.n > 0 && p.x && p.y && p.z && p.mass && p.pot, APS_EARG,
            "a check of the potential needs the columns x, mass and potential");
  int softened = 0;
  for (int64_t i = 0; p.eps && i < p.n && !softened; i++) softened = p.eps[i] > 0;
  *deviation = INFINITY;
  *law = laws[APS_LAW_NEWTON].name;
  for (int k = 0; k < APS_LAW_COUNT; k++) {
    if (k != APS_LAW_NEWTON && !softened) continue;
    const double off = median_deviation(&p, G, k, k != APS_LAW_NEWTON);
    if (off < *deviation) *deviation = off, *law = laws[k].name;
  }
  return APS_OK;
}

double aps_dataset_G(const aps_dataset *d) {
  const aps_units *u = &d->units;
  if (u->G > 0) return u->G;
  if (!(u->length > 0 && u->mass > 0 && u->time > 0)) return 1;
  return APS_G_CGS * u->mass * u->time * u->time / (u->length * u->length * u->length);
}
