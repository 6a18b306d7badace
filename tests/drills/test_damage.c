/* Damaged files of a run: the newest checkpoint cut at every 4 KiB, 5000 single flipped bits in
 * checkpoint and snapshot. Either the damage is seen, and the checkpoint before serves, or it hit a
 * byte that nobody reads; and the resumed run ends as the uninterrupted one, bit for bit. */
#include "../check.h"
#include "../folders.h"
#include "../readers/particles.h"
#include "core/file.h"
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

/* as in tests/readers/test_bad_files.c */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libhdf5"; }

enum {
  OLDER = 4,
  NEWER = 6,
  LAST = 10,
  PATH = 600
}; /* steps of the two checkpoints, and of the end */
static const char config[] = "title: drill\n"
                             "particles: [{model: plummer, n: %d}]\n"
                             "forces: [{law: plummer, softening: 0.1}]\n"
                             "integrator: {dt: 0.01}\n"
                             "run: {t_end: 0.1, device: cpu, threads: 1, seed: 5}\n"
                             "output: {picture: none, log: none}\n";

static aps_ctx *ctx;
static char top[] = "/tmp/apsis-drill-XXXXXX", newest[PATH], snapshot[PATH], attempts[PATH];
static char *good; /* the newest checkpoint's bytes */
static int64_t good_bytes;
static aps_dataset truth,
    end; /* what the newest checkpoint holds; the end of the uninterrupted run */

/* ---- a run and its files --------------------------------------------------------------------- */

/* Checkpoints after two steps, which is let go, and OLDER; NEWER is written by the stop. */
static void ask(void *sim, const aps_sim *same) {
  const int64_t step = aps_steps(same);
  if (step == 2 || step == OLDER) aps_request_checkpoint(sim);
  if (step == NEWER) aps_stop(sim, "the drill");
}

static aps_err open_run(const char *directory, int n, int restart, aps_sim **sim) {
  char text[1000];
  snprintf(text, sizeof text, config, n);
  APS_TRY(aps_open(ctx, "drill", text, NULL, 0, sim));
  if (directory) APS_TRY(aps_attach(*sim, directory, restart));
  return aps_build(*sim);
}

/* The particles as they are, in memory of their own. */
static aps_dataset copy_of(aps_sim *sim) {
  aps_dataset now, copy;
  CHECK_OK(ctx, aps_snapshot(sim, APS_X | APS_V | APS_A | APS_MASS | APS_ID, &now));
  copy = now;
  for (const aps_column *c = aps_columns; c->name; c++) {
    const void *from = column_at(&now.v, c);
    if (from == NULL) continue;
    const size_t bytes = item_of(c->type) * (size_t)now.v.n;
    void *to = memcpy(malloc(bytes), from, bytes);
    memcpy((char *)&copy.v + c->offset, &to, sizeof to);
  }
  return copy;
}

/* The run of n particles with its two checkpoints, and the end it must come to. */
static void make_run(int n) {
  aps_sim *sim = NULL;
  CHECK_OK(ctx, open_run(NULL, n, 0, &sim));
  CHECK_OK(ctx, aps_run(sim, 0.1));
  CHECK(aps_steps(sim) == LAST);
  end = copy_of(sim);
  aps_free(&sim);

  char directory[PATH / 2];
  snprintf(directory, sizeof directory, "%s/%d", top, n);
  CHECK_OK(ctx, open_run(directory, n, 0, &sim));
  aps_on_step(sim, ask, sim);
  CHECK(aps_run(sim, 0.1) == APS_ESTOP);
  aps_free(&sim);
  snprintf(attempts, sizeof attempts, "%s/checkpoints/attempts", directory);
  snprintf(newest, sizeof newest, "%s/checkpoints/checkpoint_%08d.hdf5", directory, 2);
  snprintf(snapshot, sizeof snapshot, "%s/snapshots/snapshot_%04d.hdf5", directory, 0);
  CHECK_OK(ctx, aps_file_load(ctx, newest, INT64_MAX, &good, &good_bytes));
  CHECK_OK(ctx, aps_dataset_read(ctx, newest, &truth));
}

static void forget_run(void) {
  aps_release(ctx, good);
  aps_dataset_free(&truth);
  particles_free(&end);
}

/* In place: what rename and fsync are for is not what is tested here. */
static void put(const char *path, const char *bytes, size_t n) {
  FILE *f = fopen(path, "wb");
  if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) abort();
}

/* ---- what must hold ----------------------------------------------------------------------------
 */

/* Resumes from the files as they are: from the checkpoint of this step, and to the right end. */
static void resumes(int64_t step, const char *what) {
  aps_sim *sim = NULL;
  char directory[PATH / 2];
  const int failures = check_failures;
  snprintf(directory, sizeof directory, "%s/%lld", top, (long long)truth.v.n);
  unlink(attempts); /* many starts from one checkpoint are what this drill is made of */
  CHECK_OK(ctx, open_run(directory, (int)truth.v.n, 1, &sim));
  CHECK(sim && aps_steps(sim) == step);
  CHECK_OK(ctx, aps_run(sim, 0.1));
  aps_dataset last = copy_of(sim);
  CHECK(aps_steps(sim) == LAST);
  CHECK(particles_differ(&last, &end, end.has, 0) == 0);
  particles_free(&last);
  aps_free(&sim);
  if (check_failures > failures) printf("  %s\n", what);
}

static int same_blobs(const aps_dataset *a, const aps_dataset *b) {
  int same = a->n_blobs == b->n_blobs;
  for (int i = 0; same && i < a->n_blobs; i++)
    same = strcmp(a->blob[i].name, b->blob[i].name) == 0 && a->blob[i].size == b->blob[i].size &&
           memcmp(a->blob[i].data, b->blob[i].data, a->blob[i].size) == 0;
  return same;
}

/* 1 if the file is refused; a failed check if it is read as anything but the original. */
static int refused(const char *path, const aps_dataset *original, const char *what) {
  aps_dataset d;
  const aps_err err = aps_dataset_read(ctx, path, &d);
  const int good_end =
      err == APS_EDATA || (err == APS_OK && d.time == original->time && d.step == original->step &&
                           d.has == original->has && same_blobs(&d, original) &&
                           particles_differ(&d, original, original->has, 0) == 0);
  if (!good_end) printf("  %s: error %d, or silently different\n", what, err);
  CHECK(good_end);
  aps_dataset_free(&d);
  return err != APS_OK;
}

static void test_a_cut_checkpoint_gives_way_to_the_one_before(void) {
  int cuts = 0;
  make_run(1500);
  for (int64_t cut = 0; cut < good_bytes; cut += 4096, cuts++) {
    char what[64];
    snprintf(what, sizeof what, "cut at byte %lld", (long long)cut);
    put(newest, good, (size_t)cut);
    CHECK(refused(newest, &truth, what));
    resumes(OLDER, what);
  }
  put(newest, good, (size_t)good_bytes);
  resumes(NEWER, "whole again");
  printf("  %d cuts of %lld bytes\n", cuts, (long long)good_bytes);
  forget_run();
}

/* Flips one bit after another of the file at path; every `deep`th is followed by a restart. Returns
 * how many were seen. */
static int flip_bits(const char *path, const aps_dataset *original, char *bytes, int64_t n,
                     int flips, int deep) {
  int seen = 0;
  for (int i = 0; i < flips; i++) {
    char what[64];
    aps_rng rng = aps_rng_at(23, (uint64_t)n, (uint64_t)i);
    const int64_t bit = (int64_t)(aps_rng_uniform(&rng) * (double)(8 * n));
    bytes[bit / 8] ^= (char)(1 << bit % 8);
    put(path, bytes, (size_t)n);
    snprintf(what, sizeof what, "bit %lld of byte %lld", (long long)(bit % 8),
             (long long)(bit / 8));
    const int hit = refused(path, original, what);
    if (deep && i % deep == 0) resumes(hit ? OLDER : NEWER, what);
    seen += hit;
    bytes[bit / 8] ^= (char)(1 << bit % 8);
  }
  put(path, bytes, (size_t)n);
  return seen;
}

static void test_no_flipped_bit_is_resumed_from_or_read(void) {
  enum { IN_CHECKPOINT = 3500, IN_SNAPSHOT = 1500, DEEP = 50 };
  make_run(150);
  int seen = flip_bits(newest, &truth, good, good_bytes, IN_CHECKPOINT, DEEP);
  printf("  checkpoint: %d of %d flips seen, the others changed nothing\n", seen, IN_CHECKPOINT);
  CHECK(seen > IN_CHECKPOINT / 2);

  aps_dataset original;
  char *bytes;
  int64_t n;
  CHECK_OK(ctx, aps_file_load(ctx, snapshot, INT64_MAX, &bytes, &n));
  CHECK_OK(ctx, aps_dataset_read(ctx, snapshot, &original));
  seen = flip_bits(snapshot, &original, bytes, n, IN_SNAPSHOT, 0);
  printf("  snapshot: %d of %d flips seen, the others changed nothing\n", seen, IN_SNAPSHOT);
  CHECK(seen > IN_SNAPSHOT / 2);
  aps_dataset_free(&original);
  aps_release(ctx, bytes);
  forget_run();
}

int main(void) {
  if (mkdtemp(top) == NULL) return 1;
  ctx = aps_ctx_create();
  CHECK_RUN(test_a_cut_checkpoint_gives_way_to_the_one_before);
  CHECK_RUN(test_no_flipped_bit_is_resumed_from_or_read);
  aps_ctx_free(&ctx);
  remove_all(top, 0);
  return CHECK_RESULT();
}
