/* A row of a caller's array as a double: what the CPU's and the CUDA backend's `take` do to each. */
#ifndef APS_ARRAY_H
#define APS_ARRAY_H
#include "reduce.h"
#include <string.h>

/* IEEE 754 half precision: 1 sign, 5 exponent and 10 mantissa bits. */
APS_HD double aps_array_half(uint16_t bits) {
  const int exponent = bits >> 10 & 31, mantissa = bits & 1023;
  const double size = exponent == 31 ? (mantissa ? NAN : INFINITY)
                      : exponent     ? ldexp((double)(1024 + mantissa), exponent - 25)
                                     : ldexp((double)mantissa, -24);
  return bits >> 15 ? -size : size;
}

/* The upper half of a float. */
APS_HD double aps_array_bfloat16(uint16_t bits) {
  const uint32_t whole = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &whole, sizeof value);
  return value;
}

APS_HD double aps_array_row(const aps_array *a, int64_t i) {
  if (a->data == NULL) return a->value;
  const char *at = (const char *)a->data + a->stride * i;
  switch (a->type) {
  case 'f': return *(const float *)at;
  case 'h': return aps_array_half(*(const uint16_t *)at);
  case 'b': return aps_array_bfloat16(*(const uint16_t *)at);
  case 'i': return *(const int32_t *)at;
  case 'l': return (double)*(const int64_t *)at;
  default: return *(const double *)at;
  }
}
#endif
