/* What ranks hold and hand over in the fast multipole method: rows of others' as guests, who is active, and forces on their
 * way home; see fmm_team.h. */
#include "fmm_essential.h"
#include "../core/ranks.h"
#include <math.h>
#include <string.h>

/* Of the work. Potentials are summed where masses stood, which by then are in the cells' points. */
enum { X = 0, MASS = 3, EPS = 4, A = 5, COLUMNS = 8, POT = MASS };

/* ---- set-up */

/* Each part is a message more to every rank; among many, letters of some travel while those of others are written anyway. */
static int parts_of(int ranks) { return ranks == 2 ? 4 : ranks <= 4 ? 3 : 2; }

aps_err aps_fmm_team_open(aps_fmm *self) {
  aps_ctx *ctx = self->setup.ctx;
  const int ranks = aps_ranks(ctx);
  if (ranks == 1) return APS_OK;
  aps_fmm_team *t = self->team = aps_alloc(ctx, "fmm: ranks", 1, sizeof *t);
  if (t == NULL) return APS_EMEM;
  t->rank = aps_rank(ctx);
  t->ranks = ranks;
  t->home.ctx = ctx;
  t->home.threads = self->tree.threads;
  t->count = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->count);
  t->came = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->came);
  t->border = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->border);
  t->first_of = aps_alloc(ctx, "fmm: ranks", ranks + 1, sizeof *t->first_of);
  t->bytes = aps_alloc(ctx, "fmm: ranks", 2 * ranks, sizeof *t->bytes);
  t->counted = aps_alloc(ctx, "fmm: ranks", 16 * APS_FMM_COUNTED + 17, sizeof *t->counted);
  t->parts = parts_of(ranks);
  t->brought = aps_alloc(ctx, "fmm: ranks", (int64_t)ranks * t->parts, sizeof *t->brought);
  t->done = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->done);
  t->marks = aps_alloc(ctx, "fmm: ranks", 2 * ranks, sizeof *t->marks);
  APS_TRY(aps_fmm_letters_create(ctx, 1 + t->parts, &t->letters));
  t->softenings = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->softenings);
  const int good =
      t->softenings && t->count && t->came && t->border && t->first_of && t->bytes && t->counted;
  return good && t->brought && t->marks && t->done ? APS_OK : APS_EMEM;
}

static void release_column(aps_fmm_team *t, aps_ctx *ctx, int k) {
  aps_release(ctx, t->column[k]);
  t->column[k] = NULL;
}

static void release_rows(aps_fmm_team *t, aps_ctx *ctx) {
  for (int k = 0; k < COLUMNS; k++) release_column(t, ctx, k);
  aps_release(ctx, t->id), aps_release(ctx, t->class), aps_release(ctx, t->active);
  t->id = NULL;
  t->class = t->active = NULL;
  t->room = 0;
}

void aps_fmm_team_close(aps_fmm *self) {
  aps_ctx *ctx = self->setup.ctx;
  aps_fmm_team *t = self->team;
  if (t == NULL) return;
  aps_tree_free(&t->home);
  aps_fmm_letters_free(&t->letters);
  aps_fmm_tellers_close(self, t->tellers);
  aps_fmm_packers_free(t->packers, self->benches);
  release_rows(t, ctx);
  void *const all[] = {t->top,     t->unit,     t->unit_work, t->piece,  t->border, t->count,
                       t->came,    t->hull,   t->lowest,
                       t->work,    t->first_of, t->brought,   t->marks,  t->done,   t->bytes,
                       t->counted, t->table,    t->softenings, t->guess, t->divided};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(ctx, all[k]);
  aps_release(ctx, t);
  self->team = NULL;
}

/* ---- rows of this rank's units */

typedef struct {
  double x[3], mass, eps, a[3];
  uint64_t id;
} guest;

static int have(aps_ctx *ctx, void *column, int64_t room, size_t size) {
  void *there;
  memcpy(&there, column, sizeof there);
  if (there == NULL) there = aps_alloc(ctx, "fmm: particles of this rank", room, size);
  memcpy(column, &there, sizeof there);
  return there != NULL;
}

static aps_err make_room(aps_fmm *self, int64_t n) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->n = n;
  if (n > t->room) release_rows(t, ctx);
  if (t->room == 0) t->room = n + n / 16 + 64;
  int good = have(ctx, &t->id, t->room, sizeof *t->id) && have(ctx, &t->class, t->room, 1) &&
             have(ctx, &t->active, t->room, 1);
  for (int k = 0; k < COLUMNS; k++) good = good && have(ctx, &t->column[k], t->room, sizeof **t->column);
  return good ? APS_OK : APS_EMEM;
}

void aps_fmm_team_rest(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  for (int d = 0; d < 3 && !self->add_far; d++) release_column(t, ctx, X + d); /* far images act at positions */
  release_column(t, ctx, EPS);
  aps_release(ctx, t->id);
  t->id = NULL;
}

static guest guest_of(const aps_view *v, int64_t i) {
  guest g = {{v->x[i], v->y[i], v->z[i]}, v->mass[i], v->eps ? v->eps[i] : 0, {0}, v->id ? v->id[i] : (uint64_t)i};
  if (v->ax) g.a[0] = v->ax[i], g.a[1] = v->ay[i], g.a[2] = v->az[i];
  return g;
}

static void settle(aps_fmm_team *t, int64_t k, const guest *g) {
  for (int d = 0; d < 3; d++) t->column[X + d][k] = g->x[d], t->column[A + d][k] = g->a[d];
  t->column[MASS][k] = g->mass;
  t->column[EPS][k] = g->eps;
  t->id[k] = g->id;
}

/* The k-th of the rows that go to others, in order. */
static int64_t leaver(const aps_fmm_team *t, int64_t k) { return t->home.order[k < t->first_kept ? k : k + t->kept]; }

static aps_err exchange_guests(aps_fmm *self, const aps_view *v, aps_err mine, guest **got) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t leaving = mine == APS_OK ? v->n - t->kept : 0;
  guest *out = mine == APS_OK ? aps_alloc(ctx, "fmm: guests", leaving + 1, sizeof *out) : NULL;
  for (int64_t k = 0; out && k < leaving; k++) out[k] = guest_of(v, leaver(t, k));
  for (int r = 0; out && r < t->ranks; r++)
    t->bytes[r] = r == t->rank ? 0 : t->count[r] * (int64_t)sizeof *out;
  const aps_err err = aps_ranks_exchange(ctx, out, out ? t->bytes : NULL, (void **)got, t->came);
  for (int r = 0; r < t->ranks; r++) t->came[r] /= (int64_t)sizeof *out;
  aps_release(ctx, out);
  return err;
}

static aps_err build_tree(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const uint8_t *class = NULL;
  if (aps_fmm_softened(self)) {
    aps_fmm_class_of(self, t->column[EPS], t->n, t->class);
    class = t->class;
  }
  self->tree.id = t->id; /* the sort's alone */
  APS_TRY(aps_tree_sort(&self->tree, t->column[X], t->column[X + 1], t->column[X + 2], class, t->n, &t->frame));
  aps_cell *root = aps_alloc(ctx, "fmm: ranks", t->my_units + 1, sizeof *root);
  if (root == NULL) return APS_EMEM;
  int64_t first = 0;
  for (int32_t k = 0; k < t->my_units; k++) {
    const aps_fmm_unit *u = &t->unit[t->first_unit + k];
    root[k] = (aps_cell){.first = first, .n = u->n, .child = -1, .level = u->level};
    first += u->n;
  }
  aps_err err = APS_OK;
  if (first != t->n)
    err = aps_fail(ctx, APS_EINTERNAL, "fmm: %lld particles came to units of %lld", (long long)t->n, (long long)first);
  if (err == APS_OK)
    err = aps_tree_cut(&self->tree, t->column[X], t->column[X + 1], t->column[X + 2], self->plan.leaf, root, t->my_units);
  aps_release(ctx, root);
  aps_tree_rest(&self->tree);
  return err;
}

/* The rows that stay, a column at a time. */
static void keep_rows(aps_fmm *self, const aps_view *v) {
  aps_fmm_team *t = self->team;
  const uint32_t *row = t->home.order + t->first_kept;
  const double *const from[8] = {v->x, v->y, v->z, v->mass, v->eps, v->ax, v->ay, v->az};
  const int many = t->kept > 20000;
  (void)many; /* without OpenMP */
  for (int c = 0; c < 8; c++) {
    double *to = t->column[c];
#pragma omp parallel for num_threads(self->tree.threads) if (many) schedule(static)
    for (int64_t k = 0; k < t->kept; k++) to[k] = from[c] ? from[c][row[k]] : 0;
  }
#pragma omp parallel for num_threads(self->tree.threads) if (many) schedule(static)
  for (int64_t k = 0; k < t->kept; k++) t->id[k] = v->id ? v->id[row[k]] : row[k];
}

aps_err aps_fmm_team_gather(aps_fmm *self, const aps_view *v, int rebuild, aps_err mine,
                            aps_view *work) {
  aps_fmm_team *t = self->team;
  guest *got;
  aps_err err = exchange_guests(self, v, mine, &got);
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  int64_t guests = 0;
  for (int r = 0; r < t->ranks; r++) guests += t->came[r];
  err = make_room(self, t->kept + guests);
  int64_t sum[4] = {0}; /* and a place for the error */
  if (err == APS_OK) {
    keep_rows(self, v);
    for (int64_t k = 0; k < guests; k++) settle(t, t->kept + k, &got[k]);
    for (int64_t k = 0; k < t->n; k++) sum[0] |= !isfinite(t->column[X][k] + t->column[X + 1][k] + t->column[X + 2][k]);
    if (rebuild) err = build_tree(self);
  }
  if (err == APS_OK) aps_fmm_deep(self, (const double *const[]){t->column[X], t->column[X + 1], t->column[X + 2]}, &sum[1]);
  aps_release(self->setup.ctx, got);
  err = aps_ranks_sum_agree(self->setup.ctx, sum, 3, err);
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  t->finite = !sum[0], t->deep[0] = sum[1], t->deep[1] = sum[2];
  double **c = t->column;
  *work = (aps_view){.n = t->n, .x = c[X], .y = c[X + 1], .z = c[X + 2], .mass = c[MASS], .eps = c[EPS],
                     .ax = c[A], .ay = c[A + 1], .az = c[A + 2], .id = t->id};
  t->valid = 1;
  return APS_OK;
}

void aps_fmm_team_clear(aps_fmm *self, aps_fmm_job *job) {
  const aps_fmm_team *t = self->team;
  double *const *c = t->column;
  for (int k = 0; k < 3; k++) memset(c[A + k], 0, sizeof(double) * (size_t)t->n);
  memset(c[POT], 0, sizeof(double) * (size_t)t->n);
  job->ax = c[A], job->ay = c[A + 1], job->az = c[A + 2], job->pot = c[POT];
}

/* ---- results go home */

typedef struct {
  double a[3], pot;
} answer;

static void take(const aps_view *v, int64_t i, const answer *r, aps_cols want) {
  if (want & APS_A) v->ax[i] += r->a[0], v->ay[i] += r->a[1], v->az[i] += r->a[2];
  if (want & APS_POT) v->pot[i] += r->pot;
}

static answer answer_of(const aps_fmm_team *t, int64_t k) {
  return (answer){{t->column[A][k], t->column[A + 1][k], t->column[A + 2][k]}, t->column[POT][k]};
}

aps_err aps_fmm_team_return(aps_fmm *self, const aps_view *v, aps_cols want) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t guests = t->n - t->kept;
  answer *out = aps_alloc(ctx, "fmm: guests", guests + 1, sizeof *out), *got;
  for (int64_t k = 0; out && k < guests; k++) out[k] = answer_of(t, t->kept + k);
  for (int r = 0; out && r < t->ranks; r++) t->bytes[r] = t->came[r] * (int64_t)sizeof *out;
  aps_ranks_mail *mail;
  APS_TRY(
      aps_ranks_post(ctx, out, out ? t->bytes : NULL, (void **)&got, t->bytes + t->ranks, &mail));
  for (int64_t k = 0; k < t->kept; k++) { /* those of the rows at home, meanwhile */
    const answer r = answer_of(t, k);
    take(v, t->home.order[t->first_kept + k], &r, want);
    if (k % 4096 == 0) aps_ranks_mail_landed(ctx, mail);
  }
  const aps_err err = aps_ranks_wait(ctx, &mail);
  for (int64_t k = 0; err == APS_OK && k < v->n - t->kept; k++)
    take(v, leaver(t, k), &got[k], want);
  double *const part[3] = {v->ax, v->ay,
                           v->az}; /* some rows' would pass for the accelerations of all */
  for (int d = 0; err != APS_OK && (want & APS_A) && d < 3; d++)
    memset(part[d], 0, sizeof *part[d] * (size_t)v->n);
  aps_release(ctx, got);
  aps_release(ctx, out);
  return err;
}

/* ---- active targets */

aps_err aps_fmm_team_mark(aps_fmm *self, const aps_view *v, aps_active active, aps_fmm_job *job, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t leaving = v->n - t->kept, guests = t->n - t->kept;
  uint8_t *of_row = self->flag, *in_order = NULL;
  if (!active.index && mine != APS_OK) return mine;
  if (active.index) {
    uint8_t *out = aps_alloc(ctx, "fmm: guests", leaving + 1, 1), *got;
    const int good = out && mine == APS_OK;
    if (good) memset(of_row, 0, (size_t)v->n);
    for (int64_t i = 0; good && i < active.n; i++) of_row[active.index[i]] = 1;
    for (int64_t k = 0; good && k < leaving; k++) out[k] = of_row[leaver(t, k)];
    for (int r = 0; good && r < t->ranks; r++) t->bytes[r] = r == t->rank ? 0 : t->count[r];
    const aps_err err =
        aps_ranks_exchange(ctx, out, good ? t->bytes : NULL, (void **)&got, t->bytes + t->ranks);
    aps_release(ctx, out);
    if (err != APS_OK) return err;
    for (int64_t k = 0; k < t->kept; k++) t->class[k] = of_row[t->home.order[t->first_kept + k]];
    memcpy(t->class + t->kept, got, (size_t)guests);
    in_order = t->active;
    for (int64_t k = 0; k < t->n; k++) in_order[k] = t->class[self->tree.order[k]];
    aps_release(ctx, got);
  }
  job->active = in_order;
  job->active_count = self->active_count;
  aps_fmm_team_count(self, in_order);
  return APS_OK;
}

void aps_fmm_team_count(aps_fmm *self, const uint8_t *in_order) {
  const aps_fmm_team *t = self->team;
  memset(self->active_count, 0, sizeof *self->active_count * (size_t)t->trap + sizeof *self->active_count);
  for (int32_t k = t->base_cells - 1; k > t->trap; k--) self->active_count[k] = aps_fmm_count_active(self, in_order, k);
  for (int32_t u = 0; u < t->my_units; u++) {
    const int32_t k = aps_fmm_place_of(t, u);
    self->active_count[k] = aps_fmm_count_active(self, in_order, k);
  }
  for (int32_t k = t->tops - 1; k >= 0; k--)
    for (int i = 0; i < t->top[k].children; i++) self->active_count[k] += self->active_count[t->top[k].child + i];
}
