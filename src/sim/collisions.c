/* Collisions within a run: found and resolved in every drift, whose straight lines are the paths that the integrator gives the
 * bodies; so forces are evaluated once a step, for what came of it. docs/collisions.md */
#include "sim.h"
#include "../collide/collide.h"
#include "../core/number.h"
#include "../core/ranks.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define AT(field) offsetof(aps_collide_settings, field)

const aps_param aps_collide_params[] = {
    {"outcome", 'e', AT(outcome), NULL, "", "bounce|merge|stop",
     "what bodies that touch do: bounce; merge into the heavier, which keeps its id; or the run stops with a checkpoint"},
    {"restitution", 'd', AT(restitution), "1", "", "0..1", "of a bounce: normal velocity after over that before; 1: elastic"},
    {"speed", 'd', AT(speed), NULL, "velocity", ">0",
     "normal velocity above which restitution falls as (velocity / speed)^-exponent; absent: it is the same at any"},
    {"exponent", 'd', AT(exponent), "0.234", "", ">=0", "see speed; 0.234: ice, Bridges, Hatzes & Lin 1984"},
    {"list", 'b', AT(list), NULL, "", "", "every collision becomes a line of DIR/collisions.csv; absent: mergers do"},
    {.key = NULL}};

/* ---- what the configuration says ------------------------------------------------------------------ */

static const aps_node *section(const aps_sim *sim) { return aps_node_get(aps_config_root(sim->config), "collisions"); }

static aps_err refuse(aps_sim *sim, const char *section_name, const char *key, const char *why, const char *hint) {
  const aps_node *node = aps_node_get(aps_config_root(sim->config), section_name);
  aps_config_fail(sim->config, node, section_name, key, "%s", why);
  return aps_hint(sim->ctx, "%s", hint);
}

aps_err aps_collisions_bind(aps_sim *sim) {
  const aps_node *node = section(sim);
  const aps_param *tables[1] = {aps_collide_params};
  void *blocks[1] = {&sim->collide};
  if (node == NULL) return APS_OK;
  APS_TRY(aps_config_bind(sim->config, node, "collisions", 1, tables, blocks, &sim->units));
  if (sim->collide.outcome < 0)
    return refuse(sim, "collisions", "outcome", "is missing: bounce, merge or stop", "collisions: {outcome: bounce, restitution: 0.5}");
  if (!sim->integrator->collides)
    return refuse(sim, "integrator", "name", "collisions happen in the drift of a leapfrog alone", "integrator: {name: leapfrog, dt: 0.01}");
  sim->collides = 1;
  return APS_OK;
}

static aps_err no_radius(aps_sim *sim) {
  return refuse(sim, "particles", NULL, "none of them has a radius, so none can collide",
                "particles: [{model: ..., body_radius: 0.01}], or a file with radii");
}

aps_err aps_collisions_check(aps_sim *sim) {
  if (sim->collides && !sim->sized && sim->n_given == 0) return no_radius(sim);
  sim->sized |= sim->collides; /* a calling program may fill the column before the run */
  return APS_OK;
}

/* ---- the particles -------------------------------------------------------------------------------- */

enum { READS = APS_X | APS_V | APS_A | APS_MASS | APS_RADIUS | APS_EPS | APS_ID };

static aps_collide_rule rule_of(const aps_sim *sim, double dt) {
  const aps_collide_settings *s = &sim->collide;
  const aps_law *law = sim->force ? (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law) : NULL;
  const double *box = aps_sim_box(sim);
  return (aps_collide_rule){(aps_outcome)s->outcome, s->restitution, s->speed, s->exponent, sim->units.G,
                            {box[0], box[1], box[2]}, law ? law->kind : -1, dt};
}

static aps_err contacts(aps_sim *sim, double dt, aps_touch_kind kind, aps_contact **c, int64_t *n) {
  aps_view p;
  aps_err err = aps_borrow(sim->particles, APS_HOST, READS, 0, &p);
  if (err == APS_OK && !sim->collider && !(sim->collider = aps_collider_create(sim->ctx))) err = APS_EMEM;
  APS_TRY(aps_ranks_agree(sim->ctx, err));
  return aps_contacts_find(sim->collider, p, aps_sim_box(sim), dt, kind, (int)sim->run.threads, c, n);
}

aps_err aps_collisions_begin(aps_sim *sim) {
  aps_view p;
  aps_contact *c;
  int64_t n;
  double most = 0;
  if (!sim->collides && sim->sized && !sim->resumed)
    aps_log(sim->ctx, APS_LOG_INFO, "radii: without `collisions` bodies pass through one another");
  if (!sim->collides) return APS_OK;
  APS_TRY(aps_ranks_agree(sim->ctx, aps_borrow(sim->particles, APS_HOST, APS_RADIUS, 0, &p)));
  for (int64_t i = 0; i < p.n; i++) most = fmax(most, p.radius[i]);
  aps_ranks_max(sim->ctx, &most, 1);
  if (!(most > 0)) return no_radius(sim);
  if (sim->resumed) return APS_OK;
  APS_TRY(contacts(sim, 0, APS_TOUCH_ANY, &c, &n));
  if (n > 0)
    aps_log(sim->ctx, APS_LOG_WARN, "collisions: %lld pair%s at the start, such as particles %llu and %llu%s", (long long)n, n == 1 ? " overlaps" : "s overlap",
            (unsigned long long)c->a.id, (unsigned long long)c->b.id,
            sim->collide.outcome == APS_COLLIDE_MERGE    ? "; they merge in the first step"
            : sim->collide.outcome == APS_COLLIDE_BOUNCE ? "; they bounce if they approach each other"
                                                         : "; they do not stop the run");
  aps_release(sim->ctx, c);
  return APS_OK;
}

/* Rows that another body took in go to the end, and out of the table. */
static aps_err remove_gone(aps_sim *sim, const aps_fate *fate, int64_t n, int64_t gone_of_all) {
  const int me = aps_rank(sim->ctx);
  const int64_t rows = sim->n;
  char *gone = aps_alloc(sim->ctx, "merged rows", rows + 1, 1);
  uint32_t *order = aps_alloc(sim->ctx, "merged rows", rows + 1, sizeof *order);
  int64_t kept = 0, last = rows;
  aps_err err = gone && order ? APS_OK : APS_EMEM;
  for (int64_t k = 0; err == APS_OK && k < n; k++)
    if (fate[k].gone && fate[k].now.rank == me) gone[fate[k].now.row] = 1;
  for (int64_t i = 0; err == APS_OK && i < rows; i++) order[gone[i] ? --last : kept++] = (uint32_t)i;
  if (err == APS_OK && kept < rows) err = aps_particles_keep(sim->particles, order, kept);
  aps_release(sim->ctx, gone);
  aps_release(sim->ctx, order);
  APS_TRY(aps_ranks_agree(sim->ctx, err));
  sim->n = kept;
  sim->total -= gone_of_all;
  aps_steps_close(sim);
  aps_world_close(sim);
  return APS_OK;
}

static aps_err apply(aps_sim *sim, const aps_fate *fate, int64_t n) {
  const int merges = sim->collide.outcome == APS_COLLIDE_MERGE, me = aps_rank(sim->ctx);
  const aps_cols writes = APS_X | APS_V | (merges ? APS_MASS | APS_RADIUS : 0);
  aps_view p;
  int64_t gone = 0;
  APS_TRY(aps_ranks_agree(sim->ctx, aps_borrow(sim->particles, APS_HOST, READS, writes, &p)));
  for (int64_t k = 0; k < n; k++) {
    const aps_body *b = &fate[k].now;
    gone += fate[k].gone;
    if (b->rank != me) continue;
    double *const x[3] = {p.x, p.y, p.z}, *const v[3] = {p.vx, p.vy, p.vz};
    for (int d = 0; d < 3; d++) x[d][b->row] = b->x[d], v[d][b->row] = b->v[d];
    if (merges) p.mass[b->row] = b->mass, p.radius[b->row] = b->radius;
  }
  aps_touch(sim, writes);
  if (sim->box.boundary == 1) APS_TRY(sim->backend->wrap(sim->backend_self, p, sim->box.size));
  return gone ? remove_gone(sim, fate, n, gone) : APS_OK;
}

/* ---- what is told --------------------------------------------------------------------------------- */

static const char name[] = "collisions.csv";

static aps_err open_list(aps_sim *sim) {
  char path[4300];
  snprintf(path, sizeof path, "%s/%s", sim->directory, name);
  sim->collision_list = fopen(path, sim->resumed ? "ae" : "we");
  APS_CHECK(sim->ctx, sim->collision_list, APS_EIO, "%s: cannot write: %s", path, strerror(errno));
  if (ftell(sim->collision_list) > 0) return APS_OK;
  const aps_units *u = &sim->units;
  char text[320];
  fprintf(sim->collision_list, "# units: %s\n# id1 is the heavier, or of equal masses the lower; a merger leaves it. normal_velocity and "
          "tangential_velocity: relative, along the line of centres and across it; energy: by which the collision changed the total\n"
          "time,id1,id2,mass1,mass2,radius1,radius2,normal_velocity,tangential_velocity,energy\n",
          u->length > 0 ? aps_units_text(u, text) : "dimensionless code units");
  return APS_OK;
}

static void line(FILE *file, double time, const aps_collision *c) {
  const double value[7] = {c->mass[0], c->mass[1], c->radius[0], c->radius[1], c->speed, c->across, c->energy};
  char text[32];
  fprintf(file, "%s,%llu,%llu", aps_number_print(time, text), (unsigned long long)c->a, (unsigned long long)c->b);
  for (int k = 0; k < 7; k++) fprintf(file, ",%s", aps_number_print(value[k], text));
  fputc('\n', file);
}

static aps_err list(aps_sim *sim, double end, const aps_collision *c, int64_t n) {
  const int wanted = sim->collide.list < 0 ? sim->collide.outcome == APS_COLLIDE_MERGE : sim->collide.list;
  if (!wanted || !sim->attached || !sim->started || !aps_sim_writes(sim)) return APS_OK;
  if (sim->collision_list == NULL) APS_TRY(open_list(sim));
  for (int64_t k = 0; k < n; k++) line(sim->collision_list, end - c[k].before, &c[k]);
  if (n == 0 || (fflush(sim->collision_list) == 0 && !ferror(sim->collision_list))) return APS_OK;
  aps_fail(sim->ctx, APS_EIO, "%s/%s: cannot write: %s", sim->directory, name, strerror(errno));
  return aps_hint(sim->ctx, "free some space, then --restart goes on from the last checkpoint");
}

static void count(aps_sim *sim, const aps_collision *c, int64_t n) {
  aps_collide_count *sum = &sim->collided;
  sum->all += n;
  if (sim->collide.outcome == APS_COLLIDE_MERGE) sum->mergers += n;
  for (int64_t k = 0; k < n; k++) sum->energy += c[k].energy;
  if (sim->collide.outcome != APS_COLLIDE_STOP || n == 0) return;
  snprintf(sim->collision_text, sizeof sim->collision_text, "a collision of particles %llu and %llu", (unsigned long long)c->a,
           (unsigned long long)c->b);
  aps_stop(sim, sim->collision_text);
}

int64_t aps_collisions(const aps_sim *sim) { return sim->collided.all; }
int aps_sim_collides(const aps_sim *sim) { return sim->collides; }

void aps_collisions_report(aps_sim *sim) {
  const aps_collide_count *c = &sim->collided;
  if (!sim->collides) return;
  aps_log(sim->ctx, APS_LOG_INFO, "collisions: %lld%s, the energy changed by %.6g", (long long)c->all,
          sim->collide.outcome == APS_COLLIDE_MERGE ? " mergers" : "", c->energy);
}

/* ---- a drift -------------------------------------------------------------------------------------- */

static aps_err resolve(aps_sim *sim, double dt, const aps_contact *c, int64_t n) {
  const aps_collide_rule rule = rule_of(sim, dt);
  aps_fate *fate;
  aps_collision *done;
  int64_t fates, happened;
  aps_err err = aps_ranks_agree(sim->ctx, aps_collisions_resolve(sim->ctx, c, n, &rule, &fate, &fates, &done, &happened));
  if (err == APS_OK) err = apply(sim, fate, fates);
  if (err == APS_OK) {
    count(sim, done, happened);
    err = aps_ranks_agree(sim->ctx, list(sim, sim->clock.time + dt, done, happened));
  }
  aps_release(sim->ctx, fate);
  aps_release(sim->ctx, done);
  return err;
}

aps_err aps_collisions_act(aps_sim *sim, double dt) {
  aps_contact *c;
  int64_t n;
  if (!sim->collides || !(dt > 0)) return APS_OK; /* backwards bodies pass through one another */
  const double start = aps_phase_begin(sim->ctx);
  APS_TRY(contacts(sim, dt, aps_outcome_touches((aps_outcome)sim->collide.outcome), &c, &n));
  const aps_err err = n > 0 ? resolve(sim, dt, c, n) : APS_OK;
  aps_release(sim->ctx, c);
  aps_phase_end(sim->ctx, APS_PHASE_MOVE, start);
  return err;
}

void aps_collisions_close(aps_sim *sim) {
  if (sim->collision_list) fclose(sim->collision_list);
  sim->collision_list = NULL;
  aps_collider_free(&sim->collider);
}
