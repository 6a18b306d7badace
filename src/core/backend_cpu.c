/* The CPU backend: the verbs as OpenMP loops over rows. Each row's result depends on that row alone, and sums run in
 * blocks of fixed length, so the bits do not depend on the number of threads. */
#include "ctx.h"
#include "particles.h"
#include "reduce.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { CHUNK = 4096, FEW = 20000 };

typedef struct {
  aps_ctx *ctx;
  int threads;
  char name[96];
} cpu;

static int probe(int ordinal, char *text, size_t size) {
  (void)ordinal;
  snprintf(text, size, "usable, %ld logical cores", sysconf(_SC_NPROCESSORS_ONLN));
  return 1;
}

static aps_err open_cpu(aps_ctx *ctx, int ordinal, int threads, void **self) {
  (void)ordinal;
  cpu *b = aps_alloc(ctx, "backend", 1, sizeof *b);
  if (b == NULL) return APS_EMEM;
  b->ctx = ctx;
#ifdef _OPENMP
  b->threads = threads > 0 ? threads : omp_get_max_threads();
#else
  b->threads = 1;
  (void)threads;
#endif
  snprintf(b->name, sizeof b->name, "cpu, %d thread%s", b->threads, b->threads == 1 ? "" : "s");
  *self = b;
  return APS_OK;
}

static void close_cpu(void **self) {
  if (*self) aps_release(((cpu *)*self)->ctx, *self);
  *self = NULL;
}

static void *alloc(void *self, size_t bytes) { return aps_alloc(((cpu *)self)->ctx, "columns", (int64_t)bytes, 1); }
static void release(void *self, void *data) { aps_release(((cpu *)self)->ctx, data); }

static aps_err copy(void *self, void *dst, aps_space to, const void *src, aps_space from, size_t bytes) {
  (void)self, (void)to, (void)from;
  memcpy(dst, src, bytes);
  return APS_OK;
}

static aps_err zero(void *self, void *dst, size_t bytes) {
  (void)self;
  memset(dst, 0, bytes);
  return APS_OK;
}

/* One instruction where the processor has it; the library's fma elsewhere, with the same bits. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define WITH_FMA __attribute__((target_clones("default", "arch=haswell")))
#else
#define WITH_FMA
#endif

/* out = c0 s0 + c1 s1 + …, by fused multiply-adds in that order: the CUDA row rounds alike. */
WITH_FMA static void combine_rows(int64_t first, int64_t end, double *out, int terms,
                                  const double *coef, const double *const *s) {
  for (int64_t i = first; i < end; i++) {
    double sum = coef[0] * s[0][i];
    for (int k = 1; k < terms; k++) sum = fma(coef[k], s[k][i], sum);
    out[i] = sum;
  }
}

static aps_err combine(void *self, int64_t n, double *const dst[3], int terms, const double *coef,
                       double *const (*src)[3]) {
  const int threads = ((cpu *)self)->threads;
  for (int d = 0; d < 3; d++) {
    double *const out = dst[d];
    const double *s[APS_TERMS_MAX];
    for (int k = 0; k < terms; k++) s[k] = src[k][d];
    if (n <= FEW) { /* even a team of one thread costs more than a few rows */
      combine_rows(0, n, out, terms, coef, s);
      continue;
    }
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t first = 0; first < n; first += CHUNK)
      combine_rows(first, first + CHUNK < n ? first + CHUNK : n, out, terms, coef, s);
  }
  return APS_OK;
}

static aps_err wrap(void *self, aps_view p, const double box[3]) {
  const int threads = ((cpu *)self)->threads;
  double *const x[3] = {p.x, p.y, p.z};
  for (int d = 0; d < 3; d++) {
    if (!(box[d] > 0)) continue;
#pragma omp parallel for num_threads(threads) if (p.n > FEW) schedule(static)
    for (int64_t i = 0; i < p.n; i++) {
      double w = x[d][i] - box[d] * floor(x[d][i] / box[d]);
      if (w >= box[d]) w = 0; /* a tiny negative x rounds up to the box */
      x[d][i] = w;
    }
  }
  return APS_OK;
}

static void fold(aps_reduction what, double *total, const double *part) {
  for (int k = 0; k < aps_reduce_width(what); k++) {
    const int how = aps_reduce_fold(what, k);
    if (how == 0) total[k] += part[k];
    else if (how == 1 ? part[k] < total[k] : part[k] > total[k]) total[k] = part[k];
  }
}

static void reduce_block(const aps_view *p, aps_reduction what, double arg, int64_t k, double *part) {
  const int64_t end = (k + 1) * APS_REDUCE_BLOCK < p->n ? (k + 1) * APS_REDUCE_BLOCK : p->n;
  for (int j = 0; j < aps_reduce_width(what); j++) part[j] = aps_reduce_start(what, j);
  for (int64_t i = k * APS_REDUCE_BLOCK; i < end; i++) {
    double row[APS_REDUCE_MAX] = {0};
    aps_reduce_row(p, what, arg, i, row);
    fold(what, part, row);
  }
}

static aps_err reduce(void *self, aps_view p, aps_reduction what, double arg, double *out) {
  const cpu *b = self;
  const int64_t blocks = (p.n + APS_REDUCE_BLOCK - 1) / APS_REDUCE_BLOCK;
  double(*part)[APS_REDUCE_MAX] = aps_alloc(b->ctx, "reduction", blocks, sizeof *part);
  if (part == NULL) return APS_EMEM;
  if (p.n <= FEW) {
    for (int64_t k = 0; k < blocks; k++) reduce_block(&p, what, arg, k, part[k]);
  } else {
#pragma omp parallel for num_threads(b->threads) schedule(static)
    for (int64_t k = 0; k < blocks; k++) reduce_block(&p, what, arg, k, part[k]);
  }
  for (int j = 0; j < aps_reduce_width(what); j++) out[j] = aps_reduce_start(what, j);
  for (int64_t k = 0; k < blocks; k++) fold(what, out, part[k]);
  aps_release(b->ctx, part);
  return APS_OK;
}

static aps_err memory(void *self, size_t *free_bytes, size_t *total_bytes) {
  (void)self;
  *free_bytes = (size_t)aps_memory_available();
  *total_bytes = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
  return APS_OK;
}

static const char *device_name(void *self) { return ((cpu *)self)->name; }

const aps_backend aps_backend_cpu = {
    .about = {.name = "cpu", .doc = "host memory, OpenMP threads"},
    .space = APS_HOST,
    .probe = probe,
    .open = open_cpu,
    .close = close_cpu,
    .alloc = alloc,
    .release = release,
    .copy = copy,
    .zero = zero,
    .combine = combine,
    .wrap = wrap,
    .reduce = reduce,
    .memory = memory,
    .device_name = device_name,
};
