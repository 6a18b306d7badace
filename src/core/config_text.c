/* Text under construction and what YAML can carry of it: UTF-8, quoting, comments. */
#include "config_tree.h"
#include "number.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t aps_utf8(const char *text, size_t n, uint32_t *code_point) {
  const unsigned char *s = (const unsigned char *)text;
  if (n == 0) return 0;
  if (s[0] < 0x80) return *code_point = s[0], 1;
  const size_t size = s[0] >= 0xc2 && s[0] < 0xe0   ? 2
                      : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
                      : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                                    : 0;
  if (size == 0 || size > n) return 0;
  uint32_t c = s[0] & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++) {
    if ((s[i] & 0xc0) != 0x80) return 0;
    c = c << 6 | (s[i] & 0x3f);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000}; /* shorter forms would have done */
  if (c < least[size] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return 0;
  *code_point = c;
  return size;
}

void aps_text_put(aps_text *t, const char *bytes, size_t n) {
  if (t->failed) return;
  if (t->n + n + 1 > t->room) {
    const size_t room = 2 * (t->n + n) + 64;
    char *grown = realloc(t->data, room);
    if (grown == NULL) {
      t->failed = 1;
      return;
    }
    t->data = grown;
    t->room = room;
  }
  memcpy(t->data + t->n, bytes, n);
  t->n += n;
  t->data[t->n] = '\0';
}

void aps_text_add(aps_text *t, const char *text) { aps_text_put(t, text, strlen(text)); }

/* Characters that may stand in a YAML file and are no line breaks. */
static int is_printable(uint32_t c) {
  return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029) ||
         (c >= 0xe000 && c < 0xfffe && c != 0xfeff) || c >= 0x10000;
}

void aps_text_comment(aps_text *t, const char *text) {
  const size_t n = strlen(text);
  for (size_t i = 0; i < n;) {
    uint32_t c;
    const size_t size = aps_utf8(text + i, n - i, &c);
    if (size > 0 && is_printable(c))
      aps_text_put(t, text + i, size);
    else
      aps_text_put(t, "?", 1);
    i += size ? size : 1;
  }
}

/* Words that YAML 1.1 or 1.2 readers take for something else than text. */
static int is_reserved(const char *text) {
  static const char *const words[] = {"true", "false", "yes",  "no",  "on", "off",
                                      "y",    "n",     "null", "nan", "inf"};
  char lower[8] = "";
  if (strlen(text) >= sizeof lower) return 0;
  for (size_t i = 0; i < sizeof lower && text[i]; i++)
    lower[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(lower, words[i]) == 0) return 1;
  return 0;
}

/* Letters, digits and a few signs, beginning with a letter or a slash: plain in every place of every YAML. */
static int is_plain(const char *text) {
  const char first = text[0];
  if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '/')) return 0;
  for (const char *c = text; *c; c++) {
    const int word = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || strchr("_./+-", *c) != NULL;
    const int blank_inside = *c == ' ' && c[1] != ' ' && c[1] != '\0';
    if (!word && !blank_inside) return 0;
  }
  return !is_reserved(text);
}

void aps_text_scalar(aps_text *t, const char *text) {
  if (is_plain(text)) {
    aps_text_add(t, text);
    return;
  }
  const size_t n = strlen(text);
  aps_text_add(t, "\"");
  for (size_t i = 0; i < n;) {
    uint32_t c;
    char escape[16];
    const size_t size = aps_utf8(text + i, n - i, &c);
    if (size == 0) {
      aps_text_add(t, "?");
    } else if (c == '"' || c == '\\') {
      sprintf(escape, "\\%c", (char)c);
      aps_text_add(t, escape);
    } else if (is_printable(c)) {
      aps_text_put(t, text + i, size);
    } else {
      sprintf(escape, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
      aps_text_add(t, escape);
    }
    i += size ? size : 1;
  }
  aps_text_add(t, "\"");
}
