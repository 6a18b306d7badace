/* Fletcher's checksum as HDF5's filter 3 stores it behind every chunk. */
#ifndef APS_FLETCHER_H
#define APS_FLETCHER_H
#include <stddef.h>
#include <stdint.h>
uint32_t aps_fletcher32(const void *bytes, size_t n);

/* The same of bytes that come in pieces. Begins as {0}; every piece but the last has an even size.
 */
typedef struct {
  uint64_t s1, s2; /* modulo 65535 */
  uint64_t any;    /* not zero if a word was not */
} aps_fletcher;
void aps_fletcher_add(aps_fletcher *, const void *bytes, size_t n);
uint32_t aps_fletcher_sum(const aps_fletcher *);
#endif
