/* The expansions' kernels, for one kind and precision each: R and KIND. Equation numbers: docs/fmm.md. */
#ifndef APS_GPU_FMM_EXPAND_CUH
#define APS_GPU_FMM_EXPAND_CUH
#include "fmm.cuh"
#include "pair.cuh"
#include <float.h>

#define MP_INLINE       static __device__ __forceinline__
#define MP_FN(n)        fmm_##n
#define MP_SET(c)       ((MP_REAL)(c))
#define MP_FMA(a, b, c) gpu_fma(a, b, c)
#define MP_REAL         EXPAND_REAL
#include "../src/force/multipole.h"
#undef MP_REAL

namespace {

typedef EXPAND_REAL real;
constexpr int THREADS = 128, WARPS = THREADS / 32, FEW = 64, FULL_KIND = EXPAND_KIND; /* FEW: where cells are few */

/* Expansions are moved sixteen bytes at a time. */
constexpr int WIDE = 16 / (int)sizeof(real);
struct alignas(16) piece {
  real v[WIDE];
};
constexpr int padded(int numbers) { return (numbers + WIDE - 1) / WIDE * WIDE; }

template <int N> static __device__ __forceinline__ void fetch(const real *from, real (&to)[N]) {
#pragma unroll
  for (int k = 0; k < N / WIDE; k++) {
    const piece p = ((const piece *)from)[k];
#pragma unroll
    for (int i = 0; i < WIDE; i++) to[WIDE * k + i] = p.v[i];
  }
}
template <int N> static __device__ __forceinline__ void store(const real (&from)[N], real *to) {
#pragma unroll
  for (int k = 0; k < N / WIDE; k++) {
    piece p;
#pragma unroll
    for (int i = 0; i < WIDE; i++) p.v[i] = from[WIDE * k + i];
    ((piece *)to)[k] = p;
  }
}

/* The straight-line steps of an order, by name. */
template <int P> struct steps;
constexpr int raw_of[] = APS_MOMENTS_RAW;
#if EXPAND_KIND
#define STEP(name, p) fmm_##name##_f##p
constexpr int moments_of[] = APS_MOMENTS_F, locals_of[] = APS_LOCALS_F;
#else
#define STEP(name, p) fmm_##name##_h##p
constexpr int moments_of[] = APS_MOMENTS_H, locals_of[] = APS_LOCALS_H;
#endif
#define STEPS(p)                                                                                   \
  template <> struct steps<p> {                                                                    \
    static constexpr int raw = raw_of[p], moments = padded(moments_of[p]), locals = padded(locals_of[p]);                          \
    static __device__ __forceinline__ void p2m(real m, real x, real y, real z, real *R) {          \
      fmm_p2m_##p(m, x, y, z, R);                                                                  \
    }                                                                                              \
    static __device__ __forceinline__ void m2m(const real *M, real x, real y, real z, real *R) {   \
      STEP(m2m, p)(M, x, y, z, R);                                                                 \
    }                                                                                              \
    static __device__ __forceinline__ void fold(const real *R, real *M) { STEP(fold, p)(R, M); }   \
    static __device__ __forceinline__ void m2l(const real *M, real x, real y, real z,              \
                                               const real *g, real *F) {                           \
      STEP(m2l, p)(M, x, y, z, g, F);                                                              \
    }                                                                                              \
    static __device__ __forceinline__ void p2l(real m, real x, real y, real z, const real *g,      \
                                               real *F) {                                          \
      STEP(p2l, p)(m, x, y, z, g, F);                                                              \
    }                                                                                              \
    static __device__ __forceinline__ void m2p(const real *M, real x, real y, real z,              \
                                               const real *g, real *F) {                           \
      STEP(m2p, p)(M, x, y, z, g, F);                                                              \
    }                                                                                              \
    static __device__ __forceinline__ void l2l(const real *F, real x, real y, real z, real *L) {   \
      STEP(l2l, p)(F, x, y, z, L);                                                                 \
    }                                                                                              \
    static __device__ __forceinline__ void l2p(const real *F, real x, real y, real z, real *L) {   \
      STEP(l2p, p)(F, x, y, z, L);                                                                 \
    }                                                                                              \
  };
STEPS(3) STEPS(4) STEPS(5) STEPS(6) STEPS(8)
#undef STEPS
#undef STEP

/* The sum over a warp, in every lane, in a fixed order. */
static __device__ __forceinline__ real warp_sum(real v) {
#pragma unroll
  for (int by = 16; by > 0; by >>= 1) v += __shfl_xor_sync(~0u, v, by);
  return v;
}

/* Halves how many numbers a lane holds, until it is one. */
template <int HALF> static __device__ __forceinline__ void halve(real *w) {
  const bool upper = (threadIdx.x & HALF) != 0;
#pragma unroll
  for (int k = 0; k < HALF; k++) {
    const real give = upper ? w[k] : w[k + HALF], keep = upper ? w[k + HALF] : w[k];
    w[k] = keep + __shfl_xor_sync(~0u, give, HALF);
  }
  if constexpr (HALF > 1) halve<HALF / 2>(w);
}

/* The sums over a warp of v[FIRST .. FIRST + 31], N being all of them: lane k gets the one of v[FIRST + k]. */
template <int FIRST, int N> static __device__ __forceinline__ real share_sums(const real (&v)[N]) {
  real w[32];
#pragma unroll
  for (int k = 0; k < 32; k++) w[k] = FIRST + k < N ? v[FIRST + k < N ? FIRST + k : 0] : real(0);
  halve<16>(w);
  return w[0];
}

/* All of them, to memory. */
template <int FIRST, int N> static __device__ __forceinline__ void store_sums(const real (&v)[N], real *to) {
  const real sum = share_sums<FIRST>(v);
  const int k = FIRST + (int)(threadIdx.x & 31);
  if (k < N) to[k] = sum;
  if constexpr (FIRST + 32 < N) store_sums<FIRST + 32>(v, to);
}

/* ---- up: P2M (3), M2M (4) */

template <int P> static __device__ __forceinline__ void keep_moments(const aps_fmm_args &a, int32_t cell, const real *raw) {
  typedef steps<P> S;
  real M[S::moments];
#pragma unroll
  for (int k = 0; k < S::moments; k++) M[k] = 0;
  S::fold(raw, M);
  store(M, (real *)a.moment + (int64_t)S::moments * cell);
}

/* A warp per leaf among the cells [first, end). */
template <int P> static __global__ void __launch_bounds__(THREADS) make_leaves(const aps_fmm_args a, int32_t first, int32_t end) {
  typedef steps<P> S;
  const int lane = threadIdx.x & 31;
  const int32_t cell = first + (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5));
  if (cell >= end || a.c.children[cell]) return;
  real raw[S::raw];
#pragma unroll
  for (int k = 0; k < S::raw; k++) raw[k] = 0;
  const int32_t from = a.c.first[cell], n = a.c.n[cell];
  for (int32_t i = from + lane; i < from + n; i += 32)
    S::p2m((real)gpu_point(a.p, a.p.mass, i), -(real)gpu_point(a.p, a.p.x, i), -(real)gpu_point(a.p, a.p.y, i),
           -(real)gpu_point(a.p, a.p.z, i), raw);
#pragma unroll
  for (int k = 0; k < S::raw; k++) raw[k] = warp_sum(raw[k]);
  if (lane == 0) keep_moments<P>(a, cell, raw);
}

static __device__ __forceinline__ float round_up(double x) {
  const float f = (float)(x * (1 + 1e-6));
  return f < x ? f * (1 + 1.2e-7f) : f;
}

/* A thread per cell with children: centre, radius and moments from theirs. About any other centre than that of the masses
 * as the moments have them the dipole would not vanish. */
template <int P> static __global__ void __launch_bounds__(FEW) make_branches(const aps_fmm_args a, int32_t first, int32_t end) {
  typedef steps<P> S;
  const aps_gpu_cells &c = a.c;
  const int32_t cell = first + (int32_t)(blockIdx.x * FEW + threadIdx.x);
  if (cell >= end || !c.children[cell]) return;
  const real *moment = (const real *)a.moment;
  const int32_t from = c.child[cell], to = from + c.children[cell];
  double x[3] = {0, 0, 0}, middle[3] = {0, 0, 0}, mass = 0, r = 0;
  float least = FLT_MAX, reach = 0, eps2 = 0;
  for (int32_t k = from; k < to; k++) {
    const double m = (double)moment[(int64_t)S::moments * k], at[3] = {c.x[k], c.y[k], c.z[k]};
    for (int d = 0; d < 3; d++) x[d] += m * at[d], middle[d] += at[d];
    mass += m;
    least = c.least[k] < least ? c.least[k] : least;
    reach = gpu_max(reach, c.reach[k]);
    eps2 = gpu_max(eps2, c.eps2[k]);
  }
  for (int d = 0; d < 3; d++) x[d] = mass > 0 ? x[d] / mass : middle[d] / (to - from);
  real raw[S::raw];
  for (int k = 0; k < S::raw; k++) raw[k] = 0;
#pragma unroll 1
  for (int32_t k = from; k < to; k++) {
    const double t[3] = {x[0] - c.x[k], x[1] - c.y[k], x[2] - c.z[k]};
    r = gpu_max(r, sqrt(t[0] * t[0] + t[1] * t[1] + t[2] * t[2]) + (double)c.radius[k]);
    real M[S::moments];
    fetch(moment + (int64_t)S::moments * k, M);
    S::m2m(M, (real)t[0], (real)t[1], (real)t[2], raw);
  }
  c.x[cell] = x[0], c.y[cell] = x[1], c.z[cell] = x[2];
  c.radius[cell] = round_up(r);
  c.mass[cell] = (float)mass;
  c.least[cell] = least, c.reach[cell] = reach, c.eps2[cell] = eps2;
  keep_moments<P>(a, cell, raw);
}

/* ---- across: M2L and P2L (5); a warp per target, a source per lane */

/* g[m] = (1/r d/dr)^m of the pair potential at r2 (8) */
template <int P> static __device__ __forceinline__ void radial(real r2, real *g) {
  real r3;
  gpu_rsqrt3(r2, &g[0], &r3);
  const real i2 = g[0] * g[0];
#pragma unroll
  for (int m = 0; m < P; m++) g[m + 1] = real(-(2 * m + 1)) * (i2 * g[m]);
}

static __device__ __forceinline__ real distance2(real x, real y, real z, float eps2) {
  const real r2 = gpu_fma(x, x, gpu_fma(y, y, z * z));
  return FULL_KIND ? r2 + (real)eps2 : r2;
}

/* An entry of a list of sources; chunk: where the entry lies. */
static __device__ __forceinline__ int32_t entry(const aps_gpu_lists &list, int32_t chunk, int32_t k) {
  return list.item[(int64_t)chunk * APS_GPU_CHUNK + k % APS_GPU_CHUNK];
}

/* The particles of listed leaves, one per lane. */
template <int P> static __device__ __forceinline__ void give(const aps_fmm_args &a, int32_t target, real *F) {
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31;
  const int32_t leaves = a.list.count[APS_LIST_GIVER][target];
  int32_t chunk = a.list.head[APS_LIST_GIVER][target];
  for (int32_t k = 0; k < leaves; k++) {
    if (k && k % APS_GPU_CHUNK == 0) chunk = a.list.next[chunk];
    const int32_t id = entry(a.list, chunk, k), s = gpu_cell_of(a, id), first = c.first[s], end = first + c.n[s];
    double x = c.x[target] - c.x[s], y = c.y[target] - c.y[s], z = c.z[target] - c.z[s];
    gpu_add_way(a, id, &x, &y, &z);
    const float eps2 = gpu_max(c.eps2[target], c.eps2[s]);
    for (int32_t i = first + lane; i < end; i += 32) {
      const real dx = (real)(x - gpu_point(a.p, a.p.x, i)), dy = (real)(y - gpu_point(a.p, a.p.y, i)),
                 dz = (real)(z - gpu_point(a.p, a.p.z, i));
      real g[P + 1];
      radial<P>(distance2(dx, dy, dz, eps2), g);
      steps<P>::p2l((real)gpu_point(a.p, a.p.mass, i), dx, dy, dz, g, F);
    }
  }
}

/* The moments of 32 sources, brought by all lanes together: one lane's own would lie in as many lines as it has pieces. Rows are
 * so long that lanes find theirs in different banks: an odd number of pieces where they are read by pieces, of doubles where
 * these are read one by one, for registers. */
template <int P> struct sources {
  static constexpr bool by_piece = sizeof(real) == 4;
  static constexpr int pieces = steps<P>::moments / WIDE, apart = by_piece ? WIDE * (pieces | 1) : WIDE * pieces + 1;
  alignas(16) real of[32 * apart];
};
template <int P> constexpr int warps_of = 48 * 1024 / (int)sizeof(sources<P>) < WARPS ? 48 * 1024 / (int)sizeof(sources<P>) : WARPS;
template <int P> struct workspace {
  sources<P> of_warp[warps_of<P>];
};
/* Blocks at a time for which registers suffice without spilling, or where they never do, one. */
template <int P> constexpr int blocks_of = sizeof(real) == 8 || P + FULL_KIND > 7 ? 1 : P + FULL_KIND > 6 ? 2 : P + FULL_KIND > 5 ? 3 : 4;

template <int P> static __global__ void __launch_bounds__(32 * warps_of<P>, blocks_of<P>) interact(const aps_fmm_args a) {
  typedef steps<P> S;
  typedef sources<P> B;
  APS_SHARED(workspace<P>, shared);
  B &b = shared.of_warp[threadIdx.x >> 5];
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31;
  const int32_t target = (int32_t)(blockIdx.x * warps_of<P> + (threadIdx.x >> 5));
  if (target >= a.cells) return;
  real F[S::locals];
#pragma unroll
  for (int k = 0; k < S::locals; k++) F[k] = 0;
  const int32_t n = a.list.count[APS_LIST_FAR][target];
  const double x = c.x[target], y = c.y[target], z = c.z[target];
  const float eps2 = c.eps2[target];
  int32_t chunk = a.list.head[APS_LIST_FAR][target];
  for (int32_t at = 0; at < n; at += APS_GPU_CHUNK) {
    if (at) chunk = a.list.next[chunk];
    const int32_t m = n - at < 32 ? n - at : 32, id = lane < m ? entry(a.list, chunk, lane) : 0, s = gpu_cell_of(a, id);
    __syncwarp();
#pragma unroll
    for (int k = 0; k < B::pieces; k++) {
      const int e = 32 * k + lane, of = e / B::pieces, which = e % B::pieces;
      const int32_t source = __shfl_sync(~0u, s, of);
      if (of >= m) continue;
      const piece p = ((const piece *)a.moment)[(int64_t)source * B::pieces + which];
      real *to = b.of + of * B::apart + which * WIDE;
      if constexpr (B::by_piece) *(piece *)to = p;
      else
        for (int i = 0; i < WIDE; i++) to[i] = p.v[i];
    }
    __syncwarp();
    if (lane >= m) continue;
    double tx = x - c.x[s], ty = y - c.y[s], tz = z - c.z[s];
    gpu_add_way(a, id, &tx, &ty, &tz);
    const real dx = (real)tx, dy = (real)ty, dz = (real)tz;
    real g[P + 1];
    radial<P>(distance2(dx, dy, dz, gpu_max(eps2, c.eps2[s])), g);
    if constexpr (B::by_piece) {
      real M[S::moments];
      fetch(b.of + lane * B::apart, M);
      S::m2l(M, dx, dy, dz, g, F);
    } else {
      S::m2l(b.of + lane * B::apart, dx, dy, dz, g, F);
    }
  }
  give<P>(a, target, F);
  store_sums<0>(F, (real *)a.local + (int64_t)S::locals * target);
}

/* ---- down: L2L and L2P (6), M2P (5) */

template <int P> static __global__ void __launch_bounds__(FEW) hand_down(const aps_fmm_args a, int32_t first, int32_t end) {
  typedef steps<P> S;
  const aps_gpu_cells &c = a.c;
  const int32_t cell = first + (int32_t)(blockIdx.x * FEW + threadIdx.x);
  if (cell >= end || !c.wanted[cell]) return;
  const int32_t from = c.parent[cell];
  real above[S::locals], own[S::locals];
  fetch((const real *)a.local + (int64_t)S::locals * from, above);
  fetch((const real *)a.local + (int64_t)S::locals * cell, own);
  S::l2l(above, (real)(c.x[cell] - c.x[from]), (real)(c.y[cell] - c.y[from]), (real)(c.z[cell] - c.z[from]), own);
  store(own, (real *)a.local + (int64_t)S::locals * cell);
}

/* What the moments of a cell do to a particle of a leaf. BOX, periodic or not: as one function it takes more registers. */
template <int P, bool BOX>
static __device__ __forceinline__ void touch_one(const aps_fmm_args &a, int32_t leaf, int64_t i, int32_t id, real *L) {
  const aps_gpu_cells &c = a.c;
  const int32_t s = BOX ? gpu_cell_of(a, id) : id;
  double x = c.x[leaf] - c.x[s], y = c.y[leaf] - c.y[s], z = c.z[leaf] - c.z[s];
  if (BOX) gpu_add_way(a, id, &x, &y, &z);
  const real dx = (real)(x + gpu_point(a.p, a.p.x, i)), dy = (real)(y + gpu_point(a.p, a.p.y, i)),
             dz = (real)(z + gpu_point(a.p, a.p.z, i));
  real g[P + 1];
  radial<P>(distance2(dx, dy, dz, gpu_max(c.eps2[leaf], c.eps2[s])), g);
  steps<P>::m2p((const real *)a.moment + (int64_t)steps<P>::moments * s, dx, dy, dz, g, L);
}

/* A block per leaf that cells act on, whose warps share out the particles: a particle a lane, or where there are more cells than
 * particles, a cell a lane. */
template <int P, bool BOX> static __global__ void __launch_bounds__(THREADS) touch_leaves(const aps_fmm_args a) {
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  const int32_t leaf = a.touched[blockIdx.x], cells = a.list.count[APS_LIST_TOUCH][leaf], first = a.c.first[leaf], n = a.c.n[leaf];
  const int by_cell = cells > n, each = by_cell ? 1 : 32;
  for (int32_t j = warp * each; j < n; j += WARPS * each) {
    const int64_t i = first + j + (by_cell ? 0 : lane);
    int32_t chunk = a.list.head[APS_LIST_TOUCH][leaf];
    real L[4] = {0, 0, 0, 0};
    for (int32_t at = 0; at < cells; at += by_cell ? 32 : 1) {
      if (at && at % APS_GPU_CHUNK == 0) chunk = a.list.next[chunk];
      if (by_cell ? at + lane < cells : j + lane < n) touch_one<P, BOX>(a, leaf, i, entry(a.list, chunk, by_cell ? lane : at), L);
    }
    for (int k = 0; k < 4; k++) {
      const real sum = by_cell ? warp_sum(L[k]) : L[k];
      if (by_cell ? lane == k : j + lane < n) ((real *)a.field)[k * a.n + i] = sum;
    }
  }
}

template <int P> static __global__ void __launch_bounds__(THREADS) evaluate(const aps_fmm_args a) {
  typedef steps<P> S;
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= a.n || (a.p.active && !a.p.active[i])) return;
  real L[4] = {0, 0, 0, 0};
  const int32_t leaf = a.p.leaf[i];
  if (a.list.count[APS_LIST_TOUCH][leaf])
    for (int k = 0; k < 4; k++) L[k] = ((const real *)a.field)[k * a.n + i];
  S::l2p((const real *)a.local + (int64_t)S::locals * leaf, (real)gpu_point(a.p, a.p.x, i), (real)gpu_point(a.p, a.p.y, i),
         (real)gpu_point(a.p, a.p.z, i), L);
  for (int k = 0; k < 4; k++) ((real *)a.field)[k * a.n + i] = L[k];
}

/* ---- launches */

static dim3 blocks_for(int64_t items, int each) { return dim3((unsigned)((items + each - 1) / each)); }

template <int P> static void up(const aps_fmm_args *a, cudaStream_t stream, int32_t first, int32_t end, int leaves) {
  if (leaves) APS_LAUNCH(make_leaves<P>, blocks_for(end - first, WARPS), dim3(THREADS), stream, *a, first, end);
  else APS_LAUNCH(make_branches<P>, blocks_for(end - first, FEW), dim3(FEW), stream, *a, first, end);
}
template <int P> static void across(const aps_fmm_args *a, cudaStream_t stream) {
  APS_LAUNCH(interact<P>, blocks_for(a->cells, warps_of<P>), dim3(32 * warps_of<P>), stream, *a);
}
template <int P> static void down(const aps_fmm_args *a, cudaStream_t stream, int32_t first, int32_t end) {
  APS_LAUNCH(hand_down<P>, blocks_for(end - first, FEW), dim3(FEW), stream, *a, first, end);
}
template <int P> static void touch(const aps_fmm_args *a, cudaStream_t stream, int32_t leaves) {
  if (a->periodic) APS_LAUNCH((touch_leaves<P, true>), dim3((unsigned)leaves), dim3(THREADS), stream, *a);
  else APS_LAUNCH((touch_leaves<P, false>), dim3((unsigned)leaves), dim3(THREADS), stream, *a);
}
template <int P> static void out(const aps_fmm_args *a, cudaStream_t stream) {
  APS_LAUNCH(evaluate<P>, blocks_for(a->n, THREADS), dim3(THREADS), stream, *a);
}
template <int P> constexpr aps_fmm_expansions row = {steps<P>::moments, steps<P>::locals, (int)sizeof(real),
                                                     up<P>, across<P>, down<P>, touch<P>, out<P>};

/* The orders that aps_fmm_set takes, but for those above EXPAND_MOST; NULL for others. */
static const aps_fmm_expansions *find(int order) {
  switch (order) {
  case 3: return &row<3>;
  case 4: return &row<4>;
  case 5: return &row<5>;
  case 6: return &row<6>;
#ifndef EXPAND_MOST
  case 8: return &row<8>;
#endif
  default: return nullptr;
  }
}

} // namespace
#endif
