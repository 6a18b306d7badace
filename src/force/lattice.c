/* The far images of a periodic box. With d = x_target - x_source, |d_k| <= L_k,
 *
 *   psi(d) = sum over n beyond |n_k| <= 2 of 1/|d - n L|, less the neutralising background
 *
 * has no singularity within twice the box, so an even polynomial of low degree in d_k / L_k is all
 * of it:
 *
 *   psi(d) = sum c_abe u^a v^b w^e,   a, b, e even, a + b + e <= degree,
 *
 * from Legendre's series, whose coefficients are integrals of psi (Gauss's rule), and psi itself
 * from Ewald's sum (Ewald 1921) less the near images. Expanded by the binomial theorem about the
 * middle of the box, moments of all sources (T) and the polynomial's coefficients make a polynomial
 * of the target's place alone (F). All in double; the sums over sources know no order, so their
 * bits depend on neither threads nor ranks. */
#include "lattice.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum {
  NEAR = APS_LATTICE_NEAR,
  MOST = APS_LATTICE_MOST,
  POWERS = MOST + 1,
  TERMS = POWERS * (MOST + 2) * (MOST + 3) / 6, /* monomials up to the highest degree */
  FEWEST = 9,                                   /* nodes of Gauss's rule in half of an edge */
  NODES = MOST / 2 + 3,                         /* and most */
  LANES = 8,
  CHUNKS = 512,                                 /* of sources: the same for any number of threads */
  CHUNK = 1024,                                 /* sources of a chunk at least */
  FEW = 8192,                                   /* masses that are not worth several threads */
  STRETCH = 256,                                /* targets that are looked through at a time */
  TARGETS = 128                                 /* targets that are not */
};
static const double pi = 3.14159265358979323846;
#pragma GCC diagnostic ignored "-Wpsabi" /* wide vectors stay inside this file */
typedef double lanes __attribute__((vector_size(8 * LANES)));

struct aps_lattice {
  aps_ctx *ctx;
  double L[3];
  int degree, terms, nodes;
  int at[POWERS][POWERS]; /* place of u^a v^b w^0; the powers of w follow */
  double c[TERMS], F[TERMS], choose[POWERS][POWERS]; /* binomial coefficients */
};

/* ---- psi */

double aps_lattice_potential(const double L[3], const double d[3]) {
  const double V = L[0] * L[1] * L[2], alpha = 2.5 / cbrt(V), cut = 6;
  int images[3], waves[3];
  for (int k = 0; k < 3; k++) {
    images[k] = (int)ceil(cut / alpha / L[k]) + 1;
    waves[k] = (int)ceil(2 * cut * alpha * L[k] / (2 * pi));
  }
  double sum = -pi / (alpha * alpha * V);
  for (int a = -images[0]; a <= images[0]; a++)
    for (int b = -images[1]; b <= images[1]; b++)
      for (int e = -images[2]; e <= images[2]; e++) {
        const double x = d[0] - a * L[0], y = d[1] - b * L[1], z = d[2] - e * L[2];
        const double r = sqrt(x * x + y * y + z * z);
        const int near = a >= -NEAR && a <= NEAR && b >= -NEAR && b <= NEAR && e >= -NEAR && e <= NEAR;
        if (near) sum -= alpha * r > 1e-8 ? erf(alpha * r) / r : 2 * alpha / sqrt(pi);
        else if (alpha * r < cut + 1) sum += erfc(alpha * r) / r;
      }
  for (int a = 0; a <= waves[0]; a++)
    for (int b = -waves[1]; b <= waves[1]; b++)
      for (int e = -waves[2]; e <= waves[2]; e++) {
        const double x = 2 * pi * a / L[0], y = 2 * pi * b / L[1], z = 2 * pi * e / L[2], k2 = x * x + y * y + z * z;
        if (k2 == 0 || k2 > 4 * alpha * alpha * cut * cut) continue;
        sum += (a ? 2 : 1) * 4 * pi / V * exp(-k2 / (4 * alpha * alpha)) / k2 * cos(x * d[0] + y * d[1] + z * d[2]);
      }
  return sum;
}

/* ---- the polynomial */

/* Legendre's polynomials 0 … MOST at x. */
static void legendre(double x, double *P) {
  P[0] = 1, P[1] = x;
  for (int n = 1; n < MOST; n++) P[n + 1] = ((2 * n + 1) * x * P[n] - n * P[n - 1]) / (n + 1);
}

/* The positive half of Gauss's rule of 2 nodes points. */
static void gauss(int nodes, double *x, double *w) {
  const int n = 2 * nodes;
  for (int k = 0; k < nodes; k++) {
    double slope = 0;
    x[k] = cos(pi * (k + 0.75) / (n + 0.5));
    for (int newton = 0; newton < 50; newton++) {
      double p = 1, before = 0;
      for (int m = 0; m < n; m++) {
        const double next = ((2 * m + 1) * x[k] * p - m * before) / (m + 1);
        before = p, p = next;
      }
      slope = n * (x[k] * p - before) / (x[k] * x[k] - 1);
      x[k] -= p / slope;
      if (fabs(p / slope) < 1e-15) break;
    }
    w[k] = 2 / ((1 - x[k] * x[k]) * slope * slope);
  }
}

/* m[n][k]: the coefficient of x^k in Legendre's polynomial n. */
static void monomials(double m[POWERS][POWERS]) {
  memset(m, 0, sizeof(double) * POWERS * POWERS);
  m[0][0] = m[1][1] = 1;
  for (int n = 1; n < MOST; n++)
    for (int k = 0; k <= n + 1; k++)
      m[n + 1][k] = ((2 * n + 1) * (k ? m[n][k - 1] : 0) - n * m[n - 1][k]) / (n + 1);
}

/* l[a][b][e], even: psi's coefficient of P_a(u) P_b(v) P_e(w). */
static void project(const aps_lattice *s, double l[POWERS][POWERS][POWERS]) {
  double x[NODES], w[NODES], P[NODES][POWERS];
  gauss(s->nodes, x, w);
  for (int i = 0; i < s->nodes; i++) legendre(x[i], P[i]);
  memset(l, 0, sizeof(double) * POWERS * POWERS * POWERS);
  for (int i = 0; i < s->nodes; i++)
    for (int j = 0; j < s->nodes; j++)
      for (int k = 0; k < s->nodes; k++) {
        const double d[3] = {x[i] * s->L[0], x[j] * s->L[1], x[k] * s->L[2]};
        const double f = w[i] * w[j] * w[k] * aps_lattice_potential(s->L, d);
        for (int a = 0; a <= s->degree; a += 2)
          for (int b = 0; a + b <= s->degree; b += 2)
            for (int e = 0; a + b + e <= s->degree; e += 2)
              l[a][b][e] += (2 * a + 1) * (2 * b + 1) * (2 * e + 1) * f * P[i][a] * P[j][b] * P[k][e];
      }
}

aps_err aps_lattice_open(aps_ctx *ctx, const double L[3], int degree, aps_lattice **out) {
  aps_lattice *s = *out = aps_alloc(ctx, "periodic images", 1, sizeof *s);
  if (s == NULL) return APS_EMEM;
  *s = (aps_lattice){.ctx = ctx, .L = {L[0], L[1], L[2]}, .degree = degree};
  s->nodes = degree / 2 + 3 > FEWEST ? degree / 2 + 3 : FEWEST;
  for (int n = 0; n <= degree; n++)
    for (int k = 0; k <= n; k++) s->choose[n][k] = k == 0 || k == n ? 1 : s->choose[n - 1][k - 1] + s->choose[n - 1][k];
  for (int a = 0; a <= degree; a++)
    for (int b = 0; a + b <= degree; b++) s->at[a][b] = s->terms, s->terms += degree - a - b + 1;
  double l[POWERS][POWERS][POWERS], m[POWERS][POWERS];
  project(s, l);
  monomials(m);
  for (int a = 0; a <= degree; a += 2)
    for (int b = 0; a + b <= degree; b += 2)
      for (int e = 0; a + b + e <= degree; e += 2)
        for (int i = 0; i <= a; i += 2)
          for (int j = 0; j <= b; j += 2)
            for (int k = 0; k <= e; k += 2) s->c[s->at[i][j] + k] += l[a][b][e] * m[a][i] * m[b][j] * m[e][k];
  return APS_OK;
}

void aps_lattice_free(aps_lattice **s) {
  if (*s) aps_release((*s)->ctx, *s);
  *s = NULL;
}

/* ---- sources */

/* Sums that know no order: every term is rounded to a grid on which all of them, and their sum, are
 * whole numbers below 2^52. Adding `shift`, 1.5 2^52 of the grid, and taking it away again rounds
 * (Demmel & Nguyen 2015, IEEE Trans. Comput. 64, 2060). sum[k] += mass u^a v^b w^e of LANES
 * sources. */
APS_WIDE static void gather(int degree, double shift, const lanes *u, const lanes *mass,
                            lanes *sum) {
  lanes p = *mass;
  for (int a = 0; a <= degree; a++) {
    lanes q = p;
    for (int b = 0; a + b <= degree; b++) {
      lanes r = q;
      for (int e = 0; a + b + e <= degree; e++) *sum++ += (r + shift) - shift, r *= u[2];
      q *= u[1];
    }
    p *= u[0];
  }
}

/* Places of up to LANES rows in edges from the middle of the box. */
static void places(const aps_lattice *s, const double *const x[3], const int64_t *row, int n, lanes *u) {
  for (int d = 0; d < 3; d++)
    for (int l = 0; l < LANES; l++) u[d][l] = l < n ? x[d][row[l]] / s->L[d] - 0.5 : 0;
}

static void gather_chunk(const aps_lattice *s, double shift, const double *const x[3],
                         const double *mass, const uint32_t *order, int64_t from, int64_t end,
                         double *T) {
  lanes sum[TERMS];
  memset(sum, 0, (size_t)s->terms * sizeof *sum);
  for (int64_t i = from; i < end; i += LANES) {
    lanes u[3], m;
    int64_t row[LANES];
    for (int l = 0; l < LANES; l++) {
      const int64_t k = i + l < end ? i + l : i;
      row[l] = order ? (int64_t)order[k] : k, m[l] = i + l < end ? mass[row[l]] : 0;
    }
    places(s, x, row, LANES, u);
    gather(s->degree, shift, u, &m, sum);
  }
  for (int k = 0; k < s->terms; k++) {
    T[k] = 0;
    for (int l = 0; l < LANES; l++) T[k] += sum[k][l];
  }
}

/* sum over sources of m psi(u - u_s) as a polynomial in u: F_i = sum over k of c_k binomial(k, i) (-1)^(k - i) T_(k - i) */
static void field(aps_lattice *s, const double *T) {
  memset(s->F, 0, sizeof s->F);
  for (int a = 0; a <= s->degree; a += 2)
    for (int b = 0; a + b <= s->degree; b += 2)
      for (int e = 0; a + b + e <= s->degree; e += 2) {
        const double c = s->c[s->at[a][b] + e];
        for (int i = 0; i <= a; i++)
          for (int j = 0; j <= b; j++)
            for (int k = 0; k <= e; k++)
              s->F[s->at[i][j] + k] += ((a + b + e - i - j - k) % 2 ? -c : c) * s->choose[a][i] * s->choose[b][j] *
                                       s->choose[e][k] * T[s->at[a - i][b - j] + e - k];
      }
}

int aps_lattice_terms(const aps_lattice *s, int *degree) {
  *degree = s->degree;
  return s->terms;
}

const double *aps_lattice_take(aps_lattice *s, const double *moments) {
  field(s, moments);
  return s->F;
}

/* The shift whose grid takes a sum of terms of which all together are at most `most`. */
static double shift_for(double most) {
  int exponent;
  frexp(most, &exponent); /* most < 2^exponent */
  return most > 0 && most <= DBL_MAX && exponent > -960 && exponent < 1020
             ? 1.5 * ldexp(1, exponent + 1)
             : 0;
}

/* Of the sources of all ranks where `among` is not NULL. Their masses, each at most the largest,
 * first give the grid for the sum of masses, and that the grid for the moments: one heavy particle
 * among many light ones spoils nothing. */
static double choose_shift(aps_ctx *among, const double *mass, int64_t n, int threads) {
  double most = 0, all = 0, sum[2] = {0, (double)n};
  (void)threads; /* without OpenMP */
#pragma omp parallel for schedule(static) num_threads(threads) if (n > FEW) reduction(max : most)
  for (int64_t i = 0; i < n; i++) most = fabs(mass[i]) > most ? fabs(mass[i]) : most;
  if (among) aps_ranks_max(among, &most, 1);
  if (among) aps_ranks_sum(among, &sum[1], 1);
  const double shift = shift_for(most * sum[1]);
  if (shift == 0) return 0; /* nothing would be rounded, and sums would know their order */
#pragma omp parallel for schedule(static) num_threads(threads) if (n > FEW) reduction(+ : all)
  for (int64_t i = 0; i < n; i++) all += (fabs(mass[i]) + shift) - shift;
  sum[0] = all;
  if (among) aps_ranks_sum(among, sum, 1);
  return shift_for(sum[0] + sum[1] * shift * 0x1p-52);
}

static aps_err take_sources(aps_lattice *s, aps_ctx *among, const double *x, const double *y,
                            const double *z, const double *mass, int64_t n, const uint32_t *order,
                            int threads) {
  const double *const at[3] = {x, y, z};
  const int64_t size = n / CHUNKS + 1 > CHUNK ? n / CHUNKS + 1 : CHUNK;
  const int chunks = (int)((n + size - 1) / size);
  double *T = aps_alloc(s->ctx, "periodic images", (int64_t)(chunks + 1) * s->terms, sizeof *T), *all = T;
  const aps_err mine = T ? APS_OK : APS_EMEM, err = among ? aps_ranks_agree(among, mine) : mine;
  if (err != APS_OK) return aps_release(s->ctx, T), err;
  const double shift = choose_shift(among, mass, n, threads);
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (chunks > 1)
  for (int k = 0; k < chunks; k++)
    gather_chunk(s, shift, at, mass, order, k * size, (k + 1) * size < n ? (k + 1) * size : n,
                 T + (int64_t)(k + 1) * s->terms);
  for (int i = 0; i < s->terms; i++) all[i] = 0;
  for (int k = 1; k <= chunks; k++)
    for (int i = 0; i < s->terms; i++) all[i] += T[(int64_t)k * s->terms + i];
  if (among) aps_ranks_sum(among, all, s->terms);
  field(s, all);
  aps_release(s->ctx, T);
  return APS_OK;
}

aps_err aps_lattice_sources(aps_lattice *s, const double *x, const double *y, const double *z,
                            const double *mass, int64_t n, const uint32_t *order, int threads) {
  return take_sources(s, NULL, x, y, z, mass, n, order, threads);
}

aps_err aps_lattice_sources_of_all(aps_lattice *s, const double *x, const double *y,
                                   const double *z, const double *mass, int64_t n, int threads) {
  return take_sources(s, s->ctx, x, y, z, mass, n, NULL, threads);
}

/* ---- targets */

/* out[0]: the polynomial, out[1 … 3]: its derivatives by u, v, w; Horner's rule from the highest powers down. */
APS_WIDE static void evaluate(int degree, const int (*at)[POWERS], const double *F, const lanes *u, lanes *out) {
  const lanes none = {0}, x = u[0], y = u[1], z = u[2];
  lanes A[4] = {none, none, none, none};
  for (int a = degree; a >= 0; a--) {
    lanes B[3] = {none, none, none}; /* value, by v, by w */
    for (int b = degree - a; b >= 0; b--) {
      lanes C[2] = {none, none}; /* value, by w */
      const double *c = F + at[a][b];
      for (int e = degree - a - b; e >= 0; e--) C[1] = C[1] * z + C[0], C[0] = C[0] * z + c[e];
      B[1] = B[1] * y + B[0], B[0] = B[0] * y + C[0], B[2] = B[2] * y + C[1];
    }
    A[1] = A[1] * x + A[0], A[0] = A[0] * x + B[0], A[2] = A[2] * x + B[1], A[3] = A[3] * x + B[2];
  }
  for (int k = 0; k < 4; k++) out[k] = A[k];
}

static void add_to(const aps_lattice *s, aps_view v, const double *const at[3], const int64_t *row, int m, double G) {
  double *const to[4] = {v.pot, v.ax, v.ay, v.az};
  lanes u[3], out[4];
  places(s, at, row, m, u);
  evaluate(s->degree, s->at, s->F, u, out);
  for (int k = 0; k < 4; k++)
    for (int l = 0; to[k] && l < m; l++) to[k][row[l]] += k ? G * out[k][l] / s->L[k - 1] : -G * out[0][l];
}

void aps_lattice_add(const aps_lattice *s, aps_view v, const double *const at[3], const uint32_t *row, const uint8_t *mark, double G,
                     int threads) {
  (void)threads;
#pragma omp parallel for schedule(static) num_threads(threads) if (v.n > TARGETS)
  for (int64_t i = 0; i < v.n; i += STRETCH) {
    const int64_t end = i + STRETCH < v.n ? i + STRETCH : v.n;
    int64_t of[LANES];
    int m = 0;
    for (int64_t k = i; k < end; k++) {
      if (mark && !mark[k]) continue;
      of[m++] = row ? row[k] : k;
      if (m == LANES) add_to(s, v, at, of, m, G), m = 0;
    }
    if (m) add_to(s, v, at, of, m, G);
  }
}
