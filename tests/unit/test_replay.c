/* Replay of snapshots: order of time, moments between, and what cannot be replayed. */
#include "../../src/apsis.h"
#include "../check.h"
#include "../folders.h"
#include "core/ctx.h"

static char folder[] = "/tmp/apsis_replay_XXXXXX";

/* Snapshot k of three particles on cubics x(t), ids in another order each time: the curve between
 * two is then exact. */
static double along(int particle, double t) {
  return particle + t - 0.5 * t * t + particle * t * t * t;
}
static double speed(int particle, double t) { return 1 - t + 3 * particle * t * t; }

static double cm_per_length = 0; /* of the next snapshot, and years for time; 0: without units */

static aps_err write_snapshot(aps_ctx *ctx, int k, double t) {
  double x[3], v[3], zero[3] = {0}, mass[3], y[3];
  uint64_t id[3];
  char path[128];
  for (int i = 0; i < 3; i++) {
    const int p = (i + k) % 3;
    x[i] = along(p, t), v[i] = speed(p, t), y[i] = 5 + p, mass[i] = 1 + p,
    id[i] = (uint64_t)(10 - p);
  }
  const aps_dataset d = {.has = APS_X | APS_V | APS_MASS | APS_ID,
                         .time = t,
                         .units = {cm_per_length, cm_per_length > 0 ? 1 : 0, cm_per_length > 0 ? 3.15576e7 : 0, 1},
                         .force_error = {-1, -1, -1, -1},
                         .v = {.n = 3,
                               .x = x,
                               .y = y,
                               .z = zero,
                               .vx = v,
                               .vy = zero,
                               .vz = zero,
                               .mass = mass,
                               .id = id}};
  snprintf(path, sizeof path, "%s/s_%d.hdf5", folder, k);
  return aps_dataset_write(ctx, path, "swift", &d, NULL, 0);
}

static void test_moments_lie_on_the_curve(void) {
  static const double at[] = {0.7, 0, 0.3, 1, 0.55, 0.25, 0.9};
  aps_ctx *ctx = aps_ctx_create();
  aps_replay *r = NULL;
  double t, x[3], y[3], z[3], vx[3], vy[3], vz[3], mass[3], pot[3];
  uint64_t id[3];
  int64_t n = 0;
  for (int k = 0; k < 5; k++) CHECK_OK(ctx, write_snapshot(ctx, k, 0.25 * k));
  CHECK_OK(ctx, aps_replay_open(ctx, folder, &r));
  CHECK(aps_replay_count(r) == 5 && strstr(aps_replay_path(r, 4), "s_4.hdf5") &&
        !aps_replay_path(r, 5));
  CHECK_OK(ctx, aps_replay_time(r, 3, &t));
  CHECK(t == 0.75);
  for (size_t k = 0; k < sizeof at / sizeof *at; k++) {
    CHECK_OK(ctx, aps_replay_seek(r, at[k], &n));
    CHECK(n == 3 && aps_replay_before(r)->time <= at[k]);
    pot[1] = 7;
    aps_replay_read(r, (aps_view){.n = n,
                                  .x = x,
                                  .y = y,
                                  .z = z,
                                  .vx = vx,
                                  .vy = vy,
                                  .vz = vz,
                                  .mass = mass,
                                  .id = id,
                                  .pot = pot});
    for (int i = 0; i < 3; i++) { /* id 8 first: particle 2 */
      const int p = 2 - i;
      CHECK(id[i] == (uint64_t)(10 - p) && mass[i] == 1 + p && pot[1] == 0);
      CHECK_NEAR(x[i], along(p, at[k]), 1e-12);
      CHECK_NEAR(vx[i], speed(p, at[k]), 1e-12);
      CHECK_NEAR(y[i], 5 + p, 1e-12);
    }
  }
  CHECK(aps_replay_seek(r, 1.01, &n) == APS_EARG &&
        strstr(aps_ctx_error(ctx), "reach from 0 to 1"));
  CHECK(aps_replay_seek(r, NAN, &n) == APS_EARG);
  CHECK(aps_replay_time(r, 5, &t) == APS_EARG);
  aps_replay_free(&r);
  CHECK(r == NULL);
  CHECK_OK(ctx, write_snapshot(ctx, 5, 0.5)); /* a clock that goes back */
  CHECK_OK(ctx, aps_replay_open(ctx, folder, &r));
  CHECK_OK(ctx, aps_replay_time(r, 4, &t));
  CHECK(aps_replay_time(r, 5, &t) == APS_EDATA && strstr(aps_ctx_error(ctx), "is not after"));
  CHECK(aps_replay_seek(r, 0.3, &n) == APS_EDATA);
  aps_replay_free(&r);
  CHECK(aps_replay_open(ctx, "none of that name", &r) == APS_OK &&
        aps_replay_time(r, 0, &t) == APS_EIO);
  aps_replay_free(&r);
  aps_ctx_free(&ctx);
}

/* Between snapshots in other units there is no moment, and the error says so; they themselves can be had. */
static void test_units_are_not_mixed(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_replay *r = NULL;
  int64_t n = 0;
  cm_per_length = 3e21;
  CHECK_OK(ctx, write_snapshot(ctx, 0, 0));
  CHECK_OK(ctx, write_snapshot(ctx, 1, 1));
  cm_per_length = 3e18;
  CHECK_OK(ctx, write_snapshot(ctx, 2, 2));
  CHECK_OK(ctx, aps_replay_open(ctx, folder, &r));
  CHECK_OK(ctx, aps_replay_seek(r, 0.5, &n));
  CHECK(aps_replay_seek(r, 1.5, &n) == APS_EDATA && strstr(aps_ctx_error(ctx), "other units"));
  aps_ctx_clear(ctx);
  CHECK_OK(ctx, aps_replay_seek(r, 1, &n));
  CHECK_OK(ctx, aps_replay_seek(r, 2, &n));
  cm_per_length = 0;
  aps_replay_free(&r);
  aps_ctx_free(&ctx);
}

int main(void) {
  if (mkdtemp(folder) == NULL) return CHECK_SKIP;
  CHECK_RUN(test_units_are_not_mixed);
  CHECK_RUN(test_moments_lie_on_the_curve);
  remove_all(folder, 0);
  return CHECK_RESULT();
}
