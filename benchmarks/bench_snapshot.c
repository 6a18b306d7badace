/* How fast is a snapshot against a plain write() and fsync() of the same bytes? Prints one JSON
 * line. usage: bench_snapshot [particles] [directory] [repeats] Plain and snapshot writes
 * alternate, the fastest of each counts: the disk's own speed swings. */
#define _GNU_SOURCE
#include "../src/apsis.h"
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

static void fill(int64_t n, aps_dataset *d) {
  memset(d, 0, sizeof *d);
  d->v.n = n;
  double **const columns[] = {&d->v.x,  &d->v.y,    &d->v.z,   &d->v.vx, &d->v.vy,
                              &d->v.vz, &d->v.mass, &d->v.pot, &d->v.eps};
  uint64_t random = 88172645463325252u;
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    *columns[c] = malloc((size_t)n * 8);
    for (int64_t i = 0; i < n; i++) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      (*columns[c])[i] = (double)(random >> 11) * 0x1p-53;
    }
  }
  d->v.id = malloc((size_t)n * 8);
  d->v.type = malloc((size_t)n * 4);
  for (int64_t i = 0; i < n; i++) d->v.id[i] = (uint64_t)i, d->v.type[i] = 1;
}

int main(int argc, char **argv) {
  const int64_t n = argc > 1 ? atoll(argv[1]) : 1000000;
  const char *directory = argc > 2 ? argv[2] : "/tmp";
  const int repeats = argc > 3 ? atoi(argv[3]) : 7;
  char snapshot[4096], plain[4096];
  snprintf(snapshot, sizeof snapshot, "%s/bench_snapshot.hdf5", directory);
  snprintf(plain, sizeof plain, "%s/bench_plain.bin", directory);
  aps_ctx *ctx = aps_ctx_create();
  aps_dataset d;
  fill(n, &d);
  double best[2] = {1e300, 1e300}, busy[2] = {1e300, 1e300};
  int64_t size = 0;
  char *bytes = NULL;
  for (int k = 0; k < repeats; k++) {
    unlink(snapshot); /* both write new files */
    unlink(plain);
    const double start = wall(), busy_start = cpu();
    if (aps_dataset_write(ctx, snapshot, "swift", &d, NULL, 0) != APS_OK)
      return fprintf(stderr, "%s\n", aps_ctx_error(ctx)), 1;
    lower(&best[0], wall() - start);
    lower(&busy[0], cpu() - busy_start);
    struct stat file;
    if (stat(snapshot, &file) != 0) return 1;
    if (bytes == NULL) {
      size = file.st_size;
      bytes = malloc((size_t)size);
      const int fd = open(snapshot, O_RDONLY);
      if (fd < 0 || read(fd, bytes, (size_t)size) < 0) return 1;
      close(fd);
    }
    const double plain_start = cpu(), theirs = plain_write(plain, bytes, (size_t)size);
    if (theirs < 0) return perror(plain), 1;
    lower(&best[1], theirs);
    lower(&busy[1], cpu() - plain_start);
  }
  unlink(snapshot);
  unlink(plain);
  printf("{\"bench\": \"snapshot\", \"commit\": \"%s\", \"n\": %lld, \"bytes\": %lld, \"seconds\": "
         "%.4f, "
         "\"plain_seconds\": %.4f, \"speed_ratio\": %.3f, \"limit\": 0.8, \"cpu_seconds\": %.4f, "
         "\"plain_cpu_seconds\": %.4f}\n",
         aps_commit(), (long long)n, (long long)size, best[0], best[1], best[1] / best[0], busy[0],
         busy[1]);
  free(bytes);
  return 0;
}
