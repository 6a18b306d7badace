/* A simulation from outside: several at once, verbs that know what is stale, steps that land where they should. */
#include "../../src/core/reduce.h"
#include "../../src/core/run.h"
#include "../check.h"
#include "../folders.h"
#include <dirent.h>

static const char two[] = "particles: [{model: two_body}]\nforces: [{law: newton}]\n"
                          "integrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1, device: cpu, precision: double}\n";
static const char cluster[] = "particles: [{model: plummer, n: 3000}]\nforces: [{law: plummer, solver: direct, softening: 0.05}]\n"
                              "integrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1, device: cpu}\n";

static aps_sim *make(aps_ctx *ctx, const char *text, const char *override) {
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_create(ctx, "test", text, &override, override != NULL, &sim));
  return sim;
}

#ifdef __linux__
static int threads_here(void) {
  int n = 0;
  DIR *tasks = opendir("/proc/self/task");
  for (const struct dirent *e; tasks && (e = readdir(tasks)) != NULL;) n += e->d_name[0] != '.';
  if (tasks) closedir(tasks);
  return n;
}

/* To be the first: OpenMP keeps threads that it once started. */
static void test_a_run_of_one_thread_starts_no_other(void) {
  static const char *const sets[] = {"particles.0.n=20000", "forces.0.solver=fmm", "run.threads=1", "integrator.dt=0.001",
                                     "output={log: none, snapshots: none, checkpoint: none, picture: none}"};
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim;
  const int before = threads_here(), default_ = aps_threads_take(4), callers = aps_threads_take(0); /* 4; 1 without OpenMP */
  CHECK_OK(ctx, aps_create(ctx, "test", cluster, sets, 5, &sim));
  CHECK_OK(ctx, aps_run(sim, 0.012)); /* past the first look at the force error */
  CHECK(aps_sim_force_error(sim) > 0);
  CHECK_OK(ctx, aps_finish(sim));
  CHECK(threads_here() == before);
  CHECK(aps_threads_take(default_) == callers);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}
#endif

static void test_two_simulations_do_not_meet(void) {
  aps_ctx *ctx = aps_ctx_create(), *other = aps_ctx_create();
  aps_sim *a = make(ctx, two, NULL), *b = make(other, cluster, NULL), *c = make(ctx, two, NULL);
  for (int i = 0; i < 10; i++) {
    CHECK_OK(ctx, aps_step(a));
    CHECK_OK(other, aps_step(b));
    CHECK_OK(ctx, aps_step(c));
  }
  aps_view p, q;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(a), APS_HOST, APS_X, 0, &p));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(c), APS_HOST, APS_X, 0, &q));
  CHECK(p.x != q.x && p.x[0] == q.x[0] && p.y[1] == q.y[1]);
  CHECK_NEAR(aps_time(a), 0.1, 1e-15);
  aps_free(&a), aps_free(&b), aps_free(&c);
  CHECK(a == NULL);
  aps_ctx_free(&ctx), aps_ctx_free(&other);
}

/* A caller's own loop looks at the force error where a run does, so that both have the same bits. */
static void test_bare_steps_keep_the_promise_of_a_run(void) {
  aps_ctx *ctx = aps_ctx_create();
  static const char *const sets[] = {"forces.0.solver=fmm", "forces.0.accuracy=1e-4", "output={log: none, snapshots: none, checkpoint: none, picture: none}"};
  aps_sim *sim[4];
  aps_view v[4];
  int64_t done;
  for (int k = 0; k < 4; k++) CHECK_OK(ctx, aps_create(ctx, "test", cluster, sets, 3, &sim[k]));
  for (int i = 0; i < 20; i++) CHECK(aps_run_one(sim[0], 1) == 1);
  for (int i = 0; i < 20; i++) CHECK_OK(ctx, aps_step_one(sim[1]));
  CHECK_OK(ctx, aps_step_some(sim[2], NAN, 20, 0, &done));
  CHECK_OK(ctx, aps_step_some(sim[3], NAN, 5, 0, &done)); /* a run after a loop settles nothing twice */
  for (int i = 0; i < 15; i++) CHECK(aps_run_one(sim[3], 1) == 1);
  for (int k = 0; k < 4; k++) CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim[k]), APS_HOST, APS_X | APS_V, 0, &v[k]));
  CHECK(aps_sim_force_error(sim[0]) > 0);
  for (int k = 1; k < 4; k++) {
    CHECK(aps_sim_force_error(sim[k]) == aps_sim_force_error(sim[0]));
    CHECK(aps_sim_stats(sim[k])->evaluations == aps_sim_stats(sim[0])->evaluations);
    CHECK(memcmp(v[k].x, v[0].x, sizeof *v[0].x * (size_t)v[0].n) == 0 && memcmp(v[k].vz, v[0].vz, sizeof *v[0].vz * (size_t)v[0].n) == 0);
  }
  for (int k = 0; k < 4; k++) aps_free(&sim[k]);
  aps_ctx_free(&ctx);
}

static void test_a_step_costs_one_force_evaluation(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, cluster, NULL);
  for (int i = 0; i < 5; i++) CHECK_OK(ctx, aps_step(sim));
  CHECK(aps_sim_stats(sim)->evaluations == 6); /* one to begin with, then the closing kick's serves the next */
  CHECK(aps_sim_stats(sim)->interactions == 6 * 3000.0 * 3000);
  double state[APS_REDUCE_MAX];
  CHECK_OK(ctx, aps_sim_state(sim, state));
  CHECK_OK(ctx, aps_sim_state(sim, state));
  CHECK(aps_sim_stats(sim)->evaluations == 7); /* the potential is found once */
  CHECK_OK(ctx, aps_step(sim));
  CHECK_OK(ctx, aps_sim_state(sim, state));
  CHECK(aps_sim_stats(sim)->evaluations == 9); /* and again where the particles have moved */
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Direct sums leave out what has no mass, so auto goes by the sources: pairs of the rows from the tile's beginning to the last with one. */
static void test_tracers_do_not_count_for_auto(void) {
  enum { RING = 4000 };
  static const char ring[] = "particles: [{model: two_body}, {model: ring, n: 4000}]\nforces: [{law: plummer, softening: 0.05}]\n"
                             "integrator: {name: leapfrog, dt: 0.01}\nrun: {t_end: 1, device: cpu}\n";
  static double column[4][RING];
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, ring, NULL);
  CHECK_OK(ctx, aps_step(sim));
  CHECK(aps_sim_stats(sim)->interactions == 2 * 2 * (RING + 2.0));
  aps_free(&sim);
  sim = make(ctx, ring, "particles.1.mass=0.1"); /* by multipoles */
  CHECK_OK(ctx, aps_step(sim));
  CHECK(aps_sim_stats(sim)->interactions < (RING + 2.0) * (RING + 2));
  aps_free(&sim);
  for (int k = 0; k < 2; k++) { /* a mass at the end alone, and one at the beginning as well: then there may be any between */
    uint64_t state = 5;
    for (int i = 0; i < 3 * RING; i++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      column[i / RING][i % RING] = (double)(state >> 11) * 0x1p-53;
    }
    column[3][0] = k, column[3][RING - 1] = 1;
    aps_dataset given = {.has = APS_X | APS_MASS, .v = {.n = RING, .x = column[0], .y = column[1], .z = column[2], .mass = column[3]}};
    const char *const set[] = {"particles=[{given: 0}]"};
    CHECK_OK(ctx, aps_open_given(ctx, "given", ring, set, 1, &given, 1, &sim));
    CHECK_OK(ctx, aps_build(sim));
    CHECK_OK(ctx, aps_step(sim));
    CHECK((aps_sim_stats(sim)->interactions == 2.0 * (RING % 1024) * RING) == (k == 0));
    aps_free(&sim);
  }
  aps_ctx_free(&ctx);
}

static void test_logging_does_not_change_the_orbit(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *plain = make(ctx, cluster, NULL), *logged = make(ctx, cluster, NULL);
  double state[APS_REDUCE_MAX], error[5];
  for (int i = 0; i < 5; i++) {
    CHECK_OK(ctx, aps_step(plain));
    CHECK_OK(ctx, aps_step(logged));
    CHECK_OK(ctx, aps_sim_state(logged, state));
    CHECK_OK(ctx, aps_force_error(logged, 20, error));
  }
  aps_view p, q;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(plain), APS_HOST, APS_X | APS_V, 0, &p));
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(logged), APS_HOST, APS_X | APS_V, 0, &q));
  CHECK(memcmp(p.x, q.x, sizeof *p.x * 3000) == 0 && memcmp(p.vz, q.vz, sizeof *p.vz * 3000) == 0);
  aps_free(&plain), aps_free(&logged);
  aps_ctx_free(&ctx);
}

/* Twenty steps with a row of energies after each, and with rows at the start and end alone: the
 * same orbits. The potentials come with the forces that end a step, where a step ends with forces:
 * no more evaluations than without rows, but for the start. */
static void test_rows_of_energies_cost_no_evaluation_and_change_no_bit(void) {
  const struct {
    const char *solver, *integrator;
    int per_row; /* evaluations that a row costs */
  } cases[] = {{"direct", "name: leapfrog, dt: 0.01", 0},
               {"fmm, accuracy: 1e-3", "name: leapfrog, dt: 0.01", 0},
               {"direct", "name: yoshida4, dt: 0.01", 0},
               {"ewald", "name: leapfrog, dt: 0.01", 0},
               {"direct", "name: rk4, dt: 0.01", 0},
               {"fmm, accuracy: 1e-3", "name: rk4, dt: 0.01", 0}, /* with a row or without, stage 2 finds no tree of stage 1 */
               {"direct", "name: hermite, dt: 0.01", 1},
               {"direct", "name: leapfrog, eta: 0.1, steps: block", 0}};
  for (int k = 0; k < (int)(sizeof cases / sizeof *cases); k++) {
    char text[512];
    const int blocks = strstr(cases[k].integrator, "block") != NULL,
              periodic = strcmp(cases[k].solver, "ewald") == 0;
    snprintf(text, sizeof text,
             "particles: [{model: plummer, n: %d}]\nforces: [{law: plummer, softening: 0.05, "
             "solver: %s}]\n%s"
             "integrator: {%s%s}\nrun: {t_end: 0.2, device: cpu}\noutput: {log: {sample: 0}}\n",
             periodic ? 500 : SANITIZED ? 1000 : 3000, cases[k].solver,
             periodic ? "box: {boundary: periodic, size: [50, 50, 50]}\n" : "", cases[k].integrator,
             blocks ? ", dt_max: 0.01" : "");
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *rows = make(ctx, text, "output.log.every=0.01"),
            *few = make(ctx, text, "output.log.every=0.2");
    CHECK_OK(ctx, aps_run(rows, 0.2));
    CHECK_OK(ctx, aps_run(few, 0.2));
    aps_view p, q;
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(rows), APS_HOST, APS_X | APS_V | APS_ID, 0, &p));
    CHECK_OK(ctx, aps_borrow(aps_sim_particles(few), APS_HOST, APS_X | APS_V | APS_ID, 0, &q));
    if (blocks) /* a block is 0.01 or 0.2 / 20, which are not one number */
      for (int64_t i = 0; i < p.n; i++) CHECK_NEAR(p.x[i], q.x[i], 1e-11);
    else
      CHECK(memcmp(p.x, q.x, sizeof *p.x * (size_t)p.n) == 0 &&
            memcmp(p.vz, q.vz, sizeof *p.vz * (size_t)p.n) == 0);
    CHECK_NEAR(aps_sim_stats(rows)->evaluations - aps_sim_stats(few)->evaluations,
               19 * cases[k].per_row, 1e-9);
    aps_free(&rows), aps_free(&few);
    aps_ctx_free(&ctx);
  }
}

/* Multipoles and Ewald's sum soften a wide Plummer sphere differently, and serve boxes of different shapes: `auto` takes what
 * serves, for a solver that is named the reason is told. */
static void test_auto_serves_every_periodic_box(void) {
  static const char box[] = "particles: [{model: plummer, n: 2500, scale: 0.05}]\nforces: [{law: plummer, softening: 0.002}]\n"
                            "box: {boundary: periodic, size: [1, 1, 1]}\nintegrator: {dt: 0.01}\nrun: {t_end: 1, device: cpu}\n";
  static const char *const wide[] = {"forces.0.softening=0.1", "box.size=[1, 1, 3]", "run.precision=single"};
  for (int k = 0; k < 3; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = make(ctx, box, wide[k]);
    CHECK_OK(ctx, aps_forces(sim, APS_A));
    CHECK(aps_sim_stats(sim)->interactions == 2500.0 * 2500); /* each pair once, at its nearest image */
    aps_free(&sim);
    const char *const set[] = {wide[k], "forces.0.solver=fmm"};
    CHECK(k == 2 || aps_create(ctx, "test", box, set, 2, &sim) == APS_ECONFIG);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

/* The clock's compensated sum: 0.01 is no binary fraction, yet a hundred of them end at 1 to the bit. */
static void test_a_run_ends_at_t_end(void) {
  const char *const steps[] = {"integrator.dt=0.01", "integrator.dt=0.3", "integrator.dt=7", "integrator.dt=0.333333333333"};
  const int64_t count[] = {100, 4, 1, 4};
  for (int k = 0; k < 4; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_sim *sim = make(ctx, two, steps[k]);
    CHECK_OK(ctx, aps_run(sim, 1));
    CHECK(aps_time(sim) == 1);
    CHECK(aps_steps(sim) == count[k] || k == 3);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
}

static void test_sums_are_those_of_the_rows(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, cluster, NULL);
  double s[APS_REDUCE_MAX], extent[APS_REDUCE_MAX], bad;
  CHECK_OK(ctx, aps_sim_state(sim, s));
  aps_view p;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_V | APS_MASS | APS_POT, APS_X, &p));
  long double m = 0, K = 0, W = 0, L = 0;
  double high = -1e300;
  for (int i = 0; i < 3000; i++) {
    m += p.mass[i];
    K += 0.5L * p.mass[i] * (p.vx[i] * p.vx[i] + p.vy[i] * p.vy[i] + p.vz[i] * p.vz[i]);
    W += 0.5L * p.mass[i] * p.pot[i];
    L += p.mass[i] * (p.x[i] * (long double)p.vy[i] - p.y[i] * (long double)p.vx[i]);
    if (p.y[i] > high) high = p.y[i];
  }
  /* 3000 terms of like size, each sum correct to n eps in the worst case */
  CHECK_NEAR(s[APS_STATE_MASS], (double)m, 3000 * 1.2e-16 * (double)m);
  CHECK_NEAR(s[APS_STATE_KINETIC], (double)K, 3000 * 1.2e-16 * (double)K);
  CHECK_NEAR(s[APS_STATE_POTENTIAL], (double)W, 3000 * 1.2e-16 * -(double)W);
  CHECK_NEAR(s[APS_STATE_L + 2], (double)L, 1e-13);
  CHECK_OK(ctx, aps_reduce(sim, APS_EXTENT, 0, extent));
  CHECK(extent[4] == high);
  CHECK_OK(ctx, aps_reduce(sim, APS_FIRST_BAD, 0, &bad));
  CHECK(!(bad < 3000));
  p.y[1234] = NAN, p.z[2000] = INFINITY;
  CHECK_OK(ctx, aps_reduce(sim, APS_FIRST_BAD, 0, &bad));
  CHECK(bad == 1234);
  p.y[1234] = p.z[2000] = 0;
  double *const column[] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
  for (int c = 0; c < 6; c++) { /* at either end of a block, and of all rows */
    const int64_t row = c % 3 == 0 ? 1024 : c % 3 == 1 ? 2047 : 2999;
    column[c][row] = c % 2 ? -INFINITY : NAN;
    CHECK_OK(ctx, aps_reduce(sim, APS_FIRST_BAD, 0, &bad));
    CHECK(bad == (double)row);
    column[c][row] = 0;
  }
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

static void test_free_particles_wrap_in_a_periodic_box(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, "particles: [{model: uniform_sphere, n: 500, position: [0.1, 0.2, 0.3], velocity: [1, -1, 0]}]\n"
                           "forces: []\nbox: {boundary: periodic, size: [1, 1, 1]}\nintegrator: {dt: 0.01}\nrun: {t_end: 3}\n", NULL);
  CHECK_OK(ctx, aps_run(sim, 3));
  aps_view p;
  CHECK_OK(ctx, aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X, 0, &p));
  for (int i = 0; i < 500; i++)
    CHECK(p.x[i] >= 0 && p.x[i] < 1 && p.y[i] >= 0 && p.y[i] < 1 && p.z[i] >= 0 && p.z[i] < 1);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* Runge-Kutta leaves the accelerations of an earlier place behind, and the first snapshot comes before any step. */
static void test_every_snapshot_holds_the_accelerations_of_its_own_positions(void) {
  aps_ctx *ctx = aps_ctx_create();
  char folder[] = "/tmp/apsis-sim-XXXXXX", path[200];
  CHECK(mkdtemp(folder) != NULL);
  const char *set[] = {"integrator={name: rk4, dt: 0.05}", "run.t_end=0.1", "output.snapshots.every=0.05", "output.picture=none"};
  aps_sim *sim = NULL;
  CHECK_OK(ctx, aps_open(ctx, "test", two, set, 4, &sim));
  snprintf(path, sizeof path, "%s/run", folder);
  CHECK_OK(ctx, aps_attach(sim, path, 0));
  CHECK_OK(ctx, aps_build(sim));
  CHECK_OK(ctx, aps_run(sim, aps_t_end(sim)));
  CHECK_OK(ctx, aps_finish(sim));
  aps_free(&sim);
  for (int k = 0; k < 3; k++) {
    aps_dataset d = {.owned = NULL};
    snprintf(path, sizeof path, "%s/run/snapshots/snapshot_%04d.hdf5", folder, k);
    CHECK_OK(ctx, aps_dataset_read(ctx, path, &d));
    const aps_view *p = &d.v;
    CHECK(p->n == 2 && p->ax && p->ay);
    if (p->n == 2 && p->ax && p->ay) {
      const double dx = p->x[1] - p->x[0], dy = p->y[1] - p->y[0], r2 = dx * dx + dy * dy, r3 = r2 * sqrt(r2);
      CHECK_NEAR(p->ax[0], p->mass[1] * dx / r3, 1e-13); /* stored positions are shifted: off by 1e-16 each */
      CHECK_NEAR(p->ay[0], p->mass[1] * dy / r3, 1e-13);
    }
    aps_dataset_free(&d);
  }
  remove_all(folder, 0);
  aps_ctx_free(&ctx);
}

/* Few rows of columns that lie side by side are combined as one column: the same bits as columns apart, and none behind the last. */
static void test_few_rows_combine_as_more_do(void) {
  enum { N = 5, LINE = 8 };
  aps_ctx *ctx = aps_ctx_create();
  const aps_backend *cpu = (const aps_backend *)aps_row_find(APS_KIND_BACKEND, "cpu");
  void *self = NULL;
  CHECK_OK(ctx, cpu->open(ctx, 0, 1, &self));
  double side[2][3 * LINE], apart[2][3][2 * LINE];
  for (int g = 0; g < 2; g++)
    for (int k = 0; k < 3 * LINE; k++) apart[g][k / LINE][k % LINE] = side[g][k] = sin(1 + k + 30 * g);
  double *const a[3] = {side[0], side[0] + LINE, side[0] + 2 * LINE}, *const b[3] = {side[1], side[1] + LINE, side[1] + 2 * LINE};
  double *const c[3] = {apart[0][0], apart[0][1], apart[0][2]}, *const d[3] = {apart[1][0], apart[1][1], apart[1][2]};
  double *const near[2][3] = {{a[0], a[1], a[2]}, {b[0], b[1], b[2]}}, *const far[2][3] = {{c[0], c[1], c[2]}, {d[0], d[1], d[2]}};
  const double coef[2] = {1, 0.1}, behind = side[0][2 * LINE + N];
  CHECK_OK(ctx, cpu->combine(self, N, a, 2, coef, near));
  CHECK_OK(ctx, cpu->combine(self, N, c, 2, coef, far));
  for (int k = 0; k < 3; k++) CHECK(memcmp(a[k], c[k], N * sizeof(double)) == 0);
  CHECK(side[0][2 * LINE + N] == behind && side[0][0] != sin(1));
  cpu->close(&self);
  aps_ctx_free(&ctx);
}

/* One in sixteen is looked at and stands for all, with what the look takes: the phases still add up to about the time, and a stretch still ends in time. */
static void test_phases_of_short_steps_add_up(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_sim *sim = make(ctx, two, NULL);
  double share = 0;
  int64_t done;
  for (int again = 0; again < 20 && !(share > 0.3 && share < 1.4); again++) { /* others may have had the processor */
    double inside = 0;
    for (int k = 0; k < APS_PHASE_COUNT; k++) inside -= aps_phase_seconds(ctx, (aps_phase)k);
    const double start = aps_wall();
    CHECK_OK(ctx, aps_step_some(sim, 1e-4, 20000, 0, &done));
    for (int k = 0; k < APS_PHASE_COUNT; k++) inside += aps_phase_seconds(ctx, (aps_phase)k);
    share = inside / (aps_wall() - start);
  }
  CHECK(share > 0.3 && share < 1.4);
  CHECK(aps_step_wall(sim) > 0 && aps_step_wall(sim) < 1);
  CHECK_OK(ctx, aps_step_some(sim, 1e-4, INT64_MAX, 0.01, &done));
  CHECK(done > 0);
  aps_free(&sim);
  aps_ctx_free(&ctx);
}

/* What a legend calls them: after models and files, of galaxies after their parts; snapshots of every layout carry it. */
static void test_species_have_names(void) {
  static const struct {
    const char *particles, *names;
  } rows[] = {{"[{model: plummer, n: 9}, {model: plummer, n: 9}, {model: king, n: 9}]", "1 plummer 1, 2 plummer 2, 3 king"},
              {"[{model: galaxy, n_disc: 50, n_bulge: 20, n_halo: 50}, {model: plummer, n: 9, type: 0}]", "0 plummer, 1 halo, 2 disc, 3 bulge"},
              {"[{model: plummer, n: 9, type: 4}, {model: king, n: 9, type: 4}, {model: king, n: 9}]", "3 king 2"}}; /* 4: by both */
  static const char *const formats[] = {"swift", "gadget4", "own"};
  char folder[] = "/tmp/apsis-kinds-XXXXXX", path[100], set[300], again[200];
  CHECK(mkdtemp(folder) != NULL);
  snprintf(path, sizeof path, "%s/a.hdf5", folder);
  for (int k = 0; k < 3; k++) {
    aps_ctx *ctx = aps_ctx_create();
    aps_dataset d, back;
    snprintf(set, sizeof set, "particles=%s", rows[k].particles);
    aps_sim *sim = make(ctx, cluster, set);
    CHECK(sim && strcmp(aps_sim_kinds(sim), rows[k].names) == 0);
    CHECK_OK(ctx, aps_snapshot(sim, APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE, &d));
    CHECK_OK(ctx, aps_dataset_write(ctx, path, formats[k], &d, NULL, 0));
    CHECK_OK(ctx, aps_dataset_read(ctx, path, &back));
    CHECK(strcmp(back.species, rows[k].names) == 0);
    aps_dataset_free(&back);
    aps_free(&sim);
    snprintf(again, sizeof again, "particles=[{file: %s}]", path); /* a run that begins with it calls them so, too */
    sim = make(ctx, cluster, again);
    CHECK(sim && strcmp(aps_sim_kinds(sim), rows[k].names) == 0);
    aps_free(&sim);
    aps_ctx_free(&ctx);
  }
  remove_all(folder, 0);
}

int main(void) {
#ifdef __linux__
  CHECK_RUN(test_a_run_of_one_thread_starts_no_other);
#endif
  CHECK_RUN(test_two_simulations_do_not_meet);
  CHECK_RUN(test_species_have_names);
  CHECK_RUN(test_a_step_costs_one_force_evaluation);
  CHECK_RUN(test_bare_steps_keep_the_promise_of_a_run);
  CHECK_RUN(test_tracers_do_not_count_for_auto);
  CHECK_RUN(test_logging_does_not_change_the_orbit);
  CHECK_RUN(test_rows_of_energies_cost_no_evaluation_and_change_no_bit);
  CHECK_RUN(test_auto_serves_every_periodic_box);
  CHECK_RUN(test_a_run_ends_at_t_end);
  CHECK_RUN(test_sums_are_those_of_the_rows);
  CHECK_RUN(test_free_particles_wrap_in_a_periodic_box);
  CHECK_RUN(test_every_snapshot_holds_the_accelerations_of_its_own_positions);
  CHECK_RUN(test_few_rows_combine_as_more_do);
  CHECK_RUN(test_phases_of_short_steps_add_up);
  return CHECK_RESULT();
}
