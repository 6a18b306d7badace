/* Checkpoints: every column and every plain byte of state, so that a resumed run equals the uninterrupted one bit for
 * bit. Written beside the old ones, renamed, then read back and compared; only then the older ones go, and the newest
 * `keep` stay. A disk that lies is so found out while a good checkpoint is still there. */
#include "../core/run.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  int64_t keep;
  int64_t written; /* persists: the number of the next file */
} checkpoint;

static const aps_param params[] = {
    {"keep", 'i', offsetof(checkpoint, keep), "2", "", ">=1", "how many checkpoints stay"}, {.key = NULL}};

static int is_checkpoint(const struct dirent *entry) { return strncmp(entry->d_name, "checkpoint_", 11) == 0; }

/* The names sort by number; a file that cannot be removed is harmless. */
static void prune(const char *folder, int64_t keep) {
  char attempts[4300]; /* the run got further: see sim/rundir.c */
  snprintf(attempts, sizeof attempts, "%s/attempts", folder);
  unlink(attempts);
  struct dirent **list = NULL;
  const int n = scandir(folder, &list, is_checkpoint, alphasort);
  for (int i = 0; i < n; i++) {
    char path[4600];
    snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
    if (i < n - keep) unlink(path);
    free(list[i]);
  }
  free(list);
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
  char folder[4200], path[4300];
  int64_t keep;
} order;

static aps_err write_file(aps_ctx *ctx, const void *about, const aps_dataset *all) {
  const order *o = about;
  APS_TRY(aps_dataset_write(ctx, o->path, "own", all, NULL, 0));
  const aps_err err = verify(ctx, o->path, all);
  if (err != APS_OK) {
    unlink(o->path);
    return err;
  }
  prune(o->folder, o->keep);
  aps_log(ctx, APS_LOG_DETAIL, "wrote %s at time %.9g", o->path, all->time);
  return APS_OK;
}

static aps_err act(void *self, aps_sim *sim, aps_view view) {
  (void)view;
  checkpoint *c = self;
  order o = {.keep = c->keep};
  aps_dataset all;
  aps_blob blob[32];
  snprintf(o.folder, sizeof o.folder, "%s/checkpoints", aps_directory(sim));
  snprintf(o.path, sizeof o.path, "%s/checkpoint_%08lld.hdf5", o.folder, (long long)c->written);
  const aps_cols scratch = APS_S0 | APS_S1 | APS_S2 | APS_S3; /* means nothing between steps */
  APS_TRY(aps_snapshot(sim, aps_sim_groups(sim) & ~scratch, &all));
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
