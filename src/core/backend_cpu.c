/* The CPU backend: the verbs as OpenMP loops over rows. Each row's result depends on that row alone, and sums run in
 * blocks of fixed length, so the bits do not depend on the number of threads. Few rows never meet OpenMP: even a team
 * of one thread costs an allocation and a system call, as much as a whole step of a few bodies (an `if` clause does not
 * avoid them). */
#include "array.h"
#include "box.h"
#include "ctx.h"
#include "exact.h"
#include "particles.h"
#include "run.h"
#include "rungs.h"
#include "wide.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { CHUNK = 4096, FEW = 20000, CHUNK_LISTED = 512, FEW_LISTED = 2048 /* rows of a list, which lie apart */ };

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
  b->threads = aps_threads_of(threads);
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

static aps_err take(void *self, int64_t n, const aps_array *from, double *to) {
  const int threads = ((cpu *)self)->threads;
  if (n <= FEW) {
    for (int64_t i = 0; i < n; i++) to[i] = aps_array_row(from, i);
    return APS_OK;
  }
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t i = 0; i < n; i++) to[i] = aps_array_row(from, i);
  return APS_OK;
}

static aps_err zero(void *self, void *dst, size_t bytes) {
  enum { PIECE = 1 << 17 };
  const int threads = ((cpu *)self)->threads;
  const int64_t pieces = (int64_t)((bytes + PIECE - 1) / PIECE);
  if (pieces <= 8 || threads == 1) return memset(dst, 0, bytes), APS_OK;
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t k = 0; k < pieces; k++) {
    const size_t first = (size_t)k * PIECE;
    memset((char *)dst + first, 0, bytes - first < PIECE ? bytes - first : PIECE);
  }
  return APS_OK;
}

/* One instruction where the processor has it; the library's fma elsewhere, with the same bits. (arch=haswell would match
 * that one processor only.) */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__) /* as wide.h */
#define WITH_FMA __attribute__((target_clones("default", "fma")))
#else
#define WITH_FMA
#endif

#define INLINE static inline __attribute__((always_inline))

/* out = c0 s0 + c1 s1 + …, by fused multiply-adds in that order: the CUDA row rounds alike. `terms` is a constant where
 * this is inlined, so that the loop over rows becomes a vector loop. */
INLINE void combine_loop(int64_t first, int64_t end, double *out, int terms, const double *coef, const double *const *s) {
  double c[APS_TERMS_MAX];
  const double *from[APS_TERMS_MAX];
  for (int k = 0; k < terms; k++) c[k] = coef[k], from[k] = s[k];
#pragma omp simd /* out may be one of the sources: each row is read before it is written */
  for (int64_t i = first; i < end; i++) {
    double sum = c[0] * from[0][i];
    for (int k = 1; k < terms; k++) sum = fma(c[k], from[k][i], sum);
    out[i] = sum;
  }
}

WITH_FMA static void combine_rows(int64_t first, int64_t end, double *out, int terms,
                                  const double *coef, const double *const *s) {
  switch (terms) {
  case 1: combine_loop(first, end, out, 1, coef, s); break;
  case 2: combine_loop(first, end, out, 2, coef, s); break;
  case 3: combine_loop(first, end, out, 3, coef, s); break;
  case 4: combine_loop(first, end, out, 4, coef, s); break;
  case 5: combine_loop(first, end, out, 5, coef, s); break;
  default: combine_loop(first, end, out, APS_TERMS_MAX, coef, s);
  }
}

/* Piece `item` of 3 pieces (x, y, z) per chunk of rows. */
static void combine_piece(int64_t item, int64_t n, double *const dst[3], int terms, const double *coef,
                          double *const (*src)[3]) {
  const int d = (int)(item % 3);
  const int64_t first = item / 3 * CHUNK, end = first + CHUNK < n ? first + CHUNK : n;
  const double *s[APS_TERMS_MAX];
  for (int k = 0; k < terms; k++) s[k] = src[k][d];
  combine_rows(first, end, dst[d], terms, coef, s);
}

/* Columns of particles lie side by side: of few rows the three with what pads them to whole lines are one. Rows from the first
 * of x to the last of z; 0: these are other columns. */
static int64_t rows_as_one(int64_t n, double *const dst[3], int terms, double *const (*src)[3]) {
  enum { WORTH = 64, LINE = 8 };
  const uintptr_t step = (uintptr_t)dst[1] - (uintptr_t)dst[0];
  if (n > WORTH || step != sizeof(double) * (size_t)((n + LINE - 1) / LINE * LINE) || (uintptr_t)dst[2] - (uintptr_t)dst[1] != step) return 0;
  for (int k = 0; k < terms; k++)
    if ((uintptr_t)src[k][1] - (uintptr_t)src[k][0] != step || (uintptr_t)src[k][2] - (uintptr_t)src[k][1] != step) return 0;
  return (int64_t)(2 * step / sizeof(double)) + n;
}

static aps_err combine(void *self, int64_t n, double *const dst[3], int terms, const double *coef,
                       double *const (*src)[3]) {
  const int threads = ((cpu *)self)->threads;
  const int64_t as_one = rows_as_one(n, dst, terms, src);
  if (as_one > 0) {
    const double *s[APS_TERMS_MAX];
    for (int k = 0; k < terms; k++) s[k] = src[k][0];
    combine_rows(0, as_one, dst[0], terms, coef, s);
    return APS_OK;
  }
  const int64_t pieces = 3 * ((n + CHUNK - 1) / CHUNK);
  if (n <= FEW || threads == 1) {
    for (int64_t item = 0; item < pieces; item++) combine_piece(item, n, dst, terms, coef, src);
    return APS_OK;
  }
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t item = 0; item < pieces; item++) combine_piece(item, n, dst, terms, coef, src);
  return APS_OK;
}

static void wrap_rows(int64_t first, int64_t end, double *x, double box) {
  for (int64_t i = first; i < end; i++) x[i] = aps_box_wrap(x[i], box);
}

static aps_err wrap(void *self, aps_view p, const double box[3]) {
  const int threads = ((cpu *)self)->threads;
  double *const x[3] = {p.x, p.y, p.z};
  for (int d = 0; d < 3; d++) {
    if (!(box[d] > 0)) continue;
    if (p.n <= FEW || threads == 1) {
      wrap_rows(0, p.n, x[d], box[d]);
      continue;
    }
#pragma omp parallel for num_threads(threads) schedule(static)
    for (int64_t i = 0; i < p.n; i += CHUNK) wrap_rows(i, i + CHUNK < p.n ? i + CHUNK : p.n, x[d], box[d]);
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

/* Every step asks for APS_FIRST_BAD, and seldom is there one. */
static int all_finite(const aps_view *p, int64_t first, int64_t end) {
  return aps_rows_finite((double *const[]){p->x, p->y, p->z}, first, end) && aps_rows_finite((double *const[]){p->vx, p->vy, p->vz}, first, end);
}

/* What shared steps ask for at each: a loop without the choice among reductions in it. */
#define LEAST(name, what)                                                                              \
  APS_WIDE static double name(const aps_view *p, double arg, int64_t first, int64_t end) {             \
    double least = aps_reduce_start(what, 0);                                                          \
    _Pragma("omp simd reduction(min : least)") for (int64_t i = first; i < end; i++) {                 \
      double row;                                                                                      \
      aps_reduce_row(p, what, arg, i, &row);                                                           \
      least = row < least ? row : least;                                                               \
    }                                                                                                  \
    return least;                                                                                      \
  }
LEAST(least_accel, APS_MIN_ACCEL)
LEAST(least_aarseth, APS_MIN_AARSETH)

static void reduce_block(const aps_view *p, aps_reduction what, double arg, int64_t k, double *part) {
  const int64_t end = (k + 1) * APS_REDUCE_BLOCK < p->n ? (k + 1) * APS_REDUCE_BLOCK : p->n;
  for (int j = 0; j < aps_reduce_width(what); j++) part[j] = aps_reduce_start(what, j);
  const int64_t first = k * APS_REDUCE_BLOCK;
  if (what == APS_FIRST_BAD && all_finite(p, first, end)) return;
  if (what == APS_MIN_ACCEL || what == APS_MIN_AARSETH) {
    part[0] = (what == APS_MIN_ACCEL ? least_accel : least_aarseth)(p, arg, first, end);
    return;
  }
  for (int64_t i = first; i < end; i++) {
    double row[APS_REDUCE_MAX] = {0};
    aps_reduce_row(p, what, arg, i, row);
    fold(what, part, row);
  }
}

static aps_err reduce(void *self, aps_view p, aps_reduction what, double arg, double *out) {
  const cpu *b = self;
  if (what == APS_SUM_STATE) return aps_exact_sums(b->ctx, &p, p.n > FEW ? b->threads : 1, out);
  const int64_t blocks = (p.n + APS_REDUCE_BLOCK - 1) / APS_REDUCE_BLOCK;
  double few[1][APS_REDUCE_MAX]; /* a step chosen anew each time should not ask for memory each time */
  double(*part)[APS_REDUCE_MAX] = blocks <= 1 ? few : aps_alloc(b->ctx, "reduction", blocks, sizeof *part);
  if (part == NULL) return APS_EMEM;
  if (p.n <= FEW) {
    for (int64_t k = 0; k < blocks; k++) reduce_block(&p, what, arg, k, part[k]);
  } else {
#pragma omp parallel for num_threads(b->threads) schedule(static)
    for (int64_t k = 0; k < blocks; k++) reduce_block(&p, what, arg, k, part[k]);
  }
  for (int j = 0; j < aps_reduce_width(what); j++) out[j] = aps_reduce_start(what, j);
  for (int64_t k = 0; k < blocks; k++) fold(what, out, part[k]);
  if (part != few) aps_release(b->ctx, part);
  return APS_OK;
}

/* ---- rows of an index list, and rows by their rung ------------------------------------------------------ */

static int rung_of(const int8_t *rung, int64_t i) { return (unsigned char)rung[i] % APS_RUNGS; }

static aps_err zero_rows(void *self, aps_active rows, double *column) {
  const int threads = ((cpu *)self)->threads;
  if (rows.index == NULL) {
    memset(column, 0, sizeof *column * (size_t)rows.n);
    return APS_OK;
  }
  if (rows.n <= FEW_LISTED || threads == 1) {
    for (int64_t k = 0; k < rows.n; k++) column[rows.index[k]] = 0;
    return APS_OK;
  }
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t k = 0; k < rows.n; k++) column[rows.index[k]] = 0;
  return APS_OK;
}

static aps_err gather(void *self, aps_active rows, int columns, const double *const *column, double *to) {
  (void)self;
  for (int k = 0; k < columns; k++)
    for (int64_t i = 0; i < rows.n; i++) to[k * rows.n + i] = column[k][rows.index ? rows.index[i] : i];
  return APS_OK;
}

typedef struct {
  const int8_t *rung;
  const int32_t *index; /* NULL: every row */
  int terms;
  const double (*coef)[APS_RUNGS];
} by_rung;

INLINE void combine_rungs_loop(const by_rung *b, int64_t first, int64_t end, double *out, int terms,
                               const double *const *s) {
  for (int64_t k = first; k < end; k++) {
    const int64_t i = b->index ? b->index[k] : k;
    const int r = rung_of(b->rung, i);
    double sum = b->coef[0][r] * s[0][i];
    for (int t = 1; t < terms; t++) sum = fma(b->coef[t][r], s[t][i], sum);
    out[i] = sum;
  }
}

WITH_FMA static void combine_rungs_rows(const by_rung *b, int64_t first, int64_t end, double *out,
                                        const double *const *s) {
  switch (b->terms) {
  case 1: combine_rungs_loop(b, first, end, out, 1, s); break;
  case 2: combine_rungs_loop(b, first, end, out, 2, s); break;
  case 3: combine_rungs_loop(b, first, end, out, 3, s); break;
  case 4: combine_rungs_loop(b, first, end, out, 4, s); break;
  case 5: combine_rungs_loop(b, first, end, out, 5, s); break;
  default: combine_rungs_loop(b, first, end, out, APS_TERMS_MAX, s);
  }
}

static void combine_rungs_piece(const by_rung *b, int64_t item, int64_t n, double *const dst[3],
                                double *const (*src)[3]) {
  const int d = (int)(item % 3);
  const int64_t first = item / 3 * CHUNK_LISTED, end = first + CHUNK_LISTED < n ? first + CHUNK_LISTED : n;
  const double *s[APS_TERMS_MAX];
  for (int k = 0; k < b->terms; k++) s[k] = src[k][d];
  combine_rungs_rows(b, first, end, dst[d], s);
}

static aps_err combine_rungs(void *self, aps_view p, aps_active rows, double *const dst[3], int terms,
                             const double (*coef)[APS_RUNGS], double *const (*src)[3]) {
  const int threads = ((cpu *)self)->threads;
  const by_rung b = {p.rung, rows.index, terms, coef};
  const int64_t pieces = 3 * ((rows.n + CHUNK_LISTED - 1) / CHUNK_LISTED);
  if (rows.n <= FEW_LISTED || threads == 1) {
    for (int64_t item = 0; item < pieces; item++) combine_rungs_piece(&b, item, rows.n, dst, src);
    return APS_OK;
  }
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t item = 0; item < pieces; item++) combine_rungs_piece(&b, item, rows.n, dst, src);
  return APS_OK;
}

/* Eight rungs at a time: the high bit of a byte of the result is set where that rung is >= least. Rungs stay below 64,
 * so no sum carries into its neighbour. */
static uint64_t at_least(const int8_t *rung, uint64_t offset) {
  uint64_t w;
  memcpy(&w, rung, sizeof w);
  return ((w & 0x3f3f3f3f3f3f3f3fu) + offset) & 0x8080808080808080u;
}

static int64_t select_rows(const int8_t *rung, int64_t n, int least, int32_t *index) {
  const uint64_t offset = 0x0101010101010101u * (uint64_t)(128 - least);
  int64_t k = 0, i = 0;
  for (; i + 8 <= n; i += 8) {
    if (!at_least(rung + i, offset)) continue;
    for (int64_t j = i; j < i + 8; j++) {
      index[k] = (int32_t)j; /* overwritten unless it counts: no branch to mispredict */
      k += rung_of(rung, j) >= least;
    }
  }
  for (; i < n; i++)
    if (rung_of(rung, i) >= least) index[k++] = (int32_t)i;
  return k;
}

/* One pass over n bytes: a thirtieth of what a drift moves. */
static aps_err pick(void *self, aps_view p, int least, int32_t *index, int64_t *n) {
  (void)self;
  *n = select_rows(p.rung, p.n, least < 0 ? 0 : least, index);
  return APS_OK;
}

static void rungs_row(const aps_view *p, aps_active rows, const aps_rung_rule *rule, int64_t k, int64_t *seen) {
  const int64_t i = rows.index ? rows.index[k] : k;
  const int r = aps_rung_row(p, rule, i);
  p->rung[i] = (int8_t)r;
  seen[r]++;
}

static aps_err rungs(void *self, aps_view p, aps_active rows, const aps_rung_rule *rule, int64_t count[APS_RUNGS]) {
  const int threads = ((cpu *)self)->threads;
  int64_t seen[APS_RUNGS] = {0};
  if (rows.n <= FEW_LISTED || threads == 1) {
    for (int64_t k = 0; k < rows.n; k++) rungs_row(&p, rows, rule, k, seen);
  } else {
#pragma omp parallel for num_threads(threads) schedule(static) reduction(+ : seen)
    for (int64_t k = 0; k < rows.n; k++) rungs_row(&p, rows, rule, k, seen);
  }
  memcpy(count, seen, sizeof seen);
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
    .zero_rows = zero_rows,
    .combine_rungs = combine_rungs,
    .select = pick,
    .rungs = rungs,
    .take = take,
    .gather = gather,
};
