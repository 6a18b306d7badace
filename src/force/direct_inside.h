/* The direct solver from the inside: direct.c arranges, direct_sum.c sums a block of targets over
 * some sources, direct_ring.c and direct_deal.c do it on several ranks. */
#ifndef APS_FORCE_DIRECT_INSIDE_H
#define APS_FORCE_DIRECT_INSIDE_H
#include "../core/ctx.h"
#include "direct_kernel.h"

typedef struct { /* where the particles are; scale is a power of two */
  double low[3], centre[3], extent, scale;
} aps_direct_frame;

typedef struct aps_direct_ring aps_direct_ring; /* direct_ring.h */

typedef struct {
  aps_force_setup setup;
  const aps_direct_isa *isa;
  const aps_direct_precision *real;
  aps_direct_frame x, v;
  double mass_scale;
  uint64_t *target, *scratch; /* [room] rows of the targets in the order of summation */
  int64_t *start;             /* [blocks + 1] where in `target` each block begins */
  int64_t room;
  double *partial; /* [partial_room] sums of (block, chunk) */
  int64_t partial_room;
  aps_direct_ring *ring; /* NULL: one rank */
} aps_direct;

/* What a kernel reads. A view's dozens of columns would take as long to copy as a few bodies to sum. */
typedef struct {
  const double *x, *y, *z, *vx, *vy, *vz, *mass, *eps;
} aps_direct_columns;

/* One pass: a kernel over all blocks. `from` holds the sources at hand, of which the first is
 * number `from_first` among all; `to` the columns of targets. */
typedef struct {
  const aps_direct *self;
  aps_direct_columns from, to;
  const aps_view *out; /* has the columns that the sums are added to; NULL: a ring sends them */
  int64_t from_first;
  const uint64_t *at;   /* [n_targets] rows of `to` in the order of summation */
  const uint64_t *row;  /* the number of each row of `to` among all sources; NULL: as it stands */
  const int64_t *start; /* [blocks + 1] where in `at` each block begins */
  int law, per_pair, want;
  int whole; /* 1: the targets are all sources, one block of them as they stand */
  int same;  /* 1: and the tile serves as the block, since no potential leaves the own rows out */
  int acc, jerk, pot; /* what the kernel computes, and so what a bench needs */
  double eps2, least; /* scaled */
  int64_t n_targets, n_sources, chunk, blocks; /* chunk: sources in one; n_sources: of all */
  int chunks;
} aps_direct_pass;

enum { APS_DIRECT_COLUMNS = 9 };

/* A thread's work: the block at hand and one tile, in the kernel's precision. */
typedef struct {
  _Alignas(64) double target_memory[APS_DIRECT_COLUMNS * APS_DIRECT_BLOCK];
  _Alignas(64) double source_memory[APS_DIRECT_COLUMNS * APS_DIRECT_TILE];
  _Alignas(64) double sums[APS_SUMS][APS_DIRECT_BLOCK], total[APS_SUMS][APS_DIRECT_BLOCK];
  _Alignas(64) double gather[APS_DIRECT_BLOCK];
  aps_direct_points targets, sources;
  int64_t at[APS_DIRECT_BLOCK], row[APS_DIRECT_BLOCK];
  double centre[6]; /* of position, of velocity */
  int n;            /* targets in the block */
  double pairs;     /* summed since it was opened */
} aps_direct_bench;

void aps_direct_bench_open(const aps_direct_pass *, aps_direct_bench *);
void aps_direct_bench_close(const aps_direct_pass *, const aps_direct_bench *); /* counts its pairs; any thread */
void aps_direct_load(const aps_direct_pass *, aps_direct_bench *, int64_t block);
/* sums += what sources [begin, end) of `from` do to the block on the bench; they lie in chunk c,
 * and begin with a tile. Of a tile those behind the last that has a mass are left out: as zeros they would change no bit. */
void aps_direct_sum(const aps_direct_pass *, aps_direct_bench *, int c, int64_t begin, int64_t end);
void aps_direct_add(double (*restrict to)[APS_DIRECT_BLOCK],
                    const double (*restrict from)[APS_DIRECT_BLOCK]);
/* Which group a sum belongs to, and what takes the scales out of it. */
extern const aps_cols aps_direct_sum_group[APS_SUMS];
void aps_direct_factors(const aps_direct_pass *, double factor[APS_SUMS]);

/* direct.c: how many threads so many pairs are worth; the frame of the velocities; what a pass of
 * this kernel needs. */
int aps_direct_threads(const aps_direct *, double pairs);
void aps_direct_measure_v(aps_direct *, const aps_view *);
aps_direct_pass aps_direct_pass_of(const aps_direct *, const aps_view *, int64_t n_sources);
void aps_direct_want(aps_direct_pass *, int want);
#endif
