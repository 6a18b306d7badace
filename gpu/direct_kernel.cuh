/* The tiled kernel of direct.cuh as a template on law, arithmetic, results, kind of softening and
 * sinks per thread. */
#ifndef APS_GPU_DIRECT_KERNEL_CUH
#define APS_GPU_DIRECT_KERNEL_CUH
#include "direct.cuh"
#include "pair.cuh"

namespace {

template <class R> struct alignas(4 * sizeof(R) > 16 ? 16 : 4 * sizeof(R)) quad { R x, y, z, w; };

template <int WANT> constexpr bool has_a = WANT != WANT_POT;
template <int WANT> constexpr bool has_pot = WANT == WANT_A_POT || WANT == WANT_POT;
template <int WANT> constexpr bool has_jerk = WANT == WANT_A_JERK;

/* One source, scaled and rebased. With softening of its own: velocity.w = eps^2. */
template <class R> struct source {
  quad<R> place; /* x, y, z, mass */
  quad<R> motion;
};

template <class R, bool MOTION> struct tile {
  quad<R> place[APS_TILE];
  quad<R> motion[MOTION ? APS_TILE : 1];
};

/* I sinks of one thread and what has been summed for them over a tile. */
template <class R, int I> struct sinks {
  R x[I], y[I], z[I], u[I], v[I], w[I], eps2[I];
  R ax[I], ay[I], az[I], jx[I], jy[I], jz[I], pot[I];
};

template <int I> struct sums { double ax[I], ay[I], az[I], jx[I], jy[I], jz[I], pot[I]; };

/* What a thread of mixed or double precision subtracts and multiplies by, before rounding. */
struct rebase {
  double x, y, z, u, v, w;            /* centre, code units */
  double length, mass, speed, floor2; /* inverse scales */
};

/* Row j of the sources; beyond `end` a massless one at the centre. */
template <class R, int WANT, bool UNIFORM>
static __device__ __forceinline__ source<R> fetch(const aps_tiled_args &a, const rebase &c,
                                                  int64_t j, int64_t end) {
  source<R> s = {{R(0), R(0), R(0), R(0)}, {R(0), R(0), R(0), R(0)}};
  if (j >= end) return s;
  s.place.x = R((a.x[j] - c.x) * c.length);
  s.place.y = R((a.y[j] - c.y) * c.length);
  s.place.z = R((a.z[j] - c.z) * c.length);
  s.place.w = R(a.m[j] * c.mass);
  if (has_jerk<WANT>) {
    s.motion.x = R((a.u[j] - c.u) * c.speed);
    s.motion.y = R((a.v[j] - c.v) * c.speed);
    s.motion.z = R((a.w[j] - c.w) * c.speed);
  }
  if (!UNIFORM) {
    const double e = a.eps[j] * c.length;
    s.motion.w = R(gpu_max(e * e, c.floor2));
  }
  return s;
}

/* One source meets the I sinks of a thread. self: position in the tile of each sink's own row, for
 * MASK only; its potential is left out. Its acceleration and jerk vanish by themselves: the
 * difference is exactly zero. */
template <class Law, class R, int WANT, bool UNIFORM, bool MASK, int I>
static __device__ __forceinline__ void meet(const quad<R> p, const quad<R> m, R eps2, R seed, int j,
                                            const int (&self)[I], sinks<R, I> &t) {
#pragma unroll
  for (int k = 0; k < I; k++) {
    const R dx = p.x - t.x[k], dy = p.y - t.y[k], dz = p.z - t.z[k];
    const R e2 = UNIFORM ? eps2 : gpu_max(t.eps2[k], m.w);
    const R from = UNIFORM ? seed : Law::template seed<R>(e2);
    const R q = gpu_fma(dx, dx, gpu_fma(dy, dy, gpu_fma(dz, dz, from)));
    R u, s, g;
    Law::template pair<R>(q, e2, &u, &s, &g);
    if (has_pot<WANT>) t.pot[k] = gpu_fma(MASK && j == self[k] ? R(0) : p.w, u, t.pot[k]);
    if (!has_a<WANT>) continue;
    const R f = p.w * s;
    t.ax[k] = gpu_fma(f, dx, t.ax[k]);
    t.ay[k] = gpu_fma(f, dy, t.ay[k]);
    t.az[k] = gpu_fma(f, dz, t.az[k]);
    if (!has_jerk<WANT>) continue;
    const R du = m.x - t.u[k], dv = m.y - t.v[k], dw = m.z - t.w[k];
    const R h = f * (g * gpu_fma(dx, du, gpu_fma(dy, dv, dz * dw)));
    t.jx[k] = gpu_fma(h, dx, gpu_fma(f, du, t.jx[k]));
    t.jy[k] = gpu_fma(h, dy, gpu_fma(f, dv, t.jy[k]));
    t.jz[k] = gpu_fma(h, dz, gpu_fma(f, dw, t.jz[k]));
  }
}

template <class Law, class R, int WANT, bool UNIFORM, bool MASK, int I, bool MOTION>
static __device__ __forceinline__ void meet_tile(const tile<R, MOTION> &b, int count, R eps2,
                                                 R seed, const int (&self)[I], sinks<R, I> &t) {
  constexpr int UNROLL = MASK ? 1 : 4;
  for (int j0 = 0; j0 < count; j0 += UNROLL) {
#pragma unroll
    for (int k = 0; k < UNROLL; k++)
      meet<Law, R, WANT, UNIFORM, MASK, I>(b.place[j0 + k], b.motion[MOTION ? j0 + k : 0], eps2,
                                           seed, j0 + k, self, t);
  }
}

template <class R, int WANT, int I> static __device__ __forceinline__ void clear(sinks<R, I> &t) {
#pragma unroll
  for (int k = 0; k < I; k++) {
    if (has_a<WANT>) t.ax[k] = t.ay[k] = t.az[k] = R(0);
    if (has_jerk<WANT>) t.jx[k] = t.jy[k] = t.jz[k] = R(0);
    if (has_pot<WANT>) t.pot[k] = R(0);
  }
}

template <class R, int WANT, int I>
static __device__ __forceinline__ void flush(const sinks<R, I> &t, sums<I> &s) {
#pragma unroll
  for (int k = 0; k < I; k++) {
    if (has_a<WANT>) s.ax[k] += t.ax[k], s.ay[k] += t.ay[k], s.az[k] += t.az[k];
    if (has_jerk<WANT>) s.jx[k] += t.jx[k], s.jy[k] += t.jy[k], s.jz[k] += t.jz[k];
    if (has_pot<WANT>) s.pot[k] += t.pot[k];
  }
}

static __device__ __forceinline__ int64_t sink_row(const aps_tiled_args &a, int64_t sink) {
  return a.index ? (int64_t)a.index[sink] : sink;
}

/* Tukey's ninther of a column over the block's sinks: near the middle of them whatever a few
 * outliers do. Every thread finds the same by itself. */
static __device__ __forceinline__ double typical(const double *column, const int32_t *index,
                                                 int64_t first, int count) {
  double m[3];
#pragma unroll
  for (int k = 0; k < 3; k++) {
    double v[3];
#pragma unroll
    for (int j = 0; j < 3; j++) {
      const int64_t sink = first + (int64_t)(3 * k + j) * (count - 1) / 8;
      v[j] = column[index ? (int64_t)index[sink] : sink];
    }
    m[k] = gpu_median(v[0], v[1], v[2]);
  }
  return gpu_median(m[0], m[1], m[2]);
}

/* Sinks of a block, `size` at most. */
struct span {
  int32_t first, end;
};
static __device__ __forceinline__ span span_of(const aps_gpu_run *run, int64_t block, int size,
                                               int64_t n) {
  if (run) return span{run[block].first, run[block].first + run[block].count};
  const int64_t first = block * size;
  return span{(int32_t)first, (int32_t)(first + size < n ? first + size : n)};
}

/* First and last row among the block's sinks bound the tiles where a particle may meet itself. */
template <int I>
static __device__ __forceinline__ void row_range(const aps_tiled_args &a, span mine,
                                                 int (*shared)[2], int *low, int *high) {
  *low = INT32_MAX, *high = 0;
#pragma unroll
  for (int k = 0; k < I; k++) {
    const int64_t sink = mine.first + k * APS_TILE + threadIdx.x;
    if (sink >= mine.end) continue;
    const int row = (int)sink_row(a, sink);
    if (row < *low) *low = row;
    if (row > *high) *high = row;
  }
#pragma unroll
  for (int bit = 16; bit > 0; bit >>= 1) {
    const int l = __shfl_xor_sync(~0u, *low, bit), h = __shfl_xor_sync(~0u, *high, bit);
    if (l < *low) *low = l;
    if (h > *high) *high = h;
  }
  if ((threadIdx.x & 31) == 0)
    shared[threadIdx.x >> 5][0] = *low, shared[threadIdx.x >> 5][1] = *high;
  __syncthreads();
  for (int k = 0; k < APS_TILE / 32; k++) {
    if (shared[k][0] < *low) *low = shared[k][0];
    if (shared[k][1] > *high) *high = shared[k][1];
  }
}

template <class R, bool MOTION> struct workspace {
  tile<R, MOTION> tiles[2];
  int range[APS_TILE / 32][2];
};

/* Sinks per thread where there are many, and blocks that a multiprocessor is to hold: as the
 * registers allow without spilling (sm_90: 128 registers for 4 blocks, 168 for 3). */
template <class R, int WANT>
constexpr int many = sizeof(R) == 8                       ? (has_jerk<WANT> ? 2 : 4)
                     : WANT == WANT_A || WANT == WANT_POT ? 8
                                                          : 4;
template <class R, int WANT, bool UNIFORM, int I>
constexpr int resident = I == 1                             ? 1
                         : has_jerk<WANT> && !UNIFORM       ? 2
                         : sizeof(R) == 8 || has_jerk<WANT> ? 3
                         : UNIFORM                          ? 4
                                                            : 3;

template <class Law, class R, int WANT, bool UNIFORM, int I>
static __global__ void __launch_bounds__(APS_TILE, resident<R, WANT, UNIFORM, I>)
    direct(const aps_tiled_args a) {
  constexpr bool MOTION = has_jerk<WANT> || !UNIFORM;
  constexpr bool FLUSH = sizeof(R) == 4; /* float sums go to double ones after each tile */
  typedef workspace<R, MOTION> space;
  APS_SHARED(space, shared);
  const aps_gpu_frame &f = *a.frame;
  const span mine = span_of(a.run, blockIdx.x, APS_TILE * I, a.n_sinks);
  if (mine.first >= mine.end) return;
  const int64_t begin = blockIdx.y * a.slice;
  const int64_t end = begin + a.slice < a.n_sources ? begin + a.slice : a.n_sources;

  rebase c = {0, 0, 0, 0, 0, 0, f.inv_length, f.inv_mass, f.inv_speed, f.floor2};
  if (sizeof(R) == 4) {
    const int64_t first = mine.first;
    const int count = mine.end - mine.first;
    c.x = a.one_centre ? f.centre[0] : typical(a.x, a.index, first, count);
    c.y = a.one_centre ? f.centre[1] : typical(a.y, a.index, first, count);
    c.z = a.one_centre ? f.centre[2] : typical(a.z, a.index, first, count);
    if (has_jerk<WANT>) {
      c.u = typical(a.u, a.index, first, count);
      c.v = typical(a.v, a.index, first, count);
      c.w = typical(a.w, a.index, first, count);
    }
  }
  int low = 0, high = 0;
  if (has_pot<WANT>) row_range<I>(a, mine, shared.range, &low, &high);

  sinks<R, I> t;
  sums<I> s;
#pragma unroll
  for (int k = 0; k < I; k++) {
    const int64_t sink = mine.first + k * APS_TILE + threadIdx.x;
    const int64_t row = sink_row(a, sink < mine.end ? sink : mine.end - 1);
    const source<R> me = fetch<R, WANT, UNIFORM>(a, c, row, INT64_MAX);
    t.x[k] = me.place.x, t.y[k] = me.place.y, t.z[k] = me.place.z;
    if (has_jerk<WANT>) t.u[k] = me.motion.x, t.v[k] = me.motion.y, t.w[k] = me.motion.z;
    if (!UNIFORM) t.eps2[k] = me.motion.w;
    if (has_a<WANT>) s.ax[k] = s.ay[k] = s.az[k] = 0;
    if (has_jerk<WANT>) s.jx[k] = s.jy[k] = s.jz[k] = 0;
    if (has_pot<WANT>) s.pot[k] = 0;
  }
  const R eps2 = R(f.eps2), seed = Law::template seed<R>(eps2);

  source<R> next = fetch<R, WANT, UNIFORM>(a, c, begin + threadIdx.x, end);
  int side = 0;
  clear<R, WANT, I>(t);
  for (int64_t j0 = begin; j0 < end; j0 += APS_TILE, side ^= 1) {
    tile<R, MOTION> &b = shared.tiles[side];
    b.place[threadIdx.x] = next.place;
    if (MOTION) b.motion[threadIdx.x] = next.motion;
    __syncthreads();
    if (j0 + APS_TILE < end) next = fetch<R, WANT, UNIFORM>(a, c, j0 + APS_TILE + threadIdx.x, end);
    const int count = end - j0 < APS_TILE ? ((int)(end - j0) + 3) & ~3 : APS_TILE;
    if (FLUSH) clear<R, WANT, I>(t);
    int self[I];
    if (has_pot<WANT> && j0 <= high && low < j0 + APS_TILE) {
#pragma unroll
      for (int k = 0; k < I; k++) {
        const int64_t sink = mine.first + k * APS_TILE + threadIdx.x;
        self[k] = sink < mine.end ? (int)(sink_row(a, sink) - j0) : -1;
      }
      meet_tile<Law, R, WANT, UNIFORM, true, I>(b, count, eps2, seed, self, t);
    } else {
      meet_tile<Law, R, WANT, UNIFORM, false, I>(b, count, eps2, seed, self, t);
    }
    if (FLUSH) flush<R, WANT, I>(t, s);
  }
  if (!FLUSH) flush<R, WANT, I>(t, s);

  double *out =
      a.partial + (int64_t)blockIdx.y *
                      ((has_a<WANT> ? 3 : 0) + (has_jerk<WANT> ? 3 : 0) + has_pot<WANT>)*a.n_sinks;
  const span again = span_of(a.run, blockIdx.x, APS_TILE * I, a.n_sinks); /* no register held it */
#pragma unroll
  for (int k = 0; k < I; k++) {
    const int64_t sink = again.first + k * APS_TILE + threadIdx.x;
    if (sink >= again.end) continue;
    double *to = out + sink;
    if (has_a<WANT>)
      to[0] = s.ax[k], to[a.n_sinks] = s.ay[k], to[2 * a.n_sinks] = s.az[k], to += 3 * a.n_sinks;
    if (has_jerk<WANT>) to[0] = s.jx[k], to[a.n_sinks] = s.jy[k], to[2 * a.n_sinks] = s.jz[k];
    if (has_pot<WANT>) to[0] = s.pot[k];
  }
}

/* Sinks per thread where there are many: as many as registers hold without spilling. */
template <class Law, class R, int WANT, bool UNIFORM> static aps_tiled_choice choose(int few) {
  constexpr int I = many<R, WANT>;
  if (few) return aps_tiled_choice{direct<Law, R, WANT, UNIFORM, 1>, 1};
  return aps_tiled_choice{direct<Law, R, WANT, UNIFORM, I>, I};
}

template <class Law, class R, bool UNIFORM> static aps_tiled_choice choose(int want, int few) {
  switch (want) {
  case WANT_A:
    return choose<Law, R, WANT_A, UNIFORM>(few);
  case WANT_A_POT:
    return choose<Law, R, WANT_A_POT, UNIFORM>(few);
  case WANT_A_JERK:
    return choose<Law, R, WANT_A_JERK, UNIFORM>(few);
  default:
    return choose<Law, R, WANT_POT, UNIFORM>(few);
  }
}

} // namespace
#endif
