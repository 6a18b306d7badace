/* A driver's library that counts one card at 0000:C0:00.0, for tests: each look finds 1500 mJ more. */
#include <string.h>

static int begun;
static unsigned long long millijoule;
int nvmlInit_v2(void) { return begun++, 0; }
int nvmlShutdown(void) { return begun--, 0; }
int nvmlDeviceGetHandleByPciBusId_v2(const char *bus, void **card) {
  if (begun < 1 || strcmp(bus, "0000:C0:00.0") != 0) return 6; /* not found */
  *card = &millijoule;
  return 0;
}
int nvmlDeviceGetTotalEnergyConsumption(void *card, unsigned long long *mj) {
  if (card != &millijoule) return 2; /* invalid argument */
  *mj = millijoule += 1500;
  return 0;
}
