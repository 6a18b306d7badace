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
    {.name = NULL}};

enum { GROUPS = 18 };

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
  void *host[GROUPS], *dev[GROUPS];
  aps_cols current[2]; /* by aps_space */
  shape shape[GROUPS]; /* of aps_columns, which a borrow, of which a step of few particles takes ten, need not search */
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

static void take_shapes(shape of[GROUPS]) {
  for (const aps_column *c = aps_columns; c->name; c++) {
    shape *s = &of[__builtin_ctz(c->group)];
    if (s->columns++ == 0) *s = (shape){c->offset, item_size(c->type), 1};
  }
}

int64_t aps_particles_guests(const aps_ctx *ctx, int on_device, int64_t n) { return aps_ranks(ctx) > 1 && !on_device ? 256 + n / 16 : 0; }

static int64_t guests(const aps_particles *p, int64_t n) { return aps_particles_guests(p->ctx, p->device != NULL, n); }

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
  p->capacity = n + guests(p, n);
  p->capacity = (p->capacity + 7) / 8 * 8; /* every column starts on a 64-byte line */
  *out = p;
  return APS_OK;
}

void aps_particles_free(aps_particles **particles) {
  aps_particles *p = *particles;
  if (p == NULL) return;
  for (int g = 0; g < GROUPS; g++) {
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
  reads &= ((aps_cols)1 << GROUPS) - 1, writes &= ((aps_cols)1 << GROUPS) - 1;
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

APS_WIDE int aps_rows_finite(double *const x[3], int64_t first, int64_t end) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = first; i < end; i++) sum += 0 * x[0][i] + 0 * x[1][i] + 0 * x[2][i];
  return sum == 0;
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

/* ---- to other ranks */

enum { LANES = 3 }; /* columns of a group */

/* The columns of one group, sent and received: came[k] is column k, *n rows of it. */
static aps_err exchange_group(aps_particles *p, int g, const uint32_t *order, const int64_t *count, int64_t *bytes,
                              void *came[LANES], int64_t *n) {
  const aps_cols group = (aps_cols)1 << g;
  const int ranks = aps_ranks(p->ctx);
  int64_t *got = bytes + ranks;
  aps_view view;
  int k = 0;
  APS_TRY(aps_borrow(p, APS_HOST, group, group, &view));
  void *packed = aps_alloc(p->ctx, "columns on their way", p->n + 1, sizeof(uint64_t));
  if (packed == NULL) return APS_EMEM;
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (c->group != group) continue;
    const size_t size = item_size(c->type);
    void *column;
    memcpy(&column, (const char *)&view + c->offset, sizeof column);
    gather(packed, column, size, order, p->n);
    for (int r = 0; r < ranks; r++) bytes[r] = count[r] * (int64_t)size;
    APS_TRY(aps_ranks_exchange(p->ctx, packed, bytes, &came[k++], got));
    *n = 0;
    for (int r = 0; r < ranks; r++) *n += got[r] / (int64_t)size;
  }
  aps_release(p->ctx, packed);
  return APS_OK;
}

/* The received columns become the group's. */
static aps_err settle_group(aps_particles *p, int g, void *came[LANES], int64_t n, int64_t capacity) {
  if (capacity != p->capacity) {
    aps_release(p->ctx, p->host[g]);
    p->host[g] = aps_alloc(p->ctx, "columns", capacity, group_bytes((aps_cols)1 << g));
    if (p->host[g] == NULL) return APS_EMEM;
  }
  char *to = p->host[g];
  int k = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    if (c->group != (aps_cols)1 << g) continue;
    memcpy(to, came[k], item_size(c->type) * (size_t)n);
    to += item_size(c->type) * (size_t)capacity;
    aps_release(p->ctx, came[k++]);
  }
  if (p->dev[g]) p->device->release(p->device_self, p->dev[g]);
  p->dev[g] = NULL;
  return APS_OK;
}

aps_err aps_particles_exchange(aps_particles *p, const uint32_t *order, const int64_t *count) {
  const int ranks = aps_ranks(p->ctx);
  int64_t all = aps_particles_groups(p), n = p->n, capacity = p->capacity;
  int64_t *bytes = aps_alloc(p->ctx, "columns on their way", 2 * ranks, sizeof *bytes), any[32];
  if (bytes == NULL) return APS_EMEM;
  for (int g = 0; g < 32; g++) any[g] = all >> g & 1;
  aps_ranks_max_int(p->ctx, any, 32);
  for (int g = 0; g < GROUPS; g++) {
    void *came[LANES];
    if (!any[g]) continue;
    APS_TRY(exchange_group(p, g, order, count, bytes, came, &n));
    if (n + guests(p, n) > capacity) capacity = (n + n / 32 + guests(p, n) + 7) / 8 * 8;
    APS_TRY(settle_group(p, g, came, n, capacity));
  }
  for (int g = 0; g < GROUPS && capacity != p->capacity; g++) { /* memory of groups without values */
    if (any[g]) continue;
    aps_release(p->ctx, p->host[g]);
    p->host[g] = NULL;
  }
  p->n = n;
  p->capacity = capacity;
  p->generation++;
  aps_release(p->ctx, bytes);
  return APS_OK;
}
