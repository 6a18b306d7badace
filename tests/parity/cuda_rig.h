/* What the tests of the CUDA rows share: the rows compiled for the shim (gpu/shim), an open
 * pretended device, columns on it, and a long double reference of the pair sums. */
#ifndef APS_TESTS_CUDA_RIG_H
#define APS_TESTS_CUDA_RIG_H
#include "../../gpu/shim/control.h"
#include "../../src/core/ctx.h"
#include "../../src/laws/law.h"
#include "../check.h"

extern const aps_backend aps_backend_cuda_cpu, aps_backend_cpu;
extern const aps_force aps_force_direct_cuda_cpu, aps_force_direct_cpu;

enum { RIG_MAX = 9000, RIG_COLUMNS = 15 };

static aps_ctx *rig_ctx;
static void *rig_device;

static void rig_open(void) {
  aps_cudacpu_default();
  rig_ctx = aps_ctx_create();
  CHECK_OK(rig_ctx, aps_backend_cuda_cpu.open(rig_ctx, 0, 0, &rig_device));
}
static void rig_close(void) {
  aps_backend_cuda_cpu.close(&rig_device);
  CHECK(aps_cudacpu_live() == 0);
  aps_ctx_free(&rig_ctx);
}

/* ---- particles
 * -------------------------------------------------------------------------------------- */

static uint64_t rig_state = 1;
static double rig_uniform(void) { /* splitmix64, in (-1, 1) */
  uint64_t z = (rig_state += 0x9e3779b97f4a7c15u);
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return 2 * (((double)((z ^ z >> 31) >> 11) + 0.5) * 0x1p-53) - 1;
}

/* x y z vx vy vz ax ay az jx jy jz pot mass eps */
static double **rig_column(aps_view *v, int k) {
  double **const column[RIG_COLUMNS] = {&v->x,  &v->y,  &v->z,   &v->vx,   &v->vy,
                                        &v->vz, &v->ax, &v->ay,  &v->az,   &v->jx,
                                        &v->jy, &v->jz, &v->pot, &v->mass, &v->eps};
  return column[k];
}

typedef enum { BALL, FAR_AWAY, CGS, TWO_CLUSTERS } rig_shape;

static aps_view rig_make(rig_shape shape, int64_t n) {
  static double memory[RIG_COLUMNS][RIG_MAX];
  aps_view v = {.n = n};
  for (int k = 0; k < RIG_COLUMNS; k++) *rig_column(&v, k) = memory[k];
  rig_state = 11 + (uint64_t)shape + 1000 * (uint64_t)n;
  for (int64_t i = 0; i < n; i++) {
    for (int k = 0; k < 6; k++) memory[k][i] = rig_uniform();
    v.mass[i] = (1 + 0.9 * rig_uniform()) / (double)n;
    v.eps[i] = 0.05 + 0.04 * rig_uniform();
    if (shape == FAR_AWAY) v.x[i] += 1e8, v.y[i] -= 1e8, v.vx[i] += 1e6;
    if (shape == TWO_CLUSTERS) v.x[i] += i % 2 ? 1000 : -1000;
    if (shape != CGS) continue;
    for (int k = 0; k < 3; k++) memory[k][i] *= 3e21, memory[3 + k][i] *= 1e7;
    v.mass[i] *= 1e43, v.eps[i] *= 3e21;
  }
  return v;
}

/* The same columns in device memory. NULL columns of an unwanted view stay NULL. */
static aps_err rig_upload(const aps_view *host, aps_view *device) {
  const aps_backend *b = &aps_backend_cuda_cpu;
  const size_t bytes = sizeof(double) * (size_t)(host->n + host->n_halo);
  *device = *host;
  for (int k = 0; k < RIG_COLUMNS; k++) *rig_column(device, k) = NULL;
  for (int k = 0; k < RIG_COLUMNS; k++) {
    double **to = rig_column(device, k);
    *to = b->alloc(rig_device, bytes);
    if (*to == NULL) return aps_ctx_code(rig_ctx);
    APS_TRY(b->copy(rig_device, *to, APS_DEVICE, *rig_column((aps_view *)(uintptr_t)host, k),
                    APS_HOST, bytes));
  }
  return APS_OK;
}

static aps_err rig_download(aps_view *host, const aps_view *device) {
  const size_t bytes = sizeof(double) * (size_t)(host->n + host->n_halo);
  for (int k = 0; k < RIG_COLUMNS; k++)
    APS_TRY(aps_backend_cuda_cpu.copy(rig_device, *rig_column(host, k), APS_HOST,
                                      *rig_column((aps_view *)(uintptr_t)device, k), APS_DEVICE,
                                      bytes));
  return APS_OK;
}

static void rig_release(aps_view *device) {
  for (int k = 0; k < RIG_COLUMNS; k++)
    aps_backend_cuda_cpu.release(rig_device, *rig_column(device, k));
}

/* ---- forces
 * ------------------------------------------------------------------------------------------ */

typedef struct {
  int law, precision, per_particle;
  double eps, G;
} rig_how;

static double rig_interactions;

/* A CUDA row on the columns of v, results back in v. index: rows in host memory, or NULL. looks: evaluations, all but the
 * last of all rows. kept: NULL, or what a checkpoint would carry from one call to the next, [persist_size]. error: NULL, or what
 * the row is told of itself at the end. */
static aps_err rig_run(const aps_force *row, aps_view v, const aps_force_setup *setup, const int32_t *index, int64_t n_index,
                       aps_cols want, int looks, void *kept, const double *error) {
  const aps_backend *b = &aps_backend_cuda_cpu;
  for (int k = 6; k < 13; k++) memset(*rig_column(&v, k), 0, sizeof(double) * (size_t)v.n);
  void *self = calloc(1, row->about.state_size), *rows = NULL;
  aps_view device = v;
  aps_err err = rig_upload(&v, &device);
  if (!err && index) {
    const size_t bytes = sizeof *index * (size_t)n_index;
    rows = b->alloc(rig_device, bytes);
    err = rows ? b->copy(rig_device, rows, APS_DEVICE, index, APS_HOST, bytes)
               : aps_ctx_code(rig_ctx);
  }
  if (!err) err = row->create(self, setup);
  void *state = (char *)self + row->about.persist_offset;
  if (!err && kept) memcpy(state, kept, row->about.persist_size);
  for (int k = 1; k <= looks && !err; k++) {
    const aps_active all = {NULL, v.n}, some = {rows, n_index};
    err = row->prepare(self, device);
    for (int d = 6; d < 13 && !err && looks > 1; d++)
      err = b->zero(rig_device, *rig_column(&device, d), sizeof(double) * (size_t)v.n);
    if (!err) err = row->add(self, device, k < looks ? all : some, k < looks ? APS_A : want, 0);
  }
  if (!err && error) row->tune(self, error);
  if (!err && kept) memcpy(kept, state, row->about.persist_size);
  if (!err) err = rig_download(&v, &device);
  row->destroy(self);
  b->release(rig_device, rows);
  rig_release(&device);
  free(self);
  return err;
}

static aps_force_setup rig_setup(const aps_view *v, const rig_how *h, aps_stats *stats) {
  double least = INFINITY, most = 0;
  for (int64_t i = 0; i < v->n + v->n_halo; i++)
    least = fmin(least, v->eps[i]), most = fmax(most, v->eps[i]);
  return (aps_force_setup){.ctx = rig_ctx,
                           .law = h->law,
                           .precision = h->precision,
                           .G = h->G,
                           .eps_min = h->per_particle ? least : h->eps,
                           .eps_max = h->per_particle ? most : h->eps,
                           .device = rig_device,
                           .stats = stats};
}

/* Direct summation. */
__attribute__((unused)) static aps_err rig_solve(aps_view v, const rig_how *h, const int32_t *index,
                                                 int64_t n_index, aps_cols want) {
  aps_stats stats = {0};
  const aps_force_setup setup = rig_setup(&v, h, &stats);
  const aps_err err = rig_run(&aps_force_direct_cuda_cpu, v, &setup, index, n_index, want, 1, NULL, NULL);
  rig_interactions = stats.interactions;
  return err;
}

typedef struct {
  long double value[7];    /* ax ay az jx jy jz pot */
  double size[3], near[3]; /* of a, jerk, pot: sum of |term|, sum of |term| / r */
} rig_answer;
static rig_answer rig_expected[RIG_MAX];
static double rig_extent;

static void rig_law(int law, long double r2, long double eps, long double *u, long double *s,
                    long double *g) {
  const long double q = law == APS_LAW_PLUMMER ? r2 + eps * eps : r2, r1 = 1 / sqrtl(q);
  *u = -r1, *s = r1 / q, *g = -3 / q;
  const long double h = 2.8L * eps, x = h > 0 ? sqrtl(r2) / h : 2, x2 = x * x;
  if (law != APS_LAW_SPLINE || x >= 1) return;
  const int inner = x < 0.5L; /* GADGET-2's form */
  *s = (inner ? 32 / 3.0L + x2 * (32 * x - 38.4L)
              : 64 / 3.0L - 48 * x + 38.4L * x2 - 32 / 3.0L * x2 * x - 1 / (15 * x2 * x)) /
       (h * h * h);
  *u = (inner ? -2.8L + x2 * (16 / 3.0L + x2 * (6.4L * x - 9.6L))
              : -3.2L + 1 / (15 * x) + x2 * (32 / 3.0L + x * (-16 + x * (9.6L - 32 / 15.0L * x)))) /
       h;
  *g = (inner ? 96 * x - 76.8L : -48 / x + 76.8L - 32 * x + 1 / (5 * x2 * x2 * x)) / (h * h) /
       (*s * h * h * h);
}

/* Fills rig_expected by summing every pair in long double. */
__attribute__((unused)) static void rig_expect(const aps_view *v, const rig_how *how) {
  const int64_t n = v->n + v->n_halo;
  double low[6], high[6];
  for (int k = 0; k < 6; k++) {
    const double *c = *rig_column((aps_view *)(uintptr_t)v, k);
    low[k] = high[k] = c[0];
    for (int64_t i = 0; i < n; i++) low[k] = fmin(low[k], c[i]), high[k] = fmax(high[k], c[i]);
  }
  rig_extent = fmax(high[0] - low[0], fmax(high[1] - low[1], high[2] - low[2]));
  const double speed = fmax(high[3] - low[3], fmax(high[4] - low[4], high[5] - low[5]));
  for (int64_t i = 0; i < v->n; i++) {
    rig_answer *e = &rig_expected[i];
    memset(e, 0, sizeof *e);
    for (int64_t j = 0; j < n; j++) {
      if (i == j) continue;
      const long double dx[3] = {(long double)v->x[j] - v->x[i], (long double)v->y[j] - v->y[i],
                                 (long double)v->z[j] - v->z[i]};
      const long double dv[3] = {(long double)v->vx[j] - v->vx[i], (long double)v->vy[j] - v->vy[i],
                                 (long double)v->vz[j] - v->vz[i]};
      const long double eps = how->law == APS_LAW_NEWTON ? 0
                              : how->per_particle        ? fmax(v->eps[i], v->eps[j])
                                                         : how->eps;
      const long double r2 = dx[0] * dx[0] + dx[1] * dx[1] + dx[2] * dx[2];
      const long double dot = dx[0] * dv[0] + dx[1] * dv[1] + dx[2] * dv[2];
      long double u, s, g;
      rig_law(how->law, r2, eps, &u, &s, &g);
      const long double m = (long double)how->G * v->mass[j];
      for (int d = 0; d < 3; d++) {
        e->value[d] += m * s * dx[d];
        e->value[3 + d] += m * s * (dv[d] + g * dot * dx[d]);
      }
      e->value[6] += m * u;
      const double r = (double)sqrtl(r2),
                   w = (double)sqrtl(dv[0] * dv[0] + dv[1] * dv[1] + dv[2] * dv[2]);
      const double a = (double)(m * s) * r, jerk = (double)(m * s) * 4 * w, p = (double)(m * -u);
      e->size[0] += a, e->size[1] += jerk, e->size[2] += p;
      e->near[0] += a / r, e->near[2] += p / r;
      e->near[1] +=
          4 * jerk / r + (double)(m * s) * 4 * speed / rig_extent; /* velocities are rounded too */
    }
  }
}

/* Largest error over its bound, for the rows of index (NULL: all) and the groups of `want`. The
 * bound of one target is U (16 + 32) sum |t|  +  6 P sum |t| / r with U the unit of rounding, 16
 * roundings of a pair, 32 for the running sum over up to 1024 terms of mixed error sign, and P how
 * far rounding moves a point: 0 in double, else 2^-24 of its distance to the centre, at most the
 * extent; 6: two points, and a term goes at most as r^-3. */
__attribute__((unused)) static double rig_worst(const aps_view *v, const rig_how *h,
                                                const int32_t *index, int64_t n_index,
                                                aps_cols want) {
  const double U = h->precision == APS_DOUBLE ? 0x1p-53 : 0x1p-24,
               P = h->precision == APS_DOUBLE ? 0 : 0x1p-24 * rig_extent;
  const aps_cols group[3] = {APS_A, APS_JERK, APS_POT};
  double most = 0;
  for (int64_t k = 0; k < (index ? n_index : v->n); k++) {
    const int64_t i = index ? index[k] : k;
    for (int c = 0; c < 7; c++) {
      const double got = (*rig_column((aps_view *)(uintptr_t)v, 6 + c))[i];
      const double error =
          (double)fabsl(got - (want & group[c / 3] ? rig_expected[i].value[c] : 0));
      const double bound = want & group[c / 3] ? U * 48 * rig_expected[i].size[c / 3] +
                                                     6 * P * rig_expected[i].near[c / 3]
                                               : 0;
      if (!(error <= bound))
        most = fmax(most, error / bound > 0 ? error / bound : INFINITY); /* NaN counts */
    }
  }
  return most;
}

/* ---- failing calls */

typedef aps_err rig_once(void *user); /* an evaluation, from opening to closing */

/* Lets each of its CUDA calls fail in turn: a typed error, nothing left behind. */
static inline void rig_fail_each_call(rig_once *once, void *user) {
  const int64_t live = aps_cudacpu_live();
  aps_cudacpu_default();
  CHECK_OK(rig_ctx, once(user));
  const int64_t calls = aps_cudacpu_calls();
  int64_t failures = 0;
  for (int64_t k = 1; k <= calls; k++) {
    aps_cudacpu_default();
    aps_cudacpu_fail(k, k % 2 ? 719 : 2);
    aps_ctx_clear(rig_ctx);
    const aps_err err = once(user);
    char call[64];
    snprintf(call, sizeof call, "%s", aps_cudacpu_failed_call());
    aps_cudacpu_fail(0, 0);
    const int harmless = strcmp(call, "cudaFree") == 0 || strcmp(call, "cudaFreeHost") == 0 || strcmp(call, "cudaSetDevice") == 0 ||
                         strcmp(call, "cudaGetLastError") == 0;
    if (err == APS_OK && !harmless) printf("  call %d, %s, went unseen\n", (int)k, call);
    CHECK(err != APS_OK || harmless);
    CHECK(err == APS_OK || err == APS_EDEVICE || (err == APS_EMEM && k % 2 == 0));
    CHECK(aps_cudacpu_live() == live);
    failures += err != APS_OK;
  }
  aps_cudacpu_default();
  aps_ctx_clear(rig_ctx);
  CHECK(failures > calls / 2);
}
#endif
