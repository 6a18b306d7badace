/* A whole run on a device: the rows of the CUDA backend, compiled for the shim, stand in for `cuda` in this program only
 * (see tests/CMakeLists.txt). The particles stay on the card: positions and velocities go up once, and nothing comes
 * down but reductions, until an event or the user asks. ctest: timeout=600 cost=40 */
#include "../../gpu/shim/control.h"
#include "../../src/core/ctx.h"
#include "../../src/core/run.h"
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

static int on_the_card(const aps_sim *sim) { return strncmp(aps_device_text(sim), "cpu,", 4) != 0; }

static void test_auto_leaves_few_particles_on_the_cpu_and_says_why(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, "auto", integrators[2]);
  CHECK(!on_the_card(sim) && strstr(aps_device_text(sim), "too few"));
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* The shim is slower than the CPU, and an idle one is faster. */
static void test_auto_takes_the_faster_device_by_measurement(void) {
  if (!aps_cudacpu_pretends()) return;
  const char *const more[] = {"particles.0.n=5000"};
  for (int idle = 0; idle < 2; idle++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    aps_cudacpu_idle(idle);
    CHECK_OK(ctx, aps_open(ctx, "test", config, more, 1, &sim));
    aps_cudacpu_idle(0);
    CHECK(on_the_card(sim) == idle);
    CHECK(strstr(aps_device_text(sim), "by direct on the GPU") && strstr(aps_device_text(sim), "on the CPU"));
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

/* Each call of the trial fails in turn: the CPU serves, and nothing leaks. */
static void test_a_device_that_fails_its_trial_loses_it(void) {
  if (!aps_cudacpu_pretends()) return;
  const char *const more[] = {"particles.0.n=600"};
  int lost = 0;
  for (int k = 1; k < 80; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    aps_cudacpu_fail(k, 719);
    CHECK_OK(ctx, aps_open(ctx, "test", config, more, 1, &sim));
    lost += strstr(aps_device_text(sim), "the GPU failed a trial") != NULL;
    CHECK(!on_the_card(sim));
    aps_cudacpu_default();
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
  CHECK(lost > 10 && aps_cudacpu_live() == 0);
}

static aps_sim *open_in(aps_ctx *ctx, const char *directory, int restart, int idle, const char *device_solver[2]) {
  const char *const more[] = {"particles.0.n=1200", "output.checkpoint={every: 1 h}", "run.t_end=0.1", device_solver[0],
                              device_solver[1]};
  aps_sim *sim = NULL;
  aps_cudacpu_idle(idle);
  CHECK_OK(ctx, aps_open(ctx, "test", config, more, 5, &sim));
  aps_cudacpu_idle(0);
  CHECK_OK(ctx, aps_attach(sim, directory, restart));
  CHECK_OK(ctx, aps_build(sim));
  return sim;
}

/* What would be chosen now does not matter to a run that has begun: its bits depend on the device. */
static void test_a_restart_keeps_the_device(void) {
  static const char *how[][2] = {{"run.device=auto", "forces.0.solver=direct"},
                                 {"run.device=auto", "forces.0.solver=direct"},
                                 {"run.device=cuda", "forces.0.solver=fmm"}};
  for (int k = aps_cudacpu_pretends() ? SANITIZED : 2; k < 3 - SANITIZED; k++) { /* which device a real card's trial takes is not ours to say */
    const int card = k > 0;
    aps_ctx *ctx = aps_ctx_create();
    char whole[] = "/tmp/apsis_whole_XXXXXX", parted[] = "/tmp/apsis_parted_XXXXXX";
    CHECK(mkdtemp(whole) && mkdtemp(parted));
    aps_sim *a = open_in(ctx, whole, 0, card, how[k]), *b = open_in(ctx, parted, 0, card, how[k]);
    CHECK(on_the_card(a) == card && on_the_card(b) == card);
    CHECK_OK(ctx, aps_run(a, 0.06));
    CHECK_OK(ctx, aps_run(b, 0.02));
    aps_request_checkpoint(b);
    CHECK_OK(ctx, aps_run(b, 0.04));
    aps_free(&b);
    b = open_in(ctx, parted, 1, !card && k < 2, how[k]);
    CHECK(on_the_card(b) == card && strstr(aps_device_text(b), k < 2 ? "as in the checkpoint" : "as asked"));
    CHECK(aps_time(b) > 0.015);
    CHECK_OK(ctx, aps_run(b, 0.06));
    aps_view p, q;
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(a), APS_HOST, APS_X, 0, &p));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(b), APS_HOST, APS_X, 0, &q));
    CHECK(p.n == 1200 && memcmp(p.x, q.x, 1200 * sizeof *p.x) == 0 && memcmp(p.z, q.z, 1200 * sizeof *p.z) == 0);
    aps_free(&a), aps_free(&b);
    aps_ctx_free(&ctx);
    char command[256];
    snprintf(command, sizeof command, "rm -r %s %s", whole, parted);
    CHECK(system(command) == 0);
  }
}

/* ---- the fast multipole method on the card */

static aps_sim *make_fmm(aps_ctx *ctx, const char *device, const char *integrator) {
  char a[64], b[128];
  snprintf(a, sizeof a, "run.device=%s", device);
  snprintf(b, sizeof b, "integrator=%s", integrator);
  const char *const overrides[] = {a, b, SANITIZED ? "particles.0.n=1200" : "particles.0.n=3600", "forces.0.solver=fmm", "forces.0.accuracy=1e-3"};
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_create(ctx, "test", config, overrides, 5, &sim));
  return sim;
}

/* Forces differ by the errors that both promise, 1e-3 each: three steps of 0.01 turn that into 1e-6 in positions. */
static void test_multipoles_on_the_card_agree_with_those_on_the_cpu(void) {
  static const char *const some[] = {"{name: leapfrog, dt: 0.01}", "{name: leapfrog, eta: 0.1, steps: block}"};
  if (SANITIZED) return;
  for (int k = 0; k < 2; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *cpu = make_fmm(ctx, "cpu", some[k]), *gpu = make_fmm(ctx, "cuda", some[k]);
    CHECK(on_the_card(gpu) && !on_the_card(cpu));
    for (int i = 0; i < 3 - 2 * k; i++) {
      CHECK_OK(ctx, aps_step(cpu));
      CHECK_OK(ctx, aps_step(gpu));
    }
    double error[5];
    CHECK_OK(ctx, aps_force_error(gpu, 200, error));
    CHECK(error[0] > 1e-5 && error[0] <= 1.1e-3);
    const double t = aps_time(gpu);
    CHECK_NEAR(t, aps_time(cpu), 1e-3 * t);
    aps_view p, q;
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(cpu), APS_HOST, APS_X | APS_V | APS_ID, 0, &p));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(gpu), APS_HOST, APS_X | APS_V | APS_ID, 0, &q));
    static int64_t row_of[3601];
    for (int64_t i = 0; i < q.n; i++) row_of[q.id[i] % 3601] = i; /* the CPU's solver sorts its rows */
    double worst = 0, sum = 0;
    for (int64_t i = 0; i < p.n; i++) {
      const int64_t j = row_of[p.id[i] % 3601];
      const double v = fmax(fabs(p.vx[i] - q.vx[j]), fabs(p.vz[i] - q.vz[j]));
      worst = fmax(worst, v), sum += v;
    }
    CHECK(worst < 0.03 * t && sum / (double)p.n < 1.5e-3 * t); /* |a| is about one */
    CHECK(k == 1 || sum > 0);
    aps_free(&cpu), aps_free(&gpu);
    aps_ctx_free(&ctx);
  }
}

/* The error of all rows, measured on the card, is that of a sum on the host; of a sample only its rows come down. */
static void test_the_force_error_is_measured_on_the_card(void) {
  if (SANITIZED) return;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make_fmm(ctx, "cuda", integrators[2]);
  CHECK_OK(ctx, aps_step(sim));
  const double before = aps_sim_stats(sim)->bytes_to_host;
  double some[5], all[5], sum = 0;
  CHECK_OK(ctx, aps_force_error(sim, 200, some));
  CHECK(aps_sim_stats(sim)->bytes_to_host - before == 6 * 8 * 200);
  CHECK_OK(ctx, aps_force_error(sim, 3600, all));
  aps_view p;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_MASS | APS_EPS | APS_A, 0, &p));
  for (int64_t i = 0; i < p.n; i++) {
    double a[3] = {0};
    for (int64_t j = 0; j < p.n; j++) {
      const double d[3] = {p.x[j] - p.x[i], p.y[j] - p.y[i], p.z[j] - p.z[i]}, e = p.eps[i];
      const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2] + e * e;
      for (int k = 0; k < 3; k++) a[k] += p.mass[j] * d[k] / (r2 * sqrt(r2));
    }
    const double off[3] = {p.ax[i] - a[0], p.ay[i] - a[1], p.az[i] - a[2]};
    sum += (off[0] * off[0] + off[1] * off[1] + off[2] * off[2]) / (a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
  }
  CHECK_NEAR(all[0] / sqrt(sum / (double)p.n), 1 + 0x1p-10, 0x1p-10 + 1e-5); /* ten bits are kept, rounded up */
  CHECK(some[0] > 0.3 * all[0] && some[0] < 3 * all[0]);
  double here[5];
  for (int k = 2; k < 7 && aps_cudacpu_pretends(); k += 2) { /* no room on the card for what the sum needs: the host does it */
    aps_cudacpu_fail(k, 2);
    CHECK_OK(ctx, aps_force_error(sim, 200, here));
    aps_cudacpu_fail(0, 0);
    CHECK_NEAR(here[0] / some[0], 1, 1e-5);
  }
  CHECK_OK(ctx, aps_force_error(sim, 3600, here)); /* what a look takes is kept, also for smaller ones */
  CHECK_OK(ctx, aps_sim_change(sim, "forces.0.softening", 0.2, "in a test"));
  CHECK_OK(ctx, aps_force_error(sim, 200, here));
  CHECK(here[0] > 1e-5 && here[0] <= 1.1e-3); /* against a sum with the softening of now */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Nothing but counts comes down, but where the solver's error is looked at. */
static void test_multipoles_keep_their_particles_on_the_card(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make_fmm(ctx, "cuda", integrators[2]);
  const aps_stats *stats = aps_sim_stats(sim);
  CHECK_OK(ctx, aps_step(sim));
  const double up = stats->bytes_to_device, down = stats->bytes_to_host;
  for (int i = 0; i < 3; i++) CHECK_OK(ctx, aps_step(sim));
  CHECK(stats->bytes_to_device == up && stats->bytes_to_host - down <= 3 * 1500);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* ---- in a periodic box */

static aps_sim *make_box(aps_ctx *ctx, const char *device, const char *more) {
  static const char box[] = "particles: [{model: uniform_sphere, n: 1500, radius: 0.9, position: [1, 1, 1]}]\n"
                            "forces: [{law: spline, softening: 0.02, solver: fmm, accuracy: 1e-3}]\n"
                            "box: {boundary: periodic, size: [2, 2, 2]}\nintegrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1}\n"
                            "output: {log: none, checkpoint: none, picture: none, snapshots: none}\n";
  char a[64];
  snprintf(a, sizeof a, "run.device=%s", device);
  const char *const overrides[] = {a, more};
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_create(ctx, "test", box, overrides, more ? 2 : 1, &sim));
  return sim;
}

/* As in open space: three steps of 0.01 turn what both may err by into 3e-5 of velocities; and the force error that is looked at
 * is Ewald's sum's. What comes down and goes up are counts, and the far images' moments and polynomial. */
static void test_a_periodic_box_on_the_card_agrees_with_the_cpu(void) {
  if (SANITIZED) return;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *cpu = make_box(ctx, "cpu", NULL), *gpu = make_box(ctx, "cuda", NULL);
  CHECK(on_the_card(gpu) && !on_the_card(cpu));
  for (int i = 0; i < 3; i++) CHECK_OK(ctx, aps_step(cpu));
  CHECK_OK(ctx, aps_step(gpu));
  const aps_stats *stats = aps_sim_stats(gpu);
  const double up = stats->bytes_to_device, down = stats->bytes_to_host;
  for (int i = 0; i < 2; i++) CHECK_OK(ctx, aps_step(gpu));
  CHECK(stats->bytes_to_device - up == 2 * 165 * 8 && stats->bytes_to_host - down <= 2 * (1500 + 165 * 8)); /* degree 8 */
  double error[5], here[5];
  const double before = stats->bytes_to_host;
  CHECK_OK(ctx, aps_force_error(gpu, 50, error));
  CHECK(error[0] > 1e-6 && error[0] <= 1.1e-3);
  CHECK(stats->bytes_to_host - before == 6 * 8 * 50);
  if (aps_cudacpu_pretends()) { /* no room on the card: the host's plain sum, another split */
    aps_cudacpu_fail(2, 2);
    CHECK_OK(ctx, aps_force_error(gpu, 50, here));
    aps_cudacpu_fail(0, 0);
    for (int k = 0; k < 5; k++) CHECK_NEAR(here[k] / error[k], 1, 3e-4); /* exact to 1e-4 of the accuracy asked for */
    CHECK(stats->bytes_to_host - before > 2 * 6 * 8 * 50);
  }
  aps_view p, q;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(cpu), APS_HOST, APS_X | APS_V | APS_A | APS_ID, 0, &p));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(gpu), APS_HOST, APS_X | APS_V | APS_ID, 0, &q));
  static int64_t row_of[1501];
  for (int64_t i = 0; i < q.n; i++) row_of[q.id[i] % 1501] = i; /* the CPU's solver sorts its rows */
  double off = 0, size = 0;
  for (int64_t i = 0; i < p.n; i++) {
    const int64_t j = row_of[p.id[i] % 1501];
    off += (p.vx[i] - q.vx[j]) * (p.vx[i] - q.vx[j]), size += 0.03 * 0.03 * p.ax[i] * p.ax[i];
    CHECK(q.x[j] >= 0 && q.x[j] < 2);
  }
  CHECK(p.n == 1500 && off > 0 && sqrt(off / size) < 3e-3);
  aps_free(&cpu), aps_free(&gpu);
  aps_ctx_free(&ctx);
}

static void test_auto_measures_in_a_periodic_box_too(void) {
  if (!aps_cudacpu_pretends()) return;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make_box(ctx, "auto", NULL); /* the shim is slower than the CPU */
  CHECK(!on_the_card(sim));
  CHECK(strstr(aps_device_text(sim), "by fmm-periodic on the GPU") && strstr(aps_device_text(sim), "by fmm-periodic on the CPU"));
  aps_free(&sim);
  sim = make_box(ctx, "auto", "forces.0.solver=direct"); /* Ewald's sum is the CPU's */
  CHECK(!on_the_card(sim) && strstr(aps_device_text(sim), "the solver has no CUDA row"));
  aps_free(&sim);
  sim = NULL;
  const char *const odd[] = {"box.size=[2,2,5]", "forces.0.solver=auto"};
  CHECK_OK(ctx, aps_open(ctx, "test", "particles: [{model: uniform_sphere, n: 600, radius: 0.9, position: [1, 1, 1]}]\n"
                                      "forces: [{law: spline, softening: 0.02}]\nbox: {boundary: periodic, size: [2, 2, 2]}\n"
                                      "integrator: {dt: 0.01}\nrun: {t_end: 1}\n", odd, 2, &sim));
  CHECK(!on_the_card(sim) && strstr(aps_device_text(sim), "the solver has no CUDA row"));
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* A device that fails in the middle of a run: a typed error, nothing leaked. */
static void test_a_lost_device_is_a_typed_error(void) {
  if (!aps_cudacpu_pretends()) return;
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
  CHECK_RUN(test_auto_takes_the_faster_device_by_measurement);
  CHECK_RUN(test_a_device_that_fails_its_trial_loses_it);
  CHECK_RUN(test_a_restart_keeps_the_device);
  CHECK_RUN(test_multipoles_on_the_card_agree_with_those_on_the_cpu);
  CHECK_RUN(test_the_force_error_is_measured_on_the_card);
  CHECK_RUN(test_multipoles_keep_their_particles_on_the_card);
  CHECK_RUN(test_a_periodic_box_on_the_card_agrees_with_the_cpu);
  CHECK_RUN(test_auto_measures_in_a_periodic_box_too);
  CHECK_RUN(test_a_lost_device_is_a_typed_error);
  return CHECK_RESULT();
}
