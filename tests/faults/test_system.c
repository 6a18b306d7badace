/* What a system may refuse: locks, threads, and bytes to last. Its calls are ours. */
#define _GNU_SOURCE
#include "../check.h"
#include "../folders.h"
#include "core/run.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

static char top[] = "/tmp/apsis-system-XXXXXX";
static aps_ctx *ctx;
static int warned;

static void hear(void *user, aps_log_level level, const char *line) {
  const char *wanted = *(const char **)user;
  warned += level == APS_LOG_WARN && wanted && strstr(line, wanted) != NULL;
}

static const char config[] = "particles: [{model: plummer, n: 700}]\n"
                             "forces: [{law: plummer, softening: 0.1}]\n"
                             "integrator: {dt: 0.01}\n"
                             "run: {t_end: 0.05, device: cpu, threads: 1}\n"
                             "output: {log: {every: 0.01}, picture: none}\n";

static const char *heard; /* in a warning */
static int many;          /* particles, so that OpenMP starts its threads */

static aps_err begin(const char *name, const char *set, int restart, aps_sim **sim) {
  char directory[300];
  snprintf(directory, sizeof directory, "%s/%s", top, name);
  warned = 0;
  aps_ctx_log_to(ctx, hear, &heard);
  const char *const sets[] = {set, "particles.0.n=30000", "forces.0.solver=fmm", "output.async=true"};
  aps_err err = aps_open(ctx, "test", config, sets, many ? 4 : set != NULL, sim);
  if (err == APS_OK) err = aps_attach(*sim, directory, restart);
  if (err == APS_OK) err = aps_build(*sim);
  return err;
}

static aps_err go(const char *name, const char *set, int restart) {
  aps_sim *sim = NULL;
  aps_err err = begin(name, set, restart, &sim);
  if (err == APS_OK) err = aps_run(sim, aps_t_end(sim));
  if (err == APS_OK) err = aps_finish(sim);
  aps_free(&sim);
  return err;
}

/* ---- locks */

static int no_locks;      /* what flock fails with */
static const char *stolen; /* removed by its run between our open and our lock, once */

int flock(int fd, int operation) {
  if (no_locks) return errno = no_locks, -1;
  if (stolen) unlink(stolen), stolen = NULL;
  return (int)syscall(SYS_flock, fd, operation);
}

static void test_a_file_system_without_locks_is_used_with_a_warning(void) {
  const int causes[] = {ENOSYS, ENOLCK, EOPNOTSUPP};
  for (int k = 0; k < 3; k++) {
    char name[32];
    snprintf(name, sizeof name, "nolock%d", k);
    no_locks = causes[k], heard = "no locks";
    CHECK_OK(ctx, go(name, NULL, 0));
    CHECK(warned == 1);
    no_locks = 0;
  }
}

static void test_a_lock_that_is_removed_meanwhile_is_taken_anew(void) {
  aps_sim *first = NULL, *second = NULL;
  char path[400];
  CHECK_OK(ctx, go("raced", NULL, 0));
  snprintf(path, sizeof path, "%s/raced/lock", top);
  stolen = path;
  CHECK_OK(ctx, begin("raced", "run.t_end=0.06", 1, &first));
  CHECK(stolen == NULL && access(path, F_OK) == 0);
  CHECK(begin("raced", "run.t_end=0.06", 1, &second) == APS_EIO && strstr(aps_ctx_error(ctx), "another run"));
  aps_free(&second);
  aps_free(&first);
  CHECK(access(path, F_OK) != 0);
}

/* ---- bytes that last */

static int order, energy_at, timings_at, checkpoint_at; /* when each was last made to last */
static const char *lost;                               /* a file for which the disk fails */

int fsync(int fd) {
  char link[64], path[512] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, path, sizeof path - 1) < 0) return (int)syscall(SYS_fsync, fd);
  if (lost && strstr(path, lost)) return errno = EIO, -1;
  order++;
  if (strstr(path, "energy.csv")) energy_at = order;
  if (strstr(path, "timings.csv")) timings_at = order;
  if (strstr(path, "checkpoint_")) checkpoint_at = order;
  return (int)syscall(SYS_fsync, fd);
}

static void test_rows_last_no_less_than_the_checkpoint(void) {
  for (int async = 0; async < 2; async++) {
    order = energy_at = timings_at = checkpoint_at = 0;
    CHECK_OK(ctx, go(async ? "rows1" : "rows0", async ? "output.async=true" : NULL, 0));
    CHECK(0 < energy_at && energy_at < checkpoint_at && 0 < timings_at && timings_at < checkpoint_at);
  }
  char path[400];
  lost = "energy.csv";
  CHECK(go("rows2", NULL, 0) == APS_EIO && strstr(aps_ctx_error(ctx), "energy.csv"));
  lost = NULL;
  snprintf(path, sizeof path, "%s/rows2/checkpoints/checkpoint_00000000.hdf5", top);
  CHECK(access(path, F_OK) != 0);
  CHECK_OK(ctx, go("rows2", NULL, 1));
  CHECK(access(path, F_OK) == 0);
}

/* ---- threads */

static atomic_int alive, most = 1000000;

typedef struct {
  void *(*work)(void *);
  void *user;
} job;

static void *counted(void *user) {
  const job j = *(job *)user;
  free(user);
  void *result = j.work(j.user);
  atomic_fetch_sub(&alive, 1);
  return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *), void *user) {
  static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
  if (atomic_fetch_add(&alive, 1) >= atomic_load(&most)) return atomic_fetch_sub(&alive, 1), EAGAIN;
  job *j = malloc(sizeof *j);
  *j = (job){work, user};
  return real(thread, how, counted, j);
}

static void test_a_run_takes_the_threads_that_there_are(void) {
  CHECK(aps_threads_at_most(1) == 1 && aps_threads_at_most(6) == 6);
  many = 1;
  for (int there = 0; there < 6; there += 1 + there / 2) {
    char name[32];
    snprintf(name, sizeof name, "threads%d", there);
    const int before = atomic_load(&alive); /* OpenMP keeps those of the run before */
    atomic_store(&most, before + there);
    CHECK(aps_threads_at_most(8) == there + 1);
    heard = "threads";
    CHECK_OK(ctx, go(name, "run.threads=8", 0));
    CHECK(warned == 1);
    atomic_store(&most, 1000000);
  }
  many = 0;
}

int main(void) {
  if (mkdtemp(top) == NULL) return 1;
  ctx = aps_ctx_create();
  CHECK_RUN(test_a_run_takes_the_threads_that_there_are);
  CHECK_RUN(test_a_file_system_without_locks_is_used_with_a_warning);
  CHECK_RUN(test_a_lock_that_is_removed_meanwhile_is_taken_anew);
  CHECK_RUN(test_rows_last_no_less_than_the_checkpoint);
  aps_ctx_free(&ctx);
  remove_all(top, 0);
  return CHECK_RESULT();
}
