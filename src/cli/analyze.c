/* apsis analyze: what a particle file, or every snapshot of a run, looks like. This file reads,
 * finds the potential and calls the library; analyze_print.c says it, analyze_run.c walks through a
 * run. */
#include "analyze.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A stored potential that is further off than this is not the potential of these particles. */
static const double tolerance = 0.02;

/* ---- the potential --------------------------------------------------------------------------- */

static int asked(const aps_analyze_options *o) { return o->law || o->softening || o->solver; }

static int is_softened(const aps_dataset *d) {
  for (int64_t i = 0; d->v.eps && (d->has & APS_EPS) && i < d->v.n; i++)
    if (d->v.eps[i] > 0) return 1;
  return 0;
}

/* The configuration of one evaluation, as `apsis forces` makes it. Softening: as asked, else the
 * file's, else the run's, else 0. Law: as asked, else the run's, else plummer where there is a
 * softening and newton where not. */
static char *configuration(const aps_analyze_options *o, const aps_analyze_stored *stored,
                           aps_analyze_snapshot *s) {
  const aps_dataset *d = &s->file;
  const char *eps = o->softening           ? o->softening
                    : (d->has & APS_EPS)   ? NULL
                    : stored->softening[0] ? stored->softening
                                           : "0";
  const int softened = eps ? strtod(eps, NULL) > 0 : is_softened(d);
  snprintf(s->law, sizeof s->law, "%s",
           o->law           ? o->law
           : stored->law[0] ? stored->law
           : softened       ? "plummer"
                            : "newton");
  snprintf(s->solver, sizeof s->solver, "%s", o->solver ? o->solver : "auto");
  char *text = NULL;
  aps_cli_append(&text, "particles: [{given: 0}]\nunits: {G: %.17g}\n", s->G);
  aps_cli_append(&text, "forces: [{law: %s, solver: %s, accuracy: 1e-4", s->law, s->solver);
  if (eps && strcmp(s->law, "newton") != 0) aps_cli_append(&text, ", softening: %s", eps);
  aps_cli_append(&text, "}]\n");
  if (d->periodic)
    aps_cli_append(&text, "box: {boundary: periodic, size: [%.17g, %.17g, %.17g]}\n", d->box[0],
                   d->box[1], d->box[2]);
  aps_cli_append(&text, "integrator: {dt: 1}\nrun: {t_end: 0, threads: %s}\n",
                 o->threads ? o->threads : "0");
  snprintf(s->source, sizeof s->source, "computed: law %s, softening %s, solver %s", s->law,
           strcmp(s->law, "newton") == 0 ? "0"
           : eps                         ? eps
                                         : "of the file",
           s->solver);
  return text;
}

typedef struct {
  uint64_t id;
  int64_t row;
} place;

static int by_id(const void *a, const void *b) {
  const uint64_t x = ((const place *)a)->id, y = ((const place *)b)->id;
  return (x > y) - (x < y);
}

static place *places(const aps_view *v) {
  place *p = malloc(sizeof *p * (size_t)v->n);
  for (int64_t i = 0; p && i < v->n; i++) p[i] = (place){v->id[i], i};
  if (p) qsort(p, (size_t)v->n, sizeof *p, by_id);
  return p;
}

/* The simulation's potentials in the file's order of rows, which the ids tell. 0: out of memory. */
static int take_over(const aps_view *from, aps_analyze_snapshot *s) {
  const aps_view *to = &s->file.v;
  s->potential = malloc(sizeof *s->potential * (size_t)to->n);
  if (s->potential == NULL) return 0;
  int64_t same = 0;
  while (same < to->n && from->id[same] == to->id[same]) same++;
  if (same == to->n) {
    memcpy(s->potential, from->pot, sizeof *s->potential * (size_t)to->n);
    return 1;
  }
  place *a = places(from), *b = places(to);
  for (int64_t i = 0; a && b && i < to->n; i++) s->potential[b[i].row] = from->pot[a[i].row];
  const int room = a && b;
  free(a);
  free(b);
  return room;
}

static aps_err evaluate(aps_sim *sim, aps_analyze_snapshot *s) {
  aps_dataset now;
  TRY(aps_build(sim));
  TRY(aps_forces(sim, APS_POT));
  TRY(aps_snapshot(sim, APS_POT | APS_ID, &now));
  return take_over(&now.v, s) ? APS_OK : APS_EMEM;
}

/* Of masses so large, or so close, that G m / r is none. 1: there is such a potential, and s->source tells. */
static int overflows(aps_analyze_snapshot *s) {
  for (int64_t i = 0; i < s->file.v.n; i++) {
    if (isfinite(s->potential[i])) continue;
    snprintf(s->source, sizeof s->source, "none: that of particle %lld of %lld is beyond what a number holds", (long long)(i + 1),
             (long long)s->file.v.n);
    free(s->potential);
    s->potential = NULL;
    return 1;
  }
  return 0;
}

/* A file that no law gives a finite potential for (coincident points without softening) is still
 * worth its radii. */
static aps_err compute(aps_ctx *ctx, const aps_analyze_options *o, const aps_analyze_stored *stored,
                       aps_analyze_snapshot *s) {
  char *text = configuration(o, stored, s);
  aps_sim *sim = NULL;
  aps_err err = aps_open_given(ctx, "analyze", text, NULL, 0, &s->file, 1, &sim);
  if (err == APS_OK) err = evaluate(sim, s);
  aps_free(&sim);
  free(text);
  s->from = err == APS_OK && overflows(s) ? "none" : "solver";
  if (err == APS_OK || asked(o) || (err != APS_EDATA && err != APS_ENUM)) return err;
  s->from = "none";
  snprintf(s->source, sizeof s->source, "none: %.300s", aps_ctx_error(ctx));
  return APS_OK;
}

/* The file's own potential, or why not, in s->source. A checkpoint's may be older than its
 * positions. */
static aps_err stored_potential(aps_ctx *ctx, aps_analyze_snapshot *s, int *good) {
  aps_dataset *d = &s->file;
  *good = 0;
  if (!(d->has & APS_POT) || d->v.pot == NULL || d->n_blobs > 0) return APS_OK;
  aps_view v = d->v;
  double off;
  const char *law;
  if (!(d->has & APS_EPS)) v.eps = NULL;
  TRY(aps_potential_check(ctx, v, s->G, &off, &law));
  *good = off <= tolerance || d->periodic; /* a periodic sum is another one */
  if (!*good) return APS_OK;
  s->from = "file";
  if (d->periodic) {
    snprintf(s->source, sizeof s->source, "of the file, not checked since the box is periodic");
    return APS_OK;
  }
  snprintf(s->law, sizeof s->law, "%s", law);
  snprintf(s->source, sizeof s->source,
           "of the file; median deviation from direct sums %.1e, law %s", off, law);
  return APS_OK;
}

enum { few = 30000 }; /* particles whose periodic potential takes seconds */

static aps_err find_potential(aps_ctx *ctx, const aps_analyze_options *o,
                              const aps_analyze_stored *stored, aps_analyze_snapshot *s) {
  int good = 0;
  s->from = "none";
  if (o->solver && strcmp(o->solver, "none") == 0) {
    snprintf(s->source, sizeof s->source, "none: --solver none");
    return APS_OK;
  }
  if (!asked(o)) TRY(stored_potential(ctx, s, &good));
  if (good) return APS_OK;
  if (s->file.periodic && s->file.v.n > few && !o->solver) {
    snprintf(s->source, sizeof s->source,
             "none: the box is periodic and the file holds no potential; --solver direct sums it");
    return APS_OK;
  }
  TRY(compute(ctx, o, stored, s));
  if ((s->file.has & APS_POT) && !asked(o) && s->file.n_blobs == 0) {
    const size_t used = strlen(s->source);
    snprintf(s->source + used, sizeof s->source - used,
             " (what the file holds as potential is not that of its particles)");
  }
  return APS_OK;
}

/* ---- one file -------------------------------------------------------------------------------- */

/* A periodic box has no centre of its own, and nothing that turns about one. Who asks for one all
 * the same has a single object in it, away from its faces. */
static void settle_centre(const aps_analyze_options *o, aps_analyze_snapshot *s,
                          aps_analysis_setup *setup) {
  if (!s->file.periodic || (o->centre && setup->centring != APS_CENTRE_GIVEN)) return;
  if (o->centre == NULL) setup->centring = APS_CENTRE_NONE;
  s->centring = setup->centring;
  memcpy(setup->box, s->file.box, sizeof setup->box);
}

/* What has no centre: a box's waves, and halos. */
static aps_err look_at_matter(aps_ctx *ctx, const aps_analyze_options *o, aps_view v,
                              const aps_analysis_setup *setup, aps_analyze_snapshot *s) {
  aps_analysis_setup now = *setup;
  const int periodic = s->file.periodic, no_power = o->grid && now.grid == 0,
            halos = o->linking ? now.linking > 0 : periodic;
  if (periodic) memcpy(now.box, s->file.box, sizeof now.box);
  if (periodic && o->whole && !no_power) TRY(aps_power_spectrum(ctx, v, &now, &s->power));
  return halos ? aps_halos_find(ctx, v, &now, &s->halos) : APS_OK;
}

enum { MANY = 100000 }; /* bodies whose elements nobody reads */

aps_err aps_analyze_file(aps_ctx *ctx, const char *path, const aps_analyze_options *o,
                         const aps_analyze_stored *stored, aps_analyze_snapshot *s) {
  *s = (aps_analyze_snapshot){
      .centring = o->setup.centring, .only = o->setup.only, .type = o->setup.type};
  snprintf(s->path, sizeof s->path, "%s", path);
  TRY(aps_dataset_read(ctx, path, &s->file));
  s->G = o->G ? o->setup.G : aps_dataset_G(&s->file);
  s->stored_h = s->file.comoving.h;
  aps_dataset_plain(&s->file);
  TRY(find_potential(ctx, o, stored, s));
  aps_view v = s->file.v;
  v.pot = s->potential ? s->potential : strcmp(s->from, "file") == 0 ? v.pot : NULL;
  if (!(s->file.has & APS_TYPE)) v.type = NULL;
  aps_analysis_setup setup = o->setup;
  setup.G = s->G;
  setup.a = s->file.comoving.a;
  settle_centre(o, s, &setup);
  TRY(aps_analyse(ctx, v, &setup, &s->result));
  const size_t used = strlen(s->source);
  if (v.pot && !isfinite(s->result.potential)) snprintf(s->source + used, sizeof s->source - used, "; their energy is beyond what a number holds");
  if (o->whole && !s->file.periodic && v.n <= MANY) TRY(aps_orbits_find(ctx, v, s->G, &s->orbits));
  return look_at_matter(ctx, o, v, &setup, s);
}

void aps_analyze_end(aps_ctx *ctx, aps_analyze_snapshot *s) {
  aps_analysis_free(ctx, &s->result);
  aps_power_free(ctx, &s->power);
  aps_halos_free(ctx, &s->halos);
  aps_orbits_free(ctx, &s->orbits);
  aps_dataset_free(&s->file);
  free(s->potential);
  s->potential = NULL;
}

/* The value of `key` in a line of used_parameters.yml, up to its comment. */
static int take_value(const char *line, const char *key, char *out, size_t size) {
  line += strspn(line, " -");
  const size_t n = strlen(key);
  if (strncmp(line, key, n) != 0 || line[n] != ':') return 0;
  line += n + 1;
  line += strspn(line, " ");
  const size_t length = strcspn(line, " #\r\n");
  if (length == 0 || length >= size) return 0;
  memcpy(out, line, length);
  out[length] = '\0';
  return 1;
}

/* That file is written by us, one key per line; a word that is no law or number is ignored. */
void aps_analyze_parameters(const char *directory, aps_analyze_stored *out) {
  char path[4400], line[1024];
  *out = (aps_analyze_stored){.law = ""};
  snprintf(path, sizeof path, "%.4200s/used_parameters.yml", directory);
  FILE *file = fopen(path, "re");
  int inside = 0;
  while (file && fgets(line, sizeof line, file)) {
    if (line[0] != ' ') inside = strncmp(line, "forces:", 7) == 0;
    if (!inside) continue;
    take_value(line, "law", out->law, sizeof out->law);
    take_value(line, "solver", out->solver, sizeof out->solver);
    take_value(line, "softening", out->softening, sizeof out->softening);
  }
  if (file) fclose(file);
  char *end;
  if (!aps_row_find(APS_KIND_LAW, out->law)) out->law[0] = '\0';
  if (!(strtod(out->softening, &end) >= 0) || *end) out->softening[0] = '\0';
}

/* RUN/snapshots/FILE: the parameters of RUN. */
static void parameters_beside(const char *path, aps_analyze_stored *out) {
  char directory[4096];
  *out = (aps_analyze_stored){.law = ""};
  snprintf(directory, sizeof directory, "%s", path);
  for (int up = 0; up < 2; up++) {
    char *slash = strrchr(directory, '/');
    if (slash == NULL)
      snprintf(directory, sizeof directory, up ? "." : "..");
    else
      *slash = '\0';
    if (slash == NULL) break;
  }
  aps_analyze_parameters(directory[0] ? directory : "/", out);
}

/* ---- options --------------------------------------------------------------------------------- */

static int number(const char *name, const char *text, double *out) {
  char *end;
  *out = strtod(text, &end);
  if (end != text && !*end && isfinite(*out) && *out >= 0 && !strpbrk(text, "xXpP")) return 0;
  return aps_cli_usage("%s: must be a number >= 0, got %s", name, text);
}

static int integer(const char *name, const char *text, long least, long most, long *out) {
  char *end;
  *out = strtol(text, &end, 10);
  if (end != text && !*end && *out >= least && *out <= most) return 0;
  return aps_cli_usage("%s: must be an integer from %ld to %ld, got %s", name, least, most, text);
}

static int centre(const char *text, aps_analysis_setup *s) {
  if (strcmp(text, "shrink") == 0) return s->centring = APS_CENTRE_SHRINK, 0;
  if (strcmp(text, "com") == 0) return s->centring = APS_CENTRE_MASS, 0;
  const char *at = text;
  for (int d = 0; d < 3; d++) {
    char *end;
    s->centre[d] = strtod(at, &end);
    if (end == at || !isfinite(s->centre[d]) || *end != (d < 2 ? ',' : '\0')) {
      aps_cli_usage("--centre: must be shrink, com or three numbers, got %s", text);
      aps_cli_hint("--centre=1.5,0,-2");
      return 2;
    }
    at = end + 1;
  }
  s->centring = APS_CENTRE_GIVEN;
  return 0;
}

static int names(const aps_analyze_options *o) {
  if (o->law && !aps_row_find(APS_KIND_LAW, o->law)) {
    aps_cli_usage("--law: no law is called %s", o->law);
    aps_cli_hint("newton, plummer or spline");
    return 2;
  }
  const char *solver = o->solver ? o->solver : "auto";
  if (strcmp(solver, "auto") == 0 || strcmp(solver, "none") == 0 ||
      aps_row_find(APS_KIND_FORCE, solver))
    return 0;
  aps_cli_usage("--solver: no solver in this build is called %s", solver);
  aps_cli_hint("auto, none or one that `apsis explain` lists");
  return 2;
}

static int check(aps_analyze_options *o) {
  long value = 0;
  double plain;
  if (o->type && integer("--type", o->type, 0, UINT32_MAX, &value)) return 2;
  o->setup.only = o->type != NULL;
  o->setup.type = (uint32_t)value;
  value = 0;
  if (o->bins && integer("--bins", o->bins, 1, 100000, &value)) return 2;
  o->setup.bins = (int)value;
  value = 0;
  if (o->grid && integer("--grid", o->grid, 0, 2048, &value)) return 2;
  if ((value & (value - 1)) != 0 || (value > 0 && value < 8))
    return aps_cli_usage("--grid: must be a power of two from 8 to 2048, or 0, got %s", o->grid);
  o->setup.grid = (int)value;
  value = 0;
  if (o->least && integer("--least", o->least, 1, INT32_MAX, &value)) return 2;
  o->setup.least = value;
  if (o->linking && number("--linking", o->linking, &o->setup.linking)) return 2;
  value = 0;
  if (o->threads && integer("--threads", o->threads, 0, 4096, &value)) return 2;
  aps_cli_threads_set(value);
  if (o->softening && number("--softening", o->softening, &plain)) return 2;
  if (o->G && number("--G", o->G, &o->setup.G)) return 2;
  if (o->centre && centre(o->centre, &o->setup)) return 2;
  return names(o);
}

static int one_file(aps_ctx *ctx, const char *path, const aps_analyze_options *o) {
  aps_analyze_stored stored;
  static aps_analyze_snapshot s; /* a few kilobytes of paths; one command, one file */
  parameters_beside(path, &stored);
  const aps_err err = aps_analyze_file(ctx, path, o, &stored, &s);
  if (err == APS_OK && o->json) {
    aps_json json = {0};
    aps_analyze_json(&json, NULL, &s);
    putchar('\n');
  } else if (err == APS_OK) {
    aps_analyze_print(&s);
  }
  const int status = aps_cli_error(ctx, err);
  aps_analyze_end(ctx, &s);
  return status;
}

int aps_cli_analyze(int argc, char **argv) {
  aps_analyze_options o = {.whole = 1};
  const aps_option table[] = {
      {"--json", NULL, NULL, "one JSON object, every number", &o.json},
      {"--type", NULL, "T", "look at PartTypeT alone (all)", &o.type},
      {"--centre", NULL, "shrink|com|x,y,z",
       "shrinking spheres, centre of mass, or a point (shrink; none in a periodic box)", &o.centre},
      {"--bins", NULL, "N", "at most so many shells and rings (24)", &o.bins},
      {"--G", NULL, "G", "gravitational constant (the file's, else 1)", &o.G},
      {"--law", NULL, "newton|plummer|spline", "compute the potential with this law", &o.law},
      {"--softening", NULL, "E", "and this softening length (the file's, else the run's)",
       &o.softening},
      {"--solver", NULL, "NAME|auto|none", "and this solver; none: no potential (auto)", &o.solver},
      {"--threads", NULL, "N", "OpenMP threads (all)", &o.threads},
      {"--grid", NULL, "M",
       "mesh of a box's power spectrum, a power of two; 0: none (twice as fine as the particles)",
       &o.grid},
      {"--linking", NULL, "L",
       "length of halos' links; 0: no halos (a fifth of the mean distance in a periodic box)",
       &o.linking},
      {"--least", NULL, "N", "particles that make a halo (20)", &o.least},
      {.name = NULL}};
  aps_words words;
  const int bad = aps_cli_parse(argc, argv, "analyze FILE|RUN_DIR [options]", table, 1, 1, &words);
  if (bad) return bad < 0 ? 0 : bad;
  const int wrong = check(&o);
  if (wrong) return wrong;
  aps_log_level level = APS_LOG_WARN;
  aps_ctx *ctx = aps_cli_ctx(&level);
  struct stat info;
  const int directory = stat(words.word[0], &info) == 0 && S_ISDIR(info.st_mode);
  const int status =
      directory ? aps_analyze_run(ctx, words.word[0], &o) : one_file(ctx, words.word[0], &o);
  aps_ctx_free(&ctx);
  return status;
}
