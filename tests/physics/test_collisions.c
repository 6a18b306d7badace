/* Collisions against kinetic theory: how often hard spheres meet, how a gas of them cools; and a planet that sweeps up what
 * gravity brings it. */
#include "physics.h"
#include <math.h>
#include <stdlib.h>

static uint64_t seed = 99;
static double uniform(void) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (double)(seed >> 11) * 0x1p-53;
}
static double normal(void) { return sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform()); }

static double kinetic(aps_sim *sim) {
  const aps_view p = borrow(sim, APS_V | APS_MASS, 0);
  double K = 0;
  for (int64_t i = 0; i < p.n; i++) K += p.mass[i] * (p.vx[i] * p.vx[i] + p.vy[i] * p.vy[i] + p.vz[i] * p.vz[i]) / 2;
  return K;
}

/* A gas in a box of edge 1, mass 1 each, T = 1; spheres of diameter s, on a jittered lattice so that none overlap. */
enum { EDGE = 10, N = EDGE * EDGE * EDGE };
static aps_sim *gas(aps_ctx *ctx, double s, double restitution, double dt) {
  static double column[8][N];
  aps_sim *sim = NULL;
  char text[512];
  for (int i = 0; i < N; i++) {
    const int at[3] = {i % EDGE, i / EDGE % EDGE, i / EDGE / EDGE};
    for (int k = 0; k < 3; k++) {
      column[k][i] = (at[k] + 0.5) / EDGE + (uniform() - 0.5) * (1.0 / EDGE - s);
      column[3 + k][i] = normal();
    }
    column[6][i] = 1, column[7][i] = s / 2;
  }
  double K = 0;
  for (int k = 3; k < 6; k++) {
    double mean = 0;
    for (int i = 0; i < N; i++) mean += column[k][i] / N;
    for (int i = 0; i < N; i++) column[k][i] -= mean, K += column[k][i] * column[k][i] / 2;
  }
  for (int k = 3; k < 6; k++)
    for (int i = 0; i < N; i++) column[k][i] *= sqrt(1.5 * N / K);
  aps_dataset d = {.has = APS_X | APS_V | APS_MASS | APS_RADIUS, .v = {.n = N, .x = column[0], .y = column[1], .z = column[2],
                   .vx = column[3], .vy = column[4], .vz = column[5], .mass = column[6], .radius = column[7]}};
  static uint64_t id[N];
  for (int i = 0; i < N; i++) id[i] = (uint64_t)i + 1;
  d.v.id = id, d.has |= APS_ID;
  snprintf(text, sizeof text,
           "particles: [{given: 0}]\nforces: []\nbox: {boundary: periodic, size: [1, 1, 1]}\nintegrator: {dt: %g}\n"
           "collisions: {outcome: bounce, restitution: %g}\nrun: {t_end: 9}\noutput: {log: none}\n", dt, restitution);
  aps_err err = aps_open_given(ctx, "gas", text, NULL, 0, &d, 1, &sim);
  if (err == APS_OK) err = aps_build(sim);
  if (err != APS_OK) printf("gas: %s\n", aps_ctx_error(ctx)), exit(1);
  return sim;
}

/* Enskog's rate: each sphere meets 4 s^2 n g sqrt(pi T / m) others in a unit of time, with g = (1 - f/2) / (1 - f)^3 at the
 * volume fraction f (Carnahan & Starling 1969, J. Chem. Phys. 51, 635). */
static double rate(double s, double T) {
  const double f = N * PI * s * s * s / 6;
  return 4 * s * s * N * (1 - f / 2) / pow(1 - f, 3) * sqrt(PI * T);
}

/* Some 9000 collisions, so 1 % of sampling; second meetings in one step, 1 %, are delayed to the next. */
static void test_spheres_meet_as_often_as_enskog_says(void) {
  aps_ctx *ctx = aps_ctx_create();
  const double s = 0.035, t = 2;
  aps_sim *sim = gas(ctx, s, 1, 0.001);
  CHECK_OK(ctx, aps_run(sim, 0.1)); /* from the lattice to a fluid */
  const int64_t before = aps_collisions(sim);
  CHECK_OK(ctx, aps_run(sim, 0.1 + t));
  const double met = (double)(aps_collisions(sim) - before), wanted = N / 2.0 * rate(s, 1) * t;
  printf("     %.0f collisions, Enskog %.0f\n", met, wanted);
  CHECK_NEAR(met, wanted, 0.04 * wanted);
  CHECK_NEAR(kinetic(sim), 1.5 * N, 1e-11 * N);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Haff's law: T = T0 / (1 + t / tau)^2, 1 / tau = (1 - e^2) rate / 6 (Haff 1983, J. Fluid Mech. 134, 401), while the gas stays
 * even. */
static void test_an_inelastic_gas_cools_by_haffs_law(void) {
  aps_ctx *ctx = aps_ctx_create();
  const double s = 0.03, e = 0.8, tau = 6 / ((1 - e * e) * rate(s, 1));
  aps_sim *sim = gas(ctx, s, e, 0.002);
  for (double t = tau / 2; t < 2.6 * tau; t += tau / 2) {
    CHECK_OK(ctx, aps_run(sim, t));
    const double T = kinetic(sim) * 2 / 3 / N, wanted = pow(1 + t / tau, -2);
    printf("     t = %.1f tau: T = %.4f, Haff %.4f\n", t / tau, T, wanted);
    CHECK_NEAR(T, wanted, 0.05 * wanted);
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Gravitational focusing: a body of radius R takes in what would pass within R: by energy and angular momentum, b v < R u, with u the
 * speed at its surface. A beam of weightless bodies with speed v at a distance, evenly over a disc that is wider than b. */
static void test_gravity_focuses(void) {
  enum { BEAM = 1000 };
  static double column[8][BEAM + 1];
  static uint64_t id[BEAM + 1];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  const double R = 0.1, v = 1, M = 0.15, far = 10, wide = 0.3;
  for (int i = 0; i < BEAM; i++) {
    const double r = wide * sqrt((i + 0.5) / BEAM), a = 2 * PI * uniform();
    column[0][i] = r * cos(a), column[1][i] = r * sin(a), column[2][i] = -far;
    column[5][i] = v;
  }
  column[6][BEAM] = M, column[7][BEAM] = R;
  for (int i = 0; i <= BEAM; i++) id[i] = (uint64_t)i + 1;
  aps_dataset d = {.has = APS_X | APS_V | APS_MASS | APS_RADIUS | APS_ID, .v = {.n = BEAM + 1, .x = column[0], .y = column[1],
                   .z = column[2], .vx = column[3], .vy = column[4], .vz = column[5], .mass = column[6], .radius = column[7], .id = id}};
  CHECK_OK(ctx, aps_open_given(ctx, "beam",
                               "particles: [{given: 0}]\nforces: [{law: newton, solver: direct}]\nintegrator: {dt: 0.01}\n"
                               "collisions: {outcome: merge}\nrun: {t_end: 40}\noutput: {log: none}\n",
                               NULL, 0, &d, 1, &sim));
  CHECK_OK(ctx, aps_build(sim));
  CHECK_OK(ctx, aps_run(sim, 12));
  const double b2 = R * R * (1 + 2 * M * (1 / R - 1 / far) / (v * v)), wanted = BEAM * b2 / (wide * wide), taken = (double)(BEAM + 1 - aps_count(sim));
  printf("     %.0f taken in, %.0f by focusing, %.0f without\n", taken, wanted, BEAM * R * R / wide / wide);
  CHECK_NEAR(taken, wanted, 2);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* ---- order ---- */

/* Two bodies that fall on each other, unsoftened, with a third not far off, and what they are at t after one bounce. `gap`
 * moves the bounce through the step, which its error depends on. */
enum { THREE = 3, PHASES = 8, HALVINGS = 4 };
typedef struct {
  double x[6 * THREE], energy;
} state;

static state after_a_bounce(double gap, double dt, double third, const char *restitution, double t) {
  aps_ctx *ctx = aps_ctx_create();
  state s = {.energy = 0};
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: bodies, rows: ['1 0 0 0 0 0 0', '0.5 %.17g 0.05 0 0 0.1 0', '%g 0.3 1.2 0.8 0 0 0'], "
                          "body_radii: [0.12, 0.08, 0.01]}]\nforces: [{law: newton, solver: direct, softening: 0}]\n"
                          "integrator: {dt: %.17g}\ncollisions: {outcome: bounce, %s}\nrun: {t_end: 9}\noutput: {log: none}\n",
                          1 + gap, third, dt, restitution);
  CHECK_OK(ctx, aps_build(sim));
  CHECK_OK(ctx, aps_run(sim, t));
  CHECK(aps_collisions(sim) == 1);
  const aps_view p = borrow(sim, APS_X | APS_V | APS_MASS, 0);
  const double *const from[6] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
  for (int i = 0; i < THREE; i++) {
    for (int k = 0; k < 6; k++) s.x[6 * i + k] = from[k][i];
    s.energy += p.mass[i] * (p.vx[i] * p.vx[i] + p.vy[i] * p.vy[i] + p.vz[i] * p.vz[i]) / 2;
    for (int j = 0; j < i; j++) s.energy -= p.mass[i] * p.mass[j] / distance(&p, i, p.x[j], p.y[j], p.z[j]);
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return s;
}

/* Least-squares slope of log2 over HALVINGS halvings of the step. */
static double order(const double error[HALVINGS + 1]) {
  double sum = 0, squares = 0;
  for (int k = 0; k <= HALVINGS; k++) {
    sum -= (k - HALVINGS / 2.0) * log2(error[k]);
    squares += (k - HALVINGS / 2.0) * (k - HALVINGS / 2.0);
  }
  return sum / squares;
}

static const double longest = 0.01;
static double gap_of(int phase) { return 0.0029 * phase; }

/* Root mean square of eight meetings anywhere in a step, for each step length, for the error depends on where: eight leave some 30 %
 * of it to chance, which is 0.1 to 0.2 of the slope of four halvings. */
static void test_an_elastic_bounce_keeps_energy_to_second_order(void) {
  double error[HALVINGS + 1] = {0};
  for (int phase = 0; phase < PHASES; phase++) {
    const double exact = after_a_bounce(gap_of(phase), ldexp(longest, -8), 1e-9, "restitution: 1", 1).energy;
    for (int k = 0; k <= HALVINGS; k++)
      error[k] += pow(after_a_bounce(gap_of(phase), ldexp(longest, -k), 1e-9, "restitution: 1", 1).energy - exact, 2) / PHASES;
  }
  for (int k = 0; k <= HALVINGS; k++) printf("     dt %g: energy off by %.3g\n", ldexp(longest, -k), error[k] = sqrt(error[k]));
  printf("     order %.3f\n", order(error));
  CHECK(order(error) > 1.8);
}

/* Oblique, unequal, inelastic by the speed of the touch, in the field of a third that pulls them unlike: against the same with steps
 * 256 times as short. */
static void test_a_bounce_is_of_second_order_in_the_field_of_others(void) {
  static const char ice[] = "restitution: 0.9, speed: 0.5, exponent: 0.3";
  double error[HALVINGS + 1] = {0};
  for (int phase = 0; phase < PHASES; phase++) {
    const state exact = after_a_bounce(gap_of(phase), ldexp(longest, -8), 1, ice, 0.93);
    for (int k = 0; k <= HALVINGS; k++) {
      const state s = after_a_bounce(gap_of(phase), ldexp(longest, -k), 1, ice, 0.93);
      for (int j = 0; j < 6 * THREE; j++) error[k] += pow(s.x[j] - exact.x[j], 2) / PHASES;
    }
  }
  for (int k = 0; k <= HALVINGS; k++) printf("     dt %g: state off by %.3g\n", ldexp(longest, -k), error[k] = sqrt(error[k]));
  printf("     order %.3f\n", order(error));
  CHECK(order(error) > 1.8);
}

/* ---- rest ---- */

/* A ball let fall from 0.5 on a body 1e6 times as heavy and as large as its distance from the centre: after its bounces it lies there.
 * A ball at rest is kicked by g dt a step, so that the depth of its last bounces is some g dt^2. */
static void test_a_ball_comes_to_rest(void) {
  const double dt = 0.005, g = 1e2 / pow(10, 2);
  for (int k = 0; k < 4; k++) {
    aps_ctx *ctx = aps_ctx_create();
    const double e = (double[]){0.1, 0.3, 0.5, 0.8}[k];
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: bodies, rows: ['100 0 0 0 0 0 0', '1e-6 10.5 0 0 0 0 0'], body_radii: [9.9, 0.1]}]\n"
                            "forces: [{law: newton, solver: direct, softening: 0}]\nintegrator: {dt: %g}\n"
                            "collisions: {outcome: bounce, restitution: %g}\nrun: {t_end: 99}\noutput: {log: none}\n", dt, e);
    CHECK_OK(ctx, aps_build(sim));
    double low = 1, high = 0;
    CHECK_OK(ctx, aps_run(sim, 25));
    for (int i = 1; i <= 1000; i++) {
      steps(sim, 1);
      const aps_view p = borrow(sim, APS_X, 0);
      const double apart = distance(&p, 1, p.x[0], p.y[0], p.z[0]) - 10;
      low = fmin(low, apart), high = fmax(high, apart);
    }
    printf("     e = %g: from %.2g to %.2g g dt^2 above\n", e, low / (g * dt * dt), high / (g * dt * dt));
    CHECK(low > -2 * g * dt * dt && high < 2 * g * dt * dt);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(test_spheres_meet_as_often_as_enskog_says);
  CHECK_RUN(test_an_inelastic_gas_cools_by_haffs_law);
  CHECK_RUN(test_gravity_focuses);
  CHECK_RUN(test_an_elastic_bounce_keeps_energy_to_second_order);
  CHECK_RUN(test_a_bounce_is_of_second_order_in_the_field_of_others);
  CHECK_RUN(test_a_ball_comes_to_rest);
  return CHECK_RESULT();
}
