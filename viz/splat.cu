/* The splats of splat.inc on a CUDA card, for machines whose OpenGL is slow or absent: count the
 * points in cells, choose glows, press stamps into eight copies of the picture, enlarge those.
 * Threads add in no fixed order, so light is counted in integers, as aps_light_all does it: the
 * bits are always the same. A point's light is brought to at most 1; the unit is a power of two with
 * which all points on one pixel stay below 2^63. */
#include "card.cuh"
#include <math.h>
#include "splat.inc"

namespace {

typedef unsigned long long whole;

struct scene { /* a kernel's argument */
  float right[3], up[3], back[3], offset[3];
  float scale, distance, width, height, brightest, unit, glow;
  int points, colours, density; /* colours 0: {1, place, 0}, or {number, 0, 0} */
  int nx[APS_SPLAT_LEVELS], ny[APS_SPLAT_LEVELS], first[APS_SPLAT_LEVELS]; /* pixels before */
  int cx[APS_SPLAT_COUNTS], cy[APS_SPLAT_COUNTS], cell[APS_SPLAT_COUNTS];  /* counts before */
  const float4 *point;
  unsigned *count; /* [0]: near the picture */
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

static __global__ void __launch_bounds__(CARD_THREADS) count_points(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  if (i >= s.points) return;
  const seen m = look(s, s.point[i]);
  if (!m.near) return;
  atomicAdd(&s.count[0], 1u);
  atomicAdd(&s.count[s.cell[0] + (cell_of(m.y, APS_SPLAT_CELL) + 1) * s.cx[0] +
                     cell_of(m.x, APS_SPLAT_CELL) + 1],
            1u);
}

static __global__ void __launch_bounds__(CARD_THREADS) coarsen(const scene s, int l) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x), x = i % s.cx[l], y = i / s.cx[l];
  if (y >= s.cy[l] || x < 1 || y < 1) return;
  unsigned sum = 0;
  for (int b = 2 * y - 1; b <= 2 * y && b < s.cy[l - 1] - 1; b++)
    for (int a = 2 * x - 1; a <= 2 * x && a < s.cx[l - 1] - 1; a++)
      sum += s.count[s.cell[l - 1] + b * s.cx[l - 1] + a];
  s.count[s.cell[l] + i] = sum;
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

/* One stamp: `share` of the light with radius r, plus the point within where inner > 0. */
static __device__ void press(const scene &s, int l, float x, float y, float r, float inner,
                             float share, const float light[3]) {
  const float all = share / aps_splat_sum(x, y, r), per = 1 / (r * r);
  float more = 0, per_inner = 0;
  if (inner > 0) {
    per_inner = 1 / (inner * inner);
    more = share * (APS_SPLAT_POINT / (1 - APS_SPLAT_POINT)) / aps_splat_sum(x, y, inner);
  }
  const float reach = fmaxf(r, inner);
  for (int j = (int)(y - reach); j <= (int)(y + reach) + 1; j++)
    for (int i = (int)(x - reach); i <= (int)(x + reach) + 1; i++) {
      float w = all * aps_splat_weight((float)i - x, (float)j - y, per);
      if (inner > 0) w += more * aps_splat_weight((float)i - x, (float)j - y, per_inner);
      if (!(w > 0)) continue;
      whole *at = s.sum + s.first[l] + j * s.nx[l] + i;
      for (int d = 0; d < 3; d++) {
        const whole amount = (whole)(w * light[d] * s.unit);
        if (amount) atomicAdd(at + (int64_t)d * s.pixels, amount);
      }
    }
}

static __global__ void __launch_bounds__(CARD_THREADS) press_points(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  if (i >= s.points) return;
  const seen m = look(s, s.point[i]);
  if (!m.near) return;
  const float sharp = aps_splat_point((float)s.count[0], s.width, s.height);
  const float glow = s.glow > 0 ? s.glow : glow_at(s, m, sharp);
  const int level = aps_splat_level(glow);
  float light[3];
  light_of(s, s.point[i].w, light);
  for (int k = 0; k < (level == 0 ? 1 : 2); k++) {
    const int l = k == 0 ? level : 0;
    const float scale = 1.0f / (float)(1 << l);
    const float r = fminf(k == 0 ? glow * scale : sharp, (float)APS_SPLAT_WIDEST);
    const float inner = level == 0 ? sharp : 0;
    const float x = aps_splat_on(m.x, scale), y = aps_splat_on(m.y, scale);
    if (aps_splat_hits(x, y, fmaxf(r, inner), s.nx[l], s.ny[l]))
      press(s, l, x, y, r, inner, k == 0 ? 1 - APS_SPLAT_POINT : APS_SPLAT_POINT, light);
  }
}

/* From integers to light, on every copy; the units of a copy are 4^-level, as its share of light.
 */
static __global__ void __launch_bounds__(CARD_THREADS) settle(const scene s) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x);
  if (i >= s.pixels) return;
  int l = 0;
  while (l + 1 < APS_SPLAT_LEVELS && i >= s.first[l + 1]) l++;
  const float unit = s.brightest / (s.unit * (float)(1 << l) * (float)(1 << l));
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
  s->brightest = s->colours ? 0 : look->density ? look->most : 1;
  for (int k = 0; k < 3 * s->colours; k++) s->brightest = fmaxf(s->brightest, look->colour[k]);
  if (!(s->brightest > 0)) s->brightest = 1;
}

static scene scene_of(const card *c, int width, int height, int *cells) {
  scene s = {};
  s.points = (int)c->n, s.point = c->packed;
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
  CUDA_TRY(&c->cuda, cudaMemsetAsync(c->count.at, 0, c->count.bytes, c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaMemsetAsync(c->sum.at, 0, c->sum.bytes, c->cuda.stream));
  if (s.points > 0) LAUNCH_FOR(count_points, s.points, s);
  for (int l = 1; l < APS_SPLAT_COUNTS; l++) LAUNCH_FOR(coarsen, (int64_t)s.cx[l] * s.cy[l], s, l);
  if (s.points > 0) LAUNCH_FOR(press_points, s.points, s);
  LAUNCH_FOR(settle, s.pixels, s);
  for (int l = APS_SPLAT_LEVELS - 2; l >= 0; l--)
    LAUNCH_FOR(enlarge, (int64_t)s.nx[l] * s.ny[l], s, l);
  LAUNCH_FOR(crop, pixels, s, (float4 *)c->rgba.at);
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
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
  card_memory *const all[] = {&c->count, &c->sum, &c->light, &c->rgba, &c->colour};
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
  scene s = scene_of(c, width, height, &cells);
  look_from(&s, c, eye, width, height);
  shine(&s, look);
  APS_TRY(make_room(c, &s, cells, picture, look));
  APS_TRY(draw(c, s));
  if (way == APS_WAY_LATE) return to_host(c, picture, host);
  return APS_ROW(aps_card_share)(c, gl_device, buffer, 0, c->rgba.at, picture);
}
