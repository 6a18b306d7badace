/* What ranks hold and hand over in the fast multipole method: rows of others' as guests, who is active, and forces on their
 * way home; see fmm_team.h. */
#include "fmm_essential.h"
#include "../core/particles.h"
#include "../core/ranks.h"
#include <string.h>

enum { X = 0, MASS = 3, EPS = 4, A = 5, COLUMNS = 8 }; /* of copies of rows */
enum { MANY_GUESTS = 1024 }; /* more, and a 64th of the rows, cost more each step than to move them home once */

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

static void release_columns(aps_fmm_team *t, aps_ctx *ctx) {
  for (int k = 0; k < COLUMNS; k++) aps_release(ctx, t->column[k]), t->column[k] = NULL;
  aps_release(ctx, t->id), t->id = NULL;
  t->room = 0;
}

static void release_sums(aps_fmm_team *t, aps_ctx *ctx) {
  for (int k = 0; k < 4; k++) aps_release(ctx, t->own_sum[k]), t->own_sum[k] = NULL;
  t->sum_room = 0;
}

void aps_fmm_team_close(aps_fmm *self) {
  aps_ctx *ctx = self->setup.ctx;
  aps_fmm_team *t = self->team;
  if (t == NULL) return;
  aps_tree_free(&t->home);
  aps_fmm_letters_free(&t->letters);
  aps_fmm_tellers_close(self, t->tellers);
  release_columns(t, ctx), release_sums(t, ctx);
  void *const all[] = {t->again,   t->active,  t->top,     t->unit,     t->unit_work, t->piece,  t->border, t->count,
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

static guest guest_of(const aps_view *v, int64_t i) {
  guest g = {{v->x[i], v->y[i], v->z[i]}, v->mass[i], v->eps ? v->eps[i] : 0, {0}, v->id ? v->id[i] : (uint64_t)i};
  if (v->ax) g.a[0] = v->ax[i], g.a[1] = v->ay[i], g.a[2] = v->az[i];
  return g;
}

static void settle(const aps_view *work, int64_t i, const guest *g) {
  work->x[i] = g->x[0], work->y[i] = g->x[1], work->z[i] = g->x[2], work->mass[i] = g->mass;
  work->ax[i] = g->a[0], work->ay[i] = g->a[1], work->az[i] = g->a[2];
  if (work->eps) work->eps[i] = g->eps;
  if (work->id) work->id[i] = g->id;
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

/* A copy of the rows, with room for the guests. */
static aps_err copy_rows(aps_fmm *self, aps_view *work) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  double **const column[COLUMNS] = {&work->x, &work->y, &work->z, &work->mass, &work->eps, &work->ax, &work->ay, &work->az};
  const size_t n = (size_t)work->n;
  if (t->rows > t->room) release_columns(t, ctx);
  if (t->room == 0) t->room = t->rows + t->rows / 16 + 64;
  for (int k = 0; k < COLUMNS; k++) {
    double **to = &t->column[k], *from = *column[k];
    if (*to == NULL) *to = aps_alloc(ctx, "fmm: particles of this rank", t->room, sizeof **to);
    if (*to == NULL) return APS_EMEM;
    if (from && n) memcpy(*to, from, sizeof *from * n);
    else if (n) memset(*to, 0, sizeof **to * n);
    *column[k] = *to;
  }
  if (t->id == NULL) t->id = aps_alloc(ctx, "fmm: particles of this rank", t->room, sizeof *t->id);
  if (t->id == NULL) return APS_EMEM;
  for (int64_t i = 0; i < work->n; i++) t->id[i] = work->id ? work->id[i] : (uint64_t)i;
  work->id = t->id;
  return APS_OK;
}

/* The view and the guests behind its rows: as a rule, since rows move to where they belong now and then, these are few and the
 * columns have room for them. */
static aps_err join(aps_fmm *self, const aps_view *v, const guest *got, int64_t guests, aps_view *work) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->n = t->kept + guests, t->rows = v->n + guests;
  APS_CHECK(ctx, t->rows < UINT32_MAX, APS_EARG, "fmm: %lld particles are more than one process can take", (long long)t->rows);
  *work = *v;
  t->apart = v->room < guests || !v->ax;
  if (t->apart) APS_TRY(copy_rows(self, work));
  else release_columns(t, ctx), release_sums(t, ctx);
  for (int64_t k = 0; k < guests; k++) settle(work, v->n + k, &got[k]);
  work->n = t->rows, work->room = 0;
  t->at[0] = work->x, t->at[1] = work->y, t->at[2] = work->z;
  if (t->n <= t->mark_room) return APS_OK;
  aps_release(ctx, t->again), aps_release(ctx, t->active);
  t->mark_room = 0;
  t->again = aps_alloc(ctx, "fmm: active", t->n + t->n / 16, 1);
  t->active = aps_alloc(ctx, "fmm: active", t->n + t->n / 16, 1);
  if (!t->again || !t->active) return APS_EMEM;
  t->mark_room = t->n + t->n / 16;
  return APS_OK;
}

void aps_fmm_team_rest(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  for (int k = self->add_far ? MASS : X; k < COLUMNS; k++) aps_release(ctx, t->column[k]), t->column[k] = NULL; /* far images act at positions */
  aps_release(ctx, t->id), t->id = NULL;
}

static aps_err build_tree(aps_fmm *self, const aps_view *work, int64_t guests) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const uint8_t *class = NULL;
  if (aps_fmm_softened(self)) {
    APS_TRY(aps_fmm_reserve_flags(self, work->n));
    aps_fmm_class_of(self, work->eps, work->n, self->flag);
    class = self->flag;
  }
  self->tree.id = work->id; /* the sort's alone */
  APS_TRY(aps_tree_take(&self->tree, &t->home, t->first_kept, t->kept, work->x, work->y, work->z, class, work->n - guests, guests));
  if (t->apart) aps_tree_rest(&t->home); /* its order is what is left to know */
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
  if (err == APS_OK) err = aps_tree_cut(&self->tree, work->x, work->y, work->z, self->plan.leaf, root, t->my_units);
  aps_release(ctx, root);
  if (t->apart) aps_tree_rest(&self->tree);
  return err;
}

aps_err aps_fmm_team_gather(aps_fmm *self, const aps_view *v, int rebuild, aps_err mine,
                            aps_view *work) {
  aps_fmm_team *t = self->team;
  guest *got;
  aps_err err = exchange_guests(self, v, mine, &got);
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  int64_t guests = 0;
  for (int r = 0; r < t->ranks; r++) guests += t->came[r];
  int64_t sum[5] = {0}; /* and a place for the error */
  err = join(self, v, got, guests, work);
  aps_release(self->setup.ctx, got);
  if (err == APS_OK) sum[0] = !aps_rows_finite((double *const[]){work->x, work->y, work->z}, 0, work->n);
  if (err == APS_OK && rebuild) err = build_tree(self, work, guests);
  if (err == APS_OK) aps_fmm_deep(self, (const double *const[]){work->x, work->y, work->z}, &sum[1]);
  sum[3] = t->apart || guests > MANY_GUESTS + v->n / 64;
  err = aps_ranks_sum_agree(self->setup.ctx, sum, 4, err);
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  t->finite = !sum[0], t->deep[0] = sum[1], t->deep[1] = sum[2], t->crowded = sum[3] > 0;
  t->valid = 1;
  return APS_OK;
}

aps_err aps_fmm_team_clear(aps_fmm *self, const aps_view *v, aps_fmm_job *job) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  double *const column[4] = {v->ax, v->ay, v->az, v->pot};
  const int wanted[4] = {job->accelerate, job->accelerate, job->accelerate, job->potential};
  if (t->apart && t->rows > t->sum_room) release_sums(t, ctx);
  if (t->apart && t->sum_room == 0) t->sum_room = t->rows + t->rows / 16 + 64;
  for (int k = 0; k < 4; k++) {
    double **own = &t->own_sum[k];
    t->sum[k] = NULL;
    if (!wanted[k]) continue;
    if (t->apart && *own == NULL) *own = aps_alloc(ctx, "fmm: particles of this rank", t->sum_room, sizeof **own);
    if (t->apart && *own == NULL) return APS_EMEM;
    t->sum[k] = t->apart ? *own : column[k];
    const int64_t from = t->apart ? 0 : v->n;
    memset(t->sum[k] + from, 0, sizeof **own * (size_t)(t->rows - from));
  }
  job->ax = t->sum[0], job->ay = t->sum[1], job->az = t->sum[2], job->pot = t->sum[3];
  return APS_OK;
}

/* ---- results go home */

typedef struct {
  double a[3], pot;
} answer;

static void take(const aps_view *v, int64_t i, const answer *r, aps_cols want) {
  if (want & APS_A) v->ax[i] += r->a[0], v->ay[i] += r->a[1], v->az[i] += r->a[2];
  if (want & APS_POT) v->pot[i] += r->pot;
}

static answer answer_of(const aps_fmm_team *t, int64_t i) {
  answer r = {{0}, 0};
  for (int k = 0; k < 3 && t->sum[k]; k++) r.a[k] = t->sum[k][i];
  if (t->sum[3]) r.pot = t->sum[3][i];
  return r;
}

aps_err aps_fmm_team_return(aps_fmm *self, const aps_view *v, aps_cols want) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t guests = t->rows - v->n;
  answer *out = aps_alloc(ctx, "fmm: guests", guests + 1, sizeof *out), *got;
  for (int64_t k = 0; out && k < guests; k++) out[k] = answer_of(t, v->n + k);
  for (int r = 0; out && r < t->ranks; r++) t->bytes[r] = t->came[r] * (int64_t)sizeof *out;
  aps_ranks_mail *mail;
  APS_TRY(
      aps_ranks_post(ctx, out, out ? t->bytes : NULL, (void **)&got, t->bytes + t->ranks, &mail));
  for (int64_t i = 0; t->apart && i < v->n; i++) { /* those of the rows at home, meanwhile */
    const answer r = answer_of(t, i);
    take(v, i, &r, want);
    if (i % 4096 == 0) aps_ranks_mail_landed(ctx, mail);
  }
  const aps_err err = aps_ranks_wait(ctx, &mail);
  for (int64_t k = 0; err == APS_OK && k < v->n - t->kept; k++)
    take(v, leaver(t, k), &got[k], want);
  aps_release(ctx, got);
  aps_release(ctx, out);
  return err;
}

/* ---- active targets */

aps_err aps_fmm_team_mark(aps_fmm *self, const aps_view *v, aps_active active, aps_fmm_job *job, aps_err mine) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t leaving = v->n - t->kept, guests = t->rows - v->n;
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
    memcpy(of_row + v->n, got, (size_t)guests);
    in_order = t->active;
    for (int64_t k = 0; k < t->n; k++) in_order[k] = of_row[self->tree.order[k]];
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
