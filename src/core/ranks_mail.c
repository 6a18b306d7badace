/* Messages among some of the ranks; see ranks.h. Those larger than MPI's int counts go in pieces. */
#include "ranks_inside.h"
#include <string.h>

/* What one rank sends to itself. */
static aps_err keep(aps_ctx *ctx, const void *send, const int64_t *to, void **got, int64_t *from) {
  if (to == NULL) return aps_ctx_code(ctx);
  from[0] = to[0];
  *got = aps_alloc(ctx, "messages", to[0] + 1, 1);
  if (*got == NULL) return APS_EMEM;
  if (to[0]) memcpy(*got, send, (size_t)to[0]);
  return APS_OK;
}

#ifdef APS_HAVE_MPI

/* ---- mail: sizes, then whether all have room for what comes, then what is sent; none of it waits unless asked to */

enum { SIZES, ROOM, CONTENTS, LANDED };

static int64_t pieces(int64_t bytes) { return (bytes + PIECE - 1) / PIECE; }

static void post_pieces(team *t, aps_ranks_mail *m, char *data, int64_t bytes, int other,
                        int receive) {
  for (int64_t at = 0; at < bytes; at += PIECE) {
    const int n = (int)(bytes - at < PIECE ? bytes - at : PIECE);
    MPI_Request *r = &m->request[m->n++];
    if (receive)
      MPI_Irecv(data + at, n, MPI_BYTE, other, TAG, t->all, r);
    else
      MPI_Isend(data + at, n, MPI_BYTE, other, TAG, t->all, r);
  }
}

/* The sizes are there: room for what comes, and whether all have it. */
static void ask_for_room(aps_ctx *ctx, team *t, aps_ranks_mail *m) {
  int64_t in = 0, requests = 1;
  for (int r = 0; r < t->ranks; r++) in += m->from[r], requests += pieces(m->from[r]) + pieces(m->to[r]);
  if (!m->failed) *m->got = aps_alloc(ctx, "messages", in + 1, 1);
  if (!m->failed && *m->got) m->request = aps_alloc(ctx, "messages", requests, sizeof *m->request);
  if (m->request == NULL) m->failed = 1;
  m->good = !m->failed;
  MPI_Iallreduce(MPI_IN_PLACE, &m->good, 1, MPI_INT, MPI_MIN, t->all, &m->own);
  m->stage = ROOM;
}

static void post_contents(team *t, aps_ranks_mail *m) {
  char *into = *m->got, *out = (char *)(uintptr_t)m->send;
  for (int r = 0; r < t->ranks; into += m->from[r], r++)
    if (r != t->rank) post_pieces(t, m, into, m->from[r], r, 1);
  into = *m->got;
  for (int r = 0; r < t->ranks; into += m->from[r], out += m->to[r], r++) {
    if (r != t->rank) {
      post_pieces(t, m, out, m->to[r], r, 0);
      t->sent.bytes += (double)m->to[r];
    } else if (m->to[r]) {
      memcpy(into, out, (size_t)m->to[r]);
    }
  }
  t->sent.bytes += 8 * t->ranks;
  t->sent.messages += m->n;
  m->stage = CONTENTS;
}

/* One stage further, or, in the last, one message; 0: not without waiting. */
static int proceed(aps_ctx *ctx, aps_ranks_mail *m, int wait) {
  team *t = team_of(ctx);
  MPI_Request *r = m->stage == CONTENTS ? &m->request[m->done] : &m->own;
  int done = 1;
  if (m->stage == CONTENTS && m->done == m->n) return m->stage = LANDED, 1;
  if (wait) aps_ranks_wait_for(t->crowded, r);
  else MPI_Test(r, &done, MPI_STATUS_IGNORE);
  if (!done) return 0;
  if (m->stage == SIZES) ask_for_room(ctx, t, m);
  else if (m->stage == CONTENTS) m->done++;
  else if (m->good) post_contents(t, m);
  else m->stage = LANDED;
  return 1;
}

aps_err aps_ranks_post(aps_ctx *ctx, const void *send, const int64_t *to, void **got, int64_t *from,
                       aps_ranks_mail **mail) {
  double start = 0;
  team *t = begin(ctx, &start);
  *got = NULL;
  *mail = NULL;
  if (t == NULL) return keep(ctx, send, to, got, from);
  aps_ranks_mail *m = *mail = &t->mail;
  memset(t->zeros, 0, 2 * sizeof *t->zeros * (size_t)t->ranks);
  *m = (aps_ranks_mail){.failed = to == NULL,
                        .send = send,
                        .to = to ? to : t->zeros,
                        .from = from ? from : t->zeros + t->ranks,
                        .got = got};
  MPI_Ialltoall(m->to, 1, MPI_INT64_T, m->from, 1, MPI_INT64_T, t->all, &m->own);
  end(t, start, 0, 0);
  return APS_OK;
}

int aps_ranks_mail_landed(aps_ctx *ctx, aps_ranks_mail *m) {
  while (m && m->stage != LANDED)
    if (!proceed(ctx, m, 0)) return 0;
  return 1;
}

aps_err aps_ranks_wait(aps_ctx *ctx, aps_ranks_mail **mail) {
  aps_ranks_mail *m = *mail;
  if (m == NULL) return APS_OK;
  const double start = team_of(ctx) ? mark(team_of(ctx), 1) : 0;
  while (m->stage != LANDED) proceed(ctx, m, 1);
  if (team_of(ctx)) end(team_of(ctx), start, 0, 0);
  const int good = m->good;
  const aps_err mine = m->failed ? aps_ctx_code(ctx) : APS_OK;
  if (!good) aps_release(ctx, *m->got), *m->got = NULL;
  aps_release(ctx, m->request);
  *mail = NULL;
  return good ? APS_OK : aps_ranks_agree(ctx, mine);
}

void aps_ranks_counts(aps_ctx *ctx, const int64_t *to, int64_t *from) {
  double start;
  team *t = begin(ctx, &start);
  from[0] = to[0];
  if (t == NULL) return;
  APS_RANKS_CALL(t, Alltoall, Ialltoall, to, 1, MPI_INT64_T, from, 1, MPI_INT64_T);
  end(t, start, 8 * t->ranks, log_ranks(t));
}

/* How many bytes of the piece at `at`. */
static int piece_at(int64_t bytes, int64_t at) {
  return bytes <= at ? 0 : (int)(bytes - at < PIECE ? bytes - at : PIECE);
}

void aps_ranks_swap(aps_ctx *ctx, const void *send, const int64_t *to, void *into, const int64_t *from) {
  double start = 0, bytes = 0, messages = 0;
  team *t = begin(ctx, &start);
  const int ranks = t ? t->ranks : 1, me = t ? t->rank : 0;
  int64_t most = 0;
  for (int r = 0; r < ranks; r++)
    if (r != me) most = most > to[r] ? most : to[r], most = most > from[r] ? most : from[r];
  for (int64_t at = 0; at < most; at += PIECE) {
    char *in = into, *out = (char *)(uintptr_t)send;
    int n = 0;
    for (int r = 0; r < ranks; in += from[r++])
      if (r != me && piece_at(from[r], at))
        MPI_Irecv(in + at, piece_at(from[r], at), MPI_BYTE, r, TAG, t->all, &t->request[n++]);
    for (int r = 0; r < ranks; out += to[r++])
      if (r != me && piece_at(to[r], at)) {
        MPI_Isend(out + at, piece_at(to[r], at), MPI_BYTE, r, TAG, t->all, &t->request[n++]);
        bytes += piece_at(to[r], at), messages++;
      }
    for (int i = 0; i < n; i++) aps_ranks_wait_for(t->crowded, &t->request[i]);
  }
  int64_t here = 0, there = 0;
  for (int r = 0; r < me; r++) here += from[r], there += to[r];
  if (to[me]) memcpy((char *)into + here, (const char *)send + there, (size_t)to[me]);
  if (t) end(t, start, bytes, messages);
}

void aps_ranks_send(aps_ctx *ctx, const void *data, int64_t bytes, int to) {
  team *t = team_of(ctx);
  const double start = mark(t, 1);
  for (int64_t at = 0; at < bytes; at += PIECE)
    APS_RANKS_CALL(t, Send, Isend, (const char *)data + at, (int)(bytes - at < PIECE ? bytes - at : PIECE),
                   MPI_BYTE, to, TAG + 1);
  end(t, start, (double)bytes, (double)pieces(bytes));
}

void aps_ranks_receive(aps_ctx *ctx, void *data, int64_t bytes, int from) {
  team *t = team_of(ctx);
  const double start = mark(t, 1);
  for (int64_t at = 0; at < bytes; at += PIECE) {
    MPI_Request request;
    MPI_Irecv((char *)data + at, (int)(bytes - at < PIECE ? bytes - at : PIECE), MPI_BYTE, from,
              TAG + 1, t->all, &request);
    aps_ranks_wait_for(t->crowded, &request);
  }
  end(t, start, 0, 0);
}

_Static_assert(sizeof(MPI_Request) <= sizeof((aps_ranks_parcel *)0)->request, "a request's room");

static void fly(aps_ranks_parcel *p, MPI_Request request) {
  memcpy(p->request, &request, sizeof request);
  p->flying = 1;
}

void aps_ranks_send_begin(aps_ctx *ctx, const void *data, int64_t bytes, int to,
                          aps_ranks_parcel *p) {
  team *t = team_of(ctx);
  MPI_Request request;
  MPI_Isend(data, (int)bytes, MPI_BYTE, to, TAG + 2, t->all, &request);
  fly(p, request);
  t->sent.bytes += (double)bytes;
  t->sent.messages++;
}

void aps_ranks_receive_begin(aps_ctx *ctx, void *data, int64_t bytes, int from,
                             aps_ranks_parcel *p) {
  team *t = team_of(ctx);
  MPI_Request request;
  MPI_Irecv(data, (int)bytes, MPI_BYTE, from, TAG + 2, t->all, &request);
  fly(p, request);
}

void aps_ranks_landed(aps_ctx *ctx, aps_ranks_parcel *p) {
  if (!p->flying) return;
  const double start = mark(team_of(ctx), 1);
  MPI_Request request;
  memcpy(&request, p->request, sizeof request);
  aps_ranks_wait_for(team_of(ctx)->crowded, &request);
  p->flying = 0;
  end(team_of(ctx), start, 0, 0);
}

int aps_ranks_has_landed(aps_ctx *ctx, aps_ranks_parcel *p) {
  (void)ctx;
  if (!p->flying) return 1;
  int landed;
  MPI_Request request;
  memcpy(&request, p->request, sizeof request);
  MPI_Test(&request, &landed, MPI_STATUS_IGNORE);
  memcpy(p->request, &request, sizeof request);
  p->flying = !landed;
  return landed;
}

void aps_ranks_await(aps_ctx *ctx, int (*done)(void *), void *self) {
  double start = 0;
  team *t = begin(ctx, &start);
  long nanoseconds = 0;
  for (int tries = 1; !done(self); tries++)
    if (t && t->crowded) aps_ranks_pause(tries, &nanoseconds);
  if (t) end(t, start, 0, 0);
}

#else /* ---- one rank */

aps_err aps_ranks_post(aps_ctx *ctx, const void *send, const int64_t *to, void **got, int64_t *from,
                       aps_ranks_mail **mail) {
  *mail = NULL;
  *got = NULL;
  return keep(ctx, send, to, got, from);
}
int aps_ranks_mail_landed(aps_ctx *ctx, aps_ranks_mail *m) { return (void)ctx, (void)m, 1; }
aps_err aps_ranks_wait(aps_ctx *ctx, aps_ranks_mail **mail) { return (void)ctx, *mail = NULL, APS_OK; }
void aps_ranks_send(aps_ctx *ctx, const void *data, int64_t bytes, int to) {
  (void)ctx, (void)data, (void)bytes, (void)to;
}
void aps_ranks_receive(aps_ctx *ctx, void *data, int64_t bytes, int from) {
  (void)ctx, (void)data, (void)bytes, (void)from;
}
void aps_ranks_send_begin(aps_ctx *ctx, const void *data, int64_t bytes, int to,
                          aps_ranks_parcel *p) {
  (void)ctx, (void)data, (void)bytes, (void)to, (void)p;
}
void aps_ranks_receive_begin(aps_ctx *ctx, void *data, int64_t bytes, int from,
                             aps_ranks_parcel *p) {
  (void)ctx, (void)data, (void)bytes, (void)from, (void)p;
}
void aps_ranks_landed(aps_ctx *ctx, aps_ranks_parcel *p) { (void)ctx, (void)p; }
int aps_ranks_has_landed(aps_ctx *ctx, aps_ranks_parcel *p) { return (void)ctx, (void)p, 1; }
void aps_ranks_await(aps_ctx *ctx, int (*done)(void *), void *self) {
  (void)ctx;
  while (!done(self)) continue;
}
void aps_ranks_counts(aps_ctx *ctx, const int64_t *to, int64_t *from) { (void)ctx, from[0] = to[0]; }
void aps_ranks_swap(aps_ctx *ctx, const void *send, const int64_t *to, void *into, const int64_t *from) {
  (void)ctx, (void)from;
  if (to[0]) memcpy(into, send, (size_t)to[0]);
}
#endif

aps_err aps_ranks_exchange(aps_ctx *ctx, const void *send, const int64_t *to, void **got,
                           int64_t *from) {
  aps_ranks_mail *mail;
  APS_TRY(aps_ranks_post(ctx, send, to, got, from, &mail));
  return aps_ranks_wait(ctx, &mail);
}

aps_err aps_ranks_deal(aps_ctx *ctx, void **items, int64_t *n, size_t size, int (*to)(const void *item, int ranks)) {
  const int ranks = aps_ranks(ctx);
  if (ranks == 1) return APS_OK;
  const char *from = *items;
  char *sorted = aps_alloc(ctx, "messages", *n + 1, size);
  int64_t *count = aps_alloc(ctx, "messages", 3 * (int64_t)ranks, sizeof *count), *at = count ? count + ranks : NULL, *got = count ? at + ranks : NULL;
  void *mine;
  const int good = sorted && count;
  for (int64_t i = 0; good && i < *n; i++) count[to(from + size * (size_t)i, ranks)] += (int64_t)size;
  for (int r = 1; good && r < ranks; r++) at[r] = at[r - 1] + count[r - 1];
  for (int64_t i = 0; good && i < *n; i++) {
    int64_t *place = &at[to(from + size * (size_t)i, ranks)];
    memcpy(sorted + *place, from + size * (size_t)i, size);
    *place += (int64_t)size;
  }
  const aps_err err = aps_ranks_exchange(ctx, sorted, good ? count : NULL, &mine, got);
  aps_release(ctx, sorted);
  if (err != APS_OK) return aps_release(ctx, count), err;
  *n = 0;
  for (int r = 0; r < ranks; r++) *n += got[r] / (int64_t)size;
  aps_release(ctx, *items);
  *items = mine;
  aps_release(ctx, count);
  return APS_OK;
}
