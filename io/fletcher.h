/* Fletcher's checksum as HDF5's filter 3 stores it behind every chunk. */
#ifndef APS_FLETCHER_H
#define APS_FLETCHER_H
#include <stddef.h>
#include <stdint.h>
uint32_t aps_fletcher32(const void *bytes, size_t n);
#endif
