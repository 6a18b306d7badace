/* Numbers in either byte order, at any address. */
#ifndef APS_BYTES_H
#define APS_BYTES_H
#include <stdint.h>
#include <string.h>

static inline uint32_t load32(const void *at, int swap) {
  uint32_t v;
  memcpy(&v, at, sizeof v);
  return swap ? __builtin_bswap32(v) : v;
}

static inline uint64_t load64(const void *at, int swap) {
  uint64_t v;
  memcpy(&v, at, sizeof v);
  return swap ? __builtin_bswap64(v) : v;
}

static inline float load_float(const void *at, int swap) {
  const uint32_t bits = load32(at, swap);
  float v;
  memcpy(&v, &bits, sizeof v);
  return v;
}

static inline double load_double(const void *at, int swap) {
  const uint64_t bits = load64(at, swap);
  double v;
  memcpy(&v, &bits, sizeof v);
  return v;
}

static inline void store32(void *at, uint32_t v, int swap) {
  if (swap) v = __builtin_bswap32(v);
  memcpy(at, &v, sizeof v);
}

static inline void store_float(void *at, float v, int swap) {
  uint32_t bits;
  memcpy(&bits, &v, sizeof bits);
  store32(at, bits, swap);
}

static inline void store_double(void *at, double v, int swap) {
  uint64_t bits;
  memcpy(&bits, &v, sizeof bits);
  if (swap) bits = __builtin_bswap64(bits);
  memcpy(at, &bits, sizeof bits);
}

static inline int host_is_little(void) {
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first;
}
#endif
