/* The pair kernels of Newton's law, whose softening is always uniform: none. */
#include "direct_kernel.cuh"

aps_tiled_choice APS_ROW(aps_tiled_newton)(int in_double, int want, int uniform, int few) {
  (void)uniform;
  return in_double ? choose<newton, double, true>(want, few)
                   : choose<newton, float, true>(want, few);
}

/* Unsoftened accelerations have no bound, so no fixed point holds them. */
aps_symmetric_kernel *APS_ROW(aps_symmetric_newton)(int potential, int equal) {
  (void)potential, (void)equal;
  return nullptr;
}
