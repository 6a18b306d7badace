/* Lines and numbers of text tables, with errors that name file, line and column. */
#ifndef APS_TABLE_H
#define APS_TABLE_H
#include "core/ctx.h"

enum { APS_FIELDS_MAX = 64 };

typedef struct { /* piece of the text, not NUL-terminated */
  const char *at;
  size_t n;
} aps_piece;

typedef struct aps_window aps_window;
typedef struct {
  aps_ctx *ctx;
  const char *path, *next, *end;
  int64_t line;       /* of the last line taken, from 1 */
  char ends;          /* what ends a line: CR where there is no LF; 0: nobody has looked */
  aps_window *window; /* of a file that is not in memory as a whole, else NULL */
} aps_table;

/* The text of a file: `read` gets the table and ends with the ids it found, which are checked then.
 * One rank holds the file in memory. Of several each sees all of it through a window, in which a
 * line and those of the megabytes before it stay valid, and keeps its own rows only. */
typedef struct {
  int there, negative;
} aps_table_ids;
aps_err aps_table_read(aps_ctx *, const char *path, aps_dataset *out,
                       aps_err (*read)(aps_table, aps_dataset *, aps_table_ids *));
/* The same of a text whose ids are nobody's concern. */
aps_err aps_table_use(aps_ctx *, const char *path, void *self, aps_err (*use)(aps_table, void *self));
/* Where the line that begins at t->next ends, which is taken. */
const char *aps_table_stop(aps_table *);
/* Takes the next line that is not blank after comments ('#' to the end, but not between double quotes) are cut; 0 at the end. */
int aps_table_line(aps_table *, aps_piece *line);
/* Splits at blanks (separator 0) or at a separator that does not stand between double quotes, blanks and double quotes trimmed.
 * Returns how many pieces there are, of which the first APS_FIELDS_MAX are stored. */
int aps_table_split(aps_piece line, char separator, aps_piece *out);
/* The piece is one finite number. */
aps_err aps_table_number(const aps_table *, aps_piece, const char *name, double *out);
/* The piece is an integer of 64 bits; *negative is set if it is below zero. */
aps_err aps_table_integer(const aps_table *, aps_piece, const char *name, uint64_t *out, int *negative);
/* Does the head of a file look like text, and how does its first line with content start? */
int aps_table_is_text(const unsigned char *head, size_t n);
#endif
