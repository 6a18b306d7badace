/* A block of targets summed over tiles of sources; see direct.c and direct_inside.h. */
#include "direct_inside.h"
#include "../core/wide.h"
#include "direct_order.h"
#include <string.h>

enum { BLOCK = APS_DIRECT_BLOCK, TILE = APS_DIRECT_TILE };

static aps_direct_points lay_out(double *memory, size_t count, size_t size) {
  char *p = (char *)memory;
  const size_t step = count * size;
  return (aps_direct_points){p,
                             p + step,
                             p + 2 * step,
                             p + 3 * step,
                             p + 4 * step,
                             p + 5 * step,
                             p + 6 * step,
                             p + 7 * step,
                             p + 8 * step};
}

void aps_direct_bench_open(const aps_direct_pass *p, aps_direct_bench *b) {
  b->targets = lay_out(b->target_memory, BLOCK, p->self->real->size);
  b->sources = lay_out(b->source_memory, TILE, p->self->real->size);
  b->pairs = 0;
}

void aps_direct_bench_close(const aps_direct_pass *p, const aps_direct_bench *b) {
  aps_stats *stats = p->self->setup.stats;
  if (stats == NULL) return;
#pragma omp atomic
  stats->interactions += b->pairs;
}

enum { VECTOR = 16 }; /* numbers of the widest */

/* Gathers a column of the block's rows and fills up to whole vectors with copies of the last. Returns how many there are then. */
static int gather(aps_direct_bench *b, const double *column) {
  const int all = (b->n + VECTOR - 1) / VECTOR * VECTOR;
  for (int i = 0; i < all; i++) b->gather[i] = column[b->at[i < b->n ? i : b->n - 1]];
  return all;
}

static double centre_of(const aps_direct_pass *p, const double *block, int n,
                        const aps_direct_frame *f, int d) {
  switch (p->self->setup.precision) {
  case APS_MIXED:
    return aps_direct_typical(block, n);
  case APS_SINGLE:
    return f->centre[d];
  default:
    return 0; /* double keeps the differences as they are */
  }
}

static void load_vector(const aps_direct_pass *p, aps_direct_bench *b, const double *const column[3],
                        const aps_direct_frame *f, double *centre, void *const to[3]) {
  for (int d = 0; d < 3; d++) {
    const int all = gather(b, column[d]);
    centre[d] = centre_of(p, b->gather, b->n, f, d);
    p->self->real->shift(b->gather, all, centre[d], f->scale, to[d]);
  }
}

/* The tile of sources will be the block. */
static void centre_same(const aps_direct_pass *p, aps_direct_bench *b) {
  const aps_direct *self = p->self;
  const double *const column[6] = {p->to.x, p->to.y, p->to.z, p->to.vx, p->to.vy, p->to.vz};
  for (int d = 0; d < (p->jerk ? 6 : 3); d++) b->centre[d] = centre_of(p, column[d], b->n, d < 3 ? &self->x : &self->v, d % 3);
}

void aps_direct_load(const aps_direct_pass *p, aps_direct_bench *b, int64_t block) {
  const aps_direct *self = p->self;
  const aps_direct_columns *v = &p->to;
  const int64_t first = p->start[block];
  b->n = (int)(p->start[block + 1] - first);
  if (p->same) {
    centre_same(p, b);
    return;
  }
  for (int i = 0; i < b->n; i++) {
    b->at[i] = (int64_t)p->at[first + i];
    b->row[i] = p->row ? (int64_t)p->row[b->at[i]] : b->at[i];
  }
  const aps_direct_points *t = &b->targets;
  load_vector(p, b, (const double *[]){v->x, v->y, v->z}, &self->x, b->centre,
              (void *[]){t->x, t->y, t->z});
  if (p->jerk)
    load_vector(p, b, (const double *[]){v->vx, v->vy, v->vz}, &self->v, b->centre + 3,
                (void *[]){t->vx, t->vy, t->vz});
  if (p->pot) {
    const int all = gather(b, v->mass);
    self->real->shift(b->gather, all, 0, self->mass_scale, t->mass_pot);
  }
  if (p->per_pair) {
    const int all = gather(b, v->eps);
    self->real->soften(b->gather, all, self->x.scale, p->least, t->eps2);
  }
}

static void load_tile(const aps_direct_pass *p, aps_direct_bench *b, int64_t first, int n) {
  const aps_direct *self = p->self;
  const aps_direct_precision *real = self->real;
  const aps_direct_columns *v = &p->from;
  const aps_direct_points *s = &b->sources;
  real->shift(v->x + first, n, b->centre[0], self->x.scale, s->x);
  real->shift(v->y + first, n, b->centre[1], self->x.scale, s->y);
  real->shift(v->z + first, n, b->centre[2], self->x.scale, s->z);
  if (p->jerk) {
    real->shift(v->vx + first, n, b->centre[3], self->v.scale, s->vx);
    real->shift(v->vy + first, n, b->centre[4], self->v.scale, s->vy);
    real->shift(v->vz + first, n, b->centre[5], self->v.scale, s->vz);
  }
  if (p->per_pair) real->soften(v->eps + first, n, self->x.scale, p->least, s->eps2);
  real->shift(v->mass + first, n, 0, self->mass_scale, s->mass);
  if (!p->pot) return;
  memcpy(s->mass_pot, s->mass, (size_t)n * real->size);
  const int64_t number = p->from_first + first;
  for (int i = 0; i < b->n; i++)
    if (b->row[i] >= number && b->row[i] < number + n)
      memset((char *)s->mass_pot + (size_t)(b->row[i] - number) * real->size, 0, real->size);
}

/* Without a way out, so that it is done by vectors. */
APS_WIDE static int any_mass(const double *mass, int n) {
  int64_t some = 0;
  for (int k = 0; k < n; k++) some |= mass[k] != 0;
  return some != 0;
}

/* Up to the last that has a mass: of test particles, a ring's or a planetary system's, there are many, which act on nobody. */
static int with_mass(const double *mass, int n) {
  enum { STRETCH = 128 };
  while (n > STRETCH && mass[n - 1] == 0 && !any_mass(mass + n - STRETCH, STRETCH)) n -= STRETCH;
  while (n > 0 && mass[n - 1] == 0) n--;
  return n;
}

void aps_direct_sum(const aps_direct_pass *p, aps_direct_bench *b, int c, int64_t begin,
                    int64_t end) {
  aps_direct_kernel *const *kernel = p->self->real->kernel[p->law][p->per_pair];
  const int64_t last = (c + 1) * p->chunk < p->n_sources ? (c + 1) * p->chunk : p->n_sources;
  for (int64_t first = begin; first < end; first += TILE) {
    const int all = (int)(end - first < TILE ? end - first : TILE);
    const int n = p->same ? all : with_mass(p->from.mass + first, all); /* the block itself is whole */
    if (n == 0) continue;
    b->pairs += (double)n * b->n;
    load_tile(p, b, first, n);
    p->self->real->pad(&b->sources, n);
    kernel[p->want](&b->sources, n, p->same ? &b->sources : &b->targets, b->n, p->eps2, b->sums);
  }
  if (p->pot && c == 0 && p->from_first + end == last)
    kernel[APS_DIRECT_POT_SELF](&b->targets, b->n, &b->targets, b->n, p->eps2, b->sums);
}

void aps_direct_add(double (*restrict to)[BLOCK], const double (*restrict from)[BLOCK]) {
  for (int k = 0; k < APS_SUMS; k++)
    for (int i = 0; i < BLOCK; i++) to[k][i] += from[k][i];
}

const aps_cols aps_direct_sum_group[APS_SUMS] = {APS_A,    APS_A,    APS_A,   APS_POT,
                                                 APS_JERK, APS_JERK, APS_JERK};

void aps_direct_factors(const aps_direct_pass *p, double factor[APS_SUMS]) {
  const aps_direct *self = p->self;
  const double potential = self->setup.G * (self->x.scale / self->mass_scale);
  const double acc = potential * self->real->r3 * self->x.scale;
  const double jerk = p->jerk ? acc * (self->x.scale / self->v.scale) : 0;
  for (int k = APS_SUM_AX; k <= APS_SUM_AZ; k++) factor[k] = acc;
  factor[APS_SUM_POT] = potential;
  for (int k = APS_SUM_JX; k <= APS_SUM_JZ; k++) factor[k] = jerk;
}
