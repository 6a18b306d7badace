/* Second order of Lagrange's perturbation theory: what is added to Zel'dovich's displacement psi,
 *
 *   div psi2 = (D2 / D^2) S,    S = sum_(i < j) (psi_i,i psi_j,j - psi_i,j^2)
 *
 * with -psi_i,j = sum_k k_i k_j (delta_k / k^2) e^(i k q): on a grid of m^3 points, m the power of two from 3 half + 1 on, so
 * that no wave of the products takes the place of one that is kept. A rank does its planes q_x = const of that grid; plane
 * by plane waves of y and z are summed to points, multiplied, and turned to waves again; last, of each n_y in turn, all
 * planes come together on every rank, which sums along x. So no rank holds the grid, and the bits are the same on any number
 * of ranks and threads. Sources: Bouchet et al. 1995, A&A 296, 575; Scoccimarro 1998, MNRAS 299, 1097; Orszag 1971, J. Atmos.
 * Sci. 28, 1074 (products without aliases). */
#include "../core/fft.h"
#include "../core/ranks.h"
#include "waves.h"
#include <stdlib.h>
#include <string.h>

enum { LINES = APS_FFT_LINES, POWERS = 3 }; /* of k_x: 0, 1, 2 */

struct ic_second {
  aps_ctx *ctx;
  const ic_waves *w;
  aps_fft fft;
  double ratio;
  int m, wide, n;           /* points along an edge; 2 half + 1; half + 1 */
  int64_t first, planes;    /* of this rank */
  ic_wave *along[POWERS];   /* [planes][wide][n]: sums along x of k_x^p delta / k^2; the first becomes S's */
  ic_wave *mine, *all;      /* [planes][n], [m][n]: S of one n_y */
  int64_t *bytes;           /* [ranks] */
};

/* Where wave n of the sum with e^(+i k q) is put. */
static int place_of(const ic_second *s, int n) { return (s->m - n) % s->m; }

static void clear(const ic_second *s, aps_fft_lines x) {
  memset(x.re, 0, sizeof *x.re * (size_t)s->m), memset(x.im, 0, sizeof *x.im * (size_t)s->m);
}

static ic_wave *cell(const ic_second *s, int power, int64_t plane, int y, int z) {
  return &s->along[power][(plane * s->wide + y + s->w->half) * s->n + z];
}

/* ---- along x, from delta_k / k^2 to the planes of this rank */

/* rows: room for [LINES][wide]. */
static void to_planes(ic_second *s, aps_fft_lines x, ic_wave *rows, int y, int z0) {
  const int half = s->w->half, lines = s->n - z0 < LINES ? s->n - z0 : LINES;
  for (int l = 0; l < lines; l++)
    for (int nx = -half; nx <= half; nx++) rows[l * s->wide + nx + half] = aps_ic_amplitude(s->w, nx, y, z0 + l);
  for (int power = 0; power < POWERS; power++) {
    clear(s, x);
    for (int l = 0; l < lines; l++)
      for (int nx = -half; nx <= half; nx++)
        aps_fft_put(&s->fft, x, place_of(s, nx), l, rows[l * s->wide + nx + half] * pow(ic_wave_number(s->w, 0, nx), power));
    aps_fft_run(&s->fft, x);
    for (int64_t p = 0; p < s->planes; p++)
      for (int l = 0; l < lines; l++) *cell(s, power, p, y, z0 + l) = aps_fft_get(x, (int)(s->first + p), l);
  }
}

static int all_to_planes(ic_second *s) {
  int failed = 0;
#pragma omp parallel reduction(| : failed)
  {
    aps_fft_lines x = aps_fft_make_lines(s->m);
    ic_wave *rows = malloc(sizeof *rows * LINES * (size_t)s->wide);
    failed = x.re == NULL || rows == NULL;
#pragma omp for schedule(static) collapse(2)
    for (int y = -s->w->half; y <= s->w->half; y++)
      for (int z = 0; z < s->n; z += LINES)
        if (!failed) to_planes(s, x, rows, y, z);
    free(rows);
    aps_fft_free_lines(&x);
  }
  return failed;
}

/* ---- in a plane: waves of y and z to points and back */

typedef struct {
  aps_fft_lines x;
  ic_wave *column[2];                /* [m][n]: points along y, waves along z, of two fields */
  double *field[2], *source, *trace; /* [m][m]; trace: the sum of two of the three */
} plane;

static plane make_plane(const ic_second *s) {
  const size_t waves = sizeof(ic_wave) * (size_t)s->m * (size_t)s->n, points = sizeof(double) * (size_t)s->m * (size_t)s->m;
  return (plane){aps_fft_make_lines(s->m), {malloc(waves), malloc(waves)}, {malloc(points), malloc(points)}, malloc(points), malloc(points)};
}

static int is_whole(const plane *p) {
  return p->x.re && p->column[0] && p->column[1] && p->field[0] && p->field[1] && p->source && p->trace;
}

static void end_plane(plane *p) {
  void *const all[] = {p->column[0], p->column[1], p->field[0], p->field[1], p->source, p->trace};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
  aps_fft_free_lines(&p->x);
}

/* k_i k_j of a plane's waves, whose factor of k_x is in the sums already. */
typedef struct {
  int x, y, z; /* powers */
} product;

static void along_y(const ic_second *s, plane *p, int64_t at, product f, ic_wave *column) {
  const int half = s->w->half;
  for (int z0 = 0; z0 < s->n; z0 += LINES) {
    const int lines = s->n - z0 < LINES ? s->n - z0 : LINES;
    clear(s, p->x);
    for (int y = -half; y <= half; y++)
      for (int l = 0; l < lines; l++)
        aps_fft_put(&s->fft, p->x, place_of(s, y), l,
                    *cell(s, f.x, at, y, z0 + l) * pow(ic_wave_number(s->w, 1, y), f.y) * pow(ic_wave_number(s->w, 2, z0 + l), f.z));
    aps_fft_run(&s->fft, p->x);
    for (int j = 0; j < s->m; j++)
      for (int l = 0; l < lines; l++) column[j * s->n + z0 + l] = aps_fft_get(p->x, j, l);
  }
}

/* Two real fields of one plane, as the parts of one complex. */
static void to_points(const ic_second *s, plane *p, int64_t at, const product f[2]) {
  for (int k = 0; k < 2; k++) along_y(s, p, at, f[k], p->column[k]);
  for (int j0 = 0; j0 < s->m; j0 += LINES) {
    clear(s, p->x);
    for (int l = 0; l < LINES; l++)
      for (int z = 0; z < s->n; z++) {
        const ic_wave a = p->column[0][(j0 + l) * s->n + z], b = p->column[1][(j0 + l) * s->n + z];
        aps_fft_put(&s->fft, p->x, place_of(s, z), l, a + I * b);
        if (z) aps_fft_put(&s->fft, p->x, z, l, conj(a) + I * conj(b));
      }
    aps_fft_run(&s->fft, p->x);
    for (int l = 0; l < LINES; l++)
      for (int i = 0; i < s->m; i++) {
        const ic_wave value = aps_fft_get(p->x, i, l);
        const int64_t point = (int64_t)(j0 + l) * s->m + i;
        p->field[0][point] = creal(value), p->field[1][point] = cimag(value);
      }
  }
}

static void multiply(const ic_second *s, plane *p, int64_t at) {
  static const product xx = {2, 0, 0}, yy = {0, 2, 0}, zz = {0, 0, 2}, xy = {1, 1, 0}, xz = {1, 0, 1}, yz = {0, 1, 1};
  const int64_t points = (int64_t)s->m * s->m;
  const double *const a = p->field[0], *const b = p->field[1];
  to_points(s, p, at, (product[]){xx, yy});
  for (int64_t i = 0; i < points; i++) p->source[i] = a[i] * b[i], p->trace[i] = a[i] + b[i];
  to_points(s, p, at, (product[]){zz, xy});
  for (int64_t i = 0; i < points; i++) p->source[i] += p->trace[i] * a[i] - b[i] * b[i];
  to_points(s, p, at, (product[]){xz, yz});
  for (int64_t i = 0; i < points; i++) p->source[i] -= a[i] * a[i] + b[i] * b[i];
}

/* S of the plane's points to waves of y and z: two rows of points as the parts of one complex line. */
static void to_waves(ic_second *s, plane *p, int64_t at) {
  const int half = s->w->half, m = s->m;
  for (int j0 = 0; j0 < m; j0 += 2 * LINES) {
    const int lines = m - j0 < 2 * LINES ? (m - j0) / 2 : LINES;
    clear(s, p->x);
    for (int l = 0; l < lines; l++)
      for (int i = 0; i < m; i++) {
        const double *row = p->source + (int64_t)(j0 + 2 * l) * m;
        aps_fft_put(&s->fft, p->x, i, l, aps_complex(row[i], row[m + i]));
      }
    aps_fft_run(&s->fft, p->x);
    for (int l = 0; l < lines; l++)
      for (int z = 0; z < s->n; z++) {
        const ic_wave a = aps_fft_get(p->x, z, l), b = conj(aps_fft_get(p->x, (m - z) % m, l));
        ic_wave *to = p->column[0] + (j0 + 2 * l) * s->n + z;
        to[0] = (a + b) / 2, to[s->n] = -I * (a - b) / 2;
      }
  }
  for (int z0 = 0; z0 < s->n; z0 += LINES) {
    const int lines = s->n - z0 < LINES ? s->n - z0 : LINES;
    clear(s, p->x);
    for (int j = 0; j < m; j++)
      for (int l = 0; l < lines; l++) aps_fft_put(&s->fft, p->x, j, l, p->column[0][j * s->n + z0 + l]);
    aps_fft_run(&s->fft, p->x);
    for (int y = -half; y <= half; y++)
      for (int l = 0; l < lines; l++) *cell(s, 0, at, y, z0 + l) = aps_fft_get(p->x, (y + m) % m, l);
  }
}

static int all_planes(ic_second *s) {
  int failed = 0;
#pragma omp parallel reduction(| : failed)
  {
    plane p = make_plane(s);
    failed = !is_whole(&p);
#pragma omp for schedule(dynamic, 1)
    for (int64_t at = 0; at < s->planes; at++) {
      if (failed) continue;
      multiply(s, &p, at);
      to_waves(s, &p, at);
    }
    end_plane(&p);
  }
  return failed;
}

/* ---- the whole */

static aps_err make(ic_second *s) {
  const int ranks = aps_ranks(s->ctx);
  const int64_t cells = s->planes * s->wide * s->n;
  APS_TRY(aps_fft_begin(s->ctx, s->m, &s->fft));
  for (int power = 0; power < POWERS; power++) {
    s->along[power] = aps_alloc(s->ctx, "waves of second order", cells, sizeof(ic_wave));
    if (s->along[power] == NULL) return APS_EMEM;
  }
  s->mine = aps_alloc(s->ctx, "waves of second order", s->planes * s->n, sizeof *s->mine);
  s->all = aps_alloc(s->ctx, "waves of second order", (int64_t)s->m * s->n, sizeof *s->all);
  s->bytes = aps_alloc(s->ctx, "ranks", ranks, sizeof *s->bytes);
  if (!s->mine || !s->all || !s->bytes) return APS_EMEM;
  for (int r = 0; r < ranks; r++)
    s->bytes[r] = (aps_ranks_share(s->m, r + 1, ranks) - aps_ranks_share(s->m, r, ranks)) * s->n * (int64_t)sizeof(ic_wave);
  APS_CHECK(s->ctx, !all_to_planes(s) && !all_planes(s), APS_EMEM, "no memory for planes of waves");
  for (int power = 1; power < POWERS; power++) aps_release(s->ctx, s->along[power]), s->along[power] = NULL;
  return APS_OK;
}

aps_err aps_ic_second_begin(aps_ctx *ctx, const ic_waves *w, double ratio, ic_second **out) {
  ic_second *s = *out = calloc(1, sizeof *s);
  aps_err err = APS_OK;
  if (s == NULL) {
    err = aps_fail(ctx, APS_EMEM, "no memory for waves of second order");
  } else {
    *s = (ic_second){.ctx = ctx, .w = w, .ratio = ratio, .m = LINES, .wide = 2 * w->half + 1, .n = w->half + 1};
    while (s->m < 3 * w->half + 1) s->m *= 2;
    s->first = aps_ranks_share(s->m, aps_rank(ctx), aps_ranks(ctx));
    s->planes = aps_ranks_share(s->m, aps_rank(ctx) + 1, aps_ranks(ctx)) - s->first;
    err = make(s);
  }
  return aps_ranks_agree(ctx, err);
}

aps_err aps_ic_second_row(ic_second *s, int y, ic_wave *out) {
  const int half = s->w->half;
  int failed = 0;
  for (int64_t p = 0; p < s->planes; p++) memcpy(s->mine + p * s->n, cell(s, 0, p, y, 0), sizeof *s->mine * (size_t)s->n);
  aps_ranks_gather_all(s->ctx, s->mine, s->bytes, s->all);
#pragma omp parallel reduction(| : failed)
  {
    aps_fft_lines x = aps_fft_make_lines(s->m);
    failed = x.re == NULL;
#pragma omp for schedule(static)
    for (int z0 = 0; z0 < s->n; z0 += LINES) {
      const int lines = s->n - z0 < LINES ? s->n - z0 : LINES;
      if (failed) continue;
      clear(s, x);
      for (int j = 0; j < s->m; j++)
        for (int l = 0; l < lines; l++) aps_fft_put(&s->fft, x, j, l, s->all[j * s->n + z0 + l]);
      aps_fft_run(&s->fft, x);
      for (int l = 0; l < lines; l++)
        for (int nx = -half; nx <= half; nx++) {
          const double k2 = ic_wave_square(s->w, nx, y, z0 + l), points = (double)s->m * s->m * s->m;
          out[(z0 + l) * s->wide + nx + half] = k2 > 0 ? -s->ratio / (points * k2) * aps_fft_get(x, (nx + s->m) % s->m, l) : 0;
        }
    }
    aps_fft_free_lines(&x);
  }
  APS_CHECK(s->ctx, !failed, APS_EMEM, "no memory for lines of a transform");
  return APS_OK;
}

void aps_ic_second_end(ic_second **at) {
  ic_second *s = *at;
  if (s == NULL) return;
  aps_fft_end(s->ctx, &s->fft);
  void *const all[] = {s->along[0], s->along[1], s->along[2], s->mine, s->all, s->bytes};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(s->ctx, all[k]);
  free(s);
  *at = NULL;
}
