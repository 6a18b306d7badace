/* The fast multipole method from the inside, for its tests and its benchmark. */
#ifndef APS_FORCE_FMM_H
#define APS_FORCE_FMM_H
#include "fmm_kernel.h"
#include "tree.h"

typedef struct { /* zero: chosen by the accuracy asked for */
  int order, leaf;
  double strictness; /* a cell pair's error bound over accuracy times |a| */
  int double_expansions, double_pairs;
  int no_merging, no_mixing, timed; /* no_mixing: of sparse leaves only */
  double pace; /* seconds that this rank is taken to need for a pair, whatever the clock says */
} aps_fmm_choice;

typedef struct {
  int order, leaf, double_expansions, double_pairs, kind;
  double strictness,
      seconds[6]; /* keys, sort, cells, leaves with all moments, sparse leaves, walk; of the last */
  int64_t cells, leaves;
  aps_fmm_count count; /* since the start */
} aps_fmm_report;

/* self: the state of the row aps_force_fmm_cpu, after create. */
void aps_fmm_choose(void *self, const aps_fmm_choice *);
void aps_fmm_tell(const void *self, aps_fmm_report *);
const aps_tree *aps_fmm_tree(const void *self);
const aps_fmm_cells *aps_fmm_cells_of(const void *self);
/* tally: [cells], as aps_fmm_job; NULL ends it. */
void aps_fmm_tally_to(void *self, int64_t *tally);

/* fmm_report.c: the numbers of aps_force_report, and the bytes that the context counts for it and
 * that its lists hold. */
int aps_fmm_numbers(const aps_fmm_report *, double bytes, const char **name, double *value,
                    int max);
double aps_fmm_bytes(const aps_ctx *, const aps_fmm_bench *, int benches);
#endif
