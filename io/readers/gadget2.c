/* GADGET-2 binary files, snapshot formats 1 and 2, either byte order.
 *
 * Fortran records: a 32-bit length, the data, the length again. Format 1 holds HEAD, POS, VEL, ID
 * and, if a type's mass in the header is 0, MASS, in this order; format 2 puts a record of 8 bytes
 * with the block's name before each. Lengths beyond 4 GB are stored modulo 2^32. Source: Springel
 * 2005, MNRAS 364, 1105, and GADGET-2's user guide, section 6. */
#include "source.h"
#include "../bytes.h"
#include "../dataset.h"
#include <math.h>
#include <stdio.h>

enum { TYPES = 6, STARS = 4, HEADER = 256, BUFFER = 1 << 20 };

typedef struct {
  aps_source file;
  int swap, format;
  int64_t count[TYPES], total, with_mass; /* with_mass: rows of the mass block */
  double mass[TYPES], time, redshift, box, omega, hubble;
  int files;
} gadget;

typedef struct {    /* a record's data */
  int64_t at, size; /* at < 0: no such record */
} record;

/* The record whose first length stands at *at; moves *at behind it. expected: sizes it may have,
 * zero-ended. */
static aps_err next_record(const gadget *g, int64_t *at, const int64_t *expected, const char *what,
                           record *out) {
  const aps_source *f = &g->file;
  unsigned char mark[4];
  APS_TRY(aps_source_read(f, *at, mark, 4, what));
  const uint32_t low = load32(mark, g->swap);
  int64_t size = low;
  for (int i = 0; expected && expected[i]; i++)
    if ((uint32_t)expected[i] == low) size = expected[i];
  for (;; size += (int64_t)1 << 32) {
    APS_CHECK(f->ctx, size <= f->size - 8 - *at, APS_EDATA,
              "%s: truncated: %s at byte %lld claims %lld bytes, the file has %lld", f->path, what,
              (long long)*at, (long long)size, (long long)f->size);
    APS_TRY(aps_source_read(f, *at + 4 + size, mark, 4, what));
    if (load32(mark, g->swap) == low) break;
    APS_CHECK(f->ctx, size + ((int64_t)1 << 32) <= f->size - 8 - *at, APS_EDATA,
              "%s: %s at byte %lld: expected record mark %u at byte %lld, got %u", f->path, what,
              (long long)*at, low, (long long)(*at + 4 + size), load32(mark, g->swap));
  }
  *out = (record){*at + 4, size};
  *at += size + 8;
  return APS_OK;
}

/* Format 2: the name before the next record. */
static aps_err next_name(const gadget *g, int64_t *at, char name[5]) {
  record label;
  APS_TRY(next_record(g, at, NULL, "block name", &label));
  APS_CHECK(g->file.ctx, label.size == 8, APS_EDATA,
            "%s: byte %lld: expected a block name of 8 bytes, got a record of %lld", g->file.path,
            (long long)(label.at - 4), (long long)label.size);
  name[4] = '\0';
  return aps_source_read(&g->file, label.at, name, 4, "block name");
}

static aps_err read_header(gadget *g, int64_t *at) {
  const aps_source *f = &g->file;
  unsigned char h[HEADER];
  record r;
  APS_TRY(next_record(g, at, NULL, "HEAD", &r));
  APS_CHECK(f->ctx, r.size == HEADER, APS_EDATA, "%s: HEAD: expected 256 bytes, got %lld", f->path,
            (long long)r.size);
  APS_TRY(aps_source_read(f, r.at, h, HEADER, "HEAD"));
  for (int t = 0; t < TYPES; t++) {
    g->count[t] = load32(h + 4 * t, g->swap);
    g->mass[t] = load_double(h + 24 + 8 * t, g->swap);
    g->total += g->count[t];
    if (g->mass[t] == 0) g->with_mass += g->count[t];
    APS_CHECK(f->ctx, g->count[t] == 0 || (g->mass[t] >= 0 && isfinite(g->mass[t])), APS_EDATA,
              "%s: HEAD: mass of type %d must be >= 0, got %g", f->path, t, g->mass[t]);
  }
  g->time = load_double(h + 72, g->swap);
  g->redshift = load_double(h + 80, g->swap);
  g->files = (int)load32(h + 124, g->swap);
  g->box = load_double(h + 128, g->swap);
  g->omega = load_double(h + 136, g->swap);
  g->hubble = load_double(h + 152, g->swap);
  APS_CHECK(f->ctx, isfinite(g->time) && isfinite(g->redshift), APS_EDATA,
            "%s: HEAD: time and redshift must be finite, got %g and %g", f->path, g->time,
            g->redshift);
  APS_CHECK(f->ctx, isfinite(g->box) && g->box >= 0, APS_EDATA,
            "%s: HEAD: box size must be >= 0, got %g", f->path, g->box);
  /* positions, velocities and ids alone take 28 bytes a particle */
  APS_CHECK(f->ctx, g->total <= f->size / 28, APS_EDATA,
            "%s: truncated: HEAD names %lld particles, which take more than the file's %lld bytes",
            f->path, (long long)g->total, (long long)f->size);
  if (g->files > 1) {
    aps_fail(f->ctx, APS_EDATA, "%s: one of %d files of a snapshot; only single files are read",
             f->path, g->files);
    return aps_hint(f->ctx, "join the parts into one file first");
  }
  return APS_OK;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

typedef struct {
  record pos, vel, id, mass, age;
} blocks;

static aps_err find_format1(gadget *g, int64_t at, blocks *b) {
  const int64_t n = g->total, m = g->with_mass;
  const int64_t vectors[] = {12 * n, 24 * n, 0}, ids[] = {4 * n, 8 * n, 0};
  const int64_t masses[] = {4 * m, 8 * m, 0};
  APS_TRY(next_record(g, &at, vectors, "POS", &b->pos));
  APS_TRY(next_record(g, &at, vectors, "VEL", &b->vel));
  APS_TRY(next_record(g, &at, ids, "ID", &b->id));
  if (m) APS_TRY(next_record(g, &at, masses, "MASS", &b->mass));
  for (record other; at < g->file.size;)
    APS_TRY(next_record(g, &at, NULL, "a later block", &other));
  return APS_OK;
}

static aps_err find_format2(gadget *g, int64_t at, blocks *b) {
  const int64_t n = g->total, m = g->with_mass;
  const int64_t vectors[] = {12 * n, 24 * n, 0}, ids[] = {4 * n, 8 * n, 0};
  const int64_t masses[] = {4 * m, 8 * m, 0};
  const int64_t stars[] = {4 * g->count[STARS], 8 * g->count[STARS], 0};
  const struct {
    const char *name;
    const int64_t *sizes;
    record *out;
  } known[] = {{"POS ", vectors, &b->pos},
               {"VEL ", vectors, &b->vel},
               {"ID  ", ids, &b->id},
               {"MASS", masses, &b->mass},
               {"AGE ", stars, &b->age}};
  enum { KNOWN = sizeof known / sizeof *known };
  while (at < g->file.size) {
    char name[5];
    record r;
    APS_TRY(next_name(g, &at, name));
    size_t k = 0;
    while (k < KNOWN && memcmp(name, known[k].name, 4) != 0) k++;
    APS_TRY(
        next_record(g, &at, k < KNOWN ? known[k].sizes : NULL, k < KNOWN ? name : "a block", &r));
    if (k < KNOWN) *known[k].out = r;
  }
  return APS_OK;
}

/* Bytes per number: 4 or 8. */
static aps_err item_size(const gadget *g, const record *r, const char *what, int64_t numbers,
                         int *item) {
  APS_CHECK(g->file.ctx, r->at >= 0, APS_EDATA, "%s: block %s is missing", g->file.path, what);
  *item = r->size == 4 * numbers ? 4 : 8;
  APS_CHECK(g->file.ctx, r->size == 4 * numbers || r->size == 8 * numbers, APS_EDATA,
            "%s: block %s: expected %lld or %lld bytes for %lld particles, got %lld", g->file.path,
            what, (long long)(4 * numbers), (long long)(8 * numbers), (long long)g->total,
            (long long)r->size);
  return APS_OK;
}

static double load_real(const unsigned char *at, int item, int swap) {
  return item == 4 ? (double)load_float(at, swap) : load_double(at, swap);
}

/* Reads `rows` rows of `width` numbers, from row `skip` of the block on, into columns at `first`.
 * out64: integers instead of reals.
 */
static aps_err read_block(const gadget *g, const record *r, const char *what, int item, int width,
                          int64_t skip, int64_t first, int64_t rows, double *const *out,
                          uint64_t *out64) {
  const int64_t row_bytes = (int64_t)item * width, most = BUFFER / row_bytes;
  unsigned char *buffer = aps_alloc(g->file.ctx, "file buffer", BUFFER, 1);
  if (buffer == NULL) return APS_EMEM;
  aps_err err = APS_OK;
  for (int64_t done = 0; done < rows && err == APS_OK; done += most) {
    const int64_t n = rows - done < most ? rows - done : most;
    err = aps_source_read(&g->file, r->at + (skip + done) * row_bytes, buffer, n * row_bytes, what);
    for (int64_t i = 0; err == APS_OK && i < n; i++)
      for (int c = 0; c < width; c++) {
        const unsigned char *at = buffer + i * row_bytes + c * item;
        if (out64)
          out64[first + done + i] = item == 4 ? load32(at, g->swap) : load64(at, g->swap);
        else
          out[c][first + done + i] = load_real(at, item, g->swap);
      }
  }
  aps_release(g->file.ctx, buffer);
  return err;
}

static aps_err read_masses(const gadget *g, const record *r, int item, aps_dataset *out) {
  double *const column[1] = {out->v.mass};
  int64_t first = 0, in_block = 0;
  const int64_t end = out->first + out->v.n;
  for (int t = 0; t < TYPES; t++) {
    const int64_t low = first > out->first ? first : out->first;
    const int64_t high = first + g->count[t] < end ? first + g->count[t] : end;
    for (int64_t i = low; i < high; i++) {
      if (g->mass[t] != 0) out->v.mass[i - out->first] = g->mass[t];
      out->v.type[i - out->first] = (uint32_t)t;
    }
    if (g->mass[t] == 0 && low < high)
      APS_TRY(read_block(g, r, "MASS", item, 1, in_block + low - first, low - out->first,
                         high - low, column, NULL));
    if (g->mass[t] == 0) in_block += g->count[t];
    first += g->count[t];
  }
  return APS_OK;
}

static int expands(const gadget *g) {
  return g->omega > 0 && g->hubble > 0 && fabs(g->time * (1 + g->redshift) - 1) < 1e-6;
}

/* Block AGE tells when stars formed; negative: there from the start. */
static aps_err read_born(const gadget *g, const record *r, aps_dataset *out) {
  int item;
  int64_t first = 0;
  double *const column[1] = {out->v.born};
  APS_TRY(item_size(g, r, "AGE", g->count[STARS], &item));
  for (int t = 0; t < STARS; t++) first += g->count[t];
  const int64_t end = out->first + out->v.n, all = first + g->count[STARS];
  const int64_t low = first > out->first ? first : out->first, high = all < end ? all : end;
  for (int64_t i = 0; i < out->v.n; i++) out->v.born[i] = NAN;
  if (low < high)
    APS_TRY(
        read_block(g, r, "AGE", item, 1, low - first, low - out->first, high - low, column, NULL));
  for (int64_t i = 0; i < out->v.n; i++)
    if (!(out->v.born[i] >= 0)) out->v.born[i] = NAN;
  return APS_OK;
}

static aps_err read_columns(const gadget *g, const blocks *b, aps_dataset *out, int *ids) {
  int real, velocity, id = 0, mass = 0;
  APS_TRY(item_size(g, &b->pos, "POS", 3 * g->total, &real));
  APS_TRY(item_size(g, &b->vel, "VEL", 3 * g->total, &velocity));
  if (b->id.at >= 0) APS_TRY(item_size(g, &b->id, "ID", g->total, &id));
  if (g->with_mass) APS_TRY(item_size(g, &b->mass, "MASS", g->with_mass, &mass));
  const int born = b->age.at >= 0 && g->count[STARS] > 0 && !expands(g); /* else scale factors */
  APS_TRY(aps_dataset_make(g->file.ctx, g->file.path, g->total,
                           APS_TYPE | (aps_cols)(born ? APS_BORN : 0), out));
  double *const x[3] = {out->v.x, out->v.y, out->v.z};
  double *const v[3] = {out->v.vx, out->v.vy, out->v.vz};
  APS_TRY(read_block(g, &b->pos, "POS", real, 3, out->first, 0, out->v.n, x, NULL));
  APS_TRY(read_block(g, &b->vel, "VEL", velocity, 3, out->first, 0, out->v.n, v, NULL));
  if (id) APS_TRY(read_block(g, &b->id, "ID", id, 1, out->first, 0, out->v.n, NULL, out->v.id));
  *ids = id != 0;
  APS_TRY(read_masses(g, &b->mass, mass, out));
  snprintf(out->format, sizeof out->format, "GADGET-2 binary, format %d, %s-endian, %s", g->format,
           host_is_little() != g->swap ? "little" : "big", real == 4 ? "float" : "double");
  out->has = APS_X | APS_V | APS_MASS | APS_TYPE | (aps_cols)(born ? APS_BORN : 0);
  if (born) APS_TRY(read_born(g, &b->age, out));
  out->time = g->time;
  out->redshift = g->redshift;
  out->periodic = g->box > 0 ? APS_PERHAPS_PERIODIC : 0;
  for (int i = 0; i < 3; i++) out->box[i] = g->box;
  if (expands(g)) out->comoving = (aps_comoving){.a = g->time, .h = g->hubble, .velocity = sqrt(g->time)};
  if (expands(g))
    aps_dataset_note(out,
                     "a comoving run (z = %.4g): coordinates and velocities are taken as "
                     "stored, v / sqrt(a), with factors of h",
                     g->redshift);
  return APS_OK;
}

static aps_err read_open(gadget *g, aps_dataset *out, int *ids) {
  unsigned char mark[4];
  char name[5] = "";
  int64_t at = 0;
  APS_TRY(aps_source_read(&g->file, 0, mark, 4, "the first record"));
  g->swap = load32(mark, 0) != HEADER && load32(mark, 0) != 8;
  g->format = load32(mark, g->swap) == 8 ? 2 : 1;
  if (g->format == 2) APS_TRY(next_name(g, &at, name));
  APS_CHECK(g->file.ctx, g->format == 1 || strcmp(name, "HEAD") == 0, APS_EDATA,
            "%s: expected block HEAD first, got '%s'", g->file.path, name);
  APS_TRY(read_header(g, &at));
  blocks b = {{-1, 0}, {-1, 0}, {-1, 0}, {-1, 0}, {-1, 0}};
  APS_TRY(g->format == 1 ? find_format1(g, at, &b) : find_format2(g, at, &b));
  return read_columns(g, &b, out, ids);
}

static aps_err read_gadget2(aps_ctx *ctx, const char *path, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  gadget g = {.swap = 0};
  int ids = 0;
  aps_err err = aps_source_open(ctx, path, &g.file);
  if (err == APS_OK) {
    err = read_open(&g, out, &ids);
    aps_source_close(&g.file);
  }
  return aps_dataset_check(ctx, path, err, out, ids, 0);
}

static int recognise(const unsigned char *head, size_t n, int64_t file_size) {
  (void)file_size;
  for (int swap = 0; swap < 2 && n >= 20; swap++) {
    if (load32(head, swap) == HEADER) return 60;
    if (load32(head, swap) == 8 && memcmp(head + 4, "HEAD", 4) == 0) return 90;
  }
  return 0;
}

const aps_format aps_format_gadget2 = {
    .about = {.name = "gadget2",
              .doc = "GADGET-2 binary, formats 1 and 2, either byte order (read only)",
              .source = "Springel 2005, MNRAS 364, 1105"},
    .extension = "gadget",
    .recognise = recognise,
    .read = read_gadget2,
    .write = NULL};
