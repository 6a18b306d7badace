/* Lines and numbers of text tables. */
#define _GNU_SOURCE
#include "table.h"
#include "source.h"
#include "../dataset.h"
#include "core/file.h"
#include "core/number.h"
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>

typedef aps_err using(aps_table, void *self);

static aps_err use_loaded(aps_ctx *ctx, const char *path, void *self, using *use) {
  char *bytes;
  int64_t n;
  APS_TRY(aps_file_load(ctx, path, INT64_MAX / 4, &bytes, &n));
  const aps_err err = use((aps_table){ctx, path, bytes, bytes + n, 0, 0}, self);
  aps_release(ctx, bytes);
  return err;
}

static aps_err use_mapped(aps_ctx *ctx, const char *path, void *self, using *use) {
  aps_source file;
  APS_TRY(aps_source_open(ctx, path, &file));
  const size_t n = (size_t)file.size;
  char *bytes = n ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, file.fd, 0) : NULL;
  const int cause = errno;
  aps_source_close(&file);
  APS_CHECK(ctx, bytes != MAP_FAILED, APS_EIO, "%s: cannot read: %s", path, strerror(cause));
  const aps_err err = use((aps_table){ctx, path, bytes, bytes + n, 0, 0}, self);
  if (bytes) munmap(bytes, n);
  return err;
}

aps_err aps_table_use(aps_ctx *ctx, const char *path, void *self, using *use) {
  return aps_ranks(ctx) > 1 ? use_mapped(ctx, path, self, use) : use_loaded(ctx, path, self, use);
}

typedef struct {
  aps_err (*read)(aps_table, aps_dataset *, aps_table_ids *);
  aps_dataset *out;
  aps_table_ids ids;
} reading;

static aps_err read_whole(aps_table start, void *self) {
  reading *r = self;
  return r->read(start, r->out, &r->ids);
}

aps_err aps_table_read(aps_ctx *ctx, const char *path, aps_dataset *out,
                       aps_err (*read)(aps_table, aps_dataset *, aps_table_ids *)) {
  reading r = {read, out, {0, 0}};
  memset(out, 0, sizeof *out);
  const aps_err err = aps_table_use(ctx, path, &r, read_whole);
  return aps_dataset_check(ctx, path, err, out, r.ids.there, r.ids.negative);
}

static int is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }
static int is_digit(char c) { return c >= '0' && c <= '9'; }

static aps_piece trim(aps_piece p) {
  while (p.n && is_blank(p.at[0])) p.at++, p.n--;
  while (p.n && is_blank(p.at[p.n - 1])) p.n--;
  return p;
}

const char *aps_table_stop(aps_table *t) {
  const size_t n = (size_t)(t->end - t->next);
  if (t->ends == 0) t->ends = memchr(t->next, '\n', n) ? '\n' : '\r';
  const char *stop = memchr(t->next, t->ends, n);
  t->next = stop ? stop + 1 : t->end;
  t->line++;
  return stop ? stop : t->end;
}

int aps_table_line(aps_table *t, aps_piece *line) {
  if (t->line == 0 && t->end - t->next >= 3 && memcmp(t->next, "\357\273\277", 3) == 0) t->next += 3; /* UTF-8 mark */
  while (t->next < t->end) {
    const char *start = t->next, *stop = aps_table_stop(t);
    const char *comment = memchr(start, '#', (size_t)(stop - start));
    if (comment) stop = comment;
    *line = trim((aps_piece){start, (size_t)(stop - start)});
    if (line->n) return 1;
  }
  return 0;
}

static aps_piece unquote(aps_piece p) {
  p = trim(p);
  if (p.n >= 2 && p.at[0] == '"' && p.at[p.n - 1] == '"') p.at++, p.n -= 2;
  return trim(p);
}

int aps_table_split(aps_piece line, char separator, aps_piece *out) {
  const char *at = line.at, *end = line.at + line.n;
  int n = 0;
  if (separator) {
    for (;; n++) {
      const char *stop = memchr(at, separator, (size_t)(end - at));
      if (stop == NULL) stop = end;
      if (n < APS_FIELDS_MAX) out[n] = unquote((aps_piece){at, (size_t)(stop - at)});
      if (stop == end) return n + 1;
      at = stop + 1;
    }
  }
  for (;; n++) {
    while (at < end && is_blank(*at)) at++;
    if (at == end) return n;
    const char *start = at;
    while (at < end && !is_blank(*at)) at++;
    if (n < APS_FIELDS_MAX) out[n] = (aps_piece){start, (size_t)(at - start)};
  }
}

/* Fortran's 1.5D-3 is 1.5e-3. */
static size_t scan(aps_piece p, double *out, int *overflow) {
  char copy[64];
  const size_t used = p.n ? aps_number_scan(p.at, p.n, out, overflow) : 0;
  if (used == 0 || used == p.n || p.n > sizeof copy || (p.at[used] != 'D' && p.at[used] != 'd')) return used;
  memcpy(copy, p.at, p.n);
  copy[used] = 'e';
  return aps_number_scan(copy, p.n, out, overflow);
}

aps_err aps_table_number(const aps_table *t, aps_piece p, const char *name, double *out) {
  int overflow = 0;
  const size_t used = scan(p, out, &overflow);
  const int shown = p.n < 40 ? (int)p.n : 40;
  if (used == p.n && used && !overflow && isfinite(*out)) return APS_OK;
  aps_fail(t->ctx, APS_EDATA, "%s:%lld: %s: expected a finite number, got '%.*s'", t->path,
           (long long)t->line, name, shown, p.at);
  return memchr(p.at, ',', p.n) ? aps_hint(t->ctx, "decimals are written with a point: 0.5")
                                : APS_EDATA;
}

aps_err aps_table_integer(const aps_table *t, aps_piece p, const char *name, uint64_t *out, int *negative) {
  size_t i = p.n && (p.at[0] == '-' || p.at[0] == '+');
  int whole = i < p.n;
  uint64_t value = 0;
  for (size_t k = i; k < p.n && whole; k++)
    whole = is_digit(p.at[k]) && !__builtin_mul_overflow(value, 10, &value) &&
            !__builtin_add_overflow(value, (uint64_t)(p.at[k] - '0'), &value);
  if (!whole) { /* 1.0 and 1e3 are integers too */
    double number;
    APS_TRY(aps_table_number(t, p, name, &number));
    APS_CHECK(t->ctx, number == floor(number) && fabs(number) < 0x1p63, APS_EDATA,
              "%s:%lld: %s: expected an integer, got '%.*s'", t->path, (long long)t->line, name,
              p.n < 40 ? (int)p.n : 40, p.at);
    if (number < 0) *negative = 1;
    *out = (uint64_t)fabs(number);
    return APS_OK;
  }
  if (p.at[0] == '-' && value) *negative = 1;
  *out = value;
  return APS_OK;
}

int aps_table_is_text(const unsigned char *head, size_t n) {
  for (size_t i = 0; i < n; i++)
    if ((head[i] < 32 && head[i] != '\n' && !is_blank((char)head[i])) || head[i] == 127) return 0;
  return n > 0;
}
