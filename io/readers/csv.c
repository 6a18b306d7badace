/* CSV with a header line that names the columns: id, type, m, x, y, z, vx, vy, vz, eps in any order
 * and case; m, x, y and z must be there. Separated by commas, semicolons, tabs or blanks; the header
 * may be a comment (NumPy's savetxt). Numbers are written so that they read back to the same bits. */
#include "table.h"
#include "source.h"
#include "../dataset.h"
#include "../further.h"
#include "../image.h"
#include "core/file.h"
#include "core/number.h"
#include "core/ranks.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { ID, TYPE, MASS, X, Y, Z, VX, VY, VZ, EPS, RADIUS, COLUMNS };
enum { SPELLINGS = 4 };
static const char *const names[COLUMNS][SPELLINGS] = {
    {"id", "ids", "particleids", "particle_id"},
    {"type", "species"},
    {"m", "mass", "masses"},
    {"x", "pos_x", "position_x"},
    {"y", "pos_y", "position_y"},
    {"z", "pos_z", "position_z"},
    {"vx", "v_x", "vel_x", "velocity_x"},
    {"vy", "v_y", "vel_y", "velocity_y"},
    {"vz", "v_z", "vel_z", "velocity_z"},
    {"eps", "softening", "softenings"},
    {"radius", "radii"}};

typedef struct {
  aps_table at; /* behind the header */
  char separator;
  int fields, where[COLUMNS]; /* which field holds it; -1: none */
  int units;                  /* 1: the header names some */
  int64_t rows;
} table;

/* A unit behind the name, "x [kpc]" or "mass (Msun)", is no part of it. */
static aps_piece without_unit(aps_piece p) {
  const char last = p.n ? p.at[p.n - 1] : 0, opening = last == ']' ? '[' : last == ')' ? '(' : 0;
  const char *unit = opening ? memchr(p.at, opening, p.n) : NULL;
  if (unit == NULL) return p;
  p.n = (size_t)(unit - p.at);
  while (p.n && p.at[p.n - 1] == ' ') p.n--;
  return p;
}

static int column_named(aps_piece p) {
  p = without_unit(p);
  for (int c = 0; c < COLUMNS; c++)
    for (int k = 0; k < SPELLINGS && names[c][k]; k++)
      if (strlen(names[c][k]) == p.n && strncasecmp(names[c][k], p.at, p.n) == 0) return c;
  return -1;
}

static char separator_of(aps_piece line) {
  static const char candidates[] = {',', ';', '\t'};
  for (int i = 0; i < 3; i++)
    if (memchr(line.at, candidates[i], line.n)) return candidates[i];
  return 0;
}

/* The names of a header, at most APS_FIELDS_MAX of those that are counted. Between blanks a unit
 * behind a name is a piece of its own or several, "m [1e10 Msun]", and joined to it. */
static int split_names(aps_piece line, aps_piece *piece) {
  const char separator = separator_of(line);
  const int n = aps_table_split(line, separator, piece);
  if (separator || n > APS_FIELDS_MAX) return n;
  int names = 0, open = 0;
  for (int i = 0; i < n; i++) {
    const aps_piece p = piece[i];
    const char first = p.at[0], last = p.at[p.n - 1];
    if (names && (open || first == '[' || first == '('))
      piece[names - 1].n = (size_t)(p.at + p.n - piece[names - 1].at);
    else
      piece[names++] = p;
    open = (open || memchr(p.at, '[', p.n) || memchr(p.at, '(', p.n)) && last != ']' && last != ')';
  }
  return names;
}

/* What a comment says behind "#" and words such as "columns:". */
static aps_piece said(aps_piece comment) {
  for (const char *colon; (colon = memchr(comment.at, ':', comment.n)) != NULL;)
    comment.n -= (size_t)(colon + 1 - comment.at), comment.at = colon + 1;
  while (comment.n && (comment.at[0] == '#' || comment.at[0] == ' ')) comment.at++, comment.n--;
  return comment;
}

/* What stands between the columns of a row of so many: a tab may be one of the blanks. */
static char separator_of_row(aps_piece row, int fields) {
  aps_piece piece[APS_FIELDS_MAX];
  const char separator = separator_of(row);
  return separator == '\t' && aps_table_split(row, separator, piece) != fields ? 0 : separator;
}

/* As many names as the line behind has columns, whatever is between the ones and the others. Where
 * each of ours stands, -1: nowhere; how many stand there. */
static int names_columns(aps_piece said, aps_table behind, int where[COLUMNS], int *known) {
  aps_piece piece[APS_FIELDS_MAX], line;
  const int fields = split_names(said, piece);
  *known = 0;
  for (int c = 0; c < COLUMNS; c++) where[c] = -1;
  for (int i = 0; i < fields && i < APS_FIELDS_MAX; i++) {
    const int c = column_named(piece[i]);
    if (c >= 0) where[c] = i, ++*known;
  }
  if (!aps_table_line(&behind, &line)) return 0;
  return aps_table_split(line, separator_of_row(line, fields), piece) == fields ? fields : 0;
}

/* A comment that is a header, as NumPy writes it: it names m, x, y and z and every column; savetxt
 * knows nothing of what its header says. One without m is a header too (which lacks it) where the
 * columns are not in the order of a text table: taken for one, x would be read as masses. */
static int is_header(aps_piece comment, aps_table behind) {
  enum { OF_A_TABLE = 6 }; /* x y z vx vy vz end it */
  int where[COLUMNS], known;
  const int fields = names_columns(comment, behind, where, &known);
  if (fields == 0 || where[X] < 0 || where[Y] < 0 || where[Z] < 0) return 0;
  return where[MASS] >= 0 || where[X] != fields - OF_A_TABLE;
}

/* A header between blanks that is no comment: else any prose would be one. */
static int is_plain_header(aps_piece line, aps_table behind) {
  int where[COLUMNS], known;
  return names_columns(line, behind, where, &known) && known >= 2;
}

/* The header: a comment that is one, else the first line that is none. */
static int header_line(aps_table *t, aps_piece *line, int *commented) {
  aps_table at = *t;
  *commented = 0;
  while (at.next < at.end) {
    const char *start = at.next, *stop = aps_table_stop(&at);
    const char *first = start;
    while (first < stop && (*first == ' ' || *first == '\t' || *first == '\r')) first++;
    if (first == stop) continue;
    if (*first != '#') break;
    *line = said((aps_piece){first + 1, (size_t)(stop - first - 1)});
    if (!is_header(*line, at)) continue;
    *t = at;
    *commented = 1;
    return 1;
  }
  return aps_table_line(t, line);
}

/* "x, y, colour" for messages. */
static void list_names(const aps_piece *piece, int n, char *out, size_t size) {
  size_t used = 0;
  out[0] = '\0';
  for (int i = 0; i < n && i < APS_FIELDS_MAX && used + 24 < size; i++)
    used += (size_t)snprintf(out + used, size - used, "%s%.*s", i ? ", " : "",
                             piece[i].n < 20 ? (int)piece[i].n : 20, piece[i].at);
}

static aps_err read_header(aps_table start, table *t, aps_piece piece[APS_FIELDS_MAX]) {
  aps_piece line;
  *t = (table){.at = start};
  for (int c = 0; c < COLUMNS; c++) t->where[c] = -1;
  int commented;
  APS_CHECK(start.ctx, header_line(&t->at, &line, &commented), APS_EDATA, "%s: holds no particles",
            start.path);
  t->separator = separator_of(line);
  t->fields = split_names(line, piece);
  APS_CHECK(start.ctx, t->fields <= APS_FIELDS_MAX, APS_EDATA,
            "%s:%lld: %d columns, %d are read at most", start.path, (long long)t->at.line,
            t->fields, APS_FIELDS_MAX);
  aps_table behind = t->at;
  if ((commented || !t->separator) && aps_table_line(&behind, &line))
    t->separator = separator_of_row(line, t->fields);
  for (int i = 0; i < t->fields; i++) {
    const int c = column_named(piece[i]);
    if (c < 0) continue;
    t->units |= without_unit(piece[i]).n < piece[i].n;
    APS_CHECK(start.ctx, t->where[c] < 0, APS_EDATA, "%s:%lld: column '%s' is there twice",
              start.path, (long long)t->at.line, names[c][0]);
    t->where[c] = i;
  }
  for (int c = MASS; c <= Z; c++)
    if (t->where[c] < 0) {
      char found[400];
      list_names(piece, t->fields, found, sizeof found);
      aps_fail(start.ctx, APS_EDATA, "%s:%lld: column '%s' is missing; found: %s", start.path,
               (long long)t->at.line, names[c][0], found);
      return aps_hint(start.ctx, "known columns: id, type, m, x, y, z, vx, vy, vz, eps, radius");
    }
  return APS_OK;
}

static aps_err split_row(const table *t, const aps_table *at, aps_piece line, aps_piece *piece) {
  const int fields = aps_table_split(line, t->separator, piece);
  APS_CHECK(at->ctx, fields == t->fields, APS_EDATA,
            "%s:%lld: expected %d fields as in the header, got %d", at->path, (long long)at->line,
            t->fields, fields);
  return APS_OK;
}

static aps_err count_rows(table *t) {
  aps_table at = t->at;
  aps_piece line, piece[APS_FIELDS_MAX];
  for (; aps_table_line(&at, &line); t->rows++) APS_TRY(split_row(t, &at, line, piece));
  return APS_OK;
}

static aps_err read_type(const aps_table *at, aps_piece p, uint32_t *out) {
  uint64_t value;
  int negative = 0;
  APS_TRY(aps_table_integer(at, p, "type", &value, &negative));
  APS_CHECK(at->ctx, !negative && value <= 255, APS_EDATA,
            "%s:%lld: type must be 0 to 255, got '%.*s'", at->path, (long long)at->line,
            p.n < 40 ? (int)p.n : 40, p.at);
  *out = (uint32_t)value;
  return APS_OK;
}

static aps_err read_rows(table *t, aps_dataset *out, int *negative) {
  double *const columns[COLUMNS] = {
      [MASS] = out->v.mass, [X] = out->v.x,     [Y] = out->v.y,
      [Z] = out->v.z,       [VX] = out->v.vx,   [VY] = out->v.vy,
      [VZ] = out->v.vz,     [EPS] = out->v.eps, [RADIUS] = out->v.radius};
  aps_piece line, piece[APS_FIELDS_MAX];
  for (int64_t row = -out->first; row < out->v.n && aps_table_line(&t->at, &line); row++) {
    if (row < 0) continue; /* another rank's */
    APS_TRY(split_row(t, &t->at, line, piece));
    if (t->where[ID] >= 0)
      APS_TRY(aps_table_integer(&t->at, piece[t->where[ID]], "id", &out->v.id[row], negative));
    if (t->where[TYPE] >= 0) APS_TRY(read_type(&t->at, piece[t->where[TYPE]], &out->v.type[row]));
    for (int c = MASS; c < COLUMNS; c++)
      if (t->where[c] >= 0)
        APS_TRY(aps_table_number(&t->at, piece[t->where[c]], names[c][0], &columns[c][row]));
    APS_CHECK(t->at.ctx, out->v.mass[row] >= 0, APS_EDATA, "%s:%lld: m must be >= 0, got %g",
              t->at.path, (long long)t->at.line, out->v.mass[row]);
  }
  return APS_OK;
}

static aps_err read_table(aps_table start, aps_dataset *out, aps_table_ids *ids) {
  table t;
  aps_piece piece[APS_FIELDS_MAX];
  APS_TRY(read_header(start, &t, piece));
  APS_TRY(count_rows(&t));
  aps_cols groups = 0;
  if (t.where[TYPE] >= 0) groups |= APS_TYPE;
  if (t.where[EPS] >= 0) groups |= APS_EPS;
  if (t.where[RADIUS] >= 0) groups |= APS_RADIUS;
  APS_TRY(aps_dataset_make(start.ctx, start.path, t.rows, groups, out));
  APS_TRY(read_rows(&t, out, &ids->negative));
  out->has = APS_X | APS_MASS | groups;
  if (t.where[VX] >= 0 && t.where[VY] >= 0 && t.where[VZ] >= 0)
    out->has |= APS_V;
  else
    aps_dataset_note(out, "no velocities (or not all three): zero where absent");
  if (t.units)
    aps_dataset_note(out, "units in the header: numbers are taken as they stand, in code units");
  snprintf(out->format, sizeof out->format, "CSV, %d columns", t.fields);
  ids->there = t.where[ID] >= 0;
  return APS_OK;
}

static aps_err read_csv(aps_ctx *ctx, const char *path, aps_dataset *out) {
  return aps_table_read(ctx, path, out, read_table);
}

/* ---- columns of any other name ----------------------------------------------------------------- */

typedef struct {
  const char *asked; /* NULL: names alone */
  aps_dataset *to;
  aps_names *names;
} wanted;

/* The header's fields that are no column of ours. */
static aps_err tell_names(const aps_piece *piece, int n, aps_ctx *ctx, aps_names *out) {
  for (int i = 0; i < n; i++) {
    const aps_piece p = without_unit(piece[i]);
    char name[64];
    if (p.n == 0 || p.n >= sizeof name || column_named(p) >= 0) continue;
    snprintf(name, sizeof name, "%.*s", (int)p.n, p.at);
    APS_TRY(aps_names_add(ctx, out, name));
  }
  return APS_OK;
}

static int field_named(const aps_piece *piece, int n, const char *name) {
  for (int i = 0; i < n; i++) {
    const aps_piece p = without_unit(piece[i]);
    if (strlen(name) == p.n && strncmp(name, p.at, p.n) == 0) return i;
  }
  return -1;
}

/* "K" of "T [K]". */
static void take_unit(aps_piece field, aps_further *to) {
  const size_t n = without_unit(field).n;
  size_t first = n;
  while (first < field.n && (field.at[first] == ' ' || field.at[first] == '[' || field.at[first] == '(')) first++;
  if (n < field.n && first < field.n)
    snprintf(to->unit, sizeof to->unit, "%.*s", (int)(field.n - 1 - first), field.at + first);
}

/* A number; none stands where nothing does, or a word for it. */
static aps_err read_other(const aps_table *at, aps_piece p, const char *name, double *out) {
  static const char *const none[] = {"", "nan", "-nan", "na", "n/a", "null", "none", "-", "inf", "-inf", "+inf"};
  *out = NAN;
  for (size_t k = 0; k < sizeof none / sizeof *none; k++)
    if (strlen(none[k]) == p.n && strncasecmp(none[k], p.at, p.n) == 0) return APS_OK;
  return aps_table_number(at, p, name, out);
}

static aps_err read_field(table *t, int field, aps_dataset *to) {
  aps_piece line, piece[APS_FIELDS_MAX];
  for (int64_t row = -to->first; row < to->v.n && aps_table_line(&t->at, &line); row++) {
    if (row < 0) continue; /* another rank's */
    APS_TRY(split_row(t, &t->at, line, piece));
    APS_TRY(read_other(&t->at, piece[field], to->further.name, &to->v.further[row]));
  }
  return APS_OK;
}

/* Which field has the column that is asked for, its name and unit as they stand in the header. */
static aps_err find_field(aps_table start, const wanted *w, const aps_piece *piece, int fields, int *field) {
  aps_names names = {0};
  aps_err err = tell_names(piece, fields, start.ctx, &names);
  const int i = err == APS_OK ? aps_names_find(&names, w->asked, strlen(w->asked)) : -1;
  if (err == APS_OK && i < 0) err = aps_names_refuse(start.ctx, start.path, w->asked, &names);
  if (err == APS_OK) {
    *field = field_named(piece, fields, names.name[i]);
    w->to->further = (aps_further){.in_units = 1};
    snprintf(w->to->further.name, sizeof w->to->further.name, "%s", names.name[i]);
    take_unit(piece[*field], &w->to->further);
  }
  aps_names_free(start.ctx, &names);
  return err;
}

static aps_err use_others(aps_table start, void *self) {
  const wanted *w = self;
  table t;
  int field = 0;
  aps_piece piece[APS_FIELDS_MAX]; /* of the header: no longer there once rows have been counted */
  APS_TRY(read_header(start, &t, piece));
  if (!w->asked) return tell_names(piece, t.fields, start.ctx, w->names);
  APS_TRY(find_field(start, w, piece, t.fields, &field));
  APS_TRY(count_rows(&t));
  const int64_t total = w->to->total ? w->to->total : w->to->v.n;
  APS_CHECK(start.ctx, t.rows == total, APS_EDATA, "%s: changed since it was read: it had %lld particles, now %lld", start.path,
            (long long)total, (long long)t.rows);
  return read_field(&t, field, w->to);
}

static aps_err further_csv(aps_ctx *ctx, const char *path, const char *name, aps_dataset *d) {
  return aps_table_use(ctx, path, &(wanted){.asked = name, .to = d}, use_others);
}

/* The header stands where `recognise` saw it, at the file's beginning. */
static aps_err names_csv(aps_ctx *ctx, const char *path, aps_names *out) {
  enum { HEAD = 1 << 16 };
  aps_source file;
  APS_TRY(aps_source_open(ctx, path, &file));
  const int64_t n = file.size < HEAD ? file.size : HEAD;
  char *head = aps_alloc(ctx, "file head", HEAD, 1);
  aps_err err = head ? aps_source_read(&file, 0, head, n, "the header") : APS_EMEM;
  aps_source_close(&file);
  if (err == APS_OK) err = use_others((aps_table){ctx, path, head, head + n, 0, 0, NULL}, &(wanted){.names = out});
  aps_release(ctx, head);
  return err;
}

/* Text whose first line with content names columns. */
static int recognise(const unsigned char *head, size_t n, int64_t file_size) {
  (void)file_size;
  if (!aps_table_is_text(head, n)) return 0;
  aps_table t = {NULL, "", (const char *)head, (const char *)head + n, 0, 0, NULL};
  aps_piece line, piece[APS_FIELDS_MAX];
  int commented;
  if (!header_line(&t, &line, &commented)) return 0;
  if (separator_of(line) == 0 && !commented && !is_plain_header(line, t)) return 0;
  const int fields = split_names(line, piece);
  int known = 0;
  for (int i = 0; i < fields && i < APS_FIELDS_MAX; i++) known += column_named(piece[i]) >= 0;
  return known >= 2 ? 20 : 0;
}

/* ---- writing --------------------------------------------------------------------------------- */

enum { LINE_MOST = 9 * 32 };

static size_t put_line(const aps_view *v, int64_t i, char *out) {
  const double values[7] = {v->mass[i], v->x[i], v->y[i], v->z[i], v->vx[i], v->vy[i], v->vz[i]};
  size_t n = (size_t)sprintf(out, "%" PRIu64 ",%" PRIu32, v->id[i], v->type ? v->type[i] : 1);
  for (int c = 0; c < 7; c++) {
    out[n++] = ',';
    n += strlen(aps_number_print(values[c], out + n));
  }
  out[n++] = '\n';
  return n;
}

/* Twice over the rows, first for the length: a worst case for all would take thrice the memory. */
static aps_err make_image(aps_ctx *ctx, const aps_dataset *d, aps_image *out) {
  static const char names_line[] = "id,type,m,x,y,z,vx,vy,vz\n";
  const char *head = aps_rank(ctx) == 0 ? names_line : "";
  char line[LINE_MOST];
  int64_t size = (int64_t)strlen(head);
  for (int64_t i = 0; i < d->v.n; i++) size += (int64_t)put_line(&d->v, i, line);
  char *bytes = aps_alloc(ctx, "CSV image", size + LINE_MOST, 1);
  if (bytes == NULL) return APS_EMEM;
  strcpy(bytes, head);
  size = (int64_t)strlen(head);
  for (int64_t i = 0; i < d->v.n; i++) size += (int64_t)put_line(&d->v, i, bytes + size);
  *out = (aps_image){bytes, size};
  return APS_OK;
}

static aps_err write_csv(aps_ctx *ctx, const char *path, const aps_dataset *d,
                         const aps_texts *fields, int compress) {
  (void)fields, (void)compress;
  aps_image image = {NULL, 0};
  int64_t total = d->v.n;
  aps_ranks_sum_int(ctx, &total, 1);
  APS_CHECK(ctx, total > 0, APS_EARG, "%s: there are no particles to write", path);
  aps_err err = make_image(ctx, d, &image);
  err = aps_images_write(ctx, path, err, &image, 1);
  aps_release(ctx, (void *)image.bytes);
  return err;
}

const aps_format aps_format_csv = {
    .about = {.name = "csv",
              .doc = "CSV with a header line: id,type,m,x,y,z,vx,vy,vz, read back to the same bits",
              .source = "RFC 4180"},
    .extension = "csv",
    .recognise = recognise,
    .read = read_csv,
    .further = further_csv,
    .names = names_csv,
    .write = write_csv};
