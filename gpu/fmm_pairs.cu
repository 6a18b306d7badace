/* Near pairs of the fast multipole method on the card, and the sums to the rows. A warp takes up to 32 particles of a
 * leaf, one a lane, or, where there are at most 16 or 8, each with two or four lanes that share out the sources; the particles
 * of near sources pass through shared memory. Where sources are very many, several warps take a stretch of them each. */
#include "fmm.cuh"
#include "pair.cuh"

namespace {

constexpr int THREADS = 128, WARPS = THREADS / 32, TILE = 144, FILL = 16; /* massless ones at the end fill up the loop's turn */
constexpr int STRETCH = 1024;

/* ---- tasks */

/* A leaf's stretches are so long that all leaves together have an eighth more of them than 32s of particles. */
static __global__ void __launch_bounds__(THREADS) make_tasks(const aps_fmm_args a) {
  const aps_gpu_cells &c = a.c;
  const unsigned long long mean = a.found->groups ? a.found->sources / (unsigned long long)a.found->groups + 1 : 0; /* not below it: slots suffice */
  const int32_t stretch = 8 * mean < STRETCH ? STRETCH : 8 * mean < INT32_MAX / 2 ? (int32_t)(8 * mean) : INT32_MAX / 2;
  for (int32_t k = (int32_t)(blockIdx.x * THREADS + threadIdx.x); k < a.cells; k += (int32_t)(gridDim.x * THREADS)) {
    if (c.children[k] || !c.wanted[k]) continue;
    const int32_t near = c.near[k], groups = (c.n[k] + 31) / 32, slots = near > stretch ? (near + stretch - 1) / stretch : 1;
    int32_t at = atomicAdd(&a.found->tasks, groups * slots), slot = slots > 1 ? atomicAdd(&a.found->slots, groups * slots) : -1;
    if (at + groups * slots > a.task_room || (slot >= 0 && slot + groups * slots > a.slot_room)) continue; /* cannot be */
    for (int32_t g = 0; g < groups; g++)
      for (int32_t s = 0; s < slots; s++, at++) {
        a.task[at] = aps_gpu_task{k, 32 * g, s * stretch, s + 1 < slots ? (s + 1) * stretch : near, slot, slots};
        if (slot >= 0) slot++;
      }
  }
}

/* ---- pairs */

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
  int part, parts; /* of the sources */
  double ax, ay, az, pot;
};

template <class Law, class R, bool POT, bool UNIFORM>
static __device__ __forceinline__ void meet(tile<R> &b, int count, R eps2, sink<R> &t) {
  const int lane = threadIdx.x & 31, turn = 4 * t.parts;
  const R seed = Law::template seed<R>(eps2);
  R ax = 0, ay = 0, az = 0, pot = 0;
  if (count + lane < (count + turn - 1) / turn * turn) {
    b.place[count + lane] = quad<R>{R(0), R(0), R(0), R(0)};
    if (!UNIFORM) b.eps2[count + lane] = eps2;
    if (POT) b.at[count + lane] = -1;
  }
  __syncwarp();
  for (int j0 = t.part; j0 < count; j0 += turn) {
#pragma unroll
    for (int u = 0; u < 4; u++) {
      const int j = j0 + u * t.parts;
      const quad<R> s = b.place[j];
      const R dx = s.x - t.x, dy = s.y - t.y, dz = s.z - t.z;
      const R e2 = UNIFORM ? eps2 : gpu_max(t.eps2, b.eps2[j]);
      const R q = gpu_fma(dx, dx, gpu_fma(dy, dy, gpu_fma(dz, dz, UNIFORM ? seed : Law::template seed<R>(e2))));
      R u1, f, g;
      Law::template pair<R>(q, e2, &u1, &f, &g);
      f *= s.m;
      ax = gpu_fma(f, dx, ax), ay = gpu_fma(f, dy, ay), az = gpu_fma(f, dz, az);
      if (POT) pot = gpu_fma(b.at[j] == t.at ? R(0) : s.m, u1, pot);
    }
  }
  t.ax += ax, t.ay += ay, t.az += az;
  if (POT) t.pot += pot;
  __syncwarp();
}

struct place {
  double x, y, z;
};
/* From a target at x, y, z to a cell, seen at the image of the entry. */
static __device__ __forceinline__ place way_to(const aps_fmm_args &a, double x, double y, double z, int32_t cell, int32_t id) {
  double tx = x - a.c.x[cell], ty = y - a.c.y[cell], tz = z - a.c.z[cell];
  gpu_add_way(a, id, &tx, &ty, &tz);
  return place{-tx, -ty, -tz};
}

/* The particle `p` of those that the lanes' sources hold, to[lane] of them with those of the lanes before: whose it is. */
static __device__ __forceinline__ int whose(int32_t to, int32_t p) {
  int k = 0;
#pragma unroll
  for (int step = 16; step > 0; step >>= 1)
    if (__shfl_sync(~0u, to, k + step - 1) <= p) k += step;
  return k;
}

/* To the rows: what the near pairs gave and, once, what the expansions did. */
template <bool POT> static __device__ __forceinline__ void put(const aps_fmm_args &a, int32_t at, const double sum[4], int field_in_double) {
  double far[4];
  for (int k = 0; k < 4; k++)
    far[k] = field_in_double ? ((const double *)a.field)[k * a.n + at] : (double)((const float *)a.field)[k * a.n + at];
  const aps_gpu_frame &f = *a.frame;
  const double pot = a.G * (f.mass * f.inv_length), acc = pot * f.inv_length;
  const int32_t row = a.p.row[at];
  if (a.to[0]) {
    a.to[0][row] += acc * (far[1] + sum[0]);
    a.to[1][row] += acc * (far[2] + sum[1]);
    a.to[2][row] += acc * (far[3] + sum[2]);
  }
  if (POT) a.to[3][row] += pot * (sum[3] - far[0]);
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
  const int32_t leaf = task.leaf, sinks = c.n[leaf] - task.at < 32 ? c.n[leaf] - task.at : 32;
  sink<R> t = {};
  t.parts = c.n[leaf] <= 8 ? 4 : c.n[leaf] <= 16 ? 2 : 1; /* of the leaf, so that those that coincide are summed alike */
  const int own = lane & (32 / t.parts - 1);
  t.part = lane / (32 / t.parts);
  t.at = c.first[leaf] + task.at + own;
  const bool mine = own < sinks && (!a.p.active || a.p.active[t.at]);
  const unsigned active = __ballot_sync(~0u, mine && t.part == 0);
  if (active == 0) return;
  const R *px = (const R *)a.p.x, *py = (const R *)a.p.y, *pz = (const R *)a.p.z, *pm = (const R *)a.p.mass,
          *pe = (const R *)a.p.eps2;
  const R eps2 = (R)a.frame->eps2;
  if (own < sinks) {
    t.x = px[t.at], t.y = py[t.at], t.z = pz[t.at];
    if (!UNIFORM) t.eps2 = pe[t.at];
  }
  const double x = c.x[leaf], y = c.y[leaf], z = c.z[leaf];
  const int32_t sources = a.list.count[APS_LIST_NEAR][leaf];
  int32_t chunk = a.list.head[APS_LIST_NEAR][leaf], used = 0, before = 0;
  for (int32_t k = 0; k < sources && before < task.to; k += APS_GPU_CHUNK) {
    if (k) chunk = a.list.next[chunk];
    const bool there = k + lane < sources;
    const int32_t id = there ? a.list.item[(int64_t)chunk * APS_GPU_CHUNK + lane] : leaf, s = gpu_cell_of(a, id), n = there ? c.n[s] : 0;
    const bool branch = c.children[s] != 0; /* its particles are relative to their own leaves */
    const place way = way_to(a, x, y, z, s, id);
    const R sx = (R)way.x, sy = (R)way.y, sz = (R)way.z;
    const int32_t to = gpu_sums_to(n), base = c.first[s] - (to - n), all = __shfl_sync(~0u, to, 31);
    const bool branches = __ballot_sync(~0u, branch) != 0;
    const int32_t low = task.from > before ? task.from - before : 0, high = task.to - before < all ? task.to - before : all;
    before += all;
    for (int32_t p0 = low; p0 < high; p0 += 32) {
      const int32_t p = p0 + lane, count = high - p0 < 32 ? high - p0 : 32;
      const int of = whose(to, p < high ? p : high - 1);
      const int32_t from = __shfl_sync(~0u, base, of) + p;
      R ox = __shfl_sync(~0u, sx, of), oy = __shfl_sync(~0u, sy, of), oz = __shfl_sync(~0u, sz, of);
      const bool deeper = branches && __shfl_sync(~0u, (int)branch, of);
      const int32_t seen = a.periodic ? __shfl_sync(~0u, id, of) : 0; /* image 0 where nothing is periodic */
      if (lane < count) {
        if (deeper) {
          const int32_t own_leaf = a.p.leaf[from];
          const place own_way = way_to(a, x, y, z, own_leaf, seen);
          ox = (R)own_way.x, oy = (R)own_way.y, oz = (R)own_way.z;
        }
        b.place[used + lane] = quad<R>{px[from] + ox, py[from] + oy, pz[from] + oz, pm[from]};
        if (!UNIFORM) b.eps2[used + lane] = pe[from];
        if (POT) b.at[used + lane] = gpu_image_of(seen) ? -1 : from; /* a particle's own image is another one */
      }
      used += count;
      if (used + 32 <= TILE - FILL) continue;
      meet<Law, R, POT, UNIFORM>(b, used, eps2, t);
      used = 0;
    }
  }
  if (used) meet<Law, R, POT, UNIFORM>(b, used, eps2, t);
  double sum[4] = {t.ax, t.ay, t.az, t.pot};
  for (int by = 16; by >= 32 / t.parts; by >>= 1)
    for (int k = 0; k < 3 + POT; k++) sum[k] += __shfl_xor_sync(~0u, sum[k], by);
  if (lane == 0) atomicAdd(&a.found->pairs, (unsigned long long)(task.to - task.from) * (unsigned long long)__popc(active));
  if (task.slot >= 0) {
    for (int k = 0; k < 3 + POT; k++) a.partial[((int64_t)task.slot * 4 + k) * 32 + lane] = sum[k];
    return;
  }
  if (mine && t.part == 0) put<POT>(a, t.at, sum, field_in_double);
}

/* A warp per task: the one of a first stretch adds up all of them. */
template <bool POT> static __global__ void __launch_bounds__(THREADS) join(const aps_fmm_args a, int32_t tasks, int field_in_double) {
  const int lane = threadIdx.x & 31;
  const int32_t number = (int32_t)(blockIdx.x * WARPS + (threadIdx.x >> 5));
  if (number >= tasks) return;
  const aps_gpu_task task = a.task[number];
  const int32_t at = a.c.first[task.leaf] + task.at + lane;
  if (task.slot < 0 || task.from > 0 || task.at + lane >= a.c.n[task.leaf] || (a.p.active && !a.p.active[at])) return;
  double sum[4] = {0, 0, 0, 0};
  for (int32_t s = 0; s < task.slots; s++)
    for (int k = 0; k < 3 + POT; k++) sum[k] += a.partial[((int64_t)(task.slot + s) * 4 + k) * 32 + lane];
  put<POT>(a, at, sum, field_in_double);
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

aps_err APS_ROW(aps_fmm_tasks)(aps_cuda *d, const aps_fmm_args *a) {
  APS_LAUNCH(make_tasks, dim3((unsigned)((a->cells + THREADS - 1) / THREADS)), dim3(THREADS), d->stream, *a);
  CUDA_TRY_LAUNCH(d, "fmm, tasks");
  return APS_OK;
}

aps_err APS_ROW(aps_fmm_pairs)(aps_cuda *d, const aps_fmm_args *a, const aps_gpu_found *found, int field_in_double) {
  const int32_t tasks = found->tasks;
  if (tasks == 0) return APS_OK;
  if (a->law == APS_LAW_NEWTON) choose<newton>(a, d->stream, tasks, field_in_double);
  else if (a->law == APS_LAW_PLUMMER) choose<plummer>(a, d->stream, tasks, field_in_double);
  else choose<spline>(a, d->stream, tasks, field_in_double);
  CUDA_TRY_LAUNCH(d, "fmm, near pairs");
  if (found->slots == 0) return APS_OK;
  const dim3 grid((unsigned)((tasks + WARPS - 1) / WARPS));
  if (a->to[3]) APS_LAUNCH(join<true>, grid, dim3(THREADS), d->stream, *a, tasks, field_in_double);
  else APS_LAUNCH(join<false>, grid, dim3(THREADS), d->stream, *a, tasks, field_in_double);
  CUDA_TRY_LAUNCH(d, "fmm, sums of stretches");
  return APS_OK;
}
