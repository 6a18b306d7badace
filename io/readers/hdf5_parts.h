/* A snapshot of one HDF5 file or of several, in SWIFT's layout or in GADGET's: its parts, and which of their rows are this
 * rank's. */
#ifndef APS_HDF5_PARTS_H
#define APS_HDF5_PARTS_H
#include "../snapshot.h"
#include "hdf5_safe.h"

typedef struct { /* one file of a snapshot */
  aps_hdf5 *file;
  hid_t header, group[APS_SPECIES_MAX]; /* negative where absent */
  int64_t count[APS_SPECIES_MAX];
  double mass_table[APS_SPECIES_MAX];
} aps_hdf5_part;

typedef struct {
  aps_hdf5_part now; /* the file that is open */
  int swift, files;
  int64_t (*count)[APS_SPECIES_MAX]; /* [files] */
  int64_t species[APS_SPECIES_MAX], total;
  double shift[3];
  int has_ids, *negative_ids, no_velocity[APS_SPECIES_MAX];
  int tracers[APS_SPECIES_MAX]; /* 1: AREPO's, which stand nowhere: counted in the header, not here */
  aps_cols fields; /* optional groups that every species has */
  int born;        /* 1: a species tells when its particles formed */
} aps_hdf5_snapshot;

typedef struct { /* rows [skip, skip + n) of a dataset of `all` rows go to rows from `to` on */
  int64_t all, skip, n, to;
} aps_hdf5_stretch;

/* Opens the first of the parts and counts the rows of all; to be closed, also after a failure. */
aps_err aps_hdf5_snapshot_open(aps_hdf5_snapshot *, aps_hdf5 *);
void aps_hdf5_snapshot_close(aps_hdf5_snapshot *, aps_hdf5 *);
/* Calls `use` with part `i` open; that which the caller has open is used as it is. */
aps_err aps_hdf5_with_part(aps_hdf5_snapshot *, aps_hdf5 *given, int i, void *state,
                           aps_err (*use)(aps_hdf5_snapshot *, int, void *));
/* This rank's rows, those of `out`, among those of species t of a part; n <= 0: none. */
aps_hdf5_stretch aps_hdf5_share(const aps_hdf5_snapshot *, int part, int t, const aps_dataset *out);
/* 1: the file has PartType groups, or is an empty part of a snapshot that has some. */
int aps_hdf5_is_snapshot(aps_hdf5 *);
#endif
