/* GADGET-2 binary files, snapshot formats 1 and 2, either byte order.
 *
 * Fortran records: a 32-bit length, the data, the length again. Format 1 holds HEAD, POS, VEL, ID
 * and, if a type's mass in the header is 0, MASS, in this order; format 2 puts a record of 8 bytes
 * with the block's name before each. Lengths beyond 4 GB are stored modulo 2^32. Source: Springel
 * 2005, MNRAS 364, 1105, and GADGET-2's user guide, section 6.
 *
 * A snapshot of several files, NAME.0, NAME.1, ..., is read whole, whichever part is given. */
#include "source.h"
#include "../bytes.h"
#include "../dataset.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { TYPES = 6, STARS = 4, HEADER = 256, BUFFER = 1 << 20, PARTS_MOST = 1 << 16 };

typedef struct {    /* a record's data */
  int64_t at, size; /* at < 0: no such record */
  int item;         /* bytes per number: 4 or 8 */
} record;

typedef struct {
  record pos, vel, id, mass, age;
} blocks;

typedef struct { /* one file of a snapshot */
  aps_source file;
  int swap, format;
  int64_t count[TYPES], total, with_mass; /* with_mass: rows of the mass block */
  uint32_t of_all[TYPES];                 /* particles of all files, modulo 2^32 */
  double mass[TYPES], time, redshift, box, omega, lambda, hubble;
  int files;
  blocks b;
} gadget;

typedef struct {
  gadget *part; /* [files] */
  int files;
  int64_t species[TYPES], total;
} snapshot;

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
  *out = (record){*at + 4, size, 0};
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
    g->of_all[t] = load32(h + 96 + 4 * t, g->swap);
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
  g->lambda = load_double(h + 144, g->swap);
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
  APS_CHECK(f->ctx, g->files <= PARTS_MOST && g->files >= 0, APS_EDATA,
            "%s: HEAD: number of files must be 1 to %d, got %d", f->path, PARTS_MOST, g->files);
  return APS_OK;
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static aps_err find_format1(gadget *g, int64_t at, blocks *b) {
  const int64_t n = g->total, m = g->with_mass;
  const int64_t vectors[] = {12 * n, 24 * n, 0}, ids[] = {4 * n, 8 * n, 0};
  const int64_t masses[] = {4 * m, 8 * m, 0};
  if (n == 0) return APS_OK; /* an empty part has no blocks */
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

/* How many bytes the numbers of a block have. */
static aps_err item_size(const gadget *g, record *r, const char *what, int64_t numbers) {
  APS_CHECK(g->file.ctx, r->at >= 0, APS_EDATA, "%s: block %s is missing", g->file.path, what);
  r->item = r->size == 4 * numbers ? 4 : 8;
  APS_CHECK(g->file.ctx, r->size == 4 * numbers || r->size == 8 * numbers, APS_EDATA,
            "%s: block %s: expected %lld or %lld bytes for %lld particles, got %lld", g->file.path,
            what, (long long)(4 * numbers), (long long)(8 * numbers), (long long)g->total,
            (long long)r->size);
  return APS_OK;
}

static aps_err item_sizes(gadget *g) {
  blocks *b = &g->b;
  if (g->total == 0) return APS_OK;
  APS_TRY(item_size(g, &b->pos, "POS", 3 * g->total));
  APS_TRY(item_size(g, &b->vel, "VEL", 3 * g->total));
  if (b->id.at >= 0) APS_TRY(item_size(g, &b->id, "ID", g->total));
  if (g->with_mass) APS_TRY(item_size(g, &b->mass, "MASS", g->with_mass));
  if (b->age.at >= 0 && g->count[STARS] > 0) APS_TRY(item_size(g, &b->age, "AGE", g->count[STARS]));
  return APS_OK;
}

static double load_real(const unsigned char *at, int item, int swap) {
  return item == 4 ? (double)load_float(at, swap) : load_double(at, swap);
}

/* Reads `rows` rows of `width` numbers, from row `skip` of the block on, into columns at `first`.
 * out64: integers instead of reals.
 */
static aps_err read_block(const gadget *g, const record *r, const char *what, int width,
                          int64_t skip, int64_t first, int64_t rows, double *const *out,
                          uint64_t *out64) {
  const int item = r->item;
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

static int expands(const gadget *g) {
  return g->omega > 0 && g->hubble > 0 && fabs(g->time * (1 + g->redshift) - 1) < 1e-6;
}

/* ---- the columns ----------------------------------------------------------------------------- */

typedef struct { /* rows [skip, skip + n) of a part's type go to rows from `to` on; n <= 0: none */
  int64_t skip, n, to;
} stretch;

/* Rows of the whole snapshot stand by species, and in each by part: this rank's among those of type
 * t of part i. */
static stretch share_of(const snapshot *s, int i, int t, const aps_dataset *out) {
  int64_t first = 0;
  for (int k = 0; k < t; k++) first += s->species[k];
  for (int k = 0; k < i; k++) first += s->part[k].count[t];
  const int64_t end = out->first + out->v.n, all = first + s->part[i].count[t];
  const int64_t low = first > out->first ? first : out->first, high = all < end ? all : end;
  return (stretch){low - first, high - low, low - out->first};
}

static aps_err read_type(const gadget *g, int t, stretch r, aps_dataset *out) {
  const blocks *b = &g->b;
  double *const x[3] = {out->v.x, out->v.y, out->v.z}, *const v[3] = {out->v.vx, out->v.vy,
                                                                      out->v.vz};
  double *const mass[1] = {out->v.mass}, *const born[1] = {out->v.born};
  int64_t before = 0, masses = 0;
  for (int k = 0; k < t; k++) {
    before += g->count[k];
    if (g->mass[k] == 0) masses += g->count[k];
  }
  APS_TRY(read_block(g, &b->pos, "POS", 3, before + r.skip, r.to, r.n, x, NULL));
  APS_TRY(read_block(g, &b->vel, "VEL", 3, before + r.skip, r.to, r.n, v, NULL));
  if (b->id.at >= 0)
    APS_TRY(read_block(g, &b->id, "ID", 1, before + r.skip, r.to, r.n, NULL, out->v.id));
  if (g->mass[t] == 0)
    APS_TRY(read_block(g, &b->mass, "MASS", 1, masses + r.skip, r.to, r.n, mass, NULL));
  const int ages = t == STARS && (out->has & APS_BORN);
  if (ages) APS_TRY(read_block(g, &b->age, "AGE", 1, r.skip, r.to, r.n, born, NULL));
  for (int64_t i = r.to; i < r.to + r.n; i++) {
    out->v.type[i] = (uint32_t)t;
    if (g->mass[t] != 0) out->v.mass[i] = g->mass[t];
    /* block AGE tells when stars formed; negative: there from the start */
    if ((out->has & APS_BORN) && !(ages && out->v.born[i] >= 0)) out->v.born[i] = NAN;
  }
  return APS_OK;
}

static void describe(const snapshot *s, aps_dataset *out) {
  const gadget *g = &s->part[0];
  while (g + 1 < s->part + s->files && g->total == 0) g++; /* an empty part has no numbers of any size */
  aps_dataset_usual_species(out, expands(g));
  snprintf(out->format, sizeof out->format, "GADGET-2 binary, format %d, %s-endian, %s", g->format,
           host_is_little() != g->swap ? "little" : "big", g->b.pos.item == 8 ? "double" : "float");
  out->parts = s->files;
  out->time = g->time;
  out->redshift = g->redshift;
  out->periodic = g->box > 0 ? APS_PERHAPS_PERIODIC : 0;
  for (int i = 0; i < 3; i++) out->box[i] = g->box;
  if (!expands(g)) {
    aps_dataset_note_h(out, g->hubble);
    return;
  }
  out->comoving = (aps_comoving){.a = g->time, .h = g->hubble, .velocity = sqrt(g->time),
                                 .in = {.omega_m = g->omega, .omega_lambda = g->lambda, .w0 = -1}}; /* H0 takes units */
  aps_dataset_note(out,
                   "a comoving run (z = %.4g): coordinates and velocities are taken as "
                   "stored, v / sqrt(a), with factors of h",
                   g->redshift);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* Header and places of the blocks; the file is left open. */
static aps_err open_part(aps_ctx *ctx, const char *path, gadget *g) {
  unsigned char mark[4];
  char name[5] = "";
  int64_t at = 0;
  *g = (gadget){.b = {{-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}, {-1, 0, 0}}};
  APS_TRY(aps_source_open(ctx, path, &g->file));
  APS_TRY(aps_source_read(&g->file, 0, mark, 4, "the first record"));
  g->swap = load32(mark, 0) != HEADER && load32(mark, 0) != 8;
  g->format = load32(mark, g->swap) == 8 ? 2 : 1;
  if (g->format == 2) APS_TRY(next_name(g, &at, name));
  APS_CHECK(ctx, g->format == 1 || strcmp(name, "HEAD") == 0, APS_EDATA,
            "%s: expected block HEAD first, got '%s'", path, name);
  APS_TRY(read_header(g, &at));
  APS_TRY(g->format == 1 ? find_format1(g, at, &g->b) : find_format2(g, at, &g->b));
  return item_sizes(g);
}

/* "snapshot_010.3" becomes "snapshot_010.<number>". */
static aps_err name_part(aps_ctx *ctx, const char *path, int number, char *out, size_t size) {
  const char *end = strrchr(path, '.');
  if (end == NULL || end[1] == '\0' || end[1 + strspn(end + 1, "0123456789")] != '\0') {
    aps_fail(ctx, APS_EDATA,
             "%s: one file of several of a snapshot, but its name does not tell the others", path);
    return aps_hint(ctx, "parts are named NAME.0, NAME.1, …");
  }
  const int n = snprintf(out, size, "%.*s%d", (int)(end + 1 - path), path, number);
  APS_CHECK(ctx, n > 0 && (size_t)n < size, APS_EDATA, "%s: too long a name", path);
  return APS_OK;
}

static aps_err check_part(const gadget *g, const gadget *first, const char *path) {
  const int same = g->files == first->files && g->time == first->time &&
                   g->redshift == first->redshift && g->box == first->box &&
                   memcmp(g->of_all, first->of_all, sizeof g->of_all) == 0;
  APS_CHECK(
      g->file.ctx, same, APS_EDATA,
      "%s: not a part of the snapshot of the first: its header names %d files, time %.9g; that of "
      "the first %d and %.9g",
      path, g->files, g->time, first->files, first->time);
  return APS_OK;
}

/* Headers of all parts; the file that was given tells how many there are. */
static aps_err survey(aps_ctx *ctx, const char *path, snapshot *s) {
  gadget given;
  aps_err err = open_part(ctx, path, &given);
  aps_source_close(&given.file);
  if (err != APS_OK) return err;
  s->files = given.files > 1 ? given.files : 1;
  s->part = aps_alloc(ctx, "file buffer", s->files, sizeof *s->part);
  if (s->part == NULL) return APS_EMEM;
  s->part[0] = given;
  for (int i = 0; i < s->files && s->files > 1; i++) {
    char name[4500];
    APS_TRY(name_part(ctx, path, i, name, sizeof name));
    APS_CHECK(ctx, access(name, F_OK) == 0, APS_EDATA, "%s: part %d of %d is missing: %s", path, i,
              s->files, name);
    err = open_part(ctx, name, &s->part[i]);
    if (err == APS_OK) err = check_part(&s->part[i], &s->part[0], name);
    aps_source_close(&s->part[i].file);
    if (err != APS_OK) return err;
  }
  for (int t = 0; t < TYPES; t++) {
    for (int i = 0; i < s->files; i++) s->species[t] += s->part[i].count[t];
    s->total += s->species[t];
    APS_CHECK(ctx, s->files == 1 || (uint32_t)s->species[t] == given.of_all[t], APS_EDATA,
              "%s: the parts hold %lld particles of type %d, their headers say %u (modulo 2^32)",
              path, (long long)s->species[t], t, given.of_all[t]);
  }
  return APS_OK;
}

static aps_err read_part(const snapshot *s, int i, const gadget *now, aps_dataset *out) {
  APS_CHECK(now->file.ctx, memcmp(now->count, s->part[i].count, sizeof now->count) == 0, APS_EDATA,
            "%s: changed while it was read", now->file.path);
  for (int t = 0; t < TYPES; t++) {
    const stretch r = share_of(s, i, t, out);
    if (r.n > 0) APS_TRY(read_type(now, t, r, out));
  }
  return APS_OK;
}

static aps_err read_parts(aps_ctx *ctx, const char *path, const snapshot *s, aps_dataset *out) {
  for (int i = 0; i < s->files; i++) {
    char name[4500];
    gadget now;
    int mine = 0;
    for (int t = 0; t < TYPES; t++) mine |= share_of(s, i, t, out).n > 0;
    if (!mine) continue;
    if (s->files > 1) APS_TRY(name_part(ctx, path, i, name, sizeof name));
    aps_err err = open_part(ctx, s->files > 1 ? name : path, &now);
    if (err == APS_OK) err = read_part(s, i, &now, out);
    aps_source_close(&now.file);
    if (err != APS_OK) return err;
  }
  return APS_OK;
}

static aps_err read_all(aps_ctx *ctx, const char *path, snapshot *s, aps_dataset *out, int *ids) {
  APS_TRY(survey(ctx, path, s));
  int ages = 1;
  *ids = 1;
  for (int i = 0; i < s->files; i++) {
    const gadget *g = &s->part[i];
    if (g->total && g->b.id.at < 0) *ids = 0;
    if (expands(g) || (g->count[STARS] && g->b.age.at < 0))
      ages = 0; /* in comoving runs scale factors */
  }
  const aps_cols born = s->species[STARS] && ages ? APS_BORN : 0;
  APS_TRY(aps_dataset_make(ctx, path, s->total, APS_TYPE | born, out));
  out->has = APS_X | APS_V | APS_MASS | APS_TYPE | born;
  describe(s, out);
  return read_parts(ctx, path, s, out);
}

static aps_err read_gadget2(aps_ctx *ctx, const char *path, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  snapshot s = {.part = NULL};
  int ids = 0;
  const aps_err err = read_all(ctx, path, &s, out, &ids);
  aps_release(ctx, s.part);
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
