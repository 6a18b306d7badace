/* Speed of direct summation on the CPU, beside a loop written by hand for the same arithmetic and
 * beside the machine's own limit. One JSON line per case; see benchmarks/README.md.
 *
 *   bench_direct [--quick] [--threads T] [--n N]
 *
 * Cases, reference and limit run in turn, several times, and each keeps its best: other work on
 * the machine only slows down. */
#include "../src/apsis.h"
#include "../src/force/limit.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#ifdef _OPENMP
#include <omp.h>
#endif
#ifdef __x86_64__
#include <immintrin.h>
#endif
#ifndef APS_COMMIT
#define APS_COMMIT "unknown"
#endif

static double wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- particles: a Plummer sphere of unit scale, cut at r = 20 */

typedef struct {
  int64_t n;
  double *memory;
  aps_view view;
} cloud;

static uint64_t random_state = 88172645463325252u;
static double uniform(void) { /* xorshift64: speed does not depend on its quality */
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return ((double)(random_state >> 11) + 0.5) / 9007199254740992.0;
}

static cloud cloud_make(int64_t n) {
  cloud c = {.n = n, .memory = calloc((size_t)n * 15, sizeof(double))};
  if (!c.memory) return c;
  double **column[15] = {&c.view.x,  &c.view.y,  &c.view.z,   &c.view.vx,   &c.view.vy,
                         &c.view.vz, &c.view.ax, &c.view.ay,  &c.view.az,   &c.view.jx,
                         &c.view.jy, &c.view.jz, &c.view.pot, &c.view.mass, &c.view.eps};
  for (int k = 0; k < 15; k++) *column[k] = c.memory + k * n;
  c.view.n = n;
  for (int64_t i = 0; i < n; i++) {
    double r;
    do r = 1 / sqrt(pow(uniform(), -2.0 / 3) - 1);
    while (r > 20);
    const double z = 2 * uniform() - 1, phi = 6.283185307179586 * uniform(), s = sqrt(1 - z * z);
    c.view.x[i] = r * s * cos(phi), c.view.y[i] = r * s * sin(phi), c.view.z[i] = r * z;
    c.view.vx[i] = uniform() - 0.5, c.view.vy[i] = uniform() - 0.5, c.view.vz[i] = uniform() - 0.5;
    c.view.mass[i] = 1.0 / (double)n;
    c.view.eps[i] = 0.01 * (0.5 + uniform());
  }
  return c;
}

/* ---- the reference: AVX-512 by hand, float throughout, sources one by one against 64 targets in
 * registers */

#ifdef __x86_64__
__attribute__((target("avx512f"))) static void reference_block(const float (*source)[4], int64_t n,
                                                               const float *x, const float *y,
                                                               const float *z, float eps2,
                                                               float *a) {
  __m512 tx[4], ty[4], tz[4], sx[4], sy[4], sz[4];
  const __m512 e2 = _mm512_set1_ps(eps2), c15 = _mm512_set1_ps(1.5f), c25 = _mm512_set1_ps(2.5f);
#pragma GCC unroll 4
  for (int k = 0; k < 4; k++) {
    tx[k] = _mm512_loadu_ps(x + 16 * k), ty[k] = _mm512_loadu_ps(y + 16 * k),
    tz[k] = _mm512_loadu_ps(z + 16 * k);
    sx[k] = sy[k] = sz[k] = _mm512_setzero_ps();
  }
  for (int64_t j = 0; j < n; j++) {
    const __m512 jx = _mm512_set1_ps(source[j][0]), jy = _mm512_set1_ps(source[j][1]);
    const __m512 jz = _mm512_set1_ps(source[j][2]), m = _mm512_set1_ps(source[j][3]);
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) {
      const __m512 dx = _mm512_sub_ps(jx, tx[k]), dy = _mm512_sub_ps(jy, ty[k]),
                   dz = _mm512_sub_ps(jz, tz[k]);
      const __m512 r2 =
          _mm512_fmadd_ps(dx, dx, _mm512_fmadd_ps(dy, dy, _mm512_fmadd_ps(dz, dz, e2)));
      const __m512 q = _mm512_rsqrt14_ps(r2),
                   q2 = _mm512_mul_ps(q, q); /* r^-3 = q^3 (5/2 - 3/2 r^2 q^2) */
      const __m512 w = _mm512_fnmadd_ps(_mm512_mul_ps(r2, q2), c15, c25);
      const __m512 s = _mm512_mul_ps(_mm512_mul_ps(_mm512_mul_ps(m, q), q2), w);
      sx[k] = _mm512_fmadd_ps(s, dx, sx[k]), sy[k] = _mm512_fmadd_ps(s, dy, sy[k]),
      sz[k] = _mm512_fmadd_ps(s, dz, sz[k]);
    }
  }
#pragma GCC unroll 4
  for (int k = 0; k < 4; k++) {
    _mm512_storeu_ps(a + 16 * k, sx[k]);
    _mm512_storeu_ps(a + 64 + 16 * k, sy[k]);
    _mm512_storeu_ps(a + 128 + 16 * k, sz[k]);
  }
}
static int reference_runs(void) { return __builtin_cpu_supports("avx512f"); }
#else
static void reference_block(const float (*source)[4], int64_t n, const float *x, const float *y,
                            const float *z, float eps2, float *a) {
  (void)source, (void)n, (void)x, (void)y, (void)z, (void)eps2, (void)a;
}
static int reference_runs(void) { return 0; }
#endif

/* Seconds for all pairs; the columns are made ready beforehand, so this is the loop alone. */
static double reference(const cloud *c, int threads) {
  const int64_t padded = (c->n + 63) / 64 * 64;
  float(*source)[4] = malloc(sizeof *source * (size_t)c->n);
  float *t = malloc(sizeof *t * 3 * (size_t)padded), *a = malloc(sizeof *a * 3 * (size_t)padded);
  if (!source || !t || !a) return free(source), free(t), free(a), NAN;
  for (int64_t i = 0; i < padded; i++) {
    const int64_t k = i < c->n ? i : c->n - 1;
    t[i] = (float)c->view.x[k], t[padded + i] = (float)c->view.y[k],
    t[2 * padded + i] = (float)c->view.z[k];
    if (i < c->n)
      source[i][0] = t[i], source[i][1] = t[padded + i], source[i][2] = t[2 * padded + i],
      source[i][3] = (float)c->view.mass[i];
  }
  (void)threads;
  const double start = wall();
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
  for (int64_t b = 0; b < padded; b += 64)
    reference_block((const float(*)[4])source, c->n, t + b, t + padded + b, t + 2 * padded + b,
                    1e-4f, a + 3 * b);
  const double took = wall() - start;
  volatile float keep = a[0];
  (void)keep;
  free(source), free(t), free(a);
  return took;
}

/* ---- apsis */

typedef struct {
  const char *name;
  int law, precision;
  aps_cols want;
  int per_particle;
  int64_t active; /* 0: all */
} bench_case;

static const aps_force *direct_on_cpu(void) {
  const aps_about *row;
  for (int i = 0; (row = aps_row(APS_KIND_FORCE, i)); i++)
    if (strcmp(row->name, "direct") == 0 && ((const aps_force *)row)->space == APS_HOST)
      return (const aps_force *)row;
  return NULL;
}

static double force(const aps_force *row, void *self, const cloud *c, const bench_case *k,
                    const int32_t *index) {
  const double start = wall();
  const aps_active active = {k->active ? index : NULL, k->active ? k->active : c->n};
  if (row->prepare(self, c->view) || row->add(self, c->view, active, k->want, 0)) return NAN;
  return wall() - start;
}

/* The processor's name as Linux gives it, without what JSON would choke on. */
static const char *machine(void) {
  static char name[128];
  char line[256];
  FILE *f = *name ? NULL : fopen("/proc/cpuinfo", "r");
  while (f && !*name && fgets(line, sizeof line, f))
    if (strncmp(line, "model name", 10) == 0 && strchr(line, ':'))
      snprintf(name, sizeof name, "%.100s", strchr(line, ':') + 2);
  if (f) fclose(f);
  name[strcspn(name, "\n\"\\")] = '\0';
  struct utsname system;
  if (!*name && uname(&system) == 0) snprintf(name, sizeof name, "%.100s", system.machine);
  return name;
}

static void measure(aps_ctx *ctx, const aps_force *row, const cloud *c, const bench_case *k,
                    int threads, double budget) {
  static const char *const precisions[] = {"mixed", "double", "single"};
  aps_stats stats = {0};
  const aps_force_setup setup = {.ctx = ctx,
                                 .law = k->law,
                                 .precision = k->precision,
                                 .G = 1,
                                 .eps_min = k->per_particle ? 0.005 : 0.01,
                                 .eps_max = k->per_particle ? 0.015 : 0.01,
                                 .threads = threads,
                                 .stats = &stats};
  void *self = calloc(1, row->about.state_size);
  int32_t *index = calloc((size_t)c->n, sizeof *index);
  if (!self || !index || row->create(self, &setup) != APS_OK) {
    fprintf(stderr, "bench_direct: %s\n", aps_ctx_error(ctx));
    free(self), free(index);
    return;
  }
  for (int64_t i = 0; i < k->active; i++) index[i] = (int32_t)(i * (c->n / k->active));
  const double limit = aps_limit_interactions(threads);
  const int compare = reference_runs();
  double best = INFINITY, best_reference = INFINITY;
  const double start = wall();
  for (int i = 0; i < 3 || wall() - start < budget; i++) {
    best = fmin(best, force(row, self, c, k, index));
    if (compare) best_reference = fmin(best_reference, reference(c, threads));
  }
  const double pairs = (double)(k->active ? k->active : c->n) * (double)c->n,
               all = (double)c->n * (double)c->n;
  printf("{\"bench\": \"direct\", \"case\": \"%s\", \"machine\": \"%s\", \"commit\": \"%s\", "
         "\"n\": %lld, \"active\": %lld, "
         "\"threads\": %d, \"precision\": \"%s\", \"isa\": \"%s\", \"seconds\": %.6g, "
         "\"interactions_per_s\": %.4g, ",
         k->name, machine(), APS_COMMIT, (long long)c->n, (long long)(k->active ? k->active : c->n),
         threads, precisions[k->precision], aps_limit_isa(), best, pairs / best);
  if (compare)
    printf("\"reference_interactions_per_s\": %.4g, \"ratio\": %.3f, ", all / best_reference,
           pairs / best / (all / best_reference));
  printf("\"limit_interactions_per_s\": %.4g}\n", limit);
  fflush(stdout);
  row->destroy(self);
  free(self), free(index);
}

int main(int argc, char **argv) {
  enum { NEWTON, PLUMMER, SPLINE };
  static const bench_case cases[] = {
      {"acceleration", PLUMMER, APS_MIXED, APS_A, 0, 0},
      {"acceleration and potential", PLUMMER, APS_MIXED, APS_A | APS_POT, 0, 0},
      {"acceleration and jerk", PLUMMER, APS_MIXED, APS_A | APS_JERK, 0, 0},
      {"potential", PLUMMER, APS_MIXED, APS_POT, 0, 0},
      {"acceleration, softening per particle", PLUMMER, APS_MIXED, APS_A, 1, 0},
      {"acceleration, spline", SPLINE, APS_MIXED, APS_A, 0, 0},
      {"acceleration, spline per particle", SPLINE, APS_MIXED, APS_A, 1, 0},
      {"acceleration, single", PLUMMER, APS_SINGLE, APS_A, 0, 0},
      {"acceleration, double", PLUMMER, APS_DOUBLE, APS_A, 0, 0},
      {"acceleration and jerk, double", PLUMMER, APS_DOUBLE, APS_A | APS_JERK, 0, 0},
      {"acceleration of 16 targets", PLUMMER, APS_MIXED, APS_A, 0, 16},
      {"acceleration of 128 targets", PLUMMER, APS_MIXED, APS_A, 0, 128},
  };
  int quick = 0, threads = 1;
  int64_t only = 0;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--quick") == 0)
      quick = 1;
    else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc)
      threads = atoi(argv[++i]);
    else if (strcmp(argv[i], "--n") == 0 && i + 1 < argc)
      only = atoll(argv[++i]);
    else
      return fprintf(stderr, "usage: bench_direct [--quick] [--threads T] [--n N]\n"), 2;
  }
  const aps_force *row = direct_on_cpu();
  aps_ctx *ctx = aps_ctx_create();
  if (!row || !ctx) return fprintf(stderr, "bench_direct: no direct solver in this build\n"), 1;
  const double budget = quick ? 0.3 : 1.5;
  static const int64_t sizes[] = {16384, 1000, 100, 100000};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
    const int64_t n = only ? only : sizes[s];
    if (n > 20000 && quick && !only) continue;
    cloud c = cloud_make(n);
    if (!c.memory)
      return fprintf(stderr, "bench_direct: no memory for %lld particles\n", (long long)n), 1;
    const size_t count = n == sizes[0] || only ? sizeof cases / sizeof *cases : 3;
    for (size_t i = 0; i < count; i++)
      if (cases[i].active <= n) measure(ctx, row, &c, &cases[i], threads, budget);
    free(c.memory);
    if (only) break;
  }
  aps_ctx_free(&ctx);
  return 0;
}
