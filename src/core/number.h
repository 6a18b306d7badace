/* Numbers from text and back, independent of the locale. */
#ifndef APS_NUMBER_H
#define APS_NUMBER_H
#include <stddef.h>
#include <stdint.h>

/* Parses a decimal number at the start of text[0..length), as strtod does in the C locale but without inf, nan, hex.
 * Returns how many bytes it used, 0 if there is no number; *overflow is set when it does not fit a double. */
size_t aps_number_scan(const char *text, size_t length, double *value, int *overflow);
/* The whole of text must be one finite number (surrounding blanks allowed). 1 yes, 0 no. */
int aps_number_parse(const char *text, double *value);
int aps_integer_parse(const char *text, int64_t *value); /* also accepts 1e6 and 16_384 when exact */
/* Shortest text that reads back to the same double, "nan" or "inf"; out needs 32 bytes. */
const char *aps_number_print(double value, char out[32]);
#endif
