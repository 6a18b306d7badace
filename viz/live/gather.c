#include "gather.h"
#include "../../src/core/ranks.h"
#include "../../src/core/run.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 11, MOMENTS = 1 << 14 };

typedef struct {
  int64_t what, want;
  int64_t moments; /* so many traced ones each rank may give */
} word;

typedef struct {
  void *at;
  size_t size;
} column;

static int columns_of(const aps_view *v, aps_cols want, column *out) {
  const struct {
    aps_cols group;
    column c;
  } all[COLUMNS] = {{APS_X, {v->x, 8}},
                    {APS_X, {v->y, 8}},
                    {APS_X, {v->z, 8}},
                    {APS_V, {v->vx, 8}},
                    {APS_V, {v->vy, 8}},
                    {APS_V, {v->vz, 8}},
                    {APS_MASS, {v->mass, 8}},
                    {APS_POT, {v->pot, 8}},
                    {APS_BORN, {v->born, 8}},
                    {APS_ID, {v->id, sizeof *v->id}},
                    {APS_TYPE, {v->type, sizeof *v->type}}};
  int n = 0;
  for (int k = 0; k < COLUMNS; k++)
    if (want & all[k].group) out[n++] = all[k].c;
  return n;
}

/* All columns at once, so that ranks that share cores wait for each other once, not for each column. Zeroed parcels have
 * landed: those of columns too large for one. */
static void begin(aps_ctx *ctx, const column *c, int columns, int64_t at, int64_t n, int other, int gives,
                  aps_ranks_parcel *p) {
  const int64_t most = (int64_t)1 << 30;
  for (int k = 0; k < columns && n > 0; k++) {
    char *data = (char *)c[k].at + c[k].size * (size_t)at;
    const int64_t bytes = (int64_t)c[k].size * n;
    if (bytes > most)
      gives ? aps_ranks_send(ctx, data, bytes, other) : aps_ranks_receive(ctx, data, bytes, other);
    else
      gives ? aps_ranks_send_begin(ctx, data, bytes, other, &p[k]) : aps_ranks_receive_begin(ctx, data, bytes, other, &p[k]);
  }
}

static void land(aps_ctx *ctx, aps_ranks_parcel *p, int n) {
  for (int k = 0; k < n; k++) aps_ranks_landed(ctx, &p[k]);
}

static void tell(aps_ctx *ctx, aps_gather what, aps_cols want, int64_t moments) {
  word w = {what, (int64_t)want, moments};
  aps_ranks_broadcast(ctx, &w, sizeof w, 0);
}

void aps_gather_say(aps_sim *sim, aps_gather what) { tell(aps_sim_ctx(sim), what, 0, 0); }

/* The ways of all ranks' particles, who may have gone from one to another meanwhile, in the order of time. */
static void gather_ways(aps_ctx *ctx, aps_moment *m, int64_t share, aps_trace *seen, aps_trace *all) {
  int64_t n = share ? aps_trace_drain(seen, m, share) : 0;
  for (int r = 1; r < aps_ranks(ctx); r++) {
    int64_t more;
    aps_ranks_receive(ctx, &more, sizeof more, r);
    if (more > 0) aps_ranks_receive(ctx, m + n, more * (int64_t)sizeof *m, r);
    n += more;
  }
  if (n > 0) aps_trace_pass(all, m, n);
}

static void give_ways(aps_ctx *ctx, aps_trace *seen, int64_t share) {
  aps_moment *m = seen && share > 0 ? malloc((size_t)share * sizeof *m) : NULL;
  const int64_t n = m ? aps_trace_drain(seen, m, share) : 0;
  aps_ranks_send(ctx, &n, sizeof n, 0);
  if (n > 0) aps_ranks_send(ctx, m, n * (int64_t)sizeof *m, 0);
  free(m);
}

aps_err aps_gather_rows(aps_sim *sim, aps_cols want, aps_shot *shot, aps_trace *seen, aps_trace *all) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  const int64_t total = aps_count(sim);
  aps_view own;
  column to[COLUMNS], from[COLUMNS];
  APS_TRY(aps_borrow(aps_sim_particles(sim), APS_HOST, want, 0, &own));
  APS_CHECK(ctx, aps_shot_room(shot, total), APS_EMEM,
            "no memory for the window's copy of %lld particles", (long long)total);
  aps_moment *ways = seen && total <= APS_TRACED ? malloc(MOMENTS * sizeof *ways) : NULL;
  const int64_t share = ways ? MOMENTS / aps_ranks(ctx) : 0;
  tell(ctx, APS_GATHER_TAKE, want, share);
  const int columns = columns_of(&shot->v, want, to);
  columns_of(&own, want, from);
  for (int k = 0; k < columns; k++) memcpy(to[k].at, from[k].at, to[k].size * (size_t)own.n);
  int64_t at = own.n, failed = 0;
  for (int r = 1; r < aps_ranks(ctx); r++) {
    int64_t n;
    aps_ranks_receive(ctx, &n, sizeof n, r);
    if (n < 0) failed = r; /* and nothing follows */
    aps_ranks_parcel p[COLUMNS] = {0};
    begin(ctx, to, columns, at, n, r, 0, p);
    land(ctx, p, columns);
    at += n > 0 ? n : 0;
  }
  if (share > 0) gather_ways(ctx, ways, share, seen, all);
  free(ways);
  shot->n = shot->v.n = at;
  shot->has = want;
  shot->generation = -1; /* rows move between ranks */
  APS_CHECK(ctx, !failed, APS_EMEM, "rank %d could not give its particles to the window",
            (int)failed);
  return APS_OK;
}

static void give(aps_sim *sim, aps_cols want, aps_trace *seen, int64_t moments) {
  aps_ctx *ctx = aps_sim_ctx(sim);
  aps_view own;
  column from[COLUMNS];
  const int failed = aps_borrow(aps_sim_particles(sim), APS_HOST, want, 0, &own) != APS_OK;
  const int64_t n = failed ? -1 : own.n;
  if (failed) aps_ctx_clear(ctx);
  aps_ranks_send(ctx, &n, sizeof n, 0);
  aps_ranks_parcel p[COLUMNS] = {0};
  begin(ctx, from, n > 0 ? columns_of(&own, want, from) : 0, 0, n, 0, 1, p);
  land(ctx, p, COLUMNS);
  if (moments > 0) give_ways(ctx, seen, moments);
}

/* ---- settings ---- */

typedef struct {
  char key[64];
  double value;
} setting;

/* Of all ranks; what the first rank says goes. */
static aps_err change(aps_sim *sim, setting s) {
  aps_ranks_broadcast(aps_sim_ctx(sim), &s, sizeof s, 0);
  return aps_sim_change(sim, s.key, s.value, "in the window");
}

aps_err aps_gather_change(aps_sim *sim, const char *key, double value) {
  setting s = {.value = value};
  snprintf(s.key, sizeof s.key, "%s", key);
  if (aps_ranks(aps_sim_ctx(sim)) > 1) tell(aps_sim_ctx(sim), APS_GATHER_CHANGE, 0, 0);
  return change(sim, s);
}

/* ---- a stop ---- */

static int stops(aps_sim *sim) {
  int64_t any = aps_sim_stops(sim);
  aps_ranks_max_int(aps_sim_ctx(sim), &any, 1);
  return any != 0;
}

int aps_gather_stops(aps_sim *sim) {
  tell(aps_sim_ctx(sim), APS_GATHER_ASK, 0, 0);
  return stops(sim);
}

int aps_gather_serve(aps_sim *sim, aps_trace *seen) {
  for (;;) {
    word w = {APS_GATHER_OVER, 0, 0};
    aps_ranks_broadcast(aps_sim_ctx(sim), &w, sizeof w, 0);
    if (w.what == APS_GATHER_TAKE)
      give(sim, (aps_cols)w.want, seen, w.moments);
    else if (w.what == APS_GATHER_ASK)
      (void)stops(sim); /* the first rank ends the pause */
    else if (w.what != APS_GATHER_CHANGE)
      return w.what == APS_GATHER_ON;
    else if (change(sim, (setting){.value = 0}) != APS_OK)
      aps_ctx_clear(aps_sim_ctx(sim)); /* the first rank says why */
  }
}
