/* Trial: how long a solver's row takes for one evaluation on an open backend. The particles are a sample: a Plummer sphere
 * laid out by a quasi-random sequence (Roberts 2018, "The unreasonable effectiveness of quasirandom sequences"), in a periodic
 * box an even one, for the run's own are not made before the device is chosen. Direct summation does not care where particles are; a tree does, by
 * less than the factor that separates devices. */
#include "sim.h"
#include "../core/box.h"
#include <math.h>
#include <string.h>

enum { COLUMNS = 16, FIRST = 1024 };
static const double LONGEST = 0.08; /* s of one evaluation; the next larger sample takes up to 16 times as long */

static double *const *column(aps_view *v, int k) {
  double **const all[COLUMNS] = {&v->x,  &v->y,  &v->z,  &v->vx, &v->vy, &v->vz,   &v->mass, &v->eps,
                                 &v->ax, &v->ay, &v->az, &v->jx, &v->jy, &v->jz, &v->pot,  &v->s0x};
  return all[k];
}

static void fill(double *const to[COLUMNS], int64_t n, double eps, const double L[3]) {
  static const double step[3] = {0.8191725133961645, 0.6710436067037893, 0.5497004779019703};
  for (int64_t i = 0; i < n; i++) {
    double u[3], whole;
    for (int d = 0; d < 3; d++) u[d] = modf(0.5 + (double)(i + 1) * step[d], &whole);
    const double r = fmin(1 / sqrt(pow(u[0] + 1e-9, -2.0 / 3) - 1), 30), z = 2 * u[1] - 1, s = sqrt(1 - z * z);
    to[0][i] = r * s * cos(6.283185307179586 * u[2]), to[1][i] = r * s * sin(6.283185307179586 * u[2]), to[2][i] = r * z;
    for (int d = 0; d < 3 && L[d] > 0; d++) to[d][i] = L[d] * u[d];
    for (int d = 0; d < 3; d++) to[3 + d][i] = u[d] - 0.5;
    to[6][i] = 1 / (double)n, to[7][i] = eps;
  }
}

/* The sample in the backend's memory, in one piece: *block. */
static aps_err make_sample(aps_trial *t, const aps_force_setup *setup, int64_t n, aps_view *v, void **block) {
  aps_ctx *ctx = setup->ctx;
  const int64_t stride = (n + 7) / 8 * 8;
  const size_t bytes = (size_t)stride * COLUMNS * sizeof(double);
  double *host = aps_alloc(ctx, "device trial", stride * COLUMNS, sizeof *host), *to[COLUMNS];
  if (host == NULL) return APS_EMEM;
  for (int k = 0; k < COLUMNS; k++) to[k] = host + k * stride;
  fill(to, n, setup->eps_max, setup->box);
  *block = t->backend->alloc(t->self, bytes);
  const aps_err err = *block ? t->backend->copy(t->self, *block, t->backend->space, host, APS_HOST, bytes) : APS_EMEM;
  aps_release(ctx, host);
  *v = (aps_view){.n = n};
  for (int k = 0; k < COLUMNS && *block; k++) *(double **)column(v, k) = (double *)*block + k * stride;
  return err;
}

static aps_err evaluate(aps_trial *t, void *solver, aps_view v, aps_cols want, double *seconds) {
  double one;
  const double start = aps_wall();
  if (t->force->prepare) APS_TRY(t->force->prepare(solver, v));
  APS_TRY(t->force->add(solver, v, (aps_active){NULL, v.n}, want, 0));
  APS_TRY(t->backend->copy(t->self, &one, APS_HOST, v.ax, t->backend->space, sizeof one)); /* waits for it */
  *seconds = aps_wall() - start;
  return APS_OK;
}

static aps_err try_sample(aps_trial *t, const aps_force_setup *setup, int64_t n, aps_cols want) {
  aps_view v;
  void *block = NULL, *solver = aps_alloc(setup->ctx, "device trial", 1, t->force->about.state_size + 1);
  if (solver == NULL) return APS_EMEM;
  aps_err err = make_sample(t, setup, n, &v, &block);
  if (err == APS_OK) err = t->force->create(solver, setup);
  double seconds = 0;
  for (int k = 0; k < 2 && err == APS_OK; k++) err = evaluate(t, solver, v, want, &seconds); /* the first warms up */
  if (t->force->destroy) t->force->destroy(solver);
  if (block) t->backend->release(t->self, block);
  aps_release(setup->ctx, solver);
  t->sample = n;
  t->seconds = seconds;
  return err;
}

aps_err aps_trial_run(const aps_sim *sim, aps_trial *t) {
  const aps_law *law = (const aps_law *)aps_row_find(APS_KIND_LAW, sim->force_settings.law);
  const double *L = sim->box.size, edge = aps_box_shortest(L); /* a softening that every solver takes: docs/periodic.md */
  const int periodic = sim->box.boundary == 1;
  const double eps = strcmp(sim->force_settings.law, "newton") == 0 ? 0 : periodic ? 1e-5 * edge : 0.01;
  aps_stats stats = {0};
  const aps_force_setup setup = {.ctx = sim->ctx, .law = law->kind, .precision = sim->run.precision, .G = 1,
                                 .accuracy = sim->force_settings.accuracy, .eps_min = eps, .eps_max = eps,
                                 .box = {periodic ? L[0] : 0, periodic ? L[1] : 0, periodic ? L[2] : 0},
                                 .threads = (int)sim->run.threads, .device = t->self, .stats = &stats};
  const aps_cols want = APS_A | (sim->integrator->writes & APS_JERK);
  const char *solver = t->force->about.name;
  const int direct = strcmp(solver, "direct") == 0;
  const double power = direct || strcmp(solver, "ewald") == 0 ? 2 : 1;
  for (int64_t n = FIRST;; n *= 4) {
    if (n > sim->total) n = sim->total;
    APS_TRY(try_sample(t, &setup, n, want));
    if (n == sim->total || 16 * t->seconds > LONGEST) break;
  }
  t->seconds *= pow((double)sim->total / (double)t->sample, power);
  if (direct && t->backend->space == APS_HOST) t->seconds *= (double)sim->sources / (double)sim->total; /* the sample's all have mass */
  return APS_OK;
}
