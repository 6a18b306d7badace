/* Species: every entry of `particles:`, from a model or a file, placed, turned and moved. */
#include "sim.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void entry_path(int i, char out[32]) { snprintf(out, 32, "particles[%d]", i); }

static const aps_node *entry(const aps_sim *sim, int i) {
  return aps_node_item(aps_node_get(aps_config_root(sim->config), "particles"), i);
}

/* ---- opening: what there is and how many ------------------------------------------------------ */

static aps_err unknown_model(aps_sim *sim, int i, const char *name) {
  const char *names[64];
  int n = 0;
  for (const aps_about *row; n < 64 && (row = aps_row(APS_KIND_IC, n)); n++) names[n] = row->name;
  char path[32];
  entry_path(i, path);
  aps_config_fail(sim->config, entry(sim, i), path, "model", "no model is called %s", name);
  const char *near = aps_nearest(name, names, n);
  return near ? aps_hint(sim->ctx, "did you mean %s?", near)
              : aps_hint(sim->ctx, "apsis explain lists the models");
}

/* A relative path counts from the working directory, else from the configuration's own folder. */
static void resolve_path(const aps_sim *sim, const char *file, char *out, size_t size) {
  const char *slash = strrchr(sim->name, '/');
  snprintf(out, size, "%s", file);
  if (file[0] == '/' || slash == NULL || access(file, F_OK) == 0) return;
  char beside[4096];
  snprintf(beside, sizeof beside, "%.*s/%s", (int)(slash - sim->name), sim->name, file);
  if (access(beside, F_OK) == 0) snprintf(out, size, "%s", beside);
}

static aps_err read_file(aps_sim *sim, int i) {
  const aps_node *file = aps_node_get(entry(sim, i), "file");
  if (file == NULL || sim->checkpoint.v.n > 0) return APS_OK;
  char path[4096];
  resolve_path(sim, aps_node_text(file), path, sizeof path);
  return aps_dataset_read(sim->ctx, path, &sim->species[i].file);
}

/* A file with physical units read by a configuration without any brings its own. */
static void adopt_units(aps_sim *sim) {
  if (aps_node_get(aps_config_root(sim->config), "units")) return;
  for (int i = 0; i < sim->n_species; i++) {
    const aps_units *u = &sim->species[i].file.units;
    if (!(u->length > 0 && u->mass > 0 && u->time > 0) || sim->units.length > 0) continue;
    sim->units = *u;
    if (!(u->G > 0)) sim->units.G = APS_G_CGS * u->mass * u->time * u->time / pow(u->length, 3);
    aps_log(sim->ctx, APS_LOG_INFO, "units: taken from the input file, G = %g", sim->units.G);
  }
}

static aps_err bind_entry(aps_sim *sim, int i) {
  aps_species *s = &sim->species[i];
  const aps_node *node = entry(sim, i);
  char path[32];
  entry_path(i, path);
  const aps_node *model = aps_node_get(node, "model");
  const aps_param *tables[2] = {aps_species_params, NULL};
  void *blocks[2] = {&s->set, NULL};
  int n = 1;
  if (model) {
    s->model = (const aps_ic *)aps_row_find(APS_KIND_IC, aps_node_text(model));
    if (s->model == NULL) return unknown_model(sim, i, aps_node_text(model));
    s->model_self = aps_alloc(sim->ctx, "model", 1, s->model->about.state_size + 1);
    if (s->model_self == NULL) return APS_EMEM;
    if (s->model->about.params) tables[n] = s->model->about.params, blocks[n++] = s->model_self;
  }
  return aps_config_bind(sim->config, node, path, n, tables, blocks, &sim->units);
}

static aps_err count_entry(aps_sim *sim, int i) {
  aps_species *s = &sim->species[i];
  if (s->model == NULL) {
    s->n = s->file.v.n;
    return APS_OK;
  }
  if (s->model->count(s->model_self, sim->ctx, &s->n) == APS_OK) return APS_OK;
  char path[32]; /* the model speaks of its keys; say where they stand */
  entry_path(i, path);
  return aps_fail_at(sim->ctx, "%s: %s", aps_node_where(entry(sim, i)), path);
}

static aps_err check_entry(aps_sim *sim, int i) {
  const aps_node *node = entry(sim, i);
  char path[32];
  entry_path(i, path);
  if (aps_node_is(node) != APS_NODE_MAP)
    return aps_config_fail(sim->config, aps_config_root(sim->config), "", path, "must be a mapping such as {model: plummer, n: 1000}");
  const int model = aps_node_get(node, "model") != NULL, file = aps_node_get(node, "file") != NULL;
  if (model && file) return aps_config_fail(sim->config, node, path, "file", "an entry has a model or a file, not both");
  if (model || file) return APS_OK;
  return aps_config_bind(sim->config, node, path, 1, (const aps_param *const[]){aps_species_params},
                         (void *const[]){&(aps_species_settings){0}}, &sim->units) /* a misspelt key first */
             ? aps_ctx_code(sim->ctx)
             : aps_config_fail(sim->config, node, path, "model", "an entry needs a model or a file");
}

aps_err aps_species_check(aps_sim *sim) {
  const aps_node *list = aps_node_get(aps_config_root(sim->config), "particles");
  if (list == NULL || aps_node_is(list) != APS_NODE_LIST || aps_node_count(list) == 0) {
    aps_config_fail(sim->config, aps_config_root(sim->config), "", "particles",
                    "must be a list with at least one model or file");
    return aps_hint(sim->ctx, "particles: [{model: plummer, n: 1000}]");
  }
  for (int i = 0; i < aps_node_count(list); i++) APS_TRY(check_entry(sim, i));
  return APS_OK;
}

aps_err aps_species_open(aps_sim *sim) {
  const aps_node *list = aps_node_get(aps_config_root(sim->config), "particles");
  sim->species = aps_alloc(sim->ctx, "species", aps_node_count(list), sizeof *sim->species);
  if (sim->species == NULL) return APS_EMEM;
  sim->n_species = aps_node_count(list);
  for (int i = 0; i < sim->n_species; i++) APS_TRY(read_file(sim, i));
  adopt_units(sim);
  sim->n = 0;
  for (int i = 0; i < sim->n_species; i++) {
    aps_species *s = &sim->species[i];
    APS_TRY(bind_entry(sim, i));
    APS_TRY(count_entry(sim, i));
    s->first = sim->n;
    APS_CHECK(sim->ctx, s->n >= 0 && !__builtin_add_overflow(sim->n, s->n, &sim->n), APS_ECONFIG,
              "particles: more than 2^63 of them");
  }
  return APS_OK;
}

void aps_species_close(aps_sim *sim) {
  for (int i = 0; i < sim->n_species; i++) {
    aps_dataset_free(&sim->species[i].file);
    aps_release(sim->ctx, sim->species[i].model_self);
  }
  aps_release(sim->ctx, sim->species);
  sim->species = NULL;
  sim->n_species = 0;
}

/* ---- filling ------------------------------------------------------------------------------------ */

/* Removes the sample's centre of mass and mean velocity. */
static void recentre(aps_view p) {
  double m = 0, s[6] = {0};
  double *const column[6] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
  for (int64_t i = 0; i < p.n; i++) {
    m += p.mass[i];
    for (int k = 0; k < 6; k++) s[k] += p.mass[i] * column[k][i];
  }
  if (!(m > 0)) return;
  for (int k = 0; k < 6; k++)
    for (int64_t i = 0; i < p.n; i++) column[k][i] -= s[k] / m;
}

/* R = Rz(c) Rx(b) Rz(a): Euler angles z-x-z in degrees, acting on column vectors. */
static void rotation(const double angle[3], double R[3][3]) {
  const double deg = M_PI / 180;
  const double ca = cos(angle[0] * deg), sa = sin(angle[0] * deg), cb = cos(angle[1] * deg),
               sb = sin(angle[1] * deg), cc = cos(angle[2] * deg), sc = sin(angle[2] * deg);
  const double m[3][3] = {{cc * ca - sc * cb * sa, -cc * sa - sc * cb * ca, sc * sb},
                          {sc * ca + cc * cb * sa, -sc * sa + cc * cb * ca, -cc * sb},
                          {sb * sa, sb * ca, cb}};
  memcpy(R, m, sizeof m);
}

static void turn(double R[3][3], const double shift[3], int64_t n, double *x, double *y, double *z) {
  for (int64_t i = 0; i < n; i++) {
    const double v[3] = {x[i], y[i], z[i]};
    x[i] = R[0][0] * v[0] + R[0][1] * v[1] + R[0][2] * v[2] + shift[0];
    y[i] = R[1][0] * v[0] + R[1][1] * v[1] + R[1][2] * v[2] + shift[1];
    z[i] = R[2][0] * v[0] + R[2][1] * v[1] + R[2][2] * v[2] + shift[2];
  }
}

static void place(const aps_species_settings *set, aps_view p) {
  int moved = 0, turned = 0;
  for (int d = 0; d < 3; d++) {
    moved |= set->position[d] != 0 || set->velocity[d] != 0;
    turned |= set->rotate[d] != 0;
  }
  if (!moved && !turned) return; /* a file's bits stay as they are */
  double R[3][3];
  rotation(set->rotate, R);
  turn(R, set->position, p.n, p.x, p.y, p.z);
  turn(R, set->velocity, p.n, p.vx, p.vy, p.vz);
}

static void copy_scaled(double *to, const double *from, int64_t n, double factor) {
  for (int64_t i = 0; i < n; i++) to[i] = from[i] * factor;
}

static aps_err copy_file(aps_sim *sim, aps_species *s, aps_view p) {
  const aps_dataset *f = &s->file;
  double length = 1, mass = 1, time = 1;
  if (f->units.length > 0 && sim->units.length > 0) {
    length = f->units.length / sim->units.length;
    mass = f->units.mass / sim->units.mass;
    time = f->units.time / sim->units.time;
  }
  double *const to[7] = {p.x, p.y, p.z, p.vx, p.vy, p.vz, p.mass};
  double *const from[7] = {f->v.x, f->v.y, f->v.z, f->v.vx, f->v.vy, f->v.vz, f->v.mass};
  const double factor[7] = {length, length, length, length / time, length / time, length / time, mass};
  for (int k = 0; k < 7; k++) copy_scaled(to[k], from[k], p.n, factor[k]);
  if (f->has & APS_EPS) copy_scaled(p.eps, f->v.eps, p.n, length);
  if (f->has & APS_TYPE) memcpy(p.type, f->v.type, sizeof *p.type * (size_t)p.n);
  memcpy(p.id, f->v.id, sizeof *p.id * (size_t)p.n);
  return APS_OK;
}

/* Softening: the entry's own, else the force's, else what the file says, else none. Newton's law has none. */
static void soften(const aps_sim *sim, const aps_species *s, aps_view p) {
  const int newton = sim->force && strcmp(sim->force_settings.law, "newton") == 0;
  const double own = !isnan(s->set.softening) ? s->set.softening : sim->force_settings.softening;
  if (isnan(own) && !newton) return; /* the column holds the file's values, or zero */
  for (int64_t i = 0; i < p.n; i++) p.eps[i] = isnan(own) ? 0 : own;
}

/* Before the model or file says more: 1 to 5 in the order of entries. */
static void default_type(int index, aps_view p) {
  for (int64_t i = 0; i < p.n; i++) p.type[i] = (uint32_t)(1 + index % 5);
}

/* What the entry says overrides all. */
static void name_type(const aps_species *s, aps_view p) {
  if (s->set.type == INT64_MIN) return;
  for (int64_t i = 0; i < p.n; i++) p.type[i] = (uint32_t)s->set.type;
}

static int by_value(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Ids of several entries may clash; then all are numbered 1 to n in order. */
static aps_err number(aps_sim *sim, aps_view p) {
  int clash = 0;
  if (sim->n_species > 1 || sim->species[0].model == NULL) {
    uint64_t *sorted = aps_alloc(sim->ctx, "ids", p.n, sizeof *sorted);
    if (sorted == NULL) return APS_EMEM;
    memcpy(sorted, p.id, sizeof *sorted * (size_t)p.n);
    qsort(sorted, (size_t)p.n, sizeof *sorted, by_value);
    for (int64_t i = 1; i < p.n && !clash; i++) clash = sorted[i] == sorted[i - 1];
    aps_release(sim->ctx, sorted);
  }
  if (!clash) return APS_OK;
  aps_log(sim->ctx, APS_LOG_INFO, "ids: entries share some, so particles are numbered 1 to %lld",
          (long long)p.n);
  for (int64_t i = 0; i < p.n; i++) p.id[i] = (uint64_t)i + 1;
  return APS_OK;
}

static aps_err inside(aps_sim *sim, aps_view p) {
  for (int64_t i = 0; i < p.n; i++) {
    const double sum = p.x[i] + p.y[i] + p.z[i] + p.vx[i] + p.vy[i] + p.vz[i] + p.mass[i];
    APS_CHECK(sim->ctx, isfinite(sum), APS_EDATA,
              "particle %llu: its position, velocity or mass is not finite", (unsigned long long)p.id[i]);
  }
  return APS_OK;
}

aps_err aps_species_fill(aps_sim *sim) {
  aps_view all;
  const aps_cols groups = APS_X | APS_V | APS_MASS | APS_EPS | APS_TYPE | APS_ID;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, 0, groups, &all));
  for (int k = 0; k < sim->n_species; k++) {
    aps_species *s = &sim->species[k];
    const aps_view p = aps_view_rows(all, s->first, s->n);
    default_type(k, p);
    if (s->model) {
      const aps_ic_place where = {(uint64_t)sim->run.seed, (uint64_t)k, 0, s->n, sim->units.G};
      APS_TRY(s->model->fill(s->model_self, sim->ctx, &where, p));
      if (s->model->recentre) recentre(p);
      for (int64_t i = 0; i < p.n; i++) p.id[i] = (uint64_t)(s->first + i) + 1;
    } else {
      APS_TRY(copy_file(sim, s, p));
    }
    place(&s->set, p);
    soften(sim, s, p);
    name_type(s, p);
    aps_dataset_free(&s->file);
  }
  APS_TRY(number(sim, all));
  return inside(sim, all);
}
