/* Columns that a file has beyond apsis' own: found by their names, read one at a time, with the units that SWIFT and GADGET-4
 * write beside them, from one file or several, and shown as colours, with what their bar says. */
#include "../../src/core/ctx.h"
#include "../../viz/colour.h"
#include "../../viz/series.h"
#include "../check.h"
#include "../folders.h"
#include <hdf5.h>
#include <png.h>
#include <sys/stat.h>

const char *__lsan_default_suppressions(void) { return "leak:libhdf5"; }

static aps_ctx *ctx;
static char folder[] = "/tmp/apsis-further-XXXXXX", file[100], picture[100];

enum { GAS = 600, DARK = 40, METALS = 9 };

static void put(hid_t object, const char *name, double value) {
  const hid_t space = H5Screate(H5S_SCALAR);
  const hid_t a = H5Acreate2(object, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(a, H5T_NATIVE_DOUBLE, &value);
  H5Aclose(a), H5Sclose(space);
}

static void put_counts(hid_t object, const char *name, hsize_t n, const int *counts) {
  const hid_t space = H5Screate_simple(1, &n, NULL);
  const hid_t a = H5Acreate2(object, name, H5T_NATIVE_INT, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(a, H5T_NATIVE_INT, counts);
  H5Aclose(a), H5Sclose(space);
}

static void put_text(hid_t object, const char *name, const char *text) {
  const hid_t space = H5Screate(H5S_SCALAR), type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, strlen(text) + 1);
  const hid_t a = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(a, type, text);
  H5Aclose(a), H5Tclose(type), H5Sclose(space);
}

/* chunk > 0: in chunks of so many rows, packed; as floats. To be closed. */
static hid_t put_rows(hid_t group, const char *name, hsize_t rows, hsize_t width, hsize_t chunk, const double *x) {
  const hsize_t shape[2] = {rows, width}, part[2] = {chunk < rows ? chunk : rows, width};
  const hid_t space = H5Screate_simple(width > 1 ? 2 : 1, shape, NULL), how = H5Pcreate(H5P_DATASET_CREATE);
  if (chunk) H5Pset_chunk(how, width > 1 ? 2 : 1, part), H5Pset_deflate(how, 4);
  const hid_t set = H5Dcreate2(group, name, H5T_NATIVE_FLOAT, space, H5P_DEFAULT, how, H5P_DEFAULT);
  H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, x);
  H5Pclose(how), H5Sclose(space);
  return set;
}

/* ---- what gas i has ---- */

static double energy_of(int i) { return 1 + 0.5 * i; }
static double metal_of(int i, int k) { return (i + 100 * k) / 1024.0; }
static double field_of(int i, int c) { return c == 0 ? 3 * i : c == 1 ? -4 * i : 12 * i; } /* of length 13 i */

enum { SWIFT_LIKE, GADGET_LIKE, BARE };
enum { ISOLATED, COMOVING };

static void put_unit(hid_t set, int kind, double mass, double length, double time, double scale) {
  const double U[3] = {2e43, 3e24, 3e17}, cgs = pow(U[0], mass) * pow(U[1], length) * pow(U[2], time);
  if (kind == SWIFT_LIKE) {
    put(set, "U_M exponent", mass), put(set, "U_L exponent", length), put(set, "U_t exponent", time);
    put(set, "U_I exponent", 0), put(set, "U_T exponent", 0), put(set, "a-scale exponent", scale), put(set, "h-scale exponent", 0);
    put(set, "Conversion factor to CGS (not including cosmological corrections)", cgs);
  }
  if (kind == GADGET_LIKE) { /* velocities instead of times */
    put(set, "mass_scaling", mass), put(set, "length_scaling", length + time), put(set, "velocity_scaling", -time);
    put(set, "a_scaling", scale), put(set, "h_scaling", 2), put(set, "to_cgs", cgs);
  }
}

static void put_gas(hid_t g, int kind, int first, int n) {
  double *one = malloc(sizeof *one * GAS), *metal = malloc(sizeof *metal * GAS * METALS), *field = malloc(sizeof *field * GAS * 3);
  for (int i = 0; i < n; i++) {
    one[i] = energy_of(first + i);
    for (int k = 0; k < METALS; k++) metal[METALS * i + k] = metal_of(first + i, k);
    for (int c = 0; c < 3; c++) field[3 * i + c] = field_of(first + i, c);
  }
  hid_t set = put_rows(g, "InternalEnergies", (hsize_t)n, 1, 64, one);
  put_unit(set, kind, 0, 2, -2, -2), H5Dclose(set);
  set = put_rows(g, "MetalMassFractions", (hsize_t)n, METALS, 50, metal);
  put_unit(set, kind, 0, 0, 0, 0), H5Dclose(set);
  set = put_rows(g, "Fields", (hsize_t)n, 3, 64, field), H5Dclose(set);
  set = put_rows(g, "Nothing", (hsize_t)n - 1, 1, 0, one), H5Dclose(set); /* of other rows */
  H5Gclose(H5Gcreate2(g, "Grid", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  free(one), free(metal), free(field);
}

/* Gas on the left, dark matter on the right. Part `part` of `parts` has its share of both. */
static void write_part(const char *path, int kind, int expands, int part, int parts) {
  double x[3 * GAS], mass[GAS];
  const hid_t f = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t header = H5Gcreate2(f, "Header", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const int n[2] = {GAS / parts, DARK / parts}, first[2] = {part * n[0], part * n[1]};
  put(header, "Time", expands && kind == GADGET_LIKE ? 0.5 : 1), put_counts(header, "NumFilesPerSnapshot", 1, &parts);
  put(header, "Redshift", expands ? 1 : 0);
  put_counts(header, "NumPart_ThisFile", 2, n), put_counts(header, "NumPart_Total", 2, (int[]){GAS, DARK});
  if (kind == SWIFT_LIKE) put_text(header, "Code", "SWIFT"), put(header, "Scale-factor", expands ? 0.5 : 1);
  if (kind == GADGET_LIKE && expands) put(header, "HubbleParam", 0.7), put(header, "Omega0", 0.3);
  H5Gclose(header);
  const hid_t units = H5Gcreate2(f, "Units", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  put(units, "Unit mass in cgs (U_M)", 2e43), put(units, "Unit length in cgs (U_L)", 3e24), put(units, "Unit time in cgs (U_t)", 3e17);
  H5Gclose(units);
  if (kind == SWIFT_LIKE && expands) {
    const hid_t c = H5Gcreate2(f, "Cosmology", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    put(c, "Cosmological run", 1), put(c, "H0 [internal units]", 0.07), put(c, "Omega_m", 0.3), put(c, "Omega_lambda", 0.7);
    H5Gclose(c);
  }
  for (int t = 0; t < 2; t++) {
    if (n[t] == 0) continue;
    const hid_t g = H5Gcreate2(f, t ? "PartType1" : "PartType0", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    for (int i = 0; i < n[t]; i++) {
      const double a = 2.4 * (first[t] + i), r = 0.02 * sqrt(first[t] + i);
      x[3 * i] = (t ? 2 : -2) + r * cos(a), x[3 * i + 1] = r * sin(a), x[3 * i + 2] = 0, mass[i] = 1;
    }
    H5Dclose(put_rows(g, "Coordinates", (hsize_t)n[t], 3, 0, x)), H5Dclose(put_rows(g, "Velocities", (hsize_t)n[t], 3, 0, x));
    H5Dclose(put_rows(g, "Masses", (hsize_t)n[t], 1, 0, mass));
    if (t == 0) put_gas(g, kind, first[0], n[0]);
    H5Gclose(g);
  }
  H5Fclose(f);
}

static void write_file(int kind, int expands) {
  snprintf(file, sizeof file, "%s/gas.hdf5", folder);
  write_part(file, kind, expands, 0, 1);
}

/* ---- reading ---- */

static aps_dataset d;

static aps_err ask(const char *name) {
  aps_dataset_free(&d);
  APS_TRY(aps_dataset_read(ctx, file, &d));
  return aps_dataset_further(ctx, file, name, &d);
}

static int gas_has(double (*value)(int, int), int k) {
  int right = 0;
  if (d.v.n != GAS + DARK) return 0;
  for (int64_t i = 0, at = 0; i < d.v.n; i++) {
    const double want = value((int)at, k);
    const int is_gas = d.v.type[i] == 0;
    right += is_gas ? fabs(d.v.further[i] - want) < 1e-5 * (1 + fabs(want)) : isnan(d.v.further[i]);
    at += is_gas;
  }
  return right == GAS + DARK && d.has & APS_FURTHER;
}

static double energy(int i, int k) { return k * 0.25 * energy_of(i); }
static double length(int i, int k) { return k * 13.0 * i; }

static void check_all(void) {
  CHECK_OK(ctx, ask("InternalEnergies"));
  CHECK(gas_has(energy, 4) && strcmp(d.further.name, "InternalEnergies") == 0);
  CHECK_OK(ctx, ask("internalenergies"));
  CHECK(gas_has(energy, 4) && strcmp(d.further.name, "InternalEnergies") == 0);
  CHECK_OK(ctx, ask("MetalMassFractions.2"));
  CHECK(gas_has(metal_of, 2));
  CHECK_OK(ctx, ask("metalmassfractions.8"));
  CHECK(gas_has(metal_of, 8) && strcmp(d.further.name, "MetalMassFractions.8") == 0);
  CHECK_OK(ctx, ask("Fields"));
  CHECK(gas_has(length, 1));
  CHECK_OK(ctx, ask("Fields.y"));
  CHECK(gas_has(field_of, 1));
  CHECK_OK(ctx, ask("Fields.0"));
  CHECK(gas_has(field_of, 0));
}

static void test_columns_are_found_and_read(void) {
  write_file(SWIFT_LIKE, ISOLATED);
  check_all();
  CHECK(ask("InternalEnergy") == APS_EARG && strstr(aps_ctx_hint(ctx), "did you mean InternalEnergies?"));
  CHECK(strstr(aps_ctx_hint(ctx), "MetalMassFractions.0 to .8") && !(d.has & APS_FURTHER) && d.further.name[0] == '\0');
  CHECK(ask("MetalMassFractions") == APS_EARG && strstr(aps_ctx_hint(ctx), "MetalMassFractions.0 to MetalMassFractions.8"));
  CHECK(ask("MetalMassFractions.9") == APS_EARG && ask("Fields.w") == APS_EARG && ask("Nothing") == APS_EARG && ask("Grid") == APS_EARG);
  CHECK(ask("../Header") == APS_EARG && ask("") == APS_EARG && ask(".") == APS_EARG && ask("Fields.") == APS_EARG);
  char own[120];
  aps_dataset back;
  snprintf(own, sizeof own, "%s/own.hdf5", folder);
  CHECK_OK(ctx, ask("Fields")); /* whoever writes the dataset does not write it: nobody would know what it is */
  CHECK_OK(ctx, aps_dataset_write(ctx, own, "own", &d, NULL, 0));
  CHECK_OK(ctx, aps_dataset_verify(ctx, own, &d));
  CHECK_OK(ctx, aps_dataset_read(ctx, own, &back));
  CHECK(!(back.has & APS_FURTHER) && back.v.further == NULL);
  CHECK(aps_dataset_further(ctx, own, "Fields", &back) == APS_EARG && strstr(aps_ctx_hint(ctx), "no columns but those"));
  aps_dataset_free(&back);
  aps_names names;
  CHECK_OK(ctx, aps_dataset_names(ctx, file, &names));
  CHECK(names.n == 2 + METALS && strcmp(names.name[0], "Fields") == 0); /* in the order of names; none that is a column already */
  aps_names_free(ctx, &names);
}

static void test_columns_of_several_files(void) {
  char path[120];
  for (int k = 0; k < 4; k++) {
    snprintf(path, sizeof path, "%s/parts.%d.hdf5", folder, k);
    write_part(path, BARE, ISOLATED, k, 4);
  }
  snprintf(file, sizeof file, "%s/parts.1.hdf5", folder);
  check_all();
  CHECK(d.further.unit[0] == '\0' && d.further.in_units == 1);
}

static void test_units_are_the_files(void) {
  const double v = 3e24 / 3e17 / 1e5; /* km/s */
  write_file(SWIFT_LIKE, ISOLATED);
  CHECK_OK(ctx, ask("InternalEnergies"));
  CHECK(strcmp(d.further.unit, "(km/s)^2") == 0);
  CHECK_NEAR(d.further.in_units, v * v, 1e-6);
  CHECK_OK(ctx, ask("MetalMassFractions.0"));
  CHECK(d.further.unit[0] == '\0' && d.further.in_units == 1);
  write_file(SWIFT_LIKE, COMOVING); /* a = 1/2: physical ones are a^-2 = 4 times what is stored */
  CHECK_OK(ctx, ask("InternalEnergies"));
  CHECK(gas_has(energy, 16));
  write_file(GADGET_LIKE, COMOVING); /* and h^2 */
  CHECK_OK(ctx, ask("InternalEnergies"));
  CHECK(strcmp(d.further.unit, "(km/s)^2") == 0);
  CHECK_NEAR(d.further.in_units, v * v, 1e-6);
  CHECK_NEAR(d.v.further[4], energy_of(4) * 4 * 0.49, 1e-6);
  write_file(BARE, ISOLATED);
  CHECK_OK(ctx, ask("InternalEnergies"));
  CHECK(d.further.unit[0] == '\0' && d.further.in_units == 1);
}

static void write_csv(const char *text) {
  snprintf(file, sizeof file, "%s/gas.csv", folder);
  FILE *f = fopen(file, "w");
  fputs(text, f);
  fclose(f);
}

static void test_columns_of_csv(void) {
  write_csv("x,y,z,m,T [K],flag,age,Name\n1,0,0,1,1e4,0,5,a\n-1,0,0,1,,3,6,b\n0,1,0,1,nan,2,7,c\n0,-1,0,1,2.5e7,1,8,d\n");
  CHECK_OK(ctx, ask("t"));
  CHECK(strcmp(d.further.name, "T") == 0 && strcmp(d.further.unit, "K") == 0);
  CHECK(d.v.further[0] == 1e4 && isnan(d.v.further[1]) && isnan(d.v.further[2]) && d.v.further[3] == 2.5e7);
  CHECK_OK(ctx, ask("flag"));
  CHECK(d.v.further[1] == 3 && d.further.unit[0] == '\0');
  CHECK(ask("Flaq") == APS_EARG && strstr(aps_ctx_hint(ctx), "did you mean flag?"));
  CHECK(ask("Name") == APS_EDATA && strstr(aps_ctx_error(ctx), ":2: Name: expected a finite number, got 'a'"));
  aps_names names;
  CHECK_OK(ctx, aps_dataset_names(ctx, file, &names));
  CHECK(names.n == 4);
  aps_names_free(ctx, &names);
}

/* ---- pictures ---- */

enum { W = 320, H = 180 };
static unsigned char rgb[3 * W * H];

static aps_err draw(const char *colour) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  snprintf(picture, sizeof picture, "%s/gas.png", folder);
  const aps_render_setup how = {.source = file, .output = picture, .colour = colour, .width = W, .height = H, .frames = 1, .view_width = 8, .title = ""};
  APS_TRY(aps_render(ctx, &how));
  CHECK(png_image_begin_read_from_file(&image, picture) && image.width == W && image.height == H);
  image.format = PNG_FORMAT_RGB;
  png_image_finish_read(&image, NULL, rgb, 0, NULL);
  return APS_OK;
}

static int lit(int x0, int y0, int x1, int y1) {
  int n = 0;
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++) n += rgb[3 * (W * y + x)] > 60 || rgb[3 * (W * y + x) + 1] > 60 || rgb[3 * (W * y + x) + 2] > 60;
  return n;
}

/* Gas is drawn about (80, 90), dark matter about (240, 90), the bar at the right edge. */
static int gas_is_seen(void) { return lit(60, 70, 100, 110) > 100; }
static int dark_is_seen(void) { return lit(225, 80, 255, 100) > 50; }

static void test_a_picture_shows_what_has_the_column(void) {
  write_file(SWIFT_LIKE, ISOLATED);
  CHECK_OK(ctx, draw("mass"));
  CHECK(gas_is_seen() && dark_is_seen());
  CHECK_OK(ctx, draw("InternalEnergies"));
  CHECK(gas_is_seen() && !dark_is_seen());
  CHECK_OK(ctx, draw("MetalMassFractions.3"));
  CHECK(gas_is_seen() && !dark_is_seen());
  CHECK(draw("InternalEnergie") == APS_EARG && strstr(aps_ctx_hint(ctx), "did you mean InternalEnergies?"));
  CHECK(draw("sped") == APS_EARG && strstr(aps_ctx_hint(ctx), "did you mean speed?") && strstr(aps_ctx_hint(ctx), "Fields"));
  CHECK(draw("age") == APS_EDATA); /* one of ours, which the file lacks */
  write_csv("x,y,z,m,age,density\n-2,0,0,1,5,1e44\n-2,.1,0,1,6,2e44\n-2,.2,0,1,7,9e48\n");
  CHECK_OK(ctx, draw("age")); /* the file's own: there are no times of formation */
  CHECK_OK(ctx, draw("Density"));
}

/* Snapshots of a run whose first one has no such column yet. */
static void test_a_film_in_which_a_column_appears(void) {
  char first[120], last[120];
  snprintf(first, sizeof first, "%s/run", folder);
  mkdir(first, 0777);
  snprintf(file, sizeof file, "%s/run", folder);
  snprintf(first, sizeof first, "%s/run/s_0.csv", folder), snprintf(last, sizeof last, "%s/run/s_1.csv", folder);
  for (int k = 0; k < 2; k++) {
    FILE *f = fopen(k ? last : first, "w");
    fputs(k ? "id,m,x,y,z,heat\n1,1,-2,0,0,1\n2,1,2,0,0,\n" : "id,m,x,y,z\n1,1,-2,0,0\n2,1,2,0,0\n", f);
    fclose(f);
  }
  aps_series s;
  CHECK_OK(ctx, aps_series_open(ctx, file, &s));
  CHECK_OK(ctx, aps_series_load(&s, 0, 0));
  CHECK_OK(ctx, aps_series_column(&s, "heat"));
  CHECK(s.at[0].has & APS_FURTHER && isnan(s.at[0].v.further[0]));
  CHECK_OK(ctx, aps_series_load(&s, 1, 0));
  CHECK(s.at[0].v.further[0] == 1 && isnan(s.at[0].v.further[1]));
  CHECK(aps_series_column(&s, "heap") == APS_EARG && s.column.name[0] == '\0');
  aps_series_close(&s);
}

static void test_a_range_with_zeros_is_readable(void) {
  enum { N = 1000 };
  float value[N];
  aps_tint t = {.name = "StarFormationRate", .further = 1, .scale = 1, .in_units = 1};
  for (int i = 0; i < N; i++) value[i] = i % 10 ? 0 : powf(10, (float)i / 250 - 2); /* nine of ten form no stars */
  CHECK_OK(ctx, aps_tint_range(ctx, &t, value, N, 0));
  CHECK(t.logarithmic && t.low > 0.009 && t.low < 0.02 && t.high > 50 && t.high < 100);
  CHECK(aps_tint_place(&t, 0) == 0);
  memset(value, 0, sizeof value);
  const double low = t.low, high = t.high;
  CHECK_OK(ctx, aps_tint_range(ctx, &t, value, N, 1)); /* nobody does: the scale stays */
  CHECK(t.low == low && t.high == high && t.logarithmic);
  for (int i = 0; i < N; i++) value[i] = i % 10 ? 0 : 1 + 0.001f * (float)i;
  t = (aps_tint){.name = "Flags", .further = 1, .scale = 1, .in_units = 1};
  CHECK_OK(ctx, aps_tint_range(ctx, &t, value, N, 0)); /* no decades: zero is a number like others */
  CHECK(!t.logarithmic && t.low == 0);
}

static void test_numbers_of_a_bar_are_told_alike(void) {
  const double wide[] = {1e4, 1e5, 1e6}, near[] = {0, 500, 1000}, small[] = {2e-4, 5e-4};
  char text[32];
  aps_tint_number_text(wide, 3, 0, text);
  CHECK(strcmp(text, "1e4") == 0);
  aps_tint_number_text(wide, 3, 2, text);
  CHECK(strcmp(text, "1e6") == 0);
  aps_tint_number_text(near, 3, 2, text);
  CHECK(strcmp(text, "1000") == 0);
  aps_tint_number_text(near, 3, 0, text);
  CHECK(strcmp(text, "0") == 0);
  aps_tint_number_text(small, 2, 1, text);
  CHECK(strcmp(text, "5e-4") == 0);
}

/* Numbers beyond a float's are brought to a float, and the bar tells them as they are. */
static void test_numbers_of_any_size(void) {
  double x[3] = {1e44, 3e46, 9e48};
  float out[3];
  const aps_further f = {"Luminosities", "erg/s", 1};
  aps_tint t = {.low = 0};
  const aps_dataset of = {.v = {.n = 3, .further = x}};
  aps_tint_further(&f, &of.v, &t);
  CHECK_OK(ctx, aps_tint_values(ctx, &t, &of, out));
  for (int i = 0; i < 3; i++) CHECK_NEAR((double)out[i] * t.in_units / x[i], 1, 1e-6);
  CHECK(strcmp(t.unit, "erg/s") == 0);
}

static void test_a_name_of_ours_does_not_hide_the_files(void) {
  char name[64] = "density";
  aps_tint_rename(name);
  CHECK(strcmp(name, "Density") == 0);
  strcpy(name, "entropy");
  aps_tint_rename(name);
  CHECK(strcmp(name, "entropy") == 0);
  CHECK(aps_tint_knows("density", 0) && !aps_tint_knows("Density", ~(aps_cols)0) && !aps_tint_knows("age", APS_X));
  CHECK(!aps_tint_knows("further", ~(aps_cols)0));
}

/* ---- legends ---- */

static void test_species_are_named(void) {
  aps_species_line line[APS_SPECIES_MOST];
  aps_species_key k = {.count = {5, 7, 0, 2}};
  for (int j = 0; j < APS_SPECIES_MOST; j++) k.hue[j][0] = 0.5f, k.hue[j][1] = 0.25f;
  CHECK(aps_species_lines(&k, "0 gas, 1 dark matter, 4 stars", line) == 3);
  CHECK(!strcmp(line[0].name, "gas") && !strcmp(line[1].name, "dark matter") && !strcmp(line[2].name, "type 3"));
  CHECK(line[0].rgb[0] == 255 && line[0].rgb[1] > 150 && line[0].rgb[1] < 200 && line[0].rgb[2] == 0);
  k = (aps_species_key){.count = {0, 7}};
  CHECK(aps_species_lines(&k, "", line) == 0); /* one needs no name */
}

/* At the right edge of a picture with several species, but for the title's line and the time's. */
static void test_a_picture_of_species_has_a_legend(void) {
  write_file(SWIFT_LIKE, ISOLATED);
  CHECK_OK(ctx, draw(NULL));
  CHECK(gas_is_seen() && lit(260, 70, 308, 110) > 100); /* "dark matter" and its disc */
  CHECK(lit(260, 0, W, 60) == 0 && lit(310, 0, W, H) == 0);
  write_csv("x,y,z,m\n-2,0,0,1\n-2,.1,0,1\n");
  CHECK_OK(ctx, draw(NULL)); /* one species at rest: nothing to tell */
  CHECK(lit(200, 20, W, 150) == 0);
  write_csv("x,y,z,m,vx,vy,vz\n-2,0,0,1,0,0,0\n-2,.1,0,1,1,0,0\n-2,.2,0,1,5,0,0\n");
  CHECK_OK(ctx, draw(NULL)); /* one that moves: the bar of its speeds */
  CHECK(lit(302, 54, 308, 126) > 400);
}

int main(void) {
  ctx = aps_ctx_create();
  if (!mkdtemp(folder)) return 1;
  CHECK_RUN(test_columns_are_found_and_read);
  CHECK_RUN(test_columns_of_several_files);
  CHECK_RUN(test_units_are_the_files);
  CHECK_RUN(test_columns_of_csv);
  CHECK_RUN(test_a_picture_shows_what_has_the_column);
  CHECK_RUN(test_a_film_in_which_a_column_appears);
  CHECK_RUN(test_a_range_with_zeros_is_readable);
  CHECK_RUN(test_numbers_of_a_bar_are_told_alike);
  CHECK_RUN(test_numbers_of_any_size);
  CHECK_RUN(test_a_name_of_ours_does_not_hide_the_files);
  CHECK_RUN(test_species_are_named);
  CHECK_RUN(test_a_picture_of_species_has_a_legend);
  aps_dataset_free(&d);
  remove_all(folder, 0);
  aps_ctx_free(&ctx);
  return CHECK_RESULT();
}
