/* Device: where the particles live, and which solver row sums the forces there. */
#include "sim.h"
#include "../core/box.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fewer particles than this take less time on one CPU core than the launches of kernels do: nothing to measure. */
enum { WORTH_A_TRIAL = 512 };
/* From so many particles on the fast multipole method is faster than direct summation: on the CPU as benchmarks/README.md
 * tells, on a GPU as docs/gpu.md tells. */
static double worth_a_tree(aps_space space, double accuracy) {
  static const struct {
    double accuracy, n[2]; /* CPU, GPU */
  } from[] = {{1e-3, {3000, 60000}}, {1e-4, {15000, 70000}}, {1e-5, {35000, 100000}}, {1e-6, {70000, 200000}}, {0, {250000, 500000}}};
  int k = 0;
  while (accuracy < 0.999 * from[k].accuracy) k++;
  return from[k].n[space == APS_DEVICE];
}

/* Direct sums cost targets times sources, but on a GPU, which sums those without mass too. To a tree tracers are half the work that
 * bodies are: docs/direct.md. */
static int wants_a_tree(const aps_sim *sim, aps_space space) {
  const double n = (double)sim->total, sources = space == APS_DEVICE ? n : (double)sim->sources;
  return sources >= worth_a_tree(space, sim->force_settings.accuracy) * (n + sources) / (2 * n);
}

/* Than Ewald's sum in a periodic box: docs/periodic.md. */
static double worth_a_tree_in_a_box(double accuracy) { return accuracy > 0.999e-4 ? 2000 : 10000; }

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
  if (sim->box.boundary == 0 && !(row->can & APS_OPEN)) return "sums periodic boxes only";
  if ((sim->integrator->writes & APS_JERK) && !(row->writes & APS_JERK)) return "has no jerk, which this integrator needs";
  return NULL;
}

static const aps_force *named(aps_space space, const char *name) {
  const aps_force *row;
  for (int i = 0; (row = (const aps_force *)aps_row(APS_KIND_FORCE, i)); i++)
    if (row->space == space && strcmp(name, row->about.name) == 0) return row;
  return NULL;
}

/* Whether a row takes as many different softenings as there are. */
static int takes_softenings(const aps_sim *sim, const aps_force *row) {
  return row->softenings == 0 || sim->softenings <= row->softenings || strcmp(sim->force_settings.law, "plummer") != 0;
}

/* Float pairs of a direct sum err by some 1e-7 of the whole, where multipoles go over to double. */
static int asks_for_double(const aps_sim *sim, aps_space space) {
  return space == APS_HOST && sim->run.precision == APS_MIXED && sim->force_settings.accuracy < 0.999e-6;
}

/* Whether multipoles serve this periodic box. */
static int fits_in_a_box(const aps_sim *sim) {
  const double *L = sim->box.size;
  return aps_box_longest(L) <= APS_LONGEST_BOX * aps_box_shortest(L) &&
         (strcmp(sim->force_settings.law, "plummer") != 0 ||
          aps_box_softens_alike(L, sim->eps_max, sim->force_settings.accuracy));
}

/* In a periodic box each solver is a row of its own; Ewald's sum is none on a GPU. */
static const aps_force *periodic_in(const aps_sim *sim, aps_space space, const char *name) {
  const aps_force *tree = named(space, "fmm-periodic");
  const int can = tree && sim->run.precision != APS_SINGLE && fits_in_a_box(sim) && takes_softenings(sim, tree);
  const int wins = can && (space == APS_DEVICE || (double)sim->total >= worth_a_tree_in_a_box(sim->force_settings.accuracy));
  if (strcmp(name, "auto") == 0) name = wins ? "fmm" : "direct";
  return named(space, strcmp(name, "direct") == 0 ? "ewald" : strcmp(name, "fmm") == 0 ? "fmm-periodic" : name);
}

/* The solver's row in a space: by name, or for "auto" the faster one. */
static const aps_force *force_in(const aps_sim *sim, aps_space space, const char *name) {
  if (sim->box.boundary == 1) return periodic_in(sim, space, name);
  if (strcmp(name, "auto") != 0) return named(space, name);
  const aps_force *tree = named(space, "fmm");
  const int wins = tree && !obstacle(sim, tree) && sim->run.precision != APS_SINGLE && takes_softenings(sim, tree) &&
                   (wants_a_tree(sim, space) || asks_for_double(sim, space));
  return wins ? tree : named(space, "direct");
}

static aps_err check_solver(aps_sim *sim) {
  if (sim->force == NULL) return APS_OK;
  const char *name = sim->force_settings.solver;
  const aps_node *force = aps_node_item(aps_node_get(aps_config_root(sim->config), "forces"), 0);
  if (!knows_solver(name)) {
    aps_config_fail(sim->config, force, "forces[0]", "solver", "no solver in this build is called %s", name);
    return aps_hint(sim->ctx, "this build has: direct, fmm, ewald");
  }
  const aps_force *row = force_in(sim, APS_HOST, name);
  const char *why_not = row ? obstacle(sim, row) : NULL;
  if (why_not) {
    aps_config_fail(sim->config, force, "forces[0]", "solver", "%s %s", row->about.name, why_not);
    return aps_hint(sim->ctx, row->can & APS_PERIODIC ? sim->box.boundary == 1 ? "integrator.name: leapfrog"
                                                                               : "solver: auto, or a box that is periodic"
                              : sim->box.boundary == 1 ? "solver: direct sums every pair with its images, or box: {boundary: open}"
                                                       : "solver: direct, or integrator.name: leapfrog");
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

/* ---- auto: the faster device ---------------------------------------------------------------------- */

/* Ranks of one node share its GPUs in turn, unless the configuration names one. */
static int ordinal_of_rank(const aps_sim *sim, const aps_backend *gpu, int ordinal) {
  enum { MOST = 64 };
  char text[256];
  int devices = 0;
  if (gpu == NULL || aps_ranks(sim->ctx) == 1 || strchr(sim->run.device, ':')) return ordinal;
  while (devices < MOST && gpu->probe(devices, text, sizeof text)) devices++;
  return devices ? aps_rank_local(sim->ctx) % devices : ordinal;
}

/* Why there is nothing to measure, the CPU it is; NULL: both devices can serve. */
static const char *only_cpu(const aps_sim *sim, const aps_backend *gpu, char *text, size_t size) {
  char why[256] = "";
  const aps_force *row = sim->force ? force_in(sim, APS_DEVICE, sim->force_settings.solver) : NULL;
  if (gpu == NULL) return "this build has no CUDA";
  if (aps_ranks(sim->ctx) > 1) return "with several ranks auto stays there; device: cuda gives each a GPU";
  if (!gpu->probe(0, why, sizeof why)) return snprintf(text, size, "CUDA is not usable: %s", why), text;
  if (sim->force == NULL) return "there are no forces to sum";
  if (sim->collides) return "collisions are found there";
  if (sim->integrator->bodies) return "the integrator steps its bodies there";
  if (row == NULL || obstacle(sim, row)) return "the solver has no CUDA row";
  if (sim->box.boundary == 1 && !fits_in_a_box(sim)) return "multipoles cannot serve this periodic box";
  if (sim->total >= WORTH_A_TRIAL) return NULL;
  return snprintf(text, size, "%lld particles are too few to be worth the GPU", (long long)sim->total), text;
}

/* A device that fails its trial loses it. */
static aps_err try_device(aps_sim *sim, const aps_backend *backend, aps_trial *out) {
  *out = (aps_trial){.backend = backend, .force = force_in(sim, backend->space, sim->force_settings.solver), .seconds = INFINITY};
  aps_err err = backend->open(sim->ctx, 0, (int)sim->run.threads, &out->self);
  if (err == APS_OK) err = aps_trial_run(sim, out);
  if (err != APS_OK) {
    aps_log(sim->ctx, APS_LOG_WARN, "device: %s failed its trial: %s", backend->about.name, aps_ctx_error(sim->ctx));
    aps_ctx_clear(sim->ctx);
    out->seconds = INFINITY;
  }
  return err;
}

/* Times one evaluation on either device and says what came out; the space that is faster. */
static aps_space measure(aps_sim *sim, const aps_backend *gpu, char *why, size_t size) {
  aps_trial trial[2];
  const int fails = try_device(sim, gpu, &trial[0]) != APS_OK;
  try_device(sim, backend_in(APS_HOST), &trial[1]);
  for (int k = 0; k < 2; k++)
    if (trial[k].self) trial[k].backend->close(&trial[k].self);
  const double n = (double)sim->total;
  if (fails) return snprintf(why, size, "the GPU failed a trial"), APS_HOST;
  snprintf(why, size,
           "an evaluation takes %.2g s by %s on the GPU, %.2g s by %s on the CPU (%.2g and %.2g particles/s, timed with %lld and "
           "%lld of them)",
           trial[0].seconds, trial[0].force->about.name, trial[1].seconds, trial[1].force->about.name, n / trial[0].seconds,
           n / trial[1].seconds, (long long)trial[0].sample, (long long)trial[1].sample);
  return trial[0].seconds < trial[1].seconds ? APS_DEVICE : APS_HOST;
}

static aps_space faster(aps_sim *sim, const aps_backend *gpu, char *why, size_t size) {
  char text[320];
  const char *reason = only_cpu(sim, gpu, text, sizeof text);
  if (reason == NULL) return measure(sim, gpu, why, size);
  snprintf(why, size, "%s", reason);
  return APS_HOST;
}

/* The caller's particles, where they lie in device memory; NULL elsewhere. */
static const aps_array *on_a_device(const aps_sim *sim) {
  const aps_array *array = sim->n_species ? sim->species[0].file.array : NULL;
  for (int k = 0; array && k < 8; k++)
    if (array[k].data && array[k].where == APS_DEVICE) return &array[k];
  return NULL;
}

static int can_serve(const aps_sim *sim, const aps_backend *gpu, int ordinal) {
  char text[256];
  const aps_force *row = sim->force ? force_in(sim, APS_DEVICE, sim->force_settings.solver) : NULL;
  return gpu && (!sim->force || (row && !obstacle(sim, row))) && gpu->probe(ordinal, text, sizeof text);
}

/* ---- taking it ------------------------------------------------------------------------------------ */

static aps_err take(aps_sim *sim, aps_space space, int ordinal, const char *why) {
  const aps_backend *backend = backend_in(space);
  if (space == APS_DEVICE && sim->run.reproducible && aps_ranks(sim->ctx) > 1) {
    aps_config_fail(sim->config, aps_node_get(aps_config_root(sim->config), "run"), "run", "reproducible",
                    "several GPUs share the targets out, so the bits depend on how many there are");
    return aps_hint(sim->ctx, "device: cpu, or one rank");
  }
  const aps_force *force = sim->force ? force_in(sim, space, sim->force_settings.solver) : NULL;
  if (sim->force && force == NULL) {
    aps_config_fail(sim->config, aps_node_item(aps_node_get(aps_config_root(sim->config), "forces"), 0), "forces[0]", "solver",
                    "%s%s runs on the CPU alone and cannot serve device: %s", sim->force_settings.solver,
                    sim->box.boundary == 1 ? " in a periodic box" : "", sim->run.device);
    return aps_hint(sim->ctx, "device: auto or cpu keeps this solver; fmm runs on the GPU too, in open space direct as well");
  }
  void *self = NULL;
  APS_TRY(backend->open(sim->ctx, ordinal, (int)sim->run.threads, &self));
  aps_accuracy_close(sim);
  if (sim->backend_self) sim->backend->close(&sim->backend_self);
  sim->backend = backend, sim->backend_self = self, sim->backend_space = (int32_t)space, sim->force = force;
  sim->card = space == APS_DEVICE ? ordinal : -1;
  snprintf(sim->device_text, sizeof sim->device_text, "%.100s: %.380s", backend->device_name(self), why);
  return APS_OK;
}

aps_err aps_device_choose(aps_sim *sim) {
  APS_TRY(check_solver(sim));
  const aps_node *run = aps_node_get(aps_config_root(sim->config), "run");
  int space, ordinal;
  if (!parse_device(sim->run.device, &space, &ordinal))
    return aps_config_fail(sim->config, run, "run", "device", "must be auto, cpu, cuda or cuda:N, got %s",
                           sim->run.device);
  if (space == APS_DEVICE && sim->collides) {
    aps_config_fail(sim->config, run, "run", "device", "collisions are found on the CPU alone, got %s", sim->run.device);
    return aps_hint(sim->ctx, "device: auto or cpu");
  }
  const aps_backend *gpu = backend_in(APS_DEVICE);
  char why[384] = "as asked";
  if (space == APS_DEVICE) ordinal = ordinal_of_rank(sim, gpu, ordinal);
  const aps_array *there = on_a_device(sim);
  if (there && space != APS_HOST && !strchr(sim->run.device, ':')) ordinal = there->ordinal > 0 ? there->ordinal : 0;
  if (space == -1 && there && can_serve(sim, gpu, ordinal)) {
    space = APS_DEVICE;
    snprintf(why, sizeof why, "the particles lie there");
  } else if (space == -1) {
    ordinal = 0;
    space = (int)faster(sim, gpu, why, sizeof why);
  } else if (space == APS_DEVICE && (gpu == NULL || sim->force == NULL || force_in(sim, space, sim->force_settings.solver))) {
    char text[256] = "this build has no CUDA";
    if (gpu == NULL || !gpu->probe(ordinal, text, sizeof text)) {
      aps_fail(sim->ctx, APS_EDEVICE, "run.device: %s is not usable: %s", sim->run.device, text);
      return aps_hint(sim->ctx, "apsis doctor says what is missing; device: auto or cpu works everywhere");
    }
  }
  if (there && space == APS_HOST)
    return aps_fail(sim->ctx, APS_EARG, "the given arrays lie in device memory, but this run computes on the CPU: %.200s", why);
  return take(sim, (aps_space)space, ordinal, why);
}

aps_err aps_device_keep(aps_sim *sim) {
  const aps_dataset *file = &sim->checkpoint;
  int32_t space = sim->backend_space;
  for (int i = 0; i < file->n_blobs; i++)
    if (strcmp(file->blob[i].name, "device") == 0 && file->blob[i].size == sizeof space)
      memcpy(&space, file->blob[i].data, sizeof space);
  if (space == sim->backend_space || strcmp(sim->run.device, "auto") != 0) return APS_OK;
  const aps_backend *backend = backend_in((aps_space)space);
  char text[256] = "this build has no CUDA";
  if (backend == NULL || !backend->probe(0, text, sizeof text)) {
    aps_log(sim->ctx, APS_LOG_WARN, "restart: the run was on a GPU and goes on on the CPU, not with the same bits: %s", text);
    return APS_OK;
  }
  APS_TRY(take(sim, (aps_space)space, 0, "as in the checkpoint"));
  APS_TRY(aps_steps_open(sim));
  return aps_plan_make(sim);
}
