/* What another rank's targets open, as a letter, and letters as cells and particles; see
 * fmm_essential.h. Of a cell that is opened the children are sent, or the particles of a leaf,
 * once. */
#include "fmm_essential.h"
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
  const int64_t at = w->packed.points;
  for (int k = 0; k < columns; k++)
    memcpy(w->points[k] + size * (size_t)at, (const char *)column[k] + size * (size_t)self->cells.first[cell], bytes);
  w->packed.points += self->cells.n[cell];
  return at;
}

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points);

/* A child into parcel `at` of the message, and what is below it where it is opened. */
static void pack_child(packer *w, int32_t cell, int32_t at) {
  const aps_fmm *self = w->self;
  const aps_fmm_cells *c = &self->cells;
  const size_t moment = aps_fmm_moment_stride(self), said = aps_fmm_moment_bytes(self);
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
  char *to = w->moments + moment * (size_t)at;
  memcpy(to, (const char *)c->moment + moment * (size_t)cell, said);
  memset(to + said, 0, moment - said); /* a letter is the same each time */
  w->number[cell] = w->cells + at;
  if (w->opened[cell]) open_cell(w, cell, &p.child, &p.points);
  memcpy(w->parcels + sizeof p * (size_t)at, &p, sizeof p);
}

static void open_cell(packer *w, int32_t cell, int32_t *child, int64_t *points) {
  const aps_fmm_cells *c = &w->self->cells;
  w->sent[cell] = 1;
  const int children = aps_fmm_children(c, cell);
  if (children == 0) {
    *points = pack_points(w, cell);
    return;
  }
  const int32_t at = (int32_t)w->packed.cells;
  w->packed.cells += children;
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
  memcpy(w->units + sizeof o * (size_t)w->packed.opened++, &o, sizeof o);
}

/* What pack_below will come to; above: of those that have gone so far. */
static void count_below(const packer *w, int32_t cell, int above, aps_fmm_load *sum) {
  const aps_fmm_cells *c = &w->self->cells;
  if (!w->opened[cell]) return;
  const int children = aps_fmm_children(c, cell), gone = above && w->sent[cell];
  if (above && !gone) sum->opened++;
  if (!gone && children) sum->cells += children;
  if (!gone && !children) sum->points += c->n[cell];
  for (int k = 0; k < children; k++) count_below(w, c->child[cell] + k, gone, sum);
}

/* A section of a letter: the next byte behind it, whole words filled up with zeros. */
static char *section(char **at, size_t bytes) {
  char *first = *at;
  *at += (bytes + 7) / 8 * 8;
  if (*at > first) memset(*at - 8, 0, 8);
  return first;
}

int aps_fmm_pack(packer *w, aps_fmm_buffer *letter) {
  const aps_fmm_team *t = w->self->team;
  aps_fmm_load n = {0};
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++) count_below(w, t->unit[u].cell, 1, &n);
  const head h = {.opened = n.opened, .cells = n.cells, .points = n.points};
  const size_t size[3] = {sizeof(opened) * (size_t)n.opened, sizeof(parcel) * (size_t)n.cells, aps_fmm_moment_stride(w->self) * (size_t)n.cells},
               column = w->self->plan.pair_real->size * (size_t)n.points;
  void *from[APS_FMM_POINT_COLUMNS];
  const int columns = columns_of(&w->self->points, from);
  char *at = aps_fmm_extend(letter, sizeof h + (size[0] + 7) / 8 * 8 + (size[1] + 7) / 8 * 8 + (size[2] + 7) / 8 * 8 +
                                        (size_t)columns * ((column + 7) / 8 * 8));
  if (!at) return 0;
  memcpy(at, &h, sizeof h), at += sizeof h;
  w->units = section(&at, size[0]), w->parcels = section(&at, size[1]), w->moments = section(&at, size[2]);
  for (int k = 0; k < columns; k++) w->points[k] = section(&at, column);
  w->packed = (aps_fmm_load){0};
  for (int32_t u = t->first_unit; u < t->first_unit + t->my_units; u++) pack_below(w, t->unit[u].cell, ~u);
  w->cells += (int32_t)n.cells;
  return 1;
}

/* ---- unpacking */

typedef struct {
  head h;
  const opened *opened;
  const parcel *cell;
  const char *moments, *points;
} message;

static message read_letter(const aps_fmm *self, const char *from) {
  const size_t moment = aps_fmm_moment_stride(self);
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
  const size_t moment = aps_fmm_moment_stride(self);
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
