/* JSON on stdout, one document at a time. What is not finite becomes null; text that is not UTF-8
 * is escaped. */
#ifndef APS_JSON_H
#define APS_JSON_H
#include <stddef.h>
#include <stdint.h>

typedef struct { /* zeroed: nothing written yet */
  int comma;     /* a member precedes the next one */
} aps_json;

void aps_json_quote(const char *text); /* the text alone, in quotes */
/* key NULL: an item of a list, or the document itself. bracket: '{' or '[', and '}' or ']'. */
void aps_json_open(aps_json *, const char *key, char bracket);
void aps_json_close(aps_json *, char bracket);
const char *aps_shortest(double, char out[32]); /* the shortest text that reads back as the same number */
void aps_json_number(aps_json *, const char *key, double);
void aps_json_integer(aps_json *, const char *key, int64_t);
void aps_json_natural(aps_json *, const char *key, uint64_t);
void aps_json_truth(aps_json *, const char *key, int);
void aps_json_text(aps_json *, const char *key, const char *); /* NULL: null */
void aps_json_numbers(aps_json *, const char *key, const double *, int n);
/* A double of each of n rows: `offset` bytes into rows of `size` bytes. */
void aps_json_column(aps_json *, const char *key, const void *rows, int64_t n, size_t size, size_t offset);
#endif
