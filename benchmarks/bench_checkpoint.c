/* How long does a checkpoint take to write, to read back and compare (verify), and to be read by a
 * restart: from the disk (cold), its pages given up before, and from the page cache (warm)? Beside
 * it, what the disk takes for the same bytes (plain). In turns; prints one JSON line with medians
 * of seconds and of the ratio to the write of the same turn. usage: [mpirun -n P] bench_checkpoint
 * [particles] [file] [repeats] */
#define _GNU_SOURCE
#include "../src/apsis.h"
#include "../src/core/ranks.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS_MOST = 99 };

static double wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Columns as a leapfrog's checkpoint has them, filled with noise. 0: out of memory. */
static int fill(aps_ctx *ctx, int64_t all, aps_dataset *d) {
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx);
  memset(d, 0, sizeof *d);
  d->first = aps_ranks_share(all, me, ranks);
  d->total = all;
  const int64_t n = aps_ranks_share(all, me + 1, ranks) - d->first;
  double **const columns[] = {&d->v.x,    &d->v.y,   &d->v.z,   &d->v.vx, &d->v.vy, &d->v.vz,
                              &d->v.mass, &d->v.pot, &d->v.eps, &d->v.ax, &d->v.ay, &d->v.az};
  uint64_t random = 88172645463325252u + (uint64_t)me;
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    if ((*columns[c] = malloc((size_t)n * 8)) == NULL) return 0;
    for (int64_t i = 0; i < n; i++) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      (*columns[c])[i] = (double)(random >> 11) * 0x1p-53;
    }
  }
  if ((d->v.id = malloc((size_t)n * 8)) == NULL) return 0;
  for (int64_t i = 0; i < n; i++) d->v.id[i] = (uint64_t)(d->first + i);
  d->v.n = n;
  d->has = APS_X | APS_V | APS_A | APS_MASS | APS_POT | APS_EPS | APS_ID;
  return 1;
}

static void forget_pages(const char *path) {
  const int fd = open(path, O_RDONLY);
  if (fd < 0) return;
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}

/* Seconds since *start on the slowest rank, which is set anew. */
static double lap(aps_ctx *ctx, double *start) {
  double seconds = wall() - *start;
  aps_ranks_max(ctx, &seconds, 1);
  aps_ranks_agree(ctx, APS_OK);
  *start = wall();
  return seconds;
}

/* What the disk takes for the same bytes, this rank's part of them: read once and thrown away. */
static void read_plainly(aps_ctx *ctx, const char *path) {
  enum { PIECE = 4 << 20 };
  const int fd = open(path, O_RDONLY);
  char *piece = malloc(PIECE);
  const int64_t pieces = (lseek(fd, 0, SEEK_END) + PIECE - 1) / PIECE;
  const int64_t end = aps_ranks_share(pieces, aps_rank(ctx) + 1, aps_ranks(ctx));
  for (int64_t k = aps_ranks_share(pieces, aps_rank(ctx), aps_ranks(ctx)); k < end; k++)
    if (piece && pread(fd, piece, PIECE, k * PIECE) <= 0) break;
  free(piece);
  if (fd >= 0) close(fd);
}

enum { WRITE, VERIFY, COLD, WARM, PLAIN, TIMES };

/* Each reading once from the disk, its pages given up, and once from the page cache; first one that is not timed, so that a
 * virtual machine's host has provided the memory. */
static aps_err once(aps_ctx *ctx, const char *path, const aps_dataset *d, double *took) {
  aps_dataset back;
  if (aps_rank(ctx) == 0) remove(path); /* its pages are free for the new one */
  APS_TRY(aps_ranks_agree(ctx, APS_OK));
  double start = wall();
  APS_TRY(aps_dataset_write(ctx, path, "own", d, NULL, 0));
  took[WRITE] = lap(ctx, &start);
  APS_TRY(aps_dataset_verify(ctx, path, d));
  took[VERIFY] = lap(ctx, &start);
  APS_TRY(aps_dataset_read(ctx, path, &back));
  aps_dataset_free(&back);
  for (int warm = 0; warm < 2; warm++) {
    if (warm) read_plainly(ctx, path); /* what went past the page cache is not in it */
    else forget_pages(path);
    lap(ctx, &start);
    APS_TRY(aps_dataset_read(ctx, path, &back));
    took[warm ? WARM : COLD] = lap(ctx, &start);
    aps_dataset_free(&back);
  }
  forget_pages(path);
  read_plainly(ctx, path);
  took[PLAIN] = lap(ctx, &start);
  return APS_OK;
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int n) {
  qsort(values, (size_t)n, sizeof *values, by_size);
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/* The medians of what the repeats took and of its ratio to the write, and the least of either. */
static void report(const char *name, int which, double took[][TIMES], int n) {
  double seconds[REPEATS_MOST], ratio[REPEATS_MOST];
  for (int k = 0; k < n; k++)
    seconds[k] = took[k][which], ratio[k] = took[k][which] / took[k][WRITE];
  const double middle = median(seconds, n);
  printf(", \"%s_s\": %.4f, \"%s_least_s\": %.4f", name, middle, name, seconds[0]);
  if (which != WRITE) printf(", \"%s_ratio\": %.3f", name, median(ratio, n));
}

int main(int argc, char **argv) {
  static const char *const name[TIMES] = {"write", "verify", "cold", "warm", "plain"};
  static double took[REPEATS_MOST][TIMES];
  const int64_t n = argc > 1 ? (int64_t)strtod(argv[1], NULL) : 1000000;
  const char *path = argc > 2 ? argv[2] : "bench_checkpoint.hdf5";
  int repeats = argc > 3 ? atoi(argv[3]) : 7;
  if (repeats < 1 || repeats > REPEATS_MOST) repeats = REPEATS_MOST;
  aps_dataset d;
  aps_ctx *ctx = aps_ctx_create();
  aps_err err = aps_ranks_join(ctx);
  if (err == APS_OK && (n < 1 || !fill(ctx, n, &d))) err = APS_EMEM;
  for (int k = 0; k < repeats && err == APS_OK; k++) err = once(ctx, path, &d, took[k]);
  if (err != APS_OK) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  if (err == APS_OK && aps_rank(ctx) == 0) {
    remove(path);
    printf("{\"bench\": \"checkpoint\", \"commit\": \"%s\", \"n\": %lld, \"ranks\": %d, "
           "\"repeats\": %d, \"MB\": %.1f",
           aps_commit(), (long long)n, aps_ranks(ctx), repeats, 104e-6 * (double)n);
    for (int t = 0; t < TIMES; t++) report(name[t], t, took, repeats);
    printf("}\n");
  }
  aps_ranks_leave(ctx, aps_exit_status(err));
  return aps_exit_status(err);
}
