/* The state of the fast multipole solver: fmm.c decides and walks, fmm_cells.c fills the cells. */
#ifndef APS_FORCE_FMM_INSIDE_H
#define APS_FORCE_FMM_INSIDE_H
#include "../core/ctx.h"
#include "fmm.h"
#include "fmm_choice.h"
#include "fmm_leaf.h"
#include "lattice.h"

typedef struct { /* what the accuracy asked for leads to */
  int order, leaf, mix_all, careful; /* careful: where lines may be */
  double strictness, wary; /* wary: of eq. 16 */
  const aps_fmm_precision *real;        /* of the expansions */
  const aps_direct_precision *pair_real, *pair_quick; /* of pairs and positions; NULL or as aps_fmm_job has it */
} aps_fmm_plan;

typedef struct aps_fmm_team aps_fmm_team; /* fmm_team.h */

typedef struct { /* subtrees of targets, each with memory of its own at `local` */
  aps_fmm_task *at;
  int64_t n, room;
} aps_fmm_tasks;

typedef struct {
  aps_fmm_tuning tuned; /* carried by checkpoints */
  aps_force_setup setup;
  const aps_fmm_isa *isa;
  const aps_fmm_leaf_isa *leaf_isa;
  const aps_direct_isa *direct;
  aps_fmm_choice choice;
  aps_fmm_plan plan;
  int kind, per_pair;
  double class_eps[APS_TREE_CLASSES];
  int classes;

  aps_tree tree;
  aps_fmm_cells cells;
  void *cell_memory;
  size_t cell_bytes;
  int32_t cell_most, *parent; /* [cell_most] */
  aps_fmm_points points;
  void *point_memory;
  size_t point_bytes;
  int64_t point_most, tree_rows;
  uint8_t *flag; /* [2 n]: active rows, then active particles in key order; or classes */
  int32_t *active_count;
  int64_t flag_room, count_room;
  aps_fmm_bench *bench;
  int benches;

  double centre[3], scale, mass_scale;
  aps_fmm_rows rows; /* what leaves are filled from */
  aps_fmm_tasks task, top, child; /* fmm_deal.c */
  int64_t *tally;
  aps_fmm_count count;
  double seconds[6];
  int64_t leaves;
  int guessed; /* 1: the last evaluation had to guess |a| */
  aps_fmm_team *team; /* NULL: one rank */
  void (*add_far)(const void *self, const aps_fmm_job *); /* what far images do to the job's targets; NULL: there are none */
  int refits, stepping; /* evaluations since the step began; 1: within a step */
} aps_fmm;

static inline int aps_fmm_children(const aps_fmm_cells *c, int32_t cell) { return __builtin_popcount(c->family[cell]); }

/* From where cells are filled, in the frame of now; know: the view's a are those of an evaluation before. */
void aps_fmm_read_rows(aps_fmm *, const aps_view *, int know);
/* A cell and all below it, from its particles. Returns the number of leaves. */
int64_t aps_fmm_make_subtree(aps_fmm *, const aps_view *, int32_t cell, int know);
/* A cell from its children. */
void aps_fmm_make_branch(aps_fmm *, int32_t cell);
/* |a| that the cells s make at a cell of theirs; those of more than APS_FMM_COARSE particles may be opened. box: NULL, or its
 * scaled edges: each cell then acts from its nearest image. */
double aps_fmm_guess_at(const aps_fmm_cells *, int32_t cell, const double *box);
/* What the root of targets sees before anything is tested: the root, and in a periodic box its
 * images. Returns how many. */
int64_t aps_fmm_first_items(const aps_fmm_job *, int32_t *first,
                            uint32_t *mask); /* [APS_LATTICE_IMAGES] */
/* fmm_deal.c: walks by all threads. For walks that deal subtrees of targets out: user is the solver, whose tasks it appends to;
 * each has a `local` to be freed. */
int aps_fmm_keep_task(void *user, const aps_fmm_task *);
/* Walks the targets of `all`; benches say where it failed. */
void aps_fmm_deal(aps_fmm *, const aps_fmm_job *, const aps_fmm_task *all);
void aps_fmm_deal_close(aps_fmm *);
/* fmm_box.c: periodic boxes. */
static inline int aps_fmm_periodic(const aps_fmm *self) { return self->setup.box[0] > 0; }
/* Where the box's images see a target, scaled; image 0 is the box itself, and all there is where nothing is periodic. */
int aps_fmm_images(const aps_fmm *, double image[APS_LATTICE_IMAGES][3]);
/* Its edges, scaled; NULL where nothing is periodic. */
const double *aps_fmm_scaled_box(const aps_fmm *, double box[3]);
/* The least |a| that errors are measured by, scaled: in a uniform box |a| itself would ask for everything. 0: no box. */
float aps_fmm_least_of_box(const aps_fmm *);
/* fmm.c: classes where every softening has a tree of its own: the distinct ones of all ranks, and the class of n rows. */
int aps_fmm_softened(const aps_fmm *);
aps_err aps_fmm_reserve_flags(aps_fmm *, int64_t n); /* what they held is gone */
aps_err aps_fmm_classify(aps_fmm *, const double *eps, int64_t n);
void aps_fmm_class_of(const aps_fmm *, const double *eps, int64_t n, uint8_t *class_of);
/* Active particles of a cell, of which in_order (NULL: all) are active; of a branch from its children's counts. */
int32_t aps_fmm_count_active(const aps_fmm *, const uint8_t *in_order, int32_t cell);
/* Room for more cells and particles; what is there stays. */
aps_err aps_fmm_grow(aps_fmm *, int64_t cells, int64_t points, int64_t more_points);
/* Of a cell's moments; up to the stride of the column nothing is said. */
size_t aps_fmm_moment_bytes(const aps_fmm *);
static inline size_t aps_fmm_moment_stride(const aps_fmm *self) { return self->plan.real->size * (size_t)self->cells.stride; }
/* Particles at x, y, z in leaves so deep that in float do not act [0] expansions between them, [1] pairs that nothing softens. */
void aps_fmm_deep(const aps_fmm *, const double *const x[3], int64_t deep[2]);
/* Scales of length and mass, from the tree's frame. */
void aps_fmm_make_frame(aps_fmm *, aps_view);
/* Fills all cells of the tree: centres, radii, moments, the leaves' columns of particles; know: the view's a are those of
 * an evaluation before. Returns the number of leaves. */
int64_t aps_fmm_make_cells(aps_fmm *, const aps_view *, int know);
/* The row that fills vectors up, and what may be read behind it. */
void aps_fmm_make_end(aps_fmm *);
/* |a| of every cell where no step before has left it. */
void aps_fmm_guess(aps_fmm *);
/* strict as a factor of least: that of sparse leaves is small (eq. 13), that of cells of few particles negative. */
void aps_fmm_make_strict(aps_fmm *);
int aps_fmm_few(const aps_fmm *);
/* The row's add, of fmm and of boxes: the sums of a prepared evaluation, anew after owner's prepare where lines have shown in it. */
aps_err aps_fmm_add(aps_fmm *, aps_view, aps_active, aps_cols want, void *owner, aps_err (*prepare_owner)(void *, aps_view));
/* fmm_again.c: after the job's targets have been summed. 1: some are to be summed again: they are the job's active ones from
 * here on, their sums are cleared, and `least` of this rank's cells is what it will be before it is scaled. sum, zero at first:
 * how many targets there were; of those that stay, by the exponent of q^2 (eq. 15). Collective. */
enum { APS_FMM_BINS = 48 };
int aps_fmm_again(aps_fmm *, aps_fmm_job *, int64_t *sum);
#endif
