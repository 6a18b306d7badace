/* The expansion of the universe against closed forms, and random waves of matter against the spectrum that was asked for. */
#define _GNU_SOURCE /* mkdtemp */
#include "core/config.h"
#include "core/cosmology.h"
#include "../check.h"
#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double PI = 3.14159265358979323846;
static aps_ctx *ctx;
static const aps_cosmology einstein_de_sitter = {.H0 = 2, .omega_m = 1, .w0 = -1};
static const aps_cosmology flat = {.H0 = 67.7, .omega_m = 0.31, .omega_lambda = 0.69, .w0 = -1};

static void test_matter_alone(void) {
  const aps_cosmology *c = &einstein_de_sitter;
  double rate;
  CHECK_NEAR(aps_hubble(c, 0.25), 16, 1e-13);
  CHECK_NEAR(aps_expansion(c, 0.04, 0.25, 2), 2 / c->H0 * (1 / 0.2 - 1 / 0.5), 1e-13);
  CHECK_NEAR(aps_expansion(c, 0.04, 0.25, 1), 2 / c->H0 * (0.5 - 0.2), 1e-14);
  CHECK_NEAR(aps_expansion(c, 0.04, 0.25, 0), 2 / (3 * c->H0) * (0.125 - 0.008), 1e-14);
  CHECK_NEAR(aps_expansion(c, 0.25, 0.04, 1), -aps_expansion(c, 0.04, 0.25, 1), 1e-15);
  CHECK_NEAR(aps_age(c, 0.25), 2 / (3 * c->H0) * 0.125, 1e-13);
  CHECK_NEAR(aps_growth(c, 0.02, &rate), 0.02, 1e-10);
  CHECK_NEAR(rate, 1, 1e-9);
}

static void test_tiny_steps_add_up(void) {
  double sum[3] = {0};
  for (int k = 0; k < 1000; k++)
    for (int power = 0; power < 3; power++) sum[power] += aps_expansion(&flat, 0.1 + 1e-3 * k, 0.1 + 1e-3 * (k + 1), power);
  for (int power = 0; power < 3; power++) CHECK_NEAR(sum[power] / aps_expansion(&flat, 0.1, 1.1, power), 1, 1e-12);
}

/* Binney & Tremaine 2008, equation 1.61, and Heath's integral (1977, MNRAS 179, 351) by the midpoint rule. */
static void test_dark_energy(void) {
  for (int i = 0; i < 3; i++) {
    const double a = (double[]){0.02, 0.5, 1}[i];
    CHECK_NEAR(aps_age(&flat, a) * flat.H0, 2 / (3 * sqrt(0.69)) * asinh(sqrt(0.69 / 0.31) * pow(a, 1.5)), 1e-12);
  }
  double heath[2];
  for (int i = 0; i < 2; i++) {
    const double a = i ? 1 : 0.3;
    double sum = 0;
    enum { STEPS = 200000 };
    for (int k = 0; k < STEPS; k++) {
      const double at = a * (k + 0.5) / STEPS;
      sum += a / STEPS / pow(at * aps_hubble(&flat, at), 3);
    }
    heath[i] = aps_hubble(&flat, a) * sum;
  }
  double rate;
  CHECK_NEAR(aps_growth(&flat, 0.3, &rate), heath[0] / heath[1], 1e-8);
  double low, high;
  const double below = aps_growth(&flat, 0.3 * (1 - 1e-4), &low), above = aps_growth(&flat, 0.3 * (1 + 1e-4), &high);
  CHECK_NEAR(rate, log(above / below) / log((1 + 1e-4) / (1 - 1e-4)), 1e-6);
  CHECK(rate < 1 && rate > 0.9);
}

/* Peebles 1980, equation 11.16, of a universe of matter and curvature. */
static double open_growth(double x) { return 1 + 3 / x + 3 * sqrt(1 + x) / pow(x, 1.5) * log(sqrt(1 + x) - sqrt(x)); }

static void test_curvature_and_radiation(void) {
  const aps_cosmology open = {.H0 = 1, .omega_m = 0.3, .w0 = -1}, hot = {.H0 = 1, .omega_m = 0.9, .omega_r = 0.1, .w0 = -1};
  double rate;
  CHECK_NEAR(aps_hubble(&open, 0.5), sqrt(0.3 * 8 + 0.7 * 4), 1e-14);
  CHECK_NEAR(aps_growth(&open, 0.2, &rate), open_growth(0.2 * 0.7 / 0.3) / open_growth(0.7 / 0.3), 1e-8);
  CHECK_NEAR(aps_growth(&hot, 0.2, &rate), (0.2 + 2 * 0.1 / 0.9 / 3) / (1 + 2 * 0.1 / 0.9 / 3), 1e-8); /* Meszaros */
  const aps_cosmology dark = {.H0 = 1, .omega_m = 0.3, .omega_lambda = 0.7, .w0 = -0.9, .wa = 0.2};
  CHECK_NEAR(aps_hubble(&dark, 0.5), sqrt(0.3 * 8 + 0.7 * pow(0.5, -3 * 0.3) * exp(-3 * 0.2 * 0.5)), 1e-14);
  CHECK(!(aps_age(&open, 5e-324) > 0) && !(aps_growth(&open, 5e-324, &rate) > 0)); /* of a file: nothing hangs */
  CHECK(isnan(aps_hubble(&open, 0)) && isnan(aps_hubble(&(aps_cosmology){.H0 = 1, .omega_m = 0.1, .omega_lambda = 3, .w0 = -1}, 0.5)));
}

/* ---- random waves ---- */

enum { G = 14, N = G * G * G }; /* half 6: 16 points would not hold the products of second order */
typedef struct {
  double column[7][N];
  double box, D, speed, mass;
} cube;

/* 1 Mpc, 1 km/s; the fundamental wave has k in h/Mpc. */
static aps_ic_place place_of(double k, double box[3]) {
  const double edge = 2 * PI / k / 0.677;
  for (int d = 0; d < 3; d++) box[d] = edge;
  return (aps_ic_place){.seed = 5, .total = N, .G = 43.0091727, .box = {edge, edge, edge}, .in = &flat,
                        .length = 3.0856775814913673e24, .time = 3.0856775814913673e19, .a = 0.02};
}

static const aps_ic *waves(void) { return (const aps_ic *)aps_row_find(APS_KIND_IC, "zeldovich"); }

static void make(const char *settings, double k, int64_t slice, cube *c) {
  const aps_ic *row = waves();
  void *self = calloc(1, row->about.state_size + 1);
  double box[3], rate;
  aps_ic_place place = place_of(k, box);
  aps_config *config;
  char text[200];
  snprintf(text, sizeof text, "{grid: %d, n_s: 0.965, omega_b: 0.049%s}", G, settings); /* sigma8: 0.81 */
  CHECK(aps_config_parse(ctx, "waves", text, strlen(text), &config) == APS_OK);
  CHECK(aps_config_bind(config, aps_config_root(config), "", 1, &row->about.params, &self, &(aps_units){.G = 1}) == APS_OK);
  for (int64_t first = 0; first < N; first += slice) {
    place.first = first;
    const int64_t n = first + slice < N ? slice : N - first;
    const aps_view p = {.n = n, .x = c->column[0] + first, .y = c->column[1] + first, .z = c->column[2] + first,
                        .vx = c->column[3] + first, .vy = c->column[4] + first, .vz = c->column[5] + first, .mass = c->column[6] + first};
    const aps_err err = row->fill(self, ctx, &place, p);
    if (err != APS_OK) printf("%s\n", aps_ctx_error(ctx));
    CHECK(err == APS_OK);
  }
  aps_config_free(&config);
  free(self);
  c->box = box[0];
  c->D = aps_growth(&flat, 0.02, &rate);
  c->speed = 0.02 * aps_hubble(&flat, 0.02) * rate;
}

static double shift_of(const cube *c, int d, int row) {
  const int at[3] = {row / G / G, row / G % G, row % G};
  return c->column[d][row] - (at[d] + 0.5) * c->box / G;
}

/* |delta_k|^2 V D^-2 of a wave, [(Mpc/h)^3], from displacements along d. */
static double power_of(const cube *c, const int n[3], int d) {
  double complex sum = 0;
  double k2 = 0;
  for (int row = 0; row < N; row++) {
    const int at[3] = {row / G / G, row / G % G, row % G};
    double phase = 0;
    for (int i = 0; i < 3; i++) phase += 2 * PI * n[i] * (at[i] + 0.5) / G;
    sum += shift_of(c, d, row) * cexp(-I * phase) / N;
  }
  for (int i = 0; i < 3; i++) k2 += pow(2 * PI * n[i] / c->box, 2);
  const double delta = cabs(sum) * k2 / (2 * PI * abs(n[d]) / c->box);
  return delta * delta * pow(c->box * 0.677, 3) / (c->D * c->D);
}

/* P(k) of colossus 1.3, model eisenstein98_zb, H0 67.7, Om0 0.31, Ob0 0.049, sigma8 0.81, ns 0.965, without radiation. */
static void test_the_spectrum_is_the_one_asked_for(void) {
  static cube c;
  make(", amplitudes: fixed", 0.1, N, &c);
  CHECK_NEAR(power_of(&c, (int[]){1, 0, 0}, 0) / 5748.908782057431, 1, 1e-4);
  CHECK_NEAR(power_of(&c, (int[]){0, 5, 0}, 1) / 303.95865178596557, 1, 1e-4);
  CHECK_NEAR(power_of(&c, (int[]){0, 0, -5}, 2) / 303.95865178596557, 1, 1e-4);
  CHECK_NEAR(power_of(&c, (int[]){3, 0, 4}, 0) / 303.95865178596557, 1, 1e-4);
  CHECK_NEAR(power_of(&c, (int[]){-3, 4, 0}, 1) / 303.95865178596557, 1, 1e-4);
  make(", amplitudes: fixed", 0.01, N, &c);
  CHECK_NEAR(power_of(&c, (int[]){0, 1, 0}, 1) / 21629.037304346224, 1, 1e-4);
  CHECK_NEAR(power_of(&c, (int[]){5, 0, 0}, 0) / 12829.771662469662, 1, 1e-4);
  double mass = 0;
  for (int i = 0; i < N; i++) mass += c.column[6][i];
  CHECK_NEAR(8 * PI * 43.0091727 * mass / (3 * 67.7 * 67.7 * pow(c.box, 3)), 0.31, 1e-12);
  for (int i = 0; i < N; i++)
    for (int d = 0; d < 3; d++) CHECK_NEAR(c.column[3 + d][i], c.speed * shift_of(&c, d, i), 1e-9 * c.speed * c.box);
}

/* Mean power over many waves, and its scatter: |delta|^2 is exponential, so its variance is its mean squared. */
static void test_random_amplitudes(void) {
  static cube random, fixed, turned;
  double sum = 0, square = 0;
  int waves = 0;
  make("", 0.1, N, &random);
  make(", amplitudes: fixed", 0.1, N, &fixed);
  make(", phases: opposite", 0.1, N, &turned);
  for (int x = 1; x <= 5; x++)
    for (int y = -5; y <= 5; y++)
      for (int z = -5; z <= 5; z++, waves++) {
        const int n[3] = {x, y, z};
        const double share = power_of(&random, n, 0) / power_of(&fixed, n, 0);
        sum += share, square += share * share;
      }
  CHECK_NEAR(sum / waves, 1, 4 / sqrt(waves));
  CHECK_NEAR(square / waves, 2, 4 * sqrt(20.0 / waves));
  for (int i = 0; i < N; i++)
    for (int d = 0; d < 3; d++) CHECK_NEAR(shift_of(&turned, d, i), -shift_of(&random, d, i), 1e-12 * random.box);
}

static void test_any_slices_have_the_same_bits(void) {
  static cube whole, sliced;
  make("", 0.1, N, &whole);
  make("", 0.1, 100, &sliced);
  CHECK(memcmp(whole.column, sliced.column, sizeof whole.column) == 0);
}

/* ---- second order ---- */

static void test_second_growth(void) {
  const aps_cosmology matter = {.H0 = 1, .omega_m = 1, .w0 = -1};
  double rate;
  CHECK_NEAR(aps_growth_second(&matter, 0.3, &rate), -3.0 / 7, 1e-9);
  CHECK_NEAR(rate, 2, 1e-8);
  for (double a = 0.02; a < 1.1; a += 0.14) { /* the fits of Bouchet et al. 1995 */
    const double m = flat.omega_m / (a * a * a) / pow(aps_hubble(&flat, a) / flat.H0, 2);
    CHECK_NEAR(aps_growth_second(&flat, a, &rate), -3.0 / 7 * pow(m, -1.0 / 143), 1e-3);
    CHECK_NEAR(rate, 2 * pow(m, 6.0 / 11), 0.02);
  }
}

enum { HALF = (G - 1) / 2, WIDE = 2 * HALF + 1 };
typedef double complex table[WIDE][WIDE][WIDE];

static double dot(const int a[3], const int b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

/* Waves of A, psi = sum i n A e^(i k q), from the displacements of first order; k is 2 pi n / box. */
static void waves_of(const cube *c, table A) {
  for (int x = -HALF; x <= HALF; x++)
    for (int y = -HALF; y <= HALF; y++)
      for (int z = -HALF; z <= HALF; z++) {
        const int n[3] = {x, y, z};
        double complex sum = 0;
        for (int row = 0; row < N; row++) {
          const int at[3] = {2 * (row / G / G) + 1, 2 * (row / G % G) + 1, 2 * (row % G) + 1};
          for (int d = 0; d < 3; d++) sum += n[d] * shift_of(c, d, row) * cexp(-I * PI * dot(n, at) / G);
        }
        A[x + HALF][y + HALF][z + HALF] = x || y || z ? sum / (I * dot(n, n) * N) : 0;
      }
}

static double complex wave_of(table A, const int n[3]) {
  for (int d = 0; d < 3; d++)
    if (abs(n[d]) > HALF) return 0;
  return A[n[0] + HALF][n[1] + HALF][n[2] + HALF];
}

/* Wave n of psi_x,x psi_y,y - psi_x,y^2 + ...: half of (k1^2 k2^2 - (k1 k2)^2) A1 A2 over all k1 + k2 = k. */
static double complex source_of(table A, const int n[3]) {
  double complex sum = 0;
  for (int x = -HALF; x <= HALF; x++)
    for (int y = -HALF; y <= HALF; y++)
      for (int z = -HALF; z <= HALF; z++) {
        const int one[3] = {x, y, z}, two[3] = {n[0] - x, n[1] - y, n[2] - z};
        sum += (dot(one, one) * dot(two, two) - dot(one, two) * dot(one, two)) / 2 * wave_of(A, one) * wave_of(A, two);
      }
  return sum;
}

static void test_second_order_is_the_sum_over_pairs_of_waves(void) {
  static cube first, second, sliced;
  static table A, B;
  double most = 0, rate;
  make(", sigma8: 8", 0.1, N, &first);
  make(", sigma8: 8, order: 2", 0.1, N, &second);
  make(", sigma8: 8, order: 2", 0.1, 700, &sliced);
  CHECK(memcmp(second.column, sliced.column, sizeof second.column) == 0);
  waves_of(&first, A);
  const double ratio = aps_growth_second(&flat, 0.02, &rate), k = 2 * PI / first.box;
  for (int x = -HALF; x <= HALF; x++)
    for (int y = -HALF; y <= HALF; y++)
      for (int z = -HALF; z <= HALF; z++) {
        const int n[3] = {x, y, z};
        B[x + HALF][y + HALF][z + HALF] = x || y || z ? -ratio * k * source_of(A, n) / dot(n, n) : 0;
      }
  for (int row = 0; row < N; row += 37) {
    const int at[3] = {2 * (row / G / G) + 1, 2 * (row / G % G) + 1, 2 * (row % G) + 1};
    double complex wanted[3] = {0};
    for (int x = -HALF; x <= HALF; x++)
      for (int y = -HALF; y <= HALF; y++)
        for (int z = -HALF; z <= HALF; z++) {
          const int n[3] = {x, y, z};
          for (int d = 0; d < 3; d++) wanted[d] += I * n[d] * wave_of(B, n) * cexp(I * PI * dot(n, at) / G);
        }
    for (int d = 0; d < 3; d++) {
      const double shift = second.column[d][row] - first.column[d][row], flow = second.column[3 + d][row] - first.column[3 + d][row];
      CHECK_NEAR(shift, creal(wanted[d]), 1e-11 * first.box);
      CHECK_NEAR(flow, 0.02 * aps_hubble(&flat, 0.02) * rate * creal(wanted[d]), 1e-11 * first.speed * first.box);
      most = fmax(most, fabs(shift));
    }
  }
  CHECK(most > 1e-3 * first.box);
}

static void write_table(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  fputs(text, file);
  fclose(file);
}

static void test_a_table_of_power(void) {
  static cube c;
  write_table("spectrum.txt", "# k P\n0.05 800\r\n\n0.2, 50\n");
  make(", amplitudes: fixed, spectrum: spectrum.txt", 0.1, N, &c); /* P = 2 k^-2 */
  CHECK_NEAR(power_of(&c, (int[]){1, 0, 0}, 0), 200, 1e-6);
  CHECK_NEAR(power_of(&c, (int[]){0, 5, 0}, 1), 8, 1e-7);
  make(", amplitudes: fixed, sigma8: 2, spectrum: spectrum.txt", 0.1, N, &c);
  CHECK_NEAR(power_of(&c, (int[]){1, 0, 0}, 0) / power_of(&c, (int[]){0, 5, 0}, 1), 25, 1e-9);
  const aps_ic *row = waves();
  static const char *const wrong[] = {"0.1 3\n0.05 4\n", "0.1 -3\n0.2 4\n", "0.1\n", "", "x y\n"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    struct { int64_t grid, order; double sigma8, n_s, omega_b; const char *spectrum; int kinds[2]; } self = {4, 1, NAN, 1, 0.05, "spectrum.txt", {0}};
    double box[3];
    const aps_ic_place place = place_of(0.1, box);
    const aps_view p = {.n = 1, .x = c.column[0], .y = c.column[1], .z = c.column[2], .vx = c.column[3], .vy = c.column[4], .vz = c.column[5],
                        .mass = c.column[6]};
    write_table("spectrum.txt", wrong[i]);
    CHECK(sizeof self == row->about.state_size && row->fill(&self, ctx, &place, p) == APS_EDATA);
  }
  remove("spectrum.txt");
}

int main(void) {
  char folder[] = "/tmp/apsis-waves-XXXXXX";
  ctx = aps_ctx_create();
  if (!ctx || !mkdtemp(folder) || chdir(folder)) return 1;
  CHECK_RUN(test_matter_alone);
  CHECK_RUN(test_tiny_steps_add_up);
  CHECK_RUN(test_dark_energy);
  CHECK_RUN(test_curvature_and_radiation);
  CHECK_RUN(test_the_spectrum_is_the_one_asked_for);
  CHECK_RUN(test_random_amplitudes);
  CHECK_RUN(test_any_slices_have_the_same_bits);
  CHECK_RUN(test_second_growth);
  CHECK_RUN(test_second_order_is_the_sum_over_pairs_of_waves);
  CHECK_RUN(test_a_table_of_power);
  rmdir(folder);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
