/* Whether a configuration is still that of the checkpoint it goes on from. A checkpoint carries the lines of its own. Where
 * both differ in what the particles are, in their units or in the forces between them, one run would be two: refused, each
 * key named with both values. Numerics (step, solver, accuracy, precision) may change, which log.txt tells; so may how long,
 * where and on what the run runs, and what it writes. */
#include "sim.h"
#include "../core/number.h"
#include "../core/ranks.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { /* a line: key, value and origin between tabs */
  const char *key, *value, *origin;
  int n_key, n_value, n_origin;
} line;

static const char *next(const char *at, const char *end, line *out) {
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  if (stop == NULL) return NULL;
  *out = (line){.key = at, .n_key = (int)strcspn(at, "\t\n")};
  out->value = out->key + out->n_key + (out->key[out->n_key] == '\t');
  out->n_value = (int)strcspn(out->value, "\t\n");
  out->origin = out->value + out->n_value + (out->value[out->n_value] == '\t');
  out->n_origin = (int)(stop - out->origin);
  return stop + 1;
}

static int begins(const line *l, const char *with) { return strncmp(l->key, with, strlen(with)) == 0; }
static int is(const line *l, const char *key) { return begins(l, key) && l->n_key == (int)strlen(key); }
static int ends(const line *l, const char *with) {
  const int n = (int)strlen(with);
  return l->n_key >= n && memcmp(l->key + l->n_key - n, with, (size_t)n) == 0;
}

typedef struct { const char *at, *end; } lines;

static int find(lines in, const char *key, int n_key, line *out) {
  while ((in.at = next(in.at, in.end, out)) != NULL)
    if (out->n_key == n_key && memcmp(out->key, key, (size_t)n_key) == 0) return 1;
  return 0;
}

static double number(const line *l) {
  char text[40];
  double value;
  snprintf(text, sizeof text, "%.*s", l->n_value < 39 ? l->n_value : 39, l->value);
  return aps_number_parse(text, &value) ? value : NAN;
}

enum { MAY_CHANGE, TOLD, ANOTHER_SYSTEM };

/* A particle file may have moved: its particles are in the checkpoint. */
static int kind(const line *l) {
  if (begins(l, "particles[")) return ends(l, "].file") ? TOLD : ANOTHER_SYSTEM;
  if (begins(l, "cosmology.")) return is(l, "cosmology.longest_step") ? TOLD : ANOTHER_SYSTEM;
  if (begins(l, "units.") || begins(l, "box.") || is(l, "forces[0].law") || is(l, "forces[0].softening")) return ANOTHER_SYSTEM;
  if (begins(l, "collisions.")) return is(l, "collisions.list") ? MAY_CHANGE : ANOTHER_SYSTEM;
  if (is(l, "run.seed") || is(l, "run.t_start")) return ANOTHER_SYSTEM;
  return begins(l, "forces[") || begins(l, "integrator.") || is(l, "run.precision") ? TOLD : MAY_CHANGE;
}

/* A softening changed while the run went, and since then in the configuration as well. */
static int is_the_present(const aps_sim *sim, const line *now) {
  const aps_change *c = &sim->changes.of[APS_CHANGE_SOFTENING];
  return c->times > 0 && is(now, "forces[0].softening") && number(now) == c->value;
}

static int all_are_models(lines in) {
  line l;
  while ((in.at = next(in.at, in.end, &l)) != NULL)
    if (ends(&l, "].file") || ends(&l, "].given")) return 0;
  return 1;
}

static int is_a_model_s(lines in, const line *key) {
  const char *dot = memchr(key->key, '.', (size_t)key->n_key);
  char model[64];
  line found;
  const int n = snprintf(model, sizeof model, "%.*s.model", dot ? (int)(dot - key->key) : 0, key->key);
  return find(in, model, n, &found);
}

/* What a key means where these lines do not have it; NaN: not known here. A particle file may have a softening and radii of its own. */
static double meaning(const aps_sim *sim, lines without, const line *key) {
  static const char softening[] = "forces[0].softening";
  line all;
  if (is(key, "units.G")) return sim->checkpoint.units.G;
  if (is(key, softening)) return all_are_models(without) ? 0 : NAN;
  if (!is_a_model_s(without, key) || sim->changes.of[APS_CHANGE_SOFTENING].times > 0) return NAN;
  if (ends(key, "].softening")) return find(without, softening, sizeof softening - 1, &all) ? number(&all) : 0;
  return ends(key, "].body_radius") ? 0 : NAN;
}

typedef struct { /* what is refused */
  char first[300], more[700], origin[300];
  int n;
} refusal;

static void refuse(refusal *r, const line *was, const line *now, const char *directory) {
  enum { LONGEST = 60 };
  const line *key = now ? now : was;
  char before[LONGEST + 8] = "", after[LONGEST + 8] = "absent";
  if (was) snprintf(before, sizeof before, "%.*s", was->n_value < LONGEST ? was->n_value : LONGEST, was->value);
  if (now) snprintf(after, sizeof after, "%.*s", now->n_value < LONGEST ? now->n_value : LONGEST, now->value);
  if (r->n++ == 0) {
    snprintf(r->first, sizeof r->first, "%.*s: the run in %.80s has %s, got %s", key->n_key, key->key, directory,
             was ? before : "none", after);
    snprintf(r->origin, sizeof r->origin, "%.*s", now ? now->n_origin : 0, now ? now->origin : "");
    return;
  }
  const size_t used = strlen(r->more);
  snprintf(r->more + used, sizeof r->more - used, "%s%.*s (%s, got %s)", r->n == 2 ? "; also " : ", ", key->n_key, key->key,
           was ? before : "none", after);
}

static void differ(aps_sim *sim, refusal *r, const line *was, const line *now, lines without) {
  const int what = kind(now ? now : was);
  /* a key that only one of them has, at its default: the two were made by versions that know different keys */
  const line *alone = was && now ? NULL : was ? was : now;
  if (what == MAY_CHANGE || (alone && alone->n_origin == 7 && memcmp(alone->origin, "default", 7) == 0)) return;
  if (alone && number(alone) == meaning(sim, without, alone)) return;
  if (now && is_the_present(sim, now)) return;
  if (what == ANOTHER_SYSTEM) {
    refuse(r, was, now, sim->directory);
    return;
  }
  aps_log(sim->ctx, APS_LOG_INFO, "restart: %.*s is now %.*s, before it was %.*s", now ? now->n_key : was->n_key,
          now ? now->key : was->key, now ? now->n_value : 6, now ? now->value : "absent", was ? was->n_value : 6,
          was ? was->value : "absent");
}

static void compare(aps_sim *sim, lines old, lines new, refusal *r) {
  line now, was;
  for (lines left = new; (left.at = next(left.at, left.end, &now)) != NULL;) {
    const int there = find(old, now.key, now.n_key, &was);
    if (there && was.n_value == now.n_value && memcmp(was.value, now.value, (size_t)now.n_value) == 0) continue;
    differ(sim, r, there ? &was : NULL, &now, old);
  }
  for (lines left = old; (left.at = next(left.at, left.end, &was)) != NULL;)
    if (!find(new, was.key, was.n_key, &now)) differ(sim, r, &was, NULL, new);
}

static aps_err verdict(aps_sim *sim, const refusal *r) {
  if (r->n == 0) return APS_OK;
  aps_fail(sim->ctx, APS_ECONFIG, "%s: %s%s", *r->origin && strcmp(r->origin, "default") != 0 ? r->origin : sim->name, r->first, r->more);
  return aps_hint(sim->ctx, "a restart takes its particles from the checkpoint and goes on with the same system: leave out what differs; -o DIR "
                            "begins another, from a snapshot of this one where particles say file: %.60s/snapshots/...", sim->directory);
}

const char *aps_same_lines(aps_sim *sim) {
  if (sim->lines == NULL) sim->lines = aps_config_lines(sim->config);
  return sim->lines;
}

aps_err aps_same_check(aps_sim *sim) {
  const aps_dataset *file = &sim->checkpoint;
  refusal r = {.n = 0};
  const char *now = aps_same_lines(sim);
  for (int i = 0; i < file->n_blobs && now; i++) {
    const char *was = file->blob[i].data;
    if (strcmp(file->blob[i].name, "parameters") == 0)
      compare(sim, (lines){was, was + file->blob[i].size}, (lines){now, now + strlen(now)}, &r);
  }
  return aps_ranks_agree(sim->ctx, now ? verdict(sim, &r) : APS_EMEM);
}
