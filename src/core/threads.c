/* Threads that can be had. OpenMP ends the process where the system gives it none: a limit of processes (`ulimit -u`), a
 * control group's of pids. */
#define _GNU_SOURCE /* pthread_getattr_np */
#include "run.h"
#include <ctype.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
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

int aps_threads_of(int asked) {
#ifdef _OPENMP
  return asked > 0 ? asked : omp_get_max_threads();
#else
  (void)asked;
  return 1;
#endif
}

/* Fewer threads than asked for are better than an end by OpenMP in the first step. Half of them: where a team has shrunk and
 * grows again, those that left may still be counted, and one writes files. */
aps_threads aps_threads_try(aps_ctx *ctx, const char *what, int asked) {
#ifdef _OPENMP
  enum { FOR_FILES = 2 };
  const int wanted = aps_threads_of(asked);
  if (wanted == 1) return (aps_threads){1, 1, 1};
  const int granted = aps_threads_at_most(wanted + FOR_FILES), taken = granted > 3 ? (granted - 1) / 2 : 1;
  if (granted == wanted + FOR_FILES) return (aps_threads){wanted, granted, wanted};
  if (omp_get_max_threads() > taken) omp_set_num_threads(taken);
  aps_log(ctx, APS_LOG_WARN,
          "%s: of %d threads, and two for files, the system grants %d (ulimit -u, or a limit of pids); %d are taken", what, wanted,
          granted, taken);
  return (aps_threads){wanted, granted, taken};
#else
  (void)ctx, (void)what, (void)asked;
  return (aps_threads){1, 1, 1};
#endif
}

int aps_threads_take(int threads) {
#ifdef _OPENMP
  const int before = omp_get_max_threads();
  if (threads > 0 && threads != before) omp_set_num_threads(threads);
  return before;
#else
  (void)threads;
  return 1;
#endif
}

/* Linux tells a thread its stack; elsewhere defaults are large enough. */
static size_t own_stack(void) {
  size_t bytes = 0;
#ifdef __linux__
  pthread_attr_t attr;
  if (pthread_getattr_np(pthread_self(), &attr) != 0) return 0;
  if (pthread_attr_getstacksize(&attr, &bytes) != 0) bytes = 0;
  pthread_attr_destroy(&attr);
#endif
  return bytes;
}

/* As the environment asks for; 0: it does not, or less than what a system starts a thread with. */
static size_t asked_stack(void) {
  static const char units[] = "BKMG";
  const char *text = getenv("OMP_STACKSIZE"), *found;
  if (text == NULL) text = getenv("GOMP_STACKSIZE");
  if (text == NULL) return 0;
  char *unit;
  const double number = strtod(text, &unit);
  unit += strspn(unit, " ");
  const char letter = *unit ? (char)toupper((unsigned char)*unit) : 'K';
  found = strchr(units, letter);
  const double bytes = found ? ldexp(number, 10 * (int)(found - units)) : 0;
  return bytes >= 16384 && bytes < 1e15 ? (size_t)bytes : 0;
}

size_t aps_threads_stack(int threads) {
  enum { ENOUGH_TO_ASK = 64 << 10 };
  const size_t asked = asked_stack();
  if (threads > 1 && asked > 0 && asked < ENOUGH_TO_ASK) return asked; /* a thread of less may not live to tell */
  size_t least = 0;
#ifdef _OPENMP
  /* one thread beside this one is as all others */
#pragma omp parallel num_threads(threads > 1 ? 2 : 1)
  if (omp_get_thread_num() == 1) least = own_stack();
#else
  (void)own_stack;
#endif
  return least;
}
