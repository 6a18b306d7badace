/* See starved.c. */
#ifndef STARVED_H
#define STARVED_H
#include "../../src/core/ctx.h"

/* So many more get memory, then one does not, and then all; -1: all. */
void starved_spare(int64_t);
int starved_denied(void); /* since then one did not */
/* Of all bytes of all letters that this rank has sent, in their order for each receiver; up to 64
 * ranks. */
uint64_t starved_letters(void);
void *starved_malloc(size_t);
void *starved_calloc(size_t, size_t);
void *starved_realloc(void *, size_t);
#endif
