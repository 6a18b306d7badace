/* Device: where the particles live, and which solver row sums the forces there. */
#include "sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Below this many particles one CPU core beats the launch latency and transfers of a GPU; above a million the fast
 * solver on the CPU beats N^2 on a GPU. */
enum { WORTH_A_GPU = 4096, WORTH_NO_GPU = 1000000 };
/* From so many particles on the fast multipole method is faster than direct summation: benchmarks/README.md. */
static double worth_a_tree(double accuracy) {
  static const struct {
    double accuracy, n;
  } from[] = {{1e-3, 4500}, {1e-4, 15000}, {1e-5, 35000}, {1e-6, 70000}, {0, 250000}};
  int k = 0;
  while (accuracy < 0.999 * from[k].accuracy) k++;
  return from[k].n;
}

static const aps_backend *backend_in(aps_space space) {
  const aps_backend *row;
  for (int i = 0; (row = (const aps_backend *)aps_row(APS_KIND_BACKEND, i)); i++)
    if (row->space == space) return row;
  return NULL;
}

static int knows_solver(const char *name) {
  return strcmp(name, "auto") == 0 || aps_row_find(APS_KIND_FORCE, name) != NULL;
}

/* Why a solver cannot serve this run; NULL: it can. */
static const char *obstacle(const aps_sim *sim, const aps_force *row) {
  if (sim->box.boundary == 1 && !(row->can & APS_PERIODIC)) return "cannot sum a periodic box";
  if ((sim->integrator->writes & APS_JERK) && !(row->writes & APS_JERK)) return "has no jerk, which this integrator needs";
  return NULL;
}

static const aps_force *named(aps_space space, const char *name) {
  const aps_force *row;
  for (int i = 0; (row = (const aps_force *)aps_row(APS_KIND_FORCE, i)); i++)
    if (row->space == space && strcmp(name, row->about.name) == 0) return row;
  return NULL;
}

/* The solver's row in a space: by name, or for "auto" the faster one. */
static const aps_force *force_in(const aps_sim *sim, aps_space space, const char *name) {
  if (strcmp(name, "auto") != 0) return named(space, name);
  const aps_force *tree = named(space, "fmm");
  const int wins = tree && !obstacle(sim, tree) && sim->run.precision != APS_SINGLE &&
                   (double)sim->total >= worth_a_tree(sim->force_settings.accuracy);
  return wins ? tree : named(space, "direct");
}

static aps_err check_solver(aps_sim *sim) {
  if (sim->force == NULL) return APS_OK;
  const char *name = sim->force_settings.solver;
  const aps_node *force = aps_node_item(aps_node_get(aps_config_root(sim->config), "forces"), 0);
  if (!knows_solver(name)) {
    aps_config_fail(sim->config, force, "forces[0]", "solver", "no solver in this build is called %s", name);
    return aps_hint(sim->ctx, "this build has: direct, fmm");
  }
  const aps_force *row = force_in(sim, APS_HOST, name);
  const char *why_not = row ? obstacle(sim, row) : NULL;
  if (why_not) {
    aps_config_fail(sim->config, force, "forces[0]", "solver", "%s %s", row->about.name, why_not);
    return sim->box.boundary == 1 ? aps_hint(sim->ctx, "box: {boundary: open}, or forces: [] for free particles")
                                  : aps_hint(sim->ctx, "solver: direct, or integrator.name: leapfrog");
  }
  return APS_OK;
}

/* "auto", "cpu", "cuda", "cuda:N" -> space (-1 auto) and ordinal. */
static int parse_device(const char *text, int *space, int *ordinal) {
  *ordinal = 0;
  if (strcmp(text, "auto") == 0) return *space = -1, 1;
  if (strcmp(text, "cpu") == 0) return *space = APS_HOST, 1;
  if (strncmp(text, "cuda", 4) != 0) return 0;
  *space = APS_DEVICE;
  if (text[4] == '\0') return 1;
  char *end;
  const long n = text[4] == ':' ? strtol(text + 5, &end, 10) : -1;
  *ordinal = (int)n;
  return n >= 0 && n < 1024 && end > text + 5 && *end == '\0';
}

/* Whether auto takes the GPU, with the reason in words. */
static int gpu_wins(const aps_sim *sim, const aps_backend *gpu, char *why, size_t size) {
  char text[256] = "";
  if (gpu == NULL) return snprintf(why, size, "this build has no CUDA"), 0;
  if (!gpu->probe(0, text, sizeof text)) return snprintf(why, size, "CUDA is not usable: %s", text), 0;
  if (sim->force && force_in(sim, APS_DEVICE, sim->force_settings.solver) == NULL)
    return snprintf(why, size, "the solver has no CUDA row"), 0;
  if (sim->force && sim->total > WORTH_NO_GPU && strcmp(force_in(sim, APS_HOST, sim->force_settings.solver)->about.name, "fmm") == 0)
    return snprintf(why, size, "solver fmm on the CPU beats %lld^2 pairs on a GPU", (long long)sim->total), 0;
  if (sim->total < WORTH_A_GPU)
    return snprintf(why, size, "%lld particles are too few to be worth the GPU", (long long)sim->total), 0;
  return snprintf(why, size, "%s", text), 1;
}

aps_err aps_device_choose(aps_sim *sim) {
  APS_TRY(check_solver(sim));
  const aps_node *run = aps_node_get(aps_config_root(sim->config), "run");
  int space, ordinal;
  if (!parse_device(sim->run.device, &space, &ordinal))
    return aps_config_fail(sim->config, run, "run", "device", "must be auto, cpu, cuda or cuda:N, got %s",
                           sim->run.device);
  const aps_backend *gpu = backend_in(APS_DEVICE);
  char why[384] = "as asked";
  if (space == -1) {
    space = gpu_wins(sim, gpu, why, sizeof why) ? APS_DEVICE : APS_HOST;
  } else if (space == APS_DEVICE) {
    char text[256] = "this build has no CUDA";
    if (gpu == NULL || !gpu->probe(ordinal, text, sizeof text)) {
      aps_fail(sim->ctx, APS_EDEVICE, "run.device: %s is not usable: %s", sim->run.device, text);
      return aps_hint(sim->ctx, "apsis doctor says what is missing; device: cpu works everywhere");
    }
  }
  sim->backend = space == APS_DEVICE ? gpu : backend_in(APS_HOST);
  if (sim->force) {
    sim->force = force_in(sim, sim->backend->space, sim->force_settings.solver);
    if (sim->force == NULL) {
      aps_config_fail(sim->config, aps_node_item(aps_node_get(aps_config_root(sim->config), "forces"), 0), "forces[0]", "solver",
                      "%s does not run on %s", sim->force_settings.solver, sim->run.device);
      return aps_hint(sim->ctx, "device: cpu, or solver: auto");
    }
  }
  APS_TRY(sim->backend->open(sim->ctx, ordinal, (int)sim->run.threads, &sim->backend_self));
  snprintf(sim->device_text, sizeof sim->device_text, "%.100s: %.380s",
           sim->backend->device_name(sim->backend_self), why);
  return APS_OK;
}
