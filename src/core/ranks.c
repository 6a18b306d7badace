/* The ranks of a run over MPI: who they are, and what all tell all. Messages between some: ranks_mail.c. Those larger than
 * MPI's int counts go in pieces. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "ranks_inside.h"
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(APS_HAVE_MPI) && defined(_OPENMP)
#include <omp.h>
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
  t->zeros = aps_alloc(ctx, "ranks", n, sizeof *t->zeros);
  t->now = aps_alloc(ctx, "ranks", 1, sizeof *t->now);
  return t->request && t->count && t->zeros && t->now ? APS_OK : APS_EMEM;
}

static void let_go(aps_ctx *ctx, team *t) {
  aps_release(ctx, t->request);
  aps_release(ctx, t->count);
  aps_release(ctx, t->zeros);
  aps_release(ctx, t->now);
  aps_release(ctx, t);
}

/* What all ranks must know alike. */
static void count_nodes(team *t) {
  int sum = t->local_rank == 0, most[3] = {t->local_ranks, -t->local_ranks, t->crowded};
  MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_INT, MPI_SUM, t->all);
  MPI_Allreduce(MPI_IN_PLACE, most, 3, MPI_INT, MPI_MAX, t->all);
  t->nodes = sum, t->most_local = most[0], t->least_local = -most[1], t->begins = most[2];
}

static aps_err join_over(aps_ctx *ctx, MPI_Comm all, int owns) {
  int provided;
  MPI_Query_thread(&provided);
  team *t = aps_alloc(ctx, "ranks", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  t->all = all;
  t->watched = MPI_COMM_NULL;
  t->owns = owns;
  t->threads = provided == MPI_THREAD_MULTIPLE;
  MPI_Comm_rank(t->all, &t->rank);
  MPI_Comm_size(t->all, &t->ranks);
  APS_TRY(make_lists(ctx, t));
  MPI_Comm node;
  MPI_Comm_split_type(t->all, MPI_COMM_TYPE_SHARED, t->rank, MPI_INFO_NULL, &node);
  MPI_Comm_rank(node, &t->local_rank);
  MPI_Comm_size(node, &t->local_ranks);
  t->leader = t->rank;
  MPI_Bcast(&t->leader, 1, MPI_INT, 0, node);
  share_cores(t, node);
  MPI_Comm_free(&node);
  count_nodes(t);
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

/* Without a launcher that names several MPI is not even started: in a shell of a batch system that could fail. */
int aps_ranks_answers(int argc, char *const *argv) {
  const char *size = started_count();
  int ready = 0, provided, rank;
  MPI_Initialized(&ready);
  if (ready || size == NULL || atoi(size) < 2) return 1;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_SINGLE, &provided);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  uint64_t hash = 0xcbf29ce484222325u; /* of the words and their ends */
  for (int i = 0; i < argc; i++)
    for (const char *c = argv[i];; c++) {
      hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
      if (*c == '\0') break;
    }
  int64_t most[2] = {(int64_t)(hash >> 1), -(int64_t)(hash >> 1)};
  MPI_Allreduce(MPI_IN_PLACE, most, 2, MPI_INT64_T, MPI_MAX, MPI_COMM_WORLD);
  MPI_Finalize();
  return rank == 0 || most[0] != -most[1];
}

void aps_ranks_leave(aps_ctx *ctx, int status) {
  team *t = team_of(ctx);
  if (t == NULL) return;
  fflush(stdout);
  if (status && !aps_ranks_know(ctx)) MPI_Abort(t->all, status);
  if (t->owns) {
    aps_ranks_watch_clear(t);
    MPI_Finalize();
  }
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
int aps_ranks_nodes(const aps_ctx *ctx) { return team_of(ctx) ? team_of(ctx)->nodes : 1; }
int aps_ranks_crowded(const aps_ctx *ctx) { return team_of(ctx) && team_of(ctx)->begins; }

const char *aps_ranks_shape(const aps_ctx *ctx, char *out, size_t size) {
  const team *t = team_of(ctx);
  const int ranks = t ? t->ranks : 1, nodes = t ? t->nodes : 1;
  int n = snprintf(out, size, "%d rank%s on %d node%s", ranks, ranks > 1 ? "s" : "", nodes, nodes > 1 ? "s" : "");
  if (nodes == 1 || n < 0 || (size_t)n >= size) return out;
  out += n, size -= (size_t)n;
  if (t->least_local < t->most_local) snprintf(out, size, ", %d to %d on each", t->least_local, t->most_local);
  else snprintf(out, size, ", %d on each", t->most_local);
  return out - n;
}

aps_ranks_traffic aps_ranks_sent(const aps_ctx *ctx) {
  return team_of(ctx) ? team_of(ctx)->sent : (aps_ranks_traffic){0};
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
int aps_ranks_answers(int argc, char *const *argv) { return (void)argc, (void)argv, 1; }
const char *aps_ranks_library(const aps_ctx *ctx, char *out, size_t size) {
  (void)ctx;
  if (size) out[0] = '\0';
  return "";
}
int aps_ranks_twin(aps_ctx *ctx, aps_ctx *twin) { return (void)ctx, (void)twin, 1; }
void aps_ranks_untwin(aps_ctx *twin) { (void)twin; }
int aps_rank_local(const aps_ctx *ctx) { return (void)ctx, 0; }
int aps_ranks_local(const aps_ctx *ctx) { return (void)ctx, 1; }
int aps_ranks_nodes(const aps_ctx *ctx) { return (void)ctx, 1; }
int aps_ranks_crowded(const aps_ctx *ctx) { return (void)ctx, 0; }
const char *aps_ranks_shape(const aps_ctx *ctx, char *out, size_t size) {
  return (void)ctx, snprintf(out, size, "1 rank on 1 node"), out;
}
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
#endif

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
