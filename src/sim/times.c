/* Times at which an event acts, listed in the configuration or in a text file: a time a line, with a unit where it has one,
 * `#` before a comment; GADGET's flag 1 in a second column and SWIFT's header `# Time` may be there. Rank 0 reads the file.
 * The order does not matter, and what stands there twice counts once. */
#include "sim.h"
#include "../core/file.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_LINE = 200, MOST_BYTES = 256 << 20 };

/* ---- a line ---------------------------------------------------------------------------------------- */

typedef struct {
  const char *file;
  int64_t line;
  int begun; /* a time has been read: what comes is no header */
  int expands, redshifts; /* the run's times are scale factors; the list's numbers are redshifts */
} place;

static aps_err wrong_line(aps_ctx *ctx, const place *at, const char *what, const char *hint) {
  aps_fail(ctx, APS_ECONFIG, "%s:%lld: %s", at->file, (long long)at->line, what);
  return hint ? aps_hint(ctx, "%s", hint) : APS_ECONFIG;
}

static int says(const char *text, const char *word) {
  for (; *text; text++)
    if (strncasecmp(text, word, strlen(word)) == 0) return 1;
  return 0;
}

/* SWIFT's header says what the numbers are. */
static aps_err check_header(aps_ctx *ctx, place *at, const char *comment) {
  if (at->begun) return APS_OK;
  if (at->expands) at->redshifts |= says(comment, "redshift");
  else if (says(comment, "redshift") || says(comment, "scale factor") || says(comment, "scale-factor"))
    return wrong_line(ctx, at, "a list of redshifts or scale factors, where times are wanted", "without `cosmology:` nothing expands: list times, below `# Time`");
  if (says(comment, "time") && strchr(comment, '['))
    return wrong_line(ctx, at, "a unit in the header is not read", "write it behind each number, as in `0.5 Gyr`; bare numbers are code units");
  return APS_OK;
}

static char *trim(char *text) {
  text += strspn(text, " \t\r");
  size_t n = strlen(text);
  while (n > 0 && strchr(" \t\r", text[n - 1])) text[--n] = '\0';
  return text;
}

/* GADGET's second column: 1 asks for the output. */
static void drop_flag(char *text) {
  const size_t n = strlen(text), number = strspn(text, "0123456789.eE+-");
  if (n > number + 1 && strspn(text + number, " \t") == n - number - 1 && text[n - 1] == '1') text[number] = '\0';
}

/* *found: 1 where the line holds a time. line is written to. */
static aps_err read_line(aps_ctx *ctx, place *at, char *line, const aps_units *units, double *t, int *found) {
  char what[LONGEST_LINE + 100];
  const char *why;
  char *comment = strchr(line, '#');
  if (comment) *comment++ = '\0';
  char *text = trim(line);
  *found = *text != '\0';
  if (!*found) return comment ? check_header(ctx, at, comment) : APS_OK;
  drop_flag(text);
  at->begun = 1;
  if (aps_quantity_parse(text, at->expands ? "" : "time", units, t, &why)) {
    if (at->redshifts) *t = 1 / (1 + *t);
    return isfinite(*t) ? APS_OK : wrong_line(ctx, at, "-1 is no redshift", NULL);
  }
  const char *hint = strstr(why, "; ");
  snprintf(what, sizeof what, "must be one time, got %.60s", text);
  return wrong_line(ctx, at, what, hint ? hint + 2 : "one number a line, with its unit behind it where it is not in code units");
}

/* ---- the file -------------------------------------------------------------------------------------- */

/* text[n] is a NUL; t has room for a time in each line. */
static aps_err read_lines(aps_ctx *ctx, int expands, const char *file, const char *text, int64_t n, const aps_units *units, double *t,
                          int64_t *times) {
  place at = {.file = file, .expands = expands};
  const char *const end = text + n;
  if (strncmp(text, "\xef\xbb\xbf", 3) == 0) text += 3;
  while (text < end) {
    char line[LONGEST_LINE];
    int found;
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    const size_t length = (size_t)((stop ? stop : end) - text);
    at.line++;
    if (length >= sizeof line || memchr(text, '\0', length)) {
      if (text[strspn(text, " \t")] != '#') return wrong_line(ctx, &at, "no list of times: the line is too long, or not text", NULL);
    } else {
      snprintf(line, sizeof line, "%.*s", (int)length, text);
      APS_TRY(read_line(ctx, &at, line, units, &t[*times], &found));
      *times += found;
    }
    text += length + 1;
  }
  if (*times > 0) return APS_OK;
  aps_fail(ctx, APS_ECONFIG, "%s: holds no time", file);
  return aps_hint(ctx, "one number a line; # begins a comment");
}

static aps_err parse(aps_sim *sim, const char *file, const char *text, int64_t n, aps_scheduled *e) {
  int64_t lines = 1;
  for (int64_t i = 0; i < n; i++) lines += text[i] == '\n';
  e->times = aps_alloc(sim->ctx, "listed times", lines, sizeof *e->times);
  return e->times ? read_lines(sim->ctx, sim->expands, file, text, n, &sim->units, e->times, &e->n_times) : APS_EMEM;
}

/* The file's bytes on every rank. */
static aps_err load(aps_sim *sim, const char *file, char **text, int64_t *n) {
  aps_ctx *ctx = sim->ctx;
  aps_err err = APS_OK;
  *text = NULL;
  if (aps_rank(ctx) == 0 && (err = aps_file_load(ctx, file, MOST_BYTES, text, n)) == APS_EIO)
    aps_hint(ctx, "paths are relative to the working directory");
  APS_TRY(aps_ranks_agree(ctx, err));
  aps_ranks_broadcast(ctx, n, sizeof *n, 0);
  if (*text == NULL) *text = aps_alloc(ctx, "file text", *n + 1, 1);
  APS_TRY(aps_ranks_agree(ctx, *text ? APS_OK : APS_EMEM));
  aps_ranks_broadcast(ctx, *text, (size_t)*n + 1, 0);
  return APS_OK;
}

/* ---- an event's times ------------------------------------------------------------------------------ */

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* In order, each once, and none at the start or before: the state there is written anyway. */
static void settle(aps_scheduled *e, double t_start) {
  int64_t kept = 0;
  qsort(e->times, (size_t)e->n_times, sizeof *e->times, ascending);
  for (int64_t i = 0; i < e->n_times; i++)
    if (e->times[i] > t_start && (kept == 0 || e->times[i] > e->times[kept - 1])) e->times[kept++] = e->times[i];
    else e->passed_over += e->times[i] < t_start;
  e->n_times = kept;
}

/* Tells one list from another; never the rhythm of an event that has none. */
static double checksum(const aps_scheduled *e) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (int64_t i = 0; i < e->n_times; i++) {
    uint64_t bits;
    memcpy(&bits, &e->times[i], sizeof bits);
    hash = (hash ^ bits) * 0x100000001b3u;
    hash ^= hash >> 29;
  }
  return -1 - (double)(hash >> 12);
}

static aps_err from_file(aps_sim *sim, aps_scheduled *e, const aps_node *node) {
  char *text;
  int64_t n = 0;
  aps_err err = load(sim, e->set.list, &text, &n);
  if (err == APS_OK) err = aps_ranks_agree(sim->ctx, parse(sim, e->set.list, text, n, e));
  aps_release(sim->ctx, text);
  if (err == APS_OK) return APS_OK;
  const aps_node *key = aps_node_get(node, "list");
  return aps_fail_at(sim->ctx, "%s: output.%s.list", aps_node_where(key ? key : node), e->row->about.name);
}

static aps_err from_configuration(aps_sim *sim, aps_scheduled *e, const aps_node *node) {
  char path[64];
  snprintf(path, sizeof path, "output.%s", e->row->about.name);
  if (e->set.times.n == 0) return aps_config_fail(sim->config, node, path, "times", "must name at least one time, got []");
  e->times = aps_alloc(sim->ctx, "listed times", e->set.times.n, sizeof *e->times);
  if (e->times == NULL) return APS_EMEM;
  memcpy(e->times, e->set.times.value, sizeof *e->times * (size_t)e->set.times.n);
  e->n_times = e->set.times.n;
  return APS_OK;
}

aps_err aps_times_open(aps_sim *sim) {
  const aps_node *output = aps_node_get(aps_config_root(sim->config), "output");
  for (int k = 0; k < sim->n_events; k++) {
    aps_scheduled *e = &sim->event[k];
    const aps_node *node = aps_node_get(output, e->row->about.name);
    if (!e->set.list && !e->set.times.value) continue;
    APS_TRY(e->set.list ? from_file(sim, e, node) : aps_ranks_agree(sim->ctx, from_configuration(sim, e, node)));
    settle(e, sim->run.t_start);
    sim->progress[k].every = checksum(e);
  }
  return APS_OK;
}

int64_t aps_times_first(const aps_scheduled *e, double after) {
  int64_t low = 0, high = e->n_times;
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    if (e->times[middle] > after) high = middle;
    else low = middle + 1;
  }
  return low;
}

void aps_times_tell(aps_sim *sim) {
  for (int k = 0; k < sim->n_events; k++) {
    const aps_scheduled *e = &sim->event[k];
    if (e->times == NULL) continue;
    const int64_t beyond = e->n_times - aps_times_first(e, sim->run.t_end), within = e->n_times - beyond;
    if (beyond + e->passed_over == 0) continue;
    aps_log(sim->ctx, within ? APS_LOG_INFO : APS_LOG_WARN,
            "output.%s: %lld of the listed times lie within the run; %lld before its start at %.9g and %lld after its end at %.9g do not",
            e->row->about.name, (long long)within, (long long)e->passed_over, sim->run.t_start, (long long)beyond, sim->run.t_end);
  }
}
