/* JSON (RFC 8259), written straight to stdout. */
#include "json.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

/* Length of the UTF-8 character at c, 0 where there is none (a path may hold any bytes). */
static int utf8(const unsigned char *c) {
  const int n = *c < 0x80                 ? 1
                : *c >= 0xc2 && *c < 0xe0 ? 2
                : *c >= 0xe0 && *c < 0xf0 ? 3
                : *c >= 0xf0 && *c < 0xf5 ? 4
                                          : 0;
  for (int k = 1; k < n; k++)
    if ((c[k] & 0xc0) != 0x80) return 0;
  if ((*c == 0xe0 && c[1] < 0xa0) || (*c == 0xed && c[1] > 0x9f) || (*c == 0xf0 && c[1] < 0x90) ||
      (*c == 0xf4 && c[1] > 0x8f))
    return 0; /* too long a form, a surrogate, beyond U+10FFFF */
  return n;
}

void aps_json_quote(const char *text) {
  putchar('"');
  for (const unsigned char *c = (const unsigned char *)text; *c;) {
    const int n = utf8(c);
    if (*c == '"' || *c == '\\')
      printf("\\%c", *c);
    else if (*c < 32 || n == 0)
      printf("\\u%04x", *c);
    else
      printf("%.*s", n, (const char *)c);
    c += n ? n : 1;
  }
  putchar('"');
}

static void begin(aps_json *j, const char *key) {
  if (j->comma) fputs(", ", stdout);
  j->comma = 1;
  if (key == NULL) return;
  aps_json_quote(key);
  fputs(": ", stdout);
}

void aps_json_open(aps_json *j, const char *key, char bracket) {
  begin(j, key);
  putchar(bracket);
  j->comma = 0;
}

void aps_json_close(aps_json *j, char bracket) {
  putchar(bracket);
  j->comma = 1;
}

/* The shortest of 15 to 17 digits that reads back to the same bits. */
const char *aps_shortest(double value, char out[32]) {
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(out, 32, "%.*g", digits, value);
    if (strtod(out, NULL) == value) break;
  }
  return out;
}

void aps_json_number(aps_json *j, const char *key, double value) {
  begin(j, key);
  if (!isfinite(value)) {
    fputs("null", stdout);
    return;
  }
  fputs(aps_shortest(value, (char[32]){0}), stdout);
}

void aps_json_integer(aps_json *j, const char *key, int64_t value) {
  begin(j, key);
  printf("%lld", (long long)value);
}

void aps_json_natural(aps_json *j, const char *key, uint64_t value) {
  begin(j, key);
  printf("%llu", (unsigned long long)value);
}

void aps_json_truth(aps_json *j, const char *key, int value) {
  begin(j, key);
  fputs(value ? "true" : "false", stdout);
}

void aps_json_text(aps_json *j, const char *key, const char *value) {
  begin(j, key);
  if (value)
    aps_json_quote(value);
  else
    fputs("null", stdout);
}

void aps_json_column(aps_json *j, const char *key, const void *rows, int64_t n, size_t size, size_t offset) {
  aps_json_open(j, key, '[');
  for (int64_t k = 0; k < n; k++) {
    double value;
    memcpy(&value, (const char *)rows + (size_t)k * size + offset, sizeof value);
    aps_json_number(j, NULL, value);
  }
  aps_json_close(j, ']');
}

void aps_json_numbers(aps_json *j, const char *key, const double *value, int n) {
  aps_json_column(j, key, value, n, sizeof *value, 0);
}
