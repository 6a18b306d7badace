/* Snapshots: the particles in a file that yt, pynbody and swiftsimio open. */
#include "../core/run.h"
#include <limits.h>
#include <stdio.h>
#include <strings.h>

typedef struct {
  int format;       /* index into the names of `format` */
  aps_texts fields; /* NULL: all there are */
  int compress, sort;
  int64_t files;
  int64_t written;  /* persists: the number of the next file */
} snapshots;

enum { SWIFT, GADGET4, OWN };
static const char *const formats[] = {[SWIFT] = "swift", [GADGET4] = "gadget4", [OWN] = "own"};

static const aps_param params[] = {
    {"format", 'e', offsetof(snapshots, format), "swift", "", "swift|gadget4|own", "layout of the HDF5 file"},
    {"fields", 'l', offsetof(snapshots, fields), NULL, "",
     "Coordinates|Velocities|Masses|ParticleIDs|Potentials|Accelerations|Softenings|Radii|Potential|Acceleration",
     "datasets to write; absent: all there are; Coordinates, Velocities, Masses, ParticleIDs always"},
    {"compress", 'b', offsetof(snapshots, compress), "false", "", "", "shuffle and gzip; smaller and slower"},
    {"files", 'i', offsetof(snapshots, files), "1", "", ">=1",
     "how many files a snapshot is, each written by a rank of its own; at most one for each rank; not for own"},
    {"sort", 'e', offsetof(snapshots, sort), "none", "", "none|id",
     "order of the rows within a species; id: the same bytes whatever ranks and steps there were"},
    {.key = NULL}};

static int files_of(aps_ctx *ctx, const snapshots *s) {
  const int most = s->format == OWN ? 1 : aps_ranks(ctx);
  return s->files < most ? (int)s->files : most;
}

typedef struct {
  char path[4300];
  const snapshots *how;
} order;

static aps_err write_file(aps_ctx *ctx, const void *about, const aps_dataset *all) {
  const order *o = about;
  const snapshots *s = o->how;
  aps_dataset sorted = {0}, rows = *all;
  if (s->sort) {
    APS_TRY(aps_dataset_sort(ctx, all, &sorted));
    rows = sorted;
  }
  rows.files = files_of(ctx, s);
  const aps_err err = aps_dataset_write(ctx, o->path, formats[s->format], &rows, &s->fields, s->compress);
  aps_dataset_free(&sorted);
  if (err != APS_OK) return err;
  char parts[64] = "";
  if (rows.files > 1) snprintf(parts, sizeof parts, ", as %d files .0.hdf5 to .%d.hdf5", rows.files, rows.files - 1);
  aps_log(ctx, APS_LOG_DETAIL, "wrote %s at time %.9g%s", o->path, all->time, parts);
  return APS_OK;
}

static int wants_accelerations(const snapshots *s) {
  if (s->format == OWN || s->fields.n == 0) return 1;
  for (int64_t i = 0; i < s->fields.n; i++)
    if (strncasecmp(s->fields.text[i], "Acceleration", 12) == 0) return 1;
  return 0;
}

static aps_err act(void *self, aps_sim *sim, aps_view view) {
  (void)view;
  snapshots *s = self;
  order o = {.how = s};
  aps_dataset all;
  const aps_cols forces = APS_POT | (wants_accelerations(s) ? APS_A : 0); /* of these positions, in every snapshot */
  APS_TRY(aps_forces_current(sim, forces));
  const aps_cols groups = APS_X | APS_V | APS_MASS | APS_ID | APS_TYPE | APS_EPS | forces;
  APS_TRY(aps_snapshot(sim, groups, &all));
  snprintf(o.path, sizeof o.path, "%s/snapshots/snapshot_%04lld.hdf5", aps_directory(sim), (long long)s->written);
  APS_TRY(aps_sim_file(sim, write_file, &o, sizeof o, &all));
  s->written++;
  return APS_OK;
}

static int names(const aps_texts *fields, const char *field) {
  for (int64_t i = 0; i < fields->n; i++)
    if (strcasecmp(fields->text[i], field) == 0) return 1;
  return 0;
}

static aps_err check(const void *self, aps_sim *sim) {
  static const int holds[] = {[SWIFT] = 6, [GADGET4] = 5, [OWN] = INT_MAX};
  const snapshots *s = self;
  aps_ctx *ctx = aps_sim_ctx(sim);
  const int format = s->format, most = aps_sim_type_most(sim);
  if (most > holds[format]) {
    aps_fail(aps_sim_ctx(sim), APS_ECONFIG, "output.snapshots.format: %s files hold types 0 to %d, there are particles of type %d",
             formats[format], holds[format], most);
    return most <= holds[SWIFT] ? aps_hint(aps_sim_ctx(sim), "the swift format holds type 6 as well")
                                : aps_hint(aps_sim_ctx(sim), "the own format holds any; type: 1 in an entry of particles gives all of its particles that one");
  }
  if (format != OWN && names(&s->fields, "Radii") && !aps_sim_sized(sim)) {
    aps_fail(ctx, APS_ECONFIG, "output.snapshots.fields: Radii asked for, but none of these particles has one");
    return aps_hint(ctx, "leave it out, or particles: [{model: ..., body_radius: 0.01}]");
  }
  if (files_of(ctx, s) < s->files)
    aps_log(ctx, APS_LOG_INFO, "snapshots: %d file%s each instead of the %lld of output.snapshots.files: %s", files_of(ctx, s),
            files_of(ctx, s) == 1 ? "" : "s", (long long)s->files, format == OWN ? "the own format has one" : "at most one for each rank");
  return aps_dataset_fits(aps_sim_ctx(sim), APS_ECONFIG, "output.snapshots.format", formats[format], aps_sim_box(sim));
}

static aps_err create(void *self, aps_sim *sim) {
  aps_sim_cut_files(sim, "snapshots", "snapshot", ".hdf5", ((const snapshots *)self)->written);
  return APS_OK;
}

const aps_event aps_event_snapshots = {
    .about = {.name = "snapshots",
              .doc = "particle files in DIR/snapshots: at the start, every so often, at the end",
              .params = params,
              .state_size = sizeof(snapshots),
              .persist_offset = offsetof(snapshots, written),
              .persist_size = sizeof(int64_t)},
    .when = APS_AT_START | APS_AT_END | APS_WANTS_FILES,
    .needs = APS_POT,
    .check = check,
    .create = create,
    .act = act,
};
