/* For programs around the library: particles handed over in memory, rows that stay in place,
 * columns written from outside. */
#include "../../src/apsis.h"
#include "../check.h"

enum { N = 700 };
static double column[8][N];
static uint64_t id[N];

/* A cloud by a rule of its own, ids from the end; has: what is handed over beyond x and mass. */
static aps_dataset cloud(aps_cols has) {
  uint64_t state = 5;
  for (int k = 0; k < 8; k++)
    for (int i = 0; i < N; i++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      column[k][i] = k < 6    ? (double)(state >> 11) * 0x1p-53 - 0.5
                     : k == 6 ? 1.0 / N
                              : 0.01 + 0.01 * (i % 3);
    }
  for (int i = 0; i < N; i++) id[i] = (uint64_t)(2 * N - i);
  aps_dataset d = {
      .has = has | APS_X | APS_MASS,
      .v = {.n = N, .x = column[0], .y = column[1], .z = column[2], .mass = column[6]}};
  if (has & APS_V) d.v.vx = column[3], d.v.vy = column[4], d.v.vz = column[5];
  if (has & APS_EPS) d.v.eps = column[7];
  if (has & APS_ID) d.v.id = id;
  return d;
}

static aps_err make(aps_ctx *ctx, const char *solver, aps_dataset *given, aps_sim **out) {
  const char *set[] = {solver};
  const char text[] = "particles: [{given: 0}]\nforces: [{law: plummer, accuracy: 1e-4}]\n"
                      "integrator: {dt: 0.01}\nrun: {t_end: 1, device: cpu}\n";
  const aps_err err = aps_open_given(ctx, "given", text, set, 1, given, 1, out);
  if (err != APS_OK) return err;
  return aps_build(*out);
}

static void test_rows_are_those_handed_over(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  aps_dataset d = cloud(APS_V | APS_EPS | APS_ID);
  aps_view p;
  CHECK_OK(ctx, make(ctx, "forces.0.solver=direct", &d, &sim));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST,
                           APS_X | APS_V | APS_MASS | APS_EPS | APS_ID, 0, &p));
  double *const got[8] = {p.x, p.y, p.z, p.vx, p.vy, p.vz, p.mass, p.eps};
  CHECK(p.n == N && memcmp(p.id, id, sizeof id) == 0);
  for (int k = 0; k < 8; k++)
    CHECK(got[k] != column[k] && memcmp(got[k], column[k], sizeof column[k]) == 0);
  aps_free(&sim);
  d = cloud(0);
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.05", &d, &sim));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_V | APS_EPS | APS_ID, 0, &p));
  for (int i = 0; i < N; i++) CHECK(p.vx[i] == 0 && p.eps[i] == 0.05 && p.id[i] == (uint64_t)i + 1);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_what_cannot_be_taken_is_refused(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  aps_dataset d = cloud(0);
  CHECK(make(ctx, "particles.0.given=1", &d, &sim) == APS_ECONFIG && sim == NULL);
  CHECK(strstr(aps_ctx_error(ctx), "given"));
  CHECK(make(ctx, "particles.0.model=plummer", &d, &sim) == APS_ECONFIG && sim == NULL);
  d.v.mass = NULL;
  CHECK(make(ctx, "forces.0.softening=1", &d, &sim) == APS_EARG && sim == NULL);
  d = cloud(0);
  column[1][3] = NAN;
  CHECK(make(ctx, "forces.0.softening=1", &d, &sim) == APS_EDATA);
  aps_free(&sim);
  CHECK(aps_open(ctx, "x", "particles: [{given: 0}]\nintegrator: {dt: 1}\nrun: {t_end: 1}\n", NULL,
                 0, &sim) == APS_ECONFIG);
  aps_ctx_free(&ctx);
}

/* The tree would reorder the rows at its first step. */
static void test_rows_stay_and_the_bits_are_the_same(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *free_rows = NULL, *kept = NULL;
  aps_dataset d = cloud(APS_V | APS_EPS | APS_ID);
  CHECK_OK(ctx, make(ctx, "forces.0.solver=fmm", &d, &free_rows));
  CHECK_OK(ctx, make(ctx, "forces.0.solver=fmm", &d, &kept));
  aps_keep_order(kept, 1);
  CHECK(aps_generation(free_rows) == 0);
  for (int i = 0; i < 40; i++) {
    CHECK_OK(ctx, aps_step(free_rows));
    CHECK_OK(ctx, aps_step(kept));
  }
  CHECK(aps_generation(free_rows) == 3 && aps_generation(kept) == 0); /* at steps 0, 16 and 32 */
  aps_view p, q;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(free_rows), APS_HOST, APS_X | APS_ID, 0, &p));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(kept), APS_HOST, APS_X | APS_ID, 0, &q));
  CHECK(memcmp(q.id, id, sizeof id) == 0 && memcmp(p.id, id, sizeof id) != 0);
  int differ = 0;
  for (int i = 0; i < N; i++) {
    const int64_t row = 2 * N - (int64_t)p.id[i];
    differ += p.x[i] != q.x[row] || p.y[i] != q.y[row] || p.z[i] != q.z[row];
  }
  CHECK(differ == 0);
  aps_free(&free_rows), aps_free(&kept);
  aps_ctx_free(&ctx);
}

static void test_written_columns_give_new_forces(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  aps_dataset d = cloud(APS_V);
  aps_view p;
  CHECK_OK(ctx, make(ctx, "forces.0.solver=direct", &d, &sim));
  CHECK_OK(ctx, aps_forces(sim, APS_A));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_MASS | APS_A, APS_MASS, &p));
  const double before = p.ax[0];
  for (int i = 0; i < N; i++) p.mass[i] *= 2;
  CHECK_OK(ctx, aps_forces_current(sim, APS_A));
  CHECK(p.ax[0] == before); /* nobody said so */
  aps_touch(sim, APS_MASS);
  CHECK_OK(ctx, aps_forces_current(sim, APS_A));
  CHECK_NEAR(p.ax[0], 2 * before, 1e-6 * fabs(before)); /* single-precision pairs */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void count(void *user, const aps_sim *sim) {
  (void)sim;
  ++*(int *)user;
}

static void test_the_hook_can_pause(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  aps_dataset d = cloud(APS_V);
  int calls = 0;
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &sim));
  aps_on_step(sim, count, &calls);
  CHECK_OK(ctx, aps_run(sim, 0.1));
  CHECK(calls == 10);
  aps_on_step(sim, count, &calls);
  aps_on_step_pause(sim, 3600);
  CHECK_OK(ctx, aps_run(sim, 0.2));
  CHECK(calls == 11); /* at once, then not for an hour */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static int same_state(aps_sim *a, aps_sim *b) {
  aps_view p, q;
  if (aps_borrow(aps_sim_particles(a), APS_HOST, APS_X | APS_V, 0, &p) != APS_OK ||
      aps_borrow(aps_sim_particles(b), APS_HOST, APS_X | APS_V, 0, &q) != APS_OK)
    return 0;
  const size_t bytes = sizeof(double) * N;
  return memcmp(p.x, q.x, bytes) == 0 && memcmp(p.vz, q.vz, bytes) == 0;
}

static void test_stretches_make_the_same_run(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *whole = NULL, *parts = NULL;
  aps_dataset d = cloud(APS_V);
  int64_t done = -1, calls = 0, sum = 0;
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &whole));
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &parts));
  CHECK_OK(ctx, aps_run(whole, 0.2));
  for (; done != 0 && calls < 100; calls++, sum += done)
    CHECK_OK(ctx, aps_run_some(parts, 0.2, 3, 0, &done));
  CHECK(calls == 8 && sum == 20); /* six of 3, one of 2, one that finds the end */
  CHECK_OK(ctx, aps_run(parts, 0.2));
  CHECK(aps_steps(parts) == 20 && aps_time(parts) == 0.2 && same_state(whole, parts));
  CHECK_OK(ctx, aps_run_some(parts, 10, INT64_MAX, 1e-9, &done));
  CHECK(done == 1); /* time is up after the first */
  CHECK_OK(ctx, aps_step_some(whole, NAN, 1, 0, &done));
  CHECK(done == 1 && same_state(whole, parts));
  CHECK_OK(ctx, aps_step_some(whole, -0.005, 5, 0, &done));
  CHECK(done == 5);
  CHECK_NEAR(aps_time(whole), 0.21 - 0.025, 1e-14);
  CHECK_OK(ctx, aps_step_some(whole, NAN, 0, 0, &done));
  CHECK(done == 0);
  for (int k = 0; k < 3; k++) CHECK(aps_run_one(parts, aps_time(whole) + 1) == 1);
  CHECK(aps_run_one(parts, aps_time(parts)) == 0);
  CHECK_OK(ctx, aps_step_one(whole));
  CHECK_NEAR(aps_time(whole), 0.195, 1e-14);
  aps_stop(parts, "a test");
  CHECK(aps_run_some(parts, 10, 5, 0, &done) == APS_ESTOP && done == 0);
  CHECK(strstr(aps_ctx_error(ctx), "stopped by a test"));
  aps_free(&parts);
  aps_free(&whole);
  aps_ctx_free(&ctx);
}

/* Wherever it stands: the quick look of few particles misses none. */
static void test_what_is_not_finite_is_found(void) {
  static const double bad[] = {NAN, INFINITY, -INFINITY};
  aps_ctx *ctx = aps_ctx_create();
  aps_dataset d = cloud(APS_V);
  for (int k = 0; k < 18; k++) {
    aps_sim *sim = NULL;
    aps_view p;
    int64_t done;
    char row[64];
    CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &sim));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, 0, APS_X | APS_V | APS_ID, &p));
    double *const to[6] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
    const int i = k * 41 % N;
    to[k / 3][i] = bad[k % 3];
    snprintf(row, sizeof row, "particle %d is not finite", i + 1);
    CHECK(aps_step_some(sim, NAN, 0, 0, &done) == APS_ENUM && strstr(aps_ctx_error(ctx), row));
    CHECK(aps_step_one(sim) == APS_ENUM && aps_run_one(sim, 1) == -APS_ENUM);
    aps_free(&sim);
  }
  aps_ctx_free(&ctx);
}

#define ARRAY(column)                                                                              \
  { .data = column, .stride = 8, .type = 'd' }
#define ARRAYS(x, y, z) ((const aps_array[]){ARRAY(x), ARRAY(y), ARRAY(z)})

/* Particles as strided arrays: the same run as from columns. */
static void test_arrays_are_particles(void) {
  static float interleaved[N][7];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL, *other = NULL;
  aps_dataset d = cloud(APS_V | APS_ID),
              given = {.v = {.n = N, .id = id}, .has = APS_X | APS_V | APS_MASS | APS_ID};
  aps_array array[8] = {{0}};
  for (int k = 0; k < 7; k++) {
    for (int i = 0; i < N; i++) column[k][i] = interleaved[i][k] = (float)column[k][i];
    array[k] = (aps_array){.data = &interleaved[0][k], .stride = sizeof *interleaved, .type = 'f'};
  }
  given.array = array;
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &given, &sim));
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &other));
  CHECK_OK(ctx, aps_run(sim, 0.1));
  CHECK_OK(ctx, aps_run(other, 0.1));
  CHECK(same_state(sim, other));
  aps_free(&sim);
  interleaved[41][5] = NAN;
  CHECK(make(ctx, "forces.0.softening=0.1", &given, &sim) == APS_EDATA &&
        strstr(aps_ctx_error(ctx), "not finite"));
  aps_free(&sim);
  aps_free(&other);
  aps_ctx_free(&ctx);
}

static void test_columns_are_taken(void) {
  static double twice[3][N];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL, *other = NULL;
  aps_view p, q;
  aps_dataset d = cloud(APS_V);
  for (int k = 0; k < 3; k++)
    for (int i = 0; i < N; i++) twice[k][i] = 2 * column[k][i];
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &sim));
  CHECK_OK(ctx, aps_forces_current(sim, APS_A));
  CHECK_OK(ctx, aps_take(sim, APS_X, ARRAYS(twice[0], twice[1], twice[2])));
  CHECK_OK(ctx, aps_forces_current(sim, APS_A));
  d.v.x = twice[0], d.v.y = twice[1], d.v.z = twice[2];
  CHECK_OK(ctx, make(ctx, "forces.0.softening=0.1", &d, &other));
  CHECK_OK(ctx, aps_forces_current(other, APS_A));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_A, 0, &p));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(other), APS_HOST, APS_A, 0, &q));
  CHECK(memcmp(p.y, twice[1], sizeof twice[1]) == 0 && memcmp(p.ax, q.ax, sizeof twice[0]) == 0);
  CHECK(aps_take(sim, APS_X | APS_V, NULL) == APS_EARG && aps_take(sim, APS_ID, NULL) == APS_EARG);
  aps_array wrong[3] = {{0}, {0}, {.data = twice[2], .type = 'd', .where = APS_DEVICE}};
  CHECK(aps_take(sim, APS_X, wrong) == APS_EARG);
  wrong[2] = (aps_array){.data = twice[2], .type = 'x'};
  CHECK(aps_take(sim, APS_X, wrong) == APS_EARG);
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X, 0, &p));
  CHECK(memcmp(p.x, twice[0], sizeof twice[0]) == 0); /* what was refused has changed nothing */
  CHECK_OK(ctx, aps_wait(sim));
  aps_free(&other);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

int main(void) {
  CHECK_RUN(test_rows_are_those_handed_over);
  CHECK_RUN(test_what_cannot_be_taken_is_refused);
  CHECK_RUN(test_rows_stay_and_the_bits_are_the_same);
  CHECK_RUN(test_written_columns_give_new_forces);
  CHECK_RUN(test_the_hook_can_pause);
  CHECK_RUN(test_stretches_make_the_same_run);
  CHECK_RUN(test_what_is_not_finite_is_found);
  CHECK_RUN(test_arrays_are_particles);
  CHECK_RUN(test_columns_are_taken);
  return CHECK_RESULT();
}
