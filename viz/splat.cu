/* The splats of splat.inc on a CUDA card, for machines whose OpenGL is slow or absent: count the
 * points in cells, choose glows, press stamps into eight copies of the picture, enlarge those.
 * Threads add in no fixed order, so light is counted in integers, as aps_light_all does it: the
 * bits are always the same. A point's light is brought to at most 1; the unit is a power of two with
 * which all points on one pixel stay below 2^63.
 *
 * Points are dealt out by cells of the picture, so a block's stamps mostly fall on few pixels: then
 * each of these adds up by itself what all the stamps give it, and one atomic addition serves for
 * them all; stamps that lie far apart are added pixel by pixel. APSIS_CUDA_SPLAT=alone: all of
 * them, in the order of rows. */
#include "card.cuh"
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include "splat.inc"

namespace {

typedef unsigned long long whole;

struct scene { /* a kernel's argument */
  float right[3], up[3], back[3], offset[3];
  float scale, distance, width, height, brightest, unit, glow;
  int points, stride, alone, channels, colours, density; /* channels of light, others are 0; colours 0: {1, place, 0}, or {number, 0, 0} */
  int nx[APS_SPLAT_LEVELS], ny[APS_SPLAT_LEVELS], first[APS_SPLAT_LEVELS]; /* pixels before */
  int cx[APS_SPLAT_COUNTS], cy[APS_SPLAT_COUNTS], cell[APS_SPLAT_COUNTS];  /* counts before */
  const float4 *point;
  unsigned *count; /* [0]: near the picture */
  unsigned *start; /* [cells of the finest counts + 1] where in `sorted` the next point goes; the last: points dealt out */
  int *sorted;     /* [points near the picture] by cells */
  const float *colour;
  whole *sum; /* [3][pixels] of all copies */
  float *light;
  int pixels;
};

struct seen {
  float x, y;
  bool near;
};

static __device__ __forceinline__ float along(const float *axis, const float *r) {
  return axis[0] * r[0] + axis[1] * r[1] + axis[2] * r[2];
}

static __device__ __forceinline__ seen look(const scene &s, const float4 &p) {
  const float r[3] = {p.x + s.offset[0], p.y + s.offset[1], p.z + s.offset[2]};
  float scale = s.scale;
  if (s.distance > 0) {
    const float depth = s.distance - along(s.back, r);
    scale = depth > 0.02f * s.distance ? s.scale * s.distance / depth : 0;
  }
  const float x = along(s.right, r) * scale + 0.5f * (s.width - 1),
              y = 0.5f * (s.height - 1) - along(s.up, r) * scale;
  const bool near = scale > 0 && p.w == p.w && fabsf(x) < 1e6f && fabsf(y) < 1e6f &&
                    aps_splat_near(x, y, s.width, s.height);
  return {x, y, near};
}

static __device__ __forceinline__ int cell_of(float x, int size) {
  return (int)(x + (float)APS_SPLAT_MARGIN) / size;
}

/* Of the finest counts; -1: not near. */
static __device__ __forceinline__ int finest_of(const scene &s, const seen &m) {
  return m.near ? (cell_of(m.y, APS_SPLAT_CELL) + 1) * s.cx[0] + cell_of(m.x, APS_SPLAT_CELL) + 1 : -1;
}

/* Adds 1 to at[k] for each lane; k < 0: none. Returns what was there before, as if lanes came one by one. Neighbours often
 * mean the same place: those of the first few are added at once. */
static __device__ __forceinline__ unsigned add_ones(unsigned *at, int k) {
  constexpr int TOGETHER = 4;
  const int lane = threadIdx.x & 31;
  unsigned left = __ballot_sync(~0u, k >= 0), found = 0;
  for (int turn = 0; left && turn < TOGETHER; turn++) {
    const int first = __ffs((int)left) - 1, place = __shfl_sync(~0u, k, first);
    const unsigned same = __ballot_sync(~0u, k == place);
    unsigned before = lane == first ? atomicAdd(at + place, (unsigned)__popc(same)) : 0;
    before = __shfl_sync(~0u, before, first);
    if (k == place) found = before + (unsigned)__popc(same & ((1u << lane) - 1));
    left &= ~same;
  }
  return left >> lane & 1 ? atomicAdd(at + k, 1u) : found;
}

static __global__ void __launch_bounds__(CARD_THREADS) count_points(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  const seen m = i < s.points ? look(s, s.point[(int64_t)i * s.stride]) : seen{0, 0, false};
  const int k = finest_of(s, m);
  if (!s.alone) {
    add_ones(s.count + s.cell[0], k);
  } else if (k >= 0) {
    atomicAdd(&s.count[0], 1u);
    atomicAdd(&s.count[s.cell[0] + k], 1u);
  }
}

/* A block for 16 x 8 cells, its threads along a curve that keeps neighbours together: gives each cell as much of `sorted` as
 * it has points. Which block's come first is left to chance; of that nothing is seen. */
constexpr int DEAL_X = 16, DEAL_Y = 8;
struct deal_space {
  unsigned warp[CARD_THREADS / 32], first;
};
static __global__ void __launch_bounds__(CARD_THREADS) deal(const scene s, int across) {
  APS_SHARED(deal_space, shared);
  const int t = threadIdx.x, lane = t & 31;
  const int x = (int)(blockIdx.x % across) * DEAL_X + (t & 1) + (t >> 1 & 2) + (t >> 2 & 4) + (t >> 3 & 8);
  const int y = (int)(blockIdx.x / across) * DEAL_Y + (t >> 1 & 1) + (t >> 2 & 2) + (t >> 3 & 4);
  const bool there = x < s.cx[0] && y < s.cy[0];
  const unsigned mine = there ? s.count[s.cell[0] + y * s.cx[0] + x] : 0;
  unsigned to = mine;
  for (int by = 1; by < 32; by *= 2) {
    const unsigned before = __shfl_sync(~0u, to, lane >= by ? lane - by : lane);
    if (lane >= by) to += before;
  }
  if (lane == 31) shared.warp[t >> 5] = to;
  __syncthreads();
  for (int w = 0; w < t >> 5; w++) to += shared.warp[w];
  if (t == CARD_THREADS - 1) shared.first = atomicAdd(&s.start[s.cx[0] * s.cy[0]], to);
  __syncthreads();
  if (there) s.start[y * s.cx[0] + x] = shared.first + to - mine;
}

static __global__ void __launch_bounds__(CARD_THREADS) sort_points(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  const seen m = i < s.points ? look(s, s.point[(int64_t)i * s.stride]) : seen{0, 0, false};
  const int k = finest_of(s, m);
  const unsigned at = add_ones(s.start, k);
  if (k >= 0) s.sorted[at] = i;
}

static __global__ void __launch_bounds__(CARD_THREADS) coarsen(const scene s, int l) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x), x = i % s.cx[l], y = i / s.cx[l];
  if (y >= s.cy[l] || x < 1 || y < 1) return;
  unsigned sum = 0;
  for (int b = 2 * y - 1; b <= 2 * y && b < s.cy[l - 1] - 1; b++)
    for (int a = 2 * x - 1; a <= 2 * x && a < s.cx[l - 1] - 1; a++)
      sum += s.count[s.cell[l - 1] + b * s.cx[l - 1] + a];
  s.count[s.cell[l] + i] = sum;
  if (!s.alone && l == APS_SPLAT_COUNTS - 1 && sum) atomicAdd(&s.count[0], sum);
}

static __device__ float glow_at(const scene &s, const seen &m, float sharp) {
  float found = 0, area = 1;
  for (int l = 0; l < APS_SPLAT_COUNTS; l++) {
    const int cell = APS_SPLAT_CELL << l;
    const unsigned *at = s.count + s.cell[l] + cell_of(m.y, cell) * s.cx[l] + cell_of(m.x, cell);
    unsigned sum = 0;
    for (int j = 0; j < 3; j++, at += s.cx[l]) sum += at[0] + at[1] + at[2];
    found = (float)sum, area = 9.0f * (float)cell * (float)cell;
    if (sum >= APS_SPLAT_CROWD) break;
  }
  return aps_splat_glow(found, area, s.density ? APS_SPLAT_CLOUD : (float)s.count[0], sharp, s.height);
}

static __device__ void light_of(const scene &s, float value, float out[3]) {
  if (s.density) {
    out[0] = fmaxf(value, 0) / s.brightest, out[1] = out[2] = 0;
    return;
  }
  const float place = fminf(fmaxf(value, 0), 1);
  out[0] = 1, out[1] = place, out[2] = 0;
  if (s.colours == 0) return;
  const float at = place * (float)(s.colours - 1);
  const int k = (int)fminf(at, (float)(s.colours - 2));
  const float f = at - (float)k, *c = s.colour + 3 * k;
  for (int d = 0; d < 3; d++) out[d] = (c[d] + f * (c[3 + d] - c[d])) / s.brightest;
}

struct stamp { /* on a copy of the picture, in its pixels */
  float x, y, reach;
  float all, per, more, per_inner; /* light and 1 / radius^2: of the glow, and of the point within it (more 0: none) */
  float light[3];
};

/* `share` of the light with radius r, plus the point within where inner > 0. */
static __device__ stamp stamp_of(float x, float y, float r, float inner, float share, const float light[3]) {
  stamp t = {x, y, fmaxf(r, inner), share / aps_splat_sum(x, y, r), 1 / (r * r), 0, 0, {light[0], light[1], light[2]}};
  if (!(inner > 0)) return t;
  t.per_inner = 1 / (inner * inner);
  t.more = share * (APS_SPLAT_POINT / (1 - APS_SPLAT_POINT)) / aps_splat_sum(x, y, inner);
  return t;
}

/* aps_splat_weight, with multiply-adds said where they are: a pixel gets the same from a stamp wherever it is asked. */
static __device__ __forceinline__ float weight(float d2, float per) {
  return APS_SPLAT_KERNEL(fmaxf(gpu_fma(-d2, per, 1.0f), 0));
}

/* Adds what a stamp gives to a pixel. */
static __device__ __forceinline__ void shine_on(const scene &s, const stamp &t, int i, int j, whole sum[3]) {
  const float dx = (float)i - t.x, dy = (float)j - t.y, d2 = gpu_fma(dx, dx, dy * dy);
  const float w = gpu_fma(t.more, weight(d2, t.per_inner), t.all * weight(d2, t.per));
  if (!(w > 0)) return;
#pragma unroll
  for (int d = 0; d < 3; d++)
    if (d < s.channels) sum[d] += (whole)(w * t.light[d] * s.unit);
}

static __device__ __forceinline__ void add_to(const scene &s, int l, int i, int j, const whole sum[3]) {
  whole *at = s.sum + s.first[l] + j * s.nx[l] + i;
  for (int d = 0; d < 3; d++)
    if (sum[d]) atomicAdd(at + (int64_t)d * s.pixels, sum[d]);
}

struct window { /* of pixels, all included */
  int left, top, right, bottom;
};
static __device__ __forceinline__ window window_of(const stamp &t) {
  return {(int)(t.x - t.reach), (int)(t.y - t.reach), (int)(t.x + t.reach) + 1, (int)(t.y + t.reach) + 1};
}
static __device__ __forceinline__ int area_of(const window &w) { return (w.right - w.left + 1) * (w.bottom - w.top + 1); }

static __device__ void press_alone(const scene &s, int l, const stamp &t) {
  const window w = window_of(t);
  for (int j = w.top; j <= w.bottom; j++)
    for (int i = w.left; i <= w.right; i++) {
      whole sum[3] = {0, 0, 0};
      shine_on(s, t, i, j, sum);
      add_to(s, l, i, j, sum);
    }
}

/* The block's stamps on one copy: a pixel of their common window per thread, as long as looking at a pixel that a stamp does not
 * reach (1) costs less than atomic additions to those that it does (WORTH). All threads come here. */
constexpr int MOST_PIXELS = 4096, WORTH = 16;
struct press_space {
  stamp of[CARD_THREADS];
  window all;
  int stamps, pixels, levels;
};
static __device__ void press_together(const scene &s, int l, bool mine, const stamp &t, press_space &b) {
  window w = mine ? window_of(t) : window{INT_MAX, INT_MAX, INT_MIN, INT_MIN};
  int pixels = mine ? area_of(w) : 0;
  __syncthreads();
  if (threadIdx.x == 0) b.all = {INT_MAX, INT_MAX, INT_MAX, INT_MAX}, b.stamps = b.pixels = 0;
  __syncthreads();
  for (int by = 16; by > 0; by >>= 1) {
    const window o = {__shfl_xor_sync(~0u, w.left, by), __shfl_xor_sync(~0u, w.top, by), __shfl_xor_sync(~0u, w.right, by),
                      __shfl_xor_sync(~0u, w.bottom, by)};
    w.left = o.left < w.left ? o.left : w.left, w.top = o.top < w.top ? o.top : w.top;
    w.right = o.right > w.right ? o.right : w.right, w.bottom = o.bottom > w.bottom ? o.bottom : w.bottom;
    pixels += __shfl_xor_sync(~0u, pixels, by);
  }
  if ((threadIdx.x & 31) == 0 && pixels) { /* the far edges negative: one kind of atomic does */
    atomicMin(&b.all.left, w.left), atomicMin(&b.all.top, w.top);
    atomicMin(&b.all.right, -w.right), atomicMin(&b.all.bottom, -w.bottom);
    atomicAdd(&b.pixels, pixels);
  }
  if (mine) b.of[atomicAdd(&b.stamps, 1)] = t;
  __syncthreads();
  if (b.stamps == 0) return;
  const window all = {b.all.left, b.all.top, -b.all.right, -b.all.bottom};
  const int64_t looked_at = (int64_t)(all.right - all.left + 1) * (all.bottom - all.top + 1);
  if (looked_at > MOST_PIXELS || looked_at * b.stamps > (int64_t)WORTH * b.pixels) {
    if (mine) press_alone(s, l, t);
    return;
  }
  const int across = all.right - all.left + 1;
  for (int p = threadIdx.x; p < (int)looked_at; p += CARD_THREADS) {
    const int i = all.left + p % across, j = all.top + p / across;
    whole sum[3] = {0, 0, 0};
    for (int k = 0; k < b.stamps; k++) shine_on(s, b.of[k], i, j, sum);
    add_to(s, l, i, j, sum);
  }
}

/* A point's stamps: its glow, and the point where that lies on another copy. */
static __global__ void __launch_bounds__(CARD_THREADS) press_points(const scene s) {
  APS_SHARED(press_space, shared);
  const int k = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  const bool there = s.alone ? k < s.points : (unsigned)k < s.count[0];
  const int i = !there ? 0 : s.alone ? k : s.sorted[k];
  const seen m = there ? look(s, s.point[(int64_t)i * s.stride]) : seen{0, 0, false};
  const float sharp = aps_splat_point((float)s.count[0], s.width, s.height);
  const float glow = !m.near ? 0 : s.glow > 0 ? s.glow : glow_at(s, m, sharp);
  const int level = aps_splat_level(glow);
  const float share = s.density ? 0 : APS_SPLAT_POINT; /* as aps_light_add */
  float light[3] = {0, 0, 0};
  if (m.near) light_of(s, s.point[(int64_t)i * s.stride].w, light);
  if (threadIdx.x == 0) shared.levels = 0;
  __syncthreads();
  if (m.near) atomicOr(&shared.levels, 1 << level | 1);
  __syncthreads();
  const int levels = shared.levels;
  for (int l = 0; l < APS_SPLAT_LEVELS; l++) {
    if (!(levels >> l & 1)) continue;
    const float scale = 1.0f / (float)(1 << l), inner = level == 0 && share > 0 ? sharp : 0;
    const float r = fminf(l == level ? glow * scale : sharp, (float)APS_SPLAT_WIDEST);
    const float x = aps_splat_on(m.x, scale), y = aps_splat_on(m.y, scale);
    const bool mine = m.near && (l == level || (l == 0 && share > 0)) && aps_splat_hits(x, y, fmaxf(r, inner), s.nx[l], s.ny[l]);
    stamp t = {};
    if (mine) t = stamp_of(x, y, r, inner, l == level ? 1 - share : share, light);
    if (!s.alone) press_together(s, l, mine, t, shared);
    else if (mine) press_alone(s, l, t);
  }
}

/* From integers to light, on every copy; the units of a copy are 4^-level, as its share of light.
 */
static __global__ void __launch_bounds__(CARD_THREADS) settle(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  if (i >= s.pixels) return;
  int l = 0;
  while (l + 1 < APS_SPLAT_LEVELS && i >= s.first[l + 1]) l++;
  const float unit = s.brightest * (float)s.stride / (s.unit * (float)(1 << l) * (float)(1 << l));
  for (int d = 0; d < 3; d++)
    s.light[(int64_t)d * s.pixels + i] = unit * (float)s.sum[(int64_t)d * s.pixels + i];
}

/* Adds copy l + 1 to copy l; each pixel weighs its four nearest by 9, 3, 3, 1 sixteenths. */
static __global__ void __launch_bounds__(CARD_THREADS) enlarge(const scene s, int l) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x), x = i % s.nx[l], y = i / s.nx[l];
  if (y >= s.ny[l]) return;
  const int across = x - APS_SPLAT_PAD, down = y - APS_SPLAT_PAD;
  const int cx = (across - 1 + 2 * APS_SPLAT_PAD) / 2, cy = (down - 1 + 2 * APS_SPLAT_PAD) / 2;
  const float wx = across & 1 ? 0.75f : 0.25f, wy = down & 1 ? 0.75f : 0.25f;
  for (int d = 0; d < 3; d++) {
    const float *a = s.light + (int64_t)d * s.pixels + s.first[l + 1] + cy * s.nx[l + 1] + cx;
    const float *b = a + s.nx[l + 1];
    s.light[(int64_t)d * s.pixels + s.first[l] + i] +=
        wy * (wx * a[0] + (1 - wx) * a[1]) + (1 - wy) * (wx * b[0] + (1 - wx) * b[1]);
  }
}

static __global__ void __launch_bounds__(CARD_THREADS) crop(const scene s, float4 *rgba) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x), width = (int)s.width;
  if (i >= width * (int)s.height) return;
  const float *at =
      s.light + (int64_t)(i / width + APS_SPLAT_PAD) * s.nx[0] + i % width + APS_SPLAT_PAD;
  rgba[i] = float4{at[0], at[s.pixels], at[2 * (int64_t)s.pixels], 1};
}

/* 2^36 resolves what a hundred-thousandth of the brightest point gives the rim of its glow. */
static float unit_for(int64_t points) {
  int bits = 0;
  while (points >> bits) bits++;
  return ldexpf(1, bits < 27 ? 36 : 63 - bits);
}

static void look_from(scene *s, const card *c, const aps_eye *eye, int width, int height) {
  for (int k = 0; k < 3; k++) {
    s->right[k] = (float)eye->right[k], s->up[k] = (float)eye->up[k];
    s->back[k] = (float)eye->back[k];
    s->offset[k] = (float)(c->origin[k] - eye->centre[k]);
  }
  s->scale = (float)(width / eye->width), s->distance = (float)eye->distance;
  s->width = (float)width, s->height = (float)height;
}

static void shine(scene *s, const aps_card_look *look) {
  s->unit = unit_for(s->points), s->glow = look->glow, s->density = look->density;
  s->colours = look->colour ? look->colours : 0;
  s->channels = s->colours ? 3 : look->density ? 1 : 2;
  s->brightest = s->colours ? 0 : look->density ? look->most : 1;
  for (int k = 0; k < 3 * s->colours; k++) s->brightest = fmaxf(s->brightest, look->colour[k]);
  if (!(s->brightest > 0)) s->brightest = 1;
}

static scene scene_of(const card *c, int stride, int width, int height, int *cells) {
  scene s = {};
  const char *asked = getenv("APSIS_CUDA_SPLAT");
  s.stride = stride > 1 ? stride : 1;
  s.points = (int)((c->n + s.stride - 1) / s.stride), s.point = c->packed;
  s.alone = asked && strcmp(asked, "alone") == 0;
  for (int l = 0; l < APS_SPLAT_LEVELS; l++) {
    s.nx[l] = aps_splat_extent(width, l), s.ny[l] = aps_splat_extent(height, l);
    s.first[l] = s.pixels;
    s.pixels += s.nx[l] * (s.ny[l] + 1); /* a row more: enlarge looks one further */
  }
  *cells = 1;
  for (int l = 0; l < APS_SPLAT_COUNTS; l++) {
    s.cell[l] = *cells;
    s.cx[l] = (width + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
    s.cy[l] = (height + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
    *cells += s.cx[l] * s.cy[l];
  }
  s.pixels += 4;
  return s;
}

#define LAUNCH_FOR(kernel, count, ...)                                                             \
  do {                                                                                             \
    APS_LAUNCH(kernel, dim3(card_blocks(count)), dim3(CARD_THREADS), c->cuda.stream, __VA_ARGS__); \
    CUDA_TRY_LAUNCH(&c->cuda, #kernel);                                                            \
  } while (0)

static aps_err draw(card *c, scene s) {
  const int64_t pixels = (int64_t)s.width * (int64_t)s.height;
  CUDA_TRY(&c->cuda, cudaEventRecord(c->at[0], c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaMemsetAsync(c->count.at, 0, c->count.bytes, c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaMemsetAsync(c->sum.at, 0, c->sum.bytes, c->cuda.stream));
  if (s.points > 0) LAUNCH_FOR(count_points, s.points, s);
  for (int l = 1; l < APS_SPLAT_COUNTS; l++) LAUNCH_FOR(coarsen, (int64_t)s.cx[l] * s.cy[l], s, l);
  if (s.points > 0 && !s.alone) {
    const int across = (s.cx[0] + DEAL_X - 1) / DEAL_X, down = (s.cy[0] + DEAL_Y - 1) / DEAL_Y;
    CUDA_TRY(&c->cuda, cudaMemsetAsync(s.start + s.cx[0] * s.cy[0], 0, sizeof *s.start, c->cuda.stream));
    LAUNCH_FOR(deal, (int64_t)across * down * CARD_THREADS, s, across);
    LAUNCH_FOR(sort_points, s.points, s);
  }
  if (s.points > 0) LAUNCH_FOR(press_points, s.points, s);
  LAUNCH_FOR(settle, s.pixels, s);
  for (int l = APS_SPLAT_LEVELS - 2; l >= 0; l--)
    LAUNCH_FOR(enlarge, (int64_t)s.nx[l] * s.ny[l], s, l);
  LAUNCH_FOR(crop, pixels, s, (float4 *)c->rgba.at);
  CUDA_TRY(&c->cuda, cudaEventRecord(c->at[1], c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaEventElapsedTime(&c->spent_ms, c->at[0], c->at[1]));
  return APS_OK;
}

/* Pictures of one size take the same memory. */
static aps_err room(card *c, const char *what, size_t bytes, card_memory *m) {
  if (m->bytes >= bytes) return APS_OK;
  m->bytes = 0;
  APS_TRY(card_room(c, what, bytes, &m->at));
  m->bytes = bytes;
  return APS_OK;
}

static aps_err pinned_room(card *c, size_t bytes) {
  if (c->host.bytes >= bytes) return APS_OK;
  c->host.bytes = 0;
  CUDA_TRY(&c->cuda, cudaFreeHost(c->host.at));
  c->host.at = nullptr;
  CUDA_TRY(&c->cuda, cudaMallocHost(&c->host.at, bytes));
  c->host.bytes = bytes;
  return APS_OK;
}

static aps_err make_room(card *c, scene *s, int cells, size_t picture, const aps_card_look *look) {
  const size_t sums = 3 * (size_t)s->pixels, colours = 3 * (size_t)s->colours * sizeof(float);
  APS_TRY(room(c, "counts", (size_t)cells * sizeof(unsigned), &c->count));
  APS_TRY(room(c, "light", sums * sizeof(whole), &c->sum));
  APS_TRY(room(c, "light", sums * sizeof(float), &c->light));
  APS_TRY(room(c, "picture", picture, &c->rgba));
  if (!s->alone) {
    const size_t starts = (size_t)s->cx[0] * s->cy[0] + 1;
    APS_TRY(room(c, "points in the picture's order", sizeof(unsigned) * (starts + (size_t)s->points), &c->sorted));
    s->start = (unsigned *)c->sorted.at, s->sorted = (int *)(s->start + starts);
  }
  s->count = (unsigned *)c->count.at, s->sum = (whole *)c->sum.at, s->light = (float *)c->light.at;
  if (colours == 0) return APS_OK;
  APS_TRY(room(c, "colours", colours, &c->colour));
  s->colour = (const float *)c->colour.at;
  CUDA_TRY(&c->cuda, cudaMemcpyAsync(c->colour.at, look->colour, colours, cudaMemcpyHostToDevice,
                                     c->cuda.stream));
  return APS_OK;
}

static aps_err to_host(card *c, size_t picture, const float **host) {
  APS_TRY(pinned_room(c, picture));
  CUDA_TRY(&c->cuda, cudaMemcpyAsync(c->host.at, c->rgba.at, picture, cudaMemcpyDeviceToHost,
                                     c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  *host = (const float *)c->host.at;
  return APS_OK;
}

} // namespace

void APS_ROW(aps_card_splat_free)(card *c) {
  card_memory *const all[] = {&c->count, &c->sum, &c->light, &c->rgba, &c->colour, &c->sorted};
  for (card_memory *m : all) {
    if (cudaFree(m->at) != cudaSuccess) (void)!cudaGetLastError();
    *m = card_memory{};
  }
  if (cudaFreeHost(c->host.at) != cudaSuccess) (void)!cudaGetLastError();
  c->host = card_memory{};
}

aps_err APS_ROW(aps_card_splat)(void *self, const aps_eye *eye, const aps_card_look *look,
                                int width, int height, aps_way way, int gl_device, unsigned buffer,
                                const float **host) {
  card *c = (card *)self;
  const int64_t pixels = (int64_t)width * height;
  const size_t picture = (size_t)pixels * sizeof(float4);
  int cells;
  *host = nullptr;
  APS_CHECK(c->cuda.ctx, eye->width > 0 && c->n <= INT32_MAX && pixels < 300000000, APS_EARG,
            "a picture of %d x %d pixels, %g wide, of %lld points cannot be drawn by CUDA", width,
            height, eye->width, (long long)c->n);
  APS_CHECK(c->cuda.ctx, !look->colour || look->colours >= 2, APS_EARG,
            "a table needs two colours");
  APS_TRY(cuda_enter(&c->cuda));
  scene s = scene_of(c, look->stride, width, height, &cells);
  look_from(&s, c, eye, width, height);
  shine(&s, look);
  APS_TRY(make_room(c, &s, cells, picture, look));
  APS_TRY(draw(c, s));
  if (way == APS_WAY_LATE) return to_host(c, picture, host);
  return APS_ROW(aps_card_share)(c, gl_device, buffer, 0, c->rgba.at, picture);
}
