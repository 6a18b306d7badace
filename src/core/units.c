/* Units: a unit is a product of powers, its value in cgs and the exponents of length, mass and
 * time.
 *
 *   quantity    = number [unit]                  "0.3"   "5 kpc"   "-2.5e3 km/s"
 *   unit        = ["/"] factor (("*" | "/" | blank) factor)*    "Msun kpc^-3"   "/s"
 *   factor      = name [["^"] integer]                          "s^-1"   "pc3"
 *   wall time   = (number unit)+ of s, min, h, day              "23h50min"
 *
 * "/" binds the one factor after it, blank and "*" multiply: "km/s/Mpc" is (km/s)/Mpc.
 * Sources: IAU 2012 B2 (au), IAU 2015 B2 (pc = 648000/pi au), IAU 2015 B3 (nominal solar,
 * terrestrial and jovian values: a mass here is the nominal GM over CODATA 2018's G, so orbits keep
 * the well-known GM), Julian year of 365.25 days. */
#include "units.h"
#include "number.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI   3.14159265358979323846
#define AU   1.495978707e13
#define PC   (AU * 648000 / PI)
#define YEAR (365.25 * 86400)

enum { LENGTH, MASS, TIME, ANGLE, N_DIMENSIONS };

typedef struct { /* a unit, or what a key wants, or any product of them */
  double cgs;    /* value in cm, g, s, degree; 0 times infinity never arises: exponents are small */
  int exponent[N_DIMENSIONS];
} measure;

typedef struct {
  const char *name;
  measure is;
  const char *unknown; /* what to say to a misspelling of this one */
} unit_row;

#define UNIT(name, cgs, dimension)                                                                 \
  { name, {cgs, {[dimension] = 1}}, "has an unknown unit; did you mean `" name "`?" }
static const unit_row units[] = {
    UNIT("cm", 1, LENGTH),
    UNIT("m", 1e2, LENGTH),
    UNIT("km", 1e5, LENGTH),
    UNIT("au", AU, LENGTH),
    UNIT("pc", PC, LENGTH),
    UNIT("kpc", 1e3 * PC, LENGTH),
    UNIT("Mpc", 1e6 * PC, LENGTH),
    UNIT("Gpc", 1e9 * PC, LENGTH),
    UNIT("Rsun", 6.957e10, LENGTH),
    UNIT("g", 1, MASS),
    UNIT("kg", 1e3, MASS),
    UNIT("Msun", 1.3271244e26 / APS_G_CGS, MASS),
    UNIT("Mearth", 3.986004e20 / APS_G_CGS, MASS),
    UNIT("Mjup", 1.2668653e23 / APS_G_CGS, MASS),
    UNIT("s", 1, TIME),
    UNIT("min", 60, TIME),
    UNIT("h", 3600, TIME),
    UNIT("day", 86400, TIME),
    UNIT("yr", YEAR, TIME),
    UNIT("kyr", 1e3 * YEAR, TIME),
    UNIT("Myr", 1e6 * YEAR, TIME),
    UNIT("Gyr", 1e9 * YEAR, TIME),
    UNIT("deg", 1, ANGLE),
    UNIT("rad", 180 / PI, ANGLE),
};

/* What aps_param.unit may say; products such as "velocity/length" too. Code values come from
 * aps_units. */
static const unit_row dimensions[] = {
    {"length", {1, {[LENGTH] = 1}}, NULL}, {"mass", {1, {[MASS] = 1}}, NULL},
    {"time", {1, {[TIME] = 1}}, NULL},     {"velocity", {1, {[LENGTH] = 1, [TIME] = -1}}, NULL},
    {"degree", {1, {[ANGLE] = 1}}, NULL},
};
enum { N_UNITS = sizeof units / sizeof *units, N_WANTED = sizeof dimensions / sizeof *dimensions };

static const struct {
  const char *alias, *name;
} aliases[] = {{"AU", "au"},       {"d", "day"},       {"days", "day"},   {"sec", "s"},
               {"second", "s"},    {"seconds", "s"},   {"minute", "min"}, {"minutes", "min"},
               {"hr", "h"},        {"hour", "h"},      {"hours", "h"},    {"year", "yr"},
               {"years", "yr"},    {"M_sun", "Msun"},  {"Msol", "Msun"},  {"degree", "deg"},
               {"degrees", "deg"}, {"\xc2\xb0", "deg"} /* the degree sign */};
enum { N_ALIASES = sizeof aliases / sizeof *aliases };

static int is_blank(char c) { return c == ' ' || c == '\t'; }
static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}
static int is_word(const char *name, const char *word, size_t n) {
  return strlen(name) == n && memcmp(name, word, n) == 0;
}

static const char *skip(const char *c) {
  while (is_blank(*c)) c++;
  return c;
}

static const unit_row *find(const unit_row *rows, int n_rows, const char *word, size_t n) {
  for (int i = 0; i < N_ALIASES && rows == units; i++)
    if (is_word(aliases[i].alias, word, n))
      return find(rows, n_rows, aliases[i].name, strlen(aliases[i].name));
  for (int i = 0; i < n_rows; i++)
    if (is_word(rows[i].name, word, n)) return &rows[i];
  return NULL;
}

/* The sentence for a word that is no unit. */
static const char *unknown_unit(const char *word, size_t n) {
  const char *names[N_UNITS];
  char copy[32];
  for (int i = 0; i < N_UNITS; i++) names[i] = units[i].name;
  snprintf(copy, sizeof copy, "%.*s", (int)(n < 31 ? n : 31), word);
  const char *near = aps_nearest(copy, names, N_UNITS);
  for (int i = 0; i < N_UNITS; i++)
    if (near == units[i].name) return units[i].unknown;
  return "has an unknown unit; known are cm m km au pc kpc Mpc Gpc Rsun g kg Msun Mearth Mjup s "
         "min h "
         "day yr kyr Myr Gyr deg rad";
}

/* "^-2", "^2", "-2" or "2" after a name; 1 where there is none. 0: not a small integer. */
static int take_power(const char **at, int *power) {
  const char *c = *at;
  const int caret = *c == '^';
  if (caret) c++;
  const int negative = *c == '-';
  if (*c == '-' || *c == '+') c++;
  *power = 1;
  if (!is_digit(*c)) return !caret && c == *at;
  if (is_digit(c[1])) return 0;
  *power = negative ? '0' - *c : *c - '0';
  *at = c + 1;
  return 1;
}

/* All of `text` as a product of the rows' names. 1 ok; 0 with the reason. */
static int take_product(const char *text, const unit_row *rows, int n_rows, measure *out,
                        const char **why) {
  *out = (measure){.cgs = 1};
  const char *c = skip(text);
  *why = "has no unit";
  if (*c == '\0') return 0;
  int sign = *c == '/' ? -1 : 1; /* "1/s" */
  if (*c == '/') c = skip(c + 1);
  for (;;) {
    const char *word = c;
    while (is_letter(*c)) c++;
    const unit_row *row = find(rows, n_rows, word, (size_t)(c - word));
    int power;
    *why = "has a unit that is not a product such as Msun/kpc^3";
    if (c == word) return 0;
    *why = unknown_unit(word, (size_t)(c - word));
    if (row == NULL) return 0;
    *why = "has a power that is not an integer from -9 to 9";
    if (!take_power(&c, &power)) return 0;
    out->cgs *= pow(row->is.cgs, sign * power);
    for (int k = 0; k < N_DIMENSIONS; k++) out->exponent[k] += sign * power * row->is.exponent[k];
    const char *end = c;
    c = skip(c);
    sign = *c == '/' ? -1 : 1;
    if (*c == '/' || *c == '*') {
      c = skip(c + 1);
    } else if (*c == '\0' || c == end) {
      break;
    }
  }
  *why = "has a unit that is not a product such as Msun/kpc^3";
  return *c == '\0' && isfinite(out->cgs) && out->cgs > 0;
}

/* [number] unit: the number goes into *factor, 1 where there is none. */
static int take_unit(const char *text, double *factor, measure *out, const char **why) {
  int overflow;
  const size_t used = aps_number_scan(text, strlen(text), factor, &overflow);
  if (used == 0) *factor = 1;
  *why = "does not fit a double";
  return !overflow && take_product(text + used, units, N_UNITS, out, why);
}

int aps_unit_parse(const char *text, double *cgs, int exponent[3]) {
  measure unit;
  double factor;
  const char *why;
  if (!take_unit(text, &factor, &unit, &why) || unit.exponent[ANGLE] != 0) return 0;
  const double value = factor * unit.cgs;
  if (!isfinite(value) || value == 0) return 0;
  *cgs = value;
  for (int k = 0; k < 3; k++) exponent[k] = unit.exponent[k];
  return 1;
}

/* ---- what does not match what ------------------------------------------------------------------
 */

enum { A_LENGTH, A_MASS, A_TIME, A_VELOCITY, AN_ANGLE, A_NUMBER, A_PRODUCT, N_KINDS };

static int kind(const measure *m) {
  static const signed char exponents[][N_DIMENSIONS] = {
      [A_LENGTH] = {1, 0, 0, 0},    [A_MASS] = {0, 1, 0, 0},   [A_TIME] = {0, 0, 1, 0},
      [A_VELOCITY] = {1, 0, -1, 0}, [AN_ANGLE] = {0, 0, 0, 1}, [A_NUMBER] = {0, 0, 0, 0}};
  for (int i = 0; i < A_PRODUCT; i++) {
    int same = 1;
    for (int k = 0; k < N_DIMENSIONS; k++) same &= exponents[i][k] == m->exponent[k];
    if (same) return i;
  }
  return A_PRODUCT;
}

static const char *mismatch(const measure *is, const measure *wanted) {
#define WANTED(found)                                                                              \
  {                                                                                                \
    "is " found ", not a length", "is " found ", not a mass", "is " found ", not a time",          \
        "is " found ", not a velocity", "is " found ", not an angle",                              \
        "must be a pure number, but is " found,                                                    \
        "is " found ", which is not what this key measures"                                        \
  }
  static const char *const text[N_KINDS][N_KINDS] = {
      WANTED("a length"), WANTED("a mass"),        WANTED("a time"),           WANTED("a velocity"),
      WANTED("an angle"), WANTED("a pure number"), WANTED("another quantity"),
  };
#undef WANTED
  return text[kind(is)][kind(wanted)];
}

/* ---- quantities --------------------------------------------------------------------------------
 */

/* (number unit)+ in seconds. */
static int take_wall_time(const char *text, double *value, const char **why) {
  const measure wanted = {.exponent = {[TIME] = 1}};
  const char *c = skip(text);
  const double sign = *c == '-' ? -1 : 1;
  double sum = 0;
  if (*c == '-' || *c == '+') c++;
  while (*c != '\0') {
    double number;
    int overflow;
    const size_t used =
        is_digit(*c) || *c == '.' ? aps_number_scan(c, strlen(c), &number, &overflow) : 0;
    *why = "is not a time such as 90, 30 min or 23h50min";
    if (used == 0 || overflow) return 0;
    c = skip(c + used);
    const char *word = c;
    while (is_letter(*c)) c++;
    const unit_row *row = find(units, N_UNITS, word, (size_t)(c - word));
    if (c > word && row == NULL) *why = unknown_unit(word, (size_t)(c - word));
    if (row == NULL) return 0;
    *why = mismatch(&row->is, &wanted);
    if (row->is.exponent[TIME] != 1) return 0;
    sum += number * row->is.cgs;
    c = skip(c);
  }
  *value = sign * sum;
  return isfinite(sum);
}

/* cgs value of one code unit of `m`; 0: the run has no units. */
static double code_unit(const measure *m, const aps_units *code) {
  if (code == NULL || !(code->length > 0)) return 0;
  return pow(code->length, m->exponent[LENGTH]) * pow(code->mass, m->exponent[MASS]) *
         pow(code->time, m->exponent[TIME]);
}

int aps_quantity_parse(const char *text, const char *dimension, const aps_units *code,
                       double *value, const char **why) {
  if (aps_number_parse(text, value)) return 1;
  double number;
  int overflow;
  *why = "is not a number";
  if (aps_number_scan(text, strlen(text), &number, &overflow) == 0) return 0;
  *why = "does not fit a double";
  if (overflow) return 0;
  if (strcmp(dimension, "wall time") == 0) return take_wall_time(text, value, why);

  measure is, wanted = {.cgs = 1};
  if (!take_unit(text, &number, &is, why)) return 0;
  const char *fault;
  if (*dimension && !take_product(dimension, dimensions, N_WANTED, &wanted, &fault)) {
    *why = "belongs to a key whose own dimension is unknown: a fault of the program";
    return 0;
  }
  *why = mismatch(&is, &wanted);
  if (memcmp(is.exponent, wanted.exponent, sizeof is.exponent) != 0) return 0;
  *why = "must be a pure number, without a unit";
  if (*dimension == '\0') return 0;
  const int physical = is.exponent[LENGTH] || is.exponent[MASS] || is.exponent[TIME];
  const double one = physical ? code_unit(&wanted, code) : 1;
  *why = "has a unit, but the run has none; add for example units: {length: kpc, mass: Msun, "
         "velocity: km/s}";
  if (one == 0) return 0;
  const double result = number * (is.cgs / one); /* the ratio first: "5 kpc" in kpc is exactly 5 */
  *why = "does not fit a double";
  if (!isfinite(result)) return 0;
  *value = result;
  return 1;
}

/* ---- code units --------------------------------------------------------------------------------
 */

/* "what; hint" as an error and its hint. */
static aps_err refuse(aps_ctx *ctx, const char *key, const char *why, const char *text,
                      const char *example) {
  const char *semicolon = strstr(why, "; ");
  aps_fail(ctx, APS_ECONFIG, "units.%s: %.*s, got %.60s%s", key,
           (int)(semicolon ? semicolon - why : 80), why, text, strlen(text) > 60 ? "..." : "");
  return semicolon ? aps_hint(ctx, "%s", semicolon + 2)
                   : aps_hint(ctx, "write for example %s: %s", key, example);
}

/* One of the units: its cgs value. */
static aps_err make_one(aps_ctx *ctx, const char *key, const char *text, const char *example,
                        const measure *wanted, double *cgs) {
  measure is;
  double factor;
  const char *why;
  if (text == NULL) return APS_OK;
  if (!take_unit(text, &factor, &is, &why)) return refuse(ctx, key, why, text, example);
  if (memcmp(is.exponent, wanted->exponent, sizeof is.exponent) != 0)
    return refuse(ctx, key, mismatch(&is, wanted), text, example);
  *cgs = factor * is.cgs;
  const int usable = factor > 0 && isfinite(*cgs) && *cgs > 0;
  return usable ? APS_OK : refuse(ctx, key, "must be > 0", text, example);
}

static aps_err incomplete(aps_ctx *ctx, const char *what) {
  aps_fail(ctx, APS_ECONFIG, "units: %s", what);
  return aps_hint(ctx, "give length, mass and one of velocity, time or G: "
                       "{length: kpc, mass: 1e10 Msun, velocity: km/s}");
}

/* The unit of time in which G has the wanted value: G_code = G_cgs M T^2 / L^3. */
static double time_from_G(const aps_units *u) {
  return sqrt(u->G * u->length * u->length * u->length / (APS_G_CGS * u->mass));
}

aps_err aps_units_make(aps_ctx *ctx, const char *length, const char *mass, const char *velocity,
                       const char *time, double G, aps_units *out) {
  static const measure a_length = {.exponent = {[LENGTH] = 1}}, a_mass = {.exponent = {[MASS] = 1}},
                       a_time = {.exponent = {[TIME] = 1}},
                       a_velocity = {.exponent = {[LENGTH] = 1, [TIME] = -1}};
  APS_CHECK(ctx, isnan(G) || (G >= 0 && isfinite(G)), APS_ECONFIG, "units.G: must be >= 0, got %g",
            G);
  *out = (aps_units){.G = isnan(G) ? 1 : G};
  if (!length && !mass && !velocity && !time) return APS_OK;

  aps_units u = {.G = G};
  double speed = 0;
  APS_TRY(make_one(ctx, "length", length, "kpc", &a_length, &u.length));
  APS_TRY(make_one(ctx, "mass", mass, "1e10 Msun", &a_mass, &u.mass));
  APS_TRY(make_one(ctx, "velocity", velocity, "km/s", &a_velocity, &speed));
  APS_TRY(make_one(ctx, "time", time, "Myr", &a_time, &u.time));
  if (velocity && time)
    return incomplete(ctx, "velocity and time are both given, one follows from the other");
  if (!length) return incomplete(ctx, "length is missing");
  if (!mass) return incomplete(ctx, "mass is missing");
  if (velocity) u.time = u.length / speed;
  if (!velocity && !time) {
    if (!(G > 0)) return incomplete(ctx, "velocity, time or G is missing");
    u.time = time_from_G(&u);
  }
  if (isnan(G)) u.G = APS_G_CGS * u.mass * u.time * u.time / (u.length * u.length * u.length);
  APS_CHECK(ctx, isfinite(u.G) && isfinite(u.time) && u.time > 0, APS_ECONFIG,
            "units: length %g cm, mass %g g and time %g s give no usable G", u.length, u.mass,
            u.time);
  *out = u;
  return APS_OK;
}

/* ---- in words ------------------------------------------------------------------------------------ */

/* The unit it is, else a power of ten of one, else some of the largest that goes into it. */
static void name_amount(double cgs, int dimension, char out[48]) {
  const unit_row *best = NULL;
  double power = NAN, rest = NAN;
  for (int i = 0; i < N_UNITS; i++) {
    if (!units[i].is.exponent[dimension]) continue;
    const double ratio = cgs / units[i].is.cgs, ten = nearbyint(log10(ratio));
    if (fabs(ratio - 1) < 1e-6) {
      snprintf(out, 48, "%s", units[i].name);
      return;
    }
    if (fabs(ratio / pow(10, ten) - 1) < 1e-6 && !(fabs(ten) >= fabs(power))) best = &units[i], power = ten;
    if (isnan(power) && ratio >= 1 && !(ratio >= rest)) best = &units[i], rest = ratio;
  }
  if (!isnan(power)) snprintf(out, 48, "1e%.0f %s", power, best->name);
  else if (best) snprintf(out, 48, "%.9g %s", rest, best->name);
  else out[0] = '\0';
}

const char *aps_units_text(const aps_units *u, char out[320]) {
  static const char *const names[] = {"length", "mass", "time"}, *const base[] = {"cm", "g", "s"};
  const double cgs[] = {u->length, u->mass, u->time};
  size_t n = 0;
  for (int k = 0; k < 3; k++) {
    char amount[48];
    name_amount(cgs[k], k, amount);
    n += (size_t)snprintf(out + n, 320 - n, "%s%s %s%s%.9g %s", k ? ", " : "", names[k], amount, *amount ? " = " : "", cgs[k],
                          base[k]);
  }
  return out;
}
