/* Locally essential trees: every rank pushes to every other the cells and particles that its
 * targets will open (Salmon 1990; Warren & Salmon 1993; Dubinski 1996, New Astronomy 1, 133), in
 * letters that travel while others are written and while the targets at hand are summed.
 *
 * 1. A rank tells another those of its target cells that may open anything below that one's units
 * (fmm_targets.c).
 * 2. The other walks these targets over its own tree as their rank will, with the same tests of the
 * same numbers, and notes which cells they open: of these it sends the children, or the particles
 * (fmm_parcels.c). Nothing more is needed, nothing is sent that is not.
 * 3. A rank's units are a few parts, one stretch of the curve after the other, and for each there
 * is a letter from every rank: with what its targets open beyond what those of the parts before
 * have opened. So a part is summed as soon as its letters are there, while those of the next
 * travel. A target's list of interactions, and with it every bit of its sum, knows nothing of this:
 * whatever it opens is there when its turn comes.
 *
 * What is not sent is a closed cell; opening it would lead to the trap, which the walk notices. */
#include "fmm_essential.h"
#include "threads.h"
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef aps_fmm_target target;

/* ---- a rank's targets as cells of their own, behind all others: the top of the tree as far as it
 * leads to them, and them */

typedef struct {
  aps_fmm *self;
  const target *next, *end;
  const target **unit; /* [tops] where the targets of a unit begin, or NULL */
  int32_t at;          /* the next free cell */
} builder;

static void set_target(const aps_fmm_cells *c, int32_t trap, int32_t k, const target *t) {
  c->x[k] = t->x, c->y[k] = t->y, c->z[k] = t->z, c->radius[k] = t->radius, c->mass[k] = t->mass;
  c->least[k] = t->least, c->strict[k] = t->strict, c->reach[k] = t->reach, c->eps2[k] = t->eps2;
  c->first[k] = 0;
  c->n[k] = 2; /* two: not a single particle; with those below it a measure of work */
  c->child[k] = -1, c->family[k] = 0;
  if (t->branch)
    c->child[k] = trap,
    c->family[k] = 1; /* a walk that only notes ends at a cell without particles */
}

static int32_t block(builder *b, int32_t k, int children) {
  const aps_fmm_cells *c = &b->self->cells;
  const int32_t first = b->at;
  if (children) c->child[k] = first, c->family[k] = (1u << children) - 1;
  b->at += children;
  return first;
}

static void read_target(builder *b, int32_t k) {
  const target t = *b->next++;
  set_target(&b->self->cells, b->self->team->trap, k, &t);
  const int32_t first = block(b, k, t.children);
  for (int i = 0; i < t.children; i++) {
    read_target(b, first + i);
    b->self->cells.n[k] += b->self->cells.n[first + i];
  }
}

/* below[k]: the cell of the top is a target of the part: it lies above one of its units, or is one
 * with targets. */
static void mark_tops(const aps_fmm_team *t, const builder *b, int rank, int part, uint8_t *below) {
  memset(below, 0, (size_t)t->tops);
  for (int32_t u = t->first_of[rank]; u < t->first_of[rank + 1]; u++)
    below[t->unit[u].cell] = aps_fmm_part_of(t, u) == part;
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) below[k] |= below[t->top[k].child + i];
  for (int32_t u = t->first_of[rank]; u < t->first_of[rank + 1]; u++)
    below[t->unit[u].cell] &= b->unit[t->unit[u].cell] != NULL;
}

static void read_top(builder *b, const uint8_t *below, int32_t top, int32_t k) {
  const aps_fmm_team *t = b->self->team;
  if (b->unit[top]) {
    b->next = b->unit[top];
    read_target(b, k);
    return;
  }
  const target self_ = aps_fmm_target_of(b->self, top);
  set_target(&b->self->cells, t->trap, k, &self_);
  int children = 0;
  for (int i = 0; i < t->top[top].children; i++) children += below[t->top[top].child + i];
  int32_t at = block(b, k, children);
  for (int i = 0; i < t->top[top].children; i++)
    if (below[t->top[top].child + i]) {
      read_top(b, below, t->top[top].child + i, at);
      b->self->cells.n[k] += b->self->cells.n[at++];
    }
}

/* The roots of a rank's targets, a tree for each part; -1 where it has none. `below` [tops] is
 * scratch. */
static void plant(builder *b, const aps_fmm_letters *letters, int rank, uint8_t *below,
                  int32_t *root) {
  const aps_fmm_team *t = b->self->team;
  aps_fmm_told told;
  int64_t bytes;
  const char *letter = aps_fmm_letters_taken(letters, rank, 0, &bytes);
  memcpy(&told, letter, sizeof told);
  const target *first = (const target *)(letter + sizeof told),
               *end = (const target *)(letter + bytes);
  for (int32_t k = 0; k < t->tops; k++) b->unit[k] = NULL;
  for (const target *p = first; p < end; p++)
    if (p->top >= 0) b->unit[p->top] = p;
  for (int part = 0; part < t->parts; part++) {
    root[part] = -1;
    if (!(told.active >> part & 1)) continue;
    mark_tops(t, b, rank, part, below);
    root[part] = b->at++;
    read_top(b, below, 0, root[part]);
  }
}

/* ---- what is going on */

typedef struct {
  aps_fmm *self;
  const aps_fmm_job *job;
  aps_fmm_letters *letters;
  uint8_t *waiting, *batch; /* [ranks] whose targets have not come; that are served now */
  int32_t *root;            /* [ranks][parts] of targets */
  uint8_t *opened;          /* [threads][2][stride] */
  int32_t *number;          /* [threads][stride] */
  int64_t stride;
  uint8_t *above; /* [tops] above this rank's units, or one of them */
} service;

static aps_err make_service(service *s) {
  const aps_fmm *self = s->self;
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  s->stride = t->base_cells + APS_FMM_PAD;
  s->root = aps_alloc(ctx, "fmm: essential tree", (int64_t)t->ranks * t->parts, sizeof *s->root);
  s->opened = aps_alloc(ctx, "fmm: essential tree", 2 * s->stride * self->benches, 1);
  s->number = aps_alloc(ctx, "fmm: essential tree", s->stride * self->benches, sizeof *s->number);
  s->above = aps_alloc(ctx, "fmm: essential tree", t->tops, 1);
  if (!s->root || !s->opened || !s->number || !s->above) return APS_EMEM;
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++)
    s->above[t->unit[u].cell] = 1;
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) s->above[k] |= s->above[t->top[k].child + i];
  return APS_OK;
}

static void end_service(service *s) {
  aps_ctx *ctx = s->self->setup.ctx;
  aps_release(ctx, s->root), aps_release(ctx, s->opened), aps_release(ctx, s->number);
  aps_release(ctx, s->above);
}

/* ---- 1. */

/* A different one first for each rank. */
static int neighbour(const aps_fmm_team *t, int k) { return (t->rank + k) % t->ranks; }

static aps_fmm_buffer blank(const service *s, int to) {
  aps_fmm_buffer letter = {.n = 0};
  letter.data = aps_fmm_letters_paper(s->letters, to, &letter.room);
  return letter;
}

static aps_err tell_all(service *s, aps_err err) {
  aps_fmm_team *t = s->self->team;
  if (err == APS_OK && !t->tellers) t->tellers = aps_fmm_tellers_open(s->self);
  for (int k = 1; k < t->ranks; k++) {
    const int to = neighbour(t, k);
    aps_fmm_buffer letter = blank(s, to);
    if (err == APS_OK && !(t->tellers && aps_fmm_tell_targets(s->self, s->job, to, t->tellers, &letter)))
      err = aps_fail(s->self->setup.ctx, APS_EMEM,
                     "fmm: no memory for the targets told to other ranks");
    if (err != APS_OK) free(letter.data), letter.data = NULL;
    aps_fmm_letters_send(s->letters, to, letter.data, (int64_t)letter.n, letter.room);
    aps_fmm_letters_look(s->letters);
  }
  return err;
}

/* ---- 2. */

/* Among targets of other ranks the trap, which lies behind these ranks' own units, is no news: far
 * away, anyone accepts it. */
static void hide_trap(aps_fmm *self, int hidden) {
  aps_fmm_cells *c = &self->cells;
  c->x[self->team->trap] = hidden ? 0x1p50 : 0;
  c->least[self->team->trap] = c->strict[self->team->trap] = hidden ? FLT_MAX : 0;
}

static int64_t targets_in(int64_t bytes) {
  return (bytes - (int64_t)sizeof(aps_fmm_told)) / (int64_t)sizeof(target);
}

static aps_err plant_batch(service *s) {
  aps_fmm *self = s->self;
  const aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  int64_t cells = t->base_cells;
  for (int r = 0; r < t->ranks;
       r++) { /* above a part's units lie fewer cells than these, and a way down from the root */
    int64_t bytes;
    if (!s->batch[r]) continue;
    aps_fmm_letters_taken(s->letters, r, 0, &bytes);
    cells += targets_in(bytes) + t->first_of[r + 1] - t->first_of[r] + t->parts * APS_TREE_DEPTH;
  }
  APS_TRY(aps_fmm_grow(self, cells, t->n, t->n));
  builder b = {.self = self, .at = t->base_cells};
  b.unit = aps_alloc(ctx, "fmm: essential tree", t->tops, sizeof *b.unit);
  uint8_t *below = aps_alloc(ctx, "fmm: essential tree", t->tops, 1);
  for (int r = 0; b.unit && below && r < t->ranks; r++)
    if (s->batch[r]) plant(&b, s->letters, r, below, s->root + (int64_t)t->parts * r);
  self->cells.cells = b.at;
  aps_fmm_make_end(self);
  const int good = b.unit && below;
  aps_release(ctx, b.unit);
  aps_release(ctx, below);
  return good ? APS_OK : APS_EMEM;
}

static void meanwhile(void *letters) {
  if (aps_force_thread() == 0) aps_fmm_letters_look_often(letters);
}

static uint8_t *opened_of(const service *s, int thread) {
  return s->opened + 2 * s->stride * thread;
}

/* A walk of another rank's targets that notes what they open. */
static aps_fmm_job dry_job(const service *s, uint8_t *opened) {
  aps_fmm_job dry = *s->job;
  dry.cells = s->self->cells, dry.points = s->self->points;
  dry.opened = opened, dry.active = NULL, dry.active_count = NULL, dry.work = NULL,
  dry.tally = NULL, dry.timed = 0;
  return dry;
}

/* Marks what the targets at `root` open. 0: no room. */
static int note(const service *s, int32_t root, int me) {
  int32_t first[APS_LATTICE_IMAGES];
  uint32_t mask[APS_LATTICE_IMAGES];
  const aps_fmm_task all = {root, aps_fmm_first_items(s->job, first, mask), {first, mask}, NULL};
  const aps_fmm_job dry = dry_job(s, opened_of(s, me));
  s->self->plan.real->walk(&dry, &all, &s->self->bench[me], 0, NULL, NULL);
  return !s->self->bench[me].failed;
}

/* What all threads have noted of a block of cells, with what the first has. */
enum { BLOCK = 4096 };
static void put_together(const service *s, int64_t first) {
  const int64_t n = s->stride - first < BLOCK ? s->stride - first : BLOCK;
  uint8_t *restrict to = opened_of(s, 0) + first;
  for (int other = 1; other < s->self->benches; other++) {
    const uint8_t *restrict from = opened_of(s, other) + first;
    for (int64_t k = 0; k < n; k++) to[k] |= from[k];
  }
}

/* The same by all threads: subtrees of the targets are dealt out, and what each has noted is put
 * together. */
static int note_together(const service *s, int32_t root) {
  aps_fmm *self = s->self;
  int32_t first[APS_LATTICE_IMAGES];
  uint32_t mask[APS_LATTICE_IMAGES];
  const aps_fmm_task all = {root, aps_fmm_first_items(s->job, first, mask), {first, mask}, NULL};
  const int threads = self->benches;
  const int64_t each = self->cells.n[root] / (4 * threads), cut = each > 32 ? each : 32;
  const aps_fmm_job top = dry_job(s, opened_of(s, 0));
  int failed = 0;
  self->task.n = 0;
  self->plan.real->walk(&top, &all, &self->bench[0], cut, aps_fmm_keep_task, self);
#pragma omp parallel num_threads(threads) reduction(| : failed)
  {
    const int me = aps_force_thread();
    const aps_fmm_job dry = dry_job(s, opened_of(s, me));
#pragma omp for schedule(dynamic, 1)
    for (int64_t k = 0; k < self->task.n; k++)
      self->plan.real->walk(&dry, &self->task.at[k], &self->bench[me], 0, NULL, NULL);
    failed |= self->bench[me].failed;
#pragma omp for schedule(static)
    for (int64_t k = 0; k < s->stride; k += BLOCK) put_together(s, k);
  }
  for (int64_t k = 0; k < self->task.n; k++) free(self->task.at[k].local);
  return !failed;
}

/* One letter for each part of a rank's targets, by this thread or, `together`, by all. 0: no room.
 */
static int serve(const service *s, int rank, int together) {
  const aps_fmm *self = s->self;
  const int me = aps_force_thread(), parts = self->team->parts;
  aps_fmm_packer w = {.self = self, .opened = opened_of(s, me), .sent = opened_of(s, me) + s->stride, .number = s->number + s->stride * me};
  for (int k = me; k < (together ? self->benches : me + 1); k++) {
    memset(opened_of(s, k), 0, 2 * (size_t)s->stride);
    self->bench[k].failed = 0;
  }
  int good = 1;
  for (int part = 0; part < parts; part++) {
    aps_fmm_buffer letter = blank(s, rank);
    const int32_t root = s->root[(int64_t)parts * rank + part];
    if (good && root >= 0) good = together ? note_together(s, root) : note(s, root, me);
    good = good && aps_fmm_pack(&w, &letter);
    if (!good) free(letter.data), letter.data = NULL;
    aps_fmm_letters_send(s->letters, rank, letter.data, (int64_t)letter.n, letter.room);
    if (me == 0) aps_fmm_letters_look(s->letters);
  }
  return good;
}

/* Of the top's cells only those above this rank's units: targets of others need not look at the
 * rest, for what a pair of cells comes to hangs on these two alone. */
static void prune_top(const service *s, int pruned) {
  const aps_fmm_team *t = s->self->team;
  for (int32_t k = 0; k < t->tops; k++) {
    if (t->top[k].children == 0) continue;
    uint32_t family = 0;
    for (int i = 0; i < t->top[k].children; i++)
      family |= (uint32_t)(!pruned || s->above[t->top[k].child + i]) << i;
    s->self->cells.family[k] = family;
  }
}

/* Ranks whose targets are there: one after the other by all threads, or, where they are many, each
 * by one. */
static aps_err serve_batch(service *s) {
  aps_fmm *self = s->self;
  const aps_fmm_team *t = self->team;
  APS_TRY(plant_batch(s));
  int bad = 0, many = 0;
  for (int r = 0; r < t->ranks; r++) many += s->batch[r];
  const int together = self->benches > 1 && many < 2 * self->benches;
  hide_trap(self, 1);
  prune_top(s, 1);
  const int threads = together ? 1 : self->benches; /* those of serve() are all the same */
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) reduction(| : bad)
  for (int k = 1; k < t->ranks; k++)
    if (s->batch[neighbour(t, k)])
      bad |= !serve(s, neighbour(t, k), together), s->batch[neighbour(t, k)] = 0;
  prune_top(s, 0);
  hide_trap(self, 0);
  self->cells.cells = t->base_cells;
  return bad ? aps_fail(self->setup.ctx, APS_EMEM,
                        "fmm: no memory for the cells sent to other ranks")
             : APS_OK;
}

/* Those whose targets have come, at least one: into the batch, unless they have failed. */
static int gather_batch(service *s) {
  aps_fmm_team *t = s->self->team;
  int left = 0;
  aps_fmm_letters_await_any(s->letters, s->waiting, 0);
  for (int r = 0; r < t->ranks; r++) {
    if (s->waiting[r] && aps_fmm_letters_there(s->letters, r, 0)) {
      s->waiting[r] = 0;
      s->batch[r] = aps_fmm_letters_take(s->letters, r, 0) != NULL;
      t->spoiled |= !s->batch[r];
    }
    left |= s->waiting[r];
  }
  return left;
}

/* No more is of use to anyone; but they wait for letters. */
static void give_up(service *s) {
  const aps_fmm_team *t = s->self->team;
  for (int r = 0; r < t->ranks; r++)
    if (r != t->rank)
      while (aps_fmm_letters_sent(s->letters, r) <= t->parts)
        aps_fmm_letters_send(s->letters, r, NULL, 0, 0);
}

static aps_err serve_all(service *s, aps_err err) {
  aps_fmm_team *t = s->self->team;
  for (int r = 0; r < t->ranks; r++) s->waiting[r] = r != t->rank;
  for (int left = 1; left && err == APS_OK && !t->spoiled;) {
    left = gather_batch(s);
    if (!t->spoiled) err = serve_batch(s);
  }
  if (err != APS_OK || t->spoiled) give_up(s);
  return err;
}

aps_err aps_fmm_essential_begin(aps_fmm *self, aps_fmm_job *job, aps_err err) {
  aps_fmm_team *t = self->team;
  service s = {.self = self,
               .job = job,
               .letters = t->letters,
               .waiting = t->marks,
               .batch = t->marks + t->ranks};
  memset(t->marks, 0, 2 * (size_t)t->ranks);
  t->spoiled = 0;
  job->meanwhile = meanwhile, job->meanwhile_user = t->letters;
  aps_fmm_letters_begin(t->letters);
  if (err == APS_OK) aps_fmm_close_all(self), err = make_service(&s);
  err = serve_all(&s, tell_all(&s, err));
  end_service(&s);
  return err;
}

/* ---- 3. */

/* Of the targets only those of a part are active. */
static void choose_part(aps_fmm *self, const aps_fmm_job *job, int part) {
  const aps_fmm_team *t = self->team;
  int32_t *count = self->active_count;
  memset(count, 0, sizeof *count * (size_t)t->tops);
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++)
    if (aps_fmm_part_of(t, u) == part)
      count[t->unit[u].cell] = aps_fmm_count_active(self, job->active, t->unit[u].cell);
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) count[k] += count[t->top[k].child + i];
}

aps_err aps_fmm_essential_part(aps_fmm *self, aps_fmm_job *job, int part, int *there) {
  aps_fmm_team *t = self->team;
  *there = 0;
  for (int k = t->ranks - 1; k > 0; k--) { /* the order in which they were sent */
    const char *letter =
        t->spoiled ? NULL : aps_fmm_letters_take(t->letters, neighbour(t, k), 1 + part);
    t->spoiled |= letter == NULL;
    if (letter) APS_TRY(aps_fmm_unpack(self, letter, neighbour(t, k), part));
  }
  if (t->spoiled) return APS_OK;
  choose_part(self, job, part);
  aps_fmm_make_end(self);
  job->cells = self->cells, job->points = self->points, job->active_count = self->active_count;
  *there = 1;
  return APS_OK;
}

aps_err aps_fmm_essential_end(aps_fmm *self, aps_err err) {
  const aps_err late = aps_fmm_letters_end(self->team->letters);
  return err == APS_OK ? late : err;
}
