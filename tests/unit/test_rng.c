/* Claims about core/rng: it is Philox4x32-10, its numbers depend on place alone, and they have the
 * right moments. */
#include "../../src/core/rng.h"
#include "../check.h"

/* From kat_vectors of Random123 1.14: counter[4], key[2], expected[4]. */
static void test_philox_known_answers(void) {
  static const uint32_t kat[3][10] = {
      {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
      {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d,
       0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
      {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09,
       0x94fdcceb, 0x5001e420, 0x24126ea1}};
  for (int i = 0; i < 3; i++) {
    uint32_t out[4];
    aps_philox4x32(kat[i], kat[i] + 4, out);
    for (int k = 0; k < 4; k++) CHECK(out[k] == kat[i][6 + k]);
  }
}

/* What a seed means must never change: published runs name only the seed. */
static void test_sequences_are_pinned(void) {
  aps_rng rng = aps_rng_at(1, 2, 3);
  const double first = aps_rng_uniform(&rng), second = aps_rng_uniform(&rng),
               third = aps_rng_uniform(&rng);
  CHECK(first == 0.4028382238219973);
  CHECK(second == 0.54590439130174151);
  CHECK(third == 0.62178436046096508);
}

static void test_a_number_depends_on_its_place_alone(void) {
  double forward[100];
  for (int i = 0; i < 100; i++) {
    aps_rng rng = aps_rng_at(7, 0, (uint64_t)i);
    forward[i] = aps_rng_uniform(&rng);
  }
  for (int i = 99; i >= 0; i--) {
    aps_rng rng = aps_rng_at(7, 0, (uint64_t)i);
    CHECK(aps_rng_uniform(&rng) == forward[i]);
  }
}

static int by_value(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* 53-bit numbers: among 64,000 the chance of any two equal is 64000^2 / 2 / 2^52 < 1e-6. */
static void test_every_bit_of_the_place_matters(void) {
  static double value[64 * 1000];
  int n = 0;
  for (int bit = 0; bit < 64; bit++)
    for (int which = 0; which < 3; which++) {
      const uint64_t one = (uint64_t)1 << bit;
      aps_rng rng = aps_rng_at(which == 0 ? one : 0, which == 1 ? one : 0, which == 2 ? one : 0);
      for (int k = 0; k < 300; k++) value[n++] = aps_rng_uniform(&rng);
    }
  qsort(value, (size_t)n, sizeof *value, by_value);
  int equal = 0;
  for (int i = 1; i < n; i++) equal += value[i] == value[i - 1];
  CHECK(equal == 0);
}

/* The words that would round to 0 or 1 if the map were careless: all bits clear, all bits set. */
static void test_uniform_stays_inside(void) {
  aps_rng low = {.used = 0}, high = {.block = {~0u, ~0u, ~0u, ~0u}, .used = 0};
  CHECK(aps_rng_uniform(&low) == 0x1p-53);
  CHECK(aps_rng_uniform(&high) == 1 - 0x1p-53);
}

enum { N = 1000000 };

/* The mean of k-th powers of a uniform is 1/(k+1) with variance 1/(2k+1) - 1/(k+1)^2 over N. Five
 * sigma. */
static void test_uniform_moments(void) {
  double sum[5] = {0};
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(1, 0, (uint64_t)i);
    const double u = aps_rng_uniform(&rng);
    double power = 1;
    for (int k = 1; k < 5; k++) sum[k] += power *= u;
  }
  for (int k = 1; k < 5; k++) {
    const double mean = 1.0 / (k + 1), sigma = sqrt((1.0 / (2 * k + 1) - mean * mean) / N);
    CHECK_NEAR(sum[k] / N, mean, 5 * sigma);
  }
}

/* Moments of a normal: 0, 1, 0, 3 with variances 1, 2, 15, 96 over N. */
static void test_normal_moments(void) {
  static const double mean[] = {0, 1, 0, 3}, variance[] = {1, 2, 15, 96};
  double sum[4] = {0};
  for (int i = 0; i < N; i++) {
    aps_rng rng = aps_rng_at(2, 0, (uint64_t)i);
    const double x = aps_rng_normal(&rng);
    double power = 1;
    for (int k = 0; k < 4; k++) sum[k] += power *= x;
  }
  for (int k = 0; k < 4; k++) CHECK_NEAR(sum[k] / N, mean[k], 5 * sqrt(variance[k] / N));
}

/* 64 x 64 boxes: chi-square has 4095 degrees of freedom, so mean 4095 and sigma sqrt(2 * 4095)
 * = 90.5. */
static void check_independent(double (*one)(int), double (*other)(int)) {
  static int count[64][64];
  memset(count, 0, sizeof count);
  for (int i = 0; i < N; i++) count[(int)(64 * one(i))][(int)(64 * other(i))]++;
  double chi2 = 0;
  const double expected = N / 4096.0;
  for (int i = 0; i < 64; i++)
    for (int k = 0; k < 64; k++)
      chi2 += (count[i][k] - expected) * (count[i][k] - expected) / expected;
  CHECK_NEAR(chi2, 4095, 5 * 90.5);
}

static double draw(uint64_t seed, uint64_t stream, uint64_t index, int skip) {
  aps_rng rng = aps_rng_at(seed, stream, index);
  for (int i = 0; i < skip; i++) aps_rng_uniform(&rng);
  return aps_rng_uniform(&rng);
}
static double base(int i) { return draw(5, 5, (uint64_t)i, 0); }
static double next_draw(int i) { return draw(5, 5, (uint64_t)i, 1); }
static double next_block(int i) { return draw(5, 5, (uint64_t)i, 2); }
static double next_particle(int i) { return draw(5, 5, (uint64_t)i + 1, 0); }
static double next_stream(int i) { return draw(5, 6, (uint64_t)i, 0); }
static double next_seed(int i) { return draw(6, 5, (uint64_t)i, 0); }

static void test_neighbours_are_independent(void) {
  check_independent(base, next_draw);
  check_independent(base, next_block);
  check_independent(base, next_particle);
  check_independent(base, next_stream);
  check_independent(base, next_seed);
}

/* Each component has mean 0 and variance 1/3, each product of two mean 0 and variance 1/15. */
static void test_directions_fill_the_sphere(void) {
  double sum[3] = {0}, square[3] = {0}, product = 0;
  for (int i = 0; i < N; i++) {
    double u[3];
    aps_rng rng = aps_rng_at(3, 0, (uint64_t)i);
    aps_rng_direction(&rng, u);
    const double norm = u[0] * u[0] + u[1] * u[1] + u[2] * u[2];
    if (!(fabs(norm - 1) < 4e-16 * 4)) check_failures++;
    for (int k = 0; k < 3; k++) sum[k] += u[k], square[k] += u[k] * u[k];
    product += u[0] * u[2];
  }
  for (int k = 0; k < 3; k++) {
    CHECK_NEAR(sum[k] / N, 0, 5 * sqrt(1.0 / 3 / N));
    CHECK_NEAR(square[k] / N, 1.0 / 3, 5 * sqrt(4.0 / 45 / N));
  }
  CHECK_NEAR(product / N, 0, 5 * sqrt(1.0 / 15 / N));
}

int main(void) {
  CHECK_RUN(test_philox_known_answers);
  CHECK_RUN(test_sequences_are_pinned);
  CHECK_RUN(test_a_number_depends_on_its_place_alone);
  CHECK_RUN(test_every_bit_of_the_place_matters);
  CHECK_RUN(test_uniform_stays_inside);
  CHECK_RUN(test_uniform_moments);
  CHECK_RUN(test_normal_moments);
  CHECK_RUN(test_neighbours_are_independent);
  CHECK_RUN(test_directions_fill_the_sphere);
  return CHECK_RESULT();
}
