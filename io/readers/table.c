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
#include <unistd.h>

/* ---- a window on a file -----------------------------------------------------------------------
 *
 * Memory of the file's length, of which only a stretch is there, so that places in the text are
 * pointers. Not the mapped file itself: one that becomes shorter would end the process (SIGBUS). */

enum { PIECE = 4 << 20, LOOK = 1 << 20 };

struct aps_window {
  aps_source file;
  char *base;
  int64_t low, high; /* what is there; low at a whole page */
  int cause;         /* why no more comes: an errno; < 0: the file became shorter */
};

static aps_err open_window(aps_ctx *ctx, const char *path, aps_window *w) {
  *w = (aps_window){.base = NULL};
  APS_TRY(aps_source_open(ctx, path, &w->file));
  if (w->file.size == 0) return APS_OK;
  void *base = mmap(NULL, (size_t)w->file.size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base != MAP_FAILED) return w->base = base, APS_OK;
  aps_source_close(&w->file);
  return aps_fail(ctx, APS_EMEM, "%s: no memory: %s", path, strerror(errno));
}

static aps_err close_window(aps_ctx *ctx, const char *path, aps_window *w) {
  if (w->base) munmap(w->base, (size_t)w->file.size);
  aps_source_close(&w->file);
  if (w->cause == 0) return APS_OK;
  if (w->cause < 0) return aps_fail(ctx, APS_EDATA, "%s: became shorter while it was read", path);
  return w->cause == ENOMEM ? aps_fail(ctx, APS_EMEM, "%s: no memory for %d MB of it", path, PIECE >> 20)
                            : aps_source_fail(ctx, path, w->cause);
}

/* The bytes before `to` are no longer there. */
static void forget(aps_window *w, int64_t to) {
  to -= to % sysconf(_SC_PAGESIZE);
  if (to <= w->low) return;
  if (mmap(w->base + w->low, (size_t)(to - w->low), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
    w->cause = errno;
  w->low = to;
}

/* Bytes [high, high + PIECE). */
static void fetch(aps_window *w) {
  const int64_t page = sysconf(_SC_PAGESIZE), end = w->high + PIECE < w->file.size ? w->high + PIECE : w->file.size;
  char *from = w->base + w->high / page * page;
  if (mprotect(from, (size_t)(w->base + end - from), PROT_READ | PROT_WRITE) != 0) w->cause = errno;
  while (w->cause == 0 && w->high < end) {
    const ssize_t got = pread(w->file.fd, w->base + w->high, (size_t)(end - w->high), (off_t)w->high);
    if (got > 0) w->high += got;
    else if (got == 0) w->cause = -1;
    else if (errno != EINTR) w->cause = errno;
  }
}

/* Up to where the text is there from `at` on; `at` itself where no more comes. */
static const char *reach(const aps_table *t, const char *at) {
  aps_window *w = t->window;
  if (w == NULL) return t->end;
  const int64_t offset = at - w->base;
  if (offset < w->low || offset > w->high) {
    forget(w, w->high + sysconf(_SC_PAGESIZE) - 1);
    w->low = w->high = offset - offset % sysconf(_SC_PAGESIZE);
  }
  while (offset >= w->high && w->cause == 0) fetch(w);
  return offset < w->high ? w->base + w->high : at;
}

typedef aps_err using(aps_table, void *self);

static aps_err use_loaded(aps_ctx *ctx, const char *path, void *self, using *use) {
  char *bytes;
  int64_t n;
  APS_TRY(aps_file_load(ctx, path, INT64_MAX / 4, &bytes, &n));
  const aps_err err = use((aps_table){ctx, path, bytes, bytes + n, 0, 0, NULL}, self);
  aps_release(ctx, bytes);
  return err;
}

static aps_err use_seen(aps_ctx *ctx, const char *path, void *self, using *use) {
  aps_window w;
  APS_TRY(open_window(ctx, path, &w));
  const aps_err err = use((aps_table){ctx, path, w.base, w.base + w.file.size, 0, 0, w.base ? &w : NULL}, self);
  const aps_err end = close_window(ctx, path, &w);
  return end != APS_OK ? end : err;
}

aps_err aps_table_use(aps_ctx *ctx, const char *path, void *self, using *use) {
  return aps_ranks(ctx) > 1 ? use_seen(ctx, path, self, use) : use_loaded(ctx, path, self, use);
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

/* Old Macs' lines end by CR: a megabyte without LF is taken for theirs. */
static char find_ends(const aps_table *t) {
  const char *till = reach(t, t->next);
  const size_t n = (size_t)(till - t->next);
  return memchr(t->next, '\n', n < LOOK ? n : LOOK) ? '\n' : '\r';
}

const char *aps_table_stop(aps_table *t) {
  const char *from = t->next, *stop = NULL, *till;
  if (t->window && from - t->window->base > t->window->low + 2 * PIECE)
    forget(t->window, from - t->window->base - PIECE);
  if (t->ends == 0) t->ends = find_ends(t);
  for (; from < t->end && (till = reach(t, from)) > from; from = till)
    if ((stop = memchr(from, t->ends, (size_t)(till - from))) != NULL) break;
  t->next = stop ? stop + 1 : t->end;
  t->line++;
  return stop ? stop : from;
}

/* Behind the quote that ends what begins with one at `at`; NULL where none does. Two in a row are a quote that is part of the text
 * (RFC 4180). */
static const char *behind_quotes(const char *at, const char *end) {
  for (;;) {
    const char *quote = memchr(at + 1, '"', (size_t)(end - at - 1));
    if (quote == NULL) return NULL;
    at = quote + 1;
    if (at == end || *at != '"') return at;
  }
}

/* Does a field begin at the quote? As 5" do not. */
static int begins_field(const char *start, const char *quote) {
  while (quote > start && quote[-1] != '\t' && is_blank(quote[-1])) quote--;
  return quote == start || strchr(",;\t", quote[-1]) != NULL;
}

/* Where a line ends without its comment. A colour, "#ff8000", is none: it stands between quotes. */
static const char *before_comment(const char *start, const char *stop) {
  const char *comment = memchr(start, '#', (size_t)(stop - start));
  for (const char *at = start; comment && (at = memchr(at, '"', (size_t)(comment - at)));) {
    const char *behind = begins_field(start, at) ? behind_quotes(at, stop) : at + 1;
    if (behind == NULL) break;
    at = behind;
    if (comment < behind) comment = memchr(behind, '#', (size_t)(stop - behind));
  }
  return comment ? comment : stop;
}

int aps_table_line(aps_table *t, aps_piece *line) {
  if (t->line == 0 && reach(t, t->next) - t->next >= 3 && memcmp(t->next, "\357\273\277", 3) == 0) t->next += 3; /* UTF-8 mark */
  while (t->next < t->end) {
    const char *start = t->next, *stop = aps_table_stop(t);
    stop = before_comment(start, stop);
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

/* A separator between quotes is part of the text: "Sun, of spectral type G2". */
static const char *piece_end(const char *at, const char *end, char separator) {
  const char *first = at;
  while (first < end && is_blank(*first) && *first != separator) first++;
  const char *behind = first < end && *first == '"' ? behind_quotes(first, end) : NULL;
  while (behind && behind < end && is_blank(*behind) && *behind != separator) behind++;
  if (behind && (behind == end || *behind == separator)) return behind;
  const char *stop = memchr(at, separator, (size_t)(end - at));
  return stop ? stop : end;
}

int aps_table_split(aps_piece line, char separator, aps_piece *out) {
  const char *at = line.at, *end = line.at + line.n;
  int n = 0;
  if (separator) {
    for (;; n++) {
      const char *stop = piece_end(at, end, separator);
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
