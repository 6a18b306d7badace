/* Numbers from text and back, whatever the locale.
 *
 * Reading: the text is cut into digits and a power of ten, value = digits * 10^exponent. With
 * digits <= 2^53 and |exponent| <= 22 both factors are doubles and one multiplication or division
 * rounds correctly (Clinger 1990, "How to read floating point numbers accurately"). Otherwise
 * strtod rounds "digits e exponent": without a decimal point in the text it cannot be misled by a
 * locale. Every double and every midpoint of two neighbours ends within 768 significant digits, so
 * beyond MAX_DIGITS only "is anything left" matters.
 *
 * Printing: 15 digits if they read back to the same double, else 16, else 17 (Steele & White 1990:
 * 17 always do). */
#include "number.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 800 };

typedef struct {
  int negative;
  char digits[MAX_DIGITS +
              32];  /* significant ones, no leading zero; room for a sticky digit and "e-1200" */
  int n;            /* how many; 0: the number is zero */
  int64_t exponent; /* value = digits * 10^exponent */
} decimal;

static int is_digit(char c) { return c >= '0' && c <= '9'; }
static int is_blank(char c) { return c == ' ' || c == '\t'; }

static void take_digit(decimal *d, char c, int *lost) {
  if (d->n == 0 && c == '0') return;
  if (d->n < MAX_DIGITS) {
    d->digits[d->n++] = c;
  } else {
    d->exponent++;
    *lost |= c != '0';
  }
}

/* "e-12" at text[i..length): returns the position after it, or i when there is none. */
static size_t take_exponent(const char *text, size_t i, size_t length, int64_t *exponent) {
  size_t k = i;
  if (k >= length || (text[k] != 'e' && text[k] != 'E')) return i;
  k++;
  const int negative = k < length && text[k] == '-';
  if (k < length && (text[k] == '-' || text[k] == '+')) k++;
  if (k >= length || !is_digit(text[k])) return i;
  int64_t value = 0;
  for (; k < length && is_digit(text[k]); k++)
    if (value < INT64_MAX / 20) value = 10 * value + (text[k] - '0');
  *exponent += negative ? -value : value;
  return k;
}

/* Cuts the number at the start of text; returns the bytes used, 0: no number. */
static size_t cut(const char *text, size_t length, decimal *d) {
  d->negative = d->n = 0;
  d->exponent = 0;
  size_t i = 0;
  while (i < length && is_blank(text[i])) i++;
  if (i < length && (text[i] == '-' || text[i] == '+')) d->negative = text[i++] == '-';
  int any = 0, lost = 0;
  for (; i < length && is_digit(text[i]); i++, any = 1) take_digit(d, text[i], &lost);
  if (i < length && text[i] == '.') {
    const size_t point = i++;
    for (; i < length && is_digit(text[i]); i++, any = 1) {
      take_digit(d, text[i], &lost);
      d->exponent--;
    }
    if (!any) i = point;
  }
  if (!any) return 0;
  i = take_exponent(text, i, length, &d->exponent);
  if (lost) {
    d->digits[d->n++] = '1';
    d->exponent--;
  }
  return i;
}

/* Ends the digits with "e-1200"; by hand, since printf would take as long as all the rest. */
static void append_exponent(decimal *d) {
  char *out = d->digits + d->n;
  const int negative = d->exponent < 0;
  const int value = (int)(negative ? -d->exponent : d->exponent);
  *out++ = 'e';
  if (negative) *out++ = '-';
  for (int unit = 1000; unit > 0; unit /= 10) *out++ = (char)('0' + value / unit % 10);
  *out = '\0';
}

/* Correctly rounded and not negative; HUGE_VAL when it does not fit. */
static double rounded(decimal *d) {
  static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                               1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                               1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (d->n == 0) return 0;
  if (d->n <= 18) {
    uint64_t m = 0;
    for (int i = 0; i < d->n; i++) m = 10 * m + (uint64_t)(d->digits[i] - '0');
    if (m <= (uint64_t)1 << 53 && d->exponent >= -22 && d->exponent <= 22)
      return d->exponent < 0 ? (double)m / ten[-d->exponent] : (double)m * ten[d->exponent];
  }
  if (d->exponent + d->n > 400) return HUGE_VAL;
  if (d->exponent + d->n < -400) return 0;
  append_exponent(d);
  const int saved = errno;
  const double value = strtod(d->digits, NULL);
  errno = saved;
  return value;
}

size_t aps_number_scan(const char *text, size_t length, double *value, int *overflow) {
  decimal d;
  const size_t used = cut(text, length, &d);
  *overflow = 0;
  *value = 0;
  if (used == 0) return 0;
  const double v = rounded(&d);
  *overflow = v > 1.79769313486231570815e308;
  *value = d.negative ? -v : v;
  return used;
}

int aps_number_parse(const char *text, double *value) {
  int overflow;
  double v;
  size_t used = aps_number_scan(text, strlen(text), &v, &overflow);
  if (used == 0 || overflow) return 0;
  while (is_blank(text[used])) used++;
  if (text[used] != '\0') return 0;
  *value = v;
  return 1;
}

/* Copies text without the underscores that stand between two digits; 0 when it does not fit. */
static int without_underscores(const char *text, char *out, size_t size) {
  size_t n = 0;
  for (size_t i = 0; text[i]; i++) {
    if (text[i] == '_' && i > 0 && is_digit(text[i - 1]) && is_digit(text[i + 1])) continue;
    if (n + 1 >= size) return 0;
    out[n++] = text[i];
  }
  out[n] = '\0';
  return 1;
}

/* INT64_MIN is left out: it stands for "not given". */
int aps_integer_parse(const char *text, int64_t *value) {
  char plain[128];
  decimal d;
  if (!without_underscores(text, plain, sizeof plain)) return 0;
  size_t used = cut(plain, strlen(plain), &d);
  if (used == 0) return 0;
  while (is_blank(plain[used])) used++;
  if (plain[used] != '\0') return 0;
  for (; d.n > 0 && d.exponent < 0 && d.digits[d.n - 1] == '0'; d.n--) d.exponent++;
  if (d.n > 0 && (d.exponent < 0 || d.exponent + d.n > 19)) return 0;
  uint64_t v = 0;
  for (int i = 0; i < d.n; i++) v = 10 * v + (uint64_t)(d.digits[i] - '0');
  for (int64_t i = 0; d.n > 0 && i < d.exponent; i++) v *= 10;
  if (v > (uint64_t)INT64_MAX) return 0;
  *value = d.negative ? -(int64_t)v : (int64_t)v;
  return 1;
}

/* ---- printing ----------------------------------------------------------------------------------
 */

/* |value| to `precision` digits: writes them without point and trailing zeros, returns the power of
 * the first. */
static int digits_of(double value, int precision, char out[20]) {
  char text[64];
  snprintf(text, sizeof text, "%.*e", precision - 1, fabs(value));
  const char *e = strchr(text, 'e');
  int n = 0;
  for (const char *c = text; c < e; c++)
    if (is_digit(*c)) out[n++] = *c; /* skips the locale's decimal point */
  while (n > 1 && out[n - 1] == '0') n--;
  out[n] = '\0';
  return atoi(e + 1);
}

static int reads_back(double value, const char *digits, int power) {
  decimal d = {.n = (int)strlen(digits)};
  memcpy(d.digits, digits, (size_t)d.n + 1);
  d.exponent = power - (d.n - 1);
  return rounded(&d) == fabs(value);
}

typedef unsigned __int128 wide;

static const uint64_t five[] = {
    1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u, 244140625u,
    1220703125u, 6103515625u, 30517578125u, 152587890625u, 762939453125u, 3814697265625u, 19073486328125u,
    95367431640625u, 476837158203125u, 2384185791015625u, 11920928955078125u, 59604644775390625u,
    298023223876953125u, 1490116119384765625u, 7450580596923828125u};

/* n as digits without trailing zeros. */
static void write_digits(uint64_t n, char out[20]) {
  char back[20];
  int k = 0;
  while (n % 10 == 0) n /= 10;
  for (; n > 0; n /= 10) back[k++] = (char)('0' + n % 10);
  while (k > 0) *out++ = back[--k];
  *out = '\0';
}

/* What digits_of and reads_back find, in integers, exactly, and in a tenth of the time. |value| = m 2^e; with q = 16 - its power
 * of ten, m 5^q 2^(e + q) has 17 digits before the point: `whole`, and rest / 2^s behind it. Rounded to a multiple of `by` it reads
 * back if it is off by less than half of what m and its neighbour are apart, 5^q / 2^(s + 1). 0: it found nothing, since there is
 * no rest or 128 bits do not hold it; so it is below some 1e-35 and beyond 1e16. */
static int shortest(double value, char out[20], int *power) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint64_t fraction = bits & 0xfffffffffffffu, m = fraction | (uint64_t)1 << 52;
  const int e = (int)(bits >> 52 & 2047) - 1075;
  for (int k = (int)floor((e + 52) * 0.30102999566398120);; k++) { /* log10 2: this power of ten or the next */
    const int q = 16 - k, s = -(e + q);
    if (q < 0 || q > 54 || s < 1 || s > 119) return 0;
    const wide step = (wide)five[q / 2] * five[q - q / 2];
    const wide low = (wide)m * (uint64_t)step, high = (wide)m * (uint64_t)(step >> 64) + (low >> 64);
    const uint64_t whole = (uint64_t)(s < 64 ? high << (64 - s) | (uint64_t)low >> s : high >> (s - 64)); /* below 10^18 */
    const wide rest = s < 64 ? (uint64_t)low & (((uint64_t)1 << s) - 1) : (high & (((wide)1 << (s - 64)) - 1)) << 64 | (uint64_t)low;
    if (whole >= 100000000000000000u) continue;
    for (unsigned by = 100;; by /= 10) {
      const wide unit = (wide)by << s, over = ((wide)(whole % by) << s) + rest; /* the part that rounding drops or fills up */
      const int up = 2 * over > unit || (2 * over == unit && whole / by % 2);
      const wide off = up ? unit - over : over, apart = up || fraction ? 2 * off : 4 * off; /* a power of two: half as far below */
      if (by > 1 && apart > step) continue; /* never equal: one is even, 5^q odd */
      const uint64_t n = whole / by + (uint64_t)up;
      *power = k + (n * by == 100000000000000000u);
      write_digits(n, out);
      return 1;
    }
  }
}

/* Plain notation from 1e-4 to below 1e16, like most languages; else 1.5e-07. At most 24 bytes. */
static void compose(const char *digits, int power, char *out) {
  const int plain = power >= -4 && power < 16, n = (int)strlen(digits);
  const int ones = plain ? power : 0; /* which digit stands before the point */
  for (int i = ones < 0 ? ones : 0; i < n || i <= ones; i++) {
    *out++ = i < 0 || i >= n ? '0' : digits[i];
    if (i == ones && i + 1 < n) *out++ = '.';
  }
  *out = '\0';
  if (plain) return;
  const int size = abs(power);
  *out++ = 'e';
  *out++ = power < 0 ? '-' : '+';
  if (size >= 100) *out++ = (char)('0' + size / 100);
  *out++ = (char)('0' + size / 10 % 10);
  *out++ = (char)('0' + size % 10);
  *out = '\0';
}

const char *aps_number_print(double value, char out[32]) {
  if (isnan(value)) return strcpy(out, "nan");
  if (isinf(value)) return strcpy(out, value < 0 ? "-inf" : "inf");
  char digits[20] = "0";
  int power = 0;
  if (value != 0 && !shortest(value, digits, &power)) {
    /* below DBL_MIN a double holds fewer than 15 digits: look for the shortest from the start */
    int precision = fabs(value) < 2.2250738585072014e-308 ? 1 : 15;
    for (; precision <= 17; precision++) {
      power = digits_of(value, precision, digits);
      if (reads_back(value, digits, power)) break;
    }
  }
  char *start = out;
  if (signbit(value)) *start++ = '-';
  compose(digits, power, start);
  return out;
}
