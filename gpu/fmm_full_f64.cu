/* The kernels of full expansions in double. A file of its own: compile times. */
#define EXPAND_REAL double
#define EXPAND_KIND 1 /* APS_FMM_FULL */
#define EXPAND_MOST 6 /* beyond, the registers of a thread do not suffice by far */
#include "fmm_expand.cuh"

const aps_fmm_expansions *APS_ROW(aps_fmm_full_f64)(int order) { return find(order); }
