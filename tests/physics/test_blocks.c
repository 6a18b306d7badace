/* Block time steps: the same method as shared steps, of the same order, for far fewer evaluations.
 * ctest: timeout=300 */
#include "physics.h"

#define QUIET "output: {log: none, checkpoint: none, picture: none}\n"

static int same_bits(aps_sim *a, aps_sim *b) {
  const aps_view p = borrow(a, APS_X | APS_V, 0), q = borrow(b, APS_X | APS_V, 0);
  const size_t size = sizeof(double) * (size_t)p.n;
  return memcmp(p.x, q.x, size) == 0 && memcmp(p.y, q.y, size) == 0 &&
         memcmp(p.z, q.z, size) == 0 && memcmp(p.vx, q.vx, size) == 0 &&
         memcmp(p.vy, q.vy, size) == 0 && memcmp(p.vz, q.vz, size) == 0;
}

static void run_to(aps_sim *sim, double t) {
  if (aps_run(sim, t) == APS_OK) return;
  printf("aps_run: %s\n", aps_error_text(sim));
  exit(1);
}

/* ---- the same method ----------------------------------------------------------------------------
 */

/* With a huge eta every row steps by the whole block: rung 0. */
static void check_rung_zero(const char *name) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim[2];
  for (int k = 0; k < 2; k++)
    sim[k] =
        simulate(ctx,
                 "particles: [{model: plummer, n: 300}]\n"
                 "forces: [{law: plummer, solver: direct, softening: 0.1}]\n"
                 "integrator: {name: %s, %s}\nrun: {t_end: 1, device: cpu, threads: 1}\n" QUIET,
                 name, k ? "eta: 1e9, dt_max: 0.05, steps: block" : "dt: 0.05");
  for (int i = 0; i < 20; i++)
    for (int k = 0; k < 2; k++) CHECK_OK(ctx, aps_step_by(sim[k], 0.05));
  CHECK(same_bits(sim[0], sim[1]));
  CHECK(aps_sim_stats(sim[0])->evaluations == aps_sim_stats(sim[1])->evaluations);
  for (int k = 0; k < 2; k++) aps_free(&sim[k]);
  aps_ctx_free(&ctx);
}

static void test_a_leapfrog_block_on_one_rung_has_the_bits_of_shared_steps(void) {
  check_rung_zero("leapfrog");
}
/* hermite needs trial steps for its first rungs: 20 steps and two or more evaluations */
static void test_a_hermite_block_on_one_rung_has_the_bits_of_shared_steps(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim[2];
  for (int k = 0; k < 2; k++)
    sim[k] = simulate(
        ctx,
        "particles: [{model: plummer, n: 300}]\n"
        "forces: [{law: plummer, solver: direct, softening: 0.1}]\n"
        "integrator: {name: hermite, %s}\nrun: {t_end: 1, device: cpu, threads: 1}\n" QUIET,
        k ? "eta: 1e18, eta_start: 1e9, dt_max: 0.05, steps: block" : "dt: 0.05");
  for (int i = 0; i < 20; i++)
    for (int k = 0; k < 2; k++) CHECK_OK(ctx, aps_step_by(sim[k], 0.05));
  CHECK(same_bits(sim[0], sim[1]));
  for (int k = 0; k < 2; k++) aps_free(&sim[k]);
  aps_ctx_free(&ctx);
}

/* Two equal bodies on a circle of speed 0.5 and radius 0.5, |a| = 0.25 / 0.5 at any time but for
 * the softening: they want eta sqrt(0.01 / 0.5) = 0.14 eta. With eta = 1 and a longest block of 0.5
 * that is rung 2, so a block of 0.5 is four shared steps of 0.125. */
static void test_a_block_on_rung_two_is_four_shared_steps(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim[2];
  for (int k = 0; k < 2; k++)
    sim[k] = simulate(ctx,
                      "particles: [{model: two_body, a: 1, m1: 0.5, m2: 0.5}]\n"
                      "forces: [{law: plummer, solver: direct, softening: 0.01}]\n"
                      "integrator: {%s}\nrun: {t_end: 8, device: cpu, threads: 1}\n" QUIET,
                      k ? "eta: 1, dt_max: 0.5, steps: block" : "dt: 0.125");
  for (int i = 0; i < 16; i++) {
    CHECK_OK(ctx, aps_step_by(sim[1], 0.5));
    for (int j = 0; j < 4; j++) CHECK_OK(ctx, aps_step_by(sim[0], 0.125));
  }
  CHECK(aps_sim_stats(sim[1])->evaluations == 65); /* the first one and 4 per block */
  CHECK(same_bits(sim[0], sim[1]));
  for (int k = 0; k < 2; k++) aps_free(&sim[k]);
  aps_ctx_free(&ctx);
}

/* ---- order
 * --------------------------------------------------------------------------------------- */

static aps_sim *small_cluster(aps_ctx *ctx, const char *integrator) {
  return simulate(
      ctx,
      "particles:\n"
      "  - {model: plummer, n: 40}\n"
      "  - {model: plummer, n: 20, mass: 0.3, scale: 0.2, position: [1, 0, 0]}\n"
      "forces: [{law: plummer, solver: direct, softening: 0.1}]\n"
      "integrator: {%s}\nrun: {t_end: 1, device: cpu, precision: double, threads: 1}\n" QUIET,
      integrator);
}

/* Distance (root mean square) from the state of sixth order with steps of 1/1024, whose own error
 * is far below 1e-10. */
static double cluster_error(const char *integrator) {
  static double truth[3][60];
  static int known;
  aps_ctx *ctx = aps_ctx_create();
  if (!known) {
    aps_sim *sim = small_cluster(ctx, "name: yoshida6, dt: 0.0009765625");
    run_to(sim, 1);
    const aps_view p = borrow(sim, APS_X, 0);
    memcpy(truth[0], p.x, sizeof truth[0]), memcpy(truth[1], p.y, sizeof truth[1]);
    memcpy(truth[2], p.z, sizeof truth[2]);
    aps_free(&sim);
    known = 1;
  }
  aps_sim *sim = small_cluster(ctx, integrator);
  run_to(sim, 1);
  const aps_view p = borrow(sim, APS_X, 0);
  double sum = 0;
  for (int64_t i = 0; i < p.n; i++)
    sum += pow(distance(&p, i, truth[0][i], truth[1][i], truth[2][i]), 2);
  sum = sqrt(sum / (double)p.n);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return sum;
}

/* Least-squares slope of log2(error) over log2(step) from three halvings: with half the wanted step
 * each row moves up by one rung, except where rounding up to a rung or the limit of growth
 * intervenes; such rows change the error by some ten per cent, 0.2 of the slope. */
static void check_order(const char *format, const double *eta, int n, double order) {
  double sum = 0, weight = 0;
  for (int k = 0; k < n; k++) {
    char text[128];
    snprintf(text, sizeof text, format, eta[k]);
    const double error = cluster_error(text), at = k - (n - 1) / 2.0;
    printf("     %s: error %.3e\n", text, error);
    sum -= at * log2(error);
    weight += at * at;
  }
  printf("     order %.3f\n", sum / weight);
  CHECK_NEAR(sum / weight, order, 0.3);
}

static void test_leapfrog_blocks_are_second_order(void) {
  check_order("name: leapfrog, eta: %g, steps: block",
              (double[]){0.4, 0.2, 0.1, 0.05, 0.025, 0.0125, 0.00625}, 7, 2);
  check_order("name: leapfrog, eta: %g, steps: block, criterion: tidal",
              (double[]){0.04, 0.02, 0.01, 0.005}, 4, 2);
}
static void test_hermite_blocks_are_fourth_order(void) {
  check_order("name: hermite, eta: %g, steps: block", (double[]){0.04, 0.01, 0.0025, 0.000625}, 4,
              4);
}

/* ---- energy at a given cost
 * ------------------------------------------------------------------------ */

typedef struct {
  double evaluations, error; /* rms over 20 times of the relative energy error */
} cost;

static cost evolve(const char *particles, double t_end, const char *integrator, double eta,
                   int seed) {
  enum { TIMES = 20 };
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim =
      simulate(ctx,
               "%sintegrator: {%s, eta: %.17g}\n"
               "run: {t_end: %g, device: cpu, precision: double, threads: 1, seed: %d}\n" QUIET,
               particles, integrator, eta, t_end, seed);
  const double start = measure(sim).total;
  cost c = {0};
  double looked = aps_sim_stats(sim)->evaluations;
  for (int k = 1; k <= TIMES; k++) {
    run_to(sim, t_end * k / TIMES);
    const double before = aps_sim_stats(sim)->evaluations;
    const double error = (measure(sim).total - start) / start;
    looked += aps_sim_stats(sim)->evaluations - before; /* potentials for this test alone */
    c.error += error * error / TIMES;
  }
  c.evaluations = aps_sim_stats(sim)->evaluations - looked;
  c.error = sqrt(c.error);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return c;
}

/* Geometric means over three seeds and three eta: one run's error is a matter of luck, a factor of
 * two either way, so a mean of nine is good to 30 %. */
static cost average(const char *particles, double t_end, const char *integrator,
                    const double eta[3]) {
  enum { SEEDS = 3, RUNS = 3 * SEEDS };
  cost mean = {0};
  for (int k = 0; k < RUNS; k++) {
    const cost c = evolve(particles, t_end, integrator, eta[k % 3], 1 + k / 3);
    mean.evaluations += log(c.evaluations) / RUNS;
    mean.error += log(c.error) / RUNS;
  }
  mean.evaluations = exp(mean.evaluations), mean.error = exp(mean.error);
  printf("     %-32s %8.1f evaluations, energy error %.2e\n", integrator, mean.evaluations,
         mean.error);
  return mean;
}

/* Evaluations of shared steps over those of block steps at equal energy error, where the error of
 * either goes as evaluations^-order. */
static double gain(const char *particles, double t_end, const char *name, const double eta_block[3],
                   const double eta_shared[3], int order) {
  char text[64];
  snprintf(text, sizeof text, "%s, steps: block", name);
  const cost block = average(particles, t_end, text, eta_block);
  snprintf(text, sizeof text, "%s, steps: shared", name);
  const cost shared = average(particles, t_end, text, eta_shared);
  const double g =
      shared.evaluations / block.evaluations * pow(shared.error / block.error, 1.0 / order);
  printf("     %.2f times fewer evaluations at equal energy error\n", g);
  return g;
}

/* Two galaxies, each a Hernquist sphere with a compact bulge of a tenth of its mass, fall together.
 */
static const char merger[] = "particles:\n"
                             "  - {model: hernquist, n: 350, mass: 0.9, position: [-2, 0.5, 0], "
                             "velocity: [0.3, 0, 0], softening: 0.05}\n"
                             "  - {model: hernquist, n: 50, mass: 0.1, scale: 0.03, position: [-2, "
                             "0.5, 0], velocity: [0.3, 0, 0], softening: 0.01}\n"
                             "  - {model: hernquist, n: 350, mass: 0.9, position: [2, -0.5, 0], "
                             "velocity: [-0.3, 0, 0], softening: 0.05}\n"
                             "  - {model: hernquist, n: 50, mass: 0.1, scale: 0.03, position: [2, "
                             "-0.5, 0], velocity: [-0.3, 0, 0], softening: 0.01}\n"
                             "forces: [{law: plummer, solver: direct}]\n";

static void test_a_merger_takes_three_times_fewer_evaluations(void) {
  CHECK(gain(merger, 4, "name: leapfrog", (double[]){0.28, 0.2, 0.14}, (double[]){0.56, 0.4, 0.28},
             2) > 3);
}

/* Where all accelerations are much alike there is little to gain, but nothing to lose either: the
 * means are good to 30 %, half of which enters the cost. */
static void test_smooth_problems_cost_no_more(void) {
  static const struct {
    const char *name, *particles;
    double t_end;
  } problem[] = {{"Hernquist sphere",
                  "particles: [{model: hernquist, n: 300}]\nforces: [{law: plummer, solver: "
                  "direct, softening: 0.2}]\n",
                  20},
                 {"cold collapse",
                  "particles: [{model: uniform_sphere, n: 400, virial: 0}]\nforces: [{law: "
                  "plummer, solver: direct, "
                  "softening: 0.1}]\n",
                  3},
                 {"collision",
                  "particles:\n"
                  "  - {model: plummer, n: 200, position: [-1.5, 0.3, 0], velocity: [0.4, 0, 0]}\n"
                  "  - {model: plummer, n: 200, position: [1.5, -0.3, 0], velocity: [-0.4, 0, 0]}\n"
                  "forces: [{law: plummer, solver: direct, softening: 0.1}]\n",
                  6}};
  for (int k = 0; k < 3; k++) {
    printf("     %s\n", problem[k].name);
    CHECK(gain(problem[k].particles, problem[k].t_end, "name: leapfrog",
               (double[]){0.14, 0.1, 0.07}, (double[]){0.14, 0.1, 0.07}, 2) > 0.85);
  }
}

/* An unsoftened cluster: a few close pairs make the steps of all others short. */
static void test_hermite_blocks_take_four_times_fewer_evaluations(void) {
  CHECK(gain("particles: [{model: plummer, n: 150}]\nforces: [{law: newton, solver: direct}]\n",
             0.5, "name: hermite", (double[]){0.04, 0.02, 0.01}, (double[]){0.04, 0.02, 0.01},
             4) > 4);
}

/* ---- criteria, counting, threads, refusals
 * ----------------------------------------------------------- */

/* Without softening the dynamical time sets the step. Ellipse of e = 0.9: half of it spent where
 * the step is 80 times that of pericentre. 10 periods err by the order of eta^2 times their number;
 * 1e-3 is some ten times what is measured. */
static void test_the_tidal_criterion_follows_an_unsoftened_orbit(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(
      ctx, "particles: [{model: two_body, e: 0.9}]\nforces: [{law: newton, solver: direct}]\n"
           "integrator: {eta: 0.01, steps: block, criterion: tidal}\n"
           "run: {t_end: 60, device: cpu, precision: double, threads: 1}\n" QUIET);
  const double start = measure(sim).total;
  run_to(sim, 60);
  const double error = measure(sim).total / start - 1, n = aps_sim_stats(sim)->evaluations;
  printf("     %.0f evaluations, energy error %.2e\n", n, error);
  CHECK_NEAR(error, 0, 2e-3);
  CHECK(
      n <
      60 * 2000); /* the pericentre's step for all of it: 0.01 sqrt(0.1^3), 3000 per unit of time */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* On a line the acceleration of each body passes through 0 again and again. No step is shorter than a 12th of the shortest
 * eta sqrt(eps / |a|): a fifth, or, where a has just passed 0, s = cbrt(dt^2 s / 4) / 2 = dt / 5.7, and a rung is up to half
 * of that. Accelerations are seen at the ends of blocks alone; in between they may be four times as large. */
static void test_bodies_on_a_line_take_steps_of_their_softening(void) {
  const double eps = 0.01, eta = 0.2, unit = 0.125;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: uniform_sphere, n: 300}]\nforces: [{law: plummer, solver: direct, softening: %g}]\n"
                          "integrator: {eta: %g, dt_max: %g, steps: block}\nrun: {t_end: 1, device: cpu, precision: double, threads: 1}\n" QUIET,
                          eps, eta, unit);
  aps_view v = borrow(sim, APS_X | APS_V, APS_X | APS_V);
  for (int64_t i = 0; i < v.n; i++) v.y[i] = v.z[i] = v.vx[i] = v.vy[i] = v.vz[i] = 0;
  double most = 0;
  int deepest = 0;
  while (aps_time(sim) < 0.5) {
    CHECK_OK(ctx, aps_step(sim));
    v = borrow(sim, APS_A | APS_RUNG, 0);
    for (int64_t i = 0; i < v.n; i++) most = fmax(most, fabs(v.ax[i])), deepest = v.rung[i] > deepest ? v.rung[i] : deepest;
  }
  const double shortest = eta * sqrt(eps / (4 * most)) / 12, step = ldexp(unit, -deepest);
  printf("     shortest step %.3g, where %.3g is the least\n", step, shortest);
  CHECK(step >= shortest);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Direct summation counts n pairs per active row: evaluations = pairs / n^2. */
static void test_evaluations_are_the_sum_over_active_lists(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(
      ctx, "%sintegrator: {eta: 0.2}\nrun: {t_end: 1, device: cpu, threads: 1}\n" QUIET, merger);
  run_to(sim, 1);
  const aps_stats *s = aps_sim_stats(sim);
  const double n = (double)aps_count(sim);
  CHECK_NEAR(s->evaluations, s->interactions / (n * n), 1e-10 * s->evaluations);
  CHECK(s->evaluations > 5 && s->evaluations != floor(s->evaluations));
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* 24 000 rows: enough that the CPU backend deals them out to threads. */
static void test_the_bits_do_not_depend_on_threads(void) {
  aps_sim *first = NULL;
  aps_ctx *ctx = aps_ctx_create();
  for (int threads = 1; threads <= 4; threads++) {
    aps_sim *sim =
        simulate(ctx,
                 "particles:\n"
                 "  - {model: plummer, n: 23600}\n"
                 "  - {model: plummer, n: 400, mass: 0.1, scale: 0.05, softening: 0.02}\n"
                 "forces: [{law: plummer, solver: direct, softening: 0.2}]\n"
                 "integrator: {eta: 0.4}\n"
                 "run: {t_end: 1, device: cpu, threads: %d}\n" QUIET,
                 threads);
    CHECK_OK(ctx, aps_step_by(sim, 0.0625));
    const double n = aps_sim_stats(sim)->evaluations;
    CHECK(n > 1 && n != floor(n));
    if (first) CHECK(same_bits(first, sim));
    if (first)
      aps_free(&sim);
    else
      first = sim;
  }
  aps_free(&first);
  aps_ctx_free(&ctx);
}

static void refused(const char *keys, const char *error, const char *hint) {
  char text[512];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  snprintf(text, sizeof text,
           "particles: [{model: plummer, n: 8}]\nforces: [{law: plummer, solver: direct, "
           "softening: 0.1}]\n"
           "integrator: {%s}\nrun: {t_end: 1, device: cpu, threads: 1}\n" QUIET,
           keys);
  CHECK(aps_create(ctx, "c.yaml", text, NULL, 0, &sim) == APS_ECONFIG && sim == NULL);
  if (!strstr(aps_ctx_error(ctx), error) || !strstr(aps_ctx_hint(ctx), hint))
    printf("  %s: %s\n  hint: %s\n", keys, aps_ctx_error(ctx), aps_ctx_hint(ctx));
  CHECK(strstr(aps_ctx_error(ctx), error) && strstr(aps_ctx_hint(ctx), hint));
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_bad_keys_are_refused(void) {
  refused("dt: 0.1, steps: block", "c.yaml:3: integrator.steps: block needs an eta", "eta: 0.02");
  refused("name: yoshida4, eta: 0.1, steps: block",
          "integrator.steps: this integrator has shared steps only", "leapfrog");
  refused("eta: 0.1, steps: sometimes", "must be auto, shared or block, got sometimes", "");
  refused("eta: 0.1, steps: shared, criterion: tidal", "integrator.criterion", "steps: block");
  refused("dt: 0.1, criterion: jerk", "integrator.criterion", "steps: block");
  refused("eta: 0.1, criterion: tide", "integrator.criterion", "tidal");
  refused("name: hermite, eta: 0.1, criterion: tidal", "criterion", "");
}

static void test_auto_means_block_where_it_can(void) {
  static const struct {
    const char *keys;
    int block;
  } of[] = {{"eta: 0.2", 1},
            {"eta: 0.2, steps: shared", 0},
            {"name: hermite, eta: 0.02", 0},
            {"name: hermite, eta: 0.02, steps: block", 1},
            {"name: rk4, eta: 0.2", 0}};
  for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: hernquist, n: 40}]\nforces: [{law: plummer, "
                            "solver: direct, softening: 0.1}]\n"
                            "integrator: {%s}\nrun: {t_end: 1, device: cpu, threads: 1}\n" QUIET,
                            of[k].keys);
    CHECK_OK(ctx, aps_run(sim, 1));
    const double n = aps_sim_stats(sim)->evaluations;
    CHECK((n != floor(n)) == of[k].block);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(test_a_leapfrog_block_on_one_rung_has_the_bits_of_shared_steps);
  CHECK_RUN(test_a_hermite_block_on_one_rung_has_the_bits_of_shared_steps);
  CHECK_RUN(test_a_block_on_rung_two_is_four_shared_steps);
  CHECK_RUN(test_leapfrog_blocks_are_second_order);
  CHECK_RUN(test_hermite_blocks_are_fourth_order);
  CHECK_RUN(test_a_merger_takes_three_times_fewer_evaluations);
  CHECK_RUN(test_smooth_problems_cost_no_more);
  CHECK_RUN(test_hermite_blocks_take_four_times_fewer_evaluations);
  CHECK_RUN(test_the_tidal_criterion_follows_an_unsoftened_orbit);
  CHECK_RUN(test_bodies_on_a_line_take_steps_of_their_softening);
  CHECK_RUN(test_evaluations_are_the_sum_over_active_lists);
  CHECK_RUN(test_the_bits_do_not_depend_on_threads);
  CHECK_RUN(test_bad_keys_are_refused);
  CHECK_RUN(test_auto_means_block_where_it_can);
  return CHECK_RESULT();
}
