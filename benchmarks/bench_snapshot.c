/* How fast is a snapshot against a plain write() and fsync() of the same bytes by one process?
 * Prints one JSON line. usage: [mpirun -n P] bench_snapshot [particles] [directory] [repeats] Plain
 * and snapshot writes alternate, the fastest of each counts: the disk's own speed swings. */
#define _GNU_SOURCE
#include "../src/apsis.h"
#include "../src/core/ranks.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* CPU seconds of all threads of this process, the kernel's work for them included: unlike wall
 * time, little of it depends on who else uses the machine. */
static double cpu(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         1e-6 * (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static void lower(double *least, double value) {
  if (value < *least) *least = value;
}

static double plain_write(const char *path, const char *bytes, size_t n) {
  const double start = wall();
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  size_t done = 0;
  while (fd >= 0 && done < n) {
    const ssize_t wrote = write(fd, bytes + done, n - done);
    if (wrote <= 0) break;
    done += (size_t)wrote;
  }
  if (fd < 0 || done < n || fsync(fd) != 0 || close(fd) != 0) return -1;
  return wall() - start;
}

/* This rank's rows of `all`. */
static void fill(aps_ctx *ctx, int64_t all, aps_dataset *d) {
  const int me = aps_rank(ctx), ranks = aps_ranks(ctx);
  memset(d, 0, sizeof *d);
  d->first = aps_ranks_share(all, me, ranks);
  d->total = all;
  const int64_t n = d->v.n = aps_ranks_share(all, me + 1, ranks) - d->first;
  double **const columns[] = {&d->v.x,  &d->v.y,    &d->v.z,   &d->v.vx, &d->v.vy,
                              &d->v.vz, &d->v.mass, &d->v.pot, &d->v.eps};
  uint64_t random = 88172645463325252u + (uint64_t)me;
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    *columns[c] = malloc((size_t)n * 8);
    for (int64_t i = 0; i < n; i++) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      (*columns[c])[i] = (double)(random >> 11) * 0x1p-53;
    }
  }
  d->v.id = malloc((size_t)n * 8);
  d->v.type = malloc((size_t)n * 4);
  for (int64_t i = 0; i < n; i++) d->v.id[i] = (uint64_t)(d->first + i), d->v.type[i] = 1;
}

/* The slowest rank counts. */
static double slowest(aps_ctx *ctx, double seconds) {
  aps_ranks_max(ctx, &seconds, 1);
  return seconds;
}

static char *load(const char *path, int64_t *size) {
  struct stat file;
  const int fd = open(path, O_RDONLY);
  if (fd < 0 || fstat(fd, &file) != 0) return NULL;
  char *bytes = malloc((size_t)file.st_size);
  for (*size = 0; bytes && *size < file.st_size;) {
    const ssize_t got = read(fd, bytes + *size, (size_t)(file.st_size - *size));
    if (got <= 0) return NULL;
    *size += got;
  }
  close(fd);
  return bytes;
}

typedef struct {
  char snapshot[4096], plain[4096];
  char *bytes; /* rank 0: the file's */
  int64_t size;
  double best[2], busy[2]; /* of the snapshot, of the plain write */
} bench;

static aps_err once(aps_ctx *ctx, bench *b, const aps_dataset *d) {
  if (aps_rank(ctx) == 0) unlink(b->snapshot), unlink(b->plain); /* both write new files */
  APS_TRY(aps_ranks_agree(ctx, APS_OK));
  const double start = wall(), busy_start = cpu();
  APS_TRY(aps_dataset_write(ctx, b->snapshot, "swift", d, NULL, 0));
  double busy = cpu() - busy_start;
  lower(&b->best[0], slowest(ctx, wall() - start));
  aps_ranks_sum(ctx, &busy, 1);
  lower(&b->busy[0], busy);
  double theirs = 0;
  if (aps_rank(ctx) == 0) {
    if (b->bytes == NULL) b->bytes = load(b->snapshot, &b->size);
    const double plain_start = cpu();
    theirs = b->bytes ? plain_write(b->plain, b->bytes, (size_t)b->size) : -1;
    lower(&b->best[1], theirs);
    lower(&b->busy[1], cpu() - plain_start);
  }
  return aps_ranks_agree(ctx, theirs < 0 ? aps_fail(ctx, APS_EIO, "%s: cannot write", b->plain)
                                         : APS_OK);
}

int main(int argc, char **argv) {
  const int64_t n = argc > 1 ? (int64_t)strtod(argv[1], NULL) : 1000000;
  const char *directory = argc > 2 ? argv[2] : "/tmp";
  const int repeats = argc > 3 ? atoi(argv[3]) : 7;
  bench b = {.best = {1e300, 1e300}, .busy = {1e300, 1e300}};
  snprintf(b.snapshot, sizeof b.snapshot, "%s/bench_snapshot.hdf5", directory);
  snprintf(b.plain, sizeof b.plain, "%s/bench_plain.bin", directory);
  aps_ctx *ctx = aps_ctx_create();
  aps_dataset d;
  aps_err err = aps_ranks_join(ctx);
  if (err == APS_OK) fill(ctx, n, &d);
  for (int k = 0; k < repeats && err == APS_OK; k++) err = once(ctx, &b, &d);
  if (err != APS_OK) fprintf(stderr, "%s\n", aps_ctx_error(ctx));
  if (err == APS_OK && aps_rank(ctx) == 0) {
    unlink(b.snapshot);
    unlink(b.plain);
    printf("{\"bench\": \"snapshot\", \"commit\": \"%s\", \"n\": %lld, \"ranks\": %d, \"bytes\": "
           "%lld, "
           "\"seconds\": %.4f, \"plain_seconds\": %.4f, \"speed_ratio\": %.3f, \"limit\": 0.8, "
           "\"cpu_seconds\": %.4f, \"plain_cpu_seconds\": %.4f}\n",
           aps_commit(), (long long)n, aps_ranks(ctx), (long long)b.size, b.best[0], b.best[1],
           b.best[1] / b.best[0], b.busy[0], b.busy[1]);
  }
  aps_ranks_leave(ctx, aps_exit_status(err));
  return aps_exit_status(err);
}
