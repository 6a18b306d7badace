/* A cold uniform sphere falls in together and collapses at t = pi/2 sqrt(R^3 / 2GM) = 1.1107 sqrt(R^3 / GM). */
#include "physics.h"

/* R(t) / R = cos^2 b with b + sin(2b) / 2 = pi/2 t / t_ff (Lin, Mestel & Shu 1965). */
static double shrinking(double share_of_free_fall) {
  double low = 0, high = PI / 2;
  for (int k = 0; k < 60; k++) {
    const double b = (low + high) / 2;
    if (b + sin(2 * b) / 2 < PI / 2 * share_of_free_fall) low = b;
    else high = b;
  }
  return cos(low) * cos(low);
}

enum { N = 4000 };
static const double dt = 0.002;

static aps_sim *cold(aps_ctx *ctx) {
  return simulate(ctx,
                  "particles: [{model: uniform_sphere, n: %d}]\n"
                  "forces: [{law: plummer, softening: 0.05, solver: direct}]\n"
                  "integrator: {name: leapfrog, dt: %g}\n"
                  "run: {t_end: 2, device: cpu, seed: 5}\n",
                  N, dt);
}

static double half_radius(aps_sim *sim) {
  const double c[3] = {0}, half = 0.5;
  double r;
  lagrangian_radii(sim, c, 1, &half, &r);
  return r;
}
int main(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = cold(ctx);
  double r0 = half_radius(sim),e0=measure(sim).total;
  double least=1,when=0;
  for (int k = 0; k < 800; k++) {
    steps(sim, 1);
    double t = aps_time(sim), r = half_radius(sim) ;
    if (r < least) least = r, when = t;
    if (k % 50 == 49) printf("%g %g %g  r1 %g\n", t, r / r0, shrinking(t / 1.11072),r0);
  }
  printf("least %g at %g e %g\n", least, when,measure(sim).total/e0-1);
  return 0;
}
