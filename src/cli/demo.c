/* apsis demo: lessons. Headless, one runs, prints what it measured beside what theory says, and
 * succeeds when they agree. */
#include "demo.h"
#include "../../viz/live/live.h"
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
  const char *name, *text;
} configs[] = {
#include "demo_configs.inc"
};
enum { CONFIGS = sizeof configs / sizeof *configs };

struct aps_demo {
  aps_ctx *ctx;
  const aps_demo_row *row;
  const char *text; /* YAML */
  const char *const *set;
  int n_set;
  FILE *csv; /* NULL: not asked for */
  int csv_failed;
  const char *skipped[APS_DEMO_CLAIMS];
  char *notes;
};

static const aps_demo_row *demo_at(int i) {
  const aps_demo_row *const family[] = {aps_demos_orbits, aps_demos_three, aps_demos_stars,
                                        aps_demos_machine};
  for (int f = 0; f < 4; f++)
    for (const aps_demo_row *row = family[f]; row->name; row++)
      if (i-- == 0) return row;
  return NULL;
}

static const char *config_of(const char *name) {
  for (int i = 0; i < CONFIGS; i++)
    if (strcmp(configs[i].name, name) == 0) return configs[i].text;
  return NULL;
}

/* ---- for the measuring functions ---- */

aps_ctx *aps_demo_ctx(aps_demo *d) { return d->ctx; }

aps_err aps_demo_open(aps_demo *d, const char *const *extra, aps_sim **out) {
  const char *set[300];
  int n = 0;
  for (; extra && *extra && n < 16; extra++) set[n++] = *extra;
  for (int i = 0; i < d->n_set; i++) set[n++] = d->set[i];
  char name[64];
  snprintf(name, sizeof name, "%s.yaml", d->row->name);
  return aps_create(d->ctx, name, d->text, set, n, out);
}

aps_err aps_demo_look(aps_sim *sim, aps_cols reads, aps_view *view) {
  return aps_borrow(aps_sim_particles(sim), APS_HOST, reads, 0, view);
}

void aps_demo_line(aps_demo *d, const char *format, ...) {
  if (d->csv == NULL) return;
  va_list args;
  va_start(args, format);
  if (vfprintf(d->csv, format, args) < 0 || fputc('\n', d->csv) == EOF) d->csv_failed = errno;
  va_end(args);
}

void aps_demo_note(aps_demo *d, const char *format, ...) {
  char line[512];
  va_list args;
  va_start(args, format);
  vsnprintf(line, sizeof line, format, args);
  va_end(args);
  aps_cli_append(&d->notes, "%s\n", line);
}

enum { COLUMN = 8 }; /* of a chart, letters wide */

void aps_demo_chart(aps_demo *d, const char *what, const char mark[2], const int64_t *place, const double *const y[2], int n) {
  double low = INFINITY, high = 0;
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < n; i++)
      if (y[k][i] > 0) low = fmin(low, y[k][i]), high = fmax(high, y[k][i]);
  if (!(low <= high)) return;
  const int bottom = (int)floor(log10(low)), decades = (int)ceil(log10(high)) - bottom, rows = decades > 5 ? 2 : 4;
  aps_demo_note(d, "\n%s, on logarithmic axes", what);
  char line[COLUMN * 16 + 1];
  for (int row = rows * decades; row >= 0; row--) {
    char label[16] = "";
    memset(line, ' ', sizeof line);
    for (int k = 0; k < 2; k++)
      for (int i = 0; i < n && i < 16; i++)
        if (y[k][i] > 0 && (int)lround(rows * (log10(y[k][i]) - bottom)) == row) {
          char *at = &line[COLUMN * i + COLUMN / 2 + 1];
          at[*at != ' '] = mark[k]; /* beside the other */
        }
    int end = COLUMN * (n < 16 ? n : 16);
    while (end > 0 && line[end - 1] == ' ') end--;
    if (row % rows == 0) snprintf(label, sizeof label, "1e%+03d", bottom + row / rows);
    aps_demo_note(d, "%7s |%.*s", label, end, line);
  }
  int used = 0;
  for (int i = 0; i < n && i < 16; i++) used += snprintf(line + used, sizeof line - (size_t)used, "%*lld", COLUMN, (long long)place[i]);
  aps_demo_note(d, "%7s +%s particles", "", line);
}

void aps_demo_skip(aps_demo *d, int claim, const char *why) { d->skipped[claim] = why; }

double aps_demo_slope(const double *x, const double *y, int n) {
  double mx = 0, my = 0, xy = 0, xx = 0;
  for (int i = 0; i < n; i++) mx += x[i] / n, my += y[i] / n;
  for (int i = 0; i < n; i++) xy += (x[i] - mx) * (y[i] - my), xx += (x[i] - mx) * (x[i] - mx);
  return xy / xx;
}

/* ---- the table ---- */

static int print_claim(const aps_demo *d, int k, double measured) {
  const aps_demo_claim *c = &d->row->claim[k];
  const int skipped = isnan(measured) && d->skipped[k];
  const int holds = fabs(measured - c->expected) <= c->tolerance;
  char number[32], unit[24] = "";
  if (isnan(measured)) snprintf(number, sizeof number, skipped ? "not measured" : "none found");
  else snprintf(number, sizeof number, "%.8g", measured);
  if (c->unit[0]) snprintf(unit, sizeof unit, " %s", c->unit);
  printf("  %-4s %-42s %14s   expected %.10g +- %.2g%s\n",
         skipped ? "--"
         : holds ? "ok"
                 : "NO",
         c->what, number, c->expected, c->tolerance, unit);
  printf("       %s\n", skipped ? d->skipped[k] : c->theory);
  return !skipped && !holds;
}

static int print_table(const aps_demo *d, const double *measured) {
  int wrong = 0;
  printf("%s: %s\n\n", d->row->name, d->row->doc);
  for (int k = 0; k < APS_DEMO_CLAIMS && d->row->claim[k].what; k++)
    wrong += print_claim(d, k, measured[k]);
  if (d->notes) printf("\n%s", d->notes);
  fflush(stdout);
  if (wrong)
    fprintf(stderr, "apsis: error: demo %s: %d measured value%s outside the tolerance\n",
            d->row->name, wrong, wrong > 1 ? "s lie" : " lies");
  return wrong ? aps_exit_status(APS_ENUM) : 0;
}

static int list(void) {
  const aps_demo_row *row;
  for (int i = 0; (row = demo_at(i)); i++) printf("  %-12s %s\n", row->name, row->doc);
  puts("\napsis demo NAME shows one in a window, --headless measures; docs/demos.md tells what to look for.");
  return 0;
}

/* ---- running one ---- */

typedef struct {
  const char *list, *headless, *csv, *directory, *set, *config, *pace, *verbose;
} options;

/* The CSV file's path; NULL: none asked for. The caller frees. */
static char *csv_path(const options *o, const char *name) {
  char *path = NULL;
  if (o->csv)
    aps_cli_append(&path, "%s", o->csv);
  else if (o->directory)
    aps_cli_append(&path, "%s/%s.csv", o->directory, name);
  return path;
}

static int open_csv(aps_demo *d, const options *o, const char *path) {
  if (path == NULL) return 0;
  if (o->directory && mkdir(o->directory, 0777) != 0 && errno != EEXIST) {
    fprintf(stderr, "apsis: error: %s: cannot make this directory: %s\n", o->directory, strerror(errno));
    return aps_exit_status(APS_EIO);
  }
  const int no_place = aps_cli_output_bad(path);
  if (no_place) return no_place;
  d->csv = fopen(path, "w");
  if (d->csv) return 0;
  fprintf(stderr, "apsis: error: %s: cannot be written: %s\n", path, strerror(errno));
  return aps_exit_status(APS_EIO);
}

static int close_csv(aps_demo *d, const char *path) {
  if (d->csv == NULL) return 0;
  if (ferror(d->csv) && !d->csv_failed) d->csv_failed = EIO;
  if (fclose(d->csv) != 0) d->csv_failed = errno;
  if (!d->csv_failed) return printf("\nseries in %s\n", path) < 0;
  fprintf(stderr, "apsis: error: %s: writing failed: %s\n", path, strerror(d->csv_failed));
  return aps_exit_status(APS_EIO);
}

static int run(const aps_demo_row *row, const options *o, const aps_words *words) {
  aps_demo d = {.row = row, .text = config_of(row->name), .set = words->set, .n_set = words->n_set};
  char *path = csv_path(o, row->name);
  double measured[APS_DEMO_CLAIMS];
  for (int k = 0; k < APS_DEMO_CLAIMS; k++) measured[k] = NAN;
  int status = open_csv(&d, o, path);
  if (status == 0) {
    aps_log_level level = o->verbose ? APS_LOG_INFO : APS_LOG_WARN;
    d.ctx = aps_cli_ctx(&level);
    status = aps_cli_error(d.ctx, row->measure(&d, measured));
    if (status == 0) status = print_table(&d, measured);
    const int written = close_csv(&d, path);
    if (status == 0) status = written;
    aps_ctx_free(&d.ctx);
  }
  free(path), free(d.notes);
  return status;
}

/* ---- in a window ---- */

/* The prose that opens a configuration: its comment, without the lines that name commands. */
static void append_comment(char **text, const char *yaml) {
  while (*yaml == '#') {
    const size_t n = strcspn(yaml, "\n");
    const char *from = yaml + 1 + (yaml[1] == ' ');
    const int length = (int)(n - (size_t)(from - yaml));
    const int command = strncmp(from, "  apsis", 7) == 0 || length <= 0;
    if (!command) aps_cli_append(text, "%.*s ", length, from);
    yaml += n + (yaml[n] == '\n');
  }
}

static char *lesson_text(const aps_demo_row *row) {
  char *text = NULL;
  append_comment(&text, config_of(row->name));
  aps_cli_append(&text, "\n\nTheory says:\n");
  for (int k = 0; k < APS_DEMO_CLAIMS && row->claim[k].what; k++) {
    const aps_demo_claim *c = &row->claim[k];
    aps_cli_append(&text, "%s: %.6g%s%s\n", c->what, c->expected, c->unit[0] ? " " : "", c->unit);
  }
  aps_cli_append(&text, "\napsis demo %s --headless measures it.", row->name);
  return text;
}

static int show(const aps_demo_row *row, const options *o, const aps_words *words) {
  char why[256], hint[256];
  if (!aps_live_possible(why, hint)) {
    aps_cli_usage("demo %s: %s", row->name, why);
    aps_cli_hint("apsis demo %s --headless runs it and prints what it measures", row->name);
    return 2;
  }
  aps_lesson lesson[64];
  int n = 0, first = 0;
  for (const aps_demo_row *r; n < 64 && (r = demo_at(n)); n++) {
    if (r == row) first = n;
    lesson[n] = (aps_lesson){r->name, config_of(r->name), lesson_text(r), r->knob};
  }
  aps_log_level level = o->verbose ? APS_LOG_INFO : APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level);
  const aps_live_options look = {.pace = o->pace ? strtod(o->pace, NULL) : 0};
  const int status = aps_cli_error(
      ctx, aps_live_lessons(ctx, lesson, n, first, words->set, words->n_set, &look));
  aps_ctx_free(&ctx);
  for (int i = 0; i < n; i++) free(lesson[i].text);
  return status;
}

static const aps_demo_row *find(const char *name) {
  const char *names[64];
  const aps_demo_row *row;
  int n = 0;
  for (; (row = demo_at(n)); n++) {
    if (strcmp(row->name, name) == 0) return row;
    names[n] = row->name;
  }
  const char *near = aps_nearest(name, names, n);
  aps_cli_usage("there is no demo '%s'", name);
  if (near)
    fprintf(stderr, "hint: did you mean %s? apsis demo --list names them all\n", near);
  else
    fputs("hint: apsis demo --list names them all\n", stderr);
  return NULL;
}

int aps_cli_demo(int argc, char **argv) {
  options o = {0};
  const aps_option table[] = {
      {"--list", NULL, NULL, "name the demos", &o.list},
      {"--headless", NULL, NULL, "run without a window: measure, compare with theory", &o.headless},
      {"--csv", NULL, "FILE", "write the measured series there", &o.csv},
      {"--output", "-o", "DIR", "the same, as DIR/NAME.csv", &o.directory},
      {"--set", NULL, "path.to.key=value", "change the demo's configuration; may repeat", &o.set},
      {"--config", NULL, NULL, "print the demo's configuration instead of running it", &o.config},
      {"--pace", NULL, "T", "of the window: code time a second (a lesson in 40 seconds)", &o.pace},
      {"--verbose", "-v", NULL, "print what the simulation logs", &o.verbose},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "demo [NAME] [options]", table, 0, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  char *end = NULL;
  if (o.pace && (!(strtod(o.pace, &end) > 0) || *end))
    return aps_cli_usage("--pace: must be a number > 0, got '%s'", o.pace);
  if (o.csv && o.directory) return aps_cli_usage("--csv and --output both name the file of the series: one of them");
  if (o.list || words.n == 0) return list();
  const aps_demo_row *row = find(words.word[0]);
  if (row == NULL) return 2;
  if (o.config) return fputs(config_of(row->name), stdout) < 0;
  if (o.headless) return run(row, &o, &words);
  signal(SIGPIPE, SIG_IGN);
  return show(row, &o, &words);
}
