/* How long does a checkpoint take to write, and to read back and compare? Prints one JSON line.
 * usage: bench_checkpoint [particles] [file] [repeats]   The fastest of the repeats counts. */
#include "../src/apsis.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Columns as a leapfrog's checkpoint has them, filled with noise. 0: out of memory. */
static int fill(int64_t n, aps_dataset *d) {
  memset(d, 0, sizeof *d);
  double **const columns[] = {&d->v.x,    &d->v.y,   &d->v.z,   &d->v.vx, &d->v.vy, &d->v.vz,
                              &d->v.mass, &d->v.pot, &d->v.eps, &d->v.ax, &d->v.ay, &d->v.az};
  uint64_t random = 88172645463325252u;
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    if ((*columns[c] = malloc((size_t)n * 8)) == NULL) return 0;
    for (int64_t i = 0; i < n; i++) {
      random ^= random << 13, random ^= random >> 7, random ^= random << 17;
      (*columns[c])[i] = (double)(random >> 11) * 0x1p-53;
    }
  }
  if ((d->v.id = malloc((size_t)n * 8)) == NULL) return 0;
  for (int64_t i = 0; i < n; i++) d->v.id[i] = (uint64_t)i;
  d->v.n = n;
  d->has = APS_X | APS_V | APS_A | APS_MASS | APS_POT | APS_EPS | APS_ID;
  return 1;
}

int main(int argc, char **argv) {
  const int64_t n = argc > 1 ? atoll(argv[1]) : 1000000;
  const char *path = argc > 2 ? argv[2] : "bench_checkpoint.hdf5";
  const int repeats = argc > 3 ? atoi(argv[3]) : 5;
  double write = 1e300, verify = 1e300;
  aps_dataset d;
  aps_ctx *ctx = aps_ctx_create();
  if (ctx == NULL || n < 1 || !fill(n, &d)) return 1;
  for (int k = 0; k < repeats; k++) {
    const double start = wall();
    if (aps_dataset_write(ctx, path, "own", &d, NULL, 0) != APS_OK) break;
    const double middle = wall();
    if (aps_dataset_verify(ctx, path, &d) != APS_OK) break;
    const double end = wall();
    if (middle - start < write) write = middle - start;
    if (end - middle < verify) verify = end - middle;
  }
  remove(path);
  if (verify > 1e299) return fprintf(stderr, "%s\n", aps_ctx_error(ctx)), 1;
  const double bytes = 104.0 * (double)n;
  printf("{\"bench\": \"checkpoint\", \"commit\": \"%s\", \"n\": %lld, \"MB\": %.1f, \"write_s\": "
         "%.4f, \"verify_s\": %.4f, "
         "\"ratio\": %.3f}\n",
         aps_commit(), (long long)n, bytes / 1e6, write, verify, verify / write);
  return 0;
}
