/* The power spectrum of matter in a periodic box of volume V,
 *
 *   P(k) = V <|delta_k|^2>,    delta_k = sum m e^(-i k x) / sum m,
 *
 * in bins as wide as the smallest wave number of the longest edge, in the order of whole numbers,
 * below the Nyquist wave number of a mesh (mesh.c). Points that know nothing of one another have
 * P = V sum m^2 / (sum m)^2, their shot noise, which is told and not taken off. Source: Peebles
 * 1980, section 41. */
#include "mesh.h"
#include <stdlib.h>

typedef struct {
  double k, power;
  int64_t modes;
} tally;

typedef struct {
  const aps_mesh *mesh;
  double unit[3], width; /* wave number of one turn along an edge; of a bin */
  int bins;
  tally *sum; /* [m][bins]: of each plane n_x = const */
} job;

/* k and -k hold the same: one of them. */
static inline int counts(int x, int y, int z) {
  return z > 0 || (z == 0 && (y > 0 || (y == 0 && x > 0)));
}

static void add_plane(const job *j, int x, tally *sum) {
  const int half = j->mesh->m / 2;
  for (int y = 1 - half; y < half; y++)
    for (int z = 0; z < half; z++) {
      if (!counts(x, y, z)) continue;
      const double kx = x * j->unit[0], ky = y * j->unit[1], kz = z * j->unit[2],
                   k = sqrt(kx * kx + ky * ky + kz * kz);
      const double bin = k / j->width - 0.5;
      if (!(bin >= 0 && bin < j->bins)) continue;
      const double complex wave = aps_mesh_wave(j->mesh, (int[3]){x, y, z});
      tally *t = &sum[(int)bin];
      t->k += k;
      t->power += creal(wave) * creal(wave) + cimag(wave) * cimag(wave);
      t->modes++;
    }
}

/* Planes in their order, whoever added one up. Bins without a wave are left out. */
static aps_err gather(aps_ctx *ctx, const job *j, double volume, aps_power *out) {
  out->bin = aps_alloc(ctx, "power spectrum", j->bins, sizeof *out->bin);
  if (out->bin == NULL) return APS_EMEM;
  for (int b = 0; b < j->bins; b++) {
    tally all = {0};
    for (int p = 0; p < j->mesh->m; p++) {
      const tally *t = &j->sum[(int64_t)p * j->bins + b];
      all.k += t->k, all.power += t->power, all.modes += t->modes;
    }
    if (all.modes == 0) continue;
    out->bin[out->n_bins++] = (aps_power_bin){.k = all.k / (double)all.modes,
                                              .power = volume * all.power / (double)all.modes,
                                              .modes = all.modes};
  }
  return APS_OK;
}

static aps_err add_up(aps_ctx *ctx, const aps_mesh *mesh, const double box[3], aps_power *out) {
  const double longest = fmax(fmax(box[0], box[1]), box[2]);
  const double volume = box[0] * box[1] * box[2];
  job j = {.mesh = mesh, .width = 2 * M_PI / longest, .bins = mesh->m / 2 - 1};
  for (int d = 0; d < 3; d++) j.unit[d] = 2 * M_PI / box[d];
  j.sum = aps_alloc(ctx, "sums of waves", (int64_t)mesh->m * j.bins, sizeof *j.sum);
  if (j.sum == NULL) return APS_EMEM;
#pragma omp parallel for schedule(dynamic, 1)
  for (int p = 1; p < mesh->m; p++) add_plane(&j, p - mesh->m / 2, j.sum + (int64_t)p * j.bins);
  out->nyquist = M_PI * mesh->m / longest;
  out->shot_noise = volume * mesh->mass2 / (mesh->mass * mesh->mass);
  const aps_err err = gather(ctx, &j, volume, out);
  aps_release(ctx, j.sum);
  return err;
}

enum { GRID_MOST = 2048, GRID_MOST_UNASKED = 512, BYTES = 16 };

/* Two nodes along the mean distance of particles, where half of the free memory has room. */
static int choose_grid(int64_t n) {
  int m = 2 * APS_MESH_LEAST;
  while (m < GRID_MOST_UNASKED && m < 2 * cbrt((double)n) * (1 - 1e-9)) m *= 2;
  while (m > APS_MESH_LEAST && (double)BYTES * m * m * m > (double)aps_memory_available() / 2)
    m /= 2;
  return m;
}

static aps_err check(aps_ctx *ctx, const aps_analysis_setup *s) {
  for (int d = 0; d < 3; d++)
    APS_CHECK(ctx, s->box[d] > 0 && isfinite(s->box[d]), APS_EARG,
              "a power spectrum needs a periodic box");
  const int m = s->grid;
  if (m == 0 || (m >= APS_MESH_LEAST && m <= GRID_MOST && (m & (m - 1)) == 0)) return APS_OK;
  return aps_fail(ctx, APS_EARG, "the mesh must be a power of two from %d to %d, got %d",
                  APS_MESH_LEAST, GRID_MOST, m);
}

aps_err aps_power_spectrum(aps_ctx *ctx, aps_view v, const aps_analysis_setup *s, aps_power *out) {
  int64_t *rows = NULL, n;
  aps_mesh mesh;
  *out = (aps_power){.n = 0};
  APS_TRY(check(ctx, s));
  APS_TRY(aps_rows_check(ctx, &v));
  APS_TRY(aps_rows_choose(ctx, &v, s, &rows, &n));
  int weigh = 0;
  for (int64_t k = 0; k < n && !weigh; k++) weigh = v.mass[rows ? rows[k] : k] > 0;
  out->n = n;
  out->grid = s->grid ? s->grid : choose_grid(n);
  aps_err err = aps_mesh_make(ctx, &v, rows, n, weigh, s->box, out->grid, &mesh);
  if (err == APS_OK) err = add_up(ctx, &mesh, s->box, out);
  if (err == APS_OK) aps_mesh_end(ctx, &mesh);
  aps_release(ctx, rows);
  if (err != APS_OK) aps_power_free(ctx, out);
  return err;
}

void aps_power_free(aps_ctx *ctx, aps_power *p) {
  aps_release(ctx, p->bin);
  *p = (aps_power){.n = 0};
}
