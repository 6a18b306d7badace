/* Files over ranks, started by mpirun from test_io.py:
 *
 *   ranks_io write DIR DEAL    every format, from rows dealt as DEAL says
 *   ranks_io parts DIR DEAL    snapshots of one, two and three files, and what reads back
 *   ranks_io read OUT FILE …   each file, written anew to OUT as own, or why it cannot be read
 *   ranks_io full DIR          a file that does not fit, over one that stands there
 *   ranks_io large DIR DEAL    files of many chunks, written as "wrote" in DIR/how says
 *   ranks_io shrinks FILE      a text of many megabytes, and one that is cut short while it is read
 *
 * DEAL: even, last (all rows on the last rank), gaps (none on every second rank), random. Status 0
 * when all is well, else that of the failure. */
#include "../check.h"
#include "../../io/dataset.h"
#include "../../io/readers/table.h"
#include "../readers/particles.h"
#include "core/manifest.h"
#include "core/ranks.h"
#include "../../viz/splat.h"
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { N = 30011 };

static aps_ctx *ctx;

/* The k-th of ranks + 1 borders of n rows: anywhere, but every fourth where the one before is. */
static int64_t border(int64_t n, int k, int ranks) {
  if (k <= 0 || k >= ranks) return k <= 0 ? 0 : n;
  if (k % 4 == 3) return border(n, k - 1, ranks);
  const uint64_t random = ((uint64_t)k * 0x9E3779B97F4A7C15u + (uint64_t)ranks) >> 40;
  return aps_ranks_share(n, k, ranks) - (int64_t)(random % (uint64_t)(n / ranks));
}

/* Rows [*first, *end) of n that rank r holds. */
static void deal(const char *how, int64_t n, int r, int64_t *first, int64_t *end) {
  const int ranks = aps_ranks(ctx);
  if (strcmp(how, "last") == 0) {
    *first = 0;
    *end = r == ranks - 1 ? n : 0;
  } else if (strcmp(how, "gaps") == 0) {
    *first = aps_ranks_share(n, r / 2, (ranks + 1) / 2);
    *end = r % 2 ? *first : aps_ranks_share(n, r / 2 + 1, (ranks + 1) / 2);
  } else if (strcmp(how, "random") == 0) {
    *first = border(n, r, ranks);
    *end = border(n, r + 1, ranks);
  } else {
    *first = aps_ranks_share(n, r, ranks);
    *end = aps_ranks_share(n, r + 1, ranks);
  }
}

/* A view on rows [first, end); a rank without rows may have no columns either. */
static aps_dataset slice(const aps_dataset *all, int64_t first, int64_t end) {
  aps_dataset d = *all;
  d.first = first;
  d.total = all->v.n;
  d.v.n = end - first;
  for (const aps_column *c = aps_columns; c->name; c++) {
    char *at = column_at(&all->v, c);
    if (at) at += (size_t)first * item_of(c->type);
    if (d.v.n == 0) at = NULL;
    memcpy((char *)&d.v + c->offset, &at, sizeof at);
  }
  return d;
}

static aps_dataset own_rows(const aps_dataset *all, const char *how) {
  int64_t first, end;
  deal(how, all->v.n, aps_rank(ctx), &first, &end);
  return slice(all, first, end);
}

/* What the picture of these rows shows, as bytes of red, green and blue. */
static void draw(const char *dir, const char *name, const aps_view *v) {
  enum { W = 320, H = 180 };
  static unsigned char rgb[3 * W * H];
  char path[1000];
  aps_camera camera = {.across = 0, .up = 1};
  aps_canvas image;
  CHECK_OK(ctx, aps_canvas_create(ctx, W, H, &image));
  CHECK_OK(ctx, aps_camera_frame(ctx, &camera, v, W, H));
  CHECK_OK(ctx, aps_splat(ctx, &camera, v, &image));
  CHECK_OK(ctx, aps_camera_expose(ctx, &camera, &image));
  CHECK_OK(ctx, aps_bloom(ctx, 0.3, &image));
  aps_tone(&camera, APS_TONE_LOG, &image, rgb);
  aps_canvas_free(ctx, &image);
  snprintf(path, sizeof path, "%s/%s", dir, name);
  FILE *out = aps_rank(ctx) == 0 ? fopen(path, "w") : NULL;
  if (out == NULL) return;
  CHECK(fwrite(rgb, 1, sizeof rgb, out) == sizeof rgb);
  fclose(out);
}

static void write_all(const char *dir, const char *how) {
  static const struct {
    const char *file, *format;
    int compress;
  } rows[] = {{"swift.hdf5", "swift", 0},      {"gadget4.hdf5", "gadget4", 0},
              {"own.hdf5", "own", 0},          {"packed.hdf5", "swift", 1},
              {"particles.tipsy", "tipsy", 0}, {"particles.csv", "csv", 0}};
  aps_dataset all = particles_make(N, FULL, 3);
  char path[1000];
  for (int i = 0; i < N; i += 5) all.v.type[i] = 0; /* gas, so that there are smoothing lengths */
  aps_dataset mine = own_rows(&all, how);
  static char text[] = "seventeen letters";
  const aps_blob blob[] = {{"clock", text, sizeof text}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    mine.blob = strcmp(rows[i].format, "own") == 0 ? blob : NULL;
    mine.n_blobs = mine.blob != NULL;
    snprintf(path, sizeof path, "%s/%s", dir, rows[i].file);
    CHECK_OK(ctx, aps_dataset_write(ctx, path, rows[i].format, &mine, NULL, rows[i].compress));
  }
  aps_dataset sorted;
  mine = own_rows(&all, how);
  CHECK_OK(ctx, aps_dataset_sort(ctx, &mine, &sorted));
  for (int64_t i = 1; i < sorted.v.n; i++) CHECK(sorted.v.id[i - 1] < sorted.v.id[i]);
  snprintf(path, sizeof path, "%s/sorted.hdf5", dir);
  CHECK_OK(ctx, aps_dataset_write(ctx, path, "swift", &sorted, NULL, 0));
  aps_dataset_free(&sorted);
  draw(dir, "picture.rgb", &mine.v);
  for (int i = 0; i < N; i++) all.v.type[i] = 1; /* one species: colours tell speeds */
  draw(dir, "speeds.rgb", &mine.v);
  particles_free(&all);
}

static char how_written[1024]; /* the last line that tells who wrote */

static void keep_how(void *user, aps_log_level level, const char *line) {
  (void)user, (void)level;
  const char *told = strstr(line, ": ");
  if (strstr(line, "write"))
    snprintf(how_written, sizeof how_written, "%s", told ? told + 2 : line);
}

static void write_large(const char *dir, const char *how) {
  static const char *const formats[] = {"swift", "own", "csv"};
  aps_dataset all = particles_make(10 * N, FULL, 5), mine = own_rows(&all, how);
  char path[1000];
  aps_ctx_log_to(ctx, keep_how, NULL);
  for (int i = 0; i < 3; i++) {
    mine.v.n = i < 2 ? mine.v.n : mine.v.n / 8;
    snprintf(path, sizeof path, "%s/%s", dir, formats[i]);
    if (i < 2 || strcmp(how, "even") == 0)
      CHECK_OK(ctx, aps_dataset_write(ctx, path, formats[i], &mine, NULL, 0));
  }
  snprintf(path, sizeof path, "%s/../how", dir);
  FILE *out = aps_rank(ctx) == 0 ? fopen(path, "w") : NULL;
  if (out) fputs(how_written, out), fclose(out);
  particles_free(&all);
}

/* A dataset of the gas alone, in the layout that has it: each rank's rows of it, and no number for others. */
static void read_further(const char *path, const char *format, aps_dataset *d) {
  const aps_err err = aps_dataset_further(ctx, path, "smoothinglengths", d);
  if (strcmp(format, "swift") != 0) {
    CHECK(err == APS_EARG && strstr(aps_ctx_error(ctx), "no column 'smoothinglengths'"));
    return;
  }
  int64_t wrong = err != APS_OK, gas = 0;
  for (int64_t i = 0; i < d->v.n && !wrong; i++) {
    gas += d->v.type[i] == 0;
    wrong += d->v.type[i] == 0 ? d->v.further[i] != d->v.eps[i] : !isnan(d->v.further[i]);
  }
  aps_ranks_sum_int(ctx, &gas, 1);
  CHECK(wrong == 0 && gas == (N + 4) / 5);
}

/* In parts, read back by all and written as one; and by more ranks than parts. */
static void write_parts(const char *dir, const char *how) {
  static const char *const formats[] = {"swift", "gadget4"};
  aps_dataset all = particles_make(N, FULL, 3), mine, back;
  char path[1000];
  for (int i = 0; i < N; i += 5) all.v.type[i] = 0;
  mine = own_rows(&all, how);
  for (int files = 1; files <= aps_ranks(ctx) && files < 4; files++)
    for (int i = 0; i < 2; i++) {
      mine.files = files;
      snprintf(path, sizeof path, "%s/%s-%d.hdf5", dir, formats[i], files);
      CHECK_OK(ctx, aps_dataset_write(ctx, path, formats[i], &mine, NULL, 0));
      if (files > 1)
        snprintf(path, sizeof path, "%s/%s-%d.%d.hdf5", dir, formats[i], files, files - 1);
      CHECK_OK(ctx, aps_dataset_read(ctx, path, &back));
      read_further(path, formats[i], &back);
      snprintf(path, sizeof path, "%s/%s.again-%d", dir, formats[i], files);
      CHECK_OK(ctx, aps_dataset_write(ctx, path, "own", &back, NULL, 0));
      aps_dataset_free(&back);
    }
  particles_free(&all);
}

/* The failure is the same on all ranks. */
static void say_why(const char *path, aps_err err) {
  char text[1024];
  snprintf(text, sizeof text, "%d %s\n", err, aps_ctx_error(ctx));
  char first[sizeof text];
  memcpy(first, text, sizeof text);
  aps_ranks_broadcast(ctx, first, sizeof first, 0);
  CHECK(strcmp(first, text) == 0);
  if (aps_rank(ctx) != 0) return;
  FILE *out = fopen(path, "w");
  fputs(text, out);
  fclose(out);
}

/* The same for any number of ranks: it stands in a file beside the other. */
static void note_checksum(const char *path, const aps_dataset *d) {
  char name[1010];
  const uint64_t sum = aps_state_checksum(ctx, d);
  snprintf(name, sizeof name, "%s.sum", path);
  FILE *out = aps_rank(ctx) == 0 ? fopen(name, "w") : NULL;
  if (out == NULL) return;
  fprintf(out, "%016llx\n", (unsigned long long)sum);
  fclose(out);
}

static void read_all(const char *to, char **files) {
  for (; *files; files++) {
    char path[1000];
    aps_dataset d;
    const char *slash = strrchr(*files, '/');
    snprintf(path, sizeof path, "%s/%s.own", to, slash ? slash + 1 : *files);
    const aps_err err = aps_dataset_read(ctx, *files, &d);
    if (err != APS_OK) {
      say_why(path, err);
      continue;
    }
    const int me = aps_rank(ctx), ranks = aps_ranks(ctx);
    CHECK(ranks == 1 || d.first == aps_ranks_share(d.total, me, ranks));
    CHECK(ranks == 1 || d.v.n == aps_ranks_share(d.total, me + 1, ranks) - d.first);
    CHECK_OK(ctx, aps_dataset_write(ctx, path, "own", &d, NULL, 0));
    CHECK_OK(ctx, aps_dataset_verify(ctx, path, &d));
    note_checksum(path, &d);
    if (me == ranks - 1 && d.v.n)
      d.v.x[d.v.n - 1] += 1; /* one number that the file does not hold */
    CHECK(aps_dataset_verify(ctx, path, &d) == APS_EDATA);
    aps_dataset_free(&d);
  }
}

static void limit_files(int rank, rlim_t bytes) {
  const struct rlimit limit = {bytes, RLIM_INFINITY};
  if (aps_rank(ctx) == rank) CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static int64_t size_of(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 ? (int64_t)info.st_size : -1;
}

static void fail_to_write(const char *path, const char *format, const aps_dataset *mine,
                          int limited, int64_t room) {
  limit_files(limited, (rlim_t)room);
  const aps_err err = aps_dataset_write(ctx, path, format, mine, NULL, 0);
  limit_files(limited, RLIM_INFINITY);
  CHECK(err == APS_EIO);
  CHECK(strstr(aps_ctx_error(ctx), "/old: cannot write: File too large") != NULL);
}

/* It ends for a rank in the midst of them, in what it writes itself. */
static void write_full_guest(const char *path) {
  static const char *const formats[] = {"swift", "own", "tipsy"};
  aps_dataset all = particles_make(8 * N, FULL, 3), mine = own_rows(&all, "even");
  for (int i = 0; i < 3; i++)
    fail_to_write(path, formats[i], &mine, aps_ranks(ctx) / 2, i == 2 ? 18 * N : 50 * N);
  particles_free(&all);
}

/* The disk ends, for rank 0: by far (refused before the first byte), and a little before the end of
 * the file. */
static void write_full(const char *dir) {
  static const char *const formats[] = {"swift", "gadget4", "own", "tipsy", "csv"};
  aps_dataset all = particles_make(N, FULL, 3);
  aps_dataset mine = own_rows(&all, "even");
  char path[1000], probe[1000];
  snprintf(path, sizeof path, "%s/old", dir);
  snprintf(probe, sizeof probe, "%s/probe", dir);
  for (int i = 0; i < 5; i++) {
    CHECK_OK(ctx, aps_dataset_write(ctx, probe, formats[i], &mine, NULL, 0));
    int64_t size = size_of(probe);
    for (int k = 0; k < 2; k++)
      fail_to_write(path, formats[i], &mine, 0, k ? size / 2 : size - 100);
  }
  write_full_guest(path);
  aps_ranks_agree(ctx, APS_OK);
  if (aps_rank(ctx) == 0) unlink(probe);
  particles_free(&all);
}

/* Numbers that lie close together and such that do not, about zero, in the middle and at the end of what there is; all different,
 * or one of them twice, on one rank or on two; every third rank may have none. */
static void ask_for_twins(void) {
  enum { EACH = 1000 };
  static const uint64_t origin[] = {0, ((uint64_t)1 << 63) - 5000, UINT64_MAX - 200000};
  const int ranks = aps_ranks(ctx), me = aps_rank(ctx);
  for (int kind = 0; kind < 2 * 3 * 3 * 2; kind++) {
    const int sparse = kind % 2, at = kind / 2 % 3, twin = kind / 6 % 3, gaps = kind / 18;
    uint64_t value[EACH], *const last = &value[EACH - 1];
    const int64_t n = gaps && me % 3 == 1 ? 0 : EACH;
    for (int64_t k = 0; k < EACH; k++) { /* none rises from row to row */
      const uint64_t place = (uint64_t)(me * EACH + (k * 619 + 1) % EACH);
      value[k] = origin[at] + (sparse ? place * 0x9E3779B97F4A7C15u : place);
    }
    int64_t twins = twin && me == (gaps ? (ranks - 1) / 3 * 3 : ranks - 1); /* a rank that has rows */
    const uint64_t other = origin[at] + (sparse ? 0x9E3779B97F4A7C15u : 1); /* the first of rank 0 */
    if (twins) *last = twin == 1 ? value[17] : other;
    int unique;
    aps_ranks_sum_int(ctx, &twins, 1);
    CHECK_OK(ctx, aps_unique(ctx, value, n, &unique));
    CHECK(unique == !twins);
  }
}

enum { LINES = 150000 };

/* Line k of a text: its number, and so many stars, now and then very many. */
static int stars_of(int k) { return k % 50000 == 49999 ? 3000000 : k % 97; }

static void write_lines(const char *path) {
  FILE *f = fopen(path, "w");
  for (int k = 0; f && k < LINES; k++) {
    fprintf(f, "%d ", k);
    for (int i = stars_of(k); i > 0; i--) fputc('*', f);
    fputc('\n', f);
  }
  CHECK(f && fclose(f) == 0);
}

/* How many of the lines are there as they were written. */
static int lines_of(aps_table t) {
  aps_piece line, piece[APS_FIELDS_MAX];
  int k = 0;
  for (; aps_table_line(&t, &line); k++) {
    const int pieces = aps_table_split(line, 0, piece), stars = stars_of(k);
    if (atoi(line.at) != k || pieces != 1 + (stars > 0) || (stars && (piece[1].n != (size_t)stars || piece[1].at[stars - 1] != '*'))) return -k;
  }
  return k;
}

static int64_t cut_to; /* after this many bytes it ends, once a rank has begun to read; 0: it stays */

static aps_err read_lines(aps_table t, aps_dataset *out, aps_table_ids *ids) {
  (void)ids;
  aps_table begun = t;
  aps_piece line;
  for (int k = 0; k < 10; k++) CHECK(aps_table_line(&begun, &line));
  aps_ranks_agree(ctx, APS_OK);
  if (cut_to && aps_rank(ctx) == 0) CHECK(truncate(t.path, cut_to) == 0);
  aps_ranks_agree(ctx, APS_OK);
  const int n = lines_of(t), again = lines_of(t);
  CHECK(cut_to ? abs(n) < LINES : n == LINES && again == LINES);
  return aps_dataset_make(t.ctx, t.path, 1, 0, out);
}

static void read_what_shrinks(const char *path) {
  for (int k = 0; k < 3; k++) {
    if (aps_rank(ctx) == 0) write_lines(path);
    aps_ranks_agree(ctx, APS_OK);
    cut_to = k == 0 ? 0 : k == 1 ? 7000000 : 10;
    aps_dataset d;
    const aps_err err = aps_table_read(ctx, path, &d, read_lines);
    CHECK(err == (cut_to ? APS_EDATA : APS_OK));
    CHECK(!cut_to || strstr(aps_ctx_error(ctx), "became shorter while it was read"));
    aps_dataset_free(&d);
  }
}

int main(int argc, char **argv) {
  ctx = aps_ctx_create();
  if (aps_ranks_join(ctx) != APS_OK || argc < 3) return 2;
  if (strcmp(argv[1], "write") == 0)
    write_all(argv[2], argv[3]);
  else if (strcmp(argv[1], "parts") == 0)
    write_parts(argv[2], argv[3]);
  else if (strcmp(argv[1], "read") == 0)
    ask_for_twins(), read_all(argv[2], argv + 3);
  else if (strcmp(argv[1], "large") == 0)
    write_large(argv[2], argv[3]);
  else if (strcmp(argv[1], "shrinks") == 0)
    read_what_shrinks(argv[2]);
  else if (strcmp(argv[1], "full") == 0)
    write_full(argv[2]);
  int64_t failures = check_failures;
  aps_ranks_sum_int(ctx, &failures, 1);
  aps_ranks_leave(ctx, 0);
  aps_ctx_free(&ctx);
  return failures > 0;
}
