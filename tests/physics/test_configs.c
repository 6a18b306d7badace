/* Every ready configuration is valid, steps, and starts from the state its comments promise. */
#include "physics.h"

static char *slurp(const char *path) {
  static char text[1 << 16];
  FILE *f = fopen(path, "rb");
  if (f == NULL) return NULL;
  text[fread(text, 1, sizeof text - 1, f)] = '\0';
  fclose(f);
  return text;
}

/* One step of the problem; what it held before. */
static totals try_config(const char *name, int64_t n) {
  char path[128];
  snprintf(path, sizeof path, "configs/%s.yaml", name);
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = NULL;
  const char *text = slurp(path);
  if (text == NULL ||
      aps_create(ctx, path, text, (const char *[]){"run.device=cpu"}, 1, &sim) != APS_OK) {
    printf("%s: %s\n", path, text ? aps_ctx_error(ctx) : "cannot be read");
    exit(1);
  }
  CHECK(aps_count(sim) == n);
  const totals t = measure(sim);
  CHECK_OK(ctx, aps_step(sim));
  aps_free(&sim);
  aps_ctx_free(&ctx);
  return t;
}

static void test_few_bodies(void) {
  CHECK_NEAR(try_config("kepler", 2).total, -0.0004995, 1e-15);
  CHECK_NEAR(try_config("figure8", 3).total, -1.287141989196420510, 1e-14);
  CHECK_NEAR(try_config("pythagorean", 3).total, -769.0 / 60, 1e-13);
}

/* Sampling: K to 0.9 / sqrt(2048) = 2 % of itself, U by less; four of them. */
static void test_plummer(void) {
  const totals t = try_config("plummer", 2048);
  CHECK_NEAR(t.kinetic, 0.25, 0.25 * 0.08);
  CHECK_NEAR(t.potential, -0.5, 0.5 * 0.08);
}

static void test_cold_collapse(void) {
  const totals t = try_config("cold_collapse", 4096);
  CHECK(t.kinetic == 0);
  CHECK_NEAR(t.potential, -0.6, 0.6 * 0.08); /* -3/5 G M^2 / R; softening takes 1 %, sampling 1 % */
}

static void test_bodies_that_collide(void) {
  CHECK_NEAR(try_config("ring_bounces", 20001).mass, 1 + 1e-6, 1e-12);
  CHECK_NEAR(try_config("planetesimals", 2001).mass, 1.003, 1e-12);
}

/* Matter of the mean density 3 H0^2 omega_m / (8 pi G). */
static void test_cosmology(void) {
  const totals t = try_config("cosmology", 48 * 48 * 48);
  CHECK_NEAR(t.mass, 0.31 * 3 * 67.7 * 67.7 / (8 * PI * 43.0091727) * 50 * 50 * 50, 1e-6 * t.mass);
}

/* Barycentre and momentum of the pair vanish as the comments say, to the digits given there: 32000
 * Msun times 0.0005. */
static void test_collision(void) {
  const totals t = try_config("collision", 8192);
  for (int d = 0; d < 3; d++) {
    CHECK_NEAR(t.p[d], 0, 32000 * 0.0005);
    CHECK_NEAR(t.centre[d], 0, 1e-9);
  }
  CHECK_NEAR(t.mass, 32000, 1e-6);
}

int main(void) {
  CHECK_RUN(test_few_bodies);
  CHECK_RUN(test_plummer);
  CHECK_RUN(test_cosmology);
  CHECK_RUN(test_cold_collapse);
  CHECK_RUN(test_collision);
  CHECK_RUN(test_bodies_that_collide);
  return CHECK_RESULT();
}
