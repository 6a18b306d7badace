/* Eddington's inversion: the distribution function of an isotropic sphere of density rho(r) in the
 * relative potential psi(r) of everything there is (itself, other components, a black hole):
 *
 *   f(E) = 1 / (sqrt(8) pi^2) [ int_0^E (d^2 rho / d psi^2) d psi / sqrt(E - psi)
 *                               + (d rho / d psi)_{psi = 0} / sqrt(E) ] (1)
 *
 * Binney & Tremaine 2008, eq. 4.46b; Eddington 1916, MNRAS 76, 572. All densities here fall so fast
 * at the outer end of the grid that the second term vanishes. With s = d ln rho / d ln r, s' = ds /
 * d ln r, enclosed mass M and mean density rho_t of everything, Poisson's equation gives
 *
 *   d^2 rho / d psi^2 = rho r^2 / M^2 [ s^2 + s + s' - 4 pi rho_t r^3 s / M ] (2)
 *
 * so nothing is differentiated numerically. On the logarithmic grid (2) is a parabola in psi over
 * every two intervals, integrated exactly against 1 / sqrt(E - psi): 1e-6 for Plummer and
 * Hernquist. Masses and psi are sums of the four-point rule
 *
 *   int_k^{k+1} y du = du / 24 (-y_{k-1} + 13 y_k + 13 y_{k+1} - y_{k+2}) (3)
 *
 * A particle: radius from the mass table, speed by rejection under v^2 f(psi - v^2 / 2), both
 * directions isotropic. The innermost node holds so little mass that what lies inside is taken as a
 * power law at constant psi. */
#include "eddington.h"
#include <string.h>

enum { N = APS_SHELLS };
#define PI 3.14159265358979323846

/* ---- the well ---------------------------------------------------------------------------------
 */

void aps_well_start(aps_well *w, double inner, double outer, double point) {
  memset(w, 0, sizeof *w);
  w->step = log(outer / inner) / (N - 1);
  w->point = point;
  for (int k = 0; k < N; k++) {
    w->r[k] = inner * exp(w->step * k);
    w->mass[k] = point;
  }
}

/* Integral from node k to k + 1 of y du, eq. 3; one-sided at the ends. */
static double strip(const double *y, int k, double du) {
  if (k == 0) return du / 12 * (5 * y[0] + 8 * y[1] - y[2]);
  if (k == N - 2) return du / 12 * (5 * y[N - 1] + 8 * y[N - 2] - y[N - 3]);
  return du / 24 * (13 * (y[k] + y[k + 1]) - y[k - 1] - y[k + 2]);
}

/* Mass within each node for this density; the innermost sphere as a power law. */
static void enclose(const aps_well *w, const double *rho, double *mass) {
  double y[N];
  for (int k = 0; k < N; k++) y[k] = 4 * PI * rho[k] * w->r[k] * w->r[k] * w->r[k];
  const double power = log(y[1] / y[0]) / w->step; /* of M(r) near the centre */
  mass[0] = power > 0 ? y[0] / power : 0;
  for (int k = 0; k < N - 1; k++) mass[k + 1] = mass[k] + fmax(strip(y, k, w->step), 0);
}

void aps_well_add(aps_well *w, aps_density_fn *density, const void *self, double mass) {
  double rho[N], inside[N];
  for (int k = 0; k < N; k++) rho[k] = density(self, w->r[k]).rho;
  enclose(w, rho, inside);
  const double scale = mass / inside[N - 1];
  for (int k = 0; k < N; k++) {
    w->rho[k] += scale * rho[k];
    w->mass[k] += scale * inside[k];
  }
}

void aps_well_close(aps_well *w) {
  double y[N];
  for (int k = 0; k < N; k++) y[k] = w->mass[k] / w->r[k]; /* -d psi / d ln r */
  w->psi[N - 1] = y[N - 1];
  for (int k = N - 2; k >= 0; k--) w->psi[k] = w->psi[k + 1] + strip(y, k, w->step);
}

/* The interval [k, k + 1] that holds r, and how far in: 0 to 1 in ln r. */
static int locate(const aps_well *w, double r, double *part) {
  const double at = log(r / w->r[0]) / w->step;
  const int k = at <= 0 ? 0 : at >= N - 2 ? N - 2 : (int)at;
  *part = fmin(fmax(at - k, 0), 1);
  return k;
}

double aps_well_mass(const aps_well *w, const double *table, double r) {
  if (r < w->r[0]) { /* beyond the point mass a power law, as between the first nodes */
    const double first = table[0] - w->point, second = table[1] - w->point;
    if (!(first > 0 && r > 0)) return w->point;
    return w->point + first * pow(r / w->r[0], log(second / first) / w->step);
  }
  double t;
  const int k = locate(w, r, &t);
  return table[k] + t * (table[k + 1] - table[k]);
}

double aps_well_psi(const aps_well *w, double r) {
  if (r > w->r[N - 1]) return w->mass[N - 1] / r;
  double t;
  const int k = locate(w, r, &t);
  return w->psi[k] + t * (w->psi[k + 1] - w->psi[k]);
}

/* ---- the distribution function ------------------------------------------------------------------
 */

/* Integral of eq. 1 at E = psi[k], for g = d^2 rho / d psi^2 at the nodes. With t = sqrt(E - psi)
 * the weight is 2 dt. Over nodes j, j + 1, j + 2 Newton's parabola is g_j - a s + b s (s - c), s =
 * psi_j - psi = tau (2 t_j + tau), tau = t - t_j; written in tau, nothing cancels however deep the
 * well. `size` is the same for |g|, to judge a negative result by. */
static double abel(const aps_well *w, const double *g, int k, double *size) {
  double sum = 0, t = 0;
  *size = 0;
  for (int j = k; j + 2 < N; j += 2) {
    const double c = w->psi[j] - w->psi[j + 1], d = w->psi[j + 1] - w->psi[j + 2];
    const double a = (g[j] - g[j + 1]) / c, b = (a - (g[j + 1] - g[j + 2]) / d) / (c + d);
    const double end = sqrt(w->psi[k] - w->psi[j + 2]), h = (c + d) / (end + t), h2 = h * h;
    const double s1 = h2 * (t + h / 3), s2 = h2 * h * (t * (4.0 / 3 * t + h) + h2 / 5);
    sum += 2 * (g[j] * h - a * s1 + b * (s2 - c * s1));
    *size += 2 * fabs(g[j]) * h;
    t = end;
  }
  return sum;
}

static double curvature(const aps_well *w, int k, aps_density d) {
  const double r = w->r[k], m = w->mass[k];
  const double drag = 4 * PI * w->rho[k] * r * r * r / m;
  return d.rho * r * r / (m * m) * (d.slope * d.slope + d.slope + d.bend - drag * d.slope);
}

void aps_sphere_peaks(const aps_well *w, aps_sphere *s) {
  for (int k = 0; k < N;
       k++) { /* f is linear between nodes, so each interval's bound is rigorous */
    double most = 0;
    for (int j = k; j < N - 1; j++)
      most = fmax(most, (w->psi[k] - w->psi[j + 1]) * fmax(s->f[j], s->f[j + 1]));
    s->peak[k] = most;
  }
}

void aps_sphere_make(const aps_well *w, aps_density_fn *density, const void *self, aps_sphere *s) {
  double rho[N], g[N];
  memset(s, 0, sizeof *s);
  for (int k = 0; k < N; k++) {
    const aps_density d = density(self, w->r[k]);
    rho[k] = d.rho;
    g[k] = d.rho > 0 ? curvature(w, k, d) : 0;
  }
  enclose(w, rho, s->share);
  const double total = s->share[N - 1];
  for (int k = 0; k < N; k++) s->share[k] /= total;
  for (int k = 0; k < N - 2; k++) { /* the last two nodes have no interval pair outside them */
    double size;
    const double f = abel(w, g, k, &size);
    /* where next to nothing of the component lies its f means nothing */
    if (f < 0 && s->share[k] < 1 - 1e-6 && size > 0) s->worst = fmin(s->worst, f / size);
    s->f[k] = fmax(f, 0) / (sqrt(8) * PI * PI * total);
  }
  aps_sphere_peaks(w, s);
}

aps_err aps_sphere_check(aps_ctx *ctx, const aps_sphere *s, const char *who) {
  APS_CHECK(ctx, s->worst > -1e-3, APS_ECONFIG,
            "%s: no isotropic equilibrium has this density in this potential: its distribution "
            "function would be negative",
            who);
  for (int k = 0; k < N; k++) /* speeds are drawn below the peak: without one for ever */
    APS_CHECK(ctx, s->share[k] >= 1 - 1e-6 || (s->peak[k] > 0 && isfinite(s->peak[k])), APS_ECONFIG,
              "%s: the distribution function leaves the range of double precision in these units; "
              "take a unit of length nearer to the model's size",
              who);
  return APS_OK;
}

/* ---- drawing
 * ------------------------------------------------------------------------------------- */

/* The node k in [low, N - 2] with table[k] <= value < table[k + 1]; sign -1 for a falling table. */
static int bracket(const double *table, int low, double value, double sign) {
  int high = N - 1;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (sign * table[middle] <= sign * value)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static double f_from(const aps_well *w, const aps_sphere *s, int low, double energy) {
  const int k = bracket(w->psi, low, energy, -1);
  const double t = (w->psi[k] - energy) / (w->psi[k] - w->psi[k + 1]);
  return s->f[k] + fmin(fmax(t, 0), 1) * (s->f[k + 1] - s->f[k]);
}

double aps_sphere_f(const aps_well *w, const aps_sphere *s, double energy) {
  return energy <= w->psi[N - 1] ? 0 : f_from(w, s, 0, energy);
}

/* Radius that holds a share of the mass, and the node below it: between nodes M is a power of r. */
static double radius(const aps_well *w, const aps_sphere *s, double share, int *node) {
  *node = 0;
  if (share < s->share[0])
    return w->r[0] * pow(share / s->share[0], w->step / log(s->share[1] / s->share[0]));
  const int k = *node = bracket(s->share, 0, share, 1);
  const double t = log(share / s->share[k]) / log(s->share[k + 1] / s->share[k]);
  return w->r[k] * exp(w->step * fmin(fmax(t, 0), 1));
}

void aps_sphere_draw(const aps_well *w, const aps_sphere *s, aps_rng *rng, double x[3],
                     double v[3]) {
  int k;
  const double r = radius(w, s, aps_rng_uniform(rng), &k);
  const double t = fmax(log(r / w->r[k]) / w->step, 0);
  const double psi = w->psi[k] + t * (w->psi[k + 1] - w->psi[k]);
  const double most = psi - w->psi[N - 1]; /* of v^2 / 2 */
  double energy;
  ic_isotropic(rng, r, x);
  do { /* speeds uniform up to the escape from the grid */
    const double q = aps_rng_uniform(rng);
    energy = most * q * q;
  } while (aps_rng_uniform(rng) * s->peak[k] >= energy * f_from(w, s, k, psi - energy));
  ic_isotropic(rng, sqrt(2 * energy), v);
}

void aps_sphere_rows(const aps_well *w, const aps_sphere *s, double mass, const aps_ic_place *place,
                     const aps_view *p) {
  const double unit = sqrt(place->G);
  for (int64_t i = 0; i < p->n; i++) {
    aps_rng rng = ic_rng(place, i);
    double x[3], v[3];
    aps_sphere_draw(w, s, &rng, x, v);
    for (int d = 0; d < 3; d++) v[d] *= unit;
    ic_put(p, i, mass, x, v);
  }
}
