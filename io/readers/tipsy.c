/* Tipsy binary files: a header, then gas, dark and star particles as records of floats. Standard
 * tipsy is big-endian, "native" little-endian; both are read, big-endian is written.
 *
 *   header  time (double), n, dimensions, n_gas, n_dark, n_star (32 bit), and usually 4 bytes of
 * padding gas     mass x[3] v[3] rho temperature eps metals phi          12 numbers dark    mass
 * x[3] v[3] eps phi                                  9 star    mass x[3] v[3] metals formation_time
 * eps phi           11
 *
 * Source: Katz & Quinn, TIPSY manual (faculty.washington.edu/trq/hpcc/tools/tipsy). Some codes
 * (Bonsai) keep integer ids in the place of phi: taken as ids when all are distinct and below 2^29,
 * which no potential's bits are. */
#include "source.h"
#include "../bytes.h"
#include "../dataset.h"
#include "../image.h"
#include "core/ranks.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { KINDS = 3, BUFFER = 1 << 20, HEADER = 32, ID_LIMIT = 1 << 29 };

static const struct {
  uint32_t type; /* PartTypeN */
  int numbers, eps;
} kinds[KINDS] = {{0, 12, 9}, {1, 9, 7}, {4, 11, 9}}; /* phi is the last */

typedef struct {
  int swap;
  int64_t header, count[KINDS], total;
  double time;
} layout;

/* Does the header fit the file exactly? */
static int fits(const unsigned char *head, size_t n, int64_t file_size, int swap, layout *out) {
  if (n < 28) return 0;
  int64_t records = 0, total = 0;
  for (int k = 0; k < KINDS; k++) {
    out->count[k] = load32(head + 16 + 4 * k, swap);
    total += out->count[k];
    records += out->count[k] * 4 * kinds[k].numbers;
  }
  const uint32_t dimensions = load32(head + 12, swap);
  out->swap = swap;
  out->total = total;
  out->time = load_double(head, swap);
  out->header = file_size - records;
  return total > 0 && total == load32(head + 8, swap) && dimensions == 3 &&
         (out->header == 28 || out->header == HEADER);
}

/* A tipsy header on a file of another length: truncated. */
static int almost(const unsigned char *head, size_t n, int swap) {
  layout l;
  if (n < 28) return 0;
  fits(head, n, 0, swap, &l);
  return l.total > 0 && l.total == load32(head + 8, swap) && load32(head + 12, swap) == 3;
}

static int recognise(const unsigned char *head, size_t n, int64_t file_size) {
  layout l;
  for (int swap = 0; swap < 2; swap++)
    if (fits(head, n, file_size, swap, &l)) return 80;
  return almost(head, n, 0) || almost(head, n, 1) ? 20 : 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* phi's bits go to id until it is known what they are. */
static void take_record(const unsigned char *at, int kind, int swap, int64_t row,
                        aps_dataset *out) {
  double *const columns[7] = {out->v.mass, out->v.x,  out->v.y, out->v.z,
                              out->v.vx,   out->v.vy, out->v.vz};
  for (int c = 0; c < 7; c++) columns[c][row] = load_float(at + 4 * c, swap);
  out->v.eps[row] = load_float(at + 4 * kinds[kind].eps, swap);
  out->v.id[row] = load32(at + 4 * (kinds[kind].numbers - 1), swap);
  out->v.type[row] = kinds[kind].type;
}

/* Rows [first, first + n) of kind k, of which there are so many before it. */
static aps_err read_kind(const aps_source *f, const layout *l, int k, int64_t at, int64_t before,
                         unsigned char *buffer, aps_dataset *out) {
  const int64_t size = 4 * kinds[k].numbers, most = BUFFER / size;
  int64_t row = out->first > before ? out->first : before;
  int64_t end = out->first + out->v.n;
  if (end > before + l->count[k]) end = before + l->count[k];
  while (row < end) {
    const int64_t n = end - row < most ? end - row : most;
    APS_TRY(aps_source_read(f, at + (row - before) * size, buffer, n * size, "particles"));
    for (int64_t i = 0; i < n; i++)
      take_record(buffer + i * size, k, l->swap, row + i - out->first, out);
    row += n;
  }
  return APS_OK;
}

static aps_err read_records(const aps_source *f, const layout *l, aps_dataset *out) {
  unsigned char *buffer = aps_alloc(f->ctx, "file buffer", BUFFER, 1);
  if (buffer == NULL) return APS_EMEM;
  aps_err err = APS_OK;
  int64_t at = l->header, before = 0;
  for (int k = 0; k < KINDS && err == APS_OK; k++) {
    err = read_kind(f, l, k, at, before, buffer, out);
    before += l->count[k];
    at += l->count[k] * 4 * kinds[k].numbers;
  }
  aps_release(f->ctx, buffer);
  return err;
}

/* Are the bits in phi's place ids? If not they are potentials. Collective. */
static aps_err ids_or_potentials(aps_ctx *ctx, aps_dataset *out, int *ids) {
  int64_t seen[2] = {0, 0}; /* values too large; values that are not zero */
  for (int64_t i = 0; i < out->v.n; i++) {
    seen[0] |= out->v.id[i] >= ID_LIMIT;
    seen[1] |= out->v.id[i] != 0;
  }
  aps_ranks_max_int(ctx, seen, 2);
  *ids = 0;
  if (!seen[0] && seen[1]) APS_TRY(aps_unique(ctx, out->v.id, out->v.n, ids));
  if (*ids) {
    out->v.pot = NULL;
    aps_dataset_note(out, "ids taken from the place of the potential");
    return APS_OK;
  }
  for (int64_t i = 0; i < out->v.n; i++) {
    const uint32_t bits = (uint32_t)out->v.id[i];
    out->v.pot[i] = load_float(&bits, 0);
    out->v.id[i] =
        (uint64_t)(out->first + i) + 1; /* the format has none: the order is the identity */
  }
  if (seen[1])
    out->has |= APS_POT;
  else
    out->v.pot = NULL;
  return APS_OK;
}

static aps_err read_open(const aps_source *f, aps_dataset *out) {
  unsigned char head[HEADER];
  layout l;
  APS_TRY(aps_source_read(f, 0, head, 28, "the header"));
  int found = fits(head, 28, f->size, 0, &l) || fits(head, 28, f->size, 1, &l);
  if (!found) {
    fits(head, 28, f->size, !almost(head, 28, 0), &l);
    const int64_t records = f->size - l.header;
    return aps_fail(
        f->ctx, APS_EDATA,
        "%s: %s: the tipsy header names %lld gas, %lld dark and %lld star particles: "
        "expected %lld bytes, the file has %lld",
        f->path, records + HEADER > f->size ? "truncated" : "too long", (long long)l.count[0], (long long)l.count[1], (long long)l.count[2],
        (long long)(records + HEADER), (long long)f->size);
  }
  APS_CHECK(f->ctx, isfinite(l.time), APS_EDATA, "%s: header: time must be finite, got %g", f->path,
            l.time);
  APS_TRY(aps_dataset_make(f->ctx, f->path, l.total, APS_TYPE | APS_EPS | APS_POT, out));
  out->has = APS_X | APS_V | APS_MASS | APS_TYPE | APS_EPS;
  out->time = l.time;
  snprintf(out->species, sizeof out->species, "0 gas, 1 dark matter, 4 stars");
  snprintf(out->format, sizeof out->format, "tipsy, %s-endian",
           host_is_little() != l.swap ? "little" : "big");
  return read_records(f, &l, out);
}

static aps_err read_tipsy(aps_ctx *ctx, const char *path, aps_dataset *out) {
  memset(out, 0, sizeof *out);
  aps_source file;
  int ids = 0;
  aps_err err = aps_source_open(ctx, path, &file);
  if (err == APS_OK) {
    err = read_open(&file, out);
    aps_source_close(&file);
  }
  err = aps_ranks_agree(ctx, err);
  if (err == APS_OK) err = ids_or_potentials(ctx, out, &ids);
  err = aps_dataset_check(ctx, path, err, out, 1, 0);
  if (!ids) out->has &= ~(aps_cols)APS_ID;
  return err;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* Type 0 is gas, 4 star, everything else dark. */
static int kind_of(const aps_dataset *d, int64_t i) {
  const uint32_t type = d->v.type ? d->v.type[i] : 1;
  return type == 0 ? 0 : type == 4 ? 2 : 1;
}

static int fits_float(double v) { return fabs(v) <= FLT_MAX; }

static aps_err put_record(aps_ctx *ctx, const char *path, const aps_dataset *d, int64_t i, int kind,
                          int swap, char *to) {
  const aps_view *v = &d->v;
  const double values[7] = {v->mass[i], v->x[i], v->y[i], v->z[i], v->vx[i], v->vy[i], v->vz[i]};
  const double eps = v->eps ? v->eps[i] : 0, phi = v->pot ? v->pot[i] : 0;
  for (int c = 0; c < 7; c++) {
    APS_CHECK(ctx, fits_float(values[c]), APS_EARG,
              "%s: particle %lld: %g does not fit the floats of tipsy", path,
              (long long)(d->first + i + 1), values[c]);
    store_float(to + 4 * c, (float)values[c], swap);
  }
  APS_CHECK(ctx, fits_float(eps) && fits_float(phi), APS_EARG,
            "%s: particle %lld: softening %g or potential %g does not fit the floats of tipsy",
            path, (long long)(d->first + i + 1), eps, phi);
  store_float(to + 4 * kinds[kind].eps, (float)eps, swap);
  store_float(to + 4 * (kinds[kind].numbers - 1), (float)phi, swap);
  return APS_OK;
}

/* all: how many of each kind there are on all ranks. */
static void put_header(const aps_dataset *d, const int64_t *all, int64_t total, char *bytes) {
  const int swap = host_is_little(); /* big-endian */
  store_double(bytes, d->time, swap);
  store32(bytes + 8, (uint32_t)total, swap);
  store32(bytes + 12, 3, swap);
  for (int k = 0; k < KINDS; k++) store32(bytes + 16 + 4 * k, (uint32_t)all[k], swap);
}

/* The records of this rank: at[k] is where those of kind k stand. */
static aps_err fill(aps_ctx *ctx, const char *path, const aps_dataset *d, const int64_t *first,
                    char *bytes) {
  int64_t at[KINDS];
  memcpy(at, first, sizeof at);
  for (int64_t i = 0; i < d->v.n; i++) {
    const int k = kind_of(d, i);
    APS_TRY(put_record(ctx, path, d, i, k, host_is_little(), bytes + at[k]));
    at[k] += 4 * kinds[k].numbers;
  }
  return APS_OK;
}

static aps_err write_tipsy(aps_ctx *ctx, const char *path, const aps_dataset *d,
                           const aps_texts *fields, int compress) {
  (void)fields, (void)compress;
  int64_t count[KINDS + 1] = {0}, all[KINDS + 1], at[KINDS], size = HEADER;
  count[KINDS] = d->v.n;
  for (int64_t i = 0; i < d->v.n; i++) count[kind_of(d, i)]++;
  memcpy(all, count, sizeof all);
  aps_ranks_sum_int(ctx, all, KINDS + 1);
  const int64_t total = all[KINDS];
  APS_CHECK(ctx, total > 0, APS_EARG, "%s: there are no particles to write", path);
  APS_CHECK(ctx, total <= INT32_MAX, APS_EARG, "%s: tipsy counts to %d particles, got %lld", path,
            INT32_MAX, (long long)total);
  aps_image part[KINDS + 1] = {{NULL, aps_rank(ctx) == 0 ? HEADER : 0}};
  for (int k = 0; k < KINDS; k++) {
    at[k] = size;
    size += part[k + 1].n = count[k] * 4 * kinds[k].numbers;
  }
  char *bytes = aps_alloc(ctx, "tipsy image", size, 1);
  aps_err err = bytes ? fill(ctx, path, d, at, bytes) : APS_EMEM;
  if (bytes) put_header(d, all, total, bytes);
  part[0].bytes = bytes;
  for (int k = 0; k < KINDS && bytes; k++) part[k + 1].bytes = bytes + at[k];
  err = aps_images_write(ctx, path, err, part, KINDS + 1);
  aps_release(ctx, bytes);
  return err;
}

const aps_format aps_format_tipsy = {
    .about = {.name = "tipsy",
              .doc = "tipsy binary: gas, dark and star particles in single precision, no ids",
              .source = "Katz & Quinn, TIPSY manual"},
    .extension = "tipsy",
    .recognise = recognise,
    .read = read_tipsy,
    .write = write_tipsy};
