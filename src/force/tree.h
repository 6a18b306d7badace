/* An octree over particles sorted by Hilbert key: cells are ranges of rows in key order, stored
 * breadth first. docs/tree.md explains it. */
#ifndef APS_FORCE_TREE_H
#define APS_FORCE_TREE_H
#include "../core/ctx.h"
#include "keys.h"

enum { APS_TREE_CLASSES = 8, APS_TREE_DEPTH = 256 };

typedef struct {
  int64_t first, n; /* particles [first, first + n) in key order */
  int32_t child;    /* first child; children are consecutive; -1 for a leaf */
  uint8_t children; /* 0 for a leaf */
  uint8_t level;    /* octants from the root cube (0): a generation may skip some */
  uint8_t below;    /* the level of its children */
} aps_cell;

typedef struct {
  aps_ctx *ctx;
  int threads; /* below 1: one */
  int merge;   /* >= 0 (default): small neighbouring octants share a leaf; < 0: never */

  const uint64_t *id; /* NULL, or [n]: rows of one key lie in order of id; else in order of row */

  int64_t n, room;
  int32_t cells, cell_room;
  aps_cell *cell; /* [cells], 0 is the root */
  int levels;     /* generations of cells; at least 1 */
  /* generation g: cells level_first[g] … level_first[g + 1] - 1 */
  int32_t level_first[APS_TREE_DEPTH + 1];
  uint32_t *order; /* [n] row of the k-th particle in key order */
  uint64_t *key;   /* [n] sorted keys; see aps_tree_build for keys that coincide */
  int64_t class_start[APS_TREE_CLASSES + 1]; /* where in `order` the rows of each class begin */
  aps_key_frame frame;
  double seconds[3]; /* of the last build: keys, sort, cells */

  /* own scratch, kept from build to build */
  aps_key_table table;
  int table_filled;
  uint64_t *key_swap; /* [room] */
  uint32_t *row_swap; /* [room] */
  uint8_t *part;      /* [room + 16] leading bits that a key has in common with the one before */
  uint32_t *count;    /* [count_room, 2, 256] histograms */
  int count_room;
} aps_tree;

/* Sorts n rows (n < 2^32) by key, ties by row, and cuts them into cells of at most `leaf` (>= 1)
 * particles. The tree is zeroed by the caller but for ctx and threads, and may be built again and
 * again: with no more rows than before nothing is allocated. A cell with more than `leaf` particles
 * has two to eight children: octants of the first level at which it divides, consecutive small ones
 * merged into one leaf. Where more than `leaf` particles have one key (an outlier stretches the
 * grid), their range is sorted by keys in a cube of its own and divided further; its children's
 * levels continue at 22. Only particles that coincide make a larger leaf. x, y, z: [n], any values.
 * sort_class: NULL or [n], below 8. Where several classes are present the root (level 0) has one
 * child per class, in order, each again of level 0; no other cell mixes classes. n = 0 gives one
 * empty leaf. The same bits for any number of threads. APS_EMEM, APS_EARG. */
aps_err aps_tree_build(aps_tree *, const double *x, const double *y, const double *z,
                       const uint8_t *sort_class, int64_t n, int leaf);
/* The two halves of a build, for a part of a tree. Sorting: keys in a given frame, nothing is cut, the tree has no cells.
 * Cutting: `roots` cells, ranges of the sorted rows with their level from the true root, become cells 0 … roots - 1, and
 * what divides them follows, generation by generation. */
aps_err aps_tree_sort(aps_tree *, const double *x, const double *y, const double *z,
                      const uint8_t *sort_class, int64_t n, const aps_key_frame *);
/* Sorted as well: rows [first, first + n) of the order of `from`, another tree's, and the rows [tail, tail + more) besides. In
 * the frame of `from`; sort_class by row. */
aps_err aps_tree_take(aps_tree *, const aps_tree *from, int64_t first, int64_t n, const double *x, const double *y, const double *z,
                      const uint8_t *sort_class, int64_t tail, int64_t more);
aps_err aps_tree_cut(aps_tree *, const double *x, const double *y, const double *z, int leaf,
                     const aps_cell *root, int32_t roots);
/* Sizes of the children of a cell whose octants end at end[8]: small ones in a row are taken together, up to `leaf`
 * particles. Returns how many. */
int aps_tree_merge(const int64_t end[8], int leaf, int merging, int64_t *size);
/* Releases keys and scratch, 21 bytes a row; cells and order stay. The next build or sort makes them anew. */
void aps_tree_rest(aps_tree *);
/* Releases all memory; ctx, threads and merge stay. */
void aps_tree_free(aps_tree *);
/* Bytes that a tree of n rows takes, kept until aps_tree_free: 25 per row (13 of them scratch) and
 * room for 4 n / leaf cells. Particles in thin nested shells, or merge < 0, need more cells, up to
 * 2 n. */
size_t aps_tree_bytes(int64_t n, int leaf);
#endif
