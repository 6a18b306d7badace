/* The same kernel as splat.c, W(q) ~ (1 - q^2)^3, normalised by its own sum over pixels; but a wide
 * glow is drawn on a coarse copy of the picture, 2^l times smaller, where its radius is 2.5 to 5
 * pixels. The copies are enlarged and added up at the end, from the coarsest on, each pixel
 * weighing its four nearest by 9, 3, 3, 1 sixteenths, which keeps the light. (Image pyramids: Burt
 * & Adelson 1983.)
 *
 * Stamps are sorted into tiles of 64 x 64 pixels. Tiles that share no neighbour are filled side by
 * side, in four rounds; within a tile the order is the particles'. So threads change no bit. */
#include "light.h"
#include <math.h>
#include <string.h>

enum {
  LEVELS = 8,
  TILE = 64,
  PAD = 32,    /* around every copy, so that no stamp needs clipping */
  WIDEST = 28, /* of a stamp: with 4 lanes it stays within half a tile of its own */
  CHUNKS = 16, /* the sort's, fixed: their number must not follow the threads' */
  CELL = 4,
  MARGIN = 192,
  COUNTS = 7,
  GLOW_COUNT = 64
};
#define POINT_LIGHT 0.3f

/* ---- glow ---- */

typedef struct { /* how many marks there are in ever coarser cells of CELL << l pixels */
  int nx[COUNTS], ny[COUNTS];
  int32_t *count[COUNTS], *owned;
} census;

static aps_err census_take(aps_ctx *ctx, const aps_mark *m, int64_t n, int width, int height,
                           census *c) {
  int64_t total = 0;
  for (int l = 0; l < COUNTS; l++) {
    c->nx[l] = (width + 2 * MARGIN) / (CELL << l) + 3; /* an empty cell all around */
    c->ny[l] = (height + 2 * MARGIN) / (CELL << l) + 3;
    total += (int64_t)c->nx[l] * c->ny[l];
  }
  int32_t *at = c->owned = aps_alloc(ctx, "picture", total, sizeof(int32_t));
  if (!at) return APS_EMEM;
  for (int l = 0; l < COUNTS; at += (int64_t)c->nx[l] * c->ny[l], l++) c->count[l] = at;
  for (int64_t i = 0; i < n; i++)
    if (m[i].glow >= 0)
      c->count[0][((int)(m[i].y + MARGIN) / CELL + 1) * (int64_t)c->nx[0] +
                  (int)(m[i].x + MARGIN) / CELL + 1]++;
  for (int l = 1; l < COUNTS; l++)
    for (int y = 1; y < c->ny[l - 1] - 1; y++)
      for (int x = 1; x < c->nx[l - 1] - 1; x++)
        c->count[l][((y - 1) / 2 + 1) * (int64_t)c->nx[l] + (x - 1) / 2 + 1] +=
            c->count[l - 1][y * (int64_t)c->nx[l - 1] + x];
  return APS_OK;
}

/* Marks per square pixel around one: from the finest 3 x 3 cells that hold GLOW_COUNT. */
static float crowd(const census *c, float x, float y) {
  int found = 0;
  float area = 1;
  for (int l = 0; l < COUNTS; l++) {
    const int cell = CELL << l;
    const int32_t *at =
        c->count[l] + ((int)(y + MARGIN) / cell) * (int64_t)c->nx[l] + (int)(x + MARGIN) / cell;
    found = 0;
    for (int j = 0; j < 3; j++, at += c->nx[l]) found += at[0] + at[1] + at[2];
    area = 9.0f * (float)cell * (float)cell;
    if (found >= GLOW_COUNT) break;
  }
  return (float)found / area;
}

aps_err aps_light_glow(aps_ctx *ctx, aps_mark *m, int64_t n, int width, int height, float *point) {
  int64_t seen = 0;
#pragma omp parallel for schedule(static) reduction(+ : seen)
  for (int64_t i = 0; i < n; i++) {
    const int near = m[i].x > -MARGIN && m[i].x < (float)(width + MARGIN - 1) && m[i].y > -MARGIN &&
                     m[i].y < (float)(height + MARGIN - 1);
    m[i].glow = near ? 0 : -1;
    seen += near;
  }
  const float unit = (float)height / 720; /* the same picture at any size */
  const float cover = sqrtf(0.003f * (float)width * (float)height / ((float)seen + 1));
  *point = fminf(fmaxf(fminf(fmaxf(cover, 1.5f * unit), 8 * unit), 1.1f), WIDEST);
  const float least = 2 * *point, most = fminf(fmaxf(80 * unit, 5 * *point), MARGIN);
  census c;
  const aps_err err = census_take(ctx, m, n, width, height, &c);
  if (err == APS_OK) {
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < n; i++)
      if (m[i].glow >= 0)
        m[i].glow = fminf(
            fmaxf(sqrtf(GLOW_COUNT / (3.14159265f * crowd(&c, m[i].x, m[i].y))), least), most);
  }
  aps_release(ctx, c.owned);
  return err;
}

/* ---- stamps ---- */

typedef struct { /* one copy of the picture */
  int nx, ny, tiles_x, tiles_y, first_tile;
  float *c[3];
} sheet;

typedef struct {
  float x, y, radius,
      point;             /* of the two kernels; point 0: none. Pixels of the sheet, PAD included */
  float light[3], share; /* light of the first kernel, and of the point as a multiple of it */
} stamp;

typedef struct {
  sheet sheet[LEVELS];
  float *owned;
  stamp *sorted;
  int64_t *first; /* [tiles + 1]: a tile's stamps */
  int tiles;
} sheets;

/* Where a mark's stamps go: up to two of them, each with its tile. */
static int stamps_of(const sheets *s, const aps_mark *m, float point, stamp out[2], int tile[2]) {
  if (!(m->glow >= 0)) return 0;
  int level = 0;
  float radius = m->glow;
  while (radius > 5 && level + 1 < LEVELS) radius *= 0.5f, level++;
  const int together = level == 0;
  int n = 0;
  for (int k = 0; k < 2 - together; k++) {
    const int l = k ? 0 : level;
    const float r = k ? point : radius, scale = 1 / (float)(1 << l);
    const sheet *at = &s->sheet[l];
    const float x = (m->x + 0.5f) * scale - 0.5f + PAD, y = (m->y + 0.5f) * scale - 0.5f + PAD;
    const float reach = fmaxf(r, together ? point : 0);
    if (x < PAD - reach || y < PAD - reach || x > (float)(at->nx - PAD) + reach ||
        y > (float)(at->ny - PAD) + reach)
      continue;
    const float part = (k ? POINT_LIGHT : 1 - POINT_LIGHT) * scale * scale;
    out[n] = (stamp){x,
                     y,
                     r,
                     together ? point : 0,
                     {part * m->light[0], part * m->light[1], part * m->light[2]},
                     POINT_LIGHT / (1 - POINT_LIGHT)};
    tile[n++] = at->first_tile + (int)y / TILE * at->tiles_x + (int)x / TILE;
  }
  return n;
}

/* Counting sort by tile, chunk after chunk of the marks. */
static aps_err sort_stamps(aps_ctx *ctx, sheets *s, const aps_mark *m, int64_t n, float point) {
  int64_t *at = aps_alloc(ctx, "picture", (int64_t)CHUNKS * s->tiles, sizeof *at);
  s->first = aps_alloc(ctx, "picture", s->tiles + 1, sizeof *s->first);
  if (!at || !s->first) return aps_release(ctx, at), APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1)
  for (int c = 0; c < CHUNKS; c++) {
    stamp two[2];
    int tile[2];
    for (int64_t i = n * c / CHUNKS; i < n * (c + 1) / CHUNKS; i++)
      for (int k = stamps_of(s, &m[i], point, two, tile); k-- > 0;)
        at[(int64_t)c * s->tiles + tile[k]]++;
  }
  int64_t sum = 0;
  for (int t = 0; t < s->tiles; t++) {
    s->first[t] = sum;
    for (int c = 0; c < CHUNKS; c++) {
      int64_t *count = &at[(int64_t)c * s->tiles + t];
      const int64_t here = *count;
      *count = sum, sum += here;
    }
  }
  s->first[s->tiles] = sum;
  s->sorted = aps_alloc(ctx, "picture", sum + 1, sizeof *s->sorted);
  if (!s->sorted) return aps_release(ctx, at), APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1)
  for (int c = 0; c < CHUNKS; c++) {
    stamp two[2];
    int tile[2];
    for (int64_t i = n * c / CHUNKS; i < n * (c + 1) / CHUNKS; i++)
      for (int k = 0, some = stamps_of(s, &m[i], point, two, tile); k < some; k++)
        s->sorted[at[(int64_t)c * s->tiles + tile[k]]++] = two[k];
  }
  aps_release(ctx, at);
  return APS_OK;
}

/* Four pixels at once, wherever they lie; the compiler's own vectors, on any machine. */
typedef float lane4 __attribute__((vector_size(16)));
typedef int mask4 __attribute__((vector_size(16)));

static inline lane4 load4(const float *p) {
  lane4 v;
  memcpy(&v, p, sizeof v);
  return v;
}
static inline void store4(float *p, lane4 v) { memcpy(p, &v, sizeof v); }

/* Values of one kernel over a box of `rows` x `lanes` pixels; returns their sum. */
static inline __attribute__((always_inline)) float
kernel(const float *dx2, const float *dy2, int rows, int lanes, float radius, float *w) {
  const float inverse = 1 / (radius * radius);
  lane4 sum = {0};
  for (int j = 0; j < rows; j++) {
    float *row = w + j * lanes;
    const float far = 1 - dy2[j] * inverse;
    if (far <= 0) { /* of a point within its glow, most rows */
      for (int i = 0; i < lanes; i++) row[i] = 0;
      continue;
    }
    for (int i = 0; i < lanes; i += 4) {
      const lane4 t = far - load4(dx2 + i) * inverse;
      const lane4 u = (lane4)((mask4)t & (t > 0)), value = u * u * u;
      store4(row + i, value);
      sum += value;
    }
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

enum { SIDE = 2 * WIDEST + 8 };

/* For x > -64; without SSE 4.1 floorf is a call. */
static int floor_of(float x) { return (int)(x + 64) - 64; }
static int above(float x) { return floor_of(x) + 1; } /* the next pixel; x itself has no weight */

/* `lanes`, a multiple of four, is a constant where this is called for small stamps: most are. */
static inline __attribute__((always_inline)) void press_box(const sheet *to, const stamp *s,
                                                            int lanes, float *glow, float *point) {
  float dx2[SIDE], dy2[SIDE];
  const float reach = fmaxf(s->radius, s->point);
  const int i0 = above(s->x - reach), j0 = above(s->y - reach);
  const int rows = floor_of(s->y + reach) - j0 + 1;
  for (int i = 0; i < lanes; i++) dx2[i] = ((float)(i0 + i) - s->x) * ((float)(i0 + i) - s->x);
  for (int j = 0; j < rows; j++) dy2[j] = ((float)(j0 + j) - s->y) * ((float)(j0 + j) - s->y);
  const float all = 1 / kernel(dx2, dy2, rows, lanes, s->radius, glow);
  float more = 0;
  if (s->point > 0) more = s->share / kernel(dx2, dy2, rows, lanes, s->point, point);
  for (int j = 0; j < rows; j++) {
    const int64_t at = (int64_t)(j0 + j) * to->nx + i0;
    for (int i = 0; i < lanes; i += 4) {
      lane4 w = all * load4(glow + j * lanes + i);
      if (s->point > 0) w += more * load4(point + j * lanes + i);
      for (int c = 0; c < 3; c++)
        store4(to->c[c] + at + i, load4(to->c[c] + at + i) + s->light[c] * w);
    }
  }
}

static void press(const sheet *to, const stamp *s) {
  float glow[SIDE * SIDE], point[SIDE * SIDE];
  const float reach = fmaxf(s->radius, s->point);
  const int wide = floor_of(s->x + reach) - above(s->x - reach) + 1;
  switch ((wide + 3) / 4) {
  case 1:
    press_box(to, s, 4, glow, point);
    break;
  case 2:
    press_box(to, s, 8, glow, point);
    break;
  case 3:
    press_box(to, s, 12, glow, point);
    break;
  default:
    press_box(to, s, (wide + 3) & ~3, glow, point);
  }
}

static void press_all(const sheets *s) {
  for (int round = 0; round < 4; round++) {
#pragma omp parallel for schedule(dynamic, 1)
    for (int t = 0; t < s->tiles; t++) {
      int l = 0;
      while (l + 1 < LEVELS && t >= s->sheet[l + 1].first_tile) l++;
      const sheet *at = &s->sheet[l];
      const int x = (t - at->first_tile) % at->tiles_x, y = (t - at->first_tile) / at->tiles_x;
      if ((x & 1) + 2 * (y & 1) != round) continue;
      for (int64_t i = s->first[t]; i < s->first[t + 1]; i++) press(at, &s->sorted[i]);
    }
  }
}

/* ---- enlarging ---- */

/* Adds the next coarser copy. */
static void enlarge(const sheet *from, const sheet *to) {
#pragma omp parallel for schedule(static)
  for (int y = 0; y < to->ny; y++)
    for (int c = 0; c < 3; c++) {
      const int up = y - PAD, cy = (up - 1 + 2 * PAD) / 2; /* floor((up - 1) / 2) + PAD */
      const float wy = (up & 1) ? 0.75f : 0.25f;           /* weight of row cy */
      const float *a = from->c[c] + (int64_t)cy * from->nx, *b = a + from->nx;
      float *row = to->c[c] + (int64_t)y * to->nx;
      for (int x = 0; x < to->nx; x++) {
        const int across = x - PAD, cx = (across - 1 + 2 * PAD) / 2;
        const float wx = (across & 1) ? 0.75f : 0.25f;
        row[x] += wy * (wx * a[cx] + (1 - wx) * a[cx + 1]) +
                  (1 - wy) * (wx * b[cx] + (1 - wx) * b[cx + 1]);
      }
    }
}

static void hand_over(const sheet *from, aps_canvas *to) {
#pragma omp parallel for schedule(static)
  for (int y = 0; y < to->height; y++)
    for (int c = 0; c < 3; c++) {
      const float *row = from->c[c] + (int64_t)(y + PAD) * from->nx + PAD;
      for (int x = 0; x < to->width; x++) to->rgb[3 * ((int64_t)y * to->width + x) + c] += row[x];
    }
}

static aps_err sheets_create(aps_ctx *ctx, int width, int height, sheets *s) {
  int64_t total = 0;
  for (int l = 0; l < LEVELS; l++) {
    sheet *at = &s->sheet[l];
    at->nx = ((width - 1) >> l) + 1 + 2 * PAD + 4, at->ny = ((height - 1) >> l) + 1 + 2 * PAD + 4;
    at->tiles_x = at->nx / TILE + 1, at->tiles_y = at->ny / TILE + 1;
    at->first_tile = s->tiles;
    s->tiles += at->tiles_x * at->tiles_y;
    total += 3 * (int64_t)at->nx * (at->ny + 1);
  }
  float *at = s->owned = aps_alloc(ctx, "picture", total + 2 * WIDEST, sizeof(float));
  if (!at) return APS_EMEM;
  for (int l = 0; l < LEVELS; l++)
    for (int c = 0; c < 3; c++) {
      s->sheet[l].c[c] = at;
      at += (int64_t)s->sheet[l].nx * (s->sheet[l].ny + 1);
    }
  return APS_OK;
}

aps_err aps_light_add(aps_ctx *ctx, const aps_mark *m, int64_t n, float point, aps_canvas *image) {
  sheets s = {.tiles = 0};
  aps_err err = sheets_create(ctx, image->width, image->height, &s);
  if (err == APS_OK) err = sort_stamps(ctx, &s, m, n, fminf(point, WIDEST));
  if (err == APS_OK) {
    press_all(&s);
    for (int l = LEVELS - 1; l > 0; l--) enlarge(&s.sheet[l], &s.sheet[l - 1]);
    hand_over(&s.sheet[0], image);
  }
  aps_release(ctx, s.sorted);
  aps_release(ctx, s.first);
  aps_release(ctx, s.owned);
  return err;
}
