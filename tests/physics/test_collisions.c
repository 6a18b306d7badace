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

int main(void) {
  CHECK_RUN(test_spheres_meet_as_often_as_enskog_says);
  CHECK_RUN(test_an_inelastic_gas_cools_by_haffs_law);
  CHECK_RUN(test_gravity_focuses);
  return CHECK_RESULT();
}
