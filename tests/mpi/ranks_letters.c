/* Started by mpirun from test_forces.py: letters of any size arrive whole and in order, whatever
 * the order in which they are taken; a rank that fails, or, with "memory", that has no room for
 * one, holds nobody up. */
#include "../../src/force/fmm_letters.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { EACH = 5, HEAD = sizeof(aps_fmm_letter_head) };
static int failures;

static int64_t bytes_of(int round, int from, int to, int k) {
  const uint64_t h = (uint64_t)(((round * 31 + from) * 31 + to) * 31 + k) * 0x9e3779b97f4a7c15u;
  return HEAD + (int64_t)(h >> 40) % (h >> 20 & 1 ? 900000 : 5000);
}

static char *write_letter(int round, int from, int to, int k) {
  const int64_t n = bytes_of(round, from, to, k);
  char *p = malloc((size_t)n);
  for (int64_t i = HEAD; i < n; i++) p[i] = (char)(i * 7 + from + 3 * to + 5 * k + round);
  return p;
}

static void check_letter(const char *p, int64_t n, int round, int from, int to, int k) {
  int64_t off = n != bytes_of(round, from, to, k);
  for (int64_t i = HEAD; p && !off && i < n; i++)
    off = p[i] != (char)(i * 7 + from + 3 * to + 5 * k + round);
  if ((p == NULL || off) && failures++ < 5)
    printf("round %d: letter %d from %d to %d is not what was sent\n", round, k, from, to);
}

/* broken: the last rank says from its third letter on that it has failed. */
static void correspond(aps_ctx *ctx, aps_fmm_letters *p, int round, int broken) {
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx);
  aps_fmm_letters_begin(p);
  for (int k = 0; k < EACH; k++)
    for (int r = 1; r < ranks; r++) {
      const int to = (me + r) % ranks, fails = broken && me == ranks - 1 && k >= 2;
      aps_fmm_letters_send(p, to, fails ? NULL : write_letter(round, me, to, k),
                           bytes_of(round, me, to, k), (size_t)bytes_of(round, me, to, k));
      if (round % 2) aps_fmm_letters_look(p);
    }
  for (int i = 0; i < EACH * ranks; i++) { /* backwards: the last is waited for first */
    const int k = round % 3 ? EACH - 1 - i / ranks : i / ranks, from = (me + i) % ranks,
              fails = broken && from == ranks - 1 && k >= 2;
    int64_t n;
    if (from == me) continue;
    aps_fmm_letters_take(p, from, k);
    const char *letter = aps_fmm_letters_taken(p, from, k, &n);
    if (!fails)
      check_letter(letter, n, round, from, me, k);
    else if (letter && failures++ < 5)
      printf("a rank that failed sent letter %d\n", k);
  }
  const aps_err err = aps_fmm_letters_end(p);
  if (err != APS_OK && failures++ < 5) printf("round %d ends with %d\n", round, err);
}

static long bytes_held(void) {
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f == NULL || fscanf(f, "%ld", &pages) != 1) pages = 0;
  if (f) fclose(f);
  return pages * 4096;
}

/* The last rank has no room for some letters, though for what MPI takes: it alone knows, and all go
 * on. */
static void without_room(aps_ctx *ctx, aps_fmm_letters *p) {
  enum { LARGE = 40000000 };
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx), last = me == ranks - 1;
  if (bytes_held() == 0) return; /* where nothing can be limited */
  struct rlimit all, few;
  char *large = calloc(LARGE, 1);
  aps_fmm_letters_begin(p);
  getrlimit(RLIMIT_AS, &all);
  few = all;
  if (last) free(large);
  few.rlim_cur = (rlim_t)(bytes_held() + LARGE / 2);
  if (last)
    setrlimit(RLIMIT_AS, &few);
  else
    aps_fmm_letters_send(p, ranks - 1, large, LARGE, LARGE);
  for (int r = 0; r < ranks; r++)
    for (int k = r == ranks - 1 && !last; r != me && k < EACH; k++)
      aps_fmm_letters_send(p, r, NULL, 0, 0);
  int arrived = 0;
  for (int r = 0; r < ranks; r++) arrived += r != me && aps_fmm_letters_take(p, r, 0) != NULL;
  const aps_err err = aps_fmm_letters_end(p);
  if (last) setrlimit(RLIMIT_AS, &all);
  if ((arrived || err != (last ? APS_EMEM : APS_OK)) && failures++ < 5)
    printf("rank %d of %d: %d large letters without room for one, and then %d\n", me, ranks,
           arrived, err);
}

int main(int argc, char **argv) {
  aps_ctx *ctx = aps_ctx_create();
  aps_fmm_letters *p = NULL;
  if (aps_ranks_join(ctx) != APS_OK || aps_fmm_letters_create(ctx, EACH, &p) != APS_OK)
    return puts(aps_ctx_error(ctx)), 1;
  for (int round = 0; round < 12; round++) correspond(ctx, p, round, round % 4 == 3);
  if (argc > 1 && strcmp(argv[1], "memory") == 0)
    without_room(ctx, p); /* small pieces are hoarded by MPI */
  correspond(ctx, p, 12, 0);
  aps_fmm_letters_free(&p);
  if (aps_rank(ctx) == 0 && !failures) printf("letters among %d ranks\n", aps_ranks(ctx));
  fflush(stdout);
  const int status = failures != 0;
  aps_ranks_leave(ctx, 0);
  aps_ctx_free(&ctx);
  return status;
}
