/* Waves of a density: sum m e^(-i k x), in the time of one Fourier transform.
 *
 * Particles are spread over 4^3 nodes of a mesh of cells H by the piecewise cubic spline, whose
 * transform is W(k) = product of sinc(k H / 2)^4, and once more over a mesh shifted by half a cell
 * along each axis. A wave k of either mesh also holds those that are whole turns of 2 pi / H away;
 * in the mean of the two those of odd shifts cancel, and of the rest the spline leaves
 * W(k') / W(k), 1e-6 at an eighth of the Nyquist wave number. The mean is divided by W. Both meshes
 * are real, so one complex transform does for both. Sources: Hockney & Eastwood 1988, section 7.8;
 * Sefusatti, Crocce, Scoccimarro & Couchman 2016, MNRAS 460, 3624.
 *
 * A thread adds up whole planes of nodes, from particles in the order of their plane and row: the
 * bits do not depend on threads. */
#include "mesh.h"
#include "fft3.h"
#include <stdlib.h>

enum { NODES = 4 };

typedef struct { /* in units of cells, in [0, m); by plane */
  int64_t n;
  double *x, *y, *z, *mass;
  int64_t *first; /* [m + 1]: of each plane */
} spots;

static inline double in_cells(double x, double edge, int m) {
  const double u = x / edge, inside = (u - floor(u)) * m;
  return inside < m ? inside : 0;
}

static inline double weight(const aps_view *v, int64_t i, int weigh) {
  return weigh ? v->mass[i] : 1;
}

static aps_err sort_spots(aps_ctx *ctx, const aps_view *v, const int64_t *rows, int64_t n,
                          int weigh, const double box[3], int m, spots *s) {
  *s = (spots){.n = n, .first = aps_alloc(ctx, "planes of a mesh", m + 2, sizeof *s->first)};
  double **const column[4] = {&s->x, &s->y, &s->z, &s->mass};
  for (int k = 0; k < 4; k++) *column[k] = aps_alloc(ctx, "particles by plane", n, sizeof(double));
  if (!s->first || !s->x || !s->y || !s->z || !s->mass) return APS_EMEM;
  int64_t *at = s->first + 1; /* while filling: where the next one of a plane goes */
  for (int64_t k = 0; k < n; k++) at[(int)in_cells(v->x[rows ? rows[k] : k], box[0], m) + 1]++;
  for (int p = 1; p <= m; p++) at[p] += at[p - 1];
  for (int64_t k = 0; k < n; k++) {
    const int64_t i = rows ? rows[k] : k;
    const double x = in_cells(v->x[i], box[0], m);
    const int64_t to = at[(int)x]++;
    s->x[to] = x, s->y[to] = in_cells(v->y[i], box[1], m), s->z[to] = in_cells(v->z[i], box[2], m);
    s->mass[to] = weight(v, i, weigh);
  }
  return APS_OK;
}

static void end_spots(aps_ctx *ctx, spots *s) {
  aps_release(ctx, s->x);
  aps_release(ctx, s->y);
  aps_release(ctx, s->z);
  aps_release(ctx, s->mass);
  aps_release(ctx, s->first);
}

/* The first of the four nodes around u, and their weights. */
static inline int spline(double u, double w[NODES]) {
  const double below = floor(u), f = u - below, g = 1 - f;
  w[0] = g * g * g / 6;
  w[1] = (4 - 6 * f * f + 3 * f * f * f) / 6;
  w[2] = (4 - 6 * g * g + 3 * g * g * g) / 6;
  w[3] = f * f * f / 6;
  return (int)below - 1;
}

/* One particle's share of a plane of nodes, of the mesh shifted by `shift` cells. part: 0 real, 1
 * imaginary numbers. */
static inline void spread(const spots *s, int64_t i, int plane, double shift, int m, int part,
                          double *nodes) {
  double x[NODES], y[NODES], z[NODES];
  const int nearest = (plane - spline(s->x[i] - shift, x)) & (m - 1);
  if (nearest >= NODES) return;
  const int j = spline(s->y[i] - shift, y), k = spline(s->z[i] - shift, z);
  const double here = s->mass[i] * x[nearest];
  for (int a = 0; a < NODES; a++) {
    double *row = nodes + 2 * (size_t)m * (size_t)((j + a) & (m - 1)) + part;
    for (int b = 0; b < NODES; b++) row[2 * ((k + b) & (m - 1))] += here * y[a] * z[b];
  }
}

static void fill_plane(const spots *s, int plane, int m, double *nodes) {
  for (int from = plane - 2; from <= plane + 2; from++) { /* of both meshes */
    const int p = from & (m - 1);
    for (int64_t i = s->first[p]; i < s->first[p + 1]; i++) {
      spread(s, i, plane, 0, m, 0, nodes);
      spread(s, i, plane, 0.5, m, 1, nodes);
    }
  }
}

static aps_err make_tables(aps_ctx *ctx, aps_mesh *mesh) {
  const int half = mesh->m / 2;
  mesh->window = aps_alloc(ctx, "windows of a mesh", half, sizeof *mesh->window);
  mesh->turn = aps_alloc(ctx, "turns of a mesh", half, sizeof *mesh->turn);
  if (!mesh->window || !mesh->turn) return APS_EMEM;
  for (int n = 0; n < half; n++) {
    const double x = M_PI * n / mesh->m, sinc = n ? sin(x) / x : 1;
    mesh->window[n] = sinc * sinc * sinc * sinc;
    mesh->turn[n] = aps_complex(cos(x), -sin(x));
  }
  return APS_OK;
}

static aps_err fill(aps_ctx *ctx, const spots *s, aps_mesh *mesh) {
  const int m = mesh->m;
  aps_exact mass = {0, 0}, mass2 = {0, 0};
  mesh->wave = aps_alloc(ctx, "mesh", (int64_t)m * m * m, sizeof *mesh->wave);
  if (mesh->wave == NULL) return APS_EMEM;
  for (int64_t i = 0; i < s->n; i++)
    aps_exact_add(&mass, s->mass[i]), aps_exact_add(&mass2, s->mass[i] * s->mass[i]);
  mesh->mass = aps_exact_get(mass), mesh->mass2 = aps_exact_get(mass2);
#pragma omp parallel for schedule(dynamic, 1)
  for (int plane = 0; plane < m; plane++)
    fill_plane(s, plane, m, (double *)(mesh->wave + (size_t)plane * (size_t)m * (size_t)m));
  return aps_fft3(ctx, mesh->wave, m);
}

aps_err aps_mesh_make(aps_ctx *ctx, const aps_view *v, const int64_t *rows, int64_t n, int weigh,
                      const double box[3], int m, aps_mesh *mesh) {
  spots s;
  *mesh = (aps_mesh){.m = m};
  aps_err err = sort_spots(ctx, v, rows, n, weigh, box, m, &s);
  if (err == APS_OK) err = make_tables(ctx, mesh);
  if (err == APS_OK) err = fill(ctx, &s, mesh);
  end_spots(ctx, &s);
  if (err != APS_OK) aps_mesh_end(ctx, mesh);
  return err;
}

void aps_mesh_end(aps_ctx *ctx, aps_mesh *mesh) {
  aps_release(ctx, mesh->wave);
  aps_release(ctx, mesh->window);
  aps_release(ctx, mesh->turn);
  *mesh = (aps_mesh){.m = 0};
}

static inline double complex at(const aps_mesh *mesh, int x, int y, int z) {
  const int m = mesh->m, mask = m - 1;
  return mesh->wave[((size_t)(x & mask) * (size_t)m + (size_t)(y & mask)) * (size_t)m +
                    (size_t)(z & mask)];
}

static inline double complex turn(const aps_mesh *mesh, int n) {
  return n < 0 ? conj(mesh->turn[-n]) : mesh->turn[n];
}

double complex aps_mesh_wave(const aps_mesh *mesh, const int n[3]) {
  const double complex f = at(mesh, n[0], n[1], n[2]), g = conj(at(mesh, -n[0], -n[1], -n[2]));
  const double complex one = (f + g) / 2, other = -I * (f - g) / 2; /* of either real mesh */
  const double complex back = turn(mesh, n[0]) * turn(mesh, n[1]) * turn(mesh, n[2]);
  const double window = mesh->window[abs(n[0])] * mesh->window[abs(n[1])] * mesh->window[abs(n[2])];
  return (one + back * other) / (2 * window * mesh->mass);
}
