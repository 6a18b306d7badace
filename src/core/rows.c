/* Tables that a run goes on with: rows beyond the time that it goes on from are cut off, so that no time stands twice. */
#include "file.h"
#include "number.h"
#include <math.h>
#include <string.h>

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
