/* What a run goes on with: rows of tables and numbered files beyond the time that it goes on from are taken away, so that none
 * stands twice. */
#include "file.h"
#include "number.h"
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Bytes of the lines whose leading number is at most t_max, comments and the header line included. */
static size_t keep_until(const char *text, double t_max) {
  static const char remark[] = APS_ROW_REMARK;
  const char *line = text;
  while (*line) {
    const char *end = strchr(line, '\n');
    if (end == NULL) break; /* a line that was cut off */
    double t;
    int overflow;
    const char *number = strncmp(line, remark, strlen(remark)) == 0 ? line + strlen(remark) : line;
    if (aps_number_scan(number, strcspn(number, ":,\n"), &t, &overflow) && t > t_max) break;
    line = end + 1;
  }
  return (size_t)(line - text);
}

aps_err aps_file_cut_rows(aps_ctx *ctx, const char *path, double time) {
  char *text;
  int64_t n;
  if (aps_file_load(ctx, path, INT64_MAX, &text, &n) != APS_OK) return APS_OK; /* none yet */
  const size_t keep = keep_until(text, time + 1e-12 * fabs(time) + 1e-300);
  const aps_err err = aps_file_replace(ctx, path, text, keep);
  aps_release(ctx, text);
  return err;
}

/* The number in STEM_0007.hdf5, or in one of several parts, STEM_0007.1.hdf5; -1: another file. */
static int64_t number_in(const char *name, const char *stem, const char *ending) {
  const size_t n = strlen(stem);
  long long number = -1, part;
  int end = 0, behind = 0;
  if (strncmp(name, stem, n) != 0 || name[n] != '_' || strspn(name + n + 1, "0123456789") < 4) return -1;
  sscanf(name + n, "_%lld%n", &number, &end);
  const char *rest = name + n + end;
  if (sscanf(rest, ".%lld%n", &part, &behind) == 1) rest += behind;
  return strcmp(rest, ending) == 0 ? number : -1;
}

int aps_file_cut_numbers(const char *folder, const char *stem, const char *ending, int64_t from) {
  char path[4600];
  int n = 0;
  DIR *there = opendir(folder);
  for (struct dirent *e; there && (e = readdir(there));) {
    if (number_in(e->d_name, stem, ending) < from) continue;
    snprintf(path, sizeof path, "%.4300s/%.255s", folder, e->d_name);
    n += unlink(path) == 0;
  }
  if (there) closedir(there);
  return n;
}
