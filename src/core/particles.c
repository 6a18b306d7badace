/* Particles: columns with residency. A group knows in which spaces its values are current; aps_borrow copies what is
 * stale, and nothing else. The components of a vector lie one capacity apart in one allocation. */
#include "particles.h"
#include "ranks.h"
#include "wide.h"
#include <string.h>

#define D(name, doc, M, L, T, group) {#name, doc, 'd', M, L, T, 0, group, offsetof(aps_view, name)}
#define VECTOR(x, y, z, what, L, T, group)                                                         \
  D(x, what " along x", 0, L, T, group), D(y, what " along y", 0, L, T, group),                    \
      D(z, what " along z", 0, L, T, group)

const aps_column aps_columns[] = {
    VECTOR(x, y, z, "position", 1, 0, APS_X),
    VECTOR(vx, vy, vz, "velocity", 1, -1, APS_V),
    VECTOR(ax, ay, az, "acceleration", 1, -2, APS_A),
    VECTOR(jx, jy, jz, "time derivative of the acceleration", 1, -3, APS_JERK),
    D(pot, "potential at the particle, its own excluded", 0, 2, -2, APS_POT),
    D(mass, "mass", 1, 0, 0, APS_MASS),
    D(eps, "softening length (Plummer equivalent)", 0, 1, 0, APS_EPS),
    D(charge, "charge", 0, 0, 0, APS_CHARGE),
    D(radius, "radius", 0, 1, 0, APS_RADIUS),
    {"type", "species: the N of PartTypeN", 'I', 0, 0, 0, 0, APS_TYPE, offsetof(aps_view, type)},
    {"id", "identity, kept for life", 'L', 0, 0, 0, 0, APS_ID, offsetof(aps_view, id)},
    {"rung", "block time step", 'b', 0, 0, 0, 0, APS_RUNG, offsetof(aps_view, rung)},
    VECTOR(gx, gy, gz, "slow acceleration", 1, -2, APS_ASLOW),
    VECTOR(s0x, s0y, s0z, "integrator scratch 0", 0, 0, APS_S0),
    VECTOR(s1x, s1y, s1z, "integrator scratch 1", 0, 0, APS_S1),
    VECTOR(s2x, s2y, s2z, "integrator scratch 2", 0, 0, APS_S2),
    VECTOR(s3x, s3y, s3z, "integrator scratch 3", 0, 0, APS_S3),
    D(born, "time of formation", 0, 0, 1, APS_BORN),
    D(further, "further column of a file", 0, 0, 0, APS_FURTHER),
    {.name = NULL}};

typedef struct { /* where a view has the pointers of a group, which stand side by side, and the size of an item */
  size_t first, item;
  int columns;
} shape;

struct aps_particles {
  aps_ctx *ctx;
  const aps_backend *device;
  void *device_self;
  aps_stats *stats;
  int64_t n, capacity, generation;
  void *host[APS_GROUPS], *dev[APS_GROUPS];
  aps_cols current[2]; /* by aps_space */
  shape shape[APS_GROUPS]; /* of aps_columns, which a borrow, of which a step of few particles takes ten, need not search */
};

static size_t item_size(char type) { return type == 'd' || type == 'L' ? 8 : type == 'I' ? 4 : 1; }

/* Bytes per row of one group. */
static size_t group_bytes(aps_cols group) {
  size_t bytes = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group == group) bytes += item_size(c->type);
  return bytes;
}

size_t aps_cols_bytes(aps_cols groups) {
  size_t bytes = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group & groups) bytes += item_size(c->type);
  return bytes;
}

static void take_shapes(shape of[APS_GROUPS]) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    shape *s = &of[__builtin_ctz(c->group)];
    if (s->columns++ == 0) *s = (shape){c->offset, item_size(c->type), 1};
  }
}

int64_t aps_particles_guests(const aps_ctx *ctx, int on_device, int64_t n) { return aps_ranks(ctx) > 1 && !on_device ? 256 + n / 16 : 0; }

int64_t aps_particles_capacity(const aps_ctx *ctx, int on_device, int64_t n) {
  return (n + aps_particles_guests(ctx, on_device, n) + 7) / 8 * 8;
}

aps_err aps_particles_create(aps_ctx *ctx, int64_t n, const aps_backend *device, void *device_self,
                             aps_stats *stats, aps_particles **out) {
  aps_particles *p = aps_alloc(ctx, "particle table", 1, sizeof *p);
  if (p == NULL) return APS_EMEM;
  p->ctx = ctx;
  p->device = device;
  p->device_self = device_self;
  p->stats = stats;
  p->n = n;
  take_shapes(p->shape);
  p->capacity = aps_particles_capacity(ctx, device != NULL, n);
  *out = p;
  return APS_OK;
}

void aps_particles_expect(aps_particles *p, int64_t guests) {
  if (p->n + guests > p->capacity) p->capacity = (p->n + guests + 7) / 8 * 8;
}

void aps_particles_free(aps_particles **particles) {
  aps_particles *p = *particles;
  if (p == NULL) return;
  for (int g = 0; g < APS_GROUPS; g++) {
    aps_release(p->ctx, p->host[g]);
    if (p->dev[g]) p->device->release(p->device_self, p->dev[g]);
  }
  aps_release(p->ctx, p);
  *particles = NULL;
}

int64_t aps_particles_count(const aps_particles *p) { return p->n; }
int64_t aps_particles_generation(const aps_particles *p) { return p->generation; }
aps_cols aps_particles_groups(const aps_particles *p) {
  return p->current[APS_HOST] | p->current[APS_DEVICE];
}

/* Memory for the group in `where`, zeroed when the group is new. */
static aps_err make_room(aps_particles *p, aps_space where, int g) {
  void **slot = where == APS_HOST ? &p->host[g] : &p->dev[g];
  const aps_cols group = (aps_cols)1 << g;
  const size_t bytes = group_bytes(group) * (size_t)p->capacity;
  if (*slot == NULL) {
    *slot = where == APS_HOST ? aps_alloc(p->ctx, "columns", p->capacity, group_bytes(group))
                              : p->device->alloc(p->device_self, bytes);
    if (*slot == NULL)
      return where == APS_HOST ? APS_EMEM
                               : aps_fail(p->ctx, APS_EMEM, "device: no memory for %.3g MB of columns",
                                          (double)bytes / 1e6);
    if (where == APS_DEVICE) APS_TRY(p->device->zero(p->device_self, *slot, bytes));
  }
  if (!(aps_particles_groups(p) & group)) p->current[where] |= group;
  return APS_OK;
}

static aps_err bring(aps_particles *p, aps_space where, int g) {
  const aps_cols group = (aps_cols)1 << g;
  if (p->current[where] & group) return APS_OK;
  const size_t bytes = group_bytes(group) * (size_t)p->capacity;
  const double start = aps_wall();
  if (where == APS_DEVICE) {
    APS_TRY(p->device->copy(p->device_self, p->dev[g], APS_DEVICE, p->host[g], APS_HOST, bytes));
    p->stats->bytes_to_device += (double)bytes;
  } else {
    APS_TRY(p->device->copy(p->device_self, p->host[g], APS_HOST, p->dev[g], APS_DEVICE, bytes));
    p->stats->bytes_to_host += (double)bytes;
  }
  aps_phase_add(p->ctx, APS_PHASE_COPY, aps_wall() - start);
  p->current[where] |= group;
  return APS_OK;
}

/* Points the view's columns of the groups into their allocations. */
static void fill_view(const aps_particles *p, aps_space where, aps_cols groups, aps_view *out) {
  *out = (aps_view){.n = p->n, .room = where == APS_HOST ? p->capacity - p->n : 0};
  for (; groups; groups &= groups - 1) {
    const int g = __builtin_ctz(groups);
    const shape *s = &p->shape[g];
    char *column = where == APS_HOST ? p->host[g] : p->dev[g];
    for (int k = 0; k < s->columns; k++, column += s->item * (size_t)p->capacity)
      memcpy((char *)out + s->first + (size_t)k * sizeof column, &column, sizeof column);
  }
}

aps_err aps_borrow(aps_particles *p, aps_space where, aps_cols reads, aps_cols writes, aps_view *out) {
  const aps_space other = where == APS_HOST ? APS_DEVICE : APS_HOST;
  const aps_cols known = p->current[where]; /* there, and as they are: most of them, mostly */
  reads &= ((aps_cols)1 << APS_GROUPS) - 1, writes &= ((aps_cols)1 << APS_GROUPS) - 1;
  APS_CHECK(p->ctx, where == APS_HOST || p->device, APS_EDEVICE, "this simulation has no device");
  for (aps_cols left = (reads | writes) & ~known; left; left &= left - 1) APS_TRY(make_room(p, where, __builtin_ctz(left)));
  for (aps_cols left = reads & ~known; left; left &= left - 1) APS_TRY(bring(p, where, __builtin_ctz(left)));
  p->current[where] |= writes;
  p->current[other] &= ~writes;
  if (out) fill_view(p, where, reads | writes, out);
  return APS_OK;
}

void aps_particles_vector(const aps_particles *p, aps_space where, aps_cols group, double *out[3]) {
  const int g = __builtin_ctz(group);
  double *const column = where == APS_HOST ? p->host[g] : p->dev[g];
  for (int k = 0; k < p->shape[g].columns; k++) out[k] = column + k * p->capacity;
}

void aps_view_vector(const aps_view *view, aps_cols group, double *out[3]) {
  int k = 0;
  for (const aps_column *c = aps_columns; c->name && k < 3; c++)
    if (c->group == group && c->type == 'd')
      memcpy(&out[k++], (const char *)view + c->offset, sizeof(double *));
}

APS_WIDE int aps_finite(const double *values, int64_t n) {
  double sum = 0; /* 0 times what is not finite is not a number */
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < n; i++) sum += 0 * values[i];
  return sum == 0;
}

int aps_rows_finite(double *const x[3], int64_t first, int64_t end) {
  const int64_t n = end - first;
  return aps_finite(x[0] + first, n) && aps_finite(x[1] + first, n) && aps_finite(x[2] + first, n);
}

aps_view aps_view_rows(aps_view view, int64_t first, int64_t n) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    char *column;
    memcpy(&column, (char *)&view + c->offset, sizeof column);
    if (column == NULL) continue;
    column += item_size(c->type) * (size_t)first;
    memcpy((char *)&view + c->offset, &column, sizeof column);
  }
  view.n = n;
  view.n_halo = view.room = 0;
  return view;
}

static void gather(void *to, const void *from, size_t size, const uint32_t *order, int64_t n) {
#define GATHER(type)                                                                               \
  _Pragma("omp parallel for if (n > 65536)") for (int64_t k = 0; k < n; k++)                       \
      ((type *)to)[k] = ((const type *)from)[order[k]]
  if (size == 8) GATHER(uint64_t);
  else if (size == 4) GATHER(uint32_t);
  else GATHER(uint8_t);
#undef GATHER
}

aps_err aps_particles_permute(aps_particles *p, const uint32_t *order) {
  const aps_cols all = aps_particles_groups(p);
  void *swap = aps_alloc(p->ctx, "columns in another order", p->n, sizeof(uint64_t));
  if (swap == NULL) return APS_EMEM;
  aps_view view;
  const aps_err err = aps_borrow(p, APS_HOST, all, all, &view);
  for (const aps_column *c = aps_columns; c->name && err == APS_OK; c++) {
    void *column;
    memcpy(&column, (const char *)&view + c->offset, sizeof column);
    if (!(c->group & all) || !column) continue;
    gather(swap, column, item_size(c->type), order, p->n);
    memcpy(column, swap, item_size(c->type) * (size_t)p->n);
  }
  aps_release(p->ctx, swap);
  p->generation++;
  return err;
}

aps_err aps_particles_keep(aps_particles *p, const uint32_t *order, int64_t n) {
  APS_TRY(aps_particles_permute(p, order));
  p->n = n;
  return APS_OK;
}

/* ---- from a file */

static void copy_group(const aps_particles *p, int g, const aps_dataset *d) {
  char *to = p->host[g];
  for (int k = 0; k < p->shape[g].columns; k++, to += p->shape[g].item * (size_t)p->capacity) {
    const void *from;
    memcpy(&from, (const char *)&d->v + p->shape[g].first + (size_t)k * sizeof from, sizeof from);
    if (from && p->n) memcpy(to, from, p->shape[g].item * (size_t)p->n);
  }
}

aps_err aps_particles_adopt(aps_particles *p, aps_dataset *d) {
  aps_dataset_memory *m = d->owned;
  for (aps_cols left = d->has; left; left &= left - 1) {
    const int g = __builtin_ctz(left);
    const int suits = m && m->group[g] && m->capacity == p->capacity && !p->host[g];
    if (suits) {
      p->host[g] = m->group[g], m->group[g] = NULL;
      aps_memory_rename(p->ctx, p->host[g], "columns");
      memset((char *)&d->v + p->shape[g].first, 0, (size_t)p->shape[g].columns * sizeof(void *));
    }
    APS_TRY(aps_borrow(p, APS_HOST, 0, (aps_cols)1 << g, NULL));
    if (!suits) copy_group(p, g, d);
  }
  return APS_OK;
}

/* ---- to other ranks */

typedef struct { /* rows that lie side by side and stay so */
  uint32_t from, to, n;
} run;

typedef struct {
  aps_particles *p;
  const uint32_t *order; /* [n] */
  int64_t *to, *from;    /* [ranks] bytes of one column; of one's own none go, and come from nowhere: their place is left */
  int64_t *rows;         /* [2 ranks] rows that go to each, and that come from each, one's own too */
  int64_t first, kept, leaving; /* of the list: where those that stay begin; how many stay, and how many go */
  int64_t before, n, capacity;  /* rows that come from lower ranks, all there are then, and the room for them */
  run *run;                     /* [runs] of those that stay, where they rise; NULL: they are gathered */
  int64_t runs;
  void *leavers;                 /* [leaving] of one column */
  void *spare[3 * sizeof(double) + 1]; /* by the bytes of a row */
} move;

static int rises(const uint32_t *kept, int64_t n, int64_t *runs) {
  int64_t falls = 0;
  *runs = n > 0;
  for (int64_t k = 1; k < n; k++) *runs += kept[k] != kept[k - 1] + 1, falls |= kept[k] < kept[k - 1];
  return !falls;
}

/* Rows that rise in long runs stay where they are, but for what is to be closed up. */
static aps_err list_runs(move *m) {
  enum { SHORT = 16 };
  const uint32_t *kept = m->order + m->first;
  int64_t runs;
  if (m->capacity != m->p->capacity || !rises(kept, m->kept, &runs) || runs > m->kept / SHORT + SHORT) return APS_OK;
  m->run = aps_alloc(m->p->ctx, "columns on their way", runs + 1, sizeof *m->run);
  if (m->run == NULL) return APS_EMEM;
  for (int64_t k = 0; k < m->kept; k++) {
    if (k == 0 || kept[k] != kept[k - 1] + 1) m->run[m->runs++] = (run){kept[k], (uint32_t)(m->before + k), 0};
    m->run[m->runs - 1].n++;
  }
  return APS_OK;
}

/* Some first runs move up, some last ones down: each begins with the one that has no other in its way. */
static void close_up(const move *m, char *column, size_t size) {
  for (int64_t k = m->runs - 1; k >= 0; k--)
    if (m->run[k].to > m->run[k].from) memmove(column + m->run[k].to * size, column + m->run[k].from * size, m->run[k].n * size);
  for (int64_t k = 0; k < m->runs; k++)
    if (m->run[k].to < m->run[k].from) memmove(column + m->run[k].to * size, column + m->run[k].from * size, m->run[k].n * size);
}

static void move_column(const move *m, const char *from, char *to, size_t size) {
  gather(m->leavers, from, size, m->order, m->first);
  gather((char *)m->leavers + size * (size_t)m->first, from, size, m->order + m->first + m->kept, m->leaving - m->first);
  if (m->run) close_up(m, to, size);
  else gather(to + size * (size_t)m->before, from, size, m->order + m->first, m->kept);
  for (int r = 0; r < aps_ranks(m->p->ctx); r++) {
    m->to[r] = m->rows[r] * (int64_t)size;
    m->from[r] = m->rows[aps_ranks(m->p->ctx) + r] * (int64_t)size;
  }
  m->to[aps_rank(m->p->ctx)] = 0; /* but what comes leaves them their place */
  aps_ranks_swap(m->p->ctx, m->leavers, m->to, to, m->from);
}

/* Memory for what the group becomes, the present one where rows stay in place. */
static void *room_for(move *m, int g, size_t bytes) {
  aps_particles *p = m->p;
  if (m->run) return p->host[g];
  void *room = m->spare[bytes];
  m->spare[bytes] = NULL;
  return room ? room : aps_alloc(p->ctx, "columns", m->capacity, bytes);
}

static aps_err move_group(move *m, int g) {
  aps_particles *p = m->p;
  const aps_cols group = (aps_cols)1 << g;
  const size_t size = p->shape[g].item, bytes = group_bytes(group);
  aps_err err = aps_borrow(p, APS_HOST, group, group, NULL);
  char *to = err == APS_OK ? room_for(m, g, bytes) : NULL;
  if (err == APS_OK && to == NULL) err = APS_EMEM;
  err = aps_ranks_agree(p->ctx, err);
  char *from = p->host[g];
  for (int k = 0; k < p->shape[g].columns && err == APS_OK; k++)
    move_column(m, from + (size_t)k * size * (size_t)p->capacity, to + (size_t)k * size * (size_t)m->capacity, size);
  if (to && to != from) {
    p->host[g] = to;
    if (m->capacity == p->capacity) m->spare[bytes] = from;
    else aps_release(p->ctx, from);
  }
  if (p->dev[g]) p->device->release(p->device_self, p->dev[g]);
  p->dev[g] = NULL;
  return err;
}

/* Collective, as is its failure. */
static aps_err plan_move(move *m, const int64_t *count) {
  aps_particles *p = m->p;
  const int ranks = aps_ranks(p->ctx), me = aps_rank(p->ctx);
  m->to = aps_alloc(p->ctx, "columns on their way", 4 * (int64_t)ranks, sizeof *m->to);
  APS_TRY(aps_ranks_agree(p->ctx, m->to ? APS_OK : APS_EMEM));
  m->from = m->to + ranks, m->rows = m->from + ranks;
  memcpy(m->rows, count, sizeof *count * (size_t)ranks);
  aps_ranks_counts(p->ctx, m->rows, m->rows + ranks);
  for (int r = 0; r < me; r++) m->first += count[r], m->before += m->rows[ranks + r];
  for (int r = 0; r < ranks; r++) m->n += m->rows[ranks + r];
  m->kept = count[me], m->leaving = p->n - m->kept;
  m->capacity = p->capacity;
  if (m->n + aps_particles_guests(p->ctx, p->device != NULL, m->n) > m->capacity)
    m->capacity = aps_particles_capacity(p->ctx, p->device != NULL, m->n) + m->n / 256 * 8;
  m->leavers = aps_alloc(p->ctx, "columns on their way", m->leaving + 1, sizeof(uint64_t));
  const aps_err mine = m->leavers ? list_runs(m) : APS_EMEM;
  return aps_ranks_agree(p->ctx, mine);
}

static void end_move(move *m) {
  aps_ctx *ctx = m->p->ctx;
  for (size_t k = 0; k < sizeof m->spare / sizeof *m->spare; k++) aps_release(ctx, m->spare[k]);
  aps_release(ctx, m->leavers), aps_release(ctx, m->run), aps_release(ctx, m->to);
}

aps_err aps_particles_exchange(aps_particles *p, const uint32_t *order, const int64_t *count) {
  move m = {.p = p, .order = order};
  int64_t all = aps_particles_groups(p), any[32];
  for (int g = 0; g < 32; g++) any[g] = all >> g & 1;
  aps_ranks_max_int(p->ctx, any, 32);
  aps_err err = plan_move(&m, count);
  for (int g = 0; g < APS_GROUPS && err == APS_OK; g++)
    if (any[g]) err = move_group(&m, g);
  for (int g = 0; g < APS_GROUPS && m.capacity != p->capacity; g++) { /* memory of groups without values */
    if (any[g]) continue;
    aps_release(p->ctx, p->host[g]);
    p->host[g] = NULL;
  }
  end_move(&m);
  if (err != APS_OK) return err;
  p->n = m.n;
  p->capacity = m.capacity;
  p->generation++;
  return APS_OK;
}
