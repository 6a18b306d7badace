/* Keys along the Hilbert curve: where a point lies on a 2^21-fold grid, in an order in which
 * consecutive cells share a face. The curve is an automaton of 12 states, three levels (9 bits) per
 * look-up. Hilbert 1891; Hamilton & Rau-Chaplin 2008, Inform. Process. Lett. 105, 155. */
#ifndef APS_FORCE_KEYS_H
#define APS_FORCE_KEYS_H
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

enum { APS_KEY_LEVELS = 21, APS_KEY_STATES = 12 };

typedef struct { /* cell of x: floor((x - low) * scale), clamped to 0 … 2^21 - 1; NaN: 0 */
  double low[3]; /* lowest corner of the cube */
  double scale;  /* cells of the 2^21 grid per length; infinite where all coincide */
} aps_key_frame;

/* next[state][x y z, three bits each] = next state << 9 | 9 bits of the key. 12 KB.
 * one[state][x y z, a bit each] = next state << 3 | 3 bits of the key; the rest is zero. */
typedef struct {
  uint16_t next[APS_KEY_STATES << 9];
  uint16_t one[128];
} aps_key_table;
void aps_key_table_fill(aps_key_table *);

/* The 63-bit key of cell (ix, iy, iz), each below 2^21; three bits per level, the first on top. */
static inline uint64_t aps_key_hilbert(const aps_key_table *table, uint32_t ix, uint32_t iy,
                                       uint32_t iz) {
  uint64_t key = 0;
  uint32_t e = 0;
  for (int s = 18; s >= 0; s -= 3) {
    const uint32_t at = (ix >> s & 7) << 6 | (iy >> s & 7) << 3 | (iz >> s & 7);
    e = table->next[(e & ~511u) | at];
    key = key << 9 | (e & 511);
  }
  return key;
}

/* The cube that holds all finite coordinates, of the rows row[n] or of all. The same for any number
 * of threads. */
aps_key_frame aps_key_frame_fit(const double *x, const double *y, const double *z,
                                const uint32_t *row, int64_t n, int threads);
/* The same in two parts: the least and largest finite coordinates, infinities the wrong way round where there are none;
 * and the cube that holds them. */
void aps_key_bounds(const double *x, const double *y, const double *z, const uint32_t *row, int64_t n,
                    int threads, double low[3], double high[3]);
aps_key_frame aps_key_frame_of(const double low[3], const double high[3]);
/* key[n] of n positions. Any input, finite or not, gives a key in range. */
void aps_keys(const aps_key_table *, const aps_key_frame *, const double *x, const double *y,
              const double *z, int64_t n, int threads, uint64_t *key);
#ifdef __cplusplus
}
#endif
#endif
