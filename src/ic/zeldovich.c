/* A Gaussian random field of matter in an expanding universe, by Zel'dovich's approximation: a grid of g^3 particles at
 *
 *   x = q + psi(q),    a dx/dt = a H f psi,    psi(q) = sum_k i k/k^2 delta_k e^(i k q),    <|delta_k|^2> = P(k, a) / V
 *
 * with f = d ln D / d ln a and P(k, a) = D(a)^2 P(k): spectrum.c. Waves below the grid's Nyquist wave number in each direction.
 * With order: 2 psi2 of second_order.c is added, to velocities with its own f. Sources: Zel'dovich 1970, A&A 5, 84; Efstathiou et
 * al. 1985, ApJS 57, 241.
 *
 * The sums run along x, y and z in turn, 3 g^4 terms instead of g^6, and a rank does those of its own planes q_x = const: no
 * transform of the whole grid is held, and the bits are the same on any number of ranks. A wave's amplitude is a function of
 * the seed and of its three whole numbers. */
#include "../core/cosmology.h"
#include "../core/ranks.h"
#include "waves.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int64_t grid, order;
  double sigma8, n_s, omega_b;
  const char *spectrum;
  int amplitudes, phases; /* 0: random */
} field;

static const aps_param params[] = {
    {"grid", 'i', offsetof(field, grid), "64", "", "2..2048", "particles along an edge of the box: grid^3 of them"},
    {"sigma8", 'd', offsetof(field, sigma8), NULL, "", ">0", "rms of today's linear density in spheres of 8 Mpc/h; absent: 0.81, or the table's"},
    {"n_s", 'd', offsetof(field, n_s), "0.965", "", "", "slope of the spectrum at large scales"},
    {"omega_b", 'd', offsetof(field, omega_b), "0.049", "", ">=0", "baryons, as they shape the spectrum; part of omega_m"},
    {"spectrum", 's', offsetof(field, spectrum), NULL, "", "", "text file of k [h/Mpc] and P(k) [(Mpc/h)^3] of today, linear, k ascending"},
    {"amplitudes", 'e', offsetof(field, amplitudes), "random", "", "random|fixed", "fixed: every wave has its mean power"},
    {"phases", 'e', offsetof(field, phases), "random", "", "random|opposite", "opposite: those of the same seed turned by half a wave"},
    {"order", 'i', offsetof(field, order), "1", "", "1..2", "2: second-order perturbations as well, for which a later start will do"},
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const field *f = self;
  APS_CHECK(ctx, isnan(f->sigma8) || f->sigma8 > 0, APS_ECONFIG, "sigma8: must be > 0, got %g", f->sigma8);
  *n = f->grid * f->grid * f->grid;
  return APS_OK;
}

/* ---- waves -------------------------------------------------------------------------------------------- */

/* Sums along x of A and of k_x A, A = delta / k^2 and what second order adds. */
typedef struct {
  ic_wave *a0, *ax; /* [planes][2 half + 1][half + 1] */
} sums;

typedef struct {
  ic_waves waves;
  int64_t plane, planes; /* of this rank */
  ic_wave *turn[3];      /* [g][2 half + 1]: e^(i k q) of a place and a wave, along each edge */
  sums at[2];            /* of displacements; of velocities over those of first order, where they are others */
  int sets;
} work;

static uint64_t from_sign(int n) { return (uint64_t)(n < 0 ? -2 * n - 1 : 2 * n); }

/* Of waves with n_z = 0 one half is the other's conjugate. */
ic_wave aps_ic_amplitude(const ic_waves *w, int x, int y, int z) {
  const double k2 = ic_wave_square(w, x, y, z);
  const int mirrored = z == 0 && (y < 0 || (y == 0 && x < 0));
  if (k2 == 0) return 0;
  if (mirrored) x = -x, y = -y;
  const uint64_t index = (from_sign(x) << 24) + (from_sign(y) << 12) + (uint64_t)z; /* of any grid */
  aps_rng rng = aps_rng_at(w->place->seed, w->place->stream, index);
  const double angle = 2 * M_PI * aps_rng_uniform(&rng), chance = aps_rng_uniform(&rng);
  double size = w->amplitude * sqrt(aps_ic_power(&w->s, sqrt(k2) / w->edge)) / k2;
  if (!w->fixed) size *= sqrt(-log(chance)); /* |delta|^2 is exponential */
  if (w->opposite) size = -size;
  const ic_wave value = size * cexp(I * angle);
  return mirrored ? conj(value) : value;
}

/* The sums along x for the waves of one n_y and n_z. second: [2 half + 1] of n_x, NULL: none; pace: of their velocities over
 * those of first order. */
static void along_x(const work *w, int y, int z, const ic_wave *second, double pace) {
  const int half = w->waves.half, wide = 2 * half + 1;
  for (int x = -half; x <= half; x++) {
    const ic_wave first = aps_ic_amplitude(&w->waves, x, y, z), more = second ? second[x + half] : 0;
    const double k = ic_wave_number(&w->waves, 0, x);
    for (int set = 0; set < w->sets; set++) {
      const ic_wave value = first + (set ? pace : 1) * more;
      for (int64_t p = 0; p < w->planes; p++) {
        const ic_wave term = value * w->turn[0][(w->plane + p) * wide + x + half];
        const int64_t at = (p * wide + y + half) * (half + 1) + z;
        w->at[set].a0[at] += term, w->at[set].ax[at] += k * term;
      }
    }
  }
}

/* psi of one row q_x, q_y = const, [3][g]; b: room for [3][half + 1]. */
static void row_of(const work *w, const sums *s, int64_t p, int j, ic_wave *b, double *psi) {
  const int half = w->waves.half, wide = 2 * half + 1, n = half + 1, g = w->waves.g;
  const ic_wave *a0 = s->a0 + p * wide * n, *ax = s->ax + p * wide * n;
  memset(b, 0, 3 * sizeof *b * (size_t)n);
  for (int y = 0; y < wide; y++) {
    const ic_wave turn = w->turn[1][j * wide + y];
    const double k = ic_wave_number(&w->waves, 1, y - half);
    for (int z = 0; z < n; z++) {
      const ic_wave term = a0[y * n + z] * turn;
      b[z] += ax[y * n + z] * turn, b[n + z] += k * term, b[2 * n + z] += ic_wave_number(&w->waves, 2, z) * term;
    }
  }
  for (int d = 0; d < 3; d++)
    for (int i = 0; i < g; i++) {
      double sum = 0;
      for (int z = 0; z < n; z++) /* the real part of i b e^(i k z), twice where -k_z has the conjugate */
        sum -= (z ? 2 : 1) * cimag(b[d * n + z] * w->turn[2][i * wide + z + half]);
      psi[d * g + i] = sum;
    }
}

static void put_row(const work *w, int64_t p, int j, double mass, double speed, const double *psi, const double *flow, aps_view rows) {
  const int g = w->waves.g;
  const aps_ic_place *place = w->waves.place;
  for (int i = 0; i < g; i++) {
    const int64_t row = ((w->plane + p) * g + j) * g + i - place->first;
    const double q[3] = {(double)(w->plane + p), j, i};
    double x[3], v[3];
    if (row < 0 || row >= rows.n) continue;
    for (int d = 0; d < 3; d++) {
      x[d] = (q[d] + 0.5) * place->box[d] / g + psi[d * g + i];
      v[d] = speed * flow[d * g + i];
    }
    ic_put(&rows, row, mass, x, v);
  }
}

static aps_err put_rows(const work *w, aps_ctx *ctx, double mass, double speed, aps_view rows) {
  const int g = w->waves.g;
  int failed = 0;
#pragma omp parallel reduction(| : failed)
  {
    ic_wave *b = malloc(3 * sizeof *b * (size_t)(w->waves.half + 1));
    double *psi = malloc(2 * 3 * sizeof *psi * (size_t)g), *flow = psi + (w->sets > 1 ? 3 * g : 0);
    failed = b == NULL || psi == NULL;
#pragma omp for schedule(static)
    for (int64_t line = 0; line < w->planes * g; line++) {
      if (failed) continue;
      row_of(w, &w->at[0], line / g, (int)(line % g), b, psi);
      if (w->sets > 1) row_of(w, &w->at[1], line / g, (int)(line % g), b, flow);
      put_row(w, line / g, (int)(line % g), mass, speed, psi, flow, rows);
    }
    free(b);
    free(psi);
  }
  APS_CHECK(ctx, !failed, APS_EMEM, "no memory for rows of waves");
  return APS_OK;
}

static aps_err make_turns(work *w, aps_ctx *ctx) {
  const int g = w->waves.g, half = w->waves.half, wide = 2 * half + 1;
  for (int d = 0; d < 3; d++) {
    w->turn[d] = aps_alloc(ctx, "waves", (int64_t)g * wide, sizeof(ic_wave));
    if (w->turn[d] == NULL) return APS_EMEM;
    for (int i = 0; i < g; i++) /* whole turns taken off in whole numbers: q k = 2 pi n (i + 1/2) / g */
      for (int n = -half; n <= half; n++) {
        const int halves = (int)(((int64_t)n * (2 * i + 1)) % (2 * g));
        w->turn[d][i * wide + n + half] = cexp(I * (M_PI * halves / g));
      }
  }
  return APS_OK;
}

static aps_err open_work(work *w, aps_ctx *ctx, const field *f, int64_t rows) {
  ic_waves *v = &w->waves;
  const int64_t plane = f->grid * f->grid, first = v->place->first;
  APS_TRY(aps_ic_spectrum_open(ctx, f->spectrum, f->sigma8, &v->s));
  if (rows == 0) return APS_OK;
  w->plane = first / plane;
  w->planes = (first + rows - 1) / plane - w->plane + 1;
  APS_TRY(make_turns(w, ctx));
  for (int set = 0; set < w->sets; set++) {
    const int64_t cells = w->planes * (2 * v->half + 1) * (v->half + 1);
    w->at[set] = (sums){aps_alloc(ctx, "waves", cells, sizeof(ic_wave)), aps_alloc(ctx, "waves", cells, sizeof(ic_wave))};
    if (!w->at[set].a0 || !w->at[set].ax) return APS_EMEM;
  }
  return APS_OK;
}

static void close_work(work *w, aps_ctx *ctx) {
  aps_ic_spectrum_close(ctx, &w->waves.s);
  for (int d = 0; d < 3; d++) aps_release(ctx, w->turn[d]);
  for (int set = 0; set < w->sets; set++) aps_release(ctx, w->at[set].a0), aps_release(ctx, w->at[set].ax);
}

/* second: NULL: none. */
static aps_err sum_along_x(work *w, aps_ctx *ctx, ic_second *second, double pace) {
  const int half = w->waves.half, wide = 2 * half + 1;
  ic_wave *more = second ? aps_alloc(ctx, "waves of second order", (int64_t)wide * (half + 1), sizeof *more) : NULL;
  aps_err err = aps_ranks_agree(ctx, second && !more ? APS_EMEM : APS_OK);
  const int on = err == APS_OK;
  for (int y = -half; on && y <= half; y++) { /* one that fails stays with the others to the end */
    if (second && aps_ic_second_row(second, y, more) != APS_OK) err = APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1)
    for (int z = 0; z <= half; z++) along_x(w, y, z, second ? more + z * wide : NULL, pace);
  }
  aps_release(ctx, more);
  return on ? aps_ranks_agree(ctx, err) : err;
}

static aps_err fill_rows(work *w, aps_ctx *ctx, const field *f, aps_view rows) {
  ic_waves *v = &w->waves;
  const aps_ic_place *place = v->place;
  const aps_cosmology *c = place->in;
  const double volume = place->box[0] * place->box[1] * place->box[2];
  const double mass = 3 * c->H0 * c->H0 / (8 * M_PI * place->G) * c->omega_m * volume / (double)(f->grid * f->grid * f->grid);
  double rate, rate2 = 0;
  ic_second *second = NULL;
  v->amplitude = aps_growth(c, place->a, &rate) / sqrt(volume * v->edge * v->edge * v->edge);
  aps_err err = aps_ranks_agree(ctx, open_work(w, ctx, f, rows.n));
  if (err == APS_OK && f->order == 2) err = aps_ic_second_begin(ctx, v, aps_growth_second(c, place->a, &rate2), &second);
  if (err == APS_OK) err = sum_along_x(w, ctx, second, rate2 / rate);
  aps_ic_second_end(&second);
  if (err == APS_OK) err = put_rows(w, ctx, mass, place->a * aps_hubble(c, place->a) * rate, rows);
  return err;
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const field *f = self;
  const double Mpc = 3.0856775814913673e24;
  APS_CHECK(ctx, place->in, APS_ECONFIG, "zeldovich: needs an expanding universe: cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}");
  APS_CHECK(ctx, place->length > 0, APS_ECONFIG, "zeldovich: needs units, such as units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}");
  const double h = place->in->H0 / place->time * Mpc / 1e7;
  work w = {.sets = (int)f->order,
            .waves = {.place = place,
                      .s = {.omega_m = place->in->omega_m, .omega_b = f->omega_b, .h = h, .n_s = f->n_s},
                      .fixed = f->amplitudes,
                      .opposite = f->phases,
                      .edge = place->length / Mpc * h,
                      .g = (int)f->grid,
                      .half = (int)(f->grid - 1) / 2}};
  const aps_err err = fill_rows(&w, ctx, f, p);
  close_work(&w, ctx);
  return err;
}

const aps_ic aps_ic_zeldovich = {
    .about = {.name = "zeldovich",
              .doc = "random waves of matter in an expanding universe, on a grid, by Zel'dovich's approximation or to second order",
              .source = "Zel'dovich 1970, A&A 5, 84; Bouchet et al. 1995, A&A 296, 575; Eisenstein & Hu 1998, ApJ 496, 605",
              .params = params,
              .state_size = sizeof(field)},
    .count = count,
    .fill = fill,
    .together = 1,
};
