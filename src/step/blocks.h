/* Blocks: the clock of individual time steps; see blocks.c. */
#ifndef APS_STEP_BLOCKS_H
#define APS_STEP_BLOCKS_H
#include "step.h"

/* What an integrator keeps about its rungs; plain bytes that a checkpoint carries. Zero: none
 * chosen yet. */
typedef struct {
  double unit;              /* step of rung 0 [time]; 0: no rungs yet */
  int64_t count[APS_RUNGS]; /* rows on each rung */
  double share[APS_RUNGS];  /* rows evaluated on each rung since the last table */
  double substeps;          /* smallest occupied steps, as many as shared steps would take */
  double evaluations;       /* force evaluations in units of all rows */
  double length;            /* of the last block [time] */
  int64_t reports;
} aps_rungs;

/* A block under way. `rows` end a step now; at the beginning and at the end all do. */
typedef struct {
  aps_rungs *rungs;
  aps_sim *sim;
  double length; /* of the block, of either sign */
  int first;     /* rungs up to this one step by the whole block */
  int deepest;   /* the highest rung that is occupied */
  int lowest;    /* rows from this rung on end a step now; 0: all */
  int64_t now;   /* in units of length / 2^APS_BLOCK_DEPTH */
  int64_t syncs; /* so far */
  aps_active rows;
} aps_block;
enum { APS_BLOCK_DEPTH = 40 };

/* Chooses the rungs of all rows by the rule, whose `unit`, `lowest` and `floor` are filled in. */
aps_err aps_rungs_start(aps_rungs *, aps_sim *, aps_rung_rule *);
/* 1 where rungs chosen earlier still hold: the unit is the same, and so are the forces `needs`. */
int aps_rungs_ready(const aps_rungs *, const aps_sim *, aps_cols needs);
/* The block that costs hardly more evaluations than an endless one. */
double aps_rungs_block(const aps_rungs *);

/* *begins: 0 where it is one that was interrupted: its rows have begun their steps. */
aps_err aps_block_begin(aps_rungs *, aps_sim *, double length, aps_block *out, int *begins);
/* Behind a sync, once the active rows have begun their next steps: now and then a run may stop here. APS_ESTOP: it does. */
aps_err aps_block_rest(aps_block *);
/* On to the next instant at which some step ends; *h is the time until then. */
aps_err aps_block_next(aps_block *, double *h);
/* The active rows choose their next rungs; rule->unit, lowest, first, last and floor are filled in. */
aps_err aps_block_choose(aps_block *, aps_rung_rule *);
int aps_block_done(const aps_block *);
/* Time since the block began. */
double aps_block_now(const aps_block *);
/* Length of the step of rows on a rung, and the part of it that has passed (all of it for `rows`).
 */
double aps_block_step(const aps_block *, int rung);
double aps_block_past(const aps_block *, int rung);

/* The rung table, or at the end what was saved. `last` as in aps_integrator.report. */
void aps_rungs_report(aps_rungs *, aps_sim *, int last);
#endif
