/* Started by mpirun from test_forces.py: letters of any size arrive whole and in order, whatever
 * the order in which they are taken; a rank that fails, or, with "memory", that has no room for
 * one, holds nobody up. Rows that move to other ranks arrive whole and in order, too. */
#include "../../src/core/particles.h"
#include "../../src/core/ranks.h"
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

/* ---- rows */

enum { ROWS = 3000, RANKS_MOST = 8, ALL = ROWS * RANKS_MOST, ROUNDS = 12 };

static uint32_t at_random(uint64_t k) { return (uint32_t)(k * 0x9e3779b97f4a7c15u >> 40); }

/* Few move, many, nearly all to one rank, or none; those that stay stand in the list as they lie, or in any order. */
static int goes_to(uint64_t id, int round, int from, int ranks) {
  const uint32_t random = at_random(id * 31 + (uint64_t)round);
  if (round % 4 == 3) return round % 8 == 3 ? from : (int)(random % 16 ? 1 % ranks : random / 16 % (uint32_t)ranks);
  return random % (round % 4 == 1 ? 500 : 3) ? from : (int)(random / 500 % (uint32_t)ranks);
}

/* The list of one rank's rows, id[n]. */
static void list_rows(const uint64_t *id, int64_t n, int round, int from, int ranks, uint32_t *order, int64_t *count) {
  uint32_t *at = order;
  for (int r = 0; r < ranks; r++) {
    uint32_t *const first = at;
    for (int64_t i = 0; i < n; i++)
      if (goes_to(id[i], round, from, ranks) == r) *at++ = (uint32_t)i;
    count[r] = at - first;
    for (int64_t k = 0; k < count[r] / 2 && round == 9; k++) { /* long stretches, but not in order */
      const uint32_t row = first[k];
      first[k] = first[k + count[r] / 2], first[k + count[r] / 2] = row;
    }
    for (int64_t k = count[r] - 1; k > 0 && round % 3 == 2; k--) {
      const int64_t other = at_random(id[first[k]]) % (uint32_t)(k + 1);
      const uint32_t row = first[k];
      first[k] = first[other], first[other] = row;
    }
  }
}

/* What all ranks hold then: of each the ids, n[r] of them. */
static void expect_rows(uint64_t (*id)[ALL], int64_t *n, int round, int ranks) {
  static uint64_t next[RANKS_MOST][ALL];
  static uint32_t order[ALL];
  int64_t count[RANKS_MOST], m[RANKS_MOST] = {0};
  for (int from = 0; from < ranks; from++) {
    const uint32_t *at = order;
    list_rows(id[from], n[from], round, from, ranks, order, count);
    for (int r = 0; r < ranks; r++)
      for (int64_t k = 0; k < count[r]; k++) next[r][m[r]++] = id[from][*at++];
  }
  memcpy(id, next, sizeof next), memcpy(n, m, sizeof m);
}

/* Rank 0 alone begins with softenings; where its rows go, others have the column, too. */
static int rows_are(const aps_ctx *ctx, const aps_view *v, const uint64_t *id, int64_t n) {
  int wrong = v->n != n || v->room < aps_particles_guests(ctx, 0, n);
  for (int64_t i = 0; i < n && !wrong; i++) {
    wrong |= v->id[i] != id[i] || v->type[i] != (uint32_t)(id[i] % 6) || v->rung[i] != (int8_t)(id[i] % 50);
    wrong |= v->x[i] != (double)id[i] || v->y[i] != -(double)id[i] || v->z[i] != 0.5 * (double)id[i];
    wrong |= v->eps[i] != (id[i] < 10000 ? (double)id[i] : 0);
  }
  return !wrong;
}

static void move_rows(aps_ctx *ctx) {
  static uint64_t id[RANKS_MOST][ALL];
  static uint32_t order[ALL];
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  int64_t n[RANKS_MOST] = {0}, count[RANKS_MOST];
  aps_stats stats = {0};
  aps_particles *p;
  aps_view v;
  if (ranks > RANKS_MOST) return;
  for (int r = 0; r < ranks; r++) /* one has none */
    for (n[r] = 0; n[r] < (r == 2 ? 0 : ROWS); n[r]++) id[r][n[r]] = (uint64_t)(10000 * r + n[r]);
  aps_err err = aps_particles_create(ctx, n[me], NULL, NULL, &stats, &p);
  if (err == APS_OK) err = aps_borrow(p, APS_HOST, 0, APS_X | APS_ID | APS_TYPE | APS_RUNG | (me == 0 ? APS_EPS : 0), &v);
  for (int64_t i = 0; i < n[me] && err == APS_OK; i++) {
    const uint64_t k = v.id[i] = id[me][i];
    v.type[i] = (uint32_t)(k % 6), v.rung[i] = (int8_t)(k % 50);
    if (v.eps) v.eps[i] = (double)k;
    v.x[i] = (double)k, v.y[i] = -(double)k, v.z[i] = 0.5 * (double)k;
  }
  for (int round = 0; round < ROUNDS && err == APS_OK; round++) {
    list_rows(id[me], n[me], round, me, ranks, order, count);
    err = aps_particles_exchange(p, order, count);
    expect_rows(id, n, round, ranks);
    if (err == APS_OK) err = aps_borrow(p, APS_HOST, aps_particles_groups(p), 0, &v);
    if (err == APS_OK && !rows_are(ctx, &v, id[me], n[me]) && failures++ < 5) printf("rank %d of %d: wrong rows in round %d\n", me, ranks, round);
  }
  if (err != APS_OK && failures++ < 5) printf("rank %d of %d: %s\n", me, ranks, aps_ctx_error(ctx));
  aps_particles_free(&p);
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
  move_rows(ctx);
  aps_fmm_letters_free(&p);
  if (aps_rank(ctx) == 0 && !failures) printf("letters among %d ranks\n", aps_ranks(ctx));
  fflush(stdout);
  const int status = failures != 0;
  aps_ranks_leave(ctx, 0);
  aps_ctx_free(&ctx);
  return status;
}
