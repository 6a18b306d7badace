/* Halos: sets of particles that hang together by links shorter than a length (links.c), with what
 * each one is: mass, centre of mass, velocity. In a box that length is a fifth of the mean distance
 * of particles unless it is given, and a halo is seen by nearest images from its first particle.
 * Source: Davis, Efstathiou, Frenk & White 1985, ApJ 292, 371. */
#include "links.h"
#include <stdlib.h>
#include <string.h>

static const double share = 0.2; /* of the mean distance */

typedef struct {
  double w, mass, x[3], v[3], x2, v2;
} sums;

static inline uint64_t id_of(const aps_view *v, int64_t i) {
  return v->id ? v->id[i] : (uint64_t)i + 1;
}

/* slot[i] of a point that is its set's first: which halo that is, -1: too few. */
static int64_t choose_sets(const aps_links *p, int64_t least, int64_t *slot) {
  int64_t n = 0;
  for (int64_t i = 0; i < p->n; i++) slot[p->root[i]]++;
  for (int64_t i = 0; i < p->n; i++) /* counts become numbers */
    slot[i] = p->root[i] == i && slot[i] >= least ? n++ : -1;
  return n;
}

static void add(const aps_links *p, const aps_view *v, int64_t i, int weigh, sums *s, aps_halo *h) {
  const int64_t row = p->row[i], root = p->root[i];
  const double w = weigh ? v->mass[row] : 1, from[3] = {p->x[root], p->y[root], p->z[root]},
               x[3] = {p->x[i], p->y[i], p->z[i]}, u[3] = {v->vx[row], v->vy[row], v->vz[row]};
  s->w += w;
  s->mass += v->mass[row];
  for (int d = 0; d < 3; d++) {
    const double far = aps_nearest_image(x[d] - from[d], p->box[d]);
    s->x[d] += w * far, s->x2 += w * far * far;
    s->v[d] += w * u[d], s->v2 += w * u[d] * u[d];
  }
  if (h->n == 0 || id_of(v, row) < h->id) h->id = id_of(v, row);
  if (h->n == 0) memcpy(h->position, from, sizeof from);
  h->n++;
}

static void finish(const double box[3], const sums *s, aps_halo *h) {
  double x2 = s->x2 / s->w, v2 = s->v2 / s->w;
  h->mass = s->mass;
  for (int d = 0; d < 3; d++) {
    const double off = s->x[d] / s->w;
    x2 -= off * off;
    h->velocity[d] = s->v[d] / s->w;
    v2 -= h->velocity[d] * h->velocity[d];
    h->position[d] += off;
    if (box[d] > 0) h->position[d] -= box[d] * floor(h->position[d] / box[d]);
    if (box[d] > 0 && h->position[d] >= box[d]) h->position[d] = 0;
  }
  h->radius = sqrt(fmax(0, x2));
  h->sigma = sqrt(fmax(0, v2) / 3);
}

static int by_mass(const void *a, const void *b) {
  const aps_halo *h = a, *g = b;
  if (h->mass != g->mass) return h->mass < g->mass ? 1 : -1;
  if (h->n != g->n) return h->n < g->n ? 1 : -1;
  return (h->id > g->id) - (h->id < g->id);
}

/* Sums run over a halo's points in the order of links.c. */
static void describe(const aps_links *p, const aps_view *v, int weigh, const int64_t *slot,
                     sums *sum, aps_halos *out) {
  for (int64_t i = 0; i < p->n; i++) {
    const int64_t k = slot[p->root[i]];
    if (k >= 0) add(p, v, i, weigh, &sum[k], &out->halo[k]);
  }
  for (int64_t k = 0; k < out->n_halos; k++) {
    finish(p->box, &sum[k], &out->halo[k]);
    out->n_inside += out->halo[k].n;
    out->mass_inside += out->halo[k].mass;
  }
  qsort(out->halo, (size_t)out->n_halos, sizeof *out->halo, by_mass);
}

static aps_err collect(aps_ctx *ctx, const aps_links *p, const aps_view *v, int weigh,
                       aps_halos *out) {
  int64_t *slot = aps_alloc(ctx, "halos", p->n, sizeof *slot);
  if (slot == NULL) return APS_EMEM;
  out->n_halos = choose_sets(p, out->least, slot);
  const int64_t room = out->n_halos > 0 ? out->n_halos : 1;
  sums *sum = aps_alloc(ctx, "halos", room, sizeof *sum);
  out->halo = aps_alloc(ctx, "halos", room, sizeof *out->halo);
  if (sum && out->halo) describe(p, v, weigh, slot, sum, out);
  const int made = sum && out->halo;
  aps_release(ctx, sum);
  aps_release(ctx, slot);
  return made ? APS_OK : APS_EMEM;
}

/* Where some have mass, those without are left out. */
static aps_err keep_heavy(aps_ctx *ctx, const aps_view *v, int64_t **rows, int64_t *n, int *weigh) {
  int64_t heavy = 0;
  for (int64_t k = 0; k < *n; k++) heavy += v->mass[*rows ? (*rows)[k] : k] > 0;
  *weigh = heavy > 0;
  if (heavy == 0 || heavy == *n) return APS_OK;
  int64_t *kept = aps_alloc(ctx, "rows with mass", heavy, sizeof *kept);
  if (kept == NULL) return APS_EMEM;
  for (int64_t k = 0, to = 0; k < *n; k++) {
    const int64_t i = *rows ? (*rows)[k] : k;
    if (v->mass[i] > 0) kept[to++] = i;
  }
  aps_release(ctx, *rows);
  *rows = kept, *n = heavy;
  return APS_OK;
}

static aps_err check(aps_ctx *ctx, const aps_analysis_setup *s) {
  const int boxed = s->box[0] > 0 && s->box[1] > 0 && s->box[2] > 0;
  APS_CHECK(ctx, s->linking == 0 || (s->linking >= 1e-100 && isfinite(s->linking)), APS_EARG,
            "the linking length must be 0 or at least 1e-100, got %g", s->linking);
  APS_CHECK(ctx, s->linking > 0 || boxed, APS_EARG,
            "halos need a linking length where the box is not periodic");
  APS_CHECK(ctx, s->least >= 0, APS_EARG, "a halo needs at least 1 particle, got %lld",
            (long long)s->least);
  return APS_OK;
}

static double fifth_of_distance(const double box[3], int64_t n) {
  return share * cbrt(box[0] * box[1] * box[2] / (double)n);
}

enum { LEAST = 20 };

static aps_err find(aps_ctx *ctx, const aps_view *v, const aps_analysis_setup *s, int64_t **rows,
                    aps_halos *out) {
  int64_t n;
  int weigh;
  aps_links links;
  APS_TRY(aps_rows_choose(ctx, v, s, rows, &n));
  APS_TRY(keep_heavy(ctx, v, rows, &n, &weigh));
  out->least = s->least > 0 ? s->least : LEAST;
  out->linking = s->linking > 0 ? s->linking : fifth_of_distance(s->box, n);
  APS_TRY(aps_links_make(ctx, v, *rows, n, s->box, out->linking, &links));
  const aps_err err = collect(ctx, &links, v, weigh, out);
  aps_links_end(ctx, &links);
  return err;
}

aps_err aps_halos_find(aps_ctx *ctx, aps_view v, const aps_analysis_setup *s, aps_halos *out) {
  int64_t *rows = NULL;
  *out = (aps_halos){.n_halos = 0};
  APS_TRY(check(ctx, s));
  APS_TRY(aps_rows_check(ctx, &v));
  const aps_err err = find(ctx, &v, s, &rows, out);
  aps_release(ctx, rows);
  if (err != APS_OK) aps_halos_free(ctx, out);
  return err;
}

void aps_halos_free(aps_ctx *ctx, aps_halos *h) {
  aps_release(ctx, h->halo);
  *h = (aps_halos){.n_halos = 0};
}
