/* Checkpoints: every column and every plain byte of state, so that a resumed run equals the uninterrupted one bit for
 * bit. Written beside the old ones, renamed, then read back and compared, then the manifest; only then the older ones
 * go, and the newest `keep` stay. A disk that lies is so found out while a good checkpoint is still there. With several
 * ranks the file knows nothing of them, and rank 0 alone makes and removes files. */
#include "../core/manifest.h"
#include "../core/ranks.h"
#include "../core/run.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  int64_t keep;
  int64_t written; /* persists: the number of the next file */
} checkpoint;

static const aps_param params[] = {
    {"keep", 'i', offsetof(checkpoint, keep), "2", "", ">=1", "how many checkpoints stay"}, {.key = NULL}};

/* ---- the manifest -------------------------------------------------------------------------------------- */

/* A file about to be replaced is no longer what the manifest says of it. */
static void forget(aps_ctx *ctx, const char *folder, const char *name) {
  aps_manifest_row *row;
  const int n = aps_manifest_list(ctx, folder, &row);
  for (int i = 0; i < n; i++)
    if (row[i].known && strcmp(row[i].name, name) == 0) {
      row[i].known = 0;
      aps_manifest_save(ctx, folder, row, n);
    }
  aps_release(ctx, row);
  aps_ctx_clear(ctx);
}

static void complete(const aps_manifest_row *all, int n, const char *path, aps_manifest_row *now) {
  struct stat info;
  now->known = stat(path, &info) == 0;
  now->size = now->known ? (int64_t)info.st_size : 0;
  for (int i = 0; i < n; i++)
    if (all[i].generation >= now->generation) now->generation = all[i].generation + 1;
}

/* Enters the new checkpoint and removes the oldest; what cannot be removed is harmless, and without a manifest the
 * files themselves are looked at. */
static void enter(aps_ctx *ctx, const char *folder, aps_manifest_row now, int64_t keep) {
  char path[4600];
  aps_manifest_row *row;
  const int n = aps_manifest_list(ctx, folder, &row);
  snprintf(path, sizeof path, "%s/%s", folder, now.name);
  complete(row, n, path, &now);
  int kept = 0;
  for (int i = -1; i < n; i++) { /* the new one first; row[] holds it too */
    if (i >= 0 && strcmp(row[i].name, now.name) == 0) row[i] = now;
    else if (i >= 0 && kept >= keep) row[i].known = 0;
    else kept++;
  }
  if (n > 0 && aps_manifest_save(ctx, folder, row, n) != APS_OK)
    aps_log(ctx, APS_LOG_WARN, "no manifest: %s", aps_ctx_error(ctx));
  aps_ctx_clear(ctx);
  kept = 1;
  for (int i = 0; i < n; i++) {
    if (strcmp(row[i].name, now.name) == 0 || kept++ < keep) continue;
    snprintf(path, sizeof path, "%s/%s", folder, row[i].name);
    unlink(path);
  }
  aps_release(ctx, row);
  snprintf(path, sizeof path, "%s/attempts", folder); /* the run got further: see sim/restart.c */
  unlink(path);
}

/* ---- reading back ------------------------------------------------------------------------------------ */

/* APS_EIO when the file does not hold what was written. Without memory for one more column it stays unverified. */
static aps_err verify(aps_ctx *ctx, const char *path, const aps_dataset *written) {
  char why[600];
  const aps_err err = aps_dataset_verify(ctx, path, written);
  if (err == APS_OK) return APS_OK;
  snprintf(why, sizeof why, "%s", aps_ctx_error(ctx));
  if (err == APS_EMEM) {
    aps_log(ctx, APS_LOG_WARN, "%s was not read back: %s", path, why);
    aps_ctx_clear(ctx);
    return APS_OK;
  }
  aps_fail(ctx, APS_EIO, "a checkpoint was written but does not read back: %s", why);
  return aps_hint(ctx, "this disk loses data; the checkpoint before stays, and --restart begins from it");
}

/* ---- the event --------------------------------------------------------------------------------------- */

typedef struct {
  char folder[4200];
  int64_t keep;
  aps_manifest_row now;
} order;

/* Collective; nothing is left where it fails. */
static aps_err write_verified(aps_ctx *ctx, const char *folder, const char *name, const aps_dataset *all) {
  char path[4400];
  const int writes = aps_rank(ctx) == 0;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  if (writes && access(path, F_OK) == 0) forget(ctx, folder, name);
  aps_err err = aps_dataset_write(ctx, path, "own", all, NULL, 0);
  if (err == APS_OK && (err = verify(ctx, path, all)) != APS_OK && writes) unlink(path);
  return err;
}

/* Rows of a log up to the checkpoint's time last no less than it does: where the machine goes down, nobody writes those
 * again that only its memory held. */
static aps_err make_rows_last(aps_ctx *ctx, const char *folder, const char *name) {
  char path[4400];
  snprintf(path, sizeof path, "%s/../%s", folder, name);
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return APS_OK; /* no log was asked for */
  const int cause = fsync(fd) != 0 && errno != EINVAL ? errno : 0;
  close(fd);
  return cause ? aps_fail(ctx, APS_EIO, "%s: cannot write: %s", path, strerror(cause)) : APS_OK;
}

static aps_err write_file(aps_ctx *ctx, const void *about, const aps_dataset *all) {
  order o = *(const order *)about;
  aps_err err = APS_OK;
  const double start = aps_wall();
  static const char *const tables[] = {"energy.csv", "timings.csv", "collisions.csv"};
  for (int k = 0; k < 3 && aps_rank(ctx) == 0 && err == APS_OK; k++) err = make_rows_last(ctx, o.folder, tables[k]);
  APS_TRY(aps_ranks_agree(ctx, err));
  APS_TRY(write_verified(ctx, o.folder, o.now.name, all));
  o.now.checksum = aps_state_checksum(ctx, all);
  if (aps_rank(ctx) == 0) enter(ctx, o.folder, o.now, o.keep);
  aps_log(ctx, APS_LOG_DETAIL, "wrote %s/%s at time %.9g, in %.3g s with reading it back", o.folder, o.now.name, o.now.time,
          aps_wall() - start);
  return APS_OK;
}

static aps_err act(void *self, aps_sim *sim, aps_view view) {
  (void)view;
  checkpoint *c = self;
  order o = {.keep = c->keep, .now = {.generation = c->written, .step = aps_steps(sim), .time = aps_sim_instant(sim)}};
  aps_dataset all;
  aps_blob blob[32];
  snprintf(o.folder, sizeof o.folder, "%s/checkpoints", aps_directory(sim));
  snprintf(o.now.name, sizeof o.now.name, "checkpoint_%08lld.hdf5", (long long)c->written);
  const aps_cols scratch = aps_sim_midway(sim) ? 0 : APS_S0 | APS_S1 | APS_S2 | APS_S3; /* means nothing between steps */
  APS_TRY(aps_snapshot(sim, aps_sim_groups(sim) & ~scratch, &all));
  all.time = o.now.time;
  if (aps_sim_midway(sim)) snprintf(all.note, sizeof all.note, "within a block of individual steps: velocities are of times within a particle's step of this one");
  c->written++; /* counted first: the file holds itself as written */
  all.blob = blob;
  all.n_blobs = aps_sim_blobs(sim, blob, 32);
  const aps_err err = aps_sim_file(sim, write_file, &o, sizeof o, &all);
  if (err != APS_OK) c->written--;
  return err;
}

const aps_event aps_event_checkpoint = {
    .about = {.name = "checkpoint",
              .doc = "restart files in DIR/checkpoints: by wall time, on request, at the end",
              .params = params,
              .state_size = sizeof(checkpoint),
              .persist_offset = offsetof(checkpoint, written),
              .persist_size = sizeof(int64_t)},
    .when = APS_AT_END | APS_WALL_CLOCK | APS_WANTS_FILES,
    .act = act,
};
