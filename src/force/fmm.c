/* The fast multipole method: forces of N particles in O(N) at an error that is asked for.
 *
 * Particles are sorted along a Hilbert curve into an octree (tree.h). Every cell holds the multipole moments of its
 * particles about their centre of mass; a target cell collects a Taylor expansion of the far potential about its own,
 * hands it down to its children, and a leaf evaluates it at its particles and sums near ones directly, with the direct
 * solver's loop. Which pairs of cells are far is decided by a bound of the error against accuracy times the least |a| in
 * the cell: Dehnen 2014, Computational Astrophysics and Cosmology 1, 1. The decision is the same seen from either cell,
 * and expansions are cut at the same total order both ways, so the momentum is conserved to rounding (Dehnen 2002,
 * J. Comp. Phys. 179, 27), unless some targets are summed again (fmm_again.c). docs/fmm.md derives it all.
 *
 * - Lengths are scaled by a power of two so that the extent is below 2^8 to 2^10 by order, masses so that the largest is
 *   below 1; float then holds the derivatives of orders up to 8 of all but extreme trees, and those take double.
 * - A target's sums are made by one thread in the order of its lists: the bits do not depend on threads. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include "multipole.h"
#include "threads.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFITS = 8 };
static const double of_guess = 0.85; /* of the strictness, where |a| is estimated: 1e6 particles erred 3 % more than asked for */

/* A neighbour is too close where float's rounding of positions, 2^-25 of the leaf's radius, may make so much of the rms of all rows
 * from one of them, in units of the error asked for (eq. 16). */
static const double share_of_one = 0.1;

/* ---- set-up */

extern const aps_fmm_isa aps_fmm_isa_plain;
extern const aps_fmm_leaf_isa aps_fmm_leaf_isa_plain;
#ifdef __x86_64__
extern const aps_fmm_isa aps_fmm_isa_avx2;
extern const aps_fmm_leaf_isa aps_fmm_leaf_isa_avx2;
extern const aps_fmm_isa aps_fmm_isa_avx512 __attribute__((weak)); /* absent where that of direct sums is, which chooses */
extern const aps_fmm_leaf_isa aps_fmm_leaf_isa_avx512 __attribute__((weak));
#endif

static void choose_isa(aps_fmm *self) {
  self->isa = &aps_fmm_isa_plain, self->leaf_isa = &aps_fmm_leaf_isa_plain;
#ifdef __x86_64__
  if (strcmp(self->direct->name, "avx512") == 0) self->isa = &aps_fmm_isa_avx512, self->leaf_isa = &aps_fmm_leaf_isa_avx512;
  if (strcmp(self->direct->name, "avx2") == 0) self->isa = &aps_fmm_isa_avx2, self->leaf_isa = &aps_fmm_leaf_isa_avx2;
#endif
}

static aps_fmm_plan plan_for(const aps_fmm *self, int64_t n) {
  const aps_fmm_choice *c = &self->choice;
  const aps_fmm_ask ask = {self->setup.accuracy, n, aps_fmm_periodic(self), !c->no_mixing, self->setup.precision == APS_DOUBLE};
  const aps_fmm_setting s = aps_fmm_set(&ask, &self->tuned);
  aps_fmm_plan p = {.order = s.order, .leaf = s.leaf, .mix_all = s.mixed, .strictness = s.strictness, .careful = self->tuned.careful > 0};
  if (c->order) p.order = c->order;
  if (c->leaf) p.leaf = c->leaf;
  if (c->strictness > 0) p.strictness = c->strictness * self->tuned.loosen;
  p.real = s.double_expansions || c->double_expansions ? self->isa->f64 : self->isa->f32;
  p.pair_real = s.double_points || c->double_pairs ? self->direct->f64 : self->direct->f32;
  p.wary = 0x1p-25 / (share_of_one * sqrt((double)n));
  p.pair_quick = s.double_points && !s.double_pairs && !c->double_pairs ? self->direct->f32 : NULL;
  return p;
}

static aps_err create(void *state, const aps_force_setup *setup) {
  aps_fmm *self = state;
  aps_ctx *ctx = setup->ctx;
  self->setup = *setup;
  self->tuned.loosen = 1;
  APS_CHECK(ctx, setup->law >= 0 && setup->law < APS_LAW_COUNT, APS_EARG, "fmm: no law has number %d", setup->law);
  APS_CHECK(ctx, setup->accuracy > 0, APS_EARG, "fmm: accuracy must be > 0, got %g", setup->accuracy);
  self->direct = aps_direct_isa_choose();
  if (!self->direct) {
    aps_fail(ctx, APS_EARG, "APSIS_ISA=%s: this machine or build cannot run that instruction set", getenv("APSIS_ISA"));
    return aps_hint(ctx, "unset APSIS_ISA, or use plain, avx2 or avx512");
  }
  choose_isa(self);
  self->tree.ctx = ctx;
  self->tree.threads = aps_force_threads(&self->setup);
  self->kind = setup->law == APS_LAW_PLUMMER && setup->eps_max > 0 ? APS_FMM_FULL : APS_FMM_HARMONIC;
  self->per_pair = setup->law != APS_LAW_NEWTON && setup->eps_min != setup->eps_max;
  self->benches = aps_force_threads(&self->setup);
  self->bench = aps_alloc(ctx, "fmm: threads", self->benches, sizeof *self->bench);
  if (!self->bench) return APS_EMEM;
  for (int k = 0; k < self->benches; k++) {
    aps_fmm_bench *b = &self->bench[k];
    b->list_memory = aps_alloc(ctx, "fmm: lists", 1, APS_FMM_LIST_BYTES);
    b->buffer = aps_alloc(ctx, "fmm: lists", 1, APS_FMM_BUFFER_BYTES);
    if (!b->list_memory || !b->buffer) return APS_EMEM;
  }
  return aps_fmm_team_open(self);
}

static void destroy(void *state) {
  aps_fmm *self = state;
  aps_ctx *ctx = self->setup.ctx;
  aps_fmm_team_close(self);
  aps_tree_free(&self->tree);
  for (int k = 0; self->bench && k < self->benches; k++) {
    aps_release(ctx, self->bench[k].list_memory);
    aps_release(ctx, self->bench[k].buffer);
    free(self->bench[k].item.first);
    free(self->bench[k].item.mask);
    free(self->bench[k].queue.first);
    free(self->bench[k].queue.mask);
    free(self->bench[k].near.id);
    free(self->bench[k].far.id);
    free(self->bench[k].giver.id);
  }
  aps_release(ctx, self->bench);
  aps_release(ctx, self->cell_memory);
  aps_release(ctx, self->point_memory);
  aps_release(ctx, self->flag);
  aps_release(ctx, self->active_count);
  aps_fmm_deal_close(self);
  memset(self, 0, sizeof *self);
}

/* Lists grow inside parallel regions, where the context may not be touched. */
static int grow(aps_fmm_bench *b, void *array_at, int64_t room, size_t size) {
  void *p;
  memcpy(&p, array_at, sizeof p);
  p = realloc(p, (size_t)(room + 2 * APS_FMM_GROUP) * size);
  if (!p) return b->failed = 1, 0;
  memcpy(array_at, &p, sizeof p);
  return 1;
}

static int more(aps_fmm_bench *b, aps_fmm_items *items, int64_t *room) {
  const int64_t next = *room ? 2 * *room : 4096;
  if (!grow(b, &items->first, next, sizeof *items->first) || !grow(b, &items->mask, next, sizeof *items->mask)) return 0;
  *room = next;
  return 1;
}

int aps_fmm_more_items(aps_fmm_bench *b) { return more(b, &b->item, &b->item_room); }
int aps_fmm_more_queue(aps_fmm_bench *b) { return more(b, &b->queue, &b->queue_room); }

int aps_fmm_more_ids(aps_fmm_bench *b, aps_fmm_ids *ids) {
  const int64_t next = ids->room ? 2 * ids->room : 4096;
  if (!grow(b, &ids->id, next, sizeof *ids->id)) return 0;
  ids->room = next;
  return 1;
}

/* ---- room */

static aps_err room_for(aps_ctx *ctx, const char *label, void **memory, size_t *have, size_t bytes) {
  if (bytes <= *have) return APS_OK;
  aps_release(ctx, *memory);
  *have = 0;
  *memory = aps_alloc(ctx, label, (int64_t)(bytes + bytes / 16), 1);
  if (!*memory) return APS_EMEM;
  *have = bytes + bytes / 16;
  return APS_OK;
}

static const int moments_of[APS_FMM_KINDS][APS_FMM_ORDERS] = {APS_MOMENTS_H, APS_MOMENTS_F};

size_t aps_fmm_moment_bytes(const aps_fmm *self) {
  return self->plan.real->size * (size_t)moments_of[self->kind][self->plan.order];
}

static void *take(char **p, size_t bytes) {
  void *at = *p;
  *p += (bytes + 63) / 64 * 64;
  return at;
}

/* Lays the columns out in one allocation; with base NULL only counts the bytes. */
static size_t lay_cells(aps_fmm_cells *c, char *base, int64_t cells, int stride, size_t size) {
  char *p = base;
  const size_t n = (size_t)cells + APS_FMM_PAD;
  c->x = take(&p, 8 * n), c->y = take(&p, 8 * n), c->z = take(&p, 8 * n);
  c->first = take(&p, 8 * n), c->n = take(&p, 8 * n);
  c->radius = take(&p, 4 * n), c->mass = take(&p, 4 * n), c->least = take(&p, 4 * n), c->strict = take(&p, 4 * n);
  c->reach = take(&p, 4 * n), c->eps2 = take(&p, 4 * n), c->child = take(&p, 4 * n);
  c->family = take(&p, 4 * n);
  c->moment = take(&p, size * (size_t)stride * (size_t)(cells + 1));
  c->cells = (int32_t)cells;
  c->stride = stride;
  return (size_t)(p - base);
}

static int stride_of(int kind, int order, size_t size) {
  const int line = (int)(16 / size) * 2; /* columns are fetched in groups of 16 bytes */
  return (moments_of[kind][order] + line - 1) / line * line;
}

static size_t lay_points(aps_fmm_points *q, char *base, int64_t n, size_t size, int eps) {
  char *p = base;
  const size_t bytes = size * (size_t)(n + 64);
  q->x = take(&p, bytes), q->y = take(&p, bytes), q->z = take(&p, bytes), q->mass = take(&p, bytes);
  q->eps2 = eps ? take(&p, bytes) : NULL;
  return (size_t)(p - base);
}

/* Columns for so many cells and particles; what they held is gone. */
static aps_err room_for_cells(aps_fmm *self, int64_t most) {
  const size_t size = self->plan.real->size;
  const int stride = stride_of(self->kind, self->plan.order, size);
  aps_fmm_cells c;
  const int64_t limit = aps_fmm_periodic(self) ? 1 << APS_FMM_CELL_BITS
                                               : INT32_MAX; /* above their bits stand images */
  APS_CHECK(self->setup.ctx, most < limit, APS_EARG,
            "fmm: %lld cells are more than one process can take", (long long)most);
  self->cell_most = (int32_t)most;
  const size_t bytes = lay_cells(&c, NULL, most, stride, size) + sizeof *self->parent * (size_t)most;
  APS_TRY(room_for(self->setup.ctx, "fmm: cells", &self->cell_memory, &self->cell_bytes, bytes));
  self->parent = (int32_t *)((char *)self->cell_memory + lay_cells(&self->cells, self->cell_memory, most, stride, size));
  return APS_OK;
}

static aps_err room_for_points(aps_fmm *self, int64_t most) {
  const size_t size = self->plan.pair_real->size;
  aps_fmm_points q;
  self->point_most = most;
  APS_TRY(room_for(self->setup.ctx, "fmm: particles", &self->point_memory, &self->point_bytes,
                   lay_points(&q, NULL, most, size, self->per_pair)));
  lay_points(&self->points, self->point_memory, most, size, self->per_pair);
  return APS_OK;
}

static aps_err make_room(aps_fmm *self, int64_t n, int64_t cells) {
  const aps_fmm_team *t = self->team; /* as much is sent as the time before, or somewhat more; the first time nobody knows. As
                                         many cells as are here, at least: of the room only what comes takes memory, while
                                         growing takes it twice */
  const int64_t more = t ? t->sent_cells + t->sent_cells / 8 : 0, sent = t && more < cells ? cells : more;
  APS_TRY(room_for_cells(self, cells + cells / 8 + 1024 + sent));
  self->cells.cells = (int32_t)cells;
  return room_for_points(self, n + (t ? t->sent_points + t->sent_points / 8 : 0));
}

static aps_err grow_cells(aps_fmm *self, int64_t most) {
  const aps_fmm_cells c = self->cells;
  const int32_t *parent = self->parent;
  void *old = self->cell_memory;
  const size_t n = (size_t)c.cells;
  self->cell_memory = NULL, self->cell_bytes = 0;
  const aps_err err = room_for_cells(self, most);
  aps_fmm_cells *to = &self->cells;
  if (err == APS_OK) {
    const struct {
      void *to;
      const void *from;
      size_t size;
    } column[] = {{to->x, c.x, 8}, {to->y, c.y, 8}, {to->z, c.z, 8}, {to->first, c.first, 8}, {to->n, c.n, 8},
                  {to->radius, c.radius, 4}, {to->mass, c.mass, 4}, {to->least, c.least, 4}, {to->strict, c.strict, 4}, {to->reach, c.reach, 4},
                  {to->eps2, c.eps2, 4}, {to->child, c.child, 4}, {to->family, c.family, 4}, {self->parent, parent, 4},
                  {to->moment, c.moment, self->plan.real->size * (size_t)c.stride}};
    for (size_t k = 0; k < sizeof column / sizeof *column; k++) memcpy(column[k].to, column[k].from, column[k].size * n);
    to->cells = c.cells;
  }
  aps_release(self->setup.ctx, old);
  const int32_t *counts = self->active_count;
  if (err != APS_OK || !counts) return err;
  self->active_count = aps_alloc(self->setup.ctx, "fmm: active", self->cell_most, sizeof *counts);
  if (self->active_count) memcpy(self->active_count, counts, sizeof *counts * n);
  self->count_room = self->active_count ? self->cell_most : 0;
  aps_release(self->setup.ctx, (void *)counts);
  return self->active_count ? APS_OK : APS_EMEM;
}

static aps_err grow_points(aps_fmm *self, int64_t n, int64_t most) {
  const aps_fmm_points p = self->points;
  void *old = self->point_memory;
  self->point_memory = NULL, self->point_bytes = 0;
  const aps_err err = room_for_points(self, most);
  const aps_fmm_points *q = &self->points;
  void *const to[5] = {q->x, q->y, q->z, q->mass, q->eps2};
  const void *const from[5] = {p.x, p.y, p.z, p.mass, p.eps2};
  for (int k = 0; err == APS_OK && k < 5; k++)
    if (to[k]) memcpy(to[k], from[k], self->plan.pair_real->size * (size_t)n);
  aps_release(self->setup.ctx, old);
  return err;
}

aps_err aps_fmm_grow(aps_fmm *self, int64_t cells, int64_t points, int64_t more_points) {
  if (cells > self->cell_most) APS_TRY(grow_cells(self, cells + cells / 8));
  return more_points > self->point_most ? grow_points(self, points, more_points + more_points / 8) : APS_OK;
}

static size_t memory(const aps_force_setup *setup, int64_t n) {
  const aps_fmm_tuning fresh = {.loosen = 1};
  const size_t pair = setup->precision == APS_DOUBLE || setup->accuracy < 0.999e-6 || aps_fmm_is_wary(setup->accuracy, n, &fresh) ? 8 : 4;
  const size_t real = setup->precision == APS_DOUBLE || setup->accuracy < 0.999e-5 ? 8 : 4;
  aps_fmm_points q;
  aps_fmm_cells c;
  return aps_tree_bytes(n, 32) + 2 * (size_t)n + lay_points(&q, NULL, n, pair, setup->eps_min != setup->eps_max) +
         lay_cells(&c, NULL, n / 8 + 1024, 32, real);
}

/* ---- classes: a tree for every softening where expansions are softened */

int aps_fmm_softened(const aps_fmm *self) { return self->kind == APS_FMM_FULL && self->per_pair; }

aps_err aps_fmm_reserve_flags(aps_fmm *self, int64_t n) {
  if (self->flag_room >= n) return APS_OK;
  aps_release(self->setup.ctx, self->flag);
  self->flag_room = 0;
  self->flag = aps_alloc(self->setup.ctx, "fmm: flags", 2 * n + 64, 1);
  if (!self->flag) return APS_EMEM;
  self->flag_room = n;
  return APS_OK;
}

/* The distinct softenings of all ranks, ascending; the class of a row is the place of its own among them. */
enum { CLASSES = APS_FMM_CLASSES };
_Static_assert((int)APS_FMM_CLASSES == (int)APS_TREE_CLASSES, "a tree for each softening");

aps_err aps_fmm_classify(aps_fmm *self, const double *eps, int64_t n) {
  aps_ctx *ctx = self->setup.ctx;
  const int ranks = self->team ? self->team->ranks : 1;
  aps_fmm_softenings mine = {.n = 0}, *all = self->team ? self->team->softenings : &mine;
  for (int64_t i = 0; i < n && mine.n <= CLASSES; i++) /* neighbours mostly have the same */
    if (mine.n == 0 || i == 0 || eps[i] != eps[i - 1]) mine.n = aps_fmm_insert_class(mine.eps, (int)mine.n, eps[i]);
  if (self->team) aps_ranks_gather(ctx, &mine, sizeof mine, all);
  double found[CLASSES + 2];
  int classes = 0;
  for (int r = 0; r < ranks; r++)
    for (int k = 0; k < all[r].n && classes <= CLASSES; k++) classes = aps_fmm_insert_class(found, classes, all[r].eps[k]);
  APS_TRY(aps_fmm_check_classes(ctx, found, classes));
  self->classes = classes;
  memcpy(self->class_eps, found, sizeof *found * (size_t)classes);
  return APS_OK;
}

void aps_fmm_class_of(const aps_fmm *self, const double *eps, int64_t n, uint8_t *class_of) {
  for (int64_t i = 0; i < n; i++) {
    int k = 0;
    while (k + 1 < self->classes && self->class_eps[k] != eps[i]) k++;
    class_of[i] = (uint8_t)k;
  }
}

/* ---- prepare */

/* Whether an evaluation has left accelerations: any row will do. */
static int known(const aps_view *v) {
  if (!v->ax) return 0;
  for (int64_t i = 0; i < v->n; i++)
    if (v->ax[i] != 0 || v->ay[i] != 0 || v->az[i] != 0) return 1;
  return 0;
}

static aps_err build_tree(aps_fmm *self, aps_view view) {
  self->plan = plan_for(self, view.n);
  self->tree.merge = self->choice.no_merging ? -1 : 0;
  self->tree.id = view.id;
  if (aps_fmm_softened(self)) {
    APS_TRY(aps_fmm_reserve_flags(self, view.n));
    APS_TRY(aps_fmm_classify(self, view.eps, view.n));
    aps_fmm_class_of(self, view.eps, view.n, self->flag);
  }
  APS_TRY(aps_tree_build(&self->tree, view.x, view.y, view.z, aps_fmm_softened(self) ? self->flag : NULL, view.n,
                         self->plan.leaf));
  for (int k = 0; k < 3; k++) self->seconds[k] = self->tree.seconds[k];
  return APS_OK;
}

/* Within a step the division of particles into cells is kept for a while and only what the cells contain is renewed: right
 * for any motion, since centres and radii are those of the present positions, and efficient while it is small. */
static void renew(void *state, int stepping) {
  aps_fmm *self = state;
  self->refits = 0;
  self->stepping = stepping;
}

static aps_err order(void *state, aps_view view, const uint32_t **out) {
  aps_fmm *self = state;
  aps_tree *t = self->team ? &self->team->home : &self->tree;
  *out = NULL;
  APS_TRY(self->team ? aps_fmm_team_order(self, &view) : build_tree(self, view));
  int64_t jumps = 0;
  for (int64_t k = 1; k < view.n; k++) jumps += t->order[k] != t->order[k - 1] + 1;
  if (jumps > view.n / 8) *out = t->order;
  return APS_OK;
}

static aps_err deal(aps_fmm *self, const aps_view *view, int64_t total) {
  self->plan = plan_for(self, total);
  self->tree.merge = self->choice.no_merging ? -1 : 0;
  return aps_fmm_team_deal(self, view, aps_fmm_reserve_flags(self, view->n));
}

static aps_err home(void *state, aps_view view, const uint32_t **out, const int64_t **count) {
  aps_fmm *self = state;
  int64_t total = view.n;
  aps_ranks_sum_int(self->setup.ctx, &total, 1);
  const aps_err err = aps_ranks_agree(self->setup.ctx, deal(self, &view, total));
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  *out = self->team->home.order;
  *count = self->team->count;
  aps_tree_rest(&self->team->home), aps_tree_rest(&self->tree); /* what moves needs memory */
  return APS_OK;
}

static double imbalance(const void *state) {
  const aps_fmm *self = state;
  return self->team ? self->team->imbalance : 1;
}

static int crowded(const void *state) {
  const aps_fmm *self = state;
  return self->team && self->team->crowded;
}

/* The cube that a frame of keys spans; 0 where all coincide. */
static double edge_of(aps_key_frame f) { return ldexp(1 / f.scale, APS_KEY_LEVELS); }

void aps_fmm_deep(const aps_fmm *self, const double *const x[3], int64_t deep[2]) {
  const aps_tree *t = &self->tree;
  const int order = self->plan.order, periodic = aps_fmm_periodic(self), deepest = aps_fmm_deepest(order, periodic);
  const double least = edge_of(t->frame) * aps_fmm_least_leaf(order, periodic);
  deep[0] = deep[1] = 0;
  for (int32_t k = 0; k < t->cells; k++) {
    const aps_cell *c = &t->cell[k];
    if (c->children) continue;
    if (c->level > deepest) deep[0] += c->n;
    if (c->level <= APS_KEY_LEVELS) continue; /* others are far larger */
    const double edge = edge_of(aps_key_frame_fit(x[0], x[1], x[2], t->order + c->first, c->n, 1));
    if (edge > 0 && edge < least) deep[1] += c->n; /* what coincides attracts nothing */
  }
}

/* What lies too deep in the tree for float is in double. */
static void go_deep(aps_fmm *self, const aps_view *v) {
  const aps_fmm_team *t = self->team;
  int64_t deep[2];
  if (t) memcpy(deep, t->deep, sizeof deep);
  else aps_fmm_deep(self, (const double *const[]){v->x, v->y, v->z}, deep);
  if (aps_fmm_too_deep((double)deep[0], (double)(t ? t->total : self->tree.n))) self->plan.real = self->isa->f64;
  if (deep[1] == 0 || (self->setup.law != APS_LAW_NEWTON && self->setup.eps_min > 0)) return;
  self->plan.pair_real = self->direct->f64;
  self->plan.pair_quick = NULL;
}

/* From the least |a| of each cell the errors that are acceptable; know: those of the top are there already. */
static void bound_errors(aps_fmm *self, int know) {
  aps_fmm_make_strict(self);
  aps_fmm_cells *c = &self->cells;
  const float floor = aps_fmm_least_of_box(self);
  for (int32_t k = 0; self->team && k < c->cells; k++) /* as others come to know them */
    if (c->least[k] < floor && floor > 0) c->least[k] = floor;
  if (self->team) aps_fmm_team_finish(self, know);
#pragma omp parallel for schedule(static) num_threads(self->tree.threads) if (c->cells > 8192)
  for (int32_t k = 0; k < c->cells; k++) {
    if (c->least[k] < floor && floor > 0) c->least[k] = floor;
    c->least[k] *= (float)(self->setup.accuracy * self->plan.strictness);
    c->strict[k] *= c->least[k];
  }
  aps_fmm_make_end(self);
}

static aps_err fill_cells(aps_fmm *self, const aps_view *view, int know) {
  double start = aps_wall();
  aps_fmm_make_frame(self, *view);
  if (self->team) aps_fmm_team_cells(self, view, know);
  else self->leaves = aps_fmm_make_cells(self, view, know);
  self->seconds[3] = aps_wall() - start;
  start = aps_wall();
  if (!know && self->team) APS_TRY(aps_fmm_team_guess(self));
  else if (!know) aps_fmm_guess(self);
  bound_errors(self, know);
  self->seconds[4] = aps_wall() - start;
  return APS_OK;
}

static aps_err prepare(void *state, aps_view view) {
  aps_fmm *self = state;
  aps_ctx *ctx = self->setup.ctx;
  APS_CHECK(ctx, view.n < INT32_MAX, APS_EARG, "fmm: %lld particles are more than one process can take", (long long)view.n);
  memset(self->seconds, 0, sizeof self->seconds);
  const int stale = !self->stepping || self->refits % REFITS == 0 || self->tree_rows != view.n ||
                    (self->team && !self->team->valid);
  int64_t sum[] = {self->setup.G > 0 && known(&view), stale, view.n};
  if (self->team) aps_ranks_sum_int(ctx, sum, 3); /* else each rank has the whole system */
  const int know = sum[0] > 0, rebuild = sum[1] > 0;
  self->refits++;
  self->tree_rows = view.n;
  if (self->team) {
    const aps_view home = view;
    const aps_err mine = rebuild ? deal(self, &home, sum[2]) : APS_OK;
    APS_TRY(aps_fmm_team_gather(self, &home, know, rebuild, mine, &view));
  } else if (rebuild) {
    APS_TRY(build_tree(self, view));
  }
  if (rebuild && !know) self->plan.strictness *= of_guess;
  if (rebuild) go_deep(self, &view);
  aps_err err = make_room(self, self->team ? self->team->n : view.n, self->tree.cells + (self->team ? self->team->tops + 1 : 0));
  if (err == APS_OK && self->team) err = aps_fmm_team_reserve(self);
  APS_TRY(self->team ? aps_ranks_agree(ctx, err) : err);
  if (self->team) self->cells.cells -= self->team->my_units; /* their roots stand in the top */
  self->guessed = !know;
  APS_TRY(fill_cells(self, &view, know));
  if (self->team && !self->stepping) aps_fmm_team_rest(self); /* within a step they come again and again */
  return APS_OK;
}

/* ---- add */

static void add_counts(aps_fmm_count *to, const aps_fmm_count *from) {
  to->pairs += from->pairs, to->cells += from->cells, to->points += from->points, to->tests += from->tests;
  to->mixed += from->mixed, to->again += from->again, to->close += from->close;
  to->pair_lanes += from->pair_lanes, to->cell_lanes += from->cell_lanes;
  for (int k = 0; k < 4; k++) to->seconds[k] += from->seconds[k];
}

int64_t aps_fmm_first_items(const aps_fmm_job *job, int32_t *first, uint32_t *mask) {
  for (int k = 0; k < job->images; k++) first[k] = 0, mask[k] = 1 | (uint32_t)k << APS_FMM_MASK_BITS;
  return job->images;
}

static aps_err walk(aps_fmm *self, const aps_fmm_job *job) {
  const int threads = self->benches;
  for (int k = 0; k < threads; k++) {
    memset(&self->bench[k].count, 0, sizeof self->bench[k].count);
    self->bench[k].failed = self->bench[k].missing = 0;
  }
  int32_t first[APS_LATTICE_IMAGES];
  uint32_t mask[APS_LATTICE_IMAGES];
  const aps_fmm_task all = {0, aps_fmm_first_items(job, first, mask), {first, mask}, NULL};
  if (threads == 1) self->plan.real->walk(job, &all, &self->bench[0], 0, NULL, NULL);
  else aps_fmm_deal(self, job, &all);
  int failed = 0, missing = 0;
  for (int k = 0; k < threads; k++) failed |= self->bench[k].failed, missing |= self->bench[k].missing;
  APS_CHECK(self->setup.ctx, !failed, APS_EMEM, "fmm: no memory for interaction lists");
  APS_CHECK(self->setup.ctx, !missing || !self->team || !self->team->finite, APS_EINTERNAL, "fmm: a cell was opened that another rank had not sent");
  for (int k = 0; k < threads; k++) {
    add_counts(&self->count, &self->bench[k].count);
    if (self->setup.stats) self->setup.stats->interactions += self->bench[k].count.pairs;
  }
  return APS_OK;
}

static aps_err reserve_counts(aps_fmm *self) {
  if (self->count_room >= self->cell_most) return APS_OK;
  aps_release(self->setup.ctx, self->active_count);
  self->count_room = 0;
  self->active_count = aps_alloc(self->setup.ctx, "fmm: active", self->cell_most, sizeof *self->active_count);
  if (!self->active_count) return APS_EMEM;
  self->count_room = self->cell_most;
  return APS_OK;
}

int32_t aps_fmm_count_active(const aps_fmm *self, const uint8_t *in_order, int32_t cell) {
  const aps_fmm_cells *c = &self->cells;
  int32_t count = 0;
  for (int k = 0; k < aps_fmm_children(c, cell); k++) count += self->active_count[c->child[cell] + k];
  if (c->family[cell]) return count;
  if (!in_order) return (int32_t)c->n[cell];
  for (int64_t k = 0; k < c->n[cell]; k++) count += in_order[c->first[cell] + k];
  return count;
}

static int32_t count_marks(const uint8_t *mark, int64_t n) {
  int32_t count = 0;
  for (int64_t k = 0; k < n; k++) count += mark[k];
  return count;
}

/* Of the particles that are marked in key order, how many each cell holds: each counts for itself, so that none waits for
 * its children. */
static void count_targets(aps_fmm *self, aps_fmm_job *job) {
  const aps_fmm_cells *c = &self->cells;
  if (self->team) aps_fmm_team_count(self, job->active);
  else {
#pragma omp parallel for schedule(dynamic, 64) num_threads(self->tree.threads) if (c->cells > 512)
    for (int32_t k = 0; k < c->cells; k++) self->active_count[k] = count_marks(job->active + c->first[k], c->n[k]);
  }
  job->active_count = self->active_count;
}

/* Marks the active rows in key order and counts them per cell. */
static void mark(aps_fmm *self, aps_active active, int64_t n, aps_fmm_job *job) {
  const aps_tree *t = &self->tree;
  uint8_t *of_row = self->flag, *in_order = self->flag + self->flag_room;
  memset(of_row, 0, (size_t)n);
#pragma omp parallel num_threads(t->threads) if (n > 8192)
  {
#pragma omp for schedule(static)
    for (int64_t i = 0; i < active.n; i++) of_row[active.index[i]] = 1;
#pragma omp for schedule(static)
    for (int64_t k = 0; k < n; k++) in_order[k] = of_row[t->order[k]];
  }
  job->active = in_order;
  count_targets(self, job);
}

/* Most evaluations of a target for one sum: each has |a| more accurately by the accuracy asked for. */
enum { ROUNDS = 4 };

/* The far images of a periodic box, before all else: |a| is to be whole when it is looked at. */
static void add_far(const aps_fmm *self, const aps_fmm_job *job) {
  if (self->add_far) self->add_far(self, job);
}

/* Whether some of the targets are to be summed again, which are then the job's. A first evaluation is not the last. */
static int again(aps_fmm *self, aps_fmm_job *job, int64_t *doubt, int round) {
  if (round == ROUNDS || !job->accelerate || self->guessed || !aps_fmm_again(self, job, doubt)) return 0;
  job->nearest_part = 1; /* which any of these few may be */
  add_far(self, job);
  bound_errors(self, 0);
  count_targets(self, job);
  return 1;
}

/* Part by part, with what other ranks send. */
static aps_err sum_parts(aps_fmm *self, aps_fmm_job *job, aps_err err) {
  err = aps_fmm_essential_begin(self, job, err);
  for (int part = 0, there = 1; err == APS_OK && there && part < self->team->parts; part++) {
    err = aps_fmm_essential_part(self, job, part, &there);
    if (err == APS_OK && there) err = walk(self, job);
  }
  return aps_fmm_essential_end(self, err);
}

/* Among ranks: this one's targets with what the others send of theirs; the sums go to the rows they belong to. */
static aps_err sum_in_team(aps_fmm *self, const aps_view *view, aps_active active, aps_fmm_job *job) {
  aps_fmm_team *t = self->team;
  static const double work_of[APS_FMM_ORDERS] = {0, 0, 3, 4, 7, 14, 28, 55, 100};
  aps_err err = aps_fmm_reserve_flags(self, t->rows);
  if (err == APS_OK) err = reserve_counts(self);
  if (err == APS_OK) err = aps_fmm_team_clear(self, view, job);
  self->cells.cells = t->base_cells;
  err = aps_fmm_team_mark(self, view, active, job, err);
  memset(t->work, 0, sizeof *t->work * (size_t)t->base_cells);
  job->row = self->tree.order;
  job->work = t->work;
  job->cell_work = work_of[job->order];
  if (err == APS_OK) add_far(self, job);
  const double start = aps_wall() - aps_ranks_sent(self->setup.ctx).seconds;
  err = sum_parts(self, job, err);
  APS_TRY(aps_fmm_team_measure(self, aps_wall() - aps_ranks_sent(self->setup.ctx).seconds - start, err));
  int64_t doubt[APS_FMM_BINS] = {0};
  job->work = NULL;
  for (int round = 1; again(self, job, doubt, round); round++)
    APS_TRY(aps_ranks_agree(self->setup.ctx, sum_parts(self, job, APS_OK)));
  aps_fmm_team_return(self, view);
  return APS_OK;
}

static aps_err add_in_team(aps_fmm *self, const aps_view *view, aps_active active, aps_cols want, aps_fmm_job *job) {
  const aps_err err = sum_in_team(self, view, active, job);
  double *const part[4] = {view->ax, view->ay, view->az, want & APS_POT ? view->pot : NULL};
  for (int k = want & APS_A ? 0 : 3; err != APS_OK && k < 4; k++) /* some rows' would pass for the accelerations of all */
    if (part[k]) memset(part[k], 0, sizeof *part[k] * (size_t)view->n);
  return err;
}

static int tune(void *state, const double error[5]) {
  aps_fmm *self = state;
  return aps_fmm_learn(&self->tuned, self->setup.accuracy, self->guessed, error);
}

static aps_err sum(aps_fmm *self, aps_view view, aps_active active, aps_cols want) {
  const double start = aps_wall(), G = self->setup.G;
  const aps_fmm_plan *p = &self->plan;
  const double eps = self->setup.law == APS_LAW_NEWTON ? 0 : self->setup.eps_max * self->scale;
  const double floor32 = ldexp(1, 2 * APS_FMM_FLOOR_F32), floor64 = ldexp(1, 2 * APS_FMM_FLOOR_F64);
  double image[APS_LATTICE_IMAGES][3];
  aps_fmm_job job = {.cells = self->cells,
                     .points = self->points,
                     .kind = self->kind,
                     .order = p->order,
                     .theta = APS_FMM_THETA,
                     .theta_mixed = APS_FMM_THETA_MIXED,
                     .nearest_part = 1 / (p->careful ? APS_FMM_NEAREST_CAREFUL : APS_FMM_NEAREST),
                     .mix_all = p->mix_all,
                     .nearest2 = (float)ldexp(1, 2 * (p->real->size == 4 ? aps_fmm_range_f32[p->order].nearest : APS_FMM_NEAREST_F64)),
                     .accelerate = (want & APS_A) != 0,
                     .potential = (want & APS_POT) != 0,
                     .image = (const double(*)[3])image,
                     .images = aps_fmm_images(self, image),
                     .law = self->setup.law,
                     .per_pair = self->per_pair,
                     .eps2 = fmax(eps * eps, p->pair_real->size == 4 ? floor32 : floor64),
                     .pair_real = p->pair_real,
                     .pair_quick = p->pair_quick,
                     .eps2_quick = fmax(eps * eps, floor32),
                     .floor_quick = floor32,
                     .wary = p->wary * p->strictness,
                     .row = self->tree.order,
                     .ax = view.ax, .ay = view.ay, .az = view.az, .pot = view.pot,
                     .acc_scale = G * (self->scale / self->mass_scale) * self->scale,
                     .pot_scale = G * (self->scale / self->mass_scale),
                     .tally = self->tally,
                     .timed = self->choice.timed};
  if (self->team) {
    APS_TRY(add_in_team(self, &view, active, want, &job));
  } else {
    int64_t doubt[APS_FMM_BINS] = {0};
    APS_TRY(aps_fmm_reserve_flags(self, view.n));
    APS_TRY(reserve_counts(self));
    if (active.index && active.n < view.n) mark(self, active, view.n, &job);
    add_far(self, &job);
    int round = 1;
    do APS_TRY(walk(self, &job));
    while (again(self, &job, doubt, round++));
  }
  self->seconds[5] = aps_wall() - start;
  return APS_OK;
}

aps_err aps_fmm_add(aps_fmm *self, aps_view view, aps_active active, aps_cols want, void *owner, aps_err (*prepare_owner)(void *, aps_view)) {
  if (!active.index) active.n = view.n;
  if ((active.n == 0 && !self->team) || !(want & (APS_A | APS_POT))) return APS_OK;
  self->tuned.careful = fmax(0, self->tuned.careful - 1);
  APS_TRY(sum(self, view, active, want));
  if (self->plan.careful || !(self->tuned.careful > 0)) return APS_OK;
  double *const to[4] = {view.ax, view.ay, view.az, want & APS_POT ? view.pot : NULL};
  self->refits = 0; /* the division into cells was for looser bounds */
  APS_TRY(prepare_owner(owner, view));
  for (int k = 0; k < 4; k++)
    for (int64_t i = 0; to[k] && i < active.n; i++) to[k][active.index ? active.index[i] : i] = 0;
  return sum(self, view, active, want);
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  (void)t;
  return aps_fmm_add(state, view, active, want, state, prepare);
}

/* ---- for tests and benchmarks */

void aps_fmm_choose(void *state, const aps_fmm_choice *choice) { ((aps_fmm *)state)->choice = *choice; }
const aps_tree *aps_fmm_tree(const void *state) { return &((const aps_fmm *)state)->tree; }
const aps_fmm_cells *aps_fmm_cells_of(const void *state) { return &((const aps_fmm *)state)->cells; }
void aps_fmm_tally_to(void *state, int64_t *tally) { ((aps_fmm *)state)->tally = tally; }

void aps_fmm_tell(const void *state, aps_fmm_report *out) {
  const aps_fmm *self = state;
  *out = (aps_fmm_report){.order = self->plan.order,
                          .leaf = self->plan.leaf,
                          .double_expansions = self->plan.real == self->isa->f64,
                          .double_pairs = self->plan.pair_real == self->direct->f64 && !self->plan.pair_quick,
                          .kind = self->kind,
                          .strictness = self->plan.strictness,
                          .cells = self->cells.cells,
                          .leaves = self->leaves,
                          .count = self->count};
  memcpy(out->seconds, self->seconds, sizeof out->seconds);
}

static int report(void *state, int timed, const char **name, double *value, int max) {
  aps_fmm *self = state;
  self->choice.timed = timed;
  aps_fmm_report r;
  aps_fmm_tell(self, &r);
  int n = aps_fmm_numbers(&r, aps_fmm_bytes(self->setup.ctx, self->bench, self->benches), name, value, max);
  if (self->team && n + 2 <= max) {
    name[n] = "letters", name[n + 1] = "letters_early";
    aps_fmm_letters_count(self->team->letters, &value[n], &value[n + 1]);
    n += 2;
  }
  return n;
}

const aps_force aps_force_fmm_cpu = {
    .about = {.name = "fmm",
              .doc = "fast multipole method, O(N): the rms relative force error is the accuracy asked for",
              .source = "Dehnen 2002, J. Comp. Phys. 179, 27; Dehnen 2014, Comput. Astrophys. Cosmol. 1, 1",
              .state_size = sizeof(aps_fmm),
              .persist_offset = offsetof(aps_fmm, tuned),
              .persist_size = sizeof(aps_fmm_tuning)},
    .space = APS_HOST,
    .can = APS_OPEN | APS_SUBSET | APS_MPI,
    .reads = APS_X | APS_MASS | APS_EPS | APS_A | APS_ID,
    .writes = APS_A | APS_POT,
    .create = create,
    .prepare = prepare,
    .add = add,
    .memory = memory,
    .destroy = destroy,
    .tune = tune,
    .order = order,
    .renew = renew,
    .report = report,
    .home = home,
    .imbalance = imbalance,
    .crowded = crowded,
    .softenings = APS_FMM_CLASSES,
};
