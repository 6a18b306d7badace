/* The ranks of a run over MPI. Messages larger than MPI's int counts go in pieces. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "ranks.h"
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef APS_HAVE_MPI
#include "ranks_wait.h"
#ifdef _OPENMP
#include <omp.h>
#endif
#endif

/* What several processes were started by, or NULL: the name of the variable that says so. */
static const char *started_by(void) {
  static const char *const names[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_SIZE",
                                      "MPI_LOCALNRANKS"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (getenv(names[i])) return names[i];
  return NULL;
}

/* How many processes mpirun says it started: Open MPI's, MPICH's. NULL: unknown. */
static const char *started_count(void) {
  const char *size = getenv("OMPI_COMM_WORLD_SIZE");
  return size ? size : getenv("PMI_SIZE");
}

#ifdef APS_HAVE_MPI

#ifndef APS_RANKS_PIECE
#define APS_RANKS_PIECE (1 << 30) /* bytes in one message; tests take little */
#endif
enum { PIECE = APS_RANKS_PIECE, TAG = 7 };

typedef struct {
  MPI_Comm all;
  int rank, ranks, local_rank, local_ranks;
  int threads; /* MPI serves several */
  int owns;    /* MPI was started here, and is ended here */
  int crowded; /* more ranks than cores on this node: ranks_wait.h */
  MPI_Request *request; /* [2 ranks] */
  int *count;           /* [2 ranks] */
  aps_ranks_traffic sent;
} team;

static team *team_of(const aps_ctx *ctx) { return aps_ctx_team(ctx); }

/* The cores that the ranks of a node may use between them are dealt out, unless OMP_NUM_THREADS
 * says otherwise: a launcher that binds nothing gives each rank all of them. */
static void share_cores(team *t, MPI_Comm node) {
#ifdef __linux__
  cpu_set_t mine, all;
  CPU_ZERO(&mine);
  const int known = sched_getaffinity(0, sizeof mine, &mine) == 0;
  MPI_Allreduce(&mine, &all, sizeof mine, MPI_BYTE, MPI_BOR, node);
  t->crowded = known && CPU_COUNT(&all) < t->local_ranks;
  if (!known || getenv("OMP_NUM_THREADS")) return;
  const int threads = CPU_COUNT(&all) / t->local_ranks;
#ifdef _OPENMP
  omp_set_num_threads(threads > 1 ? threads : 1);
#else
  (void)threads;
#endif
#else
  (void)t, (void)node;
#endif
}

/* Each would take itself for the whole run. */
static aps_err refuse_strange_launcher(aps_ctx *ctx) {
  char library[128];
  int ranks;
  const char *size = started_count();
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (ranks > 1 || size == NULL || atoi(size) < 2) return APS_OK;
  aps_ranks_library(ctx, library, sizeof library);
  MPI_Finalize();
  aps_fail(ctx, APS_EARG, "%s processes were started, but this program's MPI (%s) sees one", size,
           library);
  return aps_hint(ctx,
                  "start it with the mpirun of that library, or build apsis with the other one");
}

static aps_err make_lists(aps_ctx *ctx, team *t) {
  const int64_t n = 2 * (int64_t)t->ranks;
  t->request = aps_alloc(ctx, "ranks", n, sizeof *t->request);
  t->count = aps_alloc(ctx, "ranks", n, sizeof *t->count);
  return t->request && t->count ? APS_OK : APS_EMEM;
}

static void let_go(aps_ctx *ctx, team *t) {
  aps_release(ctx, t->request);
  aps_release(ctx, t->count);
  aps_release(ctx, t);
}

static aps_err join_over(aps_ctx *ctx, MPI_Comm all, int owns) {
  int provided;
  MPI_Query_thread(&provided);
  team *t = aps_alloc(ctx, "ranks", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  t->all = all;
  t->owns = owns;
  t->threads = provided == MPI_THREAD_MULTIPLE;
  MPI_Comm_rank(t->all, &t->rank);
  MPI_Comm_size(t->all, &t->ranks);
  APS_TRY(make_lists(ctx, t));
  MPI_Comm node;
  MPI_Comm_split_type(t->all, MPI_COMM_TYPE_SHARED, t->rank, MPI_INFO_NULL, &node);
  MPI_Comm_rank(node, &t->local_rank);
  MPI_Comm_size(node, &t->local_ranks);
  share_cores(t, node);
  MPI_Comm_free(&node);
  aps_ctx_set_team(ctx, t, t->rank, t->ranks);
  return APS_OK;
}

aps_err aps_ranks_join(aps_ctx *ctx) {
  int ready = 0, provided;
  if (started_by() == NULL || team_of(ctx)) return APS_OK;
  MPI_Initialized(&ready);
  if (!ready) MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &provided);
  APS_TRY(refuse_strange_launcher(ctx));
  return join_over(ctx, MPI_COMM_WORLD, !ready);
}

aps_err aps_ranks_join_over(aps_ctx *ctx, const void *communicator) {
  int ready = 0;
  MPI_Initialized(&ready);
  APS_CHECK(ctx, ready, APS_EARG, "a communicator was given, but MPI has not been started");
  APS_CHECK(ctx, team_of(ctx) == NULL, APS_EARG, "this context has joined its ranks already");
  return join_over(ctx, *(const MPI_Comm *)communicator, 0);
}

void aps_ranks_leave(aps_ctx *ctx, int status) {
  team *t = team_of(ctx);
  if (t == NULL) return;
  fflush(stdout);
  if (status && !aps_ranks_know(ctx)) MPI_Abort(t->all, status);
  if (t->owns) MPI_Finalize();
  aps_ctx_set_team(ctx, NULL, 0, 1);
  let_go(ctx, t);
}

/* Libraries tell a paragraph: the first line up to a second piece of news. */
const char *aps_ranks_library(const aps_ctx *ctx, char *out, size_t size) {
  char text[MPI_MAX_LIBRARY_VERSION_STRING];
  int length, level;
  MPI_Get_library_version(text, &length);
  snprintf(out, size, "%.*s", (int)strcspn(text, ",\n"), text);
  for (char *c = out; *c; c++)
    if (*c == '\t') *c = ' ';
  if (team_of(ctx) == NULL) return "";
  MPI_Query_thread(&level);
  return level == MPI_THREAD_MULTIPLE     ? "multiple"
         : level == MPI_THREAD_SERIALIZED ? "serialized"
         : level == MPI_THREAD_FUNNELED   ? "funneled"
                                          : "single";
}

int aps_ranks_twin(aps_ctx *ctx, aps_ctx *twin) {
  const team *t = team_of(ctx);
  if (t == NULL || t->ranks == 1) return 1;
  team *own = t->threads ? aps_alloc(twin, "ranks", 1, sizeof *own) : NULL;
  if (own) *own = *t;
  int good = own != NULL && make_lists(twin, own) == APS_OK;
  APS_RANKS_CALL(t, Allreduce, Iallreduce, MPI_IN_PLACE, &good, 1, MPI_INT, MPI_MIN);
  if (!good && own) let_go(twin, own);
  if (!good) return 0;
  own->sent = (aps_ranks_traffic){0};
  MPI_Comm_dup(t->all, &own->all);
  aps_ctx_set_team(twin, own, t->rank, t->ranks);
  return 1;
}

void aps_ranks_untwin(aps_ctx *twin) {
  team *t = team_of(twin);
  if (t == NULL) return;
  MPI_Comm_free(&t->all);
  aps_ctx_set_team(twin, NULL, 0, 1);
  let_go(twin, t);
}

int aps_rank_local(const aps_ctx *ctx) { return team_of(ctx) ? team_of(ctx)->local_rank : 0; }
int aps_ranks_local(const aps_ctx *ctx) { return team_of(ctx) ? team_of(ctx)->local_ranks : 1; }
aps_ranks_traffic aps_ranks_sent(const aps_ctx *ctx) {
  return team_of(ctx) ? team_of(ctx)->sent : (aps_ranks_traffic){0};
}

/* The team where there is something to talk about, its clock begun. */
static team *begin(aps_ctx *ctx, double *start) {
  team *t = team_of(ctx);
  if (t == NULL || t->ranks == 1) return NULL;
  *start = aps_wall();
  return t;
}

static void end(team *t, double start, double bytes, double messages) {
  t->sent.seconds += aps_wall() - start;
  t->sent.bytes += bytes;
  t->sent.messages += messages;
}

/* A reduction or broadcast costs each rank some log2(ranks) messages. */
static double log_ranks(const team *t) {
  double n = 0;
  for (int r = 1; r < t->ranks; r *= 2) n++;
  return n;
}

static void reduce(aps_ctx *ctx, void *values, int64_t n, size_t size, MPI_Datatype type,
                   MPI_Op op) {
  double start;
  team *t = begin(ctx, &start);
  if (t == NULL || n == 0) return;
  for (int64_t at = 0; at < n; at += PIECE / 16) {
    const int m = (int)(n - at < PIECE / 16 ? n - at : PIECE / 16);
    APS_RANKS_CALL(t, Allreduce, Iallreduce, MPI_IN_PLACE, (char *)values + size * (size_t)at, m, type, op);
  }
  end(t, start, log_ranks(t) * (double)size * (double)n, log_ranks(t));
}

void aps_ranks_sum(aps_ctx *ctx, double *v, int n) {
  reduce(ctx, v, n, sizeof *v, MPI_DOUBLE, MPI_SUM);
}
void aps_ranks_min(aps_ctx *ctx, double *v, int n) {
  reduce(ctx, v, n, sizeof *v, MPI_DOUBLE, MPI_MIN);
}
void aps_ranks_max(aps_ctx *ctx, double *v, int n) {
  reduce(ctx, v, n, sizeof *v, MPI_DOUBLE, MPI_MAX);
}
void aps_ranks_sum_int(aps_ctx *ctx, int64_t *v, int64_t n) {
  reduce(ctx, v, n, sizeof *v, MPI_INT64_T, MPI_SUM);
}
void aps_ranks_max_int(aps_ctx *ctx, int64_t *v, int n) {
  reduce(ctx, v, n, sizeof *v, MPI_INT64_T, MPI_MAX);
}
void aps_ranks_sum_float(aps_ctx *ctx, float *v, int64_t n) {
  reduce(ctx, v, n, sizeof *v, MPI_FLOAT, MPI_SUM);
}

int64_t aps_ranks_before(aps_ctx *ctx, int64_t mine, int64_t *total) {
  double start;
  int64_t before = 0;
  team *t = begin(ctx, &start);
  *total = mine;
  if (t == NULL) return 0;
  APS_RANKS_CALL(t, Exscan, Iexscan, &mine, &before, 1, MPI_INT64_T, MPI_SUM);
  APS_RANKS_CALL(t, Allreduce, Iallreduce, MPI_IN_PLACE, total, 1, MPI_INT64_T, MPI_SUM);
  end(t, start, 16 * log_ranks(t), 2 * log_ranks(t));
  return t->rank == 0 ? 0 : before; /* MPI leaves it undefined there */
}

void aps_ranks_broadcast(aps_ctx *ctx, void *data, size_t bytes, int root) {
  double start;
  team *t = begin(ctx, &start);
  if (t == NULL) return;
  for (size_t at = 0; at < bytes; at += PIECE)
    APS_RANKS_CALL(t, Bcast, Ibcast, (char *)data + at, (int)(bytes - at < PIECE ? bytes - at : PIECE), MPI_BYTE, root);
  end(t, start, (double)bytes, 1);
}

void aps_ranks_gather(aps_ctx *ctx, const void *mine, size_t bytes, void *all) {
  double start;
  team *t = begin(ctx, &start);
  if (t == NULL) {
    memcpy(all, mine, bytes);
    return;
  }
  APS_RANKS_CALL(t, Allgather, Iallgather, mine, (int)bytes, MPI_BYTE, all, (int)bytes, MPI_BYTE);
  end(t, start, (double)bytes * log_ranks(t), log_ranks(t));
}

/* 0 where an int does not hold the bytes. */
static int gather_at_once(const team *t, const void *mine, const int64_t *count, void *all) {
  int64_t sum = 0;
  for (int r = 0; r < t->ranks; r++) sum += count[r];
  if (sum > PIECE) return 0;
  int *n = t->count, *at = n + t->ranks;
  for (int r = 0, first = 0; r < t->ranks; first += (int)count[r++]) n[r] = (int)count[r], at[r] = first;
  APS_RANKS_CALL(t, Allgatherv, Iallgatherv, mine, n[t->rank], MPI_BYTE, all, n, at, MPI_BYTE);
  return 1;
}

void aps_ranks_gather_all(aps_ctx *ctx, const void *mine, const int64_t *count, void *all) {
  double start;
  team *t = begin(ctx, &start);
  if (t == NULL) {
    memcpy(all, mine, (size_t)count[0]);
    return;
  }
  if (gather_at_once(t, mine, count, all)) {
    end(t, start, (double)count[t->rank] * log_ranks(t), log_ranks(t));
    return;
  }
  char *to = all;
  for (int r = 0; r < t->ranks; r++) { /* counts beyond an int go one rank after the other */
    if (r == t->rank && count[r]) memcpy(to, mine, (size_t)count[r]);
    for (int64_t at = 0; at < count[r]; at += PIECE)
      APS_RANKS_CALL(t, Bcast, Ibcast, to + at, (int)(count[r] - at < PIECE ? count[r] - at : PIECE), MPI_BYTE, r);
    to += count[r];
  }
  end(t, start, (double)count[t->rank], 1);
}

void aps_ranks_scatter_sum(aps_ctx *ctx, const double *all, const int64_t *count, double *out) {
  double start;
  team *t = begin(ctx, &start);
  if (t == NULL) {
    memcpy(out, all, sizeof *out * (size_t)count[0]);
    return;
  }
  double bytes = 0;
  for (int r = 0; r < t->ranks; r++) {
    for (int64_t at = 0; at < count[r]; at += PIECE / 16) {
      const int m = (int)(count[r] - at < PIECE / 16 ? count[r] - at : PIECE / 16);
      APS_RANKS_CALL(t, Reduce, Ireduce, all + at, r == t->rank ? out + at : NULL, m, MPI_DOUBLE, MPI_SUM, r);
    }
    if (r != t->rank) bytes += 8 * (double)count[r];
    all += count[r];
  }
  end(t, start, bytes, t->ranks - 1);
}

/* ---- mail: sizes, then whether all have room for what comes, then what is sent; none of it waits unless asked to */

enum { SIZES, ROOM, CONTENTS, LANDED };

struct aps_ranks_mail {
  int stage, failed;   /* failed: this rank, and its words are recorded */
  const char *send;
  const int64_t *to;
  int64_t *from, *zeros;
  void **got;
  int good;            /* all have room */
  MPI_Request own;     /* of the stages before the contents */
  MPI_Request *request;
  int n, done;
};

static int64_t pieces(int64_t bytes) { return (bytes + PIECE - 1) / PIECE; }

static void post_pieces(team *t, aps_ranks_mail *m, char *data, int64_t bytes, int other,
                        int receive) {
  for (int64_t at = 0; at < bytes; at += PIECE) {
    const int n = (int)(bytes - at < PIECE ? bytes - at : PIECE);
    MPI_Request *r = &m->request[m->n++];
    if (receive)
      MPI_Irecv(data + at, n, MPI_BYTE, other, TAG, t->all, r);
    else
      MPI_Isend(data + at, n, MPI_BYTE, other, TAG, t->all, r);
  }
}

/* The sizes are there: room for what comes, and whether all have it. */
static void ask_for_room(aps_ctx *ctx, team *t, aps_ranks_mail *m) {
  int64_t in = 0, requests = 1;
  for (int r = 0; r < t->ranks; r++) in += m->from[r], requests += pieces(m->from[r]) + pieces(m->to[r]);
  if (!m->failed) *m->got = aps_alloc(ctx, "messages", in + 1, 1);
  if (!m->failed && *m->got) m->request = aps_alloc(ctx, "messages", requests, sizeof *m->request);
  if (m->request == NULL) m->failed = 1;
  m->good = !m->failed;
  MPI_Iallreduce(MPI_IN_PLACE, &m->good, 1, MPI_INT, MPI_MIN, t->all, &m->own);
  m->stage = ROOM;
}

static void post_contents(team *t, aps_ranks_mail *m) {
  char *into = *m->got, *out = (char *)(uintptr_t)m->send;
  for (int r = 0; r < t->ranks; into += m->from[r], r++)
    if (r != t->rank) post_pieces(t, m, into, m->from[r], r, 1);
  into = *m->got;
  for (int r = 0; r < t->ranks; into += m->from[r], out += m->to[r], r++) {
    if (r != t->rank) {
      post_pieces(t, m, out, m->to[r], r, 0);
      t->sent.bytes += (double)m->to[r];
    } else if (m->to[r]) {
      memcpy(into, out, (size_t)m->to[r]);
    }
  }
  t->sent.bytes += 8 * t->ranks;
  t->sent.messages += m->n;
  m->stage = CONTENTS;
}

/* One stage further, or, in the last, one message; 0: not without waiting. */
static int proceed(aps_ctx *ctx, aps_ranks_mail *m, int wait) {
  team *t = team_of(ctx);
  MPI_Request *r = m->stage == CONTENTS ? &m->request[m->done] : &m->own;
  int done = 1;
  if (m->stage == CONTENTS && m->done == m->n) return m->stage = LANDED, 1;
  if (wait) aps_ranks_wait_for(t->crowded, r);
  else MPI_Test(r, &done, MPI_STATUS_IGNORE);
  if (!done) return 0;
  if (m->stage == SIZES) ask_for_room(ctx, t, m);
  else if (m->stage == CONTENTS) m->done++;
  else if (m->good) post_contents(t, m);
  else m->stage = LANDED;
  return 1;
}

aps_err aps_ranks_post(aps_ctx *ctx, const void *send, const int64_t *to, void **got, int64_t *from,
                       aps_ranks_mail **mail) {
  double start = 0;
  team *t = begin(ctx, &start);
  *got = NULL;
  *mail = aps_alloc(ctx, "messages", 1, sizeof **mail);
  int64_t *zeros = aps_alloc(ctx, "messages", 2 * (int64_t)aps_ranks(ctx), sizeof *zeros);
  if (t == NULL) {
    const aps_err err = to && *mail && zeros ? APS_OK : aps_ctx_code(ctx);
    if (err == APS_OK) *got = aps_alloc(ctx, "messages", to[0] + 1, 1);
    if (*got && to[0]) memcpy(*got, send, (size_t)to[0]);
    if (*got) from[0] = to[0], (*mail)->stage = LANDED, (*mail)->good = 1;
    aps_release(ctx, zeros);
    return *got ? APS_OK : err != APS_OK ? err : APS_EMEM;
  }
  if (*mail == NULL || zeros == NULL) return APS_EMEM; /* some bytes: what little could be done is not worth it */
  aps_ranks_mail *m = *mail;
  *m = (aps_ranks_mail){.failed = to == NULL, .send = send, .to = to ? to : zeros,
                          .from = from ? from : zeros + t->ranks, .zeros = zeros, .got = got};
  MPI_Ialltoall(m->to, 1, MPI_INT64_T, m->from, 1, MPI_INT64_T, t->all, &m->own);
  end(t, start, 0, 0);
  return APS_OK;
}

int aps_ranks_mail_landed(aps_ctx *ctx, aps_ranks_mail *m) {
  while (m->stage != LANDED)
    if (!proceed(ctx, m, 0)) return 0;
  return 1;
}

aps_err aps_ranks_wait(aps_ctx *ctx, aps_ranks_mail **mail) {
  aps_ranks_mail *m = *mail;
  if (m == NULL) return APS_OK;
  const double start = aps_wall();
  while (m->stage != LANDED) proceed(ctx, m, 1);
  if (team_of(ctx)) end(team_of(ctx), start, 0, 0);
  const int good = m->good;
  const aps_err mine = m->failed ? aps_ctx_code(ctx) : APS_OK;
  if (!good) aps_release(ctx, *m->got), *m->got = NULL;
  aps_release(ctx, m->request);
  aps_release(ctx, m->zeros);
  aps_release(ctx, m);
  *mail = NULL;
  return good ? APS_OK : aps_ranks_agree(ctx, mine);
}

void aps_ranks_counts(aps_ctx *ctx, const int64_t *to, int64_t *from) {
  double start;
  team *t = begin(ctx, &start);
  from[0] = to[0];
  if (t == NULL) return;
  APS_RANKS_CALL(t, Alltoall, Ialltoall, to, 1, MPI_INT64_T, from, 1, MPI_INT64_T);
  end(t, start, 8 * t->ranks, log_ranks(t));
}

/* How many bytes of the piece at `at`. */
static int piece_at(int64_t bytes, int64_t at) {
  return bytes <= at ? 0 : (int)(bytes - at < PIECE ? bytes - at : PIECE);
}

void aps_ranks_swap(aps_ctx *ctx, const void *send, const int64_t *to, void *into, const int64_t *from) {
  double start = 0, bytes = 0, messages = 0;
  team *t = begin(ctx, &start);
  const int ranks = t ? t->ranks : 1, me = t ? t->rank : 0;
  int64_t most = 0;
  for (int r = 0; r < ranks; r++)
    if (r != me) most = most > to[r] ? most : to[r], most = most > from[r] ? most : from[r];
  for (int64_t at = 0; at < most; at += PIECE) {
    char *in = into, *out = (char *)(uintptr_t)send;
    int n = 0;
    for (int r = 0; r < ranks; in += from[r++])
      if (r != me && piece_at(from[r], at))
        MPI_Irecv(in + at, piece_at(from[r], at), MPI_BYTE, r, TAG, t->all, &t->request[n++]);
    for (int r = 0; r < ranks; out += to[r++])
      if (r != me && piece_at(to[r], at)) {
        MPI_Isend(out + at, piece_at(to[r], at), MPI_BYTE, r, TAG, t->all, &t->request[n++]);
        bytes += piece_at(to[r], at), messages++;
      }
    for (int i = 0; i < n; i++) aps_ranks_wait_for(t->crowded, &t->request[i]);
  }
  int64_t here = 0, there = 0;
  for (int r = 0; r < me; r++) here += from[r], there += to[r];
  if (to[me]) memcpy((char *)into + here, (const char *)send + there, (size_t)to[me]);
  if (t) end(t, start, bytes, messages);
}

void aps_ranks_send(aps_ctx *ctx, const void *data, int64_t bytes, int to) {
  team *t = team_of(ctx);
  const double start = aps_wall();
  for (int64_t at = 0; at < bytes; at += PIECE)
    APS_RANKS_CALL(t, Send, Isend, (const char *)data + at, (int)(bytes - at < PIECE ? bytes - at : PIECE),
                   MPI_BYTE, to, TAG + 1);
  end(t, start, (double)bytes, (double)pieces(bytes));
}

void aps_ranks_receive(aps_ctx *ctx, void *data, int64_t bytes, int from) {
  team *t = team_of(ctx);
  const double start = aps_wall();
  for (int64_t at = 0; at < bytes; at += PIECE) {
    MPI_Request request;
    MPI_Irecv((char *)data + at, (int)(bytes - at < PIECE ? bytes - at : PIECE), MPI_BYTE, from,
              TAG + 1, t->all, &request);
    aps_ranks_wait_for(t->crowded, &request);
  }
  end(t, start, 0, 0);
}

_Static_assert(sizeof(MPI_Request) <= sizeof((aps_ranks_parcel *)0)->request, "a request's room");

void aps_ranks_send_begin(aps_ctx *ctx, const void *data, int64_t bytes, int to,
                          aps_ranks_parcel *p) {
  team *t = team_of(ctx);
  MPI_Request request;
  MPI_Isend(data, (int)bytes, MPI_BYTE, to, TAG + 2, t->all, &request);
  memcpy(p->request, &request, sizeof request);
  p->flying = 1;
  t->sent.bytes += (double)bytes;
  t->sent.messages++;
}

void aps_ranks_receive_begin(aps_ctx *ctx, void *data, int64_t bytes, int from,
                             aps_ranks_parcel *p) {
  team *t = team_of(ctx);
  MPI_Request request;
  MPI_Irecv(data, (int)bytes, MPI_BYTE, from, TAG + 2, t->all, &request);
  memcpy(p->request, &request, sizeof request);
  p->flying = 1;
}

void aps_ranks_landed(aps_ctx *ctx, aps_ranks_parcel *p) {
  if (!p->flying) return;
  const double start = aps_wall();
  MPI_Request request;
  memcpy(&request, p->request, sizeof request);
  aps_ranks_wait_for(team_of(ctx)->crowded, &request);
  p->flying = 0;
  end(team_of(ctx), start, 0, 0);
}

int aps_ranks_has_landed(aps_ctx *ctx, aps_ranks_parcel *p) {
  (void)ctx;
  if (!p->flying) return 1;
  int landed;
  MPI_Request request;
  memcpy(&request, p->request, sizeof request);
  MPI_Test(&request, &landed, MPI_STATUS_IGNORE);
  memcpy(p->request, &request, sizeof request);
  p->flying = !landed;
  return landed;
}

void aps_ranks_await(aps_ctx *ctx, int (*done)(void *), void *self) {
  double start = 0;
  team *t = begin(ctx, &start);
  long nanoseconds = 0;
  for (int tries = 1; !done(self); tries++)
    if (t && t->crowded) aps_ranks_pause(tries, &nanoseconds);
  if (t) end(t, start, 0, 0);
}

#else /* ---- one rank */

aps_err aps_ranks_join(aps_ctx *ctx) {
  const char *size = started_count();
  if (size == NULL || atoi(size) < 2 || started_by() == NULL) return APS_OK;
  aps_fail(ctx, APS_EARG, "%s processes were started, but this build of apsis has no MPI", size);
  return aps_hint(ctx, "install an MPI library (libopenmpi-dev), then build again; apsis doctor "
                       "shows what was found");
}

aps_err aps_ranks_join_over(aps_ctx *ctx, const void *communicator) {
  (void)communicator;
  aps_fail(ctx, APS_EARG, "a communicator was given, but this build of apsis has no MPI");
  return aps_hint(ctx, "install an MPI library (libopenmpi-dev), then build again");
}
void aps_ranks_leave(aps_ctx *ctx, int status) { (void)ctx, (void)status; }
const char *aps_ranks_library(const aps_ctx *ctx, char *out, size_t size) {
  (void)ctx;
  if (size) out[0] = '\0';
  return "";
}
int aps_ranks_twin(aps_ctx *ctx, aps_ctx *twin) { return (void)ctx, (void)twin, 1; }
void aps_ranks_untwin(aps_ctx *twin) { (void)twin; }
int aps_rank_local(const aps_ctx *ctx) { return (void)ctx, 0; }
int aps_ranks_local(const aps_ctx *ctx) { return (void)ctx, 1; }
aps_ranks_traffic aps_ranks_sent(const aps_ctx *ctx) { return (void)ctx, (aps_ranks_traffic){0}; }
void aps_ranks_sum(aps_ctx *ctx, double *v, int n) { (void)ctx, (void)v, (void)n; }
void aps_ranks_min(aps_ctx *ctx, double *v, int n) { (void)ctx, (void)v, (void)n; }
void aps_ranks_max(aps_ctx *ctx, double *v, int n) { (void)ctx, (void)v, (void)n; }
void aps_ranks_sum_int(aps_ctx *ctx, int64_t *v, int64_t n) { (void)ctx, (void)v, (void)n; }
void aps_ranks_max_int(aps_ctx *ctx, int64_t *v, int n) { (void)ctx, (void)v, (void)n; }
void aps_ranks_sum_float(aps_ctx *ctx, float *v, int64_t n) { (void)ctx, (void)v, (void)n; }
int64_t aps_ranks_before(aps_ctx *ctx, int64_t mine, int64_t *total) {
  return (void)ctx, *total = mine, 0;
}
void aps_ranks_broadcast(aps_ctx *ctx, void *data, size_t bytes, int root) {
  (void)ctx, (void)data, (void)bytes, (void)root;
}
void aps_ranks_gather(aps_ctx *ctx, const void *mine, size_t bytes, void *all) {
  (void)ctx;
  memcpy(all, mine, bytes);
}
void aps_ranks_gather_all(aps_ctx *ctx, const void *mine, const int64_t *count, void *all) {
  (void)ctx;
  memcpy(all, mine, (size_t)count[0]);
}
void aps_ranks_scatter_sum(aps_ctx *ctx, const double *all, const int64_t *count, double *out) {
  (void)ctx;
  memcpy(out, all, sizeof *out * (size_t)count[0]);
}
aps_err aps_ranks_post(aps_ctx *ctx, const void *send, const int64_t *to, void **got, int64_t *from,
                       aps_ranks_mail **mail) {
  *mail = NULL;
  *got = NULL;
  if (to == NULL) return aps_ctx_code(ctx);
  from[0] = to[0];
  *got = aps_alloc(ctx, "messages", to[0] + 1, 1);
  if (*got == NULL) return APS_EMEM;
  if (to[0]) memcpy(*got, send, (size_t)to[0]);
  return APS_OK;
}
int aps_ranks_mail_landed(aps_ctx *ctx, aps_ranks_mail *m) { return (void)ctx, (void)m, 1; }
aps_err aps_ranks_wait(aps_ctx *ctx, aps_ranks_mail **mail) { return (void)ctx, *mail = NULL, APS_OK; }
void aps_ranks_send(aps_ctx *ctx, const void *data, int64_t bytes, int to) {
  (void)ctx, (void)data, (void)bytes, (void)to;
}
void aps_ranks_receive(aps_ctx *ctx, void *data, int64_t bytes, int from) {
  (void)ctx, (void)data, (void)bytes, (void)from;
}
void aps_ranks_send_begin(aps_ctx *ctx, const void *data, int64_t bytes, int to,
                          aps_ranks_parcel *p) {
  (void)ctx, (void)data, (void)bytes, (void)to, (void)p;
}
void aps_ranks_receive_begin(aps_ctx *ctx, void *data, int64_t bytes, int from,
                             aps_ranks_parcel *p) {
  (void)ctx, (void)data, (void)bytes, (void)from, (void)p;
}
void aps_ranks_landed(aps_ctx *ctx, aps_ranks_parcel *p) { (void)ctx, (void)p; }
int aps_ranks_has_landed(aps_ctx *ctx, aps_ranks_parcel *p) { return (void)ctx, (void)p, 1; }
void aps_ranks_await(aps_ctx *ctx, int (*done)(void *), void *self) {
  (void)ctx;
  while (!done(self)) continue;
}
void aps_ranks_counts(aps_ctx *ctx, const int64_t *to, int64_t *from) { (void)ctx, from[0] = to[0]; }
void aps_ranks_swap(aps_ctx *ctx, const void *send, const int64_t *to, void *into, const int64_t *from) {
  (void)ctx, (void)from;
  if (to[0]) memcpy(into, send, (size_t)to[0]);
}
#endif

aps_err aps_ranks_exchange(aps_ctx *ctx, const void *send, const int64_t *to, void **got,
                           int64_t *from) {
  aps_ranks_mail *mail;
  APS_TRY(aps_ranks_post(ctx, send, to, got, from, &mail));
  return aps_ranks_wait(ctx, &mail);
}

aps_err aps_ranks_deal(aps_ctx *ctx, void **items, int64_t *n, size_t size, int (*to)(const void *item, int ranks)) {
  const int ranks = aps_ranks(ctx);
  if (ranks == 1) return APS_OK;
  const char *from = *items;
  char *sorted = aps_alloc(ctx, "messages", *n + 1, size);
  int64_t *count = aps_alloc(ctx, "messages", 3 * (int64_t)ranks, sizeof *count), *at = count ? count + ranks : NULL, *got = count ? at + ranks : NULL;
  void *mine;
  const int good = sorted && count;
  for (int64_t i = 0; good && i < *n; i++) count[to(from + size * (size_t)i, ranks)] += (int64_t)size;
  for (int r = 1; good && r < ranks; r++) at[r] = at[r - 1] + count[r - 1];
  for (int64_t i = 0; good && i < *n; i++) {
    int64_t *place = &at[to(from + size * (size_t)i, ranks)];
    memcpy(sorted + *place, from + size * (size_t)i, size);
    *place += (int64_t)size;
  }
  const aps_err err = aps_ranks_exchange(ctx, sorted, good ? count : NULL, &mine, got);
  aps_release(ctx, sorted);
  if (err != APS_OK) return aps_release(ctx, count), err;
  *n = 0;
  for (int r = 0; r < ranks; r++) *n += got[r] / (int64_t)size;
  aps_release(ctx, *items);
  *items = mine;
  aps_release(ctx, count);
  return APS_OK;
}

aps_err aps_ranks_agree(aps_ctx *ctx, aps_err mine) {
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  if (ranks == 1) return mine;
  int64_t first = mine == APS_OK ? 0 : ranks - me; /* the largest is that of the lowest rank */
  aps_ranks_max_int(ctx, &first, 1);
  if (first == 0) return APS_OK;
  struct {
    aps_err code;
    char text[1024], hint[512];
  } words = {.code = mine};
  const int root = ranks - (int)first;
  if (me == root) {
    snprintf(words.text, sizeof words.text, "%s", aps_ctx_error(ctx));
    snprintf(words.hint, sizeof words.hint, "%s", aps_ctx_hint(ctx));
  }
  aps_ranks_broadcast(ctx, &words, sizeof words, root);
  aps_fail(ctx, words.code, "%s", words.text);
  if (words.hint[0]) aps_hint(ctx, "%s", words.hint);
  aps_ctx_set_agreed(ctx);
  return words.code;
}

aps_err aps_ranks_sum_agree(aps_ctx *ctx, int64_t *v, int64_t n, aps_err mine) {
  v[n] = mine != APS_OK;
  aps_ranks_sum_int(ctx, v, n + 1);
  return v[n] ? aps_ranks_agree(ctx, mine) : APS_OK;
}
