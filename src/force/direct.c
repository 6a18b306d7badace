/* Direct summation on the CPU: every pair, O(N^2), the reference for every clever method.
 *
 *   a_i = G sum_j m_j s(r_ij^2) (x_j - x_i),   s = 2 dU/dr^2   (laws/law.h)
 *
 * Targets are cut into blocks, sources into tiles. A block keeps its targets in vector registers
 * while the kernel (direct_kernel.c) streams a tile past them; after each tile the sums go to
 * double. docs/direct.md derives what follows.
 * - mixed: a tile and its block are first moved, in double, to a centre inside the block, then
 *   rounded to float. So near pairs lose nothing to the size of the system. Targets are grouped
 *   along a Morton curve to keep blocks compact.
 * - Lengths, masses and velocities are scaled by powers of two, which is exact, so no unit makes
 *   a float overflow.
 * - A block's tiles are summed in chunks that depend on the number of sources alone; blocks (or,
 *   where those are few, pairs of block and chunk) are dealt to threads. So the bits depend on
 *   neither threads nor schedule.
 * - Self: the acceleration adds s 0 = 0. For the potential the block's own rows are given mass
 *   zero in the tiles, and the block is summed once more with itself, leaving i = j out. */
#define _GNU_SOURCE
#include "../core/ctx.h"
#include "../core/ranks.h"
#include "direct_kernel.h"
#include "direct_order.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { BLOCK = APS_DIRECT_BLOCK, TILE = APS_DIRECT_TILE, MAX_CHUNKS = 16, COLUMNS = 9, STRETCH = 65536 };
/* The largest extent becomes 2^19 … 2^20; softenings, and with them all separations, are kept above
 * a floor of 2^-38 in float, 2^-60 in double: then r^-3 times 512 masses stays in range, and the
 * floor is 2^-57 of the system's size. */
enum { EXTENT_EXPONENT = 20, FLOOR_F32 = -38, FLOOR_F64 = -60 };
/* Fewer pairs than this take less time than waking the other threads. */
static const double worth_threads = 3e4;

typedef struct { /* where the particles are; scale is a power of two */
  double low[3], centre[3], extent, scale;
} frame;

typedef struct {
  aps_force_setup setup;
  const aps_direct_isa *isa;
  const aps_direct_precision *real;
  frame x, v;
  double mass_scale;
  uint64_t *target, *scratch; /* [room] rows of the targets in the order of summation */
  int64_t *start;             /* [blocks + 1] where in `target` each block begins */
  int64_t room;
  double *partial; /* [partial_room] sums of (block, chunk) */
  int64_t partial_room;
} direct;

/* ---- instruction sets */

extern const aps_direct_isa aps_direct_isa_plain;
#ifdef __x86_64__
extern const aps_direct_isa aps_direct_isa_avx2, aps_direct_isa_avx512;
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
    if ((!asked || !*asked || strcmp(asked, sets[i].isa->name) == 0) && sets[i].runs())
      return sets[i].isa;
  return NULL;
}

/* ---- set-up */

static int thread_count(const direct *self) {
#ifdef _OPENMP
  return self->setup.threads > 0 ? self->setup.threads : omp_get_max_threads();
#else
  (void)self;
  return 1;
#endif
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
  return APS_OK;
}

static void destroy(void *state) {
  direct *self = state;
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
  (void)setup;
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

/* Widens [low, high] by the finite ones: a broken row must not spoil the others' sums. */
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

/* Extremes of a column; 0, 0 where none is finite. A team of threads is called for long columns only: even a team of one
 * costs more than a step of two bodies. */
static void extremes(const double *x, int64_t n, int threads, double *low, double *high) {
  double l = DBL_MAX, h = -DBL_MAX;
  (void)threads;
  if (n <= STRETCH) {
    widen(x, n, &l, &h);
  } else {
#pragma omp parallel for reduction(min : l) reduction(max : h) num_threads(threads)
    for (int64_t k = 0; k < n; k += STRETCH) widen(x + k, n - k < STRETCH ? n - k : STRETCH, &l, &h);
  }
  *low = l > h ? 0 : l;
  *high = l > h ? 0 : h;
}

static frame measure(const double *const column[3], int64_t n, double least, int exponent,
                     int threads) {
  frame f = {.extent = least};
  for (int d = 0; d < 3; d++) {
    double low, high;
    extremes(column[d], n, threads, &low, &high);
    f.low[d] = low;
    f.centre[d] = low + (high - low) / 2;
    if (high - low > f.extent) f.extent = high - low;
  }
  f.scale = power_scale(f.extent, exponent);
  return f;
}

static double largest_mass(const double *mass, int64_t n, int threads) {
  double low, high;
  extremes(mass, n, threads, &low, &high);
  return fmax(fabs(low), fabs(high));
}

static int is_uniform(const direct *self, aps_view view) {
  const aps_force_setup *s = &self->setup;
  return s->law == APS_LAW_NEWTON || s->eps_min == s->eps_max || !view.eps;
}

static double uniform_eps(const direct *self) {
  return self->setup.law == APS_LAW_NEWTON ? 0 : self->setup.eps_max;
}

static aps_err prepare(void *state, aps_view view) {
  direct *self = state;
  const int64_t n = view.n + view.n_halo;
  const double *x[3] = {view.x, view.y, view.z};
  self->x = measure(x, n, uniform_eps(self), EXTENT_EXPONENT, thread_count(self));
  self->mass_scale = power_scale(largest_mass(view.mass, n, thread_count(self)), 0);
  return APS_OK;
}

/* ---- one pass: a kernel over all blocks */

typedef struct {
  const direct *self;
  aps_view view;
  int law, per_pair, want;
  int acc, jerk, pot; /* what the kernel computes, and so what a bench needs */
  double eps2, least; /* scaled */
  int64_t n_targets, n_sources, chunk; /* chunk: sources in one */
  int64_t first_block, blocks;         /* this rank's share of them */
  int chunks;
} pass;

/* A thread's work: the block at hand and one tile, in the kernel's precision. */
typedef struct {
  _Alignas(64) double target_memory[COLUMNS * BLOCK];
  _Alignas(64) double source_memory[COLUMNS * TILE];
  _Alignas(64) double sums[APS_SUMS][BLOCK], total[APS_SUMS][BLOCK];
  _Alignas(64) double gather[BLOCK];
  aps_direct_points targets, sources;
  int64_t row[BLOCK];
  double centre[6]; /* of position, of velocity */
  int n;            /* targets in the block */
} bench;

static aps_direct_points lay_out(double *memory, size_t count, size_t size) {
  char *p = (char *)memory;
  const size_t step = count * size;
  return (aps_direct_points){p,
                             p + step,
                             p + 2 * step,
                             p + 3 * step,
                             p + 4 * step,
                             p + 5 * step,
                             p + 6 * step,
                             p + 7 * step,
                             p + 8 * step};
}

/* Gathers a column of the block's rows and fills up to whole blocks with copies of the last. */
static void gather(bench *b, const double *column) {
  for (int i = 0; i < BLOCK; i++) b->gather[i] = column[b->row[i < b->n ? i : b->n - 1]];
}

static double centre_of(const pass *p, const bench *b, const frame *f, int d) {
  switch (p->self->setup.precision) {
  case APS_MIXED:
    return aps_direct_typical(b->gather, b->n);
  case APS_SINGLE:
    return f->centre[d];
  default:
    return 0; /* double keeps the differences as they are */
  }
}

static void load_vector(const pass *p, bench *b, double *const column[3], const frame *f,
                        double *centre, void *const to[3]) {
  for (int d = 0; d < 3; d++) {
    gather(b, column[d]);
    centre[d] = centre_of(p, b, f, d);
    p->self->real->shift(b->gather, BLOCK, centre[d], f->scale, to[d]);
  }
}

static void load_block(const pass *p, bench *b, int64_t block) {
  const direct *self = p->self;
  const aps_view *v = &p->view;
  const int64_t *start = self->start + p->first_block + block, first = start[0];
  b->n = (int)(start[1] - first);
  for (int i = 0; i < b->n; i++) b->row[i] = (int64_t)self->target[first + i];
  const aps_direct_points *t = &b->targets;
  load_vector(p, b, (double *[]){v->x, v->y, v->z}, &self->x, b->centre,
              (void *[]){t->x, t->y, t->z});
  if (p->jerk)
    load_vector(p, b, (double *[]){v->vx, v->vy, v->vz}, &self->v, b->centre + 3,
                (void *[]){t->vx, t->vy, t->vz});
  if (p->pot) {
    gather(b, v->mass);
    self->real->shift(b->gather, BLOCK, 0, self->mass_scale, t->mass_pot);
  }
  if (p->per_pair) {
    gather(b, v->eps);
    self->real->soften(b->gather, BLOCK, self->x.scale, p->least, t->eps2);
  }
}

static void load_tile(const pass *p, bench *b, int64_t first, int n) {
  const direct *self = p->self;
  const aps_direct_precision *real = self->real;
  const aps_view *v = &p->view;
  const aps_direct_points *s = &b->sources;
  real->shift(v->x + first, n, b->centre[0], self->x.scale, s->x);
  real->shift(v->y + first, n, b->centre[1], self->x.scale, s->y);
  real->shift(v->z + first, n, b->centre[2], self->x.scale, s->z);
  if (p->jerk) {
    real->shift(v->vx + first, n, b->centre[3], self->v.scale, s->vx);
    real->shift(v->vy + first, n, b->centre[4], self->v.scale, s->vy);
    real->shift(v->vz + first, n, b->centre[5], self->v.scale, s->vz);
  }
  if (p->per_pair) real->soften(v->eps + first, n, self->x.scale, p->least, s->eps2);
  real->shift(v->mass + first, n, 0, self->mass_scale, s->mass);
  if (!p->pot) return;
  memcpy(s->mass_pot, s->mass, (size_t)n * real->size);
  for (int i = 0; i < b->n; i++)
    if (b->row[i] >= first && b->row[i] < first + n)
      memset((char *)s->mass_pot + (size_t)(b->row[i] - first) * real->size, 0, real->size);
}

/* b->sums = what chunk c does to the block on the bench. */
static void sum_chunk(const pass *p, bench *b, int c) {
  aps_direct_kernel *const *kernel = p->self->real->kernel[p->law][p->per_pair];
  memset(b->sums, 0, sizeof b->sums);
  const int64_t end = (c + 1) * p->chunk < p->n_sources ? (c + 1) * p->chunk : p->n_sources;
  for (int64_t first = c * p->chunk; first < end; first += TILE) {
    const int n = (int)(end - first < TILE ? end - first : TILE);
    load_tile(p, b, first, n);
    kernel[p->want](&b->sources, n, &b->targets, b->n, p->eps2, b->sums);
  }
  if (p->pot && c == 0)
    kernel[APS_DIRECT_POT_SELF](&b->targets, b->n, &b->targets, b->n, p->eps2, b->sums);
}

static void add_sums(double (*restrict to)[BLOCK], const double (*restrict from)[BLOCK]) {
  for (int k = 0; k < APS_SUMS; k++)
    for (int i = 0; i < BLOCK; i++) to[k][i] += from[k][i];
}

/* Takes the scales out and adds to the caller's columns what he wants. */
static void hand_out(const pass *p, aps_cols wanted, int64_t block, const double (*sums)[BLOCK]) {
  const direct *self = p->self;
  const double potential = self->setup.G * (self->x.scale / self->mass_scale);
  const double acc = potential * self->real->r3 * self->x.scale;
  const double jerk = p->jerk ? acc * (self->x.scale / self->v.scale) : 0;
  const struct {
    aps_cols group;
    double *column, factor;
  } out[APS_SUMS] = {{APS_A, p->view.ax, acc},     {APS_A, p->view.ay, acc},
                     {APS_A, p->view.az, acc},     {APS_POT, p->view.pot, potential},
                     {APS_JERK, p->view.jx, jerk}, {APS_JERK, p->view.jy, jerk},
                     {APS_JERK, p->view.jz, jerk}};
  const int64_t *start = self->start + p->first_block + block, first = start[0], end = start[1];
  for (int k = 0; k < APS_SUMS; k++)
    if (wanted & out[k].group)
      for (int64_t i = first; i < end; i++)
        out[k].column[self->target[i]] += out[k].factor * sums[k][i - first];
}

static void bench_open(const pass *p, bench *b) {
  b->targets = lay_out(b->target_memory, BLOCK, p->self->real->size);
  b->sources = lay_out(b->source_memory, TILE, p->self->real->size);
}

static void run_block(const pass *p, aps_cols wanted, int64_t block, bench *b) {
  load_block(p, b, block);
  memset(b->total, 0, sizeof b->total);
  for (int c = 0; c < p->chunks; c++) {
    sum_chunk(p, b, c);
    add_sums(b->total, (const double(*)[BLOCK])b->sums);
  }
  hand_out(p, wanted, block, (const double(*)[BLOCK])b->total);
}

static void run_alone(const pass *p, aps_cols wanted) {
  bench b;
  bench_open(p, &b);
  for (int64_t block = 0; block < p->blocks; block++) run_block(p, wanted, block, &b);
}

static void run_blocks(const pass *p, aps_cols wanted, int threads) {
  if (threads == 1) {
    run_alone(p, wanted);
    return;
  }
#pragma omp parallel num_threads(threads)
  {
    bench b;
    bench_open(p, &b);
#pragma omp for schedule(dynamic, 1)
    for (int64_t block = 0; block < p->blocks; block++) run_block(p, wanted, block, &b);
  }
}

/* The same sums with the chunks of a block dealt out as well. */
static void run_chunks(const pass *p, aps_cols wanted, double (*partial)[APS_SUMS][BLOCK],
                       int threads) {
  (void)threads;
#pragma omp parallel num_threads(threads)
  {
    bench b;
    bench_open(p, &b);
#pragma omp for schedule(dynamic, 1)
    for (int64_t item = 0; item < p->blocks * p->chunks; item++) {
      load_block(p, &b, item / p->chunks);
      sum_chunk(p, &b, (int)(item % p->chunks));
      memcpy(partial[item], b.sums, sizeof b.sums);
    }
#pragma omp for nowait
    for (int64_t block = 0; block < p->blocks; block++) {
      memset(b.total, 0, sizeof b.total);
      for (int c = 0; c < p->chunks; c++)
        add_sums(b.total, (const double(*)[BLOCK])partial[block * p->chunks + c]);
      hand_out(p, wanted, block, (const double(*)[BLOCK])b.total);
    }
  }
}

static aps_err run(direct *self, pass *p, int want, aps_cols wanted) {
  p->want = want;
  p->acc = want <= APS_DIRECT_A_JERK;
  p->jerk = want == APS_DIRECT_A_JERK;
  p->pot = want == APS_DIRECT_A_POT || want == APS_DIRECT_POT;
  const double pairs = (double)p->n_targets * (double)p->n_sources;
  const int threads = pairs < worth_threads ? 1 : thread_count(self);
  if (threads > 1 && p->chunks > 1 && p->blocks < 8 * threads) {
    APS_TRY(make_room(self, 0, p->blocks * p->chunks * APS_SUMS * BLOCK));
    run_chunks(p, wanted, (double(*)[APS_SUMS][BLOCK])self->partial, threads);
  } else {
    run_blocks(p, wanted, threads);
  }
  if (self->setup.stats) self->setup.stats->interactions += pairs;
  return APS_OK;
}

/* Fills self->target and self->start and returns the number of blocks; see direct_order.h. */
static int64_t arrange(direct *self, aps_view view, aps_active active) {
  const double *x[3] = {view.x, view.y, view.z};
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

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  direct *self = state;
  (void)t;
  if (!active.index) active.n = view.n;
  if (active.n == 0 || !(want & (APS_A | APS_JERK | APS_POT))) return APS_OK;
  APS_TRY(make_room(self, active.n, 0));
  const int64_t all = arrange(self, view, active);
  const int parts = self->setup.parts > 1 ? self->setup.parts : 1;
  const int64_t first = aps_ranks_share(all, self->setup.part, parts);
  const int64_t blocks = aps_ranks_share(all, self->setup.part + 1, parts) - first;
  if (blocks == 0) return APS_OK;

  const int64_t n = view.n + view.n_halo, tiles = (n + TILE - 1) / TILE;
  const int64_t chunk = (tiles + MAX_CHUNKS - 1) / MAX_CHUNKS * TILE;
  const double eps = uniform_eps(self) * self->x.scale;
  const double least = ldexp(1, 2 * (self->setup.precision == APS_DOUBLE ? FLOOR_F64 : FLOOR_F32));
  pass p = {.self = self,
            .view = view,
            .law = self->setup.law,
            .per_pair = !is_uniform(self, view),
            .least = least,
            .eps2 = eps * eps > least ? eps * eps : least,
            .n_targets = self->start[first + blocks] - self->start[first],
            .n_sources = n,
            .first_block = first,
            .blocks = blocks,
            .chunk = chunk,
            .chunks = (int)((n + chunk - 1) / chunk)};
  if (want & APS_JERK) {
    const double *v[3] = {view.vx, view.vy, view.vz};
    self->v = measure(v, n, 0, 0, thread_count(self));
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
    .can = APS_OPEN | APS_SUBSET,
    .reads = APS_X | APS_V | APS_MASS | APS_EPS,
    .writes = APS_A | APS_JERK | APS_POT,
    .create = create,
    .prepare = prepare,
    .add = add,
    .memory = memory,
    .destroy = destroy,
};
