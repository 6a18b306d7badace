/* The splats of splat.inc on the CPU. A wide glow is drawn on a coarse copy of the picture, 2^l
 * times smaller, where its radius is 2.5 to 5 pixels. The copies are enlarged and added up at the
 * end, from the coarsest on, each pixel weighing its four nearest by 9, 3, 3, 1 sixteenths, which
 * keeps the light. (Image pyramids: Burt & Adelson 1983.)
 *
 * Stamps are sorted into tiles of 64 x 64 pixels. Tiles that share no neighbour are filled side by
 * side, in four rounds; within a tile the order is the particles'. So threads change no bit. With
 * several ranks light is counted in integers, so neither does their number, nor the order of
 * particles. */
#include "light.h"
#include "../src/core/ranks.h"
#include <math.h>
#include <string.h>
#include "splat.inc"

enum {
  LEVELS = APS_SPLAT_LEVELS,
  TILE = 64,
  PAD = APS_SPLAT_PAD,
  WIDEST = APS_SPLAT_WIDEST, /* with 4 lanes a stamp stays within half a tile of its own */
  CHUNKS = 16,               /* the sort's, fixed: their number must not follow the threads' */
  CELL = APS_SPLAT_CELL,
  MARGIN = APS_SPLAT_MARGIN,
  COUNTS = APS_SPLAT_COUNTS
};
/* Light as integers: 2^28 times the brightest particle, 5, is less than 2^31. */
#define LIGHT_UNIT 0x1p28f

/* ---- glow ---- */

typedef struct { /* how many marks there are in ever coarser cells of CELL << l pixels */
  int nx[COUNTS], ny[COUNTS];
  int64_t *count[COUNTS], *owned;
} census;

static aps_err census_take(aps_ctx *ctx, const aps_mark *m, int64_t n, int width, int height,
                           int all, census *c) {
  int64_t total = 0;
  for (int l = 0; l < COUNTS; l++) {
    c->nx[l] = (width + 2 * MARGIN) / (CELL << l) + 3; /* an empty cell all around */
    c->ny[l] = (height + 2 * MARGIN) / (CELL << l) + 3;
    total += (int64_t)c->nx[l] * c->ny[l];
  }
  int64_t *at = c->owned = aps_alloc(ctx, "picture", total, sizeof(int64_t));
  const aps_err err = at ? APS_OK : APS_EMEM;
  APS_TRY(all ? aps_ranks_agree(ctx, err) : err);
  for (int l = 0; l < COUNTS; at += (int64_t)c->nx[l] * c->ny[l], l++) c->count[l] = at;
  for (int64_t i = 0; i < n; i++)
    if (m[i].glow >= 0)
      c->count[0][((int)(m[i].y + MARGIN) / CELL + 1) * (int64_t)c->nx[0] +
                  (int)(m[i].x + MARGIN) / CELL + 1]++;
  if (all) aps_ranks_sum_int(ctx, c->count[0], (int64_t)c->nx[0] * c->ny[0]);
  for (int l = 1; l < COUNTS; l++)
    for (int y = 1; y < c->ny[l - 1] - 1; y++)
      for (int x = 1; x < c->nx[l - 1] - 1; x++)
        c->count[l][((y - 1) / 2 + 1) * (int64_t)c->nx[l] + (x - 1) / 2 + 1] +=
            c->count[l - 1][y * (int64_t)c->nx[l - 1] + x];
  return APS_OK;
}

/* Radius of a glow, from the finest 3 x 3 cells that hold enough marks. */
static float glow_at(const census *c, float x, float y, float seen, float point, int height) {
  int64_t found = 0;
  float area = 1;
  for (int l = 0; l < COUNTS; l++) {
    const int cell = CELL << l;
    const int64_t *at =
        c->count[l] + ((int)(y + MARGIN) / cell) * (int64_t)c->nx[l] + (int)(x + MARGIN) / cell;
    found = 0;
    for (int j = 0; j < 3; j++, at += c->nx[l]) found += at[0] + at[1] + at[2];
    area = 9.0f * (float)cell * (float)cell;
    if (found >= APS_SPLAT_CROWD) break;
  }
  return aps_splat_glow((float)found, area, seen, point, (float)height);
}

/* all: of the marks of all ranks; cloud: they make one, however few they are */
static aps_err choose_glows(aps_ctx *ctx, aps_mark *m, int64_t n, int width, int height, int all, int cloud,
                            float *point) {
  int64_t seen = 0;
#pragma omp parallel for schedule(static) reduction(+ : seen)
  for (int64_t i = 0; i < n; i++) {
    const int near = aps_splat_near(m[i].x, m[i].y, (float)width, (float)height);
    m[i].glow = near ? 0 : -1;
    seen += near;
  }
  if (all) aps_ranks_sum_int(ctx, &seen, 1);
  const float sharp = *point = aps_splat_point((float)seen, (float)width, (float)height);
  const float many = cloud ? APS_SPLAT_CLOUD : (float)seen;
  census c;
  const aps_err err = census_take(ctx, m, n, width, height, all, &c);
  if (err == APS_OK) {
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < n; i++)
      if (m[i].glow >= 0) m[i].glow = glow_at(&c, m[i].x, m[i].y, many, sharp, height);
  }
  aps_release(ctx, c.owned);
  return err;
}

aps_err aps_light_glow(aps_ctx *ctx, aps_mark *m, int64_t n, int width, int height, float *point) {
  return choose_glows(ctx, m, n, width, height, 0, 0, point);
}

aps_err aps_light_cloud(aps_ctx *ctx, aps_mark *m, int64_t n, int width, int height, float *point) {
  return choose_glows(ctx, m, n, width, height, 0, 1, point);
}

/* ---- stamps ---- */

typedef struct { /* one copy of the picture */
  int nx, ny, tiles_x, tiles_y, first_tile;
  float *c[3];
  int64_t *exact[3]; /* light is first added up here, in integers; NULL: in c at once */
} sheet;

typedef struct {
  float x, y, radius,
      point;             /* of the two kernels; point 0: none. Pixels of the sheet, PAD included */
  float light[3], share; /* light of the first kernel, and of the point as a multiple of it */
} stamp;

typedef struct {
  sheet sheet[LEVELS];
  float *owned;
  int64_t *owned_exact;
  stamp *sorted;
  int64_t *first; /* [tiles + 1]: a tile's stamps */
  int64_t cells;  /* of all sheets */
  int tiles;
} sheets;

/* Where a mark's stamps go: up to two of them, each with its tile. */
static int stamps_of(const sheets *s, const aps_mark *m, float point, stamp out[2], int tile[2]) {
  if (!(m->glow >= 0)) return 0;
  const int level = aps_splat_level(m->glow), together = level == 0 || !(point > 0);
  const float sharp = point > 0 ? APS_SPLAT_POINT : 0;
  const float radius = fminf(m->glow / (float)(1 << level), WIDEST);
  int n = 0;
  for (int k = 0; k < 2 - together; k++) {
    const int l = k ? 0 : level;
    const float r = k ? point : radius, scale = 1 / (float)(1 << l);
    const sheet *at = &s->sheet[l];
    const float x = aps_splat_on(m->x, scale), y = aps_splat_on(m->y, scale);
    if (!aps_splat_hits(x, y, fmaxf(r, together ? point : 0), at->nx, at->ny)) continue;
    const float share = k ? sharp : 1 - sharp;
    const float part = share * (at->exact[0] ? LIGHT_UNIT : scale * scale);
    out[n] = (stamp){x,
                     y,
                     r,
                     together ? point : 0,
                     {part * m->light[0], part * m->light[1], part * m->light[2]},
                     APS_SPLAT_POINT / (1 - APS_SPLAT_POINT)};
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
      const lane4 u = (lane4)((mask4)t & (t > 0)), value = APS_SPLAT_KERNEL(u);
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
static inline __attribute__((always_inline)) void
press_box(const sheet *to, const stamp *s, int lanes, int exact, float *glow, float *point) {
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
      for (int c = 0; c < 3; c++) {
        const lane4 more_light = s->light[c] * w;
        if (exact) {
          const mask4 count = __builtin_convertvector(more_light, mask4);
          for (int k = 0; k < 4; k++) to->exact[c][at + i + k] += count[k];
        } else
          store4(to->c[c] + at + i, load4(to->c[c] + at + i) + more_light);
      }
    }
  }
}

static inline __attribute__((always_inline)) void press(const sheet *to, const stamp *s,
                                                        int exact) {
  float glow[SIDE * SIDE], point[SIDE * SIDE];
  const float reach = fmaxf(s->radius, s->point);
  const int wide = floor_of(s->x + reach) - above(s->x - reach) + 1;
  switch ((wide + 3) / 4) {
  case 1:
    press_box(to, s, 4, exact, glow, point);
    break;
  case 2:
    press_box(to, s, 8, exact, glow, point);
    break;
  case 3:
    press_box(to, s, 12, exact, glow, point);
    break;
  default:
    press_box(to, s, (wide + 3) & ~3, exact, glow, point);
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
      if (at->exact[0])
        for (int64_t i = s->first[t]; i < s->first[t + 1]; i++) press(at, &s->sorted[i], 1);
      else
        for (int64_t i = s->first[t]; i < s->first[t + 1]; i++) press(at, &s->sorted[i], 0);
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

/* Numbers of their tiles and cells. */
static void sheets_lay_out(int width, int height, sheets *s) {
  int64_t total = 0;
  for (int l = 0; l < LEVELS; l++) {
    sheet *at = &s->sheet[l];
    at->nx = aps_splat_extent(width, l), at->ny = aps_splat_extent(height, l);
    at->tiles_x = at->nx / TILE + 1, at->tiles_y = at->ny / TILE + 1;
    at->first_tile = s->tiles;
    s->tiles += at->tiles_x * at->tiles_y;
    total += 3 * (int64_t)at->nx * (at->ny + 1);
  }
  s->cells = total + 2 * WIDEST;
}

static aps_err sheets_create(aps_ctx *ctx, int width, int height, int exact, sheets *s) {
  sheets_lay_out(width, height, s);
  s->owned = aps_alloc(ctx, "picture", s->cells, sizeof(float));
  if (exact) s->owned_exact = aps_alloc(ctx, "picture", s->cells, sizeof(int64_t));
  if (!s->owned || (exact && !s->owned_exact)) return APS_EMEM;
  int64_t first = 0;
  for (int l = 0; l < LEVELS; l++)
    for (int c = 0; c < 3; c++) {
      s->sheet[l].c[c] = s->owned + first;
      if (exact) s->sheet[l].exact[c] = s->owned_exact + first;
      first += (int64_t)s->sheet[l].nx * (s->sheet[l].ny + 1);
    }
  return APS_OK;
}

/* Light of all ranks, from integers to floats. */
static void sum_ranks(aps_ctx *ctx, const sheets *s) {
  aps_ranks_sum_int(ctx, s->owned_exact, s->cells);
  for (int l = 0; l < LEVELS; l++) {
    const float unit = 1 / (LIGHT_UNIT * (float)(1 << l) * (float)(1 << l));
    const int64_t count = 3 * (int64_t)s->sheet[l].nx * (s->sheet[l].ny + 1);
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < count; i++) s->sheet[l].c[0][i] = unit * (float)s->sheet[l].exact[0][i];
  }
}

static aps_err add(aps_ctx *ctx, const aps_mark *m, int64_t n, float point, int all,
                   aps_canvas *image) {
  sheets s = {.tiles = 0};
  aps_err err = sheets_create(ctx, image->width, image->height, all, &s);
  if (err == APS_OK) err = sort_stamps(ctx, &s, m, n, fminf(point, WIDEST));
  if (all) err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) {
    press_all(&s);
    if (all) sum_ranks(ctx, &s);
    for (int l = LEVELS - 1; l > 0; l--) enlarge(&s.sheet[l], &s.sheet[l - 1]);
    hand_over(&s.sheet[0], image);
  }
  aps_release(ctx, s.sorted);
  aps_release(ctx, s.first);
  aps_release(ctx, s.owned_exact);
  aps_release(ctx, s.owned);
  return err;
}

aps_err aps_light_add(aps_ctx *ctx, const aps_mark *m, int64_t n, float point, aps_canvas *image) {
  return add(ctx, m, n, point, 0, image);
}

aps_err aps_light_all(aps_ctx *ctx, aps_mark *m, int64_t n, aps_canvas *image) {
  float point;
  APS_TRY(choose_glows(ctx, m, n, image->width, image->height, 1, 0, &point));
  return add(ctx, m, n, point, 1, image);
}

/* Each mark has two stamps at most. */
double aps_light_bytes(int64_t n, int width, int height) {
  sheets s = {.tiles = 0};
  sheets_lay_out(width, height, &s);
  return (double)s.cells * (sizeof(float) + sizeof(int64_t)) + 2.0 * (double)n * sizeof(stamp) + 8.0 * (CHUNKS + 1) * s.tiles;
}
