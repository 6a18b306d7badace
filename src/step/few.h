/* Bodies of an integrator that keeps more of each than columns hold, and steps too short for verbs: all of them, on every
 * rank, in order of their ids, in double. Every rank steps all and tells its own rows: the same bits on any number. */
#ifndef APS_FEW_H
#define APS_FEW_H
#include "step.h"

enum { APS_FEW_LANES = 8 }; /* a stride is a multiple of this, so that loops over bodies have no rest */

typedef struct {
  aps_ctx *ctx;
  int64_t n, stride;     /* bodies; from a column to the next: those behind n are shadows, without mass, at rest in the origin */
  int64_t sources;       /* bodies with mass */
  int32_t *source;       /* [sources], ascending */
  int law, threads;      /* law -1: no forces */
  double G;
  uint64_t *id;          /* [stride] */
  double *mass, *eps;    /* [stride] */
  double *told;          /* [6][stride]: x and v as the columns have them */
  double *own;           /* [own lanes][stride], zeroed: the integrator's, carried by checkpoints */
  double *scratch;       /* [scratch lanes][stride], zeroed once */
  void *block, *saved;   /* id to own, in one piece; one that a checkpoint carried, not yet looked at */
  size_t bytes, saved_bytes;
  int64_t rows, generation;
  int32_t *slot;         /* [rows]: which body a row of this rank is */
} aps_few;

/* Brings the bodies up to the columns. *fresh 1: these are not what was told last, by a step or to a checkpoint; `own` is zero.
 * Collective. APS_EMEM. */
aps_err aps_few_read(aps_few *, aps_sim *, int own_lanes, int scratch_lanes, int *fresh);
/* The columns become x and v, [3][stride] each. Collective. */
aps_err aps_few_write(aps_few *, aps_sim *, const double *x, const double *v);
/* a [3][stride], of bodies at x [3][stride], by the configured law. Counts nothing. */
void aps_few_pull(const aps_few *, const double *x, double *a);
double aps_few_pairs(const aps_few *); /* directed ones, in such an evaluation */
/* The least sqrt(r^3 / G (m + M)) of a pair; HUGE_VAL: there is none. */
double aps_few_shortest_time(const aps_few *, const double *x);
int aps_few_finite(const aps_few *, const double *x, const double *v);
/* As aps_integrator.carry and .resume. */
aps_blob aps_few_carry(const aps_few *);
aps_err aps_few_resume(aps_few *, aps_ctx *, const aps_blob *);
size_t aps_few_memory(int64_t n, int lanes); /* bytes, about */
void aps_few_close(aps_few *);
/* The settings that such integrators have in common: refused by name. */
aps_err aps_few_check(aps_sim *);
#endif
