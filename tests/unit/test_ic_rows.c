/* Models that list their bodies, and the ring of tracers. */
#include "../physics/physics.h"

static aps_view build(aps_ctx *ctx, const char *particles, aps_sim **sim) {
  *sim = simulate(ctx,
                  "particles: %s\nforces: [{law: newton, solver: direct}]\n"
                  "integrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1, device: cpu}\n",
                  particles);
  return borrow(*sim, APS_X | APS_V | APS_MASS, 0);
}

static void test_bodies_stand_where_they_are_told(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim;
  const aps_view v =
      build(ctx, "[{model: bodies, rows: [\"1 2 3 4 5 6 7\", \" 0,-1e-3, 0.5,0,1,0,-2 \"]}]", &sim);
  CHECK(v.n == 2 && v.mass[0] == 1 && v.x[0] == 2 && v.z[0] == 4 && v.vx[0] == 5 && v.vz[0] == 7);
  CHECK(v.mass[1] == 0 && v.x[1] == -1e-3 && v.y[1] == 0.5 && v.vy[1] == 0 && v.vz[1] == -2);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Kepler's elements come back from the state: semi-major axis from the energy, eccentricity,
 * inclination and node from angular momentum and Laplace's vector, mean anomaly from Kepler's
 * equation. */
static void test_orbits_have_the_elements_asked_for(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim;
  const double a = 2.5, e = 0.6, tilt = 30, L = 200, varpi = 110, node = 40, deg = PI / 180;
  const aps_view v =
      build(ctx, "[{model: orbits, central: 3, rows: [\"0.5 2.5 0.6 30 200 110 40\"]}]", &sim);
  const double x[3] = {v.x[1] - v.x[0], v.y[1] - v.y[0], v.z[1] - v.z[0]}, GM = 3.5;
  const double u[3] = {v.vx[1] - v.vx[0], v.vy[1] - v.vy[0], v.vz[1] - v.vz[0]};
  const double h[3] = {x[1] * u[2] - x[2] * u[1], x[2] * u[0] - x[0] * u[2],
                       x[0] * u[1] - x[1] * u[0]};
  const double r = sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2]),
               u2 = u[0] * u[0] + u[1] * u[1] + u[2] * u[2];
  const double h1 = sqrt(h[0] * h[0] + h[1] * h[1] + h[2] * h[2]);
  CHECK_NEAR(1 / (2 / r - u2 / GM), a, 1e-12);
  CHECK_NEAR(h1 * h1 / GM, a * (1 - e * e), 1e-12);
  CHECK_NEAR(acos(h[2] / h1), tilt * deg, 1e-12);
  CHECK_NEAR(atan2(h[0], -h[1]), node * deg, 1e-12);
  const double E = atan2((x[0] * u[0] + x[1] * u[1] + x[2] * u[2]) / sqrt(GM * a), 1 - r / a);
  CHECK_NEAR(E - e * sin(E), (L - varpi) * deg, 1e-12);
  double c[3];
  for (int k = 0; k < 3; k++)
    c[k] = (u[(k + 1) % 3] * h[(k + 2) % 3] - u[(k + 2) % 3] * h[(k + 1) % 3]) / GM - x[k] / r;
  CHECK_NEAR(c[2], e * sin(tilt * deg) * sin((varpi - node) * deg), 1e-12);
  CHECK_NEAR(3 * v.x[0] + 0.5 * v.x[1], 0, 1e-14); /* barycentre at rest */
  CHECK_NEAR(3 * v.vy[0] + 0.5 * v.vy[1], 0, 1e-14);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_ring_is_flat_round_and_evenly_filled(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim;
  const aps_view v = build(ctx,
                           "[{model: ring, n: 400, central: 4, inner: 1, outer: 2}, {model: "
                           "bodies, rows: [\"4 0 0 0 0 0 0\"]}]",
                           &sim);
  double sum = 0;
  for (int i = 0; i < 400; i++) {
    const double r = hypot(v.x[i], v.y[i]), out = v.x[i] * v.vx[i] + v.y[i] * v.vy[i];
    CHECK(v.mass[i] == 0 && v.z[i] == 0 && r >= 1 && r <= 2);
    CHECK_NEAR(v.vx[i] * v.vx[i] + v.vy[i] * v.vy[i], 4 / r, 1e-12);
    CHECK_NEAR(out, 0, 1e-12);
    CHECK(v.x[i] * v.vy[i] - v.y[i] * v.vx[i] > 0);
    sum += r * r / 400;
  }
  CHECK_NEAR(sum, 2.5, 0.01); /* uniform in r^2 between 1 and 4, one in each 400th */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_each_body_has_its_radius(void) {
  static const struct {
    const char *entry;
    double radius[2];
  } cases[] = {{"model: bodies, rows: [\"1 0 0 0 0 0 0\", \"1 9 0 0 0 0 0\"], body_radii: [0.5, 0.25]", {0.5, 0.25}},
               {"model: orbits, rows: [\"0 1 0 0 0 0 0\"], body_radii: [0.1, 0.01]", {0.1, 0.01}},
               {"model: orbits, rows: [\"0 1 0 0 0 0 0\"], body_radius: 0.2", {0.2, 0.2}}};
  for (int k = 0; k < 3; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    aps_view v;
    char text[512];
    snprintf(text, sizeof text,
             "particles: [{%s}]\nintegrator: {dt: 0.1}\ncollisions: {outcome: merge}\nrun: {t_end: 1, device: cpu}\n",
             cases[k].entry);
    CHECK_OK(ctx, aps_create(ctx, "test", text, NULL, 0, &sim));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_RADIUS, 0, &v));
    CHECK(v.n == 2 && v.radius[0] == cases[k].radius[0] && v.radius[1] == cases[k].radius[1]);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

static void test_wrong_rows_are_named(void) {
  static const char *const bad[][2] = {
      {"model: bodies, rows: []", "rows"},
      {"model: bodies", "rows"},
      {"model: bodies, rows: [\"1 2 3\"]", "7 numbers"},
      {"model: bodies, rows: [\"1 2 3 4 5 6 x\"]", "7 numbers"},
      {"model: bodies, rows: [\"1 2 3 4 5 6 7 8\"]", "7 numbers"},
      {"model: bodies, rows: [\"1 0 0 0 0 0 1e999\"]", "7 numbers"},
      {"model: bodies, rows: [\"1 0 0 0 0 0 0\", \"-1 0 0 0 0 0 0\"]", "rows[1]"},
      {"model: orbits, rows: [\"0 1 1 0 0 0 0\"]", "e = 1"},
      {"model: orbits, rows: [\"0 -1 0 0 0 0 0\"]", "a = -1"},
      {"model: orbits, rows: [\"0 1 1.5 0 0 0 0\"]", "e = 1.5"},
      {"model: bodies, rows: [\"1 0 0 0 0 0 0\"], body_radii: [0.1, 0.2]", "body_radii: must be 1 numbers, got 2"},
      {"model: orbits, rows: [\"0 1 0 0 0 0 0\"], body_radii: [0.1, -0.2]", "body_radii[1]: must be >= 0"},
      {"model: isothermal, scale: 1e-150", "isothermal: scale: the distribution function leaves the range"},
      {"model: isothermal, scale: 1e150", "isothermal: scale"},
      {"model: nfw, scale: 1e-150", "nfw: scale"},
      {"model: nfw, scale: 1e150", "nfw: scale"},
      {"model: ring, inner: 2, outer: 1", "inner"}};
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = NULL;
    char text[512];
    snprintf(text, sizeof text,
             "particles: [{%s}]\nforces: [{law: newton}]\nintegrator: {name: leapfrog, dt: 0.1}\n"
             "run: {t_end: 1, device: cpu}\n",
             bad[k][0]);
    CHECK(aps_create(ctx, "test", text, NULL, 0, &sim) == APS_ECONFIG);
    CHECK(strstr(aps_ctx_error(ctx), bad[k][1]) != NULL);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

int main(void) {
  CHECK_RUN(test_bodies_stand_where_they_are_told);
  CHECK_RUN(test_orbits_have_the_elements_asked_for);
  CHECK_RUN(test_ring_is_flat_round_and_evenly_filled);
  CHECK_RUN(test_each_body_has_its_radius);
  CHECK_RUN(test_wrong_rows_are_named);
  return CHECK_RESULT();
}
