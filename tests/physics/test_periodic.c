/* Gravity in a periodic box: a plane wave in a cold uniform medium grows as cosh(sqrt(4 pi G rho)
 * t) (Jeans; Peebles 1980, section 16), a lattice at rest stays at rest, energy is kept, and the
 * box has no preferred corner. */
#include "physics.h"

enum { EDGE = 8, N = EDGE * EDGE * EDGE };
static const double amplitude = 1e-5;

static aps_sim *medium(aps_ctx *ctx, const char *solver, double shift, double wave) {
  aps_sim *sim = simulate(
      ctx,
      "particles: [{model: uniform_sphere, n: %d, radius: 0.4, position: [0.5, 0.5, 0.5]}]\n"
      "forces: [{law: newton, solver: %s}]\n"
      "box: {boundary: periodic, size: [1, 1, 1]}\n"
      "integrator: {name: leapfrog, dt: 0.01}\n"
      "run: {t_end: 1, device: cpu, precision: double}\n",
      N, solver);
  const aps_view v = borrow(sim, 0, APS_X | APS_V | APS_MASS);
  for (int i = 0; i < N; i++) {
    const double x = (i % EDGE + 0.5) / EDGE;
    const double at = x + wave * cos(2 * PI * x) + shift;
    v.x[i] = at - floor(at), v.y[i] = (i / EDGE % EDGE + 0.5) / EDGE,
    v.z[i] = (i / (EDGE * EDGE) + 0.5) / EDGE;
    v.vx[i] = v.vy[i] = v.vz[i] = 0, v.mass[i] = 1.0 / N;
  }
  return sim;
}

/* The wave's amplitude, and how far particles are off a plane wave. */
static double wave_of(aps_sim *sim, double shift, double *off) {
  const aps_view v = borrow(sim, APS_X | APS_ID, 0);
  double sum = 0, most = 0;
  for (int turn = 0; turn < 2; turn++)
    for (int i = 0; i < N; i++) {
      const double x = ((double)((v.id[i] - 1) % EDGE) + 0.5) / EDGE, d = v.x[i] - x - shift, moved = d - rint(d);
      if (turn == 0)
        sum += 2.0 / N * moved * cos(2 * PI * x);
      else
        most = fmax(most, fabs(moved - sum * cos(2 * PI * x)));
    }
  *off = most;
  return sum;
}

static void a_wave_grows(void) {
  aps_ctx *ctx = aps_ctx_create();
  for (int k = 0; k < 2; k++) {
    const double shift = k * 0.43;
    double off;
    aps_sim *sim = medium(ctx, "direct", shift, amplitude);
    const totals before = measure(sim);
    steps(sim, 50);
    const double grown = wave_of(sim, shift, &off) / amplitude, expected = cosh(sqrt(4 * PI) * 0.5);
    printf("     amplitude after t = 0.5: %.5f times, theory of the continuous medium %.5f\n",
           grown, expected);
    CHECK_NEAR(grown / expected, 1,
               0.03); /* of 8 planes to the wave, and steps of 0.01: some per cent */
    CHECK(off < 1e-3 * grown * amplitude);
    const totals after = measure(sim);
    CHECK_NEAR(after.total, before.total,
               1e-3 * after.kinetic); /* the lattice's own energy is a million times larger */
    aps_free(&sim);
  }
  aps_ctx_free(&ctx);
}

/* The same wave, as steep as its |a| must be for a relative error to mean something: over t = 0.5 it stays linear to a few per
 * cent, and what the multipoles leave of the plane is the accuracy asked for. */
static void a_wave_grows_by_multipoles(void) {
  aps_ctx *ctx = aps_ctx_create();
  const double steep = 2e-3, expected = cosh(sqrt(4 * PI) * 0.5);
  double grown[2], off[2];
  for (int k = 0; k < 2; k++) {
    aps_sim *sim = medium(ctx, k ? "fmm, accuracy: 1e-3" : "direct", 0.43, steep);
    steps(sim, 50);
    grown[k] = wave_of(sim, 0.43, &off[k]) / steep;
    CHECK_NEAR(grown[k] / expected, 1, 0.03);
    aps_free(&sim);
  }
  CHECK_NEAR(grown[1] / grown[0], 1, 1e-3);
  CHECK(off[1] < off[0] + 3e-3 * steep * expected);
  aps_ctx_free(&ctx);
}

/* The energy of a simple cubic lattice: Madelung's constant of a point in a uniform background, for
 * each cell. */
static void a_lattice_rests(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = medium(ctx, "direct", 0.1, 0);
  double off;
  steps(sim, 20);
  CHECK(fabs(wave_of(sim, 0.1, &off)) < 1e-14 && off < 1e-13);
  const double cell = 2.837297479480619 / N * EDGE;
  CHECK_NEAR(measure(sim).potential, 0.5 * cell, 1e-12 * cell);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* One particle feels its images alike from all sides: what is left of their pull is rounding, which must not choose its steps. */
static void one_alone_moves_on(void) {
  static const char *const law[] = {"newton", "plummer, softening: 0.05"}, *const criterion[] = {"jerk", "tidal"}, *const speed[] = {"0.1", "0"};
  for (int k = 0; k < 8; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = simulate(ctx,
                            "particles: [{model: bodies, rows: [\"1 0.1 0.2 0.3 %s 0 0\"]}]\n"
                            "forces: [{law: %s, solver: direct}]\nbox: {boundary: periodic, size: [1, 1, 1]}\n"
                            "integrator: {eta: 0.02, criterion: %s, dt_max: 0.125}\nrun: {t_end: 1, device: cpu}\n",
                            speed[k % 2], law[k / 2 % 2], criterion[k / 4]);
    for (int step = 0; step < 1000 && aps_time(sim) < 1; step++) CHECK_OK(ctx, aps_step(sim));
    CHECK(aps_time(sim) >= 1);
    CHECK_NEAR(borrow(sim, APS_X, 0).x[0], 0.1 + (k % 2 ? 0 : 0.1 * aps_time(sim)), 1e-12);
    CHECK(aps_sim_stats(sim)->evaluations < 1000);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(one_alone_moves_on);
  CHECK_RUN(a_wave_grows);
  CHECK_RUN(a_wave_grows_by_multipoles);
  CHECK_RUN(a_lattice_rests);
  return CHECK_RESULT();
}
