/* The fast multipole method on several ranks: fmm_top.c deals out the tree, fmm_team.c moves rows and forces, fmm_units.c
 * makes the cells, fmm_essential.c fetches what one rank needs of the others'. docs/ranks.md explains it.
 *
 * The octree is that of one rank: its top, down to subtrees called units, is known to all; the particles of a unit go to
 * one rank, which makes the subtree. So cells, their moments and their lists of interactions are the same, bit for bit,
 * for any number of ranks. Rows stay where they are: copies of those that lie in another rank's units travel there as
 * guests, behind the rows there, and their forces travel back. */
#ifndef APS_FORCE_FMM_TEAM_H
#define APS_FORCE_FMM_TEAM_H
#include "fmm_inside.h"
#include "fmm_letters.h"

typedef struct { /* a subtree that one rank makes */
  int64_t n, cost;  /* particles; work, in pairs, as far as is known */
  uint64_t key;     /* the first that may occur in it */
  int32_t cell;     /* in the top */
  int32_t owner;
  int64_t begin, end; /* the rows that this rank holds of it, in order of keys */
  uint8_t class, level;
} aps_fmm_unit;

typedef struct { /* work per particle along the curve, from here to the next piece */
  uint64_t key;
  int64_t cost, first, before; /* of this rank's rows: the first of it, the work of those before */
  uint8_t class;
} aps_fmm_piece;

typedef struct { /* where a rank's units begin */
  uint64_t key;
  int64_t class;
} aps_fmm_border;

enum { APS_FMM_COUNTED = 256 }; /* cells whose octants are counted in one sum */
typedef struct { /* a cube that will probably be divided again: its octants are counted ahead, with those of all others */
  uint64_t key;
  uint8_t class, scan;
  int64_t octant[8][2]; /* rows and work, of all ranks */
} aps_fmm_ahead;

typedef struct { /* the distinct softenings of a rank's rows, ascending, or as many of them as are
                    too many */
  double eps[APS_TREE_CLASSES + 2];
  int64_t n;
} aps_fmm_softenings;

typedef struct { /* what a rank tells at the end */
  double work, seconds; /* without those it waited */
  int64_t failed;
} aps_fmm_done;

typedef struct { /* where the cells of a letter are, and the number of the first among all that its sender has sent */
  int32_t cell, number, cells;
} aps_fmm_brought;

typedef struct aps_fmm_tellers aps_fmm_tellers; /* fmm_essential.h */

struct aps_fmm_team {
  int rank, ranks;
  int valid; /* 1: units, copies and tree are those of the view */
  int64_t total;
  aps_fmm_softenings *softenings; /* [ranks] */
  aps_key_frame frame;
  aps_cell *top; /* [tops] the cells down to the units, children after parents */
  int32_t tops, top_room;
  aps_fmm_unit *unit; /* [units] in order of the curve */
  int32_t units, unit_room, first_unit, my_units;
  int32_t *first_of; /* [ranks + 1] the first unit of each rank */
  int64_t *unit_work; /* [units] measured since they were made */
  aps_fmm_piece *piece;
  int32_t pieces;
  aps_fmm_border *border; /* [ranks] of the units last dealt out */
  int bordered;
  int64_t
      *counted; /* [APS_FMM_COUNTED * 16 + 17] rows and work of octants; of classes; whether a rank has failed */
  aps_fmm_ahead *guess, *divided; /* cubes divided the last time, in order of class, scan and key; and this time */
  int32_t guesses, n_divided, guess_room, divided_room;
  double *learnt, *speed; /* [ranks] work in a second, over that of all, of late and as the units are dealt out by; 1 at first */
  double imbalance;

  aps_tree home;              /* sorts the rows that this rank holds */
  int64_t *count, *came;      /* [ranks] of these, in order, for each rank; guests from each rank */
  int64_t *bytes;             /* [2 ranks] scratch: that go to each, that come from each */
  void *parcel[2];            /* [parcel_room] rows on their way, out and in */
  int64_t parcel_room;
  int64_t kept, first_kept;   /* rows that stay, and where in home.order */
  int64_t n;                  /* rows and guests in this rank's units */
  int64_t rows;               /* all rows and guests: guests follow the last row */
  int64_t deep[2];            /* aps_fmm_deep of all ranks */
  int finite;                 /* all positions of all ranks are: else tests of distances mean nothing */
  int apart;                  /* 1: the view had no room for the guests, and `column` holds a copy of it with them */
  int crowded;                /* 1: of some rank, or its guests are many */
  double *column[8];          /* [room] x y z mass eps ax ay az; NULL after a rest */
  uint64_t *id;               /* [room] */
  double *own_sum[4];         /* [sum_room] where the view has no room */
  int64_t room, sum_room;
  double *at[3], *sum[4];     /* [rows] positions; ax ay az pot of the evaluation under way */
  uint8_t *again, *active;    /* [mark_room] in order of keys: scratch; targets */
  int64_t mark_room;
  int32_t trap;               /* the cell behind what was not sent: it acts on nobody, and is noticed */

  void *table; /* [table_bytes] of all units, and behind it of this rank's: what is told of each */
  size_t table_bytes;
  float *hull;                /* [hull_room] radius of a sphere that holds the spheres of all cells below as well */
  float *lowest;              /* [hull_room] the least `strict` of the cell and all below, unsigned and before it is scaled */
  float *work;                /* [hull_room] of each cell as a target */
  int64_t hull_room;
  int64_t sent_cells, sent_points; /* by others, at the last evaluation */
  int32_t base_cells;         /* own and top cells; what follows was sent by others */
  int parts;                  /* a rank's units, as targets, are summed in so many stretches */
  aps_fmm_letters *letters;
  aps_fmm_tellers *tellers;   /* NULL until some have been needed */
  aps_fmm_brought *brought;   /* [ranks][parts] */
  uint8_t *marks;             /* [2 ranks] scratch */
  aps_fmm_done *done;         /* [ranks] */
  int spoiled;                /* another rank has failed: what is under way is of no use */
};

aps_err aps_fmm_team_open(aps_fmm *);
void aps_fmm_team_close(aps_fmm *);
/* Units, their owners, the rows sorted along the curve and counted by owner. Collective, like all
 * below; here and there `mine` is this rank's failure so far: it takes part nevertheless, so that
 * the others come to know. Some ranks may fail alone: the gathering, or else the caller, agrees on
 * it. */
aps_err aps_fmm_team_deal(aps_fmm *, const aps_view *, aps_err mine);
/* The rows of this rank as its units lie, sorted into home. Not collective. */
aps_err aps_fmm_team_order(aps_fmm *, const aps_view *);
/* After a failure all ranks forget their units, for they may know different ones. Not collective.
 */
void aps_fmm_team_forget(aps_fmm *);
/* All rows of this rank and the guests, as a view to work on: its tree leads to those of this rank's units; know: with
 * accelerations; rebuild: as just dealt out, and sorted. */
aps_err aps_fmm_team_gather(aps_fmm *, const aps_view *, int know, int rebuild, aps_err mine, aps_view *work);
/* The cells have taken from the rows what they need: copies of rows that were made for want of room are not kept until the next
 * gathering. Not collective. */
void aps_fmm_team_rest(aps_fmm *);
/* Where sums go: into the view's columns, where they are zero, and of guests behind them; or apart. Not collective. */
aps_err aps_fmm_team_clear(aps_fmm *, const aps_view *, aps_fmm_job *);
/* Room for what is known of each cell besides, and for what is told of units. Not collective. */
aps_err aps_fmm_team_reserve(aps_fmm *);
/* Cells: top, trap, own subtrees. Room for them must be there. */
void aps_fmm_team_cells(aps_fmm *, const aps_view *work, int know);
/* |a| of every cell where no evaluation before has left it. */
aps_err aps_fmm_team_guess(aps_fmm *);
/* After sparse leaves have been found: what the owners know of their units by now. */
void aps_fmm_team_finish(aps_fmm *, int know);
/* Which rows of the work are active; NULL index: all. Fills job->active and job->active_count. */
aps_err aps_fmm_team_mark(aps_fmm *, const aps_view *, aps_active, aps_fmm_job *, aps_err mine);
/* How many of the particles that are active in key order (NULL: all) each of this rank's cells holds. Not collective. */
void aps_fmm_team_count(aps_fmm *, const uint8_t *in_order);
/* The results of guests go home; all are in the view then. */
void aps_fmm_team_return(aps_fmm *, const aps_view *);
/* Notes the work of the targets just walked, and the seconds it took this rank. All return the same. */
aps_err aps_fmm_team_measure(aps_fmm *, double seconds, aps_err mine);
/* Cells and particles of other ranks that this rank's active targets may open. Begin: letters are on their way, and the
 * job looks after them. Part by part: those that its targets open are appended to the cells, and in the job its targets alone are
 * active; there: 0 where another rank has failed. End: nothing is on its way any more. The begin and the end are for all,
 * whatever has failed. */
aps_err aps_fmm_essential_begin(aps_fmm *, aps_fmm_job *, aps_err mine);
aps_err aps_fmm_essential_part(aps_fmm *, aps_fmm_job *, int part, int *there);
aps_err aps_fmm_essential_end(aps_fmm *, aps_err mine);
/* Cell k of this rank's tree among all cells. */
static inline int32_t aps_fmm_place_of(const aps_fmm_team *t, int32_t k) {
  return k < t->my_units ? t->unit[t->first_unit + k].cell : t->trap + 1 + (k - t->my_units);
}
/* The part of its owner's units that a unit is in. */
static inline int aps_fmm_part_of(const aps_fmm_team *t, int32_t unit) {
  const int owner = t->unit[unit].owner;
  const int32_t first = t->first_of[owner];
  return (int)((int64_t)(unit - first) * t->parts / (t->first_of[owner + 1] - first));
}
#endif
