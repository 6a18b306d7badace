/* A watch over the ranks: whoever stands still is named by those that wait for it.
 *
 * MPI waits for ever for a process that was stopped, or whose machine is gone. So each rank has a thread that sleeps, and four
 * times within the patience it tells two ranks, 0 and the first on another node, that its process lives, what the run does there
 * and since when. Where the run has stood still for as long as the patience, rank 0's thread says whom it waits for (the other
 * one's, where rank 0 is silent). A rank that is slow goes on telling, so it is never taken for one that is lost. A thread that was held up itself,
 * as when a whole job is suspended, forgets what it knew and begins anew.
 *
 * A whole node that vanishes is noticed earlier, by the connections of ranks_links.c: where one falls silent, and the other end
 * does not answer over MPI either, the job ends. */
#include "ranks_inside.h"
#include "ranks_links.h"
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef APS_HAVE_MPI
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { TAG_LIFE = 11, TAG_ANSWER = 12, TAG_CALL = 13, TELLERS = 2, PATIENT_PARTS = 4, TICKS = 16, NAMED = 4, LOST_STATUS = 5 };
enum { GRACE = 5, CALLED_FOR = 4 /* s, that a rank whose connection is gone has for an answer over MPI */ };

typedef struct { /* a sign of life */
  int rank, waits;   /* waits: for others, in MPI */
  double still, cpu; /* s since the run last moved on; processor time that the process took since */
  char doing[48];
} sign;

typedef struct {
  long pid;
  char host[64];
} place;

struct aps_ranks_watch {
  aps_ctx *ctx;
  team *t;
  MPI_Comm comm;
  pthread_t thread;
  pthread_mutex_t lock; /* of log */
  int bell[2];          /* a pipe: what is written there wakes the thread, and ends it */
  int running;
  double patience, tick;
  int ends;
  char log[4300]; /* of the run; "" before it has one */

  place *at;     /* [ranks] */
  sign *last;    /* [ranks] of the tellers: as last heard */
  double *heard; /* [ranks] when */
  int tellers, teller[TELLERS]; /* who is told, and tells people */
  sign own[TELLERS];
  MPI_Request sent[TELLERS];
  int verdict, ending;  /* what a teller answers: 1, the job ends; this rank ends */
  MPI_Request *answer;  /* [ranks], of a teller */
  double answered;      /* when a teller was last heard of */
  double last_sent, last_tick, moved, cpu_then;
  double anew;       /* when it last began: what was before tells nothing */
  double slow_limit; /* of a rank that lives: doubles whenever one has been named */
  int told;          /* about this stretch of standing still */
  aps_links links;   /* between nodes */
  double *called;    /* [links] when the other end was asked over MPI whether it lives; 0: not yet */
};
typedef struct aps_ranks_watch watch;
static const int verdicts[2] = {0, 1}; /* they outlive every message */
enum { DO_YOU_LIVE, I_LIVE };
static const int calls[2] = {DO_YOU_LIVE, I_LIVE};

/* ---- what the run does --------------------------------------------------------------------------- */

static double processor_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A host program may have ended MPI while a simulation lives. */
static int mpi_is_over(void) {
  int over = 0;
  MPI_Finalized(&over);
  return over;
}

static void say(watch *w, aps_log_level level, const char *line) {
  aps_ctx_tell(w->ctx, level, line);
  pthread_mutex_lock(&w->lock);
  const int fd = *w->log ? open(w->log, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
  pthread_mutex_unlock(&w->lock);
  if (fd < 0) return;
  if (dprintf(fd, "%s\n", line) < 0) errno = 0; /* it has been said on the other way */
  close(fd);
}

static void say_on(watch *w, double seconds) {
  char line[80];
  snprintf(line, sizeof line, "the run goes on, after %.3g s", seconds);
  say(w, APS_LOG_INFO, line);
}

static sign look(watch *w, double now) {
  const double moved = atomic_load(&w->t->now->moved);
  const char *doing = atomic_load(&w->t->now->doing);
  if (moved != w->moved) {
    if (w->told) say_on(w, moved - w->moved);
    w->moved = moved, w->cpu_then = processor_time(), w->told = 0;
  }
  sign s = {.rank = w->t->rank, .waits = atomic_load(&w->t->now->waits), .still = now - moved, .cpu = processor_time() - w->cpu_then};
  snprintf(s.doing, sizeof s.doing, "%s", doing ? doing : "its beginning");
  return s;
}

/* ---- signs of life ------------------------------------------------------------------------------- */

/* Rank 0 and the first on another node, so that no node takes both away; on one node, rank 1. */
static void choose_tellers(watch *w) {
  w->tellers = w->t->ranks < TELLERS ? w->t->ranks : TELLERS;
  w->teller[0] = 0, w->teller[1] = 1;
  for (int r = w->t->ranks - 1; r > 0; r--)
    if (strcmp(w->at[r].host, w->at[0].host) != 0) w->teller[1] = r;
}

static int tells(const watch *w) {
  for (int k = 0; k < w->tellers; k++)
    if (w->teller[k] == w->t->rank) return 1;
  return 0;
}

/* 1: what was sent last is on its way; a first message may need several looks, until there is a connection. */
static int push(watch *w, int k) {
  int done = 1;
  if (w->sent[k] != MPI_REQUEST_NULL) MPI_Test(&w->sent[k], &done, MPI_STATUS_IGNORE);
  return done;
}

static void send_signs(watch *w, const sign *mine) {
  for (int k = 0; k < w->tellers; k++) {
    if (w->teller[k] == w->t->rank || !push(w, k)) continue; /* that one takes nothing more */
    w->own[k] = *mine;
    MPI_Isend(&w->own[k], sizeof *mine, MPI_BYTE, w->teller[k], TAG_LIFE, w->comm, &w->sent[k]);
  }
}

/* Tellers answer, so that those whom they cannot reach know of it. */
static void send_answers(watch *w) {
  for (int to = 0; to < w->t->ranks; to++) {
    int done = 1;
    if (to == w->t->rank) continue;
    if (w->answer[to] != MPI_REQUEST_NULL) MPI_Test(&w->answer[to], &done, MPI_STATUS_IGNORE);
    if (done) MPI_Isend(&verdicts[w->verdict], 1, MPI_INT, to, TAG_ANSWER, w->comm, &w->answer[to]);
  }
}

static int take_answer(MPI_Comm comm, int *verdict) {
  int there = 0;
  MPI_Iprobe(MPI_ANY_SOURCE, TAG_ANSWER, comm, &there, MPI_STATUS_IGNORE);
  if (there) MPI_Recv(verdict, 1, MPI_INT, MPI_ANY_SOURCE, TAG_ANSWER, comm, MPI_STATUS_IGNORE);
  return there;
}

static void take_answers(watch *w, double now) {
  for (int verdict; take_answer(w->comm, &verdict);) {
    w->answered = now;
    if (verdict) w->ending = 1;
  }
}

static int take_sign(MPI_Comm comm, sign *s) {
  int there = 0;
  MPI_Iprobe(MPI_ANY_SOURCE, TAG_LIFE, comm, &there, MPI_STATUS_IGNORE);
  if (there) MPI_Recv(s, sizeof *s, MPI_BYTE, MPI_ANY_SOURCE, TAG_LIFE, comm, MPI_STATUS_IGNORE);
  return there;
}

static void take_signs(watch *w, double now) {
  for (sign s; take_sign(w->comm, &s);) {
    if (s.rank < 0 || s.rank >= w->t->ranks) continue;
    w->last[s.rank] = s;
    w->heard[s.rank] = now;
  }
}

static void begin_anew(watch *w, double now) {
  w->anew = w->answered = now;
  for (int r = 0; r < w->t->ranks; r++) w->heard[r] = now, w->last[r] = (sign){.rank = r};
  for (int i = 0; i < w->links.n; i++)
    if (w->called[i] > 0) w->called[i] = now;
}

/* ---- telling ------------------------------------------------------------------------------------- */

/* What the system says of a process on this machine: "T" stopped, … ; 0: not known. */
static char state_of(const watch *w, int rank) {
  char path[64], text[256] = "";
  if (strcmp(w->at[rank].host, w->at[w->t->rank].host) != 0) return 0;
  snprintf(path, sizeof path, "/proc/%ld/stat", w->at[rank].pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  const char *end = n > 0 ? strrchr(text, ')') : NULL;
  return end && end[1] == ' ' ? end[2] : 0;
}

static int is_silent(const watch *w, int r, double now) { return r != w->t->rank && now - w->heard[r] >= w->patience; }

/* It has said so of late itself: a rank that was stopped since then says nothing, and is silent before long. */
static int is_heard(const watch *w, int r, double now) { return now - w->heard[r] < 0.6 * w->patience; }

/* Not waiting for others, and in the same place for most of the patience. */
static int is_slow(const watch *w, int r, double now) {
  const sign *s = &w->last[r];
  return is_heard(w, r, now) && !s->waits && s->still > 0 && s->still + (now - w->heard[r]) >= 0.75 * w->slow_limit;
}

static void describe(const watch *w, int r, double now, char *out, size_t size) {
  const sign *s = &w->last[r];
  const place *at = &w->at[r];
  const double age = now - w->heard[r], still = s->still + (r == w->t->rank ? 0 : age);
  int n = snprintf(out, size, "rank %d (process %ld on %s) ", r, at->pid, at->host);
  out += n, size -= (size_t)n;
  if (is_silent(w, r, now)) {
    const char state = state_of(w, r);
    snprintf(out, size, "gives no sign of life for %.3g s%s%s%s", age,
             state == 'T' || state == 't' ? ": it is stopped" : state == 'D' ? ": it waits for a disk or a file system" : "",
             *s->doing ? ", last heard of in " : "", s->doing);
  } else if (s->waits) {
    snprintf(out, size, "waits in %s for %.3g s", s->doing, still);
  } else {
    snprintf(out, size, "lives and is in %s for %.3g s, with %.3g s of processor time: %s", s->doing, still, s->cpu,
             s->cpu > 0.05 * s->still ? "slow, or in an endless loop" : "it waits for something, as a file system");
  }
}

static void name_them(const watch *w, int (*is)(const watch *, int, double), int n, double now, char *out, size_t size) {
  for (int r = 0, named = 0; r < w->t->ranks && named < NAMED; r++) {
    char text[400];
    if (is && !is(w, r, now)) continue;
    describe(w, r, now, text, sizeof text);
    const size_t used = strlen(out);
    snprintf(out + used, size - used, "%s%s", named++ ? "; " : "", text);
  }
  const size_t used = strlen(out);
  if (n > NAMED) snprintf(out + used, size - used, "; and %d ranks more", n - NAMED);
}

static int count(const watch *w, int (*is)(const watch *, int, double), double now) {
  int n = 0;
  for (int r = 0; r < w->t->ranks; r++) n += is(w, r, now);
  return n;
}

static int waits(const watch *w, int r, double now) { return w->last[r].waits && !is_silent(w, r, now); }

static int waits_long(const watch *w, int r, double now) {
  return is_heard(w, r, now) && w->last[r].waits && w->last[r].still >= w->slow_limit;
}

static void *leave_anyway(void *unused) {
  nanosleep(&(struct timespec){.tv_sec = GRACE}, NULL);
  _exit(LOST_STATUS);
  return unused;
}

static void leave_soon(const watch *w) {
  pthread_t unused;
  if (w->t->local_rank == 0) aps_ranks_end_launcher();
  if (pthread_create(&unused, NULL, leave_anyway, NULL) == 0) pthread_detach(unused);
}

/* A launcher that cannot reach a node may not answer MPI_Abort: all ranks leave by themselves a little later. */
static void end_all(watch *w) {
  w->verdict = 1, w->ending = 2;
  aps_links_end_all(&w->links);
  send_answers(w);
  leave_soon(w);
  nanosleep(&(struct timespec){.tv_sec = 1}, NULL); /* the others hear of it before the launcher ends them */
  MPI_Abort(w->t->all, LOST_STATUS);
}

/* A rank that no teller can be heard by has lost the others with its node: nobody is left to end it. */
static void heed(watch *w, const sign *mine, double now) {
  const int lost = !tells(w) && w->ends && now - w->answered >= 1.5 * w->patience && mine->waits && mine->still >= 1.5 * w->patience;
  if (w->ending == 2 || !(w->ending || lost)) return;
  char line[200];
  snprintf(line, sizeof line, "rank %d hears nothing of the ranks on other nodes for %.3g s: it ends with status 5", w->t->rank, now - w->answered);
  if (!w->ending) aps_ctx_tell(w->ctx, APS_LOG_WARN, line);
  w->ending = 2;
  leave_soon(w);
}

/* Once for each time that the run stands still. */
static void judge(watch *w, const sign *mine, double now) {
  char line[2048];
  w->last[w->t->rank] = *mine;
  w->heard[w->t->rank] = now;
  if (w->t->rank > 0 && !is_silent(w, 0, now)) return; /* rank 0 tells */
  const int silent = count(w, is_silent, now), slow = count(w, is_slow, now), waiting = count(w, waits, now);
  if (mine->still < w->patience || now - w->anew < w->patience || w->told || waiting == 0) return;
  snprintf(line, sizeof line, "%s in %s for %.3g s: ", mine->waits ? "waiting" : "other ranks wait, and this one is", mine->doing, mine->still);
  if (silent) name_them(w, is_silent, silent, now, line, sizeof line);
  else if (slow) name_them(w, is_slow, slow, now, line, sizeof line);
  else if (count(w, waits_long, now) == w->t->ranks) name_them(w, NULL, waiting, now, line, sizeof line);
  else return;
  w->told = 1;
  if (!silent) w->slow_limit *= 2;
  say(w, APS_LOG_WARN, line);
  if (!silent || !w->ends) return;
  say(w, APS_LOG_WARN, "run.hung_rank is stop: the job ends with status 5; --restart goes on from the last checkpoint");
  end_all(w);
}

/* ---- nodes that are lost ------------------------------------------------------------------------- */

static void call(watch *w, int rank, int what) {
  MPI_Request r;
  MPI_Isend(&calls[what], 1, MPI_INT, rank, TAG_CALL, w->comm, &r);
  MPI_Request_free(&r);
}

static int take_call(MPI_Comm comm, int *what, int *from) {
  int there = 0;
  MPI_Status s;
  MPI_Iprobe(MPI_ANY_SOURCE, TAG_CALL, comm, &there, &s);
  if (!there) return 0;
  *from = s.MPI_SOURCE;
  MPI_Recv(what, 1, MPI_INT, *from, TAG_CALL, comm, MPI_STATUS_IGNORE);
  return 1;
}

/* What answers over MPI is not lost, though a connection to it is. */
static void take_calls(watch *w) {
  for (int what, from; take_call(w->comm, &what, &from);) {
    if (what == DO_YOU_LIVE) call(w, from, I_LIVE);
    for (int i = 0; i < w->links.n && what == I_LIVE; i++) {
      aps_link *l = &w->links.link[i];
      if (l->rank != from || l->state == APS_LINK_UP || l->state == APS_LINK_OVER) continue;
      char line[256];
      snprintf(line, sizeof line, "the connection from %s that watches over %s is gone, but that node lives: from now on run.patience alone watches over it",
               w->at[w->t->rank].host, w->at[from].host);
      say(w, APS_LOG_INFO, line);
      aps_links_drop(l);
    }
  }
}

static void name_node(const watch *w, int lost, char *out, size_t size) {
  size_t used = (size_t)snprintf(out, size, "%s is lost, with rank", w->at[lost].host);
  int n = 0;
  for (int r = 0; r < w->t->ranks; r++) {
    if (w->links.leader[r] != lost || n++ >= 2 * NAMED) continue;
    used += (size_t)snprintf(out + used, size - used, "%s%d", n == 1 ? " " : ", ", r);
  }
  if (n > 2 * NAMED) used += (size_t)snprintf(out + used, size - used, " and %d more", n - 2 * NAMED);
  snprintf(out + used, size - used, ": nothing there answers for %d s", APS_LINKS_SILENCE);
}

/* A node at once; a process is the launcher's affair, unless the run then stands still. */
static int is_lost(const watch *w, int i, const sign *mine, double now) {
  const aps_link_state state = w->links.link[i].state;
  if (w->called[i] <= 0 || now - w->called[i] < CALLED_FOR) return 0;
  return state == APS_LINK_SILENT || (state == APS_LINK_CLOSED && mine->waits && mine->still >= GRACE && now - w->called[i] >= GRACE);
}

static void look_at_links(watch *w, const sign *mine, double now) {
  if (w->links.n == 0) return;
  take_calls(w);
  for (int i = 0; i < w->links.n && !w->ending; i++) {
    const aps_link *l = &w->links.link[i];
    if (l->state == APS_LINK_UP || l->state == APS_LINK_OVER) continue;
    if (w->called[i] <= 0) w->called[i] = now, call(w, l->rank, DO_YOU_LIVE);
    if (!is_lost(w, i, mine, now)) continue;
    char line[512], what[320];
    if (l->state == APS_LINK_SILENT) name_node(w, l->rank, what, sizeof what);
    else snprintf(what, sizeof what, "rank %d (process %ld on %s) has ended without a word", l->rank, w->at[l->rank].pid, w->at[l->rank].host);
    snprintf(line, sizeof line, "%s; the job ends with status %d; --restart goes on from the last checkpoint", what, LOST_STATUS);
    say(w, APS_LOG_ERROR, line);
    end_all(w);
  }
}

/* ---- the thread ---------------------------------------------------------------------------------- */

static void turn(watch *w, double now) {
  if (mpi_is_over()) return;
  const sign mine = look(w, now);
  if (w->links.ending && !w->ending) w->ending = 1;
  heed(w, &mine, now);
  if (w->ending) return;
  if (now - w->last_tick > 4 * w->tick + 1) begin_anew(w, now); /* we were held up ourselves */
  w->last_tick = now;
  for (int k = 0; k < TELLERS; k++) push(w, k);
  if (now - w->last_sent >= w->patience / PATIENT_PARTS) {
    send_signs(w, &mine);
    if (tells(w)) take_signs(w, now), send_answers(w);
    take_answers(w, now);
    w->last_sent = now;
  }
  if (tells(w)) judge(w, &mine, now);
  look_at_links(w, &mine, now);
}

static void *keep_watch(void *user) {
  watch *w = user;
  for (;;) {
    char rung;
    aps_links_wait(&w->links, w->bell[0], w->tick);
    if (read(w->bell[0], &rung, 1) == 1) return NULL;
    turn(w, aps_wall());
  }
}

/* Signals are for the threads that were here. */
static int start(watch *w) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  w->running = pthread_create(&w->thread, NULL, keep_watch, w) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return w->running;
}

/* ---- from outside -------------------------------------------------------------------------------- */

static void let_go(watch *w) {
  if (w->running && write(w->bell[1], "", 1) == 1) pthread_join(w->thread, NULL);
  aps_links_close(&w->links);
  for (int k = 0; k < 2; k++)
    if (w->bell[k] >= 0) close(w->bell[k]);
  int done = 1;
  for (int k = 0; k < TELLERS; k++)
    if (done && !mpi_is_over()) done = push(w, k);
  for (int r = 0; w->answer && r < w->t->ranks; r++)
    if (done && !mpi_is_over() && w->answer[r] != MPI_REQUEST_NULL) MPI_Test(&w->answer[r], &done, MPI_STATUS_IGNORE);
  if (!done) return; /* MPI still reads what a rank that is lost did not take */
  pthread_mutex_destroy(&w->lock);
  free(w->at), free(w->last), free(w->heard), free(w->answer), free(w->called), free(w);
}

static int make_bell(watch *w) {
  if (pipe(w->bell) != 0) return 0;
  for (int k = 0; k < 2; k++) fcntl(w->bell[k], F_SETFD, FD_CLOEXEC);
  return fcntl(w->bell[0], F_SETFL, O_NONBLOCK) == 0;
}

static watch *make(aps_ctx *ctx, double patience, int ends) {
  team *t = team_of(ctx);
  watch *w = calloc(1, sizeof *w);
  if (w == NULL) return NULL;
  *w = (watch){.ctx = ctx, .t = t, .patience = patience, .slow_limit = patience, .ends = ends, .tick = patience / TICKS, .bell = {-1, -1}};
  pthread_mutex_init(&w->lock, NULL);
  if (w->tick > 1) w->tick = 1;
  for (int k = 0; k < TELLERS; k++) w->sent[k] = MPI_REQUEST_NULL;
  w->at = calloc((size_t)t->ranks, sizeof *w->at);
  w->last = calloc((size_t)t->ranks, sizeof *w->last);
  w->heard = calloc((size_t)t->ranks, sizeof *w->heard);
  w->answer = calloc((size_t)t->ranks, sizeof *w->answer);
  for (int r = 0; w->answer && r < t->ranks; r++) w->answer[r] = MPI_REQUEST_NULL;
  w->called = calloc((size_t)t->ranks + 2, sizeof *w->called);
  if (w->at && w->last && w->heard && w->answer && w->called && make_bell(w)) return w;
  let_go(w);
  return NULL;
}

/* Nothing keeps a run from going on without them. */
static void open_links(watch *w) {
  const int alone = aps_links_open(w->ctx, w->t->leader, &w->links);
  if (alone >= 0)
    aps_log(w->ctx, APS_LOG_INFO, "no connection beside MPI from rank %d on %s to its neighbour (a firewall?): a node that is lost may be noticed after run.patience only",
            alone, w->at[alone].host);
}

static void open_watch(watch *w, int lost_ends) {
  place here = {.pid = (long)getpid()};
  if (gethostname(here.host, sizeof here.host - 1) != 0) snprintf(here.host, sizeof here.host, "unknown");
  aps_ranks_gather(w->ctx, &here, sizeof here, w->at);
  choose_tellers(w);
  w->comm = w->t->watched;
  if (lost_ends && w->t->nodes > 1) open_links(w);
  w->last_sent = w->last_tick = aps_wall();
  begin_anew(w, w->last_tick);
}

int aps_ranks_watch_begin(aps_ctx *ctx, double patience, int ends, int lost_ends, aps_ranks_watch **out) {
  team *t = team_of(ctx);
  *out = NULL;
  if (t == NULL || t->ranks == 1) return 1;
  if (!t->threads) return 0;
  watch *w = make(ctx, patience, ends);
  int64_t failed = w == NULL;
  aps_ranks_max_int(ctx, &failed, 1);
  if (!failed && t->watched == MPI_COMM_NULL) MPI_Comm_dup(t->all, &t->watched);
  if (!failed) {
    open_watch(w, lost_ends);
    failed = !start(w);
    aps_ranks_max_int(ctx, &failed, 1); /* a rank without a thread would seem to be lost */
  }
  *out = w;
  if (failed) aps_ranks_watch_end(out);
  return !failed;
}

void aps_ranks_watch_log(aps_ranks_watch *w, const char *path) {
  if (w == NULL) return;
  pthread_mutex_lock(&w->lock);
  snprintf(w->log, sizeof w->log, "%s", path);
  pthread_mutex_unlock(&w->lock);
}

void aps_ranks_watch_end(aps_ranks_watch **handle) {
  if (*handle == NULL) return;
  let_go(*handle);
  *handle = NULL;
}

/* A library complains of messages that are left (MPICH over UCX). */
void aps_ranks_watch_clear(team *t) {
  if (t->watched == MPI_COMM_NULL) return;
  MPI_Barrier(t->watched); /* nobody sends any more */
  sign s;
  while (take_sign(t->watched, &s)) {}
  while (take_answer(t->watched, &(int){0})) {}
  while (take_call(t->watched, &(int){0}, &(int){0})) {}
  MPI_Comm_free(&t->watched);
}

const char *aps_ranks_doing(aps_ctx *ctx, const char *what) {
  team *t = team_of(ctx);
  if (t == NULL || t->ranks == 1) return NULL;
  atomic_store_explicit(&t->now->moved, aps_wall(), memory_order_relaxed);
  return atomic_exchange_explicit(&t->now->doing, what, memory_order_relaxed);
}

#else /* ---- one rank */

int aps_ranks_watch_begin(aps_ctx *ctx, double patience, int ends, int lost_ends, aps_ranks_watch **out) {
  return (void)ctx, (void)patience, (void)ends, (void)lost_ends, *out = NULL, 1;
}
void aps_ranks_watch_log(aps_ranks_watch *w, const char *path) { (void)w, (void)path; }
void aps_ranks_watch_end(aps_ranks_watch **handle) { *handle = NULL; }
const char *aps_ranks_doing(aps_ctx *ctx, const char *what) { return (void)ctx, (void)what, NULL; }
#endif
