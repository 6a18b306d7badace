/* Plummer's and Hernquist's spheres stay as they were made, over several crossing times. */
#include "physics.h"

enum { N = 1024, RADII = 3 };
static const double fraction[RADII] = {0.1, 0.5, 0.9};

/* 2K over Clausius's virial |sum m x.a|: for softened forces this, not the potential energy,
 * balances 2K. */
static double virial_ratio(aps_sim *sim) {
  if (aps_forces_current(sim, APS_A) != APS_OK) exit(1);
  const aps_view p = borrow(sim, APS_X | APS_V | APS_A | APS_MASS, 0);
  double twice_kinetic = 0, clausius = 0;
  for (int64_t i = 0; i < p.n; i++) {
    twice_kinetic += p.mass[i] * (p.vx[i] * p.vx[i] + p.vy[i] * p.vy[i] + p.vz[i] * p.vz[i]);
    clausius += p.mass[i] * (p.x[i] * p.ax[i] + p.y[i] * p.ay[i] + p.z[i] * p.az[i]);
  }
  return twice_kinetic / -clausius;
}

typedef struct {
  double start[RADII], mean[RADII], virial_start, virial_mean, energy;
} history;

/* Samples once per time unit until t_end; the start is not in the mean. */
static history follow(const char *model, double t_end) {
  enum { PER_UNIT = 50 };
  history h = {0};
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: %s, n: %d}]\n"
                          "forces: [{law: plummer, softening: 0.05, solver: direct}]\n"
                          "integrator: {name: leapfrog, dt: %.17g}\n"
                          "run: {t_end: %g, device: cpu, seed: 3}\n",
                          model, N, 1.0 / PER_UNIT, t_end);
  const double energy = measure(sim).total;
  double c[3];
  h.virial_start = virial_ratio(sim);
  middle(sim, c);
  lagrangian_radii(sim, c, RADII, fraction, h.start);
  for (int k = 0; k < t_end; k++) {
    steps(sim, PER_UNIT);
    double r[RADII];
    middle(sim, c);
    lagrangian_radii(sim, c, RADII, fraction, r);
    for (int i = 0; i < RADII; i++) h.mean[i] += r[i] / t_end;
    h.virial_mean += virial_ratio(sim) / t_end;
  }
  h.energy = measure(sim).total / energy - 1;
  printf("     %s: 2K/W %.4f, mean %.4f; energy %.2g\n", model, h.virial_start, h.virial_mean,
         h.energy);
  for (int i = 0; i < RADII; i++)
    printf("     r%.0f: %.4f, mean %.4f\n", 100 * fraction[i], h.start[i], h.mean[i]);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return h;
}
/* The radius that holds a fraction p of N particles scatters by sqrt(p (1 - p) / N) / (dM/dr). The
 * sample of the start and its later average must both lie within four of those about the model's;
 * relaxation over t = 12 or 20, against a relaxation time of some 30 with this N and softening, and
 * the softening itself, (0.05 / 0.6)^2, stay below one. */
static void check_radii(const history *h, const double *model, const double *slope) {
  for (int k = 0; k < RADII; k++) {
    const double error = sqrt(fraction[k] * (1 - fraction[k]) / N) / slope[k];
    CHECK_NEAR(h->start[k], model[k], 4 * error);
    CHECK_NEAR(h->mean[k], model[k], 4 * error);
  }
}

/* 2K of the start scatters by 0.9 / sqrt(N) = 3 %, the virial by less: 13 % is four of both. The
 * mean over time tends to 1 as 1 / t (the virial theorem, d^2 I / dt^2 averages out): 3 % is one
 * start's error over three crossing times. */
static void check_virial(const history *h) {
  CHECK_NEAR(h->virial_start, 1, 0.13);
  CHECK_NEAR(h->virial_mean, 1, 0.03);
}

/* Henon's units: a = 3 pi / 16, crossing time 2.8, 600 steps. Energy: a star of speed 0.5 crosses a
 * softening length in five steps, an encounter that leapfrog follows to (1/5)^2 / 24 of the pair's
 * energy m^2 / eps; with every star in one such encounter at a time that is N (1/N^2) / 0.05 / 600
 * = 3.3e-5, of the total 1/4 1.3e-4. */
static void test_plummer_stays_in_equilibrium(void) {
  const history h = follow("plummer", 12);
  const double a = 3 * PI / 16, model[RADII] = {0.3087, 0.7686, 2.1837};
  double slope[RADII];
  for (int k = 0; k < RADII; k++)
    slope[k] = 3 * model[k] * model[k] / pow(a, 3) * pow(1 + model[k] * model[k] / (a * a), -2.5);
  check_radii(&h, model, slope);
  check_virial(&h);
  CHECK_NEAR(h.energy, 0, 1.3e-4);
}

/* G = M = a = 1, cut at 100: r = a s / (1 - s), s = sqrt(p) 100/101; dynamical time at r50 about 5.
 */
static void test_hernquist_stays_in_equilibrium(void) {
  const history h = follow("hernquist", 20);
  double model[RADII], slope[RADII];
  for (int k = 0; k < RADII; k++) {
    const double s = sqrt(fraction[k]) * 100 / 101;
    model[k] = s / (1 - s);
    slope[k] = 2 * model[k] * pow(1 + model[k], -3) * pow(1.01, 2);
  }
  check_radii(&h, model, slope);
  check_virial(&h);
  CHECK_NEAR(h.energy, 0, 1.3e-4);
}

int main(void) {
  CHECK_RUN(test_plummer_stays_in_equilibrium);
  CHECK_RUN(test_hernquist_stays_in_equilibrium);
  return CHECK_RESULT();
}
