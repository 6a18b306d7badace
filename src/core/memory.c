/* How much memory this process may still take: what the machine has free, what `ulimit -v` leaves, and what its control
 * groups allow. A group that is full gives no error to whoever asks for more: its processes are killed. */
#define _GNU_SOURCE
#include "ctx.h"
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number behind the first line that begins with `key`; -1 where there is none. */
static int64_t number_in_file(const char *path, const char *key) {
  FILE *file = fopen(path, "re");
  if (file == NULL) return -1;
  char line[256];
  long long value = -1;
  const size_t length = strlen(key);
  while (value < 0 && fgets(line, sizeof line, file))
    if (strncmp(line, key, length) == 0 && sscanf(line + length, "%lld", &value) != 1) value = -1;
  fclose(file);
  return value;
}

/* ---- control groups */

enum { PATH_MOST = 1024, NAME_MOST = 256 };

static int64_t in_group(const char *folder, const char *name, const char *key) {
  char path[PATH_MOST + NAME_MOST];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return number_in_file(path, key);
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* Of one group; INT64_MAX: it has no limit, or is not there. Pages of files count as used, but are given back when asked. */
static int64_t room_of(const char *folder, int version) {
  const char *const *name = (const char *const[2][4]){
      {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ", "total_active_file "},
      {"memory.max", "memory.current", "inactive_file ", "active_file "}}[version == 2];
  const int64_t limit = in_group(folder, name[0], ""), used = in_group(folder, name[1], ""); /* "max" reads as -1 */
  if (limit <= 0 || used < 0) return INT64_MAX;
  int64_t taken = used;
  for (int k = 2; k < 4; k++) {
    const int64_t cached = in_group(folder, "memory.stat", name[k]);
    if (cached > 0) taken -= cached;
  }
  return limit > taken ? limit - (taken > 0 ? taken : 0) : 0;
}

/* Of a group and those above it. A container may not see its own by the name that the list has, only the mount's top. */
static int64_t room_up_from(const char *mount, char *group, int version) {
  char folder[PATH_MOST];
  int64_t room = INT64_MAX;
  for (;;) {
    snprintf(folder, sizeof folder, "%.500s%.500s", mount, group);
    room = least(room, room_of(folder, version));
    char *slash = strrchr(group, '/');
    if (slash == NULL) return room;
    *slash = '\0';
  }
}

int64_t aps_memory_of_groups(const char *list, const char *mount) {
  FILE *file = fopen(list, "re");
  char line[PATH_MOST], top[NAME_MOST];
  int64_t room = room_of(mount, 2); /* also where the list cannot be read */
  while (file && fgets(line, sizeof line, file)) { /* NUMBER:CONTROLLERS:GROUP */
    line[strcspn(line, "\n")] = '\0';
    char *which = strchr(line, ':'), *group = which ? strchr(which + 1, ':') : NULL;
    if (group == NULL) continue;
    *group++ = '\0';
    const int unified = which[1] == '\0';
    if (!unified && strstr(which, "memory") == NULL) continue;
    snprintf(top, sizeof top, "%.200s%s", mount, unified ? "" : "/memory");
    room = least(room, room_up_from(top, group, unified ? 2 : 1));
  }
  if (file) fclose(file);
  return room;
}

/* ---- all of them */

static int64_t left_by_ulimit(void) {
  struct rlimit limit;
  const int64_t pages = number_in_file("/proc/self/statm", "");
  if (pages < 0 || getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > (rlim_t)INT64_MAX)
    return INT64_MAX;
  const int64_t used = pages * (int64_t)sysconf(_SC_PAGESIZE), all = (int64_t)limit.rlim_cur;
  return all > used ? all - used : 0;
}

int64_t aps_memory_available(void) {
  const int64_t kb = number_in_file("/proc/meminfo", "MemAvailable:");
  const int64_t machine = kb > 0 ? kb * 1024 : (int64_t)sysconf(_SC_PHYS_PAGES) * (int64_t)sysconf(_SC_PAGESIZE);
  return least(machine, least(left_by_ulimit(), aps_memory_of_groups("/proc/self/cgroup", "/sys/fs/cgroup")));
}
