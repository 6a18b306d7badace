/* Checkpoints: every column and every plain byte of state, so that a resumed run equals the uninterrupted one bit for
 * bit. Written beside the old ones and only then renamed; the newest `keep` stay. */
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

static aps_err act(void *self, aps_sim *sim, aps_view view) {
  (void)view;
  checkpoint *c = self;
  char folder[4200], path[4300];
  aps_dataset all;
  aps_blob blob[32];
  snprintf(folder, sizeof folder, "%s/checkpoints", aps_directory(sim));
  snprintf(path, sizeof path, "%s/checkpoint_%08lld.hdf5", folder, (long long)c->written);
  const aps_cols scratch = APS_S0 | APS_S1 | APS_S2 | APS_S3; /* means nothing between steps */
  APS_TRY(aps_snapshot(sim, aps_sim_groups(sim) & ~scratch, &all));
  c->written++; /* counted first: the file holds itself as written */
  all.blob = blob;
  all.n_blobs = aps_sim_blobs(sim, blob, 32);
  const aps_err err = aps_dataset_write(aps_sim_ctx(sim), path, "own", &all, NULL, 0);
  if (err != APS_OK) {
    c->written--;
    return err;
  }
  prune(folder, c->keep);
  aps_log(aps_sim_ctx(sim), APS_LOG_DETAIL, "wrote %s at time %.9g", path, aps_time(sim));
  return APS_OK;
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
