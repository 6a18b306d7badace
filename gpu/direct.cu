/* The force row "direct" on the card: scales, launches, and the choice among the kernels.
 *
 * 1. prepare measures the particles and makes a frame: powers of two that bring extents to 2^20,
 * masses to 1 and speeds to 1, as the CPU row does. Softenings are kept above 2^-38 of a scaled
 * unit in float, 2^-60 in double.
 * 2. add, in mixed precision, first puts the sinks in Morton order and cuts them into compact runs
 * (order.cu), so that the sinks of a block are close to its centre and near pairs lose little to
 * the size of the system. Where all rows are sinks the columns are copied in that order.
 * 3. Then it runs the tiled kernel (direct_kernel.cuh), its sources cut into slices so that few
 * sinks still fill the card, and sums the slices in order; or, for all rows, the symmetric kernel
 * (symmetric_kernel.cuh). The slices depend on the number of rows alone, so the bits are the same
 * on every run and on every device with the same arithmetic. Sources: Nyland, Harris & Prins 2007,
 * GPU Gems 3, chapter 31; docs/gpu.md has the instruction counts. */
#include "check.cuh"
#include "direct.cuh"
#include "frame.cuh"
#include "order.cuh"
#include "../src/laws/law.h"
#include <stdlib.h>

namespace {

constexpr int THREADS = 256;
constexpr int EXTENT_EXPONENT = 20, FLOOR_F32 = -38, FLOOR_F64 = -60;
constexpr int64_t MANY_SINKS = 8192;      /* from here on several sinks per thread */
constexpr int64_t SYMMETRIC_FROM = 65536; /* rows; below, pairs of groups do not fill the card */
constexpr int64_t PARTIAL_DOUBLES = 16 << 20; /* at most, unless one slice needs more */

/* ---- handing out
 * ------------------------------------------------------------------------------------ */

struct results { /* columns that are added to, and what a scaled unit of each is worth but for G */
  double *to[6];
  const int32_t *row; /* of each sink in these columns; NULL: the same */
  int width;
  double G;
  int want;
};

/* Code units of one scaled unit of component k: potential G m / l, acceleration G m / l^2, jerk G m
 * v / l^3. */
static __device__ __forceinline__ double worth(const aps_gpu_frame &f, const results &r, int k) {
  const double potential = r.G * (f.mass * f.inv_length), a = potential * f.inv_length;
  if (r.want == WANT_POT || (r.want == WANT_A_POT && k == 3)) return potential;
  return k < 3 ? a : a * (f.speed * f.inv_length);
}

/* column[row] += worth * the slices' sums in order. */
static __global__ void __launch_bounds__(THREADS)
    add_slices(const aps_tiled_args a, int slices, const results r) {
  const int64_t sink = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (sink >= a.n_sinks) return;
  const int64_t row = r.row ? (int64_t)r.row[sink] : sink;
  for (int k = 0; k < r.width; k++) {
    double sum = 0;
    for (int s = 0; s < slices; s++)
      sum += a.partial[((int64_t)s * r.width + k) * a.n_sinks + sink];
    if (r.to[k]) r.to[k][row] += worth(*a.frame, r, k) * sum;
  }
}

static __global__ void __launch_bounds__(THREADS)
    add_fixed_point(const aps_symmetric_args a, const results r) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= a.n) return;
  const int64_t row = r.row ? (int64_t)r.row[i] : i;
  for (int k = 0; k < r.width; k++) {
    const double unit = k < 3 ? a.a_unit : a.pot_unit;
    r.to[k][row] += worth(*a.frame, r, k) * ((double)a.sum[k * a.n + i] / unit);
  }
}

/* ---- the row
 * ---------------------------------------------------------------------------------------- */

/* TILED: with one sink per thread, WIDE: with several. */
enum { BY_NUMBER, TILED, WIDE, SYMMETRIC };

struct direct {
  aps_force_setup setup;
  aps_cuda *device;
  aps_gpu_frame *frame; /* on the device */
  aps_gpu_measure measure;
  double *partial;
  int64_t partial_room;
  int64_t *fixed;
  int64_t fixed_room;
  aps_gpu_order order;
  int forced; /* what APSIS_CUDA_KERNEL asks for; else by number of rows */
};

static void destroy(void *state) {
  direct *self = (direct *)state;
  if (self->device == nullptr) return;
  cuda_free(self->device, self->frame);
  APS_ROW(aps_frame_close)(self->device, &self->measure);
  cuda_free(self->device, self->partial);
  cuda_free(self->device, self->fixed);
  APS_ROW(aps_order_free)(self->device, &self->order);
  memset(self, 0, sizeof *self);
}

static aps_err read_forced(direct *self, aps_ctx *ctx) {
  static const char *const names[] = {"", "tiled", "wide", "symmetric"};
  const char *asked = getenv("APSIS_CUDA_KERNEL");
  for (self->forced = 0; self->forced < 4; self->forced++)
    if (strcmp(asked ? asked : "", names[self->forced]) == 0) return APS_OK;
  return aps_fail(ctx, APS_EARG, "APSIS_CUDA_KERNEL=%s: must be tiled, wide or symmetric", asked);
}

static aps_err create(void *state, const aps_force_setup *setup) {
  direct *self = (direct *)state;
  aps_ctx *ctx = setup->ctx;
  APS_CHECK(ctx, setup->law >= 0 && setup->law < APS_LAW_COUNT, APS_EARG,
            "direct: no law has number %d", setup->law);
  APS_CHECK(ctx, setup->precision >= APS_MIXED && setup->precision <= APS_SINGLE, APS_EARG,
            "direct: no precision has number %d", setup->precision);
  APS_TRY(read_forced(self, ctx));
  self->setup = *setup;
  self->device = (aps_cuda *)setup->device;
  APS_TRY(cuda_alloc(self->device, "the direct solver's frame", sizeof *self->frame,
                     (void **)&self->frame));
  return APS_ROW(aps_frame_open)(self->device, &self->measure);
}

static bool is_uniform(const aps_force_setup *s, const aps_view *view) {
  return s->law == APS_LAW_NEWTON || s->eps_min == s->eps_max || !view->eps;
}

/* What one kernel works on: the caller's view, or its copy in Morton order. */
struct job {
  aps_view view; /* columns that are read */
  aps_view out;  /* columns that are added to */
  aps_active active;
  const int32_t *row;     /* of each sink in `out`; NULL: the same */
  const aps_gpu_run *run; /* compact sinks of each block; NULL: in turn */
};

static aps_tiled_args sources_of(const direct *self, const aps_view *v) {
  aps_tiled_args a = {};
  a.x = v->x, a.y = v->y, a.z = v->z, a.m = v->mass;
  a.u = v->vx, a.v = v->vy, a.w = v->vz, a.eps = v->eps;
  a.n_sources = v->n + v->n_halo;
  a.frame = self->frame;
  a.one_centre = self->setup.precision == APS_SINGLE;
  return a;
}

static unsigned blocks_of(int64_t n) { return (unsigned)((n + THREADS - 1) / THREADS); }

static aps_err prepare(void *state, aps_view view) {
  direct *self = (direct *)state;
  const aps_force_setup *s = &self->setup;
  if (view.n + view.n_halo == 0) return APS_OK;
  const aps_frame_wish wish = {view.x, view.y, view.z, view.mass, view.vx, view.vy, view.vz, view.n + view.n_halo,
                               s->law == APS_LAW_NEWTON ? 0 : s->eps_max, EXTENT_EXPONENT,
                               s->precision == APS_DOUBLE ? FLOOR_F64 : FLOOR_F32, {0, 0, 0}};
  return APS_ROW(aps_frame_make)(self->device, &self->measure, &wish, self->frame);
}

static aps_tiled_choice tiled_of(const direct *self, int want, bool uniform, bool few) {
  const int in_double = self->setup.precision == APS_DOUBLE;
  switch (self->setup.law) {
  case APS_LAW_NEWTON:
    return APS_ROW(aps_tiled_newton)(in_double, want, uniform, few);
  case APS_LAW_PLUMMER:
    return APS_ROW(aps_tiled_plummer)(in_double, want, uniform, few);
  default:
    return APS_ROW(aps_tiled_spline)(in_double, want, uniform, few);
  }
}

static aps_symmetric_kernel *symmetric_of(const direct *self, int potential, int equal) {
  switch (self->setup.law) {
  case APS_LAW_NEWTON:
    return APS_ROW(aps_symmetric_newton)(potential, equal);
  case APS_LAW_PLUMMER:
    return APS_ROW(aps_symmetric_plummer)(potential, equal);
  default:
    return APS_ROW(aps_symmetric_spline)(potential, equal);
  }
}

static int width_of(int want) {
  return want == WANT_POT ? 1 : want == WANT_A ? 3 : want == WANT_A_POT ? 4 : 6;
}

/* Sources per slice: many enough for 4096 blocks (1024 while sinks are few), whole tiles if
 * possible, and partial sums that stay small. Depends on the numbers of rows alone. */
static int64_t slice_of(int64_t n_sources, int64_t n_sinks, int64_t sink_blocks, int width,
                        bool few) {
  const int64_t least = few ? 32 : APS_TILE, wanted = few ? 1024 : 4096;
  int64_t slices = (wanted + sink_blocks - 1) / sink_blocks;
  const int64_t room = PARTIAL_DOUBLES / (width * n_sinks);
  if (slices > room) slices = room > 0 ? room : 1;
  if (slices > 65535) slices = 65535;
  const int64_t slice = (n_sources + slices - 1) / slices;
  return (slice + least - 1) / least * least;
}

static results results_of(const direct *self, const job *on, int want, aps_cols wanted) {
  const aps_view *v = &on->out;
  results r = {};
  r.row = on->row;
  r.width = width_of(want);
  r.G = self->setup.G;
  r.want = want;
  double *const a[3] = {v->ax, v->ay, v->az}, *const j[3] = {v->jx, v->jy, v->jz};
  for (int k = 0; k < 3 && want != WANT_POT; k++) r.to[k] = wanted & APS_A ? a[k] : nullptr;
  for (int k = 0; k < 3 && want == WANT_A_JERK; k++) r.to[3 + k] = j[k];
  if (want == WANT_POT) r.to[0] = v->pot;
  if (want == WANT_A_POT) r.to[3] = v->pot;
  return r;
}

/* In mixed precision: sinks in Morton order, in runs of at most `size`. Where all rows are sinks
 * the view becomes a sorted copy, so that a block meets itself in its own tiles alone. */
static aps_err arrange(direct *self, job *on, int size, bool jerk) {
  aps_view *v = &on->view;
  aps_gpu_order *o = &self->order;
  if (self->setup.precision != APS_MIXED) return APS_OK;
  double **const place[8] = {&v->x, &v->y, &v->z, &v->mass, &v->eps, &v->vx, &v->vy, &v->vz};
  const double *column[8];
  for (int k = 0; k < 8; k++) column[k] = *place[k];
  APS_TRY(APS_ROW(aps_order_make)(self->device, column, self->frame, on->active.index, on->active.n,
                                  size, o));
  on->row = o->row;
  on->run = o->run;
  if (on->active.index || v->n_halo) {
    on->active.index = o->row;
    return APS_OK;
  }
  if (is_uniform(&self->setup, v)) column[4] = nullptr;
  const int count = jerk ? 8 : 5;
  APS_TRY(APS_ROW(aps_order_gather)(self->device, v->n, count, column, o));
  for (int k = 0; k < count; k++)
    if (column[k]) *place[k] = o->sorted + k * v->n;
  return APS_OK;
}

static aps_err run_tiled(direct *self, job on, int want, aps_cols wanted) {
  aps_cuda *d = self->device;
  const aps_active active = on.active;
  const bool few = self->forced == BY_NUMBER || self->forced == SYMMETRIC ? active.n < MANY_SINKS
                                                                          : self->forced == TILED;
  const aps_tiled_choice kernel = tiled_of(self, want, is_uniform(&self->setup, &on.view), few);
  const int sinks = kernel.sinks_per_thread * APS_TILE;
  const int64_t blocks = (active.n + sinks - 1) / sinks;
  const int width = width_of(want);
  APS_TRY(arrange(self, &on, sinks, want == WANT_A_JERK));
  aps_tiled_args a = sources_of(self, &on.view);
  a.index = on.active.index;
  a.n_sinks = active.n;
  a.run = on.run;
  a.slice = slice_of(a.n_sources, a.n_sinks, blocks, width, few);
  const int64_t slices = (a.n_sources + a.slice - 1) / a.slice;
  APS_TRY(cuda_grow(d, "the direct solver's partial sums", (void **)&self->partial,
                    &self->partial_room, slices * width * a.n_sinks, sizeof(double)));
  a.partial = self->partial;
  const dim3 grid((unsigned)(on.run ? aps_order_runs(a.n_sinks, sinks) : blocks), (unsigned)slices);
  APS_LAUNCH(kernel.run, grid, dim3(APS_TILE), d->stream, a);
  CUDA_TRY_LAUNCH(d, "direct, tiled kernel");
  APS_LAUNCH(add_slices, dim3(blocks_of(a.n_sinks)), dim3(THREADS), d->stream, a, (int)slices,
             results_of(self, &on, want, wanted));
  CUDA_TRY_LAUNCH(d, "direct, sum of slices");
  if (self->setup.stats) self->setup.stats->interactions += (double)a.n_sinks * (double)a.n_sources;
  return APS_OK;
}

/* ---- Newton's third law
 * ------------------------------------------------------------------------------ */

static bool may_be_symmetric(const direct *self, const job *on, int want) {
  const aps_view *view = &on->view;
  const bool fits = (want == WANT_A || want == WANT_A_POT) && on->active.index == nullptr &&
                    view->n_halo == 0 && self->setup.precision != APS_DOUBLE &&
                    is_uniform(&self->setup, view) && symmetric_of(self, 0, 0) != nullptr;
  return fits &&
         (self->forced == SYMMETRIC || (self->forced == BY_NUMBER && view->n >= SYMMETRIC_FROM));
}

/* Units per scaled acceleration and potential, powers of two: the largest sums stay below 2^61.
 * Both softened laws have s r < 0.5 / eps^2 and |U| <= 1 / eps. False where the unit would be worse
 * than 1e-9 of a typical acceleration, for which M / (4 spread^2) stands. */
static bool fixed_point_units(const aps_gpu_frame *f, double *a_unit, double *pot_unit) {
  int e;
  frexp(f->total_mass * 0.5 / f->eps2, &e);
  *a_unit = ldexp(1.0, 61 - e);
  frexp(f->total_mass / sqrt(f->eps2), &e);
  *pot_unit = ldexp(1.0, 61 - e);
  return f->total_mass > 0 && 1 / *a_unit <= 1e-9 * f->total_mass / (4 * (f->spread2 + f->eps2));
}

/* *done = 0 where the tiled kernel must do it. */
static aps_err run_symmetric(direct *self, job on, int want, aps_cols wanted, int *done) {
  aps_cuda *d = self->device;
  const aps_view *view = &on.view;
  aps_gpu_frame frame;
  *done = 0;
  CUDA_TRY(d,
           cudaMemcpyAsync(&frame, self->frame, sizeof frame, cudaMemcpyDeviceToHost, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  aps_symmetric_args a = {};
  if (!fixed_point_units(&frame, &a.a_unit, &a.pot_unit)) return APS_OK;
  const int width = width_of(want);
  int groups = (int)((view->n + APS_SYMMETRIC_GROUP - 1) / APS_SYMMETRIC_GROUP);
  APS_TRY(arrange(self, &on, APS_SYMMETRIC_GROUP, false));
  if (on.run)
    APS_TRY(APS_ROW(aps_order_pack)(d, view->n, APS_SYMMETRIC_GROUP, &self->order, &groups));
  a.run = on.run;
  a.x = view->x, a.y = view->y, a.z = view->z, a.m = view->mass;
  a.n = view->n;
  a.frame = self->frame;
  APS_TRY(cuda_grow(d, "the direct solver's fixed-point sums", (void **)&self->fixed,
                    &self->fixed_room, width * a.n, sizeof(int64_t)));
  a.sum = self->fixed;
  CUDA_TRY(d, cudaMemsetAsync(a.sum, 0, (size_t)(width * a.n) * sizeof(int64_t), d->stream));
  const unsigned pairs = (unsigned)((int64_t)groups * (groups + 1) / 2);
  APS_LAUNCH(symmetric_of(self, want == WANT_A_POT, frame.equal_mass > 0), dim3(pairs), dim3(128), d->stream, a);
  CUDA_TRY_LAUNCH(d, "direct, symmetric kernel");
  APS_LAUNCH(add_fixed_point, dim3(blocks_of(a.n)), dim3(THREADS), d->stream, a,
             results_of(self, &on, want, wanted));
  CUDA_TRY_LAUNCH(d, "direct, fixed-point sums");
  if (self->setup.stats) self->setup.stats->interactions += (double)a.n * (double)a.n;
  *done = 1;
  return APS_OK;
}

static aps_err run(direct *self, const job *on, int want, aps_cols wanted) {
  int done = 0;
  if (may_be_symmetric(self, on, want)) APS_TRY(run_symmetric(self, *on, want, wanted, &done));
  return done ? APS_OK : run_tiled(self, *on, want, wanted);
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  direct *self = (direct *)state;
  (void)t;
  if (!active.index) active.n = view.n;
  if (active.n == 0 || !(want & (APS_A | APS_JERK | APS_POT))) return APS_OK;
  APS_CHECK(self->setup.ctx, view.n + view.n_halo <= INT32_MAX, APS_EARG,
            "direct: %lld particles on one GPU, the most is 2147483647",
            (long long)(view.n + view.n_halo));
  APS_TRY(cuda_enter(self->device));
  const job on = {view, view, active, active.index, nullptr};
  if (want & APS_JERK) {
    APS_TRY(run(self, &on, WANT_A_JERK, want & (APS_A | APS_JERK)));
    return want & APS_POT ? run(self, &on, WANT_POT, APS_POT) : APS_OK;
  }
  return run(self, &on, !(want & APS_A) ? WANT_POT : want & APS_POT ? WANT_A_POT : WANT_A, want);
}

/* Partial sums, the order with the sorted columns, and for many rows the fixed-point sums. */
static size_t memory(const aps_force_setup *setup, int64_t n) {
  const bool few = n < MANY_SINKS;
  const int64_t width = 6, sinks = few ? APS_TILE : APS_TILE * 2, blocks = (n + sinks - 1) / sinks;
  if (n < 1) return 0;
  const int64_t slice = slice_of(n, n, blocks, width, few);
  size_t bytes = (size_t)((n + slice - 1) / slice * width * n) * sizeof(double);
  if (setup->precision == APS_MIXED)
    bytes += (size_t)n * (8 * sizeof(double) + 2 * sizeof(uint64_t) + sizeof(int32_t)) +
             (size_t)aps_order_runs(n, APS_TILE) * sizeof(aps_gpu_run);
  if (n >= SYMMETRIC_FROM && setup->precision != APS_DOUBLE)
    bytes += (size_t)n * 4 * sizeof(int64_t);
  return bytes;
}

static constexpr aps_force row() {
  aps_force r{};
  r.about.name = "direct";
  r.about.doc = "every pair summed, O(N^2), on an NVIDIA GPU; the error is that of rounding";
  r.about.source = "Nyland, Harris & Prins 2007, GPU Gems 3, chapter 31";
  r.about.state_size = sizeof(direct);
  r.space = APS_DEVICE;
  r.can = APS_OPEN | APS_SUBSET;
  r.reads = APS_X | APS_V | APS_MASS | APS_EPS;
  r.writes = APS_A | APS_JERK | APS_POT;
  r.create = create;
  r.prepare = prepare;
  r.add = add;
  r.memory = memory;
  r.destroy = destroy;
  return r;
}

} // namespace

extern "C" const aps_force APS_ROW(aps_force_direct);
const aps_force APS_ROW(aps_force_direct) = row();
