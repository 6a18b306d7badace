/* Which bodies touch in a drift. Cells of a tree are boxes in position and in velocity with their largest radius; two of them are
 * opened while some of their bodies could touch, and each pair of bodies in two leaves is then solved for:
 *
 *   |d - u s| = R,   0 <= s <= dt,     s: time before the end of the drift,
 *
 * whose larger root is the moment of touch. Boxes in velocity keep pairs few where neighbours share a fast common motion, as in
 * a ring. Source of the test in time: Alder & Wainwright 1959, J. Chem. Phys. 31, 459, eq. 3. */
#include "collide.h"
#include "../core/ranks.h"
#include "../core/wide.h"
#include "../force/threads.h"
#include "../force/tree.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAF = 8, BOXES = 64, ITSELF = 13 /* of the 27 images */ };

int aps_spheres_touch(const double d[3], const double u[3], double R, double dt, aps_touch_kind kind, double *before) {
  const double d2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2], u2 = u[0] * u[0] + u[1] * u[1] + u[2] * u[2],
               du = d[0] * u[0] + d[1] * u[1] + d[2] * u[2], c = d2 - R * R, root = du * du - u2 * c;
  *before = 0;
  if (kind == APS_TOUCH_ANY && c < 0 && !(u2 > 0)) return 1; /* at rest in one another */
  if (!(root >= 0) || !(u2 > 0)) return 0;
  const double s = (du + sqrt(root)) / u2;
  if (s >= 0 && s <= dt && (s > 0 || du < 0)) return *before = s, 1;
  if (c >= 0 || s < dt) return 0;
  return kind == APS_TOUCH_ANY || (kind == APS_TOUCH_APPROACHING && du < 0);
}

void aps_body_apart(const aps_body *a, const aps_body *b, const double box[3], double d[3]) {
  for (int k = 0; k < 3; k++) {
    d[k] = b->x[k] - a->x[k];
    if (box[k] > 0) d[k] -= box[k] * nearbyint(d[k] / box[k]);
  }
}

/* ---- boxes ---------------------------------------------------------------------------------------- */

typedef struct { /* of some bodies; empty: low > high */
  double low[3], high[3], slow[3], fast[3]; /* positions, velocities */
  double radius;
} hull;

static const hull nothing = {{HUGE_VAL, HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL},
                             {HUGE_VAL, HUGE_VAL, HUGE_VAL}, {-HUGE_VAL, -HUGE_VAL, -HUGE_VAL}, 0};

/* Comparisons in place of fmin and fmax, which are calls. */
static void lower(double *a, double b) { *a = b < *a ? b : *a; }
static void raise_to(double *a, double b) { *a = b > *a ? b : *a; }

static void widen(hull *h, const hull *by) {
  for (int k = 0; k < 3; k++) {
    lower(&h->low[k], by->low[k]), raise_to(&h->high[k], by->high[k]);
    lower(&h->slow[k], by->slow[k]), raise_to(&h->fast[k], by->fast[k]);
  }
  raise_to(&h->radius, by->radius);
}

static hull hull_of(const aps_body *p) {
  hull h = {.radius = p->radius};
  for (int k = 0; k < 3; k++) h.low[k] = h.high[k] = p->x[k], h.slow[k] = h.fast[k] = p->v[k];
  return h;
}

/* Whether one of a and one of b, moved by `shift`, may touch; never 0 where they do, roundoff included. */
static int may_touch(const hull *a, const hull *b, const double shift[3], double dt) {
  const double R = a->radius + b->radius;
  if (!(R > 0) || a->low[0] > a->high[0] || b->low[0] > b->high[0]) return 0; /* of the empty one all sums are infinite */
  for (int k = 0; k < 3; k++) {
    const double low = b->low[k] - a->high[k] + shift[k], high = b->high[k] - a->low[k] + shift[k];
    const double slow = b->slow[k] - a->fast[k], fast = b->fast[k] - a->slow[k];
    const double reach = R + 1e-13 * (fabs(a->low[k]) + fabs(a->high[k]) + fabs(b->low[k]) + fabs(b->high[k]) + fabs(shift[k]) +
                                      dt * (fabs(slow) + fabs(fast)) + R);
    if ((low > reach && low - dt * fast > reach) || (high < -reach && high - dt * slow < -reach)) return 0;
  }
  return 1;
}

/* ---- the bodies of this rank ---------------------------------------------------------------------- */

typedef struct aps_collider {
  aps_ctx *ctx;
  aps_tree tree;
  aps_body *body; /* [n] in the tree's order */
  hull *cell;     /* [tree.cells] */
  int64_t body_room, cell_room;
  double box[3], dt;
  aps_touch_kind kind;
  int threads;
} field;

static void fill(field *f, aps_view p) {
  const int rank = aps_rank(f->ctx);
#pragma omp parallel for num_threads(f->threads) if (p.n > 4096)
  for (int64_t k = 0; k < p.n; k++) {
    const int64_t i = f->tree.order[k];
    f->body[k] = (aps_body){{p.x[i], p.y[i], p.z[i]}, {p.vx[i], p.vy[i], p.vz[i]}, {p.ax[i], p.ay[i], p.az[i]}, p.mass[i], p.radius[i], p.eps[i], p.id[i], i, rank};
  }
  for (int32_t c = f->tree.cells - 1; c >= 0; c--) { /* children lie behind their parents */
    const aps_cell *at = &f->tree.cell[c];
    f->cell[c] = nothing;
    for (int k = 0; k < at->children; k++) widen(&f->cell[c], &f->cell[at->child + k]);
    for (int64_t k = at->first; at->children == 0 && k < at->first + at->n; k++) {
      const hull h = hull_of(&f->body[k]);
      widen(&f->cell[c], &h);
    }
  }
}

/* Room for n items; what was there is gone. */
static aps_err make_room(aps_ctx *ctx, void **at, int64_t *room, int64_t n, size_t size) {
  if (*at && n <= *room) return APS_OK;
  aps_release(ctx, *at);
  *room = n + n / 8 + 16;
  *at = aps_alloc(ctx, "bodies", *room, size);
  return *at ? APS_OK : APS_EMEM;
}

static aps_err plant(field *f, aps_view p) {
  f->tree.threads = f->threads, f->tree.id = p.id;
  APS_TRY(aps_tree_build(&f->tree, p.x, p.y, p.z, NULL, p.n, LEAF));
  APS_TRY(make_room(f->ctx, (void **)&f->body, &f->body_room, p.n, sizeof *f->body));
  APS_TRY(make_room(f->ctx, (void **)&f->cell, &f->cell_room, f->tree.cells, sizeof *f->cell));
  fill(f, p);
  return APS_OK;
}

aps_collider *aps_collider_create(aps_ctx *ctx) {
  field *f = aps_alloc(ctx, "search for collisions", 1, sizeof *f);
  if (f) f->ctx = f->tree.ctx = ctx;
  return f;
}

double aps_collider_bytes(int64_t n) {
  return (double)n * sizeof(aps_body) + (double)aps_tree_bytes(n, LEAF) + 4.0 / LEAF * (double)n * sizeof(hull);
}

void aps_collider_free(aps_collider **handle) {
  field *f = *handle;
  if (f == NULL) return;
  aps_ctx *ctx = f->ctx;
  aps_tree_free(&f->tree);
  aps_release(ctx, f->body);
  aps_release(ctx, f->cell);
  aps_release(ctx, f);
  *handle = NULL;
}

static int apart_for_good(const aps_body *a, const aps_body *b) { return a->mass + b->mass == 0 || a->id == b->id; }

/* Whether the two, d apart at the end of a drift with u, can have met in it. Where a drift is 1e8 times their size the roots of a
 * touch are roundoff. Such a touch counts for nobody, for whether the search comes to look at the pair hangs on which bodies share
 * a cell, or a rank; what passes here passes may_touch of any cells, whose margin is fourfold, and mark_near. */
static int within_reach(const aps_body *a, const aps_body *b, const double d[3], const double u[3], double R, double dt) {
  double d2 = 0, u2 = 0;
  for (int k = 0; k < 3; k++) {
    const double end = fabs(d[k]), start = d[k] < 0 ? dt * u[k] - d[k] : d[k] - dt * u[k]; /* on the same side */
    const double reach = R + 2e-14 * (fabs(a->x[k]) + fabs(b->x[k]) + end + dt * fabs(u[k]) + R);
    if (end > reach && start > reach) return 0;
    d2 += d[k] * d[k], u2 += u[k] * u[k];
  }
  return d2 <= 2.0005 * (R * R + u2 * dt * dt);
}

static int touch(const field *f, const aps_body *a, const aps_body *b, double *before) {
  double d[3], u[3];
  if (apart_for_good(a, b)) return 0;
  if (a->id > b->id) { /* the same bits whoever asks */
    const aps_body *other = a;
    a = b, b = other;
  }
  aps_body_apart(a, b, f->box, d);
  for (int k = 0; k < 3; k++) u[k] = b->v[k] - a->v[k];
  const double R = a->radius + b->radius;
  return R > 0 && within_reach(a, b, d, u, R, f->dt) && aps_spheres_touch(d, u, R, f->dt, f->kind, before);
}

/* ---- pairs ---------------------------------------------------------------------------------------- */

typedef struct {
  const aps_body *a, *b;
  double before;
} hit;

typedef struct { /* hits beyond the room are counted alone */
  hit *hit;
  int64_t room, n;
} hits;

static void note(hits *h, const aps_body *a, const aps_body *b, double before) {
  int64_t at;
#pragma omp atomic capture
  at = h->n++;
  if (at < h->room) h->hit[at] = (hit){a, b, before};
}

typedef struct {
  int32_t a, b;
  int image; /* of b: 0 … 26 */
} pair;

typedef struct {
  const field *f;
  hits *hits;
  pair *pair; /* to be opened in parallel */
  int64_t n, room;
} walk;

/* Of a periodic box all images are looked at, in open space none but the one itself. */
static int first_image(const field *f) { return f->box[0] > 0 || f->box[1] > 0 || f->box[2] > 0 ? 0 : ITSELF; }
static int last_image(const field *f) { return 2 * ITSELF - first_image(f); }

static void shift_of(const field *f, int image, double shift[3]) {
  const int digit[3] = {image % 3 - 1, image / 3 % 3 - 1, image / 9 - 1};
  for (int k = 0; k < 3; k++) shift[k] = digit[k] * f->box[k];
}

enum { FEW = LEAF };

typedef struct { /* of up to FEW bodies, side by side */
  double x[3][FEW], v[3][FEW], radius[FEW];
  int n;
} few;

static void take_few(few *f, const aps_body *from, int n) {
  f->n = n;
  for (int l = 0; l < FEW; l++) {
    const aps_body *p = &from[l < n ? l : 0];
    for (int k = 0; k < 3; k++) f->x[k][l] = p->x[k], f->v[k][l] = p->v[k];
    f->radius[l] = p->radius;
  }
}

/* Marks those that may touch another body: |d| <= R + |u| dt, of whose square 2 R^2 + 2 u^2 dt^2 is no less. The exact test takes
 * ten times as long. d has the bits that it has there, so the margin is for the sums alone. Returns how many. */
APS_WIDE static int mark_near(const few *f, const aps_body *a, const double box[3], double dt, unsigned char near[FEW]) {
  const double whole = 0x1.8p52; /* adding it rounds to whole numbers */
  double d2[FEW] = {0}, u2[FEW] = {0};
  int64_t far[FEW], n = 0;
  for (int k = 0; k < 3; k++) {
    const double L = box[k], x = a->x[k], v = a->v[k];
    double d[FEW];
#pragma omp simd
    for (int l = 0; l < FEW; l++) d[l] = f->x[k][l] - x;
    if (L > 0) {
#pragma omp simd
      for (int l = 0; l < FEW; l++) d[l] -= L * ((d[l] / L + whole) - whole);
    }
#pragma omp simd
    for (int l = 0; l < FEW; l++) {
      const double u = f->v[k][l] - v;
      d2[l] += d[l] * d[l], u2[l] += u * u;
    }
  }
#pragma omp simd
  for (int l = 0; l < FEW; l++) {
    const double R = a->radius + f->radius[l];
    far[l] = d2[l] > 2.001 * (R * R + u2[l] * dt * dt);
  }
  for (int l = 0; l < f->n; l++) near[l] = !far[l], n += !far[l];
  return (int)n;
}

static void leaves(const walk *w, const aps_cell *a, const aps_cell *b) {
  const field *f = w->f;
  const int64_t a_end = a->first + a->n, b_end = b->first + b->n;
  unsigned char near[FEW];
  double before;
  few some;
  for (int64_t from = b->first; from < b_end; from += FEW) {
    const int64_t end = from + FEW < b_end ? from + FEW : b_end;
    take_few(&some, &f->body[from], (int)(end - from));
    for (int64_t i = a->first; i < (a == b && end < a_end ? end : a_end); i++) {
      if (mark_near(&some, &f->body[i], f->box, f->dt, near) == 0) continue;
      for (int64_t j = a == b && i >= from ? i + 1 : from; j < end; j++)
        if (near[j - from] && touch(f, &f->body[i], &f->body[j], &before)) note(w->hits, &f->body[i], &f->body[j], before);
    }
  }
}

static void visit(walk *w, pair p, void open(walk *, pair)) {
  const aps_cell *a = &w->f->tree.cell[p.a], *b = &w->f->tree.cell[p.b];
  if (a->children == 0 && b->children == 0) {
    leaves(w, a, b);
  } else if (p.a == p.b) {
    for (int i = 0; i < a->children; i++)
      for (int j = p.image == ITSELF ? i : 0; j < a->children; j++) open(w, (pair){a->child + i, a->child + j, p.image});
  } else if (b->children == 0 || (a->children && a->n >= b->n)) {
    for (int i = 0; i < a->children; i++) open(w, (pair){a->child + i, p.b, p.image});
  } else {
    for (int j = 0; j < b->children; j++) open(w, (pair){p.a, b->child + j, p.image});
  }
}

static int is_open(const walk *w, pair p) {
  double shift[3];
  shift_of(w->f, p.image, shift);
  return may_touch(&w->f->cell[p.a], &w->f->cell[p.b], shift, w->f->dt);
}

static void descend(walk *w, pair p) {
  if (is_open(w, p)) visit(w, p, descend);
}

static void queue(walk *w, pair p) {
  if (is_open(w, p)) w->pair[w->n++] = p; /* room is asked for before */
}

/* Opens pairs of cells one by one until there are enough for all threads. */
static aps_err spread(walk *w, aps_ctx *ctx) {
  enum { ENOUGH = 512, MOST_CHILDREN = 64 };
  int64_t next = 0;
  w->room = 27 + ENOUGH + MOST_CHILDREN;
  w->pair = aps_alloc(ctx, "pairs of cells", w->room, sizeof *w->pair);
  if (w->pair == NULL) return APS_EMEM;
  for (int image = first_image(w->f); image <= ITSELF; image++) queue(w, (pair){0, 0, image}); /* the others are the same pairs */
  for (; next < w->n && w->n - next < ENOUGH && w->n + MOST_CHILDREN <= w->room; next++) {
    const pair p = w->pair[next];
    w->pair[next].a = -1;
    visit(w, p, queue);
  }
  return APS_OK;
}

static aps_err own_pairs(field *f, hits *h) {
  walk w = {.f = f, .hits = h};
  const aps_err err = spread(&w, f->ctx);
#pragma omp parallel for schedule(dynamic, 1) num_threads(f->threads)
  for (int64_t k = 0; k < w.n; k++)
    if (w.pair[k].a >= 0) visit(&w, w.pair[k], descend);
  aps_release(f->ctx, w.pair);
  return err;
}

/* ---- with bodies of other ranks ------------------------------------------------------------------- */

static void against(const field *f, hits *h, const aps_body *guest, const hull *box, int32_t c, const double shift[3]) {
  const aps_cell *at = &f->tree.cell[c];
  double before;
  if (!may_touch(&f->cell[c], box, shift, f->dt)) return;
  for (int k = 0; k < at->children; k++) against(f, h, guest, box, at->child + k, shift);
  for (int64_t k = at->first; at->children == 0 && k < at->first + at->n; k++)
    if (touch(f, &f->body[k], guest, &before)) note(h, &f->body[k], guest, before);
}

static void with_guests(field *f, hits *h, const aps_body *guest, int64_t n) {
#pragma omp parallel for schedule(dynamic, 16) num_threads(f->threads)
  for (int64_t i = 0; i < n; i++) {
    const hull box = hull_of(&guest[i]);
    for (int image = first_image(f); image <= last_image(f); image++) {
      double shift[3];
      shift_of(f, image, shift);
      against(f, h, &guest[i], &box, 0, shift);
    }
  }
}

/* A few boxes that hold all bodies of this rank: the cells with most of them are opened. */
static void outline(const field *f, hull out[BOXES]) {
  int32_t cell[BOXES] = {0};
  int n = 1;
  for (int k = 0; k < BOXES; k++) out[k] = nothing;
  for (;;) {
    int best = -1;
    for (int k = 0; k < n; k++) {
      const aps_cell *at = &f->tree.cell[cell[k]];
      if (at->children && n + at->children <= BOXES + 1 && (best < 0 || at->n > f->tree.cell[cell[best]].n)) best = k;
    }
    if (best < 0) break;
    const aps_cell *at = &f->tree.cell[cell[best]];
    cell[best] = at->child;
    for (int k = 1; k < at->children; k++) cell[n++] = at->child + k;
  }
  for (int k = 0; k < n; k++) out[k] = f->cell[cell[k]];
}

/* Marks the bodies that may touch some in a box of another rank's. */
static void mark(const field *f, const hull *box, int32_t c, const double shift[3], unsigned char *wanted) {
  const aps_cell *at = &f->tree.cell[c];
  if (!may_touch(&f->cell[c], box, shift, f->dt)) return;
  for (int k = 0; k < at->children; k++) mark(f, box, at->child + k, shift, wanted);
  for (int64_t k = at->first; at->children == 0 && k < at->first + at->n; k++) {
    const hull h = hull_of(&f->body[k]);
    wanted[k] |= (unsigned char)may_touch(&h, box, shift, f->dt);
  }
}

typedef struct {
  hull *of;              /* [ranks][BOXES] */
  unsigned char *wanted; /* [n] */
  aps_body *send;
  int64_t *bytes, n, room;
} letters;

static aps_err write_to(const field *f, letters *l, int rank) {
  memset(l->wanted, 0, (size_t)f->tree.n);
  for (int k = 0; k < BOXES; k++)
    for (int image = first_image(f); image <= last_image(f); image++) {
      double shift[3];
      shift_of(f, image, shift);
      mark(f, &l->of[rank * BOXES + k], 0, shift, l->wanted);
    }
  int64_t n = 0;
  for (int64_t k = 0; k < f->tree.n; k++) n += l->wanted[k];
  l->bytes[rank] = n * (int64_t)sizeof *l->send;
  if (l->n + n > l->room) {
    aps_body *more = aps_alloc(f->ctx, "bodies for other ranks", 2 * (l->n + n), sizeof *more);
    if (more == NULL) return APS_EMEM;
    if (l->n) memcpy(more, l->send, sizeof *more * (size_t)l->n);
    aps_release(f->ctx, l->send);
    l->send = more, l->room = 2 * (l->n + n);
  }
  for (int64_t k = 0; k < f->tree.n; k++)
    if (l->wanted[k]) l->send[l->n++] = f->body[k];
  return APS_OK;
}

static aps_err write_all(field *f, letters *l) {
  const int ranks = aps_ranks(f->ctx), me = aps_rank(f->ctx);
  hull mine[BOXES];
  l->of = aps_alloc(f->ctx, "boxes of ranks", ranks * BOXES, sizeof *l->of);
  l->wanted = aps_alloc(f->ctx, "bodies for other ranks", f->tree.n + 1, 1);
  l->bytes = aps_alloc(f->ctx, "messages", 2 * ranks, sizeof *l->bytes);
  APS_TRY(aps_ranks_agree(f->ctx, l->of && l->wanted && l->bytes ? APS_OK : APS_EMEM));
  outline(f, mine);
  aps_ranks_gather(f->ctx, mine, sizeof mine, l->of);
  for (int r = 0; r < me; r++) APS_TRY(write_to(f, l, r)); /* a pair is looked at by the lower of its ranks */
  return APS_OK;
}

/* *guest: those of higher ranks that may touch some of these. */
static aps_err invite(field *f, aps_body **guest, int64_t *n) {
  letters l = {.of = NULL};
  const int ranks = aps_ranks(f->ctx);
  *guest = NULL, *n = 0;
  if (ranks == 1) return APS_OK;
  aps_err err = aps_ranks_agree(f->ctx, write_all(f, &l));
  if (err == APS_OK) err = aps_ranks_exchange(f->ctx, l.send, l.bytes, (void **)guest, l.bytes + ranks);
  for (int r = 0; err == APS_OK && r < ranks; r++) *n += l.bytes[ranks + r] / (int64_t)sizeof **guest;
  void *const all[] = {l.of, l.wanted, l.send, l.bytes};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) aps_release(f->ctx, all[k]);
  return err;
}

/* ---- all together --------------------------------------------------------------------------------- */

static int by_time(const void *p, const void *q) {
  const aps_contact *a = p, *b = q;
  if (a->before != b->before) return a->before > b->before ? -1 : 1;
  if (a->a.id != b->a.id) return a->a.id < b->a.id ? -1 : 1;
  return (a->b.id > b->b.id) - (a->b.id < b->b.id);
}

/* Until all hits have room. */
static aps_err collect(field *f, const aps_body *guest, int64_t guests, hits *h) {
  for (int64_t room = f->tree.n / 8 + 256;; room = h->n) {
    aps_release(f->ctx, h->hit);
    *h = (hits){aps_alloc(f->ctx, "contacts", room, sizeof *h->hit), room, 0};
    if (h->hit == NULL) return APS_EMEM;
    if (f->tree.n) APS_TRY(own_pairs(f, h));
    if (f->tree.n) with_guests(f, h, guest, guests);
    if (h->n <= h->room) return APS_OK;
  }
}

static void put_in_words(const hits *h, aps_contact *out) {
  for (int64_t k = 0; k < h->n; k++) {
    const hit *t = &h->hit[k];
    const int swap = t->a->id > t->b->id;
    out[k] = (aps_contact){t->before, swap ? *t->b : *t->a, swap ? *t->a : *t->b};
  }
}

/* In a box that is small against the boxes of cells a pair is met in two images. */
static int64_t once_each(aps_contact *c, int64_t n) {
  int64_t kept = 0;
  for (int64_t k = 0; k < n; k++)
    if (kept == 0 || by_time(&c[kept - 1], &c[k]) != 0) c[kept++] = c[k];
  return kept;
}

/* What each has found, to all. */
static aps_err share(aps_ctx *ctx, const hits *h, aps_contact **out, int64_t *n) {
  const int ranks = aps_ranks(ctx);
  int64_t *count = aps_alloc(ctx, "messages", ranks, sizeof *count), total = 0;
  aps_contact *mine = aps_alloc(ctx, "contacts", h->n + 1, sizeof *mine);
  aps_err err = aps_ranks_agree(ctx, count && mine ? APS_OK : APS_EMEM);
  if (err == APS_OK) {
    put_in_words(h, mine);
    const int64_t bytes = h->n * (int64_t)sizeof *mine;
    aps_ranks_gather(ctx, &bytes, sizeof bytes, count);
    for (int r = 0; r < ranks; r++) total += count[r];
    *out = ranks > 1 ? aps_alloc(ctx, "contacts", total + 1, 1) : mine;
    err = aps_ranks_agree(ctx, *out ? APS_OK : APS_EMEM);
  }
  if (err == APS_OK && ranks > 1) aps_ranks_gather_all(ctx, mine, count, *out);
  if (mine != *out) aps_release(ctx, mine);
  aps_release(ctx, count);
  *n = total / (int64_t)sizeof *mine;
  return err;
}

static aps_err search(field *f, aps_view p, aps_body **guest, hits *h) {
  int64_t guests;
  APS_TRY(aps_ranks_agree(f->ctx, plant(f, p)));
  APS_TRY(invite(f, guest, &guests));
  return aps_ranks_agree(f->ctx, collect(f, *guest, guests, h));
}

/* A team costs more than few bodies do. */
static int threads_for(int64_t n, int threads) {
  const aps_force_setup setup = {.threads = threads};
  return n < 2000 ? 1 : aps_force_threads(&setup);
}

aps_err aps_contacts_find(aps_collider *f, aps_view p, const double box[3], double dt, aps_touch_kind kind, int threads,
                          aps_contact **out, int64_t *n) {
  aps_ctx *ctx = f->ctx;
  aps_body *guest = NULL;
  hits h = {NULL, 0, 0};
  memcpy(f->box, box, sizeof f->box);
  f->dt = dt, f->kind = kind, f->threads = threads_for(p.n, threads);
  *out = NULL, *n = 0;
  aps_err err = search(f, p, &guest, &h);
  if (err == APS_OK) err = share(ctx, &h, out, n);
  aps_release(ctx, h.hit);
  aps_release(ctx, guest);
  if (err != APS_OK) {
    aps_release(ctx, *out);
    *out = NULL, *n = 0;
    return err;
  }
  qsort(*out, (size_t)*n, sizeof **out, by_time);
  *n = once_each(*out, *n);
  return APS_OK;
}
