/* The pair laws: s and g are derivatives of u, the spline joins Newton's law, and float agrees with
 * double. */
#include "../../src/apsis.h"
#include "../../src/laws/law.h"
#include "../check.h"
#include <float.h>

#define LAW_INLINE          static inline
#define LAW_MAX(a, b)       ((a) < (b) ? (b) : (a))
#define LAW_RCP(x)          (1 / (x))
#define LAW_LT(a, b)        ((a) < (b))
#define LAW_ANY(c)          (c)
#define LAW_SELECT(c, a, b) ((c) ? (a) : (b))
#define LAW_FMA(a, b, c)    ((a) * (b) + (c))

#define REAL                  long double
#define LAW_FN(n)             n##_exact
#define LAW_CONST(c)          ((long double)(c))
#define LAW_RSQRT3(x, r1, r3) (*(r1) = 1 / sqrtl(x), *(r3) = *(r1) / (x))
#include "../../src/laws/laws.inc"
#undef REAL
#undef LAW_FN
#undef LAW_CONST
#undef LAW_RSQRT3

#define REAL                  float
#define LAW_FN(n)             n##_float
#define LAW_CONST(c)          ((float)(c))
#define LAW_RSQRT3(x, r1, r3) (*(r1) = 1 / sqrtf(x), *(r3) = *(r1) / (x))
#include "../../src/laws/laws.inc"

typedef struct {
  long double u, s, g;
} value;

static value exact(int law, long double r2, long double eps2) {
  value v = {0, 0, 0};
  switch (law) {
#define LAW(name, NAME)                                                                            \
  case APS_LAW_##NAME:                                                                             \
    name##_exact(r2 + name##_seed_exact(eps2), eps2, &v.u, &v.s, &v.g);                            \
    break;
    APS_LAWS(LAW)
#undef LAW
  }
  return v;
}

static value in_float(int law, float r2, float eps2) {
  float u = 0, s = 0, g = 0;
  switch (law) {
#define LAW(name, NAME)                                                                            \
  case APS_LAW_##NAME:                                                                             \
    name##_float(r2 + name##_seed_float(eps2), eps2, &u, &s, &g);                                  \
    break;
    APS_LAWS(LAW)
#undef LAW
  }
  return (value){u, s, g};
}

static const long double eps = 0.37L;

/* Central differences over d = 1e-5 r2: the error is d^2/6 of the third derivative, below 1e-9 of
 * the value times the square of the exponent of r2, at most 3.5; long double rounding over d adds
 * 1e-14. */
static void test_forces_and_jerks_are_derivatives_of_the_potential(void) {
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int i = 0; i < 400; i++) {
      const long double r = eps * powl(10, -2 + 4.0L * i / 399), r2 = r * r, d = 1e-5L * r2;
      const long double x = r / (2.8L * eps);
      if (law == APS_LAW_SPLINE && (fabsl(x - 0.5L) < 1e-4L || fabsl(x - 1) < 1e-4L))
        continue; /* kinks of s'' */
      const value v = exact(law, r2, eps * eps), up = exact(law, r2 + d, eps * eps),
                  down = exact(law, r2 - d, eps * eps);
      const long double s = (up.u - down.u) / d, g = (up.s - down.s) / d / v.s;
      CHECK(fabsl(v.s - s) <= 1e-8L * v.s);
      /* where s is flat (r << eps) its slope vanishes: compare against the scale 1/eps^2 as well */
      CHECK(fabsl(v.g - g) <= 1e-8L * (fabsl(v.g) + 1 / (eps * eps)));
    }
}

static void test_newton_is_one_over_r(void) {
  const value v = exact(APS_LAW_NEWTON, 4, 1e-60L);
  CHECK_NEAR((double)v.u, -0.5, 1e-16);
  CHECK_NEAR((double)v.s, 0.125, 1e-16);
  CHECK_NEAR((double)v.g, -0.75, 1e-16);
}

static void test_plummer_is_softened_by_eps(void) {
  const value v = exact(APS_LAW_PLUMMER, 16, 9);
  CHECK_NEAR((double)v.u, -0.2, 1e-16);
  CHECK_NEAR((double)v.s, 0.008, 1e-17);
}

/* The polynomials as GADGET-2 prints them (forcetree.c; Springel 2005), against the forms used
 * here. */
static void test_spline_is_gadgets(void) {
  const long double h = 2.8L * eps;
  for (int i = 0; i <= 1000; i++) {
    const long double x = i / 1000.0L, x2 = x * x;
    const value v = exact(APS_LAW_SPLINE, h * h * x2, eps * eps);
    const long double s =
        x < 0.5L ? 32 / 3.0L + x2 * (32 * x - 38.4L)
                 : 64 / 3.0L - 48 * x + 38.4L * x2 - 32 / 3.0L * x2 * x - 1 / (15 * x2 * x);
    const long double u = x < 0.5L ? -2.8L + x2 * (16 / 3.0L + x2 * (6.4L * x - 9.6L))
                                   : -3.2L + 1 / (15 * x) +
                                         x2 * (32 / 3.0L + x * (-16 + x * (9.6L - 32 / 15.0L * x)));
    /* the constants are given in double: 2^-53 each, and s cancels from 64/3 to 1 */
    CHECK(fabsl(v.s * h * h * h - s) <= 64 * 32 * DBL_EPSILON);
    CHECK(fabsl(v.u * h - u) <= 64 * DBL_EPSILON);
  }
}

static void test_spline_is_continuous_at_its_knots(void) {
  const long double h2 = 2.8L * 2.8L * eps * eps, tiny = 1e-12L;
  for (int knot = 0; knot < 2; knot++) {
    const long double r2 = knot ? h2 : h2 / 4;
    const value below = exact(APS_LAW_SPLINE, r2 * (1 - tiny), eps * eps),
                above = exact(APS_LAW_SPLINE, r2 * (1 + tiny), eps * eps);
    /* the values move by 2 tiny times a logarithmic slope of at most 5, plus rounding of the
     * constants */
    CHECK(fabsl(below.u - above.u) <= 2e-11L * fabsl(above.u));
    CHECK(fabsl(below.s - above.s) <= 2e-11L * above.s);
    CHECK(fabsl(below.g - above.g) <= 2e-10L * fabsl(above.g));
  }
}

static void test_spline_is_exactly_newtonian_beyond_its_support(void) {
  for (int i = 1; i < 100; i++) {
    const long double r = 2.8001L * eps * powl(1.3L, i);
    const value spline = exact(APS_LAW_SPLINE, r * r, eps * eps),
                newton = exact(APS_LAW_NEWTON, r * r, 0);
    CHECK(spline.u == newton.u && spline.s == newton.s && spline.g == newton.g);
  }
}

static void test_spline_is_one_over_eps_deep_at_its_centre(void) {
  const value v = exact(APS_LAW_SPLINE, 0, eps * eps);
  CHECK_NEAR((double)(v.u * eps), -1, 1e-15);
  CHECK_NEAR((double)(v.s * powl(2.8L * eps, 3)), 32.0 / 3, 1e-14);
  CHECK(isfinite((double)v.g));
}

/* Roundings in float: at most some 12 operations of 2^-24 each; in the spline's inner piece s
 * cancels from 32/3 to 5 and g from 76.8 to 28.8, which doubles and triples them. */
static void test_float_agrees_with_long_double(void) {
  double worst = 0;
  for (int law = 0; law < APS_LAW_COUNT; law++)
    for (int i = 0; i < 4000; i++) {
      const float r2 = (float)(eps * eps * powl(10, -6 + 12.0L * i / 3999)),
                  e2 = (float)(eps * eps);
      const value f = in_float(law, r2, e2), v = exact(law, r2, e2);
      worst = fmax(worst, (double)fabsl(f.u / v.u - 1));
      worst = fmax(worst, (double)fabsl(f.s / v.s - 1));
      worst = fmax(worst, (double)fabsl(f.g / v.g - 1) / 3);
    }
  CHECK_NEAR(worst, 0, 24 * 0x1p-24);
}

static void test_every_law_has_a_row(void) {
  static const char *const names[] = {"newton", "plummer", "spline"};
  for (int law = 0; law < APS_LAW_COUNT; law++) {
    const aps_law *row = (const aps_law *)aps_row_find(APS_KIND_LAW, names[law]);
    CHECK(row != NULL);
    if (row) CHECK(row->kind == law && *row->about.doc && *row->about.source);
  }
}

int main(void) {
  CHECK_RUN(test_forces_and_jerks_are_derivatives_of_the_potential);
  CHECK_RUN(test_newton_is_one_over_r);
  CHECK_RUN(test_plummer_is_softened_by_eps);
  CHECK_RUN(test_spline_is_gadgets);
  CHECK_RUN(test_spline_is_continuous_at_its_knots);
  CHECK_RUN(test_spline_is_exactly_newtonian_beyond_its_support);
  CHECK_RUN(test_spline_is_one_over_eps_deep_at_its_centre);
  CHECK_RUN(test_float_agrees_with_long_double);
  CHECK_RUN(test_every_law_has_a_row);
  return CHECK_RESULT();
}
