/* How many threads a solver sums with: as set up, else all there are. */
#ifndef APS_FORCE_THREADS_H
#define APS_FORCE_THREADS_H
#include "../apsis.h"
#ifdef _OPENMP
#include <omp.h>
#endif

static inline int aps_force_threads(const aps_force_setup *setup) {
#ifdef _OPENMP
  return setup->threads > 0 ? setup->threads : omp_get_max_threads();
#else
  (void)setup;
  return 1;
#endif
}

/* The number of this one. */
static inline int aps_force_thread(void) {
#ifdef _OPENMP
  return omp_get_thread_num();
#else
  return 0;
#endif
}
#endif
