/* The kernels of harmonic expansions in float. A file of its own: compile times. */
#define EXPAND_REAL float
#define EXPAND_KIND 0 /* APS_FMM_HARMONIC */
#include "fmm_expand.cuh"

const aps_fmm_expansions *APS_ROW(aps_fmm_harmonic_f32)(int order) { return find(order); }
