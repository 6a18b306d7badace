/* Snapshots in the layout of SWIFT, which yt, pynbody and swiftsimio open with right units and
 * times. What each reader needs was learnt from its source; docs/files.md has the list. Source of
 * the layout: Schaller et al. 2024, MNRAS 530, 2378, and SWIFT's documentation, "Snapshots". */
#include "snapshot.h"
#include "core/cosmology.h"
#include "core/number.h"
#include "core/units.h"
#include "readers/hdf5.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define TRY_TEXT(where, name, value)   APS_TRY(aps_hdf5_out_text(file, where, name, value))
#define TRY_DOUBLE(where, name, value) APS_TRY(aps_hdf5_out_double(file, where, name, value))
#define TRY_INT(where, name, value)    APS_TRY(aps_hdf5_out_int64(file, where, name, value))
#define TRY_ARRAY(where, name, type, n, values)                                                    \
  APS_TRY(aps_hdf5_out_numbers(file, where, name, type, n, values))

static aps_err header(aps_hdf5_out *file, const aps_layout *s) {
  const aps_dataset *d = s->data;
  uint32_t low[APS_SPECIES_MAX], high[APS_SPECIES_MAX];
  int32_t present[APS_SPECIES_MAX];
  const double zero[APS_SPECIES_MAX] = {0};
  const double shift[3] = {s->shift, s->shift, s->shift};
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    low[t] = (uint32_t)s->dealt.total[t];
    high[t] = (uint32_t)(s->dealt.total[t] >> 32);
    present[t] = s->dealt.total[t] > 0;
  }
  const char *at = "/Header";
  APS_TRY(aps_hdf5_out_group(file, at));
  TRY_TEXT(at, "Code",
           "SWIFT"); /* the layout's name: yt looks for it. The producer stands in /Code. */
  TRY_TEXT(at, "RunName", d->title);
  TRY_TEXT(at, "OutputType", "FullVolume");
  TRY_ARRAY(at, "BoxSize", 'd', 3, s->box);
  TRY_ARRAY(at, "Shift", 'd', 3, shift);
  TRY_ARRAY(at, "NumPart_ThisFile", 'l', APS_SPECIES_MAX, s->dealt.here);
  TRY_ARRAY(at, "NumPart_Total", 'I', APS_SPECIES_MAX, low);
  TRY_ARRAY(at, "NumPart_Total_HighWord", 'I', APS_SPECIES_MAX, high);
  TRY_ARRAY(at, "CanHaveTypes", 'i', APS_SPECIES_MAX, present);
  TRY_ARRAY(at, "MassTable", 'd', APS_SPECIES_MAX, zero);
  TRY_ARRAY(at, "InitialMassTable", 'd', APS_SPECIES_MAX, zero);
  TRY_INT(at, "NumPartTypes", APS_SPECIES_MAX);
  TRY_INT(at, "NumFilesPerSnapshot", s->dealt.files);
  TRY_INT(at, "ThisFile", s->dealt.file);
  TRY_INT(at, "Virtual", 0);
  TRY_INT(at, "Dimension", 3);
  TRY_DOUBLE(at, "Time", d->comoving.a > 0 ? aps_age(&d->comoving.in, d->comoving.a) : d->time);
  TRY_DOUBLE(at, "Redshift", d->redshift);
  TRY_DOUBLE(at, "Scale-factor", 1 / (1 + d->redshift));
  return aps_layout_force_error(file, d);
}

/* Exactly these five: swiftsimio takes every attribute here for a unit. */
static aps_err units(aps_hdf5_out *file, const char *at, const aps_units *u) {
  APS_TRY(aps_hdf5_out_group(file, at));
  TRY_DOUBLE(at, "Unit mass in cgs (U_M)", aps_layout_cgs(u, 1, 0, 0));
  TRY_DOUBLE(at, "Unit length in cgs (U_L)", aps_layout_cgs(u, 0, 1, 0));
  TRY_DOUBLE(at, "Unit time in cgs (U_t)", aps_layout_cgs(u, 0, 0, 1));
  TRY_DOUBLE(at, "Unit current in cgs (U_I)", 1);
  TRY_DOUBLE(at, "Unit temperature in cgs (U_T)", 1);
  return APS_OK;
}

/* In the file's units, as SWIFT's own: what forces were summed with may be another, that of `apsis forces --G`. */
static double newton_G(const aps_units *u) {
  return aps_layout_dimensionless(u) ? u->G : APS_G_CGS / aps_layout_cgs(u, -1, 3, -2);
}

/* swiftsimio makes an astropy cosmology of these; yt reads the texts among the parameters. */
static aps_err expansion(aps_hdf5_out *file, const aps_dataset *d) {
  const aps_comoving *now = &d->comoving;
  const aps_cosmology *c = &now->in;
  const double H = aps_hubble(c, now->a), h = aps_layout_h(d), critical = 3 * c->H0 * c->H0 / (8 * M_PI * newton_G(&d->units));
  const struct {
    const char *name;
    double value;
  } number[] = {{"Omega_m", c->omega_m}, {"Omega_cdm", c->omega_m}, {"Omega_b", 0}, {"Omega_lambda", c->omega_lambda},
                {"Omega_r", c->omega_r}, {"Omega_k", 1 - c->omega_m - c->omega_lambda - c->omega_r}, {"Omega_nu", 0}, {"Omega_nu_0", 0},
                {"w_0", c->w0}, {"w_a", c->wa}, {"w", c->w0 + c->wa * (1 - now->a)}, {"h", h},
                {"H0 [internal units]", c->H0}, {"H [internal units]", H},
                {"Critical density [internal units]", critical * H * H / (c->H0 * c->H0)},
                {"Critical density at redshift zero [internal units]", critical},
                {"Growth factor", aps_growth(c, now->a, &(double){0})}, {"Universe age [internal units]", aps_age(c, now->a)}};
  for (size_t k = 0; k < sizeof number / sizeof *number; k++) TRY_DOUBLE("/Cosmology", number[k].name, number[k].value);
  const struct {
    const char *name;
    double value;
  } text[] = {{"Cosmology:Omega_m", c->omega_m}, {"Cosmology:Omega_cdm", c->omega_m}, {"Cosmology:Omega_b", 0},
              {"Cosmology:Omega_lambda", c->omega_lambda}, {"Cosmology:h", h}};
  for (size_t k = 0; k < sizeof text / sizeof *text; k++) {
    char value[32];
    TRY_TEXT("/Parameters", text[k].name, aps_number_print(text[k].value, value));
  }
  return APS_OK;
}

static aps_err physics(aps_hdf5_out *file, const aps_layout *s) {
  APS_TRY(aps_hdf5_out_group(file, "/Policy"));
  TRY_INT("/Policy", "self gravity", 1);
  TRY_INT("/Policy", "cosmological integration", s->data->comoving.a > 0);
  APS_TRY(aps_hdf5_out_group(file, "/Parameters"));
  TRY_TEXT("/Parameters", "InitialConditions:periodic", s->data->periodic ? "1" : "0");
  APS_TRY(aps_hdf5_out_group(file, "/HydroScheme"));
  APS_TRY(aps_hdf5_out_group(file, "/SubgridScheme"));
  APS_TRY(aps_hdf5_out_group(file, "/GravityScheme"));
  APS_TRY(aps_hdf5_out_group(file, "/Cosmology"));
  TRY_INT("/Cosmology", "Cosmological run", s->data->comoving.a > 0);
  TRY_DOUBLE("/Cosmology", "Redshift", s->data->redshift);
  TRY_DOUBLE("/Cosmology", "Scale-factor", 1 / (1 + s->data->redshift));
  return s->data->comoving.a > 0 ? expansion(file, s->data) : APS_OK;
}

static aps_err put_one(aps_hdf5_out *file, const char *path, char type, int width,
                       const void *value) {
  const char *v = value;
  aps_hdf5_out_data d = {.type = type, .width = width, .n = 1};
  for (int i = 0; i < width; i++) d.column[i] = v + 8 * i;
  return aps_hdf5_out_dataset(file, path, &d);
}

/* SWIFT's spatial index, with one cell: masks then select everything, which is right if not fast.
 */
static aps_err cells(aps_hdf5_out *file, const aps_layout *s) {
  static const char *const groups[] = {"/Cells",
                                       "/Cells/Counts",
                                       "/Cells/Files",
                                       "/Cells/OffsetsInFile",
                                       "/Cells/MinPositions",
                                       "/Cells/MaxPositions",
                                       "/Cells/Meta-data"};
  for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
    APS_TRY(aps_hdf5_out_group(file, groups[i]));
  const int32_t dimension[3] = {1, 1, 1};
  const double centre[3] = {s->box[0] / 2, s->box[1] / 2, s->box[2] / 2};
  const double low[3] = {0, 0, 0};
  const int64_t zero = 0, file_number = s->dealt.file;
  TRY_INT("/Cells/Meta-data", "nr_cells", 1);
  TRY_ARRAY("/Cells/Meta-data", "dimension", 'i', 3, dimension);
  TRY_ARRAY("/Cells/Meta-data", "size", 'd', 3, s->box);
  APS_TRY(put_one(file, "/Cells/Centres", 'd', 3, centre));
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    if (s->dealt.here[t] == 0) continue;
    char path[64];
    snprintf(path, sizeof path, "/Cells/Counts/PartType%d", t);
    APS_TRY(put_one(file, path, 'L', 1, &s->dealt.here[t]));
    snprintf(path, sizeof path, "/Cells/Files/PartType%d", t);
    APS_TRY(put_one(file, path, 'L', 1, &file_number));
    snprintf(path, sizeof path, "/Cells/OffsetsInFile/PartType%d", t);
    APS_TRY(put_one(file, path, 'L', 1, &zero));
    snprintf(path, sizeof path, "/Cells/MinPositions/PartType%d", t);
    APS_TRY(put_one(file, path, 'd', 3, low));
    snprintf(path, sizeof path, "/Cells/MaxPositions/PartType%d", t);
    APS_TRY(put_one(file, path, 'd', 3, s->box));
  }
  return APS_OK;
}

static aps_err describe(aps_hdf5_out *file, const char *at, const aps_field *f,
                        const aps_dataset *d) {
  const double cgs = aps_layout_cgs(&d->units, f->mass, f->length, f->time);
  const double a = 1 / (1 + d->redshift);
  char expression[96];
  snprintf(expression, sizeof expression, "a^%g U_M^%d U_L^%d U_t^%d", f->scale, f->mass, f->length,
           f->time);
  TRY_TEXT(at, "Description", f->doc);
  TRY_TEXT(at, "Expression for physical CGS units", expression);
  TRY_TEXT(at, "Lossy compression filter", "None");
  TRY_DOUBLE(at, "U_M exponent", f->mass);
  TRY_DOUBLE(at, "U_L exponent", f->length);
  TRY_DOUBLE(at, "U_t exponent", f->time);
  TRY_DOUBLE(at, "U_I exponent", 0);
  TRY_DOUBLE(at, "U_T exponent", 0);
  TRY_DOUBLE(at, "a-scale exponent", f->scale);
  TRY_DOUBLE(at, "h-scale exponent", 0);
  TRY_INT(at, "Value stored as physical", 0);
  TRY_INT(at, "Property can be converted to comoving", 1);
  TRY_DOUBLE(at, "Conversion factor to CGS (not including cosmological corrections)", cgs);
  TRY_DOUBLE(at, "Conversion factor to physical CGS (including cosmological corrections)",
             cgs * pow(a, f->scale));
  return APS_OK;
}

/* yt takes PartType0 for gas and wants a smoothing length: the softening, else the mean distance of
 * neighbours in the box. */
static aps_err find_smoothing(aps_layout *s) {
  if (s->dealt.total[0] == 0) return APS_OK;
  const aps_species *p = &s->species[0];
  const double mean = cbrt(s->box[0] * s->box[1] * s->box[2] / (double)s->dealt.total[0]);
  s->smoothing = aps_alloc(s->ctx, "smoothing lengths", p->n + 1, sizeof *s->smoothing);
  for (int64_t i = 0; s->smoothing && i < p->n; i++) {
    const double eps = s->data->v.eps ? s->data->v.eps[p->rows ? p->rows[i] : p->first + i] : 0;
    s->smoothing[i] = eps > 0 ? eps : mean;
  }
  return aps_ranks_agree(s->ctx, s->smoothing ? APS_OK : APS_EMEM);
}

static aps_err put_smoothing(aps_hdf5_out *file, const aps_layout *s) {
  static const aps_field field = {"SmoothingLengths",
                                  "SmoothingLength",
                                  "Softening, or where there is none mean interparticle distance",
                                  APS_EPS,
                                  'd',
                                  1,
                                  0,
                                  1,
                                  0,
                                  1,
                                  1,
                                  0,
                                  0,
                                  1};
  const aps_hdf5_out_data d = {.type = 'd',
                               .width = 1,
                               .column = {s->smoothing},
                               .n = s->species[0].n,
                               .compress = s->compress,
                               .dealt = s->dealt.count[0]};
  APS_TRY(aps_hdf5_out_dataset(file, "/PartType0/SmoothingLengths", &d));
  return describe(file, "/PartType0/SmoothingLengths", &field, s->data);
}

static aps_err species(aps_hdf5_out *file, const aps_layout *s, int t) {
  char group[32], path[64];
  snprintf(group, sizeof group, "/PartType%d", t);
  APS_TRY(aps_hdf5_out_group(file, group));
  TRY_INT(group, "TotalNumberOfParticles", s->dealt.total[t]);
  TRY_INT(group, "NumberOfParticles", s->dealt.here[t]);
  for (const aps_field *f = aps_fields; f->group; f++) {
    if (!(f->group & s->fields)) continue;
    snprintf(path, sizeof path, "%s/%s", group, f->swift);
    APS_TRY(aps_layout_put(file, s, t, f, path));
    APS_TRY(describe(file, path, f, s->data));
  }
  return t == 0 ? put_smoothing(file, s) : APS_OK;
}

static aps_err compose(aps_hdf5_out *file, const aps_layout *s) {
  APS_TRY(header(file, s));
  APS_TRY(aps_layout_producer(file, s->data));
  APS_TRY(units(file, "/Units", &s->data->units));
  APS_TRY(units(file, "/InternalCodeUnits", &s->data->units));
  APS_TRY(physics(file, s));
  APS_TRY(cells(file, s));
  for (int t = 0; t < APS_SPECIES_MAX; t++)
    if (s->dealt.here[t]) APS_TRY(species(file, s, t));
  return APS_OK;
}

static aps_err write_swift(aps_ctx *ctx, const char *path, const aps_dataset *d,
                           const aps_texts *fields, int compress) {
  aps_layout s;
  char part[APS_PATH_MOST];
  aps_hdf5_out *file = NULL;
  aps_err err = aps_layout_plan(ctx, d, fields, APS_SPECIES_MAX, compress, &s);
  if (err == APS_OK) err = find_smoothing(&s);
  if (err == APS_OK) err = aps_layout_open(&s, path, part, &file);
  if (err == APS_OK) err = compose(file, &s);
  if (err == APS_OK) err = aps_hdf5_out_commit(&file);
  aps_hdf5_out_abort(&file);
  aps_layout_end(&s);
  return err;
}

const aps_format aps_format_swift = {
    .about = {.name = "swift",
              .doc = "HDF5 in SWIFT's layout: opens in yt, pynbody and swiftsimio",
              .source = "Schaller et al. 2024, MNRAS 530, 2378"},
    .extension = "hdf5",
    .recognise = aps_hdf5_recognise,
    .read = aps_hdf5_read,
    .further = aps_hdf5_further,
    .names = aps_hdf5_names,
    .write = write_swift};
