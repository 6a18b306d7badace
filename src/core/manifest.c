/* The manifest: a line for each checkpoint and one with their checksum.
 *
 *   apsis checkpoints 1
 *   GENERATION NAME STEP TIME SIZE CHECKSUM
 *   end CHECKSUM OF THE LINES ABOVE */
#include "manifest.h"
#include "file.h"
#include "ranks.h"
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 256, TEXT_MOST = 1 << 20 };
static const char title[] = "apsis checkpoints 1\n";

/* ---- checksums ------------------------------------------------------------------------------- */

/* One to one for each key: one changed value changes the sum. Source of the steps: Vigna's
 * splitmix64. */
static uint64_t mix(uint64_t value, uint64_t key) {
  uint64_t z = value + key * 0x9E3779B97F4A7C15u;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

static uint64_t sum_of_bytes(const void *bytes, size_t n, uint64_t start) {
  const unsigned char *at = bytes;
  uint64_t sum = mix(n, start);
  for (size_t i = 0; i < n; i++) sum = (sum ^ at[i]) * 0x100000001B3u; /* FNV-1a */
  return mix(sum, 1);
}

static uint64_t sum_of_column(const void *column, char type, int64_t n, int64_t first,
                              uint64_t number) {
  const uint64_t start = mix(number, 2);
  uint64_t sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum)
  for (int64_t i = 0; i < n; i++) {
    uint64_t bits = 0;
    if (type == 'b')
      bits = ((const uint8_t *)column)[i];
    else if (type == 'I')
      bits = ((const uint32_t *)column)[i];
    else
      memcpy(&bits, (const char *)column + 8 * i, 8);
    sum += mix(bits, start + (uint64_t)(first + i));
  }
  return sum;
}

uint64_t aps_state_checksum(aps_ctx *ctx, const aps_dataset *d) {
  int64_t total;
  const int64_t first = aps_ranks_before(ctx, d->v.n, &total);
  uint64_t sum = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    const void *column;
    memcpy(&column, (const char *)&d->v + c->offset, sizeof column);
    if (column) sum += sum_of_column(column, c->type, d->v.n, first, (uint64_t)(c - aps_columns));
  }
  for (int i = 0; i < d->n_blobs && aps_rank(ctx) == 0; i++)
    sum += sum_of_bytes(d->blob[i].data, d->blob[i].size,
                        sum_of_bytes(d->blob[i].name, strlen(d->blob[i].name), 3));
  int64_t all;
  memcpy(&all, &sum, sizeof all);
  aps_ranks_sum_int(ctx, &all, 1);
  return (uint64_t)all + mix((uint64_t)total, (uint64_t)d->step);
}

/* ---- the text -------------------------------------------------------------------------------- */

aps_err aps_manifest_save(aps_ctx *ctx, const char *folder, const aps_manifest_row *row, int n) {
  char path[4400];
  snprintf(path, sizeof path, "%s/manifest", folder);
  char *text = aps_alloc(ctx, "manifest", (int64_t)(n + 3) * LINE_MOST, 1);
  if (text == NULL) return APS_EMEM;
  size_t used = (size_t)sprintf(text, "%s", title);
  for (int i = 0; i < n; i++)
    if (row[i].known)
      used += (size_t)snprintf(
          text + used, LINE_MOST, "%" PRId64 " %s %" PRId64 " %.17g %" PRId64 " %016" PRIx64 "\n",
          row[i].generation, row[i].name, row[i].step, row[i].time, row[i].size, row[i].checksum);
  used += (size_t)sprintf(text + used, "end %016" PRIx64 "\n", sum_of_bytes(text, used, 0));
  const aps_err err = aps_file_replace(ctx, path, text, used);
  aps_release(ctx, text);
  return err;
}

/* The row of a file, where the manifest has one. */
static void look_up(const char *text, aps_manifest_row *row) {
  for (const char *line = text; line && *line; line = strchr(line, '\n'), line += line != NULL) {
    aps_manifest_row r = {.known = 1};
    if (sscanf(line, "%" SCNd64 " %63s %" SCNd64 " %lf %" SCNd64 " %" SCNx64, &r.generation, r.name,
               &r.step, &r.time, &r.size, &r.checksum) == 6 &&
        strcmp(r.name, row->name) == 0)
      *row = r;
  }
}

/* The text between title and end, or NULL where there is none or it is broken. */
static char *load(aps_ctx *ctx, const char *folder) {
  char path[4400], end[64];
  char *text = NULL, *last;
  int64_t n = 0;
  snprintf(path, sizeof path, "%s/manifest", folder);
  if (aps_file_load(ctx, path, TEXT_MOST, &text, &n) != APS_OK) {
    aps_ctx_clear(ctx);
    return NULL;
  }
  last = n > 22 ? text + n - 21 : NULL; /* "end", a blank, 16 digits, a line feed */
  if (last) {
    snprintf(end, sizeof end, "end %016" PRIx64 "\n", sum_of_bytes(text, (size_t)(n - 21), 0));
    if (strncmp(text, title, sizeof title - 1) == 0 && strcmp(last, end) == 0) {
      *last = '\0';
      return text;
    }
  }
  aps_log(ctx, APS_LOG_WARN, "%s is damaged: looking at the checkpoints themselves", path);
  aps_release(ctx, text);
  return NULL;
}

/* ---- what is there --------------------------------------------------------------------------- */

static int is_checkpoint(const struct dirent *entry) {
  const size_t n = strlen(entry->d_name);
  return strncmp(entry->d_name, "checkpoint_", 11) == 0 && n > 16 && n < 64 &&
         strcmp(entry->d_name + n - 5, ".hdf5") == 0;
}

/* Known ones by generation, others by name. */
static int newer_first(const void *a, const void *b) {
  const aps_manifest_row *x = a, *y = b;
  if (x->known != y->known) return y->known - x->known;
  if (x->generation != y->generation) return x->generation < y->generation ? 1 : -1;
  return strcmp(y->name, x->name);
}

/* A file that the manifest does not have is newer than those it has, where its name is: the run
 * ended before the manifest was written. */
static void move_newest_first(aps_manifest_row *row, int n) {
  if (n == 0 || !row[0].known) return;
  int at = 0;
  for (int i = 1; i < n; i++) {
    if (row[i].known || strcmp(row[i].name, row[at].name) < 0) continue;
    const aps_manifest_row newer = row[i];
    memmove(&row[at + 1], &row[at], (size_t)(i - at) * sizeof *row);
    row[at++] = newer;
  }
}

int aps_manifest_list(aps_ctx *ctx, const char *folder, aps_manifest_row **rows) {
  struct dirent **list = NULL;
  const int found = scandir(folder, &list, is_checkpoint, alphasort), n = found < 0 ? 0 : found;
  *rows = aps_alloc(ctx, "manifest", n + 1, sizeof **rows);
  char *text = *rows && n ? load(ctx, folder) : NULL;
  for (int i = 0; i < n; i++) {
    if (*rows) {
      snprintf((*rows)[i].name, sizeof(*rows)[i].name, "%.63s", list[i]->d_name);
      look_up(text, &(*rows)[i]);
    }
    free(list[i]);
  }
  free(list);
  aps_release(ctx, text);
  if (*rows == NULL) return -1;
  qsort(*rows, (size_t)n, sizeof **rows, newer_first);
  move_newest_first(*rows, n);
  return n;
}
