/* What another rank's targets open, as a letter, and letters as cells and particles; see
 * fmm_essential.h. Of a cell that is opened the children are sent, or the particles of a leaf,
 * once. */
#include "fmm_essential.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
  double x, y, z;
  int64_t n, points; /* points: where its particles begin in the letter; -1: none come */
  float radius, mass, least, strict, reach, eps2;
  uint32_t family;
  int32_t child; /* in the letter; -1: closed */
} parcel;

typedef struct {
  aps_fmm_letter_head head;
  int64_t opened, cells, points;
} head;

typedef struct { /* a cell that the receiver has, closed: a unit, or one that a letter before has
                    brought */
  int64_t points;
  int32_t cell, child; /* ~unit, or the number of the cell among all that were sent */
  uint32_t family, pad;
  int64_t n;
} opened;

typedef aps_fmm_packer packer;

/* ---- packing */

static int64_t pack_points(packer *w, int32_t cell) {
  const aps_fmm *self = w->self;
  const aps_fmm_points *p = &self->points;
  const size_t size = self->plan.pair_real->size, n = (size_t)self->cells.n[cell];
  const void *const column[5] = {p->x, p->y, p->z, p->mass, p->eps2};
  const int columns = p->eps2 ? 5 : 4;
  const int64_t at = (int64_t)(w->points.n / (size * (size_t)columns));
  char *to = aps_fmm_extend(&w->points, size * n * (size_t)columns);
  for (size_t i = 0; to && i < n; i++)
    for (int k = 0; k < columns; k++, to += size)
      memcpy(to, (const char *)column[k] + size * ((size_t)self->cells.first[cell] + i), size);
  return at;
}

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points);

/* A child into parcel `at` of the message, and what is below it where it is opened. */
static void pack_child(packer *w, int32_t cell, int32_t at) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  const size_t moment = self->plan.real->size * (size_t)c->stride;
  parcel p = {c->x[cell],
              c->y[cell],
              c->z[cell],
              c->n[cell],
              -1,
              c->radius[cell],
              c->mass[cell],
              c->least[cell],
              c->strict[cell],
              c->reach[cell],
              c->eps2[cell],
              c->family[cell],
              -1};
  char *to = w->moments.data + moment * (size_t)at;
  const size_t said = aps_fmm_moment_bytes(self);
  memcpy(to, (const char *)c->moment + moment * (size_t)cell, said);
  memset(to + said, 0, moment - said); /* a letter is the same each time */
  w->number[cell] = w->cells + at;
  if (w->opened[cell]) open_cell(w, cell, &p.child, &p.points);
  memcpy(w->parcels.data + sizeof p * (size_t)at, &p, sizeof p);
}

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points) {
  const aps_fmm_cells *c = &w->self->cells;
  w->sent[cell] = 1;
  const int children = aps_fmm_children(c, cell);
  if (children == 0) {
    *points = pack_points(w, cell);
    return;
  }
  const int32_t at = (int32_t)(w->parcels.n / sizeof(parcel));
  if (!aps_fmm_extend(&w->parcels, sizeof(parcel) * (size_t)children)) return;
  if (!aps_fmm_extend(&w->moments, w->self->plan.real->size * (size_t)c->stride * (size_t)children))
    return;
  for (int k = 0; k < children; k++) pack_child(w, c->child[cell] + k, at + k);
  *child = at;
}

/* What is opened in a cell that the other rank has, under that name, and below it. */
static void pack_below(packer *w, int32_t cell, int32_t name) {
  const aps_fmm_cells *c = &w->self->cells;
  if (!w->opened[cell]) return;
  if (w->sent[cell]) {
    for (int k = 0; k < aps_fmm_children(c, cell); k++)
      pack_below(w, c->child[cell] + k, w->number[c->child[cell] + k]);
    return;
  }
  opened o = {.points = -1, .cell = name, .child = -1, .family = c->family[cell], .n = c->n[cell]};
  open_cell(w, cell, &o.child, &o.points);
  opened *at = aps_fmm_extend(&w->units, sizeof o);
  if (at) *at = o;
}

static size_t point_bytes(const aps_fmm *self) {
  return self->plan.pair_real->size * (size_t)(self->points.eps2 ? 5 : 4);
}

int aps_fmm_pack(packer *w, aps_fmm_buffer *letter) {
  const aps_fmm_team *t = w->self->team;
  w->units.n = w->parcels.n = w->moments.n = w->points.n = 0;
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++)
    pack_below(w, t->unit[u].cell, ~u);
  const head h = {.opened = (int64_t)(w->units.n / sizeof(opened)),
                  .cells = (int64_t)(w->parcels.n / sizeof(parcel)),
                  .points = (int64_t)(w->points.n / point_bytes(w->self))};
  w->cells += (int32_t)h.cells;
  const struct {
    const void *data;
    size_t n;
  } part[] = {{&h, sizeof h},
              {w->units.data, w->units.n},
              {w->parcels.data, w->parcels.n},
              {w->moments.data, w->moments.n},
              {w->points.data, w->points.n}};
  for (int k = 0; k < 5; k++) {
    const size_t whole = (part[k].n + 7) / 8 * 8;
    char *to = aps_fmm_extend(letter, whole);
    if (to && part[k].n) memcpy(to, part[k].data, part[k].n);
    if (to) memset(to + part[k].n, 0, whole - part[k].n);
  }
  return !(w->units.failed | w->parcels.failed | w->moments.failed | w->points.failed |
           letter->failed);
}

void aps_fmm_packer_free(packer *w) {
  free(w->units.data), free(w->parcels.data), free(w->moments.data), free(w->points.data);
}

/* ---- unpacking */

typedef struct {
  head h;
  const opened *opened;
  const parcel *cell;
  const char *moments, *points;
} message;

static message read_letter(const aps_fmm *self, const char *from) {
  const size_t moment = self->plan.real->size * (size_t)self->cells.stride;
  message m;
  memcpy(&m.h, from, sizeof m.h);
  from += sizeof m.h;
  m.opened = (const opened *)from, from += sizeof *m.opened * (size_t)m.h.opened;
  m.cell = (const parcel *)from, from += sizeof *m.cell * (size_t)m.h.cells;
  m.moments = from, from += (moment * (size_t)m.h.cells + 7) / 8 * 8;
  m.points = from;
  return m;
}

static void place_points(aps_fmm *self, const message *m, int64_t at) {
  const aps_fmm_points *p = &self->points;
  const size_t size = self->plan.pair_real->size;
  void *const column[5] = {p->x, p->y, p->z, p->mass, p->eps2};
  const int columns = p->eps2 ? 5 : 4;
  const char *from = m->points;
  for (int64_t i = 0; i < m->h.points; i++)
    for (int k = 0; k < columns; k++, from += size)
      memcpy((char *)column[k] + size * (size_t)(at + i), from, size);
}

/* A closed cell leads to the trap; a leaf whose particles did not come has none. */
static void link_cell(aps_fmm *self, int32_t to, uint32_t family, int32_t child, int64_t n,
                      int64_t points, int32_t cells_at, int64_t points_at) {
  aps_fmm_cells *c = &self->cells;
  c->family[to] = family && child < 0 ? 1 : family;
  c->child[to] = family == 0 ? -1 : child < 0 ? self->team->trap : cells_at + child;
  c->n[to] = family || points >= 0 ? n : 0;
  c->first[to] = points >= 0 ? points_at + points : 0;
}

/* Where this rank has the cell that another calls so. */
static int32_t cell_named(const aps_fmm_team *t, int from, int part, int32_t name) {
  const aps_fmm_brought *b = t->brought + (int64_t)t->parts * from;
  if (name < 0) return t->unit[~name].cell;
  while (part > 0 && name < b[part].number) part--;
  return b[part].cell + (name - b[part].number);
}

static void place(aps_fmm *self, const message *m, int from, int part, int32_t cells_at,
                  int64_t points_at) {
  aps_fmm_cells *c = &self->cells;
  const size_t moment = self->plan.real->size * (size_t)c->stride;
  for (int64_t i = 0; i < m->h.cells; i++) {
    const parcel *p = &m->cell[i];
    const int32_t k = cells_at + (int32_t)i;
    c->x[k] = p->x, c->y[k] = p->y, c->z[k] = p->z, c->radius[k] = p->radius, c->mass[k] = p->mass;
    c->least[k] = p->least, c->strict[k] = p->strict, c->reach[k] = p->reach, c->eps2[k] = p->eps2;
    link_cell(self, k, p->family, p->child, p->n, p->points, cells_at, points_at);
    self->active_count[k] = 0;
  }
  memcpy((char *)c->moment + moment * (size_t)cells_at, m->moments, moment * (size_t)m->h.cells);
  for (int64_t i = 0; i < m->h.opened; i++) {
    const opened *o = &m->opened[i];
    link_cell(self, cell_named(self->team, from, part, o->cell), o->family, o->child, o->n,
              o->points, cells_at, points_at);
  }
  place_points(self, m, points_at);
}

aps_err aps_fmm_unpack(aps_fmm *self, const char *letter, int from, int part) {
  aps_fmm_team *t = self->team;
  const message m = read_letter(self, letter);
  const int32_t cells_at = self->cells.cells;
  const int64_t points_at = t->n + t->sent_points;
  aps_fmm_brought *b = t->brought + (int64_t)t->parts * from + part;
  b->cell = cells_at;
  b->number = part ? b[-1].number + b[-1].cells : 0, b->cells = (int32_t)m.h.cells;
  APS_TRY(aps_fmm_grow(self, cells_at + m.h.cells, points_at, points_at + m.h.points));
  place(self, &m, from, part, cells_at, points_at);
  self->cells.cells += (int32_t)m.h.cells;
  t->sent_cells += m.h.cells, t->sent_points += m.h.points;
  return APS_OK;
}

void aps_fmm_close_all(aps_fmm *self) {
  aps_fmm_team *t = self->team;
  self->cells.cells = t->base_cells;
  t->sent_cells = t->sent_points = 0;
  for (int32_t u = 0; u < t->units; u++)
    if (t->unit[u].owner != t->rank)
      link_cell(self, t->unit[u].cell, self->cells.family[t->unit[u].cell], -1, 0, -1, 0, 0);
}
