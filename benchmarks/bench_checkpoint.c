/* How long does a checkpoint take to write, to read back and compare, and to be read by a restart?
 * Prints one JSON line. The file's pages are given up before either reading. The fastest of the
 * repeats counts. usage: [mpirun -n P] bench_checkpoint [particles] [file] [repeats] */
#define _GNU_SOURCE
#include "../src/apsis.h"
#include "../src/core/ranks.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

/* Seconds since *start on the slowest rank, which is set anew; the least is kept. */
static void lap(aps_ctx *ctx, double *start, double *least) {
  double seconds = wall() - *start;
  aps_ranks_max(ctx, &seconds, 1);
  if (seconds < *least) *least = seconds;
  *start = wall();
}

typedef struct {
  double write, verify, read;
} times;

static aps_err once(aps_ctx *ctx, const char *path, const aps_dataset *d, times *best) {
  aps_dataset back;
  APS_TRY(aps_ranks_agree(ctx, APS_OK));
  double start = wall();
  APS_TRY(aps_dataset_write(ctx, path, "own", d, NULL, 0));
  lap(ctx, &start, &best->write);
  APS_TRY(aps_dataset_verify(ctx, path, d));
  lap(ctx, &start, &best->verify);
  forget_pages(path);
  APS_TRY(aps_ranks_agree(ctx, APS_OK));
  start = wall();
  APS_TRY(aps_dataset_read(ctx, path, &back));
  lap(ctx, &start, &best->read);
  aps_dataset_free(&back);
  return APS_OK;
}

int main(int argc, char **argv) {
  const int64_t n = argc > 1 ? (int64_t)strtod(argv[1], NULL) : 1000000;
  const char *path = argc > 2 ? argv[2] : "bench_checkpoint.hdf5";
  const int repeats = argc > 3 ? atoi(argv[3]) : 5;
  times best = {1e300, 1e300, 1e300};
  aps_dataset d;
  aps_ctx *ctx = aps_ctx_create();
  aps_err err = aps_ranks_join(ctx);
  if (err == APS_OK && (n < 1 || !fill(ctx, n, &d))) err = APS_EMEM;
  for (int k = 0; k < repeats && err == APS_OK; k++) err = once(ctx, path, &d, &best);
  if (err != APS_OK) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  if (err == APS_OK && aps_rank(ctx) == 0) {
    remove(path);
    printf(
        "{\"bench\": \"checkpoint\", \"commit\": \"%s\", \"n\": %lld, \"ranks\": %d, \"MB\": %.1f, "
        "\"write_s\": %.4f, \"verify_s\": %.4f, \"read_s\": %.4f, \"verify_ratio\": %.3f, "
        "\"read_ratio\": %.3f}\n",
        aps_commit(), (long long)n, aps_ranks(ctx), 104e-6 * (double)n, best.write, best.verify,
        best.read, best.verify / best.write, best.read / best.write);
  }
  aps_ranks_leave(ctx, aps_exit_status(err));
  return aps_exit_status(err);
}
