/* Many ranks' items at one. The writer asks for the pieces in the order of the stream, two ahead;
 * the others send theirs in that order and wait when two are under way. */
#include "funnel.h"
#include <string.h>

static int64_t piece_items(const aps_funnel *f) { return APS_FUNNEL_BYTES / (int64_t)f->size; }

static char *box_at(const aps_funnel *f, int b) { return f->room + (size_t)b * APS_FUNNEL_BYTES; }

/* Asks for the piece behind those asked for, into box b; none at the end of the stream. */
static void ask(aps_funnel *f, int b) {
  while (f->sent.rank < f->ranks && f->sent.item == f->count[f->sent.rank]) {
    f->sent.rank++;
    f->sent.item = 0;
  }
  f->box[b].n = f->box[b].used = 0;
  if (f->sent.rank == f->ranks) return;
  const int64_t left = f->count[f->sent.rank] - f->sent.item, most = piece_items(f);
  f->box[b].n = left < most ? left : most;
  f->sent.item += f->box[b].n;
  aps_ranks_receive_begin(f->ctx, box_at(f, b), f->box[b].n * (int64_t)f->size,
                          f->writer + f->sent.rank, &f->box[b].parcel);
}

static void begin(aps_funnel *f) {
  f->begun = 1;
  f->sent.rank = 1; /* its own need no message */
  ask(f, 0);
  ask(f, 1);
}

static int64_t take_own(aps_funnel *f, int64_t n, char *out) {
  const int64_t left = f->taken.rank ? 0 : f->count[0] - f->taken.item;
  const int64_t m = n < left ? n : left;
  if (m > 0) f->fill(f->self, f->taken.item, m, out);
  f->taken.item += m;
  return m;
}

void aps_funnel_take(aps_funnel *f, int64_t n, char *out) {
  if (!f->begun) begin(f);
  f->used += n;
  const int64_t own = take_own(f, n, out);
  out += (size_t)own * f->size;
  for (int64_t left = n - own; left > 0;) {
    const int b = f->turn;
    aps_ranks_landed(f->ctx, &f->box[b].parcel);
    const int64_t here = f->box[b].n - f->box[b].used, m = left < here ? left : here;
    if (here == 0) return; /* nothing more was announced */
    memcpy(out, box_at(f, b) + (size_t)f->box[b].used * f->size, (size_t)m * f->size);
    out += (size_t)m * f->size;
    f->box[b].used += m;
    left -= m;
    if (f->box[b].used < f->box[b].n) continue;
    ask(f, b);
    f->turn = !b;
  }
}

void aps_funnel_give(aps_funnel *f) {
  const int64_t n = f->count[aps_rank(f->ctx) - f->writer], most = piece_items(f);
  int b = 0;
  for (int64_t first = 0; first < n; first += most, b = !b) {
    const int64_t m = n - first < most ? n - first : most;
    aps_ranks_landed(f->ctx, &f->box[b].parcel);
    f->fill(f->self, first, m, box_at(f, b));
    aps_ranks_send_begin(f->ctx, box_at(f, b), m * (int64_t)f->size, f->writer, &f->box[b].parcel);
  }
  for (int k = 0; k < 2; k++) aps_ranks_landed(f->ctx, &f->box[k].parcel);
}
