/* Particles: columns that live in host memory, device memory or both. */
#ifndef APS_PARTICLES_H
#define APS_PARTICLES_H
#include "ctx.h"

/* n rows, none borrowed yet. device NULL: host only. stats counts the bytes moved. */
aps_err aps_particles_create(aps_ctx *, int64_t n, const aps_backend *device, void *device_self, aps_stats *,
                             aps_particles **);
void aps_particles_free(aps_particles **);
/* Rows of room behind n for those of other ranks that wander into this one's part of space, until they move here. */
int64_t aps_particles_guests(const aps_ctx *, int on_device, int64_t n);
int64_t aps_particles_count(const aps_particles *);
int64_t aps_particles_generation(const aps_particles *); /* how often rows changed places */
/* Room for so many of them at least, before any group is there. */
void aps_particles_expect(aps_particles *, int64_t guests);
/* Rows that a column has room for: n, those of guests, and what makes every column start on a 64-byte line. */
int64_t aps_particles_capacity(const aps_ctx *, int on_device, int64_t n);
/* Groups that exist in either space. */
aps_cols aps_particles_groups(const aps_particles *);
/* Bytes of one row of the groups. */
size_t aps_cols_bytes(aps_cols);
/* Row k becomes what row order[k] was, in all groups; order: [n], a permutation. Works in host memory. APS_EMEM: nothing
 * has changed. */
aps_err aps_particles_permute(aps_particles *, const uint32_t *order);
/* The same, and only the first n rows stay. */
aps_err aps_particles_keep(aps_particles *, const uint32_t *order, int64_t n);
/* Rows to other ranks: order[n] lists them rank by rank, count[ranks] of them for each. Afterwards this table holds what
 * came, in order of ranks and of their lists, in all groups that any rank has. Works in host memory. Collective. APS_EMEM on
 * all ranks where one has none: rows are then lost. */
aps_err aps_particles_exchange(aps_particles *, const uint32_t *order, const int64_t *count);
/* The columns of a group that was borrowed there: a view has room for all groups, and to clear it takes as long as to move a few rows. */
void aps_particles_vector(const aps_particles *, aps_space where, aps_cols group, double *out[3]);
/* The three components of a vector group in a view; NULL pointers if it was not borrowed. */
void aps_view_vector(const aps_view *, aps_cols group, double *out[3]);
/* 1: all values are finite, and so for rows [first, end) of a vector's three columns. */
int aps_finite(const double *values, int64_t n);
int aps_rows_finite(double *const x[3], int64_t first, int64_t end);
/* A view of rows [first, first + n) of the same columns. */
aps_view aps_view_rows(aps_view, int64_t first, int64_t n);

enum { APS_GROUPS = 19 };
typedef struct { /* what aps_dataset.owned points to: columns as a table of particles has them */
  aps_ctx *ctx;
  void *blobs;
  int64_t capacity;
  void *group[APS_GROUPS]; /* NULL: not there */
} aps_dataset_memory;
/* The groups that the dataset `has` become those of the table, which has as many rows and so far none of these groups; without
 * a copy where its memory suits, and then the dataset has these columns no more. APS_EMEM. */
aps_err aps_particles_adopt(aps_particles *, aps_dataset *);
#endif
