/* The tree on the card: Hilbert keys, a radix sort that keeps the order of equal keys, and cells cut generation by
 * generation, each where the next digit of its keys changes, as src/force/tree.c does; but particles of one cell of the
 * finest grid stay in one leaf. The first digit of a key is the class of softening, so that where expansions are softened every
 * class has a tree of its own. */
#include "fmm.cuh"
#include "../src/force/keys.h"

namespace {

constexpr int THREADS = 256, WARPS = THREADS / 32, ROUNDS = 8, TILE = THREADS * ROUNDS, DIGITS = 256;
constexpr int GRID_LEVELS = APS_GPU_LEVELS - 1;

struct automaton { /* keys.h: one[state << 3 | octant] = next state << 3 | digit */
  uint16_t one[128];
};

static __device__ __forceinline__ uint32_t grid_cell(double x, double centre, const aps_fmm_args &a) {
  const double c = (x - centre) * a.frame->inv_length * a.grid + (double)(1 << (GRID_LEVELS - 1));
  const double most = (double)((1 << GRID_LEVELS) - 1);
  return c >= most ? (1u << GRID_LEVELS) - 1 : c > 0 ? (uint32_t)c : 0; /* NaN: 0 */
}

static __global__ void __launch_bounds__(THREADS) make_keys(const aps_fmm_args a, const automaton table) {
  APS_SHARED(automaton, shared); /* lanes look up different entries, which parameters serve one by one */
  if (threadIdx.x < 128) shared.one[threadIdx.x] = table.one[threadIdx.x];
  __syncthreads();
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= a.n) return;
  const uint32_t x = grid_cell(gpu_into(a, a.x[i], 0), a.frame->centre[0], a),
                 y = grid_cell(gpu_into(a, a.y[i], 1), a.frame->centre[1], a),
                 z = grid_cell(gpu_into(a, a.z[i], 2), a.frame->centre[2], a);
  uint64_t key = 0;
  for (int k = 0; k + 1 < a.classes; k++)
    if (a.class_eps[k] < a.eps[i]) key = (uint64_t)k + 1;
  uint32_t state = 0;
  for (int bit = GRID_LEVELS - 1; bit >= 0; bit--) {
    const uint32_t e = shared.one[state << 3 | (x >> bit & 1) << 2 | (y >> bit & 1) << 1 | (z >> bit & 1)];
    key = key << 3 | (e & 7);
    state = e >> 3;
  }
  a.p.key[i] = key;
  a.p.row[i] = (int32_t)i;
  if (a.ax && (a.ax[i] != 0 || a.ay[i] != 0 || a.az[i] != 0)) a.found->known = 1; /* whoever writes, writes the same */
}

/* ---- the sort, eight bits at a time from the lowest: count, add up, move */

struct count_space {
  uint32_t count[DIGITS];
};
struct move_space {
  uint64_t key[TILE];
  int32_t row[TILE];
  uint32_t count[WARPS][DIGITS], delta[DIGITS], sums[WARPS];
};

static __global__ void __launch_bounds__(THREADS) count_digits(const uint64_t *key, int64_t n, int shift, uint32_t *histogram) {
  APS_SHARED(count_space, shared);
  shared.count[threadIdx.x] = 0;
  __syncthreads();
  const int64_t first = (int64_t)blockIdx.x * TILE;
  for (int r = 0; r < ROUNDS; r++) {
    const int64_t i = first + r * THREADS + threadIdx.x;
    if (i < n) atomicAdd(&shared.count[key[i] >> shift & (DIGITS - 1)], 1u);
  }
  __syncthreads();
  histogram[(int64_t)threadIdx.x * gridDim.x + blockIdx.x] = shared.count[threadIdx.x];
}

/* Inclusive sums over the block of one number a thread. */
static __device__ __forceinline__ uint32_t sums_to(uint32_t v, uint32_t *shared) {
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  v = (uint32_t)gpu_sums_to((int32_t)v);
  __syncthreads();
  if (lane == 31) shared[warp] = v;
  __syncthreads();
  for (int w = 0; w < warp; w++) v += shared[w];
  __syncthreads();
  return v;
}

/* A block per digit, of no more warps than tiles fill: what the tiles before have of it; total[digit]: all of them. */
static __global__ void __launch_bounds__(THREADS) add_up(uint32_t *histogram, int blocks, uint32_t *total) {
  APS_SHARED(count_space, shared);
  uint32_t *row = histogram + (int64_t)blockIdx.x * blocks, before = 0;
  for (int first = 0; first < blocks; first += blockDim.x) {
    const int k = first + threadIdx.x;
    const uint32_t mine = k < blocks ? row[k] : 0, up_to = sums_to(mine, shared.count);
    if (k < blocks) row[k] = before + up_to - mine;
    if (threadIdx.x == blockDim.x - 1) shared.count[DIGITS - 1] = up_to;
    __syncthreads();
    before += shared.count[DIGITS - 1];
    __syncthreads();
  }
  if (threadIdx.x == 0) total[blockIdx.x] = before;
}

/* The tile is put in order in shared memory first, so that what goes to one place goes there together. */
static __global__ void __launch_bounds__(THREADS)
    move(const uint64_t *key, const int32_t *row, int64_t n, int shift, const uint32_t *histogram, const uint32_t *total,
         uint64_t *key_to, int32_t *row_to) {
  APS_SHARED(move_space, shared);
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  const int64_t tile = (int64_t)blockIdx.x * TILE, first = tile + warp * (TILE / WARPS);
  const uint32_t before_lane = (1u << lane) - 1;
  for (int w = 0; w < WARPS; w++) shared.count[w][threadIdx.x] = 0;
  const uint32_t all = total[threadIdx.x], below = sums_to(all, shared.sums) - all;
  uint32_t rank[ROUNDS];
  uint64_t mine[ROUNDS];
  for (int r = 0; r < ROUNDS; r++) { /* each warp its own stretch, in order */
    const int64_t i = first + r * 32 + lane;
    mine[r] = i < n ? key[i] : 0;
    const int digit = i < n ? (int)(mine[r] >> shift & (DIGITS - 1)) : -1;
    uint32_t same = __ballot_sync(~0u, i < n);
#pragma unroll
    for (int bit = 0; bit < 8; bit++) {
      const uint32_t set = __ballot_sync(~0u, digit >> bit & 1);
      same &= digit >> bit & 1 ? set : ~set;
    }
    rank[r] = i < n ? shared.count[warp][digit] + (uint32_t)__popc(same & before_lane) : 0;
    __syncwarp();
    if (i < n && !(same & before_lane)) shared.count[warp][digit] += (uint32_t)__popc(same);
    __syncwarp();
  }
  __syncthreads();
  uint32_t here = 0;
  for (int w = 0; w < WARPS; w++) here += shared.count[w][threadIdx.x];
  uint32_t sum = sums_to(here, shared.sums) - here; /* where the digit begins in the tile */
  shared.delta[threadIdx.x] = below + histogram[(int64_t)threadIdx.x * gridDim.x + blockIdx.x] - sum;
  for (int w = 0; w < WARPS; w++) {
    const uint32_t count = shared.count[w][threadIdx.x];
    shared.count[w][threadIdx.x] = sum;
    sum += count;
  }
  __syncthreads();
#pragma unroll
  for (int r = 0; r < ROUNDS; r++) {
    const int64_t i = first + r * 32 + lane;
    if (i >= n) continue;
    const uint32_t to = shared.count[warp][mine[r] >> shift & (DIGITS - 1)] + rank[r];
    shared.key[to] = mine[r], shared.row[to] = row[i];
  }
  __syncthreads();
  for (int k = threadIdx.x; k < TILE && tile + k < n; k += THREADS) {
    const uint64_t one = shared.key[k];
    const uint32_t to = shared.delta[one >> shift & (DIGITS - 1)] + (uint32_t)k;
    key_to[to] = one, row_to[to] = shared.row[k];
  }
}

/* ---- cutting */

static __global__ void plant(const aps_fmm_args a) {
  a.c.first[0] = 0, a.c.n[0] = (int32_t)a.n, a.c.level[0] = 0, a.c.parent[0] = 0;
  a.found->born[0] = 1;
}

static __device__ __forceinline__ int32_t end_of(const aps_fmm_args &a, int generation) {
  const int32_t end = a.found->generation_first[generation] + a.found->born[generation];
  return end < a.cell_room ? end : a.cell_room;
}

static __global__ void count_cells(const aps_fmm_args a) {
  a.found->cells = a.found->generation_first[APS_GPU_GENERATIONS] = end_of(a, APS_GPU_GENERATIONS - 1);
}

static __device__ __forceinline__ int64_t first_from(const uint64_t *key, int64_t low, int64_t high, uint64_t bound) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (key[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Eight lanes per cell of a generation: each finds where one of the octants begins, the three bits at `shift`; small neighbours
 * become one leaf. The number that a child gets depends on who comes first; nothing else does. */
static __global__ void __launch_bounds__(THREADS) cut(const aps_fmm_args a, int generation) {
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31, octant = lane & 7, group = lane & ~7;
  const int32_t end = end_of(a, generation), stride = (int32_t)(gridDim.x * WARPS * 4);
  if (blockIdx.x == 0 && threadIdx.x == 0) a.found->generation_first[generation + 1] = end;
  if (__shfl_sync(~0u, a.found->full, 0)) return; /* cells of no contents */
  for (int32_t at = a.found->generation_first[generation] + (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5)) * 4; at < end; at += stride) {
    const int32_t k = at + (group >> 3);
    const bool there = k < end;
    const int32_t first = there ? c.first[k] : 0, n = there ? c.n[k] : 0;
    const uint64_t differ = n > a.leaf ? a.p.key[first] ^ a.p.key[first + n - 1] : 0;
    if (there && octant == 0) {
      c.child[k] = -1, c.children[k] = 0;
      if (differ == 0 && c.level[k] - 1 > a.deepest) atomicAdd(&a.found->deep, n);
    }
    const int digit = differ ? (__clzll((long long)differ) - 1) / 3 : 0; /* the first one that is not the same for all */
    const int shift = 3 * (APS_GPU_LEVELS - 1 - digit);
    int32_t begin = first;
    if (differ && octant) {
      const uint64_t above = a.p.key[first] >> shift & ~(uint64_t)7;
      begin = (int32_t)first_from(a.p.key, first, first + n, (above | (uint64_t)octant) << shift);
    }
    const int32_t after = __shfl_sync(~0u, begin, group + (octant < 7 ? octant + 1 : 7));
    int32_t most = (octant < 7 ? after : first + n) - begin;
    for (int by = 4; by > 0; by >>= 1) {
      const int32_t other = __shfl_xor_sync(~0u, most, by);
      most = other > most ? other : most;
    }
    /* Beside an octant that is no leaf none are put together: around it they would have all of it within their sphere. */
    const int leaf = digit == 0 || most > a.leaf ? 0 : a.leaf;
    int32_t open = 0, from = first, my_end = first + n, children = 0;
    for (int o = 0; o < 8; o++) {
      const int32_t next = __shfl_sync(~0u, begin, group + (o < 7 ? o + 1 : 7)), to = o < 7 ? next : first + n, m = to - from;
      if (m == 0) continue;
      if (open > 0 && open + m > leaf) {
        if (children == octant) my_end = from;
        children++, open = 0;
      }
      open += m, from = to;
    }
    children = differ ? children + 1 : 0;
    const int32_t my_first = __shfl_sync(~0u, my_end, octant ? lane - 1 : lane);
    int32_t child = octant == 0 && children ? end + atomicAdd(&a.found->born[generation + 1], children) : 0;
    child = __shfl_sync(~0u, child, group);
    if (children && child + children > a.cell_room) {
      a.found->full = 1;
      continue;
    }
    if (children && octant == 0) c.child[k] = child, c.children[k] = children;
    if (octant >= children) continue;
    const int32_t start = octant ? my_first : first;
    c.first[child + octant] = start, c.n[child + octant] = my_end - start;
    c.level[child + octant] = digit + 1, c.parent[child + octant] = k;
  }
}

static dim3 blocks_for(int64_t items, int64_t most) {
  const int64_t blocks = (items + THREADS - 1) / THREADS;
  return dim3((unsigned)(blocks < most ? blocks : most));
}

} // namespace

static int64_t tiles_of(int64_t n) { return (n + TILE - 1) / TILE; }

size_t APS_ROW(aps_fmm_tree_counts)(int64_t n) { return (size_t)(DIGITS * tiles_of(n) + DIGITS); }

static aps_err sort(aps_cuda *d, const aps_fmm_args *a) {
  const int tiles = (int)tiles_of(a->n);
  uint64_t *key[2] = {a->p.key, a->key_swap};
  int32_t *row[2] = {a->p.row, a->row_swap};
  uint32_t *total = a->histogram + (int64_t)DIGITS * tiles;
  for (int pass = 0; pass < 8; pass++) { /* an even number: the result lies where the keys did */
    const int from = pass & 1, to = from ^ 1, shift = 8 * pass;
    APS_LAUNCH(count_digits, dim3((unsigned)tiles), dim3(THREADS), d->stream, (const uint64_t *)key[from], a->n, shift,
               a->histogram);
    CUDA_TRY_LAUNCH(d, "fmm, count digits");
    APS_LAUNCH(add_up, dim3(DIGITS), dim3(tiles < THREADS ? (unsigned)(tiles + 31) / 32 * 32 : THREADS), d->stream, a->histogram, tiles, total);
    CUDA_TRY_LAUNCH(d, "fmm, add up digits");
    APS_LAUNCH(move, dim3((unsigned)tiles), dim3(THREADS), d->stream, (const uint64_t *)key[from], (const int32_t *)row[from],
               a->n, shift, (const uint32_t *)a->histogram, (const uint32_t *)total, key[to], row[to]);
    CUDA_TRY_LAUNCH(d, "fmm, sort");
  }
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_tree)(aps_cuda *d, const aps_fmm_args *a) {
  constexpr int64_t BLOCKS = 1056;
  aps_key_table whole;
  automaton table;
  aps_key_table_fill(&whole);
  memcpy(table.one, whole.one, sizeof table.one);
  CUDA_TRY(d, cudaMemsetAsync(a->found, 0, sizeof *a->found, d->stream));
  APS_LAUNCH(make_keys, blocks_for(a->n, INT32_MAX), dim3(THREADS), d->stream, *a, table);
  CUDA_TRY_LAUNCH(d, "fmm, keys");
  APS_TRY(sort(d, a));
  APS_LAUNCH(plant, dim3(1), dim3(1), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, root");
  for (int g = 0; g + 1 < APS_GPU_GENERATIONS; g++) {
    const int64_t most = g < 6 ? (int64_t)8 << 3 * g : a->n; /* lanes; a generation of few particles has few cells */
    APS_LAUNCH(cut, blocks_for(most < a->n ? most : a->n, BLOCKS), dim3(THREADS), d->stream, *a, g);
    CUDA_TRY_LAUNCH(d, "fmm, cut cells");
  }
  APS_LAUNCH(count_cells, dim3(1), dim3(1), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, cells");
  return APS_OK;
}
