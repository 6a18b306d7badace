/* What the species of a run are called in its pictures and snapshots: after the models and files they come from. */
#include "../core/run.h"
#include "sim.h"
#include <stdio.h>
#include <string.h>

enum { KINDS = 256, NAME = 24 };

typedef struct {
  char name[KINDS][NAME];
  char taken[KINDS]; /* 2: by several, so it has no name */
} kinds;

static void call(kinds *k, int64_t type, const char *name) {
  if (type < 0 || type >= KINDS || !name[0]) return;
  const int same = k->taken[type] && strncmp(k->name[type], name, NAME - 1) == 0;
  if (!same) k->taken[type] += k->taken[type] < 2;
  snprintf(k->name[type], NAME, "%s", name);
}

/* "1 halo, 2 disc" of a file. */
static void call_all(kinds *k, const char *list) {
  for (const char *at = list; at && *at; at = strchr(at, ','), at += at ? 1 : 0) {
    int type;
    char name[NAME];
    if (sscanf(at, " %d %23[^,]", &type, name) == 2) call(k, type, name);
  }
}

/* "galaxy" of runs/galaxy.hdf5; a comma would end a name. */
static void stem(const char *path, char out[NAME]) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strchr(name + (*name == '.'), '.');
  snprintf(out, NAME, "%.*s", dot ? (int)(dot - name) : (int)strlen(name), name);
  for (char *c = out; *c; c++)
    if (*c == ',') *c = '_';
}

/* Entries of one model or file each have their number. */
static void name_entry(const aps_sim *sim, int i, char out[NAME]) {
  int twins = 0, before = 0;
  char one[NAME];
  for (int j = 0; j < sim->n_species; j++) {
    const aps_species_settings *set = &sim->species[j].set, *of = &sim->species[i].set;
    const char *a = set->model ? set->model : set->file, *b = of->model ? of->model : of->file;
    if (!a || !b || strcmp(a, b) != 0) continue;
    twins++, before += j < i;
  }
  const aps_species_settings *set = &sim->species[i].set;
  out[0] = '\0';
  if (!set->model && !set->file) return; /* a caller's arrays */
  stem(set->model ? set->model : set->file, one);
  if (twins > 1) snprintf(out, NAME, "%.16s %u", one, (unsigned)(before + 1) % 1000000);
  else snprintf(out, NAME, "%s", one);
}

void aps_kinds_open(aps_sim *sim) {
  kinds k = {.taken = {0}};
  if (sim->checkpoint.species[0]) { /* of files that need not be there any more */
    memcpy(sim->kinds, sim->checkpoint.species, sizeof sim->kinds);
    return;
  }
  for (int i = 0; i < sim->n_species; i++) {
    const aps_species *s = &sim->species[i];
    const char *model = s->set.model ? s->set.model : "";
    char name[NAME];
    name_entry(sim, i, name);
    if (s->set.type != INT64_MIN) call(&k, s->set.type, name);
    else if (strcmp(model, "galaxy") == 0) call_all(&k, "1 halo,2 disc,3 bulge");
    else if (strcmp(model, "encounter") == 0) call_all(&k, "1 halo,2 disc,3 bulge,4 second disc,5 black hole");
    else if (s->file.has & APS_TYPE) call_all(&k, s->file.species);
    else call(&k, 1 + i % 5, name);
  }
  size_t used = 0;
  for (int t = 0; t < KINDS && used + NAME + 8 < sizeof sim->kinds; t++)
    if (k.taken[t] == 1) used += (size_t)snprintf(sim->kinds + used, sizeof sim->kinds - used, "%s%d %s", used ? ", " : "", t, k.name[t]);
}

const char *aps_sim_kinds(const aps_sim *sim) { return sim->kinds; }
