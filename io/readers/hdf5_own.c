/* Our own layout (io/own.c): columns and plain state, bit for bit. */
#include "../dataset.h"
#include "../own.h"
#include "hdf5_safe.h"
#include <stdio.h>
#include <string.h>

/* Which groups are there; a vector must have all its components. */
static aps_err own_groups(aps_hdf5 *f, hid_t columns, aps_cols *groups) {
  aps_cols missing = 0;
  *groups = 0;
  for (const aps_column *c = aps_columns; c->name; c++)
    if (c->group == APS_FURTHER)
      continue;
    else if (aps_hdf5_has(f, columns, c->name))
      *groups |= c->group;
    else
      missing |= c->group;
  const aps_cols needed = APS_X | APS_MASS | APS_ID;
  APS_CHECK(f->ctx, !(*groups & missing) && (*groups & needed) == needed, APS_EDATA,
            "%s: Columns: x, y, z, mass and id must be there, and every vector whole", f->path);
  return APS_OK;
}

enum { COLUMNS_MOST = 64 };

typedef struct { /* all columns, open at a time so that no thread waits where one ends */
  aps_hdf5_rows rows[COLUMNS_MOST];
  char what[COLUMNS_MOST][64];
  int n;
} own_columns;

static aps_err open_column(aps_hdf5 *f, hid_t columns, const aps_column *c, int64_t n,
                           const aps_dataset *out, own_columns *all) {
  APS_CHECK(f->ctx, all->n < COLUMNS_MOST, APS_EINTERNAL, "more than %d columns", COLUMNS_MOST);
  aps_hdf5_rows *r = &all->rows[all->n];
  char *what = all->what[all->n];
  snprintf(what, sizeof *all->what, "Columns/%s", c->name);
  *r = (aps_hdf5_rows){.what = what, .type = c->type, .first = out->first, .n = out->v.n};
  memcpy(r->column, (const char *)&out->v + c->offset, sizeof *r->column);
  APS_TRY(aps_hdf5_open_set(f, columns, c->name, what, n, 1, &r->set));
  all->n++;
  const int item = c->type == 'b' ? 1 : c->type == 'I' ? 4 : 8;
  APS_CHECK(f->ctx, r->set.item == item && r->set.is_integer == (c->type != 'd'), APS_EDATA,
            "%s: %s: expected %s of %d bytes, got another type", f->path, what,
            c->type == 'd' ? "floating-point numbers" : "integers", item);
  return APS_OK;
}

static aps_err read_columns(aps_hdf5 *f, hid_t columns, aps_cols groups, int64_t n,
                            aps_dataset *out) {
  own_columns *all = aps_alloc(f->ctx, "file buffer", 1, sizeof *all);
  aps_err err = all ? APS_OK : APS_EMEM;
  for (const aps_column *c = aps_columns; err == APS_OK && c->name; c++)
    if (c->group & groups) err = open_column(f, columns, c, n, out, all);
  if (err == APS_OK) err = aps_hdf5_read_rows(f, all->rows, all->n);
  for (int i = 0; all && i < all->n; i++) aps_hdf5_close_set(&all->rows[i].set);
  aps_release(f->ctx, all);
  return err;
}

/* The plain bytes of /Blobs: names and sizes first, then the bytes. */
enum { BLOBS_MOST = 256, NAME_MOST = 64 };

typedef struct {
  char name[BLOBS_MOST][NAME_MOST];
  int n;
} blob_names;

static herr_t add_blob(hid_t group, const char *name, const H5L_info_t *info, void *out) {
  (void)group, (void)info;
  blob_names *list = out;
  if (list->n == BLOBS_MOST || strlen(name) >= NAME_MOST) return -1;
  strcpy(list->name[list->n++], name);
  return 0;
}

static aps_err read_blob(aps_hdf5 *f, hid_t group, const char *name, aps_blob *blob, char **at) {
  char what[NAME_MOST + 16];
  aps_hdf5_set set;
  snprintf(what, sizeof what, "Blobs/%s", name);
  APS_TRY(aps_hdf5_open_set(f, group, name, what, -1, 1, &set));
  aps_err err = APS_OK;
  if (set.item != 1 || !set.is_integer)
    err = aps_fail(f->ctx, APS_EDATA, "%s: %s: expected bytes, got another type", f->path, what);
  if (at == NULL) { /* only the size */
    blob->size = (size_t)set.rows;
  } else if (err == APS_OK) {
    blob->data = *at;
    blob->size = (size_t)set.rows;
    err = aps_hdf5_read_set(f, &set, what, 'b', *at);
    *at += (set.rows + 7) / 8 * 8;
    blob->name = strcpy(*at, name);
    *at += NAME_MOST;
  }
  aps_hdf5_close_set(&set);
  return err;
}

/* What was said of the particles when they were written; of a comoving run's first what they are.
 */
static void read_note(aps_hdf5 *f, hid_t columns, aps_dataset *out) {
  static const char frame[] = "a comoving run";
  char said[sizeof out->note] = "";
  aps_hdf5_text(f, columns, "note", said, sizeof said);
  if (out->comoving.a > 0 && strncmp(said, frame, sizeof frame - 1) != 0)
    aps_dataset_note(out,
                     "%s (z = %.4g): coordinates and velocities are taken as stored, %.4g times "
                     "the peculiar ones",
                     frame, out->redshift, 1 / out->comoving.velocity);
  if (said[0]) aps_dataset_note(out, "%s", said);
}

static aps_err fill_blobs(aps_hdf5 *f, hid_t group, const blob_names *names, aps_dataset *out) {
  int64_t bytes = 0;
  aps_blob *blobs, size;
  char *at;
  for (int i = 0; i < names->n; i++) {
    APS_TRY(read_blob(f, group, names->name[i], &size, NULL));
    bytes += (int64_t)(size.size + 7) / 8 * 8 + NAME_MOST;
  }
  APS_TRY(aps_dataset_make_blobs(f->ctx, out, names->n, bytes, &blobs, &at));
  for (int i = 0; i < names->n; i++) APS_TRY(read_blob(f, group, names->name[i], &blobs[i], &at));
  return APS_OK;
}

static aps_err read_blobs(aps_hdf5 *f, aps_dataset *out) {
  if (!aps_hdf5_has(f, f->file, "Blobs")) return APS_OK;
  const hid_t group = aps_hdf5_group(f, f->file, "Blobs");
  blob_names *names = aps_alloc(f->ctx, "file buffer", 1, sizeof *names);
  aps_err err = names ? APS_OK : APS_EMEM;
  if (err == APS_OK &&
      (group < 0 || H5Literate(group, H5_INDEX_NAME, H5_ITER_NATIVE, NULL, add_blob, names) < 0))
    err = aps_hdf5_fail(f, "Blobs");
  if (err == APS_OK && names->n > 0) err = fill_blobs(f, group, names, out);
  if (group >= 0) H5Gclose(group);
  aps_release(f->ctx, names);
  return err;
}

static double scalar(aps_hdf5 *f, hid_t object, const char *name) {
  double value;
  return aps_hdf5_doubles(f, object, name, &value, 1) == 1 ? value : 0;
}

aps_err aps_hdf5_read_own(aps_hdf5 *f, hid_t columns, aps_dataset *out) {
  int64_t layout = 0, n = 0, periodic = 0;
  double units[4] = {0}, c[9];
  aps_cols groups;
  aps_hdf5_integers(f, columns, "layout", &layout, 1);
  if (layout != APS_OWN_LAYOUT) {
    aps_fail(f->ctx, APS_EDATA, "%s: Columns: expected layout %d, got %lld", f->path,
             APS_OWN_LAYOUT, (long long)layout);
    return aps_hint(f->ctx, "the file was written by another version of apsis");
  }
  APS_CHECK(f->ctx, aps_hdf5_integers(f, columns, "n", &n, 1) == 1 && n > 0, APS_EDATA,
            "%s: Columns: n must be > 0, got %lld", f->path, (long long)n);
  APS_TRY(own_groups(f, columns, &groups));
  aps_hdf5_set x; /* n must be true before memory is taken for it */
  APS_TRY(aps_hdf5_open_set(f, columns, "x", "Columns/x", n, 1, &x));
  aps_hdf5_close_set(&x);
  APS_TRY(aps_dataset_make(f->ctx, f->path, n, groups, out));
  out->has = groups;
  aps_hdf5_integers(f, columns, "step", &out->step, 1);
  out->time = scalar(f, columns, "time");
  out->redshift = scalar(f, columns, "redshift");
  aps_hdf5_integers(f, columns, "periodic", &periodic, 1);
  out->periodic = periodic != 0;
  aps_hdf5_doubles(f, columns, "box", out->box, 3);
  if (aps_hdf5_doubles(f, columns, "units", units, 4) == 4)
    out->units = (aps_units){units[0], units[1], units[2], units[3]};
  if (aps_hdf5_doubles(f, columns, "force_error", out->force_error, 4) != 4)
    for (int i = 0; i < 4; i++) out->force_error[i] = -1;
  if (aps_hdf5_doubles(f, columns, "comoving", c, 9) == 9 && c[0] > 0 && c[1] > 0)
    out->comoving = (aps_comoving){c[0], c[1], c[2], {c[3], c[4], c[5], c[6], c[7], c[8]}};
  aps_hdf5_text(f, columns, "title", out->title, sizeof out->title);
  aps_hdf5_text(f, columns, "species", out->species, sizeof out->species);
  read_note(f, columns, out);
  snprintf(out->format, sizeof out->format, "HDF5, own layout %d", APS_OWN_LAYOUT);
  APS_TRY(read_columns(f, columns, groups, n, out));
  return read_blobs(f, out);
}
