/* Processor time of the calling thread, in seconds. */
#ifndef APS_TESTS_CLOCK_H
#define APS_TESTS_CLOCK_H
#include <time.h>

static inline double cpu(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
#endif
