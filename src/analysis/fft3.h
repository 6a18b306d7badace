/* A Fourier transform in three dimensions of a grid whose edge is a power of two. */
#ifndef APS_FFT3_H
#define APS_FFT3_H
#include "../core/fft.h"

/* In place: F(k) = sum_j f(j) e^(-2 pi i j k / m) along each of the axes of grid [m][m][m]; m from 8 on. The same bits for any
 * number of threads. APS_EMEM. */
aps_err aps_fft3(aps_ctx *, double complex *grid, int m);
#endif
