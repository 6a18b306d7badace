/* The laws in plain double, one function name_reference and name_seed_reference each: what clever loops are checked
 * against. */
#ifndef APS_LAWS_REFERENCE_H
#define APS_LAWS_REFERENCE_H
#include "law.h"
#include <math.h>

static inline void rsqrt3_reference(double x, double *r1, double *r3) {
  *r1 = 1 / sqrt(x);
  *r3 = *r1 / x;
}
#define REAL double
#define LAW_FN(n) n##_reference
#define LAW_INLINE static inline
#define LAW_CONST(c) (c)
#define LAW_FMA(a, b, c) ((a) * (b) + (c))
#define LAW_MAX(a, b) ((a) < (b) ? (b) : (a))
#define LAW_RCP(x) (1 / (x))
#define LAW_RSQRT3(x, r1, r3) rsqrt3_reference(x, r1, r3)
#define LAW_LT(a, b) ((a) < (b))
#define LAW_ANY(c) (c)
#define LAW_SELECT(c, a, b) ((c) ? (a) : (b))
#include "laws.inc"

/* Stands for no softening: far below any separation that two distinct doubles of ordinary size can have. */
static const double law_floor2_reference = 1e-200;
#endif
