/* The ring itself; see direct_ring.h.
 *
 * Message k holds up to 4096 sources of one rank, its owner; messages are numbered along the
 * sources. Every rank receives them from its left neighbour, in order, hands them on to its right
 * one unless that is the owner, and sums them, in order. A few slots hold messages that come, are
 * summed and leave; while one is summed, the thread that owns MPI looks after the others between
 * blocks of targets. */
#include "direct_ring.h"
#include "direct_order.h"
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

typedef aps_direct direct;
typedef aps_direct_pass pass;
typedef aps_direct_bench bench;
typedef aps_direct_word word;

enum {
  BLOCK = APS_DIRECT_BLOCK,
  TILE = APS_DIRECT_TILE,
  MESSAGE = APS_DIRECT_MESSAGE,
  SLOTS = APS_DIRECT_SLOTS
};

/* ---- messages under way */

typedef struct {
  int owner, here;
  int64_t begin, end; /* sources */
  const double *data; /* their columns, one after the other */
  aps_ranks_parcel in, out;
} slot;

typedef struct {
  aps_ctx *ctx;
  aps_direct_ring *r;
  slot slot[SLOTS];
  int64_t messages, in, out, done; /* of all; begun to come; begun to leave or need not; summed */
  int owner;                       /* of message `in`, and where that begins */
  int64_t at, owner_end;
} stream;

static void next_owner(stream *s) {
  const aps_direct_ring *r = s->r;
  const int64_t n = r->first[r->ranks];
  while (s->at >= s->owner_end && s->owner + 1 < r->ranks)
    s->owner++, s->owner_end = aps_direct_cut(n, TILE, 0, s->owner + 1, r->ranks);
}

static void open_stream(stream *s, aps_ctx *ctx, aps_direct_ring *r) {
  memset(s, 0, sizeof *s);
  s->ctx = ctx, s->r = r, s->owner = -1;
  for (int k = 0; k < r->ranks && !r->whole; k++) {
    const int64_t begin = aps_direct_cut(r->first[r->ranks], TILE, 0, k, r->ranks);
    const int64_t end = aps_direct_cut(r->first[r->ranks], TILE, 0, k + 1, r->ranks);
    s->messages += (end - begin + MESSAGE - 1) / MESSAGE;
  }
  next_owner(s);
}

static int64_t bytes_of(const stream *s, const slot *m) {
  return (m->end - m->begin) * s->r->source_width * (int64_t)sizeof(double);
}

/* A slot is free as soon as what it held is summed and has left. */
static int begin_next(stream *s) {
  aps_direct_ring *r = s->r;
  slot *m = &s->slot[s->in % SLOTS];
  if (s->in == s->messages || s->in >= s->done + SLOTS || s->in >= s->out + SLOTS ||
      !aps_ranks_has_landed(s->ctx, &m->out))
    return 0;
  const int64_t end = s->at + MESSAGE < s->owner_end ? s->at + MESSAGE : s->owner_end;
  *m = (slot){.owner = s->owner, .here = s->owner == r->rank, .begin = s->at, .end = end};
  if (m->here) {
    m->data = (double *)r->mine.p + (s->at - r->source_begin) * r->source_width;
  } else {
    double *room =
        (double *)((char *)r->slots.p + r->slots.bytes / SLOTS / 64 * 64 * (s->in % SLOTS));
    m->data = room;
    aps_ranks_receive_begin(s->ctx, room, bytes_of(s, m), (r->rank + r->ranks - 1) % r->ranks,
                            &m->in);
  }
  s->in++;
  s->at = end;
  next_owner(s);
  return 1;
}

static int pass_on(stream *s) {
  const aps_direct_ring *r = s->r;
  const int right = (r->rank + 1) % r->ranks;
  slot *m = &s->slot[s->out % SLOTS];
  if (s->out == s->in) return 0;
  if (m->owner != right) {
    if (!m->here) m->here = aps_ranks_has_landed(s->ctx, &m->in);
    if (!m->here) return 0;
    aps_ranks_send_begin(s->ctx, m->data, bytes_of(s, m), right, &m->out);
  }
  s->out++;
  return 1;
}

static void look_after(stream *s) {
  for (int more = 1; more;) {
    more = begin_next(s);
    more |= pass_on(s);
  }
}

/* Waits for message `done`. */
static const slot *await(stream *s) {
  slot *m = &s->slot[s->done % SLOTS];
  look_after(s);
  if (s->in <= s->done) { /* what was in its slot is still leaving */
    aps_ranks_landed(s->ctx, &m->out);
    look_after(s);
  }
  if (!m->here) m->here = aps_ranks_has_landed(s->ctx, &m->in);
  if (m->owner != s->r->rank) s->r->messages++, s->r->early += m->here;
  if (!m->here) aps_ranks_landed(s->ctx, &m->in);
  m->here = 1;
  look_after(s);
  return m;
}

/* What nobody will sum passes by; until all has left. */
static void drain(stream *s) {
  for (; s->done < s->messages; s->done++) await(s);
  look_after(s);
  for (int k = 0; k < SLOTS; k++) aps_ranks_landed(s->ctx, &s->slot[k].out);
}

/* ---- sums */

typedef struct {
  pass p;
  stream s;
  int use[APS_SUMS], uses; /* the sums that this kernel makes */
  int threads, split;      /* split: threads share out the chunks of a block as well */
} job;

/* Sums of a block, in word[1], which is free meanwhile: with `split` one for each chunk, else that
 * of the chunk at hand and the total. */
static double (*sums_of(const job *j, int64_t block, int which))[BLOCK] {
  const int64_t each = j->split ? j->p.chunks : 2;
  return (double(*)[BLOCK])j->s.r->word[1].p + (block * each + which) * j->uses;
}

static void load_sums(const job *j, double (*to)[BLOCK], const double (*from)[BLOCK]) {
  for (int k = 0; k < j->uses; k++) memcpy(to[j->use[k]], from[k], sizeof *to);
}

static void store_sums(const job *j, double (*to)[BLOCK], const double (*from)[BLOCK]) {
  for (int k = 0; k < j->uses; k++) memcpy(to[k], from[j->use[k]], sizeof *to);
}

/* Adds what the message has of chunk c to the block on the bench, whose sums go on where the
 * message before ended. 1: that was the end of the chunk. */
static int add_part(const job *j, bench *b, const slot *m, int64_t block, int c) {
  const pass *p = &j->p;
  const int64_t first = c * p->chunk,
                last = first + p->chunk < p->n_sources ? first + p->chunk : p->n_sources;
  const int64_t begin = first > m->begin ? first : m->begin, end = last < m->end ? last : m->end;
  double(*sums)[BLOCK] = sums_of(j, block, j->split ? c : 0);
  if (begin == first)
    memset(b->sums, 0, sizeof b->sums);
  else
    load_sums(j, b->sums, (const double(*)[BLOCK])sums);
  aps_direct_sum(p, b, c, begin - m->begin, end - m->begin);
  if (j->split || end < last) store_sums(j, sums, (const double(*)[BLOCK])b->sums);
  return end == last;
}

static void add_block(const job *j, bench *b, const slot *m, int64_t block, int from, int to) {
  double(*total)[BLOCK] = sums_of(j, block, 1);
  if (m->begin == 0)
    memset(b->total, 0, sizeof b->total);
  else
    load_sums(j, b->total, (const double(*)[BLOCK])total);
  for (int c = from; c <= to; c++)
    if (add_part(j, b, m, block, c)) aps_direct_add(b->total, (const double(*)[BLOCK])b->sums);
  store_sums(j, total, (const double(*)[BLOCK])b->total);
}

static void add_item(const job *j, bench *b, const slot *m, int64_t item) {
  const int from = (int)(m->begin / j->p.chunk), to = (int)((m->end - 1) / j->p.chunk),
            parts = to - from + 1;
  const int64_t block = j->split ? item / parts : item;
  aps_direct_load(&j->p, b, block);
  if (j->split)
    add_part(j, b, m, block, from + (int)(item % parts));
  else
    add_block(j, b, m, block, from, to);
}

/* The columns of a message as sources. */
static void show(job *j, const slot *m) {
  const aps_direct_ring *r = j->s.r;
  const int64_t n = m->end - m->begin;
  double *at = (double *)(uintptr_t)m->data;
  j->p.from = (aps_direct_columns){.x = at, .y = at + n, .z = at + 2 * n, .mass = at + 3 * n};
  j->p.from_first = m->begin;
  at += 4 * n;
  if (r->eps_at) j->p.from.eps = at, at += n;
  if (r->v_at) j->p.from.vx = at, j->p.from.vy = at + n, j->p.from.vz = at + 2 * n;
}

static int is_first_thread(void) {
#ifdef _OPENMP
  return omp_get_thread_num() == 0;
#else
  return 1;
#endif
}

/* What add_item needs of a message: where it begins and ends; its columns are p.from. */
static void add_message(job *j, const slot *m) {
  const int parts = (int)((m->end - 1) / j->p.chunk - m->begin / j->p.chunk) + 1;
  const int64_t items = j->p.blocks * (j->split ? parts : 1);
#pragma omp parallel num_threads(j->threads) if (j->threads > 1)
  {
    bench b;
    aps_direct_bench_open(&j->p, &b);
#pragma omp for schedule(dynamic, 1)
    for (int64_t item = 0; item < items; item++) {
      add_item(j, &b, m, item);
      if (is_first_thread()) look_after(&j->s);
    }
    aps_direct_bench_close(&j->p, &b);
  }
}

/* ---- sums go to the ranks that hold the rows */

static int home_of(const aps_direct_ring *r, int64_t row) {
  int low = 0, high = r->ranks - 1;
  while (low < high) {
    const int middle = (low + high + 1) / 2;
    if (r->first[middle] <= row)
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

static void sum_chunks(const job *j, int64_t block, double (*total)[BLOCK]) {
  for (int k = 0; k < j->uses; k++)
    for (int i = 0; i < BLOCK; i++) {
      double sum = 0;
      for (int c = 0; c < j->p.chunks; c++) sum += sums_of(j, block, c)[k][i];
      total[k][i] = sum;
    }
}

/* Answers into word[0], by rank; r->to: their bytes. */
static void pack_answers(job *j) {
  aps_direct_ring *r = j->s.r;
  const pass *p = &j->p;
  const int width = 1 + j->uses;
  int64_t *at = r->have;
  double factor[APS_SUMS], total[APS_SUMS][BLOCK];
  aps_direct_factors(p, factor);
  memset(r->to, 0, sizeof *r->to * (size_t)r->ranks);
  for (int64_t k = p->start[0]; k < p->start[p->blocks]; k++) {
    r->todo[k] = p->row[p->at[k]];
    r->scratch[k] = (uint64_t)home_of(r, (int64_t)r->todo[k]);
    r->to[r->scratch[k]]++;
  }
  at[0] = 0;
  for (int k = 0; k < r->ranks; k++)
    at[k + 1] = at[k] + r->to[k], r->to[k] *= width * (int64_t)sizeof(word);
  for (int64_t block = 0; block < p->blocks; block++) {
    if (j->split) sum_chunks(j, block, total);
    const double(*sums)[BLOCK] = (const double(*)[BLOCK])(j->split ? total : sums_of(j, block, 1));
    for (int64_t i = p->start[block]; i < p->start[block + 1]; i++) {
      word *w = (word *)r->word[0].p + width * at[r->scratch[i]]++;
      w->u = r->todo[i];
      for (int k = 0; k < j->uses; k++)
        w[1 + k].d = factor[j->use[k]] * sums[k][i - p->start[block]];
    }
  }
}

static void hand_out(job *j, const aps_view *v, int64_t active, aps_cols wanted) {
  aps_direct_ring *r = j->s.r;
  double *const column[APS_SUMS] = {v->ax, v->ay, v->az, v->pot, v->jx, v->jy, v->jz};
  pack_answers(j);
  aps_ranks_counts(j->s.ctx, r->to, r->from);
  aps_ranks_swap(j->s.ctx, r->word[0].p, r->to, r->word[1].p, r->from);
  const word *w = r->word[1].p;
  for (int64_t i = 0; i < active; i++, w += 1 + j->uses)
    for (int k = 0; k < j->uses; k++)
      if (wanted & aps_direct_sum_group[j->use[k]])
        column[j->use[k]][(int64_t)w->u - r->first[r->rank]] += w[1 + k].d;
}

/* ---- a pass */

static void choose_kernel(job *j, int want) {
  pass *p = &j->p;
  aps_direct_want(p, want);
  j->uses = 0;
  for (int k = 0; k < APS_SUMS; k++)
    if (k == APS_SUM_POT ? p->pot : k > APS_SUM_POT ? p->jerk : p->acc) j->use[j->uses++] = k;
  const double pairs = (double)p->n_targets * (double)p->n_sources;
  j->threads = aps_direct_threads(p->self, pairs);
  j->split = j->threads > 1 && p->chunks > 1 && p->blocks < 8 * j->threads;
}

/* Room for sums and answers of this pass, for the rank that needs most. */
static aps_err make_room(job *j) {
  aps_direct_ring *r = j->s.r;
  const int64_t sum = j->uses * BLOCK * (int64_t)sizeof(double),
                answer = (1 + j->uses) * (int64_t)sizeof(word);
  const int64_t blocks = r->most_blocks, split = blocks < 8 * r->threads ? blocks : 8 * r->threads;
  const int64_t sums =
      r->threads > 1 && split * j->p.chunks > 2 * blocks ? split * j->p.chunks : 2 * blocks;
  const int64_t answers = answer * (r->most > r->active_most ? r->most : r->active_most);
  const int64_t bytes = answers > sums * sum ? answers : sums * sum;
  const aps_direct_need need[] = {{&r->word[0], bytes}, {&r->word[1], bytes}};
  return aps_direct_reserve(j->s.ctx, need, 2);
}

static void show_targets(job *j) {
  const aps_direct_ring *r = j->s.r;
  double *c = r->column;
  const int64_t n = r->room;
  pass *p = &j->p;
  p->to = (aps_direct_columns){.x = c + n, .y = c + 2 * n, .z = c + 3 * n};
  p->row = (const uint64_t *)c;
  if (r->eps_at) p->to.eps = c + r->eps_at * n;
  if (r->mass_at) p->to.mass = c + r->mass_at * n;
  if (r->v_at)
    p->to.vx = c + r->v_at * n, p->to.vy = c + (r->v_at + 1) * n, p->to.vz = c + (r->v_at + 2) * n;
  p->at = r->at, p->start = r->start + r->first_block, p->blocks = r->my_blocks;
  p->n_targets = p->start[p->blocks] - p->start[0];
  p->from = p->to, p->from_first = 0; /* where they are the whole */
}

static aps_err run(job *j, const aps_view *v, int64_t active, int want, aps_cols wanted) {
  choose_kernel(j, want);
  APS_TRY(make_room(j));
  for (; j->s.done < j->s.messages; j->s.done++) {
    const slot *m = await(&j->s);
    show(j, m);
    add_message(j, m);
  }
  if (j->s.r->whole) add_message(j, &(slot){.end = j->p.n_sources});
  drain(&j->s);
  hand_out(j, v, active, wanted);
  return APS_OK;
}

static aps_err run_all(job *j, const aps_view *v, aps_active active, aps_cols want) {
  APS_TRY(aps_direct_deal_targets((direct *)(uintptr_t)j->p.self, v, active));
  show_targets(j);
  if (want & APS_JERK) {
    APS_TRY(run(j, v, active.n, APS_DIRECT_A_JERK, want & (APS_A | APS_JERK)));
    if (!(want & APS_POT)) return APS_OK;
    open_stream(&j->s, j->s.ctx, j->s.r);
    return run(j, v, active.n, APS_DIRECT_POT, APS_POT);
  }
  const int kernel = !(want & APS_A)  ? APS_DIRECT_POT
                     : want & APS_POT ? APS_DIRECT_A_POT
                                      : APS_DIRECT_A;
  return run(j, v, active.n, kernel, want & (APS_A | APS_POT));
}

aps_err aps_direct_ring_add(direct *self, aps_view view, aps_active active, aps_cols want) {
  aps_direct_ring *r = self->ring;
  if (want & APS_JERK) aps_direct_measure_v(self, &view);
  const int per_pair = aps_direct_pass_of(self, &view, 1).per_pair;
  APS_TRY(aps_direct_deal_sources(self, &view, active, per_pair, want));
  if (r->active[r->ranks] == 0) return APS_OK;
  job j = {.p = aps_direct_pass_of(self, &view, r->first[r->ranks])};
  open_stream(&j.s, self->setup.ctx, r);
  look_after(&j.s); /* the first sources are under way while the targets are dealt out */
  const aps_err err = run_all(&j, &view, active, want);
  drain(&j.s); /* where all failed */
  return err;
}

aps_err aps_direct_ring_open(direct *self) {
  aps_ctx *ctx = self->setup.ctx;
  if (aps_ranks(ctx) == 1) return APS_OK;
  self->ring = aps_alloc(ctx, "direct: ranks", 1, sizeof *self->ring);
  if (self->ring == NULL) return APS_EMEM;
  self->ring->rank = aps_rank(ctx), self->ring->ranks = aps_ranks(ctx);
  return aps_direct_deal_open(self);
}

void aps_direct_ring_close(direct *self) {
  if (self->ring == NULL) return;
  aps_direct_deal_close(self);
  aps_release(self->setup.ctx, self->ring);
  self->ring = NULL;
}

size_t aps_direct_ring_bytes(const aps_force_setup *setup, int64_t n) {
  const int64_t ranks = aps_ranks(setup->ctx), per_pair = setup->eps_min != setup->eps_max;
  const int64_t width = 5 + per_pair, source = (4 + per_pair) * (int64_t)sizeof(double), uses = 4;
  const int64_t records =
      aps_direct_deal_most(n * ranks, (int)ranks) * width * (int64_t)sizeof(word);
  const int64_t share = n + TILE, slot = share < MESSAGE ? share : MESSAGE;
  const int64_t targets = n * ranks <= MESSAGE ? n * ranks : n + BLOCK;
  const int64_t blocks =
      (targets + BLOCK - 1) / BLOCK + APS_DIRECT_ROUNDS; /* some go another round */
  const int64_t sums = 2 * blocks * uses * BLOCK * (int64_t)sizeof(double);
  const int64_t columns =
      ((width + 3) * (targets + BLOCK) + aps_direct_blocks_most(targets, BLOCK)) *
      (int64_t)sizeof(double);
  return (size_t)(2 * (records > sums ? records : sums) + columns +
                  source * (share + SLOTS * slot));
}

int aps_direct_ring_report(void *state, int timed, const char **name, double *value, int max) {
  const direct *self = state;
  (void)timed;
  if (self->ring == NULL || max < 2) return 0;
  name[0] = "ring_messages", value[0] = self->ring->messages;
  name[1] = "ring_messages_early", value[1] = self->ring->early;
  return 2;
}
