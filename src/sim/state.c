/* State: the whole of a simulation as a dataset, for snapshots and checkpoints, and back. One code path serves the
 * periodic checkpoint, the one on a signal and the one at the end. */
#include "sim.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

aps_err aps_sim_state(aps_sim *sim, double *out) {
  APS_TRY(aps_forces_current(sim, APS_POT));
  APS_TRY(aps_reduce(sim, APS_SUM_STATE, 0, out));
  aps_cosmology_state(sim, out);
  return APS_OK;
}

double aps_sim_least_energy(const aps_sim *sim) { return sim->run.precision == APS_DOUBLE ? 1e-8 : 1e-6; }

aps_err aps_sim_set_energy_error(aps_sim *sim, double error) {
  sim->clock.energy_error = error;
  if (isnan(error) && sim->clock.steps > 0) { /* the first step may find the particle that makes it so */
    aps_fail(sim->ctx, APS_ENUM, "energy: is not finite at time %.9g: m v^2 or G m m / r is beyond what a number holds", aps_time(sim));
    return aps_hint(sim->ctx, "units in which lengths, masses and speeds are nearer to 1 keep it");
  }
  if (isnan(sim->run.energy_bound) || fabs(error) <= sim->run.energy_bound) return APS_OK;
  aps_fail(sim->ctx, APS_ENUM, "energy: the relative error %.3g at time %.9g exceeds run.energy_bound = %g", error,
           aps_time(sim), sim->run.energy_bound);
  return aps_hint(sim->ctx, "a smaller integrator.dt, or a larger softening, follows close encounters");
}

aps_cols aps_sim_groups(const aps_sim *sim) { return aps_particles_groups(sim->particles); }

/* As much of a title as there is room for, in whole letters of UTF-8. */
static void copy_title(char *out, size_t room, const char *title) {
  size_t n = strlen(title);
  if (n >= room)
    for (n = room - 1; n > 0 && ((unsigned char)title[n] & 0xC0) == 0x80; n--) continue;
  snprintf(out, room, "%.*s", (int)n, title);
}

aps_err aps_snapshot(aps_sim *sim, aps_cols groups, aps_dataset *out) {
  if (sim->sized && groups & APS_MASS) groups |= APS_RADIUS; /* what a body is */
  *out = (aps_dataset){.has = groups, .time = aps_time(sim), .step = aps_steps(sim), .units = sim->units,
                       .periodic = sim->box.boundary};
  APS_TRY(aps_borrow(sim->particles, APS_HOST, groups, 0, &out->v));
  int64_t total;
  out->first = aps_ranks_before(sim->ctx, sim->n, &total);
  out->total = sim->total;
  memcpy(out->box, aps_sim_box(sim), sizeof out->box);
  memcpy(out->force_error, sim->clock.force_error, sizeof out->force_error);
  copy_title(out->title, sizeof out->title, sim->top.title ? sim->top.title : "");
  memcpy(out->species, sim->kinds, sizeof out->species);
  aps_cosmology_mark(sim, out);
  return APS_OK;
}

void aps_snapshot_as_input(const aps_sim *sim, aps_dataset *d) {
  const aps_dataset *in = &sim->input;
  if (in->format[0] == '\0') return;
  d->parts = in->parts;
  d->time = in->time, d->redshift = in->redshift, d->step = in->step, d->comoving = in->comoving;
  d->units = (aps_units){in->units.length, in->units.mass, in->units.time, sim->units.G};
  memcpy(d->title, in->title, sizeof d->title);
}

/* The plain bytes of one row's self, under "kind.name". */
static int add_blob(aps_blob *out, int n, int max, const aps_about *about, void *self) {
  if (about->persist_size == 0 || self == NULL || n == max) return n;
  out[n] = (aps_blob){about->name, (char *)self + about->persist_offset, about->persist_size};
  return n + 1;
}

enum { OWN_BLOBS = 3 }; /* that aps_state_restore takes one by one */

static int blobs(aps_sim *sim, aps_blob *out, int max) {
  int n = 0;
  out[n++] = (aps_blob){"clock", &sim->clock, sizeof sim->clock};
  out[n++] = (aps_blob){"progress", sim->progress, sizeof sim->progress};
  out[n++] = (aps_blob){"device", &sim->backend_space, sizeof sim->backend_space};
  out[n++] = (aps_blob){"watch", &sim->watch, sizeof sim->watch};
  if (sim->expands) out[n++] = (aps_blob){"expansion", &sim->expanded, sizeof sim->expanded};
  n = add_blob(out, n, max, &sim->integrator->about, sim->integrator_self);
  if (sim->force) n = add_blob(out, n, max, &sim->force->about, sim->force_self);
  for (int i = 0; i < sim->n_events; i++) n = add_blob(out, n, max, &sim->event[i].row->about, sim->event[i].self);
  return n;
}

/* A checkpoint knows no ranks: rank 0, which writes it, takes what all have counted. */
static void count_on_one(aps_sim *sim) {
  if (aps_ranks(sim->ctx) == 1) return;
  const double evaluations = sim->clock.stats.evaluations;
  sim->clock.stats = aps_rank(sim->ctx) == 0 ? sim->stats : (aps_stats){0};
  sim->clock.stats.evaluations = evaluations;
}

int aps_sim_blobs(aps_sim *sim, aps_blob *out, int max) {
  count_on_one(sim);
  sim->clock.wall = aps_sim_wall(sim);
  sim->wall_start = aps_wall();
  int n = blobs(sim, out, max);
  for (int i = 0; i < sim->n_idle && n < max; i++) out[n++] = sim->idle[i];
  char *lines = (char *)aps_same_lines(sim);
  if (lines && n < max) out[n++] = (aps_blob){"parameters", lines, strlen(lines)};
  if (sim->collides && n < max) out[n++] = (aps_blob){"collisions", &sim->collided, sizeof sim->collided};
  const aps_blob carried = sim->integrator->carry ? sim->integrator->carry(sim->integrator_self) : (aps_blob){NULL, NULL, 0};
  if (carried.data && n < max) out[n++] = carried;
  if (aps_sim_midway(sim) && n < max) out[n++] = (aps_blob){"block", &sim->midway, sizeof sim->midway};
  if (aps_change_any(sim) && n < max) out[n++] = (aps_blob){"changes", &sim->changes, sizeof sim->changes};
  return n;
}

/* Of any size. */
static const aps_blob *named_blob(const aps_dataset *file, const char *name) {
  for (int i = 0; i < file->n_blobs; i++)
    if (strcmp(file->blob[i].name, name) == 0) return &file->blob[i];
  return NULL;
}

const aps_blob *aps_state_blob(const aps_sim *sim, const char *name, size_t size) {
  const aps_blob *found = named_blob(&sim->checkpoint, name);
  return found && found->size == size ? found : NULL;
}

static void restore_progress(aps_sim *sim) {
  const aps_blob *saved = aps_state_blob(sim, "progress", sizeof sim->progress);
  aps_progress old[APS_MAX_EVENTS] = {{.name = ""}};
  if (saved) memcpy(old, saved->data, sizeof old);
  aps_events_resume(sim, old);
}

aps_err aps_state_restore(aps_sim *sim) {
  const aps_blob *clock = aps_state_blob(sim, "clock", sizeof sim->clock);
  APS_CHECK(sim->ctx, clock, APS_EDATA, "the checkpoint carries no clock that this version understands");
  memcpy(&sim->clock, clock->data, sizeof sim->clock);
  const aps_blob *changes = aps_state_blob(sim, "changes", sizeof sim->changes);
  if (changes) memcpy(&sim->changes, changes->data, sizeof sim->changes);
  aps_change_resume(sim);
  sim->stats = sim->clock.stats;
  count_on_one(sim);
  const aps_blob *block = aps_state_blob(sim, "block", sizeof sim->midway);
  if (block) memcpy(&sim->midway, block->data, sizeof sim->midway);
  APS_TRY(aps_particles_adopt(sim->particles, &sim->checkpoint));
  restore_progress(sim);
  APS_TRY(aps_events_keep_idle(sim));
  /* an integrator begins anew where the checkpoint was made by another one */
  aps_blob mine[APS_MAX_EVENTS + 7];
  const int n = blobs(sim, mine, APS_MAX_EVENTS + 7);
  for (int i = OWN_BLOBS; i < n; i++) {
    const aps_blob *saved = aps_state_blob(sim, mine[i].name, mine[i].size);
    if (saved) memcpy(mine[i].data, saved->data, saved->size);
  }
  sim->resumed = 1;
  const aps_blob *carried = named_blob(&sim->checkpoint, "bodies");
  return carried && sim->integrator->resume ? sim->integrator->resume(sim->integrator_self, sim->ctx, carried) : APS_OK;
}

aps_err aps_state_check_block(const aps_sim *sim) {
  const char *name = sim->integrator->about.name;
  if (!aps_sim_midway(sim) || (sim->blocks && aps_state_blob(sim, name, sim->integrator->about.persist_size))) return APS_OK;
  aps_fail(sim->ctx, APS_ECONFIG,
           "%s: integrator: the checkpoint at time %.9g in %s was made within a block of individual steps, which another integrator cannot end: got %s, %s",
           sim->name, aps_sim_instant(sim), sim->directory, name, sim->blocks ? "steps: block" : "shared steps");
  return aps_hint(sim->ctx, "go on with the integrator as it was, past the next output: then it may change");
}

void aps_state_restore_solver(aps_sim *sim) {
  aps_blob mine[1];
  const int n = sim->force ? add_blob(mine, 0, 1, &sim->force->about, sim->force_self) : 0;
  const aps_blob *saved = n ? aps_state_blob(sim, mine[0].name, mine[0].size) : NULL;
  if (saved) memcpy(mine[0].data, saved->data, saved->size);
  aps_dataset_free(&sim->checkpoint);
}
