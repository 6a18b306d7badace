/* A disk that loses data: a checkpoint is read back right after it was written, what differs is a
 * named error, and the checkpoint before stays and restarts. The disk's part is played by rename():
 * on the way to its place a file loses one bit, as the writer in io/atomic.c cannot notice. */
#define _GNU_SOURCE
#include "../../src/apsis.h"
#include "../check.h"
#include "../folders.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int spoil; /* flip a bit of every checkpoint */
static int async; /* 1: written behind the run */

static void flip(const char *path) {
  struct stat info;
  const int fd = open(path, O_RDWR);
  unsigned char byte = 0;
  CHECK(fd >= 0 && fstat(fd, &info) == 0);
  const off_t at = info.st_size / 2;
  CHECK(pread(fd, &byte, 1, at) == 1);
  byte ^= 16;
  CHECK(pwrite(fd, &byte, 1, at) == 1);
  close(fd);
}

int rename(const char *from, const char *to) {
  if (spoil && strstr(to, "checkpoint_")) flip(from);
  return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

static const char config[] = "particles: [{model: plummer, n: 500}]\n"
                             "forces: [{law: plummer, softening: 0.1}]\n"
                             "integrator: {dt: 0.01}\n"
                             "run: {t_end: 1, device: cpu}\n"
                             "output: {picture: none, log: none}\n";

/* Opens the run in `directory`, takes three steps, asks for a checkpoint and takes one step more.
 */
static aps_err go(aps_ctx *ctx, const char *directory, int restart, double t_end, double *began) {
  aps_sim *sim = NULL;
  const char *const behind[] = {"output.async=true"};
  aps_err err = aps_open(ctx, "test", config, behind, async, &sim);
  if (err == APS_OK) err = aps_attach(sim, directory, restart);
  if (err == APS_OK) err = aps_build(sim);
  if (err == APS_OK) {
    *began = aps_time(sim);
    err = aps_run(sim, t_end);
    if (err == APS_OK) err = aps_finish(sim); /* writes a checkpoint */
  }
  aps_free(&sim);
  return err;
}

static int count(const char *directory, char *name, size_t size) {
  char folder[512];
  struct dirent **list = NULL;
  snprintf(folder, sizeof folder, "%s/checkpoints", directory);
  const int n = scandir(folder, &list, NULL, alphasort);
  int found = 0;
  for (int i = 0; i < n; i++) {
    if (strncmp(list[i]->d_name, "checkpoint_", 11) == 0) {
      found++;
      snprintf(name, size, "%s/%s", folder, list[i]->d_name);
    }
    free(list[i]);
  }
  free(list);
  return found;
}

static char top[] = "/tmp/apsis-verify-XXXXXX";

static void test_a_checkpoint_that_does_not_read_back_is_an_error(void) {
  aps_ctx *ctx = aps_ctx_create();
  char directory[300], name[1200], after[1200];
  double began = -1;
  snprintf(directory, sizeof directory, "%s/run%d", top, async);
  CHECK_OK(ctx, go(ctx, directory, 0, 0.03, &began));
  CHECK(began == 0 && count(directory, name, sizeof name) == 1);

  spoil = 1;
  CHECK(go(ctx, directory, 1, 0.06, &began) == APS_EIO);
  spoil = 0;
  CHECK(aps_exit_status(APS_EIO) == 4);
  CHECK(strstr(aps_ctx_error(ctx), "does not read back") &&
        strstr(aps_ctx_error(ctx), "checkpoint_00000001"));
  CHECK(strstr(aps_ctx_hint(ctx), "--restart"));
  CHECK(count(directory, after, sizeof after) == 1 &&
        strcmp(name, after) == 0); /* the one before, alone */

  CHECK_OK(ctx, go(ctx, directory, 1, 0.06, &began));
  CHECK_NEAR(began, 0.03, 1e-12);
  CHECK(count(directory, after, sizeof after) == 2);
  aps_ctx_free(&ctx);
}

/* Every bit matters: a flip anywhere in the data of a good file is seen. */
static void test_verification_sees_flips_and_other_values(void) {
  aps_ctx *ctx = aps_ctx_create();
  char path[300];
  enum { N = 3000 };
  static double c[7][N];
  static uint64_t id[N];
  for (int i = 0; i < N; i++) {
    for (int k = 0; k < 7; k++) c[k][i] = sin(i + k) + 2;
    id[i] = (uint64_t)i;
  }
  char state[] = "the state of an integrator";
  const aps_blob blob = {"state", state, sizeof state};
  aps_dataset d = {.v = {.n = N,
                         .x = c[0],
                         .y = c[1],
                         .z = c[2],
                         .vx = c[3],
                         .vy = c[4],
                         .vz = c[5],
                         .mass = c[6],
                         .id = id},
                   .has = APS_X | APS_V | APS_MASS | APS_ID,
                   .blob = &blob,
                   .n_blobs = 1};
  snprintf(path, sizeof path, "%s/file.hdf5", top);
  CHECK_OK(ctx, aps_dataset_write(ctx, path, "own", &d, NULL, 0));
  CHECK_OK(ctx, aps_dataset_verify(ctx, path, &d));
  const aps_err before = aps_dataset_verify(ctx, path, &d);
  CHECK(before == APS_OK);

  c[4][N - 1] = nextafter(c[4][N - 1], 9); /* the last bit of one number */
  CHECK(aps_dataset_verify(ctx, path, &d) == APS_EDATA && strstr(aps_ctx_error(ctx), "Columns/vy"));
  c[4][N - 1] = sin(N - 1 + 4) + 2;
  state[3] ^= 1;
  CHECK(aps_dataset_verify(ctx, path, &d) == APS_EDATA &&
        strstr(aps_ctx_error(ctx), "Blobs/state"));
  state[3] ^= 1;
  d.v.n = N - 1;
  CHECK(aps_dataset_verify(ctx, path, &d) == APS_EDATA);
  d.v.n = N;
  CHECK_OK(ctx, aps_dataset_verify(ctx, path, &d));
  flip(path);
  CHECK(aps_dataset_verify(ctx, path, &d) == APS_EDATA);
  unlink(path);
  CHECK(aps_dataset_verify(ctx, path, &d) != APS_OK);
  aps_ctx_free(&ctx);
}

int main(void) {
  if (mkdtemp(top) == NULL) return 1;
  CHECK_RUN(test_a_checkpoint_that_does_not_read_back_is_an_error);
  async = 1;
  CHECK_RUN(test_a_checkpoint_that_does_not_read_back_is_an_error);
  CHECK_RUN(test_verification_sees_flips_and_other_values);
  remove_all(top, 0);
  return CHECK_RESULT();
}
