/* Settings changed while a run goes (src/sim/change.c): what follows equals a restart, to the bit; the energy error keeps an
 * honest reference; what cannot be changed is refused by name, and leaves the run as it was. */
#define _GNU_SOURCE /* mkdtemp */
#include "../check.h"
#include "../folders.h"
#include "apsis.h"
#include "core/particles.h"
#include "core/reduce.h"
#include "core/run.h"

static aps_ctx *ctx;
static char folder[] = "/tmp/apsis-change-XXXXXX";

static const char *config(const char *forces, const char *integrator) {
  static char text[600];
  snprintf(text, sizeof text,
           "particles: [{model: plummer, n: 600}]\nforces: [{%s}]\nintegrator: {%s}\nrun: {t_end: 1, device: cpu}\n"
           "output: {log: {every: 0.125}, snapshots: none, picture: none, checkpoint: {every: 1 h}}\n",
           forces, integrator);
  return text;
}

/* A run in folder/name, built; set: one override or NULL. */
static aps_sim *begin(const char *name, const char *text, const char *set, int restart) {
  char directory[200];
  aps_sim *sim = NULL;
  snprintf(directory, sizeof directory, "%s/%s", folder, name);
  CHECK_OK(ctx, aps_open(ctx, "change.yaml", text, &set, set != NULL, &sim));
  if (!sim) exit(1);
  CHECK_OK(ctx, aps_attach(sim, directory, restart));
  CHECK_OK(ctx, aps_build(sim));
  return sim;
}

static void run_to(aps_sim *sim, double t) { CHECK_OK(ctx, aps_run(sim, t)); }

static void end(aps_sim **sim) {
  run_to(*sim, 1);
  CHECK_OK(ctx, aps_finish(*sim));
  aps_free(sim);
}

static void change(aps_sim *sim, const char *key, double value) { CHECK_OK(ctx, aps_sim_change(sim, key, value, "in a test")); }

/* The text of folder/name/file; "" where there is none. */
static char *text_of(const char *name, const char *file) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s/%s", folder, name, file);
  char *text = calloc(1, 1 << 16);
  FILE *f = fopen(path, "r");
  if (f) fread(text, 1, (1 << 16) - 1, f), fclose(f);
  return text;
}

static int has(const char *name, const char *file, const char *what) {
  char *text = text_of(name, file);
  const int found = strstr(text, what) != NULL;
  if (!found) printf("%s of %s lacks: %s\n%s\n", file, name, what, text);
  free(text);
  return found;
}

/* energy.csv holds every digit of the state's sums. */
static int same_energy(const char *a, const char *b) {
  char *x = text_of(a, "energy.csv"), *y = text_of(b, "energy.csv");
  const int same = x[0] && strcmp(x, y) == 0;
  if (!same) printf("%s:\n%s\n%s:\n%s\n", a, x, b, y);
  free(x), free(y);
  return same;
}

static double last_error(const char *name) {
  char *text = text_of(name, "energy.csv"), *at = text;
  double t = 0, K, W, E, error = NAN;
  for (; at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
    if (at[0] >= '0' && at[0] <= '9') sscanf(at, "%lf,%lf,%lf,%lf,%lf", &t, &K, &W, &E, &error);
  free(text);
  return error;
}

static void refused(aps_sim *sim, const char *key, double value, const char *why) {
  CHECK(aps_sim_change(sim, key, value, "in a test") == APS_ECONFIG);
  if (!strstr(aps_ctx_error(ctx), why)) printf("%s\n", aps_ctx_error(ctx));
  CHECK(strstr(aps_ctx_error(ctx), why) && strstr(aps_ctx_error(ctx), key));
  aps_ctx_clear(ctx);
}

/* ---- tests ---- */

static void test_refusals_change_nothing(void) {
  const char *direct = config("law: plummer, solver: direct, softening: 0.05", "dt: 0.01");
  aps_sim *sim = begin("plain", direct, NULL, 0);
  end(&sim);
  sim = begin("refused", direct, NULL, 0);
  run_to(sim, 0.5);
  refused(sim, "integrator.eta", 0.02, "the step is fixed");
  refused(sim, "forces.0.accuracy", 1e-4, "does not depend on it");
  refused(sim, "integrator.dt", -1, "must be > 0, got -1");
  refused(sim, "integrator.dt", 1e-18, "would not move the clock");
  refused(sim, "forces.0.softening", NAN, "must be > 0");
  CHECK(aps_sim_change(sim, "run.t_end", 3, "in a test") == APS_ECONFIG);
  aps_ctx_clear(ctx);
  run_to(sim, 1);
  refused(sim, "integrator.dt", 0.02, "has reached its end");
  end(&sim);
  CHECK(same_energy("plain", "refused"));
  char *used = text_of("refused", "used_parameters.yml");
  CHECK(strstr(used, "changed while") == NULL);
  free(used);
  sim = begin("newton", config("law: newton, solver: direct", "name: hermite, eta: 0.02"), NULL, 0);
  refused(sim, "integrator.dt", 0.01, "follow from integrator.eta = 0.02");
  refused(sim, "forces.0.softening", 0.01, "newton has none");
  aps_free(&sim);
}

/* The change of W is that of the two potentials, and what is left of the error is the integrator's. Uncounted, the jump
 * would be 0.1 of the energy; a leapfrog step of 0.005 makes some 1e-6. */
static void test_energy_error_follows_a_change_of_softening(void) {
  aps_sim *sim = begin("soft", config("law: plummer, solver: direct, softening: 0.05", "dt: 0.005"), NULL, 0);
  double before[APS_REDUCE_MAX], after[APS_REDUCE_MAX];
  run_to(sim, 0.5);
  CHECK_OK(ctx, aps_sim_state(sim, before));
  change(sim, "forces.0.softening", 0.3);
  CHECK_OK(ctx, aps_sim_state(sim, after));
  const double moved = after[APS_STATE_POTENTIAL] - before[APS_STATE_POTENTIAL];
  CHECK(moved > 0.01);
  CHECK_NEAR(aps_sim_energy_moved(sim), moved, 1e-15);
  CHECK_NEAR(after[APS_STATE_KINETIC], before[APS_STATE_KINETIC], 0);
  CHECK_NEAR(aps_sim_softening(sim), 0.3, 0);
  aps_view p;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_EPS, 0, &p));
  for (int64_t i = 0; i < p.n; i++) CHECK_NEAR(p.eps[i], 0.3, 1e-16);
  end(&sim);
  CHECK_NEAR(last_error("soft"), 0, 1e-4);
  CHECK(last_error("soft") != 0);
  CHECK(has("soft", "energy.csv", "# before time 0.625: the softening was changed; relative_error = (total - "));
  char *text = text_of("soft", "energy.csv"), *told = strstr(text, "# before");
  CHECK(told && !strstr(told + 1, "# before")); /* once */
  free(text);
  CHECK(has("soft", "log.txt", "time 0.5, step 100: forces.0.softening changed in a test from 0.05 to 0.3; the total energy moved by +"));
  CHECK(has("soft", "used_parameters.yml", "# changed while it ran: forces.0.softening = 0.2999999999999999"));
}

/* Changes at 0.25; stopped at `stop`, resumed and ended; the same without a stop. */
static void compare_with_restart(const char *name, const char *text, const char *const *keys, const double *values, int n) {
  char whole[64], parts[64];
  snprintf(whole, sizeof whole, "%s-whole", name), snprintf(parts, sizeof parts, "%s-parts", name);
  for (int k = 0; k < 2; k++) {
    aps_sim *sim = begin(k ? parts : whole, text, NULL, 0);
    run_to(sim, 0.25);
    for (int i = 0; i < n; i++) change(sim, keys[i], values[i]);
    if (k == 0) {
      end(&sim);
      continue;
    }
    aps_stop(sim, "a test"); /* at once: the log has not yet told of the change */
    CHECK(aps_run(sim, 1) == APS_ESTOP);
    aps_ctx_clear(ctx);
    aps_free(&sim);
    sim = begin(parts, text, NULL, 1);
    for (int i = 0; i < n; i++)
      if (strstr(keys[i], "dt")) CHECK_NEAR(aps_sim_dt(sim), values[i], 0);
    for (int64_t done; aps_time(sim) < 0.5;) CHECK_OK(ctx, aps_run_some(sim, 1, 1, 0, &done));
    aps_stop(sim, "a test"); /* and once more, when it has */
    CHECK(aps_run(sim, 1) == APS_ESTOP);
    aps_ctx_clear(ctx);
    aps_free(&sim);
    sim = begin(parts, text, NULL, 1);
    end(&sim);
  }
  CHECK(same_energy(whole, parts));
}

static void test_restart_goes_on_with_the_changes(void) {
  const char *const fixed[] = {"integrator.dt", "forces.0.softening"}, *const block[] = {"integrator.eta", "forces.0.softening"},
                    *const tree[] = {"forces.0.accuracy", "forces.0.softening", "integrator.dt"};
  compare_with_restart("fixed", config("law: plummer, solver: direct, softening: 0.05", "dt: 0.01"), fixed, (double[]){0.004, 0.1}, 2);
  CHECK(has("fixed-parts", "used_parameters.yml", "# changed while it ran: integrator.dt = 0.0040000000000000001 since time 0.25"));
  CHECK(has("fixed-parts", "log.txt", "restart: integrator.dt = 0.004, as changed at time 0.25"));
  compare_with_restart("block", config("law: plummer, solver: direct, softening: 0.05", "eta: 0.02"), block, (double[]){0.01, 0.1}, 2);
  compare_with_restart("hermite", config("law: plummer, solver: direct, softening: 0.05", "name: hermite, eta: 0.02, steps: block"),
                       block, (double[]){0.01, 0.1}, 2);
  compare_with_restart("tree", config("law: plummer, solver: fmm, softening: 0.05, accuracy: 1e-2", "dt: 0.01"), tree,
                       (double[]){1e-5, 0.1, 0.02}, 3);
}

/* The force error that was asked for is kept from the first step on. */
static void test_accuracy_is_what_it_was_changed_to(void) {
  double error[5];
  aps_sim *sim = begin("accurate", config("law: plummer, solver: fmm, softening: 0.05, accuracy: 1e-2", "dt: 0.01"), NULL, 0);
  run_to(sim, 0.25);
  CHECK_OK(ctx, aps_force_error(sim, 600, error));
  CHECK(error[0] > 1e-5);
  change(sim, "forces.0.accuracy", 1e-5);
  CHECK_OK(ctx, aps_force_error(sim, 600, error));
  CHECK(error[0] >= 0 && error[0] < 1e-5);
  aps_free(&sim);
}

static void test_an_edited_configuration_has_the_last_word(void) {
  const char *text = config("law: plummer, solver: direct, softening: 0.05", "dt: 0.01");
  aps_sim *sim = begin("edited", text, NULL, 0);
  run_to(sim, 0.25);
  change(sim, "integrator.dt", 0.005);
  change(sim, "integrator.dt", 0.004);
  aps_stop(sim, "a test");
  CHECK(aps_run(sim, 1) == APS_ESTOP);
  aps_ctx_clear(ctx);
  aps_free(&sim);
  sim = begin("edited", text, "integrator.dt=0.02", 1);
  CHECK_NEAR(aps_sim_dt(sim), 0.02, 0);
  end(&sim);
  CHECK(has("edited", "log.txt", "restart: integrator.dt is that of the configuration, which was changed since; before it was 0.004"));
}

int main(void) {
  ctx = aps_ctx_create();
  if (!ctx || !mkdtemp(folder)) return 1;
  CHECK_RUN(test_refusals_change_nothing);
  CHECK_RUN(test_energy_error_follows_a_change_of_softening);
  CHECK_RUN(test_restart_goes_on_with_the_changes);
  CHECK_RUN(test_accuracy_is_what_it_was_changed_to);
  CHECK_RUN(test_an_edited_configuration_has_the_last_word);
  remove_all(folder, 0);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
