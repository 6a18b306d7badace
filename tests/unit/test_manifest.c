/* The manifest of checkpoints: what it says is found again, newest first; without it, or with a
 * broken one, the files are still all there; the checksum misses no changed number. */
#define _GNU_SOURCE
#include "core/manifest.h"
#include "../check.h"
#include "../readers/particles.h"
#include <unistd.h>

static aps_ctx *ctx;
static char folder[] = "/tmp/apsis-manifest-XXXXXX";

static void touch(const char *name) {
  char path[200];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  if (file) fclose(file);
}

static int list_is(const char *expected) {
  char names[1000] = "";
  aps_manifest_row *row;
  const int n = aps_manifest_list(ctx, folder, &row);
  for (int i = 0; i < n; i++)
    sprintf(names + strlen(names), "%d%s ", atoi(row[i].name + 11), row[i].known ? "" : "?");
  aps_release(ctx, row);
  if (strcmp(names, expected) != 0) printf("listed: %s\n", names);
  return strcmp(names, expected) == 0;
}

static void test_rows_come_back(void) {
  const aps_manifest_row rows[] = {{"checkpoint_00000004.hdf5", 1, 9, 100, 1 << 20, 0.1, 7},
                                   {"checkpoint_00000005.hdf5", 1, 8, 90, 5, -1e300, ~(uint64_t)0},
                                   {"checkpoint_00000003.hdf5", 0, 0, 0, 0, 0, 0}};
  for (int i = 0; i < 3; i++) touch(rows[i].name);
  touch("checkpoint_1.tmp"); /* not one of them */
  CHECK(list_is("5? 4? 3? "));
  CHECK_OK(ctx, aps_manifest_save(ctx, folder, rows, 3));
  CHECK(list_is("4 5 3? ")); /* by generation, not by name */
  aps_manifest_row *row;
  CHECK(aps_manifest_list(ctx, folder, &row) == 3);
  for (int i = 0; i < 2; i++) CHECK(memcmp(&row[i], &rows[i], sizeof *row) == 0);
  aps_release(ctx, row);
  touch("checkpoint_00000006.hdf5"); /* written, and killed before the manifest */
  CHECK(list_is("6? 4 5 3? "));
}

static void test_a_broken_manifest_loses_nothing(void) {
  char path[200];
  char text[1000];
  snprintf(path, sizeof path, "%s/manifest", folder);
  FILE *file = fopen(path, "r");
  const size_t n = file ? fread(text, 1, sizeof text, file) : 0;
  CHECK(n > 100);
  if (file) fclose(file);
  int lost = 0;
  for (size_t i = 0; i < 2 * n; i++) { /* every byte changed, every length cut */
    file = fopen(path, "w");
    const size_t length = i < n ? n : i - n;
    fwrite(text, 1, length, file);
    if (i < n) {
      fseek(file, (long)i, SEEK_SET);
      fputc(text[i] ^ 4, file);
    }
    fclose(file);
    lost += !list_is("6? 5? 4? 3? ");
  }
  CHECK(lost == 0);
  unlink(path);
  CHECK(list_is("6? 5? 4? 3? "));
}

static void test_the_checksum_sees_every_change(void) {
  aps_dataset d = particles_make(100, FULL | APS_RUNG, 2);
  char state[] = "plain bytes";
  const aps_blob blob[] = {{"clock", state, sizeof state}};
  d.blob = blob;
  d.n_blobs = 1;
  const uint64_t before = aps_state_checksum(ctx, &d);
  int missed = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    unsigned char *bytes = column_at(&d.v, c);
    for (int bit = 0; bytes && bit < 800 * (int)item_of(c->type); bit += 7) {
      bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
      missed += aps_state_checksum(ctx, &d) == before;
      bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
  }
  const double swapped = d.v.x[3];
  d.v.x[3] = d.v.x[4];
  d.v.x[4] = swapped;
  missed += aps_state_checksum(ctx, &d) == before;
  d.v.x[4] = d.v.x[3];
  d.v.x[3] = swapped;
  CHECK(aps_state_checksum(ctx, &d) == before);
  state[3] ^= 1;
  missed += aps_state_checksum(ctx, &d) == before;
  CHECK(missed == 0);
  particles_free(&d);
}

int main(void) {
  ctx = aps_ctx_create();
  if (ctx == NULL || mkdtemp(folder) == NULL) return 1;
  CHECK_RUN(test_rows_come_back);
  CHECK_RUN(test_a_broken_manifest_loses_nothing);
  CHECK_RUN(test_the_checksum_sees_every_change);
  char command[100];
  snprintf(command, sizeof command, "rm -r %s", folder);
  CHECK(system(command) == 0);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
