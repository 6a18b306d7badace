/* What `apsis analyze` says about orbits about a star, as text and JSON. */
#include "analyze.h"
#include <stddef.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const char *key;
  size_t offset;
} member;

static const member members[] = {{"mass", offsetof(aps_orbit, mass)},
                                 {"a", offsetof(aps_orbit, a)},
                                 {"e", offsetof(aps_orbit, e)},
                                 {"inclination", offsetof(aps_orbit, inclination)},
                                 {"longitude", offsetof(aps_orbit, longitude)},
                                 {"varpi", offsetof(aps_orbit, varpi)},
                                 {"node", offsetof(aps_orbit, node)},
                                 {"period", offsetof(aps_orbit, period)}};
enum { MEMBERS = sizeof members / sizeof *members };

static double value_of(const aps_orbit *o, int k) {
  double value;
  memcpy(&value, (const char *)o + members[k].offset, sizeof value);
  return value;
}

void aps_analyze_print_orbits(const aps_analyze_snapshot *s) {
  enum { ROWS = 20 };
  const aps_orbits *o = &s->orbits;
  if (o->n == 0) return;
  printf("\norbits about particle %llu of mass %.9g: osculating elements, angles in degrees\n %12s", (unsigned long long)o->centre,
         o->mass, "id");
  for (int k = 0; k < MEMBERS; k++) printf(" %12s", members[k].key);
  putchar('\n');
  for (int64_t i = 0; i < o->n && i < ROWS; i++) {
    printf(" %12llu", (unsigned long long)o->orbit[i].id);
    for (int k = 0; k < MEMBERS; k++) {
      const double value = value_of(&o->orbit[i], k);
      if (isfinite(value)) printf(" %12.7g", value);
      else printf(" %12s", "-");
    }
    putchar('\n');
  }
  if (o->n > ROWS) printf(" %12s\n", "wider ones: --json");
}

void aps_analyze_json_orbits(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_orbits *o = &s->orbits;
  if (o->n == 0) {
    aps_json_text(j, "orbits", NULL);
    return;
  }
  aps_json_open(j, "orbits", '{');
  aps_json_natural(j, "centre", o->centre);
  aps_json_number(j, "centre_mass", o->mass);
  aps_json_open(j, "id", '[');
  for (int64_t i = 0; i < o->n; i++) aps_json_natural(j, NULL, o->orbit[i].id);
  aps_json_close(j, ']');
  for (int k = 0; k < MEMBERS; k++) aps_json_column(j, members[k].key, o->orbit, o->n, sizeof *o->orbit, members[k].offset);
  aps_json_close(j, '}');
}
