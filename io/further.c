#include "further.h"
#include "core/units.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- names ---- */

void aps_names_free(aps_ctx *ctx, aps_names *names) {
  aps_release(ctx, names->name);
  *names = (aps_names){0};
}

aps_err aps_names_add(aps_ctx *ctx, aps_names *names, const char *name) {
  for (int i = 0; i < names->n; i++)
    if (strcmp(names->name[i], name) == 0) return APS_OK;
  if (names->n == names->room) {
    const int room = names->room ? 2 * names->room : 32;
    char(*more)[64] = aps_alloc(ctx, "names of columns", room, sizeof *more);
    if (more == NULL) return APS_EMEM;
    if (names->n) memcpy(more, names->name, (size_t)names->n * sizeof *more);
    aps_release(ctx, names->name);
    names->name = more, names->room = room;
  }
  snprintf(names->name[names->n++], sizeof *names->name, "%s", name);
  return APS_OK;
}

int aps_names_find(const aps_names *names, const char *asked, size_t length) {
  int found = -1;
  for (int i = names->n - 1; i >= 0; i--) {
    if (strlen(names->name[i]) != length || strncasecmp(names->name[i], asked, length) != 0) continue;
    found = i;
    if (strncmp(names->name[i], asked, length) == 0) return i;
  }
  return found;
}

/* How many from i on are components of one dataset: NAME.0, NAME.1, … */
static int components(const aps_names *names, int i) {
  const char *dot = strrchr(names->name[i], '.');
  int n = 0;
  for (char next[80]; dot && i + n < names->n; n++) {
    snprintf(next, sizeof next, "%.*s.%d", (int)(dot - names->name[i]), names->name[i], n);
    if (strcmp(names->name[i + n], next) != 0) break;
  }
  return n > 1 ? n : 1;
}

/* "Temperatures, MetalMassFractions.0 to .8, …" */
static void list(const aps_names *names, char *out, size_t size) {
  size_t used = 0;
  out[0] = '\0';
  for (int i = 0, n; i < names->n; i += n) {
    char one[96];
    n = components(names, i);
    if (n > 1) snprintf(one, sizeof one, "%s to .%d", names->name[i], n - 1);
    else snprintf(one, sizeof one, "%s", names->name[i]);
    if (used + strlen(one) + 8 > size) {
      snprintf(out + used, size - used, ", …");
      return;
    }
    used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", one);
  }
}

aps_err aps_names_refuse(aps_ctx *ctx, const char *path, const char *asked, const aps_names *names) {
  const char *known[256], *near;
  char there[300];
  int n = 0;
  for (; n < names->n && n < 256; n++) known[n] = names->name[n];
  near = aps_nearest(asked, known, n);
  aps_fail(ctx, APS_EARG, "%s: there is no column '%s'", path, asked);
  list(names, there, sizeof there);
  if (!names->n) return aps_hint(ctx, "the file has no columns but those of apsis info");
  return near ? aps_hint(ctx, "did you mean %s? The file has %s", near, there) : aps_hint(ctx, "the file has %s", there);
}

/* ---- units ---- */

void aps_further_unit(aps_further *f, double cgs, const double exponent[5]) {
  f->unit[0] = '\0', f->in_units = 1;
  if (cgs > 0 && isfinite(cgs)) f->in_units = aps_unit_usual(cgs, exponent, f->unit);
}
