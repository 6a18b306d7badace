/* Threads that can be had. OpenMP ends the process where the system gives it none: a limit of processes (`ulimit -u`), a
 * control group's of pids. */
#include "run.h"
#include <pthread.h>
#include <stdlib.h>

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
