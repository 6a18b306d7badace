/* Snapshots in the layout of GADGET-4. Coordinates are stored as they are; with open boundaries
 * BoxSize is 0, so that yt measures the region itself. Source of the layout: Springel et al. 2021,
 * MNRAS 506, 2871, and GADGET-4's manual, "Snapshot file format". */
#include "snapshot.h"
#include "readers/hdf5.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TYPES = 6 };
#define GYR_IN_S 3.15576e16 /* 1e9 Julian years */

static aps_err scalar(aps_hdf5_out *file, const char *at, const char *name, double value) {
  return aps_hdf5_out_numbers(file, at, name, 'd', 0, &value);
}

static aps_err integer(aps_hdf5_out *file, const char *at, const char *name, int32_t value) {
  return aps_hdf5_out_numbers(file, at, name, 'i', 0, &value);
}

static double edge(const aps_layout *s) { return s->data->periodic ? s->box[0] * s->h : 0; }

static aps_err header(aps_hdf5_out *file, const aps_layout *s) {
  const aps_dataset *d = s->data;
  const uint32_t high[TYPES] = {0}; /* NumPart_Total holds 64 bits in GADGET-4 */
  const double zero[TYPES] = {0};
  const char *at = "/Header";
  APS_TRY(aps_hdf5_out_group(file, at));
  APS_TRY(aps_hdf5_out_numbers(file, at, "NumPart_ThisFile", 'L', TYPES, s->dealt.here));
  APS_TRY(aps_hdf5_out_numbers(file, at, "NumPart_Total", 'L', TYPES, s->dealt.total));
  APS_TRY(aps_hdf5_out_numbers(file, at, "NumPart_Total_HighWord", 'I', TYPES, high));
  APS_TRY(aps_hdf5_out_numbers(file, at, "MassTable", 'd', TYPES, zero));
  APS_TRY(integer(file, at, "NumFilesPerSnapshot", s->dealt.files));
  APS_TRY(scalar(file, at, "Time", d->time));
  APS_TRY(scalar(file, at, "Redshift", d->redshift));
  APS_TRY(scalar(file, at, "BoxSize", edge(s)));
  return aps_layout_force_error(file, d);
}

static aps_err expansion(aps_hdf5_out *file, const char *at, const aps_comoving *c, double h) {
  APS_TRY(scalar(file, at, "Omega0", c->in.omega_m));
  APS_TRY(scalar(file, at, "OmegaLambda", c->in.omega_lambda));
  APS_TRY(scalar(file, at, "OmegaBaryon", 0));
  return scalar(file, at, "Hubble", c->in.H0 / h);
}

/* Where GADGET-4 keeps its units; Time_GYR is what pynbody takes the time from. */
static aps_err parameters(aps_hdf5_out *file, const aps_layout *s) {
  const aps_units *u = &s->data->units;
  const char *at = "/Parameters";
  APS_TRY(aps_hdf5_out_group(file, at));
  APS_TRY(scalar(file, at, "UnitLength_in_cm", aps_layout_cgs(u, 0, 1, 0)));
  APS_TRY(scalar(file, at, "UnitMass_in_g", aps_layout_cgs(u, 1, 0, 0)));
  APS_TRY(scalar(file, at, "UnitVelocity_in_cm_per_s", aps_layout_cgs(u, 0, 1, -1)));
  APS_TRY(scalar(file, at, "BoxSize", edge(s)));
  APS_TRY(scalar(file, at, "HubbleParam", s->h));
  APS_TRY(integer(file, at, "ComovingIntegrationOn", s->data->comoving.a > 0)); /* 0: whatever time and redshift are */
  APS_TRY(s->data->comoving.a > 0
              ? expansion(file, at, &s->data->comoving, s->h)
              : scalar(file, at, "Time_GYR", s->data->time * aps_layout_cgs(u, 0, 0, 1) / GYR_IN_S));
  APS_TRY(aps_hdf5_out_group(file, "/Config"));
  APS_TRY(integer(file, "/Config", "NTYPES", TYPES));
  if (s->data->periodic) APS_TRY(aps_hdf5_out_text(file, "/Config", "PERIODIC", ""));
  return APS_OK;
}

static aps_err describe(aps_hdf5_out *file, const char *at, const aps_field *f,
                        const aps_dataset *d) {
  const int factors_of_h = d->comoving.a > 0 ? -(f->length + f->mass + f->time) : 0;
  APS_TRY(scalar(file, at, "a_scaling", f->gadget_scale));
  APS_TRY(scalar(file, at, "h_scaling", factors_of_h));
  APS_TRY(scalar(file, at, "length_scaling", f->gadget_length));
  APS_TRY(scalar(file, at, "mass_scaling", f->gadget_mass));
  APS_TRY(scalar(file, at, "velocity_scaling", f->gadget_velocity));
  const double cgs = aps_layout_cgs(&d->units, f->mass, f->length, f->time);
  return scalar(file, at, "to_cgs", f->group == APS_ID ? 0 : cgs);
}

static aps_err species(aps_hdf5_out *file, const aps_layout *s, int t) {
  char group[32], path[64];
  snprintf(group, sizeof group, "/PartType%d", t);
  APS_TRY(aps_hdf5_out_group(file, group));
  for (const aps_field *f = aps_fields; f->group; f++) {
    if (!(f->group & s->fields)) continue;
    snprintf(path, sizeof path, "%s/%s", group, f->gadget);
    APS_TRY(aps_layout_put(file, s, t, f, path));
    APS_TRY(describe(file, path, f, s->data));
  }
  return APS_OK;
}

static aps_err compose(aps_hdf5_out *file, const aps_layout *s) {
  APS_TRY(header(file, s));
  APS_TRY(parameters(file, s));
  APS_TRY(aps_layout_producer(file, s->data));
  for (int t = 0; t < TYPES; t++)
    if (s->dealt.here[t]) APS_TRY(species(file, s, t));
  return APS_OK;
}

static aps_err write_gadget4(aps_ctx *ctx, const char *path, const aps_dataset *d,
                             const aps_texts *fields, int compress) {
  aps_layout s;
  char part[APS_PATH_MOST];
  aps_hdf5_out *file = NULL;
  aps_err err = aps_layout_plan(ctx, d, fields, TYPES, compress, &s);
  s.shift = 0;
  if (d->comoving.a > 0) s.h = d->comoving.in.H0 > 0 ? aps_layout_h(d) : d->comoving.h, s.velocity = sqrt(d->comoving.a);
  if (err == APS_OK) err = aps_layout_open(&s, path, part, &file);
  if (err == APS_OK) err = compose(file, &s);
  if (err == APS_OK) err = aps_hdf5_out_commit(&file);
  aps_hdf5_out_abort(&file);
  aps_layout_end(&s);
  return err;
}

const aps_format aps_format_gadget4 = {
    .about = {.name = "gadget4",
              .doc = "HDF5 in GADGET-4's layout: opens in yt and pynbody",
              .source = "Springel et al. 2021, MNRAS 506, 2871"},
    .extension = "hdf5",
    .cubic = 1,
    .recognise = aps_hdf5_recognise,
    .read = aps_hdf5_read,
    .further = aps_hdf5_further,
    .names = aps_hdf5_names,
    .write = write_gadget4};
