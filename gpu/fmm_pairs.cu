/* Near pairs of the fast multipole method on the card, and the sums to the rows. A warp takes up to 32 particles of a
 * leaf, one a lane; the sources of its near leaves pass through shared memory, as many leaves to a tile as fit. */
#include "fmm.cuh"
#include "pair.cuh"

namespace {

constexpr int THREADS = 128, WARPS = THREADS / 32, TILE = 128;

template <class R> struct alignas(4 * sizeof(R)) quad {
  R x, y, z, m;
};
template <class R> struct tile {
  quad<R> place[TILE];
  R eps2[TILE];
  int32_t at[TILE]; /* in key order */
};
template <class R> struct workspace {
  tile<R> of_warp[WARPS];
};

template <class R> struct sink {
  R x, y, z, eps2;
  int32_t at;
  double ax, ay, az, pot;
};

template <class Law, class R, bool POT, bool UNIFORM>
static __device__ __forceinline__ void meet(tile<R> &b, int count, R eps2, sink<R> &t) {
  const int lane = threadIdx.x & 31;
  const R seed = Law::template seed<R>(eps2);
  R ax = 0, ay = 0, az = 0, pot = 0;
  if (count + lane < (count + 3) / 4 * 4) { /* massless ones fill up the loop's turn */
    b.place[count + lane] = quad<R>{R(0), R(0), R(0), R(0)};
    if (!UNIFORM) b.eps2[count + lane] = eps2;
    if (POT) b.at[count + lane] = -1;
  }
  __syncwarp();
  for (int j0 = 0; j0 < count; j0 += 4) {
#pragma unroll
    for (int j = j0; j < j0 + 4; j++) {
      const quad<R> s = b.place[j];
      const R dx = s.x - t.x, dy = s.y - t.y, dz = s.z - t.z;
      const R e2 = UNIFORM ? eps2 : gpu_max(t.eps2, b.eps2[j]);
      const R q = gpu_fma(dx, dx, gpu_fma(dy, dy, gpu_fma(dz, dz, UNIFORM ? seed : Law::template seed<R>(e2))));
      R u, f, g;
      Law::template pair<R>(q, e2, &u, &f, &g);
      f *= s.m;
      ax = gpu_fma(f, dx, ax), ay = gpu_fma(f, dy, ay), az = gpu_fma(f, dz, az);
      if (POT) pot = gpu_fma(b.at[j] == t.at ? R(0) : s.m, u, pot);
    }
  }
  t.ax += ax, t.ay += ay, t.az += az;
  if (POT) t.pot += pot;
  __syncwarp();
}

template <class Law, class R, bool POT, bool UNIFORM>
static __global__ void __launch_bounds__(THREADS) pairs(const aps_fmm_args a, int32_t tasks, int field_in_double) {
  APS_SHARED(workspace<R>, shared);
  const aps_gpu_cells &c = a.c;
  const int lane = threadIdx.x & 31;
  tile<R> &b = shared.of_warp[threadIdx.x >> 5];
  const int32_t number = (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5));
  if (number >= tasks) return;
  const aps_gpu_task task = a.task[number];
  const int32_t leaf = task.leaf, end = c.first[leaf] + c.n[leaf];
  sink<R> t = {};
  t.at = c.first[leaf] + task.at + lane;
  const bool mine = t.at < end && (!a.p.active || a.p.active[t.at]);
  const unsigned active = __ballot_sync(~0u, mine);
  if (active == 0) return;
  const R *px = (const R *)a.p.x, *py = (const R *)a.p.y, *pz = (const R *)a.p.z, *pm = (const R *)a.p.mass,
          *pe = (const R *)a.p.eps2;
  const R eps2 = (R)a.frame->eps2;
  if (t.at < end) {
    t.x = px[t.at], t.y = py[t.at], t.z = pz[t.at];
    if (!UNIFORM) t.eps2 = pe[t.at];
  }
  const double x = c.x[leaf], y = c.y[leaf], z = c.z[leaf];
  const int32_t sources = a.list.count[APS_LIST_NEAR][leaf];
  int32_t chunk = a.list.head[APS_LIST_NEAR][leaf], used = 0;
  unsigned long long met = 0;
  for (int32_t k = 0; k < sources; k++) {
    if (k && k % APS_GPU_CHUNK == 0) chunk = a.list.next[chunk];
    const int32_t s = a.list.item[(int64_t)chunk * APS_GPU_CHUNK + k % APS_GPU_CHUNK], first = c.first[s], n = c.n[s];
    const R ox = (R)(c.x[s] - x), oy = (R)(c.y[s] - y), oz = (R)(c.z[s] - z);
    met += (unsigned long long)n;
    for (int32_t j = 0; j < n; j += 32) {
      const int32_t count = n - j < 32 ? n - j : 32, from = first + j + lane;
      if (lane < count) {
        b.place[used + lane] = quad<R>{px[from] + ox, py[from] + oy, pz[from] + oz, pm[from]};
        if (!UNIFORM) b.eps2[used + lane] = pe[from];
        if (POT) b.at[used + lane] = from;
      }
      used += count;
      if (used + 32 <= TILE - 4) continue;
      meet<Law, R, POT, UNIFORM>(b, used, eps2, t);
      used = 0;
    }
  }
  if (used) meet<Law, R, POT, UNIFORM>(b, used, eps2, t);
  if (lane == 0) atomicAdd(&a.found->pairs, met * (unsigned long long)__popc(active));
  if (!mine) return;
  double far[4];
  for (int k = 0; k < 4; k++)
    far[k] = field_in_double ? ((const double *)a.field)[k * a.n + t.at] : (double)((const float *)a.field)[k * a.n + t.at];
  const aps_gpu_frame &f = *a.frame;
  const double pot = a.G * (f.mass * f.inv_length), acc = pot * f.inv_length;
  const int32_t row = a.p.row[t.at];
  if (a.to[0]) {
    a.to[0][row] += acc * (far[1] + t.ax);
    a.to[1][row] += acc * (far[2] + t.ay);
    a.to[2][row] += acc * (far[3] + t.az);
  }
  if (POT) a.to[3][row] += pot * (t.pot - far[0]);
}

template <class Law, class R> static void launch(const aps_fmm_args *a, cudaStream_t stream, int32_t tasks, int field_in_double) {
  const dim3 grid((unsigned)((tasks + WARPS - 1) / WARPS)), block(THREADS);
  if (a->to[3] && a->p.eps2) APS_LAUNCH((pairs<Law, R, true, false>), grid, block, stream, *a, tasks, field_in_double);
  else if (a->to[3]) APS_LAUNCH((pairs<Law, R, true, true>), grid, block, stream, *a, tasks, field_in_double);
  else if (a->p.eps2) APS_LAUNCH((pairs<Law, R, false, false>), grid, block, stream, *a, tasks, field_in_double);
  else APS_LAUNCH((pairs<Law, R, false, true>), grid, block, stream, *a, tasks, field_in_double);
}

template <class Law> static void choose(const aps_fmm_args *a, cudaStream_t stream, int32_t tasks, int field_in_double) {
  if (a->p.in_double) launch<Law, double>(a, stream, tasks, field_in_double);
  else launch<Law, float>(a, stream, tasks, field_in_double);
}

} // namespace

aps_err APS_ROW(aps_fmm_pairs)(aps_cuda *d, const aps_fmm_args *a, int32_t tasks, int field_in_double) {
  if (a->law == APS_LAW_NEWTON) choose<newton>(a, d->stream, tasks, field_in_double);
  else if (a->law == APS_LAW_PLUMMER) choose<plummer>(a, d->stream, tasks, field_in_double);
  else choose<spline>(a, d->stream, tasks, field_in_double);
  CUDA_TRY_LAUNCH(d, "fmm, near pairs");
  return APS_OK;
}
