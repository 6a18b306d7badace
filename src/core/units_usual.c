/* What people measure a quantity of given dimensions in. */
#include "units.h"
#include <math.h>
#include <stdio.h>

enum { MASS, LENGTH, TIME, TEMPERATURE, CURRENT, DIMENSIONS };

static double cgs_of(const char *unit) {
  double cgs = 1;
  int exponent[3];
  aps_unit_parse(unit, &cgs, exponent);
  return cgs;
}

static int same(const double *a, const double *b) {
  for (int k = 0; k < DIMENSIONS; k++)
    if (fabs(a[k] - b[k]) > 1e-4) return 0;
  return 1;
}

/* "g cm^-3" */
static void spell(const double *exponent, char *out, size_t size) {
  static const char *const base[DIMENSIONS] = {"g", "cm", "s", "K", "A"};
  size_t used = 0;
  out[0] = '\0';
  for (int k = 0; k < DIMENSIONS && used + 14 < size; k++) {
    if (fabs(exponent[k]) < 1e-4) continue;
    used += (size_t)snprintf(out + used, size - used, "%s%s", used ? " " : "", base[k]);
    if (fabs(exponent[k] - 1) > 1e-4) used += (size_t)snprintf(out + used, size - used, "^%.3g", exponent[k]);
  }
}

/* Of one kind the largest comes first. */
double aps_unit_usual(double cgs, const double exponent[5], char out[32]) {
  const struct {
    double of[DIMENSIONS];
    const char *name;
    double cgs;
  } known[] = {{{1, 0, 0, 0, 0}, "Msun", cgs_of("Msun")},
               {{1, 0, 0, 0, 0}, "Mearth", cgs_of("Mearth")},
               {{1, 0, 0, 0, 0}, "kg", 1e3},
               {{0, 1, 0, 0, 0}, "Mpc", cgs_of("Mpc")},
               {{0, 1, 0, 0, 0}, "kpc", cgs_of("kpc")},
               {{0, 1, 0, 0, 0}, "pc", cgs_of("pc")},
               {{0, 1, 0, 0, 0}, "au", cgs_of("au")},
               {{0, 1, 0, 0, 0}, "km", 1e5},
               {{0, 1, 0, 0, 0}, "m", 1e2},
               {{0, 0, 1, 0, 0}, "Myr", cgs_of("Myr")},
               {{0, 0, 1, 0, 0}, "yr", cgs_of("yr")},
               {{0, 0, 1, 0, 0}, "s", 1},
               {{0, 0, 0, 1, 0}, "K", 1},
               {{0, 1, -1, 0, 0}, "km/s", 1e5},
               {{0, 1, -1, 0, 0}, "m/s", 1e2},
               {{0, 2, -2, 0, 0}, "(km/s)^2", 1e10},
               {{0, 2, -2, 0, 0}, "(m/s)^2", 1e4},
               {{0, 1, -2, 0, 0}, "cm/s^2", 1},
               {{1, -2, 0, 0, 0}, "Msun/pc^2", cgs_of("Msun pc^-2")},
               {{1, -3, 0, 0, 0}, "g/cm^3", 1},
               {{1, 0, -1, 0, 0}, "Msun/yr", cgs_of("Msun/yr")},
               {{1, 2, -2, 0, 0}, "erg", 1},
               {{1, 2, -3, 0, 0}, "erg/s", 1},
               {{1, -1, -2, 0, 0}, "erg/cm^3", 1},
               {{0, 0, -1, 0, 0}, "1/Myr", 1 / cgs_of("Myr")},
               {{0, -3, 0, 0, 0}, "1/cm^3", 1},
               {{1, 0, -2, 0, -1}, "uG", 1e-7}}; /* 1 G = 0.1 g/s^2/A */
  const double small = 0.02; /* what is measured in 1e-2 km/s and less is told in m/s */
  size_t best = sizeof known / sizeof *known;
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (same(exponent, known[k].of) && (best >= k || cgs < small * known[best].cgs)) best = k;
  if (best < sizeof known / sizeof *known) return snprintf(out, 32, "%s", known[best].name), cgs / known[best].cgs;
  spell(exponent, out, 32);
  return cgs; /* of a pure number as well: percent, say */
}
