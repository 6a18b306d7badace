/* The context: what every function that can fail speaks through. */
#define _GNU_SOURCE
#include "ctx.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const double SHORT_STEP = 1e-5; /* s */

enum { MAX_LABELS = 64, ALIGNMENT = 64, LARGE = 2 << 20, LARGE_PAGE = 2 << 20, BACKLOG = 16384, MAX_LINE = 1024 };

struct aps_ctx {
  aps_err code;
  int agreed, rank, ranks;
  void *team;
  char error[1024], hint[512];
  aps_log_fn *log;
  void *log_user;
  FILE *log_file;
  char backlog[BACKLOG]; /* lines logged before the log file was there */
  aps_memory_row memory[MAX_LABELS];
  int n_memory;
  int64_t bytes, peak;
  double seconds[APS_PHASE_COUNT];
  double lap; /* the end of the last phase of this step; 0: between steps; < 0: within one that is not timed */
  double sample[APS_PHASE_COUNT]; /* what the last timed step took */
  int untimed;                    /* steps since then */
  int left;                       /* steps that are not timed either */
};

const char *const aps_phase_names[APS_PHASE_COUNT] = {"forces", "move", "reduce", "copy", "output"};

aps_ctx *aps_ctx_create(void) {
  aps_ctx *ctx = calloc(1, sizeof(aps_ctx));
  if (ctx) ctx->ranks = 1;
  return ctx;
}

void aps_ctx_free(aps_ctx **ctx) {
  if (ctx == NULL || *ctx == NULL) return;
  if ((*ctx)->log_file) fclose((*ctx)->log_file);
  free(*ctx);
  *ctx = NULL;
}

void aps_ctx_log_to(aps_ctx *ctx, aps_log_fn *log, void *user) {
  ctx->log = log;
  ctx->log_user = user;
}

const char *aps_ctx_error(const aps_ctx *ctx) { return ctx->error; }
const char *aps_ctx_hint(const aps_ctx *ctx) { return ctx->hint; }
aps_err aps_ctx_code(const aps_ctx *ctx) { return ctx->code; }

void aps_ctx_clear(aps_ctx *ctx) {
  ctx->code = APS_OK;
  ctx->error[0] = ctx->hint[0] = '\0';
}

void aps_ctx_set_agreed(aps_ctx *ctx) { ctx->agreed = 1; }
int aps_ranks_know(const aps_ctx *ctx) { return ctx->agreed || ctx->ranks == 1; }

void aps_ctx_set_team(aps_ctx *ctx, void *team, int rank, int ranks) {
  ctx->team = team;
  ctx->rank = rank;
  ctx->ranks = ranks;
}
void *aps_ctx_team(const aps_ctx *ctx) { return ctx->team; }
int aps_rank(const aps_ctx *ctx) { return ctx->rank; }
int aps_ranks(const aps_ctx *ctx) { return ctx->ranks; }

/* Bytes of the UTF-8 character that begins here; 0: none, or a control character of two bytes. */
static int utf8(const unsigned char *c) {
  const int n = c[0] < 0x80 ? 1 : c[0] < 0xc2 ? 0 : c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : c[0] < 0xf5 ? 4 : 0;
  for (int i = 1; i < n; i++)
    if ((c[i] & 0xc0) != 0x80) return 0;
  if ((c[0] == 0xc2 && c[1] < 0xa0) || (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f)) return 0;
  return (c[0] == 0xf0 && c[1] < 0x90) || (c[0] == 0xf4 && c[1] > 0x8f) ? 0 : n;
}

/* An error is one line of UTF-8: text that came from a file must not break it or reach the terminal raw. */
static void one_line(char *text) {
  while (*text) {
    const int n = utf8((const unsigned char *)text);
    if (n == 0) *text = '?';
    if (n == 1 && (*text < 0x20 || *text == 0x7f)) *text = ' ';
    text += n ? n : 1;
  }
}

aps_err aps_fail(aps_ctx *ctx, aps_err code, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(ctx->error, sizeof ctx->error, format, args);
  va_end(args);
  one_line(ctx->error);
  ctx->hint[0] = '\0';
  ctx->code = code;
  ctx->agreed = 0;
  return code;
}

aps_err aps_hint(aps_ctx *ctx, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(ctx->hint, sizeof ctx->hint, format, args);
  va_end(args);
  one_line(ctx->hint);
  return ctx->code;
}

aps_err aps_fail_at(aps_ctx *ctx, const char *format, ...) {
  char where[512], what[sizeof ctx->error];
  va_list args;
  va_start(args, format);
  vsnprintf(where, sizeof where, format, args);
  va_end(args);
  memcpy(what, ctx->error, sizeof what);
  snprintf(ctx->error, sizeof ctx->error, "%s: %.*s", where, (int)(sizeof what - sizeof where - 4), what);
  one_line(ctx->error);
  return ctx->code;
}

int aps_exit_status(aps_err code) {
  static const int status[] = {[APS_OK] = 0,     [APS_EINTERNAL] = 1, [APS_EARG] = 2,
                               [APS_ECONFIG] = 2, [APS_EDATA] = 3,     [APS_EIO] = 4,
                               [APS_EMEM] = 5,    [APS_EDEVICE] = 5,   [APS_ENUM] = 6,
                               [APS_ESTOP] = 10};
  return (size_t)code < sizeof status / sizeof *status ? status[code] : 1;
}

void aps_log(aps_ctx *ctx, aps_log_level level, const char *format, ...) {
  char line[MAX_LINE];
  if (ctx->rank != 0) return;
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  aps_log_note(ctx, line);
  if (ctx->log) ctx->log(ctx->log_user, level, line);
}

void aps_log_note(aps_ctx *ctx, const char *line) {
  if (ctx->rank != 0) return;
  if (ctx->log_file) {
    fprintf(ctx->log_file, "%s\n", line);
    fflush(ctx->log_file);
    return;
  }
  const size_t used = strlen(ctx->backlog);
  if (used + strlen(line) + 2 < BACKLOG) snprintf(ctx->backlog + used, BACKLOG - used, "%s\n", line);
}

void aps_ctx_tell(const aps_ctx *ctx, aps_log_level level, const char *line) {
  if (ctx->log) ctx->log(ctx->log_user, level, line);
}

aps_err aps_log_open(aps_ctx *ctx, const char *path) {
  if (ctx->rank != 0) return APS_OK;
  if (ctx->log_file) fclose(ctx->log_file);
  ctx->log_file = fopen(path, "ae");
  if (ctx->log_file == NULL) return aps_fail(ctx, APS_EIO, "%s: cannot write: %s", path, strerror(errno));
  fputs(ctx->backlog, ctx->log_file);
  ctx->backlog[0] = '\0';
  return APS_OK;
}

/* ---- memory ---------------------------------------------------------------------------------- */

typedef struct {
  int64_t bytes;
  int row;
  void *base;    /* for free, or */
  size_t mapped; /* so many bytes for munmap */
} header; /* sits ALIGNMENT bytes before the block */

static int label_row(aps_ctx *ctx, const char *label) {
  for (int i = 0; i < ctx->n_memory; i++)
    if (strcmp(ctx->memory[i].label, label) == 0) return i;
  if (ctx->n_memory == MAX_LABELS) return MAX_LABELS - 1;
  ctx->memory[ctx->n_memory] = (aps_memory_row){label, 0, 0};
  return ctx->n_memory++;
}

static void count_as(aps_ctx *ctx, header *h, const char *label) {
  h->row = label_row(ctx, label);
  aps_memory_row *row = &ctx->memory[h->row];
  row->bytes += h->bytes;
  if (row->bytes > row->peak) row->peak = row->bytes;
}

static char *zeroed_small(size_t n, header *h) {
  h->mapped = 0;
  if (posix_memalign(&h->base, ALIGNMENT, n) != 0) return NULL;
  return memset(h->base, 0, n);
}

/* In large pages where the system gives them: a checkpoint is then read in half the time. Memory fresh from the system is
 * zero, and its pages come when, and to whom, they are needed. Mapped by ourselves, it goes back to the system at once: glibc
 * takes blocks of up to 32 MB from its heap once some have been freed; each of two ranks with a million particles held 20 to
 * 40 MB in gaps. */
static char *zeroed_large(size_t n, header *h) {
#if defined(MAP_ANONYMOUS) && !defined(__SANITIZE_ADDRESS__)
  h->mapped = n + LARGE_PAGE;
  h->base = mmap(NULL, h->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (h->base == MAP_FAILED) return NULL;
#else /* overruns are seen in blocks of its own */
  h->mapped = 0;
  h->base = calloc(1, n + LARGE_PAGE);
  if (h->base == NULL) return NULL;
#endif
  char *block = (char *)h->base + (LARGE_PAGE - (uintptr_t)h->base % LARGE_PAGE) % LARGE_PAGE;
#ifdef MADV_HUGEPAGE
  madvise(block, n, MADV_HUGEPAGE); /* a wish */
#endif
  return block;
}

void *aps_alloc(aps_ctx *ctx, const char *label, int64_t count, size_t size) {
  uint64_t bytes;
  if (count < 0 || __builtin_mul_overflow((uint64_t)count, (uint64_t)size, &bytes) ||
      bytes > (uint64_t)INT64_MAX - 2 * ALIGNMENT - LARGE_PAGE) {
    aps_fail(ctx, APS_EMEM, "%s: %lld items of %zu bytes do not fit any memory", label,
             (long long)count, size);
    return NULL;
  }
  const size_t padded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  header own;
  char *block = (padded < LARGE ? zeroed_small : zeroed_large)(padded + ALIGNMENT, &own);
  if (block == NULL) {
    aps_fail(ctx, APS_EMEM, "%s: no memory for %.3g MB (%lld items of %zu bytes)", label,
             (double)bytes / 1e6, (long long)count, size);
    return NULL;
  }
  header *h = (header *)block;
  *h = own;
  h->bytes = (int64_t)bytes;
  count_as(ctx, h, label);
  ctx->bytes += h->bytes;
  if (ctx->bytes > ctx->peak) ctx->peak = ctx->bytes;
  return block + ALIGNMENT;
}

void aps_release(aps_ctx *ctx, void *data) {
  if (data == NULL) return;
  header *h = (header *)((char *)data - ALIGNMENT);
  ctx->memory[h->row].bytes -= h->bytes;
  ctx->bytes -= h->bytes;
  if (h->mapped) munmap(h->base, h->mapped);
  else free(h->base);
}

void aps_memory_rename(aps_ctx *ctx, void *data, const char *label) {
  header *h = (header *)((char *)data - ALIGNMENT);
  ctx->memory[h->row].bytes -= h->bytes;
  count_as(ctx, h, label);
}

int aps_memory_rows(const aps_ctx *ctx, const aps_memory_row **rows) {
  *rows = ctx->memory;
  return ctx->n_memory;
}

int64_t aps_memory_peak(const aps_ctx *ctx) { return ctx->peak; }

/* ---- phases ------------------------------------------------------------------------------------ */

double aps_wall(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double aps_phase_begin(const aps_ctx *ctx) { return ctx->lap > 0 ? ctx->lap : ctx->lap < 0 ? 0 : aps_wall(); }

void aps_phase_end(aps_ctx *ctx, aps_phase phase, double begun) {
  if (ctx->lap < 0) return;
  const double now = aps_wall();
  ctx->seconds[phase] += now - begun;
  if (ctx->lap > 0) ctx->lap = now;
}

double aps_phases_begin(aps_ctx *ctx, int may_skip) {
  if (may_skip && ctx->left > 0) {
    ctx->left--;
    ctx->lap = -1;
    return 0;
  }
  for (int k = 0; k < APS_PHASE_COUNT; k++) {
    ctx->seconds[k] = aps_phase_seconds(ctx, k);
    ctx->sample[k] = -ctx->seconds[k];
  }
  ctx->untimed = 0;
  ctx->left = may_skip ? APS_PHASES_SKIPPED : 0;
  return ctx->lap = aps_wall();
}

double aps_phases_end(aps_ctx *ctx, double begun) {
  const int timed = ctx->lap > 0;
  ctx->lap = 0;
  if (!timed) {
    ctx->untimed++;
    return 0;
  }
  const double now = aps_wall();
  for (int k = 0; k < APS_PHASE_COUNT; k++) ctx->sample[k] += ctx->seconds[k];
  if (now - begun > SHORT_STEP) ctx->left = 0;
  return now;
}

int aps_phases_skip(const aps_ctx *ctx) { return ctx->left > 0; }

void aps_phase_add(aps_ctx *ctx, aps_phase phase, double seconds) { ctx->seconds[phase] += seconds; }

double aps_phase_seconds(const aps_ctx *ctx, aps_phase phase) { return ctx->seconds[phase] + ctx->untimed * ctx->sample[phase]; }
