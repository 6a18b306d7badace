/* Fourier transforms of lines whose length is a power of two, eight at a time. */
#ifndef APS_FFT_H
#define APS_FFT_H
#include "ctx.h"
#include <complex.h>

/* C11's CMPLX, which glibc has for GCC and new compilers only. */
static inline double complex aps_complex(double re, double im) {
  const union {
    double part[2];
    double complex whole;
  } z = {{re, im}};
  return z.whole;
}

enum { APS_FFT_LINES = 8 };

typedef struct {
  int m;
  double *cosine, *sine; /* [m / 2]: e^(-2 pi i k / m) */
  int *reversed;         /* [m] */
} aps_fft;

/* Eight lines, one in each lane of a vector: a thread's own. */
typedef struct {
  double (*re)[APS_FFT_LINES], (*im)[APS_FFT_LINES]; /* [m] */
} aps_fft_lines;

/* m: a power of two from 2 on. APS_EMEM. Ended in any case. */
aps_err aps_fft_begin(aps_ctx *, int m, aps_fft *);
void aps_fft_end(aps_ctx *, aps_fft *);

/* NULL where there is no memory; freed by aps_fft_free_lines in any case. */
aps_fft_lines aps_fft_make_lines(int m);
void aps_fft_free_lines(aps_fft_lines *);

/* F(k) = sum_j f(j) e^(-2 pi i j k / m), all j from 0 to m - 1 put before, and read by aps_fft_get after. With m - j for j it
 * is the sum with +i. */
void aps_fft_run(const aps_fft *, aps_fft_lines);

static inline void aps_fft_put(const aps_fft *p, aps_fft_lines x, int j, int line, double complex value) {
  x.re[p->reversed[j]][line] = creal(value), x.im[p->reversed[j]][line] = cimag(value);
}
static inline double complex aps_fft_get(aps_fft_lines x, int k, int line) { return aps_complex(x.re[k][line], x.im[k][line]); }
#endif
