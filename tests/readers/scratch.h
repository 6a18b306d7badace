/* A folder of files that a test of readers writes and reads, gone at its end. */
#ifndef APS_TESTS_SCRATCH_H
#define APS_TESTS_SCRATCH_H
#include "../check.h"
#include "core/ctx.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static aps_ctx *ctx;
static char folder[256];

static inline const char *at(const char *name) {
  static char path[8][512];
  static int k;
  k = (k + 1) % 8;
  snprintf(path[k], sizeof path[k], "%s/%s", folder, name);
  return path[k];
}

static inline void put(const char *path, const void *bytes, size_t n) {
  FILE *f = fopen(path, "wb");
  if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0) abort();
}

static inline void put_text(const char *path, const char *text) { put(path, text, strlen(text)); }

static inline int error_has(const char *text) {
  if (strstr(aps_ctx_error(ctx), text)) return 1;
  printf("  the error was: %s\n", aps_ctx_error(ctx));
  return 0;
}

static inline int scratch_begin(void) {
  strcpy(folder, "/tmp/apsis_readers_XXXXXX");
  return mkdtemp(folder) != NULL;
}

/* The folder goes, and with it ctx, which must hold nothing any more. */
static inline void scratch_end(void) {
  char clean[512];
  snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
  if (system(clean) != 0) printf("could not remove %s\n", folder);
  const aps_memory_row *rows;
  const int n = aps_memory_rows(ctx, &rows);
  for (int i = 0; i < n; i++) CHECK(rows[i].bytes == 0); /* nothing leaked */
  aps_ctx_free(&ctx);
}
#endif
