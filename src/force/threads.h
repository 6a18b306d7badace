/* How many threads a solver sums with: as set up, else all there are. */
#ifndef APS_FORCE_THREADS_H
#define APS_FORCE_THREADS_H
#include "../core/run.h"
#ifdef _OPENMP
#include <omp.h>
#endif

static inline int aps_force_threads(const aps_force_setup *setup) { return aps_threads_of(setup->threads); }

/* The number of this one. */
static inline int aps_force_thread(void) {
#ifdef _OPENMP
  return omp_get_thread_num();
#else
  return 0;
#endif
}
#endif
