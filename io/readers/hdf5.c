/* HDF5 particle files: SWIFT's layout, GADGET's (2, 3 and 4) and our own, told apart by their
 * groups. */
#include "hdf5.h"
#include "core/cosmology.h"
#include "core/ranks.h"
#include "core/units.h"
#include "../dataset.h"
#include "hdf5_parts.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int aps_hdf5_recognise(const unsigned char *head, size_t n, int64_t file_size) {
  (void)file_size;
  return n >= 8 && memcmp(head, "\211HDF\r\n\032\n", 8) == 0 ? 100 : 0;
}

/* ---- snapshots: what is there ---------------------------------------------------------------- */

enum { PARTS_MOST = 1 << 16, TYPES_MOST = 16 };

typedef aps_hdf5_part part;
typedef aps_hdf5_snapshot snapshot;
typedef aps_hdf5_stretch stretch;

typedef struct { /* what all files of a snapshot must agree on */
  int64_t files, total[TYPES_MOST], step;
  double time, box[3];
} generation;

typedef struct {
  int there, negative;
} aps_hdf5_ids;

static const char *name_of(snapshot *s, const aps_field *f, hid_t group) {
  const char *const tries[] = {s->swift ? f->swift : f->gadget, s->swift ? f->gadget : f->swift,
                               f->group == APS_V      ? "Velocity"
                               : f->group == APS_MASS ? "Mass"
                               : f->group == APS_EPS  ? "Softening"
                                                      : NULL,
                               f->group == APS_MASS ? "DynamicalMasses" : NULL}; /* SWIFT's black holes: what attracts */
  for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
    if (tries[i] && aps_hdf5_has(s->now.file, group, tries[i])) return tries[i];
  return NULL;
}

/* When stars formed, in codes that form them; not written. NULL: not told. */
static const char *born_name(snapshot *s, hid_t group) {
  static const char *const names[] = {"BirthTimes", "StellarFormationTime",
                                      "GFM_StellarFormationTime"};
  for (int i = 0; i < 3; i++)
    if (aps_hdf5_has(s->now.file, group, names[i])) return names[i];
  return NULL;
}

static const aps_field *field_of(aps_cols group) {
  const aps_field *f = aps_fields;
  while (f->group != group) f++;
  return f;
}

static double number(aps_hdf5 *f, hid_t object, const char *name, double otherwise) {
  double value;
  return aps_hdf5_doubles(f, object, name, &value, 1) == 1 ? value : otherwise;
}

static int is_swift(aps_hdf5 *f, hid_t header) {
  char code[32];
  if (aps_hdf5_text(f, header, "Code", code, sizeof code) && strcmp(code, "SWIFT") == 0) return 1;
  return aps_hdf5_has(f, f->file, "InternalCodeUnits");
}

/* The header's claims about its own file. */
static aps_err read_header(snapshot *s) {
  part *p = &s->now;
  aps_hdf5 *f = p->file;
  int64_t claimed[TYPES_MOST] = {0};
  const int types = aps_hdf5_integers(f, p->header, "NumPart_ThisFile", claimed, TYPES_MOST);
  for (int t = 0; t < types; t++) {
    const int64_t here = t < APS_SPECIES_MAX ? p->count[t] : 0;
    if (t < APS_SPECIES_MAX && s->tracers[t]) continue;
    APS_CHECK(f->ctx, claimed[t] == here, APS_EDATA,
              "%s: Header/NumPart_ThisFile: expected %lld particles of type %d as in PartType%d, "
              "got %lld",
              f->path, (long long)here, t, t, (long long)claimed[t]);
  }
  double table[TYPES_MOST] = {0};
  if (aps_hdf5_doubles(f, p->header, "MassTable", table, TYPES_MOST))
    memcpy(p->mass_table, table, sizeof p->mass_table);
  return APS_OK;
}

/* Where positions are shifted in SWIFT's layout. */
static aps_err read_shift(snapshot *s) {
  aps_hdf5 *f = s->now.file;
  if (s->swift && aps_hdf5_doubles(f, s->now.header, "Shift", s->shift, 3) != 3)
    memset(s->shift, 0, sizeof s->shift);
  for (int i = 0; i < 3; i++)
    APS_CHECK(f->ctx, isfinite(s->shift[i]), APS_EDATA, "%s: Header/Shift must be finite, got %g",
              f->path, s->shift[i]);
  return APS_OK;
}

/* Opens the PartType groups of the present file and counts their rows. */
static aps_err find_species(snapshot *s) {
  part *p = &s->now;
  aps_hdf5 *f = p->file;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    char name[32], what[64];
    snprintf(name, sizeof name, "PartType%d", t);
    if (!aps_hdf5_has(f, f->file, name)) continue;
    p->group[t] = aps_hdf5_group(f, f->file, name);
    if (p->group[t] < 0) return aps_hdf5_fail(f, name);
    if (!aps_hdf5_has(f, p->group[t], "Coordinates") &&
        !aps_hdf5_has(f, p->group[t], "ParticleIDs")) {
      if (aps_hdf5_has(f, p->group[t], "TracerID")) s->tracers[t] = 1;
      continue; /* an empty species: some codes make the group all the same */
    }
    aps_hdf5_set set;
    snprintf(what, sizeof what, "%s/Coordinates", name);
    APS_TRY(aps_hdf5_open_set(f, p->group[t], "Coordinates", what, -1, 3, &set));
    p->count[t] = set.rows;
    aps_hdf5_close_set(&set);
    if (p->count[t] == 0) continue;
    for (const aps_field *field = aps_fields; field->group; field++)
      if (name_of(s, field, p->group[t]) == NULL) {
        s->fields &= ~field->group;
        if (field->group == APS_V) s->no_velocity[t] = 1;
      }
    if (born_name(s, p->group[t])) s->born = 1;
    if (!aps_hdf5_has(f, p->group[t], "ParticleIDs")) s->has_ids = 0;
  }
  return APS_OK;
}

static void no_part(part *p) {
  p->header = H5I_INVALID_HID;
  for (int t = 0; t < APS_SPECIES_MAX; t++) p->group[t] = H5I_INVALID_HID;
}

static void close_part(part *p) {
  for (int t = 0; t < APS_SPECIES_MAX; t++)
    if (p->group[t] >= 0) H5Gclose(p->group[t]);
  if (p->header >= 0) H5Gclose(p->header);
}

static aps_err open_part(snapshot *s, aps_hdf5 *file) {
  s->now = (part){.file = file, .header = aps_hdf5_group(file, file->file, "Header")};
  for (int t = 0; t < APS_SPECIES_MAX; t++) s->now.group[t] = H5I_INVALID_HID;
  APS_TRY(find_species(s));
  return read_header(s);
}

/* ---- snapshots of several files -------------------------------------------------------------- */

static int64_t files_of(aps_hdf5 *f, hid_t header) {
  int64_t files = 1;
  return aps_hdf5_integers(f, header, "NumFilesPerSnapshot", &files, 1) == 1 ? files : 1;
}

static generation generation_of(aps_hdf5 *f, hid_t header) {
  generation g = {.files = files_of(f, header), .time = number(f, header, "Time", 0)};
  int64_t high[TYPES_MOST] = {0};
  aps_hdf5_integers(f, header, "NumPart_Total", g.total, TYPES_MOST);
  aps_hdf5_integers(f, header, "NumPart_Total_HighWord", high, TYPES_MOST);
  for (int t = 0; t < TYPES_MOST; t++) g.total[t] += high[t] << 32;
  aps_hdf5_doubles(f, header, "BoxSize", g.box, 3);
  const hid_t code = aps_hdf5_group(f, f->file, "Code");
  aps_hdf5_integers(f, code, "Step", &g.step, 1);
  if (code >= 0) H5Gclose(code);
  return g;
}

/* "a.3.hdf5" becomes "a.<number>.hdf5". APS_EDATA where the name has no number to replace. */
static aps_err name_part(aps_hdf5 *f, int64_t number, char *out, size_t size) {
  const char *end = strrchr(f->path, '.'), *digits = end;
  while (digits && digits > f->path && digits[-1] >= '0' && digits[-1] <= '9') digits--;
  const int known = end && digits < end && digits > f->path && digits[-1] == '.';
  if (!known) {
    aps_fail(f->ctx, APS_EDATA,
             "%s: one file of several of a snapshot, but its name does not tell the others",
             f->path);
    return aps_hint(f->ctx, "parts are named NAME.0.hdf5, NAME.1.hdf5, …");
  }
  const int n =
      snprintf(out, size, "%.*s%lld%s", (int)(digits - f->path), f->path, (long long)number, end);
  APS_CHECK(f->ctx, n > 0 && (size_t)n < size, APS_EDATA, "%s: too long a name", f->path);
  return APS_OK;
}

aps_err aps_hdf5_with_part(snapshot *s, aps_hdf5 *given, int i, void *state,
                           aps_err (*use)(snapshot *, int, void *)) {
  char path[4500];
  aps_hdf5 file;
  if (s->files == 1) return use(s, i, state);
  APS_TRY(name_part(given, i, path, sizeof path));
  APS_CHECK(given->ctx, access(path, F_OK) == 0, APS_EDATA, "%s: part %d of %d is missing: %s",
            given->path, i, s->files, path);
  APS_TRY(aps_hdf5_open(given->ctx, path, &file));
  const part before = s->now;
  aps_err err = open_part(s, &file);
  if (err == APS_OK) err = use(s, i, state);
  if (err == APS_OK) err = file.broken;
  close_part(&s->now);
  s->now = before;
  aps_hdf5_close(&file);
  return err;
}

static aps_err survey_part(snapshot *s, int i, void *state) {
  const generation *all = state;
  const part *p = &s->now;
  memcpy(s->count[i], p->count, sizeof p->count);
  for (int t = 0; t < APS_SPECIES_MAX; t++) s->species[t] += p->count[t];
  if (s->files == 1) return APS_OK;
  const generation g = generation_of(p->file, p->header);
  int64_t number = i;
  aps_hdf5_integers(p->file, p->header, "ThisFile", &number, 1);
  APS_CHECK(p->file->ctx, memcmp(&g, all, sizeof g) == 0 && number == i, APS_EDATA,
            "%s: not part %d of this snapshot: its header names part %lld of %lld, time %.9g, step "
            "%lld; that of the others has %lld parts, time %.9g, step %lld",
            p->file->path, i, (long long)number, (long long)g.files, g.time, (long long)g.step,
            (long long)all->files, all->time, (long long)all->step);
  return APS_OK;
}

/* Counts the rows of all parts. */
static aps_err survey(snapshot *s, aps_hdf5 *given) {
  generation all = generation_of(given, s->now.header);
  APS_CHECK(given->ctx, all.files >= 1 && all.files <= PARTS_MOST, APS_EDATA,
            "%s: Header/NumFilesPerSnapshot: must be 1 to %d, got %lld", given->path, PARTS_MOST,
            (long long)all.files);
  s->files = (int)all.files;
  s->count = aps_alloc(given->ctx, "file buffer", s->files, sizeof *s->count);
  if (s->count == NULL) return APS_EMEM;
  for (int i = 0; i < s->files; i++) APS_TRY(aps_hdf5_with_part(s, given, i, &all, survey_part));
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    s->total += s->species[t];
    APS_CHECK(given->ctx, s->files == 1 || s->tracers[t] || s->species[t] == all.total[t], APS_EDATA,
              "%s: the parts hold %lld particles of type %d, Header/NumPart_Total says %lld",
              given->path, (long long)s->species[t], t, (long long)all.total[t]);
  }
  return APS_OK;
}

/* ---- snapshots: the columns ------------------------------------------------------------------ */

static aps_err read_ids(snapshot *s, hid_t group, const char *what, stretch r, uint64_t *out) {
  aps_hdf5 *f = s->now.file;
  aps_hdf5_rows rows = {.what = what, .first = r.skip, .n = r.n, .column = {out}};
  APS_TRY(aps_hdf5_open_set(f, group, "ParticleIDs", what, r.all, 1, &rows.set));
  aps_err err = APS_OK;
  if (!rows.set.is_integer)
    err = aps_fail(f->ctx, APS_EDATA, "%s: %s: expected integers, got floating-point numbers",
                   f->path, what);
  rows.type = rows.set.is_signed ? 'l' : 'L';
  if (err == APS_OK) err = aps_hdf5_read_rows(f, &rows, 1);
  for (int64_t i = 0; err == APS_OK && rows.set.is_signed && i < r.n; i++)
    *s->negative_ids |= out[i] >> 63 != 0;
  aps_hdf5_close_set(&rows.set);
  return err;
}

static aps_err read_field(snapshot *s, const aps_field *f, int t, stretch r, aps_view *v) {
  char what[96];
  const hid_t group = s->now.group[t];
  const char *name = name_of(s, f, group);
  snprintf(what, sizeof what, "PartType%d/%s", t, name ? name : f->swift);
  if (f->group == APS_ID) return read_ids(s, group, what, r, v->id + r.to);
  aps_hdf5_rows rows = {.what = what, .type = 'd', .first = r.skip, .n = r.n};
  int k = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    double *column;
    if (c->group != f->group) continue;
    memcpy(&column, (char *)v + c->offset, sizeof column);
    rows.column[k++] = column + r.to;
  }
  APS_TRY(aps_hdf5_open_set(s->now.file, group, name ? name : f->swift, what, r.all, f->width,
                            &rows.set));
  const aps_err err = aps_hdf5_read_rows(s->now.file, &rows, 1);
  aps_hdf5_close_set(&rows.set);
  return err;
}

static aps_err read_masses(snapshot *s, int t, stretch r, aps_view *v) {
  const aps_field *f = field_of(APS_MASS);
  if (name_of(s, f, s->now.group[t])) return read_field(s, f, t, r, v);
  const double mass = s->now.mass_table[t];
  if (!(mass > 0) && H5Lexists(s->now.group[t], f->swift, H5P_DEFAULT) > 0)
    return read_field(s, f, t, r, v); /* a link: refused by name */
  APS_CHECK(s->now.file->ctx, mass > 0 && isfinite(mass), APS_EDATA,
            "%s: PartType%d has no Masses, and Header/MassTable gives it %g", s->now.file->path, t,
            mass);
  for (int64_t i = 0; i < r.n; i++) v->mass[r.to + i] = mass;
  return APS_OK;
}

/* Negative: there from the start. */
static aps_err read_born(snapshot *s, int t, stretch r, double *born) {
  char what[96];
  const char *name = born_name(s, s->now.group[t]);
  for (int64_t i = 0; i < r.n; i++) born[r.to + i] = NAN;
  if (!name) return APS_OK;
  aps_hdf5_rows rows = {
      .what = what, .type = 'd', .first = r.skip, .n = r.n, .column = {born + r.to}};
  snprintf(what, sizeof what, "PartType%d/%s", t, name);
  APS_TRY(aps_hdf5_open_set(s->now.file, s->now.group[t], name, what, r.all, 1, &rows.set));
  const aps_err err = aps_hdf5_read_rows(s->now.file, &rows, 1);
  aps_hdf5_close_set(&rows.set);
  for (int64_t i = r.to; i < r.to + r.n; i++)
    if (!(born[i] >= 0)) born[i] = NAN;
  return err;
}

static aps_err read_species(snapshot *s, int t, stretch r, aps_dataset *out) {
  APS_TRY(read_field(s, field_of(APS_X), t, r, &out->v));
  APS_TRY(read_masses(s, t, r, &out->v));
  if (name_of(s, field_of(APS_V), s->now.group[t]))
    APS_TRY(read_field(s, field_of(APS_V), t, r, &out->v));
  if (s->has_ids) APS_TRY(read_field(s, field_of(APS_ID), t, r, &out->v));
  for (const aps_field *f = aps_fields; f->group; f++)
    if (s->fields & f->group & (APS_POT | APS_A | APS_EPS | APS_RADIUS))
      APS_TRY(read_field(s, f, t, r, &out->v));
  if (s->born) APS_TRY(read_born(s, t, r, out->v.born));
  double *const x[3] = {out->v.x, out->v.y, out->v.z};
  for (int c = 0; c < 3; c++)
    for (int64_t i = r.to; s->shift[c] != 0 && i < r.to + r.n; i++) x[c][i] -= s->shift[c];
  for (int64_t i = r.to; i < r.to + r.n; i++) out->v.type[i] = (uint32_t)t;
  return APS_OK;
}

/* Rows of the whole snapshot stand by species, and in each by part. */
static int64_t first_row(const snapshot *s, int part, int t) {
  int64_t first = 0;
  for (int k = 0; k < t; k++) first += s->species[k];
  for (int i = 0; i < part; i++) first += s->count[i][t];
  return first;
}

stretch aps_hdf5_share(const snapshot *s, int part, int t, const aps_dataset *out) {
  const int64_t all = s->count[part][t], first = first_row(s, part, t);
  const int64_t low = first > out->first ? first : out->first;
  const int64_t end = out->first + out->v.n;
  const int64_t high = first + all < end ? first + all : end;
  return (stretch){all, low - first, high - low, low - out->first};
}

static aps_err read_part(snapshot *s, int i, void *state) {
  aps_dataset *out = state;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    const stretch r = aps_hdf5_share(s, i, t, out);
    APS_CHECK(s->now.file->ctx, s->now.count[t] == s->count[i][t], APS_EDATA,
              "%s: changed while it was read", s->now.file->path);
    if (r.n > 0) APS_TRY(read_species(s, t, r, out));
  }
  return APS_OK;
}

static aps_err read_parts(snapshot *s, aps_hdf5 *given, aps_dataset *out) {
  for (int i = 0; i < s->files; i++) {
    int64_t mine = 0;
    for (int t = 0; t < APS_SPECIES_MAX; t++) {
      const stretch r = aps_hdf5_share(s, i, t, out);
      if (r.n > 0) mine += r.n;
    }
    if (mine > 0) APS_TRY(aps_hdf5_with_part(s, given, i, out, read_part));
  }
  return APS_OK;
}

/* ---- snapshots: units, time, box ------------------------------------------------------------- */

static void set_units(aps_dataset *out, double length, double mass, double time) {
  if (!(length > 0 && mass > 0 && time > 0) || !isfinite(length * mass * time)) return;
  out->units = (aps_units){length, mass, time, APS_G_CGS * mass * time * time / pow(length, 3)};
}

static void swift_units(aps_hdf5 *f, aps_dataset *out) {
  hid_t group = aps_hdf5_group(f, f->file, "Units");
  if (group < 0) group = aps_hdf5_group(f, f->file, "InternalCodeUnits");
  if (group < 0) return;
  set_units(out, number(f, group, "Unit length in cgs (U_L)", 0),
            number(f, group, "Unit mass in cgs (U_M)", 0),
            number(f, group, "Unit time in cgs (U_t)", 0));
  H5Gclose(group);
}

/* GADGET keeps them in Parameters, older ones in Header or Units. */
static void gadget_units(snapshot *s, aps_dataset *out) {
  static const char *const places[] = {"Parameters", "Header", "Units"};
  for (int i = 0; i < 3; i++) {
    const hid_t group = aps_hdf5_group(s->now.file, s->now.file->file, places[i]);
    if (group < 0) continue;
    const double length = number(s->now.file, group, "UnitLength_in_cm", 0),
                 mass = number(s->now.file, group, "UnitMass_in_g", 0),
                 velocity = number(s->now.file, group, "UnitVelocity_in_cm_per_s", 0);
    H5Gclose(group);
    if (length > 0 && mass > 0 && velocity > 0) {
      set_units(out, length, mass, length / velocity);
      return;
    }
  }
}

/* SWIFT tells it in Parameters and in RuntimePars. What others write in its layout may have
 * neither; only open space is shifted. */
static int swift_periodic(const snapshot *s, aps_hdf5 *f) {
  char text[32] = "";
  const hid_t parameters = aps_hdf5_group(f, f->file, "Parameters");
  const hid_t runtime = aps_hdf5_group(f, f->file, "RuntimePars");
  const int named = aps_hdf5_text(f, parameters, "InitialConditions:periodic", text, sizeof text);
  const double on = number(f, runtime, "PeriodicBoundariesOn", -1);
  if (parameters >= 0) H5Gclose(parameters);
  if (runtime >= 0) H5Gclose(runtime);
  if (strcmp(text, "1") == 0 || on > 0) return 1;
  const int shifted = s->shift[0] != 0 || s->shift[1] != 0 || s->shift[2] != 0;
  return named || on == 0 || shifted ? 0 : APS_PERHAPS_PERIODIC;
}

/* GADGET-4 lists PERIODIC in Config; older files do not say. */
static int gadget_periodic(aps_hdf5 *f) {
  const hid_t config = aps_hdf5_group(f, f->file, "Config");
  if (config < 0) return APS_PERHAPS_PERIODIC;
  const int periodic = aps_hdf5_has_attribute(f, config, "PERIODIC");
  H5Gclose(config);
  return periodic;
}

static void name_species(const snapshot *s, int expands, aps_dataset *out) {
  static const char swift[] = "0 gas, 1 dark matter, 2 background dark matter, 3 sinks, 4 stars, 5 black holes, 6 neutrinos";
  if (s->swift) snprintf(out->species, sizeof out->species, "%s", swift);
  else aps_dataset_usual_species(out, expands);
}

static void read_producer(snapshot *s, aps_dataset *out) {
  const hid_t code = aps_hdf5_group(s->now.file, s->now.file->file, "Code");
  char text[32];
  if (code < 0) return;
  if (aps_hdf5_text(s->now.file, code, "Code", text, sizeof text) && strcmp(text, "apsis") == 0) {
    if (number(s->now.file, code, "Dimensionless", 0) > 0)
      memset(&out->units, 0, sizeof out->units);
    out->units.G = number(s->now.file, code, "G", out->units.G);
    aps_hdf5_integers(s->now.file, code, "Step", &out->step, 1);
    aps_hdf5_text(s->now.file, code, "Title", out->title, sizeof out->title);
    out->species[0] = '\0';
    aps_hdf5_text(s->now.file, code, "Species", out->species, sizeof out->species);
  }
  H5Gclose(code);
}

static void read_force_error(snapshot *s, aps_dataset *out) {
  static const char *const names[4] = {"Force error rms", "Force error median", "Force error 99.9%",
                                       "Force error maximum"};
  for (int i = 0; i < 4; i++)
    out->force_error[i] = number(s->now.file, s->now.header, names[i], -1);
}

/* GADGET keeps it in Parameters, older ones in Header. */
static double gadget_number(snapshot *s, const char *name, double otherwise) {
  static const char *const places[] = {"Header", "Parameters"};
  for (int i = 0; i < 2; i++) {
    const hid_t group = aps_hdf5_group(s->now.file, s->now.file->file, places[i]);
    if (group < 0) continue;
    otherwise = number(s->now.file, group, name, otherwise);
    H5Gclose(group);
  }
  return otherwise;
}

/* H0 is 100 h km/s/Mpc; it takes known units to say what that is in the file's. */
static aps_cosmology gadget_cosmology(snapshot *s, const aps_units *u) {
  const double Mpc = 3.0856775814913673e24, h = gadget_number(s, "HubbleParam", 0);
  const double omega_m = gadget_number(s, "Omega0", 0);
  if (!(h > 0 && omega_m > 0)) return (aps_cosmology){.H0 = 0};
  return (aps_cosmology){.H0 = h * u->time * 1e7 / Mpc, /* 0 without units */
                         .omega_m = omega_m,
                         .omega_lambda = gadget_number(s, "OmegaLambda", 1 - omega_m),
                         .w0 = -1};
}

static aps_cosmology swift_cosmology(aps_hdf5 *f) {
  const hid_t group = aps_hdf5_group(f, f->file, "Cosmology");
  if (group < 0) return (aps_cosmology){.H0 = 0};
  const aps_cosmology c = {number(f, group, "H0 [internal units]", 0),
                           number(f, group, "Omega_m", 0),
                           number(f, group, "Omega_lambda", 0),
                           number(f, group, "Omega_r", 0),
                           number(f, group, "w_0", -1),
                           number(f, group, "w_a", 0)};
  H5Gclose(group);
  return c;
}

/* What the numbers of a comoving run mean. A file of GADGET's without h has no factors of it. */
static void read_frame(snapshot *s, aps_dataset *out) {
  const double h = s->swift ? 1 : gadget_number(s, "HubbleParam", 1);
  double a = 1 / (1 + out->redshift);
  if (s->swift)
    a = number(s->now.file, s->now.header, "Scale-factor", a);
  else if (fabs(out->time / a - 1) < 1e-6)
    a = out->time;
  if (!(a > 0) || !isfinite(a)) return;
  if (s->swift) out->time = a; /* SWIFT's is the age: times are scale factors here */
  out->comoving = (aps_comoving){.a = a,
                                 .h = h > 0 && isfinite(h) ? h : 1,
                                 .velocity = s->swift ? 1 : sqrt(a),
                                 .in = s->swift ? swift_cosmology(s->now.file)
                                                : gadget_cosmology(s, &out->units)};
  if (!(aps_hubble(&out->comoving.in, a) > 0))
    out->comoving.in.H0 = 0; /* there is no such universe */
}

/* In comoving runs GADGET's time is the scale factor, that of today's snapshot 1 as well; isolated
 * ones have a redshift and Omega0 of 0. */
static int comoving(snapshot *s, const aps_dataset *out) {
  if (!s->swift) {
    const double told = gadget_number(s, "ComovingIntegrationOn", -1);
    const int scale = fabs(out->time * (1 + out->redshift) - 1) < 1e-6;
    return told >= 0 ? told > 0 : scale && (out->redshift > 0 || gadget_number(s, "Omega0", 0) > 0);
  }
  const hid_t cosmology = aps_hdf5_group(s->now.file, s->now.file->file, "Cosmology");
  const int yes = number(s->now.file, cosmology, "Cosmological run", 0) > 0;
  if (cosmology >= 0) H5Gclose(cosmology);
  return yes;
}

static aps_err describe(snapshot *s, aps_dataset *out) {
  aps_hdf5 *f = s->now.file;
  out->parts = s->files;
  out->time = number(s->now.file, s->now.header, "Time", 0);
  out->redshift = number(s->now.file, s->now.header, "Redshift", 0);
  const int sides = aps_hdf5_doubles(f, s->now.header, "BoxSize", out->box, 3);
  if (sides == 1)
    out->box[1] = out->box[2] = out->box[0];
  else if (sides != 3)
    memset(out->box, 0, sizeof out->box);
  APS_CHECK(f->ctx, isfinite(out->time) && isfinite(out->redshift), APS_EDATA,
            "%s: Header/Time and Redshift must be finite, got %g and %g", f->path, out->time,
            out->redshift);
  for (int i = 0; i < 3; i++)
    APS_CHECK(f->ctx, isfinite(out->box[i]) && out->box[i] >= 0, APS_EDATA,
              "%s: Header/BoxSize must be >= 0 and finite, got %g", f->path, out->box[i]);
  out->periodic = !(out->box[0] > 0) ? 0 : s->swift ? swift_periodic(s, f) : gadget_periodic(f);
  if (!out->periodic) memset(out->box, 0, sizeof out->box);
  if (s->swift)
    swift_units(f, out);
  else
    gadget_units(s, out);
  const int expands = comoving(s, out);
  name_species(s, expands, out);
  read_producer(s, out);
  read_force_error(s, out);
  if (expands && s->born) s->born = 0, out->has &= ~(aps_cols)APS_BORN; /* scale factors */
  if (expands) read_frame(s, out);
  else if (!s->swift) aps_dataset_note_h(out, gadget_number(s, "HubbleParam", 1));
  if (expands)
    aps_dataset_note(out,
                     "a comoving run (z = %.4g): coordinates and velocities are taken as stored%s",
                     out->redshift, s->swift ? "" : ", v / sqrt(a), with factors of h");
  snprintf(out->format, sizeof out->format, "HDF5, %s layout", s->swift ? "SWIFT" : "GADGET");
  return APS_OK;
}

static void note_velocities(const snapshot *s, aps_dataset *out) {
  for (int t = 0; t < APS_SPECIES_MAX; t++)
    if (s->species[t] && !s->no_velocity[t])
      out->has |= APS_V;
    else if (s->species[t])
      aps_dataset_note(out, "PartType%d has no velocities: zero", t);
}

/* One file that claims to be all: where its header counts others, particles may be missing. */
static void note_totals(const snapshot *s, aps_hdf5 *f, aps_dataset *out) {
  const generation all = generation_of(f, s->now.header);
  int64_t sum = 0;
  for (int t = 0; t < TYPES_MOST; t++) sum += all.total[t];
  for (int t = 0; t < APS_SPECIES_MAX; t++)
    if (s->tracers[t]) aps_dataset_note(out, "PartType%d left out: tracers of AREPO's, which have no positions", t);
  for (int t = 0; t < APS_SPECIES_MAX && s->files == 1 && sum > 0; t++)
    if (all.total[t] != s->species[t] && !s->tracers[t]) {
      aps_dataset_note(out,
                       "Header/NumPart_Total says %lld particles of type %d, the file has %lld",
                       (long long)all.total[t], t, (long long)s->species[t]);
      return;
    }
}

aps_err aps_hdf5_snapshot_open(snapshot *s, aps_hdf5 *f) {
  no_part(&s->now);
  const hid_t header = aps_hdf5_group(f, f->file, "Header");
  s->swift = is_swift(f, header);
  if (header >= 0) H5Gclose(header);
  APS_TRY(open_part(s, f));
  APS_TRY(read_shift(s));
  return survey(s, f);
}

void aps_hdf5_snapshot_close(snapshot *s, aps_hdf5 *f) {
  close_part(&s->now);
  aps_release(f->ctx, s->count);
  s->count = NULL;
}

static aps_err read_snapshot(snapshot *s, aps_hdf5 *f, aps_dataset *out) {
  APS_TRY(aps_hdf5_snapshot_open(s, f));
  const aps_cols extra =
      (s->fields & (APS_POT | APS_A | APS_EPS | APS_RADIUS)) | (aps_cols)(s->born ? APS_BORN : 0);
  APS_TRY(aps_dataset_make(f->ctx, f->path, s->total, APS_TYPE | extra, out));
  out->has = APS_X | APS_MASS | APS_TYPE | extra;
  APS_TRY(describe(s, out));
  note_velocities(s, out);
  note_totals(s, f, out);
  return read_parts(s, f, out);
}

static aps_err open_snapshot(aps_hdf5 *file, aps_dataset *out, aps_hdf5_ids *ids) {
  snapshot s = {.fields = APS_POT | APS_A | APS_EPS | APS_RADIUS,
                .has_ids = 1,
                .negative_ids = &ids->negative};
  const aps_err err = read_snapshot(&s, file, out);
  aps_hdf5_snapshot_close(&s, file);
  ids->there = s.has_ids;
  return err;
}

/* ---- which one ------------------------------------------------------------------------------- */

typedef struct {
  char text[256];
  int n;
} names;

static herr_t add_name(hid_t group, const char *name, const H5L_info_t *info, void *out) {
  (void)group, (void)info;
  names *list = out;
  const size_t used = strlen(list->text);
  snprintf(list->text + used, sizeof list->text - used, "%s%.40s", list->n ? ", " : "", name);
  return ++list->n == 5; /* enough */
}

static aps_err refuse_foreign(aps_hdf5 *f) {
  names list = {"", 0};
  H5Literate(f->file, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, add_name, &list);
  aps_fail(f->ctx, APS_EDATA, "%s: an HDF5 file without PartType groups (its root holds %s%s)",
           f->path, list.n ? list.text : "nothing", list.n == 5 ? ", …" : "");
  return aps_hint(f->ctx, "snapshots of SWIFT, GADGET-2, 3 and 4 and of apsis are read");
}

/* A part of a snapshot without particles of its own. */
static int is_empty_part(aps_hdf5 *f) {
  const hid_t header = aps_hdf5_group(f, f->file, "Header");
  const int empty = header >= 0 && files_of(f, header) > 1;
  if (header >= 0) H5Gclose(header);
  return empty;
}

int aps_hdf5_is_snapshot(aps_hdf5 *f) {
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    char name[32];
    snprintf(name, sizeof name, "PartType%d", t);
    if (aps_hdf5_has(f, f->file, name)) return 1;
  }
  return is_empty_part(f);
}

static aps_err read_any(aps_hdf5 *f, aps_dataset *out, aps_hdf5_ids *ids) {
  const hid_t columns = aps_hdf5_group(f, f->file, "Columns");
  if (columns >= 0) {
    const aps_err err = aps_hdf5_read_own(f, columns, out);
    ids->there = 1;
    H5Gclose(columns);
    return err;
  }
  return aps_hdf5_is_snapshot(f) ? open_snapshot(f, out, ids) : refuse_foreign(f);
}

/* Most wait for the disk: of one rank, and of all on a node. */
static int threads_here(const aps_ctx *ctx) {
  enum { OF_RANK = 4, OF_NODE = 8 };
  const int share = OF_NODE / aps_ranks_local(ctx);
  return share < 1 ? 1 : share > OF_RANK ? OF_RANK : share;
}

aps_err aps_hdf5_read(aps_ctx *ctx, const char *path, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  aps_hdf5 file;
  aps_hdf5_ids ids = {0};
  aps_err err = aps_hdf5_open(ctx, path, &file);
  if (err == APS_OK) {
    file.threads = threads_here(ctx);
    err = read_any(&file, out, &ids);
    if (err == APS_OK) err = file.broken;
    aps_hdf5_close(&file);
  }
  return aps_dataset_check(ctx, path, err, out, ids.there, ids.negative);
}
