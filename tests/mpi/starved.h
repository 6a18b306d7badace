/* See starved.c. */
#ifndef STARVED_H
#define STARVED_H
#include "../../src/core/ctx.h"

/* So many more get memory, then one does not, and then all; -1: all. */
void starved_spare(int64_t);
void *starved_malloc(size_t);
void *starved_calloc(size_t, size_t);
void *starved_realloc(void *, size_t);
#endif
