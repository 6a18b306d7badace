/* The two-power density with a smooth end,
 *
 *   rho ~ x^-a (1 + x)^(a - b) sech(r / edge)
 *   d ln rho / d ln r = -a - (b - a) x / (1 + x) - y tanh y,   x = r / scale,  y = r / edge
 *
 * a = 1, b = 4: Hernquist 1990; b = 3: Navarro, Frenk & White 1997. Slopes of a product add up,
 * which is why densities carry logarithmic ones. The truncation: McMillan & Dehnen 2007, eq. 1. */
#include "profiles.h"

aps_density aps_profile_at(const void *self, double r) {
  const aps_profile *s = self;
  const double x = r / s->scale, y = s->edge > 0 ? r / s->edge : 0, fall = s->outer - s->inner;
  const double h = tanh(y), sech = 2 * exp(-y) / (1 + exp(-2 * y));
  return (aps_density){
      .rho = pow(x, -s->inner) * pow(1 + x, -fall) * sech,
      .slope = -s->inner - fall * x / (1 + x) - y * h,
      .bend = -fall * x / ((1 + x) * (1 + x)) - y * h - y * y * (1 - h * h),
  };
}

/* A cusp r^-1 has 1e-10 of its mass there. */
double aps_profile_inside(const aps_profile *s) {
  return 1e-5 * (s->edge > 0 ? fmin(s->scale, s->edge) : s->scale);
}
/* sech(36) = 5e-16. Without truncation the mass beyond is 2e-6 (Hernquist). */
double aps_profile_outside(const aps_profile *s) {
  return s->edge > 0 ? 36 * s->edge : 1e6 * s->scale;
}

aps_err aps_profile_fill(aps_ctx *ctx, const aps_profile *shape, double mass, double n,
                         const aps_ic_place *place, const char *who, const aps_view *p) {
  struct {
    aps_well well;
    aps_sphere sphere;
  } *t = aps_alloc(ctx, "model tables", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  aps_well_start(&t->well, aps_profile_inside(shape), aps_profile_outside(shape), 0);
  aps_well_add(&t->well, aps_profile_at, shape, mass);
  aps_well_close(&t->well);
  aps_sphere_make(&t->well, aps_profile_at, shape, &t->sphere);
  const aps_err err = aps_sphere_check(ctx, &t->sphere, who);
  if (err == APS_OK) aps_sphere_rows(&t->well, &t->sphere, mass / n, place, p);
  aps_release(ctx, t);
  return err;
}
