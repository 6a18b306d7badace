/* The checkpoints of a run directory: what stands in the folder, and what the manifest beside them
 * says. The manifest is an aid: without it, or with a broken one, the files themselves are looked
 * at. For one rank alone, but for the checksum. */
#ifndef APS_MANIFEST_H
#define APS_MANIFEST_H
#include "ctx.h"

typedef struct {
  char name[64];      /* of the file, "checkpoint_00000012.hdf5" */
  int known;          /* the manifest has it; else the rest is zero */
  int64_t generation; /* counts the checkpoints that this directory has ever had */
  int64_t step, size; /* size: bytes of the file */
  double time;
  uint64_t checksum; /* aps_state_checksum */
} aps_manifest_row;

/* What stands in the folder, newest first: *rows (release it) and how many; -1: out of memory. */
int aps_manifest_list(aps_ctx *, const char *folder, aps_manifest_row **rows);
/* Writes the rows that are known, atomically. */
aps_err aps_manifest_save(aps_ctx *, const char *folder, const aps_manifest_row *, int n);

/* Of the columns, their order and the blobs of rank 0, whatever ranks hold the rows. One changed
 * number always changes it. Collective. */
uint64_t aps_state_checksum(aps_ctx *, const aps_dataset *);
#endif
