/* Claims about core/units: values of the units, the grammar, and that nothing is taken for what it
 * is not. */
#include "../../src/core/units.h"
#include "../check.h"

static aps_units make(const char *length, const char *mass, const char *velocity, const char *time,
                      double G) {
  aps_ctx *ctx = aps_ctx_create();
  aps_units u = {0};
  CHECK_OK(ctx, aps_units_make(ctx, length, mass, velocity, time, G, &u));
  aps_ctx_free(&ctx);
  return u;
}

static void unit(const char *text, double cgs, int l, int m, int t) {
  double value = 0;
  int e[3] = {0};
  CHECK(aps_unit_parse(text, &value, e));
  if (!(fabs(value / cgs - 1) < 1e-14) || e[0] != l || e[1] != m || e[2] != t) {
    check_failures++;
    printf("  %s: %.17g cm^%d g^%d s^%d\n", text, value, e[0], e[1], e[2]);
  }
}

static void test_units_have_their_published_values(void) {
  unit("au", 1.495978707e13, 1, 0, 0);        /* IAU 2012 B2 */
  unit("pc", 3.0856775814913673e18, 1, 0, 0); /* 648000/pi au */
  unit("Rsun", 6.957e10, 1, 0, 0);            /* IAU 2015 B3 */
  unit("yr", 31557600, 0, 0, 1);
  double sun, earth, jupiter;
  int e[3];
  CHECK(aps_unit_parse("Msun", &sun, e) && aps_unit_parse("Mearth", &earth, e) &&
        aps_unit_parse("Mjup", &jupiter, e));
  CHECK_NEAR(sun, 1.98840987e33, 1e25);        /* nominal GM / G, in the 9 digits of G's 6 */
  CHECK_NEAR(sun / earth, 332946.07833, 1e-5); /* 1.3271244e20 / 3.986004e14 */
  CHECK_NEAR(sun / jupiter, 1047.5655, 1e-4);  /* 1.3271244e20 / 1.2668653e17 */
}

static void test_unit_expressions(void) {
  unit("km/s", 1e5, 1, 0, -1);
  unit("km s^-1", 1e5, 1, 0, -1);
  unit(" km * s^-1 ", 1e5, 1, 0, -1);
  unit("m/s/s", 1e2, 1, 0, -2);
  unit("m/s2", 1e2, 1, 0, -2);
  unit("1e10 kg", 1e13, 0, 1, 0);
  unit("3e5km/s", 3e10, 1, 0, -1);
  unit("kg m^-3", 1e-3, -3, 1, 0);
  unit("1/s", 1, 0, 0, -1);
  unit("AU", 1.495978707e13, 1, 0, 0);
  unit("days", 86400, 0, 0, 1);
  double cgs;
  int e[3];
  const char *bad[] = {
      "",     "5",      "kpq",    "km//s",    "km/", "*km",  "km^",   "km^x",           "km^10",
      "km,s", "(km)/s", "5 5 km", "1e999 km", "deg", "km^-", "km s^", "pc^9 pc^9 Gpc^9"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (aps_unit_parse(bad[i], &cgs, e)) {
      check_failures++;
      printf("  \"%s\" was taken for a unit\n", bad[i]);
    }
}

/* G Msun / (pc km^2/s^2) from the nominal GM alone: 1.3271244e20 / 3.0856775814913673e16 / 1e6
 * = 4.30091727003628e-3. */
static void test_galactic_units_have_their_G(void) {
  const aps_units u = make("kpc", "1e10 Msun", "km/s", NULL, NAN);
  CHECK_NEAR(u.G, 4.30091727003628e4, 1e-9);
  CHECK_NEAR(u.time / 31557600e6, 977.792221680789, 1e-11); /* kpc / (km/s) in Myr */
  const aps_units same = make("kpc", "1e10 Msun", NULL, "977.79222168 Myr", NAN);
  CHECK_NEAR(same.G, u.G, 1e-5);
}

/* Kepler: in au, Msun and yr, G = 4 pi^2 to the difference of the Gaussian year (365.2568983 d)
 * from 365.25 d. */
static void test_planetary_units_have_their_G(void) {
  const double pi = 3.14159265358979323846, ratio = 365.25 / 365.2568983;
  CHECK_NEAR(make("au", "Msun", NULL, "yr", NAN).G, 4 * pi * pi * ratio * ratio, 1e-6);
}

static void test_units_default_to_none(void) {
  const aps_units u = make(NULL, NULL, NULL, NULL, NAN);
  CHECK(u.G == 1 && u.length == 0 && u.mass == 0 && u.time == 0);
  CHECK(make(NULL, NULL, NULL, NULL, 2).G == 2);
}

/* With length, mass and G the unit of time is the one in which G has that value. */
static void test_time_follows_from_G(void) {
  const aps_units u = make("pc", "Msun", NULL, NULL, 1);
  CHECK_NEAR(u.time / 31557600e6, 14.91, 0.01); /* sqrt(pc^3 / G Msun) = 14.91 Myr */
  CHECK_NEAR(make("pc", "Msun", NULL, NULL, 0.5).time / u.time, sqrt(0.5), 1e-15);
  CHECK(make("kpc", "1e10 Msun", "km/s", NULL, 4.3e4).G == 4.3e4);
}

static void refused(const char *length, const char *mass, const char *velocity, const char *time,
                    double G, const char *error) {
  aps_ctx *ctx = aps_ctx_create();
  aps_units u;
  CHECK(aps_units_make(ctx, length, mass, velocity, time, G, &u) == APS_ECONFIG);
  if (strcmp(aps_ctx_error(ctx), error) != 0) {
    check_failures++;
    printf("  said     %s\n  expected %s\n", aps_ctx_error(ctx), error);
  }
  aps_ctx_free(&ctx);
}

static void test_wrong_code_units_are_named(void) {
  refused("kpc", NULL, "km/s", NULL, NAN, "units: mass is missing");
  refused(NULL, "Msun", "km/s", NULL, NAN, "units: length is missing");
  refused("kpc", "Msun", NULL, NULL, NAN, "units: velocity, time or G is missing");
  refused("kpc", "Msun", "km/s", "Myr", NAN,
          "units: velocity and time are both given, one follows from the other");
  refused("Msun", "kpc", "km/s", NULL, NAN, "units.length: is a mass, not a length, got Msun");
  refused("kpcc", "Msun", "km/s", NULL, NAN, "units.length: has an unknown unit, got kpcc");
  refused("5", "Msun", "km/s", NULL, NAN, "units.length: has no unit, got 5");
  refused("0 kpc", "Msun", "km/s", NULL, NAN, "units.length: must be > 0, got 0 kpc");
  refused("kpc", "-1 Msun", "km/s", NULL, NAN, "units.mass: must be > 0, got -1 Msun");
  refused("kpc", "1e999 Msun", "km/s", NULL, NAN,
          "units.mass: does not fit a double, got 1e999 Msun");
  refused("kpc", "Msun", "km/s", NULL, -1, "units.G: must be >= 0, got -1");
}

static void test_a_long_text_is_cut_in_the_message(void) {
  aps_ctx *ctx = aps_ctx_create();
  aps_units u;
  char text[3000] = "1e5 ";
  memset(text + 4, 'x', 2900);
  CHECK(aps_units_make(ctx, "kpc", text, "km/s", NULL, NAN, &u) == APS_ECONFIG);
  CHECK(strlen(aps_ctx_error(ctx)) < 120 && strstr(aps_ctx_error(ctx), "xxx...") != NULL);
  aps_ctx_free(&ctx);
}

static void quantity(const char *text, const char *dimension, const aps_units *u, double expected) {
  double value = NAN;
  const char *why = "";
  if (!aps_quantity_parse(text, dimension, u, &value, &why) ||
      !(fabs(value - expected) <= 1e-14 * fabs(expected))) {
    check_failures++;
    printf("  %s as %s: %.17g, expected %.17g (%s)\n", text, dimension, value, expected, why);
  }
}

static void test_quantities_become_code_units(void) {
  const aps_units u = make("kpc", "1e10 Msun", "km/s", NULL, NAN);
  double exact;
  const char *why;
  CHECK(aps_quantity_parse("5 kpc", "length", &u, &exact, &why) &&
        exact == 5); /* no rounding on the way */
  quantity("0.3", "length", &u, 0.3);
  quantity("-1e3 pc", "length", &u, -1);
  quantity("3 Mpc", "length", &u, 3000);
  quantity("1e10 Msun", "mass", &u, 1);
  quantity("220 km/s", "velocity", &u, 220);
  quantity("220000 m/s", "velocity", &u, 220);
  quantity("977.7922216807892 Myr", "time", &u, 1);
  quantity("1 km/s/kpc", "velocity/length", &u, 1);
  quantity("1e10 Msun/kpc^3", "mass/length^3", &u, 1);
  quantity("90 deg", "degree", &u, 90);
  quantity("3.141592653589793 rad", "degree", NULL, 180);
  quantity("45", "degree", NULL, 45);
  quantity("0.5", "", NULL, 0.5);
}

static void test_wall_times_are_seconds(void) {
  quantity("90", "wall time", NULL, 90);
  quantity("90 s", "wall time", NULL, 90);
  quantity("30 min", "wall time", NULL, 1800);
  quantity("1.5 h", "wall time", NULL, 5400);
  quantity("23h50min", "wall time", NULL, 85800);
  quantity("23 h 50 min", "wall time", NULL, 85800);
  quantity("2d3h", "wall time", NULL, 183600);
  quantity("-5 min", "wall time", NULL, -300);
}

static void says(const char *text, const char *dimension, const aps_units *u,
                 const char *expected) {
  double value = 7;
  const char *why = "nothing";
  CHECK(!aps_quantity_parse(text, dimension, u, &value, &why));
  if (strcmp(why, expected) != 0) {
    check_failures++;
    printf("  %s as %s: says \"%s\", expected \"%s\"\n", text, dimension, why, expected);
  }
}

static void test_mismatches_are_told_in_words(void) {
  const aps_units u = make("kpc", "1e10 Msun", "km/s", NULL, NAN),
                  none = make(NULL, NULL, NULL, NULL, NAN);
  says("5 Msun", "length", &u, "is a mass, not a length");
  says("5 kpc", "mass", &u, "is a length, not a mass");
  says("5 km/s", "time", &u, "is a velocity, not a time");
  says("5 s^-1", "velocity", &u, "is another quantity, not a velocity");
  says("5 kpc", "degree", &u, "is a length, not an angle");
  says("5 kpc", "", &u, "must be a pure number, but is a length");
  says("90 deg", "", &u, "must be a pure number, but is an angle");
  says("1 km/km", "", &u, "must be a pure number, without a unit");
  says("5 kpc", "velocity/length", &u, "is a length, which is not what this key measures");
  says("5 kpcs", "length", &u, "has an unknown unit; did you mean `kpc`?");
  says("5 kp", "length", &u, "has an unknown unit; did you mean `kpc`?");
  says("5 msun", "mass", &u, "has an unknown unit; did you mean `Msun`?");
  says("5 kpc", "wall time", &u, "is a length, not a time");
  says("5 hh", "wall time", &u, "has an unknown unit; did you mean `h`?");
  says("5 h 3", "wall time", &u, "is not a time such as 90, 30 min or 23h50min");
  says("1h -30min", "wall time", &u, "is not a time such as 90, 30 min or 23h50min");
  says("1e999", "length", &u, "does not fit a double");
  says("1e303 Gpc", "length", &u, "does not fit a double");
  says("abc", "length", &u, "is not a number");
  says("nan", "length", &u, "is not a number");
  says("5 Myr", "time", &none,
       "has a unit, but the run has none; add for example units: {length: kpc, mass: Msun, "
       "velocity: km/s}");
  double value;
  const char *why;
  CHECK(aps_quantity_parse("30 min", "wall time", &none, &value, &why) && value == 1800);
}

static void in_words(const char *length, const char *mass, const char *velocity, const char *time, const char *expected) {
  const aps_units u = make(length, mass, velocity, time, NAN);
  char text[320];
  if (strcmp(aps_units_text(&u, text), expected) == 0) return;
  printf("%s, expected %s\n", text, expected);
  CHECK(!"units in words");
}

/* The names a user gave stand beside what they are in cgs; a time that follows from the others is some of the largest unit. */
static void test_units_are_named_in_words(void) {
  in_words("kpc", "1e10 Msun", "km/s", NULL,
           "length kpc = 3.08567758e+21 cm, mass 1e10 Msun = 1.98840987e+43 g, time 977.792222 Myr = 3.08567758e+16 s");
  in_words("au", "Mearth", NULL, "yr", "length au = 1.49597871e+13 cm, mass Mearth = 5.97216787e+27 g, time yr = 31557600 s");
  in_words("m", "kg", NULL, "s", "length m = 100 cm, mass kg = 1000 g, time s = 1 s");
  in_words("3.08568e21 cm", "1.98848e43 g", NULL, "1 s",
           "length kpc = 3.08568e+21 cm, mass 1.00003527e+10 Msun = 1.98848e+43 g, time s = 1 s");
  in_words("2.5e-9 cm", "3e-5 g", NULL, "1e-4 s", "length 2.5e-09 cm, mass 3e-05 g, time 1e-4 s = 0.0001 s");
}

/* cgs of a code unit, its exponents, and what it is called; a table's entry, and what stands in none. */
static void test_usual_units(void) {
  const struct {
    double cgs, exponent[5];
    const char *name;
    double in;
  } row[] = {{1.989e43, {1, 0, 0, 0, 0}, "Msun", 1.00030e10},      {3.0856775814913673e21, {0, 1, 0, 0, 0}, "kpc", 1},
             {3.0857e19, {0, 1, 0, 0, 0}, "pc", 10},               {1.495978707e13, {0, 1, 0, 0, 0}, "au", 1},
             {3.0857e27, {0, 1, 0, 0, 0}, "Mpc", 1000},            {1, {0, 1, 0, 0, 0}, "m", 0.01},
             {3.15576e7, {0, 0, 1, 0, 0}, "yr", 1},                {3.0857e16, {0, 0, 1, 0, 0}, "Myr", 977.80},
             {5.9722e27, {1, 0, 0, 0, 0}, "Mearth", 1},            {9.78e4, {0, 1, -1, 0, 0}, "km/s", 0.978},
             {1e2, {0, 1, -1, 0, 0}, "m/s", 1},                    {1e-3, {1, 0, 0, 0, 0}, "kg", 1e-6},
             {1e10, {0, 2, -2, 0, 0}, "(km/s)^2", 1},              {3.15576e13, {0, 0, -1, 0, 0}, "1/Myr", 3.15576e13 * 3.15576e13},
             {1e-7, {1, 0, -2, 0, -1}, "uG", 1},                   {2.0885e-4, {1, -2, 0, 0, 0}, "Msun/pc^2", 1.0001},
             {7, {2, -5, 0, 0, 0}, "g^2 cm^-5", 7},                {0.01, {0, 0, 0, 0, 0}, "", 0.01}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    char name[32];
    const double in = aps_unit_usual(row[i].cgs, row[i].exponent, name);
    CHECK(strcmp(name, row[i].name) == 0);
    CHECK_NEAR(in / row[i].in, 1, 1e-3);
  }
}

int main(void) {
  CHECK_RUN(test_units_have_their_published_values);
  CHECK_RUN(test_unit_expressions);
  CHECK_RUN(test_galactic_units_have_their_G);
  CHECK_RUN(test_planetary_units_have_their_G);
  CHECK_RUN(test_units_default_to_none);
  CHECK_RUN(test_units_are_named_in_words);
  CHECK_RUN(test_time_follows_from_G);
  CHECK_RUN(test_wrong_code_units_are_named);
  CHECK_RUN(test_a_long_text_is_cut_in_the_message);
  CHECK_RUN(test_quantities_become_code_units);
  CHECK_RUN(test_wall_times_are_seconds);
  CHECK_RUN(test_usual_units);
  CHECK_RUN(test_mismatches_are_told_in_words);
  return CHECK_RESULT();
}
