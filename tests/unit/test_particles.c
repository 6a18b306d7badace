/* Columns live in two spaces: only what is stale is copied, and every byte is counted. The second space here is host
 * memory behind a backend of its own, so that the rules can be tested anywhere. */
#include "../../src/core/particles.h"
#include "../check.h"

enum { N = 1000, CAPACITY = 1000 };
static const double VECTOR = 3.0 * 8 * CAPACITY, SCALAR = 8.0 * CAPACITY;

static void *room(void *self, size_t bytes) {
  size_t *left = self;
  if (bytes > *left) return NULL;
  *left -= bytes;
  return malloc(bytes);
}
static void leave(void *self, void *data) {
  (void)self;
  free(data);
}
static aps_err copy(void *self, void *dst, aps_space to, const void *src, aps_space from, size_t bytes) {
  (void)self, (void)to, (void)from;
  memcpy(dst, src, bytes);
  return APS_OK;
}
static aps_err zero(void *self, void *dst, size_t bytes) {
  (void)self;
  memset(dst, 0, bytes);
  return APS_OK;
}
static const aps_backend device = {
    .about = {.name = "fake"}, .space = APS_DEVICE, .alloc = room, .release = leave, .copy = copy, .zero = zero};

typedef struct {
  aps_ctx *ctx;
  aps_stats stats;
  aps_particles *p;
  size_t left;
} table;

static void open_table(table *t, size_t device_bytes) {
  *t = (table){.ctx = aps_ctx_create(), .left = device_bytes};
  CHECK_OK(t->ctx, aps_particles_create(t->ctx, N, &device, &t->left, &t->stats, &t->p));
}
static void close_table(table *t) {
  aps_particles_free(&t->p);
  CHECK(t->p == NULL);
  const aps_memory_row *rows;
  for (int i = 0; i < aps_memory_rows(t->ctx, &rows); i++) CHECK(rows[i].bytes == 0);
  aps_ctx_free(&t->ctx);
}

static void test_a_new_group_is_zero_and_costs_no_copy(void) {
  table t;
  aps_view v;
  open_table(&t, 1 << 30);
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_DEVICE, APS_X, 0, &v));
  for (int i = 0; i < N; i++) CHECK(v.x[i] == 0 && v.z[i] == 0);
  CHECK(v.y == v.x + CAPACITY && v.z == v.y + CAPACITY); /* one capacity apart: a strided [n, 3] */
  CHECK(v.vx == NULL && v.mass == NULL);
  CHECK(t.stats.bytes_to_device == 0 && t.stats.bytes_to_host == 0);
  close_table(&t);
}

static void test_only_stale_columns_are_copied(void) {
  table t;
  aps_view host, dev;
  open_table(&t, 1 << 30);
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, 0, APS_X | APS_MASS, &host));
  host.x[7] = 3, host.mass[7] = 5;
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_DEVICE, APS_X | APS_MASS, 0, &dev));
  CHECK(dev.x[7] == 3 && dev.mass[7] == 5 && dev.x != host.x);
  CHECK(t.stats.bytes_to_device == VECTOR + SCALAR);
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_DEVICE, APS_X | APS_MASS, 0, &dev)); /* still current: free */
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, APS_X, 0, &host));
  CHECK(t.stats.bytes_to_device == VECTOR + SCALAR && t.stats.bytes_to_host == 0);
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_DEVICE, 0, APS_X, &dev));
  dev.x[7] = 4;
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, APS_X | APS_MASS, 0, &host)); /* only x is stale here */
  CHECK(host.x[7] == 4 && host.mass[7] == 5);
  CHECK(t.stats.bytes_to_host == VECTOR);
  close_table(&t);
}

static void test_a_full_device_is_a_named_error(void) {
  table t;
  aps_view v;
  open_table(&t, 1000);
  CHECK(aps_borrow(t.p, APS_DEVICE, APS_X, 0, &v) == APS_EMEM);
  CHECK(strstr(aps_ctx_error(t.ctx), "device") != NULL);
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, APS_X, 0, &v)); /* the host still serves */
  close_table(&t);
}

static void test_without_a_device_there_is_none_to_borrow(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_stats stats = {0};
  aps_particles *p;
  aps_view v;
  CHECK_OK(ctx, aps_particles_create(ctx, N, NULL, NULL, &stats, &p));
  CHECK(aps_borrow(p, APS_DEVICE, APS_X, 0, &v) == APS_EDEVICE);
  aps_particles_free(&p);
  aps_ctx_free(&ctx);
}

static void test_every_column_has_its_place(void) {
  table t;
  aps_view v;
  open_table(&t, 1 << 30);
  const aps_cols all = (APS_FURTHER << 1) - 1;
  CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, 0, all, &v));
  char *place[64];
  int n = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    memcpy(&place[n], (char *)&v + c->offset, sizeof(char *));
    CHECK(place[n] != NULL && (uintptr_t)place[n] % 8 == 0);
    for (int k = 0; k < n; k++) CHECK(place[k] != place[n]);
    n++;
  }
  CHECK(aps_particles_groups(t.p) == all);
  const aps_view tail = aps_view_rows(v, 10, 5);
  CHECK(tail.n == 5 && tail.id == v.id + 10 && tail.type == v.type + 10 && tail.s3z == v.s3z + 10);
  close_table(&t);
}

/* A file's columns as a reader hands them out, of `capacity` rows. */
static aps_dataset file_columns(aps_ctx *ctx, int64_t capacity) {
  aps_dataset_memory *m = aps_alloc(ctx, "file columns", 1, sizeof *m);
  aps_dataset d = {.owned = m, .v.n = N, .has = APS_X | APS_TYPE};
  *m = (aps_dataset_memory){.ctx = ctx, .capacity = capacity};
  double *x = m->group[0] = aps_alloc(ctx, "file columns", capacity, 24);
  d.v.x = x, d.v.y = x + capacity, d.v.z = d.v.y + capacity;
  d.v.type = m->group[__builtin_ctz(APS_TYPE)] = aps_alloc(ctx, "file columns", capacity, 4);
  for (int64_t i = 0; i < N; i++) d.v.x[i] = (double)i, d.v.y[i] = 2 * d.v.x[i], d.v.z[i] = 3 * d.v.x[i], d.v.type[i] = (uint32_t)i % 5;
  return d;
}

/* The same columns in either way, without a copy where the rooms agree, and the device's copy of them is stale. */
static void test_a_file_s_columns_become_the_table_s(void) {
  for (int longer = 0; longer < 2; longer++) {
    table t;
    aps_view v;
    open_table(&t, 1 << 30);
    aps_dataset d = file_columns(t.ctx, CAPACITY + 8 * longer);
    aps_dataset_memory *m = d.owned;
    const double *const there = d.v.x;
    if (longer) CHECK_OK(t.ctx, aps_borrow(t.p, APS_DEVICE, 0, APS_TYPE, &v));
    CHECK_OK(t.ctx, aps_particles_adopt(t.p, &d));
    CHECK((m->group[0] == NULL) == !longer && (d.v.x == NULL) == !longer);
    CHECK_OK(t.ctx, aps_borrow(t.p, APS_HOST, APS_X | APS_TYPE, 0, &v));
    CHECK((v.x == there) == !longer && aps_particles_groups(t.p) == (APS_X | APS_TYPE));
    for (int64_t i = 0; i < N; i++) CHECK(v.x[i] == (double)i && v.y[i] == 2 * v.x[i] && v.z[i] == 3 * v.x[i] && v.type[i] == (uint32_t)i % 5);
    const aps_memory_row *rows;
    for (int i = 0; i < aps_memory_rows(t.ctx, &rows) && !longer; i++) /* and count as its own */
      CHECK(strcmp(rows[i].label, "file columns") != 0 || rows[i].bytes == (int64_t)sizeof *m);
    for (int g = 0; g < APS_GROUPS; g++) aps_release(t.ctx, m->group[g]);
    aps_release(t.ctx, m);
    close_table(&t);
  }
}

/* Any length: what is left over when rows are taken several at a time is looked at too, and nothing outside. */
static void test_a_row_that_is_not_finite_is_found_wherever_it_stands(void) {
  enum { ROWS = 37 };
  double column[3][ROWS + 2];
  double *const x[3] = {column[0] + 1, column[1] + 1, column[2] + 1};
  for (int d = 0; d < 3; d++)
    for (int i = -1; i <= ROWS; i++) x[d][i] = i < 0 || i == ROWS ? NAN : 1e308;
  CHECK(aps_rows_finite(x, 0, 0) && aps_rows_finite(x, 0, ROWS));
  for (int d = 0; d < 3; d++)
    for (int i = 0; i < ROWS; i++) {
      x[d][i] = i % 3 == 0 ? NAN : i % 3 == 1 ? INFINITY : -INFINITY;
      CHECK(!aps_rows_finite(x, 0, ROWS) && !aps_rows_finite(x, i, i + 1));
      CHECK(aps_rows_finite(x, 0, i) && aps_rows_finite(x, i + 1, ROWS));
      x[d][i] = -1e308;
    }
}

static void test_memory_is_counted_by_label_and_never_overflows(void) {
  aps_ctx *ctx = aps_ctx_create();
  CHECK(aps_alloc(ctx, "huge", INT64_MAX / 2, 16) == NULL && aps_ctx_code(ctx) == APS_EMEM);
  CHECK(aps_alloc(ctx, "negative", -1, 8) == NULL);
  char *a = aps_alloc(ctx, "a", 10, 8), *b = aps_alloc(ctx, "a", 5, 8);
  CHECK(a && b && (uintptr_t)a % 64 == 0);
  for (int i = 0; i < 80; i++) CHECK(a[i] == 0);
  const aps_memory_row *rows;
  CHECK(aps_memory_rows(ctx, &rows) == 1 && rows[0].bytes == 120);
  aps_release(ctx, a);
  CHECK(rows[0].bytes == 40 && rows[0].peak == 120 && aps_memory_peak(ctx) == 120);
  aps_release(ctx, b);
  aps_release(ctx, NULL);
  aps_ctx_free(&ctx);
}

static void test_errors_are_one_line_with_the_contract_s_status(void) {
  aps_ctx *ctx = aps_ctx_create();
  CHECK(aps_fail(ctx, APS_EDATA, "row %d:\nbad\x1b[31m", 3) == APS_EDATA);
  CHECK(strcmp(aps_ctx_error(ctx), "row 3: bad [31m") == 0);
  /* UTF-8 stays; bytes that are none, an overlong one, a surrogate, CSI in 8 bits and a cut one do not */
  aps_fail(ctx, APS_EDATA, "%s", "\u00fc\u20ac\U0001f319 \xa9 \xc0\xaf \xed\xa0\x80 \xc2\x9b \xe2\x82");
  CHECK(strcmp(aps_ctx_error(ctx), "\u00fc\u20ac\U0001f319 ? ?? ??? ?? ??") == 0);
  CHECK(aps_hint(ctx, "mend it") == APS_EDATA && strcmp(aps_ctx_hint(ctx), "mend it") == 0);
  const int status[] = {0, 1, 2, 2, 3, 4, 5, 5, 6, 10};
  for (int e = APS_OK; e <= APS_ESTOP; e++) CHECK(aps_exit_status((aps_err)e) == status[e]);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_a_new_group_is_zero_and_costs_no_copy);
  CHECK_RUN(test_only_stale_columns_are_copied);
  CHECK_RUN(test_a_full_device_is_a_named_error);
  CHECK_RUN(test_without_a_device_there_is_none_to_borrow);
  CHECK_RUN(test_every_column_has_its_place);
  CHECK_RUN(test_a_file_s_columns_become_the_table_s);
  CHECK_RUN(test_a_row_that_is_not_finite_is_found_wherever_it_stands);
  CHECK_RUN(test_memory_is_counted_by_label_and_never_overflows);
  CHECK_RUN(test_errors_are_one_line_with_the_contract_s_status);
  return CHECK_RESULT();
}
