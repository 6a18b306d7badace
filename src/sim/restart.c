/* Restart: the newest checkpoint that reads well. Rank 0 looks at the folder and chooses, every rank
 * reads its rows, and all agree on whether it will do. */
#include "sim.h"
#include "../core/file.h"
#include "../core/manifest.h"
#include "../core/ranks.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Attempts: each --restart notes in checkpoints/attempts which file it begins from; a new checkpoint removes the notes, and so
 * does an orderly end, which needs no new one where nothing was left to do.
 * A file begun from this often without one following is likely to crash again: the one before it is taken. */
enum { MAX_ATTEMPTS = 3 };

static void inside(const aps_sim *sim, const char *name, char *out, size_t size) {
  snprintf(out, size, "%.3800s/checkpoints/%s", sim->directory, name);
}

static int attempts_at(aps_sim *sim, const char *name) {
  char path[4096], line[512];
  inside(sim, "attempts", path, sizeof path);
  FILE *file = fopen(path, "re");
  int n = 0;
  while (file && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = '\0';
    n += strcmp(line, name) == 0;
  }
  if (file) fclose(file);
  return n;
}

/* A note that cannot be written loses only this protection: whatever is wrong with the disk shows at the next file. */
void aps_restart_note(aps_sim *sim) {
  char path[4096];
  if (aps_rank(sim->ctx) != 0) return;
  inside(sim, "attempts", path, sizeof path);
  FILE *file = fopen(path, "ae");
  if (file == NULL) return;
  fprintf(file, "%s\n", sim->begun_from);
  fclose(file);
}

void aps_restart_done(aps_sim *sim) {
  char path[4096];
  if (!sim->resumed || aps_rank(sim->ctx) != 0) return;
  inside(sim, "attempts", path, sizeof path);
  unlink(path);
}

/* Also where the log is switched off: rows of a future that was another would else stand before those of a later restart. */
static aps_err cut_tables(aps_sim *sim) {
  static const char *const tables[] = {"energy.csv", "timings.csv", "collisions.csv"};
  char path[4400];
  for (int k = 0; k < 3; k++) {
    snprintf(path, sizeof path, "%.3800s/%s", sim->directory, tables[k]);
    APS_TRY(aps_file_cut_rows(sim->ctx, path, sim->clock.time));
  }
  return APS_OK;
}

/* Newer ones have a future that is written anew. Begun from later, they would leave a gap in the tables. The last such is kept under
 * a name that no restart looks at. */
static void retire_newer(aps_sim *sim) {
  char folder[4096], from[4400], to[4400];
  aps_manifest_row *row = NULL;
  snprintf(folder, sizeof folder, "%.3800s/checkpoints", sim->directory);
  const int n = aps_manifest_list(sim->ctx, folder, &row);
  int newer = 0;
  while (newer < n && strcmp(row[newer].name, sim->begun_from) != 0) newer++;
  for (int i = newer - 1; i >= 0 && newer < n; i--) {
    inside(sim, row[i].name, from, sizeof from);
    inside(sim, "passed_over.h5", to, sizeof to);
    if (rename(from, to) == 0) aps_log(sim->ctx, APS_LOG_INFO, "restart: %s is now %s", row[i].name, to);
  }
  aps_release(sim->ctx, row);
}

/* The run goes on from begun_from: what came later is gone. Collective. */
aps_err aps_restart_retire(aps_sim *sim) {
  if (!sim->resumed) return APS_OK;
  if (aps_rank(sim->ctx) == 0) retire_newer(sim);
  return aps_ranks_agree(sim->ctx, aps_rank(sim->ctx) == 0 ? cut_tables(sim) : APS_OK);
}

/* Whether row i of n should be passed over for the one before it in time. */
static int given_up(aps_sim *sim, const aps_manifest_row *row, int i, int n) {
  if (i == n - 1 || attempts_at(sim, row[i].name) < MAX_ATTEMPTS) return 0;
  aps_log(sim->ctx, APS_LOG_WARN, "restart: %s was begun from %d times and none got further: taking the one before",
          row[i].name, MAX_ATTEMPTS);
  return 1;
}

static aps_err check_size(aps_sim *sim, const char *path, const aps_manifest_row *row) {
  struct stat info;
  if (!row->known || stat(path, &info) != 0) return APS_OK; /* the reader says what is wrong */
  APS_CHECK(sim->ctx, info.st_size == row->size, APS_EDATA, "%s: expected %lld bytes as in the manifest, got %lld",
            path, (long long)row->size, (long long)info.st_size);
  return APS_OK;
}

/* Collective. */
static aps_err load(aps_sim *sim, const char *path, const aps_manifest_row *row) {
  APS_TRY(aps_ranks_agree(sim->ctx, aps_rank(sim->ctx) == 0 ? check_size(sim, path, row) : APS_OK));
  APS_TRY(aps_dataset_read(sim->ctx, path, &sim->checkpoint));
  APS_CHECK(sim->ctx, sim->checkpoint.n_blobs > 0, APS_EDATA, "%s: holds particles, but no state of a run", path);
  if (!row->known) return APS_OK;
  const uint64_t sum = aps_state_checksum(sim->ctx, &sim->checkpoint);
  APS_CHECK(sim->ctx, sum == row->checksum, APS_EDATA, "%s: is not the checkpoint that the manifest names", path);
  return APS_OK;
}

/* The next row to try at *i or beyond, the same for all ranks; 0 where there is none. */
static int choose(aps_sim *sim, const aps_manifest_row *row, int n, int *i, aps_manifest_row *out) {
  int there = 0;
  if (aps_rank(sim->ctx) == 0) {
    while (*i < n && given_up(sim, row, *i, n)) (*i)++;
    there = *i < n;
    if (there) *out = row[(*i)++];
  }
  aps_ranks_broadcast(sim->ctx, &there, sizeof there, 0);
  if (there) aps_ranks_broadcast(sim->ctx, out, sizeof *out, 0);
  return there;
}

/* What a system refuses, open files or rights, is no damage: nobody should remove a checkpoint for it. */
static aps_err none_usable(aps_sim *sim, int tried, int refused) {
  const aps_err code = refused ? APS_EIO : APS_EDATA;
  aps_fail(sim->ctx, code, "%s: none of its %d checkpoints can be read", sim->directory, tried);
  if (refused) aps_hint(sim->ctx, "the warnings above say why; they may be good");
  else aps_hint(sim->ctx, "remove %s/checkpoints to begin anew with --restart", sim->directory);
  return aps_ranks_agree(sim->ctx, code);
}

static aps_err try_all(aps_sim *sim, const aps_manifest_row *row, int n) {
  char path[4400];
  aps_manifest_row now;
  int tried = 0, found = 0, refused = 0, i = 0;
  while (!found && choose(sim, row, n, &i, &now)) {
    tried++;
    inside(sim, now.name, path, sizeof path);
    const aps_err err = load(sim, path, &now);
    found = err == APS_OK;
    if (found) break;
    if (err == APS_EMEM) return err; /* an older one takes as much */
    refused |= err == APS_EIO;
    aps_log(sim->ctx, APS_LOG_WARN, "restart: %s is not usable: %s", path, aps_ctx_error(sim->ctx));
    aps_dataset_free(&sim->checkpoint);
  }
  if (!found && tried) return none_usable(sim, tried, refused);
  aps_ctx_clear(sim->ctx);
  if (!found) {
    aps_log(sim->ctx, APS_LOG_INFO, "restart: no checkpoint yet, starting from the beginning");
    return APS_OK;
  }
  snprintf(sim->begun_from, sizeof sim->begun_from, "%s", now.name);
  aps_log(sim->ctx, APS_LOG_INFO, "restart: from %s, time %.9g, step %lld", path, sim->checkpoint.time,
          (long long)sim->checkpoint.step);
  return APS_OK;
}

/* A folder that may not be read is not one without checkpoints: to begin anew would write over the run. */
static aps_err look_into(aps_sim *sim, const char *folder) {
  if (aps_rank(sim->ctx) > 0) return APS_OK;
  DIR *there = opendir(folder);
  if (there == NULL && errno != ENOENT) return aps_fail(sim->ctx, APS_EIO, "%s: cannot be read: %s", folder, strerror(errno));
  if (there) closedir(there);
  return APS_OK;
}

aps_err aps_load_newest(aps_sim *sim) {
  const double start = aps_wall();
  char folder[4096];
  aps_manifest_row *row = NULL;
  snprintf(folder, sizeof folder, "%.3800s/checkpoints", sim->directory);
  APS_TRY(aps_ranks_agree(sim->ctx, look_into(sim, folder)));
  const int n = aps_rank(sim->ctx) == 0 ? aps_manifest_list(sim->ctx, folder, &row) : 0;
  aps_err err = aps_ranks_agree(sim->ctx, n < 0 ? APS_EMEM : APS_OK);
  if (err == APS_OK) err = try_all(sim, row, n);
  sim->read_wall = sim->resume_wall = aps_wall() - start;
  aps_release(sim->ctx, row);
  return err;
}
