/* Started by mpirun from test_forces.py: the forces of several ranks have the bits of one. The first rank also makes the
 * whole system in a context of its own that has joined nobody; its columns go to all, which compare the rows they hold by id. Random
 * configurations; the first argument is the first seed, the second how many, the third a solver for all of them, "line":
 * fmm, and all particles in one, "speeds": ranks of different speed, or "memory": one rank runs out of it. As ranks_forces_starved (APS_STARVED) one rank lacks each piece of memory in turn;
 * "letters": what the letters between ranks come to is said. */
#include "verdict.h"
#include "../../src/core/ranks.h"
#include "../../src/force/fmm.h"
#include "../../src/sim/sim.h"
#ifdef APS_STARVED
#include "starved.h"
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static uint64_t mix(uint64_t h) {
  h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
  h = (h ^ h >> 27) * 0x94d049bb133111ebu;
  return h ^ h >> 31;
}
/* In [0, 1): the k-th draw of a particle. */
static double draw(uint64_t seed, uint64_t id, int k) {
  return (double)(mix(mix(seed * 1000003u + id) + (uint64_t)k * 0x9e3779b97f4a7c15u) >> 11) * 0x1p-53;
}

enum { UNIFORM, PLUMMER, CUSP, DISC, CLUMPS, LINE, PLANE, POINT, PAIRS, OUTLIER, OFFSET, MASSES, CLUSTER, SHAPES };
static const char *const shape_names[SHAPES] = {"uniform", "plummer", "cusp",    "disc",   "clumps", "line",   "plane",
                                                "point",   "pairs",   "outlier", "offset", "masses", "cluster"};

static void place(int shape, uint64_t seed, uint64_t id, int64_t n, double x[3], double *mass) {
  double u[3], r2 = 0;
  const uint64_t who = shape == PAIRS ? (id + 1) / 2 : id;
  for (int d = 0; d < 3; d++) u[d] = 2 * draw(seed, who, d) - 1, r2 += u[d] * u[d];
  const double m = draw(seed, who, 3), r = sqrt(r2) + 1e-9;
  double size = 1;
  if (shape == PLUMMER) size = fmin(30, 1 / sqrt(pow(m + 1e-9, -2. / 3) - 1 + 1e-9)) / r;
  if (shape == CUSP) size = pow(10, 4 * m - 4) / r;
  if (shape == CLUSTER) size = 1e-7;
  for (int d = 0; d < 3; d++) x[d] = size * u[d];
  if (shape == DISC) x[2] *= 0.01;
  if (shape == CLUMPS) x[0] = 0.1 * x[0] + (id % 2 ? 20 : -20);
  if (shape == LINE) x[1] = x[2] = 0;
  if (shape == PLANE) x[2] = 0.25;
  if (shape == POINT) x[0] = x[1] = x[2] = 0.5;
  if ((shape == OUTLIER || shape == CLUSTER) && id == 1) x[0] = 1e6;
  if (shape == OFFSET) x[0] += 1e7, x[1] -= 3e7;
  *mass = shape == MASSES ? pow(10, -6 * m) : 1.0 / (double)n;
}

typedef struct {
  uint64_t seed;
  int shape, law, blocks, precise, box, uneven; /* uneven: ranks differ in speed */
  int64_t n;
  double accuracy;
  const char *solver, *integrator, *precision;
} problem;

static const char *solver_wanted; /* NULL: either */

static problem problem_of(uint64_t seed) {
  static const int64_t counts[] = {1, 2, 3, 7, 40, 300, 1500, 1500, 4000, 2500};
  static const double accuracies[] = {1e-2, 1e-3, 1e-3, 1e-4, 1e-5, 1e-6};
  problem p = {.seed = seed};
  p.shape = (int)(mix(seed) % SHAPES);
  p.n = counts[mix(seed + 77777) % 10];
  p.law = (int)(mix(seed + 5555) % 5);
  p.accuracy = accuracies[mix(seed + 999) % 6];
  p.precise = mix(seed + 31) % 7 == 0;
  p.blocks = mix(seed + 13) % 3 == 0;
  p.solver = mix(seed + 4) % 5 == 0 ? "direct" : "fmm";
  if (solver_wanted) p.solver = solver_wanted;
  const int direct = strcmp(p.solver, "direct") == 0;
  if (direct && p.n >= 1500 && mix(seed + 21) % 4) p.n *= 3; /* more than go without a ring */
  p.integrator = direct && mix(seed + 8) % 2 ? "hermite" : "leapfrog";
  p.precision = p.precise ? "double" : direct && mix(seed + 12) % 6 == 0 ? "single" : "mixed";
  if (p.law == 0 && (p.shape == POINT || p.shape == PAIRS)) p.law = 1; /* unsoftened: infinite */
  return p;
}

/* The same in a periodic box of edge 1, where solvers wrap the positions; among ranks `direct` (Ewald's sum) copies all rows. */
static void put_in_box(problem *p, const char *solver) {
  p->box = 1, p->solver = solver, p->integrator = "leapfrog";
  const int wide = p->law == 1 || p->law == 3; /* Plummer's law reaches too far for most accuracies */
  if (wide) p->law = p->accuracy > 0.999e-2 ? 1 : 2;
  if (p->shape == CLUSTER && p->law == 0) p->law = 2;
  if (strcmp(solver, "direct") == 0 && p->n > 300) p->n = 300;
}

static aps_sim *make(aps_ctx *ctx, const problem *p) {
  static const char *const laws[] = {"newton", "plummer", "spline", "plummer", "spline"};
  static const char *const box = "box: {boundary: periodic, size: [1, 1, 1]}\n";
  static const char *const softening[] = {"", ", softening: 0.02", ", softening: 0.02", ", softening: 0.02", ", softening: 0.02"};
  char text[1200];
  const int64_t half = p->n / 2;
  const char *other = p->law >= 3 ? ", softening: 0.05" : "";
  char second[200] = "";
  if (half > 0)
    snprintf(second, sizeof second, "  - {model: uniform_sphere, n: %lld, position: [3.3, 0, 0]%s}\n", (long long)half, other);
  snprintf(text, sizeof text,
           "%sparticles:\n  - {model: uniform_sphere, n: %lld}\n%sforces: [{law: %s, solver: %s, accuracy: %g%s}]\n"
           "integrator: {name: %s, %s}\nrun: {t_end: 1, precision: %s, device: cpu, reproducible: %s}\n",
           p->box ? box : "", (long long)(p->n - half), second, laws[p->law], p->solver, p->accuracy, softening[p->law],
           p->integrator,
           p->blocks ? strcmp(p->integrator, "hermite") ? "eta: 0.05, steps: block, criterion: tidal, dt_max: 0.01"
                                                        : "eta: 0.02, steps: block, dt_max: 0.01"
                     : "dt: 0.001",
           p->precision, p->uneven ? "false" : "true");
  aps_sim *sim = NULL;
  if (aps_create(ctx, "test", text, NULL, 0, &sim) != APS_OK) {
    printf("seed %llu: %s\n%s", (unsigned long long)p->seed, aps_ctx_error(ctx), text);
    exit(1);
  }
  aps_view v;
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID, APS_X | APS_V | APS_MASS, &v);
  for (int64_t i = 0; i < v.n; i++) {
    double x[3];
    place(p->shape, p->seed, v.id[i], p->n, x, &v.mass[i]);
    v.x[i] = x[0], v.y[i] = x[1], v.z[i] = x[2];
    v.vx[i] = 10 * x[1], v.vy[i] = -10 * x[0], v.vz[i] = 0.1;
  }
  return sim;
}

static int failures;
extern const aps_force aps_force_direct_cpu;

static void require(const problem *p, aps_sim *sim, aps_err err, const char *what) {
  if (err == APS_OK) return;
  printf("seed %llu: %s: %s\n", (unsigned long long)p->seed, what, aps_error_text(sim));
  fflush(stdout);
  aps_ranks_leave(aps_sim_ctx(sim), 1);
  exit(1);
}

/* The columns of the group, by id. */
static void by_id(aps_sim *sim, aps_cols group, double *const out[4]) {
  aps_view v;
  aps_borrow(aps_sim_particles(sim), APS_HOST, group | APS_ID, 0, &v);
  const double *const column[4] = {group & APS_A ? v.ax : v.x, group & APS_A ? v.ay : v.y, group & APS_A ? v.az : v.z,
                                   group & APS_POT ? v.pot : NULL};
  for (int k = 0; k < 4; k++)
    for (int64_t i = 0; column[k] && i < v.n; i++) out[k][v.id[i] - 1] = column[k][i];
}

/* alone: NULL but on the first rank. */
static void compare(const problem *p, aps_sim *team, aps_sim *alone, aps_cols group, const char *when) {
  double *a[4], *b[4];
  for (int k = 0; k < 4; k++) {
    a[k] = malloc(sizeof(double) * (size_t)p->n), b[k] = malloc(sizeof(double) * (size_t)p->n);
    memset(b[k], 0xff, sizeof(double) * (size_t)p->n);
  }
  if (alone) by_id(alone, group, a);
  for (int k = 0; k < (group & APS_POT ? 4 : 3); k++) aps_ranks_broadcast(aps_sim_ctx(team), a[k], sizeof(double) * (size_t)p->n, 0);
  by_id(team, group, b);
  int64_t off = 0, here = 0;
  for (int k = 0; k < (group & APS_POT ? 4 : 3); k++)
    for (int64_t i = 0; i < p->n; i++) {
      const uint64_t nothing = UINT64_MAX;
      if (memcmp(&b[k][i], &nothing, sizeof nothing) == 0) continue; /* another rank's */
      here++;
      off += memcmp(&a[k][i], &b[k][i], sizeof(double)) != 0;
    }
  if (off && failures++ < 20)
    printf("seed %llu, %s: %lld of %lld numbers differ: %s, n %lld, law %d, %s, accuracy %g, %s, blocks %d, ranks %d\n",
           (unsigned long long)p->seed, when, (long long)off, (long long)here, shape_names[p->shape], (long long)p->n,
           p->law, p->solver, p->accuracy, p->precision, p->blocks, aps_ranks(aps_sim_ctx(team)));
  for (int k = 0; k < 4; k++) free(a[k]), free(b[k]);
}

#ifndef APS_STARVED
/* Where forces cancel and targets are summed again. */
static void put_in_line(problem *p) {
  p->solver = "fmm", p->integrator = "leapfrog", p->shape = LINE;
  p->n = p->n < 1500 ? 1500 : p->n;
  if (p->law == 0) p->law = 1; /* unsoftened neighbours in a line leave no two steps alike */
}

/* Every other rank takes twice the others' time for a pair. */
static double speed_of(int rank) { return rank % 2 ? 1 : 0.5; }

static void differ(aps_sim *team) {
  aps_fmm_choose(team->force_self, &(aps_fmm_choice){.pace = 1e-9 / speed_of(aps_rank(team->ctx))});
}

/* Rows go to ranks by how fast these are, unless they may not hang on clocks. */
static void deal_by_speed(aps_ctx *joined, int uneven) {
  const int64_t n = 1500 * aps_ranks(joined);
  problem p = {.seed = 5, .shape = UNIFORM, .law = 1, .n = n, .accuracy = 1e-2, .solver = "fmm", .integrator = "leapfrog",
               .precision = "mixed", .uneven = uneven};
  aps_sim *team = make(joined, &p);
  require(&p, team, aps_forces(team, APS_A), "forces");
  differ(team);
  for (int step = 0; step < 17; step++) require(&p, team, aps_step(team), "a step");
  double all = 0;
  for (int r = 0; r < aps_ranks(joined); r++) all += uneven ? speed_of(r) : 1;
  const double share = (uneven ? speed_of(aps_rank(joined)) : 1) / all, has = (double)team->n / (double)n;
  if (fabs(has / share - 1) > 0.25)
    printf("uneven %d: rank %d of %d has %.3f of the rows, not %.3f\n", uneven, aps_rank(joined), aps_ranks(joined), has, share), failures++;
  if (!(aps_sim_imbalance(team) < 1.2)) printf("uneven %d: imbalance %g\n", uneven, aps_sim_imbalance(team)), failures++;
  aps_free(&team);
}

static double summed_again; /* alone */

static void count_again(aps_sim *alone) {
  const char *name[32];
  double value[32];
  for (int k = aps_force_report(alone, 0, name, value, 32) - 1; k >= 0; k--)
    if (strcmp(name[k], "summed_again") == 0) summed_again += value[k];
}

/* Seven in eight rows are active, and those near one particle have had `more` times their |a|: a few targets to be summed again, or too
 * few of them to be worth it. */
static aps_active expect_more(const problem *p, aps_sim *sim, double radius, double more, int32_t *row) {
  aps_view v;
  double centre[3], mass;
  place(p->shape, p->seed, 1 + (uint64_t)p->n / 2, p->n, centre, &mass);
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID | APS_X | APS_A, APS_A, &v);
  int64_t n = 0;
  for (int64_t i = 0; i < v.n; i++) {
    const double d[3] = {v.x[i] - centre[0], v.y[i] - centre[1], v.z[i] - centre[2]};
    const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
    if (r2 < radius * radius) v.ax[i] *= more, v.ay[i] *= more, v.az[i] *= more;
    if (v.id[i] % 8) row[n++] = (int32_t)i;
  }
  return (aps_active){row, n};
}

static void doubt(aps_ctx *joined, aps_ctx *alone_ctx) {
  const problem p = {.seed = 4, .shape = UNIFORM, .law = 1, .n = 1500, .accuracy = 1e-3, .solver = "fmm", .integrator = "leapfrog",
                     .precision = "mixed"};
  aps_sim *team = make(joined, &p), *alone = make(alone_ctx, &p);
  int32_t *row = malloc(sizeof *row * (size_t)p.n);
  for (double radius = 0.15; radius < 0.7; radius *= 1.1) { /* until there are enough of them */
    for (int round = 0; round < 2; round++) {
      require(&p, team, aps_forces(team, APS_A), "forces");
      require(&p, alone, aps_forces(alone, APS_A), "forces alone");
    }
    require(&p, team, aps_forces_active(team, expect_more(&p, team, radius, 2.05, row), APS_A), "forces of some");
    require(&p, alone, aps_forces_active(alone, expect_more(&p, alone, radius, 2.05, row), APS_A), "forces of some alone");
    compare(&p, team, alone, APS_A, "with some in doubt");
  }
  count_again(alone);
  free(row);
  aps_free(&team);
  aps_free(&alone);
}

/* carried: so many particles that chunks of sources reach from one message of the ring, and one rank, into the next. */
static void try(aps_ctx *joined, aps_ctx *alone_ctx, uint64_t seed, int carried) {
  problem p = problem_of(seed);
  if (strcmp(p.solver, "box") == 0) put_in_box(&p, "fmm");
  if (strcmp(p.solver, "line") == 0) put_in_line(&p);
  if (carried) p.n = 13000, p.shape = PLUMMER, p.blocks = 0;
  p.uneven = seed % 2 && strcmp(p.solver, "fmm") == 0 && !p.box;
  aps_sim *team = make(joined, &p), *alone = aps_rank(joined) ? NULL : make(alone_ctx, &p);
  for (int round = 0; round < 2; round++) { /* |a| estimated, then known */
    require(&p, team, aps_forces(team, APS_A | APS_POT), "forces");
    if (p.uneven) differ(team);
    if (alone) require(&p, alone, aps_forces(alone, APS_A | APS_POT), "forces alone");
    compare(&p, team, alone, APS_A | APS_POT, round ? "known" : "guessed");
  }
  for (int step = 0; step < (carried ? 1 : 3) && p.shape != POINT; step++) {
    const aps_err a = aps_step(team);
    aps_err b = alone ? aps_step(alone) : APS_OK;
    aps_ranks_broadcast(joined, &b, sizeof b, 0);
    if (a != b) printf("seed %llu: a step says %d on ranks (%s), %d alone\n", (unsigned long long)seed, a, aps_error_text(team), b), failures++;
    if (a != APS_OK || b != APS_OK) break; /* unsoftened encounters end some runs */
  }
  compare(&p, team, alone, APS_X, "after steps");
  if (alone) count_again(alone);
  double one[32], many[32];
  require(&p, team, aps_reduce(team, APS_SUM_STATE, 0, many), "sums");
  if (alone) require(&p, alone, aps_reduce(alone, APS_SUM_STATE, 0, one), "sums alone");
  aps_ranks_broadcast(joined, one, sizeof(double) * 13, 0);
  if (memcmp(one, many, sizeof(double) * 13) != 0 && failures++ < 20)
    printf("seed %llu: the sums of the state differ\n", (unsigned long long)seed);
  aps_free(&team);
  aps_free(&alone);
}
#else
/* ---- each piece of memory in turn is not there */

static int64_t bytes_held(const aps_ctx *ctx) {
  const aps_memory_row *row;
  int64_t sum = 0;
  for (int k = aps_memory_rows(ctx, &row) - 1; k >= 0; k--) sum += row[k].bytes;
  return sum;
}

enum { EVERY = 3 };

/* Rows of this rank for an evaluation of a few. */
static aps_active third(const aps_sim *sim, int32_t *row) {
  aps_view v;
  aps_borrow(aps_sim_particles((aps_sim *)(uintptr_t)sim), APS_HOST, APS_ID, 0, &v);
  int64_t n = 0;
  for (int64_t i = 0; i < v.n; i++)
    if (v.id[i] % EVERY == 0) row[n++] = (int32_t)i;
  return (aps_active){row, n};
}

/* All ranks must end alike: whole, or with the words of the one that lacks memory. 1: whole. */
static int ends_alike(aps_ctx *ctx, const aps_sim *sim, const problem *p, const char *when, int64_t k, aps_err err) {
  int64_t most = err, least = -(int64_t)err;
  aps_ranks_max_int(ctx, &most, 1), aps_ranks_max_int(ctx, &least, 1);
  if (most == -least && (err == APS_OK || (err == APS_EMEM && strstr(aps_error_text(sim), "no memory")))) return err == APS_OK;
  if (failures++ < 20)
    printf("seed %llu, %s, rank %d without allocation %lld: %d: %s\n", (unsigned long long)p->seed, when, aps_rank(ctx),
           (long long)k, err, aps_error_text(sim));
  return 0;
}

/* An evaluation in which the last rank lacks allocation k, the next one of the same particles, which is whole, and, where
 * accelerations are known, one of few rows. 0: there was no such allocation. */
static int lack(aps_ctx *joined, const problem *p, aps_sim *alone, int64_t k, int known) {
  const int last = aps_rank(joined) == aps_ranks(joined) - 1;
  const int64_t held = bytes_held(joined);
  aps_sim *team = make(joined, p);
  if (known) require(p, team, aps_forces(team, APS_A | APS_POT), "forces ahead");
  int32_t *row = malloc(sizeof *row * (size_t)(p->n + 1));
  const aps_active some = known == 2 ? third(team, row) : (aps_active){NULL, 0};
  starved_spare(last ? k : -1);
  const aps_err err = known == 2 ? aps_forces_active(team, some, APS_A) : aps_forces(team, APS_A | APS_POT);
  int64_t denied = starved_denied();
  starved_spare(-1);
  aps_ranks_max_int(joined, &denied, 1);
  const int whole = ends_alike(joined, team, p, known == 2 ? "few" : known ? "known" : "guessed", k, err);
  if (whole && denied && failures++ < 20)
    printf("seed %llu, %s: nobody notices that allocation %lld failed\n", (unsigned long long)p->seed, p->solver, (long long)k);
  if (!whole && known == 0) {
    require(p, team, aps_forces(team, APS_A | APS_POT), "forces after a failure");
    compare(p, team, alone, strcmp(p->solver, "fmm") && p->box ? APS_A : APS_A | APS_POT, "after a failure");
  } else if (!whole) { /* accelerations may be lost */
    for (int round = 0; round < 2; round++) require(p, team, aps_forces(team, APS_A | APS_POT), "forces after a failure");
  }
  free(row);
  aps_free(&team);
  int64_t kept = bytes_held(joined) - held;
  aps_ranks_max_int(joined, &kept, 1);
  if (kept > 0 && failures++ < 20)
    printf("seed %llu: %lld bytes are not released after allocation %lld of %s failed\n", (unsigned long long)p->seed,
           (long long)kept, (long long)k, p->solver);
  return !whole;
}

/* What the letters of a few evaluations come to, for the script to compare: it must not depend on threads. */
static void sum_letters(aps_ctx *joined, uint64_t seed) {
  problem p = problem_of(seed);
  p.n = 13000, p.shape = seed % 2 ? PLUMMER : DISC, p.solver = "fmm";
  if (p.accuracy < 1e-3) p.accuracy = 1e-3;
  if (seed % 4 == 0) p.n = 3000, put_in_box(&p, "fmm");
  aps_sim *team = make(joined, &p);
  for (int round = 0; round < 2; round++) require(&p, team, aps_forces(team, APS_A | APS_POT), "forces");
  for (int step = 0; step < 2; step++) require(&p, team, aps_step(team), "a step");
  aps_free(&team);
  int64_t sum = (int64_t)(starved_letters() >> 8);
  aps_ranks_sum_int(joined, &sum, 1);
  if (aps_rank(joined) == 0) printf("letters of seed %llu: %llx\n", (unsigned long long)seed, (unsigned long long)sum);
}

static void starve(aps_ctx *joined, aps_ctx *alone_ctx, uint64_t seed) {
  problem p = problem_of(seed);
  if (p.n < 300) p.n = 300;
  if (strcmp(p.solver, "box") == 0) put_in_box(&p, seed % 2 ? "fmm" : "direct");
  aps_sim *alone = aps_rank(joined) ? NULL : make(alone_ctx, &p);
  if (alone) require(&p, alone, aps_forces(alone, APS_A | APS_POT), "forces alone");
  for (int known = 0; known < 3; known++) {
    int64_t k = 0;
    while (lack(joined, &p, alone, k, known)) k++;
    if (aps_rank(joined) == 0) printf("seed %llu, %s, %d: %lld allocations denied\n", (unsigned long long)seed, p.solver, known, (long long)k);
    if (k < 3 && !known) failures++;
  }
  aps_free(&alone);
}
#endif

/* The last rank may take no more memory than it has: all ranks get the same error, and nobody waits for ever. */
static void limit_memory(int limited, long spare) {
  struct rlimit r;
  long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (f == NULL || fscanf(f, "%ld", &pages) != 1) pages = 0;
  if (f) fclose(f);
  getrlimit(RLIMIT_AS, &r);
  r.rlim_cur = limited && pages ? (rlim_t)(pages * 4096 + spare) : r.rlim_max;
  setrlimit(RLIMIT_AS, &r);
}

/* spare: what it may take more than it has, so that this runs out in another place; < 0: no limit, so that MPI has all that
 * it takes for as many messages (UCX ends the process where it finds none). */
static void run_out(aps_ctx *joined, const char *solver, int held, long spare) {
  const problem p = {.seed = 1, .shape = PLUMMER, .law = 1, .n = 40000 * aps_ranks(joined), .accuracy = 1e-3, .solver = solver,
                     .integrator = "leapfrog", .precision = "mixed"};
  aps_sim *sim = make(joined, &p);
  const int last = aps_rank(joined) == aps_ranks(joined) - 1;
  aps_view v;
  if (held) aps_borrow(aps_sim_particles(sim), APS_HOST, 0, APS_A | APS_POT, &v);
  if (last && spare >= 0) limit_memory(1, spare);
  const aps_err err = aps_forces(sim, APS_A);
  if (last) limit_memory(0, 0);
  if (spare >= 0 && (err != APS_EMEM || strstr(aps_error_text(sim), "no memory") == NULL))
    printf("%s, %d, %ld: rank %d says %d: %s\n", solver, held, spare, aps_rank(joined), err, aps_error_text(sim)), failures++;
  aps_free(&sim);
}

/* What the memory plan says that direct summation takes, and what it took. */
static void check_plan(aps_ctx *joined, int64_t n) {
  const problem p = {.seed = 2, .shape = PLUMMER, .law = 1, .n = n, .accuracy = 1e-3, .solver = "direct",
                     .integrator = "leapfrog", .precision = "mixed"};
  aps_sim *sim = make(joined, &p);
  require(&p, sim, aps_forces(sim, APS_A | APS_POT), "forces");
  aps_view v;
  aps_borrow(aps_sim_particles(sim), APS_HOST, APS_ID, 0, &v);
  const aps_force_setup setup = {.ctx = joined};
  const double plan = (double)aps_force_direct_cpu.memory(&setup, v.n);
  const aps_memory_row *row;
  double took = 0;
  for (int k = aps_memory_rows(joined, &row) - 1; k >= 0; k--)
    if (strncmp(row[k].label, "direct", 6) == 0) took += (double)row[k].bytes;
  if (!(plan > 0.9 * took && plan < 1.35 * took + 3e5))
    printf("memory plan of rank %d for %lld rows: %g bytes, it took %g\n", aps_rank(joined), (long long)v.n, plan, took), failures++;
  aps_free(&sim);
}

int main(int argc, char **argv) {
  const uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 50;
  solver_wanted = argc > 3 ? argv[3] : NULL;
  aps_ctx *joined = aps_ctx_create(), *alone = aps_ctx_create();
  if (aps_ranks_join(joined) != APS_OK) return puts(aps_ctx_error(joined)), 1;
  const int out_of_memory = argc > 3 && strcmp(argv[3], "memory") == 0;
#ifdef __GLIBC__
  if (out_of_memory) mallopt(M_MMAP_THRESHOLD, 100000); /* what was released is not at hand */
#endif
  for (int k = 0; out_of_memory && k < 2; k++) run_out(joined, "fmm", 0, -1);
  for (long spare = 500000; out_of_memory && spare < 8000000; spare *= 2)
    for (int held = 0; held < 2; held++) run_out(joined, "direct", held, spare), run_out(joined, "fmm", held, spare);
  for (int64_t n = 3000; out_of_memory && n < 60000; n *= 3) check_plan(joined, n);
  for (uint64_t k = 0; k < count && !out_of_memory; k++)
#ifdef APS_STARVED
    if (solver_wanted && strcmp(solver_wanted, "letters") == 0) sum_letters(joined, first + k);
    else starve(joined, alone, first + k);
#else
    try(joined, alone, first + k, k == 0 && solver_wanted && strcmp(solver_wanted, "direct") == 0);
#endif
#ifndef APS_STARVED
  for (int uneven = 0; uneven < 2 && solver_wanted && strcmp(solver_wanted, "speeds") == 0; uneven++) deal_by_speed(joined, uneven);
  if (solver_wanted && strcmp(solver_wanted, "line") == 0) doubt(joined, alone);
  if (solver_wanted && strcmp(solver_wanted, "line") == 0 && aps_rank(joined) == 0 && summed_again == 0) puts("nothing was summed again"), failures++;
#endif
  return verdict(joined, alone, failures, count);
}
