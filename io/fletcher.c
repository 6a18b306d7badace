/* Fletcher-32 over big-endian 16-bit words w[0..m): s1 = sum w[i], s2 = sum (m - i) w[i], both
 * modulo 65535, result s2 << 16 | s1 (Fletcher 1982, IEEE Trans. Comm. 30, 247; zero padding of an
 * odd last byte and 65535 for a multiple of 65535 that is not all zeros, as HDF5 does). HDF5 runs
 * through it word by word; here LANES words go side by side: with word i = k LANES + l the inner
 * sums are u[l] = sum_k w and v[l] = sum_k (rows - k) w, and sum_i (m - i) w[i] = sum_l (LANES v[l]
 * - l u[l]). Words are summed in the machine's byte order and swapped at the end: swapping two
 * bytes is a multiplication by 256 modulo 65535. */
#include "fletcher.h"
#include <string.h>

enum { LANES = 64, ROWS = 255 }; /* v[l] <= 65535 * ROWS (ROWS + 1) / 2 < 2^32 */

typedef struct {
  uint64_t s1, s2; /* modulo 65535 */
  uint64_t any;    /* not zero if a word was not */
} sums;

static int little_endian(void) {
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first;
}

/* Continues the sums over m further words. */
static void join(sums *s, uint64_t m, uint64_t u, uint64_t v) {
  s->s2 = (s->s2 + m % 65535 * s->s1 + v) % 65535;
  s->s1 = (s->s1 + u) % 65535;
  s->any |= u;
}

static void block(sums *s, const unsigned char *bytes, size_t rows) {
  uint32_t u[LANES] = {0}, v[LANES] = {0};
  for (size_t k = 0; k < rows; k++) {
    uint16_t w[LANES];
    memcpy(w, bytes + k * sizeof w, sizeof w);
    for (int l = 0; l < LANES; l++) {
      u[l] += w[l];
      v[l] += u[l];
    }
  }
  uint64_t total_u = 0, plus = 0, minus = 0;
  for (int l = 0; l < LANES; l++) {
    total_u += u[l];
    plus += (uint64_t)LANES * v[l];
    minus += (uint64_t)l * u[l];
  }
  join(s, rows * LANES, total_u, plus - minus); /* every weight is positive: no borrow */
}

uint32_t aps_fletcher32(const void *data, size_t n) {
  const unsigned char *bytes = data;
  sums s = {0, 0, 0};
  size_t done = 0;
  while (n - done >= 2 * LANES) {
    size_t rows = (n - done) / (2 * LANES);
    if (rows > ROWS) rows = ROWS;
    block(&s, bytes + done, rows);
    done += rows * 2 * LANES;
  }
  for (; done + 1 < n; done += 2) {
    uint16_t w;
    memcpy(&w, bytes + done, 2);
    join(&s, 1, w, w);
  }
  if (done < n) {
    const uint16_t w = (uint16_t)(little_endian() ? bytes[done] : bytes[done] << 8);
    join(&s, 1, w, w);
  }
  const uint64_t swap = little_endian() ? 256 : 1;
  uint32_t s1 = (uint32_t)(s.s1 * swap % 65535), s2 = (uint32_t)(s.s2 * swap % 65535);
  if (s.any && s1 == 0) s1 = 65535;
  if (s.any && s2 == 0) s2 = 65535;
  return s2 << 16 | s1;
}
