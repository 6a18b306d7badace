/* Pairs of leaves by the direct solver's loop; fmm_kernel.c includes it for float and double, as
 * fmm_real.h. */

/* The columns of one set of points inside a buffer. */
static aps_direct_points FN(lay)(SCALAR *p, int room) {
  aps_direct_points q = {.x = p,
                         .y = p + room,
                         .z = p + 2 * room,
                         .mass = p + 3 * room,
                         .mass_pot = p + 4 * room,
                         .eps2 = p + 5 * room};
  return q;
}

/* Whether the columns are in another precision than the pairs: double. */
SIMD int FN(apart)(const aps_fmm_job *job) { return job->pair_real->size != sizeof(SCALAR); }

static void FN(pick)(const aps_fmm_job *job, const void *column, const aps_fmm_leaf *leaf,
                     void *to) {
  const SCALAR *from = column;
  const double *wide = column;
  SCALAR *out = to;
  if (FN(apart)(job))
    for (int i = 0; i < leaf->n; i++) out[i] = (SCALAR)wide[leaf->index[i]];
  else if (leaf->dense)
    for (int i = 0; i < leaf->n; i++) out[i] = from[leaf->index[0] + i];
  else
    for (int i = 0; i < leaf->n; i++) out[i] = from[leaf->index[i]];
  for (int i = leaf->n; i < leaf->padded; i++) out[i] = out[leaf->n - 1];
}

/* A vector anywhere in a column. */
SIMD REAL FN(get)(const void *column, int64_t at) {
  REAL v;
  memcpy(&v, (const SCALAR *)column + at, sizeof v);
  return v;
}
SIMD void FN(put)(void *column, int64_t at, REAL v) { memcpy((SCALAR *)column + at, &v, sizeof v); }

/* The same of columns in double: to[n] = column + add, rounded once. */
SIMD void FN(shift_wide)(const void *column, int64_t at, int n, double add, void *to) {
  for (int j = 0; j < n; j += FN(lanes))
    FN(put)(to, j, FN(narrow)((const double *)column + at + j, add));
}

static void FN(append_wide)(const aps_fmm_job *job, double x, double y, double z, int64_t at, int n,
                            aps_direct_points *tile, int used) {
  const aps_fmm_points *p = &job->points;
  FN(shift_wide)(p->x, at, n, x, (SCALAR *)tile->x + used);
  FN(shift_wide)(p->y, at, n, y, (SCALAR *)tile->y + used);
  FN(shift_wide)(p->z, at, n, z, (SCALAR *)tile->z + used);
  FN(shift_wide)(p->mass, at, n, 0, (SCALAR *)tile->mass + used);
  for (int j = 0; job->per_pair && j < n; j++)
    ((SCALAR *)tile->eps2)[used + j] =
        (SCALAR)fmax(((const double *)p->eps2)[at + j], job->floor_quick);
  if (job->potential)
    memcpy((SCALAR *)tile->mass_pot + used, (SCALAR *)tile->mass + used,
           sizeof(SCALAR) * (size_t)n);
}

typedef struct {
  const SCALAR *x, *y, *z, *mass;
} FN(sources);

/* Rows [at, at + n) of a source leaf into the tile; x, y, z: its centre, seen from the target's. */
SIMD void FN(append)(const aps_fmm_job *job, const FN(sources) *from, double x, double y, double z, int64_t at, int n,
                     aps_direct_points *tile, int used, const int plain) {
  const aps_fmm_points *p = &job->points;
  if (!plain && FN(apart)(job)) {
    FN(append_wide)(job, x, y, z, at, n, tile, used);
    return;
  }
  const REAL tx = FN(set)((SCALAR)x), ty = FN(set)((SCALAR)y), tz = FN(set)((SCALAR)z);
  const SCALAR *px = from->x + at, *py = from->y + at, *pz = from->z + at, *pm = from->mass + at;
  SCALAR *qx = (SCALAR *)tile->x + used, *qy = (SCALAR *)tile->y + used, *qz = (SCALAR *)tile->z + used,
         *qm = (SCALAR *)tile->mass + used;
  /* Whole vectors: what is too much belongs to the next leaf and is written over, or lies behind
   * the tile's end. */
  for (int j = 0; j < n; j += FN(lanes)) {
    FN(put)(qx, j, FN(get)(px, j) + tx);
    FN(put)(qy, j, FN(get)(py, j) + ty);
    FN(put)(qz, j, FN(get)(pz, j) + tz);
    FN(put)(qm, j, FN(get)(pm, j));
  }
  if (!plain && job->per_pair)
    memcpy((SCALAR *)tile->eps2 + used, (const SCALAR *)p->eps2 + at, sizeof(SCALAR) * (size_t)n);
  if (!plain && job->potential)
    memcpy((SCALAR *)tile->mass_pot + used, (const SCALAR *)p->mass + at,
           sizeof(SCALAR) * (size_t)n);
}

/* The targets of a block make no potential through the tile; aps_fmm_leaf_pairs sums them among
 * themselves. */
static void FN(hide)(const aps_fmm_leaf *leaf, int64_t at, int n, aps_direct_points *tile,
                     int used) {
  SCALAR *mass = (SCALAR *)tile->mass_pot + used;
  for (int i = 0; i < leaf->n; i++)
    if (leaf->index[i] >= at && leaf->index[i] < at + n) mass[leaf->index[i] - at] = 0;
}

/* Whether the source at the tile's place j, the particle `self` in key order, is too near a target
 * that it is not itself. */
static int FN(is_too_near)(const aps_fmm_job *job, const aps_fmm_wary *w,
                           const aps_direct_points *tile, int j, const aps_direct_points *to,
                           const aps_fmm_leaf *leaf, int64_t self) {
  const SCALAR *tx = to->x, *ty = to->y, *tz = to->z, *te2 = to->eps2;
  const SCALAR x = ((const SCALAR *)tile->x)[j], y = ((const SCALAR *)tile->y)[j],
               z = ((const SCALAR *)tile->z)[j];
  const SCALAR m = ((const SCALAR *)tile->mass)[j],
               e2 = job->per_pair ? ((const SCALAR *)tile->eps2)[j] : (SCALAR)job->eps2_quick;
  const SCALAR limit = m * m * (SCALAR)w->k2;
  int near = 0, own = 0;
  if (job->per_pair)
    for (int i = 0; i < leaf->n; i++) {
      const SCALAR dx = x - tx[i], dy = y - ty[i], dz = z - tz[i],
                   r2 = dx * dx + dy * dy + dz * dz + (te2[i] > e2 ? te2[i] : e2);
      near += r2 * r2 * r2 < limit;
    }
  else
    for (int i = 0; i < leaf->n; i++) {
      const SCALAR dx = x - tx[i], dy = y - ty[i], dz = z - tz[i],
                   r2 = dx * dx + dy * dy + dz * dz + e2;
      near += r2 * r2 * r2 < limit;
    }
  if (near == 1 && e2 * e2 * e2 < limit) /* itself? */
    for (int i = 0; i < leaf->n; i++) own |= leaf->index[i] == self;
  return near > own;
}

/* How far a vector of numbers lies outside of [low, high]; not above 0 inside. */
SIMD REAL FN(outside)(const void *column, int64_t at, float low, float high) {
  const REAL x = FN(get)(column, at);
  return FN(max)(FN(set)((SCALAR)low) - x, x - FN(set)((SCALAR)high));
}

/* Whether any of n sources from the tile's place `used` on is; at: the number of the first in key
 * order. */
static int FN(are_too_near)(const aps_fmm_job *job, const aps_fmm_wary *w,
                            const aps_direct_points *tile, int used, int n,
                            const aps_direct_points *to, const aps_fmm_leaf *leaf, int64_t at) {
  for (int j = used; j < used + n; j += FN(lanes)) {
    const REAL x = FN(outside)(tile->x, j, w->low[0], w->high[0]),
               y = FN(outside)(tile->y, j, w->low[1], w->high[1]);
    const REAL out = FN(max)(FN(max)(x, y), FN(outside)(tile->z, j, w->low[2], w->high[2]));
    if (!FN(any)(FN(lt)(out, FN(set)((SCALAR)1e-30)))) continue;
    for (int k = 0; k < FN(lanes) && j + k < used + n; k++)
      if (((const SCALAR *)&out)[k] <= 0 &&
          FN(is_too_near)(job, w, tile, j + k, to, leaf, at + j + k - used))
        return 1;
  }
  return 0;
}

/* 0, and what the sums hold is nothing, where the wary one, if given, finds a neighbour that is too
 * near. plain, a constant: accelerations alone, of one softening, in open space, of columns in the pairs' own precision. What
 * the loop reads lies in variables of its own, since the tile, for all that the compiler knows, may be part of the job. */
SIMD int FN(leaf_pairs_of)(const aps_fmm_job *job, const aps_direct_precision *real, double eps2,
                           int32_t cell, aps_fmm_bench *b, aps_fmm_leaf *leaf,
                           const aps_fmm_wary *wary, const int plain) {
  const aps_fmm_cells *c = &job->cells;
  aps_direct_points to = FN(lay)((SCALAR *)b->buffer, APS_DIRECT_BLOCK);
  aps_direct_points tile =
      FN(lay)((SCALAR *)b->buffer + 6 * APS_DIRECT_BLOCK, APS_DIRECT_TILE + APS_FMM_PAD);
  aps_direct_kernel *const *kernel = real->kernel[job->law][job->per_pair];
  const int want = !job->accelerate ? APS_DIRECT_POT
                   : job->potential ? APS_DIRECT_A_POT
                                    : APS_DIRECT_A;
  FN(pick)(job, job->points.x, leaf, to.x);
  FN(pick)(job, job->points.y, leaf, to.y);
  FN(pick)(job, job->points.z, leaf, to.z);
  if (job->potential) FN(pick)(job, job->points.mass, leaf, to.mass_pot);
  if (job->per_pair) FN(pick)(job, job->points.eps2, leaf, to.eps2);
  const int periodic = !plain && job->images > 1, potential = !plain && job->potential;
  int used = 0, missing = 0;
  int64_t sources = 0;
  const FN(sources) from = {job->points.x, job->points.y, job->points.z, job->points.mass};
  const double *cx = c->x, *cy = c->y, *cz = c->z, x0 = cx[cell], y0 = cy[cell], z0 = cz[cell];
  const int64_t *first = c->first, *number = c->n;
  const int32_t *near = b->near.id;
  for (int64_t k = 0, nears = b->near.n; k < nears; k++) {
    const int32_t id = near[k], s = periodic ? aps_fmm_cell_of(id) : id;
    double x = cx[s] - x0, y = cy[s] - y0, z = cz[s] - z0;
    if (periodic) {
      const double *image = job->image[(uint32_t)id >> APS_FMM_CELL_BITS];
      x -= image[0], y -= image[1], z -= image[2];
    }
    int64_t at = first[s], left = number[s];
    sources += left;
    missing |= left == 0;
    while (left) {
      const int n = left < APS_DIRECT_TILE - used ? (int)left : APS_DIRECT_TILE - used;
      FN(append)(job, &from, x, y, z, at, n, &tile, used, plain);
      if (!plain && wary && aps_fmm_is_in_reach(wary, x, y, z, c->radius[s]) &&
          FN(are_too_near)(job, wary, &tile, used, n, &to, leaf, at))
        return 0;
      if (potential && id == cell) FN(hide)(leaf, at, n, &tile, used);
      used += n, at += n, left -= n;
      if (used < APS_DIRECT_TILE) continue;
      kernel[want](&tile, used, &to, leaf->n, eps2, leaf->sums);
      used = 0;
    }
  }
  b->missing |= missing;
  real->pad(&tile, used);
  if (used) kernel[want](&tile, used, &to, leaf->n, eps2, leaf->sums);
  if (job->potential) kernel[APS_DIRECT_POT_SELF](&to, leaf->n, &to, leaf->n, eps2, leaf->sums);
  b->count.pairs += (double)sources * leaf->n;
  b->count.pair_lanes += (double)((sources + FN(lanes) - 1) / FN(lanes) * FN(lanes)) * leaf->n;
  return 1;
}

static int FN(leaf_pairs)(const aps_fmm_job *job, const aps_direct_precision *real, double eps2,
                          int32_t cell, aps_fmm_bench *b, aps_fmm_leaf *leaf,
                          const aps_fmm_wary *wary) {
  const int plain = !wary && !FN(apart)(job) && !job->potential && !job->per_pair && job->images <= 1;
  return plain ? FN(leaf_pairs_of)(job, real, eps2, cell, b, leaf, NULL, 1)
               : FN(leaf_pairs_of)(job, real, eps2, cell, b, leaf, wary, 0);
}

/* Offsets of the targets from the centre of their leaf. */
static void FN(offsets)(const aps_fmm_job *job, aps_fmm_leaf *leaf) {
  const SCALAR *column[3] = {job->points.x, job->points.y, job->points.z};
  for (int d = 0; d < 3; d++) {
    if (leaf->dense)
      for (int i = 0; i < leaf->n; i++) leaf->offset[d][i] = (double)column[d][leaf->index[0] + i];
    else
      for (int i = 0; i < leaf->n; i++) leaf->offset[d][i] = (double)column[d][leaf->index[i]];
    for (int i = leaf->n; i < leaf->padded; i++) leaf->offset[d][i] = leaf->offset[d][leaf->n - 1];
  }
}
