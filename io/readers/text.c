/* Text tables: one particle a line, numbers between blanks, '#' starts a comment.
 *
 *   m x y z vx vy vz          or          id m x y z vx vy vz
 *
 * Commas or semicolons may stand between them as well (NumPy's savetxt with a delimiter).
 *
 * Up to three lines with one number each may come first: snapshot number, count and time (AMUSE,
 * phi-GRAPE), or the count alone. Negative ids, as nbabel's -1, are placeholders: the particles are
 * numbered instead. */
#include "table.h"
#include "../dataset.h"
#include "core/file.h"
#include "core/number.h"
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"m", "x", "y", "z", "vx", "vy", "vz"};

typedef struct {
  aps_table at; /* behind the header lines: at the first particle */
  int64_t rows;
  double claimed; /* particles, by the header; < 0: no header */
  int columns;
  char separator; /* 0: blanks */
  double time;
} table;

static int is_number(aps_piece p) {
  double value;
  int overflow = 0;
  return aps_number_scan(p.at, p.n, &value, &overflow) == p.n && !overflow;
}

/* What stands between the numbers of this line: a separator that leaves nothing but numbers, else
 * blanks. */
static char separator_of(aps_piece line) {
  for (const char *s = ",;"; *s; s++) {
    aps_piece piece[APS_FIELDS_MAX];
    const int n = memchr(line.at, *s, line.n) ? aps_table_split(line, *s, piece) : 0;
    int numbers = 0;
    while (numbers < n && n <= APS_FIELDS_MAX && is_number(piece[numbers])) numbers++;
    if (n > 1 && numbers == n) return *s;
  }
  return 0;
}

static aps_err refuse_xyz(const aps_table *t) {
  aps_fail(t->ctx, APS_EDATA, "%s: an XYZ file: it has positions, but no masses and velocities",
           t->path);
  return aps_hint(t->ctx, "make it a CSV file with the columns m, x, y, z");
}

/* Header lines and the shape of the first particle's line. */
static aps_err look(aps_table start, table *out) {
  double header[3];
  aps_piece line, piece[APS_FIELDS_MAX];
  int n = 0;
  *out = (table){.at = start, .claimed = -1};
  aps_table t = start;
  while (aps_table_line(&t, &line)) {
    out->separator = separator_of(line);
    out->columns = aps_table_split(line, out->separator, piece);
    if (n == 1 && !is_number(piece[0])) return refuse_xyz(&t);
    if (out->columns > 1 || n == 3) break;
    APS_TRY(aps_table_number(&t, piece[0], "header", &header[n++]));
    out->at = t;
    out->columns = 0;
  }
  if (n == 1) out->claimed = header[0];
  if (n == 3) {
    out->claimed = header[1];
    out->time = header[2];
  }
  APS_CHECK(t.ctx, n != 2, APS_EDATA,
            "%s:%lld: expected 0, 1 or 3 header lines of one number, got 2", t.path,
            (long long)t.line);
  if (out->columns == 7 || out->columns == 8) return APS_OK;
  if (n == 1 && out->columns > 0 && out->columns <= 5) return refuse_xyz(&t);
  aps_fail(t.ctx, APS_EDATA,
           "%s:%lld: expected 7 columns (m x y z vx vy vz) or 8 (id first), got %d", t.path,
           (long long)t.line, out->columns);
  return aps_hint(t.ctx, "a CSV file with a header line names its columns in any order");
}

static aps_err split_row(const table *t, const aps_table *at, aps_piece line, aps_piece *piece) {
  const int columns = aps_table_split(line, t->separator, piece);
  APS_CHECK(at->ctx, columns == t->columns, APS_EDATA,
            "%s:%lld: expected %d columns as in the lines before, got %d", at->path,
            (long long)at->line, t->columns, columns);
  return APS_OK;
}

static aps_err count_rows(table *t) {
  aps_table at = t->at;
  aps_piece line, piece[APS_FIELDS_MAX];
  for (; aps_table_line(&at, &line); t->rows++) APS_TRY(split_row(t, &at, line, piece));
  APS_CHECK(at.ctx, t->claimed < 0 || t->claimed == (double)t->rows, APS_EDATA,
            "%s: truncated or damaged: its header names %.15g particles, it has %lld", at.path,
            t->claimed, (long long)t->rows);
  return APS_OK;
}

static aps_err read_rows(table *t, aps_dataset *out, int *negative) {
  double *const columns[7] = {out->v.mass, out->v.x,  out->v.y, out->v.z,
                              out->v.vx,   out->v.vy, out->v.vz};
  aps_piece line, piece[APS_FIELDS_MAX];
  const int first = t->columns - 7;
  for (int64_t row = -out->first; row < out->v.n && aps_table_line(&t->at, &line); row++) {
    if (row < 0) continue; /* another rank's */
    APS_TRY(split_row(t, &t->at, line, piece));
    if (first) APS_TRY(aps_table_integer(&t->at, piece[0], "id", &out->v.id[row], negative));
    for (int c = 0; c < 7; c++)
      APS_TRY(aps_table_number(&t->at, piece[first + c], names[c], &columns[c][row]));
    APS_CHECK(t->at.ctx, out->v.mass[row] >= 0, APS_EDATA, "%s:%lld: m must be >= 0, got %g",
              t->at.path, (long long)t->at.line, out->v.mass[row]);
  }
  return APS_OK;
}

static aps_err read_table(aps_table start, aps_dataset *out, aps_table_ids *ids) {
  table t;
  APS_TRY(look(start, &t));
  APS_TRY(count_rows(&t));
  APS_TRY(aps_dataset_make(start.ctx, start.path, t.rows, 0, out));
  APS_TRY(read_rows(&t, out, &ids->negative));
  out->has = APS_X | APS_V | APS_MASS;
  out->time = t.time;
  snprintf(out->format, sizeof out->format, "text table, %d columns", t.columns);
  ids->there = t.columns == 8;
  return APS_OK;
}

static aps_err read_text(aps_ctx *ctx, const char *path, aps_dataset *out) {
  return aps_table_read(ctx, path, out, read_table);
}

/* Text whose first line with content starts like a number. */
static int recognise(const unsigned char *head, size_t n, int64_t file_size) {
  (void)file_size;
  if (!aps_table_is_text(head, n)) return 0;
  aps_table t = {NULL, "", (const char *)head, (const char *)head + n, 0, 0, NULL};
  aps_piece line;
  if (!aps_table_line(&t, &line)) return 0;
  double value;
  int overflow;
  return aps_number_scan(line.at, line.n, &value, &overflow) > 0 ? 10 : 0;
}

const aps_format aps_format_text = {
    .about = {.name = "text",
              .doc = "text table: m x y z vx vy vz, id first if there is one (read only)",
              .source = "docs/files.md"},
    .extension = "txt",
    .recognise = recognise,
    .read = read_text,
    .write = NULL};
