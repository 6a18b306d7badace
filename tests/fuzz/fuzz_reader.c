/* Fuzzes the particle file readers: any bytes either read into particles that keep the promises of
 * apsis.h, or fail with APS_EDATA and a one-line error that names the file; nothing leaks.
 *
 *   clang -std=gnu11 -g -O1 -Isrc $(pkg-config --cflags hdf5) -fsanitize=fuzzer,address,undefined \
 *     tests/fuzz/fuzz_reader.c $(ls io/[a-z]*.c io/readers/[a-z]*.c
 * src/core/{ctx,number,particles}.c \ src/sim/{files,registry,commit}.c) $(pkg-config --libs hdf5)
 * -lpthread -lm -o fuzz_reader
 *   ./fuzz_reader -max_total_time=60 tests/fuzz/corpus_readers
 *
 * With -DAPS_FUZZ_MAIN it replays the files and folders given as arguments, or the kept corpus,
 * without libFuzzer. */
#define _GNU_SOURCE
#include "core/ctx.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* HDF5 1.10 loses some memory of its own when it meets damaged metadata; ours is counted by
 * aps_alloc and checked. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libhdf5"; }

#define MUST(condition)                                                                            \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #condition);              \
      abort();                                                                                     \
    }                                                                                              \
  } while (0)

static void check(const aps_dataset *d) {
  MUST(d->v.n > 0 && d->v.x && d->v.y && d->v.z && d->v.vx && d->v.vy && d->v.vz && d->v.mass &&
       d->v.id);
  MUST(isfinite(d->time) && d->format[0] && strlen(d->note) < sizeof d->note);
  for (int64_t i = 0; i < d->v.n; i++) {
    MUST(isfinite(d->v.x[i]) && isfinite(d->v.y[i]) && isfinite(d->v.z[i]));
    MUST(isfinite(d->v.vx[i]) && isfinite(d->v.vy[i]) && isfinite(d->v.vz[i]));
    MUST(isfinite(d->v.mass[i]) && d->v.mass[i] >= 0);
    MUST(d->v.eps == NULL || (isfinite(d->v.eps[i]) && d->v.eps[i] >= 0));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  char path[64];
  const int fd = memfd_create("fuzz", MFD_CLOEXEC);
  if (fd < 0 || write(fd, bytes, n) != (ssize_t)n) abort();
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  aps_ctx *ctx = aps_ctx_create();
  aps_dataset d;
  const aps_err err = aps_dataset_read(ctx, path, &d);
  if (err == APS_OK)
    check(&d);
  else {
    MUST(err == APS_EDATA || err == APS_EMEM);
    MUST(strstr(aps_ctx_error(ctx), path) && !strchr(aps_ctx_error(ctx), '\n'));
    MUST(d.owned == NULL);
  }
  aps_dataset_free(&d);
  const aps_memory_row *rows;
  const int n_rows = aps_memory_rows(ctx, &rows);
  for (int i = 0; i < n_rows; i++) MUST(rows[i].bytes == 0);
  aps_ctx_free(&ctx);
  close(fd);
  return 0;
}

#ifdef APS_FUZZ_MAIN
#include <dirent.h>

static int replay(const char *path) {
  DIR *folder = opendir(path);
  if (folder) {
    int n = 0;
    for (struct dirent *e; (e = readdir(folder));) {
      char inside[4096];
      if (e->d_name[0] == '.') continue;
      snprintf(inside, sizeof inside, "%s/%s", path, e->d_name);
      n += replay(inside);
    }
    closedir(folder);
    return n;
  }
  FILE *f = fopen(path, "rb");
  if (f == NULL) return 0;
  fseek(f, 0, SEEK_END);
  const long size = ftell(f);
  rewind(f);
  uint8_t *bytes = malloc((size_t)size + 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)size, f) != (size_t)size) abort();
  fclose(f);
  LLVMFuzzerTestOneInput(bytes, (size_t)size);
  free(bytes);
  return 1;
}

int main(int argc, char **argv) {
  int n = 0;
  for (int i = 1; i < argc; i++) n += replay(argv[i]);
  if (argc == 1) n = replay("tests/fuzz/corpus_readers");
  printf("%d inputs read or refused\n", n);
  return n ? 0 : 77;
}
#endif
