/* Random numbers without a state to carry: Philox4x32-10, a block cipher run over a counter.
 * Source: Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3" (SC11),
 * section 3.3. */
#include "rng.h"
#include <math.h>

/* Ten rounds of: two 32 x 32 -> 64 bit products, halves swapped, mixed with the key, which moves by
 * a Weyl step. */
void aps_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t a = (uint64_t)0xd2511f53u * c0, b = (uint64_t)0xcd9e8d57u * c2;
    c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)b;
    c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)a;
    k0 += 0x9e3779b9u; /* golden ratio */
    k1 += 0xbb67ae85u; /* sqrt(3) - 1 */
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* The key is the stream enciphered under the seed; the counter is (block, index). Sequences of one
 * stream never overlap; two streams share a key with probability 2^-64. */
aps_rng aps_rng_at(uint64_t seed, uint64_t stream, uint64_t index) {
  aps_rng rng = {.counter = {0, 0, (uint32_t)index, (uint32_t)(index >> 32)}, .used = 4};
  const uint32_t seed_key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  const uint32_t place[4] = {(uint32_t)stream, (uint32_t)(stream >> 32), 0x61707369u, 0};
  uint32_t mixed[4];
  aps_philox4x32(place, seed_key, mixed);
  rng.key[0] = mixed[0], rng.key[1] = mixed[1];
  return rng;
}

static uint32_t next_word(aps_rng *rng) {
  if (rng->used == 4) {
    aps_philox4x32(rng->counter, rng->key, rng->block);
    if (++rng->counter[0] == 0) rng->counter[1]++;
    rng->used = 0;
  }
  return rng->block[rng->used++];
}

/* An odd multiple of 2^-53: symmetric about 1/2, and both ends are out of reach. */
double aps_rng_uniform(aps_rng *rng) {
  const uint64_t high = next_word(rng), bits = high << 32 | next_word(rng);
  return (double)(bits >> 12 << 1 | 1) * 0x1p-53;
}

/* Box & Muller 1958. The sine half is thrown away, so the sequence has no hidden state. */
double aps_rng_normal(aps_rng *rng) {
  const double radius = sqrt(-2 * log(aps_rng_uniform(rng)));
  return radius * cos(6.283185307179586477 * aps_rng_uniform(rng));
}

/* Archimedes: on the unit sphere z is uniform. */
void aps_rng_direction(aps_rng *rng, double unit[3]) {
  const double z = 2 * aps_rng_uniform(rng) - 1, phi = 6.283185307179586477 * aps_rng_uniform(rng);
  const double s = sqrt(1 - z * z);
  unit[0] = s * cos(phi);
  unit[1] = s * sin(phi);
  unit[2] = z;
}
