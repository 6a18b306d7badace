/* A Gaussian random field of matter in an expanding universe, by Zel'dovich's approximation: a grid of g^3 particles at
 *
 *   x = q + psi(q),    a dx/dt = a H f psi,    psi(q) = sum_k i k/k^2 delta_k e^(i k q),    <|delta_k|^2> = P(k, a) / V
 *
 * with f = d ln D / d ln a and P(k, a) = D(a)^2 P(k): the spectrum of Eisenstein & Hu 1998 without wiggles (their equations 26
 * and 28 to 31) times k^n_s, of variance sigma8^2 in spheres of 8 Mpc/h, or a table's. Waves below the grid's Nyquist wave
 * number in each direction. Sources: Zel'dovich 1970, A&A 5, 84; Efstathiou et al. 1985, ApJS 57, 241.
 *
 * The sums run along x, y and z in turn, 3 g^4 terms instead of g^6, and a rank does those of its own planes q_x = const: no
 * transform of the whole grid is held, and the bits are the same on any number of ranks. A wave's amplitude is a function of
 * the seed and of its three whole numbers. */
#include "../core/cosmology.h"
#include "../core/file.h"
#include "../core/number.h"
#include "ic.h"
#include <complex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef double complex wave;

typedef struct {
  int64_t grid;
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
    {.key = NULL}};

static aps_err count(const void *self, aps_ctx *ctx, int64_t *n) {
  const field *f = self;
  APS_CHECK(ctx, isnan(f->sigma8) || f->sigma8 > 0, APS_ECONFIG, "sigma8: must be > 0, got %g", f->sigma8);
  *n = f->grid * f->grid * f->grid;
  return APS_OK;
}

/* ---- the spectrum, k in h/Mpc ---------------------------------------------------------------------- */

typedef struct {
  double omega_m, omega_b, h, n_s, scale; /* scale: what the shape is multiplied by */
  double *k, *P;                          /* [n], logarithms; NULL: no table */
  int64_t n;
} spectrum;

static double eisenstein_hu(const spectrum *s, double k) {
  const double theta = 2.7255 / 2.7, m = s->omega_m * s->h * s->h, b = s->omega_b * s->h * s->h, part = s->omega_b / s->omega_m;
  const double sound = 44.5 * log(9.83 / m) / sqrt(1 + 10 * pow(b, 0.75)); /* Mpc */
  const double alpha = 1 - 0.328 * log(431 * m) * part + 0.38 * log(22.3 * m) * part * part;
  const double gamma = s->omega_m * s->h * (alpha + (1 - alpha) / (1 + pow(0.43 * k * s->h * sound, 4)));
  const double q = k * theta * theta / gamma, L = log(2 * M_E + 1.8 * q), C = 14.2 + 731 / (1 + 62.5 * q), T = L / (L + C * q * q);
  return pow(k, s->n_s) * T * T;
}

/* Straight in logarithms, beyond the ends as well. */
static double of_table(const spectrum *s, double k) {
  const double x = log(k);
  int64_t low = 0, high = s->n - 1;
  while (high - low > 1) {
    const int64_t middle = (low + high) / 2;
    if (s->k[middle] <= x) low = middle;
    else high = middle;
  }
  return exp(s->P[low] + (s->P[high] - s->P[low]) * (x - s->k[low]) / (s->k[high] - s->k[low]));
}

static double power(const spectrum *s, double k) { return s->scale * (s->k ? of_table(s, k) : eisenstein_hu(s, k)); }

/* sigma^2 = int k^3 P W^2 / (2 pi^2) d ln k, W of a sphere of 8 Mpc/h. */
static double variance(const spectrum *s) {
  enum { STEPS = 20000 };
  const double first = log(1e-5), h = (log(1e2) - first) / STEPS;
  double sum = 0;
  for (int i = 0; i <= STEPS; i++) {
    const double k = exp(first + i * h), x = 8 * k;
    const double W = x < 1e-2 ? 1 - x * x / 10 : 3 * (sin(x) - x * cos(x)) / (x * x * x);
    sum += (i == 0 || i == STEPS ? 0.5 : 1) * k * k * k * power(s, k) * W * W * h;
  }
  return sum / (2 * M_PI * M_PI);
}

static aps_err read_line(aps_ctx *ctx, const field *f, char *text, int64_t line, spectrum *s) {
  double value[2];
  int n = 0, overflow = 0;
  text[strcspn(text, "#\r")] = '\0';
  for (char *at = text + strspn(text, " \t,"); *at && n < 2; at += strspn(at, " \t,")) {
    const size_t used = aps_number_scan(at, strlen(at), &value[n], &overflow);
    if (used == 0 || overflow) break;
    at += used, n++;
  }
  if (n == 0 && text[strspn(text, " \t")] == '\0') return APS_OK;
  const int ascends = n == 2 && value[0] > 0 && value[1] > 0 && (s->n == 0 || log(value[0]) > s->k[s->n - 1]);
  APS_CHECK(ctx, ascends, APS_EDATA, "%s:%lld: must be k > that before and P > 0", f->spectrum, (long long)line);
  s->k[s->n] = log(value[0]), s->P[s->n++] = log(value[1]);
  return APS_OK;
}

static aps_err read_lines(aps_ctx *ctx, const field *f, char *text, spectrum *s) {
  int64_t line = 0;
  for (char *at = text, *end; at; at = end) {
    end = strchr(at, '\n');
    if (end) *end++ = '\0';
    APS_TRY(read_line(ctx, f, at, ++line, s));
  }
  APS_CHECK(ctx, s->n >= 2, APS_EDATA, "%s: holds no table of k and P(k)", f->spectrum);
  return APS_OK;
}

static aps_err read_table(aps_ctx *ctx, const field *f, spectrum *s) {
  char *text;
  int64_t n, lines = 2;
  APS_TRY(aps_file_load(ctx, f->spectrum, 64 << 20, &text, &n));
  for (int64_t i = 0; i < n; i++) lines += text[i] == '\n';
  s->k = aps_alloc(ctx, "spectrum", lines, sizeof *s->k), s->P = aps_alloc(ctx, "spectrum", lines, sizeof *s->P);
  const aps_err err = s->k && s->P ? read_lines(ctx, f, text, s) : APS_EMEM;
  aps_release(ctx, text);
  return err;
}

static void close_spectrum(aps_ctx *ctx, spectrum *s) {
  aps_release(ctx, s->k);
  aps_release(ctx, s->P);
}

static aps_err open_spectrum(aps_ctx *ctx, const field *f, const aps_ic_place *place, double h, spectrum *s) {
  *s = (spectrum){.omega_m = place->in->omega_m, .omega_b = f->omega_b, .h = h, .n_s = f->n_s, .scale = 1};
  APS_CHECK(ctx, f->omega_b < s->omega_m, APS_ECONFIG, "zeldovich: omega_b: must be less than omega_m = %g, got %g", s->omega_m, f->omega_b);
  if (f->spectrum) APS_TRY(read_table(ctx, f, s));
  if (f->spectrum && isnan(f->sigma8)) return APS_OK;
  const double wanted = isnan(f->sigma8) ? 0.81 : f->sigma8;
  s->scale = wanted * wanted / variance(s);
  return APS_OK;
}

/* ---- waves -------------------------------------------------------------------------------------------- */

typedef struct {
  const field *f;
  const aps_ic_place *place;
  spectrum s;
  double edge, amplitude; /* Mpc/h of a code length; sqrt(D^2 / V) of sqrt(P), P in (Mpc/h)^3 */
  int g, half;            /* whole numbers -half .. half of waves; 0 .. half along z */
  int64_t plane, planes;  /* of this rank */
  wave *turn[3];          /* [g][2 half + 1]: e^(i k q) of a place and a wave, along each edge */
  wave *a0, *ax;          /* [planes][2 half + 1][half + 1]: sums along x of delta / k^2 and of k_x delta / k^2 */
} work;

static double k_of(const work *w, int d, int n) { return 2 * M_PI * n / w->place->box[d]; }

static uint64_t from_sign(int n) { return (uint64_t)(n < 0 ? -2 * n - 1 : 2 * n); }

/* delta_k / k^2. Of waves with n_z = 0 one half is the other's conjugate. */
static wave amplitude(const work *w, int x, int y, int z) {
  const double k2 = k_of(w, 0, x) * k_of(w, 0, x) + k_of(w, 1, y) * k_of(w, 1, y) + k_of(w, 2, z) * k_of(w, 2, z);
  const int mirrored = z == 0 && (y < 0 || (y == 0 && x < 0));
  if (k2 == 0) return 0;
  if (mirrored) x = -x, y = -y;
  const uint64_t index = (from_sign(x) << 24) + (from_sign(y) << 12) + (uint64_t)z; /* of any grid */
  aps_rng rng = aps_rng_at(w->place->seed, w->place->stream, index);
  const double angle = 2 * M_PI * aps_rng_uniform(&rng), chance = aps_rng_uniform(&rng);
  double size = w->amplitude * sqrt(power(&w->s, sqrt(k2) / w->edge)) / k2;
  if (!w->f->amplitudes) size *= sqrt(-log(chance)); /* |delta|^2 is exponential */
  if (w->f->phases) size = -size;
  const wave value = size * cexp(I * angle);
  return mirrored ? conj(value) : value;
}

/* The sums along x for the waves of one n_y. */
static void along_x(const work *w, int y) {
  const int wide = 2 * w->half + 1;
  for (int z = 0; z <= w->half; z++)
    for (int x = -w->half; x <= w->half; x++) {
      const wave value = amplitude(w, x, y, z);
      const double k = k_of(w, 0, x);
      for (int64_t p = 0; p < w->planes; p++) {
        const wave term = value * w->turn[0][(w->plane + p) * wide + x + w->half];
        const int64_t at = (p * wide + y + w->half) * (w->half + 1) + z;
        w->a0[at] += term, w->ax[at] += k * term;
      }
    }
}

/* psi of one row q_x, q_y = const, [3][g]; b: room for [3][half + 1]. */
static void row_of(const work *w, int64_t p, int j, wave *b, double *psi) {
  const int wide = 2 * w->half + 1, n = w->half + 1;
  const wave *a0 = w->a0 + p * wide * n, *ax = w->ax + p * wide * n;
  memset(b, 0, 3 * sizeof *b * (size_t)n);
  for (int y = 0; y < wide; y++) {
    const wave turn = w->turn[1][j * wide + y];
    const double k = k_of(w, 1, y - w->half);
    for (int z = 0; z < n; z++) {
      const wave term = a0[y * n + z] * turn;
      b[z] += ax[y * n + z] * turn, b[n + z] += k * term, b[2 * n + z] += k_of(w, 2, z) * term;
    }
  }
  for (int d = 0; d < 3; d++)
    for (int i = 0; i < w->g; i++) {
      double sum = 0;
      for (int z = 0; z < n; z++) /* the real part of i b e^(i k z), twice where -k_z has the conjugate */
        sum -= (z ? 2 : 1) * cimag(b[d * n + z] * w->turn[2][i * wide + z + w->half]);
      psi[d * w->g + i] = sum;
    }
}

static void put_row(const work *w, int64_t p, int j, double mass, double speed, const double *psi, aps_view rows) {
  const int g = w->g;
  for (int i = 0; i < g; i++) {
    const int64_t row = ((w->plane + p) * g + j) * g + i - w->place->first;
    const double q[3] = {(double)(w->plane + p), j, i};
    double x[3], v[3];
    if (row < 0 || row >= rows.n) continue;
    for (int d = 0; d < 3; d++) {
      x[d] = (q[d] + 0.5) * w->place->box[d] / g + psi[d * g + i];
      v[d] = speed * psi[d * g + i];
    }
    ic_put(&rows, row, mass, x, v);
  }
}

static aps_err put_rows(const work *w, aps_ctx *ctx, double mass, double speed, aps_view rows) {
  int failed = 0;
#pragma omp parallel reduction(| : failed)
  {
    wave *b = malloc(3 * sizeof *b * (size_t)(w->half + 1));
    double *psi = malloc(3 * sizeof *psi * (size_t)w->g);
    failed = b == NULL || psi == NULL;
#pragma omp for schedule(static)
    for (int64_t line = 0; line < w->planes * w->g; line++) {
      if (failed) continue;
      row_of(w, line / w->g, (int)(line % w->g), b, psi);
      put_row(w, line / w->g, (int)(line % w->g), mass, speed, psi, rows);
    }
    free(b);
    free(psi);
  }
  APS_CHECK(ctx, !failed, APS_EMEM, "no memory for rows of waves");
  return APS_OK;
}

static aps_err make_turns(work *w, aps_ctx *ctx) {
  const int wide = 2 * w->half + 1;
  for (int d = 0; d < 3; d++) {
    w->turn[d] = aps_alloc(ctx, "waves", (int64_t)w->g * wide, sizeof(wave));
    if (w->turn[d] == NULL) return APS_EMEM;
    for (int i = 0; i < w->g; i++) /* whole turns taken off in whole numbers: q k = 2 pi n (i + 1/2) / g */
      for (int n = -w->half; n <= w->half; n++) {
        const int halves = (int)(((int64_t)n * (2 * i + 1)) % (2 * w->g));
        w->turn[d][i * wide + n + w->half] = cexp(I * (M_PI * halves / w->g));
      }
  }
  return APS_OK;
}

static aps_err transform(work *w, aps_ctx *ctx, aps_view rows) {
  const aps_ic_place *place = w->place;
  const aps_cosmology *c = place->in;
  const int64_t g = w->g, cells = (2 * w->half + 1) * (w->half + 1);
  const double volume = place->box[0] * place->box[1] * place->box[2];
  double rate;
  const double D = aps_growth(c, place->a, &rate), H = aps_hubble(c, place->a);
  const double mass = 3 * c->H0 * c->H0 / (8 * M_PI * place->G) * c->omega_m * volume / (double)(g * g * g);
  w->plane = place->first / (g * g);
  w->planes = (place->first + rows.n - 1) / (g * g) - w->plane + 1;
  w->amplitude = D / sqrt(volume * w->edge * w->edge * w->edge);
  APS_TRY(make_turns(w, ctx));
  w->a0 = aps_alloc(ctx, "waves", w->planes * cells, sizeof(wave));
  w->ax = aps_alloc(ctx, "waves", w->planes * cells, sizeof(wave));
  if (!w->a0 || !w->ax) return APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1)
  for (int y = -w->half; y <= w->half; y++) along_x(w, y);
  return put_rows(w, ctx, mass, place->a * H * rate, rows);
}

static aps_err fill(const void *self, aps_ctx *ctx, const aps_ic_place *place, aps_view p) {
  const field *f = self;
  const double Mpc = 3.0856775814913673e24;
  APS_CHECK(ctx, place->in, APS_ECONFIG, "zeldovich: needs an expanding universe: cosmology: {H0: 67.7 km/s/Mpc, omega_m: 0.31}");
  APS_CHECK(ctx, place->length > 0, APS_ECONFIG, "zeldovich: needs units, such as units: {length: Mpc, mass: 1e10 Msun, velocity: km/s}");
  const double h = place->in->H0 / place->time * Mpc / 1e7;
  work w = {.f = f, .place = place, .g = (int)f->grid, .half = (int)(f->grid - 1) / 2, .edge = place->length / Mpc * h};
  aps_err err = open_spectrum(ctx, f, place, h, &w.s);
  if (err == APS_OK) err = transform(&w, ctx, p);
  close_spectrum(ctx, &w.s);
  for (int d = 0; d < 3; d++) aps_release(ctx, w.turn[d]);
  aps_release(ctx, w.a0);
  aps_release(ctx, w.ax);
  return err;
}

const aps_ic aps_ic_zeldovich = {
    .about = {.name = "zeldovich",
              .doc = "random waves of matter in an expanding universe, on a grid, by Zel'dovich's approximation",
              .source = "Zel'dovich 1970, A&A 5, 84; Eisenstein & Hu 1998, ApJ 496, 605",
              .params = params,
              .state_size = sizeof(field)},
    .count = count,
    .fill = fill,
};
