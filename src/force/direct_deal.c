/* Dealing sources and targets out to the ranks; see direct_ring.h. A rank gets no more than its
 * share of either.
 *
 * The order of the targets is that of one rank: by key, then by number, in blocks of 128; rows far
 * from the middle of their block move to blocks behind all others (direct_order.h). Every rank
 * sorts its own; regular samples of these give borders between which about equally many lie (Shi &
 * Schaeffer 1992, J. Par. Distr. Comp. 14, 361); what has come is merged, and then moved to where
 * whole blocks end.
 *
 * Memory: every rank knows how much the one that needs most needs, so what grows, grows on all at
 * once, and then they agree on how that went. Otherwise nothing can fail.
 */
#include "direct_order.h"
#include "direct_ring.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef aps_direct direct;
typedef aps_direct_ring ring;
typedef aps_direct_word word;
typedef aps_direct_sample sample;

enum {
  BLOCK = APS_DIRECT_BLOCK,
  TILE = APS_DIRECT_TILE,
  SAMPLES_LEAST = 64,
  SAMPLES_MOST = 1024,
  FEW = APS_DIRECT_MESSAGE
};
static const uint64_t row_mask = ((uint64_t)1 << APS_DIRECT_ROW_BITS) - 1;

static int grow(aps_ctx *ctx, aps_direct_area *a, int64_t bytes) {
  if (bytes <= a->bytes) return 1;
  aps_release(ctx, a->p);
  a->bytes = 0;
  a->p = aps_alloc(ctx, "direct: ranks", bytes + bytes / 32, 1);
  if (a->p) a->bytes = bytes + bytes / 32;
  return a->p != NULL;
}

aps_err aps_direct_reserve(aps_ctx *ctx, const aps_direct_need *need, int n) {
  int more = 0, good = 1;
  for (int k = 0; k < n; k++) more |= need[k].bytes > need[k].area->bytes;
  if (!more) return APS_OK;
  for (int k = 0; k < n && good; k++) good = grow(ctx, need[k].area, need[k].bytes);
  const aps_err err = aps_ranks_agree(ctx, good ? APS_OK : APS_EMEM);
  for (int k = 0; k < n && err != APS_OK; k++)
    need[k].area->bytes = 0; /* all grow again next time */
  return err;
}

int64_t aps_direct_cut(int64_t n, int size, int ahead, int rank, int ranks) {
  const int64_t whole = (n + size - 1) / size;
  const int64_t before = ahead ? whole - aps_ranks_share(whole, ranks - rank, ranks)
                               : aps_ranks_share(whole, rank, ranks);
  return before * size < n ? before * size : n;
}

/* ---- what every rank tells all others */

typedef struct {
  int64_t rows, active, threads;
} told;

static void tell_counts(direct *self, int64_t rows, int64_t active) {
  ring *r = self->ring;
  const told mine = {rows, active, aps_direct_threads(self, HUGE_VAL)};
  const told *all = r->told;
  aps_ranks_gather(self->setup.ctx, &mine, sizeof mine, r->told);
  r->threads = 1, r->active_most = 0;
  for (int k = 0; k < r->ranks; k++) {
    r->first[k + 1] = r->first[k] + all[k].rows;
    r->active[k + 1] = r->active[k] + all[k].active;
    if (all[k].active > r->active_most) r->active_most = all[k].active;
    if (all[k].threads > r->threads) r->threads = all[k].threads;
  }
}

static int samples_among(int ranks) {
  const int n = 8 * ranks;
  return n < SAMPLES_LEAST ? SAMPLES_LEAST : n > SAMPLES_MOST ? SAMPLES_MOST : n;
}

static int samples_of(const ring *r) { return samples_among(r->ranks); }

/* No more lie between two borders of split(). */
int64_t aps_direct_deal_most(int64_t active, int ranks) {
  if (active <= FEW) return active;
  return active / ranks + 2 * active / samples_among(ranks) + 2 * BLOCK + ranks;
}

static uint64_t *keys_of(const ring *r) { return r->word[1].p; }

/* The keys of this rank's active rows, sorted, into word[1]; samples of all ranks' into r->told. */
static void sort_own(direct *self, const aps_view *v, aps_active active) {
  ring *r = self->ring;
  const int samples = samples_of(r);
  uint64_t *key = keys_of(r), *mine = (uint64_t *)r->told + samples * r->ranks;
  for (int64_t i = 0; i < active.n; i++)
    key[i] = active.index ? (uint64_t)active.index[i] : (uint64_t)i;
  aps_direct_keys((const double *[]){v->x, v->y, v->z}, self->x.low, self->x.extent, active.n, key,
                  key + active.n);
  for (int k = 0; k < samples; k++)
    mine[k] =
        active.n ? key[(2 * k + 1) * active.n / (2 * samples)] + (uint64_t)r->first[r->rank] : 0;
  aps_ranks_gather(self->setup.ctx, mine, sizeof *mine * (size_t)samples, r->told);
}

/* ---- a sequence of items that lie on the ranks in order moves on to where its cuts are */

static int64_t common(int64_t a, int64_t b, int64_t c, int64_t d) {
  const int64_t low = a > c ? a : c, high = b < d ? b : d;
  return high > low ? high - low : 0;
}

/* Rank k holds items [have[k], have[k + 1]) of n; r->to and r->from become the bytes to move.
 * Returns how many items this rank shall have. */
static int64_t sizes(ring *r, const int64_t *have, int size, int ahead, int64_t bytes) {
  const int me = r->rank, ranks = r->ranks;
  const int64_t n = have[ranks], begin = aps_direct_cut(n, size, ahead, me, ranks);
  const int64_t end = aps_direct_cut(n, size, ahead, me + 1, ranks);
  for (int k = 0; k < ranks; k++) {
    r->to[k] = bytes * common(have[me], have[me + 1], aps_direct_cut(n, size, ahead, k, ranks),
                              aps_direct_cut(n, size, ahead, k + 1, ranks));
    r->from[k] = bytes * common(have[k], have[k + 1], begin, end);
  }
  return end - begin;
}

static void turn(ring *r) { /* what came is what will be sent */
  const aps_direct_area a = r->word[0];
  r->word[0] = r->word[1], r->word[1] = a;
}

/* The largest number of rows that one rank sends or receives when sources move to whole tiles. */
static int64_t most_moved(const ring *r) {
  int64_t most = 0;
  const int64_t n = r->first[r->ranks];
  for (int k = 0; k < r->ranks; k++) {
    const int64_t begin = aps_direct_cut(n, TILE, 0, k, r->ranks),
                  end = aps_direct_cut(n, TILE, 0, k + 1, r->ranks);
    const int64_t stay = common(r->first[k], r->first[k + 1], begin, end);
    const int64_t out = r->first[k + 1] - r->first[k] - stay, in = end - begin - stay;
    most = out > most ? out : most, most = in > most ? in : most;
  }
  return most;
}

/* The largest share of n items. */
static int64_t most_of(const ring *r, int64_t n, int size, int ahead) {
  int64_t most = 0;
  for (int k = 0; k < r->ranks; k++) {
    const int64_t share = aps_direct_cut(n, size, ahead, k + 1, r->ranks) -
                          aps_direct_cut(n, size, ahead, k, r->ranks);
    most = share > most ? share : most;
  }
  return most;
}

static int is_few(const ring *r) { return r->active[r->ranks] <= FEW; }

/* Room for sources and all records under way. */
static aps_err make_room(direct *self) {
  ring *r = self->ring;
  const int64_t n = r->active[r->ranks];
  int64_t targets = aps_direct_deal_most(n, r->ranks);
  if (r->active_most > targets) targets = r->active_most;
  const int64_t moved = most_moved(r) * r->source_width, words = targets * r->width;
  const int64_t bytes = (int64_t)sizeof(word) * (moved > words ? moved : words);
  const int64_t most = most_of(r, r->first[r->ranks], TILE, 0),
                source = (int64_t)sizeof(double) * r->source_width;
  const int64_t slots =
      APS_DIRECT_SLOTS * source * (most < APS_DIRECT_MESSAGE ? most : APS_DIRECT_MESSAGE);
  const aps_direct_need need[] = {
      {&r->word[0], bytes}, {&r->word[1], bytes}, {&r->mine, most * source}, {&r->slots, slots}};
  return aps_direct_reserve(self->setup.ctx, need, 4);
}

/* ---- sources */

/* Rows of other ranks' tiles go there as records; all that lie in this rank's tiles go to r->mine,
 * a message after the other, each with its columns in turn. */
static void deal_sources(direct *self, const aps_view *v) {
  ring *r = self->ring;
  const double *const all_columns[8] = {v->x, v->y, v->z, v->mass, v->eps, v->vx, v->vy, v->vz},
                      *column[8];
  const int width = r->source_width;
  for (int k = 0, n = 0; k < 8; k++)
    if (k < 4 || (k == 4 ? r->eps_at : r->v_at)) column[n++] = all_columns[k];
  const int64_t own = r->first[r->rank], end = r->first[r->rank + 1];
  sizes(r, r->first, TILE, 0, (int64_t)sizeof(double) * width);
  const int64_t all = r->first[r->ranks];
  r->source_begin = aps_direct_cut(all, TILE, 0, r->rank, r->ranks);
  r->source_end = aps_direct_cut(all, TILE, 0, r->rank + 1, r->ranks);
  r->to[r->rank] = r->from[r->rank] = 0;
  double *out = r->word[0].p;
  for (int64_t i = own; i < end; i++)
    if (i < r->source_begin || i >= r->source_end)
      for (int k = 0; k < width; k++) *out++ = column[k][i - own];
  aps_ranks_swap(self->setup.ctx, r->word[0].p, r->to, r->word[1].p, r->from);
  const double *in = r->word[1].p;
  for (int64_t at = r->source_begin; at < r->source_end; at += APS_DIRECT_MESSAGE) {
    const int64_t n =
        r->source_end - at < APS_DIRECT_MESSAGE ? r->source_end - at : APS_DIRECT_MESSAGE;
    double *to = (double *)r->mine.p + (at - r->source_begin) * width;
    const int64_t low = own > at ? own : at,
                  high = end < at + n ? end : at + n; /* of these, its own rows */
    for (int64_t i = at; i < at + n; i++)
      for (int k = 0; k < width && (i < low || i >= high); k++) to[k * n + i - at] = *in++;
    for (int k = 0; k < width && low < high; k++)
      memcpy(to + k * n + low - at, column[k] + low - own, sizeof *to * (size_t)(high - low));
  }
}

/* ---- targets */

/* Records of this rank's active rows, in order of keys or else of rows, into r->word[0]. */
static void pack(const ring *r, const aps_view *v, aps_active active, int by_key) {
  const uint64_t *key = keys_of(r), own = (uint64_t)r->first[r->rank];
  word *to = r->word[0].p;
  for (int64_t k = 0; k < active.n; k++, to += r->width) {
    const int64_t i = by_key ? (int64_t)(key[k] & row_mask) : active.index ? active.index[k] : k;
    to[0].u = (by_key ? key[k] : (uint64_t)i) + own;
    to[1].d = v->x[i], to[2].d = v->y[i], to[3].d = v->z[i];
    if (r->eps_at) to[r->eps_at].d = v->eps[i];
    if (r->mass_at) to[r->mass_at].d = v->mass[i];
    if (r->v_at)
      to[r->v_at].d = v->vx[i], to[r->v_at + 1].d = v->vy[i], to[r->v_at + 2].d = v->vz[i];
  }
}

static int by_key(const void *a, const void *b) {
  const sample *p = a, *q = b;
  return p->key < q->key ? -1 : p->key > q->key;
}

/* r->to: how many bytes of this rank's records go where. */
static void split(ring *r) {
  const uint64_t *all = r->told;
  sample *s = r->sample;
  const int samples = samples_of(r);
  const int64_t total = r->active[r->ranks], own = r->active[r->rank + 1] - r->active[r->rank];
  const uint64_t *key = keys_of(r);
  int n = 0;
  for (int k = 0; k < r->ranks; k++) {
    const int64_t active = r->active[k + 1] - r->active[k];
    for (int i = 0; active > 0 && i < samples; i++)
      s[n++] = (sample){all[k * samples + i], (double)active / samples};
  }
  qsort(s, (size_t)n, sizeof *s, by_key);
  double sum = 0;
  int64_t sent = 0;
  for (int k = 0, i = 0; k < r->ranks; k++) {
    while (i < n && sum < (double)total * (k + 1) / r->ranks) sum += s[i++].weight;
    int64_t low = sent, high = own; /* the first key beyond that sample */
    while (k + 1 < r->ranks && low < high) {
      const int64_t middle = low + (high - low) / 2;
      if (key[middle] + (uint64_t)r->first[r->rank] <= s[i - 1].key)
        low = middle + 1;
      else
        high = middle;
    }
    r->to[k] = (high - sent) * r->width * (int64_t)sizeof(word);
    sent = high;
  }
}

/* Sorted runs of from[k] bytes in word[0] become one, in word[0]; runs are merged two by two. */
static void merge(ring *r, int64_t *run) {
  const size_t width = (size_t)r->width;
  int n = 0;
  for (int k = 0; k < r->ranks; k++)
    if (r->from[k]) run[n++] = r->from[k] / (int64_t)(sizeof(word) * width);
  while (n > 1) {
    const word *from = r->word[0].p;
    word *to = r->word[1].p;
    int m = 0;
    for (int k = 0; k < n; k += 2) {
      const int64_t na = run[k], nb = k + 1 < n ? run[k + 1] : 0;
      const word *a = from, *b = from + width * (size_t)na, *const a_end = b,
                 *const b_end = b + width * (size_t)nb;
      while (a < a_end || b < b_end) {
        const word **next = b == b_end || (a < a_end && a->u < b->u) ? &a : &b;
        memcpy(to, *next, sizeof(word) * width);
        *next += width, to += width;
      }
      from = b_end;
      run[m++] = na + nb;
    }
    n = m;
    turn(r);
  }
}

/* r->have from how many each rank has. */
static void count_before(direct *self, int64_t mine) {
  int64_t *have = self->ring->have;
  aps_ranks_gather(self->setup.ctx, &mine, sizeof mine, have + 1);
  have[0] = 0;
  for (int k = 0; k < self->ring->ranks; k++) have[k + 1] += have[k];
}

/* The records of all ranks by key, in stretches of whole blocks; how many this rank has, in
 * r->word[0]. */
static int64_t sort_all(direct *self) {
  ring *r = self->ring;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t bytes = r->width * (int64_t)sizeof(word);
  int64_t n = 0;
  split(r);
  aps_ranks_counts(ctx, r->to, r->from);
  aps_ranks_swap(ctx, r->word[0].p, r->to, r->word[1].p, r->from);
  turn(r);
  for (int k = 0; k < r->ranks; k++) n += r->from[k] / bytes;
  merge(r, r->to);
  word *w = r->word[0].p;
  for (int64_t i = 0; i < n; i++) w[i * r->width].u &= row_mask;
  count_before(self, n);
  n = sizes(r, r->have, BLOCK, 0, bytes);
  aps_ranks_swap(ctx, r->word[0].p, r->to, r->word[1].p, r->from);
  turn(r);
  return n;
}

/* ---- columns and blocks of this rank's targets */

/* Room for `more` targets on the rank that gets most; what is there stays. */
static aps_err widen(direct *self, int64_t more) {
  ring *r = self->ring;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t n = r->most += more;
  r->most_blocks += (more + BLOCK - 1) / BLOCK;
  if (n <= r->room && r->width <= r->room_width) return APS_OK;
  const int64_t room = n + n / 32 + BLOCK;
  const int64_t words =
      (r->width + 3) * room + aps_direct_blocks_most(room, BLOCK) + APS_DIRECT_ROUNDS + 1;
  double *column = aps_alloc(ctx, "direct: ranks", words, sizeof *column);
  const aps_err err = aps_ranks_agree(ctx, column ? APS_OK : APS_EMEM);
  if (err != APS_OK) return aps_release(ctx, column), err;
  uint64_t *at = (uint64_t *)(column + r->width * room);
  int64_t *start = (int64_t *)(at + 3 * room);
  for (int k = 0; k < r->width && r->n; k++)
    memcpy(column + k * room, r->column + k * r->room, sizeof *column * (size_t)r->n);
  if (r->kept) memcpy(at, r->at, sizeof *at * (size_t)r->kept);
  if (r->blocks) memcpy(start, r->start, sizeof *start * (size_t)(r->blocks + 1));
  aps_release(ctx, r->column);
  r->column = column, r->at = at, r->todo = at + room, r->scratch = at + 2 * room, r->start = start;
  r->room = room, r->room_width = r->width;
  return APS_OK;
}

/* The n records in word[0] become targets, and those to be put in blocks. */
static void append(ring *r, int64_t n) {
  const word *w = r->word[0].p;
  for (int64_t i = 0; i < n; i++, w += r->width) {
    for (int k = 0; k < r->width; k++) memcpy(r->column + k * r->room + r->n + i, w + k, sizeof *w);
    r->todo[i] = (uint64_t)(r->n + i);
  }
  r->n += n;
}

static void pack_far(ring *r, int64_t far) {
  word *w = r->word[0].p;
  for (int64_t i = 0; i < far; i++, w += r->width)
    for (int k = 0; k < r->width; k++)
      memcpy(w + k, r->column + k * r->room + r->todo[i], sizeof *w);
}

static void show_x(const ring *r, const double *x[3]) {
  for (int d = 0; d < 3; d++) x[d] = r->column + (1 + d) * r->room;
}

/* The n appended ones into blocks; what is far from the middle of its own goes on to another round,
 * on other ranks. */
static aps_err make_blocks(direct *self, int64_t n) {
  ring *r = self->ring;
  for (int round = 1; round <= APS_DIRECT_ROUNDS; round++) {
    const double *x[3];
    show_x(r, x);
    const int64_t far =
        aps_direct_round(x, n, BLOCK, round, r->todo, r->at, &r->kept, r->start, &r->blocks);
    if (round == APS_DIRECT_ROUNDS) break;
    count_before(self, far);
    if (r->have[r->ranks] == 0) break;
    const int ahead = round % 2; /* the odd blocks to the last ranks and to the first in turn */
    pack_far(r, far);
    n = sizes(r, r->have, BLOCK, ahead, r->width * (int64_t)sizeof(word));
    aps_ranks_swap(self->setup.ctx, r->word[0].p, r->to, r->word[1].p, r->from);
    turn(r);
    APS_TRY(widen(self, most_of(r, r->have[r->ranks], BLOCK, ahead)));
    append(r, n);
  }
  return APS_OK;
}

static void one_centre(ring *r) { /* any block is as good as another */
  for (int64_t i = 0; i < r->n; i++) r->at[i] = (uint64_t)i;
  r->kept = r->n;
  r->blocks = (r->n + BLOCK - 1) / BLOCK;
  for (int64_t b = 0; b < r->blocks; b++) r->start[b] = b * BLOCK;
  r->start[r->blocks] = r->n;
}

/* Columns of this rank's active rows, one after the other, into word[0]. */
static void pack_few(ring *r, const aps_view *v, aps_active active) {
  const double *const all[9] = {NULL, v->x, v->y, v->z, v->eps, v->mass, v->vx, v->vy, v->vz};
  word *to = r->word[0].p;
  for (int64_t i = 0; i < active.n; i++)
    to[i].u = (uint64_t)(r->first[r->rank] + (active.index ? active.index[i] : i));
  for (int k = 1; k < 9; k++) {
    if ((k == 4 && !r->eps_at) || (k == 5 && !r->mass_at) || (k > 5 && !r->v_at)) continue;
    to += active.n;
    if (active.index == NULL)
      memcpy(to, all[k], sizeof *to * (size_t)active.n);
    else
      for (int64_t i = 0; i < active.n; i++) to[i].d = all[k][active.index[i]];
  }
}

/* Few targets: every rank arranges them all, as one rank does, and takes its share of the blocks.
 */
static aps_err deal_few(direct *self, const aps_view *v, aps_active active) {
  ring *r = self->ring;
  pack_few(r, v, active);
  const int64_t n = r->active[r->ranks], bytes = r->width * (int64_t)sizeof(word);
  for (int k = 0; k < r->ranks; k++) r->from[k] = (r->active[k + 1] - r->active[k]) * bytes;
  aps_ranks_gather_all(self->setup.ctx, r->word[0].p, r->from, r->word[1].p);
  APS_TRY(widen(self, n));
  const double *from = r->word[1].p;
  for (int k = 0; k < r->ranks; k++)
    for (int c = 0; c < r->width; c++) {
      const int64_t some = r->active[k + 1] - r->active[k];
      if (some) memcpy(r->column + c * r->room + r->active[k], from, sizeof *from * (size_t)some);
      from += some;
    }
  for (int64_t i = 0; i < n; i++) r->todo[i] = (uint64_t)i;
  r->n = n;
  const double *x[3];
  show_x(r, x);
  if (self->setup.precision == APS_MIXED) {
    if (n > BLOCK) aps_direct_order(x, self->x.low, self->x.extent, n, r->todo, r->scratch);
    r->blocks = aps_direct_blocks(x, n, BLOCK, r->todo, r->scratch, r->start);
    memcpy(r->at, r->todo, sizeof *r->at * (size_t)n);
    r->kept = n;
  } else {
    one_centre(r);
  }
  r->most_blocks = (r->blocks + r->ranks - 1) / r->ranks;
  return APS_OK;
}

static aps_err deal_many(direct *self, const aps_view *v, aps_active active, int mixed) {
  ring *r = self->ring;
  int64_t n;
  if (mixed) sort_own(self, v, active);
  pack(r, v, active, mixed);
  if (mixed) {
    n = sort_all(self);
  } else {
    n = sizes(r, r->active, BLOCK, 0, r->width * (int64_t)sizeof(word));
    aps_ranks_swap(self->setup.ctx, r->word[0].p, r->to, r->word[1].p, r->from);
    turn(r);
  }
  APS_TRY(widen(self, most_of(r, r->active[r->ranks], BLOCK, 0)));
  append(r, n);
  if (mixed) return make_blocks(self, n);
  one_centre(r);
  return APS_OK;
}

aps_err aps_direct_deal_targets(direct *self, const aps_view *v, aps_active active) {
  ring *r = self->ring;
  const int mixed = self->setup.precision == APS_MIXED, few = is_few(r);
  r->n = r->kept = r->blocks = r->most = r->most_blocks = 0;
  APS_TRY(few ? deal_few(self, v, active) : deal_many(self, v, active, mixed));
  r->first_block = few ? aps_ranks_share(r->blocks, r->rank, r->ranks) : 0;
  r->my_blocks =
      few ? aps_ranks_share(r->blocks, r->rank + 1, r->ranks) - r->first_block : r->blocks;
  return APS_OK;
}

/* Where the fields of a record stand; 0: it has none. */
static void lay_out(ring *r, int per_pair, aps_cols want) {
  const int pot = (want & APS_POT) != 0 || r->whole, jerk = (want & APS_JERK) != 0;
  r->width = 4;
  r->eps_at = per_pair ? r->width++ : 0;
  r->mass_at = pot ? r->width++ : 0;
  r->v_at = jerk ? r->width : 0;
  r->width += 3 * jerk;
  r->source_width = 4 + per_pair + 3 * jerk;
}

aps_err aps_direct_deal_sources(direct *self, const aps_view *v, aps_active active, int per_pair,
                                aps_cols want) {
  ring *r = self->ring;
  tell_counts(self, v->n, active.n);
  r->whole = is_few(r) && r->active[r->ranks] == r->first[r->ranks];
  lay_out(r, per_pair, want);
  APS_TRY(make_room(self));
  if (!r->whole) deal_sources(self, v);
  return APS_OK;
}

/* ---- memory that depends on the number of ranks alone */

aps_err aps_direct_deal_open(direct *self) {
  ring *r = self->ring;
  aps_ctx *ctx = self->setup.ctx;
  const int64_t n = r->ranks + 1;
  r->first = aps_alloc(ctx, "direct: ranks", 5 * n, sizeof *r->first);
  r->told = aps_alloc(ctx, "direct: ranks", n * samples_of(r),
                      sizeof(uint64_t)); /* more than the counts take */
  r->sample = aps_alloc(ctx, "direct: ranks", n * samples_of(r), sizeof *r->sample);
  if (r->first == NULL || r->told == NULL || r->sample == NULL) return APS_EMEM;
  r->active = r->first + n, r->have = r->active + n, r->to = r->have + n, r->from = r->to + n;
  return APS_OK;
}

void aps_direct_deal_close(direct *self) {
  ring *r = self->ring;
  void *const all[] = {r->first,     r->told,      r->sample, r->column,
                       r->word[0].p, r->word[1].p, r->mine.p, r->slots.p};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(self->setup.ctx, all[k]);
}
