/* Sorting rows by key: a radix sort from the highest digit down. */
#ifndef APS_FORCE_TREE_SORT_H
#define APS_FORCE_TREE_SORT_H
#include <stdint.h>

typedef struct {
  uint64_t *key;
  uint32_t *row;
} aps_key_rows;

enum { APS_SORT_BITS = 8, APS_SORT_DIGITS = 1 << APS_SORT_BITS, APS_SORT_HALVES = 2 };

/* Sorts a[first … first + n) by key; equal keys keep their order. b: as large, overwritten there.
 * count: [threads * APS_SORT_HALVES * APS_SORT_DIGITS]. The same result for any number of threads. At most 63 / 3
 * passes, two or three for spread keys; one look when already sorted, which returns 0 where no two
 * keys are equal; else 1: there may be some. */
int aps_key_sort(aps_key_rows a, aps_key_rows b, int64_t first, int64_t n, int threads,
                 uint32_t *count);
/* Moves a to b by class of row, stable. class[row] < classes <= APS_SORT_DIGITS; start[classes +
 * 1]: where each class begins in b. */
void aps_key_partition(aps_key_rows a, aps_key_rows b, const uint8_t *class, int classes, int64_t n,
                       int threads, uint32_t *count, int64_t *start);
#endif
