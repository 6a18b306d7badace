/* What `apsis analyze` says about one set of particles, for people and as JSON. docs/analysis.md
 * defines each number. */
#include "analyze.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { /* one column of a table; ends with key == NULL */
  const char *key, *title;
  size_t offset;
} column;

#define SHELL(field, title)                                                                        \
  { #field, title, offsetof(aps_analysis_shell, field) }
static const column shells[] = {SHELL(r_inner, NULL),
                                SHELL(r_outer, "r_outer"),
                                SHELL(r, "r"),
                                SHELL(mass, NULL),
                                SHELL(density, "density"),
                                SHELL(v_r, NULL),
                                SHELL(v_phi, "v_phi"),
                                SHELL(sigma, NULL),
                                SHELL(sigma_r, "sigma_r"),
                                SHELL(sigma_t, "sigma_t"),
                                SHELL(beta, "beta"),
                                SHELL(enclosed_mass, "M(<r)"),
                                SHELL(v_circular, "v_circ"),
                                {.key = NULL}};

#define RING(field, title)                                                                         \
  { #field, title, offsetof(aps_analysis_ring, field) }
static const column rings[] = {RING(R_inner, NULL),
                               RING(R_outer, "R_outer"),
                               RING(R, "R"),
                               RING(mass, NULL),
                               RING(surface_density, "Sigma"),
                               RING(v_R, NULL),
                               RING(v_phi, "v_phi"),
                               RING(v_circular, "v_circ"),
                               RING(sigma_R, "sigma_R"),
                               RING(sigma_phi, "sigma_phi"),
                               RING(sigma_z, "sigma_z"),
                               RING(z_rms, "z_rms"),
                               {.key = NULL}};

static double value_at(const void *row, size_t offset) {
  double value;
  memcpy(&value, (const char *)row + offset, sizeof value);
  return value;
}

static const char *centring(const aps_analyze_snapshot *s) {
  return s->centring == APS_CENTRE_NONE    ? "none"
         : s->centring == APS_CENTRE_MASS  ? "com"
         : s->centring == APS_CENTRE_GIVEN ? "given"
                                           : "shrink";
}

static int physical(const aps_analyze_snapshot *s) {
  const aps_units *u = &s->file.units;
  return u->length > 0 && u->mass > 0 && u->time > 0;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* "-" of what is not known, or beyond what a number holds. */
static const char *known(double value, int digits, char out[32]) {
  snprintf(out, 32, isfinite(value) ? "%.*g" : "-", digits, value);
  return out;
}

static void vector(const char *name, const double x[3]) {
  char text[3][32];
  for (int k = 0; k < 3; k++) known(x[k], 6, text[k]);
  printf("%-18s %s, %s, %s\n", name, text[0], text[1], text[2]);
}

static void vector_if_known(const char *name, const double x[3]) {
  if (isfinite(x[0])) vector(name, x);
}

static void cell(double value) {
  if (isfinite(value))
    printf(" %10.4g", value);
  else
    printf(" %10s", "-");
}

static void table(const char *title, const column *c, const void *rows, size_t size, int n,
                  size_t count_at) {
  printf("\n%s\n %8s", title, "n");
  for (const column *k = c; k->key; k++)
    if (k->title) printf(" %10s", k->title);
  putchar('\n');
  for (int i = 0; i < n; i++) {
    const char *row = (const char *)rows + size * (size_t)i;
    int64_t count;
    memcpy(&count, row + count_at, sizeof count);
    printf(" %8lld", (long long)count);
    for (const column *k = c; k->key; k++)
      if (k->title) cell(value_at(row, k->offset));
    putchar('\n');
  }
}

static int is_comoving(const aps_analyze_snapshot *s) { return s->file.comoving.a > 0; }

static void print_comoving(const aps_analyze_snapshot *s) {
  const double a = s->file.comoving.a;
  printf("%-18s a = %.9g, z = %.6g\n", "comoving run", a, 1 / a - 1);
  if (s->stored_h != 1)
    printf("%-18s h = %.6g is taken out of lengths and masses\n", "", s->stored_h);
  printf("%-18s lengths and densities are comoving; velocities peculiar, a dx/dt; energies\n"
         "%-18s sum m v^2 / 2 and sum m phi / 2a, phi that of comoving positions\n",
         "", "");
}

static void print_head(const aps_analyze_snapshot *s) {
  const aps_dataset *d = &s->file;
  const aps_analysis *a = &s->result;
  printf("%-18s %s\n%-18s %s\n", "file", s->path, "format", d->format);
  printf("%-18s %.9g\n", "time", d->time);
  if (is_comoving(s))
    print_comoving(s);
  else if (d->redshift != 0)
    printf("%-18s %.9g\n", "redshift", d->redshift);
  if (physical(s))
    printf("%-18s %s, G = %.9g\n", "code units", aps_units_text(&d->units, (char[320]){""}), a->G);
  else
    printf("%-18s none named, G = %.9g\n", "code units", a->G);
  if (d->periodic)
    printf("%-18s periodic, %.9g x %.9g x %.9g%s\n", "box", d->box[0], d->box[1], d->box[2],
           s->centring == APS_CENTRE_NONE    ? ""
           : s->centring == APS_CENTRE_GIVEN ? "; nearest images to the centre"
                                             : "; positions are taken as they are");
  char text[32];
  for (int k = 0; k < a->n_species; k++)
    printf("PartType%-10u %lld particle%s, mass %s\n", a->species[k].type,
           (long long)a->species[k].n, a->species[k].n == 1 ? "" : "s", known(a->species[k].mass, 9, text));
  if (s->only)
    printf("%-18s PartType%u: %lld particle%s, mass %s\n", "looked at", s->type, (long long)a->n,
           a->n == 1 ? "" : "s", known(a->mass, 9, text));
  else
    printf("%-18s %lld particle%s, mass %s\n", "all", (long long)a->n, a->n == 1 ? "" : "s", known(a->mass, 9, text));
  if (a->by_number) printf("%-18s no mass: averages and radii count particles\n", "note");
}

static void print_centre(const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  if (s->centring == APS_CENTRE_NONE) {
    printf("%-18s none: the box is periodic; --centre=X,Y,Z gives radii and shells about a point\n",
           "centre");
    return;
  }
  vector("centre", a->centre);
  if (s->centring == APS_CENTRE_SHRINK && a->centre_n > 0)
    printf("%-18s %s, the last of radius %.4g with %lld particle%s\n", "",
           a->centre_peak ? "shrinking spheres" : "median: the density has no peak by shrinking spheres",
           a->centre_radius, (long long)a->centre_n, a->centre_n == 1 ? "" : "s");
  else
    printf("%-18s %s\n", "", s->centring == APS_CENTRE_GIVEN ? "as given" : "centre of mass");
  vector("its velocity", a->centre_velocity);
}

static void print_sums(const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  putchar('\n');
  print_centre(s);
  vector_if_known("centre of mass", a->centre_of_mass);
  vector("mean velocity", a->mean_velocity);
  vector("momentum", a->momentum);
  vector_if_known("angular momentum", a->angular_momentum);
  vector_if_known("spin", a->spin);
  char text[2][32];
  printf("\n%-18s %s, %s without the mean velocity\n", "kinetic energy", known(a->kinetic, 9, text[0]),
         known(a->kinetic_internal, 9, text[1]));
  if (isfinite(a->potential))
    printf("%-18s %.9g\n%-18s %s\n", "potential energy", a->potential, "total energy", known(a->total, 9, text[0]));
  if (isfinite(a->virial_ratio)) printf("%-18s %.6g\n", "virial ratio 2K/|W|", a->virial_ratio);
  printf("%-18s %s\n", "potential", s->source);
  if (isfinite(a->sigma)) printf("%-18s %.6g in one dimension\n", "velocity dispersion", a->sigma);
}

static void print_radii(const aps_analysis *a) {
  puts("\nLagrangian radii: so much of the mass lies within");
  for (int k = 0; k < APS_LAGRANGE; k++) printf(" %6.0f %%", 100 * aps_lagrange_fractions[k]);
  printf(" %8s\n", "all");
  char text[32];
  for (int k = 0; k < APS_LAGRANGE; k++) printf(" %8s", known(a->lagrange[k], 4, text));
  printf(" %8s\n", known(a->r_max, 4, text));
}

static void print_disc(const aps_analysis_disc *d) {
  char whose[64], text[2][32];
  snprintf(whose, sizeof whose, "PartType%lld", (long long)d->type);
  if (d->n_rings == 0) return;
  printf("\ndisc: %s: %lld particle%s of %s, median |z| / median R = %s, mean v_phi / rms speed = %s\n",
         d->found ? "found" : "none", (long long)d->n, d->n == 1 ? "" : "s",
         d->type >= 0    ? whose
         : d->type == -1 ? "those looked at"
                         : "all within the half-mass radius",
         known(d->flattening, 3, text[0]), known(d->rotation, 3, text[1]));
  if (!d->found) return;
  vector("axis", d->axis);
  vector("centre", d->centre);
  vector("its velocity", d->velocity);
  printf("%-18s median |z| %.5g, rms z %.5g\n", "thickness", d->z_median, d->z_rms);
  if (isfinite(d->scale_length))
    printf("%-18s %.5g +- %.2g, central surface density %.5g\n", "scale length", d->scale_length,
           d->scale_length_error, d->central_surface_density);
  table("rings about the axis", rings, d->ring, sizeof *d->ring, d->n_rings,
        offsetof(aps_analysis_ring, n));
}

void aps_analyze_print(const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  print_head(s);
  print_sums(s);
  aps_analyze_print_box(s);
  aps_analyze_print_orbits(s);
  if (s->centring == APS_CENTRE_NONE) return;
  print_radii(a);
  table("shells about the centre", shells, a->shell, sizeof *a->shell, a->n_shells,
        offsetof(aps_analysis_shell, n));
  print_disc(&a->disc);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void columns(aps_json *j, const column *c, const void *rows, size_t size, int n,
                    size_t count_at) {
  aps_json_open(j, "n", '[');
  for (int i = 0; i < n; i++) {
    int64_t count;
    memcpy(&count, (const char *)rows + size * (size_t)i + count_at, sizeof count);
    aps_json_integer(j, NULL, count);
  }
  aps_json_close(j, ']');
  for (; c->key; c++) {
    aps_json_open(j, c->key, '[');
    for (int i = 0; i < n; i++)
      aps_json_number(j, NULL, value_at((const char *)rows + size * (size_t)i, c->offset));
    aps_json_close(j, ']');
  }
}

static void json_units(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_units *u = &s->file.units;
  const int known = physical(s);
  aps_json_open(j, "units", '{');
  aps_json_number(j, "length_cm", known ? u->length : NAN);
  aps_json_number(j, "mass_g", known ? u->mass : NAN);
  aps_json_number(j, "time_s", known ? u->time : NAN);
  aps_json_number(j, "velocity_cm_per_s", known ? u->length / u->time : NAN);
  aps_json_number(j, "G", s->result.G);
  aps_json_text(j, "note",
                known ? "every number is in these code units"
                      : "the file names none; every number is in its code units");
  aps_json_close(j, '}');
}

static void json_comoving(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_comoving *c = &s->file.comoving;
  if (!is_comoving(s)) {
    aps_json_text(j, "comoving", NULL);
    return;
  }
  const int known = c->in.H0 > 0; /* GADGET's files tell no more than h */
  aps_json_open(j, "comoving", '{');
  aps_json_number(j, "scale_factor", c->a);
  aps_json_number(j, "h_taken_out", s->stored_h);
  aps_json_number(j, "H0", known ? c->in.H0 : NAN);
  aps_json_number(j, "omega_m", known ? c->in.omega_m : NAN);
  aps_json_number(j, "omega_lambda", known ? c->in.omega_lambda : NAN);
  aps_json_text(j, "lengths", "comoving");
  aps_json_text(j, "velocities", "peculiar");
  aps_json_text(j, "energies", "peculiar");
  aps_json_close(j, '}');
}

static void json_head(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  aps_json_text(j, "file", s->path);
  aps_json_text(j, "format", s->file.format);
  aps_json_number(j, "time", s->file.time);
  aps_json_number(j, "redshift", s->file.redshift);
  json_comoving(j, s);
  json_units(j, s);
  aps_json_open(j, "species", '[');
  for (int k = 0; k < a->n_species; k++) {
    aps_json_open(j, NULL, '{');
    aps_json_integer(j, "type", a->species[k].type);
    aps_json_integer(j, "n", a->species[k].n);
    aps_json_number(j, "mass", a->species[k].mass);
    aps_json_close(j, '}');
  }
  aps_json_close(j, ']');
  if (s->only)
    aps_json_integer(j, "type", s->type);
  else
    aps_json_text(j, "type", NULL);
  aps_json_integer(j, "n", a->n);
  aps_json_number(j, "mass", a->mass);
  aps_json_truth(j, "averages_count_particles", a->by_number);
}

static void json_sums(aps_json *j, const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  aps_json_open(j, "centre", '{');
  aps_json_text(j, "method", centring(s));
  aps_json_numbers(j, "position", a->centre, 3);
  aps_json_numbers(j, "velocity", a->centre_velocity, 3);
  aps_json_number(j, "sphere_radius", a->centre_n > 0 ? a->centre_radius : NAN);
  aps_json_integer(j, "sphere_n", a->centre_n);
  aps_json_truth(j, "peak", a->centre_peak);
  aps_json_close(j, '}');
  aps_json_numbers(j, "centre_of_mass", a->centre_of_mass, 3);
  aps_json_numbers(j, "mean_velocity", a->mean_velocity, 3);
  aps_json_numbers(j, "momentum", a->momentum, 3);
  aps_json_numbers(j, "angular_momentum", a->angular_momentum, 3);
  aps_json_numbers(j, "spin", a->spin, 3);
  aps_json_open(j, "energy", '{');
  aps_json_number(j, "kinetic", a->kinetic);
  aps_json_number(j, "kinetic_internal", a->kinetic_internal);
  aps_json_number(j, "potential", a->potential);
  aps_json_number(j, "total", a->total);
  aps_json_number(j, "virial_ratio", a->virial_ratio);
  aps_json_text(j, "potential_from", s->from);
  aps_json_text(j, "potential_note", s->source);
  aps_json_text(j, "law", s->law[0] ? s->law : NULL);
  aps_json_text(j, "solver", s->solver[0] ? s->solver : NULL);
  aps_json_close(j, '}');
  aps_json_number(j, "velocity_dispersion", a->sigma);
  aps_json_open(j, "lagrangian", '{');
  aps_json_numbers(j, "fraction", aps_lagrange_fractions, APS_LAGRANGE);
  aps_json_numbers(j, "radius", a->lagrange, APS_LAGRANGE);
  aps_json_number(j, "r_max", a->r_max);
  aps_json_close(j, '}');
}

static void json_disc(aps_json *j, const aps_analysis_disc *d) {
  aps_json_open(j, "disc", '{');
  aps_json_truth(j, "found", d->found);
  if (d->type >= 0)
    aps_json_integer(j, "type", d->type);
  else
    aps_json_text(j, "type", d->type == -1 ? "selection" : "half-mass");
  aps_json_integer(j, "n", d->n);
  aps_json_number(j, "mass", d->mass);
  aps_json_numbers(j, "centre", d->centre, 3);
  aps_json_numbers(j, "velocity", d->velocity, 3);
  aps_json_numbers(j, "axis", d->axis, 3);
  aps_json_number(j, "flattening", d->flattening);
  aps_json_number(j, "rotation", d->rotation);
  aps_json_number(j, "z_median", d->z_median);
  aps_json_number(j, "z_rms", d->z_rms);
  aps_json_number(j, "scale_length", d->scale_length);
  aps_json_number(j, "scale_length_error", d->scale_length_error);
  aps_json_number(j, "central_surface_density", d->central_surface_density);
  aps_json_open(j, "rings", '{');
  columns(j, rings, d->ring, sizeof *d->ring, d->n_rings, offsetof(aps_analysis_ring, n));
  aps_json_close(j, '}');
  aps_json_close(j, '}');
}

void aps_analyze_json(aps_json *j, const char *key, const aps_analyze_snapshot *s) {
  const aps_analysis *a = &s->result;
  aps_json_open(j, key, '{');
  json_head(j, s);
  json_sums(j, s);
  aps_json_open(j, "profile", '{');
  columns(j, shells, a->shell, sizeof *a->shell, a->n_shells, offsetof(aps_analysis_shell, n));
  aps_json_close(j, '}');
  json_disc(j, &a->disc);
  aps_analyze_json_box(j, s);
  aps_analyze_json_orbits(j, s);
  aps_json_close(j, '}');
}
