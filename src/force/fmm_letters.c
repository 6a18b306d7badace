/* Letters under way; see fmm_letters.h. */
#include "fmm_letters.h"
#include <stdlib.h>
#include <string.h>

#ifndef APS_FMM_PIECES
#define APS_FMM_PIECES FIRST = 4096, PIECE = 1 << 18 /* bytes; tests take little */
#endif
enum { APS_FMM_PIECES, WINDOW = 4 };
static const double often = 5e-5; /* s between looks */

typedef struct {
  char *data, *kept; /* kept: memory for the next that comes or goes */
  size_t room;       /* of what is kept, or of `data` */
  int64_t bytes;
  int there; /* one that comes: all of it; one that goes: it may be sent */
} letter;

typedef struct { /* what comes from a rank, or goes to it: one letter after the other */
  int letter;
  int64_t at, asked; /* bytes of it that are there or sent; that come with the piece awaited */
  int piece;         /* sent so far, of all letters */
  aps_ranks_parcel parcel[WINDOW];
} lane;

struct aps_fmm_letters {
  aps_ctx *ctx;
  int rank, ranks, each;
  letter *in, *out; /* [ranks][each] */
  lane *from, *to;  /* [ranks] */
  int *written;     /* [ranks] letters handed over */
  char *first;      /* [ranks][FIRST] */
  char *scrap;      /* [PIECE] for what there is no room for */
  int scrap_of;     /* the rank whose piece it awaits; -1: none */
  int no_room, cursor;
  unsigned calls; /* of look_often */
  double next_look, taken, early;
  aps_fmm_letter_head sorry;
};

aps_err aps_fmm_letters_create(aps_ctx *ctx, int each, aps_fmm_letters **out) {
  const int64_t ranks = aps_ranks(ctx);
  aps_fmm_letters *p = *out = aps_alloc(ctx, "fmm: letters", 1, sizeof *p);
  if (p == NULL) return APS_EMEM;
  p->ctx = ctx, p->rank = aps_rank(ctx), p->ranks = (int)ranks, p->each = each;
  p->scrap_of = -1;
  p->sorry = (aps_fmm_letter_head){sizeof p->sorry, 1};
  p->in = aps_alloc(ctx, "fmm: letters", ranks * each, sizeof *p->in);
  p->out = aps_alloc(ctx, "fmm: letters", ranks * each, sizeof *p->out);
  p->from = aps_alloc(ctx, "fmm: letters", ranks, sizeof *p->from);
  p->to = aps_alloc(ctx, "fmm: letters", ranks, sizeof *p->to);
  p->written = aps_alloc(ctx, "fmm: letters", ranks, sizeof *p->written);
  p->first = aps_alloc(ctx, "fmm: letters", ranks, FIRST);
  p->scrap = aps_alloc(ctx, "fmm: letters", PIECE, 1);
  return p->in && p->out && p->from && p->to && p->written && p->first && p->scrap ? APS_OK
                                                                                   : APS_EMEM;
}

void aps_fmm_letters_free(aps_fmm_letters **at) {
  aps_fmm_letters *p = *at;
  if (p == NULL) return;
  for (int64_t k = 0; p->in && p->out && k < (int64_t)p->ranks * p->each; k++)
    aps_release(p->ctx, p->in[k].kept), free(p->out[k].kept);
  void *const all[] = {p->in, p->out, p->from, p->to, p->written, p->first, p->scrap};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(p->ctx, all[k]);
  aps_release(p->ctx, p);
  *at = NULL;
}

/* ---- coming */

static void await_first(aps_fmm_letters *p, int from) {
  lane *l = &p->from[from];
  l->at = 0;
  l->asked = FIRST;
  aps_ranks_receive_begin(p->ctx, p->first + (int64_t)FIRST * from, FIRST, from, &l->parcel[0]);
}

/* Room for a letter of m->bytes. */
static char *in_kept(aps_fmm_letters *p, letter *m) {
  if ((size_t)m->bytes > m->room || m->kept == NULL) {
    aps_release(p->ctx, m->kept);
    m->kept = aps_alloc(p->ctx, "fmm: letters", m->bytes + m->bytes / 16, 1);
    m->room = m->kept ? (size_t)(m->bytes + m->bytes / 16) : 0;
  }
  return m->kept;
}

/* The first piece is there: room for all of them. */
static void open_letter(aps_fmm_letters *p, int from, letter *m) {
  lane *l = &p->from[from];
  aps_fmm_letter_head head;
  const char *first = p->first + (int64_t)FIRST * from;
  memcpy(&head, first, sizeof head);
  m->bytes = head.bytes;
  l->asked = m->bytes < FIRST ? m->bytes : FIRST;
  if (head.failed) return;
  m->data = in_kept(p, m);
  if (m->data)
    memcpy(m->data, first, (size_t)l->asked);
  else
    p->no_room = 1;
}

static int await_piece(aps_fmm_letters *p, int from, const letter *m) {
  lane *l = &p->from[from];
  if (m->data == NULL && p->scrap_of >= 0) return 0; /* another rank's passes by first */
  if (m->data == NULL) p->scrap_of = from;
  l->asked = m->bytes - l->at < PIECE ? m->bytes - l->at : PIECE;
  aps_ranks_receive_begin(p->ctx, m->data ? m->data + l->at : p->scrap, l->asked, from,
                          &l->parcel[0]);
  return 1;
}

static void receive(aps_fmm_letters *p, int from) {
  lane *l = &p->from[from];
  while (l->letter < p->each && aps_ranks_has_landed(p->ctx, &l->parcel[0])) {
    letter *m = &p->in[(int64_t)p->each * from + l->letter];
    if (l->at == 0) open_letter(p, from, m);
    if (p->scrap_of == from) p->scrap_of = -1;
    l->at += l->asked, l->asked = 0;
    if (l->at < m->bytes) {
      if (!await_piece(p, from, m)) return;
      continue;
    }
    m->there = 1;
    if (++l->letter < p->each) await_first(p, from);
  }
}

/* ---- going */

static void send(aps_fmm_letters *p, int to) {
  lane *l = &p->to[to];
  while (l->letter < p->each) {
    const letter *m = &p->out[(int64_t)p->each * to + l->letter];
    aps_ranks_parcel *parcel = &l->parcel[l->piece % WINDOW];
    if (!__atomic_load_n(&m->there, __ATOMIC_ACQUIRE) || !aps_ranks_has_landed(p->ctx, parcel))
      return;
    const int64_t most = l->at ? PIECE : FIRST,
                  n = m->bytes - l->at < most ? m->bytes - l->at : most;
    aps_ranks_send_begin(p->ctx, m->data + l->at, n, to, parcel);
    l->piece++, l->at += n;
    if (l->at == m->bytes) l->letter++, l->at = 0;
  }
}

char *aps_fmm_letters_paper(aps_fmm_letters *p, int to, size_t *room) {
  letter *m = &p->out[(int64_t)p->each * to + p->written[to]];
  char *data = m->kept;
  *room = data ? m->room : 0;
  m->kept = NULL;
  return data;
}

void aps_fmm_letters_send(aps_fmm_letters *p, int to, char *data, int64_t bytes, size_t room) {
  letter *m = &p->out[(int64_t)p->each * to + p->written[to]++];
  const aps_fmm_letter_head head = {bytes, 0};
  if (data) memcpy(data, &head, sizeof head);
  m->data = data ? data : (char *)&p->sorry;
  m->bytes = data ? bytes : p->sorry.bytes;
  m->room = room;
  __atomic_store_n(&m->there, 1, __ATOMIC_RELEASE);
}

/* ---- all of them */

void aps_fmm_letters_begin(aps_fmm_letters *p) {
  const size_t n = (size_t)p->ranks;
  for (size_t k = 0; k < n * (size_t)p->each; k++) {
    p->in[k] = (letter){.kept = p->in[k].kept, .room = p->in[k].room};
    p->out[k] = (letter){.kept = p->out[k].kept, .room = p->out[k].room};
  }
  memset(p->from, 0, sizeof *p->from * n), memset(p->to, 0, sizeof *p->to * n);
  memset(p->written, 0, sizeof *p->written * n);
  p->no_room = 0;
  for (int r = 0; r < p->ranks; r++)
    if (r != p->rank) await_first(p, r);
}

static int proceed(aps_fmm_letters *p, int rank) {
  if (rank == p->rank) return 1;
  receive(p, rank);
  send(p, rank);
  if (p->from[rank].letter < p->each || p->to[rank].letter < p->each) return 0;
  int flying = 0;
  for (int k = 0; k < WINDOW; k++) flying |= !aps_ranks_has_landed(p->ctx, &p->to[rank].parcel[k]);
  return !flying;
}

void aps_fmm_letters_look(aps_fmm_letters *p) {
  enum { AT_ONCE = 32 }; /* with many ranks a look must not take longer than what it interrupts */
  const int n = p->ranks < AT_ONCE ? p->ranks : AT_ONCE;
  for (int k = 0; k < n; k++, p->cursor = (p->cursor + 1) % p->ranks) proceed(p, p->cursor);
}

void aps_fmm_letters_look_often(aps_fmm_letters *p) {
  enum { CALLS = 8 }; /* the time alone would take 2 % of a walk */
  if (++p->calls % CALLS || aps_wall() < p->next_look) return;
  aps_fmm_letters_look(p);
  p->next_look = aps_wall() + often;
}

int aps_fmm_letters_there(const aps_fmm_letters *p, int from, int k) {
  return p->in[(int64_t)p->each * from + k].there;
}

/* ---- waiting: all lanes proceed meanwhile, for what is waited for may wait for one of them */

typedef struct {
  aps_fmm_letters *p;
  const uint8_t *from;
  int rank, k;
} wanted;

static int is_there(void *self) {
  const wanted *w = self;
  aps_fmm_letters_look(w->p);
  return aps_fmm_letters_there(w->p, w->rank, w->k);
}

static int any_there(void *self) {
  const wanted *w = self;
  aps_fmm_letters_look(w->p);
  for (int r = 0; r < w->p->ranks; r++)
    if (w->from[r] && aps_fmm_letters_there(w->p, r, w->k)) return 1;
  return 0;
}

static int all_done(void *self) {
  const wanted *w = self;
  int done = 1;
  for (int r = 0; r < w->p->ranks; r++) done &= proceed(w->p, r);
  return done;
}

const char *aps_fmm_letters_take(aps_fmm_letters *p, int from, int k) {
  aps_fmm_letters_look(p);
  p->taken++;
  p->early += aps_fmm_letters_there(p, from, k);
  aps_ranks_await(p->ctx, is_there, &(wanted){p, NULL, from, k});
  return p->in[(int64_t)p->each * from + k].data;
}

const char *aps_fmm_letters_taken(const aps_fmm_letters *p, int from, int k, int64_t *bytes) {
  const letter *m = &p->in[(int64_t)p->each * from + k];
  *bytes = m->bytes;
  return m->data;
}

int aps_fmm_letters_sent(const aps_fmm_letters *p, int to) { return p->written[to]; }

void aps_fmm_letters_await_any(aps_fmm_letters *p, const uint8_t *from, int k) {
  wanted w = {p, from, 0, k};
  if (any_there(&w)) return;
  p->early--; /* the one that is waited for will be there when it is taken */
  aps_ranks_await(p->ctx, any_there, &w);
}

aps_err aps_fmm_letters_end(aps_fmm_letters *p) {
  aps_ranks_await(p->ctx, all_done, &(wanted){p, NULL, 0, 0});
  for (int64_t k = 0; k < (int64_t)p->ranks * p->each; k++) {
    letter *gone = &p->out[k];
    if (gone->data != (char *)&p->sorry) free(gone->kept), gone->kept = gone->data;
    p->in[k].data = gone->data = NULL;
  }
  return p->no_room ? APS_EMEM : APS_OK;
}

void aps_fmm_letters_count(const aps_fmm_letters *p, double *taken, double *early) {
  *taken = p->taken, *early = p->early;
}
