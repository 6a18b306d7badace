/* A checkpoint whose pages the system has given up is read from the disk, past the page cache where the file system allows that,
 * by several threads: the same bits as were written, the same as from the cache, and damage to any chunk is found. */
#define _GNU_SOURCE
#include "../../src/apsis.h"
#include "../check.h"
#include "../folders.h"
#include <fcntl.h>

enum { N = 700001, COLUMNS = 8 }; /* six chunks a column, the last one not full */
static char top[] = "apsis_cold_XXXXXX", path[64];

static void forget_pages(void) {
  const int fd = open(path, O_RDONLY);
  CHECK(fd >= 0);
  fdatasync(fd);
  posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
  close(fd);
}

static void columns_of(const aps_view *v, const void **out) {
  const void *const all[COLUMNS] = {v->x, v->y, v->z, v->vx, v->vy, v->vz, v->mass, v->id};
  memcpy(out, all, sizeof all);
}

static void fill(aps_dataset *d) {
  memset(d, 0, sizeof *d);
  double **const columns[] = {&d->v.x, &d->v.y, &d->v.z, &d->v.vx, &d->v.vy, &d->v.vz, &d->v.mass};
  for (int c = 0; c < COLUMNS - 1; c++) {
    *columns[c] = malloc(N * sizeof **columns[c]);
    for (int64_t i = 0; i < N; i++) (*columns[c])[i] = (double)((i * 2654435761 + c * 40503) % 1000003) / 1000003;
  }
  d->v.id = malloc(N * sizeof *d->v.id);
  for (int64_t i = 0; i < N; i++) d->v.id[i] = (uint64_t)(3 * i + 1);
  d->v.n = d->total = N;
  d->has = APS_X | APS_V | APS_MASS | APS_ID;
}

static void same(aps_ctx *ctx, const aps_dataset *d) {
  aps_dataset back;
  const void *was[COLUMNS], *is[COLUMNS];
  CHECK(aps_dataset_read(ctx, path, &back) == APS_OK);
  CHECK(back.v.n == N);
  columns_of(&d->v, was), columns_of(&back.v, is);
  for (int c = 0; c < COLUMNS && back.v.n == N; c++) CHECK(is[c] && memcmp(was[c], is[c], N * sizeof(double)) == 0);
  aps_dataset_free(&back);
}

/* One bit, at a place in the file that lies in some chunk: every chunk comes to its turn. */
static void damaged(aps_ctx *ctx, int64_t size) {
  enum { TIMES = 50 };
  for (int k = 1; k < TIMES; k++) {
    aps_dataset back;
    unsigned char byte;
    const off_t at = (off_t)(size / TIMES * k);
    const int fd = open(path, O_RDWR);
    CHECK(pread(fd, &byte, 1, at) == 1);
    byte ^= 4;
    CHECK(pwrite(fd, &byte, 1, at) == 1);
    forget_pages();
    const aps_err err = aps_dataset_read(ctx, path, &back);
    CHECK(err == APS_EDATA);
    if (err == APS_OK) aps_dataset_free(&back);
    byte ^= 4;
    CHECK(pwrite(fd, &byte, 1, at) == 1);
    close(fd);
  }
}

int main(void) {
  aps_dataset d;
  aps_ctx *ctx = aps_ctx_create();
  CHECK(mkdtemp(top) != NULL);
  snprintf(path, sizeof path, "%s/c.hdf5", top);
  fill(&d);
  CHECK(aps_dataset_write(ctx, path, "own", &d, NULL, 0) == APS_OK);
  same(ctx, &d);
  forget_pages();
  same(ctx, &d);
  const int fd = open(path, O_RDONLY);
  const int64_t size = lseek(fd, 0, SEEK_END);
  close(fd);
  damaged(ctx, size);
  forget_pages();
  same(ctx, &d);
  const void *columns[COLUMNS];
  columns_of(&d.v, columns);
  for (int c = 0; c < COLUMNS; c++) free((void *)(uintptr_t)columns[c]);
  aps_ctx_free(&ctx);
  remove_all(top, 0);
  return check_failures != 0;
}
