/* Snapshots in the order of time, and the particles at any moment between two of them. */
#ifndef APS_SERIES_H
#define APS_SERIES_H
#include "core/ctx.h"

typedef struct {
  aps_ctx *ctx;
  char **path; /* [n], by number */
  int n;
  aps_dataset at[2]; /* the two around the moment; the second is empty while there is only one */
  int number[2];     /* which they are; -1: none */
  double pace[2];    /* d x / d time of a stored velocity of 1, of comoving runs another one; NAN: not known */
  int64_t *row[2];   /* [shared]: rows of the same particle in both */
  int64_t shared;
  int peculiar;      /* 1, set before the first is read: velocities of comoving runs are made peculiar ones, and told in their unit */
  aps_further column; /* read with every snapshot; its name "": none */
} aps_series;

typedef struct {
  uint64_t id;
  int64_t row;
} aps_series_known;
/* Ids and rows, [n], in the order of the ids; from aps_alloc, NULL: no memory. */
aps_series_known *aps_series_ids(aps_ctx *, const aps_view *);

/* path: a particle file, a run directory, or a folder of snapshots. APS_EDATA: there are none. */
aps_err aps_series_open(aps_ctx *, const char *path, aps_series *);
void aps_series_close(aps_series *);
void aps_series_shorten(aps_series *); /* forgets the last snapshot, which must not be loaded */
void aps_series_turn(aps_series *);    /* the last is now the first: numbers grew while time ran backwards; none is held */
/* Reads snapshot `i`, and the one behind it where `pair`, unless they are held already. */
aps_err aps_series_load(aps_series *, int i, int pair);
/* A further column (aps_dataset_further) comes with every snapshot from now on, those that are held included; no value where one
 * has none. name NULL: no more. APS_EARG: neither the first of those held nor the last snapshot has it, and none is read then. */
aps_err aps_series_column(aps_series *, const char *name);
/* Positions at the share s (0 … 1) of the way between the two, [shared] each: the cubic with their
 * positions and velocities. Where a particle went round since the first, so that its velocity times
 * the span is more than three times its way, the velocity is shortened to that. In periodic boxes the way goes to the
 * nearest image, and through the edge. */
void aps_series_between(const aps_series *, double s, double *const x[3]);
/* The same with the velocities along that way; v[0] NULL: without. */
void aps_series_moving(const aps_series *, double s, double *const x[3], double *const v[3]);
#endif
