/* Files written behind the run (output.async): the run goes on, the bytes are the same, failures
 * come to light, and no way out leaves a file half done. rename() is ours: it holds a file back, or
 * fails. */
#define _GNU_SOURCE
#include "../check.h"
#include "../folders.h"
#include "../readers/particles.h"
#include "core/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LATER = 13 };                /* the file held is of step 10 */
static atomic_int step;             /* of the run */
static const char *held;            /* a file that waits, on its way to its place … */
static double patience;             /* … for so many seconds, or until the run is at step LATER */
static atomic_int went_on, holding; /* whether it did; 1 while the file waits */
static int often;                   /* checkpoints follow one another */
static const char *refused;         /* a file for which the disk is full */

static void nap(void) { nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); }

int rename(const char *from, const char *to) {
  if (refused && strstr(to, refused)) return errno = ENOSPC, -1;
  if (held && strstr(to, held)) {
    const double end = aps_wall() + patience;
    atomic_store(&holding, 1);
    while (aps_wall() < end && atomic_load(&step) < LATER) nap();
    atomic_store(&holding, 0);
    atomic_store(&went_on, atomic_load(&step) >= LATER);
  }
  return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

static const char config[] = "particles: [{model: plummer, n: 700}]\n"
                             "forces: [{law: plummer, softening: 0.1}]\n"
                             "integrator: {dt: 0.01}\n"
                             "run: {t_end: 0.4, device: cpu, threads: 1}\n"
                             "output: {snapshots: {every: 0.1}, picture: none, log: none}\n";

static char top[] = "/tmp/apsis-async-XXXXXX";
static aps_ctx *ctx;

static void count(void *stop_at, const aps_sim *sim) {
  atomic_store(&step, (int)aps_steps(sim));
  if (stop_at && aps_steps(sim) == *(int *)stop_at) aps_stop((aps_sim *)sim, "the test");
}

/* Runs in top/name to its end, or to stop_at. */
static aps_err go(const char *name, int async, int restart, int *stop_at) {
  aps_sim *sim = NULL;
  char directory[300];
  const char *const sets[] = {often ? "output.checkpoint.every=0.001 s" : "run.seed=1",
                              "output.async=true"};
  snprintf(directory, sizeof directory, "%s/%s", top, name);
  aps_err err = aps_open(ctx, "test", config, sets, 1 + async, &sim);
  if (err == APS_OK) err = aps_attach(sim, directory, restart);
  if (err == APS_OK) err = aps_build(sim);
  if (err == APS_OK) {
    aps_on_step(sim, count, stop_at);
    err = aps_run(sim, aps_t_end(sim));
    if (err == APS_OK) err = aps_finish(sim);
  }
  aps_free(&sim);
  return err;
}

static char *in(const char *name, const char *file) {
  static char path[4][700];
  static int k;
  snprintf(path[k = (k + 1) % 4], sizeof *path, "%s/%s/%s", top, name, file);
  return path[k];
}

static int exists(const char *path) { return access(path, F_OK) == 0; }

/* The newest checkpoint of a run. */
static aps_dataset last_checkpoint(const char *name) {
  struct dirent **list = NULL;
  aps_dataset d = {0};
  char path[700] = "";
  const int n = scandir(in(name, "checkpoints"), &list, NULL, alphasort);
  for (int i = 0; i < n; i++) {
    if (strncmp(list[i]->d_name, "checkpoint_", 11) == 0)
      snprintf(path, sizeof path, "%s/%s/checkpoints/%.99s", top, name, list[i]->d_name);
    free(list[i]);
  }
  free(list);
  CHECK_OK(ctx, aps_dataset_read(ctx, path, &d));
  return d;
}

static int same_bytes(const char *one, const char *two) {
  char *a = NULL, *b = NULL;
  int64_t n = 0, m = 0;
  CHECK_OK(ctx, aps_file_load(ctx, one, INT64_MAX, &a, &n));
  CHECK_OK(ctx, aps_file_load(ctx, two, INT64_MAX, &b, &m));
  const int same = n == m && n > 0 && memcmp(a, b, (size_t)n) == 0;
  aps_release(ctx, a);
  aps_release(ctx, b);
  return same;
}

/* As the run that waits for its files: snapshots byte for byte, and all columns at the end. */
static void ended_as_the_plain_run(const char *name) {
  for (int k = 0; k <= 4; k++) {
    char file[64];
    snprintf(file, sizeof file, "snapshots/snapshot_%04d.hdf5", k);
    CHECK(same_bytes(in("plain", file), in(name, file)));
  }
  aps_dataset a = last_checkpoint("plain"), b = last_checkpoint(name);
  CHECK(a.has == b.has && a.n_blobs == b.n_blobs && a.time == b.time && a.step == b.step);
  CHECK(particles_differ(&a, &b, a.has, 0) == 0);
  aps_dataset_free(&a);
  aps_dataset_free(&b);
}

/* ---- claims
 * -------------------------------------------------------------------------------------------- */

static void test_the_bytes_are_the_same(void) {
  CHECK_OK(ctx, go("plain", 0, 0, NULL));
  CHECK_OK(ctx, go("behind", 1, 0, NULL));
  ended_as_the_plain_run("behind");
  often = 1;
  CHECK_OK(ctx, go("often", 1, 0, NULL));
  ended_as_the_plain_run("often");
  often = 0;
}

static void test_the_run_goes_on_while_a_file_is_written(void) {
  held = "snapshot_0001", patience = 20;
  CHECK_OK(ctx, go("goes_on", 1, 0, NULL));
  CHECK(atomic_load(&went_on));
  ended_as_the_plain_run("goes_on");
  patience = 0.2; /* without output.async it stands still, and nobody waits for ever */
  CHECK_OK(ctx, go("stands", 0, 0, NULL));
  CHECK(!atomic_load(&went_on));
  held = NULL;
}

static void test_a_failure_is_the_runs_and_harms_no_other_file(void) {
  refused = "snapshot_0002";
  CHECK(go("full", 1, 0, NULL) == APS_EIO);
  CHECK(aps_exit_status(APS_EIO) == 4);
  CHECK(strstr(aps_ctx_error(ctx), "snapshot_0002.hdf5: cannot write: No space left on device"));
  CHECK(strstr(aps_ctx_hint(ctx), "free some space"));
  CHECK(atomic_load(&step) < 40); /* at a step soon after */
  refused = NULL;
  CHECK(exists(in("full", "snapshots/snapshot_0001.hdf5")) &&
        !exists(in("full", "snapshots/snapshot_0002.hdf5")));
  CHECK(!exists(in("full", "snapshots/.snapshot_0002.hdf5.tmp")));
  CHECK_OK(ctx, go("full", 1, 1, NULL));
  ended_as_the_plain_run("full");
}

static void test_a_failure_at_the_very_end_is_one(void) {
  refused = "snapshot_0004"; /* due at t_end, where nothing follows but the last checkpoint */
  CHECK(go("end", 1, 0, NULL) == APS_EIO);
  CHECK(strstr(aps_ctx_error(ctx), "snapshot_0004"));
  refused = "checkpoint_";
  CHECK(go("end", 1, 1, NULL) == APS_EIO);
  CHECK(strstr(aps_ctx_error(ctx), "checkpoint_"));
  refused = NULL;
  CHECK_OK(ctx, go("end", 1, 1, NULL));
  ended_as_the_plain_run("end");
}

static void test_a_stop_waits_for_its_checkpoint(void) {
  int at = 15;
  held = "checkpoint_", patience = 0.1;
  CHECK(go("stop", 1, 0, &at) == APS_ESTOP);
  held = NULL;
  aps_dataset d = last_checkpoint("stop");
  CHECK(d.step == 15);
  aps_dataset_free(&d);
  refused = "checkpoint_";
  at = 20;
  CHECK(go("stop", 1, 1, &at) == APS_EIO); /* and does not claim one that was not written */
  refused = NULL;
  CHECK_OK(ctx, go("stop", 1, 1, NULL));
  ended_as_the_plain_run("stop");
}

static void read_back(void *path, const aps_sim *sim) {
  aps_dataset d;
  const int wait = aps_steps(sim) == 10;
  for (int ms = 0; wait && !atomic_load(&holding) && ms < 10000; ms++) nap();
  CHECK(!wait || atomic_load(&holding));
  CHECK_OK(ctx, aps_dataset_read(ctx, path, &d));
  CHECK(!atomic_load(&holding));
  aps_dataset_free(&d);
}

/* HDF5 is not thread-safe: what another part of the program reads meanwhile must wait. */
static void test_files_may_be_read_while_one_is_written(void) {
  aps_sim *sim = NULL;
  const char *const sets[] = {"output.async=true", "output.snapshots.every=0.01",
                              "output.snapshots.compress=true"};
  CHECK_OK(ctx, aps_open(ctx, "test", config, sets, 3, &sim));
  CHECK_OK(ctx, aps_attach(sim, in("read", ""), 0));
  CHECK_OK(ctx, aps_build(sim));
  atomic_store(&step, 0); /* and it stays */
  held = "snapshot_0010", patience = 0.1;
  aps_on_step(sim, read_back, in("plain", "snapshots/snapshot_0000.hdf5"));
  CHECK_OK(ctx, aps_run(sim, 0.4));
  CHECK_OK(ctx, aps_finish(sim));
  held = NULL;
  const aps_memory_row *row;
  int copies = 0; /* two copies of the columns would be one too many */
  for (int i = aps_memory_rows(ctx, &row) - 1; i >= 0; i--)
    if (strcmp(row[i].label, "file copy") == 0)
      copies = row[i].peak > 700 * 80 && row[i].peak < 700 * 200;
  CHECK(copies);
  aps_free(&sim);
}

int main(void) {
  if (mkdtemp(top) == NULL) return 1;
  ctx = aps_ctx_create();
  CHECK_RUN(test_the_bytes_are_the_same);
  CHECK_RUN(test_the_run_goes_on_while_a_file_is_written);
  CHECK_RUN(test_a_failure_is_the_runs_and_harms_no_other_file);
  CHECK_RUN(test_a_failure_at_the_very_end_is_one);
  CHECK_RUN(test_a_stop_waits_for_its_checkpoint);
  CHECK_RUN(test_files_may_be_read_while_one_is_written);
  aps_ctx_free(&ctx);
  remove_all(top, 0);
  return CHECK_RESULT();
}
