/* Direct summation on the CPU: every pair, O(N^2), the reference for every clever method.
 *
 *   a_i = G sum_j m_j s(r_ij^2) (x_j - x_i),   s = 2 dU/dr^2   (laws/law.h)
 *
 * Targets are cut into blocks, sources into tiles. The kernel (direct_kernel.c) streams a tile past a
 * few targets of a block at a time; after each tile the sums go to double. docs/direct.md derives what follows.
 * - mixed: a tile and its block are first moved, in double, to a centre inside the block, then
 *   rounded to float. So near pairs lose nothing to the size of the system. Targets are grouped
 *   along a Morton curve to keep blocks compact.
 * - Lengths, masses and velocities are scaled by powers of two, which is exact, so no unit makes
 *   a float overflow.
 * - A block's tiles are summed in chunks that depend on the number of sources alone; blocks (or,
 *   where those are few, pairs of block and chunk) are dealt to threads. So the bits depend on
 *   neither threads nor schedule.
 * - Several ranks: direct_ring.h.
 * - Self: the acceleration adds s 0 = 0. For the potential the block's own rows are given mass
 *   zero in the tiles, and the block is summed once more with itself, leaving i = j out. */
#define _GNU_SOURCE
#include "../core/ranks.h"
#include "direct_inside.h"
#include "direct_order.h"
#include "direct_ring.h"
#include "threads.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = APS_DIRECT_BLOCK, TILE = APS_DIRECT_TILE, MAX_CHUNKS = 16, STRETCH = 65536, SHORT = 32 };
/* The largest extent becomes 2^19 … 2^20; softenings, and with them all separations, are kept above
 * a floor of 2^-38 in float, 2^-60 in double: then r^-3 times 1024 masses stays in range, and the
 * floor is 2^-57 of the system's size. */
enum { EXTENT_EXPONENT = 20, FLOOR_F32 = -38, FLOOR_F64 = -60 };
/* Fewer pairs than this take less time than waking the other threads. */
static const double worth_threads = 3e4;

typedef aps_direct direct;
typedef aps_direct_frame frame;
typedef aps_direct_pass pass;
typedef aps_direct_bench bench;

/* ---- instruction sets */

extern const aps_direct_isa aps_direct_isa_plain;
#ifdef __x86_64__
extern const aps_direct_isa aps_direct_isa_avx2;
extern const aps_direct_isa aps_direct_isa_avx512 __attribute__((weak)); /* absent: cmake/kernels.cmake */
static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}
static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && has_avx2();
}
#endif
static int has_plain(void) { return 1; }

const aps_direct_isa *aps_direct_isa_choose(void) {
  static const struct {
    const aps_direct_isa *isa;
    int (*runs)(void);
  } sets[] = {
#ifdef __x86_64__
      {&aps_direct_isa_avx512, has_avx512},
      {&aps_direct_isa_avx2, has_avx2},
#endif
      {&aps_direct_isa_plain, has_plain},
  };
  const char *asked = getenv("APSIS_ISA");
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
    if (sets[i].isa && (!asked || !*asked || strcmp(asked, sets[i].isa->name) == 0) && sets[i].runs())
      return sets[i].isa;
  return NULL;
}

/* ---- set-up */

int aps_direct_threads(const direct *self, double pairs) {
  if (pairs < worth_threads) return 1;
  return aps_force_threads(&self->setup);
}

static aps_err create(void *state, const aps_force_setup *setup) {
  direct *self = state;
  self->setup = *setup;
  aps_ctx *ctx = setup->ctx;
  APS_CHECK(ctx, setup->law >= 0 && setup->law < APS_LAW_COUNT, APS_EARG,
            "direct: no law has number %d", setup->law);
  APS_CHECK(ctx, setup->precision >= APS_MIXED && setup->precision <= APS_SINGLE, APS_EARG,
            "direct: no precision has number %d", setup->precision);
  self->isa = aps_direct_isa_choose();
  if (!self->isa) {
    aps_fail(ctx, APS_EARG, "APSIS_ISA=%s: this machine or build cannot run that instruction set",
             getenv("APSIS_ISA"));
    return aps_hint(ctx, "unset APSIS_ISA, or use plain, avx2 or avx512");
  }
  self->real = setup->precision == APS_DOUBLE ? self->isa->f64 : self->isa->f32;
  return aps_direct_ring_open(self);
}

static void destroy(void *state) {
  direct *self = state;
  aps_direct_ring_close(self);
  aps_release(self->setup.ctx, self->target);
  aps_release(self->setup.ctx, self->scratch);
  aps_release(self->setup.ctx, self->start);
  aps_release(self->setup.ctx, self->partial);
  self->target = self->scratch = NULL;
  self->start = NULL;
  self->partial = NULL;
  self->room = self->partial_room = 0;
}

static size_t memory(const aps_force_setup *setup, int64_t n) {
  if (setup->ctx && aps_ranks(setup->ctx) > 1) return aps_direct_ring_bytes(setup, n);
  return (size_t)n * 2 * sizeof(uint64_t) +
         (size_t)(aps_direct_blocks_most(n, BLOCK) + 1) * sizeof(int64_t);
}

/* Room for n targets and n_partial sums; contents are not kept. */
static aps_err make_room(direct *self, int64_t n, int64_t n_partial) {
  aps_ctx *ctx = self->setup.ctx;
  if (n > self->room) {
    aps_release(ctx, self->target);
    aps_release(ctx, self->scratch);
    aps_release(ctx, self->start);
    self->target = self->scratch = NULL;
    self->start = NULL;
    self->room = 0;
    self->target = aps_alloc(ctx, "direct: order of targets", n, sizeof *self->target);
    self->scratch =
        self->target ? aps_alloc(ctx, "direct: order of targets", n, sizeof *self->scratch) : NULL;
    self->start = self->scratch
                      ? aps_alloc(ctx, "direct: blocks", aps_direct_blocks_most(n, BLOCK) + 1,
                                  sizeof *self->start)
                      : NULL;
    if (!self->start) return APS_EMEM;
    self->room = n;
  }
  if (n_partial > self->partial_room) {
    aps_release(ctx, self->partial);
    self->partial_room = 0;
    self->partial = aps_alloc(ctx, "direct: partial sums", n_partial, sizeof *self->partial);
    if (!self->partial) return APS_EMEM;
    self->partial_room = n_partial;
  }
  return APS_OK;
}

/* ---- frames */

/* The power of two that brings `size` into [2^(exponent-1), 2^exponent); 1 where there is no size.
 */
static double power_scale(double size, int exponent) {
  int e;
  if (!(size > 0 && size <= DBL_MAX)) return 1;
  frexp(size, &e);
  return ldexp(1, exponent - e);
}

/* Widens [low, high] by the finite ones: a broken row must not spoil the others' sums. NaN is neither less nor more than anything. */
static void widen_few(const double *x, int64_t n, double *low, double *high) {
  for (int64_t i = 0; i < n; i++) {
    *low = x[i] < *low ? x[i] : *low;
    *high = x[i] > *high ? x[i] : *high;
  }
}

static void widen(const double *x, int64_t n, double *low, double *high) {
  double l = *low, h = *high;
#pragma omp simd reduction(min : l) reduction(max : h)
  for (int64_t i = 0; i < n; i++) {
    const double up = fabs(x[i]) <= DBL_MAX ? x[i] : DBL_MAX,
                 down = fabs(x[i]) <= DBL_MAX ? x[i] : -DBL_MAX;
    l = up < l ? up : l;
    h = down > h ? down : h;
  }
  *low = l, *high = h;
}

/* A team of threads is called for long columns only: even a team of one costs more than a step of two bodies. */
static void extremes(const double *x, int64_t n, int threads, double *low, double *high) {
  double l = DBL_MAX, h = -DBL_MAX;
  (void)threads;
  if (n <= SHORT) widen_few(x, n, &l, &h);
  if (n <= SHORT && l >= -DBL_MAX && h <= DBL_MAX) {
    *low = l, *high = h;
    return;
  }
  l = DBL_MAX, h = -DBL_MAX;
  if (n <= STRETCH) {
    widen(x, n, &l, &h);
  } else {
#pragma omp parallel for reduction(min : l) reduction(max : h) num_threads(threads)
    for (int64_t k = 0; k < n; k += STRETCH) widen(x + k, n - k < STRETCH ? n - k : STRETCH, &l, &h);
  }
  *low = l, *high = h;
}

/* Extremes of columns, over all ranks; 0, 0 where none is finite. */
static void span(const direct *self, const double *const *column, int columns, int64_t n, double *low, double *high) {
  double both[8];
  for (int k = 0; k < columns; k++) {
    extremes(column[k], n, aps_direct_threads(self, HUGE_VAL), &both[k], &high[k]);
    both[columns + k] = -high[k];
  }
  if (self->ring) aps_ranks_min(self->setup.ctx, both, 2 * columns);
  for (int k = 0; k < columns; k++) {
    low[k] = both[k], high[k] = -both[columns + k];
    if (low[k] > high[k]) low[k] = high[k] = 0;
  }
}

static frame frame_of(const double low[3], const double high[3], double least, int exponent) {
  frame f = {.extent = least};
  for (int d = 0; d < 3; d++) {
    f.low[d] = low[d];
    f.centre[d] = low[d] + (high[d] - low[d]) / 2;
    if (high[d] - low[d] > f.extent) f.extent = high[d] - low[d];
  }
  f.scale = power_scale(f.extent, exponent);
  return f;
}

static int is_uniform(const direct *self, const aps_view *view) {
  const aps_force_setup *s = &self->setup;
  return s->law == APS_LAW_NEWTON || s->eps_min == s->eps_max || !view->eps;
}

static double uniform_eps(const direct *self) {
  return self->setup.law == APS_LAW_NEWTON ? 0 : self->setup.eps_max;
}

static aps_err prepare(void *state, aps_view view) {
  direct *self = state;
  double low[4], high[4];
  span(self, (const double *[]){view.x, view.y, view.z, view.mass}, 4, view.n + view.n_halo, low, high);
  self->x = frame_of(low, high, uniform_eps(self), EXTENT_EXPONENT);
  self->mass_scale = power_scale(fmax(fabs(low[3]), fabs(high[3])), 0);
  return APS_OK;
}

void aps_direct_measure_v(direct *self, const aps_view *view) {
  double low[3], high[3];
  span(self, (const double *[]){view->vx, view->vy, view->vz}, 3, view->n + view->n_halo, low, high);
  self->v = frame_of(low, high, 0, 0);
}

/* ---- one pass: a kernel over all blocks */

/* b->sums = what chunk c does to the block on the bench. */
static void sum_chunk(const pass *p, bench *b, int c) {
  if (p->same)
    for (int k = 0; k < APS_SUMS; k++) memset(b->sums[k], 0, sizeof **b->sums * (size_t)b->n);
  else
    memset(b->sums, 0, sizeof b->sums);
  const int64_t end = (c + 1) * p->chunk < p->n_sources ? (c + 1) * p->chunk : p->n_sources;
  aps_direct_sum(p, b, c, c * p->chunk, end);
}

/* Adds to the caller's columns what he wants. */
static void hand_out(const pass *p, aps_cols wanted, int64_t block, const double (*sums)[BLOCK]) {
  const aps_view *v = p->out;
  double factor[APS_SUMS];
  aps_direct_factors(p, factor);
  double *const column[APS_SUMS] = {v->ax, v->ay, v->az, v->pot, v->jx, v->jy, v->jz};
  const int64_t first = p->start[block], end = p->start[block + 1];
  for (int k = 0; k < APS_SUMS; k++)
    if (wanted & aps_direct_sum_group[k])
      for (int64_t i = first; i < end; i++) column[k][p->at[i]] += factor[k] * sums[k][i - first];
}

static void run_block(const pass *p, aps_cols wanted, int64_t block, bench *b) {
  aps_direct_load(p, b, block);
  if (p->chunks == 1) { /* for few bodies adding up takes as long as the sums */
    sum_chunk(p, b, 0);
    hand_out(p, wanted, block, (const double(*)[BLOCK])b->sums);
    return;
  }
  memset(b->total, 0, sizeof b->total);
  for (int c = 0; c < p->chunks; c++) {
    sum_chunk(p, b, c);
    aps_direct_add(b->total, (const double(*)[BLOCK])b->sums);
  }
  hand_out(p, wanted, block, (const double(*)[BLOCK])b->total);
}

static void run_alone(const pass *p, aps_cols wanted) {
  bench b;
  aps_direct_bench_open(p, &b);
  for (int64_t block = 0; block < p->blocks; block++) run_block(p, wanted, block, &b);
  if (p->self->setup.stats) p->self->setup.stats->interactions += b.pairs; /* without the price of an atomic addition */
}

static void run_blocks(const pass *p, aps_cols wanted, int threads) {
  if (threads == 1) {
    run_alone(p, wanted);
    return;
  }
#pragma omp parallel num_threads(threads)
  {
    bench b;
    aps_direct_bench_open(p, &b);
#pragma omp for schedule(dynamic, 1)
    for (int64_t block = 0; block < p->blocks; block++) run_block(p, wanted, block, &b);
    aps_direct_bench_close(p, &b);
  }
}

/* The same sums with the chunks of a block dealt out as well. */
static void run_chunks(const pass *p, aps_cols wanted, double (*partial)[APS_SUMS][BLOCK],
                       int threads) {
  (void)threads;
#pragma omp parallel num_threads(threads)
  {
    bench b;
    aps_direct_bench_open(p, &b);
#pragma omp for schedule(dynamic, 1)
    for (int64_t item = 0; item < p->blocks * p->chunks; item++) {
      aps_direct_load(p, &b, item / p->chunks);
      sum_chunk(p, &b, (int)(item % p->chunks));
      memcpy(partial[item], b.sums, sizeof b.sums);
    }
#pragma omp for nowait
    for (int64_t block = 0; block < p->blocks; block++) {
      memset(b.total, 0, sizeof b.total);
      for (int c = 0; c < p->chunks; c++)
        aps_direct_add(b.total, (const double(*)[BLOCK])partial[block * p->chunks + c]);
      hand_out(p, wanted, block, (const double(*)[BLOCK])b.total);
    }
    aps_direct_bench_close(p, &b);
  }
}

void aps_direct_want(pass *p, int want) {
  p->want = want;
  p->acc = want <= APS_DIRECT_A_JERK;
  p->jerk = want == APS_DIRECT_A_JERK;
  p->pot = want == APS_DIRECT_A_POT || want == APS_DIRECT_POT;
  p->same = p->whole && !p->pot;
}

static aps_err run(direct *self, pass *p, int want, aps_cols wanted) {
  aps_direct_want(p, want);
  const double pairs = (double)p->n_targets * (double)p->n_sources;
  const int threads = aps_direct_threads(self, pairs);
  if (threads > 1 && p->chunks > 1 && p->blocks < 8 * threads) {
    APS_TRY(make_room(self, 0, p->blocks * p->chunks * APS_SUMS * BLOCK));
    run_chunks(p, wanted, (double(*)[APS_SUMS][BLOCK])self->partial, threads);
  } else {
    run_blocks(p, wanted, threads);
  }
  return APS_OK;
}

/* Fills self->target and self->start and returns the number of blocks; see direct_order.h. */
static int64_t arrange(direct *self, const aps_view *view, aps_active active) {
  const double *x[3] = {view->x, view->y, view->z};
  for (int64_t i = 0; i < active.n; i++)
    self->target[i] = active.index ? (uint64_t)active.index[i] : (uint64_t)i;
  if (self->setup.precision == APS_MIXED) {
    if (active.n > BLOCK)
      aps_direct_order(x, self->x.low, self->x.extent, active.n, self->target, self->scratch);
    return aps_direct_blocks(x, active.n, BLOCK, self->target, self->scratch, self->start);
  }
  const int64_t blocks =
      (active.n + BLOCK - 1) / BLOCK; /* one centre for all: any block is as good as another */
  for (int64_t b = 0; b < blocks; b++) self->start[b] = b * BLOCK;
  self->start[blocks] = active.n;
  return blocks;
}

pass aps_direct_pass_of(const direct *self, const aps_view *view, int64_t n) {
  const int64_t tiles = (n + TILE - 1) / TILE, chunk = (tiles + MAX_CHUNKS - 1) / MAX_CHUNKS * TILE;
  const double eps = uniform_eps(self) * self->x.scale;
  const double least = self->setup.precision == APS_DOUBLE ? ldexp(1, 2 * FLOOR_F64) : ldexp(1, 2 * FLOOR_F32);
  return (pass){.self = self,
                .law = self->setup.law,
                .per_pair = !is_uniform(self, view),
                .least = least,
                .eps2 = eps * eps > least ? eps * eps : least,
                .n_sources = n,
                .chunk = chunk,
                .chunks = (int)((n + chunk - 1) / chunk)};
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  direct *self = state;
  (void)t;
  if (!active.index) active.n = view.n;
  if (!(want & (APS_A | APS_JERK | APS_POT))) return APS_OK;
  if (self->ring) return aps_direct_ring_add(self, view, active, want);
  if (active.n == 0) return APS_OK;
  APS_TRY(make_room(self, active.n, 0));
  pass p = aps_direct_pass_of(self, &view, view.n + view.n_halo);
  p.from = p.to = (aps_direct_columns){view.x, view.y, view.z, view.vx, view.vy, view.vz, view.mass, view.eps};
  p.out = &view;
  p.n_targets = active.n;
  p.blocks = arrange(self, &view, active);
  p.at = self->target, p.start = self->start;
  p.whole = !active.index && p.blocks == 1 && p.n_targets == p.n_sources;
  if (want & APS_JERK) {
    aps_direct_measure_v(self, &view);
    APS_TRY(run(self, &p, APS_DIRECT_A_JERK, want & (APS_A | APS_JERK)));
    return want & APS_POT ? run(self, &p, APS_DIRECT_POT, APS_POT) : APS_OK;
  }
  const int kernel = !(want & APS_A)  ? APS_DIRECT_POT
                     : want & APS_POT ? APS_DIRECT_A_POT
                                      : APS_DIRECT_A;
  return run(self, &p, kernel, want & (APS_A | APS_POT));
}

const aps_force aps_force_direct_cpu = {
    .about =
        {.name = "direct",
         .doc =
             "every pair summed, O(N^2), on the CPU's vector units; the error is that of rounding",
         .source = "Aarseth 2003, Gravitational N-Body Simulations, eq. 1.1; Nitadori, Makino & "
                   "Hut 2006, "
                   "New Astronomy 12, 169 (vector units)",
         .state_size = sizeof(direct)},
    .space = APS_HOST,
    .can = APS_OPEN | APS_SUBSET | APS_MPI,
    .reads = APS_X | APS_V | APS_MASS | APS_EPS,
    .writes = APS_A | APS_JERK | APS_POT,
    .create = create,
    .prepare = prepare,
    .add = add,
    .memory = memory,
    .destroy = destroy,
    .report = aps_direct_ring_report,
};
