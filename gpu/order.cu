/* Morton order by a merge sort of 33-bit keys above the row numbers: blocks sort chunks of 4096 in
 * shared memory, then each item finds its place among those of the neighbouring run by bisection.
 * Up to 4096 rows that is one launch, for it is launches that a small system waits for. No two
 * items are equal, so no step depends on the order in which threads run. Morton 1966; Batcher 1968
 * (bitonic sort). */
#include "order.cuh"
#include "direct_kernel.cuh" /* typical */
#include <float.h>

namespace {

constexpr int THREADS = 256, SORTERS = 512, CHUNK = 4096, MOST = 2048, COLUMNS = 8, ROW_BITS = 31;
constexpr double FAR = 32; /* rounding moves a row by 2^-19 of the run's size at most */

struct sort_space {
  uint64_t item[CHUNK];
};
struct cut_space {
  int32_t row[2][MOST];
  double distance[MOST];
  int near, far;
};
struct columns {
  const double *from[COLUMNS];
};

} // namespace

/* Spreads the low 11 bits of v to every third bit. */
static __device__ __forceinline__ uint64_t spread(uint32_t v) {
  v = (v | v << 16) & 0x070000ff;
  v = (v | v << 8) & 0x0700f00f;
  v = (v | v << 4) & 0x430c30c3;
  return (v | v << 2) & 0x49249249;
}

/* Scaled, the box is at most 2^20 wide about the centre. The grid's 2048 cells are 2^10 wide and
 * the centre lies at a third of them, away from every coarse boundary: what lies about the middle
 * in one direction is not torn apart. Broken coordinates: cell 0. */
static __device__ __forceinline__ uint32_t cell(double x, double centre, double inv_length) {
  const double c = ((x - centre) * inv_length + 0x1p21 / 3) * 0x1p-10;
  return c >= 2047 ? 2047 : c > 0 ? (uint32_t)c : 0;
}

struct key_args {
  const double *x, *y, *z;
  const aps_gpu_frame *frame;
  const int32_t *index;
  int64_t n;
};

static __device__ __forceinline__ uint64_t item_of(const key_args &a, int64_t i) {
  const aps_gpu_frame &f = *a.frame;
  const int32_t row = a.index ? a.index[i] : (int32_t)i;
  const uint64_t key = spread(cell(a.x[row], f.centre[0], f.inv_length)) << 2 |
                       spread(cell(a.y[row], f.centre[1], f.inv_length)) << 1 |
                       spread(cell(a.z[row], f.centre[2], f.inv_length));
  return key << ROW_BITS | (uint32_t)row;
}

/* Sorts each chunk of items, bitonically; what fills up to a power of two goes to the end. */
static __global__ void __launch_bounds__(SORTERS) sort_chunks(const key_args a, uint64_t *out) {
  APS_SHARED(sort_space, shared);
  const int64_t first = (int64_t)blockIdx.x * CHUNK;
  const int count = a.n - first < CHUNK ? (int)(a.n - first) : CHUNK;
  int size = 1;
  while (size < count) size *= 2;
  for (int i = threadIdx.x; i < size; i += SORTERS)
    shared.item[i] = i < count ? item_of(a, first + i) : UINT64_MAX;
  for (int length = 2; length <= size; length *= 2)
    for (int by = length / 2; by > 0; by /= 2) {
      __syncthreads();
      for (int t = threadIdx.x; t < size / 2; t += SORTERS) {
        const int i = 2 * t - (t & (by - 1));
        const uint64_t low = shared.item[i], high = shared.item[i + by];
        if ((low > high) == !(i & length)) shared.item[i] = high, shared.item[i + by] = low;
      }
    }
  __syncthreads();
  for (int i = threadIdx.x; i < count; i += SORTERS) out[first + i] = shared.item[i];
}

/* Sorted runs of `width` items become runs of twice that. */
static __global__ void __launch_bounds__(THREADS)
    merge(const uint64_t *from, int64_t n, int64_t width, uint64_t *to) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= n) return;
  const uint64_t item = from[i];
  const int64_t mine = i / width * width, other = (i / width ^ 1) * width;
  int64_t low = other < n ? other : n, high = other + width < n ? other + width : n;
  const int64_t none = low;
  while (low < high) { /* how many of the other run come before */
    const int64_t middle = low + (high - low) / 2;
    if (from[middle] < item)
      low = middle + 1;
    else
      high = middle;
  }
  to[(mine < other ? mine : other) + (i - mine) + (low - none)] = item;
}

/* Warp 0 puts the rows of a round that are near to `out` and the others to `rest`, in order. */
static __device__ __forceinline__ void part(cut_space &shared, const int32_t *row, int n,
                                            double reach, int32_t *out, int32_t *rest) {
  const int lane = threadIdx.x & 31;
  int near = 0, far = 0;
  for (int base = 0; base < n; base += 32) {
    const int i = base + lane;
    const bool away = i < n && shared.distance[i] > reach;
    const unsigned nears = __ballot_sync(~0u, i < n && !away), fars = __ballot_sync(~0u, away),
                   before = (1u << lane) - 1;
    if (away)
      rest[far + __popc(fars & before)] = row[i];
    else if (i < n)
      out[near + __popc(nears & before)] = row[i];
    near += __popc(nears);
    far += __popc(fars);
  }
  if (lane == 0) shared.near = near, shared.far = far;
}

/* The least of three medians of three: typical of a third of what is in order of place, the nearest
 * third. */
static __device__ __forceinline__ double nearest(const double *distance, int n) {
  double least = DBL_MAX;
#pragma unroll
  for (int k = 0; k < 9; k += 3) {
    const double m = gpu_median(distance[k * (n - 1) / 8], distance[(k + 1) * (n - 1) / 8],
                                distance[(k + 2) * (n - 1) / 8]);
    least = m < least ? m : least;
  }
  return least;
}

/* A block cuts `size` sorted items into runs. */
static __global__ void __launch_bounds__(THREADS)
    cut(const key_args a, const uint64_t *item, int size, int32_t *row, aps_gpu_run *run) {
  APS_SHARED(cut_space, shared);
  int64_t first = (int64_t)blockIdx.x * size;
  int left = a.n - first < size ? (int)(a.n - first) : size;
  for (int i = threadIdx.x; i < left; i += THREADS)
    shared.row[0][i] = (int32_t)(item[first + i] & (((uint64_t)1 << ROW_BITS) - 1));
  for (int round = 0; round < APS_ORDER_ROUNDS; round++) {
    const int32_t *const mine = shared.row[round & 1];
    __syncthreads();
    if (left > 0) { /* the same in all threads */
      const double x = typical(a.x, mine, 0, left), y = typical(a.y, mine, 0, left),
                   z = typical(a.z, mine, 0, left);
      for (int i = threadIdx.x; i < left; i += THREADS)
        shared.distance[i] = gpu_max(fabs(a.x[mine[i]] - x),
                                     gpu_max(fabs(a.y[mine[i]] - y), fabs(a.z[mine[i]] - z)));
    } else if (threadIdx.x == 0) {
      shared.near = shared.far = 0;
    }
    __syncthreads();
    const double reach =
        round == APS_ORDER_ROUNDS - 1 || left == 0 ? DBL_MAX : FAR * nearest(shared.distance, left);
    if (left > 0 && threadIdx.x < 32)
      part(shared, mine, left, reach, row + first, shared.row[~round & 1]);
    __syncthreads();
    if (threadIdx.x == 0)
      run[(int64_t)round * gridDim.x + blockIdx.x] = aps_gpu_run{(int32_t)first, shared.near};
    first += shared.near;
    left = shared.far;
  }
}

static __global__ void __launch_bounds__(THREADS)
    gather(const columns c, const int32_t *row, int64_t n, double *to) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i < n && c.from[blockIdx.y]) to[blockIdx.y * n + i] = c.from[blockIdx.y][row[i]];
}

/* One warp: what it writes lies before what it has yet to read. */
static __global__ void __launch_bounds__(32) pack(aps_gpu_run *run, int64_t n, int32_t *n_runs) {
  int32_t found = 0;
  for (int64_t base = 0; base < n; base += 32) {
    const int64_t i = base + threadIdx.x;
    const aps_gpu_run mine = i < n ? run[i] : aps_gpu_run{0, 0};
    const unsigned full = __ballot_sync(~0u, mine.count > 0);
    if (mine.count > 0) run[found + __popc(full & ((1u << threadIdx.x) - 1))] = mine;
    found += __popc(full);
  }
  if (threadIdx.x == 0) *n_runs = found;
}

static aps_err make_room(aps_cuda *d, int64_t n, int64_t runs, aps_gpu_order *o) {
  static const char what[] = "the direct solver's order";
  if (n > o->room) {
    o->room = 0;
    for (int k = 0; k < 2; k++) {
      int64_t none = 0;
      APS_TRY(cuda_grow(d, what, (void **)&o->item[k], &none, n, sizeof(uint64_t)));
    }
    int64_t none = 0;
    APS_TRY(cuda_grow(d, what, (void **)&o->row, &none, n, sizeof(int32_t)));
    o->room = n;
  }
  APS_TRY(cuda_grow(d, what, (void **)&o->n_runs, &o->n_runs_room, 1, sizeof(int32_t)));
  return cuda_grow(d, what, (void **)&o->run, &o->run_room, runs, sizeof(aps_gpu_run));
}

static dim3 blocks_of(int64_t n, int64_t each) { return dim3((unsigned)((n + each - 1) / each)); }

aps_err APS_ROW(aps_order_make)(aps_cuda *d, const double *const x[3], const aps_gpu_frame *frame,
                                const int32_t *index, int64_t n, int size, aps_gpu_order *o) {
  const key_args a = {x[0], x[1], x[2], frame, index, n};
  int at = 0;
  APS_TRY(make_room(d, n, aps_order_runs(n, size), o));
  APS_LAUNCH(sort_chunks, blocks_of(n, CHUNK), dim3(SORTERS), d->stream, a, o->item[0]);
  CUDA_TRY_LAUNCH(d, "order, chunks");
  for (int64_t width = CHUNK; width < n; width *= 2, at ^= 1) {
    APS_LAUNCH(merge, blocks_of(n, THREADS), dim3(THREADS), d->stream, o->item[at], n, width,
               o->item[at ^ 1]);
    CUDA_TRY_LAUNCH(d, "order, merge");
  }
  APS_LAUNCH(cut, blocks_of(n, size), dim3(THREADS), d->stream, a, o->item[at], size, o->row,
             o->run);
  CUDA_TRY_LAUNCH(d, "order, cut");
  return APS_OK;
}

aps_err APS_ROW(aps_order_gather)(aps_cuda *d, int64_t n, int n_columns,
                                  const double *const *column, aps_gpu_order *o) {
  columns c = {};
  for (int k = 0; k < n_columns; k++) c.from[k] = column[k];
  APS_TRY(cuda_grow(d, "the direct solver's sorted columns", (void **)&o->sorted, &o->sorted_room,
                    n * n_columns, sizeof(double)));
  dim3 grid = blocks_of(n, THREADS);
  grid.y = (unsigned)n_columns;
  APS_LAUNCH(gather, grid, dim3(THREADS), d->stream, c, o->row, n, o->sorted);
  CUDA_TRY_LAUNCH(d, "order, gather");
  return APS_OK;
}

aps_err APS_ROW(aps_order_pack)(aps_cuda *d, int64_t n, int size, aps_gpu_order *o, int *n_runs) {
  int32_t found = 0;
  APS_LAUNCH(pack, dim3(1), dim3(32), d->stream, o->run, aps_order_runs(n, size), o->n_runs);
  CUDA_TRY_LAUNCH(d, "order, pack");
  CUDA_TRY(d, cudaMemcpyAsync(&found, o->n_runs, sizeof found, cudaMemcpyDeviceToHost, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  *n_runs = found;
  return APS_OK;
}

void APS_ROW(aps_order_free)(aps_cuda *d, aps_gpu_order *o) {
  for (int k = 0; k < 2; k++) cuda_free(d, o->item[k]);
  cuda_free(d, o->row);
  cuda_free(d, o->run);
  cuda_free(d, o->n_runs);
  cuda_free(d, o->sorted);
  memset(o, 0, sizeof *o);
}
