/* Threads that can be had. OpenMP ends the process where the system gives it none: a limit of processes (`ulimit -u`), a
 * control group's of pids. */
#include "run.h"
#include <pthread.h>
#include <stdlib.h>
#ifdef _OPENMP
#include <omp.h>
#endif

static void *wait_there(void *gate) {
  pthread_mutex_lock(gate); /* until all have been tried */
  pthread_mutex_unlock(gate);
  return NULL;
}

int aps_threads_at_most(int wanted) {
  pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
  pthread_t *other = malloc(sizeof *other * (size_t)(wanted > 1 ? wanted : 1));
  int n = 0;
  if (other == NULL) return 1;
  pthread_mutex_lock(&gate);
  while (n < wanted - 1 && pthread_create(&other[n], NULL, wait_there, &gate) == 0) n++;
  pthread_mutex_unlock(&gate);
  for (int k = 0; k < n; k++) pthread_join(other[k], NULL);
  free(other);
  pthread_mutex_destroy(&gate);
  return n + 1;
}

/* Fewer threads than asked for are better than an end by OpenMP in the first step. Half of them: where a team has shrunk and
 * grows again, those that left may still be counted, and one writes files. */
aps_threads aps_threads_try(int asked) {
#ifdef _OPENMP
  enum { FOR_FILES = 2 };
  const int wanted = asked > 0 ? asked : omp_get_max_threads();
  if (wanted == 1) return (aps_threads){1, 1, 1};
  const int granted = aps_threads_at_most(wanted + FOR_FILES), taken = granted > 3 ? (granted - 1) / 2 : 1;
  if (granted == wanted + FOR_FILES) return (aps_threads){wanted, granted, wanted};
  if (omp_get_max_threads() > taken) omp_set_num_threads(taken);
  return (aps_threads){wanted, granted, taken};
#else
  (void)asked;
  return (aps_threads){1, 1, 1};
#endif
}
