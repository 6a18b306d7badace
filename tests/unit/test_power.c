/* Claims about the power spectrum: the transform is the sum that defines it; waves of the mesh are sums over particles, within
 * what a mesh cannot tell apart; points anywhere have shot noise, a lattice nothing; threads change no bit. */
#include "../../src/analysis/fft3.h"
#include "../../src/analysis/mesh.h"
#include "../../src/core/rng.h"
#include "../check.h"
#ifdef _OPENMP
#include <omp.h>
#endif

static aps_ctx *ctx;

enum { MOST = 60000 };
static double column[7][MOST];
static uint32_t type[MOST];

static aps_view points(int64_t n) {
  return (aps_view){.n = n, .x = column[0], .y = column[1], .z = column[2], .vx = column[3], .vy = column[4], .vz = column[5],
                    .mass = column[6], .type = type};
}

/* Anywhere in a box, some by one of their images, as a file may hold them. */
static aps_view scattered(int64_t n, const double box[3], uint64_t seed) {
  for (int64_t i = 0; i < n; i++) {
    aps_rng g = aps_rng_at(seed, 1, (uint64_t)i);
    for (int d = 0; d < 3; d++) column[d][i] = box[d] * (aps_rng_uniform(&g) + (double)(i % 3 - 1));
    column[6][i] = 1, type[i] = 1;
  }
  return points(n);
}

static void test_the_transform_is_its_sum(void) {
  enum { M = 8, ALL = M * M * M };
  static double complex f[ALL], F[ALL];
  for (int i = 0; i < ALL; i++) {
    aps_rng g = aps_rng_at(3, 1, (uint64_t)i);
    const double re = aps_rng_uniform(&g), im = aps_rng_uniform(&g);
    f[i] = F[i] = aps_complex(re, im);
  }
  CHECK_OK(ctx, aps_fft3(ctx, F, M));
  for (int k = 0; k < ALL; k++) {
    double complex sum = 0;
    for (int i = 0; i < ALL; i++) {
      const int turns = (i / 64) * (k / 64) + (i / 8 % 8) * (k / 8 % 8) + (i % 8) * (k % 8);
      sum += f[i] * cexp(-2 * M_PI * I * (turns % M) / M);
    }
    CHECK_NEAR(cabs(F[k] - sum), 0, 1e-13 * ALL);
  }
}

/* A plane wave along an axis is one number; m up to the largest that a test can hold. */
static void test_long_lines_are_transformed(void) {
  for (int m = 16; m <= 128; m *= 2) {
    const int64_t all = (int64_t)m * m * m;
    double complex *f = malloc(sizeof *f * (size_t)all);
    const int n[3] = {m / 2 - 3, 5, m - 1};
    for (int64_t i = 0; i < all; i++) {
      const int64_t turns = i / m / m * n[0] + i / m % m * n[1] + i % m * n[2];
      f[i] = cexp(2 * M_PI * I * (double)(turns % m) / m);
    }
    CHECK_OK(ctx, aps_fft3(ctx, f, m));
    for (int64_t i = 0; i < all; i++) {
      const int here = i == ((int64_t)n[0] * m + n[1]) * m + n[2];
      if (cabs(f[i] - (here ? (double)all : 0)) > 1e-13 * (double)all) CHECK(!"one wave");
    }
    free(f);
  }
}

static double complex direct(const aps_view *v, const double box[3], const int n[3]) {
  double complex sum = 0;
  double mass = 0;
  for (int64_t i = 0; i < v->n; i++) {
    const double turns = n[0] * v->x[i] / box[0] + n[1] * v->y[i] / box[1] + n[2] * v->z[i] / box[2];
    sum += v->mass[i] * cexp(-2 * M_PI * I * turns), mass += v->mass[i];
  }
  return sum / mass;
}

/* sinc(k' H / 2) / sinc(k H / 2), to the fourth power, of a wave j whole turns of the mesh away. */
static double leak(int n, int j, int m) {
  const double r = (double)n / m;
  return j == 0 ? 1 : n == 0 ? 0 : pow(r / (r + j), 4);
}

/* All that a wave may be taken for: those an even number of turns away, none of which can be larger than 1. */
static double leaks(const int n[3], int m) {
  double sum = 0;
  for (int a = -6; a <= 6; a++)
    for (int b = -6; b <= 6; b++)
      for (int c = -6; c <= 6; c++)
        if ((a + b + c) % 2 == 0 && (a || b || c)) sum += leak(n[0], a, m) * leak(n[1], b, m) * leak(n[2], c, m);
  return sum;
}

static void test_waves_are_those_of_the_particles(void) {
  const double box[3] = {1, 2.5, 0.7};
  static const int wave[][3] = {{1, 0, 0}, {0, -1, 0}, {0, 0, 1}, {1, 1, 1}, {-2, 1, 0}, {4, -4, 4}, {0, 7, 2}, {-9, 0, 3}, {15, 0, 0}, {15, -15, 15}};
  aps_mesh mesh;
  aps_view v = scattered(300, box, 5);
  for (int64_t i = 0; i < v.n; i++) column[6][i] = 1 + (double)(i % 5); /* of several masses */
  CHECK_OK(ctx, aps_mesh_make(ctx, &v, NULL, v.n, 1, box, 32, &mesh));
  for (size_t k = 0; k < sizeof wave / sizeof *wave; k++) {
    const double off = cabs(aps_mesh_wave(&mesh, wave[k]) - direct(&v, box, wave[k])), bound = leaks(wave[k], 32);
    printf("  wave %3d %3d %3d: off by %.1e, at most %.1e can leak\n", wave[k][0], wave[k][1], wave[k][2], off, bound);
    CHECK(off <= bound + 1e-14);
  }
  aps_mesh_end(ctx, &mesh);
}

/* Every bin by sums over particles, all waves of it: slow and obvious. */
static void test_bins_are_means_over_their_waves(void) {
  const double box[3] = {2, 2, 2}, V = 8;
  const aps_view v = scattered(200, box, 8);
  const aps_analysis_setup s = {.box = {2, 2, 2}, .grid = 32};
  aps_power p;
  CHECK_OK(ctx, aps_power_spectrum(ctx, v, &s, &p));
  CHECK(p.n_bins == 15 && p.grid == 32 && p.n == 200);
  CHECK_NEAR(p.nyquist, 16 * M_PI, 1e-12);
  CHECK_NEAR(p.shot_noise, V / 200, 1e-15);
  for (int b = 0; b < p.n_bins; b++) {
    double power = 0, k = 0;
    int64_t modes = 0;
    for (int x = -16; x <= 16; x++)
      for (int y = -16; y <= 16; y++)
        for (int z = -16; z <= 16; z++) {
          const double r = sqrt(x * x + y * y + z * z);
          if (r < b + 0.5 || r >= b + 1.5) continue;
          const double one = cabs(direct(&v, box, (int[]){x, y, z}));
          power += V * one * one, k += r * M_PI, modes++;
        }
    CHECK(2 * p.bin[b].modes == modes);
    CHECK_NEAR(p.bin[b].k, k / (double)modes, 1e-9);
    /* leaks of 1 in 10^3 of an amplitude towards the Nyquist wave number, of either sign */
    CHECK_NEAR(p.bin[b].power / (power / (double)modes), 1, b < 8 ? 1e-3 : 2e-2);
    CHECK(p.bin[b].k < p.nyquist);
  }
  aps_power_free(ctx, &p);
}

/* |delta_k|^2 of such points is exponential with the mean shot noise; heavier ones have more of it. */
static void test_points_anywhere_have_shot_noise(void) {
  const double box[3] = {10, 20, 10};
  aps_analysis_setup s = {.box = {10, 20, 10}, .grid = 64};
  for (int heavy = 0; heavy < 2; heavy++) {
    aps_view v = scattered(50000, box, 11);
    for (int64_t i = 0; heavy && i < v.n; i++) column[6][i] = i % 4 ? 1 : 9; /* <m^2> / <m>^2 = 21 / 9 */
    aps_power p;
    CHECK_OK(ctx, aps_power_spectrum(ctx, v, &s, &p));
    CHECK_NEAR(p.shot_noise, 2000.0 / 50000 * (heavy ? 21 / 9.0 : 1), 1e-12);
    double sum = 0, modes = 0;
    for (int b = 0; b < p.n_bins; b++) {
      sum += p.bin[b].power * (double)p.bin[b].modes, modes += (double)p.bin[b].modes;
      CHECK_NEAR(p.bin[b].power / p.shot_noise, 1, 4.5 / sqrt((double)p.bin[b].modes));
    }
    CHECK_NEAR(sum / modes / p.shot_noise, 1, 4 / sqrt(modes) + 1e-3);
    aps_power_free(ctx, &p);
  }
}

/* Of a lattice nothing is left but rounding below its own first wave, which is the mesh's Nyquist wave. */
static void test_a_lattice_has_no_power(void) {
  enum { L = 16 };
  const aps_analysis_setup s = {.box = {1, 1, 1}};
  for (int i = 0; i < L * L * L; i++) {
    column[0][i] = (i / L / L + 0.3) / L, column[1][i] = (i / L % L + 0.8) / L, column[2][i] = (i % L + 0.1) / L;
    column[6][i] = 2;
  }
  aps_power p;
  CHECK_OK(ctx, aps_power_spectrum(ctx, points(L * L * L), &s, &p));
  CHECK(p.grid == 2 * L && p.n_bins == L - 1);
  for (int b = 0; b < p.n_bins; b++) CHECK(p.bin[b].power < 1e-28);
  aps_power_free(ctx, &p);
}

static void test_threads_change_no_bit(void) {
  const double box[3] = {1, 1, 1};
  const aps_analysis_setup s = {.box = {1, 1, 1}, .grid = 32};
  const aps_view v = scattered(20000, box, 13);
  aps_power one, other;
#ifdef _OPENMP
  omp_set_num_threads(1);
#endif
  CHECK_OK(ctx, aps_power_spectrum(ctx, v, &s, &one));
  for (int threads = 2; threads <= 5; threads++) {
#ifdef _OPENMP
    omp_set_num_threads(threads);
#endif
    CHECK_OK(ctx, aps_power_spectrum(ctx, v, &s, &other));
    CHECK(one.n_bins == other.n_bins && memcmp(one.bin, other.bin, sizeof *one.bin * (size_t)one.n_bins) == 0);
    aps_power_free(ctx, &other);
  }
  aps_power_free(ctx, &one);
}

static void test_species_and_refusals(void) {
  const double box[3] = {1, 1, 1};
  aps_analysis_setup s = {.box = {1, 1, 1}, .grid = 16};
  aps_view v = scattered(2000, box, 17);
  aps_power all, half;
  CHECK_OK(ctx, aps_power_spectrum(ctx, points(1000), &s, &all));
  for (int64_t i = 1000; i < 2000; i++) type[i] = 2;
  s.only = 1, s.type = 1;
  CHECK_OK(ctx, aps_power_spectrum(ctx, v, &s, &half));
  CHECK(half.n == 1000 && memcmp(all.bin, half.bin, sizeof *all.bin * (size_t)all.n_bins) == 0);
  aps_power_free(ctx, &half);
  s.type = 7;
  CHECK(aps_power_spectrum(ctx, v, &s, &half) == APS_EARG);
  s = (aps_analysis_setup){.box = {1, 1, 1}};
  for (int i = 0; i < 2000; i++) column[6][i] = 0; /* tracers count */
  CHECK_OK(ctx, aps_power_spectrum(ctx, points(1000), &s, &half));
  CHECK(half.grid == 32);
  CHECK_NEAR(half.shot_noise, 1e-3, 1e-15);
  aps_power_free(ctx, &half);
  for (int grid = 1; grid < 4; grid++) {
    s.grid = (int[]){0, 12, 4, 4096}[grid];
    CHECK(aps_power_spectrum(ctx, v, &s, &half) == APS_EARG && half.bin == NULL);
  }
  s = (aps_analysis_setup){.grid = 16};
  CHECK(aps_power_spectrum(ctx, v, &s, &half) == APS_EARG);
  s.box[0] = s.box[1] = s.box[2] = 1;
  column[1][3] = NAN;
  CHECK(aps_power_spectrum(ctx, v, &s, &half) == APS_EDATA);
  aps_power_free(ctx, &all);
}

int main(void) {
  ctx = aps_ctx_create();
  CHECK_RUN(test_the_transform_is_its_sum);
  CHECK_RUN(test_long_lines_are_transformed);
  CHECK_RUN(test_waves_are_those_of_the_particles);
  CHECK_RUN(test_bins_are_means_over_their_waves);
  CHECK_RUN(test_points_anywhere_have_shot_noise);
  CHECK_RUN(test_a_lattice_has_no_power);
  CHECK_RUN(test_threads_change_no_bit);
  CHECK_RUN(test_species_and_refusals);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
