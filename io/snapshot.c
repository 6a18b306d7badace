/* Snapshots: what the SWIFT and GADGET-4 layouts share.
 *
 * Open boundaries: the readers want coordinates in [0, BoxSize]. With S the smallest power of two
 * above every |x| the box is 2 S wide and x + S is stored; S being a power of two, the sum is off
 * by at most 2^-53 S, and subtracting S again is exact. */
#include "snapshot.h"
#include "core/ranks.h"
#include <math.h>
#include <string.h>
#include <strings.h>

const aps_field aps_fields[] = {
    {"Coordinates", "Coordinates", "Position, with Header/Shift added", APS_X, 'd', 3, 0, 1, 0, 1,
     1, 0, 0, 1},
    {"Velocities", "Velocities", "Velocity", APS_V, 'd', 3, 0, 1, -1, 0, 0, 0, 1, 0.5},
    {"Masses", "Masses", "Mass", APS_MASS, 'd', 1, 1, 0, 0, 0, 0, 1, 0, 0},
    {"ParticleIDs", "ParticleIDs", "Unique identity of the particle", APS_ID, 'L', 1, 0, 0, 0, 0, 0,
     0, 0, 0},
    {"Potentials", "Potential", "Gravitational potential at the particle", APS_POT, 'd', 1, 0, 2,
     -2, -1, 0, 0, 2, -1},
    {"Accelerations", "Acceleration", "Acceleration", APS_A, 'd', 3, 0, 1, -2, -2, -1, 0, 2, -2},
    {"Softenings", "Softenings", "Softening length (Plummer equivalent)", APS_EPS, 'd', 1, 0, 1, 0,
     1, 1, 0, 0, 1},
    {"Radii", "Radii", "Radius of the body as a sphere", APS_RADIUS, 'd', 1, 0, 1, 0, 1, 1, 0, 0, 1},
    {.group = 0}};

static const aps_cols ALWAYS = APS_X | APS_V | APS_MASS | APS_ID;

/* ---- the plan -------------------------------------------------------------------------------- */

static void columns_of(const aps_view *v, aps_cols group, const void *out[3]) {
  int k = 0;
  out[0] = out[1] = out[2] = NULL;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group == group && k < 3) memcpy(&out[k++], (const char *)v + c->offset, sizeof(void *));
}

static int has(const aps_dataset *d, const aps_field *f) {
  const void *column[3];
  columns_of(&d->v, f->group, column);
  for (int i = 0; i < f->width; i++)
    if (column[i] == NULL) return 0;
  return 1;
}

/* Potential, Potentials, potential: one field. */
static int same_field(const char *asked, const char *name) {
  size_t a = strlen(asked), b = strlen(name);
  if (a > 1 && strchr("sS", asked[a - 1])) a--;
  if (b > 1 && name[b - 1] == 's') b--;
  return a == b && strncasecmp(asked, name, a) == 0;
}

/* Bits of the rows of aps_fields that no rank with particles lacks. */
static int64_t fields_there(aps_ctx *ctx, const aps_dataset *d) {
  int64_t lacking[8] = {0}, there = 0;
  for (int i = 0; aps_fields[i].group; i++) lacking[i] = d->v.n > 0 && !has(d, &aps_fields[i]);
  aps_ranks_max_int(ctx, lacking, 8);
  for (int i = 0; aps_fields[i].group; i++) there |= (int64_t)!lacking[i] << i;
  return there;
}

static aps_err choose_fields(aps_ctx *ctx, int64_t there, const aps_texts *asked,
                             aps_cols *fields) {
  *fields = ALWAYS;
  for (int i = 0; aps_fields[i].group; i++) {
    const aps_field *f = &aps_fields[i];
    if (f->group & ALWAYS)
      APS_CHECK(ctx, there >> i & 1, APS_EARG, "snapshot: the particles have no %s", f->swift);
    else if ((asked == NULL || asked->n == 0) && there >> i & 1)
      *fields |= f->group;
  }
  for (int64_t i = 0; asked && i < asked->n; i++) {
    const aps_field *f = aps_fields;
    while (f->group && !same_field(asked->text[i], f->swift)) f++;
    if (f->group == 0) {
      aps_fail(ctx, APS_EARG, "snapshot: fields: unknown field '%s'", asked->text[i]);
      return aps_hint(ctx, "known: Coordinates, Velocities, Masses, ParticleIDs, Potentials, "
                           "Accelerations, Softenings, Radii");
    }
    APS_CHECK(ctx, there >> (f - aps_fields) & 1, APS_EARG,
              "snapshot: fields: %s asked for, but these particles have none", f->swift);
    *fields |= f->group;
  }
  return APS_OK;
}

/* Rows by species; an index only where a species' rows do not stand together. */
static aps_err sort_species(aps_ctx *ctx, const aps_dataset *d, int species_max, aps_layout *s) {
  const uint32_t *type = d->v.type;
  const int64_t n = d->v.n;
  if (type == NULL) {
    s->species[1] = (aps_species){n, 0, NULL};
    return APS_OK;
  }
  int64_t last[APS_SPECIES_MAX];
  for (int64_t i = 0; i < n; i++) {
    if (type[i] >= (uint32_t)species_max) {
      aps_fail(ctx, APS_EARG, "snapshot: particle %llu is of species %u; this format holds 0 to %d",
               (unsigned long long)(d->v.id ? d->v.id[i] : (uint64_t)i + 1), type[i], species_max - 1);
      return aps_hint(ctx, "the format own holds any species; or let the column `type` say 0 to %d", species_max - 1);
    }
    aps_species *p = &s->species[type[i]];
    if (p->n++ == 0) p->first = i;
    last[type[i]] = i;
  }
  int together = 1;
  for (int t = 0; t < species_max; t++)
    if (s->species[t].n) together &= last[t] - s->species[t].first == s->species[t].n - 1;
  if (together) return APS_OK;

  s->rows = aps_alloc(ctx, "snapshot rows", n, sizeof *s->rows);
  if (s->rows == NULL) return APS_EMEM;
  int64_t *next[APS_SPECIES_MAX];
  int64_t before = 0;
  for (int t = 0; t < species_max; t++) {
    s->species[t].rows = next[t] = s->rows + before;
    s->species[t].first = 0;
    before += s->species[t].n;
  }
  for (int64_t i = 0; i < n; i++) *next[type[i]]++ = i;
  return APS_OK;
}

double aps_layout_reach(aps_ctx *ctx, const aps_dataset *d) {
  const double *column[3] = {d->v.x, d->v.y, d->v.z};
  double most = 0;
  for (int c = 0; c < 3; c++)
    for (int64_t i = 0; i < d->v.n; i++)
      if (fabs(column[c][i]) > most) most = fabs(column[c][i]);
  aps_ranks_max(ctx, &most, 1);
  if (most == 0 || !isfinite(most)) return 1;
  int exponent;
  const double fraction =
      frexp(most, &exponent);             /* most = fraction 2^exponent, fraction in [1/2, 1) */
  if (fraction > 1 - 0x1p-40) exponent++; /* room for the rounding of x + S */
  return ldexp(1, exponent);
}

/* What needs no other rank. */
static aps_err plan_own(aps_ctx *ctx, int64_t there, const aps_texts *fields, int species_max,
                        aps_layout *s) {
  APS_TRY(choose_fields(ctx, there, fields, &s->fields));
  return sort_species(ctx, s->data, species_max, s);
}

aps_err aps_layout_plan(aps_ctx *ctx, const aps_dataset *d, const aps_texts *fields,
                        int species_max, int compress, aps_layout *s) {
  *s = (aps_layout){.ctx = ctx, .data = d, .compress = compress, .h = 1, .velocity = 1};
  int64_t count[APS_SPECIES_MAX], total;
  aps_ranks_before(ctx, d->v.n, &total);
  APS_CHECK(ctx, total > 0, APS_EARG, "snapshot: there are no particles to write");
  const aps_err err = plan_own(ctx, fields_there(ctx, d), fields, species_max, s);
  for (int t = 0; t < APS_SPECIES_MAX; t++) count[t] = s->species[t].n;
  APS_TRY(aps_dealt_plan(ctx, err, count, APS_SPECIES_MAX, d->files, &s->dealt));
  if (d->periodic) {
    for (int i = 0; i < 3; i++) s->box[i] = d->box[i] / (d->comoving.a > 0 ? d->comoving.h : 1);
  } else {
    s->shift = aps_layout_reach(ctx, d);
    APS_CHECK(ctx, isfinite(2 * s->shift), APS_EARG, "snapshot: positions beyond %g fit no box",
              0x1p1022);
    for (int i = 0; i < 3; i++) s->box[i] = 2 * s->shift;
  }
  return APS_OK;
}

void aps_layout_end(aps_layout *s) {
  aps_dealt_end(&s->dealt);
  aps_release(s->ctx, s->rows);
  aps_release(s->ctx, s->smoothing);
  s->rows = NULL;
  s->smoothing = NULL;
}

static int64_t payload(const aps_layout *s) {
  int64_t row = 0, n = 0;
  for (const aps_field *f = aps_fields; f->group; f++)
    if (f->group & s->fields) row += 8 * f->width;
  for (int t = 0; t < APS_SPECIES_MAX; t++) n += s->dealt.here[t];
  return n * row + s->dealt.here[0] * 8;
}

aps_err aps_layout_open(const aps_layout *s, const char *path, char part[APS_PATH_MOST],
                        aps_hdf5_out **file) {
  APS_TRY(aps_dealt_path(&s->dealt, path, part, APS_PATH_MOST));
  return aps_hdf5_out_create_for(s->ctx, part, payload(s), s->dealt.writer, s->dealt.ranks, file);
}

/* ---- writing --------------------------------------------------------------------------------- */

aps_err aps_layout_put(aps_hdf5_out *file, const aps_layout *s, int species, const aps_field *f,
                       const char *path) {
  const aps_species *p = &s->species[species];
  aps_hdf5_out_data d = {.type = f->type,
                         .width = f->width,
                         .rows = p->rows,
                         .n = p->n,
                         .shift = f->group == APS_X ? s->shift : 0,
                         .factor = aps_layout_factor(s, f),
                         .compress = s->compress,
                         .dealt = s->dealt.count[species]};
  columns_of(&s->data->v, f->group, d.column);
  for (int i = 0; i < f->width && p->n; i++) d.column[i] = (const double *)d.column[i] + p->first;
  return aps_hdf5_out_dataset(file, path, &d);
}

/* Powers of h are those of length, mass and time: velocities have none, for H0 is 100 in such units. */
double aps_layout_factor(const aps_layout *s, const aps_field *f) {
  const aps_comoving *c = &s->data->comoving;
  if (!(c->a > 0)) return 1;
  if (f->group == APS_V) return c->velocity / s->velocity;
  return pow(s->h / c->h, f->length + f->mass + f->time);
}

double aps_layout_h(const aps_dataset *d) {
  const double Mpc = 3.0856775814913673e24;
  return d->comoving.a > 0 && d->comoving.in.H0 > 0 && !aps_layout_dimensionless(&d->units)
             ? d->comoving.in.H0 / d->units.time * Mpc / 1e7
             : 1;
}

int aps_layout_dimensionless(const aps_units *u) {
  return !(u->length > 0 && u->mass > 0 && u->time > 0);
}

double aps_layout_cgs(const aps_units *u, double mass, double length, double time) {
  if (aps_layout_dimensionless(u)) return 1;
  return pow(u->mass, mass) * pow(u->length, length) * pow(u->time, time);
}

aps_err aps_layout_producer(aps_hdf5_out *file, const aps_dataset *d) {
  APS_TRY(aps_hdf5_out_group(file, "/Code"));
  APS_TRY(aps_hdf5_out_text(file, "/Code", "Code", "apsis"));
  APS_TRY(aps_hdf5_out_text(file, "/Code", "Version", APS_VERSION));
  APS_TRY(aps_hdf5_out_text(file, "/Code", "Commit", aps_commit()));
  APS_TRY(aps_hdf5_out_int64(file, "/Code", "Dimensionless", aps_layout_dimensionless(&d->units)));
  APS_TRY(aps_hdf5_out_double(file, "/Code", "G", d->units.G));
  APS_TRY(aps_hdf5_out_int64(file, "/Code", "Step", d->step));
  if (d->species[0]) APS_TRY(aps_hdf5_out_text(file, "/Code", "Species", d->species));
  return aps_hdf5_out_text(file, "/Code", "Title", d->title);
}

aps_err aps_layout_force_error(aps_hdf5_out *file, const aps_dataset *d) {
  static const char *const names[4] = {"Force error rms", "Force error median", "Force error 99.9%",
                                       "Force error maximum"};
  for (int i = 0; i < 4; i++)
    if (d->force_error[i] >= 0)
      APS_TRY(aps_hdf5_out_double(file, "/Header", names[i], d->force_error[i]));
  return APS_OK;
}
