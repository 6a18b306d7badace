/* The CUDA backend, run by the shim: its verbs against the CPU's, what it says about devices, and
 * every way to fail. */
#include "../../src/core/reduce.h"
#include "cuda_rig.h"

static const aps_backend *const cuda = &aps_backend_cuda_cpu, *const cpu = &aps_backend_cpu;

/* ---- verbs */

enum { ROWS = 5001 };
static double host[8][3][ROWS];

static void fill(void) {
  rig_state = 5;
  for (int g = 0; g < 8; g++)
    for (int d = 0; d < 3; d++)
      for (int i = 0; i < ROWS; i++) host[g][d][i] = rig_uniform() * pow(10, 3 * rig_uniform());
}

static double *up(const double *column) {
  double *p = cuda->alloc(rig_device, sizeof(double) * ROWS);
  CHECK_OK(rig_ctx, cuda->copy(rig_device, p, APS_DEVICE, column, APS_HOST, sizeof(double) * ROWS));
  return p;
}

static int same(double *device, const double *expected) {
  static double back[ROWS];
  CHECK_OK(rig_ctx, cuda->copy(rig_device, back, APS_HOST, device, APS_DEVICE, sizeof back));
  return memcmp(back, expected, sizeof back) == 0;
}

static void test_combine_has_the_bits_of_the_cpu(void) {
  static double expected[3][ROWS];
  const double coef[APS_TERMS_MAX] = {1, 0.1, -1 / 3.0, 1e-7, 3.14, -2e5};
  void *cpu_self;
  CHECK_OK(rig_ctx, cpu->open(rig_ctx, 0, 1, &cpu_self));
  fill();
  for (int terms = 1; terms <= APS_TERMS_MAX; terms++)
    for (int alias = -1; alias < terms;
         alias++) { /* dst is a column of its own, or the source `alias` */
      double *h[APS_TERMS_MAX][3], *d[APS_TERMS_MAX][3], *to_host[3], *to_device[3];
      for (int k = 0; k < 3; k++) {
        memcpy(expected[k], host[alias < 0 ? 7 : alias][k], sizeof expected[k]);
        for (int t = 0; t < terms; t++)
          h[t][k] = t == alias ? expected[k] : host[t][k], d[t][k] = up(host[t][k]);
        to_host[k] = expected[k];
        to_device[k] = alias < 0 ? up(host[7][k]) : d[alias][k];
      }
      CHECK_OK(rig_ctx, cpu->combine(cpu_self, ROWS, to_host, terms, coef, (double *const(*)[3])h));
      CHECK_OK(rig_ctx,
               cuda->combine(rig_device, ROWS, to_device, terms, coef, (double *const(*)[3])d));
      for (int k = 0; k < 3; k++) {
        CHECK(same(to_device[k], expected[k]));
        for (int t = 0; t < terms; t++) cuda->release(rig_device, d[t][k]);
        if (alias < 0) cuda->release(rig_device, to_device[k]);
      }
    }
  cpu->close(&cpu_self);
}

/* Every type, with strides of both signs and none: all bit patterns of the 16-bit ones pass by. */
static void test_take_has_the_bits_of_the_cpu(void) {
  enum { BYTES = 3 * 8 * 65536 };
  static double expected[65536], back[65536];
  static uint16_t memory[BYTES / 2];
  void *cpu_self;
  CHECK_OK(rig_ctx, cpu->open(rig_ctx, 0, 1, &cpu_self));
  for (int k = 0; k < BYTES / 2; k++) memory[k] = (uint16_t)k;
  void *there = cuda->alloc(rig_device, BYTES);
  double *to = cuda->alloc(rig_device, sizeof back);
  CHECK_OK(rig_ctx, cuda->copy(rig_device, there, APS_DEVICE, memory, APS_HOST, BYTES));
  for (const char *type = "dfhbil"; *type; type++)
    for (int s = -3; s <= 3; s++) {
      const int size = strchr("dl", *type) ? 8 : strchr("fi", *type) ? 4 : 2, stride = s * size;
      const int64_t n = s == 3 ? 65536 : s == 2 ? 0 : 777, start = s < 0 ? (n - 1) * -stride : 0;
      const aps_array h = {.data = (char *)memory + start, .stride = stride, .type = *type};
      const aps_array d = {.data = (char *)there + start, .stride = stride, .type = *type};
      CHECK_OK(rig_ctx, cpu->take(cpu_self, n, &h, expected));
      CHECK_OK(rig_ctx, cuda->take(rig_device, n, &d, to));
      CHECK_OK(rig_ctx, cuda->copy(rig_device, back, APS_HOST, to, APS_DEVICE, sizeof back));
      int64_t others = 0; /* a card has one NaN for all */
      for (int64_t i = 0; i < n; i++) others += memcmp(&back[i], &expected[i], sizeof *back) != 0 && !(isnan(back[i]) && isnan(expected[i]));
      CHECK(others == 0);
    }
  /* subnormal, one, the largest, infinite, not a number, 1/3 */
  static const uint16_t half[] = {1, 0x3c00, 0xfbff, 0x7c00, 0x7e00, 0x3555},
                        brain[] = {0x3f80, 0xc049};
  const aps_array h = {.data = half, .stride = 2, .type = 'h'},
                  b = {.data = brain, .stride = 2, .type = 'b'};
  CHECK_OK(rig_ctx, cpu->take(cpu_self, 6, &h, back));
  CHECK(back[0] == 0x1p-24 && back[1] == 1 && back[2] == -65504 && back[3] == INFINITY &&
        isnan(back[4]));
  CHECK(back[5] == 0.333251953125);
  CHECK_OK(rig_ctx, cpu->take(cpu_self, 2, &b, back));
  CHECK(back[0] == 1 && back[1] == -3.140625);
  const aps_array all = {.value = 0.25};
  CHECK_OK(rig_ctx, cuda->take(rig_device, 300, &all, to));
  CHECK_OK(rig_ctx, cuda->copy(rig_device, back, APS_HOST, to, APS_DEVICE, sizeof back));
  CHECK(back[0] == 0.25 && back[299] == 0.25);
  cuda->release(rig_device, there);
  cuda->release(rig_device, to);
  cpu->close(&cpu_self);
}

static void test_wrap_has_the_bits_of_the_cpu(void) {
  void *cpu_self;
  const double box[3] = {1.7, 0, 300};
  CHECK_OK(rig_ctx, cpu->open(rig_ctx, 0, 1, &cpu_self));
  fill();
  host[0][0][3] = -1e-300, host[0][0][4] = 1.7, host[0][0][5] = -1.7, host[0][2][0] = 1e9;
  aps_view h = {.n = ROWS, .x = host[0][0], .y = host[0][1], .z = host[0][2]}, d = h;
  d.x = up(h.x), d.y = up(h.y), d.z = up(h.z);
  CHECK_OK(rig_ctx, cuda->wrap(rig_device, d, box));
  CHECK_OK(rig_ctx, cpu->wrap(cpu_self, h, box));
  CHECK(same(d.x, h.x) && same(d.y, h.y) && same(d.z, h.z));
  cuda->release(rig_device, d.x), cuda->release(rig_device, d.y), cuda->release(rig_device, d.z);
  cpu->close(&cpu_self);
}

/* Views with A, JERK, S2, S3, EPS, MASS, POT in both memories. */
static double **reduce_column(aps_view *v, int k) {
  double **const column[] = {&v->x,   &v->y,   &v->z,   &v->vx,  &v->vy,   &v->vz,  &v->ax,
                             &v->ay,  &v->az,  &v->jx,  &v->jy,  &v->jz,   &v->s2x, &v->s2y,
                             &v->s2z, &v->s3x, &v->s3y, &v->s3z, &v->mass, &v->pot, &v->eps};
  return column[k];
}

/* Sums of positive and negative terms: |error| <= 1e-14 sum |term|, which for these columns is
 * below 1e-14 n max^3. */
static void reduce_all(int64_t n) {
  void *cpu_self;
  aps_view h = {.n = n}, d = h;
  CHECK_OK(rig_ctx, cpu->open(rig_ctx, 0, 1, &cpu_self));
  fill();
  for (int k = 0; k < 21; k++) {
    double *column = host[k / 3][k % 3];
    for (int64_t i = 0; i < n && k >= 18; i++) column[i] = fabs(column[i]);
    *reduce_column(&h, k) = column;
    *reduce_column(&d, k) = up(column);
  }
  for (int what = APS_SUM_STATE; what <= APS_EXTENT; what++)
    for (int broken = 0; broken < 2; broken++) {
      double expected[APS_REDUCE_MAX], got[APS_REDUCE_MAX], size[APS_REDUCE_MAX] = {0},
                                                            row[APS_REDUCE_MAX];
      if (broken && (what != APS_FIRST_BAD || n < 2)) continue;
      if (broken) {
        const double nan = NAN;
        h.vy[n - 1] = h.z[n / 2] = NAN;
        CHECK_OK(rig_ctx,
                 cuda->copy(rig_device, d.z + n / 2, APS_DEVICE, &nan, APS_HOST, sizeof nan));
        CHECK_OK(rig_ctx,
                 cuda->copy(rig_device, d.vy + n - 1, APS_DEVICE, &nan, APS_HOST, sizeof nan));
      }
      CHECK_OK(rig_ctx, cpu->reduce(cpu_self, h, what, 0.25, expected));
      CHECK_OK(rig_ctx, cuda->reduce(rig_device, d, what, 0.25, got));
      for (int64_t i = 0; i < n && what == APS_SUM_STATE; i++) {
        aps_reduce_row(&h, what, 0.25, i, row);
        for (int k = 0; k < aps_reduce_width(what); k++) size[k] += fabs(row[k]);
      }
      for (int k = 0; k < aps_reduce_width(what); k++)
        CHECK_NEAR(got[k], expected[k],
                   what == APS_SUM_STATE ? 1e-14 * size[k] : 1e-14 * fabs(expected[k]));
      if (what == APS_FIRST_BAD && broken) CHECK(got[0] == (double)(n / 2));
    }
  for (int k = 0; k < 21; k++) cuda->release(rig_device, *reduce_column(&d, k));
  cpu->close(&cpu_self);
}

static void test_every_reduction_agrees_with_the_cpu(void) {
  static const int64_t counts[] = {0, 1, 2, 31, 33, 1000, 1024, 1025, 2049, ROWS};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) reduce_all(counts[i]);
}

/* ---- rows by rung */

enum { RUNG_ROWS = 4999, RUNG_COLUMNS = 16 };

static double **rung_column(aps_view *v, int k) {
  double **const column[RUNG_COLUMNS] = {&v->x,   &v->y,  &v->z,  &v->vx,  &v->vy,  &v->vz,
                                         &v->ax,  &v->ay, &v->az, &v->s0x, &v->s0y, &v->s0z,
                                         &v->eps, &v->jx, &v->jy, &v->jz};
  return column[k];
}

static void *up_bytes(const void *data, size_t bytes) {
  void *p = cuda->alloc(rig_device, bytes);
  CHECK_OK(rig_ctx, cuda->copy(rig_device, p, APS_DEVICE, data, APS_HOST, bytes));
  return p;
}

static int same_bytes(const void *device, const void *expected, size_t bytes) {
  static char back[ROWS * sizeof(double)];
  CHECK_OK(rig_ctx, cuda->copy(rig_device, back, APS_HOST, device, APS_DEVICE, bytes));
  return memcmp(back, expected, bytes) == 0;
}

/* Every function on the same rows of n: select, combine, zero, new rungs. Products and sums of
 * choose may be fused on a card, so a row at the edge of a rung could differ there; here none does.
 */
static void rungs_all(int64_t n, int least) {
  static int8_t rung[RUNG_ROWS];
  static int32_t index[RUNG_ROWS];
  static double coef[2][APS_RUNGS];
  void *cpu_self;
  CHECK_OK(rig_ctx, cpu->open(rig_ctx, 0, 1, &cpu_self));
  fill();
  for (int64_t i = 0; i < n; i++) rung[i] = (int8_t)(i * i % 23);
  aps_view h = {.n = n, .rung = rung}, d = {.n = n, .rung = up_bytes(rung, (size_t)n)};
  for (int k = 0; k < RUNG_COLUMNS; k++) {
    *rung_column(&h, k) = host[k / 3][k % 3];
    if (k == 12)
      for (int64_t i = 0; i < n; i++) h.eps[i] = fabs(h.eps[i]);
    *rung_column(&d, k) = up(*rung_column(&h, k));
  }
  int32_t *device_index = cuda->alloc(rig_device, sizeof *index * (size_t)n);
  int64_t n_cpu = -1, n_cuda = -1;
  CHECK_OK(rig_ctx, cpu->select(cpu_self, h, least, index, &n_cpu));
  CHECK_OK(rig_ctx, cuda->select(rig_device, d, least, device_index, &n_cuda));
  CHECK(n_cpu == n_cuda && same_bytes(device_index, index, sizeof *index * (size_t)n_cpu));

  for (int all = 0; all < 2; all++) {
    const aps_active rh = {all ? NULL : index, all ? n : n_cpu},
                     rd = {all ? NULL : device_index, all ? n : n_cpu};
    for (int r = 0; r < APS_RUNGS; r++) coef[0][r] = 1, coef[1][r] = 1.0 / (r + 3);
    double *to_h[3] = {h.vx, h.vy, h.vz}, *to_d[3] = {d.vx, d.vy, d.vz};
    double *from_h[2][3] = {{h.vx, h.vy, h.vz}, {h.ax, h.ay, h.az}};
    double *from_d[2][3] = {{d.vx, d.vy, d.vz}, {d.ax, d.ay, d.az}};
    const double(*c)[APS_RUNGS] = (const double(*)[APS_RUNGS])coef;
    CHECK_OK(rig_ctx, cpu->combine_rungs(cpu_self, h, rh, to_h, 2, c, (double *const(*)[3])from_h));
    CHECK_OK(rig_ctx,
             cuda->combine_rungs(rig_device, d, rd, to_d, 2, c, (double *const(*)[3])from_d));
    for (int k = 0; k < 3; k++) CHECK(same(to_d[k], to_h[k]));
    CHECK_OK(rig_ctx, cpu->zero_rows(cpu_self, rh, h.jy));
    CHECK_OK(rig_ctx, cuda->zero_rows(rig_device, rd, d.jy));
    CHECK(same(d.jy, h.jy));
    for (int criterion = APS_STEP_ACCEL; criterion <= APS_STEP_TIDAL; criterion++) {
      int64_t count_cpu[APS_RUNGS], count_cuda[APS_RUNGS];
      aps_rung_rule rule = {.criterion = (aps_criterion)criterion,
                            .eta = 0.1,
                            .unit = 16,
                            .follows = 1,
                            .lowest = least,
                            .patient = all};
      for (int r = 0; r < APS_RUNGS; r++) rule.last[r] = 1.0 / (r + 1);
      CHECK_OK(rig_ctx, cpu->rungs(cpu_self, h, rh, &rule, count_cpu));
      CHECK_OK(rig_ctx, cuda->rungs(rig_device, d, rd, &rule, count_cuda));
      CHECK(memcmp(count_cpu, count_cuda, sizeof count_cpu) == 0);
      CHECK(same_bytes(d.rung, rung, (size_t)n));
    }
  }
  for (int k = 0; k < RUNG_COLUMNS; k++) cuda->release(rig_device, *rung_column(&d, k));
  cuda->release(rig_device, d.rung), cuda->release(rig_device, device_index);
  cpu->close(&cpu_self);
}

static void test_rows_by_rung_agree_with_the_cpu(void) {
  static const int64_t counts[] = {1, 2, 31, 255, 256, 2047, 2048, 2049, RUNG_ROWS};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    for (int least = 1; least < 26; least += 8) rungs_all(counts[i], least);
}

static void test_reductions_do_not_depend_on_the_order_of_threads(void) {
  static const int64_t orders[] = {0, 1, 3, 78};
  double first[APS_REDUCE_MAX], got[APS_REDUCE_MAX];
  aps_view d = {.n = ROWS};
  fill();
  for (int k = 0; k < 21; k++) *reduce_column(&d, k) = up(host[k / 3][k % 3]);
  for (int o = 0; o < 4; o++) {
    aps_cudacpu_order(orders[o]);
    CHECK_OK(rig_ctx, cuda->reduce(rig_device, d, APS_SUM_STATE, 0, o ? got : first));
    if (o) CHECK(memcmp(first, got, sizeof(double) * APS_STATE_COUNT) == 0);
  }
  aps_cudacpu_order(-1);
  for (int k = 0; k < 21; k++) cuda->release(rig_device, *reduce_column(&d, k));
}

static void test_zero_and_copies_reach_every_byte(void) {
  fill();
  double *a = up(host[0][0]), *b = up(host[1][0]);
  CHECK_OK(rig_ctx, cuda->copy(rig_device, b, APS_DEVICE, a, APS_DEVICE, sizeof(double) * ROWS));
  CHECK(same(b, host[0][0]));
  static const double zeros[ROWS];
  CHECK_OK(rig_ctx, cuda->zero(rig_device, a, sizeof(double) * ROWS));
  CHECK(same(a, zeros));
  cuda->release(rig_device, a), cuda->release(rig_device, b);
}

/* ---- devices in words */

static int says(aps_cudacpu_machine machine, int ordinal, const char *words) {
  char text[512] = "";
  aps_cudacpu_be(machine);
  const int usable = cuda->probe(ordinal, text, sizeof text);
  if (strstr(text, words) == NULL) printf("  probe said: %s\n", text);
  CHECK(strstr(text, words) != NULL);
  return usable;
}

static int says_on(int k, int error, const char *words) {
  char text[512] = "";
  aps_cudacpu_default();
  aps_cudacpu_fail(k, error);
  const int usable = cuda->probe(0, text, sizeof text);
  if (strstr(text, words) == NULL) printf("  probe said: %s\n", text);
  CHECK(strstr(text, words) != NULL);
  aps_cudacpu_default();
  return usable;
}

static aps_cudacpu_machine machine(size_t memory, int driver, int runtime, int devices, int mode) {
  return (aps_cudacpu_machine){.memory = memory,
                               .driver = driver,
                               .runtime = runtime,
                               .devices = devices,
                               .compute_mode = mode};
}

static void test_probe_says_what_is_there_or_why_not(void) {
  if (!aps_cudacpu_pretends()) return;
  const size_t gb = (size_t)1 << 30;
  const int64_t live = aps_cudacpu_live();
  CHECK(says(machine(gb, 13000, 13000, 1, 0), 0,
             "usable, cuda-cpu, compute capability 9.0, 1.1 GB free") == 1);
  CHECK(says(machine(gb, 0, 13000, 0, 0), 0, "no CUDA driver is installed") == 0);
  CHECK(says(machine(gb, 12040, 13000, 1, 0), 0, "supports CUDA 12.4, this build needs 13.0") == 0);
  CHECK(says(machine(gb, 13000, 13000, 0, 0), 0, "no NVIDIA GPU is visible") == 0);
  CHECK(says(machine(gb, 13000, 13000, 2, 0), 2, "this machine has 2, numbered from 0") == 0);
  CHECK(says(machine(gb, 13000, 13000, 1, 2), 0, "compute mode is `prohibited`") == 0);
  CHECK(says(machine(3, 13000, 13000, 1, 0), 0, "memory is full") == 0);
  aps_cudacpu_default();
  /* the calls of a probe: runtime, driver, count, properties, attribute, get device, set device,
   * malloc, launch … */
  CHECK(says_on(3, 803, "differ in version") == 0);
  CHECK(says_on(9, 209, "compute capability 9.0, but this build has kernels for") == 0);
  CHECK(says_on(9, 46, "another process holds it") == 0);
  CHECK(says_on(12, 719, "a test kernel failed: unspecified launch failure") == 0);
  CHECK(aps_cudacpu_live() == live);
}

/* ---- failures */

static void test_too_little_memory_is_a_typed_error_with_sizes(void) {
  if (!aps_cudacpu_pretends()) return;
  aps_cudacpu_be(machine(40000, 13000, 13000, 1, 0));
  void *most = cuda->alloc(rig_device, 8000), *more = cuda->alloc(rig_device, 33000);
  CHECK(most != NULL && more == NULL);
  CHECK(aps_ctx_code(rig_ctx) == APS_EMEM);
  CHECK(strstr(aps_ctx_error(rig_ctx), "cuda:0: no room for 0.033 MB of columns") != NULL);
  CHECK(strstr(aps_ctx_hint(rig_ctx), "--device cpu") != NULL);
  cuda->release(rig_device, most);
  aps_cudacpu_default();
}

/* A small run from open to close. Device memory and streams must be given back whatever fails. */
static aps_err scenario(int symmetric) {
  void *before = rig_device;
  aps_err err = cuda->open(rig_ctx, 0, 0, &rig_device);
  if (!err) {
    const aps_view v = rig_make(BALL, 40);
    const rig_how h = {APS_LAW_PLUMMER, APS_MIXED, 0, 0.1, 1};
    double out[APS_REDUCE_MAX];
    setenv("APSIS_CUDA_KERNEL", symmetric ? "symmetric" : "", 1);
    err = rig_solve(v, &h, NULL, 0, symmetric ? APS_A : APS_A | APS_JERK | APS_POT);
    aps_view device;
    if (!err)
      err = rig_upload(&v, &device);
    else
      memset(&device, 0, sizeof device);
    double *const x[3] = {device.x, device.y, device.z};
    double *const from[2][3] = {{device.x, device.y, device.z}, {device.vx, device.vy, device.vz}};
    if (!err) err = cuda->combine(rig_device, v.n, x, 2, (double[]){1, 0.1}, from);
    if (!err) err = cuda->wrap(rig_device, device, (double[]){1, 1, 1});
    if (!err) err = cuda->zero(rig_device, device.ax, sizeof(double) * (size_t)v.n);
    if (!err) err = cuda->reduce(rig_device, device, APS_SUM_STATE, 0, out);
    int64_t some;
    int32_t *index = !err ? cuda->alloc(rig_device, sizeof *index * (size_t)v.n) : NULL;
    if (!err && !index) err = aps_ctx_code(rig_ctx);
    int8_t *rung = !err ? cuda->alloc(rig_device, (size_t)v.n) : NULL;
    if (!err && !rung) err = aps_ctx_code(rig_ctx);
    device.rung = rung;
    if (!err) err = cuda->zero(rig_device, rung, (size_t)v.n);
    if (!err) err = cuda->select(rig_device, device, 0, index, &some);
    if (!err) err = cuda->zero_rows(rig_device, (aps_active){index, some}, device.ay);
    const double coef[2][APS_RUNGS] = {{1}, {2}};
    if (!err)
      err = cuda->combine_rungs(rig_device, device, (aps_active){index, some}, x, 2, coef, from);
    const aps_rung_rule rule = {.criterion = APS_STEP_ACCEL, .eta = 1, .unit = 1};
    int64_t count[APS_RUNGS];
    if (!err) err = cuda->rungs(rig_device, device, (aps_active){index, some}, &rule, count);
    cuda->release(rig_device, index), cuda->release(rig_device, rung);
    device.rung = NULL;
    size_t a, b;
    if (!err) err = cuda->memory(rig_device, &a, &b);
    rig_release(&device);
    cuda->close(&rig_device);
  }
  rig_device = before;
  return err;
}

static void test_any_failing_call_gives_a_typed_error_and_no_leak(void) {
  if (!aps_cudacpu_pretends()) return;
  static const int errors[] = {2, 700}; /* out of memory; a lost device */
  const int64_t live = aps_cudacpu_live();
  int failures = 0, all = 0;
  for (int e = 0; e < 2; e++) { /* one error for each of two ways to sum */
    aps_cudacpu_default();
    CHECK_OK(rig_ctx, scenario(e));
    const int64_t calls = aps_cudacpu_calls();
    CHECK(calls > 60 && aps_cudacpu_live() == live);
    all += (int)calls;
    for (int64_t k = 1; k <= calls; k++) {
      aps_cudacpu_default();
      aps_cudacpu_fail(k, errors[e]);
      aps_ctx_clear(rig_ctx);
      const aps_err err = scenario(e);
      char call[64];
      snprintf(call, sizeof call, "%s", aps_cudacpu_failed_call());
      aps_cudacpu_fail(0, 0);
      const int harmless =
          strcmp(call, "cudaFree") == 0 || strcmp(call, "cudaFreeHost") == 0 ||
          strcmp(call, "cudaStreamDestroy") == 0 || strcmp(call, "cudaRuntimeGetVersion") == 0 ||
          strcmp(call, "cudaSetDevice") == 0 || strcmp(call, "cudaGetLastError") == 0 ||
          strcmp(call, "cudaDeviceGetPCIBusId") == 0; /* no energy of the card then */
      if (err == APS_OK && !harmless)
        printf("  call %d, %s, error %d went unseen\n", (int)k, call, errors[e]);
      CHECK(err != APS_OK || harmless);
      CHECK(err == APS_OK || err == APS_EDEVICE || (err == APS_EMEM && errors[e] == 2));
      CHECK(err == APS_OK ||
            (strncmp(aps_ctx_error(rig_ctx), "cuda:0", 6) == 0 && aps_ctx_hint(rig_ctx)[0]));
      CHECK(aps_cudacpu_live() == live);
      failures += err != APS_OK;
    }
  }
  aps_cudacpu_default();
  setenv("APSIS_CUDA_KERNEL", "", 1);
  CHECK(failures > all / 2); /* most calls matter */
}

static void test_a_lost_device_is_reported_by_its_first_cause(void) {
  if (!aps_cudacpu_pretends()) return;
  void *self;
  CHECK_OK(rig_ctx, cuda->open(rig_ctx, 0, 0, &self));
  double *p = cuda->alloc(self, 8), value = 1;
  aps_cudacpu_fail(2, 700); /* set device, then the copy */
  CHECK(cuda->copy(self, p, APS_DEVICE, &value, APS_HOST, 8) == APS_EDEVICE);
  CHECK(strcmp(aps_ctx_error(rig_ctx),
               "cuda:0 (cuda-cpu): cudaMemcpyAsync: an illegal memory access was encountered "
               "(cudaErrorIllegalAddress)") == 0);
  CHECK(strstr(aps_ctx_hint(rig_ctx), "apsis doctor") != NULL);
  char first[512];
  snprintf(first, sizeof first, "%s", aps_ctx_error(rig_ctx));
  CHECK(cuda->zero(self, p, 8) == APS_EDEVICE);
  CHECK(strcmp(aps_ctx_error(rig_ctx), first) == 0);
  cuda->release(self, p);
  cuda->close(&self);
  aps_cudacpu_default();
}

static void test_opening_what_is_not_there_says_why(void) {
  void *self = &self;
  CHECK(cuda->open(rig_ctx, 5, 0, &self) == APS_EDEVICE && self == NULL);
  CHECK(strcmp(aps_ctx_error(rig_ctx),
               "cuda:5: there is no such device, this machine has 1, numbered from 0") == 0);
  CHECK(strstr(aps_ctx_hint(rig_ctx), "--device cpu") != NULL);
}

int main(void) {
  rig_open();
  CHECK_RUN(test_combine_has_the_bits_of_the_cpu);
  CHECK_RUN(test_take_has_the_bits_of_the_cpu);
  CHECK_RUN(test_wrap_has_the_bits_of_the_cpu);
  CHECK_RUN(test_every_reduction_agrees_with_the_cpu);
  CHECK_RUN(test_rows_by_rung_agree_with_the_cpu);
  CHECK_RUN(test_reductions_do_not_depend_on_the_order_of_threads);
  CHECK_RUN(test_zero_and_copies_reach_every_byte);
  CHECK_RUN(test_probe_says_what_is_there_or_why_not);
  CHECK_RUN(test_too_little_memory_is_a_typed_error_with_sizes);
  CHECK_RUN(test_any_failing_call_gives_a_typed_error_and_no_leak);
  CHECK_RUN(test_a_lost_device_is_reported_by_its_first_cause);
  CHECK_RUN(test_opening_what_is_not_there_says_why);
  rig_close();
  return CHECK_RESULT();
}
