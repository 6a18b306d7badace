/* Species: every entry of `particles:`, from a model or a file, placed, turned and moved. */
#include "sim.h"
#include "../core/exact.h"
#include "../core/number.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where a rank's rows begin, before any have moved: equal stretches of all, in order. */
static int64_t first_of(const aps_sim *sim, int rank) { return aps_ranks_share(sim->total, rank, aps_ranks(sim->ctx)); }

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

static int is_comoving(const aps_sim *sim, const aps_dataset *f) { return sim->expands && f->comoving.a > 0; }

/* What its reader made up, or left as it was. */
static void tell_of_file(aps_sim *sim, const char *path, const aps_dataset *f) {
  const char *note = f->note;
  if (is_comoving(sim, f)) { /* the reader leaves it as it is */
    aps_log(sim->ctx, APS_LOG_INFO, "%s: of the scale factor %.9g; h = %g and powers of a are taken out of its numbers", path, f->comoving.a, f->comoving.h);
    note = strstr(note, "; ") ? strstr(note, "; ") + 2 : "";
  }
  if (*note) aps_log(sim->ctx, f->redshift > 0 && !sim->expands ? APS_LOG_WARN : APS_LOG_INFO, "%s: %s", path, note);
}

static aps_err read_file(aps_sim *sim, int i) {
  const aps_node *file = aps_node_get(entry(sim, i), "file");
  if (file == NULL || sim->checkpoint.v.n > 0) return APS_OK;
  char path[4096];
  resolve_path(sim, aps_node_text(file), path, sizeof path);
  const aps_err err = aps_dataset_read(sim->ctx, path, &sim->species[i].file);
  if (err == APS_OK) tell_of_file(sim, path, &sim->species[i].file);
  return err == APS_OK || !sim->from_file ? err : aps_fail_at(sim->ctx, "%s: particles[%d].file", aps_node_where(file), i);
}

static void keep_head(aps_sim *sim) {
  for (int i = 0; i < sim->n_species && sim->input.format[0] == '\0'; i++) sim->input = sim->species[i].file;
  sim->input.v = (aps_view){0}, sim->input.blob = NULL, sim->input.owned = NULL, sim->input.array = NULL;
}

/* A set of the caller's is taken like a file's, but stays the caller's memory. */
static aps_err take_given(aps_sim *sim, int i) {
  const aps_node *node = aps_node_get(entry(sim, i), "given");
  int64_t k;
  if (node == NULL) return APS_OK;
  char path[32];
  entry_path(i, path);
  if (!aps_integer_parse(aps_node_text(node), &k) || k < 0 || k >= sim->n_given)
    return aps_config_fail(sim->config, entry(sim, i), path, "given", "names no particles that a calling program handed over");
  const aps_dataset *from = &sim->given[k];
  APS_CHECK(sim->ctx, from->array || from->v.n == 0 || (from->v.x && from->v.y && from->v.z && from->v.mass), APS_EARG,
            "given particles need positions and masses");
  APS_CHECK(sim->ctx, !from->array || (sim->n_species == 1 && aps_ranks(sim->ctx) == 1), APS_EARG,
            "given arrays are the only particles, of one rank");
  sim->species[i].file = (aps_dataset){.v = from->v, .has = from->has, .first = from->first, .total = from->total,
                                       .units = from->units, .array = from->array};
  return APS_OK;
}

/* So does the G of one without, as of a run whose `units` gave only that. */
static void adopt_G(aps_sim *sim, int told) {
  for (int i = 0; i < sim->n_species; i++) {
    const aps_units *u = &sim->species[i].file.units;
    if (u->length > 0 || sim->units.length > 0 || !(u->G > 0) || fabs(u->G - sim->units.G) <= 1e-6 * u->G) continue;
    if (told) aps_log(sim->ctx, APS_LOG_INFO, "units: G = %g, as asked for; the input file's own is %g", sim->units.G, u->G);
    else aps_log(sim->ctx, APS_LOG_INFO, "units: G = %g, taken from the input file", sim->units.G = u->G);
    return;
  }
}

/* A file with physical units read by a configuration without any brings its own. */
static void adopt_units(aps_sim *sim) {
  const int told = aps_node_get(aps_config_root(sim->config), "units") != NULL;
  for (int i = 0; i < sim->n_species; i++) {
    const aps_units *u = &sim->species[i].file.units;
    if (!(u->length > 0 && u->mass > 0 && u->time > 0) || sim->units.length > 0) continue;
    const double G = u->G > 0 ? u->G : APS_G_CGS * u->mass * u->time * u->time / pow(u->length, 3);
    if (told) {
      if (fabs(G - sim->units.G) > 1e-6 * G) aps_log(sim->ctx, APS_LOG_INFO, "units: G = %g, as asked for; the input file's own have %g", sim->units.G, G);
      return;
    }
    sim->units = *u;
    sim->units.G = G;
    aps_log(sim->ctx, APS_LOG_INFO, "units: taken from the input file, G = %g", G);
  }
}

/* The file's units of length in the run's own. */
static double length_factor(const aps_sim *sim, const aps_dataset *f) {
  const double h = is_comoving(sim, f) ? f->comoving.h : 1;
  return (f->units.length > 0 && sim->units.length > 0 ? f->units.length / sim->units.length : 1) / h;
}

/* A box is the configuration's alone: headers of isolated systems hold edges that mean nothing. Where space expands, the density tells. */
static void mention_boxes(aps_sim *sim) {
  const int given = aps_node_get(aps_config_root(sim->config), "box") != NULL;
  const double *here = sim->box.size;
  if (sim->expands || (given && sim->box.boundary == 0)) return;
  for (int i = 0; i < sim->n_species; i++) {
    const aps_dataset *f = &sim->species[i].file;
    double edge[3];
    int differs = !given;
    if (!f->periodic) continue;
    for (int d = 0; d < 3; d++) edge[d] = f->box[d] * length_factor(sim, f), differs |= !(fabs(edge[d] - here[d]) <= 1e-5 * here[d]);
    if (!differs) continue;
    if (given)
      aps_log(sim->ctx, APS_LOG_WARN, "box: the input file's is %g x %g x %g, here it is %g x %g x %g", edge[0], edge[1], edge[2],
              here[0], here[1], here[2]);
    else
      aps_log(sim->ctx, APS_LOG_WARN,
              "box: the input file names a periodic box, here it is open; box: {boundary: periodic, size: [%g, %g, %g]} would keep it "
              "(apsis forces: --box %g)",
              edge[0], edge[1], edge[2], edge[0]);
    return;
  }
}

/* A run begins at its own time: a file may hold a state that others evolved for long. */
static void mention_time(aps_sim *sim) {
  if (sim->expands || aps_node_get(aps_node_get(aps_config_root(sim->config), "run"), "t_start") || !(sim->run.t_end > sim->run.t_start)) return;
  for (int i = 0; i < sim->n_species; i++) {
    const aps_units *u = &sim->species[i].file.units;
    const double time = sim->species[i].file.time * (u->time > 0 && sim->units.time > 0 ? u->time / sim->units.time : 1);
    if (sim->species[i].model || !isfinite(time) || time == 0) continue;
    aps_log(sim->ctx, APS_LOG_INFO, "time: the input file is of its time %.9g, the run begins at 0; run: {t_start: %.9g} would count on", time, time);
    return;
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

/* The model speaks of its keys; say where they stand. */
static aps_err model_failed(aps_sim *sim, int i) {
  char path[32];
  entry_path(i, path);
  return aps_fail_at(sim->ctx, "%s: %s", aps_node_where(entry(sim, i)), path);
}

static aps_err count_entry(aps_sim *sim, int i) {
  aps_species *s = &sim->species[i];
  if (s->model == NULL) {
    s->n = s->file.total > 0 ? s->file.total : s->file.v.n;
    return APS_OK;
  }
  return s->model->count(s->model_self, sim->ctx, &s->n) == APS_OK ? APS_OK : model_failed(sim, i);
}

static int of_a_model(const char *key) {
  const aps_about *row;
  for (int k = 0; (row = aps_row(APS_KIND_IC, k)); k++)
    if (aps_params_have(row->params, key)) return 1;
  return 0;
}

/* The first key of some model, in an entry whose keys are all known: nothing is misspelt, only the model is missing. */
static const char *key_of_a_model(const aps_node *entry) {
  const char *first = NULL, *key;
  for (int i = 0; (key = aps_node_key(entry, i)); i++) {
    if (aps_params_have(aps_species_params, key)) continue;
    if (!of_a_model(key)) return NULL;
    if (first == NULL) first = key;
  }
  return first;
}

static aps_err check_entry(aps_sim *sim, int i) {
  const aps_node *node = entry(sim, i);
  char path[32];
  entry_path(i, path);
  if (aps_node_is(node) != APS_NODE_MAP)
    return aps_config_fail(sim->config, node, path, NULL, "must be a mapping such as {model: plummer, n: 1000}");
  const int model = aps_node_get(node, "model") != NULL, file = aps_node_get(node, "file") != NULL;
  if (aps_node_get(node, "given") != NULL)
    return model || file ? aps_config_fail(sim->config, node, path, "given", "an entry has a model, a file or given particles")
                         : APS_OK;
  if (model && file) return aps_config_fail(sim->config, node, path, "file", "an entry has a model or a file, not both");
  const char *name = file ? aps_node_text(aps_node_get(node, "file")) : NULL;
  if (name && name[0] == '\0') return aps_config_fail(sim->config, node, path, "file", "names no file");
  if (model || file) return APS_OK;
  const char *key = key_of_a_model(node);
  if (key) {
    aps_config_fail(sim->config, node, path, "model", "is missing: %s belongs to a model", key);
    return aps_hint(sim->ctx, "{model: plummer, %s: ...}; apsis explain lists the models", key);
  }
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

/* Softening: the entry's own, else the force's, else (NAN) what the file says, else none. */
static double named_softening(const aps_sim *sim, const aps_species *s) {
  return !isnan(s->set.softening) ? s->set.softening : sim->force_settings.softening;
}

static int is_newton(const aps_sim *sim) { return sim->force && strcmp(sim->force_settings.law, "newton") == 0; }

static aps_err check_softening(aps_sim *sim, int i) {
  char path[32];
  const double own = sim->species[i].set.softening;
  if (!is_newton(sim) || !(own > 0)) return APS_OK;
  entry_path(i, path);
  aps_config_fail(sim->config, entry(sim, i), path, "softening", "the law newton has none, got %g", own);
  return aps_hint(sim->ctx, "law: plummer or law: spline are softened");
}

static aps_err check_radii(aps_sim *sim, int i) {
  char path[32];
  const double all = sim->species[i].set.body_radius;
  if (isnan(all) || aps_node_get(entry(sim, i), "body_radii") == NULL) return APS_OK;
  entry_path(i, path);
  aps_config_fail(sim->config, entry(sim, i), path, "body_radii", "is given beside body_radius: %g", all);
  return aps_hint(sim->ctx, "body_radius is that of all bodies, body_radii are one for each: leave one of the two out");
}

static int may_have_radii(const aps_sim *sim, int i) {
  const aps_species *s = &sim->species[i];
  if (!isnan(s->set.body_radius)) return s->set.body_radius > 0;
  return s->model ? aps_node_get(entry(sim, i), "body_radii") != NULL : (s->file.has & APS_RADIUS) != 0;
}

typedef struct { /* different softenings */
  int64_t n;
  double eps[APS_SOFTENINGS];
} softenings;

static void add_softening(softenings *s, double eps) {
  for (int64_t k = s->n - 1; k >= 0; k--)
    if (s->eps[k] == eps) return;
  if (s->n < APS_SOFTENINGS) s->eps[s->n++] = eps;
}

/* A column of the caller's: of doubles or floats in host memory; others are taken for few different ones. As in copy_file,
 * `factor` is the unit's. */
static void add_array(softenings *s, const aps_array *a, int64_t n, double factor) {
  if (a->data == NULL || a->where != APS_HOST || (a->type != 'd' && a->type != 'f')) return;
  for (int64_t i = 0; i < n; i++) {
    const char *at = (const char *)a->data + i * a->stride;
    double eps;
    float single;
    if (a->type == 'd') memcpy(&eps, at, sizeof eps);
    else memcpy(&single, at, sizeof single), eps = single;
    add_softening(s, factor * eps);
  }
}

/* Of all ranks. */
static aps_err count_softenings(aps_sim *sim, const softenings *mine) {
  const int ranks = aps_ranks(sim->ctx);
  softenings *all = aps_alloc(sim->ctx, "softenings", ranks, sizeof *all), found = {.n = 0};
  const aps_err err = aps_ranks_agree(sim->ctx, all ? APS_OK : APS_EMEM);
  if (err != APS_OK) return aps_release(sim->ctx, all), err;
  aps_ranks_gather(sim->ctx, mine, sizeof *mine, all);
  for (int r = 0; r < ranks; r++)
    for (int64_t k = 0; k < all[r].n; k++) add_softening(&found, all[r].eps[k]);
  sim->softenings = (int)found.n;
  aps_release(sim->ctx, all);
  return APS_OK;
}

/* A model whose `mass` is 0 makes tracers. */
static int makes_tracers(const aps_species *s) {
  for (const aps_param *p = s->model->about.params; p && p->key; p++)
    if (p->type == 'd' && strcmp(p->key, "mass") == 0) return *(const double *)((const char *)s->model_self + p->offset) == 0;
  return 0;
}

/* Of every species from its first to its last with a mass: the same for any number of ranks. */
static void count_sources(aps_sim *sim) {
  sim->sources = 0;
  for (int k = 0; k < sim->n_species; k++) {
    const aps_species *s = &sim->species[k];
    const aps_dataset *f = &s->file;
    if (s->model || f->array) {
      sim->sources += s->model && makes_tracers(s) ? 0 : s->n;
      continue;
    }
    double ends[2] = {-(double)s->n, 0}; /* the first, negated, and behind the last */
    for (int64_t i = 0; i < f->v.n; i++)
      if (f->v.mass[i] != 0) ends[0] = fmax(ends[0], -(double)(f->first + i)), ends[1] = (double)(f->first + i + 1);
    aps_ranks_max(sim->ctx, ends, 2);
    sim->sources += (int64_t)fmax(ends[0] + ends[1], 0);
  }
}

aps_err aps_species_survey(aps_sim *sim) {
  count_sources(sim);
  sim->unsoftened = 0;
  softenings kinds = {.n = 0};
  double ends[3] = {-HUGE_VAL, 0, 0}; /* least softening, negated, the most, and type */
  for (int k = 0; k < sim->n_species; k++) {
    const aps_dataset *f = &sim->species[k].file;
    const double own = is_newton(sim) ? 0 : named_softening(sim, &sim->species[k]), factor = length_factor(sim, f);
    const int from_file = isnan(own) && f->has & APS_EPS;
    if (!from_file) add_softening(&kinds, isnan(own) ? 0 : own);
    for (int64_t i = 0; from_file && !f->array && i < f->v.n; i++)
      if (i == 0 || f->v.eps[i] != f->v.eps[i - 1]) add_softening(&kinds, factor * f->v.eps[i]);
    if (from_file && f->array) add_array(&kinds, &f->array[7], f->v.n, factor);
    if (from_file && f->array) ends[0] = fmax(ends[0], 0), ends[1] = HUGE_VAL;
    else if (!from_file) ends[0] = fmax(ends[0], isnan(own) ? 0 : -own), ends[1] = fmax(ends[1], isnan(own) ? 0 : own);
    if (!from_file && !(own > 0) && aps_rank(sim->ctx) == 0) sim->unsoftened += sim->species[k].n;
    for (int64_t i = 0; from_file && !f->array && i < f->v.n; i++)
      ends[0] = fmax(ends[0], -factor * f->v.eps[i]), ends[1] = fmax(ends[1], factor * f->v.eps[i]), sim->unsoftened += f->v.eps[i] == 0;
    sim->sized |= may_have_radii(sim, k);
    const int64_t named = sim->species[k].set.type;
    if (named != INT64_MIN) ends[2] = fmax(ends[2], (double)named);
    for (int64_t i = 0; named == INT64_MIN && f->has & APS_TYPE && i < f->v.n; i++) ends[2] = fmax(ends[2], f->v.type[i]);
  }
  aps_ranks_max(sim->ctx, ends, 3);
  sim->type_most = (int)ends[2];
  aps_ranks_sum_int(sim->ctx, &sim->unsoftened, 1);
  sim->eps_min = -ends[0], sim->eps_max = ends[1];
  return count_softenings(sim, &kinds);
}

aps_err aps_species_open(aps_sim *sim) {
  const aps_node *list = aps_node_get(aps_config_root(sim->config), "particles");
  sim->species = aps_alloc(sim->ctx, "species", aps_node_count(list), sizeof *sim->species);
  if (sim->species == NULL) return APS_EMEM;
  sim->n_species = aps_node_count(list);
  for (int i = 0; i < sim->n_species; i++) {
    APS_TRY(read_file(sim, i));
    APS_TRY(take_given(sim, i));
  }
  keep_head(sim);
  adopt_units(sim);
  adopt_G(sim, aps_node_get(aps_config_root(sim->config), "units") != NULL);
  mention_boxes(sim);
  mention_time(sim);
  sim->total = 0;
  for (int i = 0; i < sim->n_species; i++) {
    aps_species *s = &sim->species[i];
    APS_TRY(bind_entry(sim, i));
    APS_TRY(check_softening(sim, i));
    APS_TRY(check_radii(sim, i));
    APS_TRY(count_entry(sim, i));
    s->first = sim->total;
    APS_CHECK(sim->ctx, s->n >= 0 && !__builtin_add_overflow(sim->total, s->n, &sim->total), APS_ECONFIG,
              "particles: more than 2^63 of them");
  }
  sim->n = first_of(sim, aps_rank(sim->ctx) + 1) - first_of(sim, aps_rank(sim->ctx));
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
static void recentre(aps_ctx *ctx, aps_view p) {
  double *const column[6] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
  const double m = aps_exact_sum(ctx, p.mass, NULL, p.n);
  if (!(m > 0)) return;
  for (int k = 0; k < 6; k++) {
    const double s = aps_exact_sum(ctx, column[k], p.mass, p.n);
    for (int64_t i = 0; i < p.n; i++) column[k][i] -= s / m;
  }
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

/* Rows of the species that a rank holds: [*first, + returned), counted within the species. */
static int64_t stretch(const aps_sim *sim, const aps_species *s, int rank, int64_t *first) {
  const int64_t begin = first_of(sim, rank) - s->first, end = first_of(sim, rank + 1) - s->first;
  const int64_t low = begin < 0 ? 0 : begin > s->n ? s->n : begin, high = end < 0 ? 0 : end > s->n ? s->n : end;
  *first = low;
  return high - low;
}

/* A rank has read its stretch of the file, which is another one than its stretch of all particles. */
static aps_err deal_column(aps_sim *sim, const aps_species *s, const void *from, size_t size, void *to) {
  const aps_dataset *f = &s->file;
  const int ranks = aps_ranks(sim->ctx);
  int64_t *bytes = aps_alloc(sim->ctx, "messages", 2 * ranks, sizeof *bytes), all = 0;
  void *got;
  if (bytes == NULL) return APS_EMEM;
  for (int r = 0; r < ranks; r++) { /* both stretches ascend with the rank, so what is sent is in order */
    int64_t first;
    const int64_t n = stretch(sim, s, r, &first);
    const int64_t low = first > f->first ? first : f->first, end = f->first + f->v.n;
    const int64_t high = first + n < end ? first + n : end;
    bytes[r] = high > low ? (high - low) * (int64_t)size : 0;
  }
  APS_TRY(aps_ranks_exchange(sim->ctx, from, bytes, &got, bytes + ranks));
  for (int r = 0; r < ranks; r++) all += bytes[ranks + r];
  memcpy(to, got, (size_t)all);
  aps_release(sim->ctx, got);
  aps_release(sim->ctx, bytes);
  return APS_OK;
}

static aps_err deal_file(aps_sim *sim, const aps_species *s, aps_view p) {
  const aps_dataset *f = &s->file;
  double *const to[9] = {p.x, p.y, p.z, p.vx, p.vy, p.vz, p.mass, f->has & APS_EPS ? p.eps : NULL, f->has & APS_RADIUS ? p.radius : NULL};
  double *const from[9] = {f->v.x, f->v.y, f->v.z, f->v.vx, f->v.vy, f->v.vz, f->v.mass, f->v.eps, f->v.radius};
  for (int k = 0; k < 9; k++)
    if (from[k] && to[k]) APS_TRY(deal_column(sim, s, from[k], sizeof(double), to[k]));
  if (f->has & APS_TYPE) APS_TRY(deal_column(sim, s, f->v.type, sizeof *p.type, p.type));
  return f->v.id ? deal_column(sim, s, f->v.id, sizeof *p.id, p.id) : APS_OK;
}

static aps_err copy_file(aps_sim *sim, aps_species *s, aps_view p) {
  const aps_dataset *f = &s->file;
  double length = length_factor(sim, f), mass = 1, time = 1;
  if (f->units.length > 0 && sim->units.length > 0) {
    mass = f->units.mass / sim->units.mass;
    time = f->units.time / sim->units.time;
  }
  double speed = length / time;
  if (is_comoving(sim, f)) mass /= f->comoving.h, speed *= f->comoving.h * f->comoving.velocity; /* speeds have no h */
  APS_TRY(deal_file(sim, s, p));
  double *const column[9] = {p.x, p.y, p.z, p.vx, p.vy, p.vz, p.mass, f->has & APS_EPS ? p.eps : NULL, f->has & APS_RADIUS ? p.radius : NULL};
  const double factor[9] = {length, length, length, speed, speed, speed, mass, length, length};
  for (int k = 0; k < 9; k++)
    for (int64_t i = 0; column[k] && i < p.n; i++) column[k][i] *= factor[k];
  return APS_OK;
}

static void size(const aps_species *s, aps_view p) {
  for (int64_t i = 0; p.radius && !isnan(s->set.body_radius) && i < p.n; i++) p.radius[i] = s->set.body_radius;
}

/* Newton's law has none. */
static void soften(const aps_sim *sim, const aps_species *s, aps_view p) {
  const int newton = is_newton(sim);
  const double own = named_softening(sim, s);
  if (isnan(own) && !newton) return; /* the column holds the file's values, or zero */
  for (int64_t i = 0; i < p.n; i++) p.eps[i] = isnan(own) ? 0 : own;
}

/* Whether a file's own softenings, which p still holds, act or give way is told: forces differ by them. */
static void mention_softening(aps_sim *sim, const aps_species *s, aps_view p) {
  const int newton = is_newton(sim);
  const double own = named_softening(sim, s), used = newton || isnan(own) ? 0 : own;
  double ends[2] = {-HUGE_VAL, -HUGE_VAL}; /* least, negated, and most */
  for (int64_t i = 0; i < p.n; i++) ends[0] = fmax(ends[0], -p.eps[i]), ends[1] = fmax(ends[1], p.eps[i]);
  aps_ranks_max(sim->ctx, ends, 2);
  const double apart = fmax(fabs(-ends[0] - used), fabs(ends[1] - used)); /* some formats hold floats */
  if (!(ends[1] > 0)) return;
  if (isnan(own) && !newton) {
    if (-ends[0] < ends[1]) aps_log(sim->ctx, APS_LOG_INFO, "softening: the input file's own, %g to %g", -ends[0], ends[1]);
    else aps_log(sim->ctx, APS_LOG_INFO, "softening: the input file's own, %g", ends[1]);
    return;
  }
  if (apart <= 1e-6 * used) return;
  aps_log(sim->ctx, APS_LOG_INFO, "softening: %g; the input file's own, %g to %g, gives way", used, -ends[0], ends[1]);
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

static int rank_of_id(const void *id, int ranks) { return (int)(*(const uint64_t *)id % (uint64_t)ranks); }

/* Ids of several entries may clash; then all are numbered 1 to n in order. */
static aps_err number(aps_sim *sim, aps_view p) {
  int64_t clash = 0;
  if (sim->n_species > 1 || sim->species[0].model == NULL) {
    uint64_t *sorted = aps_alloc(sim->ctx, "ids", p.n, sizeof *sorted);
    int64_t n = p.n;
    if (sorted == NULL) return APS_EMEM;
    memcpy(sorted, p.id, sizeof *sorted * (size_t)p.n);
    APS_TRY(aps_ranks_deal(sim->ctx, (void **)&sorted, &n, sizeof *sorted, rank_of_id));
    qsort(sorted, (size_t)n, sizeof *sorted, by_value);
    for (int64_t i = 1; i < n && !clash; i++) clash = sorted[i] == sorted[i - 1];
    aps_release(sim->ctx, sorted);
  }
  aps_ranks_max_int(sim->ctx, &clash, 1);
  if (!clash) return APS_OK;
  aps_log(sim->ctx, APS_LOG_INFO, "ids: entries share some, so particles are numbered 1 to %lld",
          (long long)sim->total);
  for (int64_t i = 0; i < p.n; i++) p.id[i] = (uint64_t)(first_of(sim, aps_rank(sim->ctx)) + i) + 1;
  return APS_OK;
}

static aps_err inside(aps_sim *sim, aps_view p) {
  for (int64_t i = 0; i < p.n; i++) {
    const double sum = p.x[i] + p.y[i] + p.z[i] + p.vx[i] + p.vy[i] + p.vz[i] + p.mass[i];
    APS_CHECK(sim->ctx, isfinite(sum), APS_EDATA,
              "particle %llu: its position, velocity or mass is not finite", (unsigned long long)p.id[i]);
    APS_CHECK(sim->ctx, p.mass[i] >= 0, APS_EDATA, "particle %llu: its mass must be >= 0, got %g",
              (unsigned long long)p.id[i], p.mass[i]);
    APS_CHECK(sim->ctx, isfinite(p.eps[i]) && p.eps[i] >= 0, APS_EDATA, "particle %llu: its softening must be >= 0, got %g",
              (unsigned long long)p.id[i], p.eps[i]);
    APS_CHECK(sim->ctx, !p.radius || (isfinite(p.radius[i]) && p.radius[i] >= 0), APS_EDATA,
              "particle %llu: its radius must be >= 0, got %g", (unsigned long long)p.id[i], p.radius[i]);
  }
  return APS_OK;
}

/* As `inside`, where the particles live. */
static aps_err taken_inside(aps_sim *sim, const uint64_t *id) {
  double bad[2];
  aps_view p;
  APS_TRY(aps_reduce(sim, APS_FIRST_BAD, 0, &bad[0]));
  APS_TRY(aps_borrow(sim->particles, sim->backend->space, APS_MASS | APS_EPS, 0, &p));
  p.x = p.y = p.z = p.mass, p.vx = p.vy = p.vz = p.eps; /* the same look at other columns */
  APS_TRY(sim->backend->reduce(sim->backend_self, p, APS_FIRST_BAD, 0, &bad[1]));
  if (sim->backend->space == APS_DEVICE) sim->clock.stats.bytes_to_host += 8;
  const double first = fmin(bad[0], bad[1]);
  APS_CHECK(sim->ctx, first > 1e18, APS_EDATA, "particle %llu: its position, velocity, mass or softening is not finite",
            (unsigned long long)id[(int64_t)first]);
  double range[6];
  p.x = p.y = p.z = p.mass; /* the least of them */
  APS_TRY(sim->backend->reduce(sim->backend_self, p, APS_EXTENT, 0, range));
  if (sim->backend->space == APS_DEVICE) sim->clock.stats.bytes_to_host += sizeof range;
  APS_CHECK(sim->ctx, range[0] >= 0, APS_EDATA, "masses must be >= 0, got %g", range[0]);
  return APS_OK;
}

/* The caller's arrays, where they lie or where the particles live; ids and types, which no solver reads, in host memory. */
static aps_err take_arrays(aps_sim *sim, aps_species *s) {
  static const aps_array zero[3];
  const aps_dataset *f = &s->file;
  const int newton = is_newton(sim);
  const double own = named_softening(sim, s);
  const aps_array softening = {.value = isnan(own) || newton ? 0 : own};
  sim->taken = 1;
  APS_TRY(aps_take(sim, APS_X, f->array));
  APS_TRY(aps_take(sim, APS_V, f->has & APS_V ? f->array + 3 : zero));
  APS_TRY(aps_take(sim, APS_MASS, f->array + 6));
  APS_TRY(aps_take(sim, APS_EPS, isnan(own) && !newton && f->has & APS_EPS ? f->array + 7 : &softening));
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, 0, APS_TYPE | APS_ID, &p));
  default_type(0, p);
  if (f->has & APS_TYPE) memcpy(p.type, f->v.type, sizeof *p.type * (size_t)p.n);
  for (int64_t i = 0; i < p.n; i++) p.id[i] = f->v.id ? f->v.id[i] : (uint64_t)i + 1;
  name_type(s, p);
  APS_TRY(number(sim, p));
  if (sim->sized) {
    APS_TRY(aps_borrow(sim->particles, APS_HOST, 0, APS_RADIUS, &p));
    if (f->has & APS_RADIUS) memcpy(p.radius, f->v.radius, sizeof *p.radius * (size_t)p.n);
    size(s, p);
    APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_ID, 0, &p));
  }
  return taken_inside(sim, p.id);
}

aps_err aps_species_fill(aps_sim *sim) {
  aps_view all;
  if (sim->species[0].file.array) return take_arrays(sim, &sim->species[0]);
  const aps_cols groups = APS_X | APS_V | APS_MASS | APS_EPS | APS_TYPE | APS_ID | (sim->sized ? APS_RADIUS : 0);
  APS_TRY(aps_borrow(sim->particles, APS_HOST, 0, groups, &all));
  int64_t row = 0;
  for (int k = 0; k < sim->n_species; k++) {
    aps_species *s = &sim->species[k];
    int64_t first;
    const aps_view p = aps_view_rows(all, row, stretch(sim, s, aps_rank(sim->ctx), &first));
    row += p.n;
    default_type(k, p);
    for (int64_t i = 0; i < p.n; i++) p.id[i] = (uint64_t)(s->first + first + i) + 1;
    if (s->model) {
      const double *box = aps_sim_box(sim);
      const aps_ic_place where = {(uint64_t)sim->run.seed, (uint64_t)k, first, s->n, sim->units.G, {box[0], box[1], box[2]},
                                  sim->expands ? &sim->universe : NULL, sim->units.length, sim->units.time, sim->run.t_start};
      const aps_err filled = p.n > 0 || s->model->together ? s->model->fill(s->model_self, sim->ctx, &where, p) : APS_OK;
      if (filled == APS_ECONFIG || filled == APS_EIO || filled == APS_EDATA) model_failed(sim, k);
      APS_TRY(aps_ranks_agree(sim->ctx, filled));
      if (s->model->recentre) recentre(sim->ctx, p);
    } else {
      APS_TRY(copy_file(sim, s, p));
      mention_softening(sim, s, p);
    }
    place(&s->set, p);
    soften(sim, s, p);
    size(s, p);
    name_type(s, p);
    aps_dataset_free(&s->file);
  }
  APS_TRY(number(sim, all));
  return inside(sim, all);
}
