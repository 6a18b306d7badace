/* Plummer models that others made (nbabel.org): kinetic energy 1/4, potential energy -1/2 in
 * Henon's units. */
#include "physics.h"
#include <unistd.h>

static char path[1024];

static const char *shared(const char *file) {
  const char *data = getenv("APSIS_SHARED_DATA");
  snprintf(path, sizeof path, "%s/nbabel/%s", data && *data ? data : "../shared/data", file);
  return path;
}

static aps_sim *load(aps_ctx *ctx, const char *file, const char *precision) {
  return simulate(ctx,
                  "particles: [{file: \"%s\"}]\n"
                  "forces: [{law: newton, solver: direct}]\n"
                  "integrator: {name: leapfrog, dt: 0.001}\n"
                  "run: {t_end: 1, device: cpu, precision: %s}\n",
                  shared(file), precision);
}

/* The makers scaled the models to these energies, to rounding. In mixed precision each pair's 1/r
 * is a float, right to 2^-23 = 1.2e-7, with errors that need not average out: the approximate root
 * may be one-sided. */
static void check_energies(const char *file, int64_t n, const char *precision, double tolerance) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = load(ctx, file, precision);
  const totals t = measure(sim);
  printf("     %s, %s: K = %.15f, U = %.15f\n", file, precision, t.kinetic, t.potential);
  CHECK(aps_count(sim) == n);
  CHECK_NEAR(t.kinetic, 0.25, tolerance);
  CHECK_NEAR(t.potential, -0.5, tolerance);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_input1k(void) { check_energies("input1k", 1024, "double", 1e-12); }
static void test_input16k(void) { check_energies("input16k", 16384, "double", 1e-12); }
static void test_input16k_in_mixed_precision(void) {
  check_energies("input16k", 16384, "mixed", 0.5 * 1.2e-7);
}

int main(void) {
  if (access(shared("input16k"), R_OK) != 0) {
    printf("skipped: no %s\n", path);
    return CHECK_SKIP;
  }
  CHECK_RUN(test_input1k);
  CHECK_RUN(test_input16k);
  CHECK_RUN(test_input16k_in_mixed_precision);
  return CHECK_RESULT();
}
