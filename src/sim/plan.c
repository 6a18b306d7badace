/* The memory plan: what a run will take, said before anything large is taken. Doubles, so that no count overflows. */
#include "sim.h"
#include "../collide/collide.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PLAN_SIZE = 2048 };

static void line(aps_sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(aps_sim *sim, const char *format, ...) {
  const size_t used = strlen(sim->plan);
  va_list args;
  va_start(args, format);
  vsnprintf(sim->plan + used, PLAN_SIZE - used, format, args);
  va_end(args);
}

static const char *size_text(double bytes, char out[32]) {
  const char *const unit[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  int k = 0;
  while (bytes >= 1000 && k < 5) bytes /= 1000, k++;
  snprintf(out, 32, "%.*f %s", k == 0 || bytes >= 100 ? 0 : bytes >= 10 ? 1 : 2, bytes, unit[k]);
  return out;
}

/* Column groups that the whole run touches. */
static aps_cols groups(const aps_sim *sim) {
  aps_cols all = APS_X | APS_V | APS_A | APS_POT | APS_MASS | APS_EPS | APS_TYPE | APS_ID;
  if (sim->integrator) all |= sim->integrator->reads | sim->integrator->writes;
  if (sim->sized) all |= APS_RADIUS;
  if (sim->blocks) all |= sim->integrator->block_reads;
  return all;
}

static double solver_bytes(const aps_sim *sim) {
  const double *L = sim->box.size;
  const int periodic = sim->box.boundary == 1;
  const aps_force_setup setup = {.ctx = sim->ctx, .law = 0, .precision = sim->run.precision, .threads = (int)sim->run.threads,
                                 .box = {periodic ? L[0] : 0, periodic ? L[1] : 0, periodic ? L[2] : 0}};
  return sim->force && sim->force->memory && sim->n < ((int64_t)1 << 50) ? (double)sim->force->memory(&setup, sim->n) : 0;
}

/* Of all particles, on every rank. */
static double bodies_bytes(const aps_sim *sim) {
  const int has = sim->integrator && sim->integrator->memory && sim->total < ((int64_t)1 << 50);
  return has ? (double)sim->integrator->memory(sim->total) : 0;
}

static double columns_bytes(const aps_sim *sim) {
  const double guests = (double)aps_particles_guests(sim->ctx, sim->backend->space == APS_DEVICE, sim->n);
  return ((double)sim->n + guests) * (double)aps_cols_bytes(groups(sim));
}

static double collider_bytes(const aps_sim *sim) {
  return sim->collides && sim->n < ((int64_t)1 << 50) ? aps_collider_bytes(sim->n) : 0;
}

/* Of the event that takes the most, for they act one after the other. */
static double events_bytes(const aps_sim *sim) {
  double most = 0;
  for (int k = 0; k < sim->n_events; k++)
    if (sim->event[k].row->memory) most = fmax(most, sim->event[k].row->memory(sim->event[k].self, sim->n));
  return most;
}

/* What a rank may take of its node's memory. */
static double own_room(const aps_sim *sim) { return (double)aps_memory_available() / aps_ranks_local(sim->ctx); }

/* " on node7" where there are several. */
static const char *on_node(const aps_sim *sim, const char *host, char out[80]) {
  out[0] = '\0';
  if (aps_ranks_nodes(sim->ctx) > 1) snprintf(out, 80, " on %.64s", host);
  return out;
}

aps_err aps_plan_survey(aps_sim *sim) {
  typedef struct {
    double room;
    char host[64];
  } place;
  const int ranks = aps_ranks(sim->ctx);
  place mine = {.room = own_room(sim)}, *all = aps_alloc(sim->ctx, "memory plan", ranks, sizeof *all);
  if (gethostname(mine.host, sizeof mine.host - 1) != 0) mine.host[0] = '\0';
  APS_TRY(aps_ranks_agree(sim->ctx, all ? APS_OK : APS_EMEM));
  aps_ranks_gather(sim->ctx, &mine, sizeof mine, all);
  place least = all[0];
  for (int r = 1; r < ranks; r++)
    if (all[r].room < least.room) least = all[r];
  aps_release(sim->ctx, all);
  sim->least_room = least.room;
  on_node(sim, least.host, sim->least_on);
  return APS_OK;
}

aps_err aps_plan_make(aps_sim *sim) {
  free(sim->plan);
  sim->plan = calloc(1, PLAN_SIZE);
  APS_CHECK(sim->ctx, sim->plan, APS_EMEM, "no memory for the memory plan");
  char text[32];
  const int ranks = aps_ranks(sim->ctx);
  const double n = (double)sim->n, columns = columns_bytes(sim);
  const int on_device = sim->backend->space == APS_DEVICE;
  const double solver = solver_bytes(sim), collider = collider_bytes(sim), bodies = bodies_bytes(sim);
  const double files = 13e6 + 8 * n; /* HDF5 with its buffers, measured; a column of a checkpoint that is read back */
  const double copy = sim->output.async ? columns : 0, pictures = events_bytes(sim);
  const double host = columns + collider + bodies + (on_device ? 0 : solver) + files + copy + pictures, device = on_device ? columns + solver : 0;
  line(sim, "memory plan for %lld particle%s", (long long)sim->total, sim->total == 1 ? "" : "s");
  if (ranks > 1) line(sim, " on %d ranks, for each of them", ranks);
  line(sim, "\n");
  line(sim, "  columns        %10s  %zu bytes a particle%s\n", size_text(columns, text),
       aps_cols_bytes(groups(sim)), on_device ? ", host and device" : "");
  line(sim, "  solver         %10s\n", size_text(solver, text));
  if (collider > 0) line(sim, "  collisions     %10s\n", size_text(collider, text));
  if (bodies > 0) line(sim, "  integrator     %10s  bodies of its own, all on every rank\n", size_text(bodies, text));
  line(sim, "  files          %10s  while a snapshot or checkpoint is written\n", size_text(files, text));
  if (copy > 0) line(sim, "  file copy      %10s  output.async\n", size_text(copy, text));
  if (pictures > 0) line(sim, "  pictures       %10s  while one is drawn\n", size_text(pictures, text));
  size_t room_device = 0, total = 0;
  if (on_device) sim->backend->memory(sim->backend_self, &room_device, &total);
  line(sim, "  host           %10s", size_text(host, text));
  line(sim, " of %s free%s\n", size_text(sim->least_room, text), sim->least_on);
  if (on_device) {
    line(sim, "  device         %10s", size_text(device, text));
    line(sim, " of %s free\n", size_text((double)room_device, text));
  }
  return APS_OK;
}

/* Refuses a run that does not fit. */
aps_err aps_plan_check(aps_sim *sim) {
  char need[32], have[32];
  const double n = (double)sim->n, columns = columns_bytes(sim);
  const double room = own_room(sim);
  const double host = columns + collider_bytes(sim) + bodies_bytes(sim) + (sim->backend->space == APS_HOST ? solver_bytes(sim) : 0);
  if (host > room) {
    char name[65] = "", where[80];
    if (gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
    aps_fail(sim->ctx, APS_EMEM, "memory: %lld particles need %s, %s are free%s", (long long)sim->n,
             size_text(host, need), size_text(room, have), on_node(sim, name, where));
    return aps_hint(sim->ctx, "at most about %.3g particles fit here", n * room / (1.6 * host));
  }
  if (sim->backend->space != APS_DEVICE) return APS_OK;
  size_t room_device = 0, total = 0;
  APS_TRY(sim->backend->memory(sim->backend_self, &room_device, &total));
  APS_CHECK(sim->ctx, columns <= (double)room_device, APS_EMEM, "device memory: %lld particles need %s, %s are free",
            (long long)sim->n, size_text(columns, need), size_text((double)room_device, have));
  return APS_OK;
}
