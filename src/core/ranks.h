/* Ranks: the processes of one run. MPI is seen only in ranks.c and ranks_mail.c; without it, or when
 * nothing started several processes, there is one rank and every call below is cheap. All but
 * aps_ranks_agree's failure are collective: every rank calls them in the same order. Bytes and
 * messages that leave this rank are counted. */
#ifndef APS_RANKS_H
#define APS_RANKS_H
#include "ctx.h"

int aps_rank_local(const aps_ctx *);  /* of the ranks on this node */
int aps_ranks_local(const aps_ctx *); /* how many share this node */
int aps_ranks_crowded(const aps_ctx *); /* 1: some node has more ranks than cores */

/* `twin` speaks for this rank to the twins of the others, without disturbing ctx: for a thread of its own. 0, and the twin is
 * alone, where this MPI serves one thread only. Collective. */
int aps_ranks_twin(aps_ctx *ctx, aps_ctx *twin);
void aps_ranks_untwin(aps_ctx *twin);

/* Every rank returns the same: APS_OK, or the failure of the lowest rank that has one, in its
 * words. */
aps_err aps_ranks_agree(aps_ctx *, aps_err mine);

/* In place, over all ranks; n values. The sum of doubles depends on the number of ranks in its last
 * bits. */
void aps_ranks_sum(aps_ctx *, double *, int n);
void aps_ranks_min(aps_ctx *, double *, int n);
void aps_ranks_max(aps_ctx *, double *, int n);
void aps_ranks_sum_int(aps_ctx *, int64_t *, int64_t n);
void aps_ranks_max_int(aps_ctx *, int64_t *, int n);
/* aps_ranks_sum_int and aps_ranks_agree in one message: v has room for n + 1 values. */
aps_err aps_ranks_sum_agree(aps_ctx *, int64_t *v, int64_t n, aps_err mine);
void aps_ranks_sum_float(aps_ctx *, float *, int64_t n);
/* Sum of `mine` over the ranks below this one; *total over all. */
int64_t aps_ranks_before(aps_ctx *, int64_t mine, int64_t *total);
/* What rank `root` has. */
void aps_ranks_broadcast(aps_ctx *, void *, size_t bytes, int root);
/* all: [ranks] items of `bytes`, one from each rank. */
void aps_ranks_gather(aps_ctx *, const void *mine, size_t bytes, void *all);
/* all: the bytes of every rank in order; count[ranks]: how many each gives. */
void aps_ranks_gather_all(aps_ctx *, const void *mine, const int64_t *count, void *all);
/* out: this rank's count[rank] doubles of the element-wise sum of `all`, whose parts lie in order
 * of ranks. */
void aps_ranks_scatter_sum(aps_ctx *, const double *all, const int64_t *count, double *out);

/* Sends the first to[0] bytes of `send` to rank 0, the next to[1] to rank 1 …; *got receives what
 * came, in order of ranks, from[r] bytes from rank r; release it with aps_release. `to` NULL: this rank has failed, and
 * its words are recorded; `from` may then be NULL as well. All ranks return the same: APS_EMEM where one has no
 * room for what comes, or the failure of the one that had failed. */
aps_err aps_ranks_exchange(aps_ctx *, const void *send, const int64_t *to, void **got,
                           int64_t *from);
/* The same begun, one at a time, with all that it names left alone until the end, which says how it
 * went. */
typedef struct aps_ranks_mail aps_ranks_mail;
aps_err aps_ranks_post(aps_ctx *, const void *send, const int64_t *to, void **got, int64_t *from,
                       aps_ranks_mail **);
int aps_ranks_mail_landed(aps_ctx *, aps_ranks_mail *); /* looks, and so lets it proceed; 1: nothing is left to wait for */
aps_err aps_ranks_wait(aps_ctx *, aps_ranks_mail **);
/* The same with memory and sizes that the callers know already, so that it cannot fail: from[r] bytes come from rank r
 * into `into`. aps_ranks_counts asks for the sizes: from[r] is what rank r has in its to[this rank]. */
void aps_ranks_counts(aps_ctx *, const int64_t *to, int64_t *from);
void aps_ranks_swap(aps_ctx *, const void *send, const int64_t *to, void *into, const int64_t *from);
/* Deals n items of `size` bytes out to the ranks that `to` names: *items, from aps_alloc, is replaced by what this rank
 * gets, and *n by how many. One rank: nothing happens. All return the same. */
aps_err aps_ranks_deal(aps_ctx *, void **items, int64_t *n, size_t size, int (*to)(const void *item, int ranks));
/* To and from one rank; any size. */
void aps_ranks_send(aps_ctx *, const void *, int64_t bytes, int to);
void aps_ranks_receive(aps_ctx *, void *, int64_t bytes, int from);
/* One message under way, of at most 2^30 bytes: they are left alone until it has landed. Zeroed:
 * none, which has landed. Messages between two ranks keep their order. */
typedef struct {
  _Alignas(16) char request[16];
  int flying;
} aps_ranks_parcel;
void aps_ranks_send_begin(aps_ctx *, const void *, int64_t bytes, int to, aps_ranks_parcel *);
void aps_ranks_receive_begin(aps_ctx *, void *, int64_t bytes, int from, aps_ranks_parcel *);
void aps_ranks_landed(aps_ctx *, aps_ranks_parcel *); /* waits */
int aps_ranks_has_landed(aps_ctx *, aps_ranks_parcel *); /* looks, and so lets messages proceed */
/* Asks until `done` says so, without holding a core that others need; counted as waiting. */
void aps_ranks_await(aps_ctx *, int (*done)(void *), void *self);

typedef struct {
  double bytes, messages; /* sent by this rank */
  double seconds;         /* spent in calls that wait for others */
} aps_ranks_traffic;
aps_ranks_traffic aps_ranks_sent(const aps_ctx *);

/* Names a rank that the others wait for in vain: ranks_watch.c. */
typedef struct aps_ranks_watch aps_ranks_watch;
/* patience: s without progress; ends: 1: a rank that gives no sign of life ends the job, status 5; lost_ends: 1: so does a node
 * that no longer answers, within half a minute. Lines go to the context's log
 * function, from another thread. 0: these ranks are not watched, for MPI serves one thread only or none could be started; NULL
 * and 1 where there is one rank. The context must live until the watch ends. */
int aps_ranks_watch_begin(aps_ctx *, double patience, int ends, int lost_ends, aps_ranks_watch **);
void aps_ranks_watch_log(aps_ranks_watch *, const char *path); /* lines are appended to this file as well; not collective */
void aps_ranks_watch_end(aps_ranks_watch **);                  /* not collective; NULL is fine */
/* What the run does from now on, a text that stays; returns what it did before. */
const char *aps_ranks_doing(aps_ctx *, const char *what);

/* Rows of n that rank r holds when they are dealt out in equal stretches: [first, next first). */
static inline int64_t aps_ranks_share(int64_t n, int rank, int ranks) {
  return (int64_t)((__int128)n * rank / ranks);
}
#endif
