/* Started by mpirun from test_forces.py: what ranks_forces.c does not draw. Several species of any softenings, a softening
 * for each row, tracers, one heavy body, rows at equal places, lengths over sixteen decades, boxes of any shape, an expanding one,
 * collisions, all integrators that several ranks serve, few active rows, steps on which many rows change their rank: forces and states of several ranks have the bits of one.
 *
 *   ranks_wide FIRST COUNT       seeds; APS_SAY=1: every problem is said, and how long it took */
#include "verdict.h"
#include "../../src/core/ranks.h"
#include "../../src/force/fmm.h"
#include "../../src/sim/sim.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- draws: a sequence for the problem, and numbers of a particle */

static uint64_t mix(uint64_t h) {
  h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
  h = (h ^ h >> 27) * 0x94d049bb133111ebu;
  return h ^ h >> 31;
}
static uint64_t dice;
static int64_t below(int64_t n) { return (int64_t)(mix(dice += 0x9e3779b97f4a7c15u) % (uint64_t)n); }
static int once_in(int64_t n) { return below(n) == 0; }
static double own(uint64_t seed, uint64_t id, int k) {
  return (double)(mix(mix(seed * 1000003u + id) + (uint64_t)k * 0x9e3779b97f4a7c15u) >> 11) * 0x1p-53;
}

/* ---- a problem */

enum { BALL, LOG_RADIUS, LATTICE, TWINS, HEAPS, LINE, CURVE, TWO_FAR, NEST, GRID_LINE, SHAPES };
static const char *const shape_names[SHAPES] = {"ball", "log radius", "lattice", "twins", "heaps", "line", "curve", "two far", "nest", "grid line"};
enum { EQUAL, SPREAD, ONE_HEAVY, SOME_TRACERS, FEW_HEAVY, ALL_TRACERS, MASSES };
static const char *const mass_names[MASSES] = {"equal", "spread", "one heavy", "some tracers", "few heavy", "all tracers"};
enum { REST, ROTATION, FAST, BINARY, MOTIONS };
static const char *const motion_names[MOTIONS] = {"rest", "rotation", "fast", "binary"};
enum { SPECIES = 4, TEXT = 2400 };

typedef struct {
  uint64_t seed;
  int64_t n;
  int shape, masses, motion, each_eps, steps, uneven, cosmic;
  double size, reach[3]; /* of the box; 0: open */
  double softening, pair; /* pair: half the distance of ids 1 and 2 */
  char text[TEXT];
  const char *law, *integrator;
  size_t used;
} problem;

__attribute__((format(printf, 2, 3))) static void say(problem *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  p->used += (size_t)vsnprintf(p->text + p->used, TEXT - p->used, format, args);
  va_end(args);
}

/* Entries of the list of particles; bodies that collide have a radius. */
static void draw_species(problem *p, int collide) {
  static const double factors[] = {0.01, 0.5, 1, 3, 30};
  int64_t left = p->n;
  const int soft = strcmp(p->law, "newton") != 0, most = 1 + (int)below(SPECIES);
  say(p, "particles:\n");
  for (int k = 0; k < most && left; k++) {
    const int64_t n = k == most - 1 ? left : once_in(4) ? 1 : 1 + below(left);
    say(p, "  - {model: uniform_sphere, n: %lld, position: [%g, 0, 0]", (long long)n, 0.1 * k * (p->reach[0] ? p->reach[0] : 1));
    if (soft && once_in(2)) say(p, ", softening: %g", p->softening * factors[below(p->reach[0] > 0 ? 4 : 5)]);
    if (collide) say(p, ", body_radius: %g", p->size * (once_in(2) ? 0.02 : 0.002));
    if (once_in(3)) say(p, ", type: %lld", (long long)below(6));
    say(p, "}\n");
    left -= n;
  }
}

static void draw_expanding(problem *p) {
  const int64_t edge = 2 + below(11);
  p->cosmic = 1, p->n = edge * edge * edge, p->law = "spline", p->integrator = "leapfrog", p->masses = EQUAL, p->motion = REST;
  p->size = 50, p->softening = p->size / (double)edge / (once_in(2) ? 20 : 200);
  for (int d = 0; d < 3; d++) p->reach[d] = p->size;
  if (p->shape == TWINS || p->shape == HEAPS) p->shape = LATTICE;
  say(p, "units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}\ncosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}\n"
         "box: {boundary: periodic, size: [50, 50, 50]}\nparticles: [{model: zeldovich, grid: %lld}]\n"
         "integrator: {name: leapfrog, %s}\nrun: {t_start: 0.1, t_end: 0.9, device: cpu, ",
      (long long)edge, once_in(3) ? "dt: 0.002" : once_in(2) ? "eta: 0.05, steps: shared" : edge < 5 ? "eta: 0.1" : "dt: 0.01");
}

static void draw_box(problem *p) {
  static const double edges[][3] = {{1, 1, 1}, {1, 1, 1}, {1, 2, 1}, {2, 1, 1.5}, {1, 0.5, 0.75}};
  const double *e = edges[below(5)];
  for (int d = 0; d < 3; d++) p->reach[d] = e[d] * p->size;
  say(p, "box: {boundary: periodic, size: [%.9g, %.9g, %.9g]}\n", p->reach[0], p->reach[1], p->reach[2]);
}

/* t0: a time in which a row of usual speed goes a size. */
static void draw_steps(problem *p, int direct, int collide, double t0) {
  static const char *const plain[] = {"euler", "rk4", "yoshida4", "yoshida6", "leapfrog", "leapfrog"};
  const int soft = strcmp(p->law, "newton") != 0, boxed = p->reach[0] > 0;
  p->integrator = "leapfrog";
  if (!collide && once_in(3)) p->integrator = direct && !boxed && once_in(2) ? "hermite" : plain[below(6)];
  const int leapfrog = strcmp(p->integrator, "leapfrog") == 0, hermite = strcmp(p->integrator, "hermite") == 0;
  say(p, "integrator: {name: %s, ", p->integrator);
  const int blocks = p->n < 40 || (!boxed && p->n < (direct || p->softening < 0.01 * p->size || !soft ? 250 : 1600)); /* else they take long */
  if ((leapfrog || hermite) && (soft || (!collide && blocks)) && once_in(2)) {
    const int block = !collide && (once_in(4) || (leapfrog && !soft)) && blocks, tidal = leapfrog && block && (!soft || once_in(2));
    say(p, "eta: %g, steps: %s, dt_max: %.9g", hermite ? 0.03 : tidal ? 0.1 : 0.2, block ? "block" : "shared", t0 * (once_in(2) ? 0.02 : 0.1));
    if (tidal) say(p, ", criterion: %s", once_in(2) ? "tidal" : "jerk");
  } else {
    say(p, "dt: %.9g", t0 * (once_in(2) ? 1e-3 : once_in(2) ? 0.03 : 0.2));
  }
  say(p, "}\nrun: {t_end: %.9g, device: cpu, ", 1000 * t0);
}

static problem problem_of(uint64_t seed) {
  static const int64_t counts[] = {1, 2, 3, 5, 9, 33, 200, 700, 700, 1500, 1500, 3000, 6000};
  static const double accuracies[] = {0.1, 1e-2, 1e-2, 1e-3, 1e-3, 1e-4, 1e-5, 1e-6};
  static const char *const laws[] = {"newton", "plummer", "plummer", "spline", "spline"}, *const solvers[] = {"auto", "fmm", "fmm", "fmm", "direct"};
  problem p = {.seed = seed};
  dice = mix(seed + 271828);
  p.n = counts[below(13)], p.shape = (int)below(SHAPES), p.masses = (int)below(MASSES + 2), p.motion = (int)below(MOTIONS);
  if (p.masses >= MASSES) p.masses = EQUAL;
  p.law = laws[below(5)], p.size = once_in(3) ? pow(10, 1 - below(4) * 2) : 1, p.softening = p.size * (once_in(3) ? 1e-4 : 0.02);
  p.pair = p.size * 0.003;
  const char *solver = solvers[below(5)];
  double accuracy = accuracies[below(8)];
  const int boxed = once_in(4), collide = !boxed && once_in(8);
  if ((p.shape == TWINS || p.shape == HEAPS) && strcmp(p.law, "newton") == 0) p.law = "spline";
  if (boxed && strcmp(p.law, "plummer") == 0) accuracy = 0.1, p.softening = 1e-4 * p.size; /* reaches too far for others */
  if (collide && p.n > 700) p.n = 700;
  if (once_in(16)) draw_expanding(&p);
  else {
    if (boxed) draw_box(&p);
    if (boxed && strcmp(solver, "direct") == 0 && p.n > 200) p.n = 200;
    if (boxed && p.n > 1500) p.n = 1500;
    draw_species(&p, collide);
    draw_steps(&p, strcmp(solver, "direct") == 0, collide, p.size);
  }
  p.each_eps = strcmp(p.law, "newton") && once_in(3);
  p.uneven = once_in(3);
  p.steps = p.n > 1000 ? 1 + (int)below(3) : 1 + (int)below(20);
  say(&p, "precision: %s, reproducible: %s}\n", once_in(4) ? "double" : once_in(4) ? "single" : "mixed", p.uneven ? "false" : "true");
  if (collide && !p.cosmic) say(&p, "collisions: {outcome: %s}\n", once_in(2) ? "merge" : "bounce");
  say(&p, "forces: [{law: %s, solver: %s, accuracy: %g", p.law, solver, accuracy);
  if (strcmp(p.law, "newton")) say(&p, ", softening: %g", p.softening);
  say(&p, "}]\n");
  return p;
}

/* ---- its particles */

static void place(const problem *p, uint64_t id, double x[3]) {
  uint64_t who = id;
  if (p->shape == TWINS) who = id / 2;
  if (p->shape == HEAPS) who = (uint64_t)(8 * own(p->seed, id, 9) * own(p->seed, id, 10));
  double u[3], r2 = 0;
  for (int d = 0; d < 3; d++) u[d] = 2 * own(p->seed, who, d) - 1, r2 += u[d] * u[d];
  const double m = own(p->seed, who, 3), r = sqrt(r2) + 1e-9;
  const int64_t edge = (int64_t)ceil(cbrt((double)p->n)), k = (int64_t)id - 1;
  for (int d = 0; d < 3; d++) x[d] = 0.5 * u[d];
  if (p->shape == LOG_RADIUS) for (int d = 0; d < 3; d++) x[d] = 0.5 * u[d] / r * pow(10, -12 * m);
  if (p->shape == LATTICE) x[0] = (double)(k % edge) / (double)edge - 0.5, x[1] = (double)(k / edge % edge) / (double)edge - 0.5, x[2] = (double)(k / edge / edge) / (double)edge - 0.5;
  if (p->shape == LINE) x[1] = x[2] = 0.125;
  if (p->shape == CURVE) x[0] = 0.5 * cos(6 * m), x[1] = 0.5 * sin(6 * m), x[2] = 0.1 * m;
  if (p->shape == TWO_FAR) for (int d = 0; d < 3; d++) x[d] = 1e-6 * x[d] + (id % 3 ? 0.4 : -0.4);
  if (p->shape == NEST) for (int d = 0; d < 3; d++) x[d] *= pow(2, -floor(24 * m));
  if (p->shape == GRID_LINE) x[0] = (double)k / (double)p->n - 0.5, x[1] = x[2] = 0;
  for (int d = 0; d < 3; d++) x[d] *= p->reach[d] > 0 ? p->reach[d] : 2 * p->size;
  if (p->motion == BINARY && id <= 2) x[0] = x[1] = x[2] = 0, x[0] = id == 1 ? p->pair : -p->pair;
}

static double mass_of(const problem *p, uint64_t id) {
  const double m = own(p->seed, id, 4), each = p->size / (double)p->n;
  if (p->masses == ALL_TRACERS) return 0;
  if (p->motion == BINARY && id <= 2) return 0.1 * p->size;
  if (p->masses == SPREAD) return p->size * pow(10, -14 * m);
  if (p->masses == ONE_HEAVY) return id == 1 + p->seed % (uint64_t)p->n ? p->size : 1e-9 * each;
  if (p->masses == SOME_TRACERS) return m < 0.5 ? 0 : each;
  if (p->masses == FEW_HEAVY) return m < 0.98 ? 0 : 10 * each;
  return each;
}

static void move(const problem *p, uint64_t id, const double x[3], double v[3]) {
  const double fast = p->motion == FAST ? 3 : 0, speed = p->motion == ROTATION;
  for (int d = 0; d < 3; d++) v[d] = fast * (2 * own(p->seed, id, 5 + d) - 1);
  v[0] += speed * x[1] / p->size, v[1] -= speed * x[0] / p->size;
  if (p->motion == BINARY && id <= 2) v[1] = (id == 1 ? 1 : -1) * sqrt(0.1 * p->size / (4 * p->pair)); /* round one another */
}

static aps_sim *make(aps_ctx *ctx, const problem *p) {
  aps_sim *sim = NULL;
  if (aps_create(ctx, "test", p->text, NULL, 0, &sim) != APS_OK) {
    printf("seed %llu: %s\n%s", (unsigned long long)p->seed, aps_ctx_error(ctx), p->text);
    fflush(stdout);
    aps_ranks_leave(ctx, 1);
    exit(1);
  }
  aps_view v;
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID, APS_X | APS_V | APS_MASS, &v);
  for (int64_t i = 0; i < v.n; i++) {
    double x[3], u[3];
    place(p, v.id[i], x), move(p, v.id[i], x, u);
    for (int d = 0; d < 3 && p->cosmic; d++) u[d] = 0;
    v.x[i] = x[0], v.y[i] = x[1], v.z[i] = x[2], v.vx[i] = u[0], v.vy[i] = u[1], v.vz[i] = u[2];
    if (!p->cosmic) v.mass[i] = mass_of(p, v.id[i]);
  }
  if (p->each_eps && aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID, APS_EPS, &v) == APS_OK)
    for (int64_t i = 0; v.eps && i < v.n; i++) {
      const double m = own(p->seed, v.id[i], 8);
      v.eps[i] = p->softening * pow(10, (strcmp(p->law, "plummer") ? 2 * m : floor(3 * m)) - 1); /* Plummer's takes few different ones */
    }
  return sim;
}

/* ---- comparisons */

static int failures;

static void complain(const problem *p, const aps_sim *team, const char *what, long long off, long long of) {
  if (failures++ >= 20) return;
  printf("seed %llu: rank %d of %d: %s: %lld of %lld differ: %s, masses %s, %s, n %lld, a softening each %d, size %g, steps %d, uneven %d\n%s", (unsigned long long)p->seed,
         aps_rank(aps_sim_ctx(team)), aps_ranks(aps_sim_ctx(team)), what, off, of, shape_names[p->shape], mass_names[p->masses],
         motion_names[p->motion], (long long)p->n, p->each_eps, p->size, p->steps, p->uneven, p->text);
}

enum { COLUMNS = 11 };

static void columns_of(aps_sim *sim, aps_view *v, const double *column[COLUMNS]) {
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_X | APS_V | APS_A | APS_POT | APS_MASS | APS_ID, 0, v);
  const double *const all[COLUMNS] = {v->x, v->y, v->z, v->vx, v->vy, v->vz, v->ax, v->ay, v->az, v->mass, v->pot};
  memcpy(column, all, sizeof all);
}

/* alone: NULL but on the first rank. Potentials are there after forces only. */
static void compare(const problem *p, aps_sim *team, aps_sim *alone, int columns, const char *when) {
  aps_view v;
  const double *here[COLUMNS];
  double *there[COLUMNS + 1];
  const size_t bytes = sizeof(double) * (size_t)p->n;
  for (int k = 0; k <= COLUMNS; k++) there[k] = calloc(1, bytes); /* the last: 1 where there is such a row */
  if (alone) columns_of(alone, &v, here);
  for (int64_t i = 0; alone && i < v.n; i++) {
    there[COLUMNS][v.id[i] - 1] = 1;
    for (int k = 0; k < columns; k++) there[k][v.id[i] - 1] = here[k] ? here[k][i] : 0;
  }
  for (int k = 0; k <= COLUMNS; k++) aps_ranks_broadcast(aps_sim_ctx(team), there[k], bytes, 0);
  columns_of(team, &v, here);
  long long off = 0, of = 0;
  int64_t rows[2] = {v.n, 0};
  for (int64_t i = 0; i < v.n; i++) {
    off += there[COLUMNS][v.id[i] - 1] != 1;
    for (int k = 0; k < columns; k++, of++) off += here[k] && memcmp(&there[k][v.id[i] - 1], &here[k][i], sizeof(double)) != 0;
  }
  aps_ranks_sum_int(aps_sim_ctx(team), rows, 1);
  for (int64_t i = 0; i < p->n; i++) rows[1] += there[COLUMNS][i] > 0;
  if (off || rows[0] != rows[1]) complain(p, team, when, off ? off : (long long)(rows[1] - rows[0]), of);
  for (int k = 0; k <= COLUMNS; k++) free(there[k]);
}

/* Both end alike; 1: well. */
static int alike(const problem *p, aps_sim *team, aps_sim *alone, aps_err a, aps_err b, const char *what) {
  int err = b;
  aps_ranks_broadcast(aps_sim_ctx(team), &err, sizeof err, 0);
  if (a != (aps_err)err) {
    complain(p, team, what, a, err);
    printf("  %d: %s; alone %d: %s\n", a, aps_error_text(team), err, alone ? aps_error_text(alone) : "");
  }
  return a == APS_OK && err == APS_OK;
}

static aps_active fifth(aps_sim *sim, int32_t *row) {
  aps_view v;
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID, 0, &v);
  int64_t n = 0;
  for (int64_t i = 0; i < v.n; i++)
    if (v.id[i] % 5 == 0) row[n++] = (int32_t)i;
  return (aps_active){row, n};
}

static void try(aps_ctx *joined, aps_ctx *alone_ctx, uint64_t seed) {
  const problem p = problem_of(seed);
  aps_sim *team = make(joined, &p), *alone = aps_rank(joined) ? NULL : make(alone_ctx, &p);
  int32_t *row = malloc(sizeof *row * (size_t)(2 * p.n + 1000));
  int well = 1;
  for (int round = 0; round < 2 && well; round++) { /* |a| estimated, then known */
    const aps_err a = aps_forces(team, APS_A | APS_POT);
    well = alike(&p, team, alone, a, alone ? aps_forces(alone, APS_A | APS_POT) : APS_OK, "forces");
    if (p.uneven && well && strcmp(team->force->about.name, "fmm") == 0)
      aps_fmm_choose(team->force_self, &(aps_fmm_choice){.pace = 1e-9 * (1 + aps_rank(joined) % 3)});
    if (well) compare(&p, team, alone, COLUMNS, round ? "known" : "guessed");
  }
  if (well && p.reach[0] == 0) {
    const aps_err a = aps_forces_active(team, fifth(team, row), APS_A);
    well = alike(&p, team, alone, a, alone ? aps_forces_active(alone, fifth(alone, row), APS_A) : APS_OK, "forces of some");
    if (well) compare(&p, team, alone, COLUMNS - 1, "some");
  }
  double since[2] = {aps_wall(), 0};
  for (int step = 0; step < p.steps && well; step++) {
    since[1] = aps_wall() - since[0];
    aps_ranks_broadcast(joined, &since[1], sizeof(double), 0);
    if (since[1] > 0.5) break;
    const aps_err a = aps_step(team);
    well = alike(&p, team, alone, a, alone ? aps_step(alone) : APS_OK, "a step");
    if (well && step % 5 == 0) compare(&p, team, alone, COLUMNS - 1, "after a step");
  }
  if (well) compare(&p, team, alone, COLUMNS - 1, "after steps");
  double one[32] = {0}, many[32] = {0};
  if (well) well = alike(&p, team, alone, aps_reduce(team, APS_SUM_STATE, 0, many), alone ? aps_reduce(alone, APS_SUM_STATE, 0, one) : APS_OK, "sums");
  aps_ranks_broadcast(joined, one, sizeof one, 0);
  if (well && memcmp(one, many, sizeof(double) * 13) != 0) complain(&p, team, "sums of the state", 1, 1);
  free(row);
  aps_free(&team);
  aps_free(&alone);
}

int main(int argc, char **argv) {
  const uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 50;
  aps_ctx *joined = aps_ctx_create(), *alone = aps_ctx_create();
  if (aps_ranks_join(joined) != APS_OK) return puts(aps_ctx_error(joined)), 1;
  for (uint64_t k = 0; k < count; k++) {
    const double t = aps_wall();
    try(joined, alone, first + k);
    if (getenv("APS_SAY") && aps_rank(joined) == 0) printf("%s", atoi(getenv("APS_SAY")) > 1 ? problem_of(first + k).text : ""), printf("seed %llu: %.2f s\n", (unsigned long long)(first + k), aps_wall() - t), fflush(stdout);
  }
  return verdict(joined, alone, failures, count);
}
