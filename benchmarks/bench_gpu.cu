/* Speed and error of direct summation and of the fast multipole method on a GPU, one JSON line per case; see docs/gpu.md.
 *
 *   bench_gpu [--device N] [--quick] [--n N] [--case WORDS] [--repeats K] [--leaf L] [--order P] [--strictness S]
 *
 * Also pictures of 1920 x 1080 by CUDA's splats, to host memory ("pictures"; seconds of packing and of drawing; "alone": every
 * stamp by itself), and multipoles in a periodic box of edge 8 into which the sphere is folded, without an error.
 * --n and --case choose one number of particles and the cases whose names hold the words; the last three override what
 * multipoles take by themselves.
 * A Plummer sphere of N = 1e3 … 1e6, for multipoles to 1e7, softening 0.01, equal masses where nothing else is said. Time is that of prepare + add between two CUDA
 * events on the solver's stream (scales, sorting and the sum of slices included, copies to and from
 * the host not); the fastest of several counts. The error is against a long double sum over 64 of
 * the particles, the same for all cases. prepare_s: of that, building and filling the tree. limit: what a GPU of this many schedulers at this clock could issue at the counts
 * of gpu/count_sass.py; given for compute capability 9.0 only. */
#include "../gpu/check.cuh"
#include "../src/force/fmm_choice.h"
extern "C" {
#include "../viz/card.h"
}
#include <math.h>
#include <stdlib.h>

extern "C" {
extern const aps_backend aps_backend_cuda;
extern const aps_force aps_force_direct_cuda, aps_force_fmm_cuda, aps_force_fmm_box_cuda;
}

static struct {
  int64_t n;
  const char *words;
  int repeats, leaf, order;
  double strictness;
} only = {0, "", 0, 0, 0, 0};

/* Linked in the place of aps_fmm_set (gpu/CMakeLists.txt). */
extern "C" aps_fmm_setting __real_aps_fmm_set(const aps_fmm_ask *, const aps_fmm_tuning *);
extern "C" aps_fmm_setting __wrap_aps_fmm_set(const aps_fmm_ask *ask, const aps_fmm_tuning *tuned) {
  aps_fmm_setting s = __real_aps_fmm_set(ask, tuned);
  if (only.leaf) s.leaf = only.leaf;
  if (only.order) s.order = only.order;
  if (only.strictness > 0) s.strictness *= only.strictness;
  return s;
}

namespace {

constexpr int COLUMNS = 15, SAMPLE = 64;
constexpr double EPS = 0.01;

struct variant {
  const char *name, *kernel;
  int precision;
  aps_cols want;
  double sass;         /* instructions per interaction on sm_90; a symmetric pair is two; 0: multipoles */
  int64_t from, until; /* particles for which it is worth the time */
  double accuracy;     /* of multipoles */
  double box;          /* edge; 0: open */
  int uneven;          /* 1: masses from half to one and a half of the mean */
};
const variant variants[] = {
    {"acceleration", "tiled", APS_MIXED, APS_A, 13.31, 0, 2000000},
    {"acceleration, sorted", "wide", APS_MIXED, APS_A, 13.31, 8192, 2000000},
    {"acceleration, symmetric", "symmetric", APS_MIXED, APS_A, 15.79 / 2, 8192, 2000000},
    {"acceleration, symmetric, masses differ", "symmetric", APS_MIXED, APS_A, 17.83 / 2, 8192, 2000000, 0, 0, 1},
    {"acceleration, as chosen", "", APS_MIXED, APS_A, 13.31, 0, 2000000},
    {"acceleration and potential", "", APS_MIXED, APS_A | APS_POT, 14.56, 0, 2000000},
    {"acceleration and potential, symmetric", "symmetric", APS_MIXED, APS_A | APS_POT, 17.92 / 2,
     8192, 2000000},
    {"acceleration and potential, symmetric, masses differ", "symmetric", APS_MIXED, APS_A | APS_POT, 19.92 / 2,
     8192, 2000000, 0, 0, 1},
    {"acceleration and jerk", "", APS_MIXED, APS_A | APS_JERK, 28.75, 0, 2000000},
    {"potential", "", APS_MIXED, APS_POT, 8.28, 0, 2000000},
    {"acceleration, double", "", APS_DOUBLE, APS_A, 2 * 16, 0,
     300000}, /* 16 FP64 instructions at half rate */
    {"multipoles, 1e-2", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-2},
    {"multipoles, 1e-3", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-3},
    {"multipoles, 1e-3, and potential", "", APS_MIXED, APS_A | APS_POT, 0, 8192, INT64_MAX, 1e-3},
    {"multipoles, 1e-4", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-4},
    {"multipoles, 1e-5", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-5},
    {"multipoles, 1e-6", "", APS_MIXED, APS_A, 0, 8192, 2000000, 1e-6},
    {"multipoles in a box, 1e-2", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-2, 8},
    {"multipoles in a box, 1e-3", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-3, 8},
    {"multipoles in a box, 1e-4", "", APS_MIXED, APS_A, 0, 8192, INT64_MAX, 1e-4, 8},
};

struct cloud {
  int64_t n;
  double *memory;
  aps_view host, device;
  int samples;
  double expected[SAMPLE][4]; /* a, potential */
};

} // namespace

static double **column(aps_view *v, int k) {
  double **const c[COLUMNS] = {&v->x,  &v->y,  &v->z,  &v->vx, &v->vy,  &v->vz,   &v->ax, &v->ay,
                               &v->az, &v->jx, &v->jy, &v->jz, &v->pot, &v->mass, &v->eps};
  return c[k];
}

static double uniform(uint64_t *state) { /* xorshift64 */
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static void fill(cloud *c) {
  uint64_t state = 88172645463325252u;
  aps_view *v = &c->host;
  for (int64_t i = 0; i < c->n; i++) {
    double r;
    do r = 1 / sqrt(pow(uniform(&state), -2.0 / 3) - 1);
    while (r > 20);
    const double z = 2 * uniform(&state) - 1, phi = 6.283185307179586 * uniform(&state),
                 s = sqrt(1 - z * z);
    v->x[i] = r * s * cos(phi), v->y[i] = r * s * sin(phi), v->z[i] = r * z;
    v->vx[i] = 0.3 * (2 * uniform(&state) - 1), v->vy[i] = 0.3 * (2 * uniform(&state) - 1);
    v->vz[i] = 0.3 * (2 * uniform(&state) - 1);
    v->mass[i] = 1.0 / (double)c->n, v->eps[i] = EPS;
  }
}

static int64_t sampled(const cloud *c, int k) { return k * (c->n / c->samples); }

static void sum_samples(cloud *c) {
  const aps_view *v = &c->host;
  c->samples = (int)(c->n < SAMPLE ? c->n : SAMPLE);
#pragma omp parallel for schedule(dynamic)
  for (int s = 0; s < c->samples; s++) {
    const int64_t i = sampled(c, s);
    long double a[3] = {0, 0, 0}, pot = 0;
    for (int64_t j = 0; j < c->n; j++) {
      if (i == j) continue;
      const long double dx = (long double)v->x[j] - v->x[i], dy = (long double)v->y[j] - v->y[i];
      const long double dz = (long double)v->z[j] - v->z[i],
                        q = dx * dx + dy * dy + dz * dz + (long double)EPS * EPS;
      const long double r1 = 1 / sqrtl(q), f = v->mass[j] * r1 * r1 * r1;
      a[0] += f * dx, a[1] += f * dy, a[2] += f * dz, pot -= v->mass[j] * r1;
    }
    for (int d = 0; d < 3; d++) c->expected[s][d] = (double)a[d];
    c->expected[s][3] = (double)pot;
  }
}

static aps_err open_cloud(aps_ctx *ctx, void *device, int64_t n, cloud *c) {
  const aps_backend *b = &aps_backend_cuda;
  const size_t bytes = (size_t)n * sizeof(double);
  memset(c, 0, sizeof *c);
  c->n = c->host.n = c->device.n = n;
  c->memory = (double *)calloc((size_t)n * COLUMNS, sizeof(double));
  if (!c->memory) return aps_fail(ctx, APS_EMEM, "no memory for %lld particles", (long long)n);
  for (int k = 0; k < COLUMNS; k++) *column(&c->host, k) = c->memory + k * n;
  fill(c);
  sum_samples(c);
  for (int k = 0; k < COLUMNS; k++) {
    double **to = column(&c->device, k);
    *to = (double *)b->alloc(device, bytes);
    if (!*to) return APS_EMEM;
    APS_TRY(b->copy(device, *to, APS_DEVICE, *column(&c->host, k), APS_HOST, bytes));
  }
  return APS_OK;
}

static void close_cloud(void *device, cloud *c) {
  for (int k = 0; k < COLUMNS; k++) aps_backend_cuda.release(device, *column(&c->device, k));
  free(c->memory);
}

/* rms relative error of the sampled rows' acceleration, or of the potential where that alone was wanted. */
static double error_of(const cloud *c, aps_cols want) {
  const aps_view *v = &c->host;
  double sum = 0;
  for (int s = 0; s < c->samples; s++) {
    const int64_t i = sampled(c, s);
    const double *a = c->expected[s], e[3] = {v->ax[i] - a[0], v->ay[i] - a[1], v->az[i] - a[2]};
    sum += want & APS_A ? (e[0] * e[0] + e[1] * e[1] + e[2] * e[2]) / (a[0] * a[0] + a[1] * a[1] + a[2] * a[2])
                        : (v->pot[i] / a[3] - 1) * (v->pot[i] / a[3] - 1);
  }
  return sqrt(sum / c->samples);
}

static double
peak_issues(int ordinal) { /* lane-issues per second: 4 schedulers of 32 lanes per multiprocessor */
  int khz = 0, major = 0, minor = 0, count = 0;
  cudaDeviceGetAttribute(&khz, cudaDevAttrClockRate, ordinal);
  cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, ordinal);
  cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, ordinal);
  cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, ordinal);
  return major == 9 && minor == 0 ? 1e3 * khz * count * 128 : 0;
}

static const aps_force *row_of(const variant *v) {
  return v->box > 0 ? &aps_force_fmm_box_cuda : v->accuracy > 0 ? &aps_force_fmm_cuda : &aps_force_direct_cuda;
}

/* Masses, and the sums that follow from them; one call takes back what the other did. */
static aps_err weigh(aps_cuda *d, cloud *c, bool uneven) {
  uint64_t state = 2463534242u;
  for (int64_t i = 0; i < c->n; i++) c->host.mass[i] = (uneven ? 0.5 + uniform(&state) : 1) / (double)c->n;
  sum_samples(c);
  return aps_backend_cuda.copy(d, c->device.mass, APS_DEVICE, c->host.mass, APS_HOST, (size_t)c->n * sizeof(double));
}

/* Multipoles prepare with the accelerations of the evaluation before. */
static aps_err once(aps_cuda *d, void *self, cloud *c, const variant *v, const cudaEvent_t at[3], float ms[2]) {
  CUDA_TRY(d, cudaEventRecord(at[0], d->stream));
  APS_TRY(row_of(v)->prepare(self, c->device));
  CUDA_TRY(d, cudaEventRecord(at[1], d->stream));
  for (int k = 6; k < 13; k++)
    APS_TRY(aps_backend_cuda.zero(d, *column(&c->device, k), (size_t)c->n * sizeof(double)));
  APS_TRY(row_of(v)->add(self, c->device, aps_active{nullptr, c->n}, v->want, 0));
  CUDA_TRY(d, cudaEventRecord(at[2], d->stream));
  CUDA_TRY(d, cudaEventSynchronize(at[2]));
  CUDA_TRY(d, cudaEventElapsedTime(&ms[0], at[0], at[2]));
  CUDA_TRY(d, cudaEventElapsedTime(&ms[1], at[0], at[1]));
  return APS_OK;
}

static aps_err run(aps_cuda *d, cloud *c, const variant *v, int repeats) {
  aps_stats stats = {};
  aps_force_setup setup = {};
  setup.ctx = d->ctx, setup.law = 1 /* plummer */, setup.precision = v->precision, setup.G = 1;
  setup.eps_min = setup.eps_max = EPS, setup.device = d, setup.stats = &stats;
  setup.accuracy = v->accuracy;
  for (int k = 0; k < 3; k++) setup.box[k] = v->box;
  setenv("APSIS_CUDA_KERNEL", v->kernel, 1);
  void *self = calloc(1, row_of(v)->about.state_size);
  cudaEvent_t at[3];
  for (cudaEvent_t &e : at) CUDA_TRY(d, cudaEventCreate(&e));
  aps_err err = row_of(v)->create(self, &setup);
  float best[2] = {INFINITY, 0}, ms[2] = {0, 0};
  for (int k = 0; k <= repeats && !err; k++) { /* the first warms up */
    stats.interactions = 0;
    err = once(d, self, c, v, at, ms);
    if (k > 0 && ms[0] < best[0]) memcpy(best, ms, sizeof best);
  }
  for (int k = 6; k < 13 && !err; k++)
    err = aps_backend_cuda.copy(d, *column(&c->host, k), APS_HOST, *column(&c->device, k),
                                APS_DEVICE, (size_t)c->n * sizeof(double));
  row_of(v)->destroy(self);
  free(self);
  for (cudaEvent_t e : at) cudaEventDestroy(e);
  if (err) return err;
  const double seconds = 1e-3 * best[0], rate = stats.interactions / seconds,
               peak = peak_issues(d->ordinal);
  printf(
      "{\"bench\": \"gpu\", \"device\": \"%s\", \"case\": \"%s\", \"n\": %lld, \"seconds\": %.6g, \"prepare_s\": %.4g, "
      "\"particles_per_s\": %.4g, \"interactions_per_s\": %.4g",
      d->name, v->name, (long long)c->n, seconds, 1e-3 * best[1], (double)c->n / seconds, rate);
  if (!(v->box > 0)) printf(", \"rms_error\": %.3g", error_of(c, v->want));
  if (peak > 0 && v->sass > 0)
    printf(", \"limit_interactions_per_s\": %.4g, \"ratio\": %.3f", peak / v->sass,
           rate * v->sass / peak);
  if (only.leaf || only.order || only.strictness > 0)
    printf(", \"leaf\": %d, \"order\": %d, \"strictness\": %g", only.leaf, only.order, only.strictness);
  printf("}\n");
  fflush(stdout);
  return APS_OK;
}

/* By speed, from 1/8 of the cloud's width to all of it: near ones press more stamps. way: of APSIS_CUDA_SPLAT. */
static aps_err pictures(aps_cuda *d, cloud *c, const char *way) {
  setenv("APSIS_CUDA_SPLAT", way, 1);
  const aps_card_row *row = &aps_card_cuda;
  const aps_view *v = &c->device;
  void *card = nullptr;
  aps_card_points p = {};
  p.n = c->n, p.number = APS_CARD_SPEED, p.low = 0.01, p.high = 1, p.logarithmic = 1;
  p.x[0] = v->x, p.x[1] = v->y, p.x[2] = v->z, p.v[0] = v->vx, p.v[1] = v->vy, p.v[2] = v->vz;
  aps_card_look look = {};
  const float *picture;
  aps_err err = row->open(d->ctx, d->ordinal, &card);
  for (double width = 5; width <= 40 && !err; width *= 8) {
    aps_eye eye = aps_eye_plane("xy");
    eye.width = width;
    double best[2] = {INFINITY, INFINITY};
    for (int k = 0; k < 6 && !err; k++) {
      const double start = aps_wall();
      err = row->pack(card, &p);
      const double packed = aps_wall();
      if (!err) err = row->splat(card, &eye, &look, 1920, 1080, APS_WAY_LATE, -1, 0, &picture);
      const double drawn = aps_wall();
      best[0] = fmin(best[0], packed - start), best[1] = fmin(best[1], drawn - packed);
    }
    printf("{\"bench\": \"gpu\", \"device\": \"%s\", \"case\": \"pictures%s\", \"n\": %lld, \"width\": %g, \"pack_s\": %.4g, "
           "\"draw_s\": %.4g}\n",
           d->name, *way ? ", alone" : "", (long long)c->n, width, best[0], best[1]);
  }
  row->close(&card);
  return err;
}

int main(int argc, char **argv) {
  int ordinal = 0, quick = 0;
  for (int k = 1; k < argc; k++) {
    if (strcmp(argv[k], "--quick") == 0)
      quick = 1;
    else if (k + 1 >= argc)
      return fprintf(stderr, "bench_gpu: usage in the first lines of benchmarks/bench_gpu.cu\n"), 2;
    else if (strcmp(argv[k], "--device") == 0)
      ordinal = atoi(argv[++k]);
    else if (strcmp(argv[k], "--n") == 0)
      only.n = atoll(argv[++k]);
    else if (strcmp(argv[k], "--case") == 0)
      only.words = argv[++k];
    else if (strcmp(argv[k], "--repeats") == 0)
      only.repeats = atoi(argv[++k]);
    else if (strcmp(argv[k], "--leaf") == 0)
      only.leaf = atoi(argv[++k]);
    else if (strcmp(argv[k], "--order") == 0)
      only.order = atoi(argv[++k]);
    else if (strcmp(argv[k], "--strictness") == 0)
      only.strictness = atof(argv[++k]);
    else
      return fprintf(stderr, "bench_gpu: usage in the first lines of benchmarks/bench_gpu.cu\n"), 2;
  }
  aps_ctx *ctx = aps_ctx_create();
  void *device = nullptr;
  aps_err err = aps_backend_cuda.open(ctx, ordinal, 0, &device);
  if (err) {
    fprintf(stderr, "bench_gpu: nothing measured: %s\n", aps_ctx_error(ctx));
    aps_ctx_free(&ctx);
    return 77;
  }
  for (int64_t n = only.n ? only.n : 1000; n <= (only.n ? only.n : quick ? 100000 : 10000000) && !err; n *= 10) {
    cloud c;
    err = open_cloud(ctx, device, n, &c);
    for (const variant &v : variants)
      if (!err && n >= v.from && n <= v.until && strstr(v.name, only.words)) {
        if (v.uneven) err = weigh((aps_cuda *)device, &c, true);
        if (!err) err = run((aps_cuda *)device, &c, &v, only.repeats ? only.repeats : n < 1000000 ? 20 : 5);
        if (v.uneven && !err) err = weigh((aps_cuda *)device, &c, false);
      }
    for (const char *way : {"", "alone"})
      if (!err && strstr("pictures", only.words) && n >= 100000) err = pictures((aps_cuda *)device, &c, way);
    close_cloud(device, &c);
  }
  if (err) fprintf(stderr, "bench_gpu: %s\n", aps_ctx_error(ctx));
  aps_backend_cuda.close(&device);
  aps_ctx_free(&ctx);
  return aps_exit_status(err);
}
