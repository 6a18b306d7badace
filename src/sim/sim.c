/* A simulation from its configuration: open (read and count), build (particles, solver, integrator), free. */
#include "sim.h"
#include "../core/box.h"
#include "../core/exact.h"
#include "../core/ranks.h"
#include "../core/reduce.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- errors ----------------------------------------------------------------------------------------- */

aps_err aps_fail_at_key(aps_sim *sim, const aps_node *section) {
  char key[64];
  const char *said = aps_ctx_error(sim->ctx), *end = said + strcspn(said, ":"), *begin = end;
  while (begin > said && begin[-1] != '.') begin--;
  snprintf(key, sizeof key, "%.*s", (int)(end - begin), begin);
  const aps_node *value = section ? aps_node_get(section, key) : NULL;
  return aps_fail_at(sim->ctx, "%s", value ? aps_node_where(value) : section ? aps_node_where(section) : sim->name);
}

/* ---- binding the sections ------------------------------------------------------------------------ */

static aps_err bind(aps_sim *sim, const aps_node *node, const char *path, const aps_param *params,
                    void *block) {
  const aps_param *tables[1] = {params};
  void *blocks[1] = {block};
  return aps_config_bind(sim->config, node, path, 1, tables, blocks, &sim->units);
}

static const aps_node *section(const aps_sim *sim, const char *name) {
  return aps_node_get(aps_config_root(sim->config), name);
}

static aps_err bind_units(aps_sim *sim) {
  const aps_node *node = section(sim, "units");
  sim->units = (aps_units){.G = 1};
  if (node == NULL) return APS_OK;
  aps_unit_settings *u = &sim->unit_settings;
  APS_TRY(bind(sim, node, "units", aps_unit_params, u));
  if (!u->length && !u->mass && !u->velocity && !u->time) { /* only G: still dimensionless */
    if (!isnan(u->G)) sim->units.G = u->G;
    return APS_OK;
  }
  if (aps_units_make(sim->ctx, u->length, u->mass, u->velocity, u->time, u->G, &sim->units) != APS_OK)
    return aps_fail_at_key(sim, node);
  return APS_OK;
}

static aps_err bind_force(aps_sim *sim) {
  const aps_node *list = section(sim, "forces");
  if (list && aps_node_is(list) != APS_NODE_LIST) {
    aps_config_fail(sim->config, aps_config_root(sim->config), "", "forces", "must be a list");
    return aps_hint(sim->ctx, "forces: [{law: plummer, softening: 0.05}]");
  }
  if (list && aps_node_count(list) > 1)
    return aps_config_fail(sim->config, aps_config_root(sim->config), "", "forces",
                           "this build sums one pair force, got %d", aps_node_count(list));
  const aps_node *node = aps_node_item(list, 0);
  if (list && node == NULL) return APS_OK; /* forces: [] */
  aps_force_settings *f = &sim->force_settings;
  APS_TRY(bind(sim, node, "forces[0]", aps_force_params, f));
  const char *names[32];
  int n = 0;
  for (const aps_about *row; n < 32 && (row = aps_row(APS_KIND_LAW, n)); n++) names[n] = row->name;
  if (aps_row_find(APS_KIND_LAW, f->law) == NULL) {
    aps_config_fail(sim->config, node, "forces[0]", "law", "no law is called %s", f->law);
    const char *near = aps_nearest(f->law, names, n);
    return near ? aps_hint(sim->ctx, "did you mean %s?", near)
                : aps_hint(sim->ctx, "apsis explain lists the laws");
  }
  if (strcmp(f->law, "newton") == 0 && f->softening > 0) {
    aps_config_fail(sim->config, node, "forces[0]", "softening", "the law newton has none, got %g", f->softening);
    return aps_hint(sim->ctx, "law: plummer or law: spline are softened");
  }
  sim->force = (const aps_force *)aps_row(APS_KIND_FORCE, 0); /* aps_device_choose picks the row */
  return APS_OK;
}

static aps_err bind_box(aps_sim *sim) {
  const aps_node *node = section(sim, "box");
  APS_TRY(bind(sim, node, "box", aps_box_params, &sim->box));
  if (sim->box.boundary == 0) return APS_OK;
  for (int d = 0; d < 3; d++)
    if (!(sim->box.size[d] > 0)) {
      aps_config_fail(sim->config, node, "box", "size", "a periodic box needs three edges > 0");
      return aps_hint(sim->ctx, "box: {boundary: periodic, size: [1, 1, 1]}");
    }
  return APS_OK;
}

static aps_err bind_integrator(aps_sim *sim) {
  const aps_node *node = section(sim, "integrator");
  const aps_node *name_node = node && aps_node_is(node) == APS_NODE_MAP ? aps_node_get(node, "name") : NULL;
  const char *name = name_node ? aps_node_text(name_node) : "leapfrog";
  const aps_integrator *row = (const aps_integrator *)aps_row_find(APS_KIND_INTEGRATOR, name);
  if (row == NULL) {
    const char *names[32];
    int n = 0;
    for (const aps_about *r; n < 32 && (r = aps_row(APS_KIND_INTEGRATOR, n)); n++) names[n] = r->name;
    aps_config_fail(sim->config, node, "integrator", "name", "no integrator is called %s", name);
    const char *near = aps_nearest(name, names, n);
    return near ? aps_hint(sim->ctx, "did you mean %s?", near)
                : aps_hint(sim->ctx, "apsis explain lists the integrators");
  }
  sim->integrator = row;
  sim->integrator_self = aps_alloc(sim->ctx, "integrator", 1, row->about.state_size + 1);
  if (sim->integrator_self == NULL) return APS_EMEM;
  const aps_param *tables[2] = {aps_step_params, row->about.params};
  void *blocks[2] = {&sim->step, sim->integrator_self};
  APS_TRY(aps_config_bind(sim->config, node, "integrator", row->about.params ? 2 : 1, tables, blocks, &sim->units));
  aps_step_settings *s = &sim->step;
  if (isnan(s->dt) && isnan(s->eta) && row->eta > 0) {
    s->eta = row->eta;
    char text[32];
    snprintf(text, sizeof text, "%g", s->eta);
    APS_TRY(aps_config_settle(sim->config, "integrator", aps_step_params, "eta", text, "this integrator's own"));
  }
  if (isnan(s->dt) == isnan(s->eta)) {
    aps_config_fail(sim->config, node, "integrator", "dt",
                    isnan(s->dt) ? "a fixed dt or an adaptive eta is needed" : "dt and eta exclude each other");
    return aps_hint(sim->ctx, "integrator: {name: %s, dt: 0.01}", name);
  }
  if (!isnan(s->eta) && row->choose == NULL)
    return aps_config_fail(sim->config, node, "integrator", "eta", "%s has fixed steps only: give dt", name);
  return APS_OK;
}

/* A step below the last bit of the time would never end. */
static aps_err check_step(aps_sim *sim) {
  const double dt = sim->step.dt, first = sim->run.t_start, last = sim->run.t_end;
  if (isnan(dt) || last <= first || (first + dt > first && last - dt < last)) return APS_OK;
  return aps_config_fail(sim->config, section(sim, "integrator"), "integrator", "dt",
                         "must be larger: from time %g to %g it would not move the clock, got %g", first, last, dt);
}

static aps_err bind_run(aps_sim *sim) {
  const aps_node *node = section(sim, "run");
  APS_TRY(bind(sim, node, "run", aps_run_params, &sim->run));
  aps_run_settings *r = &sim->run;
  if (sim->integrator->bodies && r->precision != APS_DOUBLE) { /* or the energies would show less than it keeps */
    r->precision = APS_DOUBLE;
    APS_TRY(aps_config_settle(sim->config, "run", aps_run_params, "precision", "double", "this integrator works in it"));
  }
  if (isnan(r->t_end)) {
    aps_config_fail(sim->config, node, "run", "t_end", "is missing");
    return aps_hint(sim->ctx, "run: {t_end: 10}");
  }
  if (r->t_end < r->t_start)
    return aps_config_fail(sim->config, node, "run", "t_end", "must be >= t_start = %g, got %g", r->t_start, r->t_end);
  if (r->output && r->output[0] == '\0') return aps_config_fail(sim->config, node, "run", "output", "names no directory");
  if (r->threads > 4096)
    return aps_config_fail(sim->config, node, "run", "threads", "must be <= 4096, got %lld", (long long)r->threads);
  return check_step(sim);
}

/* A stack that is too small ends the process without a word, in the first evaluation. */
static aps_err check_stacks(aps_sim *sim, int threads) {
  enum { LEAST = 256 << 10 };
  const size_t stack = aps_threads_stack(threads);
  if (stack == 0 || stack >= LEAST) return APS_OK;
  aps_fail(sim->ctx, APS_EMEM, "threads: the stack of each has %zu kB, %d are needed", stack >> 10, LEAST >> 10);
  return aps_hint(sim->ctx, "OMP_STACKSIZE=4M, or unset it; without it `ulimit -s` counts: 8192 is usual");
}

static aps_err bound_threads(aps_sim *sim) {
  const aps_threads t = aps_threads_try(sim->ctx, "run.threads", (int)sim->run.threads);
  APS_TRY(check_stacks(sim, t.taken));
  if (t.taken == t.wanted) return APS_OK;
  sim->few_threads = 1;
  sim->run.threads = t.taken;
  return APS_OK;
}

static aps_err bind_all(aps_sim *sim) {
  APS_TRY(bind(sim, aps_config_root(sim->config), "", aps_top_params, &sim->top));
  APS_TRY(aps_species_check(sim));
  APS_TRY(bind_units(sim));
  APS_TRY(bind_force(sim));
  APS_TRY(bind_box(sim));
  APS_TRY(bind_integrator(sim));
  APS_TRY(aps_collisions_bind(sim));
  APS_TRY(aps_cosmology_bind(sim));
  APS_TRY(bind_run(sim));
  APS_TRY(bound_threads(sim));
  APS_TRY(aps_events_open(sim));
  return APS_OK;
}

/* ---- opening -------------------------------------------------------------------------------------- */

/* runs/NAME of NAME.yaml, unless the configuration names a directory. */
static void name_directory(aps_sim *sim) {
  if (sim->run.output) {
    snprintf(sim->directory, sizeof sim->directory, "%s", sim->run.output);
    return;
  }
  const char *slash = strrchr(sim->name, '/'), *stem = slash ? slash + 1 : sim->name;
  const char *dot = strrchr(stem, '.');
  snprintf(sim->directory, sizeof sim->directory, "runs/%.*s", dot && dot > stem ? (int)(dot - stem) : (int)strlen(stem),
           stem);
}

/* The file's text, ended by NUL; the caller frees it. */
static aps_err load(aps_sim *sim, const char *path, char **text) {
  enum { LARGEST = 16 << 20 };
  FILE *file = fopen(path, "rbe");
  APS_CHECK(sim->ctx, file, APS_EARG, "%s: no such file, or it may not be read", path);
  *text = malloc(LARGEST + 1);
  const size_t n = *text ? fread(*text, 1, LARGEST + 1, file) : 0;
  const int failed = ferror(file);
  fclose(file);
  APS_CHECK(sim->ctx, *text, APS_EMEM, "%s: no memory to read it into", path);
  APS_CHECK(sim->ctx, !failed, APS_EARG, "%s: cannot be read", path);
  APS_CHECK(sim->ctx, n <= LARGEST, APS_EARG, "%s: is larger than 16 MiB", path);
  if (memchr(*text, 0, n)) {
    aps_fail(sim->ctx, APS_EARG, "%s: holds NUL bytes: not a YAML text", path);
    return aps_hint(sim->ctx, "particles enter a configuration as particles: [{file: %s}]; apsis info %s says what it is", path, path);
  }
  (*text)[n] = '\0';
  return APS_OK;
}

static aps_err parse(aps_sim *sim, const char *path, const char *text) {
  char *own = NULL;
  aps_err err = text ? APS_OK : load(sim, path, &own);
  if (own) text = own;
  if (err == APS_OK) err = aps_config_parse(sim->ctx, sim->name, text, strlen(text), &sim->config);
  if (err == APS_OK) aps_config_sections(sim->config, aps_section_of);
  free(own);
  return err;
}

static aps_err open_config(aps_sim *sim, const char *name, const char *text,
                           const char *const *overrides, int n) {
  APS_TRY(parse(sim, name, text));
  for (int i = 0; i < n; i++) APS_TRY(aps_config_set(sim->config, overrides[i]));
  APS_TRY(bind_all(sim));
  name_directory(sim);
  sim->clock.time = sim->run.t_start;
  return APS_OK;
}

/* Where it is the step that is wrong or missing, the hint says which would do. */
static aps_err with_a_step(aps_ctx *ctx, aps_err err, double step) {
  const char *said = aps_ctx_error(ctx);
  if (isnan(step)) return err;
  if (strstr(said, "a fixed dt or"))
    return aps_hint(ctx, "a safe first choice for these particles is dt: %.1g (softening / peak velocity)", step);
  return aps_hint(ctx, "a safe first choice for these particles is %.1g (softening / peak velocity)", step);
}

/* Not a mistake of the text itself, such as a key given twice: the sections are being judged. */
static int lacks_a_step(const aps_sim *sim) {
  const char *key = sim->integrator ? strstr(aps_ctx_error(sim->ctx), "integrator.dt: ") : NULL;
  return key && strstr(key, "exclude each other") == NULL;
}

aps_err aps_open(aps_ctx *ctx, const char *name, const char *text, const char *const *overrides,
                 int n_overrides, aps_sim **out) {
  return aps_open_given(ctx, name, text, overrides, n_overrides, NULL, 0, out);
}

static void watch_ranks(aps_sim *sim) {
  if (!aps_ranks_watch_begin(sim->ctx, sim->run.patience, sim->run.hung_rank, sim->run.lost_node, &sim->over_ranks))
    aps_log(sim->ctx, APS_LOG_INFO, "a rank that hangs will not be named: this MPI serves one thread only, or there was none to be had");
}

aps_err aps_open_given(aps_ctx *ctx, const char *name, const char *text, const char *const *overrides, int n_overrides,
                       const aps_dataset *given, int n_given, aps_sim **out) {
  *out = NULL;
  aps_sim *sim = aps_alloc(ctx, "simulation", 1, sizeof *sim);
  if (sim == NULL) return APS_EMEM;
  sim->ctx = ctx;
  sim->lock_fd = -1;
  sim->given = given;
  sim->n_given = n_given;
  sim->clock.energy_moved = sim->clock.energy_error = sim->virial = NAN;
  for (int k = 0; k < 4; k++) sim->clock.force_error[k] = -1;
  sim->born = sim->wall_start = aps_wall();
  snprintf(sim->name, sizeof sim->name, "%s", name);
  sim->from_file = text == NULL;
  aps_err err = open_config(sim, name, text, overrides, n_overrides);
  if (err == APS_ECONFIG && lacks_a_step(sim))
    err = with_a_step(ctx, err, aps_suggest_step(name, text, overrides, n_overrides, given, n_given));
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) watch_ranks(sim);
  if (err == APS_OK) err = aps_times_open(sim);
  if (err == APS_OK) err = aps_species_open(sim);
  if (err == APS_OK) err = aps_cosmology_check(sim);
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) err = aps_plan_survey(sim);
  if (err == APS_OK) err = aps_species_survey(sim);
  if (err == APS_OK) err = aps_events_check(sim);
  if (err == APS_OK) err = aps_collisions_check(sim);
  if (err == APS_OK) err = aps_device_choose(sim);
  if (err == APS_OK) err = aps_steps_open(sim);
  if (err == APS_OK) err = aps_plan_make(sim);
  err = aps_ranks_agree(ctx, err);
  if (err != APS_OK) {
    aps_free(&sim);
    return err;
  }
  sim->given = NULL;
  *out = sim;
  return APS_OK;
}

const char *aps_plan(aps_sim *sim) { return sim->plan; }

const char *aps_used(aps_sim *sim) {
  free(sim->used);
  sim->used = aps_config_used(sim->config);
  return sim->used ? sim->used : "";
}

/* ---- building ------------------------------------------------------------------------------------- */

/* Of columns in device memory: a reduction looks at them in the place of positions. */
static aps_err survey_device(aps_sim *sim, double *least, double *most) {
  double extent[6], state[APS_REDUCE_MAX];
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_DEVICE, APS_MASS | APS_EPS, 0, &p));
  p.x = p.y = p.z = p.vx = p.vy = p.vz = p.eps;
  APS_TRY(sim->backend->reduce(sim->backend_self, p, APS_EXTENT, 0, extent));
  APS_TRY(sim->backend->reduce(sim->backend_self, p, APS_SUM_STATE, 0, state));
  sim->clock.stats.bytes_to_host += 8.0 * (aps_reduce_width(APS_EXTENT) + aps_reduce_width(APS_SUM_STATE));
  *least = extent[0], *most = extent[3];
  sim->mean_mass = state[APS_STATE_MASS] / (double)sim->total;
  return APS_OK;
}

static aps_err survey_host(aps_sim *sim, double *least, double *most) {
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_MASS | APS_EPS, 0, &p));
  for (int64_t i = 0; i < p.n; i++) {
    *least = fmin(*least, p.eps[i]);
    *most = fmax(*most, p.eps[i]);
  }
  sim->mean_mass = aps_exact_sum(sim->ctx, p.mass, NULL, p.n) / (double)sim->total;
  return APS_OK;
}

static aps_err survey(aps_sim *sim) {
  double least = HUGE_VAL, most = 0;
  APS_TRY(sim->taken && sim->backend->space == APS_DEVICE ? survey_device(sim, &least, &most) : survey_host(sim, &least, &most));
  aps_ranks_min(sim->ctx, &least, 1);
  aps_ranks_max(sim->ctx, &most, 1);
  APS_CHECK(sim->ctx, least >= 0, APS_EDATA, "particles: softenings must be >= 0, got %g", least);
  sim->eps_min = least;
  sim->eps_max = most;
  APS_CHECK(sim->ctx, sim->force == NULL || strcmp(sim->force_settings.law, "newton") != 0 || sim->eps_max == 0,
            APS_ECONFIG, "particles: softening %g is given, but the law newton has none", sim->eps_max);
  return APS_OK;
}

/* Unsoftened particles at one point have an infinite force: refused with both names. */
typedef struct { double x, y, z, mass; uint64_t id; } point;

static int by_place(const void *a, const void *b) {
  const point *p = a, *q = b;
  if (p->x != q->x) return p->x < q->x ? -1 : 1;
  if (p->y != q->y) return p->y < q->y ? -1 : 1;
  return (p->z > q->z) - (p->z < q->z);
}

/* Any hash serves that is the same for equal places; -0 equals 0. */
static int rank_of_place(const void *item, int ranks) {
  const point *p = item;
  const double x[3] = {p->x + 0.0, p->y + 0.0, p->z + 0.0};
  uint64_t hash = 0, bits;
  for (int d = 0; d < 3; d++) {
    memcpy(&bits, &x[d], sizeof bits);
    hash = (hash ^ bits) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 29;
  }
  return (int)(hash % (uint64_t)ranks);
}

static aps_err refuse_coincidence(aps_sim *sim) {
  if (sim->force == NULL || sim->eps_min > 0) return APS_OK;
  aps_view p;
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_X | APS_MASS | APS_EPS | APS_ID, 0, &p));
  point *sorted = aps_alloc(sim->ctx, "coincidence check", p.n, sizeof *sorted);
  if (sorted == NULL) return APS_EMEM;
  int64_t n = 0;
  for (int64_t i = 0; i < p.n; i++)
    if (p.eps[i] == 0 || sim->eps_max == 0) sorted[n++] = (point){p.x[i], p.y[i], p.z[i], p.mass[i], p.id[i]};
  APS_TRY(aps_ranks_deal(sim->ctx, (void **)&sorted, &n, sizeof *sorted, rank_of_place));
  qsort(sorted, (size_t)n, sizeof *sorted, by_place);
  aps_err err = APS_OK;
  for (int64_t i = 1; i < n && err == APS_OK; i++) {
    const point *a = &sorted[i - 1], *b = &sorted[i];
    if (by_place(a, b) != 0 || (a->mass == 0 && b->mass == 0)) continue;
    err = aps_fail(sim->ctx, APS_EDATA,
                   "particles %llu and %llu stand at the same point (%g, %g, %g) and have no softening: their "
                   "force is infinite",
                   (unsigned long long)(a->id < b->id ? a->id : b->id),
                   (unsigned long long)(a->id < b->id ? b->id : a->id), a->x, a->y, a->z);
    aps_hint(sim->ctx, "give the force or the species a softening > 0, or move one of them");
  }
  aps_release(sim->ctx, sorted);
  return err;
}

static aps_err keep_inside_box(aps_sim *sim) {
  if (sim->box.boundary == 0) return APS_OK;
  aps_view p;
  const double *box = sim->box.size;
  if (sim->taken) {
    APS_TRY(aps_borrow(sim->particles, sim->backend->space, APS_X, APS_X, &p));
    return sim->backend->wrap(sim->backend_self, p, box);
  }
  APS_TRY(aps_borrow(sim->particles, APS_HOST, APS_X, APS_X, &p));
  double *const x[3] = {p.x, p.y, p.z};
  for (int d = 0; d < 3; d++)
    for (int64_t i = 0; i < p.n; i++) x[d][i] = aps_box_wrap(x[d][i], box[d]);
  return APS_OK;
}

/* Who gives edges says where the particles are to be, though an open space has none: one beyond them, whether they begin at
 * the origin or lie about it, tells of lengths in another unit. */
static aps_err refuse_outside(aps_sim *sim) {
  const double *L = sim->box.size;
  double e[6];
  if (sim->box.boundary || sim->expands || !(L[0] > 0 && L[1] > 0 && L[2] > 0)) return APS_OK;
  APS_TRY(aps_reduce(sim, APS_EXTENT, 0, e));
  int corner = 1, about = 1;
  for (int d = 0; d < 3; d++) {
    corner &= e[d] >= 0 && e[3 + d] <= L[d];
    about &= e[d] >= -L[d] / 2 && e[3 + d] <= L[d] / 2;
  }
  if (corner || about) {
    aps_log(sim->ctx, APS_LOG_WARN, "box: space is open, its size is not used; box: {boundary: periodic, size: [%.9g, %.9g, %.9g]} would use it",
            L[0], L[1], L[2]);
    return APS_OK;
  }
  aps_config_fail(sim->config, section(sim, "box"), "box", "size",
                  "particles reach from (%g, %g, %g) to (%g, %g, %g), outside of a box of edges (%g, %g, %g)", e[0], e[1], e[2],
                  e[3], e[4], e[5], L[0], L[1], L[2]);
  return aps_hint(sim->ctx, "boundary: periodic wraps them into it; open space needs no size");
}

aps_err aps_force_build(aps_sim *sim) {
  if (sim->force == NULL) return APS_OK;
  const aps_law *law = (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law);
  const aps_force_setup setup = {
      .ctx = sim->ctx,
      .law = law->kind,
      .precision = sim->run.precision,
      .G = sim->units.G,
      .accuracy = sim->force_settings.accuracy,
      .eps_min = sim->eps_min,
      .eps_max = sim->eps_max,
      .box = {sim->box.boundary ? sim->box.size[0] : 0, sim->box.boundary ? sim->box.size[1] : 0,
              sim->box.boundary ? sim->box.size[2] : 0},
      .threads = (int)sim->run.threads,
      .reproducible = sim->run.reproducible,
      .device = sim->backend_self,
      .stats = &sim->clock.stats,
  };
  sim->force_self = aps_alloc(sim->ctx, "solver", 1, sim->force->about.state_size + 1);
  if (sim->force_self == NULL) return APS_EMEM;
  sim->copied = aps_copies_suit(sim);
  const aps_alone before = aps_copies_alone(sim);
  const aps_err err = sim->force->create ? sim->force->create(sim->force_self, &setup) : APS_OK;
  aps_copies_together(sim, before);
  if (err != APS_ECONFIG) return err;
  const aps_node *node = aps_node_item(section(sim, "forces"), 0); /* what a solver refuses is what was asked of it there */
  return aps_fail_at(sim->ctx, "%s: forces[0]", node ? aps_node_where(node) : sim->name);
}

void aps_force_drop(aps_sim *sim, void **self) {
  if (*self && sim->force && sim->force->destroy) sim->force->destroy(*self);
  aps_release(sim->ctx, *self);
  *self = NULL;
}

static aps_err make_particles(aps_sim *sim) {
  APS_TRY(aps_plan_check(sim));
  APS_CHECK(sim->ctx, sim->total > 0, APS_ECONFIG, "particles: there are none");
  const aps_backend *device = sim->backend->space == APS_DEVICE ? sim->backend : NULL;
  APS_TRY(aps_particles_create(sim->ctx, sim->n, device, sim->backend_self, &sim->clock.stats, &sim->particles));
  if (sim->only_forces && aps_ranks(sim->ctx) > 1 && !device) aps_particles_expect(sim->particles, sim->n + sim->n / 16);
  return APS_OK;
}

static aps_err fill(aps_sim *sim) {
  APS_TRY(aps_species_fill(sim));
  APS_TRY(aps_cosmology_take(sim));
  return keep_inside_box(sim);
}

/* The particles come from the checkpoint: a configuration that makes more or fewer of them is that of another run. */
static aps_err take_number(aps_sim *sim) {
  const int64_t there = sim->checkpoint.total > 0 ? sim->checkpoint.total : sim->checkpoint.v.n;
  const aps_blob *collided = aps_state_blob(sim, "collisions", sizeof sim->collided);
  if (collided) memcpy(&sim->collided, collided->data, sizeof sim->collided);
  if (sim->total != there + sim->collided.mergers) {
    aps_fail(sim->ctx, APS_ECONFIG, "%s: particles: %lld by this configuration, the checkpoint in %s holds %lld", sim->name,
             (long long)sim->total, sim->directory, (long long)there);
    return aps_hint(sim->ctx, "--restart goes on with the same particles; for others choose another directory with -o");
  }
  sim->n = sim->checkpoint.v.n;
  sim->total = there;
  return APS_OK;
}

static aps_err go_on(aps_sim *sim) {
  APS_TRY(aps_ranks_agree(sim->ctx, aps_state_restore(sim)));
  APS_TRY(aps_same_check(sim));
  APS_TRY(aps_ranks_agree(sim->ctx, aps_state_check_block(sim)));
  if (sim->restart != APS_LOOK) aps_restart_note(sim);
  return APS_OK;
}

/* The integrator may need some that it has not got. */
static aps_err ask_integrator(aps_sim *sim) {
  const aps_integrator *row = sim->integrator;
  const aps_err err = row->suits ? row->suits(sim->integrator_self, sim) : APS_OK;
  return err == APS_ECONFIG ? aps_fail_at_key(sim, section(sim, "integrator")) : err;
}

/* The ranks agree after every part that can fail on one of them alone. */
static aps_err build(aps_sim *sim) {
  aps_ctx *ctx = sim->ctx;
  const int resumed = sim->checkpoint.v.n > 0 || sim->checkpoint.total > 0;
  aps_ranks_doing(ctx, "making the particles");
  aps_kinds_open(sim);
  if (resumed) APS_TRY(aps_ranks_agree(ctx, take_number(sim)));
  APS_TRY(aps_ranks_agree(ctx, make_particles(sim)));
  APS_TRY(resumed ? go_on(sim) : aps_ranks_agree(ctx, fill(sim)));
  APS_TRY(aps_ranks_agree(ctx, survey(sim)));
  if (!resumed) APS_TRY(aps_ranks_agree(ctx, refuse_outside(sim)));
  if (!resumed) APS_TRY(aps_ranks_agree(ctx, aps_cosmology_weigh(sim)));
  if (!resumed) APS_TRY(aps_ranks_agree(ctx, refuse_coincidence(sim)));
  if (!resumed) APS_TRY(aps_ranks_agree(ctx, ask_integrator(sim)));
  APS_TRY(aps_ranks_agree(ctx, aps_force_build(sim)));
  if (resumed) aps_state_restore_solver(sim);
  return APS_OK;
}

aps_err aps_build(aps_sim *sim) {
  const int before = aps_threads_take((int)sim->run.threads);
  const double start = aps_wall();
  const aps_err err = build(sim);
  sim->resume_wall += aps_wall() - start;
  aps_threads_take(before);
  return err;
}

/* Particles that find no memory here, which the plan says, may find it elsewhere: then what needs none is looked at. */
aps_err aps_check(aps_sim *sim) {
  const aps_err err = aps_ranks_agree(sim->ctx, aps_plan_check(sim));
  if (err == APS_OK) return aps_build(sim);
  if (err != APS_EMEM) return err;
  aps_log(sim->ctx, APS_LOG_WARN, "%s; it would not start here", aps_ctx_error(sim->ctx));
  aps_ctx_clear(sim->ctx);
  APS_TRY(aps_ranks_agree(sim->ctx, aps_force_build(sim)));
  aps_force_drop(sim, &sim->force_self);
  return APS_OK;
}

aps_err aps_create(aps_ctx *ctx, const char *name, const char *text, const char *const *overrides,
                   int n_overrides, aps_sim **out) {
  APS_TRY(aps_open(ctx, name, text, overrides, n_overrides, out));
  const aps_err err = aps_build(*out);
  if (err != APS_OK) aps_free(out);
  return err;
}

void aps_free(aps_sim **handle) {
  aps_sim *sim = *handle;
  if (sim == NULL) return;
  *handle = NULL;
  aps_ctx *ctx = sim->ctx;
  aps_writer_close(sim);
  aps_events_close(sim);
  aps_collisions_close(sim);
  aps_force_drop(sim, &sim->force_self);
  if (sim->integrator && sim->integrator_self && sim->integrator->destroy)
    sim->integrator->destroy(sim->integrator_self);
  aps_release(ctx, sim->integrator_self);
  aps_steps_close(sim);
  aps_world_close(sim);
  aps_copies_close(sim);
  aps_particles_free(&sim->particles);
  aps_species_close(sim);
  aps_dataset_free(&sim->checkpoint);
  if (sim->backend && sim->backend_self) {
    aps_accuracy_close(sim);
    sim->backend->close(&sim->backend_self);
  }
  aps_rundir_release(sim);
  aps_ranks_watch_end(&sim->over_ranks);
  aps_config_free(&sim->config);
  free(sim->used);
  free(sim->lines);
  free(sim->plan);
  aps_release(ctx, sim);
}

/* ---- asking ---------------------------------------------------------------------------------------- */

double aps_time(const aps_sim *sim) { return sim->clock.time; }
int64_t aps_steps(const aps_sim *sim) { return sim->clock.steps; }
double aps_step_wall(const aps_sim *sim) { return sim->step_wall; }
int64_t aps_count(const aps_sim *sim) { return sim->total; }
int64_t aps_rows(const aps_sim *sim) { return sim->n; }
double aps_sim_imbalance(const aps_sim *sim) {
  return sim->force && sim->force->imbalance ? sim->force->imbalance(sim->force_self) : 1;
}
int aps_sim_writes(const aps_sim *sim) { return aps_rank(sim->ctx) == 0; }
double aps_t_end(const aps_sim *sim) { return sim->run.t_end; }
double aps_t_start(const aps_sim *sim) { return sim->run.t_start; }
double aps_energy_error(const aps_sim *sim) { return sim->clock.energy_error; }
const char *aps_energy_error_text(const aps_sim *sim, char out[48]) {
  out[0] = '\0'; /* without a log nobody has looked */
  if (!isnan(sim->clock.energy_error)) snprintf(out, 48, ", energy error %.2e", fabs(sim->clock.energy_error));
  return out;
}
const char *aps_directory(const aps_sim *sim) { return sim->attached ? sim->directory : ""; }
const char *aps_device_text(const aps_sim *sim) { return sim->device_text; }
aps_ctx *aps_sim_ctx(const aps_sim *sim) { return sim->ctx; }
aps_particles *aps_sim_particles(aps_sim *sim) { return sim->particles; }
int64_t aps_generation(const aps_sim *sim) { return sim->particles ? aps_particles_generation(sim->particles) : 0; }
void aps_only_forces(aps_sim *sim) { sim->only_forces = 1; }
void aps_keep_order(aps_sim *sim, int keep) { sim->keep_order = keep; }
const aps_stats *aps_sim_stats(const aps_sim *sim) { return aps_ranks(sim->ctx) > 1 ? &sim->stats : &sim->clock.stats; }
const char *aps_error_text(const aps_sim *sim) { return aps_ctx_error(sim->ctx); }
const aps_units *aps_sim_units(const aps_sim *sim) { return &sim->units; }
const char *aps_sim_title(const aps_sim *sim) { return sim->top.title; }
int aps_sim_ended(const aps_sim *sim) { return sim->ended; }
int aps_sim_resumed(const aps_sim *sim) { return sim->resumed; }
uint64_t aps_sim_seed(const aps_sim *sim) { return (uint64_t)sim->run.seed; }
aps_space aps_sim_space(const aps_sim *sim) { return sim->backend->space; }
const char *aps_sim_bus_id(const aps_sim *sim) {
  const char *id = sim->backend && sim->backend->bus_id ? sim->backend->bus_id(sim->backend_self) : NULL;
  return id && *id ? id : NULL;
}
int aps_sim_card(const aps_sim *sim) { return sim->backend->space == APS_DEVICE ? sim->card : -1; }
const double *aps_sim_box(const aps_sim *sim) {
  static const double open[3] = {0, 0, 0};
  return sim->box.boundary ? sim->box.size : open;
}
double aps_sim_mean_mass(const aps_sim *sim) { return sim->mean_mass; }
double aps_sim_wall(const aps_sim *sim) { return sim->clock.wall + aps_wall() - sim->wall_start; }
double aps_sim_dt(const aps_sim *sim) { return isnan(sim->step.eta) ? sim->step.dt : NAN; }
void aps_sim_law(const aps_sim *sim, int *law, double *G, int *threads) {
  const aps_law *row = sim->force ? (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law) : NULL;
  *law = row ? row->kind : -1;
  *G = sim->units.G;
  *threads = (int)sim->run.threads;
}
const aps_integrator *aps_sim_integrator(const aps_sim *sim) { return sim->integrator; }
double aps_sim_softening(const aps_sim *sim) {
  return sim->force && strcmp(sim->force_settings.law, "newton") != 0 ? sim->eps_max : NAN;
}
double aps_sim_accuracy(const aps_sim *sim) { return sim->force && sim->force->tune ? sim->force_settings.accuracy : NAN; }
double aps_sim_force_error(const aps_sim *sim) { return sim->clock.force_error[0]; }
double aps_sim_virial(const aps_sim *sim) { return sim->virial; }
void aps_sim_set_virial(aps_sim *sim, double ratio) { sim->virial = ratio; }
