/* Between the files that make locally essential trees: fmm_targets.c says what a rank's targets
 * are, fmm_parcels.c packs what they open and unpacks what others sent, fmm_essential.c does one
 * while the letters of the other travel. */
#ifndef APS_FORCE_FMM_ESSENTIAL_H
#define APS_FORCE_FMM_ESSENTIAL_H
#include "fmm_team.h"

/* Growing memory that knows no context. */
typedef struct {
  char *data;
  size_t n, room;
  int failed;
} aps_fmm_buffer;

void *
aps_fmm_extend(aps_fmm_buffer *,
               size_t bytes); /* so many more; NULL, and it has failed, where there is no room */

typedef struct { /* a cell as others see it; as a target it is followed by its children */
  double x, y, z;
  float hull, radius, mass, least, strict, lowest, reach, eps2;
  int32_t children, top; /* that follow; which cell of the top it is, else -1 */
  int32_t branch, pad;   /* 1: it has children, told or not */
} aps_fmm_target;

aps_fmm_target aps_fmm_target_of(const aps_fmm *, int32_t cell);

typedef struct { /* at the beginning of the letter that tells targets */
  aps_fmm_letter_head head;
  uint64_t active; /* a bit for each part of the sender's units: whether any of its particles is */
} aps_fmm_told;

/* What all threads tell with, from one letter to the next. NULL: no room. */
aps_fmm_tellers *aps_fmm_tellers_open(const aps_fmm *);
void aps_fmm_tellers_close(const aps_fmm *, aps_fmm_tellers *); /* NULL is fine */
/* Into `letter`, empty before, the targets that may open something of a rank's; all threads tell,
 * and the letter knows nothing of them. 0: no room. */
int aps_fmm_tell_targets(const aps_fmm *, const aps_fmm_job *, int rank, aps_fmm_tellers *,
                         aps_fmm_buffer *letter);

enum { APS_FMM_POINT_COLUMNS = 5 }; /* x, y, z, mass and, where softenings differ, eps2 */

typedef struct { /* cells that are opened, cells and particles that come with that */
  int64_t opened, cells, points;
} aps_fmm_load;

typedef struct { /* what has been sent to a rank so far */
  const aps_fmm *self;
  uint8_t *opened, *sent; /* [base_cells] by its targets; what that leads to has gone */
  int32_t *number;        /* [base_cells] of a cell that has gone */
  int32_t cells;          /* that have gone before the letter at hand */
  aps_fmm_load packed;    /* of that letter, so far */
  char *units, *parcels, *moments, *points[APS_FMM_POINT_COLUMNS]; /* in it */
} aps_fmm_packer;

/* Into `letter`, empty before, what is opened and has not gone yet. 0: no room. */
int aps_fmm_pack(aps_fmm_packer *, aps_fmm_buffer *letter);
/* Cells and particles of a letter behind those that are there; how many, and where the letter's
 * cells are, by number, is noted for those that follow. */
aps_err aps_fmm_unpack(aps_fmm *, const char *letter, int from, int part);
/* Units of others as they were before anything was sent. */
void aps_fmm_close_all(aps_fmm *);
#endif
