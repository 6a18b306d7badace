/* Claims about core/number: reading is correctly rounded, printing is shortest and reads back, no
 * locale matters. */
#define _GNU_SOURCE
#include "../../src/core/number.h"
#include "../check.h"
#include <locale.h>
#include <unistd.h>

static uint64_t next(uint64_t *state) { /* splitmix64: plenty for test data */
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static int same(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

static void expect(const char *text, size_t used, double value) {
  double got;
  int overflow;
  const size_t n = aps_number_scan(text, strlen(text), &got, &overflow);
  if (n != used || !same(got, value) || overflow) {
    check_failures++;
    printf("  \"%.40s\": used %zu, value %.17g; expected %zu, %.17g\n", text, n, got, used, value);
  }
}

static void test_scan_takes_the_number_and_stops(void) {
  expect("1.5 2.5", 3, 1.5);
  expect("  -3e2x", 6, -300);
  expect("+.5", 3, .5);
  expect("5.", 2, 5);
  expect("1e", 1, 1);
  expect("1e+", 1, 1);
  expect("0x10", 1, 0);
  expect("-0", 2, -0.0);
  expect("1,5", 1, 1);
  expect("1e-400", 6, 0);
  expect("0e999999999999999999999", 23, 0);
  const char *none[] = {"", "-", ".", "e5", "inf", "nan", "NaN", "-inf", "infinity", "\n1", "x"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) expect(none[i], 0, 0);
}

static void test_scan_does_not_read_past_the_length(void) {
  double value;
  int overflow;
  CHECK(aps_number_scan("12345", 3, &value, &overflow) == 3 && value == 123);
  CHECK(aps_number_scan("1e5", 2, &value, &overflow) == 1 && value == 1);
  CHECK(aps_number_scan("5", 0, &value, &overflow) == 0);
}

static void test_overflow_is_reported(void) {
  double value;
  int overflow;
  CHECK(aps_number_scan("1e999", 5, &value, &overflow) == 5 && overflow);
  CHECK(aps_number_scan("-1.8e308", 8, &value, &overflow) == 8 && overflow && value < 0);
  CHECK(aps_number_scan("1.7976931348623157e308", 22, &value, &overflow) == 22 && !overflow);
  /* the midpoint between the largest double and 2^1024 rounds up, just below it rounds down */
  CHECK(aps_number_scan("1.797693134862315807e308", 24, &value, &overflow) && !overflow);
  CHECK(aps_number_scan("1.797693134862315808e308", 24, &value, &overflow) && overflow);
}

/* Midpoints need every digit: 2^53 + 1 is a tie that goes to even, any digit further on breaks it
 * upwards. */
static void test_ties_are_rounded_correctly_however_far_the_digits_go(void) {
  expect("9007199254740993", 16, 9007199254740992.0);
  expect("9007199254740993.00000", 22, 9007199254740992.0);
  char text[2000];
  memset(text, '0', sizeof text);
  memcpy(text, "9007199254740993.", 17);
  text[1500] = '1';
  text[1501] = '\0';
  expect(text, 1501, 9007199254740994.0);
  expect("2.4703282292062327208e-324", 26, 0);      /* just below half of the smallest double */
  expect("2.4703282292062327209e-324", 26, 5e-324); /* just above */
  expect("2.2250738585072011e-308", 23, from_bits(0x000fffffffffffff));
}

/* strtod in the C locale is the oracle; random shapes from 1 to 25 digits. */
static void test_scan_agrees_with_strtod(void) {
  uint64_t seed = 1;
  for (int i = 0; i < 200000; i++) {
    char text[64];
    const int digits = 1 + (int)(next(&seed) % 25), point = (int)(next(&seed) % 26);
    int n = 0;
    for (int k = 0; k < digits; k++) {
      if (k == point) text[n++] = '.';
      text[n++] = (char)('0' + next(&seed) % 10);
    }
    const int range = i % 2 ? 30 : 330;
    sprintf(text + n, "e%d", (int)(next(&seed) % (unsigned)(2 * range)) - range);
    const double truth = strtod(text, NULL);
    if (!isinf(truth)) expect(text, strlen(text), truth);
  }
}

static void test_print_reads_back_to_the_same_bits(void) {
  uint64_t seed = 2;
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = next(&seed);
    if (i % 16 == 0) bits &= 0x800fffffffffffffu; /* subnormal */
    const double value = from_bits(bits);
    if (!isfinite(value)) continue;
    char text[32];
    double back = 0;
    CHECK(aps_number_parse(aps_number_print(value, text), &back) && same(back, value));
    CHECK(strlen(text) < 25);
  }
}

/* The significant digits of a printed number, alone. */
static void digits_in(const char *text, char *out) {
  char *end = out;
  for (; *text && *text != 'e'; text++)
    if (*text >= '0' && *text <= '9' && (end > out || *text != '0')) *end++ = *text;
  while (end > out && end[-1] == '0') end--;
  *end = '\0';
}

/* printf and strtod are the oracle: 15 digits if they read back, else 16, else 17. Neighbours of a power of two are not
 * equally far; halves and short decimals end in ties. */
static void test_print_agrees_with_printf(void) {
  uint64_t seed = 3;
  for (int i = 0; i < 200000; i++) {
    const uint64_t r = next(&seed);
    const int e = (int)(next(&seed) % 200) - 140;
    char text[64], mine[64], other[64];
    sprintf(text, "%ue%d", (unsigned)(r % 100000000), e / 4);
    double value = i % 5 == 0   ? ldexp((double)(r >> 11), e - 53)
                   : i % 5 == 1 ? ldexp(1, e)
                   : i % 5 == 2 ? ldexp((double)(r % 4096), -(int)(r >> 58))
                   : i % 5 == 3 ? strtod(text, NULL)
                                : (double)(r % 20000000000000000u) * 0.25;
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    if (i % 2 && value > 0) value = from_bits(bits + r % 5 - 2);
    int places = 15;
    do snprintf(text, sizeof text, "%.*e", places - 1, value);
    while (strtod(text, NULL) != value && ++places <= 17);
    digits_in(text, other);
    char printed[32];
    digits_in(aps_number_print(value, printed), mine);
    if (strcmp(mine, other) == 0 && strtod(printed, NULL) == value) continue;
    check_failures++;
    printf("  printed %s, expected %s\n", printed, text);
  }
}

static void test_print_is_shortest(void) {
  static const struct {
    double value;
    const char *text;
  } row[] = {{0.1, "0.1"},
             {1e22, "1e+22"},
             {5e-324, "5e-324"},
             {-0.0, "-0"},
             {100, "100"},
             {1e15, "1000000000000000"},
             {1e16, "1e+16"},
             {0.0001, "0.0001"},
             {0.00001, "1e-05"},
             {1.0 / 3, "0.3333333333333333"},
             {0.1 + 0.2, "0.30000000000000004"},
             {123456.789, "123456.789"},
             {-1.5e-7, "-1.5e-07"},
             {NAN, "nan"},
             {-INFINITY, "-inf"},
             {9007199254740993.0, "9007199254740992"},
             {1.7976931348623157e308, "1.7976931348623157e+308"}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    char text[32];
    aps_number_print(row[i].value, text);
    if (strcmp(text, row[i].text) != 0) {
      check_failures++;
      printf("  printed %s, expected %s\n", text, row[i].text);
    }
  }
}

static void test_parse_wants_one_whole_finite_number(void) {
  double v = 7;
  CHECK(aps_number_parse(" 2.5\t", &v) && v == 2.5);
  const char *bad[] = {"", "1 2", "5 kpc", "1,5", "nan", ".inf", "0x1p3", "1e999", "1.2.3", "--1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) CHECK(!aps_number_parse(bad[i], &v));
  CHECK(v == 2.5); /* left alone on failure */
}

static void test_integers_are_exact_or_refused(void) {
  static const struct {
    const char *text;
    int64_t value;
  } good[] = {{"16384", 16384},
              {"16_384", 16384},
              {"1e6", 1000000},
              {"1.5e3", 1500},
              {"-7", -7},
              {" 12 ", 12},
              {"2.0", 2},
              {"100e-2", 1},
              {"0", 0},
              {"0e50", 0},
              {"9223372036854775807", INT64_MAX},
              {"9007199254740993", 9007199254740993}};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    int64_t v = -1;
    CHECK(aps_integer_parse(good[i].text, &v) && v == good[i].value);
  }
  const char *bad[] = {
      "",     "1.5", "1e-1", "9223372036854775808", "1e19", "_1", "1_", "1__2", "0x10", "nan",
      "five", "1 2", "1e999"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    int64_t v;
    if (aps_integer_parse(bad[i], &v)) {
      check_failures++;
      printf("  %s was taken for %lld\n", bad[i], (long long)v);
    }
  }
}

/* A locale with a decimal comma, made on the spot: few machines have one installed. 1: it is
 * active. */
static int enter_comma_locale(void) {
  char folder[] = "/tmp/apsis_locale_XXXXXX", command[512];
  if (mkdtemp(folder) == NULL) return 0;
  snprintf(command, sizeof command,
           "printf 'comment_char %%%%\\nescape_char /\\nLC_NUMERIC\\ndecimal_point "
           "\",\"\\nthousands_sep \".\"\\n"
           "grouping 3;3\\nEND LC_NUMERIC\\n' > %s/src && "
           "localedef -c -i %s/src -f ANSI_X3.4-1968 --no-archive %s/comma >/dev/null 2>&1",
           folder, folder, folder);
  int rc = system(command);
  setenv("LOCPATH", folder, 1);
  const int active = setlocale(LC_NUMERIC, "comma") != NULL;
  snprintf(command, sizeof command, "rm -r %s", folder);
  rc |= system(command);
  (void)rc; /* localedef ends with 1 for warnings; what counts is whether the locale works */
  return active;
}

static void test_a_comma_locale_changes_nothing(void) {
  if (!enter_comma_locale()) {
    printf("     no comma locale could be made here\n");
    return;
  }
  char text[32];
  snprintf(text, sizeof text, "%g", 1.5);
  CHECK(strcmp(text, "1,5") == 0); /* the locale is really on */
  test_scan_takes_the_number_and_stops();
  test_ties_are_rounded_correctly_however_far_the_digits_go();
  test_print_is_shortest();
  test_print_reads_back_to_the_same_bits();
  test_integers_are_exact_or_refused();
  setlocale(LC_NUMERIC, "C");
}

int main(void) {
  CHECK_RUN(test_scan_takes_the_number_and_stops);
  CHECK_RUN(test_scan_does_not_read_past_the_length);
  CHECK_RUN(test_overflow_is_reported);
  CHECK_RUN(test_ties_are_rounded_correctly_however_far_the_digits_go);
  CHECK_RUN(test_scan_agrees_with_strtod);
  CHECK_RUN(test_print_reads_back_to_the_same_bits);
  CHECK_RUN(test_print_agrees_with_printf);
  CHECK_RUN(test_print_is_shortest);
  CHECK_RUN(test_parse_wants_one_whole_finite_number);
  CHECK_RUN(test_integers_are_exact_or_refused);
  CHECK_RUN(test_a_comma_locale_changes_nothing);
  return CHECK_RESULT();
}
