/* The walk by all threads: subtrees of targets are dealt out.
 *
 * The tree's top is walked generation by generation, each cell by one thread, which leaves to its
 * children what is still to be tested. Cells of few targets are the subtrees that are dealt out.
 * With the whole top on one thread it took a tenth of the time of two in a periodic box, whose
 * images meet there, and 16 threads were no faster than 4.
 *
 * What counts is targets, not particles: in a short block step those that are active may all lie in
 * a few cells. */
#include "fmm_inside.h"
#include "multipole.h"
#include "threads.h"
#include <stdlib.h>
#include <string.h>

enum {
  EACH = 12,   /* subtrees of a thread at least: then they even out */
  LEAVES = 8,  /* that many leaves' targets are enough for one */
  TASKS = 512, /* but of a large system that many subtrees do */
  ALL = INT32_MAX
};

static const int locals_of[APS_FMM_KINDS][APS_FMM_ORDERS] = {APS_LOCALS_H, APS_LOCALS_F};

static int reserve(aps_fmm *self, aps_fmm_tasks *t, int64_t room) {
  if (room <= t->room) return 1;
  const int64_t more = room < 1024 ? 1024 : 2 * room;
  aps_fmm_task *p = aps_alloc(self->setup.ctx, "fmm: tasks", more, sizeof *p);
  if (!p) return 0;
  if (t->n) memcpy(p, t->at, sizeof *p * (size_t)t->n);
  aps_release(self->setup.ctx, t->at);
  t->at = p, t->room = more;
  return 1;
}

/* A copy that outlives the walk that found it. 0: no memory. */
static int copy(const aps_fmm *self, const aps_fmm_task *task, aps_fmm_task *to) {
  const size_t items = sizeof *task->item.first * (size_t)task->items;
  const size_t local = self->plan.real->size * (size_t)locals_of[self->kind][self->plan.order],
               at = (local + 63) / 64 * 64;
  char *memory = malloc(at + 2 * items);
  if (!memory) return 0;
  memcpy(memory, task->local, local);
  memcpy(memory + at, task->item.first, items);
  memcpy(memory + at + items, task->item.mask, items);
  *to = (aps_fmm_task){task->cell,
                       task->items,
                       {(int32_t *)(memory + at), (uint32_t *)(memory + at + items)},
                       memory};
  return 1;
}

int aps_fmm_keep_task(void *user, const aps_fmm_task *task) {
  aps_fmm *self = user;
  if (!reserve(self, &self->task, self->task.n + 1) ||
      !copy(self, task, &self->task.at[self->task.n]))
    return 0;
  self->task.n++;
  return 1;
}

void aps_fmm_deal_close(aps_fmm *self) {
  aps_release(self->setup.ctx, self->task.at);
  aps_release(self->setup.ctx, self->top.at);
  aps_release(self->setup.ctx, self->child.at);
}

/* ---- the top */

static int64_t targets_of(const aps_fmm_job *job, int32_t cell) {
  return job->active_count ? job->active_count[cell] : job->cells.n[cell];
}

static int64_t cut_for(const aps_fmm *self, int64_t targets) {
  const int64_t some = targets / (EACH * self->benches), most = LEAVES * (int64_t)self->plan.leaf;
  const int64_t cut = some < most ? some : most;
  return targets / TASKS > cut ? targets / TASKS : cut;
}

typedef struct { /* where the children of one cell go */
  const aps_fmm *self;
  aps_fmm_task *to;
} brood;

static int keep_child(void *user, const aps_fmm_task *task) {
  brood *b = user;
  return copy(b->self, task, b->to) && b->to++;
}

/* Walks one cell; its children follow, with none behind the last. */
static void open_top(aps_fmm *self, const aps_fmm_job *job, aps_fmm_task *top, aps_fmm_task *to) {
  aps_fmm_bench *b = &self->bench[aps_force_thread()];
  brood children = {self, to};
  self->plan.real->walk(job, top, b, ALL, keep_child, &children);
  if (children.to < to + APS_FMM_GROUP) children.to->cell = -1;
  free(top->local);
}

/* To the subtrees or to the next generation's top. */
static void sort_child(aps_fmm *self, const aps_fmm_job *job, int64_t cut,
                       const aps_fmm_task *child) {
  const int whole = job->cells.family[child->cell] == 0 || targets_of(job, child->cell) <= cut;
  aps_fmm_tasks *to = whole ? &self->task : &self->top;
  to->at[to->n++] = *child;
}

/* The next generation. 0: no memory. */
static int open_tops(aps_fmm *self, const aps_fmm_job *job, int64_t cut) {
  const int64_t tops = self->top.n, most = APS_FMM_GROUP * tops;
  if (!reserve(self, &self->child, most) || !reserve(self, &self->top, most) ||
      !reserve(self, &self->task, self->task.n + most))
    return 0;
  int64_t items = 0;
  for (int64_t k = 0; k < tops; k++) items += self->top.at[k].items;
  /* to wake the other threads takes as long as some hundred */
#pragma omp parallel for schedule(dynamic, 1) num_threads(self->benches) if (tops > 1 && items > 1000)
  for (int64_t k = 0; k < tops; k++)
    open_top(self, job, &self->top.at[k], self->child.at + APS_FMM_GROUP * k);
  self->top.n = 0;
  for (int64_t k = 0; k < tops; k++)
    for (const aps_fmm_task *t = self->child.at + APS_FMM_GROUP * k, *end = t + APS_FMM_GROUP;
         t < end && t->cell >= 0; t++)
      sort_child(self, job, cut, t);
  return 1;
}

/* ---- the subtrees */

/* The work that a subtree may be, as a power of two: targets times sources still open. */
static int size_of(const aps_fmm_job *job, const aps_fmm_task *task) {
  const int64_t work = targets_of(job, task->cell) * task->items;
  return work > 0 ? 63 - __builtin_clzll((unsigned long long)work) : 0;
}

/* The large ones first, lest one be begun last. 0: no memory. */
static int sort_by_size(aps_fmm *self, const aps_fmm_job *job) {
  const aps_fmm_tasks *const task = &self->task;
  int64_t place[64] = {0}, sum = 0;
  if (!reserve(self, &self->child, task->n)) return 0;
  for (int64_t k = 0; k < task->n; k++) place[size_of(job, &task->at[k])]++;
  for (int size = 63; size >= 0; size--) {
    const int64_t n = place[size];
    place[size] = sum, sum += n;
  }
  for (int64_t k = 0; k < task->n; k++)
    self->child.at[place[size_of(job, &task->at[k])]++] = task->at[k];
  return 1;
}

static void walk_subtree(aps_fmm *self, const aps_fmm_job *job, const aps_fmm_task *task) {
  self->plan.real->walk(job, task, &self->bench[aps_force_thread()], 0, NULL, NULL);
  free(task->local);
}

static void give_up(aps_fmm *self) {
  self->bench[0].failed = 1;
  for (int64_t k = 0; k < self->top.n; k++) free(self->top.at[k].local);
  for (int64_t k = 0; k < self->task.n; k++) free(self->task.at[k].local);
}

void aps_fmm_deal(aps_fmm *self, const aps_fmm_job *job, const aps_fmm_task *all) {
  aps_fmm_tasks *const task = &self->task, *const top = &self->top;
  const int64_t cut = cut_for(self, targets_of(job, all->cell));
  task->n = top->n = 0;
  int good = reserve(self, task, 1) && reserve(self, top, 1);
  if (good) sort_child(self, job, cut, all);
  while (good && top->n) good = open_tops(self, job, cut);
  if (!good || !sort_by_size(self, job)) {
    give_up(self);
    return;
  }
#pragma omp parallel for schedule(dynamic, 1) num_threads(self->benches) if (task->n > 1)
  for (int64_t k = 0; k < task->n; k++) walk_subtree(self, job, &self->child.at[k]);
}
