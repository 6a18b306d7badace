/* Morton order by a stable radix sort of 30-bit keys, 8 bits a pass. Blocks count their digits, one
 * block scans the counts, and each warp then places its items 32 at a time: lanes of equal digit
 * find one another by ballots and rank themselves by lane. No step depends on the order in which
 * threads run. Morton 1966; Harada & Howes 2011 (radix sort). */
#include "order.cuh"

namespace {

constexpr int THREADS = 256, WARPS = THREADS / 32, ITEMS = 2048, DIGITS = 256,
              ROUNDS = ITEMS / THREADS, SCANNERS = 1024;

struct digit_space {
  int32_t count[WARPS][DIGITS];
};
struct scan_space {
  int32_t sum[SCANNERS];
};

} // namespace

/* Spreads the low 10 bits of v to every third bit. */
static __device__ __forceinline__ uint32_t spread(uint32_t v) {
  v = (v | v << 16) & 0x030000ff;
  v = (v | v << 8) & 0x0300f00f;
  v = (v | v << 4) & 0x030c30c3;
  return (v | v << 2) & 0x09249249;
}

/* Scaled, the box is at most 2^20 wide about the centre: its 1024 cells are 2^10 wide. Broken
 * coordinates: cell 0. */
static __device__ __forceinline__ uint32_t cell(double x, double centre, double inv_length) {
  const double c = ((x - centre) * inv_length + 0x1p19) * 0x1p-10;
  return c >= 1023 ? 1023 : c > 0 ? (uint32_t)c : 0;
}

static __global__ void __launch_bounds__(THREADS)
    make_keys(const double *x, const double *y, const double *z, const aps_gpu_frame *f, int64_t n,
              uint32_t *key, int32_t *row) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i >= n) return;
  row[i] = (int32_t)i;
  key[i] = spread(cell(x[i], f->centre[0], f->inv_length)) << 2 |
           spread(cell(y[i], f->centre[1], f->inv_length)) << 1 |
           spread(cell(z[i], f->centre[2], f->inv_length));
}

/* Item of this thread in a round: a warp's items are consecutive, 32 per round. */
static __device__ __forceinline__ int64_t item_of(int round) {
  return (int64_t)blockIdx.x * ITEMS + (threadIdx.x >> 5) * (ITEMS / WARPS) + round * 32 +
         (threadIdx.x & 31);
}

/* Lanes of the warp that hold a valid item of the same digit. */
static __device__ __forceinline__ unsigned peers_of(int digit, bool valid) {
  unsigned peers = __ballot_sync(~0u, valid);
#pragma unroll
  for (int bit = 0; bit < 8; bit++) {
    const unsigned set = __ballot_sync(~0u, digit >> bit & 1);
    peers &= digit >> bit & 1 ? set : ~set;
  }
  return peers;
}

static __device__ __forceinline__ int below(unsigned peers) {
  return __popc(peers & ((1u << (threadIdx.x & 31)) - 1));
}

/* Counts each warp's digits. */
static __device__ __forceinline__ void count_digits(const uint32_t *key, int64_t n, int shift,
                                                    digit_space &shared) {
  for (int k = threadIdx.x; k < WARPS * DIGITS; k += THREADS)
    shared.count[k / DIGITS][k % DIGITS] = 0;
  __syncthreads();
  for (int r = 0; r < ROUNDS; r++) {
    const int64_t i = item_of(r);
    const int digit = i < n ? (int)(key[i] >> shift & (DIGITS - 1)) : 0;
    const unsigned peers = peers_of(digit, i < n);
    if (i < n && below(peers) == 0) shared.count[threadIdx.x >> 5][digit] += __popc(peers);
    __syncwarp();
  }
  __syncthreads();
}

static __global__ void __launch_bounds__(THREADS)
    histogram(const uint32_t *key, int64_t n, int shift, int32_t *count) {
  APS_SHARED(digit_space, shared);
  count_digits(key, n, shift, shared);
  int32_t sum = 0;
  for (int w = 0; w < WARPS; w++) sum += shared.count[w][threadIdx.x];
  count[(int64_t)threadIdx.x * gridDim.x + blockIdx.x] = sum; /* digit by digit, block by block */
}

/* Exclusive sums in place; each thread takes a run of consecutive counts. */
static __global__ void __launch_bounds__(SCANNERS) scan(int32_t *count, int64_t n) {
  APS_SHARED(scan_space, shared);
  const int64_t length = (n + SCANNERS - 1) / SCANNERS, first = threadIdx.x * length;
  const int64_t end = first + length < n ? first + length : n;
  int32_t sum = 0;
  for (int64_t i = first; i < end; i++) sum += count[i];
  shared.sum[threadIdx.x] = sum;
  for (int by = 1; by < SCANNERS; by *= 2) {
    __syncthreads();
    const int32_t other = (int)threadIdx.x >= by ? shared.sum[threadIdx.x - by] : 0;
    __syncthreads();
    shared.sum[threadIdx.x] += other;
  }
  int32_t before = shared.sum[threadIdx.x] - sum;
  for (int64_t i = first; i < end; i++) {
    const int32_t here = count[i];
    count[i] = before;
    before += here;
  }
}

static __global__ void __launch_bounds__(THREADS)
    scatter(const uint32_t *key, const int32_t *row, int64_t n, int shift, const int32_t *start,
            uint32_t *to_key, int32_t *to_row) {
  APS_SHARED(digit_space, shared);
  count_digits(key, n, shift, shared);
  int32_t at = start[(int64_t)threadIdx.x * gridDim.x + blockIdx.x];
  for (int w = 0; w < WARPS; w++) { /* counts become places */
    const int32_t here = shared.count[w][threadIdx.x];
    shared.count[w][threadIdx.x] = at;
    at += here;
  }
  __syncthreads();
  for (int r = 0; r < ROUNDS; r++) {
    const int64_t i = item_of(r);
    const uint32_t k = i < n ? key[i] : 0;
    const int digit = (int)(k >> shift & (DIGITS - 1));
    const unsigned peers = peers_of(digit, i < n);
    int32_t *const place = &shared.count[threadIdx.x >> 5][digit];
    const int32_t to = *place + below(peers);
    __syncwarp();
    if (i < n && below(peers) == 0) *place += __popc(peers);
    __syncwarp();
    if (i >= n) continue;
    to_key[to] = k;
    to_row[to] = row[i];
  }
}

static __global__ void __launch_bounds__(THREADS)
    gather(const double *from, const int32_t *row, int64_t n, double *to) {
  const int64_t i = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (i < n) to[i] = from[row[i]];
}

static aps_err make_room(aps_cuda *d, int64_t n, int64_t blocks, int n_columns, aps_gpu_order *o) {
  if (n > o->room) {
    o->room = 0;
    for (int k = 0; k < 2; k++) {
      int64_t none = 0;
      APS_TRY(cuda_grow(d, "the direct solver's order", (void **)&o->key[k], &none, n,
                        sizeof(uint32_t)));
      none = 0;
      APS_TRY(cuda_grow(d, "the direct solver's order", (void **)&o->row[k], &none, n,
                        sizeof(int32_t)));
    }
    o->room = n;
  }
  APS_TRY(cuda_grow(d, "the direct solver's order", (void **)&o->count, &o->count_room,
                    blocks * DIGITS, sizeof(int32_t)));
  return cuda_grow(d, "the direct solver's sorted columns", (void **)&o->sorted, &o->sorted_room,
                   n * n_columns, sizeof(double));
}

aps_err APS_ROW(aps_order_make)(aps_cuda *d, const double *const x[3], const aps_gpu_frame *frame,
                                int64_t n, int n_columns, const double *const *column,
                                aps_gpu_order *o) {
  const dim3 rows((unsigned)((n + THREADS - 1) / THREADS)),
      blocks((unsigned)((n + ITEMS - 1) / ITEMS));
  APS_TRY(make_room(d, n, blocks.x, n_columns, o));
  APS_LAUNCH(make_keys, rows, dim3(THREADS), d->stream, x[0], x[1], x[2], frame, n, o->key[0],
             o->row[0]);
  CUDA_TRY_LAUNCH(d, "order, keys");
  for (int pass = 0; pass < 4; pass++) { /* an even number: the result is in [0] */
    const int from = pass & 1, to = from ^ 1, shift = 8 * pass;
    APS_LAUNCH(histogram, blocks, dim3(THREADS), d->stream, o->key[from], n, shift, o->count);
    CUDA_TRY_LAUNCH(d, "order, histogram");
    APS_LAUNCH(scan, dim3(1), dim3(SCANNERS), d->stream, o->count, (int64_t)blocks.x * DIGITS);
    CUDA_TRY_LAUNCH(d, "order, scan");
    APS_LAUNCH(scatter, blocks, dim3(THREADS), d->stream, o->key[from], o->row[from], n, shift,
               o->count, o->key[to], o->row[to]);
    CUDA_TRY_LAUNCH(d, "order, scatter");
  }
  for (int k = 0; k < n_columns; k++) {
    if (column[k] == nullptr) continue;
    APS_LAUNCH(gather, rows, dim3(THREADS), d->stream, column[k], o->row[0], n, o->sorted + k * n);
    CUDA_TRY_LAUNCH(d, "order, gather");
  }
  return APS_OK;
}

void APS_ROW(aps_order_free)(aps_cuda *d, aps_gpu_order *o) {
  for (int k = 0; k < 2; k++) cuda_free(d, o->key[k]), cuda_free(d, o->row[k]);
  cuda_free(d, o->count);
  cuda_free(d, o->sorted);
  memset(o, 0, sizeof *o);
}
