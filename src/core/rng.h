/* Counter-based random numbers: Philox4x32-10, Salmon et al. 2011 (SC11). A number is a pure function of
 * (seed, stream, index, draw), so any split of the rows over ranks gives the same particles. */
#ifndef APS_RNG_H
#define APS_RNG_H
#include <stdint.h>

typedef struct { /* one particle's sequence */
  uint32_t key[2], counter[4], block[4];
  int used; /* 32-bit words of block already given out; 4 means draw the next block */
} aps_rng;

/* seed: the run's; stream: the species; index: the particle. */
aps_rng aps_rng_at(uint64_t seed, uint64_t stream, uint64_t index);
double aps_rng_uniform(aps_rng *);                /* in (0, 1), 53 bits, never 0 or 1 */
double aps_rng_normal(aps_rng *);                 /* mean 0, variance 1 */
void aps_rng_direction(aps_rng *, double unit[3]); /* uniform on the sphere */
void aps_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
#endif
