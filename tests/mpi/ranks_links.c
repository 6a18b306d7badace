/* Started by mpirun from test_links.py: connections between nodes, here of two ranks each and all
 * on one machine. Words: "ring": all are made; an end without a goodbye is told from one with; what
 * one says of the job's end all hear. "poor": the last rank has no sockets, and the others do
 * without it; while they wait for it others may call. */
#include "../../src/core/ranks.h"
#include "../../src/core/ranks_links.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { EACH = 2 };
static int failures;

static void check(const aps_ctx *ctx, int good, const char *what) {
  if (!good && failures++ < 5) printf("rank %d: %s\n", aps_rank(ctx), what);
}

static int expected(const aps_ctx *ctx) {
  const int me = aps_rank(ctx), nodes = (aps_ranks(ctx) + EACH - 1) / EACH;
  if (me % EACH) return 1;
  const int others = aps_ranks(ctx) - me < EACH ? aps_ranks(ctx) - me - 1 : EACH - 1;
  return others + (nodes > 2 ? 2 : nodes - 1);
}

static int count(const aps_links *l, aps_link_state state) {
  int n = 0;
  for (int i = 0; i < l->n; i++) n += l->link[i].state == state;
  return n;
}

/* What comes within s; nothing rings the bell. */
static void listen_for(aps_links *l, double s) {
  for (const double until = aps_wall() + s; aps_wall() < until;) aps_links_wait(l, -1, 0.05);
}

static int open_here(aps_ctx *ctx, aps_links *l) {
  return aps_links_open(ctx, aps_rank(ctx) / EACH * EACH, l);
}

static int has(const aps_links *l, int rank) {
  for (int i = 0; i < l->n; i++)
    if (l->link[i].rank == rank) return i;
  return -1;
}

static void everything_works(aps_ctx *ctx) {
  aps_links l;
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx), last = (ranks - 1) / EACH * EACH;
  check(ctx, open_here(ctx, &l) == -1, "somebody reached nobody");
  check(ctx, l.n == expected(ctx), "not every connection is made");
  for (int i = 0; i < l.n; i++)
    for (int k = 0; k < i; k++)
      check(ctx, l.link[k].rank != l.link[i].rank, "two connections to one rank");
  for (int r = 0; r < ranks; r++) check(ctx, l.leader[r] == r / EACH * EACH, "whose node");
  listen_for(&l, 0.2);
  check(ctx, count(&l, APS_LINK_UP) == l.n && !l.ending, "all stay as they were made");
  aps_ranks_agree(ctx, APS_OK);
  if (me == 0 && has(&l, last) >= 0)
    aps_links_drop(&l.link[has(&l, last)]); /* the ring is open there */
  listen_for(&l, 0.5);
  check(ctx, count(&l, APS_LINK_CLOSED) == (me == last && last > 0),
        "an end without a word is one");
  aps_ranks_agree(ctx, APS_OK);
  const int nodes = last / EACH + 1;
  if (me == last && nodes > 2) aps_links_end_all(&l);
  listen_for(&l, 1);
  check(ctx, l.ending == (nodes > 2), "all hear of the end");
  aps_ranks_agree(ctx, APS_OK);
  aps_links_close(&l);
  check(ctx, open_here(ctx, &l) == -1 && l.n == expected(ctx), "and once more");
  if (me == 0) aps_links_close(&l);
  listen_for(&l, 0.5);
  check(ctx, count(&l, APS_LINK_CLOSED) == 0 && !l.ending, "a goodbye is no end");
  if (me == 1) check(ctx, count(&l, APS_LINK_OVER) == 1, "but is heard");
  aps_ranks_agree(ctx, APS_OK);
  aps_links_close(&l);
}

static int files_open(void) {
  int n = 0;
  DIR *d = opendir("/proc/self/fd");
  while (d && readdir(d)) n++;
  if (d) closedir(d);
  return n;
}

static void one_is_poor(aps_ctx *ctx) {
  aps_links l;
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx), last = ranks - 1, files = files_open();
  aps_ranks_agree(ctx, APS_OK); /* whatever MPI opens is open */
  if (me == 0) puts("ready"), fflush(stdout);
  nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
  struct rlimit all, few;
  getrlimit(RLIMIT_NOFILE, &all);
  few = all;
  few.rlim_cur = 4;
  if (me == last) setrlimit(RLIMIT_NOFILE, &few);
  const int alone = open_here(ctx, &l);
  if (me == last) setrlimit(RLIMIT_NOFILE, &all);
  const int before =
      (last / EACH - 1) * EACH; /* calls the last, which leads its node: an odd number of ranks */
  check(ctx, alone == before, "the lowest rank that reached nobody is named");
  check(ctx, me == last ? l.n == 0 : has(&l, last) < 0,
        "no connection with the one that has no sockets");
  check(ctx, me == last || l.n == expected(ctx) - (me == before || me == 0), "all others are made");
  listen_for(&l, 0.3);
  check(ctx, count(&l, APS_LINK_UP) == l.n, "and stay");
  aps_ranks_agree(ctx, APS_OK);
  if (me == before) aps_links_end_all(&l);
  listen_for(&l, 1);
  check(ctx, me == last || l.ending, "the others hear of the end");
  aps_ranks_agree(ctx, APS_OK);
  aps_links_close(&l);
  check(ctx, files_open() == files, "files are left open");
}

int main(int argc, char **argv) {
  aps_ctx *ctx = aps_ctx_create();
  if (argc < 2 || aps_ranks_join(ctx) != APS_OK) return puts(aps_ctx_error(ctx)), 1;
  const int files = files_open();
  if (strcmp(argv[1], "poor") == 0)
    one_is_poor(ctx);
  else
    everything_works(ctx);
  if (strcmp(argv[1], "ring") == 0) check(ctx, files_open() == files, "files are left open");
  int64_t sum = failures;
  aps_ranks_sum_int(ctx, &sum, 1);
  if (aps_rank(ctx) == 0 && sum == 0) printf("connections between %d ranks\n", aps_ranks(ctx));
  fflush(stdout);
  aps_ranks_leave(ctx, 0);
  aps_ctx_free(&ctx);
  return sum != 0;
}
