/* Limits of control groups, of either version, as the kernel shows them; the files are ours. */
#include "../check.h"
#include "../folders.h"
#include "core/ctx.h"
#include <stdint.h>
#include <sys/stat.h>

static char top[] = "/tmp/apsis-groups-XXXXXX";

static void put(const char *name, const char *text) {
  char path[400];
  snprintf(path, sizeof path, "%s/%s", top, name);
  for (char *p = path + strlen(top) + 1; *p; p++)
    if (*p == '/') *p = '\0', mkdir(path, 0777), *p = '/';
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  if (file) fputs(text, file), fclose(file);
}

static int64_t room(const char *list) {
  char path[400];
  put("list", list);
  snprintf(path, sizeof path, "%s/list", top);
  return aps_memory_of_groups(path, top);
}

static void test_no_limit_is_no_limit(void) {
  CHECK(room("0::/\n") == INT64_MAX);
  put("memory.max", "max\n"), put("memory.current", "5000\n");
  CHECK(room("0::/\n") == INT64_MAX && room("") == INT64_MAX);
  CHECK(aps_memory_of_groups("/nonexistent/list", "/nonexistent") == INT64_MAX);
}

static void test_the_least_of_a_group_and_those_above_counts(void) {
  put("slurm/memory.max", "9000\n"), put("slurm/memory.current", "1000\n");
  put("slurm/job_7/memory.max", "max\n"), put("slurm/job_7/memory.current", "900\n");
  CHECK(room("0::/slurm/job_7/step_0\n") == 8000); /* the innermost is not to be seen */
  put("slurm/job_7/memory.max", "3000\n");
  CHECK(room("0::/slurm/job_7/step_0\n") == 2100);
  put("memory.max", "5500\n");
  CHECK(room("0::/slurm/job_7\n") == 500);
  CHECK(room("0::/../../elsewhere\n") == 500); /* of a container: the mount's top */
  CHECK(room("") == 500);
  put("memory.current", "6000\n");
  CHECK(room("0::/\n") == 0);
  put("memory.max", "max\n");
}

static void test_pages_of_files_are_not_counted(void) {
  put("slurm/job_7/memory.stat", "anon 100\ninactive_anon 7\ninactive_file 300\nactive_file 400\n");
  CHECK(room("0::/slurm/job_7\n") == 2800);
}

static void test_version_one(void) {
  put("memory/batch/memory.limit_in_bytes", "7000\n"), put("memory/batch/memory.usage_in_bytes", "2000\n");
  put("memory/batch/memory.stat", "inactive_file 5\ntotal_inactive_file 500\ntotal_active_file 100\n");
  CHECK(room("5:cpu,cpuacct:/other\n4:memory:/batch\n0::/\n") == 5600);
  put("memory/memory.limit_in_bytes", "9223372036854771712\n"), put("memory/memory.usage_in_bytes", "123456\n");
  CHECK(room("9:hugetlb,memory:/batch/inner\n") == 5600);
  CHECK(room("4:memory:/elsewhere\n") > 1000000000000000);
}

int main(void) {
  if (mkdtemp(top) == NULL) return 1;
  CHECK_RUN(test_no_limit_is_no_limit);
  CHECK_RUN(test_the_least_of_a_group_and_those_above_counts);
  CHECK_RUN(test_pages_of_files_are_not_counted);
  CHECK_RUN(test_version_one);
  remove_all(top, 0);
  return CHECK_RESULT();
}
