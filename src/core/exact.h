/* Sums whose bits depend on neither the order of rows nor threads nor ranks: each term is cut into
 * integers on one grid, and integers add exactly. Source: Demmel & Nguyen 2015, IEEE Trans. Comput.
 * 64, 2060 (pre-rounding), here with integers. The grid reaches 2^-90 of the largest term. */
#ifndef APS_EXACT_H
#define APS_EXACT_H
#include "reduce.h"
#include "ctx.h"

/* out[APS_STATE_COUNT]: APS_SUM_STATE over the rows of all ranks; collective. At most 2^33 rows in
 * all. Terms that are not finite make the sum NaN. */
aps_err aps_exact_sums(aps_ctx *, const aps_view *, int threads, double *out);
/* out = sum of value[n], each times weight[n] (NULL: 1), over all ranks; collective. */
double aps_exact_sum(aps_ctx *, const double *value, const double *weight, int64_t n);
#endif
