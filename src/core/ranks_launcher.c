/* What started the ranks, where it stays when they are gone.
 *
 * After MPI_Abort Open MPI's mpirun waits for its daemon on every node, and TCP takes a quarter of
 * an hour to give up what was sent to one that is lost. So where the launcher still lives a little
 * later it is asked to end (SIGTERM), and then ended. It ends the ranks first, so a process of its
 * own does that. Linux. */
#ifdef APS_HAVE_MPI
#define _GNU_SOURCE /* syscall */
#include "ranks_inside.h"
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined __linux__ && defined SYS_pidfd_open && defined SYS_pidfd_send_signal
enum {
  PATIENCE = 3000,
  MORE = 1000 /* ms */,
  ABOVE = 3 /* processes between a rank and its launcher: a shell, MPICH's proxy */
};

/* The name of a process, and who started it; 0: not known. */
static int read_process(int pid, char name[32], int *parent) {
  char path[48], text[256] = "";
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  const char *first = strchr(text, '('), *last = strrchr(text, ')');
  if (n <= 0 || first == NULL || last == NULL || strlen(last) < 5) return 0;
  snprintf(name, 32, "%.*s", (int)(last - first - 1), first + 1);
  *parent = atoi(last + 4); /* ") S 123" */
  return 1;
}

static int begins(const char *name, const char *const *with) {
  for (; *with; with++)
    if (strncmp(name, *with, strlen(*with)) == 0) return 1;
  return 0;
}

/* The launcher, where it is on this node; 0: not. On others its daemon stands between. */
static int find_launcher(void) {
  static const char *const launchers[] = {"mpirun", "mpiexec", "orterun", "prterun", NULL},
                           *const daemons[] = {"orted", "prted", NULL};
  int pid = (int)getppid();
  for (int above = 0; above < ABOVE && pid > 1; above++) {
    char name[32];
    int parent;
    if (!read_process(pid, name, &parent) || begins(name, daemons)) return 0;
    if (begins(name, launchers)) return pid;
    pid = parent;
  }
  return 0;
}

static int has_ended(int launcher, int milliseconds) {
  return poll(&(struct pollfd){.fd = launcher, .events = POLLIN}, 1, milliseconds) != 0;
}

/* Nothing but calls that are safe in the child of a process with threads. */
static void tell(int launcher) {
  static const int words[] = {SIGTERM, SIGKILL};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
    if (has_ended(launcher, k ? MORE : PATIENCE)) return;
    syscall(SYS_pidfd_send_signal, launcher, words[k], NULL, 0);
  }
}

void aps_ranks_end_launcher(void) {
  const int pid = find_launcher(), launcher = pid ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
  if (launcher < 0) return;
  const long files = sysconf(_SC_OPEN_MAX);
  if (fork() == 0) {
    setsid();
    for (int fd = 0; fd < (files < 65536 ? (int)files : 65536); fd++)
      if (fd != launcher) close(fd); /* locks and pipes are not held on to */
    tell(launcher);
    _exit(0);
  }
  close(launcher);
}
#else
void aps_ranks_end_launcher(void) {}
#endif
#else
extern int aps_ranks_without_a_launcher; /* a file without a declaration is no C */
#endif
