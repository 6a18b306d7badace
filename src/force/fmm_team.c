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
  t->speed = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->speed);
  t->learnt = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->learnt);
  t->marks = aps_alloc(ctx, "fmm: ranks", 2 * ranks, sizeof *t->marks);
  APS_TRY(aps_fmm_letters_create(ctx, 1 + t->parts, &t->letters));
  t->softenings = aps_alloc(ctx, "fmm: ranks", ranks, sizeof *t->softenings);
  const int good =
      t->softenings && t->count && t->came && t->border && t->first_of && t->bytes && t->counted;
  for (int r = 0; t->speed && t->learnt && r < ranks; r++) t->speed[r] = t->learnt[r] = 1;
  return good && t->brought && t->marks && t->done && t->speed && t->learnt ? APS_OK : APS_EMEM;
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
                       t->work,    t->first_of, t->brought,   t->marks,  t->done,   t->bytes,   t->speed,  t->learnt,
                       t->parcel[0], t->parcel[1], t->counted, t->table,    t->softenings, t->guess, t->divided};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(ctx, all[k]);
  aps_release(ctx, t);
  self->team = NULL;
}

/* ---- rows of this rank's units */

/* A row's numbers that travel, each from a column to a column, and a parcel's one column after the other: rows lie anywhere, and
 * so a column's are fetched side by side. */
enum { NUMBER = sizeof(double), NUMBERS_MOST = 9 };
_Static_assert(sizeof(uint64_t) == NUMBER, "ids are numbers too");
typedef struct {
  const aps_fmm_team *team;
  int64_t n; /* rows of the view */
  int numbers;
  const char *from[NUMBERS_MOST]; /* NULL: the row's own number */
  char *to[NUMBERS_MOST];         /* NULL: nobody asks for it here */
} post;

static void add_number(post *p, const void *from, void *to) {
  p->from[p->numbers] = from, p->to[p->numbers++] = to;
}

/* What the cells need of guests: `know`: accelerations as well; `sort`: ids, of which only a sort makes use. */
static post guests_of(const aps_fmm *self, const aps_view *v, const aps_view *work, int know, int sort) {
  post p = {.team = self->team, .n = v->n};
  add_number(&p, v->x, work->x), add_number(&p, v->y, work->y), add_number(&p, v->z, work->z), add_number(&p, v->mass, work->mass);
  if (self->per_pair) add_number(&p, v->eps, work->eps);
  if (know) add_number(&p, v->ax, work->ax), add_number(&p, v->ay, work->ay), add_number(&p, v->az, work->az);
  if (sort) add_number(&p, v->id, work->id);
  return p;
}

/* The k-th of the rows that go to others, in order. */
static int64_t leaver(const aps_fmm_team *t, int64_t k) { return t->home.order[k < t->first_kept ? k : k + t->kept]; }

/* Many guests, as of a file's rows that lie anywhere, come in parcels of so many from each rank: memory for all at once would be
 * touched for the first time, which takes longer than to send them. */
static int64_t parcel_rows(const aps_fmm_team *t) { return (1 << 14) / t->ranks + 64; }

static int64_t part_of(const aps_fmm_team *t, int64_t rows, int64_t at) {
  const int64_t left = rows - at, most = parcel_rows(t);
  return left < 0 ? 0 : left < most ? left : most;
}

/* count[r] rows go to rank r, came[r] come from there; those that stay are none of either. */
static aps_err make_parcels(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  int64_t out = 0, in = 0;
  for (int r = 0; r < t->ranks; r++) {
    if (r != t->rank) out += part_of(t, t->count[r], 0), in += part_of(t, t->came[r], 0);
  }
  const int64_t need = out > in ? out : in;
  if (need <= t->parcel_room) return APS_OK;
  t->parcel_room = 0;
  for (int k = 0; k < 2; k++) {
    aps_release(self->setup.ctx, t->parcel[k]);
    t->parcel[k] = aps_alloc(self->setup.ctx, "fmm: guests", need + need / 4, NUMBERS_MOST * NUMBER);
    if (t->parcel[k] == NULL) return APS_EMEM;
  }
  t->parcel_room = need + need / 4;
  return APS_OK;
}

/* to[r] rows to rank r and from[r] from there, in parcels: `pack` lays rows [first, first + n) of all that go at `out`, `take`
 * gets those of all that come. */
static void in_parcels(aps_fmm *self, const int64_t *to, const int64_t *from, const post *p,
                       void (*pack)(const post *, int64_t first, int64_t n, char *out),
                       void (*take)(const post *, int64_t first, int64_t n, const char *in)) {
  aps_fmm_team *t = self->team;
  const int64_t size = NUMBER * (int64_t)p->numbers;
  int64_t most = 0;
  for (int r = 0; r < t->ranks; r++) {
    if (r == t->rank) continue;
    most = to[r] > most ? to[r] : most;
    most = from[r] > most ? from[r] : most;
  }
  for (int64_t at = 0; at < most; at += parcel_rows(t)) {
    char *out = t->parcel[0], *in = t->parcel[1];
    for (int64_t r = 0, first = 0; r < t->ranks; r++) {
      const int64_t n = r == t->rank ? 0 : part_of(t, to[r], at);
      if (n) pack(p, first + at, n, out);
      t->bytes[r] = n * size, out += t->bytes[r];
      t->bytes[t->ranks + r] = r == t->rank ? 0 : part_of(t, from[r], at) * size;
      first += r == t->rank ? 0 : to[r];
    }
    aps_ranks_swap(self->setup.ctx, t->parcel[0], t->bytes, in, t->bytes + t->ranks);
    for (int64_t r = 0, first = 0; r < t->ranks; r++) {
      const int64_t n = t->bytes[t->ranks + r] / size;
      if (n) take(p, first + at, n, in);
      in += t->bytes[t->ranks + r];
      first += r == t->rank ? 0 : from[r];
    }
  }
}

static void pack_guests(const post *p, int64_t first, int64_t n, char *out) {
  for (int c = 0; c < p->numbers; c++, out += NUMBER * n) {
    const char *const from = p->from[c];
    for (int64_t k = 0; k < n; k++) {
      const uint64_t row = (uint64_t)leaver(p->team, first + k);
      memcpy(out + NUMBER * k, from ? (const void *)(from + NUMBER * row) : &row, NUMBER);
    }
  }
}

/* Behind the last row. */
static void settle_guests(const post *p, int64_t first, int64_t n, const char *in) {
  for (int c = 0; c < p->numbers; c++)
    if (p->to[c]) memcpy(p->to[c] + NUMBER * (p->n + first), in + NUMBER * n * c, (size_t)(NUMBER * n));
}

/* How many guests come to whom. A rank that has failed before sends none. */
static int64_t count_guests(aps_fmm *self, aps_err mine) {
  aps_fmm_team *t = self->team;
  int64_t guests = 0;
  for (int r = 0; r < t->ranks; r++) t->bytes[r] = r == t->rank || mine != APS_OK ? 0 : t->count[r];
  aps_ranks_counts(self->setup.ctx, t->bytes, t->came);
  for (int r = 0; r < t->ranks; r++) guests += t->came[r];
  return guests;
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
static aps_err join(aps_fmm *self, const aps_view *v, int64_t guests, aps_view *work) {
  aps_fmm_team *t = self->team;
  aps_ctx *ctx = self->setup.ctx;
  t->n = t->kept + guests, t->rows = v->n + guests;
  APS_CHECK(ctx, t->rows < UINT32_MAX, APS_EARG, "fmm: %lld particles are more than one process can take", (long long)t->rows);
  *work = *v;
  t->apart = v->room < guests || !v->ax;
  if (t->apart) APS_TRY(copy_rows(self, work));
  else release_columns(t, ctx), release_sums(t, ctx);
  work->n = t->rows, work->room = 0;
  t->at[0] = work->x, t->at[1] = work->y, t->at[2] = work->z;
  APS_TRY(make_parcels(self));
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

aps_err aps_fmm_team_gather(aps_fmm *self, const aps_view *v, int know, int rebuild, aps_err mine, aps_view *work) {
  aps_fmm_team *t = self->team;
  const int64_t guests = count_guests(self, mine);
  aps_err err = aps_ranks_agree(self->setup.ctx, mine == APS_OK ? join(self, v, guests, work) : mine);
  if (err != APS_OK) return aps_fmm_team_forget(self), err;
  const post guests_are = guests_of(self, v, work, know, rebuild);
  in_parcels(self, t->count, t->came, &guests_are, pack_guests, settle_guests);
  int64_t sum[5] = {0}; /* and a place for the error */
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

static void pack_answers(const post *p, int64_t first, int64_t n, char *out) {
  for (int c = 0; c < p->numbers; c++) memcpy(out + NUMBER * n * c, p->from[c] + NUMBER * (p->n + first), (size_t)(NUMBER * n));
}

static void take_answers(const post *p, int64_t first, int64_t n, const char *in) {
  for (int c = 0; c < p->numbers; c++, in += NUMBER * n) {
    double *const to = (double *)(void *)p->to[c];
    for (int64_t k = 0; k < n; k++) {
      double part;
      memcpy(&part, in + NUMBER * k, NUMBER);
      to[leaver(p->team, first + k)] += part;
    }
  }
}

void aps_fmm_team_return(aps_fmm *self, const aps_view *v) {
  const aps_fmm_team *t = self->team;
  double *const to[4] = {v->ax, v->ay, v->az, v->pot};
  post answers = {.team = t, .n = v->n};
  for (int k = 0; k < 4; k++) {
    if (t->sum[k] == NULL) continue;
    add_number(&answers, t->sum[k], to[k]);
    for (int64_t i = 0; t->apart && i < v->n; i++) to[k][i] += t->sum[k][i];
  }
  in_parcels(self, t->came, t->count, &answers, pack_answers, take_answers);
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
