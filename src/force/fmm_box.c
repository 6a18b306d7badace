/* The fast multipole method in a periodic box. The walk begins with the root seen at the box itself
 * and at its 124 nearest images, each accepted or opened by the same tests as any cell; what is
 * farther away is a polynomial (lattice.h). Among ranks the tree is dealt out as in an open system,
 * and ranks tell one another what their targets may open at any image. docs/periodic.md. */
#include "fmm_team.h"
#include "../core/box.h"
#include "../core/ranks.h"
#include "threads.h"
#include <math.h>
#include <string.h>

extern const aps_force aps_force_fmm_cpu;
static const aps_force *const open_row = &aps_force_fmm_cpu;

typedef struct {
  aps_fmm fmm; /* first: the open row's functions are handed a pointer to it */
  aps_lattice *lattice;
  double *x, *y, *z; /* [room] positions in the box, where the rows' own are not */
  int64_t room;
  const double *at[3]; /* those that the last prepare took */
} fmm_box;

int aps_fmm_images(const aps_fmm *self, double image[APS_LATTICE_IMAGES][3]) {
  const double *L = self->setup.box, s = self->scale;
  int n = 1;
  memset(image[0], 0, sizeof image[0]);
  if (!aps_fmm_periodic(self)) return 1;
  for (int k = 0; k < APS_LATTICE_IMAGES; k++) {
    const int a = k / (APS_LATTICE_SIDE * APS_LATTICE_SIDE), b = k / APS_LATTICE_SIDE % APS_LATTICE_SIDE, e = k % APS_LATTICE_SIDE;
    const int way[3] = {a - APS_LATTICE_NEAR, b - APS_LATTICE_NEAR, e - APS_LATTICE_NEAR};
    if (way[0] == 0 && way[1] == 0 && way[2] == 0) continue;
    for (int d = 0; d < 3; d++) image[n][d] = way[d] * L[d] * s;
    n++;
  }
  return n;
}

const double *aps_fmm_scaled_box(const aps_fmm *self, double box[3]) {
  for (int d = 0; d < 3; d++) box[d] = self->setup.box[d] * self->scale;
  return aps_fmm_periodic(self) ? box : NULL;
}

float aps_fmm_least_of_box(const aps_fmm *self) {
  const double *L = self->setup.box, edge = cbrt(L[0] * L[1] * L[2]) * self->scale;
  return aps_fmm_periodic(self) ? (float)(APS_LEAST_OF_BOX * (double)self->cells.mass[0] / (edge * edge)) : 0;
}

static void destroy(void *state) {
  fmm_box *self = state;
  aps_ctx *ctx = self->fmm.setup.ctx;
  aps_lattice_free(&self->lattice);
  aps_release(ctx, self->x);
  self->x = self->y = self->z = NULL;
  open_row->destroy(&self->fmm);
}

static void add_far(const void *state, const aps_fmm_job *job) {
  const fmm_box *self = state;
  const aps_fmm *fmm = &self->fmm;
  const aps_view to = {.n = fmm->tree.n,
                       .ax = job->accelerate ? job->ax : NULL,
                       .ay = job->accelerate ? job->ay : NULL,
                       .az = job->accelerate ? job->az : NULL,
                       .pot = job->potential ? job->pot : NULL};
  const double *at[3];
  for (int d = 0; d < 3; d++) at[d] = fmm->team ? fmm->team->at[d] : self->at[d];
  aps_lattice_add(self->lattice, to, at, job->row, job->active, fmm->setup.G, aps_force_threads(&fmm->setup));
}

static aps_err create(void *state, const aps_force_setup *setup) {
  fmm_box *self = state;
  APS_TRY(aps_fmm_check_box(setup));
  APS_TRY(open_row->create(&self->fmm, setup));
  self->fmm.add_far = add_far;
  return aps_lattice_open(setup->ctx, setup->box, aps_fmm_far_degree(setup->box, setup->accuracy), &self->lattice);
}

/* The view with its positions in the box: the rows' own, or a copy. */
static aps_err wrap(fmm_box *self, aps_view *v) {
  const double *L = self->fmm.setup.box;
  double *const from[3] = {v->x, v->y, v->z};
  const int threads = aps_force_threads(&self->fmm.setup), many = v->n > 8192;
  int64_t outside = 0;
  (void)threads, (void)many; /* without OpenMP */
#pragma omp parallel for schedule(static) num_threads(threads) if (many) reduction(+ : outside)
  for (int64_t i = 0; i < v->n; i++)
    for (int d = 0; d < 3; d++) outside += !(from[d][i] >= 0 && from[d][i] < L[d]);
  if (outside) {
    const int64_t room = v->n + v->room; /* of guests as well */
    if (room > self->room) {
      aps_release(self->fmm.setup.ctx, self->x);
      self->room = 0;
      self->x = aps_alloc(self->fmm.setup.ctx, "fmm: positions in the box", 3 * room, sizeof *self->x);
      if (self->x == NULL) return APS_EMEM;
      self->room = room;
    }
    self->y = self->x + self->room, self->z = self->y + self->room;
    double *const to[3] = {self->x, self->y, self->z};
#pragma omp parallel for schedule(static) num_threads(threads) if (many)
    for (int64_t i = 0; i < v->n; i++)
      for (int d = 0; d < 3; d++) to[d][i] = aps_box_wrap(from[d][i], L[d]);
    v->x = self->x, v->y = self->y, v->z = self->z;
  }
  self->at[0] = v->x, self->at[1] = v->y, self->at[2] = v->z;
  return APS_OK;
}

/* What a rank has done by itself. */
static aps_err agree(fmm_box *self, aps_err mine) {
  return self->fmm.team ? aps_ranks_agree(self->fmm.setup.ctx, mine) : mine;
}

static aps_err prepare(void *state, aps_view view) {
  fmm_box *self = state;
  const int threads = aps_force_threads(&self->fmm.setup);
  APS_TRY(agree(self, wrap(self, &view)));
  APS_TRY(open_row->prepare(&self->fmm, view));
  if (self->fmm.team)
    return aps_lattice_sources_of_all(self->lattice, view.x, view.y, view.z, view.mass, view.n,
                                      threads);
  return aps_lattice_sources(self->lattice, view.x, view.y, view.z, view.mass, view.n,
                             self->fmm.tree.order, threads);
}

static aps_err add(void *state, aps_view view, aps_active active, aps_cols want, double t) {
  (void)t;
  return aps_fmm_add(&((fmm_box *)state)->fmm, view, active, want, state, prepare);
}

static size_t memory(const aps_force_setup *setup, int64_t n) { return open_row->memory(setup, n); }
static int tune(void *state, const double error[5]) { return open_row->tune(state, error); }
static void renew(void *state, int stepping) { open_row->renew(state, stepping); }
static aps_err order(void *state, aps_view view, const uint32_t **out) {
  APS_TRY(wrap(state, &view));
  return open_row->order(state, view, out);
}
static aps_err home(void *state, aps_view view, const uint32_t **out, const int64_t **count) {
  APS_TRY(agree(state, wrap(state, &view)));
  return open_row->home(state, view, out, count);
}
static double imbalance(const void *state) { return open_row->imbalance(state); }
static int crowded(const void *state) { return open_row->crowded(state); }
static int report(void *state, int timed, const char **name, double *value, int max) {
  return open_row->report(state, timed, name, value, max);
}

const aps_force aps_force_fmm_box_cpu = {
    .about = {.name = "fmm-periodic",
              .doc = "the fast multipole method with all images of a periodic box; what `fmm` "
                     "stands for there",
              .source =
                  "Dehnen 2014, Comput. Astrophys. Cosmol. 1, 1; Ewald 1921, Ann. Phys. 369, 253",
              .state_size = sizeof(fmm_box),
              .persist_offset = offsetof(fmm_box, fmm) + offsetof(aps_fmm, tuned),
              .persist_size = sizeof(aps_fmm_tuning)},
    .space = APS_HOST,
    .can = APS_PERIODIC | APS_SUBSET | APS_MPI,
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
