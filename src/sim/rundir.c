/* The run directory: claimed by a lock, never overwritten, left valid whatever happens. */
#include "sim.h"
#include "../core/ranks.h"
#include "../core/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HOLDER = 160 }; /* bytes that name who holds a lock */

static void inside(const aps_sim *sim, const char *name, char *out, size_t size) {
  snprintf(out, size, "%.3800s/%s", sim->directory, name);
}

static int exists(const aps_sim *sim, const char *name) {
  char path[4096];
  inside(sim, name, path, sizeof path);
  return access(path, F_OK) == 0;
}

/* Anything of ours that a new run would overwrite. */
static int holds_a_run(const aps_sim *sim) {
  return exists(sim, "used_parameters.yml") || exists(sim, "energy.csv") || exists(sim, "snapshots") ||
         exists(sim, "checkpoints");
}

/* mkdir -p */
static aps_err make_directory(aps_sim *sim, const char *path) {
  char part[4096];
  snprintf(part, sizeof part, "%s", path);
  for (char *p = part + 1;; p++) {
    if (*p != '/' && *p != '\0') continue;
    const char end = *p;
    *p = '\0';
    if (mkdir(part, 0777) != 0 && errno != EEXIST)
      return aps_fail(sim->ctx, APS_EIO, "%s: cannot make this directory: %s", part, strerror(errno));
    if (end == '\0') break;
    *p = end;
  }
  struct stat info;
  APS_CHECK(sim->ctx, stat(path, &info) == 0 && S_ISDIR(info.st_mode), APS_EIO, "%s: is not a directory", path);
  return APS_OK;
}

/* Opens and locks; -1 where it cannot be opened. cause: why it is not locked, or 0. A file that its run removed while we came
 * is no longer the directory's: again. */
static int open_lock(const char *path, int *cause) {
  enum { ATTEMPTS = 100 };
  for (int attempt = 0;; attempt++) {
    struct stat mine, there;
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return -1;
    *cause = flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
    if (*cause || attempt == ATTEMPTS) return fd;
    if (fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev) return fd;
    close(fd);
  }
}

static void holder_text(char out[HOLDER]) {
  char host[65] = "", when[32];
  const time_t now = time(NULL);
  struct tm utc;
  if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  snprintf(out, HOLDER, "process %ld on %s since %s", (long)getpid(), host, when);
}

static aps_err lock(aps_sim *sim) {
  char path[4096], text[HOLDER];
  int cause = 0;
  inside(sim, "lock", path, sizeof path);
  sim->lock_fd = open_lock(path, &cause);
  APS_CHECK(sim->ctx, sim->lock_fd >= 0, APS_EIO, "%s: cannot write here: %s", path, strerror(errno));
  if (cause && cause != EWOULDBLOCK) /* Lustre mounted without flock, NFS without its lock service */
    aps_log(sim->ctx, APS_LOG_WARN, "%s: no locks on this file system (%s): a second run here would not be refused", path,
            strerror(cause));
  if (cause == EWOULDBLOCK) {
    const ssize_t n = read(sim->lock_fd, text, sizeof text - 1);
    text[n > 0 ? n : 0] = '\0';
    close(sim->lock_fd);
    sim->lock_fd = -1;
    aps_fail(sim->ctx, APS_EIO, "%s: another run uses this directory (%s)", sim->directory,
             n > 0 ? text : "holder unknown");
    return aps_hint(sim->ctx, "wait for it, or choose another directory with -o");
  }
  holder_text(text);
  const size_t n = strlen(text);
  if (ftruncate(sim->lock_fd, 0) != 0 || pwrite(sim->lock_fd, text, n, 0) != (ssize_t)n ||
      (aps_ranks_nodes(sim->ctx) > 1 && fsync(sim->lock_fd) != 0)) /* for the others to read */
    return aps_fail(sim->ctx, APS_EIO, "%s: cannot write: %s", path, strerror(errno));
  return APS_OK;
}

/* Waits a while for what a network file system may show late. */
static int reads(const char *path, const char *expected) {
  enum { ATTEMPTS = 30 }; /* 3 s */
  char text[HOLDER] = "";
  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0) close(fd);
    text[n > 0 ? n : 0] = '\0';
    if (strcmp(text, expected) == 0) return 1;
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
  }
  return 0;
}

/* One rank of each node looks for the lock of this very run: a directory on a node's own disk would hold a part of the files,
 * and a checkpoint that the others cannot read. */
static aps_err look_from_here(aps_sim *sim, const char *expected) {
  char path[4096], host[65] = "";
  inside(sim, "lock", path, sizeof path);
  if (aps_rank_local(sim->ctx) > 0 || reads(path, expected)) return APS_OK;
  if (gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  aps_fail(sim->ctx, APS_EIO, "%s: rank %d on %s does not see this directory as rank 0 does", sim->directory,
           aps_rank(sim->ctx), host);
  return aps_hint(sim->ctx, "choose one with -o on a disk that all nodes share");
}

aps_err aps_rundir_seen(aps_sim *sim) {
  if (aps_ranks_nodes(sim->ctx) == 1) return APS_OK;
  char text[HOLDER] = "";
  const ssize_t n = sim->lock_fd >= 0 ? pread(sim->lock_fd, text, sizeof text - 1, 0) : 0;
  text[n > 0 ? n : 0] = '\0';
  aps_ranks_broadcast(sim->ctx, text, sizeof text, 0);
  return aps_ranks_agree(sim->ctx, look_from_here(sim, text));
}

void aps_rundir_release(aps_sim *sim) {
  if (sim->lock_fd < 0) return;
  char path[4096];
  inside(sim, "lock", path, sizeof path);
  unlink(path);
  close(sim->lock_fd);
  sim->lock_fd = -1;
}

/* found: the directory is there, and locked where its run is to go on. */
static aps_err look_there(aps_sim *sim, int restart, int *found) {
  struct stat info;
  if (stat(sim->directory, &info) != 0) return APS_OK;
  APS_CHECK(sim->ctx, S_ISDIR(info.st_mode), APS_EIO, "%s: is not a directory", sim->directory);
  *found = 1;
  if (restart) return restart == APS_LOOK ? APS_OK : lock(sim);
  if (!holds_a_run(sim)) return APS_OK;
  aps_fail(sim->ctx, APS_EARG, "%s: a run is already there and will not be overwritten", sim->directory);
  return aps_hint(sim->ctx, "--restart goes on with it; -o DIR writes elsewhere");
}

aps_err aps_attach(aps_sim *sim, const char *directory, int restart) {
  if (directory) snprintf(sim->directory, sizeof sim->directory, "%s", directory);
  size_t n = strlen(sim->directory);
  while (n > 1 && sim->directory[n - 1] == '/') sim->directory[--n] = '\0';
  APS_CHECK(sim->ctx, n > 0 && n < 3000, APS_EARG, "the name of the run directory has %zu bytes", n);
  int found = 0;
  APS_TRY(aps_ranks_agree(sim->ctx, aps_sim_writes(sim) ? look_there(sim, restart, &found) : APS_OK));
  aps_ranks_broadcast(sim->ctx, &found, sizeof found, 0);
  if (found && restart && restart != APS_LOOK) APS_TRY(aps_rundir_seen(sim));
  if (found && restart) APS_TRY(aps_load_newest(sim));
  if (found && restart) APS_TRY(aps_device_keep(sim));
  sim->attached = 1;
  sim->restart = restart;
  return APS_OK;
}

/* ---- claiming ------------------------------------------------------------------------------------------ */

aps_err aps_rundir_used(aps_sim *sim) {
  if (!sim->attached) return APS_OK;
  char path[4096], head[2048], changes[1024], host[128] = "unknown", when[64];
  gethostname(host, sizeof host - 1);
  const time_t now = (time_t)sim->claimed;
  struct tm utc;
  strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
  aps_change_text(sim, changes, sizeof changes);
  const int n = snprintf(head, sizeof head,
                         "# every resolved parameter of this run; apsis run takes this file as it is\n"
                         "# apsis %s, commit %s\n# host %s, device %.400s\n# started %s from %s\n%s",
                         APS_VERSION, aps_commit(), host, sim->device_text, when, sim->name, changes);
  const char *used = aps_used(sim);
  const size_t size = (size_t)n + strlen(used);
  char *text = aps_alloc(sim->ctx, "used parameters", (int64_t)size + 1, 1);
  if (text == NULL) return APS_EMEM;
  memcpy(text, head, (size_t)n);
  memcpy(text + n, used, size - (size_t)n);
  inside(sim, "used_parameters.yml", path, sizeof path);
  const aps_err err = aps_file_replace(sim->ctx, path, text, size);
  aps_release(sim->ctx, text);
  return err;
}

/* The memory plan, line by line. */
static void tell_plan(aps_sim *sim) {
  char text[256];
  for (const char *line = aps_plan(sim); *line;) {
    const size_t n = strcspn(line, "\n");
    snprintf(text, sizeof text, "%.*s", (int)n, line);
    aps_log_note(sim->ctx, text);
    line += n + (line[n] == '\n');
  }
}

/* The run in a few lines: what it takes, what `auto` came to, and where it goes. */
static void tell(aps_sim *sim) {
  char text[256];
  snprintf(text, sizeof text, "apsis %s, commit %s, runs %.128s", APS_VERSION, aps_commit(), sim->name);
  aps_log_note(sim->ctx, text);
  tell_plan(sim);
  if (aps_ranks_nodes(sim->ctx) > 1) aps_log(sim->ctx, APS_LOG_INFO, "%s", aps_ranks_shape(sim->ctx, text, sizeof text));
  aps_log(sim->ctx, APS_LOG_INFO, "device: %s", sim->device_text);
  if (sim->force)
    snprintf(text, sizeof text, "law %s, summed by %s", sim->force_settings.law, sim->force->about.name);
  else
    snprintf(text, sizeof text, "none");
  if (sim->force && sim->sources < sim->total) {
    const size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "; sources: %lld, the other particles have no mass", (long long)sim->sources);
  }
  aps_log(sim->ctx, APS_LOG_INFO, "forces: %s", text);
  snprintf(text, sizeof text, "%lld particle%s, %s with %s = %g%s, from time %g to %g", (long long)sim->total, sim->total == 1 ? "" : "s",
           sim->integrator->about.name, isnan(sim->step.eta) ? "dt" : "eta", isnan(sim->step.eta) ? sim->step.dt : sim->step.eta,
           sim->blocks ? " in block steps" : "", sim->clock.time, sim->run.t_end);
  aps_log_note(sim->ctx, text);
}

/* One that ended the run before is done; one that stays would end every run. */
static aps_err forget_request(aps_sim *sim, const char *name) {
  char path[4096];
  inside(sim, name, path, sizeof path);
  if (unlink(path) == 0 || errno == ENOENT) return APS_OK;
  aps_fail(sim->ctx, APS_EIO, "%s: cannot be removed: %s", path, strerror(errno));
  return aps_hint(sim->ctx, "a run takes this name for a request; remove it by hand");
}

/* As GADGET and Arepo leave it: a run ended for want of time, and goes on where it is started again. Job scripts look for it. */
static const char unfinished[] = "cont";

void aps_rundir_unfinished(const aps_sim *sim, const char *reason) {
  char path[4096];
  if (!sim->attached || !aps_sim_writes(sim) || (strcmp(reason, "run.wall_limit") != 0 && strncmp(reason, "SIG", 3) != 0)) return;
  inside(sim, unfinished, path, sizeof path);
  const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd >= 0) close(fd); /* the exit status says the same */
}

aps_err aps_rundir_claim(aps_sim *sim) {
  if (!sim->attached) return APS_OK;
  char path[4096];
  APS_TRY(make_directory(sim, sim->directory));
  if (sim->lock_fd < 0) {
    APS_TRY(lock(sim));
    /* two new runs may race to one directory: the one that comes second finds the other's files */
    if (!sim->restart && holds_a_run(sim)) {
      aps_fail(sim->ctx, APS_EARG, "%s: a run is already there and will not be overwritten", sim->directory);
      return aps_hint(sim->ctx, "--restart goes on with it; -o DIR writes elsewhere");
    }
  }
  const char *const folders[] = {"snapshots", "checkpoints"};
  for (int i = 0; i < 2; i++) {
    inside(sim, folders[i], path, sizeof path);
    APS_TRY(make_directory(sim, path));
  }
  APS_TRY(forget_request(sim, "stop"));
  APS_TRY(forget_request(sim, "checkpoint"));
  inside(sim, unfinished, path, sizeof path);
  unlink(path);
  sim->claimed = (int64_t)time(NULL);
  APS_TRY(aps_rundir_used(sim));
  inside(sim, "log.txt", path, sizeof path);
  APS_TRY(aps_log_open(sim->ctx, path));
  tell(sim);
  return APS_OK;
}

/* Where `next` is 0 and the state is a checkpoint's, it knows nothing of such files: an earlier version's, or they were made by hand. */
void aps_sim_cut_files(aps_sim *sim, const char *folder, const char *stem, const char *ending, int64_t next) {
  char path[4096];
  if (!sim->attached || !sim->restart || !aps_sim_writes(sim) || (sim->resumed && next == 0)) return;
  inside(sim, folder, path, sizeof path);
  const int n = aps_file_cut_numbers(path, stem, ending, next);
  if (n > 0)
    aps_log(sim->ctx, APS_LOG_INFO, "restart: %d file%s in %s, %s_%04lld and what follows, %s later than this: taken away, to be written anew",
            n, n == 1 ? "" : "s", path, stem, (long long)next, n == 1 ? "is" : "are");
}

/* ---- control files ---------------------------------------------------------------------------------------- */

void aps_rundir_poll(aps_sim *sim) {
  const double now = sim->step_end > 0 ? sim->step_end : aps_wall(); /* a look at the clock is 5 % of a step of two bodies */
  if (!sim->attached || now - sim->poll_wall < 0.05) return;
  sim->poll_wall = now;
  char path[4096];
  if (exists(sim, "stop")) {
    inside(sim, "stop", path, sizeof path);
    unlink(path);
    aps_stop(sim, "the file `stop`");
  }
  if (exists(sim, "checkpoint")) {
    inside(sim, "checkpoint", path, sizeof path);
    unlink(path);
    aps_request_checkpoint(sim);
  }
}
