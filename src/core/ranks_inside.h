/* What ranks.c and ranks_mail.c share: MPI itself, and what is known of the ranks. Includes nothing without MPI. */
#ifndef APS_RANKS_INSIDE_H
#define APS_RANKS_INSIDE_H
#include "ranks.h"
#ifdef APS_HAVE_MPI
#include "ranks_wait.h"
#include <stdatomic.h>

#ifndef APS_RANKS_PIECE
#define APS_RANKS_PIECE (1 << 30) /* bytes in one message; tests take little */
#endif
enum { PIECE = APS_RANKS_PIECE, TAG = 7 };

struct aps_ranks_mail {
  int stage, failed; /* failed: this rank, and its words are recorded */
  const char *send;
  const int64_t *to;
  int64_t *from;
  void **got;
  int good;        /* all have room */
  MPI_Request own; /* of the stages before the contents */
  MPI_Request *request;
  int n, done;
};

typedef struct { /* for the watch, which reads it from its thread */
  _Atomic(double) moved; /* aps_wall() when the run last did something else than before */
  _Atomic(const char *) doing;
  atomic_int waits; /* in MPI, for others */
} aps_ranks_now;

typedef struct {
  MPI_Comm all;
  MPI_Comm watched; /* the watch's own, MPI_COMM_NULL before its first */
  aps_ranks_now *now;
  int rank, ranks, local_rank, local_ranks;
  int leader; /* the lowest rank on this node */
  int nodes, most_local, least_local; /* machines; the most and the least ranks on one */
  int threads; /* MPI serves several */
  int owns;    /* MPI was started here, and is ended here */
  int crowded; /* more ranks than cores on this node: ranks_wait.h */
  int begins;  /* … on some node: the same on all ranks */
  MPI_Request *request; /* [2 ranks] */
  int *count;           /* [2 ranks] */
  struct aps_ranks_mail mail; /* the one under way: begun without memory that might be lacking */
  int64_t *zeros;             /* [2 ranks] sizes of one that has failed */
  aps_ranks_traffic sent;
} team;

/* Before MPI ends: takes the signs of life that nobody took. Collective. ranks_watch.c */
void aps_ranks_watch_clear(team *);
/* Once the job ends by MPI_Abort: sees that the launcher ends too, where it is on this node. ranks_launcher.c */
void aps_ranks_end_launcher(void);

static inline team *team_of(const aps_ctx *ctx) { return aps_ctx_team(ctx); }

static inline double mark(team *t, int waits) {
  const double wall = aps_wall();
  atomic_store_explicit(&t->now->moved, wall, memory_order_relaxed);
  atomic_store_explicit(&t->now->waits, waits, memory_order_relaxed);
  return wall;
}

/* The team where there is something to talk about, its clock begun. */
static inline team *begin(aps_ctx *ctx, double *start) {
  team *t = team_of(ctx);
  if (t == NULL || t->ranks == 1) return NULL;
  *start = mark(t, 1);
  return t;
}

static inline void end(team *t, double start, double bytes, double messages) {
  t->sent.seconds += mark(t, 0) - start;
  t->sent.bytes += bytes;
  t->sent.messages += messages;
}

/* A reduction or broadcast costs each rank some log2(ranks) messages. */
static inline double log_ranks(const team *t) {
  double n = 0;
  for (int r = 1; r < t->ranks; r *= 2) n++;
  return n;
}
#endif
#endif
