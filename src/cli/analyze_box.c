/* What `apsis analyze` says about the matter of a box: its power spectrum; and about halos, as text
 * and JSON. */
#include "analyze.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* Sixteen rows of about the same ratio of k: means over the waves of several bins. */
static void print_power(const aps_analyze_snapshot *s) {
  const aps_power *p = &s->power;
  if (p->n_bins == 0) return;
  const double ratio = pow(p->bin[p->n_bins - 1].k / p->bin[0].k, 1.0 / 16);
  printf(
      "\npower spectrum on a mesh of %d^3, below its Nyquist wave number %.4g; shot noise %.5g is "
      "part of P\n %10s %12s %12s %12s %12s\n",
      p->grid, p->nyquist, p->shot_noise, "k", "waves", "P", "P - noise", "k^3 P / 2pi^2");
  for (int b = 0; b < p->n_bins;) {
    const double end = p->bin[b].k * ratio;
    double k = 0, power = 0, modes = 0;
    for (; b < p->n_bins && (modes == 0 || p->bin[b].k < end); b++) {
      const double w = (double)p->bin[b].modes;
      modes += w, k += w * p->bin[b].k, power += w * p->bin[b].power;
    }
    k /= modes, power /= modes;
    printf(" %10.4g %12.0f %12.5g %12.5g %12.5g\n", k, modes, power, power - p->shot_noise,
           k * k * k * power / (2 * M_PI * M_PI));
  }
}

static void json_power(aps_json *j, const aps_power *p) {
  if (p->n_bins == 0) {
    aps_json_text(j, "power_spectrum", NULL);
    return;
  }
  aps_json_open(j, "power_spectrum", '{');
  aps_json_integer(j, "grid", p->grid);
  aps_json_number(j, "nyquist", p->nyquist);
  aps_json_number(j, "shot_noise", p->shot_noise);
  aps_json_column(j, "k", p->bin, p->n_bins, sizeof *p->bin, offsetof(aps_power_bin, k));
  aps_json_open(j, "modes", '[');
  for (int b = 0; b < p->n_bins; b++) aps_json_integer(j, NULL, p->bin[b].modes);
  aps_json_close(j, ']');
  aps_json_column(j, "power", p->bin, p->n_bins, sizeof *p->bin, offsetof(aps_power_bin, power));
  aps_json_close(j, '}');
}

/* ---- halos ----------------------------------------------------------------------------------- */

/* How many halos per volume are how heavy: bins of a quarter of a decade, up from the lightest. */
typedef struct {
  double low, high;
  int64_t n, heavier; /* in it; of at least `low` */
  double density;     /* dn / d ln M: halos per volume and e-fold; NAN where there is no box */
} mass_bin;

enum { MASS_BINS = 64 };

static int mass_function(const aps_analyze_snapshot *s, mass_bin *bin) {
  const aps_halos *h = &s->halos;
  const double *box = s->file.box, step = pow(10, 0.25);
  const double volume = s->file.periodic ? box[0] * box[1] * box[2] : NAN;
  int n = 0;
  int64_t k = h->n_halos; /* halos behind it are told */
  double low = k > 0 ? h->halo[k - 1].mass : 0;
  for (; k > 0 && low > 0 && n < MASS_BINS; n++, low *= step) {
    bin[n] = (mass_bin){.low = low, .high = low * step, .heavier = k};
    for (; k > 0 && h->halo[k - 1].mass < bin[n].high; k--) bin[n].n++;
    bin[n].density = (double)bin[n].n / volume / log(step);
  }
  return n;
}

static void print_halos(const aps_analyze_snapshot *s) {
  enum { ROWS = 10 };
  const aps_halos *h = &s->halos;
  if (!(h->linking > 0)) return;
  printf("\nhalos: friends of friends by links of %.6g: %lld of %lld particles or more", h->linking,
         (long long)h->n_halos, (long long)h->least);
  if (h->n_halos == 0) {
    putchar('\n');
    return;
  }
  if (s->result.mass > 0)
    printf(", with %.3g %% of the mass", 100 * h->mass_inside / s->result.mass);
  printf("\n %20s %8s %10s %10s %10s %10s %10s %10s %10s %10s %10s\n", "id", "n", "mass", "x", "y",
         "z", "vx", "vy", "vz", "sigma", "rms r");
  for (int64_t k = 0; k < h->n_halos && k < ROWS; k++) {
    const aps_halo *o = &h->halo[k];
    printf(" %20llu %8lld %10.4g %10.5g %10.5g %10.5g %10.4g %10.4g %10.4g %10.4g %10.4g\n",
           (unsigned long long)o->id, (long long)o->n, o->mass, o->position[0], o->position[1],
           o->position[2], o->velocity[0], o->velocity[1], o->velocity[2], o->sigma, o->radius);
  }
  if (h->n_halos > ROWS) printf(" %20s lighter ones: --json\n", "");
  mass_bin bin[MASS_BINS];
  const int n = mass_function(s, bin);
  if (n == 0) return;
  printf("\nhow many are how heavy\n %12s %12s %8s %12s %14s\n", "from mass", "to", "n",
         "or heavier", "dn / d ln M");
  for (int k = 0; k < n; k++) {
    printf(" %12.5g %12.5g %8lld %12lld", bin[k].low, bin[k].high, (long long)bin[k].n,
           (long long)bin[k].heavier);
    if (isfinite(bin[k].density)) printf(" %14.5g", bin[k].density);
    putchar('\n');
  }
}

typedef struct {
  const char *key;
  size_t offset;
} member;

static const member members[] = {
    {"mass", offsetof(aps_halo, mass)},      {"x", offsetof(aps_halo, position[0])},
    {"y", offsetof(aps_halo, position[1])},  {"z", offsetof(aps_halo, position[2])},
    {"vx", offsetof(aps_halo, velocity[0])}, {"vy", offsetof(aps_halo, velocity[1])},
    {"vz", offsetof(aps_halo, velocity[2])}, {"sigma", offsetof(aps_halo, sigma)},
    {"radius", offsetof(aps_halo, radius)}};

static void json_mass_function(aps_json *j, const aps_analyze_snapshot *s) {
  mass_bin bin[MASS_BINS];
  const int n = mass_function(s, bin);
  aps_json_open(j, "mass_function", '{');
  aps_json_column(j, "mass_low", bin, n, sizeof *bin, offsetof(mass_bin, low));
  aps_json_column(j, "mass_high", bin, n, sizeof *bin, offsetof(mass_bin, high));
  aps_json_open(j, "n", '[');
  for (int k = 0; k < n; k++) aps_json_integer(j, NULL, bin[k].n);
  aps_json_close(j, ']');
  aps_json_open(j, "heavier", '[');
  for (int k = 0; k < n; k++) aps_json_integer(j, NULL, bin[k].heavier);
  aps_json_close(j, ']');
  aps_json_column(j, "dn_dlnM", bin, n, sizeof *bin, offsetof(mass_bin, density));
  aps_json_close(j, '}');
}

static void json_halos(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_halos *h = &s->halos;
  if (!(h->linking > 0)) {
    aps_json_text(j, "halos", NULL);
    return;
  }
  aps_json_open(j, "halos", '{');
  aps_json_number(j, "linking", h->linking);
  aps_json_integer(j, "least", h->least);
  aps_json_integer(j, "n_halos", h->n_halos);
  aps_json_integer(j, "n_inside", h->n_inside);
  aps_json_number(j, "mass_inside", h->mass_inside);
  aps_json_open(j, "id", '[');
  for (int64_t k = 0; k < h->n_halos; k++) aps_json_natural(j, NULL, h->halo[k].id);
  aps_json_close(j, ']');
  aps_json_open(j, "n", '[');
  for (int64_t k = 0; k < h->n_halos; k++) aps_json_integer(j, NULL, h->halo[k].n);
  aps_json_close(j, ']');
  for (size_t m = 0; m < sizeof members / sizeof *members; m++)
    aps_json_column(j, members[m].key, h->halo, h->n_halos, sizeof *h->halo, members[m].offset);
  json_mass_function(j, s);
  aps_json_close(j, '}');
}

void aps_analyze_print_box(const aps_analyze_snapshot *s) {
  print_power(s);
  print_halos(s);
}

void aps_analyze_json_box(aps_json *j, const aps_analyze_snapshot *s) {
  json_power(j, &s->power);
  json_halos(j, s);
}
