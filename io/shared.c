/* Who may write one file at once.
 *
 * Ranks on one node share its page cache: bytes of any place and length go where they belong. On
 * several nodes the file system must keep caches together to the byte, as Lustre, GPFS, CephFS and
 * BeeGFS do; NFS does not: a node may write back a whole page of which it changed a part, over what
 * another node wrote there. What is not known to do better counts as NFS. Then, and where some rank
 * does not find the file, one rank writes for all. */
#define _GNU_SOURCE
#include "shared.h"
#include "core/ranks.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

/* Linux' numbers of file systems whose nodes see each other's bytes. */
static int is_coherent(const char *directory) {
#ifdef __linux__
  static const uint32_t known[] = {
      0x0BD00BD0, /* Lustre */
      0x47504653, /* GPFS */
      0x00C36400, /* CephFS */
      0x19830326, /* BeeGFS */
      0x01161970, /* GFS2 */
      0x7461636F  /* OCFS2 */
  };
  struct statfs disk;
  if (statfs(directory, &disk) != 0) return 0;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if ((uint32_t)disk.f_type == known[i]) return 1;
#else
  (void)directory;
#endif
  return 0;
}

const char *aps_ranks_files(const char *directory) {
  return is_coherent(directory)
             ? "written by all ranks at once"
             : "written by all ranks of a node at once; on several nodes by one for all";
}

static aps_sharing agree_on(aps_ctx *ctx, aps_sharing mine) {
  int64_t most = mine;
  aps_ranks_max_int(ctx, &most, 1);
  return (aps_sharing)most;
}

static aps_sharing before_trying(const aps_ctx *ctx, const char *path) {
  const char *asked = getenv("APSIS_WRITERS");
  if (asked && strcmp(asked, "one") == 0) return APS_SHARED_ASKED;
  if (asked && strcmp(asked, "all") == 0) return APS_SHARED_YES;
  char directory[PATH_MAX] = ".";
  const char *slash = strrchr(path, '/');
  if (slash && (size_t)(slash - path) + 2 < sizeof directory) {
    memcpy(directory, path, (size_t)(slash - path) + 1);
    directory[slash - path + 1] = '\0';
  }
  const int one_node = aps_ranks_nodes(ctx) == 1;
  return one_node || is_coherent(directory) ? APS_SHARED_YES : APS_SHARED_CACHES;
}

typedef struct { /* what the writer puts into the file for the others to find */
  int64_t process, seconds, nanoseconds;
} token;

static token make_token(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (token){(int64_t)getpid(), (int64_t)now.tv_sec, (int64_t)now.tv_nsec};
}

static aps_sharing look_for(aps_ctx *ctx, const char *path, const token *expected, aps_pending *p) {
  token found;
  return aps_pending_join(ctx, path, p) == 0 &&
                 pread(p->fd, &found, sizeof found, 0) == (ssize_t)sizeof found &&
                 memcmp(&found, expected, sizeof found) == 0
             ? APS_SHARED_YES
             : APS_SHARED_UNSEEN;
}

aps_err aps_pending_share(aps_ctx *ctx, const char *path, int writer, int ranks, aps_pending *p,
                          aps_sharing *sharing) {
  *sharing = APS_SHARED_NO;
  if (aps_ranks(ctx) == 1) return APS_OK;
  const int writes = aps_rank(ctx) == writer;
  *sharing = agree_on(ctx, before_trying(ctx, path));
  if (*sharing != APS_SHARED_YES) return APS_OK;
  token t = make_token();
  aps_err err = APS_OK;
  aps_sharing mine = APS_SHARED_YES;
  if (writes) {
    const int cause = aps_pending_write(p, 0, &t, sizeof t);
    if (cause) err = aps_fail_write(ctx, path, cause);
    for (int r = 1; r < ranks; r++) aps_ranks_send(ctx, &t, sizeof t, writer + r);
  } else {
    aps_ranks_receive(ctx, &t, sizeof t, writer);
    mine = look_for(ctx, path, &t, p);
  }
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) *sharing = agree_on(ctx, mine);
  if (!writes && (err != APS_OK || *sharing != APS_SHARED_YES)) aps_pending_abort(p);
  if (writes && err == APS_OK && ftruncate(p->fd, 0) != 0) err = aps_fail_write(ctx, path, errno);
  return aps_ranks_agree(ctx, err);
}

int aps_pending_leave(aps_ctx *ctx, aps_pending *p) {
  if (p->fd < 0) return 0;
  const int one_node = aps_ranks_nodes(ctx) == 1; /* the writer's fsync is for all */
  const int cause = !one_node && fsync(p->fd) != 0 ? errno : 0;
  aps_pending_abort(p);
  return cause;
}

void aps_sharing_log(aps_ctx *ctx, const char *path, int ranks, aps_sharing sharing) {
  if (ranks == 1) return;
  static const char *const why[] = {[APS_SHARED_UNSEEN] = "not all ranks see the same file",
                                    [APS_SHARED_CACHES] =
                                        "this file system may mix up what several nodes write",
                                    [APS_SHARED_ASKED] = "APSIS_WRITERS=one",
                                    [APS_SHARED_COMPRESSED] = "HDF5 compresses on one rank"};
  if (sharing != APS_SHARED_YES)
    aps_log(ctx, APS_LOG_DETAIL, "%s: one rank writes for %d: %s", path, ranks, why[sharing]);
  else
    aps_log(ctx, APS_LOG_DETAIL, "%s: %d ranks write at once", path, ranks);
}
