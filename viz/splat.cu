/* The splats of splat.inc on a CUDA card, for machines whose OpenGL is slow or absent: count the
 * points in cells, choose glows, press stamps into eight copies of the picture, enlarge those.
 * Threads add in no fixed order, so light is counted in integers, as aps_light_all does it: the
 * bits are always the same. */
#include "card.cuh"
#include <math.h>
#include "splat.inc"

namespace {

typedef unsigned long long whole;
constexpr float LIGHT_UNIT = 268435456.0f; /* 2^28; a point's light is brought to at most 1 */

struct scene { /* a kernel's argument */
  float right[3], up[3], back[3], offset[3];
  float scale, distance, width, height, brightest;
  int points, colours; /* colours 0: {1, place, 0} */
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
  return aps_splat_glow(found, area, sharp, s.height);
}

static __device__ void light_of(const scene &s, float value, float out[3]) {
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
        const whole amount = (whole)(w * light[d] * LIGHT_UNIT);
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
  const float glow = glow_at(s, m, sharp);
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
  const float unit = s.brightest / (LIGHT_UNIT * (float)(1 << l) * (float)(1 << l));
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

static __global__ void __launch_bounds__(CARD_THREADS) crop(const scene s, float *rgb) {
  const int i = (int)(blockIdx.x * CARD_THREADS + threadIdx.x), width = (int)s.width;
  if (i >= width * (int)s.height) return;
  const int at = (i / width + APS_SPLAT_PAD) * s.nx[0] + i % width + APS_SPLAT_PAD;
  for (int d = 0; d < 3; d++) rgb[3 * (int64_t)i + d] = s.light[(int64_t)d * s.pixels + at];
}

struct buffers {
  unsigned *count;
  whole *sum;
  float *light, *rgb, *colour;
};

static scene scene_of(const card *c, const aps_eye *eye, const aps_canvas *image, int *cells) {
  scene s = {};
  for (int k = 0; k < 3; k++) {
    s.right[k] = (float)eye->right[k], s.up[k] = (float)eye->up[k], s.back[k] = (float)eye->back[k];
    s.offset[k] = (float)(c->origin[k] - eye->centre[k]);
  }
  s.scale = (float)(image->width / eye->width), s.distance = (float)eye->distance;
  s.width = (float)image->width, s.height = (float)image->height;
  s.points = (int)c->n, s.point = c->packed, s.brightest = 1;
  for (int l = 0; l < APS_SPLAT_LEVELS; l++) {
    s.nx[l] = aps_splat_extent(image->width, l), s.ny[l] = aps_splat_extent(image->height, l);
    s.first[l] = s.pixels;
    s.pixels += s.nx[l] * (s.ny[l] + 1); /* a row more: enlarge looks one further */
  }
  *cells = 1;
  for (int l = 0; l < APS_SPLAT_COUNTS; l++) {
    s.cell[l] = *cells;
    s.cx[l] = (image->width + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
    s.cy[l] = (image->height + 2 * APS_SPLAT_MARGIN) / (APS_SPLAT_CELL << l) + 3;
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

static aps_err draw(card *c, scene s, float *rgb, int64_t values, float *host) {
  LAUNCH_FOR(count_points, s.points, s);
  for (int l = 1; l < APS_SPLAT_COUNTS; l++) LAUNCH_FOR(coarsen, (int64_t)s.cx[l] * s.cy[l], s, l);
  LAUNCH_FOR(press_points, s.points, s);
  LAUNCH_FOR(settle, s.pixels, s);
  for (int l = APS_SPLAT_LEVELS - 2; l >= 0; l--)
    LAUNCH_FOR(enlarge, (int64_t)s.nx[l] * s.ny[l], s, l);
  LAUNCH_FOR(crop, values / 3, s, rgb);
  CUDA_TRY(&c->cuda, cudaMemcpyAsync(host, rgb, (size_t)values * sizeof(float),
                                     cudaMemcpyDeviceToHost, c->cuda.stream));
  CUDA_TRY(&c->cuda, cudaStreamSynchronize(c->cuda.stream));
  return APS_OK;
}

static aps_err make_room(card *c, scene *s, int cells, int64_t values, const float *colour,
                         int colours, buffers *b) {
  aps_cuda *d = &c->cuda;
  const size_t counts = (size_t)cells * sizeof(unsigned), sums = 3 * (size_t)s->pixels;
  APS_TRY(cuda_alloc(d, "counts", counts, (void **)&b->count));
  APS_TRY(cuda_alloc(d, "light", sums * sizeof(whole), (void **)&b->sum));
  APS_TRY(cuda_alloc(d, "light", sums * sizeof(float), (void **)&b->light));
  APS_TRY(cuda_alloc(d, "picture", (size_t)values * sizeof(float), (void **)&b->rgb));
  CUDA_TRY(d, cudaMemsetAsync(b->count, 0, counts, d->stream));
  CUDA_TRY(d, cudaMemsetAsync(b->sum, 0, sums * sizeof(whole), d->stream));
  s->count = b->count, s->sum = b->sum, s->light = b->light;
  if (!colour) return APS_OK;
  const size_t bytes = 3 * (size_t)colours * sizeof(float);
  APS_TRY(cuda_alloc(d, "colours", bytes, (void **)&b->colour));
  CUDA_TRY(d, cudaMemcpyAsync(b->colour, colour, bytes, cudaMemcpyHostToDevice, d->stream));
  s->colour = b->colour, s->colours = colours, s->brightest = 0;
  for (int k = 0; k < 3 * colours; k++) s->brightest = fmaxf(s->brightest, colour[k]);
  if (!(s->brightest > 0)) s->brightest = 1;
  return APS_OK;
}

} // namespace

aps_err APS_ROW(aps_card_splat)(void *self, const aps_eye *eye, const float *colour, int colours,
                                aps_canvas *image) {
  card *c = (card *)self;
  const int64_t values = 3 * (int64_t)image->width * image->height;
  int cells;
  buffers b = {};
  APS_CHECK(c->cuda.ctx, eye->width > 0 && c->n <= INT32_MAX && values < 1000000000, APS_EARG,
            "a picture of %d x %d pixels, %g wide, of %lld points cannot be drawn by CUDA",
            image->width, image->height, eye->width, (long long)c->n);
  APS_CHECK(c->cuda.ctx, !colour || colours >= 2, APS_EARG, "a table needs two colours");
  if (c->n == 0) return APS_OK;
  APS_TRY(cuda_enter(&c->cuda));
  scene s = scene_of(c, eye, image, &cells);
  float *light = (float *)aps_alloc(c->cuda.ctx, "picture", values, sizeof(float));
  aps_err err = light ? make_room(c, &s, cells, values, colour, colours, &b) : APS_EMEM;
  if (err == APS_OK) err = draw(c, s, b.rgb, values, light);
  for (int64_t i = 0; err == APS_OK && i < values; i++) image->rgb[i] += light[i];
  void *all[] = {b.count, b.sum, b.light, b.rgb, b.colour};
  for (void *one : all)
    if (cudaFree(one) != cudaSuccess) (void)!cudaGetLastError();
  aps_release(c->cuda.ctx, light);
  return err;
}
