/* Any other dataset of an HDF5 snapshot, one at a time: its numbers, [rows] or [rows, k], and its unit, as SWIFT's and GADGET-4's
 * attributes tell it. */
#include "../further.h"
#include "hdf5.h"
#include "hdf5_parts.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_MOST = 4096 }; /* numbers of a row that is still taken for a particle's */

typedef struct { /* one dataset, by its name alone */
  int width, part, type; /* where it was seen first */
  int column;            /* 1: the columns of aps_columns have it already */
} set_row;

typedef struct { /* all that the types hold: [names.n] */
  aps_names names;
  set_row *row;
  int room, seen[APS_SPECIES_MAX];
  /* the group that is looked through */
  aps_hdf5_snapshot *of;
  int part, type;
  aps_err err;
} sets;

/* ---- what there is ---- */

static int is_column(const char *name) {
  static const char *const older[] = {"Velocity", "Mass", "Softening", "BirthTimes", "StellarFormationTime", "GFM_StellarFormationTime"};
  for (const aps_field *f = aps_fields; f->group; f++)
    if (strcmp(name, f->swift) == 0 || strcmp(name, f->gadget) == 0) return 1;
  for (size_t k = 0; k < sizeof older / sizeof *older; k++)
    if (strcmp(name, older[k]) == 0) return 1;
  return 0;
}

/* Numbers per particle of a dataset with so many rows; 0: it is nothing of the kind. */
static int width_of(hid_t group, const char *name, int64_t rows) {
  hsize_t shape[2] = {0, 1};
  const hid_t set = H5Dopen2(group, name, H5P_DEFAULT);
  if (set < 0) return 0; /* a group */
  const hid_t type = H5Dget_type(set), space = H5Dget_space(set);
  const H5T_class_t class = H5Tget_class(type);
  const int rank = H5Sget_simple_extent_ndims(space), numbers = class == H5T_INTEGER || class == H5T_FLOAT;
  if (rank == 1 || rank == 2) H5Sget_simple_extent_dims(space, shape, NULL);
  H5Sclose(space), H5Tclose(type), H5Dclose(set);
  return numbers && shape[0] == (hsize_t)rows && shape[1] <= WIDTH_MOST ? (int)shape[1] : 0;
}

static aps_err add_set(sets *all, const char *name, int width) {
  const int n = all->names.n;
  aps_ctx *ctx = all->of->now.file->ctx;
  APS_TRY(aps_names_add(ctx, &all->names, name));
  if (all->names.n == n) return APS_OK;
  if (n == all->room) {
    const int room = n ? 2 * n : 32;
    set_row *more = aps_alloc(ctx, "names of columns", room, sizeof *more);
    if (more == NULL) return APS_EMEM;
    if (n) memcpy(more, all->row, (size_t)n * sizeof *more);
    aps_release(ctx, all->row);
    all->row = more, all->room = room;
  }
  all->row[n] = (set_row){width, all->part, all->type, is_column(name)};
  return APS_OK;
}

static herr_t add_link(hid_t group, const char *name, const H5L_info_t *info, void *out) {
  (void)info;
  sets *all = out;
  const aps_hdf5_part *p = &all->of->now;
  if (strlen(name) >= sizeof *all->names.name || !aps_hdf5_has(p->file, group, name)) return 0;
  const int width = width_of(group, name, p->count[all->type]);
  if (width > 0) all->err = add_set(all, name, width);
  return all->err != APS_OK;
}

static aps_err look_through(aps_hdf5_snapshot *s, int part, void *state) {
  sets *all = state;
  all->of = s, all->part = part;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    if (s->now.count[t] == 0 || all->seen[t]) continue;
    all->seen[t] = 1, all->type = t;
    H5Literate(s->now.group[t], H5_INDEX_NAME, H5_ITER_NATIVE, NULL, add_link, all);
    APS_TRY(all->err);
  }
  return APS_OK;
}

/* Every type in the first part that has particles of it. */
static aps_err look(aps_hdf5_snapshot *s, aps_hdf5 *f, sets *all) {
  for (int i = 0; i < s->files; i++) {
    int new = 0;
    for (int t = 0; t < APS_SPECIES_MAX; t++) new |= s->count[i][t] > 0 && !all->seen[t];
    if (new) APS_TRY(aps_hdf5_with_part(s, f, i, all, look_through));
  }
  return APS_OK;
}

/* With every number of those that hold several. */
static aps_err tell_names(aps_ctx *ctx, const sets *all, aps_names *out) {
  for (int i = 0; i < all->names.n; i++) {
    const set_row *r = &all->row[i];
    if (r->column) continue;
    if (r->width == 1 || r->width == 3) APS_TRY(aps_names_add(ctx, out, all->names.name[i]));
    for (int k = 0; k < r->width && r->width > 1 && r->width != 3; k++) {
      char name[80];
      snprintf(name, sizeof name, "%s.%d", all->names.name[i], k);
      APS_TRY(aps_names_add(ctx, out, name));
    }
  }
  return APS_OK;
}

/* ---- which one is meant ---- */

typedef struct {
  char set[64], name[72]; /* of the dataset, and of what of it is wanted */
  int width, component; /* component 0: the only number, or the length of three; k: the k-th, from 1 on */
  int part, type;
  double factor; /* of the stored numbers */
  aps_dataset *to;
} wanted;

/* ".2", or ".x" to ".z" of three, from 1 on; 0: neither, -1: beyond the end. */
static int component_of(const char *dot, int width) {
  if (width == 3 && dot[1] >= 'x' && dot[1] <= 'z' && !dot[2]) return dot[1] - 'x' + 1;
  char *end;
  const long k = dot[1] >= '0' && dot[1] <= '9' ? strtol(dot + 1, &end, 10) : -1;
  return k < 0 || *end ? 0 : k < width ? (int)k + 1 : -1;
}

static aps_err choose(aps_hdf5 *f, const sets *all, const char *asked, wanted *w) {
  const char *dot = strrchr(asked, '.');
  int i = aps_names_find(&all->names, asked, strlen(asked)), component = 0;
  if (i < 0 && dot) {
    i = aps_names_find(&all->names, asked, (size_t)(dot - asked));
    component = i >= 0 ? component_of(dot, all->row[i].width) : 0;
    if (component == 0) i = -1;
  }
  if (i < 0) {
    aps_names names = {0};
    aps_err err = tell_names(f->ctx, all, &names);
    if (err == APS_OK) err = aps_names_refuse(f->ctx, f->path, asked, &names);
    aps_names_free(f->ctx, &names);
    return err;
  }
  const set_row *r = &all->row[i];
  const char *name = all->names.name[i];
  if (component < 0 || (component == 0 && r->width != 1 && r->width != 3)) {
    aps_fail(f->ctx, APS_EARG, "%s: %s: %s holds %d number%s per particle", f->path, asked, name, r->width, r->width > 1 ? "s" : "");
    return r->width > 1 ? aps_hint(f->ctx, "%s.0 to %s.%d", name, name, r->width - 1) : aps_hint(f->ctx, "%s", name);
  }
  *w = (wanted){.width = r->width, .component = component, .part = r->part, .type = r->type, .factor = 1, .to = w->to};
  snprintf(w->set, sizeof w->set, "%s", name);
  if (component && dot[1] >= 'x') snprintf(w->name, sizeof w->name, "%s.%c", name, dot[1]);
  else if (component) snprintf(w->name, sizeof w->name, "%s.%u", name, (unsigned)(component - 1) % WIDTH_MOST);
  else snprintf(w->name, sizeof w->name, "%s", name);
  return APS_OK;
}

/* ---- units ---- */

static double number(aps_hdf5 *f, hid_t object, const char *name, double otherwise) {
  double value;
  return aps_hdf5_doubles(f, object, name, &value, 1) == 1 ? value : otherwise;
}

/* An apsis run without units, which writes conversion factors of 1. */
static int is_dimensionless(aps_hdf5 *f) {
  const hid_t code = aps_hdf5_group(f, f->file, "Code");
  const int yes = number(f, code, "Dimensionless", 0) > 0;
  if (code >= 0) H5Gclose(code);
  return yes;
}

/* Exponents of mass, length, time, temperature, current; a and h: powers in what is stored. 0: nothing is told. */
static int tell_swift(aps_hdf5 *f, hid_t set, double e[5], double *cgs, double *a, double *h) {
  static const char *const names[] = {"U_M exponent", "U_L exponent", "U_t exponent", "U_T exponent", "U_I exponent"};
  if (!aps_hdf5_has_attribute(f, set, names[0])) return 0;
  for (int k = 0; k < 5; k++) e[k] = number(f, set, names[k], 0);
  *cgs = number(f, set, "Conversion factor to CGS (not including cosmological corrections)", 0);
  const int physical = number(f, set, "Value stored as physical", 0) > 0;
  *a = physical ? 0 : number(f, set, "a-scale exponent", 0), *h = physical ? 0 : number(f, set, "h-scale exponent", 0);
  return 1;
}

static int tell_gadget(aps_hdf5 *f, hid_t set, double e[5], double *cgs, double *a, double *h) {
  if (!aps_hdf5_has_attribute(f, set, "to_cgs")) return 0;
  const double v = number(f, set, "velocity_scaling", 0);
  e[0] = number(f, set, "mass_scaling", 0), e[1] = number(f, set, "length_scaling", 0) + v, e[2] = -v;
  *cgs = number(f, set, "to_cgs", 0); /* 0: a pure number */
  *a = number(f, set, "a_scaling", 0), *h = number(f, set, "h_scaling", 0);
  return 1;
}

static aps_err describe(aps_hdf5_snapshot *s, int part, void *state) {
  (void)part;
  wanted *w = state;
  aps_hdf5 *f = s->now.file;
  aps_further *to = &w->to->further;
  const aps_comoving *c = &w->to->comoving;
  double e[5] = {0}, cgs = 0, a = 0, h = 0;
  *to = (aps_further){.in_units = 1};
  snprintf(to->name, sizeof to->name, "%.63s", w->name);
  const hid_t set = H5Dopen2(s->now.group[w->type], w->set, H5P_DEFAULT);
  if (set < 0) return aps_hdf5_fail(f, w->set);
  if ((tell_swift(f, set, e, &cgs, &a, &h) || tell_gadget(f, set, e, &cgs, &a, &h)) && !is_dimensionless(f))
    aps_further_unit(to, cgs, e);
  H5Dclose(set);
  if (c->a > 0) w->factor = pow(c->a, a) * pow(c->h, h);
  if (!(w->factor > 0) || !isfinite(w->factor)) w->factor = 1;
  return APS_OK;
}

/* ---- the numbers ---- */

/* Three numbers become their length, some rows at a time. */
static aps_err read_lengths(aps_hdf5 *f, aps_hdf5_rows *rows, double *out) {
  enum { BLOCK = 1 << 16 };
  const int64_t first = rows->first, n = rows->n, chunk = rows->set.chunk_rows;
  const int64_t block = chunk > 0 && chunk < BLOCK ? BLOCK / chunk * chunk : chunk > 0 ? chunk : BLOCK, most = block < n ? block : n;
  double *x = aps_alloc(f->ctx, "file buffer", 3 * most, sizeof *x);
  aps_err err = x ? APS_OK : APS_EMEM;
  for (int64_t at = first, end; err == APS_OK && at < first + n; at = end) {
    end = (at / block + 1) * block; /* chunks begin at multiples */
    if (end > first + n) end = first + n;
    rows->first = at, rows->n = end - at;
    for (int k = 0; k < 3; k++) rows->column[k] = x + k * most;
    rows->there = NULL;
    err = aps_hdf5_read_rows(f, rows, 1);
    for (int64_t i = 0; err == APS_OK && i < end - at; i++)
      out[at - first + i] = sqrt(x[i] * x[i] + x[most + i] * x[most + i] + x[2 * most + i] * x[2 * most + i]);
  }
  aps_release(f->ctx, x);
  return err;
}

static aps_err read_type(aps_hdf5_snapshot *s, int t, aps_hdf5_stretch r, const wanted *w) {
  aps_hdf5 *f = s->now.file;
  double *out = w->to->v.further + r.to;
  const char *name = w->set;
  char what[96];
  for (int64_t i = 0; i < r.n; i++) out[i] = NAN;
  if (!aps_hdf5_has(f, s->now.group[t], name)) return APS_OK;
  snprintf(what, sizeof what, "PartType%d/%s", t, name);
  aps_hdf5_rows rows = {.what = what, .type = 'd', .first = r.skip, .n = r.n, .column = {out}, .component = w->width > 1 ? w->component : 0};
  APS_TRY(aps_hdf5_open_set(f, s->now.group[t], name, what, r.all, w->width, &rows.set));
  const aps_err err = w->width == 3 && !w->component ? read_lengths(f, &rows, out) : aps_hdf5_read_rows(f, &rows, 1);
  aps_hdf5_close_set(&rows.set);
  for (int64_t i = 0; w->factor != 1 && i < r.n; i++) out[i] *= w->factor;
  return err;
}

static aps_err read_part(aps_hdf5_snapshot *s, int i, void *state) {
  const wanted *w = state;
  for (int t = 0; t < APS_SPECIES_MAX; t++) {
    const aps_hdf5_stretch r = aps_hdf5_share(s, i, t, w->to);
    APS_CHECK(s->now.file->ctx, s->now.count[t] == s->count[i][t], APS_EDATA, "%s: changed while it was read", s->now.file->path);
    if (r.n > 0) APS_TRY(read_type(s, t, r, w));
  }
  return APS_OK;
}

static aps_err read_it(aps_hdf5_snapshot *s, aps_hdf5 *f, const sets *all, const char *asked, wanted *w) {
  const int64_t total = w->to->total ? w->to->total : w->to->v.n;
  APS_CHECK(f->ctx, s->total == total, APS_EDATA, "%s: changed since it was read: it had %lld particles, now %lld", f->path, (long long)total, (long long)s->total);
  APS_TRY(choose(f, all, asked, w));
  APS_TRY(aps_hdf5_with_part(s, f, w->part, w, describe));
  for (int i = 0; i < s->files; i++) {
    int64_t mine = 0;
    for (int t = 0; t < APS_SPECIES_MAX; t++) {
      const aps_hdf5_stretch r = aps_hdf5_share(s, i, t, w->to);
      if (r.n > 0) mine += r.n;
    }
    if (mine > 0) APS_TRY(aps_hdf5_with_part(s, f, i, w, read_part));
  }
  return APS_OK;
}

/* ---- the file ---- */

static aps_err with_sets(aps_ctx *ctx, const char *path, const char *asked, wanted *w, aps_names *names) {
  aps_hdf5 f;
  APS_TRY(aps_hdf5_open(ctx, path, &f));
  aps_hdf5_snapshot s = {.negative_ids = &(int){0}};
  sets all = {.err = APS_OK};
  aps_err err = APS_OK;
  const int there = aps_hdf5_is_snapshot(&f);
  if (there) err = aps_hdf5_snapshot_open(&s, &f);
  if (there && err == APS_OK) err = look(&s, &f, &all);
  if (there && err == APS_OK) err = names ? tell_names(ctx, &all, names) : read_it(&s, &f, &all, asked, w);
  if (there) aps_hdf5_snapshot_close(&s, &f);
  if (!there && !names) err = aps_names_refuse(ctx, path, asked, &all.names);
  if (err == APS_OK) err = f.broken;
  aps_release(ctx, all.row);
  aps_names_free(ctx, &all.names);
  aps_hdf5_close(&f);
  return err;
}

aps_err aps_hdf5_further(aps_ctx *ctx, const char *path, const char *name, aps_dataset *d) {
  wanted w = {.to = d};
  return with_sets(ctx, path, name, &w, NULL);
}

aps_err aps_hdf5_names(aps_ctx *ctx, const char *path, aps_names *out) { return with_sets(ctx, path, NULL, NULL, out); }
