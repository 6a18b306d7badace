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

static int columns_of(const aps_fmm_points *p, void *column[APS_FMM_POINT_COLUMNS]) {
  void *const all[APS_FMM_POINT_COLUMNS] = {p->x, p->y, p->z, p->mass, p->eps2};
  memcpy(column, all, sizeof all);
  return p->eps2 ? 5 : 4;
}

static int64_t pack_points(packer *w, int32_t cell) {
  const aps_fmm *self = w->self;
  const size_t size = self->plan.pair_real->size, bytes = size * (size_t)self->cells.n[cell];
  void *column[APS_FMM_POINT_COLUMNS];
  const int columns = columns_of(&self->points, column);
  const int64_t at = (int64_t)(w->points[0].n / size);
  for (int k = 0; k < columns; k++) {
    char *to = aps_fmm_extend(&w->points[k], bytes);
    if (to) memcpy(to, (const char *)column[k] + size * (size_t)self->cells.first[cell], bytes);
  }
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

int aps_fmm_pack(packer *w, aps_fmm_buffer *letter) {
  const aps_fmm_team *t = w->self->team;
  aps_fmm_buffer *const all[] = {&w->units,     &w->parcels,   &w->moments,   &w->points[0],
                                 &w->points[1], &w->points[2], &w->points[3], &w->points[4]};
  enum { PARTS = sizeof all / sizeof *all };
  for (int k = 0; k < PARTS; k++) all[k]->n = 0, all[k]->failed = 0;
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++)
    pack_below(w, t->unit[u].cell, ~u);
  const head h = {.opened = (int64_t)(w->units.n / sizeof(opened)),
                  .cells = (int64_t)(w->parcels.n / sizeof(parcel)),
                  .points = (int64_t)(w->points[0].n / w->self->plan.pair_real->size)};
  int failed = 0;
  w->cells += (int32_t)h.cells;
  char *to = aps_fmm_extend(letter, sizeof h);
  if (to) memcpy(to, &h, sizeof h);
  for (int k = 0; k < PARTS; k++) {
    const size_t n = all[k]->n, whole = (n + 7) / 8 * 8;
    to = aps_fmm_extend(letter, whole);
    if (to && n) memcpy(to, all[k]->data, n);
    if (to) memset(to + n, 0, whole - n);
    failed |= all[k]->failed;
  }
  return !(failed | letter->failed);
}

void aps_fmm_packers_free(packer *w, int n) {
  for (int k = 0; w && k < n; k++) {
    free(w[k].units.data), free(w[k].parcels.data), free(w[k].moments.data);
    for (int c = 0; c < APS_FMM_POINT_COLUMNS; c++) free(w[k].points[c].data);
  }
  free(w);
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
  const size_t size = self->plan.pair_real->size, bytes = size * (size_t)m->h.points;
  void *column[APS_FMM_POINT_COLUMNS];
  const int columns = columns_of(&self->points, column);
  for (int k = 0; bytes && k < columns; k++) memcpy((char *)column[k] + size * (size_t)at, m->points + (bytes + 7) / 8 * 8 * (size_t)k, bytes);
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
