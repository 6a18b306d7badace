/* A Fourier transform in three dimensions of a grid whose edge is a power of two. */
#ifndef APS_FFT_H
#define APS_FFT_H
#include "../core/ctx.h"
#include <complex.h>

/* C11's CMPLX, which glibc has for GCC and new compilers only. */
static inline double complex aps_complex(double re, double im) {
  const union {
    double part[2];
    double complex whole;
  } z = {{re, im}};
  return z.whole;
}

/* In place: F(k) = sum_j f(j) e^(-2 pi i j k / m) along each of the axes of grid [m][m][m]; m from 8 on. The same bits for any
 * number of threads. APS_EMEM. */
aps_err aps_fft3(aps_ctx *, double complex *grid, int m);
#endif
