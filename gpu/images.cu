/* What the force error is measured by where a periodic box lies on a card: for a few rows every source at the 125 images that
 * are near, in double, and the far ones by the polynomial of the highest degree. Of the nearest image the law, of others
 * Newton's, as src/sim/accuracy_box.c has it. No solver of runs: it takes N times 125 pairs for each row. docs/periodic.md. */
#include "fmm.cuh"
#include "pair.cuh"

namespace {

constexpr int THREADS = 256, WARPS = THREADS / 32, BLOCKS = 2048;

struct images {
  aps_cuda *device;
  aps_fmm_args args; /* positions, box, columns: what the far images' kernels take */
  aps_gpu_far far;
  double *sums; /* [room] */
  int64_t room;
};

struct sum_space {
  double warp[3][WARPS];
};

/* A row per blockIdx.y, every gridDim.x-th batch of sources. sums[slice][row][3], per mass, code units. */
template <class Law> static __global__ void __launch_bounds__(THREADS) sum_images(const aps_fmm_args a, aps_active active, double *sums) {
  APS_SHARED(sum_space, shared);
  constexpr int NEAR = APS_LATTICE_NEAR;
  const int64_t i = active.index ? (int64_t)active.index[blockIdx.y] : (int64_t)blockIdx.y;
  const double at[3] = {gpu_into(a, a.x[i], 0), gpu_into(a, a.y[i], 1), gpu_into(a, a.z[i], 2)};
  const double floor2 = a.box[0] * a.box[0] * 0x1p-140;
  double sum[3] = {0, 0, 0};
  for (int64_t j = (int64_t)blockIdx.x * THREADS + threadIdx.x; j < a.n; j += (int64_t)gridDim.x * THREADS) {
    const double d[3] = {gpu_into(a, a.x[j], 0) - at[0], gpu_into(a, a.y[j], 1) - at[1], gpu_into(a, a.z[j], 2) - at[2]};
    const int nearest[3] = {-(int)rint(d[0] / a.box[0]), -(int)rint(d[1] / a.box[1]), -(int)rint(d[2] / a.box[2])};
    const double eps = gpu_max(a.eps[i], a.eps[j]), eps2 = gpu_max(eps * eps, floor2), m = a.m[j];
    for (int p = -NEAR; p <= NEAR; p++)
      for (int q = -NEAR; q <= NEAR; q++)
        for (int e = -NEAR; e <= NEAR; e++) {
          if (i == j && p == 0 && q == 0 && e == 0) continue;
          const double x = d[0] + p * a.box[0], y = d[1] + q * a.box[1], z = d[2] + e * a.box[2];
          const double r2 = gpu_fma(x, x, gpu_fma(y, y, z * z));
          double u, s, g;
          if (p == nearest[0] && q == nearest[1] && e == nearest[2])
            Law::template pair<double>(r2 + Law::template seed<double>(eps2), eps2, &u, &s, &g);
          else gpu_rsqrt3(r2, &u, &s);
          s *= m;
          sum[0] = gpu_fma(s, x, sum[0]), sum[1] = gpu_fma(s, y, sum[1]), sum[2] = gpu_fma(s, z, sum[2]);
        }
  }
  for (int k = 0; k < 3; k++) {
#pragma unroll
    for (int by = 16; by > 0; by >>= 1) sum[k] += __shfl_xor_sync(~0u, sum[k], by);
    if ((threadIdx.x & 31) == 0) shared.warp[k][threadIdx.x >> 5] = sum[k];
  }
  __syncthreads();
  if (threadIdx.x >= 3) return;
  double all = 0;
  for (int w = 0; w < WARPS; w++) all += shared.warp[threadIdx.x][w];
  sums[((int64_t)blockIdx.x * active.n + blockIdx.y) * 3 + threadIdx.x] = all;
}

static __global__ void __launch_bounds__(THREADS) add_slices(const aps_fmm_args a, aps_active active, const double *sums, int slices) {
  const int64_t k = (int64_t)blockIdx.x * THREADS + threadIdx.x;
  if (k >= 3 * active.n) return;
  double sum = 0;
  for (int s = 0; s < slices; s++) sum += sums[s * 3 * active.n + k];
  const int64_t row = active.index ? (int64_t)active.index[k / 3] : k / 3;
  a.to[k % 3][row] += a.G * sum;
}

static void destroy(void *state) {
  images *self = (images *)state;
  if (self->device == nullptr) return;
  APS_ROW(aps_fmm_far_close)(self->device, &self->far);
  cuda_free(self->device, self->sums);
  memset(self, 0, sizeof *self);
}

static aps_err create(void *state, const aps_force_setup *setup) {
  images *self = (images *)state;
  aps_force_setup best = *setup;
  best.accuracy = 0;
  self->device = (aps_cuda *)setup->device;
  self->args.periodic = 1, self->args.G = setup->G, self->args.law = setup->law;
  memcpy(self->args.box, setup->box, sizeof setup->box);
  return APS_ROW(aps_fmm_far_open)(self->device, &best, &self->far);
}

static aps_err prepare(void *state, aps_view view) {
  images *self = (images *)state;
  aps_fmm_args *a = &self->args;
  a->x = view.x, a->y = view.y, a->z = view.z, a->m = view.mass, a->eps = view.eps, a->n = view.n;
  APS_TRY(cuda_enter(self->device));
  APS_TRY(APS_ROW(aps_fmm_far_gather)(self->device, a, &self->far));
  CUDA_TRY(self->device, cudaStreamSynchronize(self->device->stream));
  return APS_ROW(aps_fmm_far_settle)(self->device, &self->far);
}

template <class Law> static void launch(const images *self, dim3 grid, aps_active active) {
  APS_LAUNCH(sum_images<Law>, grid, dim3(THREADS), self->device->stream, self->args, active, self->sums);
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  images *self = (images *)state;
  aps_fmm_args *a = &self->args;
  aps_cuda *d = self->device;
  (void)t;
  if (!active.index) active.n = view.n;
  if (active.n == 0 || !(want & APS_A)) return APS_OK;
  APS_CHECK(d->ctx, active.n < 65536, APS_EARG, "images: %lld rows are more than one sum takes", (long long)active.n);
  const int64_t batches = (a->n + THREADS - 1) / THREADS, few = BLOCKS / active.n + 1, slices = batches < few ? batches : few;
  APS_TRY(cuda_enter(d));
  APS_TRY(cuda_grow(d, "sums over images", (void **)&self->sums, &self->room, 3 * slices * active.n, sizeof *self->sums));
  a->to[0] = view.ax, a->to[1] = view.ay, a->to[2] = view.az, a->to[3] = nullptr;
  const dim3 grid((unsigned)slices, (unsigned)active.n);
  if (a->law == APS_LAW_NEWTON) launch<newton>(self, grid, active);
  else if (a->law == APS_LAW_PLUMMER) launch<plummer>(self, grid, active);
  else launch<spline>(self, grid, active);
  CUDA_TRY_LAUNCH(d, "sums over images");
  APS_LAUNCH(add_slices, dim3((unsigned)((3 * active.n + THREADS - 1) / THREADS)), dim3(THREADS), d->stream, *a, active,
             (const double *)self->sums, (int)slices);
  CUDA_TRY_LAUNCH(d, "sums over images, slices");
  return APS_ROW(aps_fmm_far_add)(d, a, &self->far, active);
}

static constexpr aps_force row() {
  aps_force r{};
  r.about.name = "images";
  r.about.doc = "every source at its near images, the far ones as a polynomial, on an NVIDIA GPU: for measured errors";
  r.about.source = "docs/periodic.md";
  r.about.state_size = sizeof(images);
  r.space = APS_DEVICE;
  r.can = APS_PERIODIC | APS_SUBSET;
  r.reads = APS_X | APS_MASS | APS_EPS;
  r.writes = APS_A;
  r.create = create;
  r.prepare = prepare;
  r.add = add;
  r.destroy = destroy;
  return r;
}

} // namespace

extern "C" const aps_force APS_ROW(aps_force_images);
const aps_force APS_ROW(aps_force_images) = row();
