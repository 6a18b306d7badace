/* Energy counters. RAPL: a file for each package in microjoule, which begins again at 0 beyond max_energy_range_uj (some
 * 262 kJ: 20 minutes at 200 W). NVML: millijoule since the driver was loaded, from Volta on. The library is the driver's, opened
 * where a card is used and never linked; its functions are those of NVIDIA's NVML reference, "Device Queries". */
#define _GNU_SOURCE
#include "energy.h"
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PACKAGES = 16 };

struct aps_energy {
  char powercap[256];
  double last[PACKAGES], range[PACKAGES]; /* J; last NAN: no such package; range NAN: not told */
  int packages;
  void *nvml, *card; /* NULL: none */
  int (*total)(void *card, unsigned long long *millijoule);
  int (*shutdown)(void);
  double card_last;
};

/* ---- processors -------------------------------------------------------------------------------------- */

static double number_in(const aps_energy *e, int k, const char *name) {
  char path[400];
  snprintf(path, sizeof path, "%s/intel-rapl:%d/%s", e->powercap, k, name);
  FILE *file = fopen(path, "re");
  long long uj = -1;
  if (file == NULL) return NAN;
  const int good = fscanf(file, "%lld", &uj) == 1 && uj >= 0;
  fclose(file);
  return good ? 1e-6 * (double)uj : NAN;
}

/* "psys" counts a whole laptop, packages included. */
static int is_package(const aps_energy *e, int k) {
  char path[400], name[32] = "package";
  snprintf(path, sizeof path, "%s/intel-rapl:%d/name", e->powercap, k);
  FILE *file = fopen(path, "re");
  if (file && fgets(name, sizeof name, file) == NULL) name[0] = '\0';
  if (file) fclose(file);
  return strncmp(name, "package", 7) == 0;
}

static void find_packages(aps_energy *e) {
  for (int k = 0; k < PACKAGES; k++) {
    e->last[k] = is_package(e, k) ? number_in(e, k, "energy_uj") : NAN;
    e->range[k] = number_in(e, k, "max_energy_range_uj");
    e->packages += !isnan(e->last[k]);
  }
}

static double read_packages(aps_energy *e) {
  double sum = 0;
  for (int k = 0; k < PACKAGES; k++) {
    if (isnan(e->last[k])) continue;
    const double now = number_in(e, k, "energy_uj");
    if (isnan(now) || (now < e->last[k] && isnan(e->range[k]))) sum = NAN;
    else sum += now - e->last[k] + (now < e->last[k] ? e->range[k] : 0);
    if (!isnan(now)) e->last[k] = now;
  }
  return e->packages > 0 && !isnan(sum) ? sum : -1;
}

/* ---- a card -------------------------------------------------------------------------------------------- */

static void *function(void *library, const char *name) { return library ? dlsym(library, name) : NULL; }

static void find_card(aps_energy *e, const char *bus_id) {
  e->nvml = dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
  int (*const begin)(void) = (int (*)(void))function(e->nvml, "nvmlInit_v2");
  int (*const find)(const char *, void **) = (int (*)(const char *, void **))function(e->nvml, "nvmlDeviceGetHandleByPciBusId_v2");
  e->total = (int (*)(void *, unsigned long long *))function(e->nvml, "nvmlDeviceGetTotalEnergyConsumption");
  int (*const shutdown)(void) = (int (*)(void))function(e->nvml, "nvmlShutdown");
  if (!begin || !find || !e->total || !shutdown || begin() != 0) return;
  e->shutdown = shutdown;
  if (find(bus_id, &e->card) != 0) e->card = NULL;
}

static double read_card(aps_energy *e) {
  unsigned long long millijoule;
  const double before = e->card_last;
  e->card_last = e->card && e->total(e->card, &millijoule) == 0 ? 1e-3 * (double)millijoule : NAN;
  return e->card_last >= before ? e->card_last - before : -1; /* less: the driver was loaded anew */
}

/* ---- both ---------------------------------------------------------------------------------------------- */

aps_energy *aps_energy_open(aps_ctx *ctx, const char *powercap, const char *bus_id) {
  aps_energy *e = aps_alloc(ctx, "energy counters", 1, sizeof *e);
  if (e == NULL) return NULL;
  snprintf(e->powercap, sizeof e->powercap, "%s", powercap ? powercap : "");
  if (powercap) find_packages(e);
  e->card_last = NAN;
  if (bus_id) find_card(e, bus_id);
  read_card(e);
  return e;
}

void aps_energy_read(aps_energy *e, double joule[APS_ENERGY_PARTS]) {
  joule[APS_ENERGY_CPU] = read_packages(e);
  joule[APS_ENERGY_GPU] = read_card(e);
}

void aps_energy_close(aps_ctx *ctx, aps_energy **handle) {
  aps_energy *e = *handle;
  if (e == NULL) return;
  *handle = NULL;
  if (e->shutdown) e->shutdown();
  if (e->nvml) dlclose(e->nvml);
  aps_release(ctx, e);
}
