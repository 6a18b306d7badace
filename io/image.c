/* Files that several ranks hold in memory: each writes its own bytes, or rank 0 does, a piece at a
 * time. */
#include "image.h"
#include "atomic.h"
#include "core/file.h"
#include "dealt.h"
#include "funnel.h"
#include "shared.h"
#include <string.h>

static void fill(const void *image, int64_t first, int64_t n, char *out) {
  memcpy(out, ((const aps_image *)image)->bytes + first, (size_t)n);
}

/* This rank's bytes of every part; 0 or errno. */
static int write_own(const aps_dealt *d, const aps_pending *p, const aps_image *part, int parts) {
  const int me = aps_rank(d->ctx);
  int64_t start = 0;
  for (int k = 0; k < parts; start += d->total[k++]) {
    int64_t at = start;
    for (int r = 0; r < me; r++) at += d->count[k][r];
    const int cause = aps_pending_write(p, at, part[k].bytes, (size_t)part[k].n);
    if (cause) return cause;
  }
  return 0;
}

/* All goes through even when the disk is full: nobody may be left waiting. */
static int send_parts(const aps_dealt *d, const aps_pending *p, const aps_image *part, int parts,
                      char *room) {
  char *piece = room + APS_FUNNEL_ROOM;
  int cause = 0;
  int64_t at = 0;
  for (int k = 0; k < parts; k++) {
    aps_funnel f = {.ctx = d->ctx,
                    .ranks = d->ranks,
                    .count = d->count[k],
                    .size = 1,
                    .fill = fill,
                    .self = &part[k],
                    .room = room};
    if (aps_rank(d->ctx) != 0) {
      aps_funnel_give(&f);
      continue;
    }
    for (int64_t left = d->total[k]; left > 0;) {
      const int64_t n = left < APS_FUNNEL_BYTES ? left : APS_FUNNEL_BYTES;
      aps_funnel_take(&f, n, piece);
      if (cause == 0) cause = aps_pending_write(p, at, piece, (size_t)n);
      at += n;
      left -= n;
    }
  }
  return cause;
}

static aps_err write_dealt(aps_ctx *ctx, const char *path, const aps_dealt *d,
                           const aps_image *part, int parts) {
  aps_pending p = {.fd = -1};
  aps_sharing sharing = APS_SHARED_NO;
  const int writes = aps_rank(ctx) == 0;
  int64_t size = 0;
  for (int k = 0; k < parts; k++) size += d->total[k];
  char *room = aps_alloc(ctx, "file buffer", APS_FUNNEL_ROOM + APS_FUNNEL_BYTES, 1);
  aps_err err = room ? APS_OK : APS_EMEM;
  if (err == APS_OK && writes) err = aps_pending_open(ctx, path, size, &p);
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) err = aps_pending_share(ctx, path, 0, d->ranks, &p, &sharing);
  if (err == APS_OK) {
    int cause = sharing == APS_SHARED_YES ? write_own(d, &p, part, parts)
                                          : send_parts(d, &p, part, parts, room);
    const int left = writes ? 0 : aps_pending_leave(ctx, &p);
    if (cause == 0) cause = left;
    if (cause) err = aps_fail_write(ctx, path, cause);
    err = aps_ranks_agree(ctx, err);
    if (err == APS_OK && writes) err = aps_pending_commit(&p);
    err = aps_ranks_agree(ctx, err);
    if (err == APS_OK) aps_sharing_log(ctx, path, d->ranks, sharing);
  }
  aps_pending_abort(&p);
  aps_release(ctx, room);
  return err;
}

aps_err aps_images_write(aps_ctx *ctx, const char *path, aps_err before, const aps_image *part,
                         int parts) {
  int64_t n[APS_DEALT_MOST], size = 0;
  for (int k = 0; k < parts; k++) size += n[k] = part[k].n;
  if (aps_ranks(ctx) == 1)
    return before == APS_OK ? aps_file_replace(ctx, path, part[0].bytes, (size_t)size) : before;
  aps_dealt d;
  aps_err err = aps_dealt_plan(ctx, before, n, parts, 1, &d);
  if (err == APS_OK) err = write_dealt(ctx, path, &d, part, parts);
  aps_dealt_end(&d);
  return err;
}
