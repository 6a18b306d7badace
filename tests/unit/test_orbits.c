/* Claims about osculating elements: they are those that bodies were placed by, in any orientation; the star is the body that
 * outweighs the others, wherever it stands and moves; the order is by size. */
#include "../../src/apsis.h"
#include "../check.h"

static aps_ctx *ctx;

static aps_err find(const char *config, aps_orbits *out) {
  aps_sim *sim = NULL;
  aps_dataset d;
  aps_err err = aps_create(ctx, "test", config, NULL, 0, &sim);
  if (err == APS_OK) err = aps_snapshot(sim, APS_X | APS_V | APS_MASS | APS_ID, &d);
  if (err == APS_OK) err = aps_orbits_find(ctx, d.v, 1, out);
  aps_free(&sim);
  return err;
}

#define REST "forces: [{law: newton}]\nintegrator: {dt: 1}\nrun: {t_end: 1, device: cpu}\n"

/* m a e I L varpi Omega, as `orbits` places them. */
static void test_elements_come_back(void) {
  static const double q[][7] = {{1e-3, 1, 0.05, 2, 10, 20, 30}, {0, 1.5, 0.9, 179, 300, 20, 350}, {1e-6, 2, 0.3, 90, 181, 359, 0.5},
                                {0, 7, 1e-6, 45, 90, 180, 270}, {1e-4, 40, 0.999, 10, 0.25, 0.125, 200},
                                {1e-3, -2, 1.25, 100, -530, 40, 50}, {0, -5, 3, 20, 725.5, 330, 10}, {1e-5, -6, 1.0009765625, 170, 90, 90, 0.5}};
  enum { N = sizeof q / sizeof *q };
  char text[1024] = "particles: [{model: orbits, central: 2, position: [3, -1, 2], velocity: [0.3, 0, -1], rows: [";
  aps_orbits o;
  for (int k = 0; k < N; k++) {
    char row[200];
    snprintf(row, sizeof row, "%s\"%.17g %.17g %.17g %.17g %.17g %.17g %.17g\"", k ? ", " : "", q[k][0], q[k][1], q[k][2], q[k][3], q[k][4], q[k][5], q[k][6]);
    strcat(text, row);
  }
  strcat(text, "]}]\n" REST);
  CHECK_OK(ctx, find(text, &o));
  CHECK(o.n == N && o.centre == 1 && o.mass == 2);
  for (int k = 0; k < o.n; k++) {
    const aps_orbit *p = &o.orbit[k];
    CHECK(p->id == (uint64_t)k + 2 && p->mass == q[k][0]);
    const double far = q[k][1] > 0 ? 1 : 50; /* of a hyperbola's e, r v^2 / mu, which grows with the distance, is left over */
    CHECK_NEAR(p->a, q[k][1], 1e-12 * fabs(q[k][1] / (1 - q[k][2]))); /* a last bit of v at pericentre counts 1 / (1 - e) times */
    CHECK_NEAR(p->e, q[k][2], 1e-14 * far);
    CHECK_NEAR(p->inclination, q[k][3], 1e-11);
    CHECK_NEAR(p->node, q[k][6], 1e-10);
    CHECK_NEAR(p->varpi, q[k][5], 3e-12 / q[k][2]);
    CHECK_NEAR(p->longitude, q[k][4], 1e-9);
    if (q[k][1] < 0) CHECK(isnan(p->period));
    else CHECK_NEAR(p->period, 2 * 3.14159265358979323846 * sqrt(pow(p->a, 3) / (2 + p->mass)), 1e-12 * p->period);
  }
  aps_orbits_free(ctx, &o);
}

/* A flyby: v2 = 3 at distance 1 of a unit mass, at pericentre: a = 1 / (2 - 3), e = 1 - 1 / a. And a circle flat in the plane. */
static void test_what_is_not_bound_comes_last(void) {
  aps_orbits o;
  CHECK_OK(ctx, find("particles: [{model: bodies, rows: [\"0 0 1 0 -1.7320508075688772 0 0\", \"1 0 0 0 0 0 0\", \"0 -4 0 0 0 -0.5 0\"]}]\n" REST, &o));
  CHECK(o.n == 2 && o.centre == 2 && o.orbit[0].id == 3 && o.orbit[1].id == 1);
  CHECK_NEAR(o.orbit[0].a, 4, 1e-14);
  CHECK_NEAR(o.orbit[0].e, 0, 1e-15);
  CHECK_NEAR(o.orbit[0].longitude, 180, 1e-12);
  CHECK_NEAR(o.orbit[1].a, -1, 1e-14);
  CHECK_NEAR(o.orbit[1].e, 2, 1e-14);
  CHECK_NEAR(o.orbit[1].varpi, 90, 1e-12);
  CHECK_NEAR(o.orbit[1].longitude, 90, 1e-12);
  CHECK(isnan(o.orbit[1].period));
  aps_orbits_free(ctx, &o);
}

static void test_without_a_star_there_are_none(void) {
  aps_orbits o;
  CHECK_OK(ctx, find("particles: [{model: figure8}]\n" REST, &o));
  CHECK(o.n == 0 && o.orbit == NULL);
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_elements_come_back);
  CHECK_RUN(test_what_is_not_bound_comes_last);
  CHECK_RUN(test_without_a_star_there_are_none);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
