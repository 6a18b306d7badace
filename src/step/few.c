#include "few.h"
#include "../core/particles.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include "../laws/law.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 6 };      /* x and v */
enum { MANY_PAIRS = 1 << 16 }; /* from so many on a team of threads is worth while */

/* ---- memory */

static void forget(aps_few *f) {
  void *const all[] = {f->block, f->source, f->slot, f->scratch};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(f->ctx, all[k]);
  f->block = NULL, f->source = NULL, f->slot = NULL, f->scratch = NULL;
  f->bytes = 0;
}

void aps_few_close(aps_few *f) {
  if (f->ctx == NULL) return;
  forget(f);
  aps_release(f->ctx, f->saved);
  f->saved = NULL;
}

static size_t head_cells(const aps_few *f) { return (size_t)f->stride * (3 + COLUMNS); }

size_t aps_few_memory(int64_t n, int lanes) { return sizeof(double) * (size_t)n * (size_t)(3 + COLUMNS + lanes); }

static aps_err make_room(aps_few *f, int own, int scratch) {
  f->block = aps_alloc(f->ctx, "bodies", f->stride, sizeof(double) * (size_t)(3 + COLUMNS + own));
  f->scratch = aps_alloc(f->ctx, "bodies", f->stride, sizeof(double) * (size_t)scratch);
  f->source = aps_alloc(f->ctx, "bodies", f->stride, sizeof *f->source);
  f->slot = aps_alloc(f->ctx, "bodies", f->rows + 1, sizeof *f->slot);
  if (!f->block || !f->scratch || !f->source || !f->slot) return APS_EMEM;
  f->bytes = sizeof(double) * (head_cells(f) + (size_t)f->stride * (size_t)own);
  f->id = f->block;
  f->mass = (double *)f->block + f->stride;
  f->eps = f->mass + f->stride;
  f->told = f->eps + f->stride;
  f->own = f->told + COLUMNS * f->stride;
  return APS_OK;
}

/* ---- from the columns */

typedef struct {
  uint64_t id;
  int64_t row; /* among those of all ranks */
} named;

static int by_id(const void *a, const void *b) {
  const named *p = a, *q = b;
  if (p->id != q->id) return p->id < q->id ? -1 : 1;
  return (p->row > q->row) - (p->row < q->row);
}

static aps_cols groups(void) { return APS_X | APS_V | APS_MASS | APS_EPS | APS_ID; }

static void columns_of(const aps_view *p, const double *out[8]) {
  const double *const all[8] = {p->mass, p->eps, p->x, p->y, p->z, p->vx, p->vy, p->vz};
  memcpy(out, all, sizeof all);
}

/* Whether every row is what its body was told last. */
static int is_as_told(const aps_few *f, const aps_view *p) {
  const double *column[8];
  columns_of(p, column);
  for (int64_t i = 0; i < f->rows; i++)
    for (int k = 0; k < 8; k++)
      if (column[k][i] != f->mass[k * f->stride + f->slot[i]]) return 0;
  return 1;
}

/* The place of every row of all ranks: place[row] is its body. all: [n] room for ids. */
static void settle_places(aps_few *f, const aps_view *p, int64_t *bytes, named *list, uint64_t *all, int32_t *place) {
  aps_ranks_gather_all(f->ctx, p->id, bytes, all);
  for (int64_t i = 0; i < f->n; i++) list[i] = (named){all[i], i};
  qsort(list, (size_t)f->n, sizeof *list, by_id);
  for (int64_t i = 0; i < f->n; i++) place[list[i].row] = (int32_t)i, f->id[i] = list[i].id;
}

static void gather(aps_few *f, const aps_view *p, int64_t *bytes, named *list, double *all, int32_t *place) {
  const double *column[8];
  int64_t total;
  columns_of(p, column);
  settle_places(f, p, bytes, list, (uint64_t *)all, place);
  memcpy(f->slot, place + aps_ranks_before(f->ctx, f->rows, &total), sizeof *place * (size_t)f->rows);
  for (int k = 0; k < 8; k++) {
    aps_ranks_gather_all(f->ctx, column[k], bytes, all);
    for (int64_t i = 0; i < f->n; i++) f->mass[k * f->stride + place[i]] = all[i];
  }
  f->sources = 0;
  for (int64_t i = 0; i < f->n; i++)
    if (f->mass[i] > 0) f->source[f->sources++] = (int32_t)i;
}

static aps_err load(aps_few *f, aps_sim *sim, const aps_view *p, int own, int scratch) {
  const int ranks = aps_ranks(f->ctx);
  forget(f);
  f->rows = p->n;
  aps_ranks_before(f->ctx, f->rows, &f->n);
  f->stride = (f->n + APS_FEW_LANES - 1) / APS_FEW_LANES * APS_FEW_LANES;
  f->generation = aps_particles_generation(aps_sim_particles(sim));
  APS_CHECK(f->ctx, f->n < INT32_MAX, APS_ECONFIG, "integrator.name: this one takes at most 2147483646 bodies");
  aps_err err = make_room(f, own, scratch);
  int64_t *bytes = aps_alloc(f->ctx, "bodies", ranks, sizeof *bytes);
  named *list = aps_alloc(f->ctx, "bodies", f->n, sizeof *list);
  double *all = aps_alloc(f->ctx, "bodies", f->n, sizeof *all);
  int32_t *place = aps_alloc(f->ctx, "bodies", f->n, sizeof *place);
  if (!bytes || !list || !all || !place) err = APS_EMEM;
  err = aps_ranks_agree(f->ctx, err);
  if (err == APS_OK) {
    aps_ranks_gather(f->ctx, &f->rows, sizeof f->rows, bytes);
    for (int r = 0; r < ranks; r++) bytes[r] *= (int64_t)sizeof(double);
    gather(f, p, bytes, list, all, place);
  }
  void *const none[] = {bytes, list, all, place};
  for (size_t k = 0; k < sizeof none / sizeof *none; k++) aps_release(f->ctx, none[k]);
  return err;
}

/* What a checkpoint carried, if it is of these bodies as they are. */
static int take_saved(aps_few *f) {
  const size_t head = sizeof(double) * head_cells(f);
  const int mine = f->saved && f->saved_bytes == f->bytes && memcmp(f->saved, f->block, head) == 0;
  if (mine) memcpy(f->own, (char *)f->saved + head, f->bytes - head);
  aps_release(f->ctx, f->saved);
  f->saved = NULL;
  return mine;
}

aps_err aps_few_read(aps_few *f, aps_sim *sim, int own, int scratch, int *fresh) {
  aps_view p;
  f->ctx = aps_sim_ctx(sim);
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, groups(), 0, &p));
  int64_t changed = f->block == NULL || p.n != f->rows || f->generation != aps_particles_generation(aps_sim_particles(sim)) ||
                    !is_as_told(f, &p);
  aps_ranks_max_int(f->ctx, &changed, 1);
  *fresh = changed != 0;
  if (!changed) return APS_OK;
  int asked;
  aps_sim_law(sim, &f->law, &f->G, &asked);
  f->threads = aps_threads_of(asked);
  APS_TRY(load(f, sim, &p, own, scratch));
  *fresh = !take_saved(f);
  return APS_OK;
}

aps_err aps_few_write(aps_few *f, aps_sim *sim, const double *x, const double *v) {
  aps_view p;
  const size_t column = sizeof(double) * (size_t)f->stride * 3;
  memcpy(f->told, x, column);
  memcpy(f->told + 3 * f->stride, v, column);
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, 0, APS_X | APS_V, &p));
  double *const to[COLUMNS] = {p.x, p.y, p.z, p.vx, p.vy, p.vz};
  for (int k = 0; k < COLUMNS; k++)
    for (int64_t i = 0; i < f->rows; i++) to[k][i] = f->told[k * f->stride + f->slot[i]];
  aps_touch(sim, APS_X | APS_V);
  return APS_OK;
}

int aps_few_finite(const aps_few *f, const double *x, const double *v) {
  double sum = 0;
  for (int64_t i = 0; i < 3 * f->stride; i++) sum += 0 * x[i] + 0 * v[i];
  return sum == 0;
}

/* Before the first step after a restart: what the last checkpoint carried. */
aps_blob aps_few_carry(const aps_few *f) {
  return f->saved ? (aps_blob){"bodies", f->saved, f->saved_bytes} : (aps_blob){"bodies", f->block, f->bytes};
}

aps_err aps_few_resume(aps_few *f, aps_ctx *ctx, const aps_blob *blob) {
  f->ctx = ctx;
  f->saved = aps_alloc(ctx, "bodies", (int64_t)blob->size, 1);
  if (f->saved == NULL) return APS_EMEM;
  memcpy(f->saved, blob->data, blob->size);
  f->saved_bytes = blob->size;
  return APS_OK;
}

/* ---- forces: the laws in double, with one division and one root a pair */

#define REAL            double
#define LAW_FN(n)       n##_few
#define LAW_INLINE      static inline __attribute__((always_inline))
#define LAW_CONST(c)    (c)
#define LAW_FMA(a, b, c) ((a) * (b) + (c))
#define LAW_MAX(a, b)   ((a) < (b) ? (b) : (a))
#define LAW_RCP(x)      (1 / (x))
#define LAW_RSQRT3(x, r1, r3) (*(r3) = 1 / ((x) * sqrt(x)), *(r1) = *(r3) * (x))
#define LAW_LT(a, b)    ((a) < (b))
#define LAW_ANY(c)      (c)
#define LAW_SELECT(c, a, b) ((c) ? (a) : (b))
#include "../laws/laws.inc"

/* Far below the square of any separation of distinct bodies; its inverse cube is finite, and times a dx of 0 nothing. */
static const double least2 = 1e-120;

/* All sources in turn on eight targets at a time: the sums do not depend on the width of vectors, nor on threads. */
#define PULL(name, NAME)                                                                                              \
  APS_WIDE static void pull_##name(const aps_few *f, int64_t first, int64_t end, const double *x, double *a) {        \
    const int64_t n = f->stride;                                                                                      \
    for (int64_t at = first; at < end; at += APS_FEW_LANES) {                                                         \
      double ax[APS_FEW_LANES] = {0}, ay[APS_FEW_LANES] = {0}, az[APS_FEW_LANES] = {0};                               \
      const double *const tx = x + at, *const ty = x + n + at, *const tz = x + 2 * n + at, *const te = f->eps + at;   \
      for (int64_t k = 0; k < f->sources; k++) {                                                                      \
        const int64_t j = f->source[k];                                                                               \
        const double gm = f->G * f->mass[j], sx = x[j], sy = x[n + j], sz = x[2 * n + j], se = f->eps[j];             \
        _Pragma("omp simd") for (int l = 0; l < APS_FEW_LANES; l++) {                                                 \
          double u, s, g;                                                                                             \
          const double dx = sx - tx[l], dy = sy - ty[l], dz = sz - tz[l], e = LAW_MAX(te[l], se);                     \
          const double e2 = LAW_MAX(e * e, least2);                                                                   \
          name##_few(dx * dx + dy * dy + dz * dz + name##_seed_few(e2), e2, &u, &s, &g);                              \
          (void)u, (void)g;                                                                                           \
          ax[l] += gm * dx * s, ay[l] += gm * dy * s, az[l] += gm * dz * s;                                           \
        }                                                                                                             \
      }                                                                                                               \
      memcpy(a + at, ax, sizeof ax), memcpy(a + n + at, ay, sizeof ay), memcpy(a + 2 * n + at, az, sizeof az);        \
    }                                                                                                                 \
  }
APS_LAWS(PULL)

static void pull_some(const aps_few *f, int64_t first, int64_t end, const double *x, double *a) {
#define CASE(name, NAME) \
  case APS_LAW_##NAME: pull_##name(f, first, end, x, a); break;
  switch (f->law) { APS_LAWS(CASE) }
}

double aps_few_pairs(const aps_few *f) { return f->law < 0 ? 0 : (double)f->sources * (double)(f->n - 1); }

void aps_few_pull(const aps_few *f, const double *x, double *a) {
  const int64_t n = f->stride, lanes = n / APS_FEW_LANES;
  if (f->law < 0) {
    memset(a, 0, sizeof *a * (size_t)n * 3);
  } else if (aps_few_pairs(f) < MANY_PAIRS || f->threads == 1) {
    pull_some(f, 0, n, x, a);
  } else {
#pragma omp parallel for num_threads(f->threads) schedule(static)
    for (int k = 0; k < f->threads; k++) /* equal shares, however few bodies */
      pull_some(f, lanes * k / f->threads * APS_FEW_LANES, lanes * (k + 1) / f->threads * APS_FEW_LANES, x, a);
  }
  for (int64_t i = f->n; i < n; i++) a[i] = a[n + i] = a[2 * n + i] = 0; /* shadows stay where they are */
}

double aps_few_shortest_time(const aps_few *f, const double *x) {
  double least = HUGE_VAL;
  const int64_t n = f->stride;
  for (int64_t k = 0; f->law >= 0 && k < f->sources; k++) {
    const int64_t j = f->source[k];
    for (int64_t i = 0; i < f->n; i++) {
      const double dx = x[j] - x[i], dy = x[n + j] - x[n + i], dz = x[2 * n + j] - x[2 * n + i];
      const double e = fmax(f->eps[i], f->eps[j]), r2 = dx * dx + dy * dy + dz * dz + e * e;
      if (i != j) least = fmin(least, r2 * sqrt(r2) / (f->G * (f->mass[i] + f->mass[j])));
    }
  }
  return sqrt(least);
}

/* ---- settings */

aps_err aps_few_check(aps_sim *sim) {
  const double *box = aps_sim_box(sim);
  APS_CHECK(aps_sim_ctx(sim), box[0] == 0, APS_ECONFIG,
            "integrator.name: %s knows open boxes only", aps_sim_integrator(sim)->about.name);
  return APS_OK;
}
