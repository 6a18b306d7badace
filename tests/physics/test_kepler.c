/* The Kepler ellipse of eccentricity 0.9 after 10.25 periods, against the solution of Kepler's
 * equation. */
#include "physics.h"

/* Relative position and velocity of the pair (a = G M = 1, start at apocentre on +x) at mean
 * anomaly m after apocentre. Murray & Dermott 1999, eq. 2.41 and 2.42, turned by half a revolution.
 */
static void ellipse(double m, double e, double x[2], double v[2]) {
  const double mean = fmod(m + PI, 2 * PI);
  double u =
      mean < PI ? mean + e : mean - e; /* beyond the root, where Newton's iteration is monotonic */
  for (int k = 0; k < 50; k++) u -= (u - e * sin(u) - mean) / (1 - e * cos(u));
  const double b = sqrt(1 - e * e), rate = 1 / (1 - e * cos(u));
  x[0] = -(cos(u) - e), x[1] = -b * sin(u);
  v[0] = rate * sin(u), v[1] = -rate * b * cos(u);
}

typedef struct {
  double error,
      energy; /* largest error of relative x or v; relative error of the energy -m1 m2 / 2a */
  double x[2], v[2];
} result;

static result after(const char *integrator_keys) {
  const double turns = 10.25, e = 0.9, t_end = turns * 2 * PI;
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = simulate(ctx,
                          "particles: [{model: two_body, m1: 0.75, m2: 0.25, e: %g}]\n"
                          "forces: [{law: newton, solver: direct}]\n"
                          "integrator: {%s}\n"
                          "run: {t_end: %.17g, device: cpu, precision: double, threads: 1}\n",
                          e, integrator_keys, t_end);
  CHECK_OK(ctx, aps_run(sim, t_end));
  const few end = few_now(sim);
  result r = {0};
  double x[2], v[2];
  ellipse(t_end, e, x, v);
  for (int d = 0; d < 2; d++) {
    r.x[d] = (double)(end.q[0][0][d] - end.q[0][1][d]);
    r.v[d] = (double)(end.q[1][0][d] - end.q[1][1][d]);
    r.error = fmax(r.error, fmax(fabs(r.x[d] - x[d]), fabs(r.v[d] - v[d])));
  }
  r.energy = fabs((double)few_energy(&end) / (-0.75 * 0.25 / 2) - 1);
  printf("     {%s}: %lld steps, error %.3g, energy %.3g\n", integrator_keys,
         (long long)aps_steps(sim), r.error, r.energy);
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return r;
}

/* The two runs alone predict the finer one's error (Richardson): |fine - coarse| / (2^order - 1),
 * up to the next term of the series. The exact orbit must lie there: within a fifth of the
 * prediction for the symmetric methods, whose next term is smaller by dt^2. Being right, it must
 * also be small: 1 % of the major axis 2a. */
static result check_richardson(const char *coarse_keys, const char *fine_keys, int order,
                               double slack) {
  const result coarse = after(coarse_keys), fine = after(fine_keys);
  double difference = 0;
  for (int d = 0; d < 2; d++)
    difference =
        fmax(difference, fmax(fabs(fine.x[d] - coarse.x[d]), fabs(fine.v[d] - coarse.v[d])));
  const double predicted = difference / (pow(2, order) - 1);
  CHECK_NEAR(fine.error, predicted, slack * predicted);
  CHECK(fine.error < 0.02);
  return fine;
}

/* Symplectic methods change a and e, and so the energy, only within an orbit: at apocentre the step
 * errs by order (dt / 2 pi (1 + e)^(-3/2))^order, far less than at pericentre, and nothing of the
 * pericentres stays. */
static void test_leapfrog_follows_the_ellipse(void) {
  const result r =
      check_richardson("name: leapfrog, dt: 0.002", "name: leapfrog, dt: 0.001", 2, 0.2);
  CHECK(r.energy < 1e-7);
}
static void test_yoshida4_follows_the_ellipse(void) {
  const result r =
      check_richardson("name: yoshida4, dt: 0.004", "name: yoshida4, dt: 0.002", 4, 0.2);
  CHECK(r.energy < 1e-12);
}
static void test_yoshida6_follows_the_ellipse(void) {
  const result r =
      check_richardson("name: yoshida6, dt: 0.004", "name: yoshida6, dt: 0.002", 6, 0.2);
  CHECK(r.energy < 1e-12);
}

/* Runge-Kutta 4 and Hermite lose energy at each pericentre, by order dt^5 because their leading
 * error is symmetric about it; the phase drifts with it. So the error falls by 2^5 rather than 2^4.
 */
static void test_rk4_follows_the_ellipse(void) {
  check_richardson("name: rk4, dt: 0.004", "name: rk4, dt: 0.002", 5, 0.2);
}
static void test_hermite_follows_the_ellipse(void) {
  check_richardson("name: hermite, dt: 0.002", "name: hermite, dt: 0.001", 5, 0.2);
}

/* dt grows with the root of eta, so a tenth of eta divides the error by 10^2 (order 4) to 10^2.5
 * (order 5), a factor 2 left for the step's own jumps. eta = 0.001 spends 750 steps per orbit where
 * fixed steps need 6000. */
static void test_aarseth_steps_follow_the_ellipse(void) {
  const result coarse = after("name: hermite, eta: 0.001"),
               fine = after("name: hermite, eta: 0.0001");
  CHECK(coarse.error < 1e-5);
  CHECK(coarse.error / fine.error > 50 && coarse.error / fine.error < 640);
}

/* A second iteration makes the step nearly symmetric in time: less energy is lost at the same
 * steps. */
static void test_hermite_iterations_help(void) {
  const result once = after("name: hermite, eta: 0.001");
  const result twice = after("name: hermite, eta: 0.001, iterations: 2");
  CHECK(twice.energy < 0.2 * once.energy);
  CHECK(twice.error < 0.2 * once.error);
}

int main(void) {
  CHECK_RUN(test_leapfrog_follows_the_ellipse);
  CHECK_RUN(test_yoshida4_follows_the_ellipse);
  CHECK_RUN(test_yoshida6_follows_the_ellipse);
  CHECK_RUN(test_rk4_follows_the_ellipse);
  CHECK_RUN(test_hermite_follows_the_ellipse);
  CHECK_RUN(test_aarseth_steps_follow_the_ellipse);
  CHECK_RUN(test_hermite_iterations_help);
  return CHECK_RESULT();
}
