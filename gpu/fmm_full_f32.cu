/* The kernels of full expansions in float. A file of its own: compile times. */
#define EXPAND_REAL float
#define EXPAND_KIND 1 /* APS_FMM_FULL */
#include "fmm_expand.cuh"

const aps_fmm_expansions *APS_ROW(aps_fmm_full_f32)(int order) { return find(order); }
