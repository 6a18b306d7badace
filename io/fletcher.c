/* Fletcher-32 over big-endian 16-bit words w[0..m): s1 = sum w[i], s2 = sum (m - i) w[i], both
 * modulo 65535, result s2 << 16 | s1 (Fletcher 1982, IEEE Trans. Comm. 30, 247; zero padding of an
 * odd last byte and 65535 for a multiple of 65535 that is not all zeros, as HDF5 does). HDF5 runs
 * through it word by word; here L words go side by side: with word i = k L + l the inner sums are
 * u[l] = sum_k w and v[l] = sum_k (rows - k) w, and sum_i (m - i) w[i] = sum_l (L v[l] - l u[l]).
 * Words are summed in the machine's byte order and swapped at the end: swapping two bytes is a
 * multiplication by 256 modulo 65535. */
#include "fletcher.h"
#include <string.h>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

enum { LANES = 64, ROWS = 255 }; /* v[l] <= 65535 * ROWS (ROWS + 1) / 2 < 2^32 */

static int little_endian(void) {
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first;
}

/* Continues the sums over m further words. */
static void join(aps_fletcher *s, uint64_t m, uint64_t u, uint64_t v) {
  s->s2 = (s->s2 + m % 65535 * s->s1 + v) % 65535;
  s->s1 = (s->s1 + u) % 65535;
  s->any |= u;
}

/* Continues them over `rows` rows of `lanes` words, of which u and v are the inner sums. */
static void join_lanes(aps_fletcher *s, size_t rows, int lanes, const uint32_t *u,
                       const uint32_t *v) {
  uint64_t total = 0, plus = 0, minus = 0;
  for (int l = 0; l < lanes; l++) {
    total += u[l];
    plus += (uint64_t)lanes * v[l];
    minus += (uint64_t)l * u[l];
  }
  join(s, rows * (size_t)lanes, total, plus - minus); /* every weight is positive: no borrow */
}

static void block(aps_fletcher *s, const unsigned char *bytes, size_t rows) {
  uint32_t u[LANES] = {0}, v[LANES] = {0};
  for (size_t k = 0; k < rows; k++) {
    uint16_t w[LANES];
    memcpy(w, bytes + k * sizeof w, sizeof w);
    for (int l = 0; l < LANES; l++) {
      u[l] += w[l];
      v[l] += u[l];
    }
  }
  join_lanes(s, rows, LANES, u, v);
}

#if defined(__x86_64__) && defined(__GNUC__)
enum { WIDE_LANES = 16 };
/* A row of 16 words is two loads that widen and four additions in two chains, so that neither waits
 * for itself; compilers make more of it. */
__attribute__((target("avx2"))) static void block_avx2(aps_fletcher *s, const unsigned char *bytes,
                                                       size_t rows) {
  uint32_t u[WIDE_LANES], v[WIDE_LANES];
  __m256i u0 = _mm256_setzero_si256(), u1 = u0, v0 = u0, v1 = u0;
  for (size_t k = 0; k < rows; k++) {
    const __m128i *w = (const __m128i *)(const void *)(bytes + sizeof(uint16_t[WIDE_LANES]) * k);
    u0 = _mm256_add_epi32(u0, _mm256_cvtepu16_epi32(_mm_loadu_si128(w)));
    u1 = _mm256_add_epi32(u1, _mm256_cvtepu16_epi32(_mm_loadu_si128(w + 1)));
    v0 = _mm256_add_epi32(v0, u0);
    v1 = _mm256_add_epi32(v1, u1);
  }
  _mm256_storeu_si256((__m256i *)(void *)u, u0);
  _mm256_storeu_si256((__m256i *)(void *)(u + 8), u1);
  _mm256_storeu_si256((__m256i *)(void *)v, v0);
  _mm256_storeu_si256((__m256i *)(void *)(v + 8), v1);
  join_lanes(s, rows, WIDE_LANES, u, v);
}
static int has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#else
#define block_avx2 block
enum { WIDE_LANES = LANES };
static int has_avx2(void) { return 0; }
#endif

void aps_fletcher_add(aps_fletcher *s, const void *data, size_t n) {
  const unsigned char *bytes = data;
  const int wide = has_avx2();
  const size_t row_bytes = 2 * (wide ? WIDE_LANES : LANES);
  size_t done = 0;
  while (n - done >= row_bytes) {
    size_t rows = (n - done) / row_bytes;
    if (rows > ROWS) rows = ROWS;
    (wide ? block_avx2 : block)(s, bytes + done, rows);
    done += rows * row_bytes;
  }
  for (; done + 1 < n; done += 2) {
    uint16_t w;
    memcpy(&w, bytes + done, 2);
    join(s, 1, w, w);
  }
  if (done < n) {
    const uint16_t w = (uint16_t)(little_endian() ? bytes[done] : bytes[done] << 8);
    join(s, 1, w, w);
  }
}

uint32_t aps_fletcher_sum(const aps_fletcher *s) {
  const uint64_t swap = little_endian() ? 256 : 1;
  uint32_t s1 = (uint32_t)(s->s1 * swap % 65535), s2 = (uint32_t)(s->s2 * swap % 65535);
  if (s->any && s1 == 0) s1 = 65535;
  if (s->any && s2 == 0) s2 = 65535;
  return s2 << 16 | s1;
}

uint32_t aps_fletcher32(const void *data, size_t n) {
  aps_fletcher s = {0, 0, 0};
  aps_fletcher_add(&s, data, n);
  return aps_fletcher_sum(&s);
}
