/* The force row "fmm" on the card: memory, the order of the steps, and what comes back to the host.
 *
 * prepare builds the tree, waits once for the number of its cells, and fills them; add walks, waits once for whether the
 * lists had room, and sums. Everything else stays on the card. Dehnen 2014, Computational Astrophysics and Cosmology 1, 1;
 * docs/fmm.md and docs/gpu.md. */
#include "fmm.cuh"
#include "frame.cuh"
#include "../src/core/box.h"
#include "../src/laws/law.h"

namespace {

struct block { /* memory that grows */
  void *at;
  int64_t room; /* bytes */
};

struct fmm {
  aps_fmm_tuning tuned; /* carried by checkpoints */
  aps_force_setup setup;
  aps_cuda *device;
  aps_gpu_measure measure;
  aps_gpu_frame *frame; /* on the device */
  aps_gpu_found *seen;  /* in pinned memory: what `found` was */
  aps_fmm_args args;
  aps_fmm_setting set;
  const aps_fmm_expansions *step;
  aps_gpu_far far; /* in a periodic box */
  block cells, rows, points, expansions, stack, lists, marks, tasks, partial;
  int per_pair, guessed;
  int64_t n;
};

/* ---- memory */

static aps_err grow(fmm *self, const char *what, block *b, size_t bytes) {
  if ((int64_t)bytes <= b->room) return APS_OK;
  const int64_t wanted = (int64_t)(bytes + bytes / 8);
  return cuda_grow(self->device, what, &b->at, &b->room, wanted, 1);
}

template <class T> static T *take(char **p, int64_t n) {
  T *at = (T *)*p;
  *p += ((size_t)n * sizeof(T) + 255) / 256 * 256;
  return at;
}

/* Each lays its columns out from `base` on and returns the bytes; with nullptr it only counts them. */
static size_t lay_rows(aps_fmm_args *a, char *base, int64_t n) {
  char *p = base;
  a->p.key = take<uint64_t>(&p, n), a->key_swap = take<uint64_t>(&p, n);
  a->p.row = take<int32_t>(&p, n), a->row_swap = take<int32_t>(&p, n), a->p.leaf = take<int32_t>(&p, n);
  a->histogram = take<uint32_t>(&p, (int64_t)APS_ROW(aps_fmm_tree_counts)(n));
  return (size_t)(p - base);
}

static size_t lay_points(aps_fmm_args *a, char *base, int64_t n, size_t size, int own_eps) {
  char *p = base;
  const int64_t bytes = n * (int64_t)size;
  a->p.x = take<char>(&p, bytes), a->p.y = take<char>(&p, bytes), a->p.z = take<char>(&p, bytes);
  a->p.mass = take<char>(&p, bytes);
  a->p.eps2 = own_eps ? take<char>(&p, bytes) : nullptr;
  return (size_t)(p - base);
}

static size_t lay_cells(aps_fmm_args *a, char *base, int64_t n) {
  char *p = base;
  aps_gpu_cells *c = &a->c;
  a->glance = take<aps_gpu_glance>(&p, n);
  c->x = take<double>(&p, n), c->y = take<double>(&p, n), c->z = take<double>(&p, n);
  c->radius = take<float>(&p, n), c->mass = take<float>(&p, n), c->least = take<float>(&p, n);
  c->bound = take<float>(&p, n), c->strict = take<float>(&p, n), c->reach = take<float>(&p, n), c->eps2 = take<float>(&p, n);
  c->first = take<int32_t>(&p, n), c->n = take<int32_t>(&p, n), c->child = take<int32_t>(&p, n);
  c->children = take<int32_t>(&p, n), c->parent = take<int32_t>(&p, n), c->level = take<int32_t>(&p, n);
  c->wanted = take<int32_t>(&p, n), c->near = take<int32_t>(&p, n);
  a->touched = take<int32_t>(&p, n);
  for (int k = 0; k < APS_LISTS; k++) a->list.head[k] = take<int32_t>(&p, n), a->list.count[k] = take<int32_t>(&p, n);
  return (size_t)(p - base);
}

static size_t lay_expansions(aps_fmm_args *a, char *base, int64_t cells, int64_t n, const aps_fmm_expansions *of) {
  char *p = base;
  a->moment = take<char>(&p, cells * of->moments * of->size);
  a->local = take<char>(&p, cells * of->locals * of->size);
  a->field = take<char>(&p, 4 * n * of->size);
  return (size_t)(p - base);
}

static size_t lay_lists(aps_fmm_args *a, char *base, int64_t chunks) {
  char *p = base;
  a->list.item = take<int32_t>(&p, chunks * APS_GPU_CHUNK);
  a->list.next = take<int32_t>(&p, chunks);
  a->list.room = (int32_t)chunks;
  return (size_t)(p - base);
}

static size_t lay_marks(aps_fmm_args *a, char *base, int64_t n) {
  char *p = base;
  a->of_row = take<uint8_t>(&p, n), a->p.active = take<uint8_t>(&p, n);
  return (size_t)(p - base);
}

static int64_t usual_cells(int64_t n, int leaf) { return 4 * (n / leaf) + 64; }
/* A guess, mended by what is found. */
static int64_t usual_chunks(int64_t cells, int periodic) { return (periodic ? 24 : 8) * cells + 1024; }
/* Stretches of at least eight times the mean number of sources: an eighth more of them than without. */
static int64_t groups_of(int64_t n, int64_t cells) { return n / 32 + cells; }
static int64_t tasks_of(int64_t n, int64_t cells) { return groups_of(n, cells) + groups_of(n, cells) / 8 + 1; }
static int64_t slots_of(int64_t n, int64_t cells) { return groups_of(n, cells) / 4 + 2; } /* the first stretches have one as well */
enum { SLOT = 4 * 32 }; /* numbers of a slot */

static aps_err room_for_rows(fmm *self, int64_t n) {
  aps_fmm_args *a = &self->args;
  const size_t size = self->set.double_pairs ? 8 : 4;
  APS_TRY(grow(self, "the tree's keys", &self->rows, lay_rows(a, nullptr, n)));
  lay_rows(a, (char *)self->rows.at, n);
  APS_TRY(grow(self, "particles in the tree's order", &self->points, lay_points(a, nullptr, n, size, self->per_pair)));
  lay_points(a, (char *)self->points.at, n, size, self->per_pair);
  a->p.in_double = self->set.double_pairs;
  return APS_OK;
}

static aps_err room_for_cells(fmm *self, int64_t n, int64_t cells) {
  aps_fmm_args *a = &self->args;
  const int64_t most = a->periodic ? 1 << APS_GPU_CELL_BITS : INT32_MAX / 2; /* above their bits stand images */
  APS_CHECK(self->setup.ctx, cells < most, APS_EARG, "fmm: %lld cells are more than one GPU can take", (long long)cells);
  APS_TRY(grow(self, "the tree's cells", &self->cells, lay_cells(a, nullptr, cells)));
  lay_cells(a, (char *)self->cells.at, cells);
  APS_TRY(grow(self, "the tree's leaves", &self->tasks, sizeof(aps_gpu_task) * (size_t)tasks_of(n, cells)));
  a->task = (aps_gpu_task *)self->tasks.at;
  APS_TRY(grow(self, "sums of stretches", &self->partial, sizeof(double) * SLOT * (size_t)slots_of(n, cells)));
  a->partial = (double *)self->partial.at;
  a->cell_room = (int32_t)cells, a->task_room = (int32_t)tasks_of(n, cells), a->slot_room = (int32_t)slots_of(n, cells);
  return APS_OK;
}

/* Orders of the full kind beyond 6 would not fit the card's registers by far: order 6 and a stricter acceptance are faster,
 * docs/gpu.md. */
static int order_on_card(const aps_fmm_args *a, const aps_fmm_setting *s) {
  return a->kind == APS_FMM_FULL && s->order > 6 ? 6 : s->order;
}
static int leaf_on_card(const aps_fmm_setting *s) { return s->leaf <= 32 ? 32 : 64; } /* what fills warps */
static double strictness_on_card(const aps_fmm_args *a, const aps_fmm_setting *s) {
  return a->order < s->order ? 0.2 * s->strictness : s->strictness;
}

static const aps_fmm_expansions *expansions_of(const aps_fmm_args *a, const aps_fmm_setting *s) {
  const int order = order_on_card(a, s);
  if (a->kind == APS_FMM_FULL)
    return s->double_expansions ? APS_ROW(aps_fmm_full_f64)(order) : APS_ROW(aps_fmm_full_f32)(order);
  return s->double_expansions ? APS_ROW(aps_fmm_harmonic_f64)(order) : APS_ROW(aps_fmm_harmonic_f32)(order);
}

/* ---- set-up */

static void destroy(void *state) {
  fmm *self = (fmm *)state;
  if (self->device == nullptr) return;
  block *const all[] = {&self->cells, &self->rows, &self->points, &self->expansions, &self->stack, &self->lists, &self->marks, &self->tasks, &self->partial};
  for (block *b : all) cuda_free(self->device, b->at);
  cuda_free(self->device, self->frame);
  cuda_free(self->device, self->args.found);
  APS_ROW(aps_frame_close)(self->device, &self->measure);
  APS_ROW(aps_fmm_far_close)(self->device, &self->far);
  if (self->seen) (void)cudaFreeHost(self->seen);
  memset(self, 0, sizeof *self);
}

static aps_err create(void *state, const aps_force_setup *setup) {
  fmm *self = (fmm *)state;
  aps_ctx *ctx = setup->ctx;
  APS_CHECK(ctx, setup->law >= 0 && setup->law < APS_LAW_COUNT, APS_EARG, "fmm: no law has number %d", setup->law);
  APS_CHECK(ctx, setup->accuracy > 0, APS_EARG, "fmm: accuracy must be > 0, got %g", setup->accuracy);
  self->setup = *setup;
  self->tuned.loosen = 1;
  self->device = (aps_cuda *)setup->device;
  self->per_pair = setup->law != APS_LAW_NEWTON && setup->eps_min != setup->eps_max;
  aps_fmm_args *a = &self->args;
  a->law = setup->law;
  a->kind = setup->law == APS_LAW_PLUMMER && setup->eps_max > 0 ? APS_FMM_FULL : APS_FMM_HARMONIC;
  a->eps_uniform = setup->law == APS_LAW_NEWTON ? 0 : setup->eps_max;
  a->G = setup->G;
  APS_TRY(APS_ROW(aps_frame_open)(self->device, &self->measure));
  APS_TRY(cuda_alloc(self->device, "the tree's frame", sizeof *self->frame, (void **)&self->frame));
  APS_TRY(cuda_alloc(self->device, "the tree's counts", sizeof *a->found, (void **)&a->found));
  a->frame = self->frame;
  CUDA_TRY(self->device, cudaMallocHost(&self->seen, sizeof *self->seen));
  return APS_OK;
}

static aps_err create_box(void *state, const aps_force_setup *setup) {
  fmm *self = (fmm *)state;
  aps_fmm_args *a = &self->args;
  APS_TRY(aps_fmm_check_box(setup));
  APS_TRY(create(state, setup));
  const double edge = cbrt(setup->box[0] * setup->box[1] * setup->box[2]);
  a->periodic = 1;
  a->least_of_box = APS_LEAST_OF_BOX / (edge * edge);
  memcpy(a->box, setup->box, sizeof a->box);
  return APS_ROW(aps_fmm_far_open)(self->device, setup, &self->far);
}

/* Where expansions are softened each distinct softening has a tree of its own; which there are is found out once. */
static aps_err classify(fmm *self, const aps_view *view) {
  aps_fmm_args *a = &self->args;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t n = view->n + view->n_halo;
  if (a->classes) return APS_OK;
  a->classes = 1;
  if (a->kind != APS_FMM_FULL || !self->per_pair) return APS_OK;
  double *eps = (double *)aps_alloc(ctx, "fmm: classes", n, sizeof *eps), found[APS_FMM_CLASSES + 2];
  if (eps == nullptr) return APS_EMEM;
  cudaError_t e = cudaMemcpyAsync(eps, view->eps, sizeof *eps * (size_t)n, cudaMemcpyDeviceToHost, self->device->stream);
  if (e == cudaSuccess) e = cudaStreamSynchronize(self->device->stream);
  if (self->setup.stats) self->setup.stats->bytes_to_host += (double)n * sizeof *eps;
  int classes = 0;
  for (int64_t i = 0; i < n && e == cudaSuccess && classes <= APS_FMM_CLASSES; i++)
    if (i == 0 || eps[i] != eps[i - 1]) classes = aps_fmm_insert_class(found, classes, eps[i]);
  aps_release(ctx, eps);
  if (e != cudaSuccess) return a->classes = 0, cuda_fail(self->device, e, "cudaMemcpyAsync(softenings)");
  const aps_err err = aps_fmm_check_classes(ctx, found, classes);
  if (err != APS_OK) return a->classes = 0, err;
  a->classes = classes;
  memcpy(a->class_eps, found, sizeof *found * (size_t)classes);
  return APS_OK;
}

/* ---- prepare */

static aps_err look(fmm *self) {
  aps_cuda *d = self->device;
  CUDA_TRY(d, cudaMemcpyAsync(self->seen, self->args.found, sizeof *self->seen, cudaMemcpyDeviceToHost, d->stream));
  CUDA_TRY(d, cudaStreamSynchronize(d->stream));
  if (self->setup.stats) self->setup.stats->bytes_to_host += sizeof *self->seen;
  return APS_OK;
}

static aps_err build_tree(fmm *self) {
  aps_fmm_args *a = &self->args;
  int64_t room = usual_cells(self->n, a->leaf);
  if (room < a->cell_room) room = a->cell_room;
  for (;;) {
    APS_TRY(room_for_cells(self, self->n, room));
    APS_TRY(APS_ROW(aps_fmm_tree)(self->device, a));
    APS_TRY(look(self));
    if (!self->seen->full) break;
    room *= 2;
  }
  a->cells = self->seen->cells;
  return APS_OK;
}

static aps_err fill(fmm *self) {
  aps_fmm_args *a = &self->args;
  aps_cuda *d = self->device;
  const aps_gpu_found *f = self->seen;
  APS_TRY(grow(self, "expansions", &self->expansions, lay_expansions(a, nullptr, a->cells, self->n, self->step)));
  lay_expansions(a, (char *)self->expansions.at, a->cells, self->n, self->step);
  APS_TRY(APS_ROW(aps_fmm_settle)(d, a));
  self->step->up(a, d->stream, 0, a->cells, 1);
  CUDA_TRY_LAUNCH(d, "fmm, moments");
  for (int g = APS_GPU_GENERATIONS - 1; g >= 0; g--) {
    if (f->generation_first[g] >= f->generation_first[g + 1]) continue;
    self->step->up(a, d->stream, f->generation_first[g], f->generation_first[g + 1], 0);
    CUDA_TRY_LAUNCH(d, "fmm, moments");
  }
  return APS_ROW(aps_fmm_accept)(d, a);
}

static void take_setting(fmm *self) {
  aps_fmm_args *a = &self->args;
  const aps_fmm_ask ask = {self->setup.accuracy, self->n, a->periodic, 1, self->setup.precision == APS_DOUBLE};
  self->tuned.careful = 0; /* as a CPU may have left it, which sums targets again */
  self->set = aps_fmm_set(&ask, &self->tuned);
  a->order = order_on_card(a, &self->set);
  a->leaf = leaf_on_card(&self->set);
  a->mixed = self->set.mixed, a->few = aps_fmm_few_of(a->order);
  a->deepest = aps_fmm_deepest(a->order, a->periodic);
  a->accuracy = (float)(self->setup.accuracy * strictness_on_card(a, &self->set));
  a->share2 = aps_fmm_sparse_from(self->setup.accuracy, &self->tuned, a->order);
}

static aps_err settle_far(fmm *self) {
  const double bytes = (double)self->far.terms * sizeof *self->far.host;
  APS_TRY(APS_ROW(aps_fmm_far_settle)(self->device, &self->far)); /* build_tree has waited for the moments */
  if (self->setup.stats) self->setup.stats->bytes_to_host += bytes, self->setup.stats->bytes_to_device += bytes;
  return APS_OK;
}

static aps_err prepare(void *state, aps_view view) {
  fmm *self = (fmm *)state;
  aps_fmm_args *a = &self->args;
  aps_cuda *d = self->device;
  self->n = view.n + view.n_halo;
  if (self->n == 0) return APS_OK;
  APS_CHECK(self->setup.ctx, self->n < INT32_MAX / 2, APS_EARG, "fmm: %lld particles are more than one GPU can take", (long long)self->n);
  APS_TRY(cuda_enter(d));
  APS_TRY(classify(self, &view));
  take_setting(self);
  APS_TRY(room_for_rows(self, self->n));
  a->x = view.x, a->y = view.y, a->z = view.z, a->m = view.mass, a->eps = view.eps;
  a->ax = view.n_halo ? nullptr : view.ax, a->ay = view.ay, a->az = view.az; /* those of others are not known */
  a->n = self->n;
  const int extent = aps_fmm_range_f32[a->order].extent;
  a->grid = ldexp(1.0, APS_GPU_LEVELS - 1 - extent + (a->periodic ? 2 : 0)); /* a box is a quarter of what its images span */
  const aps_frame_wish wish = {view.x, view.y, view.z, view.mass, nullptr, nullptr, nullptr, self->n, a->eps_uniform, extent,
                               self->set.double_pairs ? APS_FMM_FLOOR_F64 : APS_FMM_FLOOR_F32,
                               {a->box[0], a->box[1], a->box[2]}};
  APS_TRY(APS_ROW(aps_frame_make)(d, &self->measure, &wish, self->frame));
  if (a->periodic) APS_TRY(APS_ROW(aps_fmm_far_gather)(d, a, &self->far));
  APS_TRY(build_tree(self));
  if (aps_fmm_too_deep(self->seen->deep, (double)self->n)) self->set.double_expansions = 1;
  self->step = expansions_of(a, &self->set);
  a->nearest2 = (float)ldexp(1.0, 2 * (self->set.double_expansions ? APS_FMM_NEAREST_F64 : aps_fmm_range_f32[a->order].nearest));
  self->guessed = !self->seen->known && view.n_halo == 0; /* beside rows of others it always is: care must help */
  APS_TRY(fill(self));
  return a->periodic ? settle_far(self) : APS_OK;
}

/* ---- add */

static aps_err mark(fmm *self, aps_active active) {
  aps_fmm_args *a = &self->args;
  a->p.active = nullptr;
  if (active.n < self->n) { /* a subset, or rows of others that are sources alone */
    APS_TRY(grow(self, "active particles", &self->marks, lay_marks(a, nullptr, self->n)));
    lay_marks(a, (char *)self->marks.at, self->n);
  }
  return APS_ROW(aps_fmm_mark)(self->device, a, active);
}

/* Lists take as much room as they turn out to need: then the walk is repeated. */
static aps_err walk(fmm *self) {
  aps_fmm_args *a = &self->args;
  aps_cuda *d = self->device;
  const size_t stacks = sizeof(int32_t) * APS_GPU_DEEP_STACK * (size_t)APS_ROW(aps_fmm_warps)(a->cells);
  APS_TRY(grow(self, "stacks of the walk", &self->stack, stacks));
  a->stack = (int32_t *)self->stack.at;
  int64_t chunks = usual_chunks(a->cells, a->periodic);
  if (chunks < a->list.room) chunks = a->list.room;
  const aps_gpu_found tree = *self->seen;
  for (;;) {
    APS_CHECK(self->setup.ctx, chunks < INT32_MAX / 2, APS_EMEM, "fmm: the lists of interactions need %lld pieces",
              (long long)chunks);
    APS_TRY(grow(self, "lists of interactions", &self->lists, lay_lists(a, nullptr, chunks)));
    lay_lists(a, (char *)self->lists.at, chunks);
    CUDA_TRY(d, cudaMemsetAsync(&a->found->chunks, 0, sizeof *a->found - offsetof(aps_gpu_found, chunks), d->stream));
    APS_TRY(APS_ROW(aps_fmm_walk)(d, a, &tree));
    APS_TRY(APS_ROW(aps_fmm_tasks)(d, a));
    APS_TRY(look(self));
    if (self->seen->chunks <= a->list.room) return APS_OK;
    chunks = 2 * chunks > self->seen->chunks ? 2 * chunks : self->seen->chunks;
  }
}

static aps_err sum(fmm *self) {
  aps_fmm_args *a = &self->args;
  aps_cuda *d = self->device;
  const aps_gpu_found *f = self->seen;
  self->step->across(a, d->stream);
  CUDA_TRY_LAUNCH(d, "fmm, cells to cells");
  for (int g = 1; g < APS_GPU_GENERATIONS && f->generation_first[g] < f->generation_first[g + 1]; g++) {
    self->step->down(a, d->stream, f->generation_first[g], f->generation_first[g + 1]);
    CUDA_TRY_LAUNCH(d, "fmm, down");
  }
  if (f->touched) {
    self->step->touch(a, d->stream, f->touched);
    CUDA_TRY_LAUNCH(d, "fmm, cells at particles");
  }
  self->step->out(a, d->stream);
  CUDA_TRY_LAUNCH(d, "fmm, expansions at particles");
  return APS_ROW(aps_fmm_pairs)(d, a, f, self->step->size == 8);
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  fmm *self = (fmm *)state;
  aps_fmm_args *a = &self->args;
  (void)t;
  if (!active.index) active.n = view.n;
  if (active.n == 0 || !(want & (APS_A | APS_POT))) return APS_OK;
  APS_TRY(cuda_enter(self->device));
  double *const to[4] = {view.ax, view.ay, view.az, view.pot};
  for (int k = 0; k < 4; k++) a->to[k] = want & (k < 3 ? APS_A : APS_POT) ? to[k] : nullptr;
  APS_TRY(mark(self, active));
  APS_TRY(walk(self));
  APS_TRY(sum(self));
  if (a->periodic) APS_TRY(APS_ROW(aps_fmm_far_add)(self->device, a, &self->far, active));
  if (self->setup.stats == nullptr) return APS_OK;
  APS_TRY(look(self));
  self->setup.stats->interactions += (double)self->seen->pairs;
  return APS_OK;
}

static int tune(void *state, const double error[5]) {
  fmm *self = (fmm *)state;
  return aps_fmm_learn(&self->tuned, self->setup.accuracy, self->guessed, error);
}

static size_t memory(const aps_force_setup *setup, int64_t n) {
  aps_fmm_args a = {};
  const aps_fmm_ask ask = {setup->accuracy > 0 ? setup->accuracy : 1e-3, n, setup->box[0] > 0, 1, setup->precision == APS_DOUBLE};
  const aps_fmm_tuning fresh = {1, 0, 0};
  const aps_fmm_setting s = aps_fmm_set(&ask, &fresh);
  a.kind = setup->law == APS_LAW_PLUMMER && setup->eps_max > 0 ? APS_FMM_FULL : APS_FMM_HARMONIC;
  const int64_t room = usual_cells(n, leaf_on_card(&s)), cells = room * 2 / 3; /* 2.1 to 2.7 n / leaf, docs/tree.md */
  return lay_rows(&a, nullptr, n) + lay_points(&a, nullptr, n, s.double_pairs ? 8 : 4, setup->eps_min != setup->eps_max) +
         lay_cells(&a, nullptr, room) + sizeof(aps_gpu_task) * (size_t)tasks_of(n, room) + sizeof(double) * SLOT * (size_t)slots_of(n, room) +
         lay_expansions(&a, nullptr, cells, n, expansions_of(&a, &s)) + lay_lists(&a, nullptr, usual_chunks(cells, setup->box[0] > 0)) +
         sizeof(int32_t) * APS_GPU_DEEP_STACK * (size_t)APS_ROW(aps_fmm_warps)((int32_t)cells);
}

static size_t memory_box(const aps_force_setup *setup, int64_t n) { return memory(setup, n) + APS_ROW(aps_fmm_far_bytes)(setup); }

static constexpr aps_force row(bool periodic) {
  aps_force r{};
  r.about.name = periodic ? "fmm-periodic" : "fmm";
  r.about.doc = periodic ? "the fast multipole method on an NVIDIA GPU with all images of a periodic box; what `fmm` stands for there"
                         : "fast multipole method on an NVIDIA GPU, O(N): the rms relative force error is the accuracy asked for";
  r.about.source = periodic ? "Dehnen 2014, Comput. Astrophys. Cosmol. 1, 1; Ewald 1921, Ann. Phys. 369, 253"
                            : "Dehnen 2002, J. Comp. Phys. 179, 27; Dehnen 2014, Comput. Astrophys. Cosmol. 1, 1";
  r.about.state_size = sizeof(fmm);
  r.about.persist_offset = offsetof(fmm, tuned);
  r.about.persist_size = sizeof(aps_fmm_tuning);
  r.space = APS_DEVICE;
  r.can = (periodic ? APS_PERIODIC : APS_OPEN) | APS_SUBSET;
  r.reads = APS_X | APS_MASS | APS_EPS | APS_A;
  r.writes = APS_A | APS_POT;
  r.create = periodic ? create_box : create;
  r.prepare = prepare;
  r.add = add;
  r.memory = periodic ? memory_box : memory;
  r.destroy = destroy;
  r.tune = tune;
  r.softenings = APS_FMM_CLASSES;
  return r;
}

} // namespace

extern "C" const aps_force APS_ROW(aps_force_fmm), APS_ROW(aps_force_fmm_box);
const aps_force APS_ROW(aps_force_fmm) = row(false), APS_ROW(aps_force_fmm_box) = row(true);
