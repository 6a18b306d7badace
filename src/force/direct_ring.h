/* Direct summation on several ranks: sources pass round a ring of ranks, in blocks, while the block
 * before is summed (Makino 2002, New Astronomy 7, 373; Dorband, Hemsendorf & Merritt 2003, J. Comp.
 * Phys. 185, 484). No rank holds more than its share of the particles, of sources and of targets.
 * docs/ranks.md
 *
 * direct_deal.c: the targets are sorted along the curve over all ranks and cut into the blocks of
 * one rank; a rank gets an equal share of consecutive blocks, and of the tiles of sources.
 * direct_ring.c: all ranks see the tiles in their one order, wherever they start. The sums of a
 * target are so made by one rank over the same tiles in the same order as in a run of one: the bits
 * do not depend on the number of ranks. */
#ifndef APS_FORCE_DIRECT_RING_H
#define APS_FORCE_DIRECT_RING_H
#include "../core/ranks.h"
#include "direct_inside.h"

typedef union { /* of a record that travels */
  double d;
  uint64_t u;
} aps_direct_word;

typedef struct { /* of the keys of a rank's active rows */
  uint64_t key;
  double weight; /* active rows that it stands for */
} aps_direct_sample;

enum {
  APS_DIRECT_MESSAGE = 8 * APS_DIRECT_TILE, /* sources that travel together */
  APS_DIRECT_SLOTS = 4 /* messages at hand: one is summed, others come and go */
};

typedef struct { /* contents are not kept when it grows */
  void *p;
  int64_t bytes;
} aps_direct_area;

struct aps_direct_ring {
  int rank, ranks;
  int64_t *first;     /* [ranks + 1] number of a rank's first row among all */
  int64_t *active;    /* [ranks + 1] the same for the active ones */
  int64_t *have;      /* [ranks + 1] the same of the sequence at hand */
  int64_t *to, *from; /* [ranks] bytes of the exchange at hand */
  void *told;         /* what every rank told all others */
  aps_direct_sample *sample;
  aps_direct_area
      word[2]; /* records under way, the second receives; in between keys, or sums, in the second */

  aps_direct_area mine; /* this rank's tiles of sources, as they travel */
  int64_t source_begin, source_end;
  int source_width; /* doubles of a source: x y z mass, eps if it matters, velocity if wanted */

  int whole; /* 1: all are few, and all are targets: these are the sources too, and nothing passes
                round */
  int width; /* words of a target: row x y z, eps, mass, velocity */
  int eps_at, mass_at, v_at;
  int64_t n, room; /* targets at hand: this rank's, or all where they are few */
  int room_width;
  double *column;                /* [width][room] */
  uint64_t *at, *todo, *scratch; /* [room] in the order of summation; yet to be put in blocks */
  int64_t *start;                /* [blocks + 1] */
  int64_t kept, blocks, first_block, my_blocks;
  int64_t most, most_blocks, active_most,
      threads; /* the largest of all ranks: targets, their blocks, active rows */

  aps_direct_area slots;  /* sources of other ranks */
  double messages, early; /* came from others; of these: had come before they were needed */
};

aps_err aps_direct_ring_open(aps_direct *);
void aps_direct_ring_close(aps_direct *);
/* As the row's add. Collective. */
aps_err aps_direct_ring_add(aps_direct *, aps_view, aps_active, aps_cols want);
/* What it takes for n rows on each rank, accelerations and potentials of all of them. */
size_t aps_direct_ring_bytes(const aps_force_setup *, int64_t n);
int aps_direct_ring_report(void *self, int timed, const char **name, double *value, int max);

/* direct_deal.c */
aps_err aps_direct_deal_open(aps_direct *);
void aps_direct_deal_close(aps_direct *);
/* Counts all rows and this rank's sources, into `mine`. All ranks return the same. */
aps_err aps_direct_deal_sources(aps_direct *, const aps_view *, aps_active, int per_pair,
                                aps_cols want);
/* This rank's targets in their blocks. All ranks return the same. */
aps_err aps_direct_deal_targets(aps_direct *, const aps_view *, aps_active);
/* Targets that a rank may get where `active` are dealt out to so many ranks. */
int64_t aps_direct_deal_most(int64_t active, int ranks);
/* Room for what all ranks ask for alike. All return the same. */
typedef struct {
  aps_direct_area *area;
  int64_t bytes;
} aps_direct_need;
aps_err aps_direct_reserve(aps_ctx *, const aps_direct_need *, int n);
/* The first of n items that belongs to a rank, where whole blocks of `size` are dealt out evenly;
 * `ahead`: the odd ones to the first ranks, not the last. */
int64_t aps_direct_cut(int64_t n, int size, int ahead, int rank, int ranks);
#endif
