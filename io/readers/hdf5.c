/* HDF5 particle files: SWIFT's layout, GADGET's (2, 3 and 4) and our own, told apart by their
 * groups. */
#include "hdf5.h"
#include "core/units.h"
#include "../dataset.h"
#include "hdf5_safe.h"
#include "../snapshot.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int aps_hdf5_recognise(const unsigned char *head, size_t n, int64_t file_size) {
  (void)file_size;
  return n >= 8 && memcmp(head, "\211HDF\r\n\032\n", 8) == 0 ? 100 : 0;
}

/* ---- snapshots: what is there ---------------------------------------------------------------- */

typedef struct {
  aps_hdf5 *file;
  int swift;
  hid_t header, part[APS_SPECIES_MAX]; /* negative where absent */
  int64_t count[APS_SPECIES_MAX], total;
  double mass_table[APS_SPECIES_MAX], shift[3];
  int has_ids, negative_ids;
  aps_cols fields; /* optional groups that every species has */
} snapshot;

static const char *name_of(snapshot *s, const aps_field *f, hid_t group) {
  const char *const tries[] = {s->swift ? f->swift : f->gadget, s->swift ? f->gadget : f->swift,
                               f->group == APS_V      ? "Velocity"
                               : f->group == APS_MASS ? "Mass"
                               : f->group == APS_EPS  ? "Softening"
                                                      : NULL};
  for (int i = 0; i < 3; i++)
    if (tries[i] && aps_hdf5_has(s->file, group, tries[i])) return tries[i];
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

static aps_err read_header(snapshot *s) {
  aps_hdf5 *f = s->file;
  int64_t files = 1, claimed[16] = {0};
  if (aps_hdf5_integers(f, s->header, "NumFilesPerSnapshot", &files, 1) == 1 && files > 1) {
    aps_fail(f->ctx, APS_EDATA, "%s: one of %lld files of a snapshot; only single files are read",
             f->path, (long long)files);
    return aps_hint(f->ctx, "join the parts into one file first");
  }
  const int types = aps_hdf5_integers(f, s->header, "NumPart_ThisFile", claimed, 16);
  for (int t = 0; t < types; t++) {
    const int64_t here = t < APS_SPECIES_MAX ? s->count[t] : 0;
    APS_CHECK(f->ctx, claimed[t] == here, APS_EDATA,
              "%s: Header/NumPart_ThisFile: expected %lld particles of type %d as in PartType%d, "
              "got %lld",
              f->path, (long long)here, t, t, (long long)claimed[t]);
  }
  double table[16] = {0};
  if (aps_hdf5_doubles(f, s->header, "MassTable", table, 16))
    memcpy(s->mass_table, table, sizeof s->mass_table);
  if (s->swift && aps_hdf5_doubles(f, s->header, "Shift", s->shift, 3) != 3)
    memset(s->shift, 0, 24);
  for (int i = 0; i < 3; i++)
    APS_CHECK(f->ctx, isfinite(s->shift[i]), APS_EDATA, "%s: Header/Shift must be finite, got %g",
              f->path, s->shift[i]);
  return APS_OK;
}

/* Opens the PartType groups and counts their rows. */
static aps_err find_species(snapshot *s) {
  aps_hdf5 *f = s->file;
  s->fields = APS_POT | APS_A | APS_EPS;
  s->has_ids = 1;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    char name[32], what[64];
    snprintf(name, sizeof name, "PartType%d", t);
    if (!aps_hdf5_has(f, f->file, name)) continue;
    s->part[t] = aps_hdf5_group(f, f->file, name);
    if (s->part[t] < 0) return aps_hdf5_fail(f, name);
    if (!aps_hdf5_has(f, s->part[t], "Coordinates") && !aps_hdf5_has(f, s->part[t], "ParticleIDs"))
      continue; /* an empty species: some codes make the group all the same */
    aps_hdf5_set set;
    snprintf(what, sizeof what, "%s/Coordinates", name);
    APS_TRY(aps_hdf5_open_set(f, s->part[t], "Coordinates", what, -1, 3, &set));
    s->count[t] = set.rows;
    s->total += set.rows;
    aps_hdf5_close_set(&set);
    if (s->count[t] == 0) continue;
    for (const aps_field *field = aps_fields; field->group; field++)
      if (name_of(s, field, s->part[t]) == NULL) s->fields &= ~field->group;
    if (!aps_hdf5_has(f, s->part[t], "ParticleIDs")) s->has_ids = 0;
  }
  return APS_OK;
}

/* ---- snapshots: the columns ------------------------------------------------------------------ */

static aps_err read_ids(snapshot *s, hid_t group, const char *what, int64_t n, uint64_t *out) {
  aps_hdf5_set set;
  APS_TRY(aps_hdf5_open_set(s->file, group, "ParticleIDs", what, n, 1, &set));
  aps_err err = APS_OK;
  if (!set.is_integer)
    err = aps_fail(s->file->ctx, APS_EDATA, "%s: %s: expected integers, got floating-point numbers",
                   s->file->path, what);
  void *column[1] = {out};
  if (err == APS_OK)
    err = aps_hdf5_read_set(s->file, &set, what, set.is_signed ? 'l' : 'L', column);
  for (int64_t i = 0; err == APS_OK && set.is_signed && i < n; i++) s->negative_ids |= out[i] >> 63;
  aps_hdf5_close_set(&set);
  return err;
}

static aps_err read_field(snapshot *s, const aps_field *f, int t, int64_t first, aps_view *v) {
  char what[96];
  const char *name = name_of(s, f, s->part[t]);
  snprintf(what, sizeof what, "PartType%d/%s", t, name ? name : f->swift);
  if (f->group == APS_ID) return read_ids(s, s->part[t], what, s->count[t], v->id + first);
  void *columns[3] = {NULL, NULL, NULL};
  int k = 0;
  for (const aps_column *c = aps_columns; c->name; c++) {
    double *column;
    if (c->group != f->group) continue;
    memcpy(&column, (char *)v + c->offset, sizeof column);
    columns[k++] = column + first;
  }
  aps_hdf5_set set;
  APS_TRY(aps_hdf5_open_set(s->file, s->part[t], name ? name : f->swift, what, s->count[t],
                            f->width, &set));
  const aps_err err = aps_hdf5_read_set(s->file, &set, what, 'd', columns);
  aps_hdf5_close_set(&set);
  return err;
}

static aps_err read_masses(snapshot *s, int t, int64_t first, aps_view *v) {
  const aps_field *f = field_of(APS_MASS);
  if (name_of(s, f, s->part[t])) return read_field(s, f, t, first, v);
  const double mass = s->mass_table[t];
  APS_CHECK(s->file->ctx, mass > 0 && isfinite(mass), APS_EDATA,
            "%s: PartType%d has no Masses, and Header/MassTable gives it %g", s->file->path, t,
            mass);
  for (int64_t i = 0; i < s->count[t]; i++) v->mass[first + i] = mass;
  return APS_OK;
}

static aps_err read_species(snapshot *s, int t, int64_t first, aps_dataset *out) {
  APS_TRY(read_field(s, field_of(APS_X), t, first, &out->v));
  APS_TRY(read_masses(s, t, first, &out->v));
  if (name_of(s, field_of(APS_V), s->part[t])) {
    APS_TRY(read_field(s, field_of(APS_V), t, first, &out->v));
    out->has |= APS_V;
  } else {
    aps_dataset_note(out, "PartType%d has no velocities: zero", t);
  }
  if (s->has_ids) APS_TRY(read_field(s, field_of(APS_ID), t, first, &out->v));
  for (const aps_field *f = aps_fields; f->group; f++)
    if (s->fields & f->group & (APS_POT | APS_A | APS_EPS)) {
      APS_TRY(read_field(s, f, t, first, &out->v));
      out->has |= f->group;
    }
  double *const x[3] = {out->v.x, out->v.y, out->v.z};
  for (int c = 0; c < 3; c++)
    for (int64_t i = first; s->shift[c] != 0 && i < first + s->count[t]; i++)
      x[c][i] -= s->shift[c];
  for (int64_t i = first; i < first + s->count[t]; i++) out->v.type[i] = (uint32_t)t;
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
    const hid_t group = aps_hdf5_group(s->file, s->file->file, places[i]);
    if (group < 0) continue;
    const double length = number(s->file, group, "UnitLength_in_cm", 0),
                 mass = number(s->file, group, "UnitMass_in_g", 0),
                 velocity = number(s->file, group, "UnitVelocity_in_cm_per_s", 0);
    H5Gclose(group);
    if (length > 0 && mass > 0 && velocity > 0) {
      set_units(out, length, mass, length / velocity);
      return;
    }
  }
}

static int swift_periodic(aps_hdf5 *f) {
  char text[32] = "0";
  const hid_t parameters = aps_hdf5_group(f, f->file, "Parameters");
  const hid_t runtime = aps_hdf5_group(f, f->file, "RuntimePars");
  aps_hdf5_text(f, parameters, "InitialConditions:periodic", text, sizeof text);
  const int periodic = strcmp(text, "1") == 0 || number(f, runtime, "PeriodicBoundariesOn", 0) > 0;
  if (parameters >= 0) H5Gclose(parameters);
  if (runtime >= 0) H5Gclose(runtime);
  return periodic;
}

/* GADGET-4 lists PERIODIC in Config; older files do not say. */
static int gadget_periodic(aps_hdf5 *f) {
  const hid_t config = aps_hdf5_group(f, f->file, "Config");
  if (config < 0) return 1;
  const int periodic = aps_hdf5_has_attribute(f, config, "PERIODIC");
  H5Gclose(config);
  return periodic;
}

static void read_producer(snapshot *s, aps_dataset *out) {
  const hid_t code = aps_hdf5_group(s->file, s->file->file, "Code");
  char text[32];
  if (code < 0) return;
  if (aps_hdf5_text(s->file, code, "Code", text, sizeof text) && strcmp(text, "apsis") == 0) {
    if (number(s->file, code, "Dimensionless", 0) > 0) memset(&out->units, 0, sizeof out->units);
    out->units.G = number(s->file, code, "G", out->units.G);
    aps_hdf5_integers(s->file, code, "Step", &out->step, 1);
    aps_hdf5_text(s->file, code, "Title", out->title, sizeof out->title);
  }
  H5Gclose(code);
}

static void read_force_error(snapshot *s, aps_dataset *out) {
  static const char *const names[4] = {"Force error rms", "Force error median", "Force error 99.9%",
                                       "Force error maximum"};
  for (int i = 0; i < 4; i++) out->force_error[i] = number(s->file, s->header, names[i], -1);
}

static int comoving(snapshot *s, const aps_dataset *out) {
  const hid_t cosmology = aps_hdf5_group(s->file, s->file->file, "Cosmology");
  int yes = number(s->file, cosmology, "Cosmological run", 0) > 0;
  if (cosmology >= 0) H5Gclose(cosmology);
  if (!s->swift) { /* in comoving runs GADGET's time is the scale factor */
    const hid_t parameters = aps_hdf5_group(s->file, s->file->file, "Parameters");
    yes = number(s->file, parameters, "ComovingIntegrationOn", 0) > 0 ||
          (out->redshift > 0 && fabs(out->time * (1 + out->redshift) - 1) < 1e-6);
    if (parameters >= 0) H5Gclose(parameters);
  }
  return yes;
}

static aps_err describe(snapshot *s, aps_dataset *out) {
  aps_hdf5 *f = s->file;
  out->time = number(s->file, s->header, "Time", 0);
  out->redshift = number(s->file, s->header, "Redshift", 0);
  const int sides = aps_hdf5_doubles(f, s->header, "BoxSize", out->box, 3);
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
  out->periodic = out->box[0] > 0 && (s->swift ? swift_periodic(f) : gadget_periodic(f));
  if (!out->periodic) memset(out->box, 0, sizeof out->box);
  if (s->swift)
    swift_units(f, out);
  else
    gadget_units(s, out);
  read_producer(s, out);
  read_force_error(s, out);
  if (comoving(s, out))
    aps_dataset_note(out,
                     "a comoving run (z = %.4g): coordinates and velocities are taken as stored%s",
                     out->redshift, s->swift ? "" : ", v / sqrt(a), with factors of h");
  snprintf(out->format, sizeof out->format, "HDF5, %s layout", s->swift ? "SWIFT" : "GADGET");
  return APS_OK;
}

static aps_err read_snapshot(snapshot *s, aps_dataset *out) {
  aps_hdf5 *f = s->file;
  s->header = aps_hdf5_group(f, f->file, "Header");
  s->swift = is_swift(f, s->header);
  APS_TRY(find_species(s));
  APS_TRY(read_header(s));
  APS_TRY(aps_dataset_make(f->ctx, f->path, s->total,
                           APS_TYPE | (s->fields & (APS_POT | APS_A | APS_EPS)), out));
  out->has = APS_X | APS_MASS | APS_TYPE;
  APS_TRY(describe(s, out));
  int64_t first = 0;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    if (s->count[t]) APS_TRY(read_species(s, t, first, out));
    first += s->count[t];
  }
  return aps_dataset_check(f->ctx, f->path, out, s->has_ids, s->negative_ids);
}

static aps_err open_snapshot(aps_hdf5 *file, aps_dataset *out) {
  snapshot s = {.file = file, .header = H5I_INVALID_HID};
  for (int t = 0; t < APS_SPECIES_MAX; t++) s.part[t] = H5I_INVALID_HID;
  const aps_err err = read_snapshot(&s, out);
  for (int t = 0; t < APS_SPECIES_MAX; t++)
    if (s.part[t] >= 0) H5Gclose(s.part[t]);
  if (s.header >= 0) H5Gclose(s.header);
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

static aps_err read_any(aps_hdf5 *f, aps_dataset *out) {
  const hid_t columns = aps_hdf5_group(f, f->file, "Columns");
  if (columns >= 0) {
    const aps_err err = aps_hdf5_read_own(f, columns, out);
    H5Gclose(columns);
    return err;
  }
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    char name[32];
    snprintf(name, sizeof name, "PartType%d", t);
    if (aps_hdf5_has(f, f->file, name)) return open_snapshot(f, out);
  }
  return refuse_foreign(f);
}

aps_err aps_hdf5_read(aps_ctx *ctx, const char *path, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  aps_hdf5 file;
  APS_TRY(aps_hdf5_open(ctx, path, &file));
  aps_err err = read_any(&file, out);
  if (err == APS_OK) err = file.broken;
  aps_hdf5_close(&file);
  if (err != APS_OK) aps_dataset_free(out);
  return err;
}
