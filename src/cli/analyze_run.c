/* apsis analyze RUN_DIR: a line for each snapshot, what energy.csv and timings.csv say, and the
 * last snapshot in full. */
#include "analyze.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct { /* NAN or -1 where the run does not say */
  double energy_error_max, energy_error_last, wall, interactions, evaluations;
  int64_t steps;
} history;

/* ---- the csv files --------------------------------------------------------------------------- */

enum { COLUMNS = 64 };

typedef struct {
  FILE *file;
  char line[8192];
  char *field[COLUMNS];
  int n;
} csv;

static int split(csv *c) {
  c->n = 0;
  c->line[strcspn(c->line, "\r\n")] = '\0';
  for (char *at = c->line; at && c->n < COLUMNS;) {
    c->field[c->n++] = at;
    at = strchr(at, ',');
    if (at) *at++ = '\0';
  }
  return c->n;
}

/* The next line that is not a comment; a last line without its end is still being written. */
static int next(csv *c) {
  while (c->file && fgets(c->line, sizeof c->line, c->file))
    if (c->line[0] != '#') return strchr(c->line, '\n') != NULL && split(c);
  return 0;
}

static int place(const csv *c, const char *name) {
  for (int k = 0; k < c->n; k++)
    if (strcmp(c->field[k], name) == 0) return k;
  return -1;
}

static double value(const csv *c, int k) {
  char *end;
  if (k < 0 || k >= c->n || c->field[k][0] == '\0') return NAN;
  const double x = strtod(c->field[k], &end);
  return *end ? NAN : x;
}

static void open_csv(csv *c, const char *directory, const char *name) {
  char path[4400];
  snprintf(path, sizeof path, "%.4200s/%s", directory, name);
  c->file = fopen(path, "re");
}

static void read_energy(const char *directory, history *h) {
  csv c;
  open_csv(&c, directory, "energy.csv");
  const int at = next(&c) ? place(&c, "relative_error") : -1;
  while (at >= 0 && next(&c)) {
    h->energy_error_last = value(&c, at);
    h->energy_error_max =
        fmax(h->energy_error_max, fabs(h->energy_error_last)); /* fmax skips NAN */
  }
  if (c.file) fclose(c.file);
}

static void read_timings(const char *directory, history *h) {
  csv c;
  open_csv(&c, directory, "timings.csv");
  if (next(&c)) {
    const int step = place(&c, "step"), wall = place(&c, "wall_s"),
              rate = place(&c, "interactions_per_s"), evaluations = place(&c, "evaluations");
    h->wall = h->interactions = 0;
    while (next(&c)) { /* pairs are a whole number, of which both have six digits */
      const double seconds = value(&c, wall), pairs = rint(seconds * value(&c, rate)),
                   last = value(&c, step);
      if (isfinite(seconds)) h->wall += seconds;
      if (isfinite(pairs)) h->interactions += pairs;
      if (isfinite(last)) h->steps = (int64_t)last;
      if (evaluations >= 0) h->evaluations = value(&c, evaluations);
    }
  }
  if (c.file) fclose(c.file);
}

/* ---- the snapshots --------------------------------------------------------------------------- */

static void json_row(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  aps_json_open(j, NULL, '{');
  aps_json_text(j, "file", s->path);
  aps_json_number(j, "time", s->file.time);
  aps_json_number(j, "scale_factor", s->file.comoving.a > 0 ? s->file.comoving.a : NAN);
  aps_json_integer(j, "n", a->n);
  aps_json_number(j, "kinetic", a->kinetic);
  aps_json_number(j, "potential", a->potential);
  aps_json_number(j, "total", a->total);
  aps_json_number(j, "virial_ratio", a->virial_ratio);
  aps_json_numbers(j, "centre", a->centre, 3);
  for (int k = 0; k < APS_LAGRANGE; k++) {
    char key[16];
    snprintf(key, sizeof key, "r%.0f", 100 * aps_lagrange_fractions[k]);
    aps_json_number(j, key, a->lagrange[k]);
  }
  aps_json_number(j, "halos", s->halos.linking > 0 ? (double)s->halos.n_halos : NAN);
  aps_json_number(j, "heaviest_halo", s->halos.n_halos > 0 ? s->halos.halo[0].mass : NAN);
  aps_json_text(j, "potential_from", s->from);
  aps_json_close(j, '}');
}

typedef struct {
  const char *title;
  double value;
} cell;

enum { CELLS = 8 };

/* What a line tells; a box without a centre has other things to tell. Returns how many. */
static int cells(const aps_analyze_snapshot *s, cell *c) {
  const aps_analysis *a = &s->result;
  const double scale = s->file.comoving.a;
  const cell all[] = {scale > 0 ? (cell){"a", scale} : (cell){"time", s->file.time},
                      {"kinetic", a->kinetic},
                      {"potential", a->potential},
                      {"total", a->total}};
  const cell object[] = {{"2K/|W|", a->virial_ratio},
                         {"r10", a->lagrange[2]},
                         {"r50", a->lagrange[5]},
                         {"r90", a->lagrange[8]}};
  const aps_halos *h = &s->halos;
  const cell box[] = {{"sigma", a->sigma},
                      {"halos", h->linking > 0 ? (double)h->n_halos : NAN},
                      {"heaviest", h->n_halos > 0 ? h->halo[0].mass : NAN}};
  const int boxed = s->centring == APS_CENTRE_NONE;
  memcpy(c, all, sizeof all);
  memcpy(c + 4, boxed ? box : object, boxed ? sizeof box : sizeof object);
  return boxed ? 4 + (int)(sizeof box / sizeof *box) : CELLS;
}

static void text_row(const aps_analyze_snapshot *s, int first) {
  cell c[CELLS];
  const int n = cells(s, c);
  const char *slash = strrchr(s->path, '/');
  if (first) printf("%-22s", "snapshot");
  for (int k = 0; first && k < n; k++) printf(" %11s%s", c[k].title, k + 1 < n ? "" : "\n");
  printf("%-22s", slash ? slash + 1 : s->path);
  for (int k = 0; k < n; k++) {
    if (isfinite(c[k].value))
      printf(" %11.5g", c[k].value);
    else
      printf(" %11s", "-");
  }
  putchar('\n');
  fflush(stdout);
}

static void text_history(const history *h) {
  putchar('\n');
  if (isfinite(h->energy_error_max))
    printf("%-18s %.3e at most, %.3e last, relative (energy.csv)\n", "energy error",
           h->energy_error_max, h->energy_error_last);
  if (h->steps >= 0) printf("%-18s %lld\n", "steps", (long long)h->steps);
  if (isfinite(h->evaluations)) printf("%-18s %.6g\n", "force evaluations", h->evaluations);
  if (isfinite(h->interactions))
    printf("%-18s %.4g pair interactions\n", "forces", h->interactions);
  if (isfinite(h->wall)) printf("%-18s %.4g s (timings.csv)\n", "wall time", h->wall);
  puts("\nthe last snapshot\n");
}

static void json_history(aps_json *j, const history *h) {
  aps_json_number(j, "energy_error_max", h->energy_error_max);
  aps_json_number(j, "energy_error_last", h->energy_error_last);
  if (h->steps >= 0)
    aps_json_integer(j, "steps", h->steps);
  else
    aps_json_text(j, "steps", NULL);
  aps_json_number(j, "evaluations", h->evaluations);
  if (fabs(h->interactions) < 0x1p63)
    aps_json_integer(j, "interactions", (int64_t)h->interactions);
  else
    aps_json_number(j, "interactions", h->interactions);
  aps_json_number(j, "wall_s", h->wall);
}

/* Rows as they come; the last stays in `s`. */
static aps_err all(aps_ctx *ctx, char **path, int n, const aps_analyze_options *o,
                   const aps_analyze_stored *stored, aps_json *j, aps_analyze_snapshot *s) {
  for (int i = 0; i < n; i++) {
    aps_analyze_options now = *o;
    now.whole = i + 1 == n;
    const aps_err err = aps_analyze_file(ctx, path[i], &now, stored, s);
    if (err != APS_OK) return err;
    if (o->json)
      json_row(j, s);
    else
      text_row(s, i == 0);
    if (i + 1 < n) aps_analyze_end(ctx, s);
  }
  return APS_OK;
}

static int no_snapshots(const char *directory) {
  aps_cli_usage("%s: no snapshots in this directory", directory);
  fputs("hint: `output: {snapshots: {every: 0.5}}` in a run's configuration writes them; a single "
        "file can be named too\n",
        stderr);
  return aps_exit_status(APS_EDATA);
}

static void report(aps_ctx *ctx, const char *directory, const history *h,
                   const aps_analyze_options *o, aps_json *j, const aps_analyze_snapshot *s) {
  (void)ctx;
  if (!o->json) {
    text_history(h);
    aps_analyze_print(s);
    return;
  }
  aps_json_close(j, ']');
  aps_json_text(j, "directory", directory);
  json_history(j, h);
  aps_analyze_json(j, "last", s);
  aps_json_close(j, '}');
  putchar('\n');
}

/* directory: a run's, or its folder of snapshots. */
int aps_analyze_run(aps_ctx *ctx, const char *directory, const aps_analyze_options *o) {
  static aps_analyze_snapshot s;
  char folder[4200], home[4200], **path;
  struct stat info;
  int n;
  snprintf(folder, sizeof folder, "%.4100s/snapshots", directory);
  snprintf(home, sizeof home, stat(folder, &info) == 0 ? "%.4100s" : "%.4100s/..", directory);
  aps_err err = aps_dataset_list(ctx, directory, &path, &n);
  if (err != APS_OK) return aps_cli_error(ctx, err);
  if (n == 0) return aps_dataset_list_free(ctx, &path, n), no_snapshots(directory);

  history h = {NAN, NAN, NAN, NAN, NAN, -1};
  aps_analyze_stored stored;
  aps_analyze_parameters(home, &stored);
  read_energy(home, &h);
  read_timings(home, &h);
  aps_json j = {0};
  if (o->json)
    aps_json_open(&j, NULL, '{'), aps_json_open(&j, "snapshots", '[');
  else
    printf("%-18s %s\n\n", "run", directory);
  err = all(ctx, path, n, o, &stored, &j, &s);
  if (err == APS_OK) report(ctx, directory, &h, o, &j, &s);
  const int status = aps_cli_error(ctx, err);
  aps_analyze_end(ctx, &s);
  aps_dataset_list_free(ctx, &path, n);
  return status;
}
