/* The pair kernels of the law plummer. */
#include "direct_kernel.cuh"
#include "symmetric_kernel.cuh"

aps_tiled_choice APS_ROW(aps_tiled_plummer)(int in_double, int want, int uniform, int few) {
  if (in_double)
    return uniform ? choose<plummer, double, true>(want, few)
                   : choose<plummer, double, false>(want, few);
  return uniform ? choose<plummer, float, true>(want, few)
                 : choose<plummer, float, false>(want, few);
}

aps_symmetric_kernel *APS_ROW(aps_symmetric_plummer)(int potential, int equal) {
  return choose_symmetric<plummer>(potential, equal);
}
