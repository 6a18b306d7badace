/* What the SWIFT and GADGET-4 layouts share: rows by species, the fields to write, the box. */
#ifndef APS_SNAPSHOT_H
#define APS_SNAPSHOT_H
#include "dealt.h"
#include "hdf5_out.h"

enum {
  APS_SPECIES_MAX = 7, /* PartType0 … PartType6 (GADGET-4: to 5) */
  APS_PATH_MOST = 4500
};

typedef struct { /* one dataset of a PartType group */
  const char *swift, *gadget, *doc;
  aps_cols group;
  char type;
  int width;
  int8_t mass, length, time; /* unit exponents */
  double scale;              /* power of the scale factor in a comoving run */
  double gadget_length, gadget_mass, gadget_velocity, gadget_scale; /* GADGET-4's own exponents */
} aps_field;
extern const aps_field aps_fields[]; /* ends with group == 0 */

typedef struct {
  int64_t n, first;    /* rows [first, first + n) where they stand together … */
  const int64_t *rows; /* … else these */
} aps_species;

typedef struct {
  aps_ctx *ctx;
  const aps_dataset *data;
  aps_species species[APS_SPECIES_MAX]; /* of this rank; all ranks' and this file's are in dealt */
  aps_dealt dealt;
  int64_t *rows; /* behind species[].rows */
  aps_cols fields;
  double *smoothing;    /* SWIFT: of this rank's rows of species 0 */
  double box[3], shift; /* stored coordinate = coordinate + shift, in [0, box]; without h */
  double h, velocity;   /* of a comoving run: as aps_comoving says of what is stored */
  int compress;
} aps_layout;

/* APS_EARG: no particles, a species that has no PartType group, an unknown or missing field, NULL
 * columns. Collective, agreed. */
aps_err aps_layout_plan(aps_ctx *, const aps_dataset *, const aps_texts *fields, int species_max,
                        int compress, aps_layout *);
void aps_layout_end(aps_layout *);
/* Opens the file of this rank's group: path, or one of several parts. */
aps_err aps_layout_open(const aps_layout *, const char *path, char part[APS_PATH_MOST],
                        aps_hdf5_out **);
/* The smallest power of two S with |x|, |y|, |z| < S for every particle of any rank. */
double aps_layout_reach(aps_ctx *, const aps_dataset *);
/* Writes one dataset for one species; path "/PartType1/Masses". */
aps_err aps_layout_put(aps_hdf5_out *, const aps_layout *, int species, const aps_field *,
                       const char *path);
/* What the field's values are multiplied by when they are stored. */
double aps_layout_factor(const aps_layout *, const aps_field *);
/* H0 in 100 km/s/Mpc; 1 for a dimensionless run and where nothing expands. */
double aps_layout_h(const aps_dataset *);
/* cgs value of one unit of length^L mass^M time^T; 1 for a dimensionless run. */
double aps_layout_cgs(const aps_units *, double mass, double length, double time);
int aps_layout_dimensionless(const aps_units *);
/* /Code: who really wrote the file, and what the reader's layout has no place for. */
aps_err aps_layout_producer(aps_hdf5_out *, const aps_dataset *);
/* Force error as attributes of /Header, where measured. */
aps_err aps_layout_force_error(aps_hdf5_out *, const aps_dataset *);
#endif
