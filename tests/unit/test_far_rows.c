/* Rows, ids and places beyond 2^31 and 2^32, without the memory for what lies before them: this
 * process takes itself for one rank of several whose others hold billions of rows. The messages of
 * core/ranks*.c are replaced here by answers in the name of those others (the linker's --wrap).
 * Files of hundreds of GB are almost all holes. */
#include "../check.h"
#include "../folders.h"
#include "../../io/fletcher.h"
#include "../../io/hdf5_out.h"
#include "../../io/image.h"
#include "../../io/readers/hdf5_safe.h"
#include "core/ctx.h"
#include "core/ranks.h"
#include <fcntl.h>
#include <hdf5.h>
#include <unistd.h>

#define FAR ((int64_t)1 << 32)
enum { FEW = 1000, MANY_RANKS = 1 << 21, SLICE = 4096 };

static aps_ctx *ctx;
static char top[] = "/tmp/apsis_far_XXXXXX";

void __wrap_aps_ranks_gather(aps_ctx *, const void *, size_t, void *);
void __wrap_aps_ranks_receive(aps_ctx *, void *, int64_t, int);
void __wrap_aps_ranks_send(aps_ctx *, const void *, int64_t, int);
void __wrap_aps_ranks_send_begin(aps_ctx *, const void *, int64_t, int, aps_ranks_parcel *);
void __wrap_aps_ranks_receive_begin(aps_ctx *, void *, int64_t, int, aps_ranks_parcel *);

/* ---- the others ------------------------------------------------------------------------------ */

static struct {
  int64_t rows[2];     /* of each of two ranks */
  char token[24];      /* what the writer left in the file */
  int64_t place, step; /* where the next chunk is said to lie, and the one behind it */
  int64_t sent_bytes;
  int sent_to, told;
} other;

void __wrap_aps_ranks_gather(aps_ctx *c, const void *mine, size_t bytes, void *all) {
  const int ranks = aps_ranks(c);
  memset(all, 0, bytes * (size_t)ranks);
  for (int r = 0; r < ranks && ranks == 2; r++)
    memcpy((char *)all + bytes * (size_t)r, &other.rows[r], 8);
  memcpy((char *)all + bytes * (size_t)aps_rank(c), mine, bytes);
}

void __wrap_aps_ranks_receive(aps_ctx *c, void *data, int64_t bytes, int from) {
  (void)c, (void)from;
  if (bytes == sizeof other.token && !other.told++) {
    memcpy(data, other.token, sizeof other.token);
    return;
  }
  for (int64_t i = 0; i < bytes / 8; i++, other.place += other.step)
    memcpy((char *)data + 8 * i, &other.place, 8);
}

void __wrap_aps_ranks_send(aps_ctx *c, const void *data, int64_t bytes, int to) {
  (void)c, (void)data, (void)bytes, (void)to;
}

void __wrap_aps_ranks_send_begin(aps_ctx *c, const void *data, int64_t bytes, int to,
                                 aps_ranks_parcel *p) {
  (void)c, (void)data, (void)p;
  other.sent_bytes = bytes;
  other.sent_to = to;
}

/* Rows of others are sevens. */
void __wrap_aps_ranks_receive_begin(aps_ctx *c, void *data, int64_t bytes, int from,
                                    aps_ranks_parcel *p) {
  (void)c, (void)from, (void)p;
  memset(data, 7, (size_t)bytes);
}

/* ---- models ---------------------------------------------------------------------------------- */

/* The rows of the last of so many ranks, SLICE each on 2^21 ranks. */
static aps_dataset last_rows(int ranks, aps_sim **sim) {
  static const char text[] = "particles: [{model: plummer, n: 8589934592}]\nforces: []\n"
                             "integrator: {dt: 1}\nrun: {t_end: 1, device: cpu}\n";
  aps_dataset d = {0};
  aps_ctx_set_team(ctx, NULL, ranks - 1, ranks);
  CHECK_OK(ctx, aps_create(ctx, "far", text, NULL, 0, sim));
  if (*sim) CHECK_OK(ctx, aps_snapshot(*sim, APS_X | APS_ID, &d));
  return d;
}

static void test_a_model_makes_rows_beyond_2_32(void) {
  aps_sim *fine = NULL, *coarse = NULL, *near = NULL;
  const aps_dataset a = last_rows(MANY_RANKS, &fine), b = last_rows(MANY_RANKS / 2, &coarse);
  CHECK(a.v.n == SLICE && b.v.n == 2 * SLICE);
  if (a.v.n != SLICE || b.v.n != 2 * SLICE) return;
  const int64_t first = 2 * FAR - SLICE;
  for (int64_t i = 0; i < SLICE; i++) {
    CHECK(a.v.id[i] == (uint64_t)(first + i + 1) && b.v.id[SLICE + i] == a.v.id[i]);
    /* every fake rank takes its own mean for that of all */
    CHECK_NEAR(a.v.x[i] - a.v.x[0], b.v.x[SLICE + i] - b.v.x[SLICE], 1e-9);
  }
  aps_ctx_set_team(ctx, NULL, MANY_RANKS / 2 - 1, MANY_RANKS); /* 2^32 rows before */
  static const char text[] = "particles: [{model: plummer, n: 8589934592}]\nforces: []\n"
                             "integrator: {dt: 1}\nrun: {t_end: 1, device: cpu}\n";
  aps_dataset c = {0};
  CHECK_OK(ctx, aps_create(ctx, "near", text, NULL, 0, &near));
  if (near) CHECK_OK(ctx, aps_snapshot(near, APS_X | APS_ID, &c));
  int same = 0;
  for (int64_t i = 1; i < c.v.n; i++)
    same += fabs((c.v.x[i] - c.v.x[0]) - (a.v.x[i] - a.v.x[0])) < 1e-12;
  CHECK(c.v.n == SLICE && c.v.id[0] == (uint64_t)(FAR - SLICE + 1) && same < SLICE / 100);
  aps_free(&near);
  aps_free(&coarse);
  aps_free(&fine);
}

static void test_shares_do_not_overflow(void) {
  const int64_t n = INT64_MAX;
  int64_t before = 0;
  for (int r = 1; r <= 1000; r++) {
    const int64_t at = aps_ranks_share(n, r, 1000);
    CHECK(at > before && at - before <= n / 1000 + 1);
    before = at;
  }
  CHECK(before == n);
}

/* ---- reading --------------------------------------------------------------------------------- */

static hid_t far_set(hid_t group, const char *name, hid_t type, int64_t n, int width) {
  const hsize_t shape[2] = {(hsize_t)n, (hsize_t)width};
  const hid_t space = H5Screate_simple(width > 1 ? 2 : 1, shape, NULL);
  const hid_t create = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_alloc_time(create, H5D_ALLOC_TIME_EARLY);
  H5Pset_fill_time(create, H5D_FILL_TIME_NEVER);
  const hid_t set = H5Dcreate2(group, name, type, space, H5P_DEFAULT, create, H5P_DEFAULT);
  H5Pclose(create);
  H5Sclose(space);
  return set;
}

/* `values` at rows [first, first + n). */
static void put_far(hid_t group, const char *name, hid_t type, int64_t total, int width,
                    int64_t first, int64_t n, const void *values) {
  const hid_t set = far_set(group, name, type, total, width), there = H5Dget_space(set);
  const hsize_t at[2] = {(hsize_t)first, 0}, count[2] = {(hsize_t)n, (hsize_t)width};
  const hid_t here = H5Screate_simple(width > 1 ? 2 : 1, count, NULL);
  H5Sselect_hyperslab(there, H5S_SELECT_SET, at, NULL, count, NULL);
  CHECK(H5Dwrite(set, type, here, there, H5P_DEFAULT, values) >= 0);
  H5Sclose(here);
  H5Sclose(there);
  H5Dclose(set);
}

static void put_counts(hid_t header, const char *name, const uint32_t *six) {
  const hsize_t n = 6;
  const hid_t space = H5Screate_simple(1, &n, NULL);
  const hid_t a = H5Acreate2(header, name, H5T_NATIVE_UINT32, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(a, H5T_NATIVE_UINT32, six);
  H5Aclose(a);
  H5Sclose(space);
}

/* A GADGET file of 2^33 + SLICE rows, of which the last SLICE are not holes. 0: no room for holes
 * here. */
static int make_far_file(const char *path, int64_t total, const double *x, const uint64_t *id) {
  const int64_t first = total - SLICE;
  const hid_t f = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t header = H5Gcreate2(f, "Header", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const uint32_t low[6] = {0, (uint32_t)total}, high[6] = {0, (uint32_t)(total >> 32)};
  put_counts(header, "NumPart_Total", low);
  put_counts(header, "NumPart_Total_HighWord", high);
  H5Gclose(header);
  const hid_t group = H5Gcreate2(f, "PartType1", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  put_far(group, "Coordinates", H5T_NATIVE_DOUBLE, total, 3, first, SLICE, x);
  put_far(group, "Masses", H5T_NATIVE_DOUBLE, total, 1, first, SLICE, x);
  put_far(group, "ParticleIDs", H5T_NATIVE_UINT64, total, 1, first, SLICE, id);
  H5Gclose(group);
  return H5Fclose(f) >= 0;
}

static void test_the_last_rank_reads_its_rows(void) {
  static double x[3 * SLICE];
  static uint64_t id[SLICE];
  char path[100];
  const int64_t total = 2 * FAR;
  snprintf(path, sizeof path, "%s/far.hdf5", top);
  for (int i = 0; i < 3 * SLICE; i++) x[i] = i + 0.5;
  for (int i = 0; i < SLICE; i++) id[i] = ((uint64_t)1 << 63) + (uint64_t)i;
  if (!make_far_file(path, total, x, id)) {
    printf("SKIPPED: no file with holes of 300 GB can be made here\n");
    return;
  }
  aps_dataset d;
  aps_ctx_set_team(ctx, NULL, MANY_RANKS - 1, MANY_RANKS);
  CHECK_OK(ctx, aps_dataset_read(ctx, path, &d));
  CHECK(d.v.n == SLICE && d.first == total - SLICE && d.total == total);
  for (int i = 0; i < SLICE && d.v.n == SLICE; i++) {
    CHECK(d.v.x[i] == x[3 * i] && d.v.z[i] == x[3 * i + 2] && d.v.mass[i] == x[i] &&
          d.v.id[i] == id[i]);
    if (check_failures) break;
  }
  aps_dataset_free(&d);
  unlink(path);
}

/* ---- writing --------------------------------------------------------------------------------- */

static aps_err put_bytes(aps_hdf5_out *out, const int8_t *values, int64_t n) {
  const aps_hdf5_out_data d = {
      .type = 'b', .width = 1, .column = {values}, .n = n, .dealt = other.rows};
  return aps_hdf5_out_dataset(out, "/bytes", &d);
}

/* Rank 0 of two, whose rows come first: HDF5 finds places for the chunks of both. */
static void test_the_writer_finds_places(void) {
  static int8_t values[FEW], back[FEW];
  char path[100];
  snprintf(path, sizeof path, "%s/writer.hdf5", top);
  memset(values, 3, sizeof values);
  other.rows[0] = FEW, other.rows[1] = FAR + (5 << 20); /* some chunks begin beyond 2^32 */
  aps_ctx_set_team(ctx, NULL, 0, 2);
  aps_hdf5_out *out = NULL;
  CHECK_OK(ctx, aps_hdf5_out_create_for(ctx, path, 0, 0, 2, &out));
  if (out == NULL) return;
  CHECK_OK(ctx, put_bytes(out, values, FEW));
  CHECK_OK(ctx, aps_hdf5_out_commit(&out));
  aps_ctx_set_team(ctx, NULL, 0, 1);
  aps_hdf5 f;
  aps_hdf5_set set;
  if (aps_hdf5_open(ctx, path, &f) != APS_OK) f.file = H5I_INVALID_HID;
  CHECK_OK(ctx, aps_ctx_code(ctx));
  if (f.file < 0) return;
  CHECK_OK(ctx, aps_hdf5_open_set(&f, f.file, "bytes", "bytes", FEW + other.rows[1], 1, &set));
  for (int k = 0; k < 3;
       k++) { /* own rows; sevens of the other in the same chunk; its holes, beyond 2^32 */
    const int64_t first = k == 0 ? 0 : k == 1 ? FEW : FAR + (3 << 20);
    aps_hdf5_rows rows = {
        .set = set, .what = "bytes", .type = 'b', .first = first, .n = FEW, .column = {back}};
    CHECK_OK(ctx, aps_hdf5_read_rows(&f, &rows, 1));
    for (int i = 0; i < FEW; i++) CHECK(back[i] == (k == 0 ? 3 : k == 1 ? 7 : 0));
  }
  aps_hdf5_close_set(&set);
  aps_hdf5_close(&f);
  unlink(path);
}

/* Rank 1 of two, behind 2^32 + 7 rows: which go to rank 0, and where the rest lies. */
static void test_a_guest_writes_beyond_2_32(void) {
  enum { N = 3 << 20 };
  static int8_t values[N];
  static char chunk[(1 << 20) + 4];
  char path[100], temporary[100];
  snprintf(path, sizeof path, "%s/guest.hdf5", top);
  snprintf(temporary, sizeof temporary, "%s/.guest.hdf5.tmp", top);
  for (int i = 0; i < N; i++) values[i] = (int8_t)(i % 101);
  memset(other.token, 5, sizeof other.token);
  const int fd = open(temporary, O_RDWR | O_CREAT, 0600);
  CHECK(write(fd, other.token, sizeof other.token) == sizeof other.token);
  other.rows[0] = FAR + 7, other.rows[1] = N;
  other.place = 3 * FAR + 11, other.step = 5 << 20;
  aps_ctx_set_team(ctx, NULL, 1, 2);
  aps_hdf5_out *out = NULL;
  CHECK_OK(ctx, aps_hdf5_out_create_for(ctx, path, 0, 0, 2, &out));
  if (out) CHECK_OK(ctx, put_bytes(out, values, N));
  if (out) CHECK_OK(ctx, aps_hdf5_out_commit(&out));

  const int64_t total = FAR + 7 + N, chunks = (total + (1 << 20) - 1) >> 20;
  const int64_t rows = (total + chunks - 1) / chunks, owned = (FAR + 7 + rows - 1) / rows;
  const int64_t start = owned * rows - (FAR + 7); /* of these rows, before the first chunk here */
  CHECK(other.sent_to == 0 && other.sent_bytes == start);
  for (int64_t c = 0; owned + c < chunks; c++) {
    const int64_t at = start + c * rows, n = N - at < rows ? N - at : rows;
    CHECK(pread(fd, chunk, (size_t)rows + 4, 3 * FAR + 11 + c * (5 << 20)) == rows + 4);
    CHECK(memcmp(chunk, values + at, (size_t)n) == 0);
    const uint32_t sum = aps_fletcher32(chunk, (size_t)rows);
    for (int i = 0; i < 4; i++)
      CHECK((unsigned char)chunk[rows + i] == (unsigned char)(sum >> 8 * i));
  }
  close(fd);
  unlink(temporary);
}

/* Text and tipsy: the other's bytes come first. */
static void test_an_image_beyond_2_32(void) {
  static const char text[] = "the last bytes";
  char path[100], temporary[100], back[sizeof text];
  snprintf(path, sizeof path, "%s/image", top);
  snprintf(temporary, sizeof temporary, "%s/.image.tmp", top);
  const int fd = open(temporary, O_RDWR | O_CREAT, 0600);
  CHECK(write(fd, other.token, sizeof other.token) == sizeof other.token);
  other.rows[0] = 3 * FAR + 5, other.rows[1] = sizeof text;
  other.told = 0;
  aps_ctx_set_team(ctx, NULL, 1, 2);
  CHECK_OK(ctx, aps_images_write(ctx, path, APS_OK, &(aps_image){text, sizeof text}, 1));
  CHECK(pread(fd, back, sizeof back, 3 * FAR + 5) == sizeof back &&
        memcmp(back, text, sizeof text) == 0);
  close(fd);
  unlink(temporary);
}

int main(void) {
  setenv("APSIS_WRITERS", "all", 1); /* these ranks share no node */
  ctx = aps_ctx_create();
  if (ctx == NULL || mkdtemp(top) == NULL) return 1;
  CHECK_RUN(test_shares_do_not_overflow);
  CHECK_RUN(test_a_model_makes_rows_beyond_2_32);
  CHECK_RUN(test_the_last_rank_reads_its_rows);
  CHECK_RUN(test_the_writer_finds_places);
  CHECK_RUN(test_a_guest_writes_beyond_2_32);
  CHECK_RUN(test_an_image_beyond_2_32);
  aps_ctx_set_team(ctx, NULL, 0, 1);
  remove_all(top, 0);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
