/* Between fmm.c, which builds the cells, and fmm_kernel.c, which does the arithmetic once per
 * instruction set. All lengths are scaled by a power of two, see fmm.c; docs/fmm.md has the
 * equations. */
#ifndef APS_FORCE_FMM_KERNEL_H
#define APS_FORCE_FMM_KERNEL_H
#include "../apsis.h"
#include "direct_kernel.h"
#include "fmm_choice.h"

enum {
  APS_FMM_LEAST = 2, /* orders */
  APS_FMM_MOST = 8,
  APS_FMM_ORDERS = APS_FMM_MOST + 1,
  APS_FMM_GROUP = 8, /* cells tested at once: the children of one cell */
  APS_FMM_PAD = 16   /* rows behind the last cell that may be read */
};

/* Columns of cells, [cells + APS_FMM_PAD]; row `cells` is an empty one that fills vectors up. */
typedef struct {
  double *x, *y, *z; /* centre of mass */
  float *radius;     /* of the sphere about it that holds the cell's particles */
  float *mass;
  float *least;  /* acceptable error: accuracy times the least |a| of the cell's particles */
  float *strict; /* least for the cell's own expansions: smaller in sparse leaves; with a minus sign
                    where its particles are so few that pairs cost less than expansions at another
                    leaf's particles */
  float *reach;  /* expansions hold beyond this distance from every particle */
  float *eps2;   /* of the law plummer: the cell's softening squared */
  int32_t *child;     /* first one; they are consecutive */
  uint32_t *family;   /* a bit per child, at most eight; 0: leaf */
  int64_t *first, *n; /* particles, in key order */
  int32_t cells;
  void *moment; /* [cells + 1][stride] numbers of the expansions' precision */
  int stride;
} aps_fmm_cells;

/* Particles in key order: positions relative to the centre of their leaf, in the pairs' precision.
 */
typedef struct {
  void *x, *y, *z, *mass, *eps2; /* eps2: NULL where uniform */
} aps_fmm_points;

typedef struct {
  double pairs, cells, points,
      tests;                     /* particle pairs, cell pairs, L2P evaluations, acceptance tests */
  double mixed;                  /* particles of a leaf with a cell, either way */
  double again;                  /* targets summed once more */
  double close;                  /* targets whose pairs are in double for a close neighbour in their leaf */
  double pair_lanes, cell_lanes; /* the same with the empty lanes of vectors */
  double seconds[4]; /* tests, cell pairs, particle pairs, shifts and evaluations; where timed */
} aps_fmm_count;

/* In a periodic box a source is a cell seen at one of the images: its number stands above the bits of a mask, and above the
 * number of a cell in a list. Image 0 is the box itself. */
enum { APS_FMM_MASK_BITS = 8, APS_FMM_CELL_BITS = 25 };
typedef struct { /* sources: of eight cells from `first` those whose bit is set in `mask` */
  int32_t *first;
  uint32_t *mask;
} aps_fmm_items;

typedef struct {
  int32_t *id; /* [room + 16] */
  int64_t n, room;
} aps_fmm_ids;

typedef struct {      /* what one thread works with */
  aps_fmm_items item; /* stack of sources that cells hand to their children; [item_room + 16] */
  int64_t items, item_room;
  aps_fmm_items queue; /* of sources opened against the target at hand; [queue_room + 16] */
  int64_t queue_room;
  aps_fmm_ids near;  /* leaves whose particles act on those of the target at hand by pairs */
  aps_fmm_ids far;   /* cells whose moments act on its particles */
  aps_fmm_ids giver; /* leaves whose particles act on its expansion */
  void *list_memory; /* accepted sources of the target at hand */
  double *buffer;    /* of the pair kernel */
  aps_fmm_count count;
  int failed;  /* out of memory */
  int missing; /* a source had no particles: of an essential tree something was not sent */
} aps_fmm_bench;

typedef struct { /* a subtree of targets, with what its ancestors found */
  int32_t cell;
  int64_t items;
  aps_fmm_items item; /* sources still to be tested */
  void *local;        /* expansion at the cell's centre */
} aps_fmm_task;

typedef struct aps_fmm_job aps_fmm_job;
struct aps_fmm_job {
  aps_fmm_cells cells;
  aps_fmm_points points;
  int kind, order;
  float theta;       /* cells are never accepted at R_A + R_B >= theta d */
  float theta_mixed; /* nor particles with a cell of a radius >= theta_mixed times the distance of
                        the nearest */
  float nearest_part; /* of what a leaf's nearest particle may err through (14) counts; 1 or less */
  int mix_all; /* particles of all leaves may act on cells by themselves; else those of sparse ones
                */
  float nearest2;            /* nor nearer than this squared distance: the range of numbers */
  int accelerate, potential; /* what is wanted */
  const double (*image)[3];  /* where targets are as each image sees them; one, of zeros, where nothing is periodic */
  int images;
  /* pairs */
  int law, per_pair;
  double eps2; /* uniform softening squared */
  const aps_direct_precision *pair_real;
  /* NULL, or positions are in double and pairs in this, float, but those of leaves in which a particle has a neighbour that is
   * too close for it. wary: w of eq. 16 */
  const aps_direct_precision *pair_quick;
  double eps2_quick, floor_quick, wary;
  /* results [n] in key order: row of the particle, and columns that grow */
  const uint32_t *row;
  double *ax, *ay, *az, *pot;
  double acc_scale, pot_scale;
  /* targets: NULL all, else particles wanted [n] in key order and how many of them each cell holds
   */
  const uint8_t *active;
  const int32_t *active_count;
  int64_t *tally;  /* NULL, or [cells] += particles that act on all targets of the cell: the law of
                      counting */
  uint8_t *opened; /* NULL, or [cells]: nothing is summed, only which sources the targets open is
                      noted */
  int timed;
  float *work;      /* NULL, or [cells]: work of each target cell, in pairs */
  double cell_work; /* of one cell pair */
  void (*meanwhile)(void *user); /* NULL, or called by every thread ahead of each target cell */
  void *meanwhile_user;
};

typedef struct { /* one precision of expansions on one instruction set */
  size_t size;
  /* R += moments of n particles at x, y, z from the centre; 64-byte aligned, padded with massless
   * ones */
  void (*gather[APS_FMM_ORDERS])(const void *x, const void *y, const void *z, const void *mass,
                                 int n, void *R);
  /* R += the moments M of a cell, moved by t from its centre to the new one */
  void (*merge[APS_FMM_KINDS][APS_FMM_ORDERS])(const void *M, const double t[3], void *R);
  void (*fold[APS_FMM_KINDS][APS_FMM_ORDERS])(const void *R, void *M);
  /* Walks one subtree of targets. With `emit` cells below its own of at most `cut` particles are not
   * walked but handed to it (0: failed). */
  void (*walk)(const aps_fmm_job *, const aps_fmm_task *, aps_fmm_bench *, int64_t cut,
               int (*emit)(void *user, const aps_fmm_task *), void *user);
} aps_fmm_precision;

typedef struct {
  const aps_fmm_precision *f32, *f64;
} aps_fmm_isa;

/* More room on a bench; 0, and the bench has failed, where there is none. */
int aps_fmm_more_items(aps_fmm_bench *);
int aps_fmm_more_queue(aps_fmm_bench *);
int aps_fmm_more_ids(aps_fmm_bench *, aps_fmm_ids *);
enum {
  APS_FMM_LIST = 1024, /* accepted sources before they are summed */
  APS_FMM_LIST_BYTES = (APS_FMM_LIST + 64) * (4 * 8 + 4),
  APS_FMM_BUFFER_BYTES = 6 * 8 * (APS_DIRECT_BLOCK + APS_DIRECT_TILE + APS_FMM_PAD)
};
#endif
