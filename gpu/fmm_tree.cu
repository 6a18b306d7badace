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
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= a.n) return;
  const uint32_t x = grid_cell(a.x[i], a.frame->centre[0], a), y = grid_cell(a.y[i], a.frame->centre[1], a),
                 z = grid_cell(a.z[i], a.frame->centre[2], a);
  uint64_t key = 0;
  for (int k = 0; k + 1 < a.classes; k++)
    if (a.class_eps[k] < a.eps[i]) key = (uint64_t)k + 1;
  uint32_t state = 0;
  for (int bit = GRID_LEVELS - 1; bit >= 0; bit--) {
    const uint32_t e = table.one[state << 3 | (x >> bit & 1) << 2 | (y >> bit & 1) << 1 | (z >> bit & 1)];
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
  uint32_t count[WARPS][DIGITS], base[DIGITS];
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
#pragma unroll
  for (int by = 1; by < 32; by *= 2) {
    const uint32_t before = __shfl_sync(~0u, v, lane >= by ? lane - by : lane);
    if (lane >= by) v += before;
  }
  __syncthreads();
  if (lane == 31) shared[warp] = v;
  __syncthreads();
  for (int w = 0; w < warp; w++) v += shared[w];
  __syncthreads();
  return v;
}

/* A block per digit: what the tiles before have of it; total[digit]: all of them. */
static __global__ void __launch_bounds__(THREADS) add_up(uint32_t *histogram, int blocks, uint32_t *total) {
  APS_SHARED(count_space, shared);
  uint32_t *row = histogram + (int64_t)blockIdx.x * blocks, before = 0;
  for (int first = 0; first < blocks; first += THREADS) {
    const int k = first + threadIdx.x;
    const uint32_t mine = k < blocks ? row[k] : 0, up_to = sums_to(mine, shared.count);
    if (k < blocks) row[k] = before + up_to - mine;
    if (threadIdx.x == THREADS - 1) shared.count[DIGITS - 1] = up_to;
    __syncthreads();
    before += shared.count[DIGITS - 1];
    __syncthreads();
  }
  if (threadIdx.x == 0) total[blockIdx.x] = before;
}

static __global__ void __launch_bounds__(THREADS)
    move(const uint64_t *key, const int32_t *row, int64_t n, int shift, const uint32_t *histogram, const uint32_t *total,
         uint64_t *key_to, int32_t *row_to) {
  APS_SHARED(move_space, shared);
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5;
  const int64_t first = (int64_t)blockIdx.x * TILE + warp * (TILE / WARPS);
  const uint32_t before_lane = (1u << lane) - 1;
  for (int w = 0; w < WARPS; w++) shared.count[w][threadIdx.x] = 0;
  const uint32_t all = total[threadIdx.x], below = sums_to(all, shared.base) - all;
  uint32_t rank[ROUNDS];
  for (int r = 0; r < ROUNDS; r++) { /* each warp its own stretch, in order */
    const int64_t i = first + r * 32 + lane;
    const int digit = i < n ? (int)(key[i] >> shift & (DIGITS - 1)) : -1;
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
  uint32_t sum = below + histogram[(int64_t)threadIdx.x * gridDim.x + blockIdx.x];
  for (int w = 0; w < WARPS; w++) {
    const uint32_t count = shared.count[w][threadIdx.x];
    shared.count[w][threadIdx.x] = sum;
    sum += count;
  }
  __syncthreads();
  for (int r = 0; r < ROUNDS; r++) {
    const int64_t i = first + r * 32 + lane;
    if (i >= n) continue;
    const uint32_t to = shared.count[warp][key[i] >> shift & (DIGITS - 1)] + rank[r];
    key_to[to] = key[i], row_to[to] = row[i];
  }
}

/* ---- cutting */

static __global__ void plant(const aps_fmm_args a) {
  a.c.first[0] = 0, a.c.n[0] = (int32_t)a.n, a.c.level[0] = 0, a.c.parent[0] = 0;
  a.found->generation_first[0] = 0, a.found->generation_first[1] = 1;
  a.found->cells = 1;
}

static __global__ void close_generation(const aps_fmm_args a, int generation) {
  a.found->generation_first[generation + 2] = a.found->cells < a.cell_room ? a.found->cells : a.cell_room;
}

static __device__ __forceinline__ int64_t first_from(const uint64_t *key, int64_t low, int64_t high, uint64_t bound) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (key[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Ends of the children of a cell whose octants are the three bits at `shift`; small neighbours become one leaf. */
static __device__ __forceinline__ int divide(const uint64_t *key, int64_t first, int64_t n, int shift, int leaf, int32_t end[8]) {
  const uint64_t above = key[first] >> shift & ~(uint64_t)7;
  int children = 0;
  int64_t open = 0, from = first;
  for (int octant = 0; octant < 8; octant++) {
    const int64_t to = octant < 7 ? first_from(key, from, first + n, (above | (uint64_t)(octant + 1)) << shift) : first + n;
    const int64_t m = to - from;
    if (m == 0) continue;
    if (open > 0 && open + m > leaf) end[children++] = (int32_t)from, open = 0;
    open += m;
    from = to;
  }
  end[children++] = (int32_t)(first + n);
  return children;
}

/* A thread per cell of a generation. The number that a child gets depends on who comes first; nothing else does. */
static __global__ void __launch_bounds__(THREADS) cut(const aps_fmm_args a, int generation) {
  const aps_gpu_cells &c = a.c;
  const int32_t end = a.found->generation_first[generation + 1];
  for (int32_t k = a.found->generation_first[generation] + (int32_t)(blockIdx.x * THREADS + threadIdx.x); k < end;
       k += (int32_t)(gridDim.x * THREADS)) {
    const int32_t first = c.first[k], n = c.n[k];
    c.child[k] = -1, c.children[k] = 0;
    const uint64_t differ = n > a.leaf ? a.p.key[first] ^ a.p.key[first + n - 1] : 0;
    if (differ == 0) {
      if (c.level[k] - 1 > a.deepest) atomicAdd(&a.found->deep, n);
      continue;
    }
    const int digit = (__clzll((long long)differ) - 1) / 3; /* the first one that is not the same for all */
    int32_t ends[8];
    const int children = divide(a.p.key, first, n, 3 * (APS_GPU_LEVELS - 1 - digit), digit ? a.leaf : 0, ends);
    const int32_t child = atomicAdd(&a.found->cells, children);
    if (child + children > a.cell_room) {
      a.found->full = 1;
      continue;
    }
    c.child[k] = child, c.children[k] = children;
    for (int i = 0; i < children; i++) {
      const int32_t from = i ? ends[i - 1] : first;
      c.first[child + i] = from, c.n[child + i] = ends[i] - from;
      c.level[child + i] = digit + 1, c.parent[child + i] = k;
    }
  }
}

/* A task for every 32 particles of a leaf. */
static __global__ void __launch_bounds__(THREADS) make_tasks(const aps_fmm_args a) {
  const int32_t cells = a.found->cells < a.cell_room ? a.found->cells : a.cell_room;
  for (int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x); k < cells; k += (int32_t)(gridDim.x * THREADS)) {
    if (a.c.children[k]) continue;
    const int32_t tasks = (a.c.n[k] + 31) / 32, at = atomicAdd(&a.found->tasks, tasks);
    for (int32_t t = 0; t < tasks && at + t < a.task_room; t++) a.task[at + t] = aps_gpu_task{k, 32 * t};
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
    APS_LAUNCH(add_up, dim3(DIGITS), dim3(THREADS), d->stream, a->histogram, tiles, total);
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
    APS_LAUNCH(cut, blocks_for(g < 6 ? (int64_t)1 << 3 * g : a->n, BLOCKS), dim3(THREADS), d->stream, *a, g);
    CUDA_TRY_LAUNCH(d, "fmm, cut cells");
    APS_LAUNCH(close_generation, dim3(1), dim3(1), d->stream, *a, g);
    CUDA_TRY_LAUNCH(d, "fmm, cut cells");
  }
  APS_LAUNCH(make_tasks, blocks_for(a->cell_room, BLOCKS), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, tasks");
  return APS_OK;
}
