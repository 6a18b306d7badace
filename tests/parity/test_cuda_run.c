/* A whole run on a device: the rows of the CUDA backend, compiled for the shim, stand in for `cuda` in this program only
 * (see tests/CMakeLists.txt). The particles stay on the card: positions and velocities go up once, and nothing comes
 * down but reductions, until an event or the user asks. ctest: timeout=600 */
#include "../../gpu/shim/control.h"
#include "../../src/core/ctx.h"
#include "../check.h"

static const char config[] = "particles: [{model: plummer, n: 400}]\nforces: [{law: plummer, softening: 0.05}]\n"
                             "integrator: {dt: 0.01}\nrun: {t_end: 1}\noutput: {log: none, checkpoint: none, picture: none, snapshots: none}\n";

static aps_sim *make(aps_ctx *ctx, const char *device, const char *integrator) {
  char a[64], b[128];
  snprintf(a, sizeof a, "run.device=%s", device);
  snprintf(b, sizeof b, "integrator=%s", integrator);
  /* an adaptive step is made of third derivatives, in which the rounding of floats would drown the comparison */
  const char *const overrides[] = {a, b, strstr(integrator, "eta") ? "run.precision=double" : "run.precision=mixed"};
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_create(ctx, "test", config, overrides, 3, &sim));
  return sim;
}

static const char *const integrators[] = {"{name: euler, dt: 0.01}",    "{name: rk4, dt: 0.01}",
                                          "{name: leapfrog, dt: 0.01}", "{name: yoshida4, dt: 0.01}",
                                          "{name: yoshida6, dt: 0.01}", "{name: hermite, eta: 0.02}",
                                          "{name: leapfrog, eta: 0.1}",
                                          "{name: leapfrog, eta: 0.1, steps: shared}",
                                          "{name: leapfrog, eta: 0.05, steps: block, criterion: tidal}",
                                          "{name: hermite, eta: 0.02, steps: shared}"};
enum { INTEGRATORS = sizeof integrators / sizeof *integrators, N = 400 };

/* Mixed precision rounds differently on the two devices: forces differ by some 1e-7, and three steps of 0.01 turn that
 * into less than 1e-9 in positions of order one. */
static void test_every_integrator_agrees_with_the_cpu(void) {
  for (int k = 0; k < INTEGRATORS; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *cpu = make(ctx, "cpu", integrators[k]), *gpu = make(ctx, "cuda", integrators[k]);
    for (int i = 0; i < 3; i++) {
      CHECK_OK(ctx, aps_step(cpu));
      CHECK_OK(ctx, aps_step(gpu));
    }
    CHECK_NEAR(aps_time(gpu), aps_time(cpu), 1e-9 * aps_time(cpu));
    aps_view p, q;
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(cpu), APS_HOST, APS_X | APS_V, 0, &p));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(gpu), APS_HOST, APS_X | APS_V, 0, &q));
    double dx = 0, dv = 0;
    for (int i = 0; i < N; i++) {
      dx = fmax(dx, fmax(fabs(p.x[i] - q.x[i]), fabs(p.z[i] - q.z[i])));
      dv = fmax(dv, fmax(fabs(p.vx[i] - q.vx[i]), fabs(p.vy[i] - q.vy[i])));
    }
    const int in_double = strstr(integrators[k], "eta") != NULL;
    CHECK_NEAR(dx, 0, in_double ? 1e-12 : 1e-8);
    CHECK_NEAR(dv, 0, in_double ? 1e-11 : 1e-6);
    aps_free(&cpu), aps_free(&gpu);
    aps_ctx_free(&ctx);
  }
}

static void test_the_particles_stay_on_the_card(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, "cuda", integrators[2]);
  const aps_stats *stats = aps_sim_stats(sim);
  CHECK_OK(ctx, aps_step(sim));
  const double up = stats->bytes_to_device, down = stats->bytes_to_host;
  CHECK(up > 0 && up <= 8.0 * (N + 8) * (3 + 3 + 1 + 1)); /* x, v, mass, eps, once */
  CHECK_OK(ctx, aps_run(sim, 0.1));
  /* a step sends down a few numbers: the row that is not finite, the frame that positions are measured in */
  CHECK(stats->bytes_to_device == up && down <= 300 && stats->bytes_to_host - down <= 10 * 300);
  const double before = stats->bytes_to_host;
  aps_view v;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X, 0, &v));
  CHECK(stats->bytes_to_host - before == 8.0 * 3 * N); /* 400 rows need no padding */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_auto_leaves_few_particles_on_the_cpu_and_says_why(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, "auto", integrators[2]);
  CHECK(strstr(aps_device_text(sim), "cpu") == aps_device_text(sim) && strstr(aps_device_text(sim), "too few"));
  aps_free(&sim);
  const char *const more[] = {"particles.0.n=5000"};
  CHECK_OK(ctx, aps_open(ctx, "test", config, more, 1, &sim));
  CHECK(strstr(aps_device_text(sim), "cpu,") != aps_device_text(sim)); /* its name is "cuda-cpu" */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* A device that fails in the middle of a run: a typed error, nothing leaked. */
static void test_a_lost_device_is_a_typed_error(void) {
  for (int k = 1; k < 40; k += 3) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = make(ctx, "cuda", integrators[2]);
    CHECK_OK(ctx, aps_step(sim));
    aps_cudacpu_fail(k, 719); /* cudaErrorLaunchFailure at the k-th call from here */
    aps_err err = APS_OK;
    for (int i = 0; i < 20 && err == APS_OK; i++) err = aps_step(sim);
    CHECK(err == APS_EDEVICE || err == APS_EMEM);
    CHECK(aps_exit_status(err) == 5);
    aps_cudacpu_default();
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
  CHECK(aps_cudacpu_live() == 0);
}

int main(void) {
  aps_cudacpu_default();
  CHECK_RUN(test_every_integrator_agrees_with_the_cpu);
  CHECK_RUN(test_the_particles_stay_on_the_card);
  CHECK_RUN(test_auto_leaves_few_particles_on_the_cpu_and_says_why);
  CHECK_RUN(test_a_lost_device_is_a_typed_error);
  return CHECK_RESULT();
}
