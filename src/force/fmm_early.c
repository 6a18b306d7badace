/* Sums made while essential trees are still under way. The walk is cut into tasks, subtrees of targets with the sources
 * that their ancestors left open. It is begun with the units of other ranks closed; a task that opens none of them has
 * the very list, in the very order, that it would have later, so its sums are final, bit for bit. One that meets a closed
 * unit ends there, its sums are wiped and it waits for the walk proper. Only as long as mail is under way. */
#include "fmm_team.h"
#include "../core/ranks.h"
#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

enum { TODO, DONE, LATE };

static int thread(void) {
#ifdef _OPENMP
  return omp_get_thread_num();
#else
  return 0;
#endif
}

static void let_go(aps_fmm *self) {
  for (int64_t k = 0; k < self->tasks; k++) free(self->task[k].local);
  self->tasks = 0;
}

/* What its ancestors opened and was not there leads to the trap. */
static int is_late(const aps_fmm *self, const aps_fmm_task *task) {
  for (int64_t i = 0; i < task->items; i++)
    if (task->item.first[i] == self->team->trap) return 1;
  return 0;
}

/* The tasks; without memory for them there is nothing to do early. */
static void begin(aps_fmm *self, const aps_fmm_job *job, int64_t cut) {
  aps_fmm_team *t = self->team;
  aps_fmm_bench *b = &self->bench[0];
  const aps_fmm_task all = {0, 1, {&(int32_t){0}, &(uint32_t){1}}, NULL};
  self->tasks = 0;
  b->failed = b->missing = 0;
  aps_fmm_job top = *job;
  top.early = 0; /* all tasks are wanted */
  self->plan.real->walk(&top, &all, b, cut, aps_fmm_keep, self);
  for (int k = 0; k < 4; k++) memset(t->column[5 + k], 0, sizeof(double) * (size_t)t->n); /* a leaf may be larger than a task */
  t->early = b->failed ? NULL : calloc((size_t)self->tasks + 1, 1);
  b->failed = b->missing = 0;
  if (t->early == NULL) {
    let_go(self);
    return;
  }
  t->early_tasks = self->tasks;
  memset(&t->early_count, 0, sizeof t->early_count);
  for (int64_t k = 0; k < self->tasks; k++) t->early[k] = is_late(self, &self->task[k]) ? LATE : TODO;
}

static void wipe(const aps_fmm *self, int32_t cell) {
  const aps_fmm_team *t = self->team;
  for (int k = 0; k < aps_fmm_children(&self->cells, cell); k++) wipe(self, self->cells.child[cell] + k);
  if (self->cells.family[cell]) return; /* above the units a cell does not know its rows */
  const uint32_t *row = self->tree.order + self->cells.first[cell];
  for (int64_t i = 0; i < self->cells.n[cell]; i++)
    for (int k = 0; k < 4; k++) t->column[5 + k][row[i]] = 0;
}

static void try(aps_fmm *self, const aps_fmm_job *job, aps_fmm_bench *b, int64_t k) {
  aps_fmm_team *t = self->team;
  memset(&b->count, 0, sizeof b->count);
  b->failed = b->missing = 0;
  self->plan.real->walk(job, &self->task[k], b, 0, NULL, NULL);
  t->early[k] = b->failed || b->missing ? LATE : DONE;
  b->failed = b->missing = 0;
  if (t->early[k] == LATE) {
    wipe(self, self->task[k].cell);
    return;
  }
#pragma omp critical(aps_fmm_early)
  aps_fmm_add_counts(&t->early_count, &b->count);
}

void aps_fmm_early_run(aps_fmm *self, const aps_fmm_job *of, aps_ranks_mail *mail) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t cut = aps_fmm_cut(self);
  if (cut == 0 || !t->finite || (t->early && t->early_next == t->early_tasks) || aps_ranks_mail_landed(ctx, mail)) return;
  const double start = aps_wall();
  aps_fmm_job job = *of;
  self->cells.cells = t->base_cells;
  aps_fmm_make_end(self);
  job.cells = self->cells, job.points = self->points, job.active_count = self->active_count, job.early = 1;
  if (t->early == NULL) begin(self, &job, cut);
  int landed = t->early == NULL;
  int64_t next = t->early_next;
#pragma omp parallel num_threads(self->benches) if (self->benches > 1)
  for (;;) {
    int64_t k;
    int stop;
    if (thread() == 0 && aps_ranks_mail_landed(ctx, mail)) {
#pragma omp atomic write
      landed = 1;
    }
#pragma omp atomic read
    stop = landed;
    if (stop) break;
#pragma omp atomic capture
    k = next++;
    if (k >= t->early_tasks) break;
    if (t->early[k] == TODO) try(self, &job, &self->bench[thread()], k);
  }
  t->early_next = next < t->early_tasks ? next : t->early_tasks;
  t->early_seconds += aps_wall() - start;
}

int aps_fmm_early_keep(void *user, const aps_fmm_task *task) {
  aps_fmm *self = user;
  aps_fmm_team *t = self->team;
  if (t->early[t->early_next++] == DONE) return 1; /* targets come in the order they came in before */
  return aps_fmm_keep(self, task);
}

void aps_fmm_early_settle(aps_fmm *self) {
  if (self->team->early) let_go(self);
  self->team->early_next = 0;
}

void aps_fmm_early_end(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  if (t->early) let_go(self);
  if (t->early) t->early_pairs += t->early_count.pairs;
  free(t->early);
  t->early = NULL;
  t->early_tasks = t->early_next = 0;
}
