/* The fast multipole method on the card: what its files share. docs/gpu.md tells how it goes, docs/fmm.md has the
 * equations.
 *
 * Every step is a launch: keys, sort, one launch per generation of cells, moments from the leaves up, lists of sources from
 * the root down, one warp per target. A target's sums are made by one warp in the order of its lists, whose contents do not
 * depend on where in memory they or the cells lie: the bits are the same on every run. */
#ifndef APS_GPU_FMM_CUH
#define APS_GPU_FMM_CUH
#include "check.cuh"
#include "direct.cuh"
#include "../src/force/fmm_choice.h"
#include "../src/force/lattice.h"

enum {
  APS_GPU_LEVELS = 21,      /* digits of a key: the class of softening, then 20 of the Hilbert curve */
  APS_GPU_GENERATIONS = 22, /* of cells, at most */
  APS_GPU_CHUNK = 32,       /* a list grows by as many entries: one for each lane */
  APS_GPU_DEEP_STACK = 6656, /* sources that one warp may have yet to test: 22 generations of 8 x 32 + 31 and 64 */
  APS_GPU_CELL_BITS = 25    /* of a list's entry in a periodic box: above them stands the image, 0 the box itself */
};
/* Of a target: cells whose moments act on its expansion, or on its particles; leaves whose particles act on its
 * particles, or on its expansion; and what its children are to test. */
enum { APS_LIST_FAR, APS_LIST_TOUCH, APS_LIST_NEAR, APS_LIST_GIVER, APS_LIST_REST, APS_LISTS };

/* Columns of cells, [room]; cell 0 is the root, children are consecutive and come after their parents. Lengths are scaled,
 * relative to the frame's centre. */
struct aps_gpu_cells {
  double *x, *y, *z; /* centre of mass */
  float *radius;     /* of the sphere about it that holds the particles */
  float *mass;
  float *least;  /* |a| of the particles */
  float *bound;  /* acceptable error: accuracy times the least |a| */
  float *strict; /* the same for the cell's own expansion: smaller in sparse leaves; negative in cells of few particles */
  float *reach;  /* expansions hold beyond this distance from every particle */
  float *eps2;   /* of the law plummer: the cell's softening squared */
  int32_t *first, *n;        /* particles, in key order */
  int32_t *child, *children; /* the first one; 0: a leaf */
  int32_t *parent, *level;   /* digits of the key that all particles share */
  int32_t *wanted;           /* whether any particle is active */
  int32_t *near;             /* of a leaf: particles of its near sources */
};

/* What a walk looks at of a source, together: four loads of 16 bytes. */
struct alignas(16) aps_gpu_glance {
  double x, y, z;
  float radius, mass, bound, strict, reach;
  int32_t n, child, children;
  int32_t unused[2];
};

/* Particles in key order, [n]. Positions are relative to the centre of their leaf, in the pairs' precision. */
struct aps_gpu_points {
  void *x, *y, *z, *mass, *eps2; /* eps2: NULL where uniform */
  int in_double;
  uint64_t *key;
  int32_t *row, *leaf;
  uint8_t *active; /* NULL: all */
};

/* Lists as chains of chunks: item[chunk][32], next[chunk]. */
struct aps_gpu_lists {
  int32_t *item, *next, room;
  int32_t *head[APS_LISTS], *count[APS_LISTS]; /* [cells] */
};

struct aps_gpu_task { /* up to 32 particles of a leaf, and a stretch of its near sources' particles */
  int32_t leaf, at, from, to;
  int32_t slot, slots; /* where the sums of the stretches lie, one after the other; slot < 0: there is one stretch */
};

/* What the kernels find out; copied to the host three times an evaluation. */
struct aps_gpu_found {
  int32_t generation_first[APS_GPU_GENERATIONS + 1], born[APS_GPU_GENERATIONS];
  int32_t cells;
  int32_t known;  /* an evaluation before has left accelerations */
  int32_t deep;   /* particles in leaves too small for expansions in float */
  int32_t full;   /* no room for so many cells */
  /* of a walk */
  int32_t chunks; /* those taken; beyond the room: lists are broken and the walk is to be repeated */
  int32_t groups, touched;    /* 32s of particles in leaves; leaves on whose particles cells act */
  unsigned long long sources; /* near particles, for each of those 32s */
  int32_t tasks, slots;
  unsigned long long pairs;   /* of particles */
};

struct aps_fmm_args {
  aps_gpu_cells c;
  aps_gpu_glance *glance; /* [cells] */
  aps_gpu_points p;
  aps_gpu_lists list;
  aps_gpu_found *found;
  aps_gpu_task *task;
  const aps_gpu_frame *frame;
  const double *x, *y, *z, *m, *eps, *ax, *ay, *az; /* columns of rows */
  int64_t n; /* rows, those of others at the end */
  void *moment, *local; /* [cells][of the order] */
  void *field;          /* [4][n]: potential and acceleration of the expansions at the particles */
  int32_t *touched;     /* leaves on whose particles cells act */
  int32_t *stack;       /* [warps][APS_GPU_DEEP_STACK] */
  uint64_t *key_swap;
  int32_t *row_swap;
  uint32_t *histogram;  /* [256][blocks], then [256] sums */
  uint8_t *of_row;      /* [n] active rows */
  double *partial;      /* [slots][4][32] */
  int32_t cells, cell_room, task_room, slot_room; /* cells: known to the host after the tree is built */
  int law, kind, order, leaf, deepest;
  int classes;
  double class_eps[APS_FMM_CLASSES];
  double grid;        /* cells of the grid per scaled length */
  double eps_uniform; /* the largest softening, code units; 0: newton */
  float nearest2, accuracy; /* accuracy: times the strictness */
  int mixed, few;     /* particles of all leaves may act on cells one by one; cells of fewer particles never do */
  double share2;      /* eq. 13 */
  double *to[4];      /* columns of rows that grow: ax ay az pot */
  double G;
  int periodic;
  double box[3], least_of_box; /* edges of the periodic box, code units; the least |a|/G that errors are measured by, per mass */
};

/* fmm_far.cu: what the far images of a periodic box do, one polynomial (src/force/lattice.h). */
typedef struct {
  aps_lattice *lattice;
  double *sums, *moment, *field; /* on the device: [blocks][terms], [terms], [terms] */
  int32_t *power;                /* [terms] of u, v, w: eight bits each */
  double *host;                  /* [2][terms] in pinned memory: moments, coefficients */
  int degree, terms;
} aps_gpu_far;

/* These return APS_EDEVICE where a launch fails.
 * fmm_tree.cu: sorts the rows and cuts them into cells. n rows, grid and classes as in args. */
extern "C" {
aps_err APS_ROW(aps_fmm_tree)(aps_cuda *, const aps_fmm_args *);
size_t APS_ROW(aps_fmm_tree_counts)(int64_t n); /* numbers of `histogram` */
/* fmm_walk.cu */
aps_err APS_ROW(aps_fmm_settle)(aps_cuda *, const aps_fmm_args *);           /* leaves: centres, radii, particles */
aps_err APS_ROW(aps_fmm_accept)(aps_cuda *, const aps_fmm_args *);           /* acceptable errors of all cells */
aps_err APS_ROW(aps_fmm_mark)(aps_cuda *, const aps_fmm_args *, aps_active); /* active particles and cells */
aps_err APS_ROW(aps_fmm_walk)(aps_cuda *, const aps_fmm_args *, const aps_gpu_found *);
int APS_ROW(aps_fmm_warps)(int32_t cells); /* of `stack` */
/* fmm_pairs.cu: tasks out of the lists; near pairs, and the sums to the rows */
aps_err APS_ROW(aps_fmm_tasks)(aps_cuda *, const aps_fmm_args *);
aps_err APS_ROW(aps_fmm_pairs)(aps_cuda *, const aps_fmm_args *, const aps_gpu_found *, int field_in_double);
}

/* fmm_far.cu, for a periodic box */
extern "C" {
aps_err APS_ROW(aps_fmm_far_open)(aps_cuda *, const aps_force_setup *, aps_gpu_far *);
void APS_ROW(aps_fmm_far_close)(aps_cuda *, aps_gpu_far *);
/* Moments of all rows, on their way to the host; when the stream has been waited for, their polynomial goes up. */
aps_err APS_ROW(aps_fmm_far_gather)(aps_cuda *, const aps_fmm_args *, aps_gpu_far *);
aps_err APS_ROW(aps_fmm_far_settle)(aps_cuda *, aps_gpu_far *);
aps_err APS_ROW(aps_fmm_far_add)(aps_cuda *, const aps_fmm_args *, const aps_gpu_far *, aps_active);
size_t APS_ROW(aps_fmm_far_bytes)(const aps_force_setup *);
}

/* fmm_<kind>_<precision>.cu: the expansions of one kind and precision. */
typedef struct {
  int moments, locals, size; /* numbers of a cell's, multiples of 16 bytes; bytes of a number */
  void (*up)(const aps_fmm_args *, cudaStream_t, int32_t first, int32_t end, int leaves); /* moments */
  void (*across)(const aps_fmm_args *, cudaStream_t);                                     /* M2L */
  void (*down)(const aps_fmm_args *, cudaStream_t, int32_t first, int32_t end);           /* L2L */
  void (*touch)(const aps_fmm_args *, cudaStream_t, int32_t leaves);                      /* M2P, to `field` */
  void (*out)(const aps_fmm_args *, cudaStream_t);                                        /* L2P, added to that */
} aps_fmm_expansions;
extern "C" {
const aps_fmm_expansions *APS_ROW(aps_fmm_harmonic_f32)(int order);
const aps_fmm_expansions *APS_ROW(aps_fmm_harmonic_f64)(int order);
const aps_fmm_expansions *APS_ROW(aps_fmm_full_f32)(int order);
const aps_fmm_expansions *APS_ROW(aps_fmm_full_f64)(int order);
}

/* Inclusive sums over the warp of one number a lane. */
static __device__ __forceinline__ int32_t gpu_sums_to(int32_t v) {
  const int lane = threadIdx.x & 31;
#pragma unroll
  for (int by = 1; by < 32; by *= 2) {
    const int32_t before = __shfl_sync(~0u, v, lane >= by ? lane - by : lane);
    if (lane >= by) v += before;
  }
  return v;
}

/* Of a list's entry: the cell, and where nothing is periodic that is all of it. */
static __device__ __forceinline__ int32_t gpu_cell_of(const aps_fmm_args &a, int32_t id) {
  return a.periodic ? id & ((1 << APS_GPU_CELL_BITS) - 1) : id;
}
static __device__ __forceinline__ int gpu_image_of(int32_t id) { return (int)((uint32_t)id >> APS_GPU_CELL_BITS); }

/* Adds to the way from a source to a target the one from the target to where the entry's image sees it. The opposite image's is
 * the opposite, to the bit. */
static __device__ __forceinline__ void gpu_add_way(const aps_fmm_args &a, int32_t id, double *x, double *y, double *z) {
  if (!a.periodic) return;
  constexpr int SIDE = APS_LATTICE_SIDE, NEAR = APS_LATTICE_NEAR, MIDDLE = APS_LATTICE_IMAGES / 2;
  const int image = gpu_image_of(id) + MIDDLE, k = image < APS_LATTICE_IMAGES ? image : image - APS_LATTICE_IMAGES;
  const double scale = a.frame->inv_length;
  *x += (double)(k / (SIDE * SIDE) - NEAR) * (a.box[0] * scale);
  *y += (double)(k / SIDE % SIDE - NEAR) * (a.box[1] * scale);
  *z += (double)(k % SIDE - NEAR) * (a.box[2] * scale);
}

/* A coordinate, where there is a periodic box brought into it. -1e-20 + L is L; NaN goes through. */
static __device__ __forceinline__ double gpu_into(const aps_fmm_args &a, double x, int axis) {
  if (!a.periodic) return x;
  const double L = a.box[axis];
  x -= L * floor(x / L);
  return x < L ? x : x == x ? 0 : x;
}

static __device__ __forceinline__ double gpu_point(const aps_gpu_points &p, const void *column, int64_t i) {
  return p.in_double ? ((const double *)column)[i] : (double)((const float *)column)[i];
}
#endif
