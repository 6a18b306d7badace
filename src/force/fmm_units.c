/* Cells among ranks: the subtrees of this rank's units, what all know of the units of others, the cells above them, and
 * the work of each unit; see fmm_team.h. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include <float.h>
#include <math.h>
#include <string.h>

static void lay_out(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  t->trap = t->tops;
  for (int32_t k = 0; k < t->tops; k++) {
    c->first[k] = 0, c->n[k] = t->top[k].n;
    c->child[k] = t->top[k].child, c->family[k] = (1u << t->top[k].children) - 1;
    c->least[k] = -1;
  }
  for (int32_t u = 0; u <= t->units; u++) { /* of others, and the trap: nothing to open, nobody in it */
    const int32_t k = u < t->units ? t->unit[u].cell : t->trap;
    c->first[k] = c->n[k] = 0, c->child[k] = t->trap, c->family[k] = u < t->units;
  }
  const int32_t k = t->trap;
  c->x[k] = c->y[k] = c->z[k] = 0;
  c->radius[k] = c->mass[k] = c->least[k] = c->strict[k] = c->reach[k] = c->eps2[k] = 0;
  for (int32_t i = 0; i < self->tree.cells; i++) {
    const aps_cell *from = &self->tree.cell[i];
    const int32_t to = aps_fmm_place_of(t, i);
    c->first[to] = from->first, c->n[to] = from->n;
    c->child[to] = from->children ? aps_fmm_place_of(t, from->child) : -1;
    c->family[to] = (1u << from->children) - 1;
  }
}

typedef struct {
  double x, y, z;
  float radius, mass, least, reach, eps2;
} essence;

static size_t essence_bytes(const aps_fmm *self) {
  return sizeof(essence) + (aps_fmm_moment_stride(self) + 7) / 8 * 8;
}

/* What this rank tells of its units, `size` bytes of each, stands behind what all tell. */
static void *mine_of(const aps_fmm_team *t, size_t size) {
  return (char *)t->table + size * (size_t)t->units;
}

/* One stretch of bytes from each owner, in order of units. */
static void gather_units(aps_fmm *self, size_t size) {
  aps_fmm_team *t = self->team;
  memset(t->bytes, 0, sizeof *t->bytes * (size_t)t->ranks);
  for (int32_t u = 0; u < t->units; u++) t->bytes[t->unit[u].owner] += (int64_t)size;
  aps_ranks_gather_all(self->setup.ctx, mine_of(t, size), t->bytes, t->table);
}

static void share_units(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  const size_t moments = aps_fmm_moment_stride(self), size = essence_bytes(self);
  char *mine = mine_of(t, size);
  const char *all = t->table;
  for (int32_t i = 0; i < t->my_units; i++) {
    const int32_t k = aps_fmm_place_of(t, i);
    const essence e = {c->x[k], c->y[k], c->z[k], c->radius[k], c->mass[k], c->least[k], c->reach[k], c->eps2[k]};
    memcpy(mine + size * (size_t)i, &e, sizeof e);
    memcpy(mine + size * (size_t)i + sizeof e, (char *)c->moment + moments * (size_t)k, moments);
  }
  gather_units(self, size);
  for (int32_t u = 0; u < t->units; u++) {
    const int32_t k = t->unit[u].cell;
    essence e;
    memcpy(&e, all + size * (size_t)u, sizeof e);
    c->x[k] = e.x, c->y[k] = e.y, c->z[k] = e.z, c->radius[k] = e.radius, c->mass[k] = e.mass;
    c->least[k] = e.least, c->reach[k] = e.reach, c->eps2[k] = e.eps2;
    memcpy((char *)c->moment + moments * (size_t)k, all + size * (size_t)u + sizeof e, moments);
  }
}

typedef struct { /* what owners know of their units in the end */
  float least, hull, strict, lowest;
  int32_t branch;
} closing;

_Static_assert(sizeof(closing) <= sizeof(essence), "the table's room");

static aps_err reserve_table(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  const int64_t units = t->units + t->my_units + 1;
  const size_t bytes = essence_bytes(self) * (size_t)units;
  if (bytes <= t->table_bytes) return APS_OK;
  aps_release(self->setup.ctx, t->table);
  t->table_bytes = 0;
  t->table = aps_alloc(self->setup.ctx, "fmm: ranks", units, essence_bytes(self));
  if (t->table == NULL) return APS_EMEM;
  t->table_bytes = bytes;
  return APS_OK;
}

aps_err aps_fmm_team_reserve(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  APS_TRY(reserve_table(self));
  if (self->cell_most <= t->hull_room) return APS_OK;
  aps_release(ctx, t->hull), aps_release(ctx, t->lowest), aps_release(ctx, t->work);
  t->hull_room = 0;
  t->hull = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->hull);
  t->lowest = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->lowest);
  t->work = aps_alloc(ctx, "fmm: ranks", self->cell_most, sizeof *t->work);
  if (t->hull == NULL || t->lowest == NULL || t->work == NULL) return APS_EMEM;
  t->hull_room = self->cell_most;
  return APS_OK;
}

void aps_fmm_team_cells(aps_fmm *self, const aps_view *work, int know) {
  aps_fmm_team *t = self->team;
  int64_t leaves = 0;
  aps_fmm_read_rows(self, work, know);
  lay_out(self);
#pragma omp parallel for schedule(dynamic, 1) num_threads(self->tree.threads) if (t->n > 4096) reduction(+ : leaves)
  for (int32_t u = 0; u < t->my_units; u++) leaves += aps_fmm_make_subtree(self, work, aps_fmm_place_of(t, u), know);
  self->leaves = leaves;
  share_units(self);
  for (int32_t k = t->tops - 1; k >= 0; k--)
    if (t->top[k].children) aps_fmm_make_branch(self, k);
}

/* A sphere about the cell's centre that holds the spheres of all cells below it. */
static float hull_of(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  double most = c->radius[cell];
  for (int k = 0; k < aps_fmm_children(c, cell); k++) {
    const int32_t child = c->child[cell] + k;
    const double dx = c->x[child] - c->x[cell], dy = c->y[child] - c->y[cell], dz = c->z[child] - c->z[cell];
    const double here = sqrt(dx * dx + dy * dy + dz * dz) + (double)self->team->hull[child];
    if (here > most) most = here; /* GCC 12.2 for ARM breaks down over an fmax here */
  }
  return most > 0 ? (float)(most * (1 + 1e-6)) : 0;
}

/* The least that the expansions of the cell and of those below it may err by, before it is scaled. */
static float lowest_of(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  float low = c->least[cell] * fabsf(c->strict[cell]);
  for (int k = 0; k < aps_fmm_children(c, cell); k++) low = fminf(low, self->team->lowest[c->child[cell] + k]);
  return low;
}

static void close_units(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  closing *mine = mine_of(t, sizeof *mine);
  const closing *all = t->table;
  for (int32_t i = 0; i < t->my_units; i++) {
    const int32_t k = aps_fmm_place_of(t, i);
    mine[i] = (closing){c->least[k], t->hull[k], c->strict[k], t->lowest[k], c->family[k] != 0};
  }
  gather_units(self, sizeof *mine);
  for (int32_t u = 0; u < t->units; u++) {
    const int32_t k = t->unit[u].cell;
    c->least[k] = all[u].least;
    c->strict[k] = all[u].strict;
    t->hull[k] = all[u].hull, t->lowest[k] = all[u].lowest;
    if (t->unit[u].owner != t->rank) c->family[k] = all[u].branch != 0;
  }
}

void aps_fmm_team_finish(aps_fmm *self, int know) {
  aps_fmm_team *t = self->team;
  aps_fmm_cells *c = &self->cells;
  for (int32_t k = c->cells - 1; k > t->trap; k--) t->hull[k] = hull_of(self, k), t->lowest[k] = lowest_of(self, k);
  for (int32_t u = 0; u < t->my_units; u++) {
    const int32_t k = aps_fmm_place_of(t, u);
    t->hull[k] = hull_of(self, k), t->lowest[k] = lowest_of(self, k);
  }
  close_units(self);
  for (int32_t k = t->tops - 1; k >= 0; k--) {
    if (t->top[k].children == 0) continue;
    float least = FLT_MAX;
    for (int i = 0; i < t->top[k].children; i++) least = fminf(least, c->least[t->top[k].child + i]);
    if (!know) c->least[k] = least;
    c->strict[k] = t->top[k].n < aps_fmm_few(self) ? -1 : 1;
  }
  t->base_cells = c->cells;
}

/* ---- work */

static double work_below(const aps_fmm *self, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  double sum = self->team->work[cell];
  for (int k = 0; k < aps_fmm_children(c, cell); k++) sum += work_below(self, c->child[cell] + k);
  return sum;
}

/* Ranks are not alike: nodes of two kinds, fewer threads, a core that something else slows down. Times too short say nothing of it,
 * and what will pass, or is little, is not worth that rows move. */
static void learn_speeds(aps_fmm_team *t, double least_seconds) {
  static const double share = 0.125, slowest = 0.5, fastest = 1.25; /* of the newest time; bounds, also of the memory for rows */
  static const double worth = 1.08; /* so much longer than need be for the slowest */
  double work = 0, seconds = 0, longest = 0, behind = 0;
  for (int r = 0; r < t->ranks; r++)
    work += t->done[r].work, seconds += t->done[r].seconds, longest = fmax(longest, t->done[r].seconds);
  for (int r = 0; r < t->ranks && longest > least_seconds; r++) {
    const aps_fmm_done *d = &t->done[r];
    if (d->seconds > longest / 8 && d->work > 0)
      t->learnt[r] += share * (fmin(fmax(d->work / d->seconds * (seconds / work), slowest), fastest) - t->learnt[r]);
    behind = fmax(behind, t->speed[r] / t->learnt[r]);
  }
  if (behind > worth) memcpy(t->speed, t->learnt, sizeof *t->speed * (size_t)t->ranks);
}

aps_err aps_fmm_team_measure(aps_fmm *self, double seconds, aps_err err) {
  static const double least_seconds = 0.05;
  const double pace = self->choice.pace;
  aps_fmm_team *t = self->team;
  aps_fmm_done mine = {0, seconds, err != APS_OK};
  for (int32_t u = 0; err == APS_OK && u < t->my_units; u++) {
    const double work = work_below(self, aps_fmm_place_of(t, u));
    t->unit_work[t->first_unit + u] += (int64_t)work;
    mine.work += work;
  }
  if (pace > 0) mine.seconds = mine.work * pace;
  aps_ranks_gather(self->setup.ctx, &mine, sizeof mine, t->done);
  double all = 0, most = 0, speed = 0;
  int64_t failed = 0;
  for (int r = 0; r < t->ranks; r++) {
    all += t->done[r].work, failed |= t->done[r].failed;
    most = fmax(most, t->done[r].work / t->speed[r]), speed += t->speed[r];
  }
  t->imbalance = all > 0 ? most * speed / all : 1;
  if (!failed && !self->setup.reproducible && (pace > 0 || !aps_ranks_crowded(self->setup.ctx))) learn_speeds(t, pace > 0 ? 0 : least_seconds);
  return failed ? aps_ranks_agree(self->setup.ctx, err) : APS_OK;
}
