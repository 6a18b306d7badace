/* From leaves to lists on the card: what a leaf holds, which error each cell may have, and which sources act on which
 * targets. The decisions are those of src/force/fmm_cells.c and fmm_real.h. */
#include "fmm.cuh"
#include "pair.cuh"
#include <float.h>

namespace {

constexpr int THREADS = 128, WARPS = THREADS / 32, MOST_WARPS = 4096;

static __device__ __forceinline__ double warp_sum(double v) {
#pragma unroll
  for (int by = 16; by > 0; by >>= 1) v += __shfl_xor_sync(~0u, v, by);
  return v;
}
static __device__ __forceinline__ double warp_max(double v) {
#pragma unroll
  for (int by = 16; by > 0; by >>= 1) v = gpu_max(v, __shfl_xor_sync(~0u, v, by));
  return v;
}

/* ---- leaves */

struct place {
  double x, y, z, m;
};
template <bool BOX> static __device__ __forceinline__ place place_of(const aps_fmm_args &a, int32_t row) {
  const aps_gpu_frame &f = *a.frame;
  double x = a.x[row], y = a.y[row], z = a.z[row];
  if (BOX) x = gpu_into(a, x, 0), y = gpu_into(a, y, 1), z = gpu_into(a, z, 2);
  return place{(x - f.centre[0]) * f.inv_length, (y - f.centre[1]) * f.inv_length, (z - f.centre[2]) * f.inv_length,
               a.m[row] * f.inv_mass};
}

static __device__ __forceinline__ void keep(const aps_gpu_points &p, void *column, int64_t at, double value) {
  if (p.in_double) ((double *)column)[at] = value;
  else ((float *)column)[at] = (float)value;
}

/* A warp per leaf: its centre of mass, radius, least |a|, softening; its particles relative to the centre. */
template <bool BOX> static __global__ void __launch_bounds__(THREADS) settle(const aps_fmm_args a) {
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31;
  const int32_t cell = (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5));
  if (cell >= a.cells || c.children[cell]) return;
  const int32_t first = c.first[cell], n = c.n[cell];
  double sum[4] = {0, 0, 0, 0}, plain[3] = {0, 0, 0}, a2 = DBL_MAX, eps = 0, centre[3], r2 = 0;
  place mine = {0, 0, 0, 0}; /* most leaves take one round: the rows, anywhere in memory, are read once */
  int32_t row = 0;
  for (int32_t i = lane; i < n; i += 32) {
    row = a.p.row[first + i];
    const place p = mine = place_of<BOX>(a, row);
    sum[0] += p.m * p.x, sum[1] += p.m * p.y, sum[2] += p.m * p.z, sum[3] += p.m;
    plain[0] += p.x, plain[1] += p.y, plain[2] += p.z;
    if (a.ax) {
      const double size = a.ax[row] * a.ax[row] + a.ay[row] * a.ay[row] + a.az[row] * a.az[row];
      a2 = size < a2 ? size : a2;
    }
    eps = gpu_max(eps, a.p.eps2 ? a.eps[row] : a.eps_uniform);
  }
  for (int k = 0; k < 4; k++) sum[k] = warp_sum(sum[k]);
  /* a single one without rounding: then those that coincide still do in leaves of their own */
  for (int d = 0; d < 3; d++) centre[d] = sum[3] > 0 && n > 1 ? sum[d] / sum[3] : warp_sum(plain[d]) / n;
  a2 = -warp_max(-a2);
  eps = warp_max(eps) * a.frame->inv_length;
  for (int32_t i = lane; i < n; i += 32) {
    if (n > 32) row = a.p.row[first + i], mine = place_of<BOX>(a, row);
    const place p = mine;
    const double x = p.x - centre[0], y = p.y - centre[1], z = p.z - centre[2];
    keep(a.p, a.p.x, first + i, x), keep(a.p, a.p.y, first + i, y), keep(a.p, a.p.z, first + i, z);
    keep(a.p, a.p.mass, first + i, p.m);
    if (a.p.eps2) {
      const double e = a.eps[row] * a.frame->inv_length;
      keep(a.p, a.p.eps2, first + i, gpu_max(e * e, a.frame->floor2));
    }
    a.p.leaf[first + i] = cell;
    r2 = gpu_max(r2, x * x + y * y + z * z);
  }
  r2 = warp_max(r2);
  if (lane) return;
  c.x[cell] = centre[0], c.y[cell] = centre[1], c.z[cell] = centre[2];
  c.radius[cell] = n > 1 ? (float)(sqrt(r2) * (1 + 1e-6)) * (1 + 1.2e-7f) : 0;
  c.mass[cell] = (float)sum[3];
  const double unit = a.frame->length * a.frame->length * a.frame->inv_mass / a.G; /* of |a| in scaled masses and lengths */
  c.least[cell] = a.ax && a.G > 0 ? (float)(sqrt(a2) * unit) : 0;
  c.reach[cell] = a.law == APS_LAW_SPLINE ? (float)(2.8 * eps * (1 + 2e-6)) : 0;
  c.eps2[cell] = a.kind == APS_FMM_FULL ? (float)(eps * eps) : 0;
}

/* ---- |a| where no evaluation before has left it: point masses at cells of about a thousand particles */

static __device__ __forceinline__ bool is_coarse(const aps_gpu_cells &c, int32_t k) { return c.n[k] <= APS_FMM_COARSE; }

static __global__ void __launch_bounds__(THREADS) begin_guess(const aps_fmm_args a) {
  const int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x);
  if (k >= a.cells || a.found->known) return;
  a.c.least[k] = a.c.n[0] <= APS_FMM_COARSE ? 0 : FLT_MAX; /* 0: everything by pairs */
}

/* From a periodic box each cell acts at its nearest image. */
static __device__ float guess_at(const aps_fmm_args &a, int32_t cell) {
  const aps_gpu_cells &c = a.c;
  int32_t stack[8 * APS_GPU_GENERATIONS];
  int depth = 0;
  double sum[3] = {0, 0, 0};
  stack[depth++] = 0;
  while (depth) {
    const int32_t s = stack[--depth];
    if (s == cell) continue;
    double x = c.x[s] - c.x[cell], y = c.y[s] - c.y[cell], z = c.z[s] - c.z[cell];
    if (a.periodic) {
      const double scale = a.frame->inv_length, L[3] = {a.box[0] * scale, a.box[1] * scale, a.box[2] * scale};
      x -= L[0] * rint(x / L[0]), y -= L[1] * rint(y / L[1]), z -= L[2] * rint(z / L[2]);
    }
    const double r2 = x * x + y * y + z * z + (double)c.eps2[s], R = c.radius[s];
    if (c.children[s] && !is_coarse(c, s) && !(4 * R * R < r2)) {
      for (int k = 0; k < c.children[s]; k++) stack[depth++] = c.child[s] + k;
      continue;
    }
    const double f = r2 > 0 ? c.mass[s] / (r2 * sqrt(r2)) : 0;
    sum[0] += f * x, sum[1] += f * y, sum[2] += f * z;
  }
  return (float)sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
}

/* At the largest coarse cells, and the least of them for those above. */
static __global__ void __launch_bounds__(THREADS) guess(const aps_fmm_args a) {
  const aps_gpu_cells &c = a.c;
  const int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x);
  if (k >= a.cells || a.found->known || c.n[0] <= APS_FMM_COARSE) return;
  if ((!is_coarse(c, k) && c.children[k]) || is_coarse(c, c.parent[k])) return;
  const float size = guess_at(a, k);
  c.least[k] = size;
  int32_t up = k, bits; /* positive floats are in the order of their bits */
  memcpy(&bits, &size, sizeof bits);
  while (up) up = c.parent[up], atomicMin((int32_t *)&c.least[up], bits);
}

/* ---- what error each cell may have */

/* eq. 13 */
static __device__ __forceinline__ bool is_sparse(const aps_fmm_args &a, int32_t cell, float least) {
  const aps_gpu_cells &c = a.c;
  const double R2 = (double)c.radius[cell] * c.radius[cell], size = least;
  if (c.children[cell] || c.n[cell] < 2 || !(size > 0)) return false;
  int32_t k = cell;
  while (k && (double)c.mass[k] < size * c.radius[k] * c.radius[k]) {
    if (!(R2 * size > a.share2 * (double)c.mass[k])) return false; /* nor for the heavier ones above */
    k = c.parent[k];
  }
  return R2 * size > a.share2 * (double)c.mass[k];
}

/* The guess of a cell below a coarse one is that one's. */
static __device__ __forceinline__ float least_of(const aps_fmm_args &a, int32_t cell) {
  if (a.found->known || a.c.n[0] <= APS_FMM_COARSE) return a.c.least[cell];
  int32_t k = cell;
  while (is_coarse(a.c, a.c.parent[k])) k = a.c.parent[k];
  return a.c.least[k];
}

static __global__ void __launch_bounds__(THREADS) accept(const aps_fmm_args a) {
  const int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x);
  if (k >= a.cells) return;
  float least = least_of(a, k);
  const bool sparse = is_sparse(a, k, least);
  if (a.periodic) {
    const float floor = (float)(a.least_of_box * a.frame->length * a.frame->length * (double)a.c.mass[0]);
    least = least < floor ? floor : least;
  }
  const float bound = a.accuracy * least, strict = sparse ? APS_FMM_SPARSE * bound : bound;
  a.c.bound[k] = bound;
  a.c.strict[k] = a.c.n[k] < a.few ? -strict : strict;
  const aps_gpu_cells &c = a.c;
  a.glance[k] = aps_gpu_glance{c.x[k], c.y[k], c.z[k], c.radius[k], c.mass[k], bound, c.strict[k], c.reach[k], c.n[k], c.child[k],
                               c.children[k], {0, 0}};
}

/* ---- active particles */

static __global__ void __launch_bounds__(THREADS) mark_rows(const aps_fmm_args a, aps_active active) {
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k < active.n) a.of_row[active.index ? (int64_t)active.index[k] : k] = 1;
}

static __global__ void __launch_bounds__(THREADS) mark_cells(const aps_fmm_args a) {
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k >= a.n) return;
  const uint8_t active = a.of_row[a.p.row[k]];
  a.p.active[k] = active;
  if (!active) return;
  for (int32_t cell = a.p.leaf[k]; !a.c.wanted[cell]; cell = a.c.parent[cell]) a.c.wanted[cell] = 1; /* the root's is first */
}

static __global__ void __launch_bounds__(THREADS) want_all(const aps_fmm_args a) {
  const int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x);
  if (k < a.cells) a.c.wanted[k] = 1;
}

/* ---- the walk */

struct writer { /* the same in all lanes */
  int32_t head, chunk, count;
};

static __device__ __forceinline__ int32_t take_chunk(const aps_fmm_args &a) {
  int32_t fresh = 0;
  if ((threadIdx.x & 31) == 0) fresh = atomicAdd(&a.found->chunks, 1);
  fresh = __shfl_sync(~0u, fresh, 0);
  return fresh < a.list.room ? fresh : 0; /* what is written there then is never read: the walk is repeated */
}

static __device__ __forceinline__ void append(const aps_fmm_args &a, writer &w, bool mine, int32_t value) {
  const unsigned who = __ballot_sync(~0u, mine);
  if (who == 0) return;
  const int lane = threadIdx.x & 31, add = __popc(who), used = w.count % APS_GPU_CHUNK;
  int32_t fresh = -1;
  if (used == 0 || used + add > APS_GPU_CHUNK) {
    fresh = take_chunk(a);
    if (w.head < 0) w.head = fresh;
    else if (lane == 0) a.list.next[w.chunk] = fresh;
  }
  if (mine) {
    const int at = used + __popc(who & ((1u << lane) - 1));
    const bool here = used != 0 && at < APS_GPU_CHUNK;
    a.list.item[(int64_t)(here ? w.chunk : fresh) * APS_GPU_CHUNK + at % APS_GPU_CHUNK] = value;
  }
  if (fresh >= 0) w.chunk = fresh;
  w.count += add;
}

struct target {
  double x, y, z;
  float radius, mass, bound, strict, reach;
  bool leaf;
};

enum verdict { NOTHING, FAR, TOUCH, NEAR, GIVER, BOTH, SPLIT, STAY };

/* R^p / (d^p (d - R)^2): what a unit of mass on one side of an expansion of radius R may err at the distance d. */
static __device__ __forceinline__ float bound(int order, float R, float d) {
  const float t = R / d, t2 = t * t, gap = d - R;
  float b = order & 1 ? t : 1;
  for (int m = 1; m < order; m += 2) b *= t2;
  return b / (gap * gap);
}

/* (14): the particles of the one of the two that is a leaf act on the other cell's expansion and its moments on them. The
 * target's particles are touched, the source's give. */
static __device__ __forceinline__ verdict test_mixed(const aps_fmm_args &a, const target &t, const aps_gpu_glance &s, float d,
                                                     float reach) {
  const float rs = s.radius, strict = s.strict;
  const bool source_leaf = s.children == 0;
  const float r = t.radius + rs;
  const bool gives = source_leaf && (!t.leaf || rs > t.radius) && (a.mixed || fabsf(strict) < s.bound || APS_FMM_UNEVEN * rs > r);
  const bool takes = t.leaf && (!source_leaf || rs < t.radius) &&
                     (a.mixed || fabsf(t.strict) < t.bound || APS_FMM_UNEVEN * t.radius > r);
  if (!gives && !takes) return NOTHING;
  const float points = gives ? rs : t.radius, cell = gives ? t.radius : rs;
  const float d1 = d - points, dm = d - 0.5f * points; /* to the nearest particle, to a usual one */
  const float b = gpu_max(bound(a.order, cell, dm), bound(a.order, cell, d1) / APS_FMM_NEAREST);
  const bool good = cell < APS_FMM_THETA_MIXED * d1 && reach < d - r && a.nearest2 < d1 * d1 &&
                    b * s.mass < (gives ? t.strict : t.bound) && b * t.mass < (gives ? s.bound : strict);
  return !good ? NOTHING : gives ? GIVER : TOUCH;
}

/* docs/fmm.md, (11) and (12); the same with the roles exchanged. */
template <bool BOX>
static __device__ __forceinline__ verdict test(const aps_fmm_args &a, const target &t, const aps_gpu_glance &s, int32_t id) {
  double x = t.x - s.x, y = t.y - s.y, z = t.z - s.z;
  if (BOX) gpu_add_way(a, id, &x, &y, &z);
  const float d2 = (float)(x * x + (y * y + z * z)), rs = s.radius, d = sqrtf(d2), r = t.radius + rs, gap = d - r,
              theta = gpu_max(r, APS_FMM_UNEVEN * gpu_max(t.radius, rs)) / d, theta2 = theta * theta, gap2 = gap * gap;
  float e = a.order & 1 ? theta : 1;
  for (int m = 1; m < a.order; m += 2) e *= theta2;
  const float reach = gpu_max(t.reach, s.reach);
  if (theta < APS_FMM_THETA && reach < gap && a.nearest2 < d2 && e * s.mass < fabsf(t.strict) * gap2 &&
      e * t.mass < fabsf(s.strict) * gap2)
    return FAR;
  const verdict mixed = test_mixed(a, t, s, d, reach);
  if (mixed != NOTHING) return mixed;
  const bool source_leaf = s.children == 0;
  /* Within the sphere of a leaf nothing would be accepted: what a wide one contains are pairs, however many. */
  if (t.leaf && gpu_max(d, rs) + rs < (1 - 1e-5f) * t.radius) return NEAR;
  if (source_leaf) return t.leaf ? NEAR : STAY;
  if (t.leaf || rs > t.radius) return SPLIT;
  return rs == t.radius ? BOTH : STAY;
}

/* A warp per target of a generation: tests what its parent left, opens sources that are larger, and leaves the rest to
 * its children. BOX: sources are cells seen at images of a periodic box; the root begins with itself at all of them. */
template <bool BOX> static __global__ void __launch_bounds__(THREADS) walk(const aps_fmm_args a, int32_t first, int32_t end) {
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31;
  const int32_t warp = (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5)), warps = (int32_t)(gridDim.x * WARPS);
  constexpr int32_t CELL = BOX ? (1 << APS_GPU_CELL_BITS) - 1 : -1;
  int32_t *stack = a.stack + (int64_t)warp * APS_GPU_DEEP_STACK;
  if (__shfl_sync(~0u, a.found->chunks, 0) > a.list.room) return; /* a generation before was left incomplete */
  for (int32_t cell = first + warp; cell < end; cell += warps) {
    writer list[APS_LISTS];
    for (int k = 0; k < APS_LISTS; k++) list[k] = writer{-1, -1, 0};
    const bool wanted = c.wanted[cell];
    const target t = {c.x[cell],     c.y[cell],      c.z[cell],     c.radius[cell],       c.mass[cell],
                      c.bound[cell], c.strict[cell], c.reach[cell], c.children[cell] == 0};
    int32_t left = !wanted ? 0 : cell ? a.list.count[APS_LIST_REST][c.parent[cell]] : BOX ? APS_LATTICE_IMAGES : 1;
    int32_t chunk = cell && wanted ? a.list.head[APS_LIST_REST][c.parent[cell]] : -1;
    int depth = 0, near = 0;
    while (left > 0 || depth > 0) {
      int m, s = 0;
      if (depth < 32 && left > 0) {
        m = left < APS_GPU_CHUNK ? left : APS_GPU_CHUNK;
        if (lane < m && cell) s = a.list.item[(int64_t)chunk * APS_GPU_CHUNK + lane];
        if (BOX && cell == 0) s = (int32_t)((uint32_t)(APS_LATTICE_IMAGES - left + lane) << APS_GPU_CELL_BITS);
        left -= m;
        if (left > 0 && (!BOX || cell)) chunk = a.list.next[chunk];
      } else {
        m = depth < 32 ? depth : 32;
        if (lane < m) s = stack[depth - m + lane];
        depth -= m;
        __syncwarp();
      }
      const aps_gpu_glance g = a.glance[s & CELL];
      const int32_t image = s & ~CELL;
      const verdict v = lane < m ? test<BOX>(a, t, g, s) : NOTHING;
      append(a, list[APS_LIST_FAR], v == FAR, s);
      append(a, list[APS_LIST_TOUCH], v == TOUCH, s);
      append(a, list[APS_LIST_NEAR], v == NEAR, s);
      near += v == NEAR ? g.n : 0;
      append(a, list[APS_LIST_GIVER], v == GIVER, s);
      append(a, list[APS_LIST_REST], v == STAY, s);
      if (__ballot_sync(~0u, v == BOTH)) /* two of the same size, as the root and itself */
        for (int k = 0; k < 8; k++) append(a, list[APS_LIST_REST], v == BOTH && k < g.children, image | (g.child + k));
      const int opens = v == SPLIT ? g.children : 0;
      if (__ballot_sync(~0u, opens > 0) == 0) continue;
      const int to = depth + gpu_sums_to(opens) - opens;
      for (int k = 0; k < opens; k++) stack[to + k] = image | (g.child + k);
      depth = __shfl_sync(~0u, to + opens, 31);
      __syncwarp();
    }
    for (int k = 0; k < APS_LISTS && lane == 0; k++)
      a.list.head[k][cell] = list[k].head, a.list.count[k][cell] = list[k].count;
    if (!t.leaf || !wanted) continue;
    for (int by = 16; by > 0; by >>= 1) near += __shfl_xor_sync(~0u, near, by);
    if (lane) continue;
    const int32_t groups = (c.n[cell] + 31) / 32;
    c.near[cell] = near;
    if (list[APS_LIST_TOUCH].count) a.touched[atomicAdd(&a.found->touched, 1)] = cell;
    atomicAdd(&a.found->groups, groups);
    atomicAdd(&a.found->sources, (unsigned long long)near * (unsigned long long)groups);
  }
}

static dim3 blocks_for(int64_t items, int each) { return dim3((unsigned)((items + each - 1) / each)); }

} // namespace

aps_err APS_ROW(aps_fmm_settle)(aps_cuda *d, const aps_fmm_args *a) {
  if (a->periodic) APS_LAUNCH(settle<true>, blocks_for(a->cells, WARPS), dim3(THREADS), d->stream, *a);
  else APS_LAUNCH(settle<false>, blocks_for(a->cells, WARPS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, leaves");
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_accept)(aps_cuda *d, const aps_fmm_args *a) {
  APS_LAUNCH(begin_guess, blocks_for(a->cells, THREADS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, guess");
  APS_LAUNCH(guess, blocks_for(a->cells, THREADS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, guess");
  APS_LAUNCH(accept, blocks_for(a->cells, THREADS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, acceptable errors");
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_mark)(aps_cuda *d, const aps_fmm_args *a, aps_active active) {
  if (!a->p.active) {
    APS_LAUNCH(want_all, blocks_for(a->cells, THREADS), dim3(THREADS), d->stream, *a);
    CUDA_TRY_LAUNCH(d, "fmm, active cells");
    return APS_OK;
  }
  CUDA_TRY(d, cudaMemsetAsync(a->of_row, 0, (size_t)a->n, d->stream));
  CUDA_TRY(d, cudaMemsetAsync(a->c.wanted, 0, sizeof(int32_t) * (size_t)a->cells, d->stream));
  APS_LAUNCH(mark_rows, blocks_for(active.n, THREADS), dim3(THREADS), d->stream, *a, active);
  CUDA_TRY_LAUNCH(d, "fmm, active rows");
  APS_LAUNCH(mark_cells, blocks_for(a->n, THREADS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, active cells");
  return APS_OK;
}

int APS_ROW(aps_fmm_warps)(int32_t cells) {
  const int32_t whole = (cells + WARPS - 1) / WARPS * WARPS;
  return whole < MOST_WARPS ? whole : MOST_WARPS;
}

aps_err APS_ROW(aps_fmm_walk)(aps_cuda *d, const aps_fmm_args *a, const aps_gpu_found *found) {
  for (int g = 0; g < APS_GPU_GENERATIONS; g++) {
    const int32_t first = found->generation_first[g], end = found->generation_first[g + 1];
    if (first == end) break;
    const int warps = APS_ROW(aps_fmm_warps)(end - first);
    const dim3 grid((unsigned)(warps / WARPS)), block(THREADS);
    if (a->periodic) APS_LAUNCH(walk<true>, grid, block, d->stream, *a, first, end);
    else APS_LAUNCH(walk<false>, grid, block, d->stream, *a, first, end);
    CUDA_TRY_LAUNCH(d, "fmm, walk");
  }
  return APS_OK;
}
