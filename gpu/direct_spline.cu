/* The pair kernels of the law spline. */
#include "direct_kernel.cuh"
#include "symmetric_kernel.cuh"

aps_tiled_choice APS_ROW(aps_tiled_spline)(int in_double, int want, int uniform, int few) {
  if (in_double)
    return uniform ? choose<spline, double, true>(want, few)
                   : choose<spline, double, false>(want, few);
  return uniform ? choose<spline, float, true>(want, few) : choose<spline, float, false>(want, few);
}

aps_symmetric_kernel *APS_ROW(aps_symmetric_spline)(int potential, int equal) {
  return choose_symmetric<spline>(potential, equal);
}
