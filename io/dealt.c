/* Who writes what: ranks are grouped in equal stretches, and the first of each group writes. */
#include "dealt.h"
#include <stdio.h>
#include <string.h>

static void choose_file(aps_dealt *d, int files) {
  const int all = aps_ranks(d->ctx), me = aps_rank(d->ctx);
  d->files = files < 1 ? 1 : files > all ? all : files;
  while (aps_ranks_share(all, d->file + 1, d->files) <= me) d->file++;
  d->writer = (int)aps_ranks_share(all, d->file, d->files);
  d->ranks = (int)aps_ranks_share(all, d->file + 1, d->files) - d->writer;
}

/* all: [ranks of the run][kinds] */
static void add_up(aps_dealt *d, const int64_t *all, int kinds) {
  for (int k = 0; k < kinds; k++) {
    int64_t *count = d->owned + (int64_t)k * d->ranks;
    d->count[k] = count;
    for (int r = 0; r < aps_ranks(d->ctx); r++) {
      const int64_t n = all[(int64_t)r * kinds + k];
      d->total[k] += n;
      if (r < d->writer || r >= d->writer + d->ranks) continue;
      count[r - d->writer] = n;
      d->here[k] += n;
    }
  }
}

aps_err aps_dealt_plan(aps_ctx *ctx, aps_err before, const int64_t *mine, int kinds, int files,
                       aps_dealt *d) {
  *d = (aps_dealt){.ctx = ctx};
  choose_file(d, files);
  int64_t *all = aps_alloc(ctx, "file buffer", (int64_t)aps_ranks(ctx) * kinds, sizeof *all);
  d->owned = aps_alloc(ctx, "file buffer", (int64_t)d->ranks * kinds, sizeof *d->owned);
  if (before == APS_OK && (all == NULL || d->owned == NULL)) before = APS_EMEM;
  const aps_err err = aps_ranks_agree(ctx, before);
  if (err == APS_OK) {
    aps_ranks_gather(ctx, mine, sizeof *mine * (size_t)kinds, all);
    add_up(d, all, kinds);
  }
  aps_release(ctx, all);
  return err;
}

void aps_dealt_end(aps_dealt *d) {
  if (d->ctx) aps_release(d->ctx, d->owned);
  d->owned = NULL;
}

aps_err aps_dealt_path(const aps_dealt *d, const char *path, char *out, size_t size) {
  const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
  if (dot == NULL || (slash && dot < slash)) dot = path + strlen(path);
  int n;
  if (d->files == 1)
    n = snprintf(out, size, "%s", path);
  else
    n = snprintf(out, size, "%.*s.%d%s", (int)(dot - path), path, d->file, dot);
  APS_CHECK(d->ctx, n >= 0 && (size_t)n < size, APS_EARG, "%s: too long a path", path);
  return APS_OK;
}
