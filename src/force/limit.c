/* The limit of direct summation on this machine, measured: the pair arithmetic of the kernels on
 * registers alone, the best of several short runs, since other work on the machine can only slow a
 * run down. */
#include "limit.h"
#include "../core/ctx.h"
#include "direct_kernel.h"
#ifdef _OPENMP
#include <omp.h>
#endif

static const double seconds_per_try = 0.02;
enum { TRIES = 8 };

/* Rounds that take about seconds_per_try on one thread. */
static int64_t calibrate(const aps_direct_isa *isa) {
  for (int64_t rounds = 1 << 12;; rounds *= 2) {
    const double start = aps_wall();
    isa->spin(rounds);
    const double took = aps_wall() - start;
    if (took > seconds_per_try / 8) return (int64_t)((double)rounds * seconds_per_try / took) + 1;
  }
}

static double rate(const aps_direct_isa *isa, int64_t rounds, int threads) {
  double done = 0;
  (void)threads;
  const double start = aps_wall();
#pragma omp parallel num_threads(threads) reduction(+ : done)
  done += isa->spin(rounds);
  return done / (aps_wall() - start);
}

double aps_limit_interactions(int threads) {
  const aps_direct_isa *isa = aps_direct_isa_choose();
  if (!isa) return 0;
#ifdef _OPENMP
  if (threads <= 0) threads = omp_get_max_threads();
#endif
  const int64_t rounds = calibrate(isa);
  double best = 0;
  for (int i = 0; i < TRIES; i++) {
    const double r = rate(isa, rounds, threads);
    if (r > best) best = r;
  }
  return best;
}

const char *aps_limit_isa(void) {
  const aps_direct_isa *isa = aps_direct_isa_choose();
  return isa ? isa->name : "";
}
